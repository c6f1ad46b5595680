/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-phase.h"

#include <glib/gi18n.h>

#include "kiroku-error.h"

static const struct
{
  const char *id;
  const char *name;
} phases[KIROKU_N_PHASES] = {
  [KIROKU_PHASE_DETECT] = { "detect", NC_ ("phase", "Detect") },
  [KIROKU_PHASE_TRIAGE] = { "triage", NC_ ("phase", "Triage") },
  [KIROKU_PHASE_CONTAINMENT] = { "containment", NC_ ("phase", "Containment") },
  [KIROKU_PHASE_ERADICATION] = { "eradication", NC_ ("phase", "Eradication") },
  [KIROKU_PHASE_RECOVERY] = { "recovery", NC_ ("phase", "Recovery") },
  [KIROKU_PHASE_REVIEW] = { "review", NC_ ("phase", "Review") },
};

const char *
kiroku_phase_id (KirokuPhase phase)
{
  g_return_val_if_fail ((guint) phase < KIROKU_N_PHASES, NULL);

  return phases[phase].id;
}

const char *
kiroku_phase_name (KirokuPhase phase)
{
  g_return_val_if_fail ((guint) phase < KIROKU_N_PHASES, NULL);

  return g_dpgettext2 (NULL, "phase", phases[phase].name);
}

gboolean
kiroku_phase_parse (const char *id, KirokuPhase *phase, GError **error)
{
  g_return_val_if_fail (id != NULL && phase != NULL, FALSE);

  for (guint i = 0; i < KIROKU_N_PHASES; i++)
    if (g_str_equal (id, phases[i].id))
      {
        *phase = i;
        return TRUE;
      }

  g_set_error (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_NAME,
               _ ("“%s” is not a phase: use detect, triage, containment, eradication, recovery or "
                  "review"),
               id);
  return FALSE;
}
