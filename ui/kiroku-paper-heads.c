/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-paper-heads.h"

#include "kiroku-book-checkpoint.h"

struct _KirokuPaperHeads
{
  KirokuCheckpoint *heads;
  gboolean recorded;
  GPtrArray *waiting; /* of GTask: to be told what comes of the recording under way; empty: none is */
};

KirokuPaperHeads *
kiroku_paper_heads_new (KirokuCheckpoint *heads)
{
  KirokuPaperHeads *self = g_atomic_rc_box_new0 (KirokuPaperHeads);

  self->heads = heads;
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
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
  g_ptr_array_unref (self->waiting);
}

void
kiroku_paper_heads_unref (KirokuPaperHeads *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* Who is told may ask anew at once, so nobody waits any more by then. */
static void
tell (KirokuPaperHeads *self, const GError *error)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = g_ptr_array_index (waiting, i);

      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_boolean (task, TRUE);
    }
}

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuPaperHeads) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry
      = kiroku_book_record_heads_finish (KIROKU_BOOK (source), result, &error);

  self->recorded = entry != NULL;
  tell (self, error);
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
  g_ptr_array_add (self->waiting, task);
  if (self->recorded)
    tell (self, NULL);
  else if (self->waiting->len == 1)
    kiroku_book_record_heads_async (book, self->heads, "report", recorded_cb,
                                    kiroku_paper_heads_ref (self));
}

gboolean
kiroku_paper_heads_record_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
