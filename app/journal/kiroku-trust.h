/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-fold.h"

G_BEGIN_DECLS

/* Whose entries count (FORMAT.md §6, §10): the key that opened the case vouches, transitively, for
 * others; a revoked key counts up to its `last` entry. */

/* One journal of a case. */
typedef struct
{
  char *key;
  char *name;     /* (nullable) of the author, as entry 0 says */
  char *role;     /* (nullable) */
  char *reason;   /* (nullable) why the person has a further key */
  char *previous; /* (nullable) id of the key before */
  gint64 head;     /* number of its last entry */
  char *head_hash;
  gboolean opener;  /* its `case.open` is the one that counts */
  gboolean vouched; /* the opener's, or vouched for */
  gint64 revoked;   /* number of the last entry that counts; -1 when it is not revoked */
} KirokuAuthor;

void kiroku_author_free (KirokuAuthor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuAuthor, kiroku_author_free)

/* The journals of @case_id as of @as_of (µs UTC, or KIROKU_NOW), the opener's first, then by key.
 * (transfer full) (element-type KirokuAuthor) */
GPtrArray *kiroku_trust_read (KirokuDb *db, const char *case_id, gint64 as_of, GError **error);

/* The author whose key begins with @text (at least 8 digits) or whose name it is, when there is
 * exactly one. (transfer full) */
KirokuAuthor *kiroku_trust_find (
    KirokuDb *db, const char *case_id, const char *text, GError **error);

/* (transfer full) */
KirokuDraft *kiroku_trust_draft_vouch (const char *key, const char *name, const char *reason);
/* The journal of @key counts up to entry @seq with @hash. (transfer full) */
KirokuDraft *kiroku_trust_draft_revoke (
    const char *key, gint64 seq, const char *hash, const char *reason);

/* The condition that a row of table or alias @t, which carries a stamp, was not written after its key
 * was revoked: for every query that computes a state. It needs the parameter `:{as_of:i}`. */
#define KIROKU_STANDS(t) \
  "NOT EXISTS (SELECT 1 FROM revocation r WHERE r.case_id = " t ".case_id" \
  " AND r.subject = " t ".key AND " t ".seq > r.last_seq AND " t ".hash <> r.hash" \
  " AND r.rec <= :{as_of:i}" \
  " AND (r.key = r.subject OR r.key = (SELECT o.key FROM opener o" \
  " WHERE o.case_id = r.case_id ORDER BY o.clock, o.key, o.seq, o.hash LIMIT 1)))"

extern const KirokuFold kiroku_trust_fold;

G_END_DECLS
