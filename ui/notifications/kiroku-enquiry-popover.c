/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-enquiry-popover.h"

#include <glib/gi18n.h>

#include "kiroku-duty.h"
#include "kiroku-enquiry.h"
#include "kiroku-page-write.h"
#include "kiroku-time-row.h"

struct _KirokuEnquiryPopover
{
  KirokuPopover parent_instance;

  GtkEntry *who;
  GtkEntry *text;
  GtkDropDown *method;
  GtkEntry *at;
  GtkEntry *due;

  char *enquiry;         /* (nullable): id of the one that is answered */
  KirokuFormDraft *kept; /* what was typed */
};

G_DEFINE_FINAL_TYPE (KirokuEnquiryPopover, kiroku_enquiry_popover, KIROKU_TYPE_POPOVER)

/* --- Recording --- */

/* The time in @entry; what is wrong is said. */
static gboolean
read_time (KirokuEnquiryPopover *self, GtkEntry *entry, gboolean *given, KirokuTime *time)
{
  KirokuBook *book = kiroku_case_model_get_book (kiroku_popover_get_model (KIROKU_POPOVER (self)));
  g_autoptr (GError) error = NULL;

  if (kiroku_time_row_read_new (GTK_EDITABLE (entry), NULL, book, given, time, &error))
    return TRUE;
  kiroku_popover_say (KIROKU_POPOVER (self), error->message);
  return FALSE;
}

/* @text: what was asked or answered. (transfer full) (nullable): NULL with the reason said. */
static KirokuDraft *
make_draft (KirokuEnquiryPopover *self, const char *text)
{
  g_autofree char *who = kiroku_page_dup_typed (GTK_EDITABLE (self->who));
  const char *method = kiroku_enquiry_method_id (gtk_drop_down_get_selected (self->method));
  gboolean has_at, has_due = FALSE;
  KirokuTime at, due;

  if (!read_time (self, self->at, &has_at, &at)
      || (self->enquiry == NULL && !read_time (self, self->due, &has_due, &due)))
    return NULL;
  if (self->enquiry != NULL)
    return kiroku_enquiry_draft_answer (self->enquiry, text, who, method, has_at ? &at : NULL);
  if (who != NULL)
    return kiroku_enquiry_draft_ask (who, NULL, method, text,
                                     has_due ? kiroku_duty_end_of (&due) : KIROKU_TIME_NONE,
                                     has_at ? &at : NULL);
  kiroku_popover_say (KIROKU_POPOVER (self), _ ("Say who asks"));
  return NULL;
}

static void
save (KirokuPopover *popover)
{
  KirokuEnquiryPopover *self = KIROKU_ENQUIRY_POPOVER (popover);
  g_autofree char *text = kiroku_page_dup_typed (GTK_EDITABLE (self->text));
  KirokuDraft *draft;

  if (text == NULL)
    {
      kiroku_popover_say (popover, self->enquiry != NULL ? _ ("Say what was answered")
                                                         : _ ("Say what is asked"));
      return;
    }
  draft = make_draft (self, text);
  if (draft != NULL)
    kiroku_popover_write (popover, draft, self->kept);
}

/* --- The class --- */

static void
kiroku_enquiry_popover_dispose (GObject *object)
{
  KirokuEnquiryPopover *self = KIROKU_ENQUIRY_POPOVER (object);

  if (self->kept != NULL)
    kiroku_form_draft_leave (self->kept);
  g_clear_object (&self->kept);

  G_OBJECT_CLASS (kiroku_enquiry_popover_parent_class)->dispose (object);
}

static void
kiroku_enquiry_popover_finalize (GObject *object)
{
  g_free (KIROKU_ENQUIRY_POPOVER (object)->enquiry);

  G_OBJECT_CLASS (kiroku_enquiry_popover_parent_class)->finalize (object);
}

static void
kiroku_enquiry_popover_class_init (KirokuEnquiryPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KirokuPopoverClass *popover_class = KIROKU_POPOVER_CLASS (klass);

  object_class->dispose = kiroku_enquiry_popover_dispose;
  object_class->finalize = kiroku_enquiry_popover_finalize;

  kiroku_popover_class_set_template (popover_class, "notifications/kiroku-enquiry-popover.ui");
  popover_class->save = save;
  gtk_widget_class_bind_template_child (widget_class, KirokuEnquiryPopover, who);
  gtk_widget_class_bind_template_child (widget_class, KirokuEnquiryPopover, text);
  gtk_widget_class_bind_template_child (widget_class, KirokuEnquiryPopover, method);
  gtk_widget_class_bind_template_child (widget_class, KirokuEnquiryPopover, at);
  gtk_widget_class_bind_template_child (widget_class, KirokuEnquiryPopover, due);
}

static void
kiroku_enquiry_popover_init (KirokuEnquiryPopover *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (KirokuEnquiryMethod i = 0; i < KIROKU_N_ENQUIRY_METHODS; i++)
    gtk_string_list_append (names, kiroku_enquiry_method_name (i));
  gtk_drop_down_set_model (self->method, G_LIST_MODEL (names));
}

static void
ask (KirokuEnquiryPopover *self)
{
  const gboolean answer = self->enquiry != NULL;

  kiroku_popover_set_heading (KIROKU_POPOVER (self),
                              answer ? _ ("Record the Answer") : _ ("Record an Enquiry"));
  kiroku_popover_set_verb (KIROKU_POPOVER (self), _ ("Record"), FALSE);
  kiroku_popover_ask (self->who, answer ? _ ("Who answered, if not you") : _ ("Who asks"));
  kiroku_popover_ask (self->text, answer ? _ ("What was answered") : _ ("What is asked"));
  kiroku_popover_ask (self->at, _ ("When (empty: now)"));
  kiroku_popover_ask (self->due, _ ("To be answered by (day or time; may be left out)"));
  gtk_widget_set_visible (GTK_WIDGET (self->due), !answer);
}

/* What was typed stays when the popover closes. */
static void
keep (KirokuEnquiryPopover *self, KirokuCaseModel *model)
{
  g_autofree char *name = g_strconcat ("enquiry-", self->enquiry != NULL ? self->enquiry : "new", NULL);

  self->kept = kiroku_form_draft_new (model, name);
  kiroku_form_draft_add (self->kept, "who", self->who);
  kiroku_form_draft_add (self->kept, "text", self->text);
  kiroku_form_draft_add (self->kept, "method", self->method);
  kiroku_form_draft_add (self->kept, "at", self->at);
  kiroku_form_draft_add (self->kept, "due", self->due);
  kiroku_form_draft_load (self->kept);
}

GtkWidget *
kiroku_enquiry_popover_new (KirokuCaseModel *model, const char *enquiry)
{
  KirokuEnquiryPopover *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);

  self = kiroku_popover_new (KIROKU_TYPE_ENQUIRY_POPOVER, model);
  self->enquiry = g_strdup (enquiry);
  ask (self);
  keep (self, model);
  return GTK_WIDGET (self);
}
