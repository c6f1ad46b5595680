/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was typed into a small form and not recorded is there again. */
#include <string.h>

#include "kiroku-call-form.h"
#include "kiroku-correction-popover.h"
#include "kiroku-draft-saver.h"
#include "kiroku-form-draft.h"
#include "kiroku-log-page.h"
#include "kiroku-phase-popover.h"
#include "kiroku-popover.h"
#include "kiroku-test-book.h"

typedef struct
{
  KirokuTestBook *book;
  GtkWidget *place; /* what popovers point to */
  GtkWindow *window;
  GtkWidget *popover; /* (nullable) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = kiroku_test_book_new ("ransomware", "en");
  fixture->place = adw_bin_new ();
  fixture->window = kiroku_test_window (fixture->place, 700, 700);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_popover_remove (&fixture->popover);
  kiroku_test_close (fixture->window, fixture->place);
  kiroku_test_book_free (fixture->book);
}

/* Of the template; any kind of widget. */
static gpointer
get_part (gpointer widget, const char *name)
{
  return kiroku_test_get_id (widget, name);
}

/* --- What is waited for --- */

typedef struct
{
  Fixture *fixture;
  const char *draft; /* of which form */
  gpointer widget;
  const char *text; /* (nullable): nothing is kept */
} Awaited;

static gboolean
is_kept (gpointer user_data)
{
  const Awaited *awaited = user_data;
  g_autofree char *name
      = g_strdup_printf ("%s-%s.ini", awaited->fixture->book->case_id, awaited->draft);
  g_autofree char *path
      = g_build_filename (awaited->fixture->book->folder, "drafts", name, NULL);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return awaited->text == NULL;
  return awaited->text != NULL && strstr (text, awaited->text) != NULL;
}

static void
wait_kept (Fixture *fixture, const char *draft, const char *text)
{
  kiroku_test_wait (is_kept, &(Awaited){ fixture, draft, NULL, text }, "the draft on disk");
}

static gboolean
holds (gpointer user_data)
{
  const Awaited *awaited = user_data;

  return g_str_equal (gtk_editable_get_text (awaited->widget), awaited->text);
}

static void
wait_holds (gpointer widget, const char *text)
{
  kiroku_test_wait (holds, &(Awaited){ NULL, NULL, widget, text }, text);
}

static gboolean
is_closed (gpointer user_data)
{
  return ((Fixture *) user_data)->popover == NULL;
}

/* --- Opening and closing --- */

static void
open_popover (Fixture *fixture, GtkWidget *popover)
{
  kiroku_popover_open (&fixture->popover, popover, fixture->place, fixture->place);
  kiroku_test_settle ();
}

static void
close_by_key (Fixture *fixture)
{
  kiroku_test_keys ("Escape", NULL);
  kiroku_test_wait (is_closed, fixture, "the popover to close");
  kiroku_test_settle ();
}

static void
type_into (gpointer field, const char *text)
{
  gtk_widget_grab_focus (field);
  kiroku_test_type (text);
}

static void
open_phase (Fixture *fixture)
{
  open_popover (fixture, kiroku_phase_popover_new (fixture->book->model, KIROKU_PHASE_TRIAGE));
}

/* --- The promises --- */

static void
test_phase (Fixture *fixture, gconstpointer data)
{
  open_phase (fixture);
  type_into (get_part (fixture->popover, "reason"), "it spreads");
  type_into (get_part (fixture->popover, "approver"), "Mori");
  type_into (get_part (fixture->popover, "time"), "09:15");
  close_by_key (fixture);
  wait_kept (fixture, "phase-triage", "reason=it spreads");
  open_phase (fixture);
  wait_holds (get_part (fixture->popover, "reason"), "it spreads");
  wait_holds (get_part (fixture->popover, "approver"), "Mori");
  wait_holds (get_part (fixture->popover, "time"), "09:15");
  gtk_widget_grab_focus (get_part (fixture->popover, "reason"));
  kiroku_test_keys ("Return", NULL);
  kiroku_test_book_wait (fixture->book, "case.phase", 1);
  wait_kept (fixture, "phase-triage", NULL);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer n)
{
  (*(guint *) n)++;
}

/* Until what is kept in that file was read and stands in the fields. */
static void
wait_read (Fixture *fixture, const char *suffix)
{
  g_autoptr (KirokuDraftSaver) saver = kiroku_draft_saver_get (fixture->book->model, suffix);
  guint n = 0;

  kiroku_draft_saver_load_async (saver, read_cb, &n);
  kiroku_test_wait_number (&n, 1, "the draft to be read");
  kiroku_test_settle ();
}

/* Another phase is another form. */
static void
test_apart (Fixture *fixture, gconstpointer data)
{
  open_phase (fixture);
  type_into (get_part (fixture->popover, "reason"), "it spreads");
  close_by_key (fixture);
  open_popover (fixture,
                kiroku_phase_popover_new (fixture->book->model, KIROKU_PHASE_RECOVERY));
  wait_read (fixture, "-phase-recovery.ini");
  wait_kept (fixture, "phase-recovery", NULL);
  g_assert_cmpstr (gtk_editable_get_text (get_part (fixture->popover, "reason")), ==, "");
}

static void
test_gone_while_recorded (Fixture *fixture, gconstpointer data)
{
  open_phase (fixture);
  type_into (get_part (fixture->popover, "reason"), "it spreads");
  wait_kept (fixture, "phase-triage", "it spreads");
  g_signal_emit_by_name (get_part (fixture->popover, "button"), "clicked");
  kiroku_popover_remove (&fixture->popover);
  kiroku_test_book_wait (fixture->book, "case.phase", 1);
  wait_kept (fixture, "phase-triage", NULL);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  kiroku_test_book_break (fixture->book);
  open_phase (fixture);
  type_into (get_part (fixture->popover, "reason"), "it spreads");
  g_signal_emit_by_name (get_part (fixture->popover, "button"), "clicked");
  kiroku_popover_remove (&fixture->popover);
  wait_kept (fixture, "phase-triage", "reason=it spreads");
}

static void
test_correction (Fixture *fixture, gconstpointer data)
{
  const KirokuLine line
      = { .hash = (char *) "0123456789abcdef", .kind = (char *) "note", .text = (char *) "fs01" };
  g_autofree char *text = NULL;
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  open_popover (fixture, kiroku_correction_popover_new (fixture->book->model, &line));
  wait_kept (fixture, "correct-0123456789abcdef", NULL);
  type_into (get_part (fixture->popover, "text"), " and");
  kiroku_test_keys ("Return", NULL);
  kiroku_test_type ("fs02");
  type_into (get_part (fixture->popover, "reason"), "the wrong host");
  close_by_key (fixture);
  wait_kept (fixture, "correct-0123456789abcdef", "reason=the wrong host");
  open_popover (fixture, kiroku_correction_popover_new (fixture->book->model, &line));
  wait_holds (get_part (fixture->popover, "reason"), "the wrong host");
  buffer = gtk_text_view_get_buffer (get_part (fixture->popover, "text"));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  g_assert_cmpstr (text, ==, "fs01 and\nfs02");
}

static void
test_call (Fixture *fixture, gconstpointer data)
{
  KirokuPack *pack = kiroku_book_get_pack (fixture->book->book);
  const KirokuPackContact *contact = g_ptr_array_index (kiroku_pack_get_contacts (pack), 0);
  g_autofree char *draft = g_strconcat ("call-", contact->item.id, NULL);
  GtkWidget *form = kiroku_call_form_new (fixture->book->model, contact);

  adw_bin_set_child (ADW_BIN (fixture->place), form);
  kiroku_test_settle ();
  gtk_drop_down_set_selected (get_part (form, "means"), 2);
  type_into (get_part (form, "outcome"), "will ring back");
  type_into (get_part (form, "time"), "09:15");
  wait_kept (fixture, draft, "time=09:15");
  adw_bin_set_child (ADW_BIN (fixture->place), NULL);
  form = kiroku_call_form_new (fixture->book->model, contact);
  adw_bin_set_child (ADW_BIN (fixture->place), form);
  wait_holds (get_part (form, "outcome"), "will ring back");
  wait_holds (get_part (form, "time"), "09:15");
  g_assert_cmpuint (gtk_drop_down_get_selected (get_part (form, "means")), ==, 2);
}

static void
test_composer (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = kiroku_log_page_new ();
  KirokuComposer *composer = kiroku_log_page_get_composer (KIROKU_LOG_PAGE (page));

  adw_bin_set_child (ADW_BIN (fixture->place), page);
  kiroku_log_page_set_model (KIROKU_LOG_PAGE (page), fixture->book->model);
  kiroku_test_settle ();
  gtk_drop_down_set_selected (get_part (composer, "kind"), 2);
  type_into (get_part (composer, "time"), "09:15");
  kiroku_composer_focus (composer);
  kiroku_test_type ("cut the line");
  wait_kept (fixture, "composer", "class=2");
  wait_kept (fixture, "composer", "time=09:15");

  /* Another case, and back. */
  kiroku_log_page_set_model (KIROKU_LOG_PAGE (page), NULL);
  kiroku_composer_clear (composer);
  kiroku_log_page_set_model (KIROKU_LOG_PAGE (page), fixture->book->model);
  wait_holds (get_part (composer, "time"), "09:15");
  g_assert_cmpuint (gtk_drop_down_get_selected (get_part (composer, "kind")), ==, 2);
  kiroku_composer_focus (composer);
  kiroku_test_keys ("Return", NULL);
  kiroku_test_book_wait (fixture->book, "note", 1);
  g_assert_cmpstr (
      kiroku_entry_get_text (kiroku_test_book_last (fixture->book, "note"), "class"), ==,
      "decision");
  wait_kept (fixture, "composer", NULL);
  adw_bin_set_child (ADW_BIN (fixture->place), NULL);
}

static const char *
get_string (gpointer item)
{
  return gtk_string_object_get_string (item);
}

/* A choice between @names, of which one may have been kept. */
static KirokuFormDraft *
show_choice (Fixture *fixture, const char *const *names)
{
  KirokuFormDraft *draft = kiroku_form_draft_new (fixture->book->model, "choice");
  GtkWidget *choice = gtk_drop_down_new_from_strings (names);

  adw_bin_set_child (ADW_BIN (fixture->place), choice);
  kiroku_form_draft_add_choice (draft, "desk", choice, get_string);
  kiroku_form_draft_load (draft);
  return draft;
}

static void
loaded_cb (guint *n)
{
  (*n)++;
}

static void
wait_loaded (KirokuFormDraft *draft)
{
  guint n = 0;
  gulong handler = g_signal_connect_swapped (draft, "loaded", G_CALLBACK (loaded_cb), &n);

  kiroku_test_wait_number (&n, 1, "the draft to be there");
  g_signal_handler_disconnect (draft, handler);
}

static guint
get_choice (Fixture *fixture)
{
  return gtk_drop_down_get_selected (
      GTK_DROP_DOWN (adw_bin_get_child (ADW_BIN (fixture->place))));
}

/* What there is to choose from changes between two starts: no neighbour takes the place of what was
 * chosen. */
static void
test_choice (Fixture *fixture, gconstpointer data)
{
  KirokuFormDraft *draft = show_choice (fixture, (const char *[]){ "a", "b", "c", NULL });

  wait_loaded (draft);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (adw_bin_get_child (ADW_BIN (fixture->place))), 1);
  kiroku_form_draft_leave (draft);
  g_clear_object (&draft);
  wait_kept (fixture, "choice", "desk=b");

  draft = show_choice (fixture, (const char *[]){ "a", "new", "b", "c", NULL });
  wait_loaded (draft);
  g_assert_cmpuint (get_choice (fixture), ==, 2);
  kiroku_form_draft_leave (draft);
  g_clear_object (&draft);

  draft = show_choice (fixture, (const char *[]){ "a", "c", NULL });
  wait_loaded (draft);
  g_assert_cmpuint (get_choice (fixture), ==, 0);
  g_clear_object (&draft);
  adw_bin_set_child (ADW_BIN (fixture->place), NULL);
}

#define ADD(path, func) \
  g_test_add ("/ui/drafts/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  kiroku_test_init (&argc, &argv);
  ADD ("phase-change-is-there-again-until-it-is-recorded", test_phase);
  ADD ("each-phase-has-its-own", test_apart);
  ADD ("what-is-recorded-after-the-form-went-is-no-draft", test_gone_while_recorded);
  ADD ("what-is-refused-after-the-form-went-is-kept", test_refused);
  ADD ("correction-is-there-again", test_correction);
  ADD ("call-is-there-again", test_call);
  ADD ("a-choice-is-known-by-its-name-not-by-its-place", test_choice);
  ADD ("composer-keeps-class-and-time", test_composer);
  return g_test_run ();
}
