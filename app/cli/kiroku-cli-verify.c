/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

#include "kiroku-book-verify.h"
#include "kiroku-cli-forms.h"
#include "kiroku-pages.h"
#include "kiroku-print.h"
#include "kiroku-text.h"
#include "kiroku-verification-report.h"
#include "kiroku-verify-package.h"
#include "kiroku-words.h"

#define ROOT_HEX 64
/* What a QR code of a case root holds in front of it. */
#define ROOT_PREFIX "kiroku:root:"

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
add_texts (JsonBuilder *builder, GPtrArray *texts)
{
  for (guint i = 0; i < texts->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (texts, i));
}

/* Only where there is something. */
static void
add_settled (JsonBuilder *builder, GPtrArray *settled)
{
  if (settled->len == 0)
    return;
  json_builder_set_member_name (builder, "settled");
  json_builder_begin_array (builder);
  add_texts (builder, settled);
  json_builder_end_array (builder);
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
  add_texts (builder, result->warnings);
  json_builder_end_array (builder);
  add_settled (builder, result->settled);
  json_builder_end_object (builder);
}

/* The worst of all, the sums, and each case. */
static void
print_results_json (GPtrArray *results, const KirokuVerification *worst)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GPtrArray) settled = g_ptr_array_new ();
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
      add_texts (builder, result->warnings);
      g_ptr_array_extend (settled, result->settled, NULL, NULL);
    }
  json_builder_end_array (builder);
  add_settled (builder, settled);
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
      return _ ("EVIDENCE MISSING, CHANGED OR EXTRA");
    case KIROKU_VERDICT_UNKNOWN:
    default:
      return _ ("cannot be judged");
    }
}

/* Why an outside head covers entries, or does not. */
static const char *
describe_state (const KirokuVerifiedAnchor *anchor)
{
  switch (anchor->state)
    {
    case KIROKU_ANCHOR_COVERS:
      return _ ("it covers what lies before it");
    case KIROKU_ANCHOR_UNTRUSTED:
      return _ ("its authority is not among those you trust (--ca, or tsa.1.ca in the profile)");
    case KIROKU_ANCHOR_NOT_SHOWN:
      return _ ("give what was printed or sent with --head");
    case KIROKU_ANCHOR_UNVOUCHED:
      return _ ("nobody has vouched for its author");
    case KIROKU_ANCHOR_UNSHOWN:
      return anchor->why;
    case KIROKU_ANCHOR_WITHHELD:
      return _ ("its values are withheld");
    case KIROKU_ANCHOR_BAD:
    default:
      return _ ("it does not fit this record");
    }
}

static void
add_word (GString *line, const char *word)
{
  if (word != NULL && word[0] != '\0')
    g_string_append_printf (line, " %s", word);
}

static const char *
describe_type (const KirokuVerifiedAnchor *anchor)
{
  KirokuAnchorType type;

  if (g_str_equal (anchor->type, "head"))
    return _ ("the case root that was given");
  return kiroku_anchor_type_parse (anchor->type, &type, NULL) ? kiroku_anchor_type_name (type)
                                                              : anchor->type;
}

static void
print_anchor (KirokuCli *cli, const KirokuVerifiedAnchor *anchor)
{
  g_autofree char *time
      = anchor->time != KIROKU_TIME_NONE
            ? kiroku_time_to_text (anchor->time, KIROKU_PRECISION_SECOND, cli->zone)
            : NULL;
  g_autoptr (GString) line = g_string_new (describe_type (anchor));

  add_word (line, time);
  add_word (line, anchor->authority);
  if (anchor->root != NULL)
    g_string_append_printf (line, " %.16s…", anchor->root);
  kiroku_print_row (_ ("  outside head: %s: %s"), line->str, describe_state (anchor));
}

static void
print_bad (const KirokuVerification *result)
{
  if (result->bad_journal != NULL && result->bad_seq >= 0)
    kiroku_print_row (_ ("  first: entry %d of %s (%.12s, journal %.12s): %s"),
                      (int) result->bad_seq,
                      result->bad_author != NULL ? result->bad_author : _ ("nobody known here"),
                      result->bad_hash != NULL ? result->bad_hash : "?", result->bad_journal,
                      result->bad_what);
  else
    kiroku_print_row ("  %s", result->bad_what);
  if (result->n_findings > 1)
    kiroku_print (_ ("  found in all: %d\n"), (int) result->n_findings);
}

/* Whether a root was printed, sent or saved elsewhere that nobody has shown. */
static gboolean
has_unshown (const KirokuVerification *result)
{
  for (guint i = 0; i < result->anchors->len; i++)
    if (((KirokuVerifiedAnchor *) g_ptr_array_index (result->anchors, i))->state
        == KIROKU_ANCHOR_NOT_SHOWN)
      return TRUE;
  return FALSE;
}

/* What can be done about entries that no outside head covers: by whoever keeps the case, or, of a
 * package, by whoever got it. */
static void
print_advice (KirokuCli *cli, const KirokuVerification *result)
{
  /* Below what was altered an anchor would only make it look better. */
  if (result->has_bad || result->unanchored == 0)
    return;
  if (has_unshown (result) && !kiroku_args_has_option (cli->args, "head"))
    kiroku_print_row ("%s", _ ("  to mend it: give the case root that was printed, sent or saved "
                               "elsewhere with --head=ROOT"));
  else if (kiroku_args_has_option (cli->args, "package"))
    kiroku_print_row ("%s", _ ("  to mend it: ask the sender for the case root by another route, for "
                               "example by telephone, and give it with --head=ROOT"));
  else
    kiroku_print_row ("%s", _ ("  to mend it: have it time-stamped (kiroku-cli anchor request CASE, then "
                               "kiroku-cli anchor send), or print it (kiroku-cli checkpoint CASE --output=X.pdf) and record "
                               "where it is kept (kiroku-cli anchor add CASE ROOT)"));
}

/* A file that is no package has no case to count the entries of. */
static void
print_nothing (KirokuCli *cli, const KirokuVerification *result)
{
  const char *package = kiroku_args_get_option (cli->args, "package");

  kiroku_print_row ("%s: %s", package != NULL ? package : "?", describe_verdict (result->verdict));
  kiroku_print_row ("  %s", result->bad_what);
}

static void
print_result (KirokuCli *cli, const KirokuVerification *result)
{
  if (result->case_id == NULL || result->case_id[0] == '\0')
    {
      print_nothing (cli, result);
      return;
    }
  if (result->number != NULL)
    kiroku_print_row ("%s (%.8s): %s", result->number, result->case_id,
                      describe_verdict (result->verdict));
  else
    kiroku_print_row ("%s: %s", result->case_id, describe_verdict (result->verdict));
  kiroku_print (_ ("  entries: %d, unanchored: %d, withheld: %d\n"), (int) result->entries,
                (int) result->unanchored, (int) result->withheld);
  if (result->withheld > 0)
    /* Translators: of the values that are "withheld" in the line above. */
    kiroku_print (_ ("    of these withheld on an export: %d, erased by law: %d\n"),
                  (int) (result->withheld - result->erased), (int) result->erased);
  if (result->root != NULL)
    kiroku_print (_ ("  case root: %s\n"), result->root);
  if (result->has_bad)
    print_bad (result);
  for (guint i = 0; result->cas != NULL && result->cas[i] != NULL; i++)
    kiroku_print_row (_ ("  time-stamp authorities trusted: %s"), result->cas[i]);
  for (guint i = 0; i < result->anchors->len; i++)
    print_anchor (cli, g_ptr_array_index (result->anchors, i));
  for (guint i = 0; i < result->warnings->len; i++)
    kiroku_print_row (_ ("  warning: %s"), (char *) g_ptr_array_index (result->warnings, i));
  for (guint i = 0; i < result->settled->len; i++)
    kiroku_print_row (_ ("  settled: %s"), (char *) g_ptr_array_index (result->settled, i));
  print_advice (cli, result);
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
      print_result (cli, g_ptr_array_index (results, i));
  return worst->verdict;
}

/* What cannot even be read cannot be judged. */
static int
cannot_judge (KirokuCli *cli, const GError *error)
{
  g_autoptr (GPtrArray) results
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_verification_free);
  KirokuVerification *nothing = kiroku_verification_new_unknown (NULL, error->message);
  const char *package = kiroku_args_get_option (cli->args, "package");

  kiroku_cli_fail (cli, error);
  g_ptr_array_add (results, nothing);
  if (cli->json)
    print_results_json (results, nothing);
  else if (package != NULL)
    kiroku_print_row ("%s: %s", package, describe_verdict (KIROKU_VERDICT_UNKNOWN));
  return KIROKU_VERDICT_UNKNOWN;
}

/* --- What is asked --- */

/* A case root as people type or scan it: blanks and hyphens between groups, any case. NULL when it is
 * none. (transfer full) */
static char *
read_root (const char *text)
{
  g_autofree char *half = kiroku_text_to_half_width (text);
  g_autofree char *lower = g_ascii_strdown (half, -1);
  const char *from = g_str_has_prefix (lower, ROOT_PREFIX) ? lower + strlen (ROOT_PREFIX) : lower;
  g_autoptr (GString) root = g_string_new (NULL);

  for (; *from != '\0'; from++)
    if (!g_ascii_isspace (*from) && *from != '-')
      g_string_append_c (root, *from);
  if (root->len != ROOT_HEX || strspn (root->str, "0123456789abcdef") != ROOT_HEX)
    return NULL;
  return g_string_free (g_steal_pointer (&root), FALSE);
}

/* The values of --head; NULL with *@status set when one is no case root. (transfer full) */
static char **
read_heads (KirokuCli *cli, int *status)
{
  g_autofree const char **given = kiroku_args_list_option (cli->args, "head");
  g_autoptr (GPtrArray) heads = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; given[i] != NULL; i++)
    {
      char *root = read_root (given[i]);

      if (root == NULL)
        {
          *status = kiroku_cli_usage (
              cli, _ ("--head=%s is not a case root: it has 64 digits from 0 to 9 and a to f"),
              given[i]);
          return NULL;
        }
      g_ptr_array_add (heads, root);
    }
  if (heads->len > 0 && kiroku_args_count_words (cli->args) == 0
      && !kiroku_args_has_option (cli->args, "package"))
    {
      *status = kiroku_cli_usage (cli, _ ("--head is the root of one case: say of which"));
      return NULL;
    }
  g_ptr_array_add (heads, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&heads), FALSE);
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

/* The case that was named, or all. */
static GPtrArray *
list_cases (KirokuCli *cli, GError **error)
{
  g_autoptr (GPtrArray) cases = NULL;
  char *id;

  if (kiroku_args_count_words (cli->args) == 0)
    {
      if (!kiroku_cli_open_book (cli, error))
        return NULL;
      cases = kiroku_book_list_case_ids (cli->book, error);
      if (cases != NULL && cases->len == 0)
        {
          g_set_error_literal (error, KIROKU_CASE_ERROR, KIROKU_CASE_ERROR_UNKNOWN,
                               _ ("there is no case to verify"));
          return NULL;
        }
      return g_steal_pointer (&cases);
    }
  id = find_case (cli, error);
  if (id == NULL)
    return NULL;
  cases = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (cases, id);
  return g_steal_pointer (&cases);
}

static GPtrArray *
verify_cases (KirokuCli *cli, const char *const *heads, GError **error)
{
  g_autoptr (GPtrArray) cases = list_cases (cli, error);
  g_autoptr (GPtrArray) results
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_verification_free);

  for (guint i = 0; cases != NULL && i < cases->len; i++)
    {
      KirokuBookVerify query = { .case_id = g_ptr_array_index (cases, i),
                                 .heads = heads,
                                 .ca = kiroku_args_get_option (cli->args, "ca") };
      KirokuVerification *result = kiroku_book_verify (cli->book, &query, error);

      if (result == NULL)
        return NULL;
      g_ptr_array_add (results, result);
    }
  return cases != NULL ? g_steal_pointer (&results) : NULL;
}

/* A package is judged by itself, without any case book. */
static GPtrArray *
verify_package (KirokuCli *cli, const char *const *heads, GError **error)
{
  const KirokuVerifyPackageOptions options
      = { .heads = heads, .ca = kiroku_args_get_option (cli->args, "ca") };
  KirokuVerification *result = kiroku_verify_package_file (
      kiroku_args_get_option (cli->args, "package"), &options, error);
  GPtrArray *results;

  if (result == NULL)
    return NULL;
  results = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_verification_free);
  g_ptr_array_add (results, result);
  return results;
}

/* --- On paper --- */

static gpointer
read_case (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_case_read (db, data, KIROKU_NOW, error);
}

/* What was found is told in the language of the report: said before anything is looked up. */
static void
choose_language (const char *language)
{
  g_setenv ("LANGUAGE", language, TRUE);
  setlocale (LC_ALL, "");
}

static gpointer
read_facts (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_case_read_facts (db, data, KIROKU_NOW, error);
}

/* The case as the book knows it. One whose opening was tampered with cannot be read, but is reported
 * all the same. (nullable) */
static KirokuCase *
describe_case (KirokuCli *cli, KirokuVerificationReport *report)
{
  KirokuCase *incident = kiroku_cli_read (cli, read_case, report->result->case_id, NULL);
  g_autoptr (KirokuFacts) facts = kiroku_cli_read (cli, read_facts, report->result->case_id, NULL);

  report->source = kiroku_store_get_path (kiroku_book_get_store (cli->book));
  report->author = kiroku_book_get_author (cli->book);
  report->pins = TRUE;
  report->number = incident != NULL ? incident->number : NULL;
  report->title = incident != NULL ? incident->title : NULL;
  report->exercise = incident != NULL && incident->exercise;
  report->language = kiroku_words_in_calendar (report->language, facts);
  return incident;
}

static gboolean
write_report (KirokuCli *cli, const KirokuVerification *result, GError **error)
{
  const char *package = kiroku_args_get_option (cli->args, "package");
  const char *language = kiroku_args_get_option (cli->args, "lang");
  KirokuVerificationReport report = { .result = result,
                                      .source = package,
                                      .package = package != NULL,
                                      .language = language != NULL ? language : cli->language,
                                      .zone = cli->zone,
                                      .now = kiroku_cli_get_now (cli),
                                      .author = g_get_real_name (),
                                      .program = "Kiroku " KIROKU_VERSION,
                                      .marking = kiroku_args_get_option (cli->args, "marking") };
  const KirokuPaper paper = { .language = report.language,
                              .recipient = kiroku_args_get_option (cli->args, "recipient") };
  g_autoptr (KirokuCase) incident = package == NULL ? describe_case (cli, &report) : NULL;
  g_autoptr (KirokuDocument) document = kiroku_verification_report (&report);
  g_autoptr (KirokuPages) pages = NULL;

  kiroku_paper_address (&paper, document);
  pages = kiroku_document_layout (document, NULL, error);
  return pages != NULL
         && kiroku_pages_write_pdf (pages, kiroku_args_get_option (cli->args, "output"), NULL, NULL,
                                    NULL, error);
}

/* --output is about one case, and the rest about --output. */
static gboolean
check_paper (KirokuCli *cli, int *status)
{
  const char *language = kiroku_args_get_option (cli->args, "lang");
  gboolean output = kiroku_args_has_option (cli->args, "output");

  if (output && kiroku_args_count_words (cli->args) == 0
      && !kiroku_args_has_option (cli->args, "package"))
    *status = kiroku_cli_usage (cli, _ ("--output is a report of one case: say of which"));
  else if (language != NULL && !output)
    *status = kiroku_cli_usage (cli, _ ("--lang is the language of a report: give --output, too"));
  else if (language != NULL && !g_str_equal (language, "ja") && !g_str_equal (language, "en"))
    *status = kiroku_cli_usage (cli, _ ("“%s” is no language here: use ja or en"), language);
  else
    return kiroku_cli_check_address (cli, output, status);
  return FALSE;
}

int
kiroku_command_verify (KirokuCli *cli)
{
  gboolean package = kiroku_args_has_option (cli->args, "package");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = NULL;
  g_auto (GStrv) heads = NULL;
  int status = KIROKU_EXIT_USAGE;

  if (!check_paper (cli, &status) || !kiroku_cli_check_ca (cli, &status) || (heads = read_heads (cli, &status)) == NULL)
    return status;
  if (package && kiroku_args_count_words (cli->args) > 0)
    return kiroku_cli_usage (cli, _ ("a package is verified by itself: leave out the case"));
  if (kiroku_args_has_option (cli->args, "lang"))
    choose_language (kiroku_args_get_option (cli->args, "lang"));
  cli->as_it_is = TRUE;
  results = package ? verify_package (cli, (const char *const *) heads, &error)
                    : verify_cases (cli, (const char *const *) heads, &error);
  if (results == NULL
      || (kiroku_args_has_option (cli->args, "output")
          && !write_report (cli, g_ptr_array_index (results, 0), &error)))
    return cannot_judge (cli, error);
  return print_results (cli, results);
}
