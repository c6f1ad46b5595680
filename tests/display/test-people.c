/* SPDX-License-Identifier: GPL-3.0-or-later */
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
  };

  kiroku_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
