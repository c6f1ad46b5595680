/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"

G_BEGIN_DECLS

/* Who had seen what: the entries that lie before an entry, through `prev` and `seen`. It says which of
 * two facts was stated in knowledge of the other, and what an outside head covers. Read once for a
 * case; only the links between journals are held. */
typedef struct _KirokuAncestry KirokuAncestry;

/* (transfer full) */
KirokuAncestry *kiroku_ancestry_read (KirokuDb *db, const char *case_id, GError **error);
/* For what is not in a database: add the links, in any order. */
KirokuAncestry *kiroku_ancestry_new (void);
/* Entry @seq of journal @key has seen entry @other_seq of journal @other. */
void kiroku_ancestry_add (
    KirokuAncestry *self, const char *key, gint64 seq, const char *other, gint64 other_seq);
void kiroku_ancestry_free (KirokuAncestry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuAncestry, kiroku_ancestry_free)

/* For each journal the greatest number that lies before, or is, entry @seq of @key.
 * (transfer full): key (char *) → number (gint64 *), freed with the table */
GHashTable *kiroku_ancestry_get_before (KirokuAncestry *self, const char *key, gint64 seq);

/* Raises the numbers in @greatest, key (char *) → number (gint64 *), to what lies before, or is,
 * entry @seq of @key. */
void kiroku_ancestry_raise (
    KirokuAncestry *self, GHashTable *greatest, const char *key, gint64 seq);

/* Whether entry @seq of @key has seen, directly or not, entry @other_seq of @other. */
gboolean kiroku_ancestry_has_seen (
    KirokuAncestry *self, const char *key, gint64 seq, const char *other, gint64 other_seq);

/* The same asked of a database for one pair, where reading all links of a long case would take too
 * long: it looks first at what the journal itself has seen, and goes through others only when that
 * is not enough. FALSE is a failure. */
gboolean kiroku_ancestry_query_seen (KirokuDb *db,
                                     const char *case_id,
                                     const char *key,
                                     gint64 seq,
                                     const char *other,
                                     gint64 other_seq,
                                     gboolean *seen,
                                     GError **error);

G_END_DECLS
