/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "kiroku-verify-private.h"

/* Places are made in blocks, so that they stay where they are and cost one allocation in many. */
#define BLOCK 4096

struct _KirokuPlaces
{
  GPtrArray *blocks;
  gsize count;
  GHashTable *by_hash; /* a set: a place begins with its hash */
};

/* A digest is as good as any hash of it. */
static guint
hash_of (gconstpointer place)
{
  guint value;

  memcpy (&value, place, sizeof value);
  return value;
}

static gboolean
is_same (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, KIROKU_HASH_LENGTH) == 0;
}

KirokuPlaces *
kiroku_places_new (void)
{
  KirokuPlaces *self = g_new (KirokuPlaces, 1);

  self->blocks = g_ptr_array_new_with_free_func (g_free);
  self->count = 0;
  self->by_hash = g_hash_table_new (hash_of, is_same);
  return self;
}

void
kiroku_places_free (KirokuPlaces *self)
{
  g_hash_table_unref (self->by_hash);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

KirokuPlaceMark *
kiroku_places_add (KirokuPlaces *self, const char *hash)
{
  KirokuPlaceMark *place;

  if (self->count % BLOCK == 0)
    g_ptr_array_add (self->blocks, g_new0 (KirokuPlaceMark, BLOCK));
  place = kiroku_places_get (self, self->count++);
  kiroku_hex_to_bytes (hash, place->hash);
  if (!g_hash_table_contains (self->by_hash, place))
    g_hash_table_add (self->by_hash, place);
  return place;
}

gsize
kiroku_places_count (const KirokuPlaces *self)
{
  return self->count;
}

KirokuPlaceMark *
kiroku_places_get (const KirokuPlaces *self, gsize index)
{
  return (KirokuPlaceMark *) g_ptr_array_index (self->blocks, index / BLOCK) + index % BLOCK;
}

KirokuPlaceMark *
kiroku_places_find_bytes (const KirokuPlaces *self, const guint8 *hash)
{
  return g_hash_table_lookup (self->by_hash, hash);
}

KirokuPlaceMark *
kiroku_places_find (const KirokuPlaces *self, const char *hash)
{
  guint8 bytes[KIROKU_HASH_LENGTH];

  if (!kiroku_hex_is_valid (hash, KIROKU_HASH_HEX))
    return NULL;
  kiroku_hex_to_bytes (hash, bytes);
  return kiroku_places_find_bytes (self, bytes);
}

void
kiroku_hash_to_hex (const guint8 *hash, char *hex)
{
  static const char digits[] = "0123456789abcdef";

  for (guint i = 0; i < KIROKU_HASH_LENGTH; i++)
    {
      hex[2 * i] = digits[hash[i] >> 4];
      hex[2 * i + 1] = digits[hash[i] & 15];
    }
  hex[2 * KIROKU_HASH_LENGTH] = '\0';
}
