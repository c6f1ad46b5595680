/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-deadline.h"

G_BEGIN_DECLS

/* When somebody is to be reminded of an end. Pure, as kiroku-deadline.h. */

typedef struct
{
  gint64 started; /* µs UTC, or KIROKU_TIME_NONE */
  gint64 due;     /* µs UTC at which it has expired */
  GDate last;     /* the last day; invalid where it ends at a moment */
  GTimeZone *zone;
  const KirokuCalendar *calendar; /* (nullable): whose open days count; otherwise all do */
} KirokuLeadInput;

/* The moments, µs UTC, earliest first, each once; none before the start nor from the end on.
 * @remind: (nullable): words of a rule (resources/pack/README.md). Without any, an end at a moment has those at a half
 * and a quarter of the period, at 24, 4 and 1 hours and at 15 minutes before it; a last day those at 9:00 of the
 * seventh, third and first open day before it and of that day itself. What needs the start is left
 * out without one. (transfer full) (element-type gint64) */
GArray *kiroku_lead_times_list (char *const *remind, const KirokuLeadInput *input);

G_END_DECLS
