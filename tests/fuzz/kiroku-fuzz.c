/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-fuzz.h"

#include <string.h>

/* A warning of GLib is a mistake of ours. */
int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  g_log_set_always_fatal (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  return 0;
}

char *
kiroku_fuzz_text (const guint8 *bytes, gsize length)
{
  return memchr (bytes, '\0', length) == NULL ? g_strndup ((const char *) bytes, length) : NULL;
}
