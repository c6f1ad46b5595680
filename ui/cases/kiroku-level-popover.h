/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-popover.h"

G_BEGIN_DECLS

/* States anew how grave the case is, with the reason. Each level says what it means and who handles it, in the words
 * of the organisation where it has some. What was typed and not recorded is there again the next time. */
#define KIROKU_TYPE_LEVEL_POPOVER (kiroku_level_popover_get_type ())
G_DECLARE_FINAL_TYPE (
    KirokuLevelPopover, kiroku_level_popover, KIROKU, LEVEL_POPOVER, KirokuPopover)

/* @model: with a snapshot. */
GtkWidget *kiroku_level_popover_new (KirokuCaseModel *model);

G_END_DECLS
