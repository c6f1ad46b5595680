/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rules filings met, and when. */
#include "kiroku-filing.h"
#include "kiroku-test-book.h"

#define HOUR G_TIME_SPAN_HOUR

typedef struct
{
  KirokuTestBook *book;
  KirokuTestPerson *hanako;
  KirokuTestPerson *ichiro;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = kiroku_test_book_new (&kiroku_filing_fold);
  fixture->hanako = kiroku_test_person_new (fixture->book, "hanako");
  fixture->ichiro = kiroku_test_person_new (fixture->book, "ichiro");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_person_free (fixture->hanako);
  kiroku_test_person_free (fixture->ichiro);
  kiroku_test_book_free (fixture->book);
}

/* F01 for @rule, handed in @hours after the start. @corrects: (nullable). (transfer full) */
static KirokuEntry *
file (KirokuTestPerson *person, const char *rule, int hours, const char *corrects)
{
  const KirokuTime at = { .us = KIROKU_TEST_START + hours * HOUR,
                          .offset = 540,
                          .precision = KIROKU_PRECISION_MINUTE };
  const KirokuFilingDetails details
      = { .form = "F01", .method = KIROKU_FILING_WEB, .at = &at };
  g_autoptr (GPtrArray) rules = g_ptr_array_new ();
  KirokuDraft *draft;

  if (rule != NULL)
    g_ptr_array_add (rules, (gpointer) rule);
  draft = kiroku_filing_draft_file (&details, NULL, "2026.1", rules);
  kiroku_draft_set_ref (draft, "corrects", corrects);
  return kiroku_test_append (person, draft);
}

static gint64
read_met (Fixture *fixture, const char *rule, gint64 as_of)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) met
      = kiroku_filing_read_met (fixture->book->db, KIROKU_TEST_CASE, as_of, &error);
  const gint64 *at;

  g_assert_no_error (error);
  at = g_hash_table_lookup (met, rule);
  return at != NULL ? *at : KIROKU_TIME_NONE;
}

static void
test_first (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) late = file (fixture->hanako, "prelim", 5, NULL);
  g_autoptr (KirokuEntry) early = file (fixture->ichiro, "prelim", 3, NULL);
  g_autoptr (KirokuEntry) other = file (fixture->ichiro, NULL, 1, NULL);

  g_assert_cmpint (read_met (fixture, "prelim", KIROKU_NOW), ==, KIROKU_TEST_START + 3 * HOUR);
  g_assert_cmpint (read_met (fixture, "final", KIROKU_NOW), ==, KIROKU_TIME_NONE);
  g_assert_cmpint (read_met (fixture, "prelim", KIROKU_TEST_START - 1), ==, KIROKU_TIME_NONE);
}

static void
test_corrected (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) wrong = file (fixture->hanako, "prelim", 3, NULL);
  g_autoptr (KirokuEntry) right = NULL;

  fixture->ichiro->clock.rec += HOUR;
  right = file (fixture->ichiro, "final", 4, wrong->hash);
  g_assert_cmpint (read_met (fixture, "prelim", KIROKU_NOW), ==, KIROKU_TIME_NONE);
  g_assert_cmpint (read_met (fixture, "final", KIROKU_NOW), ==, KIROKU_TEST_START + 4 * HOUR);
  g_assert_cmpint (read_met (fixture, "prelim", wrong->rec), ==, KIROKU_TEST_START + 3 * HOUR);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/filing/met/by-the-first-that-was-handed-in", Fixture, NULL, set_up, test_first,
              tear_down);
  g_test_add ("/filing/met/not-by-one-that-was-corrected", Fixture, NULL, set_up, test_corrected,
              tear_down);
  return g_test_run ();
}
