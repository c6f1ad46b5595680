/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A library to be loaded before all others (LD_PRELOAD): a PDF that was just written is read back as one
 * that cairo writes in another way than is known. */
#include <glib.h>

#define EXPORT __attribute__ ((visibility ("default")))

EXPORT GBytes *
g_mapped_file_get_bytes (GMappedFile *file)
{
  return g_bytes_new_static ("%PDF-1.5\n", 9);
}
