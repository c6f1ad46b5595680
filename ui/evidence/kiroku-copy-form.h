/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-case-model.h"
#include "kiroku-evidence.h"
#include "kiroku-small-form.h"

G_BEGIN_DECLS

/* Where a copy of an item is saved: as it is, or in a ZIP that a passphrase protects, so that
 * nobody opens what may be harmful by accident. */
#define KIROKU_TYPE_COPY_FORM (kiroku_copy_form_get_type ())
G_DECLARE_FINAL_TYPE (KirokuCopyForm, kiroku_copy_form, KIROKU, COPY_FORM, KirokuSmallForm)

/* @item: what is needed of it is copied. Its SHA-256 must not be withheld. */
GtkWidget *kiroku_copy_form_new (KirokuCaseModel *model, const KirokuEvidence *item);
/* Saves to @path, as the file chooser does. */
void kiroku_copy_form_save (KirokuCopyForm *self, const char *path);

G_END_DECLS
