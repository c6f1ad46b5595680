/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-phase.h"

#include <glib/gi18n.h>

#include "kiroku-names.h"

static const KirokuName phase_names[KIROKU_N_PHASES] = {
  [KIROKU_PHASE_DETECT] = { "detect", NC_ ("phase", "Detect") },
  [KIROKU_PHASE_TRIAGE] = { "triage", NC_ ("phase", "Triage") },
  [KIROKU_PHASE_CONTAINMENT] = { "containment", NC_ ("phase", "Containment") },
  [KIROKU_PHASE_ERADICATION] = { "eradication", NC_ ("phase", "Eradication") },
  [KIROKU_PHASE_RECOVERY] = { "recovery", NC_ ("phase", "Recovery") },
  [KIROKU_PHASE_REVIEW] = { "review", NC_ ("phase", "Review") },
};

static const KirokuNames phases = { phase_names, KIROKU_N_PHASES, "phase" };

const char *
kiroku_phase_id (KirokuPhase phase)
{
  return kiroku_names_get_id (&phases, phase);
}

const char *
kiroku_phase_name (KirokuPhase phase)
{
  return kiroku_names_get_name (&phases, phase);
}

gboolean
kiroku_phase_parse (const char *id, KirokuPhase *phase, GError **error)
{
  guint value;

  if (!kiroku_names_parse (&phases, id, &value, error))
    return FALSE;
  *phase = value;
  return TRUE;
}
