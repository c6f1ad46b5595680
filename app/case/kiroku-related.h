/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"
#include "kiroku-pack.h"

G_BEGIN_DECLS

/* What an entry that tells the same as another has to do with it. */
typedef enum
{
  KIROKU_RELATED_CORRECTS, /* it corrects the other, is corrected by it, or both correct a third; or both tell of one
                            * improvement, of which each entry says all anew */
  KIROKU_RELATED_STATES,   /* it states the same fact */
  KIROKU_RELATED_REPEATS,  /* its words are within its values */
} KirokuRelation;

/* An entry that says the same as another, or says it in other words. */
typedef struct
{
  char *hash;
  char *kind;
  KirokuRelation relation;
  GPtrArray *fields; /* (element-type utf8): names of its values that are there: of a correction those
                      * that hold words, or that tell the one asked for; else those that are the same */
  char *file; /* (nullable) SHA-256 of the file that was sent with it, which shows the same value */
} KirokuRelated;

/* The entries so related to entry @hash in @case_id in which something still stands, corrections first,
 * what only repeats its words last, each in fold order: who has one erased by law will have to think of them. A fact stands where it was set and
 * in each form that shows it (kiroku_fact_find_key()): the same value everywhere; of one that is not
 * there to be compared, what was stated between the settings before and after it.
 * @field: (nullable): only what tells that value: its fact, and of corrections the value of the same name
 * and those within which its words stand.
 * (transfer full) (element-type KirokuRelated) */
GPtrArray *kiroku_related_list (KirokuDb *db,
                                KirokuPack *pack,
                                const char *case_id,
                                const char *hash,
                                const char *field,
                                GError **error);
/* What tells value @field of entry @hash in @case_id: of its corrections, of what it corrects and of the
 * other corrections of that, the field of the same name, whatever it holds; and what states the same fact,
 * as above. Only what still stands. (transfer full) (element-type KirokuRelated) */
GPtrArray *kiroku_related_list_value (
    KirokuDb *db, const char *case_id, const char *hash, const char *field, GError **error);
/* The values of @case_id within which the words of value @field of entry @hash stand, of other entries: a
 * note that names the person whom a fact names. Words of fewer than four bytes (two kanji have six) are
 * found everywhere and looked for nowhere; nor is what is no text, or an id out of a list: @pack knows
 * which facts are. (transfer full) (element-type KirokuRelated) */
GPtrArray *kiroku_related_list_repeats (KirokuDb *db,
                                        KirokuPack *pack,
                                        const char *case_id,
                                        const char *hash,
                                        const char *field,
                                        GError **error);

G_END_DECLS
