/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-calendar.h"

G_BEGIN_DECLS

/* How a calendar is put together; only the room does so. */

typedef enum
{
  KIROKU_DAY_WEEKLY,         /* weekday */
  KIROKU_DAY_YEARLY,         /* from: a national holiday */
  KIROKU_DAY_RANGE,          /* from … to, over the year's end if to < from */
  KIROKU_DAY_NTH,            /* from's month, weekday, n, 0 for the last: a national holiday */
  KIROKU_DAY_SPRING_EQUINOX, /* a national holiday */
  KIROKU_DAY_AUTUMN_EQUINOX, /* a national holiday */
  KIROKU_DAY_CLOSED,         /* date: a holiday in that year only */
  KIROKU_DAY_OPEN,           /* date: no holiday in that year */
} KirokuDayKind;

typedef struct
{
  KirokuDayKind kind;
  KirokuPackText *name;
  GDateWeekday weekday;
  guint n;
  guint from; /* month × 100 + day */
  guint to;
  GDate date;
} KirokuDayRule;

/* The item comes first, so that a calendar is kept like every other part of the pack. */
struct _KirokuCalendar
{
  KirokuPackItem item;
  KirokuPackText *name;
  gboolean substitute; /* the first day after a holiday on a Sunday */
  gboolean nearest;    /* the Friday before one on a Saturday, the Monday after one on a Sunday */
  gboolean citizens;
  GArray *rules; /* (element-type KirokuDayRule) */
};

KirokuCalendar *kiroku_calendar_new (void);
void kiroku_calendar_free (KirokuCalendar *calendar);
/* Takes the name in @rule. */
void kiroku_calendar_add (KirokuCalendar *calendar, const KirokuDayRule *rule);

G_END_DECLS
