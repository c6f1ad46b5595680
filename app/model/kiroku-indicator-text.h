/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An indicator of compromise as text: what it is, its one canonical form, and how it is shown so that
 * nobody follows it by accident. The record holds the canonical form (FORMAT.md §6, indicator.set). */
typedef enum
{
  KIROKU_INDICATOR_IPV4,
  KIROKU_INDICATOR_IPV6,
  KIROKU_INDICATOR_DOMAIN,
  KIROKU_INDICATOR_URL,
  KIROKU_INDICATOR_EMAIL,
  KIROKU_INDICATOR_SHA256,
  KIROKU_INDICATOR_SHA1,
  KIROKU_INDICATOR_MD5,
  KIROKU_INDICATOR_FILE, /* a file name or path */
  KIROKU_INDICATOR_OTHER,
} KirokuIndicatorType;

#define KIROKU_N_INDICATOR_TYPES 10

/* The id in entries and on the command line: "ipv4", "domain", … */
const char *kiroku_indicator_type_id (KirokuIndicatorType type);
/* The name in the user's language. */
const char *kiroku_indicator_type_name (KirokuIndicatorType type);
gboolean kiroku_indicator_type_parse (const char *id, KirokuIndicatorType *type, GError **error);

/* The canonical form of @text, which may be defanged, full-width and with blanks around: addresses as
 * inet_ntop(3) writes them, without a port; host names in lower case and ASCII; scheme and host of a
 * URL likewise, the rest as it is; digests in lower case.
 * KIROKU_MODEL_ERROR_VALUE when @text is none of @type. (transfer full) */
char *kiroku_indicator_normalise (KirokuIndicatorType type, const char *text, GError **error);

/* What @text is, judged by its form alone; @value is its canonical form (transfer full). A file name
 * looks like many things, so it is never guessed. KIROKU_MODEL_ERROR_VALUE when it cannot be told. */
gboolean kiroku_indicator_classify (
    const char *text, KirokuIndicatorType *type, char **value, GError **error);

/* @value, which is canonical, as it is shown and copied: hxxp[:]//evil[.]example/a, 192[.]0[.]2[.]1,
 * a[@]evil[.]example. What cannot be followed stays as it is. (transfer full) */
char *kiroku_indicator_defang (KirokuIndicatorType type, const char *value);

/* Whether @text, a host name in lower case, ends in a top-level domain that is common, and not also the
 * ending of common files. */
gboolean kiroku_indicator_has_common_ending (const char *text);

/* The id of a technique of MITRE ATT&CK, "T1566" or "T1566.001", typed in any case or width. Only its form
 * is checked. KIROKU_MODEL_ERROR_VALUE otherwise. (transfer full) */
char *kiroku_technique_normalise (const char *text, GError **error);

G_END_DECLS
