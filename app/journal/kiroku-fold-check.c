/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-fold-check.h"

/* A temporary table hides the one of the same name, so that folds fill it without knowing. */
struct _KirokuFoldCheck
{
  KirokuFolds *folds;
  KirokuDb *db;
  gint64 refolds; /* how often an entry had been folded anew at the beginning */
  gboolean begun;
};

void
kiroku_fold_difference_free (KirokuFoldDifference *difference)
{
  g_free (difference->hash);
  g_free (difference->key);
  g_free (difference);
}

KirokuFoldCheck *
kiroku_fold_check_new (KirokuFolds *folds, KirokuDb *db, GError **error)
{
  g_autoptr (KirokuFoldCheck) self = NULL;

  g_return_val_if_fail (folds != NULL && db != NULL, NULL);

  self = g_new0 (KirokuFoldCheck, 1);
  self->folds = folds;
  /* Not opened for writing: that opens and closes the file besides, and with it the kernel forgets the
   * locks of every other connection of this program. */
  self->db = kiroku_db_open (kiroku_db_get_path (db), FALSE, error);
  return self->db != NULL ? g_steal_pointer (&self) : NULL;
}

void
kiroku_fold_check_free (KirokuFoldCheck *self)
{
  if (self->begun)
    kiroku_db_rollback (self->db);
  g_clear_pointer (&self->db, kiroku_db_free);
  g_free (self);
}

/* The rows may be more than the memory holds. SQLite removes the name of such a file as soon as it has
 * opened it. This also drops the temporary tables of before. */
static gboolean
empty_temporary (KirokuFoldCheck *self, GError **error)
{
  static const char *const pragmas[]
      = { "PRAGMA query_only=OFF", "PRAGMA temp_store=MEMORY", "PRAGMA temp_store=FILE" };

  for (guint i = 0; i < G_N_ELEMENTS (pragmas); i++)
    {
      g_autoptr (KirokuRows) rows = kiroku_db_query (self->db, error, "", pragmas[i]);

      if (rows == NULL)
        return FALSE;
    }
  return TRUE;
}

/* The transaction is about the temporary tables: others write meanwhile. */
gboolean
kiroku_fold_check_begin (KirokuFoldCheck *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->begun)
    kiroku_db_rollback (self->db);
  self->begun = FALSE;
  if (!empty_temporary (self, error)
      || !kiroku_folds_count_refolds (self->db, &self->refolds, error)
      || !kiroku_folds_create_temporary (self->folds, self->db, error)
      || !kiroku_db_begin_read (self->db, error))
    return FALSE;
  self->begun = TRUE;
  return TRUE;
}

gboolean
kiroku_fold_check_add (KirokuFoldCheck *self, const KirokuEntry *entry, GError **error)
{
  g_return_val_if_fail (self != NULL && self->begun && entry != NULL, FALSE);

  return kiroku_folds_apply (self->folds, self->db, entry, error);
}

/* --- Comparing --- */

/* What entries say of a row: all columns but an `id` that is the primary key. */
#define LIST_COLUMNS \
  "SELECT group_concat (name, ', ') FROM pragma_table_info ('TABLE', 'temp') WHERE name <> 'id' OR pk = 0"

/* Rows that are missing or changed; then entries with more rows than they make. */
#define COMPARE \
  "SELECT d.hash, e.key, e.seq FROM (" \
  " SELECT hash FROM (SELECT COLUMNS FROM temp.TABLE" \
  "  EXCEPT SELECT COLUMNS FROM main.TABLE WHERE case_id = :{case:s})" \
  " UNION ALL SELECT hash FROM (SELECT hash, count(*) FROM main.TABLE m" \
  "  WHERE case_id = :{case:s} AND NOT EXISTS (SELECT 1 FROM main.entry n" \
  "   WHERE n.hash = m.hash AND n.arrival >= :{end:i}) GROUP BY hash" \
  "  EXCEPT SELECT hash, count(*) FROM temp.TABLE GROUP BY hash)" \
  ") d LEFT JOIN main.entry e ON e.hash = d.hash AND e.case_id = :{case:s}" \
  " ORDER BY e.arrival IS NULL, e.arrival LIMIT 1"

/* @sql, with @with where it says @word. (transfer full) */
static char *
put_in (const char *sql, const char *word, const char *with)
{
  g_auto (GStrv) parts = g_strsplit (sql, word, -1);

  return g_strjoinv (with, parts);
}

/* @sql, with @table where it says TABLE. (transfer full) */
static char *
make_query (const char *sql, const char *table)
{
  return put_in (sql, "TABLE", table);
}

/* (transfer full) */
static char *
make_compare (KirokuDb *db, const char *table, GError **error)
{
  g_autofree char *list = make_query (LIST_COLUMNS, table);
  g_autofree char *compare = make_query (COMPARE, table);
  g_autoptr (KirokuRows) rows = kiroku_db_query (db, error, "s", list);

  return rows != NULL ? put_in (compare, "COLUMNS", kiroku_rows_text (rows, 0, 0)) : NULL;
}

static gboolean
compare_table (KirokuFoldCheck *self,
               const char *table,
               const char *case_id,
               gint64 end,
               GPtrArray *differences,
               GError **error)
{
  g_autofree char *sql = make_compare (self->db, table, error);
  g_autoptr (KirokuRows) rows
      = sql != NULL ? kiroku_db_query (self->db, error, "ssi", sql, case_id, end) : NULL;

  if (rows != NULL && kiroku_rows_length (rows) > 0)
    {
      KirokuFoldDifference *difference = g_new0 (KirokuFoldDifference, 1);

      difference->table = table;
      difference->hash = g_strdup (kiroku_rows_text (rows, 0, 0));
      difference->key = g_strdup (kiroku_rows_text (rows, 0, 1));
      difference->seq = kiroku_rows_is_null (rows, 0, 2) ? -1 : kiroku_rows_int (rows, 0, 2);
      g_ptr_array_add (differences, difference);
    }
  return rows != NULL;
}

static void
add_torn (GPtrArray *differences, const char *table)
{
  KirokuFoldDifference *difference = g_new0 (KirokuFoldDifference, 1);

  *difference = (KirokuFoldDifference){ .table = table, .seq = -1, .torn = TRUE };
  g_ptr_array_add (differences, difference);
}

/* Whether @table is a table, and has the columns that the temporary one has; SQLite keeps the
 * statements that made them. */
static gboolean
has_shape (KirokuFoldCheck *self, const char *table, gboolean *same, GError **error)
{
  gint64 found;

  if (!kiroku_db_query_int (self->db, error, 0, &found,
                            "SELECT count(*) FROM main.sqlite_master m"
                            " JOIN temp.sqlite_master t ON t.type = m.type AND t.name = m.name"
                            " AND t.sql = m.sql WHERE m.type = 'table' AND m.name = :{name:s}",
                            table))
    return FALSE;
  *same = found == 1;
  return TRUE;
}

/* Screens and papers look rows up by indexes, which the comparison above does not read: that they say
 * what the table says is for SQLite to check. */
static gboolean
check_whole (KirokuFoldCheck *self, const char *table, GPtrArray *differences, GError **error)
{
  g_autofree char *sql = make_query ("PRAGMA main.integrity_check(TABLE)", table);
  g_autoptr (KirokuRows) rows = kiroku_db_query (self->db, error, "s", sql);

  if (rows != NULL
      && (kiroku_rows_length (rows) != 1 || g_strcmp0 (kiroku_rows_text (rows, 0, 0), "ok") != 0))
    add_torn (differences, table);
  return rows != NULL;
}

static gboolean
look_at_table (KirokuFoldCheck *self,
               const char *table,
               const char *case_id,
               gint64 end,
               GPtrArray *differences,
               GError **error)
{
  gboolean same;

  if (!has_shape (self, table, &same, error))
    return FALSE;
  if (same)
    return check_whole (self, table, differences, error)
           && compare_table (self, table, case_id, end, differences, error);
  add_torn (differences, table);
  return TRUE;
}

/* Inside a transaction that reads. */
static gboolean
compare_tables (KirokuFoldCheck *self,
                const char *case_id,
                gint64 end,
                gboolean *outdated,
                GPtrArray *differences,
                GError **error)
{
  g_autoptr (GPtrArray) tables = kiroku_folds_list_tables (self->folds);
  gint64 refolds;

  if (!kiroku_folds_count_refolds (self->db, &refolds, error))
    return FALSE;
  *outdated = refolds != self->refolds;
  for (guint i = 0; !*outdated && i < tables->len; i++)
    if (!look_at_table (self, g_ptr_array_index (tables, i), case_id, end, differences, error))
      return FALSE;
  return TRUE;
}

GPtrArray *
kiroku_fold_check_compare_within (
    KirokuFoldCheck *self, const char *case_id, gint64 end, gboolean *outdated, GError **error)
{
  g_autoptr (GPtrArray) differences
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_fold_difference_free);

  g_return_val_if_fail (self != NULL && self->begun && case_id != NULL && outdated != NULL, NULL);

  return compare_tables (self, case_id, end, outdated, differences, error)
             ? g_steal_pointer (&differences)
             : NULL;
}

GPtrArray *
kiroku_fold_check_compare (
    KirokuFoldCheck *self, const char *case_id, gint64 end, gboolean *outdated, GError **error)
{
  GPtrArray *differences;

  g_return_val_if_fail (self != NULL && self->begun && case_id != NULL && outdated != NULL, NULL);

  self->begun = FALSE;
  if (!kiroku_db_commit (self->db, error) || !kiroku_db_begin_read (self->db, error))
    return NULL;
  self->begun = TRUE;
  differences = kiroku_fold_check_compare_within (self, case_id, end, outdated, error);
  self->begun = FALSE;
  kiroku_db_rollback (self->db);
  return differences;
}

KirokuDb *
kiroku_fold_check_get_db (KirokuFoldCheck *self)
{
  g_return_val_if_fail (self != NULL && self->begun, NULL);

  return self->db;
}

/* The temporary tables, which hide the others. */
static gboolean
drop_temporary (KirokuFoldCheck *self, GError **error)
{
  g_autoptr (KirokuRows) rows = NULL;

  if (!kiroku_folds_drop_temporary (self->folds, self->db, error))
    return FALSE;
  rows = kiroku_db_query (self->db, error, "", "PRAGMA query_only=ON");
  return rows != NULL;
}

KirokuDb *
kiroku_fold_check_free_to_db (KirokuFoldCheck *self, GError **error)
{
  KirokuDb *db = NULL;

  g_return_val_if_fail (self != NULL && self->begun, NULL);

  if (drop_temporary (self, error))
    {
      db = g_steal_pointer (&self->db);
      self->begun = FALSE;
    }
  kiroku_fold_check_free (self);
  return db;
}
