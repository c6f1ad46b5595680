/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-related.h"

#include <string.h>

#include "kiroku-archive.h"
#include "kiroku-canonical.h"
#include "kiroku-case-fold.h"
#include "kiroku-erasure.h"
#include "kiroku-fact.h"

/* How a header names what its entry corrects, or the measure of which it says all anew: canonical JSON has
 * one form (FORMAT.md §1). */
#define CORRECTS "\"corrects\":\""
#define MEASURE "\"measure\":\""
#define NAMES(e, ref, other)                                                                         \
  "(instr (" e ".header, :{" ref ":s}) > 0 AND substr (" e ".header, instr (" e ".header, :{" ref    \
  ":s}) + length (:{" ref ":s}), 64) = " other ".hash)"
/* Only a measure.set names a measure. */
#define RESTATES(e, other) "(" e ".kind = 'measure.set' AND " NAMES (e, "measure", other) ")"

static void
related_free (gpointer data)
{
  KirokuRelated *self = data;

  g_free (self->hash);
  g_free (self->kind);
  g_ptr_array_unref (self->fields);
  g_free (self->file);
  g_free (self);
}

/* (transfer full) */
static KirokuRelated *
related_new (const char *hash, const char *kind, KirokuRelation relation)
{
  KirokuRelated *self = g_new0 (KirokuRelated, 1);

  self->hash = g_strdup (hash);
  self->kind = g_strdup (kind);
  self->relation = relation;
  self->fields = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/* --- Corrections --- */

/* A value that is an id out of a list says nothing of anybody. */
static gboolean
holds_words (const char *field)
{
  static const char *const coded[] = { "class",  "phase",  "state",  "decision", "type",   "method",
                                       "form",   "rule",   "pack",   "copy",     "lang",   "sha256",
                                       "tlp",    "technique", "due", "size",     "made",   "own",
                                       NULL };

  return !g_strv_contains (coded, field) && !g_str_has_prefix (field, KIROKU_FACT_STATE_PREFIX)
         && !g_str_has_prefix (field, KIROKU_FACT_EXPECTED_PREFIX)
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
      "   AND (" NAMES ("e", "corrects", "s") " OR " NAMES ("s", "corrects", "e")
      "    OR " RESTATES ("e", "s") " OR " RESTATES ("s", "e") "))"
      "  SELECT hash FROM kin) ORDER BY r.clock, r.key, r.seq, r.hash",
      hash, case_id, CORRECTS, MEASURE);
}

/* @field: (nullable): only the field of that name, whatever it holds; else those that hold words. */
static void
take_kin (GPtrArray *list, const KirokuEntry *entry, const char *field)
{
  g_autoptr (GPtrArray) names = kiroku_erasure_list_fields (entry);
  KirokuRelated *related = related_new (entry->hash, entry->kind, KIROKU_RELATED_CORRECTS);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      if (field != NULL ? g_str_equal (name, field) : holds_words (name))
        g_ptr_array_add (related->fields, g_strdup (name));
    }
  if (related->fields->len > 0)
    g_ptr_array_add (list, related);
  else
    related_free (related);
}

static gboolean
add_kin (
    GPtrArray *list, KirokuDb *db, const KirokuEntry *entry, const char *field, GError **error)
{
  g_autoptr (KirokuRows) rows = query_kin (db, entry->case_id, entry->hash, error);

  for (guint i = 0; rows != NULL && i < kiroku_rows_length (rows); i++)
    {
      g_autoptr (KirokuEntry) other
          = kiroku_archive_find (db, entry->case_id, kiroku_rows_text (rows, i, 0), error);

      if (other == NULL)
        return FALSE;
      take_kin (list, other, field);
    }
  return rows != NULL;
}

/* --- The same fact --- */

enum
{
  HASH,
  KIND,
  NAME,
  VALUE, /* NULL when it is not there */
  FILE_SENT,
};

/* Where the fact @key was stated, absent values too; a header names what it commits to. What says that
 * a file was erased is its digest beside an empty name. */
static KirokuRows *
query_statements (KirokuDb *db, const char *case_id, const char *key, GError **error)
{
  g_autofree char *shown = g_strconcat (KIROKU_FACT_VALUE_PREFIX, key, NULL);

  return kiroku_db_query (
      db, error, "sssss",
      "SELECT e.hash, e.kind, f.name, f.value,"
      " (SELECT substr (s.value, 2, 64) FROM field s WHERE e.kind = 'form.file' AND s.hash = e.hash"
      "   AND s.name = 'sha256' AND NOT EXISTS (SELECT 1 FROM erasure r"
      "    WHERE r.hash = substr (s.value, 2, 64) AND r.name = ''))"
      " FROM entry e LEFT JOIN field f ON f.hash = e.hash"
      "  AND f.name = CASE e.kind WHEN 'case.set' THEN :{key:s} ELSE :{shown:s} END"
      " WHERE e.case_id = :{case:s} AND ((e.kind = 'case.set' AND instr (e.header,"
      "   '\"' || :{key:s} || '\":\"') > 0) OR (e.kind IN ('form.draft', 'form.approve', 'form.file')"
      "  AND instr (e.header, '\"' || :{shown:s} || '\":\"') > 0))"
      " ORDER BY e.clock, e.key, e.seq, e.hash",
      key, shown, case_id);
}

/* As it is stored where it is text, as it always is in the entries about a form. (transfer full)
 * (nullable): it is not there */
static char *
dup_value (const KirokuEntry *entry, const char *name)
{
  for (guint i = 0; i < entry->fields->len; i++)
    {
      const KirokuField *field = g_ptr_array_index (entry->fields, i);

      if (!g_str_equal (field->name, name))
        continue;
      if (field->text != NULL)
        return kiroku_canonical_encode_string (field->text);
      return g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", field->integer);
    }
  return NULL;
}

static gboolean
is_same (const char *stored, const char *value)
{
  const gsize length = strlen (value) - 2;

  return g_str_equal (stored, value)
         || (strlen (stored) == length && strncmp (stored, value + 1, length) == 0);
}

/* One of a case has few of them. */
static KirokuRelated *
get_statement (GPtrArray *list, const char *hash, const char *kind)
{
  for (guint i = 0; i < list->len; i++)
    {
      KirokuRelated *related = g_ptr_array_index (list, i);

      if (related->relation == KIROKU_RELATED_STATES && g_str_equal (related->hash, hash))
        return related;
    }
  g_ptr_array_add (list, related_new (hash, kind, KIROKU_RELATED_STATES));
  return g_ptr_array_index (list, list->len - 1);
}

static void
add_name (KirokuRelated *related, const char *name)
{
  if (!g_ptr_array_find_with_equal_func (related->fields, name, g_str_equal, NULL))
    g_ptr_array_add (related->fields, g_strdup (name));
}

static void
take_statement (GPtrArray *list, const KirokuRows *rows, guint row)
{
  const char *name = kiroku_rows_text (rows, row, NAME);
  const char *file = kiroku_rows_text (rows, row, FILE_SENT);
  KirokuRelated *related;

  if (name == NULL && file == NULL)
    return;
  related = get_statement (list, kiroku_rows_text (rows, row, HASH), kiroku_rows_text (rows, row, KIND));
  if (name != NULL)
    add_name (related, name);
  if (related->file == NULL)
    related->file = g_strdup (file);
}

/* How many settings had come by @row: those of one number speak of the same value. */
static guint
count_settings (const KirokuRows *rows, guint row)
{
  guint settings = 0;

  for (guint i = 0; i <= row; i++)
    settings += g_str_equal (kiroku_rows_text (rows, i, KIND), "case.set") ? 1 : 0;
  return settings;
}

static guint
count_settings_of (const KirokuRows *rows, const char *hash)
{
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    if (g_str_equal (kiroku_rows_text (rows, i, HASH), hash))
      return count_settings (rows, i);
  return 0;
}

static gboolean
add_same (
    GPtrArray *list, KirokuDb *db, const KirokuEntry *entry, const char *name, GError **error)
{
  const char *key = kiroku_fact_find_key (entry->kind, name);
  g_autofree char *value = dup_value (entry, name);
  g_autoptr (KirokuRows) rows = NULL;
  guint settings;

  if (key == NULL || !holds_words (key) || g_str_equal (key, "reason")
      || g_strcmp0 (value, "\"\"") == 0)
    return TRUE;
  rows = query_statements (db, entry->case_id, key, error);
  if (rows == NULL)
    return FALSE;
  settings = count_settings_of (rows, entry->hash);
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      const char *other = kiroku_rows_text (rows, i, VALUE);

      if (value != NULL && other != NULL ? is_same (other, value)
                                         : count_settings (rows, i) == settings)
        take_statement (list, rows, i);
    }
  return TRUE;
}

/* Of itself only the file is left to be named. */
static void
remove_itself (GPtrArray *list, const char *hash)
{
  for (guint i = 0; i < list->len; i++)
    {
      KirokuRelated *related = g_ptr_array_index (list, i);

      if (!g_str_equal (related->hash, hash))
        continue;
      g_ptr_array_set_size (related->fields, 0);
      if (related->file == NULL)
        g_ptr_array_remove_index (list, i);
      return;
    }
}

static gboolean
add_statements (
    GPtrArray *list, KirokuDb *db, const KirokuEntry *entry, const char *field, GError **error)
{
  for (guint i = 0; i < entry->com->len; i++)
    {
      const char *name = ((KirokuPair *) g_ptr_array_index (entry->com, i))->name;

      if ((field == NULL || g_str_equal (field, name)) && !add_same (list, db, entry, name, error))
        return FALSE;
    }
  remove_itself (list, entry->hash);
  return TRUE;
}

/* --- The same words --- */

#define LEAST_BYTES 4

/* The entries found: each once, whichever of the values is looked for. */
typedef struct
{
  KirokuDb *db;
  KirokuPack *pack;
  const KirokuEntry *entry;
  GPtrArray *list;
  guint n_others;      /* of @list, that tell the value otherwise: what they name is not named again */
  GHashTable *repeats; /* hash → KirokuRelated of @list */
} Search;

static Search
search_new (KirokuDb *db, KirokuPack *pack, const KirokuEntry *entry, GPtrArray *list)
{
  return (Search){ db, pack, entry, list, list->len, g_hash_table_new (g_str_hash, g_str_equal) };
}

static gboolean
is_fact_in_words (KirokuPack *pack, const char *key)
{
  const KirokuPackFact *fact = kiroku_pack_get_fact (pack, key);

  return fact == NULL || fact->type == KIROKU_FACT_TEXT || fact->type == KIROKU_FACT_LONG_TEXT;
}

/* Ids of desks, steps and keys, and what is counted, tell nothing by themselves. */
static gboolean
is_in_words (KirokuPack *pack, const char *kind, const char *name)
{
  static const char *const ids[]
      = { "contact", "step", "as", "other", "key", "last", "spki", "what", "result", "format", NULL };
  const char *key = kiroku_fact_find_key (kind, name);

  if (key != NULL && !is_fact_in_words (pack, key))
    return FALSE;
  return holds_words (name) && !g_strv_contains (ids, name) && !g_str_equal (kind, "checkpoint")
         && !(g_str_equal (kind, "contact.told") && g_str_equal (name, "by"));
}

/* (nullable): it holds none that tell anything. (transfer full) */
static char *
dup_words (const Search *search, const char *name)
{
  const char *text = is_in_words (search->pack, search->entry->kind, name)
                         ? kiroku_entry_get_text (search->entry, name)
                         : NULL;
  g_autofree char *stored = NULL;

  if (text == NULL || strlen (text) < LEAST_BYTES)
    return NULL;
  stored = kiroku_canonical_encode_string (text);
  return g_strndup (stored + 1, strlen (stored) - 2);
}

/* What was found of the entry before its words were looked for; of a correction, which is asked for one
 * value alone, this may say less than it holds. (transfer none) (nullable) */
static KirokuRelated *
find_other (const Search *search, const char *hash)
{
  for (guint i = 0; i < search->n_others; i++)
    {
      KirokuRelated *related = g_ptr_array_index (search->list, i);

      if (g_str_equal (related->hash, hash))
        return related;
    }
  return NULL;
}

static gboolean
names_field (const KirokuRelated *related, const char *name)
{
  return related != NULL
         && g_ptr_array_find_with_equal_func (related->fields, name, g_str_equal, NULL);
}

static void
take_repeat (Search *search, const char *hash, const char *kind, const char *name)
{
  KirokuRelated *related = g_hash_table_lookup (search->repeats, hash);
  KirokuRelated *other = find_other (search, hash);

  if (!is_in_words (search->pack, kind, name) || names_field (other, name))
    return;
  if (other != NULL && other->relation == KIROKU_RELATED_CORRECTS)
    related = other;
  if (related == NULL)
    {
      related = related_new (hash, kind, KIROKU_RELATED_REPEATS);
      g_ptr_array_add (search->list, related);
      g_hash_table_insert (search->repeats, related->hash, related);
    }
  add_name (related, name);
}

static gboolean
add_repeats (Search *search, const char *name, GError **error)
{
  g_autofree char *words = dup_words (search, name);
  g_autoptr (KirokuRows) rows = NULL;

  if (words == NULL)
    return TRUE;
  rows = kiroku_db_query (search->db, error, "sss",
                          "SELECT e.hash, e.kind, f.name FROM entry e JOIN field f ON f.hash = e.hash"
                          " WHERE e.case_id = :{case:s} AND e.hash <> :{hash:s}"
                          " AND instr (f.value, :{words:s}) > 0"
                          " ORDER BY e.clock, e.key, e.seq, e.hash, f.name",
                          search->entry->case_id, search->entry->hash, words);
  for (guint i = 0; rows != NULL && i < kiroku_rows_length (rows); i++)
    take_repeat (search, kiroku_rows_text (rows, i, HASH), kiroku_rows_text (rows, i, KIND),
                 kiroku_rows_text (rows, i, NAME));
  return rows != NULL;
}

static gboolean
add_all_repeats (Search *search, const char *field, GError **error)
{
  GPtrArray *com = search->entry->com;

  for (guint i = 0; i < com->len; i++)
    {
      const char *name = ((KirokuPair *) g_ptr_array_index (com, i))->name;

      if ((field == NULL || g_str_equal (field, name)) && !add_repeats (search, name, error))
        return FALSE;
    }
  return TRUE;
}

/* @field: (nullable): each. */
static gboolean
look_for_words (GPtrArray *list,
                KirokuDb *db,
                KirokuPack *pack,
                const KirokuEntry *entry,
                const char *field,
                GError **error)
{
  Search search = search_new (db, pack, entry, list);
  gboolean done = add_all_repeats (&search, field, error);

  g_hash_table_unref (search.repeats);
  return done;
}

/* --- Together --- */

/* (transfer full) */
static GPtrArray *
list_new (void)
{
  return g_ptr_array_new_with_free_func (related_free);
}

GPtrArray *
kiroku_related_list (KirokuDb *db,
                     KirokuPack *pack,
                     const char *case_id,
                     const char *hash,
                     const char *field,
                     GError **error)
{
  g_autoptr (GPtrArray) found = list_new ();
  g_autoptr (KirokuEntry) entry = NULL;

  g_return_val_if_fail (db != NULL && pack != NULL && case_id != NULL && hash != NULL, NULL);

  entry = kiroku_archive_find (db, case_id, hash, error);
  if (entry == NULL || !add_kin (found, db, entry, field, error)
      || !add_statements (found, db, entry, field, error)
      || !look_for_words (found, db, pack, entry, field, error))
    return NULL;
  return g_steal_pointer (&found);
}

GPtrArray *
kiroku_related_list_value (
    KirokuDb *db, const char *case_id, const char *hash, const char *field, GError **error)
{
  g_autoptr (GPtrArray) found = list_new ();
  g_autoptr (KirokuEntry) entry = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL && hash != NULL && field != NULL, NULL);

  entry = kiroku_archive_find (db, case_id, hash, error);
  if (entry == NULL || !add_kin (found, db, entry, field, error)
      || !add_statements (found, db, entry, field, error))
    return NULL;
  return g_steal_pointer (&found);
}

GPtrArray *
kiroku_related_list_repeats (KirokuDb *db,
                             KirokuPack *pack,
                             const char *case_id,
                             const char *hash,
                             const char *field,
                             GError **error)
{
  g_autoptr (GPtrArray) found = list_new ();
  g_autoptr (KirokuEntry) entry = NULL;

  g_return_val_if_fail (db != NULL && pack != NULL && case_id != NULL, NULL);
  g_return_val_if_fail (hash != NULL && field != NULL, NULL);

  entry = kiroku_archive_find (db, case_id, hash, error);
  if (entry == NULL || !look_for_words (found, db, pack, entry, field, error))
    return NULL;
  return g_steal_pointer (&found);
}
