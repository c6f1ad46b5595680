/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-clock-check.h"

void
kiroku_clock_from_entry (KirokuClock *clock, const KirokuEntry *entry)
{
  *clock = (KirokuClock){
    .rec = entry->rec, .mono = entry->mono, .sync = entry->sync, .maxerr = entry->maxerr
  };
  if (entry->boot != NULL)
    g_strlcpy (clock->boot, entry->boot, sizeof clock->boot);
}

gboolean
kiroku_clock_get_drift (const KirokuClock *before, const KirokuClock *now, gint64 *drift)
{
  if (before->boot[0] == '\0' || !g_str_equal (before->boot, now->boot) || before->mono < 0
      || now->mono < 0)
    return FALSE;
  *drift = (now->rec - before->rec) - (now->mono - before->mono);
  return TRUE;
}

gint64
kiroku_clock_get_tolerance (const KirokuClock *before, const KirokuClock *now)
{
  return MAX (MAX (before->maxerr, now->maxerr), 0) + G_USEC_PER_SEC;
}

/* (transfer full) */
static KirokuDraft *
draft_anomaly (const char *what, gint64 delta)
{
  KirokuDraft *draft = kiroku_draft_new ("clock");

  kiroku_draft_set_text (draft, "what", what);
  kiroku_draft_set_integer (draft, "delta", delta);
  return draft;
}

KirokuDraft *
kiroku_clock_check (const KirokuClock *before, const KirokuClock *now)
{
  gboolean backward = now->rec < before->rec;
  gint64 delta = now->rec - before->rec;

  if (!kiroku_clock_get_drift (before, now, &delta) && !backward)
    return NULL;
  if (!backward && ABS (delta) <= kiroku_clock_get_tolerance (before, now))
    return NULL;
  return draft_anomaly (backward ? "backward" : "jump", delta);
}

KirokuDraft *
kiroku_clock_check_sync (const KirokuClock *before, gboolean begins, const KirokuClock *now)
{
  gint64 delta = 0;

  if (now->sync != 0 || (before->sync == 0 && !begins))
    return NULL;
  kiroku_clock_get_drift (before, now, &delta);
  return draft_anomaly ("unsynchronised", delta);
}
