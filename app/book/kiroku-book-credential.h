/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"
#include "kiroku-credential.h"

G_BEGIN_DECLS

/* What the papers of @case_id are signed with: the key that signs there for the present author. It
 * waits: for the command line and tests. Whoever has signed nothing in a case may sign its papers
 * all the same. (transfer full) */
KirokuCredential *kiroku_book_get_credential (
    KirokuBook *self, const char *case_id, GError **error);
/* The same without waiting. */
void kiroku_book_get_credential_async (KirokuBook *self,
                                       const char *case_id,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
KirokuCredential *kiroku_book_get_credential_finish (
    KirokuBook *self, GAsyncResult *result, GError **error);

/* From now on each signature is stamped by the first authority of the profile that answers. It asks
 * the network while it signs. KIROKU_BOOK_ERROR_INPUT when the profile names none. */
gboolean kiroku_book_stamp_credential (
    KirokuBook *self, KirokuCredential *credential, GError **error);

G_END_DECLS
