/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What covers entries, who may be believed, and what may be absent. */
#include <string.h>

#include "kiroku-arriving.h"
#include "kiroku-checkpoint.h"
#include "kiroku-record.h"
#include "kiroku-test-scene.h"
#include "kiroku-token.h"
#include "kiroku-verify.h"

typedef struct
{
  KirokuTestScene scene;
  GHashTable *own; /* (nullable) ids of the keys of whoever verifies */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  kiroku_test_scene_init (&fixture->scene, NULL);
}

static KirokuCheckpoint *
read_heads (Fixture *fixture)
{
  return kiroku_test_scene_read_heads (&fixture->scene);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->own, g_hash_table_unref);
  kiroku_test_scene_clear (&fixture->scene);
}

static KirokuVerification *
verify_with (Fixture *fixture, const char *ca, const char *head, KirokuCheckpoint *checkpoint)
{
  const char *heads[] = { head, NULL };
  const char *cas[] = { ca, NULL };
  KirokuVerifyOptions options = {
    .case_id = KIROKU_TEST_CASE, .own = fixture->own, .heads = heads, .cas = cas,
    .checkpoint = checkpoint
  };
  KirokuVerifySource source;
  g_autoptr (GError) error = NULL;
  KirokuVerification *result;

  kiroku_verify_database_init (&source, fixture->scene.book->db, KIROKU_TEST_CASE, &error);
  g_assert_no_error (error);
  result = kiroku_verify_run (&source, &options, &error);
  g_assert_no_error (error);
  kiroku_verify_database_clear (&source);
  return result;
}

static KirokuVerification *
verify (Fixture *fixture)
{
  return verify_with (fixture, fixture->scene.ca, NULL, NULL);
}

static void
assert_verdict (Fixture *fixture, KirokuVerdict verdict, gint64 unanchored)
{
  g_autoptr (KirokuVerification) result = verify (fixture);

  if (verdict <= KIROKU_VERDICT_INTACT)
    g_assert_cmpstr (result->bad_what, ==, NULL);
  g_assert_cmpint (result->verdict, ==, verdict);
  g_assert_cmpint (result->unanchored, ==, unanchored);
}

/* --- Anchors --- */

/* The draft of an anchor of @checkpoint. */
static KirokuDraft *
draft_anchor (KirokuCheckpoint *checkpoint, const char *type)
{
  KirokuDraft *draft = kiroku_draft_new ("anchor");
  g_autofree char *text = kiroku_checkpoint_get_root_lines (checkpoint);
  g_autofree char *root = kiroku_checkpoint_get_root (checkpoint);

  kiroku_draft_set_text (draft, "type", type);
  kiroku_draft_set_text (draft, "text", text);
  kiroku_draft_set_text (draft, "root", root);
  return draft;
}

static void
append_token (Fixture *fixture, gint64 late)
{
  g_autoptr (KirokuCheckpoint) checkpoint = read_heads (fixture);
  g_autofree char *root = kiroku_checkpoint_get_root (checkpoint);
  g_autofree char *token = kiroku_test_scene_stamp (&fixture->scene, root, late);
  KirokuDraft *draft = draft_anchor (checkpoint, "token");

  kiroku_draft_set_text (draft, "token", token);
  kiroku_test_do (fixture->scene.hanako, draft);
}

static void
test_token (Fixture *fixture, gconstpointer data)
{
  assert_verdict (fixture, KIROKU_VERDICT_INTACT, 4);
  append_token (fixture, 60 * G_USEC_PER_SEC);
  assert_verdict (fixture, KIROKU_VERDICT_ANCHORED, 0);
  kiroku_test_note (fixture->scene.hanako, "後");
  assert_verdict (fixture, KIROKU_VERDICT_INTACT, 2); /* the anchor is not at the end any more */
}

static void
test_untrusted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuVerification) result = NULL;
  const KirokuVerifiedAnchor *anchor;

  append_token (fixture, 60 * G_USEC_PER_SEC);
  result = verify_with (fixture, NULL, NULL, NULL);
  g_assert_cmpint (result->verdict, ==, KIROKU_VERDICT_INTACT);
  g_assert_cmpint (result->unanchored, ==, 4);
  g_assert_cmpuint (result->warnings->len, ==, 2);
  anchor = g_ptr_array_index (result->anchors, 0);
  g_assert_cmpint (anchor->state, ==, KIROKU_ANCHOR_UNTRUSTED);
  g_assert_cmpstr (anchor->authority, ==, "時刻局");
}

/* A token that nobody trusts is no warning when it is not needed. */
static void
test_not_needed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuVerification) first = NULL;
  g_autoptr (KirokuVerification) result = NULL;

  append_token (fixture, 60 * G_USEC_PER_SEC);
  first = verify (fixture);
  result = verify_with (fixture, NULL, first->root, NULL);
  g_assert_cmpint (result->verdict, ==, KIROKU_VERDICT_ANCHORED);
}

static void
test_late_clock (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuVerification) result = NULL;

  append_token (fixture, -60 * G_USEC_PER_SEC); /* all four say that they are later */
  result = verify (fixture);
  g_assert_cmpint (result->verdict, ==, KIROKU_VERDICT_INTACT);
  g_assert_cmpint (result->unanchored, ==, 0);
  g_assert_cmpuint (result->warnings->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (result->warnings, 0), "3 more"));
}

/* A token of another root, and one whose bytes were changed. */
static void
test_wrong_token (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuCheckpoint) checkpoint = read_heads (fixture);
  g_autofree char *zeros = g_strnfill (64, '0');
  g_autofree char *token = kiroku_test_scene_stamp (&fixture->scene, zeros, 0);
  KirokuDraft *draft = draft_anchor (checkpoint, "token");

  kiroku_draft_set_text (draft, "token", token);
  kiroku_test_do (fixture->scene.hanako, draft);
  assert_verdict (fixture, KIROKU_VERDICT_ALTERED, 4);
}

static void
test_wrong_root (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuCheckpoint) checkpoint = read_heads (fixture);
  g_autofree char *text = kiroku_checkpoint_get_root_lines (checkpoint);
  g_autofree char *zeros = g_strnfill (64, '0');
  KirokuDraft *draft = kiroku_draft_new ("anchor");

  kiroku_draft_set_text (draft, "type", "printed");
  kiroku_draft_set_text (draft, "text", text);
  kiroku_draft_set_text (draft, "root", zeros);
  kiroku_test_do (fixture->scene.hanako, draft);
  assert_verdict (fixture, KIROKU_VERDICT_ALTERED, 4);
}

/* Checkpoints that say what is not so. */
static void
test_wrong_heads (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuCheckpoint) absent = read_heads (fixture);
  g_autoptr (KirokuCheckpoint) elsewhere = read_heads (fixture);
  g_autoptr (KirokuVerification) result = NULL;
  g_autofree char *zeros = g_strnfill (64, '0');

  g_ptr_array_add (absent->heads,
                   kiroku_head_new (kiroku_test_get_id (fixture->scene.saburo), 7, zeros));
  kiroku_test_do (fixture->scene.hanako, kiroku_checkpoint_draft (absent, "daily"));
  result = verify (fixture);
  g_assert_cmpint (result->verdict, ==, KIROKU_VERDICT_TRUNCATED);
  g_assert_cmpstr (result->bad_journal, ==, kiroku_test_get_id (fixture->scene.saburo));
  g_assert_cmpint (result->bad_seq, ==, 7);
  ((KirokuHead *) g_ptr_array_index (elsewhere->heads, 0))->seq = 2;
  kiroku_test_do (fixture->scene.hanako, kiroku_checkpoint_draft (elsewhere, "daily"));
  assert_verdict (fixture, KIROKU_VERDICT_ALTERED, 4);
}

static void
test_no_checkpoint (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuCheckpoint) other
      = kiroku_checkpoint_new ("00000000-0000-4000-8000-000000000000", KIROKU_TEST_START);
  g_autoptr (KirokuCheckpoint) own = read_heads (fixture);

  g_ptr_array_add (other->heads, g_ptr_array_steal_index (own->heads, 0));
  kiroku_test_do (fixture->scene.hanako, kiroku_checkpoint_draft (other, "daily"));
  assert_verdict (fixture, KIROKU_VERDICT_ALTERED, 4);
}

/* hanako notes that @witness has seen what she wrote. */
static void
append_seen (Fixture *fixture, KirokuTestPerson *author, const char *seen)
{
  g_autoptr (KirokuCheckpoint) checkpoint = read_heads (fixture);
  KirokuDraft *draft = draft_anchor (checkpoint, "seen");

  kiroku_draft_set_ref (draft, "seen", seen);
  kiroku_test_do (author, draft);
}

static void
test_seen (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) witness = NULL;

  append_token (fixture, 60 * G_USEC_PER_SEC); /* it shows that ichiro is vouched for */
  witness = kiroku_test_append (fixture->scene.ichiro, kiroku_draft_new ("note"));
  kiroku_test_note (fixture->scene.ichiro, "後");
  append_seen (fixture, fixture->scene.hanako, witness->hash);
  assert_verdict (fixture, KIROKU_VERDICT_INTACT, 1); /* ichiro's last is not seen by anybody */
}

/* The last anchor of what was seen is in @state; @why: (nullable) of why it does not count. */
static void
assert_seen_state (const KirokuVerification *result, KirokuAnchorState state, const char *why)
{
  const KirokuVerifiedAnchor *anchor = NULL;

  for (guint i = 0; i < result->anchors->len; i++)
    {
      const KirokuVerifiedAnchor *one = g_ptr_array_index (result->anchors, i);

      anchor = g_str_equal (one->type, "seen") ? one : anchor;
    }
  g_assert_cmpint (anchor->state, ==, state);
  g_assert_true (why == NULL ? anchor->why == NULL : strstr (anchor->why, why) != NULL);
}

/* Whoever has the opener's key could make a witness: a head that covers who vouches for it tells. */
static void
test_puppet (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuCheckpoint) heads = read_heads (fixture);
  g_autofree char *root = kiroku_checkpoint_get_root (heads);
  g_autoptr (KirokuEntry) witness
      = kiroku_test_append (fixture->scene.ichiro, kiroku_draft_new ("note"));
  g_autoptr (KirokuVerification) alone = NULL;
  g_autoptr (KirokuVerification) given = NULL;

  append_seen (fixture, fixture->scene.hanako, witness->hash);
  alone = verify (fixture);
  g_assert_cmpint (alone->verdict, ==, KIROKU_VERDICT_INTACT);
  g_assert_cmpint (alone->unanchored, ==, 6);
  assert_seen_state (alone, KIROKU_ANCHOR_UNSHOWN, "ichiro");
  kiroku_test_do (fixture->scene.hanako, draft_anchor (heads, "printed"));
  given = verify_with (fixture, NULL, root, NULL);
  g_assert_cmpint (given->unanchored, ==, 0);
  assert_seen_state (given, KIROKU_ANCHOR_COVERS, NULL);
}

/* One cannot be one's own witness, nor take a stranger for one. */
static void
test_no_witness (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) own = NULL;
  g_autoptr (KirokuEntry) strange = NULL;

  append_token (fixture, 60 * G_USEC_PER_SEC);
  own = kiroku_test_append (fixture->scene.hanako, kiroku_draft_new ("note"));
  append_seen (fixture, fixture->scene.hanako, own->hash);
  assert_verdict (fixture, KIROKU_VERDICT_INTACT, 2);
  strange = kiroku_test_append (fixture->scene.saburo, kiroku_draft_new ("note"));
  append_seen (fixture, fixture->scene.hanako, strange->hash);
  assert_verdict (fixture, KIROKU_VERDICT_INTACT, 4);
}

static void
test_printed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuCheckpoint) checkpoint = read_heads (fixture);
  g_autofree char *root = kiroku_checkpoint_get_root (checkpoint);
  g_autoptr (KirokuVerification) alone = NULL;
  g_autoptr (KirokuVerification) read_out = NULL;

  kiroku_test_do (fixture->scene.hanako, draft_anchor (checkpoint, "printed"));
  alone = verify (fixture);
  g_assert_cmpint (alone->unanchored, ==, 4);
  read_out = verify_with (fixture, NULL, root, NULL);
  g_assert_cmpint (read_out->verdict, ==, KIROKU_VERDICT_ANCHORED);
}

/* --- Who may be believed --- */

static void
test_stranger (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuVerification) before = NULL;
  g_autoptr (KirokuVerification) after = NULL;

  kiroku_test_note (fixture->scene.saburo, "x");
  before = verify (fixture);
  g_assert_cmpuint (before->warnings->len, ==, 2);
  kiroku_test_vouch (fixture->scene.ichiro, fixture->scene.saburo); /* who is vouched for himself */
  after = verify (fixture);
  g_assert_cmpuint (after->warnings->len, ==, 1);
}

static void
revoke_key (KirokuTestPerson *person, KirokuTestPerson *other, const KirokuEntry *last)
{
  KirokuDraft *draft = kiroku_draft_new ("key.revoke");
  g_autofree char *head = g_strdup_printf ("%d:%s", (int) last->seq, last->hash);

  kiroku_draft_set_text (draft, "key", kiroku_test_get_id (other));
  kiroku_draft_set_text (draft, "last", head);
  kiroku_draft_set_text (draft, "reason", "x");
  kiroku_test_do (person, draft);
}

static void
test_revoked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) last
      = kiroku_test_append (fixture->scene.ichiro, kiroku_draft_new ("note"));
  g_autoptr (KirokuEntry) after
      = kiroku_test_append (fixture->scene.ichiro, kiroku_draft_new ("note"));
  g_autoptr (KirokuVerification) result = NULL;

  revoke_key (fixture->scene.hanako, fixture->scene.ichiro, last);
  result = verify (fixture);
  g_assert_cmpint (result->verdict, ==, KIROKU_VERDICT_ALTERED);
  g_assert_cmpstr (result->bad_journal, ==, kiroku_test_get_id (fixture->scene.ichiro));
  g_assert_cmpint (result->bad_seq, ==, after->seq);
}

/* What a key wrote before it was revoked stands. */
static void
test_revoked_later (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) last
      = kiroku_test_append (fixture->scene.ichiro, kiroku_draft_new ("note"));

  revoke_key (fixture->scene.hanako, fixture->scene.ichiro, last);
  assert_verdict (fixture, KIROKU_VERDICT_INTACT, 7);
}

/* Only the key itself and the opener may revoke. */
static void
test_revoked_by_others (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) first
      = kiroku_test_append (fixture->scene.ichiro, kiroku_draft_new ("note"));
  g_autoptr (KirokuEntry) own = NULL;

  kiroku_test_note (fixture->scene.ichiro, "後");
  revoke_key (fixture->scene.saburo, fixture->scene.ichiro, first);
  assert_verdict (fixture, KIROKU_VERDICT_INTACT, 9);
  own = kiroku_test_append (fixture->scene.ichiro, kiroku_draft_new ("note"));
  revoke_key (fixture->scene.ichiro, fixture->scene.ichiro, own);
  assert_verdict (fixture, KIROKU_VERDICT_INTACT, 11);
}

/* --- What may be absent --- */

static KirokuEntry *
append_secret (Fixture *fixture)
{
  KirokuDraft *draft = kiroku_draft_new ("note");

  kiroku_draft_set_text (draft, "class", "action");
  kiroku_draft_set_text (draft, "text", "秘密");
  return kiroku_test_append (fixture->scene.hanako, draft);
}

static void
remove_text (Fixture *fixture, const KirokuEntry *entry)
{
  g_autofree char *sql
      = g_strdup_printf ("DELETE FROM field WHERE hash = '%s' AND name = 'text'", entry->hash);

  kiroku_test_book_tamper (fixture->scene.book, sql);
}

/* Stores an `erase` entry as another program may have written it: this one would refuse it, or carry it
 * out. */
static void
append_erasure (KirokuTestPerson *person, const KirokuEntry *entry, const char *field)
{
  g_autoptr (KirokuDraft) draft = kiroku_draft_new ("erase");
  g_autoptr (KirokuEntry) before = NULL;
  g_autoptr (KirokuEntry) erasure = NULL;
  g_autoptr (GError) error = NULL;
  KirokuPlace place;

  kiroku_draft_set_ref (draft, "entry", entry->hash);
  kiroku_draft_set_text (draft, "field", field);
  kiroku_draft_set_text (draft, "law", "x");
  before = kiroku_test_append (person, kiroku_draft_new ("note"));
  place = (KirokuPlace){ KIROKU_TEST_CASE, before->seq + 1, before->hash, before->clock, NULL, -1 };
  erasure = kiroku_record_seal (draft, &place, &person->clock, person->key, "x", &error);
  g_assert_no_error (error);
  kiroku_test_bring (person->book, erasure);
}

static void
assert_permitted (Fixture *fixture, gboolean permitted)
{
  g_autoptr (KirokuVerification) result = verify (fixture);

  if (permitted)
    g_assert_cmpint (result->withheld, >, 0);
  g_assert_cmpint (result->verdict, ==,
                   permitted ? KIROKU_VERDICT_INTACT : KIROKU_VERDICT_ALTERED);
}

static void
test_erased (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) secret = append_secret (fixture);

  append_erasure (fixture->scene.hanako, secret, "class"); /* another field */
  remove_text (fixture, secret);
  assert_permitted (fixture, FALSE);
  append_erasure (fixture->scene.saburo, secret, "text"); /* a stranger excuses nothing */
  assert_permitted (fixture, FALSE);
  append_erasure (fixture->scene.ichiro, secret, "text");
  assert_permitted (fixture, TRUE);
}

/* Somebody adds a journal of his own that opens the case earlier than anybody: then nobody can say who
 * may excuse what. */
static void
test_usurper (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) secret = append_secret (fixture);
  g_autoptr (KirokuEntry) opening = NULL;
  g_autoptr (KirokuVerification) whole = NULL;

  fixture->scene.saburo->clock.rec = 1;
  opening = kiroku_test_append (fixture->scene.saburo, kiroku_draft_new ("case.open"));
  append_erasure (fixture->scene.saburo, secret, "text");
  whole = verify (fixture);
  g_assert_nonnull (strstr (g_ptr_array_index (whole->warnings, 0), "2 people"));
  remove_text (fixture, secret);
  assert_permitted (fixture, FALSE);
}

/* What is found late about an early entry is still named first. */
static void
test_first_named (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) secret = append_secret (fixture);
  g_autoptr (KirokuVerification) result = NULL;

  kiroku_test_note (fixture->scene.hanako, "後");
  remove_text (fixture, secret);
  kiroku_test_book_tamper (fixture->scene.book, "UPDATE entry SET sig = '' WHERE seq = 5");
  result = verify (fixture);
  g_assert_cmpint (result->verdict, ==, KIROKU_VERDICT_ALTERED);
  g_assert_cmpint (result->bad_seq, ==, secret->seq);
  g_assert_cmpint (result->n_findings, ==, 2);
}

/* The text of a signed checkpoint that withholds the text of @entry. */
static KirokuCheckpoint *
withhold (Fixture *fixture, const KirokuEntry *entry, KirokuTestPerson *signer)
{
  KirokuCheckpoint *checkpoint = read_heads (fixture);

  g_ptr_array_add (checkpoint->withheld, kiroku_sealed_new (entry->hash, "text"));
  g_assert_true (kiroku_checkpoint_sign (checkpoint, signer->key, NULL));
  return checkpoint;
}

static void
append_import (Fixture *fixture, KirokuCheckpoint *checkpoint)
{
  KirokuDraft *draft = kiroku_draft_new ("import");
  g_autofree char *text = kiroku_checkpoint_to_text (checkpoint);

  kiroku_draft_set_text (draft, "format", "package");
  kiroku_draft_set_text (draft, "checkpoint", text);
  kiroku_test_do (fixture->scene.ichiro, draft);
}

static void
test_imported (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) secret = append_secret (fixture);
  g_autoptr (KirokuCheckpoint) strange = NULL;
  g_autoptr (KirokuCheckpoint) good = NULL;

  kiroku_test_note (fixture->scene.saburo, "x");
  strange = withhold (fixture, secret, fixture->scene.saburo);
  good = withhold (fixture, secret, fixture->scene.hanako);
  remove_text (fixture, secret);
  append_import (fixture, strange);
  assert_permitted (fixture, FALSE);
  append_import (fixture, good);
  assert_permitted (fixture, FALSE); /* it says what is not in the copy of whoever took it in */
  fixture->own = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_add (fixture->own, (gpointer) kiroku_key_get_id (fixture->scene.ichiro->key));
  assert_permitted (fixture, TRUE);
}

/* Notes that the package of @checkpoint, and no other, is on its way in. */
static void
note_arriving (Fixture *fixture, KirokuCheckpoint *checkpoint)
{
  g_autofree char *text = kiroku_checkpoint_to_text (checkpoint);
  KirokuArriving arriving = { (char *) "0", (char *) KIROKU_TEST_CASE, (char *) "x.zip", text, 0 };
  g_autoptr (GError) error = NULL;

  kiroku_db_begin (fixture->scene.book->db, &error);
  kiroku_arriving_end (fixture->scene.book->db, arriving.sha256, &error);
  kiroku_arriving_begin (fixture->scene.book->db, &arriving, &error);
  kiroku_db_commit (fixture->scene.book->db, &error);
  g_assert_no_error (error);
}

/* A row that says so is believed of a key up to where it was revoked. */
static void
test_arriving (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) secret = append_secret (fixture);
  g_autoptr (KirokuEntry) last
      = kiroku_test_append (fixture->scene.ichiro, kiroku_draft_new ("note"));
  g_autoptr (KirokuCheckpoint) before = withhold (fixture, secret, fixture->scene.ichiro);
  g_autoptr (KirokuCheckpoint) after = NULL;

  remove_text (fixture, secret);
  assert_permitted (fixture, FALSE);
  note_arriving (fixture, before);
  assert_permitted (fixture, TRUE);
  revoke_key (fixture->scene.hanako, fixture->scene.ichiro, last);
  assert_permitted (fixture, TRUE);
  after = withhold (fixture, secret, fixture->scene.ichiro);
  note_arriving (fixture, after);
  assert_permitted (fixture, FALSE);
}

static void
test_package (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuEntry) secret = append_secret (fixture);
  g_autoptr (KirokuCheckpoint) good = withhold (fixture, secret, fixture->scene.hanako);
  g_autoptr (KirokuCheckpoint) strange = withhold (fixture, secret, fixture->scene.saburo);
  g_autoptr (KirokuCheckpoint) unsigned_one = read_heads (fixture);
  g_autoptr (KirokuVerification) permitted = NULL;
  g_autoptr (KirokuVerification) refused = NULL;
  g_autoptr (KirokuVerification) bare = NULL;

  bare = verify_with (fixture, NULL, NULL, unsigned_one);
  g_assert_cmpint (bare->verdict, ==, KIROKU_VERDICT_ALTERED);
  remove_text (fixture, secret);
  permitted = verify_with (fixture, NULL, NULL, good);
  g_assert_cmpint (permitted->verdict, ==, KIROKU_VERDICT_INTACT);
  g_assert_cmpint (permitted->withheld, ==, 1);
  refused = verify_with (fixture, NULL, NULL, strange); /* who has no journal here */
  g_assert_cmpint (refused->verdict, ==, KIROKU_VERDICT_ALTERED);
}

static void
test_unreadable_ca (Fixture *fixture, gconstpointer data)
{
  const char *const cas[] = { "/nowhere/ca.pem", NULL };
  KirokuVerifyOptions options = { .case_id = KIROKU_TEST_CASE, .cas = cas };
  KirokuVerifySource source;
  g_autoptr (GError) error = NULL;

  append_token (fixture, 0);
  kiroku_verify_database_init (&source, fixture->scene.book->db, KIROKU_TEST_CASE, NULL);
  g_assert_null (kiroku_verify_run (&source, &options, &error));
  g_assert_nonnull (error);
  kiroku_verify_database_clear (&source);
}

#define ADD(path, func) g_test_add ("/journal/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("heads/a-trusted-token-proves-what-lies-before-it", test_token);
  ADD ("heads/a-token-nobody-trusts-proves-nothing", test_untrusted);
  ADD ("heads/a-token-that-is-not-needed-is-no-warning", test_not_needed);
  ADD ("heads/entries-later-than-their-stamp-are-a-warning", test_late_clock);
  ADD ("heads/a-token-of-something-else-is-altered", test_wrong_token);
  ADD ("heads/an-anchor-with-another-root-is-altered", test_wrong_root);
  ADD ("heads/a-checkpoint-must-name-what-is-here", test_wrong_heads);
  ADD ("heads/a-checkpoint-is-of-this-case", test_no_checkpoint);
  ADD ("heads/a-vouched-witness-proves-what-was-seen", test_seen);
  ADD ("heads/a-witness-whose-vouching-nothing-shows-proves-nothing", test_puppet);
  ADD ("heads/nobody-is-his-own-witness", test_no_witness);
  ADD ("heads/a-printed-root-counts-once-it-is-read-out", test_printed);
  ADD ("heads/authorities-that-cannot-be-read-are-an-error", test_unreadable_ca);
  ADD ("trust/a-stranger-is-a-warning", test_stranger);
  ADD ("trust/what-a-revoked-key-wrote-is-altered", test_revoked);
  ADD ("trust/what-a-key-wrote-before-stands", test_revoked_later);
  ADD ("trust/only-the-key-and-the-opener-revoke", test_revoked_by_others);
  ADD ("trust/a-second-opening-is-told", test_usurper);
  ADD ("absence/an-erasure-by-somebody-vouched-for-permits-it", test_erased);
  ADD ("absence/the-first-entry-is-named", test_first_named);
  ADD ("absence/a-signed-package-permits-it-in-the-book", test_imported);
  ADD ("absence/a-package-on-its-way-in-of-a-revoked-key-permits-nothing", test_arriving);
  ADD ("absence/a-signed-checkpoint-permits-it-in-the-package", test_package);
  return g_test_run ();
}
