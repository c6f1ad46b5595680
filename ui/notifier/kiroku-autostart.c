/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-autostart.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "kiroku-files.h"

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define REQUEST "org.freedesktop.portal.Request"
#define SANDBOX "/.flatpak-info"

typedef struct
{
  gboolean on;
  char *database; /* (nullable) */
  guint subscription;
  GDBusConnection *bus; /* (nullable) */
} Order;

static void
order_free (gpointer data)
{
  Order *order = data;

  if (order->subscription != 0)
    g_dbus_connection_signal_unsubscribe (order->bus, order->subscription);
  g_clear_object (&order->bus);
  g_free (order->database);
  g_free (order);
}

/* --- By a file --- */

/* One argument as the Desktop Entry Specification wants it in Exec, and then in a string. */
static void
append_quoted (GString *text, const char *argument)
{
  g_string_append_c (text, '"');
  for (const char *p = argument; *p != '\0'; p++)
    if (*p == '"' || *p == '`' || *p == '$')
      g_string_append_printf (text, "\\\\%c", *p);
    else if (*p == '\\')
      g_string_append (text, "\\\\\\\\");
    else if (*p == '%')
      g_string_append (text, "%%");
    else
      g_string_append_c (text, *p);
  g_string_append_c (text, '"');
}

char *
kiroku_autostart_make (const char *program, const char *database)
{
  GString *text;

  g_return_val_if_fail (program != NULL, NULL);

  text = g_string_new ("[Desktop Entry]\nType=Application\nName=Kiroku\nName[ja]=記録\nIcon=" KIROKU_APP_ID
                       "\nExec=");
  append_quoted (text, program);
  g_string_append (text, " --background");
  if (database != NULL)
    {
      g_autofree char *option = g_strconcat ("--database=", database, NULL);

      g_string_append_c (text, ' ');
      append_quoted (text, option);
    }
  g_string_append (text, "\n");
  return g_string_free (text, FALSE);
}

static gboolean
write_file (const char *path, const char *database, GError **error)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", error);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = NULL;

  if (program == NULL)
    return FALSE;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      const int code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", folder,
                   g_strerror (code));
      return FALSE;
    }
  text = kiroku_autostart_make (program, database);
  return kiroku_files_replace (path, text, strlen (text), TRUE, error);
}

static gboolean
remove_file (const char *path, GError **error)
{
  if (g_unlink (path) != 0 && errno != ENOENT)
    {
      const int code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", path,
                   g_strerror (code));
      return FALSE;
    }
  return TRUE;
}

static void
set_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Order *order = data;
  g_autofree char *path
      = g_build_filename (g_get_user_config_dir (), "autostart", KIROKU_APP_ID ".desktop", NULL);
  GError *error = NULL;

  if (order->on ? write_file (path, order->database, &error) : remove_file (path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* --- By the portal --- */

/* The answer of the user, or of the desktop for him. */
static void
responded_cb (GDBusConnection *bus,
              const char *sender,
              const char *path,
              const char *interface,
              const char *signal,
              GVariant *arguments,
              gpointer data)
{
  GTask *task = data;
  Order *order = g_task_get_task_data (task);
  g_autoptr (GVariant) results = NULL;
  gboolean granted = FALSE;
  guint32 response;

  g_variant_get (arguments, "(u@a{sv})", &response, &results);
  g_variant_lookup (results, "autostart", "b", &granted);
  if (response == 0 && granted == order->on)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "%s",
                             _ ("The desktop does not allow Kiroku to start by itself: allow it in the desktop's "
                                "settings."));
  g_dbus_connection_signal_unsubscribe (bus, order->subscription);
  order->subscription = 0;
}

static void
called_cb (GObject *bus, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Order *order = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GVariant) answer
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (bus), result, &error);
  const char *path;

  if (answer == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_variant_get (answer, "(&o)", &path);
  order->bus = g_object_ref (G_DBUS_CONNECTION (bus));
  order->subscription = g_dbus_connection_signal_subscribe (
      order->bus, PORTAL, REQUEST, "Response", path, NULL, G_DBUS_SIGNAL_FLAGS_NONE, responded_cb,
      g_object_ref (task), g_object_unref);
}

/* In a sandbox the program has one name, and the usual case book. */
static GVariant *
make_options (const Order *order)
{
  static const char *const command[] = { "kiroku", "--background", NULL };
  GVariantBuilder options;

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "reason",
                         g_variant_new_string (_ ("To remind of deadlines while no window is open")));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (order->on));
  g_variant_builder_add (&options, "{sv}", "commandline", g_variant_new_strv (command, -1));
  return g_variant_new ("(sa{sv})", "", &options);
}

static void
ask_portal (GTask *task)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);

  if (bus == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      g_object_unref (task);
      return;
    }
  g_dbus_connection_call (bus, PORTAL, PORTAL_PATH, "org.freedesktop.portal.Background",
                          "RequestBackground", make_options (g_task_get_task_data (task)),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, called_cb, task);
}

/* --- Either --- */

void
kiroku_autostart_set_async (gboolean on,
                            const char *database,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Order *order = g_new0 (Order, 1);

  order->on = on;
  order->database = g_strdup (database);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_autostart_set_async);
  g_task_set_task_data (task, order, order_free);
  if (g_file_test (SANDBOX, G_FILE_TEST_EXISTS))
    {
      ask_portal (task);
      return;
    }
  g_task_run_in_thread (task, set_file);
  g_object_unref (task);
}

gboolean
kiroku_autostart_set_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
