/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-backup.h"
#include "kiroku-book.h"

G_BEGIN_DECLS

/* Backs up all that the book is made of (kiroku-backup.h) to @target, a file or a folder, while others go
 * on writing, and notes when. @passphrase: needed for a file. @progress is called in another thread.
 * (transfer full) */
void kiroku_book_backup_async (KirokuBook *self,
                               const char *target,
                               const char *passphrase,
                               KirokuBackupProgress progress,
                               gpointer progress_data,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
KirokuBackup *kiroku_book_backup_finish (KirokuBook *self, GAsyncResult *result, GError **error);
/* The same; it waits. (transfer full) */
KirokuBackup *kiroku_book_backup (
    KirokuBook *self, const char *target, const char *passphrase, GError **error);

/* When this book was last backed up here, µs UTC; KIROKU_TIME_NONE when it never was. It reads a small file. */
gint64 kiroku_book_get_last_backup (KirokuBook *self);

typedef struct
{
  gint64 last; /* as kiroku_book_get_last_backup() */
  gint64 age;  /* µs since then, or since the oldest open case was opened */
  gboolean due; /* a case is open, and that is more than a day */
} KirokuBackupState;

/* In one of the store's threads; @folder is kiroku_book_get_folder(). @now: µs UTC. */
gboolean kiroku_backup_state_read (
    KirokuBackupState *state, KirokuDb *db, const char *folder, gint64 now, GError **error);

G_END_DECLS
