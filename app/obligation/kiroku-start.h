/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"
#include "kiroku-fact.h"

G_BEGIN_DECLS

/* From when a rule runs. */

/* When the fact @key says that something began, µs UTC: the earliest of what was stated; KIROKU_TIME_NONE
 * when nobody has. A date begins at midnight of @zone. @rivals: (out) (optional): becomes TRUE when several
 * stated it differently, and is left alone otherwise. */
gint64 kiroku_start_read_fact (KirokuFacts *facts,
                               const char *key,
                               GTimeZone *zone,
                               gboolean *rivals);

/* What the times of a case (the facts whose keys begin with `t.`) said before they said something else:
 * key → that value. (transfer full) (element-type utf8 utf8) */
GHashTable *kiroku_start_read_changes (
    KirokuDb *db, const char *case_id, gint64 as_of, GError **error);

/* What the fact @key said before, µs UTC, by @changes (nullable), as above; KIROKU_TIME_NONE when it was not
 * changed, or when several now say different things. */
gint64 kiroku_start_read_before (GHashTable *changes,
                                 KirokuFacts *facts,
                                 const char *key,
                                 GTimeZone *zone);

/* When what the rule @rule asks for was filed, µs UTC, or KIROKU_TIME_NONE. @met: (nullable), as that of
 * KirokuObligationContext. */
gint64 kiroku_start_read_filing (GHashTable *met, const char *rule);

G_END_DECLS
