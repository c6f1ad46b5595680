/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* A quiet sign of how many entries of a case nothing outside bears out yet; nothing when there are
 * none. A click on it is the action case.show-record. */
#define KIROKU_TYPE_ANCHOR_SIGN (kiroku_anchor_sign_get_type ())
G_DECLARE_FINAL_TYPE (KirokuAnchorSign, kiroku_anchor_sign, KIROKU, ANCHOR_SIGN, AdwBin)

/* @model: (nullable) */
void kiroku_anchor_sign_set_model (KirokuAnchorSign *self, KirokuCaseModel *model);

G_END_DECLS
