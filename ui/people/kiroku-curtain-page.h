/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "kiroku-book.h"

G_BEGIN_DECLS

/* What is seen instead of the case book once nobody has touched it for a while: nothing of it, and the
 * passphrase is asked for. Whoever else has a protected key here can go on, too. */
#define KIROKU_TYPE_CURTAIN_PAGE (kiroku_curtain_page_get_type ())
G_DECLARE_FINAL_TYPE (KirokuCurtainPage, kiroku_curtain_page, KIROKU, CURTAIN_PAGE, AdwBin)

/* Asks for the passphrase of whoever writes in @book, who is read anew; NULL to stop. */
void kiroku_curtain_page_begin (KirokuCurtainPage *self, KirokuBook *book);

/* Puts the keyboard into the passphrase, of which what is typed already stays. */
void kiroku_curtain_page_focus (KirokuCurtainPage *self);

/* Signals:
 *   opened (): with a passphrase that was typed here; who it belongs to writes now */

G_END_DECLS
