/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-clock.h"

#include <string.h>
#include <sys/timex.h>
#include <time.h>

static gint64
read_clock (clockid_t id)
{
  struct timespec now;

  if (clock_gettime (id, &now) != 0)
    return -1;
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
read_boot_id (char *boot, gsize size)
{
  g_autofree char *text = NULL;

  boot[0] = '\0';
  if (!g_file_get_contents ("/proc/sys/kernel/random/boot_id", &text, NULL, NULL))
    return;
  g_strstrip (text);
  if (g_uuid_string_is_valid (text) && strlen (text) < size)
    g_strlcpy (boot, text, size);
}

void
kiroku_clock_read_system (KirokuClock *clock, gpointer data)
{
  struct timex state = { 0 };
  int result = adjtimex (&state);

  *clock = (KirokuClock){ .rec = g_get_real_time (), .sync = -1, .maxerr = -1 };
  clock->mono = read_clock (CLOCK_BOOTTIME);
  read_boot_id (clock->boot, sizeof clock->boot);
  if (result >= 0)
    {
      clock->sync = result != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
      clock->maxerr = state.maxerror;
    }
}
