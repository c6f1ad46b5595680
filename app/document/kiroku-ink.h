/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-face.h"

G_BEGIN_DECLS

/* Gathers glyphs and shows them with their text in as few operations as possible: cairo's price is
 * for each operation, not for each glyph. What is shown keeps the order in which it was put. */
typedef struct _KirokuInk KirokuInk;

/* @face must outlive it. (transfer full) */
KirokuInk *kiroku_ink_new (KirokuFace *face);
void kiroku_ink_free (KirokuInk *ink);

/* Begins to draw on @cr; NULL: nothing is drawn from now on. What is gathered is dropped. */
void kiroku_ink_set_target (KirokuInk *ink, cairo_t *cr);
/* 0 is black. */
void kiroku_ink_set_gray (KirokuInk *ink, double gray);
/* @utf8: the text the glyph stands for, @length bytes. @x, @y: its origin on the base line. */
void kiroku_ink_add (KirokuInk *ink, const KirokuGlyph *glyph, double size, double x, double y,
                     const char *utf8, int length);
/* Text on one line, without shaping. */
void kiroku_ink_add_text (KirokuInk *ink, const char *text, double size, double x, double y);
/* Text that needs shaping, drawn by Pango. */
void kiroku_ink_add_shaped (
    KirokuInk *ink, const char *text, int length, double size, double x, double y);
/* Small grey text in a hairline frame, @pad around it; @x is the left edge of the frame. */
void kiroku_ink_add_framed (
    KirokuInk *ink, const char *text, double size, double pad, double x, double y);
void kiroku_ink_flush (KirokuInk *ink);

/* The width of @text on one line, without shaping. */
double kiroku_ink_measure (KirokuInk *ink, const char *text, double size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuInk, kiroku_ink_free)

G_END_DECLS
