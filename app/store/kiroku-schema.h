/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"

G_BEGIN_DECLS

/* The version of the tables that hold the record itself. Folded tables are not part of it: they are
 * dropped and made anew from the entries. */
#define KIROKU_SCHEMA_VERSION 3

/* Makes the tables in an empty database, or brings an older one to this version, in one
 * transaction. A newer or foreign database is refused and left as it is. */
gboolean kiroku_schema_prepare (KirokuDb *db, GError **error);
/* The CREATE statements of all that the record is kept in, as it is after the last version.
 * (transfer container) (element-type utf8) */
GPtrArray *kiroku_schema_list_creates (void);
/* For a connection that only reads. */
gboolean kiroku_schema_check (KirokuDb *db, GError **error);

G_END_DECLS
