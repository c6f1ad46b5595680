/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-page-preview.h"
#include "kiroku-test.h"

#define N_PAGES 200

typedef struct
{
  guint n_draws;
  guint draws[N_PAGES];
  double clip_width; /* of the last page drawn, in points */
  gboolean is_late;  /* no page is there yet */
  guint n_asked;
} Drawn;

static gboolean
draw_cb (cairo_t *cr, guint page, gpointer user_data)
{
  Drawn *drawn = user_data;
  double left, top, right, bottom;

  g_assert_cmpuint (page, <, N_PAGES);
  drawn->n_asked++;
  if (cr == NULL)
    return !drawn->is_late;
  g_assert_false (drawn->is_late); /* no picture is made for it */
  cairo_clip_extents (cr, &left, &top, &right, &bottom);
  drawn->clip_width = right - left;
  drawn->draws[page]++;
  drawn->n_draws++;
  return TRUE;
}

static GtkWidget *
build (Drawn *drawn)
{
  GtkWidget *preview = kiroku_page_preview_new ();

  kiroku_page_preview_set_pages (KIROKU_PAGE_PREVIEW (preview), N_PAGES, 595, 842, draw_cb, drawn,
                                 NULL);
  return preview;
}

static GtkWidget *
get_sheets (GtkWidget *preview)
{
  return GTK_WIDGET (gtk_widget_get_template_child (preview, KIROKU_TYPE_PAGE_PREVIEW, "sheets"));
}

static gboolean
shows_last (gpointer preview)
{
  return kiroku_page_preview_get_page (preview) == N_PAGES - 1;
}

static gboolean
shows_first (gpointer preview)
{
  return kiroku_page_preview_get_page (preview) == 0;
}

static void
test_visible_only (void)
{
  Drawn drawn = { 0 };
  GtkWidget *preview = build (&drawn);
  GtkWindow *window = kiroku_test_window (preview, 500, 800);

  gtk_test_widget_wait_for_draw (preview);
  g_assert_cmpuint (drawn.draws[0], ==, 1);
  g_assert_cmpuint (drawn.n_draws, <=, 2);
  g_assert_cmpfloat_with_epsilon (drawn.clip_width, 595, 3);

  gtk_widget_grab_focus (get_sheets (preview));
  kiroku_test_keys ("End", NULL);
  kiroku_test_wait (shows_last, preview, "the last page");
  gtk_test_widget_wait_for_draw (preview);
  g_assert_cmpuint (drawn.draws[N_PAGES - 1], ==, 1);
  g_assert_cmpuint (drawn.draws[N_PAGES / 2], ==, 0);
  g_assert_cmpuint (drawn.n_draws, <=, 5);
  kiroku_test_close (window, preview);
}

static void
test_drawn_once (void)
{
  Drawn drawn = { 0 };
  GtkWidget *preview = build (&drawn);
  GtkWindow *window = kiroku_test_window (preview, 500, 800);
  guint before;

  gtk_widget_grab_focus (get_sheets (preview));
  kiroku_test_keys ("Down", "Down", "Down", "Up", "Up", "Up", NULL);
  gtk_test_widget_wait_for_draw (preview);
  g_assert_cmpuint (drawn.draws[0], ==, 1);

  before = drawn.n_draws;
  kiroku_page_preview_invalidate (KIROKU_PAGE_PREVIEW (preview));
  gtk_test_widget_wait_for_draw (preview);
  g_assert_cmpuint (drawn.draws[0], ==, 2);
  g_assert_cmpuint (drawn.n_draws - before, <=, 2);
  kiroku_test_close (window, preview);
}

typedef struct
{
  GtkAdjustment *adjustment;
  double above;
} Scrolled;

static gboolean
is_scrolled (gpointer user_data)
{
  Scrolled *scrolled = user_data;

  return gtk_adjustment_get_value (scrolled->adjustment) > scrolled->above;
}

static void
test_keyboard (void)
{
  Drawn drawn = { 0 };
  GtkWidget *preview = build (&drawn);
  GtkWindow *window = kiroku_test_window (preview, 500, 800);
  GtkWidget *sheets = get_sheets (preview);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (sheets));

  gtk_widget_grab_focus (sheets);
  kiroku_test_keys ("Down", NULL);
  kiroku_test_wait (is_scrolled, &(Scrolled){ adjustment, 20 }, "Down");
  kiroku_test_keys ("Page_Down", NULL);
  kiroku_test_wait (is_scrolled, &(Scrolled){ adjustment, 600 }, "Page Down");
  kiroku_test_keys ("space", NULL);
  kiroku_test_wait (is_scrolled, &(Scrolled){ adjustment, 1300 }, "Space");
  kiroku_test_keys ("Home", NULL);
  kiroku_test_wait (shows_first, preview, "Home");
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);
  kiroku_test_close (window, preview);
}

static gboolean
is_zoomed (gpointer sheets)
{
  return kiroku_page_sheets_get_zoom (sheets) > 1.1;
}

static gboolean
is_fitting (gpointer sheets)
{
  return G_APPROX_VALUE (kiroku_page_sheets_get_zoom (sheets), 1, 1e-6);
}

static void
test_zoom (void)
{
  Drawn drawn = { 0 };
  GtkWidget *preview = build (&drawn);
  GtkWindow *window = kiroku_test_window (preview, 500, 800);
  GtkWidget *sheets = get_sheets (preview);
  GtkAdjustment *across = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (sheets));

  g_assert_cmpfloat (gtk_adjustment_get_upper (across), <=, 500);
  gtk_widget_grab_focus (sheets);
  kiroku_test_keys ("ctrl+equal", "ctrl+equal", NULL);
  kiroku_test_wait (is_zoomed, sheets, "a larger page");
  gtk_test_widget_wait_for_draw (preview);
  g_assert_cmpfloat (gtk_adjustment_get_upper (across), >, 600);
  kiroku_test_keys ("ctrl+0", NULL);
  kiroku_test_wait (is_fitting, sheets, "the page to fit again");
  kiroku_test_close (window, preview);
}

static gboolean
is_as_on_paper (gpointer sheets)
{
  return kiroku_page_sheets_get_percent (sheets) == 100;
}

/* Also when the window grows. */
static void
test_paper_size (void)
{
  Drawn drawn = { 0 };
  GtkWidget *preview = build (&drawn);
  GtkWindow *window = kiroku_test_window (preview, 500, 800);
  GtkWidget *sheets = get_sheets (preview);
  GtkAdjustment *across = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (sheets));

  g_assert_cmpuint (kiroku_page_sheets_get_percent (KIROKU_PAGE_SHEETS (sheets)), <, 60);
  gtk_widget_grab_focus (sheets);
  kiroku_test_keys ("ctrl+1", NULL);
  kiroku_test_wait (is_as_on_paper, sheets, "the page as large as on paper");
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_upper (across), 595 * 96 / 72.0 + 36, 2);
  kiroku_page_sheets_zoom_in (KIROKU_PAGE_SHEETS (sheets));
  gtk_test_widget_wait_for_draw (preview);
  g_assert_cmpuint (kiroku_page_sheets_get_percent (KIROKU_PAGE_SHEETS (sheets)), ==, 120);
  kiroku_test_keys ("ctrl+0", NULL);
  kiroku_test_wait (is_fitting, sheets, "the page to fit again");
  gtk_test_widget_wait_for_draw (preview);
  g_assert_cmpfloat (gtk_adjustment_get_upper (across), <=, 500);
  kiroku_test_close (window, preview);
}

/* What another thread draws comes when it comes. */
static void
test_late (void)
{
  Drawn drawn = { .is_late = TRUE };
  GtkWidget *preview = build (&drawn);
  GtkWindow *window = kiroku_test_window (preview, 500, 800);
  guint before;

  gtk_test_widget_wait_for_draw (preview);
  g_assert_cmpuint (drawn.n_asked, >=, 1);
  drawn.is_late = FALSE;
  before = drawn.draws[0];
  kiroku_page_sheets_show_page (KIROKU_PAGE_SHEETS (get_sheets (preview)), 0);
  gtk_test_widget_wait_for_draw (preview);
  g_assert_cmpuint (drawn.draws[0], ==, before + 1);
  gtk_widget_queue_draw (get_sheets (preview));
  gtk_test_widget_wait_for_draw (preview);
  g_assert_cmpuint (drawn.draws[0], ==, before + 1);
  kiroku_test_close (window, preview);
}

static void
test_says_page (void)
{
  Drawn drawn = { 0 };
  GtkWidget *preview = build (&drawn);
  GtkWindow *window = kiroku_test_window (preview, 500, 800);

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (get_sheets (preview)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Preview, page 1 of 200");
  kiroku_page_preview_scroll_to (KIROKU_PAGE_PREVIEW (preview), 41);
  gtk_test_widget_wait_for_draw (preview);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (get_sheets (preview)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Preview, page 42 of 200");
  kiroku_page_preview_set_pages (KIROKU_PAGE_PREVIEW (preview), 0, 0, 0, NULL, NULL, NULL);
  gtk_test_widget_wait_for_draw (preview);
  g_assert_cmpuint (kiroku_page_preview_get_page (KIROKU_PAGE_PREVIEW (preview)), ==, 0);
  kiroku_test_close (window, preview);
}

int
main (int argc, char **argv)
{
  kiroku_test_init (&argc, &argv);
  g_test_add_func ("/ui/page-preview/only-what-is-seen-is-drawn", test_visible_only);
  g_test_add_func ("/ui/page-preview/seen-pages-are-drawn-once", test_drawn_once);
  g_test_add_func ("/ui/page-preview/keyboard-scrolls", test_keyboard);
  g_test_add_func ("/ui/page-preview/fits-the-width-and-zooms", test_zoom);
  g_test_add_func ("/ui/page-preview/shows-the-size-on-paper", test_paper_size);
  g_test_add_func ("/ui/page-preview/a-page-that-comes-late-is-drawn-when-it-is-there", test_late);
  g_test_add_func ("/ui/page-preview/says-which-page", test_says_page);
  return g_test_run ();
}
