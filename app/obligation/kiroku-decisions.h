/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-entry.h"
#include "kiroku-fold.h"

G_BEGIN_DECLS

/* What people decided about rules: `obligation.decide` entries and their fold. */

/* (transfer full) */
KirokuDraft *kiroku_decisions_draft (
    const char *rule, gboolean applies, const char *reason, const char *approver);

/* Rule id → the decision that stands. (transfer full) (element-type utf8 KirokuDecision) */
GHashTable *kiroku_decisions_read (
    KirokuDb *db, const char *case_id, gint64 as_of, GError **error);

extern const KirokuFold kiroku_decisions_fold;

G_END_DECLS
