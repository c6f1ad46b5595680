/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is printed, approved and filed is of the moment that was compared with the entries. Functions
 * that papers are made with are wrapped, so that somebody else writes in between. */
#include <glib/gstdio.h>
#include <sqlite3.h>

#include "kiroku-book-export.h"
#include "kiroku-book-form.h"
#include "kiroku-book-verify.h"
#include "kiroku-book-people.h"
#include "kiroku-book.h"
#include "kiroku-files.h"
#include "kiroku-journal-error.h"
#include "kiroku-submission.h"

/* 2026-11-21T10:00:00+09:00 */
#define START G_GINT64_CONSTANT (1795222800000000)

typedef struct
{
  char *folder;
  char *case_id;
  gint64 now;
  KirokuBook *book;
  KirokuPaper paper;
} Fixture;

/* --- Somebody else --- */

KirokuCase *__real_kiroku_case_read (
    KirokuDb *db, const char *case_id, gint64 as_of, GError **error);
KirokuCase *__wrap_kiroku_case_read (
    KirokuDb *db, const char *case_id, gint64 as_of, GError **error);
KirokuCheckpoint *__real_kiroku_checkpoint_read (
    KirokuDb *db, const char *case_id, gint64 now, GError **error);
KirokuCheckpoint *__wrap_kiroku_checkpoint_read (
    KirokuDb *db, const char *case_id, gint64 now, GError **error);

/* (nullable) the database that is changed from outside before the next read of a paper */
static const char *victim;

static void
strike (void)
{
  sqlite3 *raw;
  char *failure = NULL;

  if (victim == NULL)
    return;
  g_assert_cmpint (sqlite3_open (victim, &raw), ==, SQLITE_OK);
  sqlite3_exec (raw,
                "UPDATE opening SET title = 'forged'; UPDATE line SET text = 'forged';"
                "UPDATE fact SET value = 'forged'",
                NULL, NULL, &failure);
  g_assert_cmpstr (failure, ==, NULL);
  g_assert_cmpint (sqlite3_close (raw), ==, SQLITE_OK);
  victim = NULL;
}

KirokuCase *
__wrap_kiroku_case_read (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  strike ();
  return __real_kiroku_case_read (db, case_id, as_of, error);
}

KirokuCheckpoint *
__wrap_kiroku_checkpoint_read (KirokuDb *db, const char *case_id, gint64 now, GError **error)
{
  strike ();
  return __real_kiroku_checkpoint_read (db, case_id, now, error);
}

/* --- A case --- */

static void
read_clock (KirokuClock *clock, gpointer data)
{
  gint64 *now = data;

  *clock = (KirokuClock){ .rec = *now, .mono = -1, .sync = -1, .maxerr = -1 };
  *now += G_USEC_PER_SEC;
}

static void
append (Fixture *fixture, KirokuDraft *draft)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry
      = kiroku_book_append_one (fixture->book, fixture->case_id, draft, &error);

  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const KirokuNewCase new_case = { .title = "感染", .type = "ransomware", .level = 2 };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autoptr (GError) error = NULL;
  KirokuBookOptions options = { .clock = read_clock,
                                .clock_data = &fixture->now,
                                .author = "記録 花子",
                                .zone = zone,
                                .language = "ja" };
  KirokuDraft *fact = kiroku_draft_fact ("org.name", KIROKU_FACT_TEXT, "例示商事", FALSE,
                                         KIROKU_FACT_UNASKED);

  options.folder = fixture->folder = g_dir_make_tmp ("kiroku-papers-XXXXXX", NULL);
  fixture->now = START;
  fixture->book = kiroku_book_new (&options, &error);
  g_assert_no_error (error);
  fixture->case_id = kiroku_book_open_case (fixture->book, &new_case, &error);
  g_assert_no_error (error);
  append (fixture, fact);
  fixture->paper = (KirokuPaper){ .pack = kiroku_book_get_pack (fixture->book),
                                  .case_id = fixture->case_id,
                                  .language = "ja",
                                  .zone = kiroku_book_get_zone (fixture->book),
                                  .now = fixture->now,
                                  .author = "記録 花子",
                                  .folds = kiroku_book_get_folds (fixture->book) };
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_null (victim);
  g_assert_finalize_object (fixture->book);
  kiroku_files_remove (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->case_id);
}

/* --- Making a paper, in the store's thread --- */

typedef gpointer (*Make) (KirokuDb *db, Fixture *fixture, GError **error);

typedef struct
{
  Fixture *fixture;
  Make make;
} Order;

/* The bytes of a file. */
static gpointer
take_file (gboolean done, const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text;
  gsize length;

  if (!done)
    return NULL;
  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return g_bytes_new_take (text, length);
}

static gpointer
make_form (KirokuDb *db, Fixture *fixture, GError **error)
{
  g_autofree char *path = g_build_filename (fixture->folder, "paper.pdf", NULL);

  return take_file (kiroku_paper_write_form (db, &fixture->paper, "F01",
                                             KIROKU_FORM_COPY_SUBMISSION, path, NULL, NULL, NULL, error),
                    path);
}

static gpointer
make_report (KirokuDb *db, Fixture *fixture, KirokuReport report, GError **error)
{
  g_autofree char *path = g_build_filename (fixture->folder, "paper.pdf", NULL);

  return take_file (kiroku_paper_write_report (db, &fixture->paper, report, path, NULL, NULL, NULL,
                                               NULL, error),
                    path);
}

static gpointer
make_timeline (KirokuDb *db, Fixture *fixture, GError **error)
{
  return make_report (db, fixture, KIROKU_REPORT_TIMELINE, error);
}

static gpointer
make_evidence (KirokuDb *db, Fixture *fixture, GError **error)
{
  return make_report (db, fixture, KIROKU_REPORT_EVIDENCE, error);
}

/* What the draft says, but for its id. */
static GBytes *
take_draft (const KirokuDraft *draft)
{
  GString *text = g_string_new (draft->kind);

  for (guint i = 0; i < draft->fields->len; i++)
    {
      const KirokuField *field = g_ptr_array_index (draft->fields, i);

      g_string_append_printf (text, "\n%s: %s", field->name, field->text);
    }
  return g_string_free_to_bytes (text);
}

static gpointer
make_approval (KirokuDb *db, Fixture *fixture, GError **error)
{
  g_autoptr (KirokuSubmission) approval
      = kiroku_submission_approve (db, &fixture->paper, "F01", NULL, NULL, NULL, error);

  return approval != NULL ? take_draft (approval->draft) : NULL;
}

static gpointer
make_filing (KirokuDb *db, Fixture *fixture, GError **error)
{
  const KirokuFilingDetails details = { .form = "F01", .method = KIROKU_FILING_WEB };
  g_autoptr (KirokuSubmission) submission
      = kiroku_submission_file (db, &fixture->paper, &details, TRUE, error);

  return submission != NULL ? take_draft (submission->draft) : NULL;
}

static gpointer
make_job (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Order *order = data;

  return order->make (db, order->fixture, error);
}

static GBytes *
make (Fixture *fixture, Make func, GError **error)
{
  Order order = { fixture, func };

  return kiroku_store_run (kiroku_book_get_store (fixture->book), KIROKU_STORE_WORKER,
                           KIROKU_STORE_PRIORITY_NOW, make_job, &order, NULL, error);
}

/* --- Promises --- */

static void
test_one_moment (Fixture *fixture, gconstpointer data)
{
  Make func = (Make) (guintptr) data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) before = make (fixture, func, &error), during = NULL, after = NULL;

  g_assert_no_error (error);
  victim = kiroku_store_get_path (kiroku_book_get_store (fixture->book));
  during = make (fixture, func, &error);
  g_assert_no_error (error);
  g_assert_null (victim);
  g_assert_true (g_bytes_equal (before, during));
  after = make (fixture, func, &error);
  g_assert_null (after);
  g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_SEAL);
}

/* --- What was approved is what goes out --- */

static void
take_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **taken = data;

  *taken = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* An approval as somebody with other fonts, or an earlier version, recorded it. */
typedef struct
{
  Fixture *fixture;
  gboolean stateless; /* it says nothing of states */
  gboolean remade;    /* its copy can be made again */
} Approval;

static gboolean
drop_states (KirokuDraft *draft)
{
  guint before = draft->fields->len;

  for (guint i = before; i > 0; i--)
    if (g_str_has_prefix (((KirokuField *) g_ptr_array_index (draft->fields, i - 1))->name, "state."))
      g_ptr_array_remove_index (draft->fields, i - 1);
  return draft->fields->len < before;
}

static gpointer
approve_job (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Approval *approval = data;
  g_autoptr (KirokuSubmission) made
      = kiroku_submission_approve (db, &approval->fixture->paper, "F03", NULL, NULL, NULL, error);

  if (made == NULL)
    return NULL;
  if (!approval->remade)
    {
      kiroku_draft_drop (made->draft, "sha256");
      kiroku_draft_set_text (made->draft, "sha256",
                             "00000000000000000000000000000000000000000000000000000000000000ff");
    }
  if (approval->stateless)
    g_assert_true (drop_states (made->draft));
  return kiroku_submission_take_draft (made);
}

static void
approve_by_another (Fixture *fixture, gboolean stateless, gboolean remade)
{
  Approval approval = { fixture, stateless, remade };
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  KirokuDraft *draft;

  kiroku_book_choose_person_async (fixture->book, "監査 太郎", NULL, take_result_cb, &result);
  wait_for (&result);
  kiroku_book_choose_person_finish (fixture->book, result, &error);
  g_assert_no_error (error);
  draft = kiroku_store_run (kiroku_book_get_store (fixture->book), KIROKU_STORE_WORKER,
                            KIROKU_STORE_PRIORITY_NOW, approve_job, &approval, NULL, &error);
  g_assert_no_error (error);
  append (fixture, draft);
}

static gpointer
read_job (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Fixture *fixture = data;

  return kiroku_submission_read (db, &fixture->paper, "F03", error);
}

static KirokuFiling *
read_filing (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  KirokuFiling *filing
      = kiroku_store_run (kiroku_book_get_store (fixture->book), KIROKU_STORE_WORKER,
                          KIROKU_STORE_PRIORITY_NOW, read_job, fixture, NULL, &error);

  g_assert_no_error (error);
  return filing;
}

/* With the copy that the program makes. (transfer full) (nullable) */
static KirokuSubmission *
file_letter (Fixture *fixture, GError **error)
{
  const KirokuFilingDetails details = { .form = "F03", .method = KIROKU_FILING_MAIL };
  g_autoptr (GAsyncResult) result = NULL;

  kiroku_book_file_form_async (fixture->book, fixture->case_id, &details, NULL, take_result_cb, &result);
  wait_for (&result);
  return kiroku_book_file_form_finish (fixture->book, result, error);
}

static void
test_other_bytes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuSubmission) refused = NULL, filed = NULL;
  g_autoptr (KirokuFiling) filing = NULL;

  approve_by_another (fixture, FALSE, FALSE);
  refused = file_letter (fixture, &error);
  g_assert_error (error, KIROKU_FORM_ERROR, KIROKU_FORM_ERROR_COPY);
  g_assert_nonnull (strstr (error->message, "監査 太郎"));
  g_assert_nonnull (strstr (error->message, "SHA-256 000000000000…"));
  filing = read_filing (fixture);
  g_assert_cmpuint (filing->filed->len, ==, 0);
  g_assert_true (kiroku_filing_is_approved (filing));

  g_clear_error (&error);
  approve_by_another (fixture, FALSE, TRUE);
  filed = file_letter (fixture, &error);
  g_assert_no_error (error);
  g_assert_true (filed->approved);
}

/* The bytes alone show that nothing changed. */
static void
test_no_states (Fixture *fixture, gconstpointer data)
{
  const gboolean remade = GPOINTER_TO_INT (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuSubmission) filed = NULL;
  g_autoptr (KirokuFiling) filing = NULL;

  approve_by_another (fixture, TRUE, remade);
  filing = read_filing (fixture);
  g_assert_cmpint (filing->state, ==, remade ? KIROKU_FILING_APPROVED : KIROKU_FILING_DRAFT);
  g_assert_cmpint (filing->doubted, ==, !remade);
  filed = file_letter (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpint (filed->approved, ==, remade);
  kiroku_filing_free (filing);
  filing = read_filing (fixture);
  g_assert_cmpint (((KirokuFiled *) filing->filed->pdata[0])->approved, ==, remade);
}

/* --- While something long goes on --- */

/* Holds whoever enters it until it is opened; but not for ever, so that the test can fail. */
typedef struct
{
  GMutex lock;
  GCond changed;
  gboolean entered;
  gboolean open;
  gboolean forced;
} Gate;

static void
pass_gate (Gate *gate)
{
  gint64 end = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;

  g_mutex_lock (&gate->lock);
  gate->entered = TRUE;
  g_cond_broadcast (&gate->changed);
  while (!gate->open && !gate->forced)
    gate->forced = !g_cond_wait_until (&gate->changed, &gate->lock, end);
  g_mutex_unlock (&gate->lock);
}

static void
wait_until_entered (Gate *gate)
{
  g_mutex_lock (&gate->lock);
  while (!gate->entered)
    g_cond_wait (&gate->changed, &gate->lock);
  g_mutex_unlock (&gate->lock);
}

static void
open_gate (Gate *gate)
{
  g_mutex_lock (&gate->lock);
  gate->open = TRUE;
  g_cond_broadcast (&gate->changed);
  g_mutex_unlock (&gate->lock);
}

static void
verify_progress_cb (gint64 done, gint64 total, gpointer data)
{
  pass_gate (data);
}

static void
print_progress_cb (guint done, guint total, gpointer data)
{
  pass_gate (data);
}

static gpointer
preview (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Fixture *fixture = data;
  g_autoptr (KirokuPaperMoment) moment = kiroku_paper_moment_new (db, error);

  return kiroku_paper_fill_form (db, &fixture->paper, "F01", error);
}

/* A form is looked at and filed. */
static void
file_form (Fixture *fixture)
{
  const KirokuFilingDetails details = { .form = "F01", .method = KIROKU_FILING_WEB };
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KirokuSubmission) submission = NULL;
  g_autoptr (KirokuFilledForm) filled
      = kiroku_store_run (kiroku_book_get_store (fixture->book), KIROKU_STORE_WORKER,
                          KIROKU_STORE_PRIORITY_NOW, preview, fixture, NULL, &error);

  g_assert_no_error (error);
  kiroku_book_file_form_async (fixture->book, fixture->case_id, &details, NULL, take_result_cb,
                               &result);
  wait_for (&result);
  submission = kiroku_book_file_form_finish (fixture->book, result, &error);
  g_assert_no_error (error);
}

static void
test_while_verified (Fixture *fixture, gconstpointer data)
{
  Gate gate = { .entered = FALSE };
  const KirokuBookVerify query = { .case_id = fixture->case_id,
                                   .progress = verify_progress_cb,
                                   .progress_data = &gate };
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KirokuVerification) found = NULL;

  kiroku_book_verify_async (fixture->book, &query, NULL, take_result_cb, &result);
  wait_until_entered (&gate);
  file_form (fixture);
  g_assert_null (result);
  open_gate (&gate);
  wait_for (&result);
  found = kiroku_book_verify_finish (fixture->book, result, &error);
  g_assert_no_error (error);
  g_assert_false (gate.forced);
}

typedef struct
{
  Fixture *fixture;
  Gate gate;
} Held;

static gpointer
print_held (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Held *held = data;
  g_autofree char *path = g_build_filename (held->fixture->folder, "paper.pdf", NULL);

  return kiroku_paper_write_report (db, &held->fixture->paper, KIROKU_REPORT_TIMELINE, path,
                                    cancellable, print_progress_cb, &held->gate, NULL, error)
             ? held
             : NULL;
}

static void
test_while_printed (Fixture *fixture, gconstpointer data)
{
  Held held = { .fixture = fixture };
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  kiroku_store_run_async (kiroku_book_get_store (fixture->book), KIROKU_STORE_MAKER,
                          KIROKU_STORE_PRIORITY_NOW, print_held, &held, NULL, NULL, NULL,
                          take_result_cb, &result);
  wait_until_entered (&held.gate);
  file_form (fixture);
  g_assert_null (result);
  open_gate (&held.gate);
  wait_for (&result);
  kiroku_store_run_finish (kiroku_book_get_store (fixture->book), result, &error);
  g_assert_no_error (error);
  g_assert_false (held.gate.forced);
}

/* --- A paper that is kept --- */

typedef struct
{
  Fixture *fixture;
  KirokuMadePaper *made;
  const char *const *withhold; /* (nullable) */
} Kept;

static gpointer
keep_job (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Kept *kept = data;
  Fixture *fixture = kept->fixture;

  if (kept->withhold != NULL)
    kept->made = kiroku_book_make_withheld (fixture->book, db, &fixture->paper,
                                            KIROKU_REPORT_TIMELINE, kept->withhold, NULL, error);
  else
    kept->made = kiroku_paper_make_report (db, &fixture->paper, KIROKU_REPORT_TIMELINE, NULL, error);
  return kept->made;
}

static gpointer
write_job (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Kept *kept = data;
  g_autofree char *path = g_build_filename (kept->fixture->folder, "kept.pdf", NULL);

  return take_file (kiroku_paper_write_pages (&kept->fixture->paper,
                                              kiroku_made_paper_get_pages (kept->made), path, NULL,
                                              NULL, NULL, error),
                    path);
}

static gpointer
free_job (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Kept *kept = data;

  kiroku_made_paper_free (kept->made);
  return kept;
}

static gpointer
run (Kept *kept, KirokuJobFunc job)
{
  g_autoptr (GError) error = NULL;
  gpointer result = kiroku_store_run (kiroku_book_get_store (kept->fixture->book),
                                      KIROKU_STORE_MAKER, KIROKU_STORE_PRIORITY_NOW, job, kept,
                                      NULL, &error);

  g_assert_no_error (error);
  return result;
}

static void
assert_same_later (Fixture *fixture, const char *const *withhold)
{
  Kept kept = { .fixture = fixture, .withhold = withhold };
  g_autoptr (GBytes) before = NULL, after = NULL;

  g_assert_nonnull (run (&kept, keep_job));
  g_assert_nonnull (kiroku_made_paper_get_heads (kept.made));
  before = run (&kept, write_job);
  append (fixture, kiroku_draft_fact ("org.name", KIROKU_FACT_TEXT, "別の名", FALSE,
                                      KIROKU_FACT_UNASKED));
  victim = kiroku_store_get_path (kiroku_book_get_store (fixture->book));
  strike ();
  after = run (&kept, write_job);
  g_assert_cmpuint (g_bytes_get_size (before), >, 1000);
  g_assert_true (g_bytes_equal (before, after));
  run (&kept, free_job);
}

static void
test_kept (Fixture *fixture, gconstpointer data)
{
  assert_same_later (fixture, NULL);
}

static void
test_kept_withheld (Fixture *fixture, gconstpointer data)
{
  const char *const withhold[] = { "org.name", NULL };

  assert_same_later (fixture, withhold);
}

/* Not while it is kept, either: somebody may pull the plug. */
static void
test_kept_in_no_folder (Fixture *fixture, gconstpointer data)
{
  const char *const withhold[] = { "org.name", NULL };
  Kept kept = { .fixture = fixture, .withhold = withhold };
  g_autofree char *folder
      = g_path_get_dirname (kiroku_store_get_path (kiroku_book_get_store (fixture->book)));
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_assert_nonnull (run (&kept, keep_job));
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_null (strstr (name, ".export-"));
  run (&kept, free_job);
}

static void
add (const char *name, Make func)
{
  g_test_add (name, Fixture, (gpointer) (guintptr) func, set_up, test_one_moment, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/papers/one-moment/a-form-is-printed-of-what-was-compared", make_form);
  add ("/papers/one-moment/a-timeline-is-printed-of-what-was-compared", make_timeline);
  add ("/papers/one-moment/evidence-is-listed-of-what-was-compared", make_evidence);
  add ("/papers/one-moment/what-was-compared-is-approved", make_approval);
  add ("/papers/one-moment/what-was-compared-is-filed", make_filing);
  g_test_add ("/papers/approved/a-copy-of-other-bytes-is-not-filed-in-its-place", Fixture, NULL, set_up,
              test_other_bytes, tear_down);
  g_test_add ("/papers/approved/without-states-it-counts-by-the-bytes-of-its-copy", Fixture,
              GINT_TO_POINTER (TRUE), set_up, test_no_states, tear_down);
  g_test_add ("/papers/approved/without-states-and-with-other-bytes-it-counts-no-more", Fixture, NULL, set_up,
              test_no_states, tear_down);
  g_test_add ("/papers/threads/a-form-is-filed-while-the-record-is-verified", Fixture, NULL, set_up,
              test_while_verified, tear_down);
  g_test_add ("/papers/threads/a-form-is-filed-while-a-report-is-printed", Fixture, NULL, set_up,
              test_while_printed, tear_down);
  g_test_add ("/papers/kept/it-stays-what-it-was", Fixture, NULL, set_up, test_kept, tear_down);
  g_test_add ("/papers/kept/what-is-withheld-stays-what-it-was", Fixture, NULL, set_up,
              test_kept_withheld, tear_down);
  g_test_add ("/papers/kept/what-is-left-of-a-case-is-in-no-folder", Fixture, NULL, set_up,
              test_kept_in_no_folder, tear_down);
  return g_test_run ();
}
