/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-link-bar.h"

#include "kiroku-text.h"

struct _KirokuLinkBar
{
  AdwBin parent_instance;

  GtkFlowBox *box;
  char *shown; /* (nullable): what is, to leave the buttons alone while it stays the same */
};

G_DEFINE_FINAL_TYPE (KirokuLinkBar, kiroku_link_bar, ADW_TYPE_BIN)

static void
add_link (KirokuLinkBar *self, const KirokuLink *link)
{
  g_autofree char *number = kiroku_text_visible (link->number, TRUE);
  g_autofree char *text = kiroku_link_as_describe (link->as, number);
  g_autofree char *reason = link->reason != NULL && link->reason[0] != '\0'
                                ? kiroku_text_visible (link->reason, TRUE)
                                : NULL;
  GtkWidget *button = gtk_button_new_with_label (text);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", link->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.case");
  gtk_widget_set_tooltip_text (button, reason);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "caption");
  gtk_flow_box_append (self->box, button);
  gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
}

/* (transfer full) */
static char *
describe (GPtrArray *links)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; links != NULL && i < links->len; i++)
    {
      const KirokuLink *link = g_ptr_array_index (links, i);

      g_string_append_printf (text, "%s\t%s\t%d\t%s\n", link->id, link->number, link->as,
                              link->reason != NULL ? link->reason : "");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
kiroku_link_bar_show (KirokuLinkBar *self, GPtrArray *links)
{
  g_autofree char *description = NULL;
  GtkWidget *child;

  g_return_if_fail (KIROKU_IS_LINK_BAR (self));

  description = describe (links);
  if (g_strcmp0 (self->shown, description) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&description);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_flow_box_remove (self->box, child);
  for (guint i = 0; links != NULL && i < links->len; i++)
    add_link (self, g_ptr_array_index (links, i));
  gtk_widget_set_visible (GTK_WIDGET (self), links != NULL && links->len > 0);
}

static void
kiroku_link_bar_finalize (GObject *object)
{
  g_free (KIROKU_LINK_BAR (object)->shown);

  G_OBJECT_CLASS (kiroku_link_bar_parent_class)->finalize (object);
}

static void
kiroku_link_bar_class_init (KirokuLinkBarClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kiroku_link_bar_finalize;
}

static void
kiroku_link_bar_init (KirokuLinkBar *self)
{
  self->box = GTK_FLOW_BOX (gtk_flow_box_new ());
  gtk_flow_box_set_selection_mode (self->box, GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (self->box, 6);
  gtk_widget_set_halign (GTK_WIDGET (self->box), GTK_ALIGN_START);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
