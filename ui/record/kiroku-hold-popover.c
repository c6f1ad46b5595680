/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-hold-popover.h"

#include <glib/gi18n.h>

#include "kiroku-book-hold.h"
#include "kiroku-page-write.h"
#include "kiroku-text.h"

struct _KirokuHoldPopover
{
  KirokuPopover parent_instance;

  GtkLabel *explanation;
  GtkEntry *reason;
  GtkEntry *approver;

  gboolean set; /* else it lifts */
};

G_DEFINE_FINAL_TYPE (KirokuHoldPopover, kiroku_hold_popover, KIROKU_TYPE_POPOVER)

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
  g_autoptr (KirokuPopover) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry = kiroku_book_hold_finish (KIROKU_BOOK (source), result, &error);

  kiroku_popover_end (self, error);
}

static void
save (KirokuPopover *popover)
{
  KirokuHoldPopover *self = KIROKU_HOLD_POPOVER (popover);
  KirokuCaseModel *model = kiroku_popover_get_model (popover);
  g_autofree char *reason = kiroku_page_dup_typed (GTK_EDITABLE (self->reason));
  g_autofree char *approver = kiroku_page_dup_typed (GTK_EDITABLE (self->approver));

  if (reason == NULL)
    {
      kiroku_popover_say (popover, _ ("Say why"));
      gtk_widget_grab_focus (GTK_WIDGET (self->reason));
      return;
    }
  kiroku_popover_begin (popover);
  kiroku_book_hold_async (kiroku_case_model_get_book (model), kiroku_case_model_get_case_id (model),
                          self->set, reason, approver, held_cb, g_object_ref (self));
}

/* --- The class --- */

static void
kiroku_hold_popover_class_init (KirokuHoldPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KirokuPopoverClass *popover_class = KIROKU_POPOVER_CLASS (klass);

  kiroku_popover_class_set_template (popover_class, "record/kiroku-hold-popover.ui");
  popover_class->save = save;
  gtk_widget_class_bind_template_child (widget_class, KirokuHoldPopover, explanation);
  gtk_widget_class_bind_template_child (widget_class, KirokuHoldPopover, reason);
  gtk_widget_class_bind_template_child (widget_class, KirokuHoldPopover, approver);
}

static void
kiroku_hold_popover_init (KirokuHoldPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_hold (KirokuHoldPopover *self, const KirokuLegalHold *hold)
{
  KirokuPopover *popover = KIROKU_POPOVER (self);
  g_autofree char *description
      = self->set ? NULL : kiroku_hold_dup_description (kiroku_popover_get_model (popover), hold);

  gtk_label_set_text (self->explanation,
                      self->set
                          ? _ ("While a legal hold stands, nothing of this case can be erased.")
                          : description);
  kiroku_popover_ask (self->reason, self->set ? _ ("Reason") : _ ("Reason for lifting it"));
  kiroku_popover_set_heading (popover, _ ("Legal hold"));
  kiroku_popover_set_verb (popover, self->set ? _ ("Set Legal Hold") : _ ("Lift Legal Hold"),
                           !self->set);
}

GtkWidget *
kiroku_hold_popover_new (KirokuCaseModel *model)
{
  KirokuHoldPopover *self;
  const KirokuLegalHold *hold;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);
  g_return_val_if_fail (kiroku_case_model_get_snapshot (model) != NULL, NULL);

  self = kiroku_popover_new (KIROKU_TYPE_HOLD_POPOVER, model);
  hold = kiroku_case_model_get_snapshot (model)->hold;
  self->set = !hold->held;
  show_hold (self, hold);
  return GTK_WIDGET (self);
}
