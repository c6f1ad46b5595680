/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-asset-section.h"

#include <glib/gi18n.h>

#include "kiroku-asset-form.h"

struct _KirokuAssetSection
{
  KirokuItemSection parent_instance;
};

G_DEFINE_FINAL_TYPE (KirokuAssetSection, kiroku_asset_section, KIROKU_TYPE_ITEM_SECTION)

static char *
dup_key (gconstpointer item)
{
  const KirokuAsset *asset = item;

  return g_strdup (asset->name);
}

static char *
dup_state (gconstpointer item)
{
  return g_strdup (((const KirokuAsset *) item)->hash);
}

static void
show_line (KirokuItemLine *line)
{
  const KirokuAsset *asset = line->item;
  g_autoptr (GString) subtitle = g_string_new (NULL);

  kiroku_item_line_append (subtitle, kiroku_asset_type_name (asset->type));
  kiroku_item_line_append (subtitle, asset->address);
  kiroku_item_line_append (subtitle, asset->owner);
  kiroku_item_line_append (subtitle, kiroku_tlp_name (asset->tlp));
  kiroku_item_line_append (subtitle, asset->note);
  kiroku_item_line_append (subtitle, asset->lacks ? _ ("part of it is withheld") : NULL);
  kiroku_item_line_show (line, asset->name, subtitle->str, kiroku_asset_state_name (asset->state),
                         asset->state == KIROKU_ASSET_WITHDRAWN);
}

static GtkWidget *
make_form (KirokuCaseModel *model, gconstpointer item, GPtrArray *items)
{
  return kiroku_asset_form_new (model, item, items);
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
kiroku_asset_section_class_init (KirokuAssetSectionClass *klass)
{
  KirokuItemSectionClass *section_class = KIROKU_ITEM_SECTION_CLASS (klass);

  section_class->copy_item = (GBoxedCopyFunc) kiroku_asset_copy;
  section_class->free_item = (GDestroyNotify) kiroku_asset_free;
  section_class->dup_key = dup_key;
  section_class->dup_state = dup_state;
  section_class->show_line = show_line;
  section_class->make_form = make_form;
}

static void
kiroku_asset_section_init (KirokuAssetSection *self)
{
  KirokuItemSection *section = KIROKU_ITEM_SECTION (self);

  kiroku_item_section_set_title (section, _ ("Assets"), _ ("Add an Asset…"));
  gtk_list_box_set_placeholder (kiroku_item_section_get_list (section), make_placeholder ());
}
