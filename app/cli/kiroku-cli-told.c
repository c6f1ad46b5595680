/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-print.h"
#include "kiroku-told-log.h"
#include "kiroku-trust.h"

/* The values of a call that may be withheld or erased. */
static const char *const fields[]
    = { "contact", "name", "by", "number", "person", "outcome", "reason" };

typedef struct
{
  const char *case_id;
  gint64 as_of;
} Query;

static gpointer
read_log (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Query *query = data;

  return kiroku_told_log_read (db, query->case_id, query->as_of, error);
}

/* --- JSON --- */

static void
add_absent (
    JsonBuilder *builder, const KirokuToldLog *log, const char *hash, const char *name, KirokuAbsence absence)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (kiroku_absent_get (log->absent, hash, fields[i]) == absence)
      json_builder_add_string_value (builder, fields[i]);
  json_builder_end_array (builder);
}

static void
add_told (JsonBuilder *builder, KirokuCli *cli, const KirokuToldLog *log, const KirokuTold *told)
{
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "contact", told->contact);
  kiroku_json_text (builder, "name", told->name);
  kiroku_json_text (builder, "by", told->means);
  kiroku_json_text (builder, "number", told->number);
  kiroku_json_text (builder, "person", told->person);
  kiroku_json_text (builder, "outcome", told->outcome);
  kiroku_json_time (builder, "time", told->at, cli->zone);
  kiroku_json_time (builder, "recorded", told->rec, cli->zone);
  kiroku_json_text (builder, "author", kiroku_trust_find_name (log->authors, told->author));
  kiroku_json_boolean (builder, "vouched", kiroku_trust_is_vouched (log->authors, told->author));
  kiroku_json_boolean (builder, "corrected", told->corrected);
  kiroku_json_text (builder, "corrects", told->corrects);
  kiroku_json_text (builder, "reason", told->reason);
  add_absent (builder, log, told->hash, "withheld", KIROKU_ABSENCE_WITHHELD);
  add_absent (builder, log, told->hash, "erased", KIROKU_ABSENCE_ERASED);
  kiroku_json_text (builder, "entry", told->hash);
  json_builder_end_object (builder);
}

/* --- For people --- */

static void
append_column (GString *row, const char *text)
{
  if (text != NULL && text[0] != '\0')
    g_string_append_printf (row, "  %s", text);
}

static void
print_told (KirokuCli *cli, const KirokuToldLog *log, const KirokuTold *told)
{
  g_autofree char *at = kiroku_time_to_text (told->at, KIROKU_PRECISION_MINUTE, cli->zone);
  g_autoptr (GString) row = g_string_new (at);
  g_autofree char *author = kiroku_told_log_dup_author (log, told);

  append_column (row, kiroku_told_log_show (log, told, "name", told->name));
  append_column (row, kiroku_told_log_show_means (log, told));
  append_column (row, kiroku_told_log_show (log, told, "number", told->number));
  append_column (row, kiroku_told_log_show (log, told, "person", told->person));
  append_column (row, kiroku_told_log_show (log, told, "outcome", told->outcome));
  append_column (row, author);
  kiroku_print_row ("%s", row->str);
  if (told->corrects != NULL) /* Translators: under a call that was stated anew; the reason follows. */
    kiroku_print_row (_ ("    corrects an earlier entry: %s"),
                      kiroku_told_log_show (log, told, "reason", told->reason));
  if (told->corrected) /* Translators: under a call that was recorded wrongly. */
    kiroku_print_row ("%s", _ ("    no longer holds: it was corrected"));
}

int
kiroku_command_contact_log (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuToldLog) log = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *case_id = kiroku_cli_get_case (cli, 0, &error);
  Query query = { case_id, KIROKU_NOW };
  int status;

  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  if (!kiroku_cli_get_moment (cli, "as-of", &query.as_of, &status))
    return status;
  log = kiroku_cli_read (cli, read_log, &query, &error);
  if (log == NULL)
    return kiroku_cli_fail (cli, error);
  json_builder_begin_array (builder);
  for (guint i = 0; i < log->told->len; i++)
    if (cli->json)
      add_told (builder, cli, log, g_ptr_array_index (log->told, i));
    else
      print_told (cli, log, g_ptr_array_index (log->told, i));
  json_builder_end_array (builder);
  if (cli->json)
    kiroku_print_json (builder);
  return KIROKU_EXIT_DONE;
}
