/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What identifies a file: both digests in hex, and its length in bytes. */
typedef struct
{
  char sha256[65];
  char sha512[129];
  gint64 size;
} KirokuDigests;

/* Computes both in one pass. */
typedef struct _KirokuHasher KirokuHasher;

KirokuHasher *kiroku_hasher_new (void);
void kiroku_hasher_free (KirokuHasher *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuHasher, kiroku_hasher_free)

void kiroku_hasher_add (KirokuHasher *self, const void *bytes, gsize length);
/* The bytes added so far. */
gint64 kiroku_hasher_get_size (KirokuHasher *self);
/* Nothing can be added after it. */
void kiroku_hasher_finish (KirokuHasher *self, KirokuDigests *digests);

/* Whether @text is a SHA-256 in lower-case hex, and so may name a file. NULL is none. */
gboolean kiroku_hasher_is_sha256 (const char *text);

G_END_DECLS
