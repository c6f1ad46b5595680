/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-checkpoint.h"
#include "kiroku-db.h"
#include "kiroku-entry.h"

G_BEGIN_DECLS

/* What packages that were taken in explain of absent values and files (FORMAT.md §3): an `import` entry
 * speaks for the copy of whoever wrote it, and only of what was absent there when that import ended. */

/* The lines of `absent` of @import, as a set. NULL when it never had such a list, being of an older
 * Kiroku: then all that its checkpoint lists as withheld was absent. (transfer full) (nullable) */
GHashTable *kiroku_excused_read_lines (const KirokuEntry *import);

/* Whether what @checkpoint leaves out may be absent, for verification and for what is shown: whoever has
 * signed it is vouched for (@trusted), and had not seen any of the entries that revoke their key, the
 * @revocations (element-type KirokuHead). The signature is the caller's to check. */
gboolean kiroku_excused_is_believed (
    const KirokuCheckpoint *checkpoint, gboolean trusted, GPtrArray *revocations);
/* Whether value @name of an entry may be withheld at all. @revokes: it is a `key.revoke`: whose key was
 * revoked is never withheld, or whoever holds it could leave that out. */
gboolean kiroku_excused_may_be_withheld (gboolean revokes, const char *name);
/* What @import, an entry of that kind, took in, and in @lines what of it was absent. NULL for one of an
 * older Kiroku, which does not say what was absent, and of what was given up. (transfer full) (nullable) */
KirokuCheckpoint *kiroku_excused_read_taken_in (const KirokuEntry *import, GHashTable **lines);

/* What the `import` entries of @case_id explain that were written with one of the keys in @own, a set of
 * ids, of packages that are believed: lines of FORMAT.md §8, "withheld ENTRY FIELD" and
 * "withheld-file SHA256". (transfer full) */
GHashTable *kiroku_excused_read (
    KirokuDb *db, const char *case_id, GHashTable *own, GError **error);

/* What the `import` entries of @case_id say was taken in that were written with one of the keys in
 * @own, but for those of packages that were given up. (transfer full) */
GPtrArray *kiroku_excused_list_taken_in (
    KirokuDb *db, const char *case_id, GHashTable *own, GError **error);
/* Whether one of @taken_in tells of the entry @seq of journal @key, which came as @arrival, and
 * does not say that what @line names was absent then: it was here. */
gboolean kiroku_excused_was_here (
    GPtrArray *taken_in, const char *key, gint64 seq, gint64 arrival, const char *line);

gboolean kiroku_excused_has_field (GHashTable *excused, const char *hash, const char *name);
gboolean kiroku_excused_has_file (GHashTable *excused, const char *sha256);

G_END_DECLS
