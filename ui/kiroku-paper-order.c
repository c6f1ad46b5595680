/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-paper-order-private.h"

#include <glib/gi18n.h>

#include "kiroku-book-credential.h"
#include "kiroku-book-export.h"
#include "kiroku-book-target.h"
#include "kiroku-call-paper.h"
#include "kiroku-erasure.h"
#include "kiroku-verification-report.h"
#include "kiroku-words.h"

struct _KirokuPaperOrder
{
  KirokuPack *pack;
  KirokuFolds *folds; /* the book's */
  GTimeZone *zone;
  char *case_id;
  char *folder; /* the data folder, which holds no papers */
  char *language;
  char *author;
  char *form; /* (nullable) */
  KirokuReport report; /* without a form and what follows */
  KirokuTlp tlp;       /* of the indicators */
  gboolean call_sheet;
  int phase; /* of the call sheet; negative for none */
  KirokuClock clock;
  KirokuFoundRecord *found; /* (nullable) what a verification found */
  char *number;             /* (nullable) with @found, and so the rest */
  char *title;
  char *source;
  gboolean exercise;
  gboolean head_sheet;     /* the heads that it shows are not recorded yet */
  KirokuCheckpoint *heads; /* (nullable) to be kept elsewhere */
  KirokuHeadsForm heads_form;
  KirokuFormCopy copy;
  gint64 now;
  KirokuBook *book;      /* not owned: the case model keeps it while the order is carried out */
  char *recipient;       /* (nullable) */
  char *marking;         /* (nullable) */
  GStrv withhold;        /* (nullable) */
  KirokuMadePaper *made; /* (nullable): what was shown, and kept by */
  KirokuPaperHeads *shown; /* (nullable): whose case root that shows */
  GObject *keeper;       /* (nullable): until it is carried out, then by who waits for it */
  gboolean sign;
  KirokuCredential *credential;  /* (nullable): what it is signed with */
  char *path;                    /* (nullable): where it is saved */
  KirokuPaperProgress *progress; /* (nullable) */
  GCancellable *cancellable;     /* (nullable): of saving */
  char *shortfall;               /* (nullable): of what was saved */
  gboolean print;                /* for a printer: no file is written */
  KirokuPrintSheets *sheets;     /* (nullable): then these */
};

KirokuPaperOrder *
kiroku_paper_order_new (KirokuCaseModel *model,
                        const char *language,
                        const char *form,
                        KirokuFormCopy copy)
{
  KirokuPaperOrder *self;
  KirokuBook *book;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && language != NULL, NULL);

  book = kiroku_case_model_get_book (model);
  self = g_new (KirokuPaperOrder, 1);
  *self = (KirokuPaperOrder){ .pack = kiroku_pack_ref (kiroku_book_get_pack (book)),
                              .folds = kiroku_book_get_folds (book),
                              .zone = g_time_zone_ref (kiroku_book_get_zone (book)),
                              .case_id = g_strdup (kiroku_case_model_get_case_id (model)),
                              .folder = g_strdup (kiroku_book_get_folder (book)),
                              .language = g_strdup (language),
                              .author = g_strdup (kiroku_book_get_author (book)),
                              .form = g_strdup (form),
                              .book = book,
                              .copy = copy };
  kiroku_book_read_clock (book, &self->clock);
  self->now = self->clock.rec;
  return self;
}

KirokuPaperOrder *
kiroku_paper_order_new_evidence (KirokuCaseModel *model, const char *language)
{
  KirokuPaperOrder *self
      = kiroku_paper_order_new (model, language, NULL, KIROKU_FORM_COPY_WORKING);

  self->report = KIROKU_REPORT_EVIDENCE;
  return self;
}

KirokuPaperOrder *
kiroku_paper_order_new_situation (KirokuCaseModel *model, const char *language)
{
  KirokuPaperOrder *self
      = kiroku_paper_order_new (model, language, NULL, KIROKU_FORM_COPY_WORKING);

  self->report = KIROKU_REPORT_SITUATION;
  return self;
}

KirokuPaperOrder *
kiroku_paper_order_new_contacts (KirokuCaseModel *model, const char *language)
{
  KirokuPaperOrder *self
      = kiroku_paper_order_new (model, language, NULL, KIROKU_FORM_COPY_WORKING);

  self->report = KIROKU_REPORT_CONTACTS;
  return self;
}

KirokuPaperOrder *
kiroku_paper_order_new_indicators (KirokuCaseModel *model, const char *language, KirokuTlp tlp)
{
  KirokuPaperOrder *self
      = kiroku_paper_order_new (model, language, NULL, KIROKU_FORM_COPY_WORKING);

  self->report = KIROKU_REPORT_INDICATORS;
  self->tlp = tlp;
  return self;
}

KirokuPaperOrder *
kiroku_paper_order_new_management (KirokuCaseModel *model, const char *language)
{
  KirokuPaperOrder *self
      = kiroku_paper_order_new (model, language, NULL, KIROKU_FORM_COPY_WORKING);

  self->report = KIROKU_REPORT_MANAGEMENT;
  return self;
}

KirokuPaperOrder *
kiroku_paper_order_new_call_sheet (KirokuCaseModel *model, const char *language, int phase)
{
  KirokuPaperOrder *self
      = kiroku_paper_order_new (model, language, NULL, KIROKU_FORM_COPY_WORKING);

  self->call_sheet = TRUE;
  self->phase = phase;
  return self;
}

KirokuPaperOrder *
kiroku_paper_order_new_verification (KirokuCaseModel *model, KirokuFoundRecord *found)
{
  KirokuBook *book = kiroku_case_model_get_book (model);
  const KirokuSnapshot *snapshot = kiroku_case_model_get_snapshot (model);
  KirokuPaperOrder *self = kiroku_paper_order_new (model, kiroku_book_get_language (book), NULL,
                                                   KIROKU_FORM_COPY_WORKING);

  self->found = kiroku_found_record_ref (found);
  self->source = g_strdup (kiroku_store_get_path (kiroku_book_get_store (book)));
  if (snapshot == NULL) /* one whose opening was tampered with is reported all the same */
    return self;
  self->number = g_strdup (snapshot->incident->number);
  self->title = g_strdup (snapshot->incident->title);
  self->exercise = snapshot->incident->exercise;
  g_free (self->language);
  self->language = g_strdup (
      kiroku_words_in_calendar (kiroku_book_get_language (book), snapshot->facts));
  return self;
}

KirokuPaperOrder *
kiroku_paper_order_new_heads (
    KirokuCaseModel *model, KirokuCheckpoint *heads, KirokuHeadsForm form)
{
  KirokuPaperOrder *self = kiroku_paper_order_new (
      model, kiroku_book_get_language (kiroku_case_model_get_book (model)), NULL,
      KIROKU_FORM_COPY_WORKING);

  self->heads = heads;
  self->heads_form = form;
  self->head_sheet = heads == NULL;
  return self;
}

KirokuPaperOrder *
kiroku_paper_order_new_made (KirokuCaseModel *model,
                             KirokuMadePaper *made,
                             KirokuPaperHeads *heads,
                             GObject *keeper)
{
  KirokuPaperOrder *self = kiroku_paper_order_new (
      model, kiroku_book_get_language (kiroku_case_model_get_book (model)), NULL,
      KIROKU_FORM_COPY_WORKING);

  self->made = made;
  self->shown = heads != NULL ? kiroku_paper_heads_ref (heads) : NULL;
  self->keeper = g_object_ref (keeper);
  return self;
}

void
kiroku_paper_order_address (KirokuPaperOrder *self,
                            const char *recipient,
                            const char *marking,
                            const char *const *withhold)
{
  g_return_if_fail (self != NULL);

  g_free (self->recipient);
  g_free (self->marking);
  g_strfreev (self->withhold);
  self->recipient = g_strdup (recipient);
  self->marking = g_strdup (marking);
  self->withhold
      = withhold != NULL && withhold[0] != NULL ? g_strdupv ((char **) withhold) : NULL;
}

const char *
kiroku_paper_order_get_language (KirokuPaperOrder *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->language;
}

void
kiroku_paper_order_set_cancellable (KirokuPaperOrder *self, GCancellable *cancellable)
{
  g_return_if_fail (self != NULL);

  g_set_object (&self->cancellable, cancellable);
}

void
kiroku_paper_order_set_sign (KirokuPaperOrder *self, gboolean sign)
{
  g_return_if_fail (self != NULL);

  self->sign = sign;
}

void
kiroku_paper_order_free (KirokuPaperOrder *self)
{
  kiroku_pack_unref (self->pack);
  g_time_zone_unref (self->zone);
  g_free (self->case_id);
  g_free (self->folder);
  g_free (self->language);
  g_free (self->author);
  g_free (self->form);
  g_free (self->path);
  g_clear_pointer (&self->found, kiroku_found_record_unref);
  g_clear_pointer (&self->heads, kiroku_checkpoint_free);
  g_free (self->number);
  g_free (self->title);
  g_free (self->source);
  g_free (self->recipient);
  g_free (self->marking);
  g_strfreev (self->withhold);
  g_clear_pointer (&self->shown, kiroku_paper_heads_unref);
  g_clear_object (&self->keeper);
  g_clear_pointer (&self->credential, kiroku_credential_free);
  g_free (self->shortfall);
  g_clear_pointer (&self->sheets, kiroku_print_sheets_free);
  g_clear_pointer (&self->progress, g_atomic_rc_box_release);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static void
progress_cb (guint done, guint total, gpointer user_data)
{
  KirokuPaperProgress *progress = user_data;

  g_atomic_int_set (&progress->total, (int) total);
  g_atomic_int_set (&progress->done, (int) done);
}

/* The pages of a paper for a printer. */
static gboolean
take_cb (KirokuPages *pages, GCancellable *cancellable, gpointer user_data, GError **error)
{
  KirokuPaperOrder *order = user_data;

  order->sheets
      = kiroku_print_sheets_new (pages, progress_cb, order->progress, cancellable, error);
  return order->sheets != NULL;
}

static KirokuPaper
get_paper (KirokuPaperOrder *self)
{
  return (KirokuPaper){ .pack = self->pack,
                        .case_id = self->case_id,
                        .language = self->language,
                        .zone = self->zone,
                        .now = self->now,
                        .clock = &self->clock,
                        .author = self->author,
                        .heads = self->heads,
                        .recipient = self->recipient,
                        .marking = self->marking,
                        .tlp = self->tlp,
                        .credential = self->credential,
                        .folds = self->folds,
                        .shortfall = &self->shortfall,
                        .take = self->print ? take_cb : NULL,
                        .take_data = self };
}

/* --- Preview; the functions of the worker's thread first --- */

void
kiroku_paper_preview_free (KirokuPaperPreview *self)
{
  g_clear_pointer (&self->pages, kiroku_pages_free);
  g_clear_pointer (&self->form, kiroku_filled_form_free);
  g_clear_pointer (&self->heads, kiroku_checkpoint_free);
  g_free (self);
}

/* Within a moment. (transfer full) */
static KirokuPaperPreview *
make_pages (KirokuDb *db, KirokuPaperOrder *order, GCancellable *cancellable, GError **error)
{
  KirokuPaper paper = get_paper (order);
  g_autoptr (KirokuPaperPreview) preview = g_new0 (KirokuPaperPreview, 1);

  preview->pages = kiroku_paper_make_form (db, &paper, order->form, order->copy, &preview->form,
                                           &preview->heads, cancellable, error);
  return preview->pages != NULL ? g_steal_pointer (&preview) : NULL;
}

static gpointer
make_preview (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (KirokuPaperMoment) moment = kiroku_paper_moment_new (db, error);

  return moment != NULL ? make_pages (db, data, cancellable, error) : NULL;
}

/* The store answers a task of its own; the caller's carries the answer on. */
static void
preview_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gpointer answer = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, answer, (GDestroyNotify) kiroku_paper_preview_free);
}

/* In the store's thread nobody may drop the last reference to what is shown. */
static void
pass_keeper (KirokuPaperOrder *order, GTask *task)
{
  if (order->keeper != NULL)
    g_object_set_data_full (G_OBJECT (task), "keeper", g_steal_pointer (&order->keeper),
                            g_object_unref);
}

static void
run (KirokuCaseModel *model,
     KirokuPaperOrder *order,
     KirokuJobFunc func,
     GDestroyNotify free_result,
     GCancellable *cancellable,
     GAsyncReadyCallback callback,
     GTask *task)
{
  KirokuStore *store = kiroku_book_get_store (kiroku_case_model_get_book (model));
  KirokuStoreThread thread = order->form != NULL ? KIROKU_STORE_WORKER : KIROKU_STORE_MAKER;

  pass_keeper (order, task);
  kiroku_store_run_async (store, thread, KIROKU_STORE_PRIORITY_NOW, func, order,
                          (GDestroyNotify) kiroku_paper_order_free, free_result, cancellable,
                          callback, task);
}

void
kiroku_paper_preview_async (KirokuCaseModel *model,
                            KirokuPaperOrder *order,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KIROKU_IS_CASE_MODEL (model) && order != NULL && order->form != NULL);

  task = g_task_new (model, cancellable, callback, user_data);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_paper_preview_async);
  run (model, order, make_preview, (GDestroyNotify) kiroku_paper_preview_free, cancellable,
       preview_cb, task);
}

KirokuPaperPreview *
kiroku_paper_preview_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Saving --- */

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

static gboolean
save_form (KirokuDb *db,
           KirokuPaperOrder *order,
           KirokuPaperHeads **heads,
           GCancellable *cancellable,
           GError **error)
{
  KirokuPaper paper = get_paper (order);
  g_autoptr (KirokuPaperMoment) moment
      = kiroku_paper_moment_new_checked (db, &paper, cancellable, error);
  g_autoptr (KirokuPaperPreview) preview = NULL;

  if (moment == NULL)
    return FALSE;
  preview = make_pages (kiroku_paper_moment_get_db (moment), order, cancellable, error);
  if (preview == NULL
      || !kiroku_paper_write_pages (&paper, preview->pages, order->path, cancellable, progress_cb,
                                    order->progress, error))
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

static KirokuMadePaper *
make_verification (KirokuPaperOrder *order, GCancellable *cancellable, GError **error)
{
  const KirokuPaper paper = get_paper (order);
  const KirokuVerificationReport report = { .result = kiroku_found_record_get (order->found),
                                            .number = order->number,
                                            .title = order->title,
                                            .exercise = order->exercise,
                                            .source = order->source,
                                            .pins = TRUE,
                                            .language = order->language,
                                            .zone = order->zone,
                                            .now = order->now,
                                            .author = order->author,
                                            .program = "Kiroku " KIROKU_VERSION,
                                            .marking = order->marking };
  g_autoptr (KirokuDocument) document = kiroku_verification_report (&report);
  KirokuPages *pages;

  kiroku_paper_address (&paper, document);
  pages = kiroku_document_layout (document, cancellable, error);
  return pages != NULL ? kiroku_made_paper_new (pages) : NULL;
}

static KirokuMadePaper *
make_paper (KirokuDb *db, KirokuPaperOrder *order, GError **error)
{
  GCancellable *cancellable = order->cancellable;
  KirokuPaper paper = get_paper (order);

  if (order->found != NULL)
    return make_verification (order, cancellable, error);
  if (order->head_sheet)
    return kiroku_paper_make_head_sheet (db, &paper, cancellable, error);
  if (order->call_sheet)
    return kiroku_paper_make_call_sheet (db, &paper, NULL, order->phase, cancellable, error);
  if (order->withhold != NULL)
    return kiroku_book_make_withheld (order->book, db, &paper, order->report,
                                      (const char *const *) order->withhold, cancellable, error);
  return kiroku_paper_make_report (db, &paper, order->report, cancellable, error);
}

/* Erasures are counted first: none that its moment does not know is taken for known. */
gpointer
kiroku_paper_order_make (KirokuDb *db, gpointer data, GCancellable *none, GError **error)
{
  KirokuPaperOrder *order = data;
  KirokuMadePaper *made;
  gint64 erasures;

  if (g_cancellable_set_error_if_cancelled (order->cancellable, error)
      || !kiroku_erasure_count (db, &erasures, error))
    return NULL;
  made = make_paper (db, order, error);
  if (made != NULL)
    kiroku_made_paper_set_erasures (made, erasures);
  return made;
}

static gboolean
save_heads (KirokuDb *db, KirokuPaperOrder *order, GCancellable *cancellable, GError **error)
{
  KirokuPaper paper = get_paper (order);

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

static gboolean
save_report (KirokuDb *db,
             KirokuPaperOrder *order,
             KirokuPaperHeads **heads,
             GCancellable *cancellable,
             GError **error)
{
  KirokuPaper paper = get_paper (order);
  g_autoptr (KirokuMadePaper) own = NULL;
  KirokuMadePaper *made = order->made;

  if (made == NULL)
    made = own = kiroku_paper_order_make (db, order, NULL, error);
  if (made == NULL || (made != own && !check_erasures (db, made, error))
      || !kiroku_paper_write_pages (&paper, kiroku_made_paper_get_pages (made), order->path,
                                    cancellable, progress_cb, order->progress, error))
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
  run (g_task_get_source_object (task), order, save, saved_free, NULL, saved_cb, task);
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
      run (model, order, save, saved_free, NULL, saved_cb, task);
      return;
    }
  pass_keeper (order, task);
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
  run (model, order, save, saved_free, NULL, made_cb, task);
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
