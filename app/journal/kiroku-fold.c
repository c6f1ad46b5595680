/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-fold.h"

#include "kiroku-archive.h"

struct _KirokuFolds
{
  GPtrArray *folds; /* of const KirokuFold */
};

/* Rows of the table `progress`. */
#define NEXT "rebuild.next" /* arrival of the next entry to fold again */
#define END "rebuild.end"   /* arrival after the last one; what came later is folded already */

/* Entries to fold between two looks at the clock. */
#define PAGE 50

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

static gboolean
get_progress (KirokuDb *db, const char *name, gint64 *value, GError **error)
{
  return kiroku_db_query_int (db, error, 0, value,
                              "SELECT value FROM progress WHERE name = :{name:s}", name);
}

static gboolean
set_progress (KirokuDb *db, const char *name, gint64 value, GError **error)
{
  return kiroku_db_exec (db, error,
                         "INSERT OR REPLACE INTO progress VALUES (:{name:s}, :{value:i})", name,
                         value);
}

static char *
version_name (const KirokuFold *fold)
{
  return g_strconcat ("fold.", fold->name, NULL);
}

gboolean
kiroku_folds_prepare (KirokuFolds *self, KirokuDb *db, gboolean *rebuild, GError **error)
{
  gint64 next, end;

  g_return_val_if_fail (self != NULL && db != NULL && rebuild != NULL, FALSE);

  if (!get_progress (db, NEXT, &next, error) || !get_progress (db, END, &end, error))
    return FALSE;
  *rebuild = next < end;

  for (guint i = 0; i < self->folds->len; i++)
    {
      const KirokuFold *fold = g_ptr_array_index (self->folds, i);
      g_autofree char *name = version_name (fold);
      gint64 version;

      if (!get_progress (db, name, &version, error))
        return FALSE;
      if (version != fold->version)
        {
          *rebuild = TRUE;
          return kiroku_folds_start_rebuild (self, db, error);
        }
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

static gboolean
make_anew (KirokuDb *db, const KirokuFold *fold, GError **error)
{
  g_autofree char *name = version_name (fold);

  for (const char *const *table = fold->tables; *table != NULL; table++)
    {
      g_autofree char *drop = g_strconcat ("DROP TABLE IF EXISTS ", *table, NULL);

      if (!kiroku_db_exec (db, error, drop))
        return FALSE;
    }
  for (const char *const *create = fold->create; *create != NULL; create++)
    if (!kiroku_db_exec (db, error, *create))
      return FALSE;
  return set_progress (db, name, fold->version, error);
}

gboolean
kiroku_folds_start_rebuild (KirokuFolds *self, KirokuDb *db, GError **error)
{
  gint64 end;
  gboolean made;

  g_return_val_if_fail (self != NULL && db != NULL, FALSE);

  if (!kiroku_db_begin (db, error))
    return FALSE;
  made = kiroku_db_query_int (db, error, 1, &end, "SELECT max (arrival) + 1 FROM entry")
         && set_progress (db, NEXT, 1, error) && set_progress (db, END, end, error);
  for (guint i = 0; i < self->folds->len && made; i++)
    made = make_anew (db, g_ptr_array_index (self->folds, i), error);
  if (made && kiroku_db_commit (db, error))
    return TRUE;
  kiroku_db_rollback (db);
  return FALSE;
}

/* Folds entries from @next on until the time is up, but at least one page; moves @next. */
static gboolean
fold_some (
    KirokuFolds *self, KirokuDb *db, gint64 stop_at, gint64 *next, gint64 end, GError **error)
{
  while (*next < end)
    {
      g_autoptr (GPtrArray) entries = kiroku_archive_read_arrived (db, *next, end, PAGE, error);

      if (entries == NULL)
        return FALSE;
      if (entries->len == 0)
        *next = end;
      for (guint i = 0; i < entries->len; i++)
        {
          const KirokuArrived *arrived = g_ptr_array_index (entries, i);

          if (arrived->entry != NULL && !kiroku_folds_apply (self, db, arrived->entry, error))
            return FALSE;
          *next = arrived->arrival + 1;
        }
      if (g_get_monotonic_time () >= stop_at)
        break;
    }
  return TRUE;
}

gboolean
kiroku_folds_rebuild_step (KirokuFolds *self,
                           KirokuDb *db,
                           gint64 budget,
                           gint64 *done,
                           gint64 *total,
                           GError **error)
{
  gint64 next, end;

  g_return_val_if_fail (self != NULL && db != NULL && done != NULL && total != NULL, FALSE);

  if (!kiroku_db_begin (db, error))
    return FALSE;
  if (get_progress (db, NEXT, &next, error) && get_progress (db, END, &end, error)
      && fold_some (self, db, g_get_monotonic_time () + budget, &next, end, error)
      && set_progress (db, NEXT, next, error) && kiroku_db_commit (db, error))
    {
      *done = next - 1;
      *total = end - 1;
      return TRUE;
    }
  kiroku_db_rollback (db);
  return FALSE;
}
