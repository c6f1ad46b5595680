/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-case.h"
#include "kiroku-conflict.h"
#include "kiroku-contact.h"
#include "kiroku-document.h"
#include "kiroku-form.h"
#include "kiroku-handover.h"
#include "kiroku-obligation.h"
#include "kiroku-report-seal.h"
#include "kiroku-task.h"

G_BEGIN_DECLS

/* A form that was handed in: somebody was told by it. */
typedef struct
{
  char *name;    /* of the form, in the language of the report */
  char *to;      /* (nullable) */
  char *receipt; /* (nullable) */
  gint64 at;     /* µs UTC */
  char *hash;    /* of its entry */
} KirokuSituationFiling;

void kiroku_situation_filing_free (KirokuSituationFiling *self);

/* One page for whoever takes a case over, or must know in a minute how it stands. Nothing here reads
 * a database, a clock or the environment. */
typedef struct
{
  const KirokuCase *case_info;
  GPtrArray *visits;      /* (element-type KirokuVisit) */
  GPtrArray *tasks;       /* (element-type KirokuTask) */
  GPtrArray *told;        /* (element-type KirokuTold) */
  GPtrArray *filed;       /* (element-type KirokuSituationFiling) */
  GPtrArray *obligations; /* (element-type KirokuObligation) */
  GPtrArray *conflicts;   /* (element-type KirokuConflict) */
  GPtrArray *handovers;   /* (element-type KirokuHandover): the last is the one that is shown */
  GPtrArray *forms;       /* (element-type KirokuFilledForm): that ask for what is known */
  GHashTable *absent;     /* (nullable) as kiroku_absent_list() gives it */
  GHashTable *due;        /* ids of those that a duty which still stands asks for, a set */
  GPtrArray *waiting;     /* (element-type utf8): forms that somebody prepared and nobody approved */
  GPtrArray *decisions;   /* (element-type KirokuLine): notes that are decisions, the last ones first */
  gint64 n_decisions;     /* in all */
  GPtrArray *changes;     /* (element-type KirokuLine): what was recorded since, the last ones first */
  gint64 n_changes;       /* in all */
  gint64 since;           /* µs UTC */

  KirokuPack *pack;
  const char *language; /* of the report: "ja" or "en" */
  GTimeZone *zone;
  gint64 now;           /* µs UTC: when it was made, from which what is left is counted */
  gint64 sync;          /* what the computer then said of its clock: as in kiroku-clock.h */
  gint64 maxerr;        /* µs */
  const char *author;   /* who made it */
  const char *program;  /* name and version of the program */
  const KirokuReportSeal *seal; /* (nullable): printed so that the report can be checked */
  const char *marking;  /* (nullable): on every page; an exercise is marked in any case */
} KirokuSituation;

/* Phase, what is known and what is not, decisions taken and awaited, deadlines, open tasks by owner,
 * who was told, and what changed; with who handed over to whom. What does not fit on one page is
 * shortened, ends in “…”, and is counted. Fails as kiroku_document_layout() does. (transfer full) */
KirokuDocument *kiroku_report_situation (const KirokuSituation *input, GError **error);

G_END_DECLS
