/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-clock.h"
#include "kiroku-entry.h"
#include "kiroku-key.h"

G_BEGIN_DECLS

/* The signed form of one entry (FORMAT.md §2–§5): from what an author decided to bytes, hash and
 * signature, and strictly back. Nothing here touches a database. */

/* 64 zeros: the `prev` of entry 0. */
extern const char kiroku_record_no_prev[];

/* Where an entry goes in its journal. */
typedef struct
{
  const char *case_id;
  gint64 seq;
  const char *prev;  /* hash of entry seq − 1 */
  gint64 prev_clock; /* its clock; ignored for seq 0 */
  GPtrArray *seen;   /* (nullable) KirokuPair: key → "seq:hash", sorted */
  gint64 seen_clock; /* greatest clock among @seen, or -1 without one */
} KirokuPlace;

/* Seals @draft. @app: version of the program. Refuses field names, values and times that the format
 * does not know. */
KirokuEntry *kiroku_record_seal (const KirokuDraft *draft,
                                 const KirokuPlace *place,
                                 const KirokuClock *clock,
                                 KirokuKey *key,
                                 const char *app,
                                 GError **error);

/* The hash of an entry with the bytes @header, of whatever version. @hex holds KIROKU_HASH_HEX + 1
 * bytes. */
void kiroku_record_hash (const char *header, char *hex);

/* Reads header bytes. The entry has its hash, but no signature and no fields yet. Errors:
 * KIROKU_JOURNAL_ERROR_VERSION for another `v`, else KIROKU_JOURNAL_ERROR_FORM. */
KirokuEntry *kiroku_record_read (const char *header, GError **error);

/* Adds the body field @name with its canonical value, as it is stored. Refused unless the header
 * commits to exactly this name, salt and value. */
gboolean kiroku_record_add_field (
    KirokuEntry *entry, const char *name, const char *salt, const char *value, GError **error);

/* The canonical JSON of a field's value. (transfer full) */
char *kiroku_record_encode_value (const KirokuField *field);

/* @hex holds KIROKU_HASH_HEX + 1 bytes. @salt: 32 hex digits. @value: canonical JSON. */
void kiroku_record_commitment (const char *name, const char *salt, const char *value, char *hex);

/* Splits "seq:hash", as in `seen` and `last`. */
gboolean kiroku_record_parse_head (const char *text, gint64 *seq, const char **hash);

G_END_DECLS
