/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "kiroku-backup-private.h"
#include "kiroku-backup-reader.h"
#include "kiroku-exchange-error.h"
#include "kiroku-files.h"
#include "kiroku-pins.h"

/* The newest form of a backup that is known here. */
#define FORMAT 1

typedef struct
{
  const KirokuBackupOrder *order;
  char *backup;
  GHashTable *damaged; /* names of files of evidence that are not put anywhere */
  char *beside; /* (nullable) where everything is put until it is known to be right */
} Restoring;

static void
restoring_free (Restoring *self)
{
  if (self->beside != NULL)
    kiroku_files_remove (self->beside);
  g_hash_table_unref (self->damaged);
  g_free (self->backup);
  g_free (self->beside);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Restoring, restoring_free)

static gboolean
fail_placing (const char *path, GError **error)
{
  int code = errno;

  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FILE,
               _ ("“%s” cannot be put in its place (%s): check the disk and its permissions, and "
                  "restore again"),
               path, g_strerror (code));
  return FALSE;
}

/* --- Which one --- */

static gboolean
is_backup (const char *folder)
{
  g_autofree char *manifest = g_build_filename (folder, KIROKU_BACKUP_MANIFEST, NULL);

  return g_file_test (manifest, G_FILE_TEST_IS_REGULAR);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names of the backups in @folder, sorted. (transfer full) (element-type utf8) */
static GPtrArray *
list_backups (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (is_backup (path))
        g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_sort (names, compare_names);
  return names;
}

static void
fail_choice (const char *folder, GPtrArray *names, GError **error)
{
  g_autofree char *list = NULL;

  if (names->len == 0)
    {
      g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_INPUT,
                   _ ("there is no backup in the folder “%s”: name a backup file, or a folder that "
                      "a backup was made into"),
                   folder);
      return;
    }
  g_ptr_array_add (names, NULL);
  list = g_strjoinv (", ", (char **) names->pdata);
  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_INPUT,
               _ ("there are several backups in the folder “%s”: name one of them (%s)"), folder,
               list);
}

/* A backup into a folder is in a folder of its own there: whoever names the outer one means it, if
 * it is the only one. (transfer full) */
static char *
find_backup (const char *named, GError **error)
{
  g_autoptr (GPtrArray) names = NULL;

  if (!g_file_test (named, G_FILE_TEST_IS_DIR) || is_backup (named))
    return g_strdup (named);
  names = list_backups (named);
  if (names->len == 1)
    return g_build_filename (named, g_ptr_array_index (names, 0), NULL);
  fail_choice (named, names, error);
  return NULL;
}

/* --- What is there already --- */

/* A write-ahead log without its database would be read into the one that is put there. */
static gboolean
check_free (Restoring *self, GError **error)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (self->order->database, suffixes[i], NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        {
          g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_INPUT,
                       _ ("there is a case book already, “%s”: move it away, or restore to another "
                          "place (--database=FILE)"),
                       path);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
make_folder (const char *folder, GError **error)
{
  return g_mkdir_with_parents (folder, 0700) == 0 || fail_placing (folder, error);
}

static gboolean
make_folders (Restoring *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->order->database);
  g_autofree char *beside = g_strconcat (self->order->database, ".restore-XXXXXX", NULL);

  if (!make_folder (folder, error) || !make_folder (self->order->folder, error))
    return FALSE;
  if (g_mkdtemp_full (beside, 0700) == NULL)
    return fail_placing (beside, error);
  self->beside = g_steal_pointer (&beside);
  return TRUE;
}

/* --- Reading --- */

static KirokuBackup *
read_backup (Restoring *self, GError **error)
{
  g_autoptr (KirokuBackupSink) sink
      = kiroku_backup_sink_new_folder (self->beside, self->order->database,
                                       self->order->cancellable);
  KirokuBackupWatch watch = { .cancellable = self->order->cancellable,
                              .progress = self->order->progress,
                              .progress_data = self->order->progress_data,
                              .damaged = self->damaged };
  g_autoptr (KirokuBackup) result
      = kiroku_backup_read (self->backup, self->order->passphrase, sink, &watch, error);

  return result != NULL && kiroku_backup_sink_close (sink, error) ? g_steal_pointer (&result)
                                                                  : NULL;
}

static gboolean
read_about (Restoring *self, KirokuBackup *result, GError **error)
{
  g_autofree char *path = g_build_filename (self->beside, KIROKU_BACKUP_ABOUT, NULL);
  g_autoptr (GKeyFile) about = g_key_file_new ();

  if (!g_key_file_load_from_file (about, path, G_KEY_FILE_NONE, error))
    return FALSE;
  result->made = g_key_file_get_int64 (about, "backup", "made", NULL);
  if (g_key_file_get_integer (about, "backup", "format", NULL) <= FORMAT)
    return TRUE;
  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FORM,
               _ ("the backup “%s” was made by a newer Kiroku: install that version"),
               self->backup);
  return FALSE;
}

static gboolean
fail_database (Restoring *self, const char *why, GError **error)
{
  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FORM,
               _ ("the case book in the backup “%s” is damaged (%s), and nothing was restored: "
                  "restore an older backup"),
               self->backup, why);
  return FALSE;
}

static gboolean
check_database (Restoring *self, KirokuBackup *result, GError **error)
{
  g_autofree char *path = g_build_filename (self->beside, KIROKU_BACKUP_DATABASE, NULL);
  g_autofree char *evidence = g_build_filename (self->beside, KIROKU_BACKUP_EVIDENCE, NULL);
  g_autofree char *people = g_build_filename (self->beside, KIROKU_BACKUP_PEOPLE, NULL);
  g_autofree char *damage = NULL;
  g_autoptr (GError) cause = NULL;

  if (!kiroku_backup_check_database (path, &result->entries, &damage, &cause)
      || (damage == NULL
          && !kiroku_backup_count_missing (path, people, evidence, &result->evidence_missing,
                                           &cause)))
    return fail_database (self, cause->message, error);
  return damage == NULL || fail_database (self, damage, error);
}

/* --- Placing --- */

typedef gboolean (*PlaceFunc) (const char *from, const char *to, GError **error);

/* A key is never replaced: the one that is there has signed, too. */
static gboolean
check_key (const char *from, const char *to, GError **error)
{
  g_autofree char *theirs = NULL;
  g_autofree char *ours = NULL;
  gsize their_length, our_length;

  if (!g_file_test (to, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_get_contents (from, &theirs, &their_length, error)
      || !g_file_get_contents (to, &ours, &our_length, error))
    return FALSE;
  if (their_length == our_length && memcmp (theirs, ours, our_length) == 0)
    return TRUE;
  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_INPUT,
               _ ("there is another signing key already, “%s”: restore to another data folder "
                  "(XDG_DATA_HOME), or move the key away"),
               to);
  return FALSE;
}

/* What is there stays. */
static gboolean
place_small (const char *from, const char *to, GError **error)
{
  g_autofree char *bytes = NULL;
  gsize length;

  if (g_file_test (to, G_FILE_TEST_EXISTS))
    return TRUE;
  return g_file_get_contents (from, &bytes, &length, error)
         && kiroku_files_create (to, bytes, length, error);
}

/* Of one name there is but one content; what is there stays, whatever it is. */
static gboolean
place_evidence (const char *from, const char *to, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (kiroku_files_move (from, to, &failure)
      || g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_EXIST))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* What was put into @folder, and its own name, are on the disk. */
static gboolean
sync_folder (const char *folder, GError **error)
{
  g_autofree char *inside = g_build_filename (folder, ".", NULL);

  return kiroku_files_sync (inside, error) && kiroku_files_sync (folder, error);
}

/* Runs @place for each file of the folder @from, if there is one. */
static gboolean
place_folder (const char *from, const char *to, PlaceFunc place, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  if (dir == NULL)
    return TRUE;
  if (place != check_key && !make_folder (to, error))
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);

      if (g_file_test (source, G_FILE_TEST_IS_DIR) ? !place_folder (source, target, place, error)
                                                   : !place (source, target, error))
        return FALSE;
    }
  return place == check_key || sync_folder (to, error);
}

/* The same for one file or folder of the backup that goes to the data folder under its own name. */
static gboolean
place_own (Restoring *self, const char *name, PlaceFunc place, GError **error)
{
  g_autofree char *from = g_build_filename (self->beside, name, NULL);
  g_autofree char *to = g_build_filename (self->order->folder, name, NULL);

  if (g_file_test (from, G_FILE_TEST_IS_REGULAR))
    return place (from, to, error);
  return place_folder (from, to, place, error);
}

static gboolean
place_pins (Restoring *self, GError **error)
{
  g_autofree char *from = g_build_filename (self->beside, KIROKU_BACKUP_PINS, NULL);
  g_autofree char *to = g_build_filename (self->order->folder, KIROKU_BACKUP_PINS, NULL);
  g_autoptr (KirokuPins) theirs = kiroku_pins_new (from);
  g_autoptr (KirokuPins) ours = kiroku_pins_new (to);

  return kiroku_pins_merge (ours, theirs, error);
}

static gboolean
place_all_evidence (Restoring *self, GError **error)
{
  g_autofree char *from = g_build_filename (self->beside, KIROKU_BACKUP_EVIDENCE, NULL);
  g_autofree char *to = kiroku_backup_get_evidence (self->order->database);
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, self->damaged);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      g_autofree char *path = g_build_filename (from, name, NULL);

      if (g_unlink (path) != 0)
        return fail_placing (path, error);
    }
  return place_folder (from, to, place_evidence, error);
}

/* Never in place of what somebody may have made meanwhile. */
static gboolean
place_database (Restoring *self, GError **error)
{
  g_autofree char *from = g_build_filename (self->beside, KIROKU_BACKUP_DATABASE, NULL);
  const char *to = self->order->database;

  if (!check_free (self, error))
    return FALSE;
  return kiroku_files_move (from, to, error) && kiroku_files_sync (to, error);
}

/* The list of people says whose the keys are: it goes with the first key. Only where that is
 * already it stays. */
static gboolean
place_people (Restoring *self, GError **error)
{
  g_autofree char *from = g_build_filename (self->beside, KIROKU_BACKUP_PEOPLE, NULL);
  g_autofree char *to = g_build_filename (self->order->folder, KIROKU_BACKUP_PEOPLE, NULL);
  g_autofree char *key = g_build_filename (self->order->folder, KIROKU_BACKUP_KEY, NULL);
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_test (from, G_FILE_TEST_EXISTS))
    return TRUE;
  if (g_file_test (key, G_FILE_TEST_EXISTS))
    return place_small (from, to, error);
  return g_file_get_contents (from, &text, &length, error)
         && kiroku_files_replace (to, text, length, TRUE, error);
}

static gboolean
place_all (Restoring *self, GError **error)
{
  return place_own (self, KIROKU_BACKUP_KEY, check_key, error)
         && place_own (self, KIROKU_BACKUP_KEYS, check_key, error)
         && place_all_evidence (self, error)
         && place_own (self, KIROKU_BACKUP_PROFILE, place_small, error)
         && place_own (self, KIROKU_BACKUP_DESKS, place_small, error)
         && place_people (self, error)
         && place_own (self, KIROKU_BACKUP_PACK, place_small, error)
         && place_own (self, KIROKU_BACKUP_KEY, place_small, error)
         && place_own (self, KIROKU_BACKUP_KEYS, place_small, error)
         && place_pins (self, error) && place_database (self, error);
}

KirokuBackup *
kiroku_backup_restore (const KirokuBackupOrder *order, const char *backup, GError **error)
{
  g_autoptr (Restoring) self = NULL;
  g_autoptr (KirokuBackup) result = NULL;

  g_return_val_if_fail (order != NULL && backup != NULL, NULL);

  self = g_new0 (Restoring, 1);
  self->order = order;
  self->backup = find_backup (backup, error);
  self->damaged = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (self->backup == NULL || !check_free (self, error) || !make_folders (self, error))
    return NULL;
  result = read_backup (self, error);
  if (result == NULL || !read_about (self, result, error)
      || !check_database (self, result, error) || !place_all (self, error))
    return NULL;
  return g_steal_pointer (&result);
}

/* --- Without waiting --- */

typedef struct
{
  char *backup;
  char *folder;
  char *database;
  char *passphrase;
  KirokuBackupOrder order;
} Job;

static void
job_free (Job *job)
{
  if (job->passphrase != NULL)
    explicit_bzero (job->passphrase, strlen (job->passphrase));
  g_free (job->passphrase);
  g_free (job->database);
  g_free (job->folder);
  g_free (job->backup);
  g_free (job);
}

static Job *
job_new (const KirokuBackupOrder *order, const char *backup)
{
  Job *job = g_new0 (Job, 1);

  job->backup = g_strdup (backup);
  job->folder = g_strdup (order->folder);
  job->database = g_strdup (order->database);
  job->passphrase = g_strdup (order->passphrase);
  job->order = *order;
  job->order.folder = job->folder;
  job->order.database = job->database;
  job->order.passphrase = job->passphrase;
  job->order.zone = NULL;
  return job;
}

static void
restore_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;
  KirokuBackup *backup = kiroku_backup_restore (&job->order, job->backup, &error);

  if (backup != NULL)
    g_task_return_pointer (task, backup, (GDestroyNotify) kiroku_backup_free);
  else
    g_task_return_error (task, error);
}

void
kiroku_backup_restore_async (const KirokuBackupOrder *order,
                             const char *backup,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (order != NULL && backup != NULL);

  task = g_task_new (NULL, order->cancellable, callback, user_data);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_backup_restore_async);
  /* What is restored when it is cancelled is there. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job_new (order, backup), (GDestroyNotify) job_free);
  g_task_run_in_thread (task, restore_thread);
}

KirokuBackup *
kiroku_backup_restore_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
