/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-filing.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-filing-private.h"
#include "kiroku-names.h"
#include "kiroku-words.h"

static const KirokuName method_names[KIROKU_N_FILING_METHODS] = {
  [KIROKU_FILING_WEB] = { "web", NC_ ("filing", "Web form") },
  [KIROKU_FILING_MAIL] = { "mail", NC_ ("filing", "E-mail") },
  [KIROKU_FILING_POST] = { "post", NC_ ("filing", "Post") },
  [KIROKU_FILING_FAX] = { "fax", NC_ ("filing", "Fax") },
  [KIROKU_FILING_IN_PERSON] = { "in-person", NC_ ("filing", "In person") },
  [KIROKU_FILING_PHONE] = { "phone", NC_ ("filing", "By telephone") },
};

static const KirokuNames methods = { method_names, KIROKU_N_FILING_METHODS, "filing" };

const char *
kiroku_filing_method_id (KirokuFilingMethod method)
{
  return kiroku_names_get_id (&methods, method);
}

const char *
kiroku_filing_method_name (KirokuFilingMethod method)
{
  return kiroku_names_get_name (&methods, method);
}

gboolean
kiroku_filing_method_parse (const char *id, KirokuFilingMethod *method, GError **error)
{
  guint value;

  if (!kiroku_names_parse (&methods, id, &value, error))
    return FALSE;
  *method = value;
  return TRUE;
}

/* --- What a form shows --- */

/* Facts, and what stands for them; neither the day nor the log, which are another at each look. */
static gboolean
is_stated (const KirokuFormField *field)
{
  return field->origin == KIROKU_FORM_ORIGIN_FACT || field->origin == KIROKU_FORM_ORIGIN_OTHER_FACT
         || field->origin == KIROKU_FORM_ORIGIN_CASE || field->origin == KIROKU_FORM_ORIGIN_OWN;
}

/* A value that is withheld, and its state, are NULL. */
static void
add_field (GHashTable *values, const KirokuFormField *field)
{
  const gboolean withheld
      = field->state == KIROKU_FACT_WITHHELD || field->state == KIROKU_FACT_ERASED;

  if (withheld || field->value[0] != '\0')
    g_hash_table_insert (values, g_strconcat (KIROKU_FACT_VALUE_PREFIX, field->key, NULL),
                         withheld ? NULL : g_strdup (field->value));
  if (withheld || field->state != KIROKU_FACT_UNASKED)
    g_hash_table_insert (values, g_strconcat (KIROKU_FACT_STATE_PREFIX, field->key, NULL),
                         withheld ? NULL : g_strdup (kiroku_fact_state_id (field->state)));
}

static void
add_row_values (GHashTable *values, const KirokuFormRow *row)
{
  for (guint i = 0; i < row->fields->len; i++)
    {
      const KirokuFormField *field = g_ptr_array_index (row->fields, i);

      if (is_stated (field))
        add_field (values, field);
    }
}

GHashTable *
kiroku_filing_list_values (const KirokuFilledForm *form)
{
  GHashTable *values = kiroku_filing_values_new ();

  for (guint s = 0; s < form->sections->len; s++)
    {
      const KirokuFormSection *section = g_ptr_array_index (form->sections, s);

      for (guint r = 0; r < section->rows->len; r++)
        add_row_values (values, g_ptr_array_index (section->rows, r));
    }
  return values;
}

/* What is printed with the value: its basis or when it is expected, and what others state. */
static void
add_beside (GHashTable *seen, const KirokuFormField *field)
{
  if (field->remark != NULL)
    g_hash_table_insert (seen, g_strconcat ("remark.", field->key, NULL), g_strdup (field->remark));
  if (field->rivals->len > 0)
    {
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      g_auto (GStrv) rivals = NULL;

      for (guint i = 0; i < field->rivals->len; i++)
        g_strv_builder_add (builder, g_ptr_array_index (field->rivals, i));
      rivals = g_strv_builder_end (builder);
      g_hash_table_insert (seen, g_strconcat ("rivals.", field->key, NULL), g_strjoinv ("\n", rivals));
    }
}

GHashTable *
kiroku_filing_list_seen (const KirokuFilledForm *form)
{
  GHashTable *seen = kiroku_filing_list_values (form);

  for (guint s = 0; s < form->sections->len; s++)
    {
      const KirokuFormSection *section = g_ptr_array_index (form->sections, s);

      for (guint r = 0; r < section->rows->len; r++)
        {
          const KirokuFormRow *row = g_ptr_array_index (section->rows, r);

          for (guint f = 0; f < row->fields->len; f++)
            add_beside (seen, g_ptr_array_index (row->fields, f));
        }
    }
  return seen;
}

gboolean
kiroku_filing_is_as_seen (GHashTable *seen, GHashTable *now)
{
  GHashTableIter iter;
  gpointer name, value, other;

  g_return_val_if_fail (seen != NULL && now != NULL, FALSE);

  if (g_hash_table_size (seen) != g_hash_table_size (now))
    return FALSE;
  g_hash_table_iter_init (&iter, seen);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (!g_hash_table_lookup_extended (now, name, NULL, &other) || g_strcmp0 (value, other) != 0)
      return FALSE;
  return TRUE;
}

GHashTable *
kiroku_filing_values_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* --- Entries --- */

static void
add_values (KirokuDraft *draft, const KirokuFilledForm *form)
{
  g_autoptr (GHashTable) values = kiroku_filing_list_values (form);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &key, &value))
    kiroku_draft_set_text (draft, key, value);
}

KirokuDraft *
kiroku_filing_draft_approval (const KirokuFilledForm *form, const char *sha256)
{
  KirokuDraft *draft;

  g_return_val_if_fail (form != NULL && sha256 != NULL, NULL);

  draft = kiroku_draft_new ("form.approve");
  kiroku_draft_set_text (draft, "form", form->id);
  kiroku_draft_set_text (draft, "pack", form->pack_version);
  kiroku_draft_set_text (draft, "copy", kiroku_form_copy_id (KIROKU_FORM_COPY_SUBMISSION));
  kiroku_draft_set_text (draft, "lang", kiroku_words_is_japanese (form->language) ? "ja" : "en");
  kiroku_draft_set_integer (draft, "made", form->now);
  kiroku_draft_set_text (draft, "sha256", sha256);
  add_values (draft, form);
  return draft;
}

void
kiroku_filing_draft_set_checkpoint (KirokuDraft *draft, const char *checkpoint)
{
  g_return_if_fail (draft != NULL && checkpoint != NULL);

  kiroku_draft_drop (draft, "checkpoint");
  kiroku_draft_set_ref (draft, "checkpoint", checkpoint);
}

/* The field of the rule at @index. (transfer full) */
static char *
name_rule (guint index)
{
  return index == 0 ? g_strdup ("rule") : g_strdup_printf ("rule.%u", index + 1);
}

static void
add_rules (KirokuDraft *draft, GPtrArray *rules)
{
  for (guint i = 0; i < rules->len; i++)
    {
      g_autofree char *name = name_rule (i);

      kiroku_draft_set_text (draft, name, g_ptr_array_index (rules, i));
    }
}

static gboolean
is_rule (const char *name)
{
  return g_str_equal (name, "rule") || g_str_has_prefix (name, "rule.");
}

/* The fields that name what it meets. (transfer full) (element-type utf8) */
static GPtrArray *
list_rule_fields (GPtrArray *fields)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < fields->len; i++)
    {
      const KirokuField *field = g_ptr_array_index (fields, i);

      if (is_rule (field->name))
        g_ptr_array_add (names, g_strdup (field->name));
    }
  return names;
}

void
kiroku_filing_draft_set_rules (KirokuDraft *draft, GPtrArray *rules)
{
  g_autoptr (GPtrArray) names = NULL;

  g_return_if_fail (draft != NULL && rules != NULL);

  names = list_rule_fields (draft->fields);
  for (guint i = 0; i < names->len; i++)
    kiroku_draft_drop (draft, g_ptr_array_index (names, i));
  add_rules (draft, rules);
}

GPtrArray *
kiroku_filing_list_rules (const KirokuEntry *entry)
{
  GPtrArray *rules = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < entry->fields->len; i++)
    {
      const KirokuField *field = g_ptr_array_index (entry->fields, i);

      if (is_rule (field->name) && field->text != NULL)
        g_ptr_array_add (rules, g_strdup (field->text));
    }
  return rules;
}

KirokuDraft *
kiroku_filing_draft_file (const KirokuFilingDetails *details,
                          const KirokuFilledForm *form,
                          const char *pack,
                          GPtrArray *rules)
{
  KirokuDraft *draft;

  g_return_val_if_fail (details != NULL && details->form != NULL && rules != NULL, NULL);

  draft = kiroku_draft_new ("form.file");
  kiroku_draft_set_text (draft, "form", details->form);
  kiroku_draft_set_text (draft, "pack", pack);
  kiroku_draft_set_text (draft, "method", kiroku_filing_method_id (details->method));
  kiroku_draft_set_text (draft, "to", details->to);
  kiroku_draft_set_text (draft, "by", details->by);
  kiroku_draft_set_text (draft, "receipt", details->receipt);
  add_rules (draft, rules);
  if (form != NULL)
    add_values (draft, form);
  kiroku_draft_set_occ (draft, details->at);
  return draft;
}

void
kiroku_filing_draft_set_no_file (KirokuDraft *draft)
{
  static const char *const names[] = { "evidence", "checkpoint", "sha256", "size" };

  g_return_if_fail (draft != NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    kiroku_draft_drop (draft, names[i]);
}

void
kiroku_filing_draft_set_file (KirokuDraft *draft,
                              const char *evidence,
                              const char *sha256,
                              gint64 size)
{
  g_return_if_fail (draft != NULL && evidence != NULL && sha256 != NULL);

  kiroku_filing_draft_set_no_file (draft);
  kiroku_draft_set_ref (draft, "evidence", evidence);
  kiroku_draft_set_text (draft, "sha256", sha256);
  kiroku_draft_set_integer (draft, "size", size);
}

/* --- The fold --- */

static gboolean
fold_act (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  return kiroku_db_exec (
      db, error,
      "INSERT INTO form_act VALUES (" KIROKU_STAMP_PARAMETERS
      ", :{kind:s}, :{corrects:s}, :{form:s}, :{at:i}, :{method:s}, :{recipient:s}, :{by:s},"
      " :{receipt:s}, :{sha256:s}, :{size:i}, :{own:i}, :{checkpoint:s}, :{made:i}, :{lang:s})",
      KIROKU_STAMP_VALUES (entry), entry->kind, kiroku_entry_get_ref (entry, "corrects"),
      kiroku_entry_get_text (entry, "form"), kiroku_entry_get_time (entry),
      kiroku_entry_get_text (entry, "method"), kiroku_entry_get_text (entry, "to"),
      kiroku_entry_get_text (entry, "by"), kiroku_entry_get_text (entry, "receipt"),
      kiroku_entry_get_text (entry, "sha256"), kiroku_entry_get_integer (entry, "size", -1),
      kiroku_entry_get_integer (entry, "own", 0), kiroku_entry_get_ref (entry, "checkpoint"),
      kiroku_entry_get_integer (entry, "made", KIROKU_TIME_NONE), kiroku_entry_get_text (entry, "lang"));
}

/* @field: of a value or a state. NULL for @value: withheld. */
static gboolean
fold_value (
    KirokuDb *db, const KirokuEntry *entry, const char *field, const char *value, GError **error)
{
  return kiroku_db_exec (db, error,
                         "INSERT INTO form_value VALUES (" KIROKU_STAMP_PARAMETERS
                         ", :{field:s}, :{value:s})",
                         KIROKU_STAMP_VALUES (entry), field, value);
}

static gboolean
fold_rule (KirokuDb *db, const KirokuEntry *entry, const char *rule, GError **error)
{
  return kiroku_db_exec (db, error,
                         "INSERT INTO form_rule VALUES (" KIROKU_STAMP_PARAMETERS
                         ", :{rule:s}, :{at:i})",
                         KIROKU_STAMP_VALUES (entry), rule, kiroku_entry_get_time (entry));
}

/* The header names every field, also those that are withheld. */
static gboolean
fold_fields (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  gboolean filed = g_str_equal (entry->kind, "form.file");

  for (guint i = 0; i < entry->com->len; i++)
    {
      const char *name = ((KirokuPair *) g_ptr_array_index (entry->com, i))->name;
      const char *text = kiroku_entry_get_text (entry, name);

      if (kiroku_fact_find_key (entry->kind, name) != NULL && !fold_value (db, entry, name, text, error))
        return FALSE;
      if (filed && text != NULL && is_rule (name) && !fold_rule (db, entry, text, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fold_filing (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  if (!g_str_equal (entry->kind, "form.draft") && !g_str_equal (entry->kind, "form.approve")
      && !g_str_equal (entry->kind, "form.file"))
    return TRUE;
  return fold_act (db, entry, error) && fold_fields (db, entry, error);
}

static const char *const filing_tables[] = { "form_act", "form_value", "form_rule", NULL };
static const char *const filing_create[] = {
  "CREATE TABLE form_act (" KIROKU_STAMP_COLUMNS ", kind TEXT NOT NULL, corrects TEXT, form TEXT,"
  " at INTEGER NOT NULL, method TEXT, recipient TEXT, by TEXT, receipt TEXT, sha256 TEXT,"
  " size INTEGER NOT NULL, own INTEGER NOT NULL, checkpoint TEXT, made INTEGER NOT NULL, lang TEXT) STRICT",
  "CREATE INDEX form_act_case ON form_act (case_id, " KIROKU_FOLD_ORDER ")",
  "CREATE INDEX form_act_corrects ON form_act (corrects)",

  "CREATE TABLE form_value (" KIROKU_STAMP_COLUMNS ", field TEXT NOT NULL, value TEXT) STRICT",
  "CREATE INDEX form_value_hash ON form_value (hash)",

  "CREATE TABLE form_rule (" KIROKU_STAMP_COLUMNS ", rule TEXT NOT NULL, at INTEGER NOT NULL)"
  " STRICT",
  "CREATE INDEX form_rule_case ON form_rule (case_id, " KIROKU_FOLD_ORDER ")",
  "CREATE INDEX form_rule_hash ON form_rule (hash)",
  NULL,
};

const KirokuFold kiroku_filing_fold = { .name = "filing",
                                        .version = 3,
                                        .tables = filing_tables,
                                        .create = filing_create,
                                        .fold = fold_filing };
