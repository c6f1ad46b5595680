/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folded tables depend on which entries there are, never on when or in which order they came.
 */
#include <string.h>

#include "kiroku-archive.h"
#include "kiroku-case-drafts.h"
#include "kiroku-case-fold.h"
#include "kiroku-handover.h"
#include "kiroku-rebuild.h"
#include "kiroku-test-book.h"

#define N_PEOPLE 3
#define N_ROUNDS 80
#define N_ORDERS 5

/* --- Three journals written apart --- */

static KirokuDraft *
random_draft (GPtrArray *all)
{
  const KirokuEntry *some
      = all->len > 0 ? g_ptr_array_index (all, g_test_rand_int_range (0, all->len)) : NULL;
  KirokuOpening opening = { "2026-001", "標題", "ransomware", 2, FALSE, "2026.1" };
  g_autofree char *text = g_strdup_printf ("記録 %d", g_test_rand_int_range (0, 1000));
  KirokuTime occ = { .us = KIROKU_TEST_START + g_test_rand_int_range (0, 100) * G_USEC_PER_SEC };

  switch (g_test_rand_int_range (0, 12))
    {
    case 0:
      return kiroku_draft_case_open (&opening);
    case 1:
      return kiroku_draft_note (KIROKU_CLASS_ACTION, text, g_test_rand_bit () ? &occ : NULL);
    case 2:
      return kiroku_draft_phase (g_test_rand_int_range (0, KIROKU_N_PHASES), text, NULL, &occ);
    case 3:
      return kiroku_draft_fact ("leak.count", KIROKU_FACT_INTEGER, "12", TRUE,
                                KIROKU_FACT_ESTIMATE);
    case 4:
      return kiroku_draft_fact ("t.known", KIROKU_FACT_TEXT, "", FALSE, 0);
    case 5:
      return kiroku_draft_task_add ("step", "triage", text, "text", NULL);
    case 6:
      return kiroku_draft_close (g_test_rand_bit (), text);
    case 7:
      return kiroku_draft_task_set (some != NULL ? some->hash : NULL, KIROKU_TASK_DONE, text);
    case 8:
      return kiroku_draft_correct (some != NULL ? some->hash : NULL, text, "reason");
    case 9:
      return kiroku_handover_draft (g_test_rand_bit () ? "一郎" : NULL, text);
    case 10:
      return some != NULL ? kiroku_handover_draft_acceptance (some->hash, text)
                          : kiroku_handover_draft ("次郎", NULL);
    default:
      return kiroku_draft_new ("moon.phase"); /* of a later version */
    }
}

/* Everything of @book that @all lacks is added to it. */
static void
collect (KirokuTestBook *book, GPtrArray *all)
{
  g_autoptr (GPtrArray) rows = kiroku_archive_read_arrived (book->db, 0, G_MAXINT64, 10000, NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      KirokuEntry *entry = ((KirokuArrived *) g_ptr_array_index (rows, i))->entry;
      gboolean known = FALSE;

      for (guint j = 0; j < all->len && !known; j++)
        known = g_str_equal (((KirokuEntry *) g_ptr_array_index (all, j))->hash, entry->hash);
      if (!known)
        g_ptr_array_add (all, kiroku_entry_ref (entry));
    }
}

/* Brings into @book what it lacks of @all. */
static void
merge (KirokuTestBook *book, GPtrArray *all)
{
  for (guint i = 0; i < all->len; i++)
    {
      const KirokuEntry *entry = g_ptr_array_index (all, i);
      g_autoptr (KirokuEntry) there
          = kiroku_archive_find (book->db, KIROKU_TEST_CASE, entry->hash, NULL);

      if (there == NULL)
        kiroku_test_bring (book, entry);
    }
}

/* (transfer full) (element-type KirokuEntry) */
static GPtrArray *
write_apart (void)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_entry_unref);
  KirokuTestBook *books[N_PEOPLE];
  KirokuTestPerson *people[N_PEOPLE];

  for (guint i = 0; i < N_PEOPLE; i++)
    {
      books[i] = kiroku_test_book_new (&kiroku_case_fold);
      people[i] = kiroku_test_person_new (books[i], "somebody");
    }
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      guint who = g_test_rand_int_range (0, N_PEOPLE);
      g_autoptr (KirokuEntry) entry = NULL;

      people[who]->clock.rec += g_test_rand_int_range (-3, 4) * G_USEC_PER_SEC;
      entry = kiroku_test_append (people[who], random_draft (all));
      if (g_test_rand_int_range (0, 8) == 0) /* now and then they meet */
        {
          collect (books[who], all);
          merge (books[(who + 1) % N_PEOPLE], all);
        }
    }
  for (guint i = 0; i < N_PEOPLE; i++)
    {
      collect (books[i], all);
      kiroku_test_person_free (people[i]);
      kiroku_test_book_free (books[i]);
    }
  return all;
}

/* Names the first line that differs: all of them would fill the screen. */
static void
assert_same (const char *a, const char *b)
{
  g_auto (GStrv) first = g_strsplit (a, "\n", -1);
  g_auto (GStrv) second = g_strsplit (b, "\n", -1);

  for (guint i = 0; first[i] != NULL && second[i] != NULL; i++)
    g_assert_cmpstr (first[i], ==, second[i]);
  g_assert_cmpuint (g_strv_length (first), ==, g_strv_length (second));
}

static void
shuffle (GPtrArray *all)
{
  for (guint i = all->len; i > 1; i--)
    {
      guint j = g_test_rand_int_range (0, i);
      gpointer other = all->pdata[j];

      all->pdata[j] = all->pdata[i - 1];
      all->pdata[i - 1] = other;
    }
}

static KirokuTestBook *
book_of (GPtrArray *all)
{
  KirokuTestBook *book = kiroku_test_book_new (&kiroku_case_fold);

  for (guint i = 0; i < all->len; i++)
    kiroku_test_bring (book, g_ptr_array_index (all, i));
  return book;
}

static void
test_any_order (void)
{
  g_autoptr (GPtrArray) all = write_apart ();
  g_autofree char *expected = NULL;

  g_assert_cmpuint (all->len, >=, N_ROUNDS);
  for (guint i = 0; i < N_ORDERS; i++)
    {
      g_autoptr (KirokuTestBook) book = book_of (all);
      g_autofree char *folds = kiroku_test_book_dump_folds (book);

      if (expected == NULL)
        {
          g_assert_nonnull (strstr (folds, "== line"));
          g_assert_nonnull (strstr (folds, "== seen"));
          g_assert_nonnull (strstr (folds, "moon.phase"));
          expected = g_strdup (folds);
        }
      assert_same (folds, expected);
      shuffle (all);
    }
}

/* --- Rebuild --- */

static KirokuRebuild *
start_rebuild (KirokuTestBook *book)
{
  g_autoptr (GError) error = NULL;
  KirokuRebuild *rebuild = kiroku_rebuild_start (book->folds, book->db, &error);

  g_assert_no_error (error);
  return rebuild;
}

/* (transfer full): the tables afterwards. */
static char *
rebuild_all (KirokuTestBook *book, gint64 budget)
{
  g_autoptr (KirokuRebuild) rebuild = start_rebuild (book);
  gint64 done = -1, total = 0;
  g_autoptr (GError) error = NULL;

  while (done < total)
    {
      gint64 before = done;

      kiroku_rebuild_step (rebuild, budget, &done, &total, &error);
      g_assert_no_error (error);
      g_assert_cmpint (done, >, before);
    }
  return kiroku_test_book_dump_folds (book);
}

/* The new tables are not there before they are whole, and what was forged in the old ones goes. */
static void
test_rebuild (void)
{
  g_autoptr (GPtrArray) all = write_apart ();
  g_autoptr (KirokuTestBook) book = book_of (all);
  g_autofree char *before = kiroku_test_book_dump_folds (book);
  g_autofree char *forged = NULL;
  g_autofree char *after = NULL;

  kiroku_test_book_tamper (book, "UPDATE line SET text = 'forged'; DELETE FROM fact");
  forged = kiroku_test_book_dump_folds (book);
  g_assert_false (g_str_equal (forged, before));
  after = rebuild_all (book, G_USEC_PER_SEC);
  assert_same (after, before);
}

/* A rebuild that is given up leaves the tables as they were, and no file. */
static void
test_rebuild_given_up (void)
{
  g_autoptr (GPtrArray) all = write_apart ();
  g_autoptr (KirokuTestBook) book = book_of (all);
  g_autofree char *before = kiroku_test_book_dump_folds (book);
  g_autofree char *side = g_strconcat (kiroku_db_get_path (book->db), ".rebuild", NULL);
  g_autofree char *after = NULL;
  KirokuRebuild *rebuild = start_rebuild (book);
  g_autoptr (GError) error = NULL;
  gint64 done, total;

  kiroku_rebuild_step (rebuild, 0, &done, &total, &error);
  g_assert_no_error (error);
  g_assert_cmpint (done, <, total);
  g_assert_true (g_file_test (side, G_FILE_TEST_EXISTS));
  kiroku_rebuild_free (rebuild);
  g_assert_false (g_file_test (side, G_FILE_TEST_EXISTS));
  after = kiroku_test_book_dump_folds (book);
  assert_same (after, before);
}

static void
test_rebuild_empty (void)
{
  g_autoptr (KirokuTestBook) book = kiroku_test_book_new (&kiroku_case_fold);
  g_autofree char *before = kiroku_test_book_dump_folds (book);
  g_autofree char *after = rebuild_all (book, 0);

  assert_same (after, before);
}

static void
write_notes (KirokuTestPerson *person, guint notes)
{
  for (guint i = 0; i < notes; i++)
    kiroku_test_note (person, "x");
}

/* Steps without any time to spend still get on; what is appended between two of them is folded
 * once. */
static void
test_rebuild_between_appends (void)
{
  g_autoptr (KirokuTestBook) book = kiroku_test_book_new (&kiroku_case_fold);
  g_autoptr (KirokuTestPerson) person = kiroku_test_person_new (book, "hanako");
  KirokuRebuild *rebuild;
  gint64 done = 0, total = 1;
  guint steps = 0;
  g_autofree char *after = NULL;
  g_autofree char *expected = NULL;

  write_notes (person, 170);
  rebuild = start_rebuild (book);
  while (done < total)
    {
      g_autoptr (GError) error = NULL;

      write_notes (person, 3);
      kiroku_rebuild_step (rebuild, 0, &done, &total, &error);
      g_assert_no_error (error);
      steps++;
    }
  g_assert_cmpuint (steps, >, 2);
  kiroku_rebuild_free (rebuild);
  after = kiroku_test_book_dump_folds (book);
  expected = rebuild_all (book, G_USEC_PER_SEC);
  assert_same (after, expected);
}

/* --- Versions --- */

static KirokuFold changing_fold; /* a copy of kiroku_case_fold whose version goes up */

static gboolean
needs_rebuild (KirokuTestBook *book)
{
  g_autoptr (GError) error = NULL;
  gboolean needed;

  kiroku_folds_need_rebuild (book->folds, book->db, &needed, &error);
  g_assert_no_error (error);
  return needed;
}

static void
test_version (void)
{
  KirokuTestBook *book;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  changing_fold = kiroku_case_fold;
  book = kiroku_test_book_new (&changing_fold);
  {
    g_autoptr (KirokuTestPerson) person = kiroku_test_person_new (book, "hanako");

    write_notes (person, 5);
  }
  before = kiroku_test_book_dump_folds (book);
  g_assert_false (needs_rebuild (book));
  changing_fold.version++;
  g_assert_true (needs_rebuild (book));
  after = rebuild_all (book, G_USEC_PER_SEC);
  assert_same (after, before);
  g_assert_false (needs_rebuild (book));
  kiroku_test_book_free (book);
}

/* An entry whose bytes were damaged keeps no other from being folded. */
static void
test_damaged (void)
{
  g_autoptr (KirokuTestBook) book = kiroku_test_book_new (&kiroku_case_fold);
  g_autoptr (KirokuTestPerson) person = kiroku_test_person_new (book, "hanako");
  g_autofree char *folds = NULL;
  g_autofree char *lines = NULL;

  write_notes (person, 5);
  kiroku_test_book_tamper (book,
                           "UPDATE entry SET header = '{' || header WHERE seq = 2;"
                           "UPDATE field SET value = '\"forged\"' WHERE name = 'text' AND hash"
                           " = (SELECT hash FROM entry WHERE seq = 3)");
  folds = rebuild_all (book, G_USEC_PER_SEC);
  lines = kiroku_test_book_dump (book, "SELECT seq, text FROM line ORDER BY seq");
  g_assert_cmpstr (lines, ==, "0|hanako\n1|x\n3|NULL\n4|x\n5|x\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal/fold/any-order-of-arrival-gives-the-same-tables", test_any_order);
  g_test_add_func ("/journal/fold/a-rebuild-gives-the-same-tables", test_rebuild);
  g_test_add_func ("/journal/fold/a-rebuild-given-up-changes-nothing", test_rebuild_given_up);
  g_test_add_func ("/journal/fold/nothing-is-rebuilt-from-nothing", test_rebuild_empty);
  g_test_add_func ("/journal/fold/a-rebuild-goes-on-between-appends", test_rebuild_between_appends);
  g_test_add_func ("/journal/fold/a-new-version-is-made-anew", test_version);
  g_test_add_func ("/journal/fold/damage-hides-only-itself", test_damaged);
  return g_test_run ();
}
