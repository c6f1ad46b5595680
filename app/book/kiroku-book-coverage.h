/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"
#include "kiroku-coverage.h"

G_BEGIN_DECLS

/* What nothing outside bears out of a case of the book, with the authorities of its profile: what
 * kiroku_book_verify() will say, known at once. */

typedef struct
{
  KirokuUnanchored unanchored;
  KirokuAnchorType last_type; /* of the last anchor that counts, or is said to */
  gint64 last;                /* when that was recorded, µs UTC; KIROKU_TIME_NONE without one */
  const char *unread; /* (nullable) interned: why an authority of the profile cannot be trusted, in
                       * the user's language; the first, and only where something is unanchored */
} KirokuAnchored;

/* For jobs of KIROKU_STORE_WORKER; what is read again and again is kept with the book. */
gboolean kiroku_book_read_anchored (KirokuBook *self,
                                    KirokuDb *db,
                                    const char *case_id,
                                    KirokuAnchored *anchored,
                                    GError **error);

G_END_DECLS
