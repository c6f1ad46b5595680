/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-correction-popover.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-case-drafts.h"
#include "kiroku-page-write.h"
#include "kiroku-text.h"
#include "kiroku-ui.h"

struct _KirokuCorrectionPopover
{
  GtkPopover parent_instance;

  GtkTextView *text;
  GtkEntry *reason;
  GtkLabel *error;
  GtkButton *button;

  KirokuCaseModel *model;
  KirokuFormDraft *kept;
  char *hash;    /* of the entry */
  char *current; /* how it reads now */
};

G_DEFINE_FINAL_TYPE (KirokuCorrectionPopover, kiroku_correction_popover, GTK_TYPE_POPOVER)

/* (transfer full) */
static char *
get_text (KirokuCorrectionPopover *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start, end;
  g_autofree char *typed = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  typed = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  return kiroku_text_strip (typed);
}

static void
saved_cb (GtkWidget *widget, GPtrArray *entries, const GError *error)
{
  KirokuCorrectionPopover *self = KIROKU_CORRECTION_POPOVER (widget);

  if (self->model == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), TRUE);
  kiroku_page_show_error (self->error, error != NULL ? error->message : NULL);
  if (error == NULL)
    gtk_popover_popdown (GTK_POPOVER (self));
}

/* What is wrong with it, or NULL. (transfer full) */
static char *
find_fault (KirokuCorrectionPopover *self, const char *text, const char *reason)
{
  g_autoptr (GError) error = NULL;

  if (*text == '\0')
    return g_strdup (_ ("Write what the entry should say: an entry cannot be removed"));
  if (g_str_equal (text, self->current))
    return g_strdup (_ ("The text is still the same: change what is wrong"));
  if (*reason == '\0')
    return g_strdup (_ ("Say why it is corrected"));
  if (!kiroku_text_check (text, strlen (text), _ ("The entry"), &error))
    return g_strdup (error->message);
  return NULL;
}

static void
save (KirokuCorrectionPopover *self)
{
  g_autofree char *text = get_text (self);
  g_autofree char *reason = kiroku_text_strip (gtk_editable_get_text (GTK_EDITABLE (self->reason)));
  g_autofree char *fault = find_fault (self, text, reason);

  kiroku_page_show_error (self->error, fault);
  if (fault != NULL || !gtk_widget_get_sensitive (GTK_WIDGET (self->button)))
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), FALSE);
  kiroku_page_write_kept (self->model, kiroku_draft_correct (self->hash, text, reason), self->kept,
                          GTK_WIDGET (self), saved_cb);
}

static void
kiroku_correction_popover_dispose (GObject *object)
{
  KirokuCorrectionPopover *self = KIROKU_CORRECTION_POPOVER (object);

  if (self->kept != NULL)
    kiroku_form_draft_leave (self->kept);
  g_clear_object (&self->kept);
  g_clear_object (&self->model);
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_CORRECTION_POPOVER);

  G_OBJECT_CLASS (kiroku_correction_popover_parent_class)->dispose (object);
}

static void
kiroku_correction_popover_finalize (GObject *object)
{
  KirokuCorrectionPopover *self = KIROKU_CORRECTION_POPOVER (object);

  g_free (self->hash);
  g_free (self->current);

  G_OBJECT_CLASS (kiroku_correction_popover_parent_class)->finalize (object);
}

static void
kiroku_correction_popover_class_init (KirokuCorrectionPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kiroku_correction_popover_dispose;
  object_class->finalize = kiroku_correction_popover_finalize;

  gtk_widget_class_set_template_from_resource (
      widget_class, KIROKU_UI_RESOURCE "log/kiroku-correction-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuCorrectionPopover, text);
  gtk_widget_class_bind_template_child (widget_class, KirokuCorrectionPopover, reason);
  gtk_widget_class_bind_template_child (widget_class, KirokuCorrectionPopover, error);
  gtk_widget_class_bind_template_child (widget_class, KirokuCorrectionPopover, button);
  gtk_widget_class_bind_template_callback (widget_class, save);
}

static void
kiroku_correction_popover_init (KirokuCorrectionPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* What was begun for this very entry. */
static void
take_up_draft (KirokuCorrectionPopover *self)
{
  g_autofree char *name = g_strconcat ("correct-", self->hash, NULL);

  self->kept = kiroku_form_draft_new (self->model, name);
  kiroku_form_draft_add (self->kept, "text", self->text);
  kiroku_form_draft_add (self->kept, "reason", self->reason);
  kiroku_form_draft_load (self->kept);
}

GtkWidget *
kiroku_correction_popover_new (KirokuCaseModel *model, const KirokuLine *line)
{
  KirokuCorrectionPopover *self;
  const char *reading, *current;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && line != NULL, NULL);

  self = g_object_new (KIROKU_TYPE_CORRECTION_POPOVER, NULL);
  reading = line->correction != NULL ? line->corrected : line->text;
  current = reading != NULL ? reading : "";
  self->model = g_object_ref (model);
  self->hash = g_strdup (line->hash);
  self->current = kiroku_text_strip (current);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), current, -1);
  take_up_draft (self);
  return GTK_WIDGET (self);
}
