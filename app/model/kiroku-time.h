/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Times are µs since 1970-01-01 UTC. The record knows two: `rec`, when an entry was recorded, and
 * `occ`, when the thing happened, with the offset it was stated in and its precision. */

#define KIROKU_TIME_NONE G_MININT64
/* Exclusive upper limit of a recorded time: 2100-01-01T00:00:00Z (design §3). */
#define KIROKU_TIME_LIMIT G_GINT64_CONSTANT (4102444800000000)

typedef enum
{
  KIROKU_PRECISION_SECOND,
  KIROKU_PRECISION_MINUTE,
  KIROKU_PRECISION_HOUR,
  KIROKU_PRECISION_DAY,
  KIROKU_PRECISION_ABOUT,
} KirokuPrecision;

/* A stated time: what stands in `occ`, `occ_prec` and `tz`. */
typedef struct
{
  gint64 us;                 /* UTC; whole seconds */
  gint32 fraction;           /* µs beyond that as typed; `occ` has no place for it */
  gint32 offset;             /* minutes east of UTC it was stated in */
  KirokuPrecision precision; /* how exactly it is known */
  char tz[64];               /* IANA zone, or "" when only an offset was given */
} KirokuTime;

const char *kiroku_precision_id (KirokuPrecision precision);
gboolean kiroku_precision_parse (const char *id, KirokuPrecision *precision);

/* Reads a time somebody typed: ISO 8601 with "T" or a blank, "/" or "-", seconds optional, with an
 * offset ("Z", "+09:00", "+0900") or, without one, in @local; a date alone means its first minute
 * and day precision; "14:05" alone means today in @local, and yesterday when that would be more
 * than a minute after @now. Full-width digits, ／, ：, － and Ｔ are accepted. A wall-clock time that
 * @local skips or repeats is refused with the offsets to choose from.
 * @now: µs UTC. */
gboolean kiroku_time_parse (
    const char *text, GTimeZone *local, gint64 now, KirokuTime *time, GError **error);

/* `YYYY-MM-DDTHH:MM:SS±HH:MM` in the offset the time was stated in. (transfer full) */
char *kiroku_time_to_occ (const KirokuTime *time);
/* Reads exactly that form; @tz may be NULL. */
gboolean kiroku_time_from_occ (const char *occ, const char *precision, const char *tz,
                               KirokuTime *time);

/* The same for a bare µs value shown in @zone, with or without seconds. (transfer full) */
char *kiroku_time_to_iso (gint64 us, GTimeZone *zone);

/* The same to the µs. (transfer full) */
char *kiroku_time_to_exact_iso (gint64 us, GTimeZone *zone);

/* The last second of the day in which @us, µs UTC, lies by the clocks of @zone, which may have 23 or 25 hours; µs UTC.
 * @offset: (out) (optional): of @zone by then, minutes. */
gint64 kiroku_time_end_of_day (gint64 us, GTimeZone *zone, int *offset);

/* For people: "2026-11-21 14:05:09" in @zone, cut to the precision; "about" as 頃. Where the thread speaks of
 * eras (kiroku_speaks_of_eras()), "R08.11.21 14:05:09". (transfer full) */
char *kiroku_time_to_text (gint64 us, KirokuPrecision precision, GTimeZone *zone);
/* A day as it was stated, "2026-11-21", or as much of it as is known, "2026-11" or "2026"; where the thread
 * speaks of eras "R08.11.21", "R08.11" or "R08", but as it is where that lies in two eras. Anything else stays as
 * it is. (transfer full) */
char *kiroku_date_to_text (const char *date);
/* A time in the form of `occ`, in the offset it was stated in: "2026-11-21 14:05 +09:00". Seconds only where they
 * are not 0, and not @to_the_minute. Anything else is as kiroku_date_to_text() has it. (transfer full) */
char *kiroku_time_stated_to_text (const char *stated, gboolean to_the_minute);

/* A length of time for people, in µs: "3 d 4 h", "2 h 05 min", "12 min", "40 s"; a
 * negative one begins with "−". (transfer full) */
char *kiroku_duration_to_text (gint64 us);

/* A sentence that says how far a time somebody stated, @us, lies after @now, both µs UTC; NULL when that
 * is not more than a minute. It is no fault: clocks differ, and a deadline may be rehearsed.
 * (transfer full) (nullable) */
char *kiroku_time_describe_future (gint64 us, gint64 now);

/* A calendar date `YYYY-MM-DD`, with full-width digits, "/" and 年月日 accepted.
 * (transfer full) (nullable) */
char *kiroku_date_parse (const char *text, GError **error);

G_END_DECLS
