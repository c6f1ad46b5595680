/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-absent.h"
#include "kiroku-evidence.h"
#include "kiroku-report-frame.h"

G_BEGIN_DECLS

/* The list of what was collected, for whoever investigates or supervises. The guidelines of the
 * Financial Services Agency ask for it: 金融分野におけるサイバーセキュリティに関するガイドライン
 * 2.5.2.2 ②, "調査における収集ログの一覧". Nothing here reads a database, a clock or the
 * environment. */
typedef struct
{
  KirokuReportFrame frame; /* with a pack */
  GPtrArray *items; /* (element-type KirokuEvidence) */
  GHashTable *absent; /* (nullable) as kiroku_absent_list() gives it: what of the custody is not here */
} KirokuEvidenceReport;

/* Each item with its source, period, clock, who took it when, digest and gaps, and below them who
 * had it when. A withheld value is shown as such. All of @input is copied. (transfer full) */
KirokuDocument *kiroku_report_evidence (const KirokuEvidenceReport *input);

G_END_DECLS
