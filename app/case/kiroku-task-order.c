/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-task-order.h"

#include "kiroku-fold.h"
#include "kiroku-trust.h"

KirokuDraft *
kiroku_draft_task_move (const char *task, const char *before)
{
  KirokuDraft *draft = kiroku_draft_new ("task.move");

  kiroku_draft_set_ref (draft, "task", task);
  kiroku_draft_set_ref (draft, "before", before);
  return draft;
}

/* G_MAXUINT when there is none. */
static guint
find_place (GPtrArray *tasks, const char *id)
{
  for (guint i = 0; i < tasks->len; i++)
    if (g_str_equal (((const KirokuTask *) g_ptr_array_index (tasks, i))->id, id))
      return i;
  return G_MAXUINT;
}

const char *
kiroku_task_order_find_before (
    GPtrArray *tasks, const KirokuTask *other, gboolean after, const KirokuTask *task)
{
  guint place;

  g_return_val_if_fail (tasks != NULL && other != NULL && task != NULL, NULL);

  if (!after)
    return other->id;
  place = find_place (tasks, other->id);
  if (place == G_MAXUINT)
    return NULL;
  for (guint i = place + 1; i < tasks->len; i++)
    {
      const KirokuTask *next = g_ptr_array_index (tasks, i);

      if (next != task)
        return next->id;
    }
  return NULL;
}

static void
move (GPtrArray *tasks, const char *id, const char *before)
{
  const guint from = find_place (tasks, id);
  const guint to = before != NULL ? find_place (tasks, before) : tasks->len;
  gpointer task;

  if (from == G_MAXUINT || to == G_MAXUINT || from == to)
    return;
  task = g_ptr_array_steal_index (tasks, from);
  g_ptr_array_insert (tasks, (gint) (to > from ? to - 1 : to), task);
}

gboolean
kiroku_task_order_apply (
    KirokuDb *db, GPtrArray *tasks, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (KirokuRows) rows = NULL;

  g_return_val_if_fail (db != NULL && tasks != NULL && case_id != NULL, FALSE);

  rows = kiroku_db_query (db, error, "ss",
                          "SELECT task, before FROM task_move"
                          " WHERE case_id = :{case:s} AND rec <= :{as_of:i}"
                          " AND " KIROKU_STANDS ("task_move") " ORDER BY " KIROKU_FOLD_ORDER,
                          case_id, as_of);
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    move (tasks, kiroku_rows_text (rows, i, 0), kiroku_rows_text (rows, i, 1));
  return TRUE;
}

gboolean
kiroku_task_order_fold (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  const char *task = kiroku_entry_get_ref (entry, "task");

  if (task == NULL)
    return TRUE;
  return kiroku_db_exec (
      db, error,
      "INSERT INTO task_move VALUES (" KIROKU_STAMP_PARAMETERS ", :{task:s}, :{before:s})",
      KIROKU_STAMP_VALUES (entry), task, kiroku_entry_get_ref (entry, "before"));
}
