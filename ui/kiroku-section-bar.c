/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-section-bar.h"

#define ABOVE 12 /* pixels that are seen above the section */

struct _KirokuSectionBar
{
  AdwBin parent_instance;

  GtkBox *buttons;
};

G_DEFINE_FINAL_TYPE (KirokuSectionBar, kiroku_section_bar, ADW_TYPE_BIN)

/* The keyboard first: what takes it is scrolled to, too, but only as far as it is seen at all. */
static void
clicked_cb (GtkWidget *button, GtkWidget *section)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (section, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment
      = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  graphene_point_t top;

  gtk_widget_child_focus (section, GTK_DIR_TAB_FORWARD);
  if (gtk_widget_compute_point (section, scroller, &GRAPHENE_POINT_INIT (0, -ABOVE), &top))
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + top.y);
}

static void
kiroku_section_bar_class_init (KirokuSectionBarClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_NAVIGATION);
}

static void
kiroku_section_bar_init (KirokuSectionBar *self)
{
  self->buttons = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3));
  gtk_widget_set_halign (GTK_WIDGET (self->buttons), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self), "section-bar");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->buttons));
}

void
kiroku_section_bar_add (KirokuSectionBar *self, const char *title, GtkWidget *section)
{
  GtkWidget *button = gtk_button_new_with_label (title);

  g_return_if_fail (KIROKU_IS_SECTION_BAR (self) && title != NULL && GTK_IS_WIDGET (section));

  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))),
                           PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "caption");
  g_object_bind_property (section, "visible", button, "visible", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), section, 0);
  gtk_box_append (self->buttons, button);
}
