/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-related.h"

#include "kiroku-archive.h"
#include "kiroku-case-fold.h"
#include "kiroku-erasure.h"

/* How a header names what its entry corrects: canonical JSON has one form (FORMAT.md §1). */
#define CORRECTS "\"corrects\":\""
#define CORRECTED(e) \
  "substr (" e ".header, instr (" e ".header, :{corrects:s}) + length (:{corrects:s}), 64)"

static void
related_free (gpointer data)
{
  KirokuRelated *self = data;

  g_free (self->hash);
  g_free (self->kind);
  g_ptr_array_unref (self->fields);
  g_free (self);
}

/* A value that is an id out of a list says nothing of anybody. */
static gboolean
holds_words (const char *field)
{
  static const char *const coded[] = { "class",  "phase",  "state",  "decision", "type",   "method",
                                       "form",   "rule",   "pack",   "copy",     "lang",   "sha256",
                                       "tlp",    "technique", "due", "size",     "made",   NULL };

  return !g_strv_contains (coded, field) && !g_str_has_prefix (field, KIROKU_FACT_STATE_PREFIX)
         && !g_str_has_prefix (field, "rule.");
}

/* Both ways, any number of steps. */
static KirokuRows *
query_kin (KirokuDb *db, const char *case_id, const char *hash, GError **error)
{
  return kiroku_db_query (
      db, error, "s",
      "SELECT r.hash FROM entry r WHERE r.hash <> :{hash:s} AND r.hash IN"
      " (WITH RECURSIVE kin (hash) AS (SELECT :{hash:s} UNION SELECT e.hash FROM kin k"
      "  JOIN entry s ON s.hash = k.hash JOIN entry e ON e.case_id = :{case:s}"
      "   AND ((instr (e.header, :{corrects:s}) > 0 AND " CORRECTED ("e") " = s.hash)"
      "    OR (instr (s.header, :{corrects:s}) > 0 AND " CORRECTED ("s") " = e.hash)))"
      "  SELECT hash FROM kin) ORDER BY r.clock, r.key, r.seq, r.hash",
      hash, case_id, CORRECTS);
}

/* (transfer full) */
static KirokuRelated *
related_new (const KirokuEntry *entry)
{
  g_autoptr (GPtrArray) names = kiroku_erasure_list_fields (entry);
  KirokuRelated *self = g_new (KirokuRelated, 1);

  *self = (KirokuRelated){ .hash = g_strdup (entry->hash),
                           .kind = g_strdup (entry->kind),
                           .fields = g_ptr_array_new_with_free_func (g_free) };
  for (guint i = 0; i < names->len; i++)
    if (holds_words (g_ptr_array_index (names, i)))
      g_ptr_array_add (self->fields, g_strdup (g_ptr_array_index (names, i)));
  return self;
}

GPtrArray *
kiroku_related_list (KirokuDb *db, const char *case_id, const char *hash, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (related_free);
  g_autoptr (KirokuRows) rows = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL && hash != NULL, NULL);

  rows = query_kin (db, case_id, hash, error);
  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      g_autoptr (KirokuEntry) entry
          = kiroku_archive_find (db, case_id, kiroku_rows_text (rows, i, 0), error);
      KirokuRelated *related;

      if (entry == NULL)
        return NULL;
      related = related_new (entry);
      if (related->fields->len > 0)
        g_ptr_array_add (list, related);
      else
        related_free (related);
    }
  return g_steal_pointer (&list);
}
