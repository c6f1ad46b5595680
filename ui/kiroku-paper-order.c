/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-paper-order-private.h"

#include "kiroku-book-export.h"
#include "kiroku-call-paper.h"
#include "kiroku-erasure.h"
#include "kiroku-verification-report.h"
#include "kiroku-words.h"

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

static KirokuPaperOrder *
new_report (KirokuCaseModel *model, const char *language, KirokuReport report)
{
  KirokuPaperOrder *self
      = kiroku_paper_order_new (model, language, NULL, KIROKU_FORM_COPY_WORKING);

  self->report = report;
  return self;
}

KirokuPaperOrder *
kiroku_paper_order_new_evidence (KirokuCaseModel *model, const char *language)
{
  return new_report (model, language, KIROKU_REPORT_EVIDENCE);
}

KirokuPaperOrder *
kiroku_paper_order_new_situation (KirokuCaseModel *model, const char *language)
{
  return new_report (model, language, KIROKU_REPORT_SITUATION);
}

KirokuPaperOrder *
kiroku_paper_order_new_contacts (KirokuCaseModel *model, const char *language)
{
  return new_report (model, language, KIROKU_REPORT_CONTACTS);
}

KirokuPaperOrder *
kiroku_paper_order_new_enquiries (KirokuCaseModel *model, const char *language)
{
  KirokuPaperOrder *self
      = kiroku_paper_order_new (model, language, NULL, KIROKU_FORM_COPY_WORKING);

  self->report = KIROKU_REPORT_ENQUIRIES;
  return self;
}

KirokuPaperOrder *
kiroku_paper_order_new_indicators (KirokuCaseModel *model, const char *language, KirokuTlp tlp)
{
  KirokuPaperOrder *self = new_report (model, language, KIROKU_REPORT_INDICATORS);

  self->tlp = tlp;
  return self;
}

KirokuPaperOrder *
kiroku_paper_order_new_management (KirokuCaseModel *model, const char *language)
{
  return new_report (model, language, KIROKU_REPORT_MANAGEMENT);
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
kiroku_paper_order_set_table (KirokuPaperOrder *self, gboolean table)
{
  g_return_if_fail (self != NULL);

  self->table = table;
}

gboolean
kiroku_paper_order_may_sign (const KirokuPaperOrder *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->form != NULL || self->heads != NULL || self->report != KIROKU_REPORT_INDICATORS;
}

void
kiroku_paper_order_set_sign (KirokuPaperOrder *self, gboolean sign)
{
  g_return_if_fail (self != NULL);

  self->sign = sign && kiroku_paper_order_may_sign (self);
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

/* The pages of a paper for a printer. */
static gboolean
take_cb (KirokuPages *pages, GCancellable *cancellable, gpointer user_data, GError **error)
{
  KirokuPaperOrder *order = user_data;

  order->sheets
      = kiroku_print_sheets_new (pages, kiroku_paper_progress_cb, order->progress, cancellable, error);
  return order->sheets != NULL;
}

KirokuPaper
kiroku_paper_order_get_paper (KirokuPaperOrder *self)
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

/* --- Carrying it out --- */

/* In the store's thread nobody may drop the last reference to what is shown. */
void
kiroku_paper_order_pass_keeper (KirokuPaperOrder *order, GTask *task)
{
  if (order->keeper != NULL)
    g_object_set_data_full (G_OBJECT (task), "keeper", g_steal_pointer (&order->keeper),
                            g_object_unref);
}

void
kiroku_paper_order_run (KirokuCaseModel *model,
                        KirokuPaperOrder *order,
                        KirokuJobFunc func,
                        GDestroyNotify free_result,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        GTask *task)
{
  KirokuStore *store = kiroku_book_get_store (kiroku_case_model_get_book (model));
  KirokuStoreThread thread = order->form != NULL ? KIROKU_STORE_WORKER : KIROKU_STORE_MAKER;

  kiroku_paper_order_pass_keeper (order, task);
  kiroku_store_run_async (store, thread, KIROKU_STORE_PRIORITY_NOW, func, order,
                          (GDestroyNotify) kiroku_paper_order_free, free_result, cancellable,
                          callback, task);
}

static KirokuMadePaper *
make_verification (KirokuPaperOrder *order, GCancellable *cancellable, GError **error)
{
  const KirokuPaper paper = kiroku_paper_order_get_paper (order);
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
  KirokuPaper paper = kiroku_paper_order_get_paper (order);

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
