/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the entries of a case add up to, now and as of earlier. */
#include <string.h>

#include "kiroku-case-level.h"
#include "kiroku-approval.h"
#include "kiroku-case-drafts.h"
#include "kiroku-case-fold.h"
#include "kiroku-case.h"
#include "kiroku-line-erasure.h"
#include "kiroku-line.h"
#include "kiroku-measures.h"
#include "kiroku-task.h"
#include "kiroku-test-book.h"
#include "kiroku-trust.h"

#define MINUTE (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
#define OTHER_CASE "7f1c2a44-9d3e-4b7a-8c55-0e1f2a3b4c5d"

/* One person and, where two are needed, another; minutes after KIROKU_TEST_START. */
typedef struct
{
  KirokuTestBook *book;
  KirokuDb *db;
  KirokuTestPerson *hanako;
  KirokuTestPerson *ichiro;
} Fixture;

static KirokuDraft *
opening (const char *number, gboolean exercise)
{
  KirokuOpening one = { number, "経理端末のランサムウェア", "ransomware", 2, exercise, "2026.1" };

  return kiroku_draft_case_open (&one);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) entry = NULL;

  fixture->book = kiroku_test_book_new (&kiroku_case_fold);
  fixture->db = fixture->book->db;
  fixture->hanako = kiroku_test_person_new (fixture->book, "hanako");
  fixture->ichiro = kiroku_test_person_new (fixture->book, "ichiro");
  fixture->hanako->step = fixture->ichiro->step = 0;
  entry = kiroku_test_append (fixture->hanako, opening ("2026-001", FALSE));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_person_free (fixture->hanako);
  kiroku_test_person_free (fixture->ichiro);
  kiroku_test_book_free (fixture->book);
}

static gint64
at (int minutes)
{
  return KIROKU_TEST_START + minutes * MINUTE;
}

/* Appends for @person at @minutes. (transfer full) */
static char *
append (KirokuTestPerson *person, int minutes, KirokuDraft *draft)
{
  g_autoptr (KirokuEntry) entry = NULL;

  person->clock.rec = at (minutes);
  entry = kiroku_test_append (person, draft);
  return g_strdup (entry->hash);
}

static void
add (KirokuTestPerson *person, int minutes, KirokuDraft *draft)
{
  g_free (append (person, minutes, draft));
}

static KirokuTime *
occurred (int minutes)
{
  static KirokuTime time;

  time = (KirokuTime){ .us = at (minutes), .offset = 540, .precision = KIROKU_PRECISION_MINUTE };
  return &time;
}

static KirokuCase *
read_case (Fixture *fixture, gint64 as_of)
{
  g_autoptr (GError) error = NULL;
  KirokuCase *self = kiroku_case_read (fixture->db, KIROKU_TEST_CASE, as_of, &error);

  g_assert_no_error (error);
  return self;
}

/* A field of which only the commitment is left. */
static void
withhold (Fixture *fixture, const char *hash, const char *table, const char *column)
{
  g_autofree char *sql
      = g_strdup_printf ("UPDATE %s SET %s = NULL WHERE hash = '%s'", table, column, hash);

  kiroku_test_book_tamper (fixture->book, sql);
}

/* --- The case --- */

static void
test_opening (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuCase) self = NULL;
  g_autoptr (KirokuCase) early = NULL;
  g_autoptr (GError) error = NULL;

  add (fixture->ichiro, 1, opening ("2026-777", TRUE)); /* the first in fold order counts */
  self = read_case (fixture, KIROKU_NOW);
  g_assert_cmpstr (self->number, ==, "2026-001");
  g_assert_cmpstr (self->title, ==, "経理端末のランサムウェア");
  g_assert_cmpstr (self->type, ==, "ransomware");
  g_assert_cmpint (self->level, ==, 2);
  g_assert_false (self->exercise);
  g_assert_false (self->closed);
  g_assert_cmpint (self->phase, ==, KIROKU_PHASE_DETECT);
  g_assert_cmpint (self->phase_since, ==, at (0));
  g_assert_cmpint (self->opened, ==, at (0));
  g_assert_cmpint (self->changed, ==, at (1));
  early = kiroku_case_read (fixture->db, KIROKU_TEST_CASE, at (0) - 1, &error);
  g_assert_null (early);
  g_assert_error (error, KIROKU_CASE_ERROR, KIROKU_CASE_ERROR_UNKNOWN);
}

static void
test_opening_set_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuCase) before = NULL;
  g_autoptr (KirokuCase) after = NULL;

  add (fixture->hanako, 5, kiroku_draft_fact ("case.title", KIROKU_FACT_TEXT, "改題", FALSE, 0));
  add (fixture->hanako, 6, kiroku_draft_fact ("case.level", KIROKU_FACT_INTEGER, "3", FALSE, 0));
  before = read_case (fixture, at (5));
  after = read_case (fixture, KIROKU_NOW);
  g_assert_cmpstr (before->title, ==, "改題");
  g_assert_cmpint (before->level, ==, 2);
  g_assert_cmpint (after->level, ==, 3);
}

/* What was stated anew and is not here leaves nothing known: the opening does not stand in for it. */
static void
test_opening_set_again_withheld (Fixture *fixture, gconstpointer data)
{
  KirokuDraft *draft = kiroku_draft_fact ("case.title", KIROKU_FACT_TEXT, "改題", FALSE, 0);
  g_autoptr (KirokuCase) before = NULL, absent = NULL, after = NULL;
  g_autofree char *hash = NULL;

  kiroku_draft_add_fact (draft, "case.type", KIROKU_FACT_TEXT, "leak");
  kiroku_draft_add_fact (draft, "case.level", KIROKU_FACT_INTEGER, "1");
  add (fixture->hanako, 5, kiroku_draft_level (3, "顧客に及ぶ"));
  hash = append (fixture->ichiro, 6, draft);
  before = read_case (fixture, KIROKU_NOW);
  g_assert_cmpint (before->level, ==, 1);
  withhold (fixture, hash, "fact", "value");
  absent = read_case (fixture, KIROKU_NOW);
  g_assert_true (kiroku_case_lacks_title (absent));
  g_assert_null (absent->type);
  g_assert_cmpint (absent->level, ==, KIROKU_LEVEL_WITHHELD);
  add (fixture->hanako, 7, kiroku_draft_level (2, "広がらない"));
  after = read_case (fixture, KIROKU_NOW);
  g_assert_cmpint (after->level, ==, 2);
}

static void
test_level (Fixture *fixture, gconstpointer data)
{
  KirokuDraft *unknown = kiroku_draft_new ("case.level");
  g_autoptr (KirokuCase) before = NULL, then = NULL, after = NULL, absent = NULL;
  g_autofree char *shown = NULL;

  add (fixture->hanako, 5, kiroku_draft_level (3, "顧客に及ぶ"));
  add (fixture->ichiro, 9, kiroku_draft_level (1, "誤報"));
  before = read_case (fixture, at (4));
  then = read_case (fixture, at (8));
  after = read_case (fixture, KIROKU_NOW);
  g_assert_cmpint (before->level, ==, 2);
  g_assert_cmpint (then->level, ==, 3);
  g_assert_cmpint (after->level, ==, 1);

  /* As one whose level is withheld: no earlier one stands in for it. */
  kiroku_draft_set_text (unknown, "reason", "理由");
  add (fixture->hanako, 20, unknown);
  absent = read_case (fixture, KIROKU_NOW);
  g_assert_cmpint (absent->level, ==, KIROKU_LEVEL_WITHHELD);
  shown = kiroku_case_level_show (absent->level);
  g_assert_cmpstr (shown, ==, "(withheld)");
}

static void
test_closing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuCase) closed = NULL;
  g_autoptr (KirokuCase) reopened = NULL;
  g_autoptr (KirokuCase) open = NULL;

  add (fixture->hanako, 10, kiroku_draft_close (TRUE, "終わった"));
  add (fixture->ichiro, 20, kiroku_draft_close (FALSE, "まだだった"));
  open = read_case (fixture, at (9));
  closed = read_case (fixture, at (10));
  reopened = read_case (fixture, KIROKU_NOW);
  g_assert_false (open->closed);
  g_assert_true (closed->closed);
  g_assert_false (reopened->closed);
}

/* --- Facts --- */

static void
assert_fact (
    Fixture *fixture, gint64 as_of, const char *key, const char *value, KirokuFactState state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuFacts) facts
      = kiroku_case_read_facts (fixture->db, KIROKU_TEST_CASE, as_of, &error);
  const KirokuFact *fact;

  g_assert_no_error (error);
  fact = kiroku_facts_get (facts, key);
  if (value == NULL)
    {
      g_assert_null (fact);
      return;
    }
  g_assert_nonnull (fact);
  g_assert_cmpstr (fact->value, ==, value);
  g_assert_cmpint (fact->state, ==, state);
}

static void
test_facts (Fixture *fixture, gconstpointer data)
{
  KirokuDraft *two
      = kiroku_draft_fact ("leak.count", KIROKU_FACT_INTEGER, "120", TRUE, KIROKU_FACT_ESTIMATE);
  const char *key = "leak.count";

  kiroku_draft_add_fact (two, "t.known", KIROKU_FACT_TIME, "2026-11-21T13:52:00+09:00");
  add (fixture->hanako, 10, two);
  add (fixture->hanako, 20, kiroku_draft_fact (key, KIROKU_FACT_INTEGER, "98", FALSE, 0));
  add (fixture->hanako, 30, kiroku_draft_fact (key, KIROKU_FACT_INTEGER, "", FALSE, 0));
  add (fixture->hanako, 40,
       kiroku_draft_fact (key, KIROKU_FACT_INTEGER, "", TRUE, KIROKU_FACT_INVESTIGATING));

  assert_fact (fixture, at (9), key, NULL, 0);
  assert_fact (fixture, at (10), key, "120", KIROKU_FACT_ESTIMATE);
  assert_fact (fixture, at (10), "t.known", "2026-11-21T13:52:00+09:00", KIROKU_FACT_CONFIRMED);
  assert_fact (fixture, at (25), key, "98", KIROKU_FACT_CONFIRMED);
  assert_fact (fixture, at (30), key, "", KIROKU_FACT_UNASKED);
  assert_fact (fixture, KIROKU_NOW, key, "", KIROKU_FACT_INVESTIGATING);
  assert_fact (fixture, KIROKU_NOW, "state.leak.count", NULL, 0);
}

static void
assert_remark (Fixture *fixture, gint64 as_of, const char *remark)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuFacts) facts
      = kiroku_case_read_facts (fixture->db, KIROKU_TEST_CASE, as_of, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (kiroku_facts_get (facts, "leak.count")->remark, ==, remark);
  g_assert_null (kiroku_facts_get (facts, "basis.leak.count"));
  g_assert_null (kiroku_facts_get (facts, "expected.leak.count"));
}

/* When an answer is expected goes with one under investigation and with no other, what it rests on with an
 * estimate; neither stays when the fact is set again. */
static void
test_remarks (Fixture *fixture, gconstpointer data)
{
  const char *key = "leak.count";
  KirokuDraft *estimate
      = kiroku_draft_fact (key, KIROKU_FACT_INTEGER, "120", TRUE, KIROKU_FACT_ESTIMATE);
  KirokuDraft *asking
      = kiroku_draft_fact (key, KIROKU_FACT_INTEGER, "", TRUE, KIROKU_FACT_INVESTIGATING);

  kiroku_draft_add_remark (estimate, key, KIROKU_FACT_ESTIMATE, "ログの件数");
  kiroku_draft_add_remark (asking, key, KIROKU_FACT_INVESTIGATING, "2026-11-25");
  kiroku_draft_set_text (asking, "basis.leak.count", "of no estimate");
  add (fixture->hanako, 10, estimate);
  add (fixture->hanako, 20, asking);
  add (fixture->hanako, 30, kiroku_draft_fact (key, KIROKU_FACT_INTEGER, "98", FALSE, 0));

  assert_remark (fixture, at (10), "ログの件数");
  assert_remark (fixture, at (20), "2026-11-25");
  assert_remark (fixture, KIROKU_NOW, NULL);
}

/* The later in fold order stands, whenever it came and whatever the computers' clocks said. */
static void
test_facts_of_two (Fixture *fixture, gconstpointer data)
{
  add (fixture->ichiro, 60, kiroku_draft_fact ("x", KIROKU_FACT_TEXT, "ahead", FALSE, 0));
  add (fixture->hanako, 10, kiroku_draft_fact ("x", KIROKU_FACT_TEXT, "has seen it", FALSE, 0));
  assert_fact (fixture, KIROKU_NOW, "x", "has seen it", KIROKU_FACT_CONFIRMED);
}

/* --- Phases --- */

static GPtrArray *
read_visits (Fixture *fixture, gint64 as_of)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *visits = kiroku_case_read_visits (fixture->db, KIROKU_TEST_CASE, as_of, &error);

  g_assert_no_error (error);
  return visits;
}

static void
assert_visit (
    GPtrArray *visits, guint i, KirokuPhase phase, gint64 start, gint64 end, gboolean stated)
{
  const KirokuVisit *visit = g_ptr_array_index (visits, i);

  g_assert_cmpint (visit->phase, ==, phase);
  g_assert_cmpint (visit->start, ==, start);
  g_assert_cmpint (visit->end, ==, end);
  g_assert_cmpint (visit->stated, ==, stated);
}

/* detect 0, triage 10 (stated), containment 30, back to triage 60, containment 90 (stated),
 * eradication 120, recovery 180 (stated), review 240. */
static void
walk_through (Fixture *fixture)
{
  KirokuTestPerson *who = fixture->hanako;

  add (who, 0, kiroku_draft_phase (KIROKU_PHASE_DETECT, NULL, NULL, NULL));
  add (who, 15, kiroku_draft_phase (KIROKU_PHASE_TRIAGE, NULL, NULL, occurred (10)));
  add (who, 30, kiroku_draft_phase (KIROKU_PHASE_CONTAINMENT, NULL, "佐藤 部長", NULL));
  add (who, 60, kiroku_draft_phase (KIROKU_PHASE_TRIAGE, "別の端末が見つかった", NULL, NULL));
  add (who, 95, kiroku_draft_phase (KIROKU_PHASE_CONTAINMENT, NULL, NULL, occurred (90)));
  add (who, 120, kiroku_draft_phase (KIROKU_PHASE_ERADICATION, NULL, NULL, NULL));
  add (who, 190, kiroku_draft_phase (KIROKU_PHASE_RECOVERY, NULL, NULL, occurred (180)));
  add (who, 240, kiroku_draft_phase (KIROKU_PHASE_REVIEW, NULL, NULL, NULL));
}

static void
test_visits (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) visits = NULL;
  g_autoptr (GPtrArray) early = NULL;
  g_autoptr (KirokuCase) then = NULL;
  const KirokuVisit *back;

  walk_through (fixture);
  visits = read_visits (fixture, KIROKU_NOW);
  g_assert_cmpuint (visits->len, ==, 8);
  assert_visit (visits, 0, KIROKU_PHASE_DETECT, at (0), at (10), FALSE);
  assert_visit (visits, 1, KIROKU_PHASE_TRIAGE, at (10), at (30), TRUE);
  assert_visit (visits, 3, KIROKU_PHASE_TRIAGE, at (60), at (90), FALSE);
  assert_visit (visits, 7, KIROKU_PHASE_REVIEW, at (240), KIROKU_TIME_NONE, FALSE);
  back = g_ptr_array_index (visits, 3);
  g_assert_cmpstr (back->reason, ==, "別の端末が見つかった");
  g_assert_cmpstr (((KirokuVisit *) g_ptr_array_index (visits, 2))->approver, ==, "佐藤 部長");

  /* At 12 the author had not yet recorded that triage began at 10. */
  early = read_visits (fixture, at (12));
  g_assert_cmpuint (early->len, ==, 1);
  then = read_case (fixture, at (100));
  g_assert_cmpint (then->phase, ==, KIROKU_PHASE_CONTAINMENT);
  g_assert_cmpint (then->phase_since, ==, at (90));
}

static void
set_time_facts (Fixture *fixture)
{
  KirokuDraft *draft
      = kiroku_draft_fact ("t.occurred", KIROKU_FACT_TIME, "2026-11-21T12:00:00+09:00", FALSE, 0);

  kiroku_draft_add_fact (draft, "t.detected", KIROKU_FACT_TIME, "2026-11-21T13:50:00+09:00");
  add (fixture->hanako, 5, draft);
}

static void
compute (Fixture *fixture, gint64 now, KirokuMeasures *measures)
{
  g_autoptr (GPtrArray) visits = read_visits (fixture, KIROKU_NOW);
  g_autoptr (KirokuFacts) facts
      = kiroku_case_read_facts (fixture->db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);

  kiroku_measures_compute (visits, facts, now, measures);
}

static void
assert_measure (const KirokuMeasures *measures, KirokuTimeTo which, gint64 length, gboolean stated)
{
  g_assert_true (measures->time_to[which].known);
  g_assert_cmpint (measures->time_to[which].length, ==, length);
  g_assert_cmpint (measures->time_to[which].stated, ==, stated);
}

static void
test_measures (Fixture *fixture, gconstpointer data)
{
  KirokuMeasures measures;

  set_time_facts (fixture);
  walk_through (fixture);
  compute (fixture, at (300), &measures);
  /* The sum of the visits. */
  g_assert_cmpint (measures.in_phase[KIROKU_PHASE_DETECT], ==, 10 * MINUTE);
  g_assert_cmpint (measures.in_phase[KIROKU_PHASE_TRIAGE], ==, (20 + 30) * MINUTE);
  g_assert_cmpint (measures.in_phase[KIROKU_PHASE_CONTAINMENT], ==, (30 + 30) * MINUTE);
  g_assert_cmpint (measures.in_phase[KIROKU_PHASE_ERADICATION], ==, 60 * MINUTE);
  g_assert_cmpint (measures.in_phase[KIROKU_PHASE_RECOVERY], ==, 60 * MINUTE);
  g_assert_cmpint (measures.in_phase[KIROKU_PHASE_REVIEW], ==, 60 * MINUTE);
  /* Detected at −10; each the first final entry into the next phase. */
  assert_measure (&measures, KIROKU_TIME_TO_DETECT, 110 * MINUTE, TRUE);
  assert_measure (&measures, KIROKU_TIME_TO_TRIAGE, 100 * MINUTE, TRUE);
  assert_measure (&measures, KIROKU_TIME_TO_CONTAIN, 130 * MINUTE, FALSE);
  assert_measure (&measures, KIROKU_TIME_TO_ERADICATE, 190 * MINUTE, TRUE);
  assert_measure (&measures, KIROKU_TIME_TO_RECOVER, 250 * MINUTE, FALSE);
}

static void
test_measures_unfinished (Fixture *fixture, gconstpointer data)
{
  KirokuMeasures measures;

  add (fixture->hanako, 15, kiroku_draft_phase (KIROKU_PHASE_TRIAGE, NULL, NULL, NULL));
  compute (fixture, at (20), &measures);
  g_assert_false (measures.time_to[KIROKU_TIME_TO_DETECT].known); /* no facts yet */
  set_time_facts (fixture);
  add (fixture->hanako, 30, kiroku_draft_phase (KIROKU_PHASE_CONTAINMENT, NULL, NULL, NULL));
  add (fixture->hanako, 60, kiroku_draft_phase (KIROKU_PHASE_TRIAGE, "戻る", NULL, NULL));
  compute (fixture, at (70), &measures);
  g_assert_true (measures.time_to[KIROKU_TIME_TO_DETECT].known);
  g_assert_false (measures.time_to[KIROKU_TIME_TO_TRIAGE].known); /* not final */
  g_assert_false (measures.visited[KIROKU_PHASE_REVIEW]);
  g_assert_cmpint (measures.in_phase[KIROKU_PHASE_TRIAGE], ==, (15 + 10) * MINUTE);
}

/* A moment that was noted is said beside a measure that is not known; one that is only expected is not. */
static void
test_measures_noted (Fixture *fixture, gconstpointer data)
{
  KirokuMeasures measures;
  KirokuDraft *draft
      = kiroku_draft_fact ("t.contained", KIROKU_FACT_TIME, "2026-11-21T14:20:00+09:00", FALSE, 0);

  set_time_facts (fixture);
  kiroku_draft_add_fact (draft, "t.eradicated", KIROKU_FACT_TIME, "2026-11-21T12:50:00+09:00");
  add (fixture->hanako, 6, draft);
  add (fixture->hanako, 7,
       kiroku_draft_fact ("t.recovered", KIROKU_FACT_TIME, "2026-11-21T15:20:00+09:00", TRUE, KIROKU_FACT_ESTIMATE));
  add (fixture->hanako, 30, kiroku_draft_phase (KIROKU_PHASE_CONTAINMENT, NULL, NULL, NULL));
  compute (fixture, at (70), &measures);
  g_assert_false (measures.time_to[KIROKU_TIME_TO_CONTAIN].known);
  g_assert_true (measures.time_to[KIROKU_TIME_TO_CONTAIN].noted);
  g_assert_cmpint (measures.time_to[KIROKU_TIME_TO_CONTAIN].noted_length, ==, 30 * MINUTE);
  g_assert_false (measures.time_to[KIROKU_TIME_TO_ERADICATE].noted); /* before it was detected */
  g_assert_false (measures.time_to[KIROKU_TIME_TO_RECOVER].noted);
  add (fixture->hanako, 60, kiroku_draft_phase (KIROKU_PHASE_ERADICATION, NULL, NULL, NULL));
  compute (fixture, at (70), &measures);
  g_assert_true (measures.time_to[KIROKU_TIME_TO_CONTAIN].known); /* design §4: by the phase */
  g_assert_false (measures.time_to[KIROKU_TIME_TO_CONTAIN].noted);
  g_assert_cmpint (measures.time_to[KIROKU_TIME_TO_CONTAIN].length, ==, 70 * MINUTE);
}

/* Who went from detection to the review has contained nothing. */
static void
test_measures_skipped (Fixture *fixture, gconstpointer data)
{
  KirokuMeasures measures;

  set_time_facts (fixture);
  add (fixture->hanako, 30, kiroku_draft_phase (KIROKU_PHASE_CONTAINMENT, NULL, NULL, NULL));
  add (fixture->hanako, 60, kiroku_draft_phase (KIROKU_PHASE_REVIEW, NULL, NULL, NULL));
  compute (fixture, at (70), &measures);
  g_assert_true (measures.time_to[KIROKU_TIME_TO_TRIAGE].known); /* what is contained was judged */
  g_assert_true (measures.time_to[KIROKU_TIME_TO_CONTAIN].known);
  g_assert_false (measures.time_to[KIROKU_TIME_TO_ERADICATE].known);
  g_assert_false (measures.time_to[KIROKU_TIME_TO_RECOVER].known);
}

/* A phase whose stated start lies before that of the one before counts nothing for the latter. */
static void
test_measures_backwards (Fixture *fixture, gconstpointer data)
{
  KirokuMeasures measures;

  add (fixture->hanako, 30, kiroku_draft_phase (KIROKU_PHASE_TRIAGE, NULL, NULL, NULL));
  add (fixture->hanako, 40,
       kiroku_draft_phase (KIROKU_PHASE_CONTAINMENT, NULL, NULL, occurred (20)));
  compute (fixture, at (50), &measures);
  g_assert_cmpint (measures.in_phase[KIROKU_PHASE_TRIAGE], ==, 0);
  g_assert_cmpint (measures.in_phase[KIROKU_PHASE_CONTAINMENT], ==, 30 * MINUTE);
}

/* --- Tasks --- */

static GPtrArray *
read_tasks (Fixture *fixture, gint64 as_of)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *tasks = kiroku_task_list (fixture->db, KIROKU_TEST_CASE, as_of, &error);

  g_assert_no_error (error);
  return tasks;
}

static void
test_tasks (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first
      = append (fixture->hanako, 10,
                kiroku_draft_task_add ("ransom-01", "containment", "隔離する", "Isolate", "NISC"));
  g_autofree char *second
      = append (fixture->hanako, 11, kiroku_draft_task_add (NULL, NULL, "家族へ電話", NULL, NULL));
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (KirokuCase) self = NULL;
  const KirokuTask *task;

  add (fixture->ichiro, 20, kiroku_draft_task_set (first, KIROKU_TASK_DONE, NULL));
  add (fixture->hanako, 30, kiroku_draft_task_set (first, KIROKU_TASK_SKIPPED, "対象外だった"));
  before = read_tasks (fixture, at (25));
  after = read_tasks (fixture, KIROKU_NOW);
  g_assert_cmpuint (before->len, ==, 2);
  g_assert_cmpint (((KirokuTask *) g_ptr_array_index (before, 0))->state, ==, KIROKU_TASK_DONE);

  task = g_ptr_array_index (after, 0);
  g_assert_cmpstr (task->id, ==, first);
  g_assert_cmpint (task->state, ==, KIROKU_TASK_SKIPPED);
  g_assert_cmpstr (task->reason, ==, "対象外だった");
  g_assert_cmpstr (task->author, ==, kiroku_key_get_id (fixture->hanako->key));
  g_assert_cmpint (task->set_at, ==, at (30));
  g_assert_true (task->has_phase);
  g_assert_cmpint (task->phase, ==, KIROKU_PHASE_CONTAINMENT);
  g_assert_cmpstr (kiroku_task_get_text (task, "en"), ==, "Isolate");
  task = g_ptr_array_index (after, 1);
  g_assert_cmpstr (task->id, ==, second);
  g_assert_false (task->has_phase);
  g_assert_cmpstr (kiroku_task_get_text (task, "en"), ==, "家族へ電話");
  g_assert_cmpint (task->set_at, ==, KIROKU_TIME_NONE);
  self = read_case (fixture, KIROKU_NOW);
  g_assert_cmpint (self->tasks, ==, 2);
  g_assert_cmpint (self->tasks_open, ==, 1);
}

static void
test_find_task (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = append (fixture->hanako, 10,
                                kiroku_draft_task_add ("ransom-01", NULL, "隔離する", NULL, NULL));
  g_autofree char *prefix = g_strndup (id, 8);
  g_autofree char *short_prefix = g_strndup (id, 7);
  g_autoptr (GPtrArray) tasks = read_tasks (fixture, KIROKU_NOW);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (kiroku_task_find (tasks, prefix, NULL));
  g_assert_nonnull (kiroku_task_find (tasks, "ransom-01", NULL));
  g_assert_nonnull (kiroku_task_find (tasks, "1", NULL));
  g_assert_null (kiroku_task_find (tasks, "2", NULL));
  g_assert_null (kiroku_task_find (tasks, "0", NULL));
  g_assert_null (kiroku_task_find (tasks, "", NULL));
  g_assert_null (kiroku_task_find (tasks, short_prefix, &error));
  g_assert_error (error, KIROKU_CASE_ERROR, KIROKU_CASE_ERROR_UNKNOWN);
}

/* --- The timeline --- */

/* The texts of the notes @filter lets through, in order, joined by "/". (transfer full) */
static char *
read_notes (Fixture *fixture, const KirokuLineFilter *filter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines
      = kiroku_line_read (fixture->db, KIROKU_TEST_CASE, filter, 0, 1000, &error);
  GString *texts = g_string_new (NULL);
  gint64 count;

  g_assert_no_error (error);
  g_assert_true (kiroku_line_count (fixture->db, KIROKU_TEST_CASE, filter, &count, NULL));
  g_assert_cmpint (count, ==, lines->len);
  for (guint i = 0; i < lines->len; i++)
    {
      const KirokuLine *line = g_ptr_array_index (lines, i);

      if (g_str_equal (line->kind, "note"))
        g_string_append_printf (texts, "%s%s", texts->len > 0 ? "/" : "", line->text);
    }
  return g_string_free (texts, FALSE);
}

static void
assert_notes (Fixture *fixture, KirokuLineFilter filter, const char *expected)
{
  g_autofree char *texts = read_notes (fixture, &filter);

  g_assert_cmpstr (texts, ==, expected);
}

/* As of @when, with the members that follow. */
#define FILTER(when, ...)                                                                          \
  ((KirokuLineFilter){                                                                             \
      .from = KIROKU_TIME_NONE, .to = KIROKU_TIME_NONE, .as_of = (when), __VA_ARGS__ })

static void
test_filters (Fixture *fixture, gconstpointer data)
{
  add (fixture->hanako, 10, kiroku_draft_note (KIROKU_CLASS_ACTION, "端末を隔離", NULL));
  add (fixture->ichiro, 20, kiroku_draft_note (KIROKU_CLASS_DECISION, "公表する", NULL));
  add (fixture->hanako, 30, kiroku_draft_note (KIROKU_CLASS_ACTION, "感染端末", occurred (-60)));

  assert_notes (fixture, FILTER (KIROKU_NOW, .find = NULL), "端末を隔離/公表する/感染端末");
  assert_notes (fixture, FILTER (KIROKU_NOW, .find = "端末"), "端末を隔離/感染端末");
  assert_notes (fixture, FILTER (KIROKU_NOW, .find = "%"), "");
  assert_notes (fixture, FILTER (KIROKU_NOW, .klass = "decision"), "公表する");
  assert_notes (fixture, FILTER (KIROKU_NOW, .klass = "action", .find = "感染"), "感染端末");
  assert_notes (fixture, FILTER (at (20), .find = NULL), "端末を隔離/公表する");
  assert_notes (fixture,
                ((KirokuLineFilter){ .from = at (10), .to = at (19), .as_of = KIROKU_NOW }),
                "端末を隔離");
  assert_notes (fixture,
                ((KirokuLineFilter){ .from = KIROKU_TIME_NONE, .to = at (0), .as_of = KIROKU_NOW }),
                "感染端末"); /* by when it happened */
}

static const KirokuLine *
find_line (GPtrArray *lines, const char *hash)
{
  for (guint i = 0; i < lines->len; i++)
    if (g_str_equal (((KirokuLine *) g_ptr_array_index (lines, i))->hash, hash))
      return g_ptr_array_index (lines, i);
  g_assert_not_reached ();
}

static void
test_correction (Fixture *fixture, gconstpointer data)
{
  KirokuLineFilter now = KIROKU_LINE_FILTER_ALL;
  KirokuLineFilter then = FILTER (at (25), .find = NULL);
  g_autofree char *note
      = append (fixture->hanako, 10, kiroku_draft_note (KIROKU_CLASS_ACTION, "3台", occurred (9)));
  g_autofree char *first
      = append (fixture->ichiro, 20, kiroku_draft_correct (note, "4台", "数え落とし"));
  g_autofree char *second
      = append (fixture->hanako, 30, kiroku_draft_correct (note, "5台", "もう1台"));
  g_autoptr (GPtrArray) lines
      = kiroku_line_read (fixture->db, KIROKU_TEST_CASE, &now, 0, 100, NULL);
  g_autoptr (GPtrArray) earlier
      = kiroku_line_read (fixture->db, KIROKU_TEST_CASE, &then, 0, 100, NULL);
  const KirokuLine *line = find_line (lines, note);
  g_autofree char *words = kiroku_line_describe (line, NULL, "ja");

  g_assert_cmpstr (line->text, ==, "3台"); /* the original stays legible */
  g_assert_cmpstr (line->corrected, ==, "5台");
  g_assert_cmpstr (line->reason, ==, "もう1台");
  g_assert_cmpstr (line->corrector, ==, "hanako");
  g_assert_false (line->corrector_unvouched);
  g_assert_cmpstr (line->author, ==, "hanako");
  g_assert_cmpint (line->at, ==, at (9));
  g_assert_true (line->stated);
  g_assert_cmpint (line->precision, ==, KIROKU_PRECISION_MINUTE);
  g_assert_cmpstr (words, ==, "5台");
  g_assert_cmpstr (find_line (lines, first)->subject, ==, note);

  line = find_line (earlier, note);
  g_assert_cmpstr (line->corrected, ==, "4台");
  g_assert_cmpstr (line->corrector, ==, "ichiro");
  g_assert_true (line->corrector_unvouched);
  assert_notes (fixture, FILTER (KIROKU_NOW, .find = "5台"), "3台");
  assert_notes (fixture, FILTER (at (25), .find = "5台"), "");
}

static KirokuDraft *
phase_correction (const char *hash, KirokuPhase phase, const KirokuTime *occ)
{
  KirokuDraft *draft = kiroku_draft_phase (phase, "押し間違い", NULL, occ);

  kiroku_draft_set_ref (draft, "corrects", hash);
  return draft;
}

static void
assert_words (GPtrArray *lines, const char *hash, const char *words, const char *original)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  const KirokuLine *line = find_line (lines, hash);
  g_autofree char *now = kiroku_line_describe (line, NULL, "en");
  g_autofree char *then = kiroku_line_describe_original (line, "en", zone);

  g_assert_cmpstr (now, ==, words);
  g_assert_cmpstr (then, ==, original);
}

/* Neither the text before the correction nor nothing stands where what it says is withheld. */
static void
test_withheld_correction (Fixture *fixture, gconstpointer data)
{
  KirokuLineFilter now = KIROKU_LINE_FILTER_ALL;
  g_autofree char *note
      = append (fixture->hanako, 10, kiroku_draft_note (KIROKU_CLASS_ACTION, "3台", NULL));
  g_autofree char *phase
      = append (fixture->hanako, 11, kiroku_draft_phase (KIROKU_PHASE_TRIAGE, NULL, NULL, NULL));
  g_autofree char *first
      = append (fixture->hanako, 20, kiroku_draft_correct (note, "4台", "数え落とし"));
  g_autofree char *second
      = append (fixture->hanako, 21, phase_correction (phase, KIROKU_PHASE_CONTAINMENT, NULL));
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GPtrArray) visits = NULL;

  withhold (fixture, first, "line", "text");
  withhold (fixture, second, "line", "text");
  withhold (fixture, second, "phase", "phase");
  lines = kiroku_line_read (fixture->db, KIROKU_TEST_CASE, &now, 0, 100, NULL);
  assert_words (lines, note, "(withheld)", "3台");
  assert_words (lines, phase, "(withheld)", "Triage");
  visits = kiroku_case_read_visits (fixture->db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  g_assert_cmpuint (visits->len, ==, 1);
  g_assert_true (((KirokuVisit *) g_ptr_array_index (visits, 0))->withheld);
}

/* The fold keeps a phase of which the name is not there, for the correction to be known. */
static void
test_withheld_phase (Fixture *fixture, gconstpointer data)
{
  KirokuDraft *draft = kiroku_draft_new ("case.phase");
  g_autoptr (GPtrArray) visits = NULL;

  kiroku_draft_set_text (draft, "reason", "R");
  add (fixture->hanako, 10, draft);
  visits = kiroku_case_read_visits (fixture->db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  g_assert_cmpuint (visits->len, ==, 1);
  g_assert_true (((KirokuVisit *) g_ptr_array_index (visits, 0))->withheld);
}

static void
test_retimed (Fixture *fixture, gconstpointer data)
{
  KirokuLineFilter now = KIROKU_LINE_FILTER_ALL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autofree char *phase = append (
      fixture->hanako, 11, kiroku_draft_phase (KIROKU_PHASE_TRIAGE, NULL, NULL, occurred (5)));
  g_autoptr (GPtrArray) lines = NULL;
  g_autofree char *time = NULL;

  add (fixture->hanako, 20, phase_correction (phase, KIROKU_PHASE_TRIAGE, occurred (7)));
  add (fixture->hanako, 30, phase_correction (phase, KIROKU_PHASE_TRIAGE, NULL));
  lines = kiroku_line_read (fixture->db, KIROKU_TEST_CASE, &now, 0, 100, NULL);
  assert_words (lines, phase, "Triage", "2026-11-21 14:05");
  time = kiroku_line_dup_time (find_line (lines, phase), zone);
  g_assert_cmpstr (time, ==, "2026-11-21 14:07");
}

static KirokuLineFilter
between (int from, int to)
{
  return (KirokuLineFilter){ .from = at (from), .to = at (to), .as_of = KIROKU_NOW };
}

static void
test_filter_retimed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *note
      = append (fixture->hanako, 10, kiroku_draft_note (KIROKU_CLASS_ACTION, "隔離", occurred (5)));
  KirokuDraft *correction = kiroku_draft_correct (note, "遮断", "時刻の誤り");
  KirokuLineFilter filter;
  gint64 position;

  kiroku_draft_set_occ (correction, occurred (-60));
  add (fixture->hanako, 20, correction);
  add (fixture->hanako, 30, kiroku_draft_correct (note, "隔離", "前の語が正しい"));
  assert_notes (fixture, between (-60, -60), "隔離");
  assert_notes (fixture, between (0, 60), "");
  assert_notes (fixture,
                ((KirokuLineFilter){ .from = at (0), .to = at (60), .as_of = at (19) }), "隔離");
  filter = between (0, 60);
  g_assert_true (
      kiroku_line_find (fixture->db, KIROKU_TEST_CASE, &filter, note, &position, NULL));
  g_assert_cmpint (position, ==, -1);
}

static void
assert_original (KirokuLine line, const char *expected)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autofree char *original = kiroku_line_describe_original (&line, "en", zone);

  g_assert_cmpstr (original, ==, expected);
}

static void
test_only_what_changed (Fixture *fixture, gconstpointer data)
{
  const KirokuLine same = { .kind = (char *) "note", .text = (char *) "3台", .hash = (char *) "a",
                            .correction = (char *) "b", .corrected = (char *) "3台",
                            .at = at (5), .rec = at (9), .corrected_at = at (7),
                            .precision = KIROKU_PRECISION_MINUTE };
  KirokuLine line = same;

  assert_original (line, NULL); /* a phase's approver, say */
  line.retimed = TRUE;
  assert_original (line, "2026-11-21 14:05:00"); /* not stated: when it was recorded */
  line.stated = TRUE;
  assert_original (line, "2026-11-21 14:05");
  line.corrected = (char *) "4台";
  assert_original (line, "3台, 2026-11-21 14:05");
  line.retimed = FALSE;
  assert_original (line, "3台");
}

static void
test_earlier_corrections (Fixture *fixture, gconstpointer data)
{
  KirokuLineFilter now = KIROKU_LINE_FILTER_ALL;
  g_autofree char *note
      = append (fixture->hanako, 10, kiroku_draft_note (KIROKU_CLASS_ACTION, "3台", NULL));
  static const char *const expected[] = { "R", "R", "R (and 1 earlier correction)",
                                          "R (and 2 earlier corrections)" };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (GPtrArray) lines
          = kiroku_line_read (fixture->db, KIROKU_TEST_CASE, &now, 0, 100, NULL);
      const KirokuLine *line = find_line (lines, note);
      g_autofree char *reason = kiroku_line_add_earlier (line, "R", "en");

      g_assert_cmpuint (line->n_corrections, ==, i);
      g_assert_cmpstr (reason, ==, expected[i]);
      add (fixture->hanako, 20 + i, kiroku_draft_correct (note, "4台", "R"));
    }
}

static gint64
read_last_end (Fixture *fixture, gint64 as_of)
{
  g_autoptr (GPtrArray) visits
      = kiroku_case_read_visits (fixture->db, KIROKU_TEST_CASE, as_of, NULL);

  return ((KirokuVisit *) g_ptr_array_index (visits, visits->len - 1))->end;
}

static void
test_closed_visit (Fixture *fixture, gconstpointer data)
{
  KirokuMeasures measures;

  add (fixture->hanako, 10, kiroku_draft_phase (KIROKU_PHASE_REVIEW, NULL, NULL, NULL));
  add (fixture->hanako, 40, kiroku_draft_close (TRUE, "終わった"));
  add (fixture->ichiro, 50, kiroku_draft_close (TRUE, "終わっていた"));
  compute (fixture, at (300), &measures);
  g_assert_cmpint (measures.in_phase[KIROKU_PHASE_REVIEW], ==, 30 * MINUTE);
  add (fixture->hanako, 60, kiroku_draft_close (FALSE, "まだだった"));
  g_assert_cmpint (read_last_end (fixture, at (39)), ==, KIROKU_TIME_NONE);
  g_assert_cmpint (read_last_end (fixture, at (59)), ==, at (40));
  g_assert_cmpint (read_last_end (fixture, KIROKU_NOW), ==, KIROKU_TIME_NONE);
  add (fixture->hanako, 90, kiroku_draft_close (TRUE, "終わった"));
  g_assert_cmpint (read_last_end (fixture, KIROKU_NOW), ==, at (90));
}

/* A case that is written up a day later: no stay begins after it ended. */
static void
test_written_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) visits = NULL;
  static const int times[][2] = { { 5, 5 }, { 5, 5 }, { 5, 9 }, { 9, 9 }, { 7, 2000 } };

  add (fixture->hanako, 1000, kiroku_draft_phase (KIROKU_PHASE_DETECT, NULL, NULL, NULL));
  add (fixture->hanako, 1001, kiroku_draft_phase (KIROKU_PHASE_TRIAGE, NULL, NULL, NULL));
  add (fixture->hanako, 1002, kiroku_draft_phase (KIROKU_PHASE_CONTAINMENT, NULL, NULL, occurred (5)));
  add (fixture->hanako, 1003, kiroku_draft_phase (KIROKU_PHASE_ERADICATION, NULL, NULL, occurred (9)));
  add (fixture->hanako, 1004, kiroku_draft_phase (KIROKU_PHASE_RECOVERY, NULL, NULL, occurred (7)));
  add (fixture->hanako, 2000, kiroku_draft_phase (KIROKU_PHASE_REVIEW, NULL, NULL, NULL));
  visits = kiroku_case_read_visits (fixture->db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  g_assert_cmpuint (visits->len, ==, 6);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      const KirokuVisit *visit = g_ptr_array_index (visits, i);

      g_assert_cmpint (visit->start, ==, at (times[i][0]));
      g_assert_cmpint (visit->end, ==, at (times[i][1]));
      g_assert_true (visit->stated);
    }
}

/* A package may hold what the program does not write: a note that "corrects" a phase and the
 * reverse. */
static void
test_other_kind (Fixture *fixture, gconstpointer data)
{
  KirokuLineFilter now = KIROKU_LINE_FILTER_ALL;
  g_autofree char *note
      = append (fixture->hanako, 10, kiroku_draft_note (KIROKU_CLASS_ACTION, "3台", NULL));
  g_autofree char *phase
      = append (fixture->hanako, 11, kiroku_draft_phase (KIROKU_PHASE_TRIAGE, NULL, NULL, NULL));
  g_autoptr (GPtrArray) lines = NULL;

  add (fixture->hanako, 20, kiroku_draft_correct (phase, "4台", "R"));
  add (fixture->hanako, 21, phase_correction (note, KIROKU_PHASE_CONTAINMENT, NULL));
  lines = kiroku_line_read (fixture->db, KIROKU_TEST_CASE, &now, 0, 100, NULL);
  assert_words (lines, note, "3台", NULL);
  assert_words (lines, phase, "Triage", NULL);
}

/* An entry of @kind, and one that says it anew. (transfer full): the hash of the first */
static char *
append_restated (Fixture *fixture, const char *kind)
{
  KirokuDraft *draft = kiroku_draft_new (kind);
  char *hash = append (fixture->hanako, 10, draft);

  draft = kiroku_draft_new (kind);
  kiroku_draft_set_ref (draft, "corrects", hash);
  kiroku_draft_set_text (draft, "reason", "a slip");
  add (fixture->hanako, 20, draft);
  return hash;
}

/* What the program offers to state anew, and what it reads as stated anew. */
static void
test_restated_kinds (Fixture *fixture, gconstpointer data)
{
  static const char *const kinds[]
      = { "contact.told", "evidence.move", "form.file",  "evidence.set", "form.draft", "form.approve",
          "case.hold",    "handover",      "asset.set", "task.set",     "case.link" };
  KirokuLineFilter now = KIROKU_LINE_FILTER_ALL;
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *hash = append_restated (fixture, kinds[i]);
      g_autoptr (GPtrArray) lines
          = kiroku_line_read (fixture->db, KIROKU_TEST_CASE, &now, 0, 100, NULL);

      g_assert_cmpint (find_line (lines, hash)->correction != NULL, ==,
                       kiroku_line_is_restated (kinds[i]));
      n += kiroku_line_is_restated (kinds[i]);
    }
  g_assert_cmpuint (n, ==, 3);
}

/* What stands below the line of entry @hash. */
static void
assert_judged (GPtrArray *lines, const char *hash, const char *expected)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autofree char *said = kiroku_line_describe_approvals (find_line (lines, hash), "en", zone);

  g_assert_cmpstr (said, ==, expected);
}

static void
vouch (Fixture *fixture, KirokuTestPerson *person)
{
  add (fixture->hanako, 1,
       kiroku_trust_draft_vouch (kiroku_key_get_id (person->key), "N", NULL));
}

/* Anybody may write an approval; the word of whom people trust stands all the same. */
static void
test_outsider_replaces_nothing (Fixture *fixture, gconstpointer data)
{
  KirokuLineFilter now = KIROKU_LINE_FILTER_ALL;
  KirokuTestPerson *jiro = kiroku_test_person_new (fixture->book, "jiro");
  g_autofree char *phase = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GPtrArray) visits = NULL;
  g_autoptr (GHashTable) approvals = NULL;

  jiro->step = 0;
  vouch (fixture, fixture->ichiro);
  phase = append (fixture->hanako, 11, kiroku_draft_phase (KIROKU_PHASE_TRIAGE, NULL, NULL, NULL));
  add (fixture->ichiro, 20, kiroku_draft_approve (phase, TRUE, NULL));
  add (jiro, 30, kiroku_draft_approve (phase, FALSE, "R"));
  lines = kiroku_line_read (fixture->db, KIROKU_TEST_CASE, &now, 0, 100, NULL);
  g_assert_cmpstr (kiroku_line_get_approval (find_line (lines, phase))->approver, ==, "ichiro");
  visits = kiroku_case_read_visits (fixture->db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  g_assert_cmpstr (((KirokuVisit *) g_ptr_array_index (visits, 0))->signer, ==, "ichiro");
  g_assert_false (((KirokuVisit *) g_ptr_array_index (visits, 0))->refused);
  approvals = kiroku_approvals_read (fixture->db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  g_assert_false (kiroku_approvals_find (approvals, phase, NULL)->refused);
  kiroku_test_person_free (jiro);
}

/* Each that there is, in the order they were said, and why one does not count. */
static void
test_every_approval (Fixture *fixture, gconstpointer data)
{
  KirokuLineFilter now = KIROKU_LINE_FILTER_ALL;
  g_autofree char *note = NULL;
  g_autofree char *correction = NULL;
  g_autoptr (GPtrArray) lines = NULL;

  vouch (fixture, fixture->ichiro);
  note = append (fixture->hanako, 10, kiroku_draft_note (KIROKU_CLASS_DECISION, "払う", NULL));
  add (fixture->ichiro, 11, kiroku_draft_approve (note, TRUE, NULL));
  correction = append (fixture->hanako, 12, kiroku_draft_correct (note, "払わない", "R"));
  add (fixture->hanako, 13, kiroku_draft_approve (correction, TRUE, NULL));
  add (fixture->ichiro, 14, kiroku_draft_approve (correction, FALSE, "R"));
  add (fixture->ichiro, 15, kiroku_draft_approve (correction, TRUE, NULL));
  lines = kiroku_line_read (fixture->db, KIROKU_TEST_CASE, &now, 0, 100, NULL);
  assert_judged (lines, note,
                 "approved, signed by ichiro, 2026-11-21 14:11:00; does not count: it was said of "
                 "other words: they were corrected\n"
                 "approved, signed by hanako, 2026-11-21 14:13:00; does not count: by the author of "
                 "what it is about\n"
                 "refused, signed by ichiro, 2026-11-21 14:14:00\n"
                 "approved, signed by ichiro, 2026-11-21 14:15:00");
  assert_words (lines, note, "払わない", "払う");
}

/* What was approved after the key was revoked is shown, and is no approval. */
static void
test_revoked_approval (Fixture *fixture, gconstpointer data)
{
  KirokuLineFilter now = KIROKU_LINE_FILTER_ALL;
  g_autofree char *phase = NULL;
  g_autoptr (KirokuEntry) last = NULL;
  g_autoptr (GPtrArray) lines = NULL;

  vouch (fixture, fixture->ichiro);
  phase = append (fixture->hanako, 11, kiroku_draft_phase (KIROKU_PHASE_TRIAGE, NULL, NULL, NULL));
  fixture->ichiro->clock.rec = at (12);
  last = kiroku_test_append (fixture->ichiro, kiroku_draft_note (KIROKU_CLASS_ACTION, "x", NULL));
  add (fixture->ichiro, 14, kiroku_draft_approve (phase, TRUE, NULL));
  add (fixture->hanako, 15, kiroku_trust_draft_revoke (last->key, last->seq, last->hash, "R"));
  lines = kiroku_line_read (fixture->db, KIROKU_TEST_CASE, &now, 0, 100, NULL);
  g_assert_null (kiroku_line_get_approval (find_line (lines, phase)));
  assert_judged (lines, phase,
                 "approved, signed by ichiro, 2026-11-21 14:14:00; does not count: after revocation");
}

/* Who signs without that anybody vouches for the key is said with every name. */
static void
test_unvouched_signer (Fixture *fixture, gconstpointer data)
{
  KirokuLineFilter now = KIROKU_LINE_FILTER_ALL;
  g_autofree char *phase
      = append (fixture->hanako, 11, kiroku_draft_phase (KIROKU_PHASE_TRIAGE, NULL, NULL, NULL));
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GPtrArray) visits = NULL;
  g_autoptr (GHashTable) approvals = NULL;

  add (fixture->ichiro, 20, kiroku_draft_approve (phase, TRUE, NULL));
  lines = kiroku_line_read (fixture->db, KIROKU_TEST_CASE, &now, 0, 100, NULL);
  assert_judged (lines, phase,
                 "approved, signed by ichiro, 2026-11-21 14:20:00; does not count: not vouched for");
  visits = kiroku_case_read_visits (fixture->db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  g_assert_true (((KirokuVisit *) g_ptr_array_index (visits, 0))->signer_unvouched);
  approvals = kiroku_approvals_read (fixture->db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  g_assert_true (kiroku_approvals_find (approvals, phase, NULL)->unvouched);
}

/* Nor does anybody reword unseen what was said. */
static void
test_unvouched_corrector (Fixture *fixture, gconstpointer data)
{
  g_autofree char *phase
      = append (fixture->hanako, 11, kiroku_draft_phase (KIROKU_PHASE_TRIAGE, NULL, NULL, NULL));
  g_autoptr (GPtrArray) earlier = NULL;
  g_autoptr (GPtrArray) visits = NULL;

  add (fixture->hanako, 20, phase_correction (phase, KIROKU_PHASE_CONTAINMENT, NULL));
  add (fixture->ichiro, 30, phase_correction (phase, KIROKU_PHASE_REVIEW, NULL));
  earlier = kiroku_case_read_visits (fixture->db, KIROKU_TEST_CASE, at (25), NULL);
  g_assert_false (((KirokuVisit *) g_ptr_array_index (earlier, 0))->corrector_unvouched);
  visits = kiroku_case_read_visits (fixture->db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  g_assert_true (((KirokuVisit *) g_ptr_array_index (visits, 0))->corrector_unvouched);
}

/* What the program noticed by itself reads as a sentence. */
static void
test_clock_line (Fixture *fixture, gconstpointer data)
{
  KirokuLineFilter all = KIROKU_LINE_FILTER_ALL;
  g_autoptr (GPtrArray) lines = NULL;
  const KirokuLine *line;
  g_autofree char *words = NULL;

  add (fixture->hanako, 90, kiroku_draft_note (KIROKU_CLASS_ACTION, "x", NULL));
  add (fixture->hanako, 30, kiroku_draft_note (KIROKU_CLASS_ACTION, "y", NULL));
  lines = kiroku_line_read (fixture->db, KIROKU_TEST_CASE, &all, 0, 1000, NULL);
  line = g_ptr_array_index (lines, lines->len - 2);
  words = kiroku_line_describe (line, NULL, "en");
  g_assert_cmpstr (line->kind, ==, "clock");
  g_assert_cmpstr (words, ==, "The clock of this computer was set back by 1 h 00 min");
}

static void
test_pages (Fixture *fixture, gconstpointer data)
{
  KirokuLineFilter all = KIROKU_LINE_FILTER_ALL;
  g_autoptr (GPtrArray) whole = NULL;

  for (int i = 0; i < 25; i++)
    add (i % 3 ? fixture->hanako : fixture->ichiro, i / 7,
         kiroku_draft_note (KIROKU_CLASS_ACTION, "x", NULL));
  whole = kiroku_line_read (fixture->db, KIROKU_TEST_CASE, &all, 0, 1000, NULL);
  g_assert_cmpuint (whole->len, ==, 28);
  for (guint offset = 0; offset < whole->len; offset += 5)
    {
      g_autoptr (GPtrArray) page
          = kiroku_line_read (fixture->db, KIROKU_TEST_CASE, &all, offset, 5, NULL);

      g_assert_cmpuint (page->len, ==, MIN (5, whole->len - offset));
      for (guint i = 0; i < page->len; i++)
        g_assert_cmpstr (((KirokuLine *) g_ptr_array_index (page, i))->hash, ==,
                         ((KirokuLine *) g_ptr_array_index (whole, offset + i))->hash);
    }
  for (guint i = 1; i < whole->len; i++)
    g_assert_cmpint (((KirokuLine *) g_ptr_array_index (whole, i - 1))->clock, <=,
                     ((KirokuLine *) g_ptr_array_index (whole, i))->clock);
}

static void
test_unknown_kind (Fixture *fixture, gconstpointer data)
{
  KirokuLineFilter all = KIROKU_LINE_FILTER_ALL;
  KirokuDraft *draft = kiroku_draft_new ("moon.phase");
  g_autofree char *hash = NULL;
  g_autoptr (GPtrArray) lines = NULL;

  kiroku_draft_set_text (draft, "light", "満月");
  hash = append (fixture->hanako, 10, draft);
  lines = kiroku_line_read (fixture->db, KIROKU_TEST_CASE, &all, 0, 100, NULL);
  g_assert_cmpstr (kiroku_line_get_label (find_line (lines, hash)), ==, "moon.phase");
  g_assert_nonnull (strstr (find_line (lines, hash)->text, "満月"));
}

/* --- Numbers --- */

static void
open_other (Fixture *fixture, const char *number)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry
      = kiroku_test_try_append (fixture->ichiro, OTHER_CASE, opening (number, FALSE), &error);

  g_assert_no_error (error);
}

static void
assert_resolves (Fixture *fixture, const char *text, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *found = kiroku_case_resolve (fixture->db, text, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, id);
}

static void
assert_unresolved (Fixture *fixture, const char *text, KirokuCaseError code, const char *part)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *found = kiroku_case_resolve (fixture->db, text, &error);

  g_assert_null (found);
  g_assert_error (error, KIROKU_CASE_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, part));
}

static void
test_resolve (Fixture *fixture, gconstpointer data)
{
  open_other (fixture, "2026-002");
  assert_resolves (fixture, "2026-001", KIROKU_TEST_CASE);
  assert_resolves (fixture, "　２０２６－００２ ", OTHER_CASE);
  assert_resolves (fixture, OTHER_CASE, OTHER_CASE);
  assert_resolves (fixture, "2026-001~6f1c", KIROKU_TEST_CASE);
  assert_unresolved (fixture, "2026-003", KIROKU_CASE_ERROR_UNKNOWN, "2026-003");
  assert_unresolved (fixture, "2026-001~7f1c", KIROKU_CASE_ERROR_UNKNOWN, "2026-001~7f1c");
  assert_unresolved (fixture, "", KIROKU_CASE_ERROR_UNKNOWN, "");
  assert_unresolved (fixture, "~", KIROKU_CASE_ERROR_UNKNOWN, "");
  assert_unresolved (fixture, "2026-00_", KIROKU_CASE_ERROR_UNKNOWN, "");
}

static void
test_shared_number (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) cases = NULL;
  g_autoptr (KirokuCase) self = NULL;

  open_other (fixture, "2026-001");
  self = read_case (fixture, KIROKU_NOW);
  g_assert_cmpstr (self->number, ==, "2026-001~6f1c");
  assert_resolves (fixture, "2026-001~6f1c", KIROKU_TEST_CASE);
  assert_resolves (fixture, "2026-001～7f1c", OTHER_CASE);
  assert_unresolved (fixture, "2026-001", KIROKU_CASE_ERROR_AMBIGUOUS, "2026-001~6f1c");
  assert_unresolved (fixture, "2026-001", KIROKU_CASE_ERROR_AMBIGUOUS, "2026-001~7f1c");
  cases = kiroku_case_list (fixture->db, NULL);
  g_assert_cmpuint (cases->len, ==, 2);
}

static void
assert_next (Fixture *fixture, gboolean exercise, const char *expected)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autoptr (GError) error = NULL;
  g_autofree char *number
      = kiroku_case_next_number (fixture->db, exercise, KIROKU_TEST_START, zone, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (number, ==, expected);
}

static void
test_next_number (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  /* 2026-12-31T15:00:00Z is the new year in Tokyo */
  g_autofree char *new_year = kiroku_case_next_number (
      fixture->db, FALSE, G_GINT64_CONSTANT (1798729200) * G_USEC_PER_SEC, zone, NULL);

  g_assert_cmpstr (new_year, ==, "2027-001");
  assert_next (fixture, FALSE, "2026-002");
  assert_next (fixture, TRUE, "X2026-001");
  open_other (fixture, "2026-1999");
  assert_next (fixture, FALSE, "2026-2000");
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) cases = NULL;

  fixture->ichiro->clock.rec = at (5);
  open_other (fixture, "2026-002");
  cases = kiroku_case_list (fixture->db, NULL);
  g_assert_cmpstr (((KirokuCase *) g_ptr_array_index (cases, 0))->id, ==, OTHER_CASE);
  g_clear_pointer (&cases, g_ptr_array_unref);

  {
    g_autoptr (KirokuEntry) entry = kiroku_test_try_append (fixture->ichiro, OTHER_CASE,
                                                            kiroku_draft_close (TRUE, "済"), NULL);

    g_assert_nonnull (entry);
  }
  cases = kiroku_case_list (fixture->db, NULL);
  g_assert_cmpstr (((KirokuCase *) g_ptr_array_index (cases, 0))->id, ==, KIROKU_TEST_CASE);
}

/* What the log says of the erasure of value @field of an entry of @kind. (transfer full) */
static char *
describe_erasure (const char *kind, const char *field)
{
  KirokuLineErasure erasure = { .target = (char *) "h", .field = (char *) field, .carried_out = TRUE };
  KirokuLine line = { .hash = (char *) "h", .kind = (char *) kind, .erasures = g_ptr_array_new () };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  char *said;

  g_ptr_array_add (line.erasures, &erasure);
  said = kiroku_line_describe_erasures (&line, NULL, "en", zone);
  g_ptr_array_unref (line.erasures);
  return said;
}

/* The fields in a row of the table of kinds: `name` S, or I. */
static guint
assert_fields_named (const char *kind, const char *cell)
{
  g_autoptr (GRegex) field = g_regex_new ("`([a-z][a-z0-9_]*)\\??` [SI]\\b", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  guint n = 0;

  g_regex_match (field, cell, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL), n++)
    {
      g_autofree char *id = g_match_info_fetch (match, 1);
      g_autofree char *said = describe_erasure (kind, id);
      g_autofree char *raw = g_strdup_printf ("“%s”", id);

      if (strstr (said, raw) != NULL)
        g_error ("%s: %s", kind, said);
    }
  return n;
}

/* FORMAT.md is the list of what there is. */
static void
test_field_names (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_getenv ("KIROKU_TEST_DATA"), "..", "..", "app",
                                            "journal", "FORMAT.md", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *own = describe_erasure ("evidence.set", "host");
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "|", 5);
      g_auto (GStrv) kinds = g_strsplit (lines[i], "`", 3);

      if (g_strv_length (cells) == 5 && g_str_has_prefix (lines[i], "| `"))
        n += assert_fields_named (kinds[1], cells[3]);
    }
  g_assert_cmpuint (n, >, 90);
  g_assert_nonnull (strstr (own, "Host"));
  g_assert_nonnull (strstr (own, "by unknown"));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

static void
add_more (void)
{
  ADD ("/case/line/filters-by-text-class-time-and-as-of", test_filters);
  ADD ("/case/line/a-correction-keeps-the-original", test_correction);
  ADD ("/case/line/a-withheld-correction-brings-nothing-back", test_withheld_correction);
  ADD ("/case/phase/a-withheld-one-is-known", test_withheld_phase);
  ADD ("/case/line/a-corrected-time-is-shown-with-the-old", test_retimed);
  ADD ("/case/line/the-time-that-is-shown-is-what-is-looked-for", test_filter_retimed);
  ADD ("/case/line/only-what-was-corrected-is-shown-as-it-was", test_only_what_changed);
  ADD ("/case/line/earlier-corrections-are-told-of", test_earlier_corrections);
  ADD ("/case/visit/the-last-ends-when-the-case-is-closed", test_closed_visit);
  ADD ("/case/visit/none-begins-after-it-ended", test_written_up);
  ADD ("/case/line/only-its-own-kind-corrects-an-entry", test_other_kind);
  ADD ("/case/line/what-is-offered-to-be-stated-anew-is-read-so", test_restated_kinds);
  ADD ("/case/line/what-is-erased-has-a-name-in-words", test_field_names);
  ADD ("/case/line/who-signs-unvouched-is-marked", test_unvouched_signer);
  ADD ("/case/line/who-corrects-unvouched-is-marked", test_unvouched_corrector);
  ADD ("/case/line/the-word-of-an-outsider-replaces-none", test_outsider_replaces_nothing);
  ADD ("/case/line/every-approval-is-shown-and-why-one-does-not-count", test_every_approval);
  ADD ("/case/line/an-approval-after-revocation-is-none", test_revoked_approval);
  ADD ("/case/line/a-clock-that-was-set-reads-as-a-sentence", test_clock_line);
  ADD ("/case/line/pages-join-in-fold-order", test_pages);
  ADD ("/case/line/an-unknown-kind-is-shown", test_unknown_kind);
  ADD ("/case/number/a-number-or-an-id-names-a-case", test_resolve);
  ADD ("/case/number/a-shared-number-is-told-apart", test_shared_number);
  ADD ("/case/number/the-next-is-free-in-its-year", test_next_number);
  ADD ("/case/list/newest-first-closed-last", test_list);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/case/opening/the-first-in-fold-order-counts", test_opening);
  ADD ("/case/opening/title-and-level-may-be-set-again", test_opening_set_again);
  ADD ("/case/opening-set-again/what-is-withheld-of-it-is-not-known", test_opening_set_again_withheld);
  ADD ("/case/level/the-last-counts-and-none-stands-in-for-one-withheld", test_level);
  ADD ("/case/closing/a-case-may-be-reopened", test_closing);
  ADD ("/case/facts/are-what-was-recorded-by-then", test_facts);
  ADD ("/case/facts/when-an-answer-is-expected-and-what-it-rests-on-go-with-its-state", test_remarks);
  ADD ("/case/facts/the-later-in-fold-order-stands", test_facts_of_two);
  ADD ("/case/phase/visits-follow-stated-times", test_visits);
  ADD ("/case/measures/are-those-of-the-definition", test_measures);
  ADD ("/case/measures/what-is-not-final-is-not-known", test_measures_unfinished);
  ADD ("/case/measures/a-moment-that-was-noted-stands-beside-what-is-not-known", test_measures_noted);
  ADD ("/case/measures/a-phase-nobody-was-in-is-not-come-through", test_measures_skipped);
  ADD ("/case/measures/no-visit-is-shorter-than-nothing", test_measures_backwards);
  ADD ("/case/task/state-is-the-last-as-of-then", test_tasks);
  ADD ("/case/task/is-found-by-id-step-or-number", test_find_task);
  add_more ();
  return g_test_run ();
}
