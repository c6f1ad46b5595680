/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-fold.h"

#include <string.h>

struct _KirokuFolds
{
  GPtrArray *folds; /* of const KirokuFold */
};

KirokuFolds *
kiroku_folds_new (void)
{
  KirokuFolds *self = g_new (KirokuFolds, 1);

  self->folds = g_ptr_array_new ();
  return self;
}

void
kiroku_folds_free (KirokuFolds *self)
{
  g_ptr_array_unref (self->folds);
  g_free (self);
}

void
kiroku_folds_add (KirokuFolds *self, const KirokuFold *fold)
{
  g_return_if_fail (self != NULL && fold != NULL && fold->fold != NULL);

  g_ptr_array_add (self->folds, (gpointer) fold);
}

static char *
version_name (const KirokuFold *fold)
{
  return g_strconcat ("fold.", fold->name, NULL);
}

gboolean
kiroku_folds_need_rebuild (KirokuFolds *self, KirokuDb *db, gboolean *needed, GError **error)
{
  g_return_val_if_fail (self != NULL && db != NULL && needed != NULL, FALSE);

  *needed = FALSE;
  for (guint i = 0; i < self->folds->len; i++)
    {
      const KirokuFold *fold = g_ptr_array_index (self->folds, i);
      g_autofree char *name = version_name (fold);
      gint64 version;

      if (!kiroku_db_query_int (db, error, 0, &version,
                                "SELECT value FROM progress WHERE name = :{name:s}", name))
        return FALSE;
      *needed = *needed || version != fold->version;
    }
  return TRUE;
}

gboolean
kiroku_folds_apply (KirokuFolds *self, KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  for (guint i = 0; i < self->folds->len; i++)
    {
      const KirokuFold *fold = g_ptr_array_index (self->folds, i);

      if (!fold->fold (db, entry, error))
        return FALSE;
    }
  return TRUE;
}

/* --- Folding anew --- */

#define REFOLDS "refolds"

gboolean
kiroku_fold_delete_stamped (
    const KirokuFold *fold, KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  g_return_val_if_fail (fold != NULL && db != NULL && entry != NULL, FALSE);

  for (const char *const *table = fold->tables; *table != NULL; table++)
    {
      g_autofree char *sql
          = g_strconcat ("DELETE FROM ", *table,
                         " WHERE case_id = :{case:s} AND clock = :{clock:i} AND key = :{key:s}"
                         " AND seq = :{seq:i} AND hash = :{hash:s}",
                         NULL);

      if (!kiroku_db_exec (db, error, sql, entry->case_id, entry->clock, entry->key, entry->seq,
                           entry->hash))
        return FALSE;
    }
  return TRUE;
}

gboolean
kiroku_folds_count_refolds (KirokuDb *db, gint64 *count, GError **error)
{
  return kiroku_db_query_int (db, error, 0, count,
                              "SELECT value FROM progress WHERE name = '" REFOLDS "'");
}

gboolean
kiroku_folds_refold (KirokuFolds *self,
                     KirokuDb *db,
                     const KirokuEntry *before,
                     const KirokuEntry *now,
                     GError **error)
{
  g_return_val_if_fail (self != NULL && before != NULL && now != NULL, FALSE);

  for (guint i = 0; i < self->folds->len; i++)
    {
      const KirokuFold *fold = g_ptr_array_index (self->folds, i);

      if (!(fold->unfold != NULL ? fold->unfold (db, before, error)
                                 : kiroku_fold_delete_stamped (fold, db, before, error)))
        return FALSE;
    }
  return kiroku_folds_apply (self, db, now, error)
         && kiroku_db_exec (db, error,
                            "INSERT INTO progress VALUES ('" REFOLDS "', 1)"
                            " ON CONFLICT (name) DO UPDATE SET value = value + 1");
}

/* --- Tables --- */

static gboolean
create_tables (KirokuDb *db, const KirokuFold *fold, GError **error)
{
  for (const char *const *create = fold->create; *create != NULL; create++)
    if (!kiroku_db_exec (db, error, *create))
      return FALSE;
  return TRUE;
}

gboolean
kiroku_folds_create (KirokuFolds *self, KirokuDb *db, GError **error)
{
  g_return_val_if_fail (self != NULL && db != NULL, FALSE);

  for (guint i = 0; i < self->folds->len; i++)
    if (!create_tables (db, g_ptr_array_index (self->folds, i), error))
      return FALSE;
  return TRUE;
}

#define CREATE_TABLE "CREATE TABLE "

/* A temporary table that takes everything and keeps nothing. */
static gboolean
create_sink (KirokuDb *db, const char *name, GError **error)
{
  g_autofree char *table = g_strdup_printf ("CREATE TEMP TABLE %s (cut)", name);
  g_autofree char *trigger
      = g_strdup_printf ("CREATE TEMP TRIGGER %s_sink BEFORE INSERT ON temp.%s BEGIN"
                         " SELECT RAISE (IGNORE); END",
                         name, name);

  return kiroku_db_exec (db, error, table) && kiroku_db_exec (db, error, trigger);
}

static gboolean
create_temporary (KirokuDb *db, const KirokuFold *fold, GError **error)
{
  for (const char *const *create = fold->create; *create != NULL; create++)
    if (g_str_has_prefix (*create, CREATE_TABLE))
      {
        g_autofree char *sql
            = g_strconcat ("CREATE TEMP TABLE ", *create + strlen (CREATE_TABLE), NULL);

        if (!kiroku_db_exec (db, error, sql))
          return FALSE;
      }
  return fold->index == NULL || create_sink (db, fold->index, error);
}

gboolean
kiroku_folds_create_temporary (KirokuFolds *self, KirokuDb *db, GError **error)
{
  g_return_val_if_fail (self != NULL && db != NULL, FALSE);

  for (guint i = 0; i < self->folds->len; i++)
    if (!create_temporary (db, g_ptr_array_index (self->folds, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
drop_temporary_table (KirokuDb *db, const char *name, GError **error)
{
  g_autofree char *sql = g_strconcat ("DROP TABLE temp.", name, NULL);

  return kiroku_db_exec (db, error, sql);
}

gboolean
kiroku_folds_drop_temporary (KirokuFolds *self, KirokuDb *db, GError **error)
{
  g_return_val_if_fail (self != NULL && db != NULL, FALSE);

  for (guint i = 0; i < self->folds->len; i++)
    {
      const KirokuFold *fold = g_ptr_array_index (self->folds, i);

      for (const char *const *table = fold->tables; *table != NULL; table++)
        if (!drop_temporary_table (db, *table, error))
          return FALSE;
      if (fold->index != NULL && !drop_temporary_table (db, fold->index, error))
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
kiroku_folds_list_tables (KirokuFolds *self)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < self->folds->len; i++)
    {
      const KirokuFold *fold = g_ptr_array_index (self->folds, i);

      for (const char *const *table = fold->tables; *table != NULL; table++)
        g_ptr_array_add (list, (gpointer) *table);
    }
  return list;
}

GPtrArray *
kiroku_folds_list_creates (KirokuFolds *self)
{
  GPtrArray *list = g_ptr_array_new ();

  g_return_val_if_fail (self != NULL, list);

  for (guint i = 0; i < self->folds->len; i++)
    {
      const KirokuFold *fold = g_ptr_array_index (self->folds, i);

      for (const char *const *create = fold->create; *create != NULL; create++)
        g_ptr_array_add (list, (gpointer) *create);
    }
  return list;
}

static gboolean
drop_table (KirokuDb *db, const char *name, GError **error)
{
  g_autofree char *drop = g_strconcat ("DROP TABLE IF EXISTS main.", name, NULL);

  return kiroku_db_exec (db, error, drop);
}

static gboolean
drop_tables (KirokuDb *db, const KirokuFold *fold, GError **error)
{
  for (const char *const *table = fold->tables; *table != NULL; table++)
    if (!drop_table (db, *table, error))
      return FALSE;
  return fold->index == NULL || drop_table (db, fold->index, error);
}

static gboolean
copy_table (KirokuDb *db, const char *from, const char *name, GError **error)
{
  g_autofree char *copy
      = g_strdup_printf ("INSERT INTO main.%s SELECT * FROM %s.%s", name, from, name);

  return kiroku_db_exec (db, error, copy);
}

/* The tables in which FTS5 keeps an index. What it has put into new ones is of no index at all. */
static gboolean
copy_index (KirokuDb *db, const char *from, const char *index, GError **error)
{
  static const char *const parts[] = { "data", "idx" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *name = g_strconcat (index, "_", parts[i], NULL);
      g_autofree char *empty = g_strconcat ("DELETE FROM main.", name, NULL);

      if (!kiroku_db_exec (db, error, empty) || !copy_table (db, from, name, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
copy_tables (KirokuDb *db, const KirokuFold *fold, const char *from, GError **error)
{
  for (const char *const *table = fold->tables; *table != NULL; table++)
    if (!copy_table (db, from, *table, error))
      return FALSE;
  return fold->index == NULL || copy_index (db, from, fold->index, error);
}

gboolean
kiroku_folds_purge_indexes (KirokuFolds *self, KirokuDb *db, GError **error)
{
  g_return_val_if_fail (self != NULL && db != NULL, FALSE);

  for (guint i = 0; i < self->folds->len; i++)
    {
      const KirokuFold *fold = g_ptr_array_index (self->folds, i);
      g_autofree char *sql = NULL;

      if (fold->index == NULL)
        continue;
      sql = g_strdup_printf ("INSERT INTO %s (%s) VALUES ('optimize')", fold->index, fold->index);
      if (!kiroku_db_exec (db, error, sql))
        return FALSE;
    }
  return TRUE;
}

static gboolean
note_version (KirokuDb *db, const KirokuFold *fold, GError **error)
{
  g_autofree char *name = version_name (fold);

  return kiroku_db_exec (db, error,
                         "INSERT OR REPLACE INTO progress VALUES (:{name:s}, :{value:i})", name,
                         (gint64) fold->version);
}

gboolean
kiroku_folds_replace (KirokuFolds *self, KirokuDb *db, const char *from, GError **error)
{
  g_return_val_if_fail (self != NULL && db != NULL && from != NULL, FALSE);

  for (guint i = 0; i < self->folds->len; i++)
    {
      const KirokuFold *fold = g_ptr_array_index (self->folds, i);

      if (!drop_tables (db, fold, error) || !create_tables (db, fold, error)
          || !copy_tables (db, fold, from, error) || !note_version (db, fold, error))
        return FALSE;
    }
  return TRUE;
}
