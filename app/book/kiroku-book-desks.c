/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-desks.h"

#include "kiroku-book-private.h"

KirokuDeskStatement *
kiroku_book_new_desk_statement (KirokuBook *self, KirokuDeskAct act, const char *desk)
{
  g_return_val_if_fail (KIROKU_IS_BOOK (self), NULL);

  return kiroku_desk_statement_new (act, desk, kiroku_book_get_author (self),
                                    kiroku_book_get_now (self));
}

/* On the main thread, once it is durable. */
static void
tell (KirokuBook *self)
{
  kiroku_book_take_desks (self);
  g_signal_emit_by_name (self, "desks-changed");
}

void
kiroku_book_tell_desks (KirokuBook *self)
{
  g_autoptr (KirokuPack) pack = NULL;

  g_return_if_fail (KIROKU_IS_BOOK (self));

  pack = kiroku_desks_get_pack (kiroku_book_get_desks (self));
  if (pack != kiroku_book_get_pack (self))
    tell (self);
}

char *
kiroku_book_state_desk (KirokuBook *self, KirokuDeskStatement *statement, GError **error)
{
  char *id;

  g_return_val_if_fail (KIROKU_IS_BOOK (self) && statement != NULL, NULL);

  id = kiroku_desks_state (kiroku_book_get_desks (self), statement, error);
  if (id != NULL)
    tell (self);
  return id;
}

/* What the thread needs; the book lives as long as its task. */
typedef struct
{
  KirokuDesks *desks;
  KirokuDeskStatement *statement; /* (nullable): once it was given away */
} Stating;

static void
stating_free (gpointer data)
{
  Stating *stating = data;

  g_clear_pointer (&stating->statement, kiroku_desk_statement_free);
  g_free (stating);
}

static void
state_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Stating *stating = data;
  GError *error = NULL;
  char *id = kiroku_desks_state (stating->desks, g_steal_pointer (&stating->statement), &error);

  if (id != NULL)
    g_task_return_pointer (task, id, g_free);
  else
    g_task_return_error (task, error);
}

static void
stated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *id = g_task_propagate_pointer (G_TASK (result), &error);

  if (id == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  tell (g_task_get_source_object (task));
  g_task_return_pointer (task, id, g_free);
}

void
kiroku_book_state_desk_async (KirokuBook *self,
                              KirokuDeskStatement *statement,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task;
  Stating *stating;

  g_return_if_fail (KIROKU_IS_BOOK (self) && statement != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  stating = g_new (Stating, 1);
  *stating = (Stating){ kiroku_book_get_desks (self), statement };
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_book_state_desk_async);
  g_task_set_task_data (task, stating, stating_free);
  kiroku_book_run_in_thread (task, state_in_thread, stated_cb);
}

char *
kiroku_book_state_desk_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
