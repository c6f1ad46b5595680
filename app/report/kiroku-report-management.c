/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-form.h"
#include "kiroku-measures.h"
#include "kiroku-report-private.h"
#include "kiroku-words.h"

/* What a board asks first; what is @always said is said to be unknown where it is. */
static const struct
{
  const char *key;
  gboolean always;
} summary_facts[] = {
  { "timeline.summary", TRUE }, { "t.occurred", TRUE },        { "t.detected", TRUE },
  { "attack.kind", FALSE },     { "leak.suspected", FALSE },   { "leak.kind", FALSE },
  { "leak.count", FALSE },      { "cause.summary", TRUE },     { "damage.amount", TRUE },
  { "secondary_damage", FALSE },{ "publication.state", FALSE },
};

/* Facts that are lessons: the seven questions, and what is done about them. */
static const char *const lesson_keys[]
    = { "lessons.happened",  "lessons.performance", "lessons.information", "lessons.hindrance",
        "lessons.next_time", "lessons.corrective",  "lessons.tools",       "prevention.done",
        "prevention.planned" };

/* --- The summary ------------------------------------------------------------------------------ */

static void
add_times_line (KirokuPairs *pairs, const KirokuReportInput *input)
{
  static const KirokuTimeTo which[]
      = { KIROKU_TIME_TO_DETECT, KIROKU_TIME_TO_CONTAIN, KIROKU_TIME_TO_RECOVER };
  const char *names[] = { say (input, "検知まで", "to detect"), say (input, "封じ込めまで", "to contain"),
                          say (input, "復旧まで", "to recover") };
  g_autoptr (GString) out = g_string_new (NULL);
  KirokuMeasures measures;

  kiroku_measures_compute (input->visits, input->facts, input->now, &measures);
  for (guint i = 0; i < G_N_ELEMENTS (which); i++)
    {
      const KirokuMeasure *measure = &measures.time_to[which[i]];
      g_autofree char *length = measure->known
                                    ? kiroku_words_duration (input->language, measure->length)
                                    : g_strdup (say (input, "未定", "not known yet"));

      g_string_append_printf (out, say (input, "%s%s %s", "%s%s %s"),
                              out->len > 0 ? say (input, "、", ", ") : "", names[i], length);
    }
  kiroku_pairs_add (pairs, say (input, "所要時間", "Times"), out->str);
}

static void
add_decisions_line (KirokuPairs *pairs, const KirokuReportInput *input, KirokuReportLog *log)
{
  const GArray *judged = kiroku_report_log_get_judged (log);
  g_autofree char *text = NULL;
  guint approved = 0;

  for (guint i = 0; i < judged->len; i++)
    approved += g_array_index (judged, KirokuReportDecision, i).approved;
  text = g_strdup_printf (say (input, "%u件（うち別の人の承認の署名があるもの %u件）",
                               "%u, of which %u with an approval signed by somebody else"),
                          judged->len, approved);
  kiroku_pairs_add (pairs, say (input, "判断", "Decisions"), text);
}

static void
add_notices_line (
    KirokuPairs *pairs, const KirokuReportInput *input, const KirokuReportNotices *notices)
{
  g_autofree char *text = g_strdup_printf (
      say (input, "期限内に提出 %u件、期限後に提出 %u件、期限経過・未提出 %u件、該当未判定のまま期限経過 %u件、進行中 %u件",
           "filed in time %u, filed late %u, missed %u, past the end but undecided %u, under way %u"),
      notices->n[KIROKU_NOTICE_MET], notices->n[KIROKU_NOTICE_LATE],
      notices->n[KIROKU_NOTICE_MISSED], notices->n[KIROKU_NOTICE_UNSURE],
      notices->n[KIROKU_NOTICE_OPEN]);

  kiroku_pairs_add (pairs, say (input, "報告義務", "Obligations"), text);
}

/* By name: what was filed late and what was not filed at all. */
static void
add_missed_line (
    KirokuPairs *pairs, const KirokuReportInput *input, const KirokuReportNotices *notices)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < notices->obligations->len; i++)
    {
      const KirokuObligation *obligation = notices->obligations->pdata[i];
      KirokuNoticeState state = kiroku_report_get_notice_state (obligation);
      g_autofree char *mark = kiroku_report_dup_mark ('N', i);
      g_autofree char *name = kiroku_report_dup_notice_name (obligation, input->language);

      if (state == KIROKU_NOTICE_LATE || state == KIROKU_NOTICE_MISSED)
        g_string_append_printf (out, "%s%s %s", out->len > 0 ? "\n" : "", mark, name);
    }
  if (out->len == 0)
    g_string_append (out, say (input, "なし", "none"));
  kiroku_pairs_add (pairs, say (input, "守れなかった期限", "Deadlines missed"), out->str);
}

static guint
count_tasks (const KirokuReportInput *input, KirokuTaskState state)
{
  guint n = 0;

  for (guint i = 0; input->tasks != NULL && i < input->tasks->len; i++)
    n += ((const KirokuTask *) input->tasks->pdata[i])->state == state;
  return n;
}

/* (transfer full) */
static char *
count_all_tasks (const KirokuReportInput *input)
{
  return g_strdup_printf (say (input, "実施 %u件、省略 %u件、未実施 %u件", "%u done, %u skipped, %u open"),
                          count_tasks (input, KIROKU_TASK_DONE),
                          count_tasks (input, KIROKU_TASK_SKIPPED),
                          count_tasks (input, KIROKU_TASK_OPEN));
}

static void
add_summary (KirokuDocument *document,
             const KirokuReportInput *input,
             const KirokuReportNotices *notices,
             KirokuReportLog *log)
{
  g_autofree char *tasks = count_all_tasks (input);
  KirokuPairs *pairs;

  kiroku_document_add_heading (document, 1, say (input, "1　概要", "1 Summary"));
  pairs = kiroku_document_add_pairs (document);
  for (guint i = 0; i < G_N_ELEMENTS (summary_facts); i++)
    kiroku_report_add_fact (pairs, input, summary_facts[i].key, summary_facts[i].always);
  add_times_line (pairs, input);
  add_decisions_line (pairs, input, log);
  add_notices_line (pairs, input, notices);
  add_missed_line (pairs, input, notices);
  kiroku_report_add_next_due (pairs, input);
  kiroku_pairs_add (pairs, say (input, "作業", "Tasks"), tasks);
}

/* --- The chapters ----------------------------------------------------------------------------- */

static void
add_decisions (KirokuDocument *document, const KirokuReportInput *input, KirokuReportLog *log)
{
  kiroku_document_add_heading (document, 1, say (input, "4　判断と承認", "4 Decisions and approvals"));
  if (kiroku_report_log_get_judged (log)->len == 0)
    kiroku_document_add_paragraph (document, say (input, "判断として記録されたものはありません。",
                                                  "None was recorded as a decision."));
  else
    kiroku_report_log_add_judged (log, document);
  kiroku_document_add_note (document,
                            say (input, "段階の移行とその承認者は、2の表にあります。",
                                 "Changes of phase and their approvers stand in the table of 2."));
}

static void
add_task (GPtrArray *cells, const KirokuReportInput *input, const KirokuTask *task)
{
  const char *text = kiroku_task_get_text (task, input->language);

  g_ptr_array_add (cells, g_strdup (task->has_phase
                                        ? kiroku_words_phase (input->language, task->phase)
                                        : ""));
  g_ptr_array_add (cells, g_strdup (kiroku_report_or_withheld (input->language, text)));
  g_ptr_array_add (cells, g_strdup (task->reason != NULL ? task->reason : ""));
}

/* Those in @state under @heading; nothing where there are none. */
static void
add_tasks_in (KirokuDocument *document,
              const KirokuReportInput *input,
              KirokuTaskState state,
              const char *heading)
{
  const KirokuColumn columns[] = {
    { say (input, "段階", "Phase"), 76, KIROKU_ALIGN_START },
    { say (input, "作業", "Task"), 0, KIROKU_ALIGN_START },
    { say (input, "理由", "Reason"), 130, KIROKU_ALIGN_START },
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; input->tasks != NULL && i < input->tasks->len; i++)
    {
      const KirokuTask *task = input->tasks->pdata[i];

      if (task->state == state)
        add_task (cells, input, task);
    }
  if (cells->len == 0)
    return;
  kiroku_document_add_heading (document, 2, heading);
  kiroku_document_add_small_table (document, columns, G_N_ELEMENTS (columns),
                                   cells->len / G_N_ELEMENTS (columns),
                                   (const char *const *) cells->pdata);
}

static void
add_tasks (KirokuDocument *document, const KirokuReportInput *input)
{
  g_autofree char *counts = count_all_tasks (input);

  kiroku_document_add_heading (document, 1, say (input, "6　作業", "6 Tasks"));
  kiroku_document_add_paragraph (document, counts);
  add_tasks_in (document, input, KIROKU_TASK_OPEN, say (input, "未実施の作業", "Open tasks"));
  add_tasks_in (document, input, KIROKU_TASK_SKIPPED,
                say (input, "省略した作業とその理由", "Skipped tasks, and why"));
}

/* --- Lessons ---------------------------------------------------------------------------------- */

/* Whether somebody answered. */
static gboolean
add_lesson (KirokuDocument *document, const KirokuReportInput *input, const KirokuPackFact *definition)
{
  g_autofree char *shown
      = kiroku_form_show_fact (definition, kiroku_facts_get (input->facts, definition->item.id),
                               input->zone, input->language);

  if (shown[0] == '\0')
    return FALSE;
  kiroku_document_add_heading (document, 2, kiroku_pack_text (definition->name, input->language));
  if (definition->question != NULL)
    kiroku_document_add_note (document, kiroku_pack_text (definition->question, input->language));
  kiroku_document_add_paragraph (document, shown);
  return TRUE;
}

static void
add_unanswered (KirokuDocument *document, const KirokuReportInput *input, const GString *names)
{
  g_autofree char *text = NULL;

  if (names->len == 0)
    return;
  text = g_strdup_printf (say (input, "回答が記録されていない項目：%s", "No answer is recorded to: %s"),
                          names->str);
  kiroku_document_add_paragraph (document, text);
}

static void
add_lessons (KirokuDocument *document, const KirokuReportInput *input, KirokuReportLog *log)
{
  g_autoptr (GString) unanswered = g_string_new (NULL);

  kiroku_document_add_heading (document, 1, say (input, "7　教訓", "7 Lessons"));
  for (guint i = 0; i < G_N_ELEMENTS (lesson_keys); i++)
    {
      const KirokuPackFact *definition = kiroku_pack_get_fact (input->pack, lesson_keys[i]);

      if (definition != NULL && !add_lesson (document, input, definition))
        g_string_append_printf (unanswered, "%s%s", unanswered->len > 0 ? say (input, "、", ", ") : "",
                                kiroku_pack_text (definition->name, input->language));
    }
  add_unanswered (document, input, unanswered);
  if (kiroku_report_log_get_n_lessons (log) == 0)
    return;
  kiroku_document_add_heading (document, 2,
                               say (input, "見直しの段階の記録", "Notes of the phase of review"));
  kiroku_report_log_add_lessons (log, document);
}

/* --- The annex -------------------------------------------------------------------------------- */

static void
add_seal (KirokuDocument *document, const KirokuReportInput *input)
{
  if (input->seal == NULL)
    return;
  kiroku_document_add_heading (document, 1, say (input, "8　記録との照合", "8 Check against the record"));
  kiroku_document_add_paragraph (
      document, say (input,
                     "この報告書は、次の事案ルートを持つ記録から作成しました。記録が後から変えられていないかは、"
                     "この値で確かめられます。",
                     "This report was made from the record that has this case root, by which anybody "
                     "can see whether the record was changed since."));
  kiroku_report_add_root (document, input->seal);
  kiroku_report_add_heads (document, input->seal);
}

/* --- The report ------------------------------------------------------------------------------- */

static void
add_front (KirokuDocument *document,
           const KirokuReportInput *input,
           const KirokuReportNotices *notices,
           KirokuReportLog *log)
{
  KirokuPairs *cover;

  kiroku_report_set_page (document, input,
                          say (input, "インシデント対応 経営報告", "Incident report for management"));
  cover = kiroku_document_add_pairs (document);
  kiroku_report_add_case (cover, input);
  kiroku_report_add_making (cover, input, log);
  add_summary (document, input, notices, log);
  kiroku_document_add_page_break (document);
}

static void
add_course (KirokuDocument *document,
            const KirokuReportInput *input,
            const KirokuReportNotices *notices,
            KirokuReportLog *log)
{
  kiroku_document_add_heading (document, 1, say (input, "2　経過", "2 Course"));
  kiroku_report_add_chart (document, input, notices, log);
  kiroku_report_add_stages (document, input, log);
  kiroku_document_add_heading (document, 1,
                               say (input, "3　所要時間とその定義", "3 Times and what they mean"));
  kiroku_report_add_times (document, input);
}

KirokuDocument *
kiroku_report_management (const KirokuReportInput *input, GError **error)
{
  g_autoptr (KirokuReportLog) log = NULL;
  g_autoptr (KirokuReportNotices) notices = NULL;
  KirokuDocument *document;

  g_return_val_if_fail (input != NULL && input->case_info != NULL && input->pack != NULL, NULL);
  g_return_val_if_fail (input->facts != NULL && input->visits != NULL && input->zone != NULL, NULL);
  g_return_val_if_fail (input->n_lines == 0 || input->get_line != NULL, NULL);
  g_return_val_if_fail (input->author != NULL && input->program != NULL, NULL);

  log = kiroku_report_log_new (input, error);
  if (log == NULL)
    return NULL;

  notices = kiroku_report_notices_new (input);
  document = kiroku_document_new ();
  add_front (document, input, notices, log);
  add_course (document, input, notices, log);
  add_decisions (document, input, log);
  kiroku_document_add_heading (document, 1, say (input, "5　報告と連絡", "5 Notifications"));
  kiroku_report_add_notices (document, input, notices, log);
  add_tasks (document, input);
  add_lessons (document, input, log);
  add_seal (document, input);
  kiroku_document_add_page_break (document);
  kiroku_report_add_log (document, input, log, say (input, "付録　全記録", "Annex: the log"));
  return document;
}
