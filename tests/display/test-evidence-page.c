/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "kiroku-asset-form.h"
#include "kiroku-asset-section.h"
#include "kiroku-book-erase.h"
#include "kiroku-book-evidence.h"
#include "kiroku-evidence-form.h"
#include "kiroku-evidence-page.h"
#include "kiroku-evidence-row.h"
#include "kiroku-indicator-form.h"
#include "kiroku-indicator-offer.h"
#include "kiroku-indicator-section.h"
#include "kiroku-indicator.h"
#include "kiroku-intake-queue.h"
#include "kiroku-intake-row.h"
#include "kiroku-paper-saver.h"
#include "kiroku-test-book.h"
#include "kiroku-ui.h"

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
  fixture->page = kiroku_evidence_page_new ();
  kiroku_evidence_page_set_model (KIROKU_EVIDENCE_PAGE (fixture->page), fixture->book->model);
  fixture->window = kiroku_test_window (fixture->page, 740, 800);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_close (fixture->window, fixture->page);
  kiroku_test_book_free (fixture->book);
}

/* --- Files --- */

/* A file of the outside world. (transfer full) */
static GFile *
put_file (Fixture *fixture, const char *name, const char *content)
{
  g_autofree char *path = g_build_filename (fixture->book->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, content, -1, &error);
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

static GtkDropTarget *
find_drop_target (GtkWidget *page)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (page);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return GTK_DROP_TARGET (controller);
    }
  g_error ("Nothing can be dropped on the page");
}

/* As GTK does when files are let go over the page. */
static void
drop (Fixture *fixture, GFile **files, gsize n)
{
  GValue value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_array (files, n));
  g_signal_emit_by_name (find_drop_target (fixture->page), "drop", &value, 10.0, 10.0, &taken);
  g_value_unset (&value);
  g_assert_true (taken);
}

static void
drop_one (Fixture *fixture, const char *name, const char *content)
{
  g_autoptr (GFile) file = put_file (fixture, name, content);

  drop (fixture, &file, 1);
}

/* The file that is kept under @sha256. (transfer full) */
static char *
get_kept (Fixture *fixture, const char *sha256)
{
  return g_build_filename (
      kiroku_evidence_store_get_folder (kiroku_book_get_evidence_store (fixture->book->book)),
      sha256, NULL);
}

/* --- Taking in --- */

static void
test_drop (Fixture *fixture, gconstpointer data)
{
  const KirokuEntry *entry;
  g_autofree char *kept = NULL;
  g_autofree char *content = NULL;

  g_assert_true (kiroku_test_shows (fixture->page, "No Evidence Yet"));
  drop_one (fixture, "vpn.log", "who came in");
  kiroku_test_book_wait (fixture->book, "evidence.add", 1);
  entry = kiroku_test_book_last (fixture->book, "evidence.add");
  g_assert_cmpstr (kiroku_entry_get_text (entry, "name"), ==, "vpn.log");
  kept = get_kept (fixture, kiroku_entry_get_text (entry, "sha256"));
  g_assert_true (g_file_get_contents (kept, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "who came in");
  kiroku_test_wait_shown (fixture->page, "Not checked yet");
  g_assert_false (kiroku_test_shows (fixture->page, "No Evidence Yet"));
}

/* A file that only GIO can read, as on a share of the network: it has no path. */
static void
test_network (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file
      = g_file_new_for_uri ("resource://" KIROKU_UI_RESOURCE "kiroku-case-view.ui");
  g_autofree char *there = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  const KirokuEntry *entry;

  g_assert_null (g_file_peek_path (file));
  g_file_load_contents (file, NULL, &there, NULL, NULL, &error);
  g_assert_no_error (error);
  drop (fixture, &file, 1);
  kiroku_test_book_wait (fixture->book, "evidence.add", 1);
  entry = kiroku_test_book_last (fixture->book, "evidence.add");
  g_assert_cmpstr (kiroku_entry_get_text (entry, "name"), ==, "kiroku-case-view.ui");
  kept = get_kept (fixture, kiroku_entry_get_text (entry, "sha256"));
  g_assert_true (g_file_get_contents (kept, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, there);
}

/* As from a tool that takes pictures of the screen. */
static void
copy_picture (GtkWidget *page)
{
  static const guint8 pixels[2 * 2 * 4] = { 255, 0, 0, 255, 0, 255, 0, 255 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (pixels, sizeof pixels);
  g_autoptr (GdkTexture) texture
      = gdk_memory_texture_new (2, 2, GDK_MEMORY_R8G8B8A8, bytes, 2 * 4);

  gdk_clipboard_set_texture (gtk_widget_get_clipboard (page), texture);
}

static void
test_paste (Fixture *fixture, gconstpointer data)
{
  const KirokuEntry *entry;
  const char *name;
  g_autofree char *kept = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) error = NULL;

  copy_picture (fixture->page);
  gtk_widget_child_focus (fixture->page, GTK_DIR_TAB_FORWARD);
  kiroku_test_keys ("ctrl+v", NULL);
  kiroku_test_book_wait (fixture->book, "evidence.add", 1);
  entry = kiroku_test_book_last (fixture->book, "evidence.add");
  name = kiroku_entry_get_text (entry, "name");
  g_assert_true (g_str_has_prefix (name, "clipboard-20261121-10"));
  g_assert_true (g_str_has_suffix (name, ".png"));
  kept = get_kept (fixture, kiroku_entry_get_text (entry, "sha256"));
  texture = gdk_texture_new_from_filename (kept, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 2);
}

/* The name is not what it seems to be. */
static void
test_name (Fixture *fixture, gconstpointer data)
{
  drop_one (fixture, "evil\u202egnp.exe", "x");
  kiroku_test_book_wait (fixture->book, "evidence.add", 1);
  kiroku_test_wait_shown (fixture->page, "evil‹U+202E›gnp.exe");
  g_assert_false (kiroku_test_shows (fixture->page, "\u202e"));
}

static void
test_facts (Fixture *fixture, gconstpointer data)
{
  GtkWidget *form;
  const KirokuEntry *entry;

  drop_one (fixture, "vpn.log", "who came in");
  kiroku_test_book_wait (fixture->book, "evidence.add", 1);
  kiroku_test_wait_shown (fixture->page, "✓ Taken in. What is known of it?");
  form = kiroku_test_get (fixture->page, KIROKU_TYPE_EVIDENCE_FORM, NULL);
  gtk_editable_set_text (
      kiroku_evidence_form_get_field (KIROKU_EVIDENCE_FORM (form), KIROKU_EVIDENCE_FROM),
      "2026-11-20 00:00");
  gtk_editable_set_text (
      kiroku_evidence_form_get_field (KIROKU_EVIDENCE_FORM (form), KIROKU_EVIDENCE_CLOCK_ERROR),
      "fast");
  kiroku_test_press (form, "Record");
  kiroku_test_wait_shown (form, "“fast” is no time by which a clock was ahead");
  gtk_editable_set_text (
      kiroku_evidence_form_get_field (KIROKU_EVIDENCE_FORM (form), KIROKU_EVIDENCE_CLOCK_ERROR),
      "－３５００");
  kiroku_test_press (form, "Record");
  kiroku_test_book_wait (fixture->book, "evidence.set", 1);
  entry = kiroku_test_book_last (fixture->book, "evidence.set");
  g_assert_cmpstr (kiroku_entry_get_text (entry, "from"), ==, "2026-11-20T00:00:00+09:00");
  g_assert_cmpint (kiroku_entry_get_integer (entry, "clock_error", 0), ==, -3500);
  g_assert_null (kiroku_entry_get_text (entry, "host"));
  g_assert_null (kiroku_test_find (fixture->page, KIROKU_TYPE_INTAKE_ROW, NULL));
}

static guint
count_intakes (Fixture *fixture)
{
  return g_list_model_get_n_items (kiroku_intake_queue_get_jobs (
      kiroku_intake_queue_get (fixture->book->book, fixture->book->case_id)));
}

/* A folder cannot be taken in; the files before and after it are. */
static void
test_failure (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) first = put_file (fixture, "a.log", "a");
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->book->folder);
  g_autoptr (GFile) last = put_file (fixture, "b.log", "b");
  GFile *files[] = { first, folder, last };

  drop (fixture, files, G_N_ELEMENTS (files));
  kiroku_test_book_wait (fixture->book, "evidence.add", 2);
  g_assert_cmpuint (count_intakes (fixture), ==, 3);
  kiroku_test_get (fixture->page, GTK_TYPE_BUTTON, "Try Again");
}

/* Stopped before its turn came, and while it was read. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autofree char *big = g_strnfill (16 * 1024 * 1024, 'x');
  g_autoptr (GFile) first = put_file (fixture, "a.log", big);
  g_autoptr (GFile) second = put_file (fixture, "b.log", "b");
  GFile *files[] = { first, second };
  g_autoptr (GPtrArray) rows = NULL;
  const char *folder
      = kiroku_evidence_store_get_folder (kiroku_book_get_evidence_store (fixture->book->book));
  g_autoptr (GDir) dir = NULL;
  const char *name;

  drop (fixture, files, G_N_ELEMENTS (files));
  for (guint i = count_intakes (fixture); i > 0; i--)
    {
      KirokuIntakeQueue *queue
          = kiroku_intake_queue_get (fixture->book->book, fixture->book->case_id);
      g_autoptr (KirokuIntakeJob) job
          = g_list_model_get_item (kiroku_intake_queue_get_jobs (queue), i - 1);

      kiroku_intake_queue_cancel (queue, job);
    }
  kiroku_test_wait_shown (fixture->page, "Stopped: nothing was taken in.");
  kiroku_test_book_catch_up (fixture->book);
  g_assert_cmpuint (fixture->book->entries->len, ==, 0);
  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_assert_cmpstr (name, ==, ".lock");
}

/* --- Checking --- */

static GtkWidget *
unfold (Fixture *fixture)
{
  GtkWidget *row = kiroku_test_get (fixture->page, KIROKU_TYPE_EVIDENCE_ROW, NULL);

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  kiroku_test_settle ();
  return row;
}

static void
take_in (Fixture *fixture, const char *name, const char *content)
{
  guint n = kiroku_test_book_count (fixture->book, "evidence.add");

  drop_one (fixture, name, content);
  kiroku_test_book_wait (fixture->book, "evidence.add", n + 1);
  kiroku_test_wait_shown (fixture->page, "Not checked yet");
}

static void
damage (Fixture *fixture)
{
  const KirokuEntry *entry = kiroku_test_book_last (fixture->book, "evidence.add");
  g_autofree char *kept = get_kept (fixture, kiroku_entry_get_text (entry, "sha256"));
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_chmod (kept, 0600), ==, 0);
  g_file_set_contents (kept, "somebody was here", -1, &error);
  g_assert_no_error (error);
}

static void
test_check (Fixture *fixture, gconstpointer data)
{
  take_in (fixture, "a.log", "a");
  kiroku_test_press (fixture->page, "Check All");
  kiroku_test_book_wait (fixture->book, "evidence.check", 1);
  kiroku_test_wait_shown (fixture->page, "✓ 1 file is intact");
  kiroku_test_wait_shown (fixture->page, "Intact");

  damage (fixture);
  kiroku_test_press (unfold (fixture), "Check");
  kiroku_test_book_wait (fixture->book, "evidence.check", 2);
  kiroku_test_wait_shown (fixture->page, "it is no longer what was taken in");
  g_assert_cmpstr (
      kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "evidence.check"), "result"), ==,
      "changed");
  kiroku_test_wait_shown (fixture->page, "Changed");
}

/* What was found before says nothing of a file that is no more. */
static void
test_erased (Fixture *fixture, gconstpointer data)
{
  static const char *const off[] = { "Hand Over…", "Check", "Save a Copy…" };
  KirokuErasing erasing = { .law = "Act 57", .reason = "asked for" };
  g_autoptr (KirokuEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *row;

  take_in (fixture, "a.log", "a");
  kiroku_test_press (fixture->page, "Check All");
  kiroku_test_wait_shown (fixture->page, "✓ 1 file is intact");
  row = unfold (fixture);
  erasing.item = kiroku_test_book_last (fixture->book, "evidence.add")->hash;
  entry = kiroku_book_erase (fixture->book->book, fixture->book->case_id, &erasing, &error);
  g_assert_no_error (error);
  kiroku_test_wait_shown (row, "Erased by law");
  g_assert_false (kiroku_test_shows (row, "Intact"));
  for (guint i = 0; i < G_N_ELEMENTS (off); i++)
    g_assert_false (
        gtk_widget_get_sensitive (kiroku_test_get (row, GTK_TYPE_BUTTON, off[i])));
  kiroku_test_press (fixture->page, "Check All");
  kiroku_test_wait_shown (fixture->page, "0 files are intact, erased by law: 1");
}

/* The value says that it is a TLP: what it is for stands in front. */
static void
test_sharing (Fixture *fixture, gconstpointer data)
{
  const char *facts[KIROKU_N_EVIDENCE_FACTS] = { NULL };
  GtkWidget *row;

  take_in (fixture, "a.log", "a");
  facts[KIROKU_EVIDENCE_TLP] = "amber";
  kiroku_test_book_append (
      fixture->book,
      kiroku_evidence_draft_set (kiroku_test_book_last (fixture->book, "evidence.add")->hash,
                                 facts));
  row = unfold (fixture);
  kiroku_test_wait_shown (row, "TLP:AMBER");
  g_assert_nonnull (kiroku_test_find (row, GTK_TYPE_LABEL, "Sharing"));
  g_assert_null (kiroku_test_find (row, GTK_TYPE_LABEL, "TLP"));
}

/* --- Custody --- */

static void
test_custody (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "Sato", "Forensics", "Safe 2", "Analysis" };
  GtkWidget *row, *form;
  const KirokuEntry *entry;

  take_in (fixture, "a.log", "a");
  row = unfold (fixture);
  kiroku_test_press (row, "Hand Over…");
  form = kiroku_test_get (row, KIROKU_TYPE_EVIDENCE_FORM, NULL);
  kiroku_test_press (form, "Record");
  kiroku_test_wait_shown (form, "Say who gives it to whom, where it is kept");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    gtk_editable_set_text (kiroku_evidence_form_get_field (KIROKU_EVIDENCE_FORM (form), i),
                           texts[i]);
  kiroku_test_press (form, "Record");
  kiroku_test_book_wait (fixture->book, "evidence.move", 1);
  entry = kiroku_test_book_last (fixture->book, "evidence.move");
  g_assert_cmpstr (kiroku_entry_get_text (entry, "to"), ==, "Forensics");
  g_assert_cmpstr (kiroku_entry_get_text (entry, "where"), ==, "Safe 2");
  kiroku_test_wait_shown (row, "Sato → Forensics");
}

/* --- Assets and indicators --- */

static KirokuIndicatorOffer *
get_offer (GtkWidget *root)
{
  return KIROKU_INDICATOR_OFFER (kiroku_test_get (root, KIROKU_TYPE_INDICATOR_OFFER, NULL));
}

static gboolean
is_offering (gpointer offer)
{
  return kiroku_indicator_offer_count (offer) > 0;
}

/* Three stand in the text; one is not wanted. */
static void
test_offer (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry = kiroku_test_get (
      kiroku_test_get (fixture->page, KIROKU_TYPE_INDICATOR_SECTION, NULL), ADW_TYPE_ENTRY_ROW, NULL);
  KirokuIndicatorOffer *offer = get_offer (fixture->page);

  gtk_editable_set_text (GTK_EDITABLE (entry),
                         "seen: 203[.]0[.]113[.]45, hxxps://update[.]evil[.]example/a and "
                         "bad@evil.example.com");
  kiroku_test_wait (is_offering, offer, "the offer");
  kiroku_test_book_catch_up (fixture->book);
  g_assert_cmpuint (kiroku_indicator_offer_count (offer), ==, 3);
  g_assert_cmpuint (fixture->book->entries->len, ==, 0);

  kiroku_test_press (GTK_WIDGET (offer), "Add…");
  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (kiroku_test_get (GTK_WIDGET (offer), GTK_TYPE_CHECK_BUTTON,
                                         "bad[@]evil[.]example[.]com  (E-mail address)")),
      FALSE);
  kiroku_test_press (GTK_WIDGET (offer), "Add the Chosen");
  kiroku_test_book_wait (fixture->book, "indicator.set", 2);
  kiroku_test_wait_shown (fixture->page, "203[.]0[.]113[.]45");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (offer)));
}

static void
test_indicator (Fixture *fixture, gconstpointer data)
{
  GtkWidget *section = kiroku_test_get (fixture->page, KIROKU_TYPE_INDICATOR_SECTION, NULL);
  GtkWidget *entry = kiroku_test_get (section, ADW_TYPE_ENTRY_ROW, NULL);
  GdkContentProvider *content;
  GValue value = G_VALUE_INIT;

  gtk_editable_set_text (GTK_EDITABLE (entry), "evil.example.com");
  g_signal_emit_by_name (entry, "entry-activated");
  kiroku_test_book_wait (fixture->book, "indicator.set", 1);
  g_assert_cmpstr (
      kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "indicator.set"), "value"), ==,
      "evil.example.com");
  kiroku_test_wait_shown (section, "evil[.]example[.]com");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  kiroku_test_press (section, "Copy so that nobody follows it by accident");
  content = gdk_clipboard_get_content (gtk_widget_get_clipboard (section));
  g_value_init (&value, G_TYPE_STRING);
  g_assert_true (gdk_content_provider_get_value (content, &value, NULL));
  g_assert_cmpstr (g_value_get_string (&value), ==, "evil[.]example[.]com");
  g_value_unset (&value);

  /* Not twice, and not what is none. */
  gtk_editable_set_text (GTK_EDITABLE (entry), "evil[.]example[.]com");
  g_signal_emit_by_name (entry, "entry-activated");
  g_assert_true (kiroku_test_shows (section, "It is in the list already"));
  kiroku_test_book_catch_up (fixture->book);
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "indicator.set"), ==, 1);
}

/* It goes to whom the list of circles says, and nowhere else. */
static void
test_share (Fixture *fixture, gconstpointer data)
{
  GtkWidget *section = kiroku_test_get (fixture->page, KIROKU_TYPE_INDICATOR_SECTION, NULL);
  GtkWidget *saver = kiroku_test_get (section, KIROKU_TYPE_PAPER_SAVER, NULL);
  GtkWidget *tlp = kiroku_test_get (section, GTK_TYPE_DROP_DOWN, NULL);
  g_autofree char *path = g_build_filename (fixture->book->folder, "share.pdf", NULL);
  const char *const argv[] = { "pdftotext", "-raw", path, "-", NULL };
  KirokuIndicator indicator = { .type = KIROKU_INDICATOR_DOMAIN,
                                .value = (char *) "evil.example.com",
                                .tlp = KIROKU_TLP_GREEN };
  g_autofree char *program = g_find_program_in_path ("pdftotext");
  g_autofree char *text = NULL;

  if (program == NULL)
    {
      g_test_skip ("pdftotext is missing: apt-get install poppler-utils");
      return;
    }
  kiroku_test_book_append (fixture->book, kiroku_draft_indicator_set (&indicator, NULL, NULL, NULL));
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (tlp)), ==, KIROKU_TLP_GREEN);
  g_signal_emit_by_name (saver, "chosen", path);
  kiroku_test_wait_shown (section, "Saved as share.pdf");
  g_assert_true (
      g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL, NULL));
  g_assert_nonnull (strstr (text, "evil[.]example[.]com"));
  g_assert_nonnull (strstr (text, "TLP:GREEN"));
}

/* The same as a table, for who takes it into a program; no PDF comes of it. */
static void
test_share_table (Fixture *fixture, gconstpointer data)
{
  GtkWidget *section = kiroku_test_get (fixture->page, KIROKU_TYPE_INDICATOR_SECTION, NULL);
  GtkWidget *saver = kiroku_test_get (section, KIROKU_TYPE_PAPER_SAVER, NULL);
  g_autofree char *path = g_build_filename (fixture->book->folder, "share.csv", NULL);
  KirokuIndicator indicator = { .type = KIROKU_INDICATOR_DOMAIN,
                                .value = (char *) "evil.example.com",
                                .tlp = KIROKU_TLP_GREEN };
  KirokuIndicator secret = { .type = KIROKU_INDICATOR_DOMAIN,
                             .value = (char *) "own.example.com",
                             .tlp = KIROKU_TLP_RED };
  g_autofree char *text = NULL;

  kiroku_test_book_append (fixture->book, kiroku_draft_indicator_set (&indicator, NULL, NULL, NULL));
  kiroku_test_book_append (fixture->book, kiroku_draft_indicator_set (&secret, NULL, NULL, NULL));
  kiroku_test_get (saver, GTK_TYPE_BUTTON, "Save CSV…");
  g_signal_emit_by_name (saver, "chosen", path);
  kiroku_test_wait_shown (section, "Saved as share.csv");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "type,value,"));
  g_assert_nonnull (strstr (text, "evil[.]example[.]com"));
  g_assert_null (strstr (text, "own[.]example"));
}

static void
test_asset (Fixture *fixture, gconstpointer data)
{
  GtkWidget *section = kiroku_test_get (fixture->page, KIROKU_TYPE_ASSET_SECTION, NULL);
  GtkWidget *button = kiroku_test_get (section, GTK_TYPE_MENU_BUTTON, "Add an Asset…");
  GtkWidget *form;
  const KirokuEntry *entry;

  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  form = kiroku_test_get (button, KIROKU_TYPE_ASSET_FORM, NULL);
  kiroku_test_press (form, "Record");
  kiroku_test_wait_shown (form, "Say which it is");
  gtk_editable_set_text (GTK_EDITABLE (kiroku_test_get (form, GTK_TYPE_ENTRY, NULL)), "FS01");
  kiroku_test_press (form, "Record");
  kiroku_test_book_wait (fixture->book, "asset.set", 1);
  entry = kiroku_test_book_last (fixture->book, "asset.set");
  g_assert_cmpstr (kiroku_entry_get_text (entry, "asset"), ==, "FS01");
  g_assert_cmpstr (kiroku_entry_get_text (entry, "state"), ==, "suspected");
  kiroku_test_wait_shown (section, "FS01");
}

/* What a colleague has said meanwhile is not written over by a form that was filled in before. */
static void
test_asset_changed (Fixture *fixture, gconstpointer data)
{
  GtkWidget *section = kiroku_test_get (fixture->page, KIROKU_TYPE_ASSET_SECTION, NULL);
  KirokuAsset asset = { .name = (char *) "FS01", .type = KIROKU_ASSET_SERVER, .tlp = KIROKU_TLP_NONE };
  GtkWidget *button, *form;

  kiroku_test_book_append (fixture->book, kiroku_draft_asset_set (&asset, NULL, NULL));
  kiroku_test_wait_shown (section, "FS01");
  button = kiroku_test_get (section, GTK_TYPE_MENU_BUTTON, "Change");
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  form = kiroku_test_get (button, KIROKU_TYPE_ASSET_FORM, NULL);
  asset.owner = (char *) "Mori";
  kiroku_test_book_append (fixture->book, kiroku_draft_asset_set (&asset, NULL, NULL));
  kiroku_test_wait_shown (form, "Somebody changed this meanwhile");
  kiroku_test_press (form, "Record");
  kiroku_test_book_catch_up (fixture->book);
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "asset.set"), ==, 2);
  kiroku_test_press (form, "Cancel");
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  form = kiroku_test_get (button, KIROKU_TYPE_ASSET_FORM, NULL);
  kiroku_test_press (form, "Record");
  kiroku_test_book_wait (fixture->book, "asset.set", 3);
  g_assert_cmpstr (kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "asset.set"), "owner"), ==,
                   "Mori");
}

/* As a package does that withholds it. */
static void
withhold (Fixture *fixture, const char *field)
{
  g_autoptr (GError) error = NULL;
  KirokuStore *store = kiroku_book_get_store (fixture->book->book);
  g_autoptr (KirokuDb) db = kiroku_db_open (kiroku_store_get_path (store), TRUE, &error);

  g_assert_no_error (error);
  kiroku_db_exec (db, &error, "DROP TRIGGER field_no_delete");
  g_assert_no_error (error);
  kiroku_db_exec (db, &error, "DELETE FROM field WHERE name = :{name:s}", field);
  g_assert_no_error (error);
  kiroku_test_book_catch_up (fixture->book);
}

/* What is withheld is not said to be nothing by whoever changes the rest. */
static void
test_withheld (Fixture *fixture, gconstpointer data)
{
  const GType forms[] = { KIROKU_TYPE_ASSET_FORM, KIROKU_TYPE_INDICATOR_FORM };
  KirokuAsset asset = { .name = (char *) "FS01", .note = (char *) "secret", .tlp = KIROKU_TLP_NONE };
  KirokuIndicator indicator = { .type = KIROKU_INDICATOR_DOMAIN,
                                .value = (char *) "evil.example.com",
                                .note = (char *) "secret",
                                .tlp = KIROKU_TLP_NONE };

  kiroku_test_book_append (fixture->book, kiroku_draft_asset_set (&asset, NULL, NULL));
  kiroku_test_book_append (fixture->book, kiroku_draft_indicator_set (&indicator, NULL, NULL, NULL));
  withhold (fixture, "note");
  kiroku_test_wait_shown (fixture->page, "part of it is withheld");
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      GtkWidget *section = kiroku_test_get (
          fixture->page, i == 0 ? KIROKU_TYPE_ASSET_SECTION : KIROKU_TYPE_INDICATOR_SECTION, NULL);
      GtkWidget *button = kiroku_test_get (section, GTK_TYPE_MENU_BUTTON, "Change");
      GtkWidget *form;

      gtk_menu_button_popup (GTK_MENU_BUTTON (button));
      form = kiroku_test_get (button, forms[i], NULL);
      kiroku_test_press (form, "Record");
      kiroku_test_wait_shown (form, "Part of what was said of it is withheld");
      kiroku_test_press (form, "Cancel");
    }
  kiroku_test_book_catch_up (fixture->book);
  g_assert_cmpuint (fixture->book->entries->len, ==, 2);
}

/* Typed while the one before is on its way. */
static void
test_indicator_next (Fixture *fixture, gconstpointer data)
{
  GtkWidget *section = kiroku_test_get (fixture->page, KIROKU_TYPE_INDICATOR_SECTION, NULL);
  GtkWidget *entry = kiroku_test_get (section, ADW_TYPE_ENTRY_ROW, NULL);

  gtk_editable_set_text (GTK_EDITABLE (entry), "evil.example.com");
  g_signal_emit_by_name (entry, "entry-activated");
  gtk_editable_set_text (GTK_EDITABLE (entry), "203.0.113.9");
  kiroku_test_book_wait (fixture->book, "indicator.set", 1);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "203.0.113.9");
}

static gboolean
has_window (gpointer wanted)
{
  GListModel *windows = gtk_window_get_toplevels ();
  gboolean found = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      found |= GTK_IS_FILE_CHOOSER (window) && gtk_widget_get_visible (window);
    }
  return found == GPOINTER_TO_INT (wanted);
}

/* What is asked for one case is not answered for another. */
static void
test_choosers_left (Fixture *fixture, gconstpointer data)
{
  const char *const buttons[] = { "Add Evidence…", "Save List as PDF…", "Save to Share…" };

  take_in (fixture, "a.log", "a");
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      kiroku_test_wait_shown (fixture->page, "a.log");
      kiroku_test_press (fixture->page, buttons[i]);
      kiroku_test_wait (has_window, GINT_TO_POINTER (TRUE), "the chooser");
      kiroku_evidence_page_set_model (KIROKU_EVIDENCE_PAGE (fixture->page), NULL);
      kiroku_test_wait (has_window, GINT_TO_POINTER (FALSE), "the chooser to go");
      kiroku_evidence_page_set_model (KIROKU_EVIDENCE_PAGE (fixture->page), fixture->book->model);
      kiroku_test_book_catch_up (fixture->book);
    }
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  take_in (fixture, "a.log", "a");
  kiroku_test_press (unfold (fixture), "Edit…");
  kiroku_test_assert_named (fixture->page);
}

#define ADD(path, func) g_test_add ("/ui/evidence/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  kiroku_test_init (&argc, &argv);
  ADD ("dropped-file-is-kept-and-recorded", test_drop);
  ADD ("dropped-network-file-is-read-without-a-path", test_network);
  ADD ("pasted-picture-is-kept-as-png", test_paste);
  ADD ("name-is-shown-safely", test_name);
  ADD ("what-is-known-is-asked-and-recorded", test_facts);
  ADD ("file-that-cannot-be-taken-in-stops-no-other", test_failure);
  ADD ("cancelled-intake-leaves-nothing", test_cancel);
  ADD ("check-finds-a-changed-file-and-says-so", test_check);
  ADD ("file-erased-by-law-is-said-to-be-and-not-checked", test_erased);
  ADD ("with-whom-it-may-be-shared-is-said-once", test_sharing);
  ADD ("hand-over-says-who-where-and-what-for", test_custody);
  ADD ("indicators-in-a-text-are-offered-not-taken", test_offer);
  ADD ("indicator-is-shown-and-copied-harmless", test_indicator);
  ADD ("sheet-to-share-is-for-the-circle-that-was-chosen", test_share);
  ADD ("indicators-are-shared-as-a-table-too", test_share_table);
  ADD ("asset-is-added", test_asset);
  ADD ("asset-changed-meanwhile-is-not-written-over", test_asset_changed);
  ADD ("what-is-withheld-of-a-thing-is-not-said-anew", test_withheld);
  ADD ("indicator-typed-while-one-is-recorded-stays", test_indicator_next);
  ADD ("choosers-go-with-their-case", test_choosers_left);
  ADD ("controls-have-names", test_names);
  return g_test_run ();
}
