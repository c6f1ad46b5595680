/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-cli.h"

int
main (int argc, char **argv)
{
  return kiroku_cli_main (argv);
}
