/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-case.h"
#include "kiroku-document.h"
#include "kiroku-enquiry.h"
#include "kiroku-pack.h"
#include "kiroku-report-seal.h"

G_BEGIN_DECLS

/* What authorities asked and what they were answered, pair by pair. Nothing here reads a database, a clock or the
 * environment. */
typedef struct
{
  const KirokuCase *case_info;
  GPtrArray *enquiries; /* (element-type KirokuEnquiry) */

  KirokuPack *pack;
  const char *language; /* of the list: "ja" or "en" */
  GTimeZone *zone;
  gint64 now;           /* µs UTC: when it was made */
  const char *author;   /* who made it */
  const char *program;  /* name and version of the program */
  const KirokuReportSeal *seal; /* (nullable): printed so that the list can be checked */
  const char *marking;  /* (nullable): on every page; an exercise is marked in any case */
} KirokuEnquiryReport;

/* A withheld value is shown as such. All of @input is copied. (transfer full) */
KirokuDocument *kiroku_report_enquiries (const KirokuEnquiryReport *input);

G_END_DECLS
