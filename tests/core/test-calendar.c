/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "kiroku-pack.h"

/* The national holidays of two years, substitute and citizens' holidays included: the rules of
 * 国民の祝日に関する法律, cross-checked with the python-holidays source. */
static const char *const holidays[]
    = { "2026-01-01", "2026-01-12", "2026-02-11", "2026-02-23", "2026-03-20", "2026-04-29",
        "2026-05-03", "2026-05-04", "2026-05-05", "2026-05-06", "2026-07-20", "2026-08-11",
        "2026-09-21", "2026-09-22", "2026-09-23", "2026-10-12", "2026-11-03", "2026-11-23",
        "2027-01-01", "2027-01-11", "2027-02-11", "2027-02-23", "2027-03-21", "2027-03-22",
        "2027-04-29", "2027-05-03", "2027-05-04", "2027-05-05", "2027-07-19", "2027-08-11",
        "2027-09-20", "2027-09-23", "2027-10-11", "2027-11-03", "2027-11-23", NULL };

static KirokuPack *pack;
static const KirokuCalendar *calendar;

static GDate
day_of (const char *text)
{
  GDate day;
  guint64 year = g_ascii_strtoull (text, NULL, 10);
  guint64 month = g_ascii_strtoull (text + 5, NULL, 10);
  guint64 number = g_ascii_strtoull (text + 8, NULL, 10);

  g_date_clear (&day, 1);
  g_date_set_dmy (&day, number, month, year);
  return day;
}

static gboolean
is_year_end (const GDate *day)
{
  return (g_date_get_month (day) == G_DATE_DECEMBER && g_date_get_day (day) >= 29)
         || (g_date_get_month (day) == G_DATE_JANUARY && g_date_get_day (day) <= 3);
}

/* Every day of both years, so that a holiday too many is found as well as one too few. */
static void
test_years (void)
{
  GDate day = day_of ("2026-01-01");
  GDate end = day_of ("2028-01-01");

  for (; g_date_compare (&day, &end) < 0; g_date_add_days (&day, 1))
    {
      char text[11];
      gboolean expected;

      g_date_strftime (text, sizeof text, "%Y-%m-%d", &day);
      expected = g_strv_contains (holidays, text) || is_year_end (&day)
                 || g_date_get_weekday (&day) >= G_DATE_SATURDAY;
      if (kiroku_calendar_is_closed (calendar, &day) != expected)
        g_error ("%s should be %s", text, expected ? "closed" : "open");
    }
}

static void
assert_reason (const char *text, const char *language, const char *expected)
{
  GDate day = day_of (text);
  g_autofree char *reason = kiroku_calendar_describe (calendar, &day, language);

  g_assert_cmpstr (reason, ==, expected);
}

static void
test_reasons (void)
{
  assert_reason ("2026-05-06", "ja", "振替休日");
  assert_reason ("2026-09-22", "ja", "国民の休日");
  assert_reason ("2027-03-21", "ja", "春分の日");
  assert_reason ("2027-03-22", "en", "substitute holiday");
  assert_reason ("2026-09-23", "en", "Autumnal Equinox Day");
  assert_reason ("2027-01-01", "ja", "元日");
  assert_reason ("2026-11-21", "en", "Saturday");
  assert_reason ("2026-11-24", "en", NULL);
}

static void
assert_next_open (const char *from, const char *expected)
{
  GDate day = day_of (from);
  GDate wanted = day_of (expected);
  GDate open;

  g_assert_true (kiroku_calendar_next_open (calendar, &day, &open));
  g_assert_cmpint (g_date_compare (&open, &wanted), ==, 0);
}

static void
test_next_open (void)
{
  assert_next_open ("2026-12-20", "2026-12-21");
  assert_next_open ("2026-12-29", "2027-01-04");
  assert_next_open ("2026-12-30", "2027-01-04");
  assert_next_open ("2026-09-19", "2026-09-24");
  assert_next_open ("2026-05-02", "2026-05-07");
  assert_next_open ("2026-11-24", "2026-11-24");
}

/* Lays @xml over the pack's calendar as holidays.xml of a user's own pack. (transfer full) */
static KirokuPack *
load_with (const char *xml)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("kiroku-calendar-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "holidays.xml", NULL);
  KirokuPack *own;

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (path, xml, -1, NULL));
  own = kiroku_pack_load (g_getenv ("KIROKU_PACK_DIR"), folder, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  return own;
}

/* The official equinox of a year is announced only the year before. */
static void
test_override (void)
{
  g_autoptr (KirokuPack) own = load_with (
      "<holidays source='s' confidence='found' as-of='2026'>"
      "<calendar id='OWN' substitute='yes' citizens='yes'><name><ja>暦</ja><en>c</en></name>"
      "<equinox which='spring'><name><ja>春分の日</ja><en>Equinox</en></name></equinox>"
      "<override date='2026-03-20' open='yes'><name><ja>変更</ja><en>moved</en></name></override>"
      "<override date='2026-03-22' open='no'><name><ja>春分</ja><en>Equinox</en></name></override>"
      "</calendar></holidays>");
  const KirokuCalendar *moved = kiroku_pack_get_calendar (own, "OWN");
  GDate computed = day_of ("2026-03-20");
  GDate official = day_of ("2026-03-22");
  GDate monday = day_of ("2026-03-23");
  GDate next_year = day_of ("2027-03-21");

  g_assert_false (kiroku_calendar_is_closed (moved, &computed));
  g_assert_true (kiroku_calendar_is_closed (moved, &official));
  g_assert_true (kiroku_calendar_is_closed (moved, &monday));
  g_assert_true (kiroku_calendar_is_closed (moved, &next_year));
}

/* An own pack says only what is different. */
static void
test_extends (void)
{
  g_autoptr (KirokuPack) own = load_with (
      "<holidays source='s' confidence='found' as-of='2026'>"
      "<calendar id='JP_GOV_CLOSED' extends='yes'><name><ja>暦</ja><en>c</en></name>"
      "<override date='2026-11-24' open='no'><name><ja>臨時</ja><en>by order</en></name></override>"
      "<override date='2026-09-23' open='yes'><name><ja>変更</ja><en>moved</en></name></override>"
      "</calendar>"
      "<calendar id='EU_WEEKEND' extends='yes'><name><ja>暦</ja><en>c</en></name>"
      "<yearly month='7' day='21'><name><ja>建国</ja><en>National Day</en></name></yearly>"
      "</calendar></holidays>");
  const KirokuCalendar *japan = kiroku_pack_get_calendar (own, "JP_GOV_CLOSED");
  const KirokuCalendar *europe = kiroku_pack_get_calendar (own, "EU_WEEKEND");
  static const struct
  {
    const char *day;
    gboolean closed;
  } days[] = {
    { "2026-11-24", TRUE }, { "2026-11-23", TRUE }, { "2026-09-23", FALSE },
    { "2026-09-22", FALSE }, /* between two no more */
    { "2026-05-06", TRUE },  /* substitute, as in the base */
    { "2026-12-29", TRUE }, { "2026-11-25", FALSE },
  };
  GDate national = day_of ("2026-07-21");
  GDate saturday = day_of ("2026-07-18");

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      GDate day = day_of (days[i].day);

      if (kiroku_calendar_is_closed (japan, &day) != days[i].closed)
        g_error ("%s should be %s", days[i].day, days[i].closed ? "closed" : "open");
    }
  g_assert_true (kiroku_calendar_is_closed (europe, &national));
  g_assert_true (kiroku_calendar_is_closed (europe, &saturday));
}

/* Nobody stands below the base. */
static void
test_extends_nothing (void)
{
  const char *xml = "<holidays source='s' confidence='found' as-of='2026'>"
                    "<calendar id='NEW' extends='yes'><name><ja>暦</ja><en>c</en></name>"
                    "</calendar></holidays>";
  g_autofree char *folder = g_dir_make_tmp ("kiroku-calendar-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "holidays.xml", NULL);
  g_autoptr (GPtrArray) problems = NULL;

  g_assert_true (g_file_set_contents (path, xml, -1, NULL));
  problems = kiroku_pack_check (g_getenv ("KIROKU_PACK_DIR"), folder);
  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_nonnull (strstr (problems->pdata[0], "extends: there is no calendar “NEW”"));
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  pack = kiroku_pack_load (g_getenv ("KIROKU_PACK_DIR"), NULL, &error);
  g_assert_no_error (error);
  calendar = kiroku_pack_get_calendar (pack, "JP_GOV_CLOSED");
  g_assert_nonnull (calendar);
  g_test_add_func ("/calendar/jp/every-day-of-2026-and-2027", test_years);
  g_test_add_func ("/calendar/jp/says-why-it-is-closed", test_reasons);
  g_test_add_func ("/calendar/jp/next-open-day", test_next_open);
  g_test_add_func ("/calendar/override/moves-an-equinox", test_override);
  g_test_add_func ("/calendar/an-own-pack-adds-days-to-a-calendar", test_extends);
  g_test_add_func ("/calendar/what-extends-nothing-is-refused", test_extends_nothing);
  status = g_test_run ();
  kiroku_pack_unref (pack);
  return status;
}
