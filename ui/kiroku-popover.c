/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-popover.h"

#include "kiroku-help.h"
#include "kiroku-hold.h"
#include "kiroku-page-write.h"
#include "kiroku-ui.h"

typedef struct
{
  GtkLabel *heading;
  GtkBox *content;
  GtkLabel *error;
  GtkBox *actions;
  GtkButton *button;

  KirokuCaseModel *model;
  GApplication *held; /* (nullable) while something is on its way to the disk */
} KirokuPopoverPrivate;

static void buildable_init (GtkBuildableIface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (KirokuPopover,
                                  kiroku_popover,
                                  GTK_TYPE_POPOVER,
                                  G_ADD_PRIVATE (KirokuPopover)
                                      G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_init))

static GtkBuildableIface *parent_iface;

static KirokuPopoverPrivate *
get_private (KirokuPopover *self)
{
  return kiroku_popover_get_instance_private (self);
}

static void
save (KirokuPopover *self)
{
  if (!gtk_widget_is_sensitive (GTK_WIDGET (get_private (self)->button)))
    return;
  kiroku_popover_say (self, NULL);
  KIROKU_POPOVER_GET_CLASS (self)->save (self);
}

/* --- The class --- */

static void
add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  KirokuPopoverPrivate *priv = get_private (KIROKU_POPOVER (buildable));

  if (!GTK_IS_WIDGET (child))
    parent_iface->add_child (buildable, builder, child, type);
  else if (g_strcmp0 (type, "action") == 0)
    gtk_box_prepend (priv->actions, GTK_WIDGET (child));
  else
    gtk_box_append (priv->content, GTK_WIDGET (child));
}

static void
buildable_init (GtkBuildableIface *iface)
{
  parent_iface = g_type_interface_peek_parent (iface);
  iface->add_child = add_child;
}

static void
kiroku_popover_dispose (GObject *object)
{
  KirokuPopoverPrivate *priv = get_private (KIROKU_POPOVER (object));

  g_clear_object (&priv->model);
  gtk_widget_dispose_template (GTK_WIDGET (object), G_OBJECT_TYPE (object));
  /* GTK 4.8 can take apart the template of the very class only, not that of a parent. */
  gtk_popover_set_child (GTK_POPOVER (object), NULL);

  G_OBJECT_CLASS (kiroku_popover_parent_class)->dispose (object);
}

static void
kiroku_popover_class_init (KirokuPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_popover_dispose;

  kiroku_popover_class_set_template (klass, "kiroku-popover.ui");
  gtk_widget_class_bind_template_child_private (widget_class, KirokuPopover, heading);
  gtk_widget_class_bind_template_child_private (widget_class, KirokuPopover, content);
  gtk_widget_class_bind_template_child_private (widget_class, KirokuPopover, error);
  gtk_widget_class_bind_template_child_private (widget_class, KirokuPopover, actions);
  gtk_widget_class_bind_template_child_private (widget_class, KirokuPopover, button);
  kiroku_help_install_key (widget_class);
}

static void
kiroku_popover_init (KirokuPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kiroku_popover_class_set_template (KirokuPopoverClass *klass, const char *template)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  g_autofree char *path = g_strconcat (KIROKU_UI_RESOURCE, template, NULL);

  gtk_widget_class_set_template_from_resource (widget_class, path);
  gtk_widget_class_bind_template_callback (widget_class, save);
}

gpointer
kiroku_popover_new (GType type, KirokuCaseModel *model)
{
  KirokuPopover *self;

  g_return_val_if_fail (g_type_is_a (type, KIROKU_TYPE_POPOVER), NULL);
  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);

  self = g_object_new (type, NULL);
  get_private (self)->model = g_object_ref (model);
  return self;
}

KirokuCaseModel *
kiroku_popover_get_model (KirokuPopover *self)
{
  g_return_val_if_fail (KIROKU_IS_POPOVER (self), NULL);

  return get_private (self)->model;
}

/* --- What is said --- */

void
kiroku_popover_set_heading (KirokuPopover *self, const char *heading)
{
  g_return_if_fail (KIROKU_IS_POPOVER (self) && heading != NULL);

  gtk_label_set_text (get_private (self)->heading, heading);
}

void
kiroku_popover_set_verb (KirokuPopover *self, const char *verb, gboolean destructive)
{
  GtkButton *button;

  g_return_if_fail (KIROKU_IS_POPOVER (self) && verb != NULL);

  button = get_private (self)->button;
  gtk_button_set_label (button, verb);
  gtk_widget_add_css_class (GTK_WIDGET (button),
                            destructive ? "destructive-action" : "suggested-action");
}

void
kiroku_popover_allow (KirokuPopover *self, gboolean allowed)
{
  g_return_if_fail (KIROKU_IS_POPOVER (self));

  gtk_widget_set_sensitive (GTK_WIDGET (get_private (self)->button), allowed);
}

void
kiroku_popover_say (KirokuPopover *self, const char *message)
{
  g_return_if_fail (KIROKU_IS_POPOVER (self));

  kiroku_page_show_error (get_private (self)->error, message);
}

void
kiroku_popover_ask (GtkEntry *entry, const char *question)
{
  g_return_if_fail (GTK_IS_ENTRY (entry) && question != NULL);

  gtk_entry_set_placeholder_text (entry, question);
  kiroku_page_set_name (entry, question);
}

/* --- Recording --- */

static void
set_busy (KirokuPopover *self, gboolean busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (get_private (self)->actions), !busy);
}

static void
written_cb (GtkWidget *widget, GPtrArray *entries, const GError *error)
{
  kiroku_popover_end (KIROKU_POPOVER (widget), error);
}

void
kiroku_popover_write (KirokuPopover *self, KirokuDraft *draft, KirokuFormDraft *kept)
{
  KirokuPopoverPrivate *priv;

  g_return_if_fail (KIROKU_IS_POPOVER (self) && draft != NULL);

  priv = get_private (self);
  set_busy (self, TRUE);
  if (kept != NULL)
    kiroku_page_write_kept (priv->model, draft, kept, GTK_WIDGET (self), written_cb);
  else
    kiroku_page_write (priv->model, draft, GTK_WIDGET (self), written_cb);
}

void
kiroku_popover_begin (KirokuPopover *self)
{
  KirokuPopoverPrivate *priv;

  g_return_if_fail (KIROKU_IS_POPOVER (self));

  priv = get_private (self);
  set_busy (self, TRUE);
  if (priv->held == NULL) /* it holds once, however often it began */
    priv->held = kiroku_hold_begin ();
}

void
kiroku_popover_end (KirokuPopover *self, const GError *error)
{
  KirokuPopoverPrivate *priv;

  g_return_if_fail (KIROKU_IS_POPOVER (self));

  priv = get_private (self);
  kiroku_hold_end (g_steal_pointer (&priv->held));
  if (priv->model == NULL) /* disposed meanwhile */
    return;
  set_busy (self, FALSE);
  kiroku_popover_say (self, error != NULL ? error->message : NULL);
  if (error == NULL)
    gtk_popover_popdown (GTK_POPOVER (self));
}

/* --- Of any popover --- */

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

/* After what is going on now. */
static void
closed_cb (GtkWidget *popover, GtkWidget **field)
{
  if (*field != popover) /* removed */
    return;
  *field = NULL;
  g_idle_add_full (G_PRIORITY_DEFAULT, drop_cb, g_object_ref (popover), g_object_unref);
}

/* A window that goes closes its popovers first, and @parent may be gone before they are dropped. */
static void
parent_gone_cb (GtkWidget *popover)
{
  if (gtk_widget_get_parent (popover) != NULL)
    gtk_widget_unparent (popover);
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
  g_signal_connect_object (parent, "destroy", G_CALLBACK (parent_gone_cb), made,
                           G_CONNECT_SWAPPED);
  gtk_popover_popup (GTK_POPOVER (made));
}
