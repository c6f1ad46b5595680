/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-form-editor.h"

#include <glib/gi18n.h>

#include "kiroku-book-form.h"
#include "kiroku-filing-bar.h"
#include "kiroku-form-fields.h"
#include "kiroku-mail-popover.h"
#include "kiroku-open-list.h"
#include "kiroku-page-preview.h"
#include "kiroku-page-write.h"
#include "kiroku-paper-order.h"
#include "kiroku-form-text.h"
#include "kiroku-paper-saver.h"
#include "kiroku-popover.h"
#include "kiroku-submission-copy.h"
#include "kiroku-ui.h"

struct _KirokuFormEditor
{
  AdwBin parent_instance;

  GtkLabel *title;
  KirokuOpenList *open;
  GtkToggleButton *japanese;
  GtkToggleButton *english;
  GtkDropDown *copy;
  GtkEntry *bare_reason; /* why the last page is left out of the copy for submission */
  KirokuFilingBar *filing;
  GtkLabel *error;
  KirokuFormFields *fields;
  KirokuPagePreview *preview;
  KirokuPaperSaver *saver;
  GtkButton *copy_text;
  GtkButton *mail;
  GtkWidget *mailing; /* the popover of @mail, while it is there */

  KirokuCaseModel *model;
  GSignalGroup *signals;
  KirokuPack *pack; /* keeps @form */
  const KirokuPackForm *form;

  KirokuPaperPreview *shown; /* what the preview draws */
  GCancellable *cancellable;
  gboolean making;   /* a preview is on its way */
  gboolean outdated; /* something changed since it was begun */
  char *path;        /* (nullable): to be saved when everything is recorded */
  char *bare_path;   /* (nullable): to be saved when that is recorded, as the next */
  KirokuPaperOrder *bare_order; /* (nullable) */
  gboolean leaving;  /* to be closed when everything is recorded */

  void (*next) (KirokuFormEditor *self); /* to be opened when everything is recorded */
};

G_DEFINE_FINAL_TYPE (KirokuFormEditor, kiroku_form_editor, ADW_TYPE_BIN)

enum
{
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- The preview --- */

static const char *
get_language (KirokuFormEditor *self)
{
  return gtk_toggle_button_get_active (self->japanese) ? "ja" : "en";
}

static KirokuFormCopy
get_copy (KirokuFormEditor *self)
{
  static const KirokuFormCopy copies[]
      = { KIROKU_FORM_COPY_SUBMISSION, KIROKU_FORM_COPY_WORKING, KIROKU_FORM_COPY_BARE };
  const guint chosen = gtk_drop_down_get_selected (self->copy);

  return chosen < G_N_ELEMENTS (copies) ? copies[chosen] : KIROKU_FORM_COPY_SUBMISSION;
}

static KirokuPaperOrder *
make_order (KirokuFormEditor *self)
{
  return kiroku_paper_order_new (self->model, get_language (self), self->form->item.id,
                                 get_copy (self));
}

static gboolean
draw_page (cairo_t *cr, guint page, gpointer user_data)
{
  KirokuFormEditor *self = user_data;
  g_autoptr (GError) error = NULL;

  if (cr != NULL && self->shown != NULL
      && !kiroku_pages_draw (self->shown->pages, page, cr, &error))
    g_warning ("Page %u could not be drawn: %s", page + 1, error->message);
  return TRUE;
}

static void
show_pages (KirokuFormEditor *self)
{
  double width, height;

  kiroku_pages_get_size (self->shown->pages, &width, &height);
  kiroku_page_preview_set_pages (self->preview, kiroku_pages_get_n (self->shown->pages), width,
                                 height, draw_page, self, NULL);
}

/* --- As text --- */

/* What is shown, for the web form of an authority. */
static void
copy_text_cb (KirokuFormEditor *self)
{
  g_autofree char *text = kiroku_form_to_text (self->shown->form);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
open_uri (KirokuFormEditor *self, const char *uri)
{
  kiroku_page_open_uri (uri, self->error);
}

static void
mail_cb (KirokuFormEditor *self)
{
  GtkWidget *popover;

  if (self->mailing != NULL)
    return;
  popover = kiroku_mail_popover_new (self->model, self->shown->form);
  g_signal_connect_object (popover, "open", G_CALLBACK (open_uri), self, G_CONNECT_SWAPPED);
  kiroku_popover_open (&self->mailing, popover, GTK_WIDGET (self), GTK_WIDGET (self->mail));
}

/* That the pages are not those that somebody approved. */
static void
show_other (KirokuFormEditor *self)
{
  const char *approver = self->shown->form->approved_other;
  g_autofree char *text = NULL;

  if (approver == NULL)
    return;
  /* Translators: the name of a person. */
  text = g_strdup_printf (_ ("The copy that %s approved cannot be made again here, such as with other fonts or another "
                             "version of the program. This is another copy, which nobody has approved."),
                          approver);
  kiroku_page_show_error (self->error, text);
}

static void make_preview (KirokuFormEditor *self);
static void continue_opening (KirokuFormEditor *self);

/* An older answer than the last change is not shown: it would take back what was just recorded. */
static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuFormEditor) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuPaperPreview) preview = kiroku_paper_preview_finish (result, &error);

  self->making = FALSE;
  if (self->model == NULL)
    return;
  if (self->outdated)
    {
      make_preview (self);
      return;
    }
  kiroku_page_show_error (self->error, error != NULL ? error->message : NULL);
  if (preview == NULL)
    {
      self->next = NULL; /* what was to open needs it */
      return;
    }
  g_clear_pointer (&self->shown, kiroku_paper_preview_free);
  self->shown = g_steal_pointer (&preview);
  show_pages (self);
  show_other (self);
  kiroku_form_fields_show (self->fields, self->shown->form);
  kiroku_open_list_show (self->open, self->shown->form);
  gtk_widget_set_sensitive (GTK_WIDGET (self->copy_text), TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->mail), TRUE);
  continue_opening (self);
}

static void
make_preview (KirokuFormEditor *self)
{
  KirokuPaperOrder *order;

  self->outdated = self->making;
  if (self->making)
    return;
  self->making = TRUE;
  order = make_order (self);
  kiroku_paper_saver_address (self->saver, order);
  kiroku_paper_preview_async (self->model, order, self->cancellable, made_cb, g_object_ref (self));
}

/* --- Saving --- */

gboolean
kiroku_form_editor_commit (KirokuFormEditor *self)
{
  g_return_val_if_fail (KIROKU_IS_FORM_EDITOR (self), FALSE);

  return kiroku_form_fields_commit (self->fields);
}

static void
refuse_to_save (KirokuFormEditor *self)
{
  g_clear_pointer (&self->path, g_free);
  kiroku_paper_saver_show_error (
      self->saver, _ ("Nothing was saved: a field cannot be recorded as it stands. Correct it."));
}

static void
bare_recorded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuFormEditor) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = kiroku_book_append_finish (KIROKU_BOOK (source), result, &error);
  g_autofree char *path = g_steal_pointer (&self->bare_path);
  KirokuPaperOrder *order = g_steal_pointer (&self->bare_order);

  if (self->model == NULL || entries == NULL)
    {
      kiroku_paper_order_free (order);
      if (self->model != NULL)
        kiroku_paper_saver_show_error (self->saver, error->message);
      self->leaving = FALSE;
      return;
    }
  kiroku_paper_saver_save (self->saver, self->model, order, path);
}

/* A copy without its last page does not go out before it is recorded why. */
static void
save_bare (KirokuFormEditor *self, const char *path)
{
  g_autofree char *reason = kiroku_page_dup_typed (GTK_EDITABLE (self->bare_reason));
  g_autoptr (GPtrArray) drafts = NULL;

  if (self->bare_path != NULL)
    return;
  if (reason == NULL)
    {
      kiroku_paper_saver_show_error (self->saver,
                                     _ ("Say why the last page is left out: the reason goes on record."));
      gtk_widget_grab_focus (GTK_WIDGET (self->bare_reason));
      return;
    }
  self->bare_path = g_strdup (path);
  self->bare_order = make_order (self);
  drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);
  g_ptr_array_add (drafts, kiroku_submission_copy_draft_bare (self->form->item.id, reason));
  kiroku_book_append_async (kiroku_case_model_get_book (self->model),
                            kiroku_case_model_get_case_id (self->model), drafts, bare_recorded_cb,
                            g_object_ref (self));
}

/* The paper is made from what is recorded, so nothing may be on its way. */
static void
continue_saving (KirokuFormEditor *self)
{
  g_autofree char *path = NULL;

  if (self->path == NULL)
    return;
  if (kiroku_form_fields_find_failed (self->fields) != NULL)
    {
      refuse_to_save (self);
      return;
    }
  if (kiroku_form_fields_are_busy (self->fields))
    return;
  path = g_steal_pointer (&self->path);
  if (get_copy (self) == KIROKU_FORM_COPY_BARE)
    save_bare (self, path);
  else
    kiroku_paper_saver_save (self->saver, self->model, make_order (self), path);
}

void
kiroku_form_editor_save (KirokuFormEditor *self, const char *path)
{
  g_return_if_fail (KIROKU_IS_FORM_EDITOR (self) && path != NULL);

  if (kiroku_paper_saver_is_busy (self->saver))
    return;
  /* Set only now: a field that settles at once must not begin before the others are recorded. */
  g_clear_pointer (&self->path, g_free);
  if (!kiroku_form_editor_commit (self))
    {
      refuse_to_save (self);
      return;
    }
  self->path = g_strdup (path);
  continue_saving (self);
}

/* --- Approving and filing --- */

static void
open_approval (KirokuFormEditor *self)
{
  g_autoptr (GHashTable) seen = kiroku_filing_list_seen (self->shown->form);

  kiroku_filing_bar_open_approval (self->filing, seen, self->shown->heads, get_language (self));
}

static void
open_filing (KirokuFormEditor *self)
{
  kiroku_filing_bar_open_filing (self->filing, self->shown->form);
}

/* What is approved or filed is what is recorded and shown: nothing may be on its way. */
static void
continue_opening (KirokuFormEditor *self)
{
  void (*next) (KirokuFormEditor *self) = self->next;

  if (next == NULL || kiroku_form_fields_are_busy (self->fields))
    return;
  if (kiroku_form_fields_find_failed (self->fields) != NULL)
    {
      self->next = NULL;
      return;
    }
  if (self->making || self->outdated || self->shown == NULL
      || kiroku_filing_bar_is_reading (self->filing) || !kiroku_filing_bar_is_known (self->filing))
    return;
  self->next = NULL;
  next (self);
}

static void
begin_opening (KirokuFormEditor *self, void (*next) (KirokuFormEditor *self))
{
  self->next = NULL;
  if (!kiroku_form_editor_commit (self) || kiroku_filing_bar_is_open (self->filing))
    return;
  self->next = next;
  continue_opening (self);
}

static void
approve_cb (KirokuFormEditor *self)
{
  begin_opening (self, open_approval);
}

static void
file_cb (KirokuFormEditor *self)
{
  begin_opening (self, open_filing);
}

static void
failed_cb (KirokuFormEditor *self, const char *message)
{
  self->next = NULL;
  kiroku_page_show_error (self->error, message);
}

/* --- Leaving --- */

/* What cannot be recorded keeps the page, with the reason in view; a paper on its way to the disk, until it is
 * there. */
static void
continue_leaving (KirokuFormEditor *self)
{
  GtkWidget *failed;

  if (!self->leaving)
    return;
  failed = kiroku_form_fields_find_failed (self->fields);
  if (failed != NULL)
    {
      self->leaving = FALSE;
      if (gtk_widget_get_mapped (failed))
        gtk_widget_grab_focus (failed);
      return;
    }
  if (kiroku_form_fields_are_busy (self->fields) || self->path != NULL || self->bare_path != NULL
      || kiroku_paper_saver_is_busy (self->saver))
    return;
  self->leaving = FALSE;
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
back_cb (KirokuFormEditor *self)
{
  self->leaving = FALSE;
  kiroku_form_editor_commit (self);
  self->leaving = TRUE;
  continue_leaving (self);
}

static void
settled_cb (KirokuFormEditor *self)
{
  continue_saving (self);
  continue_opening (self);
  continue_leaving (self);
}

/* --- The header --- */

static void
open_chosen_cb (KirokuFormEditor *self, const char *key)
{
  kiroku_form_fields_focus (self->fields, key);
}

static void
language_chosen_cb (KirokuFormEditor *self, GtkToggleButton *button)
{
  if (self->model != NULL && gtk_toggle_button_get_active (button))
    make_preview (self);
}

/* What is handed in stays as it is approved. */
static void
copy_chosen_cb (KirokuFormEditor *self)
{
  kiroku_paper_saver_set_addresses (self->saver, get_copy (self) == KIROKU_FORM_COPY_WORKING);
  gtk_widget_set_visible (GTK_WIDGET (self->bare_reason), get_copy (self) == KIROKU_FORM_COPY_BARE);
  if (self->model != NULL)
    make_preview (self);
}

static void
addressed_cb (KirokuFormEditor *self)
{
  if (self->model != NULL)
    make_preview (self);
}

static void
path_chosen_cb (KirokuFormEditor *self, const char *path)
{
  kiroku_form_editor_save (self, path);
}

void
kiroku_form_editor_set_language (KirokuFormEditor *self, const char *language)
{
  g_return_if_fail (KIROKU_IS_FORM_EDITOR (self) && language != NULL);

  gtk_toggle_button_set_active (g_str_has_prefix (language, "ja") ? self->japanese : self->english,
                                TRUE);
}

KirokuPages *
kiroku_form_editor_get_pages (KirokuFormEditor *self)
{
  g_return_val_if_fail (KIROKU_IS_FORM_EDITOR (self), NULL);

  return self->shown != NULL ? self->shown->pages : NULL;
}

gboolean
kiroku_form_editor_is_busy (KirokuFormEditor *self)
{
  g_return_val_if_fail (KIROKU_IS_FORM_EDITOR (self), FALSE);

  return self->making || self->outdated || kiroku_filing_bar_is_reading (self->filing)
         || self->path != NULL || self->bare_path != NULL || kiroku_form_fields_are_busy (self->fields)
         || kiroku_paper_saver_is_busy (self->saver);
}

/* --- The class --- */

static void
name_form (KirokuFormEditor *self)
{
  const char *language = kiroku_book_get_language (kiroku_case_model_get_book (self->model));
  g_autofree char *part = kiroku_page_dup_file_part (self->model);
  g_autofree char *title = g_strdup_printf ("%s %s", self->form->item.id,
                                            kiroku_pack_text (self->form->name, language));
  g_autofree char *file = g_strdup_printf ("%s-%s.pdf", self->form->item.id, part);

  gtk_label_set_text (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title);
  kiroku_paper_saver_set_file_name (self->saver, file);
}

/* What was written to the case is newer than any preview on its way. */
static void
appended_cb (KirokuFormEditor *self)
{
  self->outdated = TRUE; /* until the model has read it */
}

static void
changed_cb (KirokuFormEditor *self)
{
  make_preview (self);
  kiroku_filing_bar_read (self->filing);
}

static void
kiroku_form_editor_dispose (GObject *object)
{
  KirokuFormEditor *self = KIROKU_FORM_EDITOR (object);

  g_clear_object (&self->signals);
  g_clear_pointer (&self->path, g_free);
  self->leaving = FALSE;
  if (self->fields != NULL)
    kiroku_form_fields_leave (self->fields);
  g_cancellable_cancel (self->cancellable);
  self->next = NULL;
  kiroku_popover_remove (&self->mailing);
  gtk_widget_dispose_template (GTK_WIDGET (self), KIROKU_TYPE_FORM_EDITOR);
  g_clear_pointer (&self->shown, kiroku_paper_preview_free);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_form_editor_parent_class)->dispose (object);
}

static void
kiroku_form_editor_finalize (GObject *object)
{
  KirokuFormEditor *self = KIROKU_FORM_EDITOR (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->pack, kiroku_pack_unref);
  g_free (self->path);
  g_free (self->bare_path);

  G_OBJECT_CLASS (kiroku_form_editor_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
      widget_class, KIROKU_UI_RESOURCE "notifications/kiroku-form-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuFormEditor, title);
  gtk_widget_class_bind_template_child (widget_class, KirokuFormEditor, open);
  gtk_widget_class_bind_template_child (widget_class, KirokuFormEditor, japanese);
  gtk_widget_class_bind_template_child (widget_class, KirokuFormEditor, english);
  gtk_widget_class_bind_template_child (widget_class, KirokuFormEditor, copy);
  gtk_widget_class_bind_template_child (widget_class, KirokuFormEditor, bare_reason);
  gtk_widget_class_bind_template_child (widget_class, KirokuFormEditor, filing);
  gtk_widget_class_bind_template_child (widget_class, KirokuFormEditor, error);
  gtk_widget_class_bind_template_child (widget_class, KirokuFormEditor, fields);
  gtk_widget_class_bind_template_child (widget_class, KirokuFormEditor, preview);
  gtk_widget_class_bind_template_child (widget_class, KirokuFormEditor, saver);
  gtk_widget_class_bind_template_callback (widget_class, open_chosen_cb);
  gtk_widget_class_bind_template_child (widget_class, KirokuFormEditor, copy_text);
  gtk_widget_class_bind_template_child (widget_class, KirokuFormEditor, mail);
  gtk_widget_class_bind_template_callback (widget_class, copy_text_cb);
  gtk_widget_class_bind_template_callback (widget_class, mail_cb);
  gtk_widget_class_bind_template_callback (widget_class, approve_cb);
  gtk_widget_class_bind_template_callback (widget_class, file_cb);
  gtk_widget_class_bind_template_callback (widget_class, continue_opening);
  gtk_widget_class_bind_template_callback (widget_class, failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, settled_cb);
  gtk_widget_class_bind_template_callback (widget_class, language_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, continue_leaving);
  gtk_widget_class_bind_template_callback (widget_class, path_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, addressed_cb);
}

static void
kiroku_form_editor_class_init (KirokuFormEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kiroku_form_editor_dispose;
  object_class->finalize = kiroku_form_editor_finalize;

  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (KIROKU_TYPE_FILING_BAR);
  g_type_ensure (KIROKU_TYPE_FORM_FIELDS);
  g_type_ensure (KIROKU_TYPE_OPEN_LIST);
  g_type_ensure (KIROKU_TYPE_PAGE_PREVIEW);
  g_type_ensure (KIROKU_TYPE_PAPER_SAVER);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
kiroku_form_editor_init (KirokuFormEditor *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (KIROKU_TYPE_CASE_MODEL);
  g_signal_group_connect_swapped (self->signals, "appended", G_CALLBACK (appended_cb), self);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (changed_cb), self);
}

GtkWidget *
kiroku_form_editor_new (KirokuCaseModel *model, const char *form)
{
  KirokuFormEditor *self;
  KirokuBook *book;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && form != NULL, NULL);

  book = kiroku_case_model_get_book (model);
  self = g_object_new (KIROKU_TYPE_FORM_EDITOR, NULL);
  self->pack = kiroku_pack_ref (kiroku_book_get_pack (book));
  self->form = kiroku_pack_get_form (self->pack, form);
  g_return_val_if_fail (self->form != NULL, NULL);
  kiroku_form_editor_set_language (self, kiroku_book_get_language (book));
  self->model = g_object_ref (model);
  g_signal_group_set_target (self->signals, model);
  /* a letter has no such page */
  if (!self->form->letter)
    gtk_string_list_append (GTK_STRING_LIST (gtk_drop_down_get_model (self->copy)),
                            _ ("For submission, without the last page"));
  name_form (self);
  kiroku_filing_bar_set_form (self->filing, model, self->form);
  kiroku_form_fields_build (self->fields, model, self->form);
  kiroku_paper_saver_offer_address (self->saver, model);
  copy_chosen_cb (self);
  changed_cb (self);
  return GTK_WIDGET (self);
}
