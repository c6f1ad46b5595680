/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"

G_BEGIN_DECLS

/* Where people contradict each other without knowing it: they set one fact, or entered phases, without
 * having seen each other's entry, to different effect. The later in fold order stands meanwhile. It is
 * resolved by an entry on the same subject that has seen them all (design §1). */

#define KIROKU_CONFLICT_PHASE "case.phase" /* the subject of phases; no fact has this key */
/* The subject when several people say that they opened the case: what came here first stands, and
 * nothing settles it. No fact has this key. */
#define KIROKU_CONFLICT_OPENING "case.open"

typedef struct
{
  char *key;    /* of the author */
  char *author; /* (nullable) name */
  char *value;  /* as recorded; the id of a phase, the title of an opening; "" where it was cleared or is … */
  gboolean withheld; /* … not here */
  char *state;  /* (nullable) id, where one was stated */
  char *hash;   /* of the entry */
  gint64 seq;
  gint64 rec; /* µs UTC */
} KirokuRival;

typedef struct
{
  char *subject;     /* key of the fact, KIROKU_CONFLICT_PHASE or KIROKU_CONFLICT_OPENING */
  GPtrArray *rivals; /* of KirokuRival, two or more; what stands comes first */
} KirokuConflict;

void kiroku_conflict_free (KirokuConflict *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuConflict, kiroku_conflict_free)

/* All conflicts of a case, by subject. @as_of as in kiroku-case.h. (transfer full) (element-type
 * KirokuConflict) */
GPtrArray *kiroku_conflict_read (KirokuDb *db, const char *case_id, gint64 as_of, GError **error);
/* The entries that settled a contradiction, and what they settled: hash → KirokuConflict, whose rivals are
 * what was said before, the later in fold order first. (transfer full) */
GHashTable *kiroku_conflict_read_settled (
    KirokuDb *db, const char *case_id, gint64 as_of, GError **error);
/* (transfer none) (nullable) */
const KirokuConflict *kiroku_conflict_find (GPtrArray *conflicts, const char *subject);

G_END_DECLS
