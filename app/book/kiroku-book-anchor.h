/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-anchor.h"
#include "kiroku-book-authority.h"
#include "kiroku-book-checkpoint.h"
#include "kiroku-book-request.h"
#include "kiroku-book-send.h"

G_BEGIN_DECLS

/* Anchors of an open case book: here what people bring; how time stamps are asked for and sent is in
 * the headers above. */

/* What somebody keeps outside: the root of a recorded checkpoint, or of the heads as they are. */
typedef struct
{
  KirokuAnchorType type;
  const char *root;
  const char *token;     /* (nullable) base64, with KIROKU_ANCHOR_TOKEN */
  const char *authority; /* (nullable) */
  const char *note;      /* (nullable) */
} KirokuOutsideHead;

/* (transfer full) */
KirokuEntry *kiroku_book_add_anchor (
    KirokuBook *self, const char *case_id, const KirokuOutsideHead *outside, GError **error);
void kiroku_book_add_anchor_async (KirokuBook *self,
                                   const char *case_id,
                                   const KirokuOutsideHead *outside,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
KirokuEntry *kiroku_book_add_anchor_finish (KirokuBook *self, GAsyncResult *result, GError **error);

G_END_DECLS
