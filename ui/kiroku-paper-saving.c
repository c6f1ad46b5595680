/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A paper to a file or a printer. */
#include "kiroku-paper-order-private.h"

#include <glib/gi18n.h>

#include "kiroku-book-credential.h"
#include "kiroku-book-target.h"
#include "kiroku-erasure.h"

/* --- How far it is --- */

void
kiroku_paper_progress_cb (guint done, guint total, gpointer user_data)
{
  KirokuPaperProgress *progress = user_data;

  g_atomic_int_set (&progress->total, (int) total);
  g_atomic_int_set (&progress->done, (int) done);
}

KirokuPaperProgress *
kiroku_paper_progress_new (void)
{
  return g_atomic_rc_box_new0 (KirokuPaperProgress);
}

double
kiroku_paper_progress_get (KirokuPaperProgress *self)
{
  int total = g_atomic_int_get (&self->total);

  return total > 0 ? CLAMP ((double) g_atomic_int_get (&self->done) / total, 0, 1) : 0;
}

/* --- Saving; the functions of the store's thread first --- */

static gboolean
save_form (KirokuDb *db,
           KirokuPaperOrder *order,
           KirokuPaperHeads **heads,
           GCancellable *cancellable,
           GError **error)
{
  KirokuPaper paper = kiroku_paper_order_get_paper (order);
  g_autoptr (KirokuPaperMoment) moment
      = kiroku_paper_moment_new_checked (db, &paper, cancellable, error);
  g_autoptr (KirokuPaperPreview) preview = NULL;

  if (moment == NULL)
    return FALSE;
  preview = kiroku_paper_preview_make (kiroku_paper_moment_get_db (moment), order, cancellable, error);
  if (preview == NULL
      || !kiroku_paper_write_pages (&paper, preview->pages, order->path, cancellable,
                                    kiroku_paper_progress_cb, order->progress, error))
    return FALSE;
  if (preview->heads != NULL)
    *heads = kiroku_paper_heads_new (g_steal_pointer (&preview->heads));
  return TRUE;
}

/* What came of saving. */
typedef struct
{
  char *path;
  char *shortfall;           /* (nullable) */
  KirokuPrintSheets *sheets; /* (nullable) */
  KirokuPaperHeads *heads; /* (nullable): printed, to be recorded */
} Saved;

static void
saved_free (gpointer data)
{
  Saved *saved = data;

  g_free (saved->path);
  g_free (saved->shortfall);
  g_clear_pointer (&saved->sheets, kiroku_print_sheets_free);
  g_clear_pointer (&saved->heads, kiroku_paper_heads_unref);
  g_free (saved);
}

static gboolean
save_heads (KirokuDb *db, KirokuPaperOrder *order, GCancellable *cancellable, GError **error)
{
  KirokuPaper paper = kiroku_paper_order_get_paper (order);

  return order->heads_form == KIROKU_HEADS_FILE
             ? kiroku_paper_write_head_file (db, &paper, order->path, error)
             : kiroku_paper_write_head_sheet (db, &paper, order->path, cancellable, error);
}

/* What was erased since is still in the pages. */
static gboolean
check_erasures (KirokuDb *db, KirokuMadePaper *made, GError **error)
{
  gint64 erasures;

  if (!kiroku_erasure_count (db, &erasures, error))
    return FALSE;
  if (erasures == kiroku_made_paper_get_erasures (made))
    return TRUE;
  g_set_error_literal (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                       _ ("The record has changed: open the preview again."));
  return FALSE;
}

/* What a paper that was made now shows. (transfer full) (nullable) */
static KirokuPaperHeads *
dup_heads (KirokuMadePaper *made)
{
  const KirokuCheckpoint *heads = kiroku_made_paper_get_heads (made);

  return heads != NULL ? kiroku_paper_heads_new (kiroku_checkpoint_copy_heads (heads)) : NULL;
}

/* The sheet of indicators as a table; it shows no case root. */
static gboolean
save_table (KirokuDb *db, KirokuPaperOrder *order, GCancellable *cancellable, GError **error)
{
  KirokuPaper paper = kiroku_paper_order_get_paper (order);

  if (order->withhold == NULL)
    return kiroku_paper_write_indicators_csv (db, &paper, order->path, cancellable, error);
  g_set_error_literal (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                       _ ("A table cannot leave out what was chosen: save the PDF, or take the "
                          "choice back."));
  return FALSE;
}

static gboolean
save_report (KirokuDb *db,
             KirokuPaperOrder *order,
             KirokuPaperHeads **heads,
             GCancellable *cancellable,
             GError **error)
{
  KirokuPaper paper = kiroku_paper_order_get_paper (order);
  g_autoptr (KirokuMadePaper) own = NULL;
  KirokuMadePaper *made = order->made;

  if (made == NULL)
    made = own = kiroku_paper_order_make (db, order, NULL, error);
  if (made == NULL || (made != own && !check_erasures (db, made, error))
      || !kiroku_paper_write_pages (&paper, kiroku_made_paper_get_pages (made), order->path,
                                    cancellable, kiroku_paper_progress_cb, order->progress, error))
    return FALSE;
  *heads = made == own ? dup_heads (made) : g_steal_pointer (&order->shown);
  return TRUE;
}

static gboolean
save_paper (KirokuDb *db,
            KirokuPaperOrder *order,
            KirokuPaperHeads **heads,
            GCancellable *cancellable,
            GError **error)
{
  if (order->form != NULL)
    return save_form (db, order, heads, cancellable, error);
  if (order->heads != NULL)
    return save_heads (db, order, cancellable, error);
  if (order->table
      || (order->report == KIROKU_REPORT_INDICATORS && !order->print
          && g_str_has_suffix (order->path, ".csv")))
    return save_table (db, order, cancellable, error);
  return save_report (db, order, heads, cancellable, error);
}

/* The order's own cancellable, which the store does not know: a file that is in place is answered
 * for, also when somebody cancelled since. */
static gpointer
save (KirokuDb *db, gpointer data, GCancellable *none, GError **error)
{
  KirokuPaperOrder *order = data;
  GCancellable *cancellable = order->cancellable;
  Saved *saved = g_new0 (Saved, 1);
  gboolean done
      = !g_cancellable_set_error_if_cancelled (cancellable, error)
        && (order->print
            || kiroku_book_check_target (order->folder, kiroku_db_get_path (db), order->path, error))
        && save_paper (db, order, &saved->heads, cancellable, error);

  saved->path = g_strdup (order->path);
  saved->shortfall = g_steal_pointer (&order->shortfall);
  saved->sheets = g_steal_pointer (&order->sheets);
  if (!done)
    g_clear_pointer (&saved, saved_free);
  return saved;
}

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Saved *saved = g_task_get_task_data (task);
  g_autofree char *shown = g_filename_display_name (saved->path);
  GError *error = NULL;

  if (!kiroku_paper_heads_record_finish (result, &error))
    {
      g_prefix_error (&error, _ ("“%s” was written, but its case root could not be recorded: "),
                      shown);
      g_task_return_error (task, error);
    }
  else
    g_task_return_boolean (task, TRUE);
}

/* What is printed is also recorded, after it, also when somebody cancelled since. */
static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KirokuBook *book = kiroku_case_model_get_book (g_task_get_source_object (task));
  GError *error = NULL;
  Saved *saved = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);

  if (saved == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_set_task_data (task, saved, saved_free);
  if (saved->heads != NULL)
    kiroku_paper_heads_record_async (saved->heads, book, recorded_cb, g_object_ref (task));
  else
    g_task_return_boolean (task, TRUE);
}

/* The order waited with the task; it goes on to the worker. */
static void
credential_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  KirokuPaperOrder *order = g_task_get_task_data (task);
  GError *error = NULL;

  order->credential = kiroku_book_get_credential_finish (KIROKU_BOOK (source), result, &error);
  if (order->credential == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      kiroku_paper_order_free (order);
      return;
    }
  kiroku_paper_order_run (g_task_get_source_object (task), order, save, saved_free, NULL, saved_cb, task);
}

void
kiroku_paper_save_async (KirokuCaseModel *model,
                         KirokuPaperOrder *order,
                         const char *path,
                         KirokuPaperProgress *progress,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KIROKU_IS_CASE_MODEL (model) && order != NULL && path != NULL);

  order->path = g_strdup (path);
  order->progress = g_atomic_rc_box_acquire (progress);
  g_set_object (&order->cancellable, cancellable);
  task = g_task_new (model, cancellable, callback, user_data);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_paper_save_async);
  g_task_set_check_cancellable (task, FALSE);
  if (!order->sign)
    {
      kiroku_paper_order_run (model, order, save, saved_free, NULL, saved_cb, task);
      return;
    }
  kiroku_paper_order_pass_keeper (order, task);
  g_task_set_task_data (task, order, NULL);
  kiroku_book_get_credential_async (kiroku_case_model_get_book (model), order->case_id, cancellable,
                                    credential_cb, task);
}

gboolean
kiroku_paper_save_finish (GAsyncResult *result, char **shortfall, GError **error)
{
  const Saved *saved = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *shortfall = g_strdup (saved->shortfall);
  return TRUE;
}

/* --- Printing --- */

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  Saved *made = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);

  if (made == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, made, saved_free);
}

void
kiroku_paper_print_async (KirokuCaseModel *model,
                          KirokuPaperOrder *order,
                          KirokuPaperProgress *progress,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KIROKU_IS_CASE_MODEL (model) && order != NULL);

  order->print = TRUE;
  order->path = g_strdup ("");
  order->progress = g_atomic_rc_box_acquire (progress);
  g_set_object (&order->cancellable, cancellable);
  task = g_task_new (model, cancellable, callback, user_data);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_paper_print_async);
  kiroku_paper_order_run (model, order, save, saved_free, NULL, made_cb, task);
}

KirokuPrintSheets *
kiroku_paper_print_finish (GAsyncResult *result, KirokuPaperHeads **heads, GError **error)
{
  Saved *made = g_task_propagate_pointer (G_TASK (result), error);
  KirokuPrintSheets *sheets;

  if (made == NULL)
    return NULL;
  sheets = g_steal_pointer (&made->sheets);
  *heads = g_steal_pointer (&made->heads);
  saved_free (made);
  return sheets;
}
