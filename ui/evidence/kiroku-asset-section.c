/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-asset-section.h"

#include <glib/gi18n.h>

#include "kiroku-asset-form.h"
#include "kiroku-form-button.h"
#include "kiroku-text.h"

struct _KirokuAssetSection
{
  AdwBin parent_instance;

  GtkListBox *list;

  KirokuCaseModel *model;
  GPtrArray *assets; /* (nullable) */
  GHashTable *lines; /* name → Line */
};

G_DEFINE_FINAL_TYPE (KirokuAssetSection, kiroku_asset_section, ADW_TYPE_BIN)

/* An asset and its row, a child of the list. */
typedef struct
{
  KirokuAssetSection *section;
  AdwActionRow *row;
  GtkLabel *state;
  KirokuAsset *asset;
} Line;

static void
line_free (gpointer data)
{
  Line *line = data;

  kiroku_asset_free (line->asset);
  g_free (line);
}

/* --- Rows --- */

static void
append (GString *text, const char *part)
{
  g_autofree char *visible = NULL;

  if (part == NULL || part[0] == '\0')
    return;
  visible = kiroku_text_visible (part, TRUE);
  g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", visible);
}

static void
show_line (Line *line)
{
  const KirokuAsset *asset = line->asset;
  g_autoptr (GString) subtitle = g_string_new (NULL);
  g_autofree char *name = kiroku_text_visible (asset->name, TRUE);

  append (subtitle, kiroku_asset_type_name (asset->type));
  append (subtitle, asset->address);
  append (subtitle, asset->owner);
  append (subtitle, kiroku_tlp_name (asset->tlp));
  append (subtitle, asset->note);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (line->row), name);
  adw_action_row_set_subtitle (line->row, subtitle->str);
  gtk_label_set_text (line->state, kiroku_asset_state_name (asset->state));
  if (asset->state == KIROKU_ASSET_WITHDRAWN)
    gtk_widget_add_css_class (GTK_WIDGET (line->row), "withdrawn");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (line->row), "withdrawn");
}

static GtkWidget *
make_edit_form (gpointer owner)
{
  Line *line = owner;

  return kiroku_asset_form_new (line->section->model, line->asset, NULL);
}

static Line *
add_line (KirokuAssetSection *self, const char *name)
{
  Line *line = g_new0 (Line, 1);

  line->section = self;
  line->row = ADW_ACTION_ROW (adw_action_row_new ());
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (line->row), FALSE);
  adw_action_row_set_subtitle_lines (line->row, 2);
  line->state = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (line->row), "mark");
  adw_action_row_add_suffix (line->row, GTK_WIDGET (line->state));
  adw_action_row_add_suffix (line->row,
                             kiroku_form_button_new (_ ("Change"), "document-edit-symbolic",
                                                     make_edit_form, line));
  gtk_list_box_append (self->list, GTK_WIDGET (line->row));
  g_hash_table_insert (self->lines, g_strdup (name), line);
  return line;
}

/* The buttons in the rows refer to the lines. */
static void
clear (KirokuAssetSection *self)
{
  GHashTableIter iter;
  Line *line;

  g_hash_table_iter_init (&iter, self->lines);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &line))
    gtk_list_box_remove (self->list, GTK_WIDGET (line->row));
  g_hash_table_remove_all (self->lines);
  g_clear_pointer (&self->assets, g_ptr_array_unref);
}

void
kiroku_asset_section_show (KirokuAssetSection *self, GPtrArray *assets)
{
  g_return_if_fail (KIROKU_IS_ASSET_SECTION (self) && assets != NULL && self->model != NULL);

  g_ptr_array_ref (assets);
  g_clear_pointer (&self->assets, g_ptr_array_unref);
  self->assets = assets;
  for (guint i = 0; i < assets->len; i++)
    {
      const KirokuAsset *asset = g_ptr_array_index (assets, i);
      Line *line = g_hash_table_lookup (self->lines, asset->name);

      if (line == NULL)
        line = add_line (self, asset->name);
      g_clear_pointer (&line->asset, kiroku_asset_free);
      line->asset = kiroku_asset_copy (asset);
      show_line (line);
    }
}

void
kiroku_asset_section_set_model (KirokuAssetSection *self, KirokuCaseModel *model)
{
  g_return_if_fail (KIROKU_IS_ASSET_SECTION (self));

  clear (self);
  g_set_object (&self->model, model);
  gtk_widget_set_sensitive (GTK_WIDGET (self), model != NULL);
}

/* --- Building --- */

static GtkWidget *
make_add_form (gpointer owner)
{
  KirokuAssetSection *self = owner;

  return kiroku_asset_form_new (self->model, NULL, self->assets);
}

static GtkWidget *
make_placeholder (void)
{
  GtkWidget *label = gtk_label_new (
      _ ("Nothing yet. Add the computers, accounts and data that are or may be affected."));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "evidence-content");
  return label;
}

static void
kiroku_asset_section_dispose (GObject *object)
{
  KirokuAssetSection *self = KIROKU_ASSET_SECTION (object);

  if (self->list != NULL)
    clear (self);
  self->list = NULL;
  g_clear_object (&self->model);

  G_OBJECT_CLASS (kiroku_asset_section_parent_class)->dispose (object);
}

static void
kiroku_asset_section_finalize (GObject *object)
{
  g_hash_table_unref (KIROKU_ASSET_SECTION (object)->lines);

  G_OBJECT_CLASS (kiroku_asset_section_parent_class)->finalize (object);
}

static void
kiroku_asset_section_class_init (KirokuAssetSectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kiroku_asset_section_dispose;
  object_class->finalize = kiroku_asset_section_finalize;
}

static void
kiroku_asset_section_init (KirokuAssetSection *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *list = gtk_list_box_new ();

  self->lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, line_free);
  self->list = GTK_LIST_BOX (list);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_placeholder (self->list, make_placeholder ());
  gtk_widget_add_css_class (list, "boxed-list");
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Assets"));
  adw_preferences_group_set_header_suffix (
      ADW_PREFERENCES_GROUP (group),
      kiroku_form_button_new (_ ("Add an Asset…"), NULL, make_add_form, self));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), list);
  adw_bin_set_child (ADW_BIN (self), group);
}
