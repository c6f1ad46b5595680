/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-case-drafts.h"
#include "kiroku-test-book.h"

typedef struct
{
  KirokuTestBook *book;
  guint n_appended;
  guint n_failed;
  char *first; /* what was told first after set_up: "appended" or "changed" */
} Fixture;

static void
appended_cb (Fixture *fixture, GPtrArray *entries)
{
  fixture->n_appended += entries->len;
  if (fixture->first == NULL)
    fixture->first = g_strdup ("appended");
}

static void
changed_cb (Fixture *fixture)
{
  if (fixture->first == NULL)
    fixture->first = g_strdup ("changed");
}

static void
failed_cb (Fixture *fixture, const char *message)
{
  g_assert_cmpstr (message, !=, "");
  fixture->n_failed++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = kiroku_test_book_new ("ransomware", "en");
  g_signal_connect_swapped (fixture->book->model, "appended", G_CALLBACK (appended_cb), fixture);
  g_signal_connect_swapped (fixture->book->model, "changed", G_CALLBACK (changed_cb), fixture);
  g_signal_connect_swapped (fixture->book->model, "failed", G_CALLBACK (failed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_signal_handlers_disconnect_by_data (fixture->book->model, fixture);
  kiroku_test_book_free (fixture->book);
  g_free (fixture->first);
}

static void
append (Fixture *fixture, const char *case_id, KirokuDraft *draft)
{
  g_autoptr (GError) error = NULL;
  KirokuEntry *entry = kiroku_book_append_one (fixture->book->book, case_id, draft, &error);

  g_assert_no_error (error);
  kiroku_entry_unref (entry);
}

static const KirokuSnapshot *
get_snapshot (Fixture *fixture)
{
  return kiroku_case_model_get_snapshot (fixture->book->model);
}

static void
test_append (Fixture *fixture, gconstpointer data)
{
  guint before = fixture->book->n_changed;

  append (fixture, fixture->book->case_id,
          kiroku_draft_phase (KIROKU_PHASE_TRIAGE, NULL, NULL, NULL));
  g_assert_cmpuint (fixture->n_appended, ==, 1);
  kiroku_test_wait_number (&fixture->book->n_changed, before + 1, "the new snapshot");
  g_assert_cmpint (get_snapshot (fixture)->incident->phase, ==, KIROKU_PHASE_TRIAGE);
  g_assert_cmpstr (fixture->first, ==, "appended");
}

static void
test_other_case (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  KirokuNewCase new_case = { .title = "Another", .type = "dos_ddos" };
  g_autofree char *id = kiroku_book_open_case (fixture->book->book, &new_case, &error);

  g_assert_no_error (error);
  append (fixture, id, kiroku_draft_note (KIROKU_CLASS_ACTION, "elsewhere", NULL));
  g_assert_cmpuint (fixture->n_appended, ==, 0);
}

/* What is appended while a reading is under way is in the last snapshot, and no more readings are
 * made than two. */
static void
test_burst (Fixture *fixture, gconstpointer data)
{
  guint before = fixture->book->n_changed;

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *text = g_strdup_printf ("task %u", i);

      append (fixture, fixture->book->case_id,
              kiroku_draft_task_add (NULL, "detect", text, text, NULL));
    }
  kiroku_test_wait_number (&fixture->book->n_changed, before + 2, "two snapshots");
  kiroku_test_settle ();
  g_assert_cmpuint (fixture->book->n_changed, ==, before + 2);
  g_assert_cmpstr (
      ((const KirokuTask *) g_ptr_array_index (get_snapshot (fixture)->tasks,
                                               get_snapshot (fixture)->tasks->len - 1))
          ->text_en,
      ==, "task 19");
}

static void
test_failure (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuCaseModel) model
      = kiroku_case_model_new (fixture->book->book, "00000000-0000-4000-8000-000000000000");

  g_signal_connect_swapped (model, "failed", G_CALLBACK (failed_cb), fixture);
  kiroku_test_wait_number (&fixture->n_failed, 1, "the failure");
  g_assert_null (kiroku_case_model_get_snapshot (model));
}

#define ADD(path, function)                                                                        \
  g_test_add ("/ui/case-model/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  kiroku_test_init (&argc, &argv);
  ADD ("append-is-told-then-read", test_append);
  ADD ("other-cases-do-not-matter", test_other_case);
  ADD ("many-appends-make-two-readings", test_burst);
  ADD ("failure-is-told", test_failure);
  return g_test_run ();
}
