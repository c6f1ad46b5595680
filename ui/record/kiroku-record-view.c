/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-record-view.h"

#include <glib/gi18n.h>

#include "kiroku-anchor-popover.h"
#include "kiroku-book-anchor.h"
#include "kiroku-hold.h"
#include "kiroku-page-write.h"
#include "kiroku-paper-saver.h"
#include "kiroku-popover.h"
#include "kiroku-record-state.h"
#include "kiroku-text.h"
#include "kiroku-trust-popover.h"
#include "kiroku-ui.h"
#include "kiroku-verify-box.h"

#define MARGIN 12 /* pixels around what is scrolled to */

struct _KirokuRecordView
{
  AdwBin parent_instance;

  AdwActionRow *anchored;
  GtkImage *anchored_icon;
  AdwActionRow *waiting;
  AdwActionRow *traces; /* of what was erased by law */
  GtkButton *resend;
  GtkButton *stamp;
  KirokuPaperSaver *sheet;
  KirokuPaperSaver *file;
  GtkButton *checkpoint;
  GtkButton *add;
  GtkSpinner *spinner;
  GtkButton *stop;
  GtkLabel *done;
  GtkLabel *error;
  KirokuVerifyBox *verify;
  GtkListBox *authors;

  KirokuCaseModel *model;
  GSignalGroup *signals;
  KirokuRecordState *state;  /* (nullable) as last read */
  GCancellable *cancellable; /* of the reading under way */
  GCancellable *sending;     /* while time stamps are asked for */
  GtkWidget *popover;        /* while it is there */
  char *root;                /* (nullable) of the checkpoint made last */
  guint visit;               /* how many cases were shown before: answers belong to one */
  guint reveal;              /* the tick that waits to scroll to what came of it */
  guint n_frames;            /* that it has waited */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (KirokuRecordView, kiroku_record_view, ADW_TYPE_BIN)

enum
{
  SHOW_ENTRY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_done (KirokuRecordView *self, const char *text)
{
  gtk_label_set_text (self->done, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->done), text != NULL);
}

static void
scroll_to (GtkWidget *widget)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment;
  graphene_rect_t bounds;

  if (scroller == NULL || !gtk_widget_compute_bounds (widget, scroller, &bounds))
    return;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  bounds.origin.y += gtk_adjustment_get_value (adjustment);
  gtk_adjustment_clamp_page (adjustment, bounds.origin.y - MARGIN,
                             bounds.origin.y + bounds.size.height + MARGIN);
}

/* Where the text is, is known a frame after it is shown. */
static gboolean
reveal_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  KirokuRecordView *self = KIROKU_RECORD_VIEW (widget);
  gboolean failed = gtk_widget_get_visible (GTK_WIDGET (self->error));

  if (self->n_frames++ < 1)
    return G_SOURCE_CONTINUE;
  scroll_to (GTK_WIDGET (failed ? self->error : self->done));
  self->reveal = 0;
  return G_SOURCE_REMOVE;
}

/* What came of it stands below what was pressed, perhaps out of sight. */
static void
reveal (KirokuRecordView *self)
{
  self->n_frames = 0;
  if (self->reveal == 0)
    self->reveal = gtk_widget_add_tick_callback (GTK_WIDGET (self), reveal_cb, NULL, NULL);
}

/* Takes @sending: (nullable) what ends it. */
static void
show_sending (KirokuRecordView *self, GCancellable *sending)
{
  g_clear_object (&self->sending);
  self->sending = sending;
  gtk_widget_set_visible (GTK_WIDGET (self->stop), sending != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->stop), TRUE);
}

static void
set_busy (KirokuRecordView *self, gboolean busy)
{
  self->busy = busy;
  if (!busy)
    show_sending (self, NULL);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->resend), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->stamp), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->checkpoint), !busy);
}

/* --- Who writes --- */

static const char *
describe_trust (const KirokuAuthor *author)
{
  if (author->revoked >= 0)
    return _ ("Revoked");
  if (author->opener)
    return _ ("Opened the case");
  return author->vouched ? _ ("Vouched for") : _ ("Nobody vouches");
}

static void
trust_cb (KirokuRecordView *self, GtkWidget *button)
{
  guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "author"));
  gboolean revoke = g_object_get_data (G_OBJECT (button), "revoke") != NULL;

  if (self->state == NULL || i >= self->state->authors->len || self->popover != NULL)
    return;
  kiroku_popover_open (&self->popover,
                       kiroku_trust_popover_new (
                           self->model, g_ptr_array_index (self->state->authors, i), revoke),
                       GTK_WIDGET (self), button);
}

static void
add_button (KirokuRecordView *self, AdwActionRow *row, guint i, gboolean revoke)
{
  GtkWidget *button = gtk_button_new_with_label (revoke ? _ ("Revoke…") : _ ("Vouch…"));

  g_object_set_data (G_OBJECT (button), "author", GUINT_TO_POINTER (i));
  g_object_set_data (G_OBJECT (button), "revoke", revoke ? self : NULL);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", G_CALLBACK (trust_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (row, button);
}

/* Only the key that opened the case, and the key itself, can revoke. */
static gboolean
can_revoke (const KirokuRecordState *state, const KirokuAuthor *author)
{
  const KirokuAuthor *opener = g_ptr_array_index (state->authors, 0);

  return author->revoked < 0
         && (kiroku_record_state_is_own (state, author->key)
             || (opener->opener && kiroku_record_state_is_own (state, opener->key)));
}

static GtkWidget *
make_author (KirokuRecordView *self, guint i)
{
  const KirokuAuthor *author = g_ptr_array_index (self->state->authors, i);
  gboolean own = kiroku_record_state_is_own (self->state, author->key);
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = kiroku_text_visible (author->name != NULL ? author->name : "?", TRUE);
  /* Translators: the first digits by which a key is compared. */
  g_autofree char *key = g_strdup_printf (_ ("key %.12s"), author->key);
  g_autofree char *subtitle = g_strjoin (" · ", describe_trust (author), key,
                                         author->role != NULL && author->role[0] != '\0' ? author->role : NULL, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (author->revoked >= 0 || !author->vouched)
    adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                               gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  if (author->revoked < 0 && !author->vouched && !own)
    add_button (self, ADW_ACTION_ROW (row), i, FALSE);
  if (can_revoke (self->state, author))
    add_button (self, ADW_ACTION_ROW (row), i, TRUE);
  return row;
}

static void
show_authors (KirokuRecordView *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->authors, 0)) != NULL)
    gtk_list_box_remove (self->authors, GTK_WIDGET (row));
  for (guint i = 0; self->state != NULL && i < self->state->authors->len; i++)
    gtk_list_box_append (self->authors, make_author (self, i));
}

/* --- What is borne out from outside --- */

/* (transfer full) */
static char *
dup_last (KirokuRecordView *self)
{
  g_autofree char *time = NULL;

  if (self->state->anchored.last == KIROKU_TIME_NONE)
    return g_strdup (_ ("Nothing has been kept outside this computer yet"));
  time = kiroku_page_dup_time (self->model, self->state->anchored.last);
  /* Translators: how the last anchor is kept, and when it was recorded. */
  return g_strdup_printf (_ ("Last anchor: %s, %s"),
                          kiroku_anchor_type_name (self->state->anchored.last_type), time);
}

static void
show_anchored (KirokuRecordView *self)
{
  const KirokuUnanchored *unanchored = &self->state->anchored.unanchored;
  g_autofree char *title = kiroku_record_dup_unanchored (self->model, unanchored);
  g_autofree char *stated = kiroku_record_dup_stated (unanchored);
  g_autofree char *last = dup_last (self);
  const char *unread = self->state->anchored.unread;
  g_autofree char *subtitle = g_strjoin ("\n", last, stated != NULL ? stated : unread,
                                         stated != NULL ? unread : NULL, NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->anchored), title);
  adw_action_row_set_subtitle (self->anchored, subtitle);
  gtk_image_set_from_icon_name (self->anchored_icon, unanchored->entries == 0
                                                         ? "channel-secure-symbolic"
                                                         : "channel-insecure-symbolic");
}

static void
show_waiting (KirokuRecordView *self)
{
  guint n = self->state->waiting;
  g_autofree char *title
      = g_strdup_printf (g_dngettext (NULL, "%u time stamp waits for an answer",
                                      "%u time stamps wait for an answer", n),
                         n);
  g_autofree char *why
      = kiroku_text_visible (self->state->failure != NULL ? self->state->failure : "", TRUE);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->waiting), title);
  adw_action_row_set_subtitle (self->waiting, why);
  gtk_widget_set_visible (GTK_WIDGET (self->waiting), n > 0);
}

static void
set_file_names (KirokuRecordView *self)
{
  g_autofree char *part = kiroku_page_dup_file_part (self->model);
  g_autofree char *sheet = g_strdup_printf ("case-root-%s.pdf", part);
  g_autofree char *file = g_strdup_printf ("case-root-%s.txt", part);

  kiroku_paper_saver_set_file_name (self->sheet, sheet);
  kiroku_paper_saver_set_file_name (self->file, file);
}

/* A newer reading cancels the one before, whose answer then says so. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuRecordView) self = user_data;
  g_autoptr (GError) error = NULL;
  KirokuRecordState *state = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);

  if (self->model == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_pointer (&state, kiroku_record_state_free);
      return;
    }
  if (state == NULL)
    {
      kiroku_page_show_error (self->error, error->message);
      return;
    }
  g_clear_pointer (&self->state, kiroku_record_state_free);
  self->state = state;
  show_anchored (self);
  show_waiting (self);
  gtk_widget_set_visible (GTK_WIDGET (self->traces), self->state->erasures_due > 0);
  show_authors (self);
  set_file_names (self);
}

static void
stop_reading (KirokuRecordView *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* Nobody waits for what is not seen. */
static void
read_state (KirokuRecordView *self)
{
  if (self->model == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  stop_reading (self);
  self->cancellable = g_cancellable_new ();
  kiroku_record_state_read_async (kiroku_case_model_get_book (self->model),
                                  kiroku_case_model_get_case_id (self->model), self->cancellable,
                                  read_cb, g_object_ref (self));
}

/* --- What can be done --- */

/* Something on its way; the view may have gone on to another case meanwhile. */
typedef struct
{
  KirokuRecordView *view;
  KirokuCaseModel *model;
  guint visit;
  char *path; /* (nullable) where a checkpoint is saved */
  KirokuHeadsForm form;
  GApplication *held; /* (nullable) */
} Call;

static Call *
call_new (KirokuRecordView *self)
{
  Call *call = g_new (Call, 1);

  *call = (Call){ .view = g_object_ref (self),
                  .model = g_object_ref (self->model),
                  .visit = self->visit,
                  .held = kiroku_hold_begin () };
  show_done (self, NULL);
  kiroku_page_show_error (self->error, NULL);
  set_busy (self, TRUE);
  return call;
}

static void
call_free (Call *call)
{
  g_object_unref (call->view);
  g_object_unref (call->model);
  g_free (call->path);
  kiroku_hold_end (call->held);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

/* Whether the case of @call is still shown. @text: (nullable) what was done. */
static gboolean
end_call (const Call *call, const GError *error, const char *text)
{
  KirokuRecordView *self = call->view;

  if (self->model == NULL || self->visit != call->visit)
    return FALSE;
  set_busy (self, FALSE);
  kiroku_page_show_error (self->error, error != NULL ? error->message : NULL);
  show_done (self, text);
  if (text != NULL || error != NULL)
    reveal (self);
  read_state (self);
  return TRUE;
}

/* What is to be done with the digits. (transfer full) */
static char *
describe_checkpoint (const Call *call, const char *root)
{
  if (call->path == NULL)
    return g_strdup_printf (_ ("The checkpoint is recorded. Keep its case root outside this computer, then "
                               "record where it is with “Add Anchor…”:\n%s"),
                            root);
  return g_strdup (call->form == KIROKU_HEADS_SHEET
                       ? _ ("Print and sign the sheet, put it away, then record where it is with “Add "
                            "Anchor…”.")
                       : _ ("Bring the file to another place, then record where it is with “Add "
                            "Anchor…”."));
}

/* Takes @heads. */
static void
save_heads (const Call *call, KirokuCheckpoint *heads)
{
  KirokuPaperSaver *saver = call->form == KIROKU_HEADS_SHEET ? call->view->sheet : call->view->file;

  kiroku_paper_saver_save (saver, call->model,
                           kiroku_paper_order_new_heads (call->model, heads, call->form),
                           call->path);
}

static void
checkpoint_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry
      = kiroku_book_checkpoint_finish (KIROKU_BOOK (source), result, &error);
  const char *lines = entry != NULL ? kiroku_entry_get_text (entry, "text") : NULL;
  g_autoptr (KirokuCheckpoint) heads
      = lines != NULL ? kiroku_checkpoint_parse (lines, &error) : NULL;
  g_autofree char *root = heads != NULL ? kiroku_checkpoint_get_root (heads) : NULL;
  g_autofree char *text = root != NULL ? describe_checkpoint (call, root) : NULL;

  if (end_call (call, error, text) && root != NULL && call->path != NULL)
    save_heads (call, g_steal_pointer (&heads));
}

/* @path: (nullable) where it is saved. */
static void
make_checkpoint (KirokuRecordView *self, const char *path, KirokuHeadsForm form)
{
  Call *call;

  if (self->model == NULL || self->busy)
    return;
  call = call_new (self);
  call->path = g_strdup (path);
  call->form = form;
  kiroku_book_checkpoint_async (kiroku_case_model_get_book (self->model),
                                kiroku_case_model_get_case_id (self->model),
                                "report", checkpoint_cb, call);
}

/* The case root that was given out last is the one that somebody keeps. */
static void
appended_cb (KirokuRecordView *self, GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const KirokuEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr (KirokuCheckpoint) heads = NULL;

      if (g_strcmp0 (kiroku_entry_get_text (entry, "purpose"), "report") == 0
          && g_str_equal (entry->kind, "checkpoint"))
        heads = kiroku_checkpoint_parse (kiroku_entry_get_text (entry, "text"), NULL);
      if (heads == NULL)
        continue;
      g_free (self->root);
      self->root = kiroku_checkpoint_get_root (heads);
    }
}

static void
make_checkpoint_cb (KirokuRecordView *self)
{
  make_checkpoint (self, NULL, KIROKU_HEADS_SHEET);
}

static void
sheet_chosen_cb (KirokuRecordView *self, const char *path)
{
  if (kiroku_paper_saver_is_busy (self->sheet))
    return;
  if (!g_str_equal (path, KIROKU_PAPER_SCREEN))
    make_checkpoint (self, path, KIROKU_HEADS_SHEET);
  else if (self->model != NULL) /* who only looks records nothing */
    kiroku_paper_saver_save (self->sheet, self->model,
                             kiroku_paper_order_new_heads (self->model, NULL, KIROKU_HEADS_SHEET),
                             path);
}

static void
file_chosen_cb (KirokuRecordView *self, const char *path)
{
  if (!kiroku_paper_saver_is_busy (self->file))
    make_checkpoint (self, path, KIROKU_HEADS_FILE);
}

/* What came of it. (transfer full) */
static char *
describe_outcomes (GPtrArray *outcomes)
{
  guint answered = 0;

  for (guint i = 0; i < outcomes->len; i++)
    answered += ((KirokuAnchorOutcome *) g_ptr_array_index (outcomes, i))->entry != NULL;
  if (answered < outcomes->len)
    return g_strdup_printf (_ ("Time stamps received: %u of %u. The others wait; nothing is lost."),
                            answered, outcomes->len);
  return g_strdup_printf (g_dngettext (NULL, "%u time stamp received", "%u time stamps received",
                                       answered),
                          answered);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) outcomes
      = kiroku_book_send_anchors_finish (KIROKU_BOOK (source), result, &error);
  g_autofree char *text = outcomes != NULL ? describe_outcomes (outcomes) : NULL;

  end_call (call, error, text);
}

/* Takes @call. */
static void
send_waiting (KirokuRecordView *self, Call *call)
{
  GCancellable *cancellable = g_cancellable_new ();

  show_sending (self, cancellable);
  kiroku_book_send_anchors_async (kiroku_case_model_get_book (self->model),
                                  kiroku_case_model_get_case_id (self->model), cancellable, sent_cb,
                                  call);
}

/* What has come by then is recorded, so it goes on for a moment. */
static void
stop_cb (KirokuRecordView *self)
{
  g_cancellable_cancel (self->sending);
  gtk_widget_set_sensitive (GTK_WIDGET (self->stop), FALSE);
}

static void
requested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *root
      = kiroku_book_request_anchor_finish (KIROKU_BOOK (source), result, &error);
  KirokuRecordView *self = call->view;

  if (root == NULL || self->model == NULL || self->visit != call->visit)
    {
      end_call (call, error, NULL);
      return;
    }
  send_waiting (self, g_steal_pointer (&call));
}

static void
stamp_cb (KirokuRecordView *self)
{
  KirokuBook *book = self->model != NULL ? kiroku_case_model_get_book (self->model) : NULL;
  g_autoptr (GPtrArray) authorities = book != NULL ? kiroku_book_list_authorities (book) : NULL;

  if (book == NULL || self->busy)
    return;
  if (authorities->len == 0)
    {
      kiroku_page_show_error (self->error,
                              _ ("No time-stamp authority is set. On the command line: kiroku-cli "
                                 "profile set tsa.1.url URL"));
      reveal (self);
      return;
    }
  kiroku_book_request_anchor_async (book, kiroku_case_model_get_case_id (self->model), requested_cb,
                                    call_new (self));
}

static void
resend_cb (KirokuRecordView *self)
{
  if (self->model != NULL && !self->busy)
    send_waiting (self, call_new (self));
}

static void
add_cb (KirokuRecordView *self)
{
  if (self->model != NULL && self->popover == NULL)
    kiroku_popover_open (&self->popover, kiroku_anchor_popover_new (self->model, self->root),
                         GTK_WIDGET (self), GTK_WIDGET (self->add));
}

static void
show_entry_cb (KirokuRecordView *self, const char *hash)
{
  g_signal_emit (self, signals[SHOW_ENTRY], 0, hash);
}

/* Nothing of a case that was shown before. */
static void
clear (KirokuRecordView *self)
{
  g_clear_pointer (&self->state, kiroku_record_state_free);
  g_clear_pointer (&self->root, g_free);
  if (self->popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->popover));
  set_busy (self, FALSE);
  show_done (self, NULL);
  kiroku_page_show_error (self->error, NULL);
  kiroku_paper_saver_show_error (self->sheet, NULL);
  kiroku_paper_saver_show_error (self->file, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->anchored), "…");
  adw_action_row_set_subtitle (self->anchored, "");
  gtk_widget_set_visible (GTK_WIDGET (self->waiting), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->traces), FALSE);
  show_authors (self);
}

void
kiroku_record_view_set_model (KirokuRecordView *self, KirokuCaseModel *model)
{
  g_return_if_fail (KIROKU_IS_RECORD_VIEW (self));
  g_return_if_fail (model == NULL || KIROKU_IS_CASE_MODEL (model));

  if (self->model == model)
    return;
  stop_reading (self);
  self->visit++;
  g_set_object (&self->model, model);
  g_signal_group_set_target (self->signals, model);
  kiroku_verify_box_set_model (self->verify, model);
  kiroku_paper_saver_offer_address (self->sheet, model);
  clear (self);
  read_state (self);
}

/* --- The class --- */

static void
kiroku_record_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kiroku_record_view_parent_class)->map (widget);

  read_state (KIROKU_RECORD_VIEW (widget));
}

static void
kiroku_record_view_dispose (GObject *object)
{
  KirokuRecordView *self = KIROKU_RECORD_VIEW (object);

  stop_reading (self);
  g_clear_object (&self->signals);
  g_clear_object (&self->sending);
  kiroku_popover_remove (&self->popover);
  g_clear_pointer (&self->state, kiroku_record_state_free);
  g_clear_pointer (&self->root, g_free);
  g_clear_object (&self->model);
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_RECORD_VIEW);

  G_OBJECT_CLASS (kiroku_record_view_parent_class)->dispose (object);
}

static void
kiroku_record_view_class_init (KirokuRecordViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_record_view_dispose;
  widget_class->map = kiroku_record_view_map;

  signals[SHOW_ENTRY] = g_signal_new ("show-entry", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (KIROKU_TYPE_PAPER_SAVER);
  g_type_ensure (KIROKU_TYPE_VERIFY_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "record/kiroku-record-view.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuRecordView, anchored);
  gtk_widget_class_bind_template_child (widget_class, KirokuRecordView, anchored_icon);
  gtk_widget_class_bind_template_child (widget_class, KirokuRecordView, waiting);
  gtk_widget_class_bind_template_child (widget_class, KirokuRecordView, traces);
  gtk_widget_class_bind_template_child (widget_class, KirokuRecordView, resend);
  gtk_widget_class_bind_template_child (widget_class, KirokuRecordView, stamp);
  gtk_widget_class_bind_template_child (widget_class, KirokuRecordView, sheet);
  gtk_widget_class_bind_template_child (widget_class, KirokuRecordView, file);
  gtk_widget_class_bind_template_child (widget_class, KirokuRecordView, checkpoint);
  gtk_widget_class_bind_template_child (widget_class, KirokuRecordView, add);
  gtk_widget_class_bind_template_child (widget_class, KirokuRecordView, spinner);
  gtk_widget_class_bind_template_child (widget_class, KirokuRecordView, stop);
  gtk_widget_class_bind_template_child (widget_class, KirokuRecordView, done);
  gtk_widget_class_bind_template_child (widget_class, KirokuRecordView, error);
  gtk_widget_class_bind_template_child (widget_class, KirokuRecordView, verify);
  gtk_widget_class_bind_template_child (widget_class, KirokuRecordView, authors);
  gtk_widget_class_bind_template_callback (widget_class, make_checkpoint_cb);
  gtk_widget_class_bind_template_callback (widget_class, sheet_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, file_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, resend_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, stamp_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_entry_cb);
}

static void
kiroku_record_view_init (KirokuRecordView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kiroku_paper_saver_set_label (self->sheet, _ ("Save as PDF…"));
  kiroku_paper_saver_offer_preview (self->sheet);
  kiroku_paper_saver_leave_key (self->sheet);
  kiroku_paper_saver_set_label (self->file, _ ("Save to File…"));
  kiroku_paper_saver_set_is_text (self->file);
  self->signals = g_signal_group_new (KIROKU_TYPE_CASE_MODEL);
  g_signal_group_connect_swapped (self->signals, "changed", G_CALLBACK (read_state), self);
  g_signal_group_connect_swapped (self->signals, "appended", G_CALLBACK (appended_cb), self);
}
