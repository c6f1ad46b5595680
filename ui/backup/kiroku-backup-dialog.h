/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-work-dialog.h"

#include "kiroku-book.h"

G_BEGIN_DECLS

/* Makes a backup file: asks for a passphrase, twice, and a place, then shows how far it is, with a
 * way to stop it, and what was made or went wrong. Closed while it works it stops.
 *
 * Signals:
 *   done: a backup was made. */
#define KIROKU_TYPE_BACKUP_DIALOG (kiroku_backup_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KirokuBackupDialog, kiroku_backup_dialog, KIROKU, BACKUP_DIALOG,
                      KirokuWorkDialog)

GtkWidget *kiroku_backup_dialog_new (GtkWindow *parent, KirokuBook *book);
/* Begins, with the passphrase that was typed. */
void kiroku_backup_dialog_save (KirokuBackupDialog *self, const char *path);

G_END_DECLS
