/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-book.h"

G_BEGIN_DECLS

/* The cases of a book, newest trouble first, closed ones last, with a search above them where there are several.
 *
 * Signals:
 *   selected (const char *case_id): another case is selected, by the user or because the one that
 *     kiroku_case_list_select() named has arrived
 *   activated (): Enter or a double click: the user wants to work in the selected case
 *   read (guint n_cases): the cases have been read, for the first time or again
 *   failed (const char *message): they could not be read */
#define KIROKU_TYPE_CASE_LIST (kiroku_case_list_get_type ())
G_DECLARE_FINAL_TYPE (KirokuCaseList, kiroku_case_list, KIROKU, CASE_LIST, AdwBin)

GtkWidget *kiroku_case_list_new (void);
/* @book: (nullable): reads its cases, again after every append by this program. */
void kiroku_case_list_set_book (KirokuCaseList *self, KirokuBook *book);
/* Reads again: for what others wrote. */
void kiroku_case_list_refresh (KirokuCaseList *self);
/* Whether @case_id is among those that were read. */
gboolean kiroku_case_list_has (KirokuCaseList *self, const char *case_id);
/* Begins a search among them; the list filters as one types. */
void kiroku_case_list_find (KirokuCaseList *self);
/* Selects @case_id, as soon as it is there. NULL: the first. */
void kiroku_case_list_select (KirokuCaseList *self, const char *case_id);

G_END_DECLS
