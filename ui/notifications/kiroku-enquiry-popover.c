/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-enquiry-popover.h"

#include <glib/gi18n.h>

#include "kiroku-enquiry.h"
#include "kiroku-page-write.h"
#include "kiroku-restating.h"
#include "kiroku-time-row.h"

struct _KirokuEnquiryPopover
{
  KirokuPopover parent_instance;

  GtkEntry *who;
  GtkEntry *person;
  GtkEntry *text;
  GtkDropDown *method;
  GtkEntry *at;
  GtkEntry *due;
  GtkCheckButton *interim;
  GtkEntry *reason;

  char *enquiry;         /* (nullable): id of the one that is answered */
  KirokuEntry *reading;  /* (nullable): what is corrected, an enquiry or an answer */
  char *shown_at;        /* (nullable): its time, as it was filled in */
  char *shown_due;       /* (nullable) */
  char *past;            /* (nullable): the time, as typed, that was said to be past already */
  KirokuFormDraft *kept; /* what was typed */
};

G_DEFINE_FINAL_TYPE (KirokuEnquiryPopover, kiroku_enquiry_popover, KIROKU_TYPE_POPOVER)

/* --- Recording --- */

static KirokuBook *
get_book (KirokuEnquiryPopover *self)
{
  return kiroku_case_model_get_book (kiroku_popover_get_model (KIROKU_POPOVER (self)));
}

static gboolean
is_answer (KirokuEnquiryPopover *self)
{
  return self->enquiry != NULL
         || (self->reading != NULL && g_str_equal (self->reading->kind, "enquiry.answer"));
}

/* The time at which it was; what is wrong is said. */
static gboolean
read_at (KirokuEnquiryPopover *self, gboolean *given, KirokuTime *time)
{
  g_autoptr (GError) error = NULL;

  if (kiroku_time_row_read_new (GTK_EDITABLE (self->at), self->shown_at, get_book (self), given, time, &error))
    return TRUE;
  kiroku_popover_say (KIROKU_POPOVER (self), error->message);
  return FALSE;
}

/* By when it is due, KIROKU_TIME_NONE for nothing new. A time that is past is said so once, and then recorded. */
static gboolean
read_due (KirokuEnquiryPopover *self, gint64 *due)
{
  KirokuBook *book = get_book (self);
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->due));
  g_autoptr (GError) error = NULL;

  *due = KIROKU_TIME_NONE;
  if (is_answer (self) || g_strcmp0 (typed, self->shown_due) == 0)
    return TRUE;
  *due = kiroku_enquiry_parse_due (typed, kiroku_book_get_zone (book), kiroku_book_get_now (book), &error);
  if (error != NULL)
    kiroku_popover_say (KIROKU_POPOVER (self), error->message);
  else if (*due == KIROKU_TIME_NONE || *due >= kiroku_book_get_now (book)
           || g_strcmp0 (self->past, typed) == 0)
    return TRUE;
  else
    {
      g_free (self->past);
      self->past = g_strdup (typed);
      kiroku_popover_say (KIROKU_POPOVER (self),
                          _ ("The time by which it is to be answered is past already. Record again to keep it."));
    }
  return FALSE;
}

/* Whether the time that stood there was taken out. */
static gboolean
is_undated (KirokuEnquiryPopover *self)
{
  g_autofree char *typed = kiroku_page_dup_typed (GTK_EDITABLE (self->due));

  return !is_answer (self) && typed == NULL && self->shown_due != NULL && self->shown_due[0] != '\0';
}

/* (nullable): nobody chose one */
static const char *
get_method (KirokuEnquiryPopover *self)
{
  const guint chosen = gtk_drop_down_get_selected (self->method);

  return chosen > 0 && chosen <= KIROKU_N_ENQUIRY_METHODS ? kiroku_enquiry_method_id (chosen - 1) : NULL;
}

/* Says of @name what was typed, where it is something else than before. */
static gboolean
put_changed (KirokuEnquiryPopover *self, KirokuDraft *draft, const char *name, const char *typed)
{
  const char *before = kiroku_entry_get_text (self->reading, name);

  if (g_strcmp0 (typed != NULL ? typed : "", before != NULL ? before : "") == 0)
    return FALSE;
  kiroku_draft_set_text (draft, name, typed != NULL ? typed : "");
  return TRUE;
}

/* What is to read otherwise. @text: what was asked or answered. (transfer full) (nullable): it is said why */
static KirokuDraft *
make_correction (KirokuEnquiryPopover *self, const char *who, const char *text, const KirokuTime *at, gint64 due)
{
  const gboolean answer = is_answer (self);
  const gboolean interim = gtk_check_button_get_active (self->interim);
  g_autofree char *person = kiroku_page_dup_typed (GTK_EDITABLE (self->person));
  g_autofree char *reason = kiroku_page_dup_typed (GTK_EDITABLE (self->reason));
  const char *method = get_method (self);
  g_autoptr (KirokuDraft) draft = kiroku_draft_new (self->reading->kind);
  const gboolean undated = is_undated (self);
  gboolean changed = at != NULL || due != KIROKU_TIME_NONE || undated;
  const char *fault;

  changed |= put_changed (self, draft, answer ? "by" : "from", who);
  changed |= put_changed (self, draft, "text", text);
  changed |= !answer && put_changed (self, draft, "person", person);
  changed |= method != NULL && put_changed (self, draft, "method", method);
  if (due != KIROKU_TIME_NONE)
    kiroku_draft_set_integer (draft, "due", due);
  if (answer && interim != (kiroku_entry_get_integer (self->reading, "interim", 0) == 1))
    {
      kiroku_draft_set_integer (draft, "interim", interim);
      changed = TRUE;
    }
  fault = kiroku_restating_find_fault (changed, reason);
  if (fault == NULL)
    fault = kiroku_restating_find_lost (draft, self->reading, undated ? "due" : NULL);
  kiroku_popover_say (KIROKU_POPOVER (self), fault);
  if (fault != NULL)
    return NULL;
  kiroku_draft_set_occ (draft, at);
  kiroku_enquiry_draft_restate (draft, self->reading, reason, undated);
  return g_steal_pointer (&draft);
}

/* @text: what was asked or answered. (transfer full) (nullable): NULL with the reason said. */
static KirokuDraft *
make_draft (KirokuEnquiryPopover *self, const char *text)
{
  g_autofree char *who = kiroku_page_dup_typed (GTK_EDITABLE (self->who));
  g_autofree char *person = kiroku_page_dup_typed (GTK_EDITABLE (self->person));
  gboolean has_at;
  gint64 due;
  KirokuTime at;

  if (who == NULL && !is_answer (self)
      && (self->reading == NULL || kiroku_entry_get_text (self->reading, "from") != NULL))
    {
      kiroku_popover_say (KIROKU_POPOVER (self), _ ("Say who asks"));
      return NULL;
    }
  if (!read_at (self, &has_at, &at) || !read_due (self, &due))
    return NULL;
  if (self->reading != NULL)
    return make_correction (self, who, text, has_at ? &at : NULL, due);
  if (self->enquiry != NULL)
    return kiroku_enquiry_draft_answer (self->enquiry, text, who, get_method (self),
                                        gtk_check_button_get_active (self->interim), has_at ? &at : NULL);
  return kiroku_enquiry_draft_ask (who, person, get_method (self), text, due, has_at ? &at : NULL);
}

static void
save (KirokuPopover *popover)
{
  KirokuEnquiryPopover *self = KIROKU_ENQUIRY_POPOVER (popover);
  g_autofree char *text = kiroku_page_dup_typed (GTK_EDITABLE (self->text));
  KirokuDraft *draft;

  if (text == NULL)
    {
      kiroku_popover_say (popover, is_answer (self) ? _ ("Say what was answered") : _ ("Say what is asked"));
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
  KirokuEnquiryPopover *self = KIROKU_ENQUIRY_POPOVER (object);

  g_free (self->enquiry);
  g_clear_pointer (&self->reading, kiroku_entry_unref);
  g_free (self->shown_at);
  g_free (self->shown_due);
  g_free (self->past);

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
  gtk_widget_class_bind_template_child (widget_class, KirokuEnquiryPopover, person);
  gtk_widget_class_bind_template_child (widget_class, KirokuEnquiryPopover, interim);
  gtk_widget_class_bind_template_child (widget_class, KirokuEnquiryPopover, reason);
}

static void
kiroku_enquiry_popover_init (KirokuEnquiryPopover *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_string_list_append (names, _ ("By which way (may be left out)"));
  for (KirokuEnquiryMethod i = 0; i < KIROKU_N_ENQUIRY_METHODS; i++)
    gtk_string_list_append (names, kiroku_enquiry_method_name (i));
  gtk_drop_down_set_model (self->method, G_LIST_MODEL (names));
}

static void
ask (KirokuEnquiryPopover *self)
{
  const gboolean answer = is_answer (self);

  kiroku_popover_set_heading (KIROKU_POPOVER (self),
                              answer ? _ ("Record the Answer") : _ ("Record an Enquiry"));
  kiroku_popover_set_verb (KIROKU_POPOVER (self), _ ("Record"), FALSE);
  kiroku_popover_ask (self->who, answer ? _ ("Who answered, if not you") : _ ("Who asks"));
  kiroku_popover_ask (self->text, answer ? _ ("What was answered") : _ ("What is asked"));
  kiroku_popover_ask (self->person, _ ("Person to contact there (may be left out)"));
  kiroku_popover_ask (self->at, self->reading != NULL ? _ ("When (empty: as it was)") : _ ("When (empty: now)"));
  kiroku_popover_ask (self->due, _ ("To be answered by (day or time; may be left out)"));
  kiroku_popover_ask (self->reason, _ ("What was wrong"));
  gtk_widget_set_visible (GTK_WIDGET (self->due), !answer);
  gtk_widget_set_visible (GTK_WIDGET (self->person), !answer);
  gtk_widget_set_visible (GTK_WIDGET (self->interim), answer);
  gtk_widget_set_visible (GTK_WIDGET (self->reason), self->reading != NULL);
}

/* What was typed stays when the popover closes. */
static void
keep (KirokuEnquiryPopover *self, KirokuCaseModel *model)
{
  g_autofree char *name = g_strconcat ("enquiry-", self->enquiry != NULL ? self->enquiry : "new", NULL);

  self->kept = self->reading != NULL ? kiroku_restating_new_kept (model, self->reading)
                                     : kiroku_form_draft_new (model, name);
  kiroku_form_draft_add (self->kept, "who", self->who);
  kiroku_form_draft_add (self->kept, "text", self->text);
  kiroku_form_draft_add (self->kept, "way", self->method);
  kiroku_form_draft_add (self->kept, "at", self->at);
  kiroku_form_draft_add (self->kept, "due", self->due);
  kiroku_form_draft_add (self->kept, "person", self->person);
  kiroku_form_draft_add (self->kept, "interim", self->interim);
  kiroku_form_draft_add (self->kept, "reason", self->reason);
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

static void
fill (GtkEntry *entry, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (entry), text != NULL ? text : "");
}

static void
show_reading (KirokuEnquiryPopover *self, KirokuCaseModel *model)
{
  const char *id = kiroku_entry_get_text (self->reading, "method");
  const gint64 due = kiroku_entry_get_integer (self->reading, "due", KIROKU_TIME_NONE);
  KirokuEnquiryMethod method;

  fill (self->who, kiroku_entry_get_text (self->reading, is_answer (self) ? "by" : "from"));
  fill (self->person, kiroku_entry_get_text (self->reading, "person"));
  fill (self->text, kiroku_entry_get_text (self->reading, "text"));
  if (id != NULL && kiroku_enquiry_method_parse (id, &method, NULL))
    gtk_drop_down_set_selected (self->method, method + 1);
  gtk_check_button_set_active (self->interim, kiroku_entry_get_integer (self->reading, "interim", 0) == 1);
  self->shown_at = kiroku_restating_dup_time (model, self->reading);
  fill (self->at, self->shown_at);
  self->shown_due = due != KIROKU_TIME_NONE ? kiroku_time_to_text (due, KIROKU_PRECISION_SECOND,
                                                                   kiroku_book_get_zone (get_book (self)))
                                            : g_strdup ("");
  fill (self->due, self->shown_due);
}

GtkWidget *
kiroku_enquiry_popover_new_correction (KirokuCaseModel *model, KirokuEntry *reading)
{
  KirokuEnquiryPopover *self;
  const char *heading;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && reading != NULL, NULL);

  self = kiroku_popover_new (KIROKU_TYPE_ENQUIRY_POPOVER, model);
  self->reading = kiroku_entry_ref (reading);
  ask (self);
  heading = is_answer (self) ? _ ("Correct the Answer") : _ ("Correct the Enquiry");
  kiroku_popover_set_heading (KIROKU_POPOVER (self), heading);
  kiroku_popover_set_verb (KIROKU_POPOVER (self), _ ("Record the Correction"), FALSE);
  kiroku_page_set_name (self, heading);
  show_reading (self, model);
  keep (self, model);
  return GTK_WIDGET (self);
}
