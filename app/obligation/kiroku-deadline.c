/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-deadline.h"

#include "kiroku-time.h"

#define HOUR_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

static const char *const due_kind_ids[] = {
  [KIROKU_DUE_DATE] = "date",
  [KIROKU_DUE_TIME] = "time",
  [KIROKU_DUE_PROMPTLY] = "promptly",
  [KIROKU_DUE_IMMEDIATELY] = "immediately",
  [KIROKU_DUE_ON_EVENT] = "on_event",
};

const char *
kiroku_due_kind_id (KirokuDueKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (due_kind_ids), NULL);

  return due_kind_ids[kind];
}

KirokuDueKind
kiroku_due_kind_for_unit (KirokuUnit unit)
{
  switch (unit)
    {
    case KIROKU_UNIT_CALENDAR_DAY:
    case KIROKU_UNIT_MONTH:
      return KIROKU_DUE_DATE;
    case KIROKU_UNIT_HOUR:
      return KIROKU_DUE_TIME;
    case KIROKU_UNIT_PROMPTLY:
      return KIROKU_DUE_PROMPTLY;
    case KIROKU_UNIT_IMMEDIATELY:
      return KIROKU_DUE_IMMEDIATELY;
    case KIROKU_UNIT_ON_EVENT:
    default:
      return KIROKU_DUE_ON_EVENT;
    }
}

void
kiroku_deadline_day_at (gint64 us, GTimeZone *zone, GDate *day)
{
  gint64 seconds = us / G_USEC_PER_SEC - (us % G_USEC_PER_SEC < 0 ? 1 : 0);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (seconds);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  g_date_clear (day, 1);
  g_date_set_dmy (day, g_date_time_get_day_of_month (local), g_date_time_get_month (local),
                  g_date_time_get_year (local));
}

char *
kiroku_deadline_day_text (const GDate *day)
{
  if (!g_date_valid (day))
    return NULL;
  return g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (day), g_date_get_month (day),
                          g_date_get_day (day));
}

gint64
kiroku_deadline_start_of_day (const GDate *day, GTimeZone *zone)
{
  g_autoptr (GDateTime) midnight
      = g_date_time_new (zone, g_date_get_year (day), g_date_get_month (day), g_date_get_day (day),
                         0, 0, 0.0);

  return g_date_time_to_unix (midnight) * G_USEC_PER_SEC;
}

/* With the first day counted, day 1 is the day of the start itself. */
static guint
days_to_skip (const KirokuPackObligation *rule)
{
  return rule->first_day == KIROKU_FIRST_DAY_NOT_COUNTED ? 0 : 1;
}

/* The last day of @amount days or months from @started, by the calendar alone. */
static void
count (const KirokuPackObligation *rule, const GDate *started, guint amount, GDate *last)
{
  *last = *started;
  if (rule->unit == KIROKU_UNIT_CALENDAR_DAY)
    {
      g_date_add_days (last, amount - days_to_skip (rule));
      return;
    }
  g_date_add_months (last, amount);
  /* a month without the day has ended already */
  if (g_date_get_day (last) == g_date_get_day (started))
    g_date_subtract_days (last, days_to_skip (rule));
}

static void
roll_over (const KirokuCalendar *calendar, const GDate *counted, GDate *due)
{
  if (calendar == NULL || !kiroku_calendar_next_open (calendar, counted, due))
    *due = *counted;
}

static void
compute_date (const KirokuPackObligation *rule,
              const KirokuCalendar *calendar,
              GTimeZone *zone,
              KirokuDeadline *deadline)
{
  GDate after;

  if (rule->amount_from > 0)
    {
      count (rule, &deadline->started, rule->amount_from, &deadline->counted_from);
      roll_over (calendar, &deadline->counted_from, &deadline->due_from);
    }
  count (rule, &deadline->started, rule->amount, &deadline->counted);
  roll_over (calendar, &deadline->counted, &deadline->due);

  after = deadline->due;
  g_date_add_days (&after, 1);
  deadline->due_us = kiroku_deadline_start_of_day (&after, zone);
}

void
kiroku_deadline_compute (const KirokuPackObligation *rule,
                         const KirokuCalendar *calendar,
                         gint64 clock,
                         GTimeZone *zone,
                         KirokuDeadline *deadline)
{
  g_return_if_fail (rule != NULL && zone != NULL && deadline != NULL);
  g_return_if_fail (clock != KIROKU_TIME_NONE);

  *deadline = (KirokuDeadline) { .due_us = KIROKU_TIME_NONE };
  g_date_clear (&deadline->counted_from, 1);
  g_date_clear (&deadline->counted, 1);
  g_date_clear (&deadline->due_from, 1);
  g_date_clear (&deadline->due, 1);
  kiroku_deadline_day_at (clock, zone, &deadline->started);

  if (kiroku_due_kind_for_unit (rule->unit) == KIROKU_DUE_DATE)
    compute_date (rule, calendar, zone, deadline);
  else if (rule->unit == KIROKU_UNIT_HOUR)
    deadline->due_us = clock + rule->amount * HOUR_US;
}
