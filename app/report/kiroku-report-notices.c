/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-i18n.h"
#include "kiroku-report-private.h"
#include "kiroku-words.h"

#define MARK_WIDTH 28
/* In the table of what was to be told. */
#define PROOF_COLUMN 4
#define TIME_WIDTH 92
#define DIGEST_DIGITS 16 /* of a file's digest, as far as it is printed */

char *
kiroku_report_dup_mark (char letter, guint i)
{
  return g_strdup_printf ("%c%u", letter, i + 1);
}

/* --- What there is ---------------------------------------------------------------------------- */

/* Whether it ends, once its clock has started. */
static gboolean
has_end (const KirokuObligation *obligation)
{
  return obligation->due_kind == KIROKU_DUE_DATE || obligation->due_kind == KIROKU_DUE_TIME
         || obligation->due_us != KIROKU_TIME_NONE;
}

KirokuNoticeState
kiroku_report_get_notice_state (const KirokuObligation *obligation)
{
  if (obligation->progress == KIROKU_PROGRESS_MET)
    return obligation->due_us == KIROKU_TIME_NONE              ? KIROKU_NOTICE_UNTIMED_MET
           : kiroku_obligation_is_met_late (obligation) ? KIROKU_NOTICE_LATE
                                                        : KIROKU_NOTICE_MET;
  if (obligation->progress != KIROKU_PROGRESS_OVERDUE
      && obligation->standing != KIROKU_STANDING_APPLIES)
    return KIROKU_NOTICE_UNDECIDED;
  if (obligation->progress != KIROKU_PROGRESS_OVERDUE)
    return has_end (obligation) ? KIROKU_NOTICE_OPEN : KIROKU_NOTICE_UNTIMED_OPEN;
  return obligation->standing == KIROKU_STANDING_APPLIES ? KIROKU_NOTICE_MISSED
                                                         : KIROKU_NOTICE_UNSURE;
}

static int
compare_filed (gconstpointer a, gconstpointer b)
{
  const KirokuReportFiled *first = a, *second = b;

  if (first->filed->at != second->filed->at)
    return first->filed->at < second->filed->at ? -1 : 1;
  return g_strcmp0 (first->filed->hash, second->filed->hash);
}

static void
list_filed (KirokuReportNotices *self, GHashTable *filings)
{
  GHashTableIter iter;
  gpointer form, value;

  if (filings == NULL)
    return;
  g_hash_table_iter_init (&iter, filings);
  while (g_hash_table_iter_next (&iter, &form, &value))
    {
      const KirokuFiling *filing = value;

      for (guint i = 0; i < filing->filed->len; i++)
        {
          const KirokuReportFiled filed = { form, filing, filing->filed->pdata[i] };

          g_array_append_val (self->filed, filed);
        }
    }
  g_array_sort (self->filed, compare_filed);
}

KirokuReportNotices *
kiroku_report_notices_new (const KirokuReportInput *input)
{
  KirokuReportNotices *self = g_new0 (KirokuReportNotices, 1);

  self->obligations = g_ptr_array_new ();
  self->filed = g_array_new (FALSE, FALSE, sizeof (KirokuReportFiled));
  for (guint i = 0; input->obligations != NULL && i < input->obligations->len; i++)
    {
      KirokuObligation *obligation = input->obligations->pdata[i];

      if ((obligation->standing == KIROKU_STANDING_NOT_APPLICABLE || obligation->watch)
          && obligation->progress != KIROKU_PROGRESS_MET)
        continue;
      g_ptr_array_add (self->obligations, obligation);
      self->n[kiroku_report_get_notice_state (obligation)]++;
    }
  list_filed (self, input->filings);
  return self;
}

void
kiroku_report_notices_free (KirokuReportNotices *self)
{
  g_ptr_array_unref (self->obligations);
  g_array_unref (self->filed);
  g_free (self);
}

char *
kiroku_report_dup_notice_name (const KirokuObligation *obligation, const char *language)
{
  return g_strdup_printf (
      obligation->hard ? kiroku_words (language, "%s：%s", "%s: %s")
                       : kiroku_words (language, "%s：%s（目安）", "%s: %s (target)"),
      kiroku_pack_text (obligation->recipient, language), kiroku_pack_text (obligation->label, language));
}

/* --- What had to be told ---------------------------------------------------------------------- */

/* (transfer full) */
static char *
describe_state (const KirokuReportInput *input, const KirokuObligation *obligation)
{
  const char *language = input->language;
  KirokuNoticeState state = kiroku_report_get_notice_state (obligation);
  g_autofree char *met = NULL;

  if (state == KIROKU_NOTICE_OPEN || state == KIROKU_NOTICE_UNTIMED_OPEN
      || state == KIROKU_NOTICE_UNDECIDED)
    return g_strdup (kiroku_report_obligation_state (obligation, language));
  if (state == KIROKU_NOTICE_MISSED)
    return g_strdup (kiroku_words (language, "期限を過ぎても提出の記録なし",
                                   "Missed: nothing filed is recorded"));
  if (state == KIROKU_NOTICE_UNSURE)
    return g_strdup (kiroku_words (language, "該当するか未判定のまま期限経過",
                                   "Past its end, undecided whether it applies"));
  met = kiroku_words_stamp (language, obligation->met, KIROKU_PRECISION_MINUTE, input->zone);
  if (state == KIROKU_NOTICE_UNTIMED_MET)
    return g_strdup_printf (kiroku_words (language, "%s\n提出", "%s\nfiled"), met);
  return g_strdup_printf (state == KIROKU_NOTICE_LATE
                              ? kiroku_words (language, "%s\n期限後に提出", "%s\nfiled late")
                              : kiroku_words (language, "%s\n期限内に提出", "%s\nfiled in time"),
                          met);
}

/* (transfer full) */
static char *
dup_receipt (const KirokuFiled *filed, const KirokuReportInput *input)
{
  const char *language = input->language;
  const char *receipt = filed->receipt;

  if (receipt == NULL || receipt[0] == '\0')
    receipt = kiroku_report_or_absent (input, filed->hash, "receipt", NULL);
  if (receipt == NULL)
    return g_strdup (kiroku_words (language, "受付番号の記載なし", "no receipt stated"));
  return g_strdup_printf (kiroku_words (language, "受付番号 %s", "receipt %s"), receipt);
}

/* Which of what was filed meets @rule, from @from on; their number for none. */
static guint
find_filed (const KirokuReportNotices *notices, const char *rule, guint from)
{
  guint i = from;

  for (; i < notices->filed->len; i++)
    {
      const KirokuFiled *filed = g_array_index (notices->filed, KirokuReportFiled, i).filed;

      if (g_ptr_array_find_with_equal_func (filed->rules, rule, g_str_equal, NULL))
        break;
    }
  return i;
}

/* The answers that end the enquiry @id; their rows stand in the log. */
static void
add_answers (GString *out, const char *id, const KirokuReportInput *input)
{
  const KirokuEnquiry *enquiry
      = input->enquiries != NULL ? kiroku_enquiries_find (input->enquiries, id) : NULL;

  for (guint i = 0; enquiry != NULL && i < enquiry->answers->len; i++)
    {
      const KirokuEnquiryAnswer *answer = g_ptr_array_index (enquiry->answers, i);
      g_autofree char *at = NULL;

      if (answer->interim)
        continue;
      at = kiroku_words_stamp (input->language, answer->at, KIROKU_PRECISION_MINUTE, input->zone);
      g_string_append_printf (
          out, kiroku_words (input->language, "%s%sの回答（%s）", "%sanswer of %s (%s)"),
          out->len > 0 ? "\n" : "", at,
          kiroku_enquiry_answer_get_name (
              answer, kiroku_words (input->language, "開示されない", "withheld")));
    }
}

/* What was filed or answered that meets @rule. (transfer full) */
static char *
describe_proof (
    const KirokuReportNotices *notices, const char *rule, const KirokuReportInput *input)
{
  const char *language = input->language;
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = find_filed (notices, rule, 0); i < notices->filed->len;
       i = find_filed (notices, rule, i + 1))
    {
      const KirokuFiled *filed = g_array_index (notices->filed, KirokuReportFiled, i).filed;
      g_autofree char *mark = kiroku_report_dup_mark ('F', i);
      g_autofree char *receipt = dup_receipt (filed, input);

      g_string_append_printf (out, kiroku_words (language, "%s%s（%s）", "%s%s (%s)"),
                              out->len > 0 ? "\n" : "", mark, receipt);
    }
  add_answers (out, rule, input);
  if (out->len == 0)
    g_string_append (out, kiroku_words (language, "なし", "none"));
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
add_notice (GPtrArray *cells,
            const KirokuReportInput *input,
            const KirokuReportNotices *notices,
            guint i)
{
  const KirokuObligation *obligation = notices->obligations->pdata[i];

  g_ptr_array_add (cells, kiroku_report_dup_mark ('N', i));
  g_ptr_array_add (cells, kiroku_report_dup_notice_name (obligation, input->language));
  g_ptr_array_add (cells, kiroku_report_due (obligation, input->language));
  g_ptr_array_add (cells, describe_state (input, obligation));
  g_ptr_array_add (cells, describe_proof (notices, obligation->rule, input));
}

/* From the proof of each row of the table added last to the first that was filed for it. */
static void
link_proof (KirokuDocument *document, const KirokuReportNotices *notices)
{
  for (guint i = 0; i < notices->obligations->len; i++)
    {
      const KirokuObligation *obligation = notices->obligations->pdata[i];
      guint first = find_filed (notices, obligation->rule, 0);
      g_autofree char *mark = kiroku_report_dup_mark ('F', first);
      g_autofree char *target = g_strconcat ("#", mark, NULL);

      if (first < notices->filed->len)
        kiroku_document_link_cell (document, i, PROOF_COLUMN, target);
    }
}

static void
add_due (KirokuDocument *document, const KirokuReportInput *input, const KirokuReportNotices *notices)
{
  const char *language = input->language;
  const KirokuColumn columns[] = {
    { kiroku_words (language, "番号", "No."), MARK_WIDTH, KIROKU_ALIGN_START },
    { kiroku_words (language, "宛先と内容", "To whom, and what"), 0, KIROKU_ALIGN_START },
    { kiroku_words (language, "期限", "Due"), TIME_WIDTH, KIROKU_ALIGN_START },
    { kiroku_words (language, "提出・状況", "Done, or state"), TIME_WIDTH, KIROKU_ALIGN_START },
    { kiroku_words (language, "証跡", "Proof"), 104, KIROKU_ALIGN_START },
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  kiroku_document_add_heading (document, 2, kiroku_words (language, "報告義務と期限", "Obligations"));
  if (notices->obligations->len == 0)
    {
      kiroku_document_add_paragraph (document, kiroku_words (language, "該当する報告義務はありません。",
                                                             "No obligation applies."));
      return;
    }
  for (guint i = 0; i < notices->obligations->len; i++)
    add_notice (cells, input, notices, i);
  kiroku_document_add_small_table (document, columns, G_N_ELEMENTS (columns),
                                   notices->obligations->len, (const char *const *) cells->pdata);
  link_proof (document, notices);
}

static void
note_left_out (KirokuDocument *document,
               const KirokuReportInput *input,
               const KirokuReportNotices *notices)
{
  guint all = input->obligations != NULL ? input->obligations->len : 0;
  g_autofree char *text = NULL;

  if (all == notices->obligations->len)
    return;
  text = g_strdup_printf (kiroku_words (input->language,
                                        "このほか%u件は、この事案に該当しません。担当者が該当しないと判断した"
                                        "ものは、4の表にその理由があります。",
                                        "%u others do not apply to this case. Where somebody decided "
                                        "so, the reason stands in the table of 4."),
                          all - notices->obligations->len);
  kiroku_document_add_note (document, text);
}

/* --- What was filed --------------------------------------------------------------------------- */

static const char *
name_form (const KirokuReportInput *input, const char *form)
{
  const KirokuPackFormName *name = kiroku_pack_get_form_name (input->pack, form);

  return name != NULL ? kiroku_pack_text (name->name, input->language) : form;
}

/* (transfer full) */
static char *
name_method (const KirokuFiled *filed, const KirokuReportInput *input)
{
  g_auto (KirokuSpoken) spoken = kiroku_speak (input->language);
  const char *id = filed->method;
  KirokuFilingMethod method;

  if (id != NULL && kiroku_filing_method_parse (id, &method, NULL))
    return g_strdup (kiroku_filing_method_name (method));
  return g_strdup (id != NULL ? id
                              : kiroku_report_or_absent (input, filed->hash, "method",
                                           kiroku_words (input->language, "方法の記録なし",
                                                         "way not recorded")));
}

/* To whom, how and by whom. (transfer full) */
static char *
describe_way (const KirokuFiled *filed, const KirokuReportInput *input)
{
  const char *language = input->language;
  const char *to = filed->to != NULL ? filed->to : kiroku_report_or_absent (input, filed->hash, "to", NULL);
  const char *by = filed->by != NULL ? filed->by : kiroku_report_or_absent (input, filed->hash, "by", NULL);
  g_autofree char *method = name_method (filed, input);
  g_autoptr (GString) out = g_string_new (NULL);

  if (to != NULL && to[0] != '\0')
    g_string_append_printf (out, kiroku_words (language, "%s\n", "%s\n"), to);
  g_string_append (out, method);
  if (by != NULL && by[0] != '\0')
    g_string_append_printf (out, kiroku_words (language, "\n提出者 %s", "\nby %s"), by);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Receipt, the file that was sent, four eyes, and what changed since. (transfer full) */
static char *
describe_filed (const KirokuFiled *filed, const KirokuReportInput *input)
{
  const char *language = input->language;
  const char *no_digest = kiroku_report_or_absent (input, filed->hash, "sha256", NULL);
  g_autofree char *receipt = dup_receipt (filed, input);
  g_autoptr (GString) out = g_string_new (receipt);

  if (filed->sha256 != NULL)
    g_string_append_printf (out, "\nSHA-256 %.*s…", DIGEST_DIGITS, filed->sha256);
  else if (no_digest != NULL)
    g_string_append_printf (out, "\nSHA-256 %s", no_digest);
  g_string_append (out, filed->approved
                            ? kiroku_words (language, "\n別の人が承認した内容", "\napproved by somebody else")
                            : kiroku_words (language, "\n別の人の承認なし", "\nnot approved by somebody else"));
  if (filed->other_file)
    g_string_append (out, kiroku_words (language, "\n承認されたものとは別のファイル",
                                        "\nanother file than the copy that was approved"));
  if (filed->contradicts->len > 0)
    g_string_append_printf (out,
                            kiroku_words (language, "\n提出後に変わった項目 %u件",
                                          "\nvalues that changed since: %u"),
                            filed->contradicts->len);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
name_filed (KirokuDocument *document, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *mark = kiroku_report_dup_mark ('F', i);

      kiroku_document_name_row (document, i, mark);
    }
}

static void
add_filed (KirokuDocument *document, const KirokuReportInput *input, const KirokuReportNotices *notices)
{
  const char *language = input->language;
  const KirokuColumn columns[] = {
    { kiroku_words (language, "番号", "No."), MARK_WIDTH, KIROKU_ALIGN_START },
    { kiroku_words (language, "提出日時", "Filed"), TIME_WIDTH, KIROKU_ALIGN_START },
    { kiroku_words (language, "書類", "Form"), 0, KIROKU_ALIGN_START },
    { kiroku_words (language, "提出先・方法", "To whom, and how"), 108, KIROKU_ALIGN_START },
    { kiroku_words (language, "受付と証跡", "Receipt and proof"), 126, KIROKU_ALIGN_START },
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  kiroku_document_add_heading (document, 2, kiroku_words (language, "提出した書類", "What was filed"));
  for (guint i = 0; i < notices->filed->len; i++)
    {
      const KirokuReportFiled *one = &g_array_index (notices->filed, KirokuReportFiled, i);

      g_ptr_array_add (cells, kiroku_report_dup_mark ('F', i));
      g_ptr_array_add (cells, kiroku_words_stamp (language, one->filed->at, KIROKU_PRECISION_MINUTE,
                                                  input->zone));
      g_ptr_array_add (cells, g_strdup (name_form (input, one->form)));
      g_ptr_array_add (cells, describe_way (one->filed, input));
      g_ptr_array_add (cells, describe_filed (one->filed, input));
    }
  if (notices->filed->len == 0)
    kiroku_document_add_paragraph (document, kiroku_words (language, "提出の記録はありません。",
                                                           "Nothing filed is recorded."));
  else
    {
      kiroku_document_add_small_table (document, columns, G_N_ELEMENTS (columns), notices->filed->len,
                                       (const char *const *) cells->pdata);
      name_filed (document, notices->filed->len);
    }
}

/* --- Who was told ----------------------------------------------------------------------------- */

static void
add_one_told (GPtrArray *cells, const KirokuReportInput *input, guint i, KirokuReportLog *log)
{
  const KirokuTold *told = input->told->pdata[i];
  const char *author = kiroku_report_log_get_author (log, told->author);
  const char *desk = kiroku_told_get_name (told, input->pack, input->language);

  g_ptr_array_add (cells, kiroku_report_dup_mark ('T', i));
  g_ptr_array_add (cells, kiroku_words_stamp (input->language, told->at, KIROKU_PRECISION_MINUTE,
                                              input->zone));
  g_ptr_array_add (cells, g_strdup (desk != NULL ? desk
                                                 : kiroku_report_or_absent (input, told->hash, "name", "")));
  g_ptr_array_add (cells, kiroku_report_describe_means (told, input));
  g_ptr_array_add (cells, g_strdup (told->outcome != NULL
                                        ? told->outcome
                                        : kiroku_report_or_absent (input, told->hash, "outcome", "")));
  g_ptr_array_add (cells, g_strdup (author != NULL ? author : ""));
}

static void
add_told (KirokuDocument *document, const KirokuReportInput *input, KirokuReportLog *log)
{
  const char *language = input->language;
  const KirokuColumn columns[] = {
    { kiroku_words (language, "番号", "No."), MARK_WIDTH, KIROKU_ALIGN_START },
    { kiroku_words (language, "日時", "Time"), TIME_WIDTH, KIROKU_ALIGN_START },
    { kiroku_words (language, "連絡先", "Who"), 0, KIROKU_ALIGN_START },
    { kiroku_words (language, "方法（相手）", "How (person)"), 84, KIROKU_ALIGN_START },
    { kiroku_words (language, "結果", "Outcome"), 100, KIROKU_ALIGN_START },
    { kiroku_words (language, "記録者", "Author"), 62, KIROKU_ALIGN_START },
  };
  guint n = input->told != NULL ? input->told->len : 0;
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  kiroku_document_add_heading (document, 2, kiroku_words (language, "連絡した相手", "Who was told"));
  for (guint i = 0; i < n; i++)
    add_one_told (cells, input, i, log);
  if (n == 0)
    kiroku_document_add_paragraph (document, kiroku_words (language, "連絡の記録はありません。",
                                                           "Nobody told is recorded."));
  else
    kiroku_document_add_small_table (document, columns, G_N_ELEMENTS (columns), n,
                                     (const char *const *) cells->pdata);
}

void
kiroku_report_add_notices (KirokuDocument *document,
                           const KirokuReportInput *input,
                           const KirokuReportNotices *notices,
                           KirokuReportLog *log)
{
  add_due (document, input, notices);
  note_left_out (document, input, notices);
  add_filed (document, input, notices);
  add_told (document, input, log);
}
