/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-case-model.h"
#include "kiroku-form-draft.h"

G_BEGIN_DECLS

/* The deadlines people stated that are still to be met, each with a box to tick: what is being filed
 * meets those besides. Not to be seen when there are none. */
#define KIROKU_TYPE_FILING_MEETS (kiroku_filing_meets_get_type ())
G_DECLARE_FINAL_TYPE (KirokuFilingMeets, kiroku_filing_meets, KIROKU, FILING_MEETS, GtkBox)

/* @obligation is a deadline that somebody stated, and still to be met. */
gboolean kiroku_filing_may_meet (const KirokuObligation *obligation);
/* "Customer A: First news", as far as it is not withheld. (transfer full) */
char *kiroku_filing_dup_duty_name (const KirokuObligation *duty, KirokuBook *book);

/* Offers those of the model's snapshot. @met: (nullable): id of one that it meets anyhow. */
void kiroku_filing_meets_fill (KirokuFilingMeets *self, KirokuCaseModel *model, const char *met);
/* @kept takes in the boxes. */
void kiroku_filing_meets_keep (KirokuFilingMeets *self, KirokuFormDraft *kept);
/* Appends the ids of those that are ticked, which live as long as @self. @ids: (element-type utf8) */
void kiroku_filing_meets_list (KirokuFilingMeets *self, GPtrArray *ids);

G_END_DECLS
