/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-evidence-names.h"

#include <glib/gi18n.h>

#include "kiroku-names.h"

static const KirokuName fact_names[KIROKU_N_EVIDENCE_FACTS] = {
  [KIROKU_EVIDENCE_SOURCE] = { "source", NC_ ("evidence", "Source") },
  [KIROKU_EVIDENCE_HOST] = { "host", NC_ ("evidence", "Host") },
  [KIROKU_EVIDENCE_ADDRESS] = { "address", NC_ ("evidence", "Address") },
  [KIROKU_EVIDENCE_FROM] = { "from", NC_ ("evidence", "Covers from") },
  [KIROKU_EVIDENCE_TO] = { "to", NC_ ("evidence", "Covers until") },
  [KIROKU_EVIDENCE_ZONE] = { "zone", NC_ ("evidence", "Time zone") },
  [KIROKU_EVIDENCE_CLOCK_ERROR] = { "clock_error", NC_ ("evidence", "Clock ahead by (ms)") },
  [KIROKU_EVIDENCE_TAKEN_BY] = { "taken_by", NC_ ("evidence", "Taken by") },
  [KIROKU_EVIDENCE_TOOL] = { "tool", NC_ ("evidence", "Tool") },
  [KIROKU_EVIDENCE_GAPS] = { "gaps", NC_ ("evidence", "Gaps") },
  [KIROKU_EVIDENCE_NOTE] = { "note", NC_ ("evidence", "Note") },
  [KIROKU_EVIDENCE_TLP] = { "tlp", NC_ ("evidence", "TLP") },
};

static const KirokuNames facts = { fact_names, KIROKU_N_EVIDENCE_FACTS, "evidence" };

static const KirokuName custody_names[KIROKU_N_CUSTODY_FIELDS] = {
  [KIROKU_CUSTODY_FROM] = { "from", NC_ ("custody", "From") },
  [KIROKU_CUSTODY_TO] = { "to", NC_ ("custody", "To") },
  [KIROKU_CUSTODY_WHERE] = { "where", NC_ ("custody", "Kept at") },
  [KIROKU_CUSTODY_PURPOSE] = { "purpose", NC_ ("custody", "Purpose") },
  [KIROKU_CUSTODY_TOOL] = { "tool", NC_ ("custody", "Tool") },
  [KIROKU_CUSTODY_WITNESS] = { "witness", NC_ ("custody", "Witness") },
};

static const KirokuNames custody = { custody_names, KIROKU_N_CUSTODY_FIELDS, "custody" };

static const KirokuName state_names[KIROKU_N_EVIDENCE_STATES] = {
  [KIROKU_EVIDENCE_INTACT] = { "intact", NC_ ("evidence state", "Intact") },
  [KIROKU_EVIDENCE_CHANGED] = { "changed", NC_ ("evidence state", "Changed") },
  [KIROKU_EVIDENCE_MISSING] = { "missing", NC_ ("evidence state", "Missing") },
};

static const KirokuNames states = { state_names, KIROKU_N_EVIDENCE_STATES, "evidence state" };

const char *
kiroku_evidence_fact_id (KirokuEvidenceFact fact)
{
  return kiroku_names_get_id (&facts, fact);
}

const char *
kiroku_evidence_fact_name (KirokuEvidenceFact fact)
{
  return kiroku_names_get_name (&facts, fact);
}

gboolean
kiroku_evidence_fact_parse (const char *id, KirokuEvidenceFact *fact, GError **error)
{
  guint value;

  if (!kiroku_names_parse (&facts, id, &value, error))
    return FALSE;
  *fact = value;
  return TRUE;
}

const char *
kiroku_custody_field_id (KirokuCustodyField field)
{
  return kiroku_names_get_id (&custody, field);
}

const char *
kiroku_custody_field_name (KirokuCustodyField field)
{
  return kiroku_names_get_name (&custody, field);
}

gboolean
kiroku_custody_field_parse (const char *id, KirokuCustodyField *field, GError **error)
{
  guint value;

  if (!kiroku_names_parse (&custody, id, &value, error))
    return FALSE;
  *field = value;
  return TRUE;
}

const char *
kiroku_evidence_state_id (KirokuEvidenceState state)
{
  return kiroku_names_get_id (&states, state);
}

const char *
kiroku_evidence_state_name (KirokuEvidenceState state)
{
  return kiroku_names_get_name (&states, state);
}

gboolean
kiroku_evidence_state_parse (const char *id, KirokuEvidenceState *state, GError **error)
{
  guint value;

  if (!kiroku_names_parse (&states, id, &value, error))
    return FALSE;
  *state = value;
  return TRUE;
}
