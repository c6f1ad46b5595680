/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-contact-address.h"

#include <glib/gi18n.h>

#include "kiroku-desk-look.h"
#include "kiroku-page-write.h"
#include "kiroku-source-chip.h"

#define MAX_BESIDE 12 /* characters that stand beside a number also in large letters */

struct _KirokuContactAddress
{
  AdwBin parent_instance;

  GtkBox *row;
  GtkLabel *error;

  KirokuCaseModel *model;
};

G_DEFINE_FINAL_TYPE (KirokuContactAddress, kiroku_contact_address, ADW_TYPE_BIN)

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

/* --- What can be done with it --- */

static void
copy_cb (GtkWidget *button, KirokuContactAddress *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button),
                          g_object_get_data (G_OBJECT (button), "text"));
}

static void
open_cb (GtkWidget *button, KirokuContactAddress *self)
{
  kiroku_page_open_uri (g_object_get_data (G_OBJECT (button), "text"), self->error);
}

/* @text is what is copied or opened. */
static void
add_button (KirokuContactAddress *self,
            const char *icon,
            const char *name,
            GCallback func,
            const char *text)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  kiroku_page_set_name (button, name);
  g_object_set_data_full (G_OBJECT (button), "text", g_strdup (text), g_free);
  g_signal_connect_object (button, "clicked", func, self, 0);
  gtk_box_append (self->row, button);
}

static void
add_copy (KirokuContactAddress *self, const char *text)
{
  g_autofree char *copy = g_strdup_printf (_ ("Copy %s"), text);

  add_button (self, "edit-copy-symbolic", copy, G_CALLBACK (copy_cb), text);
}

/* --- What it is --- */

static void
add_number (KirokuContactAddress *self, const char *number)
{
  GtkWidget *label = gtk_label_new (number);
  g_autofree char *uri = kiroku_contact_dup_tel_uri (number);
  g_autofree char *call = g_strdup_printf (_ ("Call %s"), number);

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "title-2");
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (self->row, label);
  add_copy (self, number);
  add_button (self, "call-start-symbolic", call, G_CALLBACK (open_cb), uri);
}

static void
add_link (KirokuContactAddress *self, const char *text, const char *scheme)
{
  g_autofree char *uri = g_strconcat (scheme, text, NULL);
  GtkWidget *link = gtk_link_button_new_with_label (uri, text);
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (link));

  gtk_widget_set_halign (link, GTK_ALIGN_START);
  gtk_widget_add_css_class (link, "contact-link");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_tooltip_text (link, text);
  gtk_box_append (self->row, link);
  add_copy (self, text);
}

/* What the number is for, such as "24 h", beside it; a sentence below. */
static void
add_note (KirokuContactAddress *self, const KirokuPackText *text)
{
  const char *language = kiroku_book_get_language (kiroku_case_model_get_book (self->model));
  const char *words = text != NULL ? kiroku_pack_text (text, language) : "";
  GtkWidget *note = gtk_label_new (words);
  const gboolean beside = g_utf8_strlen (words, -1) <= MAX_BESIDE;

  gtk_label_set_xalign (GTK_LABEL (note), 0);
  gtk_label_set_wrap (GTK_LABEL (note), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (note), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (note, TRUE); /* what was found of it stands at the edge, below each other */
  gtk_widget_add_css_class (note, "caption");
  gtk_box_append (beside ? self->row : GTK_BOX (adw_bin_get_child (ADW_BIN (self))), note);
  if (!beside)
    add_note (self, NULL);
}

/* The address is as sure as it says itself, which need not be how sure the desk is. */
static void
add_chip (KirokuContactAddress *self, const KirokuPackContact *contact, const KirokuPackItem *item)
{
  const KirokuPackItem *desk = &contact->item;
  const gboolean same
      = item->confidence == desk->confidence && g_strcmp0 (item->as_of, desk->as_of) == 0;

  if (!same || (kiroku_confidence_is_shown (item->confidence) && !contact->own))
    gtk_box_append (self->row, kiroku_source_chip_new (item->confidence, item->source, item->as_of));
}

/* --- When it was looked at --- */

/* @text with the age of @date, where it is not of @today. (transfer full) */
static char *
dup_check (const char *text, const char *date, const char *today)
{
  const int days = kiroku_desk_count_days (date, today);

  if (days <= 0)
    return g_strdup (text);
  /* Translators: when a number was found right or wrong, by whom, and how long ago that was. */
  return g_strdup_printf (g_dngettext (NULL, "%s · %d day ago", "%s · %d days ago", days), text, days);
}

GtkWidget *
kiroku_contact_address_make_check (
    KirokuCaseModel *model, const KirokuPackPhone *address, gint64 now)
{
  GTimeZone *zone = kiroku_book_get_zone (kiroku_case_model_get_book (model));
  g_autofree char *today = kiroku_time_to_text (now, KIROKU_PRECISION_DAY, zone);
  g_autofree char *text = kiroku_desk_describe_check (address);
  g_autofree char *whole = NULL;
  GtkWidget *label;

  if (text == NULL)
    return NULL;
  whole = dup_check (text, address->checked != NULL ? address->checked : address->struck, today);
  label = gtk_label_new (whole);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "caption");
  return label;
}

/* --- The class --- */

static void
kiroku_contact_address_dispose (GObject *object)
{
  g_clear_object (&KIROKU_CONTACT_ADDRESS (object)->model);

  G_OBJECT_CLASS (kiroku_contact_address_parent_class)->dispose (object);
}

static void
kiroku_contact_address_class_init (KirokuContactAddressClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_contact_address_dispose;
}

static void
kiroku_contact_address_init (KirokuContactAddress *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->row = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  self->error = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_set_visible (GTK_WIDGET (self->error), FALSE);
  gtk_label_set_wrap (self->error, TRUE);
  gtk_label_set_xalign (self->error, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->error), "error");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->row));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->error));
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
kiroku_contact_address_new (KirokuCaseModel *model,
                            const KirokuPackContact *contact,
                            const KirokuPackPhone *address,
                            const char *scheme)
{
  KirokuContactAddress *self;
  GtkWidget *check;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && contact != NULL && address != NULL, NULL);
  g_return_val_if_fail (address->status == KIROKU_NUMBER_CURRENT, NULL);

  self = g_object_new (KIROKU_TYPE_CONTACT_ADDRESS, NULL);
  self->model = g_object_ref (model);
  if (scheme == NULL)
    add_number (self, address->item.id);
  else
    add_link (self, address->item.id, scheme);
  add_note (self, address->note);
  add_chip (self, contact, &address->item);
  gtk_box_append (self->row, kiroku_desk_look_new (model, contact, address));
  check = kiroku_contact_address_make_check (
      model, address, kiroku_book_get_now (kiroku_case_model_get_book (model)));
  if (check != NULL)
    gtk_box_append (GTK_BOX (adw_bin_get_child (ADW_BIN (self))), check);
  return GTK_WIDGET (self);
}
