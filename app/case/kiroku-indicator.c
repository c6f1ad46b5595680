/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-indicator.h"

#include <glib/gi18n.h>

#include "kiroku-absent.h"
#include "kiroku-names.h"
#include "kiroku-trust.h"

static const KirokuName state_names[KIROKU_N_INDICATOR_STATES] = {
  [KIROKU_INDICATOR_ACTIVE] = { "active", NC_ ("indicator", "Active") },
  [KIROKU_INDICATOR_WITHDRAWN] = { "withdrawn", NC_ ("indicator", "Withdrawn") },
};

static const KirokuNames states = { state_names, KIROKU_N_INDICATOR_STATES, "indicator" };

const char *
kiroku_indicator_state_id (KirokuIndicatorState state)
{
  return kiroku_names_get_id (&states, state);
}

const char *
kiroku_indicator_state_name (KirokuIndicatorState state)
{
  return kiroku_names_get_name (&states, state);
}

gboolean
kiroku_indicator_state_parse (const char *id, KirokuIndicatorState *state, GError **error)
{
  guint value;

  if (!kiroku_names_parse (&states, id, &value, error))
    return FALSE;
  *state = value;
  return TRUE;
}

KirokuIndicator *
kiroku_indicator_copy (const KirokuIndicator *self)
{
  KirokuIndicator *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->value = g_strdup (self->value);
  copy->technique = g_strdup (self->technique);
  copy->note = g_strdup (self->note);
  copy->entry = g_strdup (self->entry);
  copy->author = g_strdup (self->author);
  copy->hash = g_strdup (self->hash);
  return copy;
}

void
kiroku_indicator_free (KirokuIndicator *self)
{
  g_free (self->value);
  g_free (self->technique);
  g_free (self->note);
  g_free (self->entry);
  g_free (self->author);
  g_free (self->hash);
  g_free (self);
}

/* --- Entries --- */

KirokuDraft *
kiroku_draft_indicator_set (const KirokuIndicator *indicator,
                            const KirokuTime *first_seen,
                            const char *corrects,
                            const char *reason)
{
  KirokuDraft *draft = kiroku_draft_new ("indicator.set");

  kiroku_draft_set_text (draft, "type", kiroku_indicator_type_id (indicator->type));
  kiroku_draft_set_text (draft, "value", indicator->value);
  kiroku_draft_set_text (draft, "state", kiroku_indicator_state_id (indicator->state));
  kiroku_draft_set_text (draft, "tlp", kiroku_tlp_id (indicator->tlp));
  kiroku_draft_set_text (draft, "technique", indicator->technique);
  kiroku_draft_set_text (draft, "note", indicator->note);
  kiroku_draft_set_text (draft, "reason", reason);
  kiroku_draft_set_ref (draft, "entry", indicator->entry);
  kiroku_draft_set_ref (draft, "corrects", corrects);
  kiroku_draft_set_occ (draft, first_seen);
  return draft;
}

static gboolean
fold (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  if (!g_str_equal (entry->kind, "indicator.set"))
    return TRUE;
  return kiroku_db_exec (
      db, error,
      "INSERT INTO indicator VALUES (" KIROKU_STAMP_PARAMETERS
      ", :{type:s}, :{value:s}, :{state:s}, :{tlp:s}, :{technique:s}, :{note:s}, :{entry:s}, :{at:i},"
      " :{stated:i})",
      KIROKU_STAMP_VALUES (entry), kiroku_entry_get_text (entry, "type"),
      kiroku_entry_get_text (entry, "value"), kiroku_entry_get_text (entry, "state"),
      kiroku_entry_get_text (entry, "tlp"), kiroku_entry_get_text (entry, "technique"),
      kiroku_entry_get_text (entry, "note"), kiroku_entry_get_ref (entry, "entry"),
      kiroku_entry_get_time (entry), (gint64) entry->has_occ);
}

static const char *const tables[] = { "indicator", NULL };
static const char *const create[] = {
  "CREATE TABLE indicator (" KIROKU_STAMP_COLUMNS ", type TEXT, value TEXT, state TEXT, tlp TEXT,"
  " technique TEXT, note TEXT, entry TEXT, at INTEGER NOT NULL, stated INTEGER NOT NULL) STRICT",
  "CREATE INDEX indicator_case ON indicator (case_id, " KIROKU_FOLD_ORDER ")",
  NULL,
};

const KirokuFold kiroku_indicator_fold
    = { .name = "indicator", .version = 1, .tables = tables, .create = create, .fold = fold };

/* --- Reading --- */

/* (nullable): a row of a later version, or whose type, value or state is withheld */
static KirokuIndicator *
indicator_from_row (const KirokuRows *rows, guint i)
{
  const char *type_id = kiroku_rows_text (rows, i, 0);
  const char *value = kiroku_rows_text (rows, i, 1);
  const char *state_id = kiroku_rows_text (rows, i, 2);
  KirokuIndicator *indicator;
  KirokuIndicatorType type;
  KirokuIndicatorState state;

  if (type_id == NULL || value == NULL || state_id == NULL
      || !kiroku_indicator_type_parse (type_id, &type, NULL)
      || !kiroku_indicator_state_parse (state_id, &state, NULL))
    return NULL;
  indicator = g_new (KirokuIndicator, 1);
  *indicator = (KirokuIndicator){
    .lacks = kiroku_rows_int (rows, i, 12) != 0,
    .type = type,
    .value = g_strdup (value),
    .state = state,
    .tlp = kiroku_tlp_from_id (kiroku_rows_text (rows, i, 3)),
    .tlp_foreign = kiroku_tlp_is_foreign (kiroku_rows_text (rows, i, 3)),
    .technique = g_strdup (kiroku_rows_text (rows, i, 4)),
    .note = g_strdup (kiroku_rows_text (rows, i, 5)),
    .entry = g_strdup (kiroku_rows_text (rows, i, 6)),
    .first_seen = kiroku_rows_int (rows, i, 8) != 0 ? kiroku_rows_int (rows, i, 7) : KIROKU_TIME_NONE,
    .author = g_strdup (kiroku_rows_text (rows, i, 9)),
    .hash = g_strdup (kiroku_rows_text (rows, i, 10)),
    .set_at = kiroku_rows_int (rows, i, 11)
  };
  indicator->lacks |= indicator->tlp_foreign;
  return indicator;
}

/* Takes @indicator, in the place of what was said of it before. */
static void
put (GPtrArray *indicators, GHashTable *places, KirokuIndicator *indicator)
{
  g_autofree char *subject = g_strdup_printf ("%d %s", indicator->type, indicator->value);
  gpointer place;

  if (g_hash_table_lookup_extended (places, subject, NULL, &place))
    {
      KirokuIndicator **slot = (KirokuIndicator **) &indicators->pdata[GPOINTER_TO_UINT (place)];

      if (indicator->first_seen == KIROKU_TIME_NONE)
        indicator->first_seen = (*slot)->first_seen;
      kiroku_indicator_free (*slot);
      *slot = indicator;
      return;
    }
  g_hash_table_insert (places, g_steal_pointer (&subject), GUINT_TO_POINTER (indicators->len));
  g_ptr_array_add (indicators, indicator);
}

/* What became of @value (nullable) since is not here. */
static void
doubt (GPtrArray *indicators, const char *value)
{
  for (guint i = 0; i < indicators->len; i++)
    {
      KirokuIndicator *indicator = g_ptr_array_index (indicators, i);

      indicator->lacks |= g_strcmp0 (indicator->value, value) == 0;
    }
}

GPtrArray *
kiroku_indicator_list (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (GPtrArray) indicators
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_indicator_free);
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "sssssssiissii",
                         "SELECT type, value, state, tlp, technique, note, entry, at, stated, key,"
                         " hash, rec, " KIROKU_LACKS ("indicator") " FROM indicator WHERE case_id = :{case:s}"
                         " AND rec <= :{as_of:i} AND " KIROKU_STANDS ("indicator")
                         " ORDER BY " KIROKU_FOLD_ORDER,
                         case_id, as_of);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      KirokuIndicator *indicator = indicator_from_row (rows, i);

      if (indicator != NULL)
        put (indicators, places, indicator);
      else
        doubt (indicators, kiroku_rows_text (rows, i, 1));
    }
  return g_steal_pointer (&indicators);
}

const KirokuIndicator *
kiroku_indicator_look_up (GPtrArray *indicators, KirokuIndicatorType type, const char *value)
{
  g_return_val_if_fail (indicators != NULL && value != NULL, NULL);

  for (guint i = 0; i < indicators->len; i++)
    {
      const KirokuIndicator *indicator = g_ptr_array_index (indicators, i);

      if (indicator->type == type && g_str_equal (indicator->value, value))
        return indicator;
    }
  return NULL;
}
