/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "kiroku-asset.h"
#include "kiroku-cli.h"
#include "kiroku-error.h"
#include "kiroku-indicator-find.h"
#include "kiroku-indicator.h"
#include "kiroku-print.h"
#include "kiroku-text.h"

typedef struct
{
  const char *case_id;
  gint64 as_of;
} Query;

static gpointer
read_assets (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Query *query = data;

  return kiroku_asset_list (db, query->case_id, query->as_of, error);
}

static gpointer
read_indicators (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Query *query = data;

  return kiroku_indicator_list (db, query->case_id, query->as_of, error);
}

/* Option @name replaces *@text when it is given; an empty one clears it. */
static void
take_text (KirokuCli *cli, const char *name, char **text)
{
  const char *given = kiroku_args_get_option (cli->args, name);

  if (given == NULL)
    return;
  g_free (*text);
  *text = kiroku_text_strip (given);
  if ((*text)[0] == '\0')
    g_clear_pointer (text, g_free);
}

static gboolean
take_tlp (KirokuCli *cli, KirokuTlp *tlp, GError **error)
{
  const char *given = kiroku_args_get_option (cli->args, "tlp");

  if (given == NULL)
    return TRUE;
  *tlp = KIROKU_TLP_NONE;
  return given[0] == '\0' || kiroku_tlp_parse (given, tlp, error);
}

/* What stands in the last columns of a list, each after two blanks. */
static void
append_column (GString *row, const char *text)
{
  if (text != NULL && text[0] != '\0')
    g_string_append_printf (row, "  %s", text);
}

/* --- asset set --- */

static gboolean
take_asset_options (KirokuCli *cli, KirokuAsset *asset, GError **error)
{
  const char *type = kiroku_args_get_option (cli->args, "type");
  const char *state = kiroku_args_get_option (cli->args, "state");

  if ((type != NULL && !kiroku_asset_type_parse (type, &asset->type, error))
      || (state != NULL && !kiroku_asset_state_parse (state, &asset->state, error))
      || !take_tlp (cli, &asset->tlp, error))
    return FALSE;
  take_text (cli, "address", &asset->address);
  take_text (cli, "owner", &asset->owner);
  take_text (cli, "note", &asset->note);
  return TRUE;
}

/* What the case knows of @name, or what is said of an asset nothing is said of. (transfer full) */
static KirokuAsset *
begin_asset (GPtrArray *assets, const char *name)
{
  const KirokuAsset *known = assets != NULL ? kiroku_asset_find (assets, name) : NULL;
  KirokuAsset *asset;

  if (known != NULL)
    return kiroku_asset_copy (known);
  asset = g_new (KirokuAsset, 1);
  *asset = (KirokuAsset){ .name = g_strdup (name),
                          .type = KIROKU_ASSET_OTHER,
                          .state = KIROKU_ASSET_SUSPECTED,
                          .tlp = KIROKU_TLP_NONE };
  return asset;
}

int
kiroku_command_asset_set (KirokuCli *cli)
{
  g_autofree char *name = kiroku_text_strip (kiroku_args_get_word (cli->args, 1));
  g_autoptr (KirokuAsset) trial = begin_asset (NULL, name);
  g_autoptr (KirokuAsset) asset = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  g_autoptr (GPtrArray) assets = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;

  if (name[0] == '\0')
    return kiroku_cli_usage (cli, _ ("an asset needs a name: say which it is"));
  if (!take_asset_options (cli, trial, &error))
    return kiroku_cli_usage (cli, "%s", error->message);
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id != NULL)
    assets = kiroku_cli_read (cli, read_assets, &(Query){ case_id, KIROKU_NOW }, &error);
  if (assets == NULL)
    return kiroku_cli_fail (cli, error);
  asset = begin_asset (assets, name);
  take_asset_options (cli, asset, NULL);
  entry = kiroku_book_append_one (cli->book, case_id, kiroku_draft_asset_set (asset, NULL, NULL),
                                  &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, entry);
  return KIROKU_EXIT_DONE;
}

/* --- asset list --- */

static void
add_asset (JsonBuilder *builder, KirokuCli *cli, const KirokuAsset *asset)
{
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "name", asset->name);
  kiroku_json_text (builder, "type", kiroku_asset_type_id (asset->type));
  kiroku_json_text (builder, "state", kiroku_asset_state_id (asset->state));
  kiroku_json_text (builder, "address", asset->address);
  kiroku_json_text (builder, "owner", asset->owner);
  kiroku_json_text (builder, "note", asset->note);
  kiroku_json_text (builder, "tlp", kiroku_tlp_id (asset->tlp));
  kiroku_json_time (builder, "set_at", asset->set_at, cli->zone);
  kiroku_json_text (builder, "entry", asset->hash);
  json_builder_end_object (builder);
}

static void
print_asset (const KirokuAsset *asset)
{
  g_autoptr (GString) row = g_string_new (asset->name);

  append_column (row, kiroku_asset_type_name (asset->type));
  append_column (row, kiroku_asset_state_name (asset->state));
  append_column (row, asset->address);
  append_column (row, asset->owner);
  append_column (row, kiroku_tlp_name (asset->tlp));
  append_column (row, asset->note);
  kiroku_print_row ("%s", row->str);
}

/* Reads the list that @read gives for the case and moment of the command line; NULL with *@status set
 * when it cannot. (transfer full) */
static GPtrArray *
read_list (KirokuCli *cli, KirokuJobFunc read, int *status)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = kiroku_cli_get_case (cli, 0, &error);
  Query query = { case_id, KIROKU_NOW };
  GPtrArray *list;

  if (case_id == NULL)
    {
      *status = kiroku_cli_fail (cli, error);
      return NULL;
    }
  if (!kiroku_cli_get_moment (cli, "as-of", &query.as_of, status))
    return NULL;
  list = kiroku_cli_read (cli, read, &query, &error);
  if (list == NULL)
    *status = kiroku_cli_fail (cli, error);
  return list;
}

int
kiroku_command_asset_list (KirokuCli *cli)
{
  int status = KIROKU_EXIT_DONE;
  g_autoptr (GPtrArray) assets = read_list (cli, read_assets, &status);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (assets == NULL)
    return status;
  json_builder_begin_array (builder);
  for (guint i = 0; i < assets->len; i++)
    {
      add_asset (builder, cli, g_ptr_array_index (assets, i));
      if (!cli->json)
        print_asset (g_ptr_array_index (assets, i));
    }
  json_builder_end_array (builder);
  if (cli->json)
    kiroku_print_json (builder);
  return KIROKU_EXIT_DONE;
}

/* --- indicator set --- */

/* What the options say of an indicator; @technique as it is typed until it is checked. */
static gboolean
take_indicator_options (KirokuCli *cli, KirokuIndicator *indicator, GError **error)
{
  const char *state = kiroku_args_get_option (cli->args, "state");
  const char *technique = kiroku_args_get_option (cli->args, "technique");
  g_autofree char *checked = NULL;

  if ((state != NULL && !kiroku_indicator_state_parse (state, &indicator->state, error))
      || !take_tlp (cli, &indicator->tlp, error))
    return FALSE;
  if (technique != NULL && technique[0] != '\0'
      && (checked = kiroku_technique_normalise (technique, error)) == NULL)
    return FALSE;
  take_text (cli, "note", &indicator->note);
  take_text (cli, "technique", &indicator->technique);
  if (checked != NULL)
    {
      g_free (indicator->technique);
      indicator->technique = g_steal_pointer (&checked);
    }
  return TRUE;
}

/* What “%s” is cannot be told: which types there are, and how one is named. */
static void
explain_types (const char *typed, GError **error)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < KIROKU_N_INDICATOR_TYPES; i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? ", " : "", kiroku_indicator_type_id (i));
  g_clear_error (error);
  g_set_error (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_VALUE,
               _ ("what “%s” is cannot be told from its form: state it with --type=TYPE, one of %s; "
                  "for example --type=file for the name of a file, or --type=other"),
               typed, ids->str);
}

/* Type and value of the indicator that the command line names. */
static gboolean
take_value (KirokuCli *cli, KirokuIndicator *indicator, GError **error)
{
  const char *typed = kiroku_args_get_word (cli->args, 1);
  const char *type = kiroku_args_get_option (cli->args, "type");

  if (type == NULL && kiroku_indicator_classify (typed, &indicator->type, &indicator->value, error))
    return TRUE;
  if (type == NULL)
    {
      explain_types (typed, error);
      return FALSE;
    }
  if (!kiroku_indicator_type_parse (type, &indicator->type, error))
    return FALSE;
  indicator->value = kiroku_indicator_normalise (indicator->type, typed, error);
  return indicator->value != NULL;
}

/* What the case knows of the indicator that @named names, or @named itself. (transfer full) */
static KirokuIndicator *
begin_indicator (GPtrArray *indicators, const KirokuIndicator *named)
{
  const KirokuIndicator *known = kiroku_indicator_look_up (indicators, named->type, named->value);

  return kiroku_indicator_copy (known != NULL ? known : named);
}

/* The entry the indicator was found in. */
static gboolean
take_entry (KirokuCli *cli, const char *case_id, KirokuIndicator *indicator, GError **error)
{
  const char *named = kiroku_args_get_option (cli->args, "entry");
  g_autoptr (KirokuEntry) entry = NULL;

  if (named == NULL)
    return TRUE;
  entry = kiroku_cli_find_entry (cli, case_id, named, error);
  if (entry == NULL)
    return FALSE;
  g_free (indicator->entry);
  indicator->entry = g_strdup (entry->hash);
  return TRUE;
}

static int
save_indicator (KirokuCli *cli, const KirokuIndicator *named, const KirokuTime *first_seen)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = kiroku_cli_get_case (cli, 0, &error);
  g_autoptr (KirokuIndicator) indicator = NULL;
  g_autoptr (GPtrArray) indicators = NULL;
  g_autoptr (KirokuEntry) entry = NULL;

  if (case_id != NULL)
    indicators = kiroku_cli_read (cli, read_indicators, &(Query){ case_id, KIROKU_NOW }, &error);
  if (indicators != NULL)
    {
      indicator = begin_indicator (indicators, named);
      take_indicator_options (cli, indicator, NULL); /* checked before */
      if (take_entry (cli, case_id, indicator, &error))
        entry = kiroku_book_append_one (
            cli->book, case_id, kiroku_draft_indicator_set (indicator, first_seen, NULL, NULL), &error);
    }
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, entry);
  return KIROKU_EXIT_DONE;
}

int
kiroku_command_indicator_set (KirokuCli *cli)
{
  g_autoptr (KirokuIndicator) named = g_new0 (KirokuIndicator, 1);
  g_autoptr (GError) error = NULL;
  KirokuTime first_seen;
  gboolean given;
  int status;

  named->state = KIROKU_INDICATOR_ACTIVE;
  named->tlp = KIROKU_TLP_NONE;
  if (!take_value (cli, named, &error) || !take_indicator_options (cli, named, &error))
    return kiroku_cli_usage (cli, "%s", error->message);
  if (!kiroku_cli_get_stated (cli, "first-seen", &first_seen, &given, &status))
    return status;
  return save_indicator (cli, named, given ? &first_seen : NULL);
}

/* --- indicator list --- */

static void
add_indicator (JsonBuilder *builder, KirokuCli *cli, const KirokuIndicator *indicator)
{
  g_autofree char *defanged = kiroku_indicator_defang (indicator->type, indicator->value);

  json_builder_begin_object (builder);
  kiroku_json_text (builder, "type", kiroku_indicator_type_id (indicator->type));
  kiroku_json_text (builder, "value", indicator->value);
  kiroku_json_text (builder, "defanged", defanged);
  kiroku_json_text (builder, "state", kiroku_indicator_state_id (indicator->state));
  kiroku_json_text (builder, "tlp", kiroku_tlp_id (indicator->tlp));
  kiroku_json_text (builder, "technique", indicator->technique);
  kiroku_json_text (builder, "note", indicator->note);
  kiroku_json_time (builder, "first_seen", indicator->first_seen, cli->zone);
  kiroku_json_text (builder, "found_in", indicator->entry);
  kiroku_json_time (builder, "set_at", indicator->set_at, cli->zone);
  kiroku_json_text (builder, "entry", indicator->hash);
  json_builder_end_object (builder);
}

static void
print_indicator (KirokuCli *cli, const KirokuIndicator *indicator)
{
  gboolean raw = kiroku_args_has_option (cli->args, "raw");
  g_autofree char *defanged = kiroku_indicator_defang (indicator->type, indicator->value);
  g_autoptr (GString) row = g_string_new (raw ? indicator->value : defanged);
  g_autofree char *seen = NULL;

  append_column (row, kiroku_indicator_type_name (indicator->type));
  if (indicator->state != KIROKU_INDICATOR_ACTIVE)
    append_column (row, kiroku_indicator_state_name (indicator->state));
  append_column (row, kiroku_tlp_name (indicator->tlp));
  append_column (row, indicator->technique);
  if (indicator->first_seen != KIROKU_TIME_NONE)
    seen = kiroku_time_to_text (indicator->first_seen, KIROKU_PRECISION_SECOND, cli->zone);
  append_column (row, seen);
  append_column (row, indicator->note);
  kiroku_print_row ("%s", row->str);
}

int
kiroku_command_indicator_list (KirokuCli *cli)
{
  int status = KIROKU_EXIT_DONE;
  g_autoptr (GPtrArray) indicators = read_list (cli, read_indicators, &status);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (indicators == NULL)
    return status;
  json_builder_begin_array (builder);
  for (guint i = 0; i < indicators->len; i++)
    {
      add_indicator (builder, cli, g_ptr_array_index (indicators, i));
      if (!cli->json)
        print_indicator (cli, g_ptr_array_index (indicators, i));
    }
  json_builder_end_array (builder);
  if (cli->json)
    kiroku_print_json (builder);
  return KIROKU_EXIT_DONE;
}

/* --- indicator find --- */

/* Standard input, as far as a text may be long. (transfer full) */
static char *
read_standard_input (GError **error)
{
  g_autoptr (GInputStream) stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autofree char *text = g_malloc (KIROKU_TEXT_MAX + 2);
  gsize length;

  if (!g_input_stream_read_all (stream, text, KIROKU_TEXT_MAX + 1, &length, NULL, error)
      || !kiroku_text_check (text, length, _ ("the text"), error))
    return NULL;
  text[length] = '\0';
  return g_steal_pointer (&text);
}

static void
show_found (JsonBuilder *builder, KirokuCli *cli, const char *text, const KirokuFoundIndicator *found)
{
  g_autofree char *defanged = kiroku_indicator_defang (found->type, found->value);

  if (!cli->json)
    {
      kiroku_print_row ("%s  %s", defanged, kiroku_indicator_type_name (found->type));
      return;
    }
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "type", kiroku_indicator_type_id (found->type));
  kiroku_json_text (builder, "value", found->value);
  kiroku_json_text (builder, "defanged", defanged);
  kiroku_json_integer (builder, "offset", g_utf8_strlen (text, found->offset));
  kiroku_json_integer (builder, "length", g_utf8_strlen (text + found->offset, found->length));
  json_builder_end_object (builder);
}

int
kiroku_command_indicator_find (KirokuCli *cli)
{
  const char *word = kiroku_args_get_word (cli->args, 0);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_str_equal (word, "-") ? read_standard_input (&error) : g_strdup (word);

  if (text == NULL)
    return kiroku_cli_fail (cli, error);
  found = kiroku_indicator_find (text);
  json_builder_begin_array (builder);
  for (guint i = 0; i < found->len; i++)
    show_found (builder, cli, text, g_ptr_array_index (found, i));
  json_builder_end_array (builder);
  if (cli->json)
    kiroku_print_json (builder);
  return KIROKU_EXIT_DONE;
}
