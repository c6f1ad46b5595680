/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-evidence-form.h"

#include <glib/gi18n.h>

#include "kiroku-page-write.h"
#include "kiroku-tlp.h"

#define N_FIELDS MAX (KIROKU_N_EVIDENCE_FACTS, KIROKU_N_CUSTODY_FIELDS)

struct _KirokuEvidenceForm
{
  AdwBin parent_instance;

  KirokuSmallForm *form;
  GtkEntry *fields[N_FIELDS]; /* NULL for what is chosen */
  GtkDropDown *tlp;           /* of a form of facts */
  GtkEntry *time;             /* of a form of custody */

  KirokuCaseModel *model;
  char *evidence;
  char *known[KIROKU_N_EVIDENCE_FACTS]; /* (nullable) as recorded */
};

G_DEFINE_FINAL_TYPE (KirokuEvidenceForm, kiroku_evidence_form, ADW_TYPE_BIN)

enum
{
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
written_cb (GtkWidget *widget, GPtrArray *entries, const GError *error)
{
  KirokuEvidenceForm *self = KIROKU_EVIDENCE_FORM (widget);

  kiroku_small_form_set_busy (self->form, FALSE);
  if (error != NULL)
    {
      kiroku_small_form_show_error (self->form, error->message, NULL);
      return;
    }
  for (guint i = 0; self->time != NULL && i < KIROKU_N_CUSTODY_FIELDS; i++)
    gtk_editable_set_text (GTK_EDITABLE (self->fields[i]), "");
  g_signal_emit (self, signals[CLOSED], 0);
}

/* Takes @draft. */
static void
write_draft (KirokuEvidenceForm *self, KirokuDraft *draft)
{
  kiroku_small_form_show_error (self->form, NULL, NULL);
  kiroku_small_form_set_busy (self->form, TRUE);
  kiroku_page_write (self->model, draft, GTK_WIDGET (self), written_cb);
}

static void
close_cb (KirokuEvidenceForm *self)
{
  g_signal_emit (self, signals[CLOSED], 0);
}

/* --- What is known --- */

/* What was not touched stays as it is recorded, even when this version cannot show it.
 * (transfer full) (nullable) */
static char *
dup_chosen_tlp (KirokuEvidenceForm *self)
{
  KirokuTlp chosen = (KirokuTlp) gtk_drop_down_get_selected (self->tlp) - 1;
  const char *known = self->known[KIROKU_EVIDENCE_TLP];

  return g_strdup (chosen == kiroku_tlp_from_id (known) ? known : kiroku_tlp_id (chosen));
}

/* What fact @i shall be, or NULL when it stays as it is. */
static gboolean
read_fact (KirokuEvidenceForm *self, guint i, char **value)
{
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  g_autofree char *typed = NULL;
  g_autoptr (GError) error = NULL;
  char *fact;

  if (self->fields[i] == NULL)
    typed = dup_chosen_tlp (self);
  else if (!kiroku_small_form_read (self->form, self->fields[i], &typed))
    return FALSE;
  if (g_strcmp0 (typed, self->known[i]) == 0)
    return TRUE;
  fact = kiroku_evidence_fact_normalise (i, typed != NULL ? typed : "", kiroku_book_get_zone (book),
                                         kiroku_book_get_now (book), &error);
  if (fact == NULL)
    {
      kiroku_small_form_show_error (self->form, error->message, self->fields[i]);
      return FALSE;
    }
  if (g_strcmp0 (fact, self->known[i] != NULL ? self->known[i] : "") == 0)
    g_clear_pointer (&fact, g_free);
  *value = fact;
  return TRUE;
}

static void
submit_facts_cb (KirokuEvidenceForm *self)
{
  char *facts[KIROKU_N_EVIDENCE_FACTS] = { NULL };
  gboolean right = TRUE, any = FALSE;

  for (guint i = 0; right && i < KIROKU_N_EVIDENCE_FACTS; i++)
    {
      right = read_fact (self, i, &facts[i]);
      any = any || facts[i] != NULL;
    }
  if (right && any)
    write_draft (self,
                 kiroku_evidence_draft_set (self->evidence, (const char *const *) facts));
  else if (right)
    close_cb (self);
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
        gtk_editable_set_text (GTK_EDITABLE (self->fields[i]), value != NULL ? value : "");
      else
        gtk_drop_down_set_selected (self->tlp, (guint) (kiroku_tlp_from_id (value) + 1));
      if (self->fields[i] != NULL && item->facts[i].withheld)
        gtk_entry_set_placeholder_text (self->fields[i], _ ("(withheld)"));
    }
}

/* --- Changing hands --- */

static gboolean
read_custody (KirokuEvidenceForm *self, char **fields)
{
  for (guint i = 0; i < KIROKU_N_CUSTODY_FIELDS; i++)
    {
      if (!kiroku_small_form_read (self->form, self->fields[i], &fields[i]))
        return FALSE;
      if (fields[i] != NULL || i == KIROKU_CUSTODY_TOOL || i == KIROKU_CUSTODY_WITNESS)
        continue;
      kiroku_small_form_show_error (
          self->form, _ ("Say who gives it to whom, where it is kept and what for."),
          self->fields[i]);
      return FALSE;
    }
  return TRUE;
}

/* @stated: FALSE for now. */
static gboolean
read_time (KirokuEvidenceForm *self, KirokuTime *time, gboolean *stated)
{
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  g_autofree char *typed = kiroku_small_form_dup_typed (self->time);
  g_autoptr (GError) error = NULL;

  *stated = typed != NULL;
  if (typed == NULL
      || kiroku_time_parse (typed, kiroku_book_get_zone (book), kiroku_book_get_now (book), time,
                            &error))
    return TRUE;
  kiroku_small_form_show_error (self->form, error->message, self->time);
  return FALSE;
}

static void
submit_custody_cb (KirokuEvidenceForm *self)
{
  char *fields[KIROKU_N_CUSTODY_FIELDS] = { NULL };
  KirokuTime time;
  gboolean stated;

  if (read_custody (self, fields) && read_time (self, &time, &stated))
    write_draft (self,
                 kiroku_evidence_draft_move (self->evidence, (const char *const *) fields,
                                             stated ? &time : NULL));
  for (guint i = 0; i < KIROKU_N_CUSTODY_FIELDS; i++)
    g_free (fields[i]);
}

/* --- Building --- */

static void
kiroku_evidence_form_dispose (GObject *object)
{
  g_clear_object (&KIROKU_EVIDENCE_FORM (object)->model);

  G_OBJECT_CLASS (kiroku_evidence_form_parent_class)->dispose (object);
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

static gboolean
kiroku_evidence_form_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (KIROKU_EVIDENCE_FORM (widget)->form));
}

static void
kiroku_evidence_form_class_init (KirokuEvidenceFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kiroku_evidence_form_dispose;
  object_class->finalize = kiroku_evidence_form_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = kiroku_evidence_form_grab_focus;

  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
kiroku_evidence_form_init (KirokuEvidenceForm *self)
{
}

static KirokuEvidenceForm *
form_new (KirokuCaseModel *model, const char *evidence, GCallback submit)
{
  KirokuEvidenceForm *self = g_object_new (KIROKU_TYPE_EVIDENCE_FORM, NULL);

  self->model = g_object_ref (model);
  self->evidence = g_strdup (evidence);
  self->form = KIROKU_SMALL_FORM (kiroku_small_form_new (_ ("Record"), 2));
  g_signal_connect_swapped (self->form, "submit", submit, self);
  g_signal_connect_swapped (self->form, "cancel", G_CALLBACK (close_cb), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->form));
  return self;
}

GtkWidget *
kiroku_evidence_form_new_facts (KirokuCaseModel *model, const char *evidence)
{
  KirokuEvidenceForm *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && evidence != NULL, NULL);

  self = form_new (model, evidence, G_CALLBACK (submit_facts_cb));
  for (guint i = 0; i < KIROKU_N_EVIDENCE_FACTS; i++)
    {
      if (i == KIROKU_EVIDENCE_TLP)
        self->tlp = kiroku_small_form_add_tlp (self->form);
      else
        self->fields[i] = kiroku_small_form_add_entry (self->form, kiroku_evidence_fact_name (i),
                                                       get_hint (i));
    }
  return GTK_WIDGET (self);
}

GtkWidget *
kiroku_evidence_form_new_custody (KirokuCaseModel *model, const char *evidence)
{
  KirokuEvidenceForm *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && evidence != NULL, NULL);

  self = form_new (model, evidence, G_CALLBACK (submit_custody_cb));
  for (guint i = 0; i < KIROKU_N_CUSTODY_FIELDS; i++)
    self->fields[i]
        = kiroku_small_form_add_entry (self->form, kiroku_custody_field_name (i), NULL);
  self->time = kiroku_small_form_add_entry (self->form, _ ("Time"), _ ("Now"));
  return GTK_WIDGET (self);
}

GtkEditable *
kiroku_evidence_form_get_field (KirokuEvidenceForm *self, guint field)
{
  g_return_val_if_fail (KIROKU_IS_EVIDENCE_FORM (self) && field < N_FIELDS, NULL);

  return GTK_EDITABLE (self->fields[field]);
}
