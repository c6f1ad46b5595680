/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manual, the key that opens it, the first case as an exercise, and what this program is. */
#include <string.h>

#include "kiroku-about.h"
#include "kiroku-application.h"
#include "kiroku-backup-dialog.h"
#include "kiroku-case-view.h"
#include "kiroku-help.h"
#include "kiroku-handover-popover.h"
#include "kiroku-manual-window.h"
#include "kiroku-manual.h"
#include "kiroku-test-book.h"
#include "kiroku-tour-bar.h"
#include "kiroku-tour-state.h"
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
  kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_CASE_VIEW, "Ransom note on a file server");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_close (GTK_WINDOW (fixture->window), fixture->window);
  kiroku_test_book_free (fixture->book);
}

/* --- The manual --- */

static void
assert_page (const KirokuManualPage *page)
{
  g_assert_cmpstr (page->title, !=, "");
  g_assert_cmpstr (page->summary, !=, "");
  g_assert_cmpstr (page->group, !=, NULL);
  g_assert_cmpuint (page->blocks->len, >, 3);
  for (guint i = 0; i < page->blocks->len; i++)
    {
      const KirokuManualBlock *block = g_ptr_array_index (page->blocks, i);
      g_autofree char *plain = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_cmpstr (block->markup, !=, "");
      g_assert_null (strstr (block->markup, "></a>")); /* a link without words is none */
      if (strstr (block->markup, "<a ") == NULL)       /* which labels know, and Pango does not */
        pango_parse_markup (block->markup, -1, 0, NULL, &plain, NULL, &error);
      g_assert_no_error (error);
    }
}

static void
test_pages (void)
{
  static const char *const languages[] = { "ja", "en" };

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) pages = kiroku_manual_load (languages[i], &error);

      g_assert_no_error (error);
      g_assert_cmpuint (pages->len, >, 20);
      for (guint j = 0; j < pages->len; j++)
        assert_page (g_ptr_array_index (pages, j));
    }
}

static void
test_parts (void)
{
  g_autoptr (GPtrArray) pages = kiroku_manual_load ("en", NULL);
  const KirokuManualPage *page = kiroku_manual_find (pages, "first-hour");
  const KirokuManualBlock *block;

  g_assert_cmpstr (page->title, ==, "The first hour");
  g_assert_cmpstr (page->group, ==, "It is happening");
  block = g_ptr_array_index (page->blocks, 0);
  g_assert_cmpint (block->kind, ==, KIROKU_MANUAL_HEADING);
  block = g_ptr_array_index (page->blocks, 2);
  g_assert_cmpint (block->kind, ==, KIROKU_MANUAL_STEP);
  g_assert_cmpuint (block->number, ==, 2);
  block = g_ptr_array_index (page->blocks, 1);
  g_assert_true (g_str_has_prefix (block->markup, "Press <b>Ctrl</b>+<b>N</b>, give it a title"));
  block = g_ptr_array_index (page->blocks, page->blocks->len - 2);
  g_assert_nonnull (strstr (block->markup, "<a href=\"hand-over\">Handing over</a>"));
}

static guint
count_rows (GtkWidget *window)
{
  GtkListBox *list = kiroku_test_get_id (window, "list");
  GtkListBoxRow *row;
  guint n = 0;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    n += gtk_widget_get_child_visible (GTK_WIDGET (row));
  return n;
}

static gboolean
is_narrowed (gpointer window)
{
  const guint n = count_rows (window);

  return n > 0 && n < 4;
}

/* Whatever their case; then links, and the way back. */
static void
test_window (void)
{
  GtkWidget *window = kiroku_manual_window_new ("en");
  KirokuManualWindow *manual = KIROKU_MANUAL_WINDOW (window);
  GtkWidget *search = kiroku_test_get_id (window, "search");
  gboolean handled = FALSE;

  kiroku_manual_window_show_page (manual, "first-hour");
  kiroku_test_present (GTK_WINDOW (window));
  kiroku_test_assert_named (window);
  g_assert_cmpuint (count_rows (window), >, 20);
  kiroku_test_keys ("ctrl+f", NULL);
  kiroku_test_type ("forgotten PASSPHRASE");
  kiroku_test_wait (is_narrowed, window, "the pages with these words");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_wait_shown (window, "One person, one key.");
  g_assert_cmpstr (kiroku_manual_window_get_page (manual), ==, "people");

  gtk_editable_set_text (GTK_EDITABLE (search), "");
  kiroku_test_keys ("alt+Left", NULL);
  kiroku_test_wait_shown (window, "If it is happening now");
  g_signal_emit_by_name (
      kiroku_test_get (window, GTK_TYPE_LABEL,
                       "Try to delete a line. It cannot be done. A mistake is corrected "
                       "(Keeping the log)."),
      "activate-link", "log", &handled);
  g_assert_true (handled);
  g_assert_cmpstr (kiroku_manual_window_get_page (manual), ==, "log");
  kiroku_test_close (GTK_WINDOW (window), window);
}

/* --- The key --- */

static gboolean
is_there (gpointer data)
{
  return kiroku_test_find_window (KIROKU_TYPE_MANUAL_WINDOW) != NULL;
}

/* The manual opens at @page. */
static void
assert_manual (const char *page)
{
  GtkWindow *manual;

  kiroku_test_wait (is_there, NULL, "the manual");
  manual = GTK_WINDOW (kiroku_test_find_window (KIROKU_TYPE_MANUAL_WINDOW));
  g_assert_cmpstr (kiroku_manual_window_get_page (KIROKU_MANUAL_WINDOW (manual)), ==, page);
  kiroku_test_close (manual, GTK_WIDGET (manual));
}

static void
test_key (Fixture *fixture, gconstpointer data)
{
  static const char *const expected[][2]
      = { { "log", "log" },           { "playbook", "phase" },
          { "contacts", "contacts" }, { "notifications", "deadlines" },
          { "evidence", "evidence" }, { "review", "reports" } };
  GtkWindow *window = GTK_WINDOW (fixture->window);
  GtkWindow *dialog;
  GtkWidget *popover;

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_assert_true (gtk_widget_activate_action (fixture->window, "win.page", "s", expected[i][0]));
      kiroku_test_settle ();
      g_assert_cmpstr (kiroku_help_find_page (window), ==, expected[i][1]);
      gtk_window_set_focus (window, NULL);
      g_assert_cmpstr (kiroku_help_find_page (window), ==, expected[i][1]);
    }
  g_assert_true (gtk_widget_activate_action (fixture->window, "win.hand-over", NULL));
  popover
      = kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_HANDOVER_POPOVER, "Hand the Case Over");
  gtk_widget_grab_focus (kiroku_test_get_id (popover, "note"));
  kiroku_test_keys ("F1", NULL);
  assert_manual ("hand-over");
  gtk_popover_popdown (GTK_POPOVER (popover));
  g_assert_true (gtk_widget_activate_action (fixture->window, "win.new-case", NULL));
  g_assert_cmpstr (kiroku_help_find_page (window), ==, "open-case");
  g_assert_true (gtk_widget_activate_action (fixture->window, "win.backup", NULL));
  dialog = GTK_WINDOW (kiroku_test_find_window (KIROKU_TYPE_BACKUP_DIALOG));
  kiroku_test_present (dialog);
  kiroku_test_keys ("F1", NULL);
  assert_manual ("backup");
  gtk_window_destroy (dialog);
}

/* One window, however often it is asked for. */
static void
test_one_manual (void)
{
  GtkWindow *first = kiroku_help_show ("log", "en");

  g_assert_true (kiroku_help_show ("people", "en") == first);
  g_assert_cmpstr (kiroku_manual_window_get_page (KIROKU_MANUAL_WINDOW (first)), ==, "people");
  kiroku_test_close (first, GTK_WIDGET (first));
}

/* --- A first case, as an exercise --- */

/* A case that was opened in the window. */
static const char *
get_tour_case (void)
{
  return kiroku_tour_state_get_case (kiroku_tour_state_get_default ());
}

static gboolean
is_tour_shown (gpointer window)
{
  KirokuCaseModel *model = kiroku_case_view_get_model (
      KIROKU_CASE_VIEW (kiroku_test_get (GTK_WIDGET (window), KIROKU_TYPE_CASE_VIEW, NULL)));

  return model != NULL && kiroku_case_model_get_snapshot (model) != NULL
         && g_str_equal (kiroku_case_model_get_case_id (model), get_tour_case ());
}

/* From somewhere else, as another program would: nothing is clicked. */
static void
append (Fixture *fixture, KirokuDraft *draft)
{
  g_autoptr (GError) error = NULL;
  KirokuEntry *entry
      = kiroku_book_append_one (fixture->book->book, get_tour_case (), draft, &error);

  g_assert_no_error (error);
  kiroku_entry_unref (entry);
}

static void
enter_triage (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries
      = kiroku_book_enter_phase (fixture->book->book, get_tour_case (),
                                 &(KirokuPhaseChange){ .phase = KIROKU_PHASE_TRIAGE }, &error);

  g_assert_no_error (error);
}

/* Which of the six are ticked, from the left: "x..x.." */
static char *
read_steps (GtkWidget *bar)
{
  static const char *const names[] = { "Log", "Phase", "Call", "Fact", "Form", "Hand-over" };
  GString *steps = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GtkWidget *label = kiroku_test_get (bar, GTK_TYPE_LABEL, names[i]);
      GtkWidget *button = gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON);
      g_autofree char *done = g_strdup_printf ("%s: done", names[i]);
      g_autofree char *open = g_strdup_printf ("%s: to do", names[i]);
      gboolean ticked = gtk_widget_has_css_class (button, "done");
      g_autofree char *wrong = gtk_test_accessible_check_property (
          GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, ticked ? done : open);

      g_assert_null (wrong);
      g_string_append_c (steps, ticked ? 'x' : '.');
    }
  return g_string_free (steps, FALSE);
}

typedef struct
{
  GtkWidget *bar;
  const char *steps;
} Expected;

static gboolean
are_steps (gpointer user_data)
{
  const Expected *expected = user_data;
  g_autofree char *steps = read_steps (expected->bar);

  return g_str_equal (steps, expected->steps);
}

static void
wait_steps (GtkWidget *bar, const char *steps)
{
  Expected expected = { bar, steps };

  kiroku_test_wait (are_steps, &expected, steps);
}

static GtkWidget *
open_tour (Fixture *fixture)
{
  g_assert_true (gtk_widget_activate_action (fixture->window, "win.tour", NULL));
  kiroku_test_wait (is_tour_shown, fixture->window, "the first case");
  return kiroku_test_wait_seen (fixture->window, KIROKU_TYPE_TOUR_BAR, NULL);
}

/* Each of the six by its entry and by no other one. */
static void
test_steps (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bar = open_tour (fixture);
  KirokuTelling telling = { .contact = "mpd_cyber" };

  kiroku_test_assert_named (bar);
  wait_steps (bar, "......");
  kiroku_test_wait_shown (bar, "Nobody can open the shared files");
  append (fixture, kiroku_handover_draft (NULL, NULL));
  wait_steps (bar, ".....x");
  append (fixture, kiroku_draft_note (KIROKU_CLASS_OBSERVATION, "Nobody can open the files", NULL));
  wait_steps (bar, "x....x");
  kiroku_test_wait_shown (bar, "Enter the phase Triage");
  append (fixture, kiroku_contact_draft_told (&telling));
  wait_steps (bar, "x.x..x");
  enter_triage (fixture);
  wait_steps (bar, "xxx..x");
  append (fixture,
          kiroku_draft_fact ("t.known", KIROKU_FACT_TIME, "2026-11-21T09:00:00+09:00", FALSE, 0));
  append (fixture, kiroku_draft_fact ("leak.count", KIROKU_FACT_INTEGER, "1250", FALSE, 0));
  wait_steps (bar, "xxxx.x");
  append (fixture,
          kiroku_draft_fact ("cause.summary", KIROKU_FACT_LONG_TEXT, "a lost password", FALSE, 0));
  wait_steps (bar, "xxxxxx");
  kiroku_test_wait_shown (bar, "That was all of it");
}

/* It is an exercise; it is put away and taken up again where it was left, and of no other case. */
static void
test_again (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bar = open_tour (fixture);
  g_autofree char *first = g_strdup (get_tour_case ());

  kiroku_test_wait_shown (fixture->window, "訓練 — EXERCISE");
  kiroku_test_wait_shown (fixture->window, "X2026-001");
  append (fixture, kiroku_draft_note (KIROKU_CLASS_ACTION, "x", NULL));
  wait_steps (bar, "x.....");
  kiroku_test_click_on (gtk_widget_get_last_child (gtk_widget_get_parent (
      kiroku_test_get (bar, GTK_TYPE_LABEL,
                       "Somebody has looked, and it is real. Enter the phase Triage on "
                       "the bar above."))));
  kiroku_test_wait_not_shown (bar, "Enter the phase Triage");
  bar = open_tour (fixture);
  kiroku_test_wait_shown (bar, "Enter the phase Triage");
  wait_steps (bar, "x.....");
  g_assert_cmpstr (get_tour_case (), ==, first);

  kiroku_test_wait_seen (fixture->window, GTK_TYPE_LABEL, "Ransom note on a file server");
  kiroku_tour_state_set (kiroku_tour_state_get_default (), fixture->book->case_id, TRUE);
  kiroku_test_wait_not_shown (bar, "Enter the phase Triage");
}

/* --- What this program is --- */

static void
test_about (void)
{
  static const char *const files[]
      = { "facts.xml",
          "<facts source=\"test\" confidence=\"found\" as-of=\"2026-04-01\">"
          "<fact key=\"own.policy_no\" type=\"text\"><name><ja>証券番号</ja><en>Policy "
          "number</en></name></fact>"
          "</facts>",
          NULL };
  KirokuTestBook *book = kiroku_test_book_new_with_pack ("ransomware", "en", files);
  KirokuPack *pack = kiroku_book_get_pack (book->book);
  const char *overlay = strchr (kiroku_pack_get_version (pack), '+');
  g_autofree char *details = kiroku_about_dup_details (pack);
  g_autofree char *bare = kiroku_about_dup_details (NULL);
  GtkWidget *window = kiroku_about_new (NULL, pack);

  g_assert_nonnull (overlay);
  g_assert_nonnull (strstr (details, "Kiroku " KIROKU_VERSION "\n"));
  g_assert_nonnull (strstr (details, overlay + 1));
  g_assert_nonnull (strstr (details, kiroku_pack_get_as_of (pack)));
  g_assert_nonnull (strstr (details, "\nGTK 4."));
  g_assert_nonnull (strstr (details, "\nlibadwaita 1."));
  g_assert_null (strstr (details, book->folder));
  g_assert_null (strstr (bare, "Rule pack"));
  g_assert_nonnull (
      strstr (adw_about_window_get_comments (ADW_ABOUT_WINDOW (window)), overlay + 1));
  g_assert_cmpstr (adw_about_window_get_debug_info (ADW_ABOUT_WINDOW (window)), ==, details);
  kiroku_test_close (GTK_WINDOW (window), window);
  kiroku_test_book_free (book);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

/* --- Keys --- */

/* Below @widget, a list of shortcuts. */
static void
list_shortcuts (GtkWidget *widget, GHashTable *actions)
{
  if (GTK_IS_SHORTCUTS_SHORTCUT (widget))
    {
      char *action;

      g_object_get (widget, "action-name", &action, NULL);
      if (action != NULL)
        g_hash_table_add (actions, action);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    list_shortcuts (child, actions);
}

/* Whether a window or the program has it: of "win.page::log" what stands before the target. */
static gboolean
is_action (GtkApplication *application, const char *detailed)
{
  g_auto (GStrv) parts = g_strsplit (detailed, "::", 2);
  GtkWidgetClass *klass = g_type_class_peek (KIROKU_TYPE_WINDOW);
  const GVariantType *parameter;
  const char *name, *property;
  GType owner;

  if (g_str_has_prefix (parts[0], "app."))
    return g_action_map_lookup_action (G_ACTION_MAP (application), parts[0] + strlen ("app.")) != NULL;
  for (guint i = 0; gtk_widget_class_query_action (klass, i, &owner, &name, &parameter, &property); i++)
    if (g_str_equal (name, parts[0]))
      return TRUE;
  return g_str_equal (parts[0], "win.show-help-overlay"); /* GTK adds it with the list */
}

/* What the menu offers has a key, without these. */
static void
assert_menu_has_keys (GtkApplication *application, GMenuModel *menu)
{
  static const char *const rare[] = { "app.about", "win.tour", NULL };

  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autofree char *action = NULL;
      g_auto (GStrv) keys = NULL;

      if (section != NULL)
        assert_menu_has_keys (application, section);
      if (!g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &action)
          || g_strv_contains (rare, action))
        continue;
      keys = gtk_application_get_accels_for_action (application, action);
      g_test_message ("%s", action);
      g_assert_nonnull (keys[0]);
    }
}

static gboolean
has_menu (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_MENU_BUTTON (widget) && gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (widget)) != NULL;
}

/* Each key does something, is in the list of keys, and belongs to one action; what the menu offers has one. */
static void
test_keys (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuApplication) application = kiroku_application_new ();
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/org/kiroku/Kiroku/gtk/help-overlay.ui");
  g_autoptr (GHashTable) listed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) menus = NULL;
  g_auto (GStrv) actions = NULL;
  GtkWidget *overlay = GTK_WIDGET (gtk_builder_get_object (builder, "help_overlay"));

  g_assert_true (g_application_register (G_APPLICATION (application), NULL, &error));
  g_assert_no_error (error);
  list_shortcuts (overlay, listed);
  actions = gtk_application_list_action_descriptions (GTK_APPLICATION (application));
  for (guint i = 0; actions[i] != NULL; i++)
    {
      g_auto (GStrv) keys = gtk_application_get_accels_for_action (GTK_APPLICATION (application), actions[i]);

      g_test_message ("%s", actions[i]);
      g_assert_true (g_str_equal (actions[i], "window.close") || is_action (GTK_APPLICATION (application), actions[i]));
      g_assert_true (g_hash_table_contains (listed, actions[i]));
      for (guint k = 0; keys[k] != NULL; k++)
        g_assert_true (g_hash_table_add (used, g_strdup (keys[k])));
    }
  g_assert_cmpuint (g_hash_table_size (used), >, 0);
  menus = kiroku_test_find_all (fixture->window, has_menu, NULL);
  g_assert_cmpuint (menus->len, >, 0);
  for (guint i = 0; i < menus->len; i++)
    assert_menu_has_keys (GTK_APPLICATION (application),
                          gtk_menu_button_get_menu_model (g_ptr_array_index (menus, i)));
  gtk_window_destroy (GTK_WINDOW (overlay));
}

int
main (int argc, char **argv)
{
  kiroku_test_init (&argc, &argv);
  g_test_add_func ("/help/manual/every-page-of-both-languages-can-be-read", test_pages);
  g_test_add_func ("/help/manual/steps-keys-and-links-are-what-the-page-says", test_parts);
  g_test_add_func ("/help/manual/words-find-pages-links-lead-on-and-one-can-go-back", test_window);
  g_test_add_func ("/help/manual/there-is-one-window-of-it", test_one_manual);
  ADD ("/help/key/each-does-one-thing-and-is-listed-and-the-menu-has-one", test_keys);
  ADD ("/help/key/opens-the-page-about-what-is-in-front", test_key);
  ADD ("/help/tour/a-step-is-ticked-by-its-entry-and-by-no-other", test_steps);
  ADD ("/help/tour/an-exercise-that-can-be-left-and-taken-up-again", test_again);
  g_test_add_func ("/help/about/names-the-versions-of-program-and-rules-and-nobody", test_about);
  return g_test_run ();
}
