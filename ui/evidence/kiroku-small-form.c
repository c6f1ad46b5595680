/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-small-form.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-page-write.h"
#include "kiroku-text.h"
#include "kiroku-time-row.h"

typedef struct
{
  KirokuCaseModel *model;

  GtkBox *box;
  GtkGrid *grid;
  GtkLabel *error;
  GtkButton *verb;
  GtkWidget *first;
  guint n_columns;
  guint n_fields;
  gboolean outdated; /* what was filled in was changed meanwhile */
} KirokuSmallFormPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KirokuSmallForm, kiroku_small_form, ADW_TYPE_BIN)

enum
{
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static KirokuSmallFormPrivate *
get_private (KirokuSmallForm *self)
{
  return kiroku_small_form_get_instance_private (self);
}

static void
submit_cb (KirokuSmallForm *self)
{
  if (!gtk_widget_get_sensitive (GTK_WIDGET (get_private (self)->verb)))
    return;
  kiroku_small_form_show_error (self, NULL, NULL);
  if (get_private (self)->outdated)
    kiroku_small_form_outdate (self);
  else
    KIROKU_SMALL_FORM_GET_CLASS (self)->submit (self);
}

void
kiroku_small_form_outdate (KirokuSmallForm *self)
{
  g_return_if_fail (KIROKU_IS_SMALL_FORM (self));

  get_private (self)->outdated = TRUE;
  if (gtk_widget_get_sensitive (GTK_WIDGET (get_private (self)->verb))) /* it is not what is just being recorded */
    kiroku_small_form_show_error (
        self, _ ("Somebody changed this meanwhile. Cancel and open it again to see how it is now."), NULL);
}

static void
cancel_cb (KirokuSmallForm *self)
{
  kiroku_small_form_show_error (self, NULL, NULL);
  kiroku_small_form_close (self);
}

void
kiroku_small_form_close (KirokuSmallForm *self)
{
  g_return_if_fail (KIROKU_IS_SMALL_FORM (self));

  g_signal_emit (self, signals[CLOSED], 0);
}

/* --- Fields --- */

static void
add_field (KirokuSmallForm *self, const char *text, GtkWidget *field)
{
  KirokuSmallFormPrivate *priv = get_private (self);
  GtkWidget *label = gtk_label_new (text);
  int column = (int) (priv->n_fields % priv->n_columns) * 2;
  int row = (int) (priv->n_fields / priv->n_columns);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_margin_start (label, column > 0 ? 12 : 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_hexpand (field, TRUE);
  gtk_widget_set_valign (field, GTK_ALIGN_CENTER);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  label, NULL, -1);
  gtk_grid_attach (priv->grid, label, column, row, 1, 1);
  gtk_grid_attach (priv->grid, field, column + 1, row, 1, 1);
  if (priv->n_fields++ == 0)
    priv->first = field;
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

GtkEntry *
kiroku_small_form_add_time (KirokuSmallForm *self, const char *label, const char *hint)
{
  GtkEntry *entry = kiroku_small_form_add_entry (self, label, hint);

  if (entry != NULL)
    kiroku_time_row_add_caution (GTK_EDITABLE (entry), GTK_WIDGET (get_private (self)->grid),
                                 kiroku_case_model_get_book (get_private (self)->model));
  return entry;
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
kiroku_small_form_add_choice (KirokuSmallForm *self, const char *label, const char *const *names)
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
  return kiroku_small_form_add_choice (self, _ ("Sharing"), names);
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

gboolean
kiroku_small_form_read_time (
    KirokuSmallForm *self, GtkEntry *field, const char *shown, KirokuTime *time, gboolean *stated)
{
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (KIROKU_IS_SMALL_FORM (self), FALSE);

  if (kiroku_time_row_read_new (GTK_EDITABLE (field), shown,
                                kiroku_case_model_get_book (get_private (self)->model), stated,
                                time, &error))
    return TRUE;
  kiroku_small_form_show_error (self, error->message, field);
  return FALSE;
}

KirokuTlp
kiroku_small_form_get_tlp (GtkDropDown *choice)
{
  return (KirokuTlp) gtk_drop_down_get_selected (choice) - 1;
}

void
kiroku_small_form_set_tlp (GtkDropDown *choice, KirokuTlp tlp)
{
  gtk_drop_down_set_selected (choice, (guint) (tlp + 1));
}

void
kiroku_small_form_set_text (gpointer field, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (field), text != NULL ? text : "");
}

/* --- Recording --- */

static void
written_cb (GtkWidget *widget, GPtrArray *entries, const GError *error)
{
  KirokuSmallForm *self = KIROKU_SMALL_FORM (widget);

  kiroku_small_form_set_busy (self, FALSE);
  if (error != NULL)
    kiroku_small_form_show_error (self, error->message, NULL);
  else
    kiroku_small_form_close (self);
}

void
kiroku_small_form_write (KirokuSmallForm *self, KirokuDraft *draft)
{
  g_return_if_fail (KIROKU_IS_SMALL_FORM (self) && draft != NULL);

  kiroku_small_form_set_busy (self, TRUE);
  kiroku_page_write (get_private (self)->model, draft, GTK_WIDGET (self), written_cb);
}

void
kiroku_small_form_write_kept (KirokuSmallForm *self, KirokuDraft *draft, KirokuFormDraft *kept)
{
  g_return_if_fail (KIROKU_IS_SMALL_FORM (self) && draft != NULL);

  kiroku_small_form_set_busy (self, TRUE);
  kiroku_page_write_kept (get_private (self)->model, draft, kept, GTK_WIDGET (self), written_cb);
}

/* --- What is said --- */

void
kiroku_small_form_show_error (KirokuSmallForm *self, const char *message, gpointer field)
{
  g_return_if_fail (KIROKU_IS_SMALL_FORM (self));

  kiroku_page_show_error (get_private (self)->error, message);
  if (field != NULL)
    gtk_widget_grab_focus (field);
}

void
kiroku_small_form_refuse_withheld (KirokuSmallForm *self)
{
  kiroku_small_form_show_error (
      self, _ ("Part of what was said of it is withheld here, and would be lost. Whoever has the whole case can change it."),
      NULL);
}

void
kiroku_small_form_set_busy (KirokuSmallForm *self, gboolean busy)
{
  g_return_if_fail (KIROKU_IS_SMALL_FORM (self));

  gtk_widget_set_sensitive (GTK_WIDGET (get_private (self)->verb), !busy);
}

void
kiroku_small_form_set_verb (KirokuSmallForm *self, const char *verb)
{
  g_return_if_fail (KIROKU_IS_SMALL_FORM (self) && verb != NULL);

  gtk_button_set_label (get_private (self)->verb, verb);
}

void
kiroku_small_form_set_n_columns (KirokuSmallForm *self, guint n_columns)
{
  g_return_if_fail (KIROKU_IS_SMALL_FORM (self) && n_columns > 0);

  get_private (self)->n_columns = n_columns;
}

void
kiroku_small_form_add_below (KirokuSmallForm *self, GtkWidget *widget)
{
  g_return_if_fail (KIROKU_IS_SMALL_FORM (self) && GTK_IS_WIDGET (widget));

  gtk_box_append (get_private (self)->box, widget);
}

/* --- Building --- */

static GtkWidget *
make_buttons (KirokuSmallForm *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *cancel = gtk_button_new_with_label (_ ("Cancel"));
  GtkWidget *verb = gtk_button_new_with_label (_ ("Record"));

  get_private (self)->verb = GTK_BUTTON (verb);
  gtk_widget_set_halign (box, GTK_ALIGN_END);
  gtk_widget_add_css_class (verb, "suggested-action");
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (cancel_cb), self);
  g_signal_connect_swapped (verb, "clicked", G_CALLBACK (submit_cb), self);
  gtk_box_append (GTK_BOX (box), cancel);
  gtk_box_append (GTK_BOX (box), verb);
  return box;
}

static GtkLabel *
make_error (void)
{
  GtkLabel *error = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_wrap (error, TRUE);
  gtk_label_set_wrap_mode (error, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (error, 0);
  gtk_label_set_width_chars (error, 24);
  gtk_label_set_max_width_chars (error, 60);
  gtk_widget_add_css_class (GTK_WIDGET (error), "error");
  kiroku_page_show_error (error, NULL);
  return error;
}

static gboolean
kiroku_small_form_grab_focus (GtkWidget *widget)
{
  GtkWidget *first = get_private (KIROKU_SMALL_FORM (widget))->first;

  return first != NULL && gtk_widget_grab_focus (first);
}

static void
kiroku_small_form_dispose (GObject *object)
{
  g_clear_object (&get_private (KIROKU_SMALL_FORM (object))->model);

  G_OBJECT_CLASS (kiroku_small_form_parent_class)->dispose (object);
}

static void
kiroku_small_form_class_init (KirokuSmallFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_small_form_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = kiroku_small_form_grab_focus;

  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_FIRST,
                                  G_STRUCT_OFFSET (KirokuSmallFormClass, closed), NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
kiroku_small_form_init (KirokuSmallForm *self)
{
  KirokuSmallFormPrivate *priv = get_private (self);

  priv->n_columns = 1;
  priv->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 9));
  priv->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (priv->grid, 9);
  gtk_grid_set_row_spacing (priv->grid, 6);
  priv->error = make_error ();
  gtk_box_append (priv->box, GTK_WIDGET (priv->grid));
  gtk_box_append (priv->box, GTK_WIDGET (priv->error));
  gtk_box_append (priv->box, make_buttons (self));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (priv->box));
}

gpointer
kiroku_small_form_new (GType type, KirokuCaseModel *model)
{
  KirokuSmallForm *self;

  g_return_val_if_fail (g_type_is_a (type, KIROKU_TYPE_SMALL_FORM), NULL);
  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model), NULL);

  self = g_object_new (type, NULL);
  get_private (self)->model = g_object_ref (model);
  return self;
}

KirokuCaseModel *
kiroku_small_form_get_model (KirokuSmallForm *self)
{
  g_return_val_if_fail (KIROKU_IS_SMALL_FORM (self), NULL);

  return get_private (self)->model;
}
