/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-link-popover.h"

#include <glib/gi18n.h>

#include "kiroku-page-write.h"
#include "kiroku-text.h"

struct _KirokuLinkPopover
{
  KirokuPopover parent_instance;

  GtkDropDown *as;
  GtkDropDown *other;
  GtkEntry *reason;

  GPtrArray *cases; /* (nullable) (element-type KirokuCase): all but this one, as in the list; NULL
                       until read */
};

G_DEFINE_FINAL_TYPE (KirokuLinkPopover, kiroku_link_popover, KIROKU_TYPE_POPOVER)

/* As they stand in the list of the template. */
static const KirokuLinkAs relations[]
    = { KIROKU_LINK_RELATED, KIROKU_LINK_DUPLICATE, KIROKU_LINK_PARENT };

static void
save (KirokuPopover *popover)
{
  KirokuLinkPopover *self = KIROKU_LINK_POPOVER (popover);
  const guint chosen = gtk_drop_down_get_selected (self->other);
  g_autofree char *reason = kiroku_page_dup_typed (GTK_EDITABLE (self->reason));
  const KirokuCase *other;

  if (self->cases == NULL || chosen >= self->cases->len)
    {
      kiroku_popover_say (popover, _ ("Choose the other case"));
      gtk_widget_grab_focus (GTK_WIDGET (self->other));
      return;
    }
  other = g_ptr_array_index (self->cases, chosen);
  kiroku_popover_write (popover,
                        kiroku_link_draft (other->id, other->number,
                                           relations[gtk_drop_down_get_selected (self->as)],
                                           reason),
                        NULL);
}

/* --- The other cases --- */

static gpointer
read_cases (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_case_list (db, error);
}

/* @cases without this one, as the drop-down shows them. */
static void
offer (KirokuLinkPopover *self, GPtrArray *cases)
{
  const char *own
      = kiroku_case_model_get_case_id (kiroku_popover_get_model (KIROKU_POPOVER (self)));
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = cases->len; i-- > 0;)
    if (g_str_equal (((const KirokuCase *) g_ptr_array_index (cases, i))->id, own))
      g_ptr_array_remove_index (cases, i);
  for (guint i = 0; i < cases->len; i++)
    {
      const KirokuCase *incident = g_ptr_array_index (cases, i);
      g_autofree char *title = kiroku_text_visible (incident->title, TRUE);
      /* Translators: the number of a case, then its title. */
      g_autofree char *name = g_strdup_printf (C_ ("case", "%s  %s"), incident->number, title);

      gtk_string_list_append (names, name);
    }
  self->cases = g_ptr_array_ref (cases);
  gtk_drop_down_set_model (self->other, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->other, GTK_INVALID_LIST_POSITION);
  kiroku_popover_allow (KIROKU_POPOVER (self), cases->len > 0);
  if (cases->len == 0)
    kiroku_popover_say (KIROKU_POPOVER (self), _ ("There is no other case to link it with."));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuLinkPopover) self = user_data;
  KirokuCaseModel *model = kiroku_popover_get_model (KIROKU_POPOVER (self));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) cases = NULL;

  if (model == NULL) /* disposed meanwhile */
    return;
  cases = kiroku_store_run_finish (kiroku_book_get_store (kiroku_case_model_get_book (model)),
                                   result, &error);
  if (cases != NULL)
    offer (self, cases);
  else
    kiroku_popover_say (KIROKU_POPOVER (self), error->message);
}

/* --- The class --- */

static void
kiroku_link_popover_dispose (GObject *object)
{
  g_clear_pointer (&KIROKU_LINK_POPOVER (object)->cases, g_ptr_array_unref);

  G_OBJECT_CLASS (kiroku_link_popover_parent_class)->dispose (object);
}

static void
kiroku_link_popover_class_init (KirokuLinkPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KirokuPopoverClass *popover_class = KIROKU_POPOVER_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_link_popover_dispose;

  kiroku_popover_class_set_template (popover_class, "cases/kiroku-link-popover.ui");
  popover_class->save = save;
  gtk_widget_class_bind_template_child (widget_class, KirokuLinkPopover, as);
  gtk_widget_class_bind_template_child (widget_class, KirokuLinkPopover, other);
  gtk_widget_class_bind_template_child (widget_class, KirokuLinkPopover, reason);
}

static void
kiroku_link_popover_init (KirokuLinkPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_down_set_expression (
      self->other, gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));
}

GtkWidget *
kiroku_link_popover_new (KirokuCaseModel *model)
{
  KirokuLinkPopover *self;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);

  self = kiroku_popover_new (KIROKU_TYPE_LINK_POPOVER, model);
  kiroku_popover_set_heading (KIROKU_POPOVER (self), _ ("Link with another case"));
  kiroku_popover_set_verb (KIROKU_POPOVER (self), _ ("Link Cases"), FALSE);
  kiroku_popover_allow (KIROKU_POPOVER (self), FALSE); /* until the cases are there */
  kiroku_popover_ask (self->reason, _ ("Reason (may be left out)"));
  kiroku_store_run_async (kiroku_book_get_store (kiroku_case_model_get_book (model)),
                          KIROKU_STORE_SCREEN, KIROKU_STORE_PRIORITY_NOW, read_cases, NULL, NULL,
                          (GDestroyNotify) g_ptr_array_unref, NULL, read_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}
