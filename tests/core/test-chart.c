/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart of the report for management: that each lane holds what the case does. How it looks is for
 * test-pages. */
#include <string.h>

#include "kiroku-document-private.h"
#include "kiroku-test-case.h"
#include "kiroku-test-pack.h"

#define NOW KIROKU_TEST_NOW
#define MINUTE KIROKU_TEST_MINUTE
#define HOUR KIROKU_TEST_HOUR

static KirokuPack *pack;

/* A case, its log, and the report that was made of it last. */
typedef struct
{
  KirokuTestCase of;
  GPtrArray *lines; /* (element-type KirokuLine) */
  KirokuDocument *document;
} Fixture;

static const KirokuLine *
get_line (guint i, gpointer data, GError **error)
{
  return g_ptr_array_index ((GPtrArray *) data, i);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  kiroku_test_case_init (&fixture->of, pack, "ja");
  fixture->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_line_free);
  fixture->of.input.get_line = get_line;
  fixture->of.input.line_data = fixture->lines;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->document, kiroku_document_unref);
  g_ptr_array_unref (fixture->lines);
  kiroku_test_case_clear (&fixture->of);
}

/* (transfer none) */
static KirokuLine *
add_line (Fixture *fixture, const char *klass, gint64 at)
{
  KirokuLine *line = g_new0 (KirokuLine, 1);

  line->seq = fixture->lines->len;
  line->kind = g_strdup ("note");
  line->klass = g_strdup (klass);
  line->key = g_strdup (KIROKU_TEST_KEY);
  line->author = g_strdup (KIROKU_TEST_AUTHOR);
  line->hash = g_strdup_printf ("hash-%u", fixture->lines->len);
  line->at = line->rec = at;
  line->text = g_strdup ("確認した。");
  g_ptr_array_add (fixture->lines, line);
  return line;
}

/* (transfer none) */
static const KirokuChart *
make_chart (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->of.input.n_lines = fixture->lines->len;
  g_clear_pointer (&fixture->document, kiroku_document_unref);
  fixture->document = kiroku_report_management (&fixture->of.input, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < fixture->document->blocks->len; i++)
    {
      const KirokuBlock *block = fixture->document->blocks->pdata[i];

      if (block->type == KIROKU_BLOCK_CHART)
        return block->chart;
    }
  g_error ("the report has no chart");
}

/* (transfer none) (nullable) */
static const KirokuLane *
find_lane (const KirokuChart *chart, const char *name)
{
  for (guint i = 0; i < chart->lanes->len; i++)
    {
      const KirokuLane *lane = chart->lanes->pdata[i];

      if (g_str_has_prefix (lane->name, name))
        return lane;
    }
  return NULL;
}

static const KirokuLaneItem *
get_item (const KirokuLane *lane, guint i)
{
  g_assert_cmpuint (i, <, lane->items->len);
  return lane->items->pdata[i];
}

static void
assert_mark (const KirokuLane *lane, guint i, KirokuShape shape, const char *label, gint64 at)
{
  const KirokuLaneItem *item = get_item (lane, i);

  g_assert_false (item->is_band);
  g_assert_cmpstr (item->label, ==, label);
  g_assert_cmpuint (item->which, ==, shape);
  g_assert_cmpfloat (item->from, ==, at);
}

/* --- Lanes ------------------------------------------------------------------------------------ */

static void
test_phases (Fixture *fixture, gconstpointer data)
{
  const KirokuLane *lane;
  guint n;

  kiroku_test_case_fill (&fixture->of);
  lane = find_lane (make_chart (fixture), "段階");
  n = fixture->of.visits->len;
  g_assert_cmpuint (n, ==, KIROKU_N_PHASES);
  g_assert_cmpuint (lane->items->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      const KirokuVisit *visit = fixture->of.visits->pdata[i];
      const KirokuLaneItem *band = get_item (lane, i);

      g_assert_true (band->is_band);
      g_assert_cmpuint (band->which, ==, visit->phase);
      g_assert_cmpfloat (band->from, ==, visit->start);
      g_assert_cmpfloat (band->to, ==, i < n - 1 ? visit->end : NOW);
    }
}

/* One to which the case came back is a second band of the same pattern; of one that is withheld there is
 * its beginning alone. */
static void
test_again (Fixture *fixture, gconstpointer data)
{
  const KirokuLane *lane;

  kiroku_test_case_add_visit (&fixture->of, KIROKU_PHASE_TRIAGE, NOW - 9 * HOUR, NOW - 8 * HOUR, NULL, NULL);
  kiroku_test_case_add_visit (&fixture->of, KIROKU_PHASE_RECOVERY, NOW - 8 * HOUR, NOW - 7 * HOUR, NULL, NULL);
  kiroku_test_case_add_visit (&fixture->of, KIROKU_PHASE_TRIAGE, NOW - 7 * HOUR, KIROKU_TIME_NONE, NULL, NULL);
  ((KirokuVisit *) fixture->of.visits->pdata[1])->withheld = TRUE;
  lane = find_lane (make_chart (fixture), "段階");
  g_assert_cmpuint (get_item (lane, 0)->which, ==, KIROKU_PHASE_TRIAGE);
  g_assert_cmpuint (get_item (lane, 2)->which, ==, KIROKU_PHASE_TRIAGE);
  g_assert_cmpfloat (get_item (lane, 2)->from, ==, NOW - 7 * HOUR);
  g_assert_cmpstr (get_item (lane, 1)->label, ==, "（開示されない）");
  g_assert_cmpfloat (get_item (lane, 1)->from, ==, NOW - 8 * HOUR);
  g_assert_cmpfloat (get_item (lane, 1)->to, ==, NOW - 8 * HOUR);
}

static guint
sum_counts (const KirokuLane *lane)
{
  guint sum = 0;

  for (guint i = 0; i < lane->counts->len; i++)
    sum += g_array_index (lane->counts, guint, i);
  return sum;
}

/* Each entry that has a row stands in one column, the one of its time; steps of the playbook do not. */
static void
test_density (Fixture *fixture, gconstpointer data)
{
  const KirokuChart *chart;
  const KirokuLane *lane;
  double width;

  kiroku_test_case_fill (&fixture->of);
  for (guint i = 0; i < 90; i++)
    add_line (fixture, "action", NOW - 40 * HOUR + i * 20 * MINUTE);
  for (guint i = 0; i < 10; i++)
    add_line (fixture, "action", NOW - 46 * HOUR);
  for (guint i = 0; i < 7; i++)
    add_line (fixture, "action", NOW - 30 * HOUR)->is_step = TRUE;
  chart = make_chart (fixture);
  lane = find_lane (chart, "記録数");
  g_assert_cmpuint (sum_counts (lane), ==, 100);
  width = (chart->to - chart->from) / lane->counts->len;
  g_assert_cmpuint (g_array_index (lane->counts, guint, (guint) ((NOW - 46 * HOUR - chart->from) / width)),
                    ==, 10);
  for (guint i = 0; i < lane->counts->len; i++)
    if (chart->from + (i + 1) * width <= NOW - 46 * HOUR)
      g_assert_cmpuint (g_array_index (lane->counts, guint, i), ==, 0);
}

/* What tells of a time years ago is in no column, and the note below says how many are left out. */
static void
test_outside (Fixture *fixture, gconstpointer data)
{
  const KirokuLane *lane;
  gboolean said = FALSE;

  kiroku_test_case_fill (&fixture->of);
  for (guint i = 0; i < 40; i++)
    add_line (fixture, "action", NOW - 40 * HOUR + i * HOUR);
  add_line (fixture, "action", NOW - 9000 * HOUR);
  add_line (fixture, "action", NOW - 9001 * HOUR);
  lane = find_lane (make_chart (fixture), "記録数");
  g_assert_cmpuint (sum_counts (lane), ==, 40);
  for (guint i = 0; i < fixture->document->blocks->len; i++)
    {
      const KirokuBlock *block = fixture->document->blocks->pdata[i];

      said = said || (block->text != NULL && strstr (block->text, "横軸の外の日時の記録2件") != NULL);
    }
  g_assert_true (said);
}

static void
test_moments (Fixture *fixture, gconstpointer data)
{
  const KirokuLane *lane;

  kiroku_test_case_fill (&fixture->of);
  lane = find_lane (make_chart (fixture), "節目");
  g_assert_cmpuint (lane->items->len, ==, 3);
  assert_mark (lane, 0, KIROKU_SHAPE_STROKE, "発生日時", NOW - 58 * HOUR - 50 * MINUTE);
  assert_mark (lane, 1, KIROKU_SHAPE_STROKE, "発覚日時", NOW - 48 * HOUR);
  assert_mark (lane, 2, KIROKU_SHAPE_STROKE, "知った日時", NOW - 47 * HOUR - 30 * MINUTE);
}

/* In the order of time, with the numbers that they have in their tables. */
static void
test_decisions (Fixture *fixture, gconstpointer data)
{
  const KirokuLane *lane;

  kiroku_test_case_fill (&fixture->of);
  add_line (fixture, "decision", NOW - 10 * HOUR);
  add_line (fixture, "action", NOW - 9 * HOUR);
  add_line (fixture, "decision", NOW - 20 * HOUR);
  lane = find_lane (make_chart (fixture), "判断");
  g_assert_cmpuint (lane->items->len, ==, 2);
  assert_mark (lane, 0, KIROKU_SHAPE_DIAMOND, "D2", NOW - 20 * HOUR);
  assert_mark (lane, 1, KIROKU_SHAPE_DIAMOND, "D1", NOW - 10 * HOUR);
}

static void
test_told (Fixture *fixture, gconstpointer data)
{
  const KirokuLane *lane;

  kiroku_test_case_fill (&fixture->of);
  kiroku_test_case_fill_rest (&fixture->of);
  kiroku_test_case_file (&fixture->of, "jp_ppc_prelim", NOW - 10 * HOUR);
  lane = find_lane (make_chart (fixture), "提出・連絡");
  g_assert_cmpuint (lane->items->len, ==, 2);
  assert_mark (lane, 0, KIROKU_SHAPE_TRIANGLE, "T1", NOW - 40 * HOUR);
  assert_mark (lane, 1, KIROKU_SHAPE_SQUARE, "F1", NOW - 10 * HOUR);
}

/* --- Deadlines -------------------------------------------------------------------------------- */

/* One that stands as @standing and @progress say, due and met then. (transfer none) */
static KirokuObligation *
add_duty (Fixture *fixture, KirokuStanding standing, KirokuProgress progress, gint64 due, gint64 met)
{
  static KirokuPackText text = { (char *) "宛先", (char *) "recipient" };
  KirokuObligation *duty = g_new0 (KirokuObligation, 1);

  *duty = (KirokuObligation){ .rule = (char *) "x",
                              .recipient = &text,
                              .label = &text,
                              .zone = (char *) "Asia/Tokyo",
                              .source = (char *) "",
                              .hard = TRUE,
                              .standing = standing,
                              .progress = progress,
                              .due_kind = KIROKU_DUE_TIME,
                              .due_us = due,
                              .met = met };
  if (fixture->of.obligations == NULL)
    fixture->of.input.obligations = fixture->of.obligations = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (fixture->of.obligations, duty);
  return duty;
}

/* Met, late, missed, to come and undecided each has its sign, at its end; what has none has no mark. */
static void
test_deadlines (Fixture *fixture, gconstpointer data)
{
  const KirokuStanding applies = KIROKU_STANDING_APPLIES;
  const gint64 none = KIROKU_TIME_NONE;
  const KirokuLane *lane;

  add_duty (fixture, applies, KIROKU_PROGRESS_MET, NOW - 9 * HOUR, NOW - 9 * HOUR);
  add_duty (fixture, applies, KIROKU_PROGRESS_MET, NOW - 8 * HOUR, NOW - 8 * HOUR + MINUTE);
  add_duty (fixture, applies, KIROKU_PROGRESS_OVERDUE, NOW - 7 * HOUR, none);
  add_duty (fixture, applies, KIROKU_PROGRESS_RUNNING, NOW + 6 * HOUR, none);
  add_duty (fixture, KIROKU_STANDING_UNDECIDED, KIROKU_PROGRESS_OVERDUE, NOW - 6 * HOUR, none);
  add_duty (fixture, KIROKU_STANDING_NOT_APPLICABLE, KIROKU_PROGRESS_WAITING, NOW - HOUR, none);
  add_duty (fixture, applies, KIROKU_PROGRESS_MET, none, NOW - 5 * HOUR)->due_kind = KIROKU_DUE_PROMPTLY;
  add_duty (fixture, applies, KIROKU_PROGRESS_RUNNING, none, none)->due_kind = KIROKU_DUE_PROMPTLY;
  lane = find_lane (make_chart (fixture), "期限");
  g_assert_cmpuint (lane->items->len, ==, 5);
  assert_mark (lane, 0, KIROKU_SHAPE_DISC, "N1", NOW - 9 * HOUR);
  assert_mark (lane, 1, KIROKU_SHAPE_CROSS, "N2", NOW - 8 * HOUR);
  assert_mark (lane, 2, KIROKU_SHAPE_CROSS, "N3", NOW - 7 * HOUR);
  assert_mark (lane, 3, KIROKU_SHAPE_RING, "N5", NOW - 6 * HOUR);
  assert_mark (lane, 4, KIROKU_SHAPE_RING, "N4", NOW + 6 * HOUR);
}

static gboolean
is_explained (const KirokuChart *chart, gboolean is_band, guint which)
{
  for (guint i = 0; i < chart->keys->len; i++)
    {
      const KirokuChartKey *key = chart->keys->pdata[i];

      if (key->is_band == is_band && key->which == which)
        return TRUE;
    }
  return FALSE;
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  const KirokuChart *chart;

  kiroku_test_case_fill (&fixture->of);
  kiroku_test_case_fill_rest (&fixture->of);
  add_line (fixture, "decision", NOW - 10 * HOUR);
  chart = make_chart (fixture);
  for (guint i = 0; i < chart->lanes->len; i++)
    {
      const KirokuLane *lane = chart->lanes->pdata[i];

      for (guint k = 0; k < lane->items->len; k++)
        g_assert_true (is_explained (chart, get_item (lane, k)->is_band, get_item (lane, k)->which));
    }
  g_assert_false (is_explained (chart, FALSE, KIROKU_SHAPE_CROSS)); /* none was missed */
}

/* A lane of which the case has nothing is not there. */
static void
test_empty (Fixture *fixture, gconstpointer data)
{
  const KirokuChart *chart = make_chart (fixture);

  g_assert_cmpuint (chart->lanes->len, ==, 0);
  g_assert_cmpfloat (chart->from, ==, NOW - 48 * HOUR);
  g_assert_cmpfloat (chart->to, ==, NOW);
}

#define ADD(path, func) g_test_add ("/chart/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  pack = kiroku_test_pack_init (&argc, &argv);
  ADD ("a-phase-is-a-band-from-its-beginning-to-its-end", test_phases);
  ADD ("a-phase-entered-again-is-a-second-band-and-a-withheld-one-has-no-length", test_again);
  ADD ("the-columns-hold-each-entry-once-where-its-time-is", test_density);
  ADD ("entries-outside-of-the-axis-are-counted-in-the-note-alone", test_outside);
  ADD ("moments-are-where-the-facts-say", test_moments);
  ADD ("decisions-are-in-order-of-time-with-the-numbers-of-their-table", test_decisions);
  ADD ("filed-and-told-are-where-they-were", test_told);
  ADD ("deadlines-met-late-missed-open-and-undecided-have-their-signs", test_deadlines);
  ADD ("each-sign-that-is-used-is-explained", test_keys);
  ADD ("an-empty-case-has-no-lanes", test_empty);
  return kiroku_test_pack_run (pack);
}
