/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-pack-node.h"

G_BEGIN_DECLS

/* What may stand where in the files of the pack. Private to the room. */

/* Appends to @problems everything in the tree under @root that the README of the pack does not
 * allow: a root other than @expected; unknown or missing elements, attributes and texts; a missing
 * source, confidence or date; a text that says only "the same as above". */
void kiroku_pack_schema_check (const KirokuPackNode *root, const char *expected, GPtrArray *problems);

G_END_DECLS
