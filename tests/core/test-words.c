/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-words.h"

#define ERAS "ja-u-ca-japanese"

static void
assert_day (const char *language, int year, int month, int day, const char *expected)
{
  g_autofree char *text = kiroku_words_day (language, year, month, day);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_date (const char *language, const char *date, const char *expected)
{
  g_autofree char *text = kiroku_words_date (language, date);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_eras (void)
{
  assert_day (ERAS, 2026, 11, 21, "令和8年11月21日");
  assert_day (ERAS, 2019, 12, 31, "令和元年12月31日");
  assert_day (ERAS, 2019, 5, 1, "令和元年5月1日");
  assert_day (ERAS, 2019, 4, 30, "平成31年4月30日");
  assert_day (ERAS, 1989, 1, 8, "平成元年1月8日");
  assert_day (ERAS, 1989, 1, 7, "昭和64年1月7日");
  assert_day (ERAS, 1926, 12, 25, "昭和元年12月25日");
  assert_day (ERAS, 1926, 12, 24, "1926年12月24日");
  assert_day ("ja", 2026, 11, 21, "2026年11月21日");
  assert_date (ERAS, "2019-04-30", "H31.04.30");
  assert_date (ERAS, "2020", "R02");
  assert_date (ERAS, "2025-10", "R07.10");
  assert_date (ERAS, "2019-04", "H31.04");
  assert_date (ERAS, "2019-05", "R01.05");
  assert_date (ERAS, "2019", "2019"); /* 平成31年, then 令和元年 */
  assert_date (ERAS, "1989-01", "1989-01");
  assert_date (ERAS, "1925", "1925");
  assert_date (ERAS, "2020-", "2020-");
  assert_date ("ja", "2020", "2020");
  assert_date (ERAS, "2020-04-30?", "2020-04-30?");
  assert_date ("ja", "2019-04-30", "2019-04-30");
  assert_day ("en", 2026, 11, 21, "2026-11-21");
}

/* The day is that of the zone in which the time is shown. */
static void
test_moments (void)
{
  g_autoptr (GTimeZone) tokyo = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  const gint64 eve = G_GINT64_CONSTANT (1556636400) * G_USEC_PER_SEC; /* 2019-04-30 15:00 UTC */
  g_autofree char *there = kiroku_words_time (ERAS, eve, tokyo);
  g_autofree char *here = kiroku_words_time (ERAS, eve, utc);
  g_autofree char *about = kiroku_words_moment (ERAS, eve, KIROKU_PRECISION_ABOUT, tokyo);
  g_autofree char *stamp = kiroku_words_stamp (ERAS, eve, KIROKU_PRECISION_MINUTE, tokyo);

  g_assert_cmpstr (there, ==, "令和元年5月1日 0時00分");
  g_assert_cmpstr (here, ==, "平成31年4月30日 15時00分（UTC+00:00）");
  g_assert_cmpstr (about, ==, "令和元年5月1日 0時00分頃");
  g_assert_cmpstr (stamp, ==, "R01.05.01 00:00");
}

static void
test_asked_for (void)
{
  g_autoptr (KirokuFacts) facts = kiroku_facts_new ();

  g_assert_cmpstr (kiroku_words_in_calendar ("ja", NULL), ==, "ja");
  g_assert_cmpstr (kiroku_words_in_calendar ("ja", facts), ==, "ja");
  kiroku_facts_set (facts, KIROKU_WORDS_CALENDAR_FACT, "western", KIROKU_FACT_CONFIRMED, NULL);
  g_assert_cmpstr (kiroku_words_in_calendar ("ja", facts), ==, "ja");
  kiroku_facts_set (facts, KIROKU_WORDS_CALENDAR_FACT, "japanese", KIROKU_FACT_CONFIRMED, NULL);
  g_assert_cmpstr (kiroku_words_in_calendar ("ja", facts), ==, ERAS);
  g_assert_cmpstr (kiroku_words_in_calendar ("en", facts), ==, "en");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/years-by-era-from-the-day-on-which-each-began", test_eras);
  g_test_add_func ("/words/times-by-era-in-the-zone-of-the-reader", test_moments);
  g_test_add_func ("/words/only-japanese-and-only-where-the-case-asks-for-it", test_asked_for);
  return g_test_run ();
}
