/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "kiroku-fold.h"

G_BEGIN_DECLS

/* Whether what is read of @case_id in the folded tables is what its entries say: before it goes out
 * under a case root. The bytes of all entries must be those that hashes and chain commit to; a value
 * that is not the one that was signed counts as absent, as in kiroku-rebuild.h, which so mends all
 * but the entries. Signatures, trust and files are verification's (kiroku-verify.h).
 *
 * When something differs: KIROKU_JOURNAL_ERROR_SEAL. Not within a transaction of @db, for it looks again
 * when an erasure comes between; others write meanwhile, and what arrives is not looked at. */
gboolean kiroku_tables_check (KirokuFolds *folds,
                              KirokuDb *db,
                              const char *case_id,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
