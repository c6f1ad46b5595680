/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-pack.h"

G_BEGIN_DECLS

/* Chooses one of the pack's types of incident: a button whose popover finds by any part of the
 * name, in either language.
 *
 * Signals:
 *   chosen (): another type was chosen by the user. */
#define KIROKU_TYPE_TYPE_CHOOSER (kiroku_type_chooser_get_type ())
G_DECLARE_FINAL_TYPE (KirokuTypeChooser, kiroku_type_chooser, KIROKU, TYPE_CHOOSER, AdwBin)

/* @language: "ja" or "en". */
void kiroku_type_chooser_set_pack (KirokuTypeChooser *self, KirokuPack *pack, const char *language);
/* The id, or NULL while nothing is chosen. (transfer none) */
const char *kiroku_type_chooser_get_chosen (KirokuTypeChooser *self);
/* NULL: nothing is chosen. */
void kiroku_type_chooser_set_chosen (KirokuTypeChooser *self, const char *id);
/* Opens the popover, with the keyboard in its search. */
void kiroku_type_chooser_open (KirokuTypeChooser *self);

G_END_DECLS
