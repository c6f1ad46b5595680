/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-case.h"
#include "kiroku-fact.h"
#include "kiroku-pack.h"

G_BEGIN_DECLS

/* What to say first when a desk answers. The wording is Kiroku's own and no desk's rule: a person, a
 * number to call back, what happened, when it was noticed, the number of the case, what is asked for. */
typedef struct
{
  KirokuPack *pack;
  const char *type;            /* (nullable): id in the pack; NULL for that of the case */
  const KirokuCase *case_info; /* (nullable): without a case */
  KirokuFacts *facts;          /* (nullable): of the case, with those of its organisation */
  const char *language;        /* "ja" or "en" */
  GTimeZone *zone;
} KirokuCallOpening;

/* In full sentences; what nobody recorded, or is not here, is a blank to be filled in, and a value that is not
 * settled is said with that. An exercise is
 * said to be one first. @contact: (nullable): of whom is asked what the pack says it is for; without one
 * that is a blank, too. (transfer full) */
char *kiroku_call_opening_make (const KirokuCallOpening *input, const KirokuPackContact *contact);

G_END_DECLS
