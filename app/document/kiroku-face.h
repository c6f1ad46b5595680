/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

#include "kiroku-break.h"

G_BEGIN_DECLS

/* One family of letters: which glyph of which font draws a character, and how wide it is. Widths
 * are kept for a size of 1 point and grow with the size: hinting is off. What the family lacks
 * comes from IPAmj Mincho, which has the kanji of the registers of persons (𠮷, 﨑 and others beyond
 * what IPAex has), from Symbola, which has emoji, or else from the font fontconfig prefers for the
 * language. A character that no font has keeps its text, and its code point is drawn: U+10FFFD. */
typedef struct _KirokuFace KirokuFace;

typedef enum
{
  KIROKU_GLYPH_SHAPED = 1 << 0,     /* needs shaping: marks, right-to-left, Indic, joiners */
  KIROKU_GLYPH_HALF_BLANK = 1 << 1, /* kiroku_break_is_half_blank () */
  KIROKU_GLYPH_HANGS = 1 << 2,      /* kiroku_break_may_hang () */
  KIROKU_GLYPH_TICKED = 1 << 3,     /* the glyph is □, a tick is drawn on it: ☑ */
  KIROKU_GLYPH_MISSING = 1 << 4,    /* no font has it: kiroku_face_get_code () is drawn */
} KirokuGlyphFlags;

typedef struct
{
  guint32 index;  /* of the glyph in its font */
  float advance;  /* at 1 point */
  guint8 font;    /* for kiroku_face_get_font_face () */
  guint8 class;   /* KirokuBreak */
  guint8 flags;   /* KirokuGlyphFlags */
  guint8 is_known;
} KirokuGlyph;

/* (transfer full) */
KirokuFace *kiroku_face_new (const char *family, const char *language, GError **error);
void kiroku_face_free (KirokuFace *face);

/* (transfer none): valid as long as @face. */
const KirokuGlyph *kiroku_face_get_glyph (KirokuFace *face, gunichar c);
/* Letters of a code point are that much smaller than the text it stands in, with that much of an em
 * before and behind. */
#define KIROKU_FACE_CODE_SCALE 0.6
#define KIROKU_FACE_CODE_PAD 0.06
/* Enough for "U+10FFFF". */
#define KIROKU_FACE_CODE_LENGTH 12
/* What is drawn for @c when no font has it: "U+20BB7". */
void kiroku_face_get_code (gunichar c, char code[KIROKU_FACE_CODE_LENGTH]);
cairo_font_face_t *kiroku_face_get_font_face (KirokuFace *face, guint font);
/* No hinting, so that widths on the screen are those on paper. (transfer none) */
const cairo_font_options_t *kiroku_face_get_options (KirokuFace *face);
/* A layout of @text (@length bytes) on one line at @size points, for text that needs shaping.
 * (transfer full) */
PangoLayout *kiroku_face_shape (KirokuFace *face, const char *text, int length, double size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuFace, kiroku_face_free)

G_END_DECLS
