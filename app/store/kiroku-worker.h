/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"

G_BEGIN_DECLS

/* A thread that owns one connection and works through a queue of jobs. */
typedef struct _KirokuWorker KirokuWorker;

/* Runs in the worker's thread. Returns a result, or NULL with @error set. It holds no lock, touches
 * no GObject and leaves no statement or transaction open behind it. */
typedef gpointer (*KirokuJobFunc) (KirokuDb *db,
                                   gpointer data,
                                   GCancellable *cancellable,
                                   GError **error);

/* Takes @db over. */
KirokuWorker *kiroku_worker_new (const char *name, KirokuDb *db);
/* With a connection to @path that only reads and is opened, in the thread, when the first job comes; when that
 * fails the job fails. */
KirokuWorker *kiroku_worker_new_reader (const char *name, const char *path);
/* Finishes what is queued, then ends the thread and closes the connection. */
void kiroku_worker_free (KirokuWorker *self);

/* Queues @func; jobs of a smaller @priority go first, equal ones in order. The result is given to
 * @task and freed with @free_result when nobody takes it. */
void kiroku_worker_push (KirokuWorker *self,
                         int priority,
                         KirokuJobFunc func,
                         gpointer data,
                         GDestroyNotify free_data,
                         GDestroyNotify free_result,
                         GTask *task);
/* Queues @func and waits for it. Not from the main thread of a window. */
gpointer kiroku_worker_run (KirokuWorker *self,
                            int priority,
                            KirokuJobFunc func,
                            gpointer data,
                            GCancellable *cancellable,
                            GError **error);

G_END_DECLS
