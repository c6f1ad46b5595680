/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-cli-forms.h"
#include "kiroku-fold.h"
#include "kiroku-handover.h"
#include "kiroku-newcomer.h"
#include "kiroku-print.h"
#include "kiroku-text.h"
#include "kiroku-trust.h"

/* --- What is recorded --- */

/* Option @name without the white space around it, "" when it was not given. (transfer full): NULL
 * with @error set when it cannot be recorded. */
static char *
take_text (KirokuCli *cli, const char *name, GError **error)
{
  const char *text = kiroku_args_get_option (cli->args, name);

  if (text == NULL)
    return g_strdup ("");
  return kiroku_text_check (text, strlen (text), name, error) ? kiroku_text_strip (text) : NULL;
}

/* Nobody hands over to themselves. */
static gboolean
check_recipient (KirokuCli *cli, const char *to, GError **error)
{
  if (to[0] == '\0' && kiroku_args_has_option (cli->args, "to"))
    g_set_error_literal (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                         _ ("--to is empty: name who takes over, or leave it out"));
  else if (to[0] != '\0' && kiroku_text_is_same_name (to, kiroku_book_get_author (cli->book)))
    g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                 _ ("you are %s yourself: name who takes over"), to);
  else
    return TRUE;
  return FALSE;
}

static gpointer
list_authors (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_trust_read (db, data, KIROKU_NOW, error);
}

/* Who signs here, and who wrote in the case, here or elsewhere. (transfer full) (element-type utf8) */
static GPtrArray *
list_known (KirokuCli *cli, const char *case_id, GError **error)
{
  g_autoptr (GPtrArray) authors = kiroku_cli_read (cli, list_authors, (gpointer) case_id, error);
  GPtrArray *names;

  if (authors == NULL)
    return NULL;
  names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; cli->signers != NULL && i < cli->signers->len; i++)
    g_ptr_array_add (names, g_strdup (g_ptr_array_index (cli->signers, i)));
  for (guint i = 0; i < authors->len; i++)
    {
      const KirokuAuthor *author = g_ptr_array_index (authors, i);

      if (author->name != NULL)
        g_ptr_array_add (names, g_strdup (author->name));
    }
  return names;
}

static gboolean
is_known (GPtrArray *names, const char *name)
{
  for (guint i = 0; i < names->len; i++)
    if (kiroku_text_is_same_name (g_ptr_array_index (names, i), name))
      return TRUE;
  return FALSE;
}

/* Nobody takes over under a mistyped name. Whoever is not known may, as it may be their first case. */
static gboolean
check_known (KirokuCli *cli, const char *case_id, const char *to, GError **error)
{
  g_autoptr (GPtrArray) names = to[0] != '\0' ? list_known (cli, case_id, error) : NULL;
  const char *like;

  if (names == NULL || is_known (names, to))
    return to[0] == '\0' || names != NULL;
  like = kiroku_newcomer_find_like (names, to);
  if (like == NULL)
    {
      kiroku_cli_warn (_ ("“%s” is not known here: they take over by signing with exactly this name"),
                       to);
      return TRUE;
    }
  g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
               _ ("“%s” is not known here, and is almost the name of “%s”: give --to=NAME as it is "
                  "written there. If it is somebody else, make their key first (kiroku-cli key add "
                  "NAME)"),
               to, like);
  return FALSE;
}

/* (transfer full) */
static KirokuDraft *
draft_handover (KirokuCli *cli, const char *case_id, GError **error)
{
  g_autofree char *to = take_text (cli, "to", error);
  g_autofree char *text = to != NULL ? take_text (cli, "text", error) : NULL;

  if (text == NULL || !check_recipient (cli, to, error)
      || !check_known (cli, case_id, to, error))
    return NULL;
  return kiroku_handover_draft (to, text);
}

static gpointer
list_handovers (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_handover_list (db, data, KIROKU_NOW, error);
}

/* The hand-over that is entry @hash. (transfer none) */
static const KirokuHandover *
find_handover (GPtrArray *handovers, const char *hash, GError **error)
{
  for (guint i = 0; i < handovers->len; i++)
    {
      const KirokuHandover *handover = g_ptr_array_index (handovers, i);

      if (g_str_equal (handover->hash, hash))
        return handover;
    }
  g_set_error (error, KIROKU_CASE_ERROR, KIROKU_CASE_ERROR_UNKNOWN,
               _ ("%.12s hands nothing over: see kiroku-cli timeline for the entry that does"), hash);
  return NULL;
}

/* Who was to take over before somebody else was, is not any more. */
static gboolean
check_last (GPtrArray *handovers, const KirokuHandover *handover, GError **error)
{
  const KirokuHandover *last = g_ptr_array_index (handovers, handovers->len - 1);

  if (handover == last)
    return TRUE;
  g_set_error (error, KIROKU_CASE_ERROR, KIROKU_CASE_ERROR_REFUSED,
               _ ("the case was handed over again since: the last is %.12s"), last->hash);
  return FALSE;
}

/* Of what --accept names. (transfer full) */
static KirokuDraft *
draft_acceptance (KirokuCli *cli, const char *case_id, GError **error)
{
  const char *named = kiroku_args_get_option (cli->args, "accept");
  g_autoptr (KirokuEntry) entry = kiroku_cli_find_entry (cli, case_id, named, error);
  g_autoptr (GPtrArray) handovers = NULL;
  g_autofree char *text = entry != NULL ? take_text (cli, "text", error) : NULL;
  const KirokuHandover *handover = NULL;

  if (text != NULL)
    handovers = kiroku_cli_read (cli, list_handovers, (gpointer) case_id, error);
  if (handovers != NULL)
    handover = find_handover (handovers, entry->hash, error);
  if (handover == NULL
      || !kiroku_handover_check (handover, kiroku_book_get_author (cli->book), error)
      || !check_last (handovers, handover, error))
    return NULL;
  return kiroku_handover_draft_acceptance (handover->hash, text);
}

/* --- The command --- */

static gboolean
check_options (KirokuCli *cli, int *status)
{
  static const char *const of_paper[]
      = { "lang", "since", "recipient", "marking", "sign", "stamp", "certificate", "certificate-passphrase-file" };

  if (kiroku_args_has_option (cli->args, "accept") && kiroku_args_has_option (cli->args, "to"))
    {
      *status = kiroku_cli_usage (cli, _ ("--accept takes a case over, --to hands it over: use one of them"));
      return FALSE;
    }
  for (guint i = 0; !kiroku_args_has_option (cli->args, "output") && i < G_N_ELEMENTS (of_paper); i++)
    if (kiroku_args_has_option (cli->args, of_paper[i]))
      {
        *status = kiroku_cli_usage (cli, _ ("--%s is about the sheet: give --output=X.pdf, too"), of_paper[i]);
        return FALSE;
      }
  return TRUE;
}

/* *@order stays NULL when no sheet is wanted. */
static gboolean
take_sheet (KirokuCli *cli, const char *case_id, KirokuReportOrder **order, int *status)
{
  *order = kiroku_args_has_option (cli->args, "output")
               ? kiroku_cli_order_report (cli, case_id, KIROKU_REPORT_SITUATION, status)
               : NULL;
  return *order != NULL || !kiroku_args_has_option (cli->args, "output");
}

/* The entry is there already when the sheet cannot be written: it must not be made twice. */
static int
fail_sheet (KirokuCli *cli, const KirokuEntry *entry, GError *error)
{
  g_prefix_error (&error, _ ("recorded as %.12s, but without a sheet (kiroku-cli report CASE --kind=situation makes it): "),
                  entry->hash);
  return kiroku_cli_fail (cli, error);
}

static void
print_done (KirokuCli *cli, const KirokuEntry *entry)
{
  const char *output = kiroku_args_get_option (cli->args, "output");
  g_autofree char *path = output != NULL ? g_canonicalize_filename (output, NULL) : NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!cli->json)
    {
      kiroku_print ("%s\n", entry->hash);
      if (path != NULL)
        kiroku_print ("%s\n", path);
      return;
    }
  json_builder_begin_object (builder);
  kiroku_json_entry_members (builder, entry);
  if (path != NULL)
    kiroku_json_text (builder, "output", path);
  json_builder_end_object (builder);
  kiroku_print_json (builder);
}

int
kiroku_command_handover (KirokuCli *cli)
{
  const gboolean accepts = kiroku_args_has_option (cli->args, "accept");
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (KirokuReportOrder) sheet = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  KirokuDraft *draft;
  int status;

  if (!check_options (cli, &status))
    return status;
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  if (!take_sheet (cli, case_id, &sheet, &status))
    return status;
  draft = accepts ? draft_acceptance (cli, case_id, &error) : draft_handover (cli, case_id, &error);
  if (draft != NULL)
    entry = kiroku_book_append_one (cli->book, case_id, draft, &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  if (sheet != NULL && !kiroku_cli_write_report (cli, sheet, "handover", &error))
    return fail_sheet (cli, entry, error);
  print_done (cli, entry);
  return KIROKU_EXIT_DONE;
}
