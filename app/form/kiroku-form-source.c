/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-form-source.h"

#include "kiroku-line-erasure.h"
#include "kiroku-trust.h"

KirokuDraft *
kiroku_form_draft_own (const char *form, const char *pack, const char *key, const char *value)
{
  KirokuDraft *draft;
  g_autofree char *field = NULL;

  g_return_val_if_fail (form != NULL && key != NULL && value != NULL, NULL);

  draft = kiroku_draft_new ("form.draft");
  field = g_strconcat (KIROKU_FACT_VALUE_PREFIX, key, NULL);
  kiroku_draft_set_text (draft, "form", form);
  kiroku_draft_set_text (draft, "pack", pack);
  kiroku_draft_set_integer (draft, "own", 1);
  kiroku_draft_set_text (draft, field, value);
  return draft;
}

/* --- Answers for one form alone --- */

static KirokuRows *
query_own (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  return kiroku_db_query (db, error, "ssss",
                          "SELECT f.form, substr (v.field, 7), v.value, v.hash FROM form_act f"
                          " JOIN form_value v ON v.hash = f.hash"
                          " AND v.field LIKE '" KIROKU_FACT_VALUE_PREFIX "%' WHERE f.case_id = :{case:s}"
                          " AND f.rec <= :{as_of:i} AND f.kind = 'form.draft' AND f.own = 1"
                          " AND f.form IS NOT NULL AND " KIROKU_STANDS ("f")
                          " ORDER BY f.clock, f.key, f.seq, f.hash",
                          case_id, as_of);
}

/* The answers for @form alone. (transfer none) */
static KirokuFacts *
ensure_own (GHashTable *forms, const char *form)
{
  KirokuFacts *own = g_hash_table_lookup (forms, form);

  if (own == NULL)
    {
      own = kiroku_facts_new ();
      g_hash_table_insert (forms, g_strdup (form), own);
    }
  return own;
}

/* The answer of row @row, unless it takes back what was answered before. */
static void
set_own (GHashTable *forms, GHashTable *erased, const KirokuRows *rows, guint row)
{
  const char *form = kiroku_rows_text (rows, row, 0), *key = kiroku_rows_text (rows, row, 1);
  const char *value = kiroku_rows_text (rows, row, 2), *hash = kiroku_rows_text (rows, row, 3);
  g_autofree char *field = g_strconcat (KIROKU_FACT_VALUE_PREFIX, key, NULL);

  if (value == NULL)
    kiroku_facts_set (ensure_own (forms, form), key, "",
                      kiroku_erased_contains (erased, hash, field) ? KIROKU_FACT_ERASED
                                                                   : KIROKU_FACT_WITHHELD,
                      hash);
  else if (value[0] != '\0')
    kiroku_facts_set (ensure_own (forms, form), key, value, KIROKU_FACT_CONFIRMED, hash);
}

/* The last answer of each form to each fact stands. */
static void
take_last (GHashTable *forms, GHashTable *erased, const KirokuRows *rows)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = kiroku_rows_length (rows); i > 0; i--)
    if (g_hash_table_add (seen, g_strconcat (kiroku_rows_text (rows, i - 1, 0), " ",
                                             kiroku_rows_text (rows, i - 1, 1), NULL)))
      set_own (forms, erased, rows, i - 1);
}

GHashTable *
kiroku_form_list_own (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (GHashTable) forms = NULL;
  g_autoptr (GHashTable) erased = NULL;
  g_autoptr (KirokuRows) rows = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL, NULL);

  rows = query_own (db, case_id, as_of, error);
  if (rows == NULL)
    return NULL;
  forms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) kiroku_facts_unref);
  if (kiroku_rows_length (rows) == 0)
    return g_steal_pointer (&forms);
  erased = kiroku_erased_list (db, case_id, error);
  if (erased == NULL)
    return NULL;
  take_last (forms, erased, rows);
  return g_steal_pointer (&forms);
}

KirokuFacts *
kiroku_form_read_own (
    KirokuDb *db, const char *case_id, const char *form, gint64 as_of, GError **error)
{
  g_autoptr (GHashTable) forms = NULL;
  KirokuFacts *own;

  g_return_val_if_fail (db != NULL && case_id != NULL && form != NULL, NULL);

  forms = kiroku_form_list_own (db, case_id, as_of, error);
  if (forms == NULL)
    return NULL;
  own = g_hash_table_lookup (forms, form);
  return own != NULL ? kiroku_facts_ref (own) : kiroku_facts_new ();
}

/* --- Who and when --- */

/* The profile is copied into a case by the entry after the one that opens it. */
static KirokuFormSource *
read_source (KirokuDb *db, const char *case_id, const char *hash, GError **error)
{
  g_autoptr (KirokuRows) rows = kiroku_db_query (
      db, error, "ssii",
      "SELECT e.hash, (SELECT a.name FROM author a WHERE a.case_id = e.case_id AND a.key = e.key LIMIT 1),"
      " e.rec, EXISTS (SELECT 1 FROM opening o WHERE o.case_id = e.case_id AND o.key = e.key"
      "  AND e.seq = o.seq + 1) FROM entry e WHERE e.case_id = :{case:s} AND e.hash = :{hash:s}",
      case_id, hash);
  KirokuFormSource *source;

  if (rows == NULL || kiroku_rows_length (rows) == 0)
    return NULL;
  source = g_new0 (KirokuFormSource, 1);
  source->entry = g_strdup (hash);
  source->author = g_strdup (kiroku_rows_text (rows, 0, 1));
  source->rec = kiroku_rows_int (rows, 0, 2);
  source->from_profile = kiroku_rows_int (rows, 0, 3) != 0;
  return source;
}

static gboolean
take_source (KirokuDb *db, const char *case_id, KirokuFormField *field, GError **error)
{
  g_autoptr (GError) failed = NULL;

  if (field->entry == NULL)
    return TRUE;
  field->source = read_source (db, case_id, field->entry, &failed);
  if (field->source != NULL)
    field->source->from_profile = field->source->from_profile && field->in_profile;
  if (failed != NULL)
    g_propagate_error (error, g_steal_pointer (&failed));
  return field->source != NULL || *error == NULL;
}

gboolean
kiroku_form_read_sources (
    KirokuDb *db, const char *case_id, KirokuFilledForm *form, GError **error)
{
  g_autoptr (GError) failed = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL && form != NULL, FALSE);

  for (guint s = 0; s < form->sections->len; s++)
    {
      const KirokuFormSection *section = g_ptr_array_index (form->sections, s);

      for (guint r = 0; r < section->rows->len; r++)
        {
          const KirokuFormRow *row = g_ptr_array_index (section->rows, r);

          for (guint f = 0; f < row->fields->len; f++)
            if (!take_source (db, case_id, g_ptr_array_index (row->fields, f), &failed))
              {
                g_propagate_error (error, g_steal_pointer (&failed));
                return FALSE;
              }
        }
    }
  return TRUE;
}
