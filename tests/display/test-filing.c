/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* memmem() */
/* A form is approved by a second person and marked as filed; a decision gets its second person. */
#include <glib/gstdio.h>
#include <string.h>

#include "kiroku-approval-popover.h"
#include "kiroku-filing-popover.h"
#include "kiroku-form-editor.h"
#include "kiroku-notifications-page.h"
#include "kiroku-obligation-row.h"
#include "kiroku-test-book.h"

#define OTHER "Tanaka Ichiro"

typedef struct
{
  KirokuTestBook *book;
  GtkWidget *page;
  GtkWindow *window;
} Fixture;

/* A form of which only the name is known: the pack of Kiroku has none. */
#define OWN "source='x' confidence='proposed' as-of='2026-11-22'"
static const char *const own_pack[]
    = { "forms.xml",
        "<forms><form-name id='F90' status='named' " OWN "><name><ja>届</ja><en>Own report</en></name>"
        "</form-name></forms>",
        "types.xml",
        "<types><type id='ransomware' " OWN "><name><ja>身代金</ja><en>Ransomware</en></name>"
        "<forms>F01 F13 F90</forms></type></types>",
        NULL };

static void
set_up_with (Fixture *fixture, const char *language, const char *const *files)
{
  fixture->book = kiroku_test_book_new_with_pack ("ransomware", language, files);
  fixture->page = kiroku_notifications_page_new ();
  kiroku_notifications_page_set_model (KIROKU_NOTIFICATIONS_PAGE (fixture->page),
                                       fixture->book->model);
  fixture->window = kiroku_test_window (fixture->page, 740, 800);
}

static void
set_up (Fixture *fixture, gconstpointer language)
{
  set_up_with (fixture, language, NULL);
}

static void
set_up_own (Fixture *fixture, gconstpointer language)
{
  set_up_with (fixture, language, own_pack);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_close (fixture->window, fixture->page);
  kiroku_test_book_free (fixture->book);
}

static void
switch_to (Fixture *fixture, const char *name)
{
  kiroku_test_book_switch (fixture->book, name);
}

/* Of the template; any kind of widget. */
static gpointer
get_part (GtkWidget *widget, const char *name)
{
  return kiroku_test_get_id (widget, name);
}

/* --- What is waited for --- */

typedef struct
{
  GtkWidget *root;
  GType type;
  const char *text;
} Seen;

static void
wait_shown (GtkWidget *root, const char *text)
{
  kiroku_test_wait_shown (root, text);
}

static gboolean
is_open (gpointer user_data)
{
  const Seen *seen = user_data;
  GtkWidget *popover = kiroku_test_find (seen->root, seen->type, NULL);

  return popover != NULL && gtk_widget_get_mapped (popover)
         && gtk_widget_get_width (popover) > 0;
}

/* Clicks @button of @root, and waits for the popover of @type. */
static GtkWidget *
open_popover (GtkWidget *root, const char *button, GType type)
{
  Seen seen = { root, type, NULL };

  kiroku_test_click_on (get_part (root, button));
  kiroku_test_wait (is_open, &seen, g_type_name (type));
  kiroku_test_settle ();
  return kiroku_test_get (root, type, NULL);
}

static void
wait_gone (GtkWidget *root, GType type)
{
  kiroku_test_wait_gone (root, type);
}

static gboolean
can_save (gpointer popover)
{
  return gtk_widget_is_sensitive (get_part (popover, "button"));
}

static gboolean
is_quiet (gpointer editor)
{
  return !kiroku_form_editor_is_busy (editor);
}

static GtkWidget *
open_form (Fixture *fixture)
{
  GtkWidget *editor;

  kiroku_notifications_page_open_form (KIROKU_NOTIFICATIONS_PAGE (fixture->page), "F01");
  editor = kiroku_test_get (fixture->page, KIROKU_TYPE_FORM_EDITOR, NULL);
  kiroku_test_wait (is_quiet, editor, "the first pages");
  kiroku_test_settle ();
  return editor;
}

static void
close_form (Fixture *fixture, GtkWidget *editor)
{
  g_signal_emit_by_name (editor, "closed");
  kiroku_test_settle ();
}

/* --- Approving --- */

static gboolean
can_approve (gpointer editor)
{
  return is_quiet (editor) && gtk_widget_is_sensitive (get_part (editor, "approve"));
}

static void
prepare (Fixture *fixture, GtkWidget *editor)
{
  kiroku_test_book_set (fixture->book, "org.name", "Sakura Trading");
  kiroku_test_wait (can_approve, editor, "that there is something to approve");
  kiroku_test_settle ();
}

static void
test_approve (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture);
  GtkWidget *popover;

  g_assert_true (kiroku_test_shows (editor, "Draft · not approved yet"));
  g_assert_false (gtk_widget_is_sensitive (get_part (editor, "approve")));
  prepare (fixture, editor);
  switch_to (fixture, OTHER);
  popover = open_popover (editor, "approve", KIROKU_TYPE_APPROVAL_POPOVER);
  kiroku_test_wait (can_save, popover, "that it can be approved");
  kiroku_test_assert_named (popover);
  g_assert_true (kiroku_test_shows (popover, "last prepared by Sato Hanako"));
  kiroku_test_click_on (get_part (popover, "button"));
  kiroku_test_book_wait (fixture->book, "form.approve", 1);
  wait_gone (editor, KIROKU_TYPE_APPROVAL_POPOVER);
  wait_shown (editor, "Approved by " OTHER ", 2026-11-21");
  g_assert_false (gtk_widget_is_sensitive (get_part (editor, "approve")));
  close_form (fixture, editor);
  wait_shown (fixture->page, "Approved by " OTHER ", 2026-11-21");
}

static void
test_own (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture);
  GtkWidget *popover;

  prepare (fixture, editor);
  popover = open_popover (editor, "approve", KIROKU_TYPE_APPROVAL_POPOVER);
  wait_shown (popover, "your own approval would not count");
  g_assert_false (can_save (popover));
  kiroku_test_click_on (get_part (popover, "button"));
  kiroku_test_keys ("Escape", NULL);
  wait_gone (editor, KIROKU_TYPE_APPROVAL_POPOVER);
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "form.approve"), ==, 0);
}

static void
test_changed (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture);
  GtkWidget *popover;

  prepare (fixture, editor);
  switch_to (fixture, OTHER);
  popover = open_popover (editor, "approve", KIROKU_TYPE_APPROVAL_POPOVER);
  kiroku_test_wait (can_save, popover, "that it can be approved");
  kiroku_test_book_set (fixture->book, "org.name", "Sakura Foods");
  kiroku_test_click_on (get_part (popover, "button"));
  wait_shown (popover, "was changed since you looked at it");
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "form.approve"), ==, 0);
}

static void
test_stale (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture);
  GtkWidget *popover;

  prepare (fixture, editor);
  switch_to (fixture, OTHER);
  popover = open_popover (editor, "approve", KIROKU_TYPE_APPROVAL_POPOVER);
  kiroku_test_wait (can_save, popover, "that it can be approved");
  kiroku_test_click_on (get_part (popover, "button"));
  kiroku_test_book_wait (fixture->book, "form.approve", 1);
  kiroku_test_book_set (fixture->book, "org.name", "Sakura Foods");
  wait_shown (editor, "changed since " OTHER " approved it");
  g_assert_true (gtk_widget_is_sensitive (get_part (editor, "approve")));
}

/* --- Filing --- */

static gboolean
shows_rule (GtkWidget *widget, gconstpointer rule)
{
  return KIROKU_IS_OBLIGATION_ROW (widget)
         && g_strcmp0 (kiroku_obligation_row_get_rule (KIROKU_OBLIGATION_ROW (widget)), rule) == 0;
}

static GtkWidget *
get_row (Fixture *fixture, const char *rule)
{
  g_autoptr (GPtrArray) rows = kiroku_test_find_all (fixture->page, shows_rule, rule);

  g_assert_cmpuint (rows->len, ==, 1);
  return rows->pdata[0];
}

/* What needs nothing any more is folded away. */
static void
unfold (Fixture *fixture, const char *title)
{
  gtk_widget_activate (kiroku_test_get (fixture->page, ADW_TYPE_ACTION_ROW, title));
}

static void
type_into (GtkWidget *popover, const char *part, const char *text)
{
  gtk_widget_grab_focus (get_part (popover, part));
  kiroku_test_type (text);
}

static void
test_file (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor, *popover;
  const KirokuEntry *entry;

  kiroku_test_book_set (fixture->book, "leak.categories", "1");
  kiroku_test_book_set (fixture->book, "report.stage", "preliminary");
  editor = open_form (fixture);
  popover = open_popover (editor, "file", KIROKU_TYPE_FILING_POPOVER);
  kiroku_test_assert_named (popover);
  g_assert_true (kiroku_test_shows (popover, "Nobody else has approved what is being filed"));
  g_assert_true (kiroku_test_shows (popover, "Asia/Tokyo"));
  g_assert_false (kiroku_test_shows (popover, "It also meets:"));
  adw_combo_row_set_selected (get_part (popover, "method"), KIROKU_FILING_FAX);
  type_into (popover, "time", "2026-11-21T02:30+02:00");
  type_into (popover, "to", "PPC");
  type_into (popover, "receipt", "R-17");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_book_wait (fixture->book, "form.file", 1);
  wait_gone (editor, KIROKU_TYPE_FILING_POPOVER);
  entry = kiroku_test_book_last (fixture->book, "form.file");
  g_assert_cmpstr (kiroku_entry_get_text (entry, "method"), ==, "fax");
  g_assert_cmpstr (kiroku_entry_get_text (entry, "to"), ==, "PPC");
  g_assert_cmpstr (kiroku_entry_get_text (entry, "receipt"), ==, "R-17");
  g_assert_cmpint (entry->occ.us, ==, KIROKU_TEST_BOOK_START - 30 * G_TIME_SPAN_MINUTE);
  g_assert_cmpint (entry->occ.offset, ==, 120);
  wait_shown (editor, "Filed 2026-11-21 09:30 by Sato Hanako");
  close_form (fixture, editor);
  wait_shown (fixture->page, "Fax · PPC · receipt R-17 · nobody else had approved it");
  unfold (fixture, "Reported");
  wait_shown (get_row (fixture, "jp_ppc_prelim"), "Met");
}

/* A colleague changes a fact while somebody says how the form was handed in. */
static void
test_filed_unseen (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor, *popover;

  kiroku_test_book_set (fixture->book, "report.stage", "preliminary");
  editor = open_form (fixture);
  popover = open_popover (editor, "file", KIROKU_TYPE_FILING_POPOVER);
  gtk_editable_set_text (get_part (popover, "receipt"), "R-17");
  kiroku_test_book_set (fixture->book, "leak.count", "500");
  kiroku_test_click_on (get_part (popover, "button"));
  wait_shown (popover, "was changed since you looked at it");
  g_assert_cmpstr (gtk_editable_get_text (get_part (popover, "receipt")), ==, "R-17");
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "form.file"), ==, 0);
}

/* The copy that is frozen is of the language in which the form was looked at. */
static void
test_language (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor, *popover;
  g_autofree char *path = NULL;
  g_autofree char *bytes = NULL;
  gsize length;

  kiroku_test_book_set (fixture->book, "report.stage", "preliminary");
  editor = open_form (fixture);
  gtk_toggle_button_set_active (get_part (editor, "japanese"), TRUE);
  kiroku_test_wait (is_quiet, editor, "the Japanese pages");
  popover = open_popover (editor, "file", KIROKU_TYPE_FILING_POPOVER);
  kiroku_test_click_on (get_part (popover, "button"));
  kiroku_test_book_wait (fixture->book, "form.file", 1);
  wait_gone (editor, KIROKU_TYPE_FILING_POPOVER);
  path = g_build_filename (kiroku_evidence_store_get_folder (
                               kiroku_book_get_evidence_store (fixture->book->book)),
                           kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "evidence.add"), "sha256"),
                           NULL);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_nonnull (memmem (bytes, length, "/Lang (ja)", strlen ("/Lang (ja)")));
}

static gboolean
is_written (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* What is for the own organisation is hardly what was handed in. */
static void
test_working_copy (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor, *popover;
  g_autofree char *path
      = g_build_filename (kiroku_book_get_folder (fixture->book->book), "working.pdf", NULL);

  kiroku_test_book_set (fixture->book, "report.stage", "preliminary");
  editor = open_form (fixture);
  gtk_drop_down_set_selected (get_part (editor, "copy"), 1);
  kiroku_test_wait (is_quiet, editor, "the working copy");
  kiroku_form_editor_save (KIROKU_FORM_EDITOR (editor), path);
  kiroku_test_wait (is_written, path, "the file");
  kiroku_test_wait (is_quiet, editor, "the end of writing");
  popover = open_popover (editor, "file", KIROKU_TYPE_FILING_POPOVER);
  kiroku_filing_popover_set_file (KIROKU_FILING_POPOVER (popover), path);
  kiroku_test_click_on (get_part (popover, "button"));
  kiroku_test_book_wait (fixture->book, "form.file", 1);
  wait_shown (editor, "Filed, with a working copy");
}

/* What somebody excluded from sharing is warned of where it would go out. */
static void
test_excluded (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor, *popover;

  kiroku_test_book_set (fixture->book, "share.scope", "no_regulator");
  editor = open_form (fixture);
  popover = open_popover (editor, "file", KIROKU_TYPE_FILING_POPOVER);
  g_assert_true (kiroku_test_shows (popover, "By its scope of sharing this must not go"));
  kiroku_test_keys ("Escape", NULL);
  wait_gone (editor, KIROKU_TYPE_FILING_POPOVER);
  kiroku_test_book_set (fixture->book, "share.scope", "all");
  kiroku_test_wait (is_quiet, editor, "the new pages");
  popover = open_popover (editor, "file", KIROKU_TYPE_FILING_POPOVER);
  g_assert_false (kiroku_test_shows (popover, "By its scope of sharing this must not go"));
}

static void
test_elsewhere (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor, *popover, *said;

  kiroku_test_book_set (fixture->book, "org.delegated", "yes");
  kiroku_test_book_set (fixture->book, "org.regulators", "fsa");
  editor = open_form (fixture);
  popover = open_popover (editor, "file", KIROKU_TYPE_FILING_POPOVER);
  said = get_part (popover, "elsewhere");
  type_into (popover, "to", "FSA");
  g_assert_false (gtk_widget_get_visible (said));
  gtk_editable_set_text (get_part (popover, "to"), "個人情報保護委員会");
  g_assert_true (gtk_widget_get_visible (said));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (said)), "goes to FSA / Local Finance Bureau"));
  gtk_editable_set_text (get_part (popover, "to"), "関東財務局");
  g_assert_false (gtk_widget_get_visible (said));
  close_form (fixture, editor);
}

/* The file becomes evidence of the case, and the filing names it; what cannot be read records nothing. */
static void
test_file_kept (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture);
  GtkWidget *popover = open_popover (editor, "file", KIROKU_TYPE_FILING_POPOVER);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "kiroku-receipt.pdf", NULL);
  const KirokuEntry *entry, *taken;

  kiroku_filing_popover_set_file (KIROKU_FILING_POPOVER (popover), "/nowhere/receipt.pdf");
  kiroku_test_click_on (get_part (popover, "button"));
  wait_shown (popover, "No such file or directory");
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "form.file"), ==, 0);

  g_assert_true (g_file_set_contents (path, "receipt", -1, NULL));
  kiroku_filing_popover_set_file (KIROKU_FILING_POPOVER (popover), path);
  g_assert_true (kiroku_test_shows (popover, "kiroku-receipt.pdf"));
  kiroku_test_assert_named (popover);
  kiroku_test_click_on (get_part (popover, "button"));
  kiroku_test_book_wait (fixture->book, "form.file", 1);
  wait_gone (editor, KIROKU_TYPE_FILING_POPOVER);
  taken = kiroku_test_book_last (fixture->book, "evidence.add");
  entry = kiroku_test_book_last (fixture->book, "form.file");
  g_assert_cmpstr (kiroku_entry_get_text (taken, "name"), ==, "kiroku-receipt.pdf");
  g_assert_cmpstr (kiroku_entry_get_ref (entry, "evidence"), ==, taken->hash);
  g_assert_cmpint (kiroku_entry_get_integer (entry, "size", 0), ==, strlen ("receipt"));
  g_unlink (path);
  close_form (fixture, editor);
}

static void
test_undecided (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor, *popover;

  kiroku_test_book_set (fixture->book, "leak.categories", "1");
  editor = open_form (fixture);
  popover = open_popover (editor, "file", KIROKU_TYPE_FILING_POPOVER);
  kiroku_test_click_on (get_part (popover, "button"));
  kiroku_test_book_wait (fixture->book, "form.file", 1);
  wait_shown (editor, "depends on “Preliminary or final”");
}

/* What is typed stays when it cannot be read; nothing is recorded. */
static void
test_bad_time (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture);
  GtkWidget *popover = open_popover (editor, "file", KIROKU_TYPE_FILING_POPOVER);

  type_into (popover, "receipt", "R-17");
  type_into (popover, "time", "soon");
  kiroku_test_keys ("Return", NULL);
  wait_shown (popover, "soon");
  g_assert_cmpstr (gtk_editable_get_text (get_part (popover, "receipt")), ==, "R-17");
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "form.file"), ==, 0);
}

static gboolean
is_in_view (gpointer widget)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (widget));
  graphene_rect_t place;

  return gtk_widget_compute_bounds (widget, root, &place) && place.origin.y >= 0
         && place.origin.y + place.size.height <= gtk_widget_get_height (root);
}

/* @button may be below the end of the window, where GTK finds no monitor for what it opens: the keyboard
 * brings it into view. */
static void
bring_into_view (GtkWidget *around, GtkWidget *button)
{
  gtk_test_widget_wait_for_draw (around); /* where it was before is not where it is going to be */
  gtk_widget_grab_focus (button);
  gtk_test_widget_wait_for_draw (around);
  kiroku_test_wait (is_in_view, button, "the button to be in view");
}

/* One that is filled in elsewhere. */
static void
test_named (Fixture *fixture, gconstpointer data)
{
  GtkWidget *list = get_part (fixture->page, "forms");
  GtkWidget *button = kiroku_test_get (list, GTK_TYPE_BUTTON, "Mark as Filed…");
  GtkWidget *popover;

  bring_into_view (fixture->page, button);
  gtk_widget_activate (button);
  kiroku_test_wait (is_open, &(Seen){ fixture->page, KIROKU_TYPE_FILING_POPOVER, NULL }, "popover");
  popover = kiroku_test_get (fixture->page, KIROKU_TYPE_FILING_POPOVER, NULL);
  kiroku_test_click_on (get_part (popover, "button"));
  kiroku_test_book_wait (fixture->book, "form.file", 1);
  wait_shown (list, "by Sato Hanako · Web form");
}

/* --- Deadlines that somebody stated --- */

/* Its id. (transfer full) */
static char *
state_duty (Fixture *fixture, const char *recipient, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry = kiroku_book_append_one (
      fixture->book->book, fixture->book->case_id,
      kiroku_duty_draft (recipient, kiroku_book_get_now (fixture->book->book) + G_TIME_SPAN_DAY,
                         text, NULL, NULL),
      &error);

  g_assert_no_error (error);
  kiroku_test_book_catch_up (fixture->book);
  return g_strdup (entry->hash);
}

static void
assert_met (Fixture *fixture, const char *duty, gboolean met)
{
  GPtrArray *obligations = kiroku_case_model_get_snapshot (fixture->book->model)->obligations;
  const KirokuObligation *obligation = kiroku_obligations_find (obligations, duty);

  g_assert_nonnull (obligation);
  g_assert_cmpint (obligation->progress == KIROKU_PROGRESS_MET, ==, met);
}

static gboolean
is_revealed (gpointer revealer)
{
  return gtk_revealer_get_child_revealed (revealer);
}

static void
focus_in_view (GtkWidget *row, GtkWidget *button)
{
  kiroku_test_wait (is_revealed, kiroku_test_get (row, GTK_TYPE_REVEALER, NULL), "the whole row");
  bring_into_view (row, button);
}

/* What cannot be recorded is kept to be recorded again. */
static void
test_stated (Fixture *fixture, gconstpointer data)
{
  g_autofree char *duty = state_duty (fixture, "Customer A", "First <news>");
  GtkWidget *row = get_row (fixture, duty);
  GtkWidget *popover;
  g_autoptr (GPtrArray) rules = NULL;

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  focus_in_view (row, get_part (row, "mark"));
  kiroku_test_keys ("space", NULL);
  popover = kiroku_test_wait_seen (fixture->page, KIROKU_TYPE_FILING_POPOVER, NULL);
  kiroku_test_assert_named (popover);
  g_assert_true (kiroku_test_shows (popover, "It meets the deadline “Customer A: First <news>”."));
  g_assert_false (kiroku_test_shows (popover, "It also meets:"));
  type_into (popover, "receipt", "R-7");
  kiroku_filing_popover_set_file (KIROKU_FILING_POPOVER (popover), "/nowhere/mail.eml");
  kiroku_test_click_on (get_part (popover, "button"));
  wait_shown (popover, "No such file or directory");
  g_assert_cmpstr (gtk_editable_get_text (get_part (popover, "receipt")), ==, "R-7");
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "form.file"), ==, 0);

  kiroku_filing_popover_set_file (KIROKU_FILING_POPOVER (popover), NULL);
  kiroku_test_click_on (get_part (popover, "button"));
  kiroku_test_book_wait (fixture->book, "form.file", 1);
  wait_gone (fixture->page, KIROKU_TYPE_FILING_POPOVER);
  rules = kiroku_filing_list_rules (kiroku_test_book_last (fixture->book, "form.file"));
  g_assert_cmpuint (rules->len, ==, 1);
  g_assert_cmpstr (rules->pdata[0], ==, duty);
  assert_met (fixture, duty, TRUE);
  unfold (fixture, "Reported");
  wait_shown (row, "Customer A · Met");
  wait_shown (row, "Form F00: Filed 2026-11-21 10:");
  wait_shown (row, "by Sato Hanako · Web form · receipt R-7");
  g_assert_false (gtk_widget_get_visible (get_part (row, "mark")));
}

static GtkWidget *
get_box (GtkWidget *popover, const char *duty)
{
  GtkWidget *row = kiroku_test_get (popover, ADW_TYPE_ACTION_ROW, duty);

  return kiroku_test_get (row, GTK_TYPE_CHECK_BUTTON, NULL);
}

static gboolean
is_ticked (gpointer box)
{
  return gtk_check_button_get_active (box);
}

/* One of two; what was ticked is there again when the form was closed. */
static void
test_also (Fixture *fixture, gconstpointer data)
{
  g_autofree char *one = state_duty (fixture, "Customer A", "First news");
  g_autofree char *two = state_duty (fixture, "Insurer", "Notice");
  GtkWidget *editor = open_form (fixture);
  GtkWidget *popover = open_popover (editor, "file", KIROKU_TYPE_FILING_POPOVER);
  g_autoptr (GPtrArray) rules = NULL;

  kiroku_test_assert_named (popover);
  g_assert_true (kiroku_test_shows (popover, "It also meets:"));
  g_assert_false (is_ticked (get_box (popover, "Customer A: First news")));
  kiroku_test_click_on (get_box (popover, "Insurer: Notice"));
  kiroku_test_wait (is_ticked, get_box (popover, "Insurer: Notice"), "the tick");
  kiroku_test_keys ("Escape", NULL);
  wait_gone (editor, KIROKU_TYPE_FILING_POPOVER);

  popover = open_popover (editor, "file", KIROKU_TYPE_FILING_POPOVER);
  kiroku_test_wait (is_ticked, get_box (popover, "Insurer: Notice"), "what was ticked before");
  kiroku_test_click_on (get_part (popover, "button"));
  kiroku_test_book_wait (fixture->book, "form.file", 1);
  wait_gone (editor, KIROKU_TYPE_FILING_POPOVER);
  rules = kiroku_filing_list_rules (kiroku_test_book_last (fixture->book, "form.file"));
  g_assert_cmpuint (rules->len, ==, 1);
  g_assert_cmpstr (rules->pdata[0], ==, two);
  assert_met (fixture, one, FALSE);
  assert_met (fixture, two, TRUE);

  popover = open_popover (editor, "file", KIROKU_TYPE_FILING_POPOVER);
  g_assert_false (is_ticked (get_box (popover, "Customer A: First news")));
  g_assert_null (kiroku_test_find (popover, ADW_TYPE_ACTION_ROW, "Insurer: Notice"));
}

/* --- A decision --- */

static void
decide (Fixture *fixture, GtkWidget *row)
{
  GtkWidget *menu = kiroku_test_get (row, GTK_TYPE_MENU_BUTTON, "Decide…");

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  focus_in_view (row, menu);
  gtk_menu_button_popup (GTK_MENU_BUTTON (menu));
  kiroku_test_settle ();
  gtk_toggle_button_set_active (
      GTK_TOGGLE_BUTTON (kiroku_test_get (menu, GTK_TYPE_TOGGLE_BUTTON, "It does not apply")),
      TRUE);
  gtk_editable_set_text (get_part (row, "approver"), "Mori");
  kiroku_test_enter (get_part (row, "reason"), "no personal data");
  kiroku_test_book_wait (fixture->book, "obligation.decide", 1);
}

static GtkWidget *
open_word (GtkWidget *row)
{
  focus_in_view (row, get_part (row, "approve"));
  kiroku_test_keys ("space", NULL);
  kiroku_test_wait (is_open, &(Seen){ row, KIROKU_TYPE_APPROVAL_POPOVER, NULL }, "the approval");
  kiroku_test_settle ();
  return kiroku_test_get (row, KIROKU_TYPE_APPROVAL_POPOVER, NULL);
}

static void
test_decision (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = get_row (fixture, "jp_ppc_prelim");
  GtkWidget *popover;

  decide (fixture, row);
  g_assert_true (kiroku_test_shows (fixture->page, "1 not approved by a second person"));
  g_assert_false (gtk_widget_get_mapped (row));
  unfold (fixture, "Does not apply");
  g_assert_true (kiroku_test_shows (row, "not approved by a second person"));
  g_assert_true (kiroku_test_shows (row, "Mori is only named"));
  popover = open_word (row);
  wait_shown (popover, "This entry is your own");
  g_assert_false (can_save (popover));
  gtk_popover_popdown (GTK_POPOVER (popover));
  wait_gone (row, KIROKU_TYPE_APPROVAL_POPOVER);

  switch_to (fixture, OTHER);
  popover = open_word (row);
  kiroku_test_wait (can_save, popover, "that it can be approved");
  g_assert_true (kiroku_test_shows (popover, "no personal data"));
  kiroku_test_click_on (get_part (popover, "button"));
  kiroku_test_book_wait (fixture->book, "approve", 1);
  wait_shown (row, "Approved by " OTHER);
  g_assert_false (kiroku_test_shows (fixture->page, "not approved by a second person"));
}

#define ADD(path, func) \
  g_test_add ("/ui/filing/" path, Fixture, "en", set_up, func, tear_down)

int
main (int argc, char **argv)
{
  kiroku_test_init (&argc, &argv);
  ADD ("second-person-approves-and-everybody-sees-it", test_approve);
  ADD ("own-approval-is-said-not-to-count-before", test_own);
  ADD ("nobody-approves-what-they-have-not-seen", test_changed);
  ADD ("approval-ends-with-a-change", test_stale);
  ADD ("filed-has-way-time-and-receipt-and-meets-the-deadline", test_file);
  ADD ("nobody-files-what-they-have-not-seen", test_filed_unseen);
  ADD ("the-frozen-copy-is-in-the-language-that-was-looked-at", test_language);
  ADD ("a-working-copy-that-was-handed-in-is-told", test_working_copy);
  ADD ("who-is-excluded-from-sharing-is-told-where-it-goes-out", test_excluded);
  ADD ("whoever-names-another-recipient-than-the-case-is-told", test_elsewhere);
  ADD ("a-receipt-is-taken-in-and-named-by-the-filing", test_file_kept);
  ADD ("a-fact-that-would-meet-the-deadline-is-asked-for", test_undecided);
  ADD ("bad-time-records-nothing-and-keeps-what-was-typed", test_bad_time);
  g_test_add ("/ui/filing/form-known-by-name-only-is-marked-as-filed", Fixture, "en", set_up_own,
              test_named, tear_down);
  ADD ("a-stated-deadline-is-marked-as-filed-and-shows-the-proof", test_stated);
  ADD ("any-form-may-also-meet-stated-deadlines", test_also);
  ADD ("decision-waits-for-a-second-person", test_decision);
  return g_test_run ();
}
