/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-page-sheets.h"

G_BEGIN_DECLS

/* A document as it will be printed: white sheets that scroll by wheel, touch and keyboard (arrows,
 * Page Up and Down, Home, End; Ctrl with +, −, 0 and 1 for the size), and which page is seen. */
#define KIROKU_TYPE_PAGE_PREVIEW (kiroku_page_preview_get_type ())
G_DECLARE_FINAL_TYPE (KirokuPagePreview, kiroku_page_preview, KIROKU, PAGE_PREVIEW, AdwBin)

GtkWidget *kiroku_page_preview_new (void);

/* @n_pages pages of @width × @height points, drawn by @draw when they come into view. The position
 * stays where it is as far as the new pages reach. */
void kiroku_page_preview_set_pages (KirokuPagePreview *self,
                                    guint n_pages,
                                    double width,
                                    double height,
                                    KirokuPageDraw draw,
                                    gpointer user_data,
                                    GDestroyNotify destroy);
/* The same pages show something else. */
void kiroku_page_preview_invalidate (KirokuPagePreview *self);
void kiroku_page_preview_scroll_to (KirokuPagePreview *self, guint page);
/* Which page is seen is shown elsewhere. */
void kiroku_page_preview_hide_number (KirokuPagePreview *self);
/* What scrolls in it: what is seen, and how large. (transfer none) */
KirokuPageSheets *kiroku_page_preview_get_sheets (KirokuPagePreview *self);
/* The page in the middle of the view, from 0. */
guint kiroku_page_preview_get_page (KirokuPagePreview *self);

G_END_DECLS
