/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-intake.h"

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

struct _KirokuIntake
{
  KirokuEvidenceStore *store;
  int lock;
  char *replaced;       /* (nullable) path of what was moved aside for the last file */
  KirokuDigests before; /* of that */
};

void
kiroku_intake_end (KirokuIntake *self)
{
  if (self->lock >= 0)
    close (self->lock);
  kiroku_evidence_store_unref (self->store);
  g_free (self->replaced);
  g_free (self);
}

/* --- What an earlier intake has left --- */

/* Under the same name, or with a number after it when that is taken. The path (transfer full). */
static char *
move_aside (KirokuEvidenceStore *store, const char *name, GError **error)
{
  g_autofree char *from = kiroku_evidence_store_build_path (store, name);
  const char *plain = name[0] == '.' ? name + 1 : name;

  for (guint i = 0;; i++)
    {
      g_autofree char *number = i > 0 ? g_strdup_printf (".%u", i) : g_strdup ("");
      g_autofree char *to = g_strconcat (kiroku_evidence_store_get_folder (store), "/",
                                         KIROKU_EVIDENCE_UNCLAIMED "/", plain, number, NULL);
      g_autoptr (GError) failure = NULL;

      if (kiroku_files_move (from, to, &failure))
        return g_steal_pointer (&to);
      if (g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_EXIST))
        continue;
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
}

static gboolean
make_folder (const char *path, GError **error)
{
  int code;

  if (g_mkdir (path, 0700) == 0)
    return kiroku_files_sync (path, error);
  code = errno;
  if (code == EEXIST && g_file_test (path, G_FILE_TEST_IS_DIR))
    return TRUE;
  g_set_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_FILE,
               _ ("the folder “%s” cannot be made (%s): check its permissions"), path,
               g_strerror (code));
  return FALSE;
}

/* Only what an intake makes: somebody else's file stays, and verification names it. */
static gboolean
is_left (const char *name, GHashTable *named)
{
  return g_str_has_prefix (name, KIROKU_EVIDENCE_UNFINISHED)
         || (kiroku_hasher_is_sha256 (name) && !g_hash_table_contains (named, name));
}

static gboolean
clear (KirokuEvidenceStore *store, KirokuEvidenceNamedFunc func, gpointer data, GError **error)
{
  g_autofree char *unclaimed
      = kiroku_evidence_store_build_path (store, KIROKU_EVIDENCE_UNCLAIMED);
  g_autoptr (GPtrArray) names = kiroku_evidence_store_list (store, TRUE, error);
  g_autoptr (GHashTable) named = names != NULL ? func (data, error) : NULL;

  if (named == NULL)
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *moved = NULL;

      if (!is_left (name, named))
        continue;
      if (make_folder (unclaimed, error))
        moved = move_aside (store, name, error);
      if (moved == NULL)
        return FALSE;
    }
  return TRUE;
}

KirokuIntake *
kiroku_intake_begin (KirokuEvidenceStore *store,
                     KirokuEvidenceNamedFunc named,
                     gpointer data,
                     GError **error)
{
  g_autoptr (KirokuIntake) self = NULL;

  g_return_val_if_fail (store != NULL && named != NULL, NULL);

  self = g_new (KirokuIntake, 1);
  *self = (KirokuIntake){ .store = kiroku_evidence_store_ref (store), .lock = -1 };
  if (!make_folder (kiroku_evidence_store_get_folder (store), error))
    return NULL;
  self->lock = kiroku_evidence_store_open_lock (store, error);
  if (self->lock < 0)
    return NULL;
  if (kiroku_evidence_store_lock (self->lock, LOCK_EX | LOCK_NB)
      && !clear (store, named, data, error))
    return NULL;
  if (kiroku_evidence_store_lock (self->lock, LOCK_SH))
    return g_steal_pointer (&self);
  g_set_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_FILE,
               _ ("the folder “%s” cannot be locked (%s): keep the case book on another disk"),
               kiroku_evidence_store_get_folder (store), g_strerror (errno));
  return NULL;
}

/* --- Taking one in --- */

/* A copy in the making. */
typedef struct
{
  const char *what;
  char *path;
  int fd;
} Copy;

static gboolean
fail_copy (const Copy *copy, GError **error)
{
  int code = errno;

  g_set_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_FILE,
               _ ("“%s” was not taken in: “%s” cannot be written (%s); make room or mend the disk "
                  "and take it in again"),
               copy->what, copy->path, g_strerror (code));
  return FALSE;
}

static gboolean
write_copy (const void *bytes, gsize length, gpointer data, GError **error)
{
  const Copy *copy = data;

  return kiroku_evidence_store_write (copy->fd, bytes, length) || fail_copy (copy, error);
}

static gboolean
open_copy (Copy *copy, KirokuEvidenceStore *store, GError **error)
{
  copy->path = kiroku_evidence_store_build_path (store, KIROKU_EVIDENCE_UNFINISHED "XXXXXX");
  copy->fd = g_mkstemp_full (copy->path, O_RDWR | O_CLOEXEC, 0600);
  return copy->fd >= 0 || fail_copy (copy, error);
}

/* Waits for the disk, so that the name never stands for less than the whole file. */
static gboolean
close_copy (Copy *copy, GError **error)
{
  int fd = copy->fd;

  copy->fd = -1;
  if (fchmod (fd, 0400) == 0 && fsync (fd) == 0)
    return close (fd) == 0 || fail_copy (copy, error);
  fail_copy (copy, error);
  close (fd);
  return FALSE;
}

/* Removes what is left of a copy that did not get its name. */
static void
copy_clear (Copy *copy)
{
  if (copy->fd >= 0)
    close (copy->fd);
  if (copy->path != NULL)
    g_unlink (copy->path);
  g_free (copy->path);
}

static gboolean
expect (const Copy *copy, const char *expected, const char *sha256, GError **error)
{
  if (expected == NULL || g_str_equal (expected, sha256))
    return TRUE;
  g_set_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_CHANGED,
               _ ("“%s” was not taken in: its SHA-256 is %s, but should be %s; get it anew"),
               copy->what, sha256, expected);
  return FALSE;
}

/* The same file was taken in before. */
static gboolean
is_kept (KirokuIntake *self,
         const KirokuDigests *digests,
         const KirokuEvidenceWatch *watch,
         gboolean *kept,
         GError **error)
{
  KirokuEvidenceWatch quiet = { .cancellable = watch != NULL ? watch->cancellable : NULL };
  KirokuEvidenceState state;

  if (!kiroku_evidence_store_check (self->store, digests->sha256, digests->sha512, digests->size,
                                    &quiet, &state, &self->before, error))
    return FALSE;
  *kept = state == KIROKU_EVIDENCE_INTACT;
  return TRUE;
}

/* Puts the copy in the place of one that was changed since, which stays among the unclaimed. */
static gboolean
replace_changed (KirokuIntake *self, const Copy *copy, const char *sha256, GError **error)
{
  g_autofree char *path = kiroku_evidence_store_build_path (self->store, sha256);
  g_autofree char *unclaimed
      = kiroku_evidence_store_build_path (self->store, KIROKU_EVIDENCE_UNCLAIMED);
  g_autofree char *aside
      = make_folder (unclaimed, error) ? move_aside (self->store, sha256, error) : NULL;

  if (aside == NULL || !kiroku_files_sync (aside, error)
      || !kiroku_files_move (copy->path, path, error))
    return FALSE;
  self->replaced = g_steal_pointer (&aside);
  return TRUE;
}

static gboolean
give_name (KirokuIntake *self,
           Copy *copy,
           const KirokuDigests *digests,
           const KirokuEvidenceWatch *watch,
           GError **error)
{
  g_autofree char *path = kiroku_evidence_store_build_path (self->store, digests->sha256);
  g_autoptr (GError) failure = NULL;
  gboolean kept = FALSE;

  if (!kiroku_files_move (copy->path, path, &failure))
    {
      if (!g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_EXIST))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (!is_kept (self, digests, watch, &kept, error))
        return FALSE;
      if (!kept && !replace_changed (self, copy, digests->sha256, error))
        return FALSE;
    }
  if (kept)
    return TRUE;
  g_clear_pointer (&copy->path, g_free);
  return kiroku_files_sync (path, error);
}

gboolean
kiroku_intake_take (KirokuIntake *self,
                    GInputStream *input,
                    const char *what,
                    gint64 total,
                    const char *expected,
                    const KirokuEvidenceWatch *watch,
                    KirokuDigests *digests,
                    GError **error)
{
  g_autoptr (KirokuHasher) hasher = kiroku_hasher_new ();
  Copy copy = { .what = what, .fd = -1 };
  gboolean taken;

  g_return_val_if_fail (self != NULL && G_IS_INPUT_STREAM (input) && digests != NULL, FALSE);

  g_clear_pointer (&self->replaced, g_free);
  taken = open_copy (&copy, self->store, error)
          && kiroku_evidence_store_pump (input, what, total, hasher, write_copy, &copy, watch, error)
          && close_copy (&copy, error);
  if (taken)
    {
      kiroku_hasher_finish (hasher, digests);
      taken = expect (&copy, expected, digests->sha256, error)
              && give_name (self, &copy, digests, watch, error);
    }
  copy_clear (&copy);
  return taken;
}

const char *
kiroku_intake_get_replaced (KirokuIntake *self, const char **sha256)
{
  g_return_val_if_fail (self != NULL && sha256 != NULL, NULL);

  *sha256 = self->replaced != NULL ? self->before.sha256 : NULL;
  return self->replaced;
}

/* --- Sources --- */

static const char *
describe_mode (mode_t mode)
{
  if (S_ISDIR (mode))
    return _ ("“%s” is a folder: take its files in one by one, or as one archive");
  if (S_ISFIFO (mode) || S_ISSOCK (mode))
    return _ ("“%s” is a pipe or socket, not a file: give what comes out of it as a file");
  return _ ("“%s” is a device, not a file: make an image of it first and take that in");
}

static gboolean
refuse (const char *path, mode_t mode, GError **error)
{
  g_autoptr (GString) message = g_string_new (describe_mode (mode));

  g_string_replace (message, "%s", path, 1);
  g_set_error_literal (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_INPUT, message->str);
  return FALSE;
}

static gboolean
fail_opening (const char *path, GError **error)
{
  int code = errno;

  g_set_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_FILE,
               _ ("“%s” cannot be opened (%s): check its name and permissions"), path,
               g_strerror (code));
  return FALSE;
}

GInputStream *
kiroku_intake_open (const char *path, gint64 *size, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  struct stat status;
  int fd;

  g_return_val_if_fail (path != NULL && size != NULL, NULL);

  /* Asked first, because opening a device may do something to it. */
  if (stat (path, &status) == 0 && !S_ISREG (status.st_mode))
    {
      refuse (shown, status.st_mode, error);
      return NULL;
    }
  fd = g_open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0);
  if (fd < 0 || fstat (fd, &status) != 0)
    {
      fail_opening (shown, error);
      if (fd >= 0)
        close (fd);
      return NULL;
    }
  if (!S_ISREG (status.st_mode))
    {
      refuse (shown, status.st_mode, error);
      close (fd);
      return NULL;
    }
  *size = status.st_size;
  return g_unix_input_stream_new (fd, TRUE);
}

char *
kiroku_intake_name (const char *path)
{
  g_autofree char *base = NULL;
  g_autofree char *valid = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  base = g_path_get_basename (path);
  valid = g_utf8_make_valid (base, -1);
  return g_utf8_substring (valid, 0,
                           MIN (g_utf8_strlen (valid, -1), KIROKU_INTAKE_NAME_MAX));
}

char *
kiroku_intake_build_path (KirokuIntake *self)
{
  g_autofree char *random = g_uuid_string_random ();
  g_autofree char *name = g_strconcat (KIROKU_EVIDENCE_UNFINISHED, random, NULL);

  g_return_val_if_fail (self != NULL, NULL);

  return kiroku_evidence_store_build_path (self->store, name);
}
