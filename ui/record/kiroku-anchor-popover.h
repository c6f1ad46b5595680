/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-popover.h"

G_BEGIN_DECLS

/* Records what somebody keeps outside: the root of a case as it was typed, or a file from a
 * time-stamp authority or with the lines of a checkpoint. It closes when that is durable; what goes
 * wrong is said in it, and what was typed stays. */
#define KIROKU_TYPE_ANCHOR_POPOVER (kiroku_anchor_popover_get_type ())
G_DECLARE_FINAL_TYPE (
    KirokuAnchorPopover, kiroku_anchor_popover, KIROKU, ANCHOR_POPOVER, KirokuPopover)

/* @root: (nullable) of the checkpoint that was made last, to begin with. */
GtkWidget *kiroku_anchor_popover_new (KirokuCaseModel *model, const char *root);
/* As if @path had been chosen. */
void kiroku_anchor_popover_take_file (KirokuAnchorPopover *self, const char *path);

G_END_DECLS
