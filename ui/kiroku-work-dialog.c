/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-work-dialog.h"

#include <glib/gi18n.h>

#include "kiroku-help.h"
#include "kiroku-hold.h"
#include "kiroku-ui.h"

typedef struct
{
  GtkFileChooserNative *chooser; /* while it is open */
  GCancellable *cancellable;     /* while it works */
  KirokuWorkBar *bar;            /* while it works */
  GApplication *held;            /* while it works */
} KirokuWorkDialogPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KirokuWorkDialog, kiroku_work_dialog, ADW_TYPE_WINDOW)

static KirokuWorkDialogPrivate *
get_private (KirokuWorkDialog *self)
{
  return kiroku_work_dialog_get_instance_private (self);
}

/* (transfer none) */
static gpointer
get_part (KirokuWorkDialog *self, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (self), G_OBJECT_TYPE (self), name);
}

/* --- What is said --- */

void
kiroku_work_dialog_say (KirokuWorkDialog *self, const char *message, gboolean is_error)
{
  GtkLabel *label;

  g_return_if_fail (KIROKU_IS_WORK_DIALOG (self) && message != NULL);

  label = get_part (self, "message");
  gtk_label_set_text (label, message);
  gtk_widget_set_visible (GTK_WIDGET (label), message[0] != '\0');
  if (is_error)
    gtk_widget_add_css_class (GTK_WIDGET (label), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (label), "error");
}

void
kiroku_work_dialog_say_error (KirokuWorkDialog *self, const GError *error, const char *cancelled)
{
  gboolean stopped = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  kiroku_work_dialog_say (self, stopped ? cancelled : error->message, TRUE);
}

gboolean
kiroku_work_dialog_is_busy (KirokuWorkDialog *self)
{
  g_return_val_if_fail (KIROKU_IS_WORK_DIALOG (self), FALSE);

  return get_private (self)->cancellable != NULL;
}

static void
update (KirokuWorkDialog *self)
{
  gboolean busy = kiroku_work_dialog_is_busy (self);

  gtk_widget_set_visible (get_part (self, "progress"), busy);
  gtk_widget_set_visible (get_part (self, "cancel"), busy);
  KIROKU_WORK_DIALOG_GET_CLASS (self)->update (self);
}

/* --- Working --- */

GCancellable *
kiroku_work_dialog_begin (KirokuWorkDialog *self, KirokuWorkBar **bar)
{
  KirokuWorkDialogPrivate *private;

  g_return_val_if_fail (KIROKU_IS_WORK_DIALOG (self) && bar != NULL, NULL);
  g_return_val_if_fail (!kiroku_work_dialog_is_busy (self), NULL);

  private = get_private (g_object_ref (self));
  private->held = kiroku_hold_begin ();
  private->cancellable = g_cancellable_new ();
  private->bar = kiroku_work_bar_begin (get_part (self, "progress"));
  kiroku_work_dialog_say (self, "", FALSE);
  update (self);
  gtk_widget_grab_focus (get_part (self, "cancel"));
  *bar = private->bar;
  return private->cancellable;
}

gboolean
kiroku_work_dialog_end (KirokuWorkDialog *self)
{
  KirokuWorkDialogPrivate *private;
  gboolean shown;

  g_return_val_if_fail (KIROKU_IS_WORK_DIALOG (self), FALSE);
  g_return_val_if_fail (kiroku_work_dialog_is_busy (self), FALSE);

  private = get_private (self);
  shown = gtk_widget_get_realized (GTK_WIDGET (self));
  g_clear_pointer (&private->bar, kiroku_work_bar_end);
  g_clear_object (&private->cancellable);
  kiroku_hold_end (g_steal_pointer (&private->held));
  if (shown)
    update (self);
  g_object_unref (self);
  return shown;
}

static void
cancel_cb (KirokuWorkDialog *self)
{
  if (kiroku_work_dialog_is_busy (self))
    g_cancellable_cancel (get_private (self)->cancellable);
}

/* --- Choosing --- */

static void
response_cb (KirokuWorkDialog *self, int response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&get_private (self)->chooser);
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  GtkFileChooserAction action = gtk_file_chooser_get_action (GTK_FILE_CHOOSER (chooser));

  if (response != GTK_RESPONSE_ACCEPT || kiroku_work_dialog_is_busy (self))
    return;
  if (path != NULL)
    KIROKU_WORK_DIALOG_GET_CLASS (self)->chosen (self, path, action);
  else if (action == GTK_FILE_CHOOSER_ACTION_SAVE)
    kiroku_work_dialog_say (
        self, _ ("This place cannot be written to: choose a folder of this computer."), TRUE);
  else
    kiroku_work_dialog_say (
        self, _ ("This place cannot be read from: choose a folder of this computer."), TRUE);
}

static void
add_filter (GtkFileChooser *chooser, const char *kind, const char *pattern)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, kind);
  gtk_file_filter_add_pattern (filter, pattern);
  gtk_file_chooser_add_filter (chooser, filter);
}

void
kiroku_work_dialog_choose (KirokuWorkDialog *self,
                           GtkFileChooserAction action,
                           const char *accept,
                           const char *name,
                           const char *kind,
                           const char *pattern)
{
  KirokuWorkDialogPrivate *private;
  GtkFileChooserNative *chooser;

  g_return_if_fail (KIROKU_IS_WORK_DIALOG (self) && accept != NULL);

  private = get_private (self);
  if (private->chooser != NULL)
    return;
  chooser = gtk_file_chooser_native_new (gtk_window_get_title (GTK_WINDOW (self)),
                                         GTK_WINDOW (self), action, accept, _ ("_Cancel"));
  private->chooser = chooser;
  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  if (pattern != NULL)
    add_filter (GTK_FILE_CHOOSER (chooser), kind, pattern);
  g_signal_connect_object (chooser, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* --- The class --- */

/* However the window is closed, this comes: what it does holds it, and would go on without it. */
static void
kiroku_work_dialog_unrealize (GtkWidget *widget)
{
  cancel_cb (KIROKU_WORK_DIALOG (widget));

  GTK_WIDGET_CLASS (kiroku_work_dialog_parent_class)->unrealize (widget);
}

static void
kiroku_work_dialog_dispose (GObject *object)
{
  KirokuWorkDialogPrivate *private = get_private (KIROKU_WORK_DIALOG (object));

  if (private->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (private->chooser));
  g_clear_object (&private->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (object), G_OBJECT_TYPE (object));

  G_OBJECT_CLASS (kiroku_work_dialog_parent_class)->dispose (object);
}

static void
kiroku_work_dialog_class_init (KirokuWorkDialogClass *klass)
{
  GTK_WIDGET_CLASS (klass)->unrealize = kiroku_work_dialog_unrealize;
  G_OBJECT_CLASS (klass)->dispose = kiroku_work_dialog_dispose;

  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
  kiroku_help_install_key (GTK_WIDGET_CLASS (klass));
}

static void
kiroku_work_dialog_init (KirokuWorkDialog *self)
{
}

void
kiroku_work_dialog_class_set_template (KirokuWorkDialogClass *klass, const char *template)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  g_autofree char *resource = g_strconcat (KIROKU_UI_RESOURCE, template, NULL);

  gtk_widget_class_set_template_from_resource (widget_class, resource);
  gtk_widget_class_bind_template_child_full (widget_class, "message", FALSE, 0);
  gtk_widget_class_bind_template_child_full (widget_class, "progress", FALSE, 0);
  gtk_widget_class_bind_template_child_full (widget_class, "cancel", FALSE, 0);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
}
