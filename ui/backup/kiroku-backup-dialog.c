/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-backup-dialog.h"

#include <glib/gi18n.h>

#include "kiroku-book-backup.h"
#include "kiroku-text.h"

struct _KirokuBackupDialog
{
  KirokuWorkDialog parent_instance;

  AdwPasswordEntryRow *passphrase;
  AdwPasswordEntryRow *again;
  GtkButton *button;

  KirokuBook *book;
};

G_DEFINE_FINAL_TYPE (KirokuBackupDialog, kiroku_backup_dialog, KIROKU_TYPE_WORK_DIALOG)

enum
{
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- What is said --- */

/* The button works when both are the same; what is not finished yet is no mistake. */
static void
kiroku_backup_dialog_update (KirokuWorkDialog *dialog)
{
  KirokuBackupDialog *self = KIROKU_BACKUP_DIALOG (dialog);
  const char *first = gtk_editable_get_text (GTK_EDITABLE (self->passphrase));
  const char *second = gtk_editable_get_text (GTK_EDITABLE (self->again));
  gboolean same = g_str_equal (first, second);
  gboolean busy = kiroku_work_dialog_is_busy (dialog);

  if (!busy)
    kiroku_work_dialog_say (dialog, same || second[0] == '\0' || g_str_has_prefix (first, second)
                                        ? ""
                                        : _ ("The two passphrases are not the same."),
                            TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), same && first[0] != '\0' && !busy);
  gtk_editable_set_editable (GTK_EDITABLE (self->passphrase), !busy);
  gtk_editable_set_editable (GTK_EDITABLE (self->again), !busy);
}

static void
show_made (KirokuBackupDialog *self, const KirokuBackup *backup)
{
  g_autofree char *name = g_filename_display_name (backup->file);
  g_autofree char *size = kiroku_text_size (backup->bytes);
  g_autofree char *text = g_strdup_printf (
      g_dngettext (NULL, "%s was made: %d file, %s. It was read back from the disk and is right.",
                   "%s was made: %d files, %s. They were read back from the disk and are right.",
                   backup->files),
      name, (int) backup->files, size);

  kiroku_work_dialog_say (KIROKU_WORK_DIALOG (self), text, FALSE);
}

/* --- Working --- */

/* Closed at the last moment it may have been made all the same. */
static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuBackupDialog) self = g_object_ref (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuBackup) backup
      = kiroku_book_backup_finish (KIROKU_BOOK (source), result, &error);
  gboolean shown = kiroku_work_dialog_end (KIROKU_WORK_DIALOG (self));

  if (shown && backup != NULL)
    show_made (self, backup);
  else if (shown)
    kiroku_work_dialog_say_error (KIROKU_WORK_DIALOG (self), error,
                                  _ ("Cancelled: no backup was made."));
  if (backup != NULL)
    g_signal_emit (self, signals[DONE], 0);
}

void
kiroku_backup_dialog_save (KirokuBackupDialog *self, const char *path)
{
  KirokuWorkBar *bar;
  GCancellable *cancellable;

  g_return_if_fail (KIROKU_IS_BACKUP_DIALOG (self) && path != NULL);
  g_return_if_fail (!kiroku_work_dialog_is_busy (KIROKU_WORK_DIALOG (self)));

  cancellable = kiroku_work_dialog_begin (KIROKU_WORK_DIALOG (self), &bar);
  kiroku_book_backup_async (self->book, path,
                            gtk_editable_get_text (GTK_EDITABLE (self->passphrase)),
                            kiroku_work_bar_progress, bar, cancellable, saved_cb, self);
}

/* --- Choosing the file --- */

static void
kiroku_backup_dialog_chosen (KirokuWorkDialog *dialog,
                             const char *path,
                             GtkFileChooserAction action)
{
  kiroku_backup_dialog_save (KIROKU_BACKUP_DIALOG (dialog), path);
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

  kiroku_work_dialog_choose (KIROKU_WORK_DIALOG (self), GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"),
                             name, NULL, NULL);
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

  g_clear_object (&self->book);

  G_OBJECT_CLASS (kiroku_backup_dialog_parent_class)->dispose (object);
}

static void
kiroku_backup_dialog_class_init (KirokuBackupDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_backup_dialog_dispose;
  KIROKU_WORK_DIALOG_CLASS (klass)->update = kiroku_backup_dialog_update;
  KIROKU_WORK_DIALOG_CLASS (klass)->chosen = kiroku_backup_dialog_chosen;

  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);

  kiroku_work_dialog_class_set_template (KIROKU_WORK_DIALOG_CLASS (klass),
                                         "backup/kiroku-backup-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuBackupDialog, passphrase);
  gtk_widget_class_bind_template_child (widget_class, KirokuBackupDialog, again);
  gtk_widget_class_bind_template_child (widget_class, KirokuBackupDialog, button);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
}

static void
kiroku_backup_dialog_init (KirokuBackupDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kiroku_backup_dialog_update (KIROKU_WORK_DIALOG (self));
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
