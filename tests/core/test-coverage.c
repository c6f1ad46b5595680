/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said to be unanchored beforehand is what verification finds. */
#include "kiroku-archive.h"
#include "kiroku-coverage.h"
#include "kiroku-test-scene.h"
#include "kiroku-trust.h"
#include "kiroku-verify.h"

typedef struct
{
  KirokuTestScene scene;
  KirokuCoverage *kept; /* brought up to date again and again */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  kiroku_test_scene_init (&fixture->scene, &kiroku_anchor_fold);
  fixture->kept = kiroku_coverage_new (KIROKU_TEST_CASE);
}

static KirokuCheckpoint *
read_heads (Fixture *fixture)
{
  return kiroku_test_scene_read_heads (&fixture->scene);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_coverage_free (fixture->kept);
  kiroku_test_scene_clear (&fixture->scene);
}

static gint64
verify (Fixture *fixture, const char *const *cas)
{
  const KirokuVerifyOptions options = { .case_id = KIROKU_TEST_CASE, .cas = cas };
  KirokuVerifySource source;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuVerification) result = NULL;

  kiroku_verify_database_init (&source, fixture->scene.book->db, KIROKU_TEST_CASE, &error);
  g_assert_no_error (error);
  result = kiroku_verify_run (&source, &options, &error);
  g_assert_no_error (error);
  kiroku_verify_database_clear (&source);
  return result->unanchored;
}

static KirokuUnanchored
read_unanchored (Fixture *fixture, KirokuCoverage *coverage, const char *const *cas)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kiroku_coverage_update (coverage, fixture->scene.book->db, cas, &error));
  g_assert_no_error (error);
  return *kiroku_coverage_get_unanchored (coverage);
}

/* Verification, whoever looks for the first time and whoever has looked before say the same. */
static void
assert_with (Fixture *fixture, const char *ca, gint64 entries, gint64 stated)
{
  const char *const cas[] = { ca, NULL };
  g_autoptr (KirokuCoverage) first = kiroku_coverage_new (KIROKU_TEST_CASE);
  KirokuUnanchored fresh = read_unanchored (fixture, first, cas);
  KirokuUnanchored kept = read_unanchored (fixture, fixture->kept, cas);

  g_assert_cmpint (verify (fixture, cas), ==, entries);
  g_assert_cmpint (fresh.entries, ==, entries);
  g_assert_cmpint (kept.entries, ==, entries);
  g_assert_cmpint (fresh.stated, ==, stated);
  g_assert_cmpint (kept.stated, ==, stated);
  g_assert_cmpint (fresh.since, ==, kept.since);
  g_assert_true ((fresh.since == KIROKU_TIME_NONE) == (entries == 0));
}

static void
assert_unanchored (Fixture *fixture, gint64 entries, gint64 stated)
{
  assert_with (fixture, fixture->scene.ca, entries, stated);
}

/* --- Anchors --- */

static void
add_anchor (Fixture *fixture, KirokuTestPerson *person, KirokuAnchorType type)
{
  g_autoptr (KirokuCheckpoint) heads = read_heads (fixture);

  kiroku_test_do (person, kiroku_anchor_draft (&(KirokuAnchoring){ .type = type, .heads = heads }));
}

static void
add_token (Fixture *fixture, KirokuTestPerson *person, gboolean of_this)
{
  g_autoptr (KirokuCheckpoint) heads = read_heads (fixture);
  g_autofree char *root = of_this ? kiroku_checkpoint_get_root (heads) : g_strnfill (64, '0');
  g_autofree char *token = kiroku_test_scene_stamp (&fixture->scene, root, 60 * G_USEC_PER_SEC);

  kiroku_test_do (person, kiroku_anchor_draft (&(KirokuAnchoring){
                      .type = KIROKU_ANCHOR_TOKEN, .heads = heads, .token = token }));
}

static void
add_seen (Fixture *fixture, KirokuTestPerson *person, const char *seen)
{
  g_autoptr (KirokuCheckpoint) heads = read_heads (fixture);
  KirokuDraft *draft
      = kiroku_anchor_draft (&(KirokuAnchoring){ .type = KIROKU_ANCHOR_SEEN, .heads = heads });

  kiroku_draft_set_ref (draft, "seen", seen);
  kiroku_test_do (person, draft);
}

static void
test_token (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuCheckpoint) heads = NULL;

  assert_unanchored (fixture, 4, 0);
  add_token (fixture, fixture->scene.hanako, TRUE);
  assert_unanchored (fixture, 0, 0);
  assert_with (fixture, NULL, 4, 0);
  assert_unanchored (fixture, 0, 0);
  kiroku_test_note (fixture->scene.hanako, "後");
  assert_unanchored (fixture, 2, 0); /* the anchor is not at the end any more */
  kiroku_test_note (fixture->scene.ichiro, "他");
  assert_unanchored (fixture, 4, 0);
  heads = read_heads (fixture);
  kiroku_test_do (fixture->scene.hanako, kiroku_checkpoint_draft (heads, "daily"));
  assert_unanchored (fixture, 4, 0);
}

/* The stamp is of the authority, whoever brings it. */
static void
test_strange_token (Fixture *fixture, gconstpointer data)
{
  add_token (fixture, fixture->scene.saburo, TRUE);
  assert_unanchored (fixture, 1, 0); /* the stranger's journal.open */
}

static void
test_wrong_token (Fixture *fixture, gconstpointer data)
{
  add_token (fixture, fixture->scene.hanako, FALSE);
  assert_unanchored (fixture, 4, 0);
}

static void
test_printed (Fixture *fixture, gconstpointer data)
{
  add_anchor (fixture, fixture->scene.hanako, KIROKU_ANCHOR_PRINTED);
  assert_unanchored (fixture, 4, 4);
  kiroku_test_note (fixture->scene.hanako, "後");
  assert_unanchored (fixture, 6, 4);
}

/* Whom nobody vouches for states nothing, until somebody does. */
static void
test_strange_paper (Fixture *fixture, gconstpointer data)
{
  add_anchor (fixture, fixture->scene.saburo, KIROKU_ANCHOR_MAIL);
  assert_unanchored (fixture, 5, 0);
  kiroku_test_vouch (fixture->scene.ichiro, fixture->scene.saburo);
  assert_unanchored (fixture, 7, 4);
}

static void
test_seen (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) witness = NULL;

  add_token (fixture, fixture->scene.hanako, TRUE); /* it shows that ichiro is vouched for */
  witness = kiroku_test_append (fixture->scene.ichiro, kiroku_draft_new ("note"));
  add_seen (fixture, fixture->scene.hanako, witness->hash);
  assert_unanchored (fixture, 0, 0);
  kiroku_test_note (fixture->scene.ichiro, "後");
  assert_unanchored (fixture, 1, 0);
}

/* What others have seen counts once a head from outside shows that they are vouched for, whenever it
 * comes; and for each of them. */
static void
test_puppet (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) first
      = kiroku_test_append (fixture->scene.ichiro, kiroku_draft_new ("note"));
  g_autoptr (KirokuEntry) second = NULL;

  add_seen (fixture, fixture->scene.hanako, first->hash);
  assert_unanchored (fixture, 6, 0);
  add_token (fixture, fixture->scene.hanako, TRUE);
  assert_unanchored (fixture, 0, 0);
  assert_with (fixture, NULL, 6, 0);
  kiroku_test_vouch (fixture->scene.ichiro, fixture->scene.saburo);
  second = kiroku_test_append (fixture->scene.saburo, kiroku_draft_new ("note"));
  add_seen (fixture, fixture->scene.hanako, second->hash);
  add_seen (fixture, fixture->scene.saburo, first->hash); /* who notes it must be shown, too */
  assert_unanchored (fixture, 3, 0);
  add_token (fixture, fixture->scene.hanako, TRUE);
  assert_unanchored (fixture, 0, 0);
}

/* Neither oneself, nor a stranger, nor a stranger's word. */
static void
test_no_witness (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) own = NULL;
  g_autoptr (KirokuEntry) strange = NULL;
  g_autoptr (KirokuEntry) good = NULL;

  add_token (fixture, fixture->scene.hanako, TRUE);
  own = kiroku_test_append (fixture->scene.hanako, kiroku_draft_new ("note"));
  add_seen (fixture, fixture->scene.hanako, own->hash);
  assert_unanchored (fixture, 2, 0);
  strange = kiroku_test_append (fixture->scene.saburo, kiroku_draft_new ("note"));
  add_seen (fixture, fixture->scene.hanako, strange->hash);
  assert_unanchored (fixture, 4, 0);
  good = kiroku_test_append (fixture->scene.ichiro, kiroku_draft_new ("note"));
  add_seen (fixture, fixture->scene.saburo, good->hash);
  assert_unanchored (fixture, 6, 0);
}

static void
revoke_key (KirokuTestPerson *person, KirokuTestPerson *other, const KirokuEntry *last)
{
  kiroku_test_do (person, kiroku_trust_draft_revoke (kiroku_test_get_id (other), last->seq,
                                                     last->hash, "x"));
}

/* What was written with a key after it was revoked bears nothing out. */
static void
test_revoked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) last = NULL;
  g_autoptr (KirokuEntry) after = NULL;

  add_token (fixture, fixture->scene.hanako, TRUE);
  last = kiroku_test_append (fixture->scene.ichiro, kiroku_draft_new ("note"));
  kiroku_test_note (fixture->scene.hanako, "後");
  after = kiroku_test_append (fixture->scene.ichiro, kiroku_draft_new ("note"));
  add_anchor (fixture, fixture->scene.ichiro, KIROKU_ANCHOR_FILE);
  add_seen (fixture, fixture->scene.hanako, after->hash);
  assert_unanchored (fixture, 0, 0);
  revoke_key (fixture->scene.hanako, fixture->scene.ichiro, last);
  assert_unanchored (fixture, 7, 0);
  add_seen (fixture, fixture->scene.hanako, last->hash);
  assert_unanchored (fixture, 4, 0);
}

/* Heads that are not here, and a root that is not that of the heads beside it. */
static void
test_bad (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuCheckpoint) heads = read_heads (fixture);
  g_autofree char *zeros = g_strnfill (64, '0');
  g_autofree char *lines = kiroku_checkpoint_get_root_lines (heads);
  KirokuDraft *draft = kiroku_draft_new ("anchor");

  kiroku_draft_set_text (draft, "type", "printed");
  kiroku_draft_set_text (draft, "text", lines);
  kiroku_draft_set_text (draft, "root", zeros);
  kiroku_test_do (fixture->scene.hanako, draft);
  assert_unanchored (fixture, 4, 0);
  g_ptr_array_add (heads->heads,
                   kiroku_head_new (kiroku_test_get_id (fixture->scene.saburo), 7, zeros));
  kiroku_test_do (fixture->scene.hanako, kiroku_anchor_draft (&(KirokuAnchoring){ .type
      = KIROKU_ANCHOR_PRINTED,
                                                                    .heads = heads }));
  assert_unanchored (fixture, 4, 0);
}

/* Somebody has the key and all there is so far. */
static void
copy_all (Fixture *fixture, KirokuTestBook *elsewhere)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all
      = kiroku_archive_read_arrived (fixture->scene.book->db, 0, G_MAXINT64, 100, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < all->len; i++)
    kiroku_test_bring (elsewhere, ((KirokuArrived *) g_ptr_array_index (all, i))->entry);
}

/* Both branches are counted. */
static void
test_fork (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuTestBook) elsewhere = kiroku_test_book_new (&kiroku_anchor_fold);
  g_autoptr (KirokuTestPerson) twin = kiroku_test_person_new (elsewhere, "hanako");

  copy_all (fixture, elsewhere);
  kiroku_test_person_restart (twin, fixture->scene.hanako->key);
  twin->clock.rec += 60 * G_USEC_PER_SEC;
  add_token (fixture, fixture->scene.hanako, TRUE);
  kiroku_test_note (fixture->scene.hanako, "後");
  assert_unanchored (fixture, 2, 0);
  for (guint i = 4; i < 7; i++)
    {
      g_autoptr (KirokuEntry) branch = kiroku_test_append (twin, kiroku_draft_new ("note"));

      g_assert_cmpint (branch->seq, ==, i);
      kiroku_test_bring (fixture->scene.book, branch);
    }
  assert_unanchored (fixture, 5, 0); /* of each two with number 4 and 5, and the one with 6 */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/coverage/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("stamp-of-a-trusted-authority-counts-as-in-verification", test_token);
  ADD ("stamp-counts-whoever-brings-it-as-in-verification", test_strange_token);
  ADD ("wrong-stamp-covers-nothing-as-in-verification", test_wrong_token);
  ADD ("what-is-printed-is-stated-and-covers-nothing-as-in-verification", test_printed);
  ADD ("what-a-stranger-printed-is-not-even-stated", test_strange_paper);
  ADD ("witness-counts-as-in-verification", test_seen);
  ADD ("witness-counts-once-a-stamp-shows-who-vouches-as-in-verification", test_puppet);
  ADD ("no-witness-counts-that-does-not-in-verification", test_no_witness);
  ADD ("nothing-after-a-revocation-counts-as-in-verification", test_revoked);
  ADD ("what-does-not-fit-covers-nothing-as-in-verification", test_bad);
  ADD ("branches-are-counted-as-in-verification", test_fork);
#undef ADD
  return g_test_run ();
}
