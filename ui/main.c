/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <locale.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "kiroku-application.h"
#include "kiroku-store.h"

/* What a case says must not end up in a core file. */
static void
keep_memory_private (void)
{
  const struct rlimit none = { 0, 0 };

  setrlimit (RLIMIT_CORE, &none);
  umask (077);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = kiroku_application_get_folder ();
  g_autoptr (KirokuApplication) application = NULL;

  keep_memory_private ();
  kiroku_store_keep_temporary (folder);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, KIROKU_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = kiroku_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
