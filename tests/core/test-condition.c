/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "kiroku-condition.h"
#include "kiroku-pack.h"

static KirokuTruth
ask (const char *text, KirokuFacts *facts, char **deciding)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuCondition) condition = kiroku_condition_parse (text, &error);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  KirokuTruth truth;

  g_assert_no_error (error);
  truth = kiroku_condition_evaluate (condition, facts, keys);
  g_ptr_array_add (keys, NULL);
  if (deciding != NULL)
    *deciding = g_strjoinv (" ", (char **) keys->pdata);
  return truth;
}

static KirokuFacts *
make_facts (void)
{
  KirokuFacts *facts = kiroku_facts_new ();

  kiroku_facts_set (facts, "yes", "a", KIROKU_FACT_CONFIRMED, NULL);
  kiroku_facts_set (facts, "no", "", KIROKU_FACT_NONE, NULL);
  kiroku_facts_set (facts, "cat", "1,3", KIROKU_FACT_ESTIMATE, NULL);
  kiroku_facts_set (facts, "more", "1,3", KIROKU_FACT_INVESTIGATING, NULL);
  kiroku_facts_set (facts, "said", "unknown", KIROKU_FACT_CONFIRMED, NULL);
  kiroku_facts_set (facts, "cannot", "", KIROKU_FACT_UNKNOWN, NULL);
  kiroku_facts_set (facts, "asking", "", KIROKU_FACT_INVESTIGATING, NULL);
  return facts;
}

/* "open" is a fact nobody has set. */
static void
test_three_values (void)
{
  static const char *const names[] = { "no", "open", "yes" };
  static const KirokuTruth both[3][3] = { { 0, 0, 0 }, { 0, 1, 1 }, { 0, 1, 2 } };
  static const KirokuTruth either[3][3] = { { 0, 1, 2 }, { 1, 1, 2 }, { 2, 2, 2 } };
  g_autoptr (KirokuFacts) facts = make_facts ();

  for (guint a = 0; a < 3; a++)
    for (guint b = 0; b < 3; b++)
      {
        g_autofree char *and_text
            = g_strdup_printf ("%s non-empty and %s non-empty", names[a], names[b]);
        g_autofree char *or_text
            = g_strdup_printf ("%s non-empty or %s non-empty", names[a], names[b]);
        g_autofree char *not_text = g_strdup_printf ("not %s non-empty", names[a]);

        g_assert_cmpint (ask (and_text, facts, NULL), ==, both[a][b]);
        g_assert_cmpint (ask (or_text, facts, NULL), ==, either[a][b]);
        g_assert_cmpint (ask (not_text, facts, NULL), ==, 2 - a);
      }
  g_assert_cmpint (ask ("always", facts, NULL), ==, KIROKU_TRUTH_YES);
}

static void
test_comparisons (void)
{
  g_autoptr (KirokuFacts) facts = make_facts ();

  g_assert_cmpint (ask ("cat has 3", facts, NULL), ==, KIROKU_TRUTH_YES);
  g_assert_cmpint (ask ("cat has 2", facts, NULL), ==, KIROKU_TRUTH_NO);
  g_assert_cmpint (ask ("cat has 13", facts, NULL), ==, KIROKU_TRUTH_NO);
  g_assert_cmpint (ask ("yes = a", facts, NULL), ==, KIROKU_TRUTH_YES);
  g_assert_cmpint (ask ("yes=b", facts, NULL), ==, KIROKU_TRUTH_NO);
  g_assert_cmpint (ask ("no has 1", facts, NULL), ==, KIROKU_TRUTH_NO);
  g_assert_cmpint (ask ("open has 1", facts, NULL), ==, KIROKU_TRUTH_UNDECIDED);
}

static void
test_states (void)
{
  g_autoptr (KirokuFacts) facts = make_facts ();

  g_assert_cmpint (ask ("more has 3", facts, NULL), ==, KIROKU_TRUTH_YES);
  g_assert_cmpint (ask ("more has 2", facts, NULL), ==, KIROKU_TRUTH_UNDECIDED);
  g_assert_cmpint (ask ("asking non-empty", facts, NULL), ==, KIROKU_TRUTH_UNDECIDED);
  g_assert_cmpint (ask ("said = unknown", facts, NULL), ==, KIROKU_TRUTH_YES);
  g_assert_cmpint (ask ("said = yes", facts, NULL), ==, KIROKU_TRUTH_UNDECIDED);
  g_assert_cmpint (ask ("said = no", facts, NULL), ==, KIROKU_TRUTH_UNDECIDED);
  g_assert_cmpint (ask ("cannot = unknown", facts, NULL), ==, KIROKU_TRUTH_YES);
  g_assert_cmpint (ask ("cannot = yes", facts, NULL), ==, KIROKU_TRUTH_UNDECIDED);
  g_assert_cmpint (ask ("open = unknown", facts, NULL), ==, KIROKU_TRUTH_UNDECIDED);
}

static void
test_precedence (void)
{
  g_autoptr (KirokuFacts) facts = make_facts ();

  g_assert_cmpint (ask ("yes = a or no has 1 and no has 1", facts, NULL), ==, KIROKU_TRUTH_YES);
  g_assert_cmpint (ask ("(yes = a or no has 1) and no has 1", facts, NULL), ==, KIROKU_TRUTH_NO);
  g_assert_cmpint (ask ("not no has 1 and yes = a", facts, NULL), ==, KIROKU_TRUTH_YES);
  g_assert_cmpint (ask ("not (no has 1 or yes = a)", facts, NULL), ==, KIROKU_TRUTH_NO);
  g_assert_cmpint (ask ("not not yes = a", facts, NULL), ==, KIROKU_TRUTH_YES);
}

static void
test_deciding (void)
{
  g_autoptr (KirokuFacts) facts = make_facts ();
  g_autofree char *both = NULL;
  g_autofree char *one = NULL;
  g_autofree char *none = NULL;

  ask ("open has 1 and (asking has 1 or open has 2)", facts, &both);
  g_assert_cmpstr (both, ==, "open asking");
  ask ("yes = a and (no has 1 or open has 1) or no has 2 and asking has 1", facts, &one);
  g_assert_cmpstr (one, ==, "open");
  ask ("yes = a or open has 1", facts, &none);
  g_assert_cmpstr (none, ==, "");
}

static void
test_refused (void)
{
  static const char *const broken[]
      = { "",       "leak.kind", "leak.kind has", "has 1",         "a = 1 b = 2", "(a = 1",
          "a = 1)", "a = 1 and", "not",           "a non-empty 1", "a == 1",      "a = 1 & b = 1",
          "()",     "a is 1",    "a = (b)",       "and = or",      "漏えい = 1",  "always a = 1" };

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kiroku_condition_parse (broken[i], &error));
      g_assert_error (error, KIROKU_PACK_ERROR, KIROKU_PACK_ERROR_CONDITION);
    }
}

static void
test_deep (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "(");
  g_assert_null (kiroku_condition_parse (text->str, &error));
  g_assert_error (error, KIROKU_PACK_ERROR, KIROKU_PACK_ERROR_CONDITION);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/condition/logic/has-three-values", test_three_values);
  g_test_add_func ("/condition/logic/compares-whole-ids", test_comparisons);
  g_test_add_func ("/condition/logic/what-is-being-looked-into-is-undecided", test_states);
  g_test_add_func ("/condition/parse/not-binds-before-and-before-or", test_precedence);
  g_test_add_func ("/condition/logic/names-the-facts-that-would-decide", test_deciding);
  g_test_add_func ("/condition/parse/nonsense-is-refused", test_refused);
  g_test_add_func ("/condition/parse/depth-is-bounded", test_deep);
  return g_test_run ();
}
