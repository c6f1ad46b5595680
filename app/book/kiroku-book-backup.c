/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-backup.h"

#include <string.h>

#include "kiroku-book-private.h"
#include "kiroku-book-target.h"
#include "kiroku-case.h"
#include "kiroku-files.h"

#define GROUP "backup"
#define DAY ((gint64) 24 * 3600 * G_USEC_PER_SEC)

typedef struct
{
  char *folder;
  char *target;
  char *passphrase;
  GTimeZone *zone;
  KirokuBackupOrder order;
} Job;

static Job *
job_new (KirokuBook *book, const char *target, const char *passphrase)
{
  Job *job = g_new0 (Job, 1);

  job->folder = g_strdup (kiroku_book_get_folder (book));
  job->target = g_strdup (target);
  job->passphrase = g_strdup (passphrase);
  job->zone = g_time_zone_ref (kiroku_book_get_zone (book));
  job->order = (KirokuBackupOrder){ .folder = job->folder,
                                    .database
                                    = kiroku_store_get_path (kiroku_book_get_store (book)),
                                    .passphrase = job->passphrase,
                                    .now = kiroku_book_get_now (book),
                                    .zone = job->zone };
  return job;
}

static void
job_free (Job *job)
{
  if (job->passphrase != NULL)
    explicit_bzero (job->passphrase, strlen (job->passphrase));
  g_time_zone_unref (job->zone);
  g_free (job->passphrase);
  g_free (job->target);
  g_free (job->folder);
  g_free (job);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_free)

/* --- When it was --- */

static char *
get_state_path (const char *folder)
{
  return g_build_filename (folder, "state.ini", NULL);
}

/* The backup is there, whether this can be noted or not. */
static void
note_backup (const Job *job, const KirokuBackup *backup)
{
  g_autofree char *path = get_state_path (job->folder);
  g_autoptr (GKeyFile) state = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  g_key_file_load_from_file (state, path, G_KEY_FILE_KEEP_COMMENTS, NULL);
  g_key_file_set_string (state, GROUP, "database", job->order.database);
  g_key_file_set_int64 (state, GROUP, "made", backup->made);
  g_key_file_set_string (state, GROUP, "file", backup->file);
  text = g_key_file_to_data (state, &length, NULL);
  if (!kiroku_files_replace (path, text, length, TRUE, &error))
    g_message ("%s", error->message);
}

static gint64
read_last (const char *folder, const char *database)
{
  g_autofree char *path = get_state_path (folder);
  g_autofree char *noted = NULL;
  g_autoptr (GKeyFile) state = g_key_file_new ();

  if (!g_key_file_load_from_file (state, path, G_KEY_FILE_NONE, NULL))
    return KIROKU_TIME_NONE;
  noted = g_key_file_get_string (state, GROUP, "database", NULL);
  if (g_strcmp0 (database, noted) != 0)
    return KIROKU_TIME_NONE;
  return g_key_file_get_int64 (state, GROUP, "made", NULL);
}

gint64
kiroku_book_get_last_backup (KirokuBook *self)
{
  g_return_val_if_fail (KIROKU_IS_BOOK (self), KIROKU_TIME_NONE);

  return read_last (kiroku_book_get_folder (self),
                    kiroku_store_get_path (kiroku_book_get_store (self)));
}

/* When the oldest open case was opened; KIROKU_TIME_NONE without one. */
static gint64
find_oldest_open (GPtrArray *cases)
{
  gint64 oldest = KIROKU_TIME_NONE;

  for (guint i = 0; i < cases->len; i++)
    {
      const KirokuCase *incident = g_ptr_array_index (cases, i);

      if (!incident->closed && (oldest == KIROKU_TIME_NONE || incident->opened < oldest))
        oldest = incident->opened;
    }
  return oldest;
}

gboolean
kiroku_backup_state_read (
    KirokuBackupState *state, KirokuDb *db, const char *folder, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) cases = NULL;
  gint64 oldest;

  g_return_val_if_fail (state != NULL && db != NULL && folder != NULL, FALSE);

  cases = kiroku_case_list (db, error);
  if (cases == NULL)
    return FALSE;
  oldest = find_oldest_open (cases);
  state->last = read_last (folder, kiroku_db_get_path (db));
  state->age = now - (state->last != KIROKU_TIME_NONE ? state->last : oldest);
  state->due = oldest != KIROKU_TIME_NONE && state->age > DAY;
  return TRUE;
}

/* --- Making one --- */

static KirokuBackup *
run_job (Job *job, GError **error)
{
  KirokuBackup *backup
      = kiroku_book_check_target (job->folder, job->order.database, job->target, error)
            ? kiroku_backup_make (&job->order, job->target, error)
            : NULL;

  if (backup != NULL)
    note_backup (job, backup);
  return backup;
}

static void
backup_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  KirokuBackup *backup = run_job (data, &error);

  if (backup != NULL)
    g_task_return_pointer (task, backup, (GDestroyNotify) kiroku_backup_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
backed_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  KirokuBackup *backup = g_task_propagate_pointer (G_TASK (result), &error);

  if (backup != NULL)
    g_task_return_pointer (task, backup, (GDestroyNotify) kiroku_backup_free);
  else
    g_task_return_error (task, error);
}

void
kiroku_book_backup_async (KirokuBook *self,
                          const char *target,
                          const char *passphrase,
                          KirokuBackupProgress progress,
                          gpointer progress_data,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task;
  Job *job;

  g_return_if_fail (KIROKU_IS_BOOK (self) && target != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_book_backup_async);
  /* A backup that is there when it is cancelled is one. */
  g_task_set_check_cancellable (task, FALSE);
  job = job_new (self, target, passphrase);
  job->order.progress = progress;
  job->order.progress_data = progress_data;
  job->order.cancellable = cancellable; /* both tasks hold it */
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  kiroku_book_run_in_thread (task, backup_thread, backed_up_cb);
}

KirokuBackup *
kiroku_book_backup_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

KirokuBackup *
kiroku_book_backup (
    KirokuBook *self, const char *target, const char *passphrase, GError **error)
{
  g_autoptr (Job) job = NULL;

  g_return_val_if_fail (KIROKU_IS_BOOK (self) && target != NULL, NULL);

  job = job_new (self, target, passphrase);
  return run_job (job, error);
}
