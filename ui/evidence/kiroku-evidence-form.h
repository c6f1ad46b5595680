/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-case-model.h"
#include "kiroku-evidence.h"
#include "kiroku-small-form.h"

G_BEGIN_DECLS

/* The forms for one item of evidence. */
#define KIROKU_TYPE_EVIDENCE_FORM (kiroku_evidence_form_get_type ())
G_DECLARE_FINAL_TYPE (
    KirokuEvidenceForm, kiroku_evidence_form, KIROKU, EVIDENCE_FORM, KirokuSmallForm)

/* What is known of the item. @evidence: hash of its entry. */
GtkWidget *kiroku_evidence_form_new_facts (KirokuCaseModel *model, const char *evidence);
/* That it changes hands. */
GtkWidget *kiroku_evidence_form_new_custody (KirokuCaseModel *model, const char *evidence);
/* Corrects @reading, an `evidence.move` entry as it reads now, which is what it shows. What was typed and
 * not recorded is there again the next time. */
GtkWidget *kiroku_evidence_form_new_correction (KirokuCaseModel *model, KirokuEntry *reading);

/* Shows what is known already; only what is then changed is recorded. For a form of facts. */
void kiroku_evidence_form_fill (KirokuEvidenceForm *self, const KirokuEvidence *item);
/* The entry of a field that is not chosen from a list; for tests. (transfer none) */
GtkEditable *kiroku_evidence_form_get_field (KirokuEvidenceForm *self, guint field);

G_END_DECLS
