/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "kiroku-phase.h"

G_BEGIN_DECLS

/* The six phases of a case as a row of arrows, each with the time spent in it. The current one is
 * marked by fill, by a dot and bold name, and by what it says to a screen reader.
 *
 * Signals:
 *   phase-activated (KirokuPhase phase as guint): a segment was clicked, or pressed with the
 *   keyboard. The bar changes nothing by itself. */
#define KIROKU_TYPE_PHASE_BAR (kiroku_phase_bar_get_type ())
G_DECLARE_FINAL_TYPE (KirokuPhaseBar, kiroku_phase_bar, KIROKU, PHASE_BAR, GtkWidget)

GtkWidget *kiroku_phase_bar_new (void);
void kiroku_phase_bar_set_current (KirokuPhaseBar *self, KirokuPhase phase);
/* The current KirokuPhase, or KIROKU_N_PHASES when there is none. */
guint kiroku_phase_bar_get_current (KirokuPhaseBar *self);
/* @text: as kiroku_duration_to_text() gives it ("2 h 05 min"); NULL when the case has never been in
 * @phase. */
void kiroku_phase_bar_set_duration (KirokuPhaseBar *self, KirokuPhase phase, const char *text);
/* What a second person signed about the last entering of @phase, as
 * kiroku_phase_segment_set_word(). */
void kiroku_phase_bar_set_word (
    KirokuPhaseBar *self, KirokuPhase phase, const char *text, gboolean refused);
/* No phase is current and no time has been spent: for a case that is still being read. */
void kiroku_phase_bar_clear (KirokuPhaseBar *self);

G_END_DECLS
