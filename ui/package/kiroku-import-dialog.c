/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-import-dialog.h"

#include <glib/gi18n.h>

#include "kiroku-book-import.h"
#include "kiroku-exchange-error.h"
#include "kiroku-text.h"
#include "kiroku-ui.h"

struct _KirokuImportDialog
{
  AdwWindow parent_instance;

  GtkLabel *message;
  GtkLabel *detail;
  GtkProgressBar *progress;
  GtkButton *cancel;
  GtkButton *button;

  KirokuBook *book;
  GtkFileChooserNative *chooser; /* while it is open */
  GCancellable *cancellable;     /* while it works */
};

G_DEFINE_FINAL_TYPE (KirokuImportDialog, kiroku_import_dialog, ADW_TYPE_WINDOW)

enum
{
  IMPORTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- What is said --- */

/* @detail: (nullable) */
static void
show_message (KirokuImportDialog *self, const char *message, const char *detail, gboolean is_error)
{
  gtk_label_set_text (self->message, message);
  gtk_widget_set_visible (GTK_WIDGET (self->message), TRUE);
  gtk_label_set_text (self->detail, detail != NULL ? detail : "");
  gtk_widget_set_visible (GTK_WIDGET (self->detail), detail != NULL && detail[0] != '\0');
  if (is_error)
    gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->message), "error");
}

static void
show_busy (KirokuImportDialog *self, gboolean busy)
{
  gtk_widget_set_visible (GTK_WIDGET (self->progress), busy);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel), busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), !busy);
}

static void
show_taken (KirokuImportDialog *self, const KirokuImported *imported)
{
  g_autofree char *text
      = g_strdup_printf (_ ("Entries that are new: %d, completed: %d, there already: %d. Evidence "
                            "files: %d."),
                         (int) imported->entries, (int) imported->completed, (int) imported->known,
                         (int) imported->files);
  g_autoptr (GString) detail = g_string_new (NULL);

  if (imported->waiting > 0)
    g_string_append_printf (detail,
                            g_dngettext (NULL, "%d entry waits for one that is not here.\n",
                                         "%d entries wait for others that are not here.\n",
                                         imported->waiting),
                            (int) imported->waiting);
  for (guint i = 0; i < imported->warnings->len; i++)
    {
      g_autofree char *warning
          = kiroku_text_visible (g_ptr_array_index (imported->warnings, i), TRUE);

      g_string_append_printf (detail, "• %s\n", warning);
    }
  g_string_truncate (detail, detail->len > 0 ? detail->len - 1 : 0);
  show_message (self, text, detail->str, FALSE);
}

/* What it means first; what exactly was found below. (transfer none) */
static const char *
get_headline (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return _ ("Cancelled. What had come already stays; taking the package in again completes it.");
  if (g_error_matches (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FORGED))
    return _ ("Refused: the package was changed after it was made. Nothing was taken in. Ask the sender "
              "for another one.");
  if (g_error_matches (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FORM))
    return _ ("Refused: this is no package of a case, or not a whole one. Nothing was taken in.");
  if (g_error_matches (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FILE))
    return _ ("The file cannot be read to its end. What had come already stays; taking the package in "
              "again completes it.");
  return _ ("It could not be taken in to the end. What had come already stays; taking the package in again "
            "completes it.");
}

/* --- Working --- */

/* In the main context. */
static void
progress_cb (gint64 done, gint64 total, gpointer user_data)
{
  KirokuImportDialog *self = user_data;

  if (self->cancellable == NULL)
    return;
  if (total > 0)
    gtk_progress_bar_set_fraction (self->progress, CLAMP ((double) done / total, 0, 1));
  else
    gtk_progress_bar_pulse (self->progress);
}

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuImportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuImported) imported
      = kiroku_book_import_finish (KIROKU_BOOK (source), result, &error);

  if (self->cancellable == NULL) /* disposed meanwhile */
    return;
  g_clear_object (&self->cancellable);
  show_busy (self, FALSE);
  if (imported != NULL)
    {
      show_taken (self, imported);
      g_signal_emit (self, signals[IMPORTED], 0, imported->case_id);
    }
  else
    show_message (self, get_headline (error),
                  g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? NULL : error->message,
                  TRUE);
}

void
kiroku_import_dialog_take (KirokuImportDialog *self, const char *path)
{
  g_autofree char *name = NULL;
  KirokuEvidenceWatch watch = { .progress = progress_cb, .progress_data = self };

  g_return_if_fail (KIROKU_IS_IMPORT_DIALOG (self) && path != NULL && self->cancellable == NULL);

  name = g_filename_display_basename (path);
  self->cancellable = g_cancellable_new ();
  watch.cancellable = self->cancellable;
  gtk_progress_bar_set_fraction (self->progress, 0);
  show_message (self, name, NULL, FALSE);
  show_busy (self, TRUE);
  kiroku_book_import_async (self->book, path, &watch, imported_cb, g_object_ref (self));
}

static void
cancel_cb (KirokuImportDialog *self)
{
  g_cancellable_cancel (self->cancellable);
}

/* --- Choosing the file --- */

static void
response_cb (KirokuImportDialog *self, int response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  g_clear_object (&self->chooser);
  if (response == GTK_RESPONSE_ACCEPT && path != NULL && self->cancellable == NULL)
    kiroku_import_dialog_take (self, path);
}

static void
choose_cb (KirokuImportDialog *self)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  if (self->chooser != NULL)
    return;
  self->chooser
      = gtk_file_chooser_native_new (_ ("Import Package"), GTK_WINDOW (self),
                                     GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));
  gtk_file_filter_set_name (filter, _ ("Packages"));
  gtk_file_filter_add_pattern (filter, "*.zip");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* --- The class --- */

static void
kiroku_import_dialog_dispose (GObject *object)
{
  KirokuImportDialog *self = KIROKU_IMPORT_DIALOG (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_object (&self->book);
  gtk_widget_dispose_template (GTK_WIDGET (self), KIROKU_TYPE_IMPORT_DIALOG);

  G_OBJECT_CLASS (kiroku_import_dialog_parent_class)->dispose (object);
}

static void
kiroku_import_dialog_class_init (KirokuImportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_import_dialog_dispose;

  signals[IMPORTED] = g_signal_new ("imported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (
      widget_class, KIROKU_UI_RESOURCE "package/kiroku-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuImportDialog, message);
  gtk_widget_class_bind_template_child (widget_class, KirokuImportDialog, detail);
  gtk_widget_class_bind_template_child (widget_class, KirokuImportDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, KirokuImportDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, KirokuImportDialog, button);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
kiroku_import_dialog_init (KirokuImportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kiroku_import_dialog_new (GtkWindow *parent, KirokuBook *book)
{
  KirokuImportDialog *self;

  g_return_val_if_fail (KIROKU_IS_BOOK (book), NULL);

  self = g_object_new (KIROKU_TYPE_IMPORT_DIALOG, "transient-for", parent, NULL);
  self->book = g_object_ref (book);
  return GTK_WIDGET (self);
}
