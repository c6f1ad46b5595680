/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-asset.h"
#include "kiroku-fact.h"

G_BEGIN_DECLS

/* What tells whom an incident hit, so that what is shared does not: the organisation, its people and its assets.
 * Rather too much is recognised than too little. Nothing here reads a database. */

/* Whether @value, such as an indicator, names the organisation or its people as @facts know them, or one of
 * @assets (element-type KirokuAsset): by a name or a part of a person's name, by an address as a whole, alone, in
 * a URL or with a port, within a network, by the domain of a mail address or the one above it, by a telephone
 * number however it is written. Full-width and half-width letters are the same. */
gboolean kiroku_victim_is_named (KirokuFacts *facts, GPtrArray *assets, const char *value);
/* Whether something of the organisation or its people was stated and is not here: then the answer above may be
 * wrong. */
gboolean kiroku_victim_is_hidden (KirokuFacts *facts);

G_END_DECLS
