/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-evidence-names.h"

#include "kiroku-i18n.h"
#include "kiroku-names.h"
#include "kiroku-time.h"
#include "kiroku-tlp.h"

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

/* To the millisecond, without what is zero. (transfer full) */
static char *
describe_length (gint64 ms)
{
  const gint64 hours = ms / 3600000, minutes = ms / 60000 % 60;
  char seconds[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (seconds, sizeof seconds, "%g", (ms % 60000) / 1000.0);
  if (hours > 0)
    /* Translators: hours, minutes, seconds. */
    return g_strdup_printf (_ ("%d h %d min %s s"), (int) hours, (int) minutes, seconds);
  if (minutes > 0)
    /* Translators: minutes, seconds. */
    return g_strdup_printf (_ ("%d min %s s"), (int) minutes, seconds);
  return g_strdup_printf (_ ("%s s"), seconds);
}

char *
kiroku_clock_error_describe (const char *ms)
{
  g_autofree char *length = NULL;
  gint64 error;

  g_return_val_if_fail (ms != NULL, NULL);

  if (!g_ascii_string_to_signed (ms, 10, -G_GINT64_CONSTANT (9007199254740991),
                                 G_GINT64_CONSTANT (9007199254740991), &error, NULL))
    return NULL;
  if (error == 0)
    return g_strdup (_ ("clock right"));
  length = describe_length (ABS (error));
  /* Translators: a length of time. */
  return g_strdup_printf (error > 0 ? _ ("clock %s ahead") : _ ("clock %s behind"), length);
}

char *
kiroku_evidence_fact_describe (KirokuEvidenceFact fact, const char *value)
{
  g_autofree char *shown = NULL;
  KirokuTlp tlp;
  char *said = NULL;

  g_return_val_if_fail (value != NULL, NULL);

  if (fact == KIROKU_EVIDENCE_TLP && (tlp = kiroku_tlp_from_id (value)) != KIROKU_TLP_NONE)
    return g_strdup (kiroku_tlp_name (tlp));
  if (fact == KIROKU_EVIDENCE_CLOCK_ERROR)
    said = kiroku_clock_error_describe (value);
  else if (fact == KIROKU_EVIDENCE_FROM || fact == KIROKU_EVIDENCE_TO)
    shown = kiroku_time_stated_to_text (value, FALSE);
  if (said != NULL)
    return said;
  return g_strdup_printf (_ ("%s: %s"), kiroku_evidence_fact_name (fact),
                          value[0] == '\0' ? _ ("(cleared)") : shown != NULL ? shown : value);
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
