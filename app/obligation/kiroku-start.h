/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-fact.h"

G_BEGIN_DECLS

/* From when a rule runs. Private to the room. */

/* When the fact @key says that something began, µs UTC: the earliest of what was stated; KIROKU_TIME_NONE
 * when nobody has. A date begins at midnight of @zone. @rivals: (out) (optional): becomes TRUE when several
 * stated it differently, and is left alone otherwise. */
gint64 kiroku_start_read_fact (KirokuFacts *facts,
                               const char *key,
                               GTimeZone *zone,
                               gboolean *rivals);

/* When what the rule @rule asks for was filed, µs UTC, or KIROKU_TIME_NONE. @met: (nullable), as that of
 * KirokuObligationContext. */
gint64 kiroku_start_read_filing (GHashTable *met, const char *rule);

G_END_DECLS
