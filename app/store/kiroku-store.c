/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-store.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "kiroku-schema.h"

#define N_THREADS 5

struct _KirokuStore
{
  GObject parent_instance;

  char *path;
  KirokuWorker *workers[N_THREADS];
};

G_DEFINE_FINAL_TYPE (KirokuStore, kiroku_store, G_TYPE_OBJECT)

static void
kiroku_store_finalize (GObject *object)
{
  KirokuStore *self = KIROKU_STORE (object);

  for (guint i = 0; i < N_THREADS; i++)
    g_clear_pointer (&self->workers[i], kiroku_worker_free);
  g_free (self->path);

  G_OBJECT_CLASS (kiroku_store_parent_class)->finalize (object);
}

static void
kiroku_store_class_init (KirokuStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kiroku_store_finalize;
}

static void
kiroku_store_init (KirokuStore *self)
{
}

static gboolean
make_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;
  g_set_error (error, KIROKU_STORE_ERROR,
               errno == ENOSPC ? KIROKU_STORE_ERROR_FULL : KIROKU_STORE_ERROR_READ_ONLY,
               _ ("the folder “%s” cannot be made (%s): check its permissions"), folder,
               g_strerror (errno));
  return FALSE;
}

void
kiroku_store_keep_temporary (const char *folder)
{
  g_return_if_fail (folder != NULL);

  g_setenv ("SQLITE_TMPDIR", folder, TRUE);
}

KirokuStore *
kiroku_store_new (const char *path, GError **error)
{
  static const char *const names[N_THREADS]
      = { "kiroku-writer", "kiroku-screen", "kiroku-worker", "kiroku-maker", "kiroku-checker" };
  g_autoptr (KirokuStore) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  if (!make_folder (path, error))
    return NULL;

  self = g_object_new (KIROKU_TYPE_STORE, NULL);
  self->path = g_canonicalize_filename (path, NULL);
  for (guint i = 0; i < KIROKU_STORE_MAKER; i++)
    {
      gboolean writable = i == KIROKU_STORE_WRITER;
      g_autoptr (KirokuDb) db = kiroku_db_open (self->path, writable, error);

      if (db == NULL
          || !(writable ? kiroku_schema_prepare (db, error) : kiroku_schema_check (db, error)))
        return NULL;
      self->workers[i] = kiroku_worker_new (names[i], g_steal_pointer (&db));
    }
  for (guint i = KIROKU_STORE_MAKER; i < N_THREADS; i++)
    self->workers[i] = kiroku_worker_new_reader (names[i], self->path);
  return g_steal_pointer (&self);
}

const char *
kiroku_store_get_path (KirokuStore *self)
{
  g_return_val_if_fail (KIROKU_IS_STORE (self), NULL);

  return self->path;
}

void
kiroku_store_run_async (KirokuStore *self,
                        KirokuStoreThread thread,
                        int priority,
                        KirokuJobFunc func,
                        gpointer data,
                        GDestroyNotify free_data,
                        GDestroyNotify free_result,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KIROKU_IS_STORE (self) && func != NULL);

  /* The task holds no reference to the store: the last one must not be dropped in a store's own
   * thread. What is queued is finished before the store goes. */
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_store_run_async);
  kiroku_worker_push (self->workers[thread], priority, func, data, free_data, free_result, task);
}

gpointer
kiroku_store_run_finish (KirokuStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gpointer
kiroku_store_run (KirokuStore *self,
                  KirokuStoreThread thread,
                  int priority,
                  KirokuJobFunc func,
                  gpointer data,
                  GCancellable *cancellable,
                  GError **error)
{
  g_return_val_if_fail (KIROKU_IS_STORE (self) && func != NULL, NULL);

  return kiroku_worker_run (self->workers[thread], priority, func, data, cancellable, error);
}
