/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-excused.h"

#include "kiroku-archive.h"
#include "kiroku-trust.h"

#define FIELD "absent"

static gboolean
is_committed (const KirokuEntry *entry, const char *name)
{
  for (guint i = 0; i < entry->com->len; i++)
    if (g_str_equal (((KirokuPair *) g_ptr_array_index (entry->com, i))->name, name))
      return TRUE;
  return FALSE;
}

GHashTable *
kiroku_excused_read_lines (const KirokuEntry *import)
{
  GHashTable *lines;
  const char *text;
  g_auto (GStrv) split = NULL;

  g_return_val_if_fail (import != NULL, NULL);

  if (!is_committed (import, FIELD))
    return NULL;
  /* A list that is itself absent explains nothing. */
  lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  text = kiroku_entry_get_text (import, FIELD);
  split = g_strsplit (text != NULL ? text : "", "\n", -1);
  for (guint i = 0; split[i] != NULL; i++)
    g_hash_table_add (lines, g_strdup (split[i]));
  return lines;
}

gboolean
kiroku_excused_is_believed (
    const KirokuCheckpoint *checkpoint, gboolean trusted, GPtrArray *revocations)
{
  g_return_val_if_fail (checkpoint != NULL && revocations != NULL, FALSE);

  for (guint i = 0; i < revocations->len; i++)
    {
      const KirokuHead *revocation = g_ptr_array_index (revocations, i);

      if (kiroku_checkpoint_reaches (checkpoint, revocation->key, revocation->seq))
        return FALSE;
    }
  return trusted;
}

gboolean
kiroku_excused_may_be_withheld (gboolean revokes, const char *name)
{
  g_return_val_if_fail (name != NULL, FALSE);

  return !revokes || !g_str_equal (name, "key");
}

/* --- Who is believed --- */

/* A case, while what its packages explain is read. */
typedef struct
{
  KirokuDb *db;
  const char *case_id;
  GPtrArray *authors; /* (nullable) until somebody's word counts */
  GHashTable *excused;
} Reading;

/* (transfer full) (nullable): nobody in the case has it */
static KirokuPublicKey *
read_public_key (const Reading *self, const char *signer, GError **error)
{
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (self->db, error, "s",
                         "SELECT hash FROM entry WHERE case_id = :{case:s} AND key = :{key:s}"
                         " AND kind = 'journal.open' ORDER BY seq LIMIT 1",
                         self->case_id, signer);
  g_autoptr (KirokuEntry) entry = NULL;
  g_autoptr (KirokuPublicKey) key = NULL;
  const char *spki;

  if (rows == NULL || kiroku_rows_length (rows) == 0)
    return NULL;
  entry = kiroku_archive_find (self->db, self->case_id, kiroku_rows_text (rows, 0, 0), error);
  spki = entry != NULL ? kiroku_entry_get_text (entry, "spki") : NULL;
  key = spki != NULL ? kiroku_public_key_new (spki) : NULL;
  return key != NULL && g_str_equal (kiroku_public_key_get_id (key), signer)
             ? g_steal_pointer (&key)
             : NULL;
}

/* (transfer full) (element-type KirokuHead) */
static GPtrArray *
read_revocations (const Reading *self, const char *signer, GError **error)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_head_free);
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (self->db, error, "sis",
                         "SELECT r.key, r.seq, r.hash FROM revocation r WHERE r.case_id = :{case:s}"
                         " AND r.subject = :{key:s} AND " KIROKU_REVOKES ("r"),
                         self->case_id, signer);

  for (guint i = 0; rows != NULL && i < kiroku_rows_length (rows); i++)
    g_ptr_array_add (list, kiroku_head_new (kiroku_rows_text (rows, i, 0),
                                            kiroku_rows_int (rows, i, 1),
                                            kiroku_rows_text (rows, i, 2)));
  if (rows == NULL)
    g_clear_pointer (&list, g_ptr_array_unref);
  return list;
}

static gboolean
read_authors (Reading *self, GError **error)
{
  if (self->authors == NULL)
    self->authors = kiroku_trust_read (self->db, self->case_id, KIROKU_NOW, error);
  return self->authors != NULL;
}

static gboolean
read_believed (
    Reading *self, KirokuCheckpoint *checkpoint, gboolean *believed, GError **error)
{
  g_autoptr (GPtrArray) revocations = NULL;
  g_autoptr (KirokuPublicKey) key = NULL;
  g_autoptr (GError) failure = NULL;

  *believed = FALSE;
  if (checkpoint->signer == NULL)
    return TRUE;
  key = read_public_key (self, checkpoint->signer, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (key == NULL || !kiroku_checkpoint_is_of (checkpoint, self->case_id, key))
    return TRUE;
  revocations = read_revocations (self, checkpoint->signer, error);
  if (revocations == NULL || !read_authors (self, error))
    return FALSE;
  *believed = kiroku_excused_is_believed (
      checkpoint, kiroku_trust_is_vouched (self->authors, checkpoint->signer), revocations);
  return TRUE;
}

/* --- What they explain --- */

/* Takes @line. @lines: (nullable) what was absent. */
static void
add_line (GHashTable *excused, GHashTable *lines, char *line)
{
  if (lines == NULL || g_hash_table_contains (lines, line))
    g_hash_table_add (excused, line);
  else
    g_free (line);
}

static gboolean
add_value (const Reading *self, GHashTable *lines, const KirokuSealed *sealed, GError **error)
{
  gint64 n = 0;

  if (!kiroku_excused_may_be_withheld (TRUE, sealed->name)
      && !kiroku_db_query_int (self->db, error, 0, &n,
                               "SELECT count(*) FROM entry WHERE hash = :{hash:s}"
                               " AND kind = 'key.revoke'",
                               sealed->digest))
    return FALSE;
  if (kiroku_excused_may_be_withheld (n > 0, sealed->name))
    add_line (self->excused, lines,
              g_strdup_printf ("withheld %s %s", sealed->digest, sealed->name));
  return TRUE;
}

static gboolean
excuse (gpointer data, const KirokuEntry *import, gint64 arrival, GError **error)
{
  Reading *self = data;
  const char *text = kiroku_entry_get_text (import, "checkpoint");
  g_autoptr (KirokuCheckpoint) checkpoint
      = text != NULL ? kiroku_checkpoint_parse (text, NULL) : NULL;
  g_autoptr (GHashTable) lines = NULL;
  gboolean believed;

  if (checkpoint == NULL || checkpoint->withheld->len + checkpoint->withheld_files->len == 0)
    return TRUE;
  if (!read_believed (self, checkpoint, &believed, error))
    return FALSE;
  lines = kiroku_excused_read_lines (import);
  for (guint i = 0; believed && i < checkpoint->withheld->len; i++)
    if (!add_value (self, lines, g_ptr_array_index (checkpoint->withheld, i), error))
      return FALSE;
  for (guint i = 0; believed && i < checkpoint->withheld_files->len; i++)
    {
      const KirokuSealed *sealed = g_ptr_array_index (checkpoint->withheld_files, i);

      add_line (self->excused, lines, g_strconcat ("withheld-file ", sealed->digest, NULL));
    }
  return TRUE;
}

typedef gboolean (*ImportFunc) (
    gpointer data, const KirokuEntry *import, gint64 arrival, GError **error);

static gboolean
for_each_import (KirokuDb *db,
                 const char *case_id,
                 GHashTable *own,
                 ImportFunc func,
                 gpointer data,
                 GError **error)
{
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "ssi",
                         "SELECT hash, key, arrival FROM entry WHERE case_id = :{case:s}"
                         " AND kind = 'import'",
                         case_id);

  for (guint i = 0; rows != NULL && i < kiroku_rows_length (rows); i++)
    {
      g_autoptr (KirokuEntry) import = NULL;

      if (!g_hash_table_contains (own, kiroku_rows_text (rows, i, 1)))
        continue;
      import = kiroku_archive_find (db, case_id, kiroku_rows_text (rows, i, 0), error);
      if (import == NULL || !func (data, import, kiroku_rows_int (rows, i, 2), error))
        return FALSE;
    }
  return rows != NULL;
}

GHashTable *
kiroku_excused_read (KirokuDb *db, const char *case_id, GHashTable *own, GError **error)
{
  Reading self = { .db = db, .case_id = case_id };
  gboolean done;

  g_return_val_if_fail (db != NULL && case_id != NULL && own != NULL, NULL);

  self.excused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  done = for_each_import (db, case_id, own, excuse, &self, error);
  g_clear_pointer (&self.authors, g_ptr_array_unref);
  if (!done)
    g_clear_pointer (&self.excused, g_hash_table_unref);
  return self.excused;
}

/* --- What was here --- */

typedef struct
{
  KirokuCheckpoint *checkpoint;
  GHashTable *lines; /* what was absent */
  gint64 arrival;
} TakenIn;

static void
taken_in_free (gpointer data)
{
  TakenIn *taken_in = data;

  kiroku_checkpoint_free (taken_in->checkpoint);
  g_hash_table_unref (taken_in->lines);
  g_free (taken_in);
}

KirokuCheckpoint *
kiroku_excused_read_taken_in (const KirokuEntry *import, GHashTable **lines)
{
  g_autoptr (GHashTable) absent = NULL;
  KirokuCheckpoint *checkpoint;
  const char *text;

  g_return_val_if_fail (import != NULL && lines != NULL, NULL);

  *lines = NULL;
  text = kiroku_entry_get_text (import, "checkpoint");
  absent = kiroku_excused_read_lines (import);
  if (text == NULL || absent == NULL || kiroku_entry_get_integer (import, "abandoned", 0) != 0)
    return NULL;
  checkpoint = kiroku_checkpoint_parse (text, NULL);
  if (checkpoint != NULL)
    *lines = g_steal_pointer (&absent);
  return checkpoint;
}

static gboolean
take_in (gpointer data, const KirokuEntry *import, gint64 arrival, GError **error)
{
  GHashTable *lines;
  KirokuCheckpoint *checkpoint = kiroku_excused_read_taken_in (import, &lines);
  TakenIn *taken_in;

  if (checkpoint == NULL)
    return TRUE;
  taken_in = g_new (TakenIn, 1);
  *taken_in = (TakenIn){ checkpoint, lines, arrival };
  g_ptr_array_add (data, taken_in);
  return TRUE;
}

GPtrArray *
kiroku_excused_list_taken_in (KirokuDb *db, const char *case_id, GHashTable *own, GError **error)
{
  g_autoptr (GPtrArray) list = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL && own != NULL, NULL);

  list = g_ptr_array_new_with_free_func (taken_in_free);
  return for_each_import (db, case_id, own, take_in, list, error) ? g_steal_pointer (&list) : NULL;
}

gboolean
kiroku_excused_was_here (
    GPtrArray *taken_in, const char *key, gint64 seq, gint64 arrival, const char *line)
{
  g_return_val_if_fail (taken_in != NULL && key != NULL && line != NULL, FALSE);

  for (guint i = 0; i < taken_in->len; i++)
    {
      const TakenIn *one = g_ptr_array_index (taken_in, i);

      if (arrival < one->arrival && !g_hash_table_contains (one->lines, line)
          && kiroku_checkpoint_reaches (one->checkpoint, key, seq))
        return TRUE;
    }
  return FALSE;
}

gboolean
kiroku_excused_has_field (GHashTable *excused, const char *hash, const char *name)
{
  g_autofree char *line = g_strdup_printf ("withheld %s %s", hash, name);

  return g_hash_table_contains (excused, line);
}

gboolean
kiroku_excused_has_file (GHashTable *excused, const char *sha256)
{
  g_autofree char *line = g_strconcat ("withheld-file ", sha256, NULL);

  return g_hash_table_contains (excused, line);
}
