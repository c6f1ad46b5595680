/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-archive.h"
#include "kiroku-cli.h"
#include "kiroku-print.h"
#include "kiroku-verify.h"

/* --- verify --- */

typedef struct
{
  KirokuPins *pins;
  const char *case_id; /* NULL for all */
} Query;

static gpointer
verify_cases (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Query *query = data;
  g_autoptr (GPtrArray) results
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_verification_free);
  g_autoptr (GPtrArray) cases = NULL;

  if (query->case_id == NULL)
    cases = kiroku_archive_list_cases (db, error);
  else
    {
      cases = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (cases, g_strdup (query->case_id));
    }
  for (guint i = 0; cases != NULL && i < cases->len; i++)
    {
      KirokuVerification *result = kiroku_verify_case (
          db, query->pins, g_ptr_array_index (cases, i), cancellable, error);

      if (result == NULL)
        return NULL;
      g_ptr_array_add (results, result);
    }
  return cases != NULL ? g_steal_pointer (&results) : NULL;
}

static void
add_bad (JsonBuilder *builder, const KirokuVerification *result)
{
  if (!result->has_bad)
    return;
  json_builder_set_member_name (builder, "first_bad");
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "journal", result->bad_journal);
  kiroku_json_integer (builder, "seq", result->bad_seq);
  kiroku_json_text (builder, "hash", result->bad_hash);
  kiroku_json_text (builder, "what", result->bad_what);
  json_builder_end_object (builder);
}

static void
add_warnings (JsonBuilder *builder, const KirokuVerification *result)
{
  for (guint i = 0; i < result->warnings->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (result->warnings, i));
}

static void
add_result (JsonBuilder *builder, const KirokuVerification *result)
{
  json_builder_begin_object (builder);
  kiroku_json_text (builder, "case", result->case_id);
  kiroku_json_text (builder, "verdict", kiroku_verdict_id (result->verdict));
  kiroku_json_integer (builder, "exit", result->verdict);
  add_bad (builder, result);
  kiroku_json_integer (builder, "entries", result->entries);
  kiroku_json_integer (builder, "unanchored", result->unanchored);
  kiroku_json_integer (builder, "withheld", result->withheld);
  json_builder_set_member_name (builder, "warnings");
  json_builder_begin_array (builder);
  add_warnings (builder, result);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/* The worst of all, the sums, and each case. */
static void
print_results_json (GPtrArray *results, const KirokuVerification *worst)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  gint64 entries = 0, unanchored = 0, withheld = 0;

  json_builder_begin_object (builder);
  kiroku_json_text (builder, "verdict", kiroku_verdict_id (worst->verdict));
  kiroku_json_integer (builder, "exit", worst->verdict);
  add_bad (builder, worst);
  json_builder_set_member_name (builder, "warnings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < results->len; i++)
    {
      const KirokuVerification *result = g_ptr_array_index (results, i);

      entries += result->entries;
      unanchored += result->unanchored;
      withheld += result->withheld;
      add_warnings (builder, result);
    }
  json_builder_end_array (builder);
  kiroku_json_integer (builder, "entries", entries);
  kiroku_json_integer (builder, "unanchored", unanchored);
  kiroku_json_integer (builder, "withheld", withheld);
  json_builder_set_member_name (builder, "cases");
  json_builder_begin_array (builder);
  for (guint i = 0; i < results->len; i++)
    add_result (builder, g_ptr_array_index (results, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  kiroku_print_json (builder);
}

static const char *
describe_verdict (KirokuVerdict verdict)
{
  switch (verdict)
    {
    case KIROKU_VERDICT_ANCHORED:
      return _ ("intact and anchored");
    case KIROKU_VERDICT_INTACT:
      return _ ("intact, with warnings");
    case KIROKU_VERDICT_ALTERED:
      return _ ("ALTERED");
    case KIROKU_VERDICT_TRUNCATED:
      return _ ("TRUNCATED, ROLLED BACK OR FORKED");
    case KIROKU_VERDICT_EVIDENCE:
      return _ ("EVIDENCE MISSING OR CHANGED");
    case KIROKU_VERDICT_UNKNOWN:
    default:
      return _ ("cannot be judged");
    }
}

static void
print_result (const KirokuVerification *result)
{
  kiroku_print ("%s: %s\n", result->case_id, describe_verdict (result->verdict));
  kiroku_print (_ ("  entries: %d, unanchored: %d, withheld: %d\n"), (int) result->entries,
                (int) result->unanchored, (int) result->withheld);
  if (result->has_bad && result->bad_seq >= 0)
    kiroku_print (_ ("  first: journal %.12s, entry %d (%.12s): %s\n"), result->bad_journal,
                  (int) result->bad_seq, result->bad_hash, result->bad_what);
  else if (result->has_bad)
    kiroku_print ("  %s\n", result->bad_what);
  for (guint i = 0; i < result->warnings->len; i++)
    kiroku_print (_ ("  warning: %s\n"), (char *) g_ptr_array_index (result->warnings, i));
}

static int
print_results (KirokuCli *cli, GPtrArray *results)
{
  const KirokuVerification *worst = g_ptr_array_index (results, 0);

  for (guint i = 1; i < results->len; i++)
    {
      const KirokuVerification *result = g_ptr_array_index (results, i);

      if (kiroku_verdict_is_worse (result->verdict, worst->verdict))
        worst = result;
    }
  if (cli->json)
    print_results_json (results, worst);
  else
    for (guint i = 0; i < results->len; i++)
      print_result (g_ptr_array_index (results, i));
  return worst->verdict;
}

/* What cannot even be read cannot be judged. */
static int
cannot_judge (KirokuCli *cli, const GError *error)
{
  g_autoptr (GPtrArray) results
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_verification_free);
  KirokuVerification *nothing = kiroku_verification_new_unknown (NULL, error->message);

  kiroku_cli_fail (cli, error);
  g_ptr_array_add (results, nothing);
  if (cli->json)
    print_results_json (results, nothing);
  return KIROKU_VERDICT_UNKNOWN;
}

/* A case whose opening was tampered with is still there under its id. */
static char *
find_case (KirokuCli *cli, GError **error)
{
  const char *text = kiroku_args_get_word (cli->args, 0);
  g_autoptr (GError) unknown = NULL;
  char *id = kiroku_cli_get_case (cli, 0, &unknown);

  if (id == NULL && cli->book != NULL && g_uuid_string_is_valid (text))
    return g_strdup (text);
  if (id == NULL)
    g_propagate_error (error, g_steal_pointer (&unknown));
  return id;
}

int
kiroku_command_verify (KirokuCli *cli)
{
  gboolean one = kiroku_args_count_words (cli->args) > 0;
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = one ? find_case (cli, &error) : NULL;
  g_autoptr (GPtrArray) results = NULL;
  Query query = { .case_id = case_id };

  if (one ? case_id == NULL : !kiroku_cli_open_book (cli, &error))
    return cannot_judge (cli, error);
  query.pins = kiroku_book_get_pins (cli->book);
  results = kiroku_store_run (kiroku_book_get_store (cli->book), KIROKU_STORE_WORKER,
                              KIROKU_STORE_PRIORITY_NOW, verify_cases, &query, NULL, &error);
  if (results != NULL && results->len == 0)
    g_set_error_literal (&error, KIROKU_CASE_ERROR, KIROKU_CASE_ERROR_UNKNOWN,
                         _ ("there is no case to verify"));
  if (error != NULL)
    return cannot_judge (cli, error);
  return print_results (cli, results);
}

/* --- rebuild --- */

int
kiroku_command_rebuild (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  gint64 entries;

  if (!kiroku_cli_open_book (cli, &error) || !kiroku_book_rebuild (cli->book, &entries, &error))
    return kiroku_cli_fail (cli, error);
  if (cli->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      kiroku_json_integer (builder, "entries", entries);
      json_builder_end_object (builder);
      kiroku_print_json (builder);
    }
  else
    kiroku_print (g_dngettext (NULL, "rebuilt from %d entry\n", "rebuilt from %d entries\n", entries),
                  (int) entries);
  return KIROKU_EXIT_DONE;
}

/* --- pack check --- */

int
kiroku_command_pack_check (KirokuCli *cli)
{
  const char *folder = kiroku_args_get_word (cli->args, 0);
  g_autoptr (GPtrArray) problems = kiroku_book_check_pack (folder);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < problems->len; i++)
    {
      json_builder_add_string_value (builder, g_ptr_array_index (problems, i));
      if (!cli->json)
        kiroku_print ("%s\n", (char *) g_ptr_array_index (problems, i));
    }
  json_builder_end_array (builder);
  if (cli->json)
    kiroku_print_json (builder);
  else if (problems->len == 0)
    kiroku_print ("%s\n", _ ("the rule pack has no mistakes"));
  return problems->len == 0 ? KIROKU_EXIT_DONE : KIROKU_EXIT_FAILED;
}
