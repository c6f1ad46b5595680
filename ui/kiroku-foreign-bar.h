/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-book.h"

G_BEGIN_DECLS

/* Is there only while nothing is recorded because somebody left something in the database that acts on
 * what is written (kiroku_book_get_foreign()): says so, and how to mend it. */
#define KIROKU_TYPE_FOREIGN_BAR (kiroku_foreign_bar_get_type ())
G_DECLARE_FINAL_TYPE (KirokuForeignBar, kiroku_foreign_bar, KIROKU, FOREIGN_BAR, AdwBin)

/* @book: (nullable) */
void kiroku_foreign_bar_set_book (KirokuForeignBar *self, KirokuBook *book);
/* Looks again, when another program has written to the book. */
void kiroku_foreign_bar_look (KirokuForeignBar *self);

G_END_DECLS
