/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is known of a collected item: the fields of `evidence.set` (app/journal/FORMAT.md §6). */
typedef enum
{
  KIROKU_EVIDENCE_SOURCE,  /* what produced it, such as "mail server" */
  KIROKU_EVIDENCE_HOST,
  KIROKU_EVIDENCE_ADDRESS,
  KIROKU_EVIDENCE_FROM,    /* the period it covers, in the form of `occ` */
  KIROKU_EVIDENCE_TO,
  KIROKU_EVIDENCE_ZONE,    /* in which its times stand */
  KIROKU_EVIDENCE_CLOCK_ERROR, /* ms, positive when its clock was ahead */
  KIROKU_EVIDENCE_TAKEN_BY,
  KIROKU_EVIDENCE_TOOL,
  KIROKU_EVIDENCE_GAPS,    /* what is missing in it */
  KIROKU_EVIDENCE_NOTE,
  KIROKU_EVIDENCE_TLP,
} KirokuEvidenceFact;

#define KIROKU_N_EVIDENCE_FACTS 12

/* The id is the name of the field: "source", …, "clock_error", …. */
const char *kiroku_evidence_fact_id (KirokuEvidenceFact fact);
const char *kiroku_evidence_fact_name (KirokuEvidenceFact fact);
/* @value, which is stated of @fact, as a person says it, after the name where the value does not say it
 * itself: "Host: fs02", "TLP:AMBER", "clock 1 min 30 s ahead". (transfer full) */
char *kiroku_evidence_fact_describe (KirokuEvidenceFact fact, const char *value);
/* By how much a clock was wrong and which way, for a sign is easily misread. @ms: as in the record. NULL
 * when it is no number. (transfer full) (nullable) */
char *kiroku_clock_error_describe (const char *ms);
gboolean kiroku_evidence_fact_parse (const char *id, KirokuEvidenceFact *fact, GError **error);

/* What is recorded when an item changes hands: the fields of `evidence.move`. */
typedef enum
{
  KIROKU_CUSTODY_FROM,
  KIROKU_CUSTODY_TO,
  KIROKU_CUSTODY_WHERE,
  KIROKU_CUSTODY_PURPOSE,
  KIROKU_CUSTODY_TOOL,
  KIROKU_CUSTODY_WITNESS,
} KirokuCustodyField;

#define KIROKU_N_CUSTODY_FIELDS 6

const char *kiroku_custody_field_id (KirokuCustodyField field);
const char *kiroku_custody_field_name (KirokuCustodyField field);
gboolean kiroku_custody_field_parse (const char *id, KirokuCustodyField *field, GError **error);

/* What a check of a kept file found. */
typedef enum
{
  KIROKU_EVIDENCE_INTACT,
  KIROKU_EVIDENCE_CHANGED,
  KIROKU_EVIDENCE_MISSING,
} KirokuEvidenceState;

#define KIROKU_N_EVIDENCE_STATES 3

/* "intact", "changed", "missing". */
const char *kiroku_evidence_state_id (KirokuEvidenceState state);
const char *kiroku_evidence_state_name (KirokuEvidenceState state);
gboolean kiroku_evidence_state_parse (const char *id, KirokuEvidenceState *state, GError **error);

G_END_DECLS
