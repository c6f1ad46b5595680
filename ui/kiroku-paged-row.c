/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-paged-row-private.h"

struct _KirokuPagedRow
{
  GObject parent_instance;
  GObject *item;
  KirokuPagedRowGone gone;
  gpointer owner;
  guint position;
};

G_DEFINE_FINAL_TYPE (KirokuPagedRow, kiroku_paged_row, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ITEM,
  PROP_POSITION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
kiroku_paged_row_dispose (GObject *object)
{
  KirokuPagedRow *self = KIROKU_PAGED_ROW (object);

  if (self->gone != NULL)
    self->gone (self->owner, self->position);
  kiroku_paged_row_orphan (self);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (kiroku_paged_row_parent_class)->dispose (object);
}

static void
kiroku_paged_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KirokuPagedRow *self = KIROKU_PAGED_ROW (object);

  switch (id)
    {
    case PROP_ITEM:
      g_value_set_object (value, self->item);
      break;
    case PROP_POSITION:
      g_value_set_uint (value, self->position);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kiroku_paged_row_class_init (KirokuPagedRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kiroku_paged_row_dispose;
  object_class->get_property = kiroku_paged_row_get_property;

  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, G_TYPE_OBJECT,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_POSITION] = g_param_spec_uint ("position", NULL, NULL, 0, G_MAXUINT, 0,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kiroku_paged_row_init (KirokuPagedRow *self)
{
}

KirokuPagedRow *
kiroku_paged_row_new (guint position, KirokuPagedRowGone gone, gpointer owner)
{
  KirokuPagedRow *self = g_object_new (KIROKU_TYPE_PAGED_ROW, NULL);

  self->position = position;
  self->gone = gone;
  self->owner = owner;
  return self;
}

void
kiroku_paged_row_orphan (KirokuPagedRow *self)
{
  g_return_if_fail (KIROKU_IS_PAGED_ROW (self));

  self->gone = NULL;
  self->owner = NULL;
}

void
kiroku_paged_row_set_item (KirokuPagedRow *self, gpointer item)
{
  g_return_if_fail (KIROKU_IS_PAGED_ROW (self));
  g_return_if_fail (item == NULL || G_IS_OBJECT (item));

  if (g_set_object (&self->item, item))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

guint
kiroku_paged_row_get_position (KirokuPagedRow *self)
{
  g_return_val_if_fail (KIROKU_IS_PAGED_ROW (self), 0);

  return self->position;
}

gpointer
kiroku_paged_row_get_item (KirokuPagedRow *self)
{
  g_return_val_if_fail (KIROKU_IS_PAGED_ROW (self), NULL);

  return self->item;
}
