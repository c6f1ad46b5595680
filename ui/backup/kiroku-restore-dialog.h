/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-work-dialog.h"

G_BEGIN_DECLS

/* Restores a backup where there is no case book yet: asks for the file or folder and the
 * passphrase, shows how far it is, with a way to stop it, and what was restored or why nothing was.
 * Closed while it works it stops.
 *
 * Signals:
 *   done: a case book was restored, and the user has read what is to be known; it can be opened. */
#define KIROKU_TYPE_RESTORE_DIALOG (kiroku_restore_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KirokuRestoreDialog, kiroku_restore_dialog, KIROKU, RESTORE_DIALOG,
                      KirokuWorkDialog)

/* @parent: (nullable). @folder: of key, profile and pins. @database: the file that will be the case
 * book. */
GtkWidget *kiroku_restore_dialog_new (
    GtkWindow *parent, const char *folder, const char *database);
/* What is restored, as if it had been chosen. */
void kiroku_restore_dialog_choose (
    KirokuRestoreDialog *self, const char *path, gboolean is_folder);

G_END_DECLS
