/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-document-private.h"

/* More pixels each way than any page can show: a small file can promise very many. */
#define SIDE_MAX 10000
/* Where width and height stand, from the file's start, and the end of them (ISO/IEC 15948, 5.2 and 11.2.2). */
#define WIDTH_AT 16
#define HEIGHT_AT 20
#define SIZES_END 24

/* What is left to be read. */
typedef struct
{
  const guint8 *bytes;
  gsize length;
} Rest;

static cairo_status_t
read_cb (void *closure, unsigned char *data, unsigned int length)
{
  Rest *rest = closure;

  if (length > rest->length)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, rest->bytes, length);
  rest->bytes += length;
  rest->length -= length;
  return CAIRO_STATUS_SUCCESS;
}

static guint32
get_size (const guint8 *bytes, gsize at)
{
  guint32 size;

  memcpy (&size, bytes + at, sizeof size);
  return GUINT32_FROM_BE (size);
}

/* Before room is made for it. */
static gboolean
is_small_enough (const Rest *file)
{
  return file->length >= SIZES_END && get_size (file->bytes, WIDTH_AT) <= SIDE_MAX
         && get_size (file->bytes, HEIGHT_AT) <= SIDE_MAX;
}

/* On white, for an archive may hold nothing transparent (ISO 19005-1, 6.4). (transfer full) (nullable): there is no memory for it */
static cairo_surface_t *
flatten (cairo_surface_t *image)
{
  cairo_surface_t *flat = cairo_image_surface_create (CAIRO_FORMAT_RGB24,
                                                      cairo_image_surface_get_width (image),
                                                      cairo_image_surface_get_height (image));
  cairo_t *cr = cairo_create (flat);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_set_source_surface (cr, image, 0, 0);
  cairo_paint (cr);
  if (cairo_status (cr) != CAIRO_STATUS_SUCCESS || cairo_surface_status (flat) != CAIRO_STATUS_SUCCESS)
    g_clear_pointer (&flat, cairo_surface_destroy);
  cairo_destroy (cr);
  return flat;
}

gboolean
kiroku_document_add_image (
    KirokuDocument *document, GBytes *png, double width, const char *caption, GError **error)
{
  Rest rest;
  cairo_surface_t *image, *flat;
  cairo_status_t status = CAIRO_STATUS_READ_ERROR;
  KirokuBlock *block;

  g_return_val_if_fail (document != NULL && png != NULL, FALSE);
  g_return_val_if_fail (width > 0 && caption != NULL, FALSE);

  rest.bytes = g_bytes_get_data (png, &rest.length);
  image = is_small_enough (&rest) ? cairo_image_surface_create_from_png_stream (read_cb, &rest) : NULL;
  if (image != NULL)
    status = cairo_surface_status (image);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, KIROKU_DOCUMENT_ERROR, KIROKU_DOCUMENT_ERROR_RENDER,
                   _ ("The picture “%s” is no PNG that can be read, or has more than %d pixels a side: save it "
                      "anew as PNG"),
                   caption, SIDE_MAX);
      g_clear_pointer (&image, cairo_surface_destroy);
      return FALSE;
    }
  flat = flatten (image);
  cairo_surface_destroy (image);
  if (flat == NULL)
    {
      g_set_error (error, KIROKU_DOCUMENT_ERROR, KIROKU_DOCUMENT_ERROR_RENDER,
                   _ ("There is no room for the picture “%s”: make it smaller"), caption);
      return FALSE;
    }
  block = kiroku_document_add_block (document, KIROKU_BLOCK_IMAGE, caption);
  block->height = width;
  block->image = flat;
  return TRUE;
}
