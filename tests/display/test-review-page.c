/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-decisions.h"
#include "kiroku-fact-field.h"
#include "kiroku-filing.h"
#include "kiroku-improvement-form.h"
#include "kiroku-improvement-section.h"
#include "kiroku-paper-order.h"
#include "kiroku-paper-saver.h"
#include "kiroku-review-page.h"
#include "kiroku-lesson-list.h"
#include "kiroku-test-book.h"

#include <string.h>

typedef struct
{
  KirokuTestBook *book;
  GtkWidget *page;
  GtkWindow *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = kiroku_test_book_new ("ransomware", "en");
  fixture->page = kiroku_review_page_new ();
  kiroku_review_page_set_model (KIROKU_REVIEW_PAGE (fixture->page), fixture->book->model);
  fixture->window = kiroku_test_window (fixture->page, 740, 700);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_close (fixture->window, fixture->page);
  kiroku_test_book_free (fixture->book);
}

typedef struct
{
  GtkWidget *page;
  const char *title;
} Shown;

static gboolean
is_shown (gpointer data)
{
  const Shown *shown = data;

  return kiroku_test_find (shown->page, ADW_TYPE_ACTION_ROW, shown->title) != NULL;
}

/* The row may come from the reading thread. */
static const char *
get_subtitle (Fixture *fixture, const char *title)
{
  kiroku_test_wait (is_shown, &(Shown){ fixture->page, title }, title);
  return adw_action_row_get_subtitle (
      ADW_ACTION_ROW (kiroku_test_get (fixture->page, ADW_TYPE_ACTION_ROW, title)));
}

static void
write_draft (Fixture *fixture, KirokuDraft *draft)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry
      = kiroku_book_append_one (fixture->book->book, fixture->book->case_id, draft, &error);

  g_assert_no_error (error);
  kiroku_test_book_catch_up (fixture->book);
}

static void
test_measures (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (get_subtitle (fixture, "Time to detect"), ==, "Not known yet");
  kiroku_test_book_set (fixture->book, "t.occurred", "2026-11-21T06:00:00+09:00");
  kiroku_test_book_set (fixture->book, "t.detected", "2026-11-21T08:05:00+09:00");
  g_assert_cmpstr (get_subtitle (fixture, "Time to detect"), ==, "Stated");
  g_assert_nonnull (
      kiroku_test_find (kiroku_test_get (fixture->page, ADW_TYPE_ACTION_ROW, "Time to detect"),
                        GTK_TYPE_LABEL, "2 h 05 min"));
}

/* Nothing is recorded before it says what is to become better, and done needs a proof. */
static void
test_improvement (Fixture *fixture, gconstpointer data)
{
  GtkWidget *section = kiroku_test_get (fixture->page, KIROKU_TYPE_IMPROVEMENT_SECTION, NULL);
  GtkWidget *form = kiroku_improvement_form_new (fixture->book->model, NULL);
  GtkWindow *window = kiroku_test_window (form, 400, 500);
  const KirokuEntry *entry;

  kiroku_test_get (section, GTK_TYPE_MENU_BUTTON, "Add an Improvement…");
  kiroku_test_press (form, "Record");
  kiroku_test_wait_shown (form, "Say what is to become better.");
  gtk_editable_set_text (GTK_EDITABLE (kiroku_test_get (form, GTK_TYPE_ENTRY, NULL)), "Update the VPN");
  kiroku_test_press (form, "Record");
  kiroku_test_book_wait (fixture->book, "measure.set", 1);
  entry = kiroku_test_book_last (fixture->book, "measure.set");
  g_assert_cmpstr (kiroku_entry_get_text (entry, "text"), ==, "Update the VPN");
  g_assert_cmpstr (kiroku_entry_get_text (entry, "class"), ==, "prevent");
  g_assert_cmpstr (kiroku_entry_get_text (entry, "state"), ==, "open");
  kiroku_test_wait_shown (section, "Update the VPN");
  kiroku_test_close (window, form);
}

/* Whoever does not have the text, or the class, signs neither that there is none nor another. */
static void
test_improvement_withheld (Fixture *fixture, gconstpointer data)
{
  char text[] = "Update the VPN", withheld[] = "text class ";
  KirokuImprovement said = { .text = text, .klass = KIROKU_IMPROVE_DETECT };
  GtkWidget *form;
  GtkWindow *window;
  const KirokuEntry *first;

  write_draft (fixture, kiroku_draft_improvement (&said));
  first = kiroku_test_book_last (fixture->book, "measure.set");
  said.id = first->hash;
  said.text = NULL;
  said.withheld = withheld;
  form = kiroku_improvement_form_new (fixture->book->model, &said);
  window = kiroku_test_window (form, 400, 500);
  for (guint i = 0; i < 2; i++)
    {
      if (i == 1)
        gtk_editable_set_text (GTK_EDITABLE (kiroku_test_get (form, GTK_TYPE_ENTRY, NULL)), "Stated anew");
      kiroku_test_press (form, "Record");
      kiroku_test_wait_shown (
          form, "This was stated and is not here. State it anew, or leave the change to whoever has it.");
    }
  gtk_drop_down_set_selected (GTK_DROP_DOWN (kiroku_test_get (form, GTK_TYPE_DROP_DOWN, NULL)), KIROKU_IMPROVE_DETECT);
  kiroku_test_press (form, "Record");
  kiroku_test_book_wait (fixture->book, "measure.set", 2);
  g_assert_cmpstr (kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "measure.set"), "text"), ==,
                   "Stated anew");
  kiroku_test_close (window, form);
}

static void
note_form_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  char **form = user_data;

  *form = g_variant_dup_string (parameter, NULL);
}

/* One that nobody promised has no form to open. */
static void
test_improvement_promised (Fixture *fixture, gconstpointer data)
{
  char text[] = "Update the VPN", other_text[] = "Train the people", form[] = "F01";
  KirokuImprovement promised = { .text = text, .form = form };
  KirokuImprovement other = { .text = other_text };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new ("form", G_VARIANT_TYPE_STRING);
  g_autofree char *opened = NULL;
  GtkWidget *button;

  g_signal_connect (action, "activate", G_CALLBACK (note_form_cb), &opened);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->window), "win", G_ACTION_GROUP (group));
  write_draft (fixture, kiroku_draft_improvement (&other));
  write_draft (fixture, kiroku_draft_improvement (&promised));
  g_assert_nonnull (strstr (get_subtitle (fixture, "Update the VPN"), "promised in F01"));
  button = kiroku_test_get (kiroku_test_get (fixture->page, ADW_TYPE_ACTION_ROW, "Update the VPN"), GTK_TYPE_BUTTON,
                            "Open the form that promised it");
  g_assert_true (gtk_widget_get_visible (button));
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpstr (opened, ==, "F01");
  get_subtitle (fixture, "Train the people");
  button = kiroku_test_get (kiroku_test_get (fixture->page, ADW_TYPE_ACTION_ROW, "Train the people"), GTK_TYPE_BUTTON,
                            "Open the form that promised it");
  g_assert_false (gtk_widget_get_visible (button));
}

static gboolean
is_promise (GtkWidget *widget, gconstpointer data)
{
  GListModel *names = GTK_IS_DROP_DOWN (widget) ? gtk_drop_down_get_model (GTK_DROP_DOWN (widget)) : NULL;

  return names != NULL && g_strcmp0 (gtk_string_list_get_string (GTK_STRING_LIST (names), 0), "No filed form") == 0;
}

/* (transfer none) */
static GtkWidget *
get_promise (GtkWidget *form)
{
  g_autoptr (GPtrArray) found = kiroku_test_find_all (form, is_promise, NULL);

  g_assert_cmpuint (found->len, ==, 1);
  return g_ptr_array_index (found, 0);
}

static gboolean
offers_a_filing (gpointer promise)
{
  return g_list_model_get_n_items (gtk_drop_down_get_model (promise)) > 1;
}

/* What was promised in a filed form names that filing, and a later change keeps it. */
static void
test_promised (Fixture *fixture, gconstpointer data)
{
  const KirokuFilingDetails details = { .form = "F01", .method = KIROKU_FILING_WEB };
  char text[] = "Test the backups";
  KirokuImprovement known = { .text = text, .klass = KIROKU_IMPROVE_RECOVER, .due_at = KIROKU_TIME_NONE };
  g_autoptr (GPtrArray) rules = g_ptr_array_new ();
  g_autofree char *filing = NULL, *id = NULL;
  GtkWidget *form, *promise;
  GtkWindow *window;

  write_draft (fixture, kiroku_filing_draft_file (&details, NULL, "2026.1", rules));
  filing = g_strdup (kiroku_test_book_last (fixture->book, "form.file")->hash);
  write_draft (fixture, kiroku_draft_improvement (&known));
  id = g_strdup (kiroku_test_book_last (fixture->book, "measure.set")->hash);
  known.id = id;
  for (guint i = 2; i <= 3; i++)
    {
      form = kiroku_improvement_form_new (fixture->book->model, &known);
      window = kiroku_test_window (form, 400, 600);
      promise = get_promise (form);
      kiroku_test_wait (offers_a_filing, promise, "what was filed");
      if (i == 2)
        gtk_drop_down_set_selected (GTK_DROP_DOWN (promise), 1);
      kiroku_test_press (form, "Record");
      kiroku_test_book_wait (fixture->book, "measure.set", i);
      g_assert_cmpstr (kiroku_entry_get_ref (kiroku_test_book_last (fixture->book, "measure.set"), "filing"), ==, filing);
      g_assert_cmpstr (kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "measure.set"), "form"), ==, "F01");
      kiroku_test_close (window, form);
      known.form = (char *) "F01";
      known.filing = filing;
    }
}

static gboolean
counts_one (gpointer list)
{
  return kiroku_test_shows (list, "1 of 7 answered");
}

static gboolean
is_field_shown (gpointer list)
{
  GtkWidget *field = kiroku_test_find (list, KIROKU_TYPE_FACT_FIELD, NULL);

  return field != NULL && gtk_widget_get_mapped (field);
}

/* Each of the seven questions is answered in its place, and what was answered elsewhere stands there. */
static void
test_lessons (Fixture *fixture, gconstpointer data)
{
  GtkWidget *list = kiroku_test_get (fixture->page, KIROKU_TYPE_LESSON_LIST, NULL);
  GtkWidget *row = kiroku_test_get (list, ADW_TYPE_EXPANDER_ROW, NULL);
  GtkWidget *text;
  GtkTextBuffer *buffer;

  g_assert_true (kiroku_test_shows (list, "0 of 7 answered"));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  kiroku_test_wait (is_field_shown, list, "the questions");
  g_assert_true (kiroku_test_shows (list, "Exactly what happened, and when?"));
  text = kiroku_test_get (list, GTK_TYPE_TEXT_VIEW, NULL);
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (text));
  gtk_text_buffer_set_text (buffer, "A mail was opened", -1);
  g_assert_true (kiroku_fact_field_commit (KIROKU_FACT_FIELD (gtk_widget_get_ancestor (text, KIROKU_TYPE_FACT_FIELD))));
  kiroku_test_wait (counts_one, list, "the answer");
  g_assert_cmpstr (kiroku_facts_get_value (kiroku_case_model_get_snapshot (fixture->book->model)->facts,
                                           "lessons.happened"),
                   ==, "A mail was opened");
}

/* What is late says so in words; what other cases left open stands below, though they are closed. */
static void
test_improvements_of_others (Fixture *fixture, gconstpointer data)
{
  KirokuNewCase other = { .title = "Before", .type = "loss_theft" };
  char text[] = "Test the backups", owner[] = "Mori", due[] = "2020-11-25T17:00:00+09:00";
  char other_text[] = "Encrypt the disks";
  KirokuImprovement late = { .text = text, .klass = KIROKU_IMPROVE_RECOVER, .owner = owner, .due = due };
  KirokuImprovement left = { .text = other_text, .klass = KIROKU_IMPROVE_PREVENT };
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kiroku_book_open_case (fixture->book->book, &other, &error);
  g_autoptr (KirokuEntry) first = NULL;
  g_autoptr (KirokuEntry) closed = NULL;

  g_assert_no_error (error);
  first = kiroku_book_append_one (fixture->book->book, id, kiroku_draft_improvement (&left), &error);
  g_assert_no_error (error);
  closed = kiroku_book_append_one (fixture->book->book, id, kiroku_draft_close (TRUE, "over"), &error);
  g_assert_no_error (error);
  write_draft (fixture, kiroku_draft_improvement (&late));
  g_assert_cmpstr (get_subtitle (fixture, "Test the backups"), ==,
                   "⚠ Overdue · Recover · due 2020-11-25 17:00 +09:00 · Mori");
  g_assert_nonnull (strstr (get_subtitle (fixture, "Encrypt the disks"), "Before · Prevent"));
}

static void
test_visits (Fixture *fixture, gconstpointer data)
{
  KirokuPhaseChange change
      = { .phase = KIROKU_PHASE_CONTAINMENT, .reason = "it spreads", .approver = "Mori" };
  g_autoptr (GPtrArray) entries
      = kiroku_book_enter_phase (fixture->book->book, fixture->book->case_id, &change, NULL);
  const char *subtitle;

  g_assert_nonnull (entries);
  kiroku_test_book_catch_up (fixture->book);
  subtitle = get_subtitle (fixture, "Containment");
  g_assert_nonnull (strstr (subtitle, "it spreads"));
  g_assert_null (strstr (subtitle, "Approved by"));
  g_assert_nonnull (strstr (subtitle, "Mori is only named"));
}

/* Others may write anything. */
static void
test_hidden (Fixture *fixture, gconstpointer data)
{
  KirokuPhaseChange change = { .phase = KIROKU_PHASE_CONTAINMENT,
                               .reason = "turned \u202e round",
                               .approver = "Mo\u202eri" };
  g_autoptr (GPtrArray) entries
      = kiroku_book_enter_phase (fixture->book->book, fixture->book->case_id, &change, NULL);
  const char *subtitle;

  g_assert_nonnull (entries);
  write_draft (fixture, kiroku_draft_note (KIROKU_CLASS_DECISION, "No \u202e ransom", NULL));
  get_subtitle (fixture, "No ‹U+202E› ransom");
  subtitle = get_subtitle (fixture, "Containment");
  g_assert_nonnull (strstr (subtitle, "turned ‹U+202E› round"));
  g_assert_nonnull (strstr (subtitle, "Mo‹U+202E›ri is only named"));
}

static void
test_correction (Fixture *fixture, gconstpointer data)
{
  KirokuPhaseChange change = { .phase = KIROKU_PHASE_CONTAINMENT, .reason = "it spreads" };
  g_autoptr (GPtrArray) entries
      = kiroku_book_enter_phase (fixture->book->book, fixture->book->case_id, &change, NULL);
  g_autoptr (GPtrArray) corrections = NULL;
  const char *subtitle;

  change = (KirokuPhaseChange){
    .phase = KIROKU_PHASE_TRIAGE, .reason = "wrong button",
    .corrects = ((const KirokuEntry *) g_ptr_array_index (entries, 0))->hash
  };
  corrections
      = kiroku_book_enter_phase (fixture->book->book, fixture->book->case_id, &change, NULL);
  g_assert_nonnull (corrections);
  kiroku_test_book_catch_up (fixture->book);
  subtitle = get_subtitle (fixture, "Triage");
  g_assert_nonnull (strstr (subtitle, "Corrected by Sato Hanako: wrong button"));
}

static void
test_decisions (Fixture *fixture, gconstpointer data)
{
  const KirokuPackObligation *rule
      = kiroku_pack_get_obligation (kiroku_book_get_pack (fixture->book->book), "jp_ppc_prelim");

  write_draft (fixture, kiroku_draft_note (KIROKU_CLASS_ACTION, "Cable pulled", NULL));
  write_draft (fixture, kiroku_draft_note (KIROKU_CLASS_DECISION, "No ransom is paid", NULL));
  write_draft (fixture,
               kiroku_decisions_draft ("jp_ppc_prelim", TRUE, "files were copied", "Mori"));
  g_assert_nonnull (strstr (get_subtitle (fixture, "No ransom is paid"), "Sato Hanako"));
  g_assert_false (is_shown (&(Shown){ fixture->page, "Cable pulled" }));
  get_subtitle (fixture, rule->label->en);
  g_assert_true (kiroku_test_shows (fixture->page,
                                    "files were copied · Not approved by a second person yet: "
                                    "Mori is only named"));
}

static gboolean
is_quiet (gpointer page)
{
  return !kiroku_review_page_is_busy (page);
}

static void
test_report (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->book->folder, "timeline.pdf", NULL);
  g_autofree char *tool = g_find_program_in_path ("pdftotext");
  const char *command[] = { "pdftotext", path, "-", NULL };
  g_autofree char *text = NULL;

  write_draft (fixture, kiroku_draft_note (KIROKU_CLASS_ACTION, "Cable pulled", NULL));
  kiroku_review_page_save (KIROKU_REVIEW_PAGE (fixture->page), path);
  g_assert_true (kiroku_review_page_is_busy (KIROKU_REVIEW_PAGE (fixture->page)));
  kiroku_test_wait (is_quiet, fixture->page, "the report");
  g_assert_true (kiroku_test_shows (fixture->page, "Saved as timeline.pdf"));
  if (tool == NULL)
    {
      g_test_skip ("pdftotext is missing: apt-get install poppler-utils");
      return;
    }
  g_assert_true (g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                               &text, NULL, NULL, NULL));
  g_assert_nonnull (strstr (text, "Cable pulled"));
  g_assert_nonnull (strstr (text, "Ransom note on a file server"));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *shortfall = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (kiroku_paper_save_finish (result, &shortfall, &error));
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static gboolean
is_true (gpointer flag)
{
  return *(gboolean *) flag;
}

/* How a reader of PDFs judges it is told by tests/cli/test-signature.py. */
static void
test_signed (Fixture *fixture, gconstpointer data)
{
  static const char word[] = "/ETSI.CAdES.detached";
  g_autofree char *path = g_build_filename (fixture->book->folder, "signed.pdf", NULL);
  KirokuPaperOrder *order = kiroku_paper_order_new (fixture->book->model, "ja", NULL,
                                                    KIROKU_FORM_COPY_WORKING);
  KirokuPaperProgress *progress = kiroku_paper_progress_new ();
  g_autofree char *bytes = NULL;
  gboolean done = FALSE, found = FALSE;
  gsize length;

  kiroku_paper_order_set_sign (order, TRUE);
  kiroku_paper_save_async (fixture->book->model, order, path, progress, NULL, saved_cb, &done);
  g_atomic_rc_box_release (progress);
  kiroku_test_wait (is_true, &done, "the signed report");
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (gsize at = 0; !found && at + strlen (word) <= length; at++)
    found = memcmp (bytes + at, word, strlen (word)) == 0;
  g_assert_true (found);
}

/* The list beside the button says which report it is: the English one of place @kind in it. */
static void
assert_kind (Fixture *fixture, guint kind, const char *name, const char *title, const char *part)
{
  g_autofree char *path = g_build_filename (fixture->book->folder, name, NULL);
  g_autofree char *saved = g_strdup_printf ("Saved as %s", name);
  g_autofree char *tool = g_find_program_in_path ("pdftotext");
  const char *command[] = { "pdftotext", path, "-", NULL };
  g_autofree char *text = NULL;

  gtk_drop_down_set_selected (GTK_DROP_DOWN (kiroku_test_get_id (fixture->page, "kind")), kind);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (kiroku_test_get_id (fixture->page, "language")), 1);
  kiroku_review_page_save (KIROKU_REVIEW_PAGE (fixture->page), path);
  kiroku_test_wait (is_quiet, fixture->page, "the report");
  g_assert_true (kiroku_test_shows (fixture->page, saved));
  if (tool == NULL)
    {
      g_test_skip ("pdftotext is missing: apt-get install poppler-utils");
      return;
    }
  g_assert_true (g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                               &text, NULL, NULL, NULL));
  g_assert_nonnull (strstr (text, title));
  g_assert_nonnull (strstr (text, part));
}

static void
test_management (Fixture *fixture, gconstpointer data)
{
  assert_kind (fixture, 1, "management.pdf", "Incident report for management", "Decisions and approvals");
}

static void
test_situation (Fixture *fixture, gconstpointer data)
{
  assert_kind (fixture, 2, "situation.pdf", "Situation report", "Not known");
}

/* What is only an ordinary PDF was saved all the same, so it can be opened; all of why is read. */
static void
test_shortfall (Fixture *fixture, gconstpointer data)
{
  GtkWidget *saver = GTK_WIDGET (kiroku_test_get_id (fixture->page, "saver"));
  g_autoptr (GString) shortfall = g_string_new ("It is an ordinary one");
  GtkWidget *label;

  while (shortfall->len < 200)
    g_string_append (shortfall, " and can be read");
  kiroku_paper_saver_show_saved (KIROKU_PAPER_SAVER (saver), "/tmp/timeline.pdf", shortfall->str);
  g_assert_true (kiroku_test_shows (saver, "Saved as timeline.pdf"));
  g_assert_true (kiroku_test_shows (saver, shortfall->str));
  g_assert_true (gtk_widget_get_visible (kiroku_test_get (saver, GTK_TYPE_BUTTON, "Open")));
  label = kiroku_test_get (saver, GTK_TYPE_LABEL, shortfall->str);
  g_assert_false (gtk_widget_has_css_class (label, "error"));
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))));
  g_assert_true (gtk_label_get_wrap (GTK_LABEL (label)));
  kiroku_paper_saver_show_error (KIROKU_PAPER_SAVER (saver), NULL);
  g_assert_false (kiroku_test_shows (saver, "ordinary"));
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->book->folder, "timeline.pdf", NULL);
  GtkWidget *saver = GTK_WIDGET (kiroku_test_get_id (fixture->page, "saver"));

  kiroku_review_page_save (KIROKU_REVIEW_PAGE (fixture->page), path);
  g_signal_emit_by_name (kiroku_test_get (saver, GTK_TYPE_BUTTON, "Cancel"), "clicked");
  kiroku_test_wait (is_quiet, fixture->page, "the end");
  g_assert_true (kiroku_test_shows (fixture->page, "Cancelled: nothing was saved."));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* Also where the moment to cancel is the very last. */
static void
test_cancel_late (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->book->folder, "timeline.pdf", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  KirokuPaperOrder *order = kiroku_paper_order_new (fixture->book->model, "ja", NULL,
                                                    KIROKU_FORM_COPY_WORKING);
  KirokuPaperProgress *progress = kiroku_paper_progress_new ();
  gboolean done = FALSE;

  kiroku_paper_save_async (fixture->book->model, order, path, progress, cancellable, saved_cb,
                           &done);
  g_atomic_rc_box_release (progress);
  while (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_thread_yield ();
  g_cancellable_cancel (cancellable);
  kiroku_test_wait (is_true, &done, "the report");
  kiroku_test_book_wait (fixture->book, "checkpoint", 1);
}

static void
test_unwritable (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path
      = g_build_filename (fixture->book->folder, "no such folder", "timeline.pdf", NULL);

  kiroku_review_page_save (KIROKU_REVIEW_PAGE (fixture->page), path);
  kiroku_test_wait (is_quiet, fixture->page, "the end");
  g_assert_true (kiroku_test_shows (fixture->page, "no such folder"));
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  kiroku_test_assert_named (fixture->page);
}

#define ADD(path, func) g_test_add ("/ui/review/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  kiroku_test_init (&argc, &argv);
  ADD ("measures-say-what-they-rest-on", test_measures);
  ADD ("an-improvement-is-recorded-as-typed", test_improvement);
  ADD ("what-is-withheld-of-an-improvement-is-stated-anew-or-left", test_improvement_withheld);
  ADD ("the-form-that-promised-an-improvement-is-opened-from-it", test_improvement_promised);
  ADD ("an-improvement-names-the-filing-that-promised-it", test_promised);
  ADD ("the-seven-questions-are-answered-in-place", test_lessons);
  ADD ("improvements-of-other-cases-stay-in-sight", test_improvements_of_others);
  ADD ("visits-name-reason-and-whom-the-author-only-named", test_visits);
  ADD ("what-hides-in-texts-is-seen", test_hidden);
  ADD ("a-corrected-visit-says-so", test_correction);
  ADD ("decisions-are-listed-and-nothing-else", test_decisions);
  ADD ("report-holds-the-log", test_report);
  ADD ("the-report-chosen-is-the-one-saved", test_management);
  ADD ("one-page-on-how-things-stand-can-be-chosen", test_situation);
  ADD ("report-is-signed", test_signed);
  ADD ("shortfall-is-read-whole-beside-open", test_shortfall);
  ADD ("cancelled-report-leaves-no-file", test_cancel);
  ADD ("report-in-place-is-answered-for-when-cancelled-since", test_cancel_late);
  ADD ("unwritable-place-is-named", test_unwritable);
  ADD ("controls-have-names", test_names);
  return g_test_run ();
}
