/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-indicator-form.h"

#include <glib/gi18n.h>

#include "kiroku-page-write.h"

struct _KirokuIndicatorForm
{
  KirokuSmallForm parent_instance;

  GtkEntry *value;
  GtkDropDown *type; /* first: as it looks */
  GtkDropDown *state;
  GtkEntry *first_seen;
  GtkEntry *technique;
  GtkEntry *note;
  GtkDropDown *tlp;

  GPtrArray *indicators;  /* (nullable) that are there already */
  KirokuIndicator *known; /* (nullable) the one that is changed */
  char *shown_first_seen; /* (nullable) as it was filled in */
};

G_DEFINE_FINAL_TYPE (KirokuIndicatorForm, kiroku_indicator_form, KIROKU_TYPE_SMALL_FORM)

/* --- What was typed --- */

/* @value: (transfer full) */
static gboolean
parse_value (KirokuIndicatorForm *self,
             const char *typed,
             KirokuIndicatorType *type,
             char **value,
             GError **error)
{
  guint chosen = gtk_drop_down_get_selected (self->type);

  if (chosen == 0)
    return kiroku_indicator_classify (typed, type, value, error);
  *type = chosen - 1;
  *value = kiroku_indicator_normalise (*type, typed, error);
  return *value != NULL;
}

static gboolean
read_value (KirokuIndicatorForm *self, KirokuIndicator *indicator)
{
  KirokuSmallForm *form = KIROKU_SMALL_FORM (self);
  g_autofree char *typed = NULL;
  g_autoptr (GError) error = NULL;

  if (self->known != NULL)
    {
      indicator->type = self->known->type;
      indicator->value = g_strdup (self->known->value);
      return TRUE;
    }
  if (!kiroku_small_form_read (form, self->value, &typed))
    return FALSE;
  if (!parse_value (self, typed != NULL ? typed : "", &indicator->type, &indicator->value, &error))
    kiroku_small_form_show_error (form, error->message, self->value);
  else if (self->indicators != NULL
           && kiroku_indicator_look_up (self->indicators, indicator->type, indicator->value)
                  != NULL)
    kiroku_small_form_show_error (form, _ ("It is in the list already: change it there."),
                                  self->value);
  else
    return TRUE;
  return FALSE;
}

static gboolean
read_technique (KirokuIndicatorForm *self, char **technique)
{
  g_autofree char *typed = NULL;
  g_autoptr (GError) error = NULL;

  if (!kiroku_small_form_read (KIROKU_SMALL_FORM (self), self->technique, &typed))
    return FALSE;
  if (typed == NULL)
    return TRUE;
  *technique = kiroku_technique_normalise (typed, &error);
  if (*technique == NULL)
    kiroku_small_form_show_error (KIROKU_SMALL_FORM (self), error->message, self->technique);
  return *technique != NULL;
}

static void
write_indicator (KirokuIndicatorForm *self,
                 KirokuIndicator *indicator,
                 const KirokuTime *first_seen)
{
  indicator->state = gtk_drop_down_get_selected (self->state);
  indicator->tlp = kiroku_small_form_get_tlp (self->tlp);
  if (self->known != NULL)
    indicator->entry = g_strdup (self->known->entry);
  kiroku_small_form_write (KIROKU_SMALL_FORM (self),
                           kiroku_draft_indicator_set (indicator, first_seen, NULL, NULL));
}

static void
kiroku_indicator_form_submit (KirokuSmallForm *form)
{
  KirokuIndicatorForm *self = KIROKU_INDICATOR_FORM (form);
  g_autoptr (KirokuIndicator) indicator = g_new0 (KirokuIndicator, 1);
  KirokuTime first_seen;
  gboolean stated;

  if (self->known != NULL && self->known->lacks)
    kiroku_small_form_refuse_withheld (form);
  else if (read_value (self, indicator)
      && kiroku_small_form_read_time (form, self->first_seen, self->shown_first_seen, &first_seen,
                                      &stated)
      && read_technique (self, &indicator->technique)
      && kiroku_small_form_read (form, self->note, &indicator->note))
    write_indicator (self, indicator, stated ? &first_seen : NULL);
}

/* --- Building --- */

static void
fill (KirokuIndicatorForm *self, const KirokuIndicator *indicator)
{
  g_autofree char *value = kiroku_indicator_defang (indicator->type, indicator->value);

  self->known = kiroku_indicator_copy (indicator);
  kiroku_small_form_set_text (self->value, value);
  gtk_widget_set_sensitive (GTK_WIDGET (self->value), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->type), FALSE);
  gtk_drop_down_set_selected (self->type, indicator->type + 1);
  gtk_drop_down_set_selected (self->state, indicator->state);
  if (indicator->first_seen != KIROKU_TIME_NONE)
    self->shown_first_seen = kiroku_page_dup_time (
        kiroku_small_form_get_model (KIROKU_SMALL_FORM (self)), indicator->first_seen);
  kiroku_small_form_set_text (self->first_seen, self->shown_first_seen);
  kiroku_small_form_set_text (self->technique, indicator->technique);
  kiroku_small_form_set_text (self->note, indicator->note);
  kiroku_small_form_set_tlp (self->tlp, indicator->tlp);
}

static void
kiroku_indicator_form_dispose (GObject *object)
{
  KirokuIndicatorForm *self = KIROKU_INDICATOR_FORM (object);

  g_clear_pointer (&self->indicators, g_ptr_array_unref);

  G_OBJECT_CLASS (kiroku_indicator_form_parent_class)->dispose (object);
}

static void
kiroku_indicator_form_finalize (GObject *object)
{
  KirokuIndicatorForm *self = KIROKU_INDICATOR_FORM (object);

  g_clear_pointer (&self->known, kiroku_indicator_free);
  g_free (self->shown_first_seen);

  G_OBJECT_CLASS (kiroku_indicator_form_parent_class)->finalize (object);
}

static void
kiroku_indicator_form_class_init (KirokuIndicatorFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kiroku_indicator_form_dispose;
  object_class->finalize = kiroku_indicator_form_finalize;
  KIROKU_SMALL_FORM_CLASS (klass)->submit = kiroku_indicator_form_submit;
}

static void
kiroku_indicator_form_init (KirokuIndicatorForm *self)
{
  KirokuSmallForm *form = KIROKU_SMALL_FORM (self);
  const char *types[KIROKU_N_INDICATOR_TYPES + 2] = { C_ ("indicator", "As it looks") };
  const char *states[KIROKU_N_INDICATOR_STATES + 1] = { NULL };

  for (guint i = 0; i < KIROKU_N_INDICATOR_TYPES; i++)
    types[i + 1] = kiroku_indicator_type_name (i);
  for (guint i = 0; i < KIROKU_N_INDICATOR_STATES; i++)
    states[i] = kiroku_indicator_state_name (i);
  self->value = kiroku_small_form_add_entry (form, C_ ("indicator", "Indicator"), NULL);
  self->type = kiroku_small_form_add_choice (form, C_ ("indicator", "Type"), types);
  self->state = kiroku_small_form_add_choice (form, C_ ("indicator", "State"), states);
  self->first_seen
      = kiroku_small_form_add_entry (form, C_ ("indicator", "First seen"), "2026-11-21 14:05");
  self->technique
      = kiroku_small_form_add_entry (form, C_ ("indicator", "ATT&CK technique"), "T1566");
  self->note = kiroku_small_form_add_entry (form, C_ ("indicator", "Note"), NULL);
  self->tlp = kiroku_small_form_add_tlp (form);
}

GtkWidget *
kiroku_indicator_form_new (KirokuCaseModel *model,
                           const KirokuIndicator *indicator,
                           GPtrArray *indicators)
{
  KirokuIndicatorForm *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);

  self = kiroku_small_form_new (KIROKU_TYPE_INDICATOR_FORM, model);
  if (indicators != NULL)
    self->indicators = g_ptr_array_ref (indicators);
  if (indicator != NULL)
    fill (self, indicator);
  return GTK_WIDGET (self);
}
