/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-archive.h"
#include "kiroku-clock.h"
#include "kiroku-fold.h"

G_BEGIN_DECLS

/* How entries that somebody else brings come into the database (design §3 "Admission"): only after
 * bytes, commitments, chain, clock and signature were checked, and once everything they build on is
 * stored. What comes too early waits in quarantine and is shown nowhere; what is forged is refused. */
typedef struct _KirokuAdmission KirokuAdmission;

typedef enum
{
  KIROKU_ADMITTED,     /* stored and folded */
  KIROKU_KNOWN,        /* it was there */
  KIROKU_COMPLETED,    /* it was there, but not all its values; they are now */
  KIROKU_WAITING,      /* in quarantine, for an entry that is not here */
  KIROKU_REFUSED,      /* forged or damaged; nothing of it is kept */
} KirokuAdmissionResult;

/* What has become of all entries so far. */
typedef struct
{
  gint64 admitted;
  gint64 known;
  gint64 completed;
  gint64 refused;
  GPtrArray *refusals; /* of char *: why, at most KIROKU_ADMISSION_REASONS */
  GPtrArray *warnings; /* of char *: likewise */
} KirokuAdmissionTally;

#define KIROKU_ADMISSION_REASONS 20

/* @clock: the computer's, against which entries from the future are noticed. @folds must live as
 * long. */
KirokuAdmission *kiroku_admission_new (KirokuFolds *folds, const KirokuClock *clock);
void kiroku_admission_free (KirokuAdmission *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuAdmission, kiroku_admission_free)

/* Takes one entry, inside the caller's transaction. Values that were erased here are dropped. FALSE
 * only when the database fails: then the caller rolls back, and this object is of no use any more. */
gboolean kiroku_admission_take (KirokuAdmission *self,
                                KirokuDb *db,
                                const KirokuStored *stored,
                                KirokuAdmissionResult *result,
                                GError **error);
/* The same, but an entry that would wait is not put into quarantine: it is left to the caller to bring
 * it again later. */
gboolean kiroku_admission_try (KirokuAdmission *self,
                               KirokuDb *db,
                               const KirokuStored *stored,
                               KirokuAdmissionResult *result,
                               GError **error);

/* Lets those in quarantine in whose time has come, inside the caller's transaction, until monotonic
 * time @stop_at (µs). *@more: there are others left. */
gboolean kiroku_admission_settle (
    KirokuAdmission *self, KirokuDb *db, gint64 stop_at, gboolean *more, GError **error);

/* (transfer none) */
const KirokuAdmissionTally *kiroku_admission_get_tally (KirokuAdmission *self);

/* How many entries of @case_id wait, or of all cases when it is NULL. */
gboolean kiroku_admission_count_waiting (
    KirokuDb *db, const char *case_id, gint64 *count, GError **error);

G_END_DECLS
