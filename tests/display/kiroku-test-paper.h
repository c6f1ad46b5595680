/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-paper-order.h"
#include "kiroku-test-book.h"

G_BEGIN_DECLS

/* Papers that a test saves or prints, and how it reads them back. */

/* Writes a PDF, waiting for it. @order: (transfer full) */
gboolean kiroku_test_save_paper (
    KirokuTestBook *book, KirokuPaperOrder *order, const char *path, GError **error);
/* What a printer gets, waiting for it. @order: (transfer full); @heads: as
 * kiroku_paper_print_finish(). (transfer full) (nullable) */
KirokuPrintSheets *kiroku_test_make_sheets (KirokuTestBook *book,
                                            KirokuPaperOrder *order,
                                            KirokuPaperHeads **heads,
                                            GError **error);
/* Prints to a file. @sheets: (transfer full) */
void kiroku_test_print_sheets (KirokuPrintSheets *sheets, const char *path);

/* Opens the popover in which it is chosen whom the papers of @saver are for, and closes it, waiting for
 * the keyboard to go there and back. (transfer none) */
GtkWidget *kiroku_test_open_terms (GtkWidget *saver);
void kiroku_test_close_terms (GtkWidget *terms);

/* Whether there is a reader of PDFs; the test is skipped where none is. */
gboolean kiroku_test_can_read_papers (void);
/* The words in the PDF @path, and a form feed for each page. (transfer full) */
char *kiroku_test_read_words (const char *path);
/* Of what was read so. */
guint kiroku_test_count_pages (const char *words);
/* How often @part is in @text. */
guint kiroku_test_count (const char *text, const char *part);
/* “Page size: …” of the PDF @path. (transfer full) */
char *kiroku_test_read_size (const char *path);

/* Of a page that is compared, px a point. */
#define KIROKU_TEST_PAPER_SCALE 2
/* A page of the PDF @path, from 0. (transfer full) */
cairo_surface_t *kiroku_test_read_page (const char *path, guint page);
/* Asserts that two pages of the same size look the same, and are not empty: squares of 12 px are
 * compared by how dark they are in the middle, as a reader of PDFs smooths glyphs in its own way and sets
 * them between whole px. From 0 to 255, no square may differ by 40, and all of them by 1.5 in the mean. */
void kiroku_test_assert_alike (cairo_surface_t *a, cairo_surface_t *b);

G_END_DECLS
