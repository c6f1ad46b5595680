/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-call-form.h"

#include <glib/gi18n.h>

#include "kiroku-page-write.h"
#include "kiroku-restating.h"
#include "kiroku-text.h"
#include "kiroku-time-row.h"
#include "kiroku-ui.h"

struct _KirokuCallForm
{
  AdwBin parent_instance;

  GtkLabel *desk_label;
  GtkDropDown *desk;
  GtkDropDown *means;
  GtkDropDown *number;
  GtkEntry *typed_number;
  GtkEntry *person;
  GtkEntry *outcome;
  GtkEntry *time;
  GtkLabel *reason_label;
  GtkEntry *reason;
  GtkLabel *error;
  GtkButton *save;

  KirokuCaseModel *model;
  KirokuPack *pack; /* keeps @contact */
  const KirokuPackContact *contact; /* (nullable) of a correction, when the directory has no such desk */
  GtkStringList *numbers; /* those that may be dialled */
  KirokuEntry *reading;   /* (nullable) what is corrected */
  char *shown_time;       /* (nullable) of that */
  KirokuFormDraft *kept;
};

/* In the numbers of a call that is corrected. */
#define NO_NUMBER "—"

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
  g_autoptr (GError) error = NULL;

  if (kiroku_time_row_read_new (GTK_EDITABLE (self->time), self->shown_time,
                                kiroku_case_model_get_book (self->model), stated, time, &error))
    return TRUE;
  kiroku_page_show_error (self->error, error->message);
  gtk_widget_add_css_class (GTK_WIDGET (self->time), "error");
  gtk_entry_grab_focus_without_selecting (self->time);
  return FALSE;
}

/* Whether the desk is still that of the call that is corrected. */
static gboolean
is_own_desk (KirokuCallForm *self)
{
  return self->contact == NULL
         || g_strcmp0 (self->contact->item.id, kiroku_entry_get_text (self->reading, "contact"))
                == 0;
}

/* (transfer full) (nullable) */
static char *
dup_number (KirokuCallForm *self)
{
  guint selected = gtk_drop_down_get_selected (self->number);
  const char *number;

  if (gtk_drop_down_get_selected (self->means) != KIROKU_MEANS_PHONE)
    return NULL;
  if (gtk_widget_get_visible (GTK_WIDGET (self->typed_number)))
    return kiroku_page_dup_typed (GTK_EDITABLE (self->typed_number));
  number = gtk_string_list_get_string (self->numbers,
                                       selected != GTK_INVALID_LIST_POSITION ? selected : 0);
  return g_strcmp0 (number, NO_NUMBER) != 0 ? g_strdup (number) : NULL;
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
  if (self->reading == NULL) /* else it goes, and what it shows is what was recorded */
    {
      gtk_editable_set_text (GTK_EDITABLE (self->person), "");
      gtk_editable_set_text (GTK_EDITABLE (self->outcome), "");
      gtk_editable_set_text (GTK_EDITABLE (self->time), "");
    }
  g_signal_emit (self, signals[CLOSED], 0);
}

/* @draft: (transfer full) */
static void
record (KirokuCallForm *self, KirokuDraft *draft)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), FALSE);
  kiroku_page_write_kept (self->model, draft, self->kept, GTK_WIDGET (self), written_cb);
}

static const char *
get_name (KirokuCallForm *self)
{
  return kiroku_pack_text (self->contact->name, kiroku_book_get_language (
                                                    kiroku_case_model_get_book (self->model)));
}

/* Another desk has another name; one that the directory does not know cannot be chosen. */
static gboolean
change_desk (KirokuCallForm *self, KirokuDraft *draft)
{
  if (self->contact == NULL
      || !kiroku_draft_change_text (draft, "contact", self->contact->item.id))
    return FALSE;
  kiroku_draft_change_text (draft, "name", get_name (self));
  return TRUE;
}

static gboolean
change_means (KirokuCallForm *self, KirokuDraft *draft)
{
  guint means = gtk_drop_down_get_selected (self->means);

  return means < KIROKU_N_MEANS
         && kiroku_draft_change_text (draft, "by", kiroku_means_id (means));
}

/* Of a call of which nobody says how, the number stays; that of another desk was not dialled. */
static gboolean
change_number (KirokuCallForm *self, KirokuDraft *draft, const char *number)
{
  gboolean unsaid = gtk_drop_down_get_selected (self->means) >= KIROKU_N_MEANS;

  return !(unsaid && is_own_desk (self)) && kiroku_draft_change_text (draft, "number", number);
}

static void
record_correction (KirokuCallForm *self, const KirokuTelling *telling)
{
  g_autofree char *reason = NULL;
  g_autoptr (KirokuDraft) draft = NULL;
  gboolean changed = telling->occ != NULL;
  const char *fault;

  if (!check_text (self, self->reason, _ ("The reason"), &reason))
    return;
  draft = kiroku_restating_new_draft (self->reading, reason, telling->occ);
  changed |= change_desk (self, draft);
  changed |= change_means (self, draft);
  changed |= change_number (self, draft, telling->number);
  changed |= kiroku_draft_change_text (draft, "person", telling->person);
  changed |= kiroku_draft_change_text (draft, "outcome", telling->outcome);
  fault = kiroku_restating_find_fault (changed, reason);
  if (fault == NULL)
    fault = kiroku_restating_find_lost (draft, self->reading, NULL);
  if (fault == NULL)
    record (self, g_steal_pointer (&draft));
  else
    kiroku_page_show_error (self->error, fault);
}

static void
save_cb (KirokuCallForm *self)
{
  g_autofree char *person = NULL;
  g_autofree char *outcome = NULL;
  g_autofree char *number = dup_number (self);
  KirokuTelling telling = { .number = number };
  KirokuTime time;
  gboolean stated;

  kiroku_page_show_error (self->error, NULL);
  gtk_widget_remove_css_class (GTK_WIDGET (self->time), "error");
  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->save))
      || !check_text (self, self->person, _ ("The name"), &person)
      || !check_text (self, self->outcome, _ ("The outcome"), &outcome)
      || !check_time (self, &time, &stated))
    return;
  telling.person = person;
  telling.outcome = outcome;
  telling.occ = stated ? &time : NULL;
  if (self->reading != NULL)
    {
      record_correction (self, &telling);
      return;
    }
  telling.contact = self->contact->item.id;
  telling.name = get_name (self);
  telling.means = gtk_drop_down_get_selected (self->means);
  record (self, kiroku_contact_draft_told (&telling));
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

/* Once each. */
static void
add_number (KirokuCallForm *self, const char *number)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->numbers));

  for (guint i = 0; i < n; i++)
    if (g_str_equal (gtk_string_list_get_string (self->numbers, i), number))
      return;
  gtk_string_list_append (self->numbers, number);
}

/* That of the call that is corrected, "" for none; NULL when it was to another desk. */
static const char *
get_recorded_number (KirokuCallForm *self)
{
  const char *number;

  if (self->reading == NULL || !is_own_desk (self))
    return NULL;
  number = kiroku_entry_get_text (self->reading, "number");
  return number != NULL ? number : "";
}

/* The numbers in force; where a call is corrected, the one that was recorded stands before them, and none can
 * be chosen. Without any in force a number is typed. */
static void
fill_numbers (KirokuCallForm *self)
{
  const char *recorded = get_recorded_number (self);
  guint n = self->contact != NULL && kiroku_contact_get_number (self->contact) != NULL
                ? self->contact->phones->len
                : 0;

  g_clear_object (&self->numbers);
  self->numbers = gtk_string_list_new (NULL);
  if (n > 0 && recorded != NULL)
    add_number (self, *recorded != '\0' ? recorded : NO_NUMBER);
  for (guint i = 0; i < n; i++)
    {
      const KirokuPackPhone *phone = g_ptr_array_index (self->contact->phones, i);

      if (phone->status == KIROKU_NUMBER_CURRENT)
        add_number (self, phone->item.id);
    }
  if (n > 0 && self->reading != NULL)
    add_number (self, NO_NUMBER);
  gtk_drop_down_set_model (self->number, G_LIST_MODEL (self->numbers));
}

/* The number that was recorded stands where it is typed, as long as the desk is its own; anything else that
 * was typed stays. */
static void
show_typed_number (KirokuCallForm *self)
{
  const char *number = kiroku_entry_get_text (self->reading, "number");
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->typed_number));

  if (number != NULL && is_own_desk (self) && *typed == '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->typed_number), number);
  else if (!is_own_desk (self) && g_strcmp0 (typed, number) == 0)
    gtk_editable_set_text (GTK_EDITABLE (self->typed_number), "");
}

/* The way that the desk offers first. */
static void
fill (KirokuCallForm *self)
{
  KirokuMeans means = KIROKU_MEANS_PHONE;

  fill_numbers (self);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->numbers)) == 0 && !self->contact->own)
    means = self->contact->emails->len > 0 ? KIROKU_MEANS_MAIL : KIROKU_MEANS_WEB;
  gtk_drop_down_set_selected (self->means, means);
  means_changed_cb (self);
}

/* --- Correcting --- */

/* The first one is that of the entry when the directory does not know it. */
static void
desk_changed_cb (KirokuCallForm *self)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (self->desk);

  if (self->reading == NULL || item == NULL)
    return;
  self->contact = g_object_get_data (G_OBJECT (item), "contact");
  fill_numbers (self);
  show_typed_number (self);
  means_changed_cb (self);
}

/* @contact: (nullable) */
static void
add_desk (GListStore *desks, const char *name, const KirokuPackContact *contact)
{
  g_autoptr (GtkStringObject) item = gtk_string_object_new (name != NULL ? name : _ ("(withheld)"));

  g_object_set_data (G_OBJECT (item), "contact", (gpointer) contact);
  g_list_store_append (desks, item);
}

static void
fill_desks (KirokuCallForm *self)
{
  const char *language = kiroku_book_get_language (kiroku_case_model_get_book (self->model));
  const char *id = kiroku_entry_get_text (self->reading, "contact");
  GPtrArray *contacts = kiroku_pack_get_contacts (self->pack);
  g_autoptr (GListStore) desks = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  guint selected = 0;

  if (id == NULL || kiroku_pack_get_contact (self->pack, id) == NULL)
    add_desk (desks, kiroku_entry_get_text (self->reading, "name"), NULL);
  for (guint i = 0; i < contacts->len; i++)
    {
      const KirokuPackContact *contact = g_ptr_array_index (contacts, i);

      if (g_strcmp0 (contact->item.id, id) == 0)
        selected = g_list_model_get_n_items (G_LIST_MODEL (desks));
      add_desk (desks, kiroku_pack_text (contact->name, language), contact);
    }
  gtk_drop_down_set_model (self->desk, G_LIST_MODEL (desks));
  gtk_drop_down_set_selected (self->desk, selected);
  desk_changed_cb (self);
}

/* (nullable) */
static void
show_text (KirokuCallForm *self, gpointer field, const char *name)
{
  const char *text = kiroku_entry_get_text (self->reading, name);

  gtk_editable_set_text (GTK_EDITABLE (field), text != NULL ? text : "");
}

static void
show_reading (KirokuCallForm *self)
{
  const char *by = kiroku_entry_get_text (self->reading, "by");
  KirokuMeans means;

  fill_desks (self);
  gtk_drop_down_set_selected (self->means,
                              by != NULL && kiroku_means_parse (by, &means, NULL)
                                  ? (guint) means
                                  : GTK_INVALID_LIST_POSITION);
  show_text (self, self->person, "person");
  show_text (self, self->outcome, "outcome");
  self->shown_time = kiroku_restating_dup_time (self->model, self->reading);
  gtk_editable_set_text (GTK_EDITABLE (self->time), self->shown_time);
  gtk_entry_set_placeholder_text (self->time, _ ("As it was"));
  gtk_widget_set_tooltip_text (
      GTK_WIDGET (self->time),
      _ ("When it was: empty for as it was recorded, or such as 14:05 or 2026-11-21 14:05"));
  gtk_button_set_label (self->save, _ ("Record the Correction"));
  gtk_widget_set_visible (GTK_WIDGET (self->desk_label), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->desk), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->reason_label), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->reason), TRUE);
}

/* --- The class --- */

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
  KirokuCallForm *self = KIROKU_CALL_FORM (object);

  g_clear_pointer (&self->pack, kiroku_pack_unref);
  g_clear_pointer (&self->reading, kiroku_entry_unref);
  g_free (self->shown_time);

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
  gtk_widget_class_bind_template_child (widget_class, KirokuCallForm, desk_label);
  gtk_widget_class_bind_template_child (widget_class, KirokuCallForm, desk);
  gtk_widget_class_bind_template_child (widget_class, KirokuCallForm, means);
  gtk_widget_class_bind_template_child (widget_class, KirokuCallForm, number);
  gtk_widget_class_bind_template_child (widget_class, KirokuCallForm, typed_number);
  gtk_widget_class_bind_template_child (widget_class, KirokuCallForm, person);
  gtk_widget_class_bind_template_child (widget_class, KirokuCallForm, outcome);
  gtk_widget_class_bind_template_child (widget_class, KirokuCallForm, time);
  gtk_widget_class_bind_template_child (widget_class, KirokuCallForm, reason_label);
  gtk_widget_class_bind_template_child (widget_class, KirokuCallForm, reason);
  gtk_widget_class_bind_template_child (widget_class, KirokuCallForm, error);
  gtk_widget_class_bind_template_child (widget_class, KirokuCallForm, save);
  gtk_widget_class_bind_template_callback (widget_class, desk_changed_cb);
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

/* (transfer full) */
static KirokuFormDraft *
new_kept (KirokuCallForm *self)
{
  g_autofree char *name = NULL;

  if (self->reading != NULL)
    return kiroku_restating_new_kept (self->model, self->reading);
  name = g_strconcat ("call-", self->contact->item.id, NULL);
  return kiroku_form_draft_new (self->model, name);
}

/* "" for one that the directory does not know: there is one at most. */
static const char *
get_desk_id (gpointer item)
{
  const KirokuPackContact *contact = g_object_get_data (item, "contact");

  return contact != NULL ? contact->item.id : "";
}

static const char *
get_number (gpointer item)
{
  return gtk_string_object_get_string (item);
}

/* The numbers follow from the desk: it comes first. */
static void
take_up_draft (KirokuCallForm *self)
{
  self->kept = new_kept (self);
  kiroku_form_draft_add_choice (self->kept, "desk", self->desk, get_desk_id);
  kiroku_form_draft_add (self->kept, "means", self->means);
  kiroku_form_draft_add_choice (self->kept, "number", self->number, get_number);
  kiroku_form_draft_add (self->kept, "typed", self->typed_number);
  kiroku_form_draft_add (self->kept, "person", self->person);
  kiroku_form_draft_add (self->kept, "outcome", self->outcome);
  kiroku_form_draft_add (self->kept, "time", self->time);
  kiroku_form_draft_add (self->kept, "reason", self->reason);
  kiroku_form_draft_load (self->kept);
}

static KirokuCallForm *
form_new (KirokuCaseModel *model)
{
  KirokuCallForm *self = g_object_new (KIROKU_TYPE_CALL_FORM, NULL);

  self->model = g_object_ref (model);
  self->pack = kiroku_pack_ref (kiroku_book_get_pack (kiroku_case_model_get_book (model)));
  kiroku_time_row_add_caution (GTK_EDITABLE (self->time),
                               gtk_widget_get_parent (GTK_WIDGET (self->time)),
                               kiroku_case_model_get_book (model));
  return self;
}

GtkWidget *
kiroku_call_form_new (KirokuCaseModel *model, const KirokuPackContact *contact)
{
  KirokuCallForm *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && contact != NULL, NULL);

  self = form_new (model);
  self->contact = contact;
  fill (self);
  take_up_draft (self);
  return GTK_WIDGET (self);
}

void
kiroku_call_form_set_contact (KirokuCallForm *self, const KirokuPackContact *contact)
{
  g_autofree char *chosen = NULL;

  g_return_if_fail (KIROKU_IS_CALL_FORM (self) && contact != NULL && self->reading == NULL);

  chosen = dup_number (self);
  kiroku_pack_unref (self->pack);
  self->pack = kiroku_pack_ref (kiroku_book_get_pack (kiroku_case_model_get_book (self->model)));
  self->contact = contact;
  fill_numbers (self);
  for (guint i = 0; chosen != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self->numbers)); i++)
    if (g_str_equal (gtk_string_list_get_string (self->numbers, i), chosen))
      gtk_drop_down_set_selected (self->number, i);
  means_changed_cb (self);
}

GtkWidget *
kiroku_call_form_new_correction (KirokuCaseModel *model, KirokuEntry *reading)
{
  KirokuCallForm *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && reading != NULL, NULL);

  self = form_new (model);
  self->reading = kiroku_entry_ref (reading);
  show_reading (self);
  take_up_draft (self);
  return GTK_WIDGET (self);
}
