/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-approval.h"
#include "kiroku-case.h"
#include "kiroku-conflict.h"
#include "kiroku-contact.h"
#include "kiroku-enquiry.h"
#include "kiroku-handover.h"
#include "kiroku-improvement.h"
#include "kiroku-legal-hold.h"
#include "kiroku-link.h"
#include "kiroku-measures.h"
#include "kiroku-obligation.h"
#include "kiroku-task.h"

G_BEGIN_DECLS

/* Everything small that is shown of one case, read in one go in a reading thread; the log itself is
 * read by pages (kiroku-line.h). Only copied values: it may cross threads. */
typedef struct
{
  KirokuCase *incident;
  KirokuFacts *facts;
  GPtrArray *visits;      /* of KirokuVisit */
  GPtrArray *tasks;       /* of KirokuTask */
  GPtrArray *improvements; /* of KirokuImprovement */
  GPtrArray *told;        /* of KirokuTold */
  GPtrArray *obligations; /* of KirokuObligation */
  GPtrArray *links;       /* of KirokuLink */
  GPtrArray *handovers;   /* of KirokuHandover */
  GPtrArray *enquiries;   /* of KirokuEnquiry */
  KirokuLegalHold *hold;
  GPtrArray *conflicts;   /* of KirokuConflict */
  GHashTable *approvals;  /* as kiroku_approvals_read() */
  GHashTable *own;        /* answers for one form alone, as kiroku_form_list_own() */
  KirokuMeasures measures;
  gboolean noted;         /* of an exercise: somebody has written in its log (kiroku-tour.h) */
  gint64 erasures_due;    /* of all cases: erased, but traces are still to be cleared away */
  gint64 now; /* µs UTC: what deadlines and the present phase were computed for */
} KirokuSnapshot;

/* @as_of: µs UTC or KIROKU_NOW. @now: µs UTC. @language: for explanations of deadlines. */
KirokuSnapshot *kiroku_snapshot_read (KirokuDb *db,
                                      KirokuPack *pack,
                                      const char *case_id,
                                      gint64 as_of,
                                      gint64 now,
                                      const char *language,
                                      GError **error);
/* The same within a reading transaction of the caller's (kiroku_db_begin_read()). */
KirokuSnapshot *kiroku_snapshot_read_within (KirokuDb *db,
                                             KirokuPack *pack,
                                             const char *case_id,
                                             gint64 as_of,
                                             gint64 now,
                                             const char *language,
                                             GError **error);
/* The part of it that lists of cases need: what is due in @incident, whose facts are @facts.
 * (transfer full) (element-type KirokuObligation) */
GPtrArray *kiroku_snapshot_read_obligations (KirokuDb *db,
                                             KirokuPack *pack,
                                             const KirokuCase *incident,
                                             KirokuFacts *facts,
                                             gint64 as_of,
                                             gint64 now,
                                             const char *language,
                                             GError **error);
void kiroku_snapshot_free (KirokuSnapshot *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuSnapshot, kiroku_snapshot_free)

G_END_DECLS
