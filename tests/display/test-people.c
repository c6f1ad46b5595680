/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <sys/timerfd.h>
#include <time.h>

#include "kiroku-book-people.h"
#include "kiroku-case-view.h"
#include "kiroku-composer.h"
#include "kiroku-curtain.h"
#include "kiroku-curtain-page.h"
#include "kiroku-key-bar.h"
#include "kiroku-lock-bar.h"
#include "kiroku-people-popover.h"
#include "kiroku-test-book.h"
#include "kiroku-trust.h"
#include "kiroku-window.h"

typedef struct
{
  KirokuTestBook *book;
  KirokuBook *shown; /* the book in the window */
  GtkWidget *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = kiroku_test_book_new ("ransomware", "en");
  fixture->shown = g_object_ref (fixture->book->book);
  fixture->window = kiroku_test_open_window ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_close (GTK_WINDOW (fixture->window), fixture->window);
  g_clear_object (&fixture->shown);
  kiroku_test_book_free (fixture->book);
}

/* --- What is seen --- */

static gboolean
has_keyboard (gpointer window)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  return focus != NULL && gtk_widget_get_ancestor (focus, KIROKU_TYPE_COMPOSER) != NULL;
}

static void
show_book (Fixture *fixture)
{
  kiroku_window_set_book (KIROKU_WINDOW (fixture->window), fixture->shown);
  kiroku_test_wait (has_keyboard, fixture->window, "the composer to have the keyboard");
}

static GtkWidget *
get_popover (Fixture *fixture)
{
  return kiroku_test_get (fixture->window, KIROKU_TYPE_PEOPLE_POPOVER, NULL);
}

static gboolean
is_closed (gpointer widget)
{
  return !gtk_widget_get_mapped (widget);
}

static gboolean
is_focus (gpointer user_data)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (user_data));

  return focus != NULL && (focus == user_data || gtk_widget_is_ancestor (focus, user_data));
}

/* Opens the popover; the row of who writes has the keyboard. */
static GtkWidget *
open_people (Fixture *fixture)
{
  GtkWidget *popover = get_popover (fixture);
  GtkWidget *list;

  g_assert_true (gtk_widget_activate_action (fixture->window, "win.person", NULL));
  kiroku_test_wait_shown (popover, kiroku_book_get_author (fixture->shown));
  list = kiroku_test_get (popover, GTK_TYPE_LIST_BOX, NULL);
  kiroku_test_wait (is_focus, list, "the people to have the keyboard");
  return popover;
}

static void
wait_done (Fixture *fixture, GtkWidget *popover)
{
  kiroku_test_wait (is_closed, popover, "the popover to be closed");
  kiroku_test_wait (has_keyboard, fixture->window, "the composer to have the keyboard again");
}

/* With the keyboard. */
static void
press_button (GtkWidget *root, const char *label)
{
  gtk_widget_grab_focus (kiroku_test_get (root, GTK_TYPE_BUTTON, label));
  kiroku_test_keys ("space", NULL);
}

/* --- What is recorded --- */

typedef struct
{
  const char *case_id;
  const char *key;
} Signed;

static gpointer
find_author (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Signed *query = data;

  return kiroku_trust_find (db, query->case_id, query->key, error);
}

/* The name in the journal of who signed the note written last. (transfer full) */
static char *
dup_signer (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  Signed query = { fixture->book->case_id, kiroku_test_book_last (fixture->book, "note")->key };
  g_autoptr (KirokuAuthor) author
      = kiroku_store_run (kiroku_book_get_store (fixture->shown), KIROKU_STORE_SCREEN,
                          KIROKU_STORE_PRIORITY_NOW, find_author, &query, NULL, &error);

  g_assert_no_error (error);
  return g_strdup (author->name);
}

static void
assert_next_note_is_by (Fixture *fixture, const char *name)
{
  guint n = kiroku_test_book_count (fixture->book, "note");
  g_autofree char *signer = NULL;

  kiroku_test_type ("Unplugged fs01");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_book_wait (fixture->book, "note", n + 1);
  signer = dup_signer (fixture);
  g_assert_cmpstr (signer, ==, name);
}

/* Somebody else who has a key here, perhaps protected. */
static void
add_person (Fixture *fixture, const char *name, const char *passphrase)
{
  g_autoptr (GError) error = NULL;

  kiroku_people_ensure_keys (kiroku_book_get_people (fixture->shown), name, 1, passphrase, &error);
  g_assert_no_error (error);
}

/* --- Tests --- */

/* Two keys: down, Enter. */
static void
test_switch (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover;

  add_person (fixture, "Tanaka Ichiro", NULL);
  show_book (fixture);
  assert_next_note_is_by (fixture, "Sato Hanako");
  popover = open_people (fixture);
  kiroku_test_assert_named (popover);
  kiroku_test_keys ("Down", "Return", NULL);
  wait_done (fixture, popover);
  assert_next_note_is_by (fixture, "Tanaka Ichiro");
  kiroku_test_wait_shown (fixture->window, "Tanaka Ichiro");
}

static void
test_somebody_new (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover;

  show_book (fixture);
  popover = open_people (fixture);
  press_button (popover, "Somebody New…");
  kiroku_test_wait_shown (popover, "signed with a key of their own");
  kiroku_test_type ("Suzuki Jiro");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_type ("correct horse");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_type ("correct hors");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_shown (popover, "The two passphrases are not the same.");
  kiroku_test_keys ("ctrl+a", NULL);
  kiroku_test_type ("correct horse");
  kiroku_test_keys ("Return", NULL);
  wait_done (fixture, popover);
  assert_next_note_is_by (fixture, "Suzuki Jiro");
}

static void
test_same_name (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover;

  show_book (fixture);
  popover = open_people (fixture);
  press_button (popover, "Somebody New…");
  kiroku_test_wait_shown (popover, "signed with a key of their own");
  kiroku_test_type ("Sato Hanako");
  kiroku_test_keys ("Return", "Return", "Return", NULL);
  kiroku_test_wait_shown (popover, "Somebody of this name signs here already");
  kiroku_test_keys ("Escape", NULL);
  wait_done (fixture, popover);
}

/* A wrong passphrase changes nothing, and says so where it was typed. */
static void
test_protected (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover;

  add_person (fixture, "Tanaka Ichiro", "secret");
  show_book (fixture);
  popover = open_people (fixture);
  kiroku_test_keys ("Down", "Return", NULL);
  kiroku_test_wait_shown (popover, "Write as Tanaka Ichiro");
  kiroku_test_type ("wrong");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_shown (popover, "This passphrase does not open the key");
  g_assert_cmpstr (kiroku_book_get_author (fixture->shown), ==, "Sato Hanako");
  kiroku_test_keys ("ctrl+a", NULL);
  kiroku_test_type ("secret");
  kiroku_test_keys ("Return", NULL);
  wait_done (fixture, popover);
  assert_next_note_is_by (fixture, "Tanaka Ichiro");
}

static gboolean
is_protected (Fixture *fixture)
{
  g_autoptr (GPtrArray) keys = kiroku_people_list (kiroku_book_get_people (fixture->shown),
                                                   "Sato Hanako", NULL);

  return kiroku_person_key_is_protected (g_ptr_array_index (keys, 0));
}

/* Who protects the own key can go on writing. */
static void
test_protect (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover;

  show_book (fixture);
  popover = open_people (fixture);
  press_button (popover, "Protect My Key…");
  kiroku_test_wait_shown (popover, "Nobody can give it back");
  kiroku_test_type ("secret");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_type ("secret");
  kiroku_test_keys ("Return", NULL);
  wait_done (fixture, popover);
  g_assert_true (is_protected (fixture));
  assert_next_note_is_by (fixture, "Sato Hanako");
}

/* The book as it is after a start: the key is protected, and nobody has given the passphrase. */
static void
lock (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  KirokuBookOptions options
      = { .folder = fixture->book->folder, .zone = zone, .language = "en" };

  kiroku_people_protect (kiroku_book_get_people (fixture->shown), "Sato Hanako", NULL, "secret",
                         &error);
  g_assert_no_error (error);
  g_set_object (&fixture->shown, NULL);
  fixture->shown = kiroku_book_new (&options, &error);
  g_assert_no_error (error);
}

static void
appended_cb (guint *n)
{
  ++*n;
}

/* What was written while the key was locked stays where it is, and goes in once it is open. */
static void
test_locked (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bar, *entry;
  guint n_appended = 0;

  lock (fixture);
  g_signal_connect_swapped (fixture->shown, "appended", G_CALLBACK (appended_cb), &n_appended);
  show_book (fixture);
  bar = kiroku_test_get (fixture->window, KIROKU_TYPE_LOCK_BAR, NULL);
  kiroku_test_wait_shown (bar, "The key of Sato Hanako is locked");
  g_assert_true (has_keyboard (fixture->window));
  kiroku_test_assert_named (bar);
  kiroku_test_type ("Unplugged fs01");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_shown (fixture->window, "is protected: give its passphrase");
  entry = kiroku_test_get (bar, GTK_TYPE_PASSWORD_ENTRY, NULL);
  gtk_widget_grab_focus (entry);
  kiroku_test_type ("wrong");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_shown (bar, "This passphrase does not open the key");
  kiroku_test_keys ("ctrl+a", NULL);
  kiroku_test_type ("secret");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait (has_keyboard, fixture->window, "the composer to have the keyboard again");
  kiroku_test_wait_not_shown (bar, "The key of");
  g_assert_cmpuint (n_appended, ==, 0);
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_number (&n_appended, 1, "the entry");
  g_signal_handlers_disconnect_by_data (fixture->shown, &n_appended);
}

/* --- A further key --- */

static void
append (Fixture *fixture, KirokuDraft *draft)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry
      = kiroku_book_append_one (fixture->shown, fixture->book->case_id, draft, &error);

  g_assert_no_error (error);
}

/* The bar is there, and says it. */
static gboolean
bar_tells (gpointer bar)
{
  GtkRevealer *revealer = GTK_REVEALER (adw_bin_get_child (ADW_BIN (bar)));
  GtkWidget *label = kiroku_test_get (bar, GTK_TYPE_LABEL, NULL);

  return gtk_revealer_get_reveal_child (revealer)
         && strstr (gtk_label_get_text (GTK_LABEL (label)), "you go on with a new key") != NULL;
}

static void
test_further_key (Fixture *fixture, gconstpointer data)
{
  static const char nowhere[] = "0000000000000000000000000000000000000000000000000000000000000000";
  g_autoptr (KirokuPersonKey) key = kiroku_book_show_key (fixture->shown, NULL);
  GtkWidget *bar;

  show_book (fixture);
  bar = kiroku_test_get (fixture->window, KIROKU_TYPE_KEY_BAR, NULL);
  g_assert_false (bar_tells (bar));
  append (fixture, kiroku_trust_draft_revoke (key->id, 0, nowhere, "lost"));
  append (fixture, kiroku_draft_new ("note"));
  kiroku_test_wait (bar_tells, bar, "the bar to say that a further key writes");
}

/* --- Nobody is here --- */

static void
protect_own_key (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  kiroku_people_protect (kiroku_book_get_people (fixture->shown), "Sato Hanako", NULL, "secret",
                         &error);
  g_assert_no_error (error);
}

static gboolean
is_curtain_seen (gpointer data)
{
  Fixture *fixture = data;
  GtkWidget *page = kiroku_test_get (fixture->window, KIROKU_TYPE_CURTAIN_PAGE, NULL);

  return gtk_widget_get_mapped (page);
}

static gboolean
is_case_seen (gpointer data)
{
  Fixture *fixture = data;

  return gtk_widget_get_mapped (kiroku_test_get (fixture->window, KIROKU_TYPE_CASE_VIEW, NULL));
}

/* The clock that goes on while the machine sleeps, and the timer that waits by it. */
int __real_clock_gettime (clockid_t id, struct timespec *now);
int __wrap_clock_gettime (clockid_t id, struct timespec *now);
int __real_timerfd_settime (int fd, int flags, const struct itimerspec *when, struct itimerspec *old);
int __wrap_timerfd_settime (int fd, int flags, const struct itimerspec *when, struct itimerspec *old);

static gint64 slept;  /* s, beside what the clock says */
static gboolean held; /* the timer waits for ring() */
static guint n_set;   /* how often it was set to wait */
static int timer;

int
__wrap_clock_gettime (clockid_t id, struct timespec *now)
{
  int result = __real_clock_gettime (id, now);

  if (id == CLOCK_BOOTTIME)
    now->tv_sec += slept;
  return result;
}

int
__wrap_timerfd_settime (int fd, int flags, const struct itimerspec *when, struct itimerspec *old)
{
  const struct itimerspec never = { 0 };

  timer = fd;
  n_set += when->it_value.tv_sec != 0 || when->it_value.tv_nsec != 0;
  return __real_timerfd_settime (fd, flags, held ? &never : when, old);
}

static void
ring (void)
{
  const struct itimerspec now = { .it_value = { .tv_nsec = 1 } };

  g_assert_no_errno (__real_timerfd_settime (timer, 0, &now, NULL));
}

/* What an event is said to be. */
GdkEventType __real_gdk_event_get_event_type (GdkEvent *event);
GdkEventType __wrap_gdk_event_get_event_type (GdkEvent *event);

static GdkEventType keys_are = GDK_KEY_PRESS;
static guint n_keys;

GdkEventType
__wrap_gdk_event_get_event_type (GdkEvent *event)
{
  GdkEventType type = __real_gdk_event_get_event_type (event);

  n_keys += type == GDK_KEY_PRESS;
  return type == GDK_KEY_PRESS ? keys_are : type;
}

/* A question to the book that is asked only when the test says so. */
void __real_kiroku_book_read_people_async (KirokuBook *book, GAsyncReadyCallback callback,
                                           gpointer data);
void __wrap_kiroku_book_read_people_async (KirokuBook *book, GAsyncReadyCallback callback,
                                           gpointer data);
void __real_kiroku_book_choose_person_async (
    KirokuBook *book, const char *name, const char *passphrase, GAsyncReadyCallback callback,
    gpointer data);
void __wrap_kiroku_book_choose_person_async (
    KirokuBook *book, const char *name, const char *passphrase, GAsyncReadyCallback callback,
    gpointer data);

static gboolean keeps_back; /* the next one */
static guint n_kept;
static struct
{
  KirokuBook *book;
  char *name;
  char *passphrase; /* (nullable): who is there is asked for, nothing is tried */
  GAsyncReadyCallback callback;
  gpointer data;
} question;

void
__wrap_kiroku_book_read_people_async (KirokuBook *book, GAsyncReadyCallback callback, gpointer data)
{
  if (!keeps_back)
    {
      __real_kiroku_book_read_people_async (book, callback, data);
      return;
    }
  keeps_back = FALSE;
  n_kept++;
  question = (typeof (question)){ book, NULL, NULL, callback, data };
}

void
__wrap_kiroku_book_choose_person_async (
    KirokuBook *book, const char *name, const char *passphrase, GAsyncReadyCallback callback,
    gpointer data)
{
  if (!keeps_back)
    {
      __real_kiroku_book_choose_person_async (book, name, passphrase, callback, data);
      return;
    }
  keeps_back = FALSE;
  n_kept++;
  question = (typeof (question)){ book, g_strdup (name), g_strdup (passphrase), callback, data };
}

static void
let_ask (void)
{
  if (question.passphrase != NULL)
    __real_kiroku_book_choose_person_async (question.book, question.name, question.passphrase,
                                            question.callback, question.data);
  else
    __real_kiroku_book_read_people_async (question.book, question.callback, question.data);
  g_free (question.name);
  g_free (question.passphrase);
}

static gpointer
find_nothing (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return db;
}

/* Everything that was asked of the book before has been answered. */
static void
wait_answered (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  kiroku_store_run (kiroku_book_get_store (fixture->shown), KIROKU_STORE_WRITER,
                    KIROKU_STORE_PRIORITY_NOW, find_nothing, NULL, NULL, &error);
  g_assert_no_error (error);
  kiroku_test_settle ();
}

/* Protected by “secret”, and hidden after a minute that passes when the test says so. (transfer full) */
static KirokuCurtain *
hang_curtain (Fixture *fixture)
{
  KirokuCurtain *curtain;

  protect_own_key (fixture);
  show_book (fixture);
  held = TRUE;
  curtain = kiroku_curtain_new (fixture->shown);
  kiroku_curtain_set_delay (curtain, 60 * 1000);
  return curtain;
}

static void
take_down (KirokuCurtain *curtain)
{
  g_object_unref (curtain);
  held = FALSE;
  keys_are = GDK_KEY_PRESS;
}

static void
wait_hidden (Fixture *fixture)
{
  slept += 60;
  ring ();
  kiroku_test_wait (is_curtain_seen, fixture, "the case to be hidden");
}

/* A minute has passed since the test began, not since somebody was there. */
static void
assert_not_hidden (Fixture *fixture)
{
  guint n = n_set;

  ring ();
  kiroku_test_wait_number (&n_set, n + 1, "the timer to wait on");
  g_assert_true (is_case_seen (fixture));
}

static void
press_touched (void)
{
  guint n = n_keys;

  kiroku_test_keys ("Shift_L", NULL);
  kiroku_test_wait_number (&n_keys, n + 1, "the key");
}

/* A gesture, or a text that no key brought, is somebody. */
static void
test_touched (Fixture *fixture, gconstpointer data)
{
  static const GdkEventType types[] = { GDK_TOUCHPAD_PINCH, GDK_TOUCHPAD_SWIPE, GDK_TOUCH_UPDATE };
  g_autoptr (GtkIMContext) input = gtk_im_context_simple_new ();
  KirokuCurtain *curtain = hang_curtain (fixture);

  kiroku_test_xdotool ((const char *[]){ "mousemove", "300", "300", NULL });
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      slept += 40;
      keys_are = types[i];
      press_touched ();
      assert_not_hidden (fixture);
    }
  keys_are = GDK_ENTER_NOTIFY;
  slept += 40;
  g_signal_emit_by_name (input, "preedit-changed");
  assert_not_hidden (fixture);
  slept += 40;
  g_signal_emit_by_name (input, "commit", "記録");
  assert_not_hidden (fixture);
  slept += 40;
  press_touched (); /* entering is nobody, nor is a new layout below the pointer */
  gtk_widget_queue_resize (fixture->window);
  gtk_test_widget_wait_for_draw (fixture->window);
  slept += 20;
  ring ();
  kiroku_test_wait (is_curtain_seen, fixture, "the case to be hidden");
  take_down (curtain);
}

/* Who comes back while it is found out who writes is there; who wakes the machine may be anybody. */
static void
test_came_back (Fixture *fixture, gconstpointer data)
{
  KirokuCurtain *curtain = hang_curtain (fixture);
  guint n = n_kept;

  keeps_back = TRUE;
  slept += 60;
  ring ();
  kiroku_test_wait_number (&n_kept, n + 1, "the curtain to ask who writes");
  press_touched ();
  let_ask ();
  wait_answered (fixture);
  g_assert_true (is_case_seen (fixture));

  slept += 8 * 60 * 60;
  press_touched ();
  kiroku_test_wait (is_curtain_seen, fixture, "the case to be hidden");
  take_down (curtain);
}

static char *
dup_people_file (Fixture *fixture, const char *suffix)
{
  return g_strconcat (fixture->book->folder, "/people.ini", suffix, NULL);
}

/* Hidden also when it cannot be read who writes; that is told, and tried again. */
static void
test_unread (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = dup_people_file (fixture, "");
  g_autofree char *aside = dup_people_file (fixture, ".aside");
  KirokuCurtain *curtain = hang_curtain (fixture);

  g_assert_no_errno (g_rename (path, aside));
  g_assert_no_errno (g_mkdir (path, 0700));
  wait_hidden (fixture);
  kiroku_test_wait_shown (fixture->window, "people.ini");
  g_assert_no_errno (g_rmdir (path));
  g_assert_no_errno (g_rename (aside, path));
  kiroku_test_present (GTK_WINDOW (fixture->window));
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_not_shown (fixture->window, "people.ini");
  g_assert_false (is_case_seen (fixture));
  kiroku_test_type ("secret");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait (is_case_seen, fixture, "the case to be seen again");
  take_down (curtain);
}

/* Whoever writes without a passphrase is not kept out by what could not be read for a while. */
static void
test_unread_unprotected (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = dup_people_file (fixture, "");
  g_autofree char *aside = dup_people_file (fixture, ".aside");
  g_autoptr (KirokuCurtain) curtain = NULL;

  show_book (fixture);
  curtain = kiroku_curtain_new (fixture->shown);
  g_assert_no_errno (g_rename (path, aside));
  g_assert_no_errno (g_mkdir (path, 0700));
  kiroku_curtain_draw (curtain);
  kiroku_test_wait_shown (fixture->window, "people.ini");
  g_assert_true (is_curtain_seen (fixture));
  g_assert_no_errno (g_rmdir (path));
  g_assert_no_errno (g_rename (aside, path));
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait (is_case_seen, fixture, "the case to be seen again");
}

static gboolean
is_shown (gpointer widget)
{
  return gtk_widget_get_visible (widget);
}

/* Windows that come and go while it is hidden: none shows anything, and each that is still there is
 * shown afterwards. */
static void
test_later_windows (Fixture *fixture, gconstpointer data)
{
  GtkWidget *before = gtk_window_new ();
  GtkWidget *dialog, *gone, *second;
  KirokuCurtain *curtain = hang_curtain (fixture);

  gtk_widget_show (before);
  wait_hidden (fixture);
  gtk_window_destroy (GTK_WINDOW (before));
  dialog = gtk_window_new ();
  gtk_window_present (GTK_WINDOW (dialog));
  g_assert_false (gtk_widget_get_mapped (dialog));
  gone = gtk_window_new ();
  g_object_add_weak_pointer (G_OBJECT (gone), (gpointer *) &gone);
  gtk_window_present (GTK_WINDOW (gone));
  gtk_window_destroy (GTK_WINDOW (gone));
  g_assert_null (gone);
  second = kiroku_test_open_window ();
  kiroku_window_set_book (KIROKU_WINDOW (second), fixture->shown);
  g_assert_false (gtk_widget_get_mapped (kiroku_test_get (second, KIROKU_TYPE_CASE_VIEW, NULL)));
  kiroku_test_type ("secret");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait (is_case_seen, fixture, "the case to be seen again");
  g_assert_true (is_shown (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
  kiroku_test_close (GTK_WINDOW (second), second);
  take_down (curtain);
}

/* Without the curtain nobody could open what it hid. */
static void
test_taken_down (Fixture *fixture, gconstpointer data)
{
  GtkWidget *other = gtk_window_new ();
  KirokuCurtain *curtain = hang_curtain (fixture);

  gtk_widget_show (other);
  wait_hidden (fixture);
  g_assert_false (is_shown (other));
  take_down (curtain);
  g_assert_true (is_shown (other));
  g_assert_true (is_case_seen (fixture));
  gtk_window_destroy (GTK_WINDOW (other));
}

static gboolean
is_begun (gpointer row)
{
  return g_str_equal (gtk_editable_get_text (row), "sec");
}

/* What opens behind it does not get the keyboard, nor is it seen. */
static void
test_behind (Fixture *fixture, gconstpointer data)
{
  KirokuCurtain *curtain = hang_curtain (fixture);
  GtkWidget *popover = open_people (fixture);

  wait_hidden (fixture);
  g_assert_false (gtk_widget_get_mapped (popover));
  kiroku_case_view_compose (
      KIROKU_CASE_VIEW (kiroku_test_get (fixture->window, KIROKU_TYPE_CASE_VIEW, NULL)));
  kiroku_test_present (GTK_WINDOW (fixture->window));
  kiroku_test_type ("sec");
  kiroku_test_wait (is_begun, kiroku_test_get (fixture->window, ADW_TYPE_PASSWORD_ENTRY_ROW, NULL),
                    "the beginning");
  kiroku_case_view_compose (
      KIROKU_CASE_VIEW (kiroku_test_get (fixture->window, KIROKU_TYPE_CASE_VIEW, NULL)));
  kiroku_test_type ("ret");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait (is_case_seen, fixture, "the case to be seen again");
  take_down (curtain);
}

static gboolean
is_sensitive (gpointer widget)
{
  return gtk_widget_get_sensitive (widget);
}

/* One passphrase at a time, and only for what was hidden when it was typed. */
static void
test_one_try (Fixture *fixture, gconstpointer data)
{
  KirokuCurtain *curtain = hang_curtain (fixture);
  KirokuWindow *window = KIROKU_WINDOW (fixture->window);
  GtkWidget *button;
  guint n = n_kept;

  wait_hidden (fixture);
  kiroku_test_present (GTK_WINDOW (window));
  button = kiroku_test_get (fixture->window, GTK_TYPE_BUTTON, "Go On");
  keeps_back = TRUE;
  kiroku_test_type ("secret");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_number (&n_kept, n + 1, "the passphrase to be tried");
  g_assert_false (gtk_widget_get_sensitive (button));
  kiroku_window_set_covered (window, FALSE);
  kiroku_window_set_covered (window, TRUE);
  g_assert_false (gtk_widget_get_sensitive (button));
  let_ask ();
  kiroku_test_wait (is_sensitive, button, "the passphrase to have been tried");
  g_assert_true (is_curtain_seen (fixture));
  take_down (curtain);
}

/* The shortcuts of what is hidden do nothing; another window that shows something is hidden, too. */
static void
test_curtain (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuCurtain) curtain = NULL;
  GtkWidget *other;

  protect_own_key (fixture);
  show_book (fixture);
  kiroku_test_type ("half a sent");
  other = gtk_window_new ();
  gtk_widget_show (other);
  curtain = kiroku_curtain_new (fixture->shown);
  kiroku_curtain_set_delay (curtain, 1);
  kiroku_test_wait (is_curtain_seen, fixture, "the case to be hidden");
  g_assert_false (is_case_seen (fixture));
  g_assert_false (gtk_widget_get_visible (other));
  kiroku_curtain_set_delay (curtain, 0);
  kiroku_test_present (GTK_WINDOW (fixture->window));
  gtk_widget_activate_action (fixture->window, "win.new-case", NULL); /* would stand in the case's place */
  kiroku_test_type ("wrong");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_shown (fixture->window, "This passphrase does not open the key");
  g_assert_false (is_case_seen (fixture));
  kiroku_test_keys ("ctrl+a", NULL);
  kiroku_test_type ("secret");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait (is_case_seen, fixture, "the case to be seen again");
  g_assert_true (gtk_widget_get_visible (other));
  gtk_window_destroy (GTK_WINDOW (other));
  kiroku_test_wait (has_keyboard, fixture->window, "the composer to have the keyboard");
  kiroku_test_type ("ence");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_book_wait (fixture->book, "note", 1);
  g_assert_cmpstr (kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "note"), "text"), ==,
                   "half a sentence");
}

static void
unprotected_cb (guint *n)
{
  ++*n;
}

/* Without a passphrase there would be nothing to ask for: who asks to hide is told. */
static void
test_no_curtain (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuCurtain) curtain = NULL;
  guint n_unprotected = 0;

  show_book (fixture);
  curtain = kiroku_curtain_new (fixture->shown);
  g_signal_connect_swapped (curtain, "unprotected", G_CALLBACK (unprotected_cb), &n_unprotected);
  kiroku_curtain_draw (curtain);
  kiroku_test_wait_number (&n_unprotected, 1, "the want of a passphrase to be told");
  g_assert_true (is_case_seen (fixture));
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/people/switching-takes-two-keys-and-the-next-entry-is-theirs", test_switch },
    { "/people/somebody-new-gets-a-key-and-signs", test_somebody_new },
    { "/people/a-name-that-is-there-already-is-refused", test_same_name },
    { "/people/a-wrong-passphrase-changes-nothing", test_protected },
    { "/people/who-protects-the-own-key-goes-on-writing", test_protect },
    { "/people/a-locked-key-keeps-the-draft-until-it-is-unlocked", test_locked },
    { "/people/who-goes-on-with-a-further-key-is-told-for-as-long-as-it-lasts", test_further_key },
    { "/people/what-nobody-touched-is-hidden-until-the-passphrase-is-typed", test_curtain },
    { "/people/without-a-passphrase-nothing-is-hidden", test_no_curtain },
    { "/people/curtain/a-gesture-or-an-input-method-is-somebody", test_touched },
    { "/people/curtain/who-came-back-is-there-who-wakes-the-machine-may-be-anybody", test_came_back },
    { "/people/curtain/what-cannot-be-read-hides-and-is-tried-again", test_unread },
    { "/people/curtain/who-has-no-passphrase-is-not-kept-out", test_unread_unprotected },
    { "/people/curtain/windows-of-later-are-hidden-and-those-gone-are-not-shown", test_later_windows },
    { "/people/curtain/nothing-stays-hidden-without-it", test_taken_down },
    { "/people/curtain/what-opens-behind-it-gets-no-keyboard", test_behind },
    { "/people/curtain/one-passphrase-is-tried-at-a-time", test_one_try },
  };

  kiroku_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
