/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-small-form.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-page-write.h"
#include "kiroku-text.h"
#include "kiroku-tlp.h"

struct _KirokuSmallForm
{
  AdwBin parent_instance;

  GtkGrid *grid;
  GtkLabel *error;
  GtkButton *verb;
  GtkWidget *first;
  guint n_columns;
  guint n_fields;
};

G_DEFINE_FINAL_TYPE (KirokuSmallForm, kiroku_small_form, ADW_TYPE_BIN)

enum
{
  SUBMIT,
  CANCEL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
submit_cb (KirokuSmallForm *self)
{
  if (gtk_widget_get_sensitive (GTK_WIDGET (self->verb)))
    g_signal_emit (self, signals[SUBMIT], 0);
}

static void
cancel_cb (KirokuSmallForm *self)
{
  kiroku_small_form_show_error (self, NULL, NULL);
  g_signal_emit (self, signals[CANCEL], 0);
}

/* --- Fields --- */

static void
add_field (KirokuSmallForm *self, const char *text, GtkWidget *field)
{
  GtkWidget *label = gtk_label_new (text);
  int column = (int) (self->n_fields % self->n_columns) * 2;
  int row = (int) (self->n_fields / self->n_columns);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_margin_start (label, column > 0 ? 12 : 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_hexpand (field, TRUE);
  gtk_widget_set_valign (field, GTK_ALIGN_CENTER);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  label, NULL, -1);
  gtk_grid_attach (self->grid, label, column, row, 1, 1);
  gtk_grid_attach (self->grid, field, column + 1, row, 1, 1);
  if (self->n_fields++ == 0)
    self->first = field;
}

GtkEntry *
kiroku_small_form_add_entry (KirokuSmallForm *self, const char *label, const char *hint)
{
  GtkWidget *entry = gtk_entry_new ();

  g_return_val_if_fail (KIROKU_IS_SMALL_FORM (self) && label != NULL, NULL);

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), hint);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 12);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (submit_cb), self);
  add_field (self, label, entry);
  return GTK_ENTRY (entry);
}

GtkPasswordEntry *
kiroku_small_form_add_password (KirokuSmallForm *self, const char *label)
{
  GtkWidget *entry = gtk_password_entry_new ();

  g_return_val_if_fail (KIROKU_IS_SMALL_FORM (self) && label != NULL, NULL);

  gtk_password_entry_set_show_peek_icon (GTK_PASSWORD_ENTRY (entry), TRUE);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (submit_cb), self);
  add_field (self, label, entry);
  return GTK_PASSWORD_ENTRY (entry);
}

GtkDropDown *
kiroku_small_form_add_choice (
    KirokuSmallForm *self, const char *label, const char *const *names)
{
  GtkWidget *choice = gtk_drop_down_new_from_strings (names);

  g_return_val_if_fail (KIROKU_IS_SMALL_FORM (self) && label != NULL, NULL);

  add_field (self, label, choice);
  return GTK_DROP_DOWN (choice);
}

GtkDropDown *
kiroku_small_form_add_tlp (KirokuSmallForm *self)
{
  const char *names[KIROKU_N_TLP + 2] = { _ ("Not stated") };

  for (guint i = 0; i < KIROKU_N_TLP; i++)
    names[i + 1] = kiroku_tlp_name (i);
  return kiroku_small_form_add_choice (self, "TLP", names);
}

/* --- Reading --- */

char *
kiroku_small_form_dup_typed (gpointer field)
{
  return kiroku_page_dup_typed (GTK_EDITABLE (field));
}

gboolean
kiroku_small_form_read (KirokuSmallForm *self, gpointer field, char **text)
{
  g_autofree char *typed = kiroku_small_form_dup_typed (field);
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (KIROKU_IS_SMALL_FORM (self), FALSE);

  if (typed != NULL && !kiroku_text_check (typed, strlen (typed), _ ("The text"), &error))
    {
      kiroku_small_form_show_error (self, error->message, field);
      return FALSE;
    }
  *text = g_steal_pointer (&typed);
  return TRUE;
}

/* --- What is said --- */

void
kiroku_small_form_show_error (KirokuSmallForm *self, const char *message, gpointer field)
{
  g_return_if_fail (KIROKU_IS_SMALL_FORM (self));

  kiroku_page_show_error (self->error, message);
  if (field != NULL)
    gtk_widget_grab_focus (field);
}

void
kiroku_small_form_set_busy (KirokuSmallForm *self, gboolean busy)
{
  g_return_if_fail (KIROKU_IS_SMALL_FORM (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self->verb), !busy);
}

void
kiroku_small_form_set_verb (KirokuSmallForm *self, const char *verb)
{
  g_return_if_fail (KIROKU_IS_SMALL_FORM (self) && verb != NULL);

  gtk_button_set_label (self->verb, verb);
}

/* --- Building --- */

static GtkWidget *
make_buttons (KirokuSmallForm *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *cancel = gtk_button_new_with_label (_ ("Cancel"));
  GtkWidget *verb = gtk_button_new ();

  self->verb = GTK_BUTTON (verb);
  gtk_widget_set_halign (box, GTK_ALIGN_END);
  gtk_widget_add_css_class (verb, "suggested-action");
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (cancel_cb), self);
  g_signal_connect_swapped (verb, "clicked", G_CALLBACK (submit_cb), self);
  gtk_box_append (GTK_BOX (box), cancel);
  gtk_box_append (GTK_BOX (box), verb);
  return box;
}

static void
build (KirokuSmallForm *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);

  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (self->grid, 9);
  gtk_grid_set_row_spacing (self->grid, 6);
  self->error = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->error, TRUE);
  gtk_label_set_wrap_mode (self->error, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->error, 0);
  gtk_label_set_width_chars (self->error, 24);
  gtk_label_set_max_width_chars (self->error, 60);
  gtk_widget_add_css_class (GTK_WIDGET (self->error), "error");
  kiroku_page_show_error (self->error, NULL);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->grid));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->error));
  gtk_box_append (GTK_BOX (box), make_buttons (self));
  adw_bin_set_child (ADW_BIN (self), box);
}

static gboolean
kiroku_small_form_grab_focus (GtkWidget *widget)
{
  KirokuSmallForm *self = KIROKU_SMALL_FORM (widget);

  return self->first != NULL && gtk_widget_grab_focus (self->first);
}

static void
kiroku_small_form_class_init (KirokuSmallFormClass *klass)
{
  GTK_WIDGET_CLASS (klass)->grab_focus = kiroku_small_form_grab_focus;

  signals[SUBMIT] = g_signal_new ("submit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[CANCEL] = g_signal_new ("cancel", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
kiroku_small_form_init (KirokuSmallForm *self)
{
  build (self);
}

GtkWidget *
kiroku_small_form_new (const char *verb, guint n_columns)
{
  KirokuSmallForm *self;

  g_return_val_if_fail (verb != NULL && n_columns > 0, NULL);

  self = g_object_new (KIROKU_TYPE_SMALL_FORM, NULL);
  self->n_columns = n_columns;
  kiroku_small_form_set_verb (self, verb);
  return GTK_WIDGET (self);
}
