/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Years by Japanese era (和暦), which documents of a case have where its organisation asks for them. */

/* Japanese with that calendar: BCP 47 with the extension of RFC 6067. */
#define KIROKU_ERA_LANGUAGE "ja-u-ca-japanese"

typedef struct
{
  const char *name; /* 令和 */
  char letter;      /* R */
  int year;         /* of the era, from 1 */
} KirokuEraYear;

/* The year of a day; FALSE before the first era that is known. */
gboolean kiroku_era_find (int year, int month, int day, KirokuEraYear *found);
/* "R08.11.21", as JIS X 0301 abbreviates it; "R08.11" and "R08" where @day, or @month and @day, are 0: not
 * known. NULL before the first era that is known, and where what is known lies in two of them.
 * (transfer full) (nullable) */
char *kiroku_era_dup_date (int year, int month, int day);

G_END_DECLS
