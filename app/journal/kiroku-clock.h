/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the computer says about the time, so that a reader can later judge how far to believe it. */
typedef struct
{
  gint64 rec;    /* CLOCK_REALTIME, µs UTC */
  char boot[37]; /* boot id, or "" when unreadable */
  gint64 mono;   /* CLOCK_BOOTTIME, µs, or -1 */
  gint64 sync;   /* 1 when the kernel calls the clock synchronised, 0 when not, -1 unknown */
  gint64 maxerr; /* the kernel's maximum error, µs, or -1 */
} KirokuClock;

/* Fills in @clock; @data as given with the function. */
typedef void (*KirokuClockFunc) (KirokuClock *clock, gpointer data);

/* The computer's own clock: the function outside tests. */
void kiroku_clock_read_system (KirokuClock *clock, gpointer data);

G_END_DECLS
