/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-intake-queue.h"

#include <glib/gi18n.h>

#include "kiroku-hold.h"

/* --- One file --- */

struct _KirokuIntakeJob
{
  GObject parent_instance;

  GFile *file;   /* (nullable) */
  GBytes *bytes; /* (nullable): what was pasted */
  char *name;
  KirokuIntakeState state;
  gint64 done; /* bytes */
  gint64 total;
  GCancellable *cancellable; /* anew for each attempt */
  KirokuEvidenceWatch watch;
  char *message;
  char *evidence;
};

G_DEFINE_FINAL_TYPE (KirokuIntakeJob, kiroku_intake_job, G_TYPE_OBJECT)

static guint changed_signal;

static void
set_state (KirokuIntakeJob *self, KirokuIntakeState state, const char *message)
{
  self->state = state;
  g_free (self->message);
  self->message = g_strdup (message);
  g_signal_emit (self, changed_signal, 0);
}

static void
progress_cb (gint64 done, gint64 total, gpointer user_data)
{
  KirokuIntakeJob *self = user_data;

  self->done = done;
  self->total = total;
  g_signal_emit (self, changed_signal, 0);
}

static void
kiroku_intake_job_finalize (GObject *object)
{
  KirokuIntakeJob *self = KIROKU_INTAKE_JOB (object);

  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_object (&self->cancellable);
  g_free (self->name);
  g_free (self->message);
  g_free (self->evidence);

  G_OBJECT_CLASS (kiroku_intake_job_parent_class)->finalize (object);
}

static void
kiroku_intake_job_class_init (KirokuIntakeJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kiroku_intake_job_finalize;

  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
kiroku_intake_job_init (KirokuIntakeJob *self)
{
  self->total = -1;
}

KirokuIntakeState
kiroku_intake_job_get_state (KirokuIntakeJob *self)
{
  g_return_val_if_fail (KIROKU_IS_INTAKE_JOB (self), KIROKU_INTAKE_FAILED);

  return self->state;
}

const char *
kiroku_intake_job_get_name (KirokuIntakeJob *self)
{
  g_return_val_if_fail (KIROKU_IS_INTAKE_JOB (self), NULL);

  return self->name;
}

void
kiroku_intake_job_get_progress (KirokuIntakeJob *self, gint64 *done, gint64 *total)
{
  g_return_if_fail (KIROKU_IS_INTAKE_JOB (self));

  *done = self->done;
  *total = self->total;
}

const char *
kiroku_intake_job_get_message (KirokuIntakeJob *self)
{
  g_return_val_if_fail (KIROKU_IS_INTAKE_JOB (self), NULL);

  return self->message;
}

const char *
kiroku_intake_job_get_evidence (KirokuIntakeJob *self)
{
  g_return_val_if_fail (KIROKU_IS_INTAKE_JOB (self), NULL);

  return self->evidence;
}

/* --- The queue --- */

struct _KirokuIntakeQueue
{
  GObject parent_instance;

  KirokuBook *book; /* owns the queue */
  char *case_id;
  GListStore *jobs;
  gboolean running;
};

G_DEFINE_FINAL_TYPE (KirokuIntakeQueue, kiroku_intake_queue, G_TYPE_OBJECT)

/* One attempt. */
typedef struct
{
  KirokuIntakeQueue *queue;
  KirokuIntakeJob *job;
  KirokuBook *book;
  GApplication *held; /* (nullable) */
} Attempt;

static Attempt *
attempt_new (KirokuIntakeQueue *queue, KirokuIntakeJob *job)
{
  Attempt *attempt = g_new (Attempt, 1);

  *attempt = (Attempt){ g_object_ref (queue), g_object_ref (job), g_object_ref (queue->book),
                        kiroku_hold_begin () };
  return attempt;
}

static void start_next (KirokuIntakeQueue *self);

/* The next one is started before the application may end. @remark: (nullable): on what was taken in. */
static void
attempt_end (Attempt *attempt, const char *evidence, const char *remark, const GError *error)
{
  KirokuIntakeJob *job = attempt->job;

  attempt->queue->running = FALSE;
  if (evidence != NULL)
    {
      g_free (job->evidence);
      job->evidence = g_strdup (evidence);
      set_state (job, KIROKU_INTAKE_DONE, remark);
    }
  else
    set_state (job, KIROKU_INTAKE_FAILED,
               g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                   ? _ ("Stopped: nothing was taken in.")
                   : error->message);
  start_next (attempt->queue);
  g_object_unref (attempt->queue);
  g_object_unref (attempt->job);
  g_object_unref (attempt->book);
  kiroku_hold_end (attempt->held);
  g_free (attempt);
}

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry
      = kiroku_book_take_evidence_finish (KIROKU_BOOK (source), result, &error);
  const char *replaced = kiroku_book_get_replaced (result);
  g_autofree char *remark = NULL;

  if (replaced != NULL)
    /* Translators: a path. */
    remark = g_strdup_printf (_ ("The copy of this file that was kept had been changed since it was "
                                 "taken in. It lies in “%s” now, and the file just taken in stands in "
                                 "its place."),
                              replaced);
  attempt_end (user_data, entry != NULL ? entry->hash : NULL, remark, error);
}

/* @path or @input */
static void
take (Attempt *attempt, const char *path, GInputStream *input)
{
  KirokuIntakeJob *job = attempt->job;
  KirokuTaking taking = { .path = path, .input = input, .name = job->name };

  job->watch = (KirokuEvidenceWatch){ progress_cb, job, job->cancellable };
  kiroku_book_take_evidence_async (attempt->book, attempt->queue->case_id, &taking, &job->watch,
                                   taken_cb, attempt);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) input = g_file_read_finish (G_FILE (source), result, &error);

  if (input != NULL)
    take (user_data, NULL, G_INPUT_STREAM (input));
  else
    attempt_end (user_data, NULL, NULL, error);
}

static void
start (KirokuIntakeQueue *self, KirokuIntakeJob *job)
{
  g_autofree char *path = job->file != NULL ? g_file_get_path (job->file) : NULL;
  Attempt *attempt = attempt_new (self, job);

  self->running = TRUE;
  set_state (job, KIROKU_INTAKE_RUNNING, NULL);
  if (job->bytes != NULL)
    {
      g_autoptr (GInputStream) input = g_memory_input_stream_new_from_bytes (job->bytes);

      take (attempt, NULL, input);
    }
  else if (path != NULL)
    take (attempt, path, NULL);
  else /* somewhere on the network */
    g_file_read_async (job->file, G_PRIORITY_DEFAULT, job->cancellable, opened_cb, attempt);
}

static void
start_next (KirokuIntakeQueue *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->jobs));

  for (guint i = 0; i < n && !self->running; i++)
    {
      g_autoptr (KirokuIntakeJob) job = g_list_model_get_item (G_LIST_MODEL (self->jobs), i);

      if (job->state == KIROKU_INTAKE_WAITING)
        start (self, job);
    }
}

/* Takes @job. */
static void
add_job (KirokuIntakeQueue *self, KirokuIntakeJob *job)
{
  job->cancellable = g_cancellable_new ();
  g_list_store_append (self->jobs, job);
  g_object_unref (job);
  start_next (self);
}

/* --- The class --- */

static void
kiroku_intake_queue_finalize (GObject *object)
{
  KirokuIntakeQueue *self = KIROKU_INTAKE_QUEUE (object);

  g_object_unref (self->jobs);
  g_free (self->case_id);

  G_OBJECT_CLASS (kiroku_intake_queue_parent_class)->finalize (object);
}

static void
kiroku_intake_queue_class_init (KirokuIntakeQueueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kiroku_intake_queue_finalize;
}

static void
kiroku_intake_queue_init (KirokuIntakeQueue *self)
{
  self->jobs = g_list_store_new (KIROKU_TYPE_INTAKE_JOB);
}

/* --- What pages use --- */

KirokuIntakeQueue *
kiroku_intake_queue_get (KirokuBook *book, const char *case_id)
{
  g_autofree char *key = g_strconcat ("kiroku-intake-queue-", case_id, NULL);
  KirokuIntakeQueue *self;

  g_return_val_if_fail (KIROKU_IS_BOOK (book) && case_id != NULL, NULL);

  self = g_object_get_data (G_OBJECT (book), key);
  if (self != NULL)
    return self;
  self = g_object_new (KIROKU_TYPE_INTAKE_QUEUE, NULL);
  self->book = book;
  self->case_id = g_strdup (case_id);
  g_object_set_data_full (G_OBJECT (book), key, self, g_object_unref);
  return self;
}

GListModel *
kiroku_intake_queue_get_jobs (KirokuIntakeQueue *self)
{
  g_return_val_if_fail (KIROKU_IS_INTAKE_QUEUE (self), NULL);

  return G_LIST_MODEL (self->jobs);
}

void
kiroku_intake_queue_add_file (KirokuIntakeQueue *self, GFile *file)
{
  KirokuIntakeJob *job;

  g_return_if_fail (KIROKU_IS_INTAKE_QUEUE (self) && G_IS_FILE (file));

  job = g_object_new (KIROKU_TYPE_INTAKE_JOB, NULL);
  job->file = g_object_ref (file);
  job->name = g_file_get_basename (file);
  if (job->name == NULL)
    job->name = g_file_get_uri (file);
  add_job (self, job);
}

void
kiroku_intake_queue_add_bytes (KirokuIntakeQueue *self, const char *name, GBytes *bytes)
{
  KirokuIntakeJob *job;

  g_return_if_fail (KIROKU_IS_INTAKE_QUEUE (self) && name != NULL && bytes != NULL);

  job = g_object_new (KIROKU_TYPE_INTAKE_JOB, NULL);
  job->bytes = g_bytes_ref (bytes);
  job->name = g_strdup (name);
  add_job (self, job);
}

void
kiroku_intake_queue_cancel (KirokuIntakeQueue *self, KirokuIntakeJob *job)
{
  g_return_if_fail (KIROKU_IS_INTAKE_QUEUE (self) && KIROKU_IS_INTAKE_JOB (job));

  if (job->state == KIROKU_INTAKE_RUNNING)
    g_cancellable_cancel (job->cancellable);
  else if (job->state == KIROKU_INTAKE_WAITING)
    set_state (job, KIROKU_INTAKE_FAILED, _ ("Stopped: nothing was taken in."));
}

void
kiroku_intake_queue_retry (KirokuIntakeQueue *self, KirokuIntakeJob *job)
{
  g_return_if_fail (KIROKU_IS_INTAKE_QUEUE (self) && KIROKU_IS_INTAKE_JOB (job));

  if (job->state != KIROKU_INTAKE_FAILED)
    return;
  g_object_unref (job->cancellable);
  job->cancellable = g_cancellable_new ();
  job->done = 0;
  job->total = -1;
  set_state (job, KIROKU_INTAKE_WAITING, NULL);
  start_next (self);
}

void
kiroku_intake_queue_dismiss (KirokuIntakeQueue *self, KirokuIntakeJob *job)
{
  guint position;

  g_return_if_fail (KIROKU_IS_INTAKE_QUEUE (self) && KIROKU_IS_INTAKE_JOB (job));

  if ((job->state == KIROKU_INTAKE_DONE || job->state == KIROKU_INTAKE_FAILED)
      && g_list_store_find (self->jobs, job, &position))
    g_list_store_remove (self->jobs, position);
}
