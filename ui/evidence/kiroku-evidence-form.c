/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-evidence-form.h"

#include <glib/gi18n.h>

#define N_FIELDS MAX (KIROKU_N_EVIDENCE_FACTS, KIROKU_N_CUSTODY_FIELDS)

struct _KirokuEvidenceForm
{
  KirokuSmallForm parent_instance;

  GtkEntry *fields[N_FIELDS]; /* NULL for what is chosen */
  GtkDropDown *tlp;           /* of a form of facts */
  GtkEntry *time;             /* of a form of custody */

  char *evidence;
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

static gboolean
read_custody (KirokuEvidenceForm *self, char **fields)
{
  KirokuSmallForm *form = KIROKU_SMALL_FORM (self);

  for (guint i = 0; i < KIROKU_N_CUSTODY_FIELDS; i++)
    {
      if (!kiroku_small_form_read (form, self->fields[i], &fields[i]))
        return FALSE;
      if (fields[i] != NULL || i == KIROKU_CUSTODY_TOOL || i == KIROKU_CUSTODY_WITNESS)
        continue;
      kiroku_small_form_show_error (
          form, _ ("Say who gives it to whom, where it is kept and what for."), self->fields[i]);
      return FALSE;
    }
  return TRUE;
}

static void
submit_custody (KirokuEvidenceForm *self)
{
  KirokuSmallForm *form = KIROKU_SMALL_FORM (self);
  char *fields[KIROKU_N_CUSTODY_FIELDS] = { NULL };
  KirokuTime time;
  gboolean stated;

  if (read_custody (self, fields)
      && kiroku_small_form_read_time (form, self->time, NULL, &time, &stated))
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
kiroku_evidence_form_finalize (GObject *object)
{
  KirokuEvidenceForm *self = KIROKU_EVIDENCE_FORM (object);

  for (guint i = 0; i < KIROKU_N_EVIDENCE_FACTS; i++)
    g_free (self->known[i]);
  g_free (self->evidence);

  G_OBJECT_CLASS (kiroku_evidence_form_parent_class)->finalize (object);
}

static void
kiroku_evidence_form_class_init (KirokuEvidenceFormClass *klass)
{
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

GtkWidget *
kiroku_evidence_form_new_custody (KirokuCaseModel *model, const char *evidence)
{
  KirokuEvidenceForm *self;
  KirokuSmallForm *form;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && evidence != NULL, NULL);

  self = form_new (model, evidence);
  form = KIROKU_SMALL_FORM (self);
  for (guint i = 0; i < KIROKU_N_CUSTODY_FIELDS; i++)
    self->fields[i] = kiroku_small_form_add_entry (form, kiroku_custody_field_name (i), NULL);
  self->time = kiroku_small_form_add_entry (form, _ ("Time"), _ ("Now"));
  return GTK_WIDGET (self);
}

GtkEditable *
kiroku_evidence_form_get_field (KirokuEvidenceForm *self, guint field)
{
  g_return_val_if_fail (KIROKU_IS_EVIDENCE_FORM (self) && field < N_FIELDS, NULL);

  return GTK_EDITABLE (self->fields[field]);
}
