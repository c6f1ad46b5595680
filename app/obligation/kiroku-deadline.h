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

/* What a period is counted from, and with. */
typedef struct
{
  gint64 clock;                       /* µs UTC at which it started; KIROKU_TIME_NONE if only @latest did */
  gint64 latest;                      /* µs UTC of the rule's other clock, or KIROKU_TIME_NONE */
  const KirokuCalendar *working_days; /* (nullable): whose open days are counted, if those are */
  const KirokuCalendar *rollover;     /* (nullable): whose closed days move the end, if any do */
} KirokuDeadlineInput;

typedef struct
{
  GDate started;      /* the civil day in the rule's zone on which the clock started */
  GDate counted_from; /* first day of a range as counted, before the roll-over; else invalid */
  GDate counted;      /* last day as counted, before the roll-over; invalid without an end */
  GDate due_from;     /* the same after the roll-over */
  GDate due;
  gint64 counted_us; /* µs UTC: end of a period in hours before the roll-over, or KIROKU_TIME_NONE */
  gboolean capped;   /* the other clock ends it */
  gboolean moved_to_time; /* the roll-over moved it to a time of day: it is due at @due_us, not with a day */
  gint64 due_us; /* µs UTC at which it has expired: the end of the day in the rule's zone, or the
                    moment itself; KIROKU_TIME_NONE without one */
} KirokuDeadline;

/* Computes the end of @rule's period.
 *
 * Days are civil days of @zone, the rule's own. First day "counted" makes the day of the start day
 * 1; "unclear" is taken as counted, the earlier and so the safe date (recalled: 個人情報保護法
 * 通則ガイドライン 3-5-3-4; 民法 art. 140 would exclude it). A month ends on the same day of the
 * month, or on its last where it has no such day (民法 art. 143, without the longer reading for a
 * period that begins with a month). When the last day is closed by @input's calendar for it, the next
 * open day is the end (行政機関の休日に関する法律 art. 2), or the rule's time of that day (DORA, RTS 2025/301
 * art. 5(4)). Business days are the open days of another calendar; the day of the start is day 0, or, counted, day
 * 1 if it is open. A period in hours runs through all days; it ends no later than the rule's
 * hours after its other clock, unless its own started after that (art. 5(1)(a) and (2)).
 * @deadline: (out caller-allocates). */
void kiroku_deadline_compute (const KirokuPackObligation *rule,
                              const KirokuDeadlineInput *input,
                              GTimeZone *zone,
                              KirokuDeadline *deadline);

/* The civil day in @zone at @us (µs UTC). */
void kiroku_deadline_day_at (gint64 us, GTimeZone *zone, GDate *day);
/* `YYYY-MM-DD`; NULL for an invalid day. (transfer full) (nullable) */
char *kiroku_deadline_day_text (const GDate *day);
/* @minutes after midnight of @day by the clocks of @zone, µs UTC. */
gint64 kiroku_deadline_time_of_day (const GDate *day, guint minutes, GTimeZone *zone);
/* The first moment of @day in @zone, µs UTC. */
gint64 kiroku_deadline_start_of_day (const GDate *day, GTimeZone *zone);

G_END_DECLS
