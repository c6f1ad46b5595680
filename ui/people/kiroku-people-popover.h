/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "kiroku-book.h"

G_BEGIN_DECLS

/* Who signs here: choose who writes now, add somebody, protect one's own key. A protected key asks
 * for its passphrase. It closes when that is done; what goes wrong is said in it, and what was
 * typed stays until it is closed. */
#define KIROKU_TYPE_PEOPLE_POPOVER (kiroku_people_popover_get_type ())
G_DECLARE_FINAL_TYPE (
    KirokuPeoplePopover, kiroku_people_popover, KIROKU, PEOPLE_POPOVER, GtkPopover)

/* @book: (nullable) */
void kiroku_people_popover_set_book (KirokuPeoplePopover *self, KirokuBook *book);

G_END_DECLS
