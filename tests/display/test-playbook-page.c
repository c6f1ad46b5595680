/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-playbook-page.h"
#include "kiroku-task-group.h"
#include "kiroku-task-row.h"
#include "kiroku-test-book.h"

typedef struct
{
  KirokuTestBook *book;
  GtkWidget *page;
  GtkWindow *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer language)
{
  fixture->book = kiroku_test_book_new ("ransomware", language);
  fixture->page = kiroku_playbook_page_new ();
  kiroku_playbook_page_set_model (KIROKU_PLAYBOOK_PAGE (fixture->page), fixture->book->model);
  fixture->window = kiroku_test_window (fixture->page, 740, 700);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_close (fixture->window, fixture->page);
  kiroku_test_book_free (fixture->book);
}

static const KirokuTask *
get_task (Fixture *fixture, guint i)
{
  return g_ptr_array_index (kiroku_case_model_get_snapshot (fixture->book->model)->tasks, i);
}

static gboolean
shows_task (GtkWidget *widget, gconstpointer id)
{
  return KIROKU_IS_TASK_ROW (widget)
         && g_strcmp0 (kiroku_task_row_get_id (KIROKU_TASK_ROW (widget)), id) == 0;
}

static GtkWidget *
get_row (Fixture *fixture, const char *id)
{
  g_autoptr (GPtrArray) rows = kiroku_test_find_all (fixture->page, shows_task, id);

  g_assert_cmpuint (rows->len, ==, 1);
  return g_ptr_array_index (rows, 0);
}

static GtkCheckButton *
get_check (GtkWidget *row)
{
  return GTK_CHECK_BUTTON (kiroku_test_get (row, GTK_TYPE_CHECK_BUTTON, NULL));
}

/* A second click before the first is durable is none. */
static void
test_tick (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = g_strdup (get_task (fixture, 0)->id);
  GtkWidget *row = get_row (fixture, id);

  gtk_check_button_set_active (get_check (row), TRUE);
  g_assert_false (gtk_check_button_get_active (get_check (row)));
  gtk_check_button_set_active (get_check (row), TRUE);
  kiroku_test_book_wait (fixture->book, "task.set", 1);
  g_assert_cmpstr (kiroku_entry_get_ref (kiroku_test_book_last (fixture->book, "task.set"), "task"),
                   ==, id);
  g_assert_cmpint (get_task (fixture, 0)->state, ==, KIROKU_TASK_DONE);
  g_assert_true (gtk_check_button_get_active (get_check (row)));
  g_assert_true (row == get_row (fixture, id));
  g_assert_cmpuint (fixture->book->entries->len, ==, 1);
}

/* What a person does: a click on the box. */
static void
test_click (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = get_row (fixture, get_task (fixture, 0)->id);

  kiroku_test_click (GTK_WIDGET (get_check (row)), 8, 8);
  kiroku_test_book_wait (fixture->book, "task.set", 1);
  g_assert_cmpint (get_task (fixture, 0)->state, ==, KIROKU_TASK_DONE);
}

static void
give_reason (GtkWidget *row, const char *reason)
{
  GtkWidget *menu = kiroku_test_get (row, GTK_TYPE_MENU_BUTTON, NULL);

  gtk_menu_button_popup (GTK_MENU_BUTTON (menu));
  kiroku_test_settle ();
  kiroku_test_enter (kiroku_test_get (menu, GTK_TYPE_ENTRY, NULL), reason);
}

static void
test_skip (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = get_row (fixture, get_task (fixture, 1)->id);

  give_reason (row, " ");
  kiroku_test_book_catch_up (fixture->book);
  g_assert_cmpuint (fixture->book->entries->len, ==, 0);
  g_assert_true (kiroku_test_shows (row, "Say why in a few words."));

  give_reason (row, "no such server");
  kiroku_test_book_wait (fixture->book, "task.set", 1);
  g_assert_cmpint (get_task (fixture, 1)->state, ==, KIROKU_TASK_SKIPPED);
  g_assert_cmpstr (get_task (fixture, 1)->reason, ==, "no such server");
  g_assert_true (kiroku_test_shows (row, "no such server"));

  /* A click on the box asks for a reason first. */
  gtk_check_button_set_active (get_check (row), TRUE);
  kiroku_test_book_catch_up (fixture->book);
  g_assert_cmpuint (fixture->book->entries->len, ==, 1);
  give_reason (row, "it was found");
  kiroku_test_book_wait (fixture->book, "task.set", 2);
  g_assert_cmpint (get_task (fixture, 1)->state, ==, KIROKU_TASK_OPEN);
}

/* The entry of @row's menu that is called @name. */
static GtkEditable *
get_field (GtkWidget *row, const char *id)
{
  return GTK_EDITABLE (gtk_widget_get_template_child (row, KIROKU_TYPE_TASK_ROW, id));
}

/* Who and by when are one entry, which leaves the task open; what was not changed is not said again. */
static void
test_assign (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = get_row (fixture, get_task (fixture, 1)->id);

  gtk_menu_button_popup (GTK_MENU_BUTTON (kiroku_test_get (row, GTK_TYPE_MENU_BUTTON, NULL)));
  kiroku_test_settle ();
  gtk_editable_set_text (get_field (row, "owner"), "Mori");
  gtk_editable_set_text (get_field (row, "due"), "soon");
  g_signal_emit_by_name (gtk_widget_get_template_child (row, KIROKU_TYPE_TASK_ROW, "assign"), "clicked");
  kiroku_test_book_catch_up (fixture->book);
  g_assert_cmpuint (fixture->book->entries->len, ==, 0);
  gtk_editable_set_text (get_field (row, "due"), "2020-11-25 17:00");
  g_signal_emit_by_name (gtk_widget_get_template_child (row, KIROKU_TYPE_TASK_ROW, "assign"), "clicked");
  kiroku_test_book_wait (fixture->book, "task.set", 1);
  g_assert_cmpint (get_task (fixture, 1)->state, ==, KIROKU_TASK_OPEN);
  g_assert_true (kiroku_test_shows (row, "⚠ Overdue · due 2020-11-25 17:00 +09:00 · to be done by Mori"));

  gtk_menu_button_popup (GTK_MENU_BUTTON (kiroku_test_get (row, GTK_TYPE_MENU_BUTTON, NULL)));
  kiroku_test_settle ();
  gtk_editable_set_text (get_field (row, "due"), "");
  g_signal_emit_by_name (gtk_widget_get_template_child (row, KIROKU_TYPE_TASK_ROW, "assign"), "clicked");
  kiroku_test_book_wait (fixture->book, "task.set", 2);
  g_assert_null (kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "task.set"), "owner"));
  g_assert_cmpstr (get_task (fixture, 1)->owner, ==, "Mori");
  g_assert_null (get_task (fixture, 1)->due);
}

/* A form that is closed by a slip has what was typed when it is opened again. */
static void
test_assign_typed (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = get_row (fixture, get_task (fixture, 1)->id);
  GtkMenuButton *menu = GTK_MENU_BUTTON (kiroku_test_get (row, GTK_TYPE_MENU_BUTTON, NULL));

  gtk_menu_button_popup (menu);
  kiroku_test_settle ();
  gtk_editable_set_text (get_field (row, "owner"), "Abe");
  gtk_menu_button_popdown (menu);
  gtk_menu_button_popup (menu);
  kiroku_test_settle ();
  g_assert_cmpstr (gtk_editable_get_text (get_field (row, "owner")), ==, "Abe");
  gtk_menu_button_popdown (menu);
  kiroku_test_settle ();
}

/* What somebody else plans while the form is open is not taken back by whoever changes something else, and why a
 * step was skipped is not lost. */
static void
test_assign_meanwhile (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = get_row (fixture, get_task (fixture, 1)->id);
  KirokuDraft *draft
      = kiroku_draft_task_set (get_task (fixture, 1)->id, KIROKU_TASK_SKIPPED, "no mail server here");
  g_autoptr (KirokuEntry) planned = NULL;

  gtk_menu_button_popup (GTK_MENU_BUTTON (kiroku_test_get (row, GTK_TYPE_MENU_BUTTON, NULL)));
  kiroku_test_settle ();
  kiroku_draft_task_plan (draft, "Sato", NULL);
  planned = kiroku_book_append_one (fixture->book->book, fixture->book->case_id, draft, NULL);
  g_assert_nonnull (planned);
  kiroku_test_book_catch_up (fixture->book);
  gtk_editable_set_text (get_field (row, "due"), "2020-11-25 17:00");
  g_signal_emit_by_name (gtk_widget_get_template_child (row, KIROKU_TYPE_TASK_ROW, "assign"), "clicked");
  kiroku_test_book_wait (fixture->book, "task.set", 2);
  g_assert_cmpstr (get_task (fixture, 1)->owner, ==, "Sato");
  g_assert_cmpstr (get_task (fixture, 1)->due, ==, "2020-11-25T17:00:00+09:00");
  g_assert_cmpint (get_task (fixture, 1)->state, ==, KIROKU_TASK_SKIPPED);
  g_assert_cmpstr (get_task (fixture, 1)->reason, ==, "no mail server here");
}

static void
test_record (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row
      = kiroku_test_get (fixture->page, ADW_TYPE_ACTION_ROW, "Containment decision record");
  GVariant *target = gtk_actionable_get_action_target_value (GTK_ACTIONABLE (row));

  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (row)), ==, "win.form");
  g_assert_cmpstr (g_variant_get_string (target, NULL), ==, "R1");
  kiroku_test_get (fixture->page, ADW_TYPE_ACTION_ROW, "Reopening decision record");
}

static void
test_own (Fixture *fixture, gconstpointer data)
{
  guint n = kiroku_case_model_get_snapshot (fixture->book->model)->tasks->len;
  GtkWidget *own = kiroku_test_get (fixture->page, ADW_TYPE_ENTRY_ROW, NULL);
  const KirokuTask *task;

  gtk_editable_set_text (GTK_EDITABLE (own), "Ask the vendor");
  g_signal_emit_by_name (own, "apply");
  kiroku_test_book_wait (fixture->book, "task.add", 1);
  task = get_task (fixture, n);
  g_assert_cmpstr (kiroku_task_get_text (task, "en"), ==, "Ask the vendor");
  g_assert_cmpint (task->phase, ==, KIROKU_PHASE_DETECT);
  get_row (fixture, task->id);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (own)), ==, "");
}

static gboolean
is_sensitive (gpointer widget)
{
  return gtk_widget_get_sensitive (widget);
}

/* What could not be saved does not look saved, and says why. */
static void
test_failure (Fixture *fixture, gconstpointer data)
{
  GtkWidget *own = kiroku_test_get (fixture->page, ADW_TYPE_ENTRY_ROW, NULL);
  GtkWidget *group = gtk_widget_get_ancestor (own, KIROKU_TYPE_TASK_GROUP);

  gtk_editable_set_text (GTK_EDITABLE (own), "Ask the vendor");
  kiroku_test_book_break (fixture->book);
  g_signal_emit_by_name (own, "apply");
  kiroku_test_wait (is_sensitive, own, "the refusal");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (own)), ==, "Ask the vendor");
  g_assert_true (kiroku_test_shows (group, "refused by the test"));
}

static gboolean
has_failed (gpointer row)
{
  return gtk_widget_has_css_class (row, "failed");
}

static void
test_tick_failure (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = get_row (fixture, get_task (fixture, 0)->id);

  kiroku_test_book_break (fixture->book);
  gtk_check_button_set_active (get_check (row), TRUE);
  kiroku_test_wait (has_failed, row, "the refusal");
  g_assert_false (gtk_check_button_get_active (get_check (row)));
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (get_check (row))));
  g_assert_true (kiroku_test_shows (row, "refused by the test"));
}

static gboolean
is_present_mark (GtkWidget *widget, gconstpointer data)
{
  return gtk_widget_has_css_class (widget, "present-phase") && gtk_widget_get_mapped (widget);
}

/* The order on the screen, not that of the record. */
static void
test_phase (Fixture *fixture, gconstpointer data)
{
  KirokuPhaseChange change = { .phase = KIROKU_PHASE_CONTAINMENT };
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) marks = NULL;
  GtkWidget *first;

  entries = kiroku_book_enter_phase (fixture->book->book, fixture->book->case_id, &change, NULL);
  g_assert_nonnull (entries);
  kiroku_test_book_catch_up (fixture->book);
  first = kiroku_test_get (fixture->page, KIROKU_TYPE_TASK_GROUP, NULL);
  g_assert_nonnull (kiroku_test_find (first, ADW_TYPE_EXPANDER_ROW, "Containment"));
  marks = kiroku_test_find_all (fixture->page, is_present_mark, NULL);
  g_assert_cmpuint (marks->len, ==, 1);
  g_assert_true (gtk_widget_is_ancestor (g_ptr_array_index (marks, 0), first));
}

static void
test_language (Fixture *fixture, gconstpointer data)
{
  const KirokuTask *task = get_task (fixture, 0);
  GtkWidget *row = get_row (fixture, task->id);

  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, task->text_ja);
}

static double
get_top (Fixture *fixture, const char *id)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (get_row (fixture, id), fixture->page, &bounds));
  return bounds.origin.y;
}

static gboolean
has_keyboard (gpointer row)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (row));

  return focus != NULL && gtk_widget_is_ancestor (focus, row);
}

static gboolean
stands_first (gpointer data)
{
  Fixture *fixture = data;

  return get_top (fixture, get_task (fixture, 0)->id) < get_top (fixture, get_task (fixture, 1)->id);
}

/* By the keyboard, which stays with the task; the last of a phase goes no further. */
static void
test_move (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = g_strdup (get_task (fixture, 0)->id);
  g_autofree char *second = g_strdup (get_task (fixture, 1)->id);

  gtk_widget_grab_focus (GTK_WIDGET (get_check (get_row (fixture, second))));
  kiroku_test_keys ("alt+Up", NULL);
  kiroku_test_book_wait (fixture->book, "task.move", 1);
  g_assert_cmpstr (get_task (fixture, 0)->id, ==, second);
  g_assert_cmpstr (get_task (fixture, 1)->id, ==, first);
  kiroku_test_wait (stands_first, fixture, "the task to stand first");
  kiroku_test_wait (has_keyboard, get_row (fixture, second), "the keyboard to stay with it");
  kiroku_test_keys ("alt+Up", "alt+Down", NULL);
  kiroku_test_book_wait (fixture->book, "task.move", 2);
  g_assert_cmpstr (get_task (fixture, 0)->id, ==, first);
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  kiroku_test_assert_named (fixture->page);
}

/* Without a model, and with it taken away. */
static void
test_no_model (Fixture *fixture, gconstpointer data)
{
  kiroku_playbook_page_set_model (KIROKU_PLAYBOOK_PAGE (fixture->page), NULL);
  g_assert_null (kiroku_test_find (fixture->page, KIROKU_TYPE_TASK_ROW, NULL));
  kiroku_playbook_page_set_model (KIROKU_PLAYBOOK_PAGE (fixture->page), fixture->book->model);
  get_row (fixture, get_task (fixture, 0)->id);
}

#define ADD(path, language, func) \
  g_test_add ("/ui/playbook/" path, Fixture, language, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  kiroku_test_init (&argc, &argv);
  ADD ("tick-writes-exactly-one-entry", "en", test_tick);
  ADD ("click-on-the-box-ticks", "en", test_click);
  ADD ("skip-and-reopen-need-a-reason", "en", test_skip);
  ADD ("owner-and-due-time-are-one-entry", "en", test_assign);
  ADD ("owner-that-was-typed-is-there-again", "en", test_assign_typed);

  ADD ("what-others-plan-meanwhile-stays", "en", test_assign_meanwhile);
  ADD ("records-of-decisions-stand-at-their-phases", "en", test_record);
  ADD ("alt-and-an-arrow-move-a-task", "en", test_move);
  ADD ("own-task-is-added-to-its-phase", "en", test_own);
  ADD ("failed-write-keeps-what-was-typed", "en", test_failure);
  ADD ("refused-tick-does-not-look-done", "en", test_tick_failure);
  ADD ("present-phase-is-first-and-marked", "en", test_phase);
  ADD ("text-is-in-the-language-of-the-book", "ja", test_language);
  ADD ("controls-have-names", "en", test_names);
  ADD ("page-lives-without-a-case", "en", test_no_model);
  return g_test_run ();
}
