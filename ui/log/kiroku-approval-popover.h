/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "kiroku-case-model.h"
#include "kiroku-line.h"

G_BEGIN_DECLS

/* Approves or refuses a decision that somebody else has recorded. It closes when that is durable; what
 * goes wrong is said in it, and what was typed stays. */
#define KIROKU_TYPE_APPROVAL_POPOVER (kiroku_approval_popover_get_type ())
G_DECLARE_FINAL_TYPE (
    KirokuApprovalPopover, kiroku_approval_popover, KIROKU, APPROVAL_POPOVER, GtkPopover)

/* @line: what kiroku_case_is_approvable(). */
GtkWidget *
kiroku_approval_popover_new (KirokuCaseModel *model, const KirokuLine *line, gboolean refuse);

G_END_DECLS
