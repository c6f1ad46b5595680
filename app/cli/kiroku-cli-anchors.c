/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-archive.h"
#include "kiroku-book-anchor.h"
#include "kiroku-cli-forms.h"
#include "kiroku-coverage.h"
#include "kiroku-files.h"
#include "kiroku-given-head.h"
#include "kiroku-key.h"
#include "kiroku-print.h"
#include "kiroku-token.h"
#include "kiroku-text.h"
#include "kiroku-trust.h"

/* --- checkpoint --- */

static void
put_heads (JsonBuilder *builder, KirokuCheckpoint *checkpoint)
{
  json_builder_set_member_name (builder, "heads");
  json_builder_begin_array (builder);
  for (guint i = 0; i < checkpoint->heads->len; i++)
    {
      const KirokuHead *head = g_ptr_array_index (checkpoint->heads, i);

      json_builder_begin_object (builder);
      kiroku_json_text (builder, "key", head->key);
      kiroku_json_integer (builder, "seq", head->seq);
      kiroku_json_text (builder, "hash", head->hash);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* @path: (nullable): of the sheet. */
static void
print_checkpoint (
    KirokuCli *cli, const KirokuEntry *entry, KirokuCheckpoint *checkpoint, const char *path)
{
  g_autofree char *root = kiroku_checkpoint_get_root (checkpoint);
  g_autoptr (JsonBuilder) builder = NULL;

  if (!cli->json)
    {
      kiroku_print ("%s\n", root);
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "root", root);
  kiroku_json_text (builder, "id", entry->hash);
  kiroku_json_integer (builder, "seq", entry->seq);
  put_heads (builder, checkpoint);
  if (path != NULL)
    kiroku_json_text (builder, "output", path);
  json_builder_end_object (builder);
  kiroku_print_json (builder);
}

typedef struct
{
  KirokuPaper paper;
  const char *path; /* (nullable); a text by its name, else a PDF */
} Sheet;

static gboolean
is_text (const char *path)
{
  return g_str_has_suffix (path, ".txt");
}

static gpointer
write_sheet (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Sheet *sheet = data;
  gboolean done
      = is_text (sheet->path)
            ? kiroku_paper_write_head_file (db, &sheet->paper, sheet->path, error)
            : kiroku_paper_write_head_sheet (db, &sheet->paper, sheet->path, cancellable, error);

  return done ? sheet : NULL;
}

/* The heads that were recorded, printed if that is wanted. */
static gboolean
print_sheet (KirokuCli *cli, Sheet *sheet, KirokuCheckpoint *heads, GError **error)
{
  if (sheet->path == NULL)
    return TRUE;
  sheet->paper.heads = heads;
  return kiroku_cli_read (cli, write_sheet, sheet, error) != NULL;
}

static gpointer
check_tables (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Sheet *sheet = data;
  g_autoptr (KirokuPaperMoment) moment
      = kiroku_paper_moment_new_checked (db, &sheet->paper, cancellable, error);

  return moment != NULL ? data : NULL;
}

/* Nothing is recorded for a sheet that will not be printed. */
static gboolean
can_print (KirokuCli *cli, Sheet *sheet, GError **error)
{
  return sheet->path == NULL
         || (kiroku_files_can_replace (sheet->path, error)
             && kiroku_cli_read (cli, check_tables, sheet, error) != NULL);
}

int
kiroku_command_checkpoint (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = kiroku_cli_get_case (cli, 0, &error);
  g_autoptr (KirokuEntry) entry = NULL;
  g_autoptr (KirokuCheckpoint) checkpoint = NULL;
  Sheet sheet = { .path = kiroku_args_get_option (cli->args, "output") };
  int status;

  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  if (!kiroku_cli_check_address (cli, sheet.path != NULL && !is_text (sheet.path), &status)
      || !kiroku_cli_take_paper (cli, case_id, &sheet.paper, &status))
    return status;
  if (can_print (cli, &sheet, &error))
    entry = kiroku_book_checkpoint (cli->book, case_id, "report", &error);
  if (entry != NULL)
    checkpoint = kiroku_checkpoint_parse (kiroku_entry_get_text (entry, "text"), &error);
  if (checkpoint == NULL || !print_sheet (cli, &sheet, checkpoint, &error))
    return kiroku_cli_fail (cli, error);
  print_checkpoint (cli, entry, checkpoint, sheet.path);
  return KIROKU_EXIT_DONE;
}

/* --- anchor add --- */

static gboolean
take_given (
    KirokuGivenHead *given, const char *word, gboolean typed, const char *case_id, GError **error)
{
  if (!kiroku_given_head_take_root (given, word))
    {
      if (!typed)
        given->head.type = KIROKU_ANCHOR_FILE;
      return kiroku_given_head_take_file (given, word, typed, case_id, error);
    }
  if (given->head.type != KIROKU_ANCHOR_TOKEN)
    return TRUE;
  g_set_error_literal (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                       _ ("for a time stamp give the file that the authority sent"));
  return FALSE;
}

typedef struct
{
  const char *case_id;
  const char *prefix;
  KirokuBook *book;
} Witness;

static gpointer
draft_seen (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Witness *witness = data;
  g_autoptr (KirokuEntry) entry
      = kiroku_archive_find (db, witness->case_id, witness->prefix, error);
  gboolean own;

  if (entry == NULL || !kiroku_book_owns_key (witness->book, entry->key, &own, error))
    return NULL;
  if (!own)
    return kiroku_anchor_draft_seen (db, entry, error);
  g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
               _ ("the entry %.12s is your own: only somebody else's bears you out"), entry->hash);
  return NULL;
}

static int
add_seen (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = kiroku_cli_get_case (cli, 0, &error);
  Witness witness = { case_id, kiroku_args_get_word (cli->args, 1), cli->book };
  g_autoptr (KirokuEntry) saved = NULL;
  KirokuDraft *draft = NULL;

  if (case_id != NULL)
    draft = kiroku_cli_read (cli, draft_seen, &witness, &error);
  if (draft == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_draft_set_text (draft, "note", kiroku_args_get_option (cli->args, "note"));
  saved = kiroku_book_append_one (cli->book, case_id, draft, &error);
  if (saved == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, saved);
  return KIROKU_EXIT_DONE;
}

int
kiroku_command_anchor_add (KirokuCli *cli)
{
  const char *as = kiroku_args_get_option (cli->args, "as");
  g_auto (KirokuGivenHead) given = { .head = { .type = KIROKU_ANCHOR_PRINTED } };
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  g_autofree char *case_id = NULL;

  if (as != NULL && !kiroku_anchor_type_parse (as, &given.head.type, &error))
    return kiroku_cli_usage (cli, _ ("--as=%s: use printed, mail, file, token or seen"), as);
  if (given.head.type == KIROKU_ANCHOR_SEEN)
    return add_seen (cli);
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id == NULL
      || !take_given (&given, kiroku_args_get_word (cli->args, 1), as != NULL, case_id, &error))
    return kiroku_cli_fail (cli, error);
  given.head.note = kiroku_args_get_option (cli->args, "note");
  entry = kiroku_book_add_anchor (cli->book, case_id, &given.head, &error);
  if (entry == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, entry);
  return KIROKU_EXIT_DONE;
}

/* --- anchor list --- */

typedef struct
{
  KirokuBook *book;
  const char *case_id;
  const char *ca; /* (nullable): what the profile names */
  GPtrArray *authors; /* of KirokuAuthor */
} Query;

static gpointer
read_coverage (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Query *query = data;
  const char *const given[] = { query->ca, NULL };
  g_auto (GStrv) unread = NULL;
  g_auto (GStrv) trusted
      = query->ca == NULL ? kiroku_book_list_trusted (query->book, &unread) : NULL;
  g_autoptr (KirokuCoverage) coverage = kiroku_coverage_new (query->case_id);

  query->authors = kiroku_trust_read (db, query->case_id, KIROKU_NOW, error);
  if (query->authors == NULL
      || !kiroku_coverage_update (
          coverage, db, trusted != NULL ? (const char *const *) trusted : given, error))
    return NULL;
  if (kiroku_coverage_get_unanchored (coverage)->entries > 0)
    for (guint i = 0; unread != NULL && unread[i] != NULL; i++)
      g_message ("%s", unread[i]);
  return g_steal_pointer (&coverage);
}

static const char *
get_trust (const KirokuAnchor *anchor)
{
  static const char *const ids[] = { [KIROKU_TOKEN_TRUSTED] = "trusted",
                                     [KIROKU_TOKEN_UNTRUSTED] = "untrusted",
                                     [KIROKU_TOKEN_WRONG] = "wrong" };

  return anchor->token != NULL ? ids[anchor->token->trust] : NULL;
}

/* When the authority says that it was, or else when it was recorded. */
static gint64
get_time (const KirokuAnchor *anchor)
{
  return anchor->token != NULL && anchor->token->time >= 0 ? anchor->token->time : anchor->rec;
}

/* Why it does not count. (nullable) (transfer full) */
static char *
get_why (const KirokuAnchor *anchor, GPtrArray *authors)
{
  if (anchor->state == KIROKU_ANCHOR_UNSHOWN)
    return kiroku_anchor_describe_unshown (kiroku_trust_find_name (authors, anchor->unshown));
  if (anchor->state == KIROKU_ANCHOR_UNVOUCHED)
    return g_strdup (_ ("nobody has vouched for its author"));
  return anchor->token != NULL ? g_strdup (anchor->token->why) : NULL;
}

static void
print_anchor (
    KirokuCli *cli, JsonBuilder *builder, const KirokuAnchor *anchor, GPtrArray *authors)
{
  g_autofree char *why = get_why (anchor, authors);
  g_autofree char *time
      = kiroku_time_to_text (get_time (anchor), KIROKU_PRECISION_SECOND, cli->zone);

  json_builder_begin_object (builder);
  kiroku_json_text (builder, "id", anchor->hash);
  kiroku_json_text (builder, "type", kiroku_anchor_type_id (anchor->type));
  kiroku_json_text (builder, "root", anchor->root);
  kiroku_json_time (builder, "time", get_time (anchor), cli->zone);
  kiroku_json_time (builder, "recorded", anchor->rec, cli->zone);
  kiroku_json_text (builder, "key", anchor->author);
  kiroku_json_text (builder, "authority", anchor->authority);
  kiroku_json_text (builder, "note", anchor->note);
  kiroku_json_text (builder, "trust", get_trust (anchor));
  kiroku_json_text (builder, "why", why);
  json_builder_end_object (builder);
  if (!cli->json)
    kiroku_print_row ("%s  %s  %.16s…  %s%s%s", time, kiroku_anchor_type_name (anchor->type),
                      anchor->root, anchor->authority != NULL ? anchor->authority : "",
                      why != NULL ? " — " : "", why != NULL ? why : "");
}

static void
print_unanchored (KirokuCli *cli, const KirokuUnanchored *unanchored)
{
  g_autofree char *since = NULL;

  if (unanchored->entries == 0)
    {
      kiroku_print ("%s\n", _ ("every entry is anchored"));
      return;
    }
  since = kiroku_time_to_text (unanchored->since, KIROKU_PRECISION_SECOND, cli->zone);
  kiroku_print (g_dngettext (NULL, "%d entry is not anchored, recorded %s\n",
                             "%d entries are not anchored, the first recorded %s\n",
                             unanchored->entries),
                (int) unanchored->entries, since);
  if (unanchored->stated > 0)
    kiroku_print (g_dngettext (NULL,
                               "of these %d is said to be kept outside: show it with verify CASE "
                               "--head=ROOT\n",
                               "of these %d are said to be kept outside: show it with verify CASE "
                               "--head=ROOT\n",
                               unanchored->stated),
                  (int) unanchored->stated);
}

gboolean
kiroku_cli_check_ca (KirokuCli *cli, int *status)
{
  const char *ca = kiroku_args_get_option (cli->args, "ca");
  g_autoptr (GError) error = NULL;

  if (ca == NULL || kiroku_token_can_trust (ca, &error))
    return TRUE;
  *status = kiroku_cli_usage (cli, "--ca: %s", error->message);
  return FALSE;
}

int
kiroku_command_anchor_list (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = kiroku_cli_get_case (cli, 0, &error);
  Query query = { cli->book, case_id, kiroku_args_get_option (cli->args, "ca"), NULL };
  g_autoptr (KirokuCoverage) coverage = NULL;
  g_autoptr (GPtrArray) authors = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  GPtrArray *anchors;
  int status;

  if (!kiroku_cli_check_ca (cli, &status))
    return status;
  if (case_id != NULL)
    coverage = kiroku_store_run (kiroku_book_get_store (cli->book), KIROKU_STORE_WORKER,
                                 KIROKU_STORE_PRIORITY_NOW, read_coverage, &query, NULL, &error);
  authors = query.authors;
  if (coverage == NULL)
    return kiroku_cli_fail (cli, error);
  anchors = kiroku_coverage_get_anchors (coverage);
  json_builder_begin_array (builder);
  for (guint i = 0; i < anchors->len; i++)
    print_anchor (cli, builder, g_ptr_array_index (anchors, i), query.authors);
  json_builder_end_array (builder);
  if (cli->json)
    kiroku_print_json (builder);
  else
    print_unanchored (cli, kiroku_coverage_get_unanchored (coverage));
  return KIROKU_EXIT_DONE;
}

/* --- anchor request --- */

/* For an authority that another computer reaches. */
static gboolean
write_query (const char *root, const char *path, GError **error)
{
  g_autoptr (GBytes) query = kiroku_token_make_request (root, error);
  gsize length;
  const void *der = query != NULL ? g_bytes_get_data (query, &length) : NULL;

  return query != NULL && kiroku_files_replace (path, der, length, TRUE, error);
}

static void
print_requested (KirokuCli *cli, const char *root, GPtrArray *authorities, const char *output)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  kiroku_json_text (builder, "root", root);
  kiroku_json_text (builder, "output", output);
  json_builder_set_member_name (builder, "authorities");
  json_builder_begin_array (builder);
  if (!cli->json)
    kiroku_print ("%s\n", root);
  for (guint i = 0; i < authorities->len; i++)
    {
      const KirokuAuthority *authority = g_ptr_array_index (authorities, i);

      json_builder_add_string_value (builder, authority->name);
      if (!cli->json)
        kiroku_print_row (_ ("waits to be sent to %s: kiroku-cli anchor send"), authority->name);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  if (cli->json)
    kiroku_print_json (builder);
  else if (output != NULL)
    kiroku_print_row (_ ("request for another computer: %s"), output);
}

int
kiroku_command_anchor_request (KirokuCli *cli)
{
  const char *output = kiroku_args_get_option (cli->args, "output");
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = kiroku_cli_get_case (cli, 0, &error);
  g_autofree char *full = output != NULL ? g_canonicalize_filename (output, NULL) : NULL;
  g_autofree char *root = NULL;
  g_autoptr (GPtrArray) authorities = NULL;

  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  authorities = kiroku_book_list_authorities (cli->book);
  if (authorities->len == 0 && output == NULL)
    {
      g_set_error_literal (&error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                           _ ("no time-stamping authority is set: kiroku-cli profile set tsa.1.url "
                              "URL, or write the request with --output=X.tsq"));
      return kiroku_cli_fail (cli, error);
    }
  if (output == NULL || kiroku_files_can_replace (full, &error))
    root = kiroku_book_request_anchor (cli->book, case_id, &error);
  if (root == NULL || (output != NULL && !write_query (root, full, &error)))
    return kiroku_cli_fail (cli, error);
  print_requested (cli, root, authorities, full);
  return KIROKU_EXIT_DONE;
}

/* --- anchor send --- */

static const char *
get_state (const KirokuAnchorOutcome *outcome)
{
  if (outcome->request->broken != NULL)
    return "broken";
  if (outcome->entry != NULL)
    return "stamped";
  return outcome->refused ? "refused" : "waiting";
}

static void
print_outcome (KirokuCli *cli, JsonBuilder *builder, const KirokuAnchorOutcome *outcome)
{
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "case", outcome->request->case_id);
  kiroku_json_text (builder, "root", outcome->request->root);
  kiroku_json_text (builder, "authority", outcome->request->authority);
  kiroku_json_text (builder, "state", get_state (outcome));
  kiroku_json_text (builder, "id", outcome->entry != NULL ? outcome->entry->hash : NULL);
  kiroku_json_text (builder, "why", outcome->why);
  json_builder_end_object (builder);
  if (cli->json)
    return;
  if (outcome->entry != NULL)
    kiroku_print_row (_ ("time-stamped by %s: %s"), outcome->request->authority,
                      outcome->entry->hash);
  else if (outcome->request->broken != NULL)
    kiroku_print_row ("%s", outcome->request->broken);
  else
    kiroku_print_row (_ ("still waits for %s: %s"), outcome->request->authority, outcome->why);
}

/* What is to be told of one outcome as a failure: NULL when it is none. (transfer full) */
static GError *
find_failure (const KirokuAnchorOutcome *outcome)
{
  const KirokuAnchorRequest *request = outcome->request;

  if (request->broken != NULL)
    return g_error_new_literal (KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT, request->broken);
  if (outcome->refused)
    return g_error_new (KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                        _ ("an answer of %s was refused (%s): the request is kept"),
                        request->authority, outcome->why);
  if (request->token != NULL && outcome->entry == NULL)
    return g_error_new (KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                        _ ("the answer of %s could not be recorded (%s): it is kept"),
                        request->authority, outcome->why);
  if (outcome->entry != NULL && outcome->why != NULL)
    return g_error_new (KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                        _ ("the answer of %s is recorded, but its request stays: %s"),
                        request->authority, outcome->why);
  return NULL;
}

/* The exit status: that some still wait is no failure, but that nobody at all could be reached. */
static int
conclude (KirokuCli *cli, GPtrArray *outcomes)
{
  g_autoptr (GError) error = NULL;
  guint stamped = 0;

  for (guint i = 0; error == NULL && i < outcomes->len; i++)
    {
      const KirokuAnchorOutcome *outcome = g_ptr_array_index (outcomes, i);

      error = find_failure (outcome);
      stamped += outcome->entry != NULL;
    }
  if (error == NULL && outcomes->len > 0 && stamped == 0)
    error = g_error_new_literal (KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                                 _ ("nothing could be sent: no authority was reached, and all "
                                    "requests still wait; try again when there is a network"));
  return error != NULL ? kiroku_cli_fail (cli, error) : KIROKU_EXIT_DONE;
}

int
kiroku_command_anchor_send (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (GPtrArray) outcomes = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (kiroku_args_count_words (cli->args) > 0)
    case_id = kiroku_cli_get_case (cli, 0, &error);
  else
    kiroku_cli_open_book (cli, &error);
  if (error == NULL)
    outcomes = kiroku_book_send_anchors (cli->book, case_id, NULL, &error);
  if (outcomes == NULL)
    return kiroku_cli_fail (cli, error);
  json_builder_begin_array (builder);
  for (guint i = 0; i < outcomes->len; i++)
    print_outcome (cli, builder, g_ptr_array_index (outcomes, i));
  json_builder_end_array (builder);
  if (cli->json)
    kiroku_print_json (builder);
  else if (outcomes->len == 0)
    kiroku_print ("%s\n", _ ("no request waits to be sent"));
  return conclude (cli, outcomes);
}
