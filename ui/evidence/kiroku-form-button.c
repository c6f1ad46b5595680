/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-form-button.h"

#include "kiroku-page-write.h"
#include "kiroku-small-form.h"

struct _KirokuFormButton
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  KirokuMakeForm make;
  gpointer owner;
  gboolean done; /* the form in the popover was closed */
};

G_DEFINE_FINAL_TYPE (KirokuFormButton, kiroku_form_button, ADW_TYPE_BIN)

/* GTK 4.8 may hold a popover that went away under the pointer for as long as the window is there:
 * what it holds itself goes now. */
static void
drop_popover (KirokuFormButton *self)
{
  GtkPopover *popover = gtk_menu_button_get_popover (self->button);

  if (popover == NULL)
    return;
  g_object_ref (popover);
  gtk_menu_button_set_popover (self->button, NULL);
  g_object_run_dispose (G_OBJECT (popover));
  g_object_unref (popover);
}

static void
closed_cb (KirokuFormButton *self)
{
  self->done = TRUE;
  gtk_menu_button_popdown (self->button);
}

static void
create_cb (GtkMenuButton *button, gpointer user_data)
{
  KirokuFormButton *self = user_data;
  GtkWidget *popover, *form;

  if (gtk_menu_button_get_popover (button) != NULL && !self->done)
    return;
  drop_popover (self);
  self->done = FALSE;
  form = self->make (self->owner);
  g_signal_connect_object (form, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (form, "evidence-content");
  popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (popover), form);
  gtk_menu_button_set_popover (button, popover);
}

void
kiroku_form_button_outdate (KirokuFormButton *self)
{
  GtkPopover *popover;

  g_return_if_fail (KIROKU_IS_FORM_BUTTON (self));

  popover = gtk_menu_button_get_popover (self->button);
  if (popover == NULL || self->done)
    return;
  if (gtk_widget_get_visible (GTK_WIDGET (popover)))
    kiroku_small_form_outdate (KIROKU_SMALL_FORM (gtk_popover_get_child (popover)));
  self->done = TRUE;
}

static void
kiroku_form_button_dispose (GObject *object)
{
  KirokuFormButton *self = KIROKU_FORM_BUTTON (object);

  if (self->button != NULL)
    {
      gtk_menu_button_set_create_popup_func (self->button, NULL, NULL, NULL);
      drop_popover (self);
    }
  self->button = NULL;

  G_OBJECT_CLASS (kiroku_form_button_parent_class)->dispose (object);
}

static void
kiroku_form_button_class_init (KirokuFormButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_form_button_dispose;
}

static void
kiroku_form_button_init (KirokuFormButton *self)
{
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_menu_button_set_create_popup_func (self->button, create_cb, self, NULL);
}

GtkWidget *
kiroku_form_button_new (const char *label, const char *icon, KirokuMakeForm make, gpointer owner)
{
  KirokuFormButton *self;

  g_return_val_if_fail (label != NULL && make != NULL, NULL);

  self = g_object_new (KIROKU_TYPE_FORM_BUTTON, NULL);
  self->make = make;
  self->owner = owner;
  if (icon != NULL)
    {
      gtk_menu_button_set_icon_name (self->button, icon);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), label);
      gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
      kiroku_page_set_name (self->button, label);
    }
  else
    gtk_menu_button_set_label (self->button, label);
  return GTK_WIDGET (self);
}
