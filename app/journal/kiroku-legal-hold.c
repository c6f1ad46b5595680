/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-legal-hold.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-canonical.h"
#include "kiroku-fold.h"
#include "kiroku-journal-error.h"
#include "kiroku-trust.h"

#define KIND "case.hold"
#define SET "set"
#define LIFTED "lifted"

void
kiroku_legal_hold_free (KirokuLegalHold *self)
{
  g_free (self->reason);
  g_free (self->approver);
  g_free (self->author);
  g_free (self->hash);
  g_free (self);
}

KirokuDraft *
kiroku_legal_hold_draft (gboolean set, const char *reason, const char *approver)
{
  KirokuDraft *draft = kiroku_draft_new (KIND);

  kiroku_draft_set_text (draft, "state", set ? SET : LIFTED);
  kiroku_draft_set_text (draft, "reason", reason);
  kiroku_draft_set_text (draft, "approver", approver);
  return draft;
}

gboolean
kiroku_legal_hold_is_lift (const KirokuEntry *entry)
{
  return g_str_equal (entry->kind, KIND)
         && g_strcmp0 (kiroku_entry_get_text (entry, "state"), LIFTED) == 0;
}

gboolean
kiroku_legal_hold_fold (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  if (!g_str_equal (entry->kind, KIND))
    return TRUE;
  return kiroku_db_exec (db, error,
                         "INSERT INTO hold VALUES (" KIROKU_STAMP_PARAMETERS
                         ", :{state:s}, :{reason:s}, :{approver:s})",
                         KIROKU_STAMP_VALUES (entry), kiroku_entry_get_text (entry, "state"),
                         kiroku_entry_get_text (entry, "reason"),
                         kiroku_entry_get_text (entry, "approver"));
}

gboolean
kiroku_legal_hold_unfold (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  return !g_str_equal (entry->kind, KIND)
         || kiroku_db_exec (db, error,
                            "DELETE FROM hold WHERE case_id = :{case:s} AND hash = :{hash:s}",
                            entry->case_id, entry->hash);
}

/* The string whose canonical JSON is @value. (transfer full) (nullable) */
static char *
decode (const char *value)
{
  g_autoptr (KirokuNode) node
      = value != NULL ? kiroku_canonical_parse (value, strlen (value), NULL) : NULL;

  if (node == NULL || kiroku_node_get_node_type (node) != KIROKU_NODE_STRING)
    return NULL;
  return g_strdup (kiroku_node_get_string (node));
}

/* Anybody may set; who lifts is trusted with what cannot be undone. */
static gboolean
counts (GPtrArray *authors, const char *state, const char *key)
{
  if (!g_str_equal (state, LIFTED))
    return g_str_equal (state, SET);
  for (guint i = 0; i < authors->len; i++)
    {
      const KirokuAuthor *author = g_ptr_array_index (authors, i);

      if (g_str_equal (author->key, key))
        return kiroku_author_may_decide (author);
    }
  return FALSE;
}

static void
take_row (KirokuLegalHold *self, const KirokuRows *rows, guint row)
{
  self->held = g_str_equal (kiroku_rows_text (rows, row, 0), SET);
  self->reason = g_strdup (kiroku_rows_text (rows, row, 1));
  self->approver = g_strdup (kiroku_rows_text (rows, row, 2));
  self->rec = kiroku_rows_int (rows, row, 3);
  self->hash = g_strdup (kiroku_rows_text (rows, row, 4));
  self->author = decode (kiroku_rows_text (rows, row, 5));
}

KirokuLegalHold *
kiroku_legal_hold_read (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (KirokuLegalHold) self = g_new0 (KirokuLegalHold, 1);
  g_autoptr (KirokuRows) rows = kiroku_db_query (
      db, error, "sssisss",
      "SELECT h.state, h.reason, h.approver, h.rec, h.hash,"
      " (SELECT f.value FROM entry o JOIN field f ON f.hash = o.hash AND f.name = 'name'"
      "  WHERE o.case_id = h.case_id AND o.key = h.key AND o.seq = 0 LIMIT 1), h.key"
      " FROM hold h WHERE h.case_id = :{case:s} AND h.rec <= :{as_of:i} AND h.state IS NOT NULL"
      " AND " KIROKU_STANDS ("h")
      " ORDER BY h.clock DESC, h.key DESC, h.seq DESC, h.hash DESC",
      case_id, as_of);
  g_autoptr (GPtrArray) authors
      = rows != NULL ? kiroku_trust_read (db, case_id, as_of, error) : NULL;

  if (authors == NULL)
    return NULL;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    if (counts (authors, kiroku_rows_text (rows, i, 0), kiroku_rows_text (rows, i, 6)))
      {
        take_row (self, rows, i);
        break;
      }
  return g_steal_pointer (&self);
}

gboolean
kiroku_legal_hold_check_free (KirokuDb *db, const char *case_id, GError **error)
{
  g_autoptr (KirokuLegalHold) hold = kiroku_legal_hold_read (db, case_id, KIROKU_NOW, error);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *since = NULL;

  if (hold == NULL)
    return FALSE;
  if (!hold->held)
    return TRUE;
  since = kiroku_time_to_text (hold->rec, KIROKU_PRECISION_MINUTE, zone);
  g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_HELD,
               _ ("nothing of this case is erased while its legal hold stands: set by %s at %s (%s). "
                  "Lift it first"),
               hold->author != NULL ? hold->author : "?", since,
               hold->reason != NULL ? hold->reason : "");
  return FALSE;
}
