/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-entry.h"
#include "kiroku-fold.h"

G_BEGIN_DECLS

/* So many digits of the id of a stated duty name it. */
#define KIROKU_DUTY_DIGITS 8

/* Duties that no rule of the pack knows: a contract, a regulator's order, a promise. Somebody stated
 * them (`obligation.add` entries), and they are shown among those of the rules. */
typedef struct
{
  char *id;        /* hash of the entry that stated it first */
  char *reading;   /* hash of the entry that states it as it reads now: that one, or its last correction */
  char *recipient; /* (nullable): withheld, as are the other texts */
  char *text;      /* (nullable) */
  char *reason;    /* (nullable) */
  gint64 due;      /* µs UTC; KIROKU_TIME_NONE when it is withheld */
  char *author;    /* name of whoever stated the present reading */
  gint64 stated;   /* µs UTC: when that was recorded */
} KirokuDuty;

void kiroku_duty_free (KirokuDuty *duty);

/* A duty towards @recipient to do what @text says by @due, µs UTC. @reason: (nullable). @corrects:
 * (nullable): id of the duty that this is the new reading of. A correction leaves out what stays, NULL or
 * KIROKU_TIME_NONE, and takes that from the reading (kiroku_draft_restate()). (transfer full) */
KirokuDraft *kiroku_duty_draft (const char *recipient,
                                gint64 due,
                                const char *text,
                                const char *reason,
                                const char *corrects);

/* Those of a case as they read, in the order in which they were stated first.
 * (transfer full) (element-type KirokuDuty) */
GPtrArray *kiroku_duties_read (KirokuDb *db, const char *case_id, gint64 as_of, GError **error);

/* The one of @duties whose id is @id or begins with it, of which KIROKU_DUTY_DIGITS are enough; NULL when there
 * is none, or more than one. (transfer none) (nullable) */
const KirokuDuty *kiroku_duties_find (GPtrArray *duties, const char *id);

extern const KirokuFold kiroku_duties_fold;

G_END_DECLS
