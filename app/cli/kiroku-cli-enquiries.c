/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-book-reading.h"
#include "kiroku-cli.h"
#include "kiroku-duty.h"
#include "kiroku-enquiry.h"
#include "kiroku-print.h"
#include "kiroku-text.h"

static gpointer
read_enquiries (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_enquiries_read (db, data, KIROKU_NOW, error);
}

/* @typed without white space around it. (transfer full) (nullable): *@status is set. */
static char *
take_text (KirokuCli *cli, const char *typed, const char *name, int *status)
{
  g_autofree char *text = typed != NULL ? kiroku_text_strip (typed) : NULL;
  g_autoptr (GError) error = NULL;

  if (text == NULL || text[0] == '\0')
    *status = kiroku_cli_usage (cli, _ ("an enquiry needs --from=R and what was asked, an answer its text"));
  else if (!kiroku_text_check (text, strlen (text), name, &error))
    *status = kiroku_cli_fail (cli, error);
  else
    return g_steal_pointer (&text);
  return NULL;
}

static gboolean
check_method (KirokuCli *cli, int *status)
{
  const char *method = kiroku_args_get_option (cli->args, "method");
  g_autoptr (GError) error = NULL;
  KirokuEnquiryMethod known;

  if (method == NULL || kiroku_enquiry_method_parse (method, &known, &error))
    return TRUE;
  *status = kiroku_cli_usage (cli, "%s", error->message);
  return FALSE;
}

/* --- enquiry add --- */

static int
append (KirokuCli *cli, const char *case_id, KirokuDraft *draft, gint64 due)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry = kiroku_book_append_one (cli->book, case_id, draft, &error);

  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_cli_warn_of_due (cli, due);
  kiroku_print_saved (cli, entry);
  return KIROKU_EXIT_DONE;
}

int
kiroku_command_enquiry_add (KirokuCli *cli)
{
  int status = KIROKU_EXIT_DONE;
  g_autofree char *from = take_text (cli, kiroku_args_get_option (cli->args, "from"), "from", &status);
  g_autofree char *text
      = from != NULL ? take_text (cli, kiroku_args_get_word (cli->args, 1), "text", &status) : NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  gboolean has_at = FALSE;
  gint64 due = KIROKU_TIME_NONE;
  KirokuTime at;

  if (text == NULL || !check_method (cli, &status))
    return status;
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  if (!kiroku_cli_get_due (cli, &due, &status) || !kiroku_cli_get_stated (cli, "at", &at, &has_at, &status))
    return status;
  return append (cli, case_id,
                 kiroku_enquiry_draft_ask (from, kiroku_args_get_option (cli->args, "person"),
                                           kiroku_args_get_option (cli->args, "method"), text,
                                           due, has_at ? &at : NULL),
                 due);
}

/* --- enquiry answer --- */

/* (transfer full) (element-type KirokuEnquiry) (nullable): with an error */
static GPtrArray *
take_enquiries (KirokuCli *cli, char **case_id, GError **error)
{
  *case_id = kiroku_cli_get_case (cli, 0, error);
  return *case_id != NULL ? kiroku_cli_read (cli, read_enquiries, *case_id, error) : NULL;
}

/* Of an answer to @enquiry at @at (NULL: now) that was recorded: what it is likely not meant to be. */
static void
warn_of_answer (const KirokuEnquiry *enquiry, const KirokuTime *at)
{
  if (!kiroku_enquiry_is_open (enquiry))
    kiroku_cli_warn (_ ("this enquiry was answered already: to change an answer, see kiroku-cli enquiry correct"));
  if (at != NULL && at->us < enquiry->at)
    kiroku_cli_warn (_ ("--at: this answer lies before the enquiry"));
}

int
kiroku_command_enquiry_answer (KirokuCli *cli)
{
  const char *id = kiroku_args_get_word (cli->args, 1);
  int status = KIROKU_EXIT_DONE;
  g_autofree char *text = take_text (cli, kiroku_args_get_word (cli->args, 2), "text", &status);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) enquiries = NULL;
  g_autofree char *case_id = NULL;
  const KirokuEnquiry *enquiry;
  gboolean has_at = FALSE;
  KirokuTime at;

  if (text == NULL || !check_method (cli, &status))
    return status;
  enquiries = take_enquiries (cli, &case_id, &error);
  if (enquiries == NULL)
    return kiroku_cli_fail (cli, error);
  enquiry = kiroku_enquiries_find (enquiries, id);
  if (enquiry == NULL)
    {
      g_set_error (&error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                   _ ("“%s” is no enquiry of the case: see kiroku-cli enquiry list"), id);
      return kiroku_cli_fail (cli, error);
    }
  if (!kiroku_cli_get_stated (cli, "at", &at, &has_at, &status))
    return status;
  status = append (cli, case_id,
                   kiroku_enquiry_draft_answer (enquiry->id, text,
                                                kiroku_args_get_option (cli->args, "by"),
                                                kiroku_args_get_option (cli->args, "method"),
                                                kiroku_args_has_option (cli->args, "interim"),
                                                has_at ? &at : NULL),
                   KIROKU_TIME_NONE);
  if (status == KIROKU_EXIT_DONE)
    warn_of_answer (enquiry, has_at ? &at : NULL);
  return status;
}

/* --- enquiry correct --- */

/* The option @name, where the entry has such a field. */
static gboolean
check_options (KirokuCli *cli, gboolean is_answer, int *status)
{
  static const char *const of_question[] = { "from", "person", "due", NULL };
  static const char *const of_answer[] = { "by", "interim", "final", NULL };
  const char *const *others = is_answer ? of_question : of_answer;

  for (guint i = 0; others[i] != NULL; i++)
    if (kiroku_args_has_option (cli->args, others[i]))
      {
        *status = kiroku_cli_usage (cli, is_answer ? _ ("--%s is said of an enquiry, and this is an answer")
                                                   : _ ("--%s is said of an answer, and this is an enquiry"),
                                    others[i]);
        return FALSE;
      }
  if (!kiroku_args_has_option (cli->args, "interim") || !kiroku_args_has_option (cli->args, "final"))
    return TRUE;
  *status = kiroku_cli_usage (cli, _ ("an answer is either --interim or --final"));
  return FALSE;
}

/* What is to read otherwise, and by when an enquiry is to be answered then. (transfer full) (nullable): *@status is
 * set */
static KirokuDraft *
draft_anew (KirokuCli *cli, const KirokuEntry *reading, gint64 *due, int *status)
{
  static const char *const texts[] = { "from", "person", "by", "method" };
  g_autoptr (KirokuDraft) draft = kiroku_draft_new (reading->kind);
  g_autofree char *text = NULL;
  gboolean has_at = FALSE;
  KirokuTime at;

  if (!check_options (cli, g_str_equal (reading->kind, "enquiry.answer"), status) || !check_method (cli, status)
      || !kiroku_cli_get_due (cli, due, status) || !kiroku_cli_get_stated (cli, "at", &at, &has_at, status))
    return NULL;
  if (kiroku_args_get_word (cli->args, 2) != NULL)
    {
      text = take_text (cli, kiroku_args_get_word (cli->args, 2), "text", status);
      if (text == NULL)
        return NULL;
    }
  kiroku_draft_set_text (draft, "text", text);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    kiroku_draft_set_text (draft, texts[i], kiroku_args_get_option (cli->args, texts[i]));
  if (*due != KIROKU_TIME_NONE)
    kiroku_draft_set_integer (draft, "due", *due);
  if (kiroku_args_has_option (cli->args, "interim") || kiroku_args_has_option (cli->args, "final"))
    kiroku_draft_set_integer (draft, "interim", kiroku_args_has_option (cli->args, "interim"));
  kiroku_draft_set_occ (draft, has_at ? &at : NULL);
  return g_steal_pointer (&draft);
}

int
kiroku_command_enquiry_correct (KirokuCli *cli)
{
  const char *reason = kiroku_args_get_option (cli->args, "reason");
  g_autofree char *why = reason != NULL ? kiroku_text_strip (reason) : g_strdup ("");
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (KirokuEntry) reading = NULL;
  gint64 due = KIROKU_TIME_NONE;
  gboolean undated;
  KirokuDraft *draft;
  int status = KIROKU_EXIT_DONE;

  if (why[0] == '\0')
    return kiroku_cli_usage (cli, _ ("a correction needs --reason=R: say what is wrong and why"));
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id != NULL)
    reading = kiroku_book_read_reading (cli->book, case_id, kiroku_args_get_word (cli->args, 1), &error);
  if (reading == NULL)
    return kiroku_cli_fail (cli, error);
  if (!g_str_has_prefix (reading->kind, "enquiry."))
    {
      g_set_error (&error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                   _ ("“%s” is neither an enquiry nor an answer: see kiroku-cli enquiry list"),
                   kiroku_args_get_word (cli->args, 1));
      return kiroku_cli_fail (cli, error);
    }
  draft = draft_anew (cli, reading, &due, &status);
  if (draft == NULL)
    return status;
  undated = kiroku_args_has_option (cli->args, "due") && due == KIROKU_TIME_NONE;
  if (!kiroku_cli_check_lost (draft, reading, undated ? "due" : NULL, &error))
    {
      kiroku_draft_free (draft);
      return kiroku_cli_usage (cli, "%s", error->message);
    }
  kiroku_enquiry_draft_restate (draft, reading, why, undated);
  return append (cli, case_id, draft, due);
}

/* --- enquiry list --- */

static void
put_answer (KirokuCli *cli, JsonBuilder *builder, const KirokuEnquiryAnswer *answer)
{
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "id", answer->hash);
  kiroku_json_text (builder, "text", answer->text);
  kiroku_json_text (builder, "by", answer->by);
  kiroku_json_text (builder, "method", answer->method);
  kiroku_json_boolean (builder, "interim", answer->interim);
  kiroku_json_boolean (builder, "by_withheld", answer->by_withheld);
  kiroku_json_text (builder, "corrected_because", answer->reason);
  kiroku_json_text (builder, "author", answer->author);
  kiroku_json_time (builder, "time", answer->at, cli->zone);
  json_builder_end_object (builder);
}

static void
put_enquiry (KirokuCli *cli, JsonBuilder *builder, const KirokuEnquiry *enquiry)
{
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "id", enquiry->id);
  kiroku_json_text (builder, "from", enquiry->from);
  kiroku_json_text (builder, "person", enquiry->person);
  kiroku_json_text (builder, "method", enquiry->method);
  kiroku_json_text (builder, "text", enquiry->text);
  kiroku_json_text (builder, "author", enquiry->author);
  kiroku_json_time (builder, "time", enquiry->at, cli->zone);
  kiroku_json_time (builder, "due", enquiry->due, cli->zone);
  kiroku_json_boolean (builder, "due_withheld", enquiry->due_withheld);
  kiroku_json_text (builder, "corrected_because", enquiry->reason);
  json_builder_set_member_name (builder, "answers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < enquiry->answers->len; i++)
    put_answer (cli, builder, g_ptr_array_index (enquiry->answers, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static const char *
show (const char *text)
{
  return text != NULL ? text : _ ("(withheld)");
}

/* "phone", in words; @id itself where it is none of them. (nullable) */
static const char *
show_way (const char *id)
{
  KirokuEnquiryMethod method;

  return id != NULL && kiroku_enquiry_method_parse (id, &method, NULL) ? kiroku_enquiry_method_name (method) : id;
}

/* @name, and in brackets what is known of @person and @way, each (nullable). (transfer full) */
static char *
with_way (const char *name, const char *person, const char *way)
{
  if (person != NULL && person[0] != '\0' && way != NULL)
    /* Translators: who, whom one spoke to there, and by what way: “PPC (Yamamoto, Telephone)”. */
    return g_strdup_printf (_ ("%s (%s, %s)"), name, person, way);
  if (person != NULL && person[0] != '\0')
    return g_strdup_printf (C_ ("enquiry", "%s (%s)"), name, person);
  return way != NULL ? g_strdup_printf (C_ ("enquiry", "%s (%s)"), name, way) : g_strdup (name);
}

static void
print_answer (KirokuCli *cli, const KirokuEnquiryAnswer *answer)
{
  g_autofree char *time = kiroku_time_to_text (answer->at, KIROKU_PRECISION_MINUTE, cli->zone);
  g_autofree char *name = with_way (kiroku_enquiry_answer_get_name (answer, _ ("(withheld)")), NULL,
                                    show_way (answer->method));

  /* Translators: a time, a name, what was answered. */
  kiroku_print_row (answer->interim ? _ ("    interim answer %s by %s: %s") : _ ("    answered %s by %s: %s"),
                    time, name, show (answer->text));
  if (answer->before->len > 0)
    kiroku_print_row (_ ("      corrected because: %s"), show (answer->reason));
}

static void
print_enquiry (KirokuCli *cli, const KirokuEnquiry *enquiry)
{
  g_autofree char *asked = kiroku_time_to_text (enquiry->at, KIROKU_PRECISION_MINUTE, cli->zone);
  g_autofree char *due = enquiry->due != KIROKU_TIME_NONE
                             ? kiroku_time_to_text (enquiry->due, KIROKU_PRECISION_MINUTE, cli->zone)
                             : NULL;

  g_autofree char *from = with_way (show (enquiry->from), enquiry->person, show_way (enquiry->method));

  /* Translators: an id, a time, who asked, what. */
  kiroku_print_row (_ ("%.8s  %s  %s: %s"), enquiry->id, asked, from, show (enquiry->text));
  if (enquiry->before->len > 0)
    kiroku_print_row (_ ("      corrected because: %s"), show (enquiry->reason));
  for (guint i = 0; i < enquiry->answers->len; i++)
    print_answer (cli, g_ptr_array_index (enquiry->answers, i));
  if (!kiroku_enquiry_is_open (enquiry))
    return;
  if (due != NULL || enquiry->due_withheld)
    kiroku_print_row (_ ("    not answered, due %s"), show (due));
  else
    kiroku_print_row ("%s", _ ("    not answered"));
}

int
kiroku_command_enquiry_list (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = kiroku_cli_get_case (cli, 0, &error);
  g_autoptr (GPtrArray) enquiries
      = case_id != NULL ? kiroku_cli_read (cli, read_enquiries, case_id, &error) : NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (enquiries == NULL)
    return kiroku_cli_fail (cli, error);
  json_builder_begin_array (builder);
  for (guint i = 0; i < enquiries->len; i++)
    if (cli->json)
      put_enquiry (cli, builder, g_ptr_array_index (enquiries, i));
    else
      print_enquiry (cli, g_ptr_array_index (enquiries, i));
  json_builder_end_array (builder);
  if (cli->json)
    kiroku_print_json (builder);
  return KIROKU_EXIT_DONE;
}
