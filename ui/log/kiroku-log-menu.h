/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "kiroku-line.h"

G_BEGIN_DECLS

/* What can be done with an entry, as a menu. Its items activate "log.correct", "log.approve",
 * "log.refuse" and "log.copy" with @position, that of the row. (transfer floating) */
GtkWidget *kiroku_log_menu_new (const KirokuLine *line, guint position);

/* The log row at @x, @y of @view, and with -1, -1 the one that has the keyboard.
 * (transfer none) (nullable) */
GtkWidget *kiroku_log_menu_find_row (GtkWidget *view, double x, double y);

/* By what an entry of the case @number is named elsewhere: the number and the first digits of what
 * the entry is known by, which the command line takes, too. (transfer full) */
char *kiroku_log_menu_dup_reference (const char *number, const KirokuLine *line);

/* Whether "log.correct" can be done with it: notes, phases, calls, changes of custody and filings
 * have a current reading, unless its text was erased by law. Anything else is set or decided again in its
 * place, which supersedes what stood before. */
gboolean kiroku_log_menu_is_correctable (const KirokuLine *line);

G_END_DECLS
