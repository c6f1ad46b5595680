/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-paper-heads.h"

#include "kiroku-book-checkpoint.h"

struct _KirokuPaperHeads
{
  KirokuCheckpoint *heads;
  gboolean recorded; /* or on its way */
};

KirokuPaperHeads *
kiroku_paper_heads_new (KirokuCheckpoint *heads)
{
  KirokuPaperHeads *self = g_atomic_rc_box_new0 (KirokuPaperHeads);

  self->heads = heads;
  return self;
}

KirokuPaperHeads *
kiroku_paper_heads_ref (KirokuPaperHeads *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  KirokuPaperHeads *self = data;

  kiroku_checkpoint_free (self->heads);
}

void
kiroku_paper_heads_unref (KirokuPaperHeads *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KirokuPaperHeads *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KirokuEntry) entry
      = kiroku_book_record_heads_finish (KIROKU_BOOK (source), result, &error);

  if (entry != NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  self->recorded = FALSE;
  g_task_return_error (task, error);
}

void
kiroku_paper_heads_record_async (KirokuPaperHeads *self,
                                 KirokuBook *book,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task;

  g_return_if_fail (self != NULL && KIROKU_IS_BOOK (book));

  task = g_task_new (book, NULL, callback, user_data);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_paper_heads_record_async);
  g_task_set_task_data (task, kiroku_paper_heads_ref (self),
                        (GDestroyNotify) kiroku_paper_heads_unref);
  if (self->recorded)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  self->recorded = TRUE;
  kiroku_book_record_heads_async (book, self->heads, "report", recorded_cb, task);
}

gboolean
kiroku_paper_heads_record_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
