/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-safe-archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "kiroku-exchange-error.h"
#include "kiroku-files.h"

/* An archive in the making. */
typedef struct
{
  const char *path;
  int fd;
  struct archive *zip;
} Work;

static gboolean
fail (const Work *work, const char *reason, GError **error)
{
  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FILE,
               _ ("“%s” cannot be written (%s): check the disk and the permissions"), work->path,
               reason != NULL ? reason : _ ("the reason is not known"));
  return FALSE;
}

static gboolean
fail_archive (const Work *work, GError **error)
{
  return fail (work, archive_error_string (work->zip), error);
}

static gboolean
open_archive (Work *work, const char *passphrase, GError **error)
{
  work->zip = archive_write_new ();
  return (archive_write_set_format_zip (work->zip) == ARCHIVE_OK
          && archive_write_set_options (work->zip, "zip:encryption=aes256") == ARCHIVE_OK
          && archive_write_set_passphrase (work->zip, passphrase) == ARCHIVE_OK
          && archive_write_open_fd (work->zip, work->fd) == ARCHIVE_OK)
         || fail_archive (work, error);
}

static gboolean
begin_member (Work *work, const KirokuSafeArchive *archive, GError **error)
{
  struct archive_entry *entry = archive_entry_new ();
  int status;

  archive_entry_set_pathname (entry, archive->sha256);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0400);
  if (archive->size >= 0)
    archive_entry_set_size (entry, archive->size);
  archive_entry_set_mtime (entry, archive->at / G_USEC_PER_SEC, 0);
  status = archive_write_header (work->zip, entry);
  archive_entry_free (entry);
  return status == ARCHIVE_OK || fail_archive (work, error);
}

/* What is longer than was declared is cut by libarchive; its digest then gives it away. */
static gboolean
write_bytes (const void *bytes, gsize length, gpointer data, GError **error)
{
  const Work *work = data;

  return archive_write_data (work->zip, bytes, length) >= 0 || fail_archive (work, error);
}

static gboolean
write_member (Work *work,
              KirokuEvidenceStore *store,
              const KirokuSafeArchive *archive,
              const KirokuEvidenceWatch *watch,
              GError **error)
{
  KirokuEvidenceState state;

  return begin_member (work, archive, error)
         && kiroku_evidence_store_read (store, archive->sha256, archive->sha512, archive->size,
                                        write_bytes, work, watch, &state, NULL, error)
         && kiroku_evidence_store_expect_intact (state, archive->sha256, error)
         && (archive_write_close (work->zip) == ARCHIVE_OK || fail_archive (work, error))
         && (fsync (work->fd) == 0 || fail (work, g_strerror (errno), error));
}

static gboolean
check_passphrase (const char *passphrase, GError **error)
{
  if (passphrase != NULL && passphrase[0] != '\0')
    return TRUE;
  g_set_error_literal (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_PASSPHRASE,
                       _ ("the passphrase is empty: choose one of several words"));
  return FALSE;
}

gboolean
kiroku_safe_archive_write (KirokuEvidenceStore *store,
                           const KirokuSafeArchive *archive,
                           const char *path,
                           const KirokuEvidenceWatch *watch,
                           GError **error)
{
  g_autofree char *beside = NULL;
  Work work = { .path = path };
  gboolean written;

  g_return_val_if_fail (store != NULL && archive != NULL && path != NULL, FALSE);

  if (!check_passphrase (archive->passphrase, error))
    return FALSE;
  beside = g_strconcat (path, ".XXXXXX", NULL);
  work.fd = g_mkstemp_full (beside, O_RDWR | O_CLOEXEC, 0600);
  if (work.fd < 0)
    return fail (&work, g_strerror (errno), error);
  written = open_archive (&work, archive->passphrase, error)
            && write_member (&work, store, archive, watch, error);
  archive_write_free (work.zip);
  if (close (work.fd) != 0 && written)
    written = fail (&work, g_strerror (errno), error);
  if (written && g_rename (beside, path) == 0)
    return kiroku_files_sync (path, error);
  if (written)
    fail (&work, g_strerror (errno), error);
  g_unlink (beside);
  return FALSE;
}
