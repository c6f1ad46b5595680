/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"
#include "kiroku-entry.h"

G_BEGIN_DECLS

/* What packages that were taken in explain of absent values and files (FORMAT.md §3): an `import` entry
 * speaks for the copy of whoever wrote it, and only of what was absent there when that import ended. */

/* The lines of `absent` of @import, as a set. NULL when it never had such a list, being of an older
 * Kiroku: then all that its checkpoint lists as withheld was absent. (transfer full) (nullable) */
GHashTable *kiroku_excused_read_lines (const KirokuEntry *import);

/* What the `import` entries of @case_id explain that were written with one of the keys in @own, a set of
 * ids: lines of FORMAT.md §8, "withheld ENTRY FIELD" and "withheld-file SHA256". (transfer full) */
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
