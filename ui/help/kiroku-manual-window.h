/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The manual: its pages at the left, with a field that finds in them, one page at the right. It
 * needs neither a network nor a browser, and stays usable beside the case. */
#define KIROKU_TYPE_MANUAL_WINDOW (kiroku_manual_window_get_type ())
G_DECLARE_FINAL_TYPE (KirokuManualWindow, kiroku_manual_window, KIROKU, MANUAL_WINDOW, AdwWindow)

/* Shows no page yet. @language: "ja"; anything else is English. */
GtkWidget *kiroku_manual_window_new (const char *language);
/* @id: of a page; one that is not there is a programming error. */
void kiroku_manual_window_show_page (KirokuManualWindow *self, const char *id);
/* Id of the page that is shown. (nullable) */
const char *kiroku_manual_window_get_page (KirokuManualWindow *self);

G_END_DECLS
