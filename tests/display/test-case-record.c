/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the whole window shows and does of the record of a case. */
#include "kiroku-anchor-sign.h"
#include "kiroku-book-anchor.h"
#include "kiroku-book-export.h"
#include "kiroku-book-verify.h"
#include "kiroku-case-view.h"
#include "kiroku-close-popover.h"
#include "kiroku-export-dialog.h"
#include "kiroku-hold-popover.h"
#include "kiroku-import-dialog.h"
#include "kiroku-link-bar.h"
#include "kiroku-link-popover.h"
#include "kiroku-phase-bar.h"
#include "kiroku-phase-popover.h"
#include "kiroku-record-view.h"
#include "kiroku-test-book.h"
#include "kiroku-window.h"

typedef struct
{
  KirokuTestBook *book;
  GtkWidget *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = kiroku_test_book_new ("ransomware", "en");
  fixture->window = kiroku_test_open_window ();
  kiroku_window_set_book (KIROKU_WINDOW (fixture->window), fixture->book->book);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_close (GTK_WINDOW (fixture->window), fixture->window);
  kiroku_test_book_free (fixture->book);
}

/* --- What is seen --- */

static gboolean
has_keyboard (gpointer widget)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

/* --- The sign --- */

/* The record begins at the top of what is seen of the page. */
static gboolean
is_at_top (gpointer view)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (view, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (view, scroller, &bounds) && bounds.origin.y >= 0
         && bounds.origin.y < 40;
}

static void
test_sign (Fixture *fixture, gconstpointer data)
{
  GtkWidget *sign = kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_ANCHOR_SIGN, NULL);
  GtkWidget *button = kiroku_test_get (sign, GTK_TYPE_BUTTON, NULL);
  const KirokuBookVerify query = { .case_id = fixture->book->case_id };
  g_autoptr (KirokuVerification) found = kiroku_book_verify (fixture->book->book, &query, NULL);
  g_autofree char *text = g_strdup_printf ("%d not anchored yet", (int) found->unanchored);
  GtkWidget *view;

  kiroku_test_get (sign, GTK_TYPE_LABEL, text);
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (button),
                            "entries not anchored, since 2026-11-21 10:00"));
  kiroku_test_assert_named (sign);
  kiroku_test_click_on (button);
  view = kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_RECORD_VIEW,
                                "Nothing has been kept outside");
  kiroku_test_wait (is_at_top, view, "the record to be scrolled to");
  kiroku_test_wait (has_keyboard, view, "the record to have the keyboard");
}

/* Paper that somebody only says there is proves nothing: what came before it is not "since the last anchor". */
static void
test_stated (Fixture *fixture, gconstpointer data)
{
  GtkWidget *sign = kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_ANCHOR_SIGN, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *root
      = kiroku_book_request_anchor (fixture->book->book, fixture->book->case_id, &error);
  const KirokuOutsideHead paper = { .type = KIROKU_ANCHOR_PRINTED, .root = root };
  g_autoptr (KirokuEntry) anchor = NULL;

  g_assert_no_error (error);
  anchor = kiroku_book_add_anchor (fixture->book->book, fixture->book->case_id, &paper, &error);
  g_assert_no_error (error);
  kiroku_test_wait_shown (sign, "only stated");
  kiroku_test_book_set (fixture->book, "org.name", "Sample");
  kiroku_test_wait_shown (sign, "not anchored yet");
}

static gboolean
is_within (gpointer widget)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (widget, scroller, &bounds) && bounds.size.height > 1
         && bounds.origin.y >= 0
         && bounds.origin.y + bounds.size.height <= gtk_widget_get_height (scroller);
}

/* The digits stand below the button, at first out of sight. */
static gboolean
is_whole (gpointer label)
{
  return gtk_widget_get_mapped (label) && gtk_label_get_text (label)[0] != '\0'
         && !pango_layout_is_ellipsized (gtk_label_get_layout (label));
}

/* Beside the buttons of six pages, on a small screen. */
static void
test_person (Fixture *fixture, gconstpointer data)
{
  GtkWidget *person = GTK_WIDGET (gtk_widget_get_template_child (
      fixture->window, KIROKU_TYPE_WINDOW, "person"));
  gpointer name = gtk_widget_get_template_child (fixture->window, KIROKU_TYPE_WINDOW, "person_name");
  GtkWidget *switcher = GTK_WIDGET (gtk_widget_get_template_child (
      fixture->window, KIROKU_TYPE_WINDOW, "narrow_switcher"));

  kiroku_test_wait (is_whole, name, "the whole name");
  kiroku_test_settle ();
  g_assert_true (is_whole (name));
  g_assert_true (gtk_widget_get_child_visible (gtk_widget_get_parent (switcher)));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (person), ==, "Who writes: Sato Hanako (Ctrl+U)");
}

static void
test_checkpoint (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view;
  GtkWidget *label;

  kiroku_test_click_on (
      kiroku_test_get (kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_ANCHOR_SIGN, NULL),
                       GTK_TYPE_BUTTON, NULL));
  view = kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_RECORD_VIEW,
                                "Nothing has been kept outside");
  kiroku_test_wait (is_at_top, view, "the record to be scrolled to");
  kiroku_test_click_on (kiroku_test_get (view, GTK_TYPE_BUTTON, "Record Checkpoint"));
  kiroku_test_book_wait (fixture->book, "checkpoint", 1);
  label = kiroku_test_wait_seen (view, GTK_TYPE_LABEL, "The checkpoint is recorded.");
  kiroku_test_wait (is_within, label, "the digits to be scrolled to");
}

/* --- The legal hold --- */

static void
assert_hold (Fixture *fixture, const char *state, const char *reason)
{
  const KirokuEntry *entry = kiroku_test_book_last (fixture->book, "case.hold");

  g_assert_cmpstr (kiroku_entry_get_text (entry, "state"), ==, state);
  g_assert_cmpstr (kiroku_entry_get_text (entry, "reason"), ==, reason);
}

static void
test_hold (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover;
  GtkWidget *badge;

  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_VIEW, "Ransom note on a file server");
  gtk_widget_activate_action (fixture->window, "win.legal-hold", NULL);
  popover = kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_HOLD_POPOVER,
                                   "nothing of this case can be erased");
  kiroku_test_assert_named (popover);
  kiroku_test_wait (has_keyboard, popover, "the popover to have the keyboard");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_seen (popover, GTK_TYPE_LABEL, "Say why");
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "case.hold"), ==, 0);
  kiroku_test_type ("Lawsuit expected");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_book_wait (fixture->book, "case.hold", 1);
  assert_hold (fixture, "set", "Lawsuit expected");
  kiroku_test_wait_unseen (fixture->window, KIROKU_TYPE_HOLD_POPOVER, NULL);

  badge = gtk_widget_get_ancestor (
      kiroku_test_wait_seen (fixture->window, GTK_TYPE_LABEL, "Legal hold"), GTK_TYPE_BUTTON);
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (badge), "Lawsuit expected"));
  kiroku_test_click_on (badge);
  popover = kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_HOLD_POPOVER, "Set by ");
  kiroku_test_wait (has_keyboard, popover, "the popover to have the keyboard");
  kiroku_test_type ("Settled");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_book_wait (fixture->book, "case.hold", 2);
  assert_hold (fixture, "lifted", "Settled");
  kiroku_test_wait_unseen (fixture->window, GTK_TYPE_BUTTON, "Legal hold");
}

/* --- Closed and opened again --- */

/* What is still open is said before; a case is opened again for a reason only. */
static void
test_close (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover;

  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_VIEW, "Ransom note on a file server");
  kiroku_test_book_set (fixture->book, "leak.categories", "1");
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_VIEW, NULL);
  gtk_widget_activate_action (fixture->window, "win.close-case", NULL);
  popover = kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CLOSE_POPOVER, "ends none of them");
  kiroku_test_assert_named (popover);
  g_assert_true (kiroku_test_shows (popover, "open tasks"));
  g_assert_true (kiroku_test_shows (popover, "Preliminary report"));
  kiroku_test_wait (has_keyboard, popover, "the popover to have the keyboard");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_book_wait (fixture->book, "case.close", 1);
  kiroku_test_wait_unseen (fixture->window, KIROKU_TYPE_CLOSE_POPOVER, NULL);

  kiroku_test_click_on (kiroku_test_wait_seen (fixture->window, GTK_TYPE_BUTTON, "Closed"));
  popover = kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CLOSE_POPOVER, "open again");
  kiroku_test_wait (has_keyboard, popover, "the popover to have the keyboard");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_seen (popover, GTK_TYPE_LABEL, "Say why");
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "case.reopen"), ==, 0);
  kiroku_test_type ("A second host");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_book_wait (fixture->book, "case.reopen", 1);
  g_assert_cmpstr (kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "case.reopen"), "reason"), ==,
                   "A second host");
  kiroku_test_wait_unseen (fixture->window, GTK_TYPE_BUTTON, "Closed");
}

/* --- Other cases --- */

/* (transfer full) */
static char *
open_other (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  KirokuNewCase opening = { .title = "The same note elsewhere", .type = "ransomware" };
  char *id = kiroku_book_open_case (fixture->book->book, &opening, &error);

  g_assert_no_error (error);
  return id;
}

static gboolean
can_link (gpointer popover)
{
  return gtk_widget_is_sensitive (kiroku_test_get (popover, GTK_TYPE_BUTTON, "Link Cases"));
}

/* The case is linked with another; what says so leads there. */
static void
test_link (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = open_other (fixture);
  GtkWidget *popover;

  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_VIEW, "Ransom note on a file server");
  gtk_widget_activate_action (fixture->window, "win.link-case", NULL);
  popover = kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_LINK_POPOVER, NULL);
  kiroku_test_assert_named (popover);
  kiroku_test_wait (can_link, popover, "the other cases to be read");
  kiroku_test_press (popover, "Link Cases");
  kiroku_test_wait_shown (popover, "Choose the other case");
  gtk_drop_down_set_selected (kiroku_test_get_id (popover, "as"), 1);
  gtk_drop_down_set_selected (kiroku_test_get_id (popover, "other"), 0);
  kiroku_test_press (popover, "Link Cases");
  kiroku_test_book_wait (fixture->book, "case.link", 1);
  g_assert_cmpstr (kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "case.link"), "other"), ==, other);
  g_assert_cmpstr (kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "case.link"), "as"), ==,
                   "duplicate");

  kiroku_test_click_on (kiroku_test_wait_seen (fixture->window, GTK_TYPE_BUTTON, "Duplicate of "));
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_VIEW, "The same note elsewhere");
}

/* --- Packages --- */

static GtkDropTarget *
find_drop_target (GtkWidget *window)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (window);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return GTK_DROP_TARGET (controller);
    }
  g_error ("Nothing can be dropped on the window");
}

/* As GTK does when a file is let go over the window. Whether it was taken. */
static gboolean
drop (Fixture *fixture, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GValue value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_array (&file, 1));
  g_signal_emit_by_name (find_drop_target (fixture->window), "drop", &value, 10.0, 10.0, &taken);
  g_value_unset (&value);
  return taken;
}

/* Somebody else's case. (transfer full) */
static char *
make_package (KirokuTestBook *other, const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "case.ZIP", NULL);
  KirokuExportOrder order = { .case_id = other->case_id, .path = path };
  g_autoptr (KirokuExported) exported = kiroku_book_export (other->book, &order, NULL, &error);

  g_assert_no_error (error);
  return g_steal_pointer (&path);
}

static void
test_drop (Fixture *fixture, gconstpointer data)
{
  KirokuTestBook *other = kiroku_test_book_new ("targeted_attack", "en");
  g_autofree char *path = make_package (other, fixture->book->folder);
  g_autofree char *text = g_build_filename (fixture->book->folder, "notes.txt", NULL);
  GtkWidget *dialog;

  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_VIEW, "Ransom note on a file server");
  g_assert_false (drop (fixture, text));
  g_assert_true (drop (fixture, path));
  dialog = kiroku_test_find_window (KIROKU_TYPE_IMPORT_DIALOG);
  g_assert_nonnull (dialog);
  kiroku_test_wait_seen (dialog, GTK_TYPE_LABEL, "Entries that are new: ");
  kiroku_test_keys ("Escape", NULL);
  kiroku_test_settle ();
  g_assert_null (kiroku_test_find_window (KIROKU_TYPE_IMPORT_DIALOG));
  kiroku_test_book_free (other);
}

/* Both are in the menu of the window, and Escape closes what they open. */
static void
test_dialogs (Fixture *fixture, gconstpointer data)
{
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_VIEW, "Ransom note on a file server");
  gtk_widget_activate_action (fixture->window, "win.export", NULL);
  kiroku_test_present (GTK_WINDOW (kiroku_test_find_window (KIROKU_TYPE_EXPORT_DIALOG)));
  kiroku_test_keys ("Escape", NULL);
  kiroku_test_settle ();
  g_assert_null (kiroku_test_find_window (KIROKU_TYPE_EXPORT_DIALOG));
  gtk_widget_activate_action (fixture->window, "win.import", NULL);
  kiroku_test_present (GTK_WINDOW (kiroku_test_find_window (KIROKU_TYPE_IMPORT_DIALOG)));
  kiroku_test_keys ("Escape", NULL);
  kiroku_test_settle ();
  g_assert_null (kiroku_test_find_window (KIROKU_TYPE_IMPORT_DIALOG));
}

/* --- The window goes --- */

/* Its end asserts that everything is finalised; GTK warns of what is left in a widget. */
static void
test_destroyed (Fixture *fixture, gconstpointer data)
{
  GtkWidget *phases = kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_PHASE_BAR, NULL);

  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_ANCHOR_SIGN,
                         NULL); /* the case has been read */
  g_signal_emit_by_name (phases, "phase-activated", KIROKU_PHASE_TRIAGE);
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_PHASE_POPOVER, "Go On to");
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/case-record/a-sign-counts-what-is-not-anchored-and-leads-to-it", test_sign },
    { "/case-record/what-is-only-stated-is-not-called-anchored", test_stated },
    { "/case-record/the-digits-of-a-checkpoint-are-scrolled-to", test_checkpoint },
    { "/case-record/who-writes-is-read-whole", test_person },
    { "/case-record/a-legal-hold-is-set-and-lifted-with-its-reason", test_hold },
    { "/case-record/a-case-is-closed-and-opened-again", test_close },
    { "/case-record/a-case-is-linked-and-the-link-leads-there", test_link },
    { "/case-record/a-package-dropped-on-the-window-is-taken-in", test_drop },
    { "/case-record/export-and-import-open-and-escape-closes", test_dialogs },
    { "/case-record/nothing-is-left-of-a-window-with-a-popover-open", test_destroyed },
  };

  kiroku_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
