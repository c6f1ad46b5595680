/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-question.h"

void
kiroku_question_free (KirokuQuestion *question)
{
  if (question == NULL)
    return;
  g_free (question->fact);
  g_ptr_array_unref (question->settles);
  g_ptr_array_unref (question->routes);
  g_ptr_array_unref (question->opens);
  g_free (question);
}

static gboolean
is_to_be_decided (const KirokuObligation *obligation)
{
  return obligation->standing == KIROKU_STANDING_UNDECIDED
         && obligation->progress != KIROKU_PROGRESS_MET && !obligation->watch;
}

static gboolean
is_open (KirokuFacts *facts, const char *key)
{
  const KirokuFact *fact = kiroku_facts_get (facts, key);

  return fact == NULL || (fact->value[0] == '\0' && fact->state == KIROKU_FACT_UNASKED);
}

/* (transfer none) */
static KirokuQuestion *
get_question (GPtrArray *questions, const char *key, KirokuFacts *facts)
{
  KirokuQuestion *question;

  for (guint i = 0; i < questions->len; i++)
    if (g_str_equal (((KirokuQuestion *) questions->pdata[i])->fact, key))
      return questions->pdata[i];
  question = g_new0 (KirokuQuestion, 1);
  question->fact = g_strdup (key);
  question->open = is_open (facts, key);
  question->settles = g_ptr_array_new ();
  question->routes = g_ptr_array_new ();
  question->opens = g_ptr_array_new ();
  g_ptr_array_add (questions, question);
  return question;
}

static guint
count (const KirokuQuestion *question)
{
  return question->settles->len + question->routes->len + question->opens->len;
}

/* Of two that are alike the one found first stays first: it hangs on the nearer end. */
static int
compare (gconstpointer a, gconstpointer b)
{
  const KirokuQuestion *first = *(KirokuQuestion *const *) a;
  const KirokuQuestion *second = *(KirokuQuestion *const *) b;

  if (first->open != second->open)
    return first->open ? -1 : 1;
  if (first->n_hard != second->n_hard)
    return first->n_hard > second->n_hard ? -1 : 1;
  if (count (first) != count (second))
    return count (first) > count (second) ? -1 : 1;
  return 0;
}

/* Those with @keys, on which hangs whether @obligation applies, or to whom it goes. */
static void
add_questions (GPtrArray *questions,
               KirokuObligation *obligation,
               GPtrArray *keys,
               gboolean routes,
               KirokuFacts *facts)
{
  for (guint i = 0; i < keys->len; i++)
    {
      KirokuQuestion *question = get_question (questions, g_ptr_array_index (keys, i), facts);

      g_ptr_array_add (routes ? question->routes : question->settles, obligation);
      question->n_hard += obligation->hard ? 1 : 0;
    }
}

/* --- What has to be answered before a rule is asked about --- */

static void
take_key_cb (const char *key, const char *id, gboolean equals, gpointer keys)
{
  g_hash_table_add (keys, (gpointer) key);
}

static gboolean
is_hidden (const KirokuPackObligation *rule, const KirokuPackType *type, GPtrArray *obligations)
{
  return rule->asked_if != NULL && !rule->watch
         && kiroku_pack_type_has_obligation (type, rule->item.id)
         && kiroku_obligations_find (obligations, rule->item.id) == NULL;
}

/* What its own condition names would be asked once it is asked about. */
static void
add_hidden (GPtrArray *questions, KirokuPackObligation *rule, KirokuFacts *facts)
{
  g_autoptr (GPtrArray) deciding = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) own = g_hash_table_new (g_str_hash, g_str_equal);

  if (kiroku_condition_evaluate (rule->asked_if, facts, deciding) != KIROKU_TRUTH_UNDECIDED
      || kiroku_condition_evaluate (rule->applies_if, facts, NULL) == KIROKU_TRUTH_NO)
    return;
  kiroku_condition_foreach (rule->applies_if, take_key_cb, own);
  for (guint i = 0; i < deciding->len; i++)
    if (!g_hash_table_contains (own, deciding->pdata[i]))
      {
        KirokuQuestion *question = get_question (questions, deciding->pdata[i], facts);

        g_ptr_array_add (question->opens, rule);
        question->n_hard += rule->hard ? 1 : 0;
      }
}

GPtrArray *
kiroku_obligations_list_questions (GPtrArray *obligations,
                                   KirokuFacts *facts,
                                   KirokuPack *pack,
                                   const char *type_id)
{
  const KirokuPackType *type;
  GPtrArray *questions, *rules;

  g_return_val_if_fail (obligations != NULL && facts != NULL, NULL);
  g_return_val_if_fail (pack != NULL && type_id != NULL, NULL);

  questions = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_question_free);
  for (guint i = 0; i < obligations->len; i++)
    {
      KirokuObligation *obligation = g_ptr_array_index (obligations, i);

      if (is_to_be_decided (obligation))
        add_questions (questions, obligation, obligation->deciding, FALSE, facts);
      add_questions (questions, obligation, obligation->routing, TRUE, facts);
    }
  type = kiroku_pack_get_type (pack, type_id);
  rules = kiroku_pack_get_obligations (pack);
  for (guint i = 0; type != NULL && i < rules->len; i++)
    if (is_hidden (g_ptr_array_index (rules, i), type, obligations))
      add_hidden (questions, g_ptr_array_index (rules, i), facts);
  g_ptr_array_sort (questions, compare); /* stable */
  return questions;
}
