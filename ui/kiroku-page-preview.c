/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-page-preview.h"

#include <glib/gi18n.h>

#include "kiroku-ui.h"

struct _KirokuPagePreview
{
  AdwBin parent_instance;

  KirokuPageSheets *sheets;
  GtkLabel *number;
  gboolean hides_number;
};

G_DEFINE_FINAL_TYPE (KirokuPagePreview, kiroku_page_preview, ADW_TYPE_BIN)

static void
update_number (KirokuPagePreview *self)
{
  guint n_pages = kiroku_page_sheets_get_n_pages (self->sheets);
  guint page = MIN (kiroku_page_sheets_get_page (self->sheets) + 1, n_pages);
  /* Translators: the page seen, of how many. */
  g_autofree char *number = g_strdup_printf (_ ("%u / %u"), page, n_pages);
  g_autofree char *label = g_strdup_printf (_ ("Preview, page %u of %u"), page, n_pages);

  gtk_label_set_text (self->number, number);
  gtk_widget_set_visible (GTK_WIDGET (self->number), n_pages > 1 && !self->hides_number);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->sheets), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

static void
page_changed_cb (KirokuPagePreview *self)
{
  update_number (self);
}

static void
kiroku_page_preview_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_PAGE_PREVIEW);

  G_OBJECT_CLASS (kiroku_page_preview_parent_class)->dispose (object);
}

static void
kiroku_page_preview_class_init (KirokuPagePreviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kiroku_page_preview_dispose;

  g_type_ensure (KIROKU_TYPE_PAGE_SHEETS);
  gtk_widget_class_set_css_name (widget_class, "page-preview");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "kiroku-page-preview.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuPagePreview, sheets);
  gtk_widget_class_bind_template_child (widget_class, KirokuPagePreview, number);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
}

static void
kiroku_page_preview_init (KirokuPagePreview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_number (self);
}

GtkWidget *
kiroku_page_preview_new (void)
{
  return g_object_new (KIROKU_TYPE_PAGE_PREVIEW, NULL);
}

void
kiroku_page_preview_set_pages (KirokuPagePreview *self,
                               guint n_pages,
                               double width,
                               double height,
                               KirokuPageDraw draw,
                               gpointer user_data,
                               GDestroyNotify destroy)
{
  g_return_if_fail (KIROKU_IS_PAGE_PREVIEW (self));

  kiroku_page_sheets_set_pages (self->sheets, n_pages, width, height, draw, user_data, destroy);
  update_number (self);
}

void
kiroku_page_preview_invalidate (KirokuPagePreview *self)
{
  g_return_if_fail (KIROKU_IS_PAGE_PREVIEW (self));

  kiroku_page_sheets_invalidate (self->sheets);
}

void
kiroku_page_preview_scroll_to (KirokuPagePreview *self, guint page)
{
  g_return_if_fail (KIROKU_IS_PAGE_PREVIEW (self));

  kiroku_page_sheets_scroll_to (self->sheets, page);
}

guint
kiroku_page_preview_get_page (KirokuPagePreview *self)
{
  g_return_val_if_fail (KIROKU_IS_PAGE_PREVIEW (self), 0);

  return kiroku_page_sheets_get_page (self->sheets);
}

KirokuPageSheets *
kiroku_page_preview_get_sheets (KirokuPagePreview *self)
{
  g_return_val_if_fail (KIROKU_IS_PAGE_PREVIEW (self), NULL);

  return self->sheets;
}

void
kiroku_page_preview_hide_number (KirokuPagePreview *self)
{
  g_return_if_fail (KIROKU_IS_PAGE_PREVIEW (self));

  self->hides_number = TRUE;
  update_number (self);
}
