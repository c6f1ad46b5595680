/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-countdown.h"
#include "kiroku-test.h"

#define SECOND G_TIME_SPAN_SECOND
#define MINUTE G_TIME_SPAN_MINUTE
#define HOUR G_TIME_SPAN_HOUR
#define DAY G_TIME_SPAN_DAY

static void
test_words (void)
{
  static const struct
  {
    gint64 left;
    const char *text;
    KirokuUrgency urgency;
  } cases[] = {
    { 3 * DAY + 5 * HOUR, "3 days left", KIROKU_URGENCY_CALM },
    { 2 * DAY, "2 days left", KIROKU_URGENCY_CALM },
    { 2 * DAY - 1, "47 h 59 min left", KIROKU_URGENCY_CALM },
    { DAY + 1, "24 h 00 min left", KIROKU_URGENCY_CALM },
    { DAY, "24 h 00 min left", KIROKU_URGENCY_SOON },
    { 4 * HOUR + 1, "4 h 00 min left", KIROKU_URGENCY_SOON },
    { 4 * HOUR, "4 h 00 min left", KIROKU_URGENCY_NEAR },
    { 2 * HOUR + 5 * MINUTE + 59 * SECOND, "2 h 05 min left", KIROKU_URGENCY_NEAR },
    { HOUR, "1 h 00 min left", KIROKU_URGENCY_LAST },
    { HOUR - 1, "59 min left", KIROKU_URGENCY_LAST },
    { 10 * MINUTE - 1, "9 min 59 s left", KIROKU_URGENCY_LAST },
    { SECOND, "0 min 01 s left", KIROKU_URGENCY_LAST },
    { 0, "0 min 00 s left", KIROKU_URGENCY_LAST },
    { -1, "Just passed", KIROKU_URGENCY_PASSED },
    { -MINUTE, "1 min overdue", KIROKU_URGENCY_PASSED },
    { -(2 * HOUR + 5 * MINUTE), "2 h 05 min overdue", KIROKU_URGENCY_PASSED },
    { -DAY, "1 day overdue", KIROKU_URGENCY_PASSED },
    { -(3 * DAY - 1), "2 days overdue", KIROKU_URGENCY_PASSED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = kiroku_countdown_text_for_time (cases[i].left);

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpint (kiroku_countdown_urgency_for_time (cases[i].left), ==, cases[i].urgency);
    }
}

/* The next change is never slept through, and it is a change: within the units shown, the text
 * stays until then and is another one at that moment. */
static void
test_next_change (void)
{
  static const gint64 lefts[]
      = { HOUR + 30 * SECOND, 11 * MINUTE + 1, 10 * MINUTE,  5 * MINUTE + 7, 1, 0, -1,
          -30 * SECOND,       -MINUTE,         -HOUR - 12345 };

  for (guint i = 0; i < G_N_ELEMENTS (lefts); i++)
    {
      gint64 wait = kiroku_countdown_next_change (lefts[i]);
      g_autofree char *now = kiroku_countdown_text_for_time (lefts[i]);
      g_autofree char *before = kiroku_countdown_text_for_time (lefts[i] - wait + 1);
      g_autofree char *then = kiroku_countdown_text_for_time (lefts[i] - wait);

      g_assert_cmpint (wait, >, 0);
      g_assert_cmpstr (before, ==, now);
      g_assert_cmpstr (then, !=, now);
    }
}

static gint64
fixed_clock (gpointer user_data)
{
  return *(gint64 *) user_data;
}

static gint64
parse (const char *iso)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (iso, NULL);

  return g_date_time_to_unix (time) * SECOND;
}

static void
test_date (void)
{
  g_autoptr (GTimeZone) tokyo = g_time_zone_new_identifier ("Asia/Tokyo");
  GtkWidget *widget = g_object_ref_sink (kiroku_countdown_new ());
  KirokuCountdown *countdown = KIROKU_COUNTDOWN (widget);
  static const struct
  {
    const char *now;
    const char *text;
    KirokuUrgency urgency;
  } cases[] = {
    /* 23:59 on the 20th in London is the 21st in Tokyo. */
    { "2026-11-20T23:59:00Z", "3 days left", KIROKU_URGENCY_CALM },
    { "2026-11-20T14:59:59Z", "4 days left", KIROKU_URGENCY_CALM },
    { "2026-11-23T00:00:00+09:00", "1 day left", KIROKU_URGENCY_SOON },
    { "2026-11-24T23:59:59+09:00", "Due today", KIROKU_URGENCY_NEAR },
    { "2026-11-25T00:00:00+09:00", "1 day overdue", KIROKU_URGENCY_PASSED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 now = parse (cases[i].now);

      kiroku_countdown_set_clock (countdown, fixed_clock, &now);
      kiroku_countdown_set_date (countdown, "2026-11-24", tokyo);
      g_assert_cmpstr (kiroku_countdown_get_text (countdown), ==, cases[i].text);
      g_assert_cmpint (kiroku_countdown_get_urgency (countdown), ==, cases[i].urgency);
    }
  kiroku_countdown_set_text (countdown, "promptly");
  g_assert_cmpstr (kiroku_countdown_get_text (countdown), ==, "promptly");
  g_assert_cmpint (kiroku_countdown_get_urgency (countdown), ==, KIROKU_URGENCY_NONE);
  g_object_add_weak_pointer (G_OBJECT (widget), (gpointer *) &widget);
  g_object_unref (widget);
  g_assert_null (widget);
}

/* Each urgency has a shape of its own or words of its own: never colour alone. */
static void
test_shapes (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const gint64 lefts[] = { 3 * DAY, DAY, 4 * HOUR, -HOUR };
  GtkWidget *widget = g_object_ref_sink (kiroku_countdown_new ());
  gint64 now = 0;

  kiroku_countdown_set_clock (KIROKU_COUNTDOWN (widget), fixed_clock, &now);
  for (guint i = 0; i < G_N_ELEMENTS (lefts); i++)
    {
      GtkWidget *icon = gtk_widget_get_first_child (widget);

      kiroku_countdown_set_due (KIROKU_COUNTDOWN (widget), lefts[i]);
      g_assert_true (gtk_widget_get_visible (icon));
      g_assert_true (
          g_hash_table_add (seen, g_strdup (gtk_image_get_icon_name (GTK_IMAGE (icon)))));
    }
  g_object_unref (widget);
}

static guint n_looks;

/* A clock that runs, 20 ms before the text changes when first looked at, and counts the looks. */
static gint64
running_clock (gpointer user_data)
{
  n_looks++;
  return g_get_monotonic_time () - *(gint64 *) user_data;
}

static gboolean
says_next_minute (gpointer countdown)
{
  return g_str_equal (kiroku_countdown_get_text (countdown), "58 min left");
}

static gboolean
has_timer (GtkWidget *widget)
{
  return g_main_context_find_source_by_user_data (NULL, widget) != NULL;
}

static void
test_renews (void)
{
  GtkWidget *widget = kiroku_countdown_new ();
  GtkWindow *window = kiroku_test_window (widget, 300, 100);
  gint64 start = g_get_monotonic_time ();

  kiroku_countdown_set_clock (KIROKU_COUNTDOWN (widget), running_clock, &start);
  kiroku_countdown_set_due (KIROKU_COUNTDOWN (widget), 59 * MINUTE + 20000);
  g_assert_cmpstr (kiroku_countdown_get_text (KIROKU_COUNTDOWN (widget)), ==, "59 min left");
  n_looks = 0;
  kiroku_test_wait (says_next_minute, widget, "the next minute");
  /* It came back for this change once (at most a few times, should a timer be early), not on and
   * on. */
  g_assert_cmpuint (n_looks, <=, 8);

  g_assert_true (has_timer (widget));
  gtk_widget_set_visible (widget, FALSE);
  g_assert_false (has_timer (widget));
  kiroku_countdown_set_due (KIROKU_COUNTDOWN (widget), 30 * MINUTE);
  g_assert_false (has_timer (widget));
  gtk_widget_set_visible (widget, TRUE);
  g_assert_true (has_timer (widget));
  kiroku_test_close (window, widget);
}

int
main (int argc, char **argv)
{
  kiroku_test_init (&argc, &argv);
  g_test_add_func ("/ui/countdown/says-whole-units-never-more-than-there-is", test_words);
  g_test_add_func ("/ui/countdown/next-change-is-the-moment-the-text-changes", test_next_change);
  g_test_add_func ("/ui/countdown/dates-are-counted-in-their-own-zone", test_date);
  g_test_add_func ("/ui/countdown/urgency-has-a-shape", test_shapes);
  g_test_add_func ("/ui/countdown/renews-itself-only-while-mapped", test_renews);
  return g_test_run ();
}
