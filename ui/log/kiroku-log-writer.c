/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-log-writer.h"

#include <glib/gi18n.h>

#include "kiroku-case-drafts.h"
#include "kiroku-draft-saver.h"
#include "kiroku-hold.h"
#include "kiroku-indicator-offer.h"
#include "kiroku-page-write.h"
#include "kiroku-restating.h"
#include "kiroku-slash.h"
#include "kiroku-time-row.h"
#include "kiroku-ui.h"

/* For so long a slip can be taken back at a keystroke; later it is corrected with a reason. */
#define UNDO_SECONDS 10

struct _KirokuLogWriter
{
  AdwBin parent_instance;

  KirokuComposer *composer;
  KirokuIndicatorOffer *offer;
  GtkWidget *slash;

  KirokuCaseModel *model;
  KirokuDraftSaver *saver; /* of the text in the composer */
  KirokuFormDraft *kept;   /* of its class and time */
  KirokuEntry *last;       /* (nullable) what was saved last, while it can be taken back */
  guint undo_timer;
  guint visit;             /* how many cases were shown before: a submission belongs to one visit */
};

enum
{
  SUBMITTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KirokuLogWriter, kiroku_log_writer, ADW_TYPE_BIN)

/* --- Recording --- */

static gboolean
check_time (const char *text, gpointer user_data, GError **error)
{
  KirokuLogWriter *self = user_data;
  KirokuBook *book;
  KirokuTime time;

  if (self->model == NULL)
    return TRUE;
  book = kiroku_case_model_get_book (self->model);
  return kiroku_time_parse (text, kiroku_book_get_zone (book), kiroku_book_get_now (book), &time,
                            error);
}

/* (transfer full) (nullable) */
static char *
caution_of_time (const char *text, gpointer user_data)
{
  KirokuLogWriter *self = user_data;

  return self->model != NULL ? kiroku_time_row_describe_future (
                                   text, kiroku_case_model_get_book (self->model))
                             : NULL;
}

static void draft_changed_cb (KirokuLogWriter *self);

/* An entry on its way to the disk. The writer may have gone on to another case meanwhile; the draft
 * keeps the text until it is in the record. */
typedef struct
{
  KirokuLogWriter *writer;
  KirokuBook *book;
  KirokuDraftSaver *saver;
  KirokuFormDraft *kept; /* (nullable): … and this what goes with it, which is … */
  char *klass;
  char *time;
  guint visit;
  GApplication *held;
} Submission;

static void
submission_free (Submission *submission)
{
  g_object_unref (submission->writer);
  g_object_unref (submission->book);
  g_object_unref (submission->saver);
  g_clear_object (&submission->kept);
  g_free (submission->klass);
  g_free (submission->time);
  kiroku_hold_end (submission->held);
  g_free (submission);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Submission, submission_free)

/* (transfer full) */
static Submission *
submission_new (KirokuLogWriter *self, const char *text, const char *klass, const char *time)
{
  Submission *submission = g_new (Submission, 1);

  *submission = (Submission){ .writer = g_object_ref (self),
                              .book = g_object_ref (kiroku_case_model_get_book (self->model)),
                              .saver = g_object_ref (self->saver),
                              .klass = g_strdup (klass),
                              .time = g_strdup (time),
                              .visit = self->visit,
                              .held = kiroku_hold_begin () };
  kiroku_draft_saver_set_text (submission->saver, submission, text);
  if (kiroku_composer_keep_sent (self->composer, self->kept, submission))
    submission->kept = g_object_ref (self->kept);
  draft_changed_cb (self);
  return submission;
}

/* --- Taking back --- */

static void
end_undo (KirokuLogWriter *self)
{
  g_clear_handle_id (&self->undo_timer, g_source_remove);
  g_clear_pointer (&self->last, kiroku_entry_unref);
  kiroku_composer_offer_undo (self->composer, FALSE);
}

static gboolean
undo_over_cb (gpointer data)
{
  KirokuLogWriter *self = data;

  self->undo_timer = 0;
  end_undo (self);
  return G_SOURCE_REMOVE;
}

static void
offer_undo (KirokuLogWriter *self, const KirokuEntry *entry)
{
  end_undo (self);
  self->last = kiroku_entry_ref ((KirokuEntry *) entry);
  self->undo_timer = g_timeout_add_seconds (UNDO_SECONDS, undo_over_cb, self);
  kiroku_composer_offer_undo (self->composer, TRUE);
}

static void
withdrawn_cb (GtkWidget *widget, GPtrArray *entries, const GError *error)
{
  KirokuLogWriter *self = KIROKU_LOG_WRITER (widget);

  if (error != NULL)
    kiroku_composer_show_error (self->composer, error->message);
  else
    kiroku_composer_show_saved (self->composer, _ ("Withdrawn"));
}

/* With its class and time, unless another entry is begun already. */
static void
write_anew (KirokuLogWriter *self, const KirokuEntry *entry)
{
  g_autofree char *typed = kiroku_composer_get_unsent (self->composer);
  g_autofree char *time = entry->has_occ ? kiroku_restating_dup_time (self->model, entry) : NULL;

  if (typed[0] == '\0')
    kiroku_composer_set_class_and_time (self->composer, kiroku_entry_get_text (entry, "class"),
                                        time != NULL ? time : "");
  kiroku_composer_put_in_front (self->composer, kiroku_entry_get_text (entry, "text"));
  kiroku_composer_focus (self->composer);
}

/* Nothing leaves the record: a correction says that it does not count, and what it said can be written
 * anew. */
static void
undo_cb (KirokuLogWriter *self)
{
  g_autoptr (KirokuEntry) last = self->last != NULL ? kiroku_entry_ref (self->last) : NULL;
  g_autoptr (GPtrArray) drafts
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);

  if (last == NULL || self->model == NULL)
    return;
  end_undo (self);
  write_anew (self, last);
  g_ptr_array_add (drafts, kiroku_draft_correct (last->hash, _ ("(withdrawn)"),
                                                 _ ("Taken back right after it was written")));
  kiroku_page_write_visit (self->model, drafts, GTK_WIDGET (self), &self->visit, withdrawn_cb);
}

/* What the draft keeps and nobody shows stands in the composer again. */
static void
show_left (KirokuLogWriter *self)
{
  g_autofree char *text = kiroku_draft_saver_take (self->saver);

  kiroku_composer_put_in_front (self->composer, text);
}

/* It needs not be there again. */
static void
let_go (Submission *submission)
{
  kiroku_draft_saver_set_text (submission->saver, submission, "");
  if (submission->kept != NULL)
    kiroku_form_draft_let_go (submission->kept, submission, TRUE);
}

static void
accept_submission (Submission *submission, const KirokuEntry *entry)
{
  KirokuLogWriter *self = submission->writer;

  if (self->visit == submission->visit)
    {
      g_autofree char *saved = kiroku_page_dup_saved (self->model);

      kiroku_composer_accept (self->composer);
      kiroku_composer_show_saved (self->composer, saved);
      offer_undo (self, entry);
      kiroku_indicator_offer_look (self->offer, kiroku_entry_get_text (entry, "text"), entry->hash);
    }
  let_go (submission);
  kiroku_draft_saver_flush (submission->saver);
}

/* In the composer again if its case is shown; otherwise in the draft until it is. */
static void
give_back (Submission *submission, const char *message)
{
  KirokuLogWriter *self = submission->writer;

  if (self->visit == submission->visit)
    {
      kiroku_composer_give_back (self->composer, message);
      draft_changed_cb (self);
      let_go (submission);
      kiroku_composer_show_error (self->composer, message);
      return;
    }
  kiroku_draft_saver_leave (submission->saver, submission);
  if (submission->kept != NULL)
    kiroku_form_draft_let_go (submission->kept, submission, FALSE);
  if (self->saver != submission->saver)
    return;
  show_left (self);
  kiroku_composer_set_class_and_time (self->composer, submission->klass, submission->time);
  kiroku_composer_show_error (self->composer, message);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Submission) submission = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = kiroku_book_append_finish (KIROKU_BOOK (source), result, &error);

  if (entries != NULL)
    accept_submission (submission, g_ptr_array_index (entries, entries->len - 1));
  else
    give_back (submission, error->message);
}

static void
submit_cb (KirokuLogWriter *self, const char *text, const char *klass_id, const char *time_text)
{
  g_autoptr (GPtrArray) drafts
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);
  g_autoptr (GError) error = NULL;
  KirokuBook *book = kiroku_case_model_get_book (self->model);
  gboolean stated = time_text[0] != '\0';
  KirokuClass klass = KIROKU_CLASS_ACTION;
  KirokuTime time;

  if (!kiroku_class_parse (klass_id, &klass, &error)
      || (stated
          && !kiroku_time_parse (time_text, kiroku_book_get_zone (book), kiroku_book_get_now (book),
                                 &time, &error)))
    {
      kiroku_composer_give_back (self->composer, error->message);
      return;
    }
  end_undo (self);
  g_signal_emit (self, signals[SUBMITTED], 0);
  g_ptr_array_add (drafts, kiroku_draft_note (klass, text, stated ? &time : NULL));
  kiroku_book_append_async (book, kiroku_case_model_get_case_id (self->model), drafts, saved_cb,
                            submission_new (self, text, klass_id, time_text));
}

/* --- What “/” offers --- */

static void
chosen_cb (KirokuLogWriter *self, const KirokuSlashOffer *offer)
{
  g_autofree char *action = NULL;
  g_autoptr (GVariant) target = NULL;

  kiroku_composer_begin (self->composer, offer->klass != NULL ? offer->klass : "action",
                         offer->text != NULL ? offer->text : "");
  if (offer->action != NULL
      && g_action_parse_detailed_name (offer->action, &action, &target, NULL))
    gtk_widget_activate_action_variant (GTK_WIDGET (self), action, target);
}

/* What an input method is asked belongs to it. */
static gboolean
slash_key_cb (GtkEventControllerKey *keys,
              guint keyval,
              guint keycode,
              GdkModifierType state,
              KirokuLogWriter *self)
{
  return !kiroku_composer_is_composing (self->composer)
         && kiroku_slash_take_key (KIROKU_SLASH (self->slash), keyval);
}

static void
watch_keys (KirokuLogWriter *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (slash_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (kiroku_composer_get_view (self->composer)), keys);
}

static void
make_slash (KirokuLogWriter *self)
{
  self->slash = kiroku_slash_new (kiroku_composer_get_view (self->composer));
  gtk_widget_set_parent (self->slash, GTK_WIDGET (self->composer));
  g_signal_connect_swapped (self->slash, "chosen", G_CALLBACK (chosen_cb), self);
  watch_keys (self);
}

/* --- The draft --- */

static void
draft_changed_cb (KirokuLogWriter *self)
{
  g_autofree char *text = NULL;

  if (self->saver == NULL)
    return;
  text = kiroku_composer_get_unsent (self->composer);
  kiroku_slash_look (KIROKU_SLASH (self->slash), self->model, text);
  kiroku_draft_saver_set_text (self->saver, self, text);
}

static void
draft_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuLogWriter) self = user_data;
  KirokuDraftSaver *saver = KIROKU_DRAFT_SAVER (source);

  if (self->saver != saver)
    return;
  show_left (self);
  kiroku_form_draft_load (self->kept);
}

/* Only what is written with its own class and time is recorded. */
static void
kept_loaded_cb (KirokuLogWriter *self)
{
  kiroku_composer_set_busy (self->composer, FALSE);
}

static void
leave_draft (KirokuLogWriter *self)
{
  if (self->saver == NULL)
    return;
  kiroku_draft_saver_leave (self->saver, self);
  g_clear_object (&self->saver);
  g_signal_handlers_disconnect_by_data (self->kept, self);
  kiroku_form_draft_leave (self->kept);
  g_clear_object (&self->kept);
}

static void
take_up_draft (KirokuLogWriter *self)
{
  kiroku_composer_clear (self->composer);
  kiroku_composer_set_busy (self->composer, TRUE);
  self->saver = kiroku_draft_saver_get (self->model, ".txt");
  self->kept = kiroku_form_draft_new (self->model, "composer");
  kiroku_composer_keep (self->composer, self->kept);
  g_signal_connect_swapped (self->kept, "loaded", G_CALLBACK (kept_loaded_cb), self);
  kiroku_draft_saver_load_async (self->saver, draft_loaded_cb, g_object_ref (self));
}

/* --- The class --- */

static void
kiroku_log_writer_dispose (GObject *object)
{
  KirokuLogWriter *self = KIROKU_LOG_WRITER (object);

  if (self->composer != NULL)
    {
      kiroku_log_writer_set_model (self, NULL);
      kiroku_composer_set_time_check (self->composer, NULL, NULL);
      kiroku_composer_set_time_caution (self->composer, NULL, NULL);
    }
  g_clear_pointer (&self->slash, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_LOG_WRITER);

  G_OBJECT_CLASS (kiroku_log_writer_parent_class)->dispose (object);
}

static void
kiroku_log_writer_class_init (KirokuLogWriterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_log_writer_dispose;

  signals[SUBMITTED] = g_signal_new ("submitted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (KIROKU_TYPE_COMPOSER);
  g_type_ensure (KIROKU_TYPE_INDICATOR_OFFER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "log/kiroku-log-writer.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuLogWriter, composer);
  gtk_widget_class_bind_template_child (widget_class, KirokuLogWriter, offer);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_bind_template_callback (widget_class, undo_cb);
  gtk_widget_class_bind_template_callback (widget_class, draft_changed_cb);
}

static void
kiroku_log_writer_init (KirokuLogWriter *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kiroku_composer_set_time_check (self->composer, check_time, self);
  kiroku_composer_set_time_caution (self->composer, caution_of_time, self);
  kiroku_composer_set_busy (self->composer, TRUE);
  make_slash (self);
}

void
kiroku_log_writer_set_model (KirokuLogWriter *self, KirokuCaseModel *model)
{
  g_return_if_fail (KIROKU_IS_LOG_WRITER (self));
  g_return_if_fail (model == NULL || KIROKU_IS_CASE_MODEL (model));

  if (self->model == model)
    return;
  end_undo (self);
  leave_draft (self);
  self->visit++;
  g_set_object (&self->model, model);
  kiroku_indicator_offer_set_model (self->offer, model);
  if (model != NULL)
    take_up_draft (self);
}

KirokuComposer *
kiroku_log_writer_get_composer (KirokuLogWriter *self)
{
  g_return_val_if_fail (KIROKU_IS_LOG_WRITER (self), NULL);

  return self->composer;
}
