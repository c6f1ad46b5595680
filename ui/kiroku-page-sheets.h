/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "kiroku-page-pictures.h"

G_BEGIN_DECLS

/* The scrolled part of a KirokuPagePreview: pages of one size under each other, as wide as there is
 * room. Only what is on screen is drawn, once, and kept while it stays near. Put it into a
 * GtkScrolledWindow. */
#define KIROKU_TYPE_PAGE_SHEETS (kiroku_page_sheets_get_type ())
G_DECLARE_FINAL_TYPE (KirokuPageSheets, kiroku_page_sheets, KIROKU, PAGE_SHEETS, GtkWidget)

/* @width, @height: of a page, in points. */
void kiroku_page_sheets_set_pages (KirokuPageSheets *self,
                                   guint n_pages,
                                   double width,
                                   double height,
                                   KirokuPageDraw draw,
                                   gpointer user_data,
                                   GDestroyNotify destroy);
guint kiroku_page_sheets_get_n_pages (KirokuPageSheets *self);
/* What the pages show has changed: those on screen are drawn again. */
void kiroku_page_sheets_invalidate (KirokuPageSheets *self);

/* A page that was not there has come. */
void kiroku_page_sheets_show_page (KirokuPageSheets *self, guint page);

/* The page in the middle of the view, from 0. Property "page", notified. */
guint kiroku_page_sheets_get_page (KirokuPageSheets *self);
/* Brings the top of @page to the top of the view. */
void kiroku_page_sheets_scroll_to (KirokuPageSheets *self, guint page);

/* 1 fits the width of the view, or is the size on paper; between 0.25 and 4. Property "zoom". */
double kiroku_page_sheets_get_zoom (KirokuPageSheets *self);
void kiroku_page_sheets_set_zoom (KirokuPageSheets *self, double zoom);
/* One step larger or smaller. */
void kiroku_page_sheets_zoom_in (KirokuPageSheets *self);
void kiroku_page_sheets_zoom_out (KirokuPageSheets *self);
/* As wide as the view from now on (as in the beginning), or as large as on paper; with a zoom of 1. */
void kiroku_page_sheets_fit_width (KirokuPageSheets *self);
void kiroku_page_sheets_fit_paper (KirokuPageSheets *self);
/* Of the size on paper, at 96 px an inch. Property "percent", notified. */
guint kiroku_page_sheets_get_percent (KirokuPageSheets *self);

G_END_DECLS
