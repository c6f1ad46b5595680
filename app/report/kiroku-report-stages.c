/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-measures.h"
#include "kiroku-report-private.h"
#include "kiroku-words.h"

/* --- Phases ----------------------------------------------------------------------------------- */

static char *
show_time (const KirokuReportInput *input, gint64 us)
{
  return kiroku_words_stamp (input->language, us, KIROKU_PRECISION_MINUTE, input->zone);
}

static const char *
basis (const char *language, gboolean stated)
{
  return stated ? kiroku_words (language, "申告", "stated")
                : kiroku_words (language, "記録", "recorded");
}

/* Why the phase was entered, and why and by whom that was corrected. (transfer full) */
static char *
describe_reason (const KirokuVisit *visit, const KirokuReportInput *input)
{
  const char *language = input->language;
  const char *reason = visit->reason != NULL ? visit->reason
                                             : kiroku_report_or_absent (input, visit->hash, "reason", "");
  const char *why = visit->correction_reason;
  g_autofree char *who = NULL;

  if (visit->correction == NULL)
    return g_strdup (reason);
  who = kiroku_report_mark_name (visit->corrector, visit->corrector_unvouched, language);
  if (why == NULL)
    why = kiroku_report_or_absent (input, visit->correction, "reason",
                                   kiroku_report_or_withheld (language, NULL));
  return g_strdup_printf (
      kiroku_words (language, "%s%s［訂正：%s ― 理由：%s］", "%s%s[Corrected by %s — reason: %s]"),
      reason, reason[0] != '\0' ? "\n" : "", who, why);
}

/* Whom the author named, or last the one who corrected it. (transfer none) */
static const char *
get_named (const KirokuVisit *visit, const KirokuReportInput *input)
{
  const char *absent = visit->correction != NULL
                           ? kiroku_report_or_absent (input, visit->correction, "approver", NULL)
                           : NULL;

  if (absent != NULL)
    return absent;
  return visit->approver != NULL ? visit->approver
                                 : kiroku_report_or_absent (input, visit->hash, "approver", "");
}

/* Who signed the approval, or else whom the author named. (transfer full) */
static char *
describe_approver (const KirokuVisit *visit, const KirokuReportInput *input)
{
  const char *language = input->language;
  g_autofree char *signer = NULL;

  if (visit->signer == NULL)
    return g_strdup (get_named (visit, input));
  signer = kiroku_report_mark_name (visit->signer, visit->signer_unvouched, language);
  return g_strdup_printf (visit->refused ? kiroku_words (language, "%s\n（署名して却下）",
                                                         "%s\n(signed: refused)")
                                         : kiroku_words (language, "%s\n（署名）", "%s\n(signed)"),
                          signer);
}

/* (transfer none) */
static const char *
get_phase (const KirokuVisit *visit, const char *language)
{
  if (visit->erased)
    return kiroku_words (language, "（法令により消去）", "(erased by law)");
  return visit->withheld ? kiroku_words (language, "（開示されない）", "(withheld)")
                         : kiroku_words_phase (language, visit->phase);
}

static void
add_visit (GPtrArray *cells,
           const KirokuReportInput *input,
           KirokuReportLog *log,
           const KirokuVisit *visit)
{
  const char *language = input->language;
  gboolean is_present = visit->end == KIROKU_TIME_NONE;
  gint64 end = is_present ? input->now : visit->end;
  g_autofree char *length = kiroku_words_duration (language, MAX (end - visit->start, 0));
  const char *author = kiroku_report_log_get_author (log, visit->author);
  g_autofree char *reason = describe_reason (visit, input);
  g_autofree char *approver = describe_approver (visit, input);

  g_ptr_array_add (cells, g_strdup (get_phase (visit, language)));
  g_ptr_array_add (cells, show_time (input, visit->start));
  g_ptr_array_add (cells, is_present ? g_strdup_printf (kiroku_words (language, "%s\n（継続中）",
                                                                      "%s\n(so far)"),
                                                        length)
                                     : g_strdup (length));
  g_ptr_array_add (cells, g_strdup (basis (language, visit->stated)));
  g_ptr_array_add (cells, g_steal_pointer (&reason));
  g_ptr_array_add (cells, g_strdup (author != NULL ? author : ""));
  g_ptr_array_add (cells, g_steal_pointer (&approver));
}

static void
add_visits (KirokuDocument *document, const KirokuReportInput *input, KirokuReportLog *log)
{
  const char *language = input->language;
  const KirokuColumn columns[] = {
    { kiroku_words (language, "段階", "Phase"), 66, KIROKU_ALIGN_START },
    { kiroku_words (language, "開始", "Entered"), 88, KIROKU_ALIGN_START },
    { kiroku_words (language, "所要時間", "Time spent"), 66, KIROKU_ALIGN_END },
    { kiroku_words (language, "根拠", "Basis"), kiroku_words_is_japanese (language) ? 32 : 52,
      KIROKU_ALIGN_START },
    { kiroku_words (language, "移行の理由", "Reason"), 0, KIROKU_ALIGN_START },
    { kiroku_words (language, "記録者", "Author"), 56, KIROKU_ALIGN_START },
    { kiroku_words (language, "承認者", "Approver"), 56, KIROKU_ALIGN_START },
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < input->visits->len; i++)
    add_visit (cells, input, log, input->visits->pdata[i]);
  kiroku_document_add_small_table (document, columns, G_N_ELEMENTS (columns), input->visits->len,
                                   (const char *const *) cells->pdata);
}

static void
add_bar (KirokuDocument *document, const KirokuReportInput *input)
{
  KirokuMeasures measures;
  KirokuBar *bar = kiroku_document_add_bar (document);

  kiroku_measures_compute (input->visits, input->facts, input->now, &measures);
  for (guint i = 0; i < KIROKU_N_PHASES; i++)
    {
      g_autofree char *text = kiroku_words_duration (input->language, measures.in_phase[i]);

      if (measures.visited[i])
        kiroku_bar_add (bar, kiroku_words_phase (input->language, i), measures.in_phase[i], text);
    }
}

void
kiroku_report_add_stages (KirokuDocument *document,
                          const KirokuReportInput *input,
                          KirokuReportLog *log)
{
  const char *language = input->language;

  if (input->visits->len == 0)
    {
      kiroku_document_add_paragraph (document, kiroku_words (language, "段階の記録はありません。",
                                                             "No phase was recorded."));
      return;
    }
  add_bar (document, input);
  add_visits (document, input, log);
  kiroku_document_add_note (
      document,
      kiroku_words (language,
                    "同じ段階に戻った場合、帯の時間はその合計です。根拠の「申告」は担当者が述べた時刻、"
                    "「記録」は記録された時刻によることを示します。承認者は、「署名」とあれば本人が署名した"
                    "もの、なければ記録者が記入した氏名です。",
                    "Where a phase was entered again, the bar shows the sum. Stated times are what "
                    "an author stated, recorded ones when the entry was made. An approver has signed "
                    "where that is said, and else is only named by the author of the entry."));
}

/* --- Times ------------------------------------------------------------------------------------ */

static const struct
{
  const char *ja, *en;
  const char *how_ja, *how_en;
} times[KIROKU_N_TIMES_TO] = {
  [KIROKU_TIME_TO_DETECT]
  = { "検知までの時間", "Time to detect", "発生日時から発覚日時まで", "From occurrence to discovery" },
  [KIROKU_TIME_TO_TRIAGE] = { "トリアージまでの時間", "Time to triage",
                              "発覚日時から、トリアージを終えて次の段階に移るまで",
                              "From discovery until triage was left for good" },
  [KIROKU_TIME_TO_CONTAIN] = { "封じ込めまでの時間", "Time to contain",
                               "発覚日時から、封じ込めを終えて次の段階に移るまで",
                               "From discovery until containment was left for good" },
  [KIROKU_TIME_TO_ERADICATE] = { "根絶までの時間", "Time to eradicate",
                                 "発覚日時から、根絶を終えて次の段階に移るまで",
                                 "From discovery until eradication was left for good" },
  [KIROKU_TIME_TO_RECOVER] = { "復旧までの時間", "Time to recover",
                               "発覚日時から、復旧を終えて次の段階に移るまで",
                               "From discovery until recovery was left for good" },
};

char *
kiroku_report_dup_measure (const KirokuMeasure *measure, const char *language)
{
  g_autofree char *noted = NULL;

  if (measure->known)
    return kiroku_words_duration (language, measure->length);
  if (!measure->noted)
    return g_strdup (kiroku_words (language, "未定", "not known yet"));
  noted = kiroku_words_duration (language, measure->noted_length);
  return g_strdup_printf (kiroku_words (language, "未定\n（記入日時まで%s）", "not known yet\n(%s to the time noted)"),
                          noted);
}

void
kiroku_report_add_times (KirokuDocument *document, const KirokuReportInput *input)
{
  const char *language = input->language;
  const KirokuColumn columns[] = {
    { kiroku_words (language, "指標", "Measure"), 98, KIROKU_ALIGN_START },
    { kiroku_words (language, "時間", "Time"), 80, KIROKU_ALIGN_END },
    { kiroku_words (language, "根拠", "Basis"), kiroku_words_is_japanese (language) ? 38 : 52,
      KIROKU_ALIGN_START },
    { kiroku_words (language, "定義", "Definition"), 0, KIROKU_ALIGN_START },
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  KirokuMeasures measures;

  kiroku_measures_compute (input->visits, input->facts, input->now, &measures);
  for (guint i = 0; i < KIROKU_N_TIMES_TO; i++)
    {
      const KirokuMeasure *measure = &measures.time_to[i];

      g_ptr_array_add (cells, g_strdup (kiroku_words (language, times[i].ja, times[i].en)));
      g_ptr_array_add (cells, kiroku_report_dup_measure (measure, language));
      g_ptr_array_add (cells, g_strdup (measure->known ? basis (language, measure->stated) : ""));
      g_ptr_array_add (cells, g_strdup (kiroku_words (language, times[i].how_ja, times[i].how_en)));
    }
  kiroku_document_add_small_table (document, columns, G_N_ELEMENTS (columns), KIROKU_N_TIMES_TO,
                                   (const char *const *) cells->pdata);
  for (guint i = 0; i < KIROKU_N_TIMES_TO; i++)
    if (measures.time_to[i].noted)
      {
        kiroku_document_add_note (
            document, kiroku_words (language,
                                    "「記入日時まで」は、発覚日時から、節目として記入された日時まで。段階を終えた記録が"
                                    "まだないため、時間は未定としています。",
                                    "The time noted is that of the moment which people stated. The phase was not "
                                    "recorded as left yet, so that the measure itself is not known."));
        return;
      }
}

/* --- Obligations ------------------------------------------------------------------------------ */

static void
add_obligation (GPtrArray *cells, const KirokuObligation *obligation, const char *language)
{
  g_autofree char *source = kiroku_words_source (language, obligation->source);
  const char *label = kiroku_pack_text (obligation->label, language);
  const char *approver = obligation->decision != NULL ? obligation->decision->approver : NULL;
  const char *state = kiroku_report_obligation_state (obligation, language);

  g_ptr_array_add (cells, g_strdup (kiroku_pack_text (obligation->recipient, language)));
  g_ptr_array_add (cells, obligation->hard
                              ? g_strdup (label)
                              : g_strdup_printf (kiroku_words (language, "%s（目安）", "%s (target)"),
                                                 label));
  g_ptr_array_add (cells, kiroku_report_due (obligation, language));
  g_ptr_array_add (cells, approver == NULL
                              ? g_strdup (state)
                              : g_strdup_printf (kiroku_words (language, "%s（承認者として記入：%s）",
                                                               "%s (approver named: %s)"),
                                                 state, approver));
  if (kiroku_confidence_is_shown (obligation->confidence))
    g_ptr_array_add (cells,
                     g_strdup_printf (kiroku_words (language, "%s［%s］", "%s [%s]"), source,
                                      kiroku_words_confidence (language, obligation->confidence)));
  else
    g_ptr_array_add (cells, g_steal_pointer (&source));
}

char *
kiroku_report_dup_rule_name (const char *rule)
{
  return g_strconcat ("rule-", rule, NULL);
}

/* The rows of the table added last, each by its rule. */
static void
name_rules (KirokuDocument *document, GPtrArray *obligations)
{
  guint row = 0;

  for (guint i = 0; i < obligations->len; i++)
    {
      const KirokuObligation *obligation = obligations->pdata[i];
      g_autofree char *name = kiroku_report_dup_rule_name (obligation->rule);

      if (obligation->standing != KIROKU_STANDING_NOT_APPLICABLE)
        kiroku_document_name_row (document, row++, name);
    }
}

static void
note_left_out (KirokuDocument *document, const char *language, guint n)
{
  g_autofree char *text = NULL;

  if (n == 0)
    return;
  text = g_strdup_printf (kiroku_words (language, "このほか%u件は、この事案に該当しません。",
                                        "%u others do not apply to this case."),
                          n);
  kiroku_document_add_note (document, text);
}

void
kiroku_report_add_obligations (KirokuDocument *document, const KirokuReportInput *input)
{
  const char *language = input->language;
  const KirokuColumn columns[] = {
    { kiroku_words (language, "宛先", "Recipient"), 100, KIROKU_ALIGN_START },
    { kiroku_words (language, "内容", "What"), 0, KIROKU_ALIGN_START },
    { kiroku_words (language, "期限", "Due"), 88, KIROKU_ALIGN_START },
    { kiroku_words (language, "状況", "State"), 62, KIROKU_ALIGN_START },
    { kiroku_words (language, "根拠", "Source"), 120, KIROKU_ALIGN_START },
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  guint n_left_out = 0;

  for (guint i = 0; input->obligations != NULL && i < input->obligations->len; i++)
    {
      const KirokuObligation *obligation = input->obligations->pdata[i];

      if (obligation->standing == KIROKU_STANDING_NOT_APPLICABLE)
        n_left_out++;
      else
        add_obligation (cells, obligation, language);
    }
  if (cells->len == 0)
    kiroku_document_add_paragraph (document, kiroku_words (language, "該当する報告義務はありません。",
                                                           "No obligation applies."));
  else
    {
      kiroku_document_add_small_table (document, columns, G_N_ELEMENTS (columns),
                                       cells->len / G_N_ELEMENTS (columns),
                                       (const char *const *) cells->pdata);
      name_rules (document, input->obligations);
    }
  note_left_out (document, language, n_left_out);
}
