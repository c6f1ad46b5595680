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
    case KIROKU_UNIT_BUSINESS_DAY:
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
kiroku_deadline_time_of_day (const GDate *day, guint minutes, GTimeZone *zone)
{
  g_autoptr (GDateTime) time
      = g_date_time_new (zone, g_date_get_year (day), g_date_get_month (day), g_date_get_day (day),
                         minutes / 60, minutes % 60, 0.0);

  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

gint64
kiroku_deadline_start_of_day (const GDate *day, GTimeZone *zone)
{
  return kiroku_deadline_time_of_day (day, 0, zone);
}

/* With the first day counted, day 1 is the day of the start itself. */
static guint
days_to_skip (const KirokuPackObligation *rule)
{
  return rule->first_day == KIROKU_FIRST_DAY_NOT_COUNTED ? 0 : 1;
}

/* The @amount-th open day after @started, or from it if that day counts. */
static void
count_open (const KirokuPackObligation *rule,
            const KirokuCalendar *calendar,
            const GDate *started,
            guint amount,
            GDate *last)
{
  GDate next = *started;

  if (days_to_skip (rule) == 0)
    g_date_add_days (&next, 1);
  for (*last = next; amount > 0; amount--)
    {
      /* a calendar without an open day is refused with the pack */
      if (!kiroku_calendar_next_open (calendar, &next, last))
        return;
      next = *last;
      g_date_add_days (&next, 1);
    }
}

/* The last day of @amount days or months from @started, by the calendar alone. */
static void
count (const KirokuPackObligation *rule,
       const KirokuDeadlineInput *input,
       const GDate *started,
       guint amount,
       GDate *last)
{
  if (rule->unit == KIROKU_UNIT_BUSINESS_DAY)
    {
      count_open (rule, input->working_days, started, amount, last);
      return;
    }
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

/* When the last day is over for this rule. */
static gint64
end_of_last_day (const KirokuPackObligation *rule, GTimeZone *zone, KirokuDeadline *deadline)
{
  GDate after = deadline->due;

  deadline->moved_to_time
      = rule->rollover_at != 0 && g_date_compare (&deadline->counted, &deadline->due) != 0;
  if (deadline->moved_to_time)
    return kiroku_deadline_time_of_day (&deadline->due, rule->rollover_at, zone);
  if (rule->ends_at != 0)
    return kiroku_deadline_time_of_day (&deadline->due, rule->ends_at, zone);
  g_date_add_days (&after, 1);
  return kiroku_deadline_start_of_day (&after, zone);
}

static void
compute_date (const KirokuPackObligation *rule,
              const KirokuDeadlineInput *input,
              GTimeZone *zone,
              KirokuDeadline *deadline)
{
  if (rule->amount_from > 0)
    {
      count (rule, input, &deadline->started, rule->amount_from, &deadline->counted_from);
      roll_over (input->rollover, &deadline->counted_from, &deadline->due_from);
    }
  count (rule, input, &deadline->started, rule->amount, &deadline->counted);
  roll_over (input->rollover, &deadline->counted, &deadline->due);
  deadline->due_us = end_of_last_day (rule, zone, deadline);
}

/* The end of a period in hours by both of its clocks. */
static gint64
count_hours (const KirokuPackObligation *rule,
             const KirokuDeadlineInput *input,
             KirokuDeadline *deadline)
{
  gint64 end = input->clock + rule->amount * HOUR_US;
  gint64 latest = input->latest + rule->latest_hours * HOUR_US;

  if (input->latest == KIROKU_TIME_NONE)
    return end;
  deadline->capped = input->clock == KIROKU_TIME_NONE || (input->clock <= latest && latest < end);
  return deadline->capped ? latest : end;
}

static void
compute_hours (const KirokuPackObligation *rule,
               const KirokuDeadlineInput *input,
               GTimeZone *zone,
               KirokuDeadline *deadline)
{
  GDate open;

  deadline->counted_us = deadline->due_us = count_hours (rule, input, deadline);
  kiroku_deadline_day_at (deadline->counted_us, zone, &deadline->counted);
  roll_over (input->rollover, &deadline->counted, &open);
  deadline->moved_to_time = g_date_compare (&deadline->counted, &open) != 0;
  if (deadline->moved_to_time)
    deadline->due_us = kiroku_deadline_time_of_day (&open, rule->rollover_at, zone);
}

void
kiroku_deadline_compute (const KirokuPackObligation *rule,
                         const KirokuDeadlineInput *input,
                         GTimeZone *zone,
                         KirokuDeadline *deadline)
{
  gint64 clock;

  g_return_if_fail (rule != NULL && input != NULL && zone != NULL && deadline != NULL);
  clock = input->clock != KIROKU_TIME_NONE ? input->clock : input->latest;
  g_return_if_fail (clock != KIROKU_TIME_NONE);

  *deadline = (KirokuDeadline) { .counted_us = KIROKU_TIME_NONE, .due_us = KIROKU_TIME_NONE };
  g_date_clear (&deadline->counted_from, 1);
  g_date_clear (&deadline->counted, 1);
  g_date_clear (&deadline->due_from, 1);
  g_date_clear (&deadline->due, 1);
  kiroku_deadline_day_at (clock, zone, &deadline->started);

  if (kiroku_due_kind_for_unit (rule->unit) == KIROKU_DUE_DATE)
    compute_date (rule, input, zone, deadline);
  else if (rule->unit == KIROKU_UNIT_HOUR)
    compute_hours (rule, input, zone, deadline);
}
