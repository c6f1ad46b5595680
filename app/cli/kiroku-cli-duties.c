/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-cli.h"
#include "kiroku-duty.h"
#include "kiroku-enquiry.h"
#include "kiroku-fold.h"
#include "kiroku-print.h"
#include "kiroku-text.h"

/* Deadlines that people state: those of a contract or an order, and by when an enquiry is to be answered. */

gboolean
kiroku_cli_get_due (KirokuCli *cli, gint64 *due, int *status)
{
  const char *typed = kiroku_args_get_option (cli->args, "due");
  const gint64 now = kiroku_cli_get_now (cli);
  g_autoptr (GError) error = NULL;

  *due = typed != NULL ? kiroku_enquiry_parse_due (typed, cli->zone, now, &error) : KIROKU_TIME_NONE;
  if (error == NULL)
    return TRUE;
  *status = kiroku_cli_usage (cli, "--due: %s", error->message);
  return FALSE;
}

void
kiroku_cli_warn_of_due (KirokuCli *cli, gint64 due)
{
  if (due != KIROKU_TIME_NONE && due < kiroku_cli_get_now (cli))
    kiroku_cli_warn (_ ("--due: that time is past already: it is overdue as soon as it is recorded"));
}

/* What was typed for option @name, without white space around it; of a correction that leaves it as it was NULL.
 * (transfer full) (nullable). FALSE: *@status is set. */
static gboolean
take_text (KirokuCli *cli, const char *name, gboolean needed, char **taken, int *status)
{
  const char *typed = kiroku_args_get_option (cli->args, name);
  g_autofree char *text = typed != NULL ? kiroku_text_strip (typed) : NULL;
  g_autoptr (GError) error = NULL;

  *taken = NULL;
  if (typed == NULL && !needed)
    return TRUE;
  if (text == NULL || text[0] == '\0')
    *status = kiroku_cli_usage (cli, _ ("a deadline needs --recipient=R, --due=TIME and --text=T"));
  else if (!kiroku_text_check (text, strlen (text), name, &error))
    *status = kiroku_cli_fail (cli, error);
  else
    *taken = g_steal_pointer (&text);
  return *taken != NULL;
}

static gpointer
read_duties (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_duties_read (db, data, KIROKU_NOW, error);
}

/* The stated deadline that --corrects names, as it reads now. (transfer full) */
static KirokuEntry *
read_corrected (KirokuCli *cli, char *case_id, const char *named, GError **error)
{
  g_autoptr (GPtrArray) duties = kiroku_cli_read (cli, read_duties, case_id, error);
  const KirokuDuty *duty = duties != NULL ? kiroku_duties_find (duties, named) : NULL;

  if (duty != NULL)
    return kiroku_cli_find_entry (cli, case_id, duty->reading, error);
  if (duties != NULL)
    g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                 _ ("--corrects names a deadline that deadline add stated, not “%s”: see kiroku-cli deadline list"), named);
  return NULL;
}

/* (transfer full) (nullable): with an error, and nothing is recorded */
static KirokuDraft *
draft_duty_anew (KirokuCli *cli,
                 const KirokuEntry *reading,
                 const char *recipient,
                 gint64 due,
                 const char *text,
                 GError **error)
{
  g_autoptr (KirokuDraft) draft = kiroku_duty_draft (recipient, due, text, NULL, NULL);

  kiroku_draft_restate (draft, reading, kiroku_args_get_option (cli->args, "reason"));
  return kiroku_cli_check_lost (draft, reading, NULL, error) ? g_steal_pointer (&draft) : NULL;
}

static gboolean
check_correction (KirokuCli *cli, int *status)
{
  const char *reason = kiroku_args_get_option (cli->args, "reason");
  g_autofree char *why = reason != NULL ? kiroku_text_strip (reason) : g_strdup ("");

  if (why[0] == '\0')
    *status = kiroku_cli_usage (cli, _ ("a correction needs --reason=R: say what is wrong and why"));
  return why[0] != '\0';
}

int
kiroku_command_deadline_add (KirokuCli *cli)
{
  const char *corrects = kiroku_args_get_option (cli->args, "corrects");
  const char *reason = kiroku_args_get_option (cli->args, "reason");
  int status = KIROKU_EXIT_DONE;
  g_autofree char *recipient = NULL;
  g_autofree char *text = NULL;
  gint64 due = KIROKU_TIME_NONE;
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (KirokuEntry) reading = NULL;
  KirokuDraft *draft = NULL;
  g_autoptr (KirokuEntry) entry = NULL;

  if ((corrects != NULL && !check_correction (cli, &status))
      || !take_text (cli, "recipient", corrects == NULL, &recipient, &status)
      || !take_text (cli, "text", corrects == NULL, &text, &status) || !kiroku_cli_get_due (cli, &due, &status))
    return status;
  if (due == KIROKU_TIME_NONE && (corrects == NULL || kiroku_args_has_option (cli->args, "due")))
    return kiroku_cli_usage (cli, _ ("a deadline needs --recipient=R, --due=TIME and --text=T"));
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id != NULL && corrects != NULL)
    reading = read_corrected (cli, case_id, corrects, &error);
  if (reading != NULL)
    draft = draft_duty_anew (cli, reading, recipient, due, text, &error);
  else if (error == NULL)
    draft = kiroku_duty_draft (recipient, due, text, reason, NULL);
  if (draft != NULL)
    entry = kiroku_book_append_one (cli->book, case_id, draft, &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_cli_warn_of_due (cli, due);
  kiroku_print_saved (cli, entry);
  return KIROKU_EXIT_DONE;
}
