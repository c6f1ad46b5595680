/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-head-file.h"

#include <string.h>

#include "kiroku-report-private.h"
#include "kiroku-text.h"
#include "kiroku-words.h"

/* How a checkpoint begins, whatever its version. */
#define FIRST_LINE "kiroku.checkpoint."

static const char japanese[]
    = "%sの記録の控え（Kiroku）\n"
      "\n"
      "このファイルが、記録の置かれたコンピューターから離れて保管されていれば、確認点までの記録が\n"
      "後から変更されたり削られたりしていないかを、いつでも確かめられます。\n"
      "\n"
      "確認点: %s\n"
      "事案ルート:\n"
      "%s\n"
      "\n"
      "確かめ方: kiroku-cli verify %s --head=ROOT（ROOTには、上の64桁を空白なしで入れます）\n"
      "保管したことの記録: kiroku-cli anchor add %s このファイル\n"
      "\n"
      "下の行はプログラムが読みます。変えないでください。\n"
      "\n"
      "%s";

static const char english[]
    = "Head of the record of %s (Kiroku)\n"
      "\n"
      "As long as this file is kept away from the computer that holds the record, it shows at any "
      "time\nwhether anything up to the checkpoint was changed or taken out afterwards.\n"
      "\n"
      "Checkpoint: %s\n"
      "Case root:\n"
      "%s\n"
      "\n"
      "How to check: kiroku-cli verify %s --head=ROOT (the 64 digits above, without blanks)\n"
      "To record that it is kept: kiroku-cli anchor add %s THIS-FILE\n"
      "\n"
      "The lines below are for the program: leave them as they are.\n"
      "\n"
      "%s";

char *
kiroku_report_head_file (const KirokuHeadSheet *input)
{
  const KirokuReportSeal *seal;
  const char *word;
  g_autofree char *number = NULL;
  g_autofree char *time = NULL;
  g_autofree char *root = NULL;
  g_autofree char *groups = NULL;
  g_autofree char *lines = NULL;

  g_return_val_if_fail (input != NULL && input->case_info != NULL && input->seal != NULL, NULL);

  seal = input->seal;
  number = kiroku_text_visible (input->case_info->number, TRUE);
  word = kiroku_report_get_case_word (input->case_info);
  time = kiroku_words_time (seal->language, seal->heads->time - seal->heads->time % G_USEC_PER_SEC,
                            seal->zone);
  root = kiroku_checkpoint_get_root (seal->heads);
  groups = kiroku_words_groups (root, 4);
  lines = kiroku_checkpoint_to_text (seal->heads);
  if (kiroku_words_is_japanese (seal->language))
    return g_strdup_printf (japanese, number, time, groups, word, word, lines);
  return g_strdup_printf (english, number, time, groups, word, word, lines);
}

const char *
kiroku_report_find_heads (const char *text)
{
  const char *found;

  g_return_val_if_fail (text != NULL, NULL);

  if (g_str_has_prefix (text, FIRST_LINE))
    return text;
  found = strstr (text, "\n" FIRST_LINE);
  return found != NULL ? found + 1 : NULL;
}
