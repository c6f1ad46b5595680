/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The values of an enumeration as people and files know them: an id that never changes, used in
 * entries, on the command line and in the rule pack, and a name in the user's language. */
typedef struct
{
  const char *id;
  const char *name; /* marked with NC_(); (nullable) where no person sees it */
} KirokuName;

typedef struct
{
  const KirokuName *names; /* by the value of the enumeration */
  guint n;
  const char *context; /* of the translation; (nullable) without names */
} KirokuNames;

/* (transfer none) */
const char *kiroku_names_get_id (const KirokuNames *self, guint value);
/* In the user's language. (transfer none) */
const char *kiroku_names_get_name (const KirokuNames *self, guint value);
/* KIROKU_MODEL_ERROR_NAME for an unknown @id; the message lists those there are. */
gboolean kiroku_names_parse (
    const KirokuNames *self, const char *id, guint *value, GError **error);

G_END_DECLS
