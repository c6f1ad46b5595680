/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-form-tables.h"

#include "kiroku-asset.h"
#include "kiroku-i18n.h"
#include "kiroku-indicator-find.h"
#include "kiroku-indicator.h"
#include "kiroku-trust.h"
#include "kiroku-words.h"

/* Lines as they are gathered. */
typedef struct
{
  const char *language;
  GPtrArray *authors;
  GString *text;
  guint n_lines, n_left_out;
  guint n_kept; /* not to be passed on */
} Lines;

static Lines
lines_new (GPtrArray *authors, const char *language)
{
  return (Lines){ .language = language, .authors = authors, .text = g_string_new (NULL) };
}

/* Takes @line, which has no line break in the end, whatever was typed. @key: that signed it. */
static void
lines_take (Lines *lines, char *line, const char *key)
{
  if (lines->n_lines++ < KIROKU_FORM_TABLE_LINES)
    {
      g_strdelimit (line, "\n", ' ');
      if (lines->text->len > 0)
        g_string_append_c (lines->text, '\n');
      g_string_append (lines->text, line);
      if (!kiroku_trust_is_vouched (lines->authors, key))
        g_string_append (lines->text,
                         kiroku_words (lines->language, "［署名者を誰も保証していません］",
                                       " [nobody has vouched for the signer]"));
    }
  else
    lines->n_left_out++;
  g_free (line);
}

/* (transfer full) */
static char *
lines_end (Lines *lines)
{
  if (lines->n_left_out > 0)
    g_string_append_printf (lines->text,
                            kiroku_words (lines->language, "\n（ほか%u件。事案の記録にあります。）",
                                          "\n(%u more stand in the record of the case.)"),
                            lines->n_left_out);
  if (lines->n_kept > 0)
    g_string_append_printf (lines->text,
                            kiroku_words (lines->language,
                                          "%s（TLP:RED または TLP:AMBER+STRICT の%u件は記載しません。）",
                                          "%s(%u marked TLP:RED or TLP:AMBER+STRICT are not stated.)"),
                            lines->text->len > 0 ? "\n" : "", lines->n_kept);
  return g_string_free (lines->text, FALSE);
}

/* Whether what is marked so may leave the organisation: FIRST, Traffic Light Protocol 2.0. */
static gboolean
may_be_passed_on (KirokuTlp tlp)
{
  return tlp != KIROKU_TLP_RED && tlp != KIROKU_TLP_AMBER_STRICT;
}

static const char *
or_withheld (const char *language, const char *text)
{
  return text != NULL ? text : kiroku_words_fact_state (language, KIROKU_FACT_WITHHELD);
}

/* @label: (nullable). Nothing for an empty @value. */
static void
append_part (GString *line, const char *language, const char *label, const char *value)
{
  if (value == NULL || value[0] == '\0')
    return;
  g_string_append (line, kiroku_words (language, "　", "  "));
  if (label != NULL)
    g_string_append_printf (line, kiroku_words (language, "%s：", "%s: "), label);
  g_string_append (line, value);
}

/* What people wrote in their own words. */
static void
append_words (GString *line, const char *language, const char *label, const char *text)
{
  g_autofree char *safe = text != NULL ? kiroku_indicator_defang_text (text) : NULL;

  append_part (line, language, label, safe);
}

/* --- Assets --- */

static char *
show_asset (const KirokuAsset *asset, const char *language)
{
  GString *line = g_string_new (or_withheld (language, asset->name));

  g_string_append_printf (line, kiroku_words (language, "（%s・%s）", " (%s, %s)"),
                          kiroku_asset_type_name (asset->type),
                          kiroku_asset_state_name (asset->state));
  append_part (line, language, NULL, asset->address);
  append_part (line, language, kiroku_words (language, "管理", "owner"), asset->owner);
  append_part (line, language, NULL, kiroku_tlp_name (asset->tlp));
  return g_string_free (line, FALSE);
}

char *
kiroku_form_assets (GPtrArray *assets, GPtrArray *authors, const char *language)
{
  Lines lines = lines_new (authors, language);
  g_auto (KirokuSpoken) spoken = kiroku_speak (language);

  g_return_val_if_fail (assets != NULL && authors != NULL && language != NULL, NULL);

  for (guint i = 0; i < assets->len; i++)
    {
      const KirokuAsset *asset = g_ptr_array_index (assets, i);

      if (asset->state == KIROKU_ASSET_WITHDRAWN)
        continue;
      if (!may_be_passed_on (asset->tlp))
        lines.n_kept++;
      else
        lines_take (&lines, show_asset (asset, language), asset->author);
    }
  return lines_end (&lines);
}

/* --- Indicators --- */

static char *
show_indicator (const KirokuIndicator *indicator, GTimeZone *zone, const char *language)
{
  g_autofree char *value = indicator->value != NULL
                               ? kiroku_indicator_defang (indicator->type, indicator->value)
                               : NULL;
  g_autofree char *seen = indicator->first_seen != KIROKU_TIME_NONE
                              ? kiroku_words_time (language, indicator->first_seen, zone)
                              : NULL;
  GString *line = g_string_new (kiroku_indicator_type_name (indicator->type));

  append_part (line, language, NULL, or_withheld (language, value));
  append_part (line, language, kiroku_words (language, "初認", "first seen"), seen);
  append_part (line, language, NULL, indicator->technique);
  append_part (line, language, NULL, kiroku_tlp_name (indicator->tlp));
  return g_string_free (line, FALSE);
}

char *
kiroku_form_indicators (
    GPtrArray *indicators, GPtrArray *authors, GTimeZone *zone, const char *language)
{
  Lines lines = lines_new (authors, language);
  g_auto (KirokuSpoken) spoken = kiroku_speak (language);

  g_return_val_if_fail (indicators != NULL && authors != NULL, NULL);
  g_return_val_if_fail (zone != NULL && language != NULL, NULL);

  for (guint i = 0; i < indicators->len; i++)
    {
      const KirokuIndicator *indicator = g_ptr_array_index (indicators, i);

      if (indicator->state != KIROKU_INDICATOR_ACTIVE)
        continue;
      if (!may_be_passed_on (indicator->tlp))
        lines.n_kept++;
      else
        lines_take (&lines, show_indicator (indicator, zone, language), indicator->author);
    }
  return lines_end (&lines);
}

/* --- Reports made --- */

static int
compare_reports (gconstpointer a, gconstpointer b)
{
  const KirokuReportMade *left = *(gconstpointer *) a, *right = *(gconstpointer *) b;

  return (left->at > right->at) - (left->at < right->at);
}

static char *
show_report (const KirokuReportMade *report, GTimeZone *zone, const char *language)
{
  g_autofree char *time
      = kiroku_words_time (language, report->at - report->at % (60 * G_USEC_PER_SEC), zone);
  GString *line = g_string_new (time);

  append_part (line, language, NULL, or_withheld (language, report->to));
  if (report->by != NULL && report->by[0] != '\0')
    g_string_append_printf (line, kiroku_words (language, "（%s）", " (%s)"), report->by);
  append_words (line, language, NULL, report->what);
  append_part (line, language, kiroku_words (language, "受付", "receipt"), report->receipt);
  return g_string_free (line, FALSE);
}

char *
kiroku_form_reports_made (
    GPtrArray *reports, GPtrArray *authors, GTimeZone *zone, const char *language)
{
  g_autoptr (GPtrArray) sorted = NULL;
  Lines lines = lines_new (authors, language);

  g_return_val_if_fail (reports != NULL && authors != NULL, NULL);
  g_return_val_if_fail (zone != NULL && language != NULL, NULL);

  sorted = g_ptr_array_sized_new (reports->len);
  g_ptr_array_extend (sorted, reports, NULL, NULL);
  g_ptr_array_sort (sorted, compare_reports);
  for (guint i = 0; i < sorted->len; i++)
    {
      const KirokuReportMade *report = g_ptr_array_index (sorted, i);

      lines_take (&lines, show_report (report, zone, language), report->key);
    }
  return lines_end (&lines);
}
