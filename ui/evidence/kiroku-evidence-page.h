/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* What was collected for a case: files are dropped, pasted or chosen here, described, checked and
 * handed on. */
#define KIROKU_TYPE_EVIDENCE_PAGE (kiroku_evidence_page_get_type ())
G_DECLARE_FINAL_TYPE (KirokuEvidencePage, kiroku_evidence_page, KIROKU, EVIDENCE_PAGE, AdwBin)

GtkWidget *kiroku_evidence_page_new (void);
/* @model: (nullable) */
void kiroku_evidence_page_set_model (KirokuEvidencePage *self, KirokuCaseModel *model);

G_END_DECLS
