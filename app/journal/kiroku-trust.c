/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-trust.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-journal-error.h"
#include "kiroku-key.h"
#include "kiroku-record.h"
#include "kiroku-vouching.h"

#define PREFIX_MIN 8

void
kiroku_author_free (KirokuAuthor *self)
{
  g_free (self->key);
  g_free (self->name);
  g_free (self->role);
  g_free (self->reason);
  g_free (self->previous);
  g_free (self->head_hash);
  g_free (self);
}

/* --- Drafts --- */

KirokuDraft *
kiroku_trust_draft_vouch (const char *key, const char *name, const char *reason)
{
  KirokuDraft *draft = kiroku_draft_new ("key.vouch");

  kiroku_draft_set_text (draft, "key", key);
  kiroku_draft_set_text (draft, "name", name);
  kiroku_draft_set_text (draft, "reason", reason);
  return draft;
}

KirokuDraft *
kiroku_trust_draft_revoke (const char *key, gint64 seq, const char *hash, const char *reason)
{
  g_autofree char *last = g_strdup_printf ("%" G_GINT64_FORMAT ":%s", seq, hash);
  KirokuDraft *draft = kiroku_draft_new ("key.revoke");

  kiroku_draft_set_text (draft, "key", key);
  kiroku_draft_set_text (draft, "last", last);
  kiroku_draft_set_text (draft, "reason", reason);
  return draft;
}

/* --- The fold --- */

static gboolean
fold_author (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  return kiroku_db_exec (db, error,
                         "INSERT INTO author VALUES (" KIROKU_STAMP_PARAMETERS
                         ", :{name:s}, :{role:s}, :{reason:s}, :{previous:s})",
                         KIROKU_STAMP_VALUES (entry), kiroku_entry_get_text (entry, "name"),
                         kiroku_entry_get_text (entry, "role"),
                         kiroku_entry_get_text (entry, "reason"),
                         kiroku_entry_get_text (entry, "previous"));
}

static gboolean
fold_vouch (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  return kiroku_db_exec (db, error,
                         "INSERT INTO vouch VALUES (" KIROKU_STAMP_PARAMETERS ", :{subject:s})",
                         KIROKU_STAMP_VALUES (entry), kiroku_entry_get_text (entry, "key"));
}

/* One that does not say up to where the key counts leaves nothing out of the state, but whoever has
 * the key decides nothing any more. */
static gboolean
fold_revocation (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  const char *last = kiroku_entry_get_text (entry, "last");
  const char *hash = NULL;
  gint64 seq = G_MAXINT64;

  if (last != NULL && !kiroku_record_parse_head (last, &seq, &hash))
    hash = NULL;
  return kiroku_db_exec (db, error,
                         "INSERT INTO revocation VALUES (" KIROKU_STAMP_PARAMETERS
                         ", :{subject:s}, :{last_seq:i}, :{last_hash:s})",
                         KIROKU_STAMP_VALUES (entry), kiroku_entry_get_text (entry, "key"),
                         hash != NULL ? seq : G_MAXINT64, hash);
}

static gboolean
fold_trust (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  if (g_str_equal (entry->kind, "journal.open"))
    return fold_author (db, entry, error);
  if (g_str_equal (entry->kind, "key.vouch"))
    return fold_vouch (db, entry, error);
  if (g_str_equal (entry->kind, "key.revoke"))
    return fold_revocation (db, entry, error);
  return TRUE;
}

static const char *const tables[] = { "author", "vouch", "revocation", NULL };
static const char *const create[] = {
  "CREATE TABLE author (" KIROKU_STAMP_COLUMNS ", name TEXT, role TEXT, reason TEXT,"
  " previous TEXT) STRICT",
  "CREATE INDEX author_case ON author (case_id, key)",
  "CREATE TABLE vouch (" KIROKU_STAMP_COLUMNS ", subject TEXT) STRICT",
  "CREATE INDEX vouch_case ON vouch (case_id)",
  "CREATE TABLE revocation (" KIROKU_STAMP_COLUMNS ", subject TEXT, last_seq INTEGER NOT NULL,"
  " last_hash TEXT) STRICT",
  "CREATE INDEX revocation_case ON revocation (case_id, subject)",
  NULL,
};

const KirokuFold kiroku_trust_fold
    = { .name = "trust", .version = 2, .tables = tables, .create = create, .fold = fold_trust };

/* --- Reading --- */

static KirokuAuthor *
copy_author (const KirokuRows *rows, guint i)
{
  KirokuAuthor *author = g_new0 (KirokuAuthor, 1);

  author->key = g_strdup (kiroku_rows_text (rows, i, 0));
  author->name = g_strdup (kiroku_rows_text (rows, i, 1));
  author->role = g_strdup (kiroku_rows_text (rows, i, 2));
  author->reason = g_strdup (kiroku_rows_text (rows, i, 3));
  author->previous = g_strdup (kiroku_rows_text (rows, i, 4));
  author->head = kiroku_rows_int (rows, i, 5);
  author->opener = kiroku_rows_int (rows, i, 6) != 0;
  author->revoked = kiroku_rows_int (rows, i, 7);
  author->head_hash = g_strdup (kiroku_rows_text (rows, i, 8));
  return author;
}

static GPtrArray *
read_authors (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  GPtrArray *authors = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_author_free);
  g_autoptr (KirokuRows) rows = kiroku_db_query (
      db, error, "sssssiiis",
      "SELECT a.key, a.name, a.role, a.reason, a.previous,"
      " (SELECT max (e.seq) FROM entry e WHERE e.case_id = a.case_id AND e.key = a.key),"
      " a.key = " KIROKU_OPENER ("a.case_id") " AS opened,"
      " ifnull ((SELECT min (r.last_seq) FROM revocation r WHERE r.case_id = a.case_id"
      "  AND r.subject = a.key AND r.rec <= :{as_of:i} AND " KIROKU_REVOKES ("r") "), -1),"
      " (SELECT e.hash FROM entry e WHERE e.case_id = a.case_id AND e.key = a.key"
      "  ORDER BY e.seq DESC, e.hash DESC LIMIT 1)"
      " FROM author a WHERE a.case_id = :{case:s} AND a.rec <= :{as_of:i}"
      " ORDER BY opened DESC, a.key",
      as_of, case_id);

  for (guint i = 0; rows != NULL && i < kiroku_rows_length (rows); i++)
    g_ptr_array_add (authors, copy_author (rows, i));
  if (rows == NULL)
    g_clear_pointer (&authors, g_ptr_array_unref);
  return authors;
}

/* (transfer container) */
static GHashTable *
list_revoked (GPtrArray *authors)
{
  GHashTable *revoked = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < authors->len; i++)
    {
      const KirokuAuthor *author = g_ptr_array_index (authors, i);

      if (author->revoked >= 0)
        g_hash_table_add (revoked, author->key);
    }
  return revoked;
}

/* What the vouches in @rows say when @opener is whoever opened the case, which @counts or not. */
static void
spread_trust (GPtrArray *authors, const KirokuRows *rows, const char *opener, gboolean counts)
{
  g_autoptr (GArray) vouches = g_array_new (FALSE, FALSE, sizeof (KirokuVouch));
  g_autoptr (GHashTable) revoked = list_revoked (authors);
  g_autoptr (GHashTable) keys = NULL;

  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      KirokuVouch vouch = { kiroku_rows_text (rows, i, 0), kiroku_rows_text (rows, i, 1) };

      g_array_append_val (vouches, vouch);
    }
  keys = kiroku_vouching_follow (opener, (const KirokuVouch *) vouches->data, vouches->len, revoked);
  for (guint i = 0; i < authors->len; i++)
    {
      KirokuAuthor *author = g_ptr_array_index (authors, i);
      gboolean vouched = g_hash_table_contains (keys, author->key);

      author->vouched = counts ? vouched : author->vouched;
      author->undisputed = counts ? vouched : author->undisputed && vouched;
    }
}

GPtrArray *
kiroku_trust_read (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (GPtrArray) authors = NULL;
  g_autoptr (KirokuRows) openers = NULL;
  g_autoptr (KirokuRows) vouches = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL, NULL);

  authors = read_authors (db, case_id, as_of, error);
  if (authors == NULL)
    return NULL;
  openers = kiroku_db_query (db, error, "s",
                             "SELECT key FROM entry WHERE case_id = :{case:s}"
                             " AND kind = 'case.open' GROUP BY key ORDER BY min (arrival)",
                             case_id);
  if (openers == NULL)
    return NULL;
  vouches = kiroku_db_query (db, error, "ss",
                             "SELECT v.key, v.subject FROM vouch v WHERE v.case_id = :{case:s}"
                             " AND v.subject IS NOT NULL AND v.rec <= :{as_of:i}"
                             " AND " KIROKU_STANDS ("v"),
                             case_id, as_of);
  if (vouches == NULL)
    return NULL;
  for (guint i = 0; i < kiroku_rows_length (openers); i++)
    spread_trust (authors, vouches, kiroku_rows_text (openers, i, 0), i == 0);
  return g_steal_pointer (&authors);
}

static GHashTable *
copy_keys (GHashTable *keys)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, keys);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (copy, g_strdup (key));
  return copy;
}

GHashTable *
kiroku_trust_list_shown (
    KirokuDb *db, const char *case_id, GPtrArray *authors, GHashTable *covered, GError **error)
{
  const KirokuAuthor *opener = authors->len > 0 ? g_ptr_array_index (authors, 0) : NULL;
  g_autoptr (GHashTable) revoked = list_revoked (authors);
  g_autoptr (GHashTable) keys = NULL;
  g_autoptr (GArray) vouches = g_array_new (FALSE, FALSE, sizeof (KirokuVouch));
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "ssi",
                         "SELECT v.key, v.subject, v.seq FROM vouch v WHERE v.case_id = :{case:s}"
                         " AND v.subject IS NOT NULL AND " KIROKU_STANDS ("v"),
                         case_id, KIROKU_NOW);

  if (rows == NULL)
    return NULL;
  if (opener == NULL || !opener->opener)
    return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      KirokuVouch vouch = { kiroku_rows_text (rows, i, 0), kiroku_rows_text (rows, i, 1) };
      const gint64 *greatest = g_hash_table_lookup (covered, vouch.by);

      if (greatest != NULL && kiroku_rows_int (rows, i, 2) <= *greatest)
        g_array_append_val (vouches, vouch);
    }
  keys = kiroku_vouching_follow (opener->key, (const KirokuVouch *) vouches->data, vouches->len,
                                 revoked);
  return copy_keys (keys);
}

gboolean
kiroku_author_may_decide (const KirokuAuthor *author)
{
  g_return_val_if_fail (author != NULL, FALSE);

  return author->vouched && author->revoked < 0;
}

gboolean
kiroku_trust_may_decide (
    KirokuDb *db, const char *case_id, const char *key, gboolean *may, GError **error)
{
  g_autoptr (GPtrArray) authors = NULL;

  g_return_val_if_fail (key != NULL && may != NULL, FALSE);

  *may = FALSE;
  authors = kiroku_trust_read (db, case_id, KIROKU_NOW, error);
  for (guint i = 0; authors != NULL && i < authors->len; i++)
    {
      const KirokuAuthor *author = g_ptr_array_index (authors, i);

      *may = *may || (g_str_equal (author->key, key) && kiroku_author_may_decide (author));
    }
  return authors != NULL;
}

/* (transfer none) (nullable) */
static const KirokuAuthor *
find_author (GPtrArray *authors, const char *key)
{
  for (guint i = 0; i < authors->len; i++)
    {
      const KirokuAuthor *author = g_ptr_array_index (authors, i);

      if (g_str_equal (author->key, key))
        return author;
    }
  return NULL;
}

gboolean
kiroku_trust_is_vouched (GPtrArray *authors, const char *key)
{
  const KirokuAuthor *author;

  g_return_val_if_fail (authors != NULL && key != NULL, FALSE);

  author = find_author (authors, key);
  return author != NULL && author->vouched;
}

const char *
kiroku_trust_find_name (GPtrArray *authors, const char *key)
{
  const KirokuAuthor *author;

  g_return_val_if_fail (authors != NULL && key != NULL, NULL);

  author = find_author (authors, key);
  return author != NULL ? author->name : NULL;
}

KirokuAuthor *
kiroku_trust_find (KirokuDb *db, const char *case_id, const char *text, GError **error)
{
  g_autoptr (GPtrArray) authors = NULL;
  int found = -1;

  g_return_val_if_fail (text != NULL, NULL);

  authors = kiroku_trust_read (db, case_id, G_MAXINT64, error);
  if (authors == NULL)
    return NULL;
  for (guint i = 0; i < authors->len; i++)
    {
      const KirokuAuthor *author = g_ptr_array_index (authors, i);

      if (g_strcmp0 (author->name, text) != 0
          && (strlen (text) < PREFIX_MIN || !g_str_has_prefix (author->key, text)))
        continue;
      if (found >= 0)
        {
          g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_UNKNOWN,
                       _ ("“%s” means more than one key of this case: give the first digits of one"),
                       text);
          return NULL;
        }
      found = i;
    }
  if (found >= 0)
    return g_ptr_array_steal_index (authors, found);
  g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_UNKNOWN,
               _ ("no journal of this case is “%s”: give a name, or at least 8 digits of a key"), text);
  return NULL;
}
