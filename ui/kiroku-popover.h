/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Popovers that are made for one use. Who opens one keeps it in a field, which is NULL again once it has
 * closed, and drops it when disposed. */

/* Opens @made as a child of @parent, pointing to @at, which is in it, or to its middle. @field: where
 * @parent keeps it; nothing is opened while there is one. @made: (transfer floating). @at: (nullable) */
void kiroku_popover_open (GtkWidget **field, GtkWidget *made, GtkWidget *parent, GtkWidget *at);
/* Takes @field's popover, which has finished closing, out of the window, after what is going on now. */
void kiroku_popover_drop (GtkWidget **field);
/* The same at once, for a parent that goes. */
void kiroku_popover_remove (GtkWidget **field);

G_END_DECLS
