/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "kiroku-backup-dialog.h"
#include "kiroku-backup-hint.h"
#include "kiroku-book-backup.h"
#include "kiroku-test-book.h"

#define HOUR ((gint64) 3600 * G_USEC_PER_SEC)

static GtkWidget *
get_row (GtkWidget *dialog, const char *name)
{
  return kiroku_test_get_id (dialog, name);
}

static void
type_passphrases (GtkWidget *dialog, const char *first, const char *second)
{
  gtk_editable_set_text (GTK_EDITABLE (get_row (dialog, "passphrase")), first);
  gtk_editable_set_text (GTK_EDITABLE (get_row (dialog, "again")), second);
}

static GtkWidget *
open_dialog (KirokuTestBook *book)
{
  GtkWidget *dialog = kiroku_backup_dialog_new (NULL, book->book);

  kiroku_test_present (GTK_WINDOW (dialog));
  return dialog;
}

static void
close_dialog (GtkWidget *dialog)
{
  GWeakRef weak;

  g_weak_ref_init (&weak, dialog);
  gtk_window_destroy (GTK_WINDOW (dialog));
  kiroku_test_settle ();
  g_assert_null (g_weak_ref_get (&weak));
  g_weak_ref_clear (&weak);
}

static void
done_cb (KirokuBackupDialog *dialog, gpointer data)
{
  (*(guint *) data)++;
}

static gboolean
is_finished (gpointer dialog)
{
  return gtk_widget_get_visible (get_row (dialog, "message"));
}

static void
test_twice (void)
{
  KirokuTestBook *book = kiroku_test_book_new ("ransomware", "en");
  GtkWidget *dialog = open_dialog (book);
  GtkWidget *button = get_row (dialog, "button");

  kiroku_test_assert_named (dialog);
  g_assert_false (gtk_widget_is_sensitive (button));
  type_passphrases (dialog, "a long one", "a lon");
  g_assert_false (gtk_widget_is_sensitive (button));
  g_assert_false (kiroku_test_shows (dialog, "not the same")); /* not finished yet */
  type_passphrases (dialog, "a long one", "another");
  g_assert_false (gtk_widget_is_sensitive (button));
  g_assert_true (kiroku_test_shows (dialog, "not the same"));
  type_passphrases (dialog, "a long one", "a long one");
  g_assert_true (gtk_widget_is_sensitive (button));
  g_assert_false (kiroku_test_shows (dialog, "not the same"));
  close_dialog (dialog);
  kiroku_test_book_free (book);
}

static void
test_made (void)
{
  KirokuTestBook *book = kiroku_test_book_new ("ransomware", "en");
  g_autofree char *path = g_build_filename (book->folder, "b.age", NULL);
  g_autofree char *head = NULL;
  GtkWidget *dialog = open_dialog (book);
  guint done = 0;

  g_signal_connect (dialog, "done", G_CALLBACK (done_cb), &done);
  type_passphrases (dialog, "a long one", "a long one");
  kiroku_backup_dialog_save (KIROKU_BACKUP_DIALOG (dialog), path);
  g_assert_true (gtk_widget_get_visible (get_row (dialog, "cancel")));
  g_assert_false (gtk_widget_is_sensitive (get_row (dialog, "button")));
  kiroku_test_wait_number (&done, 1, "the backup");
  g_assert_true (kiroku_test_shows (dialog, "read back"));
  g_assert_false (gtk_widget_get_visible (get_row (dialog, "progress")));
  g_assert_true (g_file_get_contents (path, &head, NULL, NULL));
  g_assert_true (g_str_has_prefix (head, "age-encryption.org/v1\n"));
  g_assert_cmpint (kiroku_book_get_last_backup (book->book), >, KIROKU_TEST_BOOK_START);
  g_remove (path);
  close_dialog (dialog);
  kiroku_test_book_free (book);
}

static void
test_cancelled (void)
{
  KirokuTestBook *book = kiroku_test_book_new ("ransomware", "en");
  g_autofree char *path = g_build_filename (book->folder, "b.age", NULL);
  GtkWidget *dialog = open_dialog (book);

  type_passphrases (dialog, "a long one", "a long one");
  kiroku_backup_dialog_save (KIROKU_BACKUP_DIALOG (dialog), path);
  g_signal_emit_by_name (get_row (dialog, "cancel"), "clicked");
  kiroku_test_wait (is_finished, dialog, "the end");
  g_assert_true (kiroku_test_shows (dialog, "Cancelled"));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (kiroku_book_get_last_backup (book->book) == KIROKU_TIME_NONE);
  close_dialog (dialog);
  kiroku_test_book_free (book);
}

static void
test_closed (void)
{
  KirokuTestBook *book = kiroku_test_book_new ("ransomware", "en");
  g_autofree char *path = g_build_filename (book->folder, "b.age", NULL);
  GtkWidget *dialog = open_dialog (book);
  guint done = 0;

  g_signal_connect (dialog, "done", G_CALLBACK (done_cb), &done);
  type_passphrases (dialog, "a long one", "a long one");
  kiroku_backup_dialog_save (KIROKU_BACKUP_DIALOG (dialog), path);
  kiroku_test_ask_to_close (dialog);
  g_assert_cmpuint (done, ==, 0);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  kiroku_test_book_free (book);
}

static void
test_failed (void)
{
  KirokuTestBook *book = kiroku_test_book_new ("ransomware", "en");
  GtkWidget *dialog = open_dialog (book);

  type_passphrases (dialog, "a long one", "a long one");
  kiroku_backup_dialog_save (KIROKU_BACKUP_DIALOG (dialog), "/nonexistent/b.age");
  kiroku_test_wait (is_finished, dialog, "the end");
  g_assert_true (kiroku_test_shows (dialog, "/nonexistent/b.age"));
  g_assert_true (gtk_widget_is_sensitive (get_row (dialog, "button")));
  close_dialog (dialog);
  kiroku_test_book_free (book);
}

static gboolean
is_visible (gpointer hint)
{
  return gtk_widget_get_visible (hint);
}

static gboolean
is_hidden (gpointer hint)
{
  return !gtk_widget_get_visible (hint);
}

/* Whatever was asked before is answered when this is. */
static gpointer
do_nothing (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return data;
}

static void
wait_for_answer (KirokuTestBook *book)
{
  g_autoptr (GError) error = NULL;

  kiroku_store_run (kiroku_book_get_store (book->book), KIROKU_STORE_SCREEN,
                    KIROKU_STORE_PRIORITY_BULK, do_nothing, book, NULL, &error);
  g_assert_no_error (error);
  kiroku_test_settle ();
}

static void
back_up (KirokuTestBook *book)
{
  g_autofree char *path = g_build_filename (book->folder, "b.age", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuBackup) backup = kiroku_book_backup (book->book, path, "x", &error);

  g_assert_no_error (error);
  g_remove (path);
}

static void
test_hint (void)
{
  KirokuTestBook *book = kiroku_test_book_new ("ransomware", "en");
  GtkWidget *hint = g_object_new (KIROKU_TYPE_BACKUP_HINT, NULL);
  GtkWindow *window = kiroku_test_window (hint, 300, 100);

  kiroku_backup_hint_set_book (KIROKU_BACKUP_HINT (hint), book->book);
  wait_for_answer (book);
  g_assert_false (gtk_widget_get_visible (hint)); /* the case is not a day old */

  book->now += 25 * HOUR;
  kiroku_backup_hint_check (KIROKU_BACKUP_HINT (hint));
  kiroku_test_wait (is_visible, hint, "the hint");
  g_assert_true (kiroku_test_shows (hint, "No backup was made yet"));

  back_up (book);
  kiroku_backup_hint_check (KIROKU_BACKUP_HINT (hint));
  kiroku_test_wait (is_hidden, hint, "the hint to go");

  book->now += 50 * HOUR;
  kiroku_backup_hint_check (KIROKU_BACKUP_HINT (hint));
  kiroku_test_wait (is_visible, hint, "the hint");
  g_assert_true (kiroku_test_shows (hint, "Last backup: 2 d"));
  kiroku_backup_hint_set_book (KIROKU_BACKUP_HINT (hint), NULL);
  kiroku_test_close (window, hint);
  kiroku_test_book_free (book);
}

int
main (int argc, char **argv)
{
  kiroku_test_init (&argc, &argv);

  g_test_add_func ("/backup-dialog/passphrase-is-typed-twice", test_twice);
  g_test_add_func ("/backup-dialog/makes-a-file-and-says-that-it-was-checked", test_made);
  g_test_add_func ("/backup-dialog/cancelled-leaves-nothing", test_cancelled);
  g_test_add_func ("/backup-dialog/closed-while-it-works-leaves-nothing", test_closed);
  g_test_add_func ("/backup-dialog/failure-is-said-and-can-be-tried-again", test_failed);
  g_test_add_func ("/backup-hint/is-there-only-while-a-backup-is-due", test_hint);

  return g_test_run ();
}
