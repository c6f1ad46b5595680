/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-popover.h"

G_BEGIN_DECLS

/* Closes the case, or opens it again. It says what is still open first: closing ends no deadline
 * and no task. */
#define KIROKU_TYPE_CLOSE_POPOVER (kiroku_close_popover_get_type ())
G_DECLARE_FINAL_TYPE (
    KirokuClosePopover, kiroku_close_popover, KIROKU, CLOSE_POPOVER, KirokuPopover)

/* @model: of a case that has been read. (transfer floating) */
GtkWidget *kiroku_close_popover_new (KirokuCaseModel *model);

G_END_DECLS
