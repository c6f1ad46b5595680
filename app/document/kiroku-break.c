/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-break.h"

static gboolean
is_dash_or_leader (gunichar c)
{
  return c == 0x2014 || c == 0x2015 || c == 0x2025 || c == 0x2026;
}

/* What is counted with digits in reports and laws. */
static gboolean
is_unit (gunichar c)
{
  switch (c)
    {
    case 0x4EBA: /* 人 */
    case 0x4EF6: /* 件 */
    case 0x500B: /* 個 */
    case 0x5186: /* 円 */
    case 0x5206: /* 分 */
    case 0x53F0: /* 台 */
    case 0x53F7: /* 号 */
    case 0x540D: /* 名 */
    case 0x56DE: /* 回 */
    case 0x5E74: /* 年 */
    case 0x65E5: /* 日 */
    case 0x6642: /* 時 */
    case 0x6708: /* 月 */
    case 0x6761: /* 条 */
    case 0x793E: /* 社 */
    case 0x79D2: /* 秒 */
    case 0x7AE0: /* 章 */
    case 0x9031: /* 週 */
    case 0x9805: /* 項 */
      return TRUE;
    default:
      return FALSE;
    }
}

/* All others are words. The Japanese characters that start no line (々 ー ・ small kana) are
 * NON_STARTER and CONDITIONAL_JAPANESE_STARTER. */
static const guint8 classes[] = {
  [G_UNICODE_BREAK_MANDATORY] = KIROKU_BREAK_NEWLINE,
  [G_UNICODE_BREAK_CARRIAGE_RETURN] = KIROKU_BREAK_NEWLINE,
  [G_UNICODE_BREAK_LINE_FEED] = KIROKU_BREAK_NEWLINE,
  [G_UNICODE_BREAK_NEXT_LINE] = KIROKU_BREAK_NEWLINE,
  [G_UNICODE_BREAK_SPACE] = KIROKU_BREAK_SPACE,
  [G_UNICODE_BREAK_ZERO_WIDTH_SPACE] = KIROKU_BREAK_SPACE,
  [G_UNICODE_BREAK_COMBINING_MARK] = KIROKU_BREAK_ATTACHED,
  [G_UNICODE_BREAK_ZERO_WIDTH_JOINER] = KIROKU_BREAK_ATTACHED,
  [G_UNICODE_BREAK_EMOJI_MODIFIER] = KIROKU_BREAK_ATTACHED,
  [G_UNICODE_BREAK_HANGUL_V_JAMO] = KIROKU_BREAK_ATTACHED,
  [G_UNICODE_BREAK_HANGUL_T_JAMO] = KIROKU_BREAK_ATTACHED,
  [G_UNICODE_BREAK_NON_BREAKING_GLUE] = KIROKU_BREAK_GLUE,
  [G_UNICODE_BREAK_WORD_JOINER] = KIROKU_BREAK_GLUE,
  [G_UNICODE_BREAK_OPEN_PUNCTUATION] = KIROKU_BREAK_OPEN,
  [G_UNICODE_BREAK_CLOSE_PUNCTUATION] = KIROKU_BREAK_CLOSE,
  [G_UNICODE_BREAK_CLOSE_PARENTHESIS] = KIROKU_BREAK_CLOSE,
  [G_UNICODE_BREAK_EXCLAMATION] = KIROKU_BREAK_CLOSE,
  [G_UNICODE_BREAK_NON_STARTER] = KIROKU_BREAK_CLOSE,
  [G_UNICODE_BREAK_CONDITIONAL_JAPANESE_STARTER] = KIROKU_BREAK_CLOSE,
  [G_UNICODE_BREAK_INFIX_SEPARATOR] = KIROKU_BREAK_INFIX,
  [G_UNICODE_BREAK_SYMBOL] = KIROKU_BREAK_SLASH,
  [G_UNICODE_BREAK_HYPHEN] = KIROKU_BREAK_HYPHEN,
  [G_UNICODE_BREAK_AFTER] = KIROKU_BREAK_HYPHEN,
  [G_UNICODE_BREAK_PREFIX] = KIROKU_BREAK_PREFIX,
  [G_UNICODE_BREAK_POSTFIX] = KIROKU_BREAK_POSTFIX,
  [G_UNICODE_BREAK_QUOTATION] = KIROKU_BREAK_QUOTE,
  [G_UNICODE_BREAK_NUMERIC] = KIROKU_BREAK_NUMBER,
  [G_UNICODE_BREAK_INSEPARABLE] = KIROKU_BREAK_INSEPARABLE,
  [G_UNICODE_BREAK_IDEOGRAPHIC] = KIROKU_BREAK_WIDE,
  [G_UNICODE_BREAK_EMOJI_BASE] = KIROKU_BREAK_WIDE,
  [G_UNICODE_BREAK_REGIONAL_INDICATOR] = KIROKU_BREAK_WIDE,
  [G_UNICODE_BREAK_HANGUL_L_JAMO] = KIROKU_BREAK_WIDE,
  [G_UNICODE_BREAK_HANGUL_LV_SYLLABLE] = KIROKU_BREAK_WIDE,
  [G_UNICODE_BREAK_HANGUL_LVT_SYLLABLE] = KIROKU_BREAK_WIDE,
  [G_UNICODE_BREAK_CONTINGENT] = KIROKU_BREAK_WIDE,
};

KirokuBreak
kiroku_break_of (gunichar c)
{
  GUnicodeBreakType type;

  if (c == 0xFF5E) /* ～, what Windows types for 〜 */
    return KIROKU_BREAK_CLOSE;
  if (is_dash_or_leader (c))
    return KIROKU_BREAK_INSEPARABLE;
  if (c == 0x3000 || c == '\t')
    return KIROKU_BREAK_SPACE;
  if (c == '(' || c == '[' || c == '{') /* “person(s)” stays whole */
    return KIROKU_BREAK_QUOTE;
  if (is_unit (c))
    return KIROKU_BREAK_UNIT;
  if (c == 0x9593) /* 間 */
    return KIROKU_BREAK_SPAN;

  type = g_unichar_break_type (c);
  /* ①, ○, ※ and the like: ambiguous, ideographic in Japanese text. */
  if (type == G_UNICODE_BREAK_AMBIGUOUS && c >= 0x2000)
    return KIROKU_BREAK_WIDE;
  /* Box drawing, □, ■, arrows: alphabetic by table, but no letters. */
  if (type == G_UNICODE_BREAK_ALPHABETIC && c >= 0x2190 && c <= 0x2BFF)
    return KIROKU_BREAK_WIDE;
  return (guint) type < G_N_ELEMENTS (classes) ? classes[type] : KIROKU_BREAK_WORD;
}

static gboolean
is_word_like (KirokuBreak class)
{
  return class == KIROKU_BREAK_WORD || class == KIROKU_BREAK_NUMBER;
}

/* Pairs whose first character lets a line end behind it only before some. */
static gboolean
allowed_behind (KirokuBreak before, KirokuBreak after)
{
  switch (before)
    {
    case KIROKU_BREAK_NUMBER:
      if (after == KIROKU_BREAK_UNIT)
        return FALSE;
      G_GNUC_FALLTHROUGH;
    case KIROKU_BREAK_WORD:
      return !is_word_like (after) && after != KIROKU_BREAK_PREFIX;
    case KIROKU_BREAK_UNIT:
      return after != KIROKU_BREAK_SPAN;
    case KIROKU_BREAK_INFIX:
    case KIROKU_BREAK_POSTFIX: /* %E3%81%82 */
      return !is_word_like (after);
    case KIROKU_BREAK_SLASH:
    case KIROKU_BREAK_HYPHEN:
      return after != KIROKU_BREAK_NUMBER;
    case KIROKU_BREAK_PREFIX:
      return after == KIROKU_BREAK_PREFIX;
    case KIROKU_BREAK_INSEPARABLE:
      return after != KIROKU_BREAK_INSEPARABLE;
    default:
      return TRUE;
    }
}

gboolean
kiroku_break_allowed (KirokuBreak before, KirokuBreak after, gboolean spaces)
{
  switch (after)
    {
    case KIROKU_BREAK_CLOSE:
    case KIROKU_BREAK_INFIX:
      return FALSE;
    case KIROKU_BREAK_SLASH:
    case KIROKU_BREAK_HYPHEN:
    case KIROKU_BREAK_POSTFIX:
    case KIROKU_BREAK_QUOTE:
    case KIROKU_BREAK_GLUE:
    case KIROKU_BREAK_ATTACHED:
      if (!spaces)
        return FALSE;
      break;
    default:
      break;
    }
  if (before == KIROKU_BREAK_OPEN)
    return FALSE;
  if (spaces)
    return TRUE;
  if (before == KIROKU_BREAK_GLUE || before == KIROKU_BREAK_QUOTE)
    return FALSE;
  return allowed_behind (before, after);
}

gboolean
kiroku_break_may_hang (gunichar c)
{
  return c == 0x3001 || c == 0x3002 || c == 0xFF0C || c == 0xFF0E;
}

gboolean
kiroku_break_is_half_blank (gunichar c)
{
  switch (c)
    {
    case 0x3009: /* 〉 */
    case 0x300B: /* 》 */
    case 0x300D: /* 」 */
    case 0x300F: /* 』 */
    case 0x3011: /* 】 */
    case 0x3015: /* 〕 */
    case 0xFF09: /* ） */
    case 0xFF3D: /* ］ */
    case 0xFF5D: /* ｝ */
      return TRUE;
    default:
      return kiroku_break_may_hang (c);
    }
}
