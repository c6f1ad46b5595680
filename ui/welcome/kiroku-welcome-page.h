/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The first start: asks for a name and an organisation, or for a backup to go on with.
 *
 * Signals:
 *   done (const char *name, const char *organisation): @name is not empty
 *   restore (): a backup is to be restored instead */
#define KIROKU_TYPE_WELCOME_PAGE (kiroku_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (KirokuWelcomePage, kiroku_welcome_page, KIROKU, WELCOME_PAGE, AdwBin)

/* @name: what is proposed as the user's name. */
void kiroku_welcome_page_begin (KirokuWelcomePage *self, const char *name);

G_END_DECLS
