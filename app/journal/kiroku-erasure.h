/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-fold.h"

G_BEGIN_DECLS

/* Erasing by law (FORMAT.md §11): an `erase` entry says what and why; then the value itself goes from
 * the record and from every folded table, while what was signed stays checkable. */

/* (transfer full) */
KirokuDraft *kiroku_erasure_draft_field (const char *entry,
                                         const char *field,
                                         const char *law,
                                         const char *reason,
                                         const char *approver);
/* @sha256: of an evidence file. (transfer full) */
KirokuDraft *kiroku_erasure_draft_file (const char *sha256,
                                        const char *law,
                                        const char *reason,
                                        const char *approver);

/* Whether value @name of @entry may be erased and is there: what the checks of the record stand on
 * never is. KIROKU_JOURNAL_ERROR_UNKNOWN or _KEPT. */
gboolean kiroku_erasure_check (const KirokuEntry *entry, const char *name, GError **error);

/* The names of the values of @entry that are there and may be erased.
 * (transfer container) (element-type utf8) */
GPtrArray *kiroku_erasure_list_fields (const KirokuEntry *entry);

/* To be called for every entry that was just stored and folded, inside its transaction: an `erase`
 * entry is carried out when its author may decide (kiroku-trust.h). An @own one is refused otherwise,
 * and so is the lifting of a legal hold, with KIROKU_JOURNAL_ERROR_UNVOUCHED; one of somebody else
 * stays undone until that has changed, or while a legal hold stands. */
gboolean kiroku_erasure_follow (
    KirokuDb *db, KirokuFolds *folds, const KirokuEntry *entry, gboolean own, GError **error);

/* Whether value @name of entry @hash was erased here; for a file its SHA-256 and "". */
gboolean kiroku_erasure_is_known (
    KirokuDb *db, const char *hash, const char *name, gboolean *known, GError **error);
/* The SHA-256 of every file whose erasure some case has asked for, sorted. (transfer full)
 * (element-type utf8) */
GPtrArray *kiroku_erasure_list_files (KirokuDb *db, GError **error);
/* How many erasures were carried out in @db. */
gboolean kiroku_erasure_count (KirokuDb *db, gint64 *count, GError **error);
/* Whether an erasure has yet to be finished, for which the file must be written anew and files of
 * evidence be deleted: noted in the transaction that carries it out, and so not forgotten when the
 * program ends before. @due: 0, or what kiroku_erasure_set_done() is told when all that is done. */
gboolean kiroku_erasure_read_due (KirokuDb *db, gint64 *due, GError **error);
/* Another that was carried out meanwhile stays due. */
gboolean kiroku_erasure_set_done (KirokuDb *db, gint64 due, GError **error);
/* How many `erase` entries of the case still wait to be carried out. */
gboolean kiroku_erasure_count_open (
    KirokuDb *db, const char *case_id, gint64 *count, GError **error);

G_END_DECLS
