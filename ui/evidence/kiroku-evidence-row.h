/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"
#include "kiroku-evidence.h"

G_BEGIN_DECLS

/* An item of evidence: name, size, when and by whom, and what its last check found; unfolded, its
 * digests, what is known of it, who had it when, and what can be done with it. */
#define KIROKU_TYPE_EVIDENCE_ROW (kiroku_evidence_row_get_type ())
G_DECLARE_FINAL_TYPE (KirokuEvidenceRow, kiroku_evidence_row, KIROKU, EVIDENCE_ROW, AdwExpanderRow)

GtkWidget *kiroku_evidence_row_new (KirokuCaseModel *model);
/* Shows item @i of @items, of which it keeps a reference. What is being typed stays.
 * @items: (element-type KirokuEvidence) */
void kiroku_evidence_row_show (KirokuEvidenceRow *self, GPtrArray *items, guint i);
/* The hash of its entry. */
const char *kiroku_evidence_row_get_id (KirokuEvidenceRow *self);

G_END_DECLS
