/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What each target here gives to libFuzzer: it is called with bytes that nobody has thought of,
 * again and again, must survive them, and asserts what must be true of those that were accepted. */
int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

/* Once, before. */
int LLVMFuzzerInitialize (int *argc, char ***argv);

/* The bytes with a NUL after them. (transfer full); NULL when they hold one. */
char *kiroku_fuzz_text (const guint8 *bytes, gsize length);
