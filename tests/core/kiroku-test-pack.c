/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-test-pack.h"

#include <locale.h>

KirokuPack *
kiroku_test_pack_init (int *argc, char ***argv)
{
  g_autoptr (GError) error = NULL;
  KirokuPack *pack;

  setlocale (LC_ALL, "");
  g_test_init (argc, argv, NULL);
  pack = kiroku_pack_load (g_getenv ("KIROKU_PACK_DIR"), NULL, &error);
  g_assert_no_error (error);
  return pack;
}

int
kiroku_test_pack_run (KirokuPack *pack)
{
  int status = g_test_run ();

  kiroku_pack_unref (pack);
  return status;
}
