/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One word of the attribute `remind` of a rule. */

typedef enum
{
  KIROKU_LEAD_PART,        /* "1/2": of the period is left */
  KIROKU_LEAD_MINUTES,     /* "4h", "15m": before the end */
  KIROKU_LEAD_DAYS,        /* "3d": open days before the last one, in the morning */
  KIROKU_LEAD_TIME_OF_DAY, /* "09:00": on the last day */
} KirokuLeadKind;

typedef struct
{
  KirokuLeadKind kind;
  gint64 amount; /* minutes, days, minutes after midnight, or the numerator */
  gint64 of;     /* the denominator; otherwise 1 */
} KirokuLead;

/* FALSE: @word is none of these. */
gboolean kiroku_lead_parse (const char *word, KirokuLead *lead);

G_END_DECLS
