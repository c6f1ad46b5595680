/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-import-dialog.h"

#include <glib/gi18n.h>

#include "kiroku-book-import.h"
#include "kiroku-exchange-error.h"
#include "kiroku-paper-window.h"
#include "kiroku-text.h"

struct _KirokuImportDialog
{
  KirokuWorkDialog parent_instance;

  GtkLabel *detail;
  GtkButton *button;

  KirokuBook *book;
};

G_DEFINE_FINAL_TYPE (KirokuImportDialog, kiroku_import_dialog, KIROKU_TYPE_WORK_DIALOG)

enum
{
  IMPORTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- What is said --- */

/* @detail: (nullable) */
static void
show_both (KirokuImportDialog *self, const char *message, const char *detail, gboolean is_error)
{
  kiroku_work_dialog_say (KIROKU_WORK_DIALOG (self), message, is_error);
  gtk_label_set_text (self->detail, detail != NULL ? detail : "");
  gtk_widget_set_visible (GTK_WIDGET (self->detail), detail != NULL && detail[0] != '\0');
}

static void
kiroku_import_dialog_update (KirokuWorkDialog *dialog)
{
  KirokuImportDialog *self = KIROKU_IMPORT_DIALOG (dialog);

  gtk_widget_set_sensitive (GTK_WIDGET (self->button), !kiroku_work_dialog_is_busy (dialog));
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
  show_both (self, text, detail->str, FALSE);
}

/* What it means first; what exactly was found below. (transfer none) */
static const char *
get_headline (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return _ ("Cancelled. What had come already stays; taking the package in again completes it.");
  if (g_error_matches (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FORGED))
    return _ (
        "Refused: the package was changed after it was made. Nothing was taken in. Ask the sender "
        "for another one.");
  if (g_error_matches (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FORM))
    return _ ("Refused: this is no package of a case, or not a whole one. Nothing was taken in.");
  if (g_error_matches (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FILE))
    return _ (
        "The file cannot be read to its end. What had come already stays; taking the package in "
        "again completes it.");
  return _ ("It could not be taken in to the end. What had come already stays; taking the package "
            "in again "
            "completes it.");
}

/* --- Working --- */

/* @error: (nullable): NULL where @imported is not */
static void
show_result (KirokuImportDialog *self, const KirokuImported *imported, const GError *error)
{
  if (imported != NULL)
    show_taken (self, imported);
  else
    show_both (self, get_headline (error),
               g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? NULL : error->message,
               TRUE);
}

/* Closed at the last moment it may have been taken in all the same. */
static void
imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuImportDialog) self = g_object_ref (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuImported) imported
      = kiroku_book_import_finish (KIROKU_BOOK (source), result, &error);

  if (kiroku_work_dialog_end (KIROKU_WORK_DIALOG (self)))
    show_result (self, imported, error);
  if (imported != NULL)
    g_signal_emit (self, signals[IMPORTED], 0, imported->case_id);
}

void
kiroku_import_dialog_take (KirokuImportDialog *self, const char *path)
{
  g_autofree char *name = NULL;
  KirokuEvidenceWatch watch = { .progress = kiroku_work_bar_progress };
  KirokuWorkBar *bar;

  g_return_if_fail (KIROKU_IS_IMPORT_DIALOG (self) && path != NULL);
  g_return_if_fail (!kiroku_work_dialog_is_busy (KIROKU_WORK_DIALOG (self)));

  name = g_filename_display_basename (path);
  watch.cancellable = kiroku_work_dialog_begin (KIROKU_WORK_DIALOG (self), &bar);
  watch.progress_data = bar;
  show_both (self, name, NULL, FALSE);
  kiroku_paper_window_drop_all (); /* traces of what others erased are cleared away */
  kiroku_book_import_async (self->book, path, &watch, imported_cb, self);
}

/* --- Choosing the file --- */

static void
kiroku_import_dialog_chosen (KirokuWorkDialog *dialog,
                             const char *path,
                             GtkFileChooserAction action)
{
  kiroku_import_dialog_take (KIROKU_IMPORT_DIALOG (dialog), path);
}

static void
choose_cb (KirokuImportDialog *self)
{
  kiroku_work_dialog_choose (KIROKU_WORK_DIALOG (self), GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"),
                             NULL, _ ("Packages"), "*.zip");
}

/* --- The class --- */

static void
kiroku_import_dialog_dispose (GObject *object)
{
  KirokuImportDialog *self = KIROKU_IMPORT_DIALOG (object);

  g_clear_object (&self->book);

  G_OBJECT_CLASS (kiroku_import_dialog_parent_class)->dispose (object);
}

static void
kiroku_import_dialog_class_init (KirokuImportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_import_dialog_dispose;
  KIROKU_WORK_DIALOG_CLASS (klass)->update = kiroku_import_dialog_update;
  KIROKU_WORK_DIALOG_CLASS (klass)->chosen = kiroku_import_dialog_chosen;

  signals[IMPORTED] = g_signal_new ("imported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  kiroku_work_dialog_class_set_template (KIROKU_WORK_DIALOG_CLASS (klass),
                                         "package/kiroku-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuImportDialog, detail);
  gtk_widget_class_bind_template_child (widget_class, KirokuImportDialog, button);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
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
