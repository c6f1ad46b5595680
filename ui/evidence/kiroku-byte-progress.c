/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-byte-progress.h"

#include <glib/gi18n.h>

#include "kiroku-page-write.h"
#include "kiroku-text.h"

struct _KirokuByteProgress
{
  AdwBin parent_instance;

  GtkLabel *message;
  GtkProgressBar *bar;
  GtkLabel *bytes;
  GtkWidget *cancel;

  KirokuEvidenceWatch watch;
  GCancellable *cancellable; /* while something is going on */
};

G_DEFINE_FINAL_TYPE (KirokuByteProgress, kiroku_byte_progress, ADW_TYPE_BIN)

char *
kiroku_bytes_to_text (gint64 done, gint64 total)
{
  g_autofree char *part = kiroku_text_size ((guint64) MAX (done, 0));
  g_autofree char *whole = total >= 0 ? kiroku_text_size ((guint64) total) : NULL;

  /* Translators: bytes that are done, and all of them: "12.3 MB of 1.2 GB". */
  return whole != NULL ? g_strdup_printf (_ ("%s of %s"), part, whole) : g_steal_pointer (&part);
}

static void
progress_cb (gint64 done, gint64 total, gpointer user_data)
{
  KirokuByteProgress *self = user_data;
  g_autofree char *text = kiroku_bytes_to_text (done, total);

  if (self->cancellable == NULL)
    return;
  gtk_label_set_text (self->bytes, text);
  if (total > 0)
    gtk_progress_bar_set_fraction (self->bar, (double) done / (double) total);
  else
    gtk_progress_bar_pulse (self->bar);
}

static void
show_running (KirokuByteProgress *self, gboolean running)
{
  gtk_widget_set_visible (GTK_WIDGET (self->bar), running);
  gtk_widget_set_visible (GTK_WIDGET (self->bytes), running);
  gtk_widget_set_visible (self->cancel, running);
}

static void
show_message (KirokuByteProgress *self, const char *message, gboolean is_error)
{
  gtk_label_set_text (self->message, message != NULL ? message : "");
  if (is_error)
    gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->message), "error");
  gtk_widget_set_visible (GTK_WIDGET (self), message != NULL);
}

gboolean
kiroku_byte_progress_is_running (KirokuByteProgress *self)
{
  g_return_val_if_fail (KIROKU_IS_BYTE_PROGRESS (self), FALSE);

  return self->cancellable != NULL;
}

const KirokuEvidenceWatch *
kiroku_byte_progress_begin (KirokuByteProgress *self, const char *what)
{
  g_return_val_if_fail (KIROKU_IS_BYTE_PROGRESS (self) && self->cancellable == NULL, NULL);

  self->cancellable = g_cancellable_new ();
  self->watch = (KirokuEvidenceWatch){ progress_cb, self, self->cancellable };
  gtk_label_set_text (self->bytes, "");
  gtk_progress_bar_set_fraction (self->bar, 0);
  kiroku_page_set_name (self->bar, what);
  gtk_widget_set_sensitive (self->cancel, TRUE);
  show_running (self, TRUE);
  show_message (self, what, FALSE);
  return &self->watch;
}

void
kiroku_byte_progress_end (KirokuByteProgress *self, const char *message, gboolean is_error)
{
  g_return_if_fail (KIROKU_IS_BYTE_PROGRESS (self));

  g_clear_object (&self->cancellable);
  if (self->bar == NULL) /* disposed meanwhile */
    return;
  show_running (self, FALSE);
  show_message (self, message, is_error);
}

void
kiroku_byte_progress_cancel (KirokuByteProgress *self)
{
  g_return_if_fail (KIROKU_IS_BYTE_PROGRESS (self));

  if (self->cancellable == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  if (self->cancel != NULL)
    gtk_widget_set_sensitive (self->cancel, FALSE);
}

static void
build (KirokuByteProgress *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  self->message = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->message, TRUE);
  gtk_label_set_wrap_mode (self->message, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->message, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->message), TRUE);
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->bar), GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (GTK_WIDGET (self->bar), 120, -1);
  kiroku_page_set_name (self->bar, _ ("Progress"));
  self->bytes = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->bytes), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (self->bytes), "caption");
  self->cancel = gtk_button_new_with_label (_ ("Cancel"));
  g_signal_connect_swapped (self->cancel, "clicked", G_CALLBACK (kiroku_byte_progress_cancel),
                            self);
  gtk_widget_set_valign (self->cancel, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->message));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->bytes));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->bar));
  gtk_box_append (GTK_BOX (box), self->cancel);
  adw_bin_set_child (ADW_BIN (self), box);
}

static void
kiroku_byte_progress_dispose (GObject *object)
{
  KirokuByteProgress *self = KIROKU_BYTE_PROGRESS (object);

  self->bar = NULL;
  self->cancel = NULL;
  kiroku_byte_progress_cancel (self);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (kiroku_byte_progress_parent_class)->dispose (object);
}

static void
kiroku_byte_progress_class_init (KirokuByteProgressClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_byte_progress_dispose;
}

static void
kiroku_byte_progress_init (KirokuByteProgress *self)
{
  build (self);
  show_running (self, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
kiroku_byte_progress_new (void)
{
  return g_object_new (KIROKU_TYPE_BYTE_PROGRESS, NULL);
}
