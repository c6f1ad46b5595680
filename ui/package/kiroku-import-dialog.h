/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-work-dialog.h"

#include "kiroku-book.h"

G_BEGIN_DECLS

/* Takes a package in: progress with a way to stop it, then what came, or why it was refused. Closed
 * while it works it stops; what came stays.
 *
 * Signals:
 *   imported (const char *case_id): something came, or was there already */
#define KIROKU_TYPE_IMPORT_DIALOG (kiroku_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KirokuImportDialog, kiroku_import_dialog, KIROKU, IMPORT_DIALOG,
                      KirokuWorkDialog)

/* @parent: (nullable) */
GtkWidget *kiroku_import_dialog_new (GtkWindow *parent, KirokuBook *book);
void kiroku_import_dialog_take (KirokuImportDialog *self, const char *path);

G_END_DECLS
