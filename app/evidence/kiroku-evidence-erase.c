/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "kiroku-evidence-error.h"
#include "kiroku-evidence-store-private.h"
#include "kiroku-files.h"
#include "kiroku-key.h"

/* Erasing by law (kiroku-evidence-store.h): the file itself, and what intakes have left of it. */

static gboolean
erase_path (const char *path, GError **error)
{
  if (g_unlink (path) == 0)
    return kiroku_files_sync (path, error);
  if (errno == ENOENT)
    return TRUE;
  g_set_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_FILE,
               _ ("the file “%s” cannot be deleted (%s): delete it yourself, its erasure is recorded"),
               path, g_strerror (errno));
  return FALSE;
}

static gboolean
erase_file (KirokuEvidenceStore *self, const char *sha256, GError **error)
{
  g_autofree char *path = kiroku_evidence_store_build_path (self, sha256);

  g_return_val_if_fail (kiroku_hex_is_valid (sha256, KIROKU_HASH_HEX), FALSE);

  return erase_path (path, error);
}

/* --- What intakes have left --- */

/* "<sha256>" or "<sha256>.1": it was kept under that name, and changed or not it may hold what the law
 * wants gone. */
static gboolean
is_named (const char *name, GHashTable *erased)
{
  g_autofree char *digest = g_strndup (name, KIROKU_HASH_HEX);

  return g_hash_table_contains (erased, digest)
         && (name[KIROKU_HASH_HEX] == '\0' || name[KIROKU_HASH_HEX] == '.');
}

/* Whether the bytes of the file at @path are one of @erased. */
static gboolean
is_copy (const char *path, GHashTable *erased, gboolean *copy, GError **error)
{
  g_autoptr (KirokuHasher) hasher = kiroku_hasher_new ();
  g_autoptr (GError) failure = NULL;
  KirokuDigests digests;
  gint64 size;
  g_autoptr (GInputStream) input = kiroku_evidence_store_open (path, &size, &failure);

  *copy = FALSE;
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (input == NULL)
    return TRUE;
  if (input == NULL
      || !kiroku_evidence_store_pump (input, path, size, hasher, NULL, NULL, NULL, error))
    return FALSE;
  kiroku_hasher_finish (hasher, &digests);
  *copy = g_hash_table_contains (erased, digests.sha256);
  return TRUE;
}

static gboolean
erase_left (const char *folder, const char *name, GHashTable *erased, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  gboolean copy = is_named (name, erased);

  if (!copy && !is_copy (path, erased, &copy, error))
    return FALSE;
  return !copy || erase_path (path, error);
}

/* Of the files of @folder those whose names begin with @prefix. */
static gboolean
erase_leftovers (const char *folder, const char *prefix, GHashTable *erased, GError **error)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  dir = g_dir_open (folder, 0, error);
  if (dir == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, prefix) && !erase_left (folder, name, erased, error))
      return FALSE;
  return TRUE;
}

/* Nothing is being taken in: what looks like an intake is what one left. */
static gboolean
erase_listed (
    KirokuEvidenceStore *self, KirokuEvidenceListFunc list, gpointer data, GError **error)
{
  const char *folder = kiroku_evidence_store_get_folder (self);
  g_autofree char *unclaimed = kiroku_evidence_store_build_path (self, KIROKU_EVIDENCE_UNCLAIMED);
  g_autoptr (GHashTable) erased = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) files = list (data, error);

  for (guint i = 0; files != NULL && i < files->len; i++)
    {
      char *sha256 = g_ptr_array_index (files, i);

      g_hash_table_add (erased, sha256);
      if (!erase_file (self, sha256, error))
        return FALSE;
    }
  if (files == NULL || files->len == 0)
    return files != NULL;
  return erase_leftovers (folder, KIROKU_EVIDENCE_UNFINISHED, erased, error)
         && erase_leftovers (unclaimed, "", erased, error);
}

gboolean
kiroku_evidence_store_erase (
    KirokuEvidenceStore *self, KirokuEvidenceListFunc list, gpointer data, GError **error)
{
  const char *folder;
  gboolean erased;
  int lock;

  g_return_val_if_fail (self != NULL && list != NULL, FALSE);

  folder = kiroku_evidence_store_get_folder (self);
  if (!g_file_test (folder, G_FILE_TEST_EXISTS))
    return TRUE;
  lock = kiroku_evidence_store_open_lock (self, error);
  if (lock < 0)
    return FALSE;
  erased = kiroku_evidence_store_lock (lock, LOCK_EX)
               ? erase_listed (self, list, data, error)
               : kiroku_evidence_store_fail_reading (folder, error);
  close (lock);
  return erased;
}
