/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-case.h"
#include "kiroku-entry.h"

G_BEGIN_DECLS

/* How grave a case is may turn out after it was opened: it is stated anew, with the reason (`case.level`). The last
 * counts; those before stay in the log. Table `level` of the case fold. */

/* @level: 0 … KIROKU_LEVEL_MAX. (transfer full) */
KirokuDraft *kiroku_draft_level (int level, const char *reason);
/* Sets @level to what was stated last, KIROKU_LEVEL_WITHHELD where that is not here, and leaves it as it is where
 * nobody stated it since the case was opened. @as_of: µs UTC. */
gboolean kiroku_case_level_read (
    KirokuDb *db, const char *case_id, gint64 as_of, int *level, GError **error);
/* "2", or that it is withheld, in the user's language. (transfer full) */
char *kiroku_case_level_show (int level);

/* For the case fold. A level that is withheld is NULL. */
#define KIROKU_CASE_LEVEL_COLUMNS "level INTEGER"
gboolean kiroku_case_level_fold (KirokuDb *db, const KirokuEntry *entry, GError **error);

G_END_DECLS
