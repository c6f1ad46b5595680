/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-text.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-error.h"

#define NAME_MAX_BYTES 64
#define KILO 1000

G_DEFINE_QUARK (kiroku-model-error-quark, kiroku_model_error)

gboolean
kiroku_text_check (const char *text, gsize length, const char *what, GError **error)
{
  const char *end;

  g_return_val_if_fail (text != NULL || length == 0, FALSE);

  if (length > KIROKU_TEXT_MAX)
    {
      g_set_error (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_TEXT,
                   _ ("%s is %zu bytes long; at most %d are possible: take it in as a file "
                      "instead"),
                   what, length, KIROKU_TEXT_MAX);
      return FALSE;
    }
  if (length > 0 && memchr (text, '\0', length) != NULL)
    {
      g_set_error (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_TEXT,
                   _ ("%s holds a NUL character: remove it, or take the text in as a file"), what);
      return FALSE;
    }
  if (!g_utf8_validate (text, length, &end))
    {
      g_set_error (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_TEXT,
                   _ ("%s is not UTF-8 from byte %d on: convert it first (iconv -f CP932 -t UTF-8)"),
                   what, (int) (end - text));
      return FALSE;
    }
  return TRUE;
}

/* U+061C, U+200E, U+200F, U+202A–U+202E, U+2066–U+2069: what CVE-2021-42574 is about. */
static gboolean
is_bidi_control (gunichar c)
{
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E)
         || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
is_control (gunichar c)
{
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029;
}

char *
kiroku_text_visible (const char *text, gboolean one_line)
{
  GString *out;

  g_return_val_if_fail (text != NULL, NULL);

  out = g_string_sized_new (strlen (text));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n' && !one_line)
        g_string_append_c (out, '\n');
      else if (c == '\n')
        g_string_append (out, " ⏎ ");
      else if (c == '\t')
        g_string_append_c (out, one_line ? ' ' : '\t');
      else if (is_control (c) || is_bidi_control (c))
        g_string_append_printf (out, "‹U+%04X›", c);
      else
        g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

char *
kiroku_text_make_name (const char *text, const char *fallback)
{
  char *name;

  g_return_val_if_fail (fallback != NULL, NULL);

  name = text != NULL && g_ascii_isalnum (text[0]) ? g_strndup (text, NAME_MAX_BYTES)
                                                   : g_strdup (fallback);
  return g_strcanon (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_.", '_');
}

char *
kiroku_text_to_half_width (const char *text)
{
  GString *out;

  g_return_val_if_fail (text != NULL, NULL);

  out = g_string_sized_new (strlen (text));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c >= 0xFF01 && c <= 0xFF5E)
        c = c - 0xFF01 + 0x21;
      else if (c == 0x3000)
        c = ' ';
      else if (c == 0x2212) /* MINUS SIGN, what many input methods give for － */
        c = '-';
      else if (c == 0x301C) /* WAVE DASH, likewise for ～ */
        c = '~';
      g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

char *
kiroku_text_strip (const char *text)
{
  const char *end;

  g_return_val_if_fail (text != NULL, NULL);

  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  end = text + strlen (text);
  while (end > text)
    {
      const char *previous = g_utf8_prev_char (end);

      if (!g_unichar_isspace (g_utf8_get_char (previous)))
        break;
      end = previous;
    }
  return g_strndup (text, end - text);
}

/* @text from its next character on that is no white space. (transfer none) */
static const char *
skip_space (const char *text)
{
  while (g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return text;
}

gboolean
kiroku_text_is_same_name (const char *a, const char *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  for (a = skip_space (a), b = skip_space (b);
       *a != '\0' && g_utf8_get_char (a) == g_utf8_get_char (b);
       a = skip_space (g_utf8_next_char (a)), b = skip_space (g_utf8_next_char (b)))
    ;
  return *a == '\0' && *b == '\0';
}

gboolean
kiroku_text_is_uuid (const char *text)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);

  return g_uuid_string_is_valid (text) && g_str_equal (lower, text);
}

char *
kiroku_text_size (guint64 size)
{
  if (size >= KILO)
    return g_format_size (size);
  return g_strdup_printf (g_dngettext (NULL, "%d byte", "%d bytes", size), (int) size);
}
