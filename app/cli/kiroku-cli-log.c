/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kiroku-approval.h"
#include "kiroku-book-reading.h"
#include "kiroku-cli.h"
#include "kiroku-line-erasure.h"
#include "kiroku-line.h"
#include "kiroku-csv.h"
#include "kiroku-print.h"
#include "kiroku-text.h"

/* Lines of standard input in one transaction. */
#define BATCH 100
/* Lines of the timeline read at once. */
#define PAGE 500

/* --- log --- */

typedef struct
{
  KirokuCli *cli;
  char *case_id;
  KirokuClass klass;
  const KirokuTime *occ;
} Logging;

static gboolean
is_blank (const char *text)
{
  g_autofree char *stripped = kiroku_text_strip (text);

  return stripped[0] == '\0';
}

static gboolean
check_note (const char *text, GError **error)
{
  if (!kiroku_text_check (text, strlen (text), _ ("the text"), error))
    return FALSE;
  if (!is_blank (text))
    return TRUE;
  g_set_error_literal (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                       _ ("the text is empty: nothing was saved"));
  return FALSE;
}

static int
log_one (const Logging *logging, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry = NULL;

  if (check_note (text, &error))
    entry = kiroku_book_append_one (logging->cli->book, logging->case_id,
                                    kiroku_draft_note (logging->klass, text, logging->occ), &error);
  if (entry == NULL)
    return kiroku_cli_fail (logging->cli, error);
  kiroku_print_saved (logging->cli, entry);
  return KIROKU_EXIT_DONE;
}

/* Appends what is in @drafts and moves the entries to @saved. */
static gboolean
save_batch (const Logging *logging, GPtrArray *drafts, GPtrArray *saved, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;

  if (drafts->len == 0)
    return TRUE;
  entries = kiroku_book_append (logging->cli->book, logging->case_id, drafts, error);
  if (entries == NULL)
    return FALSE;
  g_ptr_array_extend_and_steal (saved, g_steal_pointer (&entries));
  g_ptr_array_set_size (drafts, 0);
  return TRUE;
}

/* Reads lines until the end or the first that cannot be saved; *@line is then its number. */
static gboolean
log_lines (const Logging *logging, GDataInputStream *input, GPtrArray *saved, guint *line,
           GError **error)
{
  g_autoptr (GPtrArray) drafts
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);
  guint read = 0;

  for (;;)
    {
      g_autoptr (GError) failure = NULL;
      gsize length;
      g_autofree char *text
          = g_data_input_stream_read_line (input, &length, NULL, &failure);

      *line = ++read;
      if (text == NULL && failure == NULL)
        break;
      if (text == NULL || !kiroku_text_check (text, length, _ ("the line"), &failure))
        {
          *line = read - drafts->len;
          if (save_batch (logging, drafts, saved, error))
            {
              *line = read;
              g_propagate_error (error, g_steal_pointer (&failure));
            }
          return FALSE;
        }
      if (is_blank (text)) /* as between paragraphs that are pasted */
        continue;
      g_ptr_array_add (drafts, kiroku_draft_note (logging->klass, text, logging->occ));
      if (drafts->len < BATCH)
        continue;
      *line = read - drafts->len + 1;
      if (!save_batch (logging, drafts, saved, error))
        return FALSE;
    }
  *line = read - drafts->len;
  return save_batch (logging, drafts, saved, error);
}

static void
print_all_saved (KirokuCli *cli, GPtrArray *saved)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < saved->len; i++)
    {
      const KirokuEntry *entry = g_ptr_array_index (saved, i);

      kiroku_json_entry (builder, entry);
      if (!cli->json)
        kiroku_print ("%s\n", entry->hash);
    }
  json_builder_end_array (builder);
  if (cli->json)
    kiroku_print_json (builder);
}

static int
log_standard_input (const Logging *logging)
{
  g_autoptr (GInputStream) stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (stream);
  g_autoptr (GPtrArray) saved
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_entry_unref);
  g_autoptr (GError) error = NULL;
  guint line;
  gboolean done;

  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_ANY);
  done = log_lines (logging, input, saved, &line, &error);
  print_all_saved (logging->cli, saved);
  if (done)
    return KIROKU_EXIT_DONE;
  g_prefix_error (&error, _ ("line %u: "), line);
  return kiroku_cli_fail (logging->cli, error);
}

int
kiroku_command_log (KirokuCli *cli)
{
  const char *klass = kiroku_args_get_option (cli->args, "class");
  const char *text = kiroku_args_get_word (cli->args, 1);
  g_autofree char *case_id = NULL;
  g_autoptr (GError) error = NULL;
  Logging logging = { .cli = cli, .klass = KIROKU_CLASS_ACTION };
  KirokuTime at;
  gboolean given;
  int status;

  if (klass != NULL && !kiroku_class_parse (klass, &logging.klass, &error))
    return kiroku_cli_usage (cli, "%s", error->message);
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  if (!kiroku_cli_get_stated (cli, "at", &at, &given, &status))
    return status;
  logging.case_id = case_id;
  logging.occ = given ? &at : NULL;
  return g_str_equal (text, "-") ? log_standard_input (&logging) : log_one (&logging, text);
}

/* --- correct --- */

gboolean
kiroku_cli_take_corrected (KirokuCli *cli,
                           const char *case_id,
                           const char *kind,
                           KirokuEntry **reading,
                           GError **error)
{
  const char *named = kiroku_args_get_option (cli->args, "corrects");
  const char *reason = kiroku_args_get_option (cli->args, "reason");
  g_autoptr (KirokuEntry) entry = NULL;

  *reading = NULL;
  if (named == NULL && reason == NULL)
    return TRUE;
  if (named == NULL || reason == NULL || is_blank (reason))
    g_set_error_literal (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                         _ ("a correction needs both --corrects=ENTRY and --reason=R: say what is wrong "
                            "and why"));
  else
    entry = kiroku_book_read_reading (cli->book, case_id, named, error);
  if (entry == NULL)
    return FALSE;
  if (g_str_equal (entry->kind, kind))
    *reading = g_steal_pointer (&entry);
  else
    g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                 _ ("--corrects names an entry “%s” here, not “%s”: see kiroku-cli timeline"), kind,
                 entry->kind);
  return *reading != NULL;
}

/* The note a correction is about: that of the correction when one is named. NULL for other kinds. */
static const char *
find_note (const KirokuEntry *entry)
{
  if (g_str_equal (entry->kind, "note"))
    return entry->hash;
  if (g_str_equal (entry->kind, "correct"))
    return kiroku_entry_get_ref (entry, "corrects");
  return NULL;
}

/* The desk is named where it is known. */
static void
refuse_call (KirokuCli *cli, const KirokuEntry *entry, GError **error)
{
  const char *contact = kiroku_entry_get_text (entry, "contact");

  g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
               _ ("a call is corrected by kiroku-cli contact told %s %s --corrects=%.12s --reason=R and "
                  "what is to read otherwise"),
               kiroku_args_get_word (cli->args, 0), contact != NULL ? contact : "CONTACT",
               entry->hash);
}

static gboolean
check_correctable (KirokuCli *cli, const KirokuEntry *entry, GError **error)
{
  if (g_str_equal (entry->kind, "case.phase"))
    g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                 _ ("a phase is corrected by kiroku-cli phase CASE PHASE --corrects=%.12s "
                    "--reason=R; one that should not have been, to the phase before it"),
                 entry->hash);
  else if (g_str_equal (entry->kind, "contact.told"))
    refuse_call (cli, entry, error);
  else if (g_str_equal (entry->kind, "evidence.move"))
    g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                 _ ("a hand-over is corrected by kiroku-cli evidence move CASE ITEM --corrects=%.12s "
                    "--reason=R and what is to read otherwise"),
                 entry->hash);
  else if (g_str_equal (entry->kind, "form.file"))
    g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                 _ ("a filing is corrected by kiroku-cli form file CASE FORM --corrects=%.12s "
                    "--reason=R and what is to read otherwise"),
                 entry->hash);
  else if (g_str_has_prefix (entry->kind, "enquiry."))
    g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                 _ ("an enquiry and its answers are corrected by kiroku-cli enquiry correct CASE %.12s "
                    "--reason=R and what is to read otherwise"),
                 entry->hash);
  else if (g_str_equal (entry->kind, "handover"))
    g_set_error_literal (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                         _ ("hand the case over again instead: kiroku-cli handover CASE --to=NAME; "
                            "the last one counts"));
  else if (g_str_equal (entry->kind, "case.set"))
    g_set_error_literal (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                         _ ("a fact is corrected by setting it again: kiroku-cli set CASE KEY VALUE; "
                            "what stood before stays in the log"));
  else if (find_note (entry) == NULL)
    g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                 _ ("only notes are corrected this way, not “%s”: set or state it again instead"),
                 entry->kind);
  else
    return TRUE;
  return FALSE;
}

/* What the note is to say: @text, or as it reads now when only its time is wrong. (transfer full) */
static char *
dup_correct_text (
    KirokuCli *cli, const char *case_id, const KirokuEntry *entry, const char *text, GError **error)
{
  g_autoptr (KirokuEntry) reading = NULL;
  const char *current;

  if (text != NULL)
    return check_note (text, error) ? g_strdup (text) : NULL;
  reading = kiroku_book_read_reading (cli->book, case_id, entry->hash, error);
  if (reading == NULL)
    return NULL;
  current = kiroku_entry_get_text (reading, "text");
  if (current == NULL)
    g_set_error_literal (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                         _ ("what the entry says is not here any more: give TEXT, too"));
  return g_strdup (current);
}

/* The correction of what the second word names. @at: (nullable): its time stays. (transfer full) */
static KirokuDraft *
draft_correction (KirokuCli *cli,
                  const char *case_id,
                  const char *reason,
                  const KirokuTime *at,
                  GError **error)
{
  g_autoptr (KirokuEntry) entry
      = kiroku_cli_find_entry (cli, case_id, kiroku_args_get_word (cli->args, 1), error);
  g_autofree char *text = NULL;
  KirokuDraft *draft;

  if (entry == NULL || !check_correctable (cli, entry, error))
    return NULL;
  text = dup_correct_text (cli, case_id, entry, kiroku_args_get_word (cli->args, 2), error);
  if (text == NULL)
    return NULL;
  draft = kiroku_draft_correct (find_note (entry), text, reason);
  kiroku_draft_set_occ (draft, at);
  return draft;
}

int
kiroku_command_correct (KirokuCli *cli)
{
  const char *reason = kiroku_args_get_option (cli->args, "reason");
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (KirokuEntry) saved = NULL;
  KirokuDraft *draft;
  KirokuTime at;
  gboolean given;
  int status;

  if (reason == NULL || reason[0] == '\0')
    return kiroku_cli_usage (cli, _ ("a correction needs --reason=R: say why"));
  if (kiroku_args_get_word (cli->args, 2) == NULL && !kiroku_args_has_option (cli->args, "at"))
    return kiroku_cli_usage (cli, _ ("say what is corrected: TEXT, --at=TIME or both"));
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  if (!kiroku_cli_get_stated (cli, "at", &at, &given, &status))
    return status;
  draft = draft_correction (cli, case_id, reason, given ? &at : NULL, &error);
  if (draft != NULL)
    saved = kiroku_book_append_one (cli->book, case_id, draft, &error);
  if (saved == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, saved);
  return KIROKU_EXIT_DONE;
}

/* --- approve --- */

static gboolean
check_approvable (KirokuCli *cli, const KirokuEntry *entry, GError **error)
{
  gboolean own;

  if (!kiroku_case_is_approvable (entry->kind) && !g_str_equal (entry->kind, "correct"))
    {
      g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                   _ ("“%s” is nothing to approve: name a phase, a decision or a note"),
                   kiroku_line_name_kind (entry->kind));
      return FALSE;
    }
  if (!kiroku_book_owns_key (cli->book, entry->key, &own, error))
    return FALSE;
  if (!own)
    return TRUE;
  g_set_error_literal (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                       _ ("this entry is your own: somebody else must approve it (--author=NAME)"));
  return FALSE;
}

int
kiroku_command_approve (KirokuCli *cli)
{
  gboolean refuse = kiroku_args_has_option (cli->args, "refuse");
  const char *reason = kiroku_args_get_option (cli->args, "reason");
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  g_autoptr (KirokuEntry) saved = NULL;

  if (refuse && (reason == NULL || reason[0] == '\0'))
    return kiroku_cli_usage (cli, _ ("a refusal needs --reason=R: say why"));
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  entry = kiroku_book_read_reading (cli->book, case_id, kiroku_args_get_word (cli->args, 1),
                                    &error);
  if (entry == NULL || !check_approvable (cli, entry, &error))
    return kiroku_cli_fail (cli, error);
  saved = kiroku_book_append_one (cli->book, case_id,
                                  kiroku_draft_approve (entry->hash, !refuse, reason), &error);
  if (saved == NULL)
    return kiroku_cli_fail (cli, error);
  kiroku_print_saved (cli, saved);
  return KIROKU_EXIT_DONE;
}

/* --- timeline --- */

typedef struct
{
  const char *case_id;
  KirokuLineFilter filter;
  KirokuLine *last; /* of the page before; NULL at the beginning */
  guint n_checkpoints; /* left out so far */
  guint n_steps;       /* that the playbook added, not printed yet */
} Paging;

static gpointer
read_page (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Paging *paging = data;

  return kiroku_line_read_after (db, paging->case_id, &paging->filter, paging->last, PAGE, error);
}

/* Below a corrected entry: who made it read as it does now, and why; and what of it was recorded
 * otherwise. Each correction is a line of its own, too, with its own reason. */
static void
print_original (KirokuCli *cli, const KirokuLine *line)
{
  g_autofree char *original = kiroku_line_describe_original (line, cli->language, cli->zone);
  g_autofree char *shown = original != NULL ? kiroku_line_defang (line, original) : NULL;
  g_autofree char *reason = line->reason != NULL ? kiroku_line_defang (line, line->reason) : NULL;
  g_autofree char *why = NULL;

  if (line->correction == NULL)
    return;
  why = kiroku_line_add_earlier (
      line,
      reason != NULL ? reason : kiroku_line_get_absent (line, line->correction, "reason"),
      cli->language);
  /* Translators: under a corrected entry: who corrected it and why. */
  kiroku_print_row (_ ("    corrected by %s: %s"),
                    line->corrector != NULL ? line->corrector : _ ("unknown"), why);
  if (shown != NULL) /* Translators: the original text of a corrected entry, or its time, or both. */
    kiroku_print_row (_ ("    as recorded it read: %s"), shown);
}

/* @text: (nullable): sentences, one a line. */
static void
print_below (const char *text)
{
  g_auto (GStrv) sentences = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; sentences[i] != NULL; i++)
    kiroku_print_row ("    %s", sentences[i]);
}

static void
print_line (KirokuCli *cli, const KirokuLine *line)
{
  g_autofree char *said
      = kiroku_line_describe (line, kiroku_book_get_pack (cli->book), cli->language);
  g_autofree char *text = kiroku_line_defang (line, said);
  g_autofree char *time = kiroku_line_dup_time (line, cli->zone);
  g_autofree char *author = kiroku_line_dup_author (line);
  g_autofree char *approvals = kiroku_line_describe_approvals (line, cli->language, cli->zone);
  g_autofree char *erasures = kiroku_line_describe_erasures (
      line, kiroku_book_get_pack (cli->book), cli->language, cli->zone);

  kiroku_print_row ("%s  %s  %s  %s  [%.12s]", time, kiroku_line_get_label (line), author, text,
                    line->hash);
  print_original (cli, line);
  print_below (approvals);
  print_below (erasures);
}

static void
print_csv (KirokuCli *cli, const KirokuLine *line)
{
  g_autoptr (GString) row = g_string_new (NULL);
  g_autofree char *at = kiroku_time_to_iso (kiroku_line_get_time (line), cli->zone);
  g_autofree char *rec = kiroku_time_to_iso (line->rec, cli->zone);
  g_autofree char *author = kiroku_line_dup_author (line);
  g_autofree char *text
      = kiroku_line_describe (line, kiroku_book_get_pack (cli->book), cli->language);
  g_autofree char *approvals = kiroku_line_describe_approvals (line, cli->language, cli->zone);
  g_autofree char *said = approvals != NULL ? g_strconcat (text, "\n", approvals, NULL) : g_strdup (text);

  kiroku_csv_append (row, at, FALSE);
  kiroku_csv_append (row, rec, FALSE);
  kiroku_csv_append (row, line->kind, FALSE);
  kiroku_csv_append (row, line->klass, FALSE);
  kiroku_csv_append (row, author, FALSE);
  kiroku_csv_append (row, said, FALSE);
  kiroku_csv_append (row, line->hash, TRUE);
  fputs (row->str, stdout);
}

/* One line for the tasks that the playbook added one after the other. */
static void
print_steps (Paging *paging)
{
  if (paging->n_steps > 0)
    kiroku_print_row (g_dngettext (NULL, "(%u task from the playbook)",
                                   "(%u tasks from the playbook)", paging->n_steps),
                      paging->n_steps);
  paging->n_steps = 0;
}

/* For people without the checkpoints, of which there may be as many as entries by people, and with the
 * tasks that nobody wrote as one line, unless something is looked for. */
static void
put_text (KirokuCli *cli, Paging *paging, const KirokuLine *line)
{
  if (kiroku_line_is_checkpoint (line))
    paging->n_checkpoints++;
  else if (line->is_step && paging->filter.find == NULL)
    paging->n_steps++;
  else
    {
      print_steps (paging);
      print_line (cli, line);
    }
}

/* All else gets everything. */
static void
put_line (KirokuCli *cli, Paging *paging, JsonBuilder *builder, const KirokuLine *line)
{
  if (cli->json)
    kiroku_json_line (builder, cli, line);
  else if (kiroku_args_has_option (cli->args, "csv"))
    print_csv (cli, line);
  else
    put_text (cli, paging, line);
}

static void
print_left_out (Paging *paging)
{
  print_steps (paging);
  if (paging->n_checkpoints > 0)
    kiroku_print_row (g_dngettext (NULL,
                                   "(%u checkpoint is left out; --json and --csv have it)",
                                   "(%u checkpoints are left out; --json and --csv have them)",
                                   paging->n_checkpoints),
                      paging->n_checkpoints);
}

/* The time in front is not that by which they are sorted; for people, and where there are any. */
static void
print_order (KirokuCli *cli, const Paging *paging, const GPtrArray *lines)
{
  if (paging->last == NULL && lines->len > 0 && !cli->json
      && !kiroku_args_has_option (cli->args, "csv"))
    kiroku_print_row ("%s", _ ("(in the order of recording; each begins with when it happened)"));
}

static int
print_timeline (KirokuCli *cli, Paging *paging)
{
  gboolean csv = kiroku_args_has_option (cli->args, "csv");
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GError) error = NULL;
  guint read;

  if (csv && !cli->json)
    fputs ("time,recorded,kind,class,author,text,id\r\n", stdout);
  json_builder_begin_array (builder);
  do
    {
      g_autoptr (GPtrArray) lines = kiroku_cli_read (cli, read_page, paging, &error);

      if (lines == NULL)
        return kiroku_cli_fail (cli, error);
      print_order (cli, paging, lines);
      for (guint i = 0; i < lines->len; i++)
        put_line (cli, paging, builder, g_ptr_array_index (lines, i));
      read = lines->len;
      if (read > 0)
        {
          g_clear_pointer (&paging->last, kiroku_line_free);
          paging->last = g_ptr_array_steal_index (lines, read - 1);
        }
    }
  while (read == PAGE);
  g_clear_pointer (&paging->last, kiroku_line_free);
  json_builder_end_array (builder);
  if (cli->json)
    kiroku_print_json (builder);
  print_left_out (paging);
  return KIROKU_EXIT_DONE;
}

int
kiroku_command_timeline (KirokuCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = NULL;
  Paging paging = { .filter = KIROKU_LINE_FILTER_ALL };
  KirokuClass klass;
  int status;

  paging.filter.find = kiroku_args_get_option (cli->args, "find");
  paging.filter.klass = kiroku_args_get_option (cli->args, "class");
  if (paging.filter.klass != NULL && !kiroku_class_parse (paging.filter.klass, &klass, &error))
    return kiroku_cli_usage (cli, "%s", error->message);
  case_id = kiroku_cli_get_case (cli, 0, &error);
  if (case_id == NULL)
    return kiroku_cli_fail (cli, error);
  paging.case_id = case_id;
  if (!kiroku_cli_get_moment (cli, "from", &paging.filter.from, &status)
      || !kiroku_cli_get_end (cli, "to", &paging.filter.to, &status)
      || !kiroku_cli_get_moment (cli, "as-of", &paging.filter.as_of, &status))
    return status;
  return print_timeline (cli, &paging);
}
