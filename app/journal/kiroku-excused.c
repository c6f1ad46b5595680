/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-excused.h"

#include "kiroku-archive.h"
#include "kiroku-checkpoint.h"

#define FIELD "absent"

static gboolean
is_committed (const KirokuEntry *entry, const char *name)
{
  for (guint i = 0; i < entry->com->len; i++)
    if (g_str_equal (((KirokuPair *) g_ptr_array_index (entry->com, i))->name, name))
      return TRUE;
  return FALSE;
}

GHashTable *
kiroku_excused_read_lines (const KirokuEntry *import)
{
  GHashTable *lines;
  const char *text;
  g_auto (GStrv) split = NULL;

  g_return_val_if_fail (import != NULL, NULL);

  if (!is_committed (import, FIELD))
    return NULL;
  /* A list that is itself absent explains nothing. */
  lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  text = kiroku_entry_get_text (import, FIELD);
  split = g_strsplit (text != NULL ? text : "", "\n", -1);
  for (guint i = 0; split[i] != NULL; i++)
    g_hash_table_add (lines, g_strdup (split[i]));
  return lines;
}

/* Takes @line. @lines: (nullable) what was absent. */
static void
add_line (GHashTable *excused, GHashTable *lines, char *line)
{
  if (lines == NULL || g_hash_table_contains (lines, line))
    g_hash_table_add (excused, line);
  else
    g_free (line);
}

static void
add_import (GHashTable *excused, const KirokuEntry *import)
{
  const char *text = kiroku_entry_get_text (import, "checkpoint");
  g_autoptr (KirokuCheckpoint) checkpoint
      = text != NULL ? kiroku_checkpoint_parse (text, NULL) : NULL;
  g_autoptr (GHashTable) lines = kiroku_excused_read_lines (import);

  for (guint i = 0; checkpoint != NULL && i < checkpoint->withheld->len; i++)
    {
      const KirokuSealed *sealed = g_ptr_array_index (checkpoint->withheld, i);

      add_line (excused, lines, g_strdup_printf ("withheld %s %s", sealed->digest, sealed->name));
    }
  for (guint i = 0; checkpoint != NULL && i < checkpoint->withheld_files->len; i++)
    {
      const KirokuSealed *sealed = g_ptr_array_index (checkpoint->withheld_files, i);

      add_line (excused, lines, g_strconcat ("withheld-file ", sealed->digest, NULL));
    }
}

typedef void (*ImportFunc) (gpointer data, const KirokuEntry *import, gint64 arrival);

static gboolean
for_each_import (KirokuDb *db,
                 const char *case_id,
                 GHashTable *own,
                 ImportFunc func,
                 gpointer data,
                 GError **error)
{
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "ssi",
                         "SELECT hash, key, arrival FROM entry WHERE case_id = :{case:s}"
                         " AND kind = 'import'",
                         case_id);

  for (guint i = 0; rows != NULL && i < kiroku_rows_length (rows); i++)
    {
      g_autoptr (KirokuEntry) import = NULL;

      if (!g_hash_table_contains (own, kiroku_rows_text (rows, i, 1)))
        continue;
      import = kiroku_archive_find (db, case_id, kiroku_rows_text (rows, i, 0), error);
      if (import == NULL)
        return FALSE;
      func (data, import, kiroku_rows_int (rows, i, 2));
    }
  return rows != NULL;
}

static void
excuse (gpointer data, const KirokuEntry *import, gint64 arrival)
{
  add_import (data, import);
}

GHashTable *
kiroku_excused_read (KirokuDb *db, const char *case_id, GHashTable *own, GError **error)
{
  g_autoptr (GHashTable) excused = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL && own != NULL, NULL);

  excused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return for_each_import (db, case_id, own, excuse, excused, error) ? g_steal_pointer (&excused)
                                                                   : NULL;
}

/* --- What was here --- */

typedef struct
{
  KirokuCheckpoint *checkpoint;
  GHashTable *lines; /* what was absent */
  gint64 arrival;
} TakenIn;

static void
taken_in_free (gpointer data)
{
  TakenIn *taken_in = data;

  kiroku_checkpoint_free (taken_in->checkpoint);
  g_hash_table_unref (taken_in->lines);
  g_free (taken_in);
}

/* One of an older Kiroku does not say what was absent. */
static void
take_in (gpointer data, const KirokuEntry *import, gint64 arrival)
{
  const char *text = kiroku_entry_get_text (import, "checkpoint");
  g_autoptr (GHashTable) lines = kiroku_excused_read_lines (import);
  KirokuCheckpoint *checkpoint = NULL;
  TakenIn *taken_in;

  if (text == NULL || lines == NULL || kiroku_entry_get_integer (import, "abandoned", 0) != 0
      || (checkpoint = kiroku_checkpoint_parse (text, NULL)) == NULL)
    return;
  taken_in = g_new (TakenIn, 1);
  *taken_in = (TakenIn){ checkpoint, g_steal_pointer (&lines), arrival };
  g_ptr_array_add (data, taken_in);
}

GPtrArray *
kiroku_excused_list_taken_in (KirokuDb *db, const char *case_id, GHashTable *own, GError **error)
{
  g_autoptr (GPtrArray) list = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL && own != NULL, NULL);

  list = g_ptr_array_new_with_free_func (taken_in_free);
  return for_each_import (db, case_id, own, take_in, list, error) ? g_steal_pointer (&list) : NULL;
}

static gboolean
has_taken (const TakenIn *taken_in, const char *key, gint64 seq)
{
  for (guint i = 0; i < taken_in->checkpoint->heads->len; i++)
    {
      const KirokuHead *head = g_ptr_array_index (taken_in->checkpoint->heads, i);

      if (g_str_equal (head->key, key) && seq <= head->seq)
        return TRUE;
    }
  return FALSE;
}

gboolean
kiroku_excused_was_here (
    GPtrArray *taken_in, const char *key, gint64 seq, gint64 arrival, const char *line)
{
  g_return_val_if_fail (taken_in != NULL && key != NULL && line != NULL, FALSE);

  for (guint i = 0; i < taken_in->len; i++)
    {
      const TakenIn *one = g_ptr_array_index (taken_in, i);

      if (arrival < one->arrival && !g_hash_table_contains (one->lines, line)
          && has_taken (one, key, seq))
        return TRUE;
    }
  return FALSE;
}

gboolean
kiroku_excused_has_field (GHashTable *excused, const char *hash, const char *name)
{
  g_autofree char *line = g_strdup_printf ("withheld %s %s", hash, name);

  return g_hash_table_contains (excused, line);
}

gboolean
kiroku_excused_has_file (GHashTable *excused, const char *sha256)
{
  g_autofree char *line = g_strconcat ("withheld-file ", sha256, NULL);

  return g_hash_table_contains (excused, line);
}
