/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "kiroku-args.h"
#include "kiroku-book.h"
#include "kiroku-case.h"

G_BEGIN_DECLS

/* The command line (design §4: a contract). One file a group of commands; kiroku-cli.c has their table
 * and runs them, kiroku-args.c reads the words, kiroku-print.c writes what comes out. */

#define KIROKU_EXIT_DONE 0
#define KIROKU_EXIT_FAILED 1
#define KIROKU_EXIT_USAGE 64

typedef struct
{
  KirokuArgs *args;
  gboolean json;
  const char *language; /* "ja" or "en" */
  GTimeZone *zone;
  KirokuBook *book; /* NULL before kiroku_cli_open_book() */
  gboolean as_it_is; /* of the options of @book, from a command that verifies or mends */
  char *passphrase; /* (nullable) */
  GPtrArray *signers; /* (nullable) the names of those who had a key when the book was opened */
  KirokuClock clock; /* as it was read for the last paper */
  GHashTable *written; /* (nullable) ids of the cases in which something was recorded, a set */
} KirokuCli;

/* A command; returns the exit status. */
typedef int (*KirokuCommandFunc) (KirokuCli *cli);

/* The whole program: @argv as main() has it. All that it prints is written when it returns its exit
 * status. */
int kiroku_cli_main (char **argv);

/* One line on stderr: what is wrong and how to mend it. They return the exit status. */
int kiroku_cli_fail (KirokuCli *cli, const GError *error);
int kiroku_cli_usage (KirokuCli *cli, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* That --ca, where it is given, is a file of certificates. FALSE with *@status set, and said. */
gboolean kiroku_cli_check_ca (KirokuCli *cli, int *status);
/* A line on standard error about what was done all the same. */
void kiroku_cli_warn (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* Of what hundreds of entries may give rise to no more than these are said one by one. */
#define KIROKU_CLI_MOST_WARNINGS 30
/* @n_more: how many were not said; 0 says nothing. */
void kiroku_cli_warn_of_more (guint n_more);

/* That a file which was taken in anew was kept already, but changed. @path: (nullable): where that is
 * now; NULL says nothing. */
void kiroku_cli_warn_of_replaced (const char *path);

/* The data folder, with key, pins and profile. (transfer full) */
char *kiroku_cli_get_folder (void);
/* Opens the case book on first call. */
gboolean kiroku_cli_open_book (KirokuCli *cli, GError **error);
/* The case that positional argument @index names; opens the book. (transfer full) */
char *kiroku_cli_get_case (KirokuCli *cli, guint index, GError **error);
/* The same for a word from elsewhere. */
char *kiroku_cli_resolve (KirokuCli *cli, const char *text, GError **error);
/* Runs @func in the reading thread and waits. (transfer full) */
gpointer kiroku_cli_read (KirokuCli *cli, KirokuJobFunc func, gpointer data, GError **error);

/* The entry of @case_id whose id begins with @prefix. (transfer full) */
KirokuEntry *kiroku_cli_find_entry (
    KirokuCli *cli, const char *case_id, const char *prefix, GError **error);

/* FALSE when @draft, which states @reading anew, would lose something of it that is withheld here
 * (kiroku_draft_find_lost()). @dropped: (nullable) */
gboolean kiroku_cli_check_lost (
    const KirokuDraft *draft, const KirokuEntry *reading, const char *dropped, GError **error);
/* What --corrects names, an entry of @kind, as it reads now; *@reading stays NULL without the option. Both
 * it and --reason are needed, or neither. */
gboolean kiroku_cli_take_corrected (KirokuCli *cli,
                                    const char *case_id,
                                    const char *kind,
                                    KirokuEntry **reading,
                                    GError **error);

/* Reads option @name as a time. FALSE with *@status set when it is not one; *@given says whether it
 * was there. */
gboolean kiroku_cli_get_time (
    KirokuCli *cli, const char *name, KirokuTime *time, gboolean *given, int *status);
/* Sets @level to what @text says, in full-width digits, too. FALSE when it is none of the scale. */
gboolean kiroku_cli_parse_level (const char *text, int *level);
/* The same of when something happened: warns of a time in the future. */
gboolean kiroku_cli_get_stated (
    KirokuCli *cli, const char *name, KirokuTime *time, gboolean *given, int *status);
/* The same as µs UTC; @us stays as it is when the option was not given. */
gboolean kiroku_cli_get_moment (KirokuCli *cli, const char *name, gint64 *us, int *status);

/* Option --due: by when something is to be done (kiroku_enquiry_parse_due()), µs UTC; KIROKU_TIME_NONE without the
 * option. */
gboolean kiroku_cli_get_due (KirokuCli *cli, gint64 *due, int *status);
/* Once it is recorded: of a time that is past. */
void kiroku_cli_warn_of_due (KirokuCli *cli, gint64 due);
/* The same for the last µs of what was typed: 14:05 is all of that minute. */
gboolean kiroku_cli_get_end (KirokuCli *cli, const char *name, gint64 *us, int *status);

/* The first line of @path, or of standard input when it is “-”. (transfer full) */
char *kiroku_cli_read_passphrase (const char *path, GError **error);
/* Of the author's keys, or of a backup: from --passphrase-file or the environment, once. Without
 * either @cli has none. */
gboolean kiroku_cli_take_passphrase (KirokuCli *cli, GError **error);

/* Now, by the book's clock or the computer's; µs UTC. */
gint64 kiroku_cli_get_now (KirokuCli *cli);

int kiroku_command_case_new (KirokuCli *cli);
int kiroku_command_case_list (KirokuCli *cli);
int kiroku_command_case_show (KirokuCli *cli);
int kiroku_command_case_level (KirokuCli *cli);
int kiroku_command_case_link (KirokuCli *cli);
int kiroku_command_handover (KirokuCli *cli);
int kiroku_command_phase (KirokuCli *cli);
int kiroku_command_close (KirokuCli *cli);
int kiroku_command_reopen (KirokuCli *cli);
int kiroku_command_log (KirokuCli *cli);
int kiroku_command_correct (KirokuCli *cli);
int kiroku_command_approve (KirokuCli *cli);
int kiroku_command_timeline (KirokuCli *cli);
int kiroku_command_set (KirokuCli *cli);
int kiroku_command_get (KirokuCli *cli);
int kiroku_command_profile_get (KirokuCli *cli);
int kiroku_command_profile_set (KirokuCli *cli);
int kiroku_command_measure_add (KirokuCli *cli);
int kiroku_command_measure_set (KirokuCli *cli);
int kiroku_command_measure_list (KirokuCli *cli);
int kiroku_command_task_list (KirokuCli *cli);
int kiroku_command_task_add (KirokuCli *cli);
int kiroku_command_task_set (KirokuCli *cli);
int kiroku_command_task_move (KirokuCli *cli);
int kiroku_command_contact_list (KirokuCli *cli);
int kiroku_command_contact_told (KirokuCli *cli);
int kiroku_command_contact_log (KirokuCli *cli);
int kiroku_command_contact_add (KirokuCli *cli);
int kiroku_command_contact_edit (KirokuCli *cli);
int kiroku_command_contact_remove (KirokuCli *cli);
int kiroku_command_contact_check (KirokuCli *cli);
int kiroku_command_contact_wrong (KirokuCli *cli);
int kiroku_command_contact_history (KirokuCli *cli);
int kiroku_command_deadline_list (KirokuCli *cli);
int kiroku_command_deadline_show (KirokuCli *cli);
int kiroku_command_deadline_decide (KirokuCli *cli);
int kiroku_command_deadline_add (KirokuCli *cli);
int kiroku_command_form_list (KirokuCli *cli);
int kiroku_command_enquiry_list (KirokuCli *cli);
int kiroku_command_enquiry_add (KirokuCli *cli);
int kiroku_command_enquiry_answer (KirokuCli *cli);
int kiroku_command_enquiry_correct (KirokuCli *cli);
int kiroku_command_form_set (KirokuCli *cli);
int kiroku_command_form_show (KirokuCli *cli);
int kiroku_command_form_fill (KirokuCli *cli);
int kiroku_command_form_approve (KirokuCli *cli);
int kiroku_command_form_file (KirokuCli *cli);
int kiroku_command_export (KirokuCli *cli);
int kiroku_command_report (KirokuCli *cli);
int kiroku_command_asset_set (KirokuCli *cli);
int kiroku_command_asset_list (KirokuCli *cli);
int kiroku_command_indicator_set (KirokuCli *cli);
int kiroku_command_indicator_list (KirokuCli *cli);
int kiroku_command_indicator_find (KirokuCli *cli);
int kiroku_command_evidence_add (KirokuCli *cli);
int kiroku_command_evidence_list (KirokuCli *cli);
int kiroku_command_evidence_set (KirokuCli *cli);
int kiroku_command_evidence_move (KirokuCli *cli);
int kiroku_command_evidence_check (KirokuCli *cli);
int kiroku_command_evidence_save (KirokuCli *cli);
int kiroku_command_checkpoint (KirokuCli *cli);
int kiroku_command_anchor_add (KirokuCli *cli);
int kiroku_command_anchor_list (KirokuCli *cli);
int kiroku_command_anchor_request (KirokuCli *cli);
int kiroku_command_anchor_send (KirokuCli *cli);
int kiroku_command_verify (KirokuCli *cli);
int kiroku_command_import (KirokuCli *cli);
int kiroku_command_hold (KirokuCli *cli);
int kiroku_command_erase (KirokuCli *cli);
int kiroku_command_rebuild (KirokuCli *cli);
int kiroku_command_backup (KirokuCli *cli);
int kiroku_command_restore (KirokuCli *cli);
int kiroku_command_key_show (KirokuCli *cli);
int kiroku_command_key_add (KirokuCli *cli);
int kiroku_command_key_protect (KirokuCli *cli);
int kiroku_command_key_vouch (KirokuCli *cli);
int kiroku_command_key_revoke (KirokuCli *cli);
int kiroku_command_pack_check (KirokuCli *cli);

G_END_DECLS
