/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-start.h"

#include "kiroku-time.h"

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

gint64
kiroku_start_read_filing (GHashTable *met, const char *rule)
{
  const gint64 *filed = met != NULL ? g_hash_table_lookup (met, rule) : NULL;

  return filed != NULL ? *filed : KIROKU_TIME_NONE;
}
