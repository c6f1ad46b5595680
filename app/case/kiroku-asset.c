/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-asset.h"

#include <glib/gi18n.h>

#include "kiroku-absent.h"
#include "kiroku-names.h"
#include "kiroku-trust.h"

static const KirokuName type_names[KIROKU_N_ASSET_TYPES] = {
  [KIROKU_ASSET_HOST] = { "host", NC_ ("asset", "Computer") },
  [KIROKU_ASSET_SERVER] = { "server", NC_ ("asset", "Server") },
  [KIROKU_ASSET_ACCOUNT] = { "account", NC_ ("asset", "Account") },
  [KIROKU_ASSET_NETWORK] = { "network", NC_ ("asset", "Network") },
  [KIROKU_ASSET_SERVICE] = { "service", NC_ ("asset", "Service") },
  [KIROKU_ASSET_DATA] = { "data", NC_ ("asset", "Data") },
  [KIROKU_ASSET_OTHER] = { "other", NC_ ("asset", "Other") },
};

static const KirokuName state_names[KIROKU_N_ASSET_STATES] = {
  [KIROKU_ASSET_SUSPECTED] = { "suspected", NC_ ("asset", "Suspected") },
  [KIROKU_ASSET_COMPROMISED] = { "compromised", NC_ ("asset", "Compromised") },
  [KIROKU_ASSET_CONTAINED] = { "contained", NC_ ("asset", "Contained") },
  [KIROKU_ASSET_RECOVERED] = { "recovered", NC_ ("asset", "Recovered") },
  [KIROKU_ASSET_CLEAN] = { "clean", NC_ ("asset", "Clean") },
  [KIROKU_ASSET_WITHDRAWN] = { "withdrawn", NC_ ("asset", "Withdrawn") },
};

static const KirokuNames types = { type_names, KIROKU_N_ASSET_TYPES, "asset" };
static const KirokuNames states = { state_names, KIROKU_N_ASSET_STATES, "asset" };

const char *
kiroku_asset_type_id (KirokuAssetType type)
{
  return kiroku_names_get_id (&types, type);
}

const char *
kiroku_asset_type_name (KirokuAssetType type)
{
  return kiroku_names_get_name (&types, type);
}

gboolean
kiroku_asset_type_parse (const char *id, KirokuAssetType *type, GError **error)
{
  guint value;

  if (!kiroku_names_parse (&types, id, &value, error))
    return FALSE;
  *type = value;
  return TRUE;
}

const char *
kiroku_asset_state_id (KirokuAssetState state)
{
  return kiroku_names_get_id (&states, state);
}

const char *
kiroku_asset_state_name (KirokuAssetState state)
{
  return kiroku_names_get_name (&states, state);
}

gboolean
kiroku_asset_state_parse (const char *id, KirokuAssetState *state, GError **error)
{
  guint value;

  if (!kiroku_names_parse (&states, id, &value, error))
    return FALSE;
  *state = value;
  return TRUE;
}

KirokuAsset *
kiroku_asset_copy (const KirokuAsset *self)
{
  KirokuAsset *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->name = g_strdup (self->name);
  copy->address = g_strdup (self->address);
  copy->owner = g_strdup (self->owner);
  copy->note = g_strdup (self->note);
  copy->author = g_strdup (self->author);
  copy->hash = g_strdup (self->hash);
  return copy;
}

void
kiroku_asset_free (KirokuAsset *self)
{
  g_free (self->name);
  g_free (self->address);
  g_free (self->owner);
  g_free (self->note);
  g_free (self->author);
  g_free (self->hash);
  g_free (self);
}

/* --- Entries --- */

KirokuDraft *
kiroku_draft_asset_set (const KirokuAsset *asset, const char *corrects, const char *reason)
{
  KirokuDraft *draft = kiroku_draft_new ("asset.set");

  kiroku_draft_set_text (draft, "asset", asset->name);
  kiroku_draft_set_text (draft, "type", kiroku_asset_type_id (asset->type));
  kiroku_draft_set_text (draft, "state", kiroku_asset_state_id (asset->state));
  kiroku_draft_set_text (draft, "address", asset->address);
  kiroku_draft_set_text (draft, "owner", asset->owner);
  kiroku_draft_set_text (draft, "note", asset->note);
  kiroku_draft_set_text (draft, "tlp", kiroku_tlp_id (asset->tlp));
  kiroku_draft_set_ref (draft, "corrects", corrects);
  kiroku_draft_set_text (draft, "reason", reason);
  return draft;
}

static gboolean
fold (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  if (!g_str_equal (entry->kind, "asset.set"))
    return TRUE;
  return kiroku_db_exec (
      db, error,
      "INSERT INTO asset VALUES (" KIROKU_STAMP_PARAMETERS
      ", :{name:s}, :{type:s}, :{state:s}, :{address:s}, :{owner:s}, :{note:s}, :{tlp:s})",
      KIROKU_STAMP_VALUES (entry), kiroku_entry_get_text (entry, "asset"),
      kiroku_entry_get_text (entry, "type"), kiroku_entry_get_text (entry, "state"),
      kiroku_entry_get_text (entry, "address"), kiroku_entry_get_text (entry, "owner"),
      kiroku_entry_get_text (entry, "note"), kiroku_entry_get_text (entry, "tlp"));
}

static const char *const tables[] = { "asset", NULL };
static const char *const create[] = {
  "CREATE TABLE asset (" KIROKU_STAMP_COLUMNS ", name TEXT, type TEXT, state TEXT, address TEXT,"
  " owner TEXT, note TEXT, tlp TEXT) STRICT",
  "CREATE INDEX asset_case ON asset (case_id, " KIROKU_FOLD_ORDER ")",
  NULL,
};

const KirokuFold kiroku_asset_fold
    = { .name = "asset", .version = 1, .tables = tables, .create = create, .fold = fold };

/* --- Reading --- */

/* (nullable): a row of a later version, or whose name or state is withheld */
static KirokuAsset *
asset_from_row (const KirokuRows *rows, guint i)
{
  const char *name = kiroku_rows_text (rows, i, 0);
  const char *type = kiroku_rows_text (rows, i, 1);
  const char *state_id = kiroku_rows_text (rows, i, 2);
  KirokuAsset *asset;
  KirokuAssetState state;

  if (name == NULL || state_id == NULL || !kiroku_asset_state_parse (state_id, &state, NULL))
    return NULL;
  asset = g_new (KirokuAsset, 1);
  *asset = (KirokuAsset){ .lacks = kiroku_rows_int (rows, i, 10) != 0,
                          .name = g_strdup (name),
                          .type = KIROKU_ASSET_OTHER,
                          .state = state,
                          .address = g_strdup (kiroku_rows_text (rows, i, 3)),
                          .owner = g_strdup (kiroku_rows_text (rows, i, 4)),
                          .note = g_strdup (kiroku_rows_text (rows, i, 5)),
                          .tlp = kiroku_tlp_from_id (kiroku_rows_text (rows, i, 6)),
                          .tlp_foreign = kiroku_tlp_is_foreign (kiroku_rows_text (rows, i, 6)),
                          .author = g_strdup (kiroku_rows_text (rows, i, 7)),
                          .hash = g_strdup (kiroku_rows_text (rows, i, 8)),
                          .set_at = kiroku_rows_int (rows, i, 9) };
  asset->lacks |= asset->tlp_foreign || (type != NULL && !kiroku_asset_type_parse (type, &asset->type, NULL));
  return asset;
}

/* Takes @asset, in the place of what was said of it before. */
static void
put (GPtrArray *assets, GHashTable *places, KirokuAsset *asset)
{
  gpointer place;

  if (g_hash_table_lookup_extended (places, asset->name, NULL, &place))
    {
      KirokuAsset **slot = (KirokuAsset **) &assets->pdata[GPOINTER_TO_UINT (place)];

      kiroku_asset_free (*slot);
      *slot = asset;
      return;
    }
  g_hash_table_insert (places, g_strdup (asset->name), GUINT_TO_POINTER (assets->len));
  g_ptr_array_add (assets, asset);
}

/* What became of @name (nullable) since is not here. */
static void
doubt (GPtrArray *assets, const char *name)
{
  for (guint i = 0; i < assets->len; i++)
    {
      KirokuAsset *asset = g_ptr_array_index (assets, i);

      asset->lacks |= g_strcmp0 (asset->name, name) == 0;
    }
}

GPtrArray *
kiroku_asset_list (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (GPtrArray) assets = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_asset_free);
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "sssssssssii",
                         "SELECT name, type, state, address, owner, note, tlp, key, hash, rec, " KIROKU_LACKS ("asset")
                         " FROM asset WHERE case_id = :{case:s} AND rec <= :{as_of:i}"
                         " AND " KIROKU_STANDS ("asset")
                         " ORDER BY " KIROKU_FOLD_ORDER,
                         case_id, as_of);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      KirokuAsset *asset = asset_from_row (rows, i);

      if (asset != NULL)
        put (assets, places, asset);
      else
        doubt (assets, kiroku_rows_text (rows, i, 0));
    }
  return g_steal_pointer (&assets);
}

/* A header names the values that its entry has. */
#define IS_HIDDEN(name) \
  "(instr (e.header, '\"" name "\":\"') > 0" \
  " AND NOT EXISTS (SELECT 1 FROM field f WHERE f.hash = e.hash AND f.name = '" name "'))"

gboolean
kiroku_asset_are_hidden (KirokuDb *db, const char *case_id, gboolean *hidden, GError **error)
{
  gint64 n;

  if (!kiroku_db_query_int (db, error, 0, &n,
                            "SELECT count(*) FROM entry e WHERE e.case_id = :{case:s} AND e.kind = 'asset.set'"
                            " AND (" IS_HIDDEN ("asset") " OR " IS_HIDDEN ("address") " OR " IS_HIDDEN ("owner") ")",
                            case_id))
    return FALSE;
  *hidden = n > 0;
  return TRUE;
}

const KirokuAsset *
kiroku_asset_find (GPtrArray *assets, const char *name)
{
  g_return_val_if_fail (assets != NULL && name != NULL, NULL);

  for (guint i = 0; i < assets->len; i++)
    if (g_str_equal (((KirokuAsset *) g_ptr_array_index (assets, i))->name, name))
      return g_ptr_array_index (assets, i);
  return NULL;
}
