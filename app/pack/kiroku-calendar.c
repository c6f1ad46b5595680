/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-calendar.h"

#include <glib/gi18n.h>

#include "kiroku-calendar-private.h"
#include "kiroku-pack-private.h"

/* The approximation of the equinoxes holds between these years. */
#define EQUINOX_FIRST_YEAR 1980
#define EQUINOX_LAST_YEAR 2099

#define YEAR_DAYS 366

static void
rule_clear (gpointer data)
{
  KirokuDayRule *rule = data;

  kiroku_pack_text_free (rule->name);
}

KirokuCalendar *
kiroku_calendar_new (void)
{
  KirokuCalendar *calendar = g_new0 (KirokuCalendar, 1);

  calendar->rules = g_array_new (FALSE, FALSE, sizeof (KirokuDayRule));
  g_array_set_clear_func (calendar->rules, rule_clear);
  return calendar;
}

void
kiroku_calendar_free (KirokuCalendar *calendar)
{
  kiroku_pack_item_clear (&calendar->item);
  kiroku_pack_text_free (calendar->name);
  g_array_unref (calendar->rules);
  g_free (calendar);
}

void
kiroku_calendar_add (KirokuCalendar *calendar, const KirokuDayRule *rule)
{
  g_array_append_vals (calendar->rules, rule, 1);
}

const KirokuPackItem *
kiroku_calendar_get_item (const KirokuCalendar *calendar)
{
  g_return_val_if_fail (calendar != NULL, NULL);

  return &calendar->item;
}

const KirokuPackText *
kiroku_calendar_get_name (const KirokuCalendar *calendar)
{
  g_return_val_if_fail (calendar != NULL, NULL);

  return calendar->name;
}

/* The day of March or September of an equinox: the usual approximation for 1980–2099; the official
 * date is announced each February for the next year, and then set by an override. */
static guint
equinox_day (guint year, double base)
{
  guint years = year - EQUINOX_FIRST_YEAR;

  return (guint) (base + 0.242194 * years) - years / 4;
}

static gboolean
is_equinox (const GDate *day, guint month, double base)
{
  guint year = g_date_get_year (day);

  return year >= EQUINOX_FIRST_YEAR && year <= EQUINOX_LAST_YEAR
         && g_date_get_month (day) == month && g_date_get_day (day) == equinox_day (year, base);
}

static guint
month_and_day (const GDate *day)
{
  return g_date_get_month (day) * 100 + g_date_get_day (day);
}

static gboolean
is_last_week (const GDate *day)
{
  return g_date_get_day (day) + 7 > g_date_get_days_in_month (g_date_get_month (day),
                                                              g_date_get_year (day));
}

static gboolean
is_nth (const KirokuDayRule *rule, const GDate *day)
{
  return g_date_get_month (day) == rule->from / 100 && g_date_get_weekday (day) == rule->weekday
         && (rule->n == 0 ? is_last_week (day) : (g_date_get_day (day) - 1u) / 7 + 1 == rule->n);
}

static gboolean
is_in_range (const KirokuDayRule *rule, const GDate *day)
{
  guint md = month_and_day (day);

  if (rule->from <= rule->to)
    return md >= rule->from && md <= rule->to;
  return md >= rule->from || md <= rule->to;
}

static gboolean
matches (const KirokuDayRule *rule, const GDate *day)
{
  switch (rule->kind)
    {
    case KIROKU_DAY_WEEKLY:
      return g_date_get_weekday (day) == rule->weekday;
    case KIROKU_DAY_YEARLY:
      return month_and_day (day) == rule->from;
    case KIROKU_DAY_RANGE:
      return is_in_range (rule, day);
    case KIROKU_DAY_NTH:
      return is_nth (rule, day);
    case KIROKU_DAY_SPRING_EQUINOX:
      return is_equinox (day, G_DATE_MARCH, 20.8431);
    case KIROKU_DAY_AUTUMN_EQUINOX:
      return is_equinox (day, G_DATE_SEPTEMBER, 23.2488);
    case KIROKU_DAY_CLOSED:
    case KIROKU_DAY_OPEN:
      return g_date_compare (&rule->date, day) == 0;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
is_override (const KirokuDayRule *rule)
{
  return rule->kind == KIROKU_DAY_CLOSED || rule->kind == KIROKU_DAY_OPEN;
}

static gboolean
is_closing (const KirokuDayRule *rule)
{
  return rule->kind == KIROKU_DAY_WEEKLY || rule->kind == KIROKU_DAY_RANGE;
}

typedef gboolean (*RuleFilter) (const KirokuDayRule *rule);

static const KirokuDayRule *
find_rule (const KirokuCalendar *calendar, const GDate *day, RuleFilter filter)
{
  for (guint i = 0; i < calendar->rules->len; i++)
    {
      const KirokuDayRule *rule = &g_array_index (calendar->rules, KirokuDayRule, i);

      if (filter (rule) && matches (rule, day))
        return rule;
    }
  return NULL;
}

static gboolean
is_national (const KirokuDayRule *rule)
{
  return !is_override (rule) && !is_closing (rule);
}

/* The national holiday on @day itself, or NULL. */
static const KirokuDayRule *
find_holiday (const KirokuCalendar *calendar, const GDate *day)
{
  const KirokuDayRule *override = find_rule (calendar, day, is_override);

  if (override != NULL)
    return override->kind == KIROKU_DAY_CLOSED ? override : NULL;
  return find_rule (calendar, day, is_national);
}

/* Whether @day, which is no holiday, follows an unbroken row of holidays of which one is a
 * Sunday. */
static gboolean
is_substitute (const KirokuCalendar *calendar, const GDate *day)
{
  GDate before = *day;

  if (!calendar->substitute)
    return FALSE;
  for (g_date_subtract_days (&before, 1); find_holiday (calendar, &before) != NULL;
       g_date_subtract_days (&before, 1))
    if (g_date_get_weekday (&before) == G_DATE_SUNDAY)
      return TRUE;
  return FALSE;
}

/* Whether @day, which is no holiday, is the working day nearest to one on a weekend. */
static gboolean
is_nearest (const KirokuCalendar *calendar, const GDate *day)
{
  GDate other = *day;

  if (!calendar->nearest)
    return FALSE;
  if (g_date_get_weekday (day) == G_DATE_FRIDAY)
    g_date_add_days (&other, 1);
  else if (g_date_get_weekday (day) == G_DATE_MONDAY)
    g_date_subtract_days (&other, 1);
  else
    return FALSE;
  return find_holiday (calendar, &other) != NULL;
}

/* Whether @day, which is no holiday, lies between two. */
static gboolean
is_citizens (const KirokuCalendar *calendar, const GDate *day)
{
  GDate before = *day;
  GDate after = *day;

  if (!calendar->citizens)
    return FALSE;
  g_date_subtract_days (&before, 1);
  g_date_add_days (&after, 1);
  return find_holiday (calendar, &before) != NULL && find_holiday (calendar, &after) != NULL;
}

gboolean
kiroku_calendar_is_closed (const KirokuCalendar *calendar, const GDate *day)
{
  g_return_val_if_fail (calendar != NULL && day != NULL && g_date_valid (day), FALSE);

  return find_rule (calendar, day, is_closing) != NULL || find_holiday (calendar, day) != NULL
         || is_substitute (calendar, day) || is_nearest (calendar, day)
         || is_citizens (calendar, day);
}

char *
kiroku_calendar_describe (const KirokuCalendar *calendar, const GDate *day, const char *language)
{
  static const KirokuPackText substitute = { (char *) "振替休日", (char *) "substitute holiday" };
  static const KirokuPackText nearest = { (char *) "振替の休日", (char *) "holiday observed" };
  static const KirokuPackText citizens = { (char *) "国民の休日", (char *) "citizens’ holiday" };
  const KirokuDayRule *rule;

  g_return_val_if_fail (calendar != NULL && day != NULL && g_date_valid (day), NULL);

  rule = find_holiday (calendar, day);
  if (rule == NULL && is_substitute (calendar, day))
    return g_strdup (kiroku_pack_text (&substitute, language));
  if (rule == NULL && is_nearest (calendar, day))
    return g_strdup (kiroku_pack_text (&nearest, language));
  if (rule == NULL && is_citizens (calendar, day))
    return g_strdup (kiroku_pack_text (&citizens, language));
  if (rule == NULL)
    rule = find_rule (calendar, day, is_closing);
  return rule != NULL ? g_strdup (kiroku_pack_text (rule->name, language)) : NULL;
}

gboolean
kiroku_calendar_next_open (const KirokuCalendar *calendar, const GDate *day, GDate *open)
{
  g_return_val_if_fail (calendar != NULL && day != NULL && open != NULL, FALSE);
  g_return_val_if_fail (g_date_valid (day), FALSE);

  *open = *day;
  for (guint i = 0; i < YEAR_DAYS; i++)
    {
      if (!kiroku_calendar_is_closed (calendar, open))
        return TRUE;
      g_date_add_days (open, 1);
    }
  return FALSE;
}
