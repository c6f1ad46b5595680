/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* Is there while whoever writes goes on in the case with a further key that nobody has vouched for
 * yet: says so, why, and who can (kiroku-further-key.h). */
#define KIROKU_TYPE_KEY_BAR (kiroku_key_bar_get_type ())
G_DECLARE_FINAL_TYPE (KirokuKeyBar, kiroku_key_bar, KIROKU, KEY_BAR, AdwBin)

/* @model: (nullable) */
void kiroku_key_bar_set_model (KirokuKeyBar *self, KirokuCaseModel *model);

G_END_DECLS
