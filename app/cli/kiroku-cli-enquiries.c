/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

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
append (KirokuCli *cli, const char *case_id, KirokuDraft *draft)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry = kiroku_book_append_one (cli->book, case_id, draft, &error);

  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
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
  gboolean has_due = FALSE, has_at = FALSE;
  KirokuTime due, at;

  if (text == NULL || !check_method (cli, &status))
    return status;
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  if (!kiroku_cli_get_time (cli, "due", &due, &has_due, &status)
      || !kiroku_cli_get_stated (cli, "at", &at, &has_at, &status))
    return status;
  return append (cli, case_id,
                 kiroku_enquiry_draft_ask (from, kiroku_args_get_option (cli->args, "person"),
                                           kiroku_args_get_option (cli->args, "method"), text,
                                           has_due ? kiroku_duty_end_of (&due) : KIROKU_TIME_NONE,
                                           has_at ? &at : NULL));
}

/* --- enquiry answer --- */

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
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id != NULL)
    enquiries = kiroku_cli_read (cli, read_enquiries, case_id, &error);
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
  return append (cli, case_id,
                 kiroku_enquiry_draft_answer (enquiry->id, text,
                                              kiroku_args_get_option (cli->args, "by"),
                                              kiroku_args_get_option (cli->args, "method"),
                                              has_at ? &at : NULL));
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

static void
print_enquiry (KirokuCli *cli, const KirokuEnquiry *enquiry)
{
  g_autofree char *asked = kiroku_time_to_text (enquiry->at, KIROKU_PRECISION_MINUTE, cli->zone);
  g_autofree char *due = enquiry->due != KIROKU_TIME_NONE
                             ? kiroku_time_to_text (enquiry->due, KIROKU_PRECISION_MINUTE, cli->zone)
                             : NULL;

  /* Translators: an id, a time, who asked, what. */
  kiroku_print_row (_ ("%.8s  %s  %s: %s"), enquiry->id, asked, show (enquiry->from),
                    show (enquiry->text));
  for (guint i = 0; i < enquiry->answers->len; i++)
    {
      const KirokuEnquiryAnswer *answer = g_ptr_array_index (enquiry->answers, i);
      g_autofree char *time = kiroku_time_to_text (answer->at, KIROKU_PRECISION_MINUTE, cli->zone);

      /* Translators: a time, a name, what was answered. */
      kiroku_print_row (_ ("    answered %s by %s: %s"), time,
                        show (answer->by != NULL ? answer->by : answer->author), show (answer->text));
    }
  if (enquiry->answers->len == 0 && due != NULL)
    kiroku_print_row (_ ("    not answered, due %s"), due);
  else if (enquiry->answers->len == 0)
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
