/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* With whom something may be shared: the Traffic Light Protocol 2.0 (FIRST, August 2022), from the
 * narrowest circle to the widest. */
typedef enum
{
  KIROKU_TLP_NONE = -1, /* nobody has said */
  KIROKU_TLP_RED,
  KIROKU_TLP_AMBER_STRICT,
  KIROKU_TLP_AMBER,
  KIROKU_TLP_GREEN,
  KIROKU_TLP_CLEAR,
} KirokuTlp;

#define KIROKU_N_TLP 5

/* The id in entries and on the command line: "red", "amber+strict", …; NULL for KIROKU_TLP_NONE. */
const char *kiroku_tlp_id (KirokuTlp tlp);
/* The label as the protocol writes it, "TLP:AMBER+STRICT"; "" for KIROKU_TLP_NONE. */
const char *kiroku_tlp_name (KirokuTlp tlp);
gboolean kiroku_tlp_parse (const char *id, KirokuTlp *tlp, GError **error);
/* What an entry says: KIROKU_TLP_NONE when @id is NULL or of a later version. */
KirokuTlp kiroku_tlp_from_id (const char *id);
/* Whether @id is of a later version: a mark, and nobody here knows how narrow. @id: (nullable) */
gboolean kiroku_tlp_is_foreign (const char *id);

G_END_DECLS
