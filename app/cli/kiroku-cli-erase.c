/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-book-erase.h"
#include "kiroku-book-hold.h"
#include "kiroku-cli.h"
#include "kiroku-erasure.h"
#include "kiroku-print.h"

/* --- erase --- */

static gboolean
is_complete (const KirokuErasing *erasing, guint words)
{
  return erasing->law != NULL && erasing->reason != NULL
         && words == (erasing->item != NULL ? 1 : 3);
}

static void
print_fields (KirokuCli *cli, const KirokuEntry *entry)
{
  g_autoptr (GPtrArray) fields = kiroku_erasure_list_fields (entry);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  kiroku_json_text (builder, "id", entry->hash);
  kiroku_json_text (builder, "kind", entry->kind);
  json_builder_set_member_name (builder, "fields");
  json_builder_begin_array (builder);
  for (guint i = 0; i < fields->len; i++)
    {
      json_builder_add_string_value (builder, g_ptr_array_index (fields, i));
      if (!cli->json)
        kiroku_print ("%s\n", (char *) g_ptr_array_index (fields, i));
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  if (cli->json)
    kiroku_print_json (builder);
}

/* What can be erased of an entry; nothing is written. */
static int
list_fields (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = kiroku_cli_get_case (cli, 0, &error);
  g_autoptr (KirokuEntry) entry = NULL;

  if (case_id != NULL)
    entry = kiroku_cli_find_entry (cli, case_id, kiroku_args_get_word (cli->args, 1), &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  print_fields (cli, entry);
  return KIROKU_EXIT_DONE;
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

  if (kiroku_args_count_words (cli->args) == 2 && erasing.item == NULL && erasing.law == NULL
      && erasing.reason == NULL)
    return list_fields (cli);
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
