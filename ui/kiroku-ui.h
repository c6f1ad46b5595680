/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KIROKU_UI_RESOURCE "/org/kiroku/Kiroku/ui/"
#define KIROKU_STYLE_RESOURCE "/org/kiroku/Kiroku/style.css"

/* Makes the templates and the style sheet reachable. To be called once before a widget of Kiroku
 * is made; further calls do nothing. An AdwApplication whose resource base path is
 * /org/kiroku/Kiroku then loads KIROKU_STYLE_RESOURCE by itself. */
void kiroku_ui_init (void);

/* What the window speaks: "ja" or "en". (transfer none) */
const char *kiroku_ui_get_language (void);

G_END_DECLS
