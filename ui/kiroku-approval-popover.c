/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-approval-popover.h"

#include <glib/gi18n.h>

#include "kiroku-book-form.h"
#include "kiroku-case-drafts.h"
#include "kiroku-page-write.h"
#include "kiroku-text.h"

struct _KirokuApprovalPopover
{
  KirokuPopover parent_instance;

  GtkLabel *text;
  GtkEntry *reason;

  char *key;   /* (nullable) of its author */
  char *entry; /* (nullable) hash */
  gboolean refuse;
  char *form; /* (nullable) id */
  char *language;
  GHashTable *seen; /* (nullable) */
  KirokuCheckpoint *shown; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (KirokuApprovalPopover, kiroku_approval_popover, KIROKU_TYPE_POPOVER)

/* --- Recording --- */

static void
form_approved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuPopover) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry
      = kiroku_book_approve_form_finish (KIROKU_BOOK (source), result, &error);

  kiroku_popover_end (self, error);
}

static void
approve_form (KirokuApprovalPopover *self)
{
  KirokuCaseModel *model = kiroku_popover_get_model (KIROKU_POPOVER (self));

  kiroku_popover_begin (KIROKU_POPOVER (self));
  kiroku_book_approve_form_async (kiroku_case_model_get_book (model),
                                  kiroku_case_model_get_case_id (model), self->form, self->language,
                                  self->seen, self->shown, form_approved_cb, g_object_ref (self));
}

static void
save (KirokuPopover *popover)
{
  KirokuApprovalPopover *self = KIROKU_APPROVAL_POPOVER (popover);
  g_autofree char *reason = kiroku_page_dup_typed (GTK_EDITABLE (self->reason));

  if (self->refuse && reason == NULL)
    kiroku_popover_say (popover, _ ("Say why it is refused"));
  else if (self->form != NULL)
    approve_form (self);
  else
    kiroku_popover_write (popover, kiroku_draft_approve (self->entry, !self->refuse, reason), NULL);
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

  if (kiroku_popover_get_model (KIROKU_POPOVER (self)) == NULL)
    return;
  if (own != NULL && own->len > 0)
    why = self->form != NULL ? _ (
              "You prepared this form, so your own approval would not count: somebody else must "
              "approve it. Whoever does can switch to their name first (Ctrl+U).")
                             : _ ("This entry is your own: somebody else must approve it. Whoever "
                                  "does can switch to "
                                  "their name first (Ctrl+U).");
  kiroku_popover_say (KIROKU_POPOVER (self), why);
  kiroku_popover_allow (KIROKU_POPOVER (self), why == NULL);
}

static void
ask_whose (KirokuApprovalPopover *self)
{
  KirokuBook *book = kiroku_case_model_get_book (kiroku_popover_get_model (KIROKU_POPOVER (self)));
  Question *question = g_new (Question, 1);

  kiroku_popover_allow (KIROKU_POPOVER (self), FALSE);
  *question = (Question){ kiroku_book_get_people (book), g_strdup (kiroku_book_get_author (book)),
                          g_strdup (self->key) };
  kiroku_store_run_async (kiroku_book_get_store (book), KIROKU_STORE_SCREEN,
                          KIROKU_STORE_PRIORITY_NOW, find_own, question, question_free,
                          (GDestroyNotify) g_ptr_array_unref, NULL, asked_cb, g_object_ref (self));
}

/* --- The class --- */

static void
kiroku_approval_popover_finalize (GObject *object)
{
  KirokuApprovalPopover *self = KIROKU_APPROVAL_POPOVER (object);

  g_free (self->key);
  g_free (self->entry);
  g_free (self->form);
  g_free (self->language);
  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_clear_pointer (&self->shown, kiroku_checkpoint_free);

  G_OBJECT_CLASS (kiroku_approval_popover_parent_class)->finalize (object);
}

static void
kiroku_approval_popover_class_init (KirokuApprovalPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KirokuPopoverClass *popover_class = KIROKU_POPOVER_CLASS (klass);

  object_class->finalize = kiroku_approval_popover_finalize;

  kiroku_popover_class_set_template (popover_class, "kiroku-approval-popover.ui");
  popover_class->save = save;
  gtk_widget_class_bind_template_child (widget_class, KirokuApprovalPopover, text);
  gtk_widget_class_bind_template_child (widget_class, KirokuApprovalPopover, reason);
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
  gtk_widget_set_visible (GTK_WIDGET (self->reason), self->form == NULL);
  kiroku_popover_ask (self->reason,
                      self->refuse ? _ ("Reason for the refusal") : _ ("Remark (may be left out)"));
  kiroku_popover_set_heading (KIROKU_POPOVER (self), get_heading (self));
  kiroku_popover_set_verb (KIROKU_POPOVER (self), self->refuse ? _ ("Refuse") : _ ("Approve"),
                           self->refuse);
}

GtkWidget *
kiroku_approval_popover_new (KirokuCaseModel *model, const KirokuApproving *what)
{
  KirokuApprovalPopover *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && what != NULL, NULL);
  g_return_val_if_fail ((what->entry != NULL) != (what->form != NULL), NULL);

  self = kiroku_popover_new (KIROKU_TYPE_APPROVAL_POPOVER, model);
  self->key = g_strdup (what->key);
  self->entry = g_strdup (what->entry);
  self->refuse = what->refuse;
  self->form = g_strdup (what->form);
  self->language = g_strdup (what->language);
  self->seen = what->seen != NULL ? g_hash_table_ref (what->seen) : NULL;
  self->shown = what->shown != NULL ? kiroku_checkpoint_copy_heads (what->shown) : NULL;
  show_what (self, what->text);
  ask_whose (self);
  return GTK_WIDGET (self);
}
