/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-indicator-find.h"

#include <stdlib.h>
#include <string.h>

#include "kiroku-refang.h"

/* One search. Offsets below are bytes of the refanged text. */
typedef struct
{
  KirokuRefanged *refanged;
  const char *text; /* refanged */
  GPtrArray *found;
  GHashTable *known; /* "type value" of each; NULL: what stands there again is found again */
} Search;

void
kiroku_found_indicator_free (KirokuFoundIndicator *self)
{
  g_free (self->value);
  g_free (self);
}

/* Takes @value. */
static void
add (Search *search, KirokuIndicatorType type, char *value, gsize start, gsize end)
{
  KirokuFoundIndicator *found;

  if (search->known != NULL
      && !g_hash_table_add (search->known, g_strdup_printf ("%d %s", type, value)))
    {
      g_free (value);
      return;
    }
  found = g_new (KirokuFoundIndicator, 1);
  *found = (KirokuFoundIndicator){ .type = type,
                                   .value = value,
                                   .offset = kiroku_refanged_get_origin (search->refanged, start) };
  found->length = kiroku_refanged_get_origin (search->refanged, end) - found->offset;
  found->marked = kiroku_refanged_is_marked (search->refanged, start, end);
  g_ptr_array_add (search->found, found);
}

/* The canonical form of [@start, @end) as @type, or NULL. (transfer full) */
static char *
normalise (Search *search, KirokuIndicatorType type, gsize start, gsize end)
{
  g_autofree char *text = g_strndup (search->text + start, end - start);

  return kiroku_indicator_normalise (type, text, NULL);
}

/* --- What looks like one and is none --- */

/* Whether the text before @start, blanks aside, ends in a word that numbers follow. */
static gboolean
follows_number_word (Search *search, gsize start)
{
  static const char *const words[] = { "version", "ver.", "ver", "release", "build", "バージョン",
                                       "版",      "第",   "§",   NULL };
  g_autofree char *before = NULL;
  gsize length;

  while (start > 0 && search->text[start - 1] == ' ')
    start--;
  length = MIN (start, strlen ("バージョン"));
  before = g_ascii_strdown (search->text + start - length, length);
  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_has_suffix (before, words[i]))
      return TRUE;
  return FALSE;
}

/* "/24" behind an address makes it a network. */
static gboolean
is_network (Search *search, gsize end)
{
  const char *p = search->text + end;
  gsize digits = 0;

  while (p[0] == '/' && g_ascii_isdigit (p[1 + digits]))
    digits++;
  return digits > 0 && digits <= 2 && !g_ascii_isalnum (p[1 + digits]);
}

static gboolean
leads_nowhere (const char *ipv4)
{
  int first = atoi (ipv4);

  return first == 0 || first == 127 || first >= 224;
}

/* Global, local or of one link (RFC 4291 §2.4, RFC 4193): the others are mostly times, code or
 * addresses of network cards. */
static gboolean
is_unicast (const char *ipv6)
{
  gulong first = strtoul (ipv6, NULL, 16);

  return (first >> 13) == 1 || (first >> 9) == 0x7e || (first >> 6) == 0x3fa;
}

static gboolean
has_digit_and_letter (const char *digest)
{
  return strpbrk (digest, "0123456789") != NULL && strpbrk (digest, "abcdef") != NULL;
}

/* "完了.In": a sentence goes on without a blank. */
static gboolean
ends_in_title_case (Search *search, gsize start, gsize end)
{
  gsize label = end;

  while (label > start && search->text[label - 1] != '.')
    label--;
  return g_ascii_isupper (search->text[label]) && end - label > 1
         && g_ascii_islower (search->text[label + 1]);
}

static gboolean
is_path (Search *search, gsize start, gsize end)
{
  char before = start > 0 ? search->text[start - 1] : '\0';

  return before == '/' || before == '\\' || search->text[end] == '\\';
}

/* --- A word without colons --- */

static gboolean
take_address (Search *search, gsize start, gsize end)
{
  g_autofree char *value = normalise (search, KIROKU_INDICATOR_IPV4, start, end);

  if (value == NULL)
    return FALSE;
  if (!leads_nowhere (value) && !is_network (search, end) && !follows_number_word (search, start))
    add (search, KIROKU_INDICATOR_IPV4, g_steal_pointer (&value), start, end);
  return TRUE;
}

static gboolean
take_digest (Search *search, gsize start, gsize end)
{
  static const KirokuIndicatorType digests[]
      = { KIROKU_INDICATOR_SHA256, KIROKU_INDICATOR_SHA1, KIROKU_INDICATOR_MD5 };

  for (guint i = 0; i < G_N_ELEMENTS (digests); i++)
    {
      g_autofree char *value = normalise (search, digests[i], start, end);

      if (value == NULL)
        continue;
      if (has_digit_and_letter (value))
        add (search, digests[i], g_steal_pointer (&value), start, end);
      return TRUE;
    }
  return FALSE;
}

static void
take_domain (Search *search, gsize start, gsize end)
{
  g_autofree char *value = normalise (search, KIROKU_INDICATOR_DOMAIN, start, end);
  gboolean marked = kiroku_refanged_is_marked (search->refanged, start, end);

  if (value == NULL
      || (!marked
          && (!kiroku_indicator_has_common_ending (value) || is_path (search, start, end)
              || ends_in_title_case (search, start, end))))
    return;
  add (search, KIROKU_INDICATOR_DOMAIN, g_steal_pointer (&value), start, end);
}

/* Punctuation of the sentence at either end is no part of a word. */
static void
trim (Search *search, gsize *start, gsize *end)
{
  while (*start < *end && strchr (".:-+%_@", search->text[*start]) != NULL)
    (*start)++;
  while (*start < *end && strchr (".:-+%_@", search->text[*end - 1]) != NULL)
    (*end)--;
}

static void
take_piece (Search *search, gsize start, gsize end)
{
  trim (search, &start, &end);
  if (end - start < strlen ("a.jp")) /* the shortest of all */
    return;
  if (!take_address (search, start, end) && !take_digest (search, start, end))
    take_domain (search, start, end);
}

/* --- A word --- */

static gboolean
take_ipv6 (Search *search, gsize start, gsize end)
{
  g_autofree char *value = normalise (search, KIROKU_INDICATOR_IPV6, start, end);

  if (value == NULL)
    return FALSE;
  if (is_unicast (value) && !is_network (search, end))
    add (search, KIROKU_INDICATOR_IPV6, g_steal_pointer (&value), start, end);
  return TRUE;
}

static void
take_email (Search *search, gsize start, gsize end)
{
  g_autofree char *value = NULL;

  for (gsize i = start; search->text[i] != '@'; i++) /* From:a@b, mailto:a@b */
    if (search->text[i] == ':')
      start = i + 1;
  value = normalise (search, KIROKU_INDICATOR_EMAIL, start, end);
  if (value != NULL
      && (kiroku_indicator_has_common_ending (value)
          || kiroku_refanged_is_marked (search->refanged, start, end)))
    add (search, KIROKU_INDICATOR_EMAIL, g_steal_pointer (&value), start, end);
}

/* "C2:192.0.2.1:443" */
static void
take_pieces (Search *search, gsize start, gsize end)
{
  while (start < end)
    {
      gsize length = strcspn (search->text + start, ":");
      gsize stop = MIN (start + length, end);

      take_piece (search, start, stop);
      start = stop + 1;
    }
}

static void
take_word (Search *search, gsize start, gsize end)
{
  const char *colon;

  trim (search, &start, &end);
  if (memchr (search->text + start, '@', end - start) != NULL)
    {
      take_email (search, start, end);
      return;
    }
  colon = memchr (search->text + start, ':', end - start);
  if (colon != NULL
      && (take_ipv6 (search, start, end) || take_ipv6 (search, colon + 1 - search->text, end)))
    return;
  take_pieces (search, start, end);
}

/* --- A URL --- */

/* Where a URL that begins at @start ends: before blanks, quotation marks and all that is not ASCII, and
 * without the punctuation of the sentence around it. */
static gsize
find_url_end (Search *search, gsize start)
{
  const char *text = search->text;
  gsize end = start, opened = 0, closed = 0;

  for (; text[end] > ' ' && text[end] < 0x7f && strchr ("\"<>`{}|^", text[end]) == NULL; end++)
    {
      opened += text[end] == '(';
      closed += text[end] == ')';
    }
  while (end > start
         && (strchr (".,;:!?'*", text[end - 1]) != NULL || (text[end - 1] == ')' && closed > opened)
             || (text[end - 1] == ']' && memchr (text + start, '[', end - start) == NULL)))
    {
      closed -= text[end - 1] == ')';
      end--;
    }
  return end;
}

/* The end of the URL at @start, or @start when there is none. */
static gsize
take_url (Search *search, gsize start)
{
  gsize scheme = strspn (search->text + start, "abcdefghijklmnopqrstuvwxyz"
                                               "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-");
  g_autofree char *value = NULL;
  const char *host;
  gsize end;

  if (strncmp (search->text + start + scheme, "://", 3) != 0)
    return start;
  end = find_url_end (search, start);
  value = normalise (search, KIROKU_INDICATOR_URL, start, end);
  host = value != NULL ? strstr (value, "://") + 3 : "";
  if (strcspn (host, ".[") >= strcspn (host, "/?#")) /* a machine of one's own, or a file */
    return start;
  add (search, KIROKU_INDICATOR_URL, g_steal_pointer (&value), start, end);
  return end;
}

/* --- The text --- */

static gboolean
is_word_byte (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("._%+@:-", c) != NULL);
}

/* The end of the word at @start. A URL may begin in it: jndi:ldap://… */
static gsize
find_word_end (const char *text, gsize start)
{
  gsize end = start, scheme;

  while (is_word_byte (text[end]))
    end++;
  if (end == start || text[end - 1] != ':' || strncmp (text + end, "//", 2) != 0)
    return end;
  for (scheme = end - 1; scheme > start && g_ascii_isalnum (text[scheme - 1]);)
    scheme--;
  return scheme > start ? scheme : end;
}

/* @known: (nullable), empty */
static GPtrArray *
find_all (const char *text, GHashTable *known)
{
  g_autoptr (KirokuRefanged) refanged = kiroku_refanged_new (text);
  Search search
      = { refanged, refanged->text,
          g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_found_indicator_free), known };
  gsize i = 0;

  while (search.text[i] != '\0')
    {
      gsize end = g_ascii_isalpha (search.text[i]) ? take_url (&search, i) : i;

      if (end == i && (end = find_word_end (search.text, i)) > i)
        take_word (&search, i, end);
      i = MAX (end, i + 1);
    }
  return search.found;
}

GPtrArray *
kiroku_indicator_find (const char *text)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_return_val_if_fail (text != NULL, NULL);

  return find_all (text, known);
}

char *
kiroku_indicator_defang_text (const char *text)
{
  g_autoptr (GPtrArray) all = NULL;
  GString *out;
  gsize done = 0;

  g_return_val_if_fail (text != NULL, NULL);

  all = find_all (text, NULL);
  out = g_string_new (NULL);
  for (guint i = 0; i < all->len; i++)
    {
      const KirokuFoundIndicator *found = g_ptr_array_index (all, i);
      g_autofree char *as_written = g_strndup (text + found->offset, found->length);
      g_autofree char *safe = kiroku_indicator_defang (found->type, as_written);

      g_string_append_len (out, text + done, found->offset - done);
      g_string_append (out, found->marked ? as_written : safe);
      done = found->offset + found->length;
    }
  g_string_append (out, text + done);
  return g_string_free (out, FALSE);
}
