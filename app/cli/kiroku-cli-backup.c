/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-book-backup.h"
#include "kiroku-cli.h"
#include "kiroku-print.h"
#include "kiroku-text.h"

/* --- The passphrase --- */

/* What is in a folder is not encrypted. FALSE with @status set when the passphrase is missing. */
static gboolean
has_passphrase (KirokuCli *cli, gboolean folder, int *status)
{
  g_autoptr (GError) error = NULL;

  if (folder)
    return TRUE;
  if (!kiroku_cli_take_passphrase (cli, &error))
    {
      *status = kiroku_cli_fail (cli, error);
      return FALSE;
    }
  if (cli->passphrase != NULL && cli->passphrase[0] != '\0')
    return TRUE;
  *status = kiroku_cli_usage (cli, _ ("give the passphrase: --passphrase-file=FILE, its first line "
                                      "(“-” is standard input), or KIROKU_PASSPHRASE in the "
                                      "environment"));
  return FALSE;
}

/* --- What was done --- */

static void
print_json (KirokuCli *cli, const KirokuBackup *backup)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  kiroku_json_text (builder, "file", backup->file);
  kiroku_json_integer (builder, "bytes", backup->bytes);
  kiroku_json_integer (builder, "files", backup->files);
  kiroku_json_integer (builder, "entries", backup->entries);
  kiroku_json_time (builder, "made", backup->made, cli->zone);
  kiroku_json_integer (builder, "keys_left_out", backup->keys_left_out);
  kiroku_json_integer (builder, "evidence_missing", backup->evidence_missing);
  kiroku_json_integer (builder, "evidence_damaged", backup->evidence_damaged);
  kiroku_json_boolean (builder, "checked", TRUE);
  json_builder_end_object (builder);
  kiroku_print_json (builder);
}

static void
print_evidence (const KirokuBackup *backup)
{
  if (backup->evidence_missing > 0)
    kiroku_print (_ ("  WARNING: evidence files that are not in the backup, because they were missing: "
                     "%d. See kiroku-cli verify.\n"),
                  (int) backup->evidence_missing);
  if (backup->evidence_damaged > 0)
    kiroku_print (_ ("  WARNING: evidence files in the backup that are not what was taken in: %d. "
                     "Keep the older backups.\n"),
                  (int) backup->evidence_damaged);
}

/* --- backup --- */

static void
print_made (const KirokuBackup *backup, gboolean encrypted)
{
  g_autofree char *size = kiroku_text_size (backup->bytes);

  kiroku_print (_ ("backup: %s\n"), backup->file);
  kiroku_print (_ ("  files: %d, %s, entries: %d; all were read back and are right\n"),
                (int) backup->files, size, (int) backup->entries);
  print_evidence (backup);
  if (encrypted)
    kiroku_print ("%s\n", _ ("  Keep the passphrase apart from it: nobody can open it without."));
  else
    kiroku_print ("%s\n", _ ("  A folder is NOT encrypted: whoever has it can read the cases."));
  if (backup->keys_left_out > 0)
    kiroku_print ("%s\n", _ ("  Your signing key is not in it, because it has no passphrase of its "
                             "own: after a restore you will sign with a new one."));
}

int
kiroku_command_backup (KirokuCli *cli)
{
  const char *target = kiroku_args_get_word (cli->args, 0);
  gboolean folder = g_file_test (target, G_FILE_TEST_IS_DIR);
  g_autoptr (KirokuBackup) backup = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (folder && kiroku_args_has_option (cli->args, "passphrase-file"))
    return kiroku_cli_usage (cli, _ ("a backup into a folder is not encrypted: name a file, or leave "
                                     "out --passphrase-file"));
  if (!has_passphrase (cli, folder, &status))
    return status;
  if (!kiroku_cli_open_book (cli, &error)
      || (backup = kiroku_book_backup (cli->book, target, cli->passphrase, &error)) == NULL)
    return kiroku_cli_fail (cli, error);
  if (cli->json)
    print_json (cli, backup);
  else
    print_made (backup, !folder);
  return KIROKU_EXIT_DONE;
}

/* --- restore --- */

static KirokuBackup *
restore (KirokuCli *cli, const char *source, GError **error)
{
  g_autofree char *folder = kiroku_cli_get_folder ();
  const char *named = kiroku_args_get_option (cli->args, "database");
  g_autofree char *database = named != NULL ? g_canonicalize_filename (named, NULL)
                                            : g_build_filename (folder, "kiroku.db", NULL);
  KirokuBackupOrder order = { .folder = folder,
                              .database = database,
                              .passphrase = cli->passphrase,
                              .now = g_get_real_time (),
                              .zone = cli->zone };

  return kiroku_backup_restore (&order, source, error);
}

static void
print_restored (const KirokuBackup *backup)
{
  g_autofree char *size = kiroku_text_size (backup->bytes);

  kiroku_print (_ ("restored from: %s\n"), backup->file);
  kiroku_print (_ ("  files: %d, %s, entries: %d; all are as they were backed up\n"),
                (int) backup->files, size, (int) backup->entries);
  if (backup->evidence_missing > 0)
    kiroku_print (_ ("  WARNING: evidence files that the case book names and this backup does not have: "
                     "%d. Look for them in other backups; kiroku-cli verify names them.\n"),
                  (int) backup->evidence_missing);
  if (backup->evidence_damaged > 0)
    kiroku_print (_ ("  WARNING: evidence files that are not what was taken in and were not restored: %d. "
                     "Look for them in older backups; kiroku-cli verify names them.\n"),
                  (int) backup->evidence_damaged);
  kiroku_print ("%s\n", _ ("  Do not go on with the same key elsewhere: if the old computer still "
                           "works, use only one of the two."));
}

int
kiroku_command_restore (KirokuCli *cli)
{
  const char *source = kiroku_args_get_word (cli->args, 0);
  gboolean folder = g_file_test (source, G_FILE_TEST_IS_DIR);
  g_autoptr (KirokuBackup) backup = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (!has_passphrase (cli, folder, &status))
    return status;
  backup = restore (cli, source, &error);
  if (backup == NULL)
    return kiroku_cli_fail (cli, error);
  if (cli->json)
    {
      print_json (cli, backup);
      return KIROKU_EXIT_DONE;
    }
  print_restored (backup);
  return KIROKU_EXIT_DONE;
}
