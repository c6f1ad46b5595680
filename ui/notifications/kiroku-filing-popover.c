/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-filing-popover.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-addressee.h"
#include "kiroku-book-form.h"
#include "kiroku-filing-meets.h"
#include "kiroku-form-draft.h"
#include "kiroku-page-write.h"
#include "kiroku-restating.h"
#include "kiroku-text.h"
#include "kiroku-time-row.h"
#include "kiroku-ui.h"

struct _KirokuFilingPopover
{
  KirokuPopover parent_instance;

  GtkLabel *advice;
  GtkLabel *met;
  GtkLabel *note;
  GtkWidget *excluded; /* that it must not go to its recipient */
  GtkScrolledWindow *scroller;
  KirokuFilingMeets *meets;
  AdwComboRow *method;
  KirokuTimeRow *time;
  GtkWidget *rows;
  AdwEntryRow *to;
  GtkLabel *elsewhere; /* under whom it goes to, when another is named */
  AdwEntryRow *receipt;
  AdwEntryRow *by;
  AdwEntryRow *reason;
  AdwActionRow *file;
  GtkButton *no_file;

  char *form;
  char *duty; /* (nullable): id of the stated deadline it is for */
  KirokuEntry *reading; /* (nullable) what is corrected, and the next of it */
  char *shown_time;
  GHashTable *seen; /* (nullable): what the form showed */
  char *language;   /* (nullable): of its pages */
  char *path;        /* (nullable): of the file that goes with it */
  gboolean taken_off; /* the one that was recorded, in a correction */
  GtkFileChooserNative *chooser; /* while it is open */
  KirokuFormDraft *kept;
};

/* Of one that points to a line of the log or of the deadlines: with what is around it it stays in a window of
 * 700 pixels below a line that is not far down. */
#define LOW_HEIGHT 256
/* For what has no form of its own, such as news to a customer. */
#define OTHER_REPORT "F00"

G_DEFINE_FINAL_TYPE (KirokuFilingPopover, kiroku_filing_popover, KIROKU_TYPE_POPOVER)

enum
{
  UNDECIDED,
  COPY_LOST,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* (nullable): NULL once it is disposed. */
static KirokuCaseModel *
get_model (KirokuFilingPopover *self)
{
  return kiroku_popover_get_model (KIROKU_POPOVER (self));
}

static void
say (KirokuFilingPopover *self, const char *message)
{
  kiroku_popover_say (KIROKU_POPOVER (self), message);
}

/* --- To whom --- */

static void
show_elsewhere_cb (KirokuFilingPopover *self)
{
  KirokuCaseModel *model = get_model (self);
  const KirokuSnapshot *snapshot = model != NULL ? kiroku_case_model_get_snapshot (model) : NULL;
  KirokuBook *book = model != NULL ? kiroku_case_model_get_book (model) : NULL;
  const KirokuPackForm *form = self->form != NULL && book != NULL
                                   ? kiroku_pack_get_form (kiroku_book_get_pack (book), self->form)
                                   : NULL;
  g_autofree char *other = NULL;

  if (form != NULL && snapshot != NULL)
    other = kiroku_addressee_describe_other (form, snapshot->facts,
                                             g_hash_table_lookup (snapshot->own, self->form),
                                             gtk_editable_get_text (GTK_EDITABLE (self->to)),
                                             kiroku_book_get_language (book));
  gtk_label_set_text (self->elsewhere, other != NULL ? other : "");
  gtk_widget_set_visible (GTK_WIDGET (self->elsewhere), other != NULL);
}

/* --- The file --- */

static gboolean
has_recorded_file (KirokuFilingPopover *self)
{
  return self->reading != NULL && kiroku_entry_get_ref (self->reading, "evidence") != NULL;
}

static const char *
get_no_file (KirokuFilingPopover *self)
{
  if (self->taken_off)
    return _ ("None: the one recorded with it is taken off");
  if (has_recorded_file (self))
    return _ ("The one recorded with it, unless you choose another");
  return _ ("None. It is kept as evidence of the case.");
}

/* The one button takes off what is there, and gives back what was recorded. */
static void
show_file (KirokuFilingPopover *self)
{
  g_autofree char *name = self->path != NULL ? g_filename_display_basename (self->path) : NULL;
  g_autofree char *shown = name != NULL ? kiroku_text_visible (name, TRUE) : NULL;
  const char *what
      = self->taken_off ? _ ("Keep the file recorded with it") : _ ("Without this file");

  adw_action_row_set_subtitle (self->file, shown != NULL ? shown : get_no_file (self));
  gtk_button_set_icon_name (self->no_file,
                            self->taken_off ? "edit-undo-symbolic" : "edit-clear-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->no_file), what);
  kiroku_page_set_name (self->no_file, what);
  gtk_widget_set_visible (GTK_WIDGET (self->no_file),
                          self->path != NULL || has_recorded_file (self));
}

void
kiroku_filing_popover_set_file (KirokuFilingPopover *self, const char *path)
{
  char *before;

  g_return_if_fail (KIROKU_IS_FILING_POPOVER (self));

  before = self->path;
  self->path = g_strdup (path);
  g_free (before);
  self->taken_off = FALSE;
  show_file (self);
}

static void
forget_file_cb (KirokuFilingPopover *self)
{
  self->taken_off = self->path == NULL && !self->taken_off;
  g_clear_pointer (&self->path, g_free);
  show_file (self);
}

static void
take_file (KirokuFilingPopover *self, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);

  if (path != NULL)
    kiroku_filing_popover_set_file (self, path);
  say (self, path != NULL ? NULL
                          : _ ("Copy the file to this computer first: it can only be taken in from "
                               "a folder."));
}

static void
response_cb (KirokuFilingPopover *self, int response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));

  g_clear_object (&self->chooser);
  if (response == GTK_RESPONSE_ACCEPT && file != NULL && get_model (self) != NULL)
    take_file (self, file);
}

static void
choose_cb (KirokuFilingPopover *self)
{
  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (
      _ ("File Handed In, or Its Receipt"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
      GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static gboolean
drop_cb (KirokuFilingPopover *self, const GValue *value)
{
  if (get_model (self) == NULL || !G_VALUE_HOLDS (value, G_TYPE_FILE))
    return FALSE;
  take_file (self, g_value_get_object (value));
  return TRUE;
}

static void
accept_drops (KirokuFilingPopover *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  g_signal_connect_swapped (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

/* --- Recording --- */

/* (transfer full) */
static char *
describe_undecided (KirokuFilingPopover *self, GPtrArray *asked)
{
  KirokuBook *book = kiroku_case_model_get_book (get_model (self));
  const char *key = g_ptr_array_index (asked, 0);
  const KirokuPackFact *fact = kiroku_pack_get_fact (kiroku_book_get_pack (book), key);

  /* Translators: the name of a fact. */
  return g_strdup_printf (_ ("Filed. Whether this meets a deadline depends on “%s”: answer it, and "
                             "mark the form as filed again."),
                          fact != NULL
                              ? kiroku_pack_text (fact->name, kiroku_book_get_language (book))
                              : key);
}

/* What is to be said of a filing that is recorded, each below the other. (transfer full) (nullable) */
static char *
dup_remarks (KirokuFilingPopover *self, const KirokuSubmission *submission)
{
  g_autoptr (GPtrArray) remarks = g_ptr_array_new_with_free_func (g_free);

  if (submission->asked->len > 0)
    g_ptr_array_add (remarks, describe_undecided (self, submission->asked));
  if (submission->working_copy)
    g_ptr_array_add (remarks, g_strdup (_ ("Filed, with a working copy, which is not made to be sent: if another file was "
                                           "sent, correct the filing in the log.")));
  else if (submission->other_file)
    g_ptr_array_add (remarks, g_strdup (_ ("Filed, with another file than the copy that was approved: if the copy was "
                                           "sent, correct the filing in the log.")));
  if (remarks->len == 0)
    return NULL;
  g_ptr_array_add (remarks, NULL);
  return g_strjoinv ("\n", (char **) remarks->pdata);
}

static void
filed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuFilingPopover) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuSubmission) submission
      = kiroku_book_file_form_finish (KIROKU_BOOK (source), result, &error);
  g_autofree char *remarks = NULL;

  kiroku_form_draft_end (self->kept, submission != NULL);
  if (submission != NULL && get_model (self) != NULL)
    remarks = dup_remarks (self, submission);
  if (g_error_matches (error, KIROKU_FORM_ERROR, KIROKU_FORM_ERROR_COPY))
    g_signal_emit (self, signals[COPY_LOST], 0);
  kiroku_popover_end (KIROKU_POPOVER (self), error);
  if (remarks != NULL)
    g_signal_emit (self, signals[UNDECIDED], 0, remarks);
}

/* What a person typed, or NULL for nothing. FALSE with the reason shown when it is not fit. */
static gboolean
take_text (KirokuFilingPopover *self, AdwEntryRow *row, char **text)
{
  g_autofree char *typed = kiroku_page_dup_typed (GTK_EDITABLE (row));
  g_autoptr (GError) error = NULL;

  if (typed != NULL
      && !kiroku_text_check (typed, strlen (typed),
                             adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), &error))
    {
      say (self, error->message);
      gtk_widget_grab_focus (GTK_WIDGET (row));
      return FALSE;
    }
  *text = g_steal_pointer (&typed);
  return TRUE;
}

static gboolean
take_time (KirokuFilingPopover *self, KirokuTime *time, gboolean *given)
{
  g_autoptr (GError) error = NULL;

  if (kiroku_time_row_read_new (GTK_EDITABLE (self->time), self->shown_time,
                                kiroku_case_model_get_book (get_model (self)), given, time, &error))
    return TRUE;
  say (self, error->message);
  gtk_widget_grab_focus (GTK_WIDGET (self->time));
  return FALSE;
}

static gboolean
change_method (KirokuFilingPopover *self, KirokuDraft *draft)
{
  guint method = adw_combo_row_get_selected (self->method);

  return method < KIROKU_N_FILING_METHODS
         && kiroku_draft_change_text (draft, "method", kiroku_filing_method_id (method));
}

static void
save_correction (KirokuFilingPopover *self, const KirokuFilingDetails *details)
{
  KirokuCaseModel *model = get_model (self);
  g_autofree char *reason = NULL;
  g_autoptr (KirokuDraft) draft = NULL;
  gboolean changed
      = details->at != NULL || details->meets != NULL || self->path != NULL || self->taken_off;
  const char *fault;

  if (!take_text (self, self->reason, &reason))
    return;
  draft = kiroku_restating_new_draft (self->reading, reason, details->at);
  if (self->taken_off)
    kiroku_filing_draft_set_no_file (draft);
  changed |= change_method (self, draft);
  changed |= kiroku_draft_change_text (draft, "to", details->to);
  changed |= kiroku_draft_change_text (draft, "receipt", details->receipt);
  changed |= kiroku_draft_change_text (draft, "by", details->by);
  fault = kiroku_restating_find_fault (changed, reason);
  if (fault == NULL)
    fault = kiroku_restating_find_lost (draft, self->reading, NULL);
  if (fault != NULL)
    {
      say (self, fault);
      if (changed)
        gtk_widget_grab_focus (GTK_WIDGET (self->reason));
      return;
    }
  kiroku_popover_begin (KIROKU_POPOVER (self));
  kiroku_form_draft_send (self->kept);
  kiroku_book_correct_filing_async (kiroku_case_model_get_book (model),
                                    kiroku_case_model_get_case_id (model),
                                    g_steal_pointer (&draft), self->reading, details->meets,
                                    self->path, filed_cb, g_object_ref (self));
}

/* (nullable) (transfer container): ends with NULL; the ids live as long as @self. */
static const char **
list_met (KirokuFilingPopover *self)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  if (self->duty != NULL)
    g_ptr_array_add (ids, self->duty);
  kiroku_filing_meets_list (self->meets, ids);
  if (ids->len == 0)
    return NULL;
  g_ptr_array_add (ids, NULL);
  return (const char **) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
}

static void
save (KirokuPopover *popover)
{
  KirokuFilingPopover *self = KIROKU_FILING_POPOVER (popover);
  KirokuCaseModel *model = get_model (self);
  g_autofree char *to = NULL;
  g_autofree char *receipt = NULL;
  g_autofree char *by = NULL;
  g_autofree const char **meets = list_met (self);
  KirokuFilingDetails details
      = { .form = self->form, .method = adw_combo_row_get_selected (self->method) };
  KirokuTime time;
  gboolean given;

  if (!take_time (self, &time, &given) || !take_text (self, self->to, &to)
      || !take_text (self, self->receipt, &receipt) || !take_text (self, self->by, &by))
    return;
  details.to = to;
  details.receipt = receipt;
  details.by = by;
  details.meets = meets;
  details.at = given ? &time : NULL;
  details.seen = self->seen;
  details.language = self->language;
  if (self->reading != NULL)
    {
      save_correction (self, &details);
      return;
    }
  kiroku_popover_begin (popover);
  kiroku_form_draft_send (self->kept);
  kiroku_book_file_form_async (kiroku_case_model_get_book (model),
                               kiroku_case_model_get_case_id (model), &details, self->path,
                               filed_cb, g_object_ref (self));
}

/* --- The class --- */

static void
kiroku_filing_popover_dispose (GObject *object)
{
  KirokuFilingPopover *self = KIROKU_FILING_POPOVER (object);

  if (self->kept != NULL)
    kiroku_form_draft_leave (self->kept);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);

  G_OBJECT_CLASS (kiroku_filing_popover_parent_class)->dispose (object);
}

static void
kiroku_filing_popover_finalize (GObject *object)
{
  KirokuFilingPopover *self = KIROKU_FILING_POPOVER (object);

  g_clear_object (&self->kept);
  g_free (self->form);
  g_free (self->duty);
  g_clear_pointer (&self->reading, kiroku_entry_unref);
  g_free (self->shown_time);
  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_free (self->language);
  g_free (self->path);

  G_OBJECT_CLASS (kiroku_filing_popover_parent_class)->finalize (object);
}

static void
kiroku_filing_popover_class_init (KirokuFilingPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KirokuPopoverClass *popover_class = KIROKU_POPOVER_CLASS (klass);

  object_class->dispose = kiroku_filing_popover_dispose;
  object_class->finalize = kiroku_filing_popover_finalize;

  signals[COPY_LOST] = g_signal_new ("copy-lost", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 0);
  signals[UNDECIDED]
      = g_signal_new ("undecided", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (KIROKU_TYPE_TIME_ROW);
  g_type_ensure (KIROKU_TYPE_FILING_MEETS);
  kiroku_popover_class_set_template (popover_class, "notifications/kiroku-filing-popover.ui");
  popover_class->save = save;
  gtk_widget_class_bind_template_child (widget_class, KirokuFilingPopover, advice);
  gtk_widget_class_bind_template_child (widget_class, KirokuFilingPopover, met);
  gtk_widget_class_bind_template_child (widget_class, KirokuFilingPopover, note);
  gtk_widget_class_bind_template_child (widget_class, KirokuFilingPopover, scroller);
  gtk_widget_class_bind_template_child (widget_class, KirokuFilingPopover, meets);
  gtk_widget_class_bind_template_child (widget_class, KirokuFilingPopover, method);
  gtk_widget_class_bind_template_child (widget_class, KirokuFilingPopover, time);
  gtk_widget_class_bind_template_child (widget_class, KirokuFilingPopover, rows);
  gtk_widget_class_bind_template_child (widget_class, KirokuFilingPopover, to);
  gtk_widget_class_bind_template_child (widget_class, KirokuFilingPopover, elsewhere);
  gtk_widget_class_bind_template_child (widget_class, KirokuFilingPopover, receipt);
  gtk_widget_class_bind_template_child (widget_class, KirokuFilingPopover, by);
  gtk_widget_class_bind_template_child (widget_class, KirokuFilingPopover, reason);
  gtk_widget_class_bind_template_child (widget_class, KirokuFilingPopover, excluded);
  gtk_widget_class_bind_template_child (widget_class, KirokuFilingPopover, file);
  gtk_widget_class_bind_template_child (widget_class, KirokuFilingPopover, no_file);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_file_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_elsewhere_cb);
}

static void
fill_methods (KirokuFilingPopover *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (KirokuFilingMethod method = 0; method < KIROKU_N_FILING_METHODS; method++)
    gtk_string_list_append (names, kiroku_filing_method_name (method));
  adw_combo_row_set_model (self->method, G_LIST_MODEL (names));
}

static void
kiroku_filing_popover_init (KirokuFilingPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_methods (self);
  accept_drops (self);
  kiroku_filing_popover_set_file (self, NULL);
}

/* An exercise files nothing; what was not approved may be filed all the same, knowingly. */
static void
show_note (KirokuFilingPopover *self, gboolean approved)
{
  gboolean exercise = kiroku_case_model_get_snapshot (get_model (self))->incident->exercise;
  const char *text = NULL;

  if (exercise)
    text = _ ("This is an exercise: nothing is filed. Note in the log what you would file.");
  else if (!approved)
    text = _ ("Nobody else has approved what is being filed. The record will show it.");
  gtk_label_set_text (self->note, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), text != NULL);
  kiroku_popover_allow (KIROKU_POPOVER (self), !exercise);
}

/* Times are read in the zone of the book unless an offset is typed. */
static void
show_zone (KirokuFilingPopover *self)
{
  const char *zone = g_time_zone_get_identifier (
      kiroku_book_get_zone (kiroku_case_model_get_book (get_model (self))));
  g_autofree char *title = NULL;

  if (self->reading != NULL)
    /* Translators: a time zone such as Asia/Tokyo. */
    title = g_strdup_printf (_ ("Time (as it was, if left empty; %s)"), zone);
  else
    /* Translators: a time zone such as Asia/Tokyo. */
    title = g_strdup_printf (_ ("Time (now, if left empty; %s)"), zone);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->time), title);
}

/* (transfer full) */
static KirokuFormDraft *
new_kept (KirokuFilingPopover *self)
{
  g_autofree char *name = NULL;

  if (self->reading != NULL)
    return kiroku_restating_new_kept (get_model (self), self->reading);
  name = g_strconcat ("file-", self->duty != NULL ? self->duty : self->form, NULL);
  return kiroku_form_draft_new (get_model (self), name);
}

static void
take_up_draft (KirokuFilingPopover *self)
{
  self->kept = new_kept (self);
  kiroku_form_draft_add (self->kept, "method", self->method);
  kiroku_form_draft_add (self->kept, "time", self->time);
  kiroku_form_draft_add (self->kept, "to", self->to);
  kiroku_form_draft_add (self->kept, "receipt", self->receipt);
  kiroku_form_draft_add (self->kept, "by", self->by);
  kiroku_form_draft_add (self->kept, "reason", self->reason);
  kiroku_filing_meets_keep (self->meets, self->kept);
  kiroku_form_draft_load (self->kept);
}

/* @form: (nullable) */
static KirokuFilingPopover *
popover_new (KirokuCaseModel *model, const char *form)
{
  KirokuFilingPopover *self = kiroku_popover_new (KIROKU_TYPE_FILING_POPOVER, model);

  self->form = g_strdup (form);
  kiroku_time_row_add_caution (GTK_EDITABLE (self->time), self->rows,
                               kiroku_case_model_get_book (model));
  return self;
}

static void
prepare (KirokuFilingPopover *self, gboolean approved)
{
  kiroku_popover_set_verb (KIROKU_POPOVER (self), _ ("Record as Filed"), FALSE);
  show_note (self, approved);
  show_zone (self);
  kiroku_filing_meets_fill (self->meets, get_model (self), self->duty);
  take_up_draft (self);
}

GtkWidget *
kiroku_filing_popover_new (KirokuCaseModel *model, const char *form, gboolean approved)
{
  KirokuFilingPopover *self;
  g_autofree char *heading = NULL;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && form != NULL, NULL);
  g_return_val_if_fail (kiroku_case_model_get_snapshot (model) != NULL, NULL);

  self = popover_new (model, form);
  /* Translators: the number of a form, such as F01. */
  heading = g_strdup_printf (_ ("Mark Form %s as Filed"), form);
  kiroku_popover_set_heading (KIROKU_POPOVER (self), heading);
  prepare (self, approved);
  return GTK_WIDGET (self);
}

void
kiroku_filing_popover_set_seen (KirokuFilingPopover *self, const KirokuFilledForm *form)
{
  g_return_if_fail (KIROKU_IS_FILING_POPOVER (self) && form != NULL && self->seen == NULL);

  self->seen = kiroku_filing_list_seen (form);
  self->language = g_strdup (form->language);
  gtk_widget_set_visible (self->excluded, form->excluded);
}

/* What @self is for. */
static void
show_duty (KirokuFilingPopover *self)
{
  KirokuCaseModel *model = get_model (self);
  const KirokuObligation *duty = kiroku_obligations_find (
      kiroku_case_model_get_snapshot (model)->obligations, self->duty);
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (duty == NULL)
    return;
  name = kiroku_filing_dup_duty_name (duty, kiroku_case_model_get_book (model));
  /* Translators: whom something is due to, then what. */
  text = g_strdup_printf (_ ("It meets the deadline “%s”."), name);
  gtk_label_set_text (self->met, text);
  gtk_widget_set_visible (GTK_WIDGET (self->met), TRUE);
}

GtkWidget *
kiroku_filing_popover_new_for_duty (KirokuCaseModel *model, const char *duty)
{
  KirokuFilingPopover *self;
  const char *heading = _ ("Mark a Stated Deadline as Filed");

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && duty != NULL, NULL);
  g_return_val_if_fail (kiroku_case_model_get_snapshot (model) != NULL, NULL);

  self = popover_new (model, OTHER_REPORT);
  self->duty = g_strdup (duty);
  kiroku_popover_set_heading (KIROKU_POPOVER (self), heading);
  kiroku_page_set_name (self, heading);
  gtk_scrolled_window_set_max_content_height (self->scroller, LOW_HEIGHT);
  show_duty (self);
  prepare (self, FALSE);
  return GTK_WIDGET (self);
}

static void
show_text (KirokuFilingPopover *self, AdwEntryRow *row, const char *name)
{
  const char *text = kiroku_entry_get_text (self->reading, name);

  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
}

static void
show_reading (KirokuFilingPopover *self)
{
  const char *id = kiroku_entry_get_text (self->reading, "method");
  KirokuFilingMethod method;

  adw_combo_row_set_selected (self->method,
                              id != NULL && kiroku_filing_method_parse (id, &method, NULL)
                                  ? (guint) method
                                  : GTK_INVALID_LIST_POSITION);
  show_text (self, self->to, "to");
  show_text (self, self->receipt, "receipt");
  show_text (self, self->by, "by");
  self->shown_time = kiroku_restating_dup_time (get_model (self), self->reading);
  gtk_editable_set_text (GTK_EDITABLE (self->time), self->shown_time);
  show_zone (self);
  show_file (self);
}

GtkWidget *
kiroku_filing_popover_new_correction (KirokuCaseModel *model, KirokuEntry *reading)
{
  KirokuFilingPopover *self;
  const char *form;
  g_autofree char *heading = NULL;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && reading != NULL, NULL);

  form = kiroku_entry_get_text (reading, "form");
  self = popover_new (model, form);
  self->reading = kiroku_entry_ref (reading);
  /* Translators: the number of a form, such as F01. */
  heading = g_strdup_printf (_ ("Correct the Filing of Form %s"),
                             form != NULL ? form : _ ("(withheld)"));
  kiroku_popover_set_heading (KIROKU_POPOVER (self), heading);
  kiroku_popover_set_verb (KIROKU_POPOVER (self), _ ("Record the Correction"), FALSE);
  kiroku_page_set_name (self, heading);
  gtk_label_set_text (self->advice, kiroku_restating_get_advice ());
  gtk_widget_set_visible (GTK_WIDGET (self->reason), TRUE);
  gtk_scrolled_window_set_max_content_height (self->scroller, LOW_HEIGHT);
  show_reading (self);
  if (kiroku_case_model_get_snapshot (model) != NULL)
    kiroku_filing_meets_fill (self->meets, model, NULL);
  take_up_draft (self);
  return GTK_WIDGET (self);
}
