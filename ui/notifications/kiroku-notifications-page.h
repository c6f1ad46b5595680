/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* What must be reported to whom by when, and the forms for it. */
#define KIROKU_TYPE_NOTIFICATIONS_PAGE (kiroku_notifications_page_get_type ())
G_DECLARE_FINAL_TYPE (KirokuNotificationsPage, kiroku_notifications_page, KIROKU,
                      NOTIFICATIONS_PAGE, AdwBin)

GtkWidget *kiroku_notifications_page_new (void);
/* @model: (nullable). What was typed for the case before is recorded first. */
void kiroku_notifications_page_set_model (KirokuNotificationsPage *self, KirokuCaseModel *model);
/* Opens the form @form for filling in, if the pack defines it. */
void kiroku_notifications_page_open_form (KirokuNotificationsPage *self, const char *form);

G_END_DECLS
