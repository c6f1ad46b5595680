/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-anchor-popover.h"

#include <glib/gi18n.h>

#include "kiroku-book-anchor.h"
#include "kiroku-given-head.h"
#include "kiroku-page-write.h"

struct _KirokuAnchorPopover
{
  KirokuPopover parent_instance;

  GtkDropDown *type; /* printed, mail, file */
  GtkEntry *root;
  GtkEntry *note;

  GtkFileChooserNative *chooser; /* while it is open */
};

G_DEFINE_FINAL_TYPE (KirokuAnchorPopover, kiroku_anchor_popover, KIROKU_TYPE_POPOVER)

/* Until it is disposed. */
static gboolean
has_model (KirokuAnchorPopover *self)
{
  return kiroku_popover_get_model (KIROKU_POPOVER (self)) != NULL;
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuPopover) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry
      = kiroku_book_add_anchor_finish (KIROKU_BOOK (source), result, &error);

  kiroku_popover_end (self, error);
}

static void
add (KirokuAnchorPopover *self, KirokuGivenHead *given)
{
  KirokuCaseModel *model = kiroku_popover_get_model (KIROKU_POPOVER (self));
  g_autofree char *note = kiroku_page_dup_typed (GTK_EDITABLE (self->note));

  given->head.note = note;
  kiroku_book_add_anchor_async (kiroku_case_model_get_book (model),
                                kiroku_case_model_get_case_id (model), &given->head, added_cb,
                                g_object_ref (self));
}

static void
save (KirokuPopover *popover)
{
  KirokuAnchorPopover *self = KIROKU_ANCHOR_POPOVER (popover);
  static const KirokuAnchorType types[]
      = { KIROKU_ANCHOR_PRINTED, KIROKU_ANCHOR_MAIL, KIROKU_ANCHOR_FILE };
  g_auto (KirokuGivenHead) given = { 0 };

  given.head.type = types[MIN (gtk_drop_down_get_selected (self->type), G_N_ELEMENTS (types) - 1)];
  if (!kiroku_given_head_take_root (&given, gtk_editable_get_text (GTK_EDITABLE (self->root))))
    {
      kiroku_popover_say (popover, kiroku_page_get_root_hint ());
      return;
    }
  kiroku_popover_begin (popover);
  add (self, &given);
}

/* --- From a file --- */

typedef struct
{
  KirokuGivenHead given;
  char *path;
  char *case_id;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  kiroku_given_head_clear (&reading->given);
  g_free (reading->path);
  g_free (reading->case_id);
  g_free (reading);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *reading = data;
  GError *error = NULL;

  if (kiroku_given_head_take_file (&reading->given, reading->path, FALSE, reading->case_id, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KirokuAnchorPopover *self = KIROKU_ANCHOR_POPOVER (source);
  Reading *reading = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error) && has_model (self))
    add (self, &reading->given);
  else
    kiroku_popover_end (KIROKU_POPOVER (self), error);
}

void
kiroku_anchor_popover_take_file (KirokuAnchorPopover *self, const char *path)
{
  g_autoptr (GTask) task = NULL;
  Reading *reading;

  g_return_if_fail (KIROKU_IS_ANCHOR_POPOVER (self) && path != NULL);

  kiroku_popover_say (KIROKU_POPOVER (self), NULL);
  kiroku_popover_begin (KIROKU_POPOVER (self));
  reading = g_new0 (Reading, 1);
  reading->given.head.type = KIROKU_ANCHOR_FILE;
  reading->path = g_strdup (path);
  reading->case_id
      = g_strdup (kiroku_case_model_get_case_id (kiroku_popover_get_model (KIROKU_POPOVER (self))));
  task = g_task_new (self, NULL, read_cb, NULL);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_anchor_popover_take_file);
  g_task_set_task_data (task, reading, reading_free);
  g_task_run_in_thread (task, read_in_thread);
}

static void
response_cb (KirokuAnchorPopover *self, int response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  g_clear_object (&self->chooser);
  if (response == GTK_RESPONSE_ACCEPT && path != NULL && has_model (self))
    kiroku_anchor_popover_take_file (self, path);
}

static void
choose_cb (KirokuAnchorPopover *self)
{
  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (
      _ ("Add Anchor"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
      GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* --- The class --- */

static void
kiroku_anchor_popover_dispose (GObject *object)
{
  KirokuAnchorPopover *self = KIROKU_ANCHOR_POPOVER (object);

  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);

  G_OBJECT_CLASS (kiroku_anchor_popover_parent_class)->dispose (object);
}

static void
kiroku_anchor_popover_class_init (KirokuAnchorPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KirokuPopoverClass *popover_class = KIROKU_POPOVER_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_anchor_popover_dispose;

  kiroku_popover_class_set_template (popover_class, "record/kiroku-anchor-popover.ui");
  popover_class->save = save;
  gtk_widget_class_bind_template_child (widget_class, KirokuAnchorPopover, type);
  gtk_widget_class_bind_template_child (widget_class, KirokuAnchorPopover, root);
  gtk_widget_class_bind_template_child (widget_class, KirokuAnchorPopover, note);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
}

static void
kiroku_anchor_popover_init (KirokuAnchorPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kiroku_popover_set_heading (KIROKU_POPOVER (self), _ ("Add an Anchor"));
  kiroku_popover_set_verb (KIROKU_POPOVER (self), _ ("Record"), FALSE);
}

GtkWidget *
kiroku_anchor_popover_new (KirokuCaseModel *model, const char *root)
{
  KirokuAnchorPopover *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);

  self = kiroku_popover_new (KIROKU_TYPE_ANCHOR_POPOVER, model);
  gtk_editable_set_text (GTK_EDITABLE (self->root), root != NULL ? root : "");
  return GTK_WIDGET (self);
}
