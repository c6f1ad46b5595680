/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-correction-popover.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-case-drafts.h"
#include "kiroku-text.h"
#include "kiroku-time-row.h"

struct _KirokuCorrectionPopover
{
  KirokuPopover parent_instance;

  GtkTextView *text;
  KirokuTimeRow *time;
  GtkWidget *times;
  GtkEntry *reason;

  KirokuFormDraft *kept;
  char *hash;    /* of the entry */
  char *current; /* how it reads now */
  gint64 at;     /* the time that it has now, µs UTC */
  KirokuPrecision precision;
};

G_DEFINE_FINAL_TYPE (KirokuCorrectionPopover, kiroku_correction_popover, KIROKU_TYPE_POPOVER)

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

/* What is wrong with it, or NULL. @retimed: another time is stated. (transfer full) */
static char *
find_fault (
    KirokuCorrectionPopover *self, const char *text, const char *reason, gboolean retimed)
{
  g_autoptr (GError) error = NULL;

  if (*text == '\0')
    return g_strdup (_ ("Write what the entry should say: an entry cannot be removed"));
  if (g_str_equal (text, self->current) && !retimed)
    return g_strdup (_ ("Text and time are still the same: change what is wrong"));
  if (*reason == '\0')
    return g_strdup (_ ("Say why it is corrected"));
  if (!kiroku_text_check (text, strlen (text), _ ("The entry"), &error))
    return g_strdup (error->message);
  return NULL;
}

/* Reads the time; what is wrong is said. */
static gboolean
read_time (KirokuCorrectionPopover *self, gboolean *given, KirokuTime *time)
{
  KirokuPopover *popover = KIROKU_POPOVER (self);
  g_autoptr (GError) error = NULL;

  if (kiroku_time_row_read (self->time, kiroku_case_model_get_book (kiroku_popover_get_model (popover)),
                            given, time, &error))
    return TRUE;
  kiroku_popover_say (popover, error->message);
  gtk_widget_grab_focus (GTK_WIDGET (self->time));
  return FALSE;
}

static gboolean
is_other_time (KirokuCorrectionPopover *self, const KirokuTime *time)
{
  return time->us / G_USEC_PER_SEC != self->at / G_USEC_PER_SEC
         || time->precision != self->precision;
}

static void
save (KirokuPopover *popover)
{
  KirokuCorrectionPopover *self = KIROKU_CORRECTION_POPOVER (popover);
  g_autofree char *text = get_text (self);
  g_autofree char *reason = kiroku_text_strip (gtk_editable_get_text (GTK_EDITABLE (self->reason)));
  g_autofree char *fault = NULL;
  KirokuDraft *draft;
  KirokuTime time;
  gboolean given;

  if (!read_time (self, &given, &time))
    return;
  fault = find_fault (self, text, reason, given && is_other_time (self, &time));
  if (fault != NULL)
    {
      kiroku_popover_say (popover, fault);
      return;
    }
  draft = kiroku_draft_correct (self->hash, text, reason);
  kiroku_draft_set_occ (draft, given ? &time : NULL);
  kiroku_popover_write (popover, draft, self->kept);
}

static void
kiroku_correction_popover_dispose (GObject *object)
{
  KirokuCorrectionPopover *self = KIROKU_CORRECTION_POPOVER (object);

  if (self->kept != NULL)
    kiroku_form_draft_leave (self->kept);
  g_clear_object (&self->kept);

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
  KirokuPopoverClass *popover_class = KIROKU_POPOVER_CLASS (klass);

  object_class->dispose = kiroku_correction_popover_dispose;
  object_class->finalize = kiroku_correction_popover_finalize;

  g_type_ensure (KIROKU_TYPE_TIME_ROW);
  kiroku_popover_class_set_template (popover_class, "log/kiroku-correction-popover.ui");
  popover_class->save = save;
  gtk_widget_class_bind_template_child (widget_class, KirokuCorrectionPopover, text);
  gtk_widget_class_bind_template_child (widget_class, KirokuCorrectionPopover, time);
  gtk_widget_class_bind_template_child (widget_class, KirokuCorrectionPopover, times);
  gtk_widget_class_bind_template_child (widget_class, KirokuCorrectionPopover, reason);
}

static void
kiroku_correction_popover_init (KirokuCorrectionPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kiroku_popover_set_heading (KIROKU_POPOVER (self), _ ("Correct the Entry"));
  kiroku_popover_set_verb (KIROKU_POPOVER (self), _ ("Record the Correction"), FALSE);
}

/* What was begun for this very entry. */
static void
take_up_draft (KirokuCorrectionPopover *self)
{
  g_autofree char *name = g_strconcat ("correct-", self->hash, NULL);

  self->kept = kiroku_form_draft_new (kiroku_popover_get_model (KIROKU_POPOVER (self)), name);
  kiroku_form_draft_add (self->kept, "text", self->text);
  kiroku_form_draft_add (self->kept, "time", self->time);
  kiroku_form_draft_add (self->kept, "reason", self->reason);
  kiroku_form_draft_load (self->kept);
}

GtkWidget *
kiroku_correction_popover_new (KirokuCaseModel *model, const KirokuLine *line)
{
  KirokuCorrectionPopover *self;
  const char *reading, *current;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && line != NULL, NULL);

  self = kiroku_popover_new (KIROKU_TYPE_CORRECTION_POPOVER, model);
  reading = line->correction != NULL ? line->corrected : line->text;
  current = reading != NULL ? reading : "";
  self->hash = g_strdup (line->hash);
  self->current = kiroku_text_strip (current);
  self->at = line->retimed ? line->corrected_at : line->at;
  self->precision = line->retimed ? line->corrected_precision : line->precision;
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), current, -1);
  kiroku_time_row_add_caution (GTK_EDITABLE (self->time), self->times,
                               kiroku_case_model_get_book (model));
  take_up_draft (self);
  return GTK_WIDGET (self);
}
