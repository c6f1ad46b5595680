/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-ui.h"

#include "kiroku-help-resources.h"
#include "kiroku-ui-resources.h"

void
kiroku_ui_init (void)
{
  static gsize done = 0;

  if (g_once_init_enter (&done))
    {
      kiroku_ui_register_resource ();
      kiroku_help_register_resource ();
      g_once_init_leave (&done, 1);
    }
}

const char *
kiroku_ui_get_language (void)
{
  const char *const *languages = g_get_language_names ();

  return languages[0] != NULL && g_str_has_prefix (languages[0], "ja") ? "ja" : "en";
}
