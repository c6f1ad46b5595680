/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-case-level.h"
#include "kiroku-cli.h"
#include "kiroku-print.h"
#include "kiroku-snapshot.h"
#include "kiroku-text.h"

/* --- case new --- */

typedef struct
{
  KirokuTime occurred, detected, known;
  gboolean has_occurred, has_detected, has_known;
} Times;

static gboolean
read_times (KirokuCli *cli, Times *times, KirokuNewCase *new_case, int *status)
{
  if (!kiroku_cli_get_stated (cli, "occurred", &times->occurred, &times->has_occurred, status)
      || !kiroku_cli_get_stated (cli, "detected", &times->detected, &times->has_detected, status)
      || !kiroku_cli_get_stated (cli, "known", &times->known, &times->has_known, status))
    return FALSE;
  new_case->occurred = times->has_occurred ? &times->occurred : NULL;
  new_case->detected = times->has_detected ? &times->detected : NULL;
  new_case->known = times->has_known ? &times->known : NULL;
  return TRUE;
}

static char *
list_types (KirokuCli *cli)
{
  GPtrArray *types = kiroku_pack_get_types (kiroku_book_get_pack (cli->book));
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < types->len; i++)
    {
      const KirokuPackType *type = g_ptr_array_index (types, i);

      if (i > 0)
        g_string_append (list, C_ ("list", ", "));
      /* Translators: what a value is called, and its name in the record. */
      g_string_append_printf (list, _ ("%s (%s)"), type->item.id,
                              kiroku_pack_text (type->name, cli->language));
    }
  return g_string_free (list, FALSE);
}

static gpointer
read_case (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_case_read (db, data, KIROKU_NOW, error);
}

static int
print_opened (KirokuCli *cli, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuCase) incident = kiroku_cli_read (cli, read_case, (gpointer) id, &error);
  g_autoptr (JsonBuilder) builder = NULL;

  if (incident == NULL)
    return kiroku_cli_fail (cli, error);
  if (!cli->json)
    {
      kiroku_print ("%s\n", incident->number);
      return KIROKU_EXIT_DONE;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "id", incident->id);
  kiroku_json_text (builder, "number", incident->number);
  json_builder_end_object (builder);
  kiroku_print_json (builder);
  return KIROKU_EXIT_DONE;
}

int
kiroku_command_case_new (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  KirokuNewCase new_case = { .title = kiroku_args_get_option (cli->args, "title"),
                             .type = kiroku_args_get_option (cli->args, "type"),
                             .exercise = kiroku_args_has_option (cli->args, "exercise") };
  const char *level = kiroku_args_get_option (cli->args, "level");
  Times times;
  int status;

  if (new_case.title == NULL || new_case.type == NULL)
    return kiroku_cli_usage (cli, _ ("a case needs --title=T and --type=TYPE"));
  if (level != NULL && !kiroku_cli_parse_level (level, &new_case.level))
    return kiroku_cli_usage (cli, _ ("--level: use 0, 1, 2 or 3"));
  if (!kiroku_cli_open_book (cli, &error))
    return kiroku_cli_fail (cli, error);
  if (kiroku_pack_get_type (kiroku_book_get_pack (cli->book), new_case.type) == NULL)
    {
      g_autofree char *types = list_types (cli);

      return kiroku_cli_usage (cli, _ ("“%s” is no type of incident: use one of %s"), new_case.type,
                               types);
    }
  if (!read_times (cli, &times, &new_case, &status))
    return status;
  id = kiroku_book_open_case (cli->book, &new_case, &error);
  if (id == NULL)
    return kiroku_cli_fail (cli, error);
  return print_opened (cli, id);
}

/* --- case list --- */

typedef struct
{
  KirokuCli *cli;
  const char *case_id; /* NULL for all */
  gint64 as_of;
  gint64 now;
} Query;

static gpointer
read_snapshot (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Query *query = data;

  return kiroku_snapshot_read (db, kiroku_book_get_pack (query->cli->book), query->case_id,
                               query->as_of, query->now, query->cli->language, error);
}

static gpointer
read_snapshots (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Query query = *(Query *) data;
  g_autoptr (GPtrArray) cases = kiroku_case_list (db, error);
  g_autoptr (GPtrArray) snapshots
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_snapshot_free);

  if (cases == NULL)
    return NULL;
  for (guint i = 0; i < cases->len; i++)
    {
      KirokuSnapshot *snapshot;

      query.case_id = ((KirokuCase *) g_ptr_array_index (cases, i))->id;
      snapshot = read_snapshot (db, &query, cancellable, error);
      if (snapshot == NULL)
        return NULL;
      g_ptr_array_add (snapshots, snapshot);
    }
  return g_steal_pointer (&snapshots);
}

static void
add_summary (JsonBuilder *builder, KirokuCli *cli, const KirokuSnapshot *snapshot)
{
  const KirokuCase *incident = snapshot->incident;
  const KirokuObligation *next = kiroku_obligations_get_next (snapshot->obligations);

  kiroku_json_text (builder, "id", incident->id);
  kiroku_json_text (builder, "number", incident->number);
  kiroku_json_text (builder, "title", incident->title);
  kiroku_json_text (builder, "type", incident->type);
  if (incident->level != KIROKU_LEVEL_WITHHELD)
    kiroku_json_integer (builder, "level", incident->level);
  else
    kiroku_json_text (builder, "level", NULL);
  kiroku_json_boolean (builder, "exercise", incident->exercise);
  kiroku_json_boolean (builder, "closed", incident->closed);
  kiroku_json_text (builder, "phase", kiroku_phase_id (incident->phase));
  kiroku_json_time (builder, "since", incident->phase_since, cli->zone);
  kiroku_json_time (builder, "opened", incident->opened, cli->zone);
  kiroku_json_integer (builder, "open_tasks", incident->tasks_open);
  json_builder_set_member_name (builder, "next_deadline");
  if (next != NULL)
    kiroku_json_obligation (builder, cli, incident, next, NULL);
  else
    json_builder_add_null_value (builder);
}

static void
print_summary (KirokuCli *cli, const KirokuSnapshot *snapshot)
{
  const KirokuCase *incident = snapshot->incident;
  const KirokuObligation *next = kiroku_obligations_get_next (snapshot->obligations);
  g_autofree char *since
      = kiroku_time_to_text (incident->phase_since, KIROKU_PRECISION_MINUTE, cli->zone);
  g_autofree char *due = next != NULL ? kiroku_describe_due (cli, next) : NULL;
  g_autofree char *level = kiroku_case_level_show (incident->level);
  g_autofree char *open
      = g_strdup_printf (g_dngettext (NULL, "%u open task", "%u open tasks", incident->tasks_open),
                         incident->tasks_open);

  kiroku_print_row ("%s  %s%s", incident->number, incident->closed ? _ ("[closed] ") : "",
                    incident->title);
  /* Translators: type, level, phase, since when, "3 open tasks". */
  kiroku_print (_ ("    %s · level %s · %s (%s) · %s"),
                kiroku_case_show_type (incident, kiroku_book_get_pack (cli->book), cli->language), level, kiroku_phase_name (incident->phase), since, open);
  kiroku_print ("\n");
  if (next != NULL)
    kiroku_print_row (_ ("    due %s: %s (%s)"), due, kiroku_pack_text (next->label, cli->language),
                      kiroku_obligation_state_name (next));
}

int
kiroku_command_case_list (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) snapshots = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  Query query;

  if (!kiroku_cli_open_book (cli, &error))
    return kiroku_cli_fail (cli, error);
  query = (Query){ cli, NULL, KIROKU_NOW, kiroku_cli_get_now (cli) };
  snapshots = kiroku_cli_read (cli, read_snapshots, &query, &error);
  if (snapshots == NULL)
    return kiroku_cli_fail (cli, error);

  json_builder_begin_array (builder);
  for (guint i = 0; i < snapshots->len; i++)
    {
      json_builder_begin_object (builder);
      add_summary (builder, cli, g_ptr_array_index (snapshots, i));
      json_builder_end_object (builder);
      if (!cli->json)
        print_summary (cli, g_ptr_array_index (snapshots, i));
    }
  json_builder_end_array (builder);
  if (cli->json)
    kiroku_print_json (builder);
  return KIROKU_EXIT_DONE;
}

/* --- case show --- */

static void
add_visits (JsonBuilder *builder, KirokuCli *cli, const KirokuSnapshot *snapshot)
{
  json_builder_set_member_name (builder, "phases");
  json_builder_begin_array (builder);
  for (guint i = 0; i < snapshot->visits->len; i++)
    {
      const KirokuVisit *visit = g_ptr_array_index (snapshot->visits, i);

      json_builder_begin_object (builder);
      kiroku_json_text (builder, "phase", visit->withheld ? NULL : kiroku_phase_id (visit->phase));
      kiroku_json_time (builder, "start", visit->start, cli->zone);
      kiroku_json_time (builder, "end", visit->end, cli->zone);
      kiroku_json_boolean (builder, "stated", visit->stated);
      kiroku_json_text (builder, "reason", visit->reason);
      kiroku_json_text (builder, "approver", visit->approver);
      kiroku_json_text (builder, "entry", visit->hash);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_measures (JsonBuilder *builder, const KirokuMeasures *measures)
{
  static const char *const names[KIROKU_N_TIMES_TO]
      = { "time_to_detect", "time_to_triage", "time_to_contain", "time_to_eradicate",
          "time_to_recover" };

  json_builder_set_member_name (builder, "measures");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "seconds_in_phase");
  json_builder_begin_object (builder);
  for (KirokuPhase phase = 0; phase < KIROKU_N_PHASES; phase++)
    if (measures->visited[phase])
      kiroku_json_integer (builder, kiroku_phase_id (phase),
                           measures->in_phase[phase] / G_USEC_PER_SEC);
  json_builder_end_object (builder);
  for (guint i = 0; i < KIROKU_N_TIMES_TO; i++)
    if (measures->time_to[i].known)
      {
        json_builder_set_member_name (builder, names[i]);
        json_builder_begin_object (builder);
        kiroku_json_integer (builder, "seconds", measures->time_to[i].length / G_USEC_PER_SEC);
        kiroku_json_text (builder, "rests_on", measures->time_to[i].stated ? "stated" : "recorded");
        json_builder_end_object (builder);
      }
  json_builder_end_object (builder);
}

static void
add_fact (const KirokuFact *fact, gpointer data)
{
  JsonBuilder *builder = data;

  json_builder_begin_object (builder);
  kiroku_json_text (builder, "key", fact->key);
  kiroku_json_text (builder, "value", fact->value);
  kiroku_json_text (builder, "state", kiroku_fact_state_id (fact->state));
  if (fact->state == KIROKU_FACT_ERASED)
    kiroku_json_boolean (builder, "erased", TRUE);
  kiroku_json_text (builder, "entry", fact->origin);
  json_builder_end_object (builder);
}

static void
add_told (JsonBuilder *builder, KirokuCli *cli, const KirokuSnapshot *snapshot)
{
  json_builder_set_member_name (builder, "contacts_told");
  json_builder_begin_array (builder);
  for (guint i = 0; i < snapshot->told->len; i++)
    {
      const KirokuTold *told = g_ptr_array_index (snapshot->told, i);

      json_builder_begin_object (builder);
      kiroku_json_text (builder, "contact", told->contact);
      kiroku_json_text (builder, "name", told->name);
      kiroku_json_text (builder, "by", told->means);
      kiroku_json_text (builder, "number", told->number);
      kiroku_json_text (builder, "person", told->person);
      kiroku_json_text (builder, "outcome", told->outcome);
      kiroku_json_time (builder, "time", told->at, cli->zone);
      kiroku_json_text (builder, "entry", told->hash);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_links (JsonBuilder *builder, const KirokuSnapshot *snapshot)
{
  json_builder_set_member_name (builder, "links");
  json_builder_begin_array (builder);
  for (guint i = 0; i < snapshot->links->len; i++)
    {
      const KirokuLink *link = g_ptr_array_index (snapshot->links, i);

      json_builder_begin_object (builder);
      kiroku_json_text (builder, "id", link->id);
      kiroku_json_text (builder, "number", link->number);
      kiroku_json_text (builder, "as", kiroku_link_as_id (link->as));
      kiroku_json_text (builder, "reason", link->reason);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_hold (JsonBuilder *builder, KirokuCli *cli, const KirokuLegalHold *hold)
{
  json_builder_set_member_name (builder, "hold");
  if (!hold->held)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_object (builder);
  kiroku_json_time (builder, "since", hold->rec, cli->zone);
  kiroku_json_text (builder, "author", hold->author);
  kiroku_json_text (builder, "reason", hold->reason);
  kiroku_json_text (builder, "approver", hold->approver);
  kiroku_json_text (builder, "entry", hold->hash);
  json_builder_end_object (builder);
}

static void
print_hold (KirokuCli *cli, const KirokuLegalHold *hold)
{
  g_autofree char *since = kiroku_time_to_text (hold->rec, KIROKU_PRECISION_MINUTE, cli->zone);

  if (hold->held)
    kiroku_print_row (_ ("    legal hold since %s, set by %s: %s"), since,
                      hold->author != NULL ? hold->author : "?",
                      hold->reason != NULL ? hold->reason : _ ("(withheld)"));
}

static void
print_due (const KirokuSnapshot *snapshot)
{
  if (snapshot->erasures_due > 0)
    kiroku_print_row ("    %s", _ ("traces of what was erased by law are still to be cleared away: "
                                   "kiroku-cli rebuild does it, or says what is in the way"));
}

static void
print_case_json (KirokuCli *cli, const KirokuSnapshot *snapshot)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_summary (builder, cli, snapshot);
  add_links (builder, snapshot);
  add_hold (builder, cli, snapshot->hold);
  kiroku_json_boolean (builder, "erasure_due", snapshot->erasures_due > 0);
  kiroku_json_conflicts (builder, cli, snapshot->conflicts);
  add_visits (builder, cli, snapshot);
  add_measures (builder, &snapshot->measures);
  json_builder_set_member_name (builder, "facts");
  json_builder_begin_array (builder);
  kiroku_facts_foreach (snapshot->facts, add_fact, builder);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "tasks");
  json_builder_begin_array (builder);
  for (guint i = 0; i < snapshot->tasks->len; i++)
    kiroku_json_task (builder, cli, g_ptr_array_index (snapshot->tasks, i));
  json_builder_end_array (builder);
  add_told (builder, cli, snapshot);
  json_builder_set_member_name (builder, "deadlines");
  json_builder_begin_array (builder);
  for (guint i = 0; i < snapshot->obligations->len; i++)
    kiroku_json_obligation (builder, cli, snapshot->incident,
                            g_ptr_array_index (snapshot->obligations, i), NULL);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  kiroku_print_json (builder);
}

static void
print_links (const KirokuSnapshot *snapshot)
{
  for (guint i = 0; i < snapshot->links->len; i++)
    {
      const KirokuLink *link = g_ptr_array_index (snapshot->links, i);
      g_autofree char *text = kiroku_link_as_describe (link->as, link->number);

      kiroku_print_row ("    %s%s%s", text, link->reason != NULL ? " · " : "",
                        link->reason != NULL ? link->reason : "");
    }
}

static void
print_visits (KirokuCli *cli, const KirokuSnapshot *snapshot)
{
  kiroku_print ("\n%s\n", _ ("Phases"));
  for (guint i = 0; i < snapshot->visits->len; i++)
    {
      const KirokuVisit *visit = g_ptr_array_index (snapshot->visits, i);
      gint64 end = visit->end == KIROKU_TIME_NONE ? snapshot->now : visit->end;
      g_autofree char *start
          = kiroku_time_to_text (visit->start, KIROKU_PRECISION_SECOND, cli->zone);
      g_autofree char *length = kiroku_duration_to_text (MAX (end - visit->start, 0));
      g_autofree char *signer = NULL;

      kiroku_print_row ("  %s  %s  %s%s%s", start,
                        visit->erased     ? _ ("(erased by law)")
                        : visit->withheld ? _ ("(withheld)")
                                          : kiroku_phase_name (visit->phase), length,
                        visit->reason != NULL ? " · " : "",
                        visit->reason != NULL ? visit->reason : "");
      if (visit->correction != NULL)
        kiroku_print_row (_ ("      corrected by %s: %s"),
                          visit->corrector != NULL ? visit->corrector : "?",
                          visit->correction_reason != NULL ? visit->correction_reason
                                                           : _ ("(withheld)"));
      if (visit->signer != NULL)
        signer = kiroku_line_mark_name (visit->signer, visit->signer_unvouched);
      if (signer != NULL)
        kiroku_print_row (visit->refused ? _ ("      refused, signed by %s")
                                         : _ ("      approved, signed by %s"),
                          signer);
    }
}

static void
print_measures (const KirokuMeasures *measures)
{
  for (guint i = 0; i < KIROKU_N_TIMES_TO; i++)
    if (measures->time_to[i].known)
      {
        g_autofree char *length = kiroku_duration_to_text (measures->time_to[i].length);

        kiroku_print (_ ("  %s: %s (%s)\n"), kiroku_time_to_name (i), length,
                      measures->time_to[i].stated ? _ ("stated times") : _ ("recorded times"));
      }
}

static void
print_fact (const KirokuFact *fact, gpointer data)
{
  kiroku_print_row (_ ("  %s = %s (%s)"), fact->key, fact->value,
                    kiroku_fact_state_name (fact->state));
}

static void
print_case (KirokuCli *cli, const KirokuSnapshot *snapshot)
{
  print_summary (cli, snapshot);
  print_links (snapshot);
  print_hold (cli, snapshot->hold);
  print_due (snapshot);
  print_visits (cli, snapshot);
  print_measures (&snapshot->measures);
  kiroku_print_conflicts (cli, snapshot->conflicts);
  kiroku_print ("\n%s\n", _ ("Facts"));
  kiroku_facts_foreach (snapshot->facts, print_fact, NULL);
}

int
kiroku_command_case_show (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kiroku_cli_get_case (cli, 0, &error);
  g_autoptr (KirokuSnapshot) snapshot = NULL;
  Query query;
  int status;

  if (id == NULL)
    return kiroku_cli_fail (cli, error);
  query = (Query){ cli, id, KIROKU_NOW, kiroku_cli_get_now (cli) };
  if (!kiroku_cli_get_moment (cli, "as-of", &query.as_of, &status))
    return status;
  query.now = MIN (query.now, query.as_of);
  snapshot = kiroku_cli_read (cli, read_snapshot, &query, &error);
  if (snapshot == NULL)
    return kiroku_cli_fail (cli, error);
  if (cli->json)
    print_case_json (cli, snapshot);
  else
    print_case (cli, snapshot);
  return KIROKU_EXIT_DONE;
}

/* --- case link --- */

/* The two cases may be named by number or id; the entry names the other by both. */
static int
link_cases (KirokuCli *cli, const char *id, const char *other, KirokuLinkAs as)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuCase) incident = kiroku_cli_read (cli, read_case, (gpointer) other, &error);
  g_autoptr (KirokuEntry) entry = NULL;

  if (incident != NULL)
    entry = kiroku_book_append_one (
        cli->book, id,
        kiroku_link_draft (other, incident->number, as,
                           kiroku_args_get_option (cli->args, "reason")),
        &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, entry);
  return KIROKU_EXIT_DONE;
}

int
kiroku_command_case_link (KirokuCli *cli)
{
  const char *wanted = kiroku_args_get_option (cli->args, "as");
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *other = NULL;
  KirokuLinkAs as = KIROKU_LINK_RELATED;

  if (wanted != NULL && !kiroku_link_as_parse (wanted, &as, &error))
    return kiroku_cli_usage (cli, "--as: %s", error->message);
  id = kiroku_cli_get_case (cli, 0, &error);
  if (id != NULL)
    other = kiroku_cli_get_case (cli, 1, &error);
  if (other == NULL)
    return kiroku_cli_fail (cli, error);
  if (g_str_equal (id, other))
    return kiroku_cli_usage (cli, _ ("a case is not linked with itself: name two cases"));
  return link_cases (cli, id, other, as);
}

/* --- close, reopen --- */

static void
print_left (KirokuCli *cli, const KirokuSnapshot *snapshot)
{
  guint tasks = snapshot->incident->tasks_open;

  for (guint i = 0; i < snapshot->obligations->len; i++)
    {
      const KirokuObligation *obligation = g_ptr_array_index (snapshot->obligations, i);
      g_autofree char *due = kiroku_obligation_is_left (obligation) ? kiroku_describe_due (cli, obligation) : NULL;

      if (due != NULL)
        kiroku_print_row (_ ("still open: %s, due %s (%s)"),
                          kiroku_pack_text (obligation->label, cli->language), due,
                          kiroku_obligation_state_name (obligation));
    }
  if (tasks > 0)
    kiroku_print_row (g_dngettext (NULL, "still open: %u task", "still open: %u tasks", tasks),
                      tasks);
}

/* A case is closed whatever is open, for a deadline is none of ours to stop; but nobody shall think that
 * closing ended it. */
static void
print_left_open (KirokuCli *cli, const char *id)
{
  Query query = { cli, id, KIROKU_NOW, kiroku_cli_get_now (cli) };
  g_autoptr (KirokuSnapshot) snapshot = kiroku_cli_read (cli, read_snapshot, &query, NULL);

  if (snapshot != NULL)
    print_left (cli, snapshot);
}

static int
close_or_reopen (KirokuCli *cli, gboolean close)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kiroku_cli_get_case (cli, 0, &error);
  g_autoptr (KirokuEntry) entry = NULL;

  if (id == NULL)
    return kiroku_cli_fail (cli, error);
  entry = kiroku_book_append_one (
      cli->book, id, kiroku_draft_close (close, kiroku_args_get_option (cli->args, "reason")),
      &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, entry);
  if (close && !cli->json)
    print_left_open (cli, id);
  return KIROKU_EXIT_DONE;
}

int
kiroku_command_close (KirokuCli *cli)
{
  return close_or_reopen (cli, TRUE);
}

int
kiroku_command_reopen (KirokuCli *cli)
{
  return close_or_reopen (cli, FALSE);
}
