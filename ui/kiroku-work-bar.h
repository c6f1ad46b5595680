/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How far a backup, a restore or a package is, told by the thread that does it and shown by a
 * progress bar. */
typedef struct _KirokuWorkBar KirokuWorkBar;

/* Shows @bar from now on. @bar lives until kiroku_work_bar_end(). (transfer full) */
KirokuWorkBar *kiroku_work_bar_begin (GtkProgressBar *bar);
/* For the thread, which may outlive the bar. (transfer full) */
KirokuWorkBar *kiroku_work_bar_ref (KirokuWorkBar *self);
void kiroku_work_bar_unref (KirokuWorkBar *self);
/* Looks no more, and gives up what kiroku_work_bar_begin() gave. */
void kiroku_work_bar_end (KirokuWorkBar *self);
/* A KirokuBackupProgress; in any thread. */
void kiroku_work_bar_progress (gint64 done, gint64 total, gpointer self);

G_END_DECLS
