/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-desks.h"
#include "kiroku-call-form.h"
#include "kiroku-contact-address.h"
#include "kiroku-contact-card.h"
#include "kiroku-contacts-page.h"
#include "kiroku-desk-form.h"
#include "kiroku-paper-saver.h"
#include "kiroku-source-chip.h"
#include "kiroku-test-book.h"
#include "kiroku-watch.h"

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
  fixture->page = kiroku_contacts_page_new ();
  kiroku_contacts_page_set_model (KIROKU_CONTACTS_PAGE (fixture->page), fixture->book->model);
  fixture->window = kiroku_test_window (fixture->page, 740, 700);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_close (fixture->window, fixture->page);
  kiroku_test_book_free (fixture->book);
}

static KirokuPack *
get_pack (Fixture *fixture)
{
  return kiroku_book_get_pack (fixture->book->book);
}

static gboolean
is_card (GtkWidget *widget, gconstpointer data)
{
  return KIROKU_IS_CONTACT_CARD (widget) && gtk_widget_get_child_visible (widget);
}

static GPtrArray *
get_cards (Fixture *fixture)
{
  return kiroku_test_find_all (fixture->page, is_card, NULL);
}

static KirokuContactCard *
get_card (Fixture *fixture, const char *id)
{
  g_autoptr (GPtrArray) cards = get_cards (fixture);

  for (guint i = 0; i < cards->len; i++)
    if (g_str_equal (kiroku_contact_card_get_contact (cards->pdata[i])->item.id, id))
      return cards->pdata[i];
  g_error ("There is no card of %s", id);
}

static void
choose (Fixture *fixture, const char *scope)
{
  GtkWidget *button = kiroku_test_get (fixture->page, GTK_TYPE_TOGGLE_BUTTON, scope);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  kiroku_test_settle ();
}

static void
test_scope (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) wanted
      = kiroku_contact_select (get_pack (fixture), "ransomware", KIROKU_PHASE_DETECT);
  g_autoptr (GPtrArray) of_phase = get_cards (fixture);
  g_autoptr (GPtrArray) of_type = NULL;
  g_autoptr (GPtrArray) all = NULL;

  g_assert_cmpuint (of_phase->len, ==, wanted->len);
  choose (fixture, "This type");
  of_type = get_cards (fixture);
  choose (fixture, "All");
  all = get_cards (fixture);
  g_assert_cmpuint (of_type->len, >, wanted->len);
  g_assert_cmpuint (all->len, ==, kiroku_pack_get_contacts (get_pack (fixture))->len);
  for (guint i = 0; i < wanted->len; i++)
    g_assert_true (kiroku_contact_card_get_contact (all->pdata[i]) == wanted->pdata[i]);
}

static gboolean
says_hours (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_visible (widget)
         && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
}

static guint
count_hours (KirokuContactCard *card, const char *text)
{
  g_autoptr (GPtrArray) found = kiroku_test_find_all (GTK_WIDGET (card), says_hours, text);

  return found->len;
}

/* What "open now" rests on. */
static gboolean
is_chip_beside (KirokuContactCard *card)
{
  GtkWidget *box = kiroku_test_get_id (card, "hours_box");

  return kiroku_test_find (box, KIROKU_TYPE_SOURCE_CHIP, NULL) != NULL;
}

static void
test_hours (Fixture *fixture, gconstpointer data)
{
  /* Tuesday, 2026-11-24 10:00 in Tokyo */
  const gint64 morning = G_GINT64_CONSTANT (1795482000) * G_USEC_PER_SEC;
  KirokuContactCard *card;

  choose (fixture, "All");
  card = get_card (fixture, "mpd_cyber");
  kiroku_contact_card_show_hours (card, morning);
  g_assert_cmpuint (count_hours (card, "●  Open now, until 17:15"), ==, 1);
  kiroku_contact_card_show_hours (card, morning + 8 * G_TIME_SPAN_HOUR);
  g_assert_cmpuint (count_hours (card, "○  Closed now; opens 2026-11-25 08:30"), ==, 1);
  g_assert_true (is_chip_beside (card));
  card = get_card (fixture, "jpcert_ir");
  kiroku_contact_card_show_hours (card, morning);
  g_assert_cmpuint (count_hours (card, " now"), ==, 0);
}

/* Everything that acts or can be taken out of the window. */
static gboolean
offers (GtkWidget *widget, gconstpointer number)
{
  if (GTK_IS_LINK_BUTTON (widget))
    return strstr (gtk_link_button_get_uri (GTK_LINK_BUTTON (widget)), number) != NULL;
  if (GTK_IS_BUTTON (widget) || GTK_IS_DROP_DOWN (widget))
    return gtk_widget_get_tooltip_text (widget) != NULL
           && strstr (gtk_widget_get_tooltip_text (widget), number) != NULL;
  return GTK_IS_LABEL (widget) && gtk_label_get_selectable (GTK_LABEL (widget))
         && strstr (gtk_label_get_text (GTK_LABEL (widget)), number) != NULL;
}

static guint
count_offers (GtkWidget *root, const char *number)
{
  g_autoptr (GPtrArray) found = kiroku_test_find_all (root, offers, number);

  return found->len;
}

/* What stands behind "More" is shown from now on. */
static void
open_more (KirokuContactCard *card)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (kiroku_test_get_id (card, "more")), TRUE);
  kiroku_test_settle ();
}

static guint
check_numbers (KirokuContactCard *card)
{
  const KirokuPackContact *contact = kiroku_contact_card_get_contact (card);
  guint n_past = 0;

  open_more (card);
  for (guint i = 0; i < contact->phones->len; i++)
    {
      const KirokuPackPhone *phone = contact->phones->pdata[i];

      if (phone->status == KIROKU_NUMBER_CURRENT)
        {
          g_assert_cmpuint (count_offers (GTK_WIDGET (card), phone->item.id), >=, 3);
          continue;
        }
      g_assert_cmpuint (count_offers (GTK_WIDGET (card), phone->item.id), ==, 0);
      g_assert_true (kiroku_test_shows (GTK_WIDGET (card), phone->item.id));
      n_past++;
    }
  return n_past;
}

/* It is said that it was one, and that is all. */
static void
test_superseded (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) cards = NULL;
  guint n_past = 0;

  choose (fixture, "All");
  cards = get_cards (fixture);
  for (guint i = 0; i < cards->len; i++)
    n_past += check_numbers (cards->pdata[i]);
  g_assert_cmpuint (n_past, ==, 5);
}

/* Nor does the form for a call offer one. */
static void
test_form_numbers (Fixture *fixture, gconstpointer data)
{
  GtkWidget *card = GTK_WIDGET (get_card (fixture, "jpcert_ir"));
  GtkWidget *form;
  GListModel *numbers;

  g_signal_emit_by_name (kiroku_test_get (card, GTK_TYPE_BUTTON, "Log this call"), "clicked");
  form = kiroku_test_get (card, KIROKU_TYPE_CALL_FORM, NULL);
  numbers = gtk_drop_down_get_model (GTK_DROP_DOWN (kiroku_test_get_id (form, "number")));
  g_assert_cmpuint (g_list_model_get_n_items (numbers), ==, 1);
  g_assert_cmpstr (gtk_string_list_get_string (GTK_STRING_LIST (numbers), 0), ==, "03-6271-8901");
}

static gpointer
get_part (GtkWidget *form, const char *name)
{
  return kiroku_test_get_id (form, name);
}

static GtkWidget *
open_form (KirokuContactCard *card)
{
  g_signal_emit_by_name (kiroku_test_get (GTK_WIDGET (card), GTK_TYPE_BUTTON, "Log this call"),
                         "clicked");
  return kiroku_test_get (GTK_WIDGET (card), KIROKU_TYPE_CALL_FORM, NULL);
}

static void
test_log (Fixture *fixture, gconstpointer data)
{
  KirokuContactCard *card = get_card (fixture, "jpcert_ir");
  GtkWidget *form = open_form (card);
  const KirokuEntry *entry;

  gtk_editable_set_text (get_part (form, "person"), "Tanaka");
  gtk_editable_set_text (get_part (form, "time"), "09:30");
  kiroku_test_enter (get_part (form, "outcome"), "They ring back at noon");
  kiroku_test_book_wait (fixture->book, "contact.told", 1);
  entry = kiroku_test_book_last (fixture->book, "contact.told");
  g_assert_cmpstr (kiroku_entry_get_text (entry, "contact"), ==, "jpcert_ir");
  g_assert_cmpstr (kiroku_entry_get_text (entry, "by"), ==, "phone");
  g_assert_cmpstr (kiroku_entry_get_text (entry, "number"), ==, "03-6271-8901");
  g_assert_cmpstr (kiroku_entry_get_text (entry, "person"), ==, "Tanaka");
  g_assert_cmpstr (kiroku_entry_get_text (entry, "outcome"), ==, "They ring back at noon");
  g_assert_cmpint (kiroku_entry_get_time (entry), ==,
                   KIROKU_TEST_BOOK_START - 30 * G_TIME_SPAN_MINUTE);
  g_assert_true (kiroku_test_shows (GTK_WIDGET (card), "Tanaka"));
  g_assert_true (kiroku_test_shows (GTK_WIDGET (card), "2026-11-21 09:30"));
  g_assert_cmpstr (gtk_editable_get_text (get_part (form, "person")), ==, "");
}

static gboolean
is_taken_out (gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GPtrArray) wanted
      = kiroku_contact_select (get_pack (fixture), "ransomware", KIROKU_PHASE_RECOVERY);
  g_autoptr (GPtrArray) cards = get_cards (fixture);

  return cards->len == wanted->len + 1
         && kiroku_contact_card_get_contact (cards->pdata[0]) == wanted->pdata[0];
}

/* A desk that is for the phase of @now, and not for the one of @then. (transfer none) */
static const char *
find_leaving (Fixture *fixture, KirokuPhase now, KirokuPhase then)
{
  g_autoptr (GPtrArray) here = kiroku_contact_select (get_pack (fixture), "ransomware", now);
  g_autoptr (GPtrArray) there = kiroku_contact_select (get_pack (fixture), "ransomware", then);

  for (guint i = 0; i < here->len; i++)
    if (!g_ptr_array_find (there, here->pdata[i], NULL))
      return ((KirokuPackContact *) here->pdata[i])->item.id;
  g_error ("Each desk of the one phase is one of the other");
}

/* A colleague goes on to the next phase while somebody is on the telephone. */
static void
test_phase_changes (Fixture *fixture, gconstpointer data)
{
  const char *id = find_leaving (fixture, KIROKU_PHASE_DETECT, KIROKU_PHASE_RECOVERY);
  KirokuContactCard *card = get_card (fixture, id);
  GtkWidget *form = open_form (card);
  GtkWidget *person = get_part (form, "person");

  gtk_widget_grab_focus (person);
  gtk_editable_set_text (GTK_EDITABLE (person), "Tan");
  kiroku_test_book_append (fixture->book, kiroku_draft_phase (KIROKU_PHASE_RECOVERY, NULL, NULL, NULL));
  kiroku_test_wait (is_taken_out, fixture, "the desks of the other phase");
  g_assert_true (get_card (fixture, id) == card);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (person)), ==, "Tan");
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (fixture->window), person));
}

/* By mail there is no number. */
static void
test_log_mail (Fixture *fixture, gconstpointer data)
{
  GtkWidget *form = open_form (get_card (fixture, "jpcert_ir"));
  const KirokuEntry *entry;

  gtk_drop_down_set_selected (get_part (form, "means"), KIROKU_MEANS_MAIL);
  kiroku_test_enter (get_part (form, "outcome"), "Sent");
  kiroku_test_book_wait (fixture->book, "contact.told", 1);
  entry = kiroku_test_book_last (fixture->book, "contact.told");
  g_assert_cmpstr (kiroku_entry_get_text (entry, "by"), ==, "mail");
  g_assert_null (kiroku_entry_get_text (entry, "number"));
}

/* Somebody goes on elsewhere while the entry is on its way. */
static void
test_focus (Fixture *fixture, gconstpointer data)
{
  GtkWidget *form = open_form (get_card (fixture, "jpcert_ir"));
  GtkWidget *search = kiroku_test_get (fixture->page, GTK_TYPE_SEARCH_ENTRY, NULL);

  kiroku_test_enter (get_part (form, "outcome"), "Sent");
  gtk_widget_grab_focus (search);
  kiroku_test_book_wait (fixture->book, "contact.told", 1);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (fixture->window), search));
}

static gboolean
can_save (gpointer form)
{
  return gtk_widget_get_sensitive (get_part (form, "save"));
}

static void
test_failure (Fixture *fixture, gconstpointer data)
{
  GtkWidget *form = open_form (get_card (fixture, "jpcert_ir"));

  gtk_editable_set_text (get_part (form, "time"), "25:99");
  kiroku_test_enter (get_part (form, "outcome"), "They ring back");
  kiroku_test_settle ();
  g_assert_true (gtk_widget_get_visible (get_part (form, "error")));

  gtk_editable_set_text (get_part (form, "time"), "");
  kiroku_test_book_break (fixture->book);
  kiroku_test_enter (get_part (form, "outcome"), "They ring back");
  kiroku_test_wait (can_save, form, "the refusal");
  g_assert_nonnull (strstr (gtk_label_get_text (get_part (form, "error")), "refused by the test"));
  g_assert_cmpstr (gtk_editable_get_text (get_part (form, "outcome")), ==, "They ring back");
  g_assert_cmpuint (fixture->book->entries->len, ==, 0);
}

static guint
count_visible (Fixture *fixture)
{
  g_autoptr (GPtrArray) cards = get_cards (fixture);

  return cards->len;
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  GtkWidget *search = kiroku_test_get (fixture->page, GTK_TYPE_SEARCH_ENTRY, NULL);

  choose (fixture, "All");
  gtk_editable_set_text (GTK_EDITABLE (search), "6271-8901");
  g_signal_emit_by_name (search, "search-changed");
  g_assert_cmpuint (count_visible (fixture), >=, 1);
  get_card (fixture, "jpcert_ir");

  /* A number that is no longer one leads nowhere. */
  gtk_editable_set_text (GTK_EDITABLE (search), "03-3518-2177");
  g_signal_emit_by_name (search, "search-changed");
  g_assert_cmpuint (count_visible (fixture), ==, 0);
  gtk_editable_set_text (GTK_EDITABLE (search), "JPCERT");
  g_signal_emit_by_name (search, "search-changed");
  get_card (fixture, "jpcert_ir");
}

static void
test_own (Fixture *fixture, gconstpointer data)
{
  KirokuContactCard *card = get_card (fixture, "internal_irlead");
  GtkWidget *form = open_form (card);

  g_assert_true (kiroku_test_shows (GTK_WIDGET (card), "Your own number is to be filled in"));
  gtk_editable_set_text (get_part (form, "typed_number"), "1234");
  kiroku_test_enter (get_part (form, "person"), "Mori");
  kiroku_test_book_wait (fixture->book, "contact.told", 1);
  g_assert_cmpstr (
      kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "contact.told"), "number"), ==,
      "1234");
}

static gboolean
is_unconfirmed (GtkWidget *widget, gconstpointer data)
{
  return gtk_widget_has_css_class (widget, "unconfirmed");
}

static void
test_confidence (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) cards = NULL;

  choose (fixture, "All");
  cards = get_cards (fixture);
  for (guint i = 0; i < cards->len; i++)
    {
      const KirokuPackContact *contact = kiroku_contact_card_get_contact (cards->pdata[i]);
      g_autoptr (GPtrArray) marks = kiroku_test_find_all (cards->pdata[i], is_unconfirmed, NULL);

      if (kiroku_confidence_is_shown (contact->item.confidence))
        g_assert_cmpuint (marks->len, >=, 1);
    }
}

static gboolean
is_saved (gpointer page)
{
  return kiroku_test_shows (page, "Saved as sheet.pdf");
}

/* What pdftotext reads of @path. (transfer full) */
static char *
read_pdf (const char *path)
{
  const char *const argv[] = { "pdftotext", "-raw", path, "-", NULL };
  g_autoptr (GError) error = NULL;
  char *text;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL,
                &error);
  g_assert_no_error (error);
  return text;
}

static char *
save_sheet (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "sheet.pdf", NULL);
  GtkWidget *saver = GTK_WIDGET (kiroku_test_get_id (fixture->page, "saver"));

  g_mkdir_with_parents (g_get_user_cache_dir (), 0700);
  kiroku_paper_saver_show_error (KIROKU_PAPER_SAVER (saver), NULL);
  g_signal_emit_by_name (saver, "chosen", path);
  kiroku_test_wait (is_saved, fixture->page, "the sheet");
  return read_pdf (path);
}

static void
test_sheet (Fixture *fixture, gconstpointer data)
{
  g_autofree char *program = g_find_program_in_path ("pdftotext");
  g_autofree char *of_phase = NULL;
  g_autofree char *of_type = NULL;

  if (program == NULL)
    {
      g_test_skip ("pdftotext is missing: apt-get install poppler-utils");
      return;
    }
  of_phase = save_sheet (fixture);
  choose (fixture, "This type");
  of_type = save_sheet (fixture);
  g_assert_nonnull (strstr (of_phase, "Desks of this phase"));
  g_assert_null (strstr (of_type, "Desks of this phase"));
  g_assert_nonnull (strstr (of_type, "03-5805-1731"));
}

/* The dialog of the toolkit, or of the desktop. (nullable) */
static GtkWidget *
find_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *at = windows; at != NULL; at = at->next)
    if (GTK_IS_DIALOG (at->data) && gtk_widget_get_mapped (at->data))
      return at->data;
  return NULL;
}

static gboolean
is_dialog_open (gpointer data)
{
  return find_dialog () != NULL;
}

static gboolean
can_print (gpointer button)
{
  return gtk_widget_get_sensitive (button);
}

/* Nothing is asked twice at a time, and nothing is said of what was not printed. */
static void
test_print (Fixture *fixture, gconstpointer data)
{
  GtkWidget *button = kiroku_test_get (fixture->page, GTK_TYPE_BUTTON, "Print…");

  kiroku_test_press (fixture->page, "Print…");
  g_assert_false (can_print (button));
  kiroku_test_wait (is_dialog_open, NULL, "the dialog");
  g_assert_false (can_print (button));
  gtk_dialog_response (GTK_DIALOG (find_dialog ()), GTK_RESPONSE_CANCEL);
  kiroku_test_wait (can_print, button, "the end of the dialog");
  g_assert_false (kiroku_test_shows (fixture->page, "Printed."));
}

/* A call that was recorded wrongly, and what holds instead. */
static void
record_calls (Fixture *fixture)
{
  const KirokuTelling telling = { .contact = "mpd_cyber",
                                  .name = "Cyber desk",
                                  .means = KIROKU_MEANS_PHONE,
                                  .number = "03-5805-1731",
                                  .person = "Sato",
                                  .outcome = "They asked for the disks" };
  KirokuTelling anew = telling;
  KirokuDraft *draft;

  kiroku_test_book_append (fixture->book, kiroku_contact_draft_told (&telling));
  anew.outcome = "They asked for the logs";
  draft = kiroku_contact_draft_told (&anew);
  kiroku_draft_restate (draft, kiroku_test_book_last (fixture->book, "contact.told"), "Misheard");
  kiroku_test_book_append (fixture->book, draft);
}

static gboolean
is_struck (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "struck")
         && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
}

static guint
count_struck (Fixture *fixture, const char *text)
{
  g_autoptr (GPtrArray) found = kiroku_test_find_all (fixture->page, is_struck, text);

  return found->len;
}

static void
test_told (Fixture *fixture, gconstpointer data)
{
  choose (fixture, "Who was told");
  kiroku_test_wait_shown (fixture->page, "Nobody was told yet");
  record_calls (fixture);
  kiroku_test_wait_shown (fixture->page, "corrected because: Misheard");
  g_assert_true (kiroku_test_shows (fixture->page, "They asked for the logs"));
  g_assert_true (kiroku_test_shows (fixture->page, "Telephone · 03-5805-1731 · Sato"));
  g_assert_cmpuint (count_struck (fixture, "They asked for the disks"), ==, 1);
  g_assert_cmpuint (count_struck (fixture, "They asked for the logs"), ==, 0);
  choose (fixture, "This phase");
  g_assert_false (gtk_widget_get_visible (kiroku_test_get_id (fixture->page, "told")));
}

/* --- What the organisation itself knows --- */

static void
test_checked (Fixture *fixture, gconstpointer data)
{
  GtkWidget *card;

  choose (fixture, "All");
  card = GTK_WIDGET (get_card (fixture, "mpd_cyber"));
  kiroku_test_press (card, "Checked today");
  kiroku_test_wait_shown (card, "checked on ");
}

static void
test_wrong (Fixture *fixture, gconstpointer data)
{
  GtkWidget *card, *entry;

  choose (fixture, "All");
  card = GTK_WIDGET (get_card (fixture, "mpd_cyber"));
  kiroku_test_press (card, "Was wrong");
  kiroku_test_wait_shown (card, "not right since ");
  g_assert_cmpuint (count_offers (card, "03-5805-1731"), ==, 0);
  entry = kiroku_test_get (card, GTK_TYPE_ENTRY, NULL);
  kiroku_test_enter (entry, "03-0000-5555");
  kiroku_test_wait_seen (card, GTK_TYPE_LABEL, "03-0000-5555");
  open_more (KIROKU_CONTACT_CARD (card));
  g_assert_cmpuint (count_offers (card, "03-0000-5555"), >=, 3);
  g_assert_cmpuint (count_struck (fixture, "03-5805-1731"), ==, 1);
}

/* Somebody finds while the call is written down that the number is another. */
static void
test_wrong_while_logging (Fixture *fixture, gconstpointer data)
{
  GtkWidget *card, *form;
  const KirokuEntry *entry;

  choose (fixture, "All");
  card = GTK_WIDGET (get_card (fixture, "mpd_cyber"));
  form = open_form (KIROKU_CONTACT_CARD (card));
  gtk_editable_set_text (get_part (form, "person"), "Mori");
  kiroku_test_press (card, "Was wrong");
  kiroku_test_wait_shown (card, "not right since ");
  kiroku_test_enter (kiroku_test_get (card, GTK_TYPE_ENTRY, NULL), "03-0000-5555");
  kiroku_test_wait_seen (card, GTK_TYPE_LABEL, "03-0000-5555");
  kiroku_test_enter (get_part (form, "outcome"), "They ring back");
  kiroku_test_book_wait (fixture->book, "contact.told", 1);
  entry = kiroku_test_book_last (fixture->book, "contact.told");
  g_assert_cmpstr (kiroku_entry_get_text (entry, "number"), ==, "03-0000-5555");
  g_assert_cmpstr (kiroku_entry_get_text (entry, "person"), ==, "Mori");
}

/* When nobody says how old is too old, the age is told. */
static void
test_age (Fixture *fixture, gconstpointer data)
{
  KirokuDeskStatement *checked = kiroku_desk_statement_new (
      KIROKU_DESK_CHECK, "mpd_cyber", "Hanako", KIROKU_TEST_BOOK_START - 200 * G_TIME_SPAN_DAY);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  GtkWidget *card;

  kiroku_desk_statement_set (checked, KIROKU_DESK_NUMBER, "03-5805-1731");
  id = kiroku_book_state_desk (fixture->book->book, checked, &error);
  g_assert_no_error (error);
  choose (fixture, "All");
  card = GTK_WIDGET (get_card (fixture, "mpd_cyber"));
  kiroku_test_wait_shown (card, "Hanako · 200 days ago");
  kiroku_test_press (card, "Checked today");
  kiroku_test_wait_not_shown (card, "days ago");
  g_assert_true (kiroku_test_shows (card, "checked on 2026-11-21"));
}

/* Who is about to call reads the rest only when asked for. */
static void
test_first (Fixture *fixture, gconstpointer data)
{
  KirokuContactCard *card;

  choose (fixture, "All");
  card = get_card (fixture, "mpd_cyber");
  g_assert_true (kiroku_test_shows (GTK_WIDGET (card), "03-5805-1731"));
  g_assert_true (kiroku_test_shows (GTK_WIDGET (card), "Have ready"));
  g_assert_true (kiroku_test_shows (GTK_WIDGET (card), "Closed now"));
  g_assert_false (kiroku_test_shows (GTK_WIDGET (card), "Note  "));
  open_more (card);
  g_assert_true (kiroku_test_shows (GTK_WIDGET (card), "Note  "));
}

static gboolean
is_first (gpointer data)
{
  g_autoptr (GPtrArray) cards = get_cards (data);

  return cards->len > 0
         && g_str_equal (kiroku_contact_card_get_contact (cards->pdata[0])->item.id, "own.1");
}

static gboolean
is_entry (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_ENTRY (widget);
}

static GtkWidget *
get_entry (GtkWidget *form, guint i)
{
  g_autoptr (GPtrArray) entries = kiroku_test_find_all (form, is_entry, NULL);

  return g_ptr_array_index (entries, i);
}

static void
test_add (Fixture *fixture, gconstpointer data)
{
  GtkWidget *form;

  g_signal_emit_by_name (kiroku_test_get_id (fixture->page, "add"), "clicked");
  form = kiroku_test_get (fixture->page, KIROKU_TYPE_DESK_FORM, NULL);
  kiroku_small_form_set_text (get_entry (form, 0), "Mori");
  kiroku_small_form_set_text (get_entry (form, 5), "0:00-24:00");
  kiroku_test_enter (get_entry (form, 2), "06-0000-1111");
  kiroku_test_wait (is_first, fixture, "the own desk, before all others");
  g_assert_true (kiroku_test_shows (GTK_WIDGET (get_card (fixture, "own.1")), "1. Mori"));
  g_assert_cmpuint (count_hours (get_card (fixture, "own.1"), "●  Open now"), ==, 1);
  open_more (get_card (fixture, "own.1"));
  kiroku_test_press (GTK_WIDGET (get_card (fixture, "own.1")), "Remove");
  kiroku_test_wait_not_shown (fixture->page, "1. Mori");
}

/* Another program has its own idea of the file, as this one has. */
static void
state_elsewhere (Fixture *fixture, const char *name)
{
  g_autofree char *path
      = g_build_filename (kiroku_book_get_folder (fixture->book->book), "desks.jsonl", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuDesks) others = kiroku_desks_load (
      path, get_pack (fixture), kiroku_book_get_zone (fixture->book->book), &error);
  KirokuDeskStatement *statement = kiroku_desk_statement_new (
      KIROKU_DESK_SET, NULL, "Jiro", kiroku_book_get_now (fixture->book->book));
  g_autofree char *id = NULL;

  kiroku_desk_statement_set (statement, KIROKU_DESK_NAME, name);
  id = kiroku_desks_state (others, statement, &error);
  g_assert_no_error (error);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* And nothing is told where nothing was stated. */
static void
test_elsewhere (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuWatch) watch = kiroku_watch_new (fixture->book->book);
  guint n = 0;

  g_signal_connect_swapped (fixture->book->book, "desks-changed", G_CALLBACK (count_cb), &n);
  state_elsewhere (fixture, "Kimura");
  kiroku_watch_look (watch);
  kiroku_test_wait (is_first, fixture, "the desk that another program stated");
  g_assert_true (kiroku_test_shows (GTK_WIDGET (get_card (fixture, "own.1")), "1. Kimura"));
  kiroku_watch_look (watch);
  state_elsewhere (fixture, "Ueda");
  kiroku_test_wait_shown (fixture->page, "2. Ueda");
  g_assert_cmpuint (n, ==, 2);
  g_signal_handlers_disconnect_by_data (fixture->book->book, &n);
}

static void
test_uri (void)
{
  g_autofree char *plain = kiroku_contact_dup_tel_uri ("03-5805-1731");
  g_autofree char *hash = kiroku_contact_dup_tel_uri ("#9110");

  g_assert_cmpstr (plain, ==, "tel:03-5805-1731");
  g_assert_cmpstr (hash, ==, "tel:%239110");
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  open_form (get_card (fixture, "jpcert_ir"));
  kiroku_test_assert_named (fixture->page);
}

#define ADD(path, func) g_test_add ("/ui/contacts/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  kiroku_test_init (&argc, &argv);
  ADD ("type-and-phase-come-first", test_scope);
  ADD ("a-desk-says-whether-it-is-open-now", test_hours);
  ADD ("superseded-number-is-nowhere-offered", test_superseded);
  ADD ("form-offers-only-numbers-in-force", test_form_numbers);
  ADD ("log-this-call-writes-the-number", test_log);
  ADD ("mail-has-no-number", test_log_mail);
  ADD ("what-is-typed-outlives-the-phase", test_phase_changes);
  ADD ("keyboard-stays-where-it-went", test_focus);
  ADD ("failed-write-keeps-what-was-typed", test_failure);
  ADD ("search-finds-name-and-number", test_search);
  ADD ("own-desk-asks-for-its-number", test_own);
  ADD ("what-is-not-confirmed-is-marked", test_confidence);
  ADD ("call-sheet-is-of-what-the-page-shows", test_sheet);
  ADD ("who-was-told-shows-what-was-corrected-struck", test_told);
  ADD ("checked-today-is-one-click", test_checked);
  ADD ("a-check-of-long-ago-tells-its-age", test_age);
  ADD ("what-one-needs-to-call-comes-first-and-the-rest-when-asked-for", test_first);
  ADD ("wrong-number-is-struck-and-the-right-one-offered", test_wrong);
  ADD ("a-number-found-wrong-is-not-written-down-as-called", test_wrong_while_logging);
  ADD ("own-desk-is-added-before-all-others", test_add);
  ADD ("desks-that-another-program-states-are-seen", test_elsewhere);
  ADD ("print-opens-the-dialog", test_print);
  ADD ("controls-have-names", test_names);
  g_test_add_func ("/ui/contacts/number-sign-is-escaped", test_uri);
  return g_test_run ();
}
