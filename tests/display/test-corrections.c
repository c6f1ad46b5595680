/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls, changes of custody and filings are stated anew from the log, and stay legible as they were recorded. */
#include <string.h>

#include "kiroku-book-erase.h"
#include "kiroku-book-evidence.h"
#include "kiroku-call-form.h"
#include "kiroku-case-drafts.h"
#include "kiroku-contacts-page.h"
#include "kiroku-evidence-form.h"
#include "kiroku-evidence-page.h"
#include "kiroku-filing-popover.h"
#include "kiroku-filing.h"
#include "kiroku-log-page.h"
#include "kiroku-log-row.h"
#include "kiroku-notifications-page.h"
#include "kiroku-phase-popover.h"
#include "kiroku-test-book.h"
#include "kiroku-time-row.h"

/* 2026-11-20T14:05 +09:00. */
static const KirokuTime stated = { .us = G_GINT64_CONSTANT (1795151100000000),
                                   .offset = 540,
                                   .precision = KIROKU_PRECISION_MINUTE };

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
  fixture->page = kiroku_log_page_new ();
  kiroku_log_page_set_model (KIROKU_LOG_PAGE (fixture->page), fixture->book->model);
  fixture->window = kiroku_test_window (fixture->page, 740, 700);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_close (fixture->window, fixture->page);
  kiroku_test_book_free (fixture->book);
}

/* --- The three kinds --- */

/* One of them: how it is recorded, and what of it is wrong. */
typedef struct
{
  const char *kind;
  KirokuDraft *(*make) (Fixture *fixture);
  GType (*get_type) (void); /* of the form that corrects it */
  GtkWidget *(*get_field) (GtkWidget *form);
  const char *name; /* of the value that is wrong */
  const char *before, *after;
  const char *kept; /* another value */
} Kind;

static KirokuDraft *
make_call (Fixture *fixture)
{
  return kiroku_contact_draft_told (&(KirokuTelling){ .contact = "mpd_cyber",
                                                      .name = "Cyber desk",
                                                      .means = KIROKU_MEANS_PHONE,
                                                      .number = "03-0000-0000",
                                                      .person = "Satow",
                                                      .outcome = "Will ring back",
                                                      .occ = &stated });
}

/* (transfer full): its path */
static char *
put_file (Fixture *fixture, const char *name, const char *content)
{
  char *path = g_build_filename (fixture->book->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, content, -1, &error);
  g_assert_no_error (error);
  return path;
}

static KirokuDraft *
make_move (Fixture *fixture)
{
  const char *const fields[KIROKU_N_CUSTODY_FIELDS] = { "Hanako", "Tarow", "Safe 2", "Analysis" };
  g_autofree char *path = put_file (fixture, "disk.img", "x");
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) item = NULL;

  item = kiroku_book_take_evidence (fixture->book->book, fixture->book->case_id,
                                    &(KirokuTaking){ .path = path }, NULL, &error);
  g_assert_no_error (error);
  return kiroku_evidence_draft_move (item->hash, fields, &stated);
}

static KirokuDraft *
make_filing (Fixture *fixture)
{
  const KirokuFilingDetails details = { .form = "F01",
                                        .method = KIROKU_FILING_WEB,
                                        .to = "The Commission",
                                        .receipt = "A-1",
                                        .at = &stated };
  g_autoptr (GPtrArray) rules = g_ptr_array_new ();

  g_ptr_array_add (rules, (gpointer) "appi-preliminary");
  return kiroku_filing_draft_file (&details, NULL, "test", rules);
}

static GtkWidget *
get_person (GtkWidget *form)
{
  return kiroku_test_get_id (form, "person");
}

static GtkWidget *
get_receiver (GtkWidget *form)
{
  return GTK_WIDGET (
      kiroku_evidence_form_get_field (KIROKU_EVIDENCE_FORM (form), KIROKU_CUSTODY_TO));
}

static GtkWidget *
get_receipt (GtkWidget *form)
{
  return kiroku_test_get_id (form, "receipt");
}

static const Kind kinds[] = {
  { "contact.told", make_call, kiroku_call_form_get_type, get_person, "person", "Satow", "Saito",
    "Will ring back" },
  { "evidence.move", make_move, kiroku_evidence_form_get_type, get_receiver, "to", "Tarow", "Taro",
    "Safe 2" },
  { "form.file", make_filing, kiroku_filing_popover_get_type, get_receipt, "receipt", "A-1", "A-2",
    "The Commission" },
};

/* --- What is seen --- */

static gboolean
is_row (GtkWidget *widget, gconstpointer data)
{
  return KIROKU_IS_LOG_ROW (widget) && gtk_widget_get_mapped (widget)
         && kiroku_test_shows (widget, data);
}

/* The first row that shows @text; waits for it. */
static GtkWidget *
get_row (Fixture *fixture, const char *text)
{
  g_autoptr (GPtrArray) rows = NULL;

  kiroku_test_wait_shown (fixture->page, text);
  kiroku_test_settle ();
  rows = kiroku_test_find_all (fixture->page, is_row, text);
  g_assert_cmpuint (rows->len, >, 0);
  return g_ptr_array_index (rows, 0);
}

/* By the keyboard alone. */
static GtkWidget *
open_form (Fixture *fixture, const Kind *kind, const char *text)
{
  GtkWidget *pencil = kiroku_test_get_id (get_row (fixture, text), "correct");

  g_assert_true (gtk_widget_is_sensitive (pencil));
  g_assert_true (gtk_widget_grab_focus (pencil));
  kiroku_test_keys ("Return", NULL);
  return kiroku_test_wait_seen (fixture->page, kind->get_type (), NULL);
}

static void
write_entry (Fixture *fixture, const Kind *kind)
{
  kiroku_test_book_append (fixture->book, kind->make (fixture));
  kiroku_test_book_wait (fixture->book, kind->kind, 1);
}

/* On the smallest screen; with its shadow. */
static void
assert_in_window (Fixture *fixture, GtkWidget *popover)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (popover));
  int top = gdk_popup_get_position_y (GDK_POPUP (surface));

  g_assert_cmpint (top, >=, 0);
  g_assert_cmpint (top + gdk_surface_get_height (surface), <=,
                   gtk_widget_get_height (GTK_WIDGET (fixture->window)));
}

static gboolean
is_reason (GtkWidget *widget, gconstpointer data)
{
  return (GTK_IS_ENTRY (widget) || ADW_IS_ENTRY_ROW (widget)) && gtk_widget_get_mapped (widget);
}

/* It is asked for last. */
static GtkEditable *
get_reason (GtkWidget *form)
{
  g_autoptr (GPtrArray) entries = kiroku_test_find_all (form, is_reason, NULL);

  g_assert_cmpuint (entries->len, >, 2);
  return GTK_EDITABLE (g_ptr_array_index (entries, entries->len - 1));
}

static void
type (gpointer field, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (field), text);
}

static const char *
get_typed (gpointer field)
{
  return gtk_editable_get_text (GTK_EDITABLE (field));
}

static void
save (GtkWidget *form)
{
  kiroku_test_press (form, "Record the Correction");
}

/* --- The promises --- */

static void
check_entry (Fixture *fixture, const Kind *kind, const KirokuEntry *first)
{
  const KirokuEntry *entry = kiroku_test_book_last (fixture->book, kind->kind);

  g_assert_cmpstr (kiroku_entry_get_ref (entry, "corrects"), ==, first->hash);
  g_assert_cmpstr (kiroku_entry_get_text (entry, "reason"), ==, "a slip");
  g_assert_cmpstr (kiroku_entry_get_text (entry, kind->name), ==, kind->after);
  g_assert_cmpstr (kiroku_entry_get_text (entry, "rule"), ==,
                   kiroku_entry_get_text (first, "rule"));
  g_assert_cmpstr (kiroku_entry_get_ref (entry, "evidence"), ==,
                   kiroku_entry_get_ref (first, "evidence"));
  g_assert_cmpint (kiroku_entry_get_time (entry), ==, stated.us);
  g_assert_cmpint (entry->occ.precision, ==, KIROKU_PRECISION_MINUTE);
}

/* Nothing is recorded that says the same, or does not say why. */
static void
test_correct (Fixture *fixture, gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (KirokuEntry) first = NULL;
  GtkWidget *form, *row;

  write_entry (fixture, kind);
  first = kiroku_entry_ref ((KirokuEntry *) kiroku_test_book_last (fixture->book, kind->kind));
  form = open_form (fixture, kind, kind->before);
  kiroku_test_assert_named (form);
  g_assert_cmpstr (get_typed (kind->get_field (form)), ==, kind->before);
  save (form);
  g_assert_true (kiroku_test_shows (form, "still says the same"));
  type (kind->get_field (form), kind->after);
  save (form);
  g_assert_true (kiroku_test_shows (form, "Say why"));
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, kind->kind), ==, 1);

  type (get_reason (form), "a slip");
  save (form);
  kiroku_test_book_wait (fixture->book, kind->kind, 2);
  kiroku_test_wait_gone (fixture->page, kind->get_type ());
  check_entry (fixture, kind, first);
  row = get_row (fixture, "Corrected by Sato Hanako: a slip");
  g_assert_true (kiroku_test_shows (row, kind->before));
  g_assert_true (kiroku_test_shows (row, kind->after));
  g_assert_true (kiroku_test_shows (row, kind->kept));
}

/* What a correction says is corrected as well, and what was left empty is not said any more. */
static void
test_again (Fixture *fixture, gconstpointer data)
{
  const Kind *kind = &kinds[0];
  const KirokuEntry *entry;
  GtkWidget *form;

  write_entry (fixture, kind);
  form = open_form (fixture, kind, kind->before);
  type (kind->get_field (form), kind->after);
  type (get_reason (form), "a slip");
  save (form);
  kiroku_test_book_wait (fixture->book, kind->kind, 2);
  kiroku_test_wait_gone (fixture->page, kind->get_type ());

  form = open_form (fixture, kind, "Corrected by");
  g_assert_cmpstr (get_typed (kind->get_field (form)), ==, kind->after);
  type (kind->get_field (form), "");
  gtk_drop_down_set_selected (kiroku_test_get_id (form, "means"), KIROKU_MEANS_MAIL);
  type (kiroku_test_get_id (form, "time"), "2026-11-20 13:05");
  type (get_reason (form), "it was a mail");
  save (form);
  kiroku_test_book_wait (fixture->book, kind->kind, 3);
  entry = kiroku_test_book_last (fixture->book, kind->kind);
  g_assert_null (kiroku_entry_get_text (entry, "person"));
  g_assert_null (kiroku_entry_get_text (entry, "number"));
  g_assert_cmpstr (kiroku_entry_get_text (entry, "by"), ==, "mail");
  g_assert_cmpint (kiroku_entry_get_time (entry), ==, stated.us - G_TIME_SPAN_HOUR);
}

/* --- Another desk, another number --- */

static GPtrArray *
get_desks (Fixture *fixture)
{
  return kiroku_pack_get_contacts (kiroku_book_get_pack (fixture->book->book));
}

/* The first desk but that of make_call(), with or without a number in force: its place. */
static guint
find_desk (Fixture *fixture, gboolean with_number)
{
  GPtrArray *desks = get_desks (fixture);

  for (guint i = 0; i < desks->len; i++)
    {
      const KirokuPackContact *desk = g_ptr_array_index (desks, i);

      if (!g_str_equal (desk->item.id, "mpd_cyber")
          && (kiroku_contact_get_number (desk) != NULL) == with_number)
        return i;
    }
  g_assert_not_reached ();
}

/* @draft: (transfer full): a call with Satow. */
static GtkWidget *
open_call (Fixture *fixture, KirokuDraft *draft)
{
  kiroku_test_book_append (fixture->book, draft);
  kiroku_test_book_wait (fixture->book, "contact.told", 1);
  return open_form (fixture, &kinds[0], "Satow");
}

/* The correction, once it is recorded. (transfer none) */
static const KirokuEntry *
correct_call (Fixture *fixture, GtkWidget *form)
{
  guint n = kiroku_test_book_count (fixture->book, "contact.told");

  type (get_reason (form), "a slip");
  save (form);
  kiroku_test_book_wait (fixture->book, "contact.told", n + 1);
  kiroku_test_wait_gone (fixture->page, KIROKU_TYPE_CALL_FORM);
  return kiroku_test_book_last (fixture->book, "contact.told");
}

/* A call was to another desk: the name and the number are that desk's. */
static void
test_desk (Fixture *fixture, gconstpointer data)
{
  guint place = find_desk (fixture, TRUE);
  const KirokuPackContact *other = g_ptr_array_index (get_desks (fixture), place);
  GtkWidget *form = open_call (fixture, make_call (fixture));
  const KirokuEntry *entry;

  gtk_drop_down_set_selected (kiroku_test_get_id (form, "desk"), place);
  entry = correct_call (fixture, form);
  g_assert_cmpstr (kiroku_entry_get_text (entry, "contact"), ==, other->item.id);
  g_assert_cmpstr (kiroku_entry_get_text (entry, "name"), ==, kiroku_pack_text (other->name, "en"));
  g_assert_cmpstr (kiroku_entry_get_text (entry, "number"), ==,
                   kiroku_contact_get_number (other)->item.id);
  g_assert_cmpstr (kiroku_entry_get_text (entry, "person"), ==, "Satow");
}

static void
test_desk_without_number (Fixture *fixture, gconstpointer data)
{
  GtkWidget *form = open_call (fixture, make_call (fixture));

  gtk_drop_down_set_selected (kiroku_test_get_id (form, "desk"), find_desk (fixture, FALSE));
  g_assert_null (kiroku_entry_get_text (correct_call (fixture, form), "number"));
}

/* Who looks at other desks and comes back has changed nothing. */
static void
test_desk_and_back (Fixture *fixture, gconstpointer data)
{
  GtkWidget *form = open_call (fixture, make_call (fixture));
  GtkDropDown *desk = kiroku_test_get_id (form, "desk");
  guint own = gtk_drop_down_get_selected (desk);

  gtk_drop_down_set_selected (desk, find_desk (fixture, TRUE));
  gtk_drop_down_set_selected (desk, find_desk (fixture, FALSE));
  gtk_drop_down_set_selected (desk, own);
  type (get_reason (form), "a slip");
  save (form);
  g_assert_true (kiroku_test_shows (form, "still says the same"));
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "contact.told"), ==, 1);
}

static gboolean
holds_text (gpointer field)
{
  return *get_typed (field) != '\0';
}

/* The number of a desk of one's own was typed: it is typed anew, or cleared. */
static void
test_number (Fixture *fixture, gconstpointer data)
{
  KirokuDraft *draft = kiroku_contact_draft_told (&(KirokuTelling){ .contact = "internal_irlead",
                                                                    .name = "Lead",
                                                                    .means = KIROKU_MEANS_PHONE,
                                                                    .number = "03-1111-1111",
                                                                    .person = "Satow",
                                                                    .occ = &stated });
  GtkWidget *form = open_call (fixture, draft);
  GtkWidget *number = kiroku_test_get_id (form, "typed_number");

  g_assert_true (gtk_widget_get_mapped (number));
  g_assert_cmpstr (get_typed (number), ==, "03-1111-1111");
  type (number, "03-2222-2222");
  g_assert_cmpstr (kiroku_entry_get_text (correct_call (fixture, form), "number"), ==,
                   "03-2222-2222");

  form = open_form (fixture, &kinds[0], "Corrected by");
  number = kiroku_test_get_id (form, "typed_number");
  kiroku_test_wait (holds_text, number, "the number to be shown");
  g_assert_cmpstr (get_typed (number), ==, "03-2222-2222");
  type (number, "");
  g_assert_null (kiroku_entry_get_text (correct_call (fixture, form), "number"));
}

/* (transfer full): How they were told was withheld. */
static KirokuDraft *
make_call_by_withheld (void)
{
  KirokuDraft *draft = kiroku_draft_new ("contact.told");

  kiroku_draft_set_text (draft, "contact", "mpd_cyber");
  kiroku_draft_set_text (draft, "name", "Cyber desk");
  kiroku_draft_set_text (draft, "number", "03-0000-0000");
  kiroku_draft_set_text (draft, "person", "Satow");
  kiroku_draft_set_occ (draft, &stated);
  return draft;
}

static void
test_number_kept (Fixture *fixture, gconstpointer data)
{
  GtkWidget *form = open_call (fixture, make_call_by_withheld ());
  const KirokuEntry *entry;

  type (get_person (form), "Saito");
  entry = correct_call (fixture, form);
  g_assert_cmpstr (kiroku_entry_get_text (entry, "person"), ==, "Saito");
  g_assert_cmpstr (kiroku_entry_get_text (entry, "number"), ==, "03-0000-0000");
  g_assert_null (kiroku_entry_get_text (entry, "by"));
}

static void
test_number_of_another (Fixture *fixture, gconstpointer data)
{
  GtkWidget *form = open_call (fixture, make_call_by_withheld ());

  gtk_drop_down_set_selected (kiroku_test_get_id (form, "desk"), find_desk (fixture, TRUE));
  g_assert_null (kiroku_entry_get_text (correct_call (fixture, form), "number"));
}

static const char *
get_chosen (GtkWidget *form, const char *id)
{
  GtkDropDown *choice = kiroku_test_get_id (form, id);

  return gtk_string_object_get_string (gtk_drop_down_get_selected_item (choice));
}

typedef struct
{
  GtkWidget *form;
  const char *desk;
} Chosen;

static gboolean
is_chosen (gpointer user_data)
{
  const Chosen *chosen = user_data;

  return g_str_equal (get_chosen (chosen->form, "desk"), chosen->desk);
}

/* What was chosen and not recorded is chosen again: the desk, and that none of its numbers was dialled. */
static void
test_desk_again (Fixture *fixture, gconstpointer data)
{
  guint place = find_desk (fixture, TRUE);
  const KirokuPackContact *other = g_ptr_array_index (get_desks (fixture), place);
  GtkWidget *form = open_call (fixture, make_call (fixture));
  GtkDropDown *number = kiroku_test_get_id (form, "number");
  const KirokuEntry *entry;

  gtk_drop_down_set_selected (kiroku_test_get_id (form, "desk"), place);
  gtk_drop_down_set_selected (
      number, g_list_model_get_n_items (gtk_drop_down_get_model (number)) - 1);
  g_assert_cmpstr (get_chosen (form, "number"), ==, "—");
  kiroku_test_keys ("Escape", NULL);
  kiroku_test_wait_gone (fixture->page, KIROKU_TYPE_CALL_FORM);

  form = open_form (fixture, &kinds[0], "Satow");
  kiroku_test_wait (is_chosen, &(Chosen){ form, kiroku_pack_text (other->name, "en") },
                    "the desk to be chosen again");
  g_assert_cmpstr (get_chosen (form, "number"), ==, "—");
  entry = correct_call (fixture, form);
  g_assert_cmpstr (kiroku_entry_get_text (entry, "contact"), ==, other->item.id);
  g_assert_null (kiroku_entry_get_text (entry, "number"));
}

/* --- The file of a filing --- */

/* (transfer full) */
static KirokuDraft *
make_filing_with_file (Fixture *fixture)
{
  g_autofree char *path = put_file (fixture, "wrong.pdf", "wrong");
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) item
      = kiroku_book_take_evidence (fixture->book->book, fixture->book->case_id,
                                   &(KirokuTaking){ .path = path }, NULL, &error);
  KirokuDraft *draft = make_filing (fixture);

  g_assert_no_error (error);
  kiroku_filing_draft_set_file (draft, item->hash, kiroku_entry_get_text (item, "sha256"),
                                strlen ("wrong"));
  return draft;
}

/* The wrong file was recorded with a filing: another one stands in its place; one that cannot be read is
 * said, and nothing is recorded. */
static void
test_file (Fixture *fixture, gconstpointer data)
{
  static const Kind kind = { "form.file", make_filing_with_file, kiroku_filing_popover_get_type };
  g_autofree char *path = put_file (fixture, "right.pdf", "right one");
  const KirokuEntry *entry;
  GtkWidget *form;

  write_entry (fixture, &kind);
  form = open_form (fixture, &kind, "A-1");
  g_assert_true (kiroku_test_shows (form, "The one recorded with it"));
  type (get_reason (form), "the wrong file");
  kiroku_filing_popover_set_file (KIROKU_FILING_POPOVER (form), "/nonexistent/x.pdf");
  save (form);
  kiroku_test_wait_shown (form, "/nonexistent/x.pdf");
  g_assert_cmpuint (kiroku_test_book_count (fixture->book, "form.file"), ==, 1);
  kiroku_filing_popover_set_file (KIROKU_FILING_POPOVER (form), path);
  save (form);
  kiroku_test_book_wait (fixture->book, "form.file", 2);
  entry = kiroku_test_book_last (fixture->book, "form.file");
  g_assert_cmpint (kiroku_entry_get_integer (entry, "size", 0), ==, strlen ("right one"));
  g_assert_cmpstr (kiroku_entry_get_ref (entry, "evidence"), ==,
                   kiroku_test_book_last (fixture->book, "evidence.add")->hash);
  g_assert_cmpstr (kiroku_entry_get_text (entry, "receipt"), ==, "A-1");
}

static void
replace_file (Fixture *fixture, GtkWidget *form, const char *name)
{
  guint n = kiroku_test_book_count (fixture->book, "form.file");
  g_autofree char *path = put_file (fixture, name, name);

  kiroku_filing_popover_set_file (KIROKU_FILING_POPOVER (form), path);
  type (get_reason (form), "the wrong file");
  save (form);
  kiroku_test_book_wait (fixture->book, "form.file", n + 1);
  kiroku_test_wait_gone (fixture->page, KIROKU_TYPE_FILING_POPOVER);
}

/* What stood in its place was wrong, too: each correction names one file, the last one. */
static void
test_second_file (Fixture *fixture, gconstpointer data)
{
  static const Kind kind = { "form.file", make_filing_with_file, kiroku_filing_popover_get_type };
  const KirokuEntry *entry, *item;

  write_entry (fixture, &kind);
  replace_file (fixture, open_form (fixture, &kind, "A-1"), "not-this.pdf");
  replace_file (fixture, open_form (fixture, &kind, "Corrected by"), "this.pdf");
  entry = kiroku_test_book_last (fixture->book, "form.file");
  item = kiroku_test_book_last (fixture->book, "evidence.add");
  g_assert_cmpstr (kiroku_entry_get_ref (entry, "evidence"), ==, item->hash);
  g_assert_cmpstr (kiroku_entry_get_text (entry, "sha256"), ==,
                   kiroku_entry_get_text (item, "sha256"));
  g_assert_cmpint (kiroku_entry_get_integer (entry, "size", 0), ==, strlen ("this.pdf"));
}

/* What is out of sight is reached by the keyboard. */
static void
press_key (GtkWidget *button)
{
  g_assert_true (gtk_widget_grab_focus (button));
  kiroku_test_keys ("space", NULL);
}

/* The wrong file was recorded with a filing, and there is no right one. */
static void
test_no_file (Fixture *fixture, gconstpointer data)
{
  static const Kind kind = { "form.file", make_filing_with_file, kiroku_filing_popover_get_type };
  const KirokuEntry *entry;
  GtkWidget *form, *off;

  write_entry (fixture, &kind);
  form = open_form (fixture, &kind, "A-1");
  off = kiroku_test_get_id (form, "no_file");
  g_assert_true (gtk_widget_get_mapped (off));
  press_key (off);
  g_assert_true (kiroku_test_shows (form, "None: the one recorded with it is taken off"));
  press_key (off);
  g_assert_true (kiroku_test_shows (form, "The one recorded with it, unless"));
  type (get_reason (form), "no file was handed in");
  save (form);
  g_assert_true (kiroku_test_shows (form, "still says the same"));
  press_key (off);
  kiroku_test_assert_named (form);
  save (form);
  kiroku_test_book_wait (fixture->book, "form.file", 2);
  entry = kiroku_test_book_last (fixture->book, "form.file");
  g_assert_null (kiroku_entry_get_ref (entry, "evidence"));
  g_assert_null (kiroku_entry_get_text (entry, "sha256"));
  g_assert_cmpint (kiroku_entry_get_integer (entry, "size", -1), ==, -1);
  g_assert_cmpstr (kiroku_entry_get_text (entry, "receipt"), ==, "A-1");
}

/* Also with all that it may have to say; what is missing has the keyboard. */
static void
test_small (Fixture *fixture, gconstpointer data)
{
  const Kind *kind = &kinds[2];
  GtkWidget *form;

  write_entry (fixture, kind);
  form = open_form (fixture, kind, kind->before);
  type (kiroku_test_get_id (form, "time"), "2098-01-02 03:04");
  save (form);
  g_assert_true (kiroku_test_shows (form, "Say why"));
  gtk_test_widget_wait_for_draw (form);
  kiroku_test_settle ();
  assert_in_window (fixture, form);
  kiroku_test_type ("a slip");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_book_wait (fixture->book, kind->kind, 2);
  g_assert_cmpstr (kiroku_entry_get_text (kiroku_test_book_last (fixture->book, kind->kind), "reason"),
                   ==, "a slip");
}

/* Who corrects a time knows in what zone it is read, and how it is typed. */
static void
test_zone (Fixture *fixture, gconstpointer data)
{
  const Kind *kind = data;
  GtkWidget *form, *time;

  write_entry (fixture, kind);
  form = open_form (fixture, kind, kind->before);
  time = kiroku_test_get_id (form, "time");
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (time), "2026-11-21 14:05"));
  if (ADW_IS_PREFERENCES_ROW (time))
    g_assert_nonnull (
        strstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (time)), "Asia/Tokyo"));
}

/* What was typed stays when it cannot be recorded, and is there again after the form was left. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  const Kind *kind = data;
  GtkWidget *form;

  write_entry (fixture, kind);
  form = open_form (fixture, kind, kind->before);
  type (kind->get_field (form), kind->after);
  type (get_reason (form), "a slip");
  kiroku_test_book_break (fixture->book);
  save (form);
  kiroku_test_wait_shown (form, "refused by the test");
  g_assert_cmpstr (get_typed (kind->get_field (form)), ==, kind->after);
  g_assert_cmpstr (get_typed (get_reason (form)), ==, "a slip");
  kiroku_test_keys ("Escape", NULL);
  kiroku_test_wait_gone (fixture->page, kind->get_type ());

  form = open_form (fixture, kind, kind->before);
  kiroku_test_settle ();
  g_assert_cmpstr (get_typed (kind->get_field (form)), ==, kind->after);
  g_assert_cmpstr (get_typed (get_reason (form)), ==, "a slip");
}

static GtkEditable *
get_time (GtkWidget *form)
{
  GtkWidget *row = kiroku_test_find (form, KIROKU_TYPE_TIME_ROW, NULL);
  g_autoptr (GPtrArray) entries = kiroku_test_find_all (form, is_reason, NULL);

  return GTK_EDITABLE (row != NULL ? row
                                   : g_ptr_array_index (entries, entries->len - 2));
}

/* A slip in the year is seen; who rehearses records it all the same. */
static void
test_ahead (Fixture *fixture, gconstpointer data)
{
  const Kind *kind = data;
  GtkWidget *form;

  write_entry (fixture, kind);
  form = open_form (fixture, kind, kind->before);
  g_assert_false (kiroku_test_shows (form, "ahead of this computer"));
  type (get_time (form), "2098-01-02 03:04");
  g_assert_true (kiroku_test_shows (form, "ahead of this computer"));
  type (get_time (form), "2026-11-20 03:04");
  g_assert_false (kiroku_test_shows (form, "ahead of this computer"));
}

static void
test_phase_ahead (Fixture *fixture, gconstpointer data)
{
  static const Kind phase = { .get_type = kiroku_phase_popover_get_type };
  GtkWidget *popover = open_form (fixture, &phase, "Detect");

  g_assert_false (kiroku_test_shows (popover, "ahead of this computer"));
  type (get_time (popover), "2098-01-02 03:04");
  g_assert_true (kiroku_test_shows (popover, "ahead of this computer"));
}

/* --- Elsewhere --- */

static void
correct (Fixture *fixture, const Kind *kind)
{
  GtkWidget *form;

  write_entry (fixture, kind);
  form = open_form (fixture, kind, kind->before);
  type (kind->get_field (form), kind->after);
  type (get_reason (form), "a slip");
  save (form);
  kiroku_test_book_wait (fixture->book, kind->kind, 2);
  kiroku_test_wait_gone (fixture->page, kind->get_type ());
}

static void
test_contacts (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = kiroku_contacts_page_new ();
  GtkWindow *window;

  correct (fixture, &kinds[0]);
  kiroku_contacts_page_set_model (KIROKU_CONTACTS_PAGE (page), fixture->book->model);
  window = kiroku_test_window (page, 740, 700);
  gtk_toggle_button_set_active (
      GTK_TOGGLE_BUTTON (kiroku_test_get (page, GTK_TYPE_TOGGLE_BUTTON, "All")), TRUE);
  kiroku_test_wait_shown (page, "Saito · Will ring back");
  g_assert_false (kiroku_test_shows (page, "Satow"));
  kiroku_test_close (window, page);
}

static void
test_custody (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = kiroku_evidence_page_new ();
  GtkWindow *window;

  correct (fixture, &kinds[1]);
  kiroku_evidence_page_set_model (KIROKU_EVIDENCE_PAGE (page), fixture->book->model);
  window = kiroku_test_window (page, 740, 700);
  kiroku_test_wait_shown (page, "disk.img");
  adw_expander_row_set_expanded (
      ADW_EXPANDER_ROW (kiroku_test_get (page, ADW_TYPE_EXPANDER_ROW, NULL)), TRUE);
  kiroku_test_wait_shown (page, "Hanako → Taro ·");
  g_assert_true (kiroku_test_shows (page, "Correction: a slip"));
  g_assert_true (kiroku_test_shows (page, "Hanako → Tarow")); /* struck through */
  kiroku_test_close (window, page);
}

static void
test_filing (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = kiroku_notifications_page_new ();
  GtkWindow *window;

  correct (fixture, &kinds[2]);
  kiroku_notifications_page_set_model (KIROKU_NOTIFICATIONS_PAGE (page), fixture->book->model);
  window = kiroku_test_window (page, 740, 700);
  kiroku_notifications_page_open_form (KIROKU_NOTIFICATIONS_PAGE (page), "F01");
  kiroku_test_wait_shown (page, "receipt A-2");
  g_assert_false (kiroku_test_shows (page, "receipt A-1"));
  kiroku_test_close (window, page);
}

/* What was answered since says which deadline of the form was met, and what was not ticked then is ticked. */
static void
test_rules (Fixture *fixture, gconstpointer data)
{
  const Kind *kind = &kinds[2];
  GtkWidget *form;
  g_autoptr (GPtrArray) rules = NULL;
  g_autofree char *duty = NULL;

  write_entry (fixture, kind);
  kiroku_test_book_append (
      fixture->book,
      kiroku_duty_draft ("Insurer", KIROKU_TEST_BOOK_START + G_TIME_SPAN_DAY, "Notice", NULL, NULL));
  kiroku_test_book_wait (fixture->book, "obligation.add", 1);
  duty = g_strdup (kiroku_test_book_last (fixture->book, "obligation.add")->hash);
  kiroku_test_book_set (fixture->book, "leak.categories", "1");
  kiroku_test_book_set (fixture->book, "report.stage", "preliminary");
  form = open_form (fixture, kind, kind->before);
  kiroku_test_assert_named (form);
  kiroku_test_click_on (kiroku_test_get (
      kiroku_test_get (form, ADW_TYPE_ACTION_ROW, "Insurer: Notice"), GTK_TYPE_CHECK_BUTTON, NULL));
  type (get_reason (form), "a slip");
  save (form);
  kiroku_test_book_wait (fixture->book, kind->kind, 2);
  kiroku_test_wait_gone (fixture->page, kind->get_type ());
  rules = kiroku_filing_list_rules (kiroku_test_book_last (fixture->book, kind->kind));
  g_assert_cmpuint (rules->len, ==, 3);
  g_assert_cmpstr (rules->pdata[0], ==, "appi-preliminary");
  g_assert_cmpstr (rules->pdata[1], ==, "jp_ppc_prelim");
  g_assert_cmpstr (rules->pdata[2], ==, duty);
}

/* --- What cannot be --- */

static gboolean
has_no_pencil (gpointer row)
{
  return !gtk_widget_is_sensitive (kiroku_test_get_id (row, "correct"));
}

/* What was set is set again, which supersedes it. */
static void
test_fact (Fixture *fixture, gconstpointer data)
{
  kiroku_test_book_set (fixture->book, "leak.count", "5");
  g_assert_true (has_no_pencil (get_row (fixture, "Ransom note on a file server")));
  g_assert_true (has_no_pencil (get_row (fixture, "5")));
}

static void
test_erased (Fixture *fixture, gconstpointer data)
{
  KirokuErasing erasing = { .field = "text", .law = "Act 57", .reason = "asked for" };
  g_autoptr (KirokuEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  kiroku_test_book_append (fixture->book,
                           kiroku_draft_note (KIROKU_CLASS_ACTION, "Called her at home", NULL));
  g_assert_false (has_no_pencil (get_row (fixture, "Called her at home")));
  erasing.entry = kiroku_test_book_last (fixture->book, "note")->hash;
  entry = kiroku_book_erase (fixture->book->book, fixture->book->case_id, &erasing, &error);
  g_assert_no_error (error);
  kiroku_test_wait_not_shown (fixture->page, "Called her at home");
  kiroku_test_wait (has_no_pencil, get_row (fixture, "(erased by law)"), "the pencil to go");
}

#define ADD(path, function, data)                                                                  \
  g_test_add ("/ui/corrections/" path, Fixture, data, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  kiroku_test_init (&argc, &argv);
  ADD ("a-call-is-stated-anew-and-stays-legible", test_correct, &kinds[0]);
  ADD ("a-change-of-custody-is-stated-anew-and-stays-legible", test_correct, &kinds[1]);
  ADD ("a-filing-is-stated-anew-and-stays-legible", test_correct, &kinds[2]);
  ADD ("a-correction-is-corrected-and-what-is-cleared-is-not-said", test_again, NULL);
  ADD ("a-call-was-to-another-desk-and-another-number", test_desk, NULL);
  ADD ("a-call-was-to-another-desk-that-has-no-number", test_desk_without_number, NULL);
  ADD ("a-desk-that-was-chosen-and-taken-back-changes-nothing", test_desk_and_back, NULL);
  ADD ("a-typed-number-is-typed-anew-or-cleared", test_number, NULL);
  ADD ("a-number-stays-when-how-is-withheld", test_number_kept, NULL);
  ADD ("a-number-goes-with-its-desk-when-how-is-withheld", test_number_of_another, NULL);
  ADD ("another-desk-is-chosen-again-without-a-number", test_desk_again, NULL);
  ADD ("the-file-of-a-filing-is-replaced", test_file, NULL);
  ADD ("the-file-of-a-filing-is-replaced-a-second-time", test_second_file, NULL);
  ADD ("the-file-of-a-filing-is-taken-off", test_no_file, NULL);
  ADD ("a-filing-is-corrected-in-a-small-window", test_small, NULL);
  ADD ("what-a-corrected-filing-meets-is-found-anew", test_rules, NULL);
  ADD ("the-time-of-a-call-says-how-it-is-typed", test_zone, &kinds[0]);
  ADD ("the-time-of-a-filing-says-its-zone", test_zone, &kinds[2]);
  ADD ("a-refused-correction-of-a-call-stays-typed", test_refused, &kinds[0]);
  ADD ("a-refused-correction-of-a-change-of-custody-stays-typed", test_refused, &kinds[1]);
  ADD ("a-refused-correction-of-a-filing-stays-typed", test_refused, &kinds[2]);
  ADD ("a-call-that-lies-ahead-is-said", test_ahead, &kinds[0]);
  ADD ("a-change-of-custody-that-lies-ahead-is-said", test_ahead, &kinds[1]);
  ADD ("a-filing-that-lies-ahead-is-said", test_ahead, &kinds[2]);
  ADD ("a-phase-that-lies-ahead-is-said", test_phase_ahead, NULL);
  ADD ("the-directory-shows-the-call-as-it-reads-now", test_contacts, NULL);
  ADD ("the-custody-shows-its-change-as-it-reads-now", test_custody, NULL);
  ADD ("the-form-shows-the-filing-as-it-reads-now", test_filing, NULL);
  ADD ("what-is-set-again-has-no-pencil", test_fact, NULL);
  ADD ("what-was-erased-has-no-pencil", test_erased, NULL);
  return g_test_run ();
}
