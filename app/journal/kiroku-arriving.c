/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-arriving.h"

void
kiroku_arriving_free (KirokuArriving *self)
{
  g_free (self->sha256);
  g_free (self->case_id);
  g_free (self->file);
  g_free (self->checkpoint);
  g_free (self);
}

gboolean
kiroku_arriving_begin (KirokuDb *db, KirokuArriving *arriving, GError **error)
{
  g_return_val_if_fail (db != NULL && arriving != NULL, FALSE);

  return kiroku_db_exec (db, error,
                         "INSERT OR IGNORE INTO arriving VALUES (:{sha256:s}, :{case:s}, :{file:s},"
                         " :{checkpoint:s}, 0)",
                         arriving->sha256, arriving->case_id, arriving->file, arriving->checkpoint)
         && kiroku_db_query_int (db, error, 0, &arriving->entries,
                                 "SELECT entries FROM arriving WHERE sha256 = :{sha256:s}",
                                 arriving->sha256);
}

gboolean
kiroku_arriving_set_entries (KirokuDb *db, const char *sha256, gint64 entries, GError **error)
{
  return kiroku_db_exec (db, error,
                         "UPDATE arriving SET entries = :{entries:i} WHERE sha256 = :{sha256:s}",
                         entries, sha256);
}

gboolean
kiroku_arriving_end (KirokuDb *db, const char *sha256, GError **error)
{
  return kiroku_db_exec (db, error, "DELETE FROM arriving WHERE sha256 = :{sha256:s}", sha256);
}

GPtrArray *
kiroku_arriving_list (KirokuDb *db, const char *case_id, GError **error)
{
  GPtrArray *list;
  g_autoptr (KirokuRows) rows = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL, NULL);

  rows = kiroku_db_query (db, error, "ssssi",
                          "SELECT sha256, case_id, file, checkpoint, entries FROM arriving"
                          " WHERE case_id = :{case:s} ORDER BY sha256",
                          case_id);
  if (rows == NULL)
    return NULL;
  list = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_arriving_free);
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      KirokuArriving *arriving = g_new (KirokuArriving, 1);

      *arriving = (KirokuArriving){ .sha256 = g_strdup (kiroku_rows_text (rows, i, 0)),
                                    .case_id = g_strdup (kiroku_rows_text (rows, i, 1)),
                                    .file = g_strdup (kiroku_rows_text (rows, i, 2)),
                                    .checkpoint = g_strdup (kiroku_rows_text (rows, i, 3)),
                                    .entries = kiroku_rows_int (rows, i, 4) };
      g_ptr_array_add (list, arriving);
    }
  return list;
}
