/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-case.h"
#include "kiroku-time.h"

G_BEGIN_DECLS

/* How long a case took, from its own log (design §4). All lengths are in µs. */

typedef struct
{
  gboolean known;
  gint64 length;
  gboolean stated; /* rests on times somebody stated (`occ`, facts); otherwise on recorded ones */
  gboolean noted;  /* not known, as the phase was not left for good; but people noted when its work was done */
  gint64 noted_length; /* from detection to that time */
} KirokuMeasure;

typedef enum
{
  KIROKU_TIME_TO_DETECT,    /* detected − occurred */
  KIROKU_TIME_TO_TRIAGE,    /* final entry into the phase after it − detected; so the next three */
  KIROKU_TIME_TO_CONTAIN,
  KIROKU_TIME_TO_ERADICATE,
  KIROKU_TIME_TO_RECOVER,
} KirokuTimeTo;

#define KIROKU_N_TIMES_TO 5

typedef struct
{
  /* The sum of the visits to each phase, the present one up to now. */
  gint64 in_phase[KIROKU_N_PHASES];
  gboolean visited[KIROKU_N_PHASES];
  KirokuMeasure time_to[KIROKU_N_TIMES_TO];
} KirokuMeasures;

/* @visits: as kiroku_case_read_visits() gives them. @now: µs UTC, the end of the present visit.
 * A visit that was stated to end before it began counts as nothing. */
void kiroku_measures_compute (GPtrArray *visits,
                              KirokuFacts *facts,
                              gint64 now,
                              KirokuMeasures *measures);

/* The name in the user's language. */
const char *kiroku_time_to_name (KirokuTimeTo which);

G_END_DECLS
