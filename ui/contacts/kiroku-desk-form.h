/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-small-form.h"

G_BEGIN_DECLS

/* How a desk or a person of the organisation is: it is of no case. Only what is changed is stated. */
#define KIROKU_TYPE_DESK_FORM (kiroku_desk_form_get_type ())
G_DECLARE_FINAL_TYPE (KirokuDeskForm, kiroku_desk_form, KIROKU, DESK_FORM, KirokuSmallForm)

/* @contact: (nullable): the one to change, of the model's book; else one is added. */
GtkWidget *kiroku_desk_form_new (KirokuCaseModel *model, const KirokuPackContact *contact);

G_END_DECLS
