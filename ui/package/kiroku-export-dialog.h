/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-work-dialog.h"

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* Makes a package of a case: what is to be withheld, a place, then progress with a way to stop it,
 * and what the recipient is to be told. Closed while it works it stops. */
#define KIROKU_TYPE_EXPORT_DIALOG (kiroku_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KirokuExportDialog, kiroku_export_dialog, KIROKU, EXPORT_DIALOG,
                      KirokuWorkDialog)

/* @parent: (nullable) */
GtkWidget *kiroku_export_dialog_new (GtkWindow *parent, KirokuCaseModel *model);
/* Begins, with what was ticked. */
void kiroku_export_dialog_save (KirokuExportDialog *self, const char *path);

G_END_DECLS
