/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "kiroku-anchor.h"
#include "kiroku-book-anchor.h"
#include "kiroku-files.h"
#include "kiroku-test-book.h"

#define HOUR (3600 * (gint64) G_USEC_PER_SEC)

/* --- Checkpoints that follow --- */

typedef struct
{
  char *folder;
  gint64 now;
  KirokuBook *book;
  char *case_id;
  guint told; /* entries that listeners were told of */
  char digit; /* of the hash of what is inserted */
} Fixture;

static void
read_clock (KirokuClock *clock, gpointer data)
{
  gint64 *now = data;

  *clock = (KirokuClock){ .rec = *now, .mono = -1, .sync = -1, .maxerr = -1 };
}

static void
appended_cb (KirokuBook *book, const char *case_id, GPtrArray *entries, Fixture *fixture)
{
  fixture->told += entries->len;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autoptr (GError) error = NULL;
  KirokuBookOptions options = { .clock = read_clock, .clock_data = &fixture->now, .author = "花子",
                                .zone = zone, .language = "ja" };

  fixture->folder = g_dir_make_tmp ("kiroku-anchor-XXXXXX", NULL);
  fixture->now = KIROKU_TEST_START;
  options.folder = fixture->folder;
  fixture->book = kiroku_book_new (&options, &error);
  g_assert_no_error (error);
  fixture->case_id = kiroku_book_open_case (
      fixture->book, &(KirokuNewCase){ .title = "試験", .type = "third_party" }, &error);
  g_assert_no_error (error);
  g_signal_connect (fixture->book, "appended", G_CALLBACK (appended_cb), fixture);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->book);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->case_id);
}

/* Two notes at once; their entries alone come back. */
static GPtrArray *
append_two (Fixture *fixture)
{
  g_autoptr (GPtrArray) drafts
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);
  g_autoptr (GError) error = NULL;
  GPtrArray *entries;

  g_ptr_array_add (drafts, kiroku_draft_note (KIROKU_CLASS_ACTION, "a", NULL));
  g_ptr_array_add (drafts, kiroku_draft_note (KIROKU_CLASS_ACTION, "b", NULL));
  entries = kiroku_book_append (fixture->book, fixture->case_id, drafts, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 2);
  return entries;
}

static gpointer
find_last (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_anchor_find_checkpoint (db, data, NULL, error);
}

/* The last checkpoint, or NULL. */
static KirokuRecordedHeads *
read_last (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  KirokuRecordedHeads *last
      = kiroku_store_run (kiroku_book_get_store (fixture->book), KIROKU_STORE_WORKER, 0, find_last,
                          fixture->case_id, NULL, &error);

  g_assert_no_error (error);
  return last;
}

static void
test_daily (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) second = NULL;
  g_autoptr (GPtrArray) third = NULL;
  g_autoptr (KirokuRecordedHeads) none = NULL;
  g_autoptr (KirokuRecordedHeads) made = NULL;
  g_autoptr (KirokuRecordedHeads) again = NULL;
  const KirokuHead *head;

  fixture->now += 24 * HOUR;
  first = append_two (fixture);
  none = read_last (fixture);
  g_assert_null (none);
  g_assert_cmpuint (fixture->told, ==, 2);

  fixture->now += 1;
  second = append_two (fixture);
  made = read_last (fixture);
  g_assert_nonnull (made);
  g_assert_cmpuint (fixture->told, ==, 5);
  g_assert_cmpuint (made->heads->heads->len, ==, 1);
  head = g_ptr_array_index (made->heads->heads, 0);
  g_assert_cmpstr (head->hash, ==, ((KirokuEntry *) g_ptr_array_index (second, 1))->hash);

  fixture->now += 23 * HOUR;
  third = append_two (fixture);
  again = read_last (fixture);
  g_assert_cmpstr (again->hash, ==, made->hash);
}

static void
test_close (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) closed = kiroku_book_append_one (fixture->book, fixture->case_id,
                                                           kiroku_draft_close (TRUE, ""), &error);
  g_autoptr (KirokuRecordedHeads) made = read_last (fixture);

  g_assert_no_error (error);
  g_assert_cmpstr (closed->kind, ==, "case.close");
  g_assert_nonnull (made);
  g_assert_cmpstr (((KirokuHead *) g_ptr_array_index (made->heads->heads, 0))->hash, ==,
                   closed->hash);
}

/* --- Requests --- */

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(GPtrArray **) user_data
      = kiroku_book_send_anchors_finish (KIROKU_BOOK (source), result, &error);
  g_assert_no_error (error);
}

/* Port 9 is that of nobody here; what waits is there after a restart, too, for it is only files. */
static void
test_queue (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *root = NULL;
  g_autofree char *same = NULL;
  g_autofree char *folder = kiroku_book_get_anchor_folder (fixture->book);
  g_autoptr (GPtrArray) outcomes = NULL;
  g_autoptr (GPtrArray) waiting = NULL;
  const KirokuAnchorOutcome *outcome;

  kiroku_profile_set (kiroku_book_get_profile (fixture->book), "tsa.1.url", "http://127.0.0.1:9/",
                      NULL);
  root = kiroku_book_request_anchor (fixture->book, fixture->case_id, &error);
  g_assert_no_error (error);
  same = kiroku_book_request_anchor (fixture->book, fixture->case_id, &error);
  g_assert_cmpstr (same, ==, root);
  kiroku_book_send_anchors_async (fixture->book, NULL, NULL, sent_cb, &outcomes);
  while (outcomes == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (outcomes->len, ==, 1);
  outcome = g_ptr_array_index (outcomes, 0);
  g_assert_null (outcome->entry);
  g_assert_false (outcome->refused);
  waiting = kiroku_anchor_queue_list (folder, fixture->case_id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (waiting->len, ==, 1);
  g_assert_cmpstr (((KirokuAnchorRequest *) g_ptr_array_index (waiting, 0))->failure, ==,
                   outcome->why);
  /* The threads that asked may let go of the book a moment after they have answered. */
  while (g_atomic_int_get (&G_OBJECT (fixture->book)->ref_count) > 1)
    g_thread_yield ();
}

/* Somebody else's entry with number 0 and @hash. */
static gpointer
insert_strange (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Fixture *fixture = data;
  g_autofree char *key = g_strnfill (64, 'c');
  g_autofree char *hash = g_strnfill (64, fixture->digit);
  g_autofree char *none = g_strnfill (64, '0');

  return kiroku_db_exec (db, error,
                         "INSERT INTO entry (hash, case_id, key, seq, prev, id, kind, clock, rec,"
                         " header, sig) VALUES (:{hash:s}, :{case:s}, :{key:s}, 0, :{none:s},"
                         " :{hash:s}, 'note', 1, 1, '{}', '')",
                         hash, fixture->case_id, key, none)
             ? data
             : NULL;
}

/* The root that is asked to be stamped once such an entry has come. (transfer full) */
static char *
request_after (Fixture *fixture, char digit)
{
  g_autoptr (GError) error = NULL;
  char *root;

  fixture->digit = digit;
  kiroku_store_run (kiroku_book_get_store (fixture->book), KIROKU_STORE_WRITER, 0, insert_strange,
                    fixture, NULL, &error);
  g_assert_no_error (error);
  root = kiroku_book_request_anchor (fixture->book, fixture->case_id, &error);
  g_assert_no_error (error);
  return root;
}

/* Its number is not greater than what the last checkpoint names, but it is another entry. */
static void
test_branch (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = request_after (fixture, 'a');
  g_autofree char *same
      = kiroku_book_request_anchor (fixture->book, fixture->case_id, NULL);
  g_autofree char *forked = request_after (fixture, 'b');

  g_assert_cmpstr (same, ==, first);
  g_assert_cmpstr (forked, !=, first);
}

/* One file is damaged: it is named, and the others are sent all the same. */
static void
test_broken (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = kiroku_book_get_anchor_folder (fixture->book);
  g_autofree char *path = g_build_filename (folder, "0.request", NULL);
  g_autofree char *root = NULL;
  g_autoptr (GPtrArray) outcomes = NULL;
  const KirokuAnchorOutcome *broken, *waiting;

  kiroku_profile_set (kiroku_book_get_profile (fixture->book), "tsa.1.url", "http://127.0.0.1:9/",
                      NULL);
  root = kiroku_book_request_anchor (fixture->book, fixture->case_id, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (path, "[request]\ncase=", -1, NULL));
  outcomes = kiroku_book_send_anchors (fixture->book, fixture->case_id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (outcomes->len, ==, 2);
  broken = g_ptr_array_index (outcomes, 0);
  g_assert_nonnull (strstr (broken->request->broken, path));
  g_assert_cmpstr (broken->why, ==, broken->request->broken);
  waiting = g_ptr_array_index (outcomes, 1);
  g_assert_null (waiting->request->broken);
  g_assert_nonnull (waiting->why);
  g_remove (path);
}

/* Nobody waits for who waits for an authority. */
static void
test_busy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = kiroku_book_get_anchor_folder (fixture->book);
  g_autofree char *path = g_strconcat (folder, ".lock", NULL);
  g_autoptr (GPtrArray) outcomes = NULL;
  int lock;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  lock = kiroku_files_lock (path, &error);
  g_assert_no_error (error);
  outcomes = kiroku_book_send_anchors (fixture->book, NULL, NULL, &error);
  g_assert_null (outcomes);
  g_assert_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_BUSY);
  g_clear_error (&error);
  close (lock);
  outcomes = kiroku_book_send_anchors (fixture->book, NULL, NULL, &error);
  g_assert_no_error (error);
  g_remove (path);
}

/* What was cancelled before anybody was asked has not failed. */
static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *root = NULL;
  g_autoptr (GPtrArray) outcomes = NULL;

  kiroku_profile_set (kiroku_book_get_profile (fixture->book), "tsa.1.url", "http://127.0.0.1:9/",
                      NULL);
  root = kiroku_book_request_anchor (fixture->book, fixture->case_id, &error);
  g_assert_no_error (error);
  g_cancellable_cancel (cancellable);
  outcomes = kiroku_book_send_anchors (fixture->book, NULL, cancellable, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (outcomes->len, ==, 1);
  g_assert_null (((KirokuAnchorOutcome *) g_ptr_array_index (outcomes, 0))->why);
}

/* The folder belongs to a person, who may have another case book with the same key. */
static void
test_foreign (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = kiroku_book_get_anchor_folder (fixture->book);
  g_autofree char *root = g_strnfill (64, 'a');
  g_autoptr (GBytes) query = g_bytes_new_static ("q", 1);
  const KirokuAnchorRequest foreign = { .case_id = (char *) "0f5e9c62-3f64-4d0a-9d0e-6c1f8a2b7d11",
                                        .root = root,
                                        .url = (char *) "http://127.0.0.1:9/",
                                        .authority = (char *) "Nobody",
                                        .query = query };
  g_autoptr (GPtrArray) outcomes = NULL;
  g_autoptr (GPtrArray) waiting = NULL;

  g_assert_true (kiroku_anchor_queue_add (folder, &foreign, &error));
  outcomes = kiroku_book_send_anchors (fixture->book, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (outcomes->len, ==, 0);
  waiting = kiroku_anchor_queue_list (folder, NULL, &error);
  g_assert_cmpuint (waiting->len, ==, 1);
  g_assert_null (((KirokuAnchorRequest *) g_ptr_array_index (waiting, 0))->failure);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)
  ADD ("/anchor/first-write-after-a-day-is-followed-by-a-checkpoint", test_daily);
  ADD ("/anchor/closing-is-followed-by-a-checkpoint", test_close);
  ADD ("/anchor/unreachable-authority-keeps-the-request", test_queue);
  ADD ("/anchor/branch-is-not-taken-for-what-a-checkpoint-names", test_branch);
  ADD ("/anchor/damaged-request-is-named-and-keeps-no-other-back", test_broken);
  ADD ("/anchor/second-sender-is-told-that-one-is-at-it", test_busy);
  ADD ("/anchor/who-was-not-asked-has-not-failed", test_cancelled);
  ADD ("/anchor/request-of-another-case-book-is-left-to-it", test_foreign);
#undef ADD
  return g_test_run ();
}
