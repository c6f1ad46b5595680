/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-cli.h"
#include "kiroku-decisions.h"
#include "kiroku-print.h"
#include "kiroku-snapshot.h"
#include "kiroku-words.h"

typedef struct
{
  KirokuCli *cli;
  const char *case_id; /* NULL for all open ones */
  gint64 now;
} Query;

static gpointer
read_snapshots (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Query *query = data;
  g_autoptr (GPtrArray) snapshots
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_snapshot_free);
  g_autoptr (GPtrArray) cases = kiroku_case_list (db, error);

  if (cases == NULL)
    return NULL;
  for (guint i = 0; i < cases->len; i++)
    {
      const KirokuCase *incident = g_ptr_array_index (cases, i);
      KirokuSnapshot *snapshot;

      if (query->case_id != NULL ? !g_str_equal (query->case_id, incident->id) : incident->closed)
        continue;
      snapshot = kiroku_snapshot_read (db, kiroku_book_get_pack (query->cli->book), incident->id,
                                       KIROKU_NOW, query->now, query->cli->language, error);
      if (snapshot == NULL)
        return NULL;
      g_ptr_array_add (snapshots, snapshot);
    }
  return g_steal_pointer (&snapshots);
}

static void
print_obligation (
    KirokuCli *cli, const KirokuCase *incident, const KirokuObligation *obligation)
{
  g_autofree char *due = kiroku_describe_due (cli, obligation);
  g_autofree char *source = kiroku_words_source (cli->language, obligation->source);

  kiroku_print ("%s  %s  [%s]\n", incident->number,
                kiroku_pack_text (obligation->label, cli->language),
                kiroku_obligation_state_name (obligation));
  /* Translators: a rule, to whom, due when, " (target)" or nothing. */
  kiroku_print (_ ("    %s → %s: %s%s\n"), obligation->rule,
                kiroku_pack_text (obligation->recipient, cli->language), due,
                obligation->hard ? "" : _ (" (target)"));
  if (obligation->explanation != NULL)
    kiroku_print ("    %s\n", obligation->explanation);
  /* Translators: the source of a rule and how sure it is. */
  kiroku_print (_ ("    (%s; %s)\n"), source, kiroku_confidence_name (obligation->confidence));
}

int
kiroku_command_deadline_list (KirokuCli *cli)
{
  gboolean one = kiroku_args_count_words (cli->args) > 0;
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (GPtrArray) snapshots = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  Query query = { .cli = cli };
  int status;

  if (one)
    case_id = kiroku_cli_get_case (cli, 0, &error);
  if (one ? case_id == NULL : !kiroku_cli_open_book (cli, &error))
    return kiroku_cli_fail (cli, error);
  query.case_id = case_id;
  query.now = kiroku_cli_get_now (cli);
  if (!kiroku_cli_get_moment (cli, "now", &query.now, &status))
    return status;
  snapshots = kiroku_cli_read (cli, read_snapshots, &query, &error);
  if (snapshots == NULL)
    return kiroku_cli_fail (cli, error);

  json_builder_begin_array (builder);
  for (guint i = 0; i < snapshots->len; i++)
    {
      const KirokuSnapshot *snapshot = g_ptr_array_index (snapshots, i);

      for (guint j = 0; j < snapshot->obligations->len; j++)
        {
          const KirokuObligation *obligation = g_ptr_array_index (snapshot->obligations, j);

          kiroku_json_obligation (builder, cli, snapshot->incident, obligation);
          if (!cli->json)
            print_obligation (cli, snapshot->incident, obligation);
        }
    }
  json_builder_end_array (builder);
  if (cli->json)
    kiroku_print_json (builder);
  return KIROKU_EXIT_DONE;
}

int
kiroku_command_deadline_decide (KirokuCli *cli)
{
  const char *rule = kiroku_args_get_word (cli->args, 1);
  const char *decision = kiroku_args_get_word (cli->args, 2);
  const char *reason = kiroku_args_get_option (cli->args, "reason");
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  gboolean applies = g_str_equal (decision, "applies");

  if (!applies && !g_str_equal (decision, "not-applicable"))
    return kiroku_cli_usage (cli, _ ("“%s” is no decision: use applies or not-applicable"), decision);
  if (reason == NULL || reason[0] == '\0')
    return kiroku_cli_usage (cli, _ ("a decision needs --reason=R: say why"));
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  if (kiroku_pack_get_obligation (kiroku_book_get_pack (cli->book), rule) == NULL)
    return kiroku_cli_usage (cli, _ ("“%s” is no rule: see kiroku-cli deadline list"), rule);
  entry = kiroku_book_append_one (
      cli->book, case_id,
      kiroku_decisions_draft (rule, applies, reason,
                              kiroku_args_get_option (cli->args, "approver")),
      &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, entry);
  return KIROKU_EXIT_DONE;
}
