/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-desk-look.h"

#include <glib/gi18n.h>

#include "kiroku-book-desks.h"
#include "kiroku-contact.h"
#include "kiroku-hold.h"
#include "kiroku-page-write.h"

struct _KirokuDeskLook
{
  AdwBin parent_instance;

  GtkWidget *buttons;
  GtkEntry *instead; /* (nullable): of a number that was found wrong */
  GtkLabel *error;

  KirokuCaseModel *model;
  char *desk;
  char *address;
  GApplication *held; /* (nullable) while it is on its way to the disk */
};

G_DEFINE_FINAL_TYPE (KirokuDeskLook, kiroku_desk_look, ADW_TYPE_BIN)

static void
stated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuDeskLook) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kiroku_book_state_desk_finish (KIROKU_BOOK (source), result, &error);

  kiroku_hold_end (g_steal_pointer (&self->held));
  if (self->model == NULL)
    return;
  gtk_widget_set_sensitive (self->buttons, TRUE);
  kiroku_page_show_error (self->error, error != NULL ? error->message : NULL);
}

/* @instead: (nullable) */
static void
state (KirokuDeskLook *self, KirokuDeskAct act, const char *instead)
{
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  KirokuDeskStatement *statement = kiroku_book_new_desk_statement (book, act, self->desk);

  kiroku_desk_statement_set (statement, KIROKU_DESK_NUMBER, self->address);
  kiroku_desk_statement_set (statement, KIROKU_DESK_INSTEAD, instead);
  kiroku_page_show_error (self->error, NULL);
  gtk_widget_set_sensitive (self->buttons, FALSE);
  self->held = kiroku_hold_begin ();
  kiroku_book_state_desk_async (book, statement, stated_cb, g_object_ref (self));
}

static void
right_cb (KirokuDeskLook *self)
{
  state (self, KIROKU_DESK_CHECK, NULL);
}

static void
wrong_cb (KirokuDeskLook *self)
{
  state (self, KIROKU_DESK_WRONG, NULL);
}

static void
instead_cb (KirokuDeskLook *self)
{
  g_autofree char *typed = kiroku_page_dup_typed (GTK_EDITABLE (self->instead));

  if (typed != NULL)
    state (self, KIROKU_DESK_WRONG, typed);
}

/* --- Building --- */

static void
add_button (KirokuDeskLook *self, const char *label, const char *name, GCallback func)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_add_css_class (button, "desk-look");
  gtk_widget_set_tooltip_text (button, name);
  kiroku_page_set_name (button, name);
  g_signal_connect_object (button, "clicked", func, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->buttons), button);
}

static void
add_instead (KirokuDeskLook *self)
{
  self->instead = GTK_ENTRY (gtk_entry_new ());
  gtk_entry_set_placeholder_text (self->instead, _ ("The right one, then Enter"));
  kiroku_page_set_name (self->instead, _ ("The right number or address"));
  g_signal_connect_object (self->instead, "activate", G_CALLBACK (instead_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->buttons), GTK_WIDGET (self->instead));
}

static void
kiroku_desk_look_dispose (GObject *object)
{
  KirokuDeskLook *self = KIROKU_DESK_LOOK (object);

  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_desk_look_parent_class)->dispose (object);
}

static void
kiroku_desk_look_finalize (GObject *object)
{
  KirokuDeskLook *self = KIROKU_DESK_LOOK (object);

  g_free (self->desk);
  g_free (self->address);

  G_OBJECT_CLASS (kiroku_desk_look_parent_class)->finalize (object);
}

static void
kiroku_desk_look_class_init (KirokuDeskLookClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_desk_look_dispose;
  G_OBJECT_CLASS (klass)->finalize = kiroku_desk_look_finalize;
}

static void
kiroku_desk_look_init (KirokuDeskLook *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  self->error = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_set_visible (GTK_WIDGET (self->error), FALSE);
  gtk_label_set_wrap (self->error, TRUE);
  gtk_label_set_xalign (self->error, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->error), "error");
  gtk_box_append (GTK_BOX (box), self->buttons);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->error));
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
kiroku_desk_look_new (
    KirokuCaseModel *model, const KirokuPackContact *contact, const KirokuPackPhone *address)
{
  KirokuDeskLook *self;
  const char *number;
  g_autofree char *right = NULL;
  g_autofree char *wrong = NULL;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && contact != NULL && address != NULL, NULL);

  self = g_object_new (KIROKU_TYPE_DESK_LOOK, NULL);
  self->model = g_object_ref (model);
  self->desk = g_strdup (contact->item.id);
  self->address = g_strdup (address->item.id);
  number = self->address;
  if (address->status != KIROKU_NUMBER_CURRENT)
    {
      add_button (self, _ ("It was right"), _ ("It was right after all: use it again"),
                  G_CALLBACK (right_cb));
      if (kiroku_contact_get_number (contact) == NULL)
        add_instead (self);
      return GTK_WIDGET (self);
    }
  right = g_strdup_printf (_ ("%s was right: record that it was checked today"), number);
  wrong = g_strdup_printf (_ ("%s was wrong: do not offer it any more"), number);
  add_button (self, _ ("Checked today"), right, G_CALLBACK (right_cb));
  add_button (self, _ ("Was wrong"), wrong, G_CALLBACK (wrong_cb));
  return GTK_WIDGET (self);
}
