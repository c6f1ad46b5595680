/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-type-chooser.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-ui.h"

struct _KirokuTypeChooser
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  GtkLabel *label;
  GtkPopover *popover;
  GtkSearchEntry *search;
  GtkListBox *list;

  KirokuPack *pack;
  char *language;
  const KirokuPackType *chosen; /* belongs to the pack */
};

G_DEFINE_FINAL_TYPE (KirokuTypeChooser, kiroku_type_chooser, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const KirokuPackType *
get_type (KirokuTypeChooser *self, GtkListBoxRow *row)
{
  return g_ptr_array_index (kiroku_pack_get_types (self->pack), gtk_list_box_row_get_index (row));
}

/* (transfer full) */
static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal != NULL ? normal : text, -1);
}

static gboolean
contains (const char *text, const char *folded_part)
{
  g_autofree char *folded = fold (text);

  return strstr (folded, folded_part) != NULL;
}

static gboolean
filter (GtkListBoxRow *row, gpointer user_data)
{
  KirokuTypeChooser *self = user_data;
  const KirokuPackType *type = get_type (self, row);
  g_autofree char *part = fold (gtk_editable_get_text (GTK_EDITABLE (self->search)));

  return contains (type->name->ja, part) || contains (type->name->en, part)
         || contains (type->item.id, part);
}

static GtkListBoxRow *
get_first_found (KirokuTypeChooser *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LIST_BOX_ROW (child) && gtk_widget_get_child_visible (child))
      return GTK_LIST_BOX_ROW (child);
  return NULL;
}

static void
search_changed_cb (KirokuTypeChooser *self)
{
  gtk_list_box_invalidate_filter (self->list);
  gtk_list_box_select_row (self->list, get_first_found (self));
}

static void
choose (KirokuTypeChooser *self, GtkListBoxRow *row)
{
  kiroku_type_chooser_set_chosen (self, get_type (self, row)->item.id);
  gtk_popover_popdown (self->popover);
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
row_activated_cb (KirokuTypeChooser *self, GtkListBoxRow *row)
{
  choose (self, row);
}

static void
search_activated_cb (KirokuTypeChooser *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row != NULL && gtk_widget_get_child_visible (GTK_WIDGET (row)))
    choose (self, row);
}

static void
search_stopped_cb (KirokuTypeChooser *self)
{
  gtk_popover_popdown (self->popover);
}

static void
shown_cb (KirokuTypeChooser *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static GtkWidget *
make_row (KirokuTypeChooser *self, const KirokuPackType *type)
{
  GtkWidget *label = gtk_label_new (kiroku_pack_text (type->name, self->language));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  return label;
}

static void
kiroku_type_chooser_dispose (GObject *object)
{
  KirokuTypeChooser *self = KIROKU_TYPE_CHOOSER (object);

  if (self->list != NULL)
    gtk_list_box_set_filter_func (self->list, NULL, NULL, NULL);
  /* A bin must be told that the child goes which the template holds itself. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_TYPE_CHOOSER);
  g_clear_pointer (&self->pack, kiroku_pack_unref);
  g_clear_pointer (&self->language, g_free);

  G_OBJECT_CLASS (kiroku_type_chooser_parent_class)->dispose (object);
}

static void
kiroku_type_chooser_class_init (KirokuTypeChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_type_chooser_dispose;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "cases/kiroku-type-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuTypeChooser, button);
  gtk_widget_class_bind_template_child (widget_class, KirokuTypeChooser, label);
  gtk_widget_class_bind_template_child (widget_class, KirokuTypeChooser, popover);
  gtk_widget_class_bind_template_child (widget_class, KirokuTypeChooser, search);
  gtk_widget_class_bind_template_child (widget_class, KirokuTypeChooser, list);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
}

static void
kiroku_type_chooser_init (KirokuTypeChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self->list));
  kiroku_type_chooser_set_chosen (self, NULL);
}

void
kiroku_type_chooser_set_pack (KirokuTypeChooser *self, KirokuPack *pack, const char *language)
{
  GPtrArray *types;

  g_return_if_fail (KIROKU_IS_TYPE_CHOOSER (self));
  g_return_if_fail (pack != NULL && language != NULL && self->pack == NULL);

  self->pack = kiroku_pack_ref (pack);
  self->language = g_strdup (language);
  types = kiroku_pack_get_types (pack);
  for (guint i = 0; i < types->len; i++)
    gtk_list_box_append (self->list, make_row (self, g_ptr_array_index (types, i)));
  gtk_list_box_set_filter_func (self->list, filter, self, NULL);
}

const char *
kiroku_type_chooser_get_chosen (KirokuTypeChooser *self)
{
  g_return_val_if_fail (KIROKU_IS_TYPE_CHOOSER (self), NULL);

  return self->chosen != NULL ? self->chosen->item.id : NULL;
}

void
kiroku_type_chooser_set_chosen (KirokuTypeChooser *self, const char *id)
{
  const char *name;

  g_return_if_fail (KIROKU_IS_TYPE_CHOOSER (self));

  self->chosen = id != NULL && self->pack != NULL ? kiroku_pack_get_type (self->pack, id) : NULL;
  name = self->chosen != NULL ? kiroku_pack_text (self->chosen->name, self->language)
                              : _ ("Choose…");
  gtk_label_set_text (self->label, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, name, -1);
}

void
kiroku_type_chooser_open (KirokuTypeChooser *self)
{
  g_return_if_fail (KIROKU_IS_TYPE_CHOOSER (self));

  gtk_menu_button_popup (self->button);
}
