/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "kiroku-backup-dialog.h"
#include "kiroku-export-dialog.h"
#include "kiroku-hold.h"
#include "kiroku-import-dialog.h"
#include "kiroku-preferences-window.h"
#include "kiroku-tour-state.h"
#include "kiroku-tour.h"
#include "kiroku-window-private.h"

static void
new_case_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuWindow *self = KIROKU_WINDOW (widget);

  kiroku_window_show_content (self, "new-case");
  kiroku_new_case_page_begin (self->new_case);
}

static void
compose_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuWindow *self = KIROKU_WINDOW (widget);

  kiroku_window_show_content (self, "case");
  kiroku_case_view_compose (self->case_view);
}

static void
find_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuWindow *self = KIROKU_WINDOW (widget);

  kiroku_window_show_content (self, "case");
  kiroku_case_view_find (self->case_view);
}

static void
form_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuWindow *self = KIROKU_WINDOW (widget);

  kiroku_window_show_content (self, "case");
  kiroku_case_view_open_form (self->case_view, g_variant_get_string (parameter, NULL));
}

static void
page_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuWindow *self = KIROKU_WINDOW (widget);

  kiroku_window_show_content (self, "case");
  kiroku_case_view_show_page (self->case_view, g_variant_get_string (parameter, NULL));
}

static void
sidebar_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuWindow *self = KIROKU_WINDOW (widget);

  adw_flap_set_reveal_flap (self->flap, !adw_flap_get_reveal_flap (self->flap));
}

static void
person_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_menu_button_popup (KIROKU_WINDOW (widget)->person);
}

static void
backup_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuWindow *self = KIROKU_WINDOW (widget);
  GtkWidget *dialog = kiroku_backup_dialog_new (GTK_WINDOW (self), self->book);

  g_signal_connect_object (dialog, "done", G_CALLBACK (kiroku_backup_hint_check), self->backup_hint,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
preferences_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_window_present (GTK_WINDOW (kiroku_preferences_window_new (GTK_WINDOW (widget), KIROKU_WINDOW (widget)->book)));
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuWindow *self = KIROKU_WINDOW (widget);
  KirokuCaseModel *model = kiroku_case_view_get_model (self->case_view);

  if (model != NULL)
    gtk_window_present (GTK_WINDOW (kiroku_export_dialog_new (GTK_WINDOW (self), model)));
}

static void
legal_hold_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuWindow *self = KIROKU_WINDOW (widget);

  kiroku_window_show_content (self, "case");
  gtk_widget_activate_action (GTK_WIDGET (self->case_view), "case.hold", NULL);
}

static void
next_phase_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuWindow *self = KIROKU_WINDOW (widget);

  kiroku_window_show_content (self, "case");
  gtk_widget_activate_action (GTK_WIDGET (self->case_view), "case.next-phase", NULL);
}

/* To close one or open it again. */
static void
close_case_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuWindow *self = KIROKU_WINDOW (widget);

  kiroku_window_show_content (self, "case");
  gtk_widget_activate_action (GTK_WIDGET (self->case_view), "case.close", NULL);
}

static void
link_case_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuWindow *self = KIROKU_WINDOW (widget);

  kiroku_window_show_content (self, "case");
  gtk_widget_activate_action (GTK_WIDGET (self->case_view), "case.link", NULL);
}

static void
find_case_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuWindow *self = KIROKU_WINDOW (widget);

  adw_flap_set_reveal_flap (self->flap, TRUE);
  kiroku_case_list_find (self->cases);
}

/* Another case of the book, by its id. */
static void
case_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuWindow *self = KIROKU_WINDOW (widget);
  const char *id = g_variant_get_string (parameter, NULL);

  if (kiroku_case_list_has (self->cases, id))
    kiroku_case_list_select (self->cases, id);
  else
    kiroku_window_show_message (self, _ ("That case is not in this case book."));
}

static void
hand_over_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuWindow *self = KIROKU_WINDOW (widget);

  kiroku_window_show_content (self, "case");
  gtk_widget_activate_action (GTK_WIDGET (self->case_view), "case.hand-over", NULL);
}

/* What came is shown behind the dialog, which says what it was. */
static void
imported_cb (KirokuWindow *self, const char *case_id)
{
  KirokuCaseModel *model;

  kiroku_case_list_refresh (self->cases);
  kiroku_case_list_select (self->cases, case_id);
  model = kiroku_case_view_get_model (self->case_view); /* selecting may have changed it */
  if (model != NULL)
    kiroku_case_model_refresh (model);
}

void
kiroku_window_import (KirokuWindow *self, const char *path)
{
  GtkWidget *dialog = kiroku_import_dialog_new (GTK_WINDOW (self), self->book);

  g_signal_connect_object (dialog, "imported", G_CALLBACK (imported_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
  if (path != NULL)
    kiroku_import_dialog_take (KIROKU_IMPORT_DIALOG (dialog), path);
}

static void
import_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  kiroku_window_import (KIROKU_WINDOW (widget), NULL);
}

/* --- The first case, as an exercise --- */

static void
tour_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kiroku_book_open_case_finish (KIROKU_BOOK (source), result, &error);

  kiroku_hold_end (g_steal_pointer (&self->held));
  if (self->book == NULL)
    return;
  kiroku_window_update_actions (self);
  if (id == NULL)
    {
      kiroku_window_show_message (self, error->message);
      return;
    }
  kiroku_tour_state_set (kiroku_tour_state_get_default (), id, TRUE);
  kiroku_window_show_opened (self, id);
}

/* Where it was left, or a new one. */
static void
tour_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KirokuWindow *self = KIROKU_WINDOW (widget);
  KirokuTourState *state = kiroku_tour_state_get_default ();
  const char *id = kiroku_tour_state_get_case (state);

  if (kiroku_case_list_has (self->cases, id))
    {
      kiroku_tour_state_set (state, id, TRUE);
      kiroku_case_list_select (self->cases, id);
      kiroku_window_show_content (self, "case");
      return;
    }
  gtk_widget_action_set_enabled (widget, "win.tour", FALSE); /* once */
  self->held = kiroku_hold_begin ();
  kiroku_tour_open_async (self->book, _ ("First case: a ransom note"), tour_opened_cb,
                          g_object_ref (self));
}

void
kiroku_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.new-case", NULL, new_case_action);
  gtk_widget_class_install_action (widget_class, "win.backup", NULL, backup_action);
  gtk_widget_class_install_action (widget_class, "win.person", NULL, person_action);
  gtk_widget_class_install_action (widget_class, "win.preferences", NULL, preferences_action);
  gtk_widget_class_install_action (widget_class, "win.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "win.import", NULL, import_action);
  gtk_widget_class_install_action (widget_class, "win.legal-hold", NULL, legal_hold_action);
  gtk_widget_class_install_action (widget_class, "win.hand-over", NULL, hand_over_action);
  gtk_widget_class_install_action (widget_class, "win.next-phase", NULL, next_phase_action);
  gtk_widget_class_install_action (widget_class, "win.close-case", NULL, close_case_action);
  gtk_widget_class_install_action (widget_class, "win.link-case", NULL, link_case_action);
  gtk_widget_class_install_action (widget_class, "win.case", "s", case_action);
  gtk_widget_class_install_action (widget_class, "win.compose", NULL, compose_action);
  gtk_widget_class_install_action (widget_class, "win.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "win.find-case", NULL, find_case_action);
  gtk_widget_class_install_action (widget_class, "win.page", "s", page_action);
  gtk_widget_class_install_action (widget_class, "win.form", "s", form_action);
  gtk_widget_class_install_action (widget_class, "win.sidebar", NULL, sidebar_action);
  gtk_widget_class_install_action (widget_class, "win.tour", NULL, tour_action);
}

void
kiroku_window_update_actions (KirokuWindow *self)
{
  static const char *const of_a_case[] = { "win.compose", "win.find", "win.page", "win.form", "win.export",
                                            "win.legal-hold", "win.hand-over", "win.next-phase", "win.close-case", "win.link-case", "win.case" };

  static const char *const of_a_book[]
      = { "win.new-case", "win.backup", "win.person", "win.import", "win.sidebar", "win.find-case", "win.preferences" };
  const gboolean open = self->book != NULL && !self->covered;

  for (guint i = 0; i < G_N_ELEMENTS (of_a_book); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), of_a_book[i], open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.tour", open && self->held == NULL);
  for (guint i = 0; i < G_N_ELEMENTS (of_a_case); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), of_a_case[i],
                                   open && kiroku_window_has_case (self));
}
