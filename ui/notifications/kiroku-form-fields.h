/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "kiroku-case-model.h"
#include "kiroku-form.h"

G_BEGIN_DECLS

/* The fields of a form, one under the other, as its sections and rows have them.
 *
 * Signals:
 *   settled: what was changed in a field is recorded, was found unchanged, or could not be
 *   recorded. */
#define KIROKU_TYPE_FORM_FIELDS (kiroku_form_fields_get_type ())
G_DECLARE_FINAL_TYPE (KirokuFormFields, kiroku_form_fields, KIROKU, FORM_FIELDS, GtkBox)

/* Once. @form belongs to the pack of the model's book. */
void kiroku_form_fields_build (KirokuFormFields *self,
                               KirokuCaseModel *model,
                               const KirokuPackForm *form);
/* Shows what is known, where nobody is changing it. */
void kiroku_form_fields_show (KirokuFormFields *self, const KirokuFilledForm *form);

/* Records everything that was changed. FALSE when something cannot be recorded as it stands. */
gboolean kiroku_form_fields_commit (KirokuFormFields *self);
/* Records what was changed, for the last time: the fields are not looked at any more. */
void kiroku_form_fields_leave (KirokuFormFields *self);
/* Whether something is changed or on its way. */
gboolean kiroku_form_fields_are_busy (KirokuFormFields *self);
/* The first field in which something stands that could not be recorded. (transfer none) (nullable)
 */
GtkWidget *kiroku_form_fields_find_failed (KirokuFormFields *self);

/* Moves the keyboard to the first field of fact @key. */
void kiroku_form_fields_focus (KirokuFormFields *self, const char *key);

G_END_DECLS
