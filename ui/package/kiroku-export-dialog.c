/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-export-dialog.h"

#include <glib/gi18n.h>

#include "kiroku-book-export.h"
#include "kiroku-book-withheld.h"
#include "kiroku-evidence.h"
#include "kiroku-line.h"
#include "kiroku-page-write.h"
#include "kiroku-text.h"

/* The name under which a check button keeps what it withholds. */
#define WITHHOLDS "withholds"

struct _KirokuExportDialog
{
  KirokuWorkDialog parent_instance;

  AdwExpanderRow *facts;
  AdwExpanderRow *files;
  GtkLabel *too;
  GtkLabel *repeats;
  GtkButton *button;

  KirokuCaseModel *model;
  GPtrArray *fact_checks;        /* of GtkCheckButton */
  GPtrArray *file_checks;        /* of GtkCheckButton */
  GCancellable *reading;         /* of the items of evidence */
  GCancellable *looking;         /* (nullable) for what comes of what was ticked, until it is shown */
};

G_DEFINE_FINAL_TYPE (KirokuExportDialog, kiroku_export_dialog, KIROKU_TYPE_WORK_DIALOG)

/* --- What is said --- */

static void
kiroku_export_dialog_update (KirokuWorkDialog *dialog)
{
  KirokuExportDialog *self = KIROKU_EXPORT_DIALOG (dialog);
  gboolean idle = !kiroku_work_dialog_is_busy (dialog);

  gtk_widget_set_sensitive (GTK_WIDGET (self->button), idle && self->looking == NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->facts), idle);
  gtk_widget_set_sensitive (GTK_WIDGET (self->files), idle);
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

/* --- What can be withheld --- */

/* What was ticked is seen when the list is folded too. */
static void
show_count (AdwExpanderRow *group, GPtrArray *checks)
{
  g_autofree char *text = NULL;
  guint n = 0;

  for (guint i = 0; i < checks->len; i++)
    n += gtk_check_button_get_active (g_ptr_array_index (checks, i));
  text = g_strdup_printf (g_dngettext (NULL, "%u of %u stays here", "%u of %u stay here", n), n,
                          checks->len);
  adw_expander_row_set_subtitle (group, n > 0 ? text : _ ("None: everything is in the package"));
}

/* What was ticked, ended by NULL. (transfer container) */
static const char **
list_ticked (GPtrArray *checks)
{
  g_autoptr (GPtrArray) ticked = g_ptr_array_new ();

  for (guint i = 0; i < checks->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (checks, i)))
      g_ptr_array_add (ticked, g_object_get_data (g_ptr_array_index (checks, i), WITHHOLDS));
  g_ptr_array_add (ticked, NULL);
  return (const char **) g_ptr_array_free (g_steal_pointer (&ticked), FALSE);
}

/* @lines: (nullable) */
static void
show_lines (GtkLabel *label, const char *heading, GPtrArray *lines)
{
  g_autoptr (GString) text = g_string_new (heading);

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    g_string_append_printf (text, "\n• %s", (char *) g_ptr_array_index (lines, i));
  gtk_label_set_text (label, text->str);
  gtk_widget_set_visible (GTK_WIDGET (label), lines != NULL && lines->len > 0);
}

/* @found: (nullable) */
static void
show_found (KirokuExportDialog *self, const KirokuWithheldToo *found)
{
  show_lines (self->too, _ ("Stays here as well, for it tells what you ticked:"),
              found != NULL ? found->too : NULL);
  show_lines (self->repeats,
              _ ("Goes into the package, and holds words of what you ticked; whether it tells it only you "
                 "can say. kiroku-cli export --withhold leaves it out:"),
              found != NULL ? found->repeats : NULL);
}

/* Why there is nothing to press for a moment. */
static void
show_looking (KirokuExportDialog *self)
{
  gtk_label_set_text (self->too, _ ("Looking…"));
  gtk_widget_set_visible (GTK_WIDGET (self->too), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->repeats), FALSE);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuExportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuWithheldToo) found
      = kiroku_book_find_withheld_finish (KIROKU_BOOK (source), result, &error);

  /* One that was cancelled was followed by another, or the dialog went. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->model == NULL)
    return;
  g_clear_object (&self->looking);
  show_found (self, found);
  if (error != NULL)
    kiroku_work_dialog_say (KIROKU_WORK_DIALOG (self), error->message, TRUE);
  kiroku_export_dialog_update (KIROKU_WORK_DIALOG (self));
}

static void
stop_looking (KirokuExportDialog *self)
{
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
}

/* What comes of it is seen before anything is written. */
static void
look (KirokuExportDialog *self)
{
  g_autofree const char **names = list_ticked (self->fact_checks);
  g_autofree const char **files = list_ticked (self->file_checks);

  stop_looking (self);
  if (names[0] == NULL && files[0] == NULL)
    show_found (self, NULL);
  else
    {
      self->looking = g_cancellable_new ();
      show_looking (self);
      kiroku_book_find_withheld_async (kiroku_case_model_get_book (self->model),
                                       kiroku_case_model_get_case_id (self->model),
                                       (const char *const *) names, (const char *const *) files,
                                       self->looking, looked_cb, g_object_ref (self));
    }
  kiroku_export_dialog_update (KIROKU_WORK_DIALOG (self));
}

static void
show_counts (KirokuExportDialog *self)
{
  show_count (self->facts, self->fact_checks);
  show_count (self->files, self->file_checks);
}

static void
toggled_cb (KirokuExportDialog *self)
{
  show_counts (self);
  look (self);
}

/* @withholds: what kiroku_book_export() calls it. */
static void
add_check (KirokuExportDialog *self,
           AdwExpanderRow *group,
           GPtrArray *checks,
           const char *title,
           const char *subtitle,
           const char *withholds)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *shown = kiroku_text_visible (subtitle, TRUE);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), shown);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data_full (G_OBJECT (check), WITHHOLDS, g_strdup (withholds), g_free);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_expander_row_add_row (group, row);
  g_ptr_array_add (checks, check);
}

static void
add_fact (const KirokuFact *fact, gpointer data)
{
  KirokuExportDialog *self = data;
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  const KirokuPackFact *known = kiroku_pack_get_fact (kiroku_book_get_pack (book), fact->key);
  g_autofree char *value
      = kiroku_line_describe_value (known, fact->value, kiroku_book_get_language (book));

  if (fact->value[0] != '\0')
    add_check (self, self->facts, self->fact_checks,
               known != NULL ? kiroku_pack_text (known->name, kiroku_book_get_language (book))
                             : fact->key,
               value, fact->key);
}

static gpointer
list_evidence (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_evidence_list (db, data, KIROKU_NOW, error);
}

static void
evidence_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuExportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);

  if (self->model == NULL)
    return;
  if (items == NULL)
    {
      kiroku_work_dialog_say (KIROKU_WORK_DIALOG (self), error->message, TRUE);
      return;
    }
  for (guint i = 0; i < items->len; i++)
    {
      const KirokuEvidence *item = g_ptr_array_index (items, i);
      g_autofree char *name
          = kiroku_text_visible (item->name != NULL ? item->name : "…", TRUE);

      if (item->sha256 != NULL && !item->erased)
        add_check (self, self->files, self->file_checks, name, item->sha256, item->sha256);
    }
  show_counts (self);
  gtk_widget_set_visible (GTK_WIDGET (self->files), self->file_checks->len > 0);
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

  withhold = list_ticked (self->fact_checks);
  files = list_ticked (self->file_checks);
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

  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  stop_looking (self);
  g_clear_pointer (&self->fact_checks, g_ptr_array_unref);
  g_clear_pointer (&self->file_checks, g_ptr_array_unref);
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

  kiroku_work_dialog_class_set_template (KIROKU_WORK_DIALOG_CLASS (klass),
                                         "package/kiroku-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuExportDialog, facts);
  gtk_widget_class_bind_template_child (widget_class, KirokuExportDialog, files);
  gtk_widget_class_bind_template_child (widget_class, KirokuExportDialog, too);
  gtk_widget_class_bind_template_child (widget_class, KirokuExportDialog, repeats);
  gtk_widget_class_bind_template_child (widget_class, KirokuExportDialog, button);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
}

static void
kiroku_export_dialog_init (KirokuExportDialog *self)
{
  self->fact_checks = g_ptr_array_new ();
  self->file_checks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kiroku_export_dialog_new (GtkWindow *parent, KirokuCaseModel *model)
{
  KirokuExportDialog *self;
  const KirokuSnapshot *snapshot;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);

  self = g_object_new (KIROKU_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);
  self->model = g_object_ref (model);
  snapshot = kiroku_case_model_get_snapshot (model);
  if (snapshot != NULL)
    kiroku_facts_foreach (snapshot->facts, add_fact, self);
  gtk_widget_set_visible (GTK_WIDGET (self->facts), self->fact_checks->len > 0);
  self->reading = g_cancellable_new ();
  kiroku_store_run_async (kiroku_book_get_store (kiroku_case_model_get_book (model)),
                          KIROKU_STORE_SCREEN, KIROKU_STORE_PRIORITY_NOW, list_evidence,
                          g_strdup (kiroku_case_model_get_case_id (model)), g_free,
                          (GDestroyNotify) g_ptr_array_unref, self->reading, evidence_read_cb,
                          g_object_ref (self));
  return GTK_WIDGET (self);
}
