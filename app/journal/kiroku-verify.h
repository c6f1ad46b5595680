/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"
#include "kiroku-pins.h"

G_BEGIN_DECLS

/* What verification can say of a case; the numbers are the exit codes of `kiroku-cli verify`
 * (design §3). */
typedef enum
{
  KIROKU_VERDICT_ANCHORED = 0,  /* intact, and covered by a checked outside head */
  KIROKU_VERDICT_INTACT = 1,    /* intact, with warnings */
  KIROKU_VERDICT_ALTERED = 2,   /* bytes are not those that were signed */
  KIROKU_VERDICT_TRUNCATED = 3, /* truncated, rolled back or forked against a known head */
  KIROKU_VERDICT_EVIDENCE = 4,  /* evidence is missing, changed or extra */
  KIROKU_VERDICT_UNKNOWN = 5,   /* cannot judge */
} KirokuVerdict;

/* The id in JSON: "anchored", "intact", "altered", "truncated", "evidence", "unknown". */
const char *kiroku_verdict_id (KirokuVerdict verdict);
/* Whether @a is worse than @b. From worst: altered, truncated, evidence, unknown, intact,
 * anchored. */
gboolean kiroku_verdict_is_worse (KirokuVerdict a, KirokuVerdict b);

typedef struct
{
  char *case_id;
  KirokuVerdict verdict;
  /* The first thing found wrong, in order of journal and seq. */
  gboolean has_bad;
  char *bad_journal; /* (nullable) key */
  gint64 bad_seq;    /* -1 when no entry is meant */
  char *bad_hash;    /* (nullable) */
  char *bad_what;    /* in the user's language */
  gint64 entries;
  gint64 unanchored; /* entries that no outside head covers */
  gint64 withheld;   /* permitted absences of fields */
  GPtrArray *warnings; /* of char * */
} KirokuVerification;

void kiroku_verification_free (KirokuVerification *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuVerification, kiroku_verification_free)

/* Verifies all journals of @case_id as they stand in @db: canonical form, chain, clock, commitments,
 * signatures, `seen`, pins, time, index against bytes (design §3). A case that is not there is
 * KIROKU_VERDICT_UNKNOWN. NULL only when the database cannot be read or @cancellable was used. Reads in pages:
 * nothing stays open between them. (transfer full) */
KirokuVerification *kiroku_verify_case (KirokuDb *db,
                                        KirokuPins *pins,
                                        const char *case_id,
                                        GCancellable *cancellable,
                                        GError **error);

G_END_DECLS
