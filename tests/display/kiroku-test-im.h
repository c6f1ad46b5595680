/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* An input method for tests, loaded by GTK as any other: letters gather in a preedit, Enter commits
 * them as the conversion 変換, Escape drops them. Two ways of answering, as real ones do:
 *   at once, taking or leaving the key;
 *   later, as ibus does: every key is taken, and one it has no use for is sent again. */
#define KIROKU_TYPE_TEST_IM (kiroku_test_im_get_type ())
G_DECLARE_FINAL_TYPE (KirokuTestIm, kiroku_test_im, KIROKU, TEST_IM, GtkIMContext)

#define KIROKU_TEST_IM_TEXT "変換"

typedef enum
{
  KIROKU_TEST_IM_OFF, /* no conversion: characters go in as they are */
  KIROKU_TEST_IM_AT_ONCE,
  KIROKU_TEST_IM_LATER,
  KIROKU_TEST_IM_LETS_PASS, /* commits on Enter, but does not take the key */
} KirokuTestImMode;

/* After gtk_init() and before the first text widget. */
void kiroku_test_im_install (void);
void kiroku_test_im_set_mode (KirokuTestImMode mode);
/* How many Enters it used to commit. */
guint kiroku_test_im_get_n_commits (void);

G_END_DECLS
