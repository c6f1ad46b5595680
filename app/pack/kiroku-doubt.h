/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-fact.h"
#include "kiroku-pack.h"

G_BEGIN_DECLS

/* What to tell whoever states @value, canonical, for the time @key: that it has not come yet, where the pack
 * says that it is of something past, or that it and another time in @facts are the wrong way round. Nothing is
 * wrong for certain: clocks differ, and a case may be rehearsed. A time at midnight stands for its day.
 * @now: µs UTC. @language: of the names of facts; the sentence is in the user's.
 * (transfer full) (nullable): nothing */
char *kiroku_doubt_describe (KirokuPack *pack,
                             KirokuFacts *facts,
                             const char *key,
                             const char *value,
                             gint64 now,
                             const char *language);

G_END_DECLS
