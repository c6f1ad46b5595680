/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-refang.h"

#include <string.h>

/* Longest first where one begins another. Compared without regard to case and width. */
static const struct
{
  const char *form, *meaning;
} forms[] = {
  { "[://]", "://" }, { "://", "://" }, { "[:]", ":" },   { "[.]", "." },   { "(.)", "." },
  { "{.}", "." },     { "[dot]", "." }, { "(dot)", "." }, { "{dot}", "." }, { "[at]", "@" },
  { "(at)", "@" },    { "{at}", "@" },  { "[@]", "@" },   { "(@)", "@" },   { "{@}", "@" },
};

/* Only before ":" in one of its forms, and at the beginning of a word. */
static const struct
{
  const char *form, *meaning;
} schemes[] = {
  { "hxxps", "https" }, { "hxxp", "http" }, { "h**ps", "https" }, { "h**p", "http" }, { "fxp", "ftp" },
};

/* The character at @p, half-width and in lower case. */
static gunichar
fold (const char *p)
{
  gunichar c = g_utf8_get_char (p);

  if (c >= 0xFF01 && c <= 0xFF5E)
    c = c - 0xFF01 + 0x21;
  return g_unichar_tolower (c);
}

/* (nullable): the end of @form at @p. */
static const char *
match (const char *p, const char *form)
{
  for (; *form != '\0'; form++, p = g_utf8_next_char (p))
    if (*p == '\0' || fold (p) != (guchar) *form)
      return NULL;
  return p;
}

static void
emit (KirokuRefanged *self, GString *out, const char *meaning, gsize origin, gboolean mark)
{
  guint8 marked = mark;

  for (const char *byte = meaning; *byte != '\0'; byte++)
    {
      g_array_append_val (self->origins, origin);
      g_byte_array_append (self->marks, &marked, 1);
      g_string_append_c (out, *byte);
    }
}

static gboolean
ends_in_word (const GString *out)
{
  return out->len > 0 && g_ascii_isalnum (out->str[out->len - 1]);
}

/* Each of these gives the end of what it took at @p, or NULL. */

static const char *
take_form (KirokuRefanged *self, GString *out, const char *p, gsize origin)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      const char *end = match (p, forms[i].form);

      if (end == NULL)
        continue;
      emit (self, out, forms[i].meaning, origin, !g_str_equal (forms[i].form, forms[i].meaning));
      return end;
    }
  return NULL;
}

/* "evil [dot] example": one blank on either side belongs to the form. */
static const char *
take_spaced_form (KirokuRefanged *self, GString *out, const char *p, gsize origin)
{
  static const char *const spaced[] = { " [dot] ", " (dot) ", " {dot} ", " [at] ", " (at) ",
                                        " {at} ",  " [.] ",   " [@] " };

  if (*p != ' ' || !ends_in_word (out))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (spaced); i++)
    {
      const char *end = match (p, spaced[i]);

      if (end == NULL || !g_ascii_isalnum (fold (end)))
        continue;
      emit (self, out, strpbrk (spaced[i], "a@") != NULL ? "@" : ".", origin, TRUE);
      return end;
    }
  return NULL;
}

static const char *
take_scheme (KirokuRefanged *self, GString *out, const char *p, gsize origin)
{
  if (ends_in_word (out))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      const char *end = match (p, schemes[i].form);

      if (end == NULL || (match (end, ":") == NULL && match (end, "[:") == NULL))
        continue;
      emit (self, out, schemes[i].meaning, origin, TRUE);
      return end;
    }
  return NULL;
}

/* One character; digits, letters, ．and ＠ become half-width. Other full-width punctuation is that of
 * the sentence around. */
static const char *
take_character (KirokuRefanged *self, GString *out, const char *p, gsize origin)
{
  const char *end = g_utf8_next_char (p);
  gunichar c = g_utf8_get_char (p);
  gunichar half = c >= 0xFF01 && c <= 0xFF5E ? c - 0xFF01 + 0x21 : 0;
  char bytes[8] = { 0 };

  if (half == '.' || half == '@' || (half != 0 && g_ascii_isalnum (half)))
    bytes[0] = half;
  else
    memcpy (bytes, p, end - p);
  emit (self, out, bytes, origin, FALSE);
  return end;
}

KirokuRefanged *
kiroku_refanged_new (const char *text)
{
  KirokuRefanged *self;
  GString *out;
  gsize length;

  g_return_val_if_fail (text != NULL && g_utf8_validate (text, -1, NULL), NULL);

  self = g_new (KirokuRefanged, 1);
  self->origins = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->marks = g_byte_array_new ();
  length = strlen (text);
  out = g_string_sized_new (length);
  for (const char *p = text; *p != '\0';)
    {
      gsize origin = p - text;
      const char *end = take_form (self, out, p, origin);

      if (end == NULL)
        end = take_spaced_form (self, out, p, origin);
      if (end == NULL)
        end = take_scheme (self, out, p, origin);
      p = end != NULL ? end : take_character (self, out, p, origin);
    }
  g_array_append_val (self->origins, length);
  self->text = g_string_free (out, FALSE);
  return self;
}

void
kiroku_refanged_free (KirokuRefanged *self)
{
  g_free (self->text);
  g_array_unref (self->origins);
  g_byte_array_unref (self->marks);
  g_free (self);
}

gsize
kiroku_refanged_get_origin (const KirokuRefanged *self, gsize offset)
{
  g_return_val_if_fail (offset < self->origins->len, 0);

  return g_array_index (self->origins, gsize, offset);
}

gboolean
kiroku_refanged_is_marked (const KirokuRefanged *self, gsize start, gsize end)
{
  g_return_val_if_fail (start <= end && end <= self->marks->len, FALSE);

  return memchr (self->marks->data + start, 1, end - start) != NULL;
}
