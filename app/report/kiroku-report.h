/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-absent.h"
#include "kiroku-case.h"
#include "kiroku-conflict.h"
#include "kiroku-contact.h"
#include "kiroku-document.h"
#include "kiroku-enquiry.h"
#include "kiroku-filing.h"
#include "kiroku-improvement.h"
#include "kiroku-line.h"
#include "kiroku-obligation.h"
#include "kiroku-pack.h"
#include "kiroku-report-frame.h"
#include "kiroku-task.h"

G_BEGIN_DECLS

/* The room of reports: a case → pages for those who were not there.
 *
 * Inside the room: kiroku-report (the order of the timeline, its cover and summary),
 * kiroku-report-stages (phases, times, obligations), kiroku-report-log (what one look through the log finds
 * out) with kiroku-report-log-table, kiroku-report-management (the order of that report) with
 * kiroku-report-summary, -chart, -notices (who was told) and -lessons (and open work),
 * kiroku-report-frame (what stands around each), kiroku-contacts-report (who was told, in full), kiroku-report-rows (tables with struck rows),
 * kiroku-situation-report (how things stand, and what of it fits on a page) with
 * kiroku-situation-state, -course and -decisions, kiroku-report-words. Nothing here reads a database, a clock or
 * the environment. */

/* Gives line @i (from 0, in fold order) of the log; it must stay as it is until the next call.
 * Lines are asked for mostly in order, three times in all (looked through, laid out, drawn), so a
 * few pages of them are enough to hold. Called in the thread that makes or draws the report.
 * (transfer none) (nullable): NULL with @error set when it cannot be had. */
typedef const KirokuLine *(*KirokuReportLineFunc) (guint i, gpointer data, GError **error);

typedef struct
{
  const KirokuCase *case_info;
  KirokuFacts *facts;
  GPtrArray *visits;      /* (element-type KirokuVisit) */
  GPtrArray *obligations; /* (nullable) (element-type KirokuObligation) */
  GHashTable *settled;    /* (nullable) as kiroku_conflict_read_settled() gives it */
  GHashTable *absent;     /* (nullable) as kiroku_absent_list() gives it */

  /* Of the management report alone: */
  GPtrArray *tasks;       /* (nullable) (element-type KirokuTask) */
  GPtrArray *improvements; /* (nullable) (element-type KirokuImprovement) */
  GPtrArray *told;        /* (nullable) (element-type KirokuTold) */
  GPtrArray *enquiries;   /* (nullable) (element-type KirokuEnquiry): whose answers are proof */
  GHashTable *filings;    /* (nullable) (element-type utf8 KirokuFiling): form → what became of it */

  guint n_lines;
  KirokuReportLineFunc get_line;
  gpointer line_data;
  GDestroyNotify line_data_free; /* (nullable): when the document is gone */

  KirokuPack *pack;
  const char *language; /* of the report: "ja" or "en" */
  GTimeZone *zone;
  gint64 now;           /* µs UTC: when it was made, and the end of the present phase */
  const char *author;   /* who made it */
  const char *program;  /* name and version of the program */
  const KirokuReportSeal *seal; /* (nullable): printed so that the report can be checked */
  const char *marking;  /* (nullable): on every page; an exercise is marked in any case */
} KirokuReportInput;

/* What of @input stands around every report, which it borrows. */
KirokuReportFrame kiroku_report_get_frame (const KirokuReportInput *input);

/* The timeline: what matters first, then phases and times, decisions, obligations, and the whole
 * log. The steps that the playbook added are counted there, not listed; the numbers count them. All
 * of @input is copied or referenced but what @line_data holds, which belongs to the document from
 * here on, also on failure. Memory does not grow with the texts of the log.
 * Fails with the error of @get_line. (transfer full) */
KirokuDocument *kiroku_report_timeline (const KirokuReportInput *input, GError **error);

/* For those who answer for the organisation: a summary of one page, as far as what people wrote has
 * room there, each line of a number, a date and a sentence; a chart; phases and times with what they mean;
 * decisions with who approved them; who was told, by when, and the proof; lessons; what is left to do, by
 * phase and owner; the whole log as an annex. What has no fixed time is counted apart from what was in time
 * or late. Like the timeline it says
 * nothing that the record does not, and of what is not known that it is not. (transfer full) */
KirokuDocument *kiroku_report_management (const KirokuReportInput *input, GError **error);

/* Who was told: when, by whom, how, at which number, and what was said. @input's told are those of
 * kiroku_contact_list_all_told(): what was corrected stands struck through, with the reason beside what
 * replaced it; a value that is withheld is shown as such. Reads no lines and no facts. (transfer full) */
KirokuDocument *kiroku_report_contacts (const KirokuReportInput *input);

G_END_DECLS
