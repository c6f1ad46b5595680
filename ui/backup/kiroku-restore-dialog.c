/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-restore-dialog.h"

#include <glib/gi18n.h>

#include "kiroku-backup-bar.h"
#include "kiroku-backup.h"
#include "kiroku-hold.h"
#include "kiroku-ui.h"

struct _KirokuRestoreDialog
{
  AdwWindow parent_instance;

  AdwActionRow *source;
  GtkWidget *file;
  GtkWidget *folder_button;
  AdwPasswordEntryRow *passphrase;
  GtkLabel *message;
  GtkProgressBar *progress;
  GtkButton *cancel;
  GtkButton *button;
  GtkButton *open;

  char *folder;
  char *database;
  char *path; /* (nullable): what is restored */
  gboolean is_folder;
  GtkFileChooserNative *chooser; /* while it is open */
  GCancellable *cancellable;     /* while it works */
  KirokuBackupBar *bar;          /* while it works */
  gboolean restored;
};

G_DEFINE_FINAL_TYPE (KirokuRestoreDialog, kiroku_restore_dialog, ADW_TYPE_WINDOW)

enum
{
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- What is said --- */

static void
show_message (KirokuRestoreDialog *self, const char *message, gboolean is_error)
{
  gtk_label_set_text (self->message, message);
  gtk_widget_set_visible (GTK_WIDGET (self->message), message[0] != '\0');
  if (is_error)
    gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->message), "error");
}

/* What is in a folder is not encrypted. */
static void
update (KirokuRestoreDialog *self)
{
  gboolean busy = self->cancellable != NULL;
  gboolean idle = !busy && !self->restored;
  gboolean needs = self->path != NULL && !self->is_folder;
  gboolean typed = gtk_editable_get_text (GTK_EDITABLE (self->passphrase))[0] != '\0';

  gtk_widget_set_visible (GTK_WIDGET (self->passphrase), needs && !self->restored);
  gtk_editable_set_editable (GTK_EDITABLE (self->passphrase), idle);
  gtk_widget_set_visible (self->file, idle);
  gtk_widget_set_visible (self->folder_button, idle);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), busy);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel), busy);
  gtk_widget_set_visible (GTK_WIDGET (self->button), !self->restored);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button),
                            idle && self->path != NULL && (typed || !needs));
  gtk_widget_set_visible (GTK_WIDGET (self->open), self->restored);
}

static void
add_sentence (GString *text, const char *sentence)
{
  g_string_append_printf (text, "\n\n%s", sentence);
}

/* (transfer full) */
static char *
describe (const KirokuBackup *backup)
{
  g_autofree char *size = g_format_size (backup->bytes);
  GString *text = g_string_new (NULL);

  /* Translators: numbers of files and entries, and a size such as "12 MB". */
  g_string_append_printf (text, _ ("Restored: %d files, %s, with %d entries. All are as they were backed "
                                   "up."),
                          (int) backup->files, size, (int) backup->entries);
  if (backup->evidence_missing > 0)
    {
      g_autofree char *missing = g_strdup_printf (
          _ ("Evidence files that this backup does not have: %d. Look for them in other backups."),
          (int) backup->evidence_missing);

      add_sentence (text, missing);
    }
  if (backup->evidence_damaged > 0)
    {
      g_autofree char *damaged = g_strdup_printf (
          _ ("Evidence files that are not what was taken in, and were not restored: %d. Look for them in "
             "older backups."),
          (int) backup->evidence_damaged);

      add_sentence (text, damaged);
    }
  add_sentence (text, _ ("If the old computer still works, use only one of the two from now on."));
  return g_string_free (text, FALSE);
}

/* --- Working --- */

/* What the callback holds while the thread works. */
typedef struct
{
  KirokuRestoreDialog *dialog;
  KirokuBackupBar *bar;
  GApplication *held;
} Run;

static void
end_work (KirokuRestoreDialog *self)
{
  g_clear_pointer (&self->bar, kiroku_backup_bar_end);
  g_clear_object (&self->cancellable);
}

static void
show_result (KirokuRestoreDialog *self, const KirokuBackup *backup, const GError *error)
{
  g_autofree char *text = backup != NULL ? describe (backup) : NULL;

  self->restored = backup != NULL;
  update (self);
  if (backup != NULL)
    show_message (self, text, FALSE);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_message (self, _ ("Cancelled: nothing was restored."), TRUE);
  else
    show_message (self, error->message, TRUE);
  gtk_widget_grab_focus (backup != NULL ? GTK_WIDGET (self->open) : GTK_WIDGET (self->passphrase));
}

/* Closed at the last moment it may have been restored all the same. */
static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;
  g_autoptr (KirokuRestoreDialog) self = run->dialog;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuBackup) backup = kiroku_backup_restore_finish (result, &error);

  kiroku_backup_bar_unref (run->bar);
  kiroku_hold_end (run->held);
  g_free (run);
  if (self->cancellable != NULL)
    {
      end_work (self);
      show_result (self, backup, error);
    }
  else if (backup != NULL)
    g_signal_emit (self, signals[DONE], 0);
}

static void
start (KirokuRestoreDialog *self)
{
  KirokuBackupOrder order = { .folder = self->folder, .database = self->database };
  Run *run;

  if (!gtk_widget_is_sensitive (GTK_WIDGET (self->button)))
    return;
  self->cancellable = g_cancellable_new ();
  self->bar = kiroku_backup_bar_begin (self->progress);
  show_message (self, "", FALSE);
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->cancel));
  run = g_new (Run, 1);
  *run = (Run){ g_object_ref (self), kiroku_backup_bar_ref (self->bar), kiroku_hold_begin () };
  if (!self->is_folder)
    order.passphrase = gtk_editable_get_text (GTK_EDITABLE (self->passphrase));
  order.progress = kiroku_backup_bar_progress;
  order.progress_data = run->bar;
  order.cancellable = self->cancellable;
  kiroku_backup_restore_async (&order, self->path, restored_cb, run);
}

static void
cancel_cb (KirokuRestoreDialog *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
open_cb (KirokuRestoreDialog *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
kiroku_restore_dialog_close_request (GtkWindow *window)
{
  KirokuRestoreDialog *self = KIROKU_RESTORE_DIALOG (window);

  if (self->restored)
    g_signal_emit (self, signals[DONE], 0);
  return GTK_WINDOW_CLASS (kiroku_restore_dialog_parent_class)->close_request (window);
}

/* --- Choosing --- */

void
kiroku_restore_dialog_choose (KirokuRestoreDialog *self, const char *path, gboolean is_folder)
{
  g_autofree char *name = NULL;

  g_return_if_fail (KIROKU_IS_RESTORE_DIALOG (self) && path != NULL);
  g_return_if_fail (self->cancellable == NULL && !self->restored);

  g_free (self->path);
  self->path = g_strdup (path);
  self->is_folder = is_folder;
  name = g_filename_display_name (path);
  adw_action_row_set_subtitle (self->source, name);
  show_message (self, "", FALSE);
  update (self);
  gtk_widget_grab_focus (is_folder ? GTK_WIDGET (self->button) : GTK_WIDGET (self->passphrase));
}

static void
response_cb (KirokuRestoreDialog *self, int response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (response != GTK_RESPONSE_ACCEPT || self->cancellable != NULL)
    return;
  if (path == NULL)
    show_message (self, _ ("This place cannot be read from: choose a folder of this computer."), TRUE);
  else
    kiroku_restore_dialog_choose (self, path,
                                  gtk_file_chooser_get_action (GTK_FILE_CHOOSER (chooser))
                                      == GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER);
}

static void
choose (KirokuRestoreDialog *self, GtkFileChooserAction action)
{
  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Restore a Backup"), GTK_WINDOW (self), action,
                                               _ ("_Choose"), _ ("_Cancel"));
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
file_cb (KirokuRestoreDialog *self)
{
  choose (self, GTK_FILE_CHOOSER_ACTION_OPEN);
}

static void
folder_cb (KirokuRestoreDialog *self)
{
  choose (self, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER);
}

/* --- The class --- */

static void
kiroku_restore_dialog_dispose (GObject *object)
{
  KirokuRestoreDialog *self = KIROKU_RESTORE_DIALOG (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  end_work (self);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (self), KIROKU_TYPE_RESTORE_DIALOG);

  G_OBJECT_CLASS (kiroku_restore_dialog_parent_class)->dispose (object);
}

static void
kiroku_restore_dialog_finalize (GObject *object)
{
  KirokuRestoreDialog *self = KIROKU_RESTORE_DIALOG (object);

  g_free (self->folder);
  g_free (self->database);
  g_free (self->path);

  G_OBJECT_CLASS (kiroku_restore_dialog_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
      widget_class, KIROKU_UI_RESOURCE "backup/kiroku-restore-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuRestoreDialog, source);
  gtk_widget_class_bind_template_child (widget_class, KirokuRestoreDialog, file);
  gtk_widget_class_bind_template_child (widget_class, KirokuRestoreDialog, folder_button);
  gtk_widget_class_bind_template_child (widget_class, KirokuRestoreDialog, passphrase);
  gtk_widget_class_bind_template_child (widget_class, KirokuRestoreDialog, message);
  gtk_widget_class_bind_template_child (widget_class, KirokuRestoreDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, KirokuRestoreDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, KirokuRestoreDialog, button);
  gtk_widget_class_bind_template_child (widget_class, KirokuRestoreDialog, open);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, start);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, file_cb);
  gtk_widget_class_bind_template_callback (widget_class, folder_cb);
}

static void
kiroku_restore_dialog_class_init (KirokuRestoreDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kiroku_restore_dialog_dispose;
  object_class->finalize = kiroku_restore_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = kiroku_restore_dialog_close_request;

  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  bind_template (GTK_WIDGET_CLASS (klass));
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
kiroku_restore_dialog_init (KirokuRestoreDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

GtkWidget *
kiroku_restore_dialog_new (GtkWindow *parent, const char *folder, const char *database)
{
  KirokuRestoreDialog *self;

  g_return_val_if_fail (folder != NULL && database != NULL, NULL);

  self = g_object_new (KIROKU_TYPE_RESTORE_DIALOG, "transient-for", parent, NULL);
  self->folder = g_strdup (folder);
  self->database = g_strdup (database);
  return GTK_WIDGET (self);
}
