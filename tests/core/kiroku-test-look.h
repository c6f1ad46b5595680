/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-pages.h"

G_BEGIN_DECLS

/* Pages as they are to look: reference pages in tests/data, grey PNGs of @scale × 72 dpi. With other versions
 * of cairo and FreeType edges are drawn a shade lighter or darker: a page is another one when more than one in
 * 20,000 of its pixels is off by more than 64 of 255. At 72 dpi a digit that is another is more than that.
 *
 * KIROKU_TEST_PAGES=FOLDER writes the pages there and compares nothing: tests/core/new-pages.py, which makes
 * the reference pages anew, runs a program so. */

/* Whether the fonts that the reference pages were made with are here; if not, the test is skipped. */
gboolean kiroku_test_has_fonts (void);

/* Fails the test if a page of @document is not that of @folder in tests/data, "@name-1.png" and so on, or if
 * there are more or fewer. */
void kiroku_test_look (KirokuDocument *document, const char *folder, const char *name, double scale);

/* Page @page, from 0, black on white. (transfer full) */
cairo_surface_t *kiroku_test_draw_page (KirokuPages *pages, guint page, double scale);

/* (transfer full) */
KirokuPages *kiroku_test_lay_out (KirokuDocument *document);

G_END_DECLS
