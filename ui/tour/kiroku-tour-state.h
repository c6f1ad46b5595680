/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Which case is the user's first one, opened as an exercise, and whether its steps are shown. Kept
 * in the settings where there are any, else while the program runs; the same for all windows.
 *
 * Signals:
 *   changed () */
#define KIROKU_TYPE_TOUR_STATE (kiroku_tour_state_get_type ())
G_DECLARE_FINAL_TYPE (KirokuTourState, kiroku_tour_state, KIROKU, TOUR_STATE, GObject)

/* (transfer none) */
KirokuTourState *kiroku_tour_state_get_default (void);
/* "" when there is none. */
const char *kiroku_tour_state_get_case (KirokuTourState *self);
gboolean kiroku_tour_state_is_shown (KirokuTourState *self);
void kiroku_tour_state_set (KirokuTourState *self, const char *case_id, gboolean shown);

G_END_DECLS
