/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-case-level.h"
#include "kiroku-cli.h"
#include "kiroku-print.h"
#include "kiroku-text.h"

gboolean
kiroku_cli_parse_level (const char *text, int *level)
{
  g_autofree char *half = kiroku_text_to_half_width (text);
  guint64 value;

  if (!g_ascii_string_to_unsigned (half, 10, 0, KIROKU_LEVEL_MAX, &value, NULL))
    return FALSE;
  *level = value;
  return TRUE;
}

static gpointer
read_case (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_case_read (db, data, KIROKU_NOW, error);
}

/* What is so already is not recorded as a change. */
static gboolean
check_other (KirokuCli *cli, const char *case_id, int level, GError **error)
{
  g_autoptr (KirokuCase) incident = kiroku_cli_read (cli, read_case, (gpointer) case_id, error);

  if (incident == NULL || incident->level != level)
    return incident != NULL;
  g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
               _ ("case %s is of level %d already, and nothing was recorded"), incident->number, level);
  return FALSE;
}

int
kiroku_command_case_level (KirokuCli *cli)
{
  const char *reason = kiroku_args_get_option (cli->args, "reason");
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  int level;

  if (!kiroku_cli_parse_level (kiroku_args_get_word (cli->args, 1), &level))
    return kiroku_cli_usage (cli, _ ("“%s” is no level: use 0, 1, 2 or 3"), kiroku_args_get_word (cli->args, 1));
  if (reason == NULL || reason[0] == '\0')
    return kiroku_cli_usage (cli, _ ("say why the level changes: --reason=R"));
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id != NULL && check_other (cli, case_id, level, &error))
    entry = kiroku_book_append_one (cli->book, case_id, kiroku_draft_level (level, reason), &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, entry);
  return KIROKU_EXIT_DONE;
}
