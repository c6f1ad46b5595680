/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-approval.h"
#include "kiroku-entry.h"
#include "kiroku-fold.h"
#include "kiroku-obligation.h"

G_BEGIN_DECLS

/* What people decided about rules: `obligation.decide` entries and their fold. */

/* (transfer full) */
KirokuDraft *kiroku_decisions_draft (
    const char *rule, gboolean applies, const char *reason, const char *approver);

/* Rule id → the decision that stands: the last one, whether or not what it says is here. (transfer full) (element-type utf8 KirokuDecision) */
GHashTable *kiroku_decisions_read (
    KirokuDb *db, const char *case_id, gint64 as_of, GError **error);

/* Why it was decided so, or that this is not here: in the language of the thread (kiroku-i18n.h), else in the
 * user's. (transfer none) */
const char *kiroku_decision_get_reason (const KirokuDecision *decision);
/* The last word that counts of the person whom the author of @decision named as approver, by name: an
 * approval or a refusal. (transfer none) (nullable): they said nothing that counts, or nobody is named */
const KirokuApproval *kiroku_decision_find_named (const KirokuDecision *decision);
/* Whether somebody is named as approver and has signed nothing that counts, neither for nor against. */
gboolean kiroku_decision_awaits_named (const KirokuDecision *decision);

extern const KirokuFold kiroku_decisions_fold;

G_END_DECLS
