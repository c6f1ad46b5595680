/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-approval-popover.h"

#include <glib/gi18n.h>

#include "kiroku-book-form.h"
#include "kiroku-case-drafts.h"
#include "kiroku-hold.h"
#include "kiroku-page-write.h"
#include "kiroku-text.h"
#include "kiroku-ui.h"

struct _KirokuApprovalPopover
{
  GtkPopover parent_instance;

  GtkLabel *heading;
  GtkLabel *text;
  GtkEntry *reason;
  GtkLabel *error;
  GtkButton *button;

  KirokuCaseModel *model;
  char *key;   /* (nullable) of its author */
  char *entry; /* (nullable) hash */
  gboolean refuse;
  char *form; /* (nullable) id */
  char *language;
  GHashTable *seen;   /* (nullable) */
  GApplication *held; /* while the approval of a form is on its way to the disk */
};

G_DEFINE_FINAL_TYPE (KirokuApprovalPopover, kiroku_approval_popover, GTK_TYPE_POPOVER)

/* --- Recording --- */

static void
show_end (KirokuApprovalPopover *self, const GError *error)
{
  if (self->model == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), TRUE);
  kiroku_page_show_error (self->error, error != NULL ? error->message : NULL);
  if (error == NULL)
    gtk_popover_popdown (GTK_POPOVER (self));
}

static void
written_cb (GtkWidget *widget, GPtrArray *entries, const GError *error)
{
  show_end (KIROKU_APPROVAL_POPOVER (widget), error);
}

static void
form_approved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuApprovalPopover) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry
      = kiroku_book_approve_form_finish (KIROKU_BOOK (source), result, &error);

  kiroku_hold_end (g_steal_pointer (&self->held));
  show_end (self, error);
}

static void
approve_form (KirokuApprovalPopover *self)
{
  self->held = kiroku_hold_begin ();
  kiroku_book_approve_form_async (kiroku_case_model_get_book (self->model),
                                  kiroku_case_model_get_case_id (self->model), self->form,
                                  self->language, self->seen, form_approved_cb,
                                  g_object_ref (self));
}

static void
save (KirokuApprovalPopover *self)
{
  g_autofree char *reason = kiroku_page_dup_typed (GTK_EDITABLE (self->reason));

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->button)))
    return;
  kiroku_page_show_error (self->error,
                          self->refuse && reason == NULL ? _ ("Say why it is refused") : NULL);
  if (self->refuse && reason == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), FALSE);
  if (self->form != NULL)
    approve_form (self);
  else
    kiroku_page_write (self->model, kiroku_draft_approve (self->entry, !self->refuse, reason),
                       GTK_WIDGET (self), written_cb);
}

/* --- Whose it is: the own one is for somebody else to approve --- */

typedef struct
{
  KirokuPeople *people; /* the book's, which outlives what is queued */
  char *author;
  char *key; /* (nullable) */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->author);
  g_free (question->key);
  g_free (question);
}

/* The list of who writes when the key is theirs, else an empty one. */
static gpointer
find_own (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = data;
  g_autoptr (GPtrArray) keys = kiroku_people_list (question->people, question->author, error);

  for (guint i = keys != NULL ? keys->len : 0; i > 0; i--)
    if (g_strcmp0 (((KirokuPersonKey *) g_ptr_array_index (keys, i - 1))->id, question->key) != 0)
      g_ptr_array_remove_index (keys, i - 1);
  return g_steal_pointer (&keys);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuApprovalPopover) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) own = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);
  const char *why = own == NULL ? error->message : NULL;

  if (self->model == NULL)
    return;
  if (own != NULL && own->len > 0)
    why = self->form != NULL
              ? _ ("You prepared this form, so your own approval would not count: somebody else must "
                   "approve it. Whoever does can switch to their name first (Ctrl+U).")
              : _ ("This entry is your own: somebody else must approve it. Whoever does can switch to "
                   "their name first (Ctrl+U).");
  kiroku_page_show_error (self->error, why);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), why == NULL);
}

static void
ask_whose (KirokuApprovalPopover *self)
{
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  Question *question = g_new (Question, 1);

  *question = (Question){ kiroku_book_get_people (book), g_strdup (kiroku_book_get_author (book)),
                          g_strdup (self->key) };
  kiroku_store_run_async (kiroku_book_get_store (book), KIROKU_STORE_SCREEN,
                          KIROKU_STORE_PRIORITY_NOW, find_own, question, question_free,
                          (GDestroyNotify) g_ptr_array_unref, NULL, asked_cb, g_object_ref (self));
}

/* --- The class --- */

static void
kiroku_approval_popover_dispose (GObject *object)
{
  KirokuApprovalPopover *self = KIROKU_APPROVAL_POPOVER (object);

  g_clear_object (&self->model);
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_APPROVAL_POPOVER);

  G_OBJECT_CLASS (kiroku_approval_popover_parent_class)->dispose (object);
}

static void
kiroku_approval_popover_finalize (GObject *object)
{
  KirokuApprovalPopover *self = KIROKU_APPROVAL_POPOVER (object);

  g_free (self->key);
  g_free (self->entry);
  g_free (self->form);
  g_free (self->language);
  g_clear_pointer (&self->seen, g_hash_table_unref);

  G_OBJECT_CLASS (kiroku_approval_popover_parent_class)->finalize (object);
}

static void
kiroku_approval_popover_class_init (KirokuApprovalPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kiroku_approval_popover_dispose;
  object_class->finalize = kiroku_approval_popover_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "kiroku-approval-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuApprovalPopover, heading);
  gtk_widget_class_bind_template_child (widget_class, KirokuApprovalPopover, text);
  gtk_widget_class_bind_template_child (widget_class, KirokuApprovalPopover, reason);
  gtk_widget_class_bind_template_child (widget_class, KirokuApprovalPopover, error);
  gtk_widget_class_bind_template_child (widget_class, KirokuApprovalPopover, button);
  gtk_widget_class_bind_template_callback (widget_class, save);
}

static void
kiroku_approval_popover_init (KirokuApprovalPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static const char *
get_heading (KirokuApprovalPopover *self)
{
  if (self->form != NULL)
    return _ ("Approve the Form");
  return self->refuse ? _ ("Refuse the Decision") : _ ("Approve the Decision");
}

static void
show_what (KirokuApprovalPopover *self, const char *text)
{
  g_autofree char *visible = kiroku_text_visible (text, TRUE);

  gtk_label_set_text (self->text, visible);
  gtk_label_set_text (self->heading, get_heading (self));
  gtk_entry_set_placeholder_text (self->reason, self->refuse ? _ ("Reason for the refusal")
                                                             : _ ("Remark (may be left out)"));
  kiroku_page_set_name (self->reason, gtk_entry_get_placeholder_text (self->reason));
  gtk_widget_set_visible (GTK_WIDGET (self->reason), self->form == NULL);
  gtk_button_set_label (self->button, self->refuse ? _ ("Refuse") : _ ("Approve"));
  gtk_widget_add_css_class (GTK_WIDGET (self->button),
                            self->refuse ? "destructive-action" : "suggested-action");
}

GtkWidget *
kiroku_approval_popover_new (KirokuCaseModel *model, const KirokuApproving *what)
{
  KirokuApprovalPopover *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && what != NULL, NULL);
  g_return_val_if_fail ((what->entry != NULL) != (what->form != NULL), NULL);

  self = g_object_new (KIROKU_TYPE_APPROVAL_POPOVER, NULL);
  self->model = g_object_ref (model);
  self->key = g_strdup (what->key);
  self->entry = g_strdup (what->entry);
  self->refuse = what->refuse;
  self->form = g_strdup (what->form);
  self->language = g_strdup (what->language);
  self->seen = what->seen != NULL ? g_hash_table_ref (what->seen) : NULL;
  show_what (self, what->text);
  ask_whose (self);
  return GTK_WIDGET (self);
}
