/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-book.h"

G_BEGIN_DECLS

/* An entry row for a time, typed freely (kiroku_time_parse() says how), with a button that fills in
 * the present moment. */
#define KIROKU_TYPE_TIME_ROW (kiroku_time_row_get_type ())
G_DECLARE_FINAL_TYPE (KirokuTimeRow, kiroku_time_row, KIROKU, TIME_ROW, AdwEntryRow)

/* Whose clock and zone the button takes. */
void kiroku_time_row_set_book (KirokuTimeRow *self, KirokuBook *book);
/* The time in @time, read in the zone and at the moment of @book. An empty row is no error: *@given
 * tells whether there is a time. What is wrong is marked, and told by @error. */
gboolean kiroku_time_row_read (
    KirokuTimeRow *self, KirokuBook *book, gboolean *given, KirokuTime *time, GError **error);
/* The same of any @field that may have been filled in with @shown (nullable): as long as it reads so, no time
 * is given. A row is marked. */
gboolean kiroku_time_row_read_new (GtkEditable *field,
                                   const char *shown,
                                   KirokuBook *book,
                                   gboolean *given,
                                   KirokuTime *time,
                                   GError **error);
/* Sets the book of a row, and says under @below, a child of a box with @field somewhere in it, how far the time in @field lies ahead, for
 * as long as it does: slips in the year are seen, and rehearsed deadlines recorded all the same. @field is
 * read as above, whatever entry it is. */
void kiroku_time_row_add_caution (GtkEditable *field, GtkWidget *below, KirokuBook *book);
/* A sentence that says how far the time in @text, read like that in the row, lies ahead; NULL when it does
 * not, or is no time. (transfer full) (nullable) */
char *kiroku_time_row_describe_future (const char *text, KirokuBook *book);

G_END_DECLS
