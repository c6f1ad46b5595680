/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "kiroku-pages.h"

G_BEGIN_DECLS

/* Pages for a printer. A report reads its log while it is drawn, and the print dialog draws on the
 * main thread, which waits for no disk: so its pages are drawn once, by the thread that made them,
 * and kept as what was drawn. */
typedef struct _KirokuPrintSheets KirokuPrintSheets;

/* Memory grows with the pages: more are not printed but saved. */
#define KIROKU_PRINT_SHEETS_MAX 500

/* What kiroku_pages_draw() draws of page @page, to be drawn again in any thread. (transfer full) */
cairo_surface_t *kiroku_page_record (KirokuPages *pages, guint page, GError **error);

/* Draws @pages with kiroku_pages_draw(), in the thread that calls. Fails with G_IO_ERROR_CANCELLED,
 * with the error of drawing, or with KIROKU_DOCUMENT_ERROR_SIZE for too many. @progress:
 * (nullable). (transfer full) */
KirokuPrintSheets *kiroku_print_sheets_new (KirokuPages *pages,
                                            KirokuPagesProgress progress,
                                            gpointer progress_data,
                                            GCancellable *cancellable,
                                            GError **error);
void kiroku_print_sheets_free (KirokuPrintSheets *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuPrintSheets, kiroku_print_sheets_free)

/* What prints them as they are, each on a sheet of its size. @sheets: (transfer full). @name: of the
 * job. (transfer full) */
GtkPrintOperation *kiroku_print_sheets_make_operation (KirokuPrintSheets *sheets, const char *name);

G_END_DECLS
