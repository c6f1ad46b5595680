/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-find.h"

/* FTS5's tokenizer `ascii` takes letters and digits of ASCII and all else beyond it as parts of
 * words, and cuts at the rest of ASCII. That rest is written with characters of private use, from
 * here on, which no text has once it is folded. */
#define PRIVATE 0xf0000
#define PRIVATE_END (PRIVATE + 0xff)
/* Follows the last character of a text. */
#define END (PRIVATE + 0x80)

/* NFKC. @text may come from a command line. (transfer full) */
static char *
normalize (const char *text)
{
  char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *valid = NULL;

  if (normal != NULL)
    return normal;
  valid = g_utf8_make_valid (text, -1);
  return g_utf8_normalize (valid, -1, G_NORMALIZE_ALL_COMPOSE);
}

/* Small letters may have an ordinary form again. (transfer full) */
static char *
normalize_case (const char *text)
{
  g_autofree char *normal = normalize (text);
  g_autofree char *small = g_utf8_casefold (normal, -1);

  return normalize (small);
}

static gunichar
fold_character (gunichar c)
{
  if (c >= PRIVATE && c <= PRIVATE_END)
    return 0xfffd;
  if (c < 0x80)
    return g_ascii_isspace (c) ? ' ' : (gunichar) g_ascii_tolower (c);
  return c;
}

char *
kiroku_find_fold (const char *text)
{
  g_autofree char *normal = NULL;
  GString *folded;

  g_return_val_if_fail (text != NULL, NULL);

  normal = normalize_case (text);
  folded = g_string_new (NULL);
  for (const char *c = normal; *c != '\0'; c = g_utf8_next_char (c))
    g_string_append_unichar (folded, fold_character (g_utf8_get_char (c)));
  return g_string_free (folded, FALSE);
}

/* As a part of a word; @c: nothing follows. */
static void
append_part (GString *cut, const char *c)
{
  gunichar part = *c != '\0' ? g_utf8_get_char (c) : END;

  if (part < 0x80 && !g_ascii_isalnum (part))
    part += PRIVATE;
  g_string_append_unichar (cut, part);
}

/* The pair that begins at @c. */
static void
append_pair (GString *cut, const char *c)
{
  append_part (cut, c);
  append_part (cut, g_utf8_next_char (c));
  g_string_append_c (cut, ' ');
}

void
kiroku_find_cut (GString *cut, const char *text)
{
  g_autofree char *folded = NULL;

  g_return_if_fail (cut != NULL);

  if (text == NULL)
    return;
  folded = kiroku_find_fold (text);
  for (const char *c = folded; *c != '\0'; c = g_utf8_next_char (c))
    append_pair (cut, c);
}

char *
kiroku_find_match (const char *find)
{
  g_autofree char *folded = NULL;
  GString *match;
  const char *c;

  g_return_val_if_fail (find != NULL, NULL);

  folded = kiroku_find_fold (find);
  if (folded[0] == '\0')
    return NULL;
  match = g_string_new ("\"");
  c = folded;
  if (*g_utf8_next_char (c) == '\0')
    {
      append_part (match, c);
      g_string_append (match, "\"*");
      return g_string_free (match, FALSE);
    }
  for (; *g_utf8_next_char (c) != '\0'; c = g_utf8_next_char (c))
    append_pair (match, c);
  g_string_append_c (match, '"');
  return g_string_free (match, FALSE);
}
