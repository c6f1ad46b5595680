/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-words.h"

#include <string.h>

#include "kiroku-era.h"
#include "kiroku-i18n.h"

#define JAPAN_OFFSET (9 * 3600)
#define ROOT_GROUP 8 /* digits */

typedef struct
{
  const char *ja, *en;
} Words;

static const Words phases[KIROKU_N_PHASES] = {
  [KIROKU_PHASE_DETECT] = { "検知", "Detect" },
  [KIROKU_PHASE_TRIAGE] = { "トリアージ", "Triage" },
  [KIROKU_PHASE_CONTAINMENT] = { "封じ込め", "Containment" },
  [KIROKU_PHASE_ERADICATION] = { "根絶", "Eradication" },
  [KIROKU_PHASE_RECOVERY] = { "復旧", "Recovery" },
  [KIROKU_PHASE_REVIEW] = { "評価・見直し", "Review" },
};

static const Words confidences[KIROKU_N_CONFIDENCES] = {
  [KIROKU_CONFIDENCE_SEED] = { "資料で確認", "from a source document" },
  [KIROKU_CONFIDENCE_FOUND] = { "原文を確認", "primary text read" },
  [KIROKU_CONFIDENCE_FOUND_2ND] = { "伝聞", "second-hand" },
  [KIROKU_CONFIDENCE_RECALLED] = { "要確認", "not confirmed" },
  [KIROKU_CONFIDENCE_PROPOSED] = { "独自項目", "our own proposal" },
  [KIROKU_CONFIDENCE_STATED] = { "記入者による", "stated by a person" },
};

static const Words states[KIROKU_N_FACT_STATES] = {
  [KIROKU_FACT_UNASKED] = { "未記入", "not filled in" },
  [KIROKU_FACT_INVESTIGATING] = { "調査中", "under investigation" },
  [KIROKU_FACT_UNKNOWN] = { "現時点で不明", "unknown at present" },
  [KIROKU_FACT_NONE] = { "該当なし", "not applicable" },
  [KIROKU_FACT_ESTIMATE] = { "概数", "estimate" },
  [KIROKU_FACT_CONFIRMED] = { "確定", "confirmed" },
};

gboolean
kiroku_words_is_japanese (const char *language)
{
  return language != NULL && g_str_has_prefix (language, "ja");
}

const char *
kiroku_words (const char *language, const char *ja, const char *en)
{
  return kiroku_words_is_japanese (language) ? ja : en;
}

const char *
kiroku_words_by_calendar (const char *language, const char *calendar)
{
  if (kiroku_words_is_japanese (language) && g_strcmp0 (calendar, "japanese") == 0)
    return KIROKU_ERA_LANGUAGE;
  return language;
}

const char *
kiroku_words_in_calendar (const char *language, KirokuFacts *facts)
{
  const KirokuFact *fact
      = facts != NULL ? kiroku_facts_get (facts, KIROKU_WORDS_CALENDAR_FACT) : NULL;

  return kiroku_words_by_calendar (language, fact != NULL ? fact->value : NULL);
}

/* The year of a day, as @language writes it. (transfer full) */
static char *
dup_year (const char *language, int year, int month, int day)
{
  KirokuEraYear era;

  if (g_strcmp0 (language, KIROKU_ERA_LANGUAGE) != 0 || !kiroku_era_find (year, month, day, &era))
    return g_strdup_printf ("%d年", year);
  return era.year == 1 ? g_strconcat (era.name, "元年", NULL)
                       : g_strdup_printf ("%s%d年", era.name, era.year);
}

static const char *
pick (const char *language, const Words *words)
{
  return kiroku_words (language, words->ja, words->en);
}

const char *
kiroku_words_phase (const char *language, KirokuPhase phase)
{
  g_return_val_if_fail ((guint) phase < KIROKU_N_PHASES, NULL);

  return pick (language, &phases[phase]);
}

const char *
kiroku_words_confidence (const char *language, KirokuConfidence confidence)
{
  g_return_val_if_fail ((guint) confidence < KIROKU_N_CONFIDENCES, NULL);

  return pick (language, &confidences[confidence]);
}

const char *
kiroku_words_fact_state (const char *language, KirokuFactState state)
{
  if (state == KIROKU_FACT_WITHHELD)
    return kiroku_words (language, "開示されない", "withheld");
  if (state == KIROKU_FACT_ERASED)
    return kiroku_words (language, "法令により消去", "erased by law");
  g_return_val_if_fail ((guint) state < KIROKU_N_FACT_STATES, NULL);

  return pick (language, &states[state]);
}

const char *
kiroku_words_fact_state_of (const char *language, KirokuFactType type, KirokuFactState state)
{
  const gboolean measured
      = type == KIROKU_FACT_INTEGER || type == KIROKU_FACT_TIME || type == KIROKU_FACT_DATE;

  if (state == KIROKU_FACT_ESTIMATE && !measured)
    return kiroku_words (language, "推定", "estimate");
  return kiroku_words_fact_state (language, state);
}

static GDateTime *
date_time_in (gint64 us, GTimeZone *zone)
{
  gint64 seconds = us / G_USEC_PER_SEC - (us % G_USEC_PER_SEC < 0 ? 1 : 0);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (seconds);

  return g_date_time_to_timezone (utc, zone);
}

char *
kiroku_words_time (const char *language, gint64 us, GTimeZone *zone)
{
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *text = NULL;
  g_autofree char *offset = NULL;
  gboolean is_japan;

  g_return_val_if_fail (zone != NULL, NULL);

  time = date_time_in (us, zone);
  text = kiroku_words_moment (
      language, us,
      g_date_time_get_second (time) == 0 ? KIROKU_PRECISION_MINUTE : KIROKU_PRECISION_SECOND, zone);
  is_japan = g_date_time_get_utc_offset (time) == JAPAN_OFFSET * G_TIME_SPAN_SECOND;
  if (is_japan && kiroku_words_is_japanese (language))
    return g_steal_pointer (&text);

  offset = g_date_time_format (time, "%:z");
  return g_strdup_printf (kiroku_words (language, "%s（UTC%s）", "%s (UTC%s)"), text, offset);
}

char *
kiroku_words_moment (const char *language, gint64 us, KirokuPrecision precision, GTimeZone *zone)
{
  static const Words formats[] = {
    [KIROKU_PRECISION_SECOND] = { "%-m月%-d日 %-H時%M分%S秒", "%Y-%m-%d %H:%M:%S" },
    [KIROKU_PRECISION_MINUTE] = { "%-m月%-d日 %-H時%M分", "%Y-%m-%d %H:%M" },
    [KIROKU_PRECISION_HOUR] = { "%-m月%-d日 %-H時台", "%Y-%m-%d %H:00" },
    [KIROKU_PRECISION_DAY] = { "%-m月%-d日", "%Y-%m-%d" },
    [KIROKU_PRECISION_ABOUT] = { "%-m月%-d日 %-H時%M分頃", "about %Y-%m-%d %H:%M" },
  };
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *year = NULL;
  g_autofree char *rest = NULL;

  g_return_val_if_fail (zone != NULL, NULL);
  g_return_val_if_fail ((guint) precision < G_N_ELEMENTS (formats), NULL);

  time = date_time_in (us, zone);
  rest = g_date_time_format (time, pick (language, &formats[precision]));
  if (!kiroku_words_is_japanese (language))
    return g_steal_pointer (&rest);
  year = dup_year (language, g_date_time_get_year (time), g_date_time_get_month (time),
                   g_date_time_get_day_of_month (time));
  return g_strconcat (year, rest, NULL);
}

char *
kiroku_words_stamp (const char *language, gint64 us, KirokuPrecision precision, GTimeZone *zone)
{
  g_auto (KirokuSpoken) spoken = kiroku_speak (language);

  return kiroku_time_to_text (us, precision, zone);
}

char *
kiroku_words_day (const char *language, int year, int month, int day)
{
  if (kiroku_words_is_japanese (language))
    {
      g_autofree char *years = dup_year (language, year, month, day);

      return g_strdup_printf ("%s%d月%d日", years, month, day);
    }
  return g_strdup_printf ("%04d-%02d-%02d", year, month, day);
}

char *
kiroku_words_date (const char *language, const char *date)
{
  g_auto (KirokuSpoken) spoken = kiroku_speak (language);

  return kiroku_date_to_text (date);
}

char *
kiroku_words_number (const char *digits)
{
  GString *out;
  gsize length;

  g_return_val_if_fail (digits != NULL, NULL);

  length = strlen (digits);
  if (strspn (digits, "0123456789") != length)
    return g_strdup (digits);

  out = g_string_sized_new (length + length / 3);
  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append_c (out, ',');
      g_string_append_c (out, digits[i]);
    }
  return g_string_free (out, FALSE);
}

char *
kiroku_words_duration (const char *language, gint64 us)
{
  gint64 seconds = ABS (us) / G_USEC_PER_SEC;
  const char *sign = us <= -G_USEC_PER_SEC ? "−" : "";
  int days = seconds / (24 * 3600);
  int hours = seconds / 3600 % 24;
  int minutes = seconds / 60 % 60;
  gboolean japanese = kiroku_words_is_japanese (language);

  if (days > 0)
    return g_strdup_printf (japanese ? "%s%d日%d時間" : "%s%d d %d h", sign, days, hours);
  if (hours > 0)
    return g_strdup_printf (japanese ? "%s%d時間%02d分" : "%s%d h %02d min", sign, hours, minutes);
  if (minutes > 0)
    return g_strdup_printf (japanese ? "%s%d分" : "%s%d min", sign, minutes);
  return g_strdup_printf (japanese ? "%s%d秒" : "%s%d s", sign, (int) seconds);
}

/* One part of a source; its English stands in the brackets at its end. (transfer full) */
static char *
pick_source (const char *language, const char *part)
{
  const char *open = strstr (part, " (");

  if (open == NULL || !g_str_has_suffix (part, ")"))
    return g_strdup (part);
  if (kiroku_words_is_japanese (language))
    return g_strndup (part, open - part);
  return g_strndup (open + 2, strlen (open + 2) - 1);
}

char *
kiroku_words_source (const char *language, const char *source)
{
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (source != NULL, NULL);

  parts = g_strsplit (source, "; ", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *part = pick_source (language, parts[i]);

      g_free (parts[i]);
      parts[i] = part;
    }
  return g_strjoinv (kiroku_words (language, "、", "; "), parts);
}

char *
kiroku_words_groups (const char *digest, guint columns)
{
  GString *out = g_string_new (NULL);
  gsize length = strlen (digest);

  for (gsize i = 0; i < length; i += ROOT_GROUP)
    {
      if (i > 0)
        g_string_append_c (out, i / ROOT_GROUP % columns == 0 ? '\n' : ' ');
      g_string_append_len (out, digest + i, MIN (ROOT_GROUP, length - i));
    }
  return g_string_free (out, FALSE);
}
