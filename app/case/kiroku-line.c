/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-line.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-asset.h"
#include "kiroku-anchor.h"
#include "kiroku-case-fold.h"
#include "kiroku-evidence-names.h"
#include "kiroku-indicator.h"
#include "kiroku-link.h"
#include "kiroku-names.h"
#include "kiroku-task.h"
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
  copy->task_ja = g_strdup (self->task_ja);
  copy->task_en = g_strdup (self->task_en);
  copy->evidence = g_strdup (self->evidence);
  copy->corrected = g_strdup (self->corrected);
  copy->reason = g_strdup (self->reason);
  copy->corrector = g_strdup (self->corrector);
  return copy;
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
  g_free (self->task_ja);
  g_free (self->task_en);
  g_free (self->evidence);
  g_free (self->corrected);
  g_free (self->reason);
  g_free (self->corrector);
  g_free (self);
}

/* --- Reading --- */

#define IS_STEP \
  "(l.kind = 'task.add' AND EXISTS (SELECT 1 FROM task s WHERE s.hash = l.hash AND s.step <> ''))"

/* Corrections show at what they correct, and as lines of their own. */
#define WHERE \
  " FROM line l WHERE l.case_id = :{case:s} AND l.rec <= :{as_of:i} AND l.at >= :{from:i}" \
  " AND l.at <= :{to:i} AND (:{class:s} IS NULL OR l.class = :{class:s})" \
  " AND (:{hide_steps:i} = 0 OR NOT " IS_STEP ")" \
  " AND (:{find:s} IS NULL OR instr (l.text, :{find:s}) > 0 OR instr (l.detail, :{find:s}) > 0" \
  " OR instr (l.extra, :{find:s}) > 0" \
  "  OR EXISTS (SELECT 1 FROM line f WHERE f.kind = 'correct' AND f.subject = l.hash" \
  "   AND f.rec <= :{as_of:i} AND instr (f.text, :{find:s}) > 0))"

#define CURRENT_READING(column) \
  "(SELECT c." column " FROM line c WHERE c.kind = 'correct' AND c.subject = l.hash" \
  " AND c.rec <= :{as_of:i} AND " KIROKU_STANDS ("c") " ORDER BY c.clock DESC, c.key DESC, c.seq DESC, c.hash DESC LIMIT 1)"

#define FILTER_VALUES(filter) \
  (filter)->as_of, (filter)->from == KIROKU_TIME_NONE ? G_MININT64 : (filter)->from, \
      (filter)->to == KIROKU_TIME_NONE ? G_MAXINT64 : (filter)->to, (filter)->klass, \
      (gint64) (filter)->hide_steps, (filter)->find

gboolean
kiroku_line_count (
    KirokuDb *db, const char *case_id, const KirokuLineFilter *filter, gint64 *count, GError **error)
{
  g_return_val_if_fail (db != NULL && case_id != NULL && filter != NULL, FALSE);

  return kiroku_db_query_int (db, error, 0, count, "SELECT count(*)" WHERE, case_id,
                              FILTER_VALUES (filter));
}

static KirokuLine *
line_from_row (const KirokuRows *rows, guint i)
{
  KirokuLine *line = g_new0 (KirokuLine, 1);
  const char *precision = kiroku_rows_text (rows, i, 7);

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
                        .evidence = g_strdup (kiroku_rows_text (rows, i, 23)) };
  if (precision != NULL)
    kiroku_precision_parse (precision, &line->precision);
  return line;
}

#define COLUMNS "ssiiiiissssssssssssisiis"
#define SELECT \
  "SELECT l.hash, l.key, l.seq, l.clock, l.rec, l.at, l.stated, l.precision, l.kind, l.class," \
  " l.text, l.detail, l.subject," \
  " (SELECT a.name FROM author a WHERE a.case_id = l.case_id AND a.key = l.key LIMIT 1)," \
  " (SELECT t.text_ja FROM task t WHERE t.hash = l.subject)," \
  " (SELECT t.text_en FROM task t WHERE t.hash = l.subject)," \
  " " CURRENT_READING ("text") ", " CURRENT_READING ("detail") "," \
  " (SELECT a.name FROM author a WHERE a.case_id = l.case_id AND a.key = " \
  CURRENT_READING ("key") " LIMIT 1)," \
  " " IS_STEP ", l.extra, " KIROKU_STANDS ("l") "," \
  " EXISTS (SELECT 1 FROM entry e WHERE e.case_id = l.case_id AND e.key = l.key" \
  " AND e.seq = l.seq AND e.hash <> l.hash)," \
  " (SELECT e.text FROM line e WHERE e.kind = 'evidence.add' AND e.hash = l.subject)" WHERE
/* @as_of is the first parameter of SELECT, and named only once. */
#define SELECT_VALUES(case_id, filter) \
  (filter)->as_of, case_id, \
      (filter)->from == KIROKU_TIME_NONE ? G_MININT64 : (filter)->from, \
      (filter)->to == KIROKU_TIME_NONE ? G_MAXINT64 : (filter)->to, (filter)->klass, \
      (gint64) (filter)->hide_steps, (filter)->find
#define ORDER " ORDER BY l.clock, l.key, l.seq, l.hash LIMIT :{limit:i}"

static gboolean
is_vouched (GPtrArray *authors, const char *key)
{
  for (guint i = 0; i < authors->len; i++)
    {
      const KirokuAuthor *author = g_ptr_array_index (authors, i);

      if (g_str_equal (author->key, key))
        return author->vouched;
    }
  return FALSE;
}

static GPtrArray *
take_lines (KirokuDb *db, const char *case_id, gint64 as_of, KirokuRows *rows, GError **error)
{
  g_autoptr (GPtrArray) authors = kiroku_trust_read (db, case_id, as_of, error);
  GPtrArray *lines;

  if (authors == NULL)
    return NULL;
  lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_line_free);
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      KirokuLine *line = line_from_row (rows, i);

      line->unvouched = !is_vouched (authors, line->key);
      g_ptr_array_add (lines, line);
    }
  return lines;
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

  g_return_val_if_fail (db != NULL && case_id != NULL && filter != NULL, NULL);

  rows = kiroku_db_query (db, error, COLUMNS, SELECT ORDER " OFFSET :{offset:i}",
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

  g_return_val_if_fail (db != NULL && case_id != NULL && filter != NULL, NULL);

  if (after == NULL)
    after = &beginning;
  rows = kiroku_db_query (db, error, COLUMNS,
                          SELECT " AND (l.clock, l.key, l.seq, l.hash)"
                                 " > (:{after_clock:i}, :{after_key:s}, :{after_seq:i},"
                                 " :{after_hash:s})" ORDER,
                          SELECT_VALUES (case_id, filter), after->clock, after->key, after->seq,
                          after->hash, (gint64) limit);
  return rows != NULL ? take_lines (db, case_id, filter->as_of, rows, error) : NULL;
}

/* --- Words --- */

static const struct
{
  const char *kind, *label;
} labels[] = {
  { "journal.open", N_ ("Journal") },    { "case.open", N_ ("Opened") },
  { "case.set", N_ ("Fact") },           { "case.phase", N_ ("Phase") },
  { "case.link", N_ ("Link") },
  { "case.close", N_ ("Closed") },       { "case.reopen", N_ ("Reopened") },
  { "correct", N_ ("Correction") },      { "task.add", N_ ("Task") },
  { "task.set", N_ ("Task") },           { "contact.told", N_ ("Contact") },
  { "form.draft", N_ ("Form") },         { "form.approve", N_ ("Form") },
  { "form.file", N_ ("Form") },          { "obligation.decide", N_ ("Obligation") },
  { "obligation.add", N_ ("Obligation") },
  { "checkpoint", N_ ("Checkpoint") },   { "anchor", N_ ("Anchor") },
  { "evidence.add", N_ ("Evidence") },   { "evidence.move", N_ ("Evidence") },
  { "evidence.check", N_ ("Evidence") }, { "evidence.set", N_ ("Evidence") },
  { "asset.set", N_ ("Asset") },         { "indicator.set", N_ ("Indicator") },
  { "key.vouch", N_ ("Key") },           { "key.revoke", N_ ("Key") },
  { "clock", N_ ("Clock") },
};

const char *
kiroku_line_get_label (const KirokuLine *self)
{
  KirokuClass klass;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->klass != NULL && kiroku_class_parse (self->klass, &klass, NULL))
    return kiroku_class_name (klass);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_str_equal (self->kind, labels[i].kind))
      return _ (labels[i].label);
  return self->kind;
}

char *
kiroku_line_dup_author (const KirokuLine *self)
{
  const char *name, *mark;

  g_return_val_if_fail (self != NULL, NULL);

  name = self->author != NULL ? self->author : "";
  if (self->revoked)
    mark = _ ("after revocation");
  else if (self->forked)
    mark = _ ("fork");
  else if (self->unvouched)
    mark = _ ("not vouched for");
  else
    return g_strdup (name);
  /* Translators: an author, and why the line must be read with care. */
  return g_strdup_printf (_ ("%s (%s)"), name, mark);
}

/* In the offset it was stated in: "2026-11-21 14:05:00 +09:00". (transfer full) */
static char *
describe_time (const char *value)
{
  gsize date = strlen ("YYYY-MM-DD"), seconds = strlen ("YYYY-MM-DDTHH:MM:SS");

  if (strlen (value) <= seconds)
    return g_strdup (value);
  return g_strdup_printf ("%.*s %.*s %s", (int) date, value, (int) (seconds - date - 1),
                          value + date + 1, value + seconds);
}

/* The words of a value, choices by their names. (transfer full) */
static char *
describe_value (const KirokuPackFact *fact, const char *value, const char *language)
{
  g_auto (GStrv) ids = NULL;
  GString *text;

  if (value[0] == '\0')
    return g_strdup (_ ("(cleared)"));
  if (fact != NULL && fact->type == KIROKU_FACT_TIME)
    return describe_time (value);
  if (fact == NULL || fact->choice_ids == NULL)
    return g_strdup (value);
  ids = g_strsplit (value, ",", -1);
  text = g_string_new (NULL);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      const KirokuPackText *name = kiroku_pack_fact_get_choice (fact, ids[i]);

      /* Translators: what stands between the names of a list. */
      g_string_append_printf (text, "%s%s", i > 0 ? C_ ("list", ", ") : "",
                              name != NULL ? kiroku_pack_text (name, language) : ids[i]);
    }
  return g_string_free (text, FALSE);
}

/* What a field is called that is no fact of the rule pack. (transfer none) */
static const char *
get_field_name (const char *kind, const char *id)
{
  KirokuEvidenceFact fact;
  KirokuCustodyField field;

  if (g_str_equal (kind, "evidence.set") && kiroku_evidence_fact_parse (id, &fact, NULL))
    return kiroku_evidence_fact_name (fact);
  if (g_str_equal (kind, "evidence.move") && kiroku_custody_field_parse (id, &field, NULL))
    return kiroku_custody_field_name (field);
  return id;
}

/* One fact: "name: value", with its state where somebody stated one. */
static void
append_fact (
    GString *out, const char *kind, char **parts, KirokuPack *pack, const char *language)
{
  const KirokuPackFact *fact = pack != NULL ? kiroku_pack_get_fact (pack, parts[0]) : NULL;
  g_autofree char *value = describe_value (fact, parts[1], language);
  KirokuFactState state;

  if (out->len > 0)
    g_string_append_c (out, '\n');
  g_string_append_printf (out, _ ("%s: %s"),
                          fact != NULL ? kiroku_pack_text (fact->name, language)
                                       : get_field_name (kind, parts[0]),
                          value);
  if (kiroku_fact_state_parse (parts[2], &state, NULL))
    g_string_append_printf (out, _ (" (%s)"), kiroku_fact_state_name (state));
}

static char *
describe_facts (const KirokuLine *self, KirokuPack *pack, const char *language)
{
  static const char fact_separator[] = { KIROKU_LINE_FACT_SEPARATOR, '\0' };
  static const char part_separator[] = { KIROKU_LINE_PART_SEPARATOR, '\0' };
  g_auto (GStrv) facts = g_strsplit (self->text, fact_separator, -1);
  GString *out = g_string_new (self->evidence);

  for (guint i = 0; facts[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (facts[i], part_separator, 3);

      if (g_strv_length (parts) == 3)
        append_fact (out, self->kind, parts, pack, language);
    }
  return g_string_free (out, FALSE);
}

static char *
with_reason (const char *text, const char *reason)
{
  if (reason == NULL || reason[0] == '\0')
    return g_strdup (text);
  return g_strdup_printf (_ ("%s — %s"), text, reason);
}

static char *
describe_task (const KirokuLine *self, const char *language)
{
  gboolean added = g_str_equal (self->kind, "task.add");
  KirokuTask task = { .text_ja = added ? self->text : self->task_ja,
                      .text_en = added ? self->detail : self->task_en };
  g_autofree char *text = NULL;
  KirokuTaskState state;

  if (added)
    return g_strdup (kiroku_task_get_text (&task, language));
  if (self->text == NULL || !kiroku_task_state_parse (self->text, &state, NULL))
    return g_strdup (_ ("(withheld)"));
  text = g_strdup_printf (_ ("%s: %s"), kiroku_task_state_name (state),
                          kiroku_task_get_text (&task, language));
  return with_reason (text, self->detail);
}

static char *
describe_phase (const KirokuLine *self, KirokuPhase phase)
{
  g_autofree char *approved = NULL;

  if (self->extra == NULL || self->extra[0] == '\0')
    return with_reason (kiroku_phase_name (phase), self->detail);
  approved = g_strdup_printf (_ ("%s (approver named: %s)"), kiroku_phase_name (phase), self->extra);
  return with_reason (approved, self->detail);
}

static char *
describe_link (const KirokuLine *self)
{
  g_autofree char *text = NULL;
  KirokuLinkAs as;

  if (self->extra == NULL || !kiroku_link_as_parse (self->extra, &as, NULL))
    return with_reason (self->text, self->detail);
  text = kiroku_link_as_describe (as, self->text);
  return with_reason (text, self->detail);
}

/* What became of a form: which, then what, and to whom. */
static char *
describe_form (const KirokuLine *self)
{
  g_autofree char *text = NULL;

  if (g_str_equal (self->kind, "form.draft"))
    text = g_strdup_printf (_ ("%s: drafted"), self->text);
  else if (g_str_equal (self->kind, "form.approve"))
    text = g_strdup_printf (_ ("%s: approved"), self->text);
  else if (self->extra == NULL || self->extra[0] == '\0')
    text = g_strdup_printf (_ ("%s: filed"), self->text);
  else
    /* Translators: a form, then the number that was given for it. */
    text = g_strdup_printf (_ ("%s: filed, receipt %s"), self->text, self->extra);
  return with_reason (text, self->detail);
}

/* Who was called, whom one spoke to, and what came of it. */
static char *
describe_told (const KirokuLine *self)
{
  g_autofree char *spoken = NULL;

  if (self->extra == NULL || self->extra[0] == '\0')
    return with_reason (self->text, self->detail);
  spoken = g_strdup_printf (_ ("%s (spoke to: %s)"), self->text, self->extra);
  return with_reason (spoken, self->detail);
}

/* A duty that somebody stated has the id of its entry, of which 8 digits are enough. */
static char *
dup_rule_name (const char *rule, KirokuPack *pack, const char *language)
{
  const KirokuPackObligation *known
      = pack != NULL ? kiroku_pack_get_obligation (pack, rule) : NULL;

  if (known != NULL)
    return g_strdup (kiroku_pack_text (known->label, language));
  if (strlen (rule) != 64)
    return g_strdup (rule);
  /* Translators: the first digits of an entry's id. */
  return g_strdup_printf (_ ("Stated duty %.8s"), rule);
}

/* What is to be done, for whom, and why. */
static char *
describe_duty (const KirokuLine *self)
{
  g_autofree char *text = NULL;

  if (self->extra == NULL || self->extra[0] == '\0')
    return with_reason (self->text, self->detail);
  /* Translators: a recipient, then what is due to them. */
  text = g_strdup_printf (C_ ("duty", "%s: %s"), self->extra, self->text);
  return with_reason (text, self->detail);
}

static char *
describe_decision (const KirokuLine *self, KirokuPack *pack, const char *language)
{
  g_autofree char *name = dup_rule_name (self->text, pack, language);
  g_autofree char *decision
      = g_strdup_printf (_ ("%s: %s"), name,
                         g_strcmp0 (self->extra, "applies") == 0 ? C_ ("decision", "applies")
                                                                 : C_ ("decision", "does not apply"));

  return with_reason (decision, self->detail);
}

/* "FS01: Contained — note" */
static char *
describe_asset (const KirokuLine *self)
{
  KirokuAssetState state;
  g_autofree char *text = NULL;

  if (self->extra == NULL || !kiroku_asset_state_parse (self->extra, &state, NULL))
    return with_reason (self->text, self->detail);
  text = g_strdup_printf (_ ("%s: %s"), self->text, kiroku_asset_state_name (state));
  return with_reason (text, self->detail);
}

/* What can be followed is shown so that nobody does by accident. */
static char *
describe_indicator (const KirokuLine *self)
{
  KirokuIndicatorType type;
  KirokuIndicatorState state;
  g_autofree char *value = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *text = NULL;

  if (kiroku_indicator_classify (self->text, &type, &value, NULL))
    shown = kiroku_indicator_defang (type, value);
  else
    shown = g_strdup (self->text);
  if (self->extra == NULL || !kiroku_indicator_state_parse (self->extra, &state, NULL)
      || state == KIROKU_INDICATOR_ACTIVE)
    return with_reason (shown, self->detail);
  text = g_strdup_printf (_ ("%s: %s"), shown, kiroku_indicator_state_name (state));
  return with_reason (text, self->detail);
}

/* What the program noticed of the computer's clock by itself. */
static char *
describe_clock (const KirokuLine *self)
{
  gint64 delta = self->detail != NULL ? g_ascii_strtoll (self->detail, NULL, 10) : 0;
  g_autofree char *length = kiroku_duration_to_text (ABS (delta));

  if (g_str_equal (self->text, "unsynchronised"))
    return g_strdup (_ ("The clock of this computer was not synchronised"));
  if (delta < 0)
    return g_strdup_printf (_ ("The clock of this computer was set back by %s"), length);
  return g_strdup_printf (_ ("The clock of this computer was set forward by %s"), length);
}

/* What was taken in, and how others know it again; or what a check found. */
static char *
describe_evidence (const KirokuLine *self)
{
  const char *name = self->evidence != NULL ? self->evidence : _ ("(withheld)");
  g_autofree char *text = NULL;
  KirokuEvidenceState state;

  if (g_str_equal (self->kind, "evidence.check")
      && kiroku_evidence_state_parse (self->text, &state, NULL))
    return g_strdup_printf (_ ("%s: %s"), name, kiroku_evidence_state_name (state));
  if (self->extra == NULL)
    return with_reason (self->text, self->detail);
  text = g_strdup_printf (_ ("%s (SHA-256 %s)"), self->text, self->extra);
  return with_reason (text, self->detail);
}

/* What kind of outside head, by whom, and what somebody noted of it. */
static char *
describe_anchor (const KirokuLine *self)
{
  g_autofree char *named = NULL;
  KirokuAnchorType type;
  const char *name = kiroku_anchor_type_parse (self->text, &type, NULL)
                         ? kiroku_anchor_type_name (type)
                         : self->text;

  if (self->extra == NULL || self->extra[0] == '\0')
    return with_reason (name, self->detail);
  named = g_strdup_printf (_ ("%s: %s"), name, self->extra);
  return with_reason (named, self->detail);
}

char *
kiroku_line_describe (const KirokuLine *self, KirokuPack *pack, const char *language)
{
  const char *text;
  KirokuPhase phase;

  g_return_val_if_fail (self != NULL && language != NULL, NULL);

  text = self->text != NULL ? self->text : _ ("(withheld)");
  if (self->corrected != NULL)
    return g_strdup (self->corrected);
  if (g_str_equal (self->kind, "case.phase") && kiroku_phase_parse (text, &phase, NULL))
    return describe_phase (self, phase);
  if (g_str_equal (self->kind, "obligation.decide") && self->text != NULL && self->extra != NULL)
    return describe_decision (self, pack, language);
  if (g_str_has_prefix (self->kind, "form.") && self->text != NULL)
    return describe_form (self);
  if (g_str_equal (self->kind, "case.link") && self->text != NULL)
    return describe_link (self);
  if (g_str_equal (self->kind, "obligation.add") && self->text != NULL)
    return describe_duty (self);
  if (g_str_equal (self->kind, "contact.told") && self->text != NULL)
    return describe_told (self);
  if (g_str_equal (self->kind, "clock") && self->text != NULL)
    return describe_clock (self);
  if (g_str_equal (self->kind, "asset.set") && self->text != NULL)
    return describe_asset (self);
  if (g_str_equal (self->kind, "indicator.set") && self->text != NULL)
    return describe_indicator (self);
  if (g_str_equal (self->kind, "checkpoint") && self->text != NULL)
    return g_strdup (kiroku_checkpoint_purpose_name (self->text));
  if (g_str_equal (self->kind, "anchor") && self->text != NULL)
    return describe_anchor (self);
  if (kiroku_case_fold_joins (self->kind) && self->text != NULL)
    return describe_facts (self, pack, language);
  if (g_str_has_prefix (self->kind, "evidence.") && self->text != NULL)
    return describe_evidence (self);
  if (g_str_has_prefix (self->kind, "task."))
    return describe_task (self, language);
  if (g_str_equal (self->kind, "note") || self->detail == NULL || self->detail[0] == '\0')
    return g_strdup (text);
  return with_reason (text, self->detail);
}
