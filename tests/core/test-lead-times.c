/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "kiroku-lead-times.h"
#include "kiroku-lead.h"
#include "kiroku-obligation.h"
#include "kiroku-time.h"

static KirokuPack *pack;

static gint64
us_of (const char *iso)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (iso, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

/* @expected: times of the zone, separated by blanks. */
static void
assert_moments (GArray *moments, const char *zone_name, const char *expected)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < moments->len; i++)
    {
      g_autofree char *iso = kiroku_time_to_iso (g_array_index (moments, gint64, i), zone);

      g_string_append_printf (text, "%s%.16s", i > 0 ? " " : "", iso);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

/* @remind: (nullable): words. */
static void
list_hours (const char *remind, const char *started, const char *due, const char *expected)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Tokyo");
  g_auto (GStrv) words = remind != NULL ? g_strsplit (remind, " ", -1) : NULL;
  KirokuLeadInput input = { .started = started != NULL ? us_of (started) : KIROKU_TIME_NONE,
                            .due = us_of (due),
                            .zone = zone };
  g_autoptr (GArray) moments = NULL;

  g_date_clear (&input.last, 1);
  moments = kiroku_lead_times_list (words, &input);
  assert_moments (moments, "Asia/Tokyo", expected);
}

static void
test_hours (void)
{
  list_hours (NULL, "2026-11-20T10:00:00+09:00", "2026-11-23T10:00:00+09:00",
              "2026-11-21T22:00 2026-11-22T10:00 2026-11-22T16:00 2026-11-23T06:00 "
              "2026-11-23T09:00 2026-11-23T09:45");
  /* 24 hours: the beginning itself is none; half of four hours and a quarter of it stand alone */
  list_hours (NULL, "2026-11-20T10:00:00+09:00", "2026-11-21T10:00:00+09:00",
              "2026-11-20T22:00 2026-11-21T04:00 2026-11-21T06:00 2026-11-21T09:00 "
              "2026-11-21T09:45");
  list_hours (NULL, "2026-11-20T10:00:00+09:00", "2026-11-20T14:00:00+09:00",
              "2026-11-20T12:00 2026-11-20T13:00 2026-11-20T13:45");
  list_hours (NULL, "2026-11-20T10:00:00+09:00", "2026-11-20T11:00:00+09:00",
              "2026-11-20T10:30 2026-11-20T10:45");
  /* nobody knows how long it has been running */
  list_hours (NULL, NULL, "2026-11-21T10:00:00+09:00",
              "2026-11-20T10:00 2026-11-21T06:00 2026-11-21T09:00 2026-11-21T09:45");
}

static void
test_own_words (void)
{
  list_hours ("3/4 30m", "2026-11-20T10:00:00+09:00", "2026-11-20T14:00:00+09:00",
              "2026-11-20T11:00 2026-11-20T13:30");
  list_hours ("2d 12:00", "2026-11-16T10:00:00+09:00", "2026-11-20T14:00:00+09:00",
              "2026-11-18T09:00 2026-11-20T12:00");
}

static void
test_words (void)
{
  static const char *const wrong[] = { "", "h", "4", "4x", "0h", "1/0", "2/1", "1/1", "24:00",
                                       "9:60", "-1h", "4h ", "99999h", "1/2/3", NULL };
  KirokuLead lead;

  for (guint i = 0; wrong[i] != NULL; i++)
    if (kiroku_lead_parse (wrong[i], &lead))
      g_error ("“%s” is taken for a lead time", wrong[i]);
  g_assert_true (kiroku_lead_parse ("4h", &lead));
  g_assert_cmpint (lead.amount, ==, 240);
}

/* As a rule of the pack has them. */
static void
assert_rule (const char *rule, const char *known, const char *zone, const char *expected)
{
  g_autoptr (KirokuFacts) facts = kiroku_facts_new ();
  g_autoptr (GHashTable) decisions = g_hash_table_new_full (
      g_str_hash, g_str_equal, NULL, (GDestroyNotify) kiroku_decision_free);
  g_autoptr (GHashTable) met = g_hash_table_new (g_str_hash, g_str_equal);
  gint64 filed = us_of (known);
  KirokuObligationContext context = { .pack = pack,
                                      .type = "scam_abuse",
                                      .facts = facts,
                                      .decisions = decisions,
                                      .now = us_of (known),
                                      .language = "en" };
  g_autoptr (GPtrArray) running = NULL;
  g_autoptr (GPtrArray) done = NULL;

  kiroku_facts_set (facts, kiroku_pack_get_obligation (pack, rule)->clock, known,
                    KIROKU_FACT_CONFIRMED, NULL);
  g_hash_table_insert (decisions, (char *) rule, kiroku_decision_new (TRUE, "test", NULL));
  running = kiroku_obligations_compute (&context);
  assert_moments (kiroku_obligations_find (running, rule)->reminders, zone, expected);

  g_hash_table_insert (met, (char *) rule, &filed);
  context.met = met;
  done = kiroku_obligations_compute (&context);
  g_assert_cmpuint (kiroku_obligations_find (done, rule)->reminders->len, ==, 0);
}

/* 23 November is a holiday, 21 and 22 a weekend. */
static void
test_days (void)
{
  assert_rule ("jp_ppc_final30", "2026-10-26T10:00:00+09:00", "Asia/Tokyo",
               "2026-11-12T09:00 2026-11-18T09:00 2026-11-20T09:00 2026-11-24T09:00");
  /* a target that does not move ends on the holiday itself */
  assert_rule ("jp_ppc_prelim", "2026-11-19T10:00:00+09:00", "Asia/Tokyo",
               "2026-11-20T09:00 2026-11-23T09:00");
  assert_rule ("us_sec", "2026-11-24T11:00:00-05:00", "America/New_York",
               "2026-11-25T09:00 2026-11-30T09:00 2026-12-01T09:00");
  /* without a calendar every day is one */
  assert_rule ("sg_pdpc", "2026-11-20T10:00:00+08:00", "Asia/Singapore",
               "2026-11-22T09:00 2026-11-23T09:00");
  /* what is not in force reminds of nothing */
  assert_rule ("us_circia", "2026-11-20T10:00:00+08:00", "America/New_York", "");
}

/* What is due with a whole day is so for whoever stated it, too. */
static void
test_duty (void)
{
  g_autoptr (KirokuFacts) facts = kiroku_facts_new ();
  g_autoptr (GPtrArray) duties
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_duty_free);
  g_autoptr (GPtrArray) obligations = NULL;
  KirokuDuty *duty = g_new0 (KirokuDuty, 1);
  KirokuObligationContext context = { .pack = pack,
                                      .type = "scam_abuse",
                                      .facts = facts,
                                      .duties = duties,
                                      .now = us_of ("2026-11-20T10:00:00+09:00"),
                                      .language = "en" };

  duty->id = g_strnfill (64, 'a');
  duty->due = us_of ("2026-11-25T23:59:59+09:00");
  duty->stated = context.now;
  g_ptr_array_add (duties, duty);
  obligations = kiroku_obligations_compute (&context);
  assert_moments (kiroku_obligations_find (obligations, duty->id)->reminders, "Asia/Tokyo",
                  "2026-11-18T09:00 2026-11-22T09:00 2026-11-24T09:00 2026-11-25T09:00");
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  pack = kiroku_pack_load (g_getenv ("KIROKU_PACK_DIR"), NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/lead-times/hours-have-parts-of-the-period-and-what-is-shorter", test_hours);
  g_test_add_func ("/lead-times/a-rule-may-have-its-own", test_own_words);
  g_test_add_func ("/lead-times/words-are-checked", test_words);
  g_test_add_func ("/lead-times/days-are-open-ones-in-the-zone-of-the-rule", test_days);
  g_test_add_func ("/lead-times/a-stated-day-has-those-of-a-day", test_duty);
  status = g_test_run ();
  kiroku_pack_unref (pack);
  return status;
}
