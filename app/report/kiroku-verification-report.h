/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-document.h"
#include "kiroku-verify.h"

G_BEGIN_DECLS

/* What verification found, on paper: for a court, a regulator or an insurer, who were not there. */
typedef struct
{
  const KirokuVerification *result;
  const char *number;   /* (nullable) of the case; NULL when it cannot be read */
  const char *title;    /* (nullable) likewise */
  gboolean exercise;
  const char *source;   /* what was verified: a file */
  gboolean package;     /* whether it is one */
  gboolean pins;        /* whether heads kept by this computer were compared */
  const char *language; /* of the report: "ja" or "en" */
  GTimeZone *zone;
  gint64 now;           /* µs UTC: when it was verified */
  const char *author;   /* who verified it */
  const char *program;  /* name and version of the program */
  const char *marking;  /* (nullable): on every page; an exercise is marked in any case */
} KirokuVerificationReport;

/* The verdict first, then what was checked and what was not, what was found, the outside heads, and how
 * to do it again. What was found is in the language it was found in. (transfer full) */
KirokuDocument *kiroku_verification_report (const KirokuVerificationReport *input);

G_END_DECLS
