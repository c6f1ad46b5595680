/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-test-look.h"

#include <math.h>
#include <string.h>

#define SHADES 64
#define PIXELS 20000

gboolean
kiroku_test_has_fonts (void)
{
  const char *const argv[] = { "fc-list", ":", "family", NULL };
  g_autofree char *families = NULL;

  if (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &families, NULL, NULL, NULL)
      && strstr (families, "IPAexGothic") != NULL && strstr (families, "IPAmjMincho") != NULL)
    return TRUE;
  g_test_skip ("fonts-ipaexfont-gothic or fonts-ipamj-mincho is not installed");
  return FALSE;
}

KirokuPages *
kiroku_test_lay_out (KirokuDocument *document)
{
  g_autoptr (GError) error = NULL;
  KirokuPages *pages = kiroku_document_layout (document, NULL, &error);

  g_assert_no_error (error);
  return pages;
}

static cairo_surface_t *
new_paper (int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_destroy (cr);
  return surface;
}

cairo_surface_t *
kiroku_test_draw_page (KirokuPages *pages, guint page, double scale)
{
  g_autoptr (GError) error = NULL;
  cairo_surface_t *surface;
  double width, height;
  cairo_t *cr;

  kiroku_pages_get_size (pages, &width, &height);
  surface = new_paper ((int) (width * scale), (int) (height * scale));
  cr = cairo_create (surface);
  cairo_scale (cr, scale, scale);
  kiroku_pages_draw (pages, page, cr, &error);
  g_assert_no_error (error);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* How dark the pixel is, 0 to 255; the paper around a page is white. */
static int
darkness (cairo_surface_t *surface, int x, int y)
{
  const guint8 *row;
  guint32 pixel;

  if (x >= cairo_image_surface_get_width (surface) || y >= cairo_image_surface_get_height (surface))
    return 0;
  row = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);
  pixel = ((const guint32 *) row)[x];
  return 255 - ((pixel >> 16 & 0xff) + (pixel >> 8 & 0xff) + (pixel & 0xff)) / 3;
}

/* All is said in black and white: a printer and a copier have no other ink. */
static void
check_grey (cairo_surface_t *drawn, const char *name)
{
  for (int y = 0; y < cairo_image_surface_get_height (drawn); y++)
    {
      const guint32 *row = (const guint32 *) (cairo_image_surface_get_data (drawn)
                                              + y * cairo_image_surface_get_stride (drawn));

      for (int x = 0; x < cairo_image_surface_get_width (drawn); x++)
        if ((row[x] >> 16 & 0xff) != (row[x] & 0xff) || (row[x] >> 8 & 0xff) != (row[x] & 0xff))
          g_error ("%s has a colour at %d, %d: #%06x", name, x, y, row[x] & 0xffffff);
    }
}

/* How many pixels are off; black in @difference. */
static guint
compare (cairo_surface_t *drawn, cairo_surface_t *wanted, cairo_surface_t *difference)
{
  g_autoptr (GArray) off = g_array_new (FALSE, FALSE, 2 * sizeof (int));
  cairo_t *cr = cairo_create (difference);

  for (int y = 0; y < cairo_image_surface_get_height (difference); y++)
    for (int x = 0; x < cairo_image_surface_get_width (difference); x++)
      if (ABS (darkness (drawn, x, y) - darkness (wanted, x, y)) > SHADES)
        {
          const int place[2] = { x, y };

          g_array_append_val (off, place);
          cairo_rectangle (cr, x, y, 1, 1);
        }
  cairo_fill (cr);
  cairo_destroy (cr);
  return off->len;
}

/* Says where to look. */
static void
fail_page (cairo_surface_t *drawn, cairo_surface_t *difference, const char *name, guint off)
{
  g_autofree char *folder = g_dir_make_tmp ("kiroku-pages-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *other = g_strconcat (folder, G_DIR_SEPARATOR_S "difference-", name, NULL);

  cairo_surface_write_to_png (drawn, path);
  cairo_surface_write_to_png (difference, other);
  g_test_message ("%s is another page by %u pixels: see %s and %s. If it is as it should be, run "
                  "tests/core/new-pages.py",
                  name, off, path, other);
  g_test_fail ();
}

static void
check_page (cairo_surface_t *drawn, const char *kind, const char *name)
{
  int width = cairo_image_surface_get_width (drawn);
  int height = cairo_image_surface_get_height (drawn);
  g_autofree char *path = g_build_filename (g_getenv ("KIROKU_TEST_DATA"), kind, name, NULL);
  cairo_surface_t *wanted = cairo_image_surface_create_from_png (path);
  cairo_surface_t *difference = new_paper (width, height);
  guint off;

  if (cairo_surface_status (wanted) != CAIRO_STATUS_SUCCESS)
    g_error ("%s: %s: run tests/core/new-pages.py", path,
             cairo_status_to_string (cairo_surface_status (wanted)));
  off = compare (drawn, wanted, difference);
  if (off > (guint) (width * height / PIXELS) || cairo_image_surface_get_height (wanted) > height)
    fail_page (drawn, difference, name, off);
  cairo_surface_destroy (wanted);
  cairo_surface_destroy (difference);
}

/* Whether there were @n pages. */
static void
expect_no_more (const char *kind, const char *name, guint n)
{
  g_autofree char *page = g_strdup_printf ("%s-%u.png", name, n + 1);
  g_autofree char *path = g_build_filename (g_getenv ("KIROKU_TEST_DATA"), kind, page, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    g_error ("%s is no page any more: run tests/core/new-pages.py", path);
}

void
kiroku_test_look (KirokuDocument *document, const char *folder, const char *name, double scale)
{
  const char *new_pages = g_getenv ("KIROKU_TEST_PAGES");
  g_autoptr (KirokuPages) pages = NULL;

  if (!kiroku_test_has_fonts ())
    return;
  pages = kiroku_test_lay_out (document);
  for (guint i = 0; i < kiroku_pages_get_n (pages); i++)
    {
      cairo_surface_t *drawn = kiroku_test_draw_page (pages, i, scale);
      g_autofree char *page = g_strdup_printf ("%s-%u.png", name, i + 1);
      g_autofree char *path = new_pages != NULL ? g_build_filename (new_pages, page, NULL) : NULL;

      check_grey (drawn, page);
      if (path != NULL)
        g_assert_cmpint (cairo_surface_write_to_png (drawn, path), ==, CAIRO_STATUS_SUCCESS);
      else
        check_page (drawn, folder, page);
      cairo_surface_destroy (drawn);
    }
  if (new_pages == NULL)
    expect_no_more (folder, name, kiroku_pages_get_n (pages));
}
