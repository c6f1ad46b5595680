/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "kiroku-error.h"
#include "kiroku-evidence-names.h"
#include "kiroku-fact.h"

static const char *const ids[] = { "1", "2", "3", "4", NULL };

/* 2026-11-21T14:05:00+09:00 */
#define NOW (G_GINT64_CONSTANT (1795237500) * G_USEC_PER_SEC)

static void
assert_value (KirokuFactType type, const char *typed, const char *expected)
{
  g_autoptr (GTimeZone) tokyo = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;

  kiroku_fact_check_value (type, ids, typed, tokyo, NOW, &value, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (value, ==, expected);
}

static void
assert_refused (KirokuFactType type, const char *typed, const char *part)
{
  g_autoptr (GTimeZone) tokyo = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autoptr (GError) error = NULL;
  char *value = NULL;

  g_assert_false (kiroku_fact_check_value (type, ids, typed, tokyo, NOW, &value, &error));
  g_assert_nonnull (error);
  g_assert_true (error->domain == KIROKU_MODEL_ERROR);
  g_assert_nonnull (strstr (error->message, part));
  g_assert_null (value);
}

static void
test_integer (void)
{
  assert_value (KIROKU_FACT_INTEGER, "1200", "1200");
  assert_value (KIROKU_FACT_INTEGER, "　１，２００ ", "1200");
  assert_value (KIROKU_FACT_INTEGER, "1,234,567", "1234567");
  assert_value (KIROKU_FACT_INTEGER, "007", "7");
  assert_value (KIROKU_FACT_INTEGER, "000", "0");
  assert_value (KIROKU_FACT_INTEGER, "9007199254740991", "9007199254740991");
  assert_refused (KIROKU_FACT_INTEGER, "9007199254740992", "9007199254740991");
  assert_refused (KIROKU_FACT_INTEGER, "10000000000000000", "9007199254740991");
  assert_refused (KIROKU_FACT_INTEGER, "1,2", "digits");
  assert_refused (KIROKU_FACT_INTEGER, "12,3456", "digits");
  assert_refused (KIROKU_FACT_INTEGER, "-3", "digits");
  assert_refused (KIROKU_FACT_INTEGER, "約1000", "digits");
}

static void
test_time (void)
{
  assert_value (KIROKU_FACT_TIME, "2026-11-21 14:05", "2026-11-21T14:05:00+09:00");
  assert_value (KIROKU_FACT_TIME, "２０２６／１１／２１　１４：０５", "2026-11-21T14:05:00+09:00");
  assert_value (KIROKU_FACT_TIME, "2026-11-21T05:05:09Z", "2026-11-21T05:05:09+00:00");
  assert_value (KIROKU_FACT_TIME, "13:30", "2026-11-21T13:30:00+09:00");
  assert_value (KIROKU_FACT_DATE, "２０２６年１１月２１日", "2026-11-21");
  assert_refused (KIROKU_FACT_TIME, "yesterday", "yesterday");
  assert_refused (KIROKU_FACT_DATE, "2026-02-30", "2026-02-30");
}

static void
test_choice (void)
{
  assert_value (KIROKU_FACT_CHOICE, " ３ ", "3");
  assert_value (KIROKU_FACT_CHOICES, "3,1", "1,3");
  assert_value (KIROKU_FACT_CHOICES, "４、１，１ , 2", "1,2,4");
  assert_value (KIROKU_FACT_YES_NO, "unknown", "unknown");
  assert_refused (KIROKU_FACT_CHOICE, "5", "1, 2, 3, 4");
  assert_refused (KIROKU_FACT_CHOICE, "1,2", "1, 2, 3, 4");
  assert_refused (KIROKU_FACT_CHOICES, "1,5", "“5”");
  assert_refused (KIROKU_FACT_YES_NO, "maybe", "yes, no, unknown");
}

static void
test_text (void)
{
  assert_value (KIROKU_FACT_TEXT, "　件名 ＡＢＣ　", "件名 ＡＢＣ");
  assert_value (KIROKU_FACT_LONG_TEXT, "一\r\n二\r三\n", "一\n二\n三");
  assert_refused (KIROKU_FACT_TEXT, "一\n二", "several lines");
}

static void
test_clear (void)
{
  for (guint type = 0; type < KIROKU_N_FACT_TYPES; type++)
    {
      assert_value (type, "", "");
      assert_value (type, " 　\n", "");
    }
}

static void
test_canonical_again (void)
{
  static const struct
  {
    KirokuFactType type;
    const char *typed;
  } cases[] = {
    { KIROKU_FACT_INTEGER, "１,２００" },      { KIROKU_FACT_TIME, "2026/11/21 14:05" },
    { KIROKU_FACT_DATE, "2026/11/21" },      { KIROKU_FACT_CHOICES, "4,1" },
    { KIROKU_FACT_LONG_TEXT, "a\r\n\r\nb" },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/New_York");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *value = NULL;

      g_assert_true (
          kiroku_fact_check_value (cases[i].type, ids, cases[i].typed, zone, NOW, &value, NULL));
      assert_value (cases[i].type, value, value);
    }
}

static void
test_names (void)
{
  g_autoptr (GError) error = NULL;
  KirokuFactType type, type_again;
  KirokuFactState state, state_again;

  for (type = 0; type < KIROKU_N_FACT_TYPES; type++)
    {
      g_assert_true (kiroku_fact_type_parse (kiroku_fact_type_id (type), &type_again, NULL));
      g_assert_cmpint (type, ==, type_again);
    }
  for (state = 0; state < KIROKU_N_FACT_STATES; state++)
    {
      g_assert_true (kiroku_fact_state_parse (kiroku_fact_state_id (state), &state_again, NULL));
      g_assert_cmpint (state, ==, state_again);
    }
  g_assert_false (kiroku_fact_state_parse ("perhaps", &state, &error));
  g_assert_error (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_NAME);
}

static void
join_key (const KirokuFact *fact, gpointer data)
{
  g_string_append_printf (data, "%s=%s ", fact->key, fact->value);
}

static void
test_facts (void)
{
  g_autoptr (KirokuFacts) facts = kiroku_facts_new ();
  g_autoptr (KirokuFacts) other = kiroku_facts_ref (facts);
  g_autoptr (GString) keys = g_string_new (NULL);
  const KirokuFact *known;

  kiroku_facts_set (facts, "t.known", "2026-11-21T14:05:00+09:00", KIROKU_FACT_ESTIMATE, "00ff");
  kiroku_facts_set (facts, "leak.count", "1", KIROKU_FACT_ESTIMATE, NULL);
  kiroku_facts_set (facts, "leak.count", "2", KIROKU_FACT_CONFIRMED, "11ee");
  kiroku_facts_set (facts, "leak.media", "", KIROKU_FACT_NONE, NULL);
  kiroku_facts_add_rival (facts, "t.known", "2026-11-20T09:00:00+09:00");

  kiroku_facts_foreach (other, join_key, keys);
  g_assert_cmpstr (keys->str, ==,
                   "leak.count=2 leak.media= t.known=2026-11-21T14:05:00+09:00 ");
  g_assert_cmpuint (kiroku_facts_get_n (facts), ==, 3);
  g_assert_true (kiroku_facts_has_value (facts, "leak.count"));
  g_assert_false (kiroku_facts_has_value (facts, "leak.media"));
  g_assert_false (kiroku_facts_has_value (facts, "leak"));
  g_assert_null (kiroku_facts_get (facts, "leak"));
  known = kiroku_facts_get (facts, "leak.count");
  g_assert_cmpint (known->state, ==, KIROKU_FACT_CONFIRMED);
  g_assert_cmpstr (known->origin, ==, "11ee");
  g_assert_cmpuint (kiroku_facts_get (facts, "t.known")->rivals->len, ==, 1);
}

/* As a person would say it, and TLP once. */
static void
test_evidence (void)
{
  static const struct
  {
    KirokuEvidenceFact fact;
    const char *value, *said;
  } cases[] = {
    { KIROKU_EVIDENCE_TLP, "amber", "TLP:AMBER" },
    { KIROKU_EVIDENCE_TLP, "white", "TLP: white" },
    { KIROKU_EVIDENCE_HOST, "fs02", "Host: fs02" },
    { KIROKU_EVIDENCE_HOST, "", "Host: (cleared)" },
    { KIROKU_EVIDENCE_CLOCK_ERROR, "0", "clock right" },
    { KIROKU_EVIDENCE_CLOCK_ERROR, "-1500", "clock 1.5 s behind" },
    { KIROKU_EVIDENCE_CLOCK_ERROR, "250", "clock 0.25 s ahead" },
    { KIROKU_EVIDENCE_CLOCK_ERROR, "10000", "clock 10 s ahead" },
    { KIROKU_EVIDENCE_CLOCK_ERROR, "300000", "clock 5 min 0 s ahead" },
    { KIROKU_EVIDENCE_CLOCK_ERROR, "-32490007", "clock 9 h 1 min 30.007 s behind" },
    { KIROKU_EVIDENCE_CLOCK_ERROR, "soon", "Clock ahead by (ms): soon" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *said = kiroku_evidence_fact_describe (cases[i].fact, cases[i].value);

      g_assert_cmpstr (said, ==, cases[i].said);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fact/value/integer-is-digits", test_integer);
  g_test_add_func ("/fact/value/time-keeps-its-offset", test_time);
  g_test_add_func ("/fact/value/choices-stand-in-the-packs-order", test_choice);
  g_test_add_func ("/fact/value/text-keeps-its-width", test_text);
  g_test_add_func ("/fact/value/nothing-clears", test_clear);
  g_test_add_func ("/fact/value/canonical-form-is-stable", test_canonical_again);
  g_test_add_func ("/fact/names/are-read-back", test_names);
  g_test_add_func ("/fact/facts/last-set-stands-and-keys-are-sorted", test_facts);
  g_test_add_func ("/model/evidence/is-said-as-a-person-would", test_evidence);
  return g_test_run ();
}
