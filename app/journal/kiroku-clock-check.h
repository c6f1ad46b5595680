/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-clock.h"
#include "kiroku-entry.h"

G_BEGIN_DECLS

/* Whether somebody set the clock of this computer between two entries of a journal, or it ceased to be
 * synchronised. What the clock then showed is recorded as it showed it; an entry `clock` before it says so (FORMAT.md §6). */

/* What a sealed entry says about the time, as the clock gave it. */
void kiroku_clock_from_entry (KirokuClock *clock, const KirokuEntry *entry);

/* How far, in µs, the clock departed between the readings @before and @now from the time since the boot;
 * FALSE when they do not tell: another boot, or a reading is missing. */
gboolean kiroku_clock_get_drift (const KirokuClock *before, const KirokuClock *now, gint64 *drift);

/* How far it may depart without having been set, µs: its greater stated error and 1 s (FORMAT.md §10,
 * step 13). */
gint64 kiroku_clock_get_tolerance (const KirokuClock *before, const KirokuClock *now);

/* An entry `clock` when between @before and @now the clock went backward, or jumped further than that;
 * NULL when all is well. (transfer full) (nullable) */
KirokuDraft *kiroku_clock_check (const KirokuClock *before, const KirokuClock *now);

/* An entry `clock` when the kernel says that the clock is not synchronised, as it did not say at @before,
 * or when the journal @begins and nothing could say so yet; NULL otherwise.
 * (transfer full) (nullable) */
KirokuDraft *kiroku_clock_check_sync (
    const KirokuClock *before, gboolean begins, const KirokuClock *now);

G_END_DECLS
