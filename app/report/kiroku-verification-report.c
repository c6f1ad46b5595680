/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-verification-report.h"

#include "kiroku-form.h"
#include "kiroku-i18n.h"
#include "kiroku-report-private.h"
#include "kiroku-words.h"

/* Digits in a group, as they are read out. */
#define GROUP 8

typedef KirokuVerificationReport Input;

/* Hex in groups that can be read out. (transfer full) */
static char *
group (const char *hex)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; hex != NULL && hex[i] != '\0'; i++)
    g_string_append_printf (text, "%s%c", i > 0 && i % GROUP == 0 ? " " : "", hex[i]);
  return g_string_free (text, FALSE);
}

static void
add_number (KirokuPairs *pairs, const char *name, gint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  g_autofree char *shown = kiroku_words_number (text);

  kiroku_pairs_add (pairs, name, shown);
}

/* --- The verdict ------------------------------------------------------------------------------ */

static const char *
describe_verdict (const Input *input)
{
  switch (input->result->verdict)
    {
    case KIROKU_VERDICT_ANCHORED:
      return kiroku_words (input->language,
                           "改変はなく、すべての記録が外部の控えで裏付けられています。",
                           "Intact, and every entry is proven by an outside head.");
    case KIROKU_VERDICT_INTACT:
      return kiroku_words (input->language, "改変は見つかりません。ただし、下の注意があります。",
                           "No alteration was found, but there are the warnings below.");
    case KIROKU_VERDICT_ALTERED:
      return kiroku_words (input->language,
                           "改変されています。署名されたときの内容と一致しません。",
                           "ALTERED: this is not what was signed.");
    case KIROKU_VERDICT_TRUNCATED:
      return kiroku_words (input->language, "欠落、巻戻し、または分岐があります。",
                           "TRUNCATED, ROLLED BACK OR FORKED.");
    case KIROKU_VERDICT_EVIDENCE:
      return kiroku_words (input->language,
                           "証拠ファイルに、欠落、変更、または余分なものがあります。",
                           "Files of evidence are MISSING, CHANGED OR EXTRA.");
    case KIROKU_VERDICT_UNKNOWN:
    default:
      return kiroku_words (input->language, "判定できません。", "It cannot be judged.");
    }
}

/* A verdict in a word. */
static const char *
get_badge (const Input *input, KirokuVerdict verdict)
{
  switch (verdict)
    {
    case KIROKU_VERDICT_ANCHORED:
      return kiroku_words (input->language, "改変なし・裏付けあり", "anchored");
    case KIROKU_VERDICT_INTACT:
      return kiroku_words (input->language, "改変なし・注意あり", "intact, with warnings");
    case KIROKU_VERDICT_ALTERED:
      return kiroku_words (input->language, "改変あり", "altered");
    case KIROKU_VERDICT_TRUNCATED:
      return kiroku_words (input->language, "切り詰めまたは分岐", "truncated or forked");
    case KIROKU_VERDICT_EVIDENCE:
      return kiroku_words (input->language, "証拠に問題", "evidence");
    case KIROKU_VERDICT_UNKNOWN:
    default:
      return kiroku_words (input->language, "判定不能", "unknown");
    }
}

static void
add_bad (KirokuPairs *pairs, const Input *input)
{
  const KirokuVerification *result = input->result;
  g_autofree char *hash = group (result->bad_hash);
  g_autofree char *place = NULL;

  if (!result->has_bad)
    return;
  kiroku_pairs_add (pairs, kiroku_words (input->language, "最初の問題", "First finding"),
                    result->bad_what);
  if (result->bad_journal == NULL)
    return;
  place = g_strdup_printf (
      kiroku_words (input->language, "記録簿 %.16s… の第%d番", "journal %.16s…, number %d"),
      result->bad_journal, (int) result->bad_seq);
  kiroku_pairs_add (pairs, kiroku_words (input->language, "その記録", "Entry"), place);
  kiroku_pairs_add (pairs, kiroku_words (input->language, "その識別値", "Its id"), hash);
}

static void
add_verdict (KirokuDocument *document, const Input *input)
{
  const KirokuVerification *result = input->result;
  KirokuPairs *pairs;
  g_autofree char *since = NULL;

  kiroku_document_add_heading (document, 1, kiroku_words (input->language, "1　判定", "1 Verdict"));
  kiroku_document_add_tagged (document, describe_verdict (input), get_badge (input, result->verdict));
  pairs = kiroku_document_add_pairs (document);
  add_bad (pairs, input);
  if (result->unanchored_since != KIROKU_TIME_NONE)
    {
      since = kiroku_report_show_second (input->language, result->unanchored_since, input->zone);
      kiroku_pairs_add (
          pairs, kiroku_words (input->language, "裏付けなしの開始", "Unanchored since"), since);
    }
}

/* --- The pages -------------------------------------------------------------------------------- */

static void
set_page (KirokuDocument *document, const Input *input)
{
  const char *name = kiroku_words (input->language, "記録の検証報告", "Verification of a record");
  const char *number = input->number != NULL ? input->number : input->result->case_id;
  g_autofree char *title = g_strdup_printf ("%s %s", name, number != NULL ? number : "");
  g_autofree char *marking = kiroku_form_dup_marking (input->exercise, input->marking);

  kiroku_document_set_language (document, input->language);
  kiroku_document_set_title (document, title);
  kiroku_document_set_author (document, input->author);
  kiroku_document_set_created (document, input->now);
  kiroku_document_set_header (document, title, NULL);
  kiroku_document_set_footer (document, input->program);
  kiroku_document_set_marking (document, marking);
  kiroku_document_add_title (document, name);
}

static void
add_subject (KirokuDocument *document, const Input *input)
{
  const KirokuVerification *result = input->result;
  KirokuPairs *pairs;
  g_autofree char *made = kiroku_report_show_second (input->language, input->now, input->zone);
  g_autofree char *who
      = g_strdup_printf (kiroku_words (input->language, "%s　%s", "%s, %s"), made, input->author);

  kiroku_document_add_heading (document, 1,
                               kiroku_words (input->language, "2　対象", "2 What was verified"));
  pairs = kiroku_document_add_pairs (document);
  if (input->number != NULL)
    kiroku_pairs_add (pairs, kiroku_words (input->language, "事案番号", "Case number"),
                      input->number);
  if (input->title != NULL)
    kiroku_pairs_add (pairs, kiroku_words (input->language, "題名", "Title"), input->title);
  if (result->case_id != NULL)
    kiroku_pairs_add (pairs, kiroku_words (input->language, "事案の識別子", "Case id"),
                      result->case_id);
  kiroku_pairs_add (pairs,
                    input->package
                        ? kiroku_words (input->language, "検証したパッケージ", "Package verified")
                        : kiroku_words (input->language, "検証した記録", "Record verified"),
                    input->source);
  kiroku_pairs_add (pairs, kiroku_words (input->language, "検証", "Verified"), who);
  if (result->root != NULL)
    kiroku_report_add_code (
        document, input->language, result->root,
        kiroku_words (input->language, "検証した記録全体のもの。", "Of all that was verified."));
}

/* --- What was checked -------------------------------------------------------------------------- */

static void
add_counts (KirokuDocument *document, const Input *input)
{
  const KirokuVerification *result = input->result;
  KirokuPairs *pairs = kiroku_document_add_pairs (document);

  add_number (pairs, kiroku_words (input->language, "記録簿", "Journals"), result->journals);
  add_number (pairs, kiroku_words (input->language, "記録", "Entries"), result->entries);
  add_number (
      pairs,
      kiroku_words (input->language, "外部の控えがない記録", "Entries without an outside head"),
      result->unanchored);
  add_number (pairs,
              kiroku_words (input->language, "正当に伏せられ、または消去された値",
                            "Values lawfully absent"),
              result->withheld);
  if (result->erased > 0)
    add_number (
        pairs,
        kiroku_words (input->language, "そのうち法令により消去された値", "Of these, erased by law"),
        result->erased);
  add_number (pairs,
              kiroku_words (input->language, "調べた証拠ファイル", "Files of evidence looked at"),
              result->files);
  add_number (pairs, kiroku_words (input->language, "見つかった問題", "Findings"),
              result->n_findings);
}

static void
add_trusted (KirokuDocument *document, const Input *input)
{
  g_autofree char *files = g_strjoinv (", ", input->result->cas);
  g_autofree char *text
      = g_strconcat (kiroku_words (input->language, "信頼したタイムスタンプ局の証明書: ",
                                   "Certificates of time-stamp authorities that were trusted: "),
                     files, NULL);

  kiroku_document_add_paragraph (document, text);
}

/* What the verdict does not rest on. */
static void
add_not_checked (KirokuDocument *document, const Input *input)
{
  if (!input->pins)
    kiroku_document_add_paragraph (
        document,
        kiroku_words (input->language,
                      "この検証では、書いた計算機に控えられた最新位置との比較はしていません。",
                      "The heads that the writing computers keep were not compared."));
  if (input->result->cas == NULL || input->result->cas[0] == NULL)
    kiroku_document_add_paragraph (
        document,
        kiroku_words (input->language,
                      "信頼するタイムスタンプ局が指定されていないため、タイムスタンプは証明として数"
                      "えていません。",
                      "No time-stamp authority was named as trusted, so time stamps do not count "
                      "as proof."));
  else
    add_trusted (document, input);
  if (input->result->files_skipped)
    kiroku_document_add_paragraph (
        document, kiroku_words (input->language, "証拠ファイルの内容は調べていません。",
                                "Files of evidence were not looked at."));
}

static void
add_checked (KirokuDocument *document, const Input *input)
{
  kiroku_document_add_heading (
      document, 1, kiroku_words (input->language, "3　検証の範囲", "3 What was checked"));
  kiroku_document_add_paragraph (
      document,
      kiroku_words (
          input->language,
          "すべての記録について、書式、前の記録とのつながり、時計、値と署名された内容の一致、署名を"
          "確かめ、記録者の保証と"
          "失効、互いに見た記録、確認点、外部の控え、証拠ファイルの順に調べました。",
          "Of every entry: its form, its link to the one before, its clock, that its values are "
          "those that were signed, and its signature; then who vouched for whom and what was "
          "revoked, what authors have seen of each other, checkpoints, outside heads, and the "
          "files of evidence."));
  add_counts (document, input);
  add_not_checked (document, input);
  kiroku_document_add_note (
      document,
      kiroku_words (
          input->language,
          "検証は、記録が署名されたときのままであることを示します。書かれた内容が真実であることは示"
          "しません。外部の控えより後の記録は、"
          "署名鍵の持ち主であれば作り直すことができます。",
          "Verification shows that the record is what was signed, not that what was written is "
          "true. What comes after the last outside head could be written anew by whoever holds "
          "the key."));
}

/* --- Outside heads ------------------------------------------------------------------------------ */

static const char *
describe_type (const Input *input, const char *type)
{
  static const struct
  {
    const char *type, *ja, *en;
  } types[] = { { "token", "タイムスタンプ", "Time stamp" }, { "printed", "印刷", "Printed" },
                { "mail", "送付", "Mailed" },               { "file", "ファイル", "File" },
                { "seen", "他の記録者", "Another author" },  { "head", "検証者の控え", "Given" } };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i].type, type))
      return kiroku_words (input->language, types[i].ja, types[i].en);
  return type;
}

static const char *
describe_state (const Input *input, KirokuAnchorState state)
{
  switch (state)
    {
    case KIROKU_ANCHOR_COVERS:
      return kiroku_words (input->language, "裏付けになる", "proves what lies before it");
    case KIROKU_ANCHOR_UNTRUSTED:
      return kiroku_words (input->language, "信頼する局ではない", "authority not trusted");
    case KIROKU_ANCHOR_NOT_SHOWN:
      return kiroku_words (input->language, "控えが示されていない", "not shown to the verifier");
    case KIROKU_ANCHOR_UNVOUCHED:
      return kiroku_words (input->language, "記録者が保証されていない", "author not vouched for");
    case KIROKU_ANCHOR_UNSHOWN:
      return kiroku_words (input->language, "記録者の保証に外部の控えがない",
                           "its author's vouching is not proven");
    case KIROKU_ANCHOR_WITHHELD:
      return kiroku_words (input->language, "値が伏せられている", "withheld");
    case KIROKU_ANCHOR_BAD:
    default:
      return kiroku_words (input->language, "この記録と合わない", "does not fit this record");
    }
}

/* Whether @anchors[@i] is a root that the verifier gave and that stands there as an anchor already, which
 * covers because it was given: once is enough. */
static gboolean
is_said_elsewhere (const GPtrArray *anchors, guint i)
{
  const KirokuVerifiedAnchor *given = g_ptr_array_index (anchors, i);

  for (guint k = 0; k < anchors->len && g_str_equal (given->type, "head"); k++)
    {
      const KirokuVerifiedAnchor *other = g_ptr_array_index (anchors, k);

      if (!g_str_equal (other->type, "head") && other->state == given->state
          && g_strcmp0 (other->root, given->root) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
add_anchor_cells (GPtrArray *cells, const Input *input, const KirokuVerifiedAnchor *anchor)
{
  const gboolean timed = anchor->time != KIROKU_TIME_NONE;

  g_ptr_array_add (cells, g_strdup (describe_type (input, anchor->type)));
  g_ptr_array_add (
      cells, timed ? kiroku_report_show_second (input->language, anchor->time, input->zone)
                   : g_strdup (""));
  g_ptr_array_add (cells, g_strdup (anchor->authority != NULL ? anchor->authority : ""));
  g_ptr_array_add (cells, group (anchor->root));
  g_ptr_array_add (cells, g_strdup (describe_state (input, anchor->state)));
}

static void
add_anchors (KirokuDocument *document, const Input *input)
{
  const GPtrArray *anchors = input->result->anchors;
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  const KirokuColumn columns[] = {
    { kiroku_words (input->language, "種類", "Kind"), 66, KIROKU_ALIGN_START },
    { kiroku_words (input->language, "日時", "Time"), 96, KIROKU_ALIGN_START },
    { kiroku_words (input->language, "証明した者", "Authority"), 84, KIROKU_ALIGN_START },
    { kiroku_words (input->language, "事案ルート", "Case root"), 0, KIROKU_ALIGN_START },
    { kiroku_words (input->language, "判定", "Result"), 84, KIROKU_ALIGN_START },
  };

  kiroku_document_add_heading (document, 1,
                               kiroku_words (input->language, "4　外部の控え", "4 Outside heads"));
  if (anchors->len == 0)
    {
      kiroku_document_add_paragraph (
          document, kiroku_words (input->language, "外部の控えはありません。", "There is none."));
      return;
    }
  for (guint i = 0; i < anchors->len; i++)
    if (!is_said_elsewhere (anchors, i))
      add_anchor_cells (cells, input, g_ptr_array_index (anchors, i));
  kiroku_document_add_small_table (document, columns, G_N_ELEMENTS (columns),
                                   cells->len / G_N_ELEMENTS (columns),
                                   (const char *const *) cells->pdata);
}

/* --- Findings and warnings ---------------------------------------------------------------------- */

static void
add_finding_cells (GPtrArray *cells, const Input *input, const KirokuFinding *finding)
{
  g_ptr_array_add (cells, g_strdup (get_badge (input, finding->verdict)));
  g_ptr_array_add (cells, g_strdup_printf ("%.16s", finding->journal != NULL ? finding->journal : ""));
  g_ptr_array_add (cells, finding->seq >= 0 ? g_strdup_printf ("%d", (int) finding->seq)
                                            : g_strdup (""));
  g_ptr_array_add (cells, g_strdup (finding->what));
}

static void
add_findings (KirokuDocument *document, const Input *input)
{
  const GPtrArray *findings = input->result->findings;
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  const KirokuColumn columns[] = {
    { kiroku_words (input->language, "判定", "Result"), 60, KIROKU_ALIGN_START },
    { kiroku_words (input->language, "記録簿", "Journal"), 100, KIROKU_ALIGN_START },
    { kiroku_words (input->language, "番号", "Number"), 48, KIROKU_ALIGN_END },
    { kiroku_words (input->language, "内容", "What"), 0, KIROKU_ALIGN_START },
  };

  if (findings->len == 0)
    return;
  for (guint i = 0; i < findings->len; i++)
    add_finding_cells (cells, input, g_ptr_array_index (findings, i));
  kiroku_document_add_small_table (document, columns, G_N_ELEMENTS (columns), findings->len,
                                   (const char *const *) cells->pdata);
  if (input->result->n_findings > findings->len)
    kiroku_document_add_note (document, kiroku_words (input->language, "最初のものだけを示します。",
                                                      "Only the first of them stand here."));
}

static void
add_warning (KirokuDocument *document, const Input *input, const char *warning)
{
  g_auto (KirokuSpoken) spoken = kiroku_speak (input->language);
  g_autofree char *dated = NULL;

  if (warning == input->result->unanchored_warning)
    dated = kiroku_verification_describe_unanchored (input->result, input->zone);
  kiroku_document_add_tagged (document, dated != NULL ? dated : warning,
                              kiroku_words (input->language, "注意", "warning"));
}

static void
add_found (KirokuDocument *document, const Input *input)
{
  const KirokuVerification *result = input->result;

  kiroku_document_add_heading (
      document, 1, kiroku_words (input->language, "5　問題と注意", "5 Findings and warnings"));
  if (result->n_findings == 0 && result->warnings->len == 0 && result->settled->len == 0)
    kiroku_document_add_paragraph (document,
                                   kiroku_words (input->language, "ありません。", "None."));
  add_findings (document, input);
  for (guint i = 0; i < result->warnings->len; i++)
    add_warning (document, input, g_ptr_array_index (result->warnings, i));
  for (guint i = 0; i < result->settled->len; i++)
    kiroku_document_add_tagged (document, g_ptr_array_index (result->settled, i),
                                kiroku_words (input->language, "処理済み", "settled"));
}

/* --- Again ------------------------------------------------------------------------------------- */

static void
add_repeat (KirokuDocument *document, const Input *input)
{
  const char *command = input->package ? "kiroku-cli verify --package=FILE --head=ROOT --ca=PEM"
                                       : "kiroku-cli verify CASE --head=ROOT --ca=PEM";

  kiroku_document_add_heading (
      document, 1, kiroku_words (input->language, "6　再検証の方法", "6 How to verify it again"));
  kiroku_document_add_paragraph (
      document,
      kiroku_words (
          input->language,
          "事案ルートは、この報告とは別の経路（印刷物、電話など）で受け取った値を --head "
          "に、信頼するタイムスタンプ局の証明書を"
          " --ca に与えます。",
          "Give --head the case root as you got it by another way than this report, such as on "
          "paper or by telephone, and --ca the certificates of the time-stamp authorities that you "
          "trust."));
  kiroku_document_add_paragraph (document, command);
  kiroku_document_add_paragraph (
      document,
      kiroku_words (
          input->language,
          "Kiroku がなくても、受け取ったパッケージの verify.py（Python 3.8 "
          "以降）で同じ検証ができます。verify.py は"
          "発行元から入手し、パッケージ内のものと照合してください。",
          "Without Kiroku, verify.py in a package does the same (Python 3.8 or newer). Take "
          "verify.py from its publisher, and compare the one in the package with it."));
}

KirokuDocument *
kiroku_verification_report (const KirokuVerificationReport *input)
{
  KirokuDocument *document;

  g_return_val_if_fail (input != NULL && input->result != NULL && input->source != NULL, NULL);
  g_return_val_if_fail (input->zone != NULL && input->author != NULL && input->program != NULL,
                        NULL);

  document = kiroku_document_new ();
  set_page (document, input);
  add_verdict (document, input);
  add_subject (document, input);
  add_checked (document, input);
  add_anchors (document, input);
  add_found (document, input);
  add_repeat (document, input);
  return document;
}
