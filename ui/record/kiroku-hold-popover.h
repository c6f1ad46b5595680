/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-popover.h"

G_BEGIN_DECLS

/* The legal hold of a case: who set it, when and why, and a way to lift it; or a way to set one. It
 * closes when that is durable; what goes wrong is said in it, and what was typed stays. */
#define KIROKU_TYPE_HOLD_POPOVER (kiroku_hold_popover_get_type ())
G_DECLARE_FINAL_TYPE (KirokuHoldPopover, kiroku_hold_popover, KIROKU, HOLD_POPOVER, KirokuPopover)

/* @model: with a snapshot. */
GtkWidget *kiroku_hold_popover_new (KirokuCaseModel *model);

/* Who set @hold, when and why. (transfer full) */
char *kiroku_hold_dup_description (KirokuCaseModel *model, const KirokuLegalHold *hold);

G_END_DECLS
