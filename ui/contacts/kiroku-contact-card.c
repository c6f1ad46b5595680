/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-contact-card.h"

#include <glib/gi18n.h>

#include "kiroku-book-desks.h"
#include "kiroku-call-form.h"
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
  GApplication *held; /* (nullable) while it is on its way to the disk that it is removed */
};

G_DEFINE_FINAL_TYPE (KirokuContactCard, kiroku_contact_card, GTK_TYPE_LIST_BOX_ROW)

static const char *
get_text (KirokuContactCard *self, const KirokuPackText *text)
{
  return kiroku_pack_text (text,
                           kiroku_book_get_language (kiroku_case_model_get_book (self->model)));
}

/* --- Numbers and addresses --- */

/* Digits, and what RFC 3966 knows of signs: "#9110" must not become a fragment. */
char *
kiroku_contact_dup_tel_uri (const char *number)
{
  GString *uri = g_string_new ("tel:");

  for (const char *p = number; *p != '\0'; p++)
    if (*p == '#')
      g_string_append (uri, "%23");
    else if (g_ascii_isdigit (*p) || *p == '+' || *p == '*' || *p == '-')
      g_string_append_c (uri, *p);
  return g_string_free (uri, FALSE);
}

static void
copy_cb (GtkWidget *button, KirokuContactCard *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button),
                          g_object_get_data (G_OBJECT (button), "text"));
}

static void
open_cb (GtkWidget *button, KirokuContactCard *self)
{
  kiroku_page_open_uri (g_object_get_data (G_OBJECT (button), "text"), self->error);
}

/* @text is what is copied or opened. */
static GtkWidget *
make_button (
    KirokuContactCard *self, const char *icon, const char *name, GCallback func, const char *text)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  kiroku_page_set_name (button, name);
  g_object_set_data_full (G_OBJECT (button), "text", g_strdup (text), g_free);
  g_signal_connect_object (button, "clicked", func, self, 0);
  return button;
}

/* The number is as sure as it says itself, which need not be how sure the desk is. */
static void
add_number_chip (KirokuContactCard *self, GtkWidget *box, const KirokuPackItem *item)
{
  const KirokuPackItem *desk = &self->contact->item;
  const gboolean same = item->confidence == desk->confidence
                        && g_strcmp0 (item->as_of, desk->as_of) == 0;

  if (!same || (kiroku_confidence_is_shown (item->confidence) && !self->contact->own))
    gtk_box_append (GTK_BOX (box),
                    kiroku_source_chip_new (item->confidence, item->source, item->as_of));
}

static void
add_number_note (KirokuContactCard *self, const KirokuPackText *text)
{
  GtkWidget *note;

  if (text == NULL)
    return;
  note = gtk_label_new (get_text (self, text));
  gtk_label_set_xalign (GTK_LABEL (note), 0);
  gtk_label_set_wrap (GTK_LABEL (note), TRUE);
  gtk_widget_add_css_class (note, "caption");
  gtk_box_append (self->numbers, note);
}

/* When somebody of the organisation looked at the address. */
static void
add_check (KirokuContactCard *self, GtkBox *box, const KirokuPackPhone *address)
{
  g_autofree char *text = kiroku_desk_describe_check (address);
  GtkWidget *label;

  if (text == NULL)
    return;
  label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_box_append (box, label);
}

static void
add_number (KirokuContactCard *self, const KirokuPackPhone *phone)
{
  const char *number = phone->item.id;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (number);
  g_autofree char *uri = kiroku_contact_dup_tel_uri (number);
  g_autofree char *copy = g_strdup_printf (_ ("Copy %s"), number);
  g_autofree char *call = g_strdup_printf (_ ("Call %s"), number);

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "title-2");
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box),
                  make_button (self, "edit-copy-symbolic", copy, G_CALLBACK (copy_cb), number));
  gtk_box_append (GTK_BOX (box),
                  make_button (self, "call-start-symbolic", call, G_CALLBACK (open_cb), uri));
  add_number_chip (self, box, &phone->item);
  gtk_box_append (GTK_BOX (box), kiroku_desk_look_new (self->model, self->contact, phone));
  gtk_box_append (self->numbers, box);
  add_number_note (self, phone->note);
  add_check (self, self->numbers, phone);
}

/* A line of text, its name in front and dim. */
static GtkWidget *
add_line (KirokuContactCard *self, const char *name, const char *text)
{
  g_autofree char *markup
      = g_markup_printf_escaped ("<span alpha=\"65%%\">%s</span>  %s", name, text);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_box_append (self->lines, label);
  return label;
}

/* Neither selectable nor a link nor beside a button. */
static void
add_past (KirokuContactCard *self, const KirokuPackPhone *address)
{
  const char *note = address->note != NULL ? get_text (self, address->note) : "";
  g_autofree char *text
      = g_strdup_printf ("%s%s%s", address->item.id, *note != '\0' ? " — " : "", note);
  GtkWidget *label = add_line (
      self, address->status == KIROKU_NUMBER_SUSPENDED ? _ ("Suspended:") : _ ("No longer:"), text);

  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "caption");
  if (address->struck == NULL)
    return;
  gtk_widget_add_css_class (label, "struck");
  add_check (self, self->lines, address);
  if (self->contact->order == 0)
    gtk_box_append (self->lines, kiroku_desk_look_new (self->model, self->contact, address));
}

static void
add_phones (KirokuContactCard *self)
{
  const GPtrArray *phones = self->contact->phones;

  for (guint i = 0; i < phones->len; i++)
    if (((KirokuPackPhone *) phones->pdata[i])->status == KIROKU_NUMBER_CURRENT)
      add_number (self, phones->pdata[i]);
}

/* What was right once comes last. */
static void
add_all_past (KirokuContactCard *self, const GPtrArray *addresses)
{
  for (guint i = 0; i < addresses->len; i++)
    if (((KirokuPackPhone *) addresses->pdata[i])->status != KIROKU_NUMBER_CURRENT)
      add_past (self, addresses->pdata[i]);
}

static GtkWidget *
make_link (const char *uri, const char *text)
{
  GtkWidget *link = gtk_link_button_new_with_label (uri, text);
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (link));

  gtk_widget_set_halign (link, GTK_ALIGN_START);
  gtk_widget_add_css_class (link, "contact-link");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  return link;
}

static void
add_link (KirokuContactCard *self, const KirokuPackPhone *address, const char *scheme)
{
  const char *text = address->item.id;
  g_autofree char *uri = g_strconcat (scheme, text, NULL);
  g_autofree char *copy = g_strdup_printf (_ ("Copy %s"), text);
  GtkWidget *box, *button;

  if (address->status != KIROKU_NUMBER_CURRENT)
    return;
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  button = make_button (self, "edit-copy-symbolic", copy, G_CALLBACK (copy_cb), text);
  gtk_widget_add_css_class (button, "contact-link");
  gtk_box_append (GTK_BOX (box), make_link (uri, text));
  gtk_box_append (GTK_BOX (box), button);
  if (kiroku_confidence_is_shown (address->item.confidence))
    add_number_chip (self, box, &address->item);
  gtk_box_append (GTK_BOX (box), kiroku_desk_look_new (self->model, self->contact, address));
  gtk_box_append (self->lines, box);
  add_check (self, self->lines, address);
}

static void
add_links (KirokuContactCard *self)
{
  for (guint i = 0; i < self->contact->emails->len; i++)
    add_link (self, self->contact->emails->pdata[i], "mailto:");
  for (guint i = 0; i < self->contact->urls->len; i++)
    add_link (self, self->contact->urls->pdata[i], "");
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
  if (id == NULL && self->error != NULL)
    kiroku_page_show_error (self->error, error->message);
}

static void
remove_cb (KirokuContactCard *self)
{
  KirokuBook *book = kiroku_case_model_get_book (self->model);

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

static void
add_texts (KirokuContactCard *self)
{
  const KirokuPackContact *contact = self->contact;

  if (contact->hours != NULL)
    add_line (self, _ ("Hours"), get_text (self, contact->hours));
  if (contact->ready != NULL)
    add_line (self, _ ("Have ready"), get_text (self, contact->ready));
  add_links (self);
  if (contact->note != NULL)
    gtk_widget_add_css_class (add_line (self, _ ("Note"), get_text (self, contact->note)),
                              "caption");
  if (contact->own && kiroku_contact_get_number (contact) == NULL)
    add_line (self, "⚠",
              _ ("Your own number is to be filled in: press Edit."));
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

/* Whether it is open may rest on our own reading of its hours. */
static void
show_doubt (KirokuContactCard *self)
{
  const KirokuPackItem *doubt = kiroku_contact_find_doubt (self->contact);

  if (self->doubt != NULL)
    gtk_box_remove (self->hours_box, self->doubt);
  self->doubt = NULL;
  if (doubt == NULL)
    return;
  self->doubt = kiroku_source_chip_new (doubt->confidence, doubt->source, doubt->as_of);
  gtk_box_append (self->hours_box, self->doubt);
}

static void
build (KirokuContactCard *self)
{
  const KirokuPackContact *contact = self->contact;
  const KirokuPackItem *item = &contact->item;
  g_autofree char *name = dup_name (self);

  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->purpose, get_text (self, contact->purpose));
  if (self->chip != NULL)
    gtk_box_remove (self->head, self->chip);
  self->chip = kiroku_source_chip_new (item->confidence, item->source, item->as_of);
  gtk_box_append (self->head, self->chip);
  clear_box (self->numbers);
  clear_box (self->lines);
  add_phones (self);
  add_texts (self);
  show_doubt (self);
  gtk_widget_set_visible (GTK_WIDGET (self->edit), contact->own);
  gtk_widget_set_visible (GTK_WIDGET (self->remove), contact->order > 0);
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
  build (self);
}

const KirokuPackContact *
kiroku_contact_card_get_contact (KirokuContactCard *self)
{
  g_return_val_if_fail (KIROKU_IS_CONTACT_CARD (self), NULL);

  return self->contact;
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
