/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-head-sheet.h"

#include "kiroku-report-private.h"
#include "kiroku-words.h"

#define CODE_SIZE 128.0 /* points: 1 mm a module */
#define DIGITS_SIZE 17.0
#define NAME_LINES 2
#define SIGNATURE_LINES 3
/* Points: so that the sheet of a case with six authors is one page. */
#define MARGIN KIROKU_DOCUMENT_MM (12)

static void
set_page (KirokuDocument *document, const KirokuHeadSheet *input)
{
  const char *language = input->seal->language;
  const KirokuReportFrame frame = { .case_info = input->case_info,
                                    .language = language,
                                    .zone = input->seal->zone,
                                    .now = input->now,
                                    .author = input->author,
                                    .program = input->program,
                                    .marking = input->marking };
  g_autofree char *made = kiroku_report_show_second (language, input->now, input->seal->zone);
  g_autofree char *foot
      = g_strconcat (input->program, kiroku_words (language, " ・ 作成：", " · Made "), made,
                     kiroku_words (language, "　", ", "), input->author, NULL);

  kiroku_report_frame_set_margins (&frame, document, MARGIN);
  kiroku_report_frame_set_page (&frame, document,
                                kiroku_words (language, "事案ルートの控え", "Case root sheet"));
  kiroku_document_set_footer (document, foot);
}

static void
add_case (KirokuDocument *document, const KirokuHeadSheet *input)
{
  const KirokuCase *info = input->case_info;
  KirokuPairs *pairs = kiroku_document_add_pairs (document);
  g_autofree char *read = kiroku_report_show_second (input->seal->language,
                                                     input->seal->heads->time, input->seal->zone);
  g_autofree char *name = g_strconcat (
      info->number, kiroku_words (input->seal->language, "　", ", "), kiroku_case_show_title (info, input->seal->language), NULL);

  kiroku_pairs_add (pairs, kiroku_words (input->seal->language, "事案", "Case"), name);
  kiroku_pairs_add (pairs, kiroku_words (input->seal->language, "確認点", "Checkpoint"), read);
}

static void
add_root (KirokuDocument *document, const char *root)
{
  g_autofree char *code = g_strconcat (KIROKU_ROOT_PREFIX, root, NULL);
  g_autofree char *digits = kiroku_words_groups (root, 2);

  kiroku_document_add_code (document, code, CODE_SIZE, digits, DIGITS_SIZE);
}

static void
add_purpose (KirokuDocument *document, const KirokuHeadSheet *input)
{
  kiroku_document_add_note (
      document,
      kiroku_words (
          input->seal->language,
          "この用紙が、記録の置かれたコンピューターから離れて保管されていれば、確認点までの記録が"
          "後から変更されたり削られたりしていないかを、いつでも確かめられます。",
          "As long as this sheet is kept away from the computer that holds the record, it shows "
          "at any time whether anything up to the checkpoint was changed or taken out "
          "afterwards."));
}

static void
add_check (KirokuDocument *document, const KirokuHeadSheet *input)
{
  const char *word = kiroku_report_get_case_word (input->case_info);
  g_autofree char *verify = g_strdup_printf ("kiroku-cli verify %s --head=ROOT", word);
  g_autofree char *record = g_strdup_printf ("kiroku-cli anchor add %s ROOT", word);
  KirokuPairs *pairs;

  kiroku_document_add_heading (
      document, 2,
      kiroku_words (input->seal->language, "確かめ方（ROOTには、上の64桁を空白なしで入れます）",
                    "How to check (ROOT stands for the 64 digits above, without blanks)"));
  pairs = kiroku_document_add_pairs (document);
  kiroku_pairs_add (pairs, kiroku_words (input->seal->language, "Kirokuで", "With Kiroku"), verify);
  kiroku_pairs_add (
      pairs, kiroku_words (input->seal->language, "書き出した事案で", "With an exported case"),
      "python3 verify.py --head=ROOT PACKAGE.zip");
  kiroku_pairs_add (
      pairs,
      kiroku_words (input->seal->language, "保管したことの記録", "To record that it is kept"),
      record);
}

/* The time above is only what the computer said; a hand and a date bear it out. */
static void
add_signature (KirokuDocument *document, const KirokuHeadSheet *input)
{
  KirokuGrid *grid;
  KirokuGridRow *row;

  kiroku_document_add_heading (document, 2,
                               kiroku_words (input->seal->language, "確認した人", "Signed by"));
  kiroku_document_add_note (
      document,
      kiroku_words (input->seal->language,
                    "印刷された日時はコンピューターの時計によります。日付は手で書いてください。",
                    "The printed times are those of the computer's clock: write the date by "
                    "hand."));
  grid = kiroku_document_add_grid (document);
  row = kiroku_grid_add_row (grid, NULL, kiroku_words (input->seal->language, "氏名", "Name"));
  kiroku_grid_row_add_text (row, NULL, "");
  kiroku_grid_row_set_min_lines (row, NAME_LINES);
  kiroku_grid_row_add_text (row, kiroku_words (input->seal->language, "日付", "Date"), "");
  row = kiroku_grid_add_row (
      grid, NULL, kiroku_words (input->seal->language, "署名・押印", "Signature or seal"));
  kiroku_grid_row_add_text (row, NULL, "");
  kiroku_grid_row_set_min_lines (row, SIGNATURE_LINES);
}

/* Last, since it may be long: what is signed stays on one page with the signature. */
static void
add_heads (KirokuDocument *document, const KirokuHeadSheet *input)
{
  kiroku_document_add_heading (
      document, 2,
      kiroku_words (input->seal->language, "確認点に含まれる記録", "What the checkpoint covers"));
  kiroku_report_add_heads (document, input->seal);
}

KirokuDocument *
kiroku_report_head_sheet (const KirokuHeadSheet *input)
{
  KirokuDocument *document;
  g_autofree char *root = NULL;

  g_return_val_if_fail (input != NULL && input->case_info != NULL && input->seal != NULL, NULL);
  g_return_val_if_fail (input->author != NULL && input->program != NULL, NULL);

  document = kiroku_document_new ();
  root = kiroku_checkpoint_get_root (input->seal->heads);
  set_page (document, input);
  add_case (document, input);
  add_root (document, root);
  add_purpose (document, input);
  add_check (document, input);
  add_signature (document, input);
  add_heads (document, input);
  return document;
}
