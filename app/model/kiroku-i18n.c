/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-i18n.h"

#include <gio/gio.h>
#include <string.h>

#include "kiroku-era.h"
#include "kiroku-words-resources.h"

#define CATALOGUE "/org/kiroku/Kiroku/ja.mo"
/* Between context and text in a catalogue (GNU gettext). */
#define CONTEXT_GLUE "\004"
#define MO_MAGIC 0x950412deu

/* The thread's language, one of those below; NULL: the user's. */
static GPrivate spoken;
static const char japanese[] = "ja";
static const char japanese_of_eras[] = KIROKU_ERA_LANGUAGE;
static const char english[] = "en";

/* A compiled catalogue: two tables of lengths and offsets, the first of them sorted by text. */
typedef struct
{
  const char *bytes;
  gsize size;
  guint32 n, texts, translations;
} Catalogue;

/* --- The catalogue --- */

static guint32
get_number (const char *bytes, gsize offset)
{
  guint32 number;

  memcpy (&number, bytes + offset, sizeof number);
  return number;
}

/* Not of this program's own making: then there is none. */
static gboolean
check_catalogue (Catalogue *self)
{
  if (self->size < 20 || get_number (self->bytes, 0) != MO_MAGIC)
    return FALSE;
  self->n = get_number (self->bytes, 8);
  self->texts = get_number (self->bytes, 12);
  self->translations = get_number (self->bytes, 16);
  return self->n < self->size / 16 && self->texts <= self->size - 8 * (gsize) self->n
         && self->translations <= self->size - 8 * (gsize) self->n;
}

/* It is part of the program and stays; NULL when it is none. */
static const Catalogue *
get_catalogue (void)
{
  static gsize done = 0;
  static Catalogue catalogue;

  if (g_once_init_enter (&done))
    {
      GBytes *bytes = g_resource_lookup_data (kiroku_words_get_resource (), CATALOGUE, 0, NULL);

      if (bytes != NULL)
        catalogue.bytes = g_bytes_get_data (bytes, &catalogue.size);
      if (bytes != NULL && !check_catalogue (&catalogue))
        catalogue.n = 0;
      g_once_init_leave (&done, 1);
    }
  return catalogue.n > 0 ? &catalogue : NULL;
}

/* String @i of the table at @table; NULL when it does not lie in the file. */
static const char *
get_string (const Catalogue *self, guint32 table, guint32 i)
{
  guint32 length = get_number (self->bytes, table + 8 * (gsize) i);
  guint32 offset = get_number (self->bytes, table + 8 * (gsize) i + 4);

  return (gsize) offset + length < self->size ? self->bytes + offset : NULL;
}

/* The translation of @key, or @fallback. */
static const char *
look_up (const char *key, const char *fallback)
{
  const Catalogue *self = get_catalogue ();
  guint32 low = 0, high = self != NULL ? self->n : 0;

  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;
      const char *text = get_string (self, self->texts, middle);
      int order = text != NULL ? strcmp (key, text) : 0;

      if (order == 0)
        {
          const char *found = get_string (self, self->translations, middle);

          return text != NULL && found != NULL && found[0] != '\0' ? found : fallback;
        }
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }
  return fallback;
}

/* --- Words --- */

const char *
kiroku_gettext (const char *text)
{
  const char *language = g_private_get (&spoken);

  if (language == NULL)
    return gettext (text);
  return language == english ? text : look_up (text, text);
}

const char *
kiroku_gettext_in_context (const char *context, const char *text)
{
  const char *language = g_private_get (&spoken);
  g_autofree char *key = NULL;

  if (language == NULL)
    return g_dpgettext2 (NULL, context, text);
  if (language == english)
    return text;
  key = g_strconcat (context, CONTEXT_GLUE, text, NULL);
  return look_up (key, text);
}

const char *
kiroku_ngettext (const char *one, const char *several, gulong n)
{
  const char *language = g_private_get (&spoken);
  const char *text = n == 1 ? one : several;

  if (language == NULL)
    return g_dngettext (NULL, one, several, n);
  /* Japanese has one form, which stands under the text for one. */
  return language == english ? text : look_up (one, text);
}

KirokuSpoken
kiroku_speak (const char *language)
{
  KirokuSpoken before = { g_private_get (&spoken) };
  const char *now = g_strcmp0 (language, japanese_of_eras) == 0                  ? japanese_of_eras
                    : language != NULL && g_str_has_prefix (language, japanese) ? japanese
                                                                                : english;

  g_private_set (&spoken, (gpointer) now);
  return before;
}

gboolean
kiroku_speaks_of_eras (void)
{
  return g_private_get (&spoken) == japanese_of_eras;
}

void
kiroku_spoken_clear (KirokuSpoken *self)
{
  g_private_set (&spoken, (gpointer) self->before);
}
