/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-case-fold.h"

#include <string.h>

#include "kiroku-case-level.h"
#include "kiroku-fact.h"
#include "kiroku-find.h"
#include "kiroku-task-order.h"

static const char *const tables[]
    = { "opening", "closing", "level", "fact", "phase", "task", "task_state", "task_move", "approval",
          "handover", "line", NULL };

static const char *const create[] = {
  "CREATE TABLE opening (" KIROKU_STAMP_COLUMNS ", number TEXT, title TEXT, type TEXT,"
  " level INTEGER NOT NULL, exercise INTEGER NOT NULL, pack TEXT) STRICT",
  "CREATE INDEX opening_case ON opening (case_id)",
  "CREATE INDEX opening_number ON opening (number)",

  "CREATE TABLE closing (" KIROKU_STAMP_COLUMNS ", closed INTEGER NOT NULL, reason TEXT) STRICT",
  "CREATE INDEX closing_case ON closing (case_id)",

  "CREATE TABLE level (" KIROKU_STAMP_COLUMNS ", " KIROKU_CASE_LEVEL_COLUMNS ") STRICT",
  "CREATE INDEX level_case ON level (case_id, " KIROKU_FOLD_ORDER ")",

  /* A value that is withheld is NULL: of a fact, of a phase. A remark that is withheld is empty; NULL is none. */
  "CREATE TABLE fact (" KIROKU_STAMP_COLUMNS ", fact TEXT NOT NULL, value TEXT,"
  " state TEXT, remark TEXT) STRICT",
  "CREATE INDEX fact_case ON fact (case_id, " KIROKU_FOLD_ORDER ")",

  "CREATE TABLE phase (" KIROKU_STAMP_COLUMNS ", phase TEXT, at INTEGER NOT NULL,"
  " stated INTEGER NOT NULL, reason TEXT, approver TEXT, corrects TEXT) STRICT",
  "CREATE INDEX phase_case ON phase (case_id, " KIROKU_FOLD_ORDER ")",

  "CREATE TABLE task (" KIROKU_STAMP_COLUMNS ", step TEXT, phase TEXT, text_ja TEXT, text_en TEXT,"
  " source TEXT, assigned INTEGER NOT NULL, owner TEXT, dated INTEGER NOT NULL, due TEXT) STRICT",
  "CREATE INDEX task_case ON task (case_id, " KIROKU_FOLD_ORDER ")",
  "CREATE INDEX task_hash ON task (hash)",

  "CREATE TABLE task_state (" KIROKU_STAMP_COLUMNS ", task TEXT NOT NULL, state TEXT,"
  " reason TEXT, reasoned INTEGER NOT NULL, assigned INTEGER NOT NULL, owner TEXT,"
  " dated INTEGER NOT NULL, due TEXT) STRICT",
  "CREATE INDEX task_state_case ON task_state (case_id, " KIROKU_FOLD_ORDER ")",

  "CREATE TABLE task_move (" KIROKU_STAMP_COLUMNS ", " KIROKU_TASK_MOVE_COLUMNS ") STRICT",
  "CREATE INDEX task_move_case ON task_move (case_id, " KIROKU_FOLD_ORDER ")",

  "CREATE TABLE approval (" KIROKU_STAMP_COLUMNS ", subject TEXT, decision TEXT) STRICT",
  "CREATE INDEX approval_subject ON approval (subject)",

  /* Handing over has no @accepts, accepting no @recipient. */
  "CREATE TABLE handover (" KIROKU_STAMP_COLUMNS ", accepts TEXT, recipient TEXT,"
  " text TEXT) STRICT",
  "CREATE INDEX handover_case ON handover (case_id, " KIROKU_FOLD_ORDER ")",
  "CREATE INDEX handover_accepts ON handover (accepts) WHERE accepts IS NOT NULL",

  /* What the search index calls a line. */
  "CREATE TABLE line (id INTEGER PRIMARY KEY, " KIROKU_STAMP_COLUMNS ", at INTEGER NOT NULL, stated INTEGER NOT NULL,"
  " precision TEXT, kind TEXT NOT NULL, class TEXT, text TEXT, detail TEXT, extra TEXT,"
  " subject TEXT, named TEXT, corrects TEXT, reason TEXT) STRICT",
  "CREATE INDEX line_case ON line (case_id, " KIROKU_FOLD_ORDER ")",
  "CREATE INDEX line_corrects ON line (corrects) WHERE corrects IS NOT NULL",
  "CREATE INDEX line_evidence ON line (hash) WHERE kind = 'evidence.add'",

  /* The search index (kiroku-find.h): keeps no text, and no lengths, which only ranking needs. */
  "CREATE VIRTUAL TABLE words USING fts5 (cut, content = '', columnsize = 0, tokenize = 'ascii')",
  NULL,
};

/* --- One kind each --- */

/* An integer; @otherwise where none was stated, @absent where one was and is not here. */
static gint64
get_or_absent (const KirokuEntry *entry, const char *name, gint64 otherwise, gint64 absent)
{
  return kiroku_entry_get_integer (entry, name,
                                   kiroku_case_fold_states (entry, name) ? absent : otherwise);
}

/* What may be an exercise is marked as one: in the place of a real case it would file forms. */
static gboolean
fold_opening (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  return kiroku_db_exec (
      db, error,
      "INSERT INTO opening VALUES (" KIROKU_STAMP_PARAMETERS
      ", :{number:s}, :{title:s}, :{type:s}, :{level:i}, :{exercise:i}, :{pack:s})",
      KIROKU_STAMP_VALUES (entry), kiroku_entry_get_text (entry, "number"),
      kiroku_entry_get_text (entry, "title"), kiroku_entry_get_text (entry, "type"),
      get_or_absent (entry, "level", 0, KIROKU_LEVEL_WITHHELD),
      get_or_absent (entry, "exercise", FALSE, TRUE),
      kiroku_entry_get_text (entry, "pack"));
}

static gboolean
fold_closing (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  gint64 closed = g_str_equal (entry->kind, "case.close");

  return kiroku_db_exec (db, error,
                         "INSERT INTO closing VALUES (" KIROKU_STAMP_PARAMETERS
                         ", :{closed:i}, :{reason:s})",
                         KIROKU_STAMP_VALUES (entry), closed,
                         kiroku_entry_get_text (entry, "reason"));
}

/* The name of a fact, not of what is said beside it. */
static gboolean
is_fact (const char *name)
{
  return !g_str_has_prefix (name, KIROKU_FACT_STATE_PREFIX)
         && kiroku_fact_find_remarked (name) == NULL && !g_str_equal (name, "reason");
}

/* Whether the author signed a value of this name, be it here or not. */
static gboolean
states_field (const KirokuEntry *entry, const char *name)
{
  for (guint i = 0; i < entry->com->len; i++)
    if (g_str_equal (((KirokuPair *) g_ptr_array_index (entry->com, i))->name, name))
      return TRUE;
  return FALSE;
}

/* What is said beside fact @name, whose state has the id @state (nullable): NULL for nothing, "" when it is
 * withheld. (transfer none) (nullable) */
static const char *
get_remark (const KirokuEntry *entry, const char *name, const char *state)
{
  g_autofree char *field = NULL;
  const char *prefix, *remark;
  KirokuFactState known;

  if (state == NULL || !kiroku_fact_state_parse (state, &known, NULL))
    return NULL;
  prefix = kiroku_fact_get_remark_prefix (known);
  if (prefix == NULL)
    return NULL;
  field = g_strconcat (prefix, name, NULL);
  remark = kiroku_entry_get_text (entry, field);
  return remark != NULL ? remark : states_field (entry, field) ? "" : NULL;
}

/* The value of a fact in canonical text; NULL when it is withheld. (transfer full) */
static char *
dup_fact (const KirokuEntry *entry, const char *name)
{
  for (guint i = 0; i < entry->fields->len; i++)
    {
      const KirokuField *field = g_ptr_array_index (entry->fields, i);

      if (g_str_equal (field->name, name))
        return field->text != NULL ? g_strdup (field->text)
                                   : g_strdup_printf ("%" G_GINT64_FORMAT, field->integer);
    }
  return NULL;
}

/* All that the author signed, so that what is withheld stands as withheld. */
static gboolean
fold_facts (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  for (guint i = 0; i < entry->com->len; i++)
    {
      const char *name = ((KirokuPair *) g_ptr_array_index (entry->com, i))->name;
      g_autofree char *value = dup_fact (entry, name);
      g_autofree char *state_name = g_strconcat (KIROKU_FACT_STATE_PREFIX, name, NULL);
      const char *state = kiroku_entry_get_text (entry, state_name);

      if (is_fact (name)
          && !kiroku_db_exec (db, error,
                              "INSERT INTO fact VALUES (" KIROKU_STAMP_PARAMETERS
                              ", :{fact:s}, :{value:s}, :{state:s}, :{remark:s})",
                              KIROKU_STAMP_VALUES (entry), name, value, state,
                              get_remark (entry, name, state)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fold_phase (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  return kiroku_db_exec (db, error,
                         "INSERT INTO phase VALUES (" KIROKU_STAMP_PARAMETERS
                         ", :{phase:s}, :{at:i}, :{stated:i}, :{reason:s}, :{approver:s},"
                         " :{corrects:s})",
                         KIROKU_STAMP_VALUES (entry), kiroku_entry_get_text (entry, "phase"), kiroku_entry_get_time (entry),
                         (gint64) entry->has_occ, kiroku_entry_get_text (entry, "reason"),
                         kiroku_entry_get_text (entry, "approver"),
                         kiroku_entry_get_ref (entry, "corrects"));
}

gboolean
kiroku_case_fold_states (const KirokuEntry *entry, const char *name)
{
  for (guint i = 0; i < entry->com->len; i++)
    if (g_str_equal (((KirokuPair *) g_ptr_array_index (entry->com, i))->name, name))
      return TRUE;
  return FALSE;
}

static gboolean
fold_task (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  return kiroku_db_exec (
      db, error,
      "INSERT INTO task VALUES (" KIROKU_STAMP_PARAMETERS
      ", :{step:s}, :{phase:s}, :{ja:s}, :{en:s}, :{source:s}, :{assigned:i}, :{owner:s}, :{dated:i},"
      " :{due:s})",
      KIROKU_STAMP_VALUES (entry), kiroku_entry_get_text (entry, "step"),
      kiroku_entry_get_text (entry, "phase"), kiroku_entry_get_text (entry, "text_ja"),
      kiroku_entry_get_text (entry, "text_en"), kiroku_entry_get_text (entry, "source"),
      (gint64) kiroku_case_fold_states (entry, "owner"), kiroku_entry_get_text (entry, "owner"),
      (gint64) kiroku_case_fold_states (entry, "due"), kiroku_entry_get_text (entry, "due"));
}

static gboolean
fold_task_state (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  const char *task = kiroku_entry_get_ref (entry, "task");
  const char *state = kiroku_entry_get_text (entry, "state");

  if (task == NULL || (state == NULL && !kiroku_case_fold_states (entry, "state")))
    return TRUE;
  return kiroku_db_exec (db, error,
                         "INSERT INTO task_state VALUES (" KIROKU_STAMP_PARAMETERS
                         ", :{task:s}, :{state:s}, :{reason:s}, :{reasoned:i}, :{assigned:i},"
                         " :{owner:s}, :{dated:i}, :{due:s})",
                         KIROKU_STAMP_VALUES (entry), task, state,
                         kiroku_entry_get_text (entry, "reason"),
                         (gint64) kiroku_case_fold_states (entry, "reason"),
                         (gint64) kiroku_case_fold_states (entry, "owner"),
                         kiroku_entry_get_text (entry, "owner"), (gint64) kiroku_case_fold_states (entry, "due"),
                         kiroku_entry_get_text (entry, "due"));
}

static gboolean
fold_approval (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  return kiroku_db_exec (db, error,
                         "INSERT INTO approval VALUES (" KIROKU_STAMP_PARAMETERS
                         ", :{subject:s}, :{decision:s})",
                         KIROKU_STAMP_VALUES (entry), kiroku_entry_get_ref (entry, "approves"),
                         kiroku_entry_get_text (entry, "decision"));
}

static gboolean
fold_handover (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  return kiroku_db_exec (db, error,
                         "INSERT INTO handover VALUES (" KIROKU_STAMP_PARAMETERS
                         ", :{accepts:s}, :{recipient:s}, :{text:s})",
                         KIROKU_STAMP_VALUES (entry), kiroku_entry_get_ref (entry, "accepts"),
                         kiroku_entry_get_text (entry, "to"), kiroku_entry_get_text (entry, "text"));
}

/* --- The timeline --- */

/* Which fields say what an entry is about, by kind, and which reference names another entry. Without a
 * text all fields are joined; what else is said of a call is, too: join_call(). */
typedef struct
{
  const char *kind, *text, *detail, *extra, *subject;
} LineSource;

static const LineSource line_sources[] = {
  { "journal.open", "name", "reason", "disk", NULL },
  { "case.open", "title", "number", NULL, NULL },
  { "case.phase", "phase", "reason", NULL, "corrects" },
  { "case.level", "level", "reason", NULL, NULL },
  { "case.close", "reason", NULL, NULL, NULL },
  { "case.reopen", "reason", NULL, NULL, NULL },
  { "case.hold", "state", "reason", NULL, NULL },
  { "erase", "law", "reason", "field", "entry" },
  { "import", "file", "abandoned", "format", NULL },
  { "case.link", "number", "reason", "as", NULL },
  { "note", "text", NULL, NULL, NULL },
  { "correct", "text", "reason", NULL, "corrects" },
  { "approve", "decision", "reason", NULL, "approves" },
  { "handover", "text", NULL, "to", "accepts" },
  { "task.add", "text_ja", "text_en", NULL, NULL },
  { "task.set", "state", "reason", NULL, "task" },
  { "task.move", NULL, NULL, NULL, "task" },
  { "measure.set", "text", "reason", NULL, "measure" },
  { "contact.told", "name", "outcome", NULL, NULL },
  { "form.draft", "form", NULL, NULL, NULL },
  { "form.approve", "form", NULL, NULL, NULL },
  { "form.file", "form", "to", "receipt", "corrects" },
  { "obligation.decide", "rule", "reason", "decision", NULL },
  { "obligation.add", "text", "reason", "recipient", "corrects" },
  { "enquiry.ask", "text", NULL, "from", NULL },
  { "enquiry.answer", "text", "interim", "by", "enquiry" },
  { "clock", "what", "delta", NULL, NULL },
  { "asset.set", "asset", "note", "state", "corrects" },
  { "indicator.set", "value", "note", "state", "entry" },
  { "key.vouch", "name", "reason", "key", NULL },
  { "key.revoke", "key", "reason", "last", NULL },
  { "evidence.add", "name", "source", "sha256", NULL },
  { "evidence.set", NULL, NULL, NULL, "evidence" },
  { "evidence.move", NULL, NULL, NULL, "evidence" },
  { "evidence.check", "result", NULL, "sha256", "evidence" },
  { "checkpoint", "purpose", NULL, NULL, NULL },
  { "anchor", "type", "note", "authority", "checkpoint" },
};

/* Appends @value, which may hold anything, so that it cannot be taken for a separator. */
static void
append_value (GString *text, const char *value)
{
  for (; *value != '\0'; value++)
    if (*value == KIROKU_LINE_PART_SEPARATOR)
      g_string_append (text, "␟");
    else if (*value == KIROKU_LINE_FACT_SEPARATOR)
      g_string_append (text, "␞");
    else
      g_string_append_c (text, *value);
}

/* One fact of join_facts(): what is said beside it last, where there is anything. */
static void
append_joined (GString *text, const KirokuEntry *entry, const char *name)
{
  g_autofree char *value = dup_fact (entry, name);
  g_autofree char *state_name = g_strconcat (KIROKU_FACT_STATE_PREFIX, name, NULL);
  const char *state = kiroku_entry_get_text (entry, state_name);
  const char *remark = get_remark (entry, name, state);

  if (text->len > 0)
    g_string_append_c (text, KIROKU_LINE_FACT_SEPARATOR);
  g_string_append_printf (text, "%s%c", name, KIROKU_LINE_PART_SEPARATOR);
  append_value (text, value != NULL ? value : "");
  g_string_append_c (text, KIROKU_LINE_PART_SEPARATOR);
  append_value (text, value == NULL ? KIROKU_FACT_WITHHELD_ID : state != NULL ? state : "");
  if (remark == NULL)
    return;
  g_string_append_c (text, KIROKU_LINE_PART_SEPARATOR);
  append_value (text, remark);
}

/* The facts of an entry as one text, for kiroku_line_describe(); why a hand-over corrects another is
 * none. (transfer full) */
static char *
join_facts (const KirokuEntry *entry)
{
  const gboolean corrects = g_str_equal (entry->kind, "evidence.move")
                            && kiroku_entry_get_ref (entry, "corrects") != NULL;
  const gboolean is_set = g_str_equal (entry->kind, "case.set");
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < entry->com->len; i++)
    {
      const char *name = ((KirokuPair *) g_ptr_array_index (entry->com, i))->name;

      if (g_str_has_prefix (name, KIROKU_FACT_STATE_PREFIX)
          || (is_set && kiroku_fact_find_remarked (name) != NULL)
          || (corrects && g_str_equal (name, "reason")))
        continue;
      append_joined (text, entry, name);
    }
  return g_string_free (text, FALSE);
}

/* (nullable): the fields are joined */
static const LineSource *
find_source (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (line_sources); i++)
    if (g_str_equal (kind, line_sources[i].kind))
      return &line_sources[i];
  return NULL;
}

gboolean
kiroku_case_fold_joins (const char *kind)
{
  const LineSource *source = find_source (kind);

  return source == NULL || source->text == NULL;
}

const char *
kiroku_case_fold_get_text (const char *kind)
{
  const LineSource *source = find_source (kind);

  return source != NULL ? source->text : NULL;
}

/* Field @name as text, an integer as digits. (transfer full) (nullable) */
static char *
dup_value (const KirokuEntry *entry, const char *name)
{
  for (guint i = 0; name != NULL && i < entry->fields->len; i++)
    {
      const KirokuField *field = g_ptr_array_index (entry->fields, i);

      if (g_str_equal (field->name, name))
        return field->text != NULL ? g_strdup (field->text)
                                   : g_strdup_printf ("%" G_GINT64_FORMAT, field->integer);
    }
  return NULL;
}

/* How somebody was told, at which number, and whom one spoke to. (transfer full) */
static char *
join_call (const KirokuEntry *entry)
{
  static const char *const names[] = { "by", "number", "person" };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = kiroku_entry_get_text (entry, names[i]);

      if (i > 0)
        g_string_append_c (text, KIROKU_LINE_PART_SEPARATOR);
      append_value (text, value != NULL ? value : "");
    }
  return g_string_free (text, FALSE);
}

static const char *
or_nothing (const KirokuEntry *entry, const char *name)
{
  const char *value = kiroku_entry_get_text (entry, name);

  return value != NULL ? value : "";
}

/* Who is to do a task or a measure, by when, and which of that and of the reason is not here; of a measure what
 * it is for and what became of it, too. NULL without a word of it.
 * (transfer full) (nullable) */
static char *
join_plan (const KirokuEntry *entry)
{
  static const char *const names[] = { "owner", "due", "reason" };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) withheld = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = kiroku_entry_get_text (entry, names[i]);

      if (value == NULL && kiroku_case_fold_states (entry, names[i]))
        g_string_append_printf (withheld, "%s ", names[i]);
      if (i == 2)
        break;
      append_value (text, value != NULL ? value : "");
      g_string_append_c (text, KIROKU_LINE_PART_SEPARATOR);
    }
  g_string_append (text, withheld->str);
  if (g_str_equal (entry->kind, "measure.set"))
    g_string_append_printf (text, "%c%s%c%s", KIROKU_LINE_PART_SEPARATOR, or_nothing (entry, "class"),
                            KIROKU_LINE_PART_SEPARATOR, or_nothing (entry, "state"));
  return text->len > 2 ? g_strdup (text->str) : NULL;
}

/* The facts that a draft of a form answers for that form alone, by their keys. (transfer full) (nullable) */
static char *
join_own (const KirokuEntry *entry)
{
  GString *keys;

  if (kiroku_entry_get_integer (entry, "own", 0) != 1)
    return NULL;
  keys = g_string_new (NULL);
  for (guint i = 0; i < entry->com->len; i++)
    {
      const char *name = ((KirokuPair *) g_ptr_array_index (entry->com, i))->name;

      if (g_str_has_prefix (name, KIROKU_FACT_VALUE_PREFIX))
        g_string_append_printf (keys, "%s%s", keys->len > 0 ? "," : "",
                                name + strlen (KIROKU_FACT_VALUE_PREFIX));
    }
  return g_string_free (keys, FALSE);
}

/* (transfer full) (nullable) */
static char *
dup_extra (const KirokuEntry *entry, const LineSource *source)
{
  if (g_str_equal (entry->kind, "contact.told"))
    return join_call (entry);
  if (g_str_has_prefix (entry->kind, "task.") || g_str_equal (entry->kind, "measure.set"))
    return join_plan (entry);
  if (g_str_equal (entry->kind, "form.draft"))
    return join_own (entry);
  /* without a name it was the author, and a name that is not here is neither */
  if (g_str_equal (entry->kind, "enquiry.answer") && kiroku_entry_get_text (entry, "by") == NULL
      && kiroku_case_fold_states (entry, "by"))
    return g_strdup (KIROKU_LINE_ABSENT);
  return source->extra != NULL ? g_strdup (kiroku_entry_get_text (entry, source->extra)) : NULL;
}

/* What a line says, and the search index of it. */
typedef struct
{
  char *text, *detail, *extra; /* (nullable) */
  const char *named;           /* (nullable) the approver */
  const char *subject;         /* (nullable) hash */
} LineWords;

static void
line_words_clear (LineWords *words)
{
  g_free (words->text);
  g_free (words->detail);
  g_free (words->extra);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LineWords, line_words_clear)

static LineWords
read_words (const KirokuEntry *entry)
{
  static const LineSource other = { 0 }; /* case.set, and kinds of a later version */
  const LineSource *known = find_source (entry->kind);
  const LineSource *source = known != NULL ? known : &other;
  const char *subject = source->subject != NULL ? source->subject : "corrects";

  return (LineWords){
    .text = source->text != NULL ? dup_value (entry, source->text) : join_facts (entry),
    .detail = dup_value (entry, source->detail),
    .extra = dup_extra (entry, source),
    .named = kiroku_entry_get_text (entry, "approver"),
    .subject = kiroku_entry_get_ref (entry, subject),
  };
}

static char *
cut_words (const LineWords *words)
{
  GString *cut = g_string_new (NULL);

  kiroku_find_cut (cut, words->text);
  kiroku_find_cut (cut, words->detail);
  kiroku_find_cut (cut, words->extra);
  kiroku_find_cut (cut, words->named);
  return g_string_free (cut, FALSE);
}

static gboolean
insert_line (KirokuDb *db, const KirokuEntry *entry, const LineWords *words, GError **error)
{
  const char *corrects = kiroku_entry_get_ref (entry, "corrects");

  return kiroku_db_exec (
      db, error,
      "INSERT INTO line VALUES (NULL, " KIROKU_STAMP_PARAMETERS ", :{at:i}, :{stated:i},"
      " :{precision:s}, :{kind:s}, :{class:s}, :{text:s}, :{detail:s}, :{extra:s}, :{subject:s},"
      " :{named:s}, :{corrects:s}, :{reason:s})",
      KIROKU_STAMP_VALUES (entry), kiroku_entry_get_time (entry), (gint64) entry->has_occ,
      entry->has_occ ? kiroku_precision_id (entry->occ.precision) : NULL, entry->kind,
      g_str_equal (entry->kind, "measure.set") ? NULL : kiroku_entry_get_text (entry, "class"),
      words->text, words->detail, words->extra, words->subject, words->named, corrects,
      corrects != NULL ? kiroku_entry_get_text (entry, "reason") : NULL);
}

static gboolean
fold_line (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  g_auto (LineWords) words = read_words (entry);
  g_autofree char *cut = cut_words (&words);

  return insert_line (db, entry, &words, error)
         && kiroku_db_exec (db, error,
                            "INSERT INTO words (rowid, cut) VALUES (last_insert_rowid (), :{cut:s})",
                            cut);
}

/* The index must be told what it had been told of the line: it keeps no text. */
static gboolean
unfold_words (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  g_auto (LineWords) words = read_words (entry);
  g_autofree char *cut = cut_words (&words);

  return kiroku_db_exec (db, error,
                         "INSERT INTO words (words, rowid, cut) SELECT 'delete', id, :{cut:s}"
                         " FROM line WHERE case_id = :{case:s} AND clock = :{clock:i}"
                         " AND key = :{key:s} AND seq = :{seq:i} AND hash = :{hash:s}",
                         cut, entry->case_id, entry->clock, entry->key, entry->seq, entry->hash);
}

static const struct
{
  const char *kind;
  gboolean (*fold) (KirokuDb *db, const KirokuEntry *entry, GError **error);
} kinds[] = {
  { "case.open", fold_opening },  { "case.close", fold_closing },
  { "case.reopen", fold_closing }, { "case.set", fold_facts },     { "case.phase", fold_phase },
  { "task.add", fold_task },       { "task.set", fold_task_state }, { "approve", fold_approval },
  { "handover", fold_handover },   { "task.move", kiroku_task_order_fold },
  { "case.level", kiroku_case_level_fold },
};

static gboolean
fold (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (entry->kind, kinds[i].kind) && !kinds[i].fold (db, entry, error))
      return FALSE;
  return fold_line (db, entry, error);
}

static gboolean
unfold (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  return unfold_words (db, entry, error)
         && kiroku_fold_delete_stamped (&kiroku_case_fold, db, entry, error);
}

const KirokuFold kiroku_case_fold = { .name = "case",
                                      .version = 25,
                                      .tables = tables,
                                      .create = create,
                                      .index = "words",
                                      .fold = fold,
                                      .unfold = unfold };
