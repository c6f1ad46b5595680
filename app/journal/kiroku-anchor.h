/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-checkpoint.h"
#include "kiroku-fold.h"
#include "kiroku-token.h"

G_BEGIN_DECLS

/* Anchors: heads of a case that are kept where the case book cannot be changed (FORMAT.md §6, §8), and
 * the checkpoints they are made from. */

typedef enum
{
  KIROKU_ANCHOR_TOKEN,   /* time-stamped by an authority (RFC 3161) */
  KIROKU_ANCHOR_PRINTED, /* on paper */
  KIROKU_ANCHOR_MAIL,    /* sent to somebody */
  KIROKU_ANCHOR_FILE,    /* saved elsewhere */
  KIROKU_ANCHOR_SEEN,    /* seen by another journal */
} KirokuAnchorType;

#define KIROKU_N_ANCHOR_TYPES 5

const char *kiroku_anchor_type_id (KirokuAnchorType type);
const char *kiroku_anchor_type_name (KirokuAnchorType type);
gboolean kiroku_anchor_type_parse (const char *id, KirokuAnchorType *type, GError **error);

/* Why a checkpoint was made, for people; an unknown @purpose as it is. (transfer none) */
const char *kiroku_checkpoint_purpose_name (const char *purpose);

/* What was kept outside; all but @heads nullable. */
typedef struct
{
  KirokuAnchorType type;
  KirokuCheckpoint *heads;
  const char *checkpoint; /* hash of the entry that recorded them */
  const char *token;      /* with KIROKU_ANCHOR_TOKEN: base64 of DER */
  const char *authority;
  const char *note;
} KirokuAnchoring;

/* (transfer full) */
KirokuDraft *kiroku_anchor_draft (const KirokuAnchoring *anchoring);

/* An anchor of what @witness, an entry of somebody else's journal, has seen: refused when that is nothing.
 * (transfer full) */
KirokuDraft *kiroku_anchor_draft_seen (KirokuDb *db, const KirokuEntry *witness, GError **error);

/* Tables:
 *   checkpoint   case roots that were recorded (checkpoint)
 *   anchor       those kept outside (anchor) */
extern const KirokuFold kiroku_anchor_fold;

/* Why an outside head covers entries, or does not. */
typedef enum
{
  KIROKU_ANCHOR_COVERS,
  KIROKU_ANCHOR_UNTRUSTED, /* a token whose authority nobody here vouches for */
  KIROKU_ANCHOR_NOT_SHOWN, /* printed, mailed or saved, but nobody has read it out */
  KIROKU_ANCHOR_UNVOUCHED, /* seen by, or noted in, a journal that nobody vouches for */
  KIROKU_ANCHOR_UNSHOWN,   /* the same, when somebody does, but in an entry that no head from outside
                            * covers */
  KIROKU_ANCHOR_WITHHELD,  /* its values are not here */
  KIROKU_ANCHOR_BAD,       /* it does not fit the record */
} KirokuAnchorState;

/* What must be known of an anchor that fits the record, to judge it. */
typedef struct
{
  KirokuAnchorType type;
  KirokuTokenTrust trust; /* of a token */
  gboolean vouched;       /* whoever recorded it is vouched for */
  gboolean witnessed;     /* seen: the entry named stands in the journal of somebody else, who is
                           * vouched for, too */
  gboolean shown;         /* seen: both are whoever opened the case, or vouched for in entries that a
                           * trusted token or a given root covers: else whoever has the opener's key
                           * could make a witness */
} KirokuAnchorFacts;

/* The one rule of what an anchor is worth (FORMAT.md §10, "covered"): for verification, and for
 * whatever tells people beforehand what it will say. */
KirokuAnchorState kiroku_anchor_judge (const KirokuAnchorFacts *facts);

/* Why one of KIROKU_ANCHOR_UNSHOWN does not count; @name: (nullable) of the person for whom no covered
 * entry vouches. (transfer full) */
char *kiroku_anchor_describe_unshown (const char *name);

/* An anchor as it was recorded, and what it is worth. */
typedef struct
{
  KirokuAnchorType type;
  KirokuAnchorState state;
  gboolean believed; /* whoever recorded it is vouched for, and the entry stands */
  char *root;
  KirokuCheckpoint *heads;
  char *authority; /* (nullable) as the entry names it */
  char *note;      /* (nullable) */
  char *author;    /* id of the key that recorded it */
  char *hash;
  gint64 rec;         /* µs UTC */
  KirokuToken *token; /* (nullable) what the token says, judged against the root */
  char *witness;      /* (nullable) seen: the journal of the entry named */
  gint64 witness_seq;
  char *unshown;      /* (nullable) of KIROKU_ANCHOR_UNSHOWN: the key for which no covered entry
                       * vouches */
  gboolean awaits; /* something it names is not here, and may still come */
} KirokuAnchor;

void kiroku_anchor_free (KirokuAnchor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuAnchor, kiroku_anchor_free)

/* All anchors of @case_id, in fold order, as far as they can be judged without a root that was given.
 * Those whose text is withheld, or is no heads of this case, are left out. @cas: (nullable) PEM files
 * of certificates to trust, ended by NULL. (transfer full) (element-type KirokuAnchor) */
GPtrArray *kiroku_anchor_list (
    KirokuDb *db, const char *case_id, const char *const *cas, GError **error);

/* Whether the time stamp @token is recorded in @case_id: *@entry is the anchor, or NULL.
 * (transfer full) */
gboolean kiroku_anchor_find_token (
    KirokuDb *db, const char *case_id, const char *token, KirokuEntry **entry, GError **error);

/* A checkpoint entry of a case, with its heads. */
typedef struct
{
  KirokuCheckpoint *heads;
  char *hash; /* of the entry */
  gint64 rec; /* µs UTC */
} KirokuRecordedHeads;

void kiroku_recorded_heads_free (KirokuRecordedHeads *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuRecordedHeads, kiroku_recorded_heads_free)

/* The last checkpoint of @case_id whose case root is @root, or with NULL the last of all. NULL without
 * an error when there is none. (transfer full) */
KirokuRecordedHeads *kiroku_anchor_find_checkpoint (
    KirokuDb *db, const char *case_id, const char *root, GError **error);
/* The one that the entry @hash recorded. NULL without an error when it is not there, or its lines are withheld.
 * (transfer full) */
KirokuRecordedHeads *kiroku_anchor_read_checkpoint (
    KirokuDb *db, const char *case_id, const char *hash, GError **error);

G_END_DECLS
