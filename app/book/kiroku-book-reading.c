/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-reading.h"

#include "kiroku-line.h"

typedef struct
{
  char *case_id;
  char *prefix;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->case_id);
  g_free (wanted->prefix);
  g_free (wanted);
}

static gpointer
read_reading (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Wanted *wanted = data;

  return kiroku_line_read_reading (db, wanted->case_id, wanted->prefix, error);
}

KirokuEntry *
kiroku_book_read_reading (
    KirokuBook *self, const char *case_id, const char *prefix, GError **error)
{
  Wanted wanted = { (char *) case_id, (char *) prefix };

  g_return_val_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL && prefix != NULL, NULL);

  return kiroku_store_run (kiroku_book_get_store (self), KIROKU_STORE_SCREEN,
                           KIROKU_STORE_PRIORITY_NOW, read_reading, &wanted, NULL, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  KirokuEntry *reading = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);

  if (reading != NULL)
    g_task_return_pointer (task, reading, (GDestroyNotify) kiroku_entry_unref);
  else
    g_task_return_error (task, error);
}

void
kiroku_book_read_reading_async (KirokuBook *self,
                                const char *case_id,
                                const char *prefix,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task;
  Wanted *wanted;

  g_return_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL && prefix != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_book_read_reading_async);
  wanted = g_new (Wanted, 1);
  *wanted = (Wanted){ g_strdup (case_id), g_strdup (prefix) };
  kiroku_store_run_async (kiroku_book_get_store (self), KIROKU_STORE_SCREEN,
                          KIROKU_STORE_PRIORITY_NOW, read_reading, wanted, wanted_free,
                          (GDestroyNotify) kiroku_entry_unref, NULL, read_cb, task);
}

KirokuEntry *
kiroku_book_read_reading_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
