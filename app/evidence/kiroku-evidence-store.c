/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-evidence-store.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kiroku-evidence-error.h"
#include "kiroku-evidence-store-private.h"
#include "kiroku-files.h"

#define LOCK ".lock"

struct _KirokuEvidenceStore
{
  gatomicrefcount references;
  char *folder;
};

/* The name by which the database is known does not matter: one database, one folder. */
static char *
resolve (const char *database)
{
  char *real = realpath (database, NULL);
  char *path = real != NULL ? g_strdup (real) : g_canonicalize_filename (database, NULL);

  free (real);
  return path;
}

KirokuEvidenceStore *
kiroku_evidence_store_new (const char *database)
{
  KirokuEvidenceStore *self = g_new0 (KirokuEvidenceStore, 1);
  g_autofree char *path = resolve (database);

  g_atomic_ref_count_init (&self->references);
  self->folder = g_strconcat (path, "-evidence", NULL);
  return self;
}

KirokuEvidenceStore *
kiroku_evidence_store_ref (KirokuEvidenceStore *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
kiroku_evidence_store_unref (KirokuEvidenceStore *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_free (self->folder);
  g_free (self);
}

const char *
kiroku_evidence_store_get_folder (KirokuEvidenceStore *self)
{
  return self->folder;
}

char *
kiroku_evidence_store_build_path (KirokuEvidenceStore *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

gboolean
kiroku_evidence_store_fail_reading (const char *path, GError **error)
{
  int code = errno;

  g_set_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_FILE,
               _ ("“%s” cannot be read (%s): check the disk and the permissions"), path,
               g_strerror (code));
  return FALSE;
}

/* --- Lock and list --- */

int
kiroku_evidence_store_open_lock (KirokuEvidenceStore *self, GError **error)
{
  g_autofree char *path = kiroku_evidence_store_build_path (self, LOCK);
  int fd = g_open (path, O_RDONLY | O_CREAT | O_CLOEXEC, 0600);

  /* On a medium that cannot be written to nobody takes anything in either. */
  if (fd < 0 && (errno == EROFS || errno == EACCES))
    fd = g_open (self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (fd < 0)
    kiroku_evidence_store_fail_reading (path, error);
  return fd;
}

gboolean
kiroku_evidence_store_lock (int fd, int operation)
{
  int status;

  do
    status = flock (fd, operation);
  while (status != 0 && errno == EINTR);
  return status == 0;
}

GPtrArray *
kiroku_evidence_store_list (KirokuEvidenceStore *self, gboolean unfinished, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, error);
  const char *name;

  if (dir == NULL)
    return NULL;
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, KIROKU_EVIDENCE_UNFINISHED)
            ? unfinished
            : name[0] != '.' && !g_str_equal (name, KIROKU_EVIDENCE_UNCLAIMED))
      g_ptr_array_add (names, g_strdup (name));
  return g_steal_pointer (&names);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static void
drop_named (GPtrArray *names, GHashTable *named)
{
  for (guint i = names->len; i > 0; i--)
    if (g_hash_table_contains (named, g_ptr_array_index (names, i - 1)))
      g_ptr_array_remove_index (names, i - 1);
  g_ptr_array_sort (names, compare_names);
}

GPtrArray *
kiroku_evidence_store_list_unnamed (KirokuEvidenceStore *self,
                                    KirokuEvidenceNamedFunc named,
                                    gpointer data,
                                    gboolean *busy,
                                    GError **error)
{
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GHashTable) claimed = NULL;
  int lock;

  g_return_val_if_fail (self != NULL && named != NULL && busy != NULL, NULL);

  *busy = FALSE;
  if (!g_file_test (self->folder, G_FILE_TEST_EXISTS))
    return g_ptr_array_new_with_free_func (g_free);
  lock = kiroku_evidence_store_open_lock (self, error);
  if (lock < 0)
    return NULL;
  *busy = !kiroku_evidence_store_lock (lock, LOCK_EX | LOCK_NB);
  names = kiroku_evidence_store_list (self, FALSE, error);
  claimed = names != NULL ? named (data, error) : NULL;
  close (lock);
  if (claimed == NULL)
    return NULL;
  drop_named (names, claimed);
  return g_steal_pointer (&names);
}

/* --- Reading --- */

static void
say (const KirokuEvidenceWatch *watch, gint64 done, gint64 total)
{
  if (watch != NULL && watch->progress != NULL)
    watch->progress (done, total, watch->progress_data);
}

static gssize
read_some (
    GInputStream *input, const char *what, char *buffer, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gssize length
      = g_input_stream_read (input, buffer, KIROKU_EVIDENCE_BUFFER, cancellable, &failure);

  if (length >= 0)
    return length;
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    g_set_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_FILE,
                 _ ("“%s” cannot be read to its end (%s): check the disk it is on"), what,
                 failure->message);
  return -1;
}

gboolean
kiroku_evidence_store_pump (GInputStream *input,
                            const char *what,
                            gint64 total,
                            KirokuHasher *hasher,
                            KirokuEvidenceSink sink,
                            gpointer sink_data,
                            const KirokuEvidenceWatch *watch,
                            GError **error)
{
  g_autofree char *buffer = g_malloc (KIROKU_EVIDENCE_BUFFER);
  GCancellable *cancellable = watch != NULL ? watch->cancellable : NULL;
  gssize length;

  while ((length = read_some (input, what, buffer, cancellable, error)) > 0)
    {
      kiroku_hasher_add (hasher, buffer, length);
      if (sink != NULL && !sink (buffer, length, sink_data, error))
        return FALSE;
      say (watch, kiroku_hasher_get_size (hasher), total);
    }
  return length == 0;
}

GInputStream *
kiroku_evidence_store_open (const char *path, gint64 *size, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0);
  struct stat status;

  if (fd < 0 && errno != ENOENT && errno != ELOOP)
    kiroku_evidence_store_fail_reading (path, error);
  if (fd < 0)
    return NULL;
  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    {
      close (fd);
      return NULL;
    }
  *size = status.st_size;
  return g_unix_input_stream_new (fd, TRUE);
}

static KirokuEvidenceState
judge (const KirokuDigests *digests, const char *sha256, const char *sha512, gint64 size)
{
  return g_str_equal (digests->sha256, sha256)
                 && (sha512 == NULL || g_str_equal (digests->sha512, sha512))
                 && (size < 0 || digests->size == size)
             ? KIROKU_EVIDENCE_INTACT
             : KIROKU_EVIDENCE_CHANGED;
}

gboolean
kiroku_evidence_store_read (KirokuEvidenceStore *self,
                            const char *sha256,
                            const char *sha512,
                            gint64 size,
                            KirokuEvidenceSink sink,
                            gpointer sink_data,
                            const KirokuEvidenceWatch *watch,
                            KirokuEvidenceState *state,
                            KirokuDigests *found,
                            GError **error)
{
  g_autoptr (KirokuHasher) hasher = NULL;
  g_autoptr (GInputStream) input = NULL;
  g_autoptr (GError) failure = NULL;
  g_autofree char *path = NULL;
  KirokuDigests digests = { .size = -1 };
  gint64 total = -1;

  g_return_val_if_fail (self != NULL && state != NULL, FALSE);

  *state = KIROKU_EVIDENCE_MISSING;
  if (kiroku_hasher_is_sha256 (sha256))
    {
      path = kiroku_evidence_store_build_path (self, sha256);
      input = kiroku_evidence_store_open (path, &total, &failure);
    }
  if (input != NULL)
    {
      hasher = kiroku_hasher_new ();
      if (!kiroku_evidence_store_pump (input, path, total, hasher, sink, sink_data, watch, error))
        return FALSE;
      kiroku_hasher_finish (hasher, &digests);
      *state = judge (&digests, sha256, sha512, size);
    }
  if (found != NULL)
    *found = digests;
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
kiroku_evidence_store_check (KirokuEvidenceStore *self,
                             const char *sha256,
                             const char *sha512,
                             gint64 size,
                             const KirokuEvidenceWatch *watch,
                             KirokuEvidenceState *state,
                             KirokuDigests *found,
                             GError **error)
{
  return kiroku_evidence_store_read (self, sha256, sha512, size, NULL, NULL, watch, state, found,
                                     error);
}

gboolean
kiroku_evidence_store_expect_intact (KirokuEvidenceState state, const char *sha256, GError **error)
{
  const char *shown = sha256 != NULL ? sha256 : "";

  if (state == KIROKU_EVIDENCE_CHANGED)
    g_set_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_CHANGED,
                 _ ("the file kept as %s is not what was taken in any more: take it from a backup"),
                 shown);
  if (state == KIROKU_EVIDENCE_MISSING)
    g_set_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_CHANGED,
                 _ ("the file kept as %s is missing: take it from a backup"), shown);
  return state == KIROKU_EVIDENCE_INTACT;
}

/* --- Saving a copy --- */

gboolean
kiroku_evidence_store_write (int fd, const char *bytes, gsize length)
{
  while (length > 0)
    {
      gssize written = write (fd, bytes, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return FALSE;
      bytes += written;
      length -= written;
    }
  return TRUE;
}

typedef struct
{
  int fd;
  const char *path;
} Copy;

static gboolean
fail_copy (const Copy *copy, GError **error)
{
  int code = errno;

  g_set_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_FILE,
               _ ("“%s” cannot be written (%s): check the disk and the permissions"), copy->path,
               g_strerror (code));
  return FALSE;
}

static gboolean
write_copy (const void *bytes, gsize length, gpointer data, GError **error)
{
  const Copy *copy = data;

  return kiroku_evidence_store_write (copy->fd, bytes, length) || fail_copy (copy, error);
}

gboolean
kiroku_evidence_store_save (KirokuEvidenceStore *self,
                            const char *sha256,
                            const char *sha512,
                            gint64 size,
                            const char *path,
                            const KirokuEvidenceWatch *watch,
                            GError **error)
{
  g_autofree char *beside = g_strconcat (path, ".XXXXXX", NULL);
  Copy copy = { g_mkstemp_full (beside, O_RDWR | O_CLOEXEC, 0600), path };
  KirokuEvidenceState state;
  gboolean saved;

  if (copy.fd < 0)
    return fail_copy (&copy, error);
  saved = kiroku_evidence_store_read (self, sha256, sha512, size, write_copy, &copy, watch, &state,
                                      NULL, error)
          && kiroku_evidence_store_expect_intact (state, sha256, error)
          && (fsync (copy.fd) == 0 || fail_copy (&copy, error));
  if (close (copy.fd) != 0 && saved)
    saved = fail_copy (&copy, error);
  if (saved && g_rename (beside, path) == 0)
    return kiroku_files_sync (path, error);
  if (saved)
    fail_copy (&copy, error);
  g_unlink (beside);
  return FALSE;
}
