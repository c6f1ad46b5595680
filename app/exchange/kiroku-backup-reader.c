/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-backup-reader.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <openssl/evp.h>
#include <string.h>
#include <sys/stat.h>

#include "kiroku-age.h"
#include "kiroku-exchange-error.h"
#include "kiroku-key.h"

#define BLOCK (64 * 1024)
/* A manifest of more files than this is none. */
#define MAX_MANIFEST (256 * 1024 * 1024)

typedef struct archive Archive;
typedef struct archive_entry ArchiveEntry;

typedef struct
{
  const char *backup;
  KirokuBackupSink *sink;
  KirokuBackupWatch *watch;
  GInputStream *in;
  KirokuAgeReader *age;
  Archive *archive;
  GError *failure; /* what libarchive's callback could not hand on */
  char *top;       /* the folder in which all files of the archive are */
  EVP_MD_CTX *digest;
  GHashTable *digests; /* path → SHA-256 in hex, of what was read */
  GString *manifest;   /* NULL until it is read */
  gint64 bytes;
  gint64 files;
  gint64 damaged;
  guint8 raw[BLOCK];    /* of the archive */
  guint8 buffer[BLOCK]; /* of one file in it */
} Reading;

static void
reading_free (Reading *self)
{
  g_clear_pointer (&self->archive, archive_read_free);
  g_clear_pointer (&self->age, kiroku_age_reader_free);
  g_clear_object (&self->in);
  g_clear_error (&self->failure);
  g_clear_pointer (&self->digest, EVP_MD_CTX_free);
  g_clear_pointer (&self->digests, g_hash_table_unref);
  if (self->manifest != NULL)
    g_string_free (self->manifest, TRUE);
  g_free (self->top);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

/* --- Errors --- */

static gboolean
fail_with (Reading *self, const GError *cause, GError **error)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_error_copy (cause));
  else
    g_set_error (error, KIROKU_EXCHANGE_ERROR,
                 cause->domain == KIROKU_EXCHANGE_ERROR ? cause->code : KIROKU_EXCHANGE_ERROR_FILE,
                 _ ("the backup “%s” cannot be read: %s"), self->backup, cause->message);
  return FALSE;
}

static gboolean
fail_form (Reading *self, const char *path, GError **error)
{
  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FORM,
               _ ("the backup “%s” is damaged or not one of Kiroku (%s): use another one"),
               self->backup, path);
  return FALSE;
}

/* --- Names --- */

static gboolean
is_plain_name (const char *name, const char *suffix)
{
  return name[0] != '.' && strchr (name, '/') == NULL && g_str_has_suffix (name, suffix)
         && g_utf8_validate (name, -1, NULL);
}

static gboolean
is_pack_path (const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] == '\0' || !is_plain_name (parts[i], ""))
      return FALSE;
  return parts[0] != NULL;
}

gboolean
kiroku_backup_knows_path (const char *path)
{
  static const char *const names[]
      = { KIROKU_BACKUP_MANIFEST, KIROKU_BACKUP_ABOUT,  KIROKU_BACKUP_DATABASE, KIROKU_BACKUP_PINS,
          KIROKU_BACKUP_PROFILE,  KIROKU_BACKUP_DESKS,  KIROKU_BACKUP_PEOPLE,   KIROKU_BACKUP_KEY,
          NULL };

  g_return_val_if_fail (path != NULL, FALSE);

  if (g_strv_contains (names, path))
    return TRUE;
  if (g_str_has_prefix (path, KIROKU_BACKUP_EVIDENCE "/"))
    return kiroku_hex_is_valid (path + sizeof KIROKU_BACKUP_EVIDENCE, KIROKU_HASH_HEX);
  if (g_str_has_prefix (path, KIROKU_BACKUP_KEYS "/"))
    return is_plain_name (path + sizeof KIROKU_BACKUP_KEYS, ".p8");
  return g_str_has_prefix (path, KIROKU_BACKUP_PACK "/")
         && is_pack_path (path + sizeof KIROKU_BACKUP_PACK);
}

/* --- One file --- */

/* At most BLOCK bytes into the buffer; 0 at the end, -1 with @error set. */
typedef gssize (*ReadFunc) (Reading *self, GError **error);

static gboolean
take_block (Reading *self, gsize n, gboolean is_manifest, GError **error)
{
  KirokuBackupWatch *watch = self->watch;

  EVP_DigestUpdate (self->digest, self->buffer, n);
  if (is_manifest && self->manifest->len + n > MAX_MANIFEST)
    return fail_form (self, KIROKU_BACKUP_MANIFEST, error);
  if (is_manifest)
    g_string_append_len (self->manifest, (const char *) self->buffer, n);
  self->bytes += n;
  watch->done += n;
  if (watch->progress != NULL)
    watch->progress (MIN (watch->done, watch->total), watch->total, watch->progress_data);
  return self->sink == NULL || kiroku_backup_sink_write (self->sink, self->buffer, n, error);
}

/* The name of a file of evidence is its digest; the manifest only says how it was when it was
 * kept. */
static void
check_evidence (Reading *self, const char *path, const char *digest)
{
  const char *name = path + sizeof KIROKU_BACKUP_EVIDENCE;

  if (!g_str_has_prefix (path, KIROKU_BACKUP_EVIDENCE "/") || g_str_equal (name, digest))
    return;
  self->damaged++;
  if (self->watch->damaged != NULL)
    g_hash_table_add (self->watch->damaged, g_strdup (name));
}

static void
keep_digest (Reading *self, const char *path)
{
  guint8 bytes[KIROKU_HASH_LENGTH];
  GString *hex = g_string_new (NULL);

  EVP_DigestFinal_ex (self->digest, bytes, NULL);
  for (guint i = 0; i < sizeof bytes; i++)
    g_string_append_printf (hex, "%02x", bytes[i]);
  check_evidence (self, path, hex->str);
  g_hash_table_insert (self->digests, g_strdup (path), g_string_free (hex, FALSE));
}

static gboolean
read_one (Reading *self, const char *path, gint64 size, ReadFunc read, GError **error)
{
  gboolean is_manifest = g_str_equal (path, KIROKU_BACKUP_MANIFEST);
  gint64 start = self->bytes;
  gssize n;

  if (!kiroku_backup_knows_path (path) || g_hash_table_contains (self->digests, path))
    return fail_form (self, path, error);
  if (is_manifest)
    self->manifest = g_string_new (NULL);
  EVP_DigestInit_ex (self->digest, EVP_sha256 (), NULL);
  if (self->sink != NULL && !kiroku_backup_sink_begin (self->sink, path, size, error))
    return FALSE;
  while ((n = read (self, error)) > 0)
    if (!take_block (self, n, is_manifest, error))
      return FALSE;
  if (n < 0)
    return FALSE;
  if (self->bytes - start != size)
    return fail_form (self, path, error);
  keep_digest (self, path);
  self->files++;
  return self->sink == NULL || kiroku_backup_sink_end (self->sink, error);
}

/* --- The manifest --- */

/* `<digest>  <path>` */
static gboolean
parse_line (const char *line, char **digest, const char **path)
{
  if (strlen (line) <= KIROKU_HASH_HEX + 2 || memcmp (line + KIROKU_HASH_HEX, "  ", 2) != 0)
    return FALSE;
  *digest = g_strndup (line, KIROKU_HASH_HEX);
  *path = line + KIROKU_HASH_HEX + 2;
  return kiroku_hex_is_valid (*digest, KIROKU_HASH_HEX) && kiroku_backup_knows_path (*path)
         && !g_str_equal (*path, KIROKU_BACKUP_MANIFEST);
}

typedef gboolean (*LineFunc) (
    Reading *self, const char *digest, const char *path, GError **error);

static gboolean
for_each_line (Reading *self, LineFunc func, GError **error)
{
  g_auto (GStrv) lines = NULL;
  guint i;

  if (self->manifest == NULL)
    return fail_form (self, KIROKU_BACKUP_MANIFEST, error);
  lines = g_strsplit (self->manifest->str, "\n", -1);
  for (i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      g_autofree char *digest = NULL;
      const char *path;

      if (!parse_line (lines[i], &digest, &path))
        return fail_form (self, KIROKU_BACKUP_MANIFEST, error);
      if (!func (self, digest, path, error))
        return FALSE;
    }
  return (lines[i] != NULL && lines[i + 1] == NULL)
         || fail_form (self, KIROKU_BACKUP_MANIFEST, error);
}

/* A file that was read and is as it should be is ticked off. */
static gboolean
tick_off (Reading *self, const char *digest, const char *path, GError **error)
{
  if (g_strcmp0 (g_hash_table_lookup (self->digests, path), digest) != 0)
    return fail_form (self, path, error);
  g_hash_table_remove (self->digests, path);
  return TRUE;
}

static gboolean
check_manifest (Reading *self, GError **error)
{
  GHashTableIter iter;
  gpointer path;

  if (!g_hash_table_contains (self->digests, KIROKU_BACKUP_DATABASE)
      || !g_hash_table_contains (self->digests, KIROKU_BACKUP_ABOUT))
    return fail_form (self, KIROKU_BACKUP_DATABASE, error);
  if (!for_each_line (self, tick_off, error))
    return FALSE;
  g_hash_table_remove (self->digests, KIROKU_BACKUP_MANIFEST);
  g_hash_table_iter_init (&iter, self->digests);
  return !g_hash_table_iter_next (&iter, &path, NULL) || fail_form (self, path, error);
}

/* --- A file --- */

/* Opens without what the system still remembers of it: the disk itself is to be read. */
static GInputStream *
open_stream (Reading *self, const char *path, gint64 *size, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  struct stat info;
  g_autoptr (GError) cause = NULL;

  if (fd < 0 || fstat (fd, &info) != 0)
    {
      cause = g_error_new_literal (G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
      fail_with (self, cause, error);
      if (fd >= 0)
        g_close (fd, NULL);
      return NULL;
    }
  posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED);
  *size = info.st_size;
  return g_unix_input_stream_new (fd, TRUE);
}

static la_ssize_t
archive_read_cb (Archive *archive, void *data, const void **bytes)
{
  Reading *self = data;
  gssize n;

  *bytes = self->raw;
  n = kiroku_age_reader_read (self->age, self->raw, sizeof self->raw, &self->failure);
  if (n < 0)
    archive_set_error (archive, EIO, "cannot read");
  return n;
}

static gboolean
fail_archive (Reading *self, GError **error)
{
  if (self->failure != NULL)
    return fail_with (self, self->failure, error);
  return fail_form (self, archive_error_string (self->archive), error);
}

static gssize
read_member (Reading *self, GError **error)
{
  la_ssize_t n = archive_read_data (self->archive, self->buffer, sizeof self->buffer);

  if (n < 0)
    fail_archive (self, error);
  return n;
}

/* The path inside the backup: without the folder that all members are in. (nullable) */
static const char *
strip_top (Reading *self, const char *name)
{
  const char *slash = name != NULL ? strchr (name, '/') : NULL;

  if (slash == NULL || slash == name)
    return NULL;
  if (self->top == NULL)
    self->top = g_strndup (name, slash - name);
  return strncmp (name, self->top, slash - name) == 0 && self->top[slash - name] == '\0'
             ? slash + 1
             : NULL;
}

static gboolean
open_archive (Reading *self, const char *passphrase, GError **error)
{
  g_autoptr (GError) cause = NULL;

  self->age = kiroku_age_reader_new (self->in, passphrase, self->watch->cancellable, &cause);
  if (self->age == NULL)
    return fail_with (self, cause, error);
  self->archive = archive_read_new ();
  if (archive_read_support_format_tar (self->archive) == ARCHIVE_OK
      && archive_read_open (self->archive, self, NULL, archive_read_cb, NULL) == ARCHIVE_OK)
    return TRUE;
  return fail_archive (self, error);
}

/* Nothing may follow the archive, and the encryption must have come to its end. */
static gboolean
read_to_end (Reading *self, GError **error)
{
  gssize n;

  while ((n = kiroku_age_reader_read (self->age, self->raw, sizeof self->raw, &self->failure)) > 0)
    for (gssize i = 0; i < n; i++)
      if (self->raw[i] != 0)
        return fail_form (self, "tar", error);
  return n == 0 || fail_with (self, self->failure, error);
}

static gboolean
read_members (Reading *self, GError **error)
{
  ArchiveEntry *entry;
  int status;

  while ((status = archive_read_next_header (self->archive, &entry)) == ARCHIVE_OK)
    {
      const char *path = strip_top (self, archive_entry_pathname_utf8 (entry));

      if (path == NULL || archive_entry_filetype (entry) != AE_IFREG
          || archive_entry_hardlink (entry) != NULL)
        return fail_form (self, "tar", error);
      if (!read_one (self, path, archive_entry_size (entry), read_member, error))
        return FALSE;
    }
  if (status != ARCHIVE_EOF)
    return fail_archive (self, error);
  return read_to_end (self, error);
}

static gboolean
read_file (Reading *self, const char *passphrase, GError **error)
{
  gint64 size;

  if (passphrase == NULL)
    {
      g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_PASSPHRASE,
                   _ ("the backup “%s” is encrypted: its passphrase is needed"), self->backup);
      return FALSE;
    }
  self->in = open_stream (self, self->backup, &size, error);
  if (self->in == NULL)
    return FALSE;
  if (self->watch->total == 0)
    self->watch->total = size;
  return open_archive (self, passphrase, error) && read_members (self, error)
         && check_manifest (self, error);
}

/* --- A folder --- */

static gssize
read_stream (Reading *self, GError **error)
{
  g_autoptr (GError) cause = NULL;
  gssize n = g_input_stream_read (self->in, self->buffer, sizeof self->buffer,
                                  self->watch->cancellable, &cause);

  if (n < 0)
    fail_with (self, cause, error);
  return n;
}

static gboolean
read_path (Reading *self, const char *path, GError **error)
{
  g_autofree char *full = g_build_filename (self->backup, path, NULL);
  gint64 size;
  gboolean read;

  self->in = open_stream (self, full, &size, error);
  if (self->in == NULL)
    return FALSE;
  read = read_one (self, path, size, read_stream, error);
  g_clear_object (&self->in);
  return read;
}

static gboolean
read_listed (Reading *self, const char *digest, const char *path, GError **error)
{
  return read_path (self, path, error);
}

static gboolean
add_size (Reading *self, const char *digest, const char *path, GError **error)
{
  g_autofree char *full = g_build_filename (self->backup, path, NULL);
  struct stat info;

  if (g_stat (full, &info) == 0)
    self->watch->total += info.st_size;
  return TRUE;
}

static gboolean
read_folder (Reading *self, GError **error)
{
  gboolean count = self->watch->total == 0;

  return read_path (self, KIROKU_BACKUP_MANIFEST, error)
         && (!count || for_each_line (self, add_size, error))
         && for_each_line (self, read_listed, error) && check_manifest (self, error);
}

KirokuBackup *
kiroku_backup_read (const char *backup,
                    const char *passphrase,
                    KirokuBackupSink *sink,
                    KirokuBackupWatch *watch,
                    GError **error)
{
  g_autoptr (Reading) self = NULL;
  KirokuBackup *result;

  g_return_val_if_fail (backup != NULL && watch != NULL, NULL);

  self = g_new0 (Reading, 1);
  self->backup = backup;
  self->sink = sink;
  self->watch = watch;
  self->digest = EVP_MD_CTX_new ();
  self->digests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!(g_file_test (backup, G_FILE_TEST_IS_DIR) ? read_folder (self, error)
                                                 : read_file (self, passphrase, error)))
    return NULL;
  result = g_new0 (KirokuBackup, 1);
  result->file = g_strdup (backup);
  result->bytes = self->bytes;
  result->files = self->files;
  result->evidence_damaged = self->damaged;
  return result;
}
