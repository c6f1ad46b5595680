/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "kiroku-notifier.h"
#include "kiroku-test-book.h"

#define HOUR ((gint64) 3600 * G_USEC_PER_SEC)

/* A notification service on the private bus, of which a test reads what it was sent. */
typedef struct
{
  GSubprocess *process;
  GDBusConnection *bus;
} Desktop;

static void
appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer data)
{
  *(gboolean *) data = TRUE;
}

static Desktop
desktop_start (void)
{
  g_autoptr (GError) error = NULL;
  gboolean appeared = FALSE;
  guint watch;
  Desktop self;

  self.process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, "/usr/bin/python3",
                                   "-m", "dbusmock", "--session", "--template",
                                   "notification_daemon", NULL);
  g_assert_no_error (error);
  self.bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  watch = g_bus_watch_name (G_BUS_TYPE_SESSION, "org.freedesktop.Notifications",
                            G_BUS_NAME_WATCHER_FLAGS_NONE, appeared_cb, NULL, &appeared, NULL);
  while (!appeared)
    g_main_context_iteration (NULL, TRUE);
  g_bus_unwatch_name (watch);
  return self;
}

static void
desktop_stop (Desktop *self)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  g_object_unref (self->bus);
}

/* What was shown, summary and body, a line each. */
static char *
desktop_read (Desktop *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
      self->bus, "org.freedesktop.Notifications", "/org/freedesktop/Notifications",
      "org.freedesktop.DBus.Mock", "GetCalls", NULL, G_VARIANT_TYPE ("(a(tsav))"), 0, -1, NULL,
      &error);
  g_autoptr (GVariantIter) calls = NULL;
  GString *text = g_string_new (NULL);
  const char *method;
  GVariant *arguments;
  guint64 time;

  g_assert_no_error (error);
  g_variant_get (answer, "(a(tsav))", &calls);
  while (g_variant_iter_loop (calls, "(t&s@av)", &time, &method, &arguments))
    if (g_str_equal (method, "Notify"))
      {
        g_autoptr (GVariant) summary = NULL;
        g_autoptr (GVariant) body = NULL;

        g_variant_get_child (arguments, 3, "v", &summary);
        g_variant_get_child (arguments, 4, "v", &body);
        g_string_append_printf (text, "%s: %s\n", g_variant_get_string (summary, NULL),
                                g_variant_get_string (body, NULL));
      }
  return g_string_free (text, FALSE);
}

static void
checked_cb (KirokuNotifier *notifier, gpointer data)
{
  *(gboolean *) data = TRUE;
}

static void
wait_for_check (KirokuNotifier *notifier)
{
  gboolean checked = FALSE;
  gulong handler = g_signal_connect (notifier, "checked", G_CALLBACK (checked_cb), &checked);

  while (!checked)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (notifier, handler);
}

static guint
count_lines (const char *text, const char *part)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    n += strstr (lines[i], part) != NULL;
  return n;
}

/* The preliminary report to the PPC is due by the end of 2026-11-21: 14 hours after the start. */
static KirokuTestBook *
book_with_deadline (void)
{
  KirokuTestBook *book = kiroku_test_book_new ("ransomware", "en");

  kiroku_test_book_set (book, "leak.categories", "1");
  kiroku_test_book_set (book, "leak.mynumber", "no");
  kiroku_test_book_set (book, "t.known", "2026-11-17T09:00:00+09:00");
  return book;
}

static void
test_reminder (void)
{
  Desktop desktop = desktop_start ();
  KirokuTestBook *book = book_with_deadline ();
  g_autoptr (KirokuNotifier) notifier = kiroku_notifier_new (book->book);
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;
  g_autofree char *later = NULL;
  g_autofree char *passed = NULL;

  wait_for_check (notifier);
  first = desktop_read (&desktop);
  g_assert_cmpuint (count_lines (first, "2026-001"), ==, 1);

  kiroku_notifier_check (notifier);
  wait_for_check (notifier);
  again = desktop_read (&desktop);
  g_assert_cmpstr (again, ==, first);

  book->now += 11 * HOUR;
  kiroku_notifier_check (notifier);
  wait_for_check (notifier);
  later = desktop_read (&desktop);
  g_assert_cmpuint (count_lines (later, "2026-001"), ==, 2);

  book->now += 4 * HOUR;
  kiroku_notifier_check (notifier);
  wait_for_check (notifier);
  passed = desktop_read (&desktop);
  g_assert_cmpuint (count_lines (passed, "has passed"), ==, 1);

  desktop_stop (&desktop);
  g_clear_object (&notifier);
  kiroku_test_book_free (book);
}

static void
test_no_case_text (void)
{
  Desktop desktop = desktop_start ();
  KirokuTestBook *book = book_with_deadline ();
  g_autoptr (KirokuNotifier) notifier = kiroku_notifier_new (book->book);
  const KirokuSnapshot *snapshot;
  g_autofree char *shown = NULL;

  wait_for_check (notifier);
  snapshot = kiroku_case_model_get_snapshot (book->model);
  shown = desktop_read (&desktop);
  g_assert_cmpuint (strlen (shown), >, 0);
  g_assert_cmpuint (strlen (snapshot->incident->title), >, 0);
  g_assert_null (strstr (shown, snapshot->incident->title));

  desktop_stop (&desktop);
  g_clear_object (&notifier);
  kiroku_test_book_free (book);
}

static void
test_no_service (void)
{
  KirokuTestBook *book = book_with_deadline ();
  g_autoptr (KirokuNotifier) notifier = kiroku_notifier_new (book->book);

  /* Nobody owns the name on this bus: the check ends all the same, without a word. */
  wait_for_check (notifier);
  g_clear_object (&notifier);
  kiroku_test_book_free (book);
}

static void
test_stages (void)
{
  g_assert_cmpuint (kiroku_notifier_get_stage (25 * HOUR), ==, 0);
  g_assert_cmpuint (kiroku_notifier_get_stage (24 * HOUR), ==, 1);
  g_assert_cmpuint (kiroku_notifier_get_stage (4 * HOUR), ==, 2);
  g_assert_cmpuint (kiroku_notifier_get_stage (HOUR), ==, 3);
  g_assert_cmpuint (kiroku_notifier_get_stage (1), ==, 3);
  g_assert_cmpuint (kiroku_notifier_get_stage (0), ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notifier/stages-are-24-4-1-hours-and-passed", test_stages);
  g_test_add_func ("/notifier/without-a-service-nothing-happens", test_no_service);
  g_test_add_func ("/notifier/each-stage-is-told-once", test_reminder);
  g_test_add_func ("/notifier/no-case-text-leaves-the-window", test_no_case_text);
  return g_test_run ();
}
