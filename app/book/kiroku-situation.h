/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-papers.h"
#include "kiroku-report-seal.h"

G_BEGIN_DECLS

/* How the case stands (kiroku-situation-report.h), read within a moment or another transaction of
 * the caller's. (transfer full) */
KirokuDocument *kiroku_situation_make (
    KirokuDb *db, const KirokuPaper *paper, const KirokuReportSeal *seal, GError **error);

G_END_DECLS
