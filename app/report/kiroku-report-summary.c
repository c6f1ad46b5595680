/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-form.h"
#include "kiroku-measures.h"
#include "kiroku-report-private.h"

/* Widths of the columns, in points. */
#define WHAT_WIDTH 92
#define NUMBER_WIDTH 92
#define DATE_WIDTH 90

#define NOTHING "—"

/* The table as it is filled: what, a number, a date, a sentence. */
typedef struct
{
  const KirokuReportInput *input;
  const KirokuReportNotices *notices;
  KirokuReportLog *log;
  GPtrArray *cells; /* (element-type utf8): row by row */
  GPtrArray *aims;  /* (element-type utf8) (unowned): where each row leads */
  const char *aim;  /* of the rows to come; NULL */
} Summary;

/* --- Cells ------------------------------------------------------------------------------------ */

/* @number, @date: (nullable) (transfer full). @sentence: (transfer full). */
static void
add_line (Summary *summary, const char *what, char *number, char *date, char *sentence)
{
  g_ptr_array_add (summary->cells, g_strdup (what));
  g_ptr_array_add (summary->cells, number != NULL ? number : g_strdup (NOTHING));
  g_ptr_array_add (summary->cells, date != NULL ? date : g_strdup (NOTHING));
  g_ptr_array_add (summary->cells, sentence);
  g_ptr_array_add (summary->aims, (gpointer) summary->aim);
}

/* (transfer full) (nullable) */
static char *
show_stamp (const Summary *summary, gint64 us)
{
  const KirokuReportInput *input = summary->input;

  return us != KIROKU_TIME_NONE
             ? kiroku_words_stamp (input->language, us, KIROKU_PRECISION_MINUTE, input->zone)
             : NULL;
}

/* Of fact @key, or that nobody answered. (transfer full) */
static char *
show_fact (const Summary *summary, const char *key)
{
  const KirokuReportInput *input = summary->input;
  const KirokuPackFact *definition = kiroku_pack_get_fact (input->pack, key);
  g_autofree char *shown
      = definition != NULL ? kiroku_form_show_fact (
            definition, kiroku_facts_get (input->facts, key), input->zone, input->language)
                           : NULL;

  if (shown != NULL && shown[0] != '\0')
    return g_steal_pointer (&shown);
  return g_strdup (kiroku_words_fact_state (input->language, KIROKU_FACT_UNASKED));
}

static gboolean
is_answered (const Summary *summary, const char *key)
{
  const KirokuFact *fact = kiroku_facts_get (summary->input->facts, key);

  return fact != NULL && (fact->value[0] != '\0' || fact->state != KIROKU_FACT_UNASKED);
}

/* When fact @key says, µs UTC, or KIROKU_TIME_NONE. */
static gint64
read_moment (const Summary *summary, const char *key)
{
  KirokuFacts *facts = summary->input->facts;
  KirokuTime time;

  if (!kiroku_facts_has_value (facts, key)
      || !kiroku_time_from_occ (kiroku_facts_get_value (facts, key), NULL, NULL, &time))
    return KIROKU_TIME_NONE;
  return time.us;
}

/* The same for a cell, short where it is known for certain. (transfer full) */
static char *
show_moment (const Summary *summary, const char *key)
{
  const KirokuFact *fact = kiroku_facts_get (summary->input->facts, key);
  const gint64 at = read_moment (summary, key);

  return at != KIROKU_TIME_NONE && fact->state == KIROKU_FACT_CONFIRMED ? show_stamp (summary, at)
                                                                        : show_fact (summary, key);
}

/* --- What happened ---------------------------------------------------------------------------- */

static void
add_what (Summary *summary)
{
  const KirokuReportInput *input = summary->input;
  g_autofree char *level = kiroku_report_dup_level (input->language, input->case_info);

  add_line (summary, kiroku_words (input->language, "事案の概要", "What happened"),
            g_strdup_printf (kiroku_words (input->language, "レベル%s（0～3）", "level %s (0–3)"), level),
            show_moment (summary, "t.occurred"), show_fact (summary, "timeline.summary"));
}

/* @sentence: (transfer full), of what the time is counted. */
static void
add_time_to (Summary *summary, KirokuTimeTo which, const char *what, char *sentence)
{
  const KirokuReportInput *input = summary->input;
  const gint64 detected = read_moment (summary, "t.detected");
  const KirokuMeasure *measure;
  KirokuMeasures measures;

  kiroku_measures_compute (input->visits, input->facts, input->now, &measures);
  measure = &measures.time_to[which];
  add_line (summary, what, kiroku_report_dup_measure (measure, input->language),
            which == KIROKU_TIME_TO_DETECT ? show_moment (summary, "t.detected")
            : measure->known && detected != KIROKU_TIME_NONE
                ? show_stamp (summary, detected + measure->length)
                : NULL,
            sentence);
}

static void
add_times (Summary *summary)
{
  const KirokuReportInput *input = summary->input;
  g_autofree char *finder = show_fact (summary, "t.found_by");

  add_time_to (summary, KIROKU_TIME_TO_DETECT,
               kiroku_words (input->language, "検知まで", "Detected"),
               g_strdup_printf (kiroku_words (input->language, "発生から発覚まで。発見者：%s。",
                                              "From occurrence to discovery. Found by: %s."),
                                finder));
  add_time_to (
      summary, KIROKU_TIME_TO_CONTAIN, kiroku_words (input->language, "封じ込めまで", "Contained"),
      g_strdup (kiroku_words (input->language, "発覚から封じ込めを終えるまで（定義は3）。",
                              "From discovery until containment was over (defined in 3).")));
  add_time_to (summary, KIROKU_TIME_TO_RECOVER,
               kiroku_words (input->language, "復旧まで", "Recovered"),
               g_strdup (kiroku_words (input->language, "発覚から復旧を終えるまで（定義は3）。",
                                       "From discovery until recovery was over (defined in 3).")));
}

/* Appends the name and the answer of fact @key, where there is one. */
static void
append_fact (const Summary *summary, GString *text, const char *key)
{
  const KirokuReportInput *input = summary->input;
  const KirokuPackFact *definition = kiroku_pack_get_fact (input->pack, key);
  g_autofree char *shown = NULL;

  if (definition == NULL || !is_answered (summary, key))
    return;
  shown = show_fact (summary, key);
  g_string_append_printf (text, kiroku_words (input->language, "%s：%s。", "%s: %s. "),
                          kiroku_pack_text (definition->name, input->language), shown);
}

/* (transfer full) */
static char *
join_facts (const Summary *summary, const char *const *keys)
{
  GString *text = g_string_new (NULL);

  for (; *keys != NULL; keys++)
    append_fact (summary, text, *keys);
  if (text->len == 0)
    g_string_append (text, kiroku_words_fact_state (summary->input->language, KIROKU_FACT_UNASKED));
  return g_string_free (text, FALSE);
}

/* Personal data and publication are no matter of every case. */
static void
add_damage (Summary *summary)
{
  const KirokuReportInput *input = summary->input;
  static const char *const leak[] = { "leak.suspected", "leak.kind", NULL };
  static const char *const damage[] = { "secondary_damage", NULL };
  static const char *const publication[] = { "publication.state", NULL };

  if (is_answered (summary, "leak.suspected") || is_answered (summary, "leak.kind")
      || is_answered (summary, "leak.count"))
    add_line (summary, kiroku_words (input->language, "個人データの本人の数", "Persons whose data"),
              show_fact (summary, "leak.count"), show_moment (summary, "t.known"),
              join_facts (summary, leak));
  add_line (summary, kiroku_words (input->language, "原因", "Cause"), NULL, NULL,
            show_fact (summary, "cause.summary"));
  if (is_answered (summary, "impact.services"))
    add_line (summary, kiroku_words (input->language, "影響した業務・サービス", "Services affected"), NULL, NULL,
              show_fact (summary, "impact.services"));
  add_line (summary, kiroku_words (input->language, "被害額（円）", "Damage (yen)"),
            show_fact (summary, "damage.amount"), NULL, join_facts (summary, damage));
  if (is_answered (summary, "publication.state"))
    add_line (summary, kiroku_words (input->language, "公表", "Publication"), NULL,
              is_answered (summary, "publication.date") ? show_fact (summary, "publication.date")
                                                        : NULL,
              join_facts (summary, publication));
}

/* --- What was decided and told ---------------------------------------------------------------- */

/* (transfer full) */
static char *
count (const Summary *summary, guint n)
{
  return g_strdup_printf (kiroku_words (summary->input->language, "%u件", "%u"), n);
}

static void
add_decisions (Summary *summary)
{
  const KirokuReportInput *input = summary->input;
  const GArray *judged = kiroku_report_log_get_judged (summary->log);
  gint64 last = KIROKU_TIME_NONE;
  guint approved = 0;

  for (guint i = 0; i < judged->len; i++)
    {
      const KirokuReportDecision *decision = &g_array_index (judged, KirokuReportDecision, i);

      approved += decision->approved;
      last = last == KIROKU_TIME_NONE ? decision->at : MAX (last, decision->at);
    }
  add_line (
      summary, kiroku_words (input->language, "判断", "Decisions"), count (summary, judged->len),
      show_stamp (summary, last),
      g_strdup_printf (
          kiroku_words (input->language,
                        "うち別の人の承認の署名があるもの %u件（4の表）。日時は最後の判断のもの。",
                        "%u with an approval signed by somebody else (table in 4). The "
                        "date is of the last one."),
          approved));
}

/* The nearest end that is to come. (transfer full) (nullable) */
static char *
show_next (const Summary *summary)
{
  const KirokuObligation *next = NULL;

  for (guint i = 0; i < summary->notices->obligations->len; i++)
    {
      const KirokuObligation *one = summary->notices->obligations->pdata[i];

      if (kiroku_report_get_notice_state (one) == KIROKU_NOTICE_OPEN
          && one->due_us != KIROKU_TIME_NONE && (next == NULL || one->due_us < next->due_us))
        next = one;
    }
  return next != NULL ? kiroku_report_due (next, summary->input->language) : NULL;
}

static void
add_timed (Summary *summary)
{
  const KirokuReportInput *input = summary->input;
  const guint *n = summary->notices->n;
  const guint all = n[KIROKU_NOTICE_MET] + n[KIROKU_NOTICE_LATE] + n[KIROKU_NOTICE_MISSED]
                    + n[KIROKU_NOTICE_UNSURE] + n[KIROKU_NOTICE_OPEN];
  g_autofree char *next = show_next (summary);

  add_line (summary,
            kiroku_words (input->language, "期限のある報告義務", "Obligations with a fixed time"),
            count (summary, all), g_steal_pointer (&next),
            g_strdup_printf (
                kiroku_words (input->language,
                              "期限内に提出 %u件、期限後に提出 %u件、期限経過・未提出 %u件、"
                              "該当未判定のまま期限経過 %u件、進行中 %u件（5）。日時は次の期限。",
                              "Filed in time %u, filed late %u, missed %u, past the end but "
                              "undecided %u, under way %u (5). The date is the next deadline."),
                n[KIROKU_NOTICE_MET], n[KIROKU_NOTICE_LATE], n[KIROKU_NOTICE_MISSED],
                n[KIROKU_NOTICE_UNSURE], n[KIROKU_NOTICE_OPEN]));
}

/* Of these nobody can say whether they were in time. */
static void
add_untimed (Summary *summary)
{
  const KirokuReportInput *input = summary->input;
  const guint filed = summary->notices->n[KIROKU_NOTICE_UNTIMED_MET];
  const guint open = summary->notices->n[KIROKU_NOTICE_UNTIMED_OPEN];
  gint64 last = KIROKU_TIME_NONE;

  for (guint i = 0; i < summary->notices->obligations->len; i++)
    {
      const KirokuObligation *one = summary->notices->obligations->pdata[i];

      if (kiroku_report_get_notice_state (one) == KIROKU_NOTICE_UNTIMED_MET)
        last = last == KIROKU_TIME_NONE ? one->met : MAX (last, one->met);
    }
  if (filed + open > 0)
    add_line (summary,
              kiroku_words (input->language, "期限の定まらない報告義務",
                            "Obligations without a fixed time"),
              count (summary, filed + open), show_stamp (summary, last),
              g_strdup_printf (
                  kiroku_words (input->language,
                                "提出 %u件、未提出 %u件（5）。「速やかに」など、期限内かどうかを"
                                "数えられないもの。日時は最後の提出。",
                                "Without a fixed time, such as promptly: %u filed, %u open (5). "
                                "The date is of the last one filed."),
                  filed, open));
}

/* Nobody knows yet whether these are duties at all. */
static void
add_undecided (Summary *summary)
{
  const KirokuReportInput *input = summary->input;
  const guint n = summary->notices->n[KIROKU_NOTICE_UNDECIDED];

  if (n > 0)
    add_line (
        summary,
        kiroku_words (input->language, "該当するか未判定の報告義務", "Obligations to be decided"),
        count (summary, n), NULL,
        g_strdup (
            kiroku_words (input->language,
                          "事案に該当するかどうかを、まだ判定していないもの（5）。上の件数には"
                          "含みません。",
                          "Nobody has decided yet whether they apply (5). They are not counted "
                          "above.")));
}

/* By name: what was filed late and what was not filed at all. */
static void
add_missed (Summary *summary)
{
  const KirokuReportInput *input = summary->input;
  g_autoptr (GString) names = g_string_new (NULL);
  const KirokuObligation *first = NULL;
  guint n = 0;

  for (guint i = 0; i < summary->notices->obligations->len; i++)
    {
      const KirokuObligation *one = summary->notices->obligations->pdata[i];
      const KirokuNoticeState state = kiroku_report_get_notice_state (one);
      g_autofree char *mark = kiroku_report_dup_mark ('N', i);
      g_autofree char *name = kiroku_report_dup_notice_name (one, input->language);

      if (state != KIROKU_NOTICE_LATE && state != KIROKU_NOTICE_MISSED)
        continue;
      g_string_append_printf (names, "%s%s %s", n++ > 0 ? "\n" : "", mark, name);
      if (first == NULL || one->due_us < first->due_us)
        first = one;
    }
  /* by the day, where it was due on a day: its end is the first moment of the next one */
  add_line (summary, kiroku_words (input->language, "守れなかった期限", "Deadlines missed"),
            count (summary, n), first != NULL ? kiroku_report_due (first, input->language) : NULL,
            g_strdup (n > 0 ? names->str : kiroku_words (input->language, "なし。", "None.")));
}

/* --- What remains ----------------------------------------------------------------------------- */

static void
add_lessons (Summary *summary)
{
  const KirokuReportInput *input = summary->input;
  guint n_asked, n_answered;
  gint64 since = KIROKU_TIME_NONE;

  kiroku_report_count_lessons (input, &n_asked, &n_answered);
  for (guint i = 0; i < input->visits->len; i++)
    {
      const KirokuVisit *visit = input->visits->pdata[i];

      if (!visit->withheld && visit->phase == KIROKU_PHASE_REVIEW)
        since = visit->start;
    }
  add_line (summary, kiroku_words (input->language, "教訓", "Lessons"), count (summary, n_answered),
            show_stamp (summary, since),
            g_strdup_printf (
                kiroku_words (
                    input->language,
                    "問い%u件のうち%u件に回答、見直しの段階の記録 %u件（6）。日時は見直しの開始。",
                    "%u questions, %u of them answered; notes of the review: %u "
                    "(6). The date is when it began."),
                n_asked, n_answered, kiroku_report_log_get_n_lessons (summary->log)));
}

static void
add_tasks (Summary *summary)
{
  const KirokuReportInput *input = summary->input;
  guint n[KIROKU_REPORT_TASK_STATES] = { 0 };
  gint64 last = KIROKU_TIME_NONE;

  for (guint i = 0; input->tasks != NULL && i < input->tasks->len; i++)
    {
      const KirokuTask *task = input->tasks->pdata[i];

      n[task->state]++;
      if (task->state == KIROKU_TASK_DONE && task->set_at != KIROKU_TIME_NONE)
        last = last == KIROKU_TIME_NONE ? task->set_at : MAX (last, task->set_at);
    }
  add_line (summary, kiroku_words (input->language, "残る作業", "Open tasks"),
            count (summary, n[KIROKU_TASK_OPEN]), show_stamp (summary, last),
            g_strdup_printf (
                kiroku_words (
                    input->language, "実施 %u件、省略 %u件、未実施 %u件（7）。日時は最後の実施。",
                    "%u done, %u skipped, %u open (7). The date is when one was done last."),
                n[KIROKU_TASK_DONE], n[KIROKU_TASK_SKIPPED], n[KIROKU_TASK_OPEN]));
}

/* --- The table -------------------------------------------------------------------------------- */

/* What the rows say, and the chapter that says more of it. */
static const struct
{
  void (*add) (Summary *summary);
  const char *aim; /* (nullable) */
} parts[] = {
  { add_what, "#" KIROKU_REPORT_COURSE },
  { add_times, "#" KIROKU_REPORT_TIMES },
  { add_damage, NULL },
  { add_decisions, "#" KIROKU_REPORT_DECISIONS },
  { add_timed, "#" KIROKU_REPORT_NOTIFICATIONS },
  { add_untimed, "#" KIROKU_REPORT_NOTIFICATIONS },
  { add_undecided, "#" KIROKU_REPORT_NOTIFICATIONS },
  { add_missed, "#" KIROKU_REPORT_NOTIFICATIONS },
  { add_lessons, "#" KIROKU_REPORT_LESSONS },
  { add_tasks, "#" KIROKU_REPORT_WORK },
};

void
kiroku_report_add_summary (KirokuDocument *document,
                           const KirokuReportInput *input,
                           const KirokuReportNotices *notices,
                           KirokuReportLog *log)
{
  const KirokuColumn columns[] = {
    { kiroku_words (input->language, "項目", "Subject"), WHAT_WIDTH, KIROKU_ALIGN_START },
    { kiroku_words (input->language, "数", "Number"), NUMBER_WIDTH, KIROKU_ALIGN_START },
    { kiroku_words (input->language, "日時", "Date"), DATE_WIDTH, KIROKU_ALIGN_START },
    { kiroku_words (input->language, "要点", "In a sentence"), 0, KIROKU_ALIGN_START },
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) aims = g_ptr_array_new ();
  Summary summary = { input, notices, log, cells, aims, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      summary.aim = parts[i].aim;
      parts[i].add (&summary);
    }
  kiroku_document_add_small_table (document, columns, G_N_ELEMENTS (columns),
                                   cells->len / G_N_ELEMENTS (columns),
                                   (const char *const *) cells->pdata);
  for (guint i = 0; i < aims->len; i++)
    kiroku_document_link_cell (document, i, 0, aims->pdata[i]);
}
