/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* Above the pages of a first case that is an exercise: its steps, each ticked once the record has
 * it, and what the next one asks. Pressing a step leads to where it is done; the cross puts the
 * steps away. Of any other case it shows nothing. */
#define KIROKU_TYPE_TOUR_BAR (kiroku_tour_bar_get_type ())
G_DECLARE_FINAL_TYPE (KirokuTourBar, kiroku_tour_bar, KIROKU, TOUR_BAR, AdwBin)

/* @model: (nullable) */
void kiroku_tour_bar_set_model (KirokuTourBar *self, KirokuCaseModel *model);

G_END_DECLS
