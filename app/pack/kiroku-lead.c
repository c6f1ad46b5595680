/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-lead.h"

#include <string.h>

/* Greatest number of a word: a year of days, in hours. */
#define MAX_NUMBER 8784

/* Digits from *@p on, which moves behind them; -1 without any, or for too many. */
static gint64
take_number (const char **p)
{
  gint64 number = 0;
  const char *start = *p;

  for (; g_ascii_isdigit (**p); (*p)++)
    {
      number = number * 10 + (**p - '0');
      if (number > MAX_NUMBER)
        return -1;
    }
  return *p > start ? number : -1;
}

static gboolean
set (KirokuLead *lead, KirokuLeadKind kind, gint64 amount, gint64 of)
{
  *lead = (KirokuLead){ .kind = kind, .amount = amount, .of = of };
  return TRUE;
}

static gboolean
parse_pair (char between, gint64 first, gint64 second, KirokuLead *lead)
{
  if (between == '/' && first > 0 && first < second)
    return set (lead, KIROKU_LEAD_PART, first, second);
  if (between == ':' && first >= 0 && first < 24 && second >= 0 && second < 60)
    return set (lead, KIROKU_LEAD_TIME_OF_DAY, first * 60 + second, 1);
  return FALSE;
}

gboolean
kiroku_lead_parse (const char *word, KirokuLead *lead)
{
  const char *p = word;
  gint64 first;
  char unit;

  g_return_val_if_fail (word != NULL && lead != NULL, FALSE);

  first = take_number (&p);
  if (first < 0 || *p == '\0')
    return FALSE;
  unit = *p++;
  if (*p != '\0')
    {
      gint64 second = take_number (&p);

      return *p == '\0' && parse_pair (unit, first, second, lead);
    }
  if (first == 0)
    return FALSE;
  switch (unit)
    {
    case 'd':
      return set (lead, KIROKU_LEAD_DAYS, first, 1);
    case 'h':
      return set (lead, KIROKU_LEAD_MINUTES, first * 60, 1);
    case 'm':
      return set (lead, KIROKU_LEAD_MINUTES, first, 1);
    default:
      return FALSE;
    }
}
