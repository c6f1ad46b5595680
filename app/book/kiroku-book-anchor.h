/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-anchor-queue.h"
#include "kiroku-anchor.h"
#include "kiroku-book.h"

G_BEGIN_DECLS

/* Checkpoints and anchors of an open case book. A checkpoint follows by itself, in the same
 * transaction, when a case is closed, a form is filed or a case is handed over, and with the first
 * write more than a day after the last. */

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

/* An authority of the profile: `tsa.N.url`, `tsa.N.name`, `tsa.N.ca`, N from 1 to 9. */
typedef struct
{
  char *url;
  char *name; /* by default the url */
  char *ca;   /* (nullable) PEM file of certificates its stamps must lead to */
} KirokuAuthority;

void kiroku_book_authority_free (KirokuAuthority *authority);
/* (transfer full) (element-type KirokuAuthority) */
GPtrArray *kiroku_book_list_authorities (KirokuBook *self);
/* Whether @key is one of theirs in the profile. */
gboolean kiroku_book_is_authority_key (const char *key);
/* @value as it is kept under such a @key. (transfer full) */
char *kiroku_book_check_authority_value (const char *key, const char *value, GError **error);

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

/* What came of sending a request. */
typedef struct
{
  KirokuAnchorRequest *request;
  KirokuEntry *entry; /* NULL when it still waits */
  gboolean refused;   /* there was an answer, and it was not taken */
  char *why;          /* (nullable) why it still waits */
} KirokuAnchorOutcome;

void kiroku_anchor_outcome_free (KirokuAnchorOutcome *outcome);

/* Sends what waits, for @case_id or with NULL all; an authority that cannot be reached is no error.
 * (transfer full) (element-type KirokuAnchorOutcome) */
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
