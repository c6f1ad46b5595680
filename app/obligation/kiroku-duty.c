/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-duty.h"

#include <string.h>

#include "kiroku-time.h"
#include "kiroku-trust.h"

static void
clear (KirokuDuty *duty)
{
  g_clear_pointer (&duty->reading, g_free);
  g_clear_pointer (&duty->recipient, g_free);
  g_clear_pointer (&duty->text, g_free);
  g_clear_pointer (&duty->reason, g_free);
  g_clear_pointer (&duty->author, g_free);
}

void
kiroku_duty_free (KirokuDuty *duty)
{
  if (duty == NULL)
    return;
  clear (duty);
  g_free (duty->id);
  g_free (duty);
}

KirokuDraft *
kiroku_duty_draft (const char *recipient,
                   gint64 due,
                   const char *text,
                   const char *reason,
                   const char *corrects)
{
  KirokuDraft *draft = kiroku_draft_new ("obligation.add");

  kiroku_draft_set_ref (draft, "corrects", corrects);
  kiroku_draft_set_text (draft, "recipient", recipient);
  if (due != KIROKU_TIME_NONE)
    kiroku_draft_set_integer (draft, "due", due);
  kiroku_draft_set_text (draft, "text", text);
  kiroku_draft_set_text (draft, "reason", reason);
  return draft;
}

static gboolean
fold_duty (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  if (!g_str_equal (entry->kind, "obligation.add"))
    return TRUE;
  return kiroku_db_exec (
      db, error,
      "INSERT INTO duty VALUES (" KIROKU_STAMP_PARAMETERS
      ", :{corrects:s}, :{recipient:s}, :{due:i}, :{text:s}, :{reason:s})",
      KIROKU_STAMP_VALUES (entry), kiroku_entry_get_ref (entry, "corrects"),
      kiroku_entry_get_text (entry, "recipient"),
      kiroku_entry_get_integer (entry, "due", KIROKU_TIME_NONE),
      kiroku_entry_get_text (entry, "text"), kiroku_entry_get_text (entry, "reason"));
}

static const char *const duty_tables[] = { "duty", NULL };
static const char *const duty_create[] = {
  "CREATE TABLE duty (" KIROKU_STAMP_COLUMNS ", corrects TEXT, recipient TEXT,"
  " due INTEGER NOT NULL, text TEXT, reason TEXT) STRICT",
  "CREATE INDEX duty_case ON duty (case_id, " KIROKU_FOLD_ORDER ")",
  NULL,
};

const KirokuFold kiroku_duties_fold = {
  .name = "duty", .version = 1, .tables = duty_tables, .create = duty_create, .fold = fold_duty
};

/* The duty that row @row is about: that of the reading it corrects, or a new one. */
static KirokuDuty *
find_subject (GPtrArray *duties, GHashTable *by_hash, const char *hash, const char *corrects)
{
  KirokuDuty *duty = corrects != NULL ? g_hash_table_lookup (by_hash, corrects) : NULL;

  if (duty == NULL)
    {
      duty = g_new0 (KirokuDuty, 1);
      duty->id = g_strdup (hash);
      g_ptr_array_add (duties, duty);
    }
  g_hash_table_insert (by_hash, g_strdup (hash), duty);
  return duty;
}

static void
take_reading (KirokuDuty *duty, const KirokuRows *rows, guint row)
{
  clear (duty);
  duty->reading = g_strdup (kiroku_rows_text (rows, row, 0));
  duty->recipient = g_strdup (kiroku_rows_text (rows, row, 2));
  duty->text = g_strdup (kiroku_rows_text (rows, row, 3));
  duty->reason = g_strdup (kiroku_rows_text (rows, row, 4));
  duty->due = kiroku_rows_int (rows, row, 5);
  duty->stated = kiroku_rows_int (rows, row, 6);
  duty->author = g_strdup (kiroku_rows_text (rows, row, 7));
}

GPtrArray *
kiroku_duties_read (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (GPtrArray) duties
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_duty_free);
  g_autoptr (GHashTable) by_hash = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (KirokuRows) rows = kiroku_db_query (
      db, error, "sssssiis",
      "SELECT d.hash, d.corrects, d.recipient, d.text, d.reason, d.due, d.rec,"
      " (SELECT a.name FROM author a WHERE a.case_id = d.case_id AND a.key = d.key LIMIT 1)"
      " FROM duty d WHERE d.case_id = :{case:s} AND d.rec <= :{as_of:i}"
      " AND " KIROKU_STANDS ("d") " ORDER BY d.clock, d.key, d.seq, d.hash",
      case_id, as_of);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    take_reading (find_subject (duties, by_hash, kiroku_rows_text (rows, i, 0),
                                kiroku_rows_text (rows, i, 1)),
                  rows, i);
  return g_steal_pointer (&duties);
}

const KirokuDuty *
kiroku_duties_find (GPtrArray *duties, const char *id)
{
  g_autofree char *prefix = g_ascii_strdown (id, -1);
  const KirokuDuty *found = NULL;

  for (guint i = 0; strlen (prefix) >= KIROKU_DUTY_DIGITS && i < duties->len; i++)
    {
      const KirokuDuty *duty = g_ptr_array_index (duties, i);

      if (!g_str_has_prefix (duty->id, prefix))
        continue;
      if (found != NULL)
        return NULL;
      found = duty;
    }
  return found;
}
