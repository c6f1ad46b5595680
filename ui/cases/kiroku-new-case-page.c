/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-new-case-page.h"

#include <glib/gi18n.h>

#include "kiroku-case.h"
#include "kiroku-hold.h"
#include "kiroku-level.h"
#include "kiroku-page-write.h"
#include "kiroku-text.h"
#include "kiroku-time-row.h"
#include "kiroku-type-chooser.h"
#include "kiroku-ui.h"

struct _KirokuNewCasePage
{
  AdwBin parent_instance;

  AdwEntryRow *title;
  KirokuTypeChooser *type;
  AdwActionRow *level_row;
  GtkWidget *unconfirmed;
  GtkBox *levels;
  GtkSwitch *exercise;
  KirokuTimeRow *occurred;
  KirokuTimeRow *detected;
  KirokuTimeRow *known;
  GtkLabel *error;
  GtkButton *open;

  GtkToggleButton *level_buttons[KIROKU_LEVEL_MAX + 1];
  KirokuBook *book;
  gboolean opening;
  GApplication *held; /* while the case is on its way to the disk */
};

G_DEFINE_FINAL_TYPE (KirokuNewCasePage, kiroku_new_case_page, ADW_TYPE_BIN)

enum
{
  OPENED,
  CANCELLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* (transfer full) */
static char *
get_title (KirokuNewCasePage *self)
{
  return kiroku_text_strip (gtk_editable_get_text (GTK_EDITABLE (self->title)));
}

static int
get_level (KirokuNewCasePage *self)
{
  for (int i = 0; i <= KIROKU_LEVEL_MAX; i++)
    if (gtk_toggle_button_get_active (self->level_buttons[i]))
      return i;
  return 0;
}

/* What was complained of is being mended. */
static void
update (KirokuNewCasePage *self)
{
  g_autofree char *title = get_title (self);

  kiroku_page_show_error (self->error, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->open),
                            !self->opening && title[0] != '\0'
                                && kiroku_type_chooser_get_chosen (self->type) != NULL);
}

static char *
get_profile_fact (const char *key, gpointer data)
{
  return kiroku_profile_get (data, key);
}

/* What the level means here, and whether that is the organisation's own word. */
static void
show_level (KirokuNewCasePage *self)
{
  gboolean own = FALSE;
  g_autofree char *text = self->book != NULL
                              ? kiroku_level_describe (get_level (self), get_profile_fact,
                                                       kiroku_book_get_profile (self->book), &own)
                              : g_strdup (kiroku_level_meaning (get_level (self)));

  adw_action_row_set_subtitle (self->level_row, text);
  gtk_widget_set_visible (self->unconfirmed, !own);
}

static void
level_toggled_cb (KirokuNewCasePage *self)
{
  show_level (self);
}

static void
clear (KirokuNewCasePage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->title), "");
  gtk_editable_set_text (GTK_EDITABLE (self->occurred), "");
  gtk_editable_set_text (GTK_EDITABLE (self->detected), "");
  gtk_editable_set_text (GTK_EDITABLE (self->known), "");
  gtk_switch_set_active (self->exercise, FALSE);
  gtk_toggle_button_set_active (self->level_buttons[0], TRUE);
  kiroku_type_chooser_set_chosen (self->type, NULL);
  update (self);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuNewCasePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kiroku_book_open_case_finish (KIROKU_BOOK (source), result, &error);

  kiroku_hold_end (g_steal_pointer (&self->held));
  if (self->book == NULL)
    return;
  self->opening = FALSE;
  update (self);
  if (id == NULL)
    {
      kiroku_page_show_error (self->error, error->message);
      return;
    }
  clear (self);
  g_signal_emit (self, signals[OPENED], 0, id);
}

/* The three times; FALSE after the first that cannot be read was told. */
static gboolean
read_times (KirokuNewCasePage *self, KirokuNewCase *new_case, KirokuTime times[3])
{
  KirokuTimeRow *rows[] = { self->occurred, self->detected, self->known };
  const KirokuTime **members[] = { &new_case->occurred, &new_case->detected, &new_case->known };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean given;

      if (!kiroku_time_row_read (rows[i], self->book, &given, &times[i], &error))
        {
          kiroku_page_show_error (self->error, error->message);
          gtk_widget_grab_focus (GTK_WIDGET (rows[i]));
          return FALSE;
        }
      *members[i] = given ? &times[i] : NULL;
    }
  return TRUE;
}

/* Leads to what is still missing. */
static gboolean
is_complete (KirokuNewCasePage *self, const char *title)
{
  if (title[0] == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->title));
  else if (kiroku_type_chooser_get_chosen (self->type) == NULL)
    kiroku_type_chooser_open (self->type);
  else
    return TRUE;
  return FALSE;
}

static void
open_case (KirokuNewCasePage *self)
{
  g_autofree char *title = get_title (self);
  KirokuNewCase new_case = { .title = title,
                             .type = kiroku_type_chooser_get_chosen (self->type),
                             .level = get_level (self),
                             .exercise = gtk_switch_get_active (self->exercise) };
  KirokuTime times[3];

  if (self->opening || !is_complete (self, title) || !read_times (self, &new_case, times))
    return;
  self->opening = TRUE;
  update (self);
  self->held = kiroku_hold_begin ();
  kiroku_book_open_case_async (self->book, &new_case, opened_cb, g_object_ref (self));
}

static void
type_chosen_cb (KirokuNewCasePage *self)
{
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->open));
}

static void
cancel_cb (KirokuNewCasePage *self)
{
  g_signal_emit (self, signals[CANCELLED], 0);
}

static gboolean
open_shortcut_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  open_case (KIROKU_NEW_CASE_PAGE (widget));
  return GDK_EVENT_STOP;
}

static gboolean
cancel_shortcut_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  cancel_cb (KIROKU_NEW_CASE_PAGE (widget));
  return GDK_EVENT_STOP;
}

static void
kiroku_new_case_page_dispose (GObject *object)
{
  KirokuNewCasePage *self = KIROKU_NEW_CASE_PAGE (object);

  g_clear_object (&self->book);
  gtk_widget_dispose_template (GTK_WIDGET (object), KIROKU_TYPE_NEW_CASE_PAGE);

  G_OBJECT_CLASS (kiroku_new_case_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (KIROKU_TYPE_TYPE_CHOOSER);
  g_type_ensure (KIROKU_TYPE_TIME_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               KIROKU_UI_RESOURCE "cases/kiroku-new-case-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KirokuNewCasePage, title);
  gtk_widget_class_bind_template_child (widget_class, KirokuNewCasePage, type);
  gtk_widget_class_bind_template_child (widget_class, KirokuNewCasePage, level_row);
  gtk_widget_class_bind_template_child (widget_class, KirokuNewCasePage, unconfirmed);
  gtk_widget_class_bind_template_child (widget_class, KirokuNewCasePage, levels);
  gtk_widget_class_bind_template_child (widget_class, KirokuNewCasePage, exercise);
  gtk_widget_class_bind_template_child (widget_class, KirokuNewCasePage, occurred);
  gtk_widget_class_bind_template_child (widget_class, KirokuNewCasePage, detected);
  gtk_widget_class_bind_template_child (widget_class, KirokuNewCasePage, known);
  gtk_widget_class_bind_template_child (widget_class, KirokuNewCasePage, error);
  gtk_widget_class_bind_template_child (widget_class, KirokuNewCasePage, open);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, open_case);
  gtk_widget_class_bind_template_callback (widget_class, type_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
kiroku_new_case_page_class_init (KirokuNewCasePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kiroku_new_case_page_dispose;

  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CANCELLED] = g_signal_new ("cancelled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  bind_template (widget_class);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, open_shortcut_cb,
                                NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, cancel_shortcut_cb, NULL);
}

static void
add_level_buttons (KirokuNewCasePage *self)
{
  for (int i = 0; i <= KIROKU_LEVEL_MAX; i++)
    {
      g_autofree char *digit = g_strdup_printf ("%d", i);
      g_autofree char *name = g_strdup_printf (_ ("Level %d"), i);
      GtkWidget *button = gtk_toggle_button_new_with_label (digit);

      gtk_widget_set_tooltip_text (button, kiroku_level_meaning (i));
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                      -1);
      self->level_buttons[i] = GTK_TOGGLE_BUTTON (button);
      if (i > 0)
        gtk_toggle_button_set_group (self->level_buttons[i], self->level_buttons[0]);
      gtk_box_append (self->levels, button);
      g_signal_connect_object (button, "toggled", G_CALLBACK (level_toggled_cb), self,
                               G_CONNECT_SWAPPED);
    }
}

static void
kiroku_new_case_page_init (KirokuNewCasePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_level_buttons (self);
  clear (self);
}

GtkWidget *
kiroku_new_case_page_new (void)
{
  return g_object_new (KIROKU_TYPE_NEW_CASE_PAGE, NULL);
}

void
kiroku_new_case_page_set_book (KirokuNewCasePage *self, KirokuBook *book)
{
  g_return_if_fail (KIROKU_IS_NEW_CASE_PAGE (self));
  g_return_if_fail (KIROKU_IS_BOOK (book) && self->book == NULL);

  self->book = g_object_ref (book);
  kiroku_time_row_set_book (self->occurred, book);
  kiroku_time_row_set_book (self->detected, book);
  kiroku_time_row_set_book (self->known, book);
  show_level (self);
  kiroku_type_chooser_set_pack (self->type, kiroku_book_get_pack (book),
                                kiroku_book_get_language (book));
}

void
kiroku_new_case_page_begin (KirokuNewCasePage *self)
{
  g_return_if_fail (KIROKU_IS_NEW_CASE_PAGE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->title));
}
