/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Draws page @page (from 0) on @cr, whose unit is the point and whose origin is the page's upper
 * left corner. The paper is white already. FALSE: the page is not there yet, and stays white until
 * kiroku_page_sheets_show_page() is called. @cr: NULL only asks whether it is there, before room is
 * made for its picture. */
typedef gboolean (*KirokuPageDraw) (cairo_t *cr, guint page, gpointer user_data);

/* What the pages look like that a KirokuPageSheets has on screen or near it: each is drawn once. */
typedef struct _KirokuPagePictures KirokuPagePictures;

/* (transfer full) */
KirokuPagePictures *kiroku_page_pictures_new (void);
void kiroku_page_pictures_free (KirokuPagePictures *self);
/* Other pages from here on. @draw: (nullable): none; called with @user_data until @destroy (nullable) is. */
void kiroku_page_pictures_set_draw (KirokuPagePictures *self,
                                    KirokuPageDraw draw,
                                    gpointer user_data,
                                    GDestroyNotify destroy);
/* @page (from 0), drawn unless that was done: @width by @height px with @scale px a point, of which the screen has
 * @device each way. (transfer none) (nullable): it is not there yet */
GdkTexture *kiroku_page_pictures_get (KirokuPagePictures *self,
                                      guint page,
                                      double width,
                                      double height,
                                      double scale,
                                      int device);
/* They are drawn anew when they are asked for. */
void kiroku_page_pictures_forget (KirokuPagePictures *self);
void kiroku_page_pictures_forget_one (KirokuPagePictures *self, guint page);
/* All but @first to @last and their neighbours, so that scrolling back and forth draws nothing. */
void kiroku_page_pictures_forget_far (KirokuPagePictures *self, guint first, guint last);

G_END_DECLS
