/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-form-tables.h"

#include "kiroku-absent.h"
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
  GHashTable *absent; /* (nullable) */
  GString *text;
  guint n_lines, n_left_out;
  guint n_kept; /* not to be passed on */
  guint n_unread; /* nor these: nobody here knows with whom they may be shared */
} Lines;

static Lines
lines_new (GPtrArray *authors, GHashTable *absent, const char *language)
{
  return (Lines){
    .language = language, .authors = authors, .absent = absent, .text = g_string_new (NULL)
  };
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

/* @remark: taken, for @n of them. */
static void
lines_take_remark (Lines *lines, guint n, char *remark)
{
  if (n > 0)
    g_string_append_printf (lines->text, "%s%s", lines->text->len > 0 ? "\n" : "", remark);
  g_free (remark);
}

/* (transfer full) */
static char *
lines_end (Lines *lines)
{
  const char *language = lines->language;

  lines_take_remark (
      lines, lines->n_left_out,
      g_strdup_printf (kiroku_words (language, "（ほか%u件。事案の記録にあります。）",
                                     "(%u more stand in the record of the case.)"),
                       lines->n_left_out));
  lines_take_remark (
      lines, lines->n_kept,
      g_strdup_printf (kiroku_words (language, "（TLP:RED または TLP:AMBER+STRICT の%u件は記載しません。）",
                                     "(%u marked TLP:RED or TLP:AMBER+STRICT are not stated.)"),
                       lines->n_kept));
  lines_take_remark (
      lines, lines->n_unread,
      g_strdup_printf (kiroku_words (language, "（TLP の区分が分からない%u件は記載しません。）",
                                     "(%u whose TLP mark is not known here are not stated.)"),
                       lines->n_unread));
  return g_string_free (lines->text, FALSE);
}

/* Whether what is marked so may leave the organisation (FIRST, Traffic Light Protocol 2.0); counts it if not.
 * @hash: of the entry. @foreign: its mark is of a later version. */
static gboolean
may_be_passed_on (Lines *lines, const char *hash, KirokuTlp tlp, gboolean foreign)
{
  if (tlp == KIROKU_TLP_RED || tlp == KIROKU_TLP_AMBER_STRICT)
    lines->n_kept++;
  else if (foreign || kiroku_absent_get (lines->absent, hash, "tlp") != KIROKU_ABSENCE_NONE)
    lines->n_unread++;
  else
    return TRUE;
  return FALSE;
}

const char *
kiroku_form_or_absent (GHashTable *absent,
                       const char *language,
                       const char *hash,
                       const char *field,
                       const char *text)
{
  KirokuAbsence absence;

  if (text != NULL)
    return text;
  absence = kiroku_absent_get (absent, hash, field);
  if (absence == KIROKU_ABSENCE_NONE)
    return NULL;
  return kiroku_words_fact_state (language, absence == KIROKU_ABSENCE_ERASED ? KIROKU_FACT_ERASED
                                                                             : KIROKU_FACT_WITHHELD);
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
show_asset (const KirokuAsset *asset, const Lines *lines)
{
  const char *language = lines->language;
  const char *address = kiroku_form_or_absent (lines->absent, language, asset->hash, "address",
                                               asset->address);
  const char *owner
      = kiroku_form_or_absent (lines->absent, language, asset->hash, "owner", asset->owner);
  GString *line = g_string_new (asset->name);

  g_string_append_printf (line, kiroku_words (language, "（%s・%s）", " (%s, %s)"),
                          kiroku_asset_type_name (asset->type),
                          kiroku_asset_state_name (asset->state));
  append_part (line, language, NULL, address);
  append_part (line, language, kiroku_words (language, "管理", "owner"), owner);
  append_part (line, language, NULL, kiroku_tlp_name (asset->tlp));
  return g_string_free (line, FALSE);
}

char *
kiroku_form_assets (
    GPtrArray *assets, GPtrArray *authors, GHashTable *absent, const char *language)
{
  Lines lines = lines_new (authors, absent, language);
  g_auto (KirokuSpoken) spoken = kiroku_speak (language);

  g_return_val_if_fail (assets != NULL && authors != NULL && language != NULL, NULL);

  for (guint i = 0; i < assets->len; i++)
    {
      const KirokuAsset *asset = g_ptr_array_index (assets, i);

      if (asset->state != KIROKU_ASSET_WITHDRAWN
          && may_be_passed_on (&lines, asset->hash, asset->tlp, asset->tlp_foreign))
        lines_take (&lines, show_asset (asset, &lines), asset->author);
    }
  return lines_end (&lines);
}

/* --- Indicators --- */

/* When it was first seen, the occurrence of its entry, is in the header and never withheld. */
static char *
show_indicator (const KirokuIndicator *indicator, const Lines *lines, GTimeZone *zone)
{
  const char *language = lines->language;
  g_autofree char *value = kiroku_indicator_defang (indicator->type, indicator->value);
  g_autofree char *seen = indicator->first_seen != KIROKU_TIME_NONE
                              ? kiroku_words_time (language, indicator->first_seen, zone)
                              : NULL;
  GString *line = g_string_new (kiroku_indicator_type_name (indicator->type));

  append_part (line, language, NULL, value);
  append_part (line, language, kiroku_words (language, "初認", "first seen"), seen);
  append_part (line, language, NULL,
               kiroku_form_or_absent (lines->absent, language, indicator->hash, "technique",
                                      indicator->technique));
  append_part (line, language, NULL, kiroku_tlp_name (indicator->tlp));
  return g_string_free (line, FALSE);
}

char *
kiroku_form_indicators (GPtrArray *indicators,
                        GPtrArray *authors,
                        GHashTable *absent,
                        GTimeZone *zone,
                        const char *language)
{
  Lines lines = lines_new (authors, absent, language);
  g_auto (KirokuSpoken) spoken = kiroku_speak (language);

  g_return_val_if_fail (indicators != NULL && authors != NULL, NULL);
  g_return_val_if_fail (zone != NULL && language != NULL, NULL);

  for (guint i = 0; i < indicators->len; i++)
    {
      const KirokuIndicator *indicator = g_ptr_array_index (indicators, i);

      if (indicator->state == KIROKU_INDICATOR_ACTIVE
          && may_be_passed_on (&lines, indicator->hash, indicator->tlp, indicator->tlp_foreign))
        lines_take (&lines, show_indicator (indicator, &lines, zone), indicator->author);
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

  append_part (line, language, NULL,
               report->to != NULL ? report->to
                                  : kiroku_words_fact_state (language, KIROKU_FACT_WITHHELD));
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
  Lines lines = lines_new (authors, NULL, language);

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
