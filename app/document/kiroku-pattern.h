/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* Areas that differ without any colour, in bars and charts. */
#define KIROKU_N_PATTERNS 6

/* Fills a rectangle with pattern @number, of which the ones beyond the last begin anew, in a frame. */
void kiroku_pattern_fill (
    cairo_t *cr, guint number, double x, double y, double width, double height);

G_END_DECLS
