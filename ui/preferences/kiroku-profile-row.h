/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-book.h"

G_BEGIN_DECLS

/* One fact of the profile: what it is, how sure its source is, and its value, which is kept as soon
 * as it was typed or chosen. What cannot be kept is said below it, and stays there. */
#define KIROKU_TYPE_PROFILE_ROW (kiroku_profile_row_get_type ())
G_DECLARE_FINAL_TYPE (KirokuProfileRow, kiroku_profile_row, KIROKU, PROFILE_ROW, AdwPreferencesRow)

/* @fact: of the pack of @book, and kept in the profile. (transfer floating) */
GtkWidget *kiroku_profile_row_new (KirokuBook *book, const KirokuPackFact *fact);

G_END_DECLS
