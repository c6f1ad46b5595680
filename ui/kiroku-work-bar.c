/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-work-bar.h"

#define MS_BETWEEN_LOOKS 100
#define WHOLE 1000
#define UNKNOWN -1

struct _KirokuWorkBar
{
  int part; /* how much is done, of WHOLE, or UNKNOWN; atomic */
  guint timer;
  GtkProgressBar *bar;
};

static gboolean
timer_cb (gpointer user_data)
{
  KirokuWorkBar *self = user_data;
  int part = g_atomic_int_get (&self->part);

  if (part == UNKNOWN)
    gtk_progress_bar_pulse (self->bar);
  else
    gtk_progress_bar_set_fraction (self->bar, MIN (part, WHOLE) / (double) WHOLE);
  return G_SOURCE_CONTINUE;
}

KirokuWorkBar *
kiroku_work_bar_begin (GtkProgressBar *bar)
{
  KirokuWorkBar *self = g_atomic_rc_box_new0 (KirokuWorkBar);

  self->bar = bar;
  self->timer = g_timeout_add (MS_BETWEEN_LOOKS, timer_cb, self);
  gtk_progress_bar_set_fraction (bar, 0);
  return self;
}

KirokuWorkBar *
kiroku_work_bar_ref (KirokuWorkBar *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kiroku_work_bar_unref (KirokuWorkBar *self)
{
  g_atomic_rc_box_release (self);
}

void
kiroku_work_bar_end (KirokuWorkBar *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->bar = NULL;
  kiroku_work_bar_unref (self);
}

void
kiroku_work_bar_progress (gint64 done, gint64 total, gpointer user_data)
{
  KirokuWorkBar *self = user_data;

  g_atomic_int_set (&self->part, total > 0 ? (int) (done * WHOLE / total) : UNKNOWN);
}
