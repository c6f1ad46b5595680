/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-paged-list.h"

#include "kiroku-paged-row-private.h"

/* Two pages are read at a time: one would leave the reader idle between answers, more would keep
 * the page that is looked at now waiting behind those scrolled past. */
#define MAX_READING 2
/* Pages kept after their arrival: what a view on 4.8 realises (about 205 rows) and its
 * surroundings, so that scrolling by a row does not read a page. */
#define MAX_KEPT 8
/* Long enough for what was in the way to end, short enough to be waited for. */
#define SECONDS_BEFORE_RETRY 2

struct _KirokuPagedList
{
  GObject parent_instance;

  KirokuPagedFetch fetch;
  gpointer user_data;
  GDestroyNotify destroy;

  guint n_items;
  guint generation;          /* answers asked for under another one are stale */
  GCancellable *cancellable; /* of this generation */

  GHashTable *rows; /* position → KirokuPagedRow, not referenced: the row tells when it dies */
  GQueue wanted;    /* page numbers, the newest wish first */
  GArray *reading;  /* Reading: pages asked for and not answered */
  GQueue kept;      /* Page, the latest used first */
  GQueue failed;    /* page numbers that will be asked for again */
  guint retry;      /* the source that will do it */
};

typedef struct
{
  guint number;
  GPtrArray *items;
} Page;

typedef struct
{
  guint number;
  gboolean stale; /* asked for again since: read once more when it arrives */
} Reading;

/* Does not hold the list: a list nobody shows any more goes at once and cancels what it asked. */
typedef struct
{
  GWeakRef list;
  guint generation;
  guint number;
} Request;

static void kiroku_paged_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KirokuPagedList,
                               kiroku_paged_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      kiroku_paged_list_model_init))

enum
{
  FETCH_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void pump (KirokuPagedList *self);

static void
page_free (Page *page)
{
  g_ptr_array_unref (page->items);
  g_free (page);
}

static guint
page_count (KirokuPagedList *self, guint number)
{
  return MIN (KIROKU_PAGED_LIST_PAGE, self->n_items - number * KIROKU_PAGED_LIST_PAGE);
}

static gboolean
page_exists (KirokuPagedList *self, guint number)
{
  return number < (self->n_items + KIROKU_PAGED_LIST_PAGE - 1) / KIROKU_PAGED_LIST_PAGE;
}

static Request *
request_new (KirokuPagedList *self, guint number)
{
  Request *request = g_new0 (Request, 1);

  g_weak_ref_init (&request->list, self);
  request->generation = self->generation;
  request->number = number;
  return request;
}

static void
request_free (Request *request)
{
  g_weak_ref_clear (&request->list);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

static GList *
find_kept (KirokuPagedList *self, guint number)
{
  for (GList *l = self->kept.head; l != NULL; l = l->next)
    if (((Page *) l->data)->number == number)
      return l;
  return NULL;
}

static Reading *
find_reading (KirokuPagedList *self, guint number)
{
  for (guint i = 0; i < self->reading->len; i++)
    {
      Reading *reading = &g_array_index (self->reading, Reading, i);

      if (reading->number == number)
        return reading;
    }
  return NULL;
}

static void
drop_kept (KirokuPagedList *self, guint number)
{
  GList *link = find_kept (self, number);

  if (link == NULL)
    return;
  page_free (link->data);
  g_queue_delete_link (&self->kept, link);
}

/* (transfer none) (nullable) */
static gpointer
item_at (KirokuPagedList *self, guint position)
{
  GList *link = find_kept (self, position / KIROKU_PAGED_LIST_PAGE);
  guint index = position % KIROKU_PAGED_LIST_PAGE;
  Page *page;

  if (link == NULL)
    return NULL;
  g_queue_unlink (&self->kept, link);
  g_queue_push_head_link (&self->kept, link);
  page = link->data;
  return index < page->items->len ? page->items->pdata[index] : NULL;
}

static gboolean
page_is_looked_at (KirokuPagedList *self, guint number)
{
  guint first = number * KIROKU_PAGED_LIST_PAGE;

  if (!page_exists (self, number))
    return FALSE;
  for (guint i = 0; i < page_count (self, number); i++)
    if (g_hash_table_contains (self->rows, GUINT_TO_POINTER (first + i)))
      return TRUE;
  return FALSE;
}

static void
want (KirokuPagedList *self, guint number)
{
  if (find_reading (self, number) != NULL)
    return;
  g_queue_remove (&self->wanted, GUINT_TO_POINTER (number));
  g_queue_push_head (&self->wanted, GUINT_TO_POINTER (number));
  pump (self);
}

static void
keep (KirokuPagedList *self, guint number, GPtrArray *items)
{
  Page *page = g_new0 (Page, 1);

  drop_kept (self, number);
  page->number = number;
  page->items = g_ptr_array_ref (items);
  g_queue_push_head (&self->kept, page);
  while (self->kept.length > MAX_KEPT)
    page_free (g_queue_pop_tail (&self->kept));
}

/* A notify may make the view drop rows or ask for others: each row is looked up afresh and held. */
static void
fill_rows (KirokuPagedList *self, guint number, GPtrArray *items)
{
  guint generation = self->generation;

  for (guint i = 0; i < items->len && generation == self->generation; i++)
    {
      guint position = number * KIROKU_PAGED_LIST_PAGE + i;
      KirokuPagedRow *row = g_hash_table_lookup (self->rows, GUINT_TO_POINTER (position));

      if (row == NULL)
        continue;
      g_object_ref (row);
      kiroku_paged_row_set_item (row, items->pdata[i]);
      g_object_unref (row);
    }
}

static gboolean
retry_cb (gpointer user_data)
{
  KirokuPagedList *self = user_data;

  self->retry = 0;
  while (self->failed.length > 0)
    {
      guint number = GPOINTER_TO_UINT (g_queue_pop_head (&self->failed));

      if (find_kept (self, number) == NULL)
        want (self, number);
    }
  return G_SOURCE_REMOVE;
}

/* Told, and asked for again if it is still looked at then. */
static void
failed (KirokuPagedList *self, guint number, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_queue_push_tail (&self->failed, GUINT_TO_POINTER (number));
  if (self->retry == 0)
    self->retry = g_timeout_add_seconds (SECONDS_BEFORE_RETRY, retry_cb, self);
  g_signal_emit (self, signals[FETCH_FAILED], 0, error);
}

static void
arrived (KirokuPagedList *self, guint number, GPtrArray *items, const GError *error)
{
  Reading *found = find_reading (self, number);
  gboolean stale;

  g_assert (found != NULL);
  stale = found->stale;
  g_array_remove_index_fast (self->reading, found - (Reading *) (gpointer) self->reading->data);

  if (error != NULL)
    {
      failed (self, number, error);
      return;
    }
  if (!stale)
    keep (self, number, items);
  else if (page_is_looked_at (self, number))
    want (self, number);
  fill_rows (self, number, items);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = user_data;
  g_autoptr (KirokuPagedList) self = g_weak_ref_get (&request->list);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = g_task_propagate_pointer (G_TASK (result), &error);

  if (self == NULL || request->generation != self->generation)
    return;
  arrived (self, request->number, items, error);
  pump (self);
}

static void
read_page (KirokuPagedList *self, guint number)
{
  Reading reading = { number, FALSE };
  GTask *task = g_task_new (NULL, self->cancellable, fetched_cb, request_new (self, number));

  g_array_append_val (self->reading, reading);
  self->fetch (number * KIROKU_PAGED_LIST_PAGE, page_count (self, number), task, self->user_data);
}

static void
pump (KirokuPagedList *self)
{
  while (self->reading->len < MAX_READING && self->wanted.length > 0)
    {
      guint number = GPOINTER_TO_UINT (g_queue_pop_head (&self->wanted));

      if (page_is_looked_at (self, number))
        read_page (self, number);
    }
}

/* What is known of the page is no longer right or no longer all of it. */
static void
invalidate (KirokuPagedList *self, guint number)
{
  Reading *reading = find_reading (self, number);

  drop_kept (self, number);
  if (reading != NULL)
    reading->stale = TRUE;
  else if (page_is_looked_at (self, number))
    want (self, number);
}

static void
forget_everything (KirokuPagedList *self)
{
  GHashTableIter iter;
  gpointer row;

  self->generation++;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->retry, g_source_remove);
  g_queue_clear (&self->failed);
  g_queue_clear (&self->wanted);
  g_queue_clear_full (&self->kept, (GDestroyNotify) page_free);
  g_array_set_size (self->reading, 0);

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    kiroku_paged_row_orphan (row);
  g_hash_table_remove_all (self->rows);
}

static void
row_gone (gpointer owner, guint position)
{
  KirokuPagedList *self = owner;

  g_hash_table_remove (self->rows, GUINT_TO_POINTER (position));
}

static GType
kiroku_paged_list_get_item_type (GListModel *model)
{
  return KIROKU_TYPE_PAGED_ROW;
}

static guint
kiroku_paged_list_get_n_items (GListModel *model)
{
  return KIROKU_PAGED_LIST (model)->n_items;
}

static gpointer
kiroku_paged_list_get_item (GListModel *model, guint position)
{
  KirokuPagedList *self = KIROKU_PAGED_LIST (model);
  KirokuPagedRow *row;
  gpointer item;

  if (position >= self->n_items)
    return NULL;
  row = g_hash_table_lookup (self->rows, GUINT_TO_POINTER (position));
  if (row != NULL)
    g_object_ref (row);
  else
    {
      row = kiroku_paged_row_new (position, row_gone, self);
      g_hash_table_insert (self->rows, GUINT_TO_POINTER (position), row);
    }
  if (kiroku_paged_row_get_item (row) != NULL)
    return row;

  item = item_at (self, position);
  if (item != NULL)
    kiroku_paged_row_set_item (row, item);
  else
    want (self, position / KIROKU_PAGED_LIST_PAGE);
  return row;
}

static void
kiroku_paged_list_dispose (GObject *object)
{
  KirokuPagedList *self = KIROKU_PAGED_LIST (object);

  forget_everything (self);
  if (self->destroy != NULL)
    self->destroy (self->user_data);
  self->destroy = NULL;

  G_OBJECT_CLASS (kiroku_paged_list_parent_class)->dispose (object);
}

static void
kiroku_paged_list_finalize (GObject *object)
{
  KirokuPagedList *self = KIROKU_PAGED_LIST (object);

  g_hash_table_unref (self->rows);
  g_array_unref (self->reading);

  G_OBJECT_CLASS (kiroku_paged_list_parent_class)->finalize (object);
}

static void
kiroku_paged_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = kiroku_paged_list_get_item_type;
  iface->get_n_items = kiroku_paged_list_get_n_items;
  iface->get_item = kiroku_paged_list_get_item;
}

static void
kiroku_paged_list_class_init (KirokuPagedListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kiroku_paged_list_dispose;
  object_class->finalize = kiroku_paged_list_finalize;

  signals[FETCH_FAILED]
      = g_signal_new ("fetch-failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
kiroku_paged_list_init (KirokuPagedList *self)
{
  self->rows = g_hash_table_new (NULL, NULL);
  self->reading = g_array_new (FALSE, FALSE, sizeof (Reading));
  self->cancellable = g_cancellable_new ();
}

KirokuPagedList *
kiroku_paged_list_new (KirokuPagedFetch fetch, gpointer user_data, GDestroyNotify destroy)
{
  KirokuPagedList *self;

  g_return_val_if_fail (fetch != NULL, NULL);

  self = g_object_new (KIROKU_TYPE_PAGED_LIST, NULL);
  self->fetch = fetch;
  self->user_data = user_data;
  self->destroy = destroy;
  return self;
}

void
kiroku_paged_list_reset (KirokuPagedList *self, guint n_items)
{
  guint before;

  g_return_if_fail (KIROKU_IS_PAGED_LIST (self));

  before = self->n_items;
  forget_everything (self);
  self->cancellable = g_cancellable_new ();

  /* Removed and then added: as one replacement GTK 4.8 would ask for every row. */
  self->n_items = 0;
  if (before > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before, 0);
  self->n_items = n_items;
  if (n_items > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, n_items);
}

void
kiroku_paged_list_append (KirokuPagedList *self, guint n_added)
{
  guint before;

  g_return_if_fail (KIROKU_IS_PAGED_LIST (self));

  if (n_added == 0)
    return;
  before = self->n_items;
  self->n_items += n_added;
  if (before % KIROKU_PAGED_LIST_PAGE != 0)
    invalidate (self, before / KIROKU_PAGED_LIST_PAGE);
  g_list_model_items_changed (G_LIST_MODEL (self), before, 0, n_added);
}

void
kiroku_paged_list_refresh (KirokuPagedList *self, guint position, guint n_rows)
{
  g_return_if_fail (KIROKU_IS_PAGED_LIST (self));
  g_return_if_fail (position <= self->n_items && n_rows <= self->n_items - position);

  if (n_rows == 0)
    return;
  for (guint number = position / KIROKU_PAGED_LIST_PAGE;
       number <= (position + n_rows - 1) / KIROKU_PAGED_LIST_PAGE; number++)
    invalidate (self, number);
}

guint
kiroku_paged_list_get_n_alive (KirokuPagedList *self)
{
  g_return_val_if_fail (KIROKU_IS_PAGED_LIST (self), 0);

  return g_hash_table_size (self->rows);
}
