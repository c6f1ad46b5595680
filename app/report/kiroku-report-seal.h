/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-checkpoint.h"
#include "kiroku-document.h"

G_BEGIN_DECLS

/* The heads of which a paper is, printed with their case root so that the paper can be checked, and
 * what it was made from with it. */
typedef struct
{
  KirokuCheckpoint *heads;
  GPtrArray *authors; /* (element-type KirokuAuthor): whose journals they are */
  GTimeZone *zone;
  const char *language; /* of the paper: "ja" or "en" */
} KirokuReportSeal;

/* @root as a code and in digits, with @note below it. */
void kiroku_report_add_code (
    KirokuDocument *document, const char *language, const char *root, const char *note);
/* The same of the heads, with when they were read. */
void kiroku_report_add_root (KirokuDocument *document, const KirokuReportSeal *seal);
/* The same on a page that has little room. */
void kiroku_report_add_small_root (KirokuDocument *document, const KirokuReportSeal *seal);
/* The heads: author, key, number of entries, hash of the last. */
void kiroku_report_add_heads (KirokuDocument *document, const KirokuReportSeal *seal);

G_END_DECLS
