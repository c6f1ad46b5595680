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
  gboolean opener;     /* its `case.open` is the one that counts */
  gboolean vouched;    /* the opener's, or vouched for */
  gboolean undisputed; /* vouched for by everybody who opened the case, should there be several */
  gint64 revoked;      /* number of the last entry that counts, G_MAXINT64 when that is withheld; -1
                        * when the key is not revoked */
} KirokuAuthor;

void kiroku_author_free (KirokuAuthor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuAuthor, kiroku_author_free)

/* The journals of @case_id as of @as_of (µs UTC, or KIROKU_NOW), the opener's first, then by key.
 * (transfer full) (element-type KirokuAuthor) */
GPtrArray *kiroku_trust_read (KirokuDb *db, const char *case_id, gint64 as_of, GError **error);

/* The keys that whoever opened the case vouches for, directly or not, in entries up to the numbers in
 * @covered, key (char *) → number (gint64 *), itself included: for these nobody's word is needed.
 * @authors: of kiroku_trust_read(). (transfer full): a set */
GHashTable *kiroku_trust_list_shown (
    KirokuDb *db, const char *case_id, GPtrArray *authors, GHashTable *covered, GError **error);

/* Whether @key is among the @authors that kiroku_trust_read() gave and vouched for. */
gboolean kiroku_trust_is_vouched (GPtrArray *authors, const char *key);

/* The name of the author with @key, NULL when not among @authors or withheld. (transfer none) */
const char *kiroku_trust_find_name (GPtrArray *authors, const char *key);

/* The author whose key begins with @text (at least 8 digits) or whose name it is, when there is
 * exactly one. (transfer full) */
KirokuAuthor *kiroku_trust_find (
    KirokuDb *db, const char *case_id, const char *text, GError **error);

/* (transfer full) */
KirokuDraft *kiroku_trust_draft_vouch (const char *key, const char *name, const char *reason);
/* The journal of @key counts up to entry @seq with @hash. (transfer full) */
KirokuDraft *kiroku_trust_draft_revoke (
    const char *key, gint64 seq, const char *hash, const char *reason);

/* Whether @author decides what cannot be undone: what is erased, and that a legal hold ends. A revoked
 * key decides nothing more, whatever it wrote before. */
gboolean kiroku_author_may_decide (const KirokuAuthor *author);
/* The same of @key as things stand; who has no journal in the case may not. */
gboolean kiroku_trust_may_decide (
    KirokuDb *db, const char *case_id, const char *key, gboolean *may, GError **error);

/* Of several `case.open` of the case in column @case_id the one that came here first counts: its hash
 * and its key. Its time and its place in fold order are what its author says; whoever knows the id of a
 * case could state earlier ones and take the case over. */
#define KIROKU_OPENING_COLUMN(column, case_id) \
  "(SELECT op." column " FROM entry op WHERE op.case_id = " case_id " AND op.kind = 'case.open'" \
  " ORDER BY op.arrival LIMIT 1)"
#define KIROKU_OPENING(case_id) KIROKU_OPENING_COLUMN ("hash", case_id)
#define KIROKU_OPENER(case_id) KIROKU_OPENING_COLUMN ("key", case_id)

/* Whether a row of `revocation` counts: the key itself revokes, or whoever opened the case. */
#define KIROKU_REVOKES(r) "(" r ".key = " r ".subject OR " r ".key = " KIROKU_OPENER (r ".case_id") ")"

/* Whether @e shares its number with another entry of its journal. */
#define KIROKU_FORKS(case_id, key, e) \
  "EXISTS (SELECT 1 FROM entry tw WHERE tw.case_id = " case_id " AND tw.key = " key \
  " AND tw.seq = " e ".seq AND tw.hash <> " e ".hash)"

/* Whether @t lies beside the chain that ends with the `last` of revocation @r, though its number is not
 * greater: nothing that follows it leads there, neither to that entry nor to one without a twin. Only
 * asked where a journal forks. */
#define KIROKU_LIES_BESIDE(t, r) \
  "(" KIROKU_FORKS (t ".case_id", t ".key", t) \
  " AND NOT EXISTS (WITH RECURSIVE up (hash, seq) AS (SELECT " t ".hash, " t ".seq" \
  "  UNION ALL SELECT nx.hash, nx.seq FROM up JOIN entry nx ON nx.case_id = " t ".case_id" \
  "   AND nx.key = " t ".key AND nx.seq = up.seq + 1 AND nx.prev = up.hash" \
  "   WHERE up.seq < " r ".last_seq)" \
  "  SELECT 1 FROM up WHERE up.hash = " r ".last_hash" \
  "   OR NOT " KIROKU_FORKS (t ".case_id", t ".key", "up") "))"

/* The condition that a row of table or alias @t, which carries a stamp, was not written after its key
 * was revoked: for every query that computes a state. It needs the parameter `:{as_of:i}`. What counts
 * of a revoked key is the entry named by the revocation and what lies before it. */
#define KIROKU_STANDS(t) \
  "NOT EXISTS (SELECT 1 FROM revocation r WHERE r.case_id = " t ".case_id" \
  " AND r.subject = " t ".key AND " t ".hash <> r.hash AND r.rec <= :{as_of:i}" \
  " AND " KIROKU_REVOKES ("r") \
  " AND (" t ".seq > r.last_seq OR (r.last_hash IS NOT NULL AND " t ".seq <= r.last_seq" \
  " AND " KIROKU_LIES_BESIDE (t, "r") ")))"

extern const KirokuFold kiroku_trust_fold;

G_END_DECLS
