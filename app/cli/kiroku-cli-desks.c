/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-book-desks.h"
#include "kiroku-contact.h"
#include "kiroku-print.h"

/* Options that say how an own desk is. */
static const struct
{
  const char *option;
  KirokuDeskField field;
} settings[] = {
  { "name", KIROKU_DESK_NAME },   { "role", KIROKU_DESK_ROLE },   { "number", KIROKU_DESK_NUMBER },
  { "night", KIROKU_DESK_NIGHT }, { "hours", KIROKU_DESK_HOURS }, { "mail", KIROKU_DESK_MAIL },
  { "note", KIROKU_DESK_NOTE },   { "order", KIROKU_DESK_ORDER }, { "open", KIROKU_DESK_OPEN },
};

static int
fail (KirokuCli *cli, const GError *error)
{
  return g_error_matches (error, KIROKU_CONTACT_ERROR, KIROKU_CONTACT_ERROR_INPUT)
             ? kiroku_cli_usage (cli, "%s", error->message)
             : kiroku_cli_fail (cli, error);
}

/* Says of which desk it was stated: `{contact}`, or its id. @statement: (transfer full) */
static int
state (KirokuCli *cli, KirokuDeskStatement *statement)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *id = kiroku_book_state_desk (cli->book, statement, &error);

  if (id == NULL)
    return fail (cli, error);
  if (!cli->json)
    {
      kiroku_print ("%s\n", id);
      return KIROKU_EXIT_DONE;
    }
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "contact", id);
  json_builder_end_object (builder);
  kiroku_print_json (builder);
  return KIROKU_EXIT_DONE;
}

/* @word: the place of the desk among the words, negative for one that is added. */
static int
set (KirokuCli *cli, int word)
{
  g_autoptr (GError) error = NULL;
  KirokuDeskStatement *statement;
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    n += kiroku_args_has_option (cli->args, settings[i].option);
  if (n == 0)
    return kiroku_cli_usage (cli, _ ("say what is to change, for example --number=N"));
  if (!kiroku_cli_open_book (cli, &error))
    return kiroku_cli_fail (cli, error);
  statement = kiroku_book_new_desk_statement (
      cli->book, KIROKU_DESK_SET, word < 0 ? NULL : kiroku_args_get_word (cli->args, word));
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    kiroku_desk_statement_set (statement, settings[i].field,
                               kiroku_args_get_option (cli->args, settings[i].option));
  return state (cli, statement);
}

int
kiroku_command_contact_add (KirokuCli *cli)
{
  return set (cli, -1);
}

int
kiroku_command_contact_edit (KirokuCli *cli)
{
  return set (cli, 0);
}

/* A statement of the desk that the command line names, and of a number, if it names one. */
static int
look (KirokuCli *cli, KirokuDeskAct act)
{
  g_autoptr (GError) error = NULL;
  KirokuDeskStatement *statement;

  if (!kiroku_cli_open_book (cli, &error))
    return kiroku_cli_fail (cli, error);
  statement = kiroku_book_new_desk_statement (cli->book, act, kiroku_args_get_word (cli->args, 0));
  if (kiroku_args_count_words (cli->args) > 1)
    kiroku_desk_statement_set (statement, KIROKU_DESK_NUMBER, kiroku_args_get_word (cli->args, 1));
  if (act == KIROKU_DESK_WRONG)
    kiroku_desk_statement_set (statement, KIROKU_DESK_INSTEAD,
                               kiroku_args_get_option (cli->args, "instead"));
  return state (cli, statement);
}

int
kiroku_command_contact_remove (KirokuCli *cli)
{
  return look (cli, KIROKU_DESK_REMOVE);
}

int
kiroku_command_contact_check (KirokuCli *cli)
{
  return look (cli, KIROKU_DESK_CHECK);
}

int
kiroku_command_contact_wrong (KirokuCli *cli)
{
  return look (cli, KIROKU_DESK_WRONG);
}

/* --- contact history --- */

static void
add_statement (JsonBuilder *builder, KirokuCli *cli, const KirokuDeskStatement *statement)
{
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "contact", statement->desk);
  kiroku_json_text (builder, "act", kiroku_desk_act_id (statement->act));
  kiroku_json_text (builder, "stated_by", statement->by);
  kiroku_json_time (builder, "time", statement->at, cli->zone);
  for (guint i = 0; i < KIROKU_N_DESK_FIELDS; i++)
    if (statement->values[i] != NULL)
      kiroku_json_text (builder, kiroku_desk_field_id (i), statement->values[i]);
  json_builder_end_object (builder);
}

static void
print_statement (KirokuCli *cli, const KirokuDeskStatement *statement)
{
  g_autofree char *at = kiroku_time_to_text (statement->at, KIROKU_PRECISION_MINUTE, cli->zone);
  g_autoptr (GString) row = g_string_new (at);

  g_string_append_printf (row, "  %s  %s  %s", statement->desk,
                          kiroku_desk_act_id (statement->act), statement->by);
  for (guint i = 0; i < KIROKU_N_DESK_FIELDS; i++)
    if (statement->values[i] != NULL)
      g_string_append_printf (row, "  %s=%s", kiroku_desk_field_id (i), statement->values[i]);
  kiroku_print_row ("%s", row->str);
}

int
kiroku_command_contact_history (KirokuCli *cli)
{
  const char *desk
      = kiroku_args_count_words (cli->args) > 0 ? kiroku_args_get_word (cli->args, 0) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!kiroku_cli_open_book (cli, &error))
    return kiroku_cli_fail (cli, error);
  list = kiroku_desks_list (kiroku_book_get_desks (cli->book), desk);
  if (desk != NULL && list->len == 0
      && kiroku_pack_get_contact (kiroku_book_get_pack (cli->book), desk) == NULL)
    return kiroku_cli_usage (cli, _ ("“%s” is no desk of the directory: see kiroku-cli contact list"),
                             desk);
  json_builder_begin_array (builder);
  for (guint i = 0; i < list->len; i++)
    if (cli->json)
      add_statement (builder, cli, g_ptr_array_index (list, i));
    else
      print_statement (cli, g_ptr_array_index (list, i));
  json_builder_end_array (builder);
  if (cli->json)
    kiroku_print_json (builder);
  return KIROKU_EXIT_DONE;
}
