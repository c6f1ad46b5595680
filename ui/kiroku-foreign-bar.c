/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-foreign-bar.h"

#include <glib/gi18n.h>

struct _KirokuForeignBar
{
  AdwBin parent_instance;

  GtkLabel *label;
  GtkRevealer *revealer;

  KirokuBook *book; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (KirokuForeignBar, kiroku_foreign_bar, ADW_TYPE_BIN)

static void
show_state (KirokuForeignBar *self)
{
  const char *foreign = self->book != NULL ? kiroku_book_get_foreign (self->book) : NULL;
  /* Translators: why follows, and what helps. */
  g_autofree char *text
      = foreign != NULL ? g_strdup_printf (_ ("Nothing can be recorded: %s"), foreign) : NULL;

  if (text != NULL)
    gtk_label_set_text (self->label, text);
  gtk_revealer_set_reveal_child (self->revealer, text != NULL);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuForeignBar) self = user_data;

  if (self->book == KIROKU_BOOK (source))
    show_state (self);
}

void
kiroku_foreign_bar_look (KirokuForeignBar *self)
{
  g_return_if_fail (KIROKU_IS_FOREIGN_BAR (self));

  if (self->book != NULL && gtk_revealer_get_reveal_child (self->revealer))
    kiroku_book_look_for_foreign_async (self->book, looked_cb, g_object_ref (self));
}

void
kiroku_foreign_bar_set_book (KirokuForeignBar *self, KirokuBook *book)
{
  g_return_if_fail (KIROKU_IS_FOREIGN_BAR (self));
  g_return_if_fail (book == NULL || KIROKU_IS_BOOK (book));

  if (self->book != NULL)
    g_signal_handlers_disconnect_by_data (self->book, self);
  g_set_object (&self->book, book);
  if (book == NULL)
    return;
  g_signal_connect_swapped (book, "appended", G_CALLBACK (show_state), self);
  show_state (self);
}

/* --- The class --- */

static void
kiroku_foreign_bar_dispose (GObject *object)
{
  kiroku_foreign_bar_set_book (KIROKU_FOREIGN_BAR (object), NULL);

  G_OBJECT_CLASS (kiroku_foreign_bar_parent_class)->dispose (object);
}

static void
kiroku_foreign_bar_class_init (KirokuForeignBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_foreign_bar_dispose;
}

static void
kiroku_foreign_bar_init (KirokuForeignBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  self->label = g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                              "xalign", 0.0, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, NULL);
  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  gtk_box_append (GTK_BOX (box), g_object_new (GTK_TYPE_IMAGE, "icon-name",
                                               "dialog-warning-symbolic", "accessible-role",
                                               GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_widget_add_css_class (box, "lock-bar");
  gtk_revealer_set_child (self->revealer, box);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->revealer));
}
