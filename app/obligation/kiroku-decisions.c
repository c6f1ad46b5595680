/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-decisions.h"

#include "kiroku-i18n.h"
#include "kiroku-line-erasure.h"
#include "kiroku-text.h"
#include "kiroku-trust.h"

#define KIND "obligation.decide"

KirokuDraft *
kiroku_decisions_draft (
    const char *rule, gboolean applies, const char *reason, const char *approver)
{
  KirokuDraft *draft = kiroku_draft_new (KIND);

  kiroku_draft_set_text (draft, "rule", rule);
  kiroku_draft_set_text (draft, "decision", applies ? "applies" : "not-applicable");
  kiroku_draft_set_text (draft, "reason", reason);
  kiroku_draft_set_text (draft, "approver", approver);
  return draft;
}

static gboolean
fold_decision (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  if (!g_str_equal (entry->kind, KIND))
    return TRUE;
  return kiroku_db_exec (
      db, error,
      "INSERT INTO decision VALUES (" KIROKU_STAMP_PARAMETERS
      ", :{rule:s}, :{decision:s}, :{reason:s}, :{approver:s})",
      KIROKU_STAMP_VALUES (entry), kiroku_entry_get_text (entry, "rule"),
      kiroku_entry_get_text (entry, "decision"), kiroku_entry_get_text (entry, "reason"),
      kiroku_entry_get_text (entry, "approver"));
}

static const char *const decision_tables[] = { "decision", NULL };
static const char *const decision_create[] = {
  "CREATE TABLE decision (" KIROKU_STAMP_COLUMNS ", rule TEXT, decision TEXT, reason TEXT,"
  " approver TEXT) STRICT",
  "CREATE INDEX decision_case ON decision (case_id, " KIROKU_FOLD_ORDER ")",
  NULL,
};

const KirokuFold kiroku_decisions_fold = { .name = "obligation",
                                           .version = 1,
                                           .tables = decision_tables,
                                           .create = decision_create,
                                           .fold = fold_decision };

static KirokuDecision *
decision_from_row (const KirokuRows *rows, guint row)
{
  const char *decided = kiroku_rows_text (rows, row, 1);
  gboolean applies = g_strcmp0 (decided, "applies") == 0;
  KirokuDecision *decision = kiroku_decision_new (applies, kiroku_rows_text (rows, row, 2),
                                                  kiroku_rows_text (rows, row, 3));

  decision->withheld = !applies && g_strcmp0 (decided, "not-applicable") != 0;
  decision->hash = g_strdup (kiroku_rows_text (rows, row, 4));
  decision->key = g_strdup (kiroku_rows_text (rows, row, 5));
  decision->author = g_strdup (kiroku_rows_text (rows, row, 6));
  return decision;
}

/* Which of the reasons that are not here were erased by law. */
static gboolean
read_erased (KirokuDb *db, const char *case_id, GHashTable *decisions, GError **error)
{
  g_autoptr (GHashTable) erased = NULL;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, decisions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      KirokuDecision *decision = value;

      if (decision->reason != NULL)
        continue;
      if (erased == NULL && (erased = kiroku_erased_list (db, case_id, error)) == NULL)
        return FALSE;
      decision->reason_erased = kiroku_erased_contains (erased, decision->hash, "reason");
    }
  return TRUE;
}

/* As the timeline reads them of the entry. */
static gboolean
read_approvals (KirokuDb *db, const char *case_id, gint64 as_of, GHashTable *decisions, GError **error)
{
  g_autoptr (GPtrArray) authors = NULL;
  GHashTableIter iter;
  gpointer value;

  if (g_hash_table_size (decisions) == 0)
    return TRUE;
  authors = kiroku_trust_read (db, case_id, as_of, error);
  g_hash_table_iter_init (&iter, decisions);
  while (authors != NULL && g_hash_table_iter_next (&iter, NULL, &value))
    {
      KirokuDecision *decision = value;
      KirokuLine line = { .hash = decision->hash, .key = decision->key, .kind = (char *) KIND };

      if (!kiroku_line_read_approvals (db, case_id, as_of, authors, &line, error))
        return FALSE;
      decision->approvals = line.approvals;
    }
  return authors != NULL;
}

GHashTable *
kiroku_decisions_read (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (GHashTable) decisions = g_hash_table_new_full (
      g_str_hash, g_str_equal, g_free, (GDestroyNotify) kiroku_decision_free);
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "sssssss",
                         "SELECT rule, decision, reason, approver, hash, key,"
                         " (SELECT a.name FROM author a WHERE a.case_id = decision.case_id"
                         "  AND a.key = decision.key LIMIT 1) FROM decision"
                         " WHERE case_id = :{case:s} AND rec <= :{as_of:i}"
                         " AND rule IS NOT NULL"
                         " AND " KIROKU_STANDS ("decision") " ORDER BY " KIROKU_FOLD_ORDER,
                         case_id, as_of);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    g_hash_table_insert (decisions, g_strdup (kiroku_rows_text (rows, i, 0)),
                         decision_from_row (rows, i));
  if (!read_erased (db, case_id, decisions, error)
      || !read_approvals (db, case_id, as_of, decisions, error))
    return NULL;
  return g_steal_pointer (&decisions);
}

const char *
kiroku_decision_get_reason (const KirokuDecision *decision)
{
  g_return_val_if_fail (decision != NULL, NULL);

  return decision->reason != NULL ? decision->reason
         : decision->reason_erased ? _ ("(erased by law)")
                                   : _ ("(withheld)");
}

static gboolean
names_approver (const KirokuDecision *decision)
{
  return decision->approver != NULL && decision->approver[0] != '\0';
}

const KirokuApproval *
kiroku_decision_find_named (const KirokuDecision *decision)
{
  g_return_val_if_fail (decision != NULL, NULL);

  for (guint i = decision->approvals != NULL && names_approver (decision) ? decision->approvals->len : 0;
       i > 0; i--)
    {
      const KirokuApproval *word = g_ptr_array_index (decision->approvals, i - 1);

      if (kiroku_approval_counts (word) && word->approver != NULL
          && kiroku_text_is_same_name (word->approver, decision->approver))
        return word;
    }
  return NULL;
}

gboolean
kiroku_decision_awaits_named (const KirokuDecision *decision)
{
  g_return_val_if_fail (decision != NULL, FALSE);

  return names_approver (decision) && kiroku_decision_find_named (decision) == NULL;
}
