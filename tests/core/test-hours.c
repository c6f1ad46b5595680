/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-contact-hours.h"

#include <glib/gstdio.h>
#include <time.h>

#include "kiroku-time.h"

/* Desks as an organisation adds them: one that never closes, one that works through the night, one in
 * another country, one of which nothing is known. */
static const char own_desks[]
    = "<contacts source='s' confidence='seed' as-of='2026'>\n"
      "<contact id='always' kind='own' section='case'>"
      "<name><ja>常</ja><en>A</en></name><purpose><ja>用</ja><en>P</en></purpose>"
      "<open from='00:00' to='24:00' zone='Asia/Tokyo'/><types>*</types><phases>detect</phases></contact>\n"
      "<contact id='night' kind='own' section='case'>"
      "<name><ja>夜</ja><en>N</en></name><purpose><ja>用</ja><en>P</en></purpose>"
      "<open from='00:00' to='06:00' zone='Asia/Tokyo'/><open from='18:00' to='24:00' zone='Asia/Tokyo'/>"
      "<types>*</types><phases>detect</phases></contact>\n"
      "<contact id='abroad' kind='own' section='case'>"
      "<name><ja>外</ja><en>U</en></name><purpose><ja>用</ja><en>P</en></purpose>"
      "<open from='09:00' to='17:00' zone='America/New_York'/><types>*</types><phases>detect</phases></contact>\n"
      "</contacts>\n";

static KirokuPack *pack;
static GTimeZone *zone;

/* How often a zone was opened, and a moment of a day reckoned. */
static guint n_zones, n_moments;

GTimeZone *__real_g_time_zone_new_identifier (const char *identifier);
GTimeZone *__wrap_g_time_zone_new_identifier (const char *identifier);
GDateTime *__real_g_date_time_new (
    GTimeZone *of, int year, int month, int day, int hour, int minute, double seconds);
GDateTime *__wrap_g_date_time_new (
    GTimeZone *of, int year, int month, int day, int hour, int minute, double seconds);

GTimeZone *
__wrap_g_time_zone_new_identifier (const char *identifier)
{
  n_zones++;
  return __real_g_time_zone_new_identifier (identifier);
}

GDateTime *
__wrap_g_date_time_new (
    GTimeZone *of, int year, int month, int day, int hour, int minute, double seconds)
{
  n_moments++;
  return __real_g_date_time_new (of, year, month, day, hour, minute, seconds);
}

static gint64
us_of (const char *iso)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (iso, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

/* What is said of the desk @id at @at. */
static void
assert_hours (const char *id, const char *at, const char *expected)
{
  const KirokuPackContact *contact = kiroku_pack_get_contact (pack, id);
  KirokuHours hours;
  g_autofree char *text = NULL;

  g_assert_nonnull (contact);
  hours = kiroku_contact_find_hours (pack, contact, us_of (at));
  text = kiroku_hours_describe (&hours, us_of (at), zone);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_weekday (void)
{
  assert_hours ("mpd_cyber", "2026-11-24T08:29:59+09:00", "Closed now; opens 08:30");
  assert_hours ("mpd_cyber", "2026-11-24T08:30:00+09:00", "Open now, until 17:15");
  assert_hours ("mpd_cyber", "2026-11-24T17:14:59+09:00", "Open now, until 17:15");
  assert_hours ("mpd_cyber", "2026-11-24T17:15:00+09:00", "Closed now; opens 2026-11-25 08:30");
}

static void
test_closed_days (void)
{
  /* Saturday, before the Monday of a holiday. */
  assert_hours ("mpd_cyber", "2026-11-21T14:00:00+09:00", "Closed now; opens 2026-11-24 08:30");
  assert_hours ("mpd_cyber", "2026-11-23T10:00:00+09:00", "Closed now; opens 2026-11-24 08:30");
  /* 29 December to 3 January. */
  assert_hours ("ipa_anshin", "2026-12-28T17:00:00+09:00", "Closed now; opens 2027-01-04 10:00");
}

static void
test_lunch (void)
{
  assert_hours ("ipa_anshin", "2026-11-24T11:00:00+09:00", "Open now, until 12:00");
  assert_hours ("ipa_anshin", "2026-11-24T12:30:00+09:00", "Closed now; opens 13:30");
}

static void
test_day_and_night (void)
{
  assert_hours ("always", "2027-01-01T03:00:00+09:00", "Open now");
  assert_hours ("night", "2026-11-24T20:00:00+09:00", "Open now, until 2026-11-25 06:00");
  assert_hours ("night", "2026-11-24T12:00:00+09:00", "Closed now; opens 18:00");
}

/* Its clock is its own, and goes forward in spring; the text is of the reader's zone. */
static void
test_abroad (void)
{
  assert_hours ("abroad", "2026-11-24T09:00:00-05:00", "Open now, until 2026-11-25 07:00");
  assert_hours ("abroad", "2026-03-07T17:00:00-05:00", "Closed now; opens 22:00");
}

static void
test_unknown (void)
{
  const KirokuPackContact *contact = kiroku_pack_get_contact (pack, "jpcert_ir");

  g_assert_cmpuint (contact->open->len, ==, 0);
  assert_hours ("jpcert_ir", "2026-11-24T09:00:00+09:00", NULL);
}

/* The answer does not depend on where the machine stands. */
static void
test_machine_zone (void)
{
  static const char *const zones[] = { "America/New_York", "Pacific/Kiritimati", "Asia/Tokyo" };

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_setenv ("TZ", zones[i], TRUE);
      tzset ();
      test_weekday ();
      test_abroad ();
    }
}

/* The window asks for every desk twice a minute. */
static void
test_cheap (void)
{
  const gint64 at = us_of ("2026-11-24T12:00:00+09:00");
  const KirokuPackContact *always = kiroku_pack_get_contact (pack, "always");
  KirokuHours hours;

  n_zones = 0;
  kiroku_contact_find_hours (pack, kiroku_pack_get_contact (pack, "night"), at);
  kiroku_contact_find_hours (pack, kiroku_pack_get_contact (pack, "abroad"), at);
  g_assert_cmpuint (n_moments, >, 0);
  n_moments = 0;
  hours = kiroku_contact_find_hours (pack, always, at);
  g_assert_cmpint (hours.state, ==, KIROKU_HOURS_OPEN);
  g_assert_cmpint (hours.until, ==, KIROKU_TIME_NONE);
  g_assert_cmpuint (n_moments, ==, 0);
  g_assert_cmpuint (n_zones, ==, 0);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("kiroku-hours-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "contacts.xml", NULL);
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  g_file_set_contents (file, own_desks, -1, &error);
  g_assert_no_error (error);
  pack = kiroku_pack_load (g_getenv ("KIROKU_PACK_DIR"), folder, &error);
  g_assert_no_error (error);
  zone = g_time_zone_new_identifier ("Asia/Tokyo");
  g_test_add_func ("/hours/a-desk-is-open-from-the-first-to-the-last-minute", test_weekday);
  g_test_add_func ("/hours/it-is-closed-on-weekends-holidays-and-over-the-new-year", test_closed_days);
  g_test_add_func ("/hours/over-lunch", test_lunch);
  g_test_add_func ("/hours/through-the-night-and-always", test_day_and_night);
  g_test_add_func ("/hours/in-the-zone-of-the-desk", test_abroad);
  g_test_add_func ("/hours/what-the-pack-does-not-say-is-not-said", test_unknown);
  g_test_add_func ("/hours/whatever-the-zone-of-the-machine", test_machine_zone);
  g_test_add_func ("/hours/no-zone-is-opened-for-an-answer-and-always-needs-no-reckoning", test_cheap);
  status = g_test_run ();
  g_time_zone_unref (zone);
  kiroku_pack_unref (pack);
  g_unlink (file);
  g_rmdir (folder);
  return status;
}
