/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-book.h"
#include "kiroku-case.h"

G_BEGIN_DECLS

/* Which cases of a list are shown: those of which the number, title, type, phase or level contains
 * what is typed, or the log does. What is read of the logs arrives later than what is known.
 *
 * Signals:
 *   changed (): other cases are shown than before
 *   activated (): Enter: whoever types wants to work in the first case */
#define KIROKU_TYPE_CASE_SEARCH (kiroku_case_search_get_type ())
G_DECLARE_FINAL_TYPE (KirokuCaseSearch, kiroku_case_search, KIROKU, CASE_SEARCH, AdwBin)

GtkWidget *kiroku_case_search_new (void);
/* @book: (nullable) */
void kiroku_case_search_set_book (KirokuCaseSearch *self, KirokuBook *book);
/* Takes the keyboard. */
void kiroku_case_search_begin (KirokuCaseSearch *self);
/* Looks for nothing any more. */
void kiroku_case_search_clear (KirokuCaseSearch *self);
gboolean kiroku_case_search_is_empty (KirokuCaseSearch *self);
gboolean kiroku_case_search_matches (KirokuCaseSearch *self, const KirokuCase *incident);

G_END_DECLS
