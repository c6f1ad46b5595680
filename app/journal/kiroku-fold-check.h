/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-fold.h"

G_BEGIN_DECLS

/* Whether the folded tables of a case say what its entries say. Entries are folded a second time, into
 * tables that are in no file one could open and are gone with this object, and the rows are compared.
 * Used by one thread. */
typedef struct _KirokuFoldCheck KirokuFoldCheck;

typedef struct
{
  const char *table;
  gboolean torn; /* the table and its indexes do not say the same; nothing of what follows is known */
  char *hash;    /* (nullable) of the first entry in order of arrival whose rows differ */
  char *key;     /* (nullable) its journal; NULL when the case has no such entry */
  gint64 seq;    /* -1 when the case has no such entry */
} KirokuFoldDifference;

void kiroku_fold_difference_free (KirokuFoldDifference *difference);

/* Opens a connection of its own to the file of @db. @folds must live as long. */
KirokuFoldCheck *kiroku_fold_check_new (KirokuFolds *folds, KirokuDb *db, GError **error);
void kiroku_fold_check_free (KirokuFoldCheck *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuFoldCheck, kiroku_fold_check_free)

/* Before the first entry, and again before the first of another look. */
gboolean kiroku_fold_check_begin (KirokuFoldCheck *self, GError **error);
/* Every entry of the case that arrived before @end of kiroku_fold_check_compare(), once. */
gboolean kiroku_fold_check_add (
    KirokuFoldCheck *self, const KirokuEntry *entry, GError **error);
/* At most one difference a table, of what arrived before @end. *@outdated: an entry was folded anew
 * since the beginning, for a value was erased by law or came to light, so that nothing was compared:
 * begin again. (transfer full) (element-type KirokuFoldDifference) */
GPtrArray *kiroku_fold_check_compare (
    KirokuFoldCheck *self, const char *case_id, gint64 end, gboolean *outdated, GError **error);

/* For whoever needs one moment of it all: the connection on which is compared, within a transaction since
 * the beginning. Entries that are read on it are of the moment that is then compared. (transfer none) */
KirokuDb *kiroku_fold_check_get_db (KirokuFoldCheck *self);
/* As kiroku_fold_check_compare(), in the transaction in which the entries were read, and which goes on. */
GPtrArray *kiroku_fold_check_compare_within (
    KirokuFoldCheck *self, const char *case_id, gint64 end, gboolean *outdated, GError **error);
/* Ends the check but not that transaction: in the connection the tables are those of the file again.
 * Rolled back and freed by the caller. (transfer full) */
KirokuDb *kiroku_fold_check_free_to_db (KirokuFoldCheck *self, GError **error);

G_END_DECLS
