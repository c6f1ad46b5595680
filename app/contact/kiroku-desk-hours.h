/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-pack.h"

G_BEGIN_DECLS

/* When an own desk is open, as its organisation states it to be reckoned with:
 * "09:00-12:00 13:00-18:00 JP_GOV_CLOSED zone=Asia/Tokyo". Spans of a day; then, where there is one, the calendar
 * of the rule pack that has its closed days; then its zone. */

/* @text as people type it: full-width signs and other dashes are taken, too. @zone: its zone where it names
 * none. KIROKU_CONTACT_ERROR_INPUT: what is wrong of it, and how it is written.
 * (transfer full) (element-type KirokuPackOpen) */
GPtrArray *kiroku_desk_hours_parse (
    KirokuPack *pack, const char *text, GTimeZone *zone, GError **error);

/* The same, in one form. @open: (element-type KirokuPackOpen), of kiroku_desk_hours_parse(). (transfer full) */
char *kiroku_desk_hours_print (GPtrArray *open);
/* Its spans alone, "09:00-12:00 13:00-18:00". (transfer full) */
char *kiroku_desk_hours_print_spans (GPtrArray *open);

G_END_DECLS
