/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-asset-form.h"

#include <glib/gi18n.h>

#include "kiroku-page-write.h"

struct _KirokuAssetForm
{
  AdwBin parent_instance;

  KirokuSmallForm *form;
  GtkEntry *name;
  GtkDropDown *type;
  GtkDropDown *state;
  GtkEntry *address;
  GtkEntry *owner;
  GtkEntry *note;
  GtkDropDown *tlp;

  KirokuCaseModel *model;
  GPtrArray *assets; /* (nullable) that are there already */
  char *known;       /* (nullable) name of the one that is changed */
};

G_DEFINE_FINAL_TYPE (KirokuAssetForm, kiroku_asset_form, ADW_TYPE_BIN)

enum
{
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
close_cb (KirokuAssetForm *self)
{
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
written_cb (GtkWidget *widget, GPtrArray *entries, const GError *error)
{
  KirokuAssetForm *self = KIROKU_ASSET_FORM (widget);

  kiroku_small_form_set_busy (self->form, FALSE);
  if (error != NULL)
    kiroku_small_form_show_error (self->form, error->message, NULL);
  else
    close_cb (self);
}

static gboolean
check_name (KirokuAssetForm *self, const char *name)
{
  if (name == NULL)
    kiroku_small_form_show_error (self->form, _ ("Say which it is: a name, such as FS01."),
                                  self->name);
  else if (self->known == NULL && self->assets != NULL
           && kiroku_asset_find (self->assets, name) != NULL)
    kiroku_small_form_show_error (self->form, _ ("It is in the list already: change it there."),
                                  self->name);
  else
    return TRUE;
  return FALSE;
}

static void
submit_cb (KirokuAssetForm *self)
{
  g_autofree char *name = NULL, *address = NULL, *owner = NULL, *note = NULL;
  KirokuAsset asset;

  kiroku_small_form_show_error (self->form, NULL, NULL);
  if (self->known != NULL)
    name = g_strdup (self->known);
  else if (!kiroku_small_form_read (self->form, self->name, &name))
    return;
  if (!check_name (self, name) || !kiroku_small_form_read (self->form, self->address, &address)
      || !kiroku_small_form_read (self->form, self->owner, &owner)
      || !kiroku_small_form_read (self->form, self->note, &note))
    return;
  asset = (KirokuAsset){ .name = name,
                         .type = gtk_drop_down_get_selected (self->type),
                         .state = gtk_drop_down_get_selected (self->state),
                         .address = address,
                         .owner = owner,
                         .note = note,
                         .tlp = (KirokuTlp) gtk_drop_down_get_selected (self->tlp) - 1 };
  kiroku_small_form_set_busy (self->form, TRUE);
  kiroku_page_write (self->model, kiroku_draft_asset_set (&asset, NULL, NULL), GTK_WIDGET (self),
                     written_cb);
}

/* --- Building --- */

static void
build (KirokuAssetForm *self)
{
  const char *types[KIROKU_N_ASSET_TYPES + 1] = { NULL };
  const char *states[KIROKU_N_ASSET_STATES + 1] = { NULL };

  for (guint i = 0; i < KIROKU_N_ASSET_TYPES; i++)
    types[i] = kiroku_asset_type_name (i);
  for (guint i = 0; i < KIROKU_N_ASSET_STATES; i++)
    states[i] = kiroku_asset_state_name (i);
  self->form = KIROKU_SMALL_FORM (kiroku_small_form_new (_ ("Record"), 1));
  self->name = kiroku_small_form_add_entry (self->form, C_ ("asset", "Name"), NULL);
  self->type = kiroku_small_form_add_choice (self->form, C_ ("asset", "Type"), types);
  self->state = kiroku_small_form_add_choice (self->form, C_ ("asset", "State"), states);
  self->address = kiroku_small_form_add_entry (self->form, C_ ("asset", "Address"), NULL);
  self->owner = kiroku_small_form_add_entry (self->form, C_ ("asset", "In charge"), NULL);
  self->note = kiroku_small_form_add_entry (self->form, C_ ("asset", "Note"), NULL);
  self->tlp = kiroku_small_form_add_tlp (self->form);
  g_signal_connect_swapped (self->form, "submit", G_CALLBACK (submit_cb), self);
  g_signal_connect_swapped (self->form, "cancel", G_CALLBACK (close_cb), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->form));
}

static void
set_text (GtkEntry *entry, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (entry), text != NULL ? text : "");
}

static void
fill (KirokuAssetForm *self, const KirokuAsset *asset)
{
  self->known = g_strdup (asset->name);
  set_text (self->name, asset->name);
  gtk_widget_set_sensitive (GTK_WIDGET (self->name), FALSE);
  gtk_drop_down_set_selected (self->type, asset->type);
  gtk_drop_down_set_selected (self->state, asset->state);
  set_text (self->address, asset->address);
  set_text (self->owner, asset->owner);
  set_text (self->note, asset->note);
  gtk_drop_down_set_selected (self->tlp, (guint) (asset->tlp + 1));
}

static void
kiroku_asset_form_dispose (GObject *object)
{
  KirokuAssetForm *self = KIROKU_ASSET_FORM (object);

  g_clear_object (&self->model);
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

  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
kiroku_asset_form_init (KirokuAssetForm *self)
{
  build (self);
}

GtkWidget *
kiroku_asset_form_new (KirokuCaseModel *model, const KirokuAsset *asset, GPtrArray *assets)
{
  KirokuAssetForm *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);

  self = g_object_new (KIROKU_TYPE_ASSET_FORM, NULL);
  self->model = g_object_ref (model);
  if (assets != NULL)
    self->assets = g_ptr_array_ref (assets);
  if (asset != NULL)
    fill (self, asset);
  return GTK_WIDGET (self);
}
