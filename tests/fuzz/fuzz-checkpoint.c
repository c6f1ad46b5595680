/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-checkpoint.h"
#include "kiroku-fuzz.h"
#include "kiroku-journal-error.h"

/* A checkpoint has one text, and its root lines, read alone, give the same root. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autofree char *text = kiroku_fuzz_text (bytes, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuCheckpoint) checkpoint = NULL;
  g_autoptr (KirokuCheckpoint) anchored = NULL;
  g_autofree char *again = NULL;
  g_autofree char *lines = NULL;
  g_autofree char *root = NULL;
  g_autofree char *anchored_root = NULL;

  if (text == NULL)
    return 0;
  checkpoint = kiroku_checkpoint_parse (text, &error);
  if (checkpoint == NULL)
    {
      g_assert_true (error->domain == KIROKU_JOURNAL_ERROR);
      return 0;
    }
  again = kiroku_checkpoint_to_text (checkpoint);
  g_assert_cmpstr (again, ==, text);
  lines = kiroku_checkpoint_get_root_lines (checkpoint);
  anchored = kiroku_checkpoint_parse (lines, &error);
  g_assert_no_error (error);
  root = kiroku_checkpoint_get_root (checkpoint);
  anchored_root = kiroku_checkpoint_get_root (anchored);
  g_assert_cmpstr (root, ==, anchored_root);
  return 0;
}
