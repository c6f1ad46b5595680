/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"

G_BEGIN_DECLS

/* What stands where an entry of @case_id does: its last correction, or itself. @prefix: of its hash, as
 * kiroku_archive_find() takes it. It waits. (transfer full) */
KirokuEntry *kiroku_book_read_reading (
    KirokuBook *self, const char *case_id, const char *prefix, GError **error);
/* The same without waiting. */
void kiroku_book_read_reading_async (KirokuBook *self,
                                     const char *case_id,
                                     const char *prefix,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/* (transfer full) */
KirokuEntry *kiroku_book_read_reading_finish (
    KirokuBook *self, GAsyncResult *result, GError **error);

G_END_DECLS
