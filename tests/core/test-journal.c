/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one person writes. Linked with --wrap=kiroku_db_commit, so that a COMMIT can answer with an
 * error although it has committed. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "kiroku-archive.h"
#include "kiroku-journal-error.h"
#include "kiroku-test-book.h"
#include "kiroku-verify.h"

/* --- A COMMIT whose answer cannot be trusted --- */

static enum { HONEST, COMMITS_BUT_FAILS, FAILS } commit_mode;

gboolean __real_kiroku_db_commit (KirokuDb *db, GError **error);
gboolean __wrap_kiroku_db_commit (KirokuDb *db, GError **error);

gboolean
__wrap_kiroku_db_commit (KirokuDb *db, GError **error)
{
  if (commit_mode == COMMITS_BUT_FAILS)
    g_assert_true (__real_kiroku_db_commit (db, NULL));
  if (commit_mode == HONEST)
    return __real_kiroku_db_commit (db, error);
  g_set_error_literal (error, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_IO, "the disk fails");
  return FALSE;
}

/* --- A disk that does not sync --- */

static gboolean failing_sync;

int
fdatasync (int fd)
{
  if (!failing_sync)
    return fsync (fd);
  errno = EIO;
  return -1;
}

/* --- A fold that fails on demand --- */

static gboolean failing_fold;

static gboolean
fold_kinds (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  if (!kiroku_db_exec (db, error, "INSERT INTO kinds VALUES (:{kind:s})", entry->kind))
    return FALSE;
  if (!failing_fold)
    return TRUE;
  g_set_error_literal (error, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_FAILED, "the fold fails");
  return FALSE;
}

static const char *const kinds_tables[] = { "kinds", NULL };
static const char *const kinds_create[]
    = { "CREATE TABLE kinds (kind TEXT NOT NULL) STRICT", NULL };
static const KirokuFold kinds_fold = {
  .name = "kinds", .version = 1, .tables = kinds_tables, .create = kinds_create, .fold = fold_kinds
};

#define HOUR (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

/* --- Fixture --- */

typedef struct
{
  KirokuTestBook *book;
  KirokuTestPerson *hanako;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  commit_mode = HONEST;
  failing_fold = failing_sync = FALSE;
  fixture->book = kiroku_test_book_new (&kinds_fold);
  fixture->hanako = kiroku_test_person_new (fixture->book, "hanako");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_person_free (fixture->hanako);
  kiroku_test_book_free (fixture->book);
}

static KirokuDraft *
note (const char *text)
{
  KirokuDraft *draft = kiroku_draft_new ("note");

  kiroku_draft_set_text (draft, "class", "action");
  kiroku_draft_set_text (draft, "text", text);
  return draft;
}

static gint64
count (Fixture *fixture, const char *from)
{
  g_autofree char *sql = g_strconcat ("SELECT count(*) FROM ", from, NULL);
  g_autofree char *rows = kiroku_test_book_dump (fixture->book, sql);

  return g_ascii_strtoll (rows, NULL, 10);
}

static void
assert_intact (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuVerification) result = kiroku_verify_case (
      fixture->book->db, fixture->hanako->pins, KIROKU_TEST_CASE, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (result->bad_what, ==, NULL);
  g_assert_cmpint (result->verdict, ==, KIROKU_VERDICT_INTACT);
}

static void
assert_append_fails (Fixture *fixture, GQuark domain, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kiroku_test_try_append (fixture->hanako, KIROKU_TEST_CASE, note ("x"), &error));
  g_assert_error (error, domain, code);
}

/* Planted while the program runs. */
static void
test_swallowed (Fixture *fixture, gconstpointer data)
{
  static const char *const tables[] = { "entry", "field" };

  kiroku_test_note (fixture->hanako, "1");
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      gint64 before = count (fixture, "entry");
      g_autofree char *plant
          = g_strdup_printf ("CREATE TRIGGER swallow BEFORE INSERT ON %s BEGIN"
                             " SELECT RAISE (IGNORE); END",
                             tables[i]);

      kiroku_test_book_tamper (fixture->book, plant);
      assert_append_fails (fixture, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_FOREIGN);
      g_assert_cmpint (count (fixture, "entry"), ==, before);
      kiroku_test_book_tamper (fixture->book, "DROP TRIGGER swallow");
    }
}

/* --- The chain --- */

static void
test_opens (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) entry = kiroku_test_append (fixture->hanako, note ("最初の記録"));
  g_autoptr (GPtrArray) rows = kiroku_archive_read_arrived (fixture->book->db, 0, 100, 100, NULL);
  const KirokuEntry *open = ((KirokuArrived *) g_ptr_array_index (rows, 0))->entry;

  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpstr (open->kind, ==, "journal.open");
  g_assert_cmpint (open->seq, ==, 0);
  g_assert_cmpstr (open->prev, ==,
                   "0000000000000000000000000000000000000000000000000000000000000000");
  g_assert_cmpstr (kiroku_entry_get_text (open, "spki"), ==,
                   kiroku_key_get_spki (fixture->hanako->key));
  g_assert_cmpstr (kiroku_entry_get_text (open, "name"), ==, "hanako");
  g_assert_cmpint (entry->seq, ==, 1);
  g_assert_cmpstr (entry->prev, ==, open->hash);
  g_assert_cmpstr (kiroku_entry_get_text (entry, "text"), ==, "最初の記録");
}

static void
test_chain (Fixture *fixture, gconstpointer data)
{
  g_autofree char *prev = NULL;

  for (gint64 seq = 1; seq <= 20; seq++)
    {
      g_autoptr (KirokuEntry) entry = kiroku_test_append (fixture->hanako, note ("x"));

      g_assert_cmpint (entry->seq, ==, seq);
      if (prev != NULL)
        g_assert_cmpstr (entry->prev, ==, prev);
      g_free (prev);
      prev = g_strdup (entry->hash);
    }
  g_assert_cmpint (count (fixture, "kinds"), ==, 21);
  assert_intact (fixture);
}

static void
test_several (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) drafts
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);
  g_autoptr (GPtrArray) entries = NULL;
  KirokuDraft *bad = kiroku_draft_new ("note");
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (drafts, note ("one"));
  g_ptr_array_add (drafts, note ("two"));
  entries = kiroku_journal_append (fixture->hanako->journal, fixture->book->db, KIROKU_TEST_CASE,
                                   drafts, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_cmpint (((KirokuEntry *) g_ptr_array_index (entries, 1))->seq, ==, 2);

  kiroku_draft_set_text (bad, "No", "x");
  g_ptr_array_add (drafts, bad);
  g_assert_null (kiroku_journal_append (fixture->hanako->journal, fixture->book->db,
                                        KIROKU_TEST_CASE, drafts, &error));
  g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORM);
  g_assert_cmpint (count (fixture, "entry"), ==, 3);
  assert_intact (fixture);
}

static void
test_stored_as_signed (Fixture *fixture, gconstpointer data)
{
  KirokuDraft *draft = note ("「引用」\"\\\n\t🔌 ' ; --");
  KirokuTime occ = { .us = KIROKU_TEST_START - 8 * 60 * G_USEC_PER_SEC,
                     .offset = 540,
                     .precision = KIROKU_PRECISION_ABOUT,
                     .tz = "Asia/Tokyo" };
  g_autoptr (KirokuEntry) written = NULL;
  g_autoptr (KirokuEntry) read = NULL;
  g_autoptr (GError) error = NULL;

  kiroku_draft_set_integer (draft, "n", -9007199254740991);
  kiroku_draft_set_occ (draft, &occ);
  written = kiroku_test_append (fixture->hanako, draft);
  read = kiroku_archive_find (fixture->book->db, KIROKU_TEST_CASE, written->hash, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->header, ==, written->header);
  g_assert_cmpstr (read->sig, ==, written->sig);
  g_assert_cmpuint (read->fields->len, ==, 3);
  g_assert_cmpstr (kiroku_entry_get_text (read, "text"), ==, "「引用」\"\\\n\t🔌 ' ; --");
  g_assert_cmpint (kiroku_entry_get_integer (read, "n", 0), ==, -9007199254740991);
  g_assert_cmpint (kiroku_entry_get_time (read), ==, occ.us);
  g_assert_cmpint (read->occ.precision, ==, KIROKU_PRECISION_ABOUT);
  g_assert_cmpstr (read->occ.tz, ==, "Asia/Tokyo");
  g_assert_nonnull (strstr (read->header, "\"occ\":\"2026-11-21T13:52:00+09:00\""));
}

static void
test_find (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) entry = kiroku_test_append (fixture->hanako, note ("x"));
  g_autofree char *prefix = g_strndup (entry->hash, 8);
  g_autofree char *short_prefix = g_strndup (entry->hash, 7);
  static const char *const unknown[] = { "0123456z", "", "ABCDEF01", "%", NULL };
  g_autoptr (KirokuEntry) found
      = kiroku_archive_find (fixture->book->db, KIROKU_TEST_CASE, prefix, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (found->hash, ==, entry->hash);
  g_assert_null (kiroku_archive_find (fixture->book->db, KIROKU_TEST_CASE, short_prefix, &error));
  g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_UNKNOWN);
  g_clear_error (&error);
  g_assert_null (kiroku_archive_find (fixture->book->db, "another case", prefix, &error));
  g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_UNKNOWN);
  for (guint i = 0; unknown[i] != NULL; i++)
    g_assert_null (kiroku_archive_find (fixture->book->db, KIROKU_TEST_CASE, unknown[i], NULL));
}

/* --- Time --- */

static void
test_clock_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) first = kiroku_test_append (fixture->hanako, note ("1"));
  g_autoptr (KirokuEntry) back = NULL;
  g_autoptr (KirokuEntry) still = NULL;
  g_autoptr (KirokuEntry) later = NULL;

  g_assert_cmpint (first->clock, ==, first->rec);
  fixture->hanako->clock.rec -= HOUR;
  back = kiroku_test_append (fixture->hanako, note ("2"));
  still = kiroku_test_append (fixture->hanako, note ("3"));
  g_assert_cmpint (back->rec, <, first->rec); /* what the computer showed, as it showed it */
  g_assert_cmpint (back->clock, ==,
                   first->clock + 2); /* between them it is said that it went back */
  g_assert_cmpint (still->clock, ==, first->clock + 3);
  fixture->hanako->clock.rec += 2 * HOUR;
  later = kiroku_test_append (fixture->hanako, note ("4"));
  g_assert_cmpint (later->clock, ==, later->rec);
  assert_intact (fixture);
}

/* What entries of kind `clock` say, in order: "seq|what|delta". (transfer full) */
static char *
anomalies (Fixture *fixture)
{
  return kiroku_test_book_dump (
      fixture->book, "SELECT e.seq, w.value, d.value FROM entry e JOIN field w ON w.hash = e.hash"
                     " AND w.name = 'what' JOIN field d ON d.hash = e.hash AND d.name = 'delta'"
                     " WHERE e.kind = 'clock' ORDER BY e.seq");
}

static void
assert_anomalies (Fixture *fixture, const char *wanted)
{
  g_autofree char *said = anomalies (fixture);

  g_assert_cmpstr (said, ==, wanted);
}

static void
boot (Fixture *fixture, const char *id)
{
  KirokuClock *clock = &fixture->hanako->clock;

  g_strlcpy (clock->boot, id, sizeof clock->boot);
  clock->mono = 5;
  clock->maxerr = 500000;
}

#define BOOT_1 "0b0a7c1e-52d4-4c1b-9f7e-aaaaaaaaaaaa"
#define BOOT_2 "0b0a7c1e-52d4-4c1b-9f7e-bbbbbbbbbbbb"

/* Somebody sets the clock: the next entry is preceded by one that says so, and those after are
 * not. */
static void
test_jump_noticed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) after = NULL;

  boot (fixture, BOOT_1);
  kiroku_test_note (fixture->hanako, "1"); /* 0 and 1 */
  fixture->hanako->clock.rec += HOUR;
  after = kiroku_test_append (fixture->hanako, note ("2"));
  g_assert_cmpstr (kiroku_entry_get_text (after, "text"), ==, "2");
  g_assert_cmpint (after->seq, ==, 3);
  kiroku_test_note (fixture->hanako, "3");
  fixture->hanako->clock.rec -= 2 * HOUR;
  kiroku_test_note (fixture->hanako, "4");
  kiroku_test_person_restart (fixture->hanako, NULL);
  kiroku_test_note (fixture->hanako, "5");
  assert_anomalies (fixture, "2|\"jump\"|3600000000\n5|\"backward\"|-7200000000\n");
}

/* Between the drafts of one append as well. */
static void
test_jump_between_drafts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) drafts
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  fixture->hanako->step = -G_USEC_PER_SEC;
  g_ptr_array_add (drafts, note ("one"));
  g_ptr_array_add (drafts, note ("two"));
  entries = kiroku_journal_append (fixture->hanako->journal, fixture->book->db, KIROKU_TEST_CASE,
                                   drafts, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 2); /* only what was asked for is given back */
  assert_anomalies (fixture, "1|\"backward\"|-1000000\n3|\"backward\"|-1000000\n");
  assert_intact (fixture);
}

/* What a backup looks at: SQLite takes the book of two people for sound. */
static void
test_sound (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuTestPerson) ichiro = kiroku_test_person_new (fixture->book, "ichiro");
  g_autofree char *seen = NULL;
  g_autofree char *result = NULL;

  kiroku_test_note (fixture->hanako, "one");
  kiroku_test_note (ichiro, "two");
  kiroku_test_note (fixture->hanako, "three");
  seen = kiroku_test_book_dump (fixture->book, "SELECT count(*) FROM seen");
  g_assert_cmpstr (seen, ==, "2\n");
  result = kiroku_test_book_dump (fixture->book, "PRAGMA integrity_check");
  g_assert_cmpstr (result, ==, "ok\n");
}

/* Within its stated error and a second a clock is right; after a start of the computer nothing
 * tells. */
static void
test_no_jump (Fixture *fixture, gconstpointer data)
{
  boot (fixture, BOOT_1);
  kiroku_test_note (fixture->hanako, "1");
  fixture->hanako->clock.rec += 3 * G_USEC_PER_SEC / 2;
  kiroku_test_note (fixture->hanako, "2");
  fixture->hanako->clock.mono += 3 * G_USEC_PER_SEC / 2;
  kiroku_test_note (fixture->hanako, "3");
  boot (fixture, BOOT_2);
  fixture->hanako->clock.rec += 24 * HOUR;
  kiroku_test_note (fixture->hanako, "4");
  fixture->hanako->clock.boot[0] = '\0';
  fixture->hanako->clock.rec += 24 * HOUR;
  kiroku_test_note (fixture->hanako, "5");
  assert_anomalies (fixture, "");
  boot (fixture, BOOT_1);
  kiroku_test_note (fixture->hanako, "6");
  fixture->hanako->clock.rec += 3 * G_USEC_PER_SEC / 2 + 1;
  kiroku_test_note (fixture->hanako, "7");
  assert_anomalies (fixture, "7|\"jump\"|1500001\n");
}

/* Once, however much is recorded until it is synchronised again; before it, that it was set. */
static void
test_clock_unsynchronised (Fixture *fixture, gconstpointer data)
{
  KirokuClock *clock = &fixture->hanako->clock;

  clock->sync = 1;
  kiroku_test_note (fixture->hanako, "1");
  clock->sync = 0;
  kiroku_test_note (fixture->hanako, "2");
  kiroku_test_note (fixture->hanako, "3");
  assert_anomalies (fixture, "2|\"unsynchronised\"|0\n");
  clock->sync = 1;
  kiroku_test_note (fixture->hanako, "5");
  clock->sync = 0;
  clock->rec -= HOUR;
  kiroku_test_note (fixture->hanako, "8");
  assert_anomalies (fixture, "2|\"unsynchronised\"|0\n"
                             "6|\"backward\"|-3599000000\n7|\"unsynchronised\"|0\n");
}

/* Entry 1 of whoever opens the case stays `case.open`, and whoever joins says it, too. */
static void
test_clock_never_synchronised (Fixture *fixture, gconstpointer data)
{
  KirokuTestPerson *ichiro = kiroku_test_person_new (fixture->book, "ichiro");
  g_autoptr (KirokuEntry) opening = NULL;

  fixture->hanako->clock.sync = ichiro->clock.sync = 0;
  opening = kiroku_test_append (fixture->hanako, kiroku_draft_new ("case.open"));
  g_assert_cmpint (opening->seq, ==, 1);
  kiroku_test_note (fixture->hanako, "3");
  kiroku_test_note (fixture->hanako, "4");
  assert_anomalies (fixture, "2|\"unsynchronised\"|0\n");
  kiroku_test_note (ichiro, "2");
  kiroku_test_note (ichiro, "3");
  assert_anomalies (fixture, "1|\"unsynchronised\"|0\n2|\"unsynchronised\"|0\n");
  assert_intact (fixture);
  kiroku_test_person_free (ichiro);
}

static void
test_impossible_clock (Fixture *fixture, gconstpointer data)
{
  fixture->hanako->clock.rec = KIROKU_TIME_LIMIT;
  assert_append_fails (fixture, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_CLOCK);
  fixture->hanako->clock.rec = -1;
  assert_append_fails (fixture, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_CLOCK);
  g_assert_cmpint (count (fixture, "entry"), ==, 0);
  fixture->hanako->clock.rec = KIROKU_TEST_START;
  kiroku_test_note (fixture->hanako, "x");
}

static void
test_clock_readings (Fixture *fixture, gconstpointer data)
{
  KirokuClock *clock = &fixture->hanako->clock;
  g_autoptr (KirokuEntry) without = kiroku_test_append (fixture->hanako, note ("1"));
  g_autoptr (KirokuEntry) with = NULL;
  KirokuClock now;

  g_assert_null (strstr (without->header, "\"mono\""));
  g_assert_null (strstr (without->header, "\"boot\""));
  g_strlcpy (clock->boot, "0b0a7c1e-52d4-4c1b-9f7e-aaaaaaaaaaaa", sizeof clock->boot);
  clock->mono = 5;
  clock->sync = 0;
  clock->maxerr = 16000000;
  with = kiroku_test_append (fixture->hanako, note ("2"));
  g_assert_nonnull (strstr (with->header, "\"boot\":\"0b0a7c1e-52d4-4c1b-9f7e-aaaaaaaaaaaa\""));
  g_assert_nonnull (strstr (with->header, "\"maxerr\":16000000"));
  g_assert_nonnull (strstr (with->header, "\"mono\":5"));
  g_assert_nonnull (strstr (with->header, "\"sync\":0"));
  assert_intact (fixture);

  kiroku_clock_read_system (&now, NULL);
  g_assert_cmpint (ABS (now.rec - g_get_real_time ()), <, 60 * G_USEC_PER_SEC);
  g_assert_cmpint (now.mono, >=, 0);
}

/* --- What others wrote --- */

static void
test_seen_once (Fixture *fixture, gconstpointer data)
{
  KirokuTestPerson *ichiro = kiroku_test_person_new (fixture->book, "ichiro");
  g_autoptr (KirokuEntry) first = kiroku_test_append (fixture->hanako, note ("1"));
  g_autoptr (KirokuEntry) second = kiroku_test_append (ichiro, note ("2"));
  g_autoptr (KirokuEntry) third = kiroku_test_append (fixture->hanako, note ("3"));
  g_autoptr (KirokuEntry) fourth = kiroku_test_append (fixture->hanako, note ("4"));
  g_autoptr (KirokuEntry) fifth = kiroku_test_append (ichiro, note ("5"));
  g_autoptr (GPtrArray) rows = kiroku_archive_read_arrived (fixture->book->db, 3, 4, 1, NULL);
  const KirokuEntry *open = ((KirokuArrived *) g_ptr_array_index (rows, 0))->entry;
  g_autofree char *head = g_strdup_printf ("1:%s", first->hash);
  const KirokuPair *pair;

  g_assert_cmpuint (first->seen->len, ==, 0);
  g_assert_cmpuint (open->seen->len, ==, 1); /* entry 0 of ichiro's journal states it */
  pair = g_ptr_array_index (open->seen, 0);
  g_assert_cmpstr (pair->name, ==, first->key);
  g_assert_cmpstr (pair->value, ==, head);
  g_assert_cmpuint (second->seen->len, ==, 0);
  g_assert_cmpuint (third->seen->len, ==, 1);
  g_assert_cmpuint (fourth->seen->len, ==, 0);
  g_assert_cmpuint (fifth->seen->len, ==, 1);
  g_assert_cmpint (open->clock, ==, MAX (open->rec, first->clock + 1));
  g_assert_cmpint (third->clock, >, second->clock);
  g_assert_cmpint (fifth->clock, >, fourth->clock);
  assert_intact (fixture);
  kiroku_test_person_free (ichiro);
}

static void
test_clock_of_others (Fixture *fixture, gconstpointer data)
{
  KirokuTestPerson *ichiro = kiroku_test_person_new (fixture->book, "ichiro");
  g_autoptr (KirokuEntry) ahead = NULL;
  g_autoptr (KirokuEntry) after = NULL;

  ichiro->clock.rec += 24 * HOUR; /* a computer a day fast */
  ahead = kiroku_test_append (ichiro, note ("1"));
  after = kiroku_test_append (fixture->hanako, note ("2"));
  g_assert_cmpint (after->rec, <, ahead->rec);
  g_assert_cmpint (after->clock, ==, ahead->clock + 2); /* entry 0 stated it, this is 1 */
  assert_intact (fixture);
  kiroku_test_person_free (ichiro);
}

/* --- Nothing is changed --- */

static void
assert_refused (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;

  if (kiroku_db_exec (fixture->book->db, &error, sql))
    g_error ("done all the same: %s", sql);
  g_assert_error (error, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_CONSTRAINT);
}

#define SAME_ENTRY                                                                                 \
  " INTO entry SELECT 1, hash, case_id, key, seq, prev, id, kind, clock, rec, header, 'x'"         \
  " FROM entry LIMIT 1"

static void
test_triggers (Fixture *fixture, gconstpointer data)
{
  static const char *const statements[] = {
    "UPDATE entry SET sig = 'x'",
    "UPDATE OR REPLACE entry SET arrival = 1 WHERE arrival = 2",
    "DELETE FROM entry",
    "DELETE FROM entry WHERE seq = 1",
    "INSERT" SAME_ENTRY,
    "INSERT OR REPLACE" SAME_ENTRY,
    "INSERT OR REPLACE INTO entry SELECT 99, hash, case_id, key, seq, prev, id, kind, clock, rec,"
    " header, 'x' FROM entry LIMIT 1",
    "INSERT OR REPLACE INTO entry SELECT 1, 'other', case_id, key, seq, prev, id, kind, clock, rec,"
    " header, 'x' FROM entry LIMIT 1",
    "REPLACE" SAME_ENTRY,
    "UPDATE field SET value = '\"x\"'",
    "UPDATE field SET hash = 'x'",
    "DELETE FROM field",
    "INSERT OR REPLACE INTO field SELECT hash, name, salt, '\"x\"' FROM field LIMIT 1",
    "INSERT INTO field SELECT hash, name, salt, '\"x\"' FROM field LIMIT 1",
  };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  kiroku_test_note (fixture->hanako, "x");
  before = kiroku_test_book_dump (fixture->book, "SELECT * FROM entry, field ORDER BY 1, 13, 14");
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    assert_refused (fixture, statements[i]);
  after = kiroku_test_book_dump (fixture->book, "SELECT * FROM entry, field ORDER BY 1, 13, 14");
  g_assert_cmpstr (before, ==, after);
}

/* --- Rollback and fork --- */

static void
test_rolled_back (Fixture *fixture, gconstpointer data)
{
  kiroku_test_note (fixture->hanako, "1");
  kiroku_test_note (fixture->hanako, "2");
  kiroku_test_book_tamper (fixture->book, "DELETE FROM entry WHERE seq = 2");
  assert_append_fails (fixture, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_ROLLED_BACK);
  kiroku_test_person_restart (fixture->hanako, NULL);
  assert_append_fails (fixture, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_ROLLED_BACK);
  kiroku_test_book_tamper (fixture->book, "DELETE FROM entry");
  assert_append_fails (fixture, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_ROLLED_BACK);
}

static void
test_other_cases_go_on (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  kiroku_test_note (fixture->hanako, "1");
  kiroku_test_book_tamper (fixture->book, "DELETE FROM entry WHERE seq = 1");
  assert_append_fails (fixture, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_ROLLED_BACK);
  entry = kiroku_test_try_append (fixture->hanako, "7f1c2a44-9d3e-4b7a-8c55-0e1f2a3b4c5d",
                                  note ("x"), &error);
  g_assert_no_error (error);
}

static void
test_pin_behind (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = kiroku_test_book_file (fixture->book, "pins-hanako");
  g_autofree char *behind = NULL;

  kiroku_test_note (fixture->hanako, "1");
  g_assert_true (g_file_get_contents (path, &behind, NULL, NULL));
  kiroku_test_note (fixture->hanako, "2");
  g_assert_true (g_file_set_contents (path, behind, -1, NULL));
  kiroku_test_note (fixture->hanako, "3");
  g_assert_true (g_file_set_contents (path, "", -1, NULL));
  kiroku_test_note (fixture->hanako, "4");
  assert_intact (fixture);
}

/* The same key on another computer, which went on from the same entry. */
static KirokuEntry *
write_elsewhere (Fixture *fixture, const KirokuEntry *const *common, const char *text)
{
  KirokuTestBook *book = kiroku_test_book_new (NULL);
  KirokuTestPerson *copy = kiroku_test_person_new (book, "copy");
  KirokuEntry *entry;

  for (; *common != NULL; common++)
    kiroku_test_bring (book, *common);
  kiroku_test_person_restart (copy, fixture->hanako->key);
  copy->clock.rec = fixture->hanako->clock.rec + 1;
  entry = kiroku_test_append (copy, note (text));
  kiroku_test_person_free (copy);
  kiroku_test_book_free (book);
  return entry;
}

static void
test_fork (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) first = kiroku_test_append (fixture->hanako, note ("1"));
  g_autoptr (GPtrArray) rows = kiroku_archive_read_arrived (fixture->book->db, 1, 2, 1, NULL);
  const KirokuEntry *open = ((KirokuArrived *) g_ptr_array_index (rows, 0))->entry;
  const KirokuEntry *common[] = { open, first, NULL };
  g_autoptr (KirokuEntry) branch = write_elsewhere (fixture, common, "elsewhere");

  kiroku_test_note (fixture->hanako, "here");
  kiroku_test_bring (fixture->book, branch);
  assert_append_fails (fixture, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORKED);
  kiroku_test_person_restart (fixture->hanako, NULL);
  assert_append_fails (fixture, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORKED);
  g_assert_cmpint (count (fixture, "entry WHERE seq = 2"), ==, 2); /* both are kept */
}

static void
test_gap (Fixture *fixture, gconstpointer data)
{
  kiroku_test_note (fixture->hanako, "1");
  kiroku_test_note (fixture->hanako, "2");
  kiroku_test_note (fixture->hanako, "3");
  kiroku_test_book_tamper (fixture->book, "DELETE FROM entry WHERE seq = 1");
  kiroku_test_person_restart (fixture->hanako, NULL);
  assert_append_fails (fixture, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORKED);
}

/* --- All or nothing --- */

static void
test_failing_fold (Fixture *fixture, gconstpointer data)
{
  failing_fold = TRUE;
  assert_append_fails (fixture, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_FAILED);
  g_assert_cmpint (count (fixture, "entry"), ==, 0);
  g_assert_cmpint (count (fixture, "field"), ==, 0);
  g_assert_cmpint (count (fixture, "kinds"), ==, 0);

  failing_fold = FALSE;
  kiroku_test_note (fixture->hanako,
                    "1"); /* the first append of a journal may fail and be repeated */
  failing_fold = TRUE;
  assert_append_fails (fixture, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_FAILED);
  failing_fold = FALSE;
  kiroku_test_note (fixture->hanako, "2");
  g_assert_cmpint (count (fixture, "entry"), ==, 3);
  assert_intact (fixture);
}

static void
test_uncertain_commit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) entry = NULL;

  kiroku_test_note (fixture->hanako, "1");
  commit_mode = COMMITS_BUT_FAILS;
  entry = kiroku_test_append (fixture->hanako, note ("2"));
  commit_mode = HONEST;
  g_assert_cmpint (entry->seq, ==, 2);
  g_assert_cmpint (count (fixture, "entry"), ==, 3); /* written once */
  kiroku_test_note (fixture->hanako, "3");
  assert_intact (fixture);
}

static void
test_failed_commit (Fixture *fixture, gconstpointer data)
{
  kiroku_test_note (fixture->hanako, "1");
  commit_mode = FAILS;
  assert_append_fails (fixture, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_IO);
  commit_mode = HONEST;
  g_assert_cmpint (count (fixture, "entry"), ==, 2);
  kiroku_test_note (fixture->hanako, "2");
  g_assert_cmpint (count (fixture, "entry"), ==, 3);
  assert_intact (fixture);
}

/* An entry that was said to be saved is there and on the disk; what the disk did not confirm is not
 * said to be saved, though it may be there. */
static void
test_failing_sync (Fixture *fixture, gconstpointer data)
{
  kiroku_test_note (fixture->hanako, "1");
  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (KirokuEntry) entry = NULL;
      g_autoptr (GError) error = NULL;
      gint64 before = count (fixture, "entry");

      failing_sync = i % 2 == 0;
      entry = kiroku_test_try_append (fixture->hanako, KIROKU_TEST_CASE, note ("x"), &error);
      if (failing_sync)
        g_assert_error (error, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_IO);
      else
        g_assert_no_error (error);
      failing_sync = FALSE;
      g_assert_cmpint (count (fixture, "entry"), >=, before + (entry != NULL));
    }
  assert_intact (fixture);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

static void
add_faults (void)
{
  ADD ("/journal/append/entries-are-never-changed-or-replaced", test_triggers);
  ADD ("/journal/append/the-book-of-two-is-sound-to-sqlite", test_sound);
  ADD ("/journal/append/a-rollback-is-noticed", test_rolled_back);
  ADD ("/journal/append/other-cases-go-on-after-a-rollback", test_other_cases_go_on);
  ADD ("/journal/append/a-pin-that-is-behind-says-nothing", test_pin_behind);
  ADD ("/journal/append/a-fork-is-refused-and-kept", test_fork);
  ADD ("/journal/append/what-the-database-does-not-take-is-not-said-to-be-recorded", test_swallowed);
  ADD ("/journal/append/a-gap-is-refused", test_gap);
  ADD ("/journal/append/a-fold-that-fails-rolls-back", test_failing_fold);
  ADD ("/journal/append/a-commit-that-lies-is-found-out", test_uncertain_commit);
  ADD ("/journal/append/a-commit-that-fails-writes-nothing", test_failed_commit);
  ADD ("/journal/append/what-the-disk-did-not-confirm-is-not-saved", test_failing_sync);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/journal/append/entry-0-opens-the-journal", test_opens);
  ADD ("/journal/append/each-entry-carries-the-hash-of-the-one-before", test_chain);
  ADD ("/journal/append/several-drafts-are-saved-together-or-not", test_several);
  ADD ("/journal/append/what-is-stored-is-what-was-signed", test_stored_as_signed);
  ADD ("/journal/append/an-entry-is-found-by-8-digits", test_find);
  ADD ("/journal/append/a-clock-that-goes-back-does-not-disorder", test_clock_back);
  ADD ("/journal/append/a-clock-that-was-set-is-noticed-once", test_jump_noticed);
  ADD ("/journal/append/a-clock-that-was-set-between-two-drafts-is-noticed",
       test_jump_between_drafts);
  ADD ("/journal/append/a-clock-that-was-not-set-is-not-noticed", test_no_jump);
  ADD ("/journal/append/a-clock-that-ceases-to-be-synchronised-is-noticed-once", test_clock_unsynchronised);
  ADD ("/journal/append/a-clock-that-never-was-synchronised-is-noticed-once-in-each-journal",
       test_clock_never_synchronised);
  ADD ("/journal/append/an-impossible-clock-is-refused", test_impossible_clock);
  ADD ("/journal/append/what-the-clock-does-not-say-is-left-out", test_clock_readings);
  ADD ("/journal/append/what-others-wrote-is-stated-once", test_seen_once);
  ADD ("/journal/append/the-clock-is-after-what-was-seen", test_clock_of_others);
  add_faults ();
  return g_test_run ();
}
