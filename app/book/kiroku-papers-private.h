/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-papers.h"
#include "kiroku-report.h"

G_BEGIN_DECLS

/* For the files that make papers. Each reads in a transaction of the caller's. */

/* A document that shows the case root of @seal. (transfer full) */
typedef KirokuDocument *(*KirokuPaperMakeFunc) (
    KirokuDb *db, const KirokuPaper *paper, const KirokuReportSeal *seal, GError **error);

/* What every report has of @paper; all is borrowed. */
KirokuReportInput kiroku_paper_get_input (
    const KirokuPaper *paper, const KirokuCase *incident, const KirokuReportSeal *seal);

/* The log is read through @db while the document is laid out and drawn. */
KirokuDocument *kiroku_paper_make_timeline (
    KirokuDb *db, const KirokuPaper *paper, const KirokuReportSeal *seal, GError **error);
KirokuDocument *kiroku_paper_make_management (
    KirokuDb *db, const KirokuPaper *paper, const KirokuReportSeal *seal, GError **error);

G_END_DECLS
