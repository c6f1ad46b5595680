/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Which page of the manual is about what. */

/* The page about what has the keyboard in @window, else about what it shows; the first page where
 * nothing is known of it. (transfer none) */
const char *kiroku_help_find_page (GtkWindow *window);
/* Shows the manual at @page, in the one window there is for it, which a modal dialog does not hold
 * up.
 * @language as in kiroku-manual-window.h. (transfer none) */
GtkWindow *kiroku_help_show (const char *page, const char *language);
/* F1 in widgets of this class, where the keys of the application do not reach: popovers, while they
 * are open, and windows that are not the application's. */
void kiroku_help_install_key (GtkWidgetClass *widget_class);

G_END_DECLS
