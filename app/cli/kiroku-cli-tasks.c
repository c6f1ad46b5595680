/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-cli.h"
#include "kiroku-fold.h"
#include "kiroku-print.h"
#include "kiroku-task-order.h"
#include "kiroku-text.h"

static gpointer
read_tasks (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_task_list (db, data, KIROKU_NOW, error);
}

/* "  (due 2026-11-25 17:00 +09:00, overdue)", or nothing. (transfer full) */
static char *
dup_due (KirokuCli *cli, const KirokuTask *task)
{
  g_autofree char *due = task->due != NULL ? kiroku_task_show_due (task->due) : NULL;

  if (task->due_withheld)
    return g_strdup_printf (_ (" (due: %s)"), _ ("(withheld)"));
  if (due == NULL)
    return g_strdup ("");
  return g_strdup_printf (kiroku_task_is_overdue (task, kiroku_cli_get_now (cli)) ? _ (" (due: %s, overdue)")
                                                                                  : _ (" (due: %s)"),
                          due);
}

static void
print_task (KirokuCli *cli, const KirokuTask *task, guint number)
{
  g_autofree char *due = dup_due (cli, task);
  const char *owner = task->owner_withheld ? _ ("(withheld)") : task->owner;
  const char *reason = task->reason_withheld ? _ ("(withheld)") : task->reason;

  kiroku_print_row ("%3u  %s  %s  %s%s%s%s%s%s", number, kiroku_task_show_state (task),
                    task->has_phase ? kiroku_phase_name (task->phase) : "–",
                    kiroku_task_show_text (task, cli->language), owner != NULL ? " @ " : "",
                    owner != NULL ? owner : "", due, reason != NULL ? " — " : "",
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

/* Option --due as `due` of an entry has it; *@due is NULL without it. */
static gboolean
take_due (KirokuCli *cli, char **due, int *status)
{
  const char *typed = kiroku_args_get_option (cli->args, "due");
  g_autoptr (GError) error = NULL;

  *due = typed != NULL ? kiroku_task_parse_due (typed, cli->zone, kiroku_cli_get_now (cli), &error) : NULL;
  if (error == NULL)
    return TRUE;
  *status = kiroku_cli_usage (cli, "--due: %s", error->message);
  return FALSE;
}

/* Adds --owner and --due to @draft, which it takes. (transfer full) */
static KirokuDraft *
with_plan (KirokuCli *cli, KirokuDraft *draft, const char *due)
{
  kiroku_draft_task_plan (draft, kiroku_args_get_option (cli->args, "owner"), due);
  return draft;
}

int
kiroku_command_task_add (KirokuCli *cli)
{
  const char *phase = kiroku_args_get_option (cli->args, "phase");
  g_autofree char *due = NULL;
  KirokuPhase known;
  int status;
  g_autofree char *text = kiroku_text_strip (kiroku_args_get_word (cli->args, 1));
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (KirokuEntry) entry = NULL;

  if (text[0] == '\0')
    return kiroku_cli_usage (cli, _ ("a task needs a text: say what is to be done"));
  if (phase != NULL && !kiroku_phase_parse (phase, &known, &error))
    return kiroku_cli_usage (cli, "--phase: %s", error->message);
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (!take_due (cli, &due, &status))
    return status;
  if (case_id != NULL)
    entry = kiroku_book_append_one (
        cli->book, case_id,
        with_plan (cli, kiroku_draft_task_add (NULL, phase, text, text, NULL), due), &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, entry);
  return KIROKU_EXIT_DONE;
}

int
kiroku_command_task_set (KirokuCli *cli)
{
  const char *reason = kiroku_args_get_option (cli->args, "reason");
  g_autofree char *due = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  const KirokuTask *task = NULL;
  KirokuTaskState state;
  int status;

  if (!kiroku_task_state_parse (kiroku_args_get_word (cli->args, 2), &state, &error))
    return kiroku_cli_usage (cli, "%s", error->message);
  if (state == KIROKU_TASK_SKIPPED && (reason == NULL || reason[0] == '\0'))
    return kiroku_cli_usage (cli, _ ("skipping a task needs --reason=R: say why"));
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (!take_due (cli, &due, &status))
    return status;
  if (case_id != NULL)
    tasks = kiroku_cli_read (cli, read_tasks, case_id, &error);
  if (tasks != NULL)
    task = kiroku_task_find (tasks, kiroku_args_get_word (cli->args, 1), &error);
  if (task != NULL)
    entry = kiroku_book_append_one (cli->book, case_id,
                                    with_plan (cli, kiroku_draft_task_set (task->id, state, reason), due),
                                    &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, entry);
  return KIROKU_EXIT_DONE;
}

/* The draft that the command asks for; the case has @tasks. (transfer full) (nullable) */
static KirokuDraft *
make_move (KirokuCli *cli, GPtrArray *tasks, GError **error)
{
  const char *before = kiroku_args_get_option (cli->args, "before");
  const char *after = kiroku_args_get_option (cli->args, "after");
  const KirokuTask *task = kiroku_task_find (tasks, kiroku_args_get_word (cli->args, 1), error);
  const KirokuTask *other = task != NULL ? kiroku_task_find (tasks, after != NULL ? after : before, error) : NULL;

  if (other == NULL)
    return NULL;
  if (other != task)
    return kiroku_draft_task_move (
        task->id, kiroku_task_order_find_before (tasks, other, after != NULL, task));
  g_set_error_literal (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                       _ ("a task is not put before or after itself: name another one"));
  return NULL;
}

int
kiroku_command_task_move (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  KirokuDraft *draft = NULL;

  if ((kiroku_args_get_option (cli->args, "before") == NULL)
      == (kiroku_args_get_option (cli->args, "after") == NULL))
    return kiroku_cli_usage (cli, _ ("a task is put before or after another: give either --before=TASK or "
                                     "--after=TASK"));
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id != NULL)
    tasks = kiroku_cli_read (cli, read_tasks, case_id, &error);
  if (tasks != NULL)
    draft = make_move (cli, tasks, &error);
  if (draft != NULL)
    entry = kiroku_book_append_one (cli->book, case_id, draft, &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, entry);
  return KIROKU_EXIT_DONE;
}
