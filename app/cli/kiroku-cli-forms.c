/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-book-anchor.h"
#include "kiroku-book-checkpoint.h"
#include "kiroku-book-credential.h"
#include "kiroku-book-export.h"
#include "kiroku-cli-forms.h"
#include "kiroku-exchange-error.h"
#include "kiroku-files.h"
#include "kiroku-filing.h"
#include "kiroku-form-letter.h"
#include "kiroku-form-source.h"
#include "kiroku-print.h"
#include "kiroku-snapshot.h"
#include "kiroku-submission-copy.h"
#include "kiroku-submission.h"

static const char *const status_ids[] = { "ready", "named", "reminder" };

/* What stands behind the name of a form in the list. */
static const char *
remark_status (const KirokuPackFormName *form)
{
  if (form->status == KIROKU_FORM_READY)
    return "";
  return form->status == KIROKU_FORM_NAMED ? _ (" (not in this version)") : _ (" (nothing to fill in)");
}

/* --- form list --- */

/* @filings: (nullable): what became of the forms of a case. */
static void
put_form (
    KirokuCli *cli, JsonBuilder *builder, const KirokuPackFormName *form, GHashTable *filings)
{
  const KirokuFiling *filing = filings != NULL ? g_hash_table_lookup (filings, form->item.id) : NULL;
  const KirokuFiled *last = kiroku_cli_get_last_filed (filing);

  if (!cli->json)
    {
      kiroku_print ("%s  %s%s\n", form->item.id, kiroku_pack_text (form->name, cli->language),
                    remark_status (form));
      kiroku_print_contradictions (cli, last);
      if (form->note != NULL)
        kiroku_print_row ("    %s", kiroku_pack_text (form->note, cli->language));
      return;
    }
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "id", form->item.id);
  kiroku_json_text (builder, "name_ja", kiroku_pack_text (form->name, "ja"));
  kiroku_json_text (builder, "name_en", kiroku_pack_text (form->name, "en"));
  kiroku_json_text (builder, "status", status_ids[form->status]);
  kiroku_json_text (builder, "confidence", kiroku_confidence_id (form->item.confidence));
  if (filings != NULL)
    {
      kiroku_json_text (builder, "state",
                        kiroku_filing_state_id (filing != NULL ? filing->state : KIROKU_FILING_DRAFT));
      kiroku_json_contradictions (builder, last);
    }
  json_builder_end_object (builder);
}

typedef struct
{
  KirokuCli *cli;
  const char *case_id;
  GHashTable *filings; /* what became of its forms */
} ListOrder;

static gpointer
read_snapshot (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ListOrder *order = data;
  KirokuCli *cli = order->cli;

  order->filings = kiroku_cli_read_filings (cli, db, order->case_id, error);
  return order->filings != NULL
             ? kiroku_snapshot_read (db, kiroku_book_get_pack (cli->book), order->case_id, KIROKU_NOW,
                                     kiroku_cli_get_now (cli), cli->language, error)
             : NULL;
}

/* FALSE with *@status set on failure; *@snapshot and *@filings, what became of the forms, are NULL without option
 * --case. */
static gboolean
read_offer (KirokuCli *cli, KirokuSnapshot **snapshot, GHashTable **filings, int *status)
{
  ListOrder order = { .cli = cli };
  const char *wanted = kiroku_args_get_option (cli->args, "case");
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  *snapshot = NULL;
  *filings = NULL;
  if (wanted == NULL)
    return TRUE;
  id = kiroku_cli_resolve (cli, wanted, &error);
  order.case_id = id;
  if (id != NULL)
    *snapshot = kiroku_cli_read (cli, read_snapshot, &order, &error);
  *filings = order.filings;
  if (*snapshot != NULL)
    return TRUE;
  *status = kiroku_cli_fail (cli, error);
  return FALSE;
}

int
kiroku_command_form_list (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GHashTable) filings = NULL;
  g_autoptr (KirokuSnapshot) snapshot = NULL;
  g_autoptr (GPtrArray) offered = NULL;
  GPtrArray *forms;
  int status;

  if (!kiroku_cli_open_book (cli, &error))
    return kiroku_cli_fail (cli, error);
  if (!read_offer (cli, &snapshot, &filings, &status))
    return status;
  forms = kiroku_pack_get_form_names (kiroku_book_get_pack (cli->book));
  if (snapshot != NULL)
    offered = kiroku_obligations_list_forms (
        snapshot->obligations,
        kiroku_pack_get_type (kiroku_book_get_pack (cli->book), snapshot->incident->type));
  json_builder_begin_array (builder);
  for (guint i = 0; i < forms->len; i++)
    {
      const KirokuPackFormName *form = g_ptr_array_index (forms, i);

      if (offered == NULL
          || g_ptr_array_find_with_equal_func (offered, form->item.id, g_str_equal, NULL))
        put_form (cli, builder, form, filings);
    }
  json_builder_end_array (builder);
  if (cli->json)
    kiroku_print_json (builder);
  return KIROKU_EXIT_DONE;
}

/* --- form set --- */

/* The definition of the fact that is named, when the form shows it. */
static const KirokuPackFact *
find_shown_fact (KirokuCli *cli, const char *form, int *status)
{
  KirokuPack *pack = kiroku_book_get_pack (cli->book);
  const char *key = kiroku_args_get_word (cli->args, 2);
  const KirokuPackForm *definition = kiroku_pack_get_form (pack, form);

  for (guint s = 0; s < definition->sections->len; s++)
    {
      const KirokuPackSection *section = g_ptr_array_index (definition->sections, s);

      for (guint r = 0; r < section->rows->len; r++)
        {
          const KirokuPackRow *row = g_ptr_array_index (section->rows, r);

          for (guint f = 0; f < row->fields->len; f++)
            if (g_str_equal (((KirokuPackField *) g_ptr_array_index (row->fields, f))->item.id, key))
              return kiroku_pack_get_fact (pack, key);
        }
    }
  *status = kiroku_cli_usage (cli, _ ("form %s does not show “%s”: see kiroku-cli form show"), form, key);
  return NULL;
}

int
kiroku_command_form_set (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = kiroku_cli_get_case (cli, 0, &error);
  KirokuPack *pack = case_id != NULL ? kiroku_book_get_pack (cli->book) : NULL;
  g_autofree char *value = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  const KirokuPackFact *fact;
  const char *form;
  int status;

  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  if (!kiroku_cli_take_form (cli, &form, &status) || (fact = find_shown_fact (cli, form, &status)) == NULL)
    return status;
  if (!kiroku_pack_check_fact (pack, fact->item.id, kiroku_args_get_word (cli->args, 3), cli->zone,
                               kiroku_cli_get_now (cli), &value, &error))
    return kiroku_cli_usage (cli, "%s", error->message);
  entry = kiroku_book_append_one (
      cli->book, case_id,
      kiroku_form_draft_own (form, kiroku_pack_get_version (pack), fact->item.id, value), &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, entry);
  return KIROKU_EXIT_DONE;
}

/* --- form show, form fill --- */

typedef struct
{
  KirokuPaper paper;
  const char *form;
  KirokuFormCopy copy;
  KirokuReport report;
  const char *path;
  KirokuFilledForm *filled; /* (nullable): what was written */
  KirokuCheckpoint *heads;  /* (nullable): whose case root it shows, to be recorded */
} Order;

gboolean
kiroku_cli_take_paper (KirokuCli *cli, const char *case_id, KirokuPaper *paper, int *status)
{
  const char *language = kiroku_args_get_option (cli->args, "lang");

  kiroku_book_read_clock (cli->book, &cli->clock);
  *paper = (KirokuPaper){ .pack = kiroku_book_get_pack (cli->book),
                          .case_id = case_id,
                          .language = language != NULL ? language : cli->language,
                          .zone = cli->zone,
                          .now = cli->clock.rec,
                          .clock = &cli->clock,
                          .author = kiroku_book_get_author (cli->book),
                          .recipient = kiroku_args_get_option (cli->args, "recipient"),
                          .marking = kiroku_args_get_option (cli->args, "marking"),
                          .folds = kiroku_book_get_folds (cli->book) };
  if (language == NULL || g_str_equal (language, "ja") || g_str_equal (language, "en"))
    return TRUE;
  *status = kiroku_cli_usage (cli, _ ("“%s” is no language here: use ja or en"), language);
  return FALSE;
}

gboolean
kiroku_cli_check_address (KirokuCli *cli, gboolean has_pages, int *status)
{
  static const char *const on_pages[] = { "recipient", "marking" };

  for (guint i = 0; !has_pages && i < G_N_ELEMENTS (on_pages); i++)
    if (kiroku_args_has_option (cli->args, on_pages[i]))
      {
        *status = kiroku_cli_usage (cli, _ ("--%s stands on pages: give --output=X.pdf, too"),
                                    on_pages[i]);
        return FALSE;
      }
  return TRUE;
}

/* --sign, with --stamp, --certificate=FILE and its --certificate-passphrase-file=FILE. Without them
 * *@credential stays NULL. */
static gboolean
take_credential (
    KirokuCli *cli, const char *case_id, KirokuCredential **credential, GError **error)
{
  const char *file = kiroku_args_get_option (cli->args, "certificate");
  const char *passphrase_file = kiroku_args_get_option (cli->args, "certificate-passphrase-file");
  g_autofree char *passphrase = NULL;

  if (!kiroku_args_has_option (cli->args, "sign"))
    return TRUE;
  if (file == NULL)
    *credential = kiroku_book_get_credential (cli->book, case_id, error);
  else if (passphrase_file == NULL
           || (passphrase = kiroku_cli_read_passphrase (passphrase_file, error)) != NULL)
    *credential = kiroku_credential_load (file, passphrase, kiroku_book_get_now (cli->book), error);
  return *credential != NULL
         && (!kiroku_args_has_option (cli->args, "stamp")
             || kiroku_book_stamp_credential (cli->book, *credential, error));
}

/* Whether the options of signing go together. */
static gboolean
check_signing (KirokuCli *cli, int *status)
{
  gboolean sign = kiroku_args_has_option (cli->args, "sign");
  gboolean file = kiroku_args_has_option (cli->args, "certificate");
  gboolean passphrase = kiroku_args_has_option (cli->args, "certificate-passphrase-file");

  if ((sign || !kiroku_args_has_option (cli->args, "stamp")) && (sign || !file)
      && (file || !passphrase))
    return TRUE;
  *status = kiroku_cli_usage (cli, _ ("--certificate and --stamp go with --sign, and "
                                      "--certificate-passphrase-file with --certificate"));
  return FALSE;
}

static gboolean
take_order (KirokuCli *cli, const char *case_id, Order *order, int *status)
{
  *order = (Order){ .path = kiroku_args_get_option (cli->args, "output") };
  return kiroku_cli_take_paper (cli, case_id, &order->paper, status) && check_signing (cli, status);
}

gboolean
kiroku_cli_take_form (KirokuCli *cli, const char **form, int *status)
{
  KirokuPack *pack = kiroku_book_get_pack (cli->book);
  const KirokuPackFormName *name;

  *form = kiroku_args_get_word (cli->args, 1);
  if (kiroku_pack_get_form (pack, *form) != NULL)
    return TRUE;
  name = kiroku_pack_get_form_name (pack, *form);
  if (name != NULL && name->note != NULL)
    *status = kiroku_cli_usage (cli, _ ("form “%s” cannot be filled in: %s"), *form,
                                kiroku_pack_text (name->note, cli->language));
  else
    *status = kiroku_cli_usage (
        cli,
        name != NULL ? _ ("the form “%s” is known by name only: it cannot be filled in yet")
                     : _ ("“%s” is no form: see kiroku-cli form list"),
        *form);
  return FALSE;
}

/* A form, and what became of it. */
typedef struct
{
  KirokuFilledForm *form;
  KirokuFiling *filing;
} Shown;

static void
shown_free (Shown *shown)
{
  g_clear_pointer (&shown->form, kiroku_filled_form_free);
  g_clear_pointer (&shown->filing, kiroku_filing_free);
  g_free (shown);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Shown, shown_free)

static gpointer
read_shown (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Order *order = data;
  g_autoptr (KirokuPaperMoment) moment = kiroku_paper_moment_new (db, error);
  g_autoptr (Shown) shown = g_new0 (Shown, 1);

  if (moment == NULL)
    return NULL;
  shown->form = kiroku_paper_fill_form (db, &order->paper, order->form, error);
  if (shown->form == NULL)
    return NULL;
  shown->filing = kiroku_submission_read_filled (db, &order->paper, shown->form, error);
  return shown->filing != NULL ? g_steal_pointer (&shown) : NULL;
}

/* Where the answer is from: which fact or list, whose entry, when. */
static void
put_source (KirokuCli *cli, JsonBuilder *builder, const KirokuFormField *field)
{
  if (field->origin_key != NULL)
    kiroku_json_text (builder, "origin_key", field->origin_key);
  if (field->instead_of != NULL)
    kiroku_json_text (builder, "instead_of", field->instead_of);
  if (field->source == NULL)
    return;
  kiroku_json_text (builder, "entry", field->source->entry);
  kiroku_json_text (builder, "author", field->source->author);
  kiroku_json_time (builder, "time", field->source->rec, cli->zone);
  kiroku_json_boolean (builder, "from_profile", field->source->from_profile);
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
  if (field->remark != NULL && field->remark[0] != '\0')
    kiroku_json_text (builder, field->state == KIROKU_FACT_ESTIMATE ? "basis" : "expected",
                      field->remark);
  kiroku_json_text (builder, "origin", kiroku_form_origin_id (field->origin));
  put_source (cli, builder, field);
  kiroku_json_boolean (builder, "changed", field->before != NULL);
  if (field->before != NULL)
    kiroku_json_text (builder, "before", field->before);
  kiroku_json_boolean (builder, "missing", field->is_missing);
  kiroku_json_text (builder, "confidence", kiroku_confidence_id (field->confidence));
  json_builder_end_object (builder);
}

static void
put_filed (KirokuCli *cli, JsonBuilder *builder, const KirokuFiled *filed)
{
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "entry", filed->hash);
  kiroku_json_text (builder, "author", filed->author);
  kiroku_json_time (builder, "time", filed->at, cli->zone);
  kiroku_json_text (builder, "method", filed->method);
  kiroku_json_text (builder, "to", filed->to);
  kiroku_json_text (builder, "by", filed->by);
  kiroku_json_text (builder, "receipt", filed->receipt);
  kiroku_json_text (builder, "sha256", filed->sha256);
  kiroku_json_boolean (builder, "approved", filed->approved);
  kiroku_json_boolean (builder, "other_file", filed->other_file);
  json_builder_set_member_name (builder, "rules");
  json_builder_begin_array (builder);
  for (guint i = 0; i < filed->rules->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (filed->rules, i));
  json_builder_end_array (builder);
  kiroku_json_contradictions (builder, filed);
  json_builder_end_object (builder);
}

/* What became of the form; what the last one filed says and is no longer so stands apart. */
static void
put_filing (KirokuCli *cli, JsonBuilder *builder, const KirokuFiling *filing)
{
  guint n = filing->filed->len;

  kiroku_json_text (builder, "state", kiroku_filing_state_id (filing->state));
  kiroku_json_text (builder, "approver", filing->approver);
  kiroku_json_time (builder, "approved_at", filing->approved_at, cli->zone);
  kiroku_json_boolean (builder, "four_eyes", filing->four_eyes);
  kiroku_json_boolean (builder, "stale", filing->stale);
  json_builder_set_member_name (builder, "filed");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    put_filed (cli, builder, g_ptr_array_index (filing->filed, i));
  json_builder_end_array (builder);
  kiroku_json_contradictions (builder, n > 0 ? g_ptr_array_index (filing->filed, n - 1) : NULL);
}

static void
print_approval (KirokuCli *cli, const KirokuFiling *filing)
{
  g_autofree char *time = NULL;

  if (filing->approver == NULL)
    return;
  time = kiroku_time_to_text (filing->approved_at, KIROKU_PRECISION_MINUTE, cli->zone);
  /* Translators: a time, a name, then one of the three remarks or nothing. */
  kiroku_print_row (_ ("Approved %s by %s%s"), time, filing->approver,
                    !filing->four_eyes ? _ (" (does not count: the same key prepared it)")
                    : filing->stale    ? _ (" (changed since)")
                    : filing->doubted  ? _ (" (does not count: its copy cannot be made again)")
                                       : "");
}

/* How it was handed in, to whom and by whom; what nobody stated is left out. */
static void
print_way (const KirokuFiled *filed)
{
  KirokuFilingMethod method;
  const char *how = filed->method != NULL && kiroku_filing_method_parse (filed->method, &method, NULL)
                        ? kiroku_filing_method_name (method)
                        : filed->method;

  if (how != NULL)
    kiroku_print_row (_ ("    How: %s"), how);
  if (filed->to != NULL && filed->to[0] != '\0')
    kiroku_print_row (_ ("    To: %s"), filed->to);
  if (filed->by != NULL && filed->by[0] != '\0')
    kiroku_print_row (_ ("    Handed in by: %s"), filed->by);
}

static void
print_filed (KirokuCli *cli, const KirokuFilledForm *form, const KirokuFiled *filed)
{
  g_autofree char *time
      = kiroku_time_to_text (filed->at, KIROKU_PRECISION_MINUTE, cli->zone);

  kiroku_print_row (_ ("Filed %s by %s%s"), time, filed->author,
                    !filed->approved    ? _ (" (not approved by somebody else)")
                    : filed->other_file ? _ (" (another file than the copy that was approved)")
                                        : "");
  print_way (filed);
  if (filed->receipt != NULL && filed->receipt[0] != '\0')
    kiroku_print_row (_ ("    Receipt: %s"), filed->receipt);
  for (guint i = 0; i < filed->contradicts->len; i++)
    {
      const KirokuContradiction *value = g_ptr_array_index (filed->contradicts, i);
      g_autofree char *label = kiroku_filled_form_dup_label (form, value->key);

      kiroku_print_contradiction (cli, label, form->language, value);
    }
}

static void
print_filing (KirokuCli *cli, const KirokuFilledForm *form, const KirokuFiling *filing)
{
  print_approval (cli, filing);
  for (guint i = 0; i < filing->filed->len; i++)
    print_filed (cli, form, g_ptr_array_index (filing->filed, i));
}

static void
put_fields (KirokuCli *cli, JsonBuilder *builder, const KirokuFilledForm *form)
{
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
}

/* The answers that are not settled. Of a final report they are told to people, too. */
static void
put_open (JsonBuilder *builder, const KirokuFilledForm *form)
{
  g_autoptr (GPtrArray) open = kiroku_filled_form_list_open (form);

  kiroku_json_text (builder, "stage", kiroku_filled_form_get_stage (form));
  json_builder_set_member_name (builder, "open");
  json_builder_begin_array (builder);
  for (guint i = 0; i < open->len; i++)
    {
      const KirokuFormField *field = g_ptr_array_index (open, i);
      g_autofree char *label = kiroku_filled_form_dup_label (form, field->key);
      g_autofree char *why = kiroku_form_field_dup_open (field, form->language);

      json_builder_begin_object (builder);
      kiroku_json_text (builder, "fact", field->key);
      kiroku_json_text (builder, "label", label);
      kiroku_json_text (builder, "why", why);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

void
kiroku_cli_print_open (const KirokuFilledForm *form)
{
  g_autoptr (GPtrArray) open = kiroku_filled_form_list_open (form);

  if (!kiroku_filled_form_is_final (form))
    return;
  for (guint i = 0; i < open->len; i++)
    {
      const KirokuFormField *field = g_ptr_array_index (open, i);
      g_autofree char *label = kiroku_filled_form_dup_label (form, field->key);
      g_autofree char *why = kiroku_form_field_dup_open (field, form->language);

      /* Translators: the label of a field, the key of its fact, why its answer is not settled. */
      kiroku_print_row (_ ("Still open: %s [%s]: %s"), label, field->key, why);
    }
}

/* How much of it nobody has answered; 0 of a final report, whose open answers are told one by one. */
static guint
count_missing (const KirokuFilledForm *form)
{
  g_autoptr (GPtrArray) missing = kiroku_filled_form_list_missing (form);

  return kiroku_filled_form_is_final (form) ? 0 : missing->len;
}

/* What somebody stated in another place than the form asks for. */
static void
print_mistaken (const KirokuFilledForm *form)
{
  g_autoptr (GPtrArray) missing = kiroku_filled_form_list_missing (form);

  for (guint i = 0; i < missing->len; i++)
    {
      const KirokuFormField *field = g_ptr_array_index (missing, i);

      if (field->mistaken != NULL)
        kiroku_print_row ("%s", field->mistaken);
    }
}

static void
put_filled (KirokuCli *cli, const KirokuFilledForm *form, const KirokuFiling *filing)
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
  put_fields (cli, builder, form);
  json_builder_end_array (builder);
  put_open (builder, form);
  put_filing (cli, builder, filing);
  json_builder_end_object (builder);
  if (cli->json)
    kiroku_print_json (builder);
  else
    {
      const guint n_missing = count_missing (form);

      print_mistaken (form);
      kiroku_cli_print_open (form);
      if (n_missing > 0)
        kiroku_print_row (ngettext ("%u field is not answered", "%u fields are not answered", n_missing), n_missing);
      print_filing (cli, form, filing);
    }
}

int
kiroku_command_form_show (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = kiroku_cli_get_case (cli, 0, &error);
  g_autoptr (Shown) shown = NULL;
  Order order;
  int status;

  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  if (!take_order (cli, case_id, &order, &status) || !kiroku_cli_take_form (cli, &order.form, &status))
    return status;
  shown = kiroku_cli_read (cli, read_shown, &order, &error);
  if (shown == NULL)
    return kiroku_cli_fail (cli, error);
  put_filled (cli, shown->form, shown->filing);
  return KIROKU_EXIT_DONE;
}

static gpointer
write_form (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Order *order = data;

  return kiroku_paper_write_form (db, &order->paper, order->form, order->copy, order->path, &order->filled,
                                  &order->heads, cancellable, error)
             ? order
             : NULL;
}

static void
print_form_written (KirokuCli *cli, const Order *order)
{
  g_autofree char *full = g_canonicalize_filename (order->path, NULL);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!cli->json)
    {
      kiroku_print ("%s\n", full);
      print_mistaken (order->filled);
      kiroku_cli_print_open (order->filled);
      return;
    }
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "output", full);
  put_open (builder, order->filled);
  json_builder_end_object (builder);
  kiroku_print_json (builder);
}

/* A letter leaves out what nobody has answered: at last there is nothing in it. A form may be for somebody with
 * whom nothing is to be shared, and what was written may be another copy than the one that was approved. */
static void
warn_of_filled (const Order *order)
{
  const guint n_missing = count_missing (order->filled);

  if (kiroku_form_letter_is_empty (order->filled))
    kiroku_cli_warn (_ ("the letter %s says nothing yet: none of its items is answered "
                        "(kiroku-cli form show names them)"),
                     order->form);
  else if (n_missing > 0)
    kiroku_cli_warn (ngettext ("%s: %u field is not answered yet (kiroku-cli form show names it)",
                               "%s: %u fields are not answered yet (kiroku-cli form show names them)", n_missing),
                     order->form, n_missing);
  if (order->filled->excluded)
    kiroku_cli_warn_of_excluded (order->form);
  if (order->filled->approved_other != NULL)
    /* Translators: the id of a form, then the name of a person. */
    kiroku_cli_warn (_ ("the copy of form %s that %s approved cannot be made again here, such as with other fonts or "
                        "another version of the program: this is another copy, which nobody has approved"),
                     order->form, order->filled->approved_other);
}

void
kiroku_cli_warn_of_excluded (const char *form)
{
  kiroku_cli_warn (_ ("form %s goes to an authority with which, by what was answered to “With whom it may "
                      "be shared” (share.scope), nothing is to be shared"),
                   form);
}

/* What is printed is also recorded, after it: the report does not show that entry. */
static gboolean
record_printed (
    KirokuCli *cli, const Order *order, KirokuCheckpoint *heads, const char *purpose, GError **error)
{
  g_autoptr (KirokuEntry) entry = kiroku_book_record_heads (cli->book, heads, purpose, error);

  if (entry == NULL)
    g_prefix_error (error, _ ("“%s” was written, but its case root could not be recorded: "),
                    order->path);
  return entry != NULL;
}

static int
write_filled (KirokuCli *cli, Order *order)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuCheckpoint) heads = NULL;
  gpointer written = kiroku_store_run (kiroku_book_get_store (cli->book), KIROKU_STORE_WORKER,
                                       KIROKU_STORE_PRIORITY_NOW, write_form, order, NULL, &error);

  heads = g_steal_pointer (&order->heads);
  if (written == NULL || (heads != NULL && !record_printed (cli, order, heads, "report", &error)))
    {
      g_clear_pointer (&order->filled, kiroku_filled_form_free);
      return kiroku_cli_fail (cli, error);
    }
  warn_of_filled (order);
  print_form_written (cli, order);
  g_clear_pointer (&order->filled, kiroku_filled_form_free);
  return KIROKU_EXIT_DONE;
}

/* It is recorded first: no such copy goes out without it. */
static gboolean
record_bare (KirokuCli *cli, const char *case_id, const char *form, const char *reason, GError **error)
{
  g_autoptr (KirokuEntry) entry = kiroku_book_append_one (
      cli->book, case_id, kiroku_submission_copy_draft_bare (form, reason), error);

  return entry != NULL;
}

/* FALSE with *@status set when --without-tags does not fit. */
static gboolean
take_bare (KirokuCli *cli, Order *order, const char *case_id, int *status)
{
  const char *reason = kiroku_args_get_option (cli->args, "without-tags");
  g_autoptr (GError) error = NULL;

  if (reason == NULL)
    return TRUE;
  if (reason[0] == '\0' || order->copy != KIROKU_FORM_COPY_SUBMISSION
      || kiroku_pack_get_form (order->paper.pack, order->form)->letter)
    {
      *status = kiroku_cli_usage (cli, _ ("--without-tags=REASON is for the submission copy of a form that is "
                                          "no letter, and needs the reason: --copy=submission"));
      return FALSE;
    }
  order->copy = KIROKU_FORM_COPY_BARE;
  if (kiroku_files_can_replace (order->path, &error)
      && record_bare (cli, case_id, order->form, reason, &error))
    return TRUE;
  *status = kiroku_cli_fail (cli, error);
  return FALSE;
}

int
kiroku_command_form_fill (KirokuCli *cli)
{
  const char *copy = kiroku_args_get_option (cli->args, "copy");
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuCredential) credential = NULL;
  g_autofree char *case_id = NULL;
  Order order;
  int status;

  if (kiroku_args_get_option (cli->args, "output") == NULL)
    return kiroku_cli_usage (cli, _ ("say where to write the form: --output=X.pdf or X.eml"));
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  if (!take_order (cli, case_id, &order, &status) || !kiroku_cli_take_form (cli, &order.form, &status))
    return status;
  if (kiroku_cli_wants_mail (cli))
    return kiroku_cli_write_mail (cli, &order.paper, order.form);
  if (kiroku_args_has_option (cli->args, "attach"))
    return kiroku_cli_usage (cli, _ ("--attach goes with a mail: --output=X.eml"));
  order.copy = KIROKU_FORM_COPY_WORKING;
  if (copy != NULL && !kiroku_form_copy_parse (copy, &order.copy))
    return kiroku_cli_usage (cli, _ ("“%s” is no copy: use working or submission"), copy);
  /* What goes out is what somebody else approved, byte for byte. */
  if ((order.paper.marking != NULL || order.paper.recipient != NULL)
      && order.copy == KIROKU_FORM_COPY_SUBMISSION)
    return kiroku_cli_usage (cli,
                             _ ("--%s is for the working copy: the submission copy stays as it is approved"),
                             order.paper.marking != NULL ? "marking" : "recipient");
  if (!take_credential (cli, case_id, &credential, &error))
    return kiroku_cli_fail (cli, error);
  order.paper.credential = credential;
  if (!take_bare (cli, &order, case_id, &status))
    return status;
  return write_filled (cli, &order);
}

/* --- report --- */

struct _KirokuReportOrder
{
  Order order;
  char *case_id;
  KirokuCredential *credential; /* (nullable) */
};

void
kiroku_report_order_free (KirokuReportOrder *self)
{
  g_clear_pointer (&self->credential, kiroku_credential_free);
  g_free (self->case_id);
  g_free (self);
}

static gpointer
write_report (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Order *order = data;
  KirokuCheckpoint *heads = NULL;

  kiroku_paper_write_report (db, &order->paper, order->report, order->path, cancellable, NULL, NULL,
                             &heads, error);
  return heads;
}

/* What is told of what changed: of a report on how things stand alone. */
static gboolean
take_since (KirokuCli *cli, Order *order, int *status)
{
  if (kiroku_args_has_option (cli->args, "since") && order->report != KIROKU_REPORT_SITUATION)
    {
      *status = kiroku_cli_usage (cli, _ ("--since goes with --kind=situation"));
      return FALSE;
    }
  return kiroku_cli_get_moment (cli, "since", &order->paper.since, status);
}

/* With whom it may be shared: of the indicators alone, and there it must be said. Whoever signs a PDF is
 * named in it. */
static gboolean
take_share (KirokuCli *cli, Order *order, int *status)
{
  const char *tlp = kiroku_args_get_option (cli->args, "tlp");
  const gboolean shared = order->report == KIROKU_REPORT_INDICATORS;
  g_autoptr (GError) error = NULL;

  if (tlp != NULL && !shared)
    *status = kiroku_cli_usage (cli, _ ("--tlp goes with --kind=indicators"));
  else if (tlp == NULL && shared)
    *status = kiroku_cli_usage (cli, _ ("say with whom it may be shared: "
                                        "--tlp=red|amber+strict|amber|green|clear"));
  else if (shared && (kiroku_args_has_option (cli->args, "sign")
                      || kiroku_args_has_option (cli->args, "certificate")))
    *status = kiroku_cli_usage (cli, _ ("a signed PDF names who signed it, and these name nobody: "
                                        "leave out --sign and --certificate"));
  else if (shared && kiroku_args_has_option (cli->args, "withhold"))
    *status = kiroku_cli_usage (cli, _ ("--withhold does not go with this sheet: mark what is not to be shared "
                                        "with kiroku-cli indicator set --tlp=red"));
  else if (shared && !kiroku_tlp_parse (tlp, &order->paper.tlp, &error))
    *status = kiroku_cli_usage (cli, "%s", error->message);
  else
    return TRUE;
  return FALSE;
}

KirokuReportOrder *
kiroku_cli_order_report (KirokuCli *cli, const char *case_id, KirokuReport report, int *status)
{
  g_autoptr (KirokuReportOrder) self = g_new0 (KirokuReportOrder, 1);
  g_autoptr (GError) error = NULL;

  self->case_id = g_strdup (case_id);
  if (!take_order (cli, self->case_id, &self->order, status))
    return NULL;
  self->order.report = report;
  if (!take_since (cli, &self->order, status) || !take_share (cli, &self->order, status))
    return NULL;
  if (take_credential (cli, case_id, &self->credential, &error)
      && kiroku_files_can_replace (self->order.path, &error))
    {
      self->order.paper.credential = self->credential;
      return g_steal_pointer (&self);
    }
  *status = kiroku_cli_fail (cli, error);
  return NULL;
}

static gpointer
write_csv (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Order *order = data;

  return GINT_TO_POINTER (
      kiroku_paper_write_indicators_csv (db, &order->paper, order->path, cancellable, error));
}

gboolean
kiroku_cli_write_report (
    KirokuCli *cli, KirokuReportOrder *self, const char *purpose, GError **error)
{
  g_autofree const char **withhold = kiroku_args_list_option (cli->args, "withhold");
  Order *order = &self->order;
  g_autoptr (KirokuCheckpoint) heads = NULL;

  kiroku_book_read_clock (cli->book, &cli->clock);
  order->paper.now = cli->clock.rec;
  if (order->report == KIROKU_REPORT_INDICATORS && g_str_has_suffix (order->path, ".csv"))
    return kiroku_cli_read (cli, write_csv, order, error) != NULL;
  heads = withhold[0] != NULL
              ? kiroku_book_export_report (cli->book, &order->paper, order->report, order->path,
                                           withhold, error)
              : kiroku_cli_read (cli, write_report, order, error);
  return heads != NULL && record_printed (cli, &self->order, heads, purpose, error);
}

static gboolean
take_report (const char *kind, KirokuReport *report)
{
  static const char *const kinds[] = { [KIROKU_REPORT_TIMELINE] = "timeline",
                                       [KIROKU_REPORT_EVIDENCE] = "evidence",
                                       [KIROKU_REPORT_MANAGEMENT] = "management",
                                       [KIROKU_REPORT_SITUATION] = "situation",
                                       [KIROKU_REPORT_CONTACTS] = "contacts",
                                       [KIROKU_REPORT_INDICATORS] = "indicators",
                                       [KIROKU_REPORT_ENQUIRIES] = "enquiries" };

  *report = KIROKU_REPORT_TIMELINE;
  for (guint i = 0; kind != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kind, kinds[i]))
      {
        *report = i;
        return TRUE;
      }
  return kind == NULL;
}

int
kiroku_command_report (KirokuCli *cli)
{
  const char *kind = kiroku_args_get_option (cli->args, "kind");
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuReportOrder) order = NULL;
  g_autofree char *case_id = NULL;
  KirokuReport report;
  int status;

  if (!take_report (kind, &report))
    return kiroku_cli_usage (
        cli, _ ("“%s” is no report: use timeline, management, evidence, situation, contacts, "
                "indicators or enquiries"), kind);
  if (kiroku_args_get_option (cli->args, "output") == NULL)
    return kiroku_cli_usage (cli, _ ("say where to write the report: --output=X.pdf"));
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  order = kiroku_cli_order_report (cli, case_id, report, &status);
  if (order == NULL)
    return status;
  if (!kiroku_cli_write_report (cli, order, "report", &error))
    return g_error_matches (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_USAGE)
               ? kiroku_cli_usage (cli, "%s", error->message)
               : kiroku_cli_fail (cli, error);
  kiroku_print_written (cli, order->order.path);
  return KIROKU_EXIT_DONE;
}
