/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-enquiry.h"
#include "kiroku-report-frame.h"

G_BEGIN_DECLS

/* What authorities asked and what they were answered, pair by pair. Nothing here reads a database, a clock or the
 * environment. */
typedef struct
{
  KirokuReportFrame frame; /* with a pack */
  GPtrArray *enquiries; /* (element-type KirokuEnquiry) */
} KirokuEnquiryReport;

/* A withheld value is shown as such. All of @input is copied. (transfer full) */
KirokuDocument *kiroku_report_enquiries (const KirokuEnquiryReport *input);

G_END_DECLS
