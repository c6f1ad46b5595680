/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-start.h"

#include "kiroku-time.h"
#include "kiroku-trust.h"

/* A value of a time or date fact as µs UTC. */
static gint64
read_value (const char *value, GTimeZone *zone)
{
  g_autoptr (GDateTime) midnight = NULL;
  g_autofree char *text = NULL;
  KirokuTime time;

  if (kiroku_time_from_occ (value, kiroku_precision_id (KIROKU_PRECISION_SECOND), NULL, &time))
    return time.us;
  text = g_strconcat (value, "T00:00:00", NULL);
  midnight = g_date_time_new_from_iso8601 (text, zone);
  return midnight != NULL ? g_date_time_to_unix (midnight) * G_USEC_PER_SEC : KIROKU_TIME_NONE;
}

gint64
kiroku_start_read_fact (KirokuFacts *facts, const char *key, GTimeZone *zone, gboolean *rivals)
{
  const KirokuFact *fact = kiroku_facts_get (facts, key);
  gint64 earliest;

  if (fact == NULL)
    return KIROKU_TIME_NONE;
  if (rivals != NULL && fact->rivals != NULL)
    *rivals = TRUE;
  earliest = read_value (fact->value, zone);
  for (guint i = 0; fact->rivals != NULL && i < fact->rivals->len; i++)
    {
      gint64 other = read_value (g_ptr_array_index (fact->rivals, i), zone);

      if (other != KIROKU_TIME_NONE && (earliest == KIROKU_TIME_NONE || other < earliest))
        earliest = other;
    }
  return earliest;
}

/* Two values of one fact, one after the other. */
static void
note_change (GHashTable *last, GHashTable *changes, const char *key, const char *value)
{
  const char *before = g_hash_table_lookup (last, key);

  if (before != NULL && *before != '\0' && !g_str_equal (before, value))
    g_hash_table_insert (changes, g_strdup (key), g_strdup (before));
  g_hash_table_insert (last, g_strdup (key), g_strdup (value));
}

GHashTable *
kiroku_start_read_changes (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (GHashTable) last = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) changes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "ss",
                         "SELECT fact, value FROM fact WHERE case_id = :{case:s}"
                         " AND rec <= :{as_of:i} AND fact GLOB 't.*' AND value IS NOT NULL"
                         " AND " KIROKU_STANDS ("fact") " ORDER BY " KIROKU_FOLD_ORDER,
                         case_id, as_of);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    note_change (last, changes, kiroku_rows_text (rows, i, 0), kiroku_rows_text (rows, i, 1));
  return g_steal_pointer (&changes);
}

gint64
kiroku_start_read_before (GHashTable *changes,
                          KirokuFacts *facts,
                          const char *key,
                          GTimeZone *zone)
{
  const char *before = changes != NULL ? g_hash_table_lookup (changes, key) : NULL;
  const KirokuFact *fact = kiroku_facts_get (facts, key);

  if (before == NULL || fact == NULL || fact->rivals != NULL)
    return KIROKU_TIME_NONE;
  return read_value (before, zone);
}

gint64
kiroku_start_read_filing (GHashTable *met, const char *rule)
{
  const gint64 *filed = met != NULL ? g_hash_table_lookup (met, rule) : NULL;

  return filed != NULL ? *filed : KIROKU_TIME_NONE;
}
