/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-item-section.h"

#include <glib/gi18n.h>

#include "kiroku-form-button.h"
#include "kiroku-text.h"

typedef struct
{
  AdwPreferencesGroup *group;
  GtkBox *box;
  GtkListBox *list;

  KirokuCaseModel *model;
  GPtrArray *items;  /* (nullable) */
  GHashTable *lines; /* key → KirokuItemLine */
} KirokuItemSectionPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KirokuItemSection, kiroku_item_section, ADW_TYPE_BIN)

static KirokuItemSectionPrivate *
get_private (KirokuItemSection *self)
{
  return kiroku_item_section_get_instance_private (self);
}

static void
line_free (gpointer data)
{
  KirokuItemLine *line = data;

  KIROKU_ITEM_SECTION_GET_CLASS (line->section)->free_item (line->item);
  g_free (line);
}

/* --- Lines --- */

void
kiroku_item_line_append (GString *subtitle, const char *part)
{
  g_autofree char *visible = NULL;

  g_return_if_fail (subtitle != NULL);

  if (part == NULL || part[0] == '\0')
    return;
  visible = kiroku_text_visible (part, TRUE);
  g_string_append_printf (subtitle, "%s%s", subtitle->len > 0 ? " · " : "", visible);
}

void
kiroku_item_line_show (KirokuItemLine *line,
                       const char *title,
                       const char *subtitle,
                       const char *mark,
                       gboolean withdrawn)
{
  g_autofree char *visible = NULL;

  g_return_if_fail (line != NULL && title != NULL);

  visible = kiroku_text_visible (title, TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (line->row), visible);
  adw_action_row_set_subtitle (line->row, subtitle);
  gtk_label_set_text (line->mark, mark);
  if (withdrawn)
    gtk_widget_add_css_class (GTK_WIDGET (line->row), "withdrawn");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (line->row), "withdrawn");
}

static GtkWidget *
make_edit_form (gpointer owner)
{
  KirokuItemLine *line = owner;

  return KIROKU_ITEM_SECTION_GET_CLASS (line->section)
      ->make_form (get_private (line->section)->model, line->item, NULL);
}

/* After the other lines. @key: (transfer full) */
static KirokuItemLine *
add_line (KirokuItemSection *self, char *key)
{
  KirokuItemSectionPrivate *priv = get_private (self);
  KirokuItemSectionClass *klass = KIROKU_ITEM_SECTION_GET_CLASS (self);
  KirokuItemLine *line = g_new0 (KirokuItemLine, 1);

  line->section = self;
  line->row = ADW_ACTION_ROW (adw_action_row_new ());
  line->mark = GTK_LABEL (gtk_label_new (NULL));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (line->row), FALSE);
  adw_action_row_set_subtitle_lines (line->row, 2);
  gtk_widget_add_css_class (GTK_WIDGET (line->row), "mark");
  adw_action_row_add_suffix (line->row, GTK_WIDGET (line->mark));
  if (klass->add_buttons != NULL)
    klass->add_buttons (line);
  line->change = kiroku_form_button_new (_ ("Change"), "document-edit-symbolic", make_edit_form, line);
  adw_action_row_add_suffix (line->row, line->change);
  gtk_list_box_insert (priv->list, GTK_WIDGET (line->row), (int) g_hash_table_size (priv->lines));
  g_hash_table_insert (priv->lines, key, line);
  return line;
}

/* Whether something else is said of it than the line shows. */
static gboolean
is_another (const KirokuItemLine *line, gconstpointer item)
{
  KirokuItemSectionClass *klass = KIROKU_ITEM_SECTION_GET_CLASS (line->section);
  g_autofree char *before = line->item != NULL ? klass->dup_state (line->item) : NULL;
  g_autofree char *now = klass->dup_state (item);

  return before != NULL && !g_str_equal (before, now);
}

static void
show_item (KirokuItemSection *self, gpointer item)
{
  KirokuItemSectionClass *klass = KIROKU_ITEM_SECTION_GET_CLASS (self);
  g_autofree char *key = klass->dup_key (item);
  KirokuItemLine *line = g_hash_table_lookup (get_private (self)->lines, key);

  if (line == NULL)
    line = add_line (self, g_steal_pointer (&key));
  if (is_another (line, item))
    kiroku_form_button_outdate (KIROKU_FORM_BUTTON (line->change));
  g_clear_pointer (&line->item, klass->free_item);
  line->item = klass->copy_item (item);
  klass->show_line (line);
}

/* What is no longer there, such as a name that was erased by law, is not shown on. */
static void
remove_others (KirokuItemSection *self, GPtrArray *items)
{
  KirokuItemSectionPrivate *priv = get_private (self);
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  KirokuItemLine *line;
  char *key;

  for (guint i = 0; i < items->len; i++)
    g_hash_table_add (keys, KIROKU_ITEM_SECTION_GET_CLASS (self)->dup_key (items->pdata[i]));
  g_hash_table_iter_init (&iter, priv->lines);
  while (g_hash_table_iter_next (&iter, (gpointer *) &key, (gpointer *) &line))
    if (!g_hash_table_contains (keys, key))
      {
        gtk_list_box_remove (priv->list, GTK_WIDGET (line->row));
        g_hash_table_iter_remove (&iter);
      }
}

/* The buttons in the rows refer to the lines. */
static void
clear (KirokuItemSection *self)
{
  KirokuItemSectionPrivate *priv = get_private (self);
  GHashTableIter iter;
  KirokuItemLine *line;

  g_hash_table_iter_init (&iter, priv->lines);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &line))
    gtk_list_box_remove (priv->list, GTK_WIDGET (line->row));
  g_hash_table_remove_all (priv->lines);
  g_clear_pointer (&priv->items, g_ptr_array_unref);
}

/* --- The class --- */

static GtkWidget *
make_add_form (gpointer owner)
{
  KirokuItemSectionPrivate *priv = get_private (owner);

  return KIROKU_ITEM_SECTION_GET_CLASS (owner)->make_form (priv->model, NULL, priv->items);
}

static void
kiroku_item_section_dispose (GObject *object)
{
  KirokuItemSection *self = KIROKU_ITEM_SECTION (object);
  KirokuItemSectionPrivate *priv = get_private (self);

  if (priv->list != NULL)
    clear (self);
  priv->list = NULL;
  g_clear_object (&priv->model);

  G_OBJECT_CLASS (kiroku_item_section_parent_class)->dispose (object);
}

static void
kiroku_item_section_finalize (GObject *object)
{
  g_hash_table_unref (get_private (KIROKU_ITEM_SECTION (object))->lines);

  G_OBJECT_CLASS (kiroku_item_section_parent_class)->finalize (object);
}

static void
kiroku_item_section_class_init (KirokuItemSectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kiroku_item_section_dispose;
  object_class->finalize = kiroku_item_section_finalize;
}

static void
kiroku_item_section_init (KirokuItemSection *self)
{
  KirokuItemSectionPrivate *priv = get_private (self);

  priv->lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, line_free);
  priv->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  priv->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  priv->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (priv->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (priv->list), "boxed-list");
  gtk_box_append (priv->box, GTK_WIDGET (priv->list));
  adw_preferences_group_add (priv->group, GTK_WIDGET (priv->box));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (priv->group));
}

void
kiroku_item_section_set_model (KirokuItemSection *self, KirokuCaseModel *model)
{
  KirokuItemSectionClass *klass;

  g_return_if_fail (KIROKU_IS_ITEM_SECTION (self));

  klass = KIROKU_ITEM_SECTION_GET_CLASS (self);
  clear (self);
  g_set_object (&get_private (self)->model, model);
  gtk_widget_set_sensitive (GTK_WIDGET (self), model != NULL);
  if (klass->model_changed != NULL)
    klass->model_changed (self, model);
}

void
kiroku_item_section_show (KirokuItemSection *self, GPtrArray *items)
{
  KirokuItemSectionPrivate *priv;

  g_return_if_fail (KIROKU_IS_ITEM_SECTION (self) && items != NULL);

  priv = get_private (self);
  g_return_if_fail (priv->model != NULL);

  g_ptr_array_ref (items);
  g_clear_pointer (&priv->items, g_ptr_array_unref);
  priv->items = items;
  remove_others (self, items);
  for (guint i = 0; i < items->len; i++)
    show_item (self, g_ptr_array_index (items, i));
}

void
kiroku_item_section_set_title (KirokuItemSection *self, const char *title, const char *add)
{
  KirokuItemSectionPrivate *priv;

  g_return_if_fail (KIROKU_IS_ITEM_SECTION (self) && title != NULL && add != NULL);

  priv = get_private (self);
  adw_preferences_group_set_title (priv->group, title);
  adw_preferences_group_set_header_suffix (priv->group,
                                           kiroku_form_button_new (add, NULL, make_add_form, self));
}

GtkListBox *
kiroku_item_section_get_list (KirokuItemSection *self)
{
  g_return_val_if_fail (KIROKU_IS_ITEM_SECTION (self), NULL);

  return get_private (self)->list;
}

void
kiroku_item_section_add_below (KirokuItemSection *self, GtkWidget *widget)
{
  g_return_if_fail (KIROKU_IS_ITEM_SECTION (self) && GTK_IS_WIDGET (widget));

  gtk_box_append (get_private (self)->box, widget);
}

KirokuCaseModel *
kiroku_item_section_get_model (KirokuItemSection *self)
{
  g_return_val_if_fail (KIROKU_IS_ITEM_SECTION (self), NULL);

  return get_private (self)->model;
}

GPtrArray *
kiroku_item_section_get_items (KirokuItemSection *self)
{
  g_return_val_if_fail (KIROKU_IS_ITEM_SECTION (self), NULL);

  return get_private (self)->items;
}
