/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* Whether the record of a case can be believed: what nothing outside bears out yet and how to
 * change that, its verification, and who writes in it.
 *
 * Signals:
 *   show-entry (const char *hash): that entry shall be shown */
#define KIROKU_TYPE_RECORD_VIEW (kiroku_record_view_get_type ())
G_DECLARE_FINAL_TYPE (KirokuRecordView, kiroku_record_view, KIROKU, RECORD_VIEW, AdwBin)

/* @model: (nullable) */
void kiroku_record_view_set_model (KirokuRecordView *self, KirokuCaseModel *model);

G_END_DECLS
