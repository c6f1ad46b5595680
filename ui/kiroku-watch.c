/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-watch.h"

#define SECONDS_BETWEEN_LOOKS 1

struct _KirokuWatch
{
  GObject parent_instance;

  KirokuBook *book;
  guint timer;
  gboolean looking;
  gint64 version; /* -1: not looked yet */
};

G_DEFINE_FINAL_TYPE (KirokuWatch, kiroku_watch, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gpointer
read_version (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree gint64 *version = g_new (gint64, 1);

  /* Changes when another connection has committed. */
  if (!kiroku_db_query_int (db, error, 0, version, "PRAGMA data_version"))
    return NULL;
  return g_steal_pointer (&version);
}

/* A failure is left to those who read for the user: they meet it too, and tell. */
static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuWatch) self = user_data;
  g_autofree gint64 *version
      = kiroku_store_run_finish (kiroku_book_get_store (self->book), result, NULL);
  gboolean changed;

  self->looking = FALSE;
  if (version == NULL)
    return;
  changed = self->version != -1 && self->version != *version;
  self->version = *version;
  if (changed && self->timer != 0)
    g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
timer_cb (gpointer user_data)
{
  KirokuWatch *self = user_data;

  if (self->looking)
    return G_SOURCE_CONTINUE;
  self->looking = TRUE;
  kiroku_store_run_async (kiroku_book_get_store (self->book), KIROKU_STORE_SCREEN,
                          KIROKU_STORE_PRIORITY_NOW, read_version, NULL, NULL, g_free, NULL,
                          looked_cb, g_object_ref (self));
  return G_SOURCE_CONTINUE;
}

static void
kiroku_watch_dispose (GObject *object)
{
  KirokuWatch *self = KIROKU_WATCH (object);

  g_clear_handle_id (&self->timer, g_source_remove);

  G_OBJECT_CLASS (kiroku_watch_parent_class)->dispose (object);
}

static void
kiroku_watch_finalize (GObject *object)
{
  g_object_unref (KIROKU_WATCH (object)->book);

  G_OBJECT_CLASS (kiroku_watch_parent_class)->finalize (object);
}

static void
kiroku_watch_class_init (KirokuWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kiroku_watch_dispose;
  object_class->finalize = kiroku_watch_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
kiroku_watch_init (KirokuWatch *self)
{
  self->version = -1;
}

KirokuWatch *
kiroku_watch_new (KirokuBook *book)
{
  KirokuWatch *self;

  g_return_val_if_fail (KIROKU_IS_BOOK (book), NULL);

  self = g_object_new (KIROKU_TYPE_WATCH, NULL);
  self->book = g_object_ref (book);
  self->timer = g_timeout_add_seconds (SECONDS_BETWEEN_LOOKS, timer_cb, self);
  timer_cb (self);
  return self;
}
