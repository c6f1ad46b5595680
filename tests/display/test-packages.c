/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "kiroku-book-evidence.h"
#include "kiroku-book-export.h"
#include "kiroku-case-drafts.h"
#include "kiroku-export-dialog.h"
#include "kiroku-filing.h"
#include "kiroku-import-dialog.h"
#include "kiroku-paper-window.h"
#include "kiroku-test-book.h"

typedef struct
{
  KirokuTestBook *book;
  char *path; /* of a package */
  char *folder; /* of somebody else's case book */
  KirokuBook *other;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  KirokuBookOptions options = { .author = "Tanaka Ichiro", .zone = zone, .language = "en" };

  fixture->book = kiroku_test_book_new ("ransomware", "en");
  kiroku_test_book_set (fixture->book, "org.name", "Minato Bank");
  fixture->path = g_build_filename (fixture->book->folder, "case.zip", NULL);
  fixture->folder = g_build_filename (fixture->book->folder, "other", NULL);
  options.folder = fixture->folder;
  fixture->other = kiroku_book_new (&options, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer other = fixture->other;

  g_object_add_weak_pointer (G_OBJECT (fixture->other), &other);
  g_object_unref (fixture->other);
  g_assert_null (other);
  kiroku_test_book_free (fixture->book);
  g_free (fixture->path);
  g_free (fixture->folder);
}

/* A dialog without a window behind it. */
static GtkWidget *
show (GtkWidget *dialog)
{
  kiroku_test_present (GTK_WINDOW (dialog));
  return dialog;
}

static gboolean
is_check_of (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_CHECK_BUTTON (widget)
         && g_strcmp0 (g_object_get_data (G_OBJECT (widget), "withholds"), data) == 0;
}

static void
tick (GtkWidget *dialog, const char *what)
{
  g_autoptr (GPtrArray) found = kiroku_test_find_all (dialog, is_check_of, what);

  g_assert_cmpuint (found->len, ==, 1);
  gtk_check_button_set_active (g_ptr_array_index (found, 0), TRUE);
}

static void
test_export (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = show (kiroku_export_dialog_new (NULL, fixture->book->model));

  kiroku_test_assert_named (dialog);
  kiroku_test_wait_shown (dialog, "None: everything is in the package");
  tick (dialog, "org.name");
  g_assert_true (kiroku_test_shows (dialog, "1 of "));
  kiroku_export_dialog_save (KIROKU_EXPORT_DIALOG (dialog), fixture->path);
  kiroku_test_wait_shown (dialog, "case.zip was made");
  kiroku_test_wait_shown (dialog, "withheld: 1");
  kiroku_test_wait_shown (dialog, "Case root: ");
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  kiroku_test_close (GTK_WINDOW (dialog), dialog);
}

/* A form that was filed shows the name; its file was kept as evidence. */
static void
file_form (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->book->folder, "filed.pdf", NULL);
  g_autoptr (GPtrArray) rules = g_ptr_array_new ();
  g_autoptr (KirokuEntry) item = NULL;
  g_autoptr (GError) error = NULL;
  KirokuDraft *draft;

  g_file_set_contents (path, "x", -1, &error);
  g_assert_no_error (error);
  item = kiroku_book_take_evidence (fixture->book->book, fixture->book->case_id,
                                    &(KirokuTaking){ .path = path }, NULL, &error);
  g_assert_no_error (error);
  draft = kiroku_filing_draft_file (&(KirokuFilingDetails){ .form = "F01" }, NULL, "test", rules);
  kiroku_draft_set_text (draft, "value.org.name", "Minato Bank");
  kiroku_filing_draft_set_file (draft, item->hash, kiroku_entry_get_text (item, "sha256"), 1);
  kiroku_test_book_append (fixture->book, draft);
}

static gboolean
can_export (gpointer dialog)
{
  return gtk_widget_is_sensitive (kiroku_test_get_id (dialog, "button"));
}

/* Before anything is written. */
static void
test_too (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;
  g_autoptr (GPtrArray) checks = NULL;

  file_form (fixture);
  kiroku_test_book_append (
      fixture->book,
      kiroku_draft_note (KIROKU_CLASS_ACTION, "Minato Bank asked who it was", NULL));
  kiroku_test_book_catch_up (fixture->book);
  dialog = show (kiroku_export_dialog_new (NULL, fixture->book->model));
  kiroku_test_wait_shown (dialog, "None: everything is in the package");
  g_assert_false (kiroku_test_shows (dialog, "Stays here as well"));
  tick (dialog, "org.name");
  g_assert_false (can_export (dialog));
  kiroku_test_wait_shown (dialog, "Stays here as well, for it tells what you ticked:\n• filed.pdf");
  g_assert_true (kiroku_test_shows (dialog, "holds words of what you ticked"));
  g_assert_true (kiroku_test_shows (dialog, "• Note, "));
  g_assert_true (can_export (dialog));
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));

  checks = kiroku_test_find_all (dialog, is_check_of, "org.name");
  gtk_check_button_set_active (g_ptr_array_index (checks, 0), FALSE);
  kiroku_test_wait_not_shown (dialog, "Stays here as well");
  g_assert_false (kiroku_test_shows (dialog, "holds words of what you ticked"));
  kiroku_test_close (GTK_WINDOW (dialog), dialog);
}

/* A thread of the store that does something else, until it is let go. */
typedef struct
{
  GMutex mutex;
  GCond cond;
  gboolean let_go;
  guint ended;
} Busy;

static gpointer
be_busy (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Busy *busy = data;

  g_mutex_lock (&busy->mutex);
  while (!busy->let_go)
    g_cond_wait (&busy->cond, &busy->mutex);
  g_mutex_unlock (&busy->mutex);
  return busy;
}

static void
busy_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  kiroku_store_run_finish (KIROKU_STORE (source), result, NULL);
  ((Busy *) user_data)->ended++;
}

static void
keep_busy (Fixture *fixture, Busy *busy, KirokuStoreThread thread)
{
  kiroku_store_run_async (kiroku_book_get_store (fixture->book->book), thread,
                          KIROKU_STORE_PRIORITY_NOW, be_busy, busy, NULL, NULL, NULL, busy_cb,
                          busy);
}

static void
let_go (Busy *busy)
{
  g_mutex_lock (&busy->mutex);
  busy->let_go = TRUE;
  g_cond_signal (&busy->cond);
  g_mutex_unlock (&busy->mutex);
  kiroku_test_wait_number (&busy->ended, 1, "the thread to be free");
}

/* A report that is being made keeps nobody from the package. */
static void
test_report_beside (Fixture *fixture, gconstpointer data)
{
  Busy busy = { .let_go = FALSE };
  GtkWidget *dialog;

  file_form (fixture);
  kiroku_test_book_catch_up (fixture->book);
  keep_busy (fixture, &busy, KIROKU_STORE_MAKER);
  dialog = show (kiroku_export_dialog_new (NULL, fixture->book->model));
  kiroku_test_wait_shown (dialog, "None: everything is in the package");
  tick (dialog, "org.name");
  kiroku_test_wait_shown (dialog, "Stays here as well");
  g_assert_true (can_export (dialog));
  let_go (&busy);
  kiroku_test_close (GTK_WINDOW (dialog), dialog);
}

/* Why nothing can be exported for a moment is said, for as long as it is so. */
static void
test_looking (Fixture *fixture, gconstpointer data)
{
  Busy busy = { .let_go = FALSE };
  GtkWidget *dialog = show (kiroku_export_dialog_new (NULL, fixture->book->model));

  kiroku_test_wait_shown (dialog, "None: everything is in the package");
  keep_busy (fixture, &busy, KIROKU_STORE_WORKER);
  tick (dialog, "org.name");
  g_assert_false (can_export (dialog));
  g_assert_true (kiroku_test_shows (dialog, "Looking…"));
  let_go (&busy);
  kiroku_test_wait_not_shown (dialog, "Looking…");
  g_assert_true (can_export (dialog));
  kiroku_test_close (GTK_WINDOW (dialog), dialog);
}

static void
test_export_closed (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = show (kiroku_export_dialog_new (NULL, fixture->book->model));

  kiroku_export_dialog_save (KIROKU_EXPORT_DIALOG (dialog), fixture->path);
  kiroku_test_ask_to_close (dialog);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  kiroku_test_book_catch_up (fixture->book);
}

static void
make_package (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  KirokuExportOrder order = { .case_id = fixture->book->case_id, .path = fixture->path };
  g_autoptr (KirokuExported) exported
      = kiroku_book_export (fixture->book->book, &order, NULL, &error);

  g_assert_no_error (error);
}

static void
imported_cb (char **case_id, const char *id)
{
  g_free (*case_id);
  *case_id = g_strdup (id);
}

static void
test_import (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = show (kiroku_import_dialog_new (NULL, fixture->other));
  g_autofree char *case_id = NULL;

  make_package (fixture);
  kiroku_test_assert_named (dialog);
  g_signal_connect_swapped (dialog, "imported", G_CALLBACK (imported_cb), &case_id);
  kiroku_import_dialog_take (KIROKU_IMPORT_DIALOG (dialog), fixture->path);
  kiroku_test_wait_shown (dialog, "Entries that are new: ");
  g_assert_cmpstr (case_id, ==, fixture->book->case_id);
  kiroku_import_dialog_take (KIROKU_IMPORT_DIALOG (dialog), fixture->path);
  kiroku_test_wait_shown (dialog, "Entries that are new: 0");
  kiroku_test_close (GTK_WINDOW (dialog), dialog);
}

/* What it brings may have been erased by law elsewhere, and is then cleared away here. */
static void
test_import_drops_previews (Fixture *fixture, gconstpointer data)
{
  KirokuCaseModel *model = fixture->book->model;
  GtkWidget *dialog = show (kiroku_import_dialog_new (NULL, fixture->book->book));
  GtkWidget *preview = show (kiroku_paper_window_new (
      NULL, model, kiroku_paper_order_new (model, "en", NULL, KIROKU_FORM_COPY_WORKING), NULL, NULL));

  make_package (fixture);
  kiroku_import_dialog_take (KIROKU_IMPORT_DIALOG (dialog), fixture->path);
  kiroku_test_wait_shown (preview, "The record has changed: open the preview again.");
  kiroku_test_wait_shown (dialog, "Entries that are new: 0");
  kiroku_test_ask_to_close (preview);
  kiroku_test_close (GTK_WINDOW (dialog), dialog);
}

static void
test_import_closed (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = show (kiroku_import_dialog_new (NULL, fixture->other));
  g_autofree char *case_id = NULL;

  make_package (fixture);
  g_signal_connect_swapped (dialog, "imported", G_CALLBACK (imported_cb), &case_id);
  kiroku_import_dialog_take (KIROKU_IMPORT_DIALOG (dialog), fixture->path);
  kiroku_test_ask_to_close (dialog);
  g_assert_null (case_id);
}

static void
test_export_cancelled (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = show (kiroku_export_dialog_new (NULL, fixture->book->model));

  kiroku_export_dialog_save (KIROKU_EXPORT_DIALOG (dialog), fixture->path);
  g_signal_emit_by_name (kiroku_test_get (dialog, GTK_TYPE_BUTTON, "Cancel"), "clicked");
  kiroku_test_wait_shown (dialog, "Cancelled: no package was made.");
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  kiroku_export_dialog_save (KIROKU_EXPORT_DIALOG (dialog), fixture->path);
  kiroku_test_wait_shown (dialog, "case.zip was made");
  kiroku_test_close (GTK_WINDOW (dialog), dialog);
}

static void
test_import_cancelled (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = show (kiroku_import_dialog_new (NULL, fixture->other));

  make_package (fixture);
  kiroku_import_dialog_take (KIROKU_IMPORT_DIALOG (dialog), fixture->path);
  g_signal_emit_by_name (kiroku_test_get (dialog, GTK_TYPE_BUTTON, "Cancel"), "clicked");
  kiroku_test_wait_shown (dialog, "Cancelled. What had come already stays");
  kiroku_import_dialog_take (KIROKU_IMPORT_DIALOG (dialog), fixture->path);
  kiroku_test_wait_shown (dialog, "Entries that are new: ");
  kiroku_test_close (GTK_WINDOW (dialog), dialog);
}

/* One byte in the middle is another. */
static void
change (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize length;

  g_file_get_contents (path, &bytes, &length, &error);
  g_assert_no_error (error);
  bytes[length / 3] ^= 1;
  g_file_set_contents (path, bytes, length, &error);
  g_assert_no_error (error);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = show (kiroku_import_dialog_new (NULL, fixture->other));
  g_autofree char *case_id = NULL;

  make_package (fixture);
  change (fixture->path);
  g_signal_connect_swapped (dialog, "imported", G_CALLBACK (imported_cb), &case_id);
  kiroku_import_dialog_take (KIROKU_IMPORT_DIALOG (dialog), fixture->path);
  kiroku_test_wait_shown (dialog, "Nothing was taken in");
  g_assert_null (case_id);
  kiroku_test_close (GTK_WINDOW (dialog), dialog);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/packages/what-was-ticked-is-withheld-and-the-root-is-told", test_export },
    { "/packages/what-comes-of-a-tick-is-said-before-anything-is-written", test_too },
    { "/packages/what-comes-of-a-tick-does-not-wait-for-a-report", test_report_beside },
    { "/packages/it-is-said-that-it-is-looked-for", test_looking },
    { "/packages/an-export-whose-dialog-is-closed-leaves-nothing", test_export_closed },
    { "/packages/an-import-closes-no-preview-but-drops-its-pages", test_import_drops_previews },
    { "/packages/an-import-whose-dialog-is-closed-stops", test_import_closed },
    { "/packages/a-cancelled-export-leaves-nothing", test_export_cancelled },
    { "/packages/a-cancelled-import-is-completed-by-another", test_import_cancelled },
    { "/packages/what-came-is-counted-and-only-once", test_import },
    { "/packages/one-that-was-changed-is-refused-in-words", test_refused },
  };

  kiroku_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
