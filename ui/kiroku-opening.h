/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"

G_BEGIN_DECLS

/* Opens the user's case book in a thread of its own: it may have to wait for a disk, or fold all
 * entries anew. */

/* Whose book it is, asked at the first start. */
typedef struct
{
  const char *name;
  const char *organisation; /* "" when it was left open */
} KirokuIdentity;

/* @folder: key, profile and, by default, database. @database: (nullable) another database.
 * @identity: (nullable): kept in the profile; the signing key will be made for that name. */
void kiroku_opening_run_async (const char *folder,
                               const char *database,
                               const KirokuIdentity *identity,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* @known: (out): whether anybody has given a name yet. Where nothing was ever kept nothing is made
 * before that: then NULL, without an error. (transfer full) (nullable) */
KirokuBook *kiroku_opening_run_finish (GAsyncResult *result, gboolean *known, GError **error);

G_END_DECLS
