/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-coverage.h"

#include "kiroku-ancestry.h"
#include "kiroku-archive.h"

/* One journal. */
typedef struct
{
  char *key;
  gint64 covered; /* the greatest number an outside head covers, or -1 */
  gint64 stated;  /* the same of heads that somebody says are kept outside */
  gint64 rows;    /* how many entries are here; more than the greatest number says when it forks */
} Journal;

struct _KirokuCoverage
{
  char *case_id;
  GPtrArray *journals; /* of Journal */
  GPtrArray *anchors;  /* (nullable) of KirokuAnchor: NULL before they are read */
  KirokuUnanchored unanchored;

  /* What the above was worked out from. */
  char *trusted;   /* (nullable) digest of the certificates */
  gint64 arrival;  /* of the last entry looked at */
  gint64 refolds;
  gboolean settled; /* no entry can change it but those that bear on anchors */
};

static void
journal_free (Journal *journal)
{
  g_free (journal->key);
  g_free (journal);
}

KirokuCoverage *
kiroku_coverage_new (const char *case_id)
{
  KirokuCoverage *self;

  g_return_val_if_fail (case_id != NULL, NULL);

  self = g_new0 (KirokuCoverage, 1);
  self->case_id = g_strdup (case_id);
  self->journals = g_ptr_array_new_with_free_func ((GDestroyNotify) journal_free);
  self->unanchored.since = KIROKU_TIME_NONE;
  return self;
}

void
kiroku_coverage_free (KirokuCoverage *self)
{
  g_free (self->case_id);
  g_ptr_array_unref (self->journals);
  g_clear_pointer (&self->anchors, g_ptr_array_unref);
  g_free (self->trusted);
  g_free (self);
}

static Journal *
get_journal (KirokuCoverage *self, const char *key)
{
  Journal *journal;

  for (guint i = 0; i < self->journals->len; i++)
    {
      journal = g_ptr_array_index (self->journals, i);
      if (g_str_equal (journal->key, key))
        return journal;
    }
  journal = g_new (Journal, 1);
  *journal = (Journal){ g_strdup (key), -1, -1, 0 };
  g_ptr_array_add (self->journals, journal);
  return journal;
}

/* --- What anchors cover --- */

/* Raises what is covered, or @stated to be, by what lies before entry @seq of @key. */
static void
cover (KirokuCoverage *self, KirokuAncestry *ancestry, const char *key, gint64 seq, gboolean stated)
{
  g_autoptr (GHashTable) before = kiroku_ancestry_get_before (ancestry, key, seq);
  GHashTableIter iter;
  gpointer other, reached;

  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &other, &reached))
    {
      Journal *journal = get_journal (self, other);
      gint64 *greatest = stated ? &journal->stated : &journal->covered;

      *greatest = MAX (*greatest, *(const gint64 *) reached);
    }
}

static void
apply_anchor (KirokuCoverage *self, KirokuAncestry *ancestry, const KirokuAnchor *anchor)
{
  gboolean stated = anchor->state == KIROKU_ANCHOR_NOT_SHOWN && anchor->believed;

  if (anchor->state != KIROKU_ANCHOR_COVERS && !stated)
    return;
  if (anchor->type == KIROKU_ANCHOR_SEEN)
    {
      cover (self, ancestry, anchor->witness, anchor->witness_seq, FALSE);
      return;
    }
  for (guint i = 0; i < anchor->heads->heads->len; i++)
    {
      const KirokuHead *head = g_ptr_array_index (anchor->heads->heads, i);

      cover (self, ancestry, head->key, head->seq, stated);
    }
}

static gboolean
apply_anchors (KirokuCoverage *self, KirokuDb *db, GError **error)
{
  g_autoptr (KirokuAncestry) ancestry = NULL;

  if (self->anchors->len == 0)
    return TRUE; /* nor does it matter who had seen whom */
  ancestry = kiroku_ancestry_read (db, self->case_id, error);
  for (guint i = 0; ancestry != NULL && i < self->anchors->len; i++)
    {
      const KirokuAnchor *anchor = g_ptr_array_index (self->anchors, i);

      apply_anchor (self, ancestry, anchor);
      self->settled = self->settled && !anchor->awaits;
    }
  return ancestry != NULL;
}

/* --- What has come since --- */

/* The kinds that decide what an anchor is worth. */
#define BEARING "('anchor', 'case.open', 'journal.open', 'key.vouch', 'key.revoke')"

/* Counts what has come, by the order in which it came and not by the index of the journals, which
 * would lead through the whole case; *@bears: something of it decides what anchors are worth. */
static gboolean
read_arrived (KirokuCoverage *self, KirokuDb *db, gint64 *bears, GError **error)
{
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "sii",
                         "SELECT key, count(*), sum (kind IN " BEARING ") FROM entry"
                         " NOT INDEXED WHERE arrival > :{arrival:i} AND case_id = :{case:s} GROUP BY key",
                         self->arrival, self->case_id);

  *bears = 0;
  for (guint i = 0; rows != NULL && i < kiroku_rows_length (rows); i++)
    {
      get_journal (self, kiroku_rows_text (rows, i, 0))->rows += kiroku_rows_int (rows, i, 1);
      *bears += kiroku_rows_int (rows, i, 2);
    }
  return rows != NULL
         && kiroku_db_query_int (db, error, 0, &self->arrival, "SELECT max (arrival) FROM entry");
}

/* All of it. */
static gboolean
count_rows (KirokuCoverage *self, KirokuDb *db, GError **error)
{
  g_autoptr (GPtrArray) keys = kiroku_archive_list_journals (db, self->case_id, error);

  for (guint i = 0; keys != NULL && i < keys->len; i++)
    {
      const char *key = g_ptr_array_index (keys, i);

      if (!kiroku_db_query_int (db, error, 0, &get_journal (self, key)->rows,
                                "SELECT count(*) FROM entry WHERE case_id = :{case:s}"
                                " AND key = :{key:s}",
                                self->case_id, key))
        return FALSE;
    }
  return keys != NULL
         && kiroku_db_query_int (db, error, 0, &self->arrival, "SELECT max (arrival) FROM entry");
}

static gboolean
read_anew (KirokuCoverage *self, KirokuDb *db, const char *const *cas, GError **error)
{
  g_ptr_array_set_size (self->journals, 0);
  g_clear_pointer (&self->anchors, g_ptr_array_unref);
  self->settled = TRUE;
  self->anchors = kiroku_anchor_list (db, self->case_id, cas, error);
  return self->anchors != NULL && count_rows (self, db, error) && apply_anchors (self, db, error);
}

/* A digest of the certificates. (transfer full) */
static char *
read_trusted (const char *const *cas, GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; cas != NULL && cas[i] != NULL; i++)
    {
      g_autofree char *pem = NULL;
      gsize length;

      if (!g_file_get_contents (cas[i], &pem, &length, error))
        return NULL;
      g_checksum_update (sum, (const guchar *) pem, length);
    }
  return g_strdup (g_checksum_get_string (sum));
}

/* Reads anew what is outdated. */
static gboolean
refresh (KirokuCoverage *self, KirokuDb *db, const char *const *cas, GError **error)
{
  g_autofree char *trusted = read_trusted (cas, error);
  gint64 refolds, bears = 1;
  gboolean same;

  if (trusted == NULL || !kiroku_folds_count_refolds (db, &refolds, error))
    return FALSE;
  same = self->anchors != NULL && self->settled && refolds == self->refolds
         && g_strcmp0 (trusted, self->trusted) == 0;
  if (same && !read_arrived (self, db, &bears, error))
    return FALSE;
  if (bears > 0 && !read_anew (self, db, cas, error))
    return FALSE;
  g_free (self->trusted);
  self->trusted = g_steal_pointer (&trusted);
  self->refolds = refolds;
  return TRUE;
}

/* --- What is left --- */

/* Where a journal ends, the checkpoints and anchors at its end apart. */
typedef struct
{
  gint64 seq; /* -1 when there is nothing else */
  char *hash;
} End;

static gboolean
read_end (KirokuCoverage *self, KirokuDb *db, const Journal *journal, End *end, GError **error)
{
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "is",
                         "SELECT seq, hash FROM entry WHERE case_id = :{case:s} AND key = :{key:s}"
                         " AND kind NOT IN ('checkpoint', 'anchor') ORDER BY seq DESC, hash DESC"
                         " LIMIT 1",
                         self->case_id, journal->key);

  *end = (End){ -1, NULL };
  if (rows == NULL || kiroku_rows_length (rows) == 0)
    return rows != NULL;
  *end = (End){ kiroku_rows_int (rows, 0, 0), g_strdup (kiroku_rows_text (rows, 0, 1)) };
  return TRUE;
}

/* The entries after @covered. Of a journal that does not fork the numbers say it; one that does has
 * several with one number. */
static gboolean
count_after (KirokuCoverage *self,
             KirokuDb *db,
             const Journal *journal,
             const End *end,
             gint64 covered,
             gint64 *n,
             GError **error)
{
  gint64 last;

  *n = MAX (end->seq - covered, 0);
  if (*n == 0)
    return TRUE;
  if (!kiroku_db_query_int (db, error, -1, &last,
                            "SELECT max (seq) FROM entry WHERE case_id = :{case:s}"
                            " AND key = :{key:s}",
                            self->case_id, journal->key))
    return FALSE;
  if (journal->rows <= last + 1)
    return TRUE;
  self->settled = FALSE; /* what comes to a branch may have seen more */
  return kiroku_db_query_int (db, error, 0, n,
                              "SELECT count(*) FROM entry WHERE case_id = :{case:s}"
                              " AND key = :{key:s} AND seq > :{covered:i}"
                              " AND (seq, hash) <= (:{end:i}, :{hash:s})",
                              self->case_id, journal->key, covered, end->seq, end->hash);
}

static gboolean
add_since (KirokuCoverage *self, KirokuDb *db, const Journal *journal, GError **error)
{
  KirokuUnanchored *unanchored = &self->unanchored;
  gint64 since;

  if (!kiroku_db_query_int (db, error, 0, &since,
                            "SELECT rec FROM entry WHERE case_id = :{case:s} AND key = :{key:s}"
                            " AND seq > :{covered:i} ORDER BY seq, hash LIMIT 1",
                            self->case_id, journal->key, journal->covered))
    return FALSE;
  if (unanchored->since == KIROKU_TIME_NONE || since < unanchored->since)
    unanchored->since = since;
  return TRUE;
}

static gboolean
add_journal (KirokuCoverage *self, KirokuDb *db, const Journal *journal, GError **error)
{
  g_autofree char *hash = NULL;
  gint64 all, unstated;
  End end;

  if (!read_end (self, db, journal, &end, error))
    return FALSE;
  hash = end.hash;
  if (!count_after (self, db, journal, &end, journal->covered, &all, error)
      || !count_after (self, db, journal, &end, MAX (journal->covered, journal->stated), &unstated,
                       error))
    return FALSE;
  self->unanchored.entries += all;
  self->unanchored.stated += all - unstated;
  return all == 0 || add_since (self, db, journal, error);
}

static gboolean
update (KirokuCoverage *self, KirokuDb *db, const char *const *cas, GError **error)
{
  if (!refresh (self, db, cas, error))
    return FALSE;
  self->unanchored = (KirokuUnanchored){ 0, 0, KIROKU_TIME_NONE };
  for (guint i = 0; i < self->journals->len; i++)
    if (!add_journal (self, db, g_ptr_array_index (self->journals, i), error))
      return FALSE;
  return TRUE;
}

gboolean
kiroku_coverage_update (
    KirokuCoverage *self, KirokuDb *db, const char *const *cas, GError **error)
{
  g_return_val_if_fail (self != NULL && db != NULL, FALSE);

  if (!kiroku_db_begin_read (db, error))
    return FALSE;
  if (update (self, db, cas, error))
    return kiroku_db_commit (db, error);
  kiroku_db_rollback (db);
  g_clear_pointer (&self->anchors, g_ptr_array_unref); /* all anew next time */
  return FALSE;
}

const KirokuUnanchored *
kiroku_coverage_get_unanchored (const KirokuCoverage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->unanchored;
}

GPtrArray *
kiroku_coverage_get_anchors (const KirokuCoverage *self)
{
  g_return_val_if_fail (self != NULL && self->anchors != NULL, NULL);

  return self->anchors;
}

const KirokuAnchor *
kiroku_coverage_get_last (const KirokuCoverage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = self->anchors != NULL ? self->anchors->len : 0; i > 0; i--)
    {
      const KirokuAnchor *anchor = g_ptr_array_index (self->anchors, i - 1);

      if (anchor->state == KIROKU_ANCHOR_COVERS
          || (anchor->state == KIROKU_ANCHOR_NOT_SHOWN && anchor->believed))
        return anchor;
    }
  return NULL;
}
