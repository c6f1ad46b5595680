/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-book-erase.h"
#include "kiroku-book-hold.h"
#include "kiroku-cli.h"
#include "kiroku-print.h"

/* --- erase --- */

static gboolean
is_complete (const KirokuErasing *erasing, guint words)
{
  return erasing->law != NULL && erasing->reason != NULL
         && words == (erasing->item != NULL ? 1 : 3);
}

int
kiroku_command_erase (KirokuCli *cli)
{
  const KirokuErasing erasing = { .entry = kiroku_args_get_word (cli->args, 1),
                                  .field = kiroku_args_get_word (cli->args, 2),
                                  .item = kiroku_args_get_option (cli->args, "file"),
                                  .law = kiroku_args_get_option (cli->args, "law"),
                                  .reason = kiroku_args_get_option (cli->args, "reason"),
                                  .approver = kiroku_args_get_option (cli->args, "approver") };
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (KirokuEntry) entry = NULL;

  if (!is_complete (&erasing, kiroku_args_count_words (cli->args)))
    return kiroku_cli_usage (cli, _ ("say what to erase, ENTRY FIELD or --file=ITEM, and why: "
                                     "--law=L and --reason=R"));
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  entry = kiroku_book_erase (cli->book, case_id, &erasing, &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, entry);
  return KIROKU_EXIT_DONE;
}

/* --- hold --- */

int
kiroku_command_hold (KirokuCli *cli)
{
  const char *word = kiroku_args_get_word (cli->args, 1);
  const char *reason = kiroku_args_get_option (cli->args, "reason");
  gboolean set = g_str_equal (word, "set");
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (KirokuEntry) entry = NULL;

  if ((!set && !g_str_equal (word, "lift")) || reason == NULL)
    return kiroku_cli_usage (cli, _ ("say set or lift, and why: --reason=R"));
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  entry = kiroku_book_hold (cli->book, case_id, set, reason,
                            kiroku_args_get_option (cli->args, "approver"), &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, entry);
  return KIROKU_EXIT_DONE;
}
