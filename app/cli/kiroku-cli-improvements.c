/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-cli.h"
#include "kiroku-fold.h"
#include "kiroku-improvement.h"
#include "kiroku-pack.h"
#include "kiroku-print.h"
#include "kiroku-text.h"

/* What is to become better after a case: measure add, set, list. */

typedef struct
{
  const char *case_id; /* (nullable): of all cases */
  gint64 as_of;
} Query;

static gpointer
read_improvements (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Query *query = data;

  return kiroku_improvement_list (db, query->case_id, query->as_of, error);
}

static gpointer
read_cases (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_case_list (db, error);
}

/* --- measure add, measure set --- */

/* Option @name replaces *@text when it is given; an empty one clears it. */
static void
take_text (KirokuCli *cli, const char *name, char **text)
{
  const char *given = kiroku_args_get_option (cli->args, name);

  if (given == NULL)
    return;
  g_free (*text);
  *text = kiroku_text_strip (given);
  if ((*text)[0] == '\0')
    g_clear_pointer (text, g_free);
}

static gboolean
take_class (KirokuCli *cli, KirokuImproveClass *klass, GError **error)
{
  const char *given = kiroku_args_get_option (cli->args, "class");

  return given == NULL || kiroku_improve_class_parse (given, klass, error);
}

static gboolean
take_due (KirokuCli *cli, char **due, GError **error)
{
  const char *given = kiroku_args_get_option (cli->args, "due");
  char *parsed;

  if (given == NULL)
    return TRUE;
  parsed = kiroku_task_parse_due (given, cli->zone, kiroku_cli_get_now (cli), error);
  if (parsed == NULL)
    return FALSE;
  g_free (*due);
  *due = parsed;
  if (parsed[0] == '\0')
    g_clear_pointer (due, g_free);
  return TRUE;
}

/* The options that need no look at the case. FALSE with *@status set, and said. */
static gboolean
take_options (KirokuCli *cli, KirokuImprovement *improvement, int *status)
{
  g_autoptr (GError) error = NULL;

  take_text (cli, "text", &improvement->text);
  take_text (cli, "owner", &improvement->owner);
  take_text (cli, "proof", &improvement->proof);
  take_text (cli, "lesson", &improvement->lesson);
  g_clear_pointer (&improvement->reason, g_free); /* of that entry alone */
  take_text (cli, "reason", &improvement->reason);
  if (take_class (cli, &improvement->klass, &error) && take_due (cli, &improvement->due, &error))
    return TRUE;
  *status = kiroku_cli_usage (cli, "%s", error->message);
  return FALSE;
}

/* Whether the rule pack has the fact that --lesson names. */
static gboolean
check_lesson (KirokuCli *cli, const KirokuImprovement *improvement, int *status)
{
  if (improvement->lesson == NULL
      || kiroku_pack_get_fact (kiroku_book_get_pack (cli->book), improvement->lesson) != NULL)
    return TRUE;
  *status = kiroku_cli_usage (cli, _ ("--lesson: “%s” is no fact of the rule pack: see kiroku-cli get CASE"),
                              improvement->lesson);
  return FALSE;
}

/* The filed form that --filing names. */
static gboolean
take_filing (KirokuCli *cli, const char *case_id, KirokuImprovement *improvement, GError **error)
{
  const char *given = kiroku_args_get_option (cli->args, "filing");
  g_autoptr (KirokuEntry) entry = NULL;

  if (given == NULL)
    return TRUE;
  entry = kiroku_cli_find_entry (cli, case_id, given, error);
  if (entry == NULL)
    return FALSE;
  if (!g_str_equal (entry->kind, "form.file"))
    {
      g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                   _ ("--filing names the entry of a filed form, not “%s”: see kiroku-cli timeline"), entry->kind);
      return FALSE;
    }
  g_free (improvement->filing);
  improvement->filing = g_strdup (entry->hash);
  g_free (improvement->form);
  improvement->form = g_strdup (kiroku_entry_get_text (entry, "form"));
  return TRUE;
}

static int
save (KirokuCli *cli, const char *case_id, KirokuImprovement *improvement)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  int status;

  if (!check_lesson (cli, improvement, &status))
    return status;
  if (take_filing (cli, case_id, improvement, &error))
    entry = kiroku_book_append_one (cli->book, case_id, kiroku_draft_improvement (improvement), &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, entry);
  return KIROKU_EXIT_DONE;
}

int
kiroku_command_measure_add (KirokuCli *cli)
{
  g_autoptr (KirokuImprovement) improvement = g_new0 (KirokuImprovement, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  int status;

  improvement->text = kiroku_text_strip (kiroku_args_get_word (cli->args, 1));
  if (improvement->text[0] == '\0')
    return kiroku_cli_usage (cli, _ ("an improvement needs a text: say what is to become better"));
  if (kiroku_args_get_option (cli->args, "class") == NULL)
    return kiroku_cli_usage (cli, _ ("an improvement needs --class=prevent, detect, respond or recover"));
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (!take_options (cli, improvement, &status))
    return status;
  return case_id != NULL ? save (cli, case_id, improvement) : kiroku_cli_fail (cli, error);
}

/* An entry says all of a measure: what is withheld here would be gone with it, or signed by somebody who
 * does not know it. */
static gboolean
check_known (KirokuCli *cli, const KirokuImprovement *known, int *status)
{
  static const struct
  {
    const char *field, *option;
  } carried[] = { { "text", "text" }, { "class", "class" }, { "owner", "owner" },  { "due", "due" },
                  { "proof", "proof" }, { "lesson", "lesson" }, { "form", "filing" } };

  for (guint i = 0; i < G_N_ELEMENTS (carried); i++)
    if (kiroku_improvement_lacks (known, carried[i].field)
        && kiroku_args_get_option (cli->args, carried[i].option) == NULL)
      {
        *status = kiroku_cli_usage (cli, _ ("its %s was stated and is not here: state it anew with --%s=…, or "
                                            "leave the change to whoever has it"),
                                    carried[i].field, carried[i].option);
        return FALSE;
      }
  return TRUE;
}

/* What is needed to say that it is @state. */
static gboolean
check_state (KirokuCli *cli, const KirokuImprovement *improvement, int *status)
{
  if (improvement->state == KIROKU_IMPROVE_DONE && improvement->proof == NULL)
    *status = kiroku_cli_usage (cli, _ ("what is done needs --proof=P: say what shows it"));
  else if (improvement->state == KIROKU_IMPROVE_DROPPED && improvement->reason == NULL)
    *status = kiroku_cli_usage (cli, _ ("what is dropped needs --reason=R: say why"));
  else
    return TRUE;
  return FALSE;
}

int
kiroku_command_measure_set (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (KirokuImprovement) improvement = NULL;
  const KirokuImprovement *known = NULL;
  KirokuImproveState state;
  int status;

  if (!kiroku_improve_state_parse (kiroku_args_get_word (cli->args, 2), &state, &error))
    return kiroku_cli_usage (cli, "%s", error->message);
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id != NULL)
    list = kiroku_cli_read (cli, read_improvements, &(Query){ case_id, KIROKU_NOW }, &error);
  if (list != NULL)
    known = kiroku_improvement_find (list, kiroku_args_get_word (cli->args, 1), &error);
  if (known == NULL)
    return kiroku_cli_fail (cli, error);
  improvement = kiroku_improvement_copy (known);
  improvement->state = state;
  if (!check_known (cli, known, &status))
    return status;
  if (!take_options (cli, improvement, &status) || !check_state (cli, improvement, &status))
    return status;
  return save (cli, case_id, improvement);
}

/* --- measure list --- */

/* The number of the case @id among @cases. (transfer none) (nullable) */
static const char *
get_number (GPtrArray *cases, const char *id)
{
  for (guint i = 0; i < cases->len; i++)
    {
      const KirokuCase *one = g_ptr_array_index (cases, i);

      if (g_str_equal (one->id, id))
        return one->number;
    }
  return NULL;
}

static void
add_improvement (
    JsonBuilder *builder, KirokuCli *cli, const KirokuImprovement *improvement, const char *number)
{
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "id", improvement->id);
  kiroku_json_text (builder, "case", number);
  kiroku_json_text (builder, "text", improvement->text);
  kiroku_json_text (builder, "class", kiroku_improvement_get_class_id (improvement));
  kiroku_json_text (builder, "state", kiroku_improvement_get_state_id (improvement));
  kiroku_json_text (builder, "owner", improvement->owner);
  kiroku_json_text (builder, "due", improvement->due);
  kiroku_json_boolean (builder, "overdue",
                       kiroku_improvement_is_overdue (improvement, kiroku_cli_get_now (cli)));
  kiroku_json_text (builder, "proof", improvement->proof);
  kiroku_json_text (builder, "reason", improvement->reason);
  kiroku_json_text (builder, "lesson", improvement->lesson);
  kiroku_json_text (builder, "form", improvement->form);
  kiroku_json_text (builder, "filing", improvement->filing);
  kiroku_json_time (builder, "set_at", improvement->set_at, cli->zone);
  json_builder_end_object (builder);
}

static void
append_column (GString *row, const char *mark, const char *text)
{
  if (text != NULL && text[0] != '\0')
    g_string_append_printf (row, "  %s%s", mark, text);
}

static void
print_improvement (
    KirokuCli *cli, const KirokuImprovement *improvement, guint number, const char *of_case)
{
  g_autoptr (GString) row = g_string_new (NULL);
  const char *due = kiroku_improvement_show (improvement, "due", improvement->due);
  g_autofree char *shown = due != NULL ? kiroku_task_show_due (due) : NULL;

  /* a number is of one case */
  if (number > 0)
    g_string_append_printf (row, "%3u", number);
  else
    g_string_append_printf (row, "%.8s", improvement->id);
  g_string_append_printf (row, "  %s  %s  %s  %s", of_case != NULL ? of_case : "–",
                          kiroku_improvement_show_state (improvement), kiroku_improvement_show_class (improvement),
                          kiroku_improvement_show (improvement, "text", improvement->text));
  append_column (row, "@ ", kiroku_improvement_show (improvement, "owner", improvement->owner));
  append_column (row, kiroku_improvement_is_overdue (improvement, kiroku_cli_get_now (cli)) ? "⚠ " : "≤ ", shown);
  append_column (row, "✓ ", kiroku_improvement_show (improvement, "proof", improvement->proof));
  append_column (row, "→ ", improvement->form);
  append_column (row, "— ", kiroku_improvement_show (improvement, "reason", improvement->reason));
  kiroku_print_row ("%s", row->str);
}

static int
print_list (KirokuCli *cli, GPtrArray *list, GPtrArray *cases)
{
  const gboolean only_open = kiroku_args_has_option (cli->args, "open");
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < list->len; i++)
    {
      const KirokuImprovement *improvement = g_ptr_array_index (list, i);
      const char *number = get_number (cases, improvement->case_id);

      if (only_open && !kiroku_improvement_is_open (improvement))
        continue;
      add_improvement (builder, cli, improvement, number);
      if (!cli->json)
        print_improvement (cli, improvement, kiroku_args_count_words (cli->args) > 0 ? i + 1 : 0, number);
    }
  json_builder_end_array (builder);
  if (cli->json)
    kiroku_print_json (builder);
  return KIROKU_EXIT_DONE;
}

int
kiroku_command_measure_list (KirokuCli *cli)
{
  Query query = { NULL, KIROKU_NOW };
  g_autofree char *case_id = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GPtrArray) cases = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (!kiroku_cli_get_moment (cli, "as-of", &query.as_of, &status))
    return status;
  if (kiroku_args_count_words (cli->args) > 0)
    case_id = kiroku_cli_get_case (cli, 0, &error);
  else
    kiroku_cli_open_book (cli, &error);
  query.case_id = case_id;
  if (error == NULL)
    list = kiroku_cli_read (cli, read_improvements, &query, &error);
  if (list != NULL)
    cases = kiroku_cli_read (cli, read_cases, NULL, &error);
  return cases != NULL ? print_list (cli, list, cases) : kiroku_cli_fail (cli, error);
}
