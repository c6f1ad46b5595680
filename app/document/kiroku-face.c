/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-face.h"

#include <glib/gi18n.h>

#include "kiroku-document.h"

/* Glyphs are measured at this size, in points, and scaled. */
#define REFERENCE_SIZE 100.0
#define FONTS_MAX 256
/* Where to look first for what a family lacks, so that it does not depend on what else is
 * installed. */
#define FALLBACKS ",IPAmjMincho,Symbola"
#define PAGE_BITS 8
#define PAGE_SIZE (1 << PAGE_BITS)
#define N_PAGES ((0x10FFFF >> PAGE_BITS) + 1)

typedef struct
{
  PangoFont *font;
  cairo_scaled_font_t *scaled; /* (owned by font) */
} Font;

struct _KirokuFace
{
  PangoFontMap *map;
  PangoContext *context;
  PangoFontDescription *description;
  PangoFontset *fontset;
  cairo_font_options_t *options;
  GArray *fonts; /* Font; the first is the family itself */
  KirokuGlyph *pages[N_PAGES]; /* by code point, made as they are needed */
};

static void
clear_font (gpointer data)
{
  Font *font = data;

  g_clear_object (&font->font);
}

static cairo_font_options_t *
new_options (void)
{
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  return options;
}

/* The number of @font in the list; it is put there when it is new. Takes @font over. */
static guint
intern_font (KirokuFace *face, PangoFont *font)
{
  Font entry = { font, pango_cairo_font_get_scaled_font (PANGO_CAIRO_FONT (font)) };

  for (guint i = 0; i < face->fonts->len; i++)
    if (g_array_index (face->fonts, Font, i).font == font)
      {
        g_object_unref (font);
        return i;
      }
  if (entry.scaled == NULL || face->fonts->len == FONTS_MAX)
    {
      g_object_unref (font);
      return 0;
    }
  g_array_append_val (face->fonts, entry);
  return face->fonts->len - 1;
}

static cairo_scaled_font_t *
scaled_font (KirokuFace *face, guint font)
{
  return g_array_index (face->fonts, Font, font).scaled;
}

/* The glyph of @c in @font and its width; 0, the empty box, when there is none. */
static guint32
look_up (KirokuFace *face, guint font, gunichar c, float *advance)
{
  char utf8[6];
  int length = g_unichar_to_utf8 (c, utf8);
  cairo_glyph_t buffer[4];
  cairo_glyph_t *glyphs = buffer;
  int n_glyphs = G_N_ELEMENTS (buffer);
  cairo_glyph_t glyph = { 0 };
  cairo_text_extents_t extents;

  if (cairo_scaled_font_text_to_glyphs (scaled_font (face, font), 0, 0, utf8, length, &glyphs,
                                        &n_glyphs, NULL, NULL, NULL)
          == CAIRO_STATUS_SUCCESS
      && n_glyphs > 0)
    glyph.index = glyphs[0].index;
  if (glyphs != buffer)
    cairo_glyph_free (glyphs);

  cairo_scaled_font_glyph_extents (scaled_font (face, font), &glyph, 1, &extents);
  *advance = extents.x_advance / REFERENCE_SIZE;
  return glyph.index;
}

/* Another font for what the family lacks. */
static void
look_elsewhere (KirokuFace *face, gunichar c, KirokuGlyph *glyph)
{
  PangoFont *font = pango_fontset_get_font (face->fontset, c);
  guint number;
  guint32 index;
  float advance;

  if (font == NULL)
    return;
  number = intern_font (face, font);
  index = look_up (face, number, c, &advance);
  if (index == 0)
    return;
  glyph->font = number;
  glyph->index = index;
  glyph->advance = advance;
}

/* Scripts whose characters stand one behind the other, each drawn by one glyph. */
static gboolean
is_plain_script (GUnicodeScript script)
{
  switch (script)
    {
    case G_UNICODE_SCRIPT_COMMON:
    case G_UNICODE_SCRIPT_LATIN:
    case G_UNICODE_SCRIPT_GREEK:
    case G_UNICODE_SCRIPT_CYRILLIC:
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_BOPOMOFO:
    case G_UNICODE_SCRIPT_HANGUL:
    case G_UNICODE_SCRIPT_YI:
    case G_UNICODE_SCRIPT_ARMENIAN:
    case G_UNICODE_SCRIPT_GEORGIAN:
    case G_UNICODE_SCRIPT_BRAILLE:
    case G_UNICODE_SCRIPT_UNKNOWN: /* private use, 外字 */
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
needs_shaping (gunichar c, KirokuBreak class)
{
  GUnicodeType type;

  if (c < 0x300)
    return c == 0xAD;
  if (c >= 0x3000 && c < 0xA000)
    return class == KIROKU_BREAK_ATTACHED || c == 0x3099 || c == 0x309A;
  type = g_unichar_type (c);
  return class == KIROKU_BREAK_ATTACHED || type == G_UNICODE_FORMAT
         || type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_SPACING_MARK
         || type == G_UNICODE_ENCLOSING_MARK || (c >= 0x1100 && c < 0x1200) /* conjoining jamo */
         || (c >= 0x1F1E6 && c <= 0x1F1FF)                                  /* flags */
         || !is_plain_script (g_unichar_get_script (c));
}

/* What is drawn for @c: check boxes are the square of the family, with or without a tick, so that
 * both have one size; a tab is two ems of nothing. */
static gunichar
drawn_as (gunichar c)
{
  if (c == 0x2610 || c == 0x2611)
    return 0x25A1;
  return c == '\t' ? 0x3000 : c;
}

void
kiroku_face_get_code (gunichar c, char code[KIROKU_FACE_CODE_LENGTH])
{
  g_snprintf (code, KIROKU_FACE_CODE_LENGTH, "U+%04X", c);
}

/* Whether people miss something when @c is not drawn. */
static gboolean
is_visible (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SPACE_SEPARATOR:
      return FALSE;
    default:
      return c >= 0x80; /* a family without digits could not draw a code point */
    }
}

/* @c is in no font: its code point takes its place. */
static void
make_code (KirokuFace *face, gunichar c, KirokuGlyph *glyph)
{
  char code[KIROKU_FACE_CODE_LENGTH];
  double width = 0;

  kiroku_face_get_code (c, code);
  for (const char *at = code; *at != '\0'; at++)
    width += kiroku_face_get_glyph (face, *at)->advance;
  glyph->advance = width * KIROKU_FACE_CODE_SCALE + 2 * KIROKU_FACE_CODE_PAD;
}

static void
make_glyph (KirokuFace *face, gunichar c, KirokuGlyph *glyph)
{
  gunichar drawn = drawn_as (c);
  gboolean missing;

  glyph->class = kiroku_break_of (c);
  glyph->index = look_up (face, 0, drawn, &glyph->advance);
  if (glyph->index == 0)
    look_elsewhere (face, drawn, glyph);
  missing = glyph->index == 0 && is_visible (c);
  if (missing)
    make_code (face, c, glyph);
  if (c == '\t')
    glyph->advance = 2;
  glyph->flags = (needs_shaping (c, glyph->class) ? KIROKU_GLYPH_SHAPED : 0)
                 | (kiroku_break_is_half_blank (c) ? KIROKU_GLYPH_HALF_BLANK : 0)
                 | (kiroku_break_may_hang (c) ? KIROKU_GLYPH_HANGS : 0)
                 | (c == 0x2611 ? KIROKU_GLYPH_TICKED : 0)
                 | (missing ? KIROKU_GLYPH_MISSING : 0);
  glyph->is_known = TRUE;
}

const KirokuGlyph *
kiroku_face_get_glyph (KirokuFace *face, gunichar c)
{
  KirokuGlyph **page = &face->pages[MIN (c, 0x10FFFF) >> PAGE_BITS];
  KirokuGlyph *glyph;

  if (*page == NULL)
    *page = g_new0 (KirokuGlyph, PAGE_SIZE);
  glyph = &(*page)[c & (PAGE_SIZE - 1)];
  if (!glyph->is_known)
    make_glyph (face, c, glyph);
  return glyph;
}

static void
make_context (KirokuFace *face, const char *family, const char *language)
{
  PangoLanguage *tag = pango_language_from_string (language);
  g_autofree char *families = g_strconcat (family, FALLBACKS, NULL);

  /* An own map: the default one belongs to a thread. */
  face->map = pango_cairo_font_map_new_for_font_type (CAIRO_FONT_TYPE_FT);
  pango_cairo_font_map_set_resolution (PANGO_CAIRO_FONT_MAP (face->map), 72);
  face->options = new_options ();
  face->context = pango_font_map_create_context (face->map);
  pango_cairo_context_set_font_options (face->context, face->options);
  pango_context_set_language (face->context, tag);
  pango_context_set_round_glyph_positions (face->context, FALSE);
  face->description = pango_font_description_new ();
  pango_font_description_set_family (face->description, families);
  pango_font_description_set_size (face->description, REFERENCE_SIZE * PANGO_SCALE);
  face->fontset = pango_context_load_fontset (face->context, face->description, tag);
}

KirokuFace *
kiroku_face_new (const char *family, const char *language, GError **error)
{
  g_autoptr (KirokuFace) face = g_new0 (KirokuFace, 1);
  PangoFont *font;

  g_return_val_if_fail (family != NULL && language != NULL, NULL);

  face->fonts = g_array_new (FALSE, FALSE, sizeof (Font));
  g_array_set_clear_func (face->fonts, clear_font);
  make_context (face, family, language);
  font = pango_context_load_font (face->context, face->description);
  if (font != NULL)
    intern_font (face, font);
  if (face->fonts->len == 0)
    {
      g_set_error (error, KIROKU_DOCUMENT_ERROR, KIROKU_DOCUMENT_ERROR_FONT,
                   _ ("There is no font for “%s”: install the IPAex fonts (fonts-ipaexfont)"),
                   family);
      return NULL;
    }
  return g_steal_pointer (&face);
}

void
kiroku_face_free (KirokuFace *face)
{
  if (face == NULL)
    return;
  for (guint i = 0; i < N_PAGES; i++)
    g_free (face->pages[i]);
  g_clear_pointer (&face->fonts, g_array_unref);
  g_clear_object (&face->fontset);
  g_clear_pointer (&face->description, pango_font_description_free);
  g_clear_object (&face->context);
  g_clear_object (&face->map);
  g_clear_pointer (&face->options, cairo_font_options_destroy);
  g_free (face);
}

cairo_font_face_t *
kiroku_face_get_font_face (KirokuFace *face, guint font)
{
  return cairo_scaled_font_get_font_face (scaled_font (face, font));
}

const cairo_font_options_t *
kiroku_face_get_options (KirokuFace *face)
{
  return face->options;
}

PangoLayout *
kiroku_face_shape (KirokuFace *face, const char *text, int length, double size)
{
  PangoLayout *layout = pango_layout_new (face->context);
  g_autoptr (PangoFontDescription) description = pango_font_description_copy (face->description);

  pango_font_description_set_size (description, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, description);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, length);
  return layout;
}
