/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checkpoints, the lines of a package, and who had seen what. */
#include <json-glib/json-glib.h>
#include <string.h>

#include "kiroku-ancestry.h"
#include "kiroku-archive.h"
#include "kiroku-checkpoint.h"
#include "kiroku-journal-error.h"
#include "kiroku-test-book.h"
#include "kiroku-wire.h"

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

/* --- Vectors --- */

static void
test_good (void)
{
  JsonArray *list = get_list ("checkpoints", "good");

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *one = json_array_get_object_element (list, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (KirokuCheckpoint) checkpoint = kiroku_checkpoint_parse (get (one, "text"), &error);
      g_autofree char *again = NULL;
      g_autofree char *root = NULL;

      g_test_message ("%s", get (one, "why"));
      g_assert_no_error (error);
      again = kiroku_checkpoint_to_text (checkpoint);
      root = kiroku_checkpoint_get_root (checkpoint);
      g_assert_cmpstr (again, ==, get (one, "text"));
      g_assert_cmpstr (root, ==, get (one, "root"));
    }
}

static void
test_bad (void)
{
  JsonArray *list = get_list ("checkpoints", "bad");

  g_assert_cmpuint (json_array_get_length (list), >, 20);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *one = json_array_get_object_element (list, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (KirokuCheckpoint) checkpoint = kiroku_checkpoint_parse (get (one, "text"), &error);

      if (checkpoint != NULL)
        g_error ("read all the same: %s", get (one, "why"));
      g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORM);
    }
}

static void
test_signed (void)
{
  JsonArray *list = get_list ("checkpoints", "signed");

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *one = json_array_get_object_element (list, i);
      g_autoptr (KirokuPublicKey) key = kiroku_public_key_new (get (one, "spki"));
      g_autoptr (KirokuCheckpoint) checkpoint = kiroku_checkpoint_parse (get (one, "text"), NULL);

      g_test_message ("%s", get (one, "why"));
      g_assert_cmpint (kiroku_checkpoint_verify (checkpoint, key), ==,
                       json_object_get_boolean_member (one, "valid"));
    }
}

/* --- A book --- */

typedef struct
{
  KirokuTestBook *book;
  KirokuTestPerson *hanako;
  KirokuTestPerson *ichiro;
} Fixture;

/* hanako: 0 … 2, 4; ichiro: 0 … 2, who has seen hanako's 2 with 0; hanako's 3 has seen ichiro's 1,
 * his 2 her 3. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = kiroku_test_book_new (NULL);
  fixture->hanako = kiroku_test_person_new (fixture->book, "hanako");
  fixture->ichiro = kiroku_test_person_new (fixture->book, "ichiro");
  kiroku_test_note (fixture->hanako, "\t\"一\"\\ \x7f");
  kiroku_test_note (fixture->hanako, "2");
  kiroku_test_note (fixture->ichiro, "1");
  kiroku_test_note (fixture->hanako, "3");
  kiroku_test_note (fixture->ichiro, "2");
  kiroku_test_note (fixture->hanako, "4");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kiroku_test_person_free (fixture->hanako);
  kiroku_test_person_free (fixture->ichiro);
  kiroku_test_book_free (fixture->book);
}

static KirokuCheckpoint *
read_checkpoint (KirokuTestBook *book)
{
  g_autoptr (GError) error = NULL;
  KirokuCheckpoint *checkpoint
      = kiroku_checkpoint_read (book->db, KIROKU_TEST_CASE, KIROKU_TEST_START, &error);

  g_assert_no_error (error);
  return checkpoint;
}

static gboolean
has_head (const KirokuCheckpoint *checkpoint, KirokuTestPerson *person, gint64 seq)
{
  for (guint i = 0; i < checkpoint->heads->len; i++)
    {
      const KirokuHead *head = g_ptr_array_index (checkpoint->heads, i);

      if (g_str_equal (head->key, kiroku_key_get_id (person->key)) && head->seq == seq)
        return TRUE;
    }
  return FALSE;
}

static void
test_heads (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuCheckpoint) before = read_checkpoint (fixture->book);
  g_autoptr (KirokuCheckpoint) after = NULL;
  g_autofree char *root_before = kiroku_checkpoint_get_root (before);
  g_autofree char *root_after = NULL;

  g_assert_cmpuint (before->heads->len, ==, 2);
  g_assert_true (has_head (before, fixture->hanako, 4));
  g_assert_true (has_head (before, fixture->ichiro, 2));
  kiroku_test_note (fixture->ichiro, "3");
  after = read_checkpoint (fixture->book);
  root_after = kiroku_checkpoint_get_root (after);
  g_assert_true (has_head (after, fixture->ichiro, 3));
  g_assert_cmpstr (root_before, !=, root_after);
}

/* Somebody with a copy of hanako's key goes on from her entry 3. */
static void
test_branches (Fixture *fixture, gconstpointer data)
{
  KirokuTestBook *elsewhere = kiroku_test_book_new (NULL);
  KirokuTestPerson *copy = kiroku_test_person_new (elsewhere, "copy");
  g_autoptr (GPtrArray) rows
      = kiroku_archive_read_arrived (fixture->book->db, 0, 8, 100, NULL);
  g_autoptr (KirokuCheckpoint) checkpoint = NULL;
  g_autoptr (KirokuEntry) branch = NULL;
  g_autofree char *text = NULL;
  g_autoptr (KirokuCheckpoint) again = NULL;

  for (guint i = 0; i < rows->len; i++)
    kiroku_test_bring (elsewhere, ((KirokuArrived *) g_ptr_array_index (rows, i))->entry);
  kiroku_test_person_restart (copy, fixture->hanako->key);
  copy->clock.rec += 60 * G_USEC_PER_SEC;
  branch = kiroku_test_append (copy, kiroku_draft_new ("note"));
  g_assert_cmpint (branch->seq, ==, 4);
  kiroku_test_bring (fixture->book, branch);
  checkpoint = read_checkpoint (fixture->book);
  g_assert_cmpuint (checkpoint->heads->len, ==, 3);
  text = kiroku_checkpoint_to_text (checkpoint);
  again = kiroku_checkpoint_parse (text, NULL);
  g_assert_nonnull (again);
  kiroku_test_person_free (copy);
  kiroku_test_book_free (elsewhere);
}

static void
test_own_signature (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuCheckpoint) checkpoint = read_checkpoint (fixture->book);
  g_autoptr (KirokuPublicKey) hanako
      = kiroku_public_key_new (kiroku_key_get_spki (fixture->hanako->key));
  g_autoptr (KirokuPublicKey) ichiro
      = kiroku_public_key_new (kiroku_key_get_spki (fixture->ichiro->key));
  char digest[] = "00000000000000000000000000000000000000000000000000000000000000aa";

  g_assert_false (kiroku_checkpoint_verify (checkpoint, hanako));
  g_assert_true (kiroku_checkpoint_sign (checkpoint, fixture->hanako->key, NULL));
  g_assert_true (kiroku_checkpoint_verify (checkpoint, hanako));
  g_assert_false (kiroku_checkpoint_verify (checkpoint, ichiro));
  g_ptr_array_add (checkpoint->withheld, kiroku_sealed_new (digest, "text"));
  g_assert_false (kiroku_checkpoint_verify (checkpoint, hanako));
}

static void
test_draft (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KirokuCheckpoint) checkpoint = read_checkpoint (fixture->book);
  g_autofree char *text = kiroku_checkpoint_to_text (checkpoint);
  g_autoptr (KirokuEntry) entry
      = kiroku_test_append (fixture->hanako, kiroku_checkpoint_draft (checkpoint, "report"));

  g_assert_cmpstr (entry->kind, ==, "checkpoint");
  g_assert_cmpstr (kiroku_entry_get_text (entry, "text"), ==, text);
  g_assert_cmpstr (kiroku_entry_get_text (entry, "purpose"), ==, "report");
}

/* --- Lines of a package --- */

/* Every line of the vectors is read and written back as it stood. */
static void
test_lines (void)
{
  JsonObject *journals
      = json_object_get_object_member (json_object_get_object_member (vectors, "case"), "journals");
  JsonObjectIter iter;
  JsonNode *node;
  guint lines = 0;

  json_object_iter_init (&iter, journals);
  while (json_object_iter_next (&iter, NULL, &node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++, lines++)
      {
        const char *line = json_array_get_string_element (json_node_get_array (node), i);
        g_autoptr (GError) error = NULL;
        g_autoptr (KirokuStored) stored = kiroku_wire_read (line, strlen (line), &error);
        g_autofree char *again = NULL;

        g_assert_no_error (error);
        again = kiroku_wire_write (stored, NULL, &error);
        g_assert_no_error (error);
        g_assert_cmpstr (again, ==, line);
      }
  g_assert_cmpuint (lines, >=, 10);
}

/* The rows of one journal. */
static GPtrArray *
read_rows (Fixture *fixture, KirokuTestPerson *person)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows
      = kiroku_archive_read_journal (fixture->book->db, KIROKU_TEST_CASE,
                                     kiroku_key_get_id (person->key), -1, "", 1000, 100, &error);

  g_assert_no_error (error);
  return rows;
}

static void
assert_same (const KirokuStored *a, const KirokuStored *b)
{
  g_assert_cmpstr (a->hash, ==, b->hash);
  g_assert_cmpstr (a->case_id, ==, b->case_id);
  g_assert_cmpstr (a->key, ==, b->key);
  g_assert_cmpint (a->seq, ==, b->seq);
  g_assert_cmpstr (a->prev, ==, b->prev);
  g_assert_cmpstr (a->id, ==, b->id);
  g_assert_cmpstr (a->kind, ==, b->kind);
  g_assert_cmpint (a->clock, ==, b->clock);
  g_assert_cmpint (a->rec, ==, b->rec);
  g_assert_cmpstr (a->header, ==, b->header);
  g_assert_cmpstr (a->sig, ==, b->sig);
  g_assert_cmpuint (a->fields->len, ==, b->fields->len);
  for (guint i = 0; i < a->fields->len; i++)
    {
      const KirokuStoredField *first = g_ptr_array_index (a->fields, i);
      const KirokuStoredField *second = g_ptr_array_index (b->fields, i);

      g_assert_cmpstr (first->name, ==, second->name);
      g_assert_cmpstr (first->salt, ==, second->salt);
      g_assert_cmpstr (first->value, ==, second->value);
    }
}

static void
test_rows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = read_rows (fixture, fixture->hanako);

  g_assert_cmpuint (rows->len, ==, 5);
  for (guint i = 0; i < rows->len; i++)
    {
      g_autofree char *line = kiroku_wire_write (g_ptr_array_index (rows, i), NULL, NULL);
      g_autoptr (KirokuStored) again = kiroku_wire_read (line, strlen (line), NULL);

      assert_same (again, g_ptr_array_index (rows, i));
    }
}

static void
test_withheld (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = read_rows (fixture, fixture->hanako);
  const KirokuStored *note = g_ptr_array_index (rows, 1);
  g_autoptr (GHashTable) withheld = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *line = NULL;
  g_autoptr (KirokuStored) again = NULL;

  g_hash_table_add (withheld, (gpointer) "text");
  line = kiroku_wire_write (note, withheld, NULL);
  again = kiroku_wire_read (line, strlen (line), NULL);
  g_assert_null (strstr (line, "一"));
  g_assert_cmpuint (again->fields->len, ==, 1);
  g_assert_cmpstr (again->hash, ==, note->hash);
}

static void
test_no_line (Fixture *fixture, gconstpointer data)
{
  static const char *const bad[] = {
    "",
    "{}",
    "[]",
    "\"\"",
    "{\"b\":{},\"h\":{}}",
    "{\"b\":{},\"h\":{},\"s\":0}",
    "{\"b\":[],\"h\":{},\"s\":\"\"}",
    "{\"b\":{},\"h\":\"\",\"s\":\"\"}",
    "{\"b\":{\"a\":\"\"},\"h\":{},\"s\":\"\"}",
    "{\"b\":{\"a\":[\"\"]},\"h\":{},\"s\":\"\"}",
    "{\"b\":{\"a\":[1,\"\"]},\"h\":{},\"s\":\"\"}",
    "{\"b\":{\"a\":[\"\",0,0]},\"h\":{},\"s\":\"\"}",
    "{\"b\":{},\"h\":{},\"s\":\"\",\"t\":0}",
    "{\"b\":{},\"h\":{},\"s\":\"\"}\n",
    " {\"b\":{},\"h\":{},\"s\":\"\"}",
  };
  g_autoptr (GPtrArray) rows = read_rows (fixture, fixture->hanako);
  KirokuStored *note = g_ptr_array_index (rows, 1);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) refused = NULL;
      g_autoptr (KirokuStored) stored = kiroku_wire_read (bad[i], strlen (bad[i]), &refused);

      if (stored != NULL)
        g_error ("read all the same: %s", bad[i]);
      g_assert_error (refused, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORM);
    }
  g_free (note->header);
  note->header = g_strdup ("{ }");
  g_assert_null (kiroku_wire_write (note, NULL, &error));
  g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORM);
}

/* --- Who had seen what --- */

static gint64
get_before (KirokuAncestry *ancestry, const char *key, gint64 seq, const char *other)
{
  g_autoptr (GHashTable) before = kiroku_ancestry_get_before (ancestry, key, seq);
  const gint64 *number = g_hash_table_lookup (before, other);

  return number != NULL ? *number : -1;
}

static gboolean
has_seen (Fixture *fixture, const char *key, gint64 seq, const char *other, gint64 other_seq)
{
  g_autoptr (GError) error = NULL;
  gboolean seen;

  kiroku_ancestry_query_seen (fixture->book->db, KIROKU_TEST_CASE, key, seq, other, other_seq,
                              &seen, &error);
  g_assert_no_error (error);
  return seen;
}

static void
test_ancestry_read (Fixture *fixture, gconstpointer data)
{
  const char *hanako = kiroku_key_get_id (fixture->hanako->key);
  const char *ichiro = kiroku_key_get_id (fixture->ichiro->key);
  g_autoptr (KirokuAncestry) ancestry
      = kiroku_ancestry_read (fixture->book->db, KIROKU_TEST_CASE, NULL);

  g_assert_cmpint (get_before (ancestry, hanako, 2, hanako), ==, 2);
  g_assert_cmpint (get_before (ancestry, hanako, 2, ichiro), ==, -1);
  g_assert_cmpint (get_before (ancestry, hanako, 3, ichiro), ==, 1);
  g_assert_cmpint (get_before (ancestry, ichiro, 1, hanako), ==, 2);
  g_assert_cmpint (get_before (ancestry, ichiro, 2, hanako), ==, 3);
  g_assert_true (has_seen (fixture, hanako, 4, ichiro, 2));
  g_assert_false (has_seen (fixture, hanako, 3, ichiro, 2));
  g_assert_true (has_seen (fixture, hanako, 3, hanako, 1));
}

static void
link_to (Fixture *fixture, const char *key, gint64 seq, const char *other, gint64 other_seq)
{
  g_autoptr (GError) error = NULL;

  kiroku_db_exec (fixture->book->db, &error,
                  "INSERT INTO seen VALUES (:{case:s}, :{key:s}, :{other:s}, :{seq:i}, '',"
                  " :{other_seq:i}, '')",
                  KIROKU_TEST_CASE, key, other, seq, other_seq);
  g_assert_no_error (error);
}

/* a:5 → b:3, b:2 → c:7, b:4 → c:9, c:6 → d:1, c:8 → a:9. What an entry names that comes after one
 * that named more is still seen. */
static void
test_ancestry_through_others (Fixture *fixture, gconstpointer data)
{
  link_to (fixture, "c", 8, "a", 9);
  link_to (fixture, "c", 6, "d", 1);
  link_to (fixture, "b", 4, "c", 9);
  link_to (fixture, "b", 5, "c", 3);
  link_to (fixture, "b", 2, "c", 7);
  link_to (fixture, "a", 5, "b", 3);
  g_assert_true (has_seen (fixture, "a", 5, "b", 3));
  g_assert_true (has_seen (fixture, "a", 5, "c", 7));
  g_assert_false (has_seen (fixture, "a", 5, "c", 8));
  g_assert_true (has_seen (fixture, "a", 5, "d", 1));
  g_assert_false (has_seen (fixture, "a", 5, "d", 2));
  g_assert_false (has_seen (fixture, "a", 4, "b", 0));
  g_assert_true (has_seen (fixture, "b", 6, "c", 9));
  g_assert_true (has_seen (fixture, "b", 4, "a", 9));
  g_assert_false (has_seen (fixture, "a", 5, "y", 0));
}

/* a:5 → b:3, b:2 → c:7, b:4 → c:9, c:6 → d:1, c:8 → a:9; links come in any order. */
static void
test_ancestry_transitive (void)
{
  g_autoptr (KirokuAncestry) ancestry = kiroku_ancestry_new ();

  kiroku_ancestry_add (ancestry, "c", 8, "a", 9);
  kiroku_ancestry_add (ancestry, "c", 6, "d", 1);
  kiroku_ancestry_add (ancestry, "b", 4, "c", 9);
  kiroku_ancestry_add (ancestry, "b", 2, "c", 7);
  kiroku_ancestry_add (ancestry, "a", 5, "b", 3);
  g_assert_cmpint (get_before (ancestry, "a", 5, "c"), ==, 7);
  g_assert_cmpint (get_before (ancestry, "a", 5, "d"), ==, 1);
  g_assert_cmpint (get_before (ancestry, "a", 5, "a"), ==, 5);
  g_assert_cmpint (get_before (ancestry, "a", 4, "b"), ==, -1);
  g_assert_cmpint (get_before (ancestry, "b", 4, "a"), ==, 9);
  g_assert_cmpint (get_before (ancestry, "x", 3, "x"), ==, 3);
  g_assert_false (kiroku_ancestry_has_seen (ancestry, "a", 5, "d", 2));
  g_assert_false (kiroku_ancestry_has_seen (ancestry, "a", 5, "y", 0));
}

static void
add_book (const char *name,
          void (*function) (Fixture *, gconstpointer))
{
  g_test_add (name, Fixture, NULL, set_up, function, tear_down);
}

static void
add_tests (void)
{
  g_test_add_func ("/journal/checkpoint/vectors/written-as-read-with-their-root", test_good);
  g_test_add_func ("/journal/checkpoint/vectors/any-other-text-is-refused", test_bad);
  g_test_add_func ("/journal/checkpoint/vectors/a-signature-covers-all-lines", test_signed);
  add_book ("/journal/checkpoint/names-the-head-of-every-journal", test_heads);
  add_book ("/journal/checkpoint/names-every-branch", test_branches);
  add_book ("/journal/checkpoint/a-signature-covers-what-is-withheld", test_own_signature);
  add_book ("/journal/checkpoint/is-recorded-as-it-reads", test_draft);
  g_test_add_func ("/journal/wire/vectors/written-as-read", test_lines);
  add_book ("/journal/wire/a-row-goes-there-and-back", test_rows);
  add_book ("/journal/wire/withheld-values-stay-at-home", test_withheld);
  add_book ("/journal/wire/anything-else-is-refused", test_no_line);
  add_book ("/journal/ancestry/read-from-a-book", test_ancestry_read);
  add_book ("/journal/ancestry/a-pair-is-asked-through-others", test_ancestry_through_others);
  g_test_add_func ("/journal/ancestry/goes-through-others", test_ancestry_transitive);
}

int
main (int argc, char **argv)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  path = g_build_filename (g_getenv ("KIROKU_TEST_DATA"), "record-vectors.json", NULL);
  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  vectors = json_node_get_object (json_parser_get_root (parser));
  add_tests ();
  return g_test_run ();
}
