/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What line breaking has to know of a character: UAX #14 (Unicode line breaking) with the strict
 * Japanese rules of JIS X 4051 / JLREQ §3.1.7–3.1.9: 行頭禁則, 行末禁則, 分離禁止, ぶら下げ. */
typedef enum
{
  KIROKU_BREAK_WORD,        /* letters, and all that behaves as one */
  KIROKU_BREAK_NUMBER,      /* digits */
  KIROKU_BREAK_WIDE,        /* ideographs, kana, Hangul: may part on both sides */
  KIROKU_BREAK_UNIT,        /* 年 条 件: so too, but stays with a number before it */
  KIROKU_BREAK_SPAN,        /* 間: so too, but stays with a unit before it: 24時間 */
  KIROKU_BREAK_OPEN,        /* ends no line */
  KIROKU_BREAK_CLOSE,       /* starts no line: brackets, 、。, small kana, ー, ！ */
  KIROKU_BREAK_INFIX,       /* . , : ; starts no line, holds numbers and words together */
  KIROKU_BREAK_SLASH,       /* / starts no line; words may part behind it */
  KIROKU_BREAK_HYPHEN,      /* starts no line; words may part behind it */
  KIROKU_BREAK_PREFIX,      /* ¥ $ № stays with what follows */
  KIROKU_BREAK_POSTFIX,     /* % ° stays with what goes before */
  KIROKU_BREAK_QUOTE,       /* “ ” stay with both sides */
  KIROKU_BREAK_GLUE,        /* no break on either side */
  KIROKU_BREAK_INSEPARABLE, /* … ‥ — not parted from one another */
  KIROKU_BREAK_ATTACHED,    /* combining marks: part of the character before */
  KIROKU_BREAK_SPACE,
  KIROKU_BREAK_NEWLINE,
} KirokuBreak;

KirokuBreak kiroku_break_of (gunichar c);

/* Whether a line may end between a character of class @before and one of class @after, which stand
 * together or, if @spaces, with spaces between. Neither is SPACE or NEWLINE. */
gboolean kiroku_break_allowed (KirokuBreak before, KirokuBreak after, gboolean spaces);

/* Whether the right half of @c is blank, so that it may be cut at the end of a line. */
gboolean kiroku_break_is_half_blank (gunichar c);
/* Whether @c may hang out over the end of the line: 、。，． (ぶら下げ). */
gboolean kiroku_break_may_hang (gunichar c);

G_END_DECLS
