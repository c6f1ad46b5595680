/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "kiroku-approval-popover.h"
#include "kiroku-book-checkpoint.h"
#include "kiroku-case-drafts.h"
#include "kiroku-correction-popover.h"
#include "kiroku-draft-saver.h"
#include "kiroku-indicator-offer.h"
#include "kiroku-log-item.h"
#include "kiroku-log-page.h"
#include "kiroku-log-row.h"
#include "kiroku-paged-list.h"
#include "kiroku-phase-popover.h"
#include "kiroku-slash.h"
#include "kiroku-test-book.h"
#include "kiroku-test-im.h"
#include "kiroku-time-row.h"
#include "kiroku-watch.h"

typedef struct
{
  KirokuTestBook *book;
  GtkWidget *page;
  GtkWindow *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = kiroku_test_book_new ("ransomware", "en");
  fixture->page = kiroku_log_page_new ();
  kiroku_log_page_set_model (KIROKU_LOG_PAGE (fixture->page), fixture->book->model);
  fixture->window = kiroku_test_window (fixture->page, 740, 600);
  kiroku_composer_focus (kiroku_log_page_get_composer (KIROKU_LOG_PAGE (fixture->page)));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_close (fixture->window, fixture->page);
  kiroku_test_book_free (fixture->book);
}

/* --- The clock --- */

static GSourceFunc undo_over; /* what happens once taking back is no longer offered */
static gpointer undo_data;

guint __real_g_timeout_add_seconds (guint interval, GSourceFunc func, gpointer data);
guint __wrap_g_timeout_add_seconds (guint interval, GSourceFunc func, gpointer data);

/* Nobody here waits for ten seconds. */
guint
__wrap_g_timeout_add_seconds (guint interval, GSourceFunc func, gpointer data)
{
  if (interval != 10)
    return __real_g_timeout_add_seconds (interval, func, data);
  undo_over = func;
  undo_data = data;
  return __real_g_timeout_add_seconds (G_MAXUINT / 1000, func, data);
}

/* --- What is seen --- */

static gpointer
get_child (Fixture *fixture, const char *id)
{
  return kiroku_test_get_id (fixture->page, id);
}

static KirokuPagedList *
get_list (Fixture *fixture)
{
  GtkSelectionModel *selection = gtk_list_view_get_model (get_child (fixture, "view"));

  return KIROKU_PAGED_LIST (gtk_no_selection_get_model (GTK_NO_SELECTION (selection)));
}

static guint
get_length (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (get_list (fixture)));
}

typedef struct
{
  Fixture *fixture;
  const char *text;
  guint n;
} Seen;

/* Whether @widget is a row that is on screen, and shows @data. */
static gboolean
shows_line (GtkWidget *widget, gconstpointer data)
{
  graphene_rect_t bounds;
  GtkWidget *scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);

  return KIROKU_IS_LOG_ROW (widget) && kiroku_test_shows (widget, data)
         && gtk_widget_compute_bounds (widget, scroller, &bounds)
         && bounds.origin.y + bounds.size.height > 0
         && bounds.origin.y < gtk_widget_get_height (scroller);
}

static gboolean
is_seen (gpointer user_data)
{
  const Seen *seen = user_data;
  g_autoptr (GPtrArray) rows
      = kiroku_test_find_all (get_child (seen->fixture, "view"), shows_line, seen->text);

  return rows->len == seen->n;
}

/* Waits until exactly @n rows on screen show @text. */
static void
wait_seen (Fixture *fixture, const char *text, guint n)
{
  kiroku_test_wait (is_seen, &(Seen){ fixture, text, n }, text);
}

static gboolean
has_length (gpointer user_data)
{
  const Seen *seen = user_data;

  return get_length (seen->fixture) == seen->n;
}

static void
wait_length (Fixture *fixture, guint n)
{
  kiroku_test_wait (has_length, &(Seen){ fixture, NULL, n }, "that many lines");
}

static GtkWidget *
get_row (Fixture *fixture, const char *text)
{
  g_autoptr (GPtrArray) rows
      = kiroku_test_find_all (get_child (fixture, "view"), shows_line, text);

  g_assert_cmpuint (rows->len, ==, 1);
  return g_ptr_array_index (rows, 0);
}

static void
wait_shown (Fixture *fixture, const char *text)
{
  kiroku_test_wait_shown (fixture->page, text);
}

/* --- What others write --- */

static GPtrArray *
new_drafts (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);
}

static void
append_notes (KirokuBook *book, const char *case_id, guint n, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) drafts = new_drafts ();
  g_autoptr (GPtrArray) entries = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *numbered = g_strdup_printf ("%s %u", text, i);

      g_ptr_array_add (drafts, kiroku_draft_note (KIROKU_CLASS_ACTION, numbered, NULL));
    }
  entries = kiroku_book_append (book, case_id, drafts, &error);
  g_assert_no_error (error);
}

static void
write_note (Fixture *fixture, KirokuClass klass, const char *text)
{
  kiroku_test_book_append (fixture->book, kiroku_draft_note (klass, text, NULL));
}

/* The clock of the first: one that departed from it would be noted in the record. */
static void
read_same_clock (KirokuClock *clock, gpointer data)
{
  gint64 *now = data;

  *clock = (KirokuClock){ .rec = *now, .mono = -1, .sync = -1, .maxerr = -1 };
  *now += G_USEC_PER_SEC;
}

/* Another program that has the same case book open. (transfer full) */
static KirokuBook *
open_again (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  KirokuBookOptions options
      = { .folder = fixture->book->folder,
          .zone = zone,
          .language = "en",
          .clock = read_same_clock,
          .clock_data = &fixture->book->now };
  KirokuBook *book = kiroku_book_new (&options, &error);

  g_assert_no_error (error);
  return book;
}

/* --- The promises --- */

/* The text of the note written last. */
static const char *
get_note (Fixture *fixture)
{
  return kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "note"), "text");
}

static void
test_enter (Fixture *fixture, gconstpointer data)
{
  guint before = fixture->book->entries->len;

  kiroku_test_type ("Pulled the plug of fs01");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_book_wait (fixture->book, "note", 1);
  wait_seen (fixture, "Pulled the plug of fs01", 1);
  wait_shown (fixture, "Saved ");
  g_assert_cmpuint (fixture->book->entries->len, ==, before + 1);
  g_assert_cmpstr (get_note (fixture), ==, "Pulled the plug of fs01");
}

/* What was slipped into the record stays there, struck through, and can be written anew. */
static void
test_undo (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  GtkWidget *button = get_child (fixture, "undo");
  GtkWidget *composer = get_child (fixture, "composer");
  const KirokuEntry *note;

  gtk_drop_down_set_selected (kiroku_test_get_id (composer, "kind"), 2);
  gtk_editable_set_text (kiroku_test_get_id (composer, "time"), "2020-01-02 03:04");
  kiroku_test_type ("Pulled the plug of fs02");
  kiroku_test_keys ("Return", NULL);
  wait_shown (fixture, "Saved ");
  g_assert_true (gtk_widget_get_visible (button));
  kiroku_test_keys ("ctrl+z", NULL);
  kiroku_test_book_wait (fixture->book, "correct", 1);
  wait_shown (fixture, "Withdrawn");
  wait_seen (fixture, "(withdrawn)", 2); /* what it reads now, and the correction */
  g_assert_false (gtk_widget_get_visible (button));
  text = kiroku_composer_get_text (get_child (fixture, "composer"));
  g_assert_cmpstr (text, ==, "Pulled the plug of fs02");
  kiroku_test_keys ("BackSpace", "1", "Return", NULL);
  kiroku_test_book_wait (fixture->book, "note", 2);
  g_assert_cmpstr (get_note (fixture), ==, "Pulled the plug of fs01");
  note = kiroku_test_book_last (fixture->book, "note");
  g_assert_cmpstr (kiroku_entry_get_text (note, "class"), ==, "decision");
  g_assert_cmpint (kiroku_entry_get_time (note), ==, G_GINT64_CONSTANT (1577901840000000));
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "correct"), ==, 1);
}

/* Ctrl+Z in what is being typed is for what is being typed, and later a correction wants a reason. */
static void
test_no_undo (Fixture *fixture, gconstpointer data)
{
  GtkWidget *button = get_child (fixture, "undo");

  kiroku_test_type ("Called the provider");
  kiroku_test_keys ("Return", NULL);
  wait_shown (fixture, "Saved ");
  kiroku_test_type ("x");
  kiroku_test_keys ("ctrl+z", NULL);
  g_assert_true (gtk_widget_get_visible (button));
  g_assert_cmpint (undo_over (undo_data), ==, G_SOURCE_REMOVE);
  g_assert_false (gtk_widget_get_visible (button));
  kiroku_test_keys ("ctrl+z", NULL);
  kiroku_test_type ("y");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_book_wait (fixture->book, "note", 2);
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "correct"), ==, 0);
}

/* Waits until “/” offers @name. */
static void
wait_offered (Fixture *fixture, const char *name)
{
  kiroku_test_wait_seen (fixture->page, KIROKU_TYPE_SLASH, name);
}

/* What is written often is begun, and its gaps are gone through with Tab. */
static void
test_phrase (Fixture *fixture, gconstpointer data)
{
  kiroku_test_type ("/taken off");
  wait_offered (fixture, "Host taken off the network");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_unseen (fixture->page, KIROKU_TYPE_SLASH, NULL);
  kiroku_test_type ("fs01");
  kiroku_test_keys ("Tab", NULL);
  kiroku_test_type ("its cable");
  kiroku_test_keys ("Tab", NULL);
  kiroku_test_type ("left on");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_book_wait (fixture->book, "note", 1);
  g_assert_cmpstr (get_note (fixture), ==, "Took fs01 off the network by its cable. Power: left on");
}

static void
test_slash_class (Fixture *fixture, gconstpointer data)
{
  kiroku_test_type ("/");
  wait_offered (fixture, "Action");
  kiroku_test_keys ("Down", "Down", "Return", NULL);
  kiroku_test_type ("Wait for the lawyers");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_book_wait (fixture->book, "note", 1);
  g_assert_cmpstr (get_note (fixture), ==, "Wait for the lawyers");
  g_assert_cmpstr (kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "note"), "class"), ==,
                   "decision");
}

/* What begins with a slash and is not offered is text; what is offered can be refused. */
static void
test_slash_text (Fixture *fixture, gconstpointer data)
{
  kiroku_test_type ("/etc/passwd was read");
  kiroku_test_wait_unseen (fixture->page, KIROKU_TYPE_SLASH, NULL);
  kiroku_test_keys ("Return", NULL);
  kiroku_test_book_wait (fixture->book, "note", 1);
  g_assert_cmpstr (get_note (fixture), ==, "/etc/passwd was read");
  kiroku_test_type ("/evidence");
  wait_offered (fixture, "Evidence");
  kiroku_test_keys ("Escape", "Return", NULL);
  kiroku_test_book_wait (fixture->book, "note", 2);
  g_assert_cmpstr (get_note (fixture), ==, "/evidence");
}

/* As a Japanese keyboard writes it. */
static void
test_slash_japanese (Fixture *fixture, gconstpointer data)
{
  kiroku_composer_set_text (get_child (fixture, "composer"), "／決");
  wait_offered (fixture, "Decision");
  kiroku_composer_set_text (get_child (fixture, "composer"), "／ｅｖｉ");
  wait_offered (fixture, "Evidence");
}

static GtkListBox *
get_offers (Fixture *fixture)
{
  GtkWidget *slash = kiroku_test_get (fixture->page, KIROKU_TYPE_SLASH, NULL);

  return GTK_LIST_BOX (kiroku_test_get (slash, GTK_TYPE_LIST_BOX, NULL));
}

static gboolean
is_second_chosen (gpointer offers)
{
  return gtk_list_box_row_get_index (gtk_list_box_get_selected_row (offers)) == 1;
}

/* A screen reader, which stays with the text, hears that there is a list, and what is chosen of it. */
static void
test_slash_heard (Fixture *fixture, gconstpointer data)
{
  GtkAccessible *view
      = GTK_ACCESSIBLE (kiroku_composer_get_view (get_child (fixture, "composer")));
  GtkListBox *offers = get_offers (fixture);
  GtkWidget *slash = gtk_widget_get_ancestor (GTK_WIDGET (offers), KIROKU_TYPE_SLASH);

  kiroku_test_type ("/");
  wait_offered (fixture, "Action");
  gtk_test_accessible_assert_state (view, GTK_ACCESSIBLE_STATE_EXPANDED, TRUE);
  gtk_test_accessible_assert_relation (view, GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT,
                                       gtk_list_box_get_row_at_index (offers, 0), NULL);
  kiroku_test_keys ("Down", NULL);
  kiroku_test_wait (is_second_chosen, offers, "the second to be chosen");
  gtk_test_accessible_assert_relation (view, GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT,
                                       gtk_list_box_get_row_at_index (offers, 1), NULL);
  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (kiroku_test_get (slash, GTK_TYPE_LABEL, "2 of 7")),
      GTK_ACCESSIBLE_PROPERTY_LABEL, "Observation, 2 of 7");
  kiroku_test_keys ("Escape", NULL);
  kiroku_test_wait_unseen (fixture->page, KIROKU_TYPE_SLASH, NULL);
  g_assert_false (gtk_test_accessible_has_state (view, GTK_ACCESSIBLE_STATE_EXPANDED));
  g_assert_false (gtk_test_accessible_has_relation (view, GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT));
}

static gboolean
is_composing (gpointer composer)
{
  return kiroku_composer_is_composing (composer);
}

static gboolean
is_composed (gpointer composer)
{
  return !kiroku_composer_is_composing (composer);
}

/* While an input method composes, arrows, Escape, Tab and Enter are its own. */
static void
test_slash_composing (Fixture *fixture, gconstpointer data)
{
  KirokuComposer *composer = get_child (fixture, "composer");
  g_autofree char *text = NULL;

  kiroku_test_type ("/");
  wait_offered (fixture, "Action");
  kiroku_test_im_set_mode (KIROKU_TEST_IM_AT_ONCE);
  kiroku_test_type ("d");
  kiroku_test_wait (is_composing, composer, "a preedit");
  kiroku_test_keys ("Down", "Escape", NULL);
  kiroku_test_wait (is_composed, composer, "the preedit to go");
  wait_offered (fixture, "Action");
  g_assert_false (is_second_chosen (get_offers (fixture)));
  kiroku_test_type ("d");
  kiroku_test_wait (is_composing, composer, "a preedit");
  kiroku_test_keys ("Tab", "Return", NULL);
  kiroku_test_wait_unseen (fixture->page, KIROKU_TYPE_SLASH, NULL);
  kiroku_test_im_set_mode (KIROKU_TEST_IM_OFF);
  text = kiroku_composer_get_text (composer);
  g_assert_cmpstr (text, ==, "/" KIROKU_TEST_IM_TEXT);
}

static void
count_saved_cb (GtkLabel *label, GParamSpec *pspec, guint *n_saved)
{
  *n_saved += g_str_has_prefix (gtk_label_get_text (label), "Saved ");
}

/* Never shown as saved before it is: here it never is. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  guint n_saved = 0;

  g_signal_connect (get_child (fixture, "saved"), "notify::label", G_CALLBACK (count_saved_cb),
                    &n_saved);
  kiroku_test_book_break (fixture->book);
  kiroku_test_type ("important");
  kiroku_test_keys ("Return", NULL);
  wait_shown (fixture, "refused by the test");
  g_assert_cmpuint (n_saved, ==, 0);
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "note"), ==, 0);
  text = kiroku_composer_get_text (get_child (fixture, "composer"));
  g_assert_cmpstr (text, ==, "important");
}

/* Where the text of the row begins that shows @text. */
static double
get_left (Fixture *fixture, const char *text)
{
  GtkWidget *row = get_row (fixture, text);
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (kiroku_test_get (row, GTK_TYPE_LABEL, text), row, &bounds));
  return bounds.origin.x;
}

static gboolean
begin_alike (gpointer fixture)
{
  return get_left (fixture, "Screen turned red") == get_left (fixture, "Pulled the plug");
}

static void
test_times (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  KirokuTime occ = { .us = KIROKU_TEST_BOOK_START - 3 * G_TIME_SPAN_HOUR,
                     .offset = 540,
                     .precision = KIROKU_PRECISION_MINUTE };
  KirokuEntry *entry = kiroku_book_append_one (
      fixture->book->book, fixture->book->case_id,
      kiroku_draft_note (KIROKU_CLASS_OBSERVATION, "Screen turned red", &occ), &error);
  GtkWidget *row;

  g_assert_no_error (error);
  kiroku_entry_unref (entry);
  wait_seen (fixture, "Screen turned red", 1);
  write_note (fixture, KIROKU_CLASS_ACTION, "Pulled the plug");
  wait_seen (fixture, "Pulled the plug", 1);
  kiroku_test_wait (begin_alike, fixture, "the texts to begin in one place");
  row = get_row (fixture, "Screen turned red");
  g_assert_true (kiroku_test_shows (row, "07:00"));
  g_assert_true (kiroku_test_shows (row, "rec. 10:0"));
  g_assert_true (kiroku_test_shows (row, "Observation"));
  g_assert_true (kiroku_test_shows (row, "Sato Hanako"));
}

static void
test_steps (Fixture *fixture, gconstpointer data)
{
  GtkToggleButton *steps = get_child (fixture, "steps");
  const KirokuSnapshot *snapshot = kiroku_case_model_get_snapshot (fixture->book->model);
  guint n_steps = snapshot->tasks->len;
  guint hidden;

  g_assert_cmpuint (n_steps, >, 3);
  write_note (fixture, KIROKU_CLASS_ACTION, "last");
  wait_seen (fixture, "last", 1);
  hidden = get_length (fixture);
  gtk_toggle_button_set_active (steps, TRUE);
  wait_length (fixture, hidden + n_steps);
  gtk_toggle_button_set_active (steps, FALSE);
  wait_length (fixture, hidden);
}

static void
test_checkpoints (Fixture *fixture, gconstpointer data)
{
  KirokuBook *book = fixture->book->book;
  const char *case_id = kiroku_case_model_get_case_id (fixture->book->model);
  g_autoptr (KirokuEntry) own = NULL;
  guint before;

  write_note (fixture, KIROKU_CLASS_ACTION, "last");
  wait_seen (fixture, "last", 1);
  before = get_length (fixture);
  own = kiroku_book_checkpoint (book, case_id, "daily", NULL);
  g_assert_nonnull (own);
  write_note (fixture, KIROKU_CLASS_ACTION, "after it");
  wait_seen (fixture, "after it", 1);
  g_assert_cmpuint (get_length (fixture), ==, before + 1);
  gtk_toggle_button_set_active (get_child (fixture, "steps"), TRUE);
  wait_seen (fixture, "of the day", 1);
}

static void
test_class (Fixture *fixture, gconstpointer data)
{
  write_note (fixture, KIROKU_CLASS_ACTION, "an action");
  write_note (fixture, KIROKU_CLASS_DECISION, "a decision");
  wait_seen (fixture, "a decision", 1);
  gtk_drop_down_set_selected (get_child (fixture, "klass"), 1 + KIROKU_CLASS_DECISION);
  wait_length (fixture, 1);
  wait_seen (fixture, "a decision", 1);
  /* What comes while a filter is on goes through it. */
  write_note (fixture, KIROKU_CLASS_ACTION, "another action");
  write_note (fixture, KIROKU_CLASS_DECISION, "another decision");
  wait_seen (fixture, "another decision", 1);
  g_assert_cmpuint (get_length (fixture), ==, 2);
}

static void
test_find (Fixture *fixture, gconstpointer data)
{
  GtkEditable *search = get_child (fixture, "search");

  write_note (fixture, KIROKU_CLASS_ACTION, "共有フォルダーを閉じた");
  write_note (fixture, KIROKU_CLASS_ACTION, "情報漏えいの疑い");
  wait_seen (fixture, "漏えい", 1);
  gtk_editable_set_text (search, "漏え");
  wait_length (fixture, 1);
  wait_seen (fixture, "情報漏えいの疑い", 1);
  write_note (fixture, KIROKU_CLASS_ACTION, "漏えいを確認");
  wait_length (fixture, 2);
  gtk_editable_set_text (search, "そんな語はない");
  wait_shown (fixture, "Nothing Found");
  g_signal_emit_by_name (search, "stop-search"); /* Escape: what is written next is to be seen */
  wait_seen (fixture, "共有フォルダー", 1);
}

/* --- Following the end --- */

static void
wait_still (Fixture *fixture)
{
  kiroku_test_book_catch_up (fixture->book);
  gtk_test_widget_wait_for_draw (fixture->page);
  gtk_test_widget_wait_for_draw (fixture->page);
  kiroku_test_settle ();
}

static void
scroll_to (Fixture *fixture, guint position)
{
  GtkWidget *view = get_child (fixture, "view");

  g_assert_true (gtk_widget_activate_action (view, "list.scroll-to-item", "u", position));
}

static void
test_follows (Fixture *fixture, gconstpointer data)
{
  append_notes (fixture->book->book, fixture->book->case_id, 200, "line");
  wait_seen (fixture, "line 199", 1);
  write_note (fixture, KIROKU_CLASS_ACTION, "the newest");
  wait_seen (fixture, "the newest", 1);

  /* Who reads old lines is not torn away from them. */
  scroll_to (fixture, 0);
  wait_shown (fixture, "Newest entries");
  write_note (fixture, KIROKU_CLASS_ACTION, "meanwhile");
  wait_still (fixture);
  wait_seen (fixture, "meanwhile", 0);
  wait_seen (fixture, "Ransom note on a file server", 1);

  g_signal_emit_by_name (get_child (fixture, "to_end"), "clicked");
  wait_seen (fixture, "meanwhile", 1);
}

/* Whatever was searched for: all entries are there again, and the list stands at the one. */
static void
test_show_entry (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = NULL;

  write_note (fixture, KIROKU_CLASS_ACTION, "the one");
  hash = g_strdup (kiroku_test_book_last (fixture->book, "note")->hash);
  append_notes (fixture->book->book, fixture->book->case_id, 200, "line");
  gtk_drop_down_set_selected (get_child (fixture, "klass"), 1 + KIROKU_CLASS_ACTION);
  gtk_editable_set_text (get_child (fixture, "search"), "line 77");
  wait_length (fixture, 1);
  kiroku_log_page_show_entry (KIROKU_LOG_PAGE (fixture->page), hash);
  wait_seen (fixture, "the one", 1);
  wait_shown (fixture, "Newest entries");
  g_assert_cmpuint (get_length (fixture), >, 201);
  g_assert_true (gtk_toggle_button_get_active (get_child (fixture, "steps")));
}

/* Typing goes on in the composer whatever the list does. */
static void
test_focus (Fixture *fixture, gconstpointer data)
{
  KirokuComposer *composer = get_child (fixture, "composer");
  g_autofree char *text = NULL;

  kiroku_test_type ("half ");
  append_notes (fixture->book->book, fixture->book->case_id, 200, "line");
  wait_seen (fixture, "line 199", 1);
  wait_still (fixture);
  kiroku_test_type ("a sentence");
  text = kiroku_composer_get_text (composer);
  g_assert_cmpstr (text, ==, "half a sentence");
}

static gboolean
is_offering (gpointer offer)
{
  return kiroku_indicator_offer_count (offer) > 0;
}

/* After the note is saved, beside the composer, which keeps the keyboard. */
static void
test_offer (Fixture *fixture, gconstpointer data)
{
  KirokuIndicatorOffer *offer = get_child (fixture, "offer");
  const KirokuEntry *note;

  kiroku_test_type ("203.0.113.45 logged in");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait (is_offering, offer, "the offer");
  kiroku_test_book_wait (fixture->book, "note", 1);
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "indicator.set"), ==, 0);
  note = kiroku_test_book_last (fixture->book, "note");
  g_signal_emit_by_name (kiroku_test_get (GTK_WIDGET (offer), GTK_TYPE_BUTTON, "Add the Chosen"),
                         "clicked");
  kiroku_test_book_wait (fixture->book, "indicator.set", 1);
  g_assert_cmpstr (
      kiroku_entry_get_ref (kiroku_test_book_last (fixture->book, "indicator.set"), "entry"), ==,
      note->hash);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (fixture->window),
                                         get_child (fixture, "composer")));
}

static void
test_many (Fixture *fixture, gconstpointer data)
{
  gint64 start;

  for (guint i = 0; i < 10; i++)
    append_notes (fixture->book->book, fixture->book->case_id, 1000, "note");
  start = g_get_monotonic_time ();
  kiroku_log_page_set_model (KIROKU_LOG_PAGE (fixture->page), NULL);
  kiroku_log_page_set_model (KIROKU_LOG_PAGE (fixture->page), fixture->book->model);
  wait_seen (fixture, "note 999", 1);
  g_test_message ("10,000 entries shown after %" G_GINT64_FORMAT " ms",
                  (g_get_monotonic_time () - start) / 1000);
  g_assert_cmpuint (get_length (fixture), >, 10000);
  g_assert_cmpuint (kiroku_paged_list_get_n_alive (get_list (fixture)), <, 600);
  scroll_to (fixture, 0);
  wait_seen (fixture, "Ransom note on a file server", 1);
  g_assert_cmpuint (kiroku_paged_list_get_n_alive (get_list (fixture)), <, 600);
}

/* --- Correcting --- */

static gboolean
is_popover (GtkWidget *widget, gconstpointer data)
{
  return KIROKU_IS_CORRECTION_POPOVER (widget) || KIROKU_IS_PHASE_POPOVER (widget);
}

static GtkWidget *
find_popover (Fixture *fixture)
{
  g_autoptr (GPtrArray) found = kiroku_test_find_all (fixture->page, is_popover, NULL);

  return found->len > 0 ? g_ptr_array_index (found, 0) : NULL;
}

static gboolean
has_no_popover (gpointer fixture)
{
  return find_popover (fixture) == NULL;
}

static void
test_correct (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover;
  GtkTextView *text;
  GtkEntry *reason;

  write_note (fixture, KIROKU_CLASS_ACTION, "Unplugged fs02");
  wait_seen (fixture, "Unplugged fs02", 1);
  g_assert_true (gtk_widget_activate_action (fixture->page, "log.correct", "u",
                                             get_length (fixture) - 1));
  popover = find_popover (fixture);
  g_assert_nonnull (popover);
  kiroku_test_assert_named (popover);
  text = GTK_TEXT_VIEW (kiroku_test_get (popover, GTK_TYPE_TEXT_VIEW, NULL));
  reason = GTK_ENTRY (kiroku_test_get (popover, GTK_TYPE_ENTRY, NULL));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (text), "Unplugged fs01", -1);

  /* Without a reason nothing is recorded. */
  g_signal_emit_by_name (reason, "activate");
  g_assert_true (kiroku_test_shows (popover, "Say why"));
  gtk_editable_set_text (GTK_EDITABLE (reason), "typed the wrong host");
  g_signal_emit_by_name (reason, "activate");
  kiroku_test_book_wait (fixture->book, "correct", 1);
  kiroku_test_wait (has_no_popover, fixture, "the popover to go");
  wait_seen (fixture, "Corrected by Sato Hanako: typed the wrong host", 1);
  popover = get_row (fixture, "Corrected by");
  g_assert_true (kiroku_test_shows (popover, "Unplugged fs01"));
  g_assert_true (kiroku_test_shows (popover, "Unplugged fs02"));
}

/* Clocks differ, and deadlines are rehearsed: it is said, and recorded all the same. */
static void
test_future (Fixture *fixture, gconstpointer data)
{
  GtkWidget *composer = kiroku_test_get (fixture->page, KIROKU_TYPE_COMPOSER, NULL);
  GtkEditable *time
      = GTK_EDITABLE (gtk_widget_get_template_child (composer, KIROKU_TYPE_COMPOSER, "time"));
  GtkWidget *caution
      = GTK_WIDGET (gtk_widget_get_template_child (composer, KIROKU_TYPE_COMPOSER, "caution"));

  gtk_editable_set_text (time, "2020-01-02 03:04");
  g_assert_false (gtk_widget_get_visible (caution));
  gtk_editable_set_text (time, "2098-01-02 03:04");
  g_assert_true (gtk_widget_get_visible (caution));
  g_assert_true (kiroku_test_shows (composer, "ahead of this computer"));
  gtk_editable_set_text (time, "2098-01-02 0");
  g_assert_false (gtk_widget_get_visible (caution));
  gtk_editable_set_text (time, "2098-01-02 03:04");
  kiroku_composer_set_text (KIROKU_COMPOSER (composer), "Rehearsed");
  kiroku_composer_focus (KIROKU_COMPOSER (composer));
  kiroku_test_keys ("Return", NULL);
  wait_seen (fixture, "Rehearsed", 1);
  g_assert_false (gtk_widget_get_visible (caution));
}

/* What people wrote is shown as in a terminal and on paper. */
static void
test_defanged (Fixture *fixture, gconstpointer data)
{
  write_note (fixture, KIROKU_CLASS_OBSERVATION, "fs02 asked http://evil.example/");
  wait_seen (fixture, "fs02 asked hxxp[:]//evil[.]example/", 1);
}

/* Only its time is wrong: both times stay legible. */
static void
test_correct_time (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover, *row;
  GtkEntry *reason;

  write_note (fixture, KIROKU_CLASS_ACTION, "Unplugged fs02");
  wait_seen (fixture, "Unplugged fs02", 1);
  g_assert_true (gtk_widget_activate_action (fixture->page, "log.correct", "u",
                                             get_length (fixture) - 1));
  popover = find_popover (fixture);
  reason = GTK_ENTRY (kiroku_test_get (popover, GTK_TYPE_ENTRY, NULL));
  row = kiroku_test_get (popover, KIROKU_TYPE_TIME_ROW, NULL);
  gtk_editable_set_text (GTK_EDITABLE (reason), "clock of the server");
  g_signal_emit_by_name (reason, "activate");
  g_assert_true (kiroku_test_shows (popover, "still the same"));
  gtk_editable_set_text (GTK_EDITABLE (row), "2020-01-02 25:00");
  g_signal_emit_by_name (reason, "activate");
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  gtk_editable_set_text (GTK_EDITABLE (row), "2020-01-02 03:04");
  g_signal_emit_by_name (reason, "activate");
  kiroku_test_book_wait (fixture->book, "correct", 1);
  kiroku_test_wait (has_no_popover, fixture, "the popover to go");
  wait_seen (fixture, "Corrected by Sato Hanako: clock of the server", 1);
  row = get_row (fixture, "Corrected by");
  g_assert_true (kiroku_test_shows (row, "03:04"));
  g_assert_true (kiroku_test_shows (row, "Unplugged fs02"));
  /* None was stated: what stood there is when it was recorded. */
  g_assert_false (kiroku_test_shows (row, "Unplugged fs02, "));
}

static guint
find_position (Fixture *fixture, const char *text)
{
  GtkWidget *row = get_row (fixture, text);

  return kiroku_paged_row_get_position (kiroku_log_row_get_bound (KIROKU_LOG_ROW (row)));
}

/* What was typed says nothing new. */
static void
test_correct_nothing (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover, *row;
  GtkEntry *reason;
  KirokuDraft *draft = kiroku_draft_note (KIROKU_CLASS_ACTION, "Unplugged fs02", NULL);
  KirokuTime time;

  g_assert_true (kiroku_time_parse ("2020-01-02 03:04", kiroku_book_get_zone (fixture->book->book),
                                    kiroku_book_get_now (fixture->book->book), &time, NULL));
  kiroku_draft_set_occ (draft, &time);
  kiroku_test_book_append (fixture->book, draft);
  wait_seen (fixture, "Unplugged fs02", 1);
  g_assert_true (
      gtk_widget_activate_action (fixture->page, "log.correct", "u",
                                  find_position (fixture, "Unplugged fs02")));
  popover = find_popover (fixture);
  reason = GTK_ENTRY (kiroku_test_get (popover, GTK_TYPE_ENTRY, NULL));
  row = kiroku_test_get (popover, KIROKU_TYPE_TIME_ROW, NULL);
  gtk_editable_set_text (GTK_EDITABLE (reason), "clock of the server");
  gtk_editable_set_text (GTK_EDITABLE (row), "2020/01/02 3:04");
  g_signal_emit_by_name (reason, "activate");
  g_assert_true (kiroku_test_shows (popover, "still the same"));
  gtk_editable_set_text (GTK_EDITABLE (row), "2098-01-02 03:04");
  g_assert_true (kiroku_test_shows (popover, "ahead of this computer"));
  gtk_editable_set_text (GTK_EDITABLE (row), "2020-01-02 03:05");
  g_assert_false (kiroku_test_shows (popover, "ahead of this computer"));
  g_signal_emit_by_name (reason, "activate");
  kiroku_test_book_wait (fixture->book, "correct", 1);
  kiroku_test_wait (has_no_popover, fixture, "the popover to go");
}

static gboolean
shows_reason (gpointer popover)
{
  return kiroku_test_shows (popover, "needs a reason");
}

static void
press_correct (GtkWidget *popover)
{
  g_signal_emit_by_name (kiroku_test_get (popover, GTK_TYPE_BUTTON, "Correct"), "clicked");
}

static void
test_correct_phase (Fixture *fixture, gconstpointer data)
{
  KirokuPhaseChange change = { .phase = KIROKU_PHASE_CONTAINMENT };
  g_autoptr (GPtrArray) entries
      = kiroku_book_enter_phase (fixture->book->book, fixture->book->case_id, &change, NULL);
  GtkWidget *popover, *choice;

  g_assert_nonnull (entries);
  wait_seen (fixture, "Containment", 1);
  g_assert_true (gtk_widget_activate_action (fixture->page, "log.correct", "u",
                                             find_position (fixture, "Containment")));
  popover = find_popover (fixture);
  g_assert_nonnull (popover);
  kiroku_test_assert_named (popover);
  choice = kiroku_test_get (popover, ADW_TYPE_COMBO_ROW, NULL);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (choice)), ==,
                    KIROKU_PHASE_CONTAINMENT);
  adw_combo_row_set_selected (ADW_COMBO_ROW (choice), KIROKU_PHASE_TRIAGE);

  /* Without a reason nothing is recorded. */
  press_correct (popover);
  kiroku_test_wait (shows_reason, popover, "what is missing");
  gtk_editable_set_text (
      GTK_EDITABLE (kiroku_test_get (popover, ADW_TYPE_ENTRY_ROW, "Reason (needed)")),
      "wrong button");
  press_correct (popover);
  kiroku_test_book_wait (fixture->book, "case.phase", 2);
  kiroku_test_wait (has_no_popover, fixture, "the popover to go");
  wait_seen (fixture, "Corrected by Sato Hanako: wrong button", 1);
  popover = get_row (fixture, "Corrected by");
  g_assert_true (kiroku_test_shows (popover, "Triage"));
  g_assert_true (kiroku_test_shows (popover, "Containment"));
}

/* --- Somebody else's word --- */

static void
right_click (GtkWidget *row)
{
  GtkNative *native = gtk_widget_get_native (row);
  graphene_point_t point;
  double left, top;
  g_autofree char *x = NULL;
  g_autofree char *y = NULL;

  g_assert_true (
      gtk_widget_compute_point (row, GTK_WIDGET (native), &GRAPHENE_POINT_INIT (200, 12), &point));
  gtk_native_get_surface_transform (native, &left, &top);
  x = g_strdup_printf ("%d", (int) (point.x + left));
  y = g_strdup_printf ("%d", (int) (point.y + top));
  kiroku_test_xdotool ((const char *[]){ "mousemove", x, y, "click", "3", NULL });
  kiroku_test_settle ();
}

static gboolean
has_popover (gpointer user_data)
{
  const Seen *seen = user_data;
  GtkWidget *popover
      = kiroku_test_find (seen->fixture->page, seen->n == 0 ? GTK_TYPE_POPOVER_MENU
                                                            : KIROKU_TYPE_APPROVAL_POPOVER,
                          NULL);

  return popover != NULL && gtk_widget_get_mapped (popover);
}

static gboolean
is_popover_gone (gpointer user_data)
{
  return !has_popover (user_data);
}

static gboolean
can_save (gpointer popover)
{
  return gtk_widget_is_sensitive (kiroku_test_get_id (popover, "button"));
}

/* Writes a note, and @name has the menu of it open; the first item is chosen. */
static GtkWidget *
choose_approve (Fixture *fixture, const char *name)
{
  kiroku_test_type ("Cut the VPN off");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_book_wait (fixture->book, "note", 1);
  wait_seen (fixture, "Cut the VPN off", 1);
  if (name != NULL)
    kiroku_test_book_switch (fixture->book, name);
  right_click (get_row (fixture, "Cut the VPN off"));
  kiroku_test_wait (has_popover, &(Seen){ fixture, NULL, 0 }, "the menu");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait (has_popover, &(Seen){ fixture, NULL, 1 }, "the approval");
  return kiroku_test_get (fixture->page, KIROKU_TYPE_APPROVAL_POPOVER, NULL);
}

static void
test_approve (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover = choose_approve (fixture, "Tanaka Ichiro");

  kiroku_test_assert_named (popover);
  kiroku_test_wait (can_save, popover, "that it can be approved");
  gtk_widget_grab_focus (kiroku_test_get (popover, GTK_TYPE_ENTRY, NULL));
  kiroku_test_type ("By telephone");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_book_wait (fixture->book, "approve", 1);
  g_assert_cmpstr (kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "approve"),
                                          "decision"),
                   ==, "approved");
  kiroku_test_wait (is_popover_gone, &(Seen){ fixture, NULL, 1 }, "the popover to be closed");
}

static gboolean
says_own (gpointer popover)
{
  return kiroku_test_shows (popover, "This entry is your own");
}

static void
test_own_approval (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover = choose_approve (fixture, NULL);

  kiroku_test_wait (says_own, popover, "that it is the own entry");
  g_assert_false (can_save (popover));
  gtk_widget_grab_focus (kiroku_test_get (popover, GTK_TYPE_ENTRY, NULL));
  kiroku_test_keys ("Return", "Escape", NULL);
  kiroku_test_wait (is_popover_gone, &(Seen){ fixture, NULL, 1 }, "the popover to be closed");
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "approve"), ==, 0);
}

static gboolean
has_doubt (GtkWidget *row)
{
  return gtk_widget_get_visible (kiroku_test_get_id (row, "doubt"));
}

static void
test_doubt (Fixture *fixture, gconstpointer data)
{
  kiroku_test_type ("Seen by the opener");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_book_wait (fixture->book, "note", 1);
  kiroku_test_book_switch (fixture->book, "Tanaka Ichiro");
  kiroku_test_type ("Seen by a stranger");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_book_wait (fixture->book, "note", 2);
  wait_seen (fixture, "Seen by a stranger", 1);
  g_assert_true (has_doubt (get_row (fixture, "Seen by a stranger")));
  g_assert_false (has_doubt (get_row (fixture, "Seen by the opener")));
}

static void
test_only_notes (Fixture *fixture, gconstpointer data)
{
  wait_seen (fixture, "Ransom note on a file server", 1);
  gtk_widget_activate_action (fixture->page, "log.correct", "u", 0);
  g_assert_null (find_popover (fixture));
}

/* --- Others --- */

static void
test_foreign (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuWatch) watch = kiroku_watch_new (fixture->book->book);
  g_autoptr (KirokuBook) other = NULL;

  g_signal_connect_object (watch, "changed", G_CALLBACK (kiroku_case_model_refresh),
                           fixture->book->model, G_CONNECT_SWAPPED);
  write_note (fixture, KIROKU_CLASS_ACTION, "written here");
  wait_seen (fixture, "written here", 1);
  other = open_again (fixture);
  /* Nothing but the watch can bring it now. */
  kiroku_test_book_catch_up (fixture->book);
  wait_still (fixture);
  append_notes (other, fixture->book->case_id, 1, "from the command line");
  wait_seen (fixture, "from the command line 0", 1);
  /* One's own next entry stands behind it, once. */
  write_note (fixture, KIROKU_CLASS_ACTION, "own again");
  wait_seen (fixture, "own again", 1);
  append_notes (other, fixture->book->case_id, 1, "once more");
  write_note (fixture, KIROKU_CLASS_ACTION, "at the same time");
  wait_seen (fixture, "once more 0", 1);
  wait_seen (fixture, "at the same time", 1);
  wait_seen (fixture, "own again", 1);
}

static void
count_cb (guint *number)
{
  (*number)++;
}

/* The model shows an own entry already: reading it all once more would be for nothing. */
static void
test_own (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuWatch) watch = kiroku_watch_new (fixture->book->book);
  g_autoptr (KirokuBook) other = open_again (fixture);
  guint n_noticed = 0;

  g_signal_connect_swapped (watch, "changed", G_CALLBACK (count_cb), &n_noticed);
  append_notes (other, fixture->book->case_id, 1, "foreign");
  kiroku_test_wait_number (&n_noticed, 1, "the first foreign entry to be noticed");
  n_noticed = 0;
  write_note (fixture, KIROKU_CLASS_ACTION, "own");
  kiroku_test_settle ();
  kiroku_watch_look (watch);
  kiroku_test_book_catch_up (fixture->book);
  g_assert_cmpuint (n_noticed, ==, 0);
  write_note (fixture, KIROKU_CLASS_ACTION, "own again");
  append_notes (other, fixture->book->case_id, 1, "foreign too");
  kiroku_test_wait_number (&n_noticed, 1, "a foreign entry beside an own one to be noticed");
  g_signal_handlers_disconnect_by_data (watch, &n_noticed);
}

/* --- The draft --- */

static gboolean
file_holds (gpointer user_data)
{
  const Seen *seen = user_data;
  g_autofree char *name = g_strconcat (seen->fixture->book->case_id, ".txt", NULL);
  g_autofree char *path = g_build_filename (seen->fixture->book->folder, "drafts", name, NULL);
  g_autofree char *text = NULL;
  GStatBuf info;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return seen->text == NULL;
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  return g_strcmp0 (text, seen->text) == 0;
}

static gboolean
composer_holds (gpointer user_data)
{
  const Seen *seen = user_data;
  g_autofree char *text = kiroku_composer_get_text (get_child (seen->fixture, "composer"));

  return g_str_equal (text, seen->text);
}

static void
test_draft (Fixture *fixture, gconstpointer data)
{
  KirokuLogPage *page = KIROKU_LOG_PAGE (fixture->page);
  gint64 start = g_get_monotonic_time ();

  kiroku_test_type ("half a sent");
  kiroku_test_wait (file_holds, &(Seen){ fixture, "half a sent", 0 }, "the draft on disk");
  g_assert_cmpint (g_get_monotonic_time () - start, <, 3 * G_TIME_SPAN_SECOND);

  /* Another case, or another run. */
  kiroku_log_page_set_model (page, NULL);
  g_assert_true (composer_holds (&(Seen){ fixture, "half a sent", 0 })
                 || file_holds (&(Seen){ fixture, "half a sent", 0 }));
  kiroku_composer_clear (kiroku_log_page_get_composer (page));
  kiroku_log_page_set_model (page, fixture->book->model);
  kiroku_test_wait (composer_holds, &(Seen){ fixture, "half a sent", 0 }, "the draft to be back");

  /* In the record it is no draft any more. */
  kiroku_composer_focus (kiroku_log_page_get_composer (page));
  kiroku_test_keys ("End", "e", "n", "c", "e", NULL);
  kiroku_test_wait (file_holds, &(Seen){ fixture, "half a sentence", 0 }, "the draft on disk");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_book_wait (fixture->book, "note", 1);
  g_assert_cmpstr (get_note (fixture), ==, "half a sentence");
  kiroku_test_wait (file_holds, &(Seen){ fixture, NULL, 0 }, "the draft to be gone");
}

/* (transfer full) */
static char *
get_draft_path (Fixture *fixture)
{
  g_autofree char *name = g_strconcat (fixture->book->case_id, ".txt", NULL);

  return g_build_filename (fixture->book->folder, "drafts", name, NULL);
}

static void
write_draft (Fixture *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = get_draft_path (fixture);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error);
  g_assert_no_error (error);
}

static gboolean
is_gone (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

/* Leaves the case and waits until nothing in memory knows its draft. */
static void
leave_case (Fixture *fixture)
{
  gpointer saver;

  kiroku_log_page_set_model (KIROKU_LOG_PAGE (fixture->page), NULL);
  kiroku_composer_clear (get_child (fixture, "composer"));
  saver = kiroku_draft_saver_get (fixture->book->model, ".txt");
  g_object_add_weak_pointer (saver, &saver);
  g_object_unref (saver);
  kiroku_test_wait (is_gone, &saver, "the draft to be put away");
}

/* Who types before the old draft has been read loses neither. */
static void
test_early (Fixture *fixture, gconstpointer data)
{
  KirokuLogPage *page = KIROKU_LOG_PAGE (fixture->page);
  KirokuComposer *composer = get_child (fixture, "composer");
  Seen both = { fixture, "from the last run\ntyped at once", 0 };

  leave_case (fixture);
  write_draft (fixture, "from the last run");
  kiroku_log_page_set_model (page, fixture->book->model);
  kiroku_composer_set_text (composer, "typed at once");
  kiroku_test_wait (composer_holds, &both, "both texts");
  kiroku_test_wait (file_holds, &both, "both texts on disk");

  /* The same when the case is left before that. */
  leave_case (fixture);
  write_draft (fixture, "from the last run");
  kiroku_log_page_set_model (page, fixture->book->model);
  kiroku_composer_set_text (composer, "typed at once");
  leave_case (fixture);
  kiroku_test_wait (file_holds, &both, "both texts on disk");
}

/* --- Leaving a case while an entry is on its way --- */

/* Another program is writing: own entries wait. (transfer full) */
static KirokuDb *
block_writing (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  KirokuStore *store = kiroku_book_get_store (fixture->book->book);
  KirokuDb *db = kiroku_db_open (kiroku_store_get_path (store), TRUE, &error);

  g_assert_no_error (error);
  g_assert_true (kiroku_db_begin (db, &error));
  return db;
}

/* Submits "on its way" and goes to another case and back before it is saved. */
static void
leave_and_return (Fixture *fixture)
{
  KirokuLogPage *page = KIROKU_LOG_PAGE (fixture->page);

  kiroku_test_type ("on its way");
  kiroku_test_keys ("Return", NULL);
  wait_shown (fixture, "Saving");
  kiroku_test_type ("the next");
  kiroku_log_page_set_model (page, NULL);
  kiroku_log_page_set_model (page, fixture->book->model);
  kiroku_test_wait (composer_holds, &(Seen){ fixture, "the next", 0 },
                    "only what was not sent to be back");
}

static void
test_return (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuDb) db = block_writing (fixture);

  leave_and_return (fixture);
  kiroku_test_wait (file_holds, &(Seen){ fixture, "on its way\nthe next", 0 },
                    "both texts on disk");
  kiroku_db_rollback (db);
  kiroku_test_book_wait (fixture->book, "note", 1);
  g_assert_cmpstr (get_note (fixture), ==, "on its way");
  kiroku_test_wait (file_holds, &(Seen){ fixture, "the next", 0 }, "the saved text to be gone");
  g_assert_true (composer_holds (&(Seen){ fixture, "the next", 0 }));
}

static void
test_return_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuDb) db = NULL;
  Seen both = { fixture, "on its way\nthe next", 0 };

  kiroku_test_book_break (fixture->book);
  db = block_writing (fixture);
  gtk_drop_down_set_selected (kiroku_test_get_id (get_child (fixture, "composer"), "kind"), 2);
  gtk_editable_set_text (kiroku_test_get_id (get_child (fixture, "composer"), "time"), "09:15");
  leave_and_return (fixture);
  g_assert_cmpuint (gtk_drop_down_get_selected (kiroku_test_get_id (get_child (fixture, "composer"), "kind")), ==, 0);
  kiroku_db_rollback (db);
  wait_shown (fixture, "refused by the test");
  kiroku_test_wait (composer_holds, &both, "what was refused to be back");
  kiroku_test_wait (file_holds, &both, "both texts on disk");
  g_assert_cmpuint (gtk_drop_down_get_selected (kiroku_test_get_id (get_child (fixture, "composer"), "kind")), ==, 2);
  g_assert_cmpstr (gtk_editable_get_text (kiroku_test_get_id (get_child (fixture, "composer"), "time")), ==, "09:15");
}

/* The disk is asked again, also when the case was left. */
static void
test_disk (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = get_draft_path (fixture);
  guint n_failed = 0;
  gulong handler;

  handler = g_signal_connect_swapped (fixture->book->model, "failed", G_CALLBACK (count_cb), &n_failed);
  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0); /* what stands in its way */
  kiroku_test_type ("not yet");
  kiroku_test_wait_number (&n_failed, 1, "what went wrong");
  kiroku_log_page_set_model (KIROKU_LOG_PAGE (fixture->page), NULL);
  kiroku_composer_clear (get_child (fixture, "composer"));
  g_assert_cmpint (g_rmdir (path), ==, 0);
  kiroku_test_wait (file_holds, &(Seen){ fixture, "not yet", 0 }, "the text on disk");
  g_assert_cmpuint (n_failed, ==, 1);
  g_signal_handler_disconnect (fixture->book->model, handler);
}

/* What is asked for one case is not answered for another. */
static void
test_popover_left (Fixture *fixture, gconstpointer data)
{
  write_note (fixture, KIROKU_CLASS_ACTION, "Unplugged fs02");
  wait_seen (fixture, "Unplugged fs02", 1);
  g_assert_true (gtk_widget_activate_action (fixture->page, "log.correct", "u",
                                             get_length (fixture) - 1));
  g_assert_nonnull (find_popover (fixture));
  kiroku_log_page_set_model (KIROKU_LOG_PAGE (fixture->page), NULL);
  g_assert_null (find_popover (fixture));
}

/* Two windows on one case: neither takes the other's text, and the file has both. */
static void
test_two_views (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = g_object_ref_sink (kiroku_log_page_new ());
  KirokuComposer *second = kiroku_log_page_get_composer (KIROKU_LOG_PAGE (page));
  gpointer gone = page;

  kiroku_test_type ("one");
  kiroku_log_page_set_model (KIROKU_LOG_PAGE (page), fixture->book->model);
  kiroku_composer_set_text (second, "two");
  kiroku_test_wait (file_holds, &(Seen){ fixture, "one\ntwo", 0 }, "both texts on disk");
  kiroku_composer_clear (second);
  kiroku_test_wait (file_holds, &(Seen){ fixture, "one", 0 }, "the second text to be gone");
  g_assert_true (composer_holds (&(Seen){ fixture, "one", 0 }));
  g_object_add_weak_pointer (G_OBJECT (page), &gone);
  kiroku_log_page_set_model (KIROKU_LOG_PAGE (page), NULL);
  g_object_unref (page);
  kiroku_test_wait (is_gone, &gone, "the second page to be finalised");
}

static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  write_note (fixture, KIROKU_CLASS_ACTION, "something");
  wait_seen (fixture, "something", 1);
  kiroku_test_assert_named (fixture->page);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/ui/log/" path, Fixture, NULL, set_up, function, tear_down)

/* Lines of many lengths, of which the first is short: what fits the height must fit the width, too. */
static void
test_fits (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 24; i++)
    {
      g_autofree char *text = g_strdup_printf (
          "行%u\n法令により消去：本文。根拠：個人情報の保護に関する法律 第35条第1項。%.*s2026-11-23 01:34、霧島 花子。", i,
          (int) (i * strlen ("あ")), "ああああああああああああああああああああああああ");
      g_autofree char *line = g_strdup_printf ("行%u\n", i);
      graphene_rect_t bounds;
      GtkWidget *row;

      write_note (fixture, KIROKU_CLASS_ACTION, text);
      wait_seen (fixture, line, 1);
      row = get_row (fixture, line);
      g_assert_true (gtk_widget_compute_bounds (kiroku_test_get_id (row, "correct"), row, &bounds));
      g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=, gtk_widget_get_width (row));
    }
}

int
main (int argc, char **argv)
{
  kiroku_test_init (&argc, &argv);
  kiroku_test_im_install ();
  ADD ("enter-writes-one-entry-shown-as-saved", test_enter);
  ADD ("a-slip-is-taken-back-by-a-correction", test_undo);
  ADD ("taking-back-ends-and-leaves-typing-alone", test_no_undo);
  ADD ("a-phrase-is-begun-and-its-gaps-are-filled", test_phrase);
  ADD ("a-slash-chooses-the-class", test_slash_class);
  ADD ("a-slash-that-offers-nothing-is-text", test_slash_text);
  ADD ("a-slash-of-full-width-is-one", test_slash_japanese);
  ADD ("what-a-slash-offers-is-heard", test_slash_heard);
  ADD ("an-input-method-keeps-its-keys-behind-a-slash", test_slash_composing);
  ADD ("a-row-is-as-wide-as-the-page", test_fits);
  ADD ("what-is-refused-is-not-saved-and-stays-typed", test_refused);
  ADD ("shows-the-stated-time-and-the-recorded-one", test_times);
  ADD ("steps-of-the-playbook-are-hidden-until-asked-for", test_steps);
  ADD ("checkpoints-are-hidden-until-asked-for", test_checkpoints);
  ADD ("shows-one-class", test_class);
  ADD ("finds-japanese-as-it-is-typed", test_find);
  ADD ("follows-the-end-only-while-it-is-seen", test_follows);
  ADD ("goes-to-an-entry-whatever-is-searched-for", test_show_entry);
  ADD ("never-takes-the-keyboard", test_focus);
  ADD ("indicators-of-a-note-are-offered-not-taken", test_offer);
  ADD ("ten-thousand-entries-build-few-rows", test_many);
  ADD ("correction-strikes-through-and-says-why", test_correct);
  ADD ("addresses-are-defanged", test_defanged);
  ADD ("a-correction-may-be-of-the-time-alone", test_correct_time);
  ADD ("a-correction-of-nothing-is-not-recorded", test_correct_nothing);
  ADD ("a-time-in-the-future-is-said-and-recorded", test_future);
  ADD ("a-phase-is-corrected-with-a-reason", test_correct_phase);
  ADD ("only-notes-and-phases-are-corrected-here", test_only_notes);
  ADD ("somebody-else-approves-from-the-menu-of-the-entry", test_approve);
  ADD ("nobody-approves-their-own-entry", test_own_approval);
  ADD ("whoever-nobody-vouches-for-is-marked", test_doubt);
  ADD ("entries-of-another-program-appear", test_foreign);
  ADD ("own-entries-are-not-read-twice", test_own);
  ADD ("draft-is-on-disk-within-two-seconds-and-comes-back", test_draft);
  ADD ("typed-before-the-draft-is-read-loses-neither", test_early);
  ADD ("entry-on-its-way-is-not-a-draft-when-one-returns", test_return);
  ADD ("entry-refused-while-away-is-a-draft-again", test_return_refused);
  ADD ("a-draft-the-disk-refused-is-kept-once-it-takes-it", test_disk);
  ADD ("a-correction-begun-in-one-case-does-not-stand-over-another", test_popover_left);
  ADD ("two-views-of-a-case-share-its-draft", test_two_views);
  ADD ("controls-have-names", test_accessible);
  return g_test_run ();
}
