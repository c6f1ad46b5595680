/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"
#include "kiroku-evidence.h"

G_BEGIN_DECLS

/* Evidence of a case: a file is taken in first, and only then its entry is written. Each work has a
 * waiting function for the command line and an async pair for a window, which reads and hashes in a
 * thread of its own; its progress is told in the caller's context. */

/* What is taken in. Texts but one of @path and @input may be NULL. */
typedef struct
{
  const char *path;    /* a regular file */
  GInputStream *input; /* or what can be read; then @name must be given */
  const char *name;    /* as it is recorded; by default the last part of @path */
  const char *facts[KIROKU_N_EVIDENCE_FACTS];
  const KirokuTime *occ; /* when it was taken; NULL: now */
  /* (nullable): where whoever waits gets what kiroku_book_get_replaced() says. (transfer full) */
  char **replaced;
} KirokuTaking;

/* Takes a file in and records it: `evidence.add`, and `evidence.set` for all facts but the source.
 * The first of them (transfer full). When the same file was kept already and had been changed since,
 * the items of the case that have it get an `evidence.check` before, which says so. When the file
 * is taken in and an entry cannot be written the next intake moves the file aside.
 * KIROKU_EVIDENCE_ERROR_*, G_IO_ERROR_CANCELLED, and the errors of kiroku_book_append(). */
KirokuEntry *kiroku_book_take_evidence (KirokuBook *self,
                                        const char *case_id,
                                        const KirokuTaking *taking,
                                        const KirokuEvidenceWatch *watch,
                                        GError **error);
void kiroku_book_take_evidence_async (KirokuBook *self,
                                      const char *case_id,
                                      const KirokuTaking *taking,
                                      const KirokuEvidenceWatch *watch,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
KirokuEntry *kiroku_book_take_evidence_finish (
    KirokuBook *self, GAsyncResult *result, GError **error);

/* The path to which the kept copy of the same file, which had been changed, was moved; once
 * finished. (transfer none) (nullable): there was none, or it was as it should be */
const char *kiroku_book_get_replaced (GAsyncResult *result);

/* The items of @case_id as kiroku_evidence_list() has them, and of each whether its file was left
 * out by its sender. In a reading thread. (transfer full) (element-type KirokuEvidence) */
GPtrArray *kiroku_book_list_evidence (
    KirokuBook *self, KirokuDb *db, const char *case_id, gint64 as_of, GError **error);

/* What a check found of one item. */
typedef struct
{
  char *evidence; /* hash of its entry */
  char *sha256;   /* (nullable) withheld: then there was nothing to check */
  char *name;     /* (nullable) withheld */
  KirokuEvidenceState state;
  char *found; /* (nullable) SHA-256 of what is there, when it was changed */
  gboolean erased;   /* by law: nothing was read, and nothing is recorded */
  gboolean withheld; /* not here, for the package it came with left it out: nothing is recorded */
} KirokuEvidenceFinding;

/* Reads the files of all items of @case_id, or of item @evidence (a whole hash), again and records
 * what was found of each that should be here. When one cannot be read or the work is cancelled,
 * what was found of the others is recorded all the same. Bytes are counted over all files.
 * (transfer full) (element-type KirokuEvidenceFinding) */
GPtrArray *kiroku_book_check_evidence (KirokuBook *self,
                                       const char *case_id,
                                       const char *evidence,
                                       const KirokuEvidenceWatch *watch,
                                       GError **error);
void kiroku_book_check_evidence_async (KirokuBook *self,
                                       const char *case_id,
                                       const char *evidence,
                                       const KirokuEvidenceWatch *watch,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
GPtrArray *kiroku_book_check_evidence_finish (
    KirokuBook *self, GAsyncResult *result, GError **error);

/* A copy of an item to hand on. */
typedef struct
{
  const char *sha256;
  const char *sha512;     /* (nullable) withheld */
  gint64 size;            /* bytes; -1 when it is withheld */
  gint64 at;              /* µs UTC: when it was taken */
  const char *passphrase; /* (nullable): else in a ZIP that this protects (kiroku-safe-archive.h) */
} KirokuEvidenceCopy;

/* Writes a copy to @path, which is replaced once it is whole and proven to be what was taken in.
 * KIROKU_EVIDENCE_ERROR_*, KIROKU_EXCHANGE_ERROR_*, G_IO_ERROR_CANCELLED. */
void kiroku_book_copy_evidence_async (KirokuBook *self,
                                      const KirokuEvidenceCopy *copy,
                                      const char *path,
                                      const KirokuEvidenceWatch *watch,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean kiroku_book_copy_evidence_finish (KirokuBook *self, GAsyncResult *result, GError **error);

G_END_DECLS
