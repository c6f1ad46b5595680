/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to say first on the telephone: what the case knows, and room for what it does not. */
#include <string.h>

#include "kiroku-call-opening.h"
#include "kiroku-test-case.h"
#include "kiroku-test-pack.h"

static KirokuPack *pack;

typedef struct
{
  KirokuTestCase of;
  KirokuCallOpening input;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  kiroku_test_case_init (&fixture->of, pack, "ja");
  fixture->input = (KirokuCallOpening){ .pack = pack,
                                        .case_info = &fixture->of.info,
                                        .facts = fixture->of.facts,
                                        .language = "ja",
                                        .zone = fixture->of.zone };
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_case_clear (&fixture->of);
}

static void
state_all (Fixture *fixture)
{
  static const char *const values[][2]
      = { { "org.name", "みなと銀行" },      { "reporter.dept", "システム部" },
          { "reporter.name", "霧島 花子" },  { "reporter.phone", "03-0000-0000" },
          { "t.detected", "2026-11-21T10:30:00+09:00" } };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    kiroku_facts_set (fixture->of.facts, values[i][0], values[i][1], KIROKU_FACT_CONFIRMED, NULL);
}

static void
test_facts (Fixture *fixture, gconstpointer data)
{
  KirokuPackText purpose = { (char *) "相談", (char *) "Advice" };
  const KirokuPackContact contact = { .purpose = &purpose };
  g_autofree char *japanese = NULL, *english = NULL;

  state_all (fixture);
  japanese = kiroku_call_opening_make (&fixture->input, &contact);
  g_assert_cmpstr (japanese, ==,
                   "みなと銀行　システム部の霧島 花子です。折り返しの電話番号は03-0000-0000です。"
                   "2026年11月21日 10時30分に気付いた「ランサムウェア」の件です。当方の事案番号は2026-001です。"
                   "お願いしたい用件は「相談」です。");
  fixture->input.language = "en";
  english = kiroku_call_opening_make (&fixture->input, &contact);
  g_assert_cmpstr (english, ==,
                   "This is みなと銀行, システム部, 霧島 花子, on 03-0000-0000. At 2026-11-21 10:30 "
                   "(UTC+09:00) we noticed: Ransomware. Our case is 2026-001. I turn to you for: Advice.");
}

/* Nothing is guessed, and what is withheld is not said. */
static void
test_blanks (Fixture *fixture, gconstpointer data)
{
  g_autofree char *without = NULL, *withheld = NULL;

  fixture->input.case_info = NULL;
  fixture->input.facts = NULL;
  without = kiroku_call_opening_make (&fixture->input, NULL);
  g_assert_cmpstr (without, ==,
                   "＿＿＿＿＿＿の＿＿＿＿＿＿です。折り返しの電話番号は＿＿＿＿＿＿です。＿＿＿＿＿＿に気付いた"
                   "「＿＿＿＿＿＿」の件です。当方の事案番号は＿＿＿＿＿＿です。お願いしたい用件は「＿＿＿＿＿＿」です。");
  fixture->input.facts = fixture->of.facts;
  kiroku_facts_set (fixture->of.facts, "reporter.phone", "", KIROKU_FACT_WITHHELD, NULL);
  withheld = kiroku_call_opening_make (&fixture->input, NULL);
  g_assert_cmpstr (withheld, ==, without);
}

/* Who reads it out hears that it is not settled. */
static void
test_unsettled (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  state_all (fixture);
  kiroku_facts_set (fixture->of.facts, "reporter.name", "霧島 花子", KIROKU_FACT_ESTIMATE, NULL);
  kiroku_facts_add_rival (fixture->of.facts, "reporter.phone", "03-1111-1111");
  kiroku_facts_add_rival (fixture->of.facts, "reporter.dept", "総務部");
  text = kiroku_call_opening_make (&fixture->input, NULL);
  g_assert_nonnull (strstr (text, "霧島 花子（"));
  g_assert_nonnull (strstr (text, "電話番号は03-0000-0000（記録に食い違いあり）です。"));
  g_assert_nonnull (strstr (text, "みなと銀行　システム部（記録に食い違いあり）の"));
}

static void
test_exercise (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  state_all (fixture);
  fixture->of.info.exercise = TRUE;
  text = kiroku_call_opening_make (&fixture->input, NULL);
  g_assert_true (g_str_has_prefix (text, "これは訓練です。"));
}

#define ADD(path, func) g_test_add ("/call-opening/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  pack = kiroku_test_pack_init (&argc, &argv);
  ADD ("says-who-calls-about-what-and-what-for", test_facts);
  ADD ("what-nobody-stated-is-a-blank", test_blanks);
  ADD ("what-is-not-settled-is-said-to-be-so", test_unsettled);
  ADD ("an-exercise-is-said-to-be-one-first", test_exercise);
  return kiroku_test_pack_run (pack);
}
