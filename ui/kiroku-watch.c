/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-watch.h"

#include "kiroku-archive.h"
#include "kiroku-book-desks.h"

#define SECONDS_BETWEEN_LOOKS 1
/* More entries than that at a time are not compared with the own ones. */
#define MAX_NEW 1000

struct _KirokuWatch
{
  GObject parent_instance;

  KirokuBook *book;
  guint timer;
  gboolean looking;
  KirokuNews *news; /* of the last look; NULL before it */
  GHashTable *own;  /* hashes of what this program wrote and no look has met yet */
};

G_DEFINE_FINAL_TYPE (KirokuWatch, kiroku_watch, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What the job needs. */
typedef struct
{
  KirokuDesks *desks; /* of the book, which the watch keeps */
  KirokuNews last;    /* what the last look gave */
  gboolean first;     /* there was none */
} Look;

static gpointer
read_news (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Look *look = data;

  kiroku_desks_read_again (look->desks);
  return kiroku_archive_read_news (db, look->first ? NULL : &look->last, MAX_NEW, error);
}

/* Whether anything but what this program appended itself has come. Every commit of the writing
 * thread changes the version as well. */
static gboolean
is_foreign (KirokuWatch *self, const KirokuNews *news)
{
  guint n = news->hashes->len;
  gboolean foreign = n == 0 || n == MAX_NEW; /* n == 0: something else than entries */

  for (guint i = 0; i < n; i++)
    if (!g_hash_table_remove (self->own, g_ptr_array_index (news->hashes, i)))
      foreign = TRUE;
  if (n == MAX_NEW)
    g_hash_table_remove_all (self->own);
  return foreign;
}

/* A failure is left to those who read for the user: they meet it too, and tell. */
static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuWatch) self = user_data;
  g_autoptr (KirokuNews) news
      = kiroku_store_run_finish (kiroku_book_get_store (self->book), result, NULL);
  gboolean changed;

  self->looking = FALSE;
  if (self->timer != 0)
    kiroku_book_tell_desks (self->book);
  if (news == NULL)
    return;
  changed = self->news != NULL && self->news->version != news->version && is_foreign (self, news);
  g_clear_pointer (&self->news, kiroku_news_free);
  self->news = g_steal_pointer (&news);
  if (changed && self->timer != 0)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
appended_cb (KirokuWatch *self, const char *case_id, GPtrArray *entries, KirokuBook *book)
{
  for (guint i = 0; i < entries->len; i++)
    g_hash_table_add (self->own, g_strdup (((KirokuEntry *) g_ptr_array_index (entries, i))->hash));
}

static gboolean
timer_cb (gpointer user_data)
{
  kiroku_watch_look (user_data);
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
  KirokuWatch *self = KIROKU_WATCH (object);

  g_clear_pointer (&self->news, kiroku_news_free);
  g_hash_table_unref (self->own);
  g_object_unref (self->book);

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
  self->own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

KirokuWatch *
kiroku_watch_new (KirokuBook *book)
{
  KirokuWatch *self;

  g_return_val_if_fail (KIROKU_IS_BOOK (book), NULL);

  self = g_object_new (KIROKU_TYPE_WATCH, NULL);
  self->book = g_object_ref (book);
  g_signal_connect_object (book, "appended", G_CALLBACK (appended_cb), self, G_CONNECT_SWAPPED);
  self->timer = g_timeout_add_seconds (SECONDS_BETWEEN_LOOKS, timer_cb, self);
  kiroku_watch_look (self);
  return self;
}

/* (transfer full) */
static Look *
make_look (KirokuWatch *self)
{
  Look *look = g_new0 (Look, 1);

  look->desks = kiroku_book_get_desks (self->book);
  look->first = self->news == NULL;
  if (look->first)
    return look;
  look->last.version = self->news->version;
  look->last.last = self->news->last;
  return look;
}

void
kiroku_watch_look (KirokuWatch *self)
{
  g_return_if_fail (KIROKU_IS_WATCH (self));

  if (self->looking)
    return;
  self->looking = TRUE;
  kiroku_store_run_async (kiroku_book_get_store (self->book), KIROKU_STORE_SCREEN,
                          KIROKU_STORE_PRIORITY_NOW, read_news, make_look (self), g_free,
                          (GDestroyNotify) kiroku_news_free, NULL, looked_cb, g_object_ref (self));
}
