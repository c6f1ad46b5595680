/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-ui.h"

#include "kiroku-ui-resources.h"

void
kiroku_ui_init (void)
{
  static gsize done = 0;

  if (g_once_init_enter (&done))
    {
      kiroku_ui_register_resource ();
      g_once_init_leave (&done, 1);
    }
}
