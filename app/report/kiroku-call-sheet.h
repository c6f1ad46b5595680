/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-case.h"
#include "kiroku-contact.h"
#include "kiroku-document.h"

G_BEGIN_DECLS

/* The sheet that lies beside the telephone: whom to call about a type of incident, with room to write
 * who was told. Nothing here reads a database, a clock or the environment. */
typedef struct
{
  KirokuPack *pack;
  const char *type;            /* id in the pack */
  int phase;                   /* KirokuPhase; negative for none */
  const KirokuCase *case_info; /* (nullable): of no case, to be put away for one */
  KirokuFacts *facts;          /* (nullable): of the case: what to say first */
  const char *language;        /* of the sheet: "ja" or "en" */
  GTimeZone *zone;
  gint64 now;                  /* µs UTC: when it was made */
  const char *author;          /* who made it */
  const char *program;         /* name and version of the program */
  const char *marking;         /* (nullable): an exercise is marked in any case */
} KirokuCallSheet;

/* What to say first (kiroku-call-opening.h), in Kiroku's own words. In full the desks of the phase; without a phase those of the organisation itself and those that the
 * type names, as far as they have a number or are to be filled in; those that are only written to, and
 * then what others serve the type, follow in tables. How many are left out for want of a number is
 * said. A number that was superseded or suspended is not printed. All of @input is copied. (transfer full) */
KirokuDocument *kiroku_report_call_sheet (const KirokuCallSheet *input);

G_END_DECLS
