/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-book.h"

G_BEGIN_DECLS

/* Hides what the windows show once nobody has touched any of them for a while, the time for which the
 * machine slept included, until the passphrase is typed (KirokuCurtainPage). Nothing is hidden of whoever
 * writes with a key that has none: there would be nothing to ask for. Where that cannot be read, it is
 * hidden. What runs goes on, and what was typed stays. */
#define KIROKU_TYPE_CURTAIN (kiroku_curtain_get_type ())
G_DECLARE_FINAL_TYPE (KirokuCurtain, kiroku_curtain, KIROKU, CURTAIN, GObject)

/* Watches all windows, those of later, too. */
KirokuCurtain *kiroku_curtain_new (KirokuBook *book);
/* @ms without a key, a text of an input method, a click, a gesture or a movement; 0: never. */
void kiroku_curtain_set_delay (KirokuCurtain *self, guint ms);
/* Hides now; ::unprotected when the key has no passphrase. */
void kiroku_curtain_draw (KirokuCurtain *self);

/* Signals:
 *   unprotected (): somebody asked to hide, and there is no passphrase to ask for */

G_END_DECLS
