/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-restore-dialog.h"

#include <glib/gi18n.h>

#include "kiroku-backup.h"
#include "kiroku-text.h"

struct _KirokuRestoreDialog
{
  KirokuWorkDialog parent_instance;

  AdwActionRow *source;
  GtkWidget *file;
  GtkWidget *folder_button;
  AdwPasswordEntryRow *passphrase;
  GtkButton *button;
  GtkButton *open;

  char *folder;
  char *database;
  char *path; /* (nullable): what is restored */
  gboolean is_folder;
  gboolean restored;
};

G_DEFINE_FINAL_TYPE (KirokuRestoreDialog, kiroku_restore_dialog, KIROKU_TYPE_WORK_DIALOG)

enum
{
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- What is said --- */

/* What is in a folder is not encrypted. */
static void
kiroku_restore_dialog_update (KirokuWorkDialog *dialog)
{
  KirokuRestoreDialog *self = KIROKU_RESTORE_DIALOG (dialog);
  gboolean idle = !kiroku_work_dialog_is_busy (dialog) && !self->restored;
  gboolean needs = self->path != NULL && !self->is_folder;
  gboolean typed = gtk_editable_get_text (GTK_EDITABLE (self->passphrase))[0] != '\0';

  gtk_widget_set_visible (GTK_WIDGET (self->passphrase), needs && !self->restored);
  gtk_editable_set_editable (GTK_EDITABLE (self->passphrase), idle);
  gtk_widget_set_visible (self->file, idle);
  gtk_widget_set_visible (self->folder_button, idle);
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
  g_autofree char *size = kiroku_text_size (backup->bytes);
  GString *text = g_string_new (NULL);

  /* Translators: numbers of files and entries, and a size such as "12 MB". */
  g_string_append_printf (text,
                          _ ("Restored: %d files, %s, with %d entries. All are as they were backed "
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
      g_autofree char *damaged
          = g_strdup_printf (_ ("Evidence files that are not what was taken in, and were not "
                                "restored: %d. Look for them in "
                                "older backups."),
                             (int) backup->evidence_damaged);

      add_sentence (text, damaged);
    }
  add_sentence (text, _ ("If the old computer still works, use only one of the two from now on."));
  return g_string_free (text, FALSE);
}

/* --- Working --- */

static void
show_result (KirokuRestoreDialog *self, const KirokuBackup *backup, const GError *error)
{
  g_autofree char *text = backup != NULL ? describe (backup) : NULL;

  self->restored = backup != NULL;
  kiroku_restore_dialog_update (KIROKU_WORK_DIALOG (self));
  if (backup != NULL)
    kiroku_work_dialog_say (KIROKU_WORK_DIALOG (self), text, FALSE);
  else
    kiroku_work_dialog_say_error (KIROKU_WORK_DIALOG (self), error,
                                  _ ("Cancelled: nothing was restored."));
  gtk_widget_grab_focus (backup != NULL ? GTK_WIDGET (self->open) : GTK_WIDGET (self->passphrase));
}

/* Closed at the last moment it may have been restored all the same. */
static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuRestoreDialog) self = g_object_ref (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuBackup) backup = kiroku_backup_restore_finish (result, &error);

  if (kiroku_work_dialog_end (KIROKU_WORK_DIALOG (self)))
    show_result (self, backup, error);
  else if (backup != NULL)
    g_signal_emit (self, signals[DONE], 0);
}

static void
start (KirokuRestoreDialog *self)
{
  KirokuBackupOrder order = { .folder = self->folder, .database = self->database };
  KirokuWorkBar *bar;

  if (!gtk_widget_is_sensitive (GTK_WIDGET (self->button)))
    return;
  order.cancellable = kiroku_work_dialog_begin (KIROKU_WORK_DIALOG (self), &bar);
  if (!self->is_folder)
    order.passphrase = gtk_editable_get_text (GTK_EDITABLE (self->passphrase));
  order.progress = kiroku_work_bar_progress;
  order.progress_data = bar;
  kiroku_backup_restore_async (&order, self->path, restored_cb, self);
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
  g_return_if_fail (!kiroku_work_dialog_is_busy (KIROKU_WORK_DIALOG (self)) && !self->restored);

  g_free (self->path);
  self->path = g_strdup (path);
  self->is_folder = is_folder;
  name = g_filename_display_name (path);
  adw_action_row_set_subtitle (self->source, name);
  kiroku_work_dialog_say (KIROKU_WORK_DIALOG (self), "", FALSE);
  kiroku_restore_dialog_update (KIROKU_WORK_DIALOG (self));
  gtk_widget_grab_focus (is_folder ? GTK_WIDGET (self->button) : GTK_WIDGET (self->passphrase));
}

static void
kiroku_restore_dialog_chosen (KirokuWorkDialog *dialog,
                              const char *path,
                              GtkFileChooserAction action)
{
  kiroku_restore_dialog_choose (KIROKU_RESTORE_DIALOG (dialog), path,
                                action == GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER);
}

static void
choose (KirokuRestoreDialog *self, GtkFileChooserAction action)
{
  kiroku_work_dialog_choose (KIROKU_WORK_DIALOG (self), action, _ ("_Choose"), NULL, NULL, NULL);
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
  gtk_widget_class_bind_template_child (widget_class, KirokuRestoreDialog, source);
  gtk_widget_class_bind_template_child (widget_class, KirokuRestoreDialog, file);
  gtk_widget_class_bind_template_child (widget_class, KirokuRestoreDialog, folder_button);
  gtk_widget_class_bind_template_child (widget_class, KirokuRestoreDialog, passphrase);
  gtk_widget_class_bind_template_child (widget_class, KirokuRestoreDialog, button);
  gtk_widget_class_bind_template_child (widget_class, KirokuRestoreDialog, open);
  gtk_widget_class_bind_template_callback (widget_class, start);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, file_cb);
  gtk_widget_class_bind_template_callback (widget_class, folder_cb);
}

static void
kiroku_restore_dialog_class_init (KirokuRestoreDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kiroku_restore_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = kiroku_restore_dialog_close_request;
  KIROKU_WORK_DIALOG_CLASS (klass)->update = kiroku_restore_dialog_update;
  KIROKU_WORK_DIALOG_CLASS (klass)->chosen = kiroku_restore_dialog_chosen;

  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  kiroku_work_dialog_class_set_template (KIROKU_WORK_DIALOG_CLASS (klass),
                                         "backup/kiroku-restore-dialog.ui");
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
kiroku_restore_dialog_init (KirokuRestoreDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kiroku_restore_dialog_update (KIROKU_WORK_DIALOG (self));
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
