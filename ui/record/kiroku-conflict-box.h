/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* Where people contradict each other without knowing it: what each of them says, and a button to
 * let one answer stand. It is there only while there is such a thing. */
#define KIROKU_TYPE_CONFLICT_BOX (kiroku_conflict_box_get_type ())
G_DECLARE_FINAL_TYPE (KirokuConflictBox, kiroku_conflict_box, KIROKU, CONFLICT_BOX, AdwBin)

/* @model: (nullable) */
void kiroku_conflict_box_set_model (KirokuConflictBox *self, KirokuCaseModel *model);

G_END_DECLS
