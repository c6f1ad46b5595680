/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-worker.h"

struct _KirokuWorker
{
  GThread *thread;
  GAsyncQueue *jobs;
  KirokuDb *db;
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
      if (!g_cancellable_set_error_if_cancelled (job->cancellable, &job->error))
        job->result = job->func (self->db, job->data, job->cancellable, &job->error);
      finish_job (job);
    }
}

KirokuWorker *
kiroku_worker_new (const char *name, KirokuDb *db)
{
  KirokuWorker *self;

  g_return_val_if_fail (name != NULL && db != NULL, NULL);

  self = g_new0 (KirokuWorker, 1);
  self->db = db;
  self->jobs = g_async_queue_new ();
  self->thread = g_thread_new (name, work, self);
  return self;
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
  kiroku_db_free (self->db);
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
