/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"

G_BEGIN_DECLS

/* Packages on their way in (FORMAT.md §11). Entries come in many transactions and what explains a
 * value that is absent may come last; so what is being taken in is noted with the first of them, and
 * until the note goes verification knows what to make of a case that was cut short. No part of the
 * record. All functions but the last are called inside the caller's transaction. */
typedef struct
{
  char *sha256;  /* of the package */
  char *case_id;
  char *file;       /* its name */
  char *checkpoint; /* its signed lines */
  gint64 entries;   /* stored so far, and told by no `import` entry yet */
} KirokuArriving;

void kiroku_arriving_free (KirokuArriving *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuArriving, kiroku_arriving_free)

/* Notes @arriving, or finds what was noted when the same package was cut short before: its `entries`
 * are then those of that time. */
gboolean kiroku_arriving_begin (KirokuDb *db, KirokuArriving *arriving, GError **error);
gboolean kiroku_arriving_set_entries (
    KirokuDb *db, const char *sha256, gint64 entries, GError **error);
/* It is in, to its end. */
gboolean kiroku_arriving_end (KirokuDb *db, const char *sha256, GError **error);

/* Those of @case_id, by digest. (transfer full) (element-type KirokuArriving) */
GPtrArray *kiroku_arriving_list (KirokuDb *db, const char *case_id, GError **error);

G_END_DECLS
