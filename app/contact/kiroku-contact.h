/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-entry.h"
#include "kiroku-fold.h"
#include "kiroku-pack.h"

G_BEGIN_DECLS

/* contact — whom to call: the desks of the rule pack for a type and phase, and who was told. */

/* The desks for a case of @type_id in @phase: those that the organisation stated itself, in the order in
 * which it calls them, those the type names, in its order, then the others that serve it. NULL for @type_id: any type; a negative @phase: any phase. Without both the whole
 * directory. The desks belong to @pack. (transfer container) (element-type KirokuPackContact) */
GPtrArray *kiroku_contact_select (KirokuPack *pack, const char *type_id, int phase);

/* The number that may be dialled, or NULL: never a superseded or suspended one. (transfer none) */
const KirokuPackPhone *kiroku_contact_get_number (const KirokuPackContact *contact);

typedef enum
{
  KIROKU_MEANS_PHONE,
  KIROKU_MEANS_MAIL,
  KIROKU_MEANS_WEB,
  KIROKU_MEANS_IN_PERSON,
} KirokuMeans;

#define KIROKU_N_MEANS 4

/* "phone", "mail", "web", "in-person". */
const char *kiroku_means_id (KirokuMeans means);
const char *kiroku_means_name (KirokuMeans means);
gboolean kiroku_means_parse (const char *id, KirokuMeans *means, GError **error);

/* That somebody was told. Texts but @contact and @name may be NULL; @number is the one that was
 * dialled. (transfer full) */
typedef struct
{
  const char *contact; /* id in the rule pack */
  const char *name;    /* of the desk, as it was then */
  KirokuMeans means;
  const char *number;
  const char *person;
  const char *outcome;
  const KirokuTime *occ;
} KirokuTelling;

KirokuDraft *kiroku_contact_draft_told (const KirokuTelling *telling);

/* One time that a desk was told. */
typedef struct
{
  char *contact;
  char *name;
  char *means;
  char *number;  /* (nullable) */
  char *person;  /* (nullable) */
  char *outcome; /* (nullable) */
  char *author;  /* key id */
  char *hash;
  char *corrects; /* (nullable): the entry that this states anew */
  char *reason;   /* (nullable): of the correction */
  gint64 at;      /* µs UTC: when it was told */
  gint64 rec;     /* µs UTC: when that was recorded */
  gboolean corrected; /* another entry states it anew */
} KirokuTold;

/* Who was told in @case_id, as it reads now, in fold order. (transfer full) (element-type KirokuTold) */
GPtrArray *kiroku_contact_list_told (
    KirokuDb *db, const char *case_id, gint64 as_of, GError **error);
/* The same with what was corrected since, by the minute it was told, then in fold order. (transfer full) (element-type
 * KirokuTold) */
GPtrArray *kiroku_contact_list_all_told (
    KirokuDb *db, const char *case_id, gint64 as_of, GError **error);

/* How the desk of @told is called in @language, where the name that was recorded is one that @pack has for it;
 * otherwise as recorded, and NULL where that is not here. (transfer none) (nullable) */
const char *kiroku_told_get_name (const KirokuTold *told, KirokuPack *pack, const char *language);

extern const KirokuFold kiroku_contact_fold;

G_END_DECLS
