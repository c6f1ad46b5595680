/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-time.h"

#include <stdio.h>
#include <string.h>

#include "kiroku-era.h"
#include "kiroku-error.h"
#include "kiroku-i18n.h"
#include "kiroku-names.h"
#include "kiroku-text.h"

#define DAY_SECONDS (24 * 60 * 60)

/* A wall-clock time as typed; -1 where nothing was typed. */
typedef struct
{
  int year, month, day;
  int hour, minute, second;
  int fraction; /* µs */
  gboolean has_offset;
  int offset; /* minutes */
} Typed;

static const KirokuName precision_names[]
    = { { "second" }, { "minute" }, { "hour" }, { "day" }, { "about" } };

static const KirokuNames precisions = { precision_names, G_N_ELEMENTS (precision_names), NULL };

const char *
kiroku_precision_id (KirokuPrecision precision)
{
  return kiroku_names_get_id (&precisions, precision);
}

gboolean
kiroku_precision_parse (const char *id, KirokuPrecision *precision)
{
  guint value;

  if (!kiroku_names_parse (&precisions, id, &value, NULL))
    return FALSE;
  *precision = value;
  return TRUE;
}

/* Reads between @min and @max digits at *@p; without them @value stays as it is. */
static gboolean
scan_number (const char **p, int min, int max, int *value)
{
  int digits = 0, number = 0;

  while (digits < max && g_ascii_isdigit (**p))
    {
      number = number * 10 + (**p - '0');
      (*p)++;
      digits++;
    }
  if (digits < min)
    return FALSE;
  *value = number;
  return TRUE;
}

static gboolean
scan_any (const char **p, const char *const *tokens)
{
  for (; *tokens != NULL; tokens++)
    if (g_str_has_prefix (*p, *tokens))
      {
        *p += strlen (*tokens);
        return TRUE;
      }
  return FALSE;
}

static const char *const after_year[] = { "-", "/", "年", NULL };
static const char *const after_month[] = { "-", "/", "月", NULL };
static const char *const after_day[] = { "日", NULL };
static const char *const after_hour[] = { ":", "時", NULL };
static const char *const after_minute[] = { ":", "分", NULL };
static const char *const after_second[] = { "秒", NULL };

static gboolean
scan_date (const char **p, Typed *typed)
{
  const char *start = *p;

  if (scan_number (p, 4, 4, &typed->year) && scan_any (p, after_year)
      && scan_number (p, 1, 2, &typed->month) && scan_any (p, after_month)
      && scan_number (p, 1, 2, &typed->day))
    {
      scan_any (p, after_day);
      return TRUE;
    }
  *p = start;
  typed->year = typed->month = typed->day = -1;
  return FALSE;
}

/* ".25": a quarter of a second; what is finer than a µs is dropped. */
static void
scan_fraction (const char **p, Typed *typed)
{
  int unit = G_USEC_PER_SEC / 10;

  if (**p != '.' || !g_ascii_isdigit ((*p)[1]))
    return;
  for ((*p)++; g_ascii_isdigit (**p); (*p)++)
    {
      typed->fraction += (**p - '0') * unit;
      unit /= 10;
    }
}

static gboolean
scan_clock (const char **p, Typed *typed)
{
  if (!scan_number (p, 1, 2, &typed->hour) || !scan_any (p, after_hour))
    return FALSE;
  if (!scan_number (p, 1, 2, &typed->minute))
    {
      typed->minute = 0; /* "14時" */
      return (*p)[-1] != ':';
    }
  if (scan_any (p, after_minute))
    {
      if (!scan_number (p, 1, 2, &typed->second))
        return (*p)[-1] != ':'; /* "14時05分" */
      scan_any (p, after_second);
      scan_fraction (p, typed);
    }
  return TRUE;
}

static gboolean
scan_offset (const char **p, Typed *typed)
{
  int hours, minutes, sign;

  if (**p == 'Z' || **p == 'z')
    {
      (*p)++;
      typed->has_offset = TRUE;
      return TRUE;
    }
  if (**p != '+' && **p != '-')
    return TRUE;
  sign = **p == '-' ? -1 : 1;
  (*p)++;
  if (!scan_number (p, 2, 2, &hours))
    return FALSE;
  if (**p == ':')
    (*p)++;
  if (!scan_number (p, 2, 2, &minutes) || minutes > 59 || hours > 14)
    return FALSE;
  typed->has_offset = TRUE;
  typed->offset = sign * (hours * 60 + minutes);
  return TRUE;
}

static gboolean
scan_typed (const char *text, Typed *typed)
{
  const char *p = text;

  *typed = (Typed){ -1, -1, -1, -1, -1, -1, 0, FALSE, 0 };
  if (scan_date (&p, typed))
    {
      gboolean blank = FALSE;

      while (*p == ' ' || *p == 'T' || *p == 't')
        {
          p++;
          blank = TRUE;
        }
      if (*p == '\0')
        return !blank;
      if (!blank && !g_ascii_isdigit (*p))
        return FALSE;
    }
  if (!scan_clock (&p, typed))
    return FALSE;
  while (*p == ' ')
    p++;
  return scan_offset (&p, typed) && *p == '\0';
}

static gboolean
typed_is_possible (const Typed *typed)
{
  return typed->year >= 1970 && typed->year < 2100
         && g_date_valid_dmy (typed->day, typed->month, typed->year) && typed->hour <= 23
         && typed->minute <= 59 && typed->second <= 59;
}

/* Seconds since 1970 of the wall clock, as if it stood in UTC. */
static gint64
wall_seconds (const Typed *typed)
{
  g_autoptr (GDateTime) wall = g_date_time_new_utc (typed->year, typed->month, typed->day,
                                                    MAX (typed->hour, 0), MAX (typed->minute, 0),
                                                    MAX (typed->second, 0));

  return g_date_time_to_unix (wall);
}

/* Minutes east of UTC that @zone shows at @seconds since 1970. */
static int
zone_offset (GTimeZone *zone, gint64 seconds)
{
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, seconds);

  return g_time_zone_get_offset (zone, interval) / 60;
}

static char *
offset_to_text (int offset)
{
  return g_strdup_printf ("%c%02d:%02d", offset < 0 ? '-' : '+', ABS (offset) / 60,
                          ABS (offset) % 60);
}

/* Finds the offset of @zone for the wall clock @wall. Around a change of offset a wall clock can
 * name no moment or two: both are refused, because a guess would end as evidence. */
static gboolean
find_offset (GTimeZone *zone, gint64 wall, int *offset, GError **error)
{
  int before = zone_offset (zone, wall - DAY_SECONDS);
  int after = zone_offset (zone, wall + DAY_SECONDS);
  gboolean before_holds = zone_offset (zone, wall - before * 60) == before;
  gboolean after_holds = zone_offset (zone, wall - after * 60) == after;

  if (before_holds != after_holds || (before_holds && before == after))
    {
      *offset = before_holds ? before : after;
      return TRUE;
    }

  g_autofree char *first = offset_to_text (before);
  g_autofree char *second = offset_to_text (after);

  g_set_error (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_TIME,
               before_holds ? _ ("the clocks of %s showed this time twice: add the offset, %s or %s")
                            : _ ("the clocks of %s skipped this time: add the offset, %s or %s"),
               g_time_zone_get_identifier (zone), first, second);
  return FALSE;
}

static void
fill_in_today (Typed *typed, GTimeZone *zone, gint64 now)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  int today = g_date_time_get_hour (local) * 60 + g_date_time_get_minute (local);

  if (typed->hour * 60 + typed->minute > today + 1)
    {
      g_autoptr (GDateTime) yesterday = g_date_time_add_days (local, -1);

      g_date_time_get_ymd (yesterday, &typed->year, &typed->month, &typed->day);
    }
  else
    g_date_time_get_ymd (local, &typed->year, &typed->month, &typed->day);
}

static KirokuPrecision
typed_precision (const Typed *typed)
{
  if (typed->hour < 0)
    return KIROKU_PRECISION_DAY;
  return typed->second < 0 ? KIROKU_PRECISION_MINUTE : KIROKU_PRECISION_SECOND;
}

gboolean
kiroku_time_parse (const char *text, GTimeZone *local, gint64 now, KirokuTime *time, GError **error)
{
  g_autofree char *half = NULL;
  g_autofree char *stripped = NULL;
  Typed typed;
  gint64 wall;
  int offset;

  g_return_val_if_fail (text != NULL && local != NULL && time != NULL, FALSE);

  half = kiroku_text_to_half_width (text);
  stripped = kiroku_text_strip (half);
  if (!scan_typed (stripped, &typed))
    {
      g_set_error (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_TIME,
                   _ ("“%s” is not a time: write 2026-11-21 14:05, 14:05 alone for the last time it was "
                      "that, or add an offset as in 2026-11-21T14:05:00+09:00"),
                   text);
      return FALSE;
    }
  if (typed.year < 0)
    fill_in_today (&typed, local, now);
  if (!typed_is_possible (&typed))
    {
      g_set_error (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_TIME,
                   _ ("there is no time “%s”: check the day, the hour and the minute"), text);
      return FALSE;
    }

  wall = wall_seconds (&typed);
  if (typed.has_offset)
    offset = typed.offset;
  else if (!find_offset (local, wall, &offset, error))
    return FALSE;

  *time = (KirokuTime){ .us = (wall - offset * 60) * G_USEC_PER_SEC,
                        .fraction = typed.fraction,
                        .offset = offset,
                        .precision = typed_precision (&typed) };
  if (!typed.has_offset)
    g_strlcpy (time->tz, g_time_zone_get_identifier (local), sizeof time->tz);
  return TRUE;
}

static char *
format_with_offset (gint64 us, int offset)
{
  g_autoptr (GDateTime) wall = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC + offset * 60);
  g_autofree char *clock = g_date_time_format (wall, "%Y-%m-%dT%H:%M:%S");
  g_autofree char *tail = offset_to_text (offset);

  return g_strconcat (clock, tail, NULL);
}

char *
kiroku_time_to_occ (const KirokuTime *time)
{
  g_return_val_if_fail (time != NULL, NULL);

  return format_with_offset (time->us, time->offset);
}

gboolean
kiroku_time_from_occ (const char *occ,
                      const char *precision,
                      const char *tz,
                      KirokuTime *time)
{
  g_autofree char *again = NULL;
  Typed typed;

  g_return_val_if_fail (occ != NULL && time != NULL, FALSE);

  *time = (KirokuTime){ .precision = KIROKU_PRECISION_SECOND };
  if (!scan_typed (occ, &typed) || !typed.has_offset || typed.year < 0
      || !typed_is_possible (&typed))
    return FALSE;
  if (precision != NULL && !kiroku_precision_parse (precision, &time->precision))
    return FALSE;
  time->offset = typed.offset;
  time->us = (wall_seconds (&typed) - typed.offset * 60) * G_USEC_PER_SEC;
  g_strlcpy (time->tz, tz != NULL ? tz : "", sizeof time->tz);

  /* The form is exact: what was read must be what would be written. */
  again = kiroku_time_to_occ (time);
  return g_str_equal (occ, again);
}

char *
kiroku_time_to_iso (gint64 us, GTimeZone *zone)
{
  g_return_val_if_fail (zone != NULL, NULL);

  return format_with_offset (us, zone_offset (zone, us / G_USEC_PER_SEC));
}

char *
kiroku_time_to_exact_iso (gint64 us, GTimeZone *zone)
{
  g_autofree char *whole = kiroku_time_to_iso (us, zone);
  gsize clock_length = strlen ("YYYY-MM-DDTHH:MM:SS");

  return g_strdup_printf ("%.*s.%06d%s", (int) clock_length, whole, (int) (us % G_USEC_PER_SEC),
                          whole + clock_length);
}

/* (transfer full) */
static char *
dup_date (GDateTime *local)
{
  int year, month, day;
  char *date = NULL;

  g_date_time_get_ymd (local, &year, &month, &day);
  if (kiroku_speaks_of_eras ())
    date = kiroku_era_dup_date (year, month, day);
  return date != NULL ? date : g_date_time_format (local, "%Y-%m-%d");
}

gint64
kiroku_time_end_of_day (gint64 us, GTimeZone *zone, int *offset)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) there = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
  g_autoptr (GDateTime) day = NULL;
  g_autoptr (GDateTime) next = NULL;
  g_autoptr (GDateTime) last = NULL;

  g_return_val_if_fail (there != NULL, us);

  day = g_date_time_new (zone, g_date_time_get_year (there), g_date_time_get_month (there),
                         g_date_time_get_day_of_month (there), 0, 0, 0);
  next = g_date_time_add_days (day, 1);
  g_return_val_if_fail (next != NULL, us); /* the last day of the calendar */
  last = g_date_time_add_seconds (next, -1);
  if (offset != NULL)
    *offset = g_date_time_get_utc_offset (last) / G_TIME_SPAN_MINUTE;
  return g_date_time_to_unix (last) * G_USEC_PER_SEC;
}

char *
kiroku_time_to_text (gint64 us, KirokuPrecision precision, GTimeZone *zone)
{
  static const char *const formats[] = {
    [KIROKU_PRECISION_SECOND] = " %H:%M:%S", [KIROKU_PRECISION_MINUTE] = " %H:%M",
    [KIROKU_PRECISION_HOUR] = " %H:00",      [KIROKU_PRECISION_DAY] = "",
    [KIROKU_PRECISION_ABOUT] = " %H:%M",
  };
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *date = NULL;
  g_autofree char *clock = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (zone != NULL, NULL);
  g_return_val_if_fail ((guint) precision < G_N_ELEMENTS (formats), NULL);

  utc = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);
  local = g_date_time_to_timezone (utc, zone);
  date = dup_date (local);
  clock = g_date_time_format (local, formats[precision]);
  text = g_strconcat (date, clock, NULL);
  if (precision == KIROKU_PRECISION_ABOUT)
    return g_strdup_printf (_ ("about %s"), text);
  return g_steal_pointer (&text);
}

char *
kiroku_date_to_text (const char *date)
{
  char *text = NULL;
  int year, month = 0, day = 0;
  int n;
  char rest;

  g_return_val_if_fail (date != NULL, NULL);

  n = sscanf (date, "%4d-%2d-%2d%c", &year, &month, &day, &rest);
  /* "2026", "2026-11" or "2026-11-21", and nothing behind */
  if (kiroku_speaks_of_eras () && n >= 1 && n <= 3 && strlen (date) == (gsize) (1 + 3 * n))
    text = kiroku_era_dup_date (year, month, day);
  return text != NULL ? text : g_strdup (date);
}

char *
kiroku_time_stated_to_text (const char *stated, gboolean to_the_minute)
{
  const gsize date = strlen ("YYYY-MM-DD"), minutes = strlen ("YYYY-MM-DDTHH:MM");
  const gsize seconds = strlen ("YYYY-MM-DDTHH:MM:SS");
  g_autofree char *day = NULL;
  g_autofree char *shown = NULL;
  gsize clock;
  KirokuTime time;

  g_return_val_if_fail (stated != NULL, NULL);

  if (!kiroku_time_from_occ (stated, NULL, NULL, &time))
    return kiroku_date_to_text (stated);
  day = g_strndup (stated, date);
  shown = kiroku_date_to_text (day);
  clock = (to_the_minute || g_str_has_prefix (stated + minutes, ":00") ? minutes : seconds) - date - 1;
  return g_strdup_printf ("%s %.*s %s", shown, (int) clock, stated + date + 1, stated + seconds);
}

char *
kiroku_duration_to_text (gint64 us)
{
  gint64 seconds = us / G_USEC_PER_SEC;
  int days = seconds / DAY_SECONDS;
  int hours = seconds / 3600 % 24;
  int minutes = seconds / 60 % 60;

  if (us < 0)
    {
      g_autofree char *length = kiroku_duration_to_text (-us);

      return g_strconcat ("−", length, NULL);
    }
  if (days > 0)
    return g_strdup_printf (_ ("%d d %d h"), days, hours);
  if (hours > 0)
    return g_strdup_printf (_ ("%d h %02d min"), hours, minutes);
  if (minutes > 0)
    return g_strdup_printf (_ ("%d min"), minutes);
  return g_strdup_printf (_ ("%d s"), (int) seconds);
}

char *
kiroku_time_describe_future (gint64 us, gint64 now)
{
  g_autofree char *length = NULL;

  if (us <= now + 60 * G_USEC_PER_SEC)
    return NULL;
  length = kiroku_duration_to_text (us - now);
  /* Translators: a length of time, such as 2 h 05 min. */
  return g_strdup_printf (
      _ ("The stated time lies %s ahead of this computer’s clock; it is recorded all the same."),
      length);
}

char *
kiroku_date_parse (const char *text, GError **error)
{
  g_autofree char *half = NULL;
  g_autofree char *stripped = NULL;
  Typed typed = { 0 };
  const char *p;

  g_return_val_if_fail (text != NULL, NULL);

  half = kiroku_text_to_half_width (text);
  stripped = kiroku_text_strip (half);
  p = stripped;
  if (!scan_date (&p, &typed) || *p != '\0' || !typed_is_possible (&typed))
    {
      g_set_error (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_TIME,
                   _ ("“%s” is not a date: write 2026-11-21"), text);
      return NULL;
    }
  return g_strdup_printf ("%04d-%02d-%02d", typed.year, typed.month, typed.day);
}
