/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "kiroku-canonical.h"
#include "kiroku-journal-error.h"

static void
assert_canonical (const char *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuNode) node = kiroku_canonical_parse (bytes, length, &error);
  g_autofree char *again = NULL;

  g_assert_no_error (error);
  again = kiroku_canonical_encode (node);
  g_assert_cmpmem (again, strlen (again), bytes, length);
}

static void
assert_text (const char *text)
{
  assert_canonical (text, strlen (text));
}

/* @at: the byte the message names, or -1. */
static void
assert_refused (const char *bytes, gsize length, int at)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *place = g_strdup_printf ("byte %d", at);

  g_assert_null (kiroku_canonical_parse (bytes, length, &error));
  g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORM);
  if (at >= 0)
    g_assert_true (g_str_has_suffix (error->message, place));
}

static void
refuse_all (const char *const *texts)
{
  for (; *texts != NULL; texts++)
    assert_refused (*texts, strlen (*texts), -1);
}

static void
test_white_space (void)
{
  static const char *const texts[]
      = { " {}", "{} ", "{}\n", "\t1", "{ }", "{\"a\" :1}", "{\"a\": 1}", "[1, 2]", NULL };

  refuse_all (texts);
  assert_refused ("{\"a\": 1}", 8, 5);
}

static void
test_keys (void)
{
  static const char *const texts[] = { "{\"b\":1,\"a\":1}",
                                       "{\"a\":1,\"a\":2}",
                                       "{\"a\":1,\"a\":1}",
                                       "{\"a\":1,\"A\":1}",
                                       "{\"aa\":1,\"a\":1}",
                                       "{\"é\":1}",
                                       "{\"a\":1,}",
                                       "{\"a\"}",
                                       "{1:1}",
                                       "{\"\\u0061\":1}",
                                       NULL };

  refuse_all (texts);
  assert_text ("{\"A\":1,\"a\":1,\"a.\":1,\"a0\":1,\"a_\":1,\"aa\":1}");
}

static void
test_integers (void)
{
  static const char *const texts[] = { "-0",
                                       "00",
                                       "01",
                                       "-01",
                                       "+1",
                                       "-",
                                       "1.0",
                                       "1e3",
                                       "1E3",
                                       ".5",
                                       "0x10",
                                       "NaN",
                                       "true",
                                       "false",
                                       "null",
                                       "--1",
                                       "1 ",
                                       "１",
                                       "9007199254740992",
                                       "-9007199254740992",
                                       "10000000000000000",
                                       "99999999999999999",
                                       "9223372036854775807",
                                       "18446744073709551616",
                                       NULL };

  refuse_all (texts);
  assert_text ("0");
  assert_text ("9007199254740991");
  assert_text ("-9007199254740991");
}

static void
test_escapes (void)
{
  static const char *const texts[]
      = { "\"\\/\"",     "\"\\u0041\"", "\"\\u001F\"", "\"\\u0008\"", "\"\\u000a\"", "\"\\u0022\"",
          "\"\\u007f\"", "\"\\u2028\"", "\"\\x01\"",   "\"\\\"",      "\"\\u00\"",   "\"\\u000g\"",
          "\"\\U0001\"", "\"a\tb\"",    "\"a\nb\"",    "\"a",         "a\"",         NULL };

  refuse_all (texts);
  assert_text ("\"\\u0001\\u001f\\b\\t\\n\\f\\r\\\"\\\\/\x7f\"");
  assert_text ("\"\xe2\x80\xa8👩\"");
}

static void
test_unicode (void)
{
  assert_refused ("\"\\u0000\"", 8, -1);
  assert_refused ("\"a\0b\"", 5, 2);
  assert_refused ("{}\0", 3, 2);
  assert_refused ("\"\\ud800\"", 8, -1);
  assert_refused ("\"\\ud83d\\ude00\"", 14, -1);
  assert_refused ("\"\xed\xa0\x80\"", 5, 1);
  assert_refused ("\"\xc0\xaf\"", 4, 1);
  assert_refused ("\"\xf4\x90\x80\x80\"", 6, 1);
  assert_refused ("\"\x8b\x4c\"", 4, 1);
  assert_refused ("\"\xe8\xa8\"", 4, 1);
  assert_refused ("\xef\xbb\xbf{}", 5, 0);
}

static void
test_not_normalised (void)
{
  g_autofree char *composed = kiroku_canonical_encode_string ("が");
  g_autofree char *decomposed = kiroku_canonical_encode_string ("か\xe3\x82\x99");

  g_assert_cmpstr (composed, !=, decomposed);
  assert_text ("\"が\"");
  assert_text ("\"か\xe3\x82\x99\"");
}

static void
test_depth (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);

  assert_text ("{\"b\":{\"text\":[\"00\",1]}}");
  assert_refused ("[[[[]]]]", 8, -1);
  assert_refused ("{\"a\":{\"a\":{\"a\":{}}}}", 20, -1);
  for (guint i = 0; i < 1000000; i++)
    g_string_append_c (deep, '[');
  assert_refused (deep->str, deep->len, -1);
}

static void
test_ends (void)
{
  static const char *const texts[]
      = { "",     "{",    "[",    "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1}}",
          "{}{}", "[1,]", "[,1]", "[1",     "\"",      NULL };

  refuse_all (texts);
  assert_refused ("{}{}", 4, 2);
}

/* --- Whatever is written is read, and only that --- */

static char *
random_text (void)
{
  GString *text = g_string_new (NULL);

  for (int i = g_test_rand_int_range (0, 12); i > 0; i--)
    {
      gunichar c = g_test_rand_bit () ? g_test_rand_int_range (1, 0x80)
                                      : g_test_rand_int_range (0x80, 0x110000);

      g_string_append_unichar (text, g_unichar_validate (c) ? c : 0x8A18);
    }
  return g_string_free (text, FALSE);
}

static KirokuNode *
random_node (int depth)
{
  int kind = g_test_rand_int_range (0, depth > 0 ? 4 : 2);
  g_autofree char *text = random_text ();
  KirokuNode *node;

  if (kind == 0)
    return kiroku_node_new_string (text);
  if (kind == 1)
    return kiroku_node_new_integer ((gint64) (g_test_rand_double () * 2 * KIROKU_NODE_INTEGER_MAX)
                                    - KIROKU_NODE_INTEGER_MAX);
  node = kind == 2 ? kiroku_node_new_object () : kiroku_node_new_array ();
  for (int i = g_test_rand_int_range (0, 6); i > 0; i--)
    {
      g_autofree char *name = g_strdup_printf ("%x", g_test_rand_int_range (0, 300));

      if (kind == 3)
        kiroku_node_append (node, random_node (depth - 1));
      else if (kiroku_node_get (node, name) == NULL)
        kiroku_node_set (node, name, random_node (depth - 1));
    }
  return node;
}

static void
test_round_trip (void)
{
  for (guint i = 0; i < 3000; i++)
    {
      g_autoptr (KirokuNode) node = random_node (3);
      g_autofree char *bytes = kiroku_canonical_encode (node);

      assert_canonical (bytes, strlen (bytes));
    }
}

/* A changed byte gives another text that is canonical, or is refused; never the same meaning. */
static void
test_mutations (void)
{
  for (guint i = 0; i < 3000; i++)
    {
      g_autoptr (KirokuNode) node = random_node (3);
      g_autofree char *bytes = kiroku_canonical_encode (node);
      gsize length = strlen (bytes);
      g_autoptr (KirokuNode) changed = NULL;
      g_autofree char *again = NULL;

      bytes[g_test_rand_int_range (0, length)] = g_test_rand_int_range (-128, 128);
      changed = kiroku_canonical_parse (bytes, length, NULL);
      if (changed == NULL)
        continue;
      again = kiroku_canonical_encode (changed);
      g_assert_cmpmem (again, strlen (again), bytes, length);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal/canonical/white-space-is-refused", test_white_space);
  g_test_add_func ("/journal/canonical/keys-are-ascii-sorted-and-once", test_keys);
  g_test_add_func ("/journal/canonical/integers-have-one-form-below-2^53", test_integers);
  g_test_add_func ("/journal/canonical/escapes-have-one-form", test_escapes);
  g_test_add_func ("/journal/canonical/bytes-that-are-no-text-are-refused", test_unicode);
  g_test_add_func ("/journal/canonical/text-is-not-normalised", test_not_normalised);
  g_test_add_func ("/journal/canonical/depth-is-limited", test_depth);
  g_test_add_func ("/journal/canonical/a-text-ends-where-it-ends", test_ends);
  g_test_add_func ("/journal/canonical/what-is-written-is-read", test_round_trip);
  g_test_add_func ("/journal/canonical/what-is-read-is-what-would-be-written", test_mutations);
  return g_test_run ();
}
