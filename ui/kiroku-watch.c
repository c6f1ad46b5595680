/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-watch.h"

#define SECONDS_BETWEEN_LOOKS 1
/* More entries than that at a time are not compared with the own ones. */
#define MAX_NEW 1000

struct _KirokuWatch
{
  GObject parent_instance;

  KirokuBook *book;
  guint timer;
  gboolean looking;
  gint64 version;  /* -1: not looked yet */
  gint64 last;     /* arrival of the entry that was last then */
  GHashTable *own; /* hashes of what this program wrote and no look has met yet */
};

G_DEFINE_FINAL_TYPE (KirokuWatch, kiroku_watch, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What a look finds: what the database's number for foreign commits is, which every commit of the
 * writing thread changes as well, and which entries have come. */
typedef struct
{
  gint64 version;
  gint64 last;
  KirokuRows *entries; /* hash; (nullable) in the first look */
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_clear_pointer (&look->entries, kiroku_rows_free);
  g_free (look);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_free)

/* @data: the previous look. */
static gpointer
read_look (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Look *before = data;
  g_autoptr (Look) look = g_new0 (Look, 1);

  if (!kiroku_db_query_int (db, error, 0, &look->version, "PRAGMA data_version")
      || !kiroku_db_query_int (db, error, 0, &look->last, "SELECT max (arrival) FROM entry"))
    return NULL;
  if (before->version == -1)
    return g_steal_pointer (&look);
  look->entries = kiroku_db_query (db, error, "s",
                                   "SELECT hash FROM entry WHERE arrival > :{after:i}"
                                   " AND arrival <= :{last:i} ORDER BY arrival"
                                   " LIMIT " G_STRINGIFY (MAX_NEW),
                                   before->last, look->last);
  return look->entries != NULL ? g_steal_pointer (&look) : NULL;
}

/* Whether anything but what this program appended itself has come. */
static gboolean
is_foreign (KirokuWatch *self, const Look *look)
{
  guint n = kiroku_rows_length (look->entries);
  gboolean foreign = n == 0 || n == MAX_NEW; /* n == 0: something else than entries */

  for (guint i = 0; i < n; i++)
    if (!g_hash_table_remove (self->own, kiroku_rows_text (look->entries, i, 0)))
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
  g_autoptr (Look) look
      = kiroku_store_run_finish (kiroku_book_get_store (self->book), result, NULL);
  gboolean changed;

  self->looking = FALSE;
  if (look == NULL)
    return;
  changed = self->version != -1 && self->version != look->version && is_foreign (self, look);
  self->version = look->version;
  self->last = look->last;
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
  g_hash_table_unref (KIROKU_WATCH (object)->own);
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

void
kiroku_watch_look (KirokuWatch *self)
{
  Look *before;

  g_return_if_fail (KIROKU_IS_WATCH (self));

  if (self->looking)
    return;
  self->looking = TRUE;
  before = g_new0 (Look, 1);
  *before = (Look){ .version = self->version, .last = self->last };
  kiroku_store_run_async (kiroku_book_get_store (self->book), KIROKU_STORE_SCREEN,
                          KIROKU_STORE_PRIORITY_NOW, read_look, before, g_free, look_free, NULL,
                          looked_cb, g_object_ref (self));
}
