/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-cli.h"
#include "kiroku-fold.h"
#include "kiroku-playbook.h"
#include "kiroku-print.h"
#include "kiroku-words.h"

/* Entering a phase, or correcting how one was entered. */

/* The entry of a phase that --corrects names; that of a correction when one is named. Sets @hash, NULL
 * without the option. (transfer full) */
static gboolean
take_corrected (KirokuCli *cli, const char *case_id, char **hash, GError **error)
{
  const char *named = kiroku_args_get_option (cli->args, "corrects");
  g_autoptr (KirokuEntry) entry = NULL;
  const char *first;

  *hash = NULL;
  if (named == NULL)
    return TRUE;
  entry = kiroku_cli_find_entry (cli, case_id, named, error);
  if (entry == NULL)
    return FALSE;
  if (!g_str_equal (entry->kind, "case.phase"))
    {
      g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                   _ ("--corrects names the entry of a phase, not “%s”: see kiroku-cli timeline"),
                   entry->kind);
      return FALSE;
    }
  first = kiroku_entry_get_ref (entry, "corrects");
  *hash = g_strdup (first != NULL ? first : entry->hash);
  return TRUE;
}

/* What should be true before a phase is entered, and whether the case is in it already. */
typedef struct
{
  KirokuPack *pack;
  const char *case_id;
  KirokuPhase phase;
  gboolean again;
} GateQuery;

static gpointer
read_gates (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GateQuery *query = data;
  g_autoptr (KirokuCase) incident = kiroku_case_read (db, query->case_id, KIROKU_NOW, error);
  g_autoptr (KirokuFacts) facts
      = incident != NULL ? kiroku_case_read_facts (db, query->case_id, KIROKU_NOW, error) : NULL;
  g_autoptr (GPtrArray) tasks
      = facts != NULL ? kiroku_task_list (db, query->case_id, KIROKU_NOW, error) : NULL;

  query->again = incident != NULL && incident->phase == query->phase;
  return tasks != NULL ? kiroku_playbook_check_gates (query->pack, query->phase, facts, tasks) : NULL;
}

static void
add_gate (JsonBuilder *builder, const KirokuCli *cli, const KirokuGate *gate)
{
  static const char *const holds[] = { [KIROKU_TRUTH_NO] = "no",
                                       [KIROKU_TRUTH_UNDECIDED] = "unknown",
                                       [KIROKU_TRUTH_YES] = "yes" };

  json_builder_begin_object (builder);
  kiroku_json_text (builder, "id", gate->rule->item.id);
  kiroku_json_text (builder, "text", kiroku_pack_text (gate->rule->text, cli->language));
  kiroku_json_text (builder, "holds", holds[gate->holds]);
  kiroku_json_integer (builder, "open_tasks", gate->n_open);
  kiroku_json_text (builder, "source", gate->rule->item.source);
  kiroku_json_text (builder, "confidence", kiroku_confidence_id (gate->rule->item.confidence));
  json_builder_end_object (builder);
}

/* Says which of @gates are not known to hold, and without a reason for going on that one can be given. */
static void
warn_of_gates (const KirokuCli *cli, GPtrArray *gates, const char *reason)
{
  const gboolean reasoned = reason != NULL && reason[0] != '\0';

  for (guint i = 0; i < gates->len; i++)
    {
      const KirokuGate *gate = g_ptr_array_index (gates, i);
      const KirokuConfidence confidence = gate->rule->item.confidence;
      g_autofree char *source = kiroku_words_source (cli->language, gate->rule->item.source);
      g_autofree char *mark
          = kiroku_confidence_is_shown (confidence)
                ? g_strdup_printf ("%s, %s", source, kiroku_confidence_name (confidence))
                : g_strdup (source);

      if (gate->holds == KIROKU_TRUTH_YES)
        continue;
      /* Translators: what should be true; where that is said. */
      kiroku_cli_warn (reasoned ? _ ("not recorded as true before this phase: %s (%s); your reason stands beside it")
                                : _ ("not recorded as true before this phase: %s (%s); --reason says why all the same"),
                       kiroku_pack_text (gate->rule->text, cli->language), mark);
    }
}

static void
print_entered (KirokuCli *cli, const KirokuEntry *entry, GPtrArray *gates)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (!cli->json || !kiroku_args_has_option (cli->args, "gates"))
    {
      kiroku_print_saved (cli, entry);
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  kiroku_json_entry_members (builder, entry);
  json_builder_set_member_name (builder, "gates");
  json_builder_begin_array (builder);
  for (guint i = 0; i < gates->len; i++)
    add_gate (builder, cli, g_ptr_array_index (gates, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  kiroku_print_json (builder);
}

static int
enter_phase (KirokuCli *cli, const char *case_id, const KirokuPhaseChange *change)
{
  GateQuery query = { kiroku_book_get_pack (cli->book), case_id, change->phase, FALSE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) gates = change->corrects != NULL
                                    ? g_ptr_array_new ()
                                    : kiroku_cli_read (cli, read_gates, &query, &error);

  if (gates != NULL)
    entries = kiroku_book_enter_phase (cli->book, case_id, change, &error);
  if (entries == NULL)
    return kiroku_cli_fail (cli, error);
  print_entered (cli, g_ptr_array_index (entries, 0), gates);
  warn_of_gates (cli, gates, change->reason);
  if (query.again)
    kiroku_cli_warn (_ ("the case was in this phase already; it was entered again. If that was a mistake, correct "
                        "the entry with --corrects"));
  return KIROKU_EXIT_DONE;
}

int
kiroku_command_phase (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *corrected = NULL;
  KirokuPhaseChange change = { .reason = kiroku_args_get_option (cli->args, "reason"),
                               .approver = kiroku_args_get_option (cli->args, "approver") };
  KirokuTime at;
  gboolean given;
  int status;

  if (!kiroku_phase_parse (kiroku_args_get_word (cli->args, 1), &change.phase, &error))
    return kiroku_cli_usage (cli, "%s", error->message);
  id = kiroku_cli_get_case (cli, 0, &error);
  if (id == NULL || !take_corrected (cli, id, &corrected, &error))
    return kiroku_cli_fail (cli, error);
  if (!kiroku_cli_get_stated (cli, "at", &at, &given, &status))
    return status;
  change.at = given ? &at : NULL;
  change.corrects = corrected;
  return enter_phase (cli, id, &change);
}
