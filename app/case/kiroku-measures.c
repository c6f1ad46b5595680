/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-measures.h"

#include <glib/gi18n.h>

static const char *const time_to_names[KIROKU_N_TIMES_TO] = {
  [KIROKU_TIME_TO_DETECT] = N_ ("Time to detect"),
  [KIROKU_TIME_TO_TRIAGE] = N_ ("Time to triage"),
  [KIROKU_TIME_TO_CONTAIN] = N_ ("Time to contain"),
  [KIROKU_TIME_TO_ERADICATE] = N_ ("Time to eradicate"),
  [KIROKU_TIME_TO_RECOVER] = N_ ("Time to recover"),
};

const char *
kiroku_time_to_name (KirokuTimeTo which)
{
  g_return_val_if_fail ((guint) which < KIROKU_N_TIMES_TO, NULL);

  return _ (time_to_names[which]);
}

static gboolean
read_time_fact (KirokuFacts *facts, const char *key, gint64 *us)
{
  KirokuTime time;

  if (!kiroku_facts_has_value (facts, key)
      || !kiroku_time_from_occ (kiroku_facts_get_value (facts, key), NULL, NULL, &time))
    return FALSE;
  *us = time.us;
  return TRUE;
}

/* A time that is only expected tells of nothing that is over. */
static gboolean
is_confirmed (KirokuFacts *facts, const char *key)
{
  const KirokuFact *fact = kiroku_facts_get (facts, key);

  return fact != NULL && fact->state == KIROKU_FACT_CONFIRMED;
}

/* The visit by which @phase was left behind for good: the first to a later phase after which neither
 * @phase nor an earlier one is entered again. Who never was in a phase has not come through it,
 * but for triage: whoever contains has judged what it is. (nullable) */
static const KirokuVisit *
find_leaving (GPtrArray *visits, KirokuPhase phase)
{
  const KirokuVisit *leaving = NULL;
  gboolean visited = phase == KIROKU_PHASE_TRIAGE;

  for (guint i = 0; i < visits->len; i++)
    {
      const KirokuVisit *visit = g_ptr_array_index (visits, i);

      if (visit->withheld)
        continue;
      visited = visited || visit->phase == phase;
      if (visit->phase <= phase)
        leaving = NULL;
      else if (leaving == NULL)
        leaving = visit;
    }
  return visited ? leaving : NULL;
}

/* Design §4: the first final entry into the next phase. Until then what people noted in the fact @done (nullable) is
 * said beside it, and is not taken for it. */
static void
measure_time_to (GPtrArray *visits,
                 KirokuFacts *facts,
                 gint64 detected,
                 KirokuPhase phase,
                 const char *done,
                 KirokuMeasure *measure)
{
  const KirokuVisit *leaving = find_leaving (visits, phase);
  gint64 noted;

  if (leaving != NULL)
    *measure = (KirokuMeasure){ .known = TRUE, .length = leaving->start - detected, .stated = leaving->stated };
  else if (done != NULL && is_confirmed (facts, done) && read_time_fact (facts, done, &noted) && noted >= detected)
    *measure = (KirokuMeasure){ .noted = TRUE, .noted_length = noted - detected };
}

void
kiroku_measures_compute (GPtrArray *visits,
                         KirokuFacts *facts,
                         gint64 now,
                         KirokuMeasures *measures)
{
  static const struct
  {
    KirokuTimeTo which;
    KirokuPhase phase;
    const char *done;
  } parts[] = {
    { KIROKU_TIME_TO_TRIAGE, KIROKU_PHASE_TRIAGE, NULL },
    { KIROKU_TIME_TO_CONTAIN, KIROKU_PHASE_CONTAINMENT, "t.contained" },
    { KIROKU_TIME_TO_ERADICATE, KIROKU_PHASE_ERADICATION, "t.eradicated" },
    { KIROKU_TIME_TO_RECOVER, KIROKU_PHASE_RECOVERY, "t.recovered" },
  };
  gint64 occurred, detected;

  g_return_if_fail (visits != NULL && facts != NULL && measures != NULL);

  *measures = (KirokuMeasures){ 0 };
  for (guint i = 0; i < visits->len; i++)
    {
      const KirokuVisit *visit = g_ptr_array_index (visits, i);
      gint64 end = visit->end == KIROKU_TIME_NONE ? now : visit->end;

      if (visit->withheld)
        continue;
      measures->visited[visit->phase] = TRUE;
      measures->in_phase[visit->phase] += MAX (end - visit->start, 0);
    }

  if (!read_time_fact (facts, "t.detected", &detected))
    return;
  if (read_time_fact (facts, "t.occurred", &occurred))
    measures->time_to[KIROKU_TIME_TO_DETECT]
        = (KirokuMeasure){ .known = TRUE, .length = detected - occurred, .stated = TRUE };
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    measure_time_to (visits, facts, detected, parts[i].phase, parts[i].done, &measures->time_to[parts[i].which]);
}
