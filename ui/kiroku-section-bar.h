/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Above a page that is longer than the window: a button for each of its sections that brings it to the top
 * and gives it the keyboard. */
#define KIROKU_TYPE_SECTION_BAR (kiroku_section_bar_get_type ())
G_DECLARE_FINAL_TYPE (KirokuSectionBar, kiroku_section_bar, KIROKU, SECTION_BAR, AdwBin)

/* After those that were added before. The button is seen while @section is visible. @section: somewhere in the
 * child of a GtkScrolledWindow; lives as long as the bar. */
void kiroku_section_bar_add (KirokuSectionBar *self, const char *title, GtkWidget *section);

G_END_DECLS
