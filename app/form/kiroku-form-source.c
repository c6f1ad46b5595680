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
query_own (KirokuDb *db, const char *case_id, const char *form, gint64 as_of, GError **error)
{
  return kiroku_db_query (db, error, "sss",
                          "SELECT substr (v.field, 7), v.value, v.hash FROM form_act f JOIN form_value v"
                          " ON v.hash = f.hash AND v.field LIKE '" KIROKU_FACT_VALUE_PREFIX "%' WHERE f.case_id = :{case:s} AND f.rec <= :{as_of:i}"
                          " AND f.kind = 'form.draft' AND f.own = 1 AND f.form = :{form:s}"
                          " AND " KIROKU_STANDS ("f") " ORDER BY f.clock, f.key, f.seq, f.hash",
                          case_id, as_of, form);
}

/* The answer of row @row, unless it takes back what was answered before. */
static void
set_own (KirokuFacts *own, GHashTable *erased, const KirokuRows *rows, guint row)
{
  const char *key = kiroku_rows_text (rows, row, 0), *value = kiroku_rows_text (rows, row, 1);
  const char *hash = kiroku_rows_text (rows, row, 2);
  g_autofree char *field = g_strconcat (KIROKU_FACT_VALUE_PREFIX, key, NULL);

  if (value == NULL)
    kiroku_facts_set (own, key, "",
                      kiroku_erased_contains (erased, hash, field) ? KIROKU_FACT_ERASED
                                                                   : KIROKU_FACT_WITHHELD,
                      hash);
  else if (value[0] != '\0')
    kiroku_facts_set (own, key, value, KIROKU_FACT_CONFIRMED, hash);
}

KirokuFacts *
kiroku_form_read_own (
    KirokuDb *db, const char *case_id, const char *form, gint64 as_of, GError **error)
{
  g_autoptr (KirokuFacts) own = NULL;
  g_autoptr (GHashTable) seen = NULL;
  g_autoptr (GHashTable) erased = NULL;
  g_autoptr (KirokuRows) rows = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL && form != NULL, NULL);

  rows = query_own (db, case_id, form, as_of, error);
  if (rows == NULL)
    return NULL;
  own = kiroku_facts_new ();
  if (kiroku_rows_length (rows) == 0)
    return g_steal_pointer (&own);
  erased = kiroku_erased_list (db, case_id, error);
  if (erased == NULL)
    return NULL;
  seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = kiroku_rows_length (rows); i > 0; i--)
    if (g_hash_table_add (seen, (gpointer) kiroku_rows_text (rows, i - 1, 0)))
      set_own (own, erased, rows, i - 1);
  return g_steal_pointer (&own);
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
