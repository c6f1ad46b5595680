/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-cli.h"
#include "kiroku-fold.h"
#include "kiroku-print.h"
#include "kiroku-text.h"

static gpointer
read_tasks (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_task_list (db, data, KIROKU_NOW, error);
}

static void
print_task (KirokuCli *cli, const KirokuTask *task, guint number)
{
  const char *owner = task->owner_withheld ? _ ("(withheld)") : task->owner;
  const char *reason = task->reason_withheld ? _ ("(withheld)") : task->reason;

  kiroku_print_row ("%3u  %s  %s  %s%s%s%s%s", number, kiroku_task_state_name (task->state),
                    task->has_phase ? kiroku_phase_name (task->phase) : "–",
                    kiroku_task_show_text (task, cli->language), owner != NULL ? " @ " : "",
                    owner != NULL ? owner : "", reason != NULL ? " — " : "",
                    reason != NULL ? reason : "");
}

int
kiroku_command_task_list (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = kiroku_cli_get_case (cli, 0, &error);
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (case_id != NULL)
    tasks = kiroku_cli_read (cli, read_tasks, case_id, &error);
  if (tasks == NULL)
    return kiroku_cli_fail (cli, error);
  json_builder_begin_array (builder);
  for (guint i = 0; i < tasks->len; i++)
    {
      kiroku_json_task (builder, cli, g_ptr_array_index (tasks, i));
      if (!cli->json)
        print_task (cli, g_ptr_array_index (tasks, i), i + 1);
    }
  json_builder_end_array (builder);
  if (cli->json)
    kiroku_print_json (builder);
  return KIROKU_EXIT_DONE;
}

int
kiroku_command_task_add (KirokuCli *cli)
{
  g_autofree char *text = kiroku_text_strip (kiroku_args_get_word (cli->args, 1));
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (KirokuEntry) entry = NULL;

  if (text[0] == '\0')
    return kiroku_cli_usage (cli, _ ("a task needs a text: say what is to be done"));
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id != NULL)
    entry = kiroku_book_append_one (cli->book, case_id,
                                    kiroku_draft_task_add (NULL, NULL, text, text, NULL), &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, entry);
  return KIROKU_EXIT_DONE;
}

int
kiroku_command_task_set (KirokuCli *cli)
{
  const char *reason = kiroku_args_get_option (cli->args, "reason");
  const char *owner = kiroku_args_get_option (cli->args, "owner");
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  const KirokuTask *task = NULL;
  KirokuTaskState state;

  if (!kiroku_task_state_parse (kiroku_args_get_word (cli->args, 2), &state, &error))
    return kiroku_cli_usage (cli, "%s", error->message);
  if (state == KIROKU_TASK_SKIPPED && (reason == NULL || reason[0] == '\0'))
    return kiroku_cli_usage (cli, _ ("skipping a task needs --reason=R: say why"));
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id != NULL)
    tasks = kiroku_cli_read (cli, read_tasks, case_id, &error);
  if (tasks != NULL)
    task = kiroku_task_find (tasks, kiroku_args_get_word (cli->args, 1), &error);
  if (task != NULL)
    entry = kiroku_book_append_one (cli->book, case_id,
                                    kiroku_draft_task_assign (task->id, state, reason, owner), &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, entry);
  return KIROKU_EXIT_DONE;
}
