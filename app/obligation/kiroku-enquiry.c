/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-enquiry.h"

#include <string.h>

#include "kiroku-case-fold.h"
#include "kiroku-duty.h"
#include "kiroku-i18n.h"
#include "kiroku-names.h"
#include "kiroku-pack-types.h"
#include "kiroku-task.h"
#include "kiroku-time.h"
#include "kiroku-trust.h"

static const KirokuName method_names[KIROKU_N_ENQUIRY_METHODS] = {
  [KIROKU_ENQUIRY_PHONE] = { "phone", NC_ ("enquiry", "Telephone") },
  [KIROKU_ENQUIRY_MAIL] = { "mail", NC_ ("enquiry", "E-mail") },
  [KIROKU_ENQUIRY_WEB] = { "web", NC_ ("enquiry", "Web form") },
  [KIROKU_ENQUIRY_POST] = { "post", NC_ ("enquiry", "Post") },
  [KIROKU_ENQUIRY_FAX] = { "fax", NC_ ("enquiry", "Fax") },
  [KIROKU_ENQUIRY_IN_PERSON] = { "in-person", NC_ ("enquiry", "In person") },
};

static const KirokuNames methods = { method_names, KIROKU_N_ENQUIRY_METHODS, "enquiry" };

const char *
kiroku_enquiry_method_id (KirokuEnquiryMethod method)
{
  return kiroku_names_get_id (&methods, method);
}

const char *
kiroku_enquiry_method_name (KirokuEnquiryMethod method)
{
  return kiroku_names_get_name (&methods, method);
}

gboolean
kiroku_enquiry_method_parse (const char *id, KirokuEnquiryMethod *method, GError **error)
{
  guint value;

  if (!kiroku_names_parse (&methods, id, &value, error))
    return FALSE;
  *method = value;
  return TRUE;
}

static void
answer_free (KirokuEnquiryAnswer *self)
{
  g_free (self->hash);
  g_free (self->text);
  g_free (self->by);
  g_free (self->method);
  g_free (self->author);
  g_free (self->reason);
  g_clear_pointer (&self->before, g_ptr_array_unref);
  g_free (self);
}

static void
enquiry_free (KirokuEnquiry *self)
{
  g_free (self->id);
  g_free (self->from);
  g_free (self->person);
  g_free (self->method);
  g_free (self->text);
  g_free (self->author);
  g_free (self->reason);
  g_clear_pointer (&self->answers, g_ptr_array_unref);
  g_clear_pointer (&self->before, g_ptr_array_unref);
  g_free (self);
}

const char *
kiroku_enquiry_answer_get_name (const KirokuEnquiryAnswer *self, const char *withheld)
{
  const char *name;

  g_return_val_if_fail (self != NULL, NULL);

  name = self->by != NULL ? self->by : self->author;
  return self->by_withheld || name == NULL ? withheld : name;
}

gboolean
kiroku_enquiry_is_open (const KirokuEnquiry *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->answers->len; i++)
    if (!((KirokuEnquiryAnswer *) g_ptr_array_index (self->answers, i))->interim)
      return FALSE;
  return TRUE;
}

/* --- Entries --- */

KirokuDraft *
kiroku_enquiry_draft_ask (const char *from,
                          const char *person,
                          const char *method,
                          const char *text,
                          gint64 due,
                          const KirokuTime *at)
{
  KirokuDraft *draft = kiroku_draft_new ("enquiry.ask");

  kiroku_draft_set_text (draft, "from", from);
  kiroku_draft_set_text (draft, "person", person);
  kiroku_draft_set_text (draft, "method", method);
  kiroku_draft_set_text (draft, "text", text);
  if (due != KIROKU_TIME_NONE)
    kiroku_draft_set_integer (draft, "due", due);
  kiroku_draft_set_occ (draft, at);
  return draft;
}

KirokuDraft *
kiroku_enquiry_draft_answer (const char *enquiry,
                             const char *text,
                             const char *by,
                             const char *method,
                             gboolean interim,
                             const KirokuTime *at)
{
  KirokuDraft *draft = kiroku_draft_new ("enquiry.answer");

  kiroku_draft_set_ref (draft, "enquiry", enquiry);
  kiroku_draft_set_text (draft, "text", text);
  kiroku_draft_set_text (draft, "by", by);
  kiroku_draft_set_text (draft, "method", method);
  if (interim)
    kiroku_draft_set_integer (draft, "interim", 1);
  kiroku_draft_set_occ (draft, at);
  return draft;
}

/* A value that the header commits to and that is not here. */
static gboolean
is_withheld (const KirokuEntry *entry, const char *name)
{
  return kiroku_case_fold_states (entry, name) && kiroku_entry_get_text (entry, name) == NULL
         && kiroku_entry_get_integer (entry, name, G_MININT64) == G_MININT64;
}

void
kiroku_enquiry_draft_restate (KirokuDraft *draft, const KirokuEntry *reading, const char *reason, gboolean undated)
{
  g_return_if_fail (draft != NULL && reading != NULL);

  kiroku_draft_restate (draft, reading, reason);
  if (undated)
    kiroku_draft_drop (draft, "due");
}

gint64
kiroku_enquiry_parse_due (const char *typed, GTimeZone *local, gint64 now, GError **error)
{
  g_autofree char *due = kiroku_task_parse_due (typed, local, now, error);
  KirokuTime time;

  if (due == NULL || due[0] == '\0' || !kiroku_time_parse (due, local, now, &time, error))
    return KIROKU_TIME_NONE;
  return time.us + time.fraction;
}

/* --- The fold --- */

static gboolean
fold_ask (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  return kiroku_db_exec (
      db, error,
      "INSERT INTO enquiry VALUES (" KIROKU_STAMP_PARAMETERS
      ", :{corrects:s}, :{at:i}, :{from:s}, :{person:s}, :{method:s}, :{text:s}, :{due:i}, :{absent:i},"
      " :{reason:s})",
      KIROKU_STAMP_VALUES (entry), kiroku_entry_get_ref (entry, "corrects"),
      kiroku_entry_get_time (entry), kiroku_entry_get_text (entry, "from"),
      kiroku_entry_get_text (entry, "person"), kiroku_entry_get_text (entry, "method"),
      kiroku_entry_get_text (entry, "text"), kiroku_entry_get_integer (entry, "due", KIROKU_TIME_NONE),
      (gint64) is_withheld (entry, "due"), kiroku_entry_get_text (entry, "reason"));
}

/* Whether more is to follow may be withheld: then it is not taken for the last answer. */
static gboolean
fold_answer (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  const gboolean interim = kiroku_entry_get_integer (entry, "interim", 0) == 1
                           || is_withheld (entry, "interim");

  return kiroku_db_exec (
      db, error,
      "INSERT INTO enquiry_answer VALUES (" KIROKU_STAMP_PARAMETERS
      ", :{corrects:s}, :{enquiry:s}, :{at:i}, :{text:s}, :{by:s}, :{method:s}, :{absent:i},"
      " :{interim:i}, :{reason:s})",
      KIROKU_STAMP_VALUES (entry), kiroku_entry_get_ref (entry, "corrects"),
      kiroku_entry_get_ref (entry, "enquiry"), kiroku_entry_get_time (entry),
      kiroku_entry_get_text (entry, "text"), kiroku_entry_get_text (entry, "by"),
      kiroku_entry_get_text (entry, "method"), (gint64) is_withheld (entry, "by"), (gint64) interim,
      kiroku_entry_get_text (entry, "reason"));
}

static gboolean
fold_enquiry (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  if (g_str_equal (entry->kind, "enquiry.ask"))
    return fold_ask (db, entry, error);
  return !g_str_equal (entry->kind, "enquiry.answer") || fold_answer (db, entry, error);
}

static const char *const enquiry_tables[] = { "enquiry", "enquiry_answer", NULL };
static const char *const enquiry_create[] = {
  "CREATE TABLE enquiry (" KIROKU_STAMP_COLUMNS ", corrects TEXT, at INTEGER NOT NULL, party TEXT,"
  " person TEXT, method TEXT, text TEXT, due INTEGER NOT NULL, due_absent INTEGER NOT NULL,"
  " reason TEXT) STRICT",
  "CREATE INDEX enquiry_case ON enquiry (case_id, " KIROKU_FOLD_ORDER ")",

  "CREATE TABLE enquiry_answer (" KIROKU_STAMP_COLUMNS ", corrects TEXT, enquiry TEXT,"
  " at INTEGER NOT NULL, text TEXT, by TEXT, method TEXT, by_absent INTEGER NOT NULL,"
  " interim INTEGER NOT NULL, reason TEXT) STRICT",
  "CREATE INDEX enquiry_answer_case ON enquiry_answer (case_id, " KIROKU_FOLD_ORDER ")",
  NULL,
};

const KirokuFold kiroku_enquiry_fold = { .name = "enquiry",
                                         .version = 2,
                                         .tables = enquiry_tables,
                                         .create = enquiry_create,
                                         .fold = fold_enquiry };

/* --- Reading --- */

#define AUTHOR(t) \
  "(SELECT a.name FROM author a WHERE a.case_id = " t ".case_id AND a.key = " t ".key LIMIT 1)"

/* A correction says "" where nobody is to be named any more. */
static char *
dup_named (const char *text)
{
  return text != NULL && text[0] != '\0' ? g_strdup (text) : NULL;
}

static KirokuEnquiry *
enquiry_from_row (const KirokuRows *rows, guint row)
{
  KirokuEnquiry *self = g_new (KirokuEnquiry, 1);

  *self = (KirokuEnquiry){ .id = g_strdup (kiroku_rows_text (rows, row, 0)),
                           .from = g_strdup (kiroku_rows_text (rows, row, 1)),
                           .person = dup_named (kiroku_rows_text (rows, row, 2)),
                           .method = g_strdup (kiroku_rows_text (rows, row, 3)),
                           .text = g_strdup (kiroku_rows_text (rows, row, 4)),
                           .author = g_strdup (kiroku_rows_text (rows, row, 5)),
                           .reason = g_strdup (kiroku_rows_text (rows, row, 6)),
                           .at = kiroku_rows_int (rows, row, 8),
                           .rec = kiroku_rows_int (rows, row, 9),
                           .due = kiroku_rows_int (rows, row, 10),
                           .due_withheld = kiroku_rows_int (rows, row, 11) != 0,
                           .answers = g_ptr_array_new_with_free_func ((GDestroyNotify) answer_free),
                           .before = g_ptr_array_new_with_free_func ((GDestroyNotify) enquiry_free) };
  return self;
}

static KirokuEnquiryAnswer *
answer_from_row (const KirokuRows *rows, guint row)
{
  KirokuEnquiryAnswer *self = g_new (KirokuEnquiryAnswer, 1);

  *self = (KirokuEnquiryAnswer){ .hash = g_strdup (kiroku_rows_text (rows, row, 0)),
                                 .text = g_strdup (kiroku_rows_text (rows, row, 1)),
                                 .by = dup_named (kiroku_rows_text (rows, row, 2)),
                                 .method = g_strdup (kiroku_rows_text (rows, row, 3)),
                                 .author = g_strdup (kiroku_rows_text (rows, row, 4)),
                                 .reason = g_strdup (kiroku_rows_text (rows, row, 5)),
                                 .at = kiroku_rows_int (rows, row, 8),
                                 .by_withheld = kiroku_rows_int (rows, row, 9) != 0,
                                 .interim = kiroku_rows_int (rows, row, 10) != 0,
                                 .before
                                 = g_ptr_array_new_with_free_func ((GDestroyNotify) answer_free) };
  return self;
}

/* @reading takes the place of *@standing, which it corrects: that goes where all before it are, and so does what
 * others say of the first. */
static void
correct_answer (KirokuEnquiryAnswer **standing, KirokuEnquiryAnswer *reading)
{
  KirokuEnquiryAnswer *old = *standing;

  g_free (reading->hash);
  reading->hash = g_strdup (old->hash);
  g_ptr_array_unref (reading->before);
  reading->before = g_steal_pointer (&old->before);
  g_ptr_array_add (reading->before, old);
  *standing = reading;
}

static void
correct_enquiry (KirokuEnquiry **standing, KirokuEnquiry *reading)
{
  KirokuEnquiry *old = *standing;

  g_free (reading->id);
  reading->id = g_strdup (old->id);
  g_ptr_array_unref (reading->before);
  reading->before = g_steal_pointer (&old->before);
  g_ptr_array_add (reading->before, old);
  *standing = reading;
}

/* @corrects: (nullable): hash of the answer that it corrects */
static void
take_answer (GPtrArray *answers, KirokuEnquiryAnswer *reading, const char *corrects)
{
  for (guint i = 0; corrects != NULL && i < answers->len; i++)
    if (g_str_equal (((KirokuEnquiryAnswer *) answers->pdata[i])->hash, corrects))
      {
        correct_answer ((KirokuEnquiryAnswer **) &answers->pdata[i], reading);
        return;
      }
  g_ptr_array_add (answers, reading);
}

static void
take_enquiry (GPtrArray *enquiries, KirokuEnquiry *reading, const char *corrects)
{
  for (guint i = 0; corrects != NULL && i < enquiries->len; i++)
    if (g_str_equal (((KirokuEnquiry *) enquiries->pdata[i])->id, corrects))
      {
        correct_enquiry ((KirokuEnquiry **) &enquiries->pdata[i], reading);
        return;
      }
  g_ptr_array_add (enquiries, reading);
}

static gboolean
read_answers (
    GPtrArray *enquiries, KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (KirokuRows) rows = kiroku_db_query (
      db, error, "ssssssssiii",
      "SELECT w.hash, w.text, w.by, w.method, " AUTHOR ("w") ", w.reason, w.corrects, w.enquiry, w.at,"
      " w.by_absent, w.interim FROM enquiry_answer w"
      " WHERE w.case_id = :{case:s} AND w.rec <= :{as_of:i} AND w.enquiry IS NOT NULL"
      " AND " KIROKU_STANDS ("w") " ORDER BY w.clock, w.key, w.seq, w.hash",
      case_id, as_of);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    for (guint j = 0; j < enquiries->len; j++)
      {
        KirokuEnquiry *enquiry = g_ptr_array_index (enquiries, j);

        if (g_str_equal (enquiry->id, kiroku_rows_text (rows, i, 7)))
          take_answer (enquiry->answers, answer_from_row (rows, i), kiroku_rows_text (rows, i, 6));
      }
  return TRUE;
}

static int
compare_asked (gconstpointer a, gconstpointer b)
{
  const KirokuEnquiry *first = *(KirokuEnquiry *const *) a, *second = *(KirokuEnquiry *const *) b;

  return first->at < second->at ? -1 : first->at > second->at;
}

GPtrArray *
kiroku_enquiries_read (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (GPtrArray) enquiries = g_ptr_array_new_with_free_func ((GDestroyNotify) enquiry_free);
  g_autoptr (KirokuRows) rows = kiroku_db_query (
      db, error, "ssssssssiiii",
      "SELECT q.hash, q.party, q.person, q.method, q.text, " AUTHOR ("q") ", q.reason, q.corrects, q.at,"
      " q.rec, q.due, q.due_absent FROM enquiry q WHERE q.case_id = :{case:s} AND q.rec <= :{as_of:i}"
      " AND " KIROKU_STANDS ("q") " ORDER BY q.clock, q.key, q.seq, q.hash",
      case_id, as_of);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    take_enquiry (enquiries, enquiry_from_row (rows, i), kiroku_rows_text (rows, i, 7));
  g_ptr_array_sort (enquiries, compare_asked);
  return read_answers (enquiries, db, case_id, as_of, error) ? g_steal_pointer (&enquiries) : NULL;
}

const KirokuEnquiry *
kiroku_enquiries_find (GPtrArray *enquiries, const char *id)
{
  g_autofree char *prefix = g_ascii_strdown (id, -1);
  const KirokuEnquiry *found = NULL;

  for (guint i = 0; strlen (prefix) >= KIROKU_DUTY_DIGITS && i < enquiries->len; i++)
    {
      const KirokuEnquiry *enquiry = g_ptr_array_index (enquiries, i);

      if (!g_str_has_prefix (enquiry->id, prefix))
        continue;
      if (found != NULL)
        return NULL;
      found = enquiry;
    }
  return found;
}

/* What is to be done about one, before what was asked. */
static const KirokuPackText to_answer = { .ja = (char *) "照会に回答：%s", .en = (char *) "Answer the enquiry: %s" };

static KirokuDuty *
duty_of (const KirokuEnquiry *enquiry, const char *language)
{
  KirokuDuty *duty = g_new0 (KirokuDuty, 1);
  g_auto (GStrv) parts = g_strsplit (kiroku_pack_text (&to_answer, language), "%s", 2);

  duty->id = g_strdup (enquiry->id);
  duty->recipient = g_strdup (enquiry->from);
  duty->text = enquiry->text != NULL ? g_strconcat (parts[0], enquiry->text, NULL) : NULL;
  duty->due = enquiry->due;
  duty->author = g_strdup (enquiry->author);
  duty->stated = enquiry->rec;
  return duty;
}

/* When @enquiry was first given a final answer. */
static void
add_met (const KirokuEnquiry *enquiry, GHashTable *met)
{
  const gint64 *known = g_hash_table_lookup (met, enquiry->id);
  gint64 first = known != NULL ? *known : G_MAXINT64;

  for (guint i = 0; i < enquiry->answers->len; i++)
    {
      const KirokuEnquiryAnswer *answer = g_ptr_array_index (enquiry->answers, i);

      if (!answer->interim)
        first = MIN (first, answer->at);
    }
  g_hash_table_insert (met, g_strdup (enquiry->id), g_memdup2 (&first, sizeof first));
}

void
kiroku_enquiries_add_duties (GPtrArray *enquiries, const char *language, GPtrArray *duties, GHashTable *met)
{
  g_return_if_fail (enquiries != NULL && duties != NULL);

  for (guint i = 0; i < enquiries->len; i++)
    {
      const KirokuEnquiry *enquiry = g_ptr_array_index (enquiries, i);

      if (enquiry->due == KIROKU_TIME_NONE && !enquiry->due_withheld)
        continue;
      g_ptr_array_add (duties, duty_of (enquiry, language));
      if (met != NULL && !kiroku_enquiry_is_open (enquiry))
        add_met (enquiry, met);
    }
}
