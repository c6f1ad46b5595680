/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-document.h"
#include "kiroku-ink.h"

G_BEGIN_DECLS

/* One text broken into lines, by one line breaker whether or not it needs shaping. Reused for text
 * after text, so that a table sets its cells without allocating. */
typedef struct _KirokuLines KirokuLines;

typedef enum
{
  KIROKU_LINES_PLAIN = 0,
  /* The end of a line is brought to the margin where that takes little. */
  KIROKU_LINES_JUSTIFIED = 1 << 0,
  /* Parts joined by KIROKU_LINES_SEPARATOR stand apart and are not broken unless one is too wide
   * for a line of its own. */
  KIROKU_LINES_CHOICES = 1 << 1,
  /* The text is the document's own and outlives the lines: setting it again as it is set already
   * costs nothing, so a text over many pages is broken once. */
  KIROKU_LINES_LASTING = 1 << 2,
  /* The tag may stand on a line of its own: in a cell it belongs to nothing else, and a label is rather
   * read whole. */
  KIROKU_LINES_TAG_BELOW = 1 << 3,
} KirokuLinesFlags;

#define KIROKU_LINES_SEPARATOR "\x1f"

typedef struct
{
  double size;  /* of the letters */
  double width; /* to break at */
  double hang;  /* how far 、 and 。 may stand out over it */
  KirokuLinesFlags flags;
  const char *tag; /* framed behind the text; NULL for none */
} KirokuLinesStyle;

/* @face must outlive it. (transfer full) */
KirokuLines *kiroku_lines_new (KirokuFace *face);
void kiroku_lines_free (KirokuLines *lines);

/* Sets @text, which must be valid UTF-8 without controls (kiroku_lines_clean ()) and, like the tag,
 * must stay as long as the lines are drawn. There is always at least one line. */
void kiroku_lines_set (KirokuLines *lines, const char *text, const KirokuLinesStyle *style);
guint kiroku_lines_get_n (const KirokuLines *lines);
/* The width of line @line as set. */
double kiroku_lines_get_width (const KirokuLines *lines, guint line);
/* The width that lines may take, in points. */
double kiroku_lines_get_room (const KirokuLines *lines);
/* The text of line @line, for tests and for what has room for one line only. (transfer full) */
char *kiroku_lines_get_text (const KirokuLines *lines, guint line);

/* @text, or as much of its beginning as is one line of @style with “…” behind it. (transfer full) */
char *kiroku_lines_dup_cut (KirokuLines *lines, const char *text, const KirokuLinesStyle *style);

/* Puts line @line into @ink with its base line at @y, aligned between @x and @x + width. */
void kiroku_lines_put (
    const KirokuLines *lines, guint line, KirokuInk *ink, double x, double y, KirokuAlign align);

/* @text as it may be set: valid UTF-8, controls made visible; LF kept. Returns @text itself when
 * nothing needs doing, else what @scratch then holds. (transfer none) */
const char *kiroku_lines_clean (const char *text, char **scratch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuLines, kiroku_lines_free)

G_END_DECLS
