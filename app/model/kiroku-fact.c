/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-fact.h"

#include <string.h>

#include "kiroku-error.h"
#include "kiroku-i18n.h"
#include "kiroku-names.h"
#include "kiroku-text.h"
#include "kiroku-time.h"

/* 2^53−1, the greatest integer of the record (design §3). */
#define INTEGER_MAX_DIGITS "9007199254740991"

static const KirokuName type_names[KIROKU_N_FACT_TYPES] = {
  [KIROKU_FACT_TEXT] = { "text" },       [KIROKU_FACT_LONG_TEXT] = { "long-text" },
  [KIROKU_FACT_INTEGER] = { "integer" }, [KIROKU_FACT_TIME] = { "time" },
  [KIROKU_FACT_DATE] = { "date" },       [KIROKU_FACT_CHOICE] = { "choice" },
  [KIROKU_FACT_CHOICES] = { "choices" }, [KIROKU_FACT_YES_NO] = { "yes-no" },
};

static const KirokuName state_names[KIROKU_N_FACT_STATES] = {
  [KIROKU_FACT_UNASKED] = { "unasked", NC_ ("fact state", "Not asked yet") },
  [KIROKU_FACT_INVESTIGATING] = { "investigating", NC_ ("fact state", "Under investigation") },
  [KIROKU_FACT_UNKNOWN] = { "unknown", NC_ ("fact state", "Unknown") },
  [KIROKU_FACT_NONE] = { "none", NC_ ("fact state", "None") },
  [KIROKU_FACT_ESTIMATE] = { "estimate", NC_ ("fact state", "Estimate") },
  [KIROKU_FACT_CONFIRMED] = { "confirmed", NC_ ("fact state", "Confirmed") },
};

static const KirokuNames types = { type_names, KIROKU_N_FACT_TYPES, NULL };
static const KirokuNames states = { state_names, KIROKU_N_FACT_STATES, "fact state" };

static const char *const yes_no_ids[] = { "yes", "no", "unknown", NULL };

struct _KirokuFacts
{
  gatomicrefcount ref_count;
  GTree *by_key; /* key, owned by its fact → KirokuFact */
};

const char *
kiroku_fact_type_id (KirokuFactType type)
{
  return kiroku_names_get_id (&types, type);
}

gboolean
kiroku_fact_type_parse (const char *id, KirokuFactType *type, GError **error)
{
  guint value;

  if (!kiroku_names_parse (&types, id, &value, error))
    return FALSE;
  *type = value;
  return TRUE;
}

const char *
kiroku_fact_state_id (KirokuFactState state)
{
  return state == KIROKU_FACT_WITHHELD || state == KIROKU_FACT_ERASED
             ? KIROKU_FACT_WITHHELD_ID
             : kiroku_names_get_id (&states, state);
}

const char *
kiroku_fact_state_name (KirokuFactState state)
{
  if (state == KIROKU_FACT_ERASED)
    return _ ("erased by law");
  return state == KIROKU_FACT_WITHHELD ? _ ("withheld") : kiroku_names_get_name (&states, state);
}

const char *
kiroku_fact_find_key (const char *kind, const char *field)
{
  g_return_val_if_fail (kind != NULL && field != NULL, NULL);

  if (g_str_equal (kind, "case.set"))
    return field;
  if (!g_str_has_prefix (kind, "form."))
    return NULL;
  if (g_str_has_prefix (field, KIROKU_FACT_VALUE_PREFIX))
    return field + strlen (KIROKU_FACT_VALUE_PREFIX);
  return g_str_has_prefix (field, KIROKU_FACT_STATE_PREFIX) ? field + strlen (KIROKU_FACT_STATE_PREFIX)
                                                            : NULL;
}

const char *
kiroku_fact_get_remark_prefix (KirokuFactState state)
{
  if (state == KIROKU_FACT_INVESTIGATING)
    return KIROKU_FACT_EXPECTED_PREFIX;
  return state == KIROKU_FACT_ESTIMATE ? KIROKU_FACT_BASIS_PREFIX : NULL;
}

const char *
kiroku_fact_find_remarked (const char *field)
{
  static const char *const prefixes[] = { KIROKU_FACT_EXPECTED_PREFIX, KIROKU_FACT_BASIS_PREFIX };

  g_return_val_if_fail (field != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (field, prefixes[i]))
      return field + strlen (prefixes[i]);
  return NULL;
}

gboolean
kiroku_fact_state_parse (const char *id, KirokuFactState *state, GError **error)
{
  guint value;

  if (!kiroku_names_parse (&states, id, &value, error))
    return FALSE;
  *state = value;
  return TRUE;
}

const char *const *
kiroku_fact_yes_no_ids (void)
{
  return yes_no_ids;
}

static gboolean
refuse (GError **error, const char *typed, const char *remedy)
{
  g_autofree char *visible = kiroku_text_visible (typed, TRUE);

  /* Translators: what was typed, then what is wrong with it. */
  g_set_error (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_VALUE, _ ("“%s”: %s"), visible,
               remedy);
  return FALSE;
}

static gboolean
check_line (const char *typed, char **value, GError **error)
{
  g_autofree char *line = kiroku_text_strip (typed);

  if (strpbrk (line, "\r\n") != NULL)
    return refuse (error, line, _ ("these are several lines, and this fact takes one"));

  *value = g_steal_pointer (&line);
  return TRUE;
}

/* CR LF and CR become LF; white space at the end goes, so that an empty text clears. */
static gboolean
check_lines (const char *typed, char **value)
{
  g_autoptr (GString) text = g_string_new (typed);

  g_string_replace (text, "\r\n", "\n", 0);
  g_string_replace (text, "\r", "\n", 0);
  *value = kiroku_text_strip (text->str);
  return TRUE;
}

/* Whether @digits has commas only between groups of three, as in 1,234,567. */
static gboolean
is_grouped (const char *digits)
{
  g_auto (GStrv) groups = g_strsplit (digits, ",", -1);

  if (groups[1] == NULL)
    return TRUE;
  if (strlen (groups[0]) < 1 || strlen (groups[0]) > 3)
    return FALSE;
  for (guint i = 1; groups[i] != NULL; i++)
    if (strlen (groups[i]) != 3)
      return FALSE;
  return TRUE;
}

static gboolean
check_integer (const char *text, char **value, GError **error)
{
  g_autoptr (GString) digits = g_string_new (text);
  const char *significant;

  if (strspn (text, "0123456789,") != strlen (text) || !is_grouped (text))
    return refuse (error, text, _ ("not a number: write digits only, such as 1200"));

  g_string_replace (digits, ",", "", 0);
  significant = digits->str + strspn (digits->str, "0");
  if (*significant == '\0')
    significant = "0";
  if (strlen (significant) > strlen (INTEGER_MAX_DIGITS)
      || (strlen (significant) == strlen (INTEGER_MAX_DIGITS)
          && strcmp (significant, INTEGER_MAX_DIGITS) > 0))
    return refuse (error, text, _ ("too large: at most 9007199254740991 can be recorded"));

  *value = g_strdup (significant);
  return TRUE;
}

static gboolean
check_time (const char *text, GTimeZone *local, gint64 now, char **value, GError **error)
{
  KirokuTime time;

  if (!kiroku_time_parse (text, local, now, &time, error))
    return FALSE;

  *value = kiroku_time_to_occ (&time);
  return TRUE;
}

static gboolean
refuse_choice (const char *id, const char *const *ids, GError **error)
{
  g_autofree char *possible = g_strjoinv (", ", (char **) ids);
  g_autofree char *visible = kiroku_text_visible (id, TRUE);

  g_set_error (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_VALUE,
               _ ("“%s” is not one of the choices: use %s"), visible, possible);
  return FALSE;
}

static gboolean
check_choice (const char *text, const char *const *ids, char **value, GError **error)
{
  if (*text != '\0' && !g_strv_contains (ids, text))
    return refuse_choice (text, ids, error);

  *value = g_strdup (text);
  return TRUE;
}

/* Splits at "," and at the ideographic comma. (transfer full) */
static GPtrArray *
split_ids (const char *text)
{
  g_autoptr (GString) commas = g_string_new (text);
  g_auto (GStrv) parts = NULL;
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  g_string_replace (commas, "、", ",", 0);
  parts = g_strsplit (commas->str, ",", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *id = kiroku_text_strip (parts[i]);

      if (*id != '\0')
        g_ptr_array_add (ids, g_steal_pointer (&id));
    }
  return ids;
}

static gboolean
check_choices (const char *text, const char *const *ids, char **value, GError **error)
{
  g_autoptr (GPtrArray) given = split_ids (text);
  GString *joined;

  for (guint i = 0; i < given->len; i++)
    if (!g_strv_contains (ids, g_ptr_array_index (given, i)))
      return refuse_choice (g_ptr_array_index (given, i), ids, error);

  joined = g_string_new (NULL);
  for (guint i = 0; ids[i] != NULL; i++)
    if (g_ptr_array_find_with_equal_func (given, ids[i], g_str_equal, NULL))
      g_string_append_printf (joined, "%s%s", joined->len > 0 ? "," : "", ids[i]);
  *value = g_string_free (joined, FALSE);
  return TRUE;
}

/* The types whose value has one form whatever the input method: @text is half-width, stripped and
 * not empty. */
static gboolean
check_formed (KirokuFactType type,
              const char *const *choice_ids,
              const char *text,
              GTimeZone *local,
              gint64 now,
              char **value,
              GError **error)
{
  switch (type)
    {
    case KIROKU_FACT_INTEGER:
      return check_integer (text, value, error);
    case KIROKU_FACT_TIME:
      return check_time (text, local, now, value, error);
    case KIROKU_FACT_DATE:
      *value = kiroku_date_parse (text, error);
      return *value != NULL;
    case KIROKU_FACT_CHOICE:
      return check_choice (text, choice_ids, value, error);
    case KIROKU_FACT_CHOICES:
      return check_choices (text, choice_ids, value, error);
    case KIROKU_FACT_YES_NO:
      return check_choice (text, yes_no_ids, value, error);
    case KIROKU_FACT_TEXT:
    case KIROKU_FACT_LONG_TEXT:
    default:
      g_return_val_if_reached (FALSE);
    }
}

gboolean
kiroku_fact_check_value (KirokuFactType type,
                         const char *const *choice_ids,
                         const char *typed,
                         GTimeZone *local,
                         gint64 now,
                         char **value,
                         GError **error)
{
  g_autofree char *half = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (typed != NULL && value != NULL, FALSE);
  g_return_val_if_fail (type != KIROKU_FACT_TIME || local != NULL, FALSE);
  g_return_val_if_fail (
      (type != KIROKU_FACT_CHOICE && type != KIROKU_FACT_CHOICES) || choice_ids != NULL, FALSE);

  if (!kiroku_text_check (typed, strlen (typed), _ ("The value"), error))
    return FALSE;
  if (type == KIROKU_FACT_TEXT)
    return check_line (typed, value, error);
  if (type == KIROKU_FACT_LONG_TEXT)
    return check_lines (typed, value);

  half = kiroku_text_to_half_width (typed);
  text = kiroku_text_strip (half);
  if (*text == '\0')
    {
      *value = g_steal_pointer (&text);
      return TRUE;
    }
  return check_formed (type, choice_ids, text, local, now, value, error);
}

gboolean
kiroku_fact_check_remark (KirokuFactState state,
                          const char *typed,
                          GTimeZone *local,
                          gint64 now,
                          char **remark,
                          GError **error)
{
  g_return_val_if_fail (typed != NULL && local != NULL && remark != NULL, FALSE);

  if (state == KIROKU_FACT_ESTIMATE)
    return kiroku_fact_check_value (KIROKU_FACT_TEXT, NULL, typed, local, now, remark, error);
  if (state != KIROKU_FACT_INVESTIGATING)
    return refuse (error, typed,
                   _ ("a day goes with “under investigation”, and a basis with an estimate"));
  return kiroku_fact_check_value (KIROKU_FACT_DATE, NULL, typed, local, now, remark, NULL)
         || kiroku_fact_check_value (KIROKU_FACT_TIME, NULL, typed, local, now, remark, error);
}

static void
fact_free (KirokuFact *fact)
{
  g_free (fact->key);
  g_free (fact->value);
  g_free (fact->origin);
  g_free (fact->remark);
  g_clear_pointer (&fact->rivals, g_ptr_array_unref);
  g_free (fact);
}

static int
compare_keys (gconstpointer a, gconstpointer b, gpointer data)
{
  return strcmp (a, b);
}

KirokuFacts *
kiroku_facts_new (void)
{
  KirokuFacts *facts = g_new0 (KirokuFacts, 1);

  g_atomic_ref_count_init (&facts->ref_count);
  facts->by_key = g_tree_new_full (compare_keys, NULL, NULL, (GDestroyNotify) fact_free);
  return facts;
}

KirokuFacts *
kiroku_facts_ref (KirokuFacts *facts)
{
  g_return_val_if_fail (facts != NULL, NULL);

  g_atomic_ref_count_inc (&facts->ref_count);
  return facts;
}

void
kiroku_facts_unref (KirokuFacts *facts)
{
  g_return_if_fail (facts != NULL);

  if (!g_atomic_ref_count_dec (&facts->ref_count))
    return;
  g_tree_unref (facts->by_key);
  g_free (facts);
}

void
kiroku_facts_set (KirokuFacts *facts,
                  const char *key,
                  const char *value,
                  KirokuFactState state,
                  const char *origin)
{
  KirokuFact *fact;

  g_return_if_fail (facts != NULL && key != NULL && value != NULL);

  fact = g_new0 (KirokuFact, 1);
  fact->key = g_strdup (key);
  fact->value = g_strdup (value);
  fact->state = state;
  fact->origin = g_strdup (origin);
  fact->remark_state = KIROKU_FACT_CONFIRMED;
  /* replace, not insert: the key of the old node dies with the old fact */
  g_tree_replace (facts->by_key, fact->key, fact);
}

void
kiroku_facts_set_remark (
    KirokuFacts *facts, const char *key, const char *remark, KirokuFactState state)
{
  KirokuFact *fact;

  g_return_if_fail (facts != NULL && key != NULL && remark != NULL);

  fact = g_tree_lookup (facts->by_key, key);
  g_return_if_fail (fact != NULL);

  g_free (fact->remark);
  fact->remark = g_strdup (remark);
  fact->remark_state = state;
}

void
kiroku_facts_add_rival (KirokuFacts *facts, const char *key, const char *value)
{
  KirokuFact *fact;

  g_return_if_fail (facts != NULL && key != NULL && value != NULL);

  fact = g_tree_lookup (facts->by_key, key);
  g_return_if_fail (fact != NULL);

  if (fact->rivals == NULL)
    fact->rivals = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (fact->rivals, g_strdup (value));
}

const KirokuFact *
kiroku_facts_get (KirokuFacts *facts, const char *key)
{
  g_return_val_if_fail (facts != NULL && key != NULL, NULL);

  return g_tree_lookup (facts->by_key, key);
}

const char *
kiroku_facts_get_value (KirokuFacts *facts, const char *key)
{
  const KirokuFact *fact = kiroku_facts_get (facts, key);

  return fact != NULL ? fact->value : "";
}

gboolean
kiroku_facts_has_value (KirokuFacts *facts, const char *key)
{
  return *kiroku_facts_get_value (facts, key) != '\0';
}

guint
kiroku_facts_get_n (KirokuFacts *facts)
{
  g_return_val_if_fail (facts != NULL, 0);

  return g_tree_nnodes (facts->by_key);
}

void
kiroku_facts_foreach (KirokuFacts *facts, KirokuFactsFunc func, gpointer data)
{
  g_return_if_fail (facts != NULL && func != NULL);

  for (GTreeNode *node = g_tree_node_first (facts->by_key); node != NULL;
       node = g_tree_node_next (node))
    func (g_tree_node_value (node), data);
}
