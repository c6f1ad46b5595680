/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "kiroku-case-drafts.h"
#include "kiroku-case-list.h"
#include "kiroku-case-row.h"
#include "kiroku-case-view.h"
#include "kiroku-composer.h"
#include "kiroku-level-popover.h"
#include "kiroku-level.h"
#include "kiroku-log-row.h"
#include "kiroku-new-case-page.h"
#include "kiroku-phase-bar.h"
#include "kiroku-phase-popover.h"
#include "kiroku-preferences-window.h"
#include "kiroku-profile-row.h"
#include "kiroku-test-book.h"
#include "kiroku-time-row.h"
#include "kiroku-type-chooser.h"
#include "kiroku-watch.h"
#include "kiroku-welcome-page.h"
#include "kiroku-window.h"

typedef struct
{
  KirokuTestBook *book;
  GtkWidget *window;
  guint n_identified;
  char *name;
  char *organisation;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = kiroku_test_book_new ("ransomware", "en");
  fixture->window = kiroku_test_open_window ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_close (GTK_WINDOW (fixture->window), fixture->window);
  kiroku_test_book_free (fixture->book);
  g_free (fixture->name);
  g_free (fixture->organisation);
}

/* --- What is seen --- */

static gboolean
is_of_type (GtkWidget *widget, gconstpointer data)
{
  return g_type_is_a (G_OBJECT_TYPE (widget), *(const GType *) data)
         && gtk_widget_get_mapped (widget);
}

static GtkWidget *
find_mapped (Fixture *fixture, GType type)
{
  g_autoptr (GPtrArray) found = kiroku_test_find_all (fixture->window, is_of_type, &type);

  return found->len > 0 ? g_ptr_array_index (found, 0) : NULL;
}

static gboolean
has_keyboard (gpointer window)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  return focus != NULL && gtk_widget_get_ancestor (focus, KIROKU_TYPE_COMPOSER) != NULL;
}

/* The book with its case is shown, and can be written in. */
static void
show_book (Fixture *fixture)
{
  kiroku_window_set_book (KIROKU_WINDOW (fixture->window), fixture->book->book);
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_VIEW, "Ransom note on a file server");
  kiroku_test_wait (has_keyboard, fixture->window, "the composer to have the keyboard");
}

/* The text of the note written last. */
static const char *
get_note (Fixture *fixture)
{
  return kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "note"), "text");
}

/* --- The first start, and when it does not start --- */

static void
identified_cb (Fixture *fixture, const char *name, const char *organisation)
{
  fixture->n_identified++;
  fixture->name = g_strdup (name);
  fixture->organisation = g_strdup (organisation);
}

static void
test_first_start (Fixture *fixture, gconstpointer data)
{
  g_signal_connect_swapped (fixture->window, "identified", G_CALLBACK (identified_cb), fixture);
  kiroku_window_show_welcome (KIROKU_WINDOW (fixture->window), "root");
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_WELCOME_PAGE, NULL);
  /* The proposed name is typed over. */
  kiroku_test_type ("Tanaka Ichiro");
  kiroku_test_keys ("Tab", NULL);
  kiroku_test_type ("Minato Bank");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_number (&fixture->n_identified, 1, "the answers");
  g_assert_cmpstr (fixture->name, ==, "Tanaka Ichiro");
  g_assert_cmpstr (fixture->organisation, ==, "Minato Bank");
}

static void
test_failure (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error
      = g_error_new (KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_NEWER,
                     "“<b>x.db” was made by a newer Kiroku; nothing was changed: install that");

  kiroku_window_show_failure (KIROKU_WINDOW (fixture->window), error);
  kiroku_test_wait_seen (fixture->window, ADW_TYPE_STATUS_PAGE,
                         "“<b>x.db” was made by a newer Kiroku; nothing was changed: install that");
  kiroku_test_wait_seen (fixture->window, ADW_TYPE_STATUS_PAGE, "Needs a Newer Kiroku");
  kiroku_test_get (fixture->window, GTK_TYPE_BUTTON, "Try Again");
}

/* --- Cases --- */

static void
test_shows_case (Fixture *fixture, gconstpointer data)
{
  show_book (fixture);
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_VIEW, "Ransomware");
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_VIEW, "Level 2");
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_ROW, "Ransom note on a file server");
  /* A window title may be seen by anybody. */
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture->window)), ==, "2026-001 — Kiroku");
  g_assert_null (find_mapped (fixture, KIROKU_TYPE_NEW_CASE_PAGE));
}

static void
test_write (Fixture *fixture, gconstpointer data)
{
  show_book (fixture);
  kiroku_test_type ("Unplugged fs01");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_book_wait (fixture->book, "note", 1);
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_VIEW, "Saved ");
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_VIEW, "Unplugged fs01");
}

static gboolean
shows_two_cases (gpointer user_data)
{
  Fixture *fixture = user_data;
  GType type = KIROKU_TYPE_CASE_ROW;
  g_autoptr (GPtrArray) rows = kiroku_test_find_all (fixture->window, is_of_type, &type);

  return rows->len == 2;
}

/* Ctrl+N, title, Enter, a part of the type, Enter, Enter: and one can write. */
static void
test_new_case (Fixture *fixture, gconstpointer data)
{
  show_book (fixture);
  g_assert_true (gtk_widget_activate_action (fixture->window, "win.new-case", NULL));
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_NEW_CASE_PAGE, NULL);
  kiroku_test_type ("Mail with a macro");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_seen (fixture->window, GTK_TYPE_POPOVER, NULL);
  kiroku_test_type ("phish");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_unseen (fixture->window, GTK_TYPE_POPOVER, NULL);
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_VIEW, "Mail with a macro");
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_VIEW, "Phishing");
  kiroku_test_wait (shows_two_cases, fixture, "two cases");
  kiroku_test_wait (has_keyboard, fixture->window, "the composer to have the keyboard");
  kiroku_test_type ("Opened at reception");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_book_wait (fixture->book, "note", 1);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture->window)), ==, "2026-002 — Kiroku");
}

/* “Now” is said in the zone of the book, wherever the computer stands by then. */
static void
test_now (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *page, *row;
  KirokuTime time;
  gboolean given;

  show_book (fixture);
  gtk_widget_activate_action (fixture->window, "win.new-case", NULL);
  page = kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_NEW_CASE_PAGE, NULL);
  row = kiroku_test_get (page, KIROKU_TYPE_TIME_ROW, "Detected");
  g_setenv ("TZ", "America/New_York", TRUE);
  g_signal_emit_by_name (kiroku_test_get (row, GTK_TYPE_BUTTON, "Now"), "clicked");
  g_setenv ("TZ", "Asia/Tokyo", TRUE);
  g_assert_true (kiroku_time_row_read (KIROKU_TIME_ROW (row), fixture->book->book, &given, &time, &error));
  g_assert_no_error (error);
  g_assert_true (given);
  g_assert_cmpint (ABS (time.us - kiroku_book_get_now (fixture->book->book)), <, 60 * G_TIME_SPAN_SECOND);
}

static void
test_wrong_time (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page;

  show_book (fixture);
  gtk_widget_activate_action (fixture->window, "win.new-case", NULL);
  page = kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_NEW_CASE_PAGE, NULL);
  kiroku_test_type ("Mail with a macro");
  kiroku_type_chooser_set_chosen (
      KIROKU_TYPE_CHOOSER (kiroku_test_get (page, KIROKU_TYPE_TYPE_CHOOSER, NULL)), "dos_ddos");
  gtk_editable_set_text (
      GTK_EDITABLE (kiroku_test_get (page, KIROKU_TYPE_TIME_ROW, "Detected")), "25:99");
  kiroku_test_keys ("ctrl+Return", NULL);
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_NEW_CASE_PAGE, "25:99");
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "case.open"), ==, 0);
  gtk_editable_set_text (
      GTK_EDITABLE (kiroku_test_get (page, KIROKU_TYPE_TIME_ROW, "Detected")), "2026-11-21 08:15");
  kiroku_test_keys ("ctrl+Return", NULL);
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_VIEW, "Mail with a macro");
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "case.open"), ==, 1);
  g_assert_cmpstr (
      kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "case.set"), "t.detected"), ==,
      "2026-11-21T08:15:00+09:00");
}

static void
test_exercise (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  KirokuNewCase new_case = { .title = "Drill", .type = "ransomware", .exercise = TRUE };

  id = kiroku_book_open_case (fixture->book->book, &new_case, &error);
  g_assert_no_error (error);
  kiroku_window_set_book (KIROKU_WINDOW (fixture->window), fixture->book->book);
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_VIEW, "Drill");
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_VIEW, "訓練 — EXERCISE");
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_ROW, "EXERCISE");
}

/* --- The phase --- */

static guint
get_phase (Fixture *fixture)
{
  return kiroku_phase_bar_get_current (
      KIROKU_PHASE_BAR (kiroku_test_get (fixture->window, KIROKU_TYPE_PHASE_BAR, NULL)));
}

typedef struct
{
  Fixture *fixture;
  guint phase;
} InPhase;

static gboolean
is_in_phase (gpointer user_data)
{
  const InPhase *wanted = user_data;

  return get_phase (wanted->fixture) == wanted->phase;
}

static GtkWidget *
click_phase (Fixture *fixture, KirokuPhase phase)
{
  g_signal_emit_by_name (kiroku_test_get (fixture->window, KIROKU_TYPE_PHASE_BAR, NULL),
                         "phase-activated", (guint) phase);
  return kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_PHASE_POPOVER, NULL);
}

static void
press_enter_phase (GtkWidget *popover, const char *label)
{
  g_signal_emit_by_name (kiroku_test_get (popover, GTK_TYPE_BUTTON, label), "clicked");
}

static char *
get_own_word (const char *key, gpointer data)
{
  if (g_str_equal (key, "org.level2"))
    return g_strdup ("A branch stands still");
  return g_str_equal (key, "org.level2_handler") ? g_strdup ("the CISO") : NULL;
}

static gboolean
names_help_desk (gpointer user_data)
{
  Fixture *fixture = user_data;
  GtkWidget *view = kiroku_test_get (fixture->window, KIROKU_TYPE_CASE_VIEW, NULL);
  GObject *level = gtk_widget_get_template_child (view, KIROKU_TYPE_CASE_VIEW, "level");
  const char *text = gtk_widget_get_tooltip_text (GTK_WIDGET (level));

  return text != NULL && strstr (text, "handled by the help desk") != NULL;
}

/* The organisation's own words come before the usual ones, and only those are unconfirmed. */
static void
test_level (Fixture *fixture, gconstpointer data)
{
  gboolean own = FALSE;
  g_autofree char *stated = kiroku_level_describe (2, get_own_word, NULL, &own);
  g_autofree char *usual = NULL;

  g_assert_cmpstr (stated, ==, "A branch stands still · handled by the CISO");
  g_assert_true (own);
  usual = kiroku_level_describe (1, get_own_word, NULL, &own);
  g_assert_cmpstr (usual, ==, "Affects the work of our own people");
  g_assert_false (own);
  show_book (fixture);
  kiroku_test_book_set (fixture->book, "org.level2_handler", "the help desk");
  kiroku_test_wait (names_help_desk, fixture, "who handles the level");
}

static gboolean
shows_level_3 (gpointer user_data)
{
  Fixture *fixture = user_data;
  GtkWidget *view = kiroku_test_get (fixture->window, KIROKU_TYPE_CASE_VIEW, NULL);
  GObject *level = gtk_widget_get_template_child (view, KIROKU_TYPE_CASE_VIEW, "level");

  return g_str_equal (gtk_label_get_text (GTK_LABEL (level)), "Level 3");
}

/* Another level is stated with a reason; who handles it is seen before. */
static void
test_level_changes (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view, *popover;
  const KirokuEntry *entry;

  show_book (fixture);
  kiroku_test_book_set (fixture->book, "org.level3_handler", "the board");
  kiroku_test_settle ();
  view = kiroku_test_get (fixture->window, KIROKU_TYPE_CASE_VIEW, NULL);
  gtk_widget_activate_action (view, "case.level", NULL);
  popover = kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_LEVEL_POPOVER, NULL);
  kiroku_test_assert_named (popover);
  g_assert_true (kiroku_test_shows (popover, "handled by the board"));
  g_assert_true (kiroku_test_shows (popover, "⚠ not confirmed"));
  press_enter_phase (popover, "Record");
  g_assert_true (kiroku_test_shows (popover, "Choose another level"));
  adw_action_row_activate (ADW_ACTION_ROW (kiroku_test_get (popover, ADW_TYPE_ACTION_ROW, "Level 3")));
  g_assert_false (kiroku_test_shows (popover, "Choose another level"));
  press_enter_phase (popover, "Record");
  g_assert_true (kiroku_test_shows (popover, "Say why"));
  gtk_editable_set_text (GTK_EDITABLE (kiroku_test_get (popover, ADW_TYPE_ENTRY_ROW, "Reason (needed)")), "Customers are affected");
  g_assert_false (kiroku_test_shows (popover, "Say why"));
  press_enter_phase (popover, "Record");
  kiroku_test_book_wait (fixture->book, "case.level", 1);
  entry = kiroku_test_book_last (fixture->book, "case.level");
  g_assert_cmpint (kiroku_entry_get_integer (entry, "level", -1), ==, 3);
  g_assert_cmpstr (kiroku_entry_get_text (entry, "reason"), ==, "Customers are affected");
  kiroku_test_wait (shows_level_3, fixture, "the new level");
}

/* Goes on without what should be true first, of which the reason is asked once. */
static void
press_enter_all_the_same (GtkWidget *popover, const char *label)
{
  press_enter_phase (popover, label);
  g_assert_true (kiroku_test_shows (popover, "Say in a few words why you go on"));
  press_enter_phase (popover, label);
}

static void
test_phase (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover;

  show_book (fixture);
  popover = click_phase (fixture, KIROKU_PHASE_CONTAINMENT);
  g_assert_true (kiroku_test_shows (popover, "of “Detect” are still open"));
  g_assert_true (kiroku_test_shows (popover, "All tasks of the earlier phases are done or skipped"));
  g_assert_true (kiroku_test_shows (popover, "not recorded"));
  g_assert_true (kiroku_test_shows (popover, "⚠ our own proposal"));
  press_enter_phase (popover, "Enter “Containment”");
  g_assert_cmpuint (get_phase (fixture), ==, KIROKU_PHASE_DETECT);
  gtk_editable_set_text (
      GTK_EDITABLE (kiroku_test_get (popover, ADW_TYPE_ENTRY_ROW, "Approved by")), "Suzuki");
  press_enter_phase (popover, "Enter “Containment”");
  kiroku_test_wait (is_in_phase, &(InPhase){ fixture, KIROKU_PHASE_CONTAINMENT }, "containment");
  g_assert_cmpstr (
      kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "case.phase"), "approver"), ==,
      "Suzuki");
  kiroku_test_wait_unseen (fixture->window, KIROKU_TYPE_PHASE_POPOVER, NULL);
}

/* @name approves the last entry of the phase. */
static void
approve_phase (Fixture *fixture, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry = NULL;

  kiroku_test_book_switch (fixture->book, name);
  entry = kiroku_book_append_one (
      fixture->book->book, fixture->book->case_id,
      kiroku_draft_approve (kiroku_test_book_last (fixture->book, "case.phase")->hash, TRUE, NULL),
      &error);
  g_assert_no_error (error);
}

static gboolean
is_signed (gpointer user_data)
{
  Fixture *fixture = user_data;
  GtkWidget *bar = kiroku_test_get (fixture->window, KIROKU_TYPE_PHASE_BAR, NULL);

  for (GtkWidget *segment = gtk_widget_get_first_child (bar); segment != NULL;
       segment = gtk_widget_get_next_sibling (segment))
    if (strstr (gtk_widget_get_tooltip_text (segment), "Approved, signed by Tanaka") != NULL)
      return gtk_widget_get_visible (GTK_WIDGET (gtk_widget_get_template_child (
          segment, G_OBJECT_TYPE (segment), "signed_mark")));
  return FALSE;
}

/* A name is no signature: the bar marks only what another key signed. */
static void
test_phase_signed (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover;

  show_book (fixture);
  popover = click_phase (fixture, KIROKU_PHASE_CONTAINMENT);
  gtk_editable_set_text (
      GTK_EDITABLE (kiroku_test_get (popover, ADW_TYPE_ENTRY_ROW, "Approved by")), "Tanaka");
  press_enter_all_the_same (popover, "Enter “Containment”");
  kiroku_test_wait (is_in_phase, &(InPhase){ fixture, KIROKU_PHASE_CONTAINMENT }, "containment");
  kiroku_test_wait_unseen (fixture->window, KIROKU_TYPE_PHASE_POPOVER, NULL);
  kiroku_test_settle ();
  g_assert_false (is_signed (fixture));
  popover = click_phase (fixture, KIROKU_PHASE_CONTAINMENT);
  g_assert_true (kiroku_test_shows (popover, "not signed by anybody else; Tanaka is named"));
  gtk_popover_popdown (GTK_POPOVER (popover));
  kiroku_test_wait_unseen (fixture->window, KIROKU_TYPE_PHASE_POPOVER, NULL);
  kiroku_test_settle ();

  approve_phase (fixture, "Tanaka Ichiro");
  kiroku_test_wait (is_signed, fixture, "the mark of the signature");
  popover = click_phase (fixture, KIROKU_PHASE_CONTAINMENT);
  g_assert_true (kiroku_test_shows (popover, "was approved, signed by Tanaka Ichiro"));
  kiroku_test_keys ("Escape", NULL);
  kiroku_test_wait_unseen (fixture->window, KIROKU_TYPE_PHASE_POPOVER, NULL);
  kiroku_test_settle ();
}

static void
test_back (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover;

  show_book (fixture);
  press_enter_all_the_same (click_phase (fixture, KIROKU_PHASE_RECOVERY), "Enter “Recovery”");
  kiroku_test_wait (is_in_phase, &(InPhase){ fixture, KIROKU_PHASE_RECOVERY }, "recovery");
  kiroku_test_wait_unseen (fixture->window, KIROKU_TYPE_PHASE_POPOVER, NULL);
  kiroku_test_settle ();

  popover = click_phase (fixture, KIROKU_PHASE_TRIAGE);
  press_enter_phase (popover, "Enter “Triage”");
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_PHASE_POPOVER, "needs a reason");
  g_assert_cmpuint (get_phase (fixture), ==, KIROKU_PHASE_RECOVERY);
  gtk_editable_set_text (GTK_EDITABLE (kiroku_test_get (popover, ADW_TYPE_ENTRY_ROW,
                                                        "Reason (needed to go back)")),
                         "a second host");
  press_enter_phase (popover, "Enter “Triage”");
  kiroku_test_wait (is_in_phase, &(InPhase){ fixture, KIROKU_PHASE_TRIAGE }, "triage");
}

/* --- Others --- */

static void
run_cli (Fixture *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *database
      = g_strconcat ("--database=",
                     kiroku_store_get_path (kiroku_book_get_store (fixture->book->book)), NULL);

  process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("KIROKU_CLI"), database,
                                         "--author=Somebody Else", "log", "2026-001", text, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

static void
test_cli (Fixture *fixture, gconstpointer data)
{
  show_book (fixture);
  kiroku_test_type ("half a sent");
  run_cli (fixture, "Told the police");
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_VIEW, "Told the police");
  /* And it does not disturb who is writing. */
  kiroku_test_type ("ence");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_book_wait (fixture->book, "note", 1);
  g_assert_cmpstr (get_note (fixture), ==, "half a sentence");
}

static void
test_pages (Fixture *fixture, gconstpointer data)
{
  static const char *const pages[]
      = { "playbook", "contacts", "notifications", "evidence", "review", "log" };
  AdwViewStack *stack;

  show_book (fixture);
  stack = kiroku_case_view_get_stack (
      KIROKU_CASE_VIEW (kiroku_test_get (fixture->window, KIROKU_TYPE_CASE_VIEW, NULL)));
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      gtk_widget_activate_action (fixture->window, "win.page", "s", pages[i]);
      g_assert_cmpstr (adw_view_stack_get_visible_child_name (stack), ==, pages[i]);
      gtk_test_widget_wait_for_draw (fixture->window);
    }
  gtk_widget_activate_action (fixture->window, "win.page", "s", "contacts");
  gtk_widget_activate_action (fixture->window, "win.compose", NULL);
  g_assert_true (has_keyboard (fixture->window));
}

static void
change_database (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuDb) db = kiroku_db_open (
      kiroku_store_get_path (kiroku_book_get_store (fixture->book->book)), TRUE, &error);

  g_assert_no_error (error);
  g_assert_true (kiroku_db_exec (db, &error, sql));
}

/* It is seen before somebody writes in vain, and until a rebuild at the command line. */
static void
test_foreign (Fixture *fixture, gconstpointer data)
{
  const KirokuBookOptions options = { .folder = fixture->book->folder,
                                      .author = "Sato Hanako",
                                      .zone = kiroku_book_get_zone (fixture->book->book),
                                      .language = "en" };
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuBook) book = NULL;

  change_database (fixture, "CREATE TRIGGER other AFTER INSERT ON line BEGIN SELECT 1; END");
  book = kiroku_book_new (&options, &error);
  g_assert_no_error (error);
  kiroku_window_set_book (KIROKU_WINDOW (fixture->window), book);
  kiroku_test_wait_seen (fixture->window, GTK_TYPE_LABEL,
                         "Nothing can be recorded: the database holds a trigger “other”");
  change_database (fixture, "DROP TRIGGER other");
  kiroku_test_wait_unseen (fixture->window, GTK_TYPE_LABEL, "Nothing can be recorded");
  g_assert_null (kiroku_book_get_foreign (book));
}

static void
test_fits (Fixture *fixture, gconstpointer data)
{
  int width, height;

  show_book (fixture);
  gtk_widget_measure (fixture->window, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (fixture->window, GTK_ORIENTATION_VERTICAL, 1024, &height, NULL, NULL, NULL);
  g_assert_cmpint (width, <=, 1024);
  g_assert_cmpint (height, <=, 700);
}

static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  show_book (fixture);
  kiroku_test_assert_named (fixture->window);
}

/* --- Finding a case --- */

static guint
count_rows (GtkWidget *window)
{
  GType type = KIROKU_TYPE_CASE_ROW;
  g_autoptr (GPtrArray) rows = kiroku_test_find_all (window, is_of_type, &type);

  return rows->len;
}

static gboolean
is_alone (gpointer window)
{
  return count_rows (window) == 1;
}

static gboolean
are_two (gpointer window)
{
  return count_rows (window) == 2;
}

/* As if it were typed: where the keyboard is. */
static void
look_for (Fixture *fixture, const char *text)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

  g_assert_nonnull (focus);
  g_assert_nonnull (gtk_widget_get_ancestor (focus, KIROKU_TYPE_CASE_LIST));
  gtk_editable_set_text (GTK_EDITABLE (focus), text);
}

/* By its title in other letters, by what only its log says; Enter goes there, Escape shows all again. */
static void
test_find_case (Fixture *fixture, gconstpointer data)
{
  KirokuNewCase new_case = { .title = "フィッシングメール", .type = "targeted_attack" };
  g_autoptr (GError) error = NULL;
  g_autofree char *other = kiroku_book_open_case (fixture->book->book, &new_case, &error);

  g_assert_no_error (error);
  kiroku_test_book_append (fixture->book,
                           kiroku_draft_note (KIROKU_CLASS_OBSERVATION, "倉庫の鯨", NULL));
  kiroku_window_set_book (KIROKU_WINDOW (fixture->window), fixture->book->book);
  kiroku_test_wait (are_two, fixture->window, "both cases");

  gtk_widget_activate_action (fixture->window, "win.find-case", NULL);
  look_for (fixture, "ﾌｨｯｼﾝｸﾞ");
  kiroku_test_wait (is_alone, fixture->window, "one case");
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_ROW, "フィッシングメール");
  kiroku_test_keys ("Escape", NULL);
  kiroku_test_wait (are_two, fixture->window, "both cases");

  look_for (fixture, "鯨");
  kiroku_test_wait (is_alone, fixture->window, "one case");
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_ROW, "Ransom note on a file server");
  kiroku_test_keys ("Escape", NULL);
  kiroku_test_wait (are_two, fixture->window, "both cases");

  look_for (fixture, "２０２６-002");
  kiroku_test_wait (is_alone, fixture->window, "one case");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_VIEW, "フィッシングメール");
  kiroku_test_wait (are_two, fixture->window, "both cases");
}

/* --- Preferences --- */

static gboolean
is_kept (gpointer fixture)
{
  KirokuBook *book = ((Fixture *) fixture)->book->book;
  g_autofree char *value = kiroku_profile_get (kiroku_book_get_profile (book), "org.level2_handler");

  return g_str_equal (value, "CSIRT and the board");
}

static gboolean
is_row (GtkWidget *widget, gconstpointer data)
{
  return KIROKU_IS_PROFILE_ROW (widget)
         && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), data);
}

/* What a level means to the organisation is set once, and every fact of the profile can be. */
static void
test_preferences (Fixture *fixture, gconstpointer data)
{
  KirokuPack *pack = kiroku_book_get_pack (fixture->book->book);
  const KirokuPackFact *fact = kiroku_pack_get_fact (pack, "org.level2_handler");
  g_autoptr (GPtrArray) rows = NULL;
  GtkWidget *window;

  show_book (fixture);
  gtk_widget_activate_action (fixture->window, "win.preferences", NULL);
  window = kiroku_test_find_window (KIROKU_TYPE_PREFERENCES_WINDOW);
  g_assert_nonnull (window);
  kiroku_test_present (GTK_WINDOW (window));
  kiroku_test_assert_named (window);
  for (guint i = 0; i < kiroku_pack_get_facts (pack)->len; i++)
    {
      const KirokuPackFact *each = g_ptr_array_index (kiroku_pack_get_facts (pack), i);
      g_autoptr (GPtrArray) found
          = kiroku_test_find_all (window, is_row, kiroku_pack_text (each->name, "en"));

      if (each->profile)
        g_assert_cmpuint (found->len, >=, 1);
    }
  rows = kiroku_test_find_all (window, is_row, kiroku_pack_text (fact->name, "en"));
  kiroku_test_enter (kiroku_test_get (g_ptr_array_index (rows, 0), GTK_TYPE_ENTRY, NULL), "CSIRT and the board");
  kiroku_test_wait_shown (g_ptr_array_index (rows, 0), "Kept");
  kiroku_test_wait (is_kept, fixture, "the profile to have it");
  kiroku_test_keys ("Escape", NULL);
  kiroku_test_settle ();
  g_assert_null (kiroku_test_find_window (KIROKU_TYPE_PREFERENCES_WINDOW));
}

#define ADD(path, function)                                                                        \
  g_test_add ("/ui/window/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  kiroku_test_init (&argc, &argv);
  ADD ("first-start-asks-for-name-and-organisation", test_first_start);
  ADD ("failure-says-what-is-wrong-and-what-to-do", test_failure);
  ADD ("title-shows-the-number-and-no-text", test_shows_case);
  ADD ("type-and-enter-makes-one-entry", test_write);
  ADD ("new-case-with-the-keyboard", test_new_case);
  ADD ("now-is-by-the-clock-and-zone-of-the-book", test_now);
  ADD ("wrong-time-is-told-and-nothing-recorded", test_wrong_time);
  ADD ("exercise-is-seen-to-be-one", test_exercise);
  ADD ("phase-is-entered-with-its-approver", test_phase);
  ADD ("phase-shows-what-another-key-signed", test_phase_signed);
  ADD ("going-back-needs-a-reason", test_back);
  ADD ("a-level-reads-as-the-organisation-has-it", test_level);
  ADD ("a-level-changes-with-a-reason", test_level_changes);
  ADD ("entry-of-the-command-line-shows-up", test_cli);
  ADD ("pages-and-back-to-the-composer", test_pages);
  ADD ("what-acts-in-the-database-is-told-of-until-it-is-gone", test_foreign);
  ADD ("a-case-is-found-by-its-title-its-number-and-its-log", test_find_case);
  ADD ("what-is-set-once-is-kept-as-it-is-typed", test_preferences);
  ADD ("fits-a-small-screen", test_fits);
  ADD ("controls-have-names", test_accessible);
  return g_test_run ();
}
