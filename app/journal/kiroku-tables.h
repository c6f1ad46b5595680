/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "kiroku-fold.h"

G_BEGIN_DECLS

/* One moment of the case book of which is known that what is read of @case_id in the folded tables is what
 * its entries say: for what goes out under a case root. The bytes of all entries must be those that
 * hashes and chain commit to; a value that is not the one that was signed counts as absent, as in
 * kiroku-rebuild.h, which so mends all but the entries. Signatures, trust and files are verification's
 * (kiroku-verify.h).
 *
 * Gives a connection of its own to the file of @db, within the very transaction in which they were
 * compared: whatever others write meanwhile, it is not seen there. Ended with kiroku_db_rollback() and
 * kiroku_db_free(). When something differs: KIROKU_JOURNAL_ERROR_SEAL; when
 * an entry is of a later version: KIROKU_JOURNAL_ERROR_VERSION. (transfer full) */
KirokuDb *kiroku_tables_open_checked (KirokuFolds *folds,
                                      KirokuDb *db,
                                      const char *case_id,
                                      GCancellable *cancellable,
                                      GError **error);

G_END_DECLS
