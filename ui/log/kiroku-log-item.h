/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-line.h"

G_BEGIN_DECLS

/* A line of the log as a row shows it: made once when its page arrives, never changed. */
#define KIROKU_TYPE_LOG_ITEM (kiroku_log_item_get_type ())
G_DECLARE_FINAL_TYPE (KirokuLogItem, kiroku_log_item, KIROKU, LOG_ITEM, GObject)

/* @before: (nullable): the line in front of it, to know whether a new day begins. @pack and
 * @language: for what the line says. (transfer full) */
KirokuLogItem *kiroku_log_item_new (const KirokuLine *line,
                                    const KirokuLine *before,
                                    KirokuPack *pack,
                                    const char *language,
                                    GTimeZone *zone);

const KirokuLine *kiroku_log_item_get_line (KirokuLogItem *self);
/* The day, in the user's form, when the line is the first of one; else NULL. */
const char *kiroku_log_item_get_day (KirokuLogItem *self);
/* When it happened: the time of day, or the day when no more is known. */
const char *kiroku_log_item_get_time (KirokuLogItem *self);
/* The day of that, when it is not the one it stands under; else NULL. */
const char *kiroku_log_item_get_date (KirokuLogItem *self);
/* When it was recorded, where that is another time than the one stated; else NULL. */
const char *kiroku_log_item_get_recorded (KirokuLogItem *self);
/* What it says now, ready to be shown: control characters made visible, addresses defanged. */
const char *kiroku_log_item_get_text (KirokuLogItem *self);
/* What of it reads otherwise since a correction, as recorded: the text, the time or both; else NULL. */
const char *kiroku_log_item_get_original (KirokuLogItem *self);
/* Why it was corrected, and how often before; NULL: it was not. */
const char *kiroku_log_item_get_reason (KirokuLogItem *self);

G_END_DECLS
