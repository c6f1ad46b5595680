/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-checkpoint.h"
#include "kiroku-popover.h"

G_BEGIN_DECLS

/* Approves or refuses a decision that somebody else has recorded, or approves a form that somebody
 * else prepared. Whose it is cannot approve it, and is told so before. It closes when that is
 * durable; what goes wrong is said in it, and what was typed stays. */
#define KIROKU_TYPE_APPROVAL_POPOVER (kiroku_approval_popover_get_type ())
G_DECLARE_FINAL_TYPE (
    KirokuApprovalPopover, kiroku_approval_popover, KIROKU, APPROVAL_POPOVER, KirokuPopover)

/* What is approved: an entry or a form. All is copied. */
typedef struct
{
  const char *text; /* what it says, for people */
  const char *key;  /* (nullable) of its author, or of whoever prepared the form */
  gboolean refuse;  /* an entry */

  const char *entry; /* (nullable): hash of what kiroku_case_is_approvable() */

  const char *form;     /* (nullable): id */
  const char *language; /* of the copy that is approved: "ja" or "en" */
  GHashTable *seen;     /* (nullable): what it showed, of kiroku_filing_list_seen() */
  const KirokuCheckpoint *shown; /* (nullable): whose case root the copy showed that was looked at */
} KirokuApproving;

GtkWidget *kiroku_approval_popover_new (KirokuCaseModel *model, const KirokuApproving *what);

G_END_DECLS
