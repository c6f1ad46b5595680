/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"
#include "kiroku-worker.h"

G_BEGIN_DECLS

/* store — the only room that knows libgda.
 *
 * KirokuStore is an open case book: one database file and the five threads that use it, each the
 * sole owner of its own connection. Everything that touches the database is a job for one of them;
 * only copied values cross. Nothing on the main thread waits for a disk: a window uses the async
 * pair, the command line the waiting one. */
#define KIROKU_TYPE_STORE (kiroku_store_get_type ())
G_DECLARE_FINAL_TYPE (KirokuStore, kiroku_store, KIROKU, STORE, GObject)

typedef enum
{
  KIROKU_STORE_WRITER, /* the only one that writes */
  KIROKU_STORE_SCREEN, /* short reads for what is shown */
  KIROKU_STORE_WORKER, /* longer reads that somebody waits for: previews, forms, filing */
  /* Reads that take minutes, so that nothing else waits behind them: */
  KIROKU_STORE_MAKER,   /* what goes out: reports, packages */
  KIROKU_STORE_CHECKER, /* verification */
} KirokuStoreThread;

/* What somebody waits for goes before bulk work in the same queue. */
#define KIROKU_STORE_PRIORITY_NOW 0
#define KIROKU_STORE_PRIORITY_BULK 10

/* What SQLite lays aside in files, such as the whole database while it is written anew, goes to
 * @folder, where nobody else may read: without this to the folder for temporary files of all. Kept
 * in the environment: to be called before there are threads and connections. As long as there is no
 * @folder it has no effect. */
void kiroku_store_keep_temporary (const char *folder);

/* Opens @path, making it and its folder (mode 0700) when they do not exist. Errors are of
 * KIROKU_STORE_ERROR and leave the file as it was. */
KirokuStore *kiroku_store_new (const char *path, GError **error);

const char *kiroku_store_get_path (KirokuStore *self);

void kiroku_store_run_async (KirokuStore *self,
                             KirokuStoreThread thread,
                             int priority,
                             KirokuJobFunc func,
                             gpointer data,
                             GDestroyNotify free_data,
                             GDestroyNotify free_result,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
/* (transfer full) */
gpointer kiroku_store_run_finish (KirokuStore *self, GAsyncResult *result, GError **error);

/* Waits for the job; for the command line and for tests. (transfer full) */
gpointer kiroku_store_run (KirokuStore *self,
                           KirokuStoreThread thread,
                           int priority,
                           KirokuJobFunc func,
                           gpointer data,
                           GCancellable *cancellable,
                           GError **error);

G_END_DECLS
