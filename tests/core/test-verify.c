/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every way to alter a case book past Kiroku that we could think of, and the verdict it must get.
 * The vectors of test-record.c cover what the signed bytes can say; here it is what the database
 * can do to them. */
#include <string.h>

#include "kiroku-archive.h"
#include "kiroku-test-book.h"
#include "kiroku-verify.h"

typedef struct
{
  KirokuTestBook *book;
  KirokuTestPerson *hanako;
  KirokuTestPerson *ichiro;
} Fixture;

/* hanako: 0 … 5, ichiro: 0 … 3. ichiro's entry 0 has seen hanako's 3, hanako's entry 4 has seen
 * ichiro's 2. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) opening = NULL;

  fixture->book = kiroku_test_book_new (NULL);
  fixture->hanako = kiroku_test_person_new (fixture->book, "hanako");
  fixture->ichiro = kiroku_test_person_new (fixture->book, "ichiro");
  opening = kiroku_test_append (fixture->hanako, kiroku_draft_new ("case.open"));
  kiroku_test_note (fixture->hanako, "端末3台を隔離した");
  kiroku_test_note (fixture->hanako, "3");
  kiroku_test_note (fixture->ichiro, "1");
  kiroku_test_note (fixture->ichiro, "2");
  kiroku_test_note (fixture->hanako, "4");
  kiroku_test_note (fixture->hanako, "5");
  kiroku_test_note (fixture->ichiro, "3");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_person_free (fixture->hanako);
  kiroku_test_person_free (fixture->ichiro);
  kiroku_test_book_free (fixture->book);
}

static const char *
hanako_id (Fixture *fixture)
{
  return kiroku_key_get_id (fixture->hanako->key);
}

static const char *
ichiro_id (Fixture *fixture)
{
  return kiroku_key_get_id (fixture->ichiro->key);
}

/* With the pins of hanako, whose computer this is. */
static KirokuVerification *
verify (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  KirokuVerification *result = kiroku_verify_case (fixture->book->db, fixture->hanako->pins,
                                                   KIROKU_TEST_CASE, NULL, &error);

  g_assert_no_error (error);
  return result;
}

/* As somebody who has no pins. */
static KirokuVerification *
verify_elsewhere (Fixture *fixture)
{
  g_autofree char *none = kiroku_test_book_file (fixture->book, "no-pins");
  g_autoptr (KirokuPins) pins = kiroku_pins_new (none);
  g_autoptr (GError) error = NULL;
  KirokuVerification *result
      = kiroku_verify_case (fixture->book->db, pins, KIROKU_TEST_CASE, NULL, &error);

  g_assert_no_error (error);
  return result;
}

/* Runs the SQL past Kiroku. */
G_GNUC_PRINTF (2, 3)
static void
tamper (Fixture *fixture, const char *format, ...)
{
  g_autofree char *sql = NULL;
  va_list args;

  va_start (args, format);
  sql = g_strdup_vprintf (format, args);
  va_end (args);
  kiroku_test_book_tamper (fixture->book, sql);
}

/* The hash column of entry @seq of @key. (transfer full) */
static char *
hash_of (Fixture *fixture, const char *key, gint64 seq)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT hash FROM entry WHERE key = '%s' AND seq = %" G_GINT64_FORMAT, key, seq);
  char *hash = kiroku_test_book_dump (fixture->book, sql);

  return g_strstrip (hash);
}

static void
assert_bad (const KirokuVerification *result,
            KirokuVerdict verdict,
            const char *key,
            gint64 seq,
            const char *hash)
{
  g_assert_cmpint (result->verdict, ==, verdict);
  g_assert_true (result->has_bad);
  g_assert_cmpstr (result->bad_journal, ==, key);
  g_assert_cmpint (result->bad_seq, ==, seq);
  g_assert_cmpstr (result->bad_hash, ==, hash);
  g_assert_nonnull (result->bad_what);
}

/* Alters hanako's entry 2 by @change ("SET …") and expects to have it named. */
static void
assert_entry_altered (Fixture *fixture, const char *change)
{
  g_autofree char *hash = hash_of (fixture, hanako_id (fixture), 2);
  g_autofree char *row
      = g_strdup_printf ("arrival = (SELECT arrival FROM entry WHERE hash = '%s')", hash);
  g_autofree char *saved
      = g_strdup_printf ("CREATE TABLE saved AS SELECT * FROM entry WHERE %s", row);
  g_autoptr (KirokuVerification) result = NULL;

  kiroku_test_book_tamper (fixture->book, saved);
  tamper (fixture, "UPDATE entry %s WHERE hash = '%s'", change, hash);
  result = verify_elsewhere (fixture);
  if (result->verdict != KIROKU_VERDICT_ALTERED)
    g_error ("%s: verdict %d", change, result->verdict);
  tamper (fixture, "DELETE FROM entry WHERE arrival IN (SELECT arrival FROM saved);"
                   "INSERT INTO entry SELECT * FROM saved; DROP TABLE saved");
}

static void
test_intact (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuVerification) result = verify (fixture);

  g_assert_cmpstr (result->bad_what, ==, NULL);
  g_assert_cmpint (result->verdict, ==, KIROKU_VERDICT_INTACT);
  g_assert_false (result->has_bad);
  g_assert_cmpint (result->entries, ==, 10);
  g_assert_cmpint (result->unanchored, ==, 10); /* never called proven */
  g_assert_cmpint (result->withheld, ==, 0);
  g_assert_cmpuint (result->warnings->len, ==, 2); /* ichiro is not vouched for */
}

static void
test_unknown_case (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuVerification) result
      = kiroku_verify_case (fixture->book->db, fixture->hanako->pins,
                            "00000000-0000-4000-8000-000000000000", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (result->verdict, ==, KIROKU_VERDICT_UNKNOWN);
}

/* --- Values --- */

static void
test_text (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = hash_of (fixture, hanako_id (fixture), 2);
  g_autoptr (KirokuVerification) result = NULL;

  tamper (fixture,
          "UPDATE field SET value = '\"端末5台を隔離した\"' WHERE hash = '%s' AND name = 'text'",
          hash);
  result = verify (fixture);
  assert_bad (result, KIROKU_VERDICT_ALTERED, hanako_id (fixture), 2, hash);
}

static void
assert_fields_altered (Fixture *fixture, const char *sql)
{
  g_autofree char *hash = hash_of (fixture, hanako_id (fixture), 2);
  g_autoptr (KirokuVerification) result = NULL;

  tamper (fixture, "%s", "CREATE TABLE saved AS SELECT * FROM field");
  kiroku_test_book_tamper (fixture->book, sql);
  result = verify (fixture);
  assert_bad (result, KIROKU_VERDICT_ALTERED, hanako_id (fixture), 2, hash);
  tamper (fixture, "%s",
          "DELETE FROM field; INSERT INTO field SELECT * FROM saved; DROP TABLE saved");
}

static void
test_fields (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = hash_of (fixture, hanako_id (fixture), 2);
  static const char *const changes[] = {
    "DELETE FROM field WHERE hash = '%s'",
    "DELETE FROM field WHERE hash = '%s' AND name = 'class'",
    "INSERT INTO field SELECT hash, 'extra', salt, value FROM field WHERE hash = '%s' AND"
    " name = 'text'",
    "UPDATE field SET name = 'texts' WHERE name = 'text' AND hash = '%s'",
    "UPDATE field SET salt = upper (salt) || '' WHERE salt <> upper (salt) AND hash = '%s'",
    "UPDATE field SET salt = '' WHERE hash = '%s'",
    "UPDATE field SET value = value || ' ' WHERE hash = '%s'",
    "UPDATE field SET value = '' WHERE hash = '%s'",
    "UPDATE field SET value = 'null' WHERE hash = '%s'",
    "UPDATE field SET value = value || char (0) WHERE hash = '%s'",
    "UPDATE field SET value = (SELECT value FROM field f WHERE f.hash = '%s' AND f.name = 'class'),"
    " salt = (SELECT salt FROM field f WHERE f.hash = field.hash AND f.name = 'class')"
    " WHERE name = 'text' AND hash IN (SELECT hash FROM entry WHERE seq = 2 AND key ="
    " (SELECT key FROM entry WHERE kind = 'case.open'))",
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_auto (GStrv) parts = g_strsplit (changes[i], "%s", 2);
      g_autofree char *sql = g_strconcat (parts[0], hash, parts[1], NULL);

      assert_fields_altered (fixture, sql);
    }
}

/* --- Header and columns --- */

static void
test_header (Fixture *fixture, gconstpointer data)
{
  static const char *const changes[] = {
    "SET header = replace (header, '\"rec\":1', '\"rec\":2')",
    "SET header = replace (header, '0.1.0', '0.1.1')",
    "SET header = replace (header, '\"note\"', '\"note2\"')",
    "SET header = header || ' '",
    "SET header = header || char (0) || 'x'",
    "SET header = ' ' || header",
    "SET header = '{}'",
    "SET header = ''",
    "SET header = replace (header, '\"v\":\"1\"', '\"v\":1')",
    "SET header = replace (header, '}', ',\"zz\":\"\"}')",
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    assert_entry_altered (fixture, changes[i]);
}

static void
test_columns (Fixture *fixture, gconstpointer data)
{
  static const char *const changes[] = {
    "SET rec = rec - 60000000",
    "SET clock = clock + 1",
    "SET kind = 'decision'",
    "SET id = '00000000-0000-4000-8000-000000000000'",
    "SET prev = replace (prev, substr (prev, 1, 1), 'z')",
    "SET seq = 17",
    "SET seq = 3",
    "SET hash = replace (hash, substr (hash, 1, 1), 'z')",
    "SET key = (SELECT max (key) FROM entry e WHERE e.key <> entry.key)",
    "SET key = 'x'",
    "SET case_id = 'x'",
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    assert_entry_altered (fixture, changes[i]);
}

static void
test_signature (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = hash_of (fixture, hanako_id (fixture), 2);
  g_autoptr (KirokuVerification) result = NULL;

  assert_entry_altered (fixture, "SET sig = ''");
  assert_entry_altered (fixture, "SET sig = sig || sig");
  assert_entry_altered (fixture, "SET sig = sig || char (0)");
  assert_entry_altered (fixture, "SET sig = (SELECT sig FROM entry e WHERE e.key <> entry.key)");
  assert_entry_altered (
      fixture, "SET sig = (SELECT sig FROM entry e WHERE e.key = entry.key AND e.seq = 3)");
  tamper (fixture,
          "CREATE TABLE two AS SELECT arrival, sig FROM entry WHERE key = '%s' AND seq IN (2, 3);"
          "UPDATE entry SET sig = (SELECT sig FROM two WHERE two.arrival <> entry.arrival)"
          " WHERE arrival IN (SELECT arrival FROM two)",
          hanako_id (fixture));
  result = verify (fixture);
  assert_bad (result, KIROKU_VERDICT_ALTERED, hanako_id (fixture), 2, hash);
}

static void
test_swapped (Fixture *fixture, gconstpointer data)
{
  g_autofree char *third = hash_of (fixture, hanako_id (fixture), 3);
  g_autoptr (KirokuVerification) result = NULL;

  tamper (fixture, "UPDATE entry SET seq = 5 - seq WHERE key = '%s' AND seq IN (2, 3)",
          hanako_id (fixture));
  result = verify (fixture);
  assert_bad (result, KIROKU_VERDICT_ALTERED, hanako_id (fixture), 2, third);
}

/* --- What is not there --- */

static void
test_deleted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *next = hash_of (fixture, hanako_id (fixture), 3);
  g_autoptr (KirokuVerification) result = NULL;

  tamper (fixture, "DELETE FROM entry WHERE key = '%s' AND seq = 2", hanako_id (fixture));
  result = verify (fixture);
  assert_bad (result, KIROKU_VERDICT_ALTERED, hanako_id (fixture), 3, next);
}

static void
test_first_deleted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *next = hash_of (fixture, ichiro_id (fixture), 1);
  g_autoptr (KirokuVerification) result = NULL;
  g_autoptr (GPtrArray) cases = NULL;

  tamper (fixture, "DELETE FROM entry WHERE key = '%s' AND seq = 0", ichiro_id (fixture));
  result = verify (fixture);
  assert_bad (result, KIROKU_VERDICT_ALTERED, ichiro_id (fixture), 1, next);

  tamper (fixture, "DELETE FROM entry WHERE seq = %d", 0);
  cases = kiroku_archive_list_cases (fixture->book->db, NULL);
  g_assert_cmpuint (cases->len, ==, 1); /* and is not overlooked when all are verified */
}

static void
test_own_tail_cut (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = hash_of (fixture, hanako_id (fixture), 5);
  g_autoptr (KirokuVerification) result = NULL;

  tamper (fixture,
          "DELETE FROM entry WHERE key = '%s' AND seq = 5;"
          "DELETE FROM entry WHERE key <> '%s' AND seq = 3", /* it has seen 5 */
          hanako_id (fixture), hanako_id (fixture));
  result = verify (fixture);
  assert_bad (result, KIROKU_VERDICT_TRUNCATED, hanako_id (fixture), 5, hash);
}

static void
test_others_tail_cut (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = hash_of (fixture, ichiro_id (fixture), 2);
  g_autoptr (KirokuVerification) result = NULL;

  tamper (fixture, "DELETE FROM entry WHERE key = '%s' AND seq >= 2", ichiro_id (fixture));
  result = verify_elsewhere (fixture);
  assert_bad (result, KIROKU_VERDICT_TRUNCATED, ichiro_id (fixture), 2, hash);
}

static void
test_journal_deleted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = hash_of (fixture, ichiro_id (fixture), 2);
  g_autoptr (KirokuVerification) result = NULL;

  tamper (fixture, "DELETE FROM entry WHERE key = '%s'", ichiro_id (fixture));
  result = verify_elsewhere (fixture);
  assert_bad (result, KIROKU_VERDICT_TRUNCATED, ichiro_id (fixture), 2, hash);
}

static void
test_all_deleted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuVerification) pinned = NULL;
  g_autoptr (KirokuVerification) unpinned = NULL;

  tamper (fixture, "%s", "DELETE FROM entry");
  pinned = verify (fixture);
  unpinned = verify_elsewhere (fixture);
  g_assert_cmpint (pinned->verdict, ==, KIROKU_VERDICT_TRUNCATED);
  g_assert_cmpint (unpinned->verdict, ==, KIROKU_VERDICT_UNKNOWN);
}

static void
test_fork (Fixture *fixture, gconstpointer data)
{
  KirokuTestBook *elsewhere = kiroku_test_book_new (NULL);
  KirokuTestPerson *copy = kiroku_test_person_new (elsewhere, "copy");
  g_autoptr (GPtrArray) rows
      = kiroku_archive_read_arrived (fixture->book->db, 0, 4, 100, NULL); /* hanako 0 … 2 */
  g_autofree char *there = hash_of (fixture, hanako_id (fixture), 3);
  g_autoptr (KirokuEntry) branch = NULL;
  g_autoptr (KirokuVerification) result = NULL;

  for (guint i = 0; i < rows->len; i++)
    kiroku_test_bring (elsewhere, ((KirokuArrived *) g_ptr_array_index (rows, i))->entry);
  kiroku_test_person_restart (copy, fixture->hanako->key);
  copy->clock.rec += 60 * G_USEC_PER_SEC;
  branch = kiroku_test_append (copy, kiroku_draft_new ("note"));
  g_assert_cmpint (branch->seq, ==, 3);
  kiroku_test_bring (fixture->book, branch);
  result = verify (fixture);
  assert_bad (result, KIROKU_VERDICT_TRUNCATED, hanako_id (fixture), 3,
              strcmp (there, branch->hash) > 0 ? there : branch->hash);
  g_assert_cmpint (result->entries, ==, 11);
  kiroku_test_person_free (copy);
  kiroku_test_book_free (elsewhere);
}

/* Altered is worse than truncated, wherever it stands. */
static void
test_worst (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = hash_of (fixture, hanako_id (fixture), 5);
  g_autoptr (KirokuVerification) result = NULL;

  tamper (fixture, "DELETE FROM entry WHERE key = '%s' AND seq >= 2", ichiro_id (fixture));
  tamper (fixture, "UPDATE entry SET sig = '' WHERE key = '%s' AND seq = 5", hanako_id (fixture));
  result = verify (fixture);
  assert_bad (result, KIROKU_VERDICT_ALTERED, hanako_id (fixture), 5, hash);
  g_assert_true (kiroku_verdict_is_worse (KIROKU_VERDICT_ALTERED, KIROKU_VERDICT_TRUNCATED));
  g_assert_true (kiroku_verdict_is_worse (KIROKU_VERDICT_TRUNCATED, KIROKU_VERDICT_EVIDENCE));
  g_assert_true (kiroku_verdict_is_worse (KIROKU_VERDICT_EVIDENCE, KIROKU_VERDICT_UNKNOWN));
  g_assert_true (kiroku_verdict_is_worse (KIROKU_VERDICT_UNKNOWN, KIROKU_VERDICT_INTACT));
  g_assert_true (kiroku_verdict_is_worse (KIROKU_VERDICT_INTACT, KIROKU_VERDICT_ANCHORED));
}

/* --- Every bit --- */

/* Every bit; under the sanitizers, which are ten times slower, a bit of every byte at least. */
#ifdef __SANITIZE_ADDRESS__
#define BIT_STEP 7
#else
#define BIT_STEP 1
#endif

/* A journal of two entries: nothing follows the altered one that could tell. */
static void
set_up_short (Fixture *fixture, gconstpointer data)
{
  fixture->book = kiroku_test_book_new (NULL);
  fixture->hanako = kiroku_test_person_new (fixture->book, "hanako");
  fixture->ichiro = kiroku_test_person_new (fixture->book, "ichiro");
  kiroku_test_note (fixture->hanako, "端末");
  kiroku_test_book_tamper (fixture->book, "SELECT 1"); /* the triggers are gone */
}

/* Puts @new into the place @update names, verifies, and takes it back. */
static void
assert_bit_counts (Fixture *fixture, const char *update, const char *new, gsize bit)
{
  g_autoptr (KirokuVerification) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (kiroku_db_begin (fixture->book->db, NULL));
  kiroku_db_exec (fixture->book->db, &error, update, new);
  g_assert_no_error (error);
  result = verify_elsewhere (fixture);
  kiroku_db_rollback (fixture->book->db);
  if (result->verdict <= KIROKU_VERDICT_INTACT)
    g_error ("bit %d is not noticed: %s", (int) bit, update);
  g_assert_cmpstr (result->bad_journal, ==, hanako_id (fixture));
  g_assert_cmpint (result->bad_seq, ==, 1);
}

static void
assert_every_bit (Fixture *fixture, const char *table, const char *column, const char *where)
{
  g_autofree char *hash = hash_of (fixture, hanako_id (fixture), 1);
  g_autofree char *select
      = g_strdup_printf ("SELECT %s FROM %s WHERE hash = '%s'%s", column, table, hash, where);
  g_autofree char *update = g_strdup_printf ("UPDATE %s SET %s = :{new:s} WHERE hash = '%s'%s",
                                             table, column, hash, where);
  g_autofree char *old = g_strchomp (kiroku_test_book_dump (fixture->book, select));
  g_autoptr (KirokuVerification) result = NULL;

  for (gsize bit = 0; bit < 8 * strlen (old); bit += BIT_STEP)
    {
      g_autofree char *flipped = g_strdup (old);

      flipped[bit / 8] ^= 1 << bit % 8;
      assert_bit_counts (fixture, update, flipped, bit);
    }
  result = verify_elsewhere (fixture);
  g_assert_cmpint (result->verdict, ==, KIROKU_VERDICT_INTACT);
}

static void
test_header_bits (Fixture *fixture, gconstpointer data)
{
  assert_every_bit (fixture, "entry", "header", "");
}

static void
test_field_bits (Fixture *fixture, gconstpointer data)
{
  assert_every_bit (fixture, "field", "salt", " AND name = 'text'");
  assert_every_bit (fixture, "field", "value", " AND name = 'text'");
  assert_every_bit (fixture, "entry", "sig", "");
}

/* --- Time, paging, cancelling --- */

static void
test_warnings (Fixture *fixture, gconstpointer data)
{
  KirokuClock *clock = &fixture->hanako->clock;
  g_autoptr (KirokuVerification) result = NULL;

  g_strlcpy (clock->boot, "0b0a7c1e-52d4-4c1b-9f7e-aaaaaaaaaaaa", sizeof clock->boot);
  clock->mono = 0;
  kiroku_test_note (fixture->hanako, "a");
  clock->rec += 5 * G_USEC_PER_SEC; /* set by hand: the monotonic clock has not moved */
  kiroku_test_note (fixture->hanako, "b");
  clock->rec -= 60 * G_USEC_PER_SEC;
  g_strlcpy (clock->boot, "1b0a7c1e-52d4-4c1b-9f7e-aaaaaaaaaaaa", sizeof clock->boot);
  kiroku_test_note (fixture->hanako, "c");
  clock->maxerr = 10 * G_USEC_PER_SEC;
  clock->rec += 5 * G_USEC_PER_SEC; /* within what the kernel said of itself */
  kiroku_test_note (fixture->hanako, "d");
  result = verify (fixture);
  g_assert_cmpint (result->verdict, ==, KIROKU_VERDICT_INTACT);
  g_assert_cmpuint (result->warnings->len, ==, 4); /* set, went back, a stranger, unanchored */
}

static void
test_long (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuVerification) intact = NULL;
  g_autoptr (KirokuVerification) altered = NULL;
  g_autofree char *hash = NULL;

  for (guint i = 0; i < 450; i++) /* more than two pages */
    kiroku_test_note (fixture->ichiro, "x");
  intact = verify (fixture);
  g_assert_cmpint (intact->verdict, ==, KIROKU_VERDICT_INTACT);
  g_assert_cmpint (intact->entries, ==, 460);
  hash = hash_of (fixture, ichiro_id (fixture), 401);
  tamper (fixture, "UPDATE field SET value = '\"y\"' WHERE hash = '%s' AND name = 'text'", hash);
  altered = verify (fixture);
  assert_bad (altered, KIROKU_VERDICT_ALTERED, ichiro_id (fixture), 401, hash);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (kiroku_verify_case (fixture->book->db, fixture->hanako->pins, KIROKU_TEST_CASE,
                                     cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
#define ADD_SHORT(path, func) g_test_add (path, Fixture, NULL, set_up_short, func, tear_down)

static void
add_absences (void)
{
  ADD ("/journal/verify/a-deleted-entry-is-altered", test_deleted);
  ADD ("/journal/verify/a-journal-without-its-start-is-not-overlooked", test_first_deleted);
  ADD ("/journal/verify/the-own-tail-cut-is-told-by-the-pin", test_own_tail_cut);
  ADD ("/journal/verify/a-tail-cut-is-told-by-who-has-seen-it", test_others_tail_cut);
  ADD ("/journal/verify/a-deleted-journal-is-told-by-who-has-seen-it", test_journal_deleted);
  ADD ("/journal/verify/a-deleted-case-is-told-by-the-pin", test_all_deleted);
  ADD ("/journal/verify/a-fork-is-named", test_fork);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/journal/verify/an-untouched-case-is-intact-but-not-proven", test_intact);
  ADD ("/journal/verify/a-case-that-is-not-there-cannot-be-judged", test_unknown_case);
  ADD ("/journal/verify/an-edited-text-is-altered", test_text);
  ADD ("/journal/verify/any-change-of-the-fields-is-altered", test_fields);
  ADD ("/journal/verify/any-change-of-the-header-is-altered", test_header);
  ADD ("/journal/verify/any-change-of-the-index-is-altered", test_columns);
  ADD ("/journal/verify/another-signature-is-altered", test_signature);
  ADD ("/journal/verify/swapped-entries-are-altered", test_swapped);
  add_absences ();
  ADD ("/journal/verify/the-worst-finding-counts", test_worst);
  ADD_SHORT ("/journal/verify/every-bit-of-a-header-counts", test_header_bits);
  ADD_SHORT ("/journal/verify/every-bit-of-salt-value-and-signature-counts", test_field_bits);
  ADD ("/journal/verify/an-odd-clock-is-a-warning", test_warnings);
  ADD ("/journal/verify/pages-are-joined", test_long);
  ADD ("/journal/verify/can-be-cancelled", test_cancelled);
  return g_test_run ();
}
