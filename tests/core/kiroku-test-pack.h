/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-pack.h"

G_BEGIN_DECLS

/* The frame of a test program that reads the rule pack all the time. */

/* The locale and g_test_init(), then the pack of KIROKU_PACK_DIR. (transfer full) */
KirokuPack *kiroku_test_pack_init (int *argc, char ***argv);
/* g_test_run(), and the end of @pack, (transfer full). What main() returns. */
int kiroku_test_pack_run (KirokuPack *pack);

G_END_DECLS
