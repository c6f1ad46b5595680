/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the accident level (0 … KIROKU_LEVEL_MAX) means, in the user's language. The scale is that
 * of seed 002; the wording is recalled from IPA's sample policy and not confirmed: it is shown with
 * that mark. (transfer none) */
const char *kiroku_level_meaning (int level);

/* "Level 2" on @label, in the level's look, with its meaning as tooltip and description. */
void kiroku_level_show (GtkLabel *label, int level);

G_END_DECLS
