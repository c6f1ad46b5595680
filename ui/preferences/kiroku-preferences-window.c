/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-preferences-window.h"

#include <glib/gi18n.h>

#include "kiroku-profile-row.h"
#include "kiroku-reminder-row.h"
#include "kiroku-settings.h"

#define LEVEL_PREFIX "org.level"
#define REPORTER_PREFIX "reporter."
#define MAX_MINUTES 240

struct _KirokuPreferencesWindow
{
  AdwWindow parent_instance;

  GSettings *settings; /* (nullable): without the schema */
};

G_DEFINE_FINAL_TYPE (KirokuPreferencesWindow, kiroku_preferences_window, ADW_TYPE_WINDOW)

/* --- What new cases begin with --- */

static gboolean
is_of_organisation (const char *key)
{
  return !g_str_has_prefix (key, LEVEL_PREFIX) && !g_str_has_prefix (key, REPORTER_PREFIX);
}

static gboolean
is_of_levels (const char *key)
{
  return g_str_has_prefix (key, LEVEL_PREFIX);
}

static gboolean
is_of_reporter (const char *key)
{
  return g_str_has_prefix (key, REPORTER_PREFIX);
}

static const struct
{
  const char *title;
  const char *description; /* (nullable) */
  gboolean (*holds) (const char *key);
} groups[] = {
  { NC_ ("preferences", "Organisation"), N_ ("Every case that is opened from now on begins with this."),
    is_of_organisation },
  { NC_ ("preferences", "Who Reports"), NULL, is_of_reporter },
  { NC_ ("preferences", "Levels"),
    N_ ("What each level means in this organisation, and who handles it. Left empty, the words of "
        "the guidebook stand."),
    is_of_levels },
};

static GtkWidget *
make_group (KirokuBook *book, guint which)
{
  GtkWidget *group = adw_preferences_group_new ();
  GPtrArray *facts = kiroku_pack_get_facts (kiroku_book_get_pack (book));

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), g_dpgettext2 (NULL, "preferences", groups[which].title));
  if (groups[which].description != NULL)
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                           _ (groups[which].description));
  for (guint i = 0; i < facts->len; i++)
    {
      const KirokuPackFact *fact = g_ptr_array_index (facts, i);

      if (fact->profile && groups[which].holds (fact->item.id))
        adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                                   kiroku_profile_row_new (book, fact));
    }
  return group;
}

/* --- Privacy --- */

static GtkWidget *
make_privacy (KirokuPreferencesWindow *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *minutes = gtk_spin_button_new_with_range (0, MAX_MINUTES, 1);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Privacy"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Hide after minutes without use"));
  adw_action_row_set_subtitle (
      ADW_ACTION_ROW (row),
      _ ("Until the passphrase is typed. 0 is never; without a passphrase nothing is hidden."));
  gtk_widget_set_valign (minutes, GTK_ALIGN_CENTER);
  g_settings_bind (self->settings, "hide-after-minutes", minutes, "value", G_SETTINGS_BIND_DEFAULT);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), minutes);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), minutes);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return group;
}

/* --- Reminders --- */

static GtkWidget *
make_reminders (KirokuPreferencesWindow *self, KirokuBook *book)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Reminders"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                             kiroku_reminder_row_new (self->settings, book));
  return group;
}

/* --- The class --- */

static void
kiroku_preferences_window_dispose (GObject *object)
{
  g_clear_object (&KIROKU_PREFERENCES_WINDOW (object)->settings);

  G_OBJECT_CLASS (kiroku_preferences_window_parent_class)->dispose (object);
}

static void
kiroku_preferences_window_class_init (KirokuPreferencesWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kiroku_preferences_window_dispose;

  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
kiroku_preferences_window_init (KirokuPreferencesWindow *self)
{
  self->settings = kiroku_settings_new ();
}

GtkWidget *
kiroku_preferences_window_new (GtkWindow *parent, KirokuBook *book)
{
  KirokuPreferencesWindow *self;
  GtkWidget *page, *box;

  g_return_val_if_fail (GTK_IS_WINDOW (parent) && KIROKU_IS_BOOK (book), NULL);

  self = g_object_new (KIROKU_TYPE_PREFERENCES_WINDOW, "transient-for", parent, "modal", TRUE,
                       "title", _ ("Preferences"), "default-width", 640, "default-height", 680,
                       NULL);
  page = adw_preferences_page_new ();
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    adw_preferences_page_add (ADW_PREFERENCES_PAGE (page),
                              ADW_PREFERENCES_GROUP (make_group (book, i)));
  if (self->settings != NULL)
    {
      adw_preferences_page_add (ADW_PREFERENCES_PAGE (page),
                                ADW_PREFERENCES_GROUP (make_reminders (self, book)));
      adw_preferences_page_add (ADW_PREFERENCES_PAGE (page),
                                ADW_PREFERENCES_GROUP (make_privacy (self)));
    }
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (self), box);
  return GTK_WIDGET (self);
}
