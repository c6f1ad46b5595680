/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-package.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "kiroku-exchange-error.h"
#include "kiroku-files.h"
#include "kiroku-journal-error.h"
#include "kiroku-key.h"
#include "kiroku-package-private.h"
#include "kiroku-wire.h"

#define JOURNAL_END ".jsonl"

/* A line of a journal that is longer is no entry; the text files of a bag have a line for each
 * file. */
#define LINE_LENGTH_MAX ((gsize) 64 << 20)
#define TEXT_MAX ((gsize) 512 << 20)
#define BUFFER (256 * 1024)

struct _KirokuPackageCursor
{
  KirokuZipReader *reader;
  GByteArray *buffer; /* what was read and not yet given */
  gsize start;        /* of the next line in it */
  gsize searched;     /* up to where it has no LF */
  gint64 line;
  gboolean ended;
};

/* --- Names --- */

/* The path of a member from the bag's top. */
const char *
kiroku_package_get_member_path (KirokuPackage *self, const KirokuZipMember *member)
{
  return member->name + strlen (self->top);
}

const KirokuZipMember *
kiroku_package_find (KirokuPackage *self, const char *path)
{
  g_autofree char *name = g_strconcat (self->top, path, NULL);

  return kiroku_zip_find (self->zip, name);
}

static gboolean
fail_form (KirokuPackage *self, GError **error, const char *what)
{
  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FORM,
               _ ("“%s” is no package of a case: %s"), self->path, what);
  return FALSE;
}

/* Everything stands in one folder. */
static gboolean
find_top (KirokuPackage *self, GError **error)
{
  GPtrArray *members = kiroku_zip_get_members (self->zip);

  for (guint i = 0; i < members->len; i++)
    {
      const char *name = ((KirokuZipMember *) g_ptr_array_index (members, i))->name;
      const char *slash = strchr (name, '/');

      if (slash == NULL || (self->top != NULL && !g_str_has_prefix (name, self->top)))
        return fail_form (self, error, _ ("its files do not stand in one folder"));
      if (self->top == NULL)
        self->top = g_strndup (name, slash + 1 - name);
    }
  return self->top != NULL || fail_form (self, error, _ ("it is empty"));
}

/* Adds what @path has between @start and @end when it is a digest. */
static void
take_name (GPtrArray *list, const char *path, const char *start, const char *end)
{
  g_autofree char *name = NULL;

  if (!g_str_has_prefix (path, start) || !g_str_has_suffix (path, end)
      || strlen (path) != strlen (start) + KIROKU_HASH_HEX + strlen (end))
    return;
  name = g_strndup (path + strlen (start), KIROKU_HASH_HEX);
  if (kiroku_hex_is_valid (name, KIROKU_HASH_HEX))
    g_ptr_array_add (list, g_steal_pointer (&name));
}

static void
take_names (KirokuPackage *self)
{
  GPtrArray *members = kiroku_zip_get_members (self->zip);

  for (guint i = 0; i < members->len; i++)
    {
      const char *path = kiroku_package_get_member_path (self, g_ptr_array_index (members, i));

      take_name (self->journals, path, JOURNALS, JOURNAL_END);
      take_name (self->evidence, path, EVIDENCE, "");
    }
}

/* --- Text files --- */

/* The text of a file of the bag; NULL with *@error, or without one when there is no such file or it
 * is no text. (transfer full) (nullable) */
char *
kiroku_package_read_text (KirokuPackage *self, const char *path, GError **error)
{
  const KirokuZipMember *member = kiroku_package_find (self, path);
  g_autoptr (KirokuZipReader) reader = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;
  gssize n;

  if (member == NULL || (gsize) member->size > TEXT_MAX)
    return NULL;
  text = g_malloc (member->size + 1);
  reader = kiroku_zip_reader_new (self->zip, member);
  do
    {
      n = kiroku_zip_reader_read (reader, text + length, member->size + 1 - length, error);
      if (n < 0)
        return NULL;
      length += n;
    }
  while (n > 0);
  text[length] = '\0';
  return g_utf8_validate (text, length, NULL) ? g_steal_pointer (&text) : NULL;
}

static gboolean
read_checkpoint (KirokuPackage *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = kiroku_package_read_text (self, CHECKPOINT, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (text != NULL)
    self->checkpoint = kiroku_checkpoint_parse (text, NULL);
  return TRUE;
}

/* --- Opening --- */

KirokuPackage *
kiroku_package_open (const char *path, GError **error)
{
  g_autoptr (KirokuPackage) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (KirokuPackage, 1);
  self->path = g_strdup (path);
  self->journals = g_ptr_array_new_with_free_func (g_free);
  self->evidence = g_ptr_array_new_with_free_func (g_free);
  self->zip = kiroku_zip_open (path, error);
  if (self->zip == NULL || !find_top (self, error))
    return NULL;
  take_names (self);
  if (!read_checkpoint (self, error))
    return NULL;
  if (self->checkpoint == NULL && self->journals->len == 0)
    {
      fail_form (self, error, _ ("it has no journals"));
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
kiroku_package_free (KirokuPackage *self)
{
  g_clear_pointer (&self->digests, g_hash_table_unref);
  g_clear_pointer (&self->checkpoint, kiroku_checkpoint_free);
  g_clear_pointer (&self->zip, kiroku_zip_free);
  g_ptr_array_unref (self->journals);
  g_ptr_array_unref (self->evidence);
  g_free (self->top);
  g_free (self->path);
  g_free (self);
}

const char *
kiroku_package_get_path (KirokuPackage *self)
{
  return self->path;
}

KirokuCheckpoint *
kiroku_package_get_checkpoint (KirokuPackage *self)
{
  return self->checkpoint;
}

GPtrArray *
kiroku_package_get_journals (KirokuPackage *self)
{
  return self->journals;
}

GPtrArray *
kiroku_package_get_evidence (KirokuPackage *self)
{
  return self->evidence;
}

/* --- Journals --- */

KirokuPackageCursor *
kiroku_package_cursor_new (KirokuPackage *self, const char *key)
{
  g_autofree char *path = NULL;
  const KirokuZipMember *member;
  KirokuPackageCursor *cursor;

  g_return_val_if_fail (self != NULL && key != NULL, NULL);

  path = g_strconcat (JOURNALS, key, JOURNAL_END, NULL);
  member = kiroku_package_find (self, path);
  g_return_val_if_fail (member != NULL, NULL);
  cursor = g_new0 (KirokuPackageCursor, 1);
  cursor->reader = kiroku_zip_reader_new (self->zip, member);
  cursor->buffer = g_byte_array_new ();
  return cursor;
}

void
kiroku_package_cursor_free (KirokuPackageCursor *cursor)
{
  kiroku_zip_reader_free (cursor->reader);
  g_byte_array_unref (cursor->buffer);
  g_free (cursor);
}

/* Reads on; at the end of the file *@ended is set. */
static gboolean
read_more (KirokuPackageCursor *cursor, GError **error)
{
  gsize length;
  gssize n;

  g_byte_array_remove_range (cursor->buffer, 0, cursor->start);
  cursor->searched -= cursor->start;
  cursor->start = 0;
  length = cursor->buffer->len;
  if (length > LINE_LENGTH_MAX)
    {
      g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FORM,
                   _ ("line %d of a journal is longer than any entry"), (int) cursor->line + 1);
      return FALSE;
    }
  g_byte_array_set_size (cursor->buffer, length + BUFFER);
  n = kiroku_zip_reader_read (cursor->reader, cursor->buffer->data + length, BUFFER, error);
  g_byte_array_set_size (cursor->buffer, length + MAX (n, 0));
  cursor->ended = n == 0;
  return n >= 0;
}

/* The LF that ends the next line; NULL when what was read so far has none. */
static const guint8 *
find_end (KirokuPackageCursor *cursor)
{
  const guint8 *data = cursor->buffer->data;
  const guint8 *end = NULL;

  if (cursor->searched < cursor->buffer->len)
    end = memchr (data + cursor->searched, '\n', cursor->buffer->len - cursor->searched);
  cursor->searched = cursor->buffer->len;
  return end;
}

static KirokuStored *
read_unended (KirokuPackageCursor *cursor, GError **error)
{
  if (cursor->start == cursor->buffer->len)
    return NULL;
  cursor->line++;
  cursor->start = cursor->buffer->len;
  g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORM,
               _ ("not a line of a package: %s"), _ ("no line break ends it"));
  return NULL;
}

KirokuStored *
kiroku_package_cursor_next (KirokuPackageCursor *cursor, GError **error)
{
  const guint8 *end;
  gsize start;

  g_return_val_if_fail (cursor != NULL, NULL);

  while ((end = find_end (cursor)) == NULL)
    {
      if (cursor->ended)
        return read_unended (cursor, error);
      if (!read_more (cursor, error))
        return NULL;
    }
  start = cursor->start;
  cursor->start = cursor->searched = end + 1 - cursor->buffer->data;
  cursor->line++;
  return kiroku_wire_read ((const char *) cursor->buffer->data + start,
                           cursor->start - start - 1, error);
}

gint64
kiroku_package_cursor_get_line (KirokuPackageCursor *cursor)
{
  return cursor->line;
}

/* --- Digests --- */

typedef struct
{
  KirokuPackageProgress progress;
  gpointer data;
  gint64 done;
  gint64 total;
} Progress;

static gboolean
digest_member (KirokuPackage *self,
               const KirokuZipMember *member,
               guint8 *buffer,
               Progress *progress,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (KirokuZipReader) reader = kiroku_zip_reader_new (self->zip, member);
  g_autoptr (KirokuHasher) hasher = kiroku_hasher_new ();
  KirokuDigests *digests;
  gssize n;

  while ((n = kiroku_zip_reader_read (reader, buffer, BUFFER, error)) > 0)
    {
      kiroku_hasher_add (hasher, buffer, n);
      progress->done += n;
      if (progress->progress != NULL)
        progress->progress (progress->done, progress->total, progress->data);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  if (n < 0)
    return FALSE;
  digests = g_new (KirokuDigests, 1);
  kiroku_hasher_finish (hasher, digests);
  g_hash_table_insert (self->digests, (gpointer) kiroku_package_get_member_path (self, member),
                       digests);
  return TRUE;
}

gboolean
kiroku_package_digest (KirokuPackage *self,
                       KirokuPackageProgress progress,
                       gpointer progress_data,
                       GCancellable *cancellable,
                       GError **error)
{
  GPtrArray *members;
  g_autofree guint8 *buffer = NULL;
  Progress state = { progress, progress_data, 0, 0 };

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->digests != NULL)
    return TRUE;
  buffer = g_malloc (BUFFER);
  members = kiroku_zip_get_members (self->zip);
  for (guint i = 0; i < members->len; i++)
    state.total += ((KirokuZipMember *) g_ptr_array_index (members, i))->size;
  self->digests = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  for (guint i = 0; i < members->len; i++)
    if (!digest_member (self, g_ptr_array_index (members, i), buffer, &state, cancellable, error))
      {
        g_clear_pointer (&self->digests, g_hash_table_unref);
        return FALSE;
      }
  return TRUE;
}

gboolean
kiroku_package_digest_file (KirokuPackage *self,
                            KirokuDigests *digests,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (KirokuHasher) hasher = kiroku_hasher_new ();
  g_autofree guint8 *buffer = g_malloc (BUFFER);
  gint64 size;

  g_return_val_if_fail (self != NULL && digests != NULL, FALSE);

  size = kiroku_zip_get_size (self->zip);
  for (gint64 done = 0; done < size;)
    {
      gsize length = MIN (size - done, BUFFER);

      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !kiroku_zip_read_at (self->zip, done, buffer, length, error))
        return FALSE;
      kiroku_hasher_add (hasher, buffer, length);
      done += length;
    }
  kiroku_hasher_finish (hasher, digests);
  return TRUE;
}

const KirokuDigests *
kiroku_package_get_digest (KirokuPackage *self, const char *path)
{
  g_return_val_if_fail (self != NULL && path != NULL, NULL);

  return self->digests != NULL ? g_hash_table_lookup (self->digests, path) : NULL;
}

/* --- Evidence --- */

static gboolean
fail_write (const char *path, GError **error)
{
  int code = errno;

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
               _ ("“%s” could not be written (%s): check the disk and the permissions"), path,
               g_strerror (code));
  return FALSE;
}

/* Copies a member into @fd; its digest must be @sha256. */
static gboolean
copy_member (KirokuZipReader *reader,
             const char *sha256,
             const char *to,
             int fd,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (KirokuHasher) hasher = kiroku_hasher_new ();
  g_autofree guint8 *buffer = g_malloc (BUFFER);
  KirokuDigests digests;
  gssize n;

  while ((n = kiroku_zip_reader_read (reader, buffer, BUFFER, error)) > 0)
    {
      kiroku_hasher_add (hasher, buffer, n);
      if (!kiroku_files_write (fd, buffer, n))
        return fail_write (to, error);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  if (n < 0)
    return FALSE;
  kiroku_hasher_finish (hasher, &digests);
  if (!g_str_equal (digests.sha256, sha256))
    {
      g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FORGED,
                   _ ("the evidence file %s in the package was changed: its digest is another"),
                   sha256);
      return FALSE;
    }
  return fsync (fd) == 0 || fail_write (to, error);
}

gboolean
kiroku_package_extract_evidence (KirokuPackage *self,
                                 const char *sha256,
                                 const char *to,
                                 GCancellable *cancellable,
                                 GError **error)
{
  g_autofree char *path = NULL;
  const KirokuZipMember *member;
  g_autoptr (KirokuZipReader) reader = NULL;
  gboolean copied;
  int fd;

  g_return_val_if_fail (self != NULL && sha256 != NULL && to != NULL, FALSE);

  path = g_strconcat (EVIDENCE, sha256, NULL);
  member = kiroku_package_find (self, path);
  if (member == NULL)
    {
      g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_INPUT,
                   _ ("the package has no evidence file %s"), sha256);
      return FALSE;
    }
  fd = g_open (to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0400);
  if (fd < 0)
    return fail_write (to, error);
  reader = kiroku_zip_reader_new (self->zip, member);
  copied = copy_member (reader, sha256, to, fd, cancellable, error);
  if (close (fd) != 0 && copied)
    copied = fail_write (to, error);
  if (!copied)
    g_unlink (to);
  return copied;
}
