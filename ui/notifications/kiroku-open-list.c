/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-open-list.h"

#include <glib/gi18n.h>

#include "kiroku-page-write.h"

#define MAX_HEIGHT 360

struct _KirokuOpenList
{
  AdwBin parent_instance;

  GtkWidget *button;
  GtkLabel *text;  /* of @button */
  GtkWidget *list; /* in the popover of @button */
  GPtrArray *keys; /* (element-type utf8): of its rows */
};

G_DEFINE_FINAL_TYPE (KirokuOpenList, kiroku_open_list, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
chosen_cb (KirokuOpenList *self, GtkListBoxRow *row)
{
  const char *key = g_ptr_array_index (self->keys, gtk_list_box_row_get_index (row));

  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
  g_signal_emit (self, signals[CHOSEN], 0, key);
}

/* (transfer full) */
static char *
dup_count (const KirokuFilledForm *form, guint n)
{
  if (n == 0 && kiroku_filled_form_is_final (form))
    return g_strdup (_ ("Final report: every answer is settled"));
  if (n == 0)
    return g_strdup (_ ("Every field is answered"));
  if (kiroku_filled_form_is_final (form))
    return g_strdup_printf (ngettext ("Final report: %u answer still open",
                                      "Final report: %u answers still open", n),
                            n);
  if (kiroku_filled_form_get_stage (form) != NULL)
    return g_strdup_printf (ngettext ("%u field to answer · holds up no preliminary report",
                                      "%u fields to answer · hold up no preliminary report", n),
                            n);
  return g_strdup_printf (ngettext ("%u field to answer", "%u fields to answer", n), n);
}

static void
add_row (KirokuOpenList *self, const KirokuFilledForm *form, const KirokuFormField *field)
{
  g_autofree char *label = kiroku_filled_form_dup_label (form, field->key);
  g_autofree char *why = kiroku_form_field_dup_open (field, form->language);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), label);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), why);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_ptr_array_add (self->keys, g_strdup (field->key));
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static GtkWidget *
make_popover (KirokuOpenList *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MAX_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  gtk_widget_set_size_request (scroller, MAX_HEIGHT, -1);
  gtk_popover_set_child (GTK_POPOVER (popover), scroller);
  return popover;
}

/* As of a button with a label, but one that gives way where there is little room. */
static GtkWidget *
make_face (KirokuOpenList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  self->text = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->text, PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->text));
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("pan-down-symbolic"));
  return box;
}

static void
kiroku_open_list_finalize (GObject *object)
{
  g_ptr_array_unref (KIROKU_OPEN_LIST (object)->keys);

  G_OBJECT_CLASS (kiroku_open_list_parent_class)->finalize (object);
}

static void
kiroku_open_list_class_init (KirokuOpenListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kiroku_open_list_finalize;

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kiroku_open_list_init (KirokuOpenList *self)
{
  self->keys = g_ptr_array_new_with_free_func (g_free);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (self->button), FALSE);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), make_face (self));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), make_popover (self));
  gtk_widget_set_halign (self->button, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->button, "open-list");
  gtk_widget_set_visible (self->button, FALSE);
  adw_bin_set_child (ADW_BIN (self), self->button);
}

void
kiroku_open_list_show (KirokuOpenList *self, const KirokuFilledForm *form)
{
  g_autoptr (GPtrArray) open = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (KIROKU_IS_OPEN_LIST (self) && form != NULL);

  open = kiroku_filled_form_is_final (form) ? kiroku_filled_form_list_open (form)
                                            : kiroku_filled_form_list_missing (form);
  kiroku_page_clear_list (GTK_LIST_BOX (self->list));
  g_ptr_array_set_size (self->keys, 0);
  for (guint i = 0; i < open->len; i++)
    add_row (self, form, g_ptr_array_index (open, i));
  text = dup_count (form, open->len);
  if (form->excluded)
    {
      g_autofree char *count = g_steal_pointer (&text);

      /* Translators: how many fields are to answer, then a warning. */
      text = g_strdup_printf (_ ("%s · by its scope of sharing this must not go to the authority"), count);
    }
  gtk_label_set_text (self->text, text);
  gtk_widget_set_tooltip_text (self->button, text);
  kiroku_page_set_name (self->button, text);
  gtk_widget_set_sensitive (self->button, open->len > 0);
  gtk_widget_set_visible (self->button, TRUE);
}
