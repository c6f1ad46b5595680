/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-page-pictures.h"

/* Pixels a point, about 325 an inch, beyond which a page takes more memory and shows no more: 40 MB for an A4 one. */
#define DENSEST 4.5

struct _KirokuPagePictures
{
  KirokuPageDraw draw; /* (nullable) */
  gpointer user_data;
  GDestroyNotify destroy;
  GHashTable *textures; /* page → GdkTexture */
};

KirokuPagePictures *
kiroku_page_pictures_new (void)
{
  KirokuPagePictures *self = g_new0 (KirokuPagePictures, 1);

  self->textures = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  return self;
}

void
kiroku_page_pictures_free (KirokuPagePictures *self)
{
  kiroku_page_pictures_set_draw (self, NULL, NULL, NULL);
  g_hash_table_unref (self->textures);
  g_free (self);
}

void
kiroku_page_pictures_set_draw (KirokuPagePictures *self,
                               KirokuPageDraw draw,
                               gpointer user_data,
                               GDestroyNotify destroy)
{
  GDestroyNotify before = self->destroy;
  gpointer data = self->user_data;

  self->draw = draw;
  self->user_data = user_data;
  self->destroy = destroy;
  g_hash_table_remove_all (self->textures);
  if (before != NULL)
    before (data);
}

/* @surface: (transfer full). (transfer full) */
static GdkTexture *
texture_from_surface (cairo_surface_t *surface)
{
  int stride = cairo_image_surface_get_stride (surface);
  int height = cairo_image_surface_get_height (surface);
  g_autoptr (GBytes) bytes = NULL;

  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                      (gsize) stride * height,
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  return gdk_memory_texture_new (cairo_image_surface_get_width (surface), height,
                                 GDK_MEMORY_DEFAULT, bytes, stride);
}

/* A page that is there. (transfer full) (nullable) */
static GdkTexture *
draw_page (
    KirokuPagePictures *self, guint page, double width, double height, double scale, int device)
{
  const double density = MIN (scale * device, DENSEST);
  const double fraction = density / scale;
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_ARGB32, MAX ((int) (width * fraction), 1), MAX ((int) (height * fraction), 1));
  cairo_t *cr = cairo_create (surface);
  gboolean drawn;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, density, density);
  cairo_set_source_rgb (cr, 0, 0, 0);
  drawn = self->draw (cr, page, self->user_data);
  cairo_destroy (cr);
  if (drawn)
    return texture_from_surface (surface);
  cairo_surface_destroy (surface);
  return NULL;
}

GdkTexture *
kiroku_page_pictures_get (KirokuPagePictures *self,
                          guint page,
                          double width,
                          double height,
                          double scale,
                          int device)
{
  GdkTexture *texture = g_hash_table_lookup (self->textures, GUINT_TO_POINTER (page));

  if (texture == NULL && self->draw != NULL && self->draw (NULL, page, self->user_data)
      && (texture = draw_page (self, page, width, height, scale, device)) != NULL)
    g_hash_table_insert (self->textures, GUINT_TO_POINTER (page), texture);
  return texture;
}

void
kiroku_page_pictures_forget (KirokuPagePictures *self)
{
  g_hash_table_remove_all (self->textures);
}

void
kiroku_page_pictures_forget_one (KirokuPagePictures *self, guint page)
{
  g_hash_table_remove (self->textures, GUINT_TO_POINTER (page));
}

void
kiroku_page_pictures_forget_far (KirokuPagePictures *self, guint first, guint last)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->textures);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (GPOINTER_TO_UINT (key) + 1 < first || GPOINTER_TO_UINT (key) > last + 1)
      g_hash_table_iter_remove (&iter);
}
