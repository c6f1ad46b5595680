/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* Verifies the record of a case: progress with a way to stop it, then what was found in words, and
 * as a PDF.
 *
 * Signals:
 *   show-entry (const char *hash): the entry that was found shall be shown */
#define KIROKU_TYPE_VERIFY_BOX (kiroku_verify_box_get_type ())
G_DECLARE_FINAL_TYPE (KirokuVerifyBox, kiroku_verify_box, KIROKU, VERIFY_BOX, AdwBin)

/* @model: (nullable): another one forgets what was found. */
void kiroku_verify_box_set_model (KirokuVerifyBox *self, KirokuCaseModel *model);

G_END_DECLS
