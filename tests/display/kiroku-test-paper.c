/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-test-paper.h"

#include <string.h>

#define SQUARE 12
#define MAX_SQUARE_DIFFERENCE 40.0
#define MAX_MEAN_DIFFERENCE 1.5

/* --- Saving and printing --- */

typedef struct
{
  GAsyncResult *result;
} Answer;

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ((Answer *) user_data)->result = g_object_ref (result);
}

static gboolean
is_answered (gpointer answer)
{
  return ((Answer *) answer)->result != NULL;
}

gboolean
kiroku_test_save_paper (
    KirokuTestBook *book, KirokuPaperOrder *order, const char *path, GError **error)
{
  KirokuPaperProgress *progress = kiroku_paper_progress_new ();
  Answer answer = { NULL };
  g_autofree char *shortfall = NULL;
  gboolean saved;

  kiroku_paper_save_async (book->model, order, path, progress, NULL, answered_cb, &answer);
  kiroku_test_wait (is_answered, &answer, "the file");
  g_atomic_rc_box_release (progress);
  saved = kiroku_paper_save_finish (answer.result, &shortfall, error);
  g_object_unref (answer.result);
  return saved;
}

KirokuPrintSheets *
kiroku_test_make_sheets (KirokuTestBook *book,
                         KirokuPaperOrder *order,
                         KirokuPaperHeads **heads,
                         GError **error)
{
  KirokuPaperProgress *progress = kiroku_paper_progress_new ();
  Answer answer = { NULL };
  KirokuPrintSheets *sheets;

  kiroku_paper_print_async (book->model, order, progress, NULL, answered_cb, &answer);
  kiroku_test_wait (is_answered, &answer, "the sheets");
  g_atomic_rc_box_release (progress);
  sheets = kiroku_paper_print_finish (answer.result, heads, error);
  g_object_unref (answer.result);
  return sheets;
}

void
kiroku_test_print_sheets (KirokuPrintSheets *sheets, const char *path)
{
  g_autoptr (GtkPrintOperation) operation = kiroku_print_sheets_make_operation (sheets, "test");
  g_autoptr (GError) error = NULL;

  gtk_print_operation_set_allow_async (operation, FALSE);
  gtk_print_operation_set_export_filename (operation, path);
  g_assert_cmpint (
      gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error), ==,
      GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
}

/* --- Whom they are for --- */

static gboolean
has_keyboard (gpointer popover)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (popover));

  return focus != NULL && gtk_widget_is_ancestor (focus, popover) && gtk_widget_has_focus (focus);
}

GtkWidget *
kiroku_test_open_terms (GtkWidget *saver)
{
  GtkMenuButton *button = kiroku_test_get_id (saver, "terms");
  GtkWidget *terms = GTK_WIDGET (gtk_menu_button_get_popover (button));

  gtk_menu_button_popup (button);
  kiroku_test_wait (has_keyboard, terms, "the popover to have the keyboard");
  return terms;
}

static gboolean
is_closed (gpointer popover)
{
  return !gtk_widget_get_mapped (popover) && !has_keyboard (popover);
}

void
kiroku_test_close_terms (GtkWidget *terms)
{
  kiroku_test_keys ("Escape", NULL);
  kiroku_test_wait (is_closed, terms, "the popover to close");
}

/* --- Reading --- */

gboolean
kiroku_test_can_read_papers (void)
{
  g_autofree char *program = g_find_program_in_path ("pdftocairo");

  if (program == NULL)
    g_test_skip ("pdftocairo is missing: apt-get install poppler-utils");
  return program != NULL;
}

/* (transfer full) */
static char *
run_program (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return text;
}

char *
kiroku_test_read_words (const char *path)
{
  const char *const argv[] = { "pdftotext", "-raw", path, "-", NULL };

  return run_program (argv);
}

guint
kiroku_test_count (const char *text, const char *part)
{
  guint n = 0;

  for (; (text = strstr (text, part)) != NULL; text += strlen (part))
    n++;
  return n;
}

guint
kiroku_test_count_pages (const char *words)
{
  return kiroku_test_count (words, "\f");
}

char *
kiroku_test_read_size (const char *path)
{
  const char *const argv[] = { "pdfinfo", path, NULL };
  g_autofree char *text = run_program (argv);
  const char *size = strstr (text, "Page size:");

  g_assert_nonnull (size);
  return g_strndup (size, strcspn (size, "\n"));
}

cairo_surface_t *
kiroku_test_read_page (const char *path, guint page)
{
  g_autofree char *number = g_strdup_printf ("%u", page + 1);
  g_autofree char *resolution = g_strdup_printf ("%d", 72 * KIROKU_TEST_PAPER_SCALE);
  g_autofree char *stem = g_strconcat (path, "-page", NULL);
  g_autofree char *picture = g_strconcat (stem, ".png", NULL);
  const char *const argv[] = { "pdftocairo", "-png",    "-singlefile", "-r",  resolution, "-f",
                               number,       "-l",      number,        path,  stem,       NULL };
  g_autofree char *said = run_program (argv);
  cairo_surface_t *surface = cairo_image_surface_create_from_png (picture);

  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  return surface;
}

/* --- Looking --- */

/* From 0 (black) to 255. */
static double
get_brightness (cairo_surface_t *surface, int left, int top)
{
  const guint8 *bytes = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  guint64 sum = 0;

  for (int y = top; y < top + SQUARE; y++)
    for (int x = left; x < left + SQUARE; x++)
      {
        const guint32 *row = (const guint32 *) (gconstpointer) (bytes + (gsize) y * stride);

        sum += (row[x] >> 16 & 0xff) + (row[x] >> 8 & 0xff) + (row[x] & 0xff);
      }
  return (double) sum / (3 * SQUARE * SQUARE);
}

void
kiroku_test_assert_alike (cairo_surface_t *a, cairo_surface_t *b)
{
  int width = cairo_image_surface_get_width (a), height = cairo_image_surface_get_height (a);
  double sum = 0, worst = 0, darkest = 255;
  guint n = 0;

  for (int y = 0; y + SQUARE <= height; y += SQUARE)
    for (int x = 0; x + SQUARE <= width; x += SQUARE)
      {
        double brightness = get_brightness (a, x, y);
        double difference = ABS (brightness - get_brightness (b, x, y));

        sum += difference;
        worst = MAX (worst, difference);
        darkest = MIN (darkest, brightness);
        n++;
      }
  g_test_message ("mean difference %.2f, worst %.1f, darkest %.0f", sum / n, worst, darkest);
  g_assert_cmpfloat (worst, <, MAX_SQUARE_DIFFERENCE);
  g_assert_cmpfloat (sum / n, <, MAX_MEAN_DIFFERENCE);
  g_assert_cmpfloat (darkest, <, 200);
}
