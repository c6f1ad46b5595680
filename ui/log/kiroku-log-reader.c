/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-log-reader.h"

#include "kiroku-fold.h"
#include "kiroku-log-item.h"

KirokuLogQuery *
kiroku_log_query_copy (const KirokuLogQuery *self)
{
  KirokuLogQuery *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new (KirokuLogQuery, 1);
  *copy = (KirokuLogQuery){ .case_id = g_strdup (self->case_id),
                            .find = g_strdup (self->find),
                            .klass = g_strdup (self->klass),
                            .hide_automatic = self->hide_automatic };
  return copy;
}

void
kiroku_log_query_free (KirokuLogQuery *self)
{
  g_free (self->case_id);
  g_free (self->find);
  g_free (self->klass);
  g_free (self);
}

void
kiroku_log_state_free (KirokuLogState *self)
{
  g_free (self->known_last);
  g_free (self->last);
  g_free (self);
}

static KirokuLineFilter
make_filter (const KirokuLogQuery *query)
{
  KirokuLineFilter filter = KIROKU_LINE_FILTER_ALL;

  filter.find = query->find;
  filter.klass = query->klass;
  filter.hide_automatic = query->hide_automatic;
  return filter;
}

/* --- Pages --- */

typedef struct
{
  KirokuLogQuery *query;
  guint offset;
  guint count;
} Page;

static void
page_free (gpointer data)
{
  Page *page = data;

  kiroku_log_query_free (page->query);
  g_free (page);
}

/* One line more than asked for, in front, to know where days begin. */
static guint
lead (guint offset)
{
  return offset > 0 ? 1 : 0;
}

static gpointer
read_page (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Page *page = data;
  KirokuLineFilter filter = make_filter (page->query);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return kiroku_line_read (db, page->query->case_id, &filter, page->offset - lead (page->offset),
                           page->count + lead (page->offset), error);
}

/* What turns lines into items, and whom to tell. */
typedef struct
{
  KirokuBook *book;
  guint offset;
  GTask *task;
} Waiting;

static void
waiting_free (Waiting *waiting)
{
  g_object_unref (waiting->book);
  g_object_unref (waiting->task);
  g_free (waiting);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Waiting, waiting_free)

static GPtrArray *
make_items (KirokuBook *book, GPtrArray *lines, guint first)
{
  GPtrArray *items = g_ptr_array_new_full (lines->len, g_object_unref);

  for (guint i = first; i < lines->len; i++)
    g_ptr_array_add (items,
                     kiroku_log_item_new (g_ptr_array_index (lines, i),
                                          i > 0 ? g_ptr_array_index (lines, i - 1) : NULL,
                                          kiroku_book_get_pack (book),
                                          kiroku_book_get_language (book),
                                          kiroku_book_get_zone (book)));
  return items;
}

static void
page_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Waiting) waiting = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) lines
      = kiroku_store_run_finish (kiroku_book_get_store (waiting->book), result, &error);

  if (lines == NULL)
    g_task_return_error (waiting->task, error);
  else
    g_task_return_pointer (waiting->task,
                           make_items (waiting->book, lines, lead (waiting->offset)),
                           (GDestroyNotify) g_ptr_array_unref);
}

void
kiroku_log_reader_fetch (
    KirokuBook *book, const KirokuLogQuery *query, guint offset, guint count, GTask *task)
{
  Page *page = g_new (Page, 1);
  Waiting *waiting = g_new (Waiting, 1);

  *page = (Page){ kiroku_log_query_copy (query), offset, count };
  *waiting = (Waiting){ g_object_ref (book), offset, task };
  kiroku_store_run_async (kiroku_book_get_store (book), KIROKU_STORE_SCREEN,
                          KIROKU_STORE_PRIORITY_NOW, read_page, page, page_free,
                          (GDestroyNotify) g_ptr_array_unref, g_task_get_cancellable (task),
                          page_read_cb, waiting);
}

/* --- How many --- */

typedef struct
{
  KirokuLogQuery *query;
  guint known;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  kiroku_log_query_free (look->query);
  g_free (look);
}

static gboolean
count_lines (KirokuDb *db,
             const char *case_id,
             const KirokuLineFilter *filter,
             guint *count,
             GError **error)
{
  gint64 n;

  if (!kiroku_line_count (db, case_id, filter, &n, error))
    return FALSE;
  *count = MIN (n, G_MAXINT32);
  return TRUE;
}

/* The hash of line @position, or NULL when there is none. */
static gboolean
read_hash (KirokuDb *db,
           const Look *look,
           const KirokuLineFilter *filter,
           guint position,
           char **hash,
           GError **error)
{
  g_autoptr (GPtrArray) lines
      = kiroku_line_read (db, look->query->case_id, filter, position, 1, error);

  if (lines == NULL)
    return FALSE;
  if (lines->len > 0)
    *hash = g_strdup (((const KirokuLine *) g_ptr_array_index (lines, 0))->hash);
  return TRUE;
}

static gpointer
look_up (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Look *look = data;
  KirokuLineFilter filter = make_filter (look->query);
  KirokuLineFilter all = KIROKU_LINE_FILTER_ALL;
  g_autoptr (KirokuLogState) state = g_new0 (KirokuLogState, 1);

  state->known = look->known;
  if (!count_lines (db, look->query->case_id, &filter, &state->count, error)
      || !count_lines (db, look->query->case_id, &all, &state->total, error))
    return NULL;
  if (look->known > 0
      && !read_hash (db, look, &filter, look->known - 1, &state->known_last, error))
    return NULL;
  if (state->count == look->known)
    state->last = g_strdup (state->known_last);
  else if (state->count > 0
           && !read_hash (db, look, &filter, state->count - 1, &state->last, error))
    return NULL;
  return g_steal_pointer (&state);
}

void
kiroku_log_reader_look_async (KirokuBook *book,
                              const KirokuLogQuery *query,
                              guint known,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  Look *data = g_new (Look, 1);

  *data = (Look){ kiroku_log_query_copy (query), known };
  kiroku_store_run_async (kiroku_book_get_store (book), KIROKU_STORE_SCREEN,
                          KIROKU_STORE_PRIORITY_NOW, look_up, data, look_free,
                          (GDestroyNotify) kiroku_log_state_free, NULL, callback, user_data);
}

KirokuLogState *
kiroku_log_reader_look_finish (KirokuBook *book, GAsyncResult *result, GError **error)
{
  return kiroku_store_run_finish (kiroku_book_get_store (book), result, error);
}

/* --- Where --- */

typedef struct
{
  KirokuLogQuery *query;
  char *hash;
} Find;

static void
find_free (gpointer data)
{
  Find *find = data;

  kiroku_log_query_free (find->query);
  g_free (find->hash);
  g_free (find);
}

static gpointer
find_line (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Find *find = data;
  KirokuLineFilter filter = make_filter (find->query);
  g_autofree gint64 *position = g_new (gint64, 1);

  return kiroku_line_find (db, find->query->case_id, &filter, find->hash, position, error)
             ? g_steal_pointer (&position)
             : NULL;
}

void
kiroku_log_reader_find_async (KirokuBook *book,
                              const KirokuLogQuery *query,
                              const char *hash,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  Find *find = g_new (Find, 1);

  *find = (Find){ kiroku_log_query_copy (query), g_strdup (hash) };
  kiroku_store_run_async (kiroku_book_get_store (book), KIROKU_STORE_SCREEN,
                          KIROKU_STORE_PRIORITY_NOW, find_line, find, find_free, g_free, NULL,
                          callback, user_data);
}

gint64
kiroku_log_reader_find_finish (KirokuBook *book, GAsyncResult *result, GError **error)
{
  g_autofree gint64 *position
      = kiroku_store_run_finish (kiroku_book_get_store (book), result, error);

  return position != NULL ? *position : -1;
}
