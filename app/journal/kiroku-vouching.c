/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-vouching.h"

/* One round: whom those in @keys vouch for. Whether somebody new came in. */
static gboolean
add_vouched (GHashTable *keys,
             const char *opener,
             const KirokuVouch *vouches,
             guint n_vouches,
             GHashTable *revoked)
{
  gboolean added = FALSE;

  for (guint i = 0; i < n_vouches; i++)
    if (vouches[i].subject != NULL && g_hash_table_contains (keys, vouches[i].by)
        && (g_str_equal (vouches[i].by, opener)
            || !g_hash_table_contains (revoked, vouches[i].by)))
      added |= g_hash_table_add (keys, (gpointer) vouches[i].subject);
  return added;
}

GHashTable *
kiroku_vouching_follow (
    const char *opener, const KirokuVouch *vouches, guint n_vouches, GHashTable *revoked)
{
  GHashTable *keys = g_hash_table_new (g_str_hash, g_str_equal);

  g_return_val_if_fail (opener != NULL && revoked != NULL, keys);

  g_hash_table_add (keys, (gpointer) opener);
  while (add_vouched (keys, opener, vouches, n_vouches, revoked))
    ;
  return keys;
}
