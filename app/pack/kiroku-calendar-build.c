/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "kiroku-calendar-private.h"
#include "kiroku-pack-private.h"

/* In the order of GDateWeekday, which begins with Monday = 1. */
static const char *const weekdays[] = { "monday",   "tuesday",  "wednesday", "thursday",
                                        "friday",   "saturday", "sunday",    NULL };
static const char *const equinoxes[] = { "spring", "autumn", NULL };
static const char *const no_yes[] = { "no", "yes", NULL };
static const char *const substitutes[] = { "no", "yes", "nearest", NULL };

static GDateWeekday
read_weekday (const KirokuPackNode *node, const char *attribute, GPtrArray *problems)
{
  return G_DATE_MONDAY + kiroku_pack_read_word (node, attribute, weekdays, problems);
}

static void
read_yearly (const KirokuPackNode *node, KirokuDayRule *rule, GPtrArray *problems)
{
  guint month = kiroku_pack_read_number (node, "month", 1, 12, problems);
  guint day = kiroku_pack_read_number (node, "day", 1, 31, problems);

  /* 29 February counts as a day of the year */
  if (month != 0 && day != 0 && !g_date_valid_dmy (day, month, 2000))
    kiroku_pack_node_problem (node, problems, _ ("month %u has no day %u"), month, day);
  rule->from = month * 100 + day;
}

/* MM-DD as month × 100 + day. */
static guint
read_month_day (const KirokuPackNode *node, const char *attribute, GPtrArray *problems)
{
  const char *text = kiroku_pack_node_get (node, attribute);
  guint number = 0;

  if (text == NULL)
    return 0;
  if (strlen (text) == 5 && g_ascii_isdigit (text[0]) && g_ascii_isdigit (text[1])
      && text[2] == '-' && g_ascii_isdigit (text[3]) && g_ascii_isdigit (text[4]))
    number = (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[3] - '0') * 10 + text[4] - '0';
  if (number == 0 || !g_date_valid_dmy (number % 100, number / 100, 2000))
    kiroku_pack_node_problem (node, problems, _ ("“%s” is not a day of the year: write MM-DD"), text);
  return number;
}

static void
read_override (const KirokuPackNode *node, KirokuDayRule *rule, GPtrArray *problems)
{
  const char *text = kiroku_pack_node_get (node, "date");
  guint year, month, day;
  char rest;

  if (kiroku_pack_read_word (node, "open", no_yes, problems) == 1)
    rule->kind = KIROKU_DAY_OPEN;
  if (text == NULL)
    return;
  if (strlen (text) == 10 && sscanf (text, "%4u-%2u-%2u%c", &year, &month, &day, &rest) == 3
      && g_date_valid_dmy (day, month, year))
    g_date_set_dmy (&rule->date, day, month, year);
  else
    kiroku_pack_node_problem (node, problems, _ ("“%s” is not a date: write YYYY-MM-DD"), text);
}

static const struct
{
  const char *element;
  KirokuDayKind kind;
} kinds[] = {
  { "weekly", KIROKU_DAY_WEEKLY },          { "yearly", KIROKU_DAY_YEARLY },
  { "yearly-range", KIROKU_DAY_RANGE },     { "nth", KIROKU_DAY_NTH },
  { "equinox", KIROKU_DAY_SPRING_EQUINOX }, { "override", KIROKU_DAY_CLOSED },
};

static void
read_details (const KirokuPackNode *node, KirokuDayRule *rule, GPtrArray *problems)
{
  switch (rule->kind)
    {
    case KIROKU_DAY_WEEKLY:
      rule->weekday = read_weekday (node, "day", problems);
      break;
    case KIROKU_DAY_YEARLY:
      read_yearly (node, rule, problems);
      break;
    case KIROKU_DAY_RANGE:
      rule->from = read_month_day (node, "from", problems);
      rule->to = read_month_day (node, "to", problems);
      break;
    case KIROKU_DAY_NTH:
      rule->from = 100 * kiroku_pack_read_number (node, "month", 1, 12, problems);
      rule->weekday = read_weekday (node, "weekday", problems);
      if (g_strcmp0 (kiroku_pack_node_get (node, "n"), "last") != 0)
        rule->n = kiroku_pack_read_number (node, "n", 1, 5, problems);
      break;
    case KIROKU_DAY_SPRING_EQUINOX:
    case KIROKU_DAY_AUTUMN_EQUINOX:
      if (kiroku_pack_read_word (node, "which", equinoxes, problems) == 1)
        rule->kind = KIROKU_DAY_AUTUMN_EQUINOX;
      break;
    case KIROKU_DAY_CLOSED:
    case KIROKU_DAY_OPEN:
      read_override (node, rule, problems);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
add_rule (KirokuCalendar *calendar, const KirokuPackNode *node, GPtrArray *problems)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (node->name, kinds[i].element))
      {
        KirokuDayRule rule = { .kind = kinds[i].kind };

        g_date_clear (&rule.date, 1);
        rule.name = kiroku_pack_read_child (node, "name");
        read_details (node, &rule, problems);
        /* an override without its date matches nothing; the problem is reported */
        if (rule.kind < KIROKU_DAY_CLOSED || g_date_valid (&rule.date))
          kiroku_calendar_add (calendar, &rule);
        else
          kiroku_pack_text_free (rule.name);
        return;
      }
}

/* What the calendar has that @calendar goes on from. */
static void
add_base (KirokuCalendar *calendar, const KirokuPackNode *node, const KirokuCalendar *base)
{
  if (kiroku_pack_node_get (node, "substitute") == NULL)
    {
      calendar->substitute = base->substitute;
      calendar->nearest = base->nearest;
    }
  if (kiroku_pack_node_get (node, "citizens") == NULL)
    calendar->citizens = base->citizens;
  for (guint i = 0; i < base->rules->len; i++)
    {
      KirokuDayRule rule = g_array_index (base->rules, KirokuDayRule, i);

      rule.name = kiroku_pack_text_copy (rule.name);
      kiroku_calendar_add (calendar, &rule);
    }
}

KirokuCalendar *
kiroku_calendar_build (const KirokuPackNode *node, const KirokuCalendar *base, GPtrArray *problems)
{
  KirokuCalendar *calendar = kiroku_calendar_new ();
  guint substitute = kiroku_pack_read_word (node, "substitute", substitutes, problems);

  calendar->name = kiroku_pack_read_child (node, "name");
  calendar->substitute = substitute == 1;
  calendar->nearest = substitute == 2;
  calendar->citizens = kiroku_pack_read_word (node, "citizens", no_yes, problems) == 1;
  for (guint i = 0; i < node->children->len; i++)
    add_rule (calendar, g_ptr_array_index (node->children, i), problems);
  if (base != NULL)
    add_base (calendar, node, base);
  return calendar;
}
