/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-cli-forms.h"
#include "kiroku-form-text.h"
#include "kiroku-mail-draft.h"
#include "kiroku-print.h"

typedef struct
{
  const KirokuPaper *paper;
  const char *form;
} Wanted;

static gpointer
read_form (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Wanted *wanted = data;
  g_autoptr (KirokuPaperMoment) moment
      = kiroku_paper_moment_new_checked (db, wanted->paper, cancellable, error);

  return moment != NULL ? kiroku_paper_fill_form (kiroku_paper_moment_get_db (moment),
                                                  wanted->paper, wanted->form, error)
                        : NULL;
}

static gboolean
write_mail (KirokuCli *cli, const KirokuFilledForm *form, gint64 now, GError **error)
{
  g_autofree const char **attachments = kiroku_args_list_option (cli->args, "attach");
  g_autofree char *to = kiroku_form_dup_mail_address (form);
  g_autofree char *subject = kiroku_form_dup_subject (form);
  g_autofree char *text = kiroku_form_to_text (form);
  const KirokuMailDraft draft
      = { .to = to, .subject = subject, .text = text, .attachments = attachments, .date = now };

  return kiroku_mail_draft_write (&draft, kiroku_args_get_option (cli->args, "output"), error);
}

gboolean
kiroku_cli_wants_mail (KirokuCli *cli)
{
  const char *path = kiroku_args_get_option (cli->args, "output");

  return path != NULL && g_str_has_suffix (path, ".eml");
}

int
kiroku_cli_write_mail (KirokuCli *cli, const KirokuPaper *paper, const char *form)
{
  static const char *const others[] = { "copy", "marking", "sign" };
  Wanted wanted = { paper, form };
  g_autoptr (KirokuFilledForm) filled = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (kiroku_args_has_option (cli->args, others[i]))
      return kiroku_cli_usage (cli, _ ("--%s is for a PDF, which can go with a mail: --attach=PDF"),
                               others[i]);
  filled = kiroku_cli_read (cli, read_form, &wanted, &error);
  if (filled == NULL || !write_mail (cli, filled, paper->now, &error))
    return kiroku_cli_fail (cli, error);
  kiroku_print_written (cli, kiroku_args_get_option (cli->args, "output"));
  if (filled->excluded)
    kiroku_cli_warn_of_excluded (form);
  if (!cli->json)
    kiroku_cli_print_open (filled);
  return KIROKU_EXIT_DONE;
}
