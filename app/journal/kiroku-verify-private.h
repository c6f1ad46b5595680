/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-ancestry.h"
#include "kiroku-entry.h"
#include "kiroku-key.h"
#include "kiroku-verify.h"

G_BEGIN_DECLS

/* Inside verification: kiroku-verify (order of the steps, what is found), -rows (one entry at a
 * time), -places (where entries stand), -trust (who may be believed: vouching, revocation, what may
 * be absent), -anchors (seen, checkpoints, outside heads), -files (evidence). */

typedef enum
{
  KIROKU_PLACE_FOLLOWED = 1 << 0, /* another entry has it as `prev` */
  KIROKU_PLACE_ATTESTS = 1 << 1,  /* a checkpoint or an anchor */
  KIROKU_PLACE_REVOKES = 1 << 2,
  KIROKU_PLACE_COUNTS = 1 << 3,   /* of a revoked key, but before it was revoked */
  KIROKU_PLACE_DISOWNED = 1 << 4, /* of a revoked key, and not before */
  KIROKU_PLACE_TAKEN_IN = 1 << 5, /* came with a package that was taken in to its end */
} KirokuPlaceFlags;

/* Where an entry stands; all that is kept of most. */
typedef struct _KirokuPlaceMark KirokuPlaceMark;
struct _KirokuPlaceMark
{
  guint8 hash[KIROKU_HASH_LENGTH];
  gint64 seq;
  gint64 clock;
  gint64 rec;
  KirokuPlaceMark *prev; /* (nullable) */
  guint32 journal;       /* index in the run's journals */
  guint32 flags;
};

/* Places by number, in the order in which they were added, and by hash. */
typedef struct _KirokuPlaces KirokuPlaces;

KirokuPlaces *kiroku_places_new (void);
void kiroku_places_free (KirokuPlaces *self);
/* @hash: 64 hex digits. An entry that is there twice keeps its first place. (transfer none) */
KirokuPlaceMark *kiroku_places_add (KirokuPlaces *self, const char *hash);
gsize kiroku_places_count (const KirokuPlaces *self);
KirokuPlaceMark *kiroku_places_get (const KirokuPlaces *self, gsize index);
/* @hash: any text. (nullable) (transfer none) */
KirokuPlaceMark *kiroku_places_find (const KirokuPlaces *self, const char *hash);
KirokuPlaceMark *kiroku_places_find_bytes (const KirokuPlaces *self, const guint8 *hash);
/* @hex holds KIROKU_HASH_HEX + 1 bytes. */
void kiroku_hash_to_hex (const guint8 *hash, char *hex);

/* One journal, once it has been read. */
typedef struct
{
  char *key;
  char *name;                  /* (nullable) of its author, as the author says */
  KirokuPublicKey *public_key; /* (nullable) */
  gsize first, end;            /* its places */
  gboolean trusted;            /* vouched for by whoever opened the case */
  gboolean shown;              /* the same in entries that heads from outside cover */
  gboolean settled;            /* whoever opened the case has revoked its key */
  gboolean revoked;            /* by its own author, or by whoever opened the case */
  gint64 covered;              /* the greatest number an outside head covers, or -1 */
  gsize cursor;                /* the first place after it */
} KirokuVerifyJournal;

/* An entry has seen another journal's. */
typedef struct
{
  KirokuPlaceMark *place;
  const char *key;
  guint8 hash[KIROKU_HASH_LENGTH];
  gint64 seq;
} KirokuVerifyLink;

/* A field that the header commits to and that is not there. */
typedef struct
{
  KirokuPlaceMark *place;
  gint64 position;
  const char *name;
} KirokuVerifyAbsence;

/* An entry whose values are needed once all have been read. */
typedef struct
{
  KirokuEntry *entry;
  KirokuPlaceMark *place;
} KirokuVerifyKept;

/* Heads that somebody stated, with their case root. */
typedef struct
{
  char *root;
  KirokuCheckpoint *checkpoint;
  KirokuVerifiedAnchor *anchor; /* (nullable) the anchor it stands in */
} KirokuVerifyStatement;

/* An outside head covers what lies before an entry. */
typedef struct
{
  const char *key;
  gint64 seq;
  gint64 limit; /* what it covers was recorded before, µs UTC; G_MAXINT64 when nobody says */
} KirokuVerifyCover;

/* Somebody else's entry bears an anchor out. */
typedef struct
{
  const KirokuVerifyKept *kept;
  KirokuVerifiedAnchor *anchor;
  const KirokuPlaceMark *seen;
} KirokuVerifyWitness;

typedef struct
{
  const KirokuVerifySource *source;
  const KirokuVerifyOptions *options;
  KirokuVerification *result;
  gint64 bad_position;
  gint64 suppressed; /* warnings beyond those that are kept */

  GPtrArray *journals; /* of KirokuVerifyJournal */
  GHashTable *by_key;  /* key → KirokuVerifyJournal */
  KirokuPlaces *places;
  GHashTable *unjudged; /* hashes, as stored, of entries of a later version */
  GStringChunk *names;  /* field names and keys that come again and again */
  GArray *links;        /* of KirokuVerifyLink */
  GArray *absences;     /* of KirokuVerifyAbsence */
  GPtrArray *kept;      /* of KirokuVerifyKept */

  const KirokuEntry *opening;   /* (nullable) the case.open that counts */
  GHashTable *permitted;        /* "hash field" that may be absent */
  GHashTable *permitted_files;  /* SHA-256 of files that may be absent */
  GHashTable *erased;           /* "hash field" and SHA-256 that may be absent by law */
  GHashTable *own;              /* ids of the keys whose copy this is */
  GHashTable *arriving_files;   /* SHA-256 that a package on its way in leaves out */
  GPtrArray *unfinished;        /* of KirokuCheckpoint: of packages that are not in to their end */
  KirokuAncestry *ancestry;
  GPtrArray *statements;        /* of KirokuVerifyStatement */
  GArray *covers;               /* of KirokuVerifyCover */
  GArray *witnesses;            /* of KirokuVerifyWitness: to be judged once it is known who is vouched for */
  GHashTable *shown;            /* key → greatest number (gint64 *) that is covered from outside the case */
  GHashTable *given;            /* the same of roots that were given alone */
} KirokuVerifyRun;

/* Comes before everything that is found in an entry: it is why. */
#define KIROKU_POSITION_FIRST (-1)
/* Comes after everything that is found in an entry itself. */
#define KIROKU_POSITION_CASE G_MAXINT64

/* Takes @what. @position: the number of the entry in the order of reading. */
void kiroku_verify_found (KirokuVerifyRun *run,
                          KirokuVerdict verdict,
                          gint64 position,
                          const char *key,
                          gint64 seq,
                          const char *hash,
                          char *what);
/* About an entry, found once all had been read. Takes @what. */
void kiroku_verify_found_at (
    KirokuVerifyRun *run, KirokuVerdict verdict, const KirokuPlaceMark *place, char *what);
void kiroku_verify_warn (KirokuVerifyRun *run, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Puts a copy of @value, which may be NULL, in the place of *@text. */
void kiroku_verify_set (char **text, const char *value);
const char *kiroku_verify_get_key (const KirokuVerifyRun *run, const KirokuPlaceMark *place);

/* Counts the absence of @name, "hash field" or a SHA-256, when it is in @permitted or was erased. */
gboolean kiroku_verify_count_absent (KirokuVerifyRun *run, GHashTable *permitted, const char *name);
/* Whether the entry was here before what is still on its way in: written by somebody whose copy
 * this is, or taken in by an import that has said what was absent. */
gboolean kiroku_verify_was_here (const KirokuVerifyRun *run, const KirokuPlaceMark *place);
/* Steps 1 to 8, of one journal. */
gboolean kiroku_verify_read_journal (KirokuVerifyRun *run, const char *key, GError **error);
/* Whether @place comes from a package that is not in to its end, so that what explains an absence may
 * still be to come. What was written here never does. */
gboolean kiroku_verify_is_arriving (const KirokuVerifyRun *run, const KirokuPlaceMark *place);
/* Step 9, and the ancestry that follows from it. */
void kiroku_verify_check_seen (KirokuVerifyRun *run);
/* Step 10, and what heads from outside cover: trusted tokens, and roots that were given. Whom one believes
 * depends on it. */
gboolean kiroku_verify_check_stated (KirokuVerifyRun *run, GError **error);
/* Whether @entry is among what @covered, a table of the run, says. */
gboolean kiroku_verify_is_covered (GHashTable *covered, const KirokuEntry *entry);
/* Vouching, and step 4 for what is absent. */
void kiroku_verify_check_trust (KirokuVerifyRun *run);
/* What outside heads cover, now that it is known whose entries bear others out. */
void kiroku_verify_check_covered (KirokuVerifyRun *run);
/* Step 10, revocation. */
void kiroku_verify_check_revocations (KirokuVerifyRun *run);
/* Step 12. */
gboolean kiroku_verify_check_files (KirokuVerifyRun *run, GError **error);
/* Step 14. */
gboolean kiroku_verify_check_tables (KirokuVerifyRun *run, GError **error);
/* Step 15. */
void kiroku_verify_check_schema (KirokuVerifyRun *run);

G_END_DECLS
