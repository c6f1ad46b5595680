/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-cli.h"
#include "kiroku-papers.h"
#include "kiroku-print.h"

static const char *const status_ids[] = { "ready", "named", "reminder" };

/* --- form list --- */

static void
put_form (KirokuCli *cli, JsonBuilder *builder, const KirokuPackFormName *form)
{
  if (!cli->json)
    {
      kiroku_print ("%s  %s%s\n", form->item.id, kiroku_pack_text (form->name, cli->language),
                    form->status == KIROKU_FORM_READY ? "" : _ (" (not in this version)"));
      return;
    }
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "id", form->item.id);
  kiroku_json_text (builder, "name_ja", kiroku_pack_text (form->name, "ja"));
  kiroku_json_text (builder, "name_en", kiroku_pack_text (form->name, "en"));
  kiroku_json_text (builder, "status", status_ids[form->status]);
  kiroku_json_text (builder, "confidence", kiroku_confidence_id (form->item.confidence));
  json_builder_end_object (builder);
}

static gboolean
has_word (char **words, const char *word)
{
  return g_strv_contains ((const char *const *) words, word);
}

static gpointer
read_case (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_case_read (db, data, G_MAXINT64, error);
}

/* The type of the case of option --case; NULL without it. *@status is set on failure. */
static const KirokuPackType *
read_type_of_case (KirokuCli *cli, int *status)
{
  const char *wanted = kiroku_args_get_option (cli->args, "case");
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autoptr (KirokuCase) incident = NULL;

  *status = KIROKU_EXIT_DONE;
  if (wanted == NULL)
    return NULL;
  id = kiroku_cli_resolve (cli, wanted, &error);
  if (id != NULL)
    incident = kiroku_cli_read (cli, read_case, id, &error);
  if (incident == NULL)
    {
      *status = kiroku_cli_fail (cli, error);
      return NULL;
    }
  return kiroku_pack_get_type (kiroku_book_get_pack (cli->book), incident->type);
}

int
kiroku_command_form_list (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const KirokuPackType *type;
  GPtrArray *forms;
  int status;

  if (!kiroku_cli_open_book (cli, &error))
    return kiroku_cli_fail (cli, error);
  type = read_type_of_case (cli, &status);
  if (status != KIROKU_EXIT_DONE)
    return status;
  forms = kiroku_pack_get_form_names (kiroku_book_get_pack (cli->book));
  json_builder_begin_array (builder);
  for (guint i = 0; i < forms->len; i++)
    {
      const KirokuPackFormName *form = g_ptr_array_index (forms, i);

      if (type == NULL || has_word (type->forms, form->item.id))
        put_form (cli, builder, form);
    }
  json_builder_end_array (builder);
  if (cli->json)
    kiroku_print_json (builder);
  return KIROKU_EXIT_DONE;
}

/* --- form show, form fill --- */

typedef struct
{
  KirokuPaper paper;
  const char *form;
  KirokuFormCopy copy;
  const char *path;
} Order;

/* Checks the form's id and the language; fills in @order. FALSE with *@status set. */
static gboolean
take_order (KirokuCli *cli, const char *case_id, Order *order, int *status)
{
  const char *language = kiroku_args_get_option (cli->args, "lang");

  *order = (Order){ .paper = { .pack = kiroku_book_get_pack (cli->book),
                               .case_id = case_id,
                               .language = language != NULL ? language : cli->language,
                               .zone = cli->zone,
                               .now = kiroku_cli_get_now (cli),
                               .author = kiroku_book_get_author (cli->book) },
                    .path = kiroku_args_get_option (cli->args, "output") };
  if (language == NULL || g_str_equal (language, "ja") || g_str_equal (language, "en"))
    return TRUE;
  *status = kiroku_cli_usage (cli, _ ("“%s” is no language here: use ja or en"), language);
  return FALSE;
}

static gboolean
take_form (KirokuCli *cli, Order *order, int *status)
{
  KirokuPack *pack = kiroku_book_get_pack (cli->book);

  order->form = kiroku_args_get_word (cli->args, 1);
  if (kiroku_pack_get_form (pack, order->form) != NULL)
    return TRUE;
  *status = kiroku_cli_usage (cli,
                              kiroku_pack_get_form_name (pack, order->form) != NULL
                                  ? _ ("the form “%s” is known by name only: it cannot be filled in yet")
                                  : _ ("“%s” is no form: see kiroku-cli form list"),
                              order->form);
  return FALSE;
}

static gpointer
fill_form (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Order *order = data;

  return kiroku_paper_fill_form (db, &order->paper, order->form, error);
}

static void
put_field (
    KirokuCli *cli, JsonBuilder *builder, const KirokuFormRow *row, const KirokuFormField *field)
{
  if (!cli->json)
    {
      kiroku_print ("%-5s %s%s%s [%s] %s%s\n", row->number, row->label,
                    field->label != NULL ? " / " : "", field->label != NULL ? field->label : "",
                    field->key, field->shown, field->is_missing ? _ ("(nobody answered)") : "");
      return;
    }
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "number", row->number);
  kiroku_json_text (builder, "label", field->label != NULL ? field->label : row->label);
  kiroku_json_text (builder, "fact", field->key);
  kiroku_json_text (builder, "type", kiroku_fact_type_id (field->type));
  kiroku_json_text (builder, "value", field->value);
  kiroku_json_text (builder, "shown", field->shown);
  kiroku_json_text (builder, "state", kiroku_fact_state_id (field->state));
  kiroku_json_text (builder, "origin", kiroku_form_origin_id (field->origin));
  kiroku_json_boolean (builder, "missing", field->is_missing);
  kiroku_json_text (builder, "confidence", kiroku_confidence_id (row->confidence));
  json_builder_end_object (builder);
}

static void
put_filled (KirokuCli *cli, const KirokuFilledForm *form)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!cli->json)
    kiroku_print ("%s  %s\n%s\n", form->id, form->name, form->standing);
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "id", form->id);
  kiroku_json_text (builder, "name", form->name);
  kiroku_json_text (builder, "recipient", form->recipient);
  kiroku_json_text (builder, "standing", form->standing);
  kiroku_json_text (builder, "version", form->version);
  kiroku_json_text (builder, "pack", form->pack_version);
  json_builder_set_member_name (builder, "fields");
  json_builder_begin_array (builder);
  for (guint i = 0; i < form->sections->len; i++)
    {
      const KirokuFormSection *section = g_ptr_array_index (form->sections, i);

      for (guint j = 0; j < section->rows->len; j++)
        {
          const KirokuFormRow *row = g_ptr_array_index (section->rows, j);

          for (guint k = 0; k < row->fields->len; k++)
            put_field (cli, builder, row, g_ptr_array_index (row->fields, k));
        }
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  if (cli->json)
    kiroku_print_json (builder);
}

int
kiroku_command_form_show (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = kiroku_cli_get_case (cli, 0, &error);
  g_autoptr (KirokuFilledForm) form = NULL;
  Order order;
  int status;

  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  if (!take_order (cli, case_id, &order, &status) || !take_form (cli, &order, &status))
    return status;
  form = kiroku_cli_read (cli, fill_form, &order, &error);
  if (form == NULL)
    return kiroku_cli_fail (cli, error);
  put_filled (cli, form);
  return KIROKU_EXIT_DONE;
}

/* Says where the file is. */
static int
print_written (KirokuCli *cli, const char *path)
{
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  g_autoptr (JsonBuilder) builder = NULL;

  if (!cli->json)
    {
      kiroku_print ("%s\n", full);
      return KIROKU_EXIT_DONE;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "output", full);
  json_builder_end_object (builder);
  kiroku_print_json (builder);
  return KIROKU_EXIT_DONE;
}

static int
write_paper (KirokuCli *cli, KirokuJobFunc func, Order *order)
{
  g_autoptr (GError) error = NULL;

  if (kiroku_store_run (kiroku_book_get_store (cli->book), KIROKU_STORE_WORKER,
                        KIROKU_STORE_PRIORITY_NOW, func, order, NULL, &error)
      == NULL)
    return kiroku_cli_fail (cli, error);
  return print_written (cli, order->path);
}

static gpointer
write_form (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Order *order = data;

  return kiroku_paper_write_form (db, &order->paper, order->form, order->copy, order->path,
                                  cancellable, error)
             ? order
             : NULL;
}

int
kiroku_command_form_fill (KirokuCli *cli)
{
  const char *copy = kiroku_args_get_option (cli->args, "copy");
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  Order order;
  int status;

  if (kiroku_args_get_option (cli->args, "output") == NULL)
    return kiroku_cli_usage (cli, _ ("say where to write the form: --output=X.pdf"));
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  if (!take_order (cli, case_id, &order, &status) || !take_form (cli, &order, &status))
    return status;
  order.copy = KIROKU_FORM_COPY_WORKING;
  if (copy != NULL && !kiroku_form_copy_parse (copy, &order.copy))
    return kiroku_cli_usage (cli, _ ("“%s” is no copy: use working or submission"), copy);
  return write_paper (cli, write_form, &order);
}

/* --- report --- */

static gpointer
write_timeline (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Order *order = data;

  return kiroku_paper_write_timeline (db, &order->paper, order->path, cancellable, NULL, NULL, error)
             ? order
             : NULL;
}

int
kiroku_command_report (KirokuCli *cli)
{
  const char *kind = kiroku_args_get_option (cli->args, "kind");
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  Order order;
  int status;

  if (kind != NULL && !g_str_equal (kind, "timeline"))
    return kiroku_cli_usage (cli, _ ("“%s” is no report: use timeline"), kind);
  if (kiroku_args_get_option (cli->args, "output") == NULL)
    return kiroku_cli_usage (cli, _ ("say where to write the report: --output=X.pdf"));
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  if (!take_order (cli, case_id, &order, &status))
    return status;
  return write_paper (cli, write_timeline, &order);
}
