/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "kiroku-case-model.h"
#include "kiroku-found-record.h"
#include "kiroku-page-print.h"
#include "kiroku-paper-heads.h"
#include "kiroku-papers.h"

G_BEGIN_DECLS

/* A paper of a case to be made off the main thread: a form, or a report. What is shown
 * before and what is saved are made in the same way, from what is recorded at that moment. */
typedef struct _KirokuPaperOrder KirokuPaperOrder;

/* @form: (nullable): id; NULL for the timeline report, for which @copy means nothing.
 * (transfer full) */
KirokuPaperOrder *kiroku_paper_order_new (KirokuCaseModel *model,
                                          const char *language,
                                          const char *form,
                                          KirokuFormCopy copy);
/* The list of what was collected. (transfer full) */
KirokuPaperOrder *kiroku_paper_order_new_evidence (KirokuCaseModel *model, const char *language);
/* How things stand, and who handed over to whom. (transfer full) */
KirokuPaperOrder *kiroku_paper_order_new_situation (KirokuCaseModel *model, const char *language);
/* Who was told. (transfer full) */
KirokuPaperOrder *kiroku_paper_order_new_contacts (KirokuCaseModel *model, const char *language);
/* What authorities asked, and what they were answered. (transfer full) */
KirokuPaperOrder *kiroku_paper_order_new_enquiries (KirokuCaseModel *model, const char *language);
/* Techniques and indicators that may be shared with those of @tlp, without whom they hit. (transfer full) */
KirokuPaperOrder *kiroku_paper_order_new_indicators (
    KirokuCaseModel *model, const char *language, KirokuTlp tlp);
/* The report for management. (transfer full) */
KirokuPaperOrder *kiroku_paper_order_new_management (KirokuCaseModel *model, const char *language);
/* What a verification found. (transfer full) */
KirokuPaperOrder *
kiroku_paper_order_new_verification (KirokuCaseModel *model, KirokuFoundRecord *found);
typedef enum
{
  KIROKU_HEADS_SHEET, /* a PDF to sign */
  KIROKU_HEADS_FILE,  /* a small text */
} KirokuHeadsForm;

/* The heads of a recorded checkpoint, to be kept elsewhere. @heads: (transfer full) (nullable): for a sheet
 * those of the moment in which it is made, which are recorded once it was saved or printed, as those of a
 * report are. (transfer full) */
KirokuPaperOrder *kiroku_paper_order_new_heads (KirokuCaseModel *model,
                                                KirokuCheckpoint *heads,
                                                KirokuHeadsForm form);
/* Whom to call about the case's type of incident. @phase: KirokuPhase, or negative for none.
 * (transfer full) */
KirokuPaperOrder *kiroku_paper_order_new_call_sheet (
    KirokuCaseModel *model, const char *language, int phase);
/* Whether a table (CSV) is saved in place of a PDF. */
void kiroku_paper_order_set_table (KirokuPaperOrder *self, gboolean table);
/* Whether the paper names who makes it, so that it may be signed: what is shared to warn others does not. */
gboolean kiroku_paper_order_may_sign (const KirokuPaperOrder *self);
/* Whether the PDF that is saved is signed with the author's key. */
void kiroku_paper_order_set_sign (KirokuPaperOrder *self, gboolean sign);
/* Whom it is for and how it is marked, on every page, and of a report what is left out of it. Each is
 * (nullable): nothing. @withhold: "FACT" or "ENTRY:FIELD", ended by NULL. */
void kiroku_paper_order_address (KirokuPaperOrder *self,
                                 const char *recipient,
                                 const char *marking,
                                 const char *const *withhold);
/* "ja" or "en". (transfer none) */
const char *kiroku_paper_order_get_language (KirokuPaperOrder *self);
void kiroku_paper_order_free (KirokuPaperOrder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuPaperOrder, kiroku_paper_order_free)

/* A filled form and its pages, to be drawn in one thread at a time. */
typedef struct
{
  KirokuFilledForm *form;
  KirokuPages *pages;
  KirokuCheckpoint *heads; /* (nullable): whose case root a copy for submission shows, where they are not recorded */
} KirokuPaperPreview;

void kiroku_paper_preview_free (KirokuPaperPreview *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuPaperPreview, kiroku_paper_preview_free)

/* Fills and lays out a form. @order: (transfer full) */
void kiroku_paper_preview_async (KirokuCaseModel *model,
                                 KirokuPaperOrder *order,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* (transfer full) */
KirokuPaperPreview *kiroku_paper_preview_finish (GAsyncResult *result, GError **error);

/* How far the writing is, for whoever looks; set by the writing thread. An atomic box
 * (g_atomic_rc_box_release() ends it). */
typedef struct
{
  int done; /* pages; read and written atomically */
  int total;
} KirokuPaperProgress;

KirokuPaperProgress *kiroku_paper_progress_new (void);
/* 0 … 1; 0 while nothing is known. */
double kiroku_paper_progress_get (KirokuPaperProgress *self);

/* Writes the paper as PDF to @path, which then holds the old or the whole new file, and records the
 * case root that a report shows. Cancelled, it fails only where no file came of it; one that is in place
 * is answered for, and its case root recorded. @order: (transfer full) */
void kiroku_paper_save_async (KirokuCaseModel *model,
                              KirokuPaperOrder *order,
                              const char *path,
                              KirokuPaperProgress *progress,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/* @shortfall: (out) (nullable) (transfer full): why it is an ordinary PDF and none for an
 * archive. */
gboolean kiroku_paper_save_finish (GAsyncResult *result, char **shortfall, GError **error);

/* The same pages for a printer, of a moment that was compared with the record as what is saved is. Nothing
 * is recorded. @order: (transfer full) */
void kiroku_paper_print_async (KirokuCaseModel *model,
                               KirokuPaperOrder *order,
                               KirokuPaperProgress *progress,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* @heads: (out) (nullable) (transfer full): whose case root the pages show; once they were printed they
 * are recorded (kiroku_paper_heads_record_async()). (transfer full) */
KirokuPrintSheets *kiroku_paper_print_finish (
    GAsyncResult *result, KirokuPaperHeads **heads, GError **error);

G_END_DECLS
