/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-line.h"

G_BEGIN_DECLS

/* The chronology that a form asks for, made from the log: one line a note, by when it happened, in
 * its current reading. Decisions are not among them: what was decided is for the organisation to tell. Of a long log the first and the last notes are kept, and the text says how
 * many were left out; so is the end of a very long note. A note that
 * the log marks, as one of somebody nobody vouched for, is marked here. Memory does not grow with the log. */
typedef struct _KirokuChronology KirokuChronology;

/* How many notes are kept at either end, and characters of a note. */
#define KIROKU_CHRONOLOGY_NOTES 25
#define KIROKU_CHRONOLOGY_CHARACTERS 200

/* Times are shown in @zone, words in @language ("ja" or "en"). (transfer full) */
KirokuChronology *kiroku_chronology_new (GTimeZone *zone, const char *language);
/* Lines may come in any order; what is no note, decisions and corrections are passed over. */
void kiroku_chronology_add (KirokuChronology *self, const KirokuLine *line);
/* What to give to a form; "" without notes. (transfer full) */
char *kiroku_chronology_to_text (KirokuChronology *self);
void kiroku_chronology_free (KirokuChronology *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuChronology, kiroku_chronology_free)

/* All of that for @lines (element-type KirokuLine). (transfer full) */
char *kiroku_form_chronology (GPtrArray *lines, GTimeZone *zone, const char *language);

G_END_DECLS
