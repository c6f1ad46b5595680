/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-book.h"

G_BEGIN_DECLS

/* Is there only while the key of whoever writes is locked: asks for its passphrase, without taking
 * the keyboard from anybody. */
#define KIROKU_TYPE_LOCK_BAR (kiroku_lock_bar_get_type ())
G_DECLARE_FINAL_TYPE (KirokuLockBar, kiroku_lock_bar, KIROKU, LOCK_BAR, AdwBin)

/* @book: (nullable) */
void kiroku_lock_bar_set_book (KirokuLockBar *self, KirokuBook *book);

/* Signals:
 *   unlocked (): with the passphrase that was typed here */

G_END_DECLS
