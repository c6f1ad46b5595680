/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a form asks for as a table and the case already holds, as text: one line an item, words in
 * @language ("ja" or "en"), times in @zone. Addresses of the attacker's are defanged. What was
 * withdrawn is left out; of a long list the end is, and the text says how many. What was recorded by
 * somebody nobody vouched for says so: @authors are of kiroku_trust_read(). What was stated and is not here
 * is said to be withheld or erased by law: @absent, (nullable), is of kiroku_absent_list(). What may not leave
 * the organisation, or has a mark that nobody here can read, is counted alone. All are (transfer full), "" for
 * nothing. */

#define KIROKU_FORM_TABLE_LINES 100

/* @assets: (element-type KirokuAsset) */
char *kiroku_form_assets (
    GPtrArray *assets, GPtrArray *authors, GHashTable *absent, const char *language);
/* @indicators: (element-type KirokuIndicator) */
char *kiroku_form_indicators (GPtrArray *indicators,
                              GPtrArray *authors,
                              GHashTable *absent,
                              GTimeZone *zone,
                              const char *language);

/* @text, which is value @field of entry @hash, or the word for why it is not here. (nullable): it was never
 * stated. @absent: (nullable), as above. (transfer none): of @text, or static */
const char *kiroku_form_or_absent (GHashTable *absent,
                                   const char *language,
                                   const char *hash,
                                   const char *field,
                                   const char *text);

/* One report that was made: a desk that was told, or a form that was handed in. */
typedef struct
{
  gint64 at; /* µs UTC */
  const char *key; /* that signed this */
  const char *to;  /* (nullable): withheld; this and the rest may be of kiroku_form_or_absent() */
  const char *by;  /* (nullable), and so the next two: means or method, as shown */
  const char *what; /* name of the form; what came of a call is the organisation's own affair */
  const char *receipt;
} KirokuReportMade;

/* @reports: (element-type KirokuReportMade), in any order; they come out by time. */
char *kiroku_form_reports_made (
    GPtrArray *reports, GPtrArray *authors, GTimeZone *zone, const char *language);

G_END_DECLS
