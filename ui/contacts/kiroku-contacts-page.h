/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* Whom to call: the desks for the present phase of a case of this type, for the type, or all. */
#define KIROKU_TYPE_CONTACTS_PAGE (kiroku_contacts_page_get_type ())
G_DECLARE_FINAL_TYPE (KirokuContactsPage, kiroku_contacts_page, KIROKU, CONTACTS_PAGE, AdwBin)

GtkWidget *kiroku_contacts_page_new (void);
/* @model: (nullable) */
void kiroku_contacts_page_set_model (KirokuContactsPage *self, KirokuCaseModel *model);

G_END_DECLS
