/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-approval.h"

#include "kiroku-fold.h"
#include "kiroku-trust.h"

static void
approval_free (KirokuApproval *self)
{
  g_free (self->approver);
  g_free (self->key);
  g_free (self);
}

/* What was said about @hash, with room for more. (transfer none) */
static GPtrArray *
get_words (GHashTable *approvals, const char *hash)
{
  GPtrArray *words = g_hash_table_lookup (approvals, hash);

  if (words == NULL)
    {
      words = g_ptr_array_new_with_free_func ((GDestroyNotify) approval_free);
      g_hash_table_insert (approvals, g_strdup (hash), words);
    }
  return words;
}

static KirokuApproval *
approval_from_row (const KirokuRows *rows, guint row, GPtrArray *authors)
{
  KirokuApproval *self = g_new (KirokuApproval, 1);

  *self = (KirokuApproval){ .approver = g_strdup (kiroku_rows_text (rows, row, 1)),
                            .key = g_strdup (kiroku_rows_text (rows, row, 2)),
                            .refused = kiroku_rows_int (rows, row, 3) != 0,
                            .rec = kiroku_rows_int (rows, row, 4) };
  self->unvouched = !kiroku_trust_is_vouched (authors, self->key);
  return self;
}

GHashTable *
kiroku_approvals_read (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (GHashTable) approvals = NULL;
  g_autoptr (GPtrArray) authors = NULL;
  g_autoptr (KirokuRows) rows = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL, NULL);

  rows = kiroku_db_query (
      db, error, "sssii",
      "SELECT p.subject,"
      " (SELECT a.name FROM author a WHERE a.case_id = p.case_id AND a.key = p.key LIMIT 1),"
      " p.key, p.decision = 'refused', p.rec FROM approval p WHERE p.case_id = :{case:s}"
      " AND p.rec <= :{as_of:i} AND p.subject IS NOT NULL AND p.decision IS NOT NULL"
      " AND " KIROKU_STANDS ("p") " ORDER BY p.clock, p.key, p.seq, p.hash",
      case_id, as_of);
  if (rows == NULL || (authors = kiroku_trust_read (db, case_id, as_of, error)) == NULL)
    return NULL;
  approvals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                     (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    g_ptr_array_add (get_words (approvals, kiroku_rows_text (rows, i, 0)),
                     approval_from_row (rows, i, authors));
  return g_steal_pointer (&approvals);
}

const KirokuApproval *
kiroku_approvals_find (GHashTable *approvals, const char *hash, const char *author)
{
  GPtrArray *words;

  g_return_val_if_fail (approvals != NULL && hash != NULL, NULL);

  words = g_hash_table_lookup (approvals, hash);
  for (guint i = words != NULL ? words->len : 0; i > 0; i--)
    {
      const KirokuApproval *word = g_ptr_array_index (words, i - 1);

      if (g_strcmp0 (word->key, author) != 0)
        return word;
    }
  return NULL;
}
