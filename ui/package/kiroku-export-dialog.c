/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-export-dialog.h"

#include <glib/gi18n.h>

#include "kiroku-book-export.h"
#include "kiroku-page-write.h"
#include "kiroku-withhold-list.h"

struct _KirokuExportDialog
{
  KirokuWorkDialog parent_instance;

  KirokuWithholdList *withheld;
  GtkButton *button;

  KirokuCaseModel *model;
};

G_DEFINE_FINAL_TYPE (KirokuExportDialog, kiroku_export_dialog, KIROKU_TYPE_WORK_DIALOG)

/* --- What is said --- */

static void
kiroku_export_dialog_update (KirokuWorkDialog *dialog)
{
  KirokuExportDialog *self = KIROKU_EXPORT_DIALOG (dialog);
  gboolean idle = !kiroku_work_dialog_is_busy (dialog);

  gtk_widget_set_sensitive (GTK_WIDGET (self->button),
                            idle && !kiroku_withhold_list_is_looking (self->withheld));
  gtk_widget_set_sensitive (GTK_WIDGET (self->withheld), idle);
}

static void
show_made (KirokuExportDialog *self, const KirokuExported *exported)
{
  g_autofree char *name = g_filename_display_basename (exported->path);
  g_autofree char *text = g_strdup_printf (
      _ ("%s was made. Entries: %d, evidence files: %d, withheld: %d.\n\n"
         "Tell the recipient the case root by another way (telephone, print): only with it can "
         "they see "
         "that nothing was cut off at the end.\n\nCase root: %s\nSHA-256 of the file: %s"),
      name, (int) exported->entries, (int) exported->files, (int) exported->withheld,
      exported->root, exported->sha256);

  kiroku_work_dialog_say (KIROKU_WORK_DIALOG (self), text, FALSE);
}

static void
failed_cb (KirokuExportDialog *self, const char *message)
{
  kiroku_work_dialog_say (KIROKU_WORK_DIALOG (self), message, TRUE);
}

/* --- Working --- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuExportDialog) self = g_object_ref (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuExported) exported
      = kiroku_book_export_finish (KIROKU_BOOK (source), result, &error);

  if (!kiroku_work_dialog_end (KIROKU_WORK_DIALOG (self)))
    return;
  if (exported != NULL)
    show_made (self, exported);
  else
    kiroku_work_dialog_say_error (KIROKU_WORK_DIALOG (self), error,
                                  _ ("Cancelled: no package was made."));
}

void
kiroku_export_dialog_save (KirokuExportDialog *self, const char *path)
{
  g_autofree const char **withhold = NULL;
  g_autofree const char **files = NULL;
  KirokuExportOrder order = { .path = path };
  KirokuEvidenceWatch watch = { .progress = kiroku_work_bar_progress };
  KirokuWorkBar *bar;

  g_return_if_fail (KIROKU_IS_EXPORT_DIALOG (self) && path != NULL);
  g_return_if_fail (!kiroku_work_dialog_is_busy (KIROKU_WORK_DIALOG (self)));

  withhold = kiroku_withhold_list_list_names (self->withheld);
  files = kiroku_withhold_list_list_files (self->withheld);
  watch.cancellable = kiroku_work_dialog_begin (KIROKU_WORK_DIALOG (self), &bar);
  watch.progress_data = bar;
  order.case_id = kiroku_case_model_get_case_id (self->model);
  order.withhold = (const char *const *) withhold;
  order.withhold_files = (const char *const *) files;
  kiroku_book_export_async (kiroku_case_model_get_book (self->model), &order, &watch, saved_cb,
                            self);
}

/* --- Choosing the file --- */

static void
kiroku_export_dialog_chosen (KirokuWorkDialog *dialog,
                             const char *path,
                             GtkFileChooserAction action)
{
  kiroku_export_dialog_save (KIROKU_EXPORT_DIALOG (dialog), path);
}

static void
choose_cb (KirokuExportDialog *self)
{
  g_autofree char *part = kiroku_page_dup_file_part (self->model);
  g_autofree char *name = g_strdup_printf ("kiroku-%s.zip", part);

  kiroku_work_dialog_choose (KIROKU_WORK_DIALOG (self), GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"),
                             name, NULL, NULL);
}

/* --- The class --- */

static void
kiroku_export_dialog_dispose (GObject *object)
{
  KirokuExportDialog *self = KIROKU_EXPORT_DIALOG (object);

  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_export_dialog_parent_class)->dispose (object);
}

static void
kiroku_export_dialog_class_init (KirokuExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_export_dialog_dispose;
  KIROKU_WORK_DIALOG_CLASS (klass)->update = kiroku_export_dialog_update;
  KIROKU_WORK_DIALOG_CLASS (klass)->chosen = kiroku_export_dialog_chosen;

  g_type_ensure (KIROKU_TYPE_WITHHOLD_LIST);
  kiroku_work_dialog_class_set_template (KIROKU_WORK_DIALOG_CLASS (klass),
                                         "package/kiroku-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuExportDialog, withheld);
  gtk_widget_class_bind_template_child (widget_class, KirokuExportDialog, button);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, kiroku_export_dialog_update);
}

static void
kiroku_export_dialog_init (KirokuExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kiroku_export_dialog_new (GtkWindow *parent, KirokuCaseModel *model)
{
  KirokuExportDialog *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);

  self = g_object_new (KIROKU_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);
  self->model = g_object_ref (model);
  kiroku_withhold_list_set_model (self->withheld, model);
  return GTK_WIDGET (self);
}
