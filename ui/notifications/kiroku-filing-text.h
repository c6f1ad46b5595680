/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-case-model.h"
#include "kiroku-filing.h"

G_BEGIN_DECLS

/* What became of a form, for people: "Draft, not approved yet", "Approved by …", "Filed …", and
 * what is to be known beside it. @filing: (nullable): nothing yet. (transfer full) */
char *kiroku_filing_dup_text (const KirokuFiling *filing, KirokuCaseModel *model);
/* The same of one time it was handed in. (transfer full) */
char *kiroku_filed_dup_text (const KirokuFiled *filed, KirokuCaseModel *model);
/* What was filed and is another now, a line each: the name of the fact, then both values. (transfer full) */
char *kiroku_filed_dup_contradictions (const KirokuFiled *filed, KirokuCaseModel *model);

G_END_DECLS
