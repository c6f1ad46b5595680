/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-book-import.h"
#include "kiroku-cli.h"
#include "kiroku-print.h"

static gpointer
read_case (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_case_read (db, data, KIROKU_NOW, error);
}

/* The number by which the case is known here; its id while nothing has opened it. (transfer full) */
static char *
read_number (KirokuCli *cli, const char *case_id)
{
  g_autoptr (KirokuCase) incident = kiroku_cli_read (cli, read_case, (gpointer) case_id, NULL);

  return g_strdup (incident != NULL ? incident->number : case_id);
}

static void
print_json (const KirokuImported *imported, const char *number)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  kiroku_json_text (builder, "case", imported->case_id);
  kiroku_json_text (builder, "number", number);
  kiroku_json_integer (builder, "entries", imported->entries);
  kiroku_json_integer (builder, "completed", imported->completed);
  kiroku_json_integer (builder, "known", imported->known);
  kiroku_json_integer (builder, "waiting", imported->waiting);
  kiroku_json_integer (builder, "refused", imported->refused);
  kiroku_json_integer (builder, "evidence", imported->files);
  kiroku_json_integer (builder, "withheld", imported->withheld);
  json_builder_set_member_name (builder, "warnings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < imported->warnings->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (imported->warnings, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  kiroku_print_json (builder);
}

static void
print_text (const KirokuImported *imported, const char *number)
{
  kiroku_print_row ("%s", number);
  kiroku_print_row (_ ("  new: %d, completed: %d, known: %d, evidence files: %d, withheld: %d"),
                    (int) imported->entries, (int) imported->completed, (int) imported->known,
                    (int) imported->files, (int) imported->withheld);
  if (imported->waiting > 0)
    kiroku_print_row (g_dngettext (NULL, "  %d entry waits for one that is not here",
                                   "  %d entries wait for others that are not here",
                                   imported->waiting),
                      (int) imported->waiting);
  for (guint i = 0; i < imported->warnings->len; i++)
    kiroku_print_row (_ ("  warning: %s"), (char *) g_ptr_array_index (imported->warnings, i));
}

int
kiroku_command_import (KirokuCli *cli)
{
  const char *format = kiroku_args_get_option (cli->args, "format");
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuImported) imported = NULL;
  g_autofree char *number = NULL;

  if (format != NULL && !g_str_equal (format, "package"))
    return kiroku_cli_usage (cli, _ ("--format: use package"));
  if (!kiroku_cli_open_book (cli, &error))
    return kiroku_cli_fail (cli, error);
  imported = kiroku_book_import (cli->book, kiroku_args_get_word (cli->args, 0), NULL, &error);
  if (imported == NULL)
    return kiroku_cli_fail (cli, error);
  number = read_number (cli, imported->case_id);
  if (cli->json)
    print_json (imported, number);
  else
    print_text (imported, number);
  return KIROKU_EXIT_DONE;
}
