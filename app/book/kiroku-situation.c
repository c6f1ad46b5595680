/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-situation.h"

#include "kiroku-absent.h"
#include "kiroku-filing.h"
#include "kiroku-situation-report.h"
#include "kiroku-snapshot.h"
#include "kiroku-submission.h"

/* More of a kind never stand on one page. */
#define LINES 40

/* Everything that the report shows, until it is made. */
typedef struct
{
  KirokuDb *db;
  const KirokuPaper *paper;
  KirokuSnapshot *snapshot;
  GPtrArray *forms;
  GHashTable *due, *absent;
  GPtrArray *filed;
  GPtrArray *waiting;
  GPtrArray *decisions;
  GPtrArray *changes;
  gint64 n_decisions, n_changes, since;
} Reading;

static void
clear_reading (Reading *self)
{
  g_clear_pointer (&self->snapshot, kiroku_snapshot_free);
  g_clear_pointer (&self->forms, g_ptr_array_unref);
  g_clear_pointer (&self->due, g_hash_table_unref);
  g_clear_pointer (&self->absent, g_hash_table_unref);
  g_clear_pointer (&self->filed, g_ptr_array_unref);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_pointer (&self->decisions, g_ptr_array_unref);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, clear_reading)

/* --- Lines ------------------------------------------------------------------------------------ */

/* The last lines of @filter, the last first, and how many there are. */
static gboolean
read_lines (
    Reading *self, const KirokuLineFilter *filter, GPtrArray **lines, gint64 *n, GError **error)
{
  const char *case_id = self->paper->case_id;
  g_autoptr (GPtrArray) read = NULL;

  if (!kiroku_line_count (self->db, case_id, filter, n, error))
    return FALSE;
  read = kiroku_line_read (self->db, case_id, filter, MAX (0, *n - LINES), LINES, error);
  if (read == NULL)
    return FALSE;
  *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_line_free);
  while (read->len > 0)
    g_ptr_array_add (*lines, g_ptr_array_steal_index (read, read->len - 1));
  return TRUE;
}

static gboolean
read_decisions (Reading *self, GError **error)
{
  KirokuLineFilter filter = KIROKU_LINE_FILTER_ALL;

  filter.klass = kiroku_class_id (KIROKU_CLASS_DECISION);
  return read_lines (self, &filter, &self->decisions, &self->n_decisions, error);
}

/* Whoever takes over knows what stood there when somebody last did; what was handed over to nobody
 * tells nobody. */
static gint64
find_since (const Reading *self)
{
  GPtrArray *handovers = self->snapshot->handovers;

  if (self->paper->since > 0)
    return self->paper->since;
  for (guint i = handovers->len; i > 0; i--)
    {
      const KirokuHandover *handover = g_ptr_array_index (handovers, i - 1);

      if (kiroku_handover_get_acceptance (handover) != NULL)
        return handover->rec + 1;
    }
  return self->snapshot->incident->opened;
}

/* The report says of the hand-over itself elsewhere. */
static void
leave_out_handover (Reading *self)
{
  GPtrArray *handovers = self->snapshot->handovers;
  const KirokuHandover *last
      = handovers->len > 0 ? g_ptr_array_index (handovers, handovers->len - 1) : NULL;

  for (guint i = 0; last != NULL && i < self->changes->len; i++)
    if (g_str_equal (((KirokuLine *) g_ptr_array_index (self->changes, i))->hash, last->hash))
      {
        g_ptr_array_remove_index (self->changes, i);
        self->n_changes--;
        return;
      }
}

static gboolean
read_changes (Reading *self, GError **error)
{
  KirokuLineFilter filter = KIROKU_LINE_FILTER_ALL;

  filter.since = self->since = find_since (self);
  filter.hide_automatic = TRUE;
  if (!read_lines (self, &filter, &self->changes, &self->n_changes, error))
    return FALSE;
  leave_out_handover (self);
  return TRUE;
}

/* --- Forms ------------------------------------------------------------------------------------ */

static gboolean
is_filled (const Reading *self, const char *form)
{
  for (guint i = 0; i < self->forms->len; i++)
    if (g_str_equal (((KirokuFilledForm *) g_ptr_array_index (self->forms, i))->id, form))
      return TRUE;
  return FALSE;
}

/* Once, and where there is something to fill in. */
static gboolean
fill_form (Reading *self, KirokuPaperFill *fill, const char *form, GError **error)
{
  KirokuFilledForm *filled;

  if (kiroku_pack_get_form (self->paper->pack, form) == NULL || is_filled (self, form))
    return TRUE;
  filled = kiroku_paper_fill_one (fill, form, error);
  if (filled == NULL)
    return FALSE;
  g_ptr_array_add (self->forms, filled);
  return TRUE;
}

static gboolean
is_due (const KirokuObligation *obligation)
{
  return obligation->form != NULL && obligation->progress != KIROKU_PROGRESS_MET
         && obligation->standing == KIROKU_STANDING_APPLIES && !obligation->watch;
}

/* Those of the duties that stand first, then those of the type. */
static gboolean
fill_forms (Reading *self, GError **error)
{
  const KirokuPackType *type = kiroku_pack_get_type (self->paper->pack, self->snapshot->incident->type);
  g_autoptr (KirokuPaperFill) fill = kiroku_paper_fill_new (self->db, self->paper, error);

  if (fill == NULL)
    return FALSE;
  self->forms = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_filled_form_free);
  self->due = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < self->snapshot->obligations->len; i++)
    {
      const KirokuObligation *obligation = g_ptr_array_index (self->snapshot->obligations, i);

      if (is_due (obligation) && g_hash_table_add (self->due, g_strdup (obligation->form))
          && !fill_form (self, fill, obligation->form, error))
        return FALSE;
    }
  for (guint i = 0; type != NULL && type->forms != NULL && type->forms[i] != NULL; i++)
    if (!fill_form (self, fill, type->forms[i], error))
      return FALSE;
  return TRUE;
}

/* (transfer full) */
static char *
name_form (const Reading *self, const char *form)
{
  const KirokuPackFormName *known = kiroku_pack_get_form_name (self->paper->pack, form);

  return known != NULL ? g_strdup_printf ("%s %s", form,
                                          kiroku_pack_text (known->name, self->paper->language))
                       : g_strdup (form);
}

static void
take_filing (Reading *self, const char *form, const KirokuFiling *filing)
{
  for (guint i = 0; i < filing->filed->len; i++)
    {
      const KirokuFiled *filed = g_ptr_array_index (filing->filed, i);
      KirokuSituationFiling *one = g_new (KirokuSituationFiling, 1);

      *one = (KirokuSituationFiling){ name_form (self, form), g_strdup (filed->to),
                                      g_strdup (filed->receipt), filed->at,
                                      g_strdup (filed->hash) };
      g_ptr_array_add (self->filed, one);
    }
  if (filing->state == KIROKU_FILING_DRAFT && filing->filed->len == 0)
    g_ptr_array_add (self->waiting, name_form (self, form));
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (a, b);
}

static gboolean
read_filings (Reading *self, GError **error)
{
  g_autoptr (GHashTable) filings = kiroku_submission_read_all_within (self->db, self->paper, error);
  g_autoptr (GList) forms = NULL;

  self->filed = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_situation_filing_free);
  self->waiting = g_ptr_array_new_with_free_func (g_free);
  if (filings == NULL)
    return FALSE;
  forms = g_list_sort (g_hash_table_get_keys (filings), compare_ids);
  for (GList *form = forms; form != NULL; form = form->next)
    take_filing (self, form->data, g_hash_table_lookup (filings, form->data));
  return TRUE;
}

/* --- All of it -------------------------------------------------------------------------------- */

static gboolean
read_all (Reading *self, GError **error)
{
  const KirokuPaper *paper = self->paper;

  return (self->snapshot = kiroku_snapshot_read_within (self->db, paper->pack, paper->case_id,
                                                        KIROKU_NOW, paper->now, paper->language,
                                                        error))
             != NULL
         && (self->absent = kiroku_absent_list (self->db, paper->case_id, error)) != NULL
         && fill_forms (self, error) && read_filings (self, error) && read_decisions (self, error)
         && read_changes (self, error);
}

static void
give_parts (const Reading *self, KirokuSituation *input)
{
  const KirokuSnapshot *snapshot = self->snapshot;

  input->case_info = snapshot->incident;
  input->visits = snapshot->visits;
  input->tasks = snapshot->tasks;
  input->told = snapshot->told;
  input->obligations = snapshot->obligations;
  input->conflicts = snapshot->conflicts;
  input->handovers = snapshot->handovers;
  input->forms = self->forms;
  input->due = self->due;
  input->absent = self->absent;
  input->filed = self->filed;
  input->waiting = self->waiting;
  input->decisions = self->decisions;
  input->n_decisions = self->n_decisions;
  input->changes = self->changes;
  input->n_changes = self->n_changes;
  input->since = self->since;
}

KirokuDocument *
kiroku_situation_make (
    KirokuDb *db, const KirokuPaper *paper, const KirokuReportSeal *seal, GError **error)
{
  g_auto (Reading) reading = { .db = db, .paper = paper };
  KirokuSituation input = { .pack = paper->pack,
                            .language = paper->language,
                            .zone = paper->zone,
                            .now = paper->now,
                            .sync = paper->clock != NULL ? paper->clock->sync : -1,
                            .maxerr = paper->clock != NULL ? paper->clock->maxerr : -1,
                            .author = paper->author,
                            .program = KIROKU_PAPER_PROGRAM,
                            .seal = seal,
                            .marking = paper->marking };

  g_return_val_if_fail (db != NULL && paper != NULL, NULL);

  if (!read_all (&reading, error))
    return NULL;
  give_parts (&reading, &input);
  return kiroku_report_situation (&input, error);
}
