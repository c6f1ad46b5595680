/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"
#include "kiroku-entry.h"

G_BEGIN_DECLS

/* A fold makes the rows of a room's own tables out of entries. It only INSERTs, only rows made from
 * the one entry it is given, and reads neither other rows nor the rule pack: so the tables do not
 * depend on the order in which entries arrive, and can be dropped and made anew (design §1).
 * It runs in the writer's thread inside the transaction of the append. */
typedef struct
{
  const char *name;
  /* Raise it when the tables or the rows change: they are then made anew at the next start. */
  int version;
  const char *const *tables; /* to drop; ended by NULL */
  /* CREATE TABLE and CREATE INDEX; ended by NULL. A column `id` that is the PRIMARY KEY is given by SQLite in
   * order of arrival: of two databases it may differ. */
  const char *const *create;
  /* (nullable) A table of FTS5 among @create, none of @tables, over the `id` of one of them: without content and
   * lengths of its own. */
  const char *index;
  /* Called for every entry of every kind. */
  gboolean (*fold) (KirokuDb *db, const KirokuEntry *entry, GError **error);
  /* (nullable) Takes away again what fold() made of @entry, which is as it was then. By default the
   * rows with its stamp are deleted from all tables: only for tables without one, and for an index. */
  gboolean (*unfold) (KirokuDb *db, const KirokuEntry *entry, GError **error);
} KirokuFold;

/* Every folded row is stamped with the entry it was made from: when it was recorded, and its place in
 * fold order (clock, key, seq, hash). State as of T is, for each subject, the greatest row in that
 * order with rec <= T; a history is all such rows in it. */
#define KIROKU_STAMP_COLUMNS \
  "case_id TEXT NOT NULL, rec INTEGER NOT NULL, clock INTEGER NOT NULL, key TEXT NOT NULL," \
  " seq INTEGER NOT NULL, hash TEXT NOT NULL"
#define KIROKU_STAMP_PARAMETERS \
  ":{stamp_case:s}, :{stamp_rec:i}, :{stamp_clock:i}, :{stamp_key:s}, :{stamp_seq:i}, :{stamp_hash:s}"
#define KIROKU_STAMP_VALUES(entry) \
  (entry)->case_id, (entry)->rec, (entry)->clock, (entry)->key, (entry)->seq, (entry)->hash
#define KIROKU_FOLD_ORDER "clock, key, seq, hash"

/* For a table that has `corrects`, what its entries correct: that the row @c is a correction of the row
 * @row, or a later one of the same entry. Corrections name the first entry, never another correction. */
#define KIROKU_CORRECTED(row, c) \
  "(" c ".case_id = " row ".case_id AND (" c ".corrects = " row ".hash OR (" c ".corrects = " row \
  ".corrects AND (" c ".clock, " c ".key, " c ".seq, " c ".hash) > (" row ".clock, " row ".key, " row \
  ".seq, " row ".hash))))"

/* As of now: no entry is recorded later. */
#define KIROKU_NOW G_MAXINT64

/* The folds of all rooms, registered once at start-up. */
typedef struct _KirokuFolds KirokuFolds;

KirokuFolds *kiroku_folds_new (void);
void kiroku_folds_free (KirokuFolds *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuFolds, kiroku_folds_free)

/* @fold must live as long as @self; a later fold may be about what an earlier one made. */
void kiroku_folds_add (KirokuFolds *self, const KirokuFold *fold);

/* Whether the tables must be made anew (kiroku-rebuild.h): a fold is new or has another version. */
gboolean kiroku_folds_need_rebuild (
    KirokuFolds *self, KirokuDb *db, gboolean *needed, GError **error);

/* Runs all folds on @entry, inside the caller's transaction. */
gboolean kiroku_folds_apply (
    KirokuFolds *self, KirokuDb *db, const KirokuEntry *entry, GError **error);

/* Folds an entry anew, of which a value was erased or came to light, inside the caller's transaction.
 * @before: the entry as it was folded. Rebuilds that run meanwhile notice. */
gboolean kiroku_folds_refold (KirokuFolds *self,
                              KirokuDb *db,
                              const KirokuEntry *before,
                              const KirokuEntry *now,
                              GError **error);
/* Deletes the rows of all tables of @fold that have the stamp of @entry; for KirokuFold.unfold. */
gboolean kiroku_fold_delete_stamped (
    const KirokuFold *fold, KirokuDb *db, const KirokuEntry *entry, GError **error);
/* What was taken out of an index is still in its file, and so is a note that it was. This writes the indexes
 * anew, which takes time with their size; kiroku_db_purge() follows. */
gboolean kiroku_folds_purge_indexes (KirokuFolds *self, KirokuDb *db, GError **error);
/* How often that has happened in @db. */
gboolean kiroku_folds_count_refolds (KirokuDb *db, gint64 *count, GError **error);

/* Makes the tables in @db, which has none of them. */
gboolean kiroku_folds_create (KirokuFolds *self, KirokuDb *db, GError **error);
/* The same as temporary tables, without indexes: they hide those of @db's file from its connection. What is
 * written to a search index goes nowhere. */
gboolean kiroku_folds_create_temporary (KirokuFolds *self, KirokuDb *db, GError **error);
/* The CREATE statements of the tables and their indexes. (transfer container) (element-type
 * utf8) */
GPtrArray *kiroku_folds_list_creates (KirokuFolds *self);
/* Ends that. */
gboolean kiroku_folds_drop_temporary (KirokuFolds *self, KirokuDb *db, GError **error);
/* The names of all folded tables, without those of the search index. (transfer container) (element-type utf8) */
GPtrArray *kiroku_folds_list_tables (KirokuFolds *self);
/* Drops every folded table and takes those of the attached database @from in its place, inside the
 * caller's transaction. */
gboolean kiroku_folds_replace (
    KirokuFolds *self, KirokuDb *db, const char *from, GError **error);

G_END_DECLS
