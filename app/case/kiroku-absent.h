/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"

G_BEGIN_DECLS

/* Why a value is not here. What was never stated is no absence: an entry says in its header which values
 * it has (FORMAT.md §3). */
typedef enum
{
  KIROKU_ABSENCE_NONE,
  KIROKU_ABSENCE_WITHHELD,
  KIROKU_ABSENCE_ERASED, /* by law, as somebody says who is vouched for */
} KirokuAbsence;

/* The values of @case_id that are not here, for kiroku_absent_get(). (transfer full) */
GHashTable *kiroku_absent_list (KirokuDb *db, const char *case_id, GError **error);
/* @absent: (nullable): nothing is. */
KirokuAbsence kiroku_absent_get (GHashTable *absent, const char *hash, const char *field);

/* The value, in a query over few entries, whether one of what the entry of table or alias @t, which carries a
 * stamp, states is not here. */
#define KIROKU_LACKS(t) \
  "EXISTS (SELECT 1 FROM entry e, json_each (e.header, '$.com') c WHERE e.hash = " t ".hash" \
  " AND NOT EXISTS (SELECT 1 FROM field f WHERE f.hash = e.hash AND f.name = c.key))"

G_END_DECLS
