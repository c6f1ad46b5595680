/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-anchor-queue.h"
#include "kiroku-book.h"

G_BEGIN_DECLS

/* Sending the requests for time stamps that wait. */

/* What came of sending a request. */
typedef struct
{
  KirokuAnchorRequest *request;
  KirokuEntry *entry; /* NULL when it still waits */
  gboolean refused;   /* there was an answer, and it was not taken */
  char *why;          /* (nullable) why it still waits, or its file is broken, or stays although the
                       * answer is recorded; NULL when nobody was asked */
} KirokuAnchorOutcome;

void kiroku_anchor_outcome_free (KirokuAnchorOutcome *outcome);

/* Sends what waits, for @case_id or with NULL all; an authority that cannot be reached is no
 * error, nor an answer that cannot be recorded, nor a file that is broken or stays: the outcomes
 * say it. An answer is kept in its request before anything is done with it, recorded, and only
 * then is the request taken out: whatever fails, the next sending goes on from there, and no
 * answer is lost or recorded twice. While somebody else sends, KIROKU_BOOK_ERROR_BUSY. Once it is
 * cancelled nobody else is asked, and what was answered is recorded. (transfer full) (element-type
 * KirokuAnchorOutcome) */
GPtrArray *kiroku_book_send_anchors (
    KirokuBook *self, const char *case_id, GCancellable *cancellable, GError **error);
void kiroku_book_send_anchors_async (KirokuBook *self,
                                     const char *case_id,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
GPtrArray *kiroku_book_send_anchors_finish (
    KirokuBook *self, GAsyncResult *result, GError **error);

G_END_DECLS
