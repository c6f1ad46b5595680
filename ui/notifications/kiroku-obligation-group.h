/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-obligation-row.h"

G_BEGIN_DECLS

/* Deadlines that stand alike, under one heading; not visible while there are none.
 *
 * Properties, to be set once:
 *   title, description: the heading
 *   folding: the heading is a row with their number, and they are seen only when somebody opens it. */
#define KIROKU_TYPE_OBLIGATION_GROUP (kiroku_obligation_group_get_type ())
G_DECLARE_FINAL_TYPE (KirokuObligationGroup, kiroku_obligation_group, KIROKU, OBLIGATION_GROUP, AdwBin)

/* @row becomes the one at @position, wherever it was. It is not moved when it is there already, nor when it is
 * somewhere behind that and in use: then what is in between makes way, and has to be placed anew. */
void kiroku_obligation_group_place (KirokuObligationGroup *self,
                                    KirokuObligationRow *row,
                                    guint position);
/* Takes out what is behind the first @n. */
void kiroku_obligation_group_trim (KirokuObligationGroup *self, guint n);
/* What is to be seen though the rows are not. @note: (nullable) */
void kiroku_obligation_group_set_note (KirokuObligationGroup *self, const char *note);
gboolean kiroku_obligation_group_contains (KirokuObligationGroup *self, KirokuObligationRow *row);
/* The keyboard goes to the row at @position or the last one, or to the heading of rows that are not
 * seen. FALSE when the group is empty. */
gboolean kiroku_obligation_group_focus_row (KirokuObligationGroup *self, guint position);
/* Where @row is in the group. */
guint kiroku_obligation_group_get_position (KirokuObligationGroup *self, KirokuObligationRow *row);

G_END_DECLS
