/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "kiroku-error.h"
#include "kiroku-text.h"

static void
test_check (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kiroku_text_check ("記録", 6, "title", &error));
  g_assert_no_error (error);

  g_assert_false (kiroku_text_check ("a\0b", 3, "title", &error));
  g_assert_error (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_TEXT);
  g_clear_error (&error);

  /* Shift_JIS for 記 */
  g_assert_false (kiroku_text_check ("x\x8b\x4c", 3, "title", &error));
  g_assert_error (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_TEXT);
  g_assert_nonnull (strstr (error->message, "byte 1"));
}

static void
test_visible (void)
{
  g_autofree char *lines = kiroku_text_visible ("端末\n隔離\x1b[2J", FALSE);
  g_autofree char *line = kiroku_text_visible ("端末\n隔離", TRUE);
  g_autofree char *bidi = kiroku_text_visible ("a\xe2\x80\xae" "fdp.exe", TRUE);
  g_autofree char *c1 = kiroku_text_visible ("\xc2\x9b" "2J", TRUE);

  g_assert_cmpstr (lines, ==, "端末\n隔離‹U+001B›[2J");
  g_assert_cmpstr (line, ==, "端末 ⏎ 隔離");
  g_assert_cmpstr (bidi, ==, "a‹U+202E›fdp.exe");
  g_assert_cmpstr (c1, ==, "‹U+009B›2J");
}

static void
test_half_width (void)
{
  g_autofree char *time = kiroku_text_to_half_width ("２０２６／１１／２１　１４：０５");
  g_autofree char *number = kiroku_text_to_half_width ("２０２６−００１〜ａ１ｂ２");
  g_autofree char *strip = kiroku_text_strip ("　 件名　");

  g_assert_cmpstr (time, ==, "2026/11/21 14:05");
  g_assert_cmpstr (number, ==, "2026-001~a1b2");
  g_assert_cmpstr (strip, ==, "件名");
}

static void
test_same_name (void)
{
  g_assert_true (kiroku_text_is_same_name ("山田 太郎", "　山田太郎 "));
  g_assert_true (kiroku_text_is_same_name ("", "　"));
  g_assert_false (kiroku_text_is_same_name ("山田 太郎", "山田 次郎"));
  g_assert_false (kiroku_text_is_same_name ("一郎", "三郎")); /* begin with the same byte */
  g_assert_false (kiroku_text_is_same_name ("山田", "山田 太郎"));
  g_assert_false (kiroku_text_is_same_name ("山田 太郎", "山田"));
}

static void
test_name (void)
{
  g_autofree char *usual = kiroku_text_make_name ("2026-001", "id");
  g_autofree char *hostile = kiroku_text_make_name ("2026;rm -rf ~/\n../事", "id");
  g_autofree char *option = kiroku_text_make_name ("--database=x", "id");
  g_autofree char *none = kiroku_text_make_name (NULL, "id");
  g_autofree char *many = g_strnfill (300, '1');
  g_autofree char *few = kiroku_text_make_name (many, "id");

  g_assert_cmpstr (usual, ==, "2026-001");
  g_assert_cmpstr (hostile, ==, "2026_rm_-rf____..____");
  g_assert_cmpstr (option, ==, "id");
  g_assert_cmpstr (none, ==, "id");
  g_assert_cmpuint (strlen (few), ==, 64);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/text/what-cannot-be-recorded-is-refused", test_check);
  g_test_add_func ("/model/text/controls-are-shown-not-obeyed", test_visible);
  g_test_add_func ("/model/text/white-space-makes-no-other-name", test_same_name);
  g_test_add_func ("/model/text/name-of-a-file-is-one-harmless-word", test_name);
  g_test_add_func ("/model/text/full-width-is-read", test_half_width);
  return g_test_run ();
}
