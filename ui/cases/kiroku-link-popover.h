/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-popover.h"

G_BEGIN_DECLS

/* Links the case with another one of the book: as its duplicate, its part, or only related. */
#define KIROKU_TYPE_LINK_POPOVER (kiroku_link_popover_get_type ())
G_DECLARE_FINAL_TYPE (KirokuLinkPopover, kiroku_link_popover, KIROKU, LINK_POPOVER, KirokuPopover)

/* @model: of a case that has been read. The other cases are read when it is made. (transfer
 * floating) */
GtkWidget *kiroku_link_popover_new (KirokuCaseModel *model);

G_END_DECLS
