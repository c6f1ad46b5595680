/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-evidence-form.h"

#include <glib/gi18n.h>

#include "kiroku-restating.h"

#define N_FIELDS MAX (KIROKU_N_EVIDENCE_FACTS, KIROKU_N_CUSTODY_FIELDS)

struct _KirokuEvidenceForm
{
  KirokuSmallForm parent_instance;

  GtkEntry *fields[N_FIELDS]; /* NULL for what is chosen */
  GtkDropDown *tlp;           /* of a form of facts */
  GtkEntry *time;             /* of a form of custody */
  GtkEntry *reason;           /* of a correction */

  char *evidence;       /* (nullable) of a correction */
  KirokuEntry *reading; /* (nullable) what is corrected, and the next two of it */
  char *shown_time;
  KirokuFormDraft *kept;
  char *known[KIROKU_N_EVIDENCE_FACTS]; /* (nullable) as recorded */
};

G_DEFINE_FINAL_TYPE (KirokuEvidenceForm, kiroku_evidence_form, KIROKU_TYPE_SMALL_FORM)

/* --- What is known --- */

/* What was not touched stays as it is recorded, even when this version cannot show it.
 * (transfer full) (nullable) */
static char *
dup_chosen_tlp (KirokuEvidenceForm *self)
{
  KirokuTlp chosen = kiroku_small_form_get_tlp (self->tlp);
  const char *known = self->known[KIROKU_EVIDENCE_TLP];

  return g_strdup (chosen == kiroku_tlp_from_id (known) ? known : kiroku_tlp_id (chosen));
}

/* What fact @i shall be, or NULL when it stays as it is. */
static gboolean
read_fact (KirokuEvidenceForm *self, guint i, char **value)
{
  KirokuSmallForm *form = KIROKU_SMALL_FORM (self);
  KirokuBook *book = kiroku_case_model_get_book (kiroku_small_form_get_model (form));
  g_autofree char *typed = NULL;
  g_autoptr (GError) error = NULL;
  char *fact;

  if (self->fields[i] == NULL)
    typed = dup_chosen_tlp (self);
  else if (!kiroku_small_form_read (form, self->fields[i], &typed))
    return FALSE;
  if (g_strcmp0 (typed, self->known[i]) == 0)
    return TRUE;
  fact = kiroku_evidence_fact_normalise (i, typed != NULL ? typed : "", kiroku_book_get_zone (book),
                                         kiroku_book_get_now (book), &error);
  if (fact == NULL)
    {
      kiroku_small_form_show_error (form, error->message, self->fields[i]);
      return FALSE;
    }
  if (g_strcmp0 (fact, self->known[i] != NULL ? self->known[i] : "") == 0)
    g_clear_pointer (&fact, g_free);
  *value = fact;
  return TRUE;
}

static void
submit_facts (KirokuEvidenceForm *self)
{
  KirokuSmallForm *form = KIROKU_SMALL_FORM (self);
  char *facts[KIROKU_N_EVIDENCE_FACTS] = { NULL };
  gboolean right = TRUE, any = FALSE;

  for (guint i = 0; right && i < KIROKU_N_EVIDENCE_FACTS; i++)
    {
      right = read_fact (self, i, &facts[i]);
      any = any || facts[i] != NULL;
    }
  if (right && any)
    kiroku_small_form_write (
        form, kiroku_evidence_draft_set (self->evidence, (const char *const *) facts));
  else if (right)
    kiroku_small_form_close (form);
  for (guint i = 0; i < KIROKU_N_EVIDENCE_FACTS; i++)
    g_free (facts[i]);
}

static const char *
get_hint (KirokuEvidenceFact fact)
{
  switch ((int) fact)
    {
    case KIROKU_EVIDENCE_SOURCE:
      return _ ("Such as: access log of the VPN");
    case KIROKU_EVIDENCE_FROM:
    case KIROKU_EVIDENCE_TO:
      return "2026-11-21 14:05";
    case KIROKU_EVIDENCE_ZONE:
      return "Asia/Tokyo, UTC, +09:00";
    case KIROKU_EVIDENCE_GAPS:
      return _ ("What is missing in it");
    default:
      return NULL;
    }
}

void
kiroku_evidence_form_fill (KirokuEvidenceForm *self, const KirokuEvidence *item)
{
  g_return_if_fail (KIROKU_IS_EVIDENCE_FORM (self) && item != NULL && self->tlp != NULL);

  for (guint i = 0; i < KIROKU_N_EVIDENCE_FACTS; i++)
    {
      const char *value = item->facts[i].value;

      g_free (self->known[i]);
      self->known[i] = g_strdup (value);
      if (self->fields[i] != NULL)
        kiroku_small_form_set_text (self->fields[i], value);
      else
        kiroku_small_form_set_tlp (self->tlp, kiroku_tlp_from_id (value));
      if (self->fields[i] != NULL && item->facts[i].withheld)
        gtk_entry_set_placeholder_text (self->fields[i], _ ("(withheld)"));
    }
}

/* --- Changing hands --- */

/* All but tool and witness; what of a correction is withheld cannot be asked for. */
static gboolean
is_needed (KirokuEvidenceForm *self, guint i)
{
  if (i == KIROKU_CUSTODY_TOOL || i == KIROKU_CUSTODY_WITNESS)
    return FALSE;
  return self->reading == NULL
         || kiroku_entry_get_text (self->reading, kiroku_custody_field_id (i)) != NULL;
}

static gboolean
read_custody (KirokuEvidenceForm *self, char **fields)
{
  KirokuSmallForm *form = KIROKU_SMALL_FORM (self);

  for (guint i = 0; i < KIROKU_N_CUSTODY_FIELDS; i++)
    {
      if (!kiroku_small_form_read (form, self->fields[i], &fields[i]))
        return FALSE;
      if (fields[i] != NULL || !is_needed (self, i))
        continue;
      kiroku_small_form_show_error (
          form, _ ("Say who gives it to whom, where it is kept and what for."), self->fields[i]);
      return FALSE;
    }
  return TRUE;
}

/* @time: (nullable) */
static void
write_correction (KirokuEvidenceForm *self, char *const *fields, const KirokuTime *time)
{
  KirokuSmallForm *form = KIROKU_SMALL_FORM (self);
  g_autofree char *reason = NULL;
  g_autoptr (KirokuDraft) draft = NULL;
  gboolean changed = time != NULL;
  const char *fault;

  if (!kiroku_small_form_read (form, self->reason, &reason))
    return;
  draft = kiroku_restating_new_draft (self->reading, reason, time);
  for (guint i = 0; i < KIROKU_N_CUSTODY_FIELDS; i++)
    changed |= kiroku_draft_change_text (draft, kiroku_custody_field_id (i), fields[i]);
  fault = kiroku_restating_find_fault (changed, reason);
  if (fault == NULL)
    fault = kiroku_restating_find_lost (draft, self->reading, NULL);
  if (fault == NULL)
    kiroku_small_form_write_kept (form, g_steal_pointer (&draft), self->kept);
  else
    kiroku_small_form_show_error (form, fault, changed ? self->reason : NULL);
}

static void
submit_custody (KirokuEvidenceForm *self)
{
  KirokuSmallForm *form = KIROKU_SMALL_FORM (self);
  char *fields[KIROKU_N_CUSTODY_FIELDS] = { NULL };
  KirokuTime time;
  gboolean stated;

  if (!read_custody (self, fields)
      || !kiroku_small_form_read_time (form, self->time, self->shown_time, &time, &stated))
    ; /* said */
  else if (self->reading != NULL)
    write_correction (self, fields, stated ? &time : NULL);
  else
    kiroku_small_form_write (form, kiroku_evidence_draft_move (self->evidence,
                                                               (const char *const *) fields,
                                                               stated ? &time : NULL));
  for (guint i = 0; i < KIROKU_N_CUSTODY_FIELDS; i++)
    g_free (fields[i]);
}

/* --- Building --- */

static void
kiroku_evidence_form_submit (KirokuSmallForm *form)
{
  KirokuEvidenceForm *self = KIROKU_EVIDENCE_FORM (form);

  if (self->time != NULL)
    submit_custody (self);
  else
    submit_facts (self);
}

static void
kiroku_evidence_form_dispose (GObject *object)
{
  KirokuEvidenceForm *self = KIROKU_EVIDENCE_FORM (object);

  if (self->kept != NULL)
    kiroku_form_draft_leave (self->kept);
  g_clear_object (&self->kept);

  G_OBJECT_CLASS (kiroku_evidence_form_parent_class)->dispose (object);
}

static void
kiroku_evidence_form_finalize (GObject *object)
{
  KirokuEvidenceForm *self = KIROKU_EVIDENCE_FORM (object);

  for (guint i = 0; i < KIROKU_N_EVIDENCE_FACTS; i++)
    g_free (self->known[i]);
  g_free (self->evidence);
  g_clear_pointer (&self->reading, kiroku_entry_unref);
  g_free (self->shown_time);

  G_OBJECT_CLASS (kiroku_evidence_form_parent_class)->finalize (object);
}

static void
kiroku_evidence_form_class_init (KirokuEvidenceFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_evidence_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = kiroku_evidence_form_finalize;
  KIROKU_SMALL_FORM_CLASS (klass)->submit = kiroku_evidence_form_submit;
}

static void
kiroku_evidence_form_init (KirokuEvidenceForm *self)
{
  kiroku_small_form_set_n_columns (KIROKU_SMALL_FORM (self), 2);
}

static KirokuEvidenceForm *
form_new (KirokuCaseModel *model, const char *evidence)
{
  KirokuEvidenceForm *self = kiroku_small_form_new (KIROKU_TYPE_EVIDENCE_FORM, model);

  self->evidence = g_strdup (evidence);
  return self;
}

GtkWidget *
kiroku_evidence_form_new_facts (KirokuCaseModel *model, const char *evidence)
{
  KirokuEvidenceForm *self;
  KirokuSmallForm *form;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && evidence != NULL, NULL);

  self = form_new (model, evidence);
  form = KIROKU_SMALL_FORM (self);
  for (guint i = 0; i < KIROKU_N_EVIDENCE_FACTS; i++)
    {
      if (i == KIROKU_EVIDENCE_TLP)
        self->tlp = kiroku_small_form_add_tlp (form);
      else
        self->fields[i]
            = kiroku_small_form_add_entry (form, kiroku_evidence_fact_name (i), get_hint (i));
    }
  return GTK_WIDGET (self);
}

/* @hint: shown while no time is typed. */
static void
add_custody (KirokuEvidenceForm *self, const char *hint)
{
  KirokuSmallForm *form = KIROKU_SMALL_FORM (self);

  for (guint i = 0; i < KIROKU_N_CUSTODY_FIELDS; i++)
    self->fields[i] = kiroku_small_form_add_entry (form, kiroku_custody_field_name (i), NULL);
  self->time = kiroku_small_form_add_time (form, _ ("Time"), hint);
}

GtkWidget *
kiroku_evidence_form_new_custody (KirokuCaseModel *model, const char *evidence)
{
  KirokuEvidenceForm *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && evidence != NULL, NULL);

  self = form_new (model, evidence);
  add_custody (self, _ ("Now"));
  return GTK_WIDGET (self);
}

static void
show_reading (KirokuEvidenceForm *self, KirokuCaseModel *model)
{
  for (guint i = 0; i < KIROKU_N_CUSTODY_FIELDS; i++)
    kiroku_small_form_set_text (
        self->fields[i], kiroku_entry_get_text (self->reading, kiroku_custody_field_id (i)));
  self->shown_time = kiroku_restating_dup_time (model, self->reading);
  kiroku_small_form_set_text (self->time, self->shown_time);
}

static void
take_up_draft (KirokuEvidenceForm *self, KirokuCaseModel *model)
{
  self->kept = kiroku_restating_new_kept (model, self->reading);
  for (guint i = 0; i < KIROKU_N_CUSTODY_FIELDS; i++)
    kiroku_form_draft_add (self->kept, kiroku_custody_field_id (i), self->fields[i]);
  kiroku_form_draft_add (self->kept, "time", self->time);
  kiroku_form_draft_add (self->kept, "why", self->reason);
  kiroku_form_draft_load (self->kept);
}

GtkWidget *
kiroku_evidence_form_new_correction (KirokuCaseModel *model, KirokuEntry *reading)
{
  KirokuEvidenceForm *self;
  KirokuSmallForm *form;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && reading != NULL, NULL);

  self = form_new (model, NULL);
  form = KIROKU_SMALL_FORM (self);
  self->reading = kiroku_entry_ref (reading);
  add_custody (self, _ ("As it was"));
  self->reason = kiroku_small_form_add_entry (form, _ ("Reason for the correction"), NULL);
  kiroku_small_form_set_verb (form, _ ("Record the Correction"));
  show_reading (self, model);
  take_up_draft (self, model);
  return GTK_WIDGET (self);
}

GtkEditable *
kiroku_evidence_form_get_field (KirokuEvidenceForm *self, guint field)
{
  g_return_val_if_fail (KIROKU_IS_EVIDENCE_FORM (self) && field < N_FIELDS, NULL);

  return GTK_EDITABLE (self->fields[field]);
}
