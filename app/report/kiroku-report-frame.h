/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-case.h"
#include "kiroku-document.h"
#include "kiroku-pack.h"
#include "kiroku-report-seal.h"

G_BEGIN_DECLS

/* What stands around every report, whatever it tells of: its pages with head, foot and marking, what the PDF says
 * of itself, of which case it is, who made it when, and the case root. */
typedef struct
{
  const KirokuCase *case_info;
  KirokuPack *pack;             /* (nullable): the report rests on no rule */
  const char *language;         /* of the report: "ja" or "en" */
  GTimeZone *zone;
  gint64 now;                   /* µs UTC: when it was made */
  const char *author;           /* who made it */
  const char *program;          /* name and version of the program */
  const KirokuReportSeal *seal; /* (nullable): printed so that the report can be checked */
  const char *marking;          /* (nullable): on every page; an exercise is marked in any case */
} KirokuReportFrame;

/* Title, head, foot and marking of all pages, with @name (transfer none) of the report as its title. */
void kiroku_report_frame_set_page (
    const KirokuReportFrame *self, KirokuDocument *document, const char *name);
/* Margins of @margin, in points, but at the sides as wide as a marking needs. */
void kiroku_report_frame_set_margins (
    const KirokuReportFrame *self, KirokuDocument *document, double margin);
/* The same for a list of many columns: landscape, with narrow margins. */
void kiroku_report_frame_set_list (
    const KirokuReportFrame *self, KirokuDocument *document, const char *name);
/* When it was made, and by whom. */
void kiroku_report_frame_add_making (const KirokuReportFrame *self, KirokuPairs *pairs);
/* Of which record it is: case root and heads; nothing without a seal. */
void kiroku_report_frame_add_seal (const KirokuReportFrame *self, KirokuDocument *document);
/* The cover of a list: the case, how many of what (@number under @label), its making and the seal. */
void kiroku_report_frame_add_list_cover (const KirokuReportFrame *self,
                                         KirokuDocument *document,
                                         const char *label,
                                         const char *number);

G_END_DECLS
