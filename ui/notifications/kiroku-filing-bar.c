/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-filing-bar.h"

#include <glib/gi18n.h>

#include "kiroku-approval-popover.h"
#include "kiroku-book-form.h"
#include "kiroku-filing-popover.h"
#include "kiroku-filing-text.h"
#include "kiroku-page-write.h"
#include "kiroku-popover.h"
#include "kiroku-ui.h"

struct _KirokuFilingBar
{
  AdwBin parent_instance;

  GtkImage *icon;
  GtkLabel *text;
  GtkLabel *contradicts;
  GtkLabel *undecided;
  GtkButton *approve;
  GtkButton *file;

  KirokuCaseModel *model;
  KirokuPack *pack; /* keeps @form */
  const KirokuPackForm *form;
  KirokuFiling *filing; /* (nullable): what became of the form */
  GCancellable *cancellable;
  gboolean reading;
  gboolean read_again;
  gboolean copy_lost;  /* what was approved could not be filed: its copy cannot be made again */
  GtkWidget *popover; /* of an approval or filing, while it is there */
};

G_DEFINE_FINAL_TYPE (KirokuFilingBar, kiroku_filing_bar, ADW_TYPE_BIN)

enum
{
  APPROVE,
  FILE_IT,
  READ,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- What became of it --- */

static const char *
get_filing_icon (const KirokuFiling *filing)
{
  switch (filing->state)
    {
    case KIROKU_FILING_FILED:
      return "mail-send-symbolic";
    case KIROKU_FILING_APPROVED:
      return "object-select-symbolic";
    case KIROKU_FILING_DRAFT:
    default:
      return "document-edit-symbolic";
    }
}

/* What the last filing says and is another now, each below the other. */
static void
show_contradictions (KirokuFilingBar *self)
{
  const GPtrArray *filed = self->filing->filed;
  g_autofree char *text
      = filed->len > 0
            ? kiroku_filed_dup_contradictions (g_ptr_array_index (filed, filed->len - 1), self->model)
            : g_strdup ("");

  gtk_label_set_text (self->contradicts, text);
  gtk_widget_set_visible (GTK_WIDGET (self->contradicts), text[0] != '\0');
}

static void
show_filing (KirokuFilingBar *self)
{
  g_autofree char *text = kiroku_filing_dup_text (self->filing, self->model);

  gtk_image_set_from_icon_name (self->icon, get_filing_icon (self->filing));
  gtk_label_set_text (self->text, text);
  show_contradictions (self);
  /* What nobody has prepared nobody else can approve. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->approve),
                            self->filing->preparer_key != NULL
                                && (self->copy_lost || !kiroku_filing_is_approved (self->filing)));
  gtk_widget_set_sensitive (GTK_WIDGET (self->file), TRUE);
}

static void
filing_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuFilingBar) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree gpointer id = NULL;
  g_autoptr (GHashTable) filings
      = kiroku_book_read_filings_finish (KIROKU_BOOK (source), result, &error);

  self->reading = FALSE;
  if (self->model == NULL)
    return;
  if (self->read_again)
    kiroku_filing_bar_read (self);
  if (filings == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error->message);
      return;
    }
  g_clear_pointer (&self->filing, kiroku_filing_free);
  g_hash_table_steal_extended (filings, self->form->item.id, &id, (gpointer *) &self->filing);
  show_filing (self);
  g_signal_emit (self, signals[READ], 0);
}

void
kiroku_filing_bar_read (KirokuFilingBar *self)
{
  g_return_if_fail (KIROKU_IS_FILING_BAR (self) && self->model != NULL);

  self->read_again = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  kiroku_book_read_filings_async (kiroku_case_model_get_book (self->model),
                                  kiroku_case_model_get_case_id (self->model), self->form->item.id,
                                  self->cancellable, filing_read_cb, g_object_ref (self));
}

/* --- Approving and filing --- */

/* What is to be approved, and who prepared it. (transfer full) */
static char *
describe_form (KirokuFilingBar *self)
{
  const char *language = kiroku_book_get_language (kiroku_case_model_get_book (self->model));
  const char *name = kiroku_pack_text (self->form->name, language);

  /* Translators: number and name of a form, then the name of a person. */
  return g_strdup_printf (_ ("%s %s, last prepared by %s"), self->form->item.id, name,
                          self->filing->preparer != NULL ? self->filing->preparer
                                                         : _ ("(withheld)"));
}

void
kiroku_filing_bar_open_approval (KirokuFilingBar *self,
                                 GHashTable *seen,
                                 const KirokuCheckpoint *shown,
                                 const char *language)
{
  g_autofree char *text = NULL;
  KirokuApproving what;

  g_return_if_fail (KIROKU_IS_FILING_BAR (self) && self->filing != NULL);

  text = describe_form (self);
  what = (KirokuApproving){ .text = text,
                            .key = self->filing->preparer_key,
                            .form = self->form->item.id,
                            .language = language,
                            .seen = seen,
                            .shown = shown };
  kiroku_popover_open (&self->popover, kiroku_approval_popover_new (self->model, &what),
                       GTK_WIDGET (self), GTK_WIDGET (self->approve));
}

static void
show_undecided (KirokuFilingBar *self, const char *message)
{
  kiroku_page_show_error (self->undecided, message);
}

/* It is to be approved anew. */
static void
lose_copy (KirokuFilingBar *self)
{
  self->copy_lost = TRUE;
  show_filing (self);
}

void
kiroku_filing_bar_open_filing (KirokuFilingBar *self, const KirokuFilledForm *form)
{
  GtkWidget *popover;

  g_return_if_fail (KIROKU_IS_FILING_BAR (self) && self->filing != NULL);

  popover
      = kiroku_filing_popover_new (self->model, self->form->item.id, kiroku_filing_is_approved (self->filing));
  kiroku_filing_popover_set_seen (KIROKU_FILING_POPOVER (popover), form);
  kiroku_page_show_error (self->undecided, NULL);
  g_signal_connect_object (popover, "undecided", G_CALLBACK (show_undecided), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (popover, "copy-lost", G_CALLBACK (lose_copy), self, G_CONNECT_SWAPPED);
  kiroku_popover_open (&self->popover, popover, GTK_WIDGET (self), GTK_WIDGET (self->file));
}

gboolean
kiroku_filing_bar_is_open (KirokuFilingBar *self)
{
  g_return_val_if_fail (KIROKU_IS_FILING_BAR (self), FALSE);

  return self->popover != NULL;
}

gboolean
kiroku_filing_bar_is_reading (KirokuFilingBar *self)
{
  g_return_val_if_fail (KIROKU_IS_FILING_BAR (self), FALSE);

  return self->reading;
}

gboolean
kiroku_filing_bar_is_known (KirokuFilingBar *self)
{
  g_return_val_if_fail (KIROKU_IS_FILING_BAR (self), FALSE);

  return self->filing != NULL;
}

static void
approve_cb (KirokuFilingBar *self)
{
  g_signal_emit (self, signals[APPROVE], 0);
}

static void
file_cb (KirokuFilingBar *self)
{
  g_signal_emit (self, signals[FILE_IT], 0);
}

/* --- The class --- */

static void
kiroku_filing_bar_dispose (GObject *object)
{
  KirokuFilingBar *self = KIROKU_FILING_BAR (object);

  g_cancellable_cancel (self->cancellable);
  kiroku_popover_remove (&self->popover);
  gtk_widget_dispose_template (GTK_WIDGET (self), KIROKU_TYPE_FILING_BAR);
  g_clear_pointer (&self->filing, kiroku_filing_free);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_filing_bar_parent_class)->dispose (object);
}

static void
kiroku_filing_bar_finalize (GObject *object)
{
  KirokuFilingBar *self = KIROKU_FILING_BAR (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->pack, kiroku_pack_unref);

  G_OBJECT_CLASS (kiroku_filing_bar_parent_class)->finalize (object);
}

static void
add_signals (GType type)
{
  signals[APPROVE]
      = g_signal_new ("approve", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FILE_IT]
      = g_signal_new ("file", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[READ]
      = g_signal_new ("read", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kiroku_filing_bar_class_init (KirokuFilingBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kiroku_filing_bar_dispose;
  object_class->finalize = kiroku_filing_bar_finalize;

  add_signals (G_TYPE_FROM_CLASS (klass));
  gtk_widget_class_set_template_from_resource (widget_class, KIROKU_UI_RESOURCE
                                               "notifications/kiroku-filing-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuFilingBar, icon);
  gtk_widget_class_bind_template_child (widget_class, KirokuFilingBar, text);
  gtk_widget_class_bind_template_child (widget_class, KirokuFilingBar, contradicts);
  gtk_widget_class_bind_template_child (widget_class, KirokuFilingBar, undecided);
  gtk_widget_class_bind_template_child (widget_class, KirokuFilingBar, approve);
  gtk_widget_class_bind_template_child (widget_class, KirokuFilingBar, file);
  gtk_widget_class_bind_template_callback (widget_class, approve_cb);
  gtk_widget_class_bind_template_callback (widget_class, file_cb);
}

static void
kiroku_filing_bar_init (KirokuFilingBar *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kiroku_filing_bar_set_form (KirokuFilingBar *self,
                            KirokuCaseModel *model,
                            const KirokuPackForm *form)
{
  g_return_if_fail (KIROKU_IS_FILING_BAR (self) && self->model == NULL);
  g_return_if_fail (KIROKU_IS_CASE_MODEL (model) && form != NULL);

  self->model = g_object_ref (model);
  self->pack = kiroku_pack_ref (kiroku_book_get_pack (kiroku_case_model_get_book (model)));
  self->form = form;
  /* a record of the organisation itself goes to nobody */
  gtk_widget_set_visible (GTK_WIDGET (self->file), !form->record);
}
