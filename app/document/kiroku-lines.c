/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-lines.h"

#include <string.h>

#include "kiroku-text.h"

#define SEPARATOR 0x1F
/* A tag is set this much smaller than its text, with this much of an em around it. */
#define TAG_SCALE 0.74
#define TAG_PAD 0.3
/* So many items, with the tag itself, are not parted. */
#define TAG_KEEP 5
/* Between the text and the tag, in ems of the text. */
#define TAG_GAP 0.35
/* Lines are justified where no gap grows by more than this much of an em: readers of the text take a tenth for a
 * blank. */
#define STRETCH_MAX 0.09

typedef struct
{
  const KirokuGlyph *glyph; /* NULL: the tag */
  guint32 offset;           /* of its first byte */
  float advance;            /* points */
} Item;

typedef struct
{
  guint start; /* first item */
  guint end;   /* behind the last item shown */
  float width;
  float stretch; /* added to each gap that may grow */
} Line;

struct _KirokuLines
{
  KirokuFace *face; /* (unowned) */
  const char *text; /* (unowned) */
  gsize length;
  KirokuLinesStyle style;
  gboolean is_shaped;
  GArray *items; /* Item */
  GArray *lines; /* Line */
};

/* Where a line may end: behind item @end, the next line beginning at @next. */
typedef struct
{
  guint end;
  guint next;
  double width;
  gboolean is_set;
} Stop;

KirokuLines *
kiroku_lines_new (KirokuFace *face)
{
  KirokuLines *lines = g_new0 (KirokuLines, 1);

  lines->face = face;
  lines->items = g_array_new (FALSE, FALSE, sizeof (Item));
  lines->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  return lines;
}

void
kiroku_lines_free (KirokuLines *lines)
{
  if (lines == NULL)
    return;
  g_array_unref (lines->items);
  g_array_unref (lines->lines);
  g_free (lines);
}

static inline Item *
item_at (const KirokuLines *lines, guint i)
{
  return &g_array_index (lines->items, Item, i);
}

static inline KirokuBreak
class_of (const KirokuLines *lines, guint i)
{
  const Item *item = item_at (lines, i);

  return item->glyph != NULL ? item->glyph->class : KIROKU_BREAK_WIDE;
}

static inline guint
end_offset (const KirokuLines *lines, guint i)
{
  return i + 1 < lines->items->len ? item_at (lines, i + 1)->offset : lines->length;
}

static inline gboolean
is_separator (const KirokuLines *lines, guint i)
{
  return lines->text[item_at (lines, i)->offset] == SEPARATOR;
}

/* --- Text → items --------------------------------------------------------------------------- */

static double
measure (KirokuFace *face, const char *text, double size)
{
  double width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    width += kiroku_face_get_glyph (face, g_utf8_get_char (p))->advance * size;
  return width;
}

static void
append_tag (KirokuLines *lines)
{
  double size = lines->style.size;
  Item item = { NULL, lines->length, 0 };

  item.advance = measure (lines->face, lines->style.tag, size * TAG_SCALE)
                 + 2 * TAG_PAD * size * TAG_SCALE + TAG_GAP * size;
  g_array_append_val (lines->items, item);
}

static void
read_items (KirokuLines *lines)
{
  double size = lines->style.size;

  g_array_set_size (lines->items, 0);
  lines->is_shaped = FALSE;
  for (const char *p = lines->text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      const KirokuGlyph *glyph = kiroku_face_get_glyph (lines->face, c == SEPARATOR ? 0x3000 : c);
      Item item = { glyph, p - lines->text, glyph->advance * size };

      if (glyph->flags & KIROKU_GLYPH_SHAPED)
        lines->is_shaped = TRUE;
      g_array_append_val (lines->items, item);
    }
  lines->length = strlen (lines->text);
  if (lines->style.tag != NULL)
    append_tag (lines);
}

/* The item that begins at byte @offset, at or behind @low. */
static Item *
find_item (KirokuLines *lines, guint low, guint offset)
{
  guint high = lines->items->len;

  while (low + 1 < high)
    {
      guint middle = low + (high - low) / 2;

      if (item_at (lines, middle)->offset <= offset)
        low = middle;
      else
        high = middle;
    }
  return item_at (lines, low);
}

/* Takes the widths of items @start to @end, one paragraph, from Pango. */
static void
shape_paragraph (KirokuLines *lines, guint start, guint end)
{
  guint from = item_at (lines, start)->offset;
  guint to = end_offset (lines, end - 1);
  g_autoptr (PangoLayout) layout
      = kiroku_face_shape (lines->face, lines->text + from, to - from, lines->style.size);
  PangoLayoutIter *iter = pango_layout_get_iter (layout);

  do
    {
      PangoRectangle extents;
      int index = pango_layout_iter_get_index (iter);

      if (pango_layout_iter_get_run_readonly (iter) == NULL)
        continue;
      pango_layout_iter_get_char_extents (iter, &extents);
      find_item (lines, start, from + index)->advance = ABS (extents.width) / (float) PANGO_SCALE;
    }
  while (pango_layout_iter_next_char (iter));
  pango_layout_iter_free (iter);
}

static void
shape_items (KirokuLines *lines)
{
  guint n = lines->items->len - (lines->style.tag != NULL ? 1 : 0);
  guint start = 0;

  for (guint i = 0; i <= n; i++)
    if (i == n || class_of (lines, i) == KIROKU_BREAK_NEWLINE)
      {
        if (i > start)
          shape_paragraph (lines, start, i);
        start = i + 1;
      }
}

/* --- Items → lines -------------------------------------------------------------------------- */

/* Whether a line may end behind item @i, @width being all up to and with it. */
static inline gboolean
fits_at_end (const KirokuLines *lines, guint i, double width)
{
  const Item *item = item_at (lines, i);
  double room = lines->style.width + 0.01;

  if (width <= room)
    return TRUE;
  if (item->glyph == NULL || !(item->glyph->flags & KIROKU_GLYPH_HALF_BLANK)
      || width - item->advance > room)
    return FALSE;
  if (item->glyph->flags & KIROKU_GLYPH_HANGS)
    room += lines->style.hang;
  return width - item->advance / 2 <= room;
}

/* A line has to end somewhere before item @i although no break is allowed: a long word. */
static Stop
stop_anywhere (const KirokuLines *lines, guint start, guint i)
{
  Stop stop = { MAX (i, start + 1), 0, 0, TRUE };

  while (stop.end > start + 1 && class_of (lines, stop.end) == KIROKU_BREAK_ATTACHED)
    stop.end--;
  while (stop.end < lines->items->len && class_of (lines, stop.end) == KIROKU_BREAK_ATTACHED)
    stop.end++;
  for (guint k = start; k < stop.end; k++)
    stop.width += item_at (lines, k)->advance;
  stop.next = stop.end;
  return stop;
}

/* A tag takes some of its text along: alone on a line it belongs to nothing. */
static gboolean
is_before_tag (const KirokuLines *lines, guint i)
{
  if (lines->style.tag == NULL)
    return FALSE;
  if (lines->style.flags & KIROKU_LINES_TAG_BELOW)
    return i + 2 == lines->items->len; /* nor is one letter parted from its word for the tag's sake */
  return i + TAG_KEEP >= lines->items->len;
}

/* Where the line that begins with item @start ends. @is_hard: the paragraph ends there too. */
static Stop
find_stop (const KirokuLines *lines, guint start, gboolean *is_hard)
{
  Stop soft = { 0 };
  Stop strong = { 0 };
  double width = 0;  /* with spaces */
  double inked = 0;  /* up to the last item that is no space */
  guint last = start;
  gboolean spaces = FALSE;
  gboolean any = FALSE;

  *is_hard = FALSE;
  for (guint i = start; i < lines->items->len; i++)
    {
      KirokuBreak class = class_of (lines, i);

      if (class == KIROKU_BREAK_NEWLINE)
        {
          *is_hard = TRUE;
          return (Stop) { any ? last + 1 : start, i + 1, inked, TRUE };
        }
      if (class == KIROKU_BREAK_SPACE)
        {
          if (any && is_separator (lines, i))
            strong = (Stop) { last + 1, i + 1, inked, TRUE };
          width += item_at (lines, i)->advance;
          spaces = TRUE;
          continue;
        }
      if (any && kiroku_break_allowed (class_of (lines, last), class, spaces)
          && !is_before_tag (lines, i))
        soft = (Stop) { last + 1, i, inked, TRUE };
      width += item_at (lines, i)->advance;
      if (!fits_at_end (lines, i, width))
        return strong.is_set ? strong : soft.is_set ? soft : stop_anywhere (lines, start, i);
      inked = width;
      last = i;
      spaces = FALSE;
      any = TRUE;
    }
  *is_hard = TRUE;
  return (Stop) { any ? last + 1 : start, lines->items->len, inked, TRUE };
}

static gboolean
is_latin (KirokuBreak class)
{
  switch (class)
    {
    case KIROKU_BREAK_WORD:
    case KIROKU_BREAK_NUMBER:
    case KIROKU_BREAK_INFIX:
    case KIROKU_BREAK_SLASH:
    case KIROKU_BREAK_HYPHEN:
    case KIROKU_BREAK_PREFIX:
    case KIROKU_BREAK_POSTFIX:
    case KIROKU_BREAK_QUOTE:
    case KIROKU_BREAK_GLUE:
    case KIROKU_BREAK_ATTACHED:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Whether the gap behind item @i may grow: at a space, and beside an ideograph. */
static gboolean
may_stretch (const KirokuLines *lines, guint i)
{
  return !(is_latin (class_of (lines, i)) && is_latin (class_of (lines, i + 1)))
         && class_of (lines, i) != KIROKU_BREAK_INSEPARABLE;
}

static float
find_stretch (const KirokuLines *lines, const Line *line)
{
  const Item *last = item_at (lines, line->end - 1);
  double missing = lines->style.width - line->width;
  guint n_gaps = 0;

  if (last->glyph != NULL && (last->glyph->flags & KIROKU_GLYPH_HALF_BLANK))
    missing += last->advance / 2;
  for (guint i = line->start; i + 1 < line->end; i++)
    n_gaps += may_stretch (lines, i);
  if (missing <= 0 || n_gaps == 0 || missing > n_gaps * STRETCH_MAX * lines->style.size)
    return 0;
  return missing / n_gaps;
}

static void
break_lines (KirokuLines *lines)
{
  gboolean justified = (lines->style.flags & KIROKU_LINES_JUSTIFIED) && !lines->is_shaped;
  guint start = 0;

  g_array_set_size (lines->lines, 0);
  do
    {
      gboolean is_hard;
      Stop stop = find_stop (lines, start, &is_hard);
      Line line = { start, stop.end, stop.width, 0 };

      if (justified && !is_hard)
        line.stretch = find_stretch (lines, &line);
      g_array_append_val (lines->lines, line);
      start = stop.next;
    }
  while (start < lines->items->len);
}

static gboolean
is_set_already (const KirokuLines *lines, const char *text, const KirokuLinesStyle *style)
{
  return (style->flags & KIROKU_LINES_LASTING) && text == lines->text
         && style->flags == lines->style.flags && style->tag == lines->style.tag
         && style->size == lines->style.size && style->width == lines->style.width
         && style->hang == lines->style.hang;
}

void
kiroku_lines_set (KirokuLines *lines, const char *text, const KirokuLinesStyle *style)
{
  if (is_set_already (lines, text, style))
    return;
  lines->text = text;
  lines->style = *style;
  read_items (lines);
  if (lines->is_shaped)
    shape_items (lines);
  break_lines (lines);
}

guint
kiroku_lines_get_n (const KirokuLines *lines)
{
  return lines->lines->len;
}

double
kiroku_lines_get_width (const KirokuLines *lines, guint line)
{
  return g_array_index (lines->lines, Line, line).width;
}

double
kiroku_lines_get_room (const KirokuLines *lines)
{
  return lines->style.width;
}

char *
kiroku_lines_get_text (const KirokuLines *lines, guint line)
{
  const Line *at = &g_array_index (lines->lines, Line, line);
  guint from;

  if (at->start == at->end)
    return g_strdup ("");
  from = item_at (lines, at->start)->offset;
  return g_strndup (lines->text + from, end_offset (lines, at->end - 1) - from);
}

char *
kiroku_lines_dup_cut (KirokuLines *lines, const char *text, const KirokuLinesStyle *style)
{
  KirokuLinesStyle shorter = *style;
  g_autofree char *head = NULL;

  kiroku_lines_set (lines, text, style);
  if (kiroku_lines_get_n (lines) == 1)
    return g_strdup (text);
  shorter.width -= style->size;
  kiroku_lines_set (lines, text, &shorter);
  head = kiroku_lines_get_text (lines, 0);
  return g_strconcat (head, "…", NULL);
}

/* --- Lines → ink ---------------------------------------------------------------------------- */

static void
put_tag (const KirokuLines *lines, KirokuInk *ink, double x, double y)
{
  double size = lines->style.size * TAG_SCALE;

  kiroku_ink_add_framed (ink, lines->style.tag, size, TAG_PAD * size,
                         x + TAG_GAP * lines->style.size, y - 0.06 * lines->style.size);
}

static void
put_items (const KirokuLines *lines, const Line *line, KirokuInk *ink, double x, double y)
{
  for (guint i = line->start; i < line->end; i++)
    {
      const Item *item = item_at (lines, i);

      if (item->glyph == NULL)
        put_tag (lines, ink, i == line->start ? x - TAG_GAP * lines->style.size : x, y);
      else if (!is_separator (lines, i))
        kiroku_ink_add (ink, item->glyph, lines->style.size, x, y, lines->text + item->offset,
                        end_offset (lines, i) - item->offset);
      x += item->advance;
      if (line->stretch > 0 && i + 1 < line->end && may_stretch (lines, i))
        x += line->stretch;
    }
}

static void
put_shaped (const KirokuLines *lines, const Line *line, KirokuInk *ink, double x, double y)
{
  guint end = line->end;
  guint from = item_at (lines, line->start)->offset;

  if (item_at (lines, end - 1)->glyph == NULL)
    {
      end--;
      put_tag (lines, ink, x + line->width - item_at (lines, end)->advance, y);
    }
  if (end > line->start)
    kiroku_ink_add_shaped (ink, lines->text + from, end_offset (lines, end - 1) - from,
                           lines->style.size, x, y);
}

void
kiroku_lines_put (
    const KirokuLines *lines, guint line, KirokuInk *ink, double x, double y, KirokuAlign align)
{
  const Line *at = &g_array_index (lines->lines, Line, line);

  if (at->start == at->end)
    return;
  if (align == KIROKU_ALIGN_CENTER)
    x += (lines->style.width - at->width) / 2;
  else if (align == KIROKU_ALIGN_END)
    x += lines->style.width - at->width;
  if (lines->is_shaped)
    put_shaped (lines, at, ink, x, y);
  else
    put_items (lines, at, ink, x, y);
}

/* Whether kiroku_text_visible () could find anything in @text; may say TRUE too often. */
static gboolean
may_hold_controls (const char *text)
{
  for (const guchar *p = (const guchar *) text; *p != '\0'; p++)
    if ((*p < 0x20 && *p != '\n') || *p == 0x7F || (*p == 0xC2 && p[1] < 0xA0)
        || (*p == 0xD8 && p[1] == 0x9C) || (*p == 0xE2 && (p[1] == 0x80 || p[1] == 0x81)))
      return TRUE;
  return FALSE;
}

const char *
kiroku_lines_clean (const char *text, char **scratch)
{
  g_autofree char *valid = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    text = valid = g_utf8_make_valid (text, -1);
  else if (!may_hold_controls (text))
    return text;
  g_free (*scratch);
  *scratch = kiroku_text_visible (text, FALSE);
  return *scratch;
}
