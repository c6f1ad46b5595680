/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-countdown.h"
#include "kiroku-decisions.h"
#include "kiroku-enquiry-popover.h"
#include "kiroku-fact-control.h"
#include "kiroku-fact-field.h"
#include "kiroku-filing.h"
#include "kiroku-form-editor.h"
#include "kiroku-mail-popover.h"
#include "kiroku-notifications-page.h"
#include "kiroku-obligation-group.h"
#include "kiroku-question-row.h"
#include "kiroku-section-bar.h"
#include "kiroku-test-book.h"

#include <glib/gstdio.h>
#include <string.h>

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
  fixture->page = kiroku_notifications_page_new ();
  kiroku_notifications_page_set_model (KIROKU_NOTIFICATIONS_PAGE (fixture->page),
                                       fixture->book->model);
  fixture->window = kiroku_test_window (fixture->page, 740, 700);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_close (fixture->window, fixture->page);
  kiroku_test_book_free (fixture->book);
}

/* --- Sections --- */

static double
get_top (GtkWidget *section)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (
      section, gtk_widget_get_ancestor (section, GTK_TYPE_SCROLLED_WINDOW), &bounds));
  return bounds.origin.y;
}

/* The forms stand below what is due: a button brings them up, with the keyboard. */
static void
test_sections (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bar = kiroku_test_get (fixture->page, KIROKU_TYPE_SECTION_BAR, NULL);
  GtkWidget *row = kiroku_test_get (fixture->page, ADW_TYPE_ACTION_ROW, "F06 Common form for ransomware");
  GtkWidget *forms = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP);

  g_assert_cmpfloat (get_top (forms), >, gtk_widget_get_height (fixture->page));
  g_signal_emit_by_name (kiroku_test_get (bar, GTK_TYPE_BUTTON, "Forms"), "clicked");
  kiroku_test_settle ();
  g_assert_cmpfloat (get_top (forms), >=, 0);
  g_assert_cmpfloat (get_top (forms), <, 40);
  g_assert_true (gtk_window_get_focus (fixture->window) == row);
  /* nothing was reported yet */
  g_assert_false (gtk_widget_get_visible (kiroku_test_get (bar, GTK_TYPE_BUTTON, "Reported")));
}

/* --- Obligations --- */

static const KirokuObligation *
get_obligation (Fixture *fixture, const char *rule)
{
  GPtrArray *obligations = kiroku_case_model_get_snapshot (fixture->book->model)->obligations;

  for (guint i = 0; i < obligations->len; i++)
    if (g_str_equal (((KirokuObligation *) obligations->pdata[i])->rule, rule))
      return obligations->pdata[i];
  g_error ("The rule %s does not concern the case", rule);
}

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

static gboolean
asks_fact (GtkWidget *widget, gconstpointer key)
{
  return KIROKU_IS_FACT_FIELD (widget)
         && g_str_equal (kiroku_fact_field_get_fact (KIROKU_FACT_FIELD (widget))->item.id, key);
}

static GtkWidget *
get_field (GtkWidget *root, const char *key)
{
  g_autoptr (GPtrArray) fields = kiroku_test_find_all (root, asks_fact, key);

  g_assert_cmpuint (fields->len, ==, 1);
  return fields->pdata[0];
}

static void
test_ask (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = get_row (fixture, "jp_ppc_prelim");
  GtkWidget *field;

  g_assert_cmpint (get_obligation (fixture, "jp_ppc_prelim")->standing, ==,
                   KIROKU_STANDING_UNDECIDED);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  field = get_field (row, "leak.categories");
  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (kiroku_test_get (field, GTK_TYPE_CHECK_BUTTON, NULL)), TRUE);
  kiroku_test_book_wait (fixture->book, "case.set", 1);
  g_assert_cmpstr (
      kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "case.set"), "leak.categories"),
      ==, "1");
  g_assert_cmpint (get_obligation (fixture, "jp_ppc_prelim")->standing, ==,
                   KIROKU_STANDING_APPLIES);
  g_assert_true (row == get_row (fixture, "jp_ppc_prelim"));
}

static void
test_range (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = get_row (fixture, "jp_ppc_prelim");

  kiroku_test_book_set (fixture->book, "leak.categories", "1");
  g_assert_true (kiroku_test_shows (row, "2026-11-23 – 2026-11-25 (target)"));
  g_assert_true (kiroku_test_shows (row, "4 days left"));
}

/* Whoever opens the page sees first what is due, and below it what is asked. */
static void
test_due_first (Fixture *fixture, gconstpointer data)
{
  graphene_rect_t due, question;

  kiroku_test_book_set (fixture->book, "leak.categories", "1");
  kiroku_test_settle ();
  g_assert_true (gtk_widget_compute_bounds (get_row (fixture, "jp_ppc_prelim"), fixture->page, &due));
  g_assert_true (gtk_widget_compute_bounds (
      kiroku_test_get (fixture->page, KIROKU_TYPE_QUESTION_ROW, NULL), fixture->page, &question));
  g_assert_cmpfloat (due.origin.y, <, question.origin.y);
}

static gboolean
counts_down (GtkWidget *widget, gconstpointer data)
{
  return KIROKU_IS_COUNTDOWN (widget);
}

/* Its last day is over at 17:30 in New York: counted in whole days it would last until midnight. */
static void
test_ends_early (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) countdowns = NULL;
  GtkWidget *row;

  kiroku_test_book_set (fixture->book, "org.us_sec", "domestic");
  kiroku_test_book_set (fixture->book, "us.sec_material", "yes");
  kiroku_test_book_set (fixture->book, "t.material_determined", "2026-11-17T10:00:00+09:00");
  row = get_row (fixture, "us_sec");
  g_assert_true (kiroku_test_shows (row, "2026-11-21 07:30"));
  countdowns = kiroku_test_find_all (row, counts_down, NULL);
  g_assert_cmpuint (countdowns->len, ==, 1);
  g_assert_true (g_str_has_suffix (kiroku_countdown_get_text (countdowns->pdata[0]), "overdue"));
}

/* Of the template; any kind of widget. */
static gpointer
get_part (GtkWidget *widget, const char *name)
{
  return kiroku_test_get_id (widget, name);
}

/* The row may still be opening: whoever has the keyboard is brought into view as it stands. */
static gboolean
is_brought_into_view (gpointer widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (widget, GTK_WIDGET (root), &bounds) && bounds.origin.y > 0
      && bounds.origin.y + bounds.size.height <= (float) gtk_widget_get_height (GTK_WIDGET (root)))
    return TRUE;
  gtk_root_set_focus (root, NULL);
  gtk_widget_grab_focus (widget);
  return FALSE;
}

/* Nobody opens what is not on the screen. */
static void
popup (GtkWidget *menu)
{
  kiroku_test_wait (is_brought_into_view, menu, "the button to come into view");
  gtk_menu_button_popup (GTK_MENU_BUTTON (menu));
  kiroku_test_settle ();
}

static void
decide (GtkWidget *row, gboolean applies, const char *reason, const char *approver)
{
  GtkWidget *menu = kiroku_test_get (row, GTK_TYPE_MENU_BUTTON, "Decide…");
  const char *choice = applies ? "It applies" : "It does not apply";

  popup (menu);
  gtk_toggle_button_set_active (
      GTK_TOGGLE_BUTTON (kiroku_test_get (menu, GTK_TYPE_TOGGLE_BUTTON, choice)), TRUE);
  gtk_editable_set_text (get_part (row, "approver"), approver);
  kiroku_test_enter (get_part (row, "reason"), reason);
}

static void
append (Fixture *fixture, KirokuDraft *draft)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry
      = kiroku_book_append_one (fixture->book->book, fixture->book->case_id, draft, &error);

  g_assert_no_error (error);
  kiroku_test_book_catch_up (fixture->book);
}

/* Opens or folds the deadlines under the heading @title. */
static void
unfold (Fixture *fixture, const char *title)
{
  gtk_widget_activate (kiroku_test_get (fixture->page, ADW_TYPE_ACTION_ROW, title));
  kiroku_test_settle ();
}

static void
test_met (Fixture *fixture, gconstpointer data)
{
  const KirokuFilingDetails details = { .form = "F01", .method = KIROKU_FILING_WEB };
  g_autoptr (GPtrArray) rules = g_ptr_array_new ();
  GtkWidget *row = get_row (fixture, "jp_ppc_prelim");

  kiroku_test_book_set (fixture->book, "leak.categories", "1");
  g_assert_true (kiroku_test_shows (row, "4 days left"));
  g_ptr_array_add (rules, (gpointer) "jp_ppc_prelim");
  append (fixture, kiroku_filing_draft_file (&details, NULL, "1", rules));
  g_assert_true (row == get_row (fixture, "jp_ppc_prelim"));
  unfold (fixture, "Reported");
  g_assert_true (kiroku_test_shows (row, "Met"));
  g_assert_false (kiroku_test_shows (row, "4 days left"));
}

/* A duty that somebody stated stands among the others and can be withdrawn; it has no clock. */
static void
test_stated (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry = kiroku_book_append_one (
      fixture->book->book, fixture->book->case_id,
      kiroku_duty_draft ("Customer A", kiroku_book_get_now (fixture->book->book) + G_TIME_SPAN_DAY,
                         "First news", NULL, NULL),
      &error);
  GtkWidget *row;

  g_assert_no_error (error);
  kiroku_test_book_catch_up (fixture->book);
  row = get_row (fixture, entry->hash);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "First news");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  decide (row, FALSE, "agreed otherwise", "");
  kiroku_test_book_wait (fixture->book, "obligation.decide", 1);
  g_assert_cmpint (get_obligation (fixture, entry->hash)->standing, ==,
                   KIROKU_STANDING_NOT_APPLICABLE);
}

static void
test_decide (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = get_row (fixture, "jp_ppc_prelim");
  const KirokuObligation *obligation;

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  decide (row, FALSE, "", "");
  kiroku_test_book_catch_up (fixture->book);
  g_assert_cmpuint (fixture->book->entries->len, ==, 0);

  decide (row, FALSE, "the files held no personal data", "Mori");
  kiroku_test_book_wait (fixture->book, "obligation.decide", 1);
  obligation = get_obligation (fixture, "jp_ppc_prelim");
  g_assert_cmpint (obligation->standing, ==, KIROKU_STANDING_NOT_APPLICABLE);
  g_assert_cmpstr (obligation->decision->reason, ==, "the files held no personal data");
  g_assert_cmpstr (obligation->decision->approver, ==, "Mori");
  g_assert_true (row == get_row (fixture, "jp_ppc_prelim"));
}

static void
open_decision (GtkWidget *row)
{
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  popup (kiroku_test_get (row, GTK_TYPE_MENU_BUTTON, "Decide…"));
}

static gboolean
has_reason (gpointer row)
{
  return g_str_equal (gtk_editable_get_text (get_part (row, "reason")), "it held no personal data");
}

/* The reason and which way it was for, which belong together. */
static void
test_decision_kept (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = get_row (fixture, "jp_ppc_prelim");

  open_decision (row);
  gtk_toggle_button_set_active (get_part (row, "applies_not"), TRUE);
  gtk_editable_set_text (get_part (row, "reason"), "it held no personal data");
  gtk_popover_popdown (get_part (row, "popover"));
  kiroku_test_settle ();
  kiroku_test_close (fixture->window, fixture->page);

  fixture->page = kiroku_notifications_page_new ();
  kiroku_notifications_page_set_model (KIROKU_NOTIFICATIONS_PAGE (fixture->page),
                                       fixture->book->model);
  fixture->window = kiroku_test_window (fixture->page, 740, 700);
  row = get_row (fixture, "jp_ppc_prelim");
  open_decision (row);
  kiroku_test_wait (has_reason, row, "what was typed");
  g_assert_true (gtk_toggle_button_get_active (get_part (row, "applies_not")));
  g_assert_false (gtk_toggle_button_get_active (get_part (row, "applies")));

  gtk_widget_activate (get_part (row, "record"));
  kiroku_test_book_wait (fixture->book, "obligation.decide", 1);
  kiroku_test_settle ();
  g_assert_cmpint (get_obligation (fixture, "jp_ppc_prelim")->standing, ==,
                   KIROKU_STANDING_NOT_APPLICABLE);
  g_assert_cmpstr (gtk_editable_get_text (get_part (row, "reason")), ==, "");
  g_assert_true (gtk_toggle_button_get_active (get_part (row, "applies")));
}

/* --- Groups --- */

static gboolean
is_in (Fixture *fixture, const char *rule, const char *group)
{
  return kiroku_obligation_group_contains (get_part (fixture->page, group),
                                           KIROKU_OBLIGATION_ROW (get_row (fixture, rule)));
}

static gboolean
is_seen (Fixture *fixture, const char *rule)
{
  return gtk_widget_get_mapped (get_row (fixture, rule));
}

static void
test_groups (Fixture *fixture, gconstpointer data)
{
  const char *const all[] = { "due", "undecided", "met", "other", "watch" };
  const char *const seen[] = { "undecided" };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_assert_cmpint (gtk_widget_get_visible (get_part (fixture->page, all[i])), ==,
                     g_str_equal (all[i], seen[0]));
  kiroku_test_book_set (fixture->book, "leak.categories", "1");
  g_assert_true (is_in (fixture, "jp_ppc_prelim", "due"));
  g_assert_true (is_in (fixture, "jp_tse", "undecided"));
  g_assert_true (is_in (fixture, "jp_ppc_final60", "other"));
  g_assert_true (is_seen (fixture, "jp_ppc_prelim"));
  g_assert_true (kiroku_test_shows (get_row (fixture, "jp_cdca_final"), "If it applies: 2026-12-21"));

  g_assert_false (is_seen (fixture, "jp_ppc_final60"));
  unfold (fixture, "Does not apply");
  g_assert_true (is_seen (fixture, "jp_ppc_final60"));
  unfold (fixture, "Does not apply");
  g_assert_false (is_seen (fixture, "jp_ppc_final60"));
}

static void
test_watch (Fixture *fixture, gconstpointer data)
{
  kiroku_test_book_set (fixture->book, "scope.foreign", "us");
  g_assert_true (is_in (fixture, "us_circia", "watch"));
  g_assert_false (is_seen (fixture, "us_circia"));
  g_assert_true (is_in (fixture, "us_nydfs", "undecided"));
}

/* What was opened stays open in the other group, and gets back as it was. */
static void
test_moved (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = get_row (fixture, "jp_ppc_final60");

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  kiroku_test_book_set (fixture->book, "leak.categories", "1");
  g_assert_true (is_in (fixture, "jp_ppc_final60", "other"));
  kiroku_test_book_set (fixture->book, "leak.categories", "3");
  g_assert_true (is_in (fixture, "jp_ppc_final60", "due"));
  g_assert_true (is_seen (fixture, "jp_ppc_final60"));
  g_assert_true (row == get_row (fixture, "jp_ppc_final60"));
  g_assert_true (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)));
}

static gboolean
has_keyboard (GtkWidget *widget)
{
  return (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

/* The row that is typed in is neither moved nor recorded, though it belongs somewhere else by now. */
static void
test_typing (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row, *entry;

  kiroku_test_book_set (fixture->book, "org.eu_dora", "yes");
  kiroku_test_book_set (fixture->book, "scope.foreign", "eu");
  row = get_row (fixture, "eu_dora_init");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  entry = kiroku_test_get (get_field (row, "t.classified"), GTK_TYPE_ENTRY, NULL);
  kiroku_test_wait (is_brought_into_view, entry, "the entry to come into view");
  gtk_widget_grab_focus (entry);
  kiroku_test_type ("2026-11-21 09");

  kiroku_test_book_set (fixture->book, "dora.major", "yes");
  g_assert_cmpint (get_obligation (fixture, "eu_dora_init")->standing, ==, KIROKU_STANDING_APPLIES);
  g_assert_true (is_in (fixture, "eu_dora_init", "undecided"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "2026-11-21 09");
  g_assert_true (has_keyboard (entry));
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "case.set"), ==, 3);

  kiroku_test_type (":30");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_book_wait (fixture->book, "case.set", 4);
  g_assert_cmpstr (
      kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "case.set"), "t.classified"), ==,
      "2026-11-21T09:30:00+09:00");
  g_assert_true (is_in (fixture, "eu_dora_init", "due"));
  g_assert_true (has_keyboard (row));
}

/* Where a row went out of sight the keyboard is at the one that took its place. */
static void
test_focus_goes_on (Fixture *fixture, gconstpointer data)
{
  GtkWidget *list = gtk_widget_get_parent (get_row (fixture, "jp_ppc_final60"));
  GtkWidget *row = get_row (fixture, "jp_ppc_final60");
  int index;

  gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
  kiroku_test_book_set (fixture->book, "leak.mynumber", "no");
  g_assert_true (has_keyboard (row));
  index = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  append (fixture, kiroku_decisions_draft ("jp_ppc_final60", FALSE, "no personal data", NULL));
  g_assert_true (is_in (fixture, "jp_ppc_final60", "other"));
  g_assert_true (has_keyboard (
      GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), index))));
}

/* --- Questions --- */

static gboolean
asks (GtkWidget *widget, gconstpointer key)
{
  return KIROKU_IS_QUESTION_ROW (widget)
         && (key == NULL
             || g_str_equal (kiroku_question_row_get_key (KIROKU_QUESTION_ROW (widget)), key));
}

/* (nullable) */
static GtkWidget *
find_question (Fixture *fixture, const char *key)
{
  g_autoptr (GPtrArray) rows = kiroku_test_find_all (fixture->page, asks, key);

  return rows->len > 0 ? rows->pdata[0] : NULL;
}

static guint
count_questions (Fixture *fixture)
{
  g_autoptr (GPtrArray) rows = kiroku_test_find_all (fixture->page, asks, NULL);

  return rows->len;
}

static void
show_all_questions (Fixture *fixture)
{
  gtk_widget_activate (get_part (fixture->page, "more"));
  kiroku_test_settle ();
}

static gboolean
is_settled (gpointer fixture)
{
  return find_question (fixture, "leak.mynumber") == NULL;
}

static void
test_question (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = find_question (fixture, "leak.mynumber");

  g_assert_nonnull (row);
  g_assert_true (kiroku_test_shows (row, "Does that personal data contain My Number?"));
  g_assert_true (kiroku_test_shows (row, "Decides reports to: "));
  g_assert_true (is_in (fixture, "jp_my_prelim", "undecided"));
  kiroku_test_click_on (kiroku_test_get (row, GTK_TYPE_TOGGLE_BUTTON, "No"));
  kiroku_test_book_wait (fixture->book, "case.set", 1);
  g_assert_cmpstr (
      kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "case.set"), "leak.mynumber"),
      ==, "no");
  g_assert_true (is_in (fixture, "jp_my_prelim", "other"));
  g_assert_true (kiroku_test_shows (row, "Saved"));
  kiroku_test_wait (is_settled, fixture, "the question to go");
}

/* It stays for a moment: an answer that was given by mistake can be taken back there. */
static void
test_question_back (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = find_question (fixture, "leak.mynumber");
  GtkWidget *no = kiroku_test_get (row, GTK_TYPE_TOGGLE_BUTTON, "No");

  kiroku_test_click_on (no);
  kiroku_test_book_wait (fixture->book, "case.set", 1);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (no), FALSE);
  kiroku_test_book_wait (fixture->book, "case.set", 2);
  g_assert_true (is_in (fixture, "jp_my_prelim", "undecided"));
  g_assert_true (row == find_question (fixture, "leak.mynumber"));
}

static void
test_question_refused (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = find_question (fixture, "leak.mynumber");

  kiroku_test_book_break (fixture->book);
  kiroku_test_click_on (kiroku_test_get (row, GTK_TYPE_TOGGLE_BUTTON, "No"));
  kiroku_test_wait_shown (row, "refused by the test");
  g_assert_false (kiroku_test_shows (row, "Saved"));
  g_assert_true (is_in (fixture, "jp_my_prelim", "undecided"));
}

static void
test_few_questions (Fixture *fixture, gconstpointer data)
{
  GPtrArray *obligations = kiroku_case_model_get_snapshot (fixture->book->model)->obligations;
  g_autoptr (GPtrArray) questions = kiroku_obligations_list_questions (
      obligations, kiroku_case_model_get_snapshot (fixture->book->model)->facts,
      kiroku_book_get_pack (fixture->book->book), "ransomware");
  guint few = count_questions (fixture);

  g_assert_cmpuint (few, <=, 5);
  g_assert_cmpuint (few, <, questions->len);
  g_assert_null (find_question (fixture, "org.listed"));
  show_all_questions (fixture);
  g_assert_cmpuint (count_questions (fixture), ==, questions->len);
  g_assert_nonnull (find_question (fixture, "org.listed"));
  show_all_questions (fixture);
  g_assert_cmpuint (count_questions (fixture), ==, few);
}

/* A question that could not be answered makes room for the next, and is still there among all. */
static void
test_unknown (Fixture *fixture, gconstpointer data)
{
  guint few = count_questions (fixture);

  g_assert_nonnull (find_question (fixture, "leak.mynumber"));
  kiroku_test_book_set (fixture->book, "leak.mynumber", "unknown");
  kiroku_test_book_set (fixture->book, "org.critical", "unknown");
  g_assert_null (find_question (fixture, "org.critical"));
  g_assert_cmpuint (count_questions (fixture), ==, few);
  show_all_questions (fixture);
  g_assert_nonnull (find_question (fixture, "org.critical"));
}

static gboolean
is_at (gpointer widget)
{
  return has_keyboard (widget);
}

/* Answered, saved, and on to the next one, without a pointer. */
static void
test_keyboard (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = find_question (fixture, "leak.mynumber");
  GtkWidget *next;

  show_all_questions (fixture);
  next = gtk_widget_get_next_sibling (row);
  g_assert_true (KIROKU_IS_QUESTION_ROW (next));
  gtk_widget_grab_focus (row);
  kiroku_test_keys ("Tab", "space", NULL);
  kiroku_test_book_wait (fixture->book, "case.set", 1);
  g_assert_cmpstr (
      kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "case.set"), "leak.mynumber"),
      ==, "no");
  g_assert_true (has_keyboard (row));
  kiroku_test_wait (is_settled, fixture, "the question to go");
  kiroku_test_wait (is_at, next, "the keyboard to go on");
}

static void
test_keyboard_unfolds (Fixture *fixture, gconstpointer data)
{
  kiroku_test_book_set (fixture->book, "leak.categories", "1");
  gtk_widget_grab_focus (kiroku_test_get (fixture->page, ADW_TYPE_ACTION_ROW, "Does not apply"));
  kiroku_test_keys ("Return", "Tab", NULL);
  kiroku_test_settle ();
  g_assert_true (is_seen (fixture, "jp_ppc_final60"));
  g_assert_true (has_keyboard (get_part (fixture->page, "other")));
}

/* --- The form editor --- */

static gboolean
is_quiet (gpointer editor)
{
  return !kiroku_form_editor_is_busy (editor);
}

static GtkWidget *
open_form (Fixture *fixture, const char *form)
{
  GtkWidget *editor;

  kiroku_notifications_page_open_form (KIROKU_NOTIFICATIONS_PAGE (fixture->page), form);
  editor = kiroku_test_get (fixture->page, KIROKU_TYPE_FORM_EDITOR, NULL);
  kiroku_test_wait (is_quiet, editor, "the first pages");
  return editor;
}

static GtkWidget *
get_entry (GtkWidget *editor, const char *key)
{
  return kiroku_test_get (get_field (editor, key), GTK_TYPE_ENTRY, NULL);
}

/* (transfer full) */
static char *
dup_pdf_text (const char *path)
{
  const char *command[] = { "pdftotext", "-layout", path, "-", NULL };
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL,
                &error);
  g_assert_no_error (error);
  return text;
}

/* What the preview shows, as text. (transfer full) */
static char *
dup_pages_text (Fixture *fixture, GtkWidget *editor)
{
  g_autofree char *path = g_build_filename (fixture->book->folder, "preview.pdf", NULL);
  g_autoptr (GError) error = NULL;

  kiroku_pages_write_pdf (kiroku_form_editor_get_pages (KIROKU_FORM_EDITOR (editor)), path, NULL,
                          NULL, NULL, &error);
  g_assert_no_error (error);
  return dup_pdf_text (path);
}

static gboolean
has_tool (void)
{
  g_autofree char *path = g_find_program_in_path ("pdftotext");

  if (path == NULL)
    g_test_skip ("pdftotext is missing: apt-get install poppler-utils");
  return path != NULL;
}

static void
test_fill (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture, "F01");
  GtkWidget *entry = get_entry (editor, "org.name");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  if (!has_tool ())
    return;
  before = dup_pages_text (fixture, editor);
  g_assert_null (strstr (before, "Sakura Foods"));
  kiroku_test_enter (entry, "Sakura Foods");
  kiroku_test_book_wait (fixture->book, "case.set", 1);
  kiroku_test_wait (is_quiet, editor, "the new pages");
  g_assert_cmpstr (kiroku_facts_get_value (
                       kiroku_case_model_get_snapshot (fixture->book->model)->facts, "org.name"),
                   ==, "Sakura Foods");
  after = dup_pages_text (fixture, editor);
  g_assert_nonnull (strstr (after, "Sakura Foods"));
  g_assert_true (kiroku_test_shows (get_field (editor, "org.name"), "Saved 10:"));
}

/* Leaving a field records it; leaving it as it was does not. */
static void
test_leave (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture, "F01");

  gtk_widget_grab_focus (get_entry (editor, "org.address"));
  kiroku_test_keys ("x", "BackSpace", "Tab", NULL);
  kiroku_test_settle ();
  gtk_widget_grab_focus (get_entry (editor, "org.name"));
  kiroku_test_type ("Sakura");
  g_assert_cmpuint (fixture->book->entries->len, ==, 0);
  kiroku_test_keys ("Tab", NULL);
  kiroku_test_book_wait (fixture->book, "case.set", 1);
  g_assert_cmpstr (
      kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "case.set"), "org.name"), ==,
      "Sakura");
}

static void
test_bad_input (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture, "F01");
  GtkWidget *field = get_field (editor, "leak.count");
  GtkWidget *entry = get_entry (editor, "leak.count");

  kiroku_test_enter (entry, "many");
  kiroku_test_book_catch_up (fixture->book);
  g_assert_cmpuint (fixture->book->entries->len, ==, 0);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "many");
  g_assert_true (kiroku_fact_field_has_failed (KIROKU_FACT_FIELD (field)));

  kiroku_test_enter (entry, "１,２３４");
  kiroku_test_book_wait (fixture->book, "case.set", 1);
  g_assert_cmpint (kiroku_entry_get_integer (kiroku_test_book_last (fixture->book, "case.set"),
                                             "leak.count", -1),
                   ==, 1234);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "1234");
  g_assert_false (kiroku_fact_field_has_failed (KIROKU_FACT_FIELD (field)));
}

static void
test_doubt (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture, "F01");
  GtkWidget *occurred = get_field (editor, "t.occurred");
  GtkWidget *detected = get_field (editor, "t.detected");

  kiroku_test_enter (get_entry (editor, "t.occurred"), "2098-11-20 10:00");
  kiroku_test_book_wait (fixture->book, "case.set", 1);
  kiroku_test_wait_shown (occurred, "ahead of this computer’s clock");
  kiroku_test_enter (get_entry (editor, "t.occurred"), "2026-11-20 10:00");
  kiroku_test_book_wait (fixture->book, "case.set", 2);
  kiroku_test_wait (is_quiet, editor, "the new pages");
  g_assert_false (kiroku_test_shows (occurred, "ahead of this computer’s clock"));
  kiroku_test_enter (get_entry (editor, "t.detected"), "2026-11-20 09:00");
  kiroku_test_book_wait (fixture->book, "case.set", 3);
  kiroku_test_wait_shown (detected, "“Occurred” lies after “Discovered”");
  kiroku_test_wait_shown (occurred, "“Occurred” lies after “Discovered”");
}

static gboolean
has_failed (gpointer field)
{
  return kiroku_fact_field_has_failed (field);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture, "F01");
  GtkWidget *field = get_field (editor, "org.name");
  GtkWidget *entry = get_entry (editor, "org.name");

  kiroku_test_book_break (fixture->book);
  kiroku_test_enter (entry, "Sakura Foods");
  kiroku_test_wait (has_failed, field, "the refusal");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "Sakura Foods");
  g_assert_false (kiroku_test_shows (field, "Saved"));
}

static const KirokuFact *
get_fact (Fixture *fixture, const char *key)
{
  return kiroku_facts_get (kiroku_case_model_get_snapshot (fixture->book->model)->facts, key);
}

static void
choose_state (GtkWidget *field, KirokuFactState state)
{
  gtk_drop_down_set_selected (get_part (field, "state"), state);
}

static void
test_state (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture, "F01");
  GtkWidget *field = get_field (editor, "leak.count");

  choose_state (field, KIROKU_FACT_INVESTIGATING);
  kiroku_test_book_wait (fixture->book, "case.set", 1);
  g_assert_cmpint (get_fact (fixture, "leak.count")->state, ==, KIROKU_FACT_INVESTIGATING);
  kiroku_test_enter (get_entry (editor, "leak.count"), "20");
  kiroku_test_book_wait (fixture->book, "case.set", 2);
  choose_state (field, KIROKU_FACT_ESTIMATE);
  kiroku_test_book_wait (fixture->book, "case.set", 3);
  g_assert_cmpint (get_fact (fixture, "leak.count")->state, ==, KIROKU_FACT_ESTIMATE);
  g_assert_cmpstr (get_fact (fixture, "leak.count")->value, ==, "20");
  choose_state (field, KIROKU_FACT_NONE);
  kiroku_test_book_wait (fixture->book, "case.set", 4);
  g_assert_cmpint (get_fact (fixture, "leak.count")->state, ==, KIROKU_FACT_NONE);
  g_assert_cmpstr (get_fact (fixture, "leak.count")->value, ==, "");
}

/* Who says first that it will be an estimate records nothing by that, and the number then is one. */
static void
test_estimate_first (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture, "F01");
  GtkWidget *field = get_field (editor, "leak.count");

  choose_state (field, KIROKU_FACT_INVESTIGATING);
  kiroku_test_book_wait (fixture->book, "case.set", 1);
  choose_state (field, KIROKU_FACT_ESTIMATE);
  kiroku_test_book_set (fixture->book, "reporter.name", "Mori");
  g_assert_cmpint (get_fact (fixture, "leak.count")->state, ==, KIROKU_FACT_INVESTIGATING);
  g_assert_cmpuint (gtk_drop_down_get_selected (get_part (field, "state")), ==, KIROKU_FACT_ESTIMATE);
  kiroku_test_enter (get_entry (editor, "leak.count"), "20");
  kiroku_test_book_wait (fixture->book, "case.set", 3);
  g_assert_cmpint (get_fact (fixture, "leak.count")->state, ==, KIROKU_FACT_ESTIMATE);
  g_assert_cmpstr (get_fact (fixture, "leak.count")->value, ==, "20");
}

/* An estimate asks what it rests on, what is under investigation when an answer is expected; another state
 * asks nothing, and what was said of one is not said of the next. */
static void
test_remark (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture, "F01");
  GtkWidget *field = get_field (editor, "leak.count");
  GtkWidget *remark = get_part (field, "remark");
  GtkWidget *entry;

  g_assert_false (gtk_widget_get_visible (remark));
  kiroku_test_enter (get_entry (editor, "leak.count"), "20");
  kiroku_test_book_wait (fixture->book, "case.set", 1);
  choose_state (field, KIROKU_FACT_ESTIMATE);
  kiroku_test_book_wait (fixture->book, "case.set", 2);
  g_assert_true (gtk_widget_get_visible (remark));
  entry = kiroku_test_get (remark, GTK_TYPE_ENTRY, NULL);
  kiroku_test_enter (entry, "Rows of the log");
  kiroku_test_book_wait (fixture->book, "case.set", 3);
  g_assert_cmpstr (get_fact (fixture, "leak.count")->remark, ==, "Rows of the log");
  g_assert_cmpstr (get_fact (fixture, "leak.count")->value, ==, "20");

  choose_state (field, KIROKU_FACT_INVESTIGATING);
  kiroku_test_book_wait (fixture->book, "case.set", 4);
  g_assert_null (get_fact (fixture, "leak.count")->remark);
  kiroku_test_enter (entry, "soon");
  g_assert_true (has_failed (field));
  kiroku_test_enter (entry, "２０２６年１１月２５日");
  kiroku_test_book_wait (fixture->book, "case.set", 5);
  g_assert_cmpstr (get_fact (fixture, "leak.count")->remark, ==, "2026-11-25");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "2026-11-25");
  choose_state (field, KIROKU_FACT_UNKNOWN);
  kiroku_test_book_wait (fixture->book, "case.set", 6);
  g_assert_false (gtk_widget_get_visible (remark));
}

static gboolean
is_enquiry_popover (GtkWidget *widget, gconstpointer data)
{
  return KIROKU_IS_ENQUIRY_POPOVER (widget);
}

static gboolean
has_no_popover (gpointer page)
{
  g_autoptr (GPtrArray) popovers = kiroku_test_find_all (page, is_enquiry_popover, NULL);

  return popovers->len == 0;
}

/* Once it is seen. */
static void
press (GtkWidget *button)
{
  gtk_widget_grab_focus (button);
  kiroku_test_wait (is_brought_into_view, button, "the button to come into view");
  g_signal_emit_by_name (button, "clicked");
}

/* That no time is set any more is a correction like another. */
static void
test_enquiry_undated (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover = NULL;
  const KirokuEntry *entry;

  kiroku_test_book_append (fixture->book,
                           kiroku_enquiry_draft_ask ("The Commission", NULL, NULL, "How many?",
                                                     fixture->book->now + G_TIME_SPAN_DAY, NULL));
  entry = kiroku_test_book_last (fixture->book, "enquiry.ask");
  kiroku_popover_open (&popover, kiroku_enquiry_popover_new_correction (fixture->book->model, (KirokuEntry *) entry),
                       fixture->page, NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_part (popover, "due"))), !=, "");
  gtk_editable_set_text (GTK_EDITABLE (get_part (popover, "due")), "");
  kiroku_test_enter (get_part (popover, "reason"), "They set none");
  kiroku_test_book_wait (fixture->book, "enquiry.ask", 2);
  entry = kiroku_test_book_last (fixture->book, "enquiry.ask");
  g_assert_cmpint (kiroku_entry_get_integer (entry, "due", -1), ==, -1);
  g_assert_cmpstr (kiroku_entry_get_text (entry, "text"), ==, "How many?");
  kiroku_test_wait (has_no_popover, fixture->page, "the popover to close");
}

/* A question with a date is due until its answer is recorded below it. */
static void
test_enquiry (Fixture *fixture, gconstpointer data)
{
  GtkWidget *list = get_part (fixture->page, "enquiries");
  GtkWidget *popover;

  press (kiroku_test_get (list, GTK_TYPE_BUTTON, "Record an Enquiry…"));
  popover = kiroku_test_get (list, KIROKU_TYPE_ENQUIRY_POPOVER, NULL);
  gtk_editable_set_text (GTK_EDITABLE (get_part (popover, "who")), "The Commission");
  gtk_editable_set_text (GTK_EDITABLE (get_part (popover, "person")), "Ms Sample");
  gtk_editable_set_text (GTK_EDITABLE (get_part (popover, "due")), "2001-11-24");
  kiroku_test_enter (get_part (popover, "text"), "How many?");
  g_assert_true (kiroku_test_shows (popover, "is past already")); /* said before it is recorded */
  gtk_editable_set_text (GTK_EDITABLE (get_part (popover, "due")), "2026-11-24");
  kiroku_test_enter (get_part (popover, "text"), "How many?");
  kiroku_test_book_wait (fixture->book, "enquiry.ask", 1);
  kiroku_test_wait (has_no_popover, fixture->page, "the popover to close");
  g_assert_null (kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "enquiry.ask"), "method"));
  g_assert_true (kiroku_test_shows (list, "How many?"));
  g_assert_true (kiroku_test_shows (list, "Ms Sample"));
  g_assert_true (kiroku_test_shows (list, "not answered, due"));
  g_assert_true (kiroku_test_shows (get_part (fixture->page, "due"), "Answer the enquiry: How many?"));

  press (kiroku_test_get (list, GTK_TYPE_BUTTON, "Answer…"));
  popover = kiroku_test_get (list, KIROKU_TYPE_ENQUIRY_POPOVER, NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (get_part (popover, "interim")), TRUE);
  kiroku_test_enter (get_part (popover, "text"), "Being counted");
  kiroku_test_book_wait (fixture->book, "enquiry.answer", 1);
  kiroku_test_wait (has_no_popover, fixture->page, "the popover to close");
  g_assert_true (kiroku_test_shows (list, "Interim answer"));
  g_assert_true (kiroku_test_shows (list, "not answered"));

  press (kiroku_test_get (list, GTK_TYPE_BUTTON, "Answer…"));
  popover = kiroku_test_get (list, KIROKU_TYPE_ENQUIRY_POPOVER, NULL);
  kiroku_test_enter (get_part (popover, "text"), "Five");
  kiroku_test_book_wait (fixture->book, "enquiry.answer", 2);
  kiroku_test_wait (has_no_popover, fixture->page, "the popover to close");
  g_assert_true (kiroku_test_shows (list, "Five"));
  g_assert_false (kiroku_test_shows (list, "not answered"));
}

static gboolean
shows_instead (gpointer field)
{
  return kiroku_test_shows (field, "instead of “1,234”");
}

static gboolean
shows_fact (gpointer field)
{
  return kiroku_test_shows (field, "Stated by");
}

/* An answer for one form alone leaves the fact as it is, says what it stands in for, and can be taken back. */
static void
test_own_answer (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor, *field;

  kiroku_test_book_set (fixture->book, "leak.count", "1234");
  editor = open_form (fixture, "F01");
  field = get_field (editor, "leak.count");
  kiroku_test_wait (shows_fact, field, "whose answer it is");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (get_part (field, "own")), TRUE);
  kiroku_test_enter (get_entry (editor, "leak.count"), "1300");
  kiroku_test_book_wait (fixture->book, "form.draft", 1);
  kiroku_test_wait (shows_instead, field, "what it stands in for");
  g_assert_cmpstr (get_fact (fixture, "leak.count")->value, ==, "1234");
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "case.set"), ==, 1);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (get_part (field, "own")), FALSE);
  kiroku_test_book_wait (fixture->book, "form.draft", 2);
  kiroku_test_wait (shows_fact, field, "the fact again");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_entry (editor, "leak.count"))), ==,
                   "1234");
}

/* Who empties it has taken it back. */
static void
test_own_emptied (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor, *field;

  kiroku_test_book_set (fixture->book, "leak.count", "1234");
  editor = open_form (fixture, "F01");
  field = get_field (editor, "leak.count");
  kiroku_test_wait (shows_fact, field, "whose answer it is");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (get_part (field, "own")), TRUE);
  kiroku_test_enter (get_entry (editor, "leak.count"), "1300");
  kiroku_test_wait (shows_instead, field, "what it stands in for");
  kiroku_test_enter (get_entry (editor, "leak.count"), "");
  kiroku_test_book_wait (fixture->book, "form.draft", 2);
  kiroku_test_wait (shows_fact, field, "the fact again");
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (get_part (field, "own"))));
  g_assert_true (gtk_widget_get_sensitive (get_part (field, "state")));
}

/* The box stands in front of its label. */
static GtkCheckButton *
get_box (GtkWidget *field, const char *label)
{
  return GTK_CHECK_BUTTON (gtk_widget_get_prev_sibling (kiroku_test_get (field, GTK_TYPE_LABEL, label)));
}

/* Who unticks the last box, to tick another, still answers for this form alone. */
static void
test_own_boxes (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor, *field;

  kiroku_test_book_set (fixture->book, "leak.items", "name,address");
  editor = open_form (fixture, "F01");
  field = get_field (editor, "leak.items");
  kiroku_test_wait (shows_fact, field, "whose answer it is");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (get_part (field, "own")), TRUE);
  gtk_check_button_set_active (get_box (field, "Address"), FALSE);
  kiroku_test_book_wait (fixture->book, "form.draft", 1);
  gtk_check_button_set_active (get_box (field, "Name"), FALSE);
  kiroku_fact_field_commit (KIROKU_FACT_FIELD (field)); /* as it does after a pause */
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (get_part (field, "own"))));
  gtk_check_button_set_active (get_box (field, "Date of birth"), TRUE);
  kiroku_test_book_wait (fixture->book, "form.draft", 2);
  g_assert_cmpstr (get_fact (fixture, "leak.items")->value, ==, "name,address");
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "case.set"), ==, 1);

  /* Switched off, the fact stands again, also from no box. */
  gtk_check_button_set_active (get_box (field, "Date of birth"), FALSE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (get_part (field, "own")), FALSE);
  kiroku_test_book_wait (fixture->book, "form.draft", 3);
  kiroku_test_wait (shows_fact, field, "the fact again");
  g_assert_true (gtk_check_button_get_active (get_box (field, "Name")));
}

static gboolean
is_in_field (gpointer field)
{
  GtkRoot *root = gtk_widget_get_root (field);
  GtkWidget *focus = gtk_root_get_focus (root);

  return focus != NULL && gtk_widget_is_ancestor (focus, field);
}

static gboolean
shows_final (gpointer editor)
{
  return kiroku_test_shows (editor, "Final report:");
}

static GtkWidget *
get_row_at (GtkWidget *list, guint n)
{
  return GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), (int) n));
}

/* Which answers a final report still lacks is one press away, and each of them one more. */
static void
test_open_answers (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor, *list;
  guint n;

  kiroku_test_book_set (fixture->book, "report.stage", "preliminary");
  editor = open_form (fixture, "F01");
  g_assert_true (kiroku_test_shows (editor, "hold up no preliminary report"));
  list = kiroku_test_get (get_part (editor, "open"), GTK_TYPE_LIST_BOX, NULL);
  choose_state (get_field (editor, "leak.count"), KIROKU_FACT_INVESTIGATING);
  kiroku_test_book_wait (fixture->book, "case.set", 2);
  kiroku_test_book_set (fixture->book, "report.stage", "final");
  kiroku_test_wait (shows_final, editor, "the final report");
  gtk_menu_button_popup (
      GTK_MENU_BUTTON (kiroku_test_get (get_part (editor, "open"), GTK_TYPE_MENU_BUTTON, NULL)));
  kiroku_test_settle ();
  for (n = 0; get_row_at (list, n) != NULL; n++)
    if (kiroku_test_shows (get_row_at (list, n), "under investigation"))
      break;
  g_assert_nonnull (get_row_at (list, n));
  gtk_widget_activate (get_row_at (list, n));
  kiroku_test_wait (is_in_field, get_field (editor, "leak.count"), "the keyboard at the field");
}

static GtkWidget *
get_control (GtkWidget *editor, const char *key)
{
  return kiroku_test_get (get_field (editor, key), KIROKU_TYPE_FACT_CONTROL, NULL);
}

/* Each kind of control says what was chosen. */
static void
test_controls (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture, "F01");
  GtkWidget *choice
      = kiroku_test_get (get_control (editor, "report.stage"), GTK_TYPE_DROP_DOWN, NULL);
  GtkWidget *answer
      = kiroku_test_get (get_control (editor, "secondary_damage"), GTK_TYPE_TOGGLE_BUTTON, NULL);
  GtkWidget *text = kiroku_test_get (get_field (editor, "cause.summary"), GTK_TYPE_TEXT_VIEW, NULL);
  GtkWidget *now = kiroku_test_get (get_field (editor, "t.occurred"), GTK_TYPE_BUTTON, "Now");
  const KirokuPackFact *stage
      = kiroku_pack_get_fact (kiroku_book_get_pack (fixture->book->book), "report.stage");

  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), 1);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (answer), TRUE);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)), "one\ntwo", -1);
  g_assert_true (
      kiroku_fact_field_commit (KIROKU_FACT_FIELD (get_field (editor, "cause.summary"))));
  g_signal_emit_by_name (now, "clicked");
  kiroku_test_enter (get_entry (editor, "publication.date"), "２０２６年１１月３０日");
  kiroku_test_book_wait (fixture->book, "case.set", 5);
  g_assert_cmpstr (get_fact (fixture, "report.stage")->value, ==, stage->choice_ids[0]);
  g_assert_cmpstr (get_fact (fixture, "secondary_damage")->value, ==, "yes");
  g_assert_cmpstr (get_fact (fixture, "cause.summary")->value, ==, "one\ntwo");
  g_assert_true (g_str_has_prefix (get_fact (fixture, "t.occurred")->value, "2026-11-21T10:"));
  g_assert_cmpstr (get_fact (fixture, "publication.date")->value, ==, "2026-11-30");
}

static void
test_origin (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture, "F13");
  GtkWidget *field = get_field (editor, "timeline.summary");
  GtkWidget *view = kiroku_test_get (field, GTK_TYPE_TEXT_VIEW, NULL);
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), &start, &end);
  text = gtk_text_iter_get_text (&start, &end);
  g_assert_cmpstr (text, ==, "Ransom note on a file server");
  g_assert_true (kiroku_test_shows (field, "Taken from the case"));
  g_assert_true (kiroku_form_editor_commit (KIROKU_FORM_EDITOR (editor)));
  g_assert_cmpuint (fixture->book->entries->len, ==, 0);
}

/* What was typed and not yet left is in the file too. */
static void
test_save (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture, "F01");
  g_autofree char *path = g_build_filename (fixture->book->folder, "F01.pdf", NULL);
  g_autofree char *text = NULL;

  kiroku_test_enter (get_entry (editor, "leak.count"), "1234");
  gtk_editable_set_text (GTK_EDITABLE (get_entry (editor, "org.name")), "Sakura Foods");
  kiroku_form_editor_save (KIROKU_FORM_EDITOR (editor), path);
  kiroku_test_wait (is_quiet, editor, "the file");
  kiroku_test_book_wait (fixture->book, "case.set", 2);
  kiroku_test_wait (is_quiet, editor, "the pages");
  g_assert_true (kiroku_test_shows (editor, "Saved as F01.pdf"));
  if (!has_tool ())
    return;
  text = dup_pdf_text (path);
  g_assert_nonnull (strstr (text, "Sakura Foods"));
  g_assert_nonnull (strstr (text, "1,234"));
}

static void
edit_and_undo (GtkWidget *entry)
{
  gtk_editable_set_text (GTK_EDITABLE (entry), "x");
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
}

/* A field is touched while the writing is on its way, and left as it was when that has ended. */
static void
test_save_touched (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture, "F01");
  GtkWidget *touched = get_entry (editor, "org.address");
  g_autofree char *old_path = g_build_filename (fixture->book->folder, "old.pdf", NULL);
  g_autofree char *path = g_build_filename (fixture->book->folder, "new.pdf", NULL);

  gtk_editable_set_text (GTK_EDITABLE (get_entry (editor, "org.name")), "Sakura Foods");
  kiroku_form_editor_save (KIROKU_FORM_EDITOR (editor), old_path);
  kiroku_form_editor_save (KIROKU_FORM_EDITOR (editor), path);
  edit_and_undo (touched);
  kiroku_test_book_wait (fixture->book, "case.set", 1);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_signal_emit_by_name (touched, "activate");
  kiroku_test_wait (is_quiet, editor, "the file");
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (old_path, G_FILE_TEST_EXISTS));
}

static void
test_save_refused (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture, "F01");
  g_autofree char *path = g_build_filename (fixture->book->folder, "F01.pdf", NULL);

  gtk_editable_set_text (GTK_EDITABLE (get_entry (editor, "leak.count")), "many");
  kiroku_form_editor_save (KIROKU_FORM_EDITOR (editor), path);
  kiroku_test_book_catch_up (fixture->book);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (kiroku_test_shows (editor, "Nothing was saved"));
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* Whoever goes back right after saving has the file all the same. */
static void
test_save_and_back (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture, "F01");
  g_autofree char *path = g_build_filename (fixture->book->folder, "F01.pdf", NULL);
  guint n_closed = 0;

  g_signal_connect_swapped (editor, "closed", G_CALLBACK (count_cb), &n_closed);
  kiroku_form_editor_save (KIROKU_FORM_EDITOR (editor), path);
  kiroku_test_press (editor, "Back to the notifications");
  g_assert_cmpuint (n_closed, ==, 0);
  kiroku_test_wait_number (&n_closed, 1, "the page to close");
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_language (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture, "F01");
  g_autofree char *text = NULL;

  if (!has_tool ())
    return;
  kiroku_form_editor_set_language (KIROKU_FORM_EDITOR (editor), "ja");
  kiroku_test_wait (is_quiet, editor, "the Japanese pages");
  text = dup_pages_text (fixture, editor);
  g_assert_nonnull (strstr (text, "個人データの漏えい等報告"));
}

/* Another case is shown: what was typed for this one is recorded in it. */
static void
test_switch (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture, "F01");

  gtk_editable_set_text (GTK_EDITABLE (get_entry (editor, "org.name")), "Sakura Foods");
  kiroku_notifications_page_set_model (KIROKU_NOTIFICATIONS_PAGE (fixture->page), NULL);
  kiroku_test_book_wait (fixture->book, "case.set", 1);
  g_assert_cmpstr (get_fact (fixture, "org.name")->value, ==, "Sakura Foods");
}

typedef struct
{
  guint n;
  char *message; /* the last */
} Report;

static void
reported_cb (Report *report, const char *message)
{
  report->n++;
  g_free (report->message);
  report->message = g_strdup (message);
}

static void
stop_reporting (Fixture *fixture, Report *report)
{
  g_signal_handlers_disconnect_by_data (fixture->book->model, report);
  g_free (report->message);
}

/* The page has gone on when the database refuses: the case itself tells it. */
static void
test_refused_later (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture, "F01");
  Report report = { 0 };

  g_signal_connect_swapped (fixture->book->model, "failed", G_CALLBACK (reported_cb), &report);
  kiroku_test_book_break (fixture->book);
  gtk_editable_set_text (GTK_EDITABLE (get_entry (editor, "org.name")), "Sakura Foods");
  kiroku_notifications_page_set_model (KIROKU_NOTIFICATIONS_PAGE (fixture->page), NULL);
  kiroku_test_wait_number (&report.n, 1, "the refusal");
  g_assert_nonnull (strstr (report.message, "2026-001"));
  g_assert_nonnull (strstr (report.message, "refused by the test"));
  stop_reporting (fixture, &report);
}

static void
test_unrecorded (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture, "F01");
  const KirokuPackFact *fact
      = kiroku_fact_field_get_fact (KIROKU_FACT_FIELD (get_field (editor, "leak.count")));
  Report report = { 0 };

  g_signal_connect_swapped (fixture->book->model, "failed", G_CALLBACK (reported_cb), &report);
  gtk_editable_set_text (GTK_EDITABLE (get_entry (editor, "leak.count")), "many");
  kiroku_notifications_page_set_model (KIROKU_NOTIFICATIONS_PAGE (fixture->page), NULL);
  g_assert_cmpuint (report.n, ==, 1);
  g_assert_nonnull (strstr (report.message, kiroku_pack_text (fact->name, "en")));
  stop_reporting (fixture, &report);
}

/* Another program has the database for a moment. (transfer full) */
static KirokuDb *
lock_book (Fixture *fixture)
{
  const char *path = kiroku_store_get_path (kiroku_book_get_store (fixture->book->book));
  g_autoptr (GError) error = NULL;
  KirokuDb *db = kiroku_db_open (path, TRUE, &error);

  g_assert_no_error (error);
  kiroku_db_exec (db, &error, "BEGIN IMMEDIATE");
  g_assert_no_error (error);
  return db;
}

static gboolean
unlock_book_cb (gpointer db)
{
  kiroku_db_exec (db, NULL, "ROLLBACK");
  kiroku_db_free (db);
  return G_SOURCE_REMOVE;
}

/* The last window is gone as soon as the field was left. */
static void
leave_at_once_cb (Fixture *fixture)
{
  GtkWidget *editor = open_form (fixture, "F01");

  g_timeout_add (100, unlock_book_cb, lock_book (fixture));
  gtk_editable_set_text (GTK_EDITABLE (get_entry (editor, "org.name")), "Sakura Foods");
  kiroku_notifications_page_set_model (KIROKU_NOTIFICATIONS_PAGE (fixture->page), NULL);
}

static void
test_quit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GApplication) application = g_application_new (NULL, G_APPLICATION_NON_UNIQUE);

  g_application_set_default (application);
  g_signal_connect_swapped (application, "activate", G_CALLBACK (leave_at_once_cb), fixture);
  g_assert_cmpint (g_application_run (application, 0, NULL), ==, 0);
  g_application_set_default (NULL);
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "case.set"), ==, 1);
}

/* --- Back --- */

static void
go_back (GtkWidget *editor)
{
  g_signal_emit_by_name (kiroku_test_get (editor, GTK_TYPE_BUTTON, "Back to the notifications"),
                         "clicked");
}

static gboolean
is_closed (gpointer page)
{
  return kiroku_test_find (page, KIROKU_TYPE_FORM_EDITOR, NULL) == NULL;
}

static void
test_back (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture, "F01");

  gtk_editable_set_text (GTK_EDITABLE (get_entry (editor, "org.name")), "Sakura Foods");
  go_back (editor);
  g_assert_false (is_closed (fixture->page));
  kiroku_test_wait (is_closed, fixture->page, "the form to close");
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "case.set"), ==, 1);
}

static void
test_back_bad (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture, "F01");
  GtkWidget *field = get_field (editor, "leak.count");

  gtk_editable_set_text (GTK_EDITABLE (get_entry (editor, "leak.count")), "many");
  go_back (editor);
  kiroku_test_settle ();
  g_assert_false (is_closed (fixture->page));
  g_assert_true (kiroku_fact_field_has_failed (KIROKU_FACT_FIELD (field)));
  g_assert_true (gtk_widget_get_state_flags (field) & GTK_STATE_FLAG_FOCUS_WITHIN);
}

static void
test_back_refused (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture, "F01");
  GtkWidget *field = get_field (editor, "org.name");

  kiroku_test_book_break (fixture->book);
  gtk_editable_set_text (GTK_EDITABLE (get_entry (editor, "org.name")), "Sakura Foods");
  go_back (editor);
  g_assert_false (is_closed (fixture->page));
  kiroku_test_wait (has_failed, field, "the refusal");
  kiroku_test_settle ();
  g_assert_false (is_closed (fixture->page));
  g_assert_true (kiroku_test_shows (field, "refused by the test"));
}

/* An answer for one form alone that could not be taken back stays one: nothing states it as the fact. */
static void
test_own_kept (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture, "F01");
  GtkWidget *field = get_field (editor, "org.name");
  GtkToggleButton *own = get_part (field, "own");

  gtk_toggle_button_set_active (own, TRUE);
  kiroku_test_enter (get_entry (editor, "org.name"), "Sakura Foods, Osaka");
  kiroku_test_wait (is_quiet, editor, "the new pages");
  kiroku_test_book_break (fixture->book);
  gtk_toggle_button_set_active (own, FALSE);
  kiroku_test_wait (has_failed, field, "the refusal");
  g_assert_true (gtk_toggle_button_get_active (own));
  g_assert_true (kiroku_fact_field_commit (KIROKU_FACT_FIELD (field)));
  g_assert_false (kiroku_fact_field_is_busy (KIROKU_FACT_FIELD (field)));
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  kiroku_test_assert_named (fixture->page);
  kiroku_test_assert_named (open_form (fixture, "F01"));
}

/* Every item that is answered, as it is shown; nothing of those that are not. */
static void
test_copy_text (Fixture *fixture, gconstpointer data)
{
  GtkWidget *editor = open_form (fixture, "F12");
  GdkContentProvider *content;
  GValue value = G_VALUE_INIT;

  kiroku_test_book_set (fixture->book, "reporter.name", "Mori");
  kiroku_test_wait (is_quiet, editor, "the new pages");
  kiroku_test_press (editor, "Copy as Text");
  content = gdk_clipboard_get_content (gtk_widget_get_clipboard (editor));
  g_value_init (&value, G_TYPE_STRING);
  g_assert_true (gdk_content_provider_get_value (content, &value, NULL));
  g_assert_nonnull (strstr (g_value_get_string (&value), "JPCERT"));
  g_assert_nonnull (strstr (g_value_get_string (&value), "Mori"));
  g_value_unset (&value);
}

static GtkWidget *
open_mail (Fixture *fixture, GtkWidget *editor)
{
  kiroku_test_wait (is_quiet, editor, "the pages");
  kiroku_test_press (editor, "Mail…");
  return kiroku_test_wait_seen (fixture->page, KIROKU_TYPE_MAIL_POPOVER, NULL);
}

/* To where the rules say, or elsewhere, but not to what is no address. */
static void
test_mail_program (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover = open_mail (fixture, open_form (fixture, "F12"));
  GtkWidget *to = kiroku_test_get_id (popover, "to");
  g_autofree char *stated = NULL;
  g_autofree char *other = NULL;

  kiroku_test_assert_named (popover);
  stated = kiroku_mail_popover_dup_uri (KIROKU_MAIL_POPOVER (popover));
  g_assert_true (g_str_has_prefix (stated, "mailto:info@jpcert.or.jp?subject="));
  g_assert_nonnull (strstr (stated, "&body="));
  gtk_editable_set_text (GTK_EDITABLE (to), "Sato");
  g_assert_null (kiroku_mail_popover_dup_uri (KIROKU_MAIL_POPOVER (popover)));
  g_assert_true (kiroku_test_shows (popover, "is not one mail address"));
  gtk_editable_set_text (GTK_EDITABLE (to), " sato&co@example.jp ");
  other = kiroku_mail_popover_dup_uri (KIROKU_MAIL_POPOVER (popover));
  g_assert_true (g_str_has_prefix (other, "mailto:sato%26co@example.jp?subject="));
}

/* What was attached and taken back does not go; the book itself is not written over. */
static void
test_mail_file (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover = open_mail (fixture, open_form (fixture, "F12"));
  KirokuMailPopover *mail = KIROKU_MAIL_POPOVER (popover);
  const char *folder = kiroku_book_get_folder (fixture->book->book);
  g_autofree char *kept = g_build_filename (folder, "log.txt", NULL);
  g_autofree char *other = g_build_filename (folder, "other.txt", NULL);
  g_autofree char *path = g_build_filename (folder, "draft.eml", NULL);
  g_autofree char *book = g_build_filename (folder, KIROKU_BOOK_DATABASE, NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_set_contents (kept, "4625", -1, NULL));
  kiroku_mail_popover_attach (mail, kept);
  kiroku_mail_popover_attach (mail, other);
  kiroku_test_press (popover, "Without other.txt");
  kiroku_mail_popover_write (mail, book);
  kiroku_test_wait_shown (popover, KIROKU_BOOK_DATABASE);
  kiroku_mail_popover_write (mail, path);
  kiroku_test_wait_unseen (fixture->page, KIROKU_TYPE_MAIL_POPOVER, NULL);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "To: info@jpcert.or.jp\r\n"));
  g_assert_nonnull (strstr (text, "log.txt"));
  g_assert_nonnull (strstr (text, "NDYyNQ==")); /* what is in it */
  g_assert_null (strstr (text, "other.txt"));
}

#define ADD(path, func) \
  g_test_add ("/ui/notifications/" path, Fixture, "en", set_up, func, tear_down)

int
main (int argc, char **argv)
{
  kiroku_test_init (&argc, &argv);
  ADD ("what-is-due-stands-above-what-is-asked", test_due_first);
  ADD ("a-section-is-brought-up-by-its-button", test_sections);
  ADD ("form-is-copied-as-text", test_copy_text);
  ADD ("form-goes-to-the-mail-program", test_mail_program);
  ADD ("form-is-saved-as-a-mail-with-files", test_mail_file);
  ADD ("undecided-asks-the-deciding-facts", test_ask);
  ADD ("range-is-shown-as-a-target", test_range);
  ADD ("a-day-that-ends-before-midnight-counts-down-to-its-time", test_ends_early);
  ADD ("met-counts-down-no-more", test_met);
  ADD ("stated-duty-is-shown-and-withdrawn", test_stated);
  ADD ("decision-has-reason-and-approver", test_decide);
  ADD ("a-decision-begun-is-kept-with-the-way-it-was-for", test_decision_kept);
  ADD ("deadlines-stand-in-groups-and-what-needs-nothing-is-folded", test_groups);
  ADD ("what-is-not-in-force-is-folded", test_watch);
  ADD ("an-opened-row-stays-open-in-the-other-group", test_moved);
  ADD ("a-row-that-is-typed-in-is-not-moved", test_typing);
  ADD ("keyboard-goes-on-where-a-row-went-out-of-sight", test_focus_goes_on);
  ADD ("an-answered-question-moves-its-deadlines-and-goes", test_question);
  ADD ("an-answer-can-be-taken-back-at-once", test_question_back);
  ADD ("a-refused-answer-moves-nothing", test_question_refused);
  ADD ("few-questions-are-shown-and-all-on-request", test_few_questions);
  ADD ("an-unknown-answer-makes-room-for-the-next-question", test_unknown);
  ADD ("questions-are-answered-by-the-keyboard", test_keyboard);
  ADD ("folded-deadlines-are-opened-by-the-keyboard", test_keyboard_unfolds);
  ADD ("fact-changes-facts-and-pages", test_fill);
  ADD ("leaving-a-field-records-it-once", test_leave);
  ADD ("bad-input-is-kept-and-explained", test_bad_input);
  ADD ("a-time-that-cannot-well-be-is-recorded-and-said", test_doubt);
  ADD ("refused-entry-does-not-look-saved", test_refused);
  ADD ("state-is-recorded-with-the-value", test_state);
  ADD ("an-estimate-may-be-said-before-its-number", test_estimate_first);
  ADD ("an-enquiry-is-due-until-its-answer-stands-below-it", test_enquiry);
  ADD ("a-correction-of-an-enquiry-says-that-no-time-is-set", test_enquiry_undated);
  ADD ("an-answer-for-one-form-alone-leaves-the-fact", test_own_answer);
  ADD ("an-answer-for-one-form-that-is-emptied-is-taken-back", test_own_emptied);
  ADD ("another-box-is-answered-for-this-form-alone-too", test_own_boxes);
  ADD ("open-answers-are-listed-and-lead-to-their-fields", test_open_answers);
  ADD ("an-open-answer-asks-when-it-is-expected-or-what-it-rests-on", test_remark);
  ADD ("every-control-gives-its-fact", test_controls);
  ADD ("taken-over-value-says-from-where", test_origin);
  ADD ("saved-pdf-holds-the-facts", test_save);
  ADD ("nothing-is-saved-beside-an-error", test_save_refused);
  ADD ("going-back-right-after-saving-has-the-file", test_save_and_back);
  ADD ("pages-follow-the-language", test_language);
  ADD ("another-case-loses-nothing", test_switch);
  ADD ("touched-field-does-not-stop-saving", test_save_touched);
  ADD ("refusal-after-the-page-is-told", test_refused_later);
  ADD ("what-cannot-be-recorded-is-told-at-the-end", test_unrecorded);
  ADD ("quitting-waits-for-what-is-written", test_quit);
  ADD ("back-waits-for-what-is-written", test_back);
  ADD ("back-stays-with-what-cannot-be-recorded", test_back_bad);
  ADD ("back-stays-with-what-was-refused", test_back_refused);
  ADD ("what-is-not-taken-back-is-not-stated-for-all-forms", test_own_kept);
  ADD ("controls-have-names", test_names);
  return g_test_run ();
}
