/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "kiroku-anchor-popover.h"
#include "kiroku-anchor.h"
#include "kiroku-book-anchor.h"
#include "kiroku-book-export.h"
#include "kiroku-book-import.h"
#include "kiroku-case-drafts.h"
#include "kiroku-case-view.h"
#include "kiroku-conflict-box.h"
#include "kiroku-log-row.h"
#include "kiroku-paper-saver.h"
#include "kiroku-paper-window.h"
#include "kiroku-record-view.h"
#include "kiroku-test-book.h"
#include "kiroku-trust-popover.h"
#include "kiroku-verify-box.h"

typedef struct
{
  KirokuTestBook *book;
  GtkWidget *view;
  GtkWindow *window;
  char *shown; /* what was asked for by show-entry */
} Fixture;

static void
show_entry_cb (Fixture *fixture, const char *hash)
{
  g_free (fixture->shown);
  fixture->shown = g_strdup (hash);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = kiroku_test_book_new ("ransomware", "en");
  fixture->view = g_object_new (KIROKU_TYPE_RECORD_VIEW, NULL);
  g_signal_connect_swapped (fixture->view, "show-entry", G_CALLBACK (show_entry_cb), fixture);
  kiroku_record_view_set_model (KIROKU_RECORD_VIEW (fixture->view), fixture->book->model);
  fixture->window = kiroku_test_window (fixture->view, 760, 800);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_close (fixture->window, fixture->view);
  kiroku_test_book_free (fixture->book);
  g_free (fixture->shown);
}

typedef struct
{
  GtkWidget *root;
  const char *text;
} Text;

static void
wait_seen (GtkWidget *root, const char *text)
{
  kiroku_test_wait_shown (root, text);
}

static void
press (GtkWidget *root, const char *label)
{
  kiroku_test_press (root, label);
}

static void
wait_gone (Fixture *fixture, const char *type)
{
  kiroku_test_wait_gone (fixture->view, g_type_from_name (type));
}

/* --- Anchors --- */

static void
test_unanchored (Fixture *fixture, gconstpointer data)
{
  wait_seen (fixture->view, "not anchored, since 2026-11-21 10:00");
  wait_seen (fixture->view, "Nothing has been kept outside this computer yet");
  kiroku_test_assert_named (fixture->view);
}

/* A checkpoint's root, written down and typed in again, in groups as people do. */
static void
test_anchor (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover;
  GString *groups = g_string_new (NULL);
  g_autoptr (KirokuCheckpoint) heads = NULL;
  g_autofree char *root = NULL;
  g_autoptr (GError) error = NULL;

  wait_seen (fixture->view, "not anchored");
  press (fixture->view, "Record Checkpoint");
  kiroku_test_book_wait (fixture->book, "checkpoint", 1);
  heads = kiroku_checkpoint_parse (
      kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "checkpoint"), "text"), &error);
  g_assert_no_error (error);
  root = kiroku_checkpoint_get_root (heads);
  wait_seen (fixture->view, root);
  for (guint i = 0; root[i] != '\0'; i++)
    g_string_append_printf (groups, "%s%c", i > 0 && i % 8 == 0 ? " " : "",
                            g_ascii_toupper (root[i]));
  press (fixture->view, "Add Anchor…");
  popover = kiroku_test_get (fixture->view, KIROKU_TYPE_ANCHOR_POPOVER, NULL);
  kiroku_test_assert_named (popover);
  kiroku_test_enter (kiroku_test_get (popover, GTK_TYPE_ENTRY, NULL), "not a root");
  wait_seen (popover, "This is no case root");
  kiroku_test_enter (kiroku_test_get (popover, GTK_TYPE_ENTRY, NULL), groups->str);
  kiroku_test_book_wait (fixture->book, "anchor", 1);
  wait_gone (fixture, "KirokuAnchorPopover");
  wait_seen (fixture->view, "Last anchor: Printed");
  wait_seen (fixture->view, "are said to be kept outside");
  g_string_free (groups, TRUE);
}

static void
test_anchor_file (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover;
  g_autofree char *path = g_build_filename (fixture->book->folder, "heads.txt", NULL);
  g_autoptr (GError) error = NULL;

  press (fixture->view, "Record Checkpoint");
  kiroku_test_book_wait (fixture->book, "checkpoint", 1);
  g_file_set_contents (
      path, kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "checkpoint"), "text"), -1,
      &error);
  g_assert_no_error (error);
  press (fixture->view, "Add Anchor…");
  popover = kiroku_test_get (fixture->view, KIROKU_TYPE_ANCHOR_POPOVER, NULL);
  kiroku_anchor_popover_take_file (KIROKU_ANCHOR_POPOVER (popover), path);
  kiroku_test_book_wait (fixture->book, "anchor", 1);
  wait_gone (fixture, "KirokuAnchorPopover");
  wait_seen (fixture->view, "Last anchor: Saved elsewhere");
}

/* The saver with the button @label. */
static GtkWidget *
get_saver (Fixture *fixture, const char *label)
{
  return gtk_widget_get_ancestor (kiroku_test_get (fixture->view, GTK_TYPE_BUTTON, label),
                                  KIROKU_TYPE_PAPER_SAVER);
}

/* As when the file was chosen. (transfer full): what it then holds */
static char *
save_to (Fixture *fixture, const char *label, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->book->folder, name, NULL);
  g_autofree char *said = g_strconcat ("Saved as ", name, NULL);
  g_autoptr (GError) error = NULL;
  char *content = NULL;

  g_signal_emit_by_name (get_saver (fixture, label), "chosen", path);
  wait_seen (fixture->view, said);
  g_file_get_contents (path, &content, NULL, &error);
  g_assert_no_error (error);
  return content;
}

/* The root of the checkpoint recorded last. (transfer full) */
static char *
get_root (Fixture *fixture)
{
  g_autoptr (KirokuCheckpoint) heads = kiroku_checkpoint_parse (
      kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "checkpoint"), "text"), NULL);

  return kiroku_checkpoint_get_root (heads);
}

static void
test_sheet (Fixture *fixture, gconstpointer data)
{
  g_autofree char *content = save_to (fixture, "Save as PDF…", "sheet.pdf");
  g_autofree char *root = get_root (fixture);
  GtkWidget *popover;

  g_assert_true (g_str_has_prefix (content, "%PDF-"));
  kiroku_test_book_wait (fixture->book, "checkpoint", 1);
  wait_seen (fixture->view, "Print and sign the sheet");
  press (fixture->view, "Add Anchor…");
  popover = kiroku_test_get (fixture->view, KIROKU_TYPE_ANCHOR_POPOVER, NULL);
  kiroku_test_get (popover, GTK_TYPE_ENTRY, root);
  press (popover, "Record");
  kiroku_test_book_wait (fixture->book, "anchor", 1);
  wait_seen (fixture->view, "are said to be kept outside");
}

static void
test_head_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *content = save_to (fixture, "Save to File…", "root.txt");
  g_autofree char *path = g_build_filename (fixture->book->folder, "root.txt", NULL);
  GtkWidget *popover;

  g_assert_nonnull (strstr (content, "\nkiroku.checkpoint.v1\n"));
  wait_seen (fixture->view, "Bring the file to another place");
  press (fixture->view, "Add Anchor…");
  popover = kiroku_test_get (fixture->view, KIROKU_TYPE_ANCHOR_POPOVER, NULL);
  kiroku_anchor_popover_take_file (KIROKU_ANCHOR_POPOVER (popover), path);
  kiroku_test_book_wait (fixture->book, "anchor", 1);
  wait_seen (fixture->view, "Last anchor: Saved elsewhere");
}

/* Nothing is written over the case book; what was recorded before that harms nobody. */
static void
test_sheet_over_book (Fixture *fixture, gconstpointer data)
{
  const char *path = kiroku_store_get_path (kiroku_book_get_store (fixture->book->book));

  g_signal_emit_by_name (get_saver (fixture, "Save to File…"), "chosen", path);
  wait_seen (fixture->view, "case book");
}

static void
test_no_authority (Fixture *fixture, gconstpointer data)
{
  press (fixture->view, "Time Stamp Now");
  wait_seen (fixture->view, "No time-stamp authority is set");
}

/* Nobody is there: the request waits, and that is no failure. */
static void
test_waiting (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  kiroku_profile_set (kiroku_book_get_profile (fixture->book->book), "tsa.1.url",
                      "http://127.0.0.1:9/tsa", &error);
  g_assert_no_error (error);
  press (fixture->view, "Time Stamp Now");
  kiroku_test_book_wait (fixture->book, "checkpoint", 1);
  wait_seen (fixture->view, "Time stamps received: 0 of 1");
  wait_seen (fixture->view, "1 time stamp waits for an answer");
}

/* An erasure was carried out, but the program ended before its traces were cleared away. */
static void
test_traces (Fixture *fixture, gconstpointer data)
{
  const char *path = kiroku_store_get_path (kiroku_book_get_store (fixture->book->book));
  g_autoptr (KirokuDb) db = kiroku_db_open (path, TRUE, NULL);

  g_assert_true (kiroku_db_exec (db, NULL, "INSERT INTO progress VALUES ('erasures.due', 1)"));
  press (fixture->view, "Record Checkpoint"); /* what is written has the state read anew */
  wait_seen (fixture->view, "Traces of what was erased are still to be cleared away");
}

/* Somebody takes the call and says nothing. */
static GSocketService *
listen_silently (char **url)
{
  GSocketService *service = g_socket_service_new ();
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);

  *url = g_strdup_printf ("http://127.0.0.1:%u/tsa", port);
  return service;
}

static void
keep_cb (GSocketService *service, GSocketConnection *connection, GObject *source, GPtrArray *calls)
{
  g_ptr_array_add (calls, g_object_ref (connection));
}

static gboolean
is_called (gpointer calls)
{
  return ((GPtrArray *) calls)->len > 0;
}

static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) calls = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *url = NULL;
  g_autoptr (GSocketService) service = listen_silently (&url);

  g_signal_connect (service, "incoming", G_CALLBACK (keep_cb), calls);
  kiroku_profile_set (kiroku_book_get_profile (fixture->book->book), "tsa.1.url", url, NULL);
  press (fixture->view, "Time Stamp Now");
  kiroku_test_wait (is_called, calls, "the authority to be asked");
  kiroku_test_assert_named (fixture->view);
  press (fixture->view, "Stop Sending");
  wait_seen (fixture->view, "Time stamps received: 0 of 1");
  wait_seen (fixture->view, "1 time stamp waits for an answer");
  g_assert_false (gtk_widget_get_visible (
      kiroku_test_get (fixture->view, GTK_TYPE_BUTTON, "Stop Sending")));
}

/* --- Verifying --- */

static void
test_verify (Fixture *fixture, gconstpointer data)
{
  press (fixture->view, "Verify the Record");
  wait_seen (fixture->view, "Intact, with warnings");
  wait_seen (fixture->view, "1 journal");
  wait_seen (fixture->view, "To mend it: have it time-stamped");
}

static gboolean
shows_paper (gpointer user_data)
{
  GtkWidget **window = user_data;
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; *window == NULL && i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) item = g_list_model_get_item (windows, i);

      *window = KIROKU_IS_PAPER_WINDOW (item) ? item : NULL;
    }
  return *window != NULL
         && g_strcmp0 (gtk_stack_get_visible_child_name (kiroku_test_get_id (*window, "stack")),
                       "pages")
                == 0;
}

static void
test_verification_shown (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = NULL;

  press (fixture->view, "Verify the Record");
  wait_seen (fixture->view, "Intact, with warnings");
  press (GTK_WIDGET (kiroku_test_get (fixture->view, KIROKU_TYPE_VERIFY_BOX, NULL)), "Preview");
  kiroku_test_wait (shows_paper, &window, "the pages");
  kiroku_test_ask_to_close (window);
}

/* Who only looks records nothing; the root of what is saved from there is the one to be kept. */
static void
test_sheet_shown (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->book->folder, "shown.pdf", NULL);
  g_autofree char *root = NULL;
  GtkWidget *window = NULL;
  GtkWidget *popover;

  press (get_saver (fixture, "Save as PDF…"), "Preview");
  kiroku_test_wait (shows_paper, &window, "the pages");
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "checkpoint"), ==, 0);
  g_signal_emit_by_name (kiroku_test_get_id (window, "saver"), "chosen", path);
  kiroku_test_book_wait (fixture->book, "checkpoint", 1);
  kiroku_test_wait_shown (window, "Saved as shown.pdf");
  kiroku_test_ask_to_close (window);
  root = get_root (fixture);
  press (fixture->view, "Add Anchor…");
  popover = kiroku_test_get (fixture->view, KIROKU_TYPE_ANCHOR_POPOVER, NULL);
  kiroku_test_get (popover, GTK_TYPE_ENTRY, root);
  press (popover, "Record");
  kiroku_test_book_wait (fixture->book, "anchor", 1);
}

/* What is only said to be kept outside bears out nothing until somebody reads it out. */
static void
test_verify_root (Fixture *fixture, gconstpointer data)
{
  GtkWidget *box = kiroku_test_get (fixture->view, KIROKU_TYPE_VERIFY_BOX, NULL);
  GtkWidget *entry = kiroku_test_get (box, GTK_TYPE_ENTRY, NULL);
  g_autofree char *root = NULL;

  press (fixture->view, "Record Checkpoint");
  kiroku_test_book_wait (fixture->book, "checkpoint", 1);
  root = get_root (fixture);
  kiroku_test_enter (entry, "12 34");
  wait_seen (box, "This is no case root");
  kiroku_test_enter (entry, root);
  wait_seen (box, "Intact, and borne out from outside");
}

static void
test_verify_cancelled (Fixture *fixture, gconstpointer data)
{
  GtkWidget *box = kiroku_test_get (fixture->view, KIROKU_TYPE_VERIFY_BOX, NULL);

  press (fixture->view, "Verify the Record");
  press (box, "Cancel");
  wait_seen (fixture->view, "Cancelled: nothing can be said.");
  press (fixture->view, "Verify the Record");
  wait_seen (fixture->view, "Intact, with warnings");
}

/* One letter of an entry, changed in the database behind everybody's back. */
static void
alter (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuDb) db = kiroku_db_open (
      kiroku_store_get_path (kiroku_book_get_store (fixture->book->book)), TRUE, &error);

  g_assert_no_error (error);
  kiroku_db_exec (db, &error, "DROP TRIGGER field_no_update");
  g_assert_no_error (error);
  kiroku_db_exec (db, &error,
                  "UPDATE field SET value = replace (value, 'Unplugged', 'Plugged')");
  g_assert_no_error (error);
}

static void
test_altered (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry
      = kiroku_book_append_one (fixture->book->book, fixture->book->case_id,
                                kiroku_draft_note (KIROKU_CLASS_ACTION, "Unplugged fs01", NULL),
                                &error);

  g_assert_no_error (error);
  alter (fixture);
  press (fixture->view, "Verify the Record");
  wait_seen (fixture->view, "Altered");
  press (fixture->view, "Show in the Log");
  g_assert_cmpstr (fixture->shown, ==, entry->hash);
}

/* --- Who writes --- */

static void
switch_to (Fixture *fixture, const char *name)
{
  kiroku_test_book_switch (fixture->book, name);
}

static void
write_as (Fixture *fixture, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry = NULL;

  switch_to (fixture, name);
  entry = kiroku_book_append_one (fixture->book->book, fixture->book->case_id,
                                  kiroku_draft_note (KIROKU_CLASS_ACTION, "I was here", NULL),
                                  &error);
  g_assert_no_error (error);
  kiroku_test_book_catch_up (fixture->book);
}

static void
test_vouch (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover;

  write_as (fixture, "Tanaka Ichiro");
  switch_to (fixture, "Sato Hanako");
  kiroku_case_model_refresh (fixture->book->model);
  wait_seen (fixture->view, "Nobody vouches");
  wait_seen (fixture->view, "Vouch…");
  press (fixture->view, "Vouch…");
  popover = kiroku_test_get (fixture->view, KIROKU_TYPE_TRUST_POPOVER, NULL);
  kiroku_test_assert_named (popover);
  kiroku_test_enter (kiroku_test_get (popover, GTK_TYPE_ENTRY, NULL), "By telephone");
  kiroku_test_book_wait (fixture->book, "key.vouch", 1);
  wait_gone (fixture, "KirokuTrustPopover");
  wait_seen (fixture->view, "Vouched for");
}

static void
test_revoke (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover;

  wait_seen (fixture->view, "Revoke…");
  press (fixture->view, "Revoke…");
  popover = kiroku_test_get (fixture->view, KIROKU_TYPE_TRUST_POPOVER, NULL);
  kiroku_test_enter (kiroku_test_get (popover, GTK_TYPE_ENTRY, NULL), "");
  wait_seen (popover, "Say why it is revoked");
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "key.revoke"), ==, 0);
  kiroku_test_enter (kiroku_test_get (popover, GTK_TYPE_ENTRY, NULL), "The laptop was stolen");
  kiroku_test_book_wait (fixture->book, "key.revoke", 1);
  wait_gone (fixture, "KirokuTrustPopover");
  wait_seen (fixture->view, "Revoked");
}

/* --- Contradictions --- */

static void
state (KirokuBook *book, const char *case_id, const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry = kiroku_book_append_one (
      book, case_id, kiroku_draft_fact ("org.name", KIROKU_FACT_TEXT, value, FALSE, 0), &error);

  g_assert_no_error (error);
}

/* Somebody who got the case says that they opened it. */
static void
claim (KirokuBook *book, const char *case_id)
{
  g_autoptr (GError) error = NULL;
  const KirokuOpening opening
      = { .number = "2026-009", .title = "My own", .type = "ransomware", .pack = "0" };
  g_autoptr (KirokuEntry) entry
      = kiroku_book_append_one (book, case_id, kiroku_draft_case_open (&opening), &error);

  g_assert_no_error (error);
}

typedef void (*SayFunc) (KirokuBook *book, const char *case_id);

static void
state_bank (KirokuBook *book, const char *case_id)
{
  state (book, case_id, "Minato Bank");
}

static void
state_holdings (KirokuBook *book, const char *case_id)
{
  state (book, case_id, "Minato Holdings");
}

static void
enter_phase (KirokuBook *book, const char *case_id, KirokuPhase phase)
{
  KirokuPhaseChange change = { .phase = phase, .reason = "apart" };
  g_autoptr (GPtrArray) entries = kiroku_book_enter_phase (book, case_id, &change, NULL);

  g_assert_nonnull (entries);
}

static void
enter_recovery (KirokuBook *book, const char *case_id)
{
  enter_phase (book, case_id, KIROKU_PHASE_RECOVERY);
}

static void
enter_containment (KirokuBook *book, const char *case_id)
{
  enter_phase (book, case_id, KIROKU_PHASE_CONTAINMENT);
}

/* Two case books that do not know of each other's last entry, and a package from the one to the
 * other. */
static void
contradict (Fixture *fixture, SayFunc say, SayFunc say_here)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autofree char *folder = g_build_filename (fixture->book->folder, "other", NULL);
  g_autofree char *path = g_build_filename (fixture->book->folder, "case.zip", NULL);
  KirokuBookOptions options
      = { .author = "Tanaka Ichiro", .folder = folder, .zone = zone, .language = "en" };
  KirokuExportOrder order = { .case_id = fixture->book->case_id, .path = path };
  g_autoptr (KirokuBook) other = kiroku_book_new (&options, &error);
  g_autoptr (KirokuExported) there = NULL;
  g_autoptr (KirokuExported) back = NULL;
  g_autoptr (KirokuImported) taken = NULL;
  g_autoptr (KirokuImported) returned = NULL;

  g_assert_no_error (error);
  there = kiroku_book_export (fixture->book->book, &order, NULL, &error);
  g_assert_no_error (error);
  taken = kiroku_book_import (other, path, NULL, &error);
  g_assert_no_error (error);
  say (other, fixture->book->case_id);
  say_here (fixture->book->book, fixture->book->case_id);
  back = kiroku_book_export (other, &order, NULL, &error);
  g_assert_no_error (error);
  returned = kiroku_book_import (fixture->book->book, path, NULL, &error);
  g_assert_no_error (error);
  kiroku_test_book_catch_up (fixture->book);
}

static gboolean
is_hidden (gpointer widget)
{
  return !gtk_widget_get_visible (widget);
}

static GtkWidget *
get_taker (GtkWidget *box, const char *value)
{
  GtkWidget *row = kiroku_test_get (box, ADW_TYPE_ACTION_ROW, value);

  return kiroku_test_get (row, GTK_TYPE_BUTTON, "Take This One");
}

static void
test_contradiction (Fixture *fixture, gconstpointer data)
{
  GtkWidget *box = g_object_new (KIROKU_TYPE_CONFLICT_BOX, NULL);
  GtkWindow *window;

  contradict (fixture, state_bank, state_holdings);
  kiroku_conflict_box_set_model (KIROKU_CONFLICT_BOX (box), fixture->book->model);
  window = kiroku_test_window (box, 700, 400);
  wait_seen (box, "Contradiction: ");
  wait_seen (box, "Minato Holdings");
  wait_seen (box, "Tanaka Ichiro · ");
  kiroku_test_assert_named (box);
  g_signal_emit_by_name (get_taker (box, "Minato Bank"), "clicked");
  kiroku_test_wait (is_hidden, box, "the contradiction to be gone");
  g_assert_cmpstr (kiroku_facts_get_value (
                       kiroku_case_model_get_snapshot (fixture->book->model)->facts, "org.name"),
                   ==, "Minato Bank");
  kiroku_test_close (window, box);
}

static guint
count_visits (const KirokuSnapshot *snapshot, KirokuPhase phase)
{
  guint n = 0;

  for (guint i = 0; i < snapshot->visits->len; i++)
    n += ((const KirokuVisit *) g_ptr_array_index (snapshot->visits, i))->phase == phase;
  return n;
}

/* No stay is added, and the reason is the user's. */
static void
test_phases_apart (Fixture *fixture, gconstpointer data)
{
  GtkWidget *box = g_object_new (KIROKU_TYPE_CONFLICT_BOX, NULL);
  GtkWidget *reason;
  GtkWindow *window;
  const KirokuSnapshot *snapshot;
  guint n_visits;

  contradict (fixture, enter_recovery, enter_containment);
  kiroku_conflict_box_set_model (KIROKU_CONFLICT_BOX (box), fixture->book->model);
  window = kiroku_test_window (box, 700, 400);
  wait_seen (box, "Contradiction: Phase");
  n_visits = kiroku_case_model_get_snapshot (fixture->book->model)->visits->len;
  g_signal_emit_by_name (get_taker (box, "Recovery"), "clicked");
  wait_seen (box, "Say why");
  reason = kiroku_test_get (box, ADW_TYPE_ENTRY_ROW, NULL);
  gtk_editable_set_text (GTK_EDITABLE (reason), "all is restored");
  g_signal_emit_by_name (get_taker (box, "Recovery"), "clicked");
  kiroku_test_wait (is_hidden, box, "the contradiction to be gone");
  snapshot = kiroku_case_model_get_snapshot (fixture->book->model);
  g_assert_cmpint (snapshot->incident->phase, ==, KIROKU_PHASE_RECOVERY);
  g_assert_cmpuint (count_visits (snapshot, KIROKU_PHASE_CONTAINMENT), ==, 0);
  g_assert_cmpuint (snapshot->visits->len, <=, n_visits);
  kiroku_test_close (window, box);
}

/* Where the phase is read it is said that others read another one, and by whom. */
static void
test_contested (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = g_object_new (KIROKU_TYPE_CASE_VIEW, NULL);
  GtkWindow *window = kiroku_test_window (view, 748, 650);
  GtkWidget *sign = GTK_WIDGET (
      gtk_widget_get_template_child (view, KIROKU_TYPE_CASE_VIEW, "phase_conflict"));

  kiroku_case_view_set_model (KIROKU_CASE_VIEW (view), fixture->book->model);
  kiroku_test_settle ();
  g_assert_false (gtk_widget_get_visible (sign));
  contradict (fixture, enter_recovery, enter_containment);
  wait_seen (view, "The phase is contested: ");
  g_assert_true (kiroku_test_shows (sign, "Recovery (Tanaka Ichiro)"));
  g_assert_true (kiroku_test_shows (sign, "Containment (Sato Hanako)"));
  kiroku_test_assert_named (sign);
  g_signal_emit_by_name (sign, "clicked");
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (
                       kiroku_case_view_get_stack (KIROKU_CASE_VIEW (view))),
                   ==, "review");
  wait_seen (view, "Contradiction: Phase");
  kiroku_test_close (window, view);
}

static void
test_opened_twice (Fixture *fixture, gconstpointer data)
{
  GtkWidget *box = g_object_new (KIROKU_TYPE_CONFLICT_BOX, NULL);
  GtkWindow *window;

  contradict (fixture, claim, state_holdings);
  kiroku_conflict_box_set_model (KIROKU_CONFLICT_BOX (box), fixture->book->model);
  window = kiroku_test_window (box, 700, 400);
  wait_seen (box, "Contradiction: Who opened the case");
  wait_seen (box, "My own");
  wait_seen (box, "cannot be settled");
  g_assert_null (kiroku_test_find (box, GTK_TYPE_BUTTON, "Take This One"));
  kiroku_test_close (window, box);
}

/* --- From the page to the log --- */

static gboolean
shows_row (GtkWidget *widget, gconstpointer data)
{
  graphene_rect_t bounds;
  GtkWidget *scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);

  return KIROKU_IS_LOG_ROW (widget) && gtk_widget_get_mapped (widget)
         && kiroku_test_shows (widget, data)
         && gtk_widget_compute_bounds (widget, scroller, &bounds)
         && bounds.origin.y + bounds.size.height > 0
         && bounds.origin.y < gtk_widget_get_height (scroller);
}

static gboolean
is_row_seen (gpointer user_data)
{
  const Text *text = user_data;
  g_autoptr (GPtrArray) rows = kiroku_test_find_all (text->root, shows_row, text->text);

  return rows->len == 1;
}

static void
test_show_entry (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = g_object_new (KIROKU_TYPE_CASE_VIEW, NULL);
  GtkWindow *window;
  g_autoptr (GPtrArray) drafts
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *text = g_strdup_printf ("Note %03u.", i);

      g_ptr_array_add (drafts, kiroku_draft_note (KIROKU_CLASS_ACTION, text, NULL));
    }
  entries
      = kiroku_book_append (fixture->book->book, fixture->book->case_id, drafts, &error);
  g_assert_no_error (error);
  kiroku_case_view_set_model (KIROKU_CASE_VIEW (view), fixture->book->model);
  window = kiroku_test_window (view, 900, 600);
  kiroku_case_view_show_page (KIROKU_CASE_VIEW (view), "review");
  g_assert_true (gtk_widget_activate_action (
      view, "case.show-entry", "s", ((KirokuEntry *) g_ptr_array_index (entries, 100))->hash));
  kiroku_test_wait (is_row_seen, &(Text){ view, "Note 100." }, "the entry in the log");
  kiroku_test_close (window, view);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/record/what-nothing-outside-bears-out-is-said-with-its-time", test_unanchored },
    { "/record/a-root-typed-in-groups-anchors-the-case", test_anchor },
    { "/record/a-file-with-the-heads-anchors-the-case", test_anchor_file },
    { "/record/a-sheet-shows-the-root-that-anchors-the-case", test_sheet },
    { "/record/a-sheet-is-looked-at-and-then-saved", test_sheet_shown },
    { "/record/a-small-file-anchors-the-case", test_head_file },
    { "/record/nothing-is-saved-over-the-case-book", test_sheet_over_book },
    { "/record/without-an-authority-it-says-what-to-do", test_no_authority },
    { "/record/a-time-stamp-nobody-answers-waits", test_waiting },
    { "/record/traces-of-an-erasure-that-are-left-are-told", test_traces },
    { "/record/asking-for-a-time-stamp-is-stopped", test_stopped },
    { "/record/verifying-says-in-words-what-was-found", test_verify },
    { "/record/what-verifying-found-is-shown-as-it-is-printed", test_verification_shown },
    { "/record/verifying-takes-the-digits-kept-outside", test_verify_root },
    { "/record/verifying-is-cancelled-and-done-again", test_verify_cancelled },
    { "/record/an-altered-entry-is-named-and-shown", test_altered },
    { "/record/an-author-is-vouched-for", test_vouch },
    { "/record/a-key-is-revoked-only-with-a-reason", test_revoke },
    { "/record/of-a-contradiction-one-answer-is-taken", test_contradiction },
    { "/record/of-two-phases-one-is-taken-with-a-reason-and-none-is-added", test_phases_apart },
    { "/record/who-opened-the-case-is-no-choice", test_opened_twice },
    { "/record/a-contested-phase-is-told-where-the-phase-is-read", test_contested },
    { "/record/an-entry-far-up-is-scrolled-to", test_show_entry },
  };

  kiroku_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
