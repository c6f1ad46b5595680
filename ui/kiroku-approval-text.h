/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-approval.h"
#include "kiroku-case-model.h"

G_BEGIN_DECLS

/* What a second person said to a decision, and when, or that nobody did: whom its author named
 * (@named, nullable) has signed nothing. Ready to be shown. @word: (nullable). (transfer full) */
char *kiroku_approval_dup_text (
    KirokuCaseModel *model, const KirokuApproval *word, const char *named);

G_END_DECLS
