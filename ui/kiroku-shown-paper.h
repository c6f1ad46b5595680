/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-paper-order.h"

G_BEGIN_DECLS

/* A paper to be looked at before it is saved or printed, laid out once. A report reads its log while its
 * pages are drawn, and has as many as thousands, while the main thread waits for no disk. So the paper stays
 * in the thread of the store's that makes what goes out; there each page is drawn when it is asked for,
 * by the same code that draws it for the PDF and the printer, into a recording, and only the recordings
 * of the last pages that were asked for are kept. The main thread plays them back in any size.
 * Saving and printing begin with the very same pages (kiroku_paper_order_new_shown()); the case root that
 * they show is recorded once for all of it.
 *
 * The alternatives were all pages at once, which grow with the log, and a PDF that is read back, which
 * needs another program's drawing. Behind a long export in that thread pages come later; they stay white
 * until then.
 *
 * Signals:
 *   page (guint): kiroku_shown_paper_draw() can draw it now
 *   failed (const char *): a page cannot be drawn, in the user's language */
#define KIROKU_TYPE_SHOWN_PAPER (kiroku_shown_paper_get_type ())
G_DECLARE_FINAL_TYPE (KirokuShownPaper, kiroku_shown_paper, KIROKU, SHOWN_PAPER, GObject)

/* Recordings that are kept. */
#define KIROKU_SHOWN_PAPER_KEPT 24

/* Makes it; nothing is recorded. @order: (transfer full): of a report, a call sheet or a verification. */
void kiroku_shown_paper_make_async (KirokuCaseModel *model,
                                    KirokuPaperOrder *order,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/* (transfer full) */
KirokuShownPaper *kiroku_shown_paper_make_finish (GAsyncResult *result, GError **error);

guint kiroku_shown_paper_get_n_pages (KirokuShownPaper *self);
/* Points; every page has this size. */
void kiroku_shown_paper_get_size (KirokuShownPaper *self, double *width, double *height);
/* As KirokuPageDraw: FALSE, and asks for the page, when it is not there. */
gboolean kiroku_shown_paper_draw (KirokuShownPaper *self, cairo_t *cr, guint page);
/* How many pages are held in memory. */
guint kiroku_shown_paper_get_n_kept (KirokuShownPaper *self);

/* To be saved or printed as it is shown. @self: kept by the order until it is done.
 * (transfer full) */
KirokuPaperOrder *kiroku_paper_order_new_shown (KirokuCaseModel *model, KirokuShownPaper *self);

G_END_DECLS
