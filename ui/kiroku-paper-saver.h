/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-paper-order.h"

G_BEGIN_DECLS

/* Buttons that ask for a file or a printer, then the progress of making the pages with a way to stop
 * it, then where they were saved or what went wrong. Ctrl+P prints. One more shows the pages in a window of
 * their own, where that is offered.
 *
 * Signals:
 *   chosen (const char *path): the file was chosen, or KIROKU_PAPER_PRINTER or _SCREEN; the owner calls
 *   kiroku_paper_saver_save() when what is to be printed has been recorded.
 *   ended (): what kiroku_paper_saver_save() began is over, and what became of it is said.
 *   addressed (): kiroku_paper_saver_address() does something else now. */
#define KIROKU_PAPER_PRINTER "" /* in the place of a path: the pages are printed */
#define KIROKU_PAPER_SCREEN "screen" /* the same: they are shown; no path, for those begin with “/” */

#define KIROKU_TYPE_PAPER_SAVER (kiroku_paper_saver_get_type ())
G_DECLARE_FINAL_TYPE (KirokuPaperSaver, kiroku_paper_saver, KIROKU, PAPER_SAVER, AdwBin)

GtkWidget *kiroku_paper_saver_new (void);
void kiroku_paper_saver_set_label (KirokuPaperSaver *self, const char *label);
/* The name that is proposed, without a folder; NULL for any. With another one the question where to save goes. */
void kiroku_paper_saver_set_file_name (KirokuPaperSaver *self, const char *name);
/* Its papers can be saved as a table, too (kiroku_paper_order_set_table()). */
void kiroku_paper_saver_offer_table (KirokuPaperSaver *self);
/* What is saved names nobody: whoever saves it does not sign it. */
void kiroku_paper_saver_set_is_unsigned (KirokuPaperSaver *self);
/* From now on it is a small text that is saved, no PDF. */
void kiroku_paper_saver_set_is_text (KirokuPaperSaver *self);
/* From now on Ctrl+P is not for this one: it is seen beside pages that have their own. */
void kiroku_paper_saver_leave_key (KirokuPaperSaver *self);
/* Its papers are shown before (kiroku-paper-window.h). */
void kiroku_paper_saver_offer_preview (KirokuPaperSaver *self);
/* Its papers are reports of this case (nullable), and can be addressed (kiroku-paper-terms.h); what was
 * chosen for another case is forgotten. */
void kiroku_paper_saver_offer_terms (KirokuPaperSaver *self, KirokuCaseModel *model);
/* The same for papers of which nothing is left out. */
void kiroku_paper_saver_offer_address (KirokuPaperSaver *self, KirokuCaseModel *model);
/* Whether what was chosen is for the paper that is saved next; it is kept while it is not. */
void kiroku_paper_saver_set_addresses (KirokuPaperSaver *self, gboolean addresses);
/* Addresses @order as kiroku_paper_saver_save() does, for who shows it meanwhile. */
void kiroku_paper_saver_address (KirokuPaperSaver *self, KirokuPaperOrder *order);
/* @order: (transfer full) */
void kiroku_paper_saver_save (KirokuPaperSaver *self,
                              KirokuCaseModel *model,
                              KirokuPaperOrder *order,
                              const char *path);
gboolean kiroku_paper_saver_is_busy (KirokuPaperSaver *self);
/* @message: (nullable): nothing is wrong any more */
void kiroku_paper_saver_show_error (KirokuPaperSaver *self, const char *message);
/* What comes of saving to @path. @shortfall: (nullable): what kiroku_paper_save_finish() gave */
void kiroku_paper_saver_show_saved (
    KirokuPaperSaver *self, const char *path, const char *shortfall);

G_END_DECLS
