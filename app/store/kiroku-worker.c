/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-worker.h"

struct _KirokuWorker
{
  GThread *thread;
  GAsyncQueue *jobs;
  char *path;   /* (nullable): of a reader */
  KirokuDb *db; /* (nullable) until a reader's first job */
  gint serial;
};

/* Either @task or @reply receives the result. */
typedef struct
{
  int priority;
  gint serial;
  KirokuJobFunc func; /* NULL ends the thread */
  gpointer data;
  GDestroyNotify free_data;
  GDestroyNotify free_result;
  GTask *task;
  GCancellable *cancellable;
  GAsyncQueue *reply;
  gpointer result;
  GError *error;
} Job;

static int
compare_jobs (gconstpointer a, gconstpointer b, gpointer data)
{
  const Job *first = a, *second = b;

  if (first->priority != second->priority)
    return first->priority < second->priority ? -1 : 1;
  return first->serial < second->serial ? -1 : 1;
}

static void
finish_job (Job *job)
{
  if (job->free_data != NULL)
    job->free_data (job->data);
  if (job->task == NULL)
    {
      /* The waiting thread drops its own reference while push still holds the queue's lock. */
      g_autoptr (GAsyncQueue) reply = g_async_queue_ref (job->reply);

      g_async_queue_push (reply, job);
      return;
    }
  if (job->error != NULL)
    g_task_return_error (job->task, job->error);
  else
    g_task_return_pointer (job->task, job->result, job->free_result);
  g_object_unref (job->task);
  g_clear_object (&job->cancellable);
  g_free (job);
}

static gboolean
open_reader (KirokuWorker *self, GError **error)
{
  if (self->db == NULL)
    self->db = kiroku_db_open (self->path, FALSE, error);
  return self->db != NULL;
}

static gpointer
work (gpointer data)
{
  KirokuWorker *self = data;

  for (;;)
    {
      Job *job = g_async_queue_pop (self->jobs);

      if (job->func == NULL)
        {
          g_free (job);
          return NULL;
        }
      if (!g_cancellable_set_error_if_cancelled (job->cancellable, &job->error)
          && open_reader (self, &job->error))
        job->result = job->func (self->db, job->data, job->cancellable, &job->error);
      finish_job (job);
    }
}

/* @path: (nullable). Takes @db. */
static KirokuWorker *
start (const char *name, const char *path, KirokuDb *db)
{
  KirokuWorker *self = g_new0 (KirokuWorker, 1);

  self->path = g_strdup (path);
  self->db = db;
  self->jobs = g_async_queue_new ();
  self->thread = g_thread_new (name, work, self);
  return self;
}

KirokuWorker *
kiroku_worker_new (const char *name, KirokuDb *db)
{
  g_return_val_if_fail (name != NULL && db != NULL, NULL);

  return start (name, NULL, db);
}

KirokuWorker *
kiroku_worker_new_reader (const char *name, const char *path)
{
  g_return_val_if_fail (name != NULL && path != NULL, NULL);

  return start (name, path, NULL);
}

static void
push (KirokuWorker *self, Job *job)
{
  job->serial = g_atomic_int_add (&self->serial, 1);
  g_async_queue_push_sorted (self->jobs, job, compare_jobs, NULL);
}

void
kiroku_worker_free (KirokuWorker *self)
{
  Job *end = g_new0 (Job, 1);

  end->priority = G_MAXINT;
  push (self, end);
  g_thread_join (self->thread);
  g_async_queue_unref (self->jobs);
  g_clear_pointer (&self->db, kiroku_db_free);
  g_free (self->path);
  g_free (self);
}

void
kiroku_worker_push (KirokuWorker *self,
                    int priority,
                    KirokuJobFunc func,
                    gpointer data,
                    GDestroyNotify free_data,
                    GDestroyNotify free_result,
                    GTask *task)
{
  Job *job;

  g_return_if_fail (self != NULL && func != NULL && G_IS_TASK (task));

  job = g_new0 (Job, 1);
  *job = (Job){ .priority = priority,
                .func = func,
                .data = data,
                .free_data = free_data,
                .free_result = free_result,
                .task = g_object_ref (task) };
  g_set_object (&job->cancellable, g_task_get_cancellable (task));
  push (self, job);
}

gpointer
kiroku_worker_run (KirokuWorker *self,
                   int priority,
                   KirokuJobFunc func,
                   gpointer data,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (GAsyncQueue) reply = g_async_queue_new ();
  Job job = { .priority = priority,
              .func = func,
              .data = data,
              .cancellable = cancellable,
              .reply = reply };

  g_return_val_if_fail (self != NULL && func != NULL, NULL);

  push (self, &job);
  g_async_queue_pop (reply);
  if (job.error != NULL)
    g_propagate_error (error, job.error);
  return job.result;
}
