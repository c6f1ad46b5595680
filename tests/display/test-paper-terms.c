/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom papers are for, wherever they are saved. */
#include "kiroku-contacts-page.h"
#include "kiroku-form-editor.h"
#include "kiroku-handover-bar.h"
#include "kiroku-handover.h"
#include "kiroku-paper-saver.h"
#include "kiroku-record-view.h"
#include "kiroku-review-page.h"
#include "kiroku-test-paper.h"

#include <string.h>

typedef struct
{
  KirokuTestBook *book;
  GtkWidget *page;
  GtkWindow *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = kiroku_test_book_new ("ransomware", "ja");
}

static void
show_page (Fixture *fixture, GtkWidget *page)
{
  fixture->page = page;
  fixture->window = kiroku_test_window (page, 1000, 800);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_close (fixture->window, fixture->page);
  kiroku_test_book_free (fixture->book);
}

static GtkWidget *
get_terms (GtkWidget *saver)
{
  GtkMenuButton *button = kiroku_test_get_id (saver, "terms");

  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (button)));
  return GTK_WIDGET (gtk_menu_button_get_popover (button));
}

static void
address (GtkWidget *saver)
{
  GtkWidget *terms = get_terms (saver);

  gtk_editable_set_text (kiroku_test_get_id (terms, "recipient"), "the board");
  adw_combo_row_set_selected (kiroku_test_get_id (terms, "marking"), 3);
  g_assert_true (kiroku_test_shows (saver, "For: the board · TLP:AMBER"));
}

/* What @saver saves. (transfer full): its words */
static char *
save_words (Fixture *fixture, GtkWidget *saver)
{
  g_autofree char *path = g_build_filename (fixture->book->folder, "x.pdf", NULL);

  g_signal_emit_by_name (saver, "chosen", path);
  kiroku_test_wait_shown (saver, "Saved as x.pdf");
  kiroku_paper_saver_show_error (KIROKU_PAPER_SAVER (saver), NULL);
  return kiroku_test_read_words (path);
}

static void
assert_addressed (const char *words)
{
  guint n = kiroku_test_count_pages (words);

  g_assert_cmpuint (n, >=, 1);
  g_assert_cmpuint (kiroku_test_count (words, "宛先：the board"), ==, n);
  g_assert_cmpuint (kiroku_test_count (words, "TLP:AMBER"), ==, 2 * n); /* on top and at the foot */
}

/* --- Each paper --- */

static void
test_handover (Fixture *fixture, gconstpointer data)
{
  g_autofree char *words = NULL;
  GtkWidget *saver;

  kiroku_test_book_append (fixture->book, kiroku_handover_draft (NULL, "x"));
  kiroku_test_book_catch_up (fixture->book);
  show_page (fixture, g_object_new (KIROKU_TYPE_HANDOVER_BAR, NULL));
  kiroku_handover_bar_set_model (KIROKU_HANDOVER_BAR (fixture->page), fixture->book->model);
  saver = kiroku_test_wait_seen (fixture->page, KIROKU_TYPE_PAPER_SAVER, NULL);
  address (saver);
  words = save_words (fixture, saver);
  assert_addressed (words);
  kiroku_test_book_wait (fixture->book, "checkpoint", 2);
}

static void
test_call_sheet (Fixture *fixture, gconstpointer data)
{
  g_autofree char *words = NULL;
  GtkWidget *saver;

  show_page (fixture, kiroku_contacts_page_new ());
  kiroku_contacts_page_set_model (KIROKU_CONTACTS_PAGE (fixture->page), fixture->book->model);
  saver = kiroku_test_get_id (fixture->page, "saver");
  address (saver);
  g_assert_false (gtk_widget_get_visible (kiroku_test_get_id (get_terms (saver), "list")));
  words = save_words (fixture, saver);
  assert_addressed (words);
}

static void
test_root_sheet (Fixture *fixture, gconstpointer data)
{
  g_autofree char *words = NULL;
  GtkWidget *saver;

  show_page (fixture, g_object_new (KIROKU_TYPE_RECORD_VIEW, NULL));
  kiroku_record_view_set_model (KIROKU_RECORD_VIEW (fixture->page), fixture->book->model);
  saver = kiroku_test_get_id (fixture->page, "sheet");
  address (saver);
  words = save_words (fixture, saver);
  assert_addressed (words);
}

/* --- A form --- */

static gboolean
is_quiet (gpointer editor)
{
  return !kiroku_form_editor_is_busy (editor);
}

/* (transfer full): words of the pages that are shown beside the form */
static char *
read_shown (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->book->folder, "shown.pdf", NULL);
  g_autoptr (GError) error = NULL;

  kiroku_test_wait (is_quiet, fixture->page, "the preview");
  kiroku_pages_write_pdf (kiroku_form_editor_get_pages (KIROKU_FORM_EDITOR (fixture->page)), path,
                          NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return kiroku_test_read_words (path);
}

/* What is handed in stays as it was approved. */
static void
test_form (Fixture *fixture, gconstpointer data)
{
  g_autofree char *words = NULL;
  GtkWidget *saver;

  show_page (fixture, kiroku_form_editor_new (fixture->book->model, "F01"));
  saver = kiroku_test_get_id (fixture->page, "saver");
  gtk_drop_down_set_selected (kiroku_test_get_id (fixture->page, "copy"), 1);
  address (saver);
  words = read_shown (fixture);
  assert_addressed (words);
  g_free (words);
  words = save_words (fixture, saver);
  assert_addressed (words);

  gtk_drop_down_set_selected (kiroku_test_get_id (fixture->page, "copy"), 0);
  g_assert_false (kiroku_test_shows (saver, "the board"));
  g_assert_false (gtk_widget_get_visible (kiroku_test_get_id (saver, "terms")));
  g_free (words);
  words = read_shown (fixture);
  g_assert_null (strstr (words, "the board"));
  g_free (words);
  words = save_words (fixture, saver);
  g_assert_null (strstr (words, "the board"));
  g_assert_null (strstr (words, "TLP"));
  gtk_drop_down_set_selected (kiroku_test_get_id (fixture->page, "copy"), 1);
  g_assert_true (kiroku_test_shows (saver, "the board"));
  kiroku_test_wait (is_quiet, fixture->page, "the preview");
}

/* --- Words of the log --- */

static gboolean
is_not_looking (gpointer terms)
{
  return !kiroku_test_shows (terms, "Looking…");
}

static GtkCheckButton *
get_check (GtkWidget *terms, const char *text)
{
  GtkWidget *row = kiroku_test_wait_seen (terms, ADW_TYPE_ACTION_ROW, text);

  return GTK_CHECK_BUTTON (adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row)));
}

static void
note (Fixture *fixture, const char *text)
{
  kiroku_test_book_append (fixture->book, kiroku_draft_note (KIROKU_CLASS_OBSERVATION, text, NULL));
}

/* One is found among many lines, and is in no report from then on. */
static void
test_words (Fixture *fixture, gconstpointer data)
{
  g_autofree char *words = NULL;
  GtkWidget *saver, *terms, *search;

  note (fixture, "Yamada Taro opened the mail");
  for (guint i = 0; i < 25; i++)
    note (fixture, "the server answers");
  kiroku_test_book_set (fixture->book, "org.name", "Sakura Trading"); /* is among the facts */
  kiroku_test_book_catch_up (fixture->book);
  show_page (fixture, kiroku_review_page_new ());
  kiroku_review_page_set_model (KIROKU_REVIEW_PAGE (fixture->page), fixture->book->model);
  saver = kiroku_test_get_id (fixture->page, "saver");
  terms = kiroku_test_open_terms (saver);
  adw_expander_row_set_expanded (kiroku_test_get_id (terms, "words"), TRUE);
  kiroku_test_assert_named (terms);
  kiroku_test_wait_shown (terms, "For an earlier line type a word of it above");
  g_assert_null (kiroku_test_find (terms, ADW_TYPE_ACTION_ROW, "Yamada Taro opened the mail"));
  search = kiroku_test_get (kiroku_test_get_id (terms, "words"), GTK_TYPE_SEARCH_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (search), "Yamada");
  gtk_check_button_set_active (get_check (terms, "Yamada Taro opened the mail"), TRUE);
  kiroku_test_wait (is_not_looking, terms, "what comes of it");
  g_assert_true (kiroku_test_shows (saver, "1 value left out"));

  gtk_editable_set_text (GTK_EDITABLE (search), "no such word");
  kiroku_test_wait_unseen (terms, ADW_TYPE_ACTION_ROW, "the server answers");
  g_assert_true (gtk_check_button_get_active (get_check (terms, "Yamada Taro opened the mail")));
  kiroku_test_close_terms (terms);
  words = save_words (fixture, saver);
  g_assert_null (strstr (words, "Yamada"));
  g_assert_nonnull (strstr (words, "the server answers"));

  terms = kiroku_test_open_terms (saver);
  adw_expander_row_set_expanded (kiroku_test_get_id (terms, "words"), TRUE);
  gtk_check_button_set_active (get_check (terms, "Yamada Taro opened the mail"), FALSE);
  g_assert_false (kiroku_test_shows (saver, "left out"));
  kiroku_test_close_terms (terms);
  g_free (words);
  words = save_words (fixture, saver);
  g_assert_nonnull (strstr (words, "Yamada"));
  kiroku_test_book_wait (fixture->book, "checkpoint", 2);
}

#define ADD(path, func) g_test_add ("/ui/paper-terms/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *program = g_find_program_in_path ("pdftotext");

  kiroku_test_init (&argc, &argv);
  if (program == NULL)
    {
      g_print ("1..0 # SKIP pdftotext is missing: apt-get install poppler-utils\n");
      return 0;
    }
  ADD ("stand-on-a-hand-over", test_handover);
  ADD ("stand-on-a-call-sheet", test_call_sheet);
  ADD ("stand-on-the-sheet-of-a-case-root", test_root_sheet);
  ADD ("stand-on-the-working-copy-of-a-form-and-on-no-other", test_form);
  ADD ("words-of-the-log-are-found-and-left-out", test_words);
  return g_test_run ();
}
