/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-contact-card.h"

#include <glib/gi18n.h>

#include "kiroku-book-desks.h"
#include "kiroku-call-form.h"
#include "kiroku-contact-address.h"
#include "kiroku-contact-hours.h"
#include "kiroku-desk-form.h"
#include "kiroku-desk-look.h"
#include "kiroku-hold.h"
#include "kiroku-page-write.h"
#include "kiroku-source-chip.h"
#include "kiroku-ui.h"

struct _KirokuContactCard
{
  GtkListBoxRow parent_instance;

  GtkBox *head;
  GtkLabel *name;
  GtkLabel *purpose;
  GtkBox *numbers;
  GtkBox *lines;
  GtkBox *more_lines;
  GtkBox *sources; /* behind "More", like more_lines */
  GtkToggleButton *more;
  GtkBox *hours_box;
  GtkLabel *hours;
  GtkLabel *error;
  GtkLabel *told;
  GtkButton *log;
  GtkButton *edit;
  GtkButton *remove;
  GtkRevealer *revealer;
  GtkRevealer *desk_revealer;

  KirokuCaseModel *model;
  KirokuPack *pack; /* keeps @contact */
  const KirokuPackContact *contact;
  char *haystack; /* what is searched, case-folded */
  GtkWidget *chip;    /* (nullable): of the desk */
  GtkWidget *doubt;   /* (nullable): of its hours */
  gboolean removing; /* it is on its way to the disk that it is removed */
  GApplication *held; /* (nullable) meanwhile */
};

G_DEFINE_FINAL_TYPE (KirokuContactCard, kiroku_contact_card, GTK_TYPE_LIST_BOX_ROW)

static const char *
get_text (KirokuContactCard *self, const KirokuPackText *text)
{
  return kiroku_pack_text (text,
                           kiroku_book_get_language (kiroku_case_model_get_book (self->model)));
}

/* --- Numbers and addresses --- */

/* When somebody of the organisation looked at the address, which is none any more. */
static void
add_check (KirokuContactCard *self, GtkBox *box, const KirokuPackPhone *address)
{
  GtkWidget *label = kiroku_contact_address_make_check (
      self->model, address, kiroku_book_get_now (kiroku_case_model_get_book (self->model)));

  if (label != NULL)
    gtk_box_append (box, label);
}

/* A line of text, its name in front and dim. */
static GtkWidget *
add_line (GtkBox *box, const char *name, const char *text)
{
  g_autofree char *markup
      = g_markup_printf_escaped ("<span alpha=\"65%%\">%s</span>  %s", name, text);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_box_append (box, label);
  return label;
}

/* Neither selectable nor a link nor beside a button. */
static void
add_past (KirokuContactCard *self, GtkBox *box, const KirokuPackPhone *address)
{
  const char *note = address->note != NULL ? get_text (self, address->note) : "";
  g_autofree char *text
      = g_strdup_printf ("%s%s%s", address->item.id, *note != '\0' ? " — " : "", note);
  GtkWidget *label = add_line (
      box, address->status == KIROKU_NUMBER_SUSPENDED ? _ ("Suspended:") : _ ("No longer:"), text);

  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "caption");
  if (address->struck == NULL)
    return;
  gtk_widget_add_css_class (label, "struck");
  add_check (self, box, address);
  if (self->contact->order == 0)
    gtk_box_append (box, kiroku_desk_look_new (self->model, self->contact, address));
}

/* Those of @addresses that are in force. @scheme: as kiroku_contact_address_new() has it. */
static void
add_addresses (KirokuContactCard *self, GtkBox *box, const GPtrArray *addresses, const char *scheme)
{
  for (guint i = 0; i < addresses->len; i++)
    if (((KirokuPackPhone *) addresses->pdata[i])->status == KIROKU_NUMBER_CURRENT)
      gtk_box_append (box, kiroku_contact_address_new (self->model, self->contact,
                                                       addresses->pdata[i], scheme));
}

/* A number that was found wrong is told where it stood, until another stands there. */
static GtkBox *
get_past_box (KirokuContactCard *self)
{
  return kiroku_contact_get_number (self->contact) == NULL ? self->lines : self->more_lines;
}

/* What was right once comes last. */
static void
add_all_past (KirokuContactCard *self, const GPtrArray *addresses)
{
  for (guint i = 0; i < addresses->len; i++)
    if (((KirokuPackPhone *) addresses->pdata[i])->status != KIROKU_NUMBER_CURRENT)
      add_past (self, get_past_box (self), addresses->pdata[i]);
}

/* --- When it was told --- */

/* "Told 2026-11-21 14:05 · Telephone · Sato · outcome" */
static char *
dup_told (KirokuContactCard *self, const KirokuTold *told)
{
  g_autofree char *at = kiroku_page_dup_time (self->model, told->at);
  /* Translators: a time follows, then how and to whom. */
  GString *text = g_string_new (_ ("Told"));
  KirokuMeans means;

  g_string_append_printf (text, " %s", at);
  if (told->means != NULL && kiroku_means_parse (told->means, &means, NULL))
    g_string_append_printf (text, " · %s", kiroku_means_name (means));
  if (told->number != NULL)
    g_string_append_printf (text, " %s", told->number);
  if (told->person != NULL)
    g_string_append_printf (text, " · %s", told->person);
  if (told->outcome != NULL)
    g_string_append_printf (text, " · %s", told->outcome);
  return g_string_free (text, FALSE);
}

void
kiroku_contact_card_show_told (KirokuContactCard *self, GPtrArray *told)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_if_fail (KIROKU_IS_CONTACT_CARD (self) && told != NULL);

  for (guint i = 0; i < told->len; i++)
    {
      const KirokuTold *one = g_ptr_array_index (told, i);
      g_autofree char *line = NULL;

      if (g_strcmp0 (one->contact, self->contact->item.id) != 0)
        continue;
      line = dup_told (self, one);
      g_string_append_printf (text, "%s✓ %s", text->len > 0 ? "\n" : "", line);
    }
  gtk_label_set_text (self->told, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->told), text->len > 0);
}

/* Whoever went on writing somewhere else keeps the keyboard. */
static void
closed_cb (KirokuContactCard *self, GtkWidget *form)
{
  gboolean focused = (gtk_widget_get_state_flags (form) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;

  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->log), TRUE);
  if (focused)
    gtk_widget_grab_focus (GTK_WIDGET (self->log));
}

/* The form is made when it is first needed: most desks are never called. */
static void
log_cb (KirokuContactCard *self)
{
  GtkWidget *form = gtk_revealer_get_child (self->revealer);

  if (form == NULL)
    {
      form = kiroku_call_form_new (self->model, self->contact);
      g_signal_connect_object (form, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
      gtk_revealer_set_child (self->revealer, form);
    }
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->log), FALSE);
  gtk_widget_grab_focus (form);
}

/* --- Own desks --- */

static void
desk_closed_cb (KirokuContactCard *self)
{
  gtk_revealer_set_reveal_child (self->desk_revealer, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->edit), TRUE);
}

/* Made anew each time: it shows how the desk is now. */
static void
edit_cb (KirokuContactCard *self)
{
  GtkWidget *form = kiroku_desk_form_new (self->model, self->contact);

  g_signal_connect_object (form, "closed", G_CALLBACK (desk_closed_cb), self, G_CONNECT_SWAPPED);
  gtk_revealer_set_child (self->desk_revealer, form);
  gtk_revealer_set_reveal_child (self->desk_revealer, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->edit), FALSE);
  gtk_widget_child_focus (form, GTK_DIR_TAB_FORWARD);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuContactCard) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kiroku_book_state_desk_finish (KIROKU_BOOK (source), result, &error);

  kiroku_hold_end (g_steal_pointer (&self->held));
  self->removing = FALSE;
  if (id == NULL && self->error != NULL)
    kiroku_page_show_error (self->error, error->message);
}

static void
remove_cb (KirokuContactCard *self)
{
  KirokuBook *book = kiroku_case_model_get_book (self->model);

  if (self->removing)
    return;
  self->removing = TRUE;
  kiroku_page_show_error (self->error, NULL);
  self->held = kiroku_hold_begin ();
  kiroku_book_state_desk_async (
      book, kiroku_book_new_desk_statement (book, KIROKU_DESK_REMOVE, self->contact->item.id),
      removed_cb, g_object_ref (self));
}

/* --- Whether it is open --- */

void
kiroku_contact_card_show_hours (KirokuContactCard *self, gint64 now)
{
  KirokuHours hours;
  g_autofree char *state = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (KIROKU_IS_CONTACT_CARD (self));

  hours = kiroku_contact_find_hours (self->pack, self->contact, now);
  state = kiroku_hours_describe (
      &hours, now, kiroku_book_get_zone (kiroku_case_model_get_book (self->model)));
  gtk_widget_set_visible (GTK_WIDGET (self->hours_box), state != NULL);
  if (state == NULL)
    return;
  text = g_strconcat (hours.state == KIROKU_HOURS_OPEN ? "●  " : "○  ", state, NULL);
  gtk_label_set_text (self->hours, text);
}

/* --- Building --- */

/* What one needs before calling. Hours that cannot be reckoned with must be read. */
static void
add_first (KirokuContactCard *self)
{
  const KirokuPackContact *contact = self->contact;
  const gboolean number = kiroku_contact_get_number (contact) != NULL;

  add_addresses (self, self->numbers, contact->phones, NULL);
  if (!number)
    {
      add_addresses (self, self->numbers, contact->emails, "mailto:");
      add_addresses (self, self->numbers, contact->urls, "");
    }
  if (contact->hours != NULL && contact->open->len == 0)
    add_line (self->lines, _ ("Hours"), get_text (self, contact->hours));
  if (contact->ready != NULL)
    add_line (self->lines, _ ("Have ready"), get_text (self, contact->ready));
  if (contact->own && !number)
    add_line (self->lines, "⚠", _ ("Your own number is to be filled in: press Edit."));
}

/* What else is known. */
static void
add_more (KirokuContactCard *self)
{
  const KirokuPackContact *contact = self->contact;
  GtkWidget *note;

  if (contact->hours != NULL && contact->open->len > 0)
    add_line (self->more_lines, _ ("Hours"), get_text (self, contact->hours));
  if (kiroku_contact_get_number (contact) != NULL)
    {
      add_addresses (self, self->more_lines, contact->emails, "mailto:");
      add_addresses (self, self->more_lines, contact->urls, "");
    }
  if (contact->note != NULL)
    {
      note = add_line (self->more_lines, _ ("Note"), get_text (self, contact->note));
      gtk_widget_add_css_class (note, "caption");
    }
  add_all_past (self, contact->phones);
  add_all_past (self, contact->emails);
  add_all_past (self, contact->urls);
}

/* (transfer full) */
static char *
make_haystack (KirokuContactCard *self)
{
  g_autoptr (GString) text = g_string_new (get_text (self, self->contact->name));

  g_string_append_printf (text, "\n%s", get_text (self, self->contact->purpose));
  for (guint i = 0; i < self->contact->phones->len; i++)
    {
      const KirokuPackPhone *phone = g_ptr_array_index (self->contact->phones, i);

      if (phone->status == KIROKU_NUMBER_CURRENT)
        g_string_append_printf (text, "\n%s", phone->item.id);
    }
  return g_utf8_casefold (text->str, -1);
}

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

/* An own desk says which one it is in the order. (transfer full) */
static char *
dup_name (KirokuContactCard *self)
{
  const char *name = get_text (self, self->contact->name);

  return self->contact->order > 0 ? g_strdup_printf ("%u. %s", self->contact->order, name)
                                  : g_strdup (name);
}

/* Whether it is open may rest on our own reading of its hours; what the organisation states of its own desk is
 * marked once. */
static void
show_doubt (KirokuContactCard *self)
{
  const KirokuPackItem *doubt = kiroku_contact_find_doubt (self->contact);

  if (self->doubt != NULL)
    gtk_box_remove (self->hours_box, self->doubt);
  self->doubt = NULL;
  if (doubt == NULL || (self->contact->own && doubt->confidence == KIROKU_CONFIDENCE_STATED))
    return;
  self->doubt = kiroku_source_chip_new (doubt->confidence, doubt->source, doubt->as_of);
  gtk_box_append (self->hours_box, self->doubt);
}

/* What nobody need doubt is read by who wants to know more. */
static void
show_source (KirokuContactCard *self)
{
  const KirokuPackItem *item = &self->contact->item;
  GtkWidget *chip = kiroku_source_chip_new (item->confidence, item->source, item->as_of);

  clear_box (self->sources);
  if (self->chip != NULL)
    gtk_box_remove (self->head, self->chip);
  self->chip = kiroku_confidence_is_shown (item->confidence) ? chip : NULL;
  gtk_box_append (self->chip != NULL ? self->head : self->sources, chip);
}

static void
show_more_button (KirokuContactCard *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->more),
                          self->chip == NULL || self->contact->order > 0
                              || gtk_widget_get_first_child (GTK_WIDGET (self->more_lines)) != NULL);
}

static void
build (KirokuContactCard *self)
{
  const KirokuPackContact *contact = self->contact;
  g_autofree char *name = dup_name (self);

  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->purpose, get_text (self, contact->purpose));
  show_source (self);
  clear_box (self->numbers);
  clear_box (self->lines);
  clear_box (self->more_lines);
  add_first (self);
  add_more (self);
  gtk_widget_set_visible (GTK_WIDGET (self->lines),
                          gtk_widget_get_first_child (GTK_WIDGET (self->lines)) != NULL);
  show_doubt (self);
  gtk_widget_set_visible (GTK_WIDGET (self->edit),
                          contact->own && !gtk_revealer_get_reveal_child (self->desk_revealer));
  gtk_widget_set_visible (GTK_WIDGET (self->remove), contact->order > 0);
  show_more_button (self);
  g_free (self->haystack);
  self->haystack = make_haystack (self);
  kiroku_contact_card_show_hours (
      self, kiroku_book_get_now (kiroku_case_model_get_book (self->model)));
}

void
kiroku_contact_card_reload (KirokuContactCard *self, KirokuPack *pack)
{
  const KirokuPackContact *contact;

  g_return_if_fail (KIROKU_IS_CONTACT_CARD (self) && pack != NULL);

  contact = kiroku_pack_get_contact (pack, self->contact->item.id);
  if (contact == NULL)
    return;
  kiroku_pack_ref (pack);
  kiroku_pack_unref (self->pack);
  self->pack = pack;
  self->contact = contact;
  if (gtk_revealer_get_child (self->revealer) != NULL)
    kiroku_call_form_set_contact (KIROKU_CALL_FORM (gtk_revealer_get_child (self->revealer)), contact);
  build (self);
}

const KirokuPackContact *
kiroku_contact_card_get_contact (KirokuContactCard *self)
{
  g_return_val_if_fail (KIROKU_IS_CONTACT_CARD (self), NULL);

  return self->contact;
}

gboolean
kiroku_contact_card_is_in_use (KirokuContactCard *self)
{
  g_return_val_if_fail (KIROKU_IS_CONTACT_CARD (self), FALSE);

  return gtk_revealer_get_reveal_child (self->revealer)
         || gtk_revealer_get_reveal_child (self->desk_revealer);
}

gboolean
kiroku_contact_card_matches (KirokuContactCard *self, const char *text)
{
  g_return_val_if_fail (KIROKU_IS_CONTACT_CARD (self) && text != NULL, FALSE);

  return strstr (self->haystack, text) != NULL;
}

static void
kiroku_contact_card_dispose (GObject *object)
{
  KirokuContactCard *self = KIROKU_CONTACT_CARD (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), KIROKU_TYPE_CONTACT_CARD);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_contact_card_parent_class)->dispose (object);
}

static void
kiroku_contact_card_finalize (GObject *object)
{
  KirokuContactCard *self = KIROKU_CONTACT_CARD (object);

  g_clear_pointer (&self->pack, kiroku_pack_unref);
  g_free (self->haystack);

  G_OBJECT_CLASS (kiroku_contact_card_parent_class)->finalize (object);
}

static void
kiroku_contact_card_class_init (KirokuContactCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kiroku_contact_card_dispose;
  object_class->finalize = kiroku_contact_card_finalize;

  gtk_widget_class_set_template_from_resource (
      widget_class, KIROKU_UI_RESOURCE "contacts/kiroku-contact-card.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuContactCard, head);
  gtk_widget_class_bind_template_child (widget_class, KirokuContactCard, name);
  gtk_widget_class_bind_template_child (widget_class, KirokuContactCard, purpose);
  gtk_widget_class_bind_template_child (widget_class, KirokuContactCard, numbers);
  gtk_widget_class_bind_template_child (widget_class, KirokuContactCard, lines);
  gtk_widget_class_bind_template_child (widget_class, KirokuContactCard, more_lines);
  gtk_widget_class_bind_template_child (widget_class, KirokuContactCard, sources);
  gtk_widget_class_bind_template_child (widget_class, KirokuContactCard, more);
  gtk_widget_class_bind_template_child (widget_class, KirokuContactCard, hours);
  gtk_widget_class_bind_template_child (widget_class, KirokuContactCard, hours_box);
  gtk_widget_class_bind_template_child (widget_class, KirokuContactCard, error);
  gtk_widget_class_bind_template_child (widget_class, KirokuContactCard, told);
  gtk_widget_class_bind_template_child (widget_class, KirokuContactCard, log);
  gtk_widget_class_bind_template_child (widget_class, KirokuContactCard, revealer);
  gtk_widget_class_bind_template_child (widget_class, KirokuContactCard, desk_revealer);
  gtk_widget_class_bind_template_child (widget_class, KirokuContactCard, remove);
  gtk_widget_class_bind_template_child (widget_class, KirokuContactCard, edit);
  gtk_widget_class_bind_template_callback (widget_class, log_cb);
  gtk_widget_class_bind_template_callback (widget_class, edit_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
kiroku_contact_card_init (KirokuContactCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kiroku_contact_card_new (KirokuCaseModel *model, const KirokuPackContact *contact)
{
  KirokuContactCard *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && contact != NULL, NULL);

  self = g_object_new (KIROKU_TYPE_CONTACT_CARD, NULL);
  self->model = g_object_ref (model);
  self->pack = kiroku_pack_ref (kiroku_book_get_pack (kiroku_case_model_get_book (model)));
  self->contact = contact;
  build (self);
  return GTK_WIDGET (self);
}
