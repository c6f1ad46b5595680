/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-fold-check.h"
#include "kiroku-schema-check.h"
#include "kiroku-verify-private.h"

static char *
describe (const KirokuFoldDifference *difference)
{
  if (difference->torn)
    return g_strdup_printf (_ ("table “%s” is not as Kiroku made it, or the indexes by which "
                               "screens and documents read it say something else: it is damaged, "
                               "or was changed from outside. The entries themselves are intact; "
                               "“kiroku-cli rebuild” makes it anew from them"),
                            difference->table);
  if (difference->key == NULL)
    return g_strdup_printf (_ ("screens and documents show an entry that is not in the record (table "
                               "“%s”): the table was changed from outside. “kiroku-cli rebuild” makes "
                               "it anew from the entries that are there"),
                            difference->table);
  return g_strdup_printf (_ ("what screens and documents show of this entry is not what was signed "
                             "(table “%s”): the table was changed from outside. The entries "
                             "themselves are intact; “kiroku-cli rebuild” makes the table anew from "
                             "them"),
                          difference->table);
}

/* Where entries were cut off, what was made of them is still shown: the same finding, not a worse
 * one. */
static KirokuVerdict
judge (const KirokuVerifyRun *run, const KirokuFoldDifference *difference)
{
  return !difference->torn && difference->key == NULL && run->result->verdict == KIROKU_VERDICT_TRUNCATED
             ? KIROKU_VERDICT_TRUNCATED
             : KIROKU_VERDICT_ALTERED;
}

/* Also where entries were cut off this is not the worse finding. */
static void
judge_schema (KirokuVerifyRun *run, const KirokuSchemaDifference *difference)
{
  g_autofree char *what = NULL;

  if (difference->folded && g_str_equal (difference->type, "table"))
    return; /* found with its rows */
  what = kiroku_schema_difference_describe (difference);
  if (kiroku_schema_difference_acts (difference))
    kiroku_verify_found (run,
                         run->result->verdict == KIROKU_VERDICT_TRUNCATED ? KIROKU_VERDICT_TRUNCATED
                                                                          : KIROKU_VERDICT_ALTERED,
                         KIROKU_POSITION_CASE, NULL, -1, NULL, g_steal_pointer (&what));
  else
    kiroku_verify_warn (run, "%s", what);
}

void
kiroku_verify_check_schema (KirokuVerifyRun *run)
{
  const GPtrArray *schema = run->source->schema;

  for (guint i = 0; schema != NULL && i < schema->len; i++)
    judge_schema (run, g_ptr_array_index (schema, i));
}

/* Of entries that are not those that were signed, or that nobody here can read, the tables say nothing
 * that could be compared. */
gboolean
kiroku_verify_check_tables (KirokuVerifyRun *run, GError **error)
{
  const KirokuVerifySource *source = run->source;
  g_autoptr (GPtrArray) differences = NULL;

  if (source->compare == NULL || run->result->verdict == KIROKU_VERDICT_ALTERED
      || g_hash_table_size (run->unjudged) > 0)
    return TRUE;
  if (g_cancellable_set_error_if_cancelled (run->options->cancellable, error))
    return FALSE;
  differences = source->compare (source->tables, error);
  for (guint i = 0; differences != NULL && i < differences->len; i++)
    {
      const KirokuFoldDifference *difference = g_ptr_array_index (differences, i);

      kiroku_verify_found (run, judge (run, difference), KIROKU_POSITION_CASE, difference->key,
                           difference->seq, difference->hash, describe (difference));
    }
  return differences != NULL;
}
