/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"

G_BEGIN_DECLS

/* Notices within about a second that another program (the command line) wrote to the book: it asks
 * the database for a number that every commit changes, which costs some tens of µs in the screen
 * thread. Own entries are told by the book and are left out here. So are desks that another program stated
 * (kiroku-book-desks.h): the book tells of them by ::desks-changed.
 *
 * Signals:
 *   changed (): something came that this program did not append itself */
#define KIROKU_TYPE_WATCH (kiroku_watch_get_type ())
G_DECLARE_FINAL_TYPE (KirokuWatch, kiroku_watch, KIROKU, WATCH, GObject)

KirokuWatch *kiroku_watch_new (KirokuBook *book);
/* Looks now; otherwise it is done once a second. */
void kiroku_watch_look (KirokuWatch *self);

G_END_DECLS
