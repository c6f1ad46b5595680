/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-absent.h"

#include "kiroku-line-erasure.h"

static KirokuRows *
query_absent (KirokuDb *db, const char *case_id, GError **error)
{
  return kiroku_db_query (db, error, "ss",
                          "SELECT e.hash, c.key FROM entry e, json_each (e.header, '$.com') c"
                          " WHERE e.case_id = :{case:s} AND NOT EXISTS"
                          " (SELECT 1 FROM field f WHERE f.hash = e.hash AND f.name = c.key)",
                          case_id);
}

GHashTable *
kiroku_absent_list (KirokuDb *db, const char *case_id, GError **error)
{
  g_autoptr (GHashTable) erased = NULL;
  g_autoptr (KirokuRows) rows = NULL;
  GHashTable *absent;

  g_return_val_if_fail (db != NULL && case_id != NULL, NULL);

  erased = kiroku_erased_list (db, case_id, error);
  rows = erased != NULL ? query_absent (db, case_id, error) : NULL;
  if (rows == NULL)
    return NULL;
  absent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      const char *hash = kiroku_rows_text (rows, i, 0);
      const char *field = kiroku_rows_text (rows, i, 1);
      KirokuAbsence why = kiroku_erased_contains (erased, hash, field) ? KIROKU_ABSENCE_ERASED
                                                                       : KIROKU_ABSENCE_WITHHELD;

      g_hash_table_insert (absent, g_strconcat (hash, " ", field, NULL), GUINT_TO_POINTER (why));
    }
  return absent;
}

KirokuAbsence
kiroku_absent_get (GHashTable *absent, const char *hash, const char *field)
{
  g_autofree char *value = NULL;

  g_return_val_if_fail (hash != NULL && field != NULL, KIROKU_ABSENCE_NONE);

  if (absent == NULL)
    return KIROKU_ABSENCE_NONE;
  value = g_strconcat (hash, " ", field, NULL);
  return GPOINTER_TO_UINT (g_hash_table_lookup (absent, value));
}
