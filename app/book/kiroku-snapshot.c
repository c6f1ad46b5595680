/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-snapshot.h"

#include "kiroku-decisions.h"
#include "kiroku-erasure.h"
#include "kiroku-filing.h"
#include "kiroku-form-source.h"
#include "kiroku-line.h"
#include "kiroku-start.h"

static gboolean
read_parts (KirokuSnapshot *self, KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  return (self->incident = kiroku_case_read (db, case_id, as_of, error)) != NULL
         && (self->facts = kiroku_case_read_facts (db, case_id, as_of, error)) != NULL
         && (self->visits = kiroku_case_read_visits (db, case_id, as_of, error)) != NULL
         && (self->tasks = kiroku_task_list (db, case_id, as_of, error)) != NULL
         && (self->improvements = kiroku_improvement_list (db, case_id, as_of, error)) != NULL
         && (self->told = kiroku_contact_list_told (db, case_id, as_of, error)) != NULL
         && (self->links = kiroku_case_read_links (db, case_id, as_of, error)) != NULL
         && (self->handovers = kiroku_handover_list (db, case_id, as_of, error)) != NULL
         && (self->hold = kiroku_legal_hold_read (db, case_id, as_of, error)) != NULL
         && (self->conflicts = kiroku_conflict_read (db, case_id, as_of, error)) != NULL
         && (self->enquiries = kiroku_enquiries_read (db, case_id, as_of, error)) != NULL
         && (self->approvals = kiroku_approvals_read (db, case_id, as_of, error)) != NULL
         && (self->own = kiroku_form_list_own (db, case_id, as_of, error)) != NULL
         && kiroku_erasure_read_due (db, &self->erasures_due, error);
}

GPtrArray *
kiroku_snapshot_read_obligations (KirokuDb *db,
                                  KirokuPack *pack,
                                  const KirokuCase *incident,
                                  KirokuFacts *facts,
                                  gint64 as_of,
                                  gint64 now,
                                  const char *language,
                                  GError **error)
{
  g_autoptr (GHashTable) decisions = kiroku_decisions_read (db, incident->id, as_of, error);
  g_autoptr (GPtrArray) duties = NULL;
  g_autoptr (GPtrArray) enquiries = NULL;
  g_autoptr (GHashTable) met = NULL;
  g_autoptr (GHashTable) changes = NULL;
  g_autoptr (GHashTable) own = NULL;
  KirokuObligationContext context;

  if (decisions == NULL || (duties = kiroku_duties_read (db, incident->id, as_of, error)) == NULL
      || (met = kiroku_filing_read_met (db, incident->id, as_of, error)) == NULL
      || (enquiries = kiroku_enquiries_read (db, incident->id, as_of, error)) == NULL
      || (changes = kiroku_start_read_changes (db, incident->id, as_of, error)) == NULL
      || (own = kiroku_form_list_own (db, incident->id, as_of, error)) == NULL)
    return NULL;
  kiroku_enquiries_add_duties (enquiries, language, duties, met);
  context = (KirokuObligationContext){ .pack = pack,
                                       .type = incident->type,
                                       .facts = facts,
                                       .decisions = decisions,
                                       .duties = duties,
                                       .met = met,
                                       .changes = changes,
                                       .own = own,
                                       .now = now,
                                       .language = language };
  return kiroku_obligations_compute (&context);
}

/* The log of a case in earnest may be long, and nobody asks this of it. */
static gboolean
read_noted (KirokuSnapshot *self, KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  KirokuLineFilter filter = KIROKU_LINE_FILTER_ALL;
  gint64 n = 0;

  filter.as_of = as_of;
  for (guint i = 0; self->incident->exercise && n == 0 && i < KIROKU_N_CLASSES; i++)
    {
      filter.klass = kiroku_class_id (i);
      if (!kiroku_line_count (db, case_id, &filter, &n, error))
        return FALSE;
    }
  self->noted = n > 0;
  return TRUE;
}

static gboolean
read_all (KirokuSnapshot *self,
          KirokuDb *db,
          KirokuPack *pack,
          const char *case_id,
          gint64 as_of,
          const char *language,
          GError **error)
{
  if (!read_parts (self, db, case_id, as_of, error) || !read_noted (self, db, case_id, as_of, error))
    return FALSE;
  self->obligations = kiroku_snapshot_read_obligations (db, pack, self->incident, self->facts,
                                                        as_of, self->now, language, error);
  return self->obligations != NULL;
}

KirokuSnapshot *
kiroku_snapshot_read_within (KirokuDb *db,
                             KirokuPack *pack,
                             const char *case_id,
                             gint64 as_of,
                             gint64 now,
                             const char *language,
                             GError **error)
{
  g_autoptr (KirokuSnapshot) self = g_new0 (KirokuSnapshot, 1);

  g_return_val_if_fail (db != NULL && pack != NULL && case_id != NULL, NULL);

  self->now = now;
  if (!read_all (self, db, pack, case_id, as_of, language, error))
    return NULL;
  kiroku_measures_compute (self->visits, self->facts, now, &self->measures);
  return g_steal_pointer (&self);
}

KirokuSnapshot *
kiroku_snapshot_read (KirokuDb *db,
                      KirokuPack *pack,
                      const char *case_id,
                      gint64 as_of,
                      gint64 now,
                      const char *language,
                      GError **error)
{
  g_autoptr (KirokuSnapshot) self = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  /* All of one moment: a form or a report must not mix two. */
  if (!kiroku_db_begin_read (db, error))
    return NULL;
  self = kiroku_snapshot_read_within (db, pack, case_id, as_of, now, language, error);
  if (self == NULL || !kiroku_db_commit (db, error))
    {
      kiroku_db_rollback (db);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
kiroku_snapshot_free (KirokuSnapshot *self)
{
  g_clear_pointer (&self->incident, kiroku_case_free);
  g_clear_pointer (&self->facts, kiroku_facts_unref);
  g_clear_pointer (&self->visits, g_ptr_array_unref);
  g_clear_pointer (&self->tasks, g_ptr_array_unref);
  g_clear_pointer (&self->improvements, g_ptr_array_unref);
  g_clear_pointer (&self->told, g_ptr_array_unref);
  g_clear_pointer (&self->obligations, g_ptr_array_unref);
  g_clear_pointer (&self->enquiries, g_ptr_array_unref);
  g_clear_pointer (&self->links, g_ptr_array_unref);
  g_clear_pointer (&self->handovers, g_ptr_array_unref);
  g_clear_pointer (&self->hold, kiroku_legal_hold_free);
  g_clear_pointer (&self->conflicts, g_ptr_array_unref);
  g_clear_pointer (&self->approvals, g_hash_table_unref);
  g_clear_pointer (&self->own, g_hash_table_unref);
  g_free (self);
}
