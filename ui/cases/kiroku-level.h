/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "kiroku-fact.h"

G_BEGIN_DECLS

/* What the accident level (0 … KIROKU_LEVEL_MAX) means, in the user's language. The scale is that
 * of seed 002; the wording is recalled from IPA's sample policy and not confirmed: it is shown with
 * that mark. (transfer none) */
const char *kiroku_level_meaning (int level);

/* Reads fact @key of the organisation. (transfer full) (nullable) */
typedef char *(*KirokuLevelFact) (const char *key, gpointer data);
/* What the level means and who handles it, in the organisation's own words where it has some (the facts
 * org.levelN and org.levelN_handler). *@own: whether the meaning is its own. (transfer full) */
char *kiroku_level_describe (int level, KirokuLevelFact get, gpointer data, gboolean *own);

/* The same by what a case says. (transfer full) */
char *kiroku_level_describe_of (int level, KirokuFacts *facts, gboolean *own);

/* "Level 2" on @label, in the level's look, with @description (nullable: its usual meaning) as tooltip. @level: or
 * KIROKU_LEVEL_WITHHELD, which it says. */
void kiroku_level_show (GtkLabel *label, int level, const char *description);

G_END_DECLS
