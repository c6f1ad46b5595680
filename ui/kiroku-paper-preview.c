/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A form before it is saved. */
#include "kiroku-paper-order-private.h"

void
kiroku_paper_preview_free (KirokuPaperPreview *self)
{
  g_clear_pointer (&self->pages, kiroku_pages_free);
  g_clear_pointer (&self->form, kiroku_filled_form_free);
  g_clear_pointer (&self->heads, kiroku_checkpoint_free);
  g_free (self);
}

KirokuPaperPreview *
kiroku_paper_preview_make (
    KirokuDb *db, KirokuPaperOrder *order, GCancellable *cancellable, GError **error)
{
  KirokuPaper paper = kiroku_paper_order_get_paper (order);
  g_autoptr (KirokuPaperPreview) preview = g_new0 (KirokuPaperPreview, 1);

  preview->pages = kiroku_paper_make_form (db, &paper, order->form, order->copy, &preview->form,
                                           &preview->heads, cancellable, error);
  return preview->pages != NULL ? g_steal_pointer (&preview) : NULL;
}

static gpointer
make_preview (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (KirokuPaperMoment) moment = kiroku_paper_moment_new (db, error);

  return moment != NULL ? kiroku_paper_preview_make (db, data, cancellable, error) : NULL;
}

/* The store answers a task of its own; the caller's carries the answer on. */
static void
preview_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gpointer answer = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, answer, (GDestroyNotify) kiroku_paper_preview_free);
}

void
kiroku_paper_preview_async (KirokuCaseModel *model,
                            KirokuPaperOrder *order,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KIROKU_IS_CASE_MODEL (model) && order != NULL && order->form != NULL);

  task = g_task_new (model, cancellable, callback, user_data);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_paper_preview_async);
  kiroku_paper_order_run (model, order, make_preview, (GDestroyNotify) kiroku_paper_preview_free, cancellable,
       preview_cb, task);
}

KirokuPaperPreview *
kiroku_paper_preview_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
