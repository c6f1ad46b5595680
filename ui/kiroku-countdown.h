/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How near a deadline is. The steps are those at which the notifier reminds (design §5): 24 h, 4 h,
 * 1 h, passed. */
typedef enum
{
  KIROKU_URGENCY_NONE, /* nothing is due, or no time is set: "promptly", "on an event" */
  KIROKU_URGENCY_CALM, /* more than 24 h; for a date: after tomorrow */
  KIROKU_URGENCY_SOON, /* at most 24 h; for a date: tomorrow */
  KIROKU_URGENCY_NEAR, /* at most 4 h; for a date: today */
  KIROKU_URGENCY_LAST, /* at most 1 h */
  KIROKU_URGENCY_PASSED,
} KirokuUrgency;

#define KIROKU_N_URGENCIES 6

/* Where "now" comes from: µs UTC. */
typedef gint64 (*KirokuCountdownClock) (gpointer user_data);

/* A deadline counting down: an icon whose shape tells the urgency, and the time left in words.
 * While it is mapped, and only then, it renews itself at the moment its text changes. */
#define KIROKU_TYPE_COUNTDOWN (kiroku_countdown_get_type ())
G_DECLARE_FINAL_TYPE (KirokuCountdown, kiroku_countdown, KIROKU, COUNTDOWN, GtkWidget)

GtkWidget *kiroku_countdown_new (void);

/* Counts down to @due, µs UTC. */
void kiroku_countdown_set_due (KirokuCountdown *self, gint64 due);
/* Counts days to @date, "YYYY-MM-DD" as the day is reckoned in @zone: the rule's own, never the
 * machine's. The whole day still belongs to the time limit. */
void kiroku_countdown_set_date (KirokuCountdown *self, const char *date, GTimeZone *zone);
/* Shows @text ("promptly") and counts nothing. */
void kiroku_countdown_set_text (KirokuCountdown *self, const char *text);

/* The default clock is the system's. @user_data must outlive the widget. */
void kiroku_countdown_set_clock (KirokuCountdown *self,
                                 KirokuCountdownClock clock,
                                 gpointer user_data);

/* (transfer none) */
const char *kiroku_countdown_get_text (KirokuCountdown *self);
KirokuUrgency kiroku_countdown_get_urgency (KirokuCountdown *self);

/* The words for @left µs ("3 days left", "2 h 05 min left", "1 day overdue"): whole units, never
 * more time than there is. (transfer full) */
char *kiroku_countdown_text_for_time (gint64 left);
KirokuUrgency kiroku_countdown_urgency_for_time (gint64 left);
/* In how many µs kiroku_countdown_text_for_time() says something else. */
gint64 kiroku_countdown_next_change (gint64 left);

/* The same for a date @days away (0: today; negative: overdue). (transfer full) */
char *kiroku_countdown_text_for_days (int days);
KirokuUrgency kiroku_countdown_urgency_for_days (int days);

G_END_DECLS
