/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How entries that others bring come in, and how values go by law. */
#define _GNU_SOURCE /* memmem */
#include <string.h>

#include "kiroku-admission.h"
#include "kiroku-case-drafts.h"
#include "kiroku-case.h"
#include "kiroku-case-fold.h"
#include "kiroku-erasure.h"
#include "kiroku-legal-hold.h"
#include "kiroku-journal-error.h"
#include "kiroku-rebuild.h"
#include "kiroku-record.h"
#include "kiroku-test-book.h"
#include "kiroku-trust.h"

/* A sanitized program takes twenty times as long. */
#define N_SHUFFLES (g_getenv ("ASAN_OPTIONS") != NULL ? 4 : 30)
#define DAY (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)
#define SECRET "山田太郎の住所"

/* --- Bringing --- */

/* Every entry in @book as it is stored. (transfer full) (element-type KirokuStored) */
static GPtrArray *
read_all (KirokuTestBook *book)
{
  g_autoptr (GPtrArray) keys = kiroku_archive_list_journals (book->db, KIROKU_TEST_CASE, NULL);
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_stored_free);

  for (guint i = 0; i < keys->len; i++)
    {
      g_autoptr (GError) error = NULL;
      GPtrArray *rows = kiroku_archive_read_journal (
          book->db, KIROKU_TEST_CASE, g_ptr_array_index (keys, i), -1, "", G_MAXINT64, 1000, &error);

      g_assert_no_error (error);
      g_ptr_array_extend_and_steal (all, rows);
    }
  return all;
}

static KirokuStored *
find (GPtrArray *all, const char *hash)
{
  for (guint i = 0; i < all->len; i++)
    if (g_str_equal (((KirokuStored *) g_ptr_array_index (all, i))->hash, hash))
      return g_ptr_array_index (all, i);
  g_assert_not_reached ();
}

static KirokuAdmission *
admission_new (KirokuTestBook *book)
{
  const KirokuClock clock = { .rec = KIROKU_TEST_START, .mono = -1, .sync = 1, .maxerr = -1 };

  return kiroku_admission_new (book->folds, &clock);
}

static KirokuAdmissionResult
take (KirokuAdmission *admission, KirokuTestBook *book, const KirokuStored *stored)
{
  g_autoptr (GError) error = NULL;
  KirokuAdmissionResult result;
  gboolean more = TRUE;

  g_assert_true (kiroku_db_begin (book->db, NULL));
  kiroku_admission_take (admission, book->db, stored, &result, &error);
  g_assert_no_error (error);
  while (more)
    {
      kiroku_admission_settle (admission, book->db, 0, &more, &error);
      g_assert_no_error (error);
    }
  g_assert_true (kiroku_db_commit (book->db, NULL));
  return result;
}

static KirokuAdmissionResult
bring (KirokuTestBook *book, const KirokuStored *stored)
{
  g_autoptr (KirokuAdmission) admission = admission_new (book);

  return take (admission, book, stored);
}

static void
bring_all (KirokuTestBook *book, GPtrArray *all)
{
  g_autoptr (KirokuAdmission) admission = admission_new (book);

  for (guint i = 0; i < all->len; i++)
    take (admission, book, g_ptr_array_index (all, i));
  g_assert_cmpint (kiroku_admission_get_tally (admission)->refused, ==, 0);
}

static gint64
waiting (KirokuTestBook *book)
{
  gint64 count;

  g_assert_true (kiroku_admission_count_waiting (book->db, KIROKU_TEST_CASE, &count, NULL));
  return count;
}

static void
assert_count (KirokuTestBook *book, const char *from, gint64 expected)
{
  g_autofree char *sql = g_strconcat ("SELECT count(*) FROM ", from, NULL);
  g_autofree char *rows = kiroku_test_book_dump (book, sql);

  g_assert_cmpint (g_ascii_strtoll (rows, NULL, 10), ==, expected);
}

static void
assert_same_folds (KirokuTestBook *book, const char *expected)
{
  g_autofree char *folds = kiroku_test_book_dump_folds (book);

  g_assert_cmpstr (folds, ==, expected);
}

/* --- Fixture: two people with a book each; hanako opens the case --- */

typedef struct
{
  KirokuTestBook *book, *other;
  KirokuTestPerson *hanako, *taro;
} Fixture;

static KirokuEntry *
note (KirokuTestPerson *person, const char *text)
{
  return kiroku_test_append (person, kiroku_draft_note (KIROKU_CLASS_ACTION, text, NULL));
}

static void
append (KirokuTestPerson *person, KirokuDraft *draft)
{
  g_autoptr (KirokuEntry) entry = kiroku_test_append (person, draft);
}

/* Everything of the first book goes to the second. */
static void
send (KirokuTestBook *from, KirokuTestBook *to)
{
  g_autoptr (GPtrArray) all = read_all (from);

  bring_all (to, all);
  g_assert_cmpint (waiting (to), ==, 0);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const KirokuOpening opening = { "2026-001", "標題", "ransomware", 2, FALSE, "2026.1" };

  fixture->book = kiroku_test_book_new (&kiroku_case_fold);
  fixture->other = kiroku_test_book_new (&kiroku_case_fold);
  fixture->hanako = kiroku_test_person_new (fixture->book, "hanako");
  fixture->taro = kiroku_test_person_new (fixture->other, "taro");
  append (fixture->hanako, kiroku_draft_case_open (&opening));
  send (fixture->book, fixture->other);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_person_free (fixture->hanako);
  kiroku_test_person_free (fixture->taro);
  kiroku_test_book_free (fixture->book);
  kiroku_test_book_free (fixture->other);
}

/* --- Order --- */

/* Calls @func with every order of the first @n of @list. */
static void
permute (GPtrArray *list, guint n, void (*func) (GPtrArray *list, gpointer data), gpointer data)
{
  if (n == 1)
    {
      func (list, data);
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      gpointer other;

      permute (list, n - 1, func, data);
      other = list->pdata[n % 2 == 0 ? i : 0];
      list->pdata[n % 2 == 0 ? i : 0] = list->pdata[n - 1];
      list->pdata[n - 1] = other;
    }
}

static void
check_order (GPtrArray *list, gpointer expected)
{
  g_autoptr (KirokuTestBook) book = kiroku_test_book_new (&kiroku_case_fold);

  bring_all (book, list);
  g_assert_cmpint (waiting (book), ==, 0);
  assert_same_folds (book, expected);
}

static void
test_every_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) last = note (fixture->taro, "四"); /* and entry 0 before it */
  g_autoptr (GPtrArray) all = read_all (fixture->other);
  g_autofree char *expected = kiroku_test_book_dump_folds (fixture->other);

  g_assert_cmpuint (all->len, ==, 4);
  permute (all, all->len, check_order, expected);
}

static void
shuffle (GPtrArray *list)
{
  for (guint i = list->len; i > 1; i--)
    {
      guint j = g_test_rand_int_range (0, i);
      gpointer other = list->pdata[j];

      list->pdata[j] = list->pdata[i - 1];
      list->pdata[i - 1] = other;
    }
}

static void
test_shuffled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) all = NULL;
  g_autofree char *expected = NULL;

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (KirokuEntry) first = note (fixture->hanako, "作業");
      g_autoptr (KirokuEntry) second = note (fixture->taro, "確認");

      if (g_test_rand_int_range (0, 4) == 0)
        send (fixture->book, fixture->other);
      if (g_test_rand_int_range (0, 4) == 0)
        send (fixture->other, fixture->book);
    }
  send (fixture->book, fixture->other);
  all = read_all (fixture->other);
  expected = kiroku_test_book_dump_folds (fixture->other);
  for (int i = 0; i < N_SHUFFLES; i++)
    {
      shuffle (all);
      check_order (all, expected);
    }
}

static void
test_waits (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) first = note (fixture->hanako, "一");
  g_autoptr (KirokuEntry) second = note (fixture->hanako, "二");
  g_autoptr (GPtrArray) all = read_all (fixture->book);
  g_autofree char *before = kiroku_test_book_dump_folds (fixture->other);

  g_assert_cmpint (bring (fixture->other, find (all, second->hash)), ==, KIROKU_WAITING);
  g_assert_cmpint (bring (fixture->other, find (all, second->hash)), ==, KIROKU_WAITING);
  g_assert_cmpint (waiting (fixture->other), ==, 1);
  assert_same_folds (fixture->other, before);
  g_assert_cmpint (bring (fixture->other, find (all, first->hash)), ==, KIROKU_ADMITTED);
  g_assert_cmpint (waiting (fixture->other), ==, 0);
  assert_count (fixture->other, "line WHERE text = '二'", 1);
}

/* --- Forgery --- */

/* Refused, with this in the reason, and nothing has changed. */
static void
assert_refused (KirokuTestBook *book, const KirokuStored *stored, const char *reason)
{
  g_autoptr (KirokuAdmission) admission = admission_new (book);
  g_autofree char *before = kiroku_test_book_dump (book, "SELECT * FROM entry");
  g_autofree char *after = NULL;
  const KirokuAdmissionTally *tally = kiroku_admission_get_tally (admission);

  g_assert_cmpint (take (admission, book, stored), ==, KIROKU_REFUSED);
  g_assert_cmpint (tally->refused, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (tally->refusals, 0), reason));
  after = kiroku_test_book_dump (book, "SELECT * FROM entry");
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (waiting (book), ==, 0);
}

static void
replace (char **text, const char *what, const char *with)
{
  g_auto (GStrv) parts = g_strsplit (*text, what, 2);

  g_assert_nonnull (parts[1]);
  g_free (*text);
  *text = g_strjoinv (with, parts);
}

static void
test_edited_value (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) entry = note (fixture->hanako, "本文");
  g_autoptr (GPtrArray) all = read_all (fixture->book);
  KirokuStored *stored = find (all, entry->hash);
  KirokuStoredField *field = g_ptr_array_index (stored->fields, 1);

  replace (&field->value, "本文", "別文");
  assert_refused (fixture->other, stored, "not the one that was signed");
}

static void
test_edited_header (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) entry = note (fixture->hanako, "本文");
  g_autoptr (GPtrArray) all = read_all (fixture->book);
  KirokuStored *stored = find (all, entry->hash);

  replace (&stored->header, "0.1.0", "0.1.1");
  assert_refused (fixture->other, stored, "signature");
}

static void
test_foreign_signature (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) entry = note (fixture->hanako, "本文");
  g_autoptr (GPtrArray) all = read_all (fixture->book);
  KirokuStored *stored = find (all, entry->hash);

  g_free (stored->sig);
  stored->sig = kiroku_key_sign (fixture->taro->key, entry->hash, NULL);
  assert_refused (fixture->other, stored, "signature");
}

/* Entry 0 of hanako's journal, but with the key of somebody else. */
static void
test_foreign_key (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuTestBook) empty = kiroku_test_book_new (&kiroku_case_fold);
  g_autoptr (KirokuDraft) draft = kiroku_draft_new ("journal.open");
  g_autoptr (KirokuEntry) entry = NULL;
  KirokuPlace place = { .case_id = KIROKU_TEST_CASE, .seen_clock = -1 };
  g_autoptr (GError) error = NULL;

  kiroku_draft_set_text (draft, "spki", kiroku_key_get_spki (fixture->taro->key));
  kiroku_draft_set_text (draft, "name", "hanako");
  kiroku_draft_set_text (draft, "role", "");
  entry = kiroku_record_seal (draft, &place, &fixture->hanako->clock, fixture->hanako->key, "x",
                              &error);
  g_assert_no_error (error);
  kiroku_test_bring (empty, entry); /* only to get it as it would be stored */
  {
    g_autoptr (GPtrArray) all = read_all (empty);

    assert_refused (fixture->other, g_ptr_array_index (all, 0), "does not begin with its key");
  }
}

/* Signed by the right key, but the logical clock is not what follows from the entries before. */
static void
test_wrong_clock (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuTestBook) copy = kiroku_test_book_new (&kiroku_case_fold);
  g_autoptr (KirokuEntry) entry = note (fixture->hanako, "本文");
  g_autoptr (KirokuDraft) draft = kiroku_draft_note (KIROKU_CLASS_ACTION, "先の時刻", NULL);
  KirokuPlace place = { KIROKU_TEST_CASE, entry->seq + 1, entry->hash, entry->clock + DAY, NULL, -1 };
  g_autoptr (KirokuEntry) forged = kiroku_record_seal (draft, &place, &fixture->hanako->clock,
                                                       fixture->hanako->key, "x", NULL);
  g_autoptr (GPtrArray) all = NULL;

  kiroku_test_bring (copy, forged);
  all = read_all (copy);
  send (fixture->book, fixture->other);
  assert_refused (fixture->other, g_ptr_array_index (all, 0), "logical clock");
}

/* What cannot be checked yet does not push out what is right. */
static void
test_forged_in_quarantine (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuTestBook) empty = kiroku_test_book_new (&kiroku_case_fold);
  g_autoptr (KirokuEntry) entry = note (fixture->hanako, "本文");
  g_autoptr (GPtrArray) all = read_all (fixture->book);
  g_autoptr (GPtrArray) again = read_all (fixture->book);
  KirokuStored *forged = find (again, entry->hash);

  g_free (forged->sig);
  forged->sig = kiroku_key_sign (fixture->taro->key, entry->hash, NULL);
  g_assert_cmpint (bring (empty, find (all, entry->hash)), ==, KIROKU_WAITING);
  g_assert_cmpint (bring (empty, forged), ==, KIROKU_WAITING);
  for (guint i = 0; i < all->len; i++)
    if (!g_str_equal (((KirokuStored *) g_ptr_array_index (all, i))->hash, entry->hash))
      bring (empty, g_ptr_array_index (all, i));
  g_assert_cmpint (waiting (empty), ==, 0);
  assert_count (empty, "quarantine", 0);
  assert_count (empty, "line WHERE text = '本文'", 1);
}

static void
test_other_signature (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) entry = note (fixture->hanako, "本文");
  g_autoptr (GPtrArray) all = read_all (fixture->book);
  KirokuStored *stored = find (all, entry->hash);

  g_assert_cmpint (bring (fixture->other, stored), ==, KIROKU_ADMITTED);
  g_free (stored->sig);
  stored->sig = kiroku_key_sign (fixture->hanako->key, entry->hash, NULL);
  g_assert_cmpstr (stored->sig, !=, entry->sig);
  g_assert_cmpint (bring (fixture->other, stored), ==, KIROKU_KNOWN);
}

static void
test_future (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuAdmission) admission = admission_new (fixture->other);
  g_autoptr (KirokuEntry) entry = NULL;
  g_autoptr (GPtrArray) all = NULL;

  fixture->hanako->clock.rec += 3 * DAY;
  entry = note (fixture->hanako, "三日後");
  all = read_all (fixture->book);
  g_assert_cmpint (take (admission, fixture->other, find (all, entry->hash)), ==, KIROKU_ADMITTED);
  g_assert_cmpuint (kiroku_admission_get_tally (admission)->warnings->len, ==, 1);
}

/* --- Forks --- */

static void
test_fork (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pins = kiroku_test_book_file (fixture->book, "pins-hanako");
  g_autoptr (KirokuEntry) here = NULL;
  g_autoptr (KirokuEntry) there = NULL;
  g_autoptr (GPtrArray) all = NULL;
  KirokuTestPerson *twin = kiroku_test_person_new (fixture->other, "twin");
  g_autoptr (GError) error = NULL;

  kiroku_test_person_restart (twin, fixture->hanako->key);
  twin->clock = fixture->hanako->clock;
  here = note (fixture->hanako, "こちら");
  there = note (twin, "あちら");
  g_assert_cmpint (here->seq, ==, there->seq);
  all = read_all (fixture->other);
  bring_all (fixture->book, all);
  kiroku_journal_forget (fixture->hanako->journal, KIROKU_TEST_CASE);
  assert_count (fixture->book, "line WHERE text IN ('こちら', 'あちら')", 2);
  g_assert_null (kiroku_test_try_append (fixture->hanako, KIROKU_TEST_CASE,
                                         kiroku_draft_note (KIROKU_CLASS_ACTION, "x", NULL),
                                         &error));
  g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORKED);
  kiroku_test_person_free (twin);
}

/* --- Values that are missing, and erasure --- */

static void
drop_field (KirokuStored *stored, const char *name)
{
  for (guint i = 0; i < stored->fields->len; i++)
    if (g_str_equal (((KirokuStoredField *) g_ptr_array_index (stored->fields, i))->name, name))
      {
        g_ptr_array_remove_index (stored->fields, i);
        return;
      }
  g_assert_not_reached ();
}

static void
test_completes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) entry = note (fixture->hanako, "本文");
  g_autoptr (GPtrArray) all = read_all (fixture->book);
  g_autoptr (GPtrArray) withheld = read_all (fixture->book);
  KirokuStored *part = find (withheld, entry->hash);
  g_autofree char *expected = kiroku_test_book_dump_folds (fixture->book);

  drop_field (part, "text");
  g_assert_cmpint (bring (fixture->other, part), ==, KIROKU_ADMITTED);
  assert_count (fixture->other, "line WHERE kind = 'note' AND text IS NULL", 1);
  g_assert_cmpint (bring (fixture->other, find (all, entry->hash)), ==, KIROKU_COMPLETED);
  assert_same_folds (fixture->other, expected);
  g_assert_cmpint (bring (fixture->other, part), ==, KIROKU_KNOWN);
}

static void
erase (KirokuTestPerson *person, const KirokuEntry *entry, const char *field)
{
  append (person, kiroku_erasure_draft_field (entry->hash, field, "個人情報保護法", "請求", NULL));
}

/* Whether the secret is in a file of the book. */
static gboolean
is_somewhere (KirokuTestBook *book)
{
  g_autoptr (GDir) dir = g_dir_open (book->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = kiroku_test_book_file (book, name);
      g_autofree char *bytes = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      if (memmem (bytes, length, SECRET, strlen (SECRET)) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
test_erased (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *tables = NULL;

  for (guint i = 0; i < 40; i++) /* pages fill up around it */
    kiroku_test_note (fixture->hanako, "前");
  entry = note (fixture->hanako, SECRET);
  for (guint i = 0; i < 40; i++)
    kiroku_test_note (fixture->hanako, "後");
  g_assert_true (kiroku_db_checkpoint (fixture->book->db, NULL));
  kiroku_test_note (fixture->hanako, "ログ");
  g_assert_true (is_somewhere (fixture->book));

  erase (fixture->hanako, entry, "text");
  kiroku_db_purge (fixture->book->db, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (is_somewhere (fixture->book));
  assert_count (fixture->book, "line WHERE kind = 'note' AND text IS NULL", 1);
  assert_count (fixture->book, "line", 85);
}

/* What the log says of the last fact that was set. (transfer full) */
static char *
read_last_set (Fixture *fixture)
{
  const KirokuLineFilter filter = KIROKU_LINE_FILTER_ALL;
  g_autoptr (GPtrArray) lines
      = kiroku_line_read (fixture->book->db, KIROKU_TEST_CASE, &filter, 0, 100, NULL);

  for (guint i = lines->len; i > 0; i--)
    if (g_str_equal (((KirokuLine *) g_ptr_array_index (lines, i - 1))->kind, "case.set"))
      return kiroku_line_describe (g_ptr_array_index (lines, i - 1), NULL, "en");
  return NULL;
}

static void
test_erased_fact (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) second = NULL;
  g_autoptr (KirokuFacts) facts = NULL;
  g_autofree char *line = NULL;

  append (fixture->hanako, kiroku_draft_fact ("t.note", KIROKU_FACT_TEXT, "前の値", FALSE, 0));
  second = kiroku_test_append (fixture->hanako,
                               kiroku_draft_fact ("t.note", KIROKU_FACT_TEXT, SECRET, FALSE, 0));
  erase (fixture->hanako, second, "t.note");
  facts = kiroku_case_read_facts (fixture->book->db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  g_assert_false (kiroku_facts_has_value (facts, "t.note"));
  g_assert_cmpint (kiroku_facts_get (facts, "t.note")->state, ==, KIROKU_FACT_ERASED);
  line = read_last_set (fixture);
  g_assert_cmpstr (line, ==, "t.note: (erased by law)");
}

static void
rebuild (KirokuTestBook *book, const KirokuEntry *erased_on_the_way, KirokuTestPerson *person)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuRebuild) self = kiroku_rebuild_start (book->folds, book->db, &error);
  gint64 done = 0, total = 1, last = -1;

  while (done < total && error == NULL)
    {
      kiroku_rebuild_step (self, 0, &done, &total, &error);
      if (erased_on_the_way != NULL && done == total - 1 && last != done)
        {
          erase (person, erased_on_the_way, "text");
          erased_on_the_way = NULL;
        }
      last = done;
    }
  g_assert_no_error (error);
  g_assert_null (erased_on_the_way);
}

static void
test_rebuilt (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) entry = note (fixture->hanako, SECRET);
  g_autofree char *expected = NULL;

  erase (fixture->hanako, entry, "text");
  expected = kiroku_test_book_dump_folds (fixture->book);
  rebuild (fixture->book, NULL, NULL);
  assert_same_folds (fixture->book, expected);
}

static void
test_erased_while_rebuilding (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) entry = note (fixture->hanako, SECRET);

  rebuild (fixture->book, entry, fixture->hanako);
  assert_count (fixture->book, "line WHERE text = '" SECRET "'", 0);
  assert_count (fixture->book, "line WHERE kind = 'note' AND text IS NULL", 1);
}

static void
test_stays_erased (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) entry = note (fixture->hanako, SECRET);
  g_autoptr (GPtrArray) whole = read_all (fixture->book);

  send (fixture->book, fixture->other);
  erase (fixture->hanako, entry, "text");
  g_assert_cmpint (bring (fixture->book, find (whole, entry->hash)), ==, KIROKU_KNOWN);
  assert_count (fixture->book, "line WHERE text = '" SECRET "'", 0);

  /* It reaches the other, too. */
  send (fixture->book, fixture->other);
  assert_count (fixture->other, "line WHERE text = '" SECRET "'", 0);
  assert_count (fixture->other, "field WHERE value LIKE '%" SECRET "%'", 0);
}

/* What taro's program would not let him say. Takes @draft. (transfer full)
 * (element-type KirokuStored) */
static GPtrArray *
forge (Fixture *fixture, KirokuDraft *draft)
{
  g_autoptr (KirokuTestBook) empty = kiroku_test_book_new (&kiroku_case_fold);
  g_autoptr (KirokuDraft) taken = draft;
  g_autoptr (KirokuEntry) last = note (fixture->taro, "前");
  KirokuPlace place = { KIROKU_TEST_CASE, last->seq + 1, last->hash, last->clock, NULL, -1 };
  g_autoptr (KirokuEntry) forged = kiroku_record_seal (taken, &place, &fixture->taro->clock,
                                                       fixture->taro->key, "x", NULL);

  kiroku_test_bring (empty, forged);
  return read_all (empty);
}

static GPtrArray *
forge_erasure (Fixture *fixture, const KirokuEntry *entry)
{
  return forge (fixture, kiroku_erasure_draft_field (entry->hash, "text", "個人情報保護法", "請求",
                                                     NULL));
}

static void
test_stranger_erases_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) entry = note (fixture->hanako, SECRET);
  KirokuDraft *vouch = kiroku_draft_new ("key.vouch");
  g_autoptr (GPtrArray) forged = NULL;
  g_autoptr (GError) error = NULL;
  gint64 open;

  send (fixture->book, fixture->other);
  g_assert_null (kiroku_test_try_append (
      fixture->taro, KIROKU_TEST_CASE,
      kiroku_erasure_draft_field (entry->hash, "text", "個人情報保護法", "請求", NULL), &error));
  g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_UNVOUCHED);
  assert_count (fixture->other, "line WHERE text = '" SECRET "'", 1);

  forged = forge_erasure (fixture, entry);
  send (fixture->other, fixture->book);
  bring_all (fixture->book, forged);
  assert_count (fixture->book, "line WHERE text = '" SECRET "'", 1);
  g_assert_true (kiroku_erasure_count_open (fixture->book->db, KIROKU_TEST_CASE, &open, NULL));
  g_assert_cmpint (open, ==, 1);

  kiroku_draft_set_text (vouch, "key", kiroku_key_get_id (fixture->taro->key));
  kiroku_draft_set_text (vouch, "name", "taro");
  append (fixture->hanako, vouch);
  assert_count (fixture->book, "line WHERE text = '" SECRET "'", 0);
}

static void
vouch_for_taro (Fixture *fixture)
{
  append (fixture->hanako,
          kiroku_trust_draft_vouch (kiroku_key_get_id (fixture->taro->key), "taro", ""));
}

/* Up to entry @seq the journal of @whose counts. */
static void
revoke_key (KirokuTestPerson *by, KirokuTestPerson *whose, gint64 seq)
{
  g_autofree char *hash = g_strnfill (64, '0');

  append (by, kiroku_trust_draft_revoke (kiroku_key_get_id (whose->key), seq, hash, "紛失"));
}

static void
test_hold (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) entry = note (fixture->taro, SECRET);
  g_autoptr (KirokuLegalHold) hold = NULL;
  g_autoptr (GError) error = NULL;

  send (fixture->other, fixture->book);
  erase (fixture->hanako, entry, "text");
  append (fixture->taro, kiroku_legal_hold_draft (TRUE, "訴訟", "法務部長"));
  g_assert_false (kiroku_legal_hold_check_free (fixture->other->db, KIROKU_TEST_CASE, &error));
  g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_HELD);
  g_assert_nonnull (strstr (error->message, "taro"));
  send (fixture->book, fixture->other);
  assert_count (fixture->other, "line WHERE text = '" SECRET "'", 1);

  vouch_for_taro (fixture);
  send (fixture->book, fixture->other);
  append (fixture->taro, kiroku_legal_hold_draft (FALSE, "和解", NULL));
  hold = kiroku_legal_hold_read (fixture->other->db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  g_assert_false (hold->held);
  g_assert_cmpstr (hold->author, ==, "taro");
  assert_count (fixture->other, "line WHERE text = '" SECRET "'", 0);
}

/* It only has to be later to be the last word. */
static void
test_stranger_lifts_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) entry = note (fixture->taro, SECRET);
  g_autoptr (KirokuLegalHold) hold = NULL;
  g_autoptr (GPtrArray) forged = NULL;
  g_autoptr (GError) error = NULL;

  send (fixture->other, fixture->book);
  append (fixture->hanako, kiroku_legal_hold_draft (TRUE, "訴訟", "法務部長"));
  send (fixture->book, fixture->other);
  g_assert_null (kiroku_test_try_append (fixture->taro, KIROKU_TEST_CASE,
                                         kiroku_legal_hold_draft (FALSE, "和解", NULL), &error));
  g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_UNVOUCHED);
  g_assert_nonnull (strstr (error->message, "key vouch"));
  assert_count (fixture->other, "entry WHERE kind = 'case.hold'", 1);

  forged = forge (fixture, kiroku_legal_hold_draft (FALSE, "和解", NULL));
  send (fixture->other, fixture->book);
  bring_all (fixture->other, forged);
  bring_all (fixture->book, forged);
  hold = kiroku_legal_hold_read (fixture->other->db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  g_assert_true (hold->held);
  g_assert_cmpstr (hold->author, ==, "hanako");
  g_clear_pointer (&hold, kiroku_legal_hold_free);

  vouch_for_taro (fixture);
  send (fixture->book, fixture->other);
  hold = kiroku_legal_hold_read (fixture->other->db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  g_assert_false (hold->held);
  g_clear_pointer (&hold, kiroku_legal_hold_free);
  revoke_key (fixture->hanako, fixture->taro, 2);
  send (fixture->book, fixture->other);
  hold = kiroku_legal_hold_read (fixture->other->db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  g_assert_true (hold->held);
}

/* Whom a revoked key vouches for is nobody, whether it wrote that before or after. */
static void
test_revoked_vouches_for_none (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuTestPerson) ichiro = kiroku_test_person_new (fixture->other, "ichiro");
  g_autoptr (KirokuEntry) entry = note (fixture->hanako, SECRET);
  g_autoptr (GError) error = NULL;

  vouch_for_taro (fixture);
  send (fixture->book, fixture->other);
  append (fixture->taro, kiroku_trust_draft_vouch (kiroku_key_get_id (ichiro->key), "ichiro", ""));
  revoke_key (fixture->hanako, fixture->taro, GPOINTER_TO_INT (data));
  send (fixture->book, fixture->other);
  g_assert_null (kiroku_test_try_append (
      ichiro, KIROKU_TEST_CASE,
      kiroku_erasure_draft_field (entry->hash, "text", "個人情報保護法", "請求", NULL), &error));
  g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_UNVOUCHED);
}

static void
test_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = kiroku_archive_read_arrived (fixture->book->db, 0, 100, 100, NULL);
  const KirokuEntry *journal = ((KirokuArrived *) g_ptr_array_index (rows, 0))->entry;
  const KirokuEntry *opening = ((KirokuArrived *) g_ptr_array_index (rows, 1))->entry;
  static const char *const kept[] = { "number", "type", "level", "exercise", "pack" };
  g_autoptr (GError) error = NULL;

  g_assert_false (kiroku_erasure_check (journal, "spki", &error));
  g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_KEPT);
  g_clear_error (&error);
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_assert_false (kiroku_erasure_check (opening, kept[i], &error));
      g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_KEPT);
      g_clear_error (&error);
    }
  g_assert_true (kiroku_erasure_check (opening, "title", &error));
  g_assert_false (kiroku_erasure_check (opening, "none", &error));
  g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_UNKNOWN);

  /* An entry that says so all the same does nothing. */
  erase (fixture->hanako, opening, "type");
  assert_count (fixture->book, "opening WHERE type = 'ransomware'", 1);
}

/* Somebody at the database cannot delete a value without an entry that says so. */
static void
test_triggers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) entry = note (fixture->hanako, SECRET);
  KirokuDb *db = fixture->book->db;
  g_autoptr (GError) error = NULL;

  g_assert_false (kiroku_db_exec (db, &error, "DELETE FROM field WHERE hash = :{hash:s}",
                                  entry->hash));
  g_assert_error (error, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_CONSTRAINT);
  g_clear_error (&error);
  g_assert_false (kiroku_db_exec (db, &error,
                                  "INSERT INTO erasure VALUES (:{hash:s}, 'text', :{hash:s})",
                                  entry->hash));
  g_assert_error (error, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_CONSTRAINT);
  g_clear_error (&error);

  erase (fixture->hanako, entry, "text");
  g_assert_false (kiroku_db_exec (db, &error, "DELETE FROM field WHERE hash = :{hash:s}",
                                  entry->hash)); /* the class is still protected */
  g_assert_error (error, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_CONSTRAINT);
  g_clear_error (&error);
  g_assert_false (kiroku_db_exec (db, &error, "DELETE FROM erasure"));
  g_assert_error (error, KIROKU_STORE_ERROR, KIROKU_STORE_ERROR_CONSTRAINT);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

static void
add_erasures (void)
{
  ADD ("/journal/erasure/the-value-is-in-no-file", test_erased);
  ADD ("/journal/erasure/an-earlier-value-does-not-stand-again", test_erased_fact);
  ADD ("/journal/erasure/a-rebuild-gives-the-same-tables", test_rebuilt);
  ADD ("/journal/erasure/a-rebuild-that-runs-does-not-bring-it-back", test_erased_while_rebuilding);
  ADD ("/journal/erasure/what-was-erased-does-not-come-back", test_stays_erased);
  ADD ("/journal/erasure/a-stranger-erases-nothing", test_stranger_erases_nothing);
  ADD ("/journal/erasure/nothing-goes-under-a-legal-hold", test_hold);
  ADD ("/journal/erasure/a-stranger-lifts-no-hold", test_stranger_lifts_nothing);
  g_test_add ("/journal/erasure/a-revoked-key-vouched-before", Fixture, GINT_TO_POINTER (100),
              set_up, test_revoked_vouches_for_none, tear_down);
  g_test_add ("/journal/erasure/a-revoked-key-vouches-after", Fixture, GINT_TO_POINTER (0), set_up,
              test_revoked_vouches_for_none, tear_down);
  ADD ("/journal/erasure/what-the-checks-need-stays", test_kept);
  ADD ("/journal/erasure/only-an-entry-lets-a-value-go", test_triggers);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/journal/admission/every-order-ends-in-the-same-tables", test_every_order);
  ADD ("/journal/admission/shuffled-journals-end-in-the-same-tables", test_shuffled);
  ADD ("/journal/admission/what-comes-too-early-waits-unseen", test_waits);
  ADD ("/journal/admission/an-edited-value-is-refused", test_edited_value);
  ADD ("/journal/admission/an-edited-header-is-refused", test_edited_header);
  ADD ("/journal/admission/a-foreign-signature-is-refused", test_foreign_signature);
  ADD ("/journal/admission/a-foreign-key-is-refused", test_foreign_key);
  ADD ("/journal/admission/a-wrong-clock-is-refused", test_wrong_clock);
  ADD ("/journal/admission/a-forged-copy-pushes-nothing-out", test_forged_in_quarantine);
  ADD ("/journal/admission/another-signature-is-the-same-entry", test_other_signature);
  ADD ("/journal/admission/an-entry-from-the-future-is-kept-and-told", test_future);
  ADD ("/journal/admission/both-branches-of-a-fork-are-kept", test_fork);
  ADD ("/journal/admission/missing-values-are-added", test_completes);
  add_erasures ();
  return g_test_run ();
}
