/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"
#include "kiroku-checkpoint.h"

G_BEGIN_DECLS

/* Checkpoints of an open case book. One follows by itself, in the same transaction, when a case is
 * closed, a form is filed or a case is handed over, and with the first write more than a day after
 * the last. */

/* Records the heads of @case_id as they are; of other journals too. @purpose: FORMAT.md §6.
 * The checkpoint's entry. (transfer full) */
KirokuEntry *kiroku_book_checkpoint (
    KirokuBook *self, const char *case_id, const char *purpose, GError **error);
void kiroku_book_checkpoint_async (KirokuBook *self,
                                   const char *case_id,
                                   const char *purpose,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
KirokuEntry *kiroku_book_checkpoint_finish (KirokuBook *self, GAsyncResult *result, GError **error);

/* Records @heads, read earlier and meanwhile printed. (transfer full) */
KirokuEntry *kiroku_book_record_heads (
    KirokuBook *self, KirokuCheckpoint *heads, const char *purpose, GError **error);
void kiroku_book_record_heads_async (KirokuBook *self,
                                     KirokuCheckpoint *heads,
                                     const char *purpose,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
KirokuEntry *kiroku_book_record_heads_finish (
    KirokuBook *self, GAsyncResult *result, GError **error);

G_END_DECLS
