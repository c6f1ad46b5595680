/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-popover.h"
#include "kiroku-line.h"

G_BEGIN_DECLS

/* Asks what is needed to move a case to another phase and shows which tasks of the present one are
 * still open. It closes when the change is durable; what goes wrong is said in it. What was
 * typed and not recorded is there again the next time. */
#define KIROKU_TYPE_PHASE_POPOVER (kiroku_phase_popover_get_type ())
G_DECLARE_FINAL_TYPE (
    KirokuPhasePopover, kiroku_phase_popover, KIROKU, PHASE_POPOVER, KirokuPopover)

/* @model: with a snapshot. */
GtkWidget *kiroku_phase_popover_new (KirokuCaseModel *model, KirokuPhase phase);
/* Asks instead what phase it should have been that @line entered, or when. One that should not have
 * been at all is corrected to the phase before it. @line: of a phase, or of the correction of one.
 */
GtkWidget *kiroku_phase_popover_new_correction (KirokuCaseModel *model, const KirokuLine *line);

G_END_DECLS
