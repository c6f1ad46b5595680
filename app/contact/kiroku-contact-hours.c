/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-contact-hours.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-time.h"

/* How far ahead it is looked for a change, in days. */
#define FAR 366

const char *
kiroku_hours_state_id (KirokuHoursState state)
{
  static const char *const ids[] = { "unknown", "open", "closed" };

  return ids[state];
}

/* @minutes after midnight of @day in @zone, µs UTC; where the clock skips that time, the moment after. */
static gint64
moment_of (GDate *day, int minutes, GTimeZone *zone)
{
  g_autoptr (GDateTime) time = NULL;
  GDate civil = *day;

  if (minutes == 24 * 60)
    {
      g_date_add_days (&civil, 1);
      minutes = 0;
    }
  time = g_date_time_new (zone, g_date_get_year (&civil), g_date_get_month (&civil),
                          g_date_get_day (&civil), minutes / 60, minutes % 60, 0);
  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

/* The civil day at @at in @zone, and @offset days from it. */
static void
day_at (gint64 at, GTimeZone *zone, int offset, GDate *day)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  g_date_clear (day, 1);
  g_date_set_dmy (day, g_date_time_get_day_of_month (local), g_date_time_get_month (local),
                  g_date_time_get_year (local));
  if (offset < 0)
    g_date_subtract_days (day, -offset);
  else
    g_date_add_days (day, offset);
}

/* The first span of @open that ends after @at. FALSE: none within a year. */
static gboolean
find_span (
    KirokuPack *pack, const KirokuPackOpen *open, gint64 at, gint64 *begins, gint64 *ends)
{
  const KirokuCalendar *calendar
      = open->calendar != NULL ? kiroku_pack_get_calendar (pack, open->calendar) : NULL;
  GTimeZone *zone = open->clock;

  g_return_val_if_fail (zone != NULL, FALSE);

  for (int i = -1; i <= FAR; i++)
    {
      GDate day;

      day_at (at, zone, i, &day);
      if (calendar != NULL && kiroku_calendar_is_closed (calendar, &day))
        continue;
      *begins = moment_of (&day, open->from, zone);
      *ends = moment_of (&day, open->to, zone);
      if (*ends > at)
        return TRUE;
    }
  return FALSE;
}

/* Whether one span alone is all of every day, wherever its midnight is. */
static gboolean
never_closes (const KirokuPackContact *contact)
{
  for (guint i = 0; i < contact->open->len; i++)
    {
      const KirokuPackOpen *open = g_ptr_array_index (contact->open, i);

      if (open->from == 0 && open->to == 24 * 60 && open->calendar == NULL)
        return TRUE;
    }
  return FALSE;
}

/* When the desk closes that is open at @at: where one span ends another may go on. */
static gint64
find_end (KirokuPack *pack, const KirokuPackContact *contact, gint64 at)
{
  const gint64 far = at + FAR * G_TIME_SPAN_DAY;
  gint64 end = at;
  gboolean moved = TRUE;

  while (moved && end < far)
    {
      moved = FALSE;
      for (guint i = 0; i < contact->open->len; i++)
        {
          gint64 begins, ends;

          if (!find_span (pack, g_ptr_array_index (contact->open, i), end, &begins, &ends)
              || begins > end)
            continue;
          end = ends;
          moved = TRUE;
        }
    }
  return end < far ? end : KIROKU_TIME_NONE;
}

KirokuHours
kiroku_contact_find_hours (KirokuPack *pack, const KirokuPackContact *contact, gint64 at)
{
  KirokuHours hours = { KIROKU_HOURS_CLOSED, KIROKU_TIME_NONE };

  g_return_val_if_fail (pack != NULL && contact != NULL, hours);

  if (contact->open->len == 0)
    hours.state = KIROKU_HOURS_UNKNOWN;
  if (never_closes (contact))
    return (KirokuHours){ KIROKU_HOURS_OPEN, KIROKU_TIME_NONE };
  for (guint i = 0; i < contact->open->len; i++)
    {
      gint64 begins, ends;

      if (!find_span (pack, g_ptr_array_index (contact->open, i), at, &begins, &ends))
        continue;
      if (begins <= at)
        return (KirokuHours){ KIROKU_HOURS_OPEN, find_end (pack, contact, at) };
      if (hours.until == KIROKU_TIME_NONE || begins < hours.until)
        hours.until = begins;
    }
  return hours;
}

const KirokuPackItem *
kiroku_contact_find_doubt (const KirokuPackContact *contact)
{
  g_return_val_if_fail (contact != NULL, NULL);

  for (guint i = 0; i < contact->open->len; i++)
    {
      const KirokuPackOpen *open = g_ptr_array_index (contact->open, i);

      if (kiroku_confidence_is_shown (open->item.confidence))
        return &open->item;
    }
  return NULL;
}

/* (transfer full) */
static char *
dup_moment (gint64 at, gint64 now, GTimeZone *zone)
{
  g_autofree char *whole = kiroku_time_to_text (at, KIROKU_PRECISION_MINUTE, zone);
  g_autofree char *today = kiroku_time_to_text (now, KIROKU_PRECISION_DAY, zone);

  if (!g_str_has_prefix (whole, today))
    return g_steal_pointer (&whole);
  return g_strdup (g_strchug (whole + strlen (today)));
}

char *
kiroku_hours_describe (const KirokuHours *hours, gint64 now, GTimeZone *zone)
{
  g_autofree char *until = NULL;

  g_return_val_if_fail (hours != NULL && zone != NULL, NULL);

  if (hours->state == KIROKU_HOURS_UNKNOWN)
    return NULL;
  if (hours->until == KIROKU_TIME_NONE)
    return g_strdup (hours->state == KIROKU_HOURS_OPEN ? _ ("Open now") : _ ("Closed now"));
  until = dup_moment (hours->until, now, zone);
  return hours->state == KIROKU_HOURS_OPEN
             /* Translators: of a desk; a time follows. */
             ? g_strdup_printf (_ ("Open now, until %s"), until)
             : g_strdup_printf (_ ("Closed now; opens %s"), until);
}
