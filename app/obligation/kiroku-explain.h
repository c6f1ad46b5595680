/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-obligation.h"

G_BEGIN_DECLS

/* Private to the room. */

/* What there is to say of a rule. */
typedef struct
{
  const KirokuPackObligation *rule;
  const KirokuObligation *obligation;
  const KirokuDeadline *deadline; /* (nullable): while no clock has started or when it does not apply */
  KirokuFacts *facts;
  KirokuDeadlineInput input;
  gboolean rivals; /* the start was stated differently by several */
  gboolean changed; /* it was stated differently before: … */
  gint64 started_before; /* … µs UTC */
  KirokuDeadline before; /* … and what came of that */
} KirokuExplained;

/* How an end was counted, in sentences. (transfer full) */
char *kiroku_explain (KirokuPack *pack, const KirokuExplained *explained, const char *language);

/* The same of a stated duty. (transfer full) */
char *kiroku_explain_duty (const KirokuObligation *obligation);

G_END_DECLS
