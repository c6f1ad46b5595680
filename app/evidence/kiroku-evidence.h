/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-entry.h"
#include "kiroku-evidence-names.h"
#include "kiroku-fold.h"
#include "kiroku-hasher.h"

G_BEGIN_DECLS

/* evidence — what was collected: files kept outside the database (kiroku-evidence-store.h,
 * kiroku-intake.h), and in the record what each of them is, who had it when, and what every check
 * found (app/journal/FORMAT.md §6). An item is named by the hash of its `evidence.add`. */

/* --- Drafts --- */

/* @source and @occ, when it was taken, may be NULL. (transfer full) */
KirokuDraft *kiroku_evidence_draft_add (const KirokuDigests *digests,
                                        const char *name,
                                        const char *source,
                                        const KirokuTime *occ);
/* What is known of item @evidence; NULL leaves a fact as it is, "" clears it. The clock error is an
 * integer as text. (transfer full) */
KirokuDraft *kiroku_evidence_draft_set (const char *evidence,
                                        const char *const facts[KIROKU_N_EVIDENCE_FACTS]);
/* What somebody typed for a fact, as it is recorded: times in the form of `occ`, read in @local at @now
 * (µs UTC), a zone that exists, a whole number of ms, a TLP. Any other text stays as it is, and "" too.
 * KIROKU_EVIDENCE_ERROR_INPUT and the errors of kiroku_time_parse(). (transfer full) */
char *kiroku_evidence_fact_normalise (KirokuEvidenceFact fact,
                                      const char *text,
                                      GTimeZone *local,
                                      gint64 now,
                                      GError **error);
/* That an item changed hands. Tool and witness may be NULL. (transfer full) */
KirokuDraft *kiroku_evidence_draft_move (const char *evidence,
                                         const char *const fields[KIROKU_N_CUSTODY_FIELDS],
                                         const KirokuTime *occ);
/* @sha256 (nullable): as found. (transfer full) */
KirokuDraft *kiroku_evidence_draft_check (const char *evidence,
                                          KirokuEvidenceState state,
                                          const char *sha256);

/* --- Reading --- */

/* A value and what it comes from. */
typedef struct
{
  char *value;   /* (nullable) not known */
  gboolean withheld;
} KirokuEvidenceValue;

/* An item changed hands. A field is NULL when it was not stated or is withheld. */
typedef struct
{
  char *fields[KIROKU_N_CUSTODY_FIELDS];
  char *author; /* name */
  char *hash;
  gint64 at; /* µs UTC */
  gboolean corrected; /* another one corrects it */
  char *reason;       /* (nullable) why it corrects another */
} KirokuEvidenceMove;

/* A check of the kept file. */
typedef struct
{
  gboolean withheld; /* then @state says nothing */
  KirokuEvidenceState state;
  char *sha256; /* (nullable) as found */
  char *author; /* name */
  char *hash;
  gint64 rec; /* µs UTC */
} KirokuEvidenceCheck;

typedef struct
{
  char *hash;
  char *sha256; /* (nullable) withheld, and so the next three */
  char *sha512;
  char *name;   /* as recorded: shown through kiroku_text_visible(), never used as a path */
  gint64 size;  /* bytes; -1 when it is withheld */
  gboolean erased; /* this case had its file erased by law: no check says anything of it any more */
  char *erasure;   /* (nullable) hash of the first entry that did, and the next three from it */
  char *law;       /* (nullable) withheld */
  char *eraser;    /* (nullable) name */
  gint64 erased_at; /* µs UTC: recorded at */
  gboolean left_out; /* the file is not here, for the package it came with left it out: no check of others
                      * says anything of it; only kiroku_book_list_evidence() knows */
  char *author; /* name of who took it into the record */
  gint64 rec;   /* µs UTC */
  gint64 at;    /* µs UTC: when it was taken */
  gboolean stated;
  KirokuPrecision precision;
  KirokuEvidenceValue facts[KIROKU_N_EVIDENCE_FACTS];
  GPtrArray *moves;  /* of KirokuEvidenceMove, in fold order */
  GPtrArray *checks; /* of KirokuEvidenceCheck, in fold order: the last one is the present state */
} KirokuEvidence;

void kiroku_evidence_free (KirokuEvidence *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuEvidence, kiroku_evidence_free)

/* Fails with KIROKU_EVIDENCE_ERROR_ERASED, and the law, when the file of @self was erased by law. */
gboolean kiroku_evidence_expect_not_erased (const KirokuEvidence *self, GError **error);

/* (transfer none) (nullable) */
const KirokuEvidenceCheck *kiroku_evidence_get_last_check (const KirokuEvidence *self);

/* The items of @case_id as of @as_of (µs UTC or KIROKU_NOW), in fold order.
 * (transfer full) (element-type KirokuEvidence) */
GPtrArray *kiroku_evidence_list (
    KirokuDb *db, const char *case_id, gint64 as_of, GError **error);
/* The item of @case_id that @prefix, at least 8 digits of its SHA-256 or its hash, names alone;
 * KIROKU_EVIDENCE_ERROR_UNKNOWN. (transfer full) */
KirokuEvidence *kiroku_evidence_find (
    KirokuDb *db, const char *case_id, const char *prefix, GError **error);
/* The same for what is done with a file rather than with an item: its SHA-256. A file that was taken in
 * twice is one file, however it is named; that of an item whose author's key was revoked is named too.
 * (transfer full) */
char *kiroku_evidence_find_file (
    KirokuDb *db, const char *case_id, const char *prefix, GError **error);

/* The SHA-256 of every file that an entry of any case names. (transfer full) */
GHashTable *kiroku_evidence_list_named (KirokuDb *db, GError **error);

/* The SHA-256 of every file that some case still needs (see below) and that no package left out which was
 * taken in with one of the keys in @own (kiroku-excused.h), sorted. (transfer full) (element-type utf8) */
GPtrArray *kiroku_evidence_list_needed (KirokuDb *db, GHashTable *own, GError **error);

/* Whether some case still needs the file @sha256: an entry names it, and that case has not asked for
 * its erasure (kiroku-erasure.h). */
gboolean kiroku_evidence_is_needed (
    KirokuDb *db, const char *sha256, gboolean *needed, GError **error);

extern const KirokuFold kiroku_evidence_fold;

G_END_DECLS
