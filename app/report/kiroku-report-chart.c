/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-report-private.h"
#include "kiroku-words.h"

#define N_BINS 72
#define MAX_TICKS 8
#define MINUTE (60 * (gint64) G_USEC_PER_SEC)
#define DAY (24 * 60 * MINUTE)

/* Facts that are a moment of the case, in the order in which they usually come. */
static const char *const moment_keys[]
    = { "t.occurred", "t.detected", "t.known", "t.contained", "t.eradicated", "t.recovered" };

/* The axis, in µs UTC, and what is said about it. */
typedef struct
{
  const KirokuReportInput *input;
  KirokuChart *chart;
  gint64 from, to;
  gboolean used[KIROKU_N_SHAPES];
} Axis;

/* A mark before it is in order. */
typedef struct
{
  gint64 at;
  KirokuShape shape;
  char *label;
} Mark;

/* --- The axis --------------------------------------------------------------------------------- */

/* From the opening or the first phase to the end of the case or the present. */
static void
set_stay (Axis *axis)
{
  const KirokuReportInput *input = axis->input;
  GPtrArray *visits = input->visits;
  const KirokuVisit *last = visits->len > 0 ? visits->pdata[visits->len - 1] : NULL;

  axis->from = input->case_info->opened;
  if (visits->len > 0)
    axis->from = MIN (axis->from, ((const KirokuVisit *) visits->pdata[0])->start);
  axis->to = last != NULL && last->end != KIROKU_TIME_NONE ? last->end : input->now;
}

/* Takes @at onto the axis unless it lies further off than @core is long. */
static void
reach (Axis *axis, const Axis *core, gint64 at)
{
  gint64 span = core->to - core->from;

  if (at >= core->from - span)
    axis->from = MIN (axis->from, at);
  if (at <= core->to + span)
    axis->to = MAX (axis->to, at);
}

/* When fact @key says; FALSE where nobody answered. */
static gboolean
read_moment (const Axis *axis, const char *key, gint64 *us)
{
  KirokuTime time;

  if (!kiroku_facts_has_value (axis->input->facts, key)
      || !kiroku_time_from_occ (kiroku_facts_get_value (axis->input->facts, key), NULL, NULL, &time))
    return FALSE;
  *us = time.us;
  return TRUE;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const gint64 *first = a, *second = b;

  return *first < *second ? -1 : *first > *second;
}

/* And from where the log is, but for the first and the last tenth of it: what was recorded when all was
 * over tells of times before the case was opened. Then as far as single times and deadlines reach. */
static void
set_range (Axis *axis, const KirokuReportNotices *notices, KirokuReportLog *log)
{
  g_autoptr (GArray) times = g_array_copy ((GArray *) kiroku_report_log_get_times (log));
  guint tenth = times->len / 10;
  Axis core;
  gint64 at;

  set_stay (axis);
  g_array_sort (times, compare_times);
  if (times->len > 0)
    {
      axis->from = MIN (axis->from, g_array_index (times, gint64, tenth));
      axis->to = MAX (axis->to, g_array_index (times, gint64, times->len - 1 - tenth));
    }
  axis->to = MAX (axis->to, axis->from + 10 * MINUTE);
  core = *axis;
  for (guint i = 0; i < times->len; i++)
    reach (axis, &core, g_array_index (times, gint64, i));
  for (guint i = 0; i < G_N_ELEMENTS (moment_keys); i++)
    if (read_moment (axis, moment_keys[i], &at))
      reach (axis, &core, at);
  for (guint i = 0; i < notices->obligations->len; i++)
    {
      at = ((const KirokuObligation *) notices->obligations->pdata[i])->due_us;
      if (at != KIROKU_TIME_NONE)
        reach (axis, &core, at);
    }
}

/* The least step that gives no more than MAX_TICKS. */
static gint64
choose_step (gint64 span)
{
  static const gint64 minutes[]
      = { 1, 5, 10, 30, 60, 120, 180, 360, 720, 1440, 2880, 5760, 10080, 20160, 43200, 129600 };

  for (guint i = 0; i < G_N_ELEMENTS (minutes); i++)
    if (span / (minutes[i] * MINUTE) < MAX_TICKS)
      return minutes[i] * MINUTE;
  return (span / MAX_TICKS / DAY + 1) * DAY;
}

static void
add_tick (Axis *axis, GDateTime *at, gint64 step, gint64 us)
{
  g_autofree char *label = step < DAY ? g_date_time_format (at, "%m-%d %H:%M")
                                      : kiroku_words_stamp (axis->input->language, us,
                                                            KIROKU_PRECISION_DAY, axis->input->zone);

  if (us >= axis->from && us <= axis->to)
    kiroku_chart_add_tick (axis->chart, us, label);
}

/* From midnight on; days by the calendar, so that they begin at midnight also where clocks are put
 * forward. */
static void
add_ticks (Axis *axis)
{
  g_autoptr (GDateTime) first = g_date_time_new_from_unix_utc (axis->from / G_USEC_PER_SEC);
  g_autoptr (GDateTime) there = g_date_time_to_timezone (first, axis->input->zone);
  g_autoptr (GDateTime) at
      = g_date_time_new (axis->input->zone, g_date_time_get_year (there),
                         g_date_time_get_month (there), g_date_time_get_day_of_month (there), 0, 0, 0);
  gint64 step = choose_step (axis->to - axis->from);

  while (at != NULL && g_date_time_to_unix (at) * G_USEC_PER_SEC <= axis->to)
    {
      g_autoptr (GDateTime) tick = g_steal_pointer (&at);

      add_tick (axis, tick, step, g_date_time_to_unix (tick) * G_USEC_PER_SEC);
      at = step < DAY ? g_date_time_add (tick, step) : g_date_time_add_days (tick, step / DAY);
    }
}

/* --- Lanes ------------------------------------------------------------------------------------ */

static void
add_phases (Axis *axis)
{
  const KirokuReportInput *input = axis->input;
  gboolean visited[KIROKU_N_PHASES] = { FALSE };
  KirokuLane *lane;

  if (input->visits->len == 0)
    return;
  lane
      = kiroku_chart_add_lane (axis->chart, kiroku_words (axis->input->language, "段階", "Phases"));
  for (guint i = 0; i < input->visits->len; i++)
    {
      const KirokuVisit *visit = input->visits->pdata[i];
      gint64 end = visit->end != KIROKU_TIME_NONE ? visit->end : input->now;

      if (visit->withheld)
        kiroku_lane_add_band (
            lane, 1, kiroku_words (axis->input->language, "（開示されない）", "(withheld)"),
            visit->start, visit->start);
      else
        kiroku_lane_add_band (lane, visit->phase, kiroku_words_phase (input->language, visit->phase),
                              visit->start, MAX (end, visit->start));
      visited[visit->phase] |= !visit->withheld;
    }
  for (guint i = 0; i < KIROKU_N_PHASES; i++)
    if (visited[i])
      kiroku_chart_explain_pattern (axis->chart, i, kiroku_words_phase (input->language, i));
}

static guint
fill_bins (const Axis *axis, const GArray *times, guint *bins)
{
  guint top = 0;

  for (guint i = 0; i < times->len; i++)
    {
      gint64 at = g_array_index (times, gint64, i);
      double share = (double) (at - axis->from) / (axis->to - axis->from);
      guint bin = CLAMP (share, 0, 1) * N_BINS;

      if (at < axis->from || at > axis->to)
        continue;
      bin = MIN (bin, N_BINS - 1);
      bins[bin]++;
      top = MAX (top, bins[bin]);
    }
  return top;
}

static void
add_density (Axis *axis, KirokuReportLog *log)
{
  guint bins[N_BINS] = { 0 };
  guint top = fill_bins (axis, kiroku_report_log_get_times (log), bins);
  g_autofree char *name = NULL;

  if (top == 0)
    return;
  name = g_strdup_printf (
      kiroku_words (axis->input->language, "記録数\n（最大%u件）", "Entries\n(at most %u)"), top);
  kiroku_lane_set_counts (kiroku_chart_add_lane (axis->chart, name), bins, N_BINS);
}

static void
clear_mark (gpointer data)
{
  g_free (((Mark *) data)->label);
}

static GArray *
new_marks (void)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (Mark));

  g_array_set_clear_func (marks, clear_mark);
  return marks;
}

/* @label: (transfer full) */
static void
note_mark (GArray *marks, gint64 at, KirokuShape shape, char *label)
{
  const Mark mark = { at, shape, label };

  g_array_append_val (marks, mark);
}

static int
compare_marks (gconstpointer a, gconstpointer b)
{
  const Mark *first = a, *second = b;

  return first->at < second->at ? -1 : first->at > second->at;
}

/* @marks: (transfer full) */
static void
add_marks (Axis *axis, const char *name, GArray *marks)
{
  KirokuLane *lane = marks->len > 0 ? kiroku_chart_add_lane (axis->chart, name) : NULL;

  g_array_sort (marks, compare_marks);
  for (guint i = 0; i < marks->len; i++)
    {
      const Mark *mark = &g_array_index (marks, Mark, i);

      kiroku_lane_add_mark (lane, mark->shape, mark->label, mark->at);
      axis->used[mark->shape] = TRUE;
    }
  g_array_unref (marks);
}

static void
add_moments (Axis *axis)
{
  const KirokuReportInput *input = axis->input;
  GArray *marks = new_marks ();

  for (guint i = 0; i < G_N_ELEMENTS (moment_keys); i++)
    {
      const KirokuPackFact *fact = kiroku_pack_get_fact (input->pack, moment_keys[i]);
      gint64 at;

      if (fact != NULL && read_moment (axis, moment_keys[i], &at))
        note_mark (marks, at, KIROKU_SHAPE_STROKE,
                   g_strdup (kiroku_pack_text (fact->name, input->language)));
    }
  add_marks (axis, kiroku_words (axis->input->language, "節目", "Moments"), marks);
}

static void
add_decisions (Axis *axis, KirokuReportLog *log)
{
  const GArray *judged = kiroku_report_log_get_judged (log);
  GArray *marks = new_marks ();

  for (guint i = 0; i < judged->len; i++)
    note_mark (marks, g_array_index (judged, KirokuReportDecision, i).at, KIROKU_SHAPE_DIAMOND,
               kiroku_report_dup_mark ('D', i));
  add_marks (axis, kiroku_words (axis->input->language, "判断", "Decisions"), marks);
}

static void
add_deadlines (Axis *axis, const KirokuReportNotices *notices)
{
  static const KirokuShape shapes[KIROKU_N_NOTICE_STATES] = {
    [KIROKU_NOTICE_OPEN] = KIROKU_SHAPE_RING,    [KIROKU_NOTICE_MET] = KIROKU_SHAPE_DISC,
    [KIROKU_NOTICE_LATE] = KIROKU_SHAPE_CROSS,   [KIROKU_NOTICE_MISSED] = KIROKU_SHAPE_CROSS,
    [KIROKU_NOTICE_UNSURE] = KIROKU_SHAPE_RING,  [KIROKU_NOTICE_UNDECIDED] = KIROKU_SHAPE_RING,
  };
  GArray *marks = new_marks ();

  for (guint i = 0; i < notices->obligations->len; i++)
    {
      const KirokuObligation *obligation = notices->obligations->pdata[i];

      if (obligation->due_us != KIROKU_TIME_NONE)
        note_mark (marks, obligation->due_us, shapes[kiroku_report_get_notice_state (obligation)],
                   kiroku_report_dup_mark ('N', i));
    }
  add_marks (axis, kiroku_words (axis->input->language, "期限", "Deadlines"), marks);
}

static void
add_told (Axis *axis, const KirokuReportNotices *notices)
{
  const KirokuReportInput *input = axis->input;
  GArray *marks = new_marks ();

  for (guint i = 0; i < notices->filed->len; i++)
    note_mark (marks, g_array_index (notices->filed, KirokuReportFiled, i).filed->at,
               KIROKU_SHAPE_SQUARE, kiroku_report_dup_mark ('F', i));
  for (guint i = 0; input->told != NULL && i < input->told->len; i++)
    note_mark (marks, ((const KirokuTold *) input->told->pdata[i])->at, KIROKU_SHAPE_TRIANGLE,
               kiroku_report_dup_mark ('T', i));
  add_marks (axis, kiroku_words (axis->input->language, "提出・連絡", "Filed and told"), marks);
}

/* --- What is said below ----------------------------------------------------------------------- */

static void
explain_shapes (Axis *axis)
{
  const struct
  {
    KirokuShape shape;
    const char *text;
  } keys[] = {
    { KIROKU_SHAPE_STROKE,
      kiroku_words (axis->input->language, "記入された日時", "A time that was stated") },
    { KIROKU_SHAPE_DIAMOND,
      kiroku_words (axis->input->language, "判断（D：4の表）", "Decision (D: table in 4)") },
    { KIROKU_SHAPE_DISC, kiroku_words (axis->input->language, "期限：期限内に提出（N：5の表）",
                                       "Deadline met (N: table in 5)") },
    { KIROKU_SHAPE_CROSS,
      kiroku_words (axis->input->language, "期限：守れなかったもの", "Deadline missed") },
    { KIROKU_SHAPE_RING, kiroku_words (axis->input->language, "期限：未到来・未判定",
                                       "Deadline to come or undecided") },
    { KIROKU_SHAPE_SQUARE,
      kiroku_words (axis->input->language, "提出（F：5の表）", "Filed (F: table in 5)") },
    { KIROKU_SHAPE_TRIANGLE,
      kiroku_words (axis->input->language, "連絡（T：5の表）", "Told (T: table in 5)") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (axis->used[keys[i].shape])
      kiroku_chart_explain_shape (axis->chart, keys[i].shape, keys[i].text);
}

static guint
count_outside (const Axis *axis, const GArray *times)
{
  guint n = 0;

  for (guint i = 0; i < times->len; i++)
    n += g_array_index (times, gint64, i) < axis->from || g_array_index (times, gint64, i) > axis->to;
  return n;
}

static void
add_note (KirokuDocument *document, const Axis *axis, KirokuReportLog *log)
{
  const char *language = axis->input->language;
  g_autofree char *from
      = kiroku_report_show_minute (axis->input->language, axis->from, axis->input->zone);
  g_autofree char *to
      = kiroku_report_show_minute (axis->input->language, axis->to, axis->input->zone);
  g_autofree char *width = kiroku_words_duration (language, (axis->to - axis->from) / N_BINS);
  guint outside = count_outside (axis, kiroku_report_log_get_times (log));
  g_autoptr (GString) note = g_string_new (NULL);

  g_string_printf (
      note,
      kiroku_words (axis->input->language,
                    "横軸は%sから%sまで（%s）です。記録数の柱1本は%sに当たります。",
                    "The axis runs from %s to %s, in the time of %s. A column of entries is %s."),
      from, to, g_time_zone_get_identifier (axis->input->zone), width);
  g_string_append (note,
                   kiroku_words (axis->input->language, "矢印の付いた印は、横軸の外にあります。",
                                 " Signs with an arrow lie outside of it."));
  if (outside > 0)
    g_string_append_printf (
        note,
        kiroku_words (axis->input->language, "横軸の外の日時の記録%u件は、柱に含みません。",
                      " The columns leave out %u entries of times outside of it."),
        outside);
  kiroku_document_add_note (document, note->str);
}

void
kiroku_report_add_chart (KirokuDocument *document,
                         const KirokuReportInput *input,
                         const KirokuReportNotices *notices,
                         KirokuReportLog *log)
{
  Axis axis = { .input = input };

  set_range (&axis, notices, log);
  axis.chart = kiroku_document_add_chart (document, axis.from, axis.to);
  add_ticks (&axis);
  add_phases (&axis);
  add_density (&axis, log);
  add_moments (&axis);
  add_decisions (&axis, log);
  add_told (&axis, notices);
  add_deadlines (&axis, notices);
  explain_shapes (&axis);
  add_note (document, &axis, log);
}
