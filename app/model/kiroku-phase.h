/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The six phases of a case, in their usual order (design §1; the names per framework stand in the
 * rule pack's sources: NIST SP 800-61 and FSA guideline 2.5.2). Any phase may follow any other. */
typedef enum
{
  KIROKU_PHASE_DETECT,
  KIROKU_PHASE_TRIAGE,
  KIROKU_PHASE_CONTAINMENT,
  KIROKU_PHASE_ERADICATION,
  KIROKU_PHASE_RECOVERY,
  KIROKU_PHASE_REVIEW,
} KirokuPhase;

#define KIROKU_N_PHASES 6

/* The id used in entries, on the command line and in the rule pack: "detect", "triage", … */
const char *kiroku_phase_id (KirokuPhase phase);
/* The name in the user's language. */
const char *kiroku_phase_name (KirokuPhase phase);
gboolean kiroku_phase_parse (const char *id, KirokuPhase *phase, GError **error);

G_END_DECLS
