/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "kiroku-fact.h"
#include "kiroku-pack-types.h"
#include "kiroku-phase.h"
#include "kiroku-time.h"

G_BEGIN_DECLS

/* The words of a document. A document is in the language of its reader, which need not be the one
 * in which the program speaks to the person who makes it; so what is printed is chosen here, by
 * @language ("ja" or a locale that begins so; anything else is English), and not by gettext. */

gboolean kiroku_words_is_japanese (const char *language);

/* The fact that says how Japanese documents of a case write years: "western" (西暦) or "japanese" (和暦). */
#define KIROKU_WORDS_CALENDAR_FACT "org.calendar"

/* @language with the calendar that @facts (nullable) ask for: "ja" becomes "ja-u-ca-japanese", as BCP 47 names
 * it, and every year below is then written in its era. (transfer none): @language, or a static text */
const char *kiroku_words_in_calendar (const char *language, KirokuFacts *facts);
/* The same with the value (nullable) of that fact, for what is of no case. */
const char *kiroku_words_by_calendar (const char *language, const char *calendar);

/* One of the two. (transfer none) */
const char *kiroku_words (const char *language, const char *ja, const char *en)
    G_GNUC_FORMAT (2) G_GNUC_FORMAT (3);

/* (transfer none) */
const char *kiroku_words_phase (const char *language, KirokuPhase phase);
/* The framed word beside a rule: 要確認, 伝聞, … */
const char *kiroku_words_confidence (const char *language, KirokuConfidence confidence);
/* In the wording of offices: 調査中, 現時点で不明, 該当なし, 概数. */
const char *kiroku_words_fact_state (const char *language, KirokuFactState state);
/* The same beside the value of a fact of @type: a number, a time or a day that is an estimate is 概数, what is
 * said in words is 推定. */
const char *kiroku_words_fact_state_of (const char *language, KirokuFactType type, KirokuFactState state);

/* All that follow: (transfer full). Times are µs UTC, shown in @zone. */

/* "2026年11月21日 14時05分" or "令和8年…", "2026-11-21 14:05 (UTC+09:00)": seconds only where they are not 0.
 * Japanese gives the offset only where it is not that of Japan. */
char *kiroku_words_time (const char *language, gint64 us, GTimeZone *zone);
/* The same cut to how exactly it is known, and without the offset. */
char *kiroku_words_moment (
    const char *language, gint64 us, KirokuPrecision precision, GTimeZone *zone);
/* For tables: "2026-11-21 14:05:09" in both languages, or "R08.11.21 14:05:09", cut to the precision; 頃 or
 * "about". */
char *kiroku_words_stamp (
    const char *language, gint64 us, KirokuPrecision precision, GTimeZone *zone);
/* "2026年11月21日" or "令和8年11月21日", "2026-11-21". Before the first era that is known the western year
 * stands in any case. */
char *kiroku_words_day (const char *language, int year, int month, int day);
/* For tables: @date "2026-11-21", or "R08.11.21"; what is known of it as kiroku_date_to_text() has it. */
char *kiroku_words_date (const char *language, const char *date);
/* @digits "1234567" → "1,234,567"; anything but digits stays as it is. */
char *kiroku_words_number (const char *digits);
/* "3日4時間", "3 d 4 h"; @us may be negative. */
char *kiroku_words_duration (const char *language, gint64 us);

/* A digest in groups of eight digits, @columns of them a line. */
char *kiroku_words_groups (const char *digest, guint columns);

/* What stands in a document of @language for a source written “日本語 (English); 日本語 (English)”. */
char *kiroku_words_source (const char *language, const char *source);

G_END_DECLS
