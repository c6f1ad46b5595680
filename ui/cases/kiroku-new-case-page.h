/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-book.h"

G_BEGIN_DECLS

/* Opens a case: a title and a type are enough, the rest can follow.
 *
 * Signals:
 *   opened (const char *case_id): the case is in the record
 *   cancelled () */
#define KIROKU_TYPE_NEW_CASE_PAGE (kiroku_new_case_page_get_type ())
G_DECLARE_FINAL_TYPE (KirokuNewCasePage, kiroku_new_case_page, KIROKU, NEW_CASE_PAGE, AdwBin)

GtkWidget *kiroku_new_case_page_new (void);
/* To be called once. */
void kiroku_new_case_page_set_book (KirokuNewCasePage *self, KirokuBook *book);
/* Puts the keyboard into the title. What was typed before is still there. */
void kiroku_new_case_page_begin (KirokuNewCasePage *self);

G_END_DECLS
