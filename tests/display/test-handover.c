/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A case goes from one person to another in the window. */
#include "kiroku-case-view.h"
#include "kiroku-handover-bar.h"
#include "kiroku-handover-popover.h"
#include "kiroku-test-book.h"
#include "kiroku-trust.h"
#include "kiroku-window.h"

typedef struct
{
  KirokuTestBook *book;
  GtkWidget *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = kiroku_test_book_new ("ransomware", "en");
  fixture->window = kiroku_test_open_window ();
  kiroku_window_set_book (KIROKU_WINDOW (fixture->window), fixture->book->book);
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_VIEW, "Ransom note on a file server");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_close (GTK_WINDOW (fixture->window), fixture->window);
  kiroku_test_book_free (fixture->book);
}

/* 次郎 has a key here, and whoever opened the case vouches for it. */
static void
bring_jiro (Fixture *fixture)
{
  g_autofree char *key = NULL;

  kiroku_test_book_switch (fixture->book, "Sato Jiro");
  kiroku_test_book_append (fixture->book, kiroku_draft_note (KIROKU_CLASS_ACTION, "I am here", NULL));
  key = g_strdup (kiroku_test_book_last (fixture->book, "note")->key);
  kiroku_test_book_switch (fixture->book, "Sato Hanako");
  kiroku_test_book_append (fixture->book, kiroku_trust_draft_vouch (key, "Sato Jiro", NULL));
  kiroku_test_book_catch_up (fixture->book);
}

static GtkWidget *
open_handover (Fixture *fixture)
{
  g_assert_true (gtk_widget_activate_action (fixture->window, "win.hand-over", NULL));
  return kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_HANDOVER_POPOVER, "Hand the Case Over");
}

/* It slides in: only then its button stays where it is. */
static gboolean
is_revealed (gpointer bar)
{
  return gtk_revealer_get_child_revealed (GTK_REVEALER (adw_bin_get_child (bar)));
}

static void
test_both (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover, *bar;
  const KirokuEntry *entry;
  g_autofree char *handed = NULL;

  bring_jiro (fixture);
  popover = open_handover (fixture);
  kiroku_test_assert_named (popover);
  kiroku_test_wait_seen (popover, GTK_TYPE_BUTTON, "Sato Jiro");
  kiroku_test_press (popover, "Sato Jiro");
  kiroku_test_enter (kiroku_test_get_id (popover, "note"), "The vendor calls back at 21:00");
  kiroku_test_book_wait (fixture->book, "handover", 1);
  kiroku_test_wait_gone (fixture->window, KIROKU_TYPE_HANDOVER_POPOVER);
  entry = kiroku_test_book_last (fixture->book, "handover");
  handed = g_strdup (entry->hash);
  g_assert_cmpstr (kiroku_entry_get_text (entry, "to"), ==, "Sato Jiro");
  g_assert_cmpstr (kiroku_entry_get_text (entry, "text"), ==, "The vendor calls back at 21:00");
  bar = kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_HANDOVER_BAR,
                               "You handed this case over to Sato Jiro, who has not taken it over yet");
  g_assert_false (gtk_widget_get_mapped (kiroku_handover_bar_get_button (KIROKU_HANDOVER_BAR (bar))));
  kiroku_test_assert_named (bar);

  kiroku_test_book_switch (fixture->book, "Sato Jiro");
  kiroku_test_wait_seen (bar, GTK_TYPE_LABEL,
                         "Sato Hanako handed this case over to you: The vendor calls back at 21:00");
  kiroku_test_wait (is_revealed, bar, "the whole bar");
  kiroku_test_click_on (kiroku_handover_bar_get_button (KIROKU_HANDOVER_BAR (bar)));
  popover = kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_HANDOVER_POPOVER, "Take the Case Over");
  kiroku_test_assert_named (popover);
  kiroku_test_enter (kiroku_test_get_id (popover, "note"), "Understood");
  kiroku_test_book_wait (fixture->book, "handover", 2);
  entry = kiroku_test_book_last (fixture->book, "handover");
  g_assert_cmpstr (kiroku_entry_get_ref (entry, "accepts"), ==, handed);
  g_assert_cmpstr (kiroku_entry_get_text (entry, "text"), ==, "Understood");
  kiroku_test_wait_not_shown (bar, "handed this case over");
}

/* Who is not meant is told nothing, and nobody hands over to themselves. */
static void
test_others (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover = open_handover (fixture);

  kiroku_test_enter (kiroku_test_get_id (popover, "to"), "Sato  Hanako");
  kiroku_test_wait_shown (popover, "That is yourself");
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "handover"), ==, 0);
  kiroku_test_enter (kiroku_test_get_id (popover, "to"), "Suzuki Ichiro");
  kiroku_test_book_wait (fixture->book, "handover", 1);
  kiroku_test_wait_shown (fixture->window, "who has not taken it over yet");
  kiroku_test_book_switch (fixture->book, "Sato Jiro");
  kiroku_test_wait_not_shown (fixture->window, "handed this case over");
}

static void
test_sheet (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->book->folder, "sheet.pdf", NULL);
  GtkWidget *bar;

  kiroku_test_book_append (fixture->book, kiroku_handover_draft (NULL, "x"));
  kiroku_test_book_wait (fixture->book, "handover", 1);
  bar = kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_HANDOVER_BAR,
                               "You handed this case over; nobody has taken it over yet");
  kiroku_test_wait_seen (bar, GTK_TYPE_BUTTON, "Save Sheet…");
  kiroku_handover_bar_save (KIROKU_HANDOVER_BAR (bar), path);
  kiroku_test_wait_shown (bar, "sheet.pdf");
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  kiroku_test_init (&argc, &argv);
  ADD ("/window/handover/one-hands-over-and-the-other-takes-over-each-with-their-own-signature", test_both);
  ADD ("/window/handover/who-is-not-meant-is-not-asked", test_others);
  ADD ("/window/handover/the-sheet-is-saved-where-it-was-handed-over", test_sheet);
  return g_test_run ();
}
