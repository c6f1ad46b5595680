/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-paper-order.h"

G_BEGIN_DECLS

/* A button that asks for a file, then the progress of writing it with a way to stop it, then where
 * it was saved or what went wrong.
 *
 * Signals:
 *   chosen (const char *path): the file was chosen; the owner calls kiroku_pdf_saver_save() when
 *   what is to be printed has been recorded. */
#define KIROKU_TYPE_PDF_SAVER (kiroku_pdf_saver_get_type ())
G_DECLARE_FINAL_TYPE (KirokuPdfSaver, kiroku_pdf_saver, KIROKU, PDF_SAVER, AdwBin)

GtkWidget *kiroku_pdf_saver_new (void);
void kiroku_pdf_saver_set_label (KirokuPdfSaver *self, const char *label);
/* The name that is proposed, without a folder. */
void kiroku_pdf_saver_set_file_name (KirokuPdfSaver *self, const char *name);
/* From now on it is a small text that is saved, no PDF. */
void kiroku_pdf_saver_set_is_text (KirokuPdfSaver *self);
/* @order: (transfer full) */
void kiroku_pdf_saver_save (KirokuPdfSaver *self,
                            KirokuCaseModel *model,
                            KirokuPaperOrder *order,
                            const char *path);
gboolean kiroku_pdf_saver_is_busy (KirokuPdfSaver *self);
void kiroku_pdf_saver_show_error (KirokuPdfSaver *self, const char *message);

G_END_DECLS
