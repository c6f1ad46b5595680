/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who handed a case over to whom, and who may be said to have taken it over. */
#include "kiroku-handover.h"

#include "kiroku-case-drafts.h"
#include "kiroku-case-fold.h"
#include "kiroku-case.h"
#include "kiroku-test-book.h"
#include "kiroku-trust.h"

#define MINUTE (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)

/* 花子 opens the case and vouches for 一郎, but not for 次郎. */
typedef struct
{
  KirokuTestBook *book;
  KirokuDb *db;
  KirokuTestPerson *hanako, *ichiro, *jiro;
} Fixture;

/* (transfer full) */
static KirokuEntry *
append (KirokuTestPerson *person, int minutes, KirokuDraft *draft)
{
  person->clock.rec = KIROKU_TEST_START + minutes * MINUTE;
  return kiroku_test_append (person, draft);
}

/* Its hash. (transfer full) */
static char *
add (KirokuTestPerson *person, int minutes, KirokuDraft *draft)
{
  g_autoptr (KirokuEntry) entry = append (person, minutes, draft);

  return g_strdup (entry->hash);
}

static void
put (KirokuTestPerson *person, int minutes, KirokuDraft *draft)
{
  g_free (add (person, minutes, draft));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const KirokuOpening opening = { "2026-001", "試験", "ransomware", 2, FALSE, "2026.1" };

  fixture->book = kiroku_test_book_new (&kiroku_case_fold);
  fixture->db = fixture->book->db;
  fixture->hanako = kiroku_test_person_new (fixture->book, "花子");
  fixture->ichiro = kiroku_test_person_new (fixture->book, "一郎");
  fixture->jiro = kiroku_test_person_new (fixture->book, "次郎");
  fixture->hanako->step = fixture->ichiro->step = fixture->jiro->step = 0;
  put (fixture->hanako, 0, kiroku_draft_case_open (&opening));
  put (fixture->hanako, 1,
       kiroku_trust_draft_vouch (kiroku_key_get_id (fixture->ichiro->key), "一郎", NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_person_free (fixture->hanako);
  kiroku_test_person_free (fixture->ichiro);
  kiroku_test_person_free (fixture->jiro);
  kiroku_test_book_free (fixture->book);
}

/* (transfer full) */
static GPtrArray *
list (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *handovers = kiroku_handover_list (fixture->db, KIROKU_TEST_CASE, KIROKU_NOW, &error);

  g_assert_no_error (error);
  return handovers;
}

/* Who took over, as the line of the hand-over @hash has it; NULL for nobody. */
static void
assert_line (Fixture *fixture, const char *hash, const char *expected)
{
  const KirokuLineFilter now = KIROKU_LINE_FILTER_ALL;
  g_autoptr (GPtrArray) lines
      = kiroku_line_read (fixture->db, KIROKU_TEST_CASE, &now, 0, 100, NULL);
  const KirokuLine *line = NULL;
  const KirokuApproval *accepted;

  for (guint i = 0; i < lines->len && line == NULL; i++)
    if (g_str_equal (((KirokuLine *) g_ptr_array_index (lines, i))->hash, hash))
      line = g_ptr_array_index (lines, i);
  g_assert_nonnull (line);
  accepted = kiroku_line_get_approval (line);
  g_assert_cmpstr (accepted != NULL ? accepted->approver : NULL, ==, expected);
}

/* What is said of the only hand-over. */
static void
assert_said (Fixture *fixture, const char *expected)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autoptr (GPtrArray) handovers = list (fixture);
  g_autofree char *said = NULL;

  g_assert_cmpuint (handovers->len, ==, 1);
  said = kiroku_handover_describe (g_ptr_array_index (handovers, 0), "en", zone);
  g_assert_cmpstr (said, ==, expected);
}

static void
test_all_acceptances (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = add (fixture->hanako, 10, kiroku_handover_draft ("一　郎", "頼みます"));

  assert_said (fixture, "not accepted yet");
  put (fixture->hanako, 11, kiroku_handover_draft_acceptance (hash, NULL));
  put (fixture->jiro, 12, kiroku_handover_draft_acceptance (hash, "私が"));
  assert_said (fixture, "not accepted yet\n"
                        "accepted, signed by 花子, 2026-11-21 14:11:00; does not count: by the author of "
                        "what it is about, it was handed over to somebody else\n"
                        "accepted, signed by 次郎, 2026-11-21 14:12:00; does not count: not vouched for, "
                        "it was handed over to somebody else");
  put (fixture->ichiro, 13, kiroku_handover_draft_acceptance (hash, "了解"));
  {
    g_autoptr (GPtrArray) handovers = list (fixture);
    const KirokuHandover *one = g_ptr_array_index (handovers, 0);
    const KirokuApproval *accepted = kiroku_handover_get_acceptance (one);

    g_assert_cmpstr (one->author, ==, "花子");
    g_assert_cmpstr (one->to, ==, "一　郎");
    g_assert_cmpstr (one->text, ==, "頼みます");
    g_assert_cmpstr (accepted->approver, ==, "一郎");
    g_assert_cmpstr (accepted->reason, ==, "了解");
    g_assert_cmpint (accepted->rec, ==, KIROKU_TEST_START + 13 * MINUTE);
  }
}

/* Nobody was named: whoever is vouched for may, but for who handed over, with whatever key. */
static void
test_further_key (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = add (fixture->hanako, 10, kiroku_handover_draft (NULL, NULL));
  KirokuTestPerson *again = kiroku_test_person_new (fixture->book, "花 子");

  again->step = 0;
  put (fixture->hanako, 11, kiroku_trust_draft_vouch (kiroku_key_get_id (again->key), "花 子", NULL));
  put (again, 12, kiroku_handover_draft_acceptance (hash, NULL));
  assert_said (fixture, "not accepted yet\n"
                        "accepted, signed by 花 子, 2026-11-21 14:12:00; does not count: by the author of "
                        "what it is about");
  assert_line (fixture, hash, NULL);
  put (fixture->ichiro, 13, kiroku_handover_draft_acceptance (hash, NULL));
  {
    g_autoptr (GPtrArray) handovers = list (fixture);

    g_assert_cmpstr (
        kiroku_handover_get_acceptance (g_ptr_array_index (handovers, 0))->approver, ==, "一郎");
  }
  put (again, 14, kiroku_handover_draft_acceptance (hash, NULL));
  put (fixture->jiro, 15, kiroku_handover_draft_acceptance (hash, NULL));
  put (fixture->hanako, 16,
       kiroku_trust_draft_vouch (kiroku_key_get_id (fixture->jiro->key), "次郎", NULL));
  assert_line (fixture, hash, "一郎"); /* the first that counts */
  kiroku_test_person_free (again);
}

static void
test_revoked (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = add (fixture->hanako, 10, kiroku_handover_draft ("一郎", NULL));
  g_autoptr (KirokuEntry) last
      = append (fixture->ichiro, 11, kiroku_draft_note (KIROKU_CLASS_ACTION, "x", NULL));

  put (fixture->ichiro, 12, kiroku_handover_draft_acceptance (hash, NULL));
  put (fixture->ichiro, 13, kiroku_handover_draft ("花子", NULL));
  put (fixture->hanako, 14, kiroku_trust_draft_revoke (last->key, last->seq, last->hash, "R"));
  assert_said (fixture, "not accepted yet\n"
                        "accepted, signed by 一郎, 2026-11-21 14:12:00; does not count: after revocation");
}

/* An entry of this kind may name anything: it approves no decision, and accepts no acceptance. */
static void
test_other_subject (Fixture *fixture, gconstpointer data)
{
  const KirokuLineFilter now = KIROKU_LINE_FILTER_ALL;
  g_autofree char *note
      = add (fixture->hanako, 10, kiroku_draft_note (KIROKU_CLASS_DECISION, "払わない", NULL));
  g_autofree char *wrong = add (fixture->ichiro, 11, kiroku_handover_draft_acceptance (note, NULL));
  g_autoptr (GHashTable) approvals = NULL;
  g_autoptr (GPtrArray) lines = NULL;

  put (fixture->hanako, 12, kiroku_handover_draft_acceptance (wrong, NULL));
  approvals = kiroku_approvals_read (fixture->db, KIROKU_TEST_CASE, KIROKU_NOW, NULL);
  g_assert_cmpuint (g_hash_table_size (approvals), ==, 0);
  lines = kiroku_line_read (fixture->db, KIROKU_TEST_CASE, &now, 0, 100, NULL);
  for (guint i = 0; i < lines->len; i++)
    {
      const KirokuLine *line = g_ptr_array_index (lines, i);
      g_autofree char *said = kiroku_line_describe (line, NULL, "en");

      g_assert_null (line->approvals);
      if (g_str_equal (line->kind, "handover"))
        g_assert_cmpstr (said, ==, "took over, but no hand-over of this case is named");
    }
  g_assert_cmpuint (lines->len, >=, 5);
}

static void
test_who_may (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *to, *name;
    gboolean may;
  } cases[] = { { "一郎", "一 郎", TRUE },  { "一郎", "次郎", FALSE }, { "", "次郎", TRUE },
                { "", "花子", FALSE },      { "花子", "花子", FALSE }, { NULL, "一郎", FALSE } };
  g_autoptr (GPtrArray) nobody = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const KirokuHandover one
          = { .author = (char *) "花子", .to = (char *) cases[i].to, .acceptances = nobody };
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (kiroku_handover_check (&one, cases[i].name, &error), ==, cases[i].may);
      if (!cases[i].may)
        g_assert_error (error, KIROKU_CASE_ERROR, KIROKU_CASE_ERROR_REFUSED);
    }
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/handover/every-acceptance-is-shown-and-why-one-does-not-count", test_all_acceptances);
  ADD ("/handover/nobody-takes-over-from-themselves-with-a-further-key", test_further_key);
  ADD ("/handover/what-a-revoked-key-signed-does-not-count", test_revoked);
  ADD ("/handover/an-acceptance-of-anything-else-is-none", test_other_subject);
  ADD ("/handover/who-may-take-over-is-known-before-it-is-recorded", test_who_may);
  return g_test_run ();
}
