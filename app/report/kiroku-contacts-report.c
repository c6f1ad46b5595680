/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-report-private.h"
#include "kiroku-report-rows.h"
#include "kiroku-trust.h"

#define MARK_WIDTH 28
#define TIME_WIDTH 92
#define MINUTE (60 * G_USEC_PER_SEC)

/* The desk, and the number that was called. (transfer full) */
static char *
describe_desk (const KirokuReportInput *input, const KirokuTold *told)
{
  const char *desk = kiroku_told_get_name (told, input->pack, input->language);
  const char *name = desk != NULL ? desk : kiroku_report_or_absent (input, told->hash, "name", "");
  const char *number = told->number != NULL
                           ? told->number
                           : kiroku_report_or_absent (input, told->hash, "number", NULL);

  return number != NULL ? g_strdup_printf ("%s\n%s", name, number) : g_strdup (name);
}

/* Who recorded it, when, if that was another minute, and why it was corrected. (transfer full) */
static char *
describe_author (const KirokuReportInput *input, const KirokuTold *told)
{
  const char *language = input->language;
  GPtrArray *authors = input->seal != NULL ? input->seal->authors : NULL;
  const char *name = authors != NULL ? kiroku_trust_find_name (authors, told->author) : NULL;
  const gboolean unvouched = authors != NULL && !kiroku_trust_is_vouched (authors, told->author);
  g_autofree char *marked = kiroku_report_mark_name (
      kiroku_report_or_withheld (language, name), unvouched, language);
  GString *text = g_string_new (marked);
  const char *reason = told->reason;

  if (told->rec / MINUTE != told->at / MINUTE)
    {
      g_autofree char *rec
          = kiroku_words_stamp (language, told->rec, KIROKU_PRECISION_MINUTE, input->zone);

      g_string_append_printf (text, kiroku_words (language, "\n記録 %s", "\nrecorded %s"), rec);
    }
  if (told->corrects != NULL && reason == NULL)
    reason = kiroku_report_or_absent (input, told->hash, "reason", "");
  if (told->corrects != NULL)
    g_string_append_printf (
        text, kiroku_words (language, "\n［訂正の理由：%s］", "\n[corrected because: %s]"), reason);
  return g_string_free (text, FALSE);
}

static void
add_one (KirokuReportRows *rows, const KirokuReportInput *input, guint i)
{
  const KirokuTold *told = g_ptr_array_index (input->told, i);

  kiroku_report_rows_add (rows, g_strdup_printf ("%u", i + 1));
  kiroku_report_rows_add (rows, kiroku_words_stamp (input->language, told->at,
                                                    KIROKU_PRECISION_MINUTE, input->zone));
  kiroku_report_rows_add (rows, describe_desk (input, told));
  kiroku_report_rows_add (rows, kiroku_report_describe_means (told, input));
  kiroku_report_rows_add (
      rows, g_strdup (told->outcome != NULL
                          ? told->outcome
                          : kiroku_report_or_absent (input, told->hash, "outcome", "")));
  kiroku_report_rows_add (rows, describe_author (input, told));
  kiroku_report_rows_end (rows, told->corrected ? KIROKU_ROW_STRUCK : KIROKU_ROW_PLAIN);
}

static void
add_told (KirokuDocument *document, const KirokuReportInput *input)
{
  const char *language = input->language;
  const KirokuColumn columns[] = {
    { kiroku_words (language, "番号", "No."), MARK_WIDTH, KIROKU_ALIGN_END },
    { kiroku_words (language, "日時", "When"), TIME_WIDTH, KIROKU_ALIGN_START },
    { kiroku_words (language, "連絡先・番号", "Who, and number"), 168, KIROKU_ALIGN_START },
    { kiroku_words (language, "方法（相手）", "How (person)"), 104, KIROKU_ALIGN_START },
    { kiroku_words (language, "伝えたこと・結果", "What was said"), 0, KIROKU_ALIGN_START },
    { kiroku_words (language, "記録者", "Recorded by"), 118, KIROKU_ALIGN_START },
  };
  KirokuReportRows *rows = kiroku_report_rows_new (G_N_ELEMENTS (columns));

  for (guint i = 0; i < input->told->len; i++)
    add_one (rows, input, i);
  kiroku_report_rows_put (rows, document, columns);
}

/* Those that stand; a call that was stated anew is one. */
static guint
count_told (const KirokuReportInput *input)
{
  guint n = 0;

  for (guint i = 0; i < input->told->len; i++)
    n += !((const KirokuTold *) g_ptr_array_index (input->told, i))->corrected;
  return n;
}

static void
add_cover (KirokuDocument *document, const KirokuReportInput *input)
{
  const char *language = input->language;
  const KirokuReportFrame frame = kiroku_report_get_frame (input);
  g_autofree char *number
      = g_strdup_printf (kiroku_words (language, "%u件", "%u"), count_told (input));

  kiroku_report_frame_add_list_cover (&frame, document,
                                      kiroku_words (language, "連絡", "Times told"), number);
}

static void
add_note (KirokuDocument *document, const KirokuReportInput *input)
{
  g_autofree char *note = g_strdup_printf (
      kiroku_words (input->language,
                    "日時は%sで示します。訂正された記録は取消線で示し、訂正した記録にその理由を添え"
                    "ます。様式の提出は経営層向け報告書に、自由に書かれた連絡のメモは時系列にあります。",
                    "Times are of %s. What was corrected is struck through; the reason stands with what "
                    "replaced it. Forms that were handed in stand in the report for management, and "
                    "notes of communication in the timeline."),
      g_time_zone_get_identifier (input->zone));

  kiroku_document_add_note (document, note);
}

KirokuDocument *
kiroku_report_contacts (const KirokuReportInput *input)
{
  KirokuReportFrame frame;
  KirokuDocument *document;

  g_return_val_if_fail (input != NULL && input->case_info != NULL && input->told != NULL, NULL);
  g_return_val_if_fail (input->pack != NULL && input->zone != NULL, NULL);
  g_return_val_if_fail (input->author != NULL && input->program != NULL, NULL);

  document = kiroku_document_new ();
  frame = kiroku_report_get_frame (input);
  kiroku_report_frame_set_list (&frame, document,
                                kiroku_words (input->language, "連絡の記録", "Who was told"));
  add_cover (document, input);
  add_note (document, input);
  if (input->told->len > 0)
    add_told (document, input);
  else
    kiroku_document_add_paragraph (document, kiroku_words (input->language,
                                                           "連絡の記録はありません。",
                                                           "Nobody told is recorded."));
  return document;
}
