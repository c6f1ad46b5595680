/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-fold.h"

G_BEGIN_DECLS

/* Makes every folded table anew from the entries. The new tables grow in a file of their own beside
 * the database, a little at a time, while others read, append and fold into the old ones; at the end
 * they take the old ones' place in one transaction, with what arrived meanwhile. Cut short at any
 * moment it has changed nothing. */
typedef struct _KirokuRebuild KirokuRebuild;

/* Waits for a rebuild of the same database by another program. */
KirokuRebuild *kiroku_rebuild_start (KirokuFolds *folds, KirokuDb *db, GError **error);
/* Folds for about @budget µs, or, when all are folded, puts the tables in place. *@done and *@total
 * count entries and one for that last step: they are equal when the rebuild is complete, and then
 * there is no further step. */
gboolean kiroku_rebuild_step (
    KirokuRebuild *self, gint64 budget, gint64 *done, gint64 *total, GError **error);
/* What somebody had left in the database and is taken away from it: of a rebuild that is complete.
 * (transfer none) (element-type KirokuSchemaDifference) */
const GPtrArray *kiroku_rebuild_get_removed (const KirokuRebuild *self);
/* Removes the file. */
void kiroku_rebuild_free (KirokuRebuild *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuRebuild, kiroku_rebuild_free)

G_END_DECLS
