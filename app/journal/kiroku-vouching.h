/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Who is vouched for (FORMAT.md §10), wherever the vouches were read: one rule for what is shown, for
 * erasing and for verifying. */

/* A `key.vouch` that stands: its author's key was not revoked before. */
typedef struct
{
  const char *by;
  const char *subject; /* (nullable) when it is withheld; then it says nothing */
} KirokuVouch;

/* The keys that @opener vouches for, directly or not, itself included. What the opener vouched for
 * before its own key was revoked stays, or nobody could decide anything any more; of others in
 * @revoked, a set of keys, nothing does. The keys belong to @opener and @vouches. (transfer container) */
GHashTable *kiroku_vouching_follow (
    const char *opener, const KirokuVouch *vouches, guint n_vouches, GHashTable *revoked);

G_END_DECLS
