/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "kiroku-db.h"
#include "kiroku-entry.h"
#include "kiroku-fold.h"
#include "kiroku-tlp.h"

G_BEGIN_DECLS

/* The machines, accounts and data a case is about, by name, and what has become of each. An asset.set
 * entry says all of one asset: what it leaves out is not known (FORMAT.md §6). */
typedef enum
{
  KIROKU_ASSET_HOST,
  KIROKU_ASSET_SERVER,
  KIROKU_ASSET_ACCOUNT,
  KIROKU_ASSET_NETWORK,
  KIROKU_ASSET_SERVICE,
  KIROKU_ASSET_DATA,
  KIROKU_ASSET_OTHER,
} KirokuAssetType;

#define KIROKU_N_ASSET_TYPES 7

typedef enum
{
  KIROKU_ASSET_SUSPECTED,
  KIROKU_ASSET_COMPROMISED,
  KIROKU_ASSET_CONTAINED,
  KIROKU_ASSET_RECOVERED,
  KIROKU_ASSET_CLEAN,
  KIROKU_ASSET_WITHDRAWN, /* entered by mistake */
} KirokuAssetState;

#define KIROKU_N_ASSET_STATES 6

/* The id in entries and on the command line; the name in the user's language. */
const char *kiroku_asset_type_id (KirokuAssetType type);
const char *kiroku_asset_type_name (KirokuAssetType type);
gboolean kiroku_asset_type_parse (const char *id, KirokuAssetType *type, GError **error);
const char *kiroku_asset_state_id (KirokuAssetState state);
const char *kiroku_asset_state_name (KirokuAssetState state);
gboolean kiroku_asset_state_parse (const char *id, KirokuAssetState *state, GError **error);

typedef struct
{
  char *name;
  KirokuAssetType type;
  KirokuAssetState state;
  char *address; /* (nullable), and so the next two */
  char *owner;
  char *note;
  KirokuTlp tlp;
  gboolean lacks; /* not all that was said of it last is here, or can be read: nobody can say it anew */
  gboolean tlp_foreign; /* it has a mark, which is of a later version */
  char *author;  /* key id of who said so */
  char *hash;    /* of the entry */
  gint64 set_at; /* µs UTC, recorded */
} KirokuAsset;

KirokuAsset *kiroku_asset_copy (const KirokuAsset *self);
void kiroku_asset_free (KirokuAsset *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KirokuAsset, kiroku_asset_free)

/* The assets of a case in the order in which they were first named, withdrawn ones included. @as_of as in
 * kiroku-case.h. (transfer full) (element-type KirokuAsset) */
GPtrArray *kiroku_asset_list (KirokuDb *db, const char *case_id, gint64 as_of, GError **error);
/* Whether a name, address or owner of an asset was stated in @case_id and is not here: withheld, or erased. */
gboolean
kiroku_asset_are_hidden (KirokuDb *db, const char *case_id, gboolean *hidden, GError **error);
/* (transfer none) (nullable) */
const KirokuAsset *kiroku_asset_find (GPtrArray *assets, const char *name);

/* An entry that says all of @asset; its last three members are not looked at. @corrects: (nullable): hash
 * of the entry that was wrong, with the @reason. (transfer full) */
KirokuDraft *kiroku_draft_asset_set (
    const KirokuAsset *asset, const char *corrects, const char *reason);

/* Table `asset`: a row an asset.set. */
extern const KirokuFold kiroku_asset_fold;

G_END_DECLS
