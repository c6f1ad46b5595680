/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-target.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdlib.h>

#include "kiroku-book.h"
#include "kiroku-evidence-store.h"

/* Without links, as far as there is something. (transfer full) */
static char *
resolve (const char *path)
{
  char *real = realpath (path, NULL);
  char *copy = real != NULL ? g_strdup (real) : g_canonicalize_filename (path, NULL);

  free (real);
  return copy;
}

/* Of the name itself, which may be a link: what a rename would replace. (transfer full) */
static char *
find_place (const char *path)
{
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_path_get_dirname (full);
  g_autofree char *real = resolve (folder);
  g_autofree char *name = g_path_get_basename (full);

  return g_build_filename (real, name, NULL);
}

static gboolean
is_same (const char *a, const char *b)
{
  g_autofree char *place_a = find_place (a);
  g_autofree char *place_b = find_place (b);
  GStatBuf info_a, info_b;

  if (g_str_equal (place_a, place_b))
    return TRUE;
  return g_stat (a, &info_a) == 0 && g_stat (b, &info_b) == 0 && info_a.st_dev == info_b.st_dev
         && info_a.st_ino == info_b.st_ino;
}

/* Or the folder itself. */
static gboolean
is_within (const char *path, const char *folder)
{
  g_autofree char *up = find_place (path);

  while (!is_same (up, folder))
    {
      char *above = g_path_get_dirname (up);
      gboolean top = g_str_equal (above, up);

      g_free (up);
      up = above;
      if (top)
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_of_database (const char *path, const char *database)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *file = g_strconcat (database, suffixes[i], NULL);

      if (is_same (path, file))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_of_folder (const char *path, const char *folder)
{
  static const char *const names[] = { "key.p8", "pins", "people.ini", "profile.ini", "desks.jsonl" };
  g_autofree char *keys = g_build_filename (folder, "keys", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = g_build_filename (folder, names[i], NULL);

      if (is_same (path, file))
        return TRUE;
    }
  return is_within (path, keys);
}

gboolean
kiroku_book_check_target (
    const char *folder, const char *database, const char *path, GError **error)
{
  g_autoptr (KirokuEvidenceStore) evidence = NULL;
  g_autofree char *real = NULL;

  g_return_val_if_fail (folder != NULL && database != NULL && path != NULL, FALSE);

  evidence = kiroku_evidence_store_new (database);
  real = resolve (database);
  if (!is_of_database (path, database) && !is_of_database (path, real)
      && !is_of_folder (path, folder)
      && !is_within (path, kiroku_evidence_store_get_folder (evidence)))
    return TRUE;
  g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
               _ ("“%s” belongs to the case book itself and is not replaced: choose another name or "
                  "folder"),
               path);
  return FALSE;
}
