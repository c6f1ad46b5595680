/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-backup-dialog.h"

#include <glib/gi18n.h>

#include "kiroku-backup-bar.h"
#include "kiroku-book-backup.h"
#include "kiroku-ui.h"

struct _KirokuBackupDialog
{
  AdwWindow parent_instance;

  AdwPasswordEntryRow *passphrase;
  AdwPasswordEntryRow *again;
  GtkLabel *message;
  GtkProgressBar *progress;
  GtkButton *cancel;
  GtkButton *button;

  KirokuBook *book;
  GtkFileChooserNative *chooser; /* while it is open */
  GCancellable *cancellable;     /* while it works */
  KirokuBackupBar *bar;          /* while it works */
};

G_DEFINE_FINAL_TYPE (KirokuBackupDialog, kiroku_backup_dialog, ADW_TYPE_WINDOW)

enum
{
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- What is said --- */

static void
show_message (KirokuBackupDialog *self, const char *message, gboolean is_error)
{
  gtk_label_set_text (self->message, message);
  gtk_widget_set_visible (GTK_WIDGET (self->message), message[0] != '\0');
  if (is_error)
    gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->message), "error");
}

/* The button works when both are the same; what is not finished yet is no mistake. */
static void
update (KirokuBackupDialog *self)
{
  const char *first = gtk_editable_get_text (GTK_EDITABLE (self->passphrase));
  const char *second = gtk_editable_get_text (GTK_EDITABLE (self->again));
  gboolean same = g_str_equal (first, second);
  gboolean busy = self->cancellable != NULL;

  if (!busy)
    show_message (self, same || second[0] == '\0' || g_str_has_prefix (first, second)
                            ? ""
                            : _ ("The two passphrases are not the same."),
                  TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), same && first[0] != '\0' && !busy);
  gtk_editable_set_editable (GTK_EDITABLE (self->passphrase), !busy);
  gtk_editable_set_editable (GTK_EDITABLE (self->again), !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), busy);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel), busy);
}

static void
show_made (KirokuBackupDialog *self, const KirokuBackup *backup)
{
  g_autofree char *name = g_filename_display_name (backup->file);
  g_autofree char *size = g_format_size (backup->bytes);
  g_autofree char *text = g_strdup_printf (
      g_dngettext (NULL, "%s was made: %d file, %s. It was read back from the disk and is right.",
                   "%s was made: %d files, %s. They were read back from the disk and are right.",
                   backup->files),
      name, (int) backup->files, size);

  show_message (self, text, FALSE);
}

/* --- Working --- */

/* What the callback holds while the thread works. */
typedef struct
{
  KirokuBackupDialog *dialog;
  KirokuBackupBar *bar;
} Run;

static void
end_work (KirokuBackupDialog *self)
{
  g_clear_pointer (&self->bar, kiroku_backup_bar_end);
  g_clear_object (&self->cancellable);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;
  g_autoptr (KirokuBackupDialog) self = run->dialog;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuBackup) backup
      = kiroku_book_backup_finish (KIROKU_BOOK (source), result, &error);

  kiroku_backup_bar_unref (run->bar);
  g_free (run);
  if (self->cancellable == NULL) /* disposed meanwhile */
    return;
  end_work (self);
  update (self);
  if (backup != NULL)
    show_made (self, backup);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_message (self, _ ("Cancelled: no backup was made."), TRUE);
  else
    show_message (self, error->message, TRUE);
  if (backup != NULL)
    g_signal_emit (self, signals[DONE], 0);
}

void
kiroku_backup_dialog_save (KirokuBackupDialog *self, const char *path)
{
  Run *run;

  g_return_if_fail (KIROKU_IS_BACKUP_DIALOG (self) && path != NULL && self->cancellable == NULL);

  self->cancellable = g_cancellable_new ();
  self->bar = kiroku_backup_bar_begin (self->progress);
  show_message (self, "", FALSE);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->cancel));
  run = g_new (Run, 1);
  *run = (Run){ g_object_ref (self), kiroku_backup_bar_ref (self->bar) };
  kiroku_book_backup_async (self->book, path,
                            gtk_editable_get_text (GTK_EDITABLE (self->passphrase)),
                            kiroku_backup_bar_progress, run->bar, self->cancellable, saved_cb, run);
}

static void
cancel_cb (KirokuBackupDialog *self)
{
  g_cancellable_cancel (self->cancellable);
}

/* --- Choosing the file --- */

static void
response_cb (KirokuBackupDialog *self, int response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  g_clear_object (&self->chooser);
  if (response != GTK_RESPONSE_ACCEPT)
    return;
  if (path == NULL)
    show_message (self, _ ("This place cannot be written to: choose a folder of this computer."),
                  TRUE);
  else if (self->cancellable == NULL)
    kiroku_backup_dialog_save (self, path);
}

/* (transfer full) */
static char *
propose_name (KirokuBackupDialog *self)
{
  g_autoptr (GDateTime) utc
      = g_date_time_new_from_unix_utc (kiroku_book_get_now (self->book) / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, kiroku_book_get_zone (self->book));

  return g_date_time_format (local, "kiroku-backup-%Y%m%d-%H%M.age");
}

static void
choose_cb (KirokuBackupDialog *self)
{
  g_autofree char *name = propose_name (self);

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Back Up"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"),
                                               _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* Enter in a passphrase goes on where it can. */
static void
entered_cb (KirokuBackupDialog *self)
{
  if (gtk_widget_is_sensitive (GTK_WIDGET (self->button)))
    choose_cb (self);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->again));
}

/* --- The class --- */

static void
kiroku_backup_dialog_dispose (GObject *object)
{
  KirokuBackupDialog *self = KIROKU_BACKUP_DIALOG (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  end_work (self);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_object (&self->book);
  gtk_widget_dispose_template (GTK_WIDGET (self), KIROKU_TYPE_BACKUP_DIALOG);

  G_OBJECT_CLASS (kiroku_backup_dialog_parent_class)->dispose (object);
}

static void
kiroku_backup_dialog_class_init (KirokuBackupDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_backup_dialog_dispose;

  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, KIROKU_UI_RESOURCE "backup/kiroku-backup-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuBackupDialog, passphrase);
  gtk_widget_class_bind_template_child (widget_class, KirokuBackupDialog, again);
  gtk_widget_class_bind_template_child (widget_class, KirokuBackupDialog, message);
  gtk_widget_class_bind_template_child (widget_class, KirokuBackupDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, KirokuBackupDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, KirokuBackupDialog, button);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
kiroku_backup_dialog_init (KirokuBackupDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

GtkWidget *
kiroku_backup_dialog_new (GtkWindow *parent, KirokuBook *book)
{
  KirokuBackupDialog *self;

  g_return_val_if_fail (KIROKU_IS_BOOK (book), NULL);

  self = g_object_new (KIROKU_TYPE_BACKUP_DIALOG, "transient-for", parent, NULL);
  self->book = g_object_ref (book);
  return GTK_WIDGET (self);
}
