/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "kiroku-canonical.h"
#include "kiroku-fuzz.h"
#include "kiroku-journal-error.h"

/* Canonical JSON has one text for one value: what is read is what would be written. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuNode) node = kiroku_canonical_parse ((const char *) bytes, length, &error);
  g_autofree char *text = NULL;

  if (node == NULL)
    {
      g_assert_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORM);
      return 0;
    }
  text = kiroku_canonical_encode (node);
  g_assert_cmpmem (text, strlen (text), bytes, length);
  return 0;
}
