/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-era.h"

/* Names of eras and their first days, the latest first: 元号を改める政令 of 2019 (no. 143) and of 1989 (no. 1);
 * the imperial edict of 1926-12-25. */
static const struct
{
  const char *name;
  char letter;
  int year, month, day;
} eras[] = {
  { "令和", 'R', 2019, 5, 1 },
  { "平成", 'H', 1989, 1, 8 },
  { "昭和", 'S', 1926, 12, 25 },
};

static int
to_number (int year, int month, int day)
{
  return (year * 100 + month) * 100 + day;
}

gboolean
kiroku_era_find (int year, int month, int day, KirokuEraYear *found)
{
  for (guint i = 0; i < G_N_ELEMENTS (eras); i++)
    if (to_number (year, month, day) >= to_number (eras[i].year, eras[i].month, eras[i].day))
      {
        *found = (KirokuEraYear){ eras[i].name, eras[i].letter, year - eras[i].year + 1 };
        return TRUE;
      }
  return FALSE;
}

/* A year or month in which one era followed another has no number of its own in either. */
char *
kiroku_era_dup_date (int year, int month, int day)
{
  KirokuEraYear era, last;

  if (!kiroku_era_find (year, month != 0 ? month : 1, day != 0 ? day : 1, &era)
      || !kiroku_era_find (year, month != 0 ? month : 12, day != 0 ? day : 31, &last)
      || era.letter != last.letter)
    return NULL;
  if (month == 0)
    return g_strdup_printf ("%c%02d", era.letter, era.year);
  if (day == 0)
    return g_strdup_printf ("%c%02d.%02d", era.letter, era.year, month);
  return g_strdup_printf ("%c%02d.%02d.%02d", era.letter, era.year, month, day);
}
