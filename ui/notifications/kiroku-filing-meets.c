/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-filing-meets.h"

#include <glib/gi18n.h>

#include "kiroku-obligation-row.h"
#include "kiroku-page-write.h"
#include "kiroku-text.h"

struct _KirokuFilingMeets
{
  GtkBox parent_instance;

  GtkWidget *list;
  GPtrArray *boxes; /* of Box */
};

typedef struct
{
  char *id;          /* of the deadline */
  GtkWidget *button; /* in @list */
} Box;

G_DEFINE_FINAL_TYPE (KirokuFilingMeets, kiroku_filing_meets, GTK_TYPE_BOX)

static void
box_free (gpointer data)
{
  Box *box = data;

  g_free (box->id);
  g_free (box);
}

/* --- Deadlines --- */

gboolean
kiroku_filing_may_meet (const KirokuObligation *obligation)
{
  g_return_val_if_fail (obligation != NULL, FALSE);

  return obligation->own && obligation->progress != KIROKU_PROGRESS_MET
         && obligation->standing != KIROKU_STANDING_NOT_APPLICABLE;
}

char *
kiroku_filing_dup_duty_name (const KirokuObligation *duty, KirokuBook *book)
{
  const char *language = kiroku_book_get_language (book);
  g_autofree char *recipient
      = kiroku_text_visible (kiroku_pack_text (duty->recipient, language), TRUE);
  g_autofree char *label = kiroku_text_visible (kiroku_pack_text (duty->label, language), TRUE);

  /* Translators: whom something is due to, then what. */
  return g_strdup_printf (C_ ("duty", "%s: %s"), recipient, label);
}

/* --- The boxes --- */

static void
add_box (KirokuFilingMeets *self, const KirokuObligation *duty, KirokuBook *book)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = kiroku_filing_dup_duty_name (duty, book);
  g_autofree char *due = kiroku_obligation_dup_due_text (duty, kiroku_book_get_zone (book));
  Box *box = g_new (Box, 1);

  *box = (Box){ g_strdup (duty->rule), gtk_check_button_new () };
  g_ptr_array_add (self->boxes, box);
  kiroku_page_set_name (box->button, name);
  gtk_widget_set_valign (box->button, GTK_ALIGN_CENTER);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), due);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), box->button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), box->button);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

void
kiroku_filing_meets_fill (KirokuFilingMeets *self, KirokuCaseModel *model, const char *met)
{
  GPtrArray *obligations;

  g_return_if_fail (KIROKU_IS_FILING_MEETS (self) && KIROKU_IS_CASE_MODEL (model));
  g_return_if_fail (self->boxes->len == 0 && kiroku_case_model_get_snapshot (model) != NULL);

  obligations = kiroku_case_model_get_snapshot (model)->obligations;
  for (guint i = 0; i < obligations->len; i++)
    {
      const KirokuObligation *obligation = g_ptr_array_index (obligations, i);

      if (kiroku_filing_may_meet (obligation) && g_strcmp0 (obligation->rule, met) != 0)
        add_box (self, obligation, kiroku_case_model_get_book (model));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), self->boxes->len > 0);
}

void
kiroku_filing_meets_keep (KirokuFilingMeets *self, KirokuFormDraft *kept)
{
  g_return_if_fail (KIROKU_IS_FILING_MEETS (self) && KIROKU_IS_FORM_DRAFT (kept));

  for (guint i = 0; i < self->boxes->len; i++)
    {
      const Box *box = g_ptr_array_index (self->boxes, i);
      g_autofree char *name = g_strconcat ("meets-", box->id, NULL);

      kiroku_form_draft_add (kept, name, box->button);
    }
}

void
kiroku_filing_meets_list (KirokuFilingMeets *self, GPtrArray *ids)
{
  g_return_if_fail (KIROKU_IS_FILING_MEETS (self) && ids != NULL);

  for (guint i = 0; i < self->boxes->len; i++)
    {
      const Box *box = g_ptr_array_index (self->boxes, i);

      if (gtk_check_button_get_active (GTK_CHECK_BUTTON (box->button)))
        g_ptr_array_add (ids, box->id);
    }
}

/* --- The class --- */

static void
kiroku_filing_meets_finalize (GObject *object)
{
  g_ptr_array_unref (KIROKU_FILING_MEETS (object)->boxes);

  G_OBJECT_CLASS (kiroku_filing_meets_parent_class)->finalize (object);
}

static void
kiroku_filing_meets_class_init (KirokuFilingMeetsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kiroku_filing_meets_finalize;
}

static GtkWidget *
make_heading (void)
{
  GtkWidget *heading = gtk_label_new (_ ("It also meets:"));

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "caption-heading");
  return heading;
}

/* With room for the shadow round it. */
static GtkWidget *
make_list (void)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_margin_start (list, 2);
  gtk_widget_set_margin_end (list, 2);
  gtk_widget_set_margin_bottom (list, 2);
  kiroku_page_set_name (list, _ ("Deadlines it also meets"));
  return list;
}

static void
kiroku_filing_meets_init (KirokuFilingMeets *self)
{
  self->boxes = g_ptr_array_new_with_free_func (box_free);
  self->list = make_list ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_box_append (GTK_BOX (self), make_heading ());
  gtk_box_append (GTK_BOX (self), self->list);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
