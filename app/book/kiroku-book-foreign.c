/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-private.h"

/* What is found is kept by the book. */
static gpointer
look (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_book_check_foreign (data, db, error) ? data : NULL;
}

/* Where it could not be looked, what was known stands. */
static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (kiroku_store_run_finish (KIROKU_STORE (source), result, &error) == NULL)
    g_debug ("%s", error->message);
  g_task_return_boolean (task, TRUE);
}

void
kiroku_book_look_for_foreign_async (
    KirokuBook *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KIROKU_IS_BOOK (self));

  task = g_task_new (self, NULL, callback, user_data); /* which keeps the book until then */
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_book_look_for_foreign_async);
  kiroku_store_run_async (kiroku_book_get_store (self), KIROKU_STORE_WRITER,
                          KIROKU_STORE_PRIORITY_NOW, look, self, NULL, NULL, NULL, looked_cb, task);
}
