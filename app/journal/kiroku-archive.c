/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-archive.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-journal-error.h"
#include "kiroku-record.h"

#define PREFIX_MIN 8

/* Text reaches us only as far as its first U+0000, and what the record holds has none: nothing may
 * hide behind one. */
#define WHOLE(column) "iif (instr (" column ", char (0)) = 0, " column ", '')"

#define SELECT_FIELDS \
  "SELECT name, salt, " WHOLE ("value") " FROM field WHERE hash = :{hash:s} ORDER BY name"

static void
arrived_free (KirokuArrived *arrived)
{
  g_clear_pointer (&arrived->entry, kiroku_entry_unref);
  g_free (arrived);
}

gboolean
kiroku_archive_insert_field (
    KirokuDb *db, const char *hash, const KirokuField *field, GError **error)
{
  g_autofree char *value = kiroku_record_encode_value (field);

  return kiroku_db_insert (db, error,
                           "INSERT INTO field VALUES (:{hash:s}, :{name:s}, :{salt:s}, :{value:s})",
                           hash, field->name, field->salt, value);
}

gboolean
kiroku_archive_insert (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  if (!kiroku_db_insert (db, error,
                         "INSERT INTO entry (hash, case_id, key, seq, prev, id, kind, clock, rec,"
                         " header, sig) VALUES (:{hash:s}, :{case:s}, :{key:s}, :{seq:i},"
                         " :{prev:s}, :{id:s}, :{kind:s}, :{clock:i}, :{rec:i}, :{header:s},"
                         " :{sig:s})",
                         entry->hash, entry->case_id, entry->key, entry->seq, entry->prev,
                         entry->id, entry->kind, entry->clock, entry->rec, entry->header,
                         entry->sig))
    return FALSE;
  for (guint i = 0; i < entry->fields->len; i++)
    if (!kiroku_archive_insert_field (db, entry->hash, g_ptr_array_index (entry->fields, i), error))
      return FALSE;
  return TRUE;
}

/* Parses one row and its fields. A value that is not the signed one is left out, as if withheld: what
 * is damaged must not keep the rest from being shown, and verification names it. */
static KirokuEntry *
read_entry (KirokuDb *db, const char *hash, const char *header, const char *sig, GError **error)
{
  g_autoptr (KirokuEntry) entry = kiroku_record_read (header, error);
  g_autoptr (KirokuRows) fields = NULL;

  if (entry == NULL)
    return NULL;
  entry->sig = g_strdup (sig);
  fields = kiroku_db_query (db, error, "sss", SELECT_FIELDS, hash);
  if (fields == NULL)
    return NULL;
  for (guint i = 0; i < kiroku_rows_length (fields); i++)
    {
      g_autoptr (GError) altered = NULL;

      if (!kiroku_record_add_field (entry, kiroku_rows_text (fields, i, 0),
                                    kiroku_rows_text (fields, i, 1),
                                    kiroku_rows_text (fields, i, 2), &altered))
        g_debug ("entry %s: %s", hash, altered->message);
    }
  return g_steal_pointer (&entry);
}

GPtrArray *
kiroku_archive_read_arrived (
    KirokuDb *db, gint64 from, gint64 end, guint limit, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) arrived_free);
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "isss",
                         "SELECT arrival, hash, header, sig FROM entry WHERE arrival >= :{from:i}"
                         " AND arrival < :{end:i} ORDER BY arrival LIMIT :{limit:i}",
                         from, end, (gint64) limit);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      KirokuArrived *arrived = g_new0 (KirokuArrived, 1);

      g_autoptr (GError) failure = NULL;

      g_ptr_array_add (list, arrived);
      arrived->arrival = kiroku_rows_int (rows, i, 0);
      arrived->entry = read_entry (db, kiroku_rows_text (rows, i, 1), kiroku_rows_text (rows, i, 2),
                                   kiroku_rows_text (rows, i, 3), &failure);
      if (arrived->entry == NULL && failure->domain != KIROKU_JOURNAL_ERROR)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
    }
  return g_steal_pointer (&list);
}

KirokuEntry *
kiroku_archive_find (KirokuDb *db, const char *case_id, const char *prefix, GError **error)
{
  g_autofree char *end = g_strconcat (prefix, "g", NULL); /* after every hex digit */
  g_autoptr (KirokuRows) rows = NULL;

  if (strlen (prefix) < PREFIX_MIN || !kiroku_hex_is_valid (prefix, strlen (prefix)))
    {
      g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_UNKNOWN,
                   _ ("“%s” is not an entry: give at least the first %d digits of its id"), prefix,
                   PREFIX_MIN);
      return NULL;
    }
  rows = kiroku_db_query (db, error, "sss",
                          "SELECT hash, header, sig FROM entry WHERE hash >= :{prefix:s}"
                          " AND hash < :{end:s} AND case_id = :{case:s} LIMIT 2",
                          prefix, end, case_id);
  if (rows == NULL)
    return NULL;
  if (kiroku_rows_length (rows) != 1)
    {
      g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_UNKNOWN,
                   kiroku_rows_length (rows) == 0
                       ? _ ("the case has no entry “%s”: see kiroku-cli timeline")
                       : _ ("several entries begin with “%s”: give more digits"),
                   prefix);
      return NULL;
    }
  return read_entry (db, kiroku_rows_text (rows, 0, 0), kiroku_rows_text (rows, 0, 1),
                     kiroku_rows_text (rows, 0, 2), error);
}

/* The distinct values of @column in order, one index seek each. An entry 0 that was deleted must not
 * hide the rest of its journal from whoever checks it. */
#define SELECT_DISTINCT(column, where) \
  "SELECT value FROM (WITH RECURSIVE distinct_values (value) AS (" \
  "SELECT min (" column ") FROM entry" where " UNION ALL SELECT (SELECT min (" column ") FROM entry" \
  where " AND " column " > distinct_values.value) FROM distinct_values" \
  " WHERE distinct_values.value IS NOT NULL)" \
  " SELECT value FROM distinct_values WHERE value IS NOT NULL)"

static GPtrArray *
take_first_column (KirokuRows *rows)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    g_ptr_array_add (list, g_strdup (kiroku_rows_text (rows, i, 0)));
  return list;
}

GPtrArray *
kiroku_archive_list_journals (KirokuDb *db, const char *case_id, GError **error)
{
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "s", SELECT_DISTINCT ("key", " WHERE case_id = :{case:s}"),
                         case_id);

  return rows != NULL ? take_first_column (rows) : NULL;
}

GPtrArray *
kiroku_archive_list_cases (KirokuDb *db, GError **error)
{
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "s", SELECT_DISTINCT ("case_id", " WHERE TRUE"));

  return rows != NULL ? take_first_column (rows) : NULL;
}

void
kiroku_news_free (KirokuNews *self)
{
  g_clear_pointer (&self->hashes, g_ptr_array_unref);
  g_free (self);
}

KirokuNews *
kiroku_archive_read_news (KirokuDb *db, const KirokuNews *since, guint limit, GError **error)
{
  g_autoptr (KirokuNews) news = g_new0 (KirokuNews, 1);
  g_autoptr (KirokuRows) rows = NULL;

  if (!kiroku_db_query_int (db, error, 0, &news->version, "PRAGMA data_version")
      || !kiroku_db_query_int (db, error, 0, &news->last, "SELECT max (arrival) FROM entry"))
    return NULL;
  if (since == NULL)
    return g_steal_pointer (&news);
  rows = kiroku_db_query (db, error, "s",
                          "SELECT hash FROM entry WHERE arrival > :{after:i}"
                          " AND arrival <= :{last:i} ORDER BY arrival LIMIT :{limit:i}",
                          since->last, news->last, (gint64) limit);
  if (rows == NULL)
    return NULL;
  news->hashes = take_first_column (rows);
  return g_steal_pointer (&news);
}

/* --- Rows as they are stored --- */

static void
stored_field_free (KirokuStoredField *field)
{
  g_free (field->name);
  g_free (field->salt);
  g_free (field->value);
  g_free (field);
}

void
kiroku_stored_free (KirokuStored *stored)
{
  g_free (stored->hash);
  g_free (stored->case_id);
  g_free (stored->key);
  g_free (stored->prev);
  g_free (stored->id);
  g_free (stored->kind);
  g_free (stored->header);
  g_free (stored->sig);
  g_ptr_array_unref (stored->fields);
  g_free (stored);
}

KirokuStoredField *
kiroku_stored_field_new (const char *name, const char *salt, const char *value)
{
  KirokuStoredField *field = g_new (KirokuStoredField, 1);

  *field = (KirokuStoredField){ g_strdup (name), g_strdup (salt), g_strdup (value) };
  return field;
}

KirokuStored *
kiroku_stored_new (const KirokuStored *row)
{
  KirokuStored *stored = g_memdup2 (row, sizeof *row);

  stored->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) stored_field_free);
  return stored;
}

gboolean
kiroku_stored_agrees (const KirokuStored *row, const KirokuEntry *entry)
{
  return g_str_equal (row->hash, entry->hash) && g_str_equal (row->case_id, entry->case_id)
         && g_str_equal (row->key, entry->key) && row->seq == entry->seq
         && g_str_equal (row->prev, entry->prev) && g_str_equal (row->id, entry->id)
         && g_str_equal (row->kind, entry->kind) && row->clock == entry->clock
         && row->rec == entry->rec;
}

static KirokuStored *
copy_stored (const KirokuRows *rows, guint i)
{
  const KirokuStored row = {
    .hash = g_strdup (kiroku_rows_text (rows, i, 0)),
    .case_id = g_strdup (kiroku_rows_text (rows, i, 1)),
    .key = g_strdup (kiroku_rows_text (rows, i, 2)),
    .seq = kiroku_rows_int (rows, i, 3),
    .prev = g_strdup (kiroku_rows_text (rows, i, 4)),
    .id = g_strdup (kiroku_rows_text (rows, i, 5)),
    .kind = g_strdup (kiroku_rows_text (rows, i, 6)),
    .clock = kiroku_rows_int (rows, i, 7),
    .rec = kiroku_rows_int (rows, i, 8),
    .header = g_strdup (kiroku_rows_text (rows, i, 9)),
    .sig = g_strdup (kiroku_rows_text (rows, i, 10)),
  };

  return kiroku_stored_new (&row);
}

static gboolean
read_stored_fields (KirokuDb *db, KirokuStored *stored, GError **error)
{
  g_autoptr (KirokuRows) rows = kiroku_db_query (db, error, "sss", SELECT_FIELDS, stored->hash);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    g_ptr_array_add (stored->fields, kiroku_stored_field_new (kiroku_rows_text (rows, i, 0),
                                                              kiroku_rows_text (rows, i, 1),
                                                              kiroku_rows_text (rows, i, 2)));
  return TRUE;
}

GPtrArray *
kiroku_archive_read_journal (KirokuDb *db,
                             const char *case_id,
                             const char *key,
                             gint64 seq,
                             const char *hash,
                             gint64 end,
                             guint limit,
                             GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_stored_free);
  g_autoptr (KirokuRows) rows = kiroku_db_query (
      db, error, "sssisssiiss",
      "SELECT hash, case_id, key, seq, prev, id, kind, clock, rec, " WHOLE ("header") ", "
      WHOLE ("sig") " FROM entry"
      " WHERE case_id = :{case:s} AND key = :{key:s} AND (seq, hash) > (:{seq:i}, :{hash:s})"
      " AND arrival < :{end:i} ORDER BY seq, hash LIMIT :{limit:i}",
      case_id, key, seq, hash, end, (gint64) limit);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      KirokuStored *stored = copy_stored (rows, i);

      g_ptr_array_add (list, stored);
      if (!read_stored_fields (db, stored, error))
        return NULL;
    }
  return g_steal_pointer (&list);
}
