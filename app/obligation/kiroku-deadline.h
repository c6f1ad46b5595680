/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "kiroku-calendar.h"
#include "kiroku-pack-types.h"

G_BEGIN_DECLS

/* From a rule and the moment its clock started to the moment it ends. Pure: now, the machine's zone
 * and language do not enter. */

typedef enum
{
  KIROKU_DUE_DATE, /* by the end of a day */
  KIROKU_DUE_TIME, /* by a moment */
  KIROKU_DUE_PROMPTLY,
  KIROKU_DUE_IMMEDIATELY,
  KIROKU_DUE_ON_EVENT,
} KirokuDueKind;

/* "date", "time", "promptly", "immediately", "on_event" (design §4). */
const char *kiroku_due_kind_id (KirokuDueKind kind);
KirokuDueKind kiroku_due_kind_for_unit (KirokuUnit unit);

typedef struct
{
  GDate started;      /* the civil day in the rule's zone on which the clock started */
  GDate counted_from; /* first day of a range as counted, before the roll-over; else invalid */
  GDate counted;      /* last day as counted, before the roll-over; invalid unless due on a date */
  GDate due_from;     /* the same after the roll-over */
  GDate due;
  gint64 due_us; /* µs UTC at which it has expired: the end of the day in the rule's zone, or the
                    moment itself; KIROKU_TIME_NONE without one */
} KirokuDeadline;

/* Computes the end of @rule's period from @clock (µs UTC).
 *
 * Days are civil days of @zone, the rule's own. First day "counted" makes the day of the start day
 * 1; "unclear" is taken as counted, the earlier and so the safe date (recalled: 個人情報保護法
 * 通則ガイドライン 3-5-3-4; 民法 art. 140 would exclude it). A month ends on the same day of the
 * month, or on its last where it has no such day (民法 art. 143, without the longer reading for a
 * period that begins with a month). @calendar: (nullable): when the last day is closed, the next
 * open day is the end (行政機関の休日に関する法律 art. 2). A period in hours runs through all days.
 * @deadline: (out caller-allocates). */
void kiroku_deadline_compute (const KirokuPackObligation *rule,
                              const KirokuCalendar *calendar,
                              gint64 clock,
                              GTimeZone *zone,
                              KirokuDeadline *deadline);

/* The civil day in @zone at @us (µs UTC). */
void kiroku_deadline_day_at (gint64 us, GTimeZone *zone, GDate *day);
/* `YYYY-MM-DD`; NULL for an invalid day. (transfer full) (nullable) */
char *kiroku_deadline_day_text (const GDate *day);
/* The first moment of @day in @zone, µs UTC. */
gint64 kiroku_deadline_start_of_day (const GDate *day, GTimeZone *zone);

G_END_DECLS
