/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-form.h"
#include "kiroku-measures.h"
#include "kiroku-report-private.h"
#include "kiroku-words.h"

/* What a reader wants to know first, where somebody answered it. */
static const char *const summary_keys[] = { "timeline.summary", "t.occurred", "t.detected",
                                            "t.known",          "leak.kind",  "leak.count",
                                            "cause.summary",    "damage.amount" };

/* --- The pages -------------------------------------------------------------------------------- */

KirokuReportFrame
kiroku_report_get_frame (const KirokuReportInput *input)
{
  return (KirokuReportFrame){ .case_info = input->case_info,
                              .pack = input->pack,
                              .language = input->language,
                              .zone = input->zone,
                              .now = input->now,
                              .author = input->author,
                              .program = input->program,
                              .seal = input->seal,
                              .marking = input->marking };
}

void
kiroku_report_set_page (KirokuDocument *document, const KirokuReportInput *input, const char *name)
{
  const KirokuReportFrame frame = kiroku_report_get_frame (input);

  kiroku_report_frame_set_page (&frame, document, name);
}

/* --- The cover -------------------------------------------------------------------------------- */

char *
kiroku_report_dup_phase (const KirokuReportInput *input)
{
  const KirokuCase *info = input->case_info;
  g_autofree char *since
      = kiroku_report_show_minute (input->language, info->phase_since, input->zone);

  if (info->closed)
    return g_strdup (kiroku_words (input->language, "終結", "Closed"));
  return g_strdup_printf (kiroku_words (input->language, "%s（%sから）", "%s since %s"),
                          kiroku_words_phase (input->language, info->phase), since);
}

static void
add_case (KirokuPairs *pairs, const KirokuReportInput *input)
{
  const KirokuCase *info = input->case_info;
  g_autofree char *level = kiroku_report_dup_level (input->language, info);
  g_autofree char *opened = kiroku_report_show_minute (input->language, info->opened, input->zone);
  g_autofree char *phase = kiroku_report_dup_phase (input);

  kiroku_pairs_add (pairs, kiroku_words (input->language, "事案番号", "Case number"), info->number);
  kiroku_pairs_add (pairs, kiroku_words (input->language, "題名", "Title"), kiroku_case_show_title (info, input->language));
  kiroku_pairs_add (pairs, kiroku_words (input->language, "種別", "Type"),
                    kiroku_case_show_type (info, input->pack, input->language));
  kiroku_pairs_add (pairs, kiroku_words (input->language, "レベル（0～3）", "Level (0–3)"), level);
  kiroku_pairs_add (pairs, kiroku_words (input->language, "現在の段階", "Present phase"), phase);
  kiroku_pairs_add (pairs, kiroku_words (input->language, "開設", "Opened"), opened);
}

void
kiroku_report_add_making (KirokuPairs *pairs, const KirokuReportInput *input, KirokuReportLog *log)
{
  g_autofree char *authors = kiroku_report_log_dup_authors (log);
  const KirokuReportFrame frame = kiroku_report_get_frame (input);
  gint64 first, last;

  if (kiroku_report_log_get_period (log, &first, &last))
    {
      g_autofree char *from = kiroku_report_show_minute (input->language, first, input->zone);
      g_autofree char *to = kiroku_report_show_minute (input->language, last, input->zone);
      g_autofree char *period = g_strdup_printf (
          kiroku_words (input->language, "%s～%s（%u件）", "%s to %s (%u entries)"), from, to,
          input->n_lines);

      kiroku_pairs_add (pairs, kiroku_words (input->language, "対象期間", "Period"), period);
      kiroku_pairs_add (pairs, kiroku_words (input->language, "記録者", "Authors"), authors);
    }
  kiroku_report_frame_add_making (&frame, pairs);
}

/* --- The summary ------------------------------------------------------------------------------ */

void
kiroku_report_add_fact (
    KirokuPairs *pairs, const KirokuReportInput *input, const char *key, gboolean always)
{
  const KirokuPackFact *definition = kiroku_pack_get_fact (input->pack, key);
  g_autofree char *shown = NULL;

  if (definition == NULL)
    return;
  shown = kiroku_form_show_fact (definition, kiroku_facts_get (input->facts, key), input->zone,
                                 input->language);
  if (shown[0] != '\0')
    kiroku_pairs_add (pairs, kiroku_pack_text (definition->name, input->language), shown);
  else if (always)
    kiroku_pairs_add (pairs, kiroku_pack_text (definition->name, input->language),
                      kiroku_words_fact_state (input->language, KIROKU_FACT_UNASKED));
}

void
kiroku_report_add_next_due (KirokuPairs *pairs, const KirokuReportInput *input)
{
  const KirokuObligation *next
      = input->obligations != NULL ? kiroku_obligations_get_next (input->obligations) : NULL;
  g_autofree char *due = next != NULL ? kiroku_report_due (next, input->language) : NULL;
  g_autofree char *text = NULL;
  g_autofree char *name = NULL, *target = NULL;

  if (next == NULL)
    return;
  name = kiroku_report_dup_rule_name (next->rule);
  target = g_strconcat ("#", name, NULL);
  text = g_strdup_printf (kiroku_words (input->language, "%s　%s　%s：%s", "%s, %s, %s: %s"), due,
                          kiroku_pack_text (next->recipient, input->language),
                          kiroku_pack_text (next->label, input->language),
                          kiroku_report_obligation_state (next, input->language));
  kiroku_pairs_add (pairs, kiroku_words (input->language, "最も近い期限", "Nearest deadline"),
                    text);
  kiroku_pairs_set_link (pairs, target);
}

static void
add_summary (KirokuDocument *document, const KirokuReportInput *input)
{
  KirokuPairs *pairs;

  kiroku_document_add_heading (document, 1, kiroku_words (input->language, "1　概要", "1 Summary"));
  pairs = kiroku_document_add_pairs (document);
  for (guint i = 0; i < G_N_ELEMENTS (summary_keys); i++)
    kiroku_report_add_fact (pairs, input, summary_keys[i], g_str_has_prefix (summary_keys[i], "t."));
  kiroku_report_add_next_due (pairs, input);
}

/* --- The chapters ----------------------------------------------------------------------------- */

static void
add_decisions (KirokuDocument *document, const KirokuReportInput *input, KirokuReportLog *log)
{
  kiroku_document_add_heading (document, 1,
                               kiroku_words (input->language, "4　判断", "4 Decisions"));
  if (kiroku_report_log_get_n_decisions (log) == 0)
    kiroku_document_add_paragraph (document, kiroku_words (input->language,
                                                           "判断として記録されたものはありません。",
                                                           "None was recorded as a decision."));
  else
    kiroku_report_log_add_decisions (log, document);
  kiroku_document_add_note (
      document, kiroku_words (input->language, "段階の移行とその承認者は、2の表にあります。",
                              "Changes of phase and their approvers stand in the table of 2."));
}

static void
add_log_note (KirokuDocument *document, const KirokuReportInput *input, guint n_corrected)
{
  GString *note = g_string_new (NULL);

  g_string_printf (
      note,
      kiroku_words (input->language,
                    "記録した順に並べています。日時は%sで示します。述べられた日時が記録された"
                    "日時と異なるときは、両方を示します。",
                    "In the order of recording. Times are of %s. Where the stated time "
                    "differs from the recorded one, both stand there."),
      g_time_zone_get_identifier (input->zone));
  if (n_corrected > 0)
    g_string_append_printf (
        note,
        kiroku_words (input->language,
                      "訂正された記録（%u件）は、現在の読みの下に、元の文を取消線で"
                      "示します。",
                      " Below a corrected entry (%u) its original text is struck "
                      "through."),
        n_corrected);
  kiroku_document_add_note (document, note->str);
  g_string_free (note, TRUE);
}

static void
add_steps_note (KirokuDocument *document, const KirokuReportInput *input, guint n_steps)
{
  g_autofree char *note = NULL;

  if (n_steps == 0)
    return;
  note = g_strdup_printf (
      kiroku_words (input->language,
                    "手順から自動で追加された作業%u件は、手順の一覧にあるため、"
                    "この表では省きます（番号は省いた記録も数えます）。",
                    "Left out here are the steps that the playbook added (%u), which "
                    "stand in its own list; the numbers count them."),
      n_steps);
  kiroku_document_add_note (document, note);
}

static void
add_checkpoints_note (KirokuDocument *document, const KirokuReportInput *input, guint n_checkpoints)
{
  g_autofree char *note = NULL;

  if (n_checkpoints == 0)
    return;
  note = g_strdup_printf (
      kiroku_words (input->language, "確認点%u件も、この表では省きます（番号は数えます）。",
                    "Left out here are the checkpoints (%u); the numbers count them."),
      n_checkpoints);
  kiroku_document_add_note (document, note);
}

void
kiroku_report_add_log (KirokuDocument *document,
                       const KirokuReportInput *input,
                       KirokuReportLog *log,
                       const char *heading)
{
  kiroku_document_add_heading (document, 1, heading);
  if (input->n_lines == 0)
    {
      kiroku_document_add_paragraph (
          document, kiroku_words (input->language, "記録はありません。", "There are no entries."));
      return;
    }
  add_log_note (document, input, kiroku_report_log_get_n_corrected (log));
  add_steps_note (document, input, kiroku_report_log_get_n_steps (log));
  add_checkpoints_note (document, input, kiroku_report_log_get_n_checkpoints (log));
  kiroku_report_log_add_table (log, document);
}

KirokuDocument *
kiroku_report_timeline (const KirokuReportInput *input, GError **error)
{
  g_autoptr (KirokuReportLog) log = NULL;
  KirokuReportFrame frame;
  KirokuDocument *document;
  KirokuPairs *cover;

  g_return_val_if_fail (input != NULL && input->case_info != NULL && input->pack != NULL, NULL);
  g_return_val_if_fail (input->facts != NULL && input->visits != NULL && input->zone != NULL, NULL);
  g_return_val_if_fail (input->n_lines == 0 || input->get_line != NULL, NULL);
  g_return_val_if_fail (input->author != NULL && input->program != NULL, NULL);

  log = kiroku_report_log_new (input, error);
  if (log == NULL)
    return NULL;

  frame = kiroku_report_get_frame (input);
  document = kiroku_document_new ();
  kiroku_report_set_page (
      document, input,
      kiroku_words (input->language, "インシデント対応 時系列報告", "Incident timeline report"));
  cover = kiroku_document_add_pairs (document);
  add_case (cover, input);
  kiroku_report_add_making (cover, input, log);
  kiroku_report_frame_add_seal (&frame, document);
  add_summary (document, input);

  kiroku_document_add_heading (document, 1, kiroku_words (input->language, "2　段階", "2 Phases"));
  kiroku_report_add_stages (document, input, log);
  kiroku_document_add_heading (document, 1,
                               kiroku_words (input->language, "3　所要時間", "3 Times"));
  kiroku_report_add_times (document, input);
  add_decisions (document, input, log);
  kiroku_document_add_heading (document, 1,
                               kiroku_words (input->language, "5　報告義務", "5 Obligations"));
  kiroku_report_add_obligations (document, input);
  kiroku_report_add_log (document, input, log,
                         kiroku_words (input->language, "6　全記録", "6 The log"));
  return document;
}
