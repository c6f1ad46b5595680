/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is looked for in the log is found as a scan of all of it would: whatever the text, from one
 * character on. */
#include <string.h>

#include "kiroku-case-fold.h"
#include "kiroku-find.h"
#include "kiroku-line.h"
#include "kiroku-test-book.h"

#define TEXTS 300
#define QUESTIONS 250

static void
assert_folded (const char *text, const char *expected)
{
  g_autofree char *folded = kiroku_find_fold (text);

  g_assert_cmpstr (folded, ==, expected);
}

static void
test_folding (void)
{
  assert_folded ("ＰＣ－０１　Ａｄｍｉｎ", "pc-01 admin"); /* full-width */
  assert_folded ("ｶﾞｲﾌﾞ ﾂｳｼﾝ", "ガイブ ツウシン");         /* half-width, marks joined */
  assert_folded ("か\u3099", "が");
  assert_folded ("ひらがな", "ひらがな"); /* and not カタカナ */
  assert_folded ("①㈱\r\n\t㍻", "1(株)   平成");
  assert_folded ("STRASSE Straße", "strasse strasse");
  assert_folded ("\U000f0041", "\ufffd"); /* what the index writes punctuation with */
  assert_folded ("", "");
}

/* --- Any text --- */

static const char *const pieces[]
    = { "漏", "え",   "い",   "の",      "カ",   "ｶ",        "ﾞ",          "ガ",         "\u3099",
        "が", "Ａ",   "a",    "A",       "b",    "1",        "１",         "-",          "－",
        ".",  " ",    "　",   "\n",      "\"",   "*",        "'",          "%",          "_",
        "(",  "OR",   "é",    "e\u0301", "𠮷",   "😀",        "\U000f0041", "\U000f0080", "ß",
        "①",  "\x1f", "\x01", "\ufffd",  "端末", "192.0.2.1" };

/* (transfer full) */
static char *
make_text (GRand *rand, int most)
{
  GString *text = g_string_new (NULL);
  int n = g_rand_int_range (rand, 1, most + 1);

  for (int i = 0; i < n; i++)
    g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
  return g_string_free (text, FALSE);
}

/* An entry with two texts and an approver, as it is folded. */
static void
add_line (KirokuDb *db, int number, char *const *texts)
{
  static const char *const names[] = { "approver", "reason", "text" };
  g_autoptr (KirokuEntry) entry = kiroku_entry_new ();
  g_autoptr (GError) error = NULL;

  entry->case_id = g_strdup (KIROKU_TEST_CASE);
  entry->kind = g_strdup ("correct");
  entry->key = g_strdup ("key");
  entry->hash = g_strdup_printf ("%06d", number);
  entry->rec = entry->clock = KIROKU_TEST_START + number;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      KirokuField *field = g_new0 (KirokuField, 1);

      field->name = g_strdup (names[i]);
      field->text = g_strdup (texts[i]);
      g_ptr_array_add (entry->fields, field);
    }
  kiroku_case_fold.fold (db, entry, &error);
  g_assert_no_error (error);
}

/* @texts: of all lines, three each. The answer by definition. (transfer full) */
static char *
scan (GPtrArray *texts, const char *find)
{
  g_autofree char *folded = kiroku_find_fold (find);
  GString *found = g_string_new (NULL);

  for (guint i = 0; i < texts->len; i += 3)
    for (guint k = i; k < i + 3; k++)
      {
        g_autofree char *text = kiroku_find_fold (g_ptr_array_index (texts, k));

        if (strstr (text, folded) == NULL)
          continue;
        g_string_append_printf (found, "%06d ", i / 3);
        break;
      }
  return g_string_free (found, FALSE);
}

/* (transfer full) */
static char *
ask (KirokuDb *db, const char *find)
{
  KirokuLineFilter filter = KIROKU_LINE_FILTER_ALL;
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GError) error = NULL;
  GString *found = g_string_new (NULL);
  gint64 count;

  filter.find = find;
  lines = kiroku_line_read (db, KIROKU_TEST_CASE, &filter, 0, TEXTS, &error);
  g_assert_no_error (error);
  kiroku_line_count (db, KIROKU_TEST_CASE, &filter, &count, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count, ==, lines->len);
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (found, "%s ", ((KirokuLine *) g_ptr_array_index (lines, i))->hash);
  return g_string_free (found, FALSE);
}

/* A piece of what is there, or a few characters of any kind. (transfer full) */
static char *
make_question (GRand *rand, GPtrArray *texts)
{
  const char *text = g_ptr_array_index (texts, g_rand_int_range (rand, 0, texts->len));
  const glong length = g_utf8_strlen (text, -1);
  const glong start = g_rand_int_range (rand, 0, length);

  if (g_rand_boolean (rand))
    return make_text (rand, 3);
  return g_utf8_substring (text, start, g_rand_int_range (rand, start + 1, length + 1));
}

static void
test_scan (void)
{
  const guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  KirokuTestBook *book = kiroku_test_book_new (&kiroku_case_fold);

  g_test_message ("seed %u", seed);
  kiroku_db_begin (book->db, &error);
  for (int number = 0; number < TEXTS; number++)
    {
      for (int k = 0; k < 3; k++)
        g_ptr_array_add (texts, make_text (rand, k == 2 ? 12 : 3));
      add_line (book->db, number, (char *const *) texts->pdata + 3 * number);
    }
  kiroku_db_commit (book->db, &error);
  g_assert_no_error (error);
  for (int i = 0; i < QUESTIONS; i++)
    {
      g_autofree char *find = make_question (rand, texts);
      g_autofree char *expected = scan (texts, find);
      g_autofree char *found = ask (book->db, find);

      if (!g_str_equal (found, expected))
        g_error ("“%s”: found %s, a scan finds %s", find, found, expected);
    }
  kiroku_test_book_free (book);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/case/find/width-and-case-make-no-difference-and-kana-do", test_folding);
  g_test_add_func ("/case/find/the-index-answers-as-a-scan-does", test_scan);
  return g_test_run ();
}
