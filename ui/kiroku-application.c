/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-application.h"

#include <glib/gi18n.h>

#include "kiroku-about.h"
#include "kiroku-anchor-sender.h"
#include "kiroku-curtain.h"
#include "kiroku-help.h"
#include "kiroku-notifier.h"
#include "kiroku-opening.h"
#include "kiroku-restore-dialog.h"
#include "kiroku-settings.h"
#include "kiroku-ui.h"
#include "kiroku-window.h"

#define RESOURCE_BASE "/org/kiroku/Kiroku"
/* As by default in the settings. */
#define HIDE_AFTER_MINUTES 10

struct _KirokuApplication
{
  AdwApplication parent_instance;

  char *database; /* (nullable) as given on the command line */
  KirokuBook *book;
  KirokuNotifier *notifier;
  KirokuAnchorSender *sender;
  KirokuCurtain *curtain;
  GSettings *settings; /* (nullable) */
  GError *failure;
  gboolean opening;
  gboolean unknown; /* nobody has given a name yet */
  gboolean background; /* started to remind, without a window */
  gboolean kept;       /* goes on without a window */
};

G_DEFINE_FINAL_TYPE (KirokuApplication, kiroku_application, ADW_TYPE_APPLICATION)

/* --- The book --- */

static void
show_state (KirokuApplication *self, KirokuWindow *window)
{
  const char *name = g_get_real_name ();

  if (self->opening)
    kiroku_window_show_opening (window);
  else if (self->failure != NULL)
    kiroku_window_show_failure (window, self->failure);
  else if (self->unknown)
    kiroku_window_show_welcome (window, g_str_equal (name, "Unknown") ? "" : name);
  else if (self->book != NULL)
    kiroku_window_set_book (window, self->book);
}

static void
show_state_everywhere (KirokuApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (KIROKU_IS_WINDOW (l->data))
      show_state (self, l->data);
}

/* A passphrase is set where one says who writes. */
static void
unprotected_cb (KirokuApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (KIROKU_IS_WINDOW (window))
    gtk_widget_activate_action (GTK_WIDGET (window), "win.person", NULL);
}

/* Without the settings' schema as by default. */
static void
set_delay (KirokuApplication *self)
{
  const guint minutes = self->settings != NULL
                            ? g_settings_get_uint (self->settings, "hide-after-minutes")
                            : HIDE_AFTER_MINUTES;

  kiroku_curtain_set_delay (self->curtain, minutes * 60 * 1000);
}

/* Goes on when the last window is closed, or ends, as the user wants it. */
static void
keep_running (KirokuApplication *self)
{
  const gboolean wanted
      = self->settings != NULL && g_settings_get_boolean (self->settings, KIROKU_SETTING_REMIND);

  if (wanted == self->kept)
    return;
  self->kept = wanted;
  if (wanted)
    g_application_hold (G_APPLICATION (self));
  else
    g_application_release (G_APPLICATION (self));
}

static void
stop_running (KirokuApplication *self)
{
  if (self->kept)
    g_application_release (G_APPLICATION (self));
  self->kept = FALSE;
}

static void
hang_curtain (KirokuApplication *self)
{
  self->curtain = kiroku_curtain_new (self->book);
  g_signal_connect_object (self->curtain, "unprotected", G_CALLBACK (unprotected_cb), self,
                           G_CONNECT_SWAPPED);
  self->settings = kiroku_settings_new ();
  if (self->settings != NULL)
    {
      g_signal_connect_object (self->settings, "changed::hide-after-minutes", G_CALLBACK (set_delay),
                               self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->settings, "changed::" KIROKU_SETTING_REMIND,
                               G_CALLBACK (keep_running), self, G_CONNECT_SWAPPED);
    }
  set_delay (self);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KirokuApplication) self = user_data;
  g_autoptr (KirokuBook) book = NULL;
  gboolean known;

  g_clear_error (&self->failure);
  book = kiroku_opening_run_finish (result, &known, &self->failure);
  self->opening = FALSE;
  self->unknown = self->failure == NULL && !known;
  if (book != NULL && known)
    {
      self->book = g_steal_pointer (&book);
      self->notifier = kiroku_notifier_new (self->book);
      self->sender = kiroku_anchor_sender_new (self->book, g_network_monitor_get_default ());
      hang_curtain (self);
      keep_running (self);
    }
  show_state_everywhere (self);
  g_application_release (G_APPLICATION (self));
}

char *
kiroku_application_get_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "kiroku", NULL);
}

static void
open_book (KirokuApplication *self, const KirokuIdentity *identity)
{
  g_autofree char *folder = kiroku_application_get_folder ();

  if (self->opening || self->book != NULL)
    return;
  self->opening = TRUE;
  g_application_hold (G_APPLICATION (self));
  kiroku_opening_run_async (folder, self->database, identity, opened_cb, g_object_ref (self));
}

static void
identified_cb (KirokuApplication *self, const char *name, const char *organisation)
{
  KirokuIdentity identity = { name, organisation };

  open_book (self, &identity);
  show_state_everywhere (self);
}

static void
retry_cb (KirokuApplication *self)
{
  open_book (self, NULL);
  show_state_everywhere (self);
}

static void
restored_cb (KirokuApplication *self)
{
  open_book (self, NULL);
  show_state_everywhere (self);
}

static void
restore_cb (KirokuApplication *self, GtkWindow *window)
{
  g_autofree char *folder = kiroku_application_get_folder ();
  g_autofree char *database = self->database != NULL
                                  ? g_strdup (self->database)
                                  : g_build_filename (folder, KIROKU_BOOK_DATABASE, NULL);
  GtkWidget *dialog = kiroku_restore_dialog_new (window, folder, database);

  g_signal_connect_object (dialog, "done", G_CALLBACK (restored_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
open_window (KirokuApplication *self)
{
  GtkWidget *window = kiroku_window_new (GTK_APPLICATION (self));

  g_signal_connect_object (window, "identified", G_CALLBACK (identified_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "restore", G_CALLBACK (restore_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "retry", G_CALLBACK (retry_cb), self, G_CONNECT_SWAPPED);
  open_book (self, NULL);
  show_state (self, KIROKU_WINDOW (window));
  gtk_window_present (GTK_WINDOW (window));
}

/* --- Actions --- */

static void
new_window_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_window (KIROKU_APPLICATION (user_data));
}

/* Windows close one by one, so that what is unwritten is written first. */
static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (user_data));

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
  stop_running (user_data);
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KirokuApplication *self = KIROKU_APPLICATION (user_data);
  KirokuPack *pack = self->book != NULL ? kiroku_book_get_pack (self->book) : NULL;

  gtk_window_present (GTK_WINDOW (
      kiroku_about_new (gtk_application_get_active_window (GTK_APPLICATION (self)), pack)));
}

/* The page about what is in front; where nothing opens, the one about that. */
static void
help_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KirokuApplication *self = KIROKU_APPLICATION (user_data);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  const char *page = self->failure != NULL ? "trouble"
                     : window != NULL      ? kiroku_help_find_page (window)
                                           : "first-hour";

  kiroku_help_show (page, kiroku_ui_get_language ());
}

static void
hide_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KirokuApplication *self = KIROKU_APPLICATION (user_data);

  if (self->curtain != NULL)
    kiroku_curtain_draw (self->curtain);
}

static const GActionEntry actions[] = {
  { .name = "hide", .activate = hide_action },
  { .name = "new-window", .activate = new_window_action },
  { .name = "about", .activate = about_action },
  { .name = "help", .activate = help_action },
  { .name = "quit", .activate = quit_action },
};

static const struct
{
  const char *action;
  const char *accels[3];
} accels[] = {
  { "app.help", { "F1" } },
  { "app.quit", { "<Control>q" } },
  { "app.hide", { "<Control><Shift>l" } },
  { "app.new-window", { "<Control><Shift>n" } },
  { "window.close", { "<Control>w" } },
  { "win.new-case", { "<Control>n" } },
  { "win.compose", { "<Control>l" } },
  { "win.find", { "<Control>f" } },
  { "win.find-case", { "<Control><Shift>f" } },
  { "win.person", { "<Control>u" } },
  { "win.next-phase", { "<Control>g" } },
  { "win.hand-over", { "<Control>h" } },
  { "win.legal-hold", { "<Control><Shift>h" } },
  { "win.link-case", { "<Control>k" } },
  { "win.close-case", { "<Control><Shift>k" } },
  { "win.export", { "<Control>e" } },
  { "win.import", { "<Control>o" } },
  { "win.preferences", { "<Control>comma" } },
  { "win.backup", { "<Control>b" } },
  { "win.sidebar", { "F9" } },
  { "win.show-help-overlay", { "<Control>question" } },
  { "win.page::log", { "<Alt>1" } },
  { "win.page::playbook", { "<Alt>2" } },
  { "win.page::contacts", { "<Alt>3" } },
  { "win.page::notifications", { "<Alt>4" } },
  { "win.page::evidence", { "<Alt>5" } },
  { "win.page::review", { "<Alt>6" } },
};

/* --- The class --- */

static void
kiroku_application_startup (GApplication *application)
{
  kiroku_ui_init ();
  G_APPLICATION_CLASS (kiroku_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name (KIROKU_APP_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accels[i].action,
                                           accels[i].accels);
}

static void
kiroku_application_activate (GApplication *application)
{
  KirokuApplication *self = KIROKU_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));
  const gboolean background = self->background;

  self->background = FALSE;
  if (self->book != NULL)
    keep_running (self);
  if (window != NULL)
    gtk_window_present (window);
  else if (background)
    open_book (self, NULL);
  else
    open_window (self);
}

/* A file named on the command line is meant from where the program was started. */
static int
kiroku_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  KirokuApplication *self = KIROKU_APPLICATION (application);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  if (g_variant_dict_lookup (options, "version", "b", NULL))
    {
      g_print ("Kiroku %s\n", KIROKU_VERSION);
      return 0;
    }
  if (g_variant_dict_lookup (options, "database", "^ay", &path))
    self->database = g_canonicalize_filename (path, NULL);
  if (!g_variant_dict_lookup (options, "background", "b", &self->background))
    return -1;
  /* One that runs already needs no second, and no window. */
  if (!g_application_register (application, NULL, &error))
    g_printerr ("kiroku: %s\n", error->message);
  return error != NULL ? 1 : g_application_get_is_remote (application) ? 0 : -1;
}

static void
kiroku_application_finalize (GObject *object)
{
  KirokuApplication *self = KIROKU_APPLICATION (object);

  g_clear_object (&self->notifier);
  g_clear_object (&self->sender);
  g_clear_object (&self->curtain);
  g_clear_object (&self->settings);
  g_clear_object (&self->book);
  g_clear_error (&self->failure);
  g_free (self->database);

  G_OBJECT_CLASS (kiroku_application_parent_class)->finalize (object);
}

static void
kiroku_application_class_init (KirokuApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kiroku_application_finalize;
  application_class->startup = kiroku_application_startup;
  application_class->activate = kiroku_application_activate;
  application_class->handle_local_options = kiroku_application_handle_local_options;
}

static void
kiroku_application_init (KirokuApplication *self)
{
  static const GOptionEntry options[] = {
    { "database", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Use this case book"), N_ ("FILE") },
    { "background", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Remind of deadlines, without a window"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

KirokuApplication *
kiroku_application_new (void)
{
  return g_object_new (KIROKU_TYPE_APPLICATION, "application-id", KIROKU_APP_ID,
                       "resource-base-path", RESOURCE_BASE, NULL);
}
