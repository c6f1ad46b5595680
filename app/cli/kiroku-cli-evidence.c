/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "kiroku-book-evidence.h"
#include "kiroku-cli.h"
#include "kiroku-evidence.h"
#include "kiroku-print.h"
#include "kiroku-safe-archive.h"
#include "kiroku-text.h"
#include "kiroku-verify.h"

/* A passphrase is no longer than that, in bytes. */
#define PASSPHRASE_MAX 4096

/* --- Items --- */

/* What a withheld value is shown as. */
static const char *
or_withheld (const char *text)
{
  return text != NULL ? text : _ ("(withheld)");
}

typedef struct
{
  const char *case_id;
  const char *item;
} Query;

static gpointer
find_item (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Query *query = data;

  return kiroku_evidence_find (db, query->case_id, query->item, error);
}

static gpointer
read_items (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Query *query = data;

  return kiroku_evidence_list (db, query->case_id, KIROKU_NOW, error);
}

/* The item that the second word names; opens the book. (transfer full) */
static KirokuEvidence *
get_item (KirokuCli *cli, char **case_id, GError **error)
{
  Query query = { NULL, kiroku_args_get_word (cli->args, 1) };

  *case_id = kiroku_cli_get_case (cli, 0, error);
  query.case_id = *case_id;
  return *case_id != NULL ? kiroku_cli_read (cli, find_item, &query, error) : NULL;
}

/* --- What is known of an item --- */

static gboolean
take_fact (KirokuCli *cli, KirokuEvidenceFact fact, const char *name, char **value, int *status)
{
  const char *text = kiroku_args_get_option (cli->args, name);
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return TRUE;
  *value = kiroku_evidence_fact_normalise (fact, text, cli->zone, kiroku_cli_get_now (cli), &error);
  if (*value == NULL)
    *status = kiroku_cli_usage (cli, "--%s: %s", name, error->message);
  return *value != NULL;
}

/* The facts by their options: an id with "-" for "_". FALSE with *@status set when one is wrong. */
static gboolean
take_facts (KirokuCli *cli, char **facts, int *status)
{
  for (guint i = 0; i < KIROKU_N_EVIDENCE_FACTS; i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (kiroku_evidence_fact_id (i)), "_", '-');

      if (!take_fact (cli, i, name, &facts[i], status))
        return FALSE;
    }
  return TRUE;
}

/* NULL for what is not stated, "" for what is to be cleared. */
typedef struct
{
  char *facts[KIROKU_N_EVIDENCE_FACTS];
} Facts;

static void
facts_clear (Facts *self)
{
  for (guint i = 0; i < KIROKU_N_EVIDENCE_FACTS; i++)
    g_free (self->facts[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Facts, facts_clear)

/* --- evidence add --- */

static void
describe_taking (KirokuCli *cli, const Facts *facts, KirokuTaking *taking)
{
  const char *path = kiroku_args_get_word (cli->args, 1);

  taking->name = kiroku_args_get_option (cli->args, "name");
  for (guint i = 0; i < KIROKU_N_EVIDENCE_FACTS; i++)
    if (facts->facts[i] != NULL && facts->facts[i][0] != '\0')
      taking->facts[i] = facts->facts[i];
  if (!g_str_equal (path, "-"))
    {
      taking->path = path;
      return;
    }
  taking->input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  if (taking->name == NULL)
    taking->name = "stdin";
}

/* The items of the case that had the file of @added before. (transfer container) */
static GPtrArray *
list_held (GPtrArray *items, const KirokuEntry *added)
{
  const char *sha256 = kiroku_entry_get_text (added, "sha256");
  GPtrArray *held = g_ptr_array_new ();

  for (guint i = 0; i < items->len; i++)
    {
      const KirokuEvidence *item = g_ptr_array_index (items, i);

      if (g_strcmp0 (item->sha256, sha256) == 0 && !g_str_equal (item->hash, added->hash))
        g_ptr_array_add (held, (gpointer) item);
    }
  return held;
}

void
kiroku_cli_warn_of_replaced (const char *path)
{
  if (path != NULL)
    kiroku_cli_warn (_ ("the copy of this file that was kept had been changed since it was taken in; it "
                        "lies in “%s” now, and the file just taken in stands in its place"),
                     path);
}

/* @replaced: (nullable) */
static void
print_added_json (const KirokuEntry *added, GPtrArray *held, const char *replaced)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  kiroku_json_entry_members (builder, added);
  if (held->len > 0)
    json_builder_set_member_name (builder, "already_held");
  for (guint i = 0; i < held->len; i++)
    {
      if (i == 0)
        json_builder_begin_array (builder);
      json_builder_add_string_value (builder, ((KirokuEvidence *) held->pdata[i])->hash);
    }
  if (held->len > 0)
    json_builder_end_array (builder);
  if (replaced != NULL)
    kiroku_json_text (builder, "replaced", replaced);
  json_builder_end_object (builder);
  kiroku_print_json (builder);
}

/* The same file twice is recorded twice, for it was collected twice; but nobody shall take it for
 * two files. */
static void
print_added (
    KirokuCli *cli, const char *case_id, const KirokuEntry *added, const char *replaced)
{
  Query query = { case_id, NULL };
  g_autoptr (GPtrArray) items = kiroku_cli_read (cli, read_items, &query, NULL);
  g_autoptr (GPtrArray) held = items != NULL ? list_held (items, added) : g_ptr_array_new ();

  if (cli->json)
    {
      print_added_json (added, held, replaced);
      return;
    }
  kiroku_print ("%s\n", added->hash);
  for (guint i = 0; i < held->len; i++)
    {
      const KirokuEvidence *item = g_ptr_array_index (held, i);
      g_autofree char *at = kiroku_time_to_text (item->rec, KIROKU_PRECISION_MINUTE, cli->zone);

      kiroku_cli_warn (_ ("The same file is held already as %.12s (%s, recorded %s); now it is "
                          "recorded again as %.12s."),
                       item->hash, or_withheld (item->name), at, added->hash);
    }
}

int
kiroku_command_evidence_add (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_auto (Facts) facts = { 0 };
  g_autofree char *case_id = NULL;
  g_autofree char *replaced = NULL;
  g_autoptr (GInputStream) input = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  KirokuTaking taking = { .replaced = &replaced };
  KirokuTime at;
  gboolean given;
  int status;

  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  if (!take_facts (cli, facts.facts, &status)
      || !kiroku_cli_get_stated (cli, "at", &at, &given, &status))
    return status;
  describe_taking (cli, &facts, &taking);
  input = taking.input;
  taking.occ = given ? &at : NULL;
  entry = kiroku_book_take_evidence (cli->book, case_id, &taking, NULL, &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  print_added (cli, case_id, entry, replaced);
  kiroku_cli_warn_of_replaced (replaced);
  return KIROKU_EXIT_DONE;
}

/* --- evidence set --- */

int
kiroku_command_evidence_set (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_auto (Facts) facts = { 0 };
  g_autofree char *case_id = NULL;
  g_autoptr (KirokuEvidence) item = get_item (cli, &case_id, &error);
  g_autoptr (KirokuEntry) entry = NULL;
  gboolean any = FALSE;
  int status;

  if (item == NULL)
    return kiroku_cli_fail (cli, error);
  if (!take_facts (cli, facts.facts, &status))
    return status;
  for (guint i = 0; i < KIROKU_N_EVIDENCE_FACTS; i++)
    any = any || facts.facts[i] != NULL;
  if (!any)
    return kiroku_cli_usage (cli, _ ("say what is known of the item, such as --host=NAME"));
  entry = kiroku_book_append_one (
      cli->book, case_id,
      kiroku_evidence_draft_set (item->hash, (const char *const *) facts.facts), &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, entry);
  return KIROKU_EXIT_DONE;
}

/* --- evidence move --- */

/* All that must be said; of a correction, what is to read otherwise. */
static gboolean
take_custody (KirokuCli *cli, const char **fields, int *status)
{
  const gboolean corrects = kiroku_args_has_option (cli->args, "corrects");

  for (guint i = 0; i < KIROKU_N_CUSTODY_FIELDS; i++)
    {
      const char *id = kiroku_custody_field_id (i);

      fields[i] = kiroku_args_get_option (cli->args, id);
      if (fields[i] != NULL && fields[i][0] == '\0')
        fields[i] = NULL;
      if (fields[i] != NULL || corrects || i == KIROKU_CUSTODY_TOOL || i == KIROKU_CUSTODY_WITNESS)
        continue;
      *status = kiroku_cli_usage (
          cli, _ ("say who gives the item to whom, where it is kept and what for: --%s is missing"),
          id);
      return FALSE;
    }
  return TRUE;
}

/* Legitimate, when the item came from elsewhere; but a slip in the year looks the same. */
static void
remark_early (KirokuCli *cli, const KirokuEvidence *item, const KirokuEntry *move)
{
  g_autofree char *moved = NULL;
  g_autofree char *taken = NULL;

  if (kiroku_entry_get_time (move) >= item->at)
    return;
  moved = kiroku_time_to_text (kiroku_entry_get_time (move), KIROKU_PRECISION_MINUTE, cli->zone);
  taken = kiroku_time_to_text (item->at, KIROKU_PRECISION_MINUTE, cli->zone);
  kiroku_cli_warn (_ ("This hand-over (%s) lies before the item was taken (%s) and stands first in its "
                      "custody; if that is a slip, record it again with the right --at."),
                   moved, taken);
}

/* (transfer full) */
static KirokuDraft *
draft_move (KirokuCli *cli,
            const char *case_id,
            const KirokuEvidence *item,
            const char *const fields[KIROKU_N_CUSTODY_FIELDS],
            const KirokuTime *occ,
            GError **error)
{
  g_autoptr (KirokuEntry) reading = NULL;
  KirokuDraft *draft;

  if (!kiroku_cli_take_corrected (cli, case_id, "evidence.move", &reading, error))
    return NULL;
  if (reading != NULL
      && g_strcmp0 (kiroku_entry_get_ref (reading, "evidence"), item->hash) != 0)
    {
      g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                   _ ("the hand-over %.12s is of another item: see kiroku-cli evidence list"),
                   reading->hash);
      return NULL;
    }
  draft = kiroku_evidence_draft_move (item->hash, fields, occ);
  if (reading != NULL)
    kiroku_draft_restate (draft, reading, kiroku_args_get_option (cli->args, "reason"));
  if (reading == NULL || kiroku_cli_check_lost (draft, reading, NULL, error))
    return draft;
  kiroku_draft_free (draft);
  return NULL;
}

int
kiroku_command_evidence_move (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  const char *fields[KIROKU_N_CUSTODY_FIELDS];
  g_autofree char *case_id = NULL;
  g_autoptr (KirokuEvidence) item = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  KirokuDraft *draft;
  KirokuTime at;
  gboolean given;
  int status;

  if (!take_custody (cli, fields, &status))
    return status;
  item = get_item (cli, &case_id, &error);
  if (item == NULL)
    return kiroku_cli_fail (cli, error);
  if (!kiroku_cli_get_stated (cli, "at", &at, &given, &status))
    return status;
  draft = draft_move (cli, case_id, item, fields, given ? &at : NULL, &error);
  if (draft != NULL)
    entry = kiroku_book_append_one (cli->book, case_id, draft, &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, entry);
  remark_early (cli, item, entry);
  return KIROKU_EXIT_DONE;
}

/* --- evidence list --- */

static void
add_facts (JsonBuilder *builder, const KirokuEvidence *item)
{
  for (guint i = 0; i < KIROKU_N_EVIDENCE_FACTS; i++)
    {
      const char *value = item->facts[i].value;

      if (i == KIROKU_EVIDENCE_CLOCK_ERROR && value != NULL)
        kiroku_json_integer (builder, kiroku_evidence_fact_id (i),
                             g_ascii_strtoll (value, NULL, 10));
      else
        kiroku_json_text (builder, kiroku_evidence_fact_id (i), value);
    }
}

static void
add_withheld (JsonBuilder *builder, const KirokuEvidence *item)
{
  json_builder_set_member_name (builder, "withheld");
  json_builder_begin_array (builder);
  if (item->sha256 == NULL)
    json_builder_add_string_value (builder, "sha256");
  if (item->sha512 == NULL)
    json_builder_add_string_value (builder, "sha512");
  if (item->size < 0)
    json_builder_add_string_value (builder, "size");
  if (item->name == NULL)
    json_builder_add_string_value (builder, "name");
  if (item->left_out)
    json_builder_add_string_value (builder, "file");
  for (guint i = 0; i < KIROKU_N_EVIDENCE_FACTS; i++)
    if (item->facts[i].withheld)
      json_builder_add_string_value (builder, kiroku_evidence_fact_id (i));
  json_builder_end_array (builder);
}

static void
add_custody (JsonBuilder *builder, KirokuCli *cli, const KirokuEvidence *item)
{
  json_builder_set_member_name (builder, "custody");
  json_builder_begin_array (builder);
  for (guint i = 0; i < item->moves->len; i++)
    {
      const KirokuEvidenceMove *move = g_ptr_array_index (item->moves, i);

      json_builder_begin_object (builder);
      for (guint field = 0; field < KIROKU_N_CUSTODY_FIELDS; field++)
        kiroku_json_text (builder, kiroku_custody_field_id (field), move->fields[field]);
      kiroku_json_time (builder, "time", move->at, cli->zone);
      kiroku_json_text (builder, "author", move->author);
      kiroku_json_text (builder, "entry", move->hash);
      kiroku_json_boolean (builder, "corrected", move->corrected);
      if (move->reason != NULL)
        kiroku_json_text (builder, "correction_reason", move->reason);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_checked (JsonBuilder *builder, KirokuCli *cli, const KirokuEvidence *item)
{
  const KirokuEvidenceCheck *check = kiroku_evidence_get_last_check (item);

  json_builder_set_member_name (builder, "checked");
  /* What a check found before says nothing of a file that is no more. */
  if (check == NULL || item->erased)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "result",
                    check->withheld ? NULL : kiroku_evidence_state_id (check->state));
  kiroku_json_text (builder, "found", check->sha256);
  kiroku_json_time (builder, "time", check->rec, cli->zone);
  kiroku_json_text (builder, "author", check->author);
  kiroku_json_text (builder, "entry", check->hash);
  json_builder_end_object (builder);
}

/* Null, or by what law, when and by whom its file was erased. */
static void
add_erasure (JsonBuilder *builder, KirokuCli *cli, const KirokuEvidence *item)
{
  json_builder_set_member_name (builder, "erasure");
  if (!item->erased)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "law", item->law);
  kiroku_json_time (builder, "time", item->erased_at, cli->zone);
  kiroku_json_text (builder, "author", item->eraser);
  kiroku_json_text (builder, "entry", item->erasure);
  json_builder_end_object (builder);
}

static void
add_item (JsonBuilder *builder, KirokuCli *cli, const KirokuEvidence *item)
{
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "id", item->hash);
  kiroku_json_text (builder, "name", item->name);
  if (item->size >= 0)
    kiroku_json_integer (builder, "size", item->size);
  else
    kiroku_json_text (builder, "size", NULL);
  kiroku_json_text (builder, "sha256", item->sha256);
  kiroku_json_text (builder, "sha512", item->sha512);
  add_facts (builder, item);
  kiroku_json_time (builder, "taken_at", item->at, cli->zone);
  kiroku_json_text (builder, "precision",
                    item->stated ? kiroku_precision_id (item->precision) : "second");
  kiroku_json_time (builder, "recorded", item->rec, cli->zone);
  kiroku_json_text (builder, "recorded_by", item->author);
  kiroku_json_boolean (builder, "erased", item->erased);
  add_erasure (builder, cli, item);
  add_custody (builder, cli, item);
  add_checked (builder, cli, item);
  add_withheld (builder, item);
  json_builder_end_object (builder);
}

/* What is known of the kept file. (transfer full) */
static char *
describe_state (const KirokuEvidence *item)
{
  const KirokuEvidenceCheck *check = kiroku_evidence_get_last_check (item);

  if (item->erased)
    return g_strdup_printf (_ ("erased by law (%s)"), or_withheld (item->law));
  if (item->left_out)
    return g_strdup (_ ("withheld by the sender"));
  if (check == NULL || check->withheld)
    return g_strdup (_ ("not checked"));
  return g_strdup (kiroku_evidence_state_name (check->state));
}

/* @value: (nullable): not stated, or not here. */
static void
print_fact (KirokuEvidenceFact fact, const char *value, gboolean withheld)
{
  g_autofree char *said = value != NULL ? kiroku_evidence_fact_describe (fact, value) : NULL;

  if (said != NULL)
    kiroku_print_row ("    %s", said);
  else if (withheld)
    kiroku_print_row (_ ("    %s: %s"), kiroku_evidence_fact_name (fact), or_withheld (NULL));
}

/* What need not be said of a hand-over. */
static void
print_further (const KirokuEvidenceMove *move, KirokuCustodyField field)
{
  const char *value = move->fields[field];

  if (value != NULL && value[0] != '\0')
    kiroku_print_row (_ ("      %s: %s"), kiroku_custody_field_name (field), value);
}

static void
print_move (KirokuCli *cli, const KirokuEvidenceMove *move)
{
  g_autofree char *when = kiroku_time_to_text (move->at, KIROKU_PRECISION_MINUTE, cli->zone);

  /* Translators: when an item changed hands, from whom, to whom, where it is kept, what for, and what
   * is to be said of the statement itself. */
  kiroku_print_row (_ ("    %s  %s → %s, %s (%s)%s"), when,
                    or_withheld (move->fields[KIROKU_CUSTODY_FROM]),
                    or_withheld (move->fields[KIROKU_CUSTODY_TO]),
                    or_withheld (move->fields[KIROKU_CUSTODY_WHERE]),
                    or_withheld (move->fields[KIROKU_CUSTODY_PURPOSE]),
                    move->corrected ? _ ("  [corrected below]") : "");
  print_further (move, KIROKU_CUSTODY_TOOL);
  print_further (move, KIROKU_CUSTODY_WITNESS);
  if (move->reason != NULL)
    kiroku_print_row (_ ("      correction: %s"), move->reason);
}

static void
print_item (KirokuCli *cli, const KirokuEvidence *item)
{
  g_autofree char *at = kiroku_time_to_text (
      item->at, item->stated ? item->precision : KIROKU_PRECISION_SECOND, cli->zone);
  g_autofree char *size = item->size >= 0 ? kiroku_text_size (item->size) : NULL;
  g_autofree char *state = describe_state (item);

  kiroku_print_row ("%.12s  %s  %s  %s  %s  [%.12s]", or_withheld (item->sha256), at,
                    or_withheld (size), or_withheld (item->name),
                    state, item->hash);
  for (guint i = 0; i < KIROKU_N_EVIDENCE_FACTS; i++)
    print_fact (i, item->facts[i].value, item->facts[i].withheld);
  for (guint i = 0; i < item->moves->len; i++)
    print_move (cli, g_ptr_array_index (item->moves, i));
}

typedef struct
{
  KirokuBook *book;
  const char *case_id;
} List;

static gpointer
list_items (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const List *list = data;

  return kiroku_book_list_evidence (list->book, db, list->case_id, KIROKU_NOW, error);
}

int
kiroku_command_evidence_list (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = kiroku_cli_get_case (cli, 0, &error);
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  List list = { cli->book, case_id };

  if (case_id != NULL)
    items = kiroku_cli_read (cli, list_items, &list, &error);
  if (items == NULL)
    return kiroku_cli_fail (cli, error);
  json_builder_begin_array (builder);
  for (guint i = 0; i < items->len; i++)
    {
      if (cli->json)
        add_item (builder, cli, g_ptr_array_index (items, i));
      else
        print_item (cli, g_ptr_array_index (items, i));
    }
  json_builder_end_array (builder);
  if (cli->json)
    kiroku_print_json (builder);
  return KIROKU_EXIT_DONE;
}

/* --- evidence check --- */

static const char *
get_result_id (const KirokuEvidenceFinding *finding)
{
  if (finding->erased)
    return "erased";
  if (finding->sha256 == NULL)
    return NULL;
  return finding->withheld ? "withheld" : kiroku_evidence_state_id (finding->state);
}

static const char *
get_result_name (const KirokuEvidenceFinding *finding)
{
  if (finding->erased)
    return _ ("erased by law");
  if (finding->sha256 == NULL)
    return _ ("not checked");
  return finding->withheld ? _ ("withheld by the sender")
                           : kiroku_evidence_state_name (finding->state);
}

static void
add_finding (JsonBuilder *builder, const KirokuEvidenceFinding *finding)
{
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "id", finding->evidence);
  kiroku_json_text (builder, "name", finding->name);
  kiroku_json_text (builder, "sha256", finding->sha256);
  kiroku_json_text (builder, "result", get_result_id (finding));
  kiroku_json_text (builder, "found", finding->found);
  json_builder_end_object (builder);
}

static void
print_finding (const KirokuEvidenceFinding *finding)
{
  kiroku_print_row ("%.12s  %s  %s", or_withheld (finding->sha256), get_result_name (finding),
                    or_withheld (finding->name));
}

static int
put_findings (KirokuCli *cli, GPtrArray *findings)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  gboolean bad = FALSE;

  json_builder_begin_array (builder);
  for (guint i = 0; i < findings->len; i++)
    {
      const KirokuEvidenceFinding *finding = g_ptr_array_index (findings, i);

      bad = bad
            || (finding->sha256 != NULL && !finding->withheld && !finding->erased
                && finding->state != KIROKU_EVIDENCE_INTACT);
      if (cli->json)
        add_finding (builder, finding);
      else
        print_finding (finding);
    }
  json_builder_end_array (builder);
  if (cli->json)
    kiroku_print_json (builder);
  return bad ? KIROKU_VERDICT_EVIDENCE : KIROKU_EXIT_DONE;
}

int
kiroku_command_evidence_check (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (KirokuEvidence) item = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  if (kiroku_args_count_words (cli->args) > 1)
    item = get_item (cli, &case_id, &error);
  else
    case_id = kiroku_cli_get_case (cli, 0, &error);
  if (error == NULL)
    findings = kiroku_book_check_evidence (cli->book, case_id, item != NULL ? item->hash : NULL,
                                           NULL, &error);
  return findings != NULL ? put_findings (cli, findings) : kiroku_cli_fail (cli, error);
}

/* --- evidence save --- */

/* The first line of the file @path. (transfer full) */
static char *
read_passphrase (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  if (strlen (text) != length || strcspn (text, "\r\n") > PASSPHRASE_MAX)
    {
      g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                   _ ("the first line of “%s” is no passphrase: write one of several words there"),
                   path);
      return NULL;
    }
  return g_strndup (text, strcspn (text, "\r\n"));
}

static gboolean
save_archive (KirokuCli *cli, const KirokuEvidence *item, const char *output, GError **error)
{
  g_autofree char *passphrase
      = read_passphrase (kiroku_args_get_option (cli->args, "passphrase-file"), error);
  KirokuSafeArchive archive = { .sha256 = item->sha256,
                                .sha512 = item->sha512,
                                .size = item->size,
                                .at = item->at,
                                .passphrase = passphrase };

  return passphrase != NULL
         && kiroku_safe_archive_write (kiroku_book_get_evidence_store (cli->book), &archive, output,
                                       NULL, error);
}

static gboolean
check_not_withheld (const KirokuEvidence *item, GError **error)
{
  if (item->sha256 != NULL)
    return TRUE;
  g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
               _ ("the file of item %.12s is withheld: ask whoever has the whole case"), item->hash);
  return FALSE;
}

static gboolean
save_copy (KirokuCli *cli, const KirokuEvidence *item, const char *output, GError **error)
{
  return kiroku_evidence_store_save (kiroku_book_get_evidence_store (cli->book), item->sha256,
                                     item->sha512, item->size, output, NULL, error);
}

int
kiroku_command_evidence_save (KirokuCli *cli)
{
  const char *output = kiroku_args_get_option (cli->args, "output");
  gboolean archive = kiroku_args_has_option (cli->args, "archive");
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (KirokuEvidence) item = NULL;

  if (output == NULL || output[0] == '\0')
    return kiroku_cli_usage (cli, _ ("say where to write the copy: --output=FILE"));
  if (archive != kiroku_args_has_option (cli->args, "passphrase-file"))
    return kiroku_cli_usage (
        cli, _ ("--archive and --passphrase-file=F go together: the archive is protected by the "
                "passphrase in that file"));
  item = get_item (cli, &case_id, &error);
  if (item == NULL || !kiroku_evidence_expect_not_erased (item, &error)
      || !check_not_withheld (item, &error)
      || !(archive ? save_archive (cli, item, output, &error)
                   : save_copy (cli, item, output, &error)))
    return kiroku_cli_fail (cli, error);
  kiroku_print_written (cli, output);
  return KIROKU_EXIT_DONE;
}
