/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* Where it is written down that a desk was told: how, to whom, with what outcome, when; or where that is
 * corrected. What was typed and not recorded is there again the next time.
 *
 * Signals:
 *   closed: it is written, or the user gave it up. */
#define KIROKU_TYPE_CALL_FORM (kiroku_call_form_get_type ())
G_DECLARE_FINAL_TYPE (KirokuCallForm, kiroku_call_form, KIROKU, CALL_FORM, AdwBin)

/* @contact belongs to the pack of the model's book. */
GtkWidget *kiroku_call_form_new (KirokuCaseModel *model, const KirokuPackContact *contact);
/* The desk as it is by now: the numbers that are offered are those in force; what was typed stays. @contact
 * belongs to the pack of the model's book. */
void kiroku_call_form_set_contact (KirokuCallForm *self, const KirokuPackContact *contact);
/* Corrects @reading, a `contact.told` entry as it reads now, which is what it shows. */
GtkWidget *kiroku_call_form_new_correction (KirokuCaseModel *model, KirokuEntry *reading);

G_END_DECLS
