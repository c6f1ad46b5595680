/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-page-print.h"

#include <glib/gi18n.h>

struct _KirokuPrintSheets
{
  GPtrArray *drawn; /* cairo_surface_t, one for each page */
  double width;     /* points */
  double height;
};

/* --- Drawing them once --- */

cairo_surface_t *
kiroku_page_record (KirokuPages *pages, guint page, GError **error)
{
  cairo_rectangle_t extents = { 0 };
  cairo_surface_t *surface;
  cairo_t *cr;
  gboolean drawn;

  g_return_val_if_fail (pages != NULL, NULL);

  kiroku_pages_get_size (pages, &extents.width, &extents.height);
  surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, &extents);
  cr = cairo_create (surface);
  drawn = kiroku_pages_draw (pages, page, cr, error);
  cairo_destroy (cr);
  if (!drawn)
    g_clear_pointer (&surface, cairo_surface_destroy);
  return surface;
}

static gboolean
check_number (guint n, GError **error)
{
  if (n <= KIROKU_PRINT_SHEETS_MAX)
    return TRUE;
  g_set_error (error, KIROKU_DOCUMENT_ERROR, KIROKU_DOCUMENT_ERROR_SIZE,
               _ ("these are %u pages, more than are printed at once: save the PDF and print that"),
               n);
  return FALSE;
}

KirokuPrintSheets *
kiroku_print_sheets_new (KirokuPages *pages,
                         KirokuPagesProgress progress,
                         gpointer progress_data,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (KirokuPrintSheets) self = NULL;
  guint n;

  g_return_val_if_fail (pages != NULL, NULL);

  n = kiroku_pages_get_n (pages);
  if (!check_number (n, error))
    return NULL;
  self = g_new0 (KirokuPrintSheets, 1);
  self->drawn = g_ptr_array_new_with_free_func ((GDestroyNotify) cairo_surface_destroy);
  kiroku_pages_get_size (pages, &self->width, &self->height);
  for (guint i = 0; i < n; i++)
    {
      cairo_surface_t *sheet = NULL;

      if (!g_cancellable_set_error_if_cancelled (cancellable, error))
        sheet = kiroku_page_record (pages, i, error);
      if (sheet == NULL)
        return NULL;
      g_ptr_array_add (self->drawn, sheet);
      if (progress != NULL)
        progress (i + 1, n, progress_data);
    }
  return g_steal_pointer (&self);
}

void
kiroku_print_sheets_free (KirokuPrintSheets *self)
{
  g_ptr_array_unref (self->drawn);
  g_free (self);
}

/* --- Printing --- */

static void
draw_page_cb (KirokuPrintSheets *sheets, GtkPrintContext *context, int page)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);

  cairo_set_source_surface (cr, g_ptr_array_index (sheets->drawn, page), 0, 0);
  cairo_paint (cr);
}

/* (transfer full) */
static GtkPageSetup *
make_page_setup (const KirokuPrintSheets *sheets)
{
  GtkPageSetup *setup = gtk_page_setup_new ();
  g_autoptr (GtkPaperSize) size = gtk_paper_size_new (GTK_PAPER_NAME_A4);

  gtk_page_setup_set_paper_size_and_default_margins (setup, size);
  gtk_page_setup_set_orientation (setup, sheets->width > sheets->height
                                             ? GTK_PAGE_ORIENTATION_LANDSCAPE
                                             : GTK_PAGE_ORIENTATION_PORTRAIT);
  return setup;
}

static void
free_sheets (gpointer sheets, GClosure *closure)
{
  kiroku_print_sheets_free (sheets);
}

GtkPrintOperation *
kiroku_print_sheets_make_operation (KirokuPrintSheets *sheets, const char *name)
{
  GtkPrintOperation *operation;
  g_autoptr (GtkPageSetup) setup = NULL;

  g_return_val_if_fail (sheets != NULL && name != NULL, NULL);

  operation = gtk_print_operation_new ();
  setup = make_page_setup (sheets);
  gtk_print_operation_set_job_name (operation, name);
  gtk_print_operation_set_n_pages (operation, (int) sheets->drawn->len);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (draw_page_cb), sheets, free_sheets,
                         G_CONNECT_SWAPPED);
  return operation;
}
