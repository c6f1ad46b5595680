/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Keeps the program running, after its last window too, while something is on its way to the disk:
 * begin before kiroku_book_*_async(), end in the callback. */

/* (transfer full) (nullable): NULL where no application runs, as in a test of one page. */
GApplication *kiroku_hold_begin (void);
/* @held: (transfer full) (nullable) */
void kiroku_hold_end (GApplication *held);

G_END_DECLS
