/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "kiroku-book-backup.h"
#include "kiroku-case.h"
#include "kiroku-opening.h"
#include "kiroku-restore-dialog.h"
#include "kiroku-test-book.h"
#include "kiroku-welcome-page.h"

#define PASSPHRASE "a long one"

/* A backup of one computer, and another computer on which there is nothing. */
typedef struct
{
  KirokuTestBook *book;
  char *file;   /* the backup */
  char *disk;   /* a folder with one in it */
  char *folder; /* of the other computer */
  char *database;
  GtkWidget *dialog;
  guint done;
} Fixture;

static void
back_up (Fixture *fixture, const char *target)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuBackup) backup
      = kiroku_book_backup (fixture->book->book, target, PASSPHRASE, &error);

  g_assert_no_error (error);
}

static void
done_cb (KirokuRestoreDialog *dialog, Fixture *fixture)
{
  fixture->done++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = kiroku_test_book_new ("ransomware", "en");
  fixture->file = g_build_filename (fixture->book->folder, "b.age", NULL);
  fixture->disk = g_build_filename (fixture->book->folder, "disk", NULL);
  fixture->folder = g_build_filename (fixture->book->folder, "other", NULL);
  fixture->database = g_build_filename (fixture->folder, KIROKU_BOOK_DATABASE, NULL);
  back_up (fixture, fixture->file);
  fixture->dialog = kiroku_restore_dialog_new (NULL, fixture->folder, fixture->database);
  g_object_add_weak_pointer (G_OBJECT (fixture->dialog), (gpointer *) &fixture->dialog);
  g_signal_connect (fixture->dialog, "done", G_CALLBACK (done_cb), fixture);
  kiroku_test_present (GTK_WINDOW (fixture->dialog));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->dialog != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->dialog));
  kiroku_test_settle ();
  g_assert_null (fixture->dialog);
  kiroku_test_book_free (fixture->book);
  g_free (fixture->file);
  g_free (fixture->disk);
  g_free (fixture->folder);
  g_free (fixture->database);
}

static GtkWidget *
get_part (Fixture *fixture, const char *name)
{
  return kiroku_test_get_id (fixture->dialog, name);
}

static gboolean
is_finished (gpointer user_data)
{
  return gtk_widget_get_visible (get_part (user_data, "message"));
}

static void
choose_file (Fixture *fixture, const char *passphrase)
{
  kiroku_restore_dialog_choose (KIROKU_RESTORE_DIALOG (fixture->dialog), fixture->file, FALSE);
  kiroku_test_settle ();
  kiroku_test_type (passphrase);
}

/* Nothing that belongs to a case book is there. */
static void
assert_nothing (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);

  g_assert_true (dir == NULL || g_dir_read_name (dir) == NULL);
}

typedef struct
{
  KirokuBook *book;
  gboolean known;
  guint n;
} Opened;

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Opened *opened = user_data;
  g_autoptr (GError) error = NULL;

  opened->book = kiroku_opening_run_finish (result, &opened->known, &error);
  g_assert_no_error (error);
  opened->n++;
}

static void
open_other (Fixture *fixture, Opened *opened)
{
  kiroku_opening_run_async (fixture->folder, NULL, NULL, opened_cb, opened);
  kiroku_test_wait_number (&opened->n, 1, "the answer");
}

static void
assert_opens (Fixture *fixture)
{
  Opened opened = { 0 };

  open_other (fixture, &opened);
  g_assert_true (opened.known);
  g_assert_nonnull (opened.book);
  g_assert_cmpstr (kiroku_book_get_author (opened.book), ==, "Sato Hanako");
  g_object_unref (opened.book);
}

/* --- The promises --- */

static void
test_first_start (Fixture *fixture, gconstpointer data)
{
  Opened opened = { 0 };

  open_other (fixture, &opened);
  g_assert_null (opened.book);
  g_assert_false (opened.known);
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));
}

static void
test_file (Fixture *fixture, gconstpointer data)
{
  kiroku_test_assert_named (fixture->dialog);
  g_assert_false (gtk_widget_is_sensitive (get_part (fixture, "button")));
  choose_file (fixture, PASSPHRASE);
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait (is_finished, fixture, "the end");
  g_assert_true (kiroku_test_shows (fixture->dialog, "All are as they were backed up"));
  g_assert_true (kiroku_test_shows (fixture->dialog, "use only one of the two"));
  g_assert_cmpuint (fixture->done, ==, 0); /* until it was read */
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_number (&fixture->done, 1, "that it was read");
  assert_opens (fixture);
}

static void
test_folder (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (g_mkdir (fixture->disk, 0700), ==, 0);
  back_up (fixture, fixture->disk);
  kiroku_restore_dialog_choose (KIROKU_RESTORE_DIALOG (fixture->dialog), fixture->disk, TRUE);
  kiroku_test_settle ();
  g_assert_false (gtk_widget_get_visible (get_part (fixture, "passphrase")));
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait (is_finished, fixture, "the end");
  g_assert_true (kiroku_test_shows (fixture->dialog, "Restored:"));
  g_assert_true (g_file_test (fixture->database, G_FILE_TEST_EXISTS));
}

static void
test_wrong_passphrase (Fixture *fixture, gconstpointer data)
{
  choose_file (fixture, "a wrong one");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait (is_finished, fixture, "the end");
  g_assert_true (kiroku_test_shows (fixture->dialog, "passphrase is wrong"));
  assert_nothing (fixture);
  /* It can be typed again. */
  gtk_editable_set_text (GTK_EDITABLE (get_part (fixture, "passphrase")), PASSPHRASE);
  g_assert_true (gtk_widget_is_sensitive (get_part (fixture, "button")));
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  choose_file (fixture, PASSPHRASE);
  g_signal_emit_by_name (get_part (fixture, "button"), "clicked");
  g_assert_true (gtk_widget_get_visible (get_part (fixture, "progress")));
  g_signal_emit_by_name (get_part (fixture, "cancel"), "clicked");
  kiroku_test_wait (is_finished, fixture, "the end");
  g_assert_true (kiroku_test_shows (fixture->dialog, "Cancelled: nothing was restored"));
  assert_nothing (fixture);
}

static void
test_closed (Fixture *fixture, gconstpointer data)
{
  choose_file (fixture, PASSPHRASE);
  g_signal_emit_by_name (get_part (fixture, "button"), "clicked");
  kiroku_test_ask_to_close (fixture->dialog);
  g_assert_cmpuint (fixture->done, ==, 0);
  assert_nothing (fixture);
}

/* The last that is put in place is the database. */
static void
test_closed_late (Fixture *fixture, gconstpointer data)
{
  choose_file (fixture, PASSPHRASE);
  g_signal_emit_by_name (get_part (fixture, "button"), "clicked");
  while (!g_file_test (fixture->database, G_FILE_TEST_EXISTS))
    g_thread_yield ();
  kiroku_test_ask_to_close (fixture->dialog);
  g_assert_cmpuint (fixture->done, ==, 1);
  assert_opens (fixture);
}

static void
test_occupied (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  g_assert_cmpint (g_mkdir (fixture->folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (fixture->database, "mine", -1, NULL));
  choose_file (fixture, PASSPHRASE);
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait (is_finished, fixture, "the end");
  g_assert_true (kiroku_test_shows (fixture->dialog, "there is a case book already"));
  g_assert_true (g_file_get_contents (fixture->database, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "mine");
}

static void
restore_cb (KirokuWelcomePage *page, guint *n)
{
  ++*n;
}

static void
test_offered (void)
{
  GtkWidget *page = g_object_new (KIROKU_TYPE_WELCOME_PAGE, NULL);
  GtkWindow *window = kiroku_test_window (page, 1000, 700);
  GtkWidget *button = kiroku_test_get (page, GTK_TYPE_BUTTON, "Restore a Backup…");
  guint n = 0;

  g_signal_connect (page, "restore", G_CALLBACK (restore_cb), &n);
  kiroku_test_click (button, 20, 15);
  kiroku_test_wait_number (&n, 1, "the click");
  kiroku_test_close (window, page);
}

#define ADD(path, func) \
  g_test_add ("/ui/restore/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  kiroku_test_init (&argc, &argv);
  g_test_add_func ("/ui/restore/is-offered-at-the-first-start", test_offered);
  ADD ("first-start-makes-nothing-before-a-name-is-given", test_first_start);
  ADD ("file-is-restored-and-the-case-book-opens", test_file);
  ADD ("folder-needs-no-passphrase", test_folder);
  ADD ("wrong-passphrase-changes-nothing", test_wrong_passphrase);
  ADD ("cancelled-changes-nothing", test_cancelled);
  ADD ("closed-while-it-works-changes-nothing", test_closed);
  ADD ("closed-when-it-was-restored-all-the-same-tells-it", test_closed_late);
  ADD ("what-is-there-is-not-replaced", test_occupied);
  return g_test_run ();
}
