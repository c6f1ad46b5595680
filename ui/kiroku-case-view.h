/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* One case: what it is, its phases, and its pages ("log", "playbook", "contacts", "notifications",
 * "review"). Pages are made when they are first looked at. */
#define KIROKU_TYPE_CASE_VIEW (kiroku_case_view_get_type ())
G_DECLARE_FINAL_TYPE (KirokuCaseView, kiroku_case_view, KIROKU, CASE_VIEW, AdwBin)

/* @model: (nullable) */
void kiroku_case_view_set_model (KirokuCaseView *self, KirokuCaseModel *model);
/* (transfer none) (nullable) */
KirokuCaseModel *kiroku_case_view_get_model (KirokuCaseView *self);
/* (transfer none): for a view switcher. */
AdwViewStack *kiroku_case_view_get_stack (KirokuCaseView *self);
/* Shows a page; one that does not exist changes nothing. */
void kiroku_case_view_show_page (KirokuCaseView *self, const char *name);
/* Shows the notifications with form @id opened for filling in. */
void kiroku_case_view_open_form (KirokuCaseView *self, const char *id);
/* Goes to the log and puts the keyboard into its composer, or its search. */
void kiroku_case_view_compose (KirokuCaseView *self);
void kiroku_case_view_find (KirokuCaseView *self);

G_END_DECLS
