/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-rebuild.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "kiroku-archive.h"
#include "kiroku-files.h"
#include "kiroku-schema-check.h"

/* Entries to fold between two looks at the clock. */
#define PAGE 50

struct _KirokuRebuild
{
  KirokuFolds *folds;
  KirokuDb *db;
  char *path;     /* of the file in which the new tables grow */
  KirokuDb *side; /* NULL once they are in place */
  int lock;       /* of the one rebuild there may be */
  gint64 next;    /* arrival of the next entry to fold */
  gint64 end;     /* arrival after the last one that was there at the start */
  GPtrArray *removed; /* of KirokuSchemaDifference */
  gint64 refolds; /* how often an entry had been folded anew at the start */
};

static void
remove_file (KirokuRebuild *self)
{
  g_autofree char *journal = g_strconcat (self->path, "-journal", NULL);

  g_clear_pointer (&self->side, kiroku_db_free);
  g_unlink (self->path);
  g_unlink (journal);
}

void
kiroku_rebuild_free (KirokuRebuild *self)
{
  if (self->lock >= 0)
    {
      remove_file (self);
      close (self->lock);
    }
  g_ptr_array_unref (self->removed);
  g_free (self->path);
  g_free (self);
}

static gboolean
take_lock (KirokuRebuild *self, GError **error)
{
  g_autofree char *path = g_strconcat (self->path, ".lock", NULL);

  self->lock = kiroku_files_lock (path, error);
  return self->lock >= 0;
}

/* Nothing in this file has to survive a crash. */
static gboolean
open_side (KirokuRebuild *self, GError **error)
{
  static const char *const pragmas[] = { "PRAGMA journal_mode=MEMORY", "PRAGMA synchronous=OFF" };

  remove_file (self); /* what a crash may have left */
  self->side = kiroku_db_open (self->path, TRUE, error);
  if (self->side == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (pragmas); i++)
    {
      g_autoptr (KirokuRows) rows = kiroku_db_query (self->side, error, "", pragmas[i]);

      if (rows == NULL)
        return FALSE;
    }
  return kiroku_folds_create (self->folds, self->side, error);
}

/* Begins with the first entry. */
static gboolean
begin (KirokuRebuild *self, GError **error)
{
  self->next = 1;
  return kiroku_folds_count_refolds (self->db, &self->refolds, error) && open_side (self, error)
         && kiroku_db_query_int (self->db, error, 1, &self->end,
                                 "SELECT max (arrival) + 1 FROM entry");
}

KirokuRebuild *
kiroku_rebuild_start (KirokuFolds *folds, KirokuDb *db, GError **error)
{
  g_autoptr (KirokuRebuild) self = NULL;

  g_return_val_if_fail (folds != NULL && db != NULL, NULL);

  self = g_new0 (KirokuRebuild, 1);
  self->folds = folds;
  self->db = db;
  self->removed
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_schema_difference_free);
  self->path = g_strconcat (kiroku_db_get_path (db), ".rebuild", NULL);
  if (!take_lock (self, error) || !begin (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* Folds one page of the entries that arrived before @end into @to; moves the place in the line. */
static gboolean
fold_page (KirokuRebuild *self, KirokuDb *to, gint64 end, GError **error)
{
  g_autoptr (GPtrArray) entries
      = kiroku_archive_read_arrived (self->db, self->next, end, PAGE, error);

  if (entries == NULL)
    return FALSE;
  if (entries->len == 0)
    self->next = end;
  for (guint i = 0; i < entries->len; i++)
    {
      const KirokuArrived *arrived = g_ptr_array_index (entries, i);

      if (arrived->entry != NULL && !kiroku_folds_apply (self->folds, to, arrived->entry, error))
        return FALSE;
      self->next = arrived->arrival + 1;
    }
  return TRUE;
}

static gboolean
fold_until (KirokuRebuild *self, gint64 stop_at, GError **error)
{
  gint64 before = self->next;

  if (!kiroku_db_begin (self->side, error))
    return FALSE;
  do
    if (!fold_page (self, self->side, self->end, error))
      {
        kiroku_db_rollback (self->side);
        self->next = before;
        return FALSE;
      }
  while (self->next < self->end && g_get_monotonic_time () < stop_at);
  return kiroku_db_commit (self->side, error);
}

/* Everything that arrived since the start is folded straight into its place. */
static gboolean
fold_rest (KirokuRebuild *self, GError **error)
{
  while (self->next < G_MAXINT64)
    if (!fold_page (self, self->db, G_MAXINT64, error))
      return FALSE;
  return TRUE;
}

/* What was folded since the start may hold a value that has been erased since, or lack one that came:
 * then all begins anew. */
static gboolean
is_outdated (KirokuRebuild *self, gboolean *outdated, GError **error)
{
  gint64 refolds;

  if (!kiroku_folds_count_refolds (self->db, &refolds, error))
    return FALSE;
  *outdated = refolds != self->refolds;
  return TRUE;
}

/* A trigger that was left in the file would act while the tables are filled. */
static gboolean
mend_schema (KirokuRebuild *self, GError **error)
{
  g_autoptr (GPtrArray) creates = kiroku_folds_list_creates (self->folds);

  g_ptr_array_set_size (self->removed, 0);
  return kiroku_schema_mend (self->db, creates, self->removed, error);
}

static gboolean
replace_tables (KirokuRebuild *self, gboolean *outdated, GError **error)
{
  if (!kiroku_db_begin (self->db, error))
    return FALSE;
  if (is_outdated (self, outdated, error) && !*outdated && mend_schema (self, error)
      && kiroku_folds_replace (self->folds, self->db, "side", error) && fold_rest (self, error)
      && kiroku_db_commit (self->db, error))
    return TRUE;
  kiroku_db_rollback (self->db);
  return *outdated;
}

static gboolean
put_in_place (KirokuRebuild *self, GError **error)
{
  g_autoptr (GError) detached = NULL;
  gboolean replaced, outdated = FALSE;

  g_clear_pointer (&self->side, kiroku_db_free);
  if (!kiroku_db_exec (self->db, error, "ATTACH DATABASE :{path:s} AS side", self->path))
    return FALSE;
  replaced = replace_tables (self, &outdated, error);
  if (!kiroku_db_exec (self->db, &detached, "DETACH DATABASE side"))
    g_debug ("detach: %s", detached->message);
  return replaced && (!outdated || begin (self, error));
}

gboolean
kiroku_rebuild_step (
    KirokuRebuild *self, gint64 budget, gint64 *done, gint64 *total, GError **error)
{
  g_return_val_if_fail (self != NULL && done != NULL && total != NULL, FALSE);
  g_return_val_if_fail (self->side != NULL, FALSE);

  /* One more than the entries: the last step puts the tables in place. */
  *total = self->end;
  if (self->next < self->end ? !fold_until (self, g_get_monotonic_time () + budget, error)
                             : !put_in_place (self, error))
    return FALSE;
  *done = self->side != NULL ? MIN (self->next, self->end) - 1 : self->end;
  return TRUE;
}

const GPtrArray *
kiroku_rebuild_get_removed (const KirokuRebuild *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->removed;
}
