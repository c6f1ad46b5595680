/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-popover.h"

/* GTK 4.8 may hold a popover that went away under the pointer for as long as the window is there:
 * what it holds itself goes now. */
static gboolean
drop_cb (gpointer popover)
{
  if (gtk_widget_get_parent (popover) != NULL)
    gtk_widget_unparent (popover);
  g_object_run_dispose (popover);
  return G_SOURCE_REMOVE;
}

void
kiroku_popover_remove (GtkWidget **field)
{
  g_autoptr (GtkWidget) popover = NULL;

  g_return_if_fail (field != NULL);

  if (*field == NULL)
    return;
  popover = g_object_ref (g_steal_pointer (field));
  drop_cb (popover);
}

void
kiroku_popover_drop (GtkWidget **field)
{
  g_return_if_fail (field != NULL);

  if (*field != NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT, drop_cb, g_object_ref (*field), g_object_unref);
  *field = NULL;
}

static void
closed_cb (GtkWidget *popover, GtkWidget **field)
{
  if (*field == popover) /* not removed */
    kiroku_popover_drop (field);
}

void
kiroku_popover_open (GtkWidget **field, GtkWidget *made, GtkWidget *parent, GtkWidget *at)
{
  graphene_rect_t bounds;
  GdkRectangle place;

  g_return_if_fail (field != NULL && GTK_IS_POPOVER (made));

  if (*field != NULL)
    {
      g_object_ref_sink (made);
      g_object_unref (made);
      return;
    }
  if (at == NULL || !gtk_widget_compute_bounds (at, parent, &bounds))
    graphene_rect_init (&bounds, gtk_widget_get_width (parent) / 2,
                        gtk_widget_get_height (parent) / 2, 1, 1);
  place = (GdkRectangle){ bounds.origin.x, bounds.origin.y, bounds.size.width, bounds.size.height };
  *field = made;
  gtk_widget_set_parent (made, parent);
  gtk_popover_set_pointing_to (GTK_POPOVER (made), &place);
  g_signal_connect (made, "closed", G_CALLBACK (closed_cb), field);
  gtk_popover_popup (GTK_POPOVER (made));
}
