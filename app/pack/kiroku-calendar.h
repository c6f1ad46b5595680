/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "kiroku-pack-types.h"

G_BEGIN_DECLS

/* The days on which offices are closed, from holidays.xml. Dates are civil dates of the calendar's
 * own country; no time zone enters here. */
typedef struct _KirokuCalendar KirokuCalendar;

/* Id, source, confidence and date of the calendar as a whole. (transfer none) */
const KirokuPackItem *kiroku_calendar_get_item (const KirokuCalendar *calendar);
const KirokuPackText *kiroku_calendar_get_name (const KirokuCalendar *calendar);

/* Whether @day is closed: a weekly closed day, a closed range of the year, a national holiday, or,
 * where the calendar has them, a substitute holiday (振替休日: the first day after a holiday on a
 * Sunday that is no holiday itself; in the US the Friday before one on a Saturday and the Monday after
 * one on a Sunday) or a citizens' holiday (国民の休日: a day between two
 * holidays). Rules: 行政機関の休日に関する法律 arts. 1 and 2; 国民の祝日に関する法律 art. 3. */
gboolean kiroku_calendar_is_closed (const KirokuCalendar *calendar, const GDate *day);

/* Why @day is closed, in @language ("ja" or "en"); NULL when it is open. (transfer full) */
char *kiroku_calendar_describe (const KirokuCalendar *calendar,
                                const GDate *day,
                                const char *language);

/* @open becomes @day, or the first open day after it. FALSE if a year long no day is open, which
 * loading refuses. */
gboolean kiroku_calendar_next_open (const KirokuCalendar *calendar, const GDate *day, GDate *open);

G_END_DECLS
