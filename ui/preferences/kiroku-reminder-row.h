/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-book.h"

G_BEGIN_DECLS

/* A switch: whether Kiroku reminds of deadlines while no window is open, which needs the desktop to start it.
 * What the desktop refuses is said, and stays off. */
#define KIROKU_TYPE_REMINDER_ROW (kiroku_reminder_row_get_type ())
G_DECLARE_FINAL_TYPE (KirokuReminderRow, kiroku_reminder_row, KIROKU, REMINDER_ROW, AdwActionRow)

GtkWidget *kiroku_reminder_row_new (GSettings *settings, KirokuBook *book);

G_END_DECLS
