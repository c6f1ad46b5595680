/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Appends a field of CSV (RFC 4180) to @row, with what ends it: a comma, or the end of the row when it is the
 * @last. What a spreadsheet would run as a formula gets an apostrophe. @text: (nullable): an empty one */
void kiroku_csv_append (GString *row, const char *text, gboolean last);

G_END_DECLS
