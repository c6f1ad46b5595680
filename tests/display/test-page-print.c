/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-page-print.h"
#include "kiroku-paper-saver.h"
#include "kiroku-test-paper.h"

#include <string.h>

/* What a printer gets is what a file gets: the print operation writes to a PDF here. */

GtkPrintOperationResult __real_gtk_print_operation_run (GtkPrintOperation *operation,
                                                        GtkPrintOperationAction action,
                                                        GtkWindow *parent,
                                                        GError **error);
GtkPrintOperationResult __wrap_gtk_print_operation_run (GtkPrintOperation *operation,
                                                        GtkPrintOperationAction action,
                                                        GtkWindow *parent,
                                                        GError **error);

/* (nullable): what somebody who is asked prints to; without it they cancel. */
static const char *printer;
static guint n_asked;

/* Stands for the dialog and the person in front of it. */
GtkPrintOperationResult
__wrap_gtk_print_operation_run (GtkPrintOperation *operation,
                                GtkPrintOperationAction action,
                                GtkWindow *parent,
                                GError **error)
{
  if (action != GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG)
    return __real_gtk_print_operation_run (operation, action, parent, error);
  n_asked++;
  if (printer == NULL)
    {
      g_signal_emit_by_name (operation, "done", GTK_PRINT_OPERATION_RESULT_CANCEL);
      return GTK_PRINT_OPERATION_RESULT_CANCEL;
    }
  gtk_print_operation_set_export_filename (operation, printer);
  return __real_gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, parent, error);
}

typedef struct
{
  KirokuTestBook *book;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = kiroku_test_book_new ("ransomware", "ja");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_book_free (fixture->book);
}

typedef KirokuPaperOrder *(*OrderFunc) (Fixture *fixture);

static void
assert_page_alike (const char *printed, const char *saved, guint page)
{
  cairo_surface_t *a = kiroku_test_read_page (printed, page);
  cairo_surface_t *b = kiroku_test_read_page (saved, page);

  g_assert_cmpint (cairo_image_surface_get_width (a), ==, cairo_image_surface_get_width (b));
  g_assert_cmpint (cairo_image_surface_get_height (a), ==, cairo_image_surface_get_height (b));
  kiroku_test_assert_alike (a, b);
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
}

/* Both are ordered at the same time, by the book's clock. */
static void
assert_same (Fixture *fixture, OrderFunc func, const char *shape)
{
  g_autofree char *printed = g_build_filename (fixture->book->folder, "printed.pdf", NULL);
  g_autofree char *saved = g_build_filename (fixture->book->folder, "saved.pdf", NULL);
  g_autofree char *printed_words = NULL;
  g_autofree char *saved_words = NULL;
  g_autofree char *size = NULL;
  g_autoptr (KirokuPaperHeads) heads = NULL;
  g_autoptr (GError) error = NULL;
  KirokuPrintSheets *sheets;
  gint64 now = fixture->book->now;

  sheets = kiroku_test_make_sheets (fixture->book, func (fixture), &heads, &error);
  g_assert_no_error (error);
  fixture->book->now = now;
  kiroku_test_save_paper (fixture->book, func (fixture), saved, &error);
  g_assert_no_error (error);
  kiroku_test_print_sheets (sheets, printed);
  printed_words = kiroku_test_read_words (printed);
  saved_words = kiroku_test_read_words (saved);
  size = kiroku_test_read_size (printed);
  g_assert_cmpuint (strlen (saved_words), >, 200);
  g_assert_cmpstr (printed_words, ==, saved_words);
  g_assert_nonnull (strstr (size, shape));
  for (guint i = 0; i < kiroku_test_count_pages (saved_words); i++)
    assert_page_alike (printed, saved, i);
}

static KirokuPaperOrder *
order_form (Fixture *fixture)
{
  return kiroku_paper_order_new (fixture->book->model, "ja", "F01", KIROKU_FORM_COPY_WORKING);
}

static KirokuPaperOrder *
order_evidence (Fixture *fixture)
{
  return kiroku_paper_order_new_evidence (fixture->book->model, "en");
}

static void
test_form (Fixture *fixture, gconstpointer data)
{
  if (kiroku_test_can_read_papers ())
    assert_same (fixture, order_form, "Page size:       595");
}

static void
test_landscape (Fixture *fixture, gconstpointer data)
{
  if (kiroku_test_can_read_papers ())
    assert_same (fixture, order_evidence, "Page size:       841");
}

/* A report shows a case root, which is recorded when it was printed and not before. */
static void
test_heads (Fixture *fixture, gconstpointer data)
{
  guint before = kiroku_test_book_count (fixture->book, "checkpoint");
  g_autoptr (KirokuPaperHeads) heads = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuPrintSheets) sheets = kiroku_test_make_sheets (
      fixture->book,
      kiroku_paper_order_new (fixture->book->model, "ja", NULL, KIROKU_FORM_COPY_WORKING), &heads,
      &error);

  g_assert_no_error (error);
  g_assert_nonnull (sheets);
  g_assert_nonnull (heads);
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "checkpoint"), ==, before);
}

/* A case root is on the pages that are printed. */
static KirokuPaperSaver *
print_timeline (Fixture *fixture, GtkWindow **window)
{
  GtkWidget *saver = kiroku_paper_saver_new ();

  n_asked = 0;
  *window = kiroku_test_window (saver, 400, 200);
  kiroku_paper_saver_save (KIROKU_PAPER_SAVER (saver), fixture->book->model,
                           kiroku_paper_order_new (fixture->book->model, "ja", NULL,
                                                   KIROKU_FORM_COPY_WORKING),
                           KIROKU_PAPER_PRINTER);
  kiroku_test_wait_number (&n_asked, 1, "the dialog");
  return KIROKU_PAPER_SAVER (saver);
}

static void
test_root_recorded (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->book->folder, "printed.pdf", NULL);
  GtkWindow *window;
  KirokuPaperSaver *saver;

  printer = path;
  saver = print_timeline (fixture, &window);
  kiroku_test_wait_shown (GTK_WIDGET (saver), "Printed.");
  kiroku_test_book_wait (fixture->book, "checkpoint", 1);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  kiroku_test_close (window, GTK_WIDGET (saver));
  printer = NULL;
}

/* Who closes the window while the printer works has printed all the same. */
static void
test_root_recorded_later (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->book->folder, "printed.pdf", NULL);
  GtkWindow *window;
  KirokuPaperSaver *saver;

  printer = path;
  saver = print_timeline (fixture, &window);
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "checkpoint"), ==, 0);
  kiroku_test_close (window, GTK_WIDGET (saver));
  kiroku_test_book_wait (fixture->book, "checkpoint", 1);
  printer = NULL;
}

static void
test_not_printed (Fixture *fixture, gconstpointer data)
{
  GtkWindow *window;
  KirokuPaperSaver *saver = print_timeline (fixture, &window);

  kiroku_test_settle ();
  g_assert_true (gtk_widget_get_sensitive (kiroku_test_get_id (saver, "print")));
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "checkpoint"), ==, 0);
  kiroku_test_close (window, GTK_WIDGET (saver));
}

static void
chosen_cb (GtkWidget *saver, const char *path, char **chosen)
{
  g_free (*chosen);
  *chosen = g_strdup (path);
}

static gboolean
is_chosen (gpointer chosen)
{
  return *(char **) chosen != NULL;
}

/* The keyboard is in a field beside it; other papers, of pages that are not seen or that leave the key,
 * do not get in the way, however often it is pressed. */
static void
test_key (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *savers[5];
  GtkWindow *window;
  char *chosen = NULL;

  gtk_box_append (GTK_BOX (box), entry);
  for (guint i = 0; i < G_N_ELEMENTS (savers); i++)
    {
      savers[i] = kiroku_paper_saver_new ();
      gtk_box_append (GTK_BOX (box), savers[i]);
      gtk_widget_set_visible (savers[i], i == 1 || i == 2);
    }
  kiroku_paper_saver_leave_key (KIROKU_PAPER_SAVER (savers[1]));
  g_signal_connect (savers[2], "chosen", G_CALLBACK (chosen_cb), &chosen);
  window = kiroku_test_window (box, 400, 200);
  gtk_widget_grab_focus (entry);
  for (guint i = 0; i < 6; i++)
    {
      kiroku_test_keys ("ctrl+p", NULL);
      kiroku_test_wait (is_chosen, &chosen, "the key");
      g_assert_cmpstr (chosen, ==, KIROKU_PAPER_PRINTER);
      g_clear_pointer (&chosen, g_free);
    }
  kiroku_paper_saver_set_is_text (KIROKU_PAPER_SAVER (savers[2]));
  g_assert_false (gtk_widget_get_visible (kiroku_test_get (savers[2], GTK_TYPE_BUTTON, "Print…")));
  kiroku_test_close (window, box);
}

/* They would fill the memory. */
static void
test_too_many (void)
{
  g_autoptr (KirokuDocument) document = kiroku_document_new ();
  g_autoptr (KirokuPages) pages = NULL;
  g_autoptr (KirokuPrintSheets) sheets = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i <= KIROKU_PRINT_SHEETS_MAX; i++)
    {
      kiroku_document_add_paragraph (document, "page");
      kiroku_document_add_page_break (document);
    }
  pages = kiroku_document_layout (document, NULL, &error);
  g_assert_no_error (error);
  sheets = kiroku_print_sheets_new (pages, NULL, NULL, NULL, &error);
  g_assert_null (sheets);
  g_assert_error (error, KIROKU_DOCUMENT_ERROR, KIROKU_DOCUMENT_ERROR_SIZE);
}

#define ADD(path, func) g_test_add ("/ui/print/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  kiroku_test_init (&argc, &argv);
  ADD ("a-form-is-printed-as-it-is-saved", test_form);
  ADD ("what-lies-across-is-printed-across", test_landscape);
  ADD ("a-case-root-is-recorded-only-when-it-is-on-paper", test_heads);
  ADD ("a-case-root-that-was-printed-is-recorded", test_root_recorded);
  ADD ("a-case-root-is-recorded-also-when-nobody-waits", test_root_recorded_later);
  ADD ("what-was-not-printed-is-not-recorded", test_not_printed);
  g_test_add_func ("/ui/print/key-prints-wherever-the-keyboard-is", test_key);
  g_test_add_func ("/ui/print/too-many-pages-are-refused", test_too_many);
  return g_test_run ();
}
