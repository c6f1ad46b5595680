/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-contradiction-list.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-filing-text.h"
#include "kiroku-page-write.h"

struct _KirokuContradictionList
{
  AdwBin parent_instance;

  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (KirokuContradictionList, kiroku_contradiction_list, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
activated_cb (KirokuContradictionList *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[CHOSEN], 0, g_object_get_data (G_OBJECT (row), "form"));
}

static void
add_row (KirokuContradictionList *self, KirokuCaseModel *model, const char *form, const KirokuFiled *filed)
{
  KirokuBook *book = kiroku_case_model_get_book (model);
  const KirokuPackFormName *name
      = kiroku_pack_get_form_name (kiroku_book_get_pack (book), form);
  g_autofree char *title
      = g_strdup_printf ("%s %s", form,
                         name != NULL ? kiroku_pack_text (name->name, kiroku_book_get_language (book))
                                      : "");
  g_autofree char *text = kiroku_filed_dup_contradictions (filed, model);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "form", g_strdup (form), g_free);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static void
kiroku_contradiction_list_class_init (KirokuContradictionListClass *klass)
{
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kiroku_contradiction_list_init (KirokuContradictionList *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Filed with other values"));
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (group),
      _ ("What is known by now contradicts these forms. Consider a follow-up report."));
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (activated_cb), self,
                           G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->list);
  adw_bin_set_child (ADW_BIN (self), group);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
kiroku_contradiction_list_show (KirokuContradictionList *self,
                                KirokuCaseModel *model,
                                GHashTable *filings)
{
  g_autoptr (GList) forms = NULL;

  g_return_if_fail (KIROKU_IS_CONTRADICTION_LIST (self));

  kiroku_page_clear_list (GTK_LIST_BOX (self->list));
  forms = filings != NULL ? g_list_sort (g_hash_table_get_keys (filings), (GCompareFunc) strcmp) : NULL;
  for (const GList *form = forms; form != NULL; form = form->next)
    {
      const KirokuFiling *filing = g_hash_table_lookup (filings, form->data);
      const KirokuFiled *last
          = filing->filed->len > 0 ? g_ptr_array_index (filing->filed, filing->filed->len - 1) : NULL;

      if (last != NULL && last->contradicts->len > 0)
        add_row (self, model, form->data, last);
    }
  gtk_widget_set_visible (GTK_WIDGET (self),
                          gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0) != NULL);
}
