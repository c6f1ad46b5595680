/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "kiroku-phase.h"

G_BEGIN_DECLS

/* How far a segment's tip reaches into the next one, and the gap seen between the two, in px. */
#define KIROKU_PHASE_SEGMENT_TIP 11
#define KIROKU_PHASE_SEGMENT_GAP 3

/* One phase of the KirokuPhaseBar: an arrow with the phase's name and the time spent in it. A
 * button: "clicked" is emitted for pointer, Enter and Space. */
#define KIROKU_TYPE_PHASE_SEGMENT (kiroku_phase_segment_get_type ())
G_DECLARE_FINAL_TYPE (KirokuPhaseSegment, kiroku_phase_segment, KIROKU, PHASE_SEGMENT, GtkButton)

GtkWidget *kiroku_phase_segment_new (KirokuPhase phase);
KirokuPhase kiroku_phase_segment_get_phase (KirokuPhaseSegment *self);
void kiroku_phase_segment_set_current (KirokuPhaseSegment *self, gboolean current);
/* @text: the time spent, ready to be shown; NULL when the case has never been in the phase. */
void kiroku_phase_segment_set_duration (KirokuPhaseSegment *self, const char *text);
/* @text: (nullable): what a second person signed about it, as a sentence; @refused: it is a no.
 * Shown by a mark, and by what is said on hovering and aloud. */
void kiroku_phase_segment_set_word (
    KirokuPhaseSegment *self, const char *text, gboolean refused);

G_END_DECLS
