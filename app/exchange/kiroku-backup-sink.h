/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where the files of a backup go, one after the other: an encrypted archive, or a folder. Errors
 * name the place and what to do. */
typedef struct _KirokuBackupSink KirokuBackupSink;

/* An age file at @path, which exists and is overwritten, around a pax archive with all files under
 * @top. @now: µs UTC, their time. Errors call it @name. */
KirokuBackupSink *kiroku_backup_sink_new_file (const char *path,
                                               const char *name,
                                               const char *top,
                                               const char *passphrase,
                                               gint64 now,
                                               GCancellable *cancellable,
                                               GError **error);
/* The folder @path, which exists and is empty. Errors call it @name. */
KirokuBackupSink *kiroku_backup_sink_new_folder (
    const char *path, const char *name, GCancellable *cancellable);

/* A file of @size bytes, all of which must be written before its end. @path is relative, with
 * "/". */
gboolean kiroku_backup_sink_begin (
    KirokuBackupSink *self, const char *path, gint64 size, GError **error);
gboolean kiroku_backup_sink_write (
    KirokuBackupSink *self, const void *bytes, gsize length, GError **error);
gboolean kiroku_backup_sink_end (KirokuBackupSink *self, GError **error);
/* Everything is on the disk when it returns. */
gboolean kiroku_backup_sink_close (KirokuBackupSink *self, GError **error);
/* Without close, what was written stays and is of no use. */
void kiroku_backup_sink_free (KirokuBackupSink *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuBackupSink, kiroku_backup_sink_free)

G_END_DECLS
