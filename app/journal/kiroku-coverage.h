/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-anchor.h"

G_BEGIN_DECLS

/* What outside heads bear out of a case, before anybody verifies it: the same number that
 * verification gives (FORMAT.md §10, `unanchored`), read from the tables and cheap enough for each
 * new entry. It does not look at signatures; of a case that was altered it says nothing. */

typedef struct
{
  gint64 entries; /* that no outside head covers */
  gint64 stated;  /* of these: said to be on paper, in a mail or a file by somebody who is vouched
                   * for; they count once that is read out (`heads` of verification) */
  gint64 since;   /* when the first of them was recorded, µs UTC; KIROKU_TIME_NONE without one */
} KirokuUnanchored;

typedef struct _KirokuCoverage KirokuCoverage;

KirokuCoverage *kiroku_coverage_new (const char *case_id);
void kiroku_coverage_free (KirokuCoverage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuCoverage, kiroku_coverage_free)

/* Brings it up to what is in @db. What anchors cover is worked out anew only when something has
 * come that bears on it. @cas: (nullable) PEM files of time-stamp authorities to trust, ended by
 * NULL. */
gboolean kiroku_coverage_update (
    KirokuCoverage *self, KirokuDb *db, const char *const *cas, GError **error);

/* As of the last update. */
const KirokuUnanchored *kiroku_coverage_get_unanchored (const KirokuCoverage *self);
/* The anchors. (transfer none) (element-type KirokuAnchor) */
GPtrArray *kiroku_coverage_get_anchors (const KirokuCoverage *self);
/* The last anchor that covers something, or is said to by somebody who is vouched for.
 * (nullable) (transfer none) */
const KirokuAnchor *kiroku_coverage_get_last (const KirokuCoverage *self);

G_END_DECLS
