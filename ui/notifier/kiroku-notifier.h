/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"

G_BEGIN_DECLS

/* Desktop notifications: a deadline that is near or has passed, also of a closed case, an entry by somebody
 * else, and a backup that is due, once a day. Each is said once, also by a program that was started anew
 * (KirokuReminders), and the deadlines of one check together. They name the case by number and never quote it, because anybody
 * may see a screen. A desktop without a notification service is no error. The only file that knows
 * libnotify. */
#define KIROKU_TYPE_NOTIFIER (kiroku_notifier_get_type ())
G_DECLARE_FINAL_TYPE (KirokuNotifier, kiroku_notifier, KIROKU, NOTIFIER, GObject)

/* Watches the cases of @book from now on: looks at once, then every minute; at closed ones once an hour. */
KirokuNotifier *kiroku_notifier_new (KirokuBook *book);

/* Looks now. ::checked follows when what there was to say has been handed over. */
void kiroku_notifier_check (KirokuNotifier *self);

/* Whatever the lead times of a rule (KirokuObligation.reminders), how near the end of @us_left µs is: 0 far, then 1 (≤ 24 h), 2 (≤ 4 h), 3 (≤ 1 h), 4 (passed). */
guint kiroku_notifier_get_stage (gint64 us_left);

G_END_DECLS
