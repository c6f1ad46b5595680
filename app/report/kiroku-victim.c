/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-victim.h"

#include <gio/gio.h>
#include <string.h>

/* What is shorter names nobody: it would be found in everything. In letters; a kanji says more than a letter. */
#define NAME_MIN 3
#define WIDE_NAME_MIN 2
/* What is shorter is no telephone number. */
#define DIGITS_MIN 9

#define HOST_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789.-"
#define PHONE_MARKS "-‐‑–−ー()（）・./ "

/* What is known of the organisation and its people under the names of facts. */
static const char *const victim_keys[]
    = { "org.name",       "org.corp_no",     "org.address",    "org.representative",
        "org.helpdesk",   "org.dpo",         "reporter.name",  "reporter.dept",
        "reporter.phone", "reporter.email",  "reporter.phone24h", "reporter.fax" };

/* Those that name a person, whose family name alone names him, too. */
static const char *const person_keys[] = { "org.representative", "org.dpo", "reporter.name", NULL };

/* As it is compared. (transfer full) */
static char *
fold (const char *text)
{
  g_autofree char *plain = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *folded = g_utf8_casefold (plain != NULL ? plain : text, -1);

  return g_strdup (g_strstrip (folded));
}

/* --- Names ------------------------------------------------------------------------------------- */

static gboolean
is_wide (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iswide (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

/* @name and @folded: folded. */
static gboolean
contains_folded (const char *folded, const char *name)
{
  return g_utf8_strlen (name, -1) >= (is_wide (name) ? WIDE_NAME_MIN : NAME_MIN) && strstr (folded, name) != NULL;
}

static gboolean
contains (const char *folded, const char *name)
{
  g_autofree char *needle = name != NULL ? fold (name) : NULL;

  return needle != NULL && contains_folded (folded, needle);
}

/* The names of a person one by one: "山田 太郎". */
static gboolean
contains_part (const char *folded, const char *name)
{
  g_autofree char *needle = name != NULL ? fold (name) : NULL;
  g_auto (GStrv) parts = g_strsplit_set (needle != NULL ? needle : "", " \t\n,", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (contains_folded (folded, parts[i]))
      return TRUE;
  return FALSE;
}

/* --- Telephone numbers ------------------------------------------------------------------------- */

/* The digits from @start on, with nothing but what stands between those of a telephone number. *@end: behind
 * them. "+81 3" is "03". (transfer full) */
static char *
dup_digits (const char *start, const char **end)
{
  GString *digits = g_string_new (NULL);
  const char *p = start;

  while (*p != '\0' && (g_ascii_isdigit (*p) || g_utf8_strchr (PHONE_MARKS, -1, g_utf8_get_char (p)) != NULL))
    {
      if (g_ascii_isdigit (*p))
        g_string_append_c (digits, *p);
      p = g_utf8_next_char (p);
    }
  *end = p;
  if ((start[0] == '8' && start[1] == '1' && digits->len > DIGITS_MIN) || g_str_has_prefix (digits->str, "0081"))
    {
      g_string_erase (digits, 0, start[0] == '8' ? 2 : 4);
      if (digits->str[0] != '0')
        g_string_prepend_c (digits, '0');
    }
  return g_string_free (digits, FALSE);
}

/* Adds the telephone numbers in @folded. @numbers: (element-type utf8) */
static void
add_numbers (GPtrArray *numbers, const char *folded)
{
  for (const char *p = folded; *p != '\0';)
    {
      const char *end = g_utf8_next_char (p);

      if (g_ascii_isdigit (*p))
        {
          g_autofree char *digits = dup_digits (p, &end);

          if (strlen (digits) >= DIGITS_MIN)
            g_ptr_array_add (numbers, g_steal_pointer (&digits));
        }
      p = end;
    }
}

/* Behind a number may stand another, or hours: “03-1234-5678 / 090-1111-2222 (9:00-17:00)”. What stands between the
 * digits of one may stand between two as well, so each part counts beside the whole. */
static gboolean
contains_number (const char *folded, const char *known)
{
  g_autofree char *plain = fold (known);
  g_auto (GStrv) parts = g_strsplit_set (plain, "/(", -1);
  g_autoptr (GPtrArray) ours = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) theirs = g_ptr_array_new_with_free_func (g_free);

  add_numbers (ours, plain);
  for (guint i = 0; parts[i] != NULL; i++)
    add_numbers (ours, parts[i]);
  add_numbers (theirs, folded);
  for (guint i = 0; i < ours->len; i++)
    for (guint j = 0; j < theirs->len; j++)
      if (strstr (theirs->pdata[j], ours->pdata[i]) != NULL
          || strstr (ours->pdata[i], theirs->pdata[j]) != NULL)
        return TRUE;
  return FALSE;
}

/* --- Mail addresses ---------------------------------------------------------------------------- */

/* Whether anybody may register below @domain, as below "co.jp" and "com". No list of all of them: a domain of two
 * labels under a country, the first a usual one, or of one label. */
static gboolean
is_public (const char *domain)
{
  static const char *const usual[]
      = { "ac", "ad", "co", "com", "ed", "edu", "go", "gov", "gr", "lg", "ne", "net", "or", "org", NULL };
  g_auto (GStrv) labels = g_strsplit (domain, ".", -1);
  const guint n = g_strv_length (labels);

  return n < 2 || (n == 2 && strlen (labels[1]) == 2 && g_strv_contains ((const char *const *) usual, labels[0]));
}

/* @host, or a domain above it that is the victim's as well: mail.example.co.jp, example.co.jp. */
static gboolean
contains_domain (const char *folded, const char *host)
{
  for (const char *domain = host; domain != NULL && !is_public (domain);)
    {
      const char *dot = strchr (domain, '.');

      if (contains_folded (folded, domain))
        return TRUE;
      domain = dot != NULL ? dot + 1 : NULL;
    }
  return FALSE;
}

/* A mail address gives its host away, too; a value may hold several, and words around them. */
static gboolean
contains_mail_host (const char *folded, const char *value)
{
  g_autofree char *plain = fold (value);

  for (const char *at = strchr (plain, '@'); at != NULL; at = strchr (at + 1, '@'))
    {
      g_autofree char *host = g_strndup (at + 1, strspn (at + 1, HOST_LETTERS));

      if (contains_domain (folded, host))
        return TRUE;
    }
  return FALSE;
}

/* --- Addresses --------------------------------------------------------------------------------- */

/* "192.0.2.0/24" holds 192.0.2.7. */
static gboolean
is_within (const char *network, const char *value)
{
  g_autoptr (GInetAddressMask) mask
      = strchr (network, '/') != NULL ? g_inet_address_mask_new_from_string (network, NULL) : NULL;
  g_autoptr (GInetAddress) address = mask != NULL ? g_inet_address_new_from_string (value) : NULL;

  return address != NULL && g_inet_address_mask_matches (mask, address);
}

static gboolean
is_one_of (const char *value, const char *addresses, const char *separators)
{
  g_auto (GStrv) parts = g_strsplit_set (addresses != NULL ? addresses : "", separators, -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *part = fold (parts[i]);

      if (part[0] != '\0' && (g_str_equal (part, value) || is_within (part, value)))
        return TRUE;
    }
  return FALSE;
}

/* The host of a URL or of a mail address, or of "host:8443" and "host/path". (transfer full) (nullable) */
static char *
dup_host (const char *folded)
{
  const char *at = strrchr (folded, '@');
  g_autofree char *url = NULL;
  char *host = NULL;

  if (at != NULL && strpbrk (at, "/:") == NULL)
    return g_strdup (at + 1);
  url = strstr (folded, "://") != NULL ? g_strdup (folded) : g_strconcat ("any://", folded, NULL);
  return g_uri_split (url, G_URI_FLAGS_NONE, NULL, NULL, &host, NULL, NULL, NULL, NULL, NULL) ? host : NULL;
}

static gboolean
is_any_of (const char *value, const char *addresses)
{
  return is_one_of (value, addresses, " ,;\n\t") || is_one_of (value, addresses, " ,;/\n\t");
}

/* An address is one as a whole: 192.0.2.1 is not 192.0.2.10. */
static gboolean
is_address (const char *folded, const char *addresses)
{
  g_autofree char *host = dup_host (folded);

  return is_any_of (folded, addresses) || (host != NULL && is_any_of (host, addresses));
}

/* --- Whom it hit ------------------------------------------------------------------------------- */

static gboolean
names_organisation (KirokuFacts *facts, const char *folded)
{
  for (guint i = 0; i < G_N_ELEMENTS (victim_keys); i++)
    {
      const char *value = kiroku_facts_get_value (facts, victim_keys[i]);

      if (value != NULL
          && (contains (folded, value) || contains_mail_host (folded, value) || contains_number (folded, value)
              || (g_strv_contains (person_keys, victim_keys[i]) && contains_part (folded, value))))
        return TRUE;
    }
  return FALSE;
}

static gboolean
names_asset (const KirokuAsset *asset, const char *folded)
{
  return is_address (folded, asset->address) || is_address (folded, asset->name)
         || contains (folded, asset->name) || contains (folded, asset->owner)
         || contains_part (folded, asset->owner);
}

gboolean
kiroku_victim_is_named (KirokuFacts *facts, GPtrArray *assets, const char *value)
{
  g_autofree char *folded = NULL;

  g_return_val_if_fail (facts != NULL && assets != NULL && value != NULL, TRUE);

  folded = fold (value);
  if (names_organisation (facts, folded))
    return TRUE;
  for (guint i = 0; i < assets->len; i++)
    if (names_asset (g_ptr_array_index (assets, i), folded))
      return TRUE;
  return FALSE;
}

gboolean
kiroku_victim_is_hidden (KirokuFacts *facts)
{
  g_return_val_if_fail (facts != NULL, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (victim_keys); i++)
    {
      const KirokuFact *fact = kiroku_facts_get (facts, victim_keys[i]);

      if (fact != NULL && (fact->state == KIROKU_FACT_WITHHELD || fact->state == KIROKU_FACT_ERASED))
        return TRUE;
    }
  return FALSE;
}
