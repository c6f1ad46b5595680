/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-case.h"
#include "kiroku-report-seal.h"

G_BEGIN_DECLS

/* The sheet that is printed, signed and put away: a case root on paper, which nobody can change
 * from the computer. Nothing here reads a database, a clock or the environment. */
typedef struct
{
  const KirokuCase *case_info;
  const KirokuReportSeal *seal; /* of a recorded checkpoint; its language is that of the sheet */
  gint64 now;                   /* µs UTC: when the sheet was made */
  const char *author;           /* who made it */
  const char *program;          /* name and version of the program */
  const char *marking;          /* (nullable): an exercise is marked in any case */
} KirokuHeadSheet;

/* All of @input is copied. (transfer full) */
KirokuDocument *kiroku_report_head_sheet (const KirokuHeadSheet *input);

G_END_DECLS
