/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"
#include "kiroku-entry.h"

G_BEGIN_DECLS

/* The legal hold of a case (`case.hold`): while it is set nothing of the case is erased. */
typedef struct
{
  gboolean held;
  char *reason;   /* (nullable) of what was said last, and so the rest */
  char *approver; /* (nullable) */
  char *author;   /* (nullable) the name in the author's journal */
  gint64 rec;     /* µs UTC */
  char *hash;     /* (nullable) the entry; NULL when there was never a hold */
} KirokuLegalHold;

void kiroku_legal_hold_free (KirokuLegalHold *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuLegalHold, kiroku_legal_hold_free)

/* As of @as_of: µs UTC or KIROKU_NOW. Anybody sets a hold, but only those vouched for whose key is not
 * revoked lift it: what was erased cannot be had back. (transfer full) */
KirokuLegalHold *kiroku_legal_hold_read (KirokuDb *db, const char *case_id, gint64 as_of, GError **error);
/* KIROKU_JOURNAL_ERROR_HELD, naming who set it and when, unless the case is free. */
gboolean kiroku_legal_hold_check_free (KirokuDb *db, const char *case_id, GError **error);

/* @set: FALSE lifts it. (transfer full) */
KirokuDraft *kiroku_legal_hold_draft (gboolean set, const char *reason, const char *approver);

/* Whether @entry says that the hold ends. */
gboolean kiroku_legal_hold_is_lift (const KirokuEntry *entry);

/* Part of the journal's fold: the table `hold`. */
#define KIROKU_LEGAL_HOLD_CREATE \
  "CREATE TABLE hold (" KIROKU_STAMP_COLUMNS ", state TEXT, reason TEXT, approver TEXT) STRICT", \
      "CREATE INDEX hold_case ON hold (case_id, " KIROKU_FOLD_ORDER ")"
gboolean kiroku_legal_hold_fold (KirokuDb *db, const KirokuEntry *entry, GError **error);
gboolean kiroku_legal_hold_unfold (KirokuDb *db, const KirokuEntry *entry, GError **error);

G_END_DECLS
