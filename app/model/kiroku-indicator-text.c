/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-indicator-text.h"

#include <arpa/inet.h>
#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-error.h"
#include "kiroku-names.h"
#include "kiroku-refang.h"
#include "kiroku-text.h"

static const KirokuName type_names[KIROKU_N_INDICATOR_TYPES] = {
  [KIROKU_INDICATOR_IPV4] = { "ipv4", NC_ ("indicator", "IPv4 address") },
  [KIROKU_INDICATOR_IPV6] = { "ipv6", NC_ ("indicator", "IPv6 address") },
  [KIROKU_INDICATOR_DOMAIN] = { "domain", NC_ ("indicator", "Domain") },
  [KIROKU_INDICATOR_URL] = { "url", NC_ ("indicator", "URL") },
  [KIROKU_INDICATOR_EMAIL] = { "email", NC_ ("indicator", "E-mail address") },
  [KIROKU_INDICATOR_SHA256] = { "sha256", NC_ ("indicator", "SHA-256") },
  [KIROKU_INDICATOR_SHA1] = { "sha1", NC_ ("indicator", "SHA-1") },
  [KIROKU_INDICATOR_MD5] = { "md5", NC_ ("indicator", "MD5") },
  [KIROKU_INDICATOR_FILE] = { "file", NC_ ("indicator", "File") },
  [KIROKU_INDICATOR_OTHER] = { "other", NC_ ("indicator", "Other") },
};

static const KirokuNames types = { type_names, KIROKU_N_INDICATOR_TYPES, "indicator" };

const char *
kiroku_indicator_type_id (KirokuIndicatorType type)
{
  return kiroku_names_get_id (&types, type);
}

const char *
kiroku_indicator_type_name (KirokuIndicatorType type)
{
  return kiroku_names_get_name (&types, type);
}

gboolean
kiroku_indicator_type_parse (const char *id, KirokuIndicatorType *type, GError **error)
{
  guint value;

  if (!kiroku_names_parse (&types, id, &value, error))
    return FALSE;
  *type = value;
  return TRUE;
}

/* --- Top-level domains --- */

/* Those that countries have (ISO 3166 and a few of the root zone), without the ones that are also endings
 * of common files: md pl ps py rs sh so. */
static const char country_endings[]
    = " ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt"
      " bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er"
      " es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht"
      " hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr"
      " ls lt lu lv ly ma mc me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni"
      " nl no np nr nu nz om pa pe pf pg ph pk pm pn pr pt pw qa re ro ru rw sa sb sc sd se sg si sk sl"
      " sm sn sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz"
      " va vc ve vg vi vn vu wf ws ye yt za zm zw ";

/* Others that are met often, and those that RFC 2606 and RFC 7686 set aside. */
static const char other_endings[]
    = " aero app arpa asia beauty biz blog buzz bond cam cat cfd click cloud club com coop cyou dev edu"
      " email fun gov guru help homes host icu info int jobs life link live lol ltd mil mobi monster"
      " museum name net network one online onion org page pro quest rest sbs shop site skin space store"
      " support tech tel tokyo today top travel vip website wiki win work world xxx xyz zone"
      " example invalid test ";

gboolean
kiroku_indicator_has_common_ending (const char *text)
{
  const char *dot = strrchr (text, '.');
  g_autofree char *word = dot != NULL ? g_strdup_printf (" %s ", dot + 1) : NULL;

  if (word == NULL)
    return FALSE;
  return strstr (country_endings, word) != NULL || strstr (other_endings, word) != NULL
         || g_str_has_prefix (dot + 1, "xn--");
}

/* --- One type each: the canonical form, or NULL --- */

static char *
normalise_ipv4 (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 2);
  struct in_addr address;
  guint64 port;

  if (parts[0] == NULL || inet_pton (AF_INET, parts[0], &address) != 1)
    return NULL;
  if (parts[1] != NULL && !g_ascii_string_to_unsigned (parts[1], 10, 0, 65535, &port, NULL))
    return NULL;
  return g_strdup (parts[0]);
}

static char *
normalise_ipv6 (const char *text)
{
  gboolean bracketed = text[0] == '[';
  gsize length = strcspn (text + bracketed, "]%"); /* a port or zone may follow */
  g_autofree char *bare = g_strndup (text + bracketed, length);
  char canonical[INET6_ADDRSTRLEN];
  struct in6_addr address;

  if (!bracketed && text[length] == ']')
    return NULL;
  if (inet_pton (AF_INET6, bare, &address) != 1)
    return NULL;
  return g_strdup (inet_ntop (AF_INET6, &address, canonical, sizeof canonical));
}

static gboolean
is_label (const char *label)
{
  gsize length = strlen (label);

  if (length == 0 || length > 63 || label[0] == '-' || label[length - 1] == '-')
    return FALSE;
  for (; *label != '\0'; label++)
    if (!g_ascii_isalnum (*label) && *label != '-' && *label != '_')
      return FALSE;
  return TRUE;
}

/* A last label of letters, so that no number passes for a name. */
static gboolean
is_top_label (const char *label)
{
  if (g_str_has_prefix (label, "xn--"))
    return TRUE;
  for (const char *p = label; *p != '\0'; p++)
    if (!g_ascii_isalpha (*p))
      return FALSE;
  return strlen (label) >= 2;
}

static char *
normalise_host_name (const char *text, guint min_labels)
{
  g_autofree char *encoded = g_hostname_to_ascii (text);
  g_autofree char *ascii = encoded != NULL ? g_ascii_strdown (encoded, -1) : NULL;
  gsize length = ascii != NULL ? strlen (ascii) : 0;
  g_auto (GStrv) labels = NULL;
  guint n;

  if (length == 0 || length > 253)
    return NULL;
  if (ascii[length - 1] == '.')
    ascii[length - 1] = '\0';
  labels = g_strsplit (ascii, ".", -1);
  n = g_strv_length (labels);
  if (n < min_labels || (n > 1 && !is_top_label (labels[n - 1])))
    return NULL;
  for (guint i = 0; i < n; i++)
    if (!is_label (labels[i]))
      return NULL;
  return g_steal_pointer (&ascii);
}

static char *
normalise_domain (const char *text)
{
  return normalise_host_name (text, 2);
}

static char *
normalise_email (const char *text)
{
  const char *at = strrchr (text, '@');
  g_autofree char *domain = at != NULL ? normalise_domain (at + 1) : NULL;
  gsize length = at != NULL ? at - text : 0;

  if (domain == NULL || length == 0 || length > 64 || text[0] == '.' || at[-1] == '.')
    return NULL;
  for (const char *p = text; p < at; p++)
    if (!g_ascii_isalnum (*p) && strchr ("!#$%&'*+/=?^_`{|}~.-", *p) == NULL)
      return NULL;
  return g_strdup_printf ("%.*s@%s", (int) length, text, domain);
}

/* A host of a URL: an address or a name, which may be that of one machine. */
static char *
normalise_url_host (const char *text)
{
  g_autofree char *address = NULL;

  if (text[0] != '[')
    {
      address = strchr (text, ':') == NULL ? normalise_ipv4 (text) : NULL;
      return address != NULL ? g_steal_pointer (&address) : normalise_host_name (text, 1);
    }
  address = g_str_has_suffix (text, "]") ? normalise_ipv6 (text) : NULL;
  return address != NULL ? g_strdup_printf ("[%s]", address) : NULL;
}

static gboolean
is_scheme (const char *text, gsize length)
{
  if (length == 0 || !g_ascii_isalpha (text[0]))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && strchr ("+.-", text[i]) == NULL)
      return FALSE;
  return TRUE;
}

/* Splits "user@host:port" into what stands before the host, the host, and its port with the colon. */
static void
split_authority (const char *authority, char **before, char **host, char **port)
{
  const char *at = strrchr (authority, '@');
  const char *start = at != NULL ? at + 1 : authority;
  const char *end = start[0] == '[' ? strchr (start, ']') : NULL;
  gsize length = end != NULL ? (gsize) (end + 1 - start) : strcspn (start, ":");

  *before = g_strndup (authority, start - authority);
  *host = g_strndup (start, length);
  *port = g_strdup (start + length);
}

static gboolean
is_port (const char *text)
{
  guint64 port;

  return text[0] == '\0' || g_str_equal (text, ":")
         || (text[0] == ':' && g_ascii_string_to_unsigned (text + 1, 10, 0, 65535, &port, NULL));
}

static char *
normalise_url (const char *text)
{
  const char *colon = strstr (text, "://");
  gsize length = colon != NULL ? strcspn (colon + 3, "/?#\\") : 0;
  g_autofree char *authority = colon != NULL ? g_strndup (colon + 3, length) : NULL;
  g_autofree char *scheme = colon != NULL ? g_ascii_strdown (text, colon - text) : NULL;
  g_autofree char *before = NULL;
  g_autofree char *typed_host = NULL;
  g_autofree char *port = NULL;
  g_autofree char *host = NULL;

  if (colon == NULL || !is_scheme (text, colon - text))
    return NULL;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isspace (g_utf8_get_char (p)) || g_unichar_iscntrl (g_utf8_get_char (p)))
      return NULL;
  split_authority (authority, &before, &typed_host, &port);
  host = normalise_url_host (typed_host);
  if (host == NULL || !is_port (port))
    return NULL;
  return g_strconcat (scheme, "://", before, host, port, colon + 3 + length, NULL);
}

static char *
normalise_digest (const char *text, gsize length)
{
  if (strlen (text) != length)
    return NULL;
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isxdigit (*p))
      return NULL;
  return g_ascii_strdown (text, -1);
}

static char *
normalise_sha256 (const char *text)
{
  return normalise_digest (text, 64);
}

static char *
normalise_sha1 (const char *text)
{
  return normalise_digest (text, 40);
}

static char *
normalise_md5 (const char *text)
{
  return normalise_digest (text, 32);
}

/* (nullable): any text will do */
static char *(*const normalisers[KIROKU_N_INDICATOR_TYPES]) (const char *text) = {
  [KIROKU_INDICATOR_IPV4] = normalise_ipv4,     [KIROKU_INDICATOR_IPV6] = normalise_ipv6,
  [KIROKU_INDICATOR_DOMAIN] = normalise_domain, [KIROKU_INDICATOR_URL] = normalise_url,
  [KIROKU_INDICATOR_EMAIL] = normalise_email,   [KIROKU_INDICATOR_SHA256] = normalise_sha256,
  [KIROKU_INDICATOR_SHA1] = normalise_sha1,     [KIROKU_INDICATOR_MD5] = normalise_md5,
};

/* --- From what was typed --- */

char *
kiroku_indicator_normalise (KirokuIndicatorType type, const char *text, GError **error)
{
  g_autofree char *stripped = NULL;
  g_autoptr (KirokuRefanged) refanged = NULL;
  char *value;

  g_return_val_if_fail (type < KIROKU_N_INDICATOR_TYPES && text != NULL, NULL);

  if (!kiroku_text_check (text, strlen (text), _ ("the indicator"), error))
    return NULL;
  stripped = kiroku_text_strip (text);
  if (normalisers[type] == NULL)
    {
      if (stripped[0] != '\0')
        return g_steal_pointer (&stripped);
      g_set_error_literal (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_VALUE,
                           _ ("the indicator is empty: say what was found"));
      return NULL;
    }
  refanged = kiroku_refanged_new (stripped);
  value = normalisers[type](refanged->text);
  if (value == NULL)
    g_set_error (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_VALUE,
                 _ ("“%s” does not have the form of this type: %s. Check it, or choose another type"),
                 stripped, kiroku_indicator_type_name (type));
  return value;
}

/* From the most to the least distinct form. */
static const KirokuIndicatorType order[]
    = { KIROKU_INDICATOR_URL,  KIROKU_INDICATOR_EMAIL,  KIROKU_INDICATOR_IPV4, KIROKU_INDICATOR_IPV6,
        KIROKU_INDICATOR_SHA256, KIROKU_INDICATOR_SHA1, KIROKU_INDICATOR_MD5,  KIROKU_INDICATOR_DOMAIN };

gboolean
kiroku_indicator_classify (
    const char *text, KirokuIndicatorType *type, char **value, GError **error)
{
  g_autofree char *stripped = NULL;
  g_autoptr (KirokuRefanged) refanged = NULL;

  g_return_val_if_fail (text != NULL && type != NULL && value != NULL, FALSE);

  if (!kiroku_text_check (text, strlen (text), _ ("the indicator"), error))
    return FALSE;
  stripped = kiroku_text_strip (text);
  refanged = kiroku_refanged_new (stripped);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_autofree char *found = normalisers[order[i]](refanged->text);

      /* report.pdf has the form of a domain. */
      if (found == NULL
          || (order[i] == KIROKU_INDICATOR_DOMAIN && !kiroku_indicator_has_common_ending (found)
              && !kiroku_refanged_is_marked (refanged, 0, refanged->marks->len)))
        continue;
      *type = order[i];
      *value = g_steal_pointer (&found);
      return TRUE;
    }
  g_set_error (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_VALUE,
               _ ("what “%s” is cannot be told from its form: state its type"), stripped);
  return FALSE;
}

/* --- To be shown --- */

/* Appends @length bytes of @text with a bracket around each of @marks. */
static void
append_defanged (GString *out, const char *text, gsize length, const char *marks)
{
  for (gsize i = 0; i < length; i++)
    if (strchr (marks, text[i]) != NULL)
      g_string_append_printf (out, "[%c]", text[i]);
    else
      g_string_append_c (out, text[i]);
}

static void
append_defanged_url (GString *out, const char *value)
{
  const char *colon = strstr (value, "://");
  const char *rest = colon != NULL ? colon + 3 : value;
  gsize authority = strcspn (rest, "/?#\\");

  if (g_str_has_prefix (value, "http://") || g_str_has_prefix (value, "https://"))
    g_string_append_printf (out, "hxxp%s", value[4] == 's' ? "s" : "");
  else if (g_str_has_prefix (value, "ftp://"))
    g_string_append (out, "fxp");
  else
    g_string_append_len (out, value, colon != NULL ? colon - value : 0);
  if (colon != NULL)
    g_string_append (out, "[:]//");
  append_defanged (out, rest, authority, ".@");
  g_string_append (out, rest + authority);
}

char *
kiroku_indicator_defang (KirokuIndicatorType type, const char *value)
{
  GString *out;

  g_return_val_if_fail (type < KIROKU_N_INDICATOR_TYPES && value != NULL, NULL);

  out = g_string_new (NULL);
  switch (type)
    {
    case KIROKU_INDICATOR_URL:
      append_defanged_url (out, value);
      break;
    case KIROKU_INDICATOR_EMAIL:
      append_defanged (out, value, strlen (value), ".@");
      break;
    case KIROKU_INDICATOR_IPV4:
    case KIROKU_INDICATOR_DOMAIN:
      append_defanged (out, value, strlen (value), ".");
      break;
    case KIROKU_INDICATOR_IPV6:
      append_defanged (out, value, strlen (value), ":");
      break;
    default:
      g_string_append (out, value);
    }
  return g_string_free (out, FALSE);
}

/* --- Techniques --- */

static gboolean
has_form (const char *text, const char *form)
{
  for (; *form != '\0'; text++, form++)
    if (*form == '0' ? !g_ascii_isdigit (*text) : *text != *form)
      return FALSE;
  return *text == '\0';
}

char *
kiroku_technique_normalise (const char *text, GError **error)
{
  g_autofree char *half = kiroku_text_to_half_width (text);
  g_autofree char *stripped = kiroku_text_strip (half);
  g_autofree char *id = g_ascii_strup (stripped, -1);

  if (has_form (id, "T0000") || has_form (id, "T0000.000"))
    return g_steal_pointer (&id);
  g_set_error (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_VALUE,
               _ ("“%s” is no technique of ATT&CK: write it as T1566 or T1566.001"), stripped);
  return NULL;
}
