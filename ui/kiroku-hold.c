/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-hold.h"

GApplication *
kiroku_hold_begin (void)
{
  GApplication *application = g_application_get_default ();

  if (application == NULL)
    return NULL;
  g_application_hold (application);
  return g_object_ref (application);
}

void
kiroku_hold_end (GApplication *held)
{
  if (held == NULL)
    return;
  g_application_release (held);
  g_object_unref (held);
}
