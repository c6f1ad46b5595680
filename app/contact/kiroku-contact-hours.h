/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-pack.h"

G_BEGIN_DECLS

/* Whether somebody answers at a desk: its hours in the rule pack, in its own zone and by its own
 * holidays. */

typedef enum
{
  KIROKU_HOURS_UNKNOWN, /* the pack does not say when the desk is open */
  KIROKU_HOURS_OPEN,
  KIROKU_HOURS_CLOSED,
} KirokuHoursState;

/* "unknown", "open", "closed". */
const char *kiroku_hours_state_id (KirokuHoursState state);

typedef struct
{
  KirokuHoursState state;
  gint64 until; /* µs UTC: when it closes, or opens again; KIROKU_TIME_NONE: not within a year */
} KirokuHours;

/* Of @contact, a desk of @pack, at @at, µs UTC. */
KirokuHours kiroku_contact_find_hours (
    KirokuPack *pack, const KirokuPackContact *contact, gint64 at);

/* What is less sure of the hours to reckon with than what stands in a source: our own reading of it, for
 * example which days 平日 are. It is shown wherever it is said whether the desk is open. (transfer none)
 * (nullable): nothing is */
const KirokuPackItem *kiroku_contact_find_doubt (const KirokuPackContact *contact);

/* "Open now, until 17:15", "Closed now; opens 2026-11-24 08:30": @hours as they are at @now, the times in
 * @zone, a date only where it is another day. (transfer full) (nullable): not known */
char *kiroku_hours_describe (const KirokuHours *hours, gint64 now, GTimeZone *zone);

G_END_DECLS
