/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-link.h"

G_BEGIN_DECLS

/* What other cases a case has to do with, each a button that goes there ("win.case"); not seen
 * while there is none. */
#define KIROKU_TYPE_LINK_BAR (kiroku_link_bar_get_type ())
G_DECLARE_FINAL_TYPE (KirokuLinkBar, kiroku_link_bar, KIROKU, LINK_BAR, AdwBin)

/* @links: (nullable) (element-type KirokuLink) */
void kiroku_link_bar_show (KirokuLinkBar *self, GPtrArray *links);

G_END_DECLS
