/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-evidence-page.h"

#include <glib/gi18n.h>

#include "kiroku-asset-section.h"
#include "kiroku-asset.h"
#include "kiroku-book-evidence.h"
#include "kiroku-byte-progress.h"
#include "kiroku-copied.h"
#include "kiroku-evidence-row.h"
#include "kiroku-indicator-section.h"
#include "kiroku-indicator.h"
#include "kiroku-intake-queue.h"
#include "kiroku-intake-row.h"
#include "kiroku-page-write.h"
#include "kiroku-paper-saver.h"
#include "kiroku-ui.h"

struct _KirokuEvidencePage
{
  AdwBin parent_instance;

  GtkButton *check_all;
  GtkLabel *error;
  GtkListBox *intakes;
  KirokuByteProgress *progress;
  AdwStatusPage *empty;
  GtkListBox *items;
  KirokuPaperSaver *saver;
  KirokuAssetSection *assets;
  KirokuIndicatorSection *indicators;
  GtkFileChooserNative *chooser; /* while it is open */

  KirokuCaseModel *model;
  GSignalGroup *signals;
  GListModel *jobs;  /* (nullable) of the case's intakes */
  GHashTable *rows;  /* id → KirokuEvidenceRow */
  guint visit;       /* which case is looked at: an answer for another is late */
  gboolean reading;
  gboolean outdated; /* something happened since the reading under way began */
};

G_DEFINE_FINAL_TYPE (KirokuEvidencePage, kiroku_evidence_page, ADW_TYPE_BIN)

static KirokuIntakeQueue *
get_queue (KirokuEvidencePage *self)
{
  return kiroku_intake_queue_get (kiroku_case_model_get_book (self->model),
                                  kiroku_case_model_get_case_id (self->model));
}

/* --- The items --- */

static KirokuEvidenceRow *
get_row (KirokuEvidencePage *self, const char *id)
{
  GtkWidget *row = g_hash_table_lookup (self->rows, id);

  if (row == NULL)
    {
      row = kiroku_evidence_row_new (self->model);
      g_hash_table_insert (self->rows, g_strdup (id), row);
      gtk_list_box_append (self->items, row);
    }
  return KIROKU_EVIDENCE_ROW (row);
}

static void
show_items (KirokuEvidencePage *self, GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      const KirokuEvidence *item = g_ptr_array_index (items, i);

      kiroku_evidence_row_show (get_row (self, item->hash), items, i);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->items), items->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->empty), items->len == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->saver), items->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->check_all), items->len > 0);
}

/* What is read in one go. */
typedef struct
{
  GPtrArray *items;
  GPtrArray *assets;
  GPtrArray *indicators;
} Lists;

static void
lists_free (gpointer data)
{
  Lists *lists = data;

  g_clear_pointer (&lists->items, g_ptr_array_unref);
  g_clear_pointer (&lists->assets, g_ptr_array_unref);
  g_clear_pointer (&lists->indicators, g_ptr_array_unref);
  g_free (lists);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lists, lists_free)

/* Whose lists. */
typedef struct
{
  KirokuBook *book; /* it outlives what is queued */
  char *case_id;
} Query;

static void
query_free (gpointer data)
{
  Query *query = data;

  g_free (query->case_id);
  g_free (query);
}

static gpointer
read_lists (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Query *query = data;
  const char *case_id = query->case_id;
  g_autoptr (Lists) lists = g_new0 (Lists, 1);

  lists->items = kiroku_book_list_evidence (query->book, db, case_id, KIROKU_NOW, error);
  if (lists->items == NULL
      || (lists->assets = kiroku_asset_list (db, case_id, KIROKU_NOW, error)) == NULL
      || (lists->indicators = kiroku_indicator_list (db, case_id, KIROKU_NOW, error)) == NULL)
    return NULL;
  return g_steal_pointer (&lists);
}

typedef struct
{
  KirokuEvidencePage *page;
  guint visit;
} Reading;

static void start_reading (KirokuEvidencePage *self);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Reading *reading = user_data;
  g_autoptr (KirokuEvidencePage) self = reading->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (Lists) lists = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);

  if (self->signals == NULL || reading->visit != self->visit) /* gone, or elsewhere */
    return;
  self->reading = FALSE;
  if (self->outdated)
    start_reading (self);
  if (lists == NULL)
    {
      kiroku_page_show_error (self->error, error->message);
      return;
    }
  show_items (self, lists->items);
  kiroku_item_section_show (KIROKU_ITEM_SECTION (self->assets), lists->assets);
  kiroku_item_section_show (KIROKU_ITEM_SECTION (self->indicators), lists->indicators);
}

static void
start_reading (KirokuEvidencePage *self)
{
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  Query *query = g_new (Query, 1);
  Reading *reading = g_new (Reading, 1);

  *query = (Query){ book, g_strdup (kiroku_case_model_get_case_id (self->model)) };
  *reading = (Reading){ g_object_ref (self), self->visit };
  self->reading = TRUE;
  self->outdated = FALSE;
  kiroku_store_run_async (kiroku_book_get_store (book), KIROKU_STORE_SCREEN,
                          KIROKU_STORE_PRIORITY_NOW, read_lists, query, query_free, lists_free,
                          NULL, read_cb, reading);
}

/* Nobody waits for it who does not look. */
static void
look (KirokuEvidencePage *self)
{
  if (self->model == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (self->reading)
    self->outdated = TRUE;
  else
    start_reading (self);
}

/* --- Taking in --- */

static void
jobs_changed_cb (KirokuEvidencePage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->intakes), g_list_model_get_n_items (self->jobs) > 0);
}

static GtkWidget *
make_intake_row (gpointer job, gpointer user_data)
{
  KirokuEvidencePage *self = user_data;

  return kiroku_intake_row_new (self->model, job);
}

static void
unbind_jobs (KirokuEvidencePage *self)
{
  if (self->jobs == NULL)
    return;
  gtk_list_box_bind_model (self->intakes, NULL, NULL, NULL, NULL);
  g_signal_handlers_disconnect_by_data (self->jobs, self);
  g_clear_object (&self->jobs);
}

static void
bind_jobs (KirokuEvidencePage *self)
{
  self->jobs = g_object_ref (kiroku_intake_queue_get_jobs (get_queue (self)));
  gtk_list_box_bind_model (self->intakes, self->jobs, make_intake_row, self, NULL);
  g_signal_connect_swapped (self->jobs, "items-changed", G_CALLBACK (jobs_changed_cb), self);
  jobs_changed_cb (self);
}

static void
response_cb (KirokuEvidencePage *self, int response)
{
  g_autoptr (GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (self->chooser));

  g_clear_object (&self->chooser);
  if (response != GTK_RESPONSE_ACCEPT || self->model == NULL)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      kiroku_intake_queue_add_file (get_queue (self), file);
    }
}

/* What is asked for one case is not answered for another. */
static void
close_chooser (KirokuEvidencePage *self)
{
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
}

static void
add_cb (KirokuEvidencePage *self)
{
  if (self->chooser != NULL || self->model == NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (
      _ ("Add Evidence"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
      GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Add"), _ ("_Cancel"));
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), FALSE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* @files: (element-type GFile) */
static void
add_files (KirokuEvidencePage *self, GSList *files)
{
  for (GSList *l = files; l != NULL; l = l->next)
    kiroku_intake_queue_add_file (get_queue (self), l->data);
}

static gboolean
drop_cb (KirokuEvidencePage *self, const GValue *value)
{
  g_autoptr (GSList) files = NULL;

  if (self->model == NULL || !G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return FALSE;
  files = gdk_file_list_get_files (g_value_get_boxed (value));
  add_files (self, files);
  return TRUE;
}

/* --- Pasting --- */

/* What was pasted is for the case that was looked at. */
typedef struct
{
  KirokuEvidencePage *page;
  KirokuCaseModel *model;
} Paste;

static Paste *
paste_new (KirokuEvidencePage *self)
{
  Paste *paste = g_new (Paste, 1);

  *paste = (Paste){ g_object_ref (self), g_object_ref (self->model) };
  return paste;
}

static void
paste_free (Paste *paste)
{
  g_object_unref (paste->page);
  g_object_unref (paste->model);
  g_free (paste);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Paste, paste_free)

/* "clipboard-20261121-140509.png" (transfer full) */
static char *
dup_picture_name (KirokuBook *book)
{
  g_autofree char *iso
      = kiroku_time_to_iso (kiroku_book_get_now (book), kiroku_book_get_zone (book));

  return g_strdup_printf ("clipboard-%.4s%.2s%.2s-%.2s%.2s%.2s.png", iso, iso + 5, iso + 8,
                          iso + 11, iso + 14, iso + 17);
}

static void
take_picture (KirokuCaseModel *model, GBytes *png)
{
  KirokuBook *book = kiroku_case_model_get_book (model);
  g_autofree char *name = dup_picture_name (book);

  kiroku_intake_queue_add_bytes (
      kiroku_intake_queue_get (book, kiroku_case_model_get_case_id (model)), name, png);
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Paste) paste = user_data;
  KirokuEvidencePage *self = paste->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuCopied) copied = kiroku_copied_finish (result, &error);

  if (copied == NULL)
    {
      if (self->error != NULL)
        kiroku_page_show_error (self->error, error->message);
    }
  else if (copied->png != NULL)
    take_picture (paste->model, copied->png);
  else if (self->model != paste->model)
    return;
  else if (copied->files != NULL)
    add_files (self, copied->files);
  else
    kiroku_indicator_section_look (self->indicators, copied->text);
}

static gboolean
paste_cb (KirokuEvidencePage *self)
{
  if (self->model == NULL)
    return FALSE;
  kiroku_page_show_error (self->error, NULL);
  kiroku_copied_read_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), pasted_cb,
                            paste_new (self));
  return TRUE;
}

/* --- Checking all --- */

/* (transfer full) */
static char *
describe_findings (GPtrArray *findings, gboolean *bad)
{
  guint counts[KIROKU_N_EVIDENCE_STATES] = { 0 };
  guint erased = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < findings->len; i++)
    {
      const KirokuEvidenceFinding *finding = g_ptr_array_index (findings, i);

      if (finding->sha256 != NULL && !finding->withheld && !finding->erased)
        counts[finding->state]++;
      erased += finding->erased ? 1 : 0;
    }
  *bad = counts[KIROKU_EVIDENCE_CHANGED] + counts[KIROKU_EVIDENCE_MISSING] > 0;
  if (*bad)
    text = g_strdup_printf (_ ("⚠ Intact: %u, changed: %u, missing: %u"),
                            counts[KIROKU_EVIDENCE_INTACT], counts[KIROKU_EVIDENCE_CHANGED],
                            counts[KIROKU_EVIDENCE_MISSING]);
  else
    text = g_strdup_printf (ngettext ("✓ %u file is intact", "✓ %u files are intact",
                                      counts[KIROKU_EVIDENCE_INTACT]),
                            counts[KIROKU_EVIDENCE_INTACT]);
  if (erased == 0)
    return g_steal_pointer (&text);
  /* Translators: what a check found of the files that are there, then how many are no more. */
  return g_strdup_printf (_ ("%s, erased by law: %u"), text, erased);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuByteProgress) progress = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings
      = kiroku_book_check_evidence_finish (KIROKU_BOOK (source), result, &error);
  gboolean bad = TRUE;
  g_autofree char *message = findings != NULL ? describe_findings (findings, &bad) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    message = g_strdup (_ ("Stopped: what had been checked by then is recorded."));
  kiroku_byte_progress_end (progress, message != NULL ? message : error->message, bad);
}

static void
check_all_cb (KirokuEvidencePage *self)
{
  if (self->model == NULL || kiroku_byte_progress_is_running (self->progress))
    return;
  kiroku_book_check_evidence_async (
      kiroku_case_model_get_book (self->model), kiroku_case_model_get_case_id (self->model), NULL,
      kiroku_byte_progress_begin (self->progress, _ ("Checking all files")), checked_cb,
      g_object_ref (self->progress));
}

/* --- The list on paper --- */

static void
list_chosen_cb (KirokuEvidencePage *self, const char *path)
{
  const char *language;

  if (self->model == NULL || kiroku_paper_saver_is_busy (self->saver))
    return;
  language = kiroku_book_get_language (kiroku_case_model_get_book (self->model));
  kiroku_paper_saver_save (self->saver, self->model,
                           kiroku_paper_order_new_evidence (self->model, language), path);
}

static void
model_changed_cb (KirokuEvidencePage *self)
{
  g_autofree char *part = kiroku_page_dup_file_part (self->model);
  g_autofree char *name = g_strdup_printf ("%s-evidence.pdf", part);

  kiroku_paper_saver_set_file_name (self->saver, name);
  look (self);
}

/* --- The page --- */

static void
clear_items (KirokuEvidencePage *self)
{
  g_hash_table_remove_all (self->rows);
  kiroku_page_clear_list (self->items);
  gtk_widget_set_visible (GTK_WIDGET (self->items), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->empty), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->saver), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->check_all), FALSE);
}

void
kiroku_evidence_page_set_model (KirokuEvidencePage *self, KirokuCaseModel *model)
{
  g_return_if_fail (KIROKU_IS_EVIDENCE_PAGE (self));
  g_return_if_fail (model == NULL || KIROKU_IS_CASE_MODEL (model));

  if (self->model == model)
    return;
  self->visit++;
  self->reading = FALSE;
  close_chooser (self);
  unbind_jobs (self);
  kiroku_byte_progress_cancel (self->progress);
  clear_items (self);
  kiroku_page_show_error (self->error, NULL);
  g_set_object (&self->model, model);
  g_signal_group_set_target (self->signals, model);
  kiroku_item_section_set_model (KIROKU_ITEM_SECTION (self->assets), model);
  kiroku_item_section_set_model (KIROKU_ITEM_SECTION (self->indicators), model);
  kiroku_paper_saver_offer_terms (self->saver, model);
  if (model == NULL)
    return;
  bind_jobs (self);
  look (self);
}

static void
kiroku_evidence_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kiroku_evidence_page_parent_class)->map (widget);

  look (KIROKU_EVIDENCE_PAGE (widget));
}

static void
kiroku_evidence_page_dispose (GObject *object)
{
  KirokuEvidencePage *self = KIROKU_EVIDENCE_PAGE (object);

  if (self->items != NULL)
    kiroku_evidence_page_set_model (self, NULL);
  g_clear_object (&self->signals);
  close_chooser (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), KIROKU_TYPE_EVIDENCE_PAGE);

  G_OBJECT_CLASS (kiroku_evidence_page_parent_class)->dispose (object);
}

static void
kiroku_evidence_page_finalize (GObject *object)
{
  g_hash_table_unref (KIROKU_EVIDENCE_PAGE (object)->rows);

  G_OBJECT_CLASS (kiroku_evidence_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
      widget_class, KIROKU_UI_RESOURCE "evidence/kiroku-evidence-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuEvidencePage, check_all);
  gtk_widget_class_bind_template_child (widget_class, KirokuEvidencePage, error);
  gtk_widget_class_bind_template_child (widget_class, KirokuEvidencePage, intakes);
  gtk_widget_class_bind_template_child (widget_class, KirokuEvidencePage, progress);
  gtk_widget_class_bind_template_child (widget_class, KirokuEvidencePage, empty);
  gtk_widget_class_bind_template_child (widget_class, KirokuEvidencePage, items);
  gtk_widget_class_bind_template_child (widget_class, KirokuEvidencePage, saver);
  gtk_widget_class_bind_template_child (widget_class, KirokuEvidencePage, assets);
  gtk_widget_class_bind_template_child (widget_class, KirokuEvidencePage, indicators);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, paste_cb);
  gtk_widget_class_bind_template_callback (widget_class, check_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_chosen_cb);
}

/* Where a text is being typed the text takes the key first. */
static gboolean
paste_shortcut_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  return paste_cb (KIROKU_EVIDENCE_PAGE (widget));
}

static void
kiroku_evidence_page_class_init (KirokuEvidencePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kiroku_evidence_page_dispose;
  object_class->finalize = kiroku_evidence_page_finalize;
  widget_class->map = kiroku_evidence_page_map;

  g_type_ensure (KIROKU_TYPE_ASSET_SECTION);
  g_type_ensure (KIROKU_TYPE_BYTE_PROGRESS);
  g_type_ensure (KIROKU_TYPE_INDICATOR_SECTION);
  g_type_ensure (KIROKU_TYPE_PAPER_SAVER);
  bind_template (widget_class);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, paste_shortcut_cb, NULL);
}

static void
kiroku_evidence_page_init (KirokuEvidencePage *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  kiroku_paper_saver_set_label (self->saver, _ ("Save List as PDF…"));
  kiroku_paper_saver_offer_preview (self->saver);
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->signals = g_signal_group_new (KIROKU_TYPE_CASE_MODEL);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (model_changed_cb), self);
  g_signal_connect_swapped (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

GtkWidget *
kiroku_evidence_page_new (void)
{
  return g_object_new (KIROKU_TYPE_EVIDENCE_PAGE, NULL);
}
