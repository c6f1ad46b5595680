/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-ink.h"

struct _KirokuInk
{
  KirokuFace *face; /* (unowned) */
  cairo_t *cr;      /* (unowned) (nullable) */
  guint font;
  double size;
  double gray;
  GArray *glyphs;   /* cairo_glyph_t */
  GArray *clusters; /* cairo_text_cluster_t, one for each character */
  GString *text;
  GArray *ticks; /* cairo_glyph_t: where ☑ wants its tick */
};

KirokuInk *
kiroku_ink_new (KirokuFace *face)
{
  KirokuInk *ink = g_new0 (KirokuInk, 1);

  ink->face = face;
  ink->glyphs = g_array_new (FALSE, FALSE, sizeof (cairo_glyph_t));
  ink->clusters = g_array_new (FALSE, FALSE, sizeof (cairo_text_cluster_t));
  ink->ticks = g_array_new (FALSE, FALSE, sizeof (cairo_glyph_t));
  ink->text = g_string_new (NULL);
  return ink;
}

void
kiroku_ink_free (KirokuInk *ink)
{
  if (ink == NULL)
    return;
  g_array_unref (ink->glyphs);
  g_array_unref (ink->clusters);
  g_array_unref (ink->ticks);
  g_string_free (ink->text, TRUE);
  g_free (ink);
}

static void
forget (KirokuInk *ink)
{
  g_array_set_size (ink->glyphs, 0);
  g_array_set_size (ink->clusters, 0);
  g_array_set_size (ink->ticks, 0);
  g_string_truncate (ink->text, 0);
}

void
kiroku_ink_set_target (KirokuInk *ink, cairo_t *cr)
{
  forget (ink);
  ink->cr = cr;
  ink->gray = 0;
}

void
kiroku_ink_set_gray (KirokuInk *ink, double gray)
{
  if (gray == ink->gray)
    return;
  kiroku_ink_flush (ink);
  ink->gray = gray;
}

static void
draw_ticks (KirokuInk *ink)
{
  double em = ink->size;

  for (guint i = 0; i < ink->ticks->len; i++)
    {
      const cairo_glyph_t *at = &g_array_index (ink->ticks, cairo_glyph_t, i);

      cairo_move_to (ink->cr, at->x + 0.22 * em, at->y - 0.42 * em);
      cairo_line_to (ink->cr, at->x + 0.43 * em, at->y - 0.14 * em);
      cairo_line_to (ink->cr, at->x + 0.86 * em, at->y - 0.86 * em);
    }
  if (ink->ticks->len == 0)
    return;
  cairo_set_line_width (ink->cr, 0.12 * em);
  cairo_set_line_cap (ink->cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (ink->cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (ink->cr);
}

void
kiroku_ink_flush (KirokuInk *ink)
{
  if (ink->cr == NULL || ink->glyphs->len == 0)
    return;

  cairo_set_source_rgb (ink->cr, ink->gray, ink->gray, ink->gray);
  cairo_set_font_face (ink->cr, kiroku_face_get_font_face (ink->face, ink->font));
  cairo_set_font_size (ink->cr, ink->size);
  cairo_set_font_options (ink->cr, kiroku_face_get_options (ink->face));
  cairo_show_text_glyphs (ink->cr, ink->text->str, ink->text->len,
                          (const cairo_glyph_t *) (gpointer) ink->glyphs->data, ink->glyphs->len,
                          (const cairo_text_cluster_t *) (gpointer) ink->clusters->data,
                          ink->clusters->len, 0);
  draw_ticks (ink);
  forget (ink);
}

/* What is drawn next is of @font at @size. */
static void
choose_font (KirokuInk *ink, guint font, double size)
{
  if (font == ink->font && size == ink->size)
    return;
  kiroku_ink_flush (ink);
  ink->font = font;
  ink->size = size;
}

/* The code point of the character @utf8; as text it stays that character. */
static void
add_code (KirokuInk *ink, double size, double x, double y, const char *utf8, int length)
{
  char code[KIROKU_FACE_CODE_LENGTH];
  cairo_text_cluster_t cluster = { length, 0 };

  choose_font (ink, 0, size * KIROKU_FACE_CODE_SCALE);
  kiroku_face_get_code (g_utf8_get_char (utf8), code);
  x += KIROKU_FACE_CODE_PAD * size;
  for (const char *at = code; *at != '\0'; at++)
    {
      const KirokuGlyph *letter = kiroku_face_get_glyph (ink->face, *at);
      cairo_glyph_t placed = { letter->index, x, y };

      g_array_append_val (ink->glyphs, placed);
      cluster.num_glyphs++;
      x += letter->advance * ink->size;
    }
  g_array_append_val (ink->clusters, cluster);
  g_string_append_len (ink->text, utf8, length);
}

void
kiroku_ink_add (KirokuInk *ink, const KirokuGlyph *glyph, double size, double x, double y,
                const char *utf8, int length)
{
  cairo_glyph_t placed = { glyph->index, x, y };
  cairo_text_cluster_t cluster = { length, 1 };

  if (ink->cr == NULL)
    return;
  if (glyph->flags & KIROKU_GLYPH_MISSING)
    {
      add_code (ink, size, x, y, utf8, length);
      return;
    }
  choose_font (ink, glyph->font, size);
  g_array_append_val (ink->glyphs, placed);
  g_array_append_val (ink->clusters, cluster);
  g_string_append_len (ink->text, utf8, length);
  if (glyph->flags & KIROKU_GLYPH_TICKED)
    g_array_append_val (ink->ticks, placed);
}

void
kiroku_ink_add_text (KirokuInk *ink, const char *text, double size, double x, double y)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const KirokuGlyph *glyph = kiroku_face_get_glyph (ink->face, g_utf8_get_char (p));

      kiroku_ink_add (ink, glyph, size, x, y, p, g_utf8_next_char (p) - p);
      x += glyph->advance * size;
    }
}

void
kiroku_ink_add_shaped (
    KirokuInk *ink, const char *text, int length, double size, double x, double y)
{
  g_autoptr (PangoLayout) layout = NULL;

  if (ink->cr == NULL)
    return;
  kiroku_ink_flush (ink);
  layout = kiroku_face_shape (ink->face, text, length, size);
  cairo_set_source_rgb (ink->cr, ink->gray, ink->gray, ink->gray);
  cairo_move_to (ink->cr, x, y);
  pango_cairo_show_layout_line (ink->cr, pango_layout_get_line_readonly (layout, 0));
}

void
kiroku_ink_add_framed (
    KirokuInk *ink, const char *text, double size, double pad, double x, double y)
{
  double gray = ink->gray;
  double width = kiroku_ink_measure (ink, text, size) + 2 * pad;

  if (ink->cr == NULL)
    return;
  kiroku_ink_set_gray (ink, 0.3);
  kiroku_ink_add_text (ink, text, size, x + pad, y);
  cairo_rectangle (ink->cr, x, y - 1.0 * size, width, 1.32 * size);
  cairo_set_source_rgb (ink->cr, 0.5, 0.5, 0.5);
  cairo_set_line_width (ink->cr, 0.4);
  cairo_stroke (ink->cr);
  kiroku_ink_set_gray (ink, gray);
}

double
kiroku_ink_measure (KirokuInk *ink, const char *text, double size)
{
  double width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    width += kiroku_face_get_glyph (ink->face, g_utf8_get_char (p))->advance * size;
  return width;
}
