/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "kiroku-filing-private.h"
#include "kiroku-trust.h"

/* One entry about a form, as it is read. */
typedef struct
{
  const char *kind; /* borrowed, as are the texts */
  const char *hash, *key, *author, *method, *to, *by, *receipt, *sha256, *checkpoint, *language;
  gint64 clock, seq, at, size, made;
  gint64 placed; /* clock of what it corrects, in whose place it stands; else its own */
  GHashTable *values; /* as of kiroku_filing_list_values() */
} Act;

/* What all acts are read and compared with. */
typedef struct
{
  KirokuDb *db;
  KirokuPack *pack;
  const char *case_id;
  const char *form;
  gint64 as_of;
  GHashTable *uses;    /* set of fact keys */
  GHashTable *present; /* as of kiroku_filing_list_values() */
} Reader;

static const char *const state_ids[] = {
  [KIROKU_FILING_DRAFT] = "draft",
  [KIROKU_FILING_APPROVED] = "approved",
  [KIROKU_FILING_FILED] = "filed",
};

const char *
kiroku_filing_state_id (KirokuFilingState state)
{
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (state_ids), NULL);

  return state_ids[state];
}

/* --- Freeing --- */

static void
contradiction_free (KirokuContradiction *self)
{
  g_free (self->key);
  g_free (self->filed);
  g_free (self->now);
  g_free (self);
}

static void
filed_free (KirokuFiled *self)
{
  g_free (self->hash);
  g_free (self->key);
  g_free (self->author);
  g_free (self->method);
  g_free (self->to);
  g_free (self->by);
  g_free (self->receipt);
  g_free (self->sha256);
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  g_clear_pointer (&self->contradicts, g_ptr_array_unref);
  g_free (self);
}

void
kiroku_filing_free (KirokuFiling *self)
{
  g_free (self->preparer);
  g_free (self->preparer_key);
  g_free (self->approver);
  g_free (self->sha256);
  g_free (self->checkpoint);
  g_free (self->language);
  g_clear_pointer (&self->changed, g_ptr_array_unref);
  g_ptr_array_unref (self->filed);
  g_free (self);
}

/* --- Facts the form uses --- */

/* The fact of a field, and those that stand for it while nobody answered. */
static void
add_used (GHashTable *uses, KirokuPack *pack, const char *key)
{
  while (key != NULL && g_hash_table_add (uses, g_strdup (key)))
    {
      const KirokuPackFact *fact = kiroku_pack_get_fact (pack, key);

      key = fact != NULL ? fact->default_from : NULL;
    }
}

static void
add_key_cb (const char *key, const char *id, gboolean equals, gpointer uses)
{
  g_hash_table_add (uses, g_strdup (key));
}

static GHashTable *
list_used (KirokuPack *pack, const KirokuFilledForm *form)
{
  GHashTable *uses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const KirokuPackForm *definition = kiroku_pack_get_form (pack, form->id);

  for (guint i = 0; definition != NULL && i < definition->addressees->len; i++)
    kiroku_condition_foreach (
        ((KirokuPackAddressee *) g_ptr_array_index (definition->addressees, i))->holds_if, add_key_cb,
        uses);

  for (guint s = 0; s < form->sections->len; s++)
    {
      const KirokuFormSection *section = g_ptr_array_index (form->sections, s);

      for (guint r = 0; r < section->rows->len; r++)
        {
          const KirokuFormRow *row = g_ptr_array_index (section->rows, r);

          for (guint f = 0; f < row->fields->len; f++)
            add_used (uses, pack, ((KirokuFormField *) g_ptr_array_index (row->fields, f))->key);
        }
    }
  return uses;
}

/* Who was the last to set a fact the form uses, or to draft it, before @act, or until now without one:
 * key and name, both NULL when there is nobody. */
static gboolean
read_preparer (const Reader *reader, const Act *act, char **key, char **name, GError **error)
{
  g_autoptr (KirokuRows) rows = kiroku_db_query (
      reader->db, error, "sss",
      "SELECT fact, key,"
      " (SELECT a.name FROM author a WHERE a.case_id = :{case:s} AND a.key = u.key LIMIT 1) FROM"
      " (SELECT fact, clock, key, seq, hash FROM fact WHERE case_id = :{case:s}"
      "  AND rec <= :{as_of:i} AND " KIROKU_STANDS ("fact")
      "  UNION ALL SELECT NULL, clock, key, seq, hash FROM form_act WHERE case_id = :{case:s}"
      "  AND rec <= :{as_of:i} AND kind = 'form.draft' AND form = :{form:s}"
      "  AND " KIROKU_STANDS ("form_act") ") u"
      " WHERE (clock, key, seq, hash) < (:{clock:i}, :{key:s}, :{seq:i}, :{hash:s})"
      " ORDER BY clock DESC, key DESC, seq DESC, hash DESC",
      reader->case_id, reader->as_of, reader->form, act != NULL ? act->clock : G_MAXINT64,
      act != NULL ? act->key : "", act != NULL ? act->seq : 0, act != NULL ? act->hash : "");

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    if (kiroku_rows_is_null (rows, i, 0)
        || g_hash_table_contains (reader->uses, kiroku_rows_text (rows, i, 0)))
      {
        *key = g_strdup (kiroku_rows_text (rows, i, 1));
        *name = g_strdup (kiroku_rows_text (rows, i, 2));
        break;
      }
  return TRUE;
}

/* Whether @act is by another key than that of whoever prepared the form. */
static gboolean
read_four_eyes (const Reader *reader, const Act *act, gboolean *four_eyes, GError **error)
{
  g_autofree char *key = NULL;
  g_autofree char *name = NULL;

  if (!read_preparer (reader, act, &key, &name, error))
    return FALSE;
  *four_eyes = key != NULL && !g_str_equal (key, act->key);
  return TRUE;
}

/* Whether a fact that the form uses was stated again after @act and before @until, or until now without one, be it
 * as it was: on another basis, say. */
static gboolean
read_restated (
    const Reader *reader, const Act *act, const Act *until, gboolean *restated, GError **error)
{
  g_autoptr (KirokuRows) rows = kiroku_db_query (
      reader->db, error, "s",
      "SELECT DISTINCT fact FROM fact WHERE case_id = :{case:s} AND rec <= :{as_of:i} AND " KIROKU_STANDS ("fact")
      " AND (clock, key, seq, hash) > (:{clock:i}, :{key:s}, :{seq:i}, :{hash:s})"
      " AND clock < :{until:i}",
      reader->case_id, reader->as_of, act->clock, act->key, act->seq, act->hash,
      until != NULL ? until->placed : G_MAXINT64);

  *restated = FALSE;
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < kiroku_rows_length (rows) && !*restated; i++)
    *restated = g_hash_table_contains (reader->uses, kiroku_rows_text (rows, i, 0));
  return TRUE;
}

/* --- Values --- */

static gboolean
read_values (const Reader *reader, Act *act, GError **error)
{
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (reader->db, error, "ss",
                         "SELECT field, value FROM form_value WHERE hash = :{hash:s}", act->hash);

  if (rows == NULL)
    return FALSE;
  act->values = kiroku_filing_values_new ();
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    g_hash_table_insert (act->values, g_strdup (kiroku_rows_text (rows, i, 0)),
                         g_strdup (kiroku_rows_text (rows, i, 1)));
  return TRUE;
}

/* What is said of the fact @key, "" for nothing; NULL when it is withheld. */
static const char *
get_said (GHashTable *values, const char *prefix, const char *key)
{
  g_autofree char *name = g_strconcat (prefix, key, NULL);
  gpointer said;

  return g_hash_table_lookup_extended (values, name, NULL, &said) ? said : "";
}

/* What nobody stated, what is withheld, and what a later version may have recorded is UNASKED. */
static KirokuFactState
get_state (GHashTable *values, const char *key)
{
  const char *id = get_said (values, KIROKU_FACT_STATE_PREFIX, key);
  KirokuFactState state;

  return id != NULL && kiroku_fact_state_parse (id, &state, NULL) ? state : KIROKU_FACT_UNASKED;
}

/* Entries of earlier versions say nothing of states. */
static gboolean
has_states (GHashTable *values)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (g_str_has_prefix (name, KIROKU_FACT_STATE_PREFIX))
      return TRUE;
  return FALSE;
}

/* Whether it leaves open what the form showed: it says nothing of states, or something is withheld. */
static gboolean
is_partial (GHashTable *values)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (value == NULL)
      return TRUE;
  return g_hash_table_size (values) > 0 && !has_states (values);
}

/* A value that nobody stated, such as the title of the case, reads like one that is confirmed. */
static gboolean
is_same_state (KirokuFactState before, KirokuFactState after, const char *value)
{
  const KirokuFactState plain = value[0] != '\0' ? KIROKU_FACT_CONFIRMED : KIROKU_FACT_UNASKED;

  return (before == KIROKU_FACT_UNASKED ? plain : before)
         == (after == KIROKU_FACT_UNASKED ? plain : after);
}

/* Whether fact @key is filled from the type of the case while nobody states it. */
static gboolean
comes_from_type (KirokuPack *pack, const char *key)
{
  const KirokuPackFact *fact = kiroku_pack_get_fact (pack, key);

  return fact != NULL && g_strcmp0 (fact->default_from, "case.type") == 0;
}

/* Whether both are words for the same type: a form says it in the language in which it was filled in. */
static gboolean
is_same_type (KirokuPack *pack, const char *one, const char *other)
{
  GPtrArray *types = kiroku_pack_get_types (pack);

  for (guint i = 0; i < types->len; i++)
    {
      const KirokuPackText *name = ((KirokuPackType *) g_ptr_array_index (types, i))->name;

      if ((g_str_equal (name->ja, one) && g_str_equal (name->en, other))
          || (g_str_equal (name->en, one) && g_str_equal (name->ja, other)))
        return TRUE;
    }
  return FALSE;
}

/* Where one of the two says nothing of states they do not differ. */
typedef struct
{
  KirokuPack *pack;
  GHashTable *before, *after;
  gboolean states;
  GPtrArray *differences; /* of KirokuContradiction */
} Comparison;

static void
compare_key (Comparison *self, const char *key)
{
  const char *old = get_said (self->before, KIROKU_FACT_VALUE_PREFIX, key);
  const char *new = get_said (self->after, KIROKU_FACT_VALUE_PREFIX, key);
  const KirokuFactState old_state = get_state (self->before, key);
  const KirokuFactState new_state = get_state (self->after, key);
  KirokuContradiction *difference;

  if (old == NULL || new == NULL
      || ((g_str_equal (old, new)
           || (comes_from_type (self->pack, key) && is_same_type (self->pack, old, new)))
          && (!self->states || is_same_state (old_state, new_state, new))))
    return;
  difference = g_new (KirokuContradiction, 1);
  *difference = (KirokuContradiction){ g_strdup (key), g_strdup (old), g_strdup (new), old_state,
                                       new_state };
  g_ptr_array_add (self->differences, difference);
}

/* The facts of which either says something. (transfer full) (element-type utf8) */
static GHashTable *
list_keys (GHashTable *before, GHashTable *after)
{
  GHashTable *keys = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTable *const both[] = { before, after };
  GHashTableIter iter;
  gpointer name;

  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    {
      g_hash_table_iter_init (&iter, both[i]);
      while (g_hash_table_iter_next (&iter, &name, NULL))
        g_hash_table_add (keys, (gpointer) (strchr (name, '.') + 1));
    }
  return keys;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(KirokuContradiction *const *) a)->key,
                 (*(KirokuContradiction *const *) b)->key);
}

/* Sorted by key. (transfer full) (element-type KirokuContradiction) */
static GPtrArray *
list_differences (KirokuPack *pack, GHashTable *before, GHashTable *after)
{
  g_autoptr (GHashTable) keys = list_keys (before, after);
  Comparison self = { pack, before, after, has_states (before) && has_states (after),
                      g_ptr_array_new_with_free_func ((GDestroyNotify) contradiction_free) };
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, keys);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    compare_key (&self, key);
  g_ptr_array_sort (self.differences, compare_names);
  return self.differences;
}

/* What was filed and is another now, but for what a report says of itself (report.*), such as that it is the
 * preliminary or the final one: the next one says something else, and nothing is wrong. */
static GPtrArray *
list_contradictions (KirokuPack *pack, GHashTable *filed, GHashTable *present)
{
  GPtrArray *differences = list_differences (pack, filed, present);

  for (guint i = differences->len; i > 0; i--)
    if (g_str_has_prefix (((KirokuContradiction *) differences->pdata[i - 1])->key, "report."))
      g_ptr_array_remove_index (differences, i - 1);
  return differences;
}

/* Whether two of kiroku_filing_list_values() say the same, as far as neither has been withheld (a NULL). */
static gboolean
is_same (KirokuPack *pack, GHashTable *before, GHashTable *after)
{
  g_autoptr (GPtrArray) differences = list_differences (pack, before, after);

  return differences->len == 0;
}

/* --- Acts --- */

static GPtrArray *
read_rules (const Reader *reader, const char *hash, GError **error)
{
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (reader->db, error, "s",
                         "SELECT rule FROM form_rule WHERE hash = :{hash:s} ORDER BY rule", hash);
  GPtrArray *rules;

  if (rows == NULL)
    return NULL;
  rules = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    g_ptr_array_add (rules, g_strdup (kiroku_rows_text (rows, i, 0)));
  return rules;
}

/* Whether what @act filed is what @approval, if it counts (nullable), approved. Where the values alone do not tell, for
 * one of the two leaves something open or a fact was stated again between them, only the bytes of the copy do. */
static gboolean
read_is_approved (
    const Reader *reader, const Act *act, const Act *approval, gboolean *approved, GError **error)
{
  gboolean restated;

  *approved = FALSE;
  if (approval == NULL || !is_same (reader->pack, approval->values, act->values))
    return TRUE;
  if (!read_restated (reader, approval, act, &restated, error))
    return FALSE;
  *approved = (!restated && !is_partial (approval->values) && !is_partial (act->values))
              || (act->sha256 != NULL && g_strcmp0 (act->sha256, approval->sha256) == 0);
  return TRUE;
}

/* @approval: (nullable): the one that counts. */
static gboolean
take_filed (const Reader *reader,
            const Act *act,
            const Act *approval,
            KirokuFiling *self,
            GError **error)
{
  GPtrArray *rules;
  KirokuFiled *filed;
  gboolean approved;

  if (!read_is_approved (reader, act, approval, &approved, error)
      || (rules = read_rules (reader, act->hash, error)) == NULL)
    return FALSE;
  filed = g_new (KirokuFiled, 1);
  *filed = (KirokuFiled){ .hash = g_strdup (act->hash),
                          .key = g_strdup (act->key),
                          .author = g_strdup (act->author),
                          .at = act->at,
                          .method = g_strdup (act->method),
                          .to = g_strdup (act->to),
                          .by = g_strdup (act->by),
                          .receipt = g_strdup (act->receipt),
                          .sha256 = g_strdup (act->sha256),
                          .size = act->size,
                          .rules = rules,
                          .approved = approved,
                          .other_file = approved && act->sha256 != NULL && approval->sha256 != NULL
                                        && !g_str_equal (act->sha256, approval->sha256),
                          .contradicts = list_contradictions (reader->pack, act->values, reader->present) };
  g_ptr_array_add (self->filed, filed);
  return TRUE;
}

static gboolean
take_approval (const Reader *reader, const Act *act, KirokuFiling *self, GError **error)
{
  gboolean restated;

  if (!read_four_eyes (reader, act, &self->four_eyes, error)
      || !read_restated (reader, act, NULL, &restated, error))
    return FALSE;
  g_free (self->approver);
  g_free (self->sha256);
  g_free (self->checkpoint);
  g_free (self->language);
  self->approver = g_strdup (act->author);
  self->sha256 = g_strdup (act->sha256);
  self->checkpoint = g_strdup (act->checkpoint);
  self->language = g_strdup (act->language);
  self->made = act->made;
  self->approved_at = act->at;
  g_clear_pointer (&self->changed, g_ptr_array_unref);
  self->changed = list_differences (reader->pack, act->values, reader->present);
  self->stale = self->changed->len > 0;
  self->by_copy = restated || is_partial (act->values);
  return TRUE;
}

static Act
act_from_row (const KirokuRows *rows, guint row)
{
  return (Act){ .kind = kiroku_rows_text (rows, row, 0),
                .hash = kiroku_rows_text (rows, row, 1),
                .key = kiroku_rows_text (rows, row, 2),
                .author = kiroku_rows_text (rows, row, 3),
                .method = kiroku_rows_text (rows, row, 4),
                .to = kiroku_rows_text (rows, row, 5),
                .by = kiroku_rows_text (rows, row, 6),
                .receipt = kiroku_rows_text (rows, row, 7),
                .sha256 = kiroku_rows_text (rows, row, 8),
                .checkpoint = kiroku_rows_text (rows, row, 9),
                .language = kiroku_rows_text (rows, row, 10),
                .clock = kiroku_rows_int (rows, row, 11),
                .seq = kiroku_rows_int (rows, row, 12),
                .at = kiroku_rows_int (rows, row, 13),
                .size = kiroku_rows_int (rows, row, 14),
                .made = kiroku_rows_int (rows, row, 15),
                .placed = kiroku_rows_int (rows, row, 16) };
}

/* @approval: (inout): the last one, while it counts; without values while none does. */
static gboolean
take_act (const Reader *reader, Act *act, Act *approval, KirokuFiling *self, GError **error)
{
  gboolean taken;

  if (!read_values (reader, act, error))
    return FALSE;
  if (g_str_equal (act->kind, "form.file"))
    taken = take_filed (reader, act, approval->values != NULL ? approval : NULL, self, error);
  else
    {
      taken = take_approval (reader, act, self, error);
      g_clear_pointer (&approval->values, g_hash_table_unref);
      if (taken && self->four_eyes)
        {
          *approval = *act;
          g_hash_table_ref (approval->values);
        }
    }
  g_hash_table_unref (act->values);
  return taken;
}

/* A correction stands in the place of what it corrects: what was approved since, it was not filed with. */
static gboolean
read_acts (const Reader *reader, KirokuFiling *self, GError **error)
{
  Act approval = { 0 };
  gboolean counts, read = TRUE;
  g_autoptr (KirokuRows) rows = kiroku_db_query (
      reader->db, error, "sssssssssssiiiiii",
      "SELECT f.kind, f.hash, f.key,"
      " (SELECT a.name FROM author a WHERE a.case_id = f.case_id AND a.key = f.key LIMIT 1),"
      " f.method, f.recipient, f.by, f.receipt, f.sha256, f.checkpoint, f.lang,"
      " f.clock, f.seq, f.at, f.size, f.made, ifnull (o.clock, f.clock)"
      " FROM form_act f LEFT JOIN form_act o ON o.hash = f.corrects AND o.case_id = f.case_id"
      "  AND o.kind = f.kind WHERE f.case_id = :{case:s} AND f.rec <= :{as_of:i} AND f.form = :{form:s}"
      " AND f.kind <> 'form.draft' AND NOT EXISTS (SELECT 1 FROM form_act c"
      "  WHERE " KIROKU_CORRECTED ("f", "c") " AND c.kind = f.kind"
      "  AND c.rec <= :{as_of:i} AND " KIROKU_STANDS ("c") ")"
      " AND " KIROKU_STANDS ("f") " ORDER BY ifnull (o.clock, f.clock), ifnull (o.key, f.key),"
      " ifnull (o.seq, f.seq), ifnull (o.hash, f.hash)",
      reader->case_id, reader->as_of, reader->form);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; read && i < kiroku_rows_length (rows); i++)
    {
      Act act = act_from_row (rows, i);

      read = take_act (reader, &act, &approval, self, error);
    }
  counts = approval.values != NULL;
  g_clear_pointer (&approval.values, g_hash_table_unref);
  if (self->filed->len > 0)
    self->state = KIROKU_FILING_FILED;
  else if (counts && !self->stale)
    self->state = KIROKU_FILING_APPROVED;
  return read;
}

KirokuFiling *
kiroku_filing_read (KirokuDb *db,
                    KirokuPack *pack,
                    const char *case_id,
                    const KirokuFilledForm *form,
                    gint64 as_of,
                    GError **error)
{
  g_autoptr (GHashTable) uses = NULL;
  g_autoptr (GHashTable) present = NULL;
  g_autoptr (KirokuFiling) self = NULL;
  Reader reader;

  g_return_val_if_fail (db != NULL && pack != NULL && case_id != NULL && form != NULL, NULL);

  uses = list_used (pack, form);
  present = kiroku_filing_list_values (form);
  reader = (Reader){ db, pack, case_id, form->id, as_of, uses, present };
  self = g_new0 (KirokuFiling, 1);
  self->approved_at = self->made = KIROKU_TIME_NONE;
  self->filed = g_ptr_array_new_with_free_func ((GDestroyNotify) filed_free);
  if (!read_preparer (&reader, NULL, &self->preparer_key, &self->preparer, error)
      || !read_acts (&reader, self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
kiroku_filing_doubt (KirokuFiling *self)
{
  g_return_if_fail (self != NULL);

  self->doubted = TRUE;
  if (self->state == KIROKU_FILING_APPROVED)
    self->state = KIROKU_FILING_DRAFT;
}

gboolean
kiroku_filing_is_approved (const KirokuFiling *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->approver != NULL && self->four_eyes && !self->stale && !self->doubted;
}

char *
kiroku_contradiction_show_filed (const KirokuContradiction *self,
                                 const KirokuPackFact *fact,
                                 GTimeZone *zone,
                                 const char *language)
{
  return kiroku_form_show_fact (fact, &(KirokuFact){ .value = self->filed, .state = self->filed_state },
                                zone, language);
}

char *
kiroku_contradiction_show_now (const KirokuContradiction *self,
                               const KirokuPackFact *fact,
                               GTimeZone *zone,
                               const char *language)
{
  return kiroku_form_show_fact (fact, &(KirokuFact){ .value = self->now, .state = self->now_state },
                                zone, language);
}

static void
mark_change (KirokuFilledForm *form,
             KirokuPack *pack,
             GTimeZone *zone,
             const KirokuContradiction *change)
{
  const KirokuPackFact *fact = kiroku_pack_get_fact (pack, change->key);
  KirokuFormField *field = (KirokuFormField *) kiroku_filled_form_find (form, change->key);

  if (field == NULL || fact == NULL)
    return;
  g_free (field->before);
  field->before = kiroku_contradiction_show_filed (change, fact, zone, form->language);
}

gboolean
kiroku_filing_mark_changes (KirokuDb *db,
                            KirokuPack *pack,
                            const char *case_id,
                            GTimeZone *zone,
                            KirokuFilledForm *form,
                            GError **error)
{
  g_autoptr (KirokuFiling) filing = NULL;
  const KirokuFiled *last;
  gint64 filed;

  g_return_val_if_fail (db != NULL && case_id != NULL && zone != NULL && form != NULL, FALSE);

  if (!kiroku_db_query_int (db, error, 0, &filed,
                            "SELECT count(*) FROM form_act WHERE case_id = :{case:s}"
                            " AND form = :{form:s} AND kind = 'form.file'",
                            case_id, form->id))
    return FALSE;
  if (filed == 0)
    return TRUE;
  filing = kiroku_filing_read (db, pack, case_id, form, KIROKU_NOW, error);
  if (filing == NULL)
    return FALSE;
  last = filing->filed->len > 0 ? g_ptr_array_index (filing->filed, filing->filed->len - 1) : NULL;
  for (guint i = 0; last != NULL && i < last->contradicts->len; i++)
    mark_change (form, pack, zone, g_ptr_array_index (last->contradicts, i));
  return TRUE;
}

GPtrArray *
kiroku_filing_list_forms (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (GPtrArray) forms = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (KirokuRows) rows = kiroku_db_query (
      db, error, "s",
      "SELECT DISTINCT form FROM form_act WHERE case_id = :{case:s} AND rec <= :{as_of:i}"
      " AND form IS NOT NULL AND " KIROKU_STANDS ("form_act") " ORDER BY form",
      case_id, as_of);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    g_ptr_array_add (forms, g_strdup (kiroku_rows_text (rows, i, 0)));
  return g_steal_pointer (&forms);
}

GHashTable *
kiroku_filing_read_met (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (GHashTable) met = NULL;
  g_autoptr (KirokuRows) rows = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL, NULL);

  rows = kiroku_db_query (db, error, "si",
                          "SELECT m.rule, min (m.at) FROM form_rule m JOIN form_act f"
                          " ON f.case_id = m.case_id AND f.clock = m.clock AND f.key = m.key"
                          " AND f.seq = m.seq AND f.hash = m.hash WHERE m.case_id = :{case:s}"
                          " AND m.rec <= :{as_of:i} AND " KIROKU_STANDS ("m")
                          " AND NOT EXISTS (SELECT 1 FROM form_act c"
                          "  WHERE " KIROKU_CORRECTED ("f", "c")
                          "  AND c.kind = 'form.file' AND c.rec <= :{as_of:i}"
                          "  AND " KIROKU_STANDS ("c") ") GROUP BY m.rule",
                          case_id, as_of);
  if (rows == NULL)
    return NULL;
  met = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      gint64 at = kiroku_rows_int (rows, i, 1);

      g_hash_table_insert (met, g_strdup (kiroku_rows_text (rows, i, 0)),
                           g_memdup2 (&at, sizeof at));
    }
  return g_steal_pointer (&met);
}
