/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-pack.h"

G_BEGIN_DECLS

/* Desks for a telephone or an address book: vCard 3.0 (RFC 2426 over RFC 2425, UTF-8, lines of at most 75
 * octets ended by CRLF), which every one of them still reads.
 * @contacts: (element-type KirokuPackContact). One without a number, address or page in force is left out.
 * A number that is not in force never stands in it. (transfer full) */
char *kiroku_contact_to_vcards (GPtrArray *contacts, const char *language);

G_END_DECLS
