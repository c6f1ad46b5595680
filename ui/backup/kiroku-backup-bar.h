/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How far a backup, a restore or a package is, told by the thread that does it and shown by a progress bar. */
typedef struct _KirokuBackupBar KirokuBackupBar;

/* Shows @bar from now on. @bar lives until kiroku_backup_bar_end(). (transfer full) */
KirokuBackupBar *kiroku_backup_bar_begin (GtkProgressBar *bar);
/* For the thread, which may outlive the bar. (transfer full) */
KirokuBackupBar *kiroku_backup_bar_ref (KirokuBackupBar *self);
void kiroku_backup_bar_unref (KirokuBackupBar *self);
/* Looks no more, and gives up what kiroku_backup_bar_begin() gave. */
void kiroku_backup_bar_end (KirokuBackupBar *self);
/* A KirokuBackupProgress; in any thread. */
void kiroku_backup_bar_progress (gint64 done, gint64 total, gpointer self);

G_END_DECLS
