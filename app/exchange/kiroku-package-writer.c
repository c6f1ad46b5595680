/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-package-writer.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kiroku-exchange-error.h"
#include "kiroku-files.h"
#include "kiroku-hasher.h"

#define EVIDENCE "data/evidence/"
#define BUFFER (256 * 1024)

struct _KirokuPackageWriter
{
  char *path;
  char *beside; /* NULL once it is in place */
  int fd;
  char *top;
  gint64 time;
  KirokuCheckpoint *sealed;
  struct archive *archive;
  KirokuHasher *whole; /* of the ZIP itself */
  GString *manifest;
  GString *tags;
  guint count;
  gint64 bytes; /* of the payload */
  /* The file being added: */
  struct archive_entry *entry;
  KirokuHasher *hasher;
  char *adding;
  int failure; /* errno of the last write to @fd */
};

static gboolean
fail_file (const char *path, int code, GError **error)
{
  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FILE,
               _ ("“%s” could not be written (%s): check the disk and the permissions"), path,
               g_strerror (code));
  return FALSE;
}

static gboolean
check (KirokuPackageWriter *self, gssize result, GError **error)
{
  if (result >= ARCHIVE_OK)
    return TRUE;
  if (self->failure != 0)
    return fail_file (self->path, self->failure, error);
  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FILE,
               _ ("“%s” could not be written (%s): check the disk and the permissions"), self->path,
               archive_error_string (self->archive));
  return FALSE;
}

/* --- The file --- */

static la_ssize_t
write_cb (struct archive *archive, void *data, const void *bytes, size_t length)
{
  KirokuPackageWriter *self = data;
  ssize_t n;

  do
    n = write (self->fd, bytes, length);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    {
      self->failure = errno;
      archive_set_error (archive, errno, "%s", g_strerror (errno));
      return -1;
    }
  kiroku_hasher_add (self->whole, bytes, n);
  return n;
}

static gboolean
open_archive (KirokuPackageWriter *self, GError **error)
{
  self->archive = archive_write_new ();
  return check (self, archive_write_set_format_zip (self->archive), error)
         && check (self, archive_write_set_bytes_per_block (self->archive, BUFFER), error)
         && check (self, archive_write_set_bytes_in_last_block (self->archive, 1), error)
         && check (self, archive_write_open (self->archive, self, NULL, write_cb, NULL), error);
}

KirokuPackageWriter *
kiroku_package_writer_new (
    const char *path, const char *top, gint64 time, KirokuCheckpoint *sealed, GError **error)
{
  g_autoptr (KirokuPackageWriter) self = NULL;

  g_return_val_if_fail (path != NULL && top != NULL && sealed != NULL, NULL);

  self = g_new0 (KirokuPackageWriter, 1);
  self->path = g_strdup (path);
  self->top = g_strdup (top);
  self->time = time;
  self->sealed = sealed;
  self->manifest = g_string_new (NULL);
  self->tags = g_string_new (NULL);
  self->whole = kiroku_hasher_new ();
  self->entry = archive_entry_new ();
  self->beside = g_strconcat (path, ".XXXXXX", NULL);
  self->fd = g_mkstemp_full (self->beside, O_RDWR | O_CLOEXEC, 0600);
  if (self->fd < 0)
    {
      fail_file (path, errno, error);
      g_clear_pointer (&self->beside, g_free);
      return NULL;
    }
  return open_archive (self, error) ? g_steal_pointer (&self) : NULL;
}

void
kiroku_package_writer_free (KirokuPackageWriter *self)
{
  /* Not closed, which would write on. */
  if (self->archive != NULL)
    {
      archive_write_fail (self->archive);
      archive_write_free (self->archive);
    }
  if (self->fd >= 0)
    close (self->fd);
  if (self->beside != NULL)
    g_unlink (self->beside);
  g_clear_pointer (&self->hasher, kiroku_hasher_free);
  g_clear_pointer (&self->whole, kiroku_hasher_free);
  archive_entry_free (self->entry);
  g_string_free (self->manifest, TRUE);
  g_string_free (self->tags, TRUE);
  g_free (self->adding);
  g_free (self->beside);
  g_free (self->top);
  g_free (self->path);
  g_free (self);
}

/* --- One file --- */

static gboolean
set_method (KirokuPackageWriter *self, const char *path, GError **error)
{
  /* What collected files hold is mostly packed already, and must come out bit for bit. */
  return check (self,
                g_str_has_prefix (path, EVIDENCE)
                    ? archive_write_zip_set_compression_store (self->archive)
                    : archive_write_zip_set_compression_deflate (self->archive),
                error);
}

/* @size: -1 when it is not known. */
static gboolean
begin (KirokuPackageWriter *self, const char *path, gint64 size, GError **error)
{
  g_autofree char *name = g_strconcat (self->top, "/", path, NULL);

  g_free (self->adding);
  self->adding = g_strdup (path);
  g_clear_pointer (&self->hasher, kiroku_hasher_free);
  self->hasher = kiroku_hasher_new ();
  archive_entry_clear (self->entry);
  archive_entry_set_pathname (self->entry, name);
  archive_entry_set_filetype (self->entry, AE_IFREG);
  archive_entry_set_perm (self->entry, 0644);
  archive_entry_set_mtime (self->entry, self->time / G_USEC_PER_SEC, 0);
  if (size >= 0)
    archive_entry_set_size (self->entry, size);
  return set_method (self, path, error)
         && check (self, archive_write_header (self->archive, self->entry), error);
}

gboolean
kiroku_package_writer_begin (KirokuPackageWriter *self, const char *path, GError **error)
{
  g_return_val_if_fail (self != NULL && g_str_has_prefix (path, "data/"), FALSE);

  return begin (self, path, -1, error);
}

gboolean
kiroku_package_writer_append (
    KirokuPackageWriter *self, const void *bytes, gsize length, GError **error)
{
  g_return_val_if_fail (self != NULL && self->hasher != NULL, FALSE);

  kiroku_hasher_add (self->hasher, bytes, length);
  return length == 0 || check (self, archive_write_data (self->archive, bytes, length), error);
}

/* Ends the file and takes its line into the manifest it belongs to. */
static gboolean
end (KirokuPackageWriter *self, KirokuDigests *digests, GError **error)
{
  gboolean payload = g_str_has_prefix (self->adding, "data/");

  if (!check (self, archive_write_finish_entry (self->archive), error))
    return FALSE;
  kiroku_hasher_finish (self->hasher, digests);
  g_string_append_printf (payload ? self->manifest : self->tags, "%s  %s\n", digests->sha512,
                          self->adding);
  if (payload)
    {
      self->count++;
      self->bytes += digests->size;
    }
  return TRUE;
}

static void
seal (KirokuPackageWriter *self, const KirokuDigests *digests)
{
  g_ptr_array_add (self->sealed->files, kiroku_sealed_new (digests->sha256, self->adding));
}

gboolean
kiroku_package_writer_end (KirokuPackageWriter *self, GError **error)
{
  KirokuDigests digests;

  g_return_val_if_fail (self != NULL && self->hasher != NULL, FALSE);

  if (!end (self, &digests, error))
    return FALSE;
  seal (self, &digests);
  return TRUE;
}

gboolean
kiroku_package_writer_add_bytes (KirokuPackageWriter *self,
                                 const char *path,
                                 const char *bytes,
                                 gssize length,
                                 GError **error)
{
  g_return_val_if_fail (self != NULL && g_str_has_prefix (path, "data/"), FALSE);

  if (length < 0)
    length = strlen (bytes);
  return begin (self, path, length, error)
         && kiroku_package_writer_append (self, bytes, length, error)
         && kiroku_package_writer_end (self, error);
}

static gboolean
fail_read (const char *file, int code, GError **error)
{
  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FILE,
               _ ("“%s” cannot be read (%s): check the file and its permissions"), file,
               g_strerror (code));
  return FALSE;
}

/* Copies exactly @size bytes; more or fewer say that somebody changes the file meanwhile. */
static gboolean
copy (KirokuPackageWriter *self,
      int fd,
      const char *file,
      gint64 size,
      GCancellable *cancellable,
      GError **error)
{
  g_autofree char *buffer = g_malloc (BUFFER);
  gssize n;

  while ((n = read (fd, buffer, BUFFER)) != 0)
    {
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 || n > size)
        return fail_read (file, n < 0 ? errno : ESTALE, error);
      size -= n;
      if (!kiroku_package_writer_append (self, buffer, n, error)
          || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  return size == 0 || fail_read (file, ESTALE, error);
}

static gboolean
add_open_file (KirokuPackageWriter *self,
               int fd,
               const char *path,
               const char *file,
               const char *sha256,
               GCancellable *cancellable,
               GError **error)
{
  struct stat status;
  KirokuDigests digests;

  if (fstat (fd, &status) != 0)
    return fail_read (file, errno, error);
  if (!S_ISREG (status.st_mode))
    return fail_read (file, EINVAL, error);
  if (!begin (self, path, status.st_size, error)
      || !copy (self, fd, file, status.st_size, cancellable, error) || !end (self, &digests, error))
    return FALSE;
  if (sha256 != NULL && !g_str_equal (digests.sha256, sha256))
    {
      g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_INPUT,
                   _ ("the evidence file “%s” is not as it was taken in: run kiroku-cli verify, "
                      "and put it back from a copy or withhold it"),
                   file);
      return FALSE;
    }
  seal (self, &digests);
  return TRUE;
}

gboolean
kiroku_package_writer_add_file (KirokuPackageWriter *self,
                                const char *path,
                                const char *file,
                                const char *sha256,
                                GCancellable *cancellable,
                                GError **error)
{
  gboolean added;
  int fd;

  g_return_val_if_fail (self != NULL && g_str_has_prefix (path, "data/"), FALSE);

  fd = g_open (file, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  if (fd < 0)
    return fail_read (file, errno, error);
  added = add_open_file (self, fd, path, file, sha256, cancellable, error);
  close (fd);
  return added;
}

/* --- The bag --- */

static gboolean
add_tag (KirokuPackageWriter *self, const char *path, const char *text, GError **error)
{
  KirokuDigests digests;

  return begin (self, path, strlen (text), error)
         && kiroku_package_writer_append (self, text, strlen (text), error)
         && end (self, &digests, error);
}

/* A tag file has one line a label (RFC 8493 §2.2.2). */
static char *
make_line (const char *text)
{
  char *line = g_strdup (text);

  return g_strdelimit (line, "\r\n\t", ' ');
}

static char *
make_info (KirokuPackageWriter *self, const char *organisation)
{
  g_autofree char *source = organisation != NULL ? make_line (organisation) : NULL;
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (self->time / G_USEC_PER_SEC);
  g_autofree char *day = g_date_time_format (date, "%Y-%m-%d");
  GString *text = g_string_new (NULL);

  if (source != NULL && source[0] != '\0')
    g_string_append_printf (text, "Source-Organization: %s\n", source);
  g_string_append_printf (text, "Bagging-Date: %s\n", day);
  g_string_append_printf (text, "Payload-Oxum: %" G_GINT64_FORMAT ".%u\n", self->bytes,
                          self->count);
  return g_string_free (text, FALSE);
}

static gboolean
add_bag (KirokuPackageWriter *self, const char *organisation, GError **error)
{
  g_autofree char *info = make_info (self, organisation);
  g_autofree char *tags = NULL;

  if (!add_tag (self, "bagit.txt",
                "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", error)
      || !add_tag (self, "bag-info.txt", info, error)
      || !add_tag (self, "manifest-sha512.txt", self->manifest->str, error))
    return FALSE;
  tags = g_strdup (self->tags->str);
  return add_tag (self, "tagmanifest-sha512.txt", tags, error);
}

static gboolean
put_in_place (KirokuPackageWriter *self, GError **error)
{
  if (fsync (self->fd) != 0)
    return fail_file (self->path, errno, error);
  if (g_rename (self->beside, self->path) != 0)
    return fail_file (self->path, errno, error);
  g_clear_pointer (&self->beside, g_free);
  return kiroku_files_sync (self->path, error);
}

gboolean
kiroku_package_writer_finish (KirokuPackageWriter *self,
                              const char *checkpoint,
                              const char *organisation,
                              char **sha256,
                              GError **error)
{
  KirokuDigests digests;

  g_return_val_if_fail (self != NULL && checkpoint != NULL && sha256 != NULL, FALSE);

  if (!begin (self, "data/checkpoint.txt", strlen (checkpoint), error)
      || !kiroku_package_writer_append (self, checkpoint, strlen (checkpoint), error)
      || !end (self, &digests, error) || !add_bag (self, organisation, error)
      || !check (self, archive_write_close (self->archive), error) || !put_in_place (self, error))
    return FALSE;
  kiroku_hasher_finish (self->whole, &digests);
  *sha256 = g_strdup (digests.sha256);
  return TRUE;
}

guint
kiroku_package_writer_get_count (KirokuPackageWriter *self)
{
  return self->count;
}
