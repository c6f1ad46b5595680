/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "kiroku-error.h"
#include "kiroku-time.h"

/* 2026-11-21T05:05:30Z = 14:05:30 in Tokyo */
#define NOW (G_GINT64_CONSTANT (1795237530) * G_USEC_PER_SEC)

static char *
read_time (const char *text, const char *zone_name)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);
  g_autoptr (GError) error = NULL;
  KirokuTime time;

  if (!kiroku_time_parse (text, zone, NOW, &time, &error))
    {
      g_assert_error (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_TIME);
      return g_strdup_printf ("error: %s", error->message);
    }

  g_autofree char *occ = kiroku_time_to_occ (&time);

  return g_strdup_printf ("%s %s %s", occ, kiroku_precision_id (time.precision), time.tz);
}

static void
test_forms (void)
{
  static const struct
  {
    const char *typed, *read;
  } cases[] = {
    { "2026-11-21T14:05:09+09:00", "2026-11-21T14:05:09+09:00 second " },
    { "2026-11-21T05:05:09Z", "2026-11-21T05:05:09+00:00 second " },
    { "2026-11-21 14:05", "2026-11-21T14:05:00+09:00 minute Asia/Tokyo" },
    { "２０２６／１１／２１　１４：０５", "2026-11-21T14:05:00+09:00 minute Asia/Tokyo" },
    { "2026年11月21日 14時05分", "2026-11-21T14:05:00+09:00 minute Asia/Tokyo" },
    { "2026年11月21日14時", "2026-11-21T14:00:00+09:00 minute Asia/Tokyo" },
    { "2026/11/21", "2026-11-21T00:00:00+09:00 day Asia/Tokyo" },
    { "2026-11-21T14:05:09.250-0530", "2026-11-21T14:05:09-05:30 second " },
    { "１４：０５", "2026-11-21T14:05:00+09:00 minute Asia/Tokyo" },
    { "14:06", "2026-11-21T14:06:00+09:00 minute Asia/Tokyo" },
    { "23:30", "2026-11-20T23:30:00+09:00 minute Asia/Tokyo" }, /* a time to come means yesterday */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *got = read_time (cases[i].typed, "Asia/Tokyo");

      g_assert_cmpstr (got, ==, cases[i].read);
    }
}

static void
test_refused (void)
{
  static const char *const wrong[] = { "",
                                       "昨日",
                                       "2026-02-30 10:00",
                                       "2026-11-21 25:00",
                                       "2026-11-21 14:60",
                                       "2026-11-21T14:05+99:00",
                                       "2026-11-21 14:05 x",
                                       "11/21",
                                       "14:",
                                       "14:05:",
                                       "1969-01-01" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *got = read_time (wrong[i], "Asia/Tokyo");

      g_assert_true (g_str_has_prefix (got, "error: "));
    }
}

static void
test_wall_clock (void)
{
  g_autofree char *skipped = read_time ("2026-03-08 02:30", "America/New_York");
  g_autofree char *twice = read_time ("2026-11-01 01:30", "America/New_York");
  g_autofree char *stated = read_time ("2026-11-01T01:30:00-05:00", "America/New_York");
  g_autofree char *before = read_time ("2026-11-01 00:59", "America/New_York");
  g_autofree char *after = read_time ("2026-11-01 02:00", "America/New_York");

  g_assert_nonnull (strstr (skipped, "skipped"));
  g_assert_nonnull (strstr (twice, "-04:00"));
  g_assert_nonnull (strstr (twice, "-05:00"));
  g_assert_cmpstr (stated, ==, "2026-11-01T01:30:00-05:00 second ");
  g_assert_cmpstr (before, ==, "2026-11-01T00:59:00-04:00 minute America/New_York");
  g_assert_cmpstr (after, ==, "2026-11-01T02:00:00-05:00 minute America/New_York");
}

static void
test_occ_is_exact (void)
{
  KirokuTime time;

  g_assert_true (kiroku_time_from_occ ("2026-11-21T14:05:09+09:00", "minute", "Asia/Tokyo", &time));
  g_assert_cmpint (time.us, ==, NOW - 21 * G_USEC_PER_SEC);
  g_assert_cmpint (time.precision, ==, KIROKU_PRECISION_MINUTE);
  g_assert_false (kiroku_time_from_occ ("2026-11-21 14:05:09+09:00", NULL, NULL, &time));
  g_assert_false (kiroku_time_from_occ ("2026-11-21T14:05:09Z", NULL, NULL, &time));
  g_assert_false (kiroku_time_from_occ ("2026-11-21T14:05:09+09:00", "roughly", NULL, &time));
}

static void
test_fraction (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  g_autofree char *exact = kiroku_time_to_exact_iso (NOW + 40322, zone);
  KirokuTime time;

  g_assert_cmpstr (exact, ==, "2026-11-21T14:05:30.040322+09:00");
  g_assert_true (kiroku_time_parse (exact, zone, NOW, &time, NULL));
  g_assert_cmpint (time.us + time.fraction, ==, NOW + 40322);
  g_assert_cmpint (time.us, ==, NOW);
}

static void
test_duration (void)
{
  g_autofree char *long_time = kiroku_duration_to_text ((gint64) 76 * 3600 * G_USEC_PER_SEC);
  g_autofree char *negative = kiroku_duration_to_text (-(gint64) 13 * 3600 * G_USEC_PER_SEC);

  g_assert_cmpstr (long_time, ==, "3 d 4 h");
  g_assert_cmpstr (negative, ==, "−13 h 00 min");
}

static void
test_date (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *date = kiroku_date_parse ("２０２６年１月５日", NULL);

  g_assert_cmpstr (date, ==, "2026-01-05");
  g_assert_null (kiroku_date_parse ("2026-13-01", &error));
  g_assert_error (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_TIME);
}

/* Clocks differ by seconds; what is further ahead is said. */
static void
test_future (void)
{
  g_autofree char *now = kiroku_time_describe_future (NOW, NOW);
  g_autofree char *soon = kiroku_time_describe_future (NOW + 60 * G_USEC_PER_SEC, NOW);
  g_autofree char *later = kiroku_time_describe_future (NOW + 7500 * (gint64) G_USEC_PER_SEC, NOW);

  g_assert_null (now);
  g_assert_null (soon);
  g_assert_cmpstr (later, ==,
                   "The stated time lies 2 h 05 min ahead of this computer’s clock; it is recorded all "
                   "the same.");
}

/* Also where a day has 23 or 25 hours. */
static void
test_end_of_day (void)
{
  static const struct
  {
    const char *zone, *some_time, *end;
  } days[] = {
    { "Asia/Tokyo", "2026-11-21T00:00:00+09:00", "2026-11-21T23:59:59+09:00" },
    { "America/New_York", "2026-11-01T00:00:00-04:00", "2026-11-01T23:59:59-05:00" },
    { "America/New_York", "2026-11-01T23:59:59-05:00", "2026-11-01T23:59:59-05:00" },
    { "America/New_York", "2026-03-08T01:30:00-05:00", "2026-03-08T23:59:59-04:00" },
    { "Europe/Berlin", "2026-12-31T12:00:00+01:00", "2026-12-31T23:59:59+01:00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (days[i].zone);
      KirokuTime time;
      g_autofree char *end = NULL;

      g_assert_true (kiroku_time_from_occ (days[i].some_time, NULL, NULL, &time));
      time.us = kiroku_time_end_of_day (time.us, zone, &time.offset);
      end = kiroku_time_to_occ (&time);
      g_assert_cmpstr (end, ==, days[i].end);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/time/a-day-ends-by-the-clocks-of-its-zone", test_end_of_day);
  g_test_add_func ("/model/time/what-people-type-is-read", test_forms);
  g_test_add_func ("/model/time/what-is-no-time-is-refused", test_refused);
  g_test_add_func ("/model/time/a-skipped-or-repeated-wall-clock-is-never-guessed",
                   test_wall_clock);
  g_test_add_func ("/model/time/occ-has-one-form", test_occ_is_exact);
  g_test_add_func ("/model/time/a-fraction-of-a-second-is-kept-apart", test_fraction);
  g_test_add_func ("/model/time/a-negative-length-says-so", test_duration);
  g_test_add_func ("/model/time/dates", test_date);
  g_test_add_func ("/model/time/a-future-is-said-when-more-than-a-minute-ahead", test_future);
  return g_test_run ();
}
