/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-popover.h"
#include "kiroku-line.h"

G_BEGIN_DECLS

/* Asks for the right text of an entry, or its right time, and why it is changed, and records it as a correction. It
 * closes when that is durable; what goes wrong is said in it. What was typed and not recorded is
 * there again the next time. */
#define KIROKU_TYPE_CORRECTION_POPOVER (kiroku_correction_popover_get_type ())
G_DECLARE_FINAL_TYPE (
    KirokuCorrectionPopover, kiroku_correction_popover, KIROKU, CORRECTION_POPOVER, KirokuPopover)

/* @line: a note. */
GtkWidget *kiroku_correction_popover_new (KirokuCaseModel *model, const KirokuLine *line);

G_END_DECLS
