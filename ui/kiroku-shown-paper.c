/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-shown-paper.h"

#include "kiroku-page-print.h"
#include "kiroku-paper-order-private.h"

/* Pages that were asked for and are not there: who scrolls fast no longer wants the first of them. */
#define MAX_WANTED 12

struct _KirokuShownPaper
{
  GObject parent_instance;

  KirokuStore *store;
  KirokuMadePaper *made; /* touched only in the thread that makes, but for what never changes */
  KirokuPaperHeads *heads; /* (nullable): that its pages show */
  guint n_pages;
  double width;  /* points */
  double height; /* points */

  GHashTable *recordings; /* page → cairo_surface_t */
  GQueue seen;            /* the pages in @recordings; the last one asked for first */
  GQueue wanted;          /* pages; the last one asked for first */
  gboolean drawing;       /* one is on its way */
};

G_DEFINE_FINAL_TYPE (KirokuShownPaper, kiroku_shown_paper, G_TYPE_OBJECT)

enum
{
  PAGE,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- In the thread that makes --- */

typedef struct
{
  KirokuMadePaper *made;
  guint page;
} Drawing;

static gpointer
draw_job (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Drawing *drawing = data;

  return kiroku_page_record (kiroku_made_paper_get_pages (drawing->made), drawing->page, error);
}

static gpointer
free_job (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  kiroku_made_paper_free (data);
  return data;
}

/* Where it was made, after all that was asked of it before. */
static void
free_made (KirokuStore *store, KirokuMadePaper *made)
{
  kiroku_store_run_async (store, KIROKU_STORE_MAKER, KIROKU_STORE_PRIORITY_NOW, free_job, made, NULL,
                          NULL, NULL, NULL, NULL);
}

/* --- Pages --- */

static void
move_to_front (GQueue *queue, guint page)
{
  g_queue_remove (queue, GUINT_TO_POINTER (page));
  g_queue_push_head (queue, GUINT_TO_POINTER (page));
}

/* @recording: (transfer full) */
static void
keep (KirokuShownPaper *self, guint page, cairo_surface_t *recording)
{
  g_hash_table_replace (self->recordings, GUINT_TO_POINTER (page), recording);
  move_to_front (&self->seen, page);
  while (g_queue_get_length (&self->seen) > KIROKU_SHOWN_PAPER_KEPT)
    g_hash_table_remove (self->recordings, g_queue_pop_tail (&self->seen));
}

static void draw_next (KirokuShownPaper *self);

typedef struct
{
  KirokuShownPaper *self;
  guint page;
} Call;

static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Call *call = user_data;
  g_autoptr (KirokuShownPaper) self = call->self;
  g_autoptr (GError) error = NULL;
  cairo_surface_t *recording = kiroku_store_run_finish (self->store, result, &error);

  self->drawing = FALSE;
  if (recording == NULL)
    {
      g_queue_clear (&self->wanted);
      g_signal_emit (self, signals[FAILED], 0, error->message);
      return;
    }
  keep (self, call->page, recording);
  g_signal_emit (self, signals[PAGE], 0, call->page);
  draw_next (self);
}

static void
draw_next (KirokuShownPaper *self)
{
  Drawing *drawing;
  Call *call;

  if (self->drawing || g_queue_is_empty (&self->wanted))
    return;
  drawing = g_new (Drawing, 1);
  call = g_new (Call, 1);
  drawing->page = call->page = GPOINTER_TO_UINT (g_queue_pop_head (&self->wanted));
  drawing->made = self->made;
  call->self = g_object_ref (self);
  self->drawing = TRUE;
  kiroku_store_run_async (self->store, KIROKU_STORE_MAKER, KIROKU_STORE_PRIORITY_NOW, draw_job, drawing,
                          g_free, (GDestroyNotify) cairo_surface_destroy, NULL, drawn_cb, call);
}

static void
want (KirokuShownPaper *self, guint page)
{
  move_to_front (&self->wanted, page);
  if (g_queue_get_length (&self->wanted) > MAX_WANTED)
    g_queue_pop_tail (&self->wanted);
  draw_next (self);
}

gboolean
kiroku_shown_paper_draw (KirokuShownPaper *self, cairo_t *cr, guint page)
{
  cairo_surface_t *recording;

  g_return_val_if_fail (KIROKU_IS_SHOWN_PAPER (self) && page < self->n_pages, FALSE);

  recording = g_hash_table_lookup (self->recordings, GUINT_TO_POINTER (page));
  if (recording == NULL)
    {
      want (self, page);
      return FALSE;
    }
  move_to_front (&self->seen, page);
  if (cr == NULL)
    return TRUE;
  cairo_set_source_surface (cr, recording, 0, 0);
  cairo_paint (cr);
  return TRUE;
}

guint
kiroku_shown_paper_get_n_kept (KirokuShownPaper *self)
{
  g_return_val_if_fail (KIROKU_IS_SHOWN_PAPER (self), 0);

  return g_hash_table_size (self->recordings);
}

guint
kiroku_shown_paper_get_n_pages (KirokuShownPaper *self)
{
  g_return_val_if_fail (KIROKU_IS_SHOWN_PAPER (self), 0);

  return self->n_pages;
}

void
kiroku_shown_paper_get_size (KirokuShownPaper *self, double *width, double *height)
{
  g_return_if_fail (KIROKU_IS_SHOWN_PAPER (self));

  *width = self->width;
  *height = self->height;
}

/* --- Making it --- */

/* @made: (transfer full) */
static KirokuShownPaper *
shown_paper_new (KirokuStore *store, KirokuMadePaper *made)
{
  KirokuShownPaper *self = g_object_new (KIROKU_TYPE_SHOWN_PAPER, NULL);
  KirokuPages *pages = kiroku_made_paper_get_pages (made);
  const KirokuCheckpoint *heads = kiroku_made_paper_get_heads (made);

  self->store = g_object_ref (store);
  self->made = made;
  if (heads != NULL)
    self->heads = kiroku_paper_heads_new (kiroku_checkpoint_copy_heads (heads));
  self->n_pages = kiroku_pages_get_n (pages);
  kiroku_pages_get_size (pages, &self->width, &self->height);
  return self;
}

/* What was made although somebody cancelled meanwhile goes where it was made. */
static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KirokuCaseModel *model = g_task_get_source_object (task);
  KirokuStore *store = kiroku_book_get_store (kiroku_case_model_get_book (model));
  GError *error = NULL;
  KirokuMadePaper *made = kiroku_store_run_finish (store, result, &error);

  if (made == NULL)
    g_task_return_error (task, error);
  else if (g_task_return_error_if_cancelled (task))
    free_made (store, made);
  else
    g_task_return_pointer (task, shown_paper_new (store, made), g_object_unref);
}

void
kiroku_shown_paper_make_async (KirokuCaseModel *model,
                               KirokuPaperOrder *order,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KIROKU_IS_CASE_MODEL (model) && order != NULL);

  task = g_task_new (model, cancellable, callback, user_data);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_shown_paper_make_async);
  g_task_set_check_cancellable (task, FALSE);
  kiroku_paper_order_set_cancellable (order, cancellable);
  kiroku_store_run_async (kiroku_book_get_store (kiroku_case_model_get_book (model)),
                          KIROKU_STORE_MAKER, KIROKU_STORE_PRIORITY_NOW, kiroku_paper_order_make,
                          order, (GDestroyNotify) kiroku_paper_order_free,
                          (GDestroyNotify) kiroku_made_paper_free, NULL, made_cb, task);
}

KirokuShownPaper *
kiroku_shown_paper_make_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

KirokuPaperOrder *
kiroku_paper_order_new_shown (KirokuCaseModel *model, KirokuShownPaper *self)
{
  g_return_val_if_fail (KIROKU_IS_SHOWN_PAPER (self), NULL);

  return kiroku_paper_order_new_made (model, self->made, self->heads, G_OBJECT (self));
}

/* --- The class --- */

static void
kiroku_shown_paper_finalize (GObject *object)
{
  KirokuShownPaper *self = KIROKU_SHOWN_PAPER (object);

  free_made (self->store, self->made);
  g_clear_pointer (&self->heads, kiroku_paper_heads_unref);
  g_object_unref (self->store);
  g_hash_table_unref (self->recordings);
  g_queue_clear (&self->seen);
  g_queue_clear (&self->wanted);

  G_OBJECT_CLASS (kiroku_shown_paper_parent_class)->finalize (object);
}

static void
kiroku_shown_paper_class_init (KirokuShownPaperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kiroku_shown_paper_finalize;

  signals[PAGE] = g_signal_new ("page", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kiroku_shown_paper_init (KirokuShownPaper *self)
{
  self->recordings
      = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) cairo_surface_destroy);
  g_queue_init (&self->seen);
  g_queue_init (&self->wanted);
}
