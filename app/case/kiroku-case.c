/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-case.h"

#include <string.h>

#include "kiroku-approval.h"
#include "kiroku-case-level.h"
#include "kiroku-conflict.h"
#include "kiroku-fold.h"
#include "kiroku-i18n.h"
#include "kiroku-line-erasure.h"
#include "kiroku-task.h"
#include "kiroku-text.h"
#include "kiroku-trust.h"

G_DEFINE_QUARK (kiroku-case-error-quark, kiroku_case_error)

KirokuCase *
kiroku_case_copy (const KirokuCase *self)
{
  KirokuCase *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->id = g_strdup (self->id);
  copy->number = g_strdup (self->number);
  copy->title = g_strdup (self->title);
  copy->type = g_strdup (self->type);
  return copy;
}

void
kiroku_case_free (KirokuCase *self)
{
  g_free (self->id);
  g_free (self->number);
  g_free (self->title);
  g_free (self->type);
  g_free (self);
}

static void
visit_free (KirokuVisit *visit)
{
  g_free (visit->reason);
  g_free (visit->approver);
  g_free (visit->author);
  g_free (visit->hash);
  g_free (visit->signer);
  g_free (visit->correction);
  g_free (visit->corrector);
  g_free (visit->correction_reason);
  g_free (visit);
}

/* --- Facts and phases --- */

/* What others said of a fact without having seen what stands. */
static gboolean
add_rivals (
    KirokuFacts *facts, KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (GPtrArray) conflicts = kiroku_conflict_read (db, case_id, as_of, error);

  if (conflicts == NULL)
    return FALSE;
  for (guint i = 0; i < conflicts->len; i++)
    {
      const KirokuConflict *conflict = g_ptr_array_index (conflicts, i);
      const KirokuRival *first = g_ptr_array_index (conflict->rivals, 0);

      if (g_str_equal (conflict->subject, KIROKU_CONFLICT_PHASE)
          || g_str_equal (conflict->subject, KIROKU_CONFLICT_OPENING))
        continue;
      for (guint j = 1; j < conflict->rivals->len; j++)
        {
          const KirokuRival *rival = g_ptr_array_index (conflict->rivals, j);

          /* they may differ in how sure they are */
          if (rival->withheld != first->withheld || !g_str_equal (rival->value, first->value))
            kiroku_facts_add_rival (facts, conflict->subject, rival->value);
        }
    }
  return TRUE;
}

/* @stated: (nullable) what the author said of it. */
static KirokuFactState
read_state (const char *value, const char *stated)
{
  KirokuFactState state;

  if (value == NULL)
    return KIROKU_FACT_WITHHELD;
  if (stated != NULL && kiroku_fact_state_parse (stated, &state, NULL))
    return state;
  return value[0] != '\0' ? KIROKU_FACT_CONFIRMED : KIROKU_FACT_UNASKED;
}

/* What is said beside the fact that @hash set, when anything is. */
static void
add_remark (KirokuFacts *facts, GHashTable *erased, const char *key, const char *remark, const char *hash)
{
  const char *prefix = kiroku_fact_get_remark_prefix (kiroku_facts_get (facts, key)->state);
  g_autofree char *field = NULL;
  KirokuFactState state = KIROKU_FACT_CONFIRMED;

  if (remark == NULL || prefix == NULL)
    return;
  field = g_strconcat (prefix, key, NULL);
  if (remark[0] == '\0')
    state = kiroku_erased_contains (erased, hash, field) ? KIROKU_FACT_ERASED : KIROKU_FACT_WITHHELD;
  kiroku_facts_set_remark (facts, key, remark, state);
}

#define NO_REMARK G_MAXUINT

/* What was erased by law of @case_id, when in @rows a value is not here in column @value, or what is said beside
 * it in column @remark; else nothing. (transfer full) */
static GHashTable *
list_erased (KirokuDb *db,
             const char *case_id,
             const KirokuRows *rows,
             guint value,
             guint remark,
             GError **error)
{
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    if (kiroku_rows_is_null (rows, i, value)
        || (remark != NO_REMARK && g_strcmp0 (kiroku_rows_text (rows, i, remark), "") == 0))
      return kiroku_erased_list (db, case_id, error);
  return g_hash_table_new (g_str_hash, g_str_equal);
}

KirokuFacts *
kiroku_case_read_facts (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (KirokuFacts) facts = kiroku_facts_new ();
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "sssss",
                         "SELECT fact, value, state, hash, remark FROM fact WHERE case_id = :{case:s}"
                         " AND rec <= :{as_of:i} AND " KIROKU_STANDS ("fact") " ORDER BY " KIROKU_FOLD_ORDER,
                         case_id, as_of);
  g_autoptr (GHashTable) erased
      = rows != NULL ? list_erased (db, case_id, rows, 1, 4, error) : NULL;

  if (erased == NULL)
    return NULL;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      const char *key = kiroku_rows_text (rows, i, 0), *value = kiroku_rows_text (rows, i, 1);
      const char *hash = kiroku_rows_text (rows, i, 3);
      KirokuFactState state = read_state (value, kiroku_rows_text (rows, i, 2));

      if (value == NULL && kiroku_erased_contains (erased, hash, key))
        state = KIROKU_FACT_ERASED;
      kiroku_facts_set (facts, key, value != NULL ? value : "", state, hash);
      add_remark (facts, erased, key, kiroku_rows_text (rows, i, 4), hash);
    }
  return add_rivals (facts, db, case_id, as_of, error) ? g_steal_pointer (&facts) : NULL;
}

static KirokuRows *
query_visits (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  return kiroku_db_query (db, error, "siissssss",
                          "SELECT p.phase, p.at, p.stated, p.reason, p.approver, p.key, p.hash,"
                          " p.corrects, (SELECT a.name FROM author a WHERE a.case_id = p.case_id"
                          " AND a.key = p.key LIMIT 1) FROM phase p"
                          " WHERE p.case_id = :{case:s} AND p.rec <= :{as_of:i}"
                          " AND " KIROKU_STANDS ("p") " ORDER BY p.clock, p.key, p.seq, p.hash",
                          case_id, as_of);
}

static KirokuVisit *
visit_from_row (const KirokuRows *rows, guint i, KirokuPhase phase)
{
  KirokuVisit *visit = g_new0 (KirokuVisit, 1);

  *visit = (KirokuVisit){ .phase = phase,
                          .withheld = kiroku_rows_is_null (rows, i, 0),
                          .start = kiroku_rows_int (rows, i, 1),
                          .end = KIROKU_TIME_NONE,
                          .stated = kiroku_rows_int (rows, i, 2) != 0,
                          .reason = g_strdup (kiroku_rows_text (rows, i, 3)),
                          .approver = g_strdup (kiroku_rows_text (rows, i, 4)),
                          .author = g_strdup (kiroku_rows_text (rows, i, 5)),
                          .hash = g_strdup (kiroku_rows_text (rows, i, 6)) };
  return visit;
}

static void
replace_text (char **text, const char *other)
{
  g_free (*text);
  *text = g_strdup (other);
}

/* Row @i says what @visit was; a time it does not state stays. */
static void
correct_visit (
    KirokuVisit *visit, const KirokuRows *rows, guint i, KirokuPhase phase, GPtrArray *authors)
{
  visit->phase = phase;
  visit->withheld = kiroku_rows_is_null (rows, i, 0);
  if (kiroku_rows_int (rows, i, 2) != 0)
    {
      visit->start = kiroku_rows_int (rows, i, 1);
      visit->stated = TRUE;
    }
  if (!kiroku_rows_is_null (rows, i, 4))
    replace_text (&visit->approver, kiroku_rows_text (rows, i, 4));
  replace_text (&visit->correction_reason, kiroku_rows_text (rows, i, 3));
  replace_text (&visit->correction, kiroku_rows_text (rows, i, 6));
  replace_text (&visit->corrector, kiroku_rows_text (rows, i, 8));
  visit->corrector_unvouched = !kiroku_trust_is_vouched (authors, kiroku_rows_text (rows, i, 5));
}

/* The word on row @i, which is what @visit reads as: what was signed before was another thing. */
static void
sign_visit (KirokuVisit *visit, const KirokuRows *rows, guint i, GHashTable *approvals)
{
  const KirokuApproval *word = kiroku_approvals_find (approvals, kiroku_rows_text (rows, i, 6),
                                                      kiroku_rows_text (rows, i, 5));

  replace_text (&visit->signer, word != NULL ? word->approver : NULL);
  visit->refused = word != NULL && word->refused;
  visit->signed_at = word != NULL ? word->rec : 0;
  visit->signer_unvouched = word != NULL && word->unvouched;
}

/* All that was entered, each as it reads now. @by_hash: of the entry and of those that correct it. */
static GPtrArray *
take_visits (const KirokuRows *rows,
             GPtrArray *authors,
             GHashTable *approvals,
             GHashTable *erased,
             GHashTable *by_hash)
{
  GPtrArray *visits = g_ptr_array_new_with_free_func ((GDestroyNotify) visit_free);

  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      const char *corrects = kiroku_rows_text (rows, i, 7);
      KirokuVisit *visit = corrects != NULL ? g_hash_table_lookup (by_hash, corrects) : NULL;
      KirokuPhase phase = KIROKU_PHASE_DETECT;

      if (!kiroku_rows_is_null (rows, i, 0)
          && !kiroku_phase_parse (kiroku_rows_text (rows, i, 0), &phase, NULL))
        continue; /* of a later version */
      if (visit != NULL)
        correct_visit (visit, rows, i, phase, authors);
      else
        g_ptr_array_add (visits, visit = visit_from_row (rows, i, phase));
      visit->erased
          = visit->withheld && kiroku_erased_contains (erased, kiroku_rows_text (rows, i, 6), "phase");
      sign_visit (visit, rows, i, approvals);
      g_hash_table_insert (by_hash, g_strdup (kiroku_rows_text (rows, i, 6)), visit);
    }
  return visits;
}

/* Leaves out what was corrected to be no other phase than the one before. */
static void
drop_mistakes (GPtrArray *visits)
{
  for (guint i = 1; i < visits->len;)
    {
      const KirokuVisit *before = g_ptr_array_index (visits, i - 1);
      const KirokuVisit *visit = g_ptr_array_index (visits, i);

      if (visit->correction != NULL && visit->phase == before->phase && !visit->withheld
          && !before->withheld)
        g_ptr_array_remove_index (visits, i);
      else
        i++;
    }
}

/* Sets when each ended. Who writes a case up later states when one phase began, after another whose
 * beginning is only when it was recorded: that one began no later than the next. Where both were stated
 * the other way round nothing is known of the first but that it was left at once. */
static void
close_visits (GPtrArray *visits)
{
  for (guint i = visits->len; i > 1; i--)
    {
      KirokuVisit *before = g_ptr_array_index (visits, i - 2);
      const KirokuVisit *visit = g_ptr_array_index (visits, i - 1);

      if (!before->stated && before->start > visit->start)
        {
          before->start = visit->start;
          before->stated = visit->stated;
        }
      before->end = MAX (visit->start, before->start);
    }
}

/* Since when the case is closed: the first closing after the last reopening, µs UTC; KIROKU_TIME_NONE
 * while it is open. */
static gboolean
read_closed_since (KirokuDb *db, const char *case_id, gint64 as_of, gint64 *since, GError **error)
{
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "ii",
                         "SELECT closed, rec FROM closing WHERE case_id = :{case:s}"
                         " AND rec <= :{as_of:i} AND " KIROKU_STANDS ("closing")
                         " ORDER BY clock, key, seq, hash",
                         case_id, as_of);

  *since = KIROKU_TIME_NONE;
  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    if (kiroku_rows_int (rows, i, 0) == 0)
      *since = KIROKU_TIME_NONE;
    else if (*since == KIROKU_TIME_NONE)
      *since = kiroku_rows_int (rows, i, 1);
  return TRUE;
}

/* The last phase lasts no longer than the case is open. */
static void
end_last_visit (GPtrArray *visits, gint64 closed)
{
  KirokuVisit *last = visits->len > 0 ? g_ptr_array_index (visits, visits->len - 1) : NULL;

  if (last != NULL && closed != KIROKU_TIME_NONE)
    last->end = MAX (closed, last->start);
}

GPtrArray *
kiroku_case_read_visits (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (GHashTable) by_hash = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) authors = kiroku_trust_read (db, case_id, as_of, error);
  g_autoptr (GHashTable) approvals
      = authors != NULL ? kiroku_approvals_read_phases (db, case_id, as_of, error) : NULL;
  g_autoptr (KirokuRows) rows
      = approvals != NULL ? query_visits (db, case_id, as_of, error) : NULL;
  g_autoptr (GHashTable) erased = NULL;
  GPtrArray *visits;
  gint64 closed;

  if (rows == NULL || !read_closed_since (db, case_id, as_of, &closed, error))
    return NULL;
  erased = list_erased (db, case_id, rows, 0, NO_REMARK, error);
  if (erased == NULL)
    return NULL;
  visits = take_visits (rows, authors, approvals, erased, by_hash);
  drop_mistakes (visits);
  close_visits (visits);
  end_last_visit (visits, closed);
  return visits;
}

/* --- One case --- */

gboolean
kiroku_case_lacks_title (const KirokuCase *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->title_state == KIROKU_FACT_WITHHELD || self->title_state == KIROKU_FACT_ERASED;
}

const char *
kiroku_case_show_title (const KirokuCase *self, const char *language)
{
  g_auto (KirokuSpoken) spoken = kiroku_speak (language);

  g_return_val_if_fail (self != NULL, NULL);

  return self->title_state == KIROKU_FACT_ERASED     ? _ ("(erased by law)")
         : self->title_state == KIROKU_FACT_WITHHELD ? _ ("(withheld)")
                                                     : self->title;
}

const char *
kiroku_case_show_type (const KirokuCase *self, KirokuPack *pack, const char *language)
{
  g_auto (KirokuSpoken) spoken = kiroku_speak (language);
  const KirokuPackType *type;

  g_return_val_if_fail (self != NULL && pack != NULL, NULL);

  type = kiroku_pack_get_type (pack, self->type);
  return type != NULL         ? kiroku_pack_text (type->name, language)
         : self->type != NULL ? self->type
                              : _ ("(withheld)");
}

static void
set_title (KirokuCase *self, const char *title, KirokuFactState state)
{
  g_free (self->title);
  self->title_state = state;
  self->title = g_strdup (state == KIROKU_FACT_ERASED     ? _ ("(erased by law)")
                          : state == KIROKU_FACT_WITHHELD ? _ ("(withheld)")
                                                          : title);
}

/* What stands for a title that is not here. @hash: of the entry. */
static gboolean
fill_absent_title (KirokuDb *db, KirokuCase *self, const char *hash, GError **error)
{
  g_autoptr (GHashTable) erased = kiroku_erased_list (db, self->id, error);

  if (erased == NULL)
    return FALSE;
  set_title (self, NULL,
             kiroku_erased_contains (erased, hash, "title") ? KIROKU_FACT_ERASED : KIROKU_FACT_WITHHELD);
  return TRUE;
}

static gboolean
fill_opening (KirokuDb *db, KirokuCase *self, gint64 as_of, GError **error)
{
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "sssiiis",
                         "SELECT number, title, type, level, exercise, rec, hash FROM opening"
                         " WHERE case_id = :{case:s} AND hash = " KIROKU_OPENING (":{case:s}")
                         " AND rec <= :{as_of:i}",
                         self->id, as_of);

  if (rows == NULL)
    return FALSE;
  if (kiroku_rows_length (rows) == 0)
    {
      g_set_error (error, KIROKU_CASE_ERROR, KIROKU_CASE_ERROR_UNKNOWN,
                   _ ("there is no case “%s” (at that time): see kiroku-cli case list"), self->id);
      return FALSE;
    }
  self->lacks_number = kiroku_rows_is_null (rows, 0, 0);
  self->number = self->lacks_number ? g_strdup_printf ("~%.4s", self->id)
                                    : g_strdup (kiroku_rows_text (rows, 0, 0));
  self->title = g_strdup (kiroku_rows_text (rows, 0, 1));
  if (self->title == NULL
      && !fill_absent_title (db, self, kiroku_rows_text (rows, 0, 6), error))
    return FALSE;
  self->type = g_strdup (kiroku_rows_text (rows, 0, 2));
  self->level = kiroku_rows_int (rows, 0, 3);
  self->exercise = kiroku_rows_int (rows, 0, 4) != 0;
  self->opened = kiroku_rows_int (rows, 0, 5);
  return TRUE;
}

/* Whether @fact (nullable) says something, be it here or not: then no earlier value stands in for it. */
static gboolean
is_stated (const KirokuFact *fact)
{
  return fact != NULL
         && (fact->value[0] != '\0' || fact->state == KIROKU_FACT_WITHHELD || fact->state == KIROKU_FACT_ERASED);
}

/* Title, type and level may be stated again after the case was opened. */
static gboolean
apply_facts (KirokuDb *db, KirokuCase *self, gint64 as_of, GError **error)
{
  g_autoptr (KirokuFacts) facts = kiroku_case_read_facts (db, self->id, as_of, error);
  const KirokuFact *title, *type;

  if (facts == NULL)
    return FALSE;
  title = kiroku_facts_get (facts, "case.title");
  type = kiroku_facts_get (facts, "case.type");
  if (is_stated (title))
    set_title (self, title->value, title->state);
  if (is_stated (type))
    {
      g_free (self->type);
      self->type = type->value[0] != '\0' ? g_strdup (type->value) : NULL;
    }
  return kiroku_case_level_read (db, self->id, as_of, &self->level, error);
}

static gboolean
fill_phase (KirokuDb *db, KirokuCase *self, gint64 as_of, GError **error)
{
  g_autoptr (GPtrArray) visits = kiroku_case_read_visits (db, self->id, as_of, error);

  if (visits == NULL)
    return FALSE;
  self->phase = KIROKU_PHASE_DETECT;
  self->phase_since = self->opened;
  for (guint i = visits->len; i > 0; i--)
    {
      const KirokuVisit *last = g_ptr_array_index (visits, i - 1);

      if (last->withheld)
        continue;
      self->phase = last->phase;
      self->phase_since = last->start;
      break;
    }
  return TRUE;
}

static gboolean
fill_state (KirokuDb *db, KirokuCase *self, gint64 as_of, GError **error)
{
  g_autoptr (GPtrArray) tasks = kiroku_task_list (db, self->id, as_of, error);
  gint64 closed;

  if (tasks == NULL
      || !kiroku_db_query_int (db, error, 0, &closed,
                               "SELECT closed FROM closing WHERE case_id = :{case:s}"
                               " AND rec <= :{as_of:i} AND " KIROKU_STANDS ("closing")
                               " ORDER BY clock DESC, key DESC, seq DESC, hash DESC LIMIT 1",
                               self->id, as_of)
      || !kiroku_db_query_int (db, error, self->opened, &self->changed,
                               "SELECT rec FROM line WHERE case_id = :{case:s}"
                               " AND rec <= :{as_of:i} ORDER BY clock DESC LIMIT 1",
                               self->id, as_of))
    return FALSE;
  self->closed = closed != 0;
  self->tasks = tasks->len;
  for (guint i = 0; i < tasks->len; i++)
    self->tasks_open
        += ((KirokuTask *) g_ptr_array_index (tasks, i))->state == KIROKU_TASK_OPEN;
  return TRUE;
}

/* A number is a label; where two cases share it both show some of their id. */
static gboolean
mark_shared_number (KirokuDb *db, KirokuCase *self, GError **error)
{
  gint64 cases;
  g_autofree char *bare = g_strdup (self->number);

  if (!kiroku_db_query_int (db, error, 1, &cases,
                            "SELECT count(DISTINCT case_id) FROM opening WHERE number = :{number:s}",
                            bare))
    return FALSE;
  if (cases > 1)
    {
      g_free (self->number);
      self->number = g_strdup_printf ("%s~%.4s", bare, self->id);
    }
  return TRUE;
}

KirokuCase *
kiroku_case_read (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (KirokuCase) self = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL, NULL);

  self = g_new0 (KirokuCase, 1);
  self->id = g_strdup (case_id);
  if (!fill_opening (db, self, as_of, error) || !apply_facts (db, self, as_of, error)
      || !fill_phase (db, self, as_of, error) || !fill_state (db, self, as_of, error)
      || !mark_shared_number (db, self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* --- All cases --- */

static int
compare_cases (gconstpointer a, gconstpointer b)
{
  const KirokuCase *first = *(const KirokuCase *const *) a;
  const KirokuCase *second = *(const KirokuCase *const *) b;

  if (first->closed != second->closed)
    return first->closed ? 1 : -1;
  return first->opened > second->opened ? -1 : first->opened < second->opened;
}

GPtrArray *
kiroku_case_list (KirokuDb *db, GError **error)
{
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_case_free);
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "s", "SELECT DISTINCT case_id FROM opening");

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      KirokuCase *self = kiroku_case_read (db, kiroku_rows_text (rows, i, 0), KIROKU_NOW, error);

      if (self == NULL)
        return NULL;
      g_ptr_array_add (cases, self);
    }
  g_ptr_array_sort (cases, compare_cases);
  return g_steal_pointer (&cases);
}

/* --- Numbers --- */

static void
set_ambiguous (const char *number, const KirokuRows *rows, GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    g_string_append_printf (list, "%s%s~%.4s", i > 0 ? ", " : "", number,
                            kiroku_rows_text (rows, i, 0));
  g_set_error (error, KIROKU_CASE_ERROR, KIROKU_CASE_ERROR_AMBIGUOUS,
               _ ("several cases have the number “%s”: say which, %s"), number, list->str);
}

char *
kiroku_case_resolve (KirokuDb *db, const char *text, GError **error)
{
  g_autofree char *half = NULL;
  g_autofree char *stripped = NULL;
  g_autofree char *id = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *end = NULL;
  g_autoptr (KirokuRows) rows = NULL;
  const char *prefix;

  g_return_val_if_fail (db != NULL && text != NULL, NULL);

  half = kiroku_text_to_half_width (text);
  stripped = kiroku_text_strip (half);
  id = g_ascii_strdown (stripped, -1);
  parts = g_strsplit (stripped, "~", 2);
  prefix = parts[0] != NULL && parts[1] != NULL ? strchr (id, '~') + 1 : "";
  end = g_strconcat (prefix, "~", NULL);
  rows = kiroku_db_query (db, error, "s",
                          "SELECT DISTINCT case_id FROM opening WHERE case_id = :{id:s}"
                          " OR (ifnull (number, '') = :{number:s} AND :{number:s} || :{prefix:s} <> '' AND case_id >= :{prefix:s}"
                          " AND case_id < :{end:s}) ORDER BY case_id",
                          id, parts[0] != NULL ? parts[0] : "", prefix, end);
  if (rows == NULL)
    return NULL;
  if (kiroku_rows_length (rows) == 1)
    return g_strdup (kiroku_rows_text (rows, 0, 0));
  if (kiroku_rows_length (rows) > 1)
    set_ambiguous (parts[0], rows, error);
  else
    g_set_error (error, KIROKU_CASE_ERROR, KIROKU_CASE_ERROR_UNKNOWN,
                 _ ("there is no case “%s”: see kiroku-cli case list"), text);
  return NULL;
}

char *
kiroku_case_next_number (
    KirokuDb *db, gboolean exercise, gint64 now, GTimeZone *zone, GError **error)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  g_autofree char *prefix
      = g_strdup_printf ("%s%d-", exercise ? "X" : "", g_date_time_get_year (local));
  gint64 last;

  if (!kiroku_db_query_int (db, error, 0, &last,
                            "SELECT max (CAST (substr (number, length (:{prefix:s}) + 1) AS INTEGER))"
                            " FROM opening WHERE substr (number, 1, length (:{prefix:s}))"
                            " = :{prefix:s}",
                            prefix))
    return NULL;
  return g_strdup_printf ("%s%03d", prefix, (int) last + 1);
}

gboolean
kiroku_case_read_newest_of_others (
    KirokuDb *db, const char *case_id, const char *author, gint64 *us, GError **error)
{
  g_return_val_if_fail (db != NULL && case_id != NULL && author != NULL && us != NULL, FALSE);

  return kiroku_db_query_int (
      db, error, 0, us,
      "SELECT max ((SELECT e.rec FROM entry e WHERE e.case_id = a.case_id AND e.key = a.key"
      "  ORDER BY e.seq DESC LIMIT 1))"
      " FROM author a WHERE a.case_id = :{case:s} AND a.name <> :{author:s}",
      case_id, author);
}
