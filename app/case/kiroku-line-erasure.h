/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-line.h"

G_BEGIN_DECLS

/* What was erased by law, as a line of the log says it: of the entry and of its current reading, or, of
 * an `erase` entry, what that one erased. Only copied values. */
typedef struct
{
  char *entry;    /* hash of the `erase` entry */
  char *target;   /* (nullable) hash of the entry whose value it was */
  char *field;    /* (nullable) name of that value */
  char *sha256;   /* (nullable) of a file of evidence */
  char *law;      /* (nullable): withheld, and so the next two */
  char *author;   /* name */
  char *approver; /* name the author stated */
  gint64 rec;     /* µs UTC: when */
  gboolean carried_out; /* the value is not here any more */
  /* Of an `erase` entry: the line it names, or the evidence; NULL and 0 when that is not here. */
  char *kind;
  char *klass;  /* id */
  char *name;   /* its first words, as far as they are here, or the name of the evidence */
  char *signer; /* its author's name */
  gint64 at;    /* µs UTC: when it happened */
} KirokuLineErasure;

/* Fills in what was erased of @lines, an array of KirokuLine. @authors: as kiroku_trust_read(): what
 * somebody says for whom nobody vouches erases nothing. */
gboolean kiroku_line_read_erasures (
    KirokuDb *db, const char *case_id, GPtrArray *authors, GPtrArray *lines, GError **error);

/* The values of @case_id of which somebody who is vouched for says that they were erased by law, for
 * kiroku_erased_contains(); a value that is here was not. (transfer full) */
GHashTable *kiroku_erased_list (KirokuDb *db, const char *case_id, GError **error);
gboolean kiroku_erased_contains (GHashTable *erased, const char *hash, const char *field);

/* Whether value @field of the entry @hash, which is that of the line or its correction, was erased by
 * law rather than withheld. @field: (nullable): the one that is the text of a line. */
gboolean kiroku_line_is_erased (const KirokuLine *self, const char *hash, const char *field);
/* What stands in place of a value that is not here, as above. (transfer none) */
const char *kiroku_line_get_absent (const KirokuLine *self, const char *hash, const char *field);

/* What was erased, by whom, when, and on what ground, with times in @zone; a sentence a line. @pack
 * (nullable) gives facts their names in @language. (transfer full) (nullable): nothing was. */
char *kiroku_line_describe_erasures (
    const KirokuLine *self, KirokuPack *pack, const char *language, GTimeZone *zone);
/* What value @field of an entry of @kind (nullable) is called: “the text”. @pack (nullable) gives facts
 * their names in @language. (transfer full) */
char *kiroku_line_name_field (
    const char *kind, const char *field, KirokuPack *pack, const char *language);

G_END_DECLS
