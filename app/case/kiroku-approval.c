/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-approval.h"

#include "kiroku-fold.h"
#include "kiroku-i18n.h"
#include "kiroku-text.h"
#include "kiroku-trust.h"

static void
approval_free (KirokuApproval *self)
{
  g_free (self->hash);
  g_free (self->approver);
  g_free (self->key);
  g_free (self->reason);
  g_free (self);
}

/* --- Reading --- */

#define TYPES "sssssisi"
#define SELECT \
  "SELECT p.subject, p.hash," \
  " (SELECT a.name FROM author a WHERE a.case_id = p.case_id AND a.key = p.key LIMIT 1)," \
  " p.key, p.decision, p.rec, (SELECT w.detail FROM line w WHERE w.case_id = p.case_id" \
  " AND w.clock = p.clock AND w.key = p.key AND w.seq = p.seq AND w.hash = p.hash LIMIT 1)," \
  " " KIROKU_STANDS ("p") " FROM approval p"
#define ORDER " ORDER BY p.clock, p.key, p.seq, p.hash"
#define SELECT_ACCEPTANCES \
  "SELECT p.accepts, p.hash," \
  " (SELECT a.name FROM author a WHERE a.case_id = p.case_id AND a.key = p.key LIMIT 1)," \
  " p.key, 'accepted', p.rec, nullif (p.text, '')," \
  " " KIROKU_STANDS ("p") " FROM handover p"

/* (transfer full) */
static KirokuApproval *
approval_from_row (const KirokuRows *rows, guint row, GPtrArray *authors)
{
  const char *decision = kiroku_rows_text (rows, row, 4);
  KirokuApproval *self = g_new (KirokuApproval, 1);

  *self = (KirokuApproval){ .hash = g_strdup (kiroku_rows_text (rows, row, 1)),
                            .approver = g_strdup (kiroku_rows_text (rows, row, 2)),
                            .key = g_strdup (kiroku_rows_text (rows, row, 3)),
                            .withheld = decision == NULL,
                            .refused = g_strcmp0 (decision, "refused") == 0,
                            .accepted = g_strcmp0 (decision, "accepted") == 0,
                            .rec = kiroku_rows_int (rows, row, 5),
                            .reason = g_strdup (kiroku_rows_text (rows, row, 6)),
                            .revoked = kiroku_rows_int (rows, row, 7) == 0 };
  self->unvouched = !kiroku_trust_is_vouched (authors, self->key);
  return self;
}

/* What was said about @hash, with room for more. (transfer none) */
static GPtrArray *
get_words (GHashTable *approvals, const char *hash)
{
  GPtrArray *words = g_hash_table_lookup (approvals, hash);

  if (words == NULL)
    {
      words = g_ptr_array_new_with_free_func ((GDestroyNotify) approval_free);
      g_hash_table_insert (approvals, g_strdup (hash), words);
    }
  return words;
}

/* @rows: (nullable): reading them failed. (transfer full) */
static GHashTable *
take_approvals (
    KirokuDb *db, const char *case_id, gint64 as_of, const KirokuRows *rows, GError **error)
{
  g_autoptr (GPtrArray) authors = rows != NULL ? kiroku_trust_read (db, case_id, as_of, error) : NULL;
  GHashTable *approvals;

  if (authors == NULL)
    return NULL;
  approvals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                     (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    g_ptr_array_add (get_words (approvals, kiroku_rows_text (rows, i, 0)),
                     approval_from_row (rows, i, authors));
  return approvals;
}

/* What a state is computed from. */
#define STANDING \
  " p.rec <= :{as_of:i} AND p.subject IS NOT NULL AND p.decision IS NOT NULL AND " KIROKU_STANDS ("p")

GHashTable *
kiroku_approvals_read (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (KirokuRows) rows = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL, NULL);

  rows = kiroku_db_query (db, error, TYPES,
                          SELECT " WHERE p.case_id = :{case:s} AND" STANDING ORDER, as_of, case_id);
  return take_approvals (db, case_id, as_of, rows, error);
}

GHashTable *
kiroku_approvals_read_phases (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (KirokuRows) rows = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL, NULL);

  rows = kiroku_db_query (db, error, TYPES,
                          SELECT " WHERE +p.case_id = :{case:s} AND p.subject IN"
                                 " (SELECT v.hash FROM phase v WHERE v.case_id = :{case:s})"
                                 " AND" STANDING ORDER,
                          as_of, case_id);
  return take_approvals (db, case_id, as_of, rows, error);
}

/* The last of @words (nullable) that stands and is not by @author; @vouched: only if vouched for. */
static const KirokuApproval *
find_last (GPtrArray *words, const char *author, gboolean vouched)
{
  for (guint i = words != NULL ? words->len : 0; i > 0; i--)
    {
      const KirokuApproval *word = g_ptr_array_index (words, i - 1);

      if (g_strcmp0 (word->key, author) != 0 && !word->revoked && !word->outdated
          && !word->withheld && !word->other && !word->unknown && !(vouched && word->unvouched))
        return word;
    }
  return NULL;
}

static const KirokuApproval *
find_standing (GPtrArray *words, const char *author)
{
  const KirokuApproval *vouched = find_last (words, author, TRUE);

  return vouched != NULL ? vouched : find_last (words, author, FALSE);
}

const KirokuApproval *
kiroku_approvals_find (GHashTable *approvals, const char *hash, const char *author)
{
  g_return_val_if_fail (approvals != NULL && hash != NULL, NULL);

  return find_standing (g_hash_table_lookup (approvals, hash), author);
}

/* --- Hand-overs --- */

/* Whoever hands over with one key and accepts with another of theirs is the same person. */
static void
judge_acceptance (KirokuApproval *word, const KirokuHandedOver *handover)
{
  const char *name = word->approver != NULL ? word->approver : "";

  word->own = g_str_equal (word->key, handover->key)
              || (handover->name != NULL && kiroku_text_is_same_name (name, handover->name));
  word->unknown = handover->to == NULL;
  word->other = handover->to != NULL && handover->to[0] != '\0'
                && !kiroku_text_is_same_name (name, handover->to);
}

GPtrArray *
kiroku_acceptances_read (KirokuDb *db,
                         const char *case_id,
                         gint64 as_of,
                         GPtrArray *authors,
                         const KirokuHandedOver *handover,
                         GError **error)
{
  g_autoptr (KirokuRows) rows = NULL;
  GPtrArray *words;

  g_return_val_if_fail (db != NULL && case_id != NULL && authors != NULL, NULL);
  g_return_val_if_fail (handover != NULL, NULL);

  rows = kiroku_db_query (db, error, TYPES,
                          SELECT_ACCEPTANCES " WHERE p.accepts = :{hash:s}"
                                             " AND +p.case_id = :{case:s}"
                                             " AND p.rec <= :{as_of:i}" ORDER,
                          as_of, handover->hash, case_id);
  if (rows == NULL)
    return NULL;
  words = g_ptr_array_new_with_free_func ((GDestroyNotify) approval_free);
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      KirokuApproval *word = approval_from_row (rows, i, authors);

      judge_acceptance (word, handover);
      g_ptr_array_add (words, word);
    }
  return words;
}

const KirokuApproval *
kiroku_acceptances_find (GPtrArray *words)
{
  for (guint i = 0; words != NULL && i < words->len; i++)
    if (kiroku_approval_counts (g_ptr_array_index (words, i)))
      return g_ptr_array_index (words, i);
  return NULL;
}

/* --- What it is worth --- */

/* Why a word does not count: as an id, and in words. */
static const struct
{
  const char *id, *words;
} lacks[] = {
  { "unvouched", N_ ("not vouched for") },
  { "after_revocation", N_ ("after revocation") },
  { "own", N_ ("by the author of what it is about") },
  { "superseded", N_ ("it was said of other words: they were corrected") },
  { "withheld", N_ ("what was said is withheld") },
  { "not_named", N_ ("it was handed over to somebody else") },
  { "recipient_withheld", N_ ("to whom it was handed over is withheld") },
};

static gboolean
has_lack (const KirokuApproval *self, guint i)
{
  const gboolean found[G_N_ELEMENTS (lacks)]
      = { self->unvouched, self->revoked,  self->own,    self->outdated,
          self->withheld,  self->other,    self->unknown };

  return found[i];
}

const char **
kiroku_approval_list_lacks (const KirokuApproval *self)
{
  const char **ids = g_new0 (const char *, G_N_ELEMENTS (lacks) + 1);
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (lacks); i++)
    if (has_lack (self, i))
      ids[n++] = lacks[i].id;
  return ids;
}

gboolean
kiroku_approval_counts (const KirokuApproval *self)
{
  g_autofree const char **ids = kiroku_approval_list_lacks (self);

  return ids[0] == NULL;
}

/* --- Of a line --- */

static gboolean
read_acceptances (KirokuDb *db,
                  const char *case_id,
                  gint64 as_of,
                  GPtrArray *authors,
                  KirokuLine *line,
                  GError **error)
{
  const KirokuHandedOver handover = { line->hash, line->key, line->author, line->extra };

  line->approvals = kiroku_acceptances_read (db, case_id, as_of, authors, &handover, error);
  return line->approvals != NULL;
}

gboolean
kiroku_line_read_approvals (KirokuDb *db,
                            const char *case_id,
                            gint64 as_of,
                            GPtrArray *authors,
                            KirokuLine *line,
                            GError **error)
{
  g_autoptr (KirokuRows) rows = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL && authors != NULL && line != NULL, FALSE);

  if (g_str_equal (line->kind, "handover"))
    return read_acceptances (db, case_id, as_of, authors, line, error);
  rows = kiroku_db_query (
      db, error, TYPES,
      SELECT " WHERE +p.case_id = :{case:s} AND p.rec <= :{as_of:i}"
             " AND p.subject IN (SELECT :{hash:s} UNION ALL SELECT c.hash FROM line c"
             "  WHERE c.corrects = :{hash:s}"
             "  AND c.kind = :{correcting:s} AND +c.case_id = :{case:s})" ORDER,
      as_of, case_id, line->hash,
      g_str_equal (line->kind, "note") ? "correct" : line->kind);
  if (rows == NULL)
    return FALSE;
  line->approvals = g_ptr_array_new_with_free_func ((GDestroyNotify) approval_free);
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      KirokuApproval *word = approval_from_row (rows, i, authors);

      word->outdated
          = !g_str_equal (kiroku_rows_text (rows, i, 0), kiroku_line_get_reading (line));
      word->own = !word->outdated && g_str_equal (word->key, kiroku_line_get_reading_key (line));
      g_ptr_array_add (line->approvals, word);
    }
  return TRUE;
}

const KirokuApproval *
kiroku_line_get_approval (const KirokuLine *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (g_str_equal (self->kind, "handover"))
    return kiroku_acceptances_find (self->approvals);
  return find_standing (self->approvals, kiroku_line_get_reading_key (self));
}

/* (transfer full) */
static char *
join_lacks (const KirokuApproval *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (lacks); i++)
    if (has_lack (self, i))
      g_string_append_printf (text, "%s%s", text->len > 0 ? C_ ("list", ", ") : "",
                              _ (lacks[i].words));
  return g_string_free (text, FALSE);
}

char *
kiroku_approval_describe (const KirokuApproval *self, GTimeZone *zone)
{
  g_autofree char *time = NULL;
  g_autofree char *why = NULL;
  g_autofree char *text = NULL;
  const char *name;

  g_return_val_if_fail (self != NULL && zone != NULL, NULL);

  name = self->approver != NULL ? self->approver : _ ("unknown");
  time = kiroku_time_to_text (self->rec, KIROKU_PRECISION_SECOND, zone);
  why = join_lacks (self);
  /* Translators: a name, then a time. */
  text = g_strdup_printf (self->withheld  ? _ ("judged, signed by %s, %s")
                          : self->refused ? _ ("refused, signed by %s, %s")
                          : self->accepted ? _ ("accepted, signed by %s, %s")
                                          : _ ("approved, signed by %s, %s"),
                          name, time);
  if (kiroku_approval_counts (self))
    return g_steal_pointer (&text);
  /* Translators: who approved or refused, then why that does not count. */
  return g_strdup_printf (_ ("%s; does not count: %s"), text, why);
}

char *
kiroku_line_describe_approvals (const KirokuLine *self, const char *language, GTimeZone *zone)
{
  g_auto (KirokuSpoken) spoken = { NULL };
  GString *out;

  g_return_val_if_fail (self != NULL && language != NULL && zone != NULL, NULL);

  if (self->approvals == NULL || self->approvals->len == 0)
    return NULL;
  spoken = kiroku_speak (language);
  out = g_string_new (NULL);
  for (guint i = 0; i < self->approvals->len; i++)
    {
      g_autofree char *word = kiroku_approval_describe (g_ptr_array_index (self->approvals, i), zone);

      g_string_append_printf (out, "%s%s", i > 0 ? "\n" : "", word);
    }
  return g_string_free (out, FALSE);
}
