/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-book.h"

G_BEGIN_DECLS

/* An entry row for a time, typed freely (kiroku_time_parse() says how), with a button that fills in
 * the present moment. */
#define KIROKU_TYPE_TIME_ROW (kiroku_time_row_get_type ())
G_DECLARE_FINAL_TYPE (KirokuTimeRow, kiroku_time_row, KIROKU, TIME_ROW, AdwEntryRow)

/* The time in @time, read in the zone and at the moment of @book. An empty row is no error: *@given
 * tells whether there is a time. What is wrong is marked, and told by @error. */
gboolean kiroku_time_row_read (
    KirokuTimeRow *self, KirokuBook *book, gboolean *given, KirokuTime *time, GError **error);

G_END_DECLS
