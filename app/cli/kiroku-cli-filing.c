/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gi18n.h>

#include "kiroku-book-checkpoint.h"
#include "kiroku-book-evidence.h"
#include "kiroku-cli-forms.h"
#include "kiroku-print.h"
#include "kiroku-submission.h"

typedef struct
{
  KirokuPaper paper;
  const char *form;
  KirokuFilingDetails details;
  gboolean with_copy;         /* what is filed is the copy that the program makes */
  const KirokuEntry *reading; /* (nullable): the filing that is corrected */
} Order;

static gpointer
run_worker (KirokuCli *cli, KirokuJobFunc func, Order *order, GError **error)
{
  return kiroku_store_run (kiroku_book_get_store (cli->book), KIROKU_STORE_WORKER,
                           KIROKU_STORE_PRIORITY_NOW, func, order, NULL, error);
}

/* --- form approve --- */

static gpointer
make_approval (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Order *order = data;

  return kiroku_submission_approve (db, &order->paper, order->form, NULL, NULL, cancellable, error);
}

/* What the copy shows is recorded before the copy counts. */
static gboolean
record_heads (KirokuCli *cli, KirokuSubmission *submission, GError **error)
{
  g_autoptr (KirokuEntry) entry = NULL;

  if (submission->heads == NULL)
    return TRUE;
  entry = kiroku_book_record_heads (cli->book, submission->heads, "report", error);
  if (entry != NULL)
    submission->checkpoint = g_strdup (entry->hash);
  return entry != NULL;
}

static gpointer
read_filing (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Order *order = data;
  g_autoptr (KirokuPaperMoment) moment = kiroku_paper_moment_new (db, error);
  g_autoptr (KirokuFilledForm) filled
      = moment != NULL ? kiroku_paper_fill_form (db, &order->paper, order->form, error) : NULL;

  return filled != NULL ? kiroku_submission_read_filled (db, &order->paper, filled, error) : NULL;
}

static void
print_approved (KirokuCli *cli, const KirokuEntry *entry, const KirokuFiling *filing)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (!cli->json)
    {
      kiroku_print ("%s\n", entry->hash);
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  kiroku_json_entry_members (builder, entry);
  kiroku_json_text (builder, "sha256", filing->sha256);
  kiroku_json_boolean (builder, "four_eyes", filing->four_eyes);
  json_builder_end_object (builder);
  kiroku_print_json (builder);
}

/* Before anything is written: what somebody prepared is for another to approve. */
static gboolean
check_four_eyes (KirokuCli *cli, Order *order, GError **error)
{
  g_autoptr (KirokuFiling) filing = run_worker (cli, read_filing, order, error);
  gboolean own = FALSE;

  if (filing == NULL
      || (filing->preparer_key != NULL
          && !kiroku_book_owns_key (cli->book, filing->preparer_key, &own, error)))
    return FALSE;
  if (filing->preparer_key != NULL && !own)
    return TRUE;
  if (filing->preparer_key == NULL)
    g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                 _ ("nobody has filled in form %s yet: there is nothing to approve"), order->form);
  else
    g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                 _ ("form %s was prepared by yourself, so your approval would not count and nothing "
                    "was recorded: somebody else must approve it (--author=NAME)"),
                 order->form);
  return FALSE;
}

int
kiroku_command_form_approve (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = kiroku_cli_get_case (cli, 0, &error);
  g_autoptr (KirokuEntry) entry = NULL;
  g_autoptr (KirokuFiling) filing = NULL;
  g_autoptr (KirokuSubmission) approval = NULL;
  Order order = { 0 };
  int status;

  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  if (!kiroku_cli_take_paper (cli, case_id, &order.paper, &status)
      || !kiroku_cli_take_form (cli, &order.form, &status))
    return status;
  if (check_four_eyes (cli, &order, &error))
    approval = run_worker (cli, make_approval, &order, &error);
  if (approval != NULL && record_heads (cli, approval, &error))
    entry = kiroku_book_append_one (cli->book, case_id, kiroku_submission_take_draft (approval), &error);
  if (entry != NULL)
    filing = run_worker (cli, read_filing, &order, &error);
  if (filing == NULL)
    return kiroku_cli_fail (cli, error);
  print_approved (cli, entry, filing);
  return KIROKU_EXIT_DONE;
}

/* --- form file --- */

static gpointer
make_filing (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Order *order = data;

  return kiroku_submission_file (db, &order->paper, &order->details, order->with_copy, error);
}

static gpointer
make_correction (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Order *order = data;

  return kiroku_submission_correct (db, &order->paper, &order->details, order->reading, error);
}

/* Takes in the file that was sent, if one was named. @taken: (out) (transfer full) (nullable) */
static gboolean
take_file (KirokuCli *cli, const char *case_id, KirokuEntry **taken, GError **error)
{
  g_autofree char *replaced = NULL;
  const KirokuTaking taking
      = { .path = kiroku_args_get_option (cli->args, "file"), .replaced = &replaced };

  *taken = NULL;
  if (taking.path == NULL)
    return TRUE;
  *taken = kiroku_book_take_evidence (cli->book, case_id, &taking, NULL, error);
  if (*taken == NULL)
    return FALSE;
  kiroku_cli_warn_of_replaced (replaced);
  return TRUE;
}

/* The same of the copy that was made, which is kept as what was filed. */
static gboolean
take_copy (KirokuCli *cli, const char *case_id, KirokuSubmission *submission, GError **error)
{
  g_autoptr (GInputStream) input = kiroku_submission_open_copy (submission);
  g_autofree char *name = kiroku_submission_dup_copy_name (kiroku_args_get_word (cli->args, 1));
  const KirokuTaking taking = { .input = input, .name = name };
  g_autoptr (KirokuEntry) taken = NULL;

  if (input == NULL)
    return TRUE;
  if (!record_heads (cli, submission, error)
      || (taken = kiroku_book_take_evidence (cli->book, case_id, &taking, NULL, error)) == NULL)
    return FALSE;
  kiroku_submission_set_file (submission, taken);
  return TRUE;
}

static void
put_texts (JsonBuilder *builder, const char *name, GPtrArray *texts)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < texts->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (texts, i));
  json_builder_end_array (builder);
}

/* The command that sets the fact @key, with its values; its name is in @name. (transfer full) */
static char *
describe_setting (KirokuCli *cli, const char *key, const char **name)
{
  const KirokuPackFact *fact = kiroku_pack_get_fact (kiroku_book_get_pack (cli->book), key);
  const char *incident = kiroku_args_get_word (cli->args, 0);
  g_autofree char *choices
      = fact != NULL ? kiroku_pack_fact_list_choices (fact, cli->language) : NULL;

  *name = fact != NULL ? kiroku_pack_text (fact->name, cli->language) : key;
  if (choices == NULL)
    return g_strdup_printf (_ ("kiroku-cli set %s %s VALUE"), incident, key);
  /* Translators: a case, the key of a fact, then what may follow: a list of "id (name)". */
  return g_strdup_printf (_ ("kiroku-cli set %s %s VALUE, where VALUE is one of %s"), incident, key,
                          choices);
}

static void
print_asked (KirokuCli *cli, const KirokuSubmission *submission)
{
  for (guint i = 0; i < submission->asked->len; i++)
    {
      const char *name;
      g_autofree char *setting
          = describe_setting (cli, g_ptr_array_index (submission->asked, i), &name);

      /* Translators: the name of a fact, then the command that sets it. */
      kiroku_print_row (_ ("Whether it meets a deadline depends on “%s”: %s. Then correct it again."), name,
                        setting);
    }
}

/* A filing of which nobody said which deadline it meets would have to be corrected at once. */
static gboolean
check_asked (KirokuCli *cli, const KirokuSubmission *submission, GError **error)
{
  g_autofree char *setting = NULL;
  const char *name;

  if (submission->asked->len == 0)
    return TRUE;
  setting = describe_setting (cli, g_ptr_array_index (submission->asked, 0), &name);
  g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
               /* Translators: the name of a fact, then the command that sets it. */
               _ ("which deadline it meets depends on “%s”, which nobody has answered, and nothing was "
                  "recorded: first %s; or name the deadline with --meets=DEADLINE"),
               name, setting);
  return FALSE;
}

/* What was hardly meant so. @end: µs UTC: the last of the time at which it was filed. */
static void
warn_of_filing (KirokuCli *cli, const KirokuSubmission *submission, gint64 end)
{
  const char *path = kiroku_args_get_option (cli->args, "file");
  g_autofree char *approved = NULL;

  if (submission->excluded)
    kiroku_cli_warn_of_excluded (kiroku_args_get_word (cli->args, 1));
  if (submission->elsewhere != NULL)
    kiroku_cli_warn (_ ("%s: correct the filing with --corrects and --to, or what the case says"),
                     submission->elsewhere);
  if (path != NULL && kiroku_form_is_working_copy (path))
    kiroku_cli_warn (_ ("“%s” is a working copy, which is not made to be sent: if another file was sent, "
                        "correct the filing with --corrects and --file"),
                     path);
  else if (submission->other_file)
    kiroku_cli_warn (_ ("“%s” is not the file of the copy that %s approved, and that is recorded: if the copy was sent, "
                        "correct the filing with --corrects and --file"),
                     path, submission->approver != NULL ? submission->approver : _ ("(withheld)"));
  if (submission->approved_at == KIROKU_TIME_NONE || submission->approved_at <= end)
    return;
  approved = kiroku_time_to_text (submission->approved_at, KIROKU_PRECISION_MINUTE, cli->zone);
  kiroku_cli_warn (_ ("it was approved at %s, after the time at which it was filed"), approved);
}

/* Whether what was filed is what somebody else approved, and if not why. */
static void
print_approval (const KirokuSubmission *submission)
{
  g_autofree char *keys = NULL;

  if (submission->approved)
    return;
  kiroku_print_row ("%s", _ ("Nobody else has approved what was filed."));
  if (submission->doubted)
    /* Translators: the name of a person. */
    kiroku_print_row (_ ("The copy that %s approved cannot be made again here, and nothing else tells that what an "
                         "estimate rests on, or what is said besides, is the same: the approval does not count. Have "
                         "the form approved again."),
                      submission->approver != NULL ? submission->approver : _ ("(withheld)"));
  if (submission->changed->len == 0)
    return;
  g_ptr_array_add (submission->changed, NULL);
  keys = g_strjoinv (", ", (char **) submission->changed->pdata);
  g_ptr_array_remove_index (submission->changed, submission->changed->len - 1);
  /* Translators: the name of a person, then keys of facts. */
  kiroku_print_row (_ ("What %s approved was not filed, because this changed since: %s. Have the form approved "
                       "again."),
                    submission->approver != NULL ? submission->approver : _ ("(withheld)"), keys);
}

static void
print_filed (KirokuCli *cli, const KirokuEntry *entry, const KirokuSubmission *submission)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (!cli->json)
    {
      kiroku_print ("%s\n", entry->hash);
      print_approval (submission);
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  kiroku_json_entry_members (builder, entry);
  kiroku_json_boolean (builder, "approved", submission->approved);
  put_texts (builder, "rules", submission->rules);
  put_texts (builder, "undecided_facts", submission->asked);
  json_builder_end_object (builder);
  kiroku_print_json (builder);
}

/* The form, and how it was handed in; @at holds when. */
static gboolean
take_details (KirokuCli *cli, Order *order, KirokuTime *at, int *status)
{
  const char *method = kiroku_args_get_option (cli->args, "method");
  KirokuFilingDetails *details = &order->details;
  g_autoptr (GError) error = NULL;
  gboolean given;

  *details = (KirokuFilingDetails){ .form = kiroku_args_get_word (cli->args, 1),
                                    .to = kiroku_args_get_option (cli->args, "to"),
                                    .by = kiroku_args_get_option (cli->args, "by"),
                                    .receipt = kiroku_args_get_option (cli->args, "receipt") };
  if (method == NULL && !kiroku_args_has_option (cli->args, "corrects"))
    *status = kiroku_cli_usage (
        cli, _ ("say how the form was filed: --method=web|mail|post|fax|in-person|phone"));
  else if (method != NULL && !kiroku_filing_method_parse (method, &details->method, &error))
    *status = kiroku_cli_usage (cli, "--method: %s", error->message);
  else if (kiroku_cli_get_stated (cli, "at", at, &given, status))
    {
      details->at = given ? at : NULL;
      return TRUE;
    }
  return FALSE;
}

static gboolean
check_same_form (const Order *order, GError **error)
{
  const char *form = kiroku_entry_get_text (order->reading, "form");

  if (g_strcmp0 (form, order->details.form) == 0)
    return TRUE;
  g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
               _ ("the filing %.12s is of another form (%s): name that one"), order->reading->hash,
               form != NULL ? form : _ ("(withheld)"));
  return FALSE;
}

/* What is to read otherwise; all that was filed stays. (transfer full) */
static KirokuDraft *
draft_filed_anew (KirokuCli *cli, const Order *order, GPtrArray *rules, GError **error)
{
  KirokuDraft *draft = kiroku_draft_new ("form.file");
  g_autoptr (KirokuEntry) taken = NULL;

  kiroku_draft_set_text (draft, "method", kiroku_args_get_option (cli->args, "method"));
  kiroku_draft_set_text (draft, "to", order->details.to);
  kiroku_draft_set_text (draft, "by", order->details.by);
  kiroku_draft_set_text (draft, "receipt", order->details.receipt);
  kiroku_draft_set_occ (draft, order->details.at);
  if (take_file (cli, order->paper.case_id, &taken, error))
    {
      if (taken != NULL)
        kiroku_filing_draft_set_file (draft, taken->hash, kiroku_entry_get_text (taken, "sha256"),
                                      kiroku_entry_get_integer (taken, "size", 0));
      kiroku_draft_restate (draft, order->reading, kiroku_args_get_option (cli->args, "reason"));
      kiroku_filing_draft_set_rules (draft, rules);
      if (kiroku_cli_check_lost (draft, order->reading, NULL, error))
        return draft;
    }
  kiroku_draft_free (draft);
  return NULL;
}

static void
print_corrected (KirokuCli *cli, const KirokuEntry *entry, const KirokuSubmission *submission)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (!cli->json)
    {
      kiroku_print ("%s\n", entry->hash);
      print_asked (cli, submission);
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  kiroku_json_entry_members (builder, entry);
  put_texts (builder, "rules", submission->rules);
  put_texts (builder, "undecided_facts", submission->asked);
  json_builder_end_object (builder);
  kiroku_print_json (builder);
}

static int
correct_filing (KirokuCli *cli, Order *order)
{
  const char *case_id = order->paper.case_id;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) reading = NULL;
  g_autoptr (KirokuSubmission) submission = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  KirokuDraft *draft = NULL;

  if (kiroku_cli_take_corrected (cli, case_id, "form.file", &reading, &error))
    {
      order->reading = reading;
      if (check_same_form (order, &error))
        submission = run_worker (cli, make_correction, order, &error);
    }
  if (submission != NULL)
    draft = draft_filed_anew (cli, order, submission->rules, &error);
  if (draft != NULL)
    entry = kiroku_book_append_one (cli->book, case_id, draft, &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  print_corrected (cli, entry, submission);
  return KIROKU_EXIT_DONE;
}

static int
file_form (KirokuCli *cli, const char *case_id, Order *order)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuSubmission) submission = NULL;
  g_autoptr (KirokuEntry) taken = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  gint64 end = G_MAXINT64;
  int status;

  order->with_copy = !kiroku_args_has_option (cli->args, "file");
  submission = run_worker (cli, make_filing, order, &error);
  if (submission != NULL && check_asked (cli, submission, &error) && take_file (cli, case_id, &taken, &error)
      && taken != NULL)
    kiroku_submission_set_file (submission, taken);
  if (error == NULL && take_copy (cli, case_id, submission, &error))
    entry = kiroku_book_append_one (cli->book, case_id, kiroku_submission_take_draft (submission), &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  if (kiroku_cli_get_end (cli, "at", &end, &status))
    warn_of_filing (cli, submission, end);
  print_filed (cli, entry, submission);
  return KIROKU_EXIT_DONE;
}

int
kiroku_command_form_file (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autofree const char **meets = NULL;
  Order order = { 0 };
  KirokuTime at;
  int status;

  if (!take_details (cli, &order, &at, &status))
    return status;
  meets = kiroku_args_list_option (cli->args, "meets");
  order.details.meets = meets[0] != NULL ? meets : NULL;
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  if (kiroku_pack_get_form_name (kiroku_book_get_pack (cli->book), order.details.form) == NULL)
    return kiroku_cli_usage (cli, _ ("“%s” is no form: see kiroku-cli form list"),
                             order.details.form);
  if (!kiroku_cli_take_paper (cli, case_id, &order.paper, &status))
    return status;
  if (kiroku_args_has_option (cli->args, "corrects") || kiroku_args_has_option (cli->args, "reason"))
    return correct_filing (cli, &order);
  return file_form (cli, case_id, &order);
}
