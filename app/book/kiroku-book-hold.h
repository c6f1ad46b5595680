/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"

G_BEGIN_DECLS

/* Sets or lifts the legal hold of a case (kiroku-legal-hold.h), with a @reason. A hold that stands is not
 * set again, and who nobody vouches for cannot lift one: it would not count. It waits.
 * @approver: (nullable). (transfer full) */
KirokuEntry *kiroku_book_hold (KirokuBook *self,
                               const char *case_id,
                               gboolean set,
                               const char *reason,
                               const char *approver,
                               GError **error);

/* The same without waiting. */
void kiroku_book_hold_async (KirokuBook *self,
                             const char *case_id,
                             gboolean set,
                             const char *reason,
                             const char *approver,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
KirokuEntry *kiroku_book_hold_finish (KirokuBook *self, GAsyncResult *result, GError **error);

G_END_DECLS
