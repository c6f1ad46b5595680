/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-tables.h"

#include <glib/gi18n.h>

#include "kiroku-archive.h"
#include "kiroku-fold-check.h"
#include "kiroku-journal-error.h"
#include "kiroku-record.h"

/* Rows read at once. */
#define PAGE 200

/* One look at a case. */
typedef struct
{
  KirokuDb *db;
  const char *case_id;
  gint64 end; /* behind the last entry */
  KirokuFoldCheck *check;
  gint64 seq;           /* of the journal being read: how far */
  GHashTable *current;  /* hashes of the entries with @seq: several when it forks */
  GHashTable *previous; /* of those with @seq − 1 */
  GCancellable *cancellable;
} Look;

static gboolean
refuse_entry (const KirokuStored *row, GError **error)
{
  g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_SEAL,
               _ ("nothing is printed or filed: entry %.12s, or the one before it, was altered or "
                  "taken away. "
                  "See kiroku-cli verify, and put a backup back"),
               row->hash);
  return FALSE;
}

/* What it says may be about other entries, too. */
static gboolean
refuse_later (const KirokuStored *row, GError **error)
{
  g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_VERSION,
               _ ("nothing is printed or filed: entry %.12s was written by a newer Kiroku, and this "
                  "one cannot read it. Update Kiroku, then try again"),
               row->hash);
  return FALSE;
}

static gboolean
refuse_table (const KirokuFoldDifference *difference, GError **error)
{
  if (difference->torn)
    g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_SEAL,
                 _ ("nothing is printed or filed: table “%s” is damaged, or was changed from "
                    "outside. Run kiroku-cli rebuild, then try again"),
                 difference->table);
  else
    g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_SEAL,
                 _ ("nothing is printed or filed: what would be read of entry %.12s is not what "
                    "was signed, for "
                    "table “%s” was changed from outside. Run kiroku-cli rebuild, then try again"),
                 difference->hash, difference->table);
  return FALSE;
}

/* --- One entry --- */

static void
note (Look *self, const KirokuStored *row)
{
  if (row->seq != self->seq)
    {
      GHashTable *old = self->previous;

      self->previous = self->current;
      self->current = old;
      g_hash_table_remove_all (self->current);
      if (row->seq != self->seq + 1)
        g_hash_table_remove_all (self->previous);
    }
  self->seq = row->seq;
  g_hash_table_add (self->current, g_strdup (row->hash));
}

static gboolean
follows (const Look *self, const KirokuEntry *entry)
{
  return entry->seq == 0 || g_hash_table_contains (self->previous, entry->prev);
}

static void
take_fields (KirokuEntry *entry, const KirokuStored *row)
{
  g_free (entry->sig);
  entry->sig = g_strdup (row->sig);
  for (guint i = 0; i < row->fields->len; i++)
    {
      const KirokuStoredField *field = g_ptr_array_index (row->fields, i);

      kiroku_record_add_field (entry, field->name, field->salt, field->value, NULL);
    }
}

/* Anybody can write a version into the bytes; those that were signed are known by their hash. */
static gboolean
take_row (Look *self, const KirokuStored *row, GError **error)
{
  g_autoptr (GError) illegible = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  char hash[KIROKU_HASH_HEX + 1];

  kiroku_record_hash (row->header, hash);
  if (!g_str_equal (hash, row->hash))
    return refuse_entry (row, error);
  entry = kiroku_record_read (row->header, &illegible);
  note (self, row);
  if (g_error_matches (illegible, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_VERSION))
    return refuse_later (row, error);
  if (entry == NULL || !kiroku_stored_agrees (row, entry) || !follows (self, entry))
    return refuse_entry (row, error);
  take_fields (entry, row);
  return kiroku_fold_check_add (self->check, entry, error);
}

/* --- All of them --- */

static gboolean
take_journal (Look *self, const char *key, GError **error)
{
  g_autofree char *hash = g_strdup ("");
  gint64 seq = -1;

  self->seq = -1;
  g_hash_table_remove_all (self->current);
  for (;;)
    {
      g_autoptr (GPtrArray) rows = NULL;
      const KirokuStored *last;

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      rows = kiroku_archive_read_journal (self->db, self->case_id, key, seq, hash, self->end, PAGE,
                                          error);
      if (rows == NULL || rows->len == 0)
        return rows != NULL;
      for (guint i = 0; i < rows->len; i++)
        if (!take_row (self, g_ptr_array_index (rows, i), error))
          return FALSE;
      last = g_ptr_array_index (rows, rows->len - 1);
      seq = last->seq;
      g_free (hash);
      hash = g_strdup (last->hash);
    }
}

static gboolean
take_case (Look *self, GError **error)
{
  g_autoptr (GPtrArray) keys = NULL;

  if (!kiroku_db_query_int (self->db, error, 0, &self->end, "SELECT max (arrival) + 1 FROM entry"))
    return FALSE;
  keys = kiroku_archive_list_journals (self->db, self->case_id, error);
  for (guint i = 0; keys != NULL && i < keys->len; i++)
    if (!take_journal (self, g_ptr_array_index (keys, i), error))
      return FALSE;
  return keys != NULL;
}

/* All of one moment. */
static gboolean
look (Look *self, gboolean *outdated, GError **error)
{
  g_autoptr (GPtrArray) differences = NULL;

  if (!kiroku_fold_check_begin (self->check, error))
    return FALSE;
  self->db = kiroku_fold_check_get_db (self->check);
  if (!take_case (self, error))
    return FALSE;
  differences = kiroku_fold_check_compare_within (self->check, self->case_id, self->end, outdated,
                                                  error);
  if (differences == NULL)
    return FALSE;
  return *outdated || differences->len == 0
         || refuse_table (g_ptr_array_index (differences, 0), error);
}

KirokuDb *
kiroku_tables_open_checked (KirokuFolds *folds,
                            KirokuDb *db,
                            const char *case_id,
                            GCancellable *cancellable,
                            GError **error)
{
  Look self = { .case_id = case_id, .cancellable = cancellable };
  g_autoptr (KirokuFoldCheck) check = NULL;
  gboolean same, outdated = TRUE;

  g_return_val_if_fail (folds != NULL && db != NULL && case_id != NULL, NULL);

  self.check = check = kiroku_fold_check_new (folds, db, error);
  if (check == NULL)
    return NULL;
  self.current = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.previous = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  do
    same = look (&self, &outdated, error);
  while (same && outdated);
  g_hash_table_unref (self.current);
  g_hash_table_unref (self.previous);
  return same ? kiroku_fold_check_free_to_db (g_steal_pointer (&check), error) : NULL;
}
