/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-obligation.h"

G_BEGIN_DECLS

/* Deadlines as a calendar file (iCalendar, RFC 5545), which other programs read. */
typedef struct _KirokuIcs KirokuIcs;

/* @now: µs UTC, when the file was made. @language: "ja" or "en", for the pack's words; everything else is
 * in the user's. (transfer full) */
KirokuIcs *kiroku_ics_new (gint64 now, const char *language);
void kiroku_ics_free (KirokuIcs *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuIcs, kiroku_ics_free)

/* Adds @obligation of the case @case_id, whose number is @number, as an event: a day for what is due with a day, a
 * moment otherwise, with an alarm at each of its reminders that is still to come. It says the number, what is due to
 * whom, and what the rule says of itself; nothing else of the case. FALSE, and nothing is added, for one that does
 * not apply, is met, is not in force or has no end. The same obligation of the same case always has the same UID.
 * @exercise: the case is none. */
gboolean kiroku_ics_add (KirokuIcs *self,
                         const char *case_id,
                         const char *number,
                         gboolean exercise,
                         const KirokuObligation *obligation);

/* The file, whole. (transfer full) */
char *kiroku_ics_to_text (KirokuIcs *self);

G_END_DECLS
