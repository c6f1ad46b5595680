/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "kiroku-book.h"
#include "kiroku-duty.h"
#include "kiroku-line.h"
#include "kiroku-test.h"

/* The real program, in a process of its own, with a data folder of its own. What it shows is not
 * looked at: what it has put on the disk is. */
typedef struct
{
  char *home;
  char *folder; /* of the case book, in @home */
  char *case_id;
  GSubprocess *process;
} Fixture;

/* How often a key is pressed again for a program that is not ready for it yet. */
#define RETRY_MS 400

static KirokuBook *
open_book (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  KirokuBookOptions options
      = { .folder = fixture->folder, .author = "Sato Hanako", .zone = zone, .language = "en" };
  KirokuBook *book = kiroku_book_new (&options, &error);

  g_assert_no_error (error);
  return book;
}

static void
start (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);

  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", fixture->home, TRUE);
  fixture->process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("KIROKU_PROGRAM"),
                                                  NULL);
  g_assert_no_error (error);
  kiroku_test_xdotool ((const char *[]){ "search", "--sync", "--onlyvisible", "--pid",
                                         g_subprocess_get_identifier (fixture->process),
                                         "windowfocus", NULL });
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuBook) book = NULL;
  KirokuNewCase new_case = { .title = "Ransom note", .type = "ransomware" };

  fixture->home = g_dir_make_tmp ("kiroku-program-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->folder = g_build_filename (fixture->home, "kiroku", NULL);
  book = open_book (fixture);
  fixture->case_id = kiroku_book_open_case (book, &new_case, &error);
  g_assert_no_error (error);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  *(guint *) user_data = 1;
}

/* No time to put anything away. */
static void
kill_it (Fixture *fixture)
{
  guint ended = 0;

  g_subprocess_send_signal (fixture->process, SIGKILL);
  g_subprocess_wait_async (fixture->process, NULL, ended_cb, &ended);
  kiroku_test_wait_number (&ended, 1, "the program to end");
  g_clear_object (&fixture->process);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->process != NULL)
    kill_it (fixture);
  kiroku_test_remove_folder (fixture->home);
  g_free (fixture->case_id);
  g_free (fixture->folder);
  g_free (fixture->home);
}

/* --- What is on the disk --- */

/* "" when there is none. (transfer full) */
static char *
read_draft (Fixture *fixture)
{
  g_autofree char *name = g_strconcat (fixture->case_id, ".txt", NULL);
  g_autofree char *path = g_build_filename (fixture->folder, "drafts", name, NULL);
  char *text;

  return g_file_get_contents (path, &text, NULL, NULL) ? text : g_strdup ("");
}

static gpointer
read_notes (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  KirokuLineFilter filter = KIROKU_LINE_FILTER_ALL;

  filter.klass = "action";
  return kiroku_line_read (db, data, &filter, 0, 100, error);
}

/* (transfer full) (element-type KirokuLine) */
static GPtrArray *
get_notes (Fixture *fixture, KirokuBook *book)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *notes = kiroku_store_run (kiroku_book_get_store (book), KIROKU_STORE_SCREEN,
                                       KIROKU_STORE_PRIORITY_NOW, read_notes, fixture->case_id,
                                       NULL, &error);

  g_assert_no_error (error);
  return notes;
}

/* --- Trying until it happens: a starting program takes no keys yet --- */

typedef struct
{
  Fixture *fixture;
  KirokuBook *book;
  const char *text;
  guint n;
} Awaited;

static gboolean
draft_contains (gpointer user_data)
{
  const Awaited *awaited = user_data;
  g_autofree char *draft = read_draft (awaited->fixture);

  return strstr (draft, awaited->text) != NULL;
}

static gboolean
has_notes (gpointer user_data)
{
  const Awaited *awaited = user_data;
  g_autoptr (GPtrArray) notes = get_notes (awaited->fixture, awaited->book);

  return notes->len >= awaited->n;
}

static gboolean
type_again_cb (gpointer user_data)
{
  kiroku_test_xdotool ((const char *[]){ "type", "--delay", "12", "--", user_data, NULL });
  return G_SOURCE_CONTINUE;
}

static gboolean
enter_again_cb (gpointer user_data)
{
  kiroku_test_xdotool ((const char *[]){ "key", "Return", NULL });
  return G_SOURCE_CONTINUE;
}

static void
type_until (Fixture *fixture, const char *text)
{
  guint source = g_timeout_add (RETRY_MS, type_again_cb, (gpointer) text);

  kiroku_test_wait (draft_contains, &(Awaited){ fixture, NULL, text, 0 }, "the draft on disk");
  g_source_remove (source);
}

static void
enter_until (Fixture *fixture, KirokuBook *book, guint n)
{
  guint source = g_timeout_add (RETRY_MS, enter_again_cb, NULL);

  kiroku_test_wait (has_notes, &(Awaited){ fixture, book, NULL, n }, "the entry");
  g_source_remove (source);
}

/* --- The promises --- */

static void
test_kill (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuBook) book = open_book (fixture);
  g_autofree char *draft = NULL;
  g_autofree char *first = NULL;

  start (fixture);
  type_until (fixture, "entered ");
  enter_until (fixture, book, 1);
  type_until (fixture, "half a thought ");
  kill_it (fixture);

  draft = read_draft (fixture);
  g_strstrip (draft);
  g_assert_true (g_str_has_prefix (draft, "half a thought"));
  {
    g_autoptr (GPtrArray) notes = get_notes (fixture, book);

    g_assert_cmpuint (notes->len, ==, 1);
    first = g_strdup (((KirokuLine *) g_ptr_array_index (notes, 0))->text);
    g_assert_true (g_str_has_prefix (first, "entered"));
  }

  /* What was typed is in the composer again: Enter is enough to record it. */
  start (fixture);
  enter_until (fixture, book, 2);
  {
    g_autoptr (GPtrArray) notes = get_notes (fixture, book);

    g_assert_cmpuint (notes->len, ==, 2);
    g_assert_cmpstr (((KirokuLine *) g_ptr_array_index (notes, 0))->text, ==, first);
    g_assert_cmpstr (((KirokuLine *) g_ptr_array_index (notes, 1))->text, ==, draft);
  }
}

/* What is in the draft of the composer's class and time. */
static gboolean
time_is_kept (gpointer user_data)
{
  const Awaited *awaited = user_data;
  g_autofree char *name = g_strconcat (awaited->fixture->case_id, "-composer.ini", NULL);
  g_autofree char *path = g_build_filename (awaited->fixture->folder, "drafts", name, NULL);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && strstr (text, awaited->text) != NULL;
}

static void
test_kill_time (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuBook) book = open_book (fixture);
  g_autoptr (GPtrArray) notes = NULL;
  g_autofree char *time = NULL;
  const KirokuLine *note;

  start (fixture);
  type_until (fixture, "cut the line ");
  kiroku_test_xdotool ((const char *[]){ "key", "Tab", "Tab", NULL });
  kiroku_test_xdotool ((const char *[]){ "type", "--delay", "12", "--", "09:15", NULL });
  kiroku_test_wait (time_is_kept, &(Awaited){ fixture, NULL, "time=09:15", 0 }, "the time on disk");
  kill_it (fixture);

  start (fixture);
  enter_until (fixture, book, 1);
  notes = get_notes (fixture, book);
  note = g_ptr_array_index (notes, 0);
  g_assert_true (note->stated);
  time = kiroku_time_to_text (note->at, KIROKU_PRECISION_MINUTE, kiroku_book_get_zone (book));
  g_assert_true (g_str_has_suffix (time, " 09:15"));
}

static gboolean
has_ended (gpointer user_data)
{
  return *(guint *) user_data == 1;
}

/* Closing the window waits for nothing and loses nothing. */
static void
test_close (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuBook) book = open_book (fixture);
  g_autofree char *draft = NULL;
  guint ended = 0;

  start (fixture);
  type_until (fixture, "begun ");
  kiroku_test_xdotool ((const char *[]){ "type", "--delay", "12", "--", "and the end", NULL });
  kiroku_test_xdotool ((const char *[]){ "key", data, NULL });
  g_subprocess_wait_async (fixture->process, NULL, ended_cb, &ended);
  kiroku_test_wait (has_ended, &ended, "the program to end by itself");
  g_assert_true (g_subprocess_get_successful (fixture->process));
  g_clear_object (&fixture->process);
  draft = read_draft (fixture);
  g_assert_true (g_str_has_suffix (draft, "and the end"));
}

static gboolean
is_hidden (gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GSubprocess) search = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL, "xdotool", "search", "--onlyvisible", "--pid",
      g_subprocess_get_identifier (fixture->process), NULL);

  g_assert_nonnull (search);
  return g_subprocess_wait (search, NULL, NULL) && !g_subprocess_get_successful (search);
}

/* Another program is writing when Enter is pressed, and the window is closed meanwhile. */
static void
test_quit_while_saving (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuBook) book = open_book (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuDb) db
      = kiroku_db_open (kiroku_store_get_path (kiroku_book_get_store (book)), TRUE, &error);
  g_autoptr (GPtrArray) notes = NULL;
  g_autofree char *draft = NULL;
  guint ended = 0;

  g_assert_no_error (error);
  start (fixture);
  type_until (fixture, "entered ");
  g_assert_true (kiroku_db_begin (db, &error));
  g_subprocess_wait_async (fixture->process, NULL, ended_cb, &ended);
  kiroku_test_xdotool ((const char *[]){ "key", "Return", data, NULL });
  kiroku_test_wait (is_hidden, fixture, "the window to close");
  kiroku_test_settle ();
  g_assert_cmpuint (ended, ==, 0);
  kiroku_db_rollback (db);
  kiroku_test_wait (has_ended, &ended, "the program to end by itself");
  g_assert_true (g_subprocess_get_successful (fixture->process));
  g_clear_object (&fixture->process);
  notes = get_notes (fixture, book);
  g_assert_cmpuint (notes->len, ==, 1);
  draft = read_draft (fixture);
  g_assert_cmpstr (draft, ==, "");
}

/* --- Without a window --- */

/* As the user has it set. (transfer full) */
static GSubprocess *
launch (Fixture *fixture, const char *option)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *folder = g_path_get_dirname (g_getenv ("KIROKU_PROGRAM"));
  g_autofree char *schemas = g_build_filename (folder, "..", "resources", NULL);
  g_autofree char *config = g_build_filename (fixture->home, "config", NULL);
  GSubprocess *process;

  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", fixture->home, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_CONFIG_HOME", config, TRUE);
  g_subprocess_launcher_setenv (launcher, "GSETTINGS_BACKEND", "keyfile", TRUE);
  g_subprocess_launcher_setenv (launcher, "GSETTINGS_SCHEMA_DIR", schemas, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("KIROKU_PROGRAM"), option, NULL);
  g_assert_no_error (error);
  return process;
}

static void
allow_background (Fixture *fixture)
{
  g_autofree char *folder
      = g_build_filename (fixture->home, "config", "glib-2.0", "settings", NULL);
  g_autofree char *path = g_build_filename (folder, "keyfile", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "[org/kiroku/Kiroku]\nremind-when-closed=true\n", -1, NULL));
}

/* The program that runs shows a window, and the one that was started for it ends. */
static void
open_window (Fixture *fixture)
{
  g_autoptr (GSubprocess) other = launch (fixture, NULL);

  kiroku_test_xdotool ((const char *[]){ "search", "--sync", "--onlyvisible", "--pid",
                                         g_subprocess_get_identifier (fixture->process),
                                         "windowfocus", NULL });
  g_assert_true (g_subprocess_wait_check (other, NULL, NULL));
}

static gboolean
has_reminded (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
append_duty (Fixture *fixture)
{
  g_autoptr (KirokuBook) book = open_book (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry = kiroku_book_append_one (
      book, fixture->case_id,
      kiroku_duty_draft ("Insurer", g_get_real_time () + 2 * G_TIME_SPAN_HOUR, "News", NULL, NULL), &error);

  g_assert_no_error (error);
}

/* It reminds without ever having had a window, goes on when one is closed, and ends when told to. */
static void
test_background (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "reminders", NULL);
  g_autoptr (GSubprocess) second = NULL;
  guint ended = 0;

  append_duty (fixture);
  allow_background (fixture);
  fixture->process = launch (fixture, "--background");
  kiroku_test_wait (has_reminded, path, "a reminder");
  g_assert_true (is_hidden (fixture));
  second = launch (fixture, "--background");
  g_assert_true (g_subprocess_wait_check (second, NULL, NULL));
  g_assert_true (is_hidden (fixture));
  for (guint i = 0; i < 2; i++)
    {
      open_window (fixture);
      kiroku_test_xdotool ((const char *[]){ "key", i == 0 ? "ctrl+w" : "ctrl+q", NULL });
      kiroku_test_wait (is_hidden, fixture, "the window to close");
    }
  g_subprocess_wait_async (fixture->process, NULL, ended_cb, &ended);
  kiroku_test_wait (has_ended, &ended, "the program to end");
  g_assert_true (g_subprocess_get_successful (fixture->process));
  g_clear_object (&fixture->process);
}

/* A desktop that goes on starting it keeps nothing running. */
static void
test_unwanted (Fixture *fixture, gconstpointer data)
{
  guint ended = 0;

  fixture->process = launch (fixture, "--background");
  g_subprocess_wait_async (fixture->process, NULL, ended_cb, &ended);
  kiroku_test_wait (has_ended, &ended, "the program to end");
  g_assert_true (g_subprocess_get_successful (fixture->process));
  g_clear_object (&fixture->process);
}

#define ADD(path, data, function)                                                                  \
  g_test_add ("/ui/program/" path, Fixture, data, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  kiroku_test_init (&argc, &argv);
  ADD ("killed-while-typing-loses-nothing", NULL, test_kill);
  ADD ("killed-while-typing-keeps-the-stated-time", NULL, test_kill_time);
  ADD ("closed-while-typing-keeps-the-draft", "ctrl+w", test_close);
  ADD ("quit-while-typing-keeps-the-draft", "ctrl+q", test_close);
  ADD ("closed-while-saving-saves", "ctrl+w", test_quit_while_saving);
  ADD ("reminds-without-a-window-until-it-is-quit", NULL, test_background);
  ADD ("ends-without-a-window-when-nobody-wants-it", NULL, test_unwanted);
  ADD ("quit-while-saving-saves", "ctrl+q", test_quit_while_saving);
  return g_test_run ();
}
