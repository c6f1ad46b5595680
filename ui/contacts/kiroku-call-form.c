/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-call-form.h"

#include <glib/gi18n.h>

#include "kiroku-page-write.h"
#include "kiroku-text.h"
#include "kiroku-ui.h"

struct _KirokuCallForm
{
  AdwBin parent_instance;

  GtkDropDown *means;
  GtkDropDown *number;
  GtkEntry *typed_number;
  GtkEntry *person;
  GtkEntry *outcome;
  GtkEntry *time;
  GtkLabel *error;
  GtkButton *save;

  KirokuCaseModel *model;
  KirokuPack *pack; /* keeps @contact */
  const KirokuPackContact *contact;
  GtkStringList *numbers; /* those that may be dialled */
  KirokuFormDraft *kept;
};

G_DEFINE_FINAL_TYPE (KirokuCallForm, kiroku_call_form, ADW_TYPE_BIN)

enum
{
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Checking and writing --- */

/* What a person typed, or NULL with the reason shown. */
static gboolean
check_text (KirokuCallForm *self, GtkEntry *entry, const char *what, char **text)
{
  g_autofree char *typed = kiroku_page_dup_typed (GTK_EDITABLE (entry));
  g_autoptr (GError) error = NULL;

  if (typed != NULL && !kiroku_text_check (typed, strlen (typed), what, &error))
    {
      kiroku_page_show_error (self->error, error->message);
      gtk_entry_grab_focus_without_selecting (entry);
      return FALSE;
    }
  *text = g_steal_pointer (&typed);
  return TRUE;
}

/* @stated: FALSE for now. */
static gboolean
check_time (KirokuCallForm *self, KirokuTime *time, gboolean *stated)
{
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  g_autofree char *typed = kiroku_page_dup_typed (GTK_EDITABLE (self->time));
  g_autoptr (GError) error = NULL;

  *stated = typed != NULL;
  if (typed == NULL
      || kiroku_time_parse (typed, kiroku_book_get_zone (book), kiroku_book_get_now (book), time,
                            &error))
    return TRUE;
  kiroku_page_show_error (self->error, error->message);
  gtk_widget_add_css_class (GTK_WIDGET (self->time), "error");
  gtk_entry_grab_focus_without_selecting (self->time);
  return FALSE;
}

/* (transfer full) (nullable) */
static char *
dup_number (KirokuCallForm *self)
{
  guint selected = gtk_drop_down_get_selected (self->number);

  if (gtk_drop_down_get_selected (self->means) != KIROKU_MEANS_PHONE)
    return NULL;
  if (gtk_widget_get_visible (GTK_WIDGET (self->typed_number)))
    return kiroku_page_dup_typed (GTK_EDITABLE (self->typed_number));
  return g_strdup (gtk_string_list_get_string (
      self->numbers, selected != GTK_INVALID_LIST_POSITION ? selected : 0));
}

static void
written_cb (GtkWidget *widget, GPtrArray *entries, const GError *error)
{
  KirokuCallForm *self = KIROKU_CALL_FORM (widget);

  gtk_widget_set_sensitive (GTK_WIDGET (self->save), TRUE);
  if (error != NULL)
    {
      kiroku_page_show_error (self->error, error->message);
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->person), "");
  gtk_editable_set_text (GTK_EDITABLE (self->outcome), "");
  gtk_editable_set_text (GTK_EDITABLE (self->time), "");
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
save_cb (KirokuCallForm *self)
{
  const char *language = kiroku_book_get_language (kiroku_case_model_get_book (self->model));
  g_autofree char *person = NULL;
  g_autofree char *outcome = NULL;
  g_autofree char *number = dup_number (self);
  KirokuTelling telling = { .contact = self->contact->item.id };
  KirokuTime time;
  gboolean stated;

  kiroku_page_show_error (self->error, NULL);
  gtk_widget_remove_css_class (GTK_WIDGET (self->time), "error");
  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->save))
      || !check_text (self, self->person, _ ("The name"), &person)
      || !check_text (self, self->outcome, _ ("The outcome"), &outcome)
      || !check_time (self, &time, &stated))
    return;
  telling.name = kiroku_pack_text (self->contact->name, language);
  telling.means = gtk_drop_down_get_selected (self->means);
  telling.number = number;
  telling.person = person;
  telling.outcome = outcome;
  telling.occ = stated ? &time : NULL;
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), FALSE);
  kiroku_page_write_kept (self->model, kiroku_contact_draft_told (&telling), self->kept,
                          GTK_WIDGET (self), written_cb);
}

static void
cancel_cb (KirokuCallForm *self)
{
  kiroku_page_show_error (self->error, NULL);
  g_signal_emit (self, signals[CLOSED], 0);
}

/* --- Building --- */

/* One number needs no choice; without any, the one that was dialled is typed. */
static void
means_changed_cb (KirokuCallForm *self)
{
  gboolean phone = gtk_drop_down_get_selected (self->means) == KIROKU_MEANS_PHONE;
  guint n = self->numbers != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->numbers)) : 0;

  gtk_widget_set_visible (GTK_WIDGET (self->number), phone && n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->typed_number), phone && n == 0);
}

static void
fill_means (KirokuCallForm *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (KirokuMeans means = 0; means < KIROKU_N_MEANS; means++)
    gtk_string_list_append (names, kiroku_means_name (means));
  gtk_drop_down_set_model (self->means, G_LIST_MODEL (names));
}

/* The numbers in force, and the way that the desk offers first. */
static void
fill (KirokuCallForm *self)
{
  KirokuMeans means = KIROKU_MEANS_PHONE;

  self->numbers = gtk_string_list_new (NULL);
  for (guint i = 0; i < self->contact->phones->len; i++)
    {
      const KirokuPackPhone *phone = g_ptr_array_index (self->contact->phones, i);

      if (phone->status == KIROKU_NUMBER_CURRENT)
        gtk_string_list_append (self->numbers, phone->item.id);
    }
  gtk_drop_down_set_model (self->number, G_LIST_MODEL (self->numbers));
  if (g_list_model_get_n_items (G_LIST_MODEL (self->numbers)) == 0 && !self->contact->own)
    means = self->contact->emails->len > 0 ? KIROKU_MEANS_MAIL : KIROKU_MEANS_WEB;
  gtk_drop_down_set_selected (self->means, means);
  means_changed_cb (self);
}

static void
kiroku_call_form_dispose (GObject *object)
{
  KirokuCallForm *self = KIROKU_CALL_FORM (object);

  if (self->kept != NULL)
    kiroku_form_draft_leave (self->kept);
  g_clear_object (&self->kept);
  gtk_widget_dispose_template (GTK_WIDGET (self), KIROKU_TYPE_CALL_FORM);
  g_clear_object (&self->numbers);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_call_form_parent_class)->dispose (object);
}

static void
kiroku_call_form_finalize (GObject *object)
{
  g_clear_pointer (&KIROKU_CALL_FORM (object)->pack, kiroku_pack_unref);

  G_OBJECT_CLASS (kiroku_call_form_parent_class)->finalize (object);
}

static gboolean
kiroku_call_form_grab_focus (GtkWidget *widget)
{
  return gtk_entry_grab_focus_without_selecting (KIROKU_CALL_FORM (widget)->person);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "contacts/kiroku-call-form.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuCallForm, means);
  gtk_widget_class_bind_template_child (widget_class, KirokuCallForm, number);
  gtk_widget_class_bind_template_child (widget_class, KirokuCallForm, typed_number);
  gtk_widget_class_bind_template_child (widget_class, KirokuCallForm, person);
  gtk_widget_class_bind_template_child (widget_class, KirokuCallForm, outcome);
  gtk_widget_class_bind_template_child (widget_class, KirokuCallForm, time);
  gtk_widget_class_bind_template_child (widget_class, KirokuCallForm, error);
  gtk_widget_class_bind_template_child (widget_class, KirokuCallForm, save);
  gtk_widget_class_bind_template_callback (widget_class, means_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
kiroku_call_form_class_init (KirokuCallFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kiroku_call_form_dispose;
  object_class->finalize = kiroku_call_form_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = kiroku_call_form_grab_focus;

  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
kiroku_call_form_init (KirokuCallForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_means (self);
}

static void
take_up_draft (KirokuCallForm *self)
{
  g_autofree char *name = g_strconcat ("call-", self->contact->item.id, NULL);

  self->kept = kiroku_form_draft_new (self->model, name);
  kiroku_form_draft_add (self->kept, "means", self->means);
  kiroku_form_draft_add (self->kept, "number", self->number);
  kiroku_form_draft_add (self->kept, "typed", self->typed_number);
  kiroku_form_draft_add (self->kept, "person", self->person);
  kiroku_form_draft_add (self->kept, "outcome", self->outcome);
  kiroku_form_draft_add (self->kept, "time", self->time);
  kiroku_form_draft_load (self->kept);
}

GtkWidget *
kiroku_call_form_new (KirokuCaseModel *model, const KirokuPackContact *contact)
{
  KirokuCallForm *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && contact != NULL, NULL);

  self = g_object_new (KIROKU_TYPE_CALL_FORM, NULL);
  self->model = g_object_ref (model);
  self->pack = kiroku_pack_ref (kiroku_book_get_pack (kiroku_case_model_get_book (model)));
  self->contact = contact;
  fill (self);
  take_up_draft (self);
  return GTK_WIDGET (self);
}
