/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* syncfs */
#include "kiroku-backup-sink.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "kiroku-age.h"
#include "kiroku-exchange-error.h"

#define BLOCK (64 * 1024)

typedef struct archive Archive;
typedef struct archive_entry ArchiveEntry;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveEntry, archive_entry_free)

struct _KirokuBackupSink
{
  char *path;
  char *name; /* what it will be called */
  GCancellable *cancellable;
  GOutputStream *out; /* of the file that is being written */

  /* Only of an archive: */
  char *top;
  gint64 now;
  KirokuAgeWriter *age;
  Archive *archive;
  GError *failure; /* what libarchive's callback could not hand on */
};

/* --- Errors --- */

static gboolean
fail (KirokuBackupSink *self, const GError *cause, GError **error)
{
  if (cause->domain == KIROKU_EXCHANGE_ERROR
      || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_error_copy (cause));
  else
    g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FILE,
                 _ ("“%s” could not be written (%s): free some space there, or choose another "
                    "disk"),
                 self->name, cause->message);
  return FALSE;
}

static gboolean
fail_errno (KirokuBackupSink *self, GError **error)
{
  int code = errno;
  g_autoptr (GError) cause = g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (code),
                                                  g_strerror (code));

  return fail (self, cause, error);
}

static gboolean
fail_archive (KirokuBackupSink *self, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (self->failure != NULL)
    return fail (self, self->failure, error);
  cause = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, archive_error_string (self->archive));
  return fail (self, cause, error);
}

/* --- Files --- */

/* Opens @path for writing: a new file, unless @exists. */
static gboolean
open_file (KirokuBackupSink *self, const char *path, gboolean exists, GError **error)
{
  int flags = exists ? O_TRUNC : O_CREAT | O_EXCL;
  int fd = g_open (path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | flags, 0600);

  if (fd < 0)
    return fail_errno (self, error);
  self->out = g_unix_output_stream_new (fd, TRUE);
  return TRUE;
}

static gboolean
close_file (KirokuBackupSink *self, GError **error)
{
  int fd = g_unix_output_stream_get_fd (G_UNIX_OUTPUT_STREAM (self->out));
  g_autoptr (GError) cause = NULL;
  gboolean done = fsync (fd) == 0 || fail_errno (self, error);

  if (!g_output_stream_close (self->out, NULL, &cause) && done)
    done = fail (self, cause, error);
  g_clear_object (&self->out);
  return done;
}

/* --- Archive --- */

static la_ssize_t
archive_write_cb (Archive *archive, void *data, const void *bytes, size_t length)
{
  KirokuBackupSink *self = data;

  if (self->failure == NULL && kiroku_age_writer_write (self->age, bytes, length, &self->failure))
    return length;
  archive_set_error (archive, EIO, "cannot write");
  return -1;
}

static gboolean
open_archive (KirokuBackupSink *self, GError **error)
{
  self->archive = archive_write_new ();
  if (archive_write_set_format_pax_restricted (self->archive) == ARCHIVE_OK
      && archive_write_set_bytes_per_block (self->archive, BLOCK) == ARCHIVE_OK
      && archive_write_set_bytes_in_last_block (self->archive, 1) == ARCHIVE_OK
      && archive_write_open2 (self->archive, self, NULL, archive_write_cb, NULL, NULL)
             == ARCHIVE_OK)
    return TRUE;
  return fail_archive (self, error);
}

static gboolean
begin_member (KirokuBackupSink *self, const char *path, gint64 size, GError **error)
{
  g_autoptr (ArchiveEntry) entry = archive_entry_new ();
  g_autofree char *name = g_strconcat (self->top, "/", path, NULL);

  archive_entry_set_pathname_utf8 (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0600);
  archive_entry_set_size (entry, size);
  archive_entry_set_mtime (entry, self->now / G_USEC_PER_SEC, 0);
  return archive_write_header (self->archive, entry) == ARCHIVE_OK || fail_archive (self, error);
}

static gboolean
close_archive (KirokuBackupSink *self, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (archive_write_close (self->archive) != ARCHIVE_OK)
    return fail_archive (self, error);
  if (!kiroku_age_writer_finish (self->age, &cause))
    return fail (self, cause, error);
  return close_file (self, error);
}

/* --- Folder --- */

static gboolean
begin_plain (KirokuBackupSink *self, const char *path, GError **error)
{
  g_autofree char *full = g_build_filename (self->path, path, NULL);
  g_autofree char *folder = g_path_get_dirname (full);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail_errno (self, error);
  return open_file (self, full, FALSE, error);
}

/* The names of all files, too. */
static gboolean
sync_folder (KirokuBackupSink *self, GError **error)
{
  int fd = g_open (self->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean synced;

  if (fd < 0)
    return fail_errno (self, error);
  synced = syncfs (fd) == 0 || fail_errno (self, error);
  close (fd);
  return synced;
}

/* --- Public --- */

KirokuBackupSink *
kiroku_backup_sink_new_folder (const char *path, const char *name, GCancellable *cancellable)
{
  KirokuBackupSink *self;

  g_return_val_if_fail (path != NULL && name != NULL, NULL);

  self = g_new0 (KirokuBackupSink, 1);
  self->path = g_strdup (path);
  self->name = g_strdup (name);
  g_set_object (&self->cancellable, cancellable);
  return self;
}

KirokuBackupSink *
kiroku_backup_sink_new_file (const char *path,
                             const char *name,
                             const char *top,
                             const char *passphrase,
                             gint64 now,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (KirokuBackupSink) self = NULL;
  g_autoptr (GError) cause = NULL;

  g_return_val_if_fail (path != NULL && top != NULL && passphrase != NULL, NULL);

  self = kiroku_backup_sink_new_folder (path, name, cancellable);
  self->top = g_strdup (top);
  self->now = now;
  if (!open_file (self, path, TRUE, error))
    return NULL;
  self->age
      = kiroku_age_writer_new (self->out, passphrase, KIROKU_AGE_LOG_N, cancellable, &cause);
  if (self->age == NULL)
    {
      fail (self, cause, error);
      return NULL;
    }
  return open_archive (self, error) ? g_steal_pointer (&self) : NULL;
}

gboolean
kiroku_backup_sink_begin (KirokuBackupSink *self, const char *path, gint64 size, GError **error)
{
  g_return_val_if_fail (self != NULL && path != NULL && size >= 0, FALSE);

  if (self->archive != NULL)
    return begin_member (self, path, size, error);
  return begin_plain (self, path, error);
}

gboolean
kiroku_backup_sink_write (
    KirokuBackupSink *self, const void *bytes, gsize length, GError **error)
{
  g_autoptr (GError) cause = NULL;

  g_return_val_if_fail (self != NULL && self->out != NULL, FALSE);

  if (self->archive != NULL)
    return archive_write_data (self->archive, bytes, length) == (la_ssize_t) length
           || fail_archive (self, error);
  return g_output_stream_write_all (self->out, bytes, length, NULL, self->cancellable, &cause)
         || fail (self, cause, error);
}

gboolean
kiroku_backup_sink_end (KirokuBackupSink *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->archive != NULL)
    return archive_write_finish_entry (self->archive) == ARCHIVE_OK || fail_archive (self, error);
  return close_file (self, error);
}

gboolean
kiroku_backup_sink_close (KirokuBackupSink *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->archive != NULL ? close_archive (self, error) : sync_folder (self, error);
}

void
kiroku_backup_sink_free (KirokuBackupSink *self)
{
  /* Once it has failed libarchive must not come back and write. */
  if (self->failure == NULL && self->archive != NULL)
    self->failure = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED, "closed");
  g_clear_pointer (&self->archive, archive_write_free);
  g_clear_pointer (&self->age, kiroku_age_writer_free);
  g_clear_object (&self->out);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->failure);
  g_free (self->top);
  g_free (self->name);
  g_free (self->path);
  g_free (self);
}
