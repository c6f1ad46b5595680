/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-obligation-group.h"

#include "kiroku-ui.h"

/* The heading row is there in every group, and seen only in those that fold. */
#define N_HEADS 1

struct _KirokuObligationGroup
{
  AdwBin parent_instance;

  AdwPreferencesGroup *group;
  GtkListBox *list;
  AdwActionRow *head;
  GtkLabel *note;
  GtkLabel *count;
  GtkWidget *arrow;

  char *title;
  char *description;
  gboolean folding;
  gboolean open;
};

G_DEFINE_FINAL_TYPE (KirokuObligationGroup, kiroku_obligation_group, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_DESCRIPTION,
  PROP_FOLDING,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* (nullable) */
static GtkListBoxRow *
get_row (KirokuObligationGroup *self, guint position)
{
  return gtk_list_box_get_row_at_index (self->list, (int) (position + N_HEADS));
}

static gboolean
is_seen (KirokuObligationGroup *self)
{
  return !self->folding || self->open;
}

/* --- Folding --- */

static void
show_open (KirokuObligationGroup *self)
{
  GtkListBoxRow *row;

  for (guint i = 0; (row = get_row (self, i)) != NULL; i++)
    gtk_widget_set_visible (GTK_WIDGET (row), is_seen (self));
  if (self->open)
    gtk_widget_add_css_class (self->arrow, "open");
  else
    gtk_widget_remove_css_class (self->arrow, "open");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->head), GTK_ACCESSIBLE_STATE_EXPANDED,
                               self->open, -1);
}

static void
activated_cb (KirokuObligationGroup *self, GtkListBoxRow *row)
{
  if (row != GTK_LIST_BOX_ROW (self->head))
    return;
  self->open = !self->open;
  show_open (self);
}

/* --- Rows --- */

static void
take_out (KirokuObligationGroup *self, GtkListBoxRow *row)
{
  gtk_list_box_remove (self->list, GTK_WIDGET (row));
  gtk_widget_set_visible (GTK_WIDGET (row), TRUE);
}

static void
insert (KirokuObligationGroup *self, KirokuObligationRow *row, guint position)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (row));

  if (parent != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (parent), GTK_WIDGET (row));
  gtk_widget_set_visible (GTK_WIDGET (row), is_seen (self));
  gtk_list_box_insert (self->list, GTK_WIDGET (row), (int) (position + N_HEADS));
}

guint
kiroku_obligation_group_get_position (KirokuObligationGroup *self, KirokuObligationRow *row)
{
  g_return_val_if_fail (kiroku_obligation_group_contains (self, row), 0);

  return (guint) gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) - N_HEADS;
}

void
kiroku_obligation_group_place (KirokuObligationGroup *self,
                               KirokuObligationRow *row,
                               guint position)
{
  GtkListBoxRow *there;

  g_return_if_fail (KIROKU_IS_OBLIGATION_GROUP (self) && KIROKU_IS_OBLIGATION_ROW (row));

  if (kiroku_obligation_group_contains (self, row) && kiroku_obligation_row_is_in_use (row)
      && kiroku_obligation_group_get_position (self, row) >= position)
    while ((there = get_row (self, position)) != GTK_LIST_BOX_ROW (row))
      take_out (self, there);
  else if (get_row (self, position) != GTK_LIST_BOX_ROW (row))
    insert (self, row, position);
}

void
kiroku_obligation_group_trim (KirokuObligationGroup *self, guint n)
{
  GtkListBoxRow *row;
  g_autofree char *count = g_strdup_printf ("%u", n);

  g_return_if_fail (KIROKU_IS_OBLIGATION_GROUP (self));

  while ((row = get_row (self, n)) != NULL)
    take_out (self, row);
  gtk_label_set_text (self->count, count);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

void
kiroku_obligation_group_set_note (KirokuObligationGroup *self, const char *note)
{
  g_return_if_fail (KIROKU_IS_OBLIGATION_GROUP (self));

  gtk_label_set_text (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
}

gboolean
kiroku_obligation_group_contains (KirokuObligationGroup *self, KirokuObligationRow *row)
{
  g_return_val_if_fail (KIROKU_IS_OBLIGATION_GROUP (self), FALSE);

  return gtk_widget_get_parent (GTK_WIDGET (row)) == GTK_WIDGET (self->list);
}

gboolean
kiroku_obligation_group_focus_row (KirokuObligationGroup *self, guint position)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (KIROKU_IS_OBLIGATION_GROUP (self), FALSE);

  row = get_row (self, position);
  for (guint i = 0; row == NULL && get_row (self, i) != NULL; i++)
    if (get_row (self, i + 1) == NULL)
      row = get_row (self, i);
  if (row == NULL)
    return FALSE;
  if (!is_seen (self))
    return gtk_widget_grab_focus (GTK_WIDGET (self->head));
  return gtk_widget_child_focus (GTK_WIDGET (row), GTK_DIR_TAB_FORWARD);
}

/* --- The group --- */

static void
kiroku_obligation_group_set_property (GObject *object,
                                      guint id,
                                      const GValue *value,
                                      GParamSpec *spec)
{
  KirokuObligationGroup *self = KIROKU_OBLIGATION_GROUP (object);

  switch (id)
    {
    case PROP_TITLE:
      self->title = g_value_dup_string (value);
      break;
    case PROP_DESCRIPTION:
      self->description = g_value_dup_string (value);
      break;
    case PROP_FOLDING:
      self->folding = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
kiroku_obligation_group_constructed (GObject *object)
{
  KirokuObligationGroup *self = KIROKU_OBLIGATION_GROUP (object);

  G_OBJECT_CLASS (kiroku_obligation_group_parent_class)->constructed (object);

  if (self->folding)
    {
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->head), self->title);
      adw_action_row_set_subtitle (self->head, self->description);
      gtk_widget_set_visible (GTK_WIDGET (self->head), TRUE);
      show_open (self);
      return;
    }
  adw_preferences_group_set_title (self->group, self->title);
  adw_preferences_group_set_description (self->group, self->description);
}

static void
kiroku_obligation_group_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL); /* which is also a child of the template */
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_OBLIGATION_GROUP);

  G_OBJECT_CLASS (kiroku_obligation_group_parent_class)->dispose (object);
}

static void
kiroku_obligation_group_finalize (GObject *object)
{
  KirokuObligationGroup *self = KIROKU_OBLIGATION_GROUP (object);

  g_free (self->title);
  g_free (self->description);

  G_OBJECT_CLASS (kiroku_obligation_group_parent_class)->finalize (object);
}

static void
add_properties (GObjectClass *object_class)
{
  const GParamFlags flags
      = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  props[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, "", flags);
  props[PROP_FOLDING] = g_param_spec_boolean ("folding", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
kiroku_obligation_group_class_init (KirokuObligationGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = kiroku_obligation_group_set_property;
  object_class->constructed = kiroku_obligation_group_constructed;
  object_class->dispose = kiroku_obligation_group_dispose;
  object_class->finalize = kiroku_obligation_group_finalize;
  add_properties (object_class);

  gtk_widget_class_set_template_from_resource (
      widget_class, KIROKU_UI_RESOURCE "notifications/kiroku-obligation-group.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationGroup, group);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationGroup, list);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationGroup, head);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationGroup, note);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationGroup, count);
  gtk_widget_class_bind_template_child (widget_class, KirokuObligationGroup, arrow);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
kiroku_obligation_group_init (KirokuObligationGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
