/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-archive.h"

G_BEGIN_DECLS

/* One entry as a line of a package (FORMAT.md §9): `{"b":…,"h":…,"s":…}`, canonical, without the LF. */

/* The line of what is stored, without the fields @withheld names (nullable, element-type utf8).
 * Refused with KIROKU_JOURNAL_ERROR_FORM when the stored bytes are no line of this version.
 * (transfer full) */
char *kiroku_wire_write (const KirokuStored *stored, GHashTable *withheld, GError **error);

/* Reads one line. The columns of the result are those of its header, as far as it has them (else "" and
 * -1): a header of a later version is read too, and kiroku_record_read() says so. Nothing is verified
 * beyond the form of the line: hash, commitments, chain and signature are for whoever judges it.
 * Refused with KIROKU_JOURNAL_ERROR_FORM. (transfer full) */
KirokuStored *kiroku_wire_read (const char *line, gsize length, GError **error);

G_END_DECLS
