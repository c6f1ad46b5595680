/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-paper-saver.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-hold.h"
#include "kiroku-page-write.h"
#include "kiroku-paper-printing.h"
#include "kiroku-paper-terms.h"
#include "kiroku-paper-window.h"
#include "kiroku-ui.h"

#define MS_BETWEEN_LOOKS 100
/* The name of what the file chooser asks besides the file. */
#define SIGN "sign"

struct _KirokuPaperSaver
{
  AdwBin parent_instance;

  GtkLabel *message;
  GtkLabel *note;
  GtkButton *open;
  GtkProgressBar *progress;
  GtkButton *cancel;
  GtkMenuButton *terms;
  GtkLabel *about;
  GtkButton *preview;
  GtkButton *print;
  GtkButton *button;
  GtkButton *table;

  GtkFileChooserNative *chooser; /* while it is open */
  char *file_name;
  gboolean is_text;
  gboolean is_unsigned; /* it names nobody, and a signature would */
  gboolean asks_table; /* what the open chooser is for, and … */
  gboolean is_table;   /* … what was chosen last */
  gboolean leaves_key;
  gboolean addresses_not;
  gboolean sign; /* as it was chosen last */
  char *path;                /* (nullable): being written, or written last */
  GCancellable *cancellable; /* while writing */
  KirokuPaperProgress *done; /* while writing */
  guint timer;
  GApplication *held; /* (nullable): until what was written is answered for */
  gboolean printing; /* its dialog is open, or pages go to the printer */
  GtkWidget *window; /* (nullable): that shows the pages */
};

G_DEFINE_FINAL_TYPE (KirokuPaperSaver, kiroku_paper_saver, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  ENDED,
  ADDRESSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- What is said --- */

/* Each is (nullable). @note: whole sentences; @wrong: they tell of a failure. */
static void
say (KirokuPaperSaver *self, const char *message, const char *note, gboolean wrong)
{
  kiroku_page_show_error (self->message, message);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->message), message);
  kiroku_page_show_error (self->note, note);
  gtk_widget_set_visible (GTK_WIDGET (self->open), message != NULL);
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->note), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->note), "error");
}

void
kiroku_paper_saver_show_error (KirokuPaperSaver *self, const char *message)
{
  g_return_if_fail (KIROKU_IS_PAPER_SAVER (self));

  say (self, NULL, message, TRUE);
}

void
kiroku_paper_saver_show_saved (KirokuPaperSaver *self, const char *path, const char *shortfall)
{
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (KIROKU_IS_PAPER_SAVER (self) && path != NULL);

  name = g_filename_display_basename (path);
  text = g_strdup_printf (_ ("Saved as %s"), name);
  say (self, text, shortfall, FALSE);
}

static void
show_busy (KirokuPaperSaver *self, gboolean busy)
{
  gtk_widget_set_visible (GTK_WIDGET (self->progress), busy);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel), busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->table), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->terms), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->preview), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->print), !busy && !self->printing);
}

/* --- Writing --- */

static gboolean
timer_cb (gpointer user_data)
{
  KirokuPaperSaver *self = user_data;

  gtk_progress_bar_set_fraction (self->progress, kiroku_paper_progress_get (self->done));
  return G_SOURCE_CONTINUE;
}

static void
end_writing (KirokuPaperSaver *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->done, g_atomic_rc_box_release);
  g_clear_object (&self->cancellable);
}

/* In the end of what kiroku_paper_saver_save() began. */
static void
let_go (KirokuPaperSaver *self)
{
  kiroku_hold_end (g_steal_pointer (&self->held));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuPaperSaver) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *shortfall = NULL;
  gboolean saved = kiroku_paper_save_finish (result, &shortfall, &error);

  let_go (self);
  if (self->cancellable == NULL) /* disposed meanwhile */
    return;
  end_writing (self);
  show_busy (self, FALSE);
  if (saved)
    kiroku_paper_saver_show_saved (self, self->path, shortfall);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kiroku_paper_saver_show_error (self, _ ("Cancelled: nothing was saved."));
  else
    kiroku_paper_saver_show_error (self, error->message);
  g_signal_emit (self, signals[ENDED], 0);
}

/* --- Printing --- */

static void
printing_ended_cb (gpointer owner)
{
  KirokuPaperSaver *self = owner;

  if (self->print == NULL) /* disposed meanwhile */
    return;
  self->printing = FALSE;
  show_busy (self, self->cancellable != NULL);
  g_signal_emit (self, signals[ENDED], 0);
}

static void
printed_cb (gpointer owner, const GError *error)
{
  KirokuPaperSaver *self = owner;

  if (self->note != NULL)
    say (self, NULL, error != NULL ? error->message : _ ("Printed."), error != NULL);
}

/* @heads: (nullable) (transfer full); @sheets: (transfer full) */
static void
open_dialog (KirokuPaperSaver *self,
             KirokuBook *book,
             KirokuPaperHeads *heads,
             KirokuPrintSheets *sheets)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  const KirokuPaperPrinter printer = { G_OBJECT (self), printing_ended_cb, printed_cb };

  self->printing = TRUE;
  show_busy (self, FALSE);
  kiroku_paper_printing_run (&printer, sheets, book, heads,
                             self->file_name != NULL ? self->file_name : "Kiroku",
                             GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
}

static void
sheets_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuPaperSaver) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuPaperHeads) heads = NULL;
  g_autoptr (KirokuPrintSheets) sheets = kiroku_paper_print_finish (result, &heads, &error);

  let_go (self);
  if (self->cancellable == NULL) /* disposed meanwhile */
    return;
  end_writing (self);
  show_busy (self, FALSE);
  if (sheets != NULL)
    {
      open_dialog (self, kiroku_case_model_get_book (KIROKU_CASE_MODEL (source)),
                   g_steal_pointer (&heads), g_steal_pointer (&sheets));
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kiroku_paper_saver_show_error (self, error->message);
  g_signal_emit (self, signals[ENDED], 0);
}

static void
print_cb (KirokuPaperSaver *self)
{
  self->is_table = FALSE;
  g_signal_emit (self, signals[CHOSEN], 0, KIROKU_PAPER_PRINTER);
}

/* Of those in a window the one that is seen prints. */
static gboolean
print_shortcut_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  KirokuPaperSaver *self = KIROKU_PAPER_SAVER (widget);

  if (self->leaves_key || !gtk_widget_get_mapped (GTK_WIDGET (self->print))
      || !gtk_widget_is_sensitive (GTK_WIDGET (self->print)))
    return FALSE;
  print_cb (self);
  return TRUE;
}

/* Ctrl+P, wherever the focus is. */
static void
add_shortcut (KirokuPaperSaver *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller),
                                     GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_p, GDK_CONTROL_MASK),
                        gtk_callback_action_new (print_shortcut_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

/* --- Whom it is for --- */

/* (nullable) */
static KirokuPaperTerms *
get_terms (KirokuPaperSaver *self)
{
  GtkPopover *popover = gtk_menu_button_get_popover (self->terms);

  return popover != NULL ? KIROKU_PAPER_TERMS (popover) : NULL;
}

static void
show_terms (KirokuPaperSaver *self)
{
  KirokuPaperTerms *terms = self->addresses_not ? NULL : get_terms (self);
  g_autofree char *text = terms != NULL ? kiroku_paper_terms_dup_description (terms) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->terms), terms != NULL);
  kiroku_page_show_error (self->about, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->about), text);
}

static void
terms_changed_cb (KirokuPaperSaver *self)
{
  show_terms (self);
  g_signal_emit (self, signals[ADDRESSED], 0);
}

void
kiroku_paper_saver_set_addresses (KirokuPaperSaver *self, gboolean addresses)
{
  g_return_if_fail (KIROKU_IS_PAPER_SAVER (self));

  self->addresses_not = !addresses;
  show_terms (self);
}

void
kiroku_paper_saver_address (KirokuPaperSaver *self, KirokuPaperOrder *order)
{
  g_return_if_fail (KIROKU_IS_PAPER_SAVER (self) && order != NULL);

  if (!self->addresses_not && get_terms (self) != NULL)
    kiroku_paper_terms_apply (get_terms (self), order);
}

/* What is asked for one case is not answered for another. */
static void
close_chooser (KirokuPaperSaver *self)
{
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
}

/* @model: (nullable) */
static void
offer (KirokuPaperSaver *self, KirokuCaseModel *model, gboolean leaves_out)
{
  const char *name = leaves_out ? _ ("Recipient, marking and what is left out")
                                : _ ("Recipient and marking");
  KirokuPaperTerms *terms = get_terms (self);
  GtkWidget *made = NULL;

  if (terms != NULL && kiroku_paper_terms_get_model (terms) == model)
    return;
  close_chooser (self);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->terms), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->terms), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  if (model != NULL)
    {
      made = kiroku_paper_terms_new (model, leaves_out);
      g_signal_connect_object (made, "changed", G_CALLBACK (terms_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_menu_button_set_popover (self->terms, made);
  show_terms (self);
}

void
kiroku_paper_saver_offer_terms (KirokuPaperSaver *self, KirokuCaseModel *model)
{
  g_return_if_fail (KIROKU_IS_PAPER_SAVER (self));
  g_return_if_fail (model == NULL || KIROKU_IS_CASE_MODEL (model));

  offer (self, model, TRUE);
}

void
kiroku_paper_saver_offer_address (KirokuPaperSaver *self, KirokuCaseModel *model)
{
  g_return_if_fail (KIROKU_IS_PAPER_SAVER (self));
  g_return_if_fail (model == NULL || KIROKU_IS_CASE_MODEL (model));

  offer (self, model, FALSE);
}

/* --- Looking --- */

static void
preview_cb (KirokuPaperSaver *self)
{
  self->is_table = FALSE;
  g_signal_emit (self, signals[CHOSEN], 0, KIROKU_PAPER_SCREEN);
}

static void
close_window (KirokuPaperSaver *self)
{
  GtkWidget *window = self->window;

  g_clear_weak_pointer (&self->window);
  if (window != NULL)
    gtk_window_destroy (GTK_WINDOW (window));
}

/* In the place of what was shown before. @order: (transfer full) */
static void
show_paper (KirokuPaperSaver *self, KirokuCaseModel *model, KirokuPaperOrder *order)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  const char *about = gtk_label_get_text (self->about);

  close_window (self);
  g_set_weak_pointer (&self->window,
                      kiroku_paper_window_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                               model, order, self->file_name,
                                               *about != '\0' ? about : NULL));
  gtk_window_present (GTK_WINDOW (self->window));
}

void
kiroku_paper_saver_offer_preview (KirokuPaperSaver *self)
{
  g_return_if_fail (KIROKU_IS_PAPER_SAVER (self));

  gtk_widget_set_visible (GTK_WIDGET (self->preview), TRUE);
}

/* --- Saving --- */

void
kiroku_paper_saver_save (KirokuPaperSaver *self,
                         KirokuCaseModel *model,
                         KirokuPaperOrder *order,
                         const char *path)
{
  g_return_if_fail (KIROKU_IS_PAPER_SAVER (self) && KIROKU_IS_CASE_MODEL (model));
  g_return_if_fail (order != NULL && path != NULL && self->cancellable == NULL);

  kiroku_paper_saver_address (self, order);
  if (g_str_equal (path, KIROKU_PAPER_SCREEN))
    {
      show_paper (self, model, order);
      g_signal_emit (self, signals[ENDED], 0);
      return;
    }
  g_free (self->path);
  self->path = g_strdup (path);
  self->cancellable = g_cancellable_new ();
  self->done = kiroku_paper_progress_new ();
  self->timer = g_timeout_add (MS_BETWEEN_LOOKS, timer_cb, self);
  gtk_progress_bar_set_fraction (self->progress, 0);
  kiroku_paper_order_set_table (order, self->is_table);
  kiroku_paper_order_set_sign (order, self->sign && !self->is_table);
  self->held = kiroku_hold_begin ();
  say (self, NULL, NULL, FALSE);
  show_busy (self, TRUE);
  if (*path == '\0')
    kiroku_paper_print_async (model, order, self->done, self->cancellable, sheets_made_cb,
                              g_object_ref (self));
  else
    kiroku_paper_save_async (model, order, path, self->done, self->cancellable, saved_cb,
                             g_object_ref (self));
}

gboolean
kiroku_paper_saver_is_busy (KirokuPaperSaver *self)
{
  g_return_val_if_fail (KIROKU_IS_PAPER_SAVER (self), FALSE);

  return self->cancellable != NULL;
}

static void
cancel_cb (KirokuPaperSaver *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
opened_cb (GObject *window, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuPaperSaver) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!gtk_show_uri_full_finish (GTK_WINDOW (window), result, &error) && self->message != NULL)
    kiroku_paper_saver_show_error (self, error->message);
}

static void
open_cb (KirokuPaperSaver *self)
{
  g_autofree char *uri = g_filename_to_uri (self->path, NULL, NULL);

  if (uri != NULL)
    gtk_show_uri_full (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), uri, GDK_CURRENT_TIME,
                       NULL, opened_cb, g_object_ref (self));
}

/* --- Choosing the file --- */

/* Only local files can be put in place by one rename. */
static void
response_cb (KirokuPaperSaver *self, int response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    self->is_table = self->asks_table;
  if (response == GTK_RESPONSE_ACCEPT && !self->is_table)
    self->sign = g_strcmp0 (gtk_file_chooser_get_choice (GTK_FILE_CHOOSER (self->chooser), SIGN),
                            "true") == 0;
  g_clear_object (&self->chooser);
  if (response != GTK_RESPONSE_ACCEPT)
    return;
  if (path == NULL)
    kiroku_paper_saver_show_error (
        self, _ ("This place cannot be written to: choose a folder of this computer."));
  else
    g_signal_emit (self, signals[CHOSEN], 0, path);
}

/* A box to tick beside the file's name. */
static void
offer_signing (KirokuPaperSaver *self)
{
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (self->chooser);

  if (self->is_text || self->asks_table || self->is_unsigned)
    return;
  gtk_file_chooser_add_choice (chooser, SIGN, _ ("Sign with my key"), NULL, NULL);
  gtk_file_chooser_set_choice (chooser, SIGN, self->sign ? "true" : "false");
}

/* (transfer full) */
static GtkFileFilter *
make_filter (KirokuPaperSaver *self)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, self->asks_table ? _ ("CSV tables")
                                    : self->is_text ? _ ("Text files")
                                                    : _ ("PDF documents"));
  gtk_file_filter_add_mime_type (filter, self->asks_table ? "text/csv"
                                         : self->is_text ? "text/plain"
                                                         : "application/pdf");
  return filter;
}

/* (transfer full) */
static char *
dup_proposed_name (KirokuPaperSaver *self)
{
  const char *name = self->file_name != NULL ? self->file_name : "kiroku.pdf";
  const gboolean pdf = g_str_has_suffix (name, ".pdf");

  return self->asks_table && pdf ? g_strdup_printf ("%.*s.csv", (int) strlen (name) - 4, name)
                               : g_strdup (name);
}

static void
open_chooser (KirokuPaperSaver *self, gboolean is_table)
{
  g_autoptr (GtkFileFilter) filter = NULL;
  g_autofree char *name = NULL;

  if (self->chooser != NULL)
    return;
  self->asks_table = is_table;
  filter = make_filter (self);
  name = dup_proposed_name (self);
  self->chooser = gtk_file_chooser_native_new (
      is_table ? _ ("Save as CSV") : self->is_text ? _ ("Save as Text") : _ ("Save as PDF"),
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), GTK_FILE_CHOOSER_ACTION_SAVE,
      _ ("_Save"), _ ("_Cancel"));
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  offer_signing (self);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), FALSE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
choose_cb (KirokuPaperSaver *self)
{
  open_chooser (self, FALSE);
}

static void
table_cb (KirokuPaperSaver *self)
{
  open_chooser (self, TRUE);
}

void
kiroku_paper_saver_offer_table (KirokuPaperSaver *self)
{
  g_return_if_fail (KIROKU_IS_PAPER_SAVER (self));

  gtk_widget_set_visible (GTK_WIDGET (self->table), TRUE);
}

void
kiroku_paper_saver_set_label (KirokuPaperSaver *self, const char *label)
{
  g_return_if_fail (KIROKU_IS_PAPER_SAVER (self) && label != NULL);

  gtk_button_set_label (self->button, label);
}

void
kiroku_paper_saver_set_file_name (KirokuPaperSaver *self, const char *name)
{
  g_return_if_fail (KIROKU_IS_PAPER_SAVER (self));

  if (g_strcmp0 (self->file_name, name) != 0)
    close_chooser (self);
  g_free (self->file_name);
  self->file_name = g_strdup (name);
}

void
kiroku_paper_saver_set_is_unsigned (KirokuPaperSaver *self)
{
  g_return_if_fail (KIROKU_IS_PAPER_SAVER (self));

  self->is_unsigned = TRUE;
}

void
kiroku_paper_saver_set_is_text (KirokuPaperSaver *self)
{
  g_return_if_fail (KIROKU_IS_PAPER_SAVER (self));

  self->is_text = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->print), FALSE);
}

void
kiroku_paper_saver_leave_key (KirokuPaperSaver *self)
{
  g_return_if_fail (KIROKU_IS_PAPER_SAVER (self));

  self->leaves_key = TRUE;
}

/* Who closes the window wants it no more; what was written by then is recorded all the same. The
 * callback holds a reference, so dispose comes too late for that. */
static void
kiroku_paper_saver_unroot (GtkWidget *widget)
{
  KirokuPaperSaver *self = KIROKU_PAPER_SAVER (widget);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  GTK_WIDGET_CLASS (kiroku_paper_saver_parent_class)->unroot (widget);
}

static void
kiroku_paper_saver_dispose (GObject *object)
{
  KirokuPaperSaver *self = KIROKU_PAPER_SAVER (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  end_writing (self);
  close_window (self);
  close_chooser (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), KIROKU_TYPE_PAPER_SAVER);

  G_OBJECT_CLASS (kiroku_paper_saver_parent_class)->dispose (object);
}

static void
kiroku_paper_saver_finalize (GObject *object)
{
  KirokuPaperSaver *self = KIROKU_PAPER_SAVER (object);

  g_free (self->file_name);
  g_free (self->path);

  G_OBJECT_CLASS (kiroku_paper_saver_parent_class)->finalize (object);
}

static void
kiroku_paper_saver_class_init (KirokuPaperSaverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kiroku_paper_saver_dispose;
  object_class->finalize = kiroku_paper_saver_finalize;
  widget_class->unroot = kiroku_paper_saver_unroot;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[ADDRESSED] = g_signal_new ("addressed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "kiroku-paper-saver.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuPaperSaver, message);
  gtk_widget_class_bind_template_child (widget_class, KirokuPaperSaver, note);
  gtk_widget_class_bind_template_child (widget_class, KirokuPaperSaver, open);
  gtk_widget_class_bind_template_child (widget_class, KirokuPaperSaver, progress);
  gtk_widget_class_bind_template_child (widget_class, KirokuPaperSaver, cancel);
  gtk_widget_class_bind_template_child (widget_class, KirokuPaperSaver, terms);
  gtk_widget_class_bind_template_child (widget_class, KirokuPaperSaver, about);
  gtk_widget_class_bind_template_child (widget_class, KirokuPaperSaver, preview);
  gtk_widget_class_bind_template_child (widget_class, KirokuPaperSaver, print);
  gtk_widget_class_bind_template_child (widget_class, KirokuPaperSaver, button);
  gtk_widget_class_bind_template_child (widget_class, KirokuPaperSaver, table);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, preview_cb);
  gtk_widget_class_bind_template_callback (widget_class, print_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, table_cb);
}

static void
kiroku_paper_saver_init (KirokuPaperSaver *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_shortcut (self);
}

GtkWidget *
kiroku_paper_saver_new (void)
{
  return g_object_new (KIROKU_TYPE_PAPER_SAVER, NULL);
}
