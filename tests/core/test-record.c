/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs tests/data/record-vectors.json, which verify-vectors.py runs as well: what the two say of it
 * must be the same. */
#include <json-glib/json-glib.h>
#include <string.h>

#include "kiroku-canonical.h"
#include "kiroku-journal-error.h"
#include "kiroku-record.h"
#include "kiroku-test-book.h"
#include "kiroku-verify.h"

static JsonObject *vectors;

static JsonArray *
get_list (const char *group, const char *list)
{
  return json_object_get_array_member (json_object_get_object_member (vectors, group), list);
}

static const char *
get (JsonObject *object, const char *name)
{
  return json_object_get_string_member (object, name);
}

/* --- Canonical form --- */

static void
test_canonical_good (void)
{
  JsonArray *list = get_list ("canonical", "good");

  g_assert_cmpuint (json_array_get_length (list), >, 10);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      const char *text = json_array_get_string_element (list, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (KirokuNode) node = kiroku_canonical_parse (text, strlen (text), &error);
      g_autofree char *again = NULL;

      g_assert_no_error (error);
      again = kiroku_canonical_encode (node);
      g_assert_cmpstr (again, ==, text);
    }
}

static void
test_canonical_bad (void)
{
  JsonArray *list = get_list ("canonical", "bad");

  g_assert_cmpuint (json_array_get_length (list), >, 10);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *bad = json_array_get_object_element (list, i);
      const char *hex = json_object_get_string_member_with_default (bad, "hex", NULL);
      gsize length = strlen (hex != NULL ? hex : get (bad, "text")) / (hex != NULL ? 2 : 1);
      g_autofree guint8 *bytes = g_malloc0 (length + 1);
      g_autoptr (KirokuNode) node = NULL;

      if (hex != NULL)
        kiroku_hex_to_bytes (hex, bytes);
      else
        memcpy (bytes, get (bad, "text"), length);
      node = kiroku_canonical_parse ((const char *) bytes, length, NULL);
      if (node != NULL)
        g_error ("canonical all the same: %s", get (bad, "why"));
    }
}

/* --- Hash, commitment, signature --- */

static void
test_commitments (void)
{
  JsonArray *list = json_object_get_array_member (vectors, "commitments");

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *one = json_array_get_object_element (list, i);
      char hex[KIROKU_HASH_HEX + 1];

      kiroku_record_commitment (get (one, "name"), get (one, "salt"), get (one, "value"), hex);
      g_assert_cmpstr (hex, ==, get (one, "commitment"));
    }
}

static void
test_headers_good (void)
{
  JsonArray *list = get_list ("headers", "good");

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *one = json_array_get_object_element (list, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (KirokuEntry) entry = kiroku_record_read (get (one, "header"), &error);

      g_test_message ("%s", get (one, "why"));
      g_assert_no_error (error);
      g_assert_cmpstr (entry->hash, ==, get (one, "hash"));
    }
}

static void
test_headers_bad (void)
{
  JsonArray *list = get_list ("headers", "bad");

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *one = json_array_get_object_element (list, i);
      gboolean newer = json_object_get_int_member (one, "verdict") == KIROKU_VERDICT_UNKNOWN;
      int code = newer ? KIROKU_JOURNAL_ERROR_VERSION : KIROKU_JOURNAL_ERROR_FORM;
      g_autoptr (GError) error = NULL;
      g_autoptr (KirokuEntry) entry = kiroku_record_read (get (one, "header"), &error);

      if (entry != NULL)
        g_error ("read all the same: %s", get (one, "why"));
      g_assert_error (error, KIROKU_JOURNAL_ERROR, code);
    }
}

static void
test_public_keys (void)
{
  JsonArray *list = json_object_get_array_member (vectors, "public_keys");

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *one = json_array_get_object_element (list, i);
      g_autoptr (KirokuPublicKey) key = kiroku_public_key_new (get (one, "spki"));

      g_test_message ("%s", get (one, "why"));
      g_assert_cmpstr (key != NULL ? kiroku_public_key_get_id (key) : NULL, ==,
                       json_object_get_string_member_with_default (one, "id", NULL));
    }
}

static void
test_signatures (void)
{
  JsonArray *list = json_object_get_array_member (vectors, "signatures");

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *one = json_array_get_object_element (list, i);
      g_autoptr (KirokuPublicKey) key = kiroku_public_key_new (get (one, "spki"));
      gboolean valid = kiroku_public_key_verify (key, get (one, "hash"), get (one, "sig"));

      g_test_message ("%s", get (one, "why"));
      g_assert_cmpint (valid, ==, json_object_get_boolean_member (one, "valid"));
    }
}

static void
test_private_key (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("KIROKU_TEST_DATA"), "test-key.p8", NULL);
  JsonArray *list = json_object_get_array_member (vectors, "public_keys");
  JsonObject *first = json_array_get_object_element (list, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuKey) key = kiroku_key_load (path, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (kiroku_key_get_spki (key), ==, get (first, "spki"));
  g_assert_cmpstr (kiroku_key_get_id (key), ==, get (first, "id"));
}

/* --- The case --- */

static void
insert_fields (KirokuDb *db, const char *hash, const KirokuNode *body)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < kiroku_node_get_length (body); i++)
    {
      const KirokuNode *pair = kiroku_node_get_child (body, i);
      g_autofree char *value = kiroku_canonical_encode (kiroku_node_get_child (pair, 1));

      kiroku_db_exec (db, &error,
                      "INSERT INTO field VALUES (:{hash:s}, :{name:s}, :{salt:s}, :{value:s})",
                      hash, kiroku_node_get_name (body, i),
                      kiroku_node_get_string (kiroku_node_get_child (pair, 0)), value);
      g_assert_no_error (error);
    }
}

static const char *
text_of (const KirokuNode *header, const char *name)
{
  return kiroku_node_get_string (kiroku_node_get (header, name));
}

static gint64
integer_of (const KirokuNode *header, const char *name)
{
  return kiroku_node_get_integer (kiroku_node_get (header, name));
}

/* Stores a line of the journal @key as it stands, whatever it says. */
static void
insert_line (KirokuDb *db, const char *key, const char *line)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuNode) node = kiroku_canonical_parse (line, strlen (line), &error);
  const KirokuNode *header;
  g_autofree char *bytes = NULL;
  g_autofree char *prefixed = NULL;
  char hash[KIROKU_HASH_HEX + 1];

  g_assert_no_error (error);
  header = kiroku_node_get (node, "h");
  bytes = kiroku_canonical_encode (header);
  prefixed = g_strconcat (" ", bytes, NULL);
  prefixed[0] = '\0';
  kiroku_sha256_hex (prefixed, strlen (bytes) + 1, hash);
  kiroku_db_exec (db, &error,
                  "INSERT INTO entry (hash, case_id, key, seq, prev, id, kind, clock, rec, header,"
                  " sig) VALUES (:{hash:s}, :{case:s}, :{key:s}, :{seq:i}, :{prev:s}, :{id:s},"
                  " :{kind:s}, :{clock:i}, :{rec:i}, :{header:s}, :{sig:s})",
                  hash, get (json_object_get_object_member (vectors, "case"), "id"), key,
                  integer_of (header, "seq"), text_of (header, "prev"), text_of (header, "id"),
                  text_of (header, "kind"), integer_of (header, "clock"),
                  integer_of (header, "rec"), bytes, text_of (node, "s"));
  g_assert_no_error (error);
  insert_fields (db, hash, kiroku_node_get (node, "b"));
}

/* key → GPtrArray of lines */
static GHashTable *
copy_journals (void)
{
  JsonObject *journals
      = json_object_get_object_member (json_object_get_object_member (vectors, "case"), "journals");
  GHashTable *copy
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;

  json_object_iter_init (&iter, journals);
  while (json_object_iter_next (&iter, &key, &node))
    {
      JsonArray *list = json_node_get_array (node);
      GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

      for (guint i = 0; i < json_array_get_length (list); i++)
        g_ptr_array_add (lines, g_strdup (json_array_get_string_element (list, i)));
      g_hash_table_insert (copy, g_strdup (key), lines);
    }
  return copy;
}

static void
apply_edit (GHashTable *journals, JsonObject *edit)
{
  const char *key = get (edit, "journal");
  guint line = json_object_get_int_member_with_default (edit, "line", 0);
  GPtrArray *lines = g_hash_table_lookup (journals, key);

  if (lines == NULL)
    {
      lines = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (journals, g_strdup (key), lines);
    }
  if (g_str_equal (get (edit, "do"), "append"))
    {
      g_ptr_array_add (lines, g_strdup (get (edit, "text")));
      return;
    }
  if (g_str_equal (get (edit, "do"), "replace"))
    g_ptr_array_insert (lines, line + 1, g_strdup (get (edit, "text")));
  g_ptr_array_remove_index (lines, line);
}

/* What verification says of @journals. */
static KirokuVerification *
verify_journals (GHashTable *journals)
{
  g_autoptr (KirokuTestBook) book = kiroku_test_book_new (NULL);
  g_autofree char *none = kiroku_test_book_file (book, "no-pins");
  g_autoptr (KirokuPins) pins = kiroku_pins_new (none);
  g_autoptr (GError) error = NULL;
  KirokuVerification *result;
  GHashTableIter iter;
  gpointer key, lines;

  g_hash_table_iter_init (&iter, journals);
  while (g_hash_table_iter_next (&iter, &key, &lines))
    for (guint i = 0; i < ((GPtrArray *) lines)->len; i++)
      insert_line (book->db, key, g_ptr_array_index ((GPtrArray *) lines, i));
  result = kiroku_verify_case (
      book->db, pins, get (json_object_get_object_member (vectors, "case"), "id"), NULL, &error);
  g_assert_no_error (error);
  return result;
}

static void
test_case_intact (void)
{
  g_autoptr (GHashTable) journals = copy_journals ();
  g_autoptr (KirokuVerification) result = verify_journals (journals);
  JsonObject *expected = json_object_get_object_member (vectors, "case");

  g_assert_cmpstr (result->bad_what, ==, NULL);
  g_assert_cmpint (result->verdict, ==, KIROKU_VERDICT_INTACT);
  g_assert_cmpint (result->entries, ==, json_object_get_int_member (expected, "entries"));
}

static void
assert_change (JsonObject *change)
{
  g_autoptr (GHashTable) journals = copy_journals ();
  g_autoptr (KirokuVerification) result = NULL;
  JsonArray *edits = json_object_get_array_member (change, "edits");

  g_test_message ("%s", get (change, "why"));
  for (guint i = 0; i < json_array_get_length (edits); i++)
    apply_edit (journals, json_array_get_object_element (edits, i));
  result = verify_journals (journals);
  g_assert_cmpint (result->verdict, ==, json_object_get_int_member (change, "verdict"));
  g_assert_cmpint (result->has_bad, ==, json_object_has_member (change, "first_bad"));
  if (result->has_bad)
    {
      JsonObject *bad = json_object_get_object_member (change, "first_bad");

      g_assert_cmpstr (result->bad_journal, ==, get (bad, "journal"));
      g_assert_cmpint (result->bad_seq, ==, json_object_get_int_member (bad, "seq"));
      g_assert_cmpstr (result->bad_hash, ==, get (bad, "hash"));
    }
}

static void
test_case_changes (void)
{
  JsonArray *changes = get_list ("case", "changes");

  g_assert_cmpuint (json_array_get_length (changes), >, 10);
  for (guint i = 0; i < json_array_get_length (changes); i++)
    assert_change (json_array_get_object_element (changes, i));
}

/* --- What is sealed --- */

static void
assert_not_sealed (KirokuDraft *draft)
{
  g_autoptr (KirokuDraft) owned = draft;
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuKey) key = kiroku_key_generate (&error);
  KirokuPlace place = { .case_id = KIROKU_TEST_CASE, .seen_clock = -1 };
  KirokuClock clock = { .rec = KIROKU_TEST_START, .mono = -1, .sync = -1, .maxerr = -1 };

  g_assert_null (kiroku_record_seal (owned, &place, &clock, key, "0.1.0", &error));
  g_assert_nonnull (error);
}

static void
test_not_sealed (void)
{
  KirokuTime year_2100 = { .us = KIROKU_TIME_LIMIT };
  KirokuDraft *draft = kiroku_draft_new ("note");
  g_autofree char *long_text = g_strnfill (1024 * 1024 + 1, 'x');

  kiroku_draft_set_text (draft, "Text", "x");
  assert_not_sealed (draft);
  draft = kiroku_draft_new ("note");
  kiroku_draft_set_text (draft, "text", "\xff");
  assert_not_sealed (draft);
  draft = kiroku_draft_new ("note");
  kiroku_draft_set_text (draft, "text", long_text);
  assert_not_sealed (draft);
  draft = kiroku_draft_new ("note");
  kiroku_draft_set_integer (draft, "n", G_MININT64);
  assert_not_sealed (draft);
  draft = kiroku_draft_new ("note");
  kiroku_draft_set_ref (draft, "task", "no hash");
  assert_not_sealed (draft);
  draft = kiroku_draft_new ("note");
  kiroku_draft_set_occ (draft, &year_2100);
  assert_not_sealed (draft);
  assert_not_sealed (kiroku_draft_new (""));
}

static void
test_impossible_clock (void)
{
  g_autoptr (KirokuDraft) draft = kiroku_draft_new ("note");
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuKey) key = kiroku_key_generate (&error);
  KirokuPlace place = { .case_id = KIROKU_TEST_CASE, .seen_clock = -1 };
  KirokuClock clock = { .rec = KIROKU_TIME_LIMIT, .mono = -1, .sync = -1, .maxerr = -1 };

  g_assert_null (kiroku_record_seal (draft, &place, &clock, key, "0.1.0", &error));
  g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_CLOCK);
}

static void
add_tests (void)
{
  g_test_add_func ("/journal/record/vectors/canonical-is-read", test_canonical_good);
  g_test_add_func ("/journal/record/vectors/not-canonical-is-refused", test_canonical_bad);
  g_test_add_func ("/journal/record/vectors/commitments-agree", test_commitments);
  g_test_add_func ("/journal/record/vectors/hashes-agree", test_headers_good);
  g_test_add_func ("/journal/record/vectors/headers-of-another-form-are-refused", test_headers_bad);
  g_test_add_func ("/journal/record/vectors/a-public-key-has-one-encoding", test_public_keys);
  g_test_add_func ("/journal/record/vectors/signatures-agree", test_signatures);
  g_test_add_func ("/journal/record/vectors/the-test-key-is-read", test_private_key);
  g_test_add_func ("/journal/record/vectors/the-case-is-intact", test_case_intact);
  g_test_add_func ("/journal/record/vectors/each-change-is-named", test_case_changes);
  g_test_add_func ("/journal/record/seal/refuses-what-it-could-not-read", test_not_sealed);
  g_test_add_func ("/journal/record/seal/refuses-an-impossible-clock", test_impossible_clock);
}

int
main (int argc, char **argv)
{
  g_autofree char *path = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  path = g_build_filename (g_getenv ("KIROKU_TEST_DATA"), "record-vectors.json", NULL);
  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  vectors = json_node_get_object (json_parser_get_root (parser));
  add_tests ();
  return g_test_run ();
}
