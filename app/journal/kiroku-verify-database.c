/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-archive.h"
#include "kiroku-fold-check.h"
#include "kiroku-schema-check.h"
#include "kiroku-trust.h"
#include "kiroku-verify.h"

typedef struct
{
  KirokuDb *db;
  char *case_id;
  gint64 end; /* what arrived from here on is left for another run */
  KirokuFoldCheck *tables; /* (nullable) */
  gboolean outdated;
} Database;

static GPtrArray *
list_journals (gpointer data, GError **error)
{
  const Database *self = data;

  return kiroku_archive_list_journals (self->db, self->case_id, error);
}

static GPtrArray *
read_journal (
    gpointer data, const char *key, gint64 seq, const char *hash, guint limit, GError **error)
{
  const Database *self = data;

  return kiroku_archive_read_journal (self->db, self->case_id, key, seq, hash, self->end, limit,
                                      error);
}

static gboolean
read_surroundings (KirokuVerifySource *source, KirokuDb *db, const char *case_id, GError **error)
{
  g_autoptr (KirokuRows) rows = kiroku_db_query (
      db, error, "s", "SELECT " KIROKU_OPENING (":{case:s}"), case_id);

  if (rows != NULL)
    source->opening = g_strdup (kiroku_rows_text (rows, 0, 0));
  source->arriving = rows != NULL ? kiroku_arriving_list (db, case_id, error) : NULL;
  return source->arriving != NULL;
}

gboolean
kiroku_verify_database_init (
    KirokuVerifySource *source, KirokuDb *db, const char *case_id, GError **error)
{
  gint64 end, total;
  Database *self;

  g_return_val_if_fail (source != NULL && db != NULL && case_id != NULL, FALSE);

  *source = (KirokuVerifySource){ .list_journals = list_journals, .read_journal = read_journal };
  if (!kiroku_db_query_int (db, error, 0, &end, "SELECT max (arrival) + 1 FROM entry")
      || !kiroku_db_query_int (db, error, 0, &total,
                               "SELECT count(*) FROM entry WHERE case_id = :{case:s}", case_id)
      || !read_surroundings (source, db, case_id, error))
    return FALSE;
  self = g_new (Database, 1);
  *self = (Database){ .db = db, .case_id = g_strdup (case_id), .end = end };
  source->data = self;
  source->total = total;
  return TRUE;
}

/* --- The folded tables --- */

static gboolean
fold (gpointer tables, const KirokuEntry *entry, GError **error)
{
  const Database *self = tables;

  return kiroku_fold_check_add (self->tables, entry, error);
}

static GPtrArray *
compare (gpointer tables, GError **error)
{
  Database *self = tables;

  return kiroku_fold_check_compare (self->tables, self->case_id, self->end, &self->outdated, error);
}

gboolean
kiroku_verify_database_add_tables (
    KirokuVerifySource *source, KirokuFolds *folds, GError **error)
{
  g_autoptr (GPtrArray) creates = NULL;
  Database *self;

  g_return_val_if_fail (source != NULL && source->data != NULL && folds != NULL, FALSE);

  self = source->data;
  creates = kiroku_folds_list_creates (folds);
  source->schema = kiroku_schema_compare (self->db, creates, error);
  if (source->schema == NULL)
    return FALSE;
  self->tables = kiroku_fold_check_new (folds, self->db, error);
  if (self->tables == NULL || !kiroku_fold_check_begin (self->tables, error))
    return FALSE;
  source->fold = fold;
  source->compare = compare;
  source->tables = self;
  return TRUE;
}

gboolean
kiroku_verify_database_is_outdated (const KirokuVerifySource *source)
{
  return ((const Database *) source->data)->outdated;
}

void
kiroku_verify_database_clear (KirokuVerifySource *source)
{
  Database *self = source->data;

  if (self != NULL)
    {
      g_clear_pointer (&self->tables, kiroku_fold_check_free);
      g_free (self->case_id);
    }
  g_clear_pointer (&source->data, g_free);
  g_clear_pointer (&source->opening, g_free);
  g_clear_pointer (&source->arriving, g_ptr_array_unref);
  g_clear_pointer (&source->schema, g_ptr_array_unref);
}
