/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-line.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-approval.h"
#include "kiroku-archive.h"
#include "kiroku-find.h"
#include "kiroku-fold.h"
#include "kiroku-line-erasure.h"
#include "kiroku-names.h"
#include "kiroku-trust.h"

static const KirokuName class_names[KIROKU_N_CLASSES] = {
  [KIROKU_CLASS_ACTION] = { "action", NC_ ("class", "Action") },
  [KIROKU_CLASS_OBSERVATION] = { "observation", NC_ ("class", "Observation") },
  [KIROKU_CLASS_DECISION] = { "decision", NC_ ("class", "Decision") },
  [KIROKU_CLASS_COMMUNICATION] = { "communication", NC_ ("class", "Communication") },
};

static const KirokuNames classes = { class_names, KIROKU_N_CLASSES, "class" };

const char *
kiroku_class_id (KirokuClass klass)
{
  return kiroku_names_get_id (&classes, klass);
}

const char *
kiroku_class_name (KirokuClass klass)
{
  return kiroku_names_get_name (&classes, klass);
}

gboolean
kiroku_class_parse (const char *id, KirokuClass *klass, GError **error)
{
  guint value;

  if (!kiroku_names_parse (&classes, id, &value, error))
    return FALSE;
  *klass = value;
  return TRUE;
}

KirokuLine *
kiroku_line_copy (const KirokuLine *self)
{
  KirokuLine *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->key = g_strdup (self->key);
  copy->author = g_strdup (self->author);
  copy->hash = g_strdup (self->hash);
  copy->kind = g_strdup (self->kind);
  copy->klass = g_strdup (self->klass);
  copy->text = g_strdup (self->text);
  copy->detail = g_strdup (self->detail);
  copy->extra = g_strdup (self->extra);
  copy->subject = g_strdup (self->subject);
  copy->named = g_strdup (self->named);
  copy->whose = g_strdup (self->whose);
  copy->task_ja = g_strdup (self->task_ja);
  copy->task_en = g_strdup (self->task_en);
  copy->evidence = g_strdup (self->evidence);
  copy->judged = g_strdup (self->judged);
  copy->judged_kind = g_strdup (self->judged_kind);
  copy->corrects = g_strdup (self->corrects);
  copy->own_reason = g_strdup (self->own_reason);
  copy->correction = g_strdup (self->correction);
  copy->correction_key = g_strdup (self->correction_key);
  copy->corrected = g_strdup (self->corrected);
  copy->corrected_detail = g_strdup (self->corrected_detail);
  copy->corrected_extra = g_strdup (self->corrected_extra);
  copy->reason = g_strdup (self->reason);
  copy->corrector = g_strdup (self->corrector);
  copy->approvals = self->approvals != NULL ? g_ptr_array_ref (self->approvals) : NULL;
  copy->erasures = self->erasures != NULL ? g_ptr_array_ref (self->erasures) : NULL;
  return copy;
}

const char *
kiroku_line_get_reading (const KirokuLine *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->correction != NULL ? self->correction : self->hash;
}

const char *
kiroku_line_get_reading_key (const KirokuLine *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->correction_key != NULL ? self->correction_key : self->key;
}

gint64
kiroku_line_get_time (const KirokuLine *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->retimed ? self->corrected_at : self->at;
}

gboolean
kiroku_line_is_checkpoint (const KirokuLine *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_str_equal (self->kind, "checkpoint");
}

void
kiroku_line_free (KirokuLine *self)
{
  g_free (self->key);
  g_free (self->author);
  g_free (self->hash);
  g_free (self->kind);
  g_free (self->klass);
  g_free (self->text);
  g_free (self->detail);
  g_free (self->extra);
  g_free (self->subject);
  g_free (self->named);
  g_free (self->whose);
  g_free (self->task_ja);
  g_free (self->task_en);
  g_free (self->evidence);
  g_free (self->judged);
  g_free (self->judged_kind);
  g_free (self->corrects);
  g_free (self->own_reason);
  g_free (self->correction);
  g_free (self->correction_key);
  g_free (self->corrected);
  g_free (self->corrected_detail);
  g_free (self->corrected_extra);
  g_free (self->reason);
  g_free (self->corrector);
  g_clear_pointer (&self->approvals, g_ptr_array_unref);
  g_clear_pointer (&self->erasures, g_ptr_array_unref);
  g_free (self);
}

/* --- Reading --- */

#define IS_STEP \
  "(l.kind = 'task.add' AND EXISTS (SELECT 1 FROM task s WHERE s.hash = l.hash AND s.step <> ''))"

/* kiroku_line_is_restated() of its kind. */
#define IS_RESTATED "l.kind IN ('contact.told', 'evidence.move', 'form.file', 'enquiry.ask', 'enquiry.answer')"

/* Corrections show at what they correct, and as lines of their own: a `correct` of a note, and of these
 * kinds one of the same, which alone have a current reading. What another case says of a line
 * is no word on it: every entry that names one is looked for in the case of the line. */
#define CORRECTS(c) \
  c ".corrects = l.hash AND +" c ".case_id = l.case_id" \
  " AND " c ".kind = CASE WHEN l.kind = 'note' THEN 'correct'" \
  " WHEN l.kind = 'case.phase' OR " IS_RESTATED " THEN l.kind END" \
  " AND " c ".rec <= :{as_of:i}"

#define LAST_CORRECTION(column, condition) \
  "(SELECT c." column " FROM line c WHERE " CORRECTS ("c") condition " AND " KIROKU_STANDS ("c") \
  " ORDER BY c.clock DESC, c.key DESC, c.seq DESC, c.hash DESC LIMIT 1)"
#define CURRENT_READING(column) LAST_CORRECTION (column, "")
/* A correction that states no time leaves it as it was. */
#define CURRENT_TIME(column) LAST_CORRECTION (column, " AND c.stated <> 0")

/* The lines that hold what is looked for, and those of which a correction says it, be it superseded since.
 * Corrections are few: they are gone through by the index that has them alone, and what they correct is found by its
 * entry. */
#define FOUND \
  "SELECT rowid FROM words WHERE words MATCH :{match:s} UNION ALL SELECT l.id FROM line c" \
  " CROSS JOIN entry e ON e.hash = c.corrects" \
  " CROSS JOIN line l ON l.case_id = e.case_id AND l.clock = e.clock AND l.key = e.key" \
  " AND l.seq = e.seq AND l.hash = e.hash WHERE c.corrects IS NOT NULL" \
  " AND +c.id IN (SELECT rowid FROM words WHERE words MATCH :{match:s}) AND " CORRECTS ("c")

/* Nothing is looked for: SQLite goes through the lines of the case in their order. */
#define ANY "l", " AND :{match:s} IS NULL"
/* It goes through what is found, not through the case. */
#define MATCHING "+l", " AND l.id IN (" FOUND ")"

/* @line is the line, whose index SQLite does not use after a "+". */
#define WHERE_OF(line, matching) \
  " FROM line l WHERE " line ".case_id = :{case:s} AND l.rec <= :{as_of:i}" \
  " AND l.rec >= :{since:i}" \
  " AND (:{timed:i} = 0 OR ifnull (" CURRENT_TIME ("at") ", l.at)" \
  "  BETWEEN :{from:i} AND :{to:i}) AND (:{class:s} IS NULL OR l.class = :{class:s})" \
  " AND (:{hide_automatic:i} = 0 OR NOT (" IS_STEP " OR l.kind = 'checkpoint'))" matching
#define WHERE(...) WHERE_OF (__VA_ARGS__)

/* Few lines have one: the words themselves are read for those alone. */
#define HAS_APPROVALS \
  "(EXISTS (SELECT 1 FROM approval p WHERE p.subject = l.hash AND p.rec <= :{as_of:i})" \
  " OR EXISTS (SELECT 1 FROM line f JOIN approval p ON p.subject = f.hash" \
  " WHERE " CORRECTS ("f") " AND p.rec <= :{as_of:i})" \
  " OR (l.kind = 'handover' AND l.subject IS NULL AND EXISTS (SELECT 1 FROM handover p" \
  " WHERE p.accepts = l.hash AND p.rec <= :{as_of:i})))"

/* What follows @as_of; a log of which all times are wanted is not asked for them. */
#define WANTED(filter) \
  (filter)->since, (gint64) ((filter)->from != KIROKU_TIME_NONE || (filter)->to != KIROKU_TIME_NONE), \
      (filter)->from == KIROKU_TIME_NONE ? G_MININT64 : (filter)->from, \
      (filter)->to == KIROKU_TIME_NONE ? G_MAXINT64 : (filter)->to, (filter)->klass, \
      (gint64) (filter)->hide_automatic, match
#define FILTER_VALUES(filter) (filter)->as_of, WANTED (filter)

/* The one for what is looked for, @match (nullable); the values they take are the same. */
#define CHOOSE(query) (match != NULL ? query (MATCHING) : query (ANY))

/* (transfer full) (nullable) */
static char *
make_match (const KirokuLineFilter *filter)
{
  return filter->find != NULL ? kiroku_find_match (filter->find) : NULL;
}

#define COUNT(...) "SELECT count(*)" WHERE (__VA_ARGS__)
#define COUNT_ONE(...) "SELECT count(*)" WHERE (__VA_ARGS__) " AND l.hash = :{hash:s}"
#define COUNT_BEFORE(...) \
  "SELECT count(*)" WHERE (__VA_ARGS__) " AND (l.clock, l.key, l.seq, l.hash) <" \
  " (SELECT h.clock, h.key, h.seq, h.hash FROM line h" \
  " WHERE h.case_id = :{case:s} AND h.hash = :{hash:s} LIMIT 1)"

gboolean
kiroku_line_count (
    KirokuDb *db, const char *case_id, const KirokuLineFilter *filter, gint64 *count, GError **error)
{
  g_autofree char *match = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL && filter != NULL, FALSE);

  match = make_match (filter);
  return kiroku_db_query_int (db, error, 0, count, CHOOSE (COUNT), case_id,
                              FILTER_VALUES (filter));
}

gboolean
kiroku_line_find (KirokuDb *db,
                  const char *case_id,
                  const KirokuLineFilter *filter,
                  const char *hash,
                  gint64 *position,
                  GError **error)
{
  g_autofree char *match = NULL;
  gint64 found;

  g_return_val_if_fail (db != NULL && case_id != NULL && filter != NULL && hash != NULL, FALSE);

  *position = -1;
  match = make_match (filter);
  if (!kiroku_db_query_int (db, error, 0, &found, CHOOSE (COUNT_ONE), case_id,
                            FILTER_VALUES (filter), hash))
    return FALSE;
  return found == 0
         || kiroku_db_query_int (db, error, 0, position, CHOOSE (COUNT_BEFORE), case_id,
                                 FILTER_VALUES (filter), hash);
}

GPtrArray *
kiroku_line_find_cases (KirokuDb *db, const char *find, GError **error)
{
  g_autofree char *match = NULL;
  g_autoptr (KirokuRows) rows = NULL;
  GPtrArray *cases;

  g_return_val_if_fail (db != NULL && find != NULL, NULL);

  cases = g_ptr_array_new_with_free_func (g_free);
  match = kiroku_find_match (find);
  if (match == NULL)
    return cases;
  rows = kiroku_db_query (db, error, "s",
                          "SELECT DISTINCT l.case_id FROM line l WHERE l.id IN"
                          " (SELECT rowid FROM words WHERE words MATCH :{match:s})",
                          match);
  for (guint i = 0; rows != NULL && i < kiroku_rows_length (rows); i++)
    g_ptr_array_add (cases, g_strdup (kiroku_rows_text (rows, i, 0)));
  if (rows == NULL)
    g_clear_pointer (&cases, g_ptr_array_unref);
  return cases;
}

char *
kiroku_line_find_reading (KirokuDb *db, const char *case_id, const char *hash, GError **error)
{
  g_autoptr (KirokuRows) rows = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL && hash != NULL, NULL);

  rows = kiroku_db_query (db, error, "s",
                          "SELECT ifnull (" CURRENT_READING ("hash") ", l.hash) FROM line l"
                          " WHERE l.case_id = :{case:s} AND l.hash = ifnull ("
                          " (SELECT o.hash FROM line k JOIN line o ON o.hash = k.corrects"
                          "  WHERE k.hash = :{hash:s} AND o.case_id = :{case:s}"
                          "  AND (k.kind = 'correct' OR o.kind = k.kind)),"
                          " :{hash:s})",
                          KIROKU_NOW, case_id, hash);
  if (rows == NULL)
    return NULL;
  return g_strdup (kiroku_rows_length (rows) > 0 ? kiroku_rows_text (rows, 0, 0) : hash);
}

KirokuEntry *
kiroku_line_read_reading (KirokuDb *db, const char *case_id, const char *prefix, GError **error)
{
  g_autoptr (KirokuEntry) entry = NULL;
  g_autofree char *hash = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL && prefix != NULL, NULL);

  entry = kiroku_archive_find (db, case_id, prefix, error);
  if (entry != NULL)
    hash = kiroku_line_find_reading (db, case_id, entry->hash, error);
  return hash != NULL ? kiroku_archive_find (db, case_id, hash, error) : NULL;
}

static KirokuLine *
line_from_row (const KirokuRows *rows, guint i)
{
  KirokuLine *line = g_new0 (KirokuLine, 1);
  const char *precision = kiroku_rows_text (rows, i, 7);
  const char *corrected_precision = kiroku_rows_text (rows, i, 27);

  *line = (KirokuLine){ .hash = g_strdup (kiroku_rows_text (rows, i, 0)),
                        .key = g_strdup (kiroku_rows_text (rows, i, 1)),
                        .seq = kiroku_rows_int (rows, i, 2),
                        .clock = kiroku_rows_int (rows, i, 3),
                        .rec = kiroku_rows_int (rows, i, 4),
                        .at = kiroku_rows_int (rows, i, 5),
                        .stated = kiroku_rows_int (rows, i, 6) != 0,
                        .kind = g_strdup (kiroku_rows_text (rows, i, 8)),
                        .klass = g_strdup (kiroku_rows_text (rows, i, 9)),
                        .text = g_strdup (kiroku_rows_text (rows, i, 10)),
                        .detail = g_strdup (kiroku_rows_text (rows, i, 11)),
                        .subject = g_strdup (kiroku_rows_text (rows, i, 12)),
                        .author = g_strdup (kiroku_rows_text (rows, i, 13)),
                        .task_ja = g_strdup (kiroku_rows_text (rows, i, 14)),
                        .task_en = g_strdup (kiroku_rows_text (rows, i, 15)),
                        .corrected = g_strdup (kiroku_rows_text (rows, i, 16)),
                        .reason = g_strdup (kiroku_rows_text (rows, i, 17)),
                        .corrector = g_strdup (kiroku_rows_text (rows, i, 18)),
                        .is_step = kiroku_rows_int (rows, i, 19) != 0,
                        .extra = g_strdup (kiroku_rows_text (rows, i, 20)),
                        .revoked = kiroku_rows_int (rows, i, 21) == 0,
                        .forked = kiroku_rows_int (rows, i, 22) != 0,
                        .evidence = g_strdup (kiroku_rows_text (rows, i, 23)),
                        .correction = g_strdup (kiroku_rows_text (rows, i, 25)),
                        .retimed = !kiroku_rows_is_null (rows, i, 26),
                        .corrected_at = kiroku_rows_int (rows, i, 26),
                        .correction_key = g_strdup (kiroku_rows_text (rows, i, 28)),
                        .judged = g_strdup (kiroku_rows_text (rows, i, 29)),
                        .judged_kind = g_strdup (kiroku_rows_text (rows, i, 30)),
                        .named = g_strdup (kiroku_rows_text (rows, i, 31)),
                        .whose = g_strdup (kiroku_rows_text (rows, i, 32)),
                        .corrected_detail = g_strdup (kiroku_rows_text (rows, i, 33)),
                        .corrected_extra = g_strdup (kiroku_rows_text (rows, i, 34)),
                        .corrects = g_strdup (kiroku_rows_text (rows, i, 35)),
                        .own_reason = g_strdup (kiroku_rows_text (rows, i, 36)),
                        .n_corrections = kiroku_rows_int (rows, i, 37) };
  if (precision != NULL)
    kiroku_precision_parse (precision, &line->precision);
  if (corrected_precision != NULL)
    kiroku_precision_parse (corrected_precision, &line->corrected_precision);
  if (line->corrected_at / G_USEC_PER_SEC == line->at / G_USEC_PER_SEC
      && line->corrected_precision == line->precision)
    line->retimed = FALSE; /* stated anew, as it was */
  return line;
}

/* What an approval is about. */
#define JUDGED(column) \
  "(SELECT e." column " FROM line e WHERE l.kind = 'approve' AND e.hash = l.subject" \
  " AND +e.case_id = l.case_id)"

/* Few lines are of such a kind: the others are not asked for more. */
#define CURRENT_RESTATED(column) "CASE WHEN " IS_RESTATED " THEN " CURRENT_READING (column) " END"

#define COLUMNS "ssiiiiissssssssssssisiisisissssssssssi"
#define SELECT \
  "SELECT l.hash, l.key, l.seq, l.clock, l.rec, l.at, l.stated, l.precision, l.kind, l.class," \
  " l.text, l.detail, l.subject," \
  " (SELECT a.name FROM author a WHERE a.case_id = l.case_id AND a.key = l.key LIMIT 1)," \
  " (SELECT t.text_ja FROM task t WHERE t.hash = l.subject AND +t.case_id = l.case_id)," \
  " (SELECT t.text_en FROM task t WHERE t.hash = l.subject AND +t.case_id = l.case_id)," \
  " " CURRENT_READING ("text") ", " CURRENT_READING ("reason") "," \
  " (SELECT a.name FROM author a WHERE a.case_id = l.case_id AND a.key = " \
  CURRENT_READING ("key") " LIMIT 1)," \
  " " IS_STEP ", l.extra, " KIROKU_STANDS ("l") "," \
  " EXISTS (SELECT 1 FROM entry e WHERE e.case_id = l.case_id AND e.key = l.key" \
  " AND e.seq = l.seq AND e.hash <> l.hash)," \
  " (SELECT e.text FROM line e WHERE e.kind = 'evidence.add' AND e.hash = l.subject" \
  " AND +e.case_id = l.case_id)," \
  " " HAS_APPROVALS "," \
  " " CURRENT_READING ("hash") ", " CURRENT_TIME ("at") ", " CURRENT_TIME ("precision") "," \
  " " CURRENT_READING ("key") "," \
  " " JUDGED ("text") ", " JUDGED ("kind") ", l.named," \
  " (SELECT a.name FROM author a WHERE a.case_id = l.case_id AND a.key = CASE l.kind" \
  "  WHEN 'key.revoke' THEN l.text WHEN 'handover' THEN (SELECT o.key FROM handover o" \
  "   WHERE o.case_id = l.case_id AND o.hash = l.subject AND o.accepts IS NULL) END LIMIT 1), " CURRENT_RESTATED ("detail") "," \
  " " CURRENT_RESTATED ("extra") ", l.corrects, l.reason," \
  " (SELECT count(*) FROM line c WHERE " CORRECTS ("c") " AND " KIROKU_STANDS ("c") ")"
/* @as_of is the first parameter of SELECT, and named only once. */
#define SELECT_VALUES(case_id, filter) (filter)->as_of, case_id, WANTED (filter)
#define ORDER " ORDER BY l.clock, l.key, l.seq, l.hash"
#define LIMIT ORDER " LIMIT :{limit:i}"

/* The lines of one page, by a condition and a limit. What is looked for comes in no order, so the page is found
 * before the columns of its lines are. */
#define PAGE_OF(line, matching, limit) SELECT WHERE_OF (line, matching) limit
#define PAGE(...) PAGE_OF (__VA_ARGS__)
#define PAGE_FOUND(limit) \
  SELECT " FROM line l WHERE l.id IN (SELECT l.id" WHERE (MATCHING) limit ")" ORDER
#define CHOOSE_PAGE(limit) (match != NULL ? PAGE_FOUND (limit) : PAGE (ANY, limit))
#define BY_OFFSET LIMIT " OFFSET :{offset:i}"
#define BY_PLACE \
  " AND (l.clock, l.key, l.seq, l.hash)" \
  " > (:{after_clock:i}, :{after_key:s}, :{after_seq:i}, :{after_hash:s})" LIMIT

static GPtrArray *
take_lines (KirokuDb *db, const char *case_id, gint64 as_of, KirokuRows *rows, GError **error)
{
  g_autoptr (GPtrArray) authors = kiroku_trust_read (db, case_id, as_of, error);
  g_autoptr (GPtrArray) lines = NULL;

  if (authors == NULL)
    return NULL;
  lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_line_free);
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      KirokuLine *line = line_from_row (rows, i);

      g_ptr_array_add (lines, line);
      line->unvouched = !kiroku_trust_is_vouched (authors, line->key);
      line->corrector_unvouched = line->correction_key != NULL
                                  && !kiroku_trust_is_vouched (authors, line->correction_key);
      if (kiroku_rows_int (rows, i, 24) != 0
          && !kiroku_line_read_approvals (db, case_id, as_of, authors, line, error))
        return NULL;
    }
  return kiroku_line_read_erasures (db, case_id, authors, lines, error) ? g_steal_pointer (&lines)
                                                                        : NULL;
}

GPtrArray *
kiroku_line_read (KirokuDb *db,
                  const char *case_id,
                  const KirokuLineFilter *filter,
                  gint64 offset,
                  guint limit,
                  GError **error)
{
  g_autoptr (KirokuRows) rows = NULL;
  g_autofree char *match = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL && filter != NULL, NULL);

  match = make_match (filter);
  rows = kiroku_db_query (db, error, COLUMNS, CHOOSE_PAGE (BY_OFFSET),
                          SELECT_VALUES (case_id, filter), (gint64) limit, offset);
  return rows != NULL ? take_lines (db, case_id, filter->as_of, rows, error) : NULL;
}

GPtrArray *
kiroku_line_read_after (KirokuDb *db,
                        const char *case_id,
                        const KirokuLineFilter *filter,
                        const KirokuLine *after,
                        guint limit,
                        GError **error)
{
  static const KirokuLine beginning = { .clock = -1, .key = (char *) "", .hash = (char *) "" };
  g_autoptr (KirokuRows) rows = NULL;
  g_autofree char *match = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL && filter != NULL, NULL);

  if (after == NULL)
    after = &beginning;
  match = make_match (filter);
  rows = kiroku_db_query (db, error, COLUMNS, CHOOSE_PAGE (BY_PLACE),
                          SELECT_VALUES (case_id, filter), after->clock, after->key, after->seq,
                          after->hash, (gint64) limit);
  return rows != NULL ? take_lines (db, case_id, filter->as_of, rows, error) : NULL;
}
