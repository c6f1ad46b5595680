/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-coverage.h"

#include "kiroku-book-authority.h"

/* Of the case that was asked about last: it is asked about after each entry. */
typedef struct
{
  char *case_id;
  KirokuCoverage *coverage;
} Kept;

static void
kept_free (gpointer data)
{
  Kept *kept = data;

  g_free (kept->case_id);
  kiroku_coverage_free (kept->coverage);
  g_free (kept);
}

/* Only the worker's thread gets here. */
static KirokuCoverage *
get_coverage (KirokuBook *self, const char *case_id)
{
  static const char name[] = "kiroku-coverage";
  Kept *kept = g_object_get_data (G_OBJECT (self), name);

  if (kept != NULL && g_str_equal (kept->case_id, case_id))
    return kept->coverage;
  kept = g_new (Kept, 1);
  *kept = (Kept){ g_strdup (case_id), kiroku_coverage_new (case_id) };
  g_object_set_data_full (G_OBJECT (self), name, kept, kept_free);
  return kept->coverage;
}

gboolean
kiroku_book_read_anchored (KirokuBook *self,
                           KirokuDb *db,
                           const char *case_id,
                           KirokuAnchored *anchored,
                           GError **error)
{
  KirokuCoverage *coverage;
  g_auto (GStrv) cas = NULL;
  g_auto (GStrv) unread = NULL;
  const KirokuAnchor *last;

  g_return_val_if_fail (KIROKU_IS_BOOK (self) && db != NULL && case_id != NULL, FALSE);

  coverage = get_coverage (self, case_id);
  cas = kiroku_book_list_trusted (self, &unread);
  if (!kiroku_coverage_update (coverage, db, (const char *const *) cas, error))
    return FALSE;
  last = kiroku_coverage_get_last (coverage);
  *anchored = (KirokuAnchored){ *kiroku_coverage_get_unanchored (coverage),
                                last != NULL ? last->type : KIROKU_ANCHOR_TOKEN,
                                last != NULL ? last->rec : KIROKU_TIME_NONE, NULL };
  if (anchored->unanchored.entries > 0)
    anchored->unread = g_intern_string (unread[0]);
  return TRUE;
}
