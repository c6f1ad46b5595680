/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-ancestry.h"

/* Rows read at once: nothing stays open between pages. */
#define PAGE 2000

/* An entry of a journal has seen an entry of another. */
typedef struct
{
  gint64 seq;
  guint other; /* index of the journal */
  gint64 other_seq;
} Link;

typedef struct
{
  char *key;
  GArray *links; /* of Link; by seq once sorted */
  gboolean sorted;
} Journal;

/* As far as a journal is reached. */
typedef struct
{
  char *key;
  gint64 seq;
} Reached;

struct _KirokuAncestry
{
  GPtrArray *journals; /* of Journal */
  GHashTable *indexes; /* key (of the journal) → index + 1 */
};

static void
journal_free (Journal *journal)
{
  g_free (journal->key);
  g_array_unref (journal->links);
  g_free (journal);
}

KirokuAncestry *
kiroku_ancestry_new (void)
{
  KirokuAncestry *self = g_new (KirokuAncestry, 1);

  self->journals = g_ptr_array_new_with_free_func ((GDestroyNotify) journal_free);
  self->indexes = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
kiroku_ancestry_free (KirokuAncestry *self)
{
  g_hash_table_unref (self->indexes);
  g_ptr_array_unref (self->journals);
  g_free (self);
}

static guint
add_journal (KirokuAncestry *self, const char *key)
{
  gpointer found = g_hash_table_lookup (self->indexes, key);
  Journal *journal;

  if (found != NULL)
    return GPOINTER_TO_UINT (found) - 1;
  journal = g_new (Journal, 1);
  *journal = (Journal){ g_strdup (key), g_array_new (FALSE, FALSE, sizeof (Link)), TRUE };
  g_ptr_array_add (self->journals, journal);
  g_hash_table_insert (self->indexes, journal->key, GUINT_TO_POINTER (self->journals->len));
  return self->journals->len - 1;
}

void
kiroku_ancestry_add (
    KirokuAncestry *self, const char *key, gint64 seq, const char *other, gint64 other_seq)
{
  Journal *journal;
  Link link = { .seq = seq, .other_seq = other_seq };
  guint index;

  g_return_if_fail (self != NULL && key != NULL && other != NULL);

  index = add_journal (self, key);
  link.other = add_journal (self, other);
  journal = g_ptr_array_index (self->journals, index);
  if (journal->links->len > 0)
    journal->sorted
        = journal->sorted
          && g_array_index (journal->links, Link, journal->links->len - 1).seq <= seq;
  g_array_append_val (journal->links, link);
}

/* --- From a database --- */

static gboolean
read_page (KirokuAncestry *self, KirokuDb *db, const char *case_id, KirokuRows **last, GError **error)
{
  guint end = *last != NULL ? kiroku_rows_length (*last) - 1 : 0;
  KirokuRows *rows = kiroku_db_query (
      db, error, "sisis",
      "SELECT key, seq, other, other_seq, hash FROM seen WHERE case_id = :{case:s}"
      " AND (key, other, seq, hash) > (:{key:s}, :{other:s}, :{seq:i}, :{hash:s})"
      " ORDER BY key, other, seq, hash LIMIT :{limit:i}",
      case_id, *last != NULL ? kiroku_rows_text (*last, end, 0) : "",
      *last != NULL ? kiroku_rows_text (*last, end, 2) : "",
      *last != NULL ? kiroku_rows_int (*last, end, 1) : G_GINT64_CONSTANT (-1),
      *last != NULL ? kiroku_rows_text (*last, end, 4) : "", (gint64) PAGE);

  g_clear_pointer (last, kiroku_rows_free);
  *last = rows;
  for (guint i = 0; rows != NULL && i < kiroku_rows_length (rows); i++)
    kiroku_ancestry_add (self, kiroku_rows_text (rows, i, 0), kiroku_rows_int (rows, i, 1),
                         kiroku_rows_text (rows, i, 2), kiroku_rows_int (rows, i, 3));
  return rows != NULL;
}

KirokuAncestry *
kiroku_ancestry_read (KirokuDb *db, const char *case_id, GError **error)
{
  g_autoptr (KirokuAncestry) self = NULL;
  g_autoptr (KirokuRows) rows = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL, NULL);

  self = kiroku_ancestry_new ();
  do
    {
      if (!read_page (self, db, case_id, &rows, error))
        return NULL;
    }
  while (kiroku_rows_length (rows) == PAGE);
  return g_steal_pointer (&self);
}

/* --- Who lies before --- */

static int
compare_links (gconstpointer a, gconstpointer b)
{
  const Link *first = a;
  const Link *second = b;

  return (first->seq > second->seq) - (first->seq < second->seq);
}

static void
sort_links (Journal *journal)
{
  if (!journal->sorted)
    g_array_sort (journal->links, compare_links);
  journal->sorted = TRUE;
}

/* The first link of an entry after @seq. */
static guint
find_link (const Journal *journal, gint64 seq)
{
  guint low = 0, high = journal->links->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (journal->links, Link, middle).seq <= seq)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* A journal whose entries after @from up to @to have just been reached. */
typedef struct
{
  guint journal;
  gint64 from, to;
} Reach;

static void
reach (gint64 *before, GArray *pending, guint journal, gint64 seq)
{
  Reach one = { journal, before[journal], seq };

  if (seq <= before[journal])
    return;
  before[journal] = seq;
  g_array_append_val (pending, one);
}

/* For each journal the greatest number that is reached from @seq of @start, or -1. Every link is
 * followed at most once. (transfer full) */
static gint64 *
reach_all (KirokuAncestry *self, guint start, gint64 seq)
{
  gint64 *before = g_new (gint64, self->journals->len);
  g_autoptr (GArray) pending = g_array_new (FALSE, FALSE, sizeof (Reach));

  for (guint i = 0; i < self->journals->len; i++)
    before[i] = -1;
  reach (before, pending, start, seq);
  while (pending->len > 0)
    {
      Reach one = g_array_index (pending, Reach, pending->len - 1);
      Journal *journal = g_ptr_array_index (self->journals, one.journal);

      g_array_set_size (pending, pending->len - 1);
      sort_links (journal);
      for (guint i = find_link (journal, one.from); i < journal->links->len; i++)
        {
          const Link *link = &g_array_index (journal->links, Link, i);

          if (link->seq > one.to)
            break;
          reach (before, pending, link->other, link->other_seq);
        }
    }
  return before;
}

GHashTable *
kiroku_ancestry_get_before (KirokuAncestry *self, const char *key, gint64 seq)
{
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree gint64 *before = NULL;

  g_return_val_if_fail (self != NULL && key != NULL, table);

  before = reach_all (self, add_journal (self, key), seq);
  for (guint i = 0; i < self->journals->len; i++)
    {
      const Journal *journal = g_ptr_array_index (self->journals, i);

      if (before[i] >= 0)
        g_hash_table_insert (table, g_strdup (journal->key),
                             g_memdup2 (&before[i], sizeof before[i]));
    }
  return table;
}

void
kiroku_ancestry_raise (KirokuAncestry *self, GHashTable *greatest, const char *key, gint64 seq)
{
  g_autoptr (GHashTable) before = kiroku_ancestry_get_before (self, key, seq);
  GHashTableIter iter;
  gpointer other, number;

  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &other, &number))
    {
      const gint64 *known = g_hash_table_lookup (greatest, other);

      if (known == NULL || *known < *(const gint64 *) number)
        g_hash_table_insert (greatest, g_strdup (other), g_memdup2 (number, sizeof (gint64)));
    }
}

gboolean
kiroku_ancestry_has_seen (
    KirokuAncestry *self, const char *key, gint64 seq, const char *other, gint64 other_seq)
{
  g_autofree gint64 *before = NULL;
  guint index;

  g_return_val_if_fail (self != NULL && key != NULL && other != NULL, FALSE);

  index = add_journal (self, other);
  before = reach_all (self, add_journal (self, key), seq);
  return before[index] >= other_seq;
}

/* --- One pair --- */

static gboolean
query_direct (KirokuDb *db,
              const char *case_id,
              const Reached *from,
              const Reached *other,
              gboolean *seen,
              GError **error)
{
  gint64 found;

  if (!kiroku_db_query_int (db, error, -1, &found,
                            "SELECT other_seq FROM seen WHERE case_id = :{case:s} AND key = :{key:s}"
                            " AND other = :{other:s} AND seq <= :{seq:i}"
                            " AND other_seq >= :{other_seq:i} ORDER BY seq DESC LIMIT 1",
                            case_id, from->key, other->key, from->seq, other->seq))
    return FALSE;
  *seen = found >= 0;
  return TRUE;
}

static void
reached_free (Reached *reached)
{
  g_free (reached->key);
  g_free (reached);
}

/* A journal is gone through again only when more of it is reached. */
static void
push (GHashTable *before, GPtrArray *pending, const char *key, gint64 seq)
{
  const gint64 *known = g_hash_table_lookup (before, key);
  Reached *reached;

  if (known != NULL && *known >= seq)
    return;
  g_hash_table_insert (before, g_strdup (key), g_memdup2 (&seq, sizeof seq));
  reached = g_new (Reached, 1);
  *reached = (Reached){ g_strdup (key), seq };
  g_ptr_array_add (pending, reached);
}

static gboolean
push_links (KirokuDb *db,
            const char *case_id,
            const Reached *from,
            GHashTable *before,
            GPtrArray *pending,
            GError **error)
{
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "si",
                         "SELECT other, max(other_seq) FROM seen WHERE case_id = :{case:s}"
                         " AND key = :{key:s} AND seq <= :{seq:i} GROUP BY other",
                         case_id, from->key, from->seq);

  for (guint i = 0; rows != NULL && i < kiroku_rows_length (rows); i++)
    push (before, pending, kiroku_rows_text (rows, i, 0), kiroku_rows_int (rows, i, 1));
  return rows != NULL;
}

static gboolean
query_through_others (KirokuDb *db,
                      const char *case_id,
                      const Reached *from,
                      const Reached *other,
                      gboolean *seen,
                      GError **error)
{
  g_autoptr (GHashTable) before = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) pending = g_ptr_array_new_with_free_func ((GDestroyNotify) reached_free);
  const gint64 *known;

  push (before, pending, from->key, from->seq);
  while (pending->len > 0)
    {
      Reached *next = g_ptr_array_steal_index (pending, pending->len - 1);
      gboolean done = push_links (db, case_id, next, before, pending, error);

      reached_free (next);
      if (!done)
        return FALSE;
    }
  known = g_hash_table_lookup (before, other->key);
  *seen = known != NULL && *known >= other->seq;
  return TRUE;
}

gboolean
kiroku_ancestry_query_seen (KirokuDb *db,
                            const char *case_id,
                            const char *key,
                            gint64 seq,
                            const char *other,
                            gint64 other_seq,
                            gboolean *seen,
                            GError **error)
{
  const Reached from = { (char *) key, seq };
  const Reached to = { (char *) other, other_seq };

  g_return_val_if_fail (db != NULL && case_id != NULL && seen != NULL, FALSE);
  g_return_val_if_fail (key != NULL && other != NULL, FALSE);

  *seen = g_str_equal (key, other) && seq >= other_seq;
  if (*seen)
    return TRUE;
  return query_direct (db, case_id, &from, &to, seen, error)
         && (*seen || query_through_others (db, case_id, &from, &to, seen, error));
}
