/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"

G_BEGIN_DECLS

/* An entry that says in other words what another says: it corrects it, is corrected by it, or both
 * correct a third. */
typedef struct
{
  char *hash;
  char *kind;
  GPtrArray *fields; /* (element-type utf8): names of its values that are there and hold words */
} KirokuRelated;

/* The entries so related to entry @hash in @case_id in which words still stand, in fold order: who has
 * one erased by law will have to think of them. (transfer full) (element-type KirokuRelated) */
GPtrArray *kiroku_related_list (
    KirokuDb *db, const char *case_id, const char *hash, GError **error);

G_END_DECLS
