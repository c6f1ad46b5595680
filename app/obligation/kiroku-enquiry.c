/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-enquiry.h"

#include <string.h>

#include "kiroku-duty.h"
#include "kiroku-i18n.h"
#include "kiroku-names.h"
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
  g_ptr_array_unref (self->answers);
  g_free (self);
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
                             const KirokuTime *at)
{
  KirokuDraft *draft = kiroku_draft_new ("enquiry.answer");

  kiroku_draft_set_ref (draft, "enquiry", enquiry);
  kiroku_draft_set_text (draft, "text", text);
  kiroku_draft_set_text (draft, "by", by);
  kiroku_draft_set_text (draft, "method", method);
  kiroku_draft_set_occ (draft, at);
  return draft;
}

/* --- The fold --- */

static gboolean
fold_ask (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  return kiroku_db_exec (
      db, error,
      "INSERT INTO enquiry VALUES (" KIROKU_STAMP_PARAMETERS
      ", :{at:i}, :{from:s}, :{person:s}, :{method:s}, :{text:s}, :{due:i})",
      KIROKU_STAMP_VALUES (entry), kiroku_entry_get_time (entry),
      kiroku_entry_get_text (entry, "from"), kiroku_entry_get_text (entry, "person"),
      kiroku_entry_get_text (entry, "method"), kiroku_entry_get_text (entry, "text"),
      kiroku_entry_get_integer (entry, "due", KIROKU_TIME_NONE));
}

static gboolean
fold_answer (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  return kiroku_db_exec (db, error,
                         "INSERT INTO enquiry_answer VALUES (" KIROKU_STAMP_PARAMETERS
                         ", :{enquiry:s}, :{at:i}, :{text:s}, :{by:s}, :{method:s})",
                         KIROKU_STAMP_VALUES (entry), kiroku_entry_get_ref (entry, "enquiry"),
                         kiroku_entry_get_time (entry), kiroku_entry_get_text (entry, "text"),
                         kiroku_entry_get_text (entry, "by"),
                         kiroku_entry_get_text (entry, "method"));
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
  "CREATE TABLE enquiry (" KIROKU_STAMP_COLUMNS ", at INTEGER NOT NULL, party TEXT, person TEXT,"
  " method TEXT, text TEXT, due INTEGER NOT NULL) STRICT",
  "CREATE INDEX enquiry_case ON enquiry (case_id, " KIROKU_FOLD_ORDER ")",

  "CREATE TABLE enquiry_answer (" KIROKU_STAMP_COLUMNS ", enquiry TEXT, at INTEGER NOT NULL,"
  " text TEXT, by TEXT, method TEXT) STRICT",
  "CREATE INDEX enquiry_answer_case ON enquiry_answer (case_id, " KIROKU_FOLD_ORDER ")",
  NULL,
};

const KirokuFold kiroku_enquiry_fold = { .name = "enquiry",
                                         .version = 1,
                                         .tables = enquiry_tables,
                                         .create = enquiry_create,
                                         .fold = fold_enquiry };

/* --- Reading --- */

#define AUTHOR(t) \
  "(SELECT a.name FROM author a WHERE a.case_id = " t ".case_id AND a.key = " t ".key LIMIT 1)"

static KirokuEnquiry *
enquiry_from_row (const KirokuRows *rows, guint row)
{
  KirokuEnquiry *self = g_new (KirokuEnquiry, 1);

  *self = (KirokuEnquiry){ .id = g_strdup (kiroku_rows_text (rows, row, 0)),
                           .from = g_strdup (kiroku_rows_text (rows, row, 1)),
                           .person = g_strdup (kiroku_rows_text (rows, row, 2)),
                           .method = g_strdup (kiroku_rows_text (rows, row, 3)),
                           .text = g_strdup (kiroku_rows_text (rows, row, 4)),
                           .author = g_strdup (kiroku_rows_text (rows, row, 5)),
                           .at = kiroku_rows_int (rows, row, 6),
                           .rec = kiroku_rows_int (rows, row, 7),
                           .due = kiroku_rows_int (rows, row, 8),
                           .answers = g_ptr_array_new_with_free_func ((GDestroyNotify) answer_free) };
  return self;
}

static KirokuEnquiryAnswer *
answer_from_row (const KirokuRows *rows, guint row)
{
  KirokuEnquiryAnswer *self = g_new (KirokuEnquiryAnswer, 1);

  *self = (KirokuEnquiryAnswer){ .hash = g_strdup (kiroku_rows_text (rows, row, 0)),
                                 .text = g_strdup (kiroku_rows_text (rows, row, 2)),
                                 .by = g_strdup (kiroku_rows_text (rows, row, 3)),
                                 .method = g_strdup (kiroku_rows_text (rows, row, 4)),
                                 .author = g_strdup (kiroku_rows_text (rows, row, 5)),
                                 .at = kiroku_rows_int (rows, row, 6) };
  return self;
}

static gboolean
read_answers (
    GPtrArray *enquiries, KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (KirokuRows) rows = kiroku_db_query (
      db, error, "ssssssi",
      "SELECT w.hash, w.enquiry, w.text, w.by, w.method, " AUTHOR ("w") ", w.at FROM enquiry_answer w"
      " WHERE w.case_id = :{case:s} AND w.rec <= :{as_of:i} AND w.enquiry IS NOT NULL"
      " AND " KIROKU_STANDS ("w") " ORDER BY w.clock, w.key, w.seq, w.hash",
      case_id, as_of);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    for (guint j = 0; j < enquiries->len; j++)
      {
        KirokuEnquiry *enquiry = g_ptr_array_index (enquiries, j);

        if (g_str_equal (enquiry->id, kiroku_rows_text (rows, i, 1)))
          g_ptr_array_add (enquiry->answers, answer_from_row (rows, i));
      }
  return TRUE;
}

GPtrArray *
kiroku_enquiries_read (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (GPtrArray) enquiries = g_ptr_array_new_with_free_func ((GDestroyNotify) enquiry_free);
  g_autoptr (KirokuRows) rows = kiroku_db_query (
      db, error, "ssssssiii",
      "SELECT q.hash, q.party, q.person, q.method, q.text, " AUTHOR ("q") ", q.at, q.rec, q.due"
      " FROM enquiry q WHERE q.case_id = :{case:s} AND q.rec <= :{as_of:i}"
      " AND " KIROKU_STANDS ("q") " ORDER BY q.at, q.clock, q.key, q.seq, q.hash",
      case_id, as_of);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    g_ptr_array_add (enquiries, enquiry_from_row (rows, i));
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

static KirokuDuty *
duty_of (const KirokuEnquiry *enquiry)
{
  KirokuDuty *duty = g_new0 (KirokuDuty, 1);

  duty->id = g_strdup (enquiry->id);
  duty->recipient = g_strdup (enquiry->from);
  /* Translators: what an authority asked. */
  duty->text = enquiry->text != NULL ? g_strdup_printf (_ ("Answer the enquiry: %s"), enquiry->text) : NULL;
  duty->due = enquiry->due;
  duty->author = g_strdup (enquiry->author);
  duty->stated = enquiry->rec;
  return duty;
}

/* When @enquiry, which has answers, was answered first. */
static void
add_met (const KirokuEnquiry *enquiry, GHashTable *met)
{
  const gint64 *known = g_hash_table_lookup (met, enquiry->id);
  gint64 first = known != NULL ? *known : G_MAXINT64;

  for (guint i = 0; i < enquiry->answers->len; i++)
    first = MIN (first, ((KirokuEnquiryAnswer *) g_ptr_array_index (enquiry->answers, i))->at);
  g_hash_table_insert (met, g_strdup (enquiry->id), g_memdup2 (&first, sizeof first));
}

void
kiroku_enquiries_add_duties (GPtrArray *enquiries, GPtrArray *duties, GHashTable *met)
{
  g_return_if_fail (enquiries != NULL && duties != NULL);

  for (guint i = 0; i < enquiries->len; i++)
    {
      const KirokuEnquiry *enquiry = g_ptr_array_index (enquiries, i);

      if (enquiry->due == KIROKU_TIME_NONE)
        continue;
      g_ptr_array_add (duties, duty_of (enquiry));
      if (met != NULL && enquiry->answers->len > 0)
        add_met (enquiry, met);
    }
}
