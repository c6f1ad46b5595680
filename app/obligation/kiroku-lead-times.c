/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-lead-times.h"

#include "kiroku-lead.h"
#include "kiroku-time.h"

#define MINUTE_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
#define MORNING (9 * 60)
/* An own calendar may have no open day for a while. */
#define MAX_CLOSED_DAYS 366

static const char *const of_a_moment[] = { "1/2", "1/4", "24h", "4h", "1h", "15m", NULL };
static const char *const of_a_day[] = { "7d", "3d", "1d", "09:00", NULL };

static gboolean
is_open (const KirokuLeadInput *input, const GDate *day)
{
  return input->calendar == NULL || !kiroku_calendar_is_closed (input->calendar, day);
}

/* The last day; of a moment the day it lies on. */
static GDate
find_last_day (const KirokuLeadInput *input)
{
  GDate day = input->last;

  if (!g_date_valid (&day))
    kiroku_deadline_day_at (input->due - 1, input->zone, &day);
  return day;
}

/* In the morning of the @n-th open day before the last. */
static gint64
days_before (const KirokuLeadInput *input, guint n)
{
  GDate day = find_last_day (input);

  for (guint steps = 0; n > 0 && steps < MAX_CLOSED_DAYS; steps++)
    {
      g_date_subtract_days (&day, 1);
      if (is_open (input, &day))
        n--;
    }
  return kiroku_deadline_time_of_day (&day, MORNING, input->zone);
}

static gint64
moment_of (const KirokuLead *lead, const KirokuLeadInput *input)
{
  GDate last = find_last_day (input);

  switch (lead->kind)
    {
    case KIROKU_LEAD_PART:
      return input->started == KIROKU_TIME_NONE
                 ? KIROKU_TIME_NONE
                 : input->due - (input->due - input->started) * lead->amount / lead->of;
    case KIROKU_LEAD_MINUTES:
      return input->due - lead->amount * MINUTE_US;
    case KIROKU_LEAD_DAYS:
      return days_before (input, lead->amount);
    case KIROKU_LEAD_TIME_OF_DAY:
      return kiroku_deadline_time_of_day (&last, lead->amount, input->zone);
    default:
      g_assert_not_reached ();
    }
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

static gboolean
holds (GArray *moments, gint64 moment)
{
  for (guint i = 0; i < moments->len; i++)
    if (g_array_index (moments, gint64, i) == moment)
      return TRUE;
  return FALSE;
}

GArray *
kiroku_lead_times_list (char *const *remind, const KirokuLeadInput *input)
{
  GArray *moments = g_array_new (FALSE, FALSE, sizeof (gint64));
  const char *const *words = (const char *const *) remind;

  g_return_val_if_fail (input != NULL && input->due != KIROKU_TIME_NONE, moments);

  if (words == NULL)
    words = g_date_valid (&input->last) ? of_a_day : of_a_moment;
  for (; *words != NULL; words++)
    {
      KirokuLead lead;
      gint64 moment = kiroku_lead_parse (*words, &lead) ? moment_of (&lead, input)
                                                         : KIROKU_TIME_NONE;

      if (moment != KIROKU_TIME_NONE && moment < input->due
          && (input->started == KIROKU_TIME_NONE || moment > input->started)
          && !holds (moments, moment))
        g_array_append_val (moments, moment);
    }
  g_array_sort (moments, compare);
  return moments;
}
