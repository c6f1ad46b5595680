/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-obligation.h"

G_BEGIN_DECLS

/* How an end was counted, in sentences. Private to the room.
 * @deadline: (nullable): NULL while the clock has not started or when the rule does not apply.
 * @rivals: the start was stated differently by several. (transfer full) */
char *kiroku_explain (KirokuPack *pack,
                      const KirokuPackObligation *rule,
                      const KirokuObligation *obligation,
                      const KirokuDeadline *deadline,
                      gboolean rivals,
                      const char *language);

/* The same of a stated duty. (transfer full) */
char *kiroku_explain_duty (const KirokuObligation *obligation);

G_END_DECLS
