/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"

G_BEGIN_DECLS

/* Asking for time stamps. A request waits in a folder (kiroku-anchor-queue.h) until it is sent. */

/* Where requests wait. */
char *kiroku_book_get_anchor_folder (KirokuBook *self);

/* Queues a request to every authority for what the case holds now, with a checkpoint if something has
 * been recorded since the last. The case root. It waits. (transfer full) */
char *kiroku_book_request_anchor (KirokuBook *self, const char *case_id, GError **error);

/* The same without waiting. */
void kiroku_book_request_anchor_async (KirokuBook *self,
                                       const char *case_id,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
char *kiroku_book_request_anchor_finish (KirokuBook *self, GAsyncResult *result, GError **error);

G_END_DECLS
