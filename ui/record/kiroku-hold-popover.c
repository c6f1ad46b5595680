/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-hold-popover.h"

#include <glib/gi18n.h>

#include "kiroku-book-hold.h"
#include "kiroku-hold.h"
#include "kiroku-page-write.h"
#include "kiroku-text.h"
#include "kiroku-ui.h"

struct _KirokuHoldPopover
{
  GtkPopover parent_instance;

  GtkLabel *explanation;
  GtkEntry *reason;
  GtkEntry *approver;
  GtkLabel *error;
  GtkButton *button;

  KirokuCaseModel *model;
  gboolean set;         /* else it lifts */
  GApplication *held;   /* (nullable) while something is on its way to the disk */
};

G_DEFINE_FINAL_TYPE (KirokuHoldPopover, kiroku_hold_popover, GTK_TYPE_POPOVER)

char *
kiroku_hold_dup_description (KirokuCaseModel *model, const KirokuLegalHold *hold)
{
  g_autofree char *time = kiroku_page_dup_time (model, hold->rec);
  g_autofree char *author = kiroku_text_visible (hold->author != NULL ? hold->author : "?", TRUE);
  g_autofree char *reason
      = kiroku_text_visible (hold->reason != NULL ? hold->reason : _ ("(withheld)"), TRUE);

  /* Translators: a name, a time and the reason. */
  return g_strdup_printf (_ ("Set by %s, %s: %s"), author, time, reason);
}

static void
held_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuHoldPopover) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry = kiroku_book_hold_finish (KIROKU_BOOK (source), result, &error);

  kiroku_hold_end (g_steal_pointer (&self->held));
  if (self->model == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), TRUE);
  kiroku_page_show_error (self->error, error != NULL ? error->message : NULL);
  if (error == NULL)
    gtk_popover_popdown (GTK_POPOVER (self));
}

static void
save (KirokuHoldPopover *self)
{
  g_autofree char *reason = kiroku_page_dup_typed (GTK_EDITABLE (self->reason));
  g_autofree char *approver = kiroku_page_dup_typed (GTK_EDITABLE (self->approver));

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->button)))
    return;
  kiroku_page_show_error (self->error, reason == NULL ? _ ("Say why") : NULL);
  if (reason == NULL)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->reason));
      return;
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), FALSE);
  self->held = kiroku_hold_begin ();
  kiroku_book_hold_async (kiroku_case_model_get_book (self->model),
                          kiroku_case_model_get_case_id (self->model), self->set, reason, approver,
                          held_cb, g_object_ref (self));
}

/* --- The class --- */

static void
kiroku_hold_popover_dispose (GObject *object)
{
  KirokuHoldPopover *self = KIROKU_HOLD_POPOVER (object);

  g_clear_object (&self->model);
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_HOLD_POPOVER);

  G_OBJECT_CLASS (kiroku_hold_popover_parent_class)->dispose (object);
}

static void
kiroku_hold_popover_class_init (KirokuHoldPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_hold_popover_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "record/kiroku-hold-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuHoldPopover, explanation);
  gtk_widget_class_bind_template_child (widget_class, KirokuHoldPopover, reason);
  gtk_widget_class_bind_template_child (widget_class, KirokuHoldPopover, approver);
  gtk_widget_class_bind_template_child (widget_class, KirokuHoldPopover, error);
  gtk_widget_class_bind_template_child (widget_class, KirokuHoldPopover, button);
  gtk_widget_class_bind_template_callback (widget_class, save);
}

static void
kiroku_hold_popover_init (KirokuHoldPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_hold (KirokuHoldPopover *self, const KirokuLegalHold *hold)
{
  g_autofree char *description
      = self->set ? NULL : kiroku_hold_dup_description (self->model, hold);

  gtk_label_set_text (self->explanation,
                      self->set ? _ ("While a legal hold stands, nothing of this case can be erased.")
                                : description);
  gtk_entry_set_placeholder_text (self->reason,
                                  self->set ? _ ("Reason") : _ ("Reason for lifting it"));
  kiroku_page_set_name (self->reason, gtk_entry_get_placeholder_text (self->reason));
  gtk_button_set_label (self->button, self->set ? _ ("Set Legal Hold") : _ ("Lift Legal Hold"));
  gtk_widget_add_css_class (GTK_WIDGET (self->button),
                            self->set ? "suggested-action" : "destructive-action");
}

GtkWidget *
kiroku_hold_popover_new (KirokuCaseModel *model)
{
  KirokuHoldPopover *self;
  const KirokuLegalHold *hold;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);
  g_return_val_if_fail (kiroku_case_model_get_snapshot (model) != NULL, NULL);

  self = g_object_new (KIROKU_TYPE_HOLD_POPOVER, NULL);
  self->model = g_object_ref (model);
  hold = kiroku_case_model_get_snapshot (model)->hold;
  self->set = !hold->held;
  show_hold (self, hold);
  return GTK_WIDGET (self);
}
