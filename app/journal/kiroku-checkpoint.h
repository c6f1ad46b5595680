/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"
#include "kiroku-entry.h"
#include "kiroku-key.h"

G_BEGIN_DECLS

/* A checkpoint (FORMAT.md §8): the heads of all journals of a case as lines of text, whose SHA-256 is
 * the case root. */

/* How a case root begins in a QR code. */
#define KIROKU_ROOT_PREFIX "kiroku:root:"

typedef struct
{
  char *key;
  gint64 seq;
  char *hash;
} KirokuHead;

KirokuHead *kiroku_head_new (const char *key, gint64 seq, const char *hash);
void kiroku_head_free (KirokuHead *head);

/* A file, or a field or file withheld, as the lines of a package name it. */
typedef struct
{
  char *digest; /* SHA-256 of a file, or the hash of an entry */
  char *name;   /* its path from the bag's top, or the field; NULL for a withheld file */
} KirokuSealed;

KirokuSealed *kiroku_sealed_new (const char *digest, const char *name);
void kiroku_sealed_free (KirokuSealed *sealed);

typedef struct
{
  char *case_id;
  GPtrArray *heads;          /* of KirokuHead */
  gint64 time;               /* µs UTC; -1 in what an anchor holds */
  GPtrArray *files;          /* of KirokuSealed; packages only */
  GPtrArray *withheld;       /* of KirokuSealed; packages only */
  GPtrArray *withheld_files; /* of KirokuSealed; packages only */
  char *signer;              /* (nullable) id of the key that signed it */
  char *signature;           /* (nullable) base64 */
} KirokuCheckpoint;

KirokuCheckpoint *kiroku_checkpoint_new (const char *case_id, gint64 time);
/* With the heads of @self, and nothing of a package. (transfer full) */
KirokuCheckpoint *kiroku_checkpoint_copy_heads (const KirokuCheckpoint *self);
void kiroku_checkpoint_free (KirokuCheckpoint *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuCheckpoint, kiroku_checkpoint_free)

/* The heads of @case_id as they stand in @db, one a branch. @time: µs UTC. (transfer full) */
KirokuCheckpoint *kiroku_checkpoint_read (
    KirokuDb *db, const char *case_id, gint64 time, GError **error);

/* The lines, sorted; with the `signed` line when it has been signed. (transfer full) */
char *kiroku_checkpoint_to_text (KirokuCheckpoint *self);
/* From the first through the last `journal` line: what the case root is the digest of, and what an
 * anchor holds. (transfer full) */
char *kiroku_checkpoint_get_root_lines (KirokuCheckpoint *self);
/* 64 hex digits. (transfer full) */
char *kiroku_checkpoint_get_root (KirokuCheckpoint *self);

/* Strict: anything that kiroku_checkpoint_to_text() would not write is refused with
 * KIROKU_JOURNAL_ERROR_FORM and the line. Root lines alone are read too (time is then -1).
 * (transfer full) */
KirokuCheckpoint *kiroku_checkpoint_parse (const char *text, GError **error);

/* Adds the `signed` line. */
gboolean kiroku_checkpoint_sign (KirokuCheckpoint *self, KirokuKey *key, GError **error);
/* Whether it is signed by @key over all its lines before. */
gboolean kiroku_checkpoint_verify (KirokuCheckpoint *self, KirokuPublicKey *key);

/* Whether it is so signed by @key and of the case @case_id: what a package says of it. */
gboolean kiroku_checkpoint_is_of (
    KirokuCheckpoint *self, const char *case_id, KirokuPublicKey *key);
/* Whether journal @key reaches entry @seq in it. */
gboolean kiroku_checkpoint_reaches (const KirokuCheckpoint *self, const char *key, gint64 seq);

/* What is recorded of it. @purpose: report, export, file, handover, daily or close.
 * (transfer full) */
KirokuDraft *kiroku_checkpoint_draft (KirokuCheckpoint *self, const char *purpose);

G_END_DECLS
