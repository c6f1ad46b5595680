/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"

G_BEGIN_DECLS

/* Whether the database holds what Kiroku made in it, and no trigger, view or index besides.
 * Whoever can write to the file can leave a trigger there that changes what is written later. A
 * further table is no difference: nothing reads it. */

typedef enum
{
  KIROKU_SCHEMA_FOREIGN,
  KIROKU_SCHEMA_CHANGED,
  KIROKU_SCHEMA_MISSING,
  KIROKU_SCHEMA_DISGUISED, /* listed as another type than it is, or as none there is */
} KirokuSchemaFault;

typedef struct
{
  KirokuSchemaFault fault;
  char *type;  /* table, index, view or trigger, of what is disguised also anything else; of what
                * is missing, as it should be */
  char *name;
  char *table; /* (nullable) to which it belongs */
  gboolean folded; /* made anew with the folded tables */
  gint64 row;      /* in the list of what there is; 0 of what is missing */
} KirokuSchemaDifference;

/* (transfer full) */
KirokuSchemaDifference *kiroku_schema_difference_copy (const KirokuSchemaDifference *difference);
void kiroku_schema_difference_free (KirokuSchemaDifference *difference);

/* Whether it acts when something is written. */
gboolean kiroku_schema_difference_acts (const KirokuSchemaDifference *difference);
/* What it is and how to mend it, in the user's language. (transfer full) */
char *kiroku_schema_difference_describe (const KirokuSchemaDifference *difference);

/* @folded: the CREATE statements of the folded tables and their indexes. What acts comes first.
 * (transfer full) (element-type KirokuSchemaDifference) */
GPtrArray *kiroku_schema_compare (KirokuDb *db, GPtrArray *folded, GError **error);

/* Takes away what Kiroku did not make, and makes what is changed or missing anew, but for tables;
 * for a transaction in which the folded tables are made anew next. Fails with
 * KIROKU_STORE_ERROR_FOREIGN when something is left that cannot be taken away. @removed: (element-type
 * KirokuSchemaDifference): what was foreign, changed or disguised is added. */
gboolean kiroku_schema_mend (KirokuDb *db, GPtrArray *folded, GPtrArray *removed, GError **error);

G_END_DECLS
