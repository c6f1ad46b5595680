/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two people work apart, each in a book of their own; then their entries meet. */
#include <string.h>

#include "kiroku-archive.h"
#include "kiroku-asset.h"
#include "kiroku-case-drafts.h"
#include "kiroku-case-fold.h"
#include "kiroku-case.h"
#include "kiroku-conflict.h"
#include "kiroku-test-book.h"

typedef struct
{
  KirokuTestBook *here, *there;
  KirokuTestPerson *hanako, *ichiro;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer fold)
{
  fixture->here = kiroku_test_book_new (fold);
  fixture->there = kiroku_test_book_new (fold);
  fixture->hanako = kiroku_test_person_new (fixture->here, "hanako");
  fixture->ichiro = kiroku_test_person_new (fixture->there, "ichiro");
}

static void
tear_down (Fixture *fixture, gconstpointer fold)
{
  kiroku_test_person_free (fixture->hanako);
  kiroku_test_person_free (fixture->ichiro);
  kiroku_test_book_free (fixture->here);
  kiroku_test_book_free (fixture->there);
}

/* Brings into @to what it lacks of @from. */
static void
carry (KirokuTestBook *from, KirokuTestBook *to)
{
  g_autoptr (GPtrArray) rows = kiroku_archive_read_arrived (from->db, 0, G_MAXINT64, 1000, NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const KirokuEntry *entry = ((KirokuArrived *) g_ptr_array_index (rows, i))->entry;
      g_autoptr (KirokuEntry) there
          = kiroku_archive_find (to->db, KIROKU_TEST_CASE, entry->hash, NULL);

      if (there == NULL)
        kiroku_test_bring (to, entry);
    }
}

static void
meet (Fixture *fixture)
{
  carry (fixture->here, fixture->there);
  carry (fixture->there, fixture->here);
}

static void
set (KirokuTestPerson *person, const char *key, const char *value)
{
  g_autoptr (KirokuEntry) entry
      = kiroku_test_append (person, kiroku_draft_fact (key, KIROKU_FACT_TEXT, value, FALSE, 0));

  g_assert_nonnull (entry);
}

static void
enter (KirokuTestPerson *person, KirokuPhase phase)
{
  g_autoptr (KirokuEntry) entry
      = kiroku_test_append (person, kiroku_draft_phase (phase, NULL, NULL, NULL));

  g_assert_nonnull (entry);
}

/* "subject: value (author) | value (author)" of each conflict in @book. (transfer full) */
static char *
describe (KirokuTestBook *book, gint64 as_of)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) conflicts
      = kiroku_conflict_read (book->db, KIROKU_TEST_CASE, as_of, &error);
  GString *out = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < conflicts->len; i++)
    {
      const KirokuConflict *conflict = g_ptr_array_index (conflicts, i);

      g_string_append_printf (out, "%s%s:", i > 0 ? "; " : "", conflict->subject);
      for (guint j = 0; j < conflict->rivals->len; j++)
        {
          const KirokuRival *rival = g_ptr_array_index (conflict->rivals, j);

          g_string_append_printf (out, "%s %s (%s)", j > 0 ? " |" : "", rival->value,
                                  rival->author);
        }
    }
  return g_string_free (out, FALSE);
}

static void
assert_conflicts (Fixture *fixture, const char *wanted)
{
  g_autofree char *here = describe (fixture->here, KIROKU_NOW);
  g_autofree char *there = describe (fixture->there, KIROKU_NOW);

  g_assert_cmpstr (here, ==, wanted);
  g_assert_cmpstr (there, ==, wanted);
}

static void
test_apart (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuFacts) facts = NULL;
  const KirokuFact *fact;

  set (fixture->hanako, "t.known", "A");
  set (fixture->hanako, "leak.count", "1");
  fixture->ichiro->clock.rec = fixture->hanako->clock.rec;
  set (fixture->ichiro, "t.known", "B");
  set (fixture->ichiro, "cause.summary", "x");
  meet (fixture);
  assert_conflicts (fixture, "t.known: B (ichiro) | A (hanako)");

  facts = kiroku_case_read_facts (fixture->here->db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  fact = kiroku_facts_get (facts, "t.known");
  g_assert_cmpstr (fact->value, ==, "B");
  g_assert_cmpuint (fact->rivals->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (fact->rivals, 0), ==, "A");
  g_assert_null (kiroku_facts_get (facts, "leak.count")->rivals);
}

static void
test_resolved (Fixture *fixture, gconstpointer data)
{
  g_autofree char *then = NULL;
  gint64 before;

  set (fixture->hanako, "t.known", "A");
  fixture->ichiro->clock.rec = fixture->hanako->clock.rec;
  set (fixture->ichiro, "t.known", "B");
  meet (fixture);
  before = MAX (fixture->hanako->clock.rec, fixture->ichiro->clock.rec);
  fixture->hanako->clock.rec = before + G_USEC_PER_SEC;
  set (fixture->hanako, "t.known", "A"); /* she has seen both */
  carry (fixture->here, fixture->there);
  assert_conflicts (fixture, "");
  then = describe (fixture->here, before);
  g_assert_cmpstr (then, ==, "t.known: B (ichiro) | A (hanako)"); /* as it was */
}

/* Who sets it again without having seen the other settles nothing. */
static void
test_not_resolved (Fixture *fixture, gconstpointer data)
{
  set (fixture->hanako, "t.known", "A");
  set (fixture->ichiro, "t.known", "B");
  set (fixture->hanako, "t.known", "C");
  fixture->ichiro->clock.rec += 10 * G_USEC_PER_SEC;
  set (fixture->ichiro, "t.known", "D");
  meet (fixture);
  assert_conflicts (fixture, "t.known: D (ichiro) | C (hanako)");
}

static void
test_one_after_the_other (Fixture *fixture, gconstpointer data)
{
  set (fixture->hanako, "t.known", "A");
  carry (fixture->here, fixture->there);
  set (fixture->ichiro, "t.known", "B");
  carry (fixture->there, fixture->here);
  set (fixture->hanako, "t.known", "C");
  carry (fixture->here, fixture->there);
  assert_conflicts (fixture, "");
}

static void
test_agreed (Fixture *fixture, gconstpointer data)
{
  set (fixture->hanako, "t.known", "A");
  set (fixture->ichiro, "t.known", "A");
  meet (fixture);
  assert_conflicts (fixture, "");
}

static void
test_phase (Fixture *fixture, gconstpointer data)
{
  enter (fixture->hanako, KIROKU_PHASE_TRIAGE);
  meet (fixture);
  enter (fixture->hanako, KIROKU_PHASE_CONTAINMENT);
  fixture->ichiro->clock.rec = fixture->hanako->clock.rec;
  enter (fixture->ichiro, KIROKU_PHASE_RECOVERY);
  meet (fixture);
  assert_conflicts (fixture, KIROKU_CONFLICT_PHASE ": recovery (ichiro) | containment (hanako)");
}

/* Says of entry @hash that it was @phase. */
static void
correct (KirokuTestPerson *person, const char *hash, KirokuPhase phase)
{
  KirokuDraft *draft = kiroku_draft_phase (phase, "reason", NULL, NULL);
  g_autoptr (KirokuEntry) entry = NULL;

  kiroku_draft_set_ref (draft, "corrects", hash);
  entry = kiroku_test_append (person, draft);
  g_assert_nonnull (entry);
}

static char *
find_phase (KirokuTestBook *book, const char *phase)
{
  g_autofree char *sql = g_strdup_printf ("SELECT hash FROM phase WHERE phase = '%s'", phase);
  char *hash = kiroku_test_book_dump (book, sql);

  return g_strstrip (hash);
}

/* A word on an entry of long ago is none on what the phase of the case is. */
static void
test_phase_corrected (Fixture *fixture, gconstpointer data)
{
  g_autofree char *triage = NULL;
  g_autofree char *recovery = NULL;

  enter (fixture->hanako, KIROKU_PHASE_TRIAGE);
  meet (fixture);
  enter (fixture->hanako, KIROKU_PHASE_CONTAINMENT);
  fixture->ichiro->clock.rec = fixture->hanako->clock.rec;
  enter (fixture->ichiro, KIROKU_PHASE_RECOVERY);
  meet (fixture);
  triage = find_phase (fixture->here, "triage");
  recovery = find_phase (fixture->here, "recovery");
  correct (fixture->hanako, triage, KIROKU_PHASE_DETECT); /* settles nothing, she has seen both */
  meet (fixture);
  assert_conflicts (fixture, KIROKU_CONFLICT_PHASE ": recovery (ichiro) | containment (hanako)");
  correct (fixture->hanako, recovery, KIROKU_PHASE_ERADICATION);
  meet (fixture);
  assert_conflicts (fixture, KIROKU_CONFLICT_PHASE ": eradication (ichiro) | containment (hanako)");
  correct (fixture->hanako, recovery, KIROKU_PHASE_CONTAINMENT);
  meet (fixture);
  assert_conflicts (fixture, "");
}

/* Two people correct one entry apart: that invents no conflict where one phase was entered. */
static void
test_phase_corrections_apart (Fixture *fixture, gconstpointer data)
{
  g_autofree char *triage = NULL;

  enter (fixture->hanako, KIROKU_PHASE_TRIAGE);
  enter (fixture->hanako, KIROKU_PHASE_CONTAINMENT);
  meet (fixture);
  triage = find_phase (fixture->here, "triage");
  correct (fixture->ichiro, triage, KIROKU_PHASE_DETECT);
  enter (fixture->hanako, KIROKU_PHASE_RECOVERY);
  meet (fixture);
  assert_conflicts (fixture, "");
}

/* --- Assets of two people --- */

static void
say (KirokuTestPerson *person, const char *name, KirokuAssetState state)
{
  const KirokuAsset asset = { .name = (char *) name, .state = state, .tlp = KIROKU_TLP_NONE };
  g_autoptr (KirokuEntry) entry
      = kiroku_test_append (person, kiroku_draft_asset_set (&asset, NULL, NULL));

  g_assert_nonnull (entry);
}

static void
assert_assets (KirokuTestBook *book)
{
  g_autoptr (GPtrArray) assets = kiroku_asset_list (book->db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);

  g_assert_cmpuint (assets->len, ==, 2);
  g_assert_cmpint (kiroku_asset_find (assets, "A")->state, ==, KIROKU_ASSET_CLEAN);
  g_assert_cmpint (kiroku_asset_find (assets, "B")->state, ==, KIROKU_ASSET_CONTAINED);
  g_assert_null (kiroku_asset_find (assets, "C"));
}

/* The later in fold order stands, in whichever order the entries arrived. */
static void
test_assets (Fixture *fixture, gconstpointer data)
{
  say (fixture->hanako, "A", KIROKU_ASSET_SUSPECTED);
  say (fixture->hanako, "B", KIROKU_ASSET_CONTAINED);
  fixture->ichiro->clock.rec = fixture->hanako->clock.rec;
  say (fixture->ichiro, "A", KIROKU_ASSET_CLEAN);
  meet (fixture);
  assert_assets (fixture->here);
  assert_assets (fixture->there);
}

#define ADD(path, fold, func) g_test_add (path, Fixture, &fold, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/case/conflict/set-apart-is-told", kiroku_case_fold, test_apart);
  ADD ("/case/conflict/who-has-seen-all-settles-it", kiroku_case_fold, test_resolved);
  ADD ("/case/conflict/who-has-not-seen-settles-nothing", kiroku_case_fold, test_not_resolved);
  ADD ("/case/conflict/one-after-the-other-is-none", kiroku_case_fold, test_one_after_the_other);
  ADD ("/case/conflict/the-same-said-twice-is-none", kiroku_case_fold, test_agreed);
  ADD ("/case/conflict/phases-entered-apart-are-told", kiroku_case_fold, test_phase);
  ADD ("/case/conflict/a-corrected-phase-settles-only-what-then-agrees", kiroku_case_fold,
       test_phase_corrected);
  ADD ("/case/conflict/a-corrected-phase-invents-none", kiroku_case_fold,
       test_phase_corrections_apart);
  ADD ("/case/asset/the-later-stands-however-they-arrived", kiroku_asset_fold, test_assets);
  return g_test_run ();
}
