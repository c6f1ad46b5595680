/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sanitizer/lsan_interface.h>
#include <string.h>

#include "kiroku-fuzz.h"
#include "kiroku-pack-private.h"
#include "kiroku-pack-schema.h"

/* GMarkup of GLib 2.74 loses what it has read of a tag that is wrong, and in whose name memory is
 * lost cannot be told apart; tests/core/test-pack.c looks for our own leaks. */
int
__lsan_is_turned_off (void)
{
  return 1;
}

/* One file; the element it begins with says which. */
static void
read_file (KirokuPack *pack, GBytes *bytes, GPtrArray *problems)
{
  g_autoptr (KirokuPackNode) root = kiroku_pack_node_parse (bytes, "fuzz.xml", problems);

  if (root == NULL)
    {
      g_assert_cmpuint (problems->len, >, 0);
      return;
    }
  kiroku_pack_schema_check (root, root->name, problems);
  kiroku_pack_build (pack, root, FALSE, problems);
}

/* The files of a pack, a NUL between each two: whatever is in them, it is told what is wrong. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autoptr (KirokuPack) pack = kiroku_pack_new ();
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  const guint8 *end = bytes + length;

  while (bytes < end)
    {
      const guint8 *nul = memchr (bytes, '\0', end - bytes);
      const guint8 *stop = nul != NULL ? nul : end;
      g_autoptr (GBytes) file = g_bytes_new (bytes, stop - bytes);

      read_file (pack, file, problems);
      bytes = stop + 1;
    }
  kiroku_pack_check_references (pack, problems);
  return 0;
}
