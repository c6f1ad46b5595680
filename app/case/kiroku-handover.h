/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-approval.h"
#include "kiroku-entry.h"

G_BEGIN_DECLS

/* That a case went from one person to another (`handover`): one entry by who hands over, one by who
 * takes over, each signed with the own key. */
typedef struct
{
  char *hash;
  char *key;
  char *author;   /* (nullable): name */
  char *to;       /* (nullable): withheld; "" when nobody was named */
  char *text;     /* (nullable): withheld; "" when nothing was said */
  gboolean unvouched; /* nobody whom the opener of the case trusts vouches for the key */
  gint64 rec;     /* µs UTC */
  GPtrArray *acceptances; /* of KirokuApproval, in fold order; those that do not count, too */
} KirokuHandover;

void kiroku_handover_free (KirokuHandover *self);

/* Each time the case was handed over, in fold order, but what was written after a revocation.
 * @as_of as in kiroku-case.h. (transfer full) (element-type KirokuHandover) */
GPtrArray *kiroku_handover_list (
    KirokuDb *db, const char *case_id, gint64 as_of, GError **error);

/* Who took over: the first that counts. (transfer none) (nullable) */
const KirokuApproval *kiroku_handover_get_acceptance (const KirokuHandover *self);
/* Who took over when, in @zone, or that nobody did; below it what does not count, a line each.
 * (transfer full) */
char *kiroku_handover_describe (const KirokuHandover *self, const char *language, GTimeZone *zone);

/* --- Entries --- */

/* @to: (nullable): the name of who is to take over. @text: (nullable). (transfer full) */
KirokuDraft *kiroku_handover_draft (const char *to, const char *text);
/* @handover: hash of what is accepted. @text: (nullable). (transfer full) */
KirokuDraft *kiroku_handover_draft_acceptance (const char *handover, const char *text);

/* Whether the person called @name may take over, and nobody has: else KIROKU_CASE_ERROR_REFUSED, saying
 * why not. */
gboolean kiroku_handover_check (const KirokuHandover *self, const char *name, GError **error);

G_END_DECLS
