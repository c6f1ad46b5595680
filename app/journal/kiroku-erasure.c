/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-erasure.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-archive.h"
#include "kiroku-legal-hold.h"
#include "kiroku-journal-error.h"
#include "kiroku-trust.h"

#define KIND "erase"

/* Without these a record could not be checked, or what it says of itself would be lost. */
static const struct
{
  const char *kind, *name;
} kept[] = {
  { "journal.open", "spki" },  { "case.open", "number" },      { "case.open", "type" },
  { "case.open", "level" },    { "case.open", "exercise" },    { "case.open", "pack" },
  { "case.level", "level" },
  { "case.hold", "state" },    { "evidence.add", "sha256" },   { "evidence.add", "sha512" },
  { "evidence.add", "size" },  { "checkpoint", "text" },       { "checkpoint", "purpose" },
  { "anchor", "type" },        { "anchor", "text" },           { "anchor", "root" },
  { "anchor", "token" },       { "erase", "field" },           { "erase", "sha256" },
  { "erase", "law" },          { "key.vouch", "key" },         { "key.revoke", "key" },
  { "key.revoke", "last" },    { "import", "checkpoint" },     { "import", "sha256" },
  { "import", "absent" },      { "import", "abandoned" },
};

/* --- Drafts --- */

static KirokuDraft *
draft_new (const char *law, const char *reason, const char *approver)
{
  KirokuDraft *draft = kiroku_draft_new (KIND);

  kiroku_draft_set_text (draft, "law", law);
  kiroku_draft_set_text (draft, "reason", reason);
  kiroku_draft_set_text (draft, "approver", approver);
  return draft;
}

KirokuDraft *
kiroku_erasure_draft_field (const char *entry,
                            const char *field,
                            const char *law,
                            const char *reason,
                            const char *approver)
{
  KirokuDraft *draft = draft_new (law, reason, approver);

  kiroku_draft_set_ref (draft, "entry", entry);
  kiroku_draft_set_text (draft, "field", field);
  return draft;
}

KirokuDraft *
kiroku_erasure_draft_file (
    const char *sha256, const char *law, const char *reason, const char *approver)
{
  KirokuDraft *draft = draft_new (law, reason, approver);

  kiroku_draft_set_text (draft, "sha256", sha256);
  return draft;
}

/* --- What may be erased --- */

static gboolean
is_kept (const char *kind, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    if (g_str_equal (kept[i].kind, kind) && g_str_equal (kept[i].name, name))
      return TRUE;
  return FALSE;
}

static gboolean
has_commitment (const KirokuEntry *entry, const char *name)
{
  for (guint i = 0; i < entry->com->len; i++)
    if (g_str_equal (((KirokuPair *) g_ptr_array_index (entry->com, i))->name, name))
      return TRUE;
  return FALSE;
}

static gboolean
has_value (const KirokuEntry *entry, const char *name)
{
  for (guint i = 0; i < entry->fields->len; i++)
    if (g_str_equal (((KirokuField *) g_ptr_array_index (entry->fields, i))->name, name))
      return TRUE;
  return FALSE;
}

GPtrArray *
kiroku_erasure_list_fields (const KirokuEntry *entry)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < entry->fields->len; i++)
    {
      KirokuField *field = g_ptr_array_index (entry->fields, i);

      if (!is_kept (entry->kind, field->name))
        g_ptr_array_add (names, field->name);
    }
  return names;
}

/* (transfer full) */
static char *
join_fields (const KirokuEntry *entry)
{
  g_autoptr (GPtrArray) names = kiroku_erasure_list_fields (entry);

  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
}

gboolean
kiroku_erasure_check (const KirokuEntry *entry, const char *name, GError **error)
{
  g_autofree char *values = NULL;

  g_return_val_if_fail (entry != NULL && name != NULL, FALSE);

  values = join_fields (entry);
  if (!has_commitment (entry, name))
    g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_UNKNOWN,
                 _ ("entry %.12s has no “%s”; what can be erased: %s"), entry->hash, name, values);
  else if (is_kept (entry->kind, name))
    g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_KEPT,
                 _ ("“%s” of entry %.12s cannot be erased, for the record could not be checked "
                    "without it; what can be erased: %s"),
                 name, entry->hash, values);
  else if (!has_value (entry, name))
    g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_UNKNOWN,
                 _ ("“%s” of entry %.12s is not here: it was erased or withheld before"), name,
                 entry->hash);
  else
    return TRUE;
  return FALSE;
}

/* --- Whose erasures are carried out --- */

/* While several people say that they opened the case, each of them must be content with what others
 * want to have erased: it cannot be had back. */
static gboolean
is_trusted (GPtrArray *authors, const char *key)
{
  for (guint i = 0; i < authors->len; i++)
    {
      const KirokuAuthor *author = g_ptr_array_index (authors, i);

      if (g_str_equal (author->key, key) && author->undisputed && kiroku_author_may_decide (author))
        return TRUE;
    }
  return FALSE;
}

/* --- Erasing --- */

/* In `progress`: how many have been carried out since it was last finished. */
#define DUE "erasures.due"

static gboolean
note_due (KirokuDb *db, GError **error)
{
  return kiroku_db_exec (db, error,
                         "INSERT INTO progress VALUES ('" DUE "', 1)"
                         " ON CONFLICT (name) DO UPDATE SET value = value + 1");
}

static gboolean
note_erasure (
    KirokuDb *db, const char *hash, const char *name, const KirokuEntry *erase, GError **error)
{
  return kiroku_db_exec (db, error,
                         "INSERT INTO erasure SELECT :{hash:s}, :{name:s}, :{by:s}"
                         " WHERE NOT EXISTS (SELECT 1 FROM erasure WHERE hash = :{hash:s}"
                         "  AND name = :{name:s} AND by = :{by:s})",
                         hash, name, erase->hash);
}

static gboolean
erase_field (KirokuDb *db,
             KirokuFolds *folds,
             const KirokuEntry *erase,
             const char *target,
             const char *name,
             GError **error)
{
  g_autoptr (GError) unknown = NULL;
  g_autoptr (KirokuEntry) before = kiroku_archive_find (db, erase->case_id, target, &unknown);
  g_autoptr (KirokuEntry) now = NULL;

  if (before == NULL && unknown->domain != KIROKU_JOURNAL_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&unknown));
      return FALSE;
    }
  if (before == NULL || !has_commitment (before, name) || is_kept (before->kind, name))
    return TRUE; /* it says nothing that could be done */
  if (!note_erasure (db, before->hash, name, erase, error))
    return FALSE;
  if (!has_value (before, name))
    return TRUE;
  if (!kiroku_db_exec (db, error, "DELETE FROM field WHERE hash = :{hash:s} AND name = :{name:s}",
                       before->hash, name)
      || !note_due (db, error)
      || (now = kiroku_archive_find (db, erase->case_id, before->hash, error)) == NULL)
    return FALSE;
  return kiroku_folds_refold (folds, db, before, now, error);
}

static gboolean
carry_out (KirokuDb *db, KirokuFolds *folds, const KirokuEntry *erase, GError **error)
{
  const char *target = kiroku_entry_get_ref (erase, "entry");
  const char *name = kiroku_entry_get_text (erase, "field");
  const char *sha256 = kiroku_entry_get_text (erase, "sha256");

  if (target != NULL && name != NULL && !erase_field (db, folds, erase, target, name, error))
    return FALSE;
  return sha256 == NULL
         || (note_erasure (db, sha256, "", erase, error) && note_due (db, error));
}

#define FROM_OPEN \
  " FROM entry WHERE case_id = :{case:s} AND kind = 'erase'" \
  " AND hash NOT IN (SELECT by FROM erasure)"

/* Those of @authors whose erasures are carried out now; NULL without an error while nobody's are.
 * (transfer full) */
static GPtrArray *
read_deciding (KirokuDb *db, const char *case_id, GError **error)
{
  g_autoptr (KirokuLegalHold) hold = kiroku_legal_hold_read (db, case_id, KIROKU_NOW, error);

  return hold != NULL && !hold->held ? kiroku_trust_read (db, case_id, KIROKU_NOW, error) : NULL;
}

/* One that has just come. */
static gboolean
carry_out_if_trusted (KirokuDb *db, KirokuFolds *folds, const KirokuEntry *erase, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GPtrArray) authors = read_deciding (db, erase->case_id, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return authors == NULL || !is_trusted (authors, erase->key)
         || carry_out (db, folds, erase, error);
}

static gboolean
carry_out_rows (KirokuDb *db,
                KirokuFolds *folds,
                const KirokuRows *rows,
                const char *case_id,
                GPtrArray *authors,
                GError **error)
{
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      g_autoptr (KirokuEntry) erase = NULL;

      if (!is_trusted (authors, kiroku_rows_text (rows, i, 1)))
        continue;
      erase = kiroku_archive_find (db, case_id, kiroku_rows_text (rows, i, 0), error);
      if (erase == NULL || !carry_out (db, folds, erase, error))
        return FALSE;
    }
  return TRUE;
}

/* All that waited: when somebody is vouched for, or a hold was lifted. An erasure changes neither. */
static gboolean
carry_out_open (KirokuDb *db, KirokuFolds *folds, const char *case_id, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GPtrArray) authors = read_deciding (db, case_id, &failure);
  g_autoptr (KirokuRows) rows = NULL;

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (authors == NULL)
    return TRUE;
  rows = kiroku_db_query (db, error, "ss", "SELECT hash, key" FROM_OPEN " ORDER BY arrival", case_id);
  return rows != NULL && carry_out_rows (db, folds, rows, case_id, authors, error);
}

/* Others would not believe it, and call the record altered; a lift would have no effect. */
static gboolean
check_own (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  const gboolean erases = g_str_equal (entry->kind, KIND);
  gboolean may;

  if (!kiroku_trust_may_decide (db, entry->case_id, entry->key, &may, error))
    return FALSE;
  if (!may)
    g_set_error_literal (
        error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_UNVOUCHED,
        erases ? _ ("only those erase whom the opener of the case has vouched for: ask for it "
                    "(kiroku-cli key vouch)")
               : _ ("the legal hold stands, for only those lift it whom the opener of the case has "
                    "vouched for: ask for it (kiroku-cli key vouch), or let one of them lift it"));
  return may;
}

gboolean
kiroku_erasure_follow (
    KirokuDb *db, KirokuFolds *folds, const KirokuEntry *entry, gboolean own, GError **error)
{
  static const char *const deciding[] = { "key.vouch", "case.hold", "case.open", NULL };

  g_return_val_if_fail (db != NULL && folds != NULL && entry != NULL, FALSE);

  if (own && (g_str_equal (entry->kind, KIND) || kiroku_legal_hold_is_lift (entry))
      && !check_own (db, entry, error))
    return FALSE;
  if (g_str_equal (entry->kind, KIND))
    return own ? carry_out (db, folds, entry, error)
               : carry_out_if_trusted (db, folds, entry, error);
  return !g_strv_contains (deciding, entry->kind)
         || carry_out_open (db, folds, entry->case_id, error);
}

/* --- What was erased --- */

gboolean
kiroku_erasure_is_known (
    KirokuDb *db, const char *hash, const char *name, gboolean *known, GError **error)
{
  gint64 count;

  if (!kiroku_db_query_int (db, error, 0, &count,
                            "SELECT count(*) FROM erasure WHERE hash = :{hash:s}"
                            " AND name = :{name:s}",
                            hash, name))
    return FALSE;
  *known = count > 0;
  return TRUE;
}

GPtrArray *
kiroku_erasure_list_files (KirokuDb *db, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "s",
                         "SELECT DISTINCT hash FROM erasure WHERE name = '' ORDER BY hash");

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    g_ptr_array_add (files, g_strdup (kiroku_rows_text (rows, i, 0)));
  return g_steal_pointer (&files);
}

gboolean
kiroku_erasure_count (KirokuDb *db, gint64 *count, GError **error)
{
  return kiroku_db_query_int (db, error, 0, count, "SELECT count(*) FROM erasure");
}

gboolean
kiroku_erasure_read_due (KirokuDb *db, gint64 *due, GError **error)
{
  return kiroku_db_query_int (db, error, 0, due,
                              "SELECT value FROM progress WHERE name = '" DUE "'");
}

gboolean
kiroku_erasure_set_done (KirokuDb *db, gint64 due, GError **error)
{
  return kiroku_db_exec (db, error,
                         "DELETE FROM progress WHERE name = '" DUE "' AND value = :{due:i}", due);
}

gboolean
kiroku_erasure_count_open (KirokuDb *db, const char *case_id, gint64 *count, GError **error)
{
  return kiroku_db_query_int (db, error, 0, count, "SELECT count(*)" FROM_OPEN, case_id);
}
