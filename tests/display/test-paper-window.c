/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* memmem() */
#include "kiroku-book-erase.h"
#include "kiroku-book-export.h"
#include "kiroku-page-preview.h"
#include "kiroku-paper-saver.h"
#include "kiroku-paper-window.h"
#include "kiroku-review-page.h"
#include "kiroku-shown-paper.h"
#include "kiroku-window.h"
#include "kiroku-test-paper.h"

#include <string.h>

/* What is shown is what a file gets. */

cairo_surface_t *__real_kiroku_page_record (KirokuPages *pages, guint page, GError **error);
cairo_surface_t *__wrap_kiroku_page_record (KirokuPages *pages, guint page, GError **error);
KirokuMadePaper *__real_kiroku_book_make_withheld (KirokuBook *self,
                                                   KirokuDb *db,
                                                   const KirokuPaper *paper,
                                                   KirokuReport report,
                                                   const char *const *withhold,
                                                   GCancellable *cancellable,
                                                   GError **error);
KirokuMadePaper *__wrap_kiroku_book_make_withheld (KirokuBook *self,
                                                   KirokuDb *db,
                                                   const KirokuPaper *paper,
                                                   KirokuReport report,
                                                   const char *const *withhold,
                                                   GCancellable *cancellable,
                                                   GError **error);

static gint refuses_pages;   /* the disk fails where a page is drawn; read and written atomically */
static gint cancels_making;  /* somebody cancels when what is withheld is about to be left out */
static gint n_made_withheld;

cairo_surface_t *
__wrap_kiroku_page_record (KirokuPages *pages, guint page, GError **error)
{
  if (!g_atomic_int_get (&refuses_pages))
    return __real_kiroku_page_record (pages, page, error);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "refused by the test");
  return NULL;
}

KirokuMadePaper *
__wrap_kiroku_book_make_withheld (KirokuBook *self,
                                  KirokuDb *db,
                                  const KirokuPaper *paper,
                                  KirokuReport report,
                                  const char *const *withhold,
                                  GCancellable *cancellable,
                                  GError **error)
{
  KirokuMadePaper *made;

  if (g_atomic_int_get (&cancels_making))
    g_cancellable_cancel (cancellable);
  made = __real_kiroku_book_make_withheld (self, db, paper, report, withhold, cancellable, error);
  g_atomic_int_add (&n_made_withheld, made != NULL);
  return made;
}

typedef struct
{
  KirokuTestBook *book;
  KirokuShownPaper *shown;
  GError *error;
  gboolean done;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = kiroku_test_book_new ("ransomware", "ja");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->shown);
  g_clear_error (&fixture->error);
  kiroku_test_book_free (fixture->book);
}

static gboolean
is_done (gpointer fixture)
{
  return ((Fixture *) fixture)->done;
}

/* Some two pages of the log for each three. */
static void
write_log (Fixture *fixture, guint n)
{
  g_autofree char *text = g_strnfill (1800, 'x');

  for (gsize i = 7; i < strlen (text); i += 8)
    text[i] = ' ';
  for (guint i = 0; i < n; i++)
    kiroku_test_book_append (fixture->book, kiroku_draft_note (KIROKU_CLASS_OBSERVATION, text, NULL));
  kiroku_test_book_catch_up (fixture->book);
}

static KirokuPaperOrder *
order_timeline (Fixture *fixture)
{
  return kiroku_paper_order_new (fixture->book->model, "ja", NULL, KIROKU_FORM_COPY_WORKING);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_clear_object (&fixture->shown);
  fixture->shown = kiroku_shown_paper_make_finish (result, &fixture->error);
  fixture->done = TRUE;
}

static void
show (Fixture *fixture, KirokuPaperOrder *order)
{
  fixture->done = FALSE;
  kiroku_shown_paper_make_async (fixture->book->model, order, NULL, made_cb, fixture);
  kiroku_test_wait (is_done, fixture, "the pages");
  g_assert_no_error (fixture->error);
}

/* What is shown. (transfer full): its path */
static char *
save (Fixture *fixture)
{
  char *path = g_build_filename (fixture->book->folder, "shown.pdf", NULL);

  kiroku_test_save_paper (fixture->book,
                          kiroku_paper_order_new_shown (fixture->book->model, fixture->shown), path,
                          &fixture->error);
  g_assert_no_error (fixture->error);
  return path;
}

/* --- What is shown --- */

typedef struct
{
  KirokuShownPaper *shown;
  cairo_t *cr;
  guint page;
} Drawing;

static gboolean
is_drawn (gpointer user_data)
{
  Drawing *drawing = user_data;

  return kiroku_shown_paper_draw (drawing->shown, drawing->cr, drawing->page);
}

/* (transfer full) */
static cairo_surface_t *
draw_page (KirokuShownPaper *shown, guint page, int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  Drawing drawing = { shown, cairo_create (surface), page };

  cairo_set_source_rgb (drawing.cr, 1, 1, 1);
  cairo_paint (drawing.cr);
  cairo_scale (drawing.cr, KIROKU_TEST_PAPER_SCALE, KIROKU_TEST_PAPER_SCALE);
  kiroku_test_wait (is_drawn, &drawing, "the page");
  cairo_destroy (drawing.cr);
  cairo_surface_flush (surface);
  return surface;
}

static void
test_same_pages (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *words = NULL;

  if (!kiroku_test_can_read_papers ())
    return;
  write_log (fixture, 6);
  show (fixture, order_timeline (fixture));
  path = save (fixture);
  words = kiroku_test_read_words (path);
  g_assert_cmpuint (kiroku_shown_paper_get_n_pages (fixture->shown), >=, 3);
  g_assert_cmpuint (kiroku_shown_paper_get_n_pages (fixture->shown), ==, kiroku_test_count_pages (words));
  for (guint i = 0; i < kiroku_test_count_pages (words); i++)
    {
      cairo_surface_t *read = kiroku_test_read_page (path, i);
      cairo_surface_t *drawn
          = draw_page (fixture->shown, i, cairo_image_surface_get_width (read),
                       cairo_image_surface_get_height (read));

      kiroku_test_assert_alike (drawn, read);
      cairo_surface_destroy (read);
      cairo_surface_destroy (drawn);
    }
}

static void
test_every_kind (Fixture *fixture, gconstpointer data)
{
  KirokuCaseModel *model = fixture->book->model;
  KirokuPaperOrder *const orders[] = { kiroku_paper_order_new_management (model, "en"),
                                       kiroku_paper_order_new_situation (model, "ja"),
                                       kiroku_paper_order_new_evidence (model, "ja"),
                                       kiroku_paper_order_new_call_sheet (model, "ja", -1) };

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autofree char *path = NULL;
      g_autofree char *words = NULL;

      show (fixture, orders[i]);
      path = save (fixture);
      if (!kiroku_test_can_read_papers ())
        return;
      words = kiroku_test_read_words (path);
      g_assert_cmpuint (strlen (words), >, 100);
      g_assert_cmpuint (kiroku_shown_paper_get_n_pages (fixture->shown), ==, kiroku_test_count_pages (words));
    }
}

/* What is recorded while somebody looks is not in what they save; the case root is recorded with it,
 * and not before. */
static void
test_saved_as_shown (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *words = NULL;

  show (fixture, order_timeline (fixture));
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "checkpoint"), ==, 0);
  kiroku_test_book_append (fixture->book,
                           kiroku_draft_note (KIROKU_CLASS_OBSERVATION, "came later", NULL));
  path = save (fixture);
  kiroku_test_book_wait (fixture->book, "checkpoint", 1);
  if (!kiroku_test_can_read_papers ())
    return;
  words = kiroku_test_read_words (path);
  g_assert_null (strstr (words, "came later"));
  g_assert_cmpuint (kiroku_test_count_pages (words), ==, kiroku_shown_paper_get_n_pages (fixture->shown));
}

static void
test_printed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *printed = g_build_filename (fixture->book->folder, "printed.pdf", NULL);
  g_autoptr (KirokuPaperHeads) heads = NULL;
  g_autofree char *saved = NULL;
  g_autofree char *printed_words = NULL;
  g_autofree char *saved_words = NULL;
  KirokuPrintSheets *sheets;

  write_log (fixture, 3);
  show (fixture, order_timeline (fixture));
  kiroku_test_book_append (fixture->book,
                           kiroku_draft_note (KIROKU_CLASS_OBSERVATION, "came later", NULL));
  sheets = kiroku_test_make_sheets (
      fixture->book, kiroku_paper_order_new_shown (fixture->book->model, fixture->shown), &heads,
      &fixture->error);
  g_assert_no_error (fixture->error);
  g_assert_nonnull (heads);
  kiroku_test_print_sheets (sheets, printed);
  saved = save (fixture);
  if (!kiroku_test_can_read_papers ())
    return;
  printed_words = kiroku_test_read_words (printed);
  saved_words = kiroku_test_read_words (saved);
  g_assert_cmpstr (printed_words, ==, saved_words);
  g_assert_null (strstr (printed_words, "came later"));
}

/* It is one paper. */
static void
test_recorded_once (Fixture *fixture, gconstpointer data)
{
  show (fixture, order_timeline (fixture));
  g_free (save (fixture));
  kiroku_test_book_wait (fixture->book, "checkpoint", 1);
  g_free (save (fixture));
  kiroku_test_book_append (fixture->book,
                           kiroku_draft_note (KIROKU_CLASS_OBSERVATION, "came later", NULL));
  g_free (save (fixture));
  kiroku_test_book_catch_up (fixture->book);
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "checkpoint"), ==, 1);
  show (fixture, order_timeline (fixture));
  g_free (save (fixture));
  kiroku_test_book_wait (fixture->book, "checkpoint", 2);
}

/* Else a reader of the paper could not compare it. */
static void
test_recorded_after_failure (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->book->folder, "shown.pdf", NULL);

  show (fixture, order_timeline (fixture));
  kiroku_test_book_break (fixture->book);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_false (kiroku_test_save_paper (
          fixture->book, kiroku_paper_order_new_shown (fixture->book->model, fixture->shown), path,
          &fixture->error));
      g_assert_nonnull (strstr (fixture->error->message, "refused by the test"));
      g_clear_error (&fixture->error);
    }
}

/* What was said to those who asked for a recording. */
typedef struct
{
  guint n_recorded, n_refused;
} Told;

static void
told_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Told *told = user_data;
  g_autoptr (GError) error = NULL;

  if (kiroku_paper_heads_record_finish (result, &error))
    told->n_recorded++;
  else
    told->n_refused++;
}

static gboolean
are_both_told (gpointer user_data)
{
  const Told *told = user_data;

  return told->n_recorded + told->n_refused == 2;
}

/* Saves of one paper that wait for the same recording: none is told that it is done before it is. */
static Told
record_twice (Fixture *fixture, KirokuPaperHeads *heads)
{
  KirokuBook *book = kiroku_case_model_get_book (fixture->book->model);
  Told told = { 0 };

  for (guint i = 0; i < 2; i++)
    kiroku_paper_heads_record_async (heads, book, told_cb, &told);
  kiroku_test_wait (are_both_told, &told, "what came of the recording");
  return told;
}

static void
test_recording_awaited (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuPaperHeads) first = NULL;
  g_autoptr (KirokuPaperHeads) second = NULL;
  KirokuPaperHeads **const heads[] = { &first, &second };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      kiroku_print_sheets_free (kiroku_test_make_sheets (fixture->book, order_timeline (fixture), heads[i],
                                                         &fixture->error));
      g_assert_no_error (fixture->error);
    }
  g_assert_cmpuint (record_twice (fixture, first).n_recorded, ==, 2);
  g_assert_cmpuint (record_twice (fixture, first).n_recorded, ==, 2);
  kiroku_test_book_wait (fixture->book, "checkpoint", 1);
  kiroku_test_book_break (fixture->book);
  g_assert_cmpuint (record_twice (fixture, second).n_refused, ==, 2);
  g_assert_cmpuint (record_twice (fixture, second).n_refused, ==, 2); /* tried anew */
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "checkpoint"), ==, 1);
}

/* The key is chosen with the file, behind the preview. */
static void
test_signed (Fixture *fixture, gconstpointer data)
{
  static const char word[] = "/ETSI.CAdES.detached";
  g_autofree char *path = g_build_filename (fixture->book->folder, "signed.pdf", NULL);
  KirokuPaperOrder *order;
  g_autofree char *bytes = NULL;
  gsize length;

  show (fixture, order_timeline (fixture));
  order = kiroku_paper_order_new_shown (fixture->book->model, fixture->shown);
  kiroku_paper_order_set_sign (order, TRUE);
  g_clear_object (&fixture->shown); /* the order keeps it */
  kiroku_test_save_paper (fixture->book, order, path, &fixture->error);
  g_assert_no_error (fixture->error);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_nonnull (memmem (bytes, length, word, strlen (word)));
}

/* However long the report. */
static void
test_bounded (Fixture *fixture, gconstpointer data)
{
  guint n;

  write_log (fixture, 60);
  show (fixture, order_timeline (fixture));
  n = kiroku_shown_paper_get_n_pages (fixture->shown);
  g_assert_cmpuint (n, >, KIROKU_SHOWN_PAPER_KEPT);
  for (guint i = 0; i < n; i++)
    {
      cairo_surface_destroy (draw_page (fixture->shown, i, 20, 20));
      g_assert_cmpuint (kiroku_shown_paper_get_n_kept (fixture->shown), <=,
                        KIROKU_SHOWN_PAPER_KEPT);
    }
  cairo_surface_destroy (draw_page (fixture->shown, 0, 20, 20));
}

/* --- The window --- */

static GtkWidget *
open_paper (Fixture *fixture, KirokuPaperOrder *order)
{
  GtkWidget *window = kiroku_paper_window_new (NULL, fixture->book->model, order, "timeline.pdf",
                                               "For: the board");

  kiroku_test_present (GTK_WINDOW (window));
  return window;
}

static gboolean
shows_pages (gpointer window)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (kiroku_test_get_id (window, "stack")), "pages")
         == 0;
}

static void
gone_cb (gpointer gone, GObject *object)
{
  *(gboolean *) gone = TRUE;
}

static gboolean
is_true (gpointer flag)
{
  return *(gboolean *) flag;
}

static guint
get_page (GtkWidget *window)
{
  return kiroku_page_preview_get_page (kiroku_test_get_id (window, "preview"));
}

static gboolean
is_on_third (gpointer window)
{
  return get_page (window) == 2;
}

static gboolean
is_on_first (gpointer window)
{
  return get_page (window) == 0;
}

static gboolean
is_on_last (gpointer window)
{
  return get_page (window) > 2;
}

static gboolean
is_as_on_paper (gpointer window)
{
  return g_str_equal (gtk_label_get_text (kiroku_test_get_id (window, "percent")), "100%");
}

static gboolean
is_larger (gpointer window)
{
  return g_str_equal (gtk_label_get_text (kiroku_test_get_id (window, "percent")), "120%");
}

static void
test_window (Fixture *fixture, gconstpointer data)
{
  gboolean gone = FALSE;
  GtkWidget *window;

  write_log (fixture, 8);
  window = open_paper (fixture, order_timeline (fixture));
  kiroku_test_wait (shows_pages, window, "the pages");
  kiroku_test_assert_named (window);
  g_assert_true (kiroku_test_shows (window, "For: the board"));
  kiroku_test_keys ("ctrl+1", NULL);
  kiroku_test_wait (is_as_on_paper, window, "the size on paper");
  kiroku_test_keys ("ctrl+plus", NULL);
  kiroku_test_wait (is_larger, window, "a larger page");
  kiroku_test_keys ("ctrl+minus", "ctrl+0", "End", NULL);
  kiroku_test_wait (is_on_last, window, "the last page");
  kiroku_test_enter (kiroku_test_get_id (window, "page"), "3");
  kiroku_test_wait (is_on_third, window, "the third page");
  kiroku_test_enter (kiroku_test_get_id (window, "page"), "99999");
  g_assert_cmpstr (gtk_editable_get_text (kiroku_test_get_id (window, "page")), ==, "3");
  kiroku_test_keys ("Home", NULL);
  kiroku_test_wait (is_on_first, window, "the first page");
  g_object_weak_ref (G_OBJECT (window), gone_cb, &gone);
  kiroku_test_keys ("Escape", NULL);
  kiroku_test_wait (is_true, &gone, "the end of the window");
}

static gboolean
is_saved (gpointer window)
{
  return kiroku_test_shows (window, "Saved as from-window.pdf");
}

static void
test_saved_from_window (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = open_paper (fixture, order_timeline (fixture));
  g_autofree char *path = g_build_filename (fixture->book->folder, "from-window.pdf", NULL);

  kiroku_test_wait (shows_pages, window, "the pages");
  g_signal_emit_by_name (kiroku_test_get_id (window, "saver"), "chosen", path);
  kiroku_test_wait (is_saved, window, "the file");
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  kiroku_test_book_wait (fixture->book, "checkpoint", 1);
  kiroku_test_ask_to_close (window);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* What is in it. (transfer full) */
static char *
list_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return g_strjoinv ("\n", (char **) names->pdata);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = list_folder (fixture->book->folder);
  g_autofree char *after = NULL;
  gboolean gone = FALSE;
  GtkWidget *window
      = kiroku_paper_window_new (NULL, fixture->book->model, order_timeline (fixture), NULL, NULL);

  gtk_window_present (GTK_WINDOW (window));
  g_assert_false (shows_pages (window));
  g_object_weak_ref (G_OBJECT (window), gone_cb, &gone);
  kiroku_test_press (window, "Cancel");
  kiroku_test_wait (is_true, &gone, "the end of the window");
  after = list_folder (fixture->book->folder);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "checkpoint"), ==, 0);
}

/* While what is left of the case is being made. */
static void
test_cancel_withheld (Fixture *fixture, gconstpointer data)
{
  const char *const withhold[] = { "org.name", NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  KirokuPaperOrder *order;

  kiroku_test_book_set (fixture->book, "org.name", "Sakura Trading");
  before = list_folder (fixture->book->folder);
  order = order_timeline (fixture);
  kiroku_paper_order_address (order, NULL, NULL, withhold);
  n_made_withheld = 0;
  g_atomic_int_set (&cancels_making, TRUE);
  fixture->done = FALSE;
  kiroku_shown_paper_make_async (fixture->book->model, order, cancellable, made_cb, fixture);
  kiroku_test_wait (is_done, fixture, "the end of making");
  g_atomic_int_set (&cancels_making, FALSE);
  g_assert_null (fixture->shown);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (n_made_withheld, ==, 0); /* it was not made to its end */
  after = list_folder (fixture->book->folder);
  g_assert_cmpstr (after, ==, before);
}

/* Nobody looks at a white page and takes it for an empty one. */
static void
test_page_failure (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window;

  g_atomic_int_set (&refuses_pages, TRUE);
  window = open_paper (fixture, order_timeline (fixture));
  kiroku_test_wait_shown (window, "refused by the test");
  g_assert_false (shows_pages (window));
  g_assert_false (gtk_widget_get_visible (kiroku_test_get_id (window, "footer")));
  g_atomic_int_set (&refuses_pages, FALSE);
  kiroku_test_ask_to_close (window);
}

static void
test_failure (Fixture *fixture, gconstpointer data)
{
  const char *const withhold[] = { "no.such.fact", NULL };
  KirokuPaperOrder *order = order_timeline (fixture);
  GtkWidget *window;

  kiroku_paper_order_address (order, NULL, NULL, withhold);
  window = open_paper (fixture, order);
  kiroku_test_wait_shown (window, "no.such.fact");
  g_assert_true (kiroku_test_shows (window, "No Preview"));
  g_assert_false (shows_pages (window));
  g_assert_false (gtk_widget_get_visible (kiroku_test_get_id (window, "footer")));
  kiroku_test_ask_to_close (window);
}

/* From where it is saved: the button is beside it, and what was opened goes with the page. */
static void
test_button (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = kiroku_review_page_new ();
  GtkWindow *window;
  GtkWidget *shown = NULL;
  g_autoptr (GListModel) windows = NULL;
  gboolean gone = FALSE;

  kiroku_review_page_set_model (KIROKU_REVIEW_PAGE (page), fixture->book->model);
  window = kiroku_test_window (page, 900, 700);
  kiroku_test_press (kiroku_test_get_id (page, "saver"), "Preview");
  windows = g_object_ref (gtk_window_get_toplevels ());
  for (guint i = 0; shown == NULL && i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) item = g_list_model_get_item (windows, i);

      shown = KIROKU_IS_PAPER_WINDOW (item) ? item : NULL;
    }
  g_assert_nonnull (shown);
  kiroku_test_wait (shows_pages, shown, "the pages");
  g_object_weak_ref (G_OBJECT (shown), gone_cb, &gone);
  kiroku_test_close (window, page);
  kiroku_test_wait (is_true, &gone, "the end of the preview");
}

/* --- Closed while it works --- */

/* Keeps the thread that makes papers waiting. */
typedef struct
{
  GMutex mutex;
  GCond cond;
  gboolean open;
  gboolean passed;
} Gate;

static gpointer
gate_job (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Gate *gate = data;

  g_mutex_lock (&gate->mutex);
  while (!gate->open)
    g_cond_wait (&gate->cond, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
  return gate;
}

static void
passed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Gate *gate = user_data;

  gate->passed = TRUE;
}

static void
close_gate (Fixture *fixture, Gate *gate)
{
  gate->open = gate->passed = FALSE;
  kiroku_store_run_async (kiroku_book_get_store (fixture->book->book), KIROKU_STORE_MAKER,
                          KIROKU_STORE_PRIORITY_NOW, gate_job, gate, NULL, NULL, NULL, passed_cb, gate);
}

static void
open_gate (Gate *gate)
{
  g_mutex_lock (&gate->mutex);
  gate->open = TRUE;
  g_cond_signal (&gate->cond);
  g_mutex_unlock (&gate->mutex);
}

/* Chooses @path while @gate is closed, and closes the window at once. */
static void
choose_and_close (Fixture *fixture, Gate *gate, const char *path, gboolean *gone)
{
  GtkWidget *window = open_paper (fixture, order_timeline (fixture));
  GtkWidget *saver = kiroku_test_get_id (window, "saver");

  kiroku_test_wait (shows_pages, window, "the pages");
  close_gate (fixture, gate);
  g_object_weak_ref (G_OBJECT (saver), gone_cb, gone);
  g_signal_emit_by_name (saver, "chosen", path);
  g_assert_true (kiroku_paper_saver_is_busy (KIROKU_PAPER_SAVER (saver)));
  gtk_window_destroy (GTK_WINDOW (window));
  kiroku_test_settle ();
  g_assert_false (*gone); /* it waits for the answer */
}

static guint
count_windows (void)
{
  return g_list_model_get_n_items (gtk_window_get_toplevels ());
}

static void
test_closed_while_saving (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->book->folder, "unseen.pdf", NULL);
  const char *const paths[] = { path, KIROKU_PAPER_PRINTER };
  guint n = count_windows ();

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      Gate gate = { 0 };
      gboolean gone = FALSE;

      choose_and_close (fixture, &gate, paths[i], &gone);
      open_gate (&gate);
      kiroku_test_wait (is_true, &gone, "the end of the buttons");
      kiroku_test_wait (is_true, &gate.passed, "the gate");
      g_assert_cmpuint (count_windows (), ==, n);
    }
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "checkpoint"), ==, 0);
}

typedef struct
{
  Fixture *fixture;
  Gate gate;
  gboolean gone;
} Closing;

static gboolean
open_gate_cb (gpointer gate)
{
  open_gate (gate);
  return G_SOURCE_REMOVE;
}

static void
activate_cb (GApplication *application, Closing *closing)
{
  g_autofree char *path = g_build_filename (closing->fixture->book->folder, "unseen.pdf", NULL);

  choose_and_close (closing->fixture, &closing->gate, path, &closing->gone);
  g_idle_add (open_gate_cb, &closing->gate);
}

/* Without a window, and until the answer is there. */
static void
test_program_stays (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GApplication) application
      = g_application_new ("org.example.Closing", G_APPLICATION_NON_UNIQUE);
  Closing closing = { .fixture = fixture };
  GApplication *before = g_application_get_default ();

  g_application_set_default (application);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), &closing);
  g_assert_cmpint (g_application_run (application, 0, NULL), ==, 0);
  g_assert_true (closing.gone);
  g_application_set_default (before);
  open_gate (&closing.gate);
  kiroku_test_wait (is_true, &closing.gate.passed, "the gate");
}

/* --- What was erased --- */

/* The text of the last note. (transfer full) (nullable) */
static KirokuEntry *
erase_note (Fixture *fixture, GError **error)
{
  KirokuErasing erasing = { .entry = kiroku_test_book_last (fixture->book, "note")->hash,
                            .field = "text",
                            .law = "Act 57",
                            .reason = "asked for" };

  return kiroku_book_erase (fixture->book->book, fixture->book->case_id, &erasing, error);
}

/* Pages that are open are in no erasure's way. */
static void
test_erased (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window;
  g_autoptr (KirokuEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->book->folder, "erased.pdf", NULL);

  write_log (fixture, 1);
  window = open_paper (fixture, order_timeline (fixture));
  kiroku_test_wait (shows_pages, window, "the pages");
  entry = erase_note (fixture, &error);
  g_assert_no_error (error);
  kiroku_test_wait_shown (window, "The record has changed: open the preview again.");
  g_assert_false (shows_pages (window));
  g_assert_false (gtk_widget_is_sensitive (kiroku_test_get_id (window, "saver")));
  g_assert_false (gtk_widget_get_visible (kiroku_test_get_id (window, "footer")));
  g_signal_emit_by_name (kiroku_test_get_id (window, "saver"), "chosen", path);
  kiroku_test_settle ();
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  kiroku_test_ask_to_close (window);
}

/* Which has no book of this one's, and tells nothing. */
static void
erase_by_other_program (Fixture *fixture)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  KirokuBookOptions options
      = { .folder = fixture->book->folder, .author = "Sato Hanako", .zone = zone, .language = "ja" };
  KirokuErasing erasing = { .entry = kiroku_test_book_last (fixture->book, "note")->hash,
                            .field = "text",
                            .law = "Act 57",
                            .reason = "asked for" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) busy = NULL;
  g_autoptr (KirokuBook) other = kiroku_book_new (&options, &error);
  g_autoptr (KirokuEntry) entry = NULL;

  g_assert_no_error (error);
  entry = kiroku_book_erase (other, fixture->book->case_id, &erasing, &busy);
  g_assert_error (busy, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_BUSY);
}

/* The moment that its pages were made of ends with it: nothing is in the way of what clears traces. */
static void
test_closed_before_erasure (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) busy = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  GtkWidget *window;
  Gate gate = { 0 };

  write_log (fixture, 2);
  show (fixture, order_timeline (fixture)); /* so it is while pages are kept */
  entry = erase_note (fixture, &busy);
  g_assert_error (busy, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_BUSY);
  g_clear_object (&fixture->shown);
  kiroku_test_book_catch_up (fixture->book);

  window = open_paper (fixture, order_timeline (fixture));
  kiroku_test_wait (shows_pages, window, "the pages");
  kiroku_test_ask_to_close (window);
  close_gate (fixture, &gate); /* behind what frees the pages */
  open_gate (&gate);
  kiroku_test_wait (is_true, &gate.passed, "the gate");
  g_assert_true (kiroku_book_finish_erasures (fixture->book->book, &error));
  g_assert_no_error (error);
}

static void
test_erased_by_other_program (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window;

  write_log (fixture, 1);
  window = open_paper (fixture, order_timeline (fixture));
  kiroku_test_wait (shows_pages, window, "the pages");
  kiroku_test_book_catch_up (fixture->book);
  g_assert_true (shows_pages (window));
  erase_by_other_program (fixture);
  kiroku_test_book_catch_up (fixture->book);
  g_assert_true (kiroku_test_shows (window, "The record has changed: open the preview again."));
  kiroku_test_ask_to_close (window);
}

/* Also while the window shows another case, or reads the same one by itself. */
static void
test_noticed_at_once (Fixture *fixture, gconstpointer data)
{
  GtkWidget *program = kiroku_test_open_window ();
  GtkWidget *window;
  gint64 erased;

  kiroku_window_set_book (KIROKU_WINDOW (program), fixture->book->book);
  write_log (fixture, 1);
  window = open_paper (fixture, order_timeline (fixture));
  kiroku_test_wait (shows_pages, window, "the pages");
  erase_by_other_program (fixture);
  erased = g_get_monotonic_time ();
  kiroku_test_wait_shown (window, "The record has changed: open the preview again.");
  g_assert_cmpint (g_get_monotonic_time () - erased, <, 30 * G_USEC_PER_SEC); /* its own clock takes 60 */
  kiroku_test_ask_to_close (window);
  kiroku_test_close (GTK_WINDOW (program), program);
}

static void
test_erased_not_saved (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) entry = NULL;
  g_autoptr (GError) busy = NULL;
  g_autofree char *path = g_build_filename (fixture->book->folder, "shown.pdf", NULL);

  write_log (fixture, 1);
  show (fixture, order_timeline (fixture));
  entry = erase_note (fixture, &busy); /* whose traces the pages keep */
  g_assert_error (busy, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_BUSY);
  kiroku_test_save_paper (fixture->book,
                          kiroku_paper_order_new_shown (fixture->book->model, fixture->shown), path,
                          &fixture->error);
  g_assert_error (fixture->error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT);
  g_assert_nonnull (strstr (fixture->error->message, "The record has changed"));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* --- Whom it is for --- */

/* (transfer full): its words */
static char *
save_words (Fixture *fixture, KirokuPaperOrder *order)
{
  g_autofree char *path = g_build_filename (fixture->book->folder, "addressed.pdf", NULL);

  kiroku_test_save_paper (fixture->book, order, path, &fixture->error);
  g_assert_no_error (fixture->error);
  return kiroku_test_read_words (path);
}

static void
test_addressed (Fixture *fixture, gconstpointer data)
{
  const char *const withhold[] = { "org.name", NULL };
  g_autofree char *words = NULL;
  KirokuPaperOrder *order;
  guint n;

  if (!kiroku_test_can_read_papers ())
    return;
  kiroku_test_book_set (fixture->book, "org.name", "Sakura Trading");
  write_log (fixture, 4);
  order = order_timeline (fixture);
  kiroku_paper_order_address (order, "the board", "TLP:AMBER", NULL);
  words = save_words (fixture, order);
  n = kiroku_test_count_pages (words);
  g_assert_cmpuint (n, >, 1);
  g_assert_cmpuint (kiroku_test_count (words, "the board"), ==, n);
  g_assert_cmpuint (kiroku_test_count (words, "TLP:AMBER"), ==, 2 * n); /* on top and at the foot */
  g_assert_nonnull (strstr (words, "Sakura Trading"));

  g_clear_pointer (&words, g_free);
  order = order_timeline (fixture);
  kiroku_paper_order_address (order, NULL, NULL, withhold);
  words = save_words (fixture, order);
  g_assert_null (strstr (words, "Sakura"));
  g_assert_cmpuint (kiroku_test_count (words, "一部非開示"), ==, kiroku_test_count_pages (words));
  kiroku_test_book_wait (fixture->book, "checkpoint", 2);
}

/* What is left out is neither in what is shown nor in what is saved from there. */
static void
test_shown_addressed (Fixture *fixture, gconstpointer data)
{
  const char *const withhold[] = { "org.name", NULL };
  g_autofree char *path = NULL;
  g_autofree char *words = NULL;
  KirokuPaperOrder *order;

  kiroku_test_book_set (fixture->book, "org.name", "Sakura Trading");
  order = order_timeline (fixture);
  kiroku_paper_order_address (order, "the police", "社外秘", withhold);
  show (fixture, order);
  path = save (fixture);
  kiroku_test_book_wait (fixture->book, "checkpoint", 1);
  if (!kiroku_test_can_read_papers ())
    return;
  words = kiroku_test_read_words (path);
  g_assert_null (strstr (words, "Sakura"));
  g_assert_nonnull (strstr (words, "the police"));
  g_assert_nonnull (strstr (words, "社外秘"));
}

/* --- The popover --- */

typedef struct
{
  GtkWidget *page;
  GtkWidget *saver;
  GtkWindow *window;
} Review;

static void
open_review (Fixture *fixture, Review *review)
{
  kiroku_test_book_catch_up (fixture->book);
  review->page = kiroku_review_page_new ();
  kiroku_review_page_set_model (KIROKU_REVIEW_PAGE (review->page), fixture->book->model);
  review->window = kiroku_test_window (review->page, 1000, 800);
  review->saver = kiroku_test_get_id (review->page, "saver");
}

static gboolean
is_quiet (gpointer page)
{
  return !kiroku_review_page_is_busy (page);
}

/* (transfer full): what is saved by the page, its words */
static char *
save_by_page (Fixture *fixture, Review *review)
{
  g_autofree char *path = g_build_filename (fixture->book->folder, "by-page.pdf", NULL);

  kiroku_review_page_save (KIROKU_REVIEW_PAGE (review->page), path);
  kiroku_test_wait (is_quiet, review->page, "the report");
  g_assert_true (kiroku_test_shows (review->page, "Saved as by-page.pdf"));
  return kiroku_test_read_words (path);
}

static gboolean
is_not_looking (gpointer popover)
{
  return !kiroku_test_shows (popover, "Looking…");
}

static void
test_popover (Fixture *fixture, gconstpointer data)
{
  Review review;
  GtkWidget *terms, *row;
  g_autofree char *words = NULL;

  if (!kiroku_test_can_read_papers ())
    return;
  kiroku_test_book_set (fixture->book, "org.name", "Sakura Trading");
  open_review (fixture, &review);
  words = save_by_page (fixture, &review);
  g_assert_nonnull (strstr (words, "Sakura"));
  g_assert_null (strstr (words, "TLP"));

  terms = kiroku_test_open_terms (review.saver);
  kiroku_test_assert_named (terms);
  gtk_editable_set_text (kiroku_test_get_id (terms, "recipient"), " the board ");
  adw_combo_row_set_selected (kiroku_test_get_id (terms, "marking"), 3);
  adw_expander_row_set_expanded (kiroku_test_get_id (terms, "facts"), TRUE);
  row = kiroku_test_get (terms, ADW_TYPE_ACTION_ROW, "組織の名称");
  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row))), TRUE);
  kiroku_test_wait (is_not_looking, terms, "what comes of it");
  kiroku_test_close_terms (terms);
  g_assert_true (kiroku_test_shows (review.saver, "For: the board · TLP:AMBER · 1 value left out"));

  g_free (words);
  words = save_by_page (fixture, &review);
  g_assert_nonnull (strstr (words, "the board"));
  g_assert_nonnull (strstr (words, "TLP:AMBER"));
  g_assert_null (strstr (words, "Sakura"));
  kiroku_test_book_wait (fixture->book, "checkpoint", 2);
  kiroku_test_close (review.window, review.page);
}

static GtkCheckButton *
get_check (GtkWidget *terms, const char *title)
{
  GtkWidget *row;

  adw_expander_row_set_expanded (kiroku_test_get_id (terms, "facts"), TRUE);
  row = kiroku_test_get (terms, ADW_TYPE_ACTION_ROW, title);
  return GTK_CHECK_BUTTON (adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row)));
}

/* When the popover is opened again. */
static void
test_recorded_since (Fixture *fixture, gconstpointer data)
{
  Review review;
  GtkWidget *terms;

  kiroku_test_book_set (fixture->book, "org.name", "Sakura Trading");
  open_review (fixture, &review);
  terms = kiroku_test_open_terms (review.saver);
  gtk_check_button_set_active (get_check (terms, "組織の名称"), TRUE);
  kiroku_test_wait (is_not_looking, terms, "what comes of it");
  kiroku_test_close_terms (terms);
  kiroku_test_book_set (fixture->book, "org.address", "Minato 1-2");
  kiroku_test_book_catch_up (fixture->book);
  terms = kiroku_test_open_terms (review.saver);
  g_assert_true (gtk_check_button_get_active (get_check (terms, "組織の名称")));
  g_assert_false (gtk_check_button_get_active (get_check (terms, "住所")));
  kiroku_test_wait (is_not_looking, terms, "what comes of it");
  kiroku_test_close_terms (terms);
  g_assert_true (kiroku_test_shows (review.saver, "1 value left out"));
  kiroku_test_close (review.window, review.page);
}

/* A recipient of one case is none of another's. */
static void
test_other_case (Fixture *fixture, gconstpointer data)
{
  Review review;
  GtkWidget *terms;

  open_review (fixture, &review);
  terms = kiroku_test_open_terms (review.saver);
  adw_combo_row_set_selected (kiroku_test_get_id (terms, "marking"), 7);
  gtk_editable_set_text (kiroku_test_get_id (terms, "other"), "restricted");
  g_assert_true (kiroku_test_shows (review.saver, "restricted"));
  kiroku_test_close_terms (terms);
  kiroku_review_page_set_model (KIROKU_REVIEW_PAGE (review.page), NULL);
  g_assert_false (kiroku_test_shows (review.saver, "restricted"));
  kiroku_review_page_set_model (KIROKU_REVIEW_PAGE (review.page), fixture->book->model);
  g_assert_false (kiroku_test_shows (review.saver, "restricted"));
  kiroku_test_close (review.window, review.page);
}

#define ADD(path, func) g_test_add ("/ui/paper-window/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  kiroku_test_init (&argc, &argv);
  ADD ("shows-the-pages-of-the-file", test_same_pages);
  ADD ("shows-every-kind-of-report", test_every_kind);
  ADD ("what-was-shown-is-saved", test_saved_as_shown);
  ADD ("what-was-shown-is-printed", test_printed);
  ADD ("saved-again-it-is-recorded-once", test_recorded_once);
  ADD ("what-could-not-be-recorded-is-recorded-the-next-time", test_recorded_after_failure);
  ADD ("each-save-is-told-what-came-of-the-recording", test_recording_awaited);
  ADD ("what-was-shown-is-signed", test_signed);
  ADD ("memory-does-not-grow-with-the-pages", test_bounded);
  ADD ("goes-to-a-page-and-is-closed-by-escape", test_window);
  ADD ("saves-what-it-shows", test_saved_from_window);
  ADD ("cancelled-it-leaves-nothing-behind", test_cancel);
  ADD ("cancelled-while-values-are-left-out-it-leaves-nothing-behind", test_cancel_withheld);
  ADD ("says-why-a-page-cannot-be-drawn", test_page_failure);
  ADD ("says-why-there-are-no-pages", test_failure);
  ADD ("is-opened-from-where-a-report-is-saved", test_button);
  ADD ("closed-while-it-saves-or-prints-it-stops", test_closed_while_saving);
  ADD ("the-program-stays-until-saving-has-ended", test_program_stays);
  ADD ("is-in-the-way-of-no-erasure", test_erased);
  ADD ("closed-it-is-in-the-way-of-nothing", test_closed_before_erasure);
  ADD ("sees-what-another-program-erased", test_erased_by_other_program);
  ADD ("what-another-program-erased-is-noticed-at-once", test_noticed_at_once);
  ADD ("what-was-erased-since-is-not-saved", test_erased_not_saved);
  ADD ("recipient-marking-and-what-is-left-out-are-in-the-file", test_addressed);
  ADD ("what-is-left-out-is-not-shown", test_shown_addressed);
  ADD ("recipient-marking-and-what-is-left-out-are-chosen", test_popover);
  ADD ("what-was-recorded-since-can-be-left-out-too", test_recorded_since);
  ADD ("what-was-chosen-is-of-one-case", test_other_case);
  return g_test_run ();
}
