/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-asset-form.h"

#include <glib/gi18n.h>

struct _KirokuAssetForm
{
  KirokuSmallForm parent_instance;

  GtkEntry *name;
  GtkDropDown *type;
  GtkDropDown *state;
  GtkEntry *address;
  GtkEntry *owner;
  GtkEntry *note;
  GtkDropDown *tlp;

  GPtrArray *assets; /* (nullable) that are there already */
  char *known;       /* (nullable) name of the one that is changed */
  gboolean lacks;    /* not all of it is here */
};

G_DEFINE_FINAL_TYPE (KirokuAssetForm, kiroku_asset_form, KIROKU_TYPE_SMALL_FORM)

static gboolean
check_name (KirokuAssetForm *self, const char *name)
{
  KirokuSmallForm *form = KIROKU_SMALL_FORM (self);

  if (name == NULL)
    kiroku_small_form_show_error (form, _ ("Say which it is: a name, such as FS01."), self->name);
  else if (self->known == NULL && self->assets != NULL
           && kiroku_asset_find (self->assets, name) != NULL)
    kiroku_small_form_show_error (form, _ ("It is in the list already: change it there."),
                                  self->name);
  else
    return TRUE;
  return FALSE;
}

static void
kiroku_asset_form_submit (KirokuSmallForm *form)
{
  KirokuAssetForm *self = KIROKU_ASSET_FORM (form);
  g_autofree char *name = NULL, *address = NULL, *owner = NULL, *note = NULL;
  KirokuAsset asset;

  if (self->lacks)
    {
      kiroku_small_form_refuse_withheld (form);
      return;
    }
  if (self->known != NULL)
    name = g_strdup (self->known);
  else if (!kiroku_small_form_read (form, self->name, &name))
    return;
  if (!check_name (self, name) || !kiroku_small_form_read (form, self->address, &address)
      || !kiroku_small_form_read (form, self->owner, &owner)
      || !kiroku_small_form_read (form, self->note, &note))
    return;
  asset = (KirokuAsset){ .name = name,
                         .type = gtk_drop_down_get_selected (self->type),
                         .state = gtk_drop_down_get_selected (self->state),
                         .address = address,
                         .owner = owner,
                         .note = note,
                         .tlp = kiroku_small_form_get_tlp (self->tlp) };
  kiroku_small_form_write (form, kiroku_draft_asset_set (&asset, NULL, NULL));
}

/* --- Building --- */

static void
fill (KirokuAssetForm *self, const KirokuAsset *asset)
{
  self->known = g_strdup (asset->name);
  self->lacks = asset->lacks;
  kiroku_small_form_set_text (self->name, asset->name);
  gtk_widget_set_sensitive (GTK_WIDGET (self->name), FALSE);
  gtk_drop_down_set_selected (self->type, asset->type);
  gtk_drop_down_set_selected (self->state, asset->state);
  kiroku_small_form_set_text (self->address, asset->address);
  kiroku_small_form_set_text (self->owner, asset->owner);
  kiroku_small_form_set_text (self->note, asset->note);
  kiroku_small_form_set_tlp (self->tlp, asset->tlp);
}

static void
kiroku_asset_form_dispose (GObject *object)
{
  KirokuAssetForm *self = KIROKU_ASSET_FORM (object);

  g_clear_pointer (&self->assets, g_ptr_array_unref);

  G_OBJECT_CLASS (kiroku_asset_form_parent_class)->dispose (object);
}

static void
kiroku_asset_form_finalize (GObject *object)
{
  g_free (KIROKU_ASSET_FORM (object)->known);

  G_OBJECT_CLASS (kiroku_asset_form_parent_class)->finalize (object);
}

static void
kiroku_asset_form_class_init (KirokuAssetFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kiroku_asset_form_dispose;
  object_class->finalize = kiroku_asset_form_finalize;
  KIROKU_SMALL_FORM_CLASS (klass)->submit = kiroku_asset_form_submit;
}

static void
kiroku_asset_form_init (KirokuAssetForm *self)
{
  KirokuSmallForm *form = KIROKU_SMALL_FORM (self);
  const char *types[KIROKU_N_ASSET_TYPES + 1] = { NULL };
  const char *states[KIROKU_N_ASSET_STATES + 1] = { NULL };

  for (guint i = 0; i < KIROKU_N_ASSET_TYPES; i++)
    types[i] = kiroku_asset_type_name (i);
  for (guint i = 0; i < KIROKU_N_ASSET_STATES; i++)
    states[i] = kiroku_asset_state_name (i);
  self->name = kiroku_small_form_add_entry (form, C_ ("asset", "Name"), NULL);
  self->type = kiroku_small_form_add_choice (form, C_ ("asset", "Type"), types);
  self->state = kiroku_small_form_add_choice (form, C_ ("asset", "State"), states);
  self->address = kiroku_small_form_add_entry (form, C_ ("asset", "Address"), NULL);
  self->owner = kiroku_small_form_add_entry (form, C_ ("asset", "In charge"), NULL);
  self->note = kiroku_small_form_add_entry (form, C_ ("asset", "Note"), NULL);
  self->tlp = kiroku_small_form_add_tlp (form);
}

GtkWidget *
kiroku_asset_form_new (KirokuCaseModel *model, const KirokuAsset *asset, GPtrArray *assets)
{
  KirokuAssetForm *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);

  self = kiroku_small_form_new (KIROKU_TYPE_ASSET_FORM, model);
  if (assets != NULL)
    self->assets = g_ptr_array_ref (assets);
  if (asset != NULL)
    fill (self, asset);
  return GTK_WIDGET (self);
}
