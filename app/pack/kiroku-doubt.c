/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-doubt.h"

#include <glib/gi18n.h>

#include "kiroku-time.h"

/* From its first moment to its last, µs UTC. */
typedef struct
{
  gint64 first, last;
} Span;

static gboolean
read_span (const char *value, Span *span)
{
  KirokuTime time;

  if (!kiroku_time_from_occ (value, NULL, NULL, &time))
    return FALSE;
  span->first = span->last = time.us;
  if ((time.us + time.offset * G_TIME_SPAN_MINUTE) % G_TIME_SPAN_DAY == 0)
    span->last += G_TIME_SPAN_DAY - G_USEC_PER_SEC;
  return TRUE;
}

/* That @early, which @value is of or @late, comes after the other. (transfer full) (nullable) */
static char *
describe_order (const KirokuPackFact *early,
                const char *early_value,
                const KirokuPackFact *late,
                const char *late_value,
                const char *language)
{
  Span first, second;

  if (!read_span (early_value, &first) || !read_span (late_value, &second)
      || second.last >= first.first)
    return NULL;
  /* Translators: the names of two times, such as Occurred and Discovered. */
  return g_strdup_printf (_ ("“%s” lies after “%s”: check both. It is recorded all the same."),
                          kiroku_pack_text (early->name, language),
                          kiroku_pack_text (late->name, language));
}

char *
kiroku_doubt_describe (KirokuPack *pack,
                       KirokuFacts *facts,
                       const char *key,
                       const char *value,
                       gint64 now,
                       const char *language)
{
  const KirokuPackFact *fact, *before;
  GPtrArray *all;
  char *doubt = NULL;
  Span span;

  g_return_val_if_fail (pack != NULL && facts != NULL && key != NULL && value != NULL, NULL);

  fact = kiroku_pack_get_fact (pack, key);
  if (fact == NULL || fact->type != KIROKU_FACT_TIME || !read_span (value, &span))
    return NULL;
  if (fact->past)
    doubt = kiroku_time_describe_future (span.first, now);
  before = fact->not_before != NULL ? kiroku_pack_get_fact (pack, fact->not_before) : NULL;
  if (doubt == NULL && before != NULL)
    doubt = describe_order (before, kiroku_facts_get_value (facts, before->item.id), fact, value,
                            language);
  all = kiroku_pack_get_facts (pack);
  for (guint i = 0; doubt == NULL && i < all->len; i++)
    {
      const KirokuPackFact *after = g_ptr_array_index (all, i);

      if (g_strcmp0 (after->not_before, key) == 0)
        doubt = describe_order (fact, value, after, kiroku_facts_get_value (facts, after->item.id),
                                language);
    }
  return doubt;
}
