/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-asset.h"
#include "kiroku-case.h"
#include "kiroku-document.h"
#include "kiroku-indicator.h"
#include "kiroku-report-seal.h"

G_BEGIN_DECLS

/* What others can protect themselves with, for F-ISAC, JPCERT/CC and the like: indicators and techniques of
 * an attack, without whom it hit. 金融分野におけるサイバーセキュリティに関するガイドライン 2.5.2.3 ⑤. Nothing
 * here reads a database, a clock or the environment. */
typedef struct
{
  const KirokuCase *case_info; /* its number alone is printed */
  GPtrArray *indicators;       /* (element-type KirokuIndicator) */
  GPtrArray *assets;           /* (element-type KirokuAsset): what must not stand there */
  gboolean assets_hidden;      /* something of an asset was stated and is not here (kiroku_asset_are_hidden()) */
  KirokuFacts *facts;          /* the same of the organisation and its people */
  KirokuTlp limit;             /* with whom it may be shared: what is marked for fewer is left out */
  const char *language;        /* of the sheet: "ja" or "en" */
  GTimeZone *zone;
  gint64 now;                  /* µs UTC: when it was made */
  const char *program;         /* name and version of the program */
  const KirokuReportSeal *seal; /* (nullable): the case root alone is printed, no name */
  const char *marking;         /* (nullable): else that of @limit; an exercise is marked in any case */
} KirokuIndicatorSheet;

/* Why an indicator is not on the sheet. */
typedef enum
{
  KIROKU_SHARED,
  KIROKU_UNMARKED,  /* nobody said with whom it may be shared */
  KIROKU_NARROWER,  /* it is for fewer than the sheet */
  KIROKU_WITHDRAWN, /* no sign of the attack after all */
  KIROKU_VICTIM,    /* it names an asset, the organisation or somebody of it */
} KirokuSharing;

#define KIROKU_N_SHARINGS 5

KirokuSharing kiroku_indicator_sheet_judge (
    const KirokuIndicatorSheet *input, const KirokuIndicator *indicator);

/* Whether names of the victim were stated and are not here: what gives them away cannot be told. */
gboolean kiroku_indicator_sheet_is_blind (const KirokuIndicatorSheet *input);

/* Each indicator so that nobody follows it by accident, with its technique, when it was first seen and with
 * whom it may be shared; techniques with how many. What is left out is not told of there. Notes are people's own
 * words and stay out. Neither the pages nor what the PDF says of itself name the case's title or a person.
 * All of @input is copied. (transfer full) */
KirokuDocument *kiroku_report_indicators (const KirokuIndicatorSheet *input);
/* The same rows as CSV: type, value, technique, first_seen (ISO 8601), tlp. (transfer full) */
char *kiroku_report_indicators_csv (const KirokuIndicatorSheet *input);

G_END_DECLS
