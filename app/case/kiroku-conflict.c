/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-conflict.h"

#include "kiroku-ancestry.h"
#include "kiroku-fold.h"
#include "kiroku-trust.h"

static void
rival_free (KirokuRival *rival)
{
  g_free (rival->key);
  g_free (rival->author);
  g_free (rival->value);
  g_free (rival->state);
  g_free (rival->hash);
  g_free (rival);
}

void
kiroku_conflict_free (KirokuConflict *self)
{
  g_free (self->subject);
  g_ptr_array_unref (self->rivals);
  g_free (self);
}

static KirokuConflict *
conflict_new (const char *subject)
{
  KirokuConflict *self = g_new (KirokuConflict, 1);

  self->subject = g_strdup (subject);
  self->rivals = g_ptr_array_new_with_free_func ((GDestroyNotify) rival_free);
  return self;
}

/* --- What everybody said last --- */

static KirokuRival *
rival_from_row (const KirokuRows *rows, guint i)
{
  KirokuRival *rival = g_new (KirokuRival, 1);

  *rival = (KirokuRival){ .value = kiroku_rows_is_null (rows, i, 1)
                                       ? g_strdup ("")
                                       : g_strdup (kiroku_rows_text (rows, i, 1)),
                          .withheld = kiroku_rows_is_null (rows, i, 1),
                          .state = g_strdup (kiroku_rows_text (rows, i, 2)),
                          .key = g_strdup (kiroku_rows_text (rows, i, 3)),
                          .author = g_strdup (kiroku_rows_text (rows, i, 4)),
                          .hash = g_strdup (kiroku_rows_text (rows, i, 5)),
                          .seq = kiroku_rows_int (rows, i, 6),
                          .rec = kiroku_rows_int (rows, i, 7) };
  return rival;
}

/* Of each author only the last word is kept: it knows those before. Takes @rival. */
static void
put (KirokuConflict *conflict, KirokuRival *rival)
{
  for (guint i = 0; i < conflict->rivals->len; i++)
    if (g_str_equal (((KirokuRival *) g_ptr_array_index (conflict->rivals, i))->key, rival->key))
      {
        g_ptr_array_remove_index (conflict->rivals, i);
        break;
      }
  g_ptr_array_add (conflict->rivals, rival);
}

/* Takes @rows; NULL is a failure. */
static gboolean
gather (GHashTable *by_subject, KirokuRows *rows)
{
  g_autoptr (KirokuRows) taken = rows;

  if (taken == NULL)
    return FALSE;
  for (guint i = 0; i < kiroku_rows_length (taken); i++)
    {
      const char *subject = kiroku_rows_text (taken, i, 0);
      KirokuConflict *conflict = g_hash_table_lookup (by_subject, subject);

      if (conflict == NULL)
        {
          conflict = conflict_new (subject);
          g_hash_table_insert (by_subject, conflict->subject, conflict);
        }
      put (conflict, rival_from_row (taken, i));
    }
  return TRUE;
}

#define AUTHOR(t) \
  "(SELECT a.name FROM author a WHERE a.case_id = " t ".case_id AND a.key = " t ".key LIMIT 1)"

static KirokuRows *
read_facts (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  return kiroku_db_query (db, error, "ssssssii",
                          "SELECT f.fact, f.value, f.state, f.key, " AUTHOR ("f") ", f.hash, f.seq,"
                          " f.rec FROM fact f WHERE f.case_id = :{case:s} AND f.rec <= :{as_of:i}"
                          " AND " KIROKU_STANDS ("f") " ORDER BY f.clock, f.key, f.seq, f.hash",
                          case_id, as_of);
}

/* What phase @p is by its last correction, which is not one more word on the phase of the case. */
#define LAST_CORRECTION(column) \
  "(SELECT c." column " FROM phase c WHERE c.corrects = p.hash AND c.case_id = p.case_id" \
  " AND c.rec <= :{as_of:i} AND " KIROKU_STANDS ("c") \
  " ORDER BY c.clock DESC, c.key DESC, c.seq DESC, c.hash DESC LIMIT 1)"
#define PHASE_READING \
  "CASE WHEN " LAST_CORRECTION ("hash") " IS NULL THEN p.phase ELSE " LAST_CORRECTION ("phase") " END"

static KirokuRows *
read_phases (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  return kiroku_db_query (db, error, "ssssssii",
                          "SELECT '" KIROKU_CONFLICT_PHASE "', " PHASE_READING ", NULL,"
                          " p.key, " AUTHOR ("p") ", p.hash, p.seq, p.rec FROM phase p"
                          " WHERE p.case_id = :{case:s} AND p.corrects IS NULL"
                          " AND p.rec <= :{as_of:i} AND " KIROKU_STANDS ("p")
                          " ORDER BY p.clock, p.key, p.seq, p.hash",
                          as_of, case_id);
}

/* --- Who had seen whom --- */

/* Whether somebody who knew rival @i said something else since. Only those who come later in fold order
 * can have known it: who has seen an entry has a greater clock. */
static gboolean
check_superseded (KirokuDb *db,
                  const char *case_id,
                  const KirokuConflict *conflict,
                  guint i,
                  gboolean *superseded,
                  GError **error)
{
  const KirokuRival *rival = g_ptr_array_index (conflict->rivals, i);

  *superseded = FALSE;
  for (guint j = conflict->rivals->len; !*superseded && j-- > i + 1;)
    {
      const KirokuRival *other = g_ptr_array_index (conflict->rivals, j);

      if (!kiroku_ancestry_query_seen (db, case_id, other->key, other->seq, rival->key, rival->seq,
                                       superseded, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_agreed (const KirokuConflict *conflict)
{
  const KirokuRival *first = g_ptr_array_index (conflict->rivals, 0);

  for (guint i = 1; i < conflict->rivals->len; i++)
    {
      const KirokuRival *other = g_ptr_array_index (conflict->rivals, i);

      if (g_strcmp0 (first->value, other->value) != 0 || g_strcmp0 (first->state, other->state) != 0)
        return FALSE;
    }
  return TRUE;
}

/* Leaves in @conflict those whom nobody supersedes, the greatest in fold order first. */
static void
keep_others (KirokuConflict *conflict, GArray *superseded)
{
  GPtrArray *left = g_ptr_array_new_with_free_func ((GDestroyNotify) rival_free);

  for (guint i = conflict->rivals->len; i-- > 0;)
    {
      KirokuRival *rival = g_ptr_array_steal_index (conflict->rivals, i);

      if (g_array_index (superseded, gboolean, i))
        rival_free (rival);
      else
        g_ptr_array_add (left, rival);
    }
  g_ptr_array_unref (conflict->rivals);
  conflict->rivals = left;
}

static gboolean
reduce (KirokuDb *db, const char *case_id, KirokuConflict *conflict, GError **error)
{
  g_autoptr (GArray) superseded = g_array_new (FALSE, FALSE, sizeof (gboolean));

  for (guint i = 0; i < conflict->rivals->len; i++)
    {
      gboolean gone;

      if (!check_superseded (db, case_id, conflict, i, &gone, error))
        return FALSE;
      g_array_append_val (superseded, gone);
    }
  keep_others (conflict, superseded);
  return TRUE;
}

static int
compare_subjects (gconstpointer a, gconstpointer b)
{
  const KirokuConflict *first = *(const KirokuConflict *const *) a;
  const KirokuConflict *second = *(const KirokuConflict *const *) b;

  return g_strcmp0 (first->subject, second->subject);
}

/* The subjects on which several people spoke, and not all the same. (transfer full) */
static GPtrArray *
take_shared (GHashTable *by_subject)
{
  GPtrArray *shared = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_conflict_free);
  GHashTableIter iter;
  gpointer conflict;

  g_hash_table_iter_init (&iter, by_subject);
  while (g_hash_table_iter_next (&iter, NULL, &conflict))
    if (!is_agreed (conflict))
      {
        g_hash_table_iter_steal (&iter);
        g_ptr_array_add (shared, conflict);
      }
  g_ptr_array_sort (shared, compare_subjects);
  return shared;
}

/* --- Who opened the case --- */

static KirokuRows *
read_openings (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  return kiroku_db_query (db, error, "ssssssii",
                          "SELECT '" KIROKU_CONFLICT_OPENING "', p.title, NULL, p.key,"
                          " " AUTHOR ("p") ", p.hash, p.seq, p.rec FROM opening p"
                          " WHERE p.case_id = :{case:s} AND p.rec <= :{as_of:i}"
                          " ORDER BY (SELECT e.arrival FROM entry e WHERE e.hash = p.hash)",
                          case_id, as_of);
}

/* Adds to @conflicts that several opened the case, if they did. */
static gboolean
add_openings (
    GPtrArray *conflicts, KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (KirokuRows) rows = read_openings (db, case_id, as_of, error);
  KirokuConflict *conflict;

  if (rows == NULL || kiroku_rows_length (rows) < 2)
    return rows != NULL;
  conflict = conflict_new (KIROKU_CONFLICT_OPENING);
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    g_ptr_array_add (conflict->rivals, rival_from_row (rows, i));
  g_ptr_array_insert (conflicts, 0, conflict);
  return TRUE;
}

static GPtrArray *
read_contradictions (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (GHashTable) by_subject = NULL;
  g_autoptr (GPtrArray) conflicts = NULL;

  by_subject
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) kiroku_conflict_free);
  if (!gather (by_subject, read_facts (db, case_id, as_of, error))
      || !gather (by_subject, read_phases (db, case_id, as_of, error)))
    return NULL;
  conflicts = take_shared (by_subject);
  for (guint i = conflicts->len; i-- > 0;)
    {
      KirokuConflict *conflict = g_ptr_array_index (conflicts, i);

      if (!reduce (db, case_id, conflict, error))
        return NULL;
      if (is_agreed (conflict))
        g_ptr_array_remove_index (conflicts, i);
    }
  return g_steal_pointer (&conflicts);
}

GPtrArray *
kiroku_conflict_read (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (GPtrArray) conflicts = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL, NULL);

  conflicts = read_contradictions (db, case_id, as_of, error);
  if (conflicts == NULL || !add_openings (conflicts, db, case_id, as_of, error))
    return NULL;
  return g_steal_pointer (&conflicts);
}

/* --- What was settled --- */

/* What is said of each subject by people who had not seen each other, as far as a walk through the entries
 * in fold order has come. */
typedef struct
{
  KirokuDb *db;
  const char *case_id;
  GHashTable *by_subject; /* subject → KirokuConflict, the earlier rival first */
  GHashTable *settled;
} Walk;

/* Moves from @open to the result those whom the author of @next had seen. (transfer full) */
static KirokuConflict *
take_seen (Walk *walk, KirokuConflict *open, const KirokuRival *next, GError **error)
{
  g_autoptr (KirokuConflict) seen = conflict_new (open->subject);

  for (guint i = open->rivals->len; i-- > 0;)
    {
      const KirokuRival *rival = g_ptr_array_index (open->rivals, i);
      gboolean known = g_str_equal (rival->key, next->key);

      if (!known
          && !kiroku_ancestry_query_seen (walk->db, walk->case_id, next->key, next->seq, rival->key,
                                          rival->seq, &known, error))
        return NULL;
      if (known)
        g_ptr_array_add (seen->rivals, g_ptr_array_steal_index (open->rivals, i));
    }
  return g_steal_pointer (&seen);
}

/* One more word on @subject. Takes @next. */
static gboolean
step (Walk *walk, const char *subject, KirokuRival *next, GError **error)
{
  KirokuConflict *open = g_hash_table_lookup (walk->by_subject, subject);
  g_autoptr (KirokuConflict) seen = NULL;

  if (open == NULL)
    {
      open = conflict_new (subject);
      g_hash_table_insert (walk->by_subject, open->subject, open);
    }
  seen = take_seen (walk, open, next, error);
  g_ptr_array_add (open->rivals, next);
  if (seen == NULL)
    return FALSE;
  if (seen->rivals->len > 1 && !is_agreed (seen))
    g_hash_table_insert (walk->settled, g_strdup (next->hash), g_steal_pointer (&seen));
  return TRUE;
}

/* Takes @rows; NULL is a failure. */
static gboolean
walk_through (Walk *walk, KirokuRows *rows, GError **error)
{
  g_autoptr (KirokuRows) taken = rows;

  for (guint i = 0; taken != NULL && i < kiroku_rows_length (taken); i++)
    if (!step (walk, kiroku_rows_text (taken, i, 0), rival_from_row (taken, i), error))
      return FALSE;
  return taken != NULL;
}

GHashTable *
kiroku_conflict_read_settled (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (GHashTable) by_subject = g_hash_table_new_full (
      g_str_hash, g_str_equal, NULL, (GDestroyNotify) kiroku_conflict_free);
  g_autoptr (GHashTable) settled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                          (GDestroyNotify) kiroku_conflict_free);
  Walk walk = { db, case_id, by_subject, settled };

  g_return_val_if_fail (db != NULL && case_id != NULL, NULL);

  if (!walk_through (&walk, read_facts (db, case_id, as_of, error), error)
      || !walk_through (&walk, read_phases (db, case_id, as_of, error), error))
    return NULL;
  return g_steal_pointer (&settled);
}

const KirokuConflict *
kiroku_conflict_find (GPtrArray *conflicts, const char *subject)
{
  g_return_val_if_fail (conflicts != NULL && subject != NULL, NULL);

  for (guint i = 0; i < conflicts->len; i++)
    if (g_str_equal (((KirokuConflict *) g_ptr_array_index (conflicts, i))->subject, subject))
      return g_ptr_array_index (conflicts, i);
  return NULL;
}
