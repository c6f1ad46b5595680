/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "kiroku-approval.h"
#include "kiroku-book.h"
#include "kiroku-journal-error.h"
#include "kiroku-snapshot.h"
#include "kiroku-trust.h"

/* 2026-11-21T10:00:00+09:00 */
#define START G_GINT64_CONSTANT (1795222800000000)

typedef struct
{
  char *folder;
  gint64 now;
  KirokuBook *book; /* NULL between two programs */
} Fixture;

static void
read_clock (KirokuClock *clock, gpointer data)
{
  gint64 *now = data;

  *clock = (KirokuClock){ .rec = *now, .mono = -1, .sync = -1, .maxerr = -1 };
  *now += G_USEC_PER_SEC;
}

/* Ends the program that runs and starts another, as @author. */
static void
start_as (Fixture *fixture, const char *author, const char *passphrase)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autoptr (GError) error = NULL;
  const KirokuBookOptions options = { .folder = fixture->folder,
                                      .author = author,
                                      .passphrase = passphrase,
                                      .clock = read_clock,
                                      .clock_data = &fixture->now,
                                      .zone = zone,
                                      .language = "ja" };

  if (fixture->book != NULL)
    g_assert_finalize_object (g_steal_pointer (&fixture->book));
  fixture->book = kiroku_book_new (&options, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("kiroku-people-XXXXXX", NULL);
  fixture->now = START;
  start_as (fixture, "記録 花子", NULL);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->book);
  remove_tree (fixture->folder);
  g_free (fixture->folder);
}

static char *
open_case (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  const KirokuNewCase new_case = { .title = "感染", .type = "ransomware", .level = 2 };
  char *id = kiroku_book_open_case (fixture->book, &new_case, &error);

  g_assert_no_error (error);
  return id;
}

static KirokuDraft *
make_note (const char *text)
{
  KirokuDraft *draft = kiroku_draft_new ("note");

  kiroku_draft_set_text (draft, "class", "action");
  kiroku_draft_set_text (draft, "text", text);
  return draft;
}

static KirokuEntry *
append (Fixture *fixture, const char *id, KirokuDraft *draft)
{
  g_autoptr (GError) error = NULL;
  KirokuEntry *entry = kiroku_book_append_one (fixture->book, id, draft, &error);

  g_assert_no_error (error);
  return entry;
}

static gpointer
read_trust (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_trust_read (db, data, KIROKU_NOW, error);
}

static GPtrArray *
list_authors (Fixture *fixture, const char *id)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *authors = kiroku_store_run (kiroku_book_get_store (fixture->book), KIROKU_STORE_SCREEN,
                                         KIROKU_STORE_PRIORITY_NOW, read_trust, (gpointer) id, NULL,
                                         &error);

  g_assert_no_error (error);
  return authors;
}

/* The author with @key in case @id. */
static const KirokuAuthor *
find_author (GPtrArray *authors, const char *key)
{
  for (guint i = 0; i < authors->len; i++)
    if (g_str_equal (((KirokuAuthor *) g_ptr_array_index (authors, i))->key, key))
      return g_ptr_array_index (authors, i);
  g_assert_not_reached ();
}

static KirokuPersonKey *
show_key (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  KirokuPersonKey *key = kiroku_book_show_key (fixture->book, &error);

  g_assert_no_error (error);
  return key;
}

/* --- Several people --- */

static void
test_own_keys (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_case (fixture);
  g_autoptr (KirokuEntry) first = append (fixture, id, make_note ("一"));
  g_autoptr (KirokuEntry) second = NULL;
  g_autoptr (KirokuEntry) third = NULL;
  g_autoptr (KirokuPersonKey) key = NULL;

  start_as (fixture, "監査 太郎", NULL);
  second = append (fixture, id, make_note ("二"));
  g_assert_cmpstr (second->key, !=, first->key);
  g_assert_cmpint (second->seq, ==, 1); /* after journal.open */
  key = show_key (fixture);
  g_assert_cmpstr (key->id, ==, second->key);
  g_assert_cmpstr (key->name, ==, "監査 太郎");

  start_as (fixture, NULL, NULL); /* whoever wrote here first */
  g_assert_cmpstr (kiroku_book_get_author (fixture->book), ==, "記録 花子");
  third = append (fixture, id, make_note ("三"));
  g_assert_cmpstr (third->key, ==, first->key);
  g_assert_cmpint (third->seq, ==, first->seq + 1);
}

static void
take_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **kept = data;

  *kept = g_object_ref (result);
}

static gboolean
choose (Fixture *fixture, const char *name, const char *passphrase, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kiroku_book_choose_person_async (fixture->book, name, passphrase, take_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return kiroku_book_choose_person_finish (fixture->book, result, error);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_switch (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_case (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) hers = NULL;
  g_autoptr (KirokuEntry) his = NULL;
  guint changes = 0;

  hers = append (fixture, id, make_note ("一"));
  g_signal_connect_swapped (fixture->book, "person-changed", G_CALLBACK (count_cb), &changes);
  g_assert_true (choose (fixture, "監査 太郎", "合言葉", &error));
  g_assert_cmpuint (changes, ==, 1);
  g_assert_cmpstr (kiroku_book_get_author (fixture->book), ==, "監査 太郎");
  his = append (fixture, id, make_note ("二"));
  g_assert_cmpstr (his->key, !=, hers->key);

  /* The wrong passphrase changes nothing. */
  g_assert_true (choose (fixture, "記録 花子", NULL, &error));
  g_assert_false (choose (fixture, "監査 太郎", "違う", &error));
  g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_LOCKED);
  g_assert_cmpstr (kiroku_book_get_author (fixture->book), ==, "記録 花子");
  g_clear_pointer (&hers, kiroku_entry_unref);
  hers = append (fixture, id, make_note ("三"));
  g_assert_cmpstr (hers->key, !=, his->key);
}

static void
test_protected (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_case (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry = NULL;

  g_assert_true (kiroku_people_protect (kiroku_book_get_people (fixture->book), "記録 花子", NULL,
                                        "合言葉", &error));
  start_as (fixture, NULL, NULL);
  g_assert_null (kiroku_book_append_one (fixture->book, id, make_note ("x"), &error));
  g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_LOCKED);
  start_as (fixture, NULL, "合言葉");
  entry = append (fixture, id, make_note ("開いた"));
  g_assert_cmpint (entry->seq, >, 1);
}

/* Nobody is let in because a key could not be read. */
static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_case (fixture);
  g_autoptr (GPtrArray) keys
      = kiroku_people_list (kiroku_book_get_people (fixture->book), "記録 花子", NULL);
  const KirokuPersonKey *key = keys->pdata[0];

  g_assert_false (kiroku_person_key_is_protected (key));
  g_assert_no_errno (g_remove (key->path));
  g_assert_false (kiroku_person_key_is_protected (key));
  g_assert_no_errno (g_mkdir (key->path, 0700));
  g_assert_true (kiroku_person_key_is_protected (key));
}

/* Killed between the key and the list, a program leaves a key that nobody can open or has used. */
static void
test_unlisted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_case (fixture);
  g_autofree char *list = g_build_filename (fixture->folder, "people.ini", NULL);
  g_autoptr (KirokuEntry) entry = NULL;

  g_assert_true (kiroku_people_protect (kiroku_book_get_people (fixture->book), "記録 花子", NULL,
                                        "合言葉", NULL));
  g_assert_cmpint (g_unlink (list), ==, 0);
  start_as (fixture, NULL, NULL);
  entry = append (fixture, id, make_note ("続き"));
  g_assert_cmpint (entry->seq, ==, 1);
}

/* Nobody approves what may be their own. */
static void
test_unreadable_list (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_case (fixture);
  g_autoptr (KirokuEntry) entry = append (fixture, id, make_note ("自分の記録"));
  g_autofree char *list = g_build_filename (fixture->folder, "people.ini", NULL);
  g_autoptr (GError) error = NULL;
  gboolean owns = FALSE;

  g_assert_true (kiroku_book_owns_key (fixture->book, entry->key, &owns, &error));
  g_assert_no_error (error);
  g_assert_true (owns);
  g_assert_true (g_file_set_contents (list, "no list of people", -1, NULL));
  g_assert_false (kiroku_book_owns_key (fixture->book, entry->key, &owns, &error));
  g_assert_nonnull (error);
}

/* --- When a key cannot go on --- */

static char *
copy_database (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "kiroku.db", NULL);
  g_autofree char *bytes = NULL;
  char *copy = g_strconcat (path, ".older", NULL);
  gsize length;

  g_assert_finalize_object (g_steal_pointer (&fixture->book));
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (copy, bytes, length, NULL));
  start_as (fixture, NULL, NULL);
  return copy;
}

static void
put_back (Fixture *fixture, const char *copy)
{
  g_autofree char *path = g_build_filename (fixture->folder, "kiroku.db", NULL);
  g_autofree char *log = g_strconcat (path, "-wal", NULL);

  g_assert_finalize_object (g_steal_pointer (&fixture->book));
  g_unlink (log);
  g_assert_cmpint (g_rename (copy, path), ==, 0);
  start_as (fixture, NULL, NULL);
}

/* @entry opens a second journal of the same person, after that of @before; what opened it says
 * why. */
static void
assert_succeeds (Fixture *fixture,
                 const char *id,
                 const KirokuEntry *entry,
                 const KirokuEntry *before)
{
  g_autoptr (GPtrArray) authors = list_authors (fixture, id);
  const KirokuAuthor *author = find_author (authors, entry->key);

  g_assert_cmpstr (entry->key, !=, before->key);
  g_assert_cmpint (entry->seq, ==, 1);
  g_assert_cmpstr (author->previous, ==, before->key);
  g_assert_cmpstr (author->name, ==, "記録 花子");
  g_assert_cmpstr (author->reason, !=, NULL);
  g_assert_false (author->vouched);
}

static void
test_rollback (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_case (fixture);
  g_autofree char *other = open_case (fixture);
  g_autofree char *older = copy_database (fixture);
  g_autoptr (KirokuEntry) lost = append (fixture, id, make_note ("写しの後"));
  g_autoptr (KirokuEntry) next = NULL;
  g_autoptr (KirokuEntry) more = NULL;
  g_autoptr (KirokuEntry) elsewhere = NULL;

  put_back (fixture, older);
  next = append (fixture, id, make_note ("続き"));
  assert_succeeds (fixture, id, next, lost);
  more = append (fixture, id, make_note ("さらに"));
  g_assert_cmpstr (more->key, ==, next->key); /* no third key */
  g_assert_cmpint (more->seq, ==, 2);
  elsewhere = append (fixture, other, make_note ("別の件"));
  g_assert_cmpstr (elsewhere->key, ==, lost->key); /* only that case's journal is left */

  start_as (fixture, NULL, NULL);
  g_clear_pointer (&more, kiroku_entry_unref);
  more = append (fixture, id, make_note ("再起動の後"));
  g_assert_cmpstr (more->key, ==, next->key);
}

static void
test_lost (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_case (fixture);
  g_autoptr (KirokuEntry) before = append (fixture, id, make_note ("一"));
  g_autoptr (KirokuPersonKey) key = show_key (fixture);
  g_autoptr (KirokuEntry) next = NULL;

  g_assert_cmpint (g_unlink (key->path), ==, 0);
  start_as (fixture, NULL, NULL);
  next = append (fixture, id, make_note ("二"));
  assert_succeeds (fixture, id, next, before);
}

static void
test_revoked_self (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_case (fixture);
  g_autoptr (KirokuEntry) last = append (fixture, id, make_note ("一"));
  g_autoptr (KirokuEntry) revoked = append (
      fixture, id, kiroku_trust_draft_revoke (last->key, last->seq, last->hash, "盗まれたおそれ"));
  g_autoptr (KirokuEntry) next = append (fixture, id, make_note ("二"));
  g_autoptr (GPtrArray) authors = list_authors (fixture, id);

  g_assert_cmpstr (revoked->key, ==, last->key);
  assert_succeeds (fixture, id, next, last);
  g_assert_cmpint (find_author (authors, last->key)->revoked, ==, last->seq);
  g_assert_true (
      find_author (authors, last->key)->vouched); /* up to there it is still the opener's */
}

/* --- Trust --- */

static void
test_vouching (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_case (fixture);
  g_autoptr (KirokuEntry) his = NULL;
  g_autoptr (KirokuEntry) theirs = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;

  start_as (fixture, "三人目", NULL);
  theirs = append (fixture, id, make_note ("三"));
  start_as (fixture, "監査 太郎", NULL);
  his = append (fixture, id, kiroku_trust_draft_vouch (theirs->key, "三人目", NULL));
  before = list_authors (fixture, id);
  g_assert_false (find_author (before, his->key)->vouched);
  g_assert_false (find_author (before, theirs->key)->vouched); /* by one whom nobody vouches for */

  start_as (fixture, NULL, NULL);
  kiroku_entry_unref (append (fixture, id, kiroku_trust_draft_vouch (his->key, "監査 太郎", NULL)));
  after = list_authors (fixture, id);
  g_assert_true (find_author (after, his->key)->vouched);
  g_assert_true (find_author (after, theirs->key)->vouched); /* through him */
}

static gpointer
read_facts (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_case_read_facts (db, data, KIROKU_NOW, error);
}

/* How many persons the facts of the case say. (transfer full) */
static char *
read_count (Fixture *fixture, const char *id)
{
  g_autoptr (KirokuFacts) facts
      = kiroku_store_run (kiroku_book_get_store (fixture->book), KIROKU_STORE_SCREEN,
                          KIROKU_STORE_PRIORITY_NOW, read_facts, (gpointer) id, NULL, NULL);

  return g_strdup (kiroku_facts_get_value (facts, "leak.count"));
}

static void
set_count (Fixture *fixture, const char *id, const char *value, KirokuEntry **entry)
{
  *entry = append (fixture, id,
                   kiroku_draft_fact ("leak.count", KIROKU_FACT_INTEGER, value, FALSE,
                                      KIROKU_FACT_UNASKED));
}

static void
test_revoked_state (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_case (fixture);
  g_autoptr (KirokuEntry) good = NULL;
  g_autoptr (KirokuEntry) bad = NULL;
  g_autofree char *believed = NULL;
  g_autofree char *stranger = NULL;
  g_autofree char *standing = NULL;

  start_as (fixture, "監査 太郎", NULL);
  set_count (fixture, id, "100", &good);
  set_count (fixture, id, "9999", &bad);
  believed = read_count (fixture, id);
  g_assert_cmpstr (believed, ==, "9999");

  /* A stranger cannot revoke; the one who opened the case can. */
  start_as (fixture, "通りすがり", NULL);
  kiroku_entry_unref (append (
      fixture, id, kiroku_trust_draft_revoke (good->key, good->seq, good->hash, "悪意")));
  stranger = read_count (fixture, id);
  g_assert_cmpstr (stranger, ==, "9999");
  start_as (fixture, NULL, NULL);
  kiroku_entry_unref (append (
      fixture, id, kiroku_trust_draft_revoke (good->key, good->seq, good->hash, "鍵が盗まれた")));
  standing = read_count (fixture, id);
  g_assert_cmpstr (standing, ==, "100");
}

static gpointer
read_lines (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const KirokuLineFilter filter = KIROKU_LINE_FILTER_ALL;

  return kiroku_line_read (db, data, &filter, 0, 1000, error);
}

/* Who approved entry @hash with another key; NULL for nobody. (transfer full) */
static char *
read_approver (Fixture *fixture, const char *id, const char *hash, gboolean *refused)
{
  g_autoptr (GPtrArray) lines
      = kiroku_store_run (kiroku_book_get_store (fixture->book), KIROKU_STORE_SCREEN,
                          KIROKU_STORE_PRIORITY_NOW, read_lines, (gpointer) id, NULL, NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      const KirokuLine *line = g_ptr_array_index (lines, i);
      const KirokuApproval *word;

      if (!g_str_equal (line->hash, hash))
        continue;
      word = kiroku_line_get_approval (line);
      *refused = word != NULL && word->refused;
      return g_strdup (word != NULL ? word->approver : NULL);
    }
  g_assert_not_reached ();
}

static void
test_approval (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = open_case (fixture);
  g_autoptr (KirokuEntry) phase
      = append (fixture, id, kiroku_draft_phase (KIROKU_PHASE_TRIAGE, NULL, "部長", NULL));
  g_autofree char *own = NULL;
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  gboolean refused;

  kiroku_entry_unref (append (fixture, id, kiroku_draft_approve (phase->hash, TRUE, NULL)));
  own = read_approver (fixture, id, phase->hash, &refused);
  g_assert_null (own); /* her own signature is not a second pair of eyes */

  start_as (fixture, "監査 太郎", NULL);
  kiroku_entry_unref (append (fixture, id, kiroku_draft_approve (phase->hash, TRUE, NULL)));
  first = read_approver (fixture, id, phase->hash, &refused);
  g_assert_cmpstr (first, ==, "監査 太郎");
  g_assert_false (refused);
  kiroku_entry_unref (append (fixture, id, kiroku_draft_approve (phase->hash, FALSE, "早い")));
  last = read_approver (fixture, id, phase->hash, &refused);
  g_assert_cmpstr (last, ==, "監査 太郎");
  g_assert_true (refused);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/book/people/each-signs-with-a-key-of-their-own", test_own_keys);
  ADD ("/book/people/another-takes-over-and-a-wrong-passphrase-changes-nothing", test_switch);
  ADD ("/book/people/a-protected-key-signs-only-with-its-passphrase", test_protected);
  ADD ("/book/people/a-key-that-cannot-be-read-counts-as-protected", test_unreadable);
  ADD ("/book/people/a-key-on-no-list-stops-nobody", test_unlisted);
  ADD ("/book/people/whose-keys-they-are-is-never-guessed", test_unreadable_list);
  ADD ("/book/people/after-a-rollback-a-new-key-goes-on-and-says-why", test_rollback);
  ADD ("/book/people/after-a-loss-a-new-key-goes-on-and-says-why", test_lost);
  ADD ("/book/people/a-revoked-key-writes-no-more-in-that-case", test_revoked_self);
  ADD ("/book/people/trust-comes-from-the-opener-through-others", test_vouching);
  ADD ("/book/people/what-a-revoked-key-wrote-is-left-out-of-state", test_revoked_state);
  ADD ("/book/people/an-approval-counts-only-from-another-key", test_approval);
  return g_test_run ();
}
