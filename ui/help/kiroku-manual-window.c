/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-manual-window.h"

#include <glib/gi18n.h>

#include "kiroku-manual.h"
#include "kiroku-page-write.h"
#include "kiroku-ui.h"

struct _KirokuManualWindow
{
  AdwWindow parent_instance;

  AdwFlap *flap;
  GtkSearchEntry *search;
  GtkListBox *list;
  GtkScrolledWindow *scroller;
  GtkBox *page;

  GPtrArray *pages; /* of KirokuManualPage */
  GPtrArray *past;  /* of const char *: ids of the pages that were left, the last one last */
  const KirokuManualPage *shown; /* (nullable): of @pages */
};

G_DEFINE_FINAL_TYPE (KirokuManualWindow, kiroku_manual_window, ADW_TYPE_WINDOW)

static void show (KirokuManualWindow *self, const KirokuManualPage *page);

/* --- One page --- */

static gboolean
link_cb (KirokuManualWindow *self, const char *id)
{
  kiroku_manual_window_show_page (self, id);
  return TRUE;
}

static GtkWidget *
make_label (KirokuManualWindow *self, const char *markup, const char *style)
{
  GtkWidget *label
      = g_object_new (GTK_TYPE_LABEL, "label", markup, "use-markup", TRUE, "wrap", TRUE,
                      "wrap-mode", PANGO_WRAP_WORD_CHAR, "xalign", 0.0, "hexpand", TRUE, NULL);

  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  g_signal_connect_object (label, "activate-link", G_CALLBACK (link_cb), self, G_CONNECT_SWAPPED);
  return label;
}

/* A sign, then what it stands for. */
static GtkWidget *
make_item (KirokuManualWindow *self, const char *sign, const char *markup)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "spacing", 9, NULL);

  gtk_box_append (GTK_BOX (box),
                  g_object_new (GTK_TYPE_LABEL, "label", sign, "valign", GTK_ALIGN_START, "xalign",
                                1.0, "width-chars", 2, NULL));
  gtk_box_append (GTK_BOX (box), make_label (self, markup, NULL));
  gtk_widget_add_css_class (box, "item");
  return box;
}

static GtkWidget *
make_note (KirokuManualWindow *self, const KirokuManualBlock *block)
{
  const gboolean warns = block->kind == KIROKU_MANUAL_WARNING;
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "spacing", 9, NULL);

  gtk_box_append (GTK_BOX (box),
                  g_object_new (GTK_TYPE_IMAGE, "icon-name",
                                warns ? "dialog-warning-symbolic" : "dialog-information-symbolic",
                                "valign", GTK_ALIGN_START, "accessible-role",
                                GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_box_append (GTK_BOX (box), make_label (self, block->markup, NULL));
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, warns ? "warns" : "note");
  return box;
}

/* Lines break between words: Pango would also break behind the hyphens of an option. (transfer
 * full) */
static char *
dup_unbroken (const char *markup)
{
  g_autoptr (GRegex) word = g_regex_new ("\\S+", 0, 0, NULL);

  return g_regex_replace (word, markup, -1, 0, "<span allow_breaks=\"false\">\\0</span>", 0, NULL);
}

/* What is to be typed is there to be copied. */
static GtkWidget *
make_screen (const KirokuManualBlock *block)
{
  g_autofree char *markup = dup_unbroken (block->markup);
  GtkWidget *label
      = g_object_new (GTK_TYPE_LABEL, "label", markup, "use-markup", TRUE, "wrap", TRUE,
                      "wrap-mode", PANGO_WRAP_WORD_CHAR, "selectable", TRUE, "xalign", 0.0, NULL);

  gtk_widget_add_css_class (label, "screen");
  gtk_widget_add_css_class (label, "card");
  kiroku_page_set_name (label, _ ("Commands"));
  return label;
}

static GtkWidget *
make_heading (KirokuManualWindow *self, const char *markup, const char *style)
{
  GtkWidget *label
      = g_object_new (GTK_TYPE_LABEL, "label", markup, "use-markup", TRUE, "wrap", TRUE, "xalign",
                      0.0, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, NULL);

  gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
make_block (KirokuManualWindow *self, const KirokuManualBlock *block)
{
  g_autofree char *number = NULL;

  switch (block->kind)
    {
    case KIROKU_MANUAL_HEADING:
      return make_heading (self, block->markup, "title-4");
    case KIROKU_MANUAL_BULLET:
      return make_item (self, "•", block->markup);
    case KIROKU_MANUAL_STEP:
      number = g_strdup_printf ("%u.", block->number);
      return make_item (self, number, block->markup);
    case KIROKU_MANUAL_TERM:
      return make_label (self, block->markup, "heading");
    case KIROKU_MANUAL_MEANING:
      return make_label (self, block->markup, "meaning");
    case KIROKU_MANUAL_SCREEN:
      return make_screen (block);
    case KIROKU_MANUAL_NOTE:
    case KIROKU_MANUAL_WARNING:
      return make_note (self, block);
    case KIROKU_MANUAL_TEXT:
    default:
      return make_label (self, block->markup, NULL);
    }
}

static void
fill_page (KirokuManualWindow *self)
{
  GtkWidget *child;
  g_autofree char *title = g_markup_escape_text (self->shown->title, -1);
  g_autofree char *summary = g_markup_escape_text (self->shown->summary, -1);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->page))) != NULL)
    gtk_box_remove (self->page, child);
  gtk_box_append (self->page, make_heading (self, title, "title-2"));
  if (summary[0] != '\0')
    gtk_box_append (self->page, make_label (self, summary, "dim-label"));
  for (guint i = 0; i < self->shown->blocks->len; i++)
    gtk_box_append (self->page, make_block (self, g_ptr_array_index (self->shown->blocks, i)));
}

/* --- The list of pages --- */

static const KirokuManualPage *
get_row_page (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "page");
}

static GtkListBoxRow *
find_row (KirokuManualWindow *self, const KirokuManualPage *page)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (get_row_page (row) == page)
      return row;
  return NULL;
}

static void
add_row (KirokuManualWindow *self, const KirokuManualPage *page)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row),
                              g_object_new (GTK_TYPE_LABEL, "label", page->title, "xalign", 0.0,
                                            "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL));
  g_object_set_data (G_OBJECT (row), "page", (gpointer) page);
  gtk_list_box_append (self->list, row);
}

/* The heading of a group, above its first page that is in the list. */
static void
update_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const KirokuManualPage *page = get_row_page (row);
  GtkWidget *label = NULL;

  if (before == NULL || g_strcmp0 (get_row_page (before)->group, page->group) != 0)
    {
      label
          = g_object_new (GTK_TYPE_LABEL, "label", page->group, "xalign", 0.0, "wrap", TRUE, NULL);
      gtk_widget_add_css_class (label, "caption-heading");
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_add_css_class (label, "manual-group");
    }
  gtk_list_box_row_set_header (row, label);
}

static gboolean
is_found (GtkListBoxRow *row, gpointer user_data)
{
  KirokuManualWindow *self = user_data;

  return kiroku_manual_page_contains (get_row_page (row),
                                      gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
search_changed_cb (KirokuManualWindow *self)
{
  gtk_list_box_invalidate_filter (self->list);
}

/* Enter shows the first page that was found. */
static void
search_activated_cb (KirokuManualWindow *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
      {
        gtk_list_box_select_row (self->list, row);
        return;
      }
}

static void
row_selected_cb (KirokuManualWindow *self, GtkListBoxRow *row)
{
  if (row == NULL || get_row_page (row) == self->shown)
    return;
  if (self->shown != NULL)
    g_ptr_array_add (self->past, self->shown->id);
  show (self, get_row_page (row));
}

/* --- Showing --- */

static void
show (KirokuManualWindow *self, const KirokuManualPage *page)
{
  self->shown = page;
  fill_page (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  gtk_list_box_select_row (self->list, find_row (self, page));
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "manual.back", self->past->len > 0);
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuManualWindow *self = KIROKU_MANUAL_WINDOW (widget);
  const char *id
      = self->past->len > 0 ? g_ptr_array_steal_index (self->past, self->past->len - 1) : NULL;

  if (id != NULL)
    show (self, kiroku_manual_find (self->pages, id));
}

static void
find_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuManualWindow *self = KIROKU_MANUAL_WINDOW (widget);

  adw_flap_set_reveal_flap (self->flap, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
sidebar_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuManualWindow *self = KIROKU_MANUAL_WINDOW (widget);

  adw_flap_set_reveal_flap (self->flap, !adw_flap_get_reveal_flap (self->flap));
}

static void
close_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

/* --- The class --- */

static void
kiroku_manual_window_dispose (GObject *object)
{
  KirokuManualWindow *self = KIROKU_MANUAL_WINDOW (object);

  if (self->list != NULL)
    gtk_list_box_set_filter_func (self->list, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_MANUAL_WINDOW);

  G_OBJECT_CLASS (kiroku_manual_window_parent_class)->dispose (object);
}

static void
kiroku_manual_window_finalize (GObject *object)
{
  KirokuManualWindow *self = KIROKU_MANUAL_WINDOW (object);

  g_clear_pointer (&self->past, g_ptr_array_unref);
  g_clear_pointer (&self->pages, g_ptr_array_unref);

  G_OBJECT_CLASS (kiroku_manual_window_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "manual.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "manual.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "manual.sidebar", NULL, sidebar_action);
  gtk_widget_class_install_action (widget_class, "manual.close", NULL, close_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "manual.back",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "manual.find",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F9, 0, "manual.sidebar", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "manual.close",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "manual.close", NULL);
}

static void
kiroku_manual_window_class_init (KirokuManualWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_manual_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = kiroku_manual_window_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "help/kiroku-manual-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuManualWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, KirokuManualWindow, search);
  gtk_widget_class_bind_template_child (widget_class, KirokuManualWindow, list);
  gtk_widget_class_bind_template_child (widget_class, KirokuManualWindow, scroller);
  gtk_widget_class_bind_template_child (widget_class, KirokuManualWindow, page);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  install_actions (widget_class);
}

static void
kiroku_manual_window_init (KirokuManualWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->past = g_ptr_array_new ();
  gtk_list_box_set_header_func (self->list, update_header, NULL, NULL);
  gtk_list_box_set_filter_func (self->list, is_found, self, NULL);
}

GtkWidget *
kiroku_manual_window_new (const char *language)
{
  KirokuManualWindow *self;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (language != NULL, NULL);

  self = g_object_new (KIROKU_TYPE_MANUAL_WINDOW, NULL);
  self->pages = kiroku_manual_load (language, &error);
  if (self->pages == NULL) /* it is in the program, and tests read it */
    g_error ("%s", error->message);
  for (guint i = 0; i < self->pages->len; i++)
    add_row (self, g_ptr_array_index (self->pages, i));
  return GTK_WIDGET (self);
}

void
kiroku_manual_window_show_page (KirokuManualWindow *self, const char *id)
{
  const KirokuManualPage *page;

  g_return_if_fail (KIROKU_IS_MANUAL_WINDOW (self) && id != NULL);

  page = kiroku_manual_find (self->pages, id);
  g_return_if_fail (page != NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_list_box_invalidate_filter (self->list);
  gtk_list_box_select_row (self->list, find_row (self, page));
}

const char *
kiroku_manual_window_get_page (KirokuManualWindow *self)
{
  g_return_val_if_fail (KIROKU_IS_MANUAL_WINDOW (self), NULL);

  return self->shown != NULL ? self->shown->id : NULL;
}
