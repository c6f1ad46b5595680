/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-enquiry-report.h"

#include "kiroku-indicator-find.h"
#include "kiroku-report-private.h"
#include "kiroku-report-rows.h"
#include "kiroku-words.h"

/* Characters of a question that stand again beside a further answer. */
#define AGAIN_MAX 30

/* --- One pair ---------------------------------------------------------------------------------- */

static const char *
show (const KirokuEnquiryReport *input, const char *text)
{
  return text != NULL ? text : kiroku_words_fact_state (input->frame.language, KIROKU_FACT_WITHHELD);
}

/* What somebody wrote, so that no address in it can be followed. (transfer full) */
static char *
show_words (const KirokuEnquiryReport *input, const char *text)
{
  return kiroku_indicator_defang_text (show (input, text));
}

/* By which way; of a later version its id. (nullable) */
static const char *
show_method (const KirokuEnquiryReport *input, const char *id)
{
  static const struct
  {
    const char *ja, *en;
  } names[KIROKU_N_ENQUIRY_METHODS] = {
    [KIROKU_ENQUIRY_PHONE] = { "電話", "telephone" },
    [KIROKU_ENQUIRY_MAIL] = { "電子メール", "e-mail" },
    [KIROKU_ENQUIRY_WEB] = { "ウェブフォーム", "web form" },
    [KIROKU_ENQUIRY_POST] = { "郵送", "post" },
    [KIROKU_ENQUIRY_FAX] = { "ファクス", "fax" },
    [KIROKU_ENQUIRY_IN_PERSON] = { "対面", "in person" },
  };
  KirokuEnquiryMethod method;

  if (id == NULL || !kiroku_enquiry_method_parse (id, &method, NULL))
    return id;
  return kiroku_words (input->frame.language, names[method].ja, names[method].en);
}

static void
add_line (GString *text, const char *line)
{
  if (line != NULL && line[0] != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
}

static void
add_time (GString *text, const KirokuEnquiryReport *input, gint64 at)
{
  g_autofree char *time
      = kiroku_words_moment (input->frame.language, at, KIROKU_PRECISION_MINUTE, input->frame.zone);

  add_line (text, time);
}

/* Whether @due is the end of a day: then the day was stated, and no time. */
static gboolean
is_whole_day (gint64 due, GTimeZone *zone)
{
  return due == kiroku_time_end_of_day (due, zone, NULL);
}

/* Why it was corrected, of what replaces something. @before: (nullable) */
static void
add_reason (GString *text, const KirokuEnquiryReport *input, GPtrArray *before, const char *reason)
{
  g_autofree char *line = NULL;

  if (before == NULL || before->len == 0)
    return;
  line = g_strdup_printf (kiroku_words (input->frame.language, "［訂正の理由：%s］", "[corrected because: %s]"),
                          show (input, reason));
  add_line (text, line);
}

/* When it was asked, by whom, which way, and by when it is to be answered. (transfer full) */
static char *
describe_asking (const KirokuEnquiryReport *input, const KirokuEnquiry *enquiry)
{
  GString *text = g_string_new (NULL);
  g_autofree char *due = NULL;
  g_autofree char *line = NULL;

  add_time (text, input, enquiry->at);
  add_line (text, show (input, enquiry->from));
  add_line (text, enquiry->person);
  add_line (text, show_method (input, enquiry->method));
  add_reason (text, input, enquiry->before, enquiry->reason);
  if (enquiry->due == KIROKU_TIME_NONE && !enquiry->due_withheld)
    return g_string_free (text, FALSE);
  due = enquiry->due_withheld
            ? g_strdup (show (input, NULL))
            : kiroku_words_moment (input->frame.language, enquiry->due,
                                   is_whole_day (enquiry->due, input->frame.zone) ? KIROKU_PRECISION_DAY
                                                                            : KIROKU_PRECISION_MINUTE,
                                   input->frame.zone);
  line = g_strdup_printf (kiroku_words (input->frame.language, "回答期限：%s", "Due: %s"), due);
  add_line (text, line);
  return g_string_free (text, FALSE);
}

/* The same of an answer. (transfer full) */
static char *
describe_answering (const KirokuEnquiryReport *input, const KirokuEnquiryAnswer *answer)
{
  GString *text = g_string_new (NULL);

  add_time (text, input, answer->at);
  add_line (text, kiroku_enquiry_answer_get_name (answer, show (input, NULL)));
  add_line (text, show_method (input, answer->method));
  if (answer->interim)
    add_line (text, kiroku_words (input->frame.language, "中間回答（追って回答）", "interim answer, more to follow"));
  add_reason (text, input, answer->before, answer->reason);
  return g_string_free (text, FALSE);
}

/* Each is (nullable): nothing stands there. @number: 0 for none. */
typedef struct
{
  guint number;
  const KirokuEnquiry *enquiry;
  const KirokuEnquiry *again; /* in place of @enquiry, which stands further up, maybe on another page */
  const KirokuEnquiryAnswer *answer;
  gboolean unanswered; /* what stands in place of the answer */
  guint flags;
} Pair;

/* Enough of the question to know it again beside a further answer. (transfer full) */
static char *
dup_again (const KirokuEnquiryReport *input, const KirokuEnquiry *enquiry)
{
  g_autofree char *all = show_words (input, enquiry->text);
  g_autofree char *line = g_strdelimit (g_strdup (all), "\n", ' ');
  g_autofree char *begin = g_utf8_substring (line, 0, MIN (g_utf8_strlen (line, -1), AGAIN_MAX));

  return g_strdup_printf (kiroku_words (input->frame.language, "（続き）%s%s", "(continued) %s%s"), begin,
                          g_utf8_strlen (line, -1) > AGAIN_MAX ? "…" : "");
}

static void
add_pair (KirokuReportRows *rows, const KirokuEnquiryReport *input, const Pair *pair)
{
  const char *none = pair->unanswered ? kiroku_words (input->frame.language, "（未回答）", "(not answered)") : "";

  kiroku_report_rows_add (rows, pair->number > 0 ? g_strdup_printf ("%u", pair->number) : g_strdup (""));
  kiroku_report_rows_add (rows, pair->enquiry != NULL ? describe_asking (input, pair->enquiry) : g_strdup (""));
  kiroku_report_rows_add (rows, pair->enquiry != NULL ? show_words (input, pair->enquiry->text)
                                : pair->again != NULL ? dup_again (input, pair->again)
                                                      : g_strdup (""));
  kiroku_report_rows_add (rows, pair->answer != NULL ? describe_answering (input, pair->answer) : g_strdup (""));
  kiroku_report_rows_add (rows,
                          pair->answer != NULL ? show_words (input, pair->answer->text) : g_strdup (none));
  kiroku_report_rows_end (rows, pair->flags);
}

/* @before: (nullable) */
static guint
count (GPtrArray *before)
{
  return before != NULL ? before->len : 0;
}

/* What was corrected stands struck through below what replaced it. */
static void
add_enquiry (KirokuReportRows *rows, const KirokuEnquiryReport *input, guint number, const KirokuEnquiry *enquiry)
{
  Pair pair = { .number = number, .enquiry = enquiry, .unanswered = TRUE, .flags = KIROKU_ROW_PLAIN };

  if (enquiry->answers->len == 0)
    add_pair (rows, input, &pair);
  for (guint i = 0; i < enquiry->answers->len; i++)
    {
      const KirokuEnquiryAnswer *answer = g_ptr_array_index (enquiry->answers, i);

      pair = (Pair){ .number = number, .answer = answer, .flags = KIROKU_ROW_PLAIN };
      if (i == 0)
        pair.enquiry = enquiry;
      else
        pair.again = enquiry;
      add_pair (rows, input, &pair);
      for (guint j = count (answer->before); j > 0; j--)
        {
          pair = (Pair){ .answer = g_ptr_array_index (answer->before, j - 1), .flags = KIROKU_ROW_STRUCK };
          add_pair (rows, input, &pair);
        }
    }
  for (guint i = count (enquiry->before); i > 0; i--)
    {
      pair = (Pair){ .enquiry = g_ptr_array_index (enquiry->before, i - 1), .flags = KIROKU_ROW_STRUCK };
      add_pair (rows, input, &pair);
    }
}

static void
add_pairs (KirokuDocument *document, const KirokuEnquiryReport *input)
{
  const KirokuColumn columns[] = {
    { kiroku_words (input->frame.language, "番号", "No."), 32, KIROKU_ALIGN_START },
    { kiroku_words (input->frame.language, "照会", "Asked"), 130, KIROKU_ALIGN_START },
    { kiroku_words (input->frame.language, "照会の内容", "Question"), 200, KIROKU_ALIGN_START },
    { kiroku_words (input->frame.language, "回答", "Answered"), 130, KIROKU_ALIGN_START },
    { kiroku_words (input->frame.language, "回答の内容", "Answer"), 0, KIROKU_ALIGN_START },
  };
  KirokuReportRows *rows = kiroku_report_rows_new (G_N_ELEMENTS (columns));

  for (guint i = 0; i < input->enquiries->len; i++)
    add_enquiry (rows, input, i + 1, g_ptr_array_index (input->enquiries, i));
  kiroku_report_rows_put (rows, document, columns);
}

/* --- The pages --------------------------------------------------------------------------------- */

static guint
count_open (GPtrArray *enquiries)
{
  guint n = 0;

  for (guint i = 0; i < enquiries->len; i++)
    n += kiroku_enquiry_is_open (g_ptr_array_index (enquiries, i));
  return n;
}

static void
add_cover (KirokuDocument *document, const KirokuEnquiryReport *input)
{
  const char *language = input->frame.language;
  g_autofree char *number
      = g_strdup_printf (kiroku_words (language, "%u件（未回答 %u件）", "%u (not answered: %u)"),
                         input->enquiries->len, count_open (input->enquiries));

  kiroku_report_frame_add_list_cover (&input->frame, document,
                                      kiroku_words (language, "照会", "Enquiries"), number);
}

KirokuDocument *
kiroku_report_enquiries (const KirokuEnquiryReport *input)
{
  KirokuDocument *document;

  g_return_val_if_fail (input != NULL && input->frame.case_info != NULL && input->enquiries != NULL, NULL);
  g_return_val_if_fail (input->frame.pack != NULL && input->frame.zone != NULL, NULL);
  g_return_val_if_fail (input->frame.author != NULL && input->frame.program != NULL, NULL);

  document = kiroku_document_new ();
  kiroku_report_frame_set_list (&input->frame, document,
                                kiroku_words (input->frame.language, "照会・回答記録", "Enquiry log"));
  add_cover (document, input);
  kiroku_document_add_heading (
      document, 1, kiroku_words (input->frame.language, "照会と回答", "Enquiries and answers"));
  if (input->enquiries->len > 0)
    add_pairs (document, input);
  else
    kiroku_document_add_paragraph (
        document, kiroku_words (input->frame.language, "照会の記録はありません。", "No enquiry was recorded."));
  return document;
}
