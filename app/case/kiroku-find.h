/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The search index of the log: which lines hold a given piece of text, from one character on.
 *
 * What is found is defined by kiroku_find_fold(): a line holds what is looked for when the folded line
 * contains the folded question. The index gives exactly that answer. It is a table of SQLite's FTS5 whose
 * words are not words but overlapping pairs of characters, 漏えい → 漏え えい い■, the last with an end: a
 * longer question is a phrase of pairs, one character the beginning of a pair. The table keeps no text. */

/* @text as it is compared: of compatibility forms the ordinary one (Ａ and ａ are a, ｶﾞ is ガ, ① is 1), capitals
 * small, white space a blank. Hiragana and katakana stay apart, and so do letters with and without accents.
 * (transfer full) */
char *kiroku_find_fold (const char *text);

/* Appends the pairs of @text (nullable), as they are written to the index. What is looked for never reaches from
 * one @text into the next. */
void kiroku_find_cut (GString *cut, const char *text);

/* What FTS5 is asked for, to find @find. (transfer full) (nullable): there is nothing to look for. */
char *kiroku_find_match (const char *find);

G_END_DECLS
