/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* The steps of a case, phase by phase: the present phase first and open, the others folded. */
#define KIROKU_TYPE_PLAYBOOK_PAGE (kiroku_playbook_page_get_type ())
G_DECLARE_FINAL_TYPE (KirokuPlaybookPage, kiroku_playbook_page, KIROKU, PLAYBOOK_PAGE, AdwBin)

GtkWidget *kiroku_playbook_page_new (void);
/* @model: (nullable) */
void kiroku_playbook_page_set_model (KirokuPlaybookPage *self, KirokuCaseModel *model);

G_END_DECLS
