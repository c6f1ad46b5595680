/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-case-model.h"
#include "kiroku-form-draft.h"

G_BEGIN_DECLS

/* What the forms share in which a call, a change of custody or a filing is stated anew: a correction of
 * what was recorded, which stays legible. */

/* When it happened, as the forms take it, in the zone of the book. (transfer full) */
char *kiroku_restating_dup_time (KirokuCaseModel *model, const KirokuEntry *reading);
/* What was begun for this very entry. (transfer full) */
KirokuFormDraft *kiroku_restating_new_kept (KirokuCaseModel *model, const KirokuEntry *reading);
/* Says all of @reading, as it stands. @reason: (nullable): not typed yet; @time: (nullable): as it was.
 * (transfer full) */
KirokuDraft *kiroku_restating_new_draft (
    const KirokuEntry *reading, const char *reason, const KirokuTime *time);
/* What becomes of what was recorded. */
const char *kiroku_restating_get_advice (void);
/* What is missing, or NULL. @changed: something reads otherwise than before. @reason: (nullable) */
const char *kiroku_restating_find_fault (gboolean changed, const char *reason);
/* That @draft would lose something of @reading that is withheld here, or NULL. @dropped: (nullable) as in
 * kiroku_draft_find_lost() */
const char *kiroku_restating_find_lost (
    const KirokuDraft *draft, const KirokuEntry *reading, const char *dropped);

G_END_DECLS
