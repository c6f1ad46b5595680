/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "kiroku-autostart.h"
#include "kiroku-duty.h"
#include "kiroku-filing.h"
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
test_backup (void)
{
  Desktop desktop = desktop_start ();
  KirokuTestBook *book = kiroku_test_book_new ("third_party", "en");
  g_autoptr (KirokuNotifier) notifier = kiroku_notifier_new (book->book);
  g_autofree char *first_day = NULL;
  g_autofree char *second_day = NULL;
  g_autofree char *third_day = NULL;

  wait_for_check (notifier);
  first_day = desktop_read (&desktop);
  g_assert_cmpuint (count_lines (first_day, "backup"), ==, 0);

  book->now += 25 * HOUR;
  for (guint i = 0; i < 2; i++, book->now += HOUR)
    {
      kiroku_notifier_check (notifier);
      wait_for_check (notifier);
    }
  second_day = desktop_read (&desktop);
  g_assert_cmpuint (count_lines (second_day, "backup"), ==, 1);

  book->now += 24 * HOUR;
  kiroku_notifier_check (notifier);
  wait_for_check (notifier);
  third_day = desktop_read (&desktop);
  g_assert_cmpuint (count_lines (third_day, "backup"), ==, 2);

  g_clear_object (&notifier);
  kiroku_test_book_free (book);
  desktop_stop (&desktop);
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

/* The computer sleeps for a night and the program is started anew: what came near meanwhile is said once and
 * together, and not again by the next start. */
static void
test_restart (void)
{
  Desktop desktop = desktop_start ();
  KirokuTestBook *book = book_with_deadline ();
  g_autofree char *before = NULL;
  g_autofree char *missed = NULL;
  g_autofree char *again = NULL;
  char **const texts[] = { &before, &missed, &again };

  kiroku_test_book_append (book, kiroku_duty_draft ("Insurer", KIROKU_TEST_BOOK_START + 10 * HOUR,
                                                    "First news", NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (KirokuNotifier) notifier = kiroku_notifier_new (book->book);

      wait_for_check (notifier);
      *texts[i] = desktop_read (&desktop);
      book->now += i == 0 ? 15 * HOUR : 0;
    }
  g_assert_cmpuint (count_lines (before, "2 deadlines need attention: Case 2026-001: "), ==, 1);
  g_assert_cmpuint (count_lines (missed, "2 deadlines need attention: Case 2026-001: "), ==, 2);
  g_assert_cmpuint (count_lines (missed, "has passed"), ==, 2);
  g_assert_cmpstr (again, ==, missed);

  desktop_stop (&desktop);
  kiroku_test_book_free (book);
}

/* Closing ends no duty. */
static void
test_closed (void)
{
  Desktop desktop = desktop_start ();
  KirokuTestBook *book = book_with_deadline ();
  g_autoptr (KirokuNotifier) notifier = NULL;
  g_autofree char *shown = NULL;

  kiroku_test_book_append (book, kiroku_draft_close (TRUE, "Restored"));
  kiroku_test_book_wait (book, "case.close", 1);
  notifier = kiroku_notifier_new (book->book);
  wait_for_check (notifier);
  shown = desktop_read (&desktop);
  g_assert_cmpuint (count_lines (shown, "A deadline is near: Case 2026-001"), ==, 1);

  desktop_stop (&desktop);
  g_clear_object (&notifier);
  kiroku_test_book_free (book);
}

/* The only thing due is a notice within 72 hours, of which a half is left after two hours more. */
static KirokuTestBook *
book_with_hours (void)
{
  KirokuTestBook *book = kiroku_test_book_new ("ransomware", "en");

  kiroku_test_book_set (book, "leak.categories", "none");
  kiroku_test_book_set (book, "leak.mynumber", "no");
  kiroku_test_book_set (book, "eu.personal_data", "yes");
  kiroku_test_book_set (book, "breach.risk", "risk");
  kiroku_test_book_set (book, "t.known", "2026-11-19T23:00:00+09:00");
  return book;
}

static void
test_lead_time (void)
{
  Desktop desktop = desktop_start ();
  KirokuTestBook *book = book_with_hours ();
  g_autoptr (KirokuNotifier) notifier = kiroku_notifier_new (book->book);
  g_autofree char *first = NULL;
  g_autofree char *half = NULL;

  wait_for_check (notifier);
  first = desktop_read (&desktop);
  g_assert_cmpuint (count_lines (first, "2026-001"), ==, 0);

  book->now += 2 * HOUR;
  for (guint i = 0; i < 2; i++)
    {
      kiroku_notifier_check (notifier);
      wait_for_check (notifier);
    }
  half = desktop_read (&desktop);
  g_assert_cmpuint (count_lines (half, "2026-001"), ==, 1);

  desktop_stop (&desktop);
  g_clear_object (&notifier);
  kiroku_test_book_free (book);
}

/* The preliminary report is handed in. */
static void
file_report (KirokuTestBook *book)
{
  const KirokuFilingDetails details = { .form = "F01", .method = KIROKU_FILING_WEB };
  g_autoptr (GPtrArray) rules = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry = NULL;

  g_ptr_array_add (rules, (gpointer) "jp_ppc_prelim");
  entry = kiroku_book_append_one (book->book, book->case_id,
                                  kiroku_filing_draft_file (&details, NULL, "1", rules), &error);
  g_assert_no_error (error);
}

static void
test_met (void)
{
  Desktop desktop = desktop_start ();
  KirokuTestBook *book = book_with_deadline ();
  g_autoptr (KirokuNotifier) notifier = NULL;
  g_autofree char *shown = NULL;

  file_report (book);
  notifier = kiroku_notifier_new (book->book);
  wait_for_check (notifier);
  book->now += 15 * HOUR;
  kiroku_notifier_check (notifier);
  wait_for_check (notifier);
  shown = desktop_read (&desktop);
  g_assert_cmpstr (shown, ==, "");

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

/* The same deadline, in an exercise. */
static void
add_exercise (KirokuTestBook *book)
{
  static const char *const facts[][2] = { { "leak.categories", "1" },
                                          { "leak.mynumber", "no" },
                                          { "t.known", "2026-11-17T09:00:00+09:00" } };
  KirokuTime known = { .us = KIROKU_TEST_BOOK_START, .offset = 540 };
  KirokuNewCase drill
      = { .title = "Drill", .type = "ransomware", .level = 2, .known = &known, .exercise = TRUE };
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kiroku_book_open_case (book->book, &drill, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      const KirokuPackFact *fact
          = kiroku_pack_get_fact (kiroku_book_get_pack (book->book), facts[i][0]);

      kiroku_entry_unref (kiroku_book_append_one (
          book->book, id, kiroku_draft_fact (facts[i][0], fact->type, facts[i][1], FALSE, 0),
          &error));
      g_assert_no_error (error);
    }
}

static void
test_exercise (void)
{
  Desktop desktop = desktop_start ();
  KirokuTestBook *book = book_with_deadline ();
  g_autoptr (KirokuNotifier) notifier = NULL;
  g_autofree char *shown = NULL;

  add_exercise (book);
  notifier = kiroku_notifier_new (book->book);
  wait_for_check (notifier);
  shown = desktop_read (&desktop);
  g_assert_cmpuint (count_lines (shown, "X2026-001"), ==, 1);
  g_assert_cmpuint (count_lines (shown, "EXERCISE: A deadline is near"), ==, 1);
  g_assert_cmpuint (count_lines (shown, "2026-001"), ==, 2);

  desktop_stop (&desktop);
  g_clear_object (&notifier);
  kiroku_test_book_free (book);
}

/* --- A service that does not answer --- */

#define THREAD_NAME "kiroku-notifier"

static const char stuck_interface[] = "<node><interface name='org.freedesktop.Notifications'>"
                                      "<method name='Notify'>"
                                      "<arg type='s'/><arg type='u'/><arg type='s'/>"
                                      "<arg type='s'/><arg type='s'/><arg type='as'/>"
                                      "<arg type='a{sv}'/><arg type='i'/>"
                                      "<arg type='u' direction='out'/>"
                                      "</method>"
                                      "<method name='GetServerInformation'>"
                                      "<arg type='s' direction='out'/>"
                                      "<arg type='s' direction='out'/>"
                                      "<arg type='s' direction='out'/>"
                                      "<arg type='s' direction='out'/>"
                                      "</method></interface></node>";

typedef struct
{
  GDBusConnection *bus;
  GDBusMethodInvocation *unanswered; /* (nullable) */
  guint registration;
  guint owner;
  guint owned;
  guint n_calls; /* of Notify */
} StuckDesktop;

static void
call_cb (GDBusConnection *bus,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *arguments,
         GDBusMethodInvocation *invocation,
         gpointer data)
{
  StuckDesktop *self = data;

  if (g_str_equal (method, "GetServerInformation"))
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(ssss)", "stuck", "test", "1", "1.2"));
  else if (self->n_calls++ == 0)
    self->unanswered = invocation;
  else
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", self->n_calls));
}

static void
owned_cb (GDBusConnection *bus, const char *name, gpointer data)
{
  ((StuckDesktop *) data)->owned = 1;
}

static void
stuck_desktop_start (StuckDesktop *self)
{
  static const GDBusInterfaceVTable table = { .method_call = call_cb };
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (stuck_interface, &error);

  g_assert_no_error (error);
  self->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  self->registration
      = g_dbus_connection_register_object (self->bus, "/org/freedesktop/Notifications",
                                           node->interfaces[0], &table, self, NULL, &error);
  g_assert_no_error (error);
  self->owner = g_bus_own_name_on_connection (self->bus, "org.freedesktop.Notifications",
                                              G_BUS_NAME_OWNER_FLAGS_NONE, owned_cb, NULL, self,
                                              NULL);
  kiroku_test_wait_number (&self->owned, 1, "the name of the service");
}

static void
stuck_desktop_stop (StuckDesktop *self)
{
  g_bus_unown_name (self->owner);
  g_dbus_connection_unregister_object (self->bus, self->registration);
  g_object_unref (self->bus);
}

/* Whether no thread of this program is one of the notifier. */
static gboolean
is_alone (gpointer data)
{
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  const char *task;

  while ((task = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/task", task, "comm", NULL);
      g_autofree char *name = NULL;

      if (g_file_get_contents (path, &name, NULL, NULL) && g_str_has_prefix (name, THREAD_NAME))
        return FALSE;
    }
  return TRUE;
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_for_threads (void)
{
  guint timer = g_timeout_add (10, wake_cb, NULL);

  kiroku_test_wait (is_alone, NULL, "the notifier's thread to end");
  g_source_remove (timer);
}

/* Two messages are due; the service is silent at the first. */
static void
test_stuck_service (void)
{
  StuckDesktop desktop = { 0 };
  KirokuTestBook *book = book_with_deadline ();
  KirokuNotifier *notifier;
  gint64 begin;

  add_exercise (book);
  stuck_desktop_start (&desktop);
  notifier = kiroku_notifier_new (book->book);
  kiroku_test_wait_number (&desktop.n_calls, 1, "the first message");
  begin = g_get_monotonic_time ();
  g_object_unref (notifier);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_TIME_SPAN_SECOND);
  kiroku_test_book_free (book);

  g_dbus_method_invocation_return_value (desktop.unanswered, g_variant_new ("(u)", 1));
  wait_for_threads ();
  kiroku_test_settle ();
  g_assert_cmpuint (desktop.n_calls, ==, 1);
  stuck_desktop_stop (&desktop);
}

/* --- Started by the desktop --- */

/* The command is read back as the specification of desktop entries has it, whatever the names are. */
static void
test_autostart (void)
{
  static const char *const names[] = { "/opt/kiroku", "/home/a b/$x`y\"z\\w", "/home/記録/kiroku" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = kiroku_autostart_make (names[i], names[i]);
      g_autoptr (GKeyFile) entry = g_key_file_new ();
      g_autoptr (GError) error = NULL;
      g_autofree char *option = g_strconcat ("--database=", names[i], NULL);
      g_autofree char *command = NULL;
      g_auto (GStrv) words = NULL;

      g_key_file_load_from_data (entry, text, -1, G_KEY_FILE_NONE, &error);
      g_assert_no_error (error);
      command = g_key_file_get_string (entry, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_EXEC, &error);
      g_assert_no_error (error);
      g_assert_true (g_shell_parse_argv (command, NULL, &words, &error));
      g_assert_cmpuint (g_strv_length (words), ==, 3);
      g_assert_cmpstr (words[0], ==, names[i]);
      g_assert_cmpstr (words[1], ==, "--background");
      g_assert_cmpstr (words[2], ==, option);
    }
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kiroku_autostart_set_finish (result, &error));
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static void
set_autostart (gboolean on)
{
  gboolean done = FALSE;

  kiroku_autostart_set_async (on, NULL, set_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_autostart_file (void)
{
  g_autofree char *path
      = g_build_filename (g_get_user_config_dir (), "autostart", KIROKU_APP_ID ".desktop", NULL);

  set_autostart (TRUE);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  for (guint i = 0; i < 2; i++)
    {
      set_autostart (FALSE);
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
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
  g_test_add_func ("/notifier/autostart-has-a-command-that-can-be-read", test_autostart);
  g_test_add_func ("/notifier/autostart-comes-and-goes", test_autostart_file);
  g_test_add_func ("/notifier/without-a-service-nothing-happens", test_no_service);
  g_test_add_func ("/notifier/each-stage-is-told-once", test_reminder);
  g_test_add_func ("/notifier/what-was-missed-is-told-together-and-once-over-restarts", test_restart);
  g_test_add_func ("/notifier/a-closed-case-has-its-deadlines", test_closed);
  g_test_add_func ("/notifier/a-lead-time-of-the-rule-is-told-once", test_lead_time);
  g_test_add_func ("/notifier/what-is-met-is-not-reminded-of", test_met);
  g_test_add_func ("/notifier/no-case-text-leaves-the-window", test_no_case_text);
  g_test_add_func ("/notifier/exercise-says-so-first", test_exercise);
  g_test_add_func ("/notifier/backup-that-is-due-is-told-once-a-day", test_backup);
  g_test_add_func ("/notifier/silent-service-keeps-nobody", test_stuck_service);
  return g_test_run ();
}
