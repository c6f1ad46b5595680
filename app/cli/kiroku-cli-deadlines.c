/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-cli-forms.h"
#include "kiroku-decisions.h"
#include "kiroku-enquiry.h"
#include "kiroku-files.h"
#include "kiroku-ics.h"
#include "kiroku-print.h"
#include "kiroku-question.h"
#include "kiroku-snapshot.h"
#include "kiroku-text.h"
#include "kiroku-words.h"

typedef struct
{
  KirokuCli *cli;
  const char *case_id; /* NULL for all open ones */
  gint64 now;
} Query;

/* A case as it stands, and what became of its forms. */
typedef struct
{
  KirokuSnapshot *snapshot;
  GHashTable *filings;
} Standing;

static void
standing_free (Standing *standing)
{
  g_clear_pointer (&standing->snapshot, kiroku_snapshot_free);
  g_clear_pointer (&standing->filings, g_hash_table_unref);
  g_free (standing);
}

static gpointer
read_snapshots (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Query *query = data;
  g_autoptr (GPtrArray) snapshots
      = g_ptr_array_new_with_free_func ((GDestroyNotify) standing_free);
  g_autoptr (GPtrArray) cases = kiroku_case_list (db, error);

  if (cases == NULL)
    return NULL;
  for (guint i = 0; i < cases->len; i++)
    {
      const KirokuCase *incident = g_ptr_array_index (cases, i);
      Standing *standing;

      if (query->case_id != NULL ? !g_str_equal (query->case_id, incident->id) : incident->closed)
        continue;
      standing = g_new0 (Standing, 1);
      g_ptr_array_add (snapshots, standing);
      standing->snapshot
          = kiroku_snapshot_read (db, kiroku_book_get_pack (query->cli->book), incident->id,
                                  KIROKU_NOW, query->now, query->cli->language, error);
      if (standing->snapshot == NULL
          || (standing->filings = kiroku_cli_read_filings (query->cli, db, incident->id, error)) == NULL)
        return NULL;
    }
  return g_steal_pointer (&snapshots);
}

/* Which fact starts the clock: whoever wants to set it must know its key. */
static void
print_clock (KirokuCli *cli, const char *number, const KirokuObligation *obligation)
{
  g_autofree char *started
      = obligation->clock_started != KIROKU_TIME_NONE
            ? kiroku_time_to_text (obligation->clock_started, KIROKU_PRECISION_MINUTE, cli->zone)
            : NULL;

  if (started != NULL)
    /* Translators: the key of a fact, and its value, a time. */
    kiroku_print_row (_ ("    its clock started with %s: %s"), obligation->clock, started);
  else
    kiroku_print_row (_ ("    its clock starts with %s (kiroku-cli set %s %s TIME)"),
                      obligation->clock, number, obligation->clock);
}

/* Why a fact is to be set. */
typedef enum
{
  SETTING_ANSWER,
  SETTING_ROUTE,
  SETTING_CLOCK,
} Setting;

/* A command to type that sets fact @key, and behind it, as a shell takes it for a comment, what the fact is called. */
static void
print_setting (KirokuCli *cli, Setting setting, const char *number, const char *key)
{
  const KirokuPackFact *fact = kiroku_pack_get_fact (kiroku_book_get_pack (cli->book), key);
  g_autofree char *command
      = setting == SETTING_ANSWER
            /* Translators: a command to type; the number of a case, the key of a fact. */
            ? g_strdup_printf (_ ("    answer: kiroku-cli set %s %s VALUE"), number, key)
        : setting == SETTING_ROUTE
            /* Translators: a command to type; the number of a case, the key of a fact. */
            ? g_strdup_printf (_ ("    to know to whom it goes: kiroku-cli set %s %s VALUE"), number, key)
            /* Translators: a command to type; the number of a case, the key of a fact. */
            : g_strdup_printf (_ ("    to start the clock: kiroku-cli set %s %s TIME"), number, key);

  kiroku_print_row ("%s  # %s", command, fact != NULL ? kiroku_pack_text (fact->name, cli->language) : key);
}

/* What would decide whether it applies, or to whom it goes. */
static void
print_asked (KirokuCli *cli, const char *number, const KirokuObligation *obligation)
{
  gboolean undecided = obligation->standing == KIROKU_STANDING_UNDECIDED;
  GPtrArray *keys = undecided ? obligation->deciding : obligation->routing;

  for (guint i = 0; i < keys->len; i++)
    print_setting (cli, undecided ? SETTING_ANSWER : SETTING_ROUTE, number, g_ptr_array_index (keys, i));
}

/* What is not listed because nobody answered what would bring it in. */
static void
print_hidden (KirokuCli *cli, const KirokuSnapshot *snapshot)
{
  g_autoptr (GPtrArray) questions = kiroku_obligations_list_questions (
      snapshot->obligations, snapshot->facts, kiroku_book_get_pack (cli->book),
      snapshot->incident->type);

  for (guint i = 0; i < questions->len; i++)
    {
      const KirokuQuestion *question = g_ptr_array_index (questions, i);

      if (question->opens->len == 0)
        continue;
      /* Translators: the number of a case, a number of rules. */
      kiroku_print_row (ngettext ("%s  %u more rule may be listed once this is answered:",
                                  "%s  %u more rules may be listed once this is answered:",
                                  question->opens->len),
                        snapshot->incident->number, question->opens->len);
      print_setting (cli, SETTING_ANSWER, snapshot->incident->number, question->fact);
    }
}

/* So many digits of a stated duty's id name it. (transfer full) */
static char *
dup_rule (const KirokuObligation *obligation)
{
  return obligation->own ? g_strndup (obligation->rule, KIROKU_DUTY_DIGITS)
                         : g_strdup (obligation->rule);
}

static void
print_obligation (
    KirokuCli *cli, const Standing *standing, const KirokuObligation *obligation)
{
  const KirokuCase *incident = standing->snapshot->incident;
  g_autofree char *due = kiroku_describe_due (cli, obligation);
  g_autofree char *source = kiroku_words_source (cli->language, obligation->source);
  g_autofree char *rule = dup_rule (obligation);

  kiroku_print_row ("%s  %s  [%s]", incident->number,
                    kiroku_pack_text (obligation->label, cli->language),
                    kiroku_obligation_state_name (obligation));
  /* Translators: a rule, to whom, due when, " (target)" or nothing. */
  kiroku_print_row (_ ("    %s → %s: %s%s"), rule,
                    kiroku_pack_text (obligation->recipient, cli->language), due,
                    obligation->hard ? "" : _ (" (target)"));
  if (obligation->clock != NULL)
    print_clock (cli, incident->number, obligation);
  print_asked (cli, incident->number, obligation);
  if (obligation->explanation != NULL)
    kiroku_print ("    %s\n", obligation->explanation);
  if (obligation->own && obligation->note != NULL) /* its ground, which no rule has */
    kiroku_print_row ("    %s", kiroku_pack_text (obligation->note, cli->language));
  kiroku_print_contradictions (
      cli, kiroku_cli_find_contradicted (standing->filings, obligation->rule));
  /* Translators: the source of a rule and how sure it is. */
  kiroku_print (_ ("    (%s; %s)\n"), source, kiroku_confidence_name (obligation->confidence));
}

/* --- The list: a line each, under headings --- */

typedef enum
{
  GROUP_DUE,
  GROUP_UNDECIDED,
  GROUP_MET,
  GROUP_WATCH,
  GROUP_OTHER,
  N_GROUPS
} Group;

static const char *const headings[N_GROUPS] = {
  [GROUP_DUE] = N_ ("Due"),
  [GROUP_UNDECIDED] = N_ ("Undecided, with the date as if it applied"),
  [GROUP_MET] = N_ ("Done"),
  [GROUP_WATCH] = N_ ("Not in force yet"),
  [GROUP_OTHER] = N_ ("Does not apply"),
};

static Group
group_of (const KirokuObligation *obligation)
{
  if (obligation->standing == KIROKU_STANDING_NOT_APPLICABLE)
    return GROUP_OTHER;
  if (obligation->progress == KIROKU_PROGRESS_MET)
    return GROUP_MET;
  if (obligation->watch)
    return GROUP_WATCH;
  return obligation->standing == KIROKU_STANDING_UNDECIDED ? GROUP_UNDECIDED : GROUP_DUE;
}

static void
print_line (KirokuCli *cli, const Standing *standing, const KirokuObligation *obligation)
{
  g_autofree char *due = kiroku_describe_due (cli, obligation);
  g_autofree char *rule = dup_rule (obligation);

  /* Translators: due when, what, to whom, " (target)" or nothing, a state, the id of a rule. */
  kiroku_print_row (_ ("  %s  %s → %s%s  [%s]  %s"), due,
                    kiroku_pack_text (obligation->label, cli->language),
                    kiroku_pack_text (obligation->recipient, cli->language),
                    obligation->hard ? "" : _ (" (target)"),
                    kiroku_obligation_state_name (obligation), rule);
  kiroku_print_contradictions (
      cli, kiroku_cli_find_contradicted (standing->filings, obligation->rule));
}

/* Each fact once, though it decides several rules. */
static void
print_deciding (KirokuCli *cli, const KirokuSnapshot *snapshot)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < snapshot->obligations->len; i++)
    {
      const KirokuObligation *obligation = g_ptr_array_index (snapshot->obligations, i);

      for (guint j = 0; group_of (obligation) == GROUP_UNDECIDED && j < obligation->deciding->len; j++)
        if (g_hash_table_add (seen, g_ptr_array_index (obligation->deciding, j)))
          print_setting (cli, SETTING_ANSWER, snapshot->incident->number, g_ptr_array_index (obligation->deciding, j));
    }
}

/* Each fact once, though several go to whom it says. */
static void
print_routing (KirokuCli *cli, const KirokuSnapshot *snapshot)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < snapshot->obligations->len; i++)
    {
      const KirokuObligation *obligation = g_ptr_array_index (snapshot->obligations, i);

      for (guint j = 0; group_of (obligation) == GROUP_DUE && j < obligation->routing->len; j++)
        if (g_hash_table_add (seen, g_ptr_array_index (obligation->routing, j)))
          print_setting (cli, SETTING_ROUTE, snapshot->incident->number, g_ptr_array_index (obligation->routing, j));
    }
}

/* Each fact once, though several clocks start with it. */
static void
print_clocks (KirokuCli *cli, const KirokuSnapshot *snapshot)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < snapshot->obligations->len; i++)
    {
      const KirokuObligation *obligation = g_ptr_array_index (snapshot->obligations, i);

      if (group_of (obligation) == GROUP_DUE && obligation->progress == KIROKU_PROGRESS_WAITING
          && obligation->clock != NULL && g_hash_table_add (seen, obligation->clock))
        print_setting (cli, SETTING_CLOCK, snapshot->incident->number, obligation->clock);
    }
}

static void
print_group (KirokuCli *cli, const Standing *standing, Group group)
{
  const KirokuSnapshot *snapshot = standing->snapshot;
  gboolean headed = FALSE;

  for (guint i = 0; i < snapshot->obligations->len; i++)
    {
      const KirokuObligation *obligation = g_ptr_array_index (snapshot->obligations, i);

      if (group_of (obligation) != group)
        continue;
      if (!headed)
        kiroku_print_row ("%s", _ (headings[group]));
      headed = TRUE;
      print_line (cli, standing, obligation);
    }
  if (group == GROUP_UNDECIDED)
    print_deciding (cli, snapshot);
  else if (group == GROUP_DUE)
    {
      print_clocks (cli, snapshot);
      print_routing (cli, snapshot);
    }
}

static void
print_snapshot (KirokuCli *cli, const Standing *standing)
{
  const KirokuSnapshot *snapshot = standing->snapshot;

  kiroku_print_row ("%s  %s", snapshot->incident->number, snapshot->incident->title);
  for (guint group = 0; group < N_GROUPS; group++)
    print_group (cli, standing, group);
  print_hidden (cli, snapshot);
  if (snapshot->obligations->len > 0)
    kiroku_print_row (_ ("More about one: kiroku-cli deadline show %s RULE"),
                      snapshot->incident->number);
}

static void
list_snapshots (KirokuCli *cli, GPtrArray *snapshots)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < snapshots->len; i++)
    {
      const Standing *standing = g_ptr_array_index (snapshots, i);
      const KirokuSnapshot *snapshot = standing->snapshot;

      for (guint j = 0; j < snapshot->obligations->len; j++)
        {
          const KirokuObligation *obligation = g_ptr_array_index (snapshot->obligations, j);

          kiroku_json_obligation (builder, cli, snapshot->incident, obligation,
                                  kiroku_cli_find_contradicted (standing->filings, obligation->rule));
        }
      if (!cli->json)
        print_snapshot (cli, standing);
    }
  json_builder_end_array (builder);
  if (cli->json)
    kiroku_print_json (builder);
}

/* Writes what is due as a calendar. Returns the exit status. */
static int
write_calendar (KirokuCli *cli, GPtrArray *snapshots, gint64 now, const char *path)
{
  g_autoptr (KirokuIcs) ics = kiroku_ics_new (now, cli->language);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < snapshots->len; i++)
    {
      const KirokuSnapshot *snapshot = ((Standing *) g_ptr_array_index (snapshots, i))->snapshot;
      const KirokuCase *incident = snapshot->incident;

      for (guint j = 0; j < snapshot->obligations->len; j++)
        kiroku_ics_add (ics, incident->id, incident->number, incident->exercise,
                        g_ptr_array_index (snapshot->obligations, j));
    }
  text = kiroku_ics_to_text (ics);
  if (!kiroku_files_replace (path, text, strlen (text), TRUE, &error))
    return kiroku_cli_fail (cli, error);
  kiroku_print_written (cli, path);
  return KIROKU_EXIT_DONE;
}

int
kiroku_command_deadline_list (KirokuCli *cli)
{
  const char *output = kiroku_args_get_option (cli->args, "output");
  gboolean one = kiroku_args_count_words (cli->args) > 0;
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (GPtrArray) snapshots = NULL;
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
  if (output != NULL)
    return write_calendar (cli, snapshots, query.now, output);
  list_snapshots (cli, snapshots);
  return KIROKU_EXIT_DONE;
}

/* --- deadline show --- */

static int
show_obligation (KirokuCli *cli, const Standing *standing, const char *rule)
{
  const KirokuObligation *obligation = kiroku_obligations_find (standing->snapshot->obligations, rule);
  g_autoptr (JsonBuilder) builder = NULL;

  if (obligation == NULL)
    return kiroku_cli_usage (cli, _ ("“%s” is no deadline of this case: see kiroku-cli deadline list"),
                             rule);
  if (!cli->json)
    {
      print_obligation (cli, standing, obligation);
      return KIROKU_EXIT_DONE;
    }
  builder = json_builder_new ();
  kiroku_json_obligation (builder, cli, standing->snapshot->incident, obligation,
                          kiroku_cli_find_contradicted (standing->filings, rule));
  kiroku_print_json (builder);
  return KIROKU_EXIT_DONE;
}

int
kiroku_command_deadline_show (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = kiroku_cli_get_case (cli, 0, &error);
  g_autoptr (GPtrArray) snapshots = NULL;
  Query query = { cli, case_id, 0 };
  int status;

  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  query.now = kiroku_cli_get_now (cli);
  if (!kiroku_cli_get_moment (cli, "now", &query.now, &status))
    return status;
  snapshots = kiroku_cli_read (cli, read_snapshots, &query, &error);
  if (snapshots == NULL)
    return kiroku_cli_fail (cli, error);
  return show_obligation (cli, g_ptr_array_index (snapshots, 0), kiroku_args_get_word (cli->args, 1));
}

/* --- deadline decide --- */

static gpointer
read_duties (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) duties = kiroku_duties_read (db, data, KIROKU_NOW, error);
  g_autoptr (GPtrArray) enquiries
      = duties != NULL ? kiroku_enquiries_read (db, data, KIROKU_NOW, error) : NULL;

  if (enquiries == NULL)
    return NULL;
  kiroku_enquiries_add_duties (enquiries, "en", duties, NULL);
  return g_steal_pointer (&duties);
}

/* The id that @rule names: of a rule of the pack, or of a duty of the case. (nullable): *@status is
 * set. (transfer full) */
static char *
find_rule (KirokuCli *cli, const char *case_id, const char *rule, int *status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) duties = NULL;
  const KirokuDuty *duty;

  if (kiroku_pack_get_obligation (kiroku_book_get_pack (cli->book), rule) != NULL)
    return g_strdup (rule);
  duties = kiroku_cli_read (cli, read_duties, (gpointer) case_id, &error);
  if (duties == NULL)
    {
      *status = kiroku_cli_fail (cli, error);
      return NULL;
    }
  duty = kiroku_duties_find (duties, rule);
  if (duty != NULL)
    return g_strdup (duty->id);
  *status = kiroku_cli_usage (cli, _ ("“%s” is no rule: see kiroku-cli deadline list"), rule);
  return NULL;
}

static gpointer
read_decisions (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_decisions_read (db, data, KIROKU_NOW, error);
}

/* What was decided before, which no longer stands, and that an approver who is named has not signed.
 * @before: (nullable) */
static void
print_decided (KirokuCli *cli, const KirokuDecision *before, const KirokuEntry *entry)
{
  const char *approver = kiroku_args_get_option (cli->args, "approver");

  if (cli->json)
    return;
  if (before != NULL)
    kiroku_print_row (before->withheld
                          /* Translators: the name of a person, a reason. */
                          ? _ ("This replaces a decision of %s that is withheld (%s); both stay on record.")
                      : before->applies
                          /* Translators: the name of a person, a reason. */
                          ? _ ("This replaces the decision of %s that it applies (%s); both stay on record.")
                          /* Translators: the name of a person, a reason. */
                          : _ ("This replaces the decision of %s that it does not apply (%s); both stay on record."),
                      before->author != NULL ? before->author : _ ("(withheld)"),
                      kiroku_decision_get_reason (before));
  if (approver != NULL && approver[0] != '\0')
    /* Translators: the name of a person, the number of a case, the first digits of an entry. */
    kiroku_print_row (_ ("%s is written down as approver and has signed nothing: with a key of their own they run "
                         "kiroku-cli approve %s %.12s"),
                      approver, kiroku_args_get_word (cli->args, 0), entry->hash);
}

int
kiroku_command_deadline_decide (KirokuCli *cli)
{
  const char *decision = kiroku_args_get_word (cli->args, 2);
  const char *reason = kiroku_args_get_option (cli->args, "reason");
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autofree char *rule = NULL;
  g_autoptr (GHashTable) before = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  gboolean applies = g_str_equal (decision, "applies");
  int status = KIROKU_EXIT_DONE;

  if (!applies && !g_str_equal (decision, "not-applicable"))
    return kiroku_cli_usage (cli, _ ("“%s” is no decision: use applies or not-applicable"), decision);
  if (reason == NULL || reason[0] == '\0')
    return kiroku_cli_usage (cli, _ ("a decision needs --reason=R: say why"));
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  rule = find_rule (cli, case_id, kiroku_args_get_word (cli->args, 1), &status);
  if (rule == NULL)
    return status;
  before = kiroku_cli_read (cli, read_decisions, case_id, &error);
  if (before != NULL)
    entry = kiroku_book_append_one (
        cli->book, case_id,
        kiroku_decisions_draft (rule, applies, reason,
                                kiroku_args_get_option (cli->args, "approver")),
        &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, entry);
  print_decided (cli, g_hash_table_lookup (before, rule), entry);
  return KIROKU_EXIT_DONE;
}
