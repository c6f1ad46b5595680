/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"

G_BEGIN_DECLS

/* What people said about each other's decisions (`approve` entries). It counts as four eyes only when
 * another key than the author's signed it (design §3). */
typedef struct
{
  char *approver; /* (nullable) name */
  char *key;      /* that signed it */
  gboolean unvouched; /* nobody whom the opener of the case trusts vouches for that key */
  gboolean refused;
  gint64 rec; /* µs UTC */
} KirokuApproval;

/* Everything that was said in a case: hash of the entry it is about → what was said, in fold order.
 * @as_of as in kiroku-case.h. (transfer full) (element-type utf8 GPtrArray(KirokuApproval)) */
GHashTable *kiroku_approvals_read (
    KirokuDb *db, const char *case_id, gint64 as_of, GError **error);

/* The last word on entry @hash that is not by @author, the key of its author.
 * (transfer none) (nullable) */
const KirokuApproval *kiroku_approvals_find (
    GHashTable *approvals, const char *hash, const char *author);

G_END_DECLS
