/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-reminder-row.h"

#include <glib/gi18n.h>

#include "kiroku-autostart.h"
#include "kiroku-settings.h"

struct _KirokuReminderRow
{
  AdwActionRow parent_instance;

  GtkSwitch *control;

  GSettings *settings;
  char *database; /* (nullable): where it is not the usual one */
  gboolean wanted;
};

G_DEFINE_FINAL_TYPE (KirokuReminderRow, kiroku_reminder_row, ADW_TYPE_ACTION_ROW)

static void
set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KirokuReminderRow) self = data;
  g_autoptr (GError) error = NULL;
  const gboolean done = kiroku_autostart_set_finish (result, &error);
  const gboolean on = done ? self->wanted : !self->wanted;

  if (done)
    g_settings_set_boolean (self->settings, KIROKU_SETTING_REMIND, on);
  if (self->control == NULL) /* disposed meanwhile */
    return;
  gtk_switch_set_active (self->control, on);
  gtk_switch_set_state (self->control, on);
  gtk_widget_set_sensitive (GTK_WIDGET (self->control), TRUE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self),
                               done ? _ ("The desktop starts Kiroku without a window when you log in.")
                                    : error->message);
}

/* The switch follows when the desktop has it. */
static gboolean
state_set_cb (GtkSwitch *control, gboolean on, KirokuReminderRow *self)
{
  if (on == gtk_switch_get_state (control))
    return TRUE;
  self->wanted = on;
  gtk_widget_set_sensitive (GTK_WIDGET (control), FALSE);
  kiroku_autostart_set_async (on, self->database, set_cb, g_object_ref (self));
  return TRUE;
}

static void
kiroku_reminder_row_dispose (GObject *object)
{
  KIROKU_REMINDER_ROW (object)->control = NULL;

  G_OBJECT_CLASS (kiroku_reminder_row_parent_class)->dispose (object);
}

static void
kiroku_reminder_row_finalize (GObject *object)
{
  KirokuReminderRow *self = KIROKU_REMINDER_ROW (object);

  g_object_unref (self->settings);
  g_free (self->database);

  G_OBJECT_CLASS (kiroku_reminder_row_parent_class)->finalize (object);
}

static void
kiroku_reminder_row_class_init (KirokuReminderRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_reminder_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = kiroku_reminder_row_finalize;
}

static void
kiroku_reminder_row_init (KirokuReminderRow *self)
{
  self->control = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->control), GTK_ALIGN_CENTER);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ ("Remind while no window is open"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self),
                               _ ("The desktop starts Kiroku without a window when you log in."));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->control));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), GTK_WIDGET (self->control));
}

static char *
dup_unusual (KirokuBook *book)
{
  const char *path = kiroku_store_get_path (kiroku_book_get_store (book));
  g_autofree char *usual
      = g_build_filename (kiroku_book_get_folder (book), KIROKU_BOOK_DATABASE, NULL);

  return g_str_equal (path, usual) ? NULL : g_strdup (path);
}

GtkWidget *
kiroku_reminder_row_new (GSettings *settings, KirokuBook *book)
{
  KirokuReminderRow *self;
  gboolean on;

  g_return_val_if_fail (G_IS_SETTINGS (settings) && KIROKU_IS_BOOK (book), NULL);

  self = g_object_new (KIROKU_TYPE_REMINDER_ROW, NULL);
  self->settings = g_object_ref (settings);
  self->database = dup_unusual (book);
  on = g_settings_get_boolean (settings, KIROKU_SETTING_REMIND);
  gtk_switch_set_active (self->control, on);
  gtk_switch_set_state (self->control, on);
  g_signal_connect_object (self->control, "state-set", G_CALLBACK (state_set_cb), self, 0);
  return GTK_WIDGET (self);
}
