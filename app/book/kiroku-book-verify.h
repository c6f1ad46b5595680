/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"
#include "kiroku-verify.h"

G_BEGIN_DECLS

/* Verifying a case of the book, in a thread of the store's that nothing else waits for. */

typedef struct
{
  const char *case_id;
  const char *const *heads; /* (nullable) case roots known from outside; ended by NULL */
  const char *ca;           /* (nullable) PEM file of time-stamp authorities to trust; NULL: those
                             * that the profile names */
  KirokuVerifyProgress progress; /* (nullable) called in that thread */
  gpointer progress_data;
} KirokuBookVerify;

/* It waits. NULL only when the database or the CA file cannot be read. (transfer full) */
KirokuVerification *kiroku_book_verify (
    KirokuBook *self, const KirokuBookVerify *query, GError **error);
/* The same without waiting; copies @query. Cancelling ends it with G_IO_ERROR_CANCELLED. */
void kiroku_book_verify_async (KirokuBook *self,
                               const KirokuBookVerify *query,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
KirokuVerification *kiroku_book_verify_finish (
    KirokuBook *self, GAsyncResult *result, GError **error);

/* The ids of all cases that the database holds anything of, sorted. It waits. (transfer full)
 * (element-type utf8) */
GPtrArray *kiroku_book_list_case_ids (KirokuBook *self, GError **error);

G_END_DECLS
