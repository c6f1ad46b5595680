/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book-evidence.h"

G_BEGIN_DECLS

/* A file on its way into the evidence of a case. */
#define KIROKU_TYPE_INTAKE_JOB (kiroku_intake_job_get_type ())
G_DECLARE_FINAL_TYPE (KirokuIntakeJob, kiroku_intake_job, KIROKU, INTAKE_JOB, GObject)

typedef enum
{
  KIROKU_INTAKE_WAITING,
  KIROKU_INTAKE_RUNNING,
  KIROKU_INTAKE_DONE,
  KIROKU_INTAKE_FAILED, /* or stopped */
} KirokuIntakeState;

KirokuIntakeState kiroku_intake_job_get_state (KirokuIntakeJob *self);
/* The file's name, not made safe to show. */
const char *kiroku_intake_job_get_name (KirokuIntakeJob *self);
/* @total: -1 when it is not known. */
void kiroku_intake_job_get_progress (KirokuIntakeJob *self, gint64 *done, gint64 *total);
/* Why it failed, or what else must be known of what was taken in. (nullable) */
const char *kiroku_intake_job_get_message (KirokuIntakeJob *self);
/* The hash of the entry, once it is done. (nullable) */
const char *kiroku_intake_job_get_evidence (KirokuIntakeJob *self);

/* KirokuIntakeJob::changed */

/* The files that are being taken in for one case, one after the other. It belongs to the book, not
 * to a page: whoever looks at another case or closes the window loses nothing, and the application
 * does not end before all are taken in or have failed. */
#define KIROKU_TYPE_INTAKE_QUEUE (kiroku_intake_queue_get_type ())
G_DECLARE_FINAL_TYPE (KirokuIntakeQueue, kiroku_intake_queue, KIROKU, INTAKE_QUEUE, GObject)

/* (transfer none) */
KirokuIntakeQueue *kiroku_intake_queue_get (KirokuBook *book, const char *case_id);
/* Those not dismissed, in the order in which they came. (transfer none) (element-type
 * KirokuIntakeJob) */
GListModel *kiroku_intake_queue_get_jobs (KirokuIntakeQueue *self);

void kiroku_intake_queue_add_file (KirokuIntakeQueue *self, GFile *file);
/* @name: as it is to be recorded. */
void kiroku_intake_queue_add_bytes (KirokuIntakeQueue *self, const char *name, GBytes *bytes);
/* Stops one that waits or runs: then nothing of it is recorded. */
void kiroku_intake_queue_cancel (KirokuIntakeQueue *self, KirokuIntakeJob *job);
/* Tries one that failed again. */
void kiroku_intake_queue_retry (KirokuIntakeQueue *self, KirokuIntakeJob *job);
/* Forgets one that is done or failed. */
void kiroku_intake_queue_dismiss (KirokuIntakeQueue *self, KirokuIntakeJob *job);

G_END_DECLS
