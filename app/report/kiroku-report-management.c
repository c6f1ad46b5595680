/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-report-private.h"

static void
add_chapter (KirokuDocument *document, const char *name, const char *text)
{
  kiroku_document_add_heading (document, 1, text);
  kiroku_document_set_name (document, name);
}

/* --- The chapters ----------------------------------------------------------------------------- */

static void
add_decisions (KirokuDocument *document, const KirokuReportInput *input, KirokuReportLog *log)
{
  add_chapter (document, KIROKU_REPORT_DECISIONS,
               kiroku_words (input->language, "4　判断と承認", "4 Decisions and approvals"));
  if (kiroku_report_log_get_judged (log)->len == 0)
    kiroku_document_add_paragraph (document, kiroku_words (input->language,
                                                           "判断として記録されたものはありません。",
                                                           "None was recorded as a decision."));
  else
    kiroku_report_log_add_judged (log, document);
  kiroku_document_add_note (
      document, kiroku_words (input->language, "段階の移行とその承認者は、2の表にあります。",
                              "Changes of phase and their approvers stand in the table of 2."));
  kiroku_document_set_link (document, "#" KIROKU_REPORT_COURSE);
}

/* --- The annex -------------------------------------------------------------------------------- */

static void
add_seal (KirokuDocument *document, const KirokuReportInput *input)
{
  if (input->seal == NULL)
    return;
  kiroku_document_add_heading (
      document, 1, kiroku_words (input->language, "8　記録との照合", "8 Check against the record"));
  kiroku_report_add_root (document, input->seal); /* stays with the heading */
  kiroku_document_add_paragraph (
      document,
      kiroku_words (
          input->language,
          "この報告書は、この事案ルートを持つ記録から作成しました。記録が後から変えられていないかは"
          "、"
          "この値で確かめられます。",
          "This report was made from the record that has this case root, by which anybody "
          "can see whether the record was changed since."));
  kiroku_report_add_heads (document, input->seal);
}

/* --- The report ------------------------------------------------------------------------------- */

/* What it is of, as short as that can be said: the summary is to be on the same page. */
static void
add_cover (KirokuDocument *document, const KirokuReportInput *input, KirokuReportLog *log)
{
  const KirokuCase *info = input->case_info;
  const char *name = kiroku_case_show_type (info, input->pack, input->language);
  g_autofree char *phase = kiroku_report_dup_phase (input);
  g_autofree char *what
      = g_strdup_printf (kiroku_words (input->language, "%s　%s", "%s, %s"), info->number,
                         kiroku_case_show_title (info, input->language));
  KirokuPairs *cover = kiroku_document_add_pairs (document);

  kiroku_pairs_add (cover, kiroku_words (input->language, "事案", "Case"), what);
  kiroku_pairs_add (cover, kiroku_words (input->language, "種別", "Type"), name);
  kiroku_pairs_add (cover, kiroku_words (input->language, "現在の段階", "Present phase"), phase);
  kiroku_report_add_making (cover, input, log);
}

static void
add_front (KirokuDocument *document,
           const KirokuReportInput *input,
           const KirokuReportNotices *notices,
           KirokuReportLog *log)
{
  kiroku_report_set_page (document, input,
                          kiroku_words (input->language, "インシデント対応 経営報告",
                                        "Incident report for management"));
  add_cover (document, input, log);
  kiroku_document_add_heading (document, 1, kiroku_words (input->language, "1　概要", "1 Summary"));
  kiroku_report_add_summary (document, input, notices, log);
  kiroku_document_add_page_break (document);
}

static void
add_course (KirokuDocument *document,
            const KirokuReportInput *input,
            const KirokuReportNotices *notices,
            KirokuReportLog *log)
{
  add_chapter (document, KIROKU_REPORT_COURSE,
               kiroku_words (input->language, "2　経過", "2 Course"));
  kiroku_report_add_chart (document, input, notices, log);
  kiroku_report_add_stages (document, input, log);
  add_chapter (
      document, KIROKU_REPORT_TIMES,
      kiroku_words (input->language, "3　所要時間とその定義", "3 Times and what they mean"));
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
  add_chapter (document, KIROKU_REPORT_NOTIFICATIONS,
               kiroku_words (input->language, "5　報告と連絡", "5 Notifications"));
  kiroku_report_add_notices (document, input, notices, log);
  add_chapter (document, KIROKU_REPORT_LESSONS,
               kiroku_words (input->language, "6　教訓", "6 Lessons"));
  kiroku_report_add_lessons (document, input, log);
  add_chapter (document, KIROKU_REPORT_WORK,
               kiroku_words (input->language, "7　改善と残る作業", "7 Improvement and open work"));
  kiroku_report_add_improvements (document, input);
  kiroku_report_add_open_work (document, input);
  /* both before the annex: what is short leaves no page almost empty */
  kiroku_document_add_page_break (document);
  add_seal (document, input);
  kiroku_report_add_log (document, input, log,
                         kiroku_words (input->language, "付録　全記録", "Annex: the log"));
  return document;
}
