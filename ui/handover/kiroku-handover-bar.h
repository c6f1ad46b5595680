/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* Says above a case, while nobody has taken it over, that it was handed over: to whoever may take it
 * over with the button for it ("case.take-over"), and to whoever handed it over; to both with the
 * sheet to be saved. To everybody else it says nothing. */
#define KIROKU_TYPE_HANDOVER_BAR (kiroku_handover_bar_get_type ())
G_DECLARE_FINAL_TYPE (KirokuHandoverBar, kiroku_handover_bar, KIROKU, HANDOVER_BAR, AdwBin)

/* @model: (nullable) */
void kiroku_handover_bar_set_model (KirokuHandoverBar *self, KirokuCaseModel *model);
/* The button to take over with. (transfer none) */
GtkWidget *kiroku_handover_bar_get_button (KirokuHandoverBar *self);
/* Saves the sheet to @path. */
void kiroku_handover_bar_save (KirokuHandoverBar *self, const char *path);

G_END_DECLS
