/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-evidence.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-archive.h"
#include "kiroku-evidence-error.h"
#include "kiroku-excused.h"
#include "kiroku-trust.h"

/* Fewer digits of a digest name nothing. */
#define PREFIX_MIN 8

/* --- Drafts --- */

KirokuDraft *
kiroku_evidence_draft_add (const KirokuDigests *digests,
                           const char *name,
                           const char *source,
                           const KirokuTime *occ)
{
  KirokuDraft *draft = kiroku_draft_new ("evidence.add");

  kiroku_draft_set_text (draft, "sha256", digests->sha256);
  kiroku_draft_set_text (draft, "sha512", digests->sha512);
  kiroku_draft_set_integer (draft, "size", digests->size);
  kiroku_draft_set_text (draft, "name", name);
  kiroku_draft_set_text (draft, "source", source);
  kiroku_draft_set_occ (draft, occ);
  return draft;
}

static void
set_fact (KirokuDraft *draft, KirokuEvidenceFact fact, const char *value)
{
  const char *id = kiroku_evidence_fact_id (fact);

  if (fact == KIROKU_EVIDENCE_CLOCK_ERROR && value != NULL && value[0] != '\0')
    kiroku_draft_set_integer (draft, id, g_ascii_strtoll (value, NULL, 10));
  else
    kiroku_draft_set_text (draft, id, value);
}

KirokuDraft *
kiroku_evidence_draft_set (const char *evidence, const char *const facts[KIROKU_N_EVIDENCE_FACTS])
{
  KirokuDraft *draft = kiroku_draft_new ("evidence.set");

  kiroku_draft_set_ref (draft, "evidence", evidence);
  for (guint i = 0; i < KIROKU_N_EVIDENCE_FACTS; i++)
    set_fact (draft, i, facts[i]);
  return draft;
}

KirokuDraft *
kiroku_evidence_draft_move (const char *evidence,
                            const char *const fields[KIROKU_N_CUSTODY_FIELDS],
                            const KirokuTime *occ)
{
  KirokuDraft *draft = kiroku_draft_new ("evidence.move");

  kiroku_draft_set_ref (draft, "evidence", evidence);
  for (guint i = 0; i < KIROKU_N_CUSTODY_FIELDS; i++)
    kiroku_draft_set_text (draft, kiroku_custody_field_id (i), fields[i]);
  kiroku_draft_set_occ (draft, occ);
  return draft;
}

KirokuDraft *
kiroku_evidence_draft_check (const char *evidence, KirokuEvidenceState state, const char *sha256)
{
  KirokuDraft *draft = kiroku_draft_new ("evidence.check");

  kiroku_draft_set_ref (draft, "evidence", evidence);
  kiroku_draft_set_text (draft, "result", kiroku_evidence_state_id (state));
  kiroku_draft_set_text (draft, "sha256", sha256);
  return draft;
}

/* --- The fold --- */

static const char *const tables[]
    = { "evidence_item", "evidence_fact", "evidence_move", "evidence_check", NULL };

static const char *const create[] = {
  "CREATE TABLE evidence_item (" KIROKU_STAMP_COLUMNS ", sha256 TEXT, sha512 TEXT,"
  " size INTEGER NOT NULL, name TEXT, at INTEGER NOT NULL, stated INTEGER NOT NULL,"
  " precision TEXT) STRICT",
  "CREATE INDEX evidence_item_case ON evidence_item (case_id, " KIROKU_FOLD_ORDER ")",

  "CREATE TABLE evidence_fact (" KIROKU_STAMP_COLUMNS ", evidence TEXT NOT NULL,"
  " fact TEXT NOT NULL, value TEXT) STRICT",
  "CREATE INDEX evidence_fact_case ON evidence_fact (case_id, " KIROKU_FOLD_ORDER ")",

  "CREATE TABLE evidence_move (" KIROKU_STAMP_COLUMNS ", evidence TEXT NOT NULL, corrects TEXT,"
  " giver TEXT, receiver TEXT, place TEXT, purpose TEXT, tool TEXT, witness TEXT,"
  " at INTEGER NOT NULL, reason TEXT) STRICT",
  "CREATE INDEX evidence_move_case ON evidence_move (case_id, " KIROKU_FOLD_ORDER ")",

  "CREATE TABLE evidence_check (" KIROKU_STAMP_COLUMNS ", evidence TEXT NOT NULL, result TEXT,"
  " sha256 TEXT) STRICT",
  "CREATE INDEX evidence_check_case ON evidence_check (case_id, " KIROKU_FOLD_ORDER ")",
  NULL,
};

static gboolean
insert_fact (KirokuDb *db,
             const KirokuEntry *entry,
             const char *evidence,
             const char *fact,
             const char *value,
             GError **error)
{
  return kiroku_db_exec (db, error,
                         "INSERT INTO evidence_fact VALUES (" KIROKU_STAMP_PARAMETERS
                         ", :{evidence:s}, :{fact:s}, :{value:s})",
                         KIROKU_STAMP_VALUES (entry), evidence, fact, value);
}

/* The value of a field as text; NULL when it is withheld. (transfer full) */
static char *
dup_value (const KirokuEntry *entry, const char *name)
{
  for (guint i = 0; i < entry->fields->len; i++)
    {
      const KirokuField *field = g_ptr_array_index (entry->fields, i);

      if (!g_str_equal (field->name, name))
        continue;
      return field->text != NULL ? g_strdup (field->text)
                                 : g_strdup_printf ("%" G_GINT64_FORMAT, field->integer);
    }
  return NULL;
}

static gboolean
fold_item (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  gboolean has_source = FALSE;

  if (!kiroku_db_exec (db, error,
                       "INSERT INTO evidence_item VALUES (" KIROKU_STAMP_PARAMETERS
                       ", :{sha256:s}, :{sha512:s}, :{size:i}, :{name:s}, :{at:i}, :{stated:i},"
                       " :{precision:s})",
                       KIROKU_STAMP_VALUES (entry), kiroku_entry_get_text (entry, "sha256"),
                       kiroku_entry_get_text (entry, "sha512"),
                       kiroku_entry_get_integer (entry, "size", -1),
                       kiroku_entry_get_text (entry, "name"), kiroku_entry_get_time (entry),
                       (gint64) entry->has_occ,
                       entry->has_occ ? kiroku_precision_id (entry->occ.precision) : NULL))
    return FALSE;
  for (guint i = 0; i < entry->com->len; i++)
    {
      const KirokuPair *pair = g_ptr_array_index (entry->com, i);

      has_source = has_source || g_str_equal (pair->name, "source");
    }
  return !has_source
         || insert_fact (db, entry, entry->hash, "source", kiroku_entry_get_text (entry, "source"),
                         error);
}

/* Every field the header commits to, so that a withheld one is known to be there. */
static gboolean
fold_facts (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  const char *evidence = kiroku_entry_get_ref (entry, "evidence");

  for (guint i = 0; evidence != NULL && i < entry->com->len; i++)
    {
      const KirokuPair *pair = g_ptr_array_index (entry->com, i);
      g_autofree char *value = dup_value (entry, pair->name);

      if (!g_str_equal (pair->name, "reason")
          && !insert_fact (db, entry, evidence, pair->name, value, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fold_move (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  const char *evidence = kiroku_entry_get_ref (entry, "evidence");

  if (evidence == NULL)
    return TRUE;
  return kiroku_db_exec (
      db, error,
      "INSERT INTO evidence_move VALUES (" KIROKU_STAMP_PARAMETERS
      ", :{evidence:s}, :{corrects:s}, :{giver:s}, :{receiver:s}, :{place:s}, :{purpose:s},"
      " :{tool:s}, :{witness:s}, :{at:i}, :{reason:s})",
      KIROKU_STAMP_VALUES (entry), evidence, kiroku_entry_get_ref (entry, "corrects"),
      kiroku_entry_get_text (entry, "from"), kiroku_entry_get_text (entry, "to"),
      kiroku_entry_get_text (entry, "where"), kiroku_entry_get_text (entry, "purpose"),
      kiroku_entry_get_text (entry, "tool"), kiroku_entry_get_text (entry, "witness"),
      kiroku_entry_get_time (entry), kiroku_entry_get_text (entry, "reason"));
}

static gboolean
fold_check (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  const char *evidence = kiroku_entry_get_ref (entry, "evidence");

  if (evidence == NULL)
    return TRUE;
  return kiroku_db_exec (db, error,
                         "INSERT INTO evidence_check VALUES (" KIROKU_STAMP_PARAMETERS
                         ", :{evidence:s}, :{result:s}, :{sha256:s})",
                         KIROKU_STAMP_VALUES (entry), evidence,
                         kiroku_entry_get_text (entry, "result"),
                         kiroku_entry_get_text (entry, "sha256"));
}

static const struct
{
  const char *kind;
  gboolean (*fold) (KirokuDb *db, const KirokuEntry *entry, GError **error);
} kinds[] = {
  { "evidence.add", fold_item },
  { "evidence.set", fold_facts },
  { "evidence.move", fold_move },
  { "evidence.check", fold_check },
};

static gboolean
fold (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (entry->kind, kinds[i].kind))
      return kinds[i].fold (db, entry, error);
  return TRUE;
}

const KirokuFold kiroku_evidence_fold
    = { .name = "evidence", .version = 2, .tables = tables, .create = create, .fold = fold };

/* --- Values --- */

static void
move_free (gpointer data)
{
  KirokuEvidenceMove *move = data;

  for (guint i = 0; i < KIROKU_N_CUSTODY_FIELDS; i++)
    g_free (move->fields[i]);
  g_free (move->author);
  g_free (move->reason);
  g_free (move->hash);
  g_free (move);
}

static void
check_free (gpointer data)
{
  KirokuEvidenceCheck *check = data;

  g_free (check->sha256);
  g_free (check->author);
  g_free (check->hash);
  g_free (check);
}

void
kiroku_evidence_free (KirokuEvidence *self)
{
  for (guint i = 0; i < KIROKU_N_EVIDENCE_FACTS; i++)
    g_free (self->facts[i].value);
  g_ptr_array_unref (self->moves);
  g_ptr_array_unref (self->checks);
  g_free (self->hash);
  g_free (self->sha256);
  g_free (self->sha512);
  g_free (self->name);
  g_free (self->author);
  g_free (self->erasure);
  g_free (self->law);
  g_free (self->eraser);
  g_free (self);
}

gboolean
kiroku_evidence_expect_not_erased (const KirokuEvidence *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!self->erased)
    return TRUE;
  g_set_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_ERASED,
               _ ("the file of item %.12s was erased by law (%s): it is not to be had any more, and "
                  "no backup is to bring it back"),
               self->hash, self->law != NULL ? self->law : _ ("(withheld)"));
  return FALSE;
}

const KirokuEvidenceCheck *
kiroku_evidence_get_last_check (const KirokuEvidence *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->checks->len > 0 ? g_ptr_array_index (self->checks, self->checks->len - 1) : NULL;
}

/* --- Reading --- */

#define AUTHOR(row) \
  "(SELECT a.name FROM author a WHERE a.case_id = " row ".case_id AND a.key = " row ".key LIMIT 1)"
#define WHERE_IN_ORDER(table, order) \
  " WHERE case_id = :{case:s} AND rec <= :{as_of:i} AND " KIROKU_STANDS (table) " ORDER BY " order
#define WHERE(table) WHERE_IN_ORDER (table, KIROKU_FOLD_ORDER)

static KirokuEvidence *
item_from_row (const KirokuRows *rows, guint i)
{
  KirokuEvidence *item = g_new0 (KirokuEvidence, 1);
  const char *precision = kiroku_rows_text (rows, i, 8);

  item->hash = g_strdup (kiroku_rows_text (rows, i, 0));
  item->sha256 = g_strdup (kiroku_rows_text (rows, i, 1));
  item->sha512 = g_strdup (kiroku_rows_text (rows, i, 2));
  item->size = kiroku_rows_int (rows, i, 3);
  item->name = g_strdup (kiroku_rows_text (rows, i, 4));
  item->rec = kiroku_rows_int (rows, i, 5);
  item->at = kiroku_rows_int (rows, i, 6);
  item->stated = kiroku_rows_int (rows, i, 7) != 0;
  if (precision != NULL)
    kiroku_precision_parse (precision, &item->precision);
  item->author = g_strdup (kiroku_rows_text (rows, i, 9));
  item->moves = g_ptr_array_new_with_free_func (move_free);
  item->checks = g_ptr_array_new_with_free_func (check_free);
  return item;
}

static GPtrArray *
read_items (KirokuDb *db, const char *case_id, gint64 as_of, GHashTable *by_hash, GError **error)
{
  GPtrArray *items;
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "sssisiiiss",
                         "SELECT hash, sha256, sha512, size, name, rec, at, stated, precision,"
                         " " AUTHOR ("evidence_item") " FROM evidence_item" WHERE ("evidence_item"),
                         case_id, as_of);

  if (rows == NULL)
    return NULL;
  items = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_evidence_free);
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      KirokuEvidence *item = item_from_row (rows, i);

      g_ptr_array_add (items, item);
      g_hash_table_insert (by_hash, item->hash, item);
    }
  return items;
}

static void
take_fact (KirokuEvidence *item, const char *id, const char *value)
{
  KirokuEvidenceFact fact;

  if (item == NULL || !kiroku_evidence_fact_parse (id, &fact, NULL))
    return;
  g_free (item->facts[fact].value);
  item->facts[fact].value = value != NULL && value[0] != '\0' ? g_strdup (value) : NULL;
  item->facts[fact].withheld = value == NULL;
}

static gboolean
read_facts (KirokuDb *db, const char *case_id, gint64 as_of, GHashTable *by_hash, GError **error)
{
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "sss",
                         "SELECT evidence, fact, value FROM evidence_fact" WHERE ("evidence_fact"),
                         case_id, as_of);

  for (guint i = 0; rows != NULL && i < kiroku_rows_length (rows); i++)
    take_fact (g_hash_table_lookup (by_hash, kiroku_rows_text (rows, i, 0)),
               kiroku_rows_text (rows, i, 1), kiroku_rows_text (rows, i, 2));
  return rows != NULL;
}

static KirokuEvidenceMove *
move_from_row (const KirokuRows *rows, guint i)
{
  KirokuEvidenceMove *move = g_new0 (KirokuEvidenceMove, 1);

  for (guint field = 0; field < KIROKU_N_CUSTODY_FIELDS; field++)
    move->fields[field] = g_strdup (kiroku_rows_text (rows, i, 1 + field));
  move->author = g_strdup (kiroku_rows_text (rows, i, 7));
  move->hash = g_strdup (kiroku_rows_text (rows, i, 8));
  move->at = kiroku_rows_int (rows, i, 9);
  move->corrected = kiroku_rows_int (rows, i, 10) != 0;
  move->reason = g_strdup (kiroku_rows_text (rows, i, 11));
  return move;
}

/* As the item went from hand to hand, whenever that was recorded: it may have changed hands before it was
 * taken in here. The columns from the second on are in the order of KirokuCustodyField. */
static gboolean
read_moves (KirokuDb *db, const char *case_id, gint64 as_of, GHashTable *by_hash, GError **error)
{
  g_autoptr (KirokuRows) rows = kiroku_db_query (
      db, error, "sssssssssiis",
      "SELECT evidence, giver, receiver, place, purpose, tool, witness,"
      " " AUTHOR ("m") ", hash, at,"
      " EXISTS (SELECT 1 FROM evidence_move c WHERE " KIROKU_CORRECTED ("m", "c")
      " AND c.rec <= :{as_of:i} AND " KIROKU_STANDS ("c") "), reason"
      " FROM evidence_move m" WHERE_IN_ORDER ("m", "at, " KIROKU_FOLD_ORDER),
      as_of, case_id);

  for (guint i = 0; rows != NULL && i < kiroku_rows_length (rows); i++)
    {
      KirokuEvidence *item = g_hash_table_lookup (by_hash, kiroku_rows_text (rows, i, 0));

      if (item != NULL)
        g_ptr_array_add (item->moves, move_from_row (rows, i));
    }
  return rows != NULL;
}

static KirokuEvidenceCheck *
check_from_row (const KirokuRows *rows, guint i)
{
  KirokuEvidenceCheck *check = g_new0 (KirokuEvidenceCheck, 1);
  const char *result = kiroku_rows_text (rows, i, 1);

  check->withheld
      = result == NULL || !kiroku_evidence_state_parse (result, &check->state, NULL);
  check->sha256 = g_strdup (kiroku_rows_text (rows, i, 2));
  check->author = g_strdup (kiroku_rows_text (rows, i, 3));
  check->hash = g_strdup (kiroku_rows_text (rows, i, 4));
  check->rec = kiroku_rows_int (rows, i, 5);
  return check;
}

static gboolean
read_checks (KirokuDb *db, const char *case_id, gint64 as_of, GHashTable *by_hash, GError **error)
{
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "sssssi",
                         "SELECT evidence, result, sha256, " AUTHOR ("evidence_check")
                         ", hash, rec FROM evidence_check" WHERE ("evidence_check"),
                         case_id, as_of);

  for (guint i = 0; rows != NULL && i < kiroku_rows_length (rows); i++)
    {
      KirokuEvidence *item = g_hash_table_lookup (by_hash, kiroku_rows_text (rows, i, 0));

      if (item != NULL)
        g_ptr_array_add (item->checks, check_from_row (rows, i));
    }
  return rows != NULL;
}

/* That an `erase` entry of the case of @item named its file. */
#define ERASED(item) \
  "EXISTS (SELECT 1 FROM erasure x JOIN entry e ON e.hash = x.by" \
  " WHERE x.hash = " item ".sha256 AND x.name = '' AND e.case_id = " item ".case_id)"

static gboolean
take_erasure (KirokuDb *db, KirokuEvidence *item, const char *case_id, const char *hash, GError **error)
{
  g_autoptr (KirokuEntry) entry = kiroku_archive_find (db, case_id, hash, error);

  if (entry == NULL)
    return FALSE;
  item->erased = TRUE;
  item->erasure = g_strdup (entry->hash);
  item->law = g_strdup (kiroku_entry_get_text (entry, "law"));
  item->erased_at = entry->rec;
  return TRUE;
}

/* The first erasure of each. */
static gboolean
read_erased (KirokuDb *db, const char *case_id, GHashTable *by_hash, GError **error)
{
  g_autoptr (KirokuRows) rows = kiroku_db_query (
      db, error, "sss",
      "SELECT i.hash, e.hash, " AUTHOR ("e") " FROM evidence_item i"
      " JOIN erasure x ON x.hash = i.sha256 AND x.name = ''"
      " JOIN entry e ON e.hash = x.by AND e.case_id = i.case_id"
      " WHERE i.case_id = :{case:s} ORDER BY e.clock, e.key, e.seq, e.hash",
      case_id);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      KirokuEvidence *item = g_hash_table_lookup (by_hash, kiroku_rows_text (rows, i, 0));

      if (item == NULL || item->erased)
        continue;
      if (!take_erasure (db, item, case_id, kiroku_rows_text (rows, i, 1), error))
        return FALSE;
      item->eraser = g_strdup (kiroku_rows_text (rows, i, 2));
    }
  return TRUE;
}

GPtrArray *
kiroku_evidence_list (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (GHashTable) by_hash = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) items = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL, NULL);

  items = read_items (db, case_id, as_of, by_hash, error);
  if (items == NULL || !read_facts (db, case_id, as_of, by_hash, error)
      || !read_moves (db, case_id, as_of, by_hash, error)
      || !read_checks (db, case_id, as_of, by_hash, error) || !read_erased (db, case_id, by_hash, error))
    return NULL;
  return g_steal_pointer (&items);
}

/* --- Finding --- */

/* @sha256: (nullable) */
static gboolean
is_named_by (const char *hash, const char *sha256, const char *prefix)
{
  return g_str_has_prefix (hash, prefix) || (sha256 != NULL && g_str_has_prefix (sha256, prefix));
}

static gboolean
check_prefix (const char *prefix, GError **error)
{
  gsize length = strlen (prefix);

  if (length >= PREFIX_MIN && strspn (prefix, "0123456789abcdef") == length)
    return TRUE;
  g_set_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_UNKNOWN,
               _ ("“%s” names no item: give at least %d digits of its SHA-256 or its id"), prefix,
               PREFIX_MIN);
  return FALSE;
}

static void
set_ambiguous (const char *prefix, const char *hash, const char *other, GError **error)
{
  g_set_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_UNKNOWN,
               _ ("“%s” names more than one item: use the id, which begins with %.12s or %.12s"),
               prefix, hash, other);
}

static void
set_unknown (const char *prefix, GError **error)
{
  g_set_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_UNKNOWN,
               _ ("there is no item “%s” in this case: see kiroku-cli evidence list"), prefix);
}

KirokuEvidence *
kiroku_evidence_find (KirokuDb *db, const char *case_id, const char *prefix, GError **error)
{
  g_autofree char *wanted = NULL;
  g_autoptr (GPtrArray) items = NULL;
  gint found = -1;

  g_return_val_if_fail (db != NULL && case_id != NULL && prefix != NULL, NULL);

  wanted = g_ascii_strdown (prefix, -1);
  if (!check_prefix (wanted, error)
      || (items = kiroku_evidence_list (db, case_id, KIROKU_NOW, error)) == NULL)
    return NULL;
  for (guint i = 0; i < items->len; i++)
    {
      const KirokuEvidence *item = g_ptr_array_index (items, i);

      if (!is_named_by (item->hash, item->sha256, wanted))
        continue;
      if (found >= 0)
        {
          const KirokuEvidence *first = g_ptr_array_index (items, found);

          set_ambiguous (wanted, first->hash, item->hash, error);
          return NULL;
        }
      found = i;
    }
  if (found >= 0)
    return g_ptr_array_steal_index (items, found);
  set_unknown (wanted, error);
  return NULL;
}

/* The row of the file that @prefix names; -1 with @error when it is none, or one of several files. */
static gint
find_file_row (const KirokuRows *rows, const char *prefix, GError **error)
{
  gint found = -1;

  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      const char *hash = kiroku_rows_text (rows, i, 0), *sha256 = kiroku_rows_text (rows, i, 1);

      if (!is_named_by (hash, sha256, prefix))
        continue;
      if (found >= 0 && g_strcmp0 (sha256, kiroku_rows_text (rows, found, 1)) != 0)
        {
          set_ambiguous (prefix, kiroku_rows_text (rows, found, 0), hash, error);
          return -1;
        }
      found = found >= 0 ? found : (gint) i;
    }
  if (found < 0)
    set_unknown (prefix, error);
  return found;
}

char *
kiroku_evidence_find_file (KirokuDb *db, const char *case_id, const char *prefix, GError **error)
{
  g_autofree char *wanted = NULL;
  g_autoptr (KirokuRows) rows = NULL;
  gint found;

  g_return_val_if_fail (db != NULL && case_id != NULL && prefix != NULL, NULL);

  wanted = g_ascii_strdown (prefix, -1);
  if (!check_prefix (wanted, error))
    return NULL;
  rows = kiroku_db_query (db, error, "ss",
                          "SELECT hash, sha256 FROM evidence_item WHERE case_id = :{case:s}"
                          " ORDER BY " KIROKU_FOLD_ORDER,
                          case_id);
  found = rows != NULL ? find_file_row (rows, wanted, error) : -1;
  if (found < 0)
    return NULL;
  if (!kiroku_rows_is_null (rows, found, 1))
    return g_strdup (kiroku_rows_text (rows, found, 1));
  g_set_error (error, KIROKU_EVIDENCE_ERROR, KIROKU_EVIDENCE_ERROR_UNKNOWN,
               _ ("the file of item %.12s was never here"), kiroku_rows_text (rows, found, 0));
  return NULL;
}

GHashTable *
kiroku_evidence_list_named (KirokuDb *db, GError **error)
{
  GHashTable *named;
  g_autoptr (KirokuRows) rows = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  rows = kiroku_db_query (db, error, "s",
                          "SELECT DISTINCT sha256 FROM evidence_item WHERE sha256 IS NOT NULL");
  if (rows == NULL)
    return NULL;
  named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    g_hash_table_add (named, g_strdup (kiroku_rows_text (rows, i, 0)));
  return named;
}

/* Leaves out what the packages of its case explain. @rows: file and case, in order of the case. */
static gboolean
add_needed (KirokuDb *db, KirokuRows *rows, GHashTable *own, GHashTable *needed, GError **error)
{
  g_autoptr (GHashTable) excused = NULL;
  const char *last = NULL;

  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      const char *sha256 = kiroku_rows_text (rows, i, 0), *case_id = kiroku_rows_text (rows, i, 1);

      if (g_strcmp0 (last, case_id) != 0)
        {
          g_clear_pointer (&excused, g_hash_table_unref);
          excused = kiroku_excused_read (db, case_id, own, error);
        }
      if (excused == NULL)
        return FALSE;
      last = case_id;
      if (!kiroku_excused_has_file (excused, sha256))
        g_hash_table_add (needed, g_strdup (sha256));
    }
  return TRUE;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* (transfer full) (element-type utf8) */
static GPtrArray *
copy_sorted (GHashTable *texts)
{
  GPtrArray *sorted = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer text;

  g_hash_table_iter_init (&iter, texts);
  while (g_hash_table_iter_next (&iter, &text, NULL))
    g_ptr_array_add (sorted, g_strdup (text));
  g_ptr_array_sort (sorted, compare_texts);
  return sorted;
}

GPtrArray *
kiroku_evidence_list_needed (KirokuDb *db, GHashTable *own, GError **error)
{
  g_autoptr (GHashTable) needed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (KirokuRows) rows = NULL;
  gint64 count;

  g_return_val_if_fail (db != NULL && own != NULL, NULL);

  /* An older program's database, whose folded tables are not made yet. */
  if (!kiroku_db_query_int (db, error, 0, &count,
                            "SELECT count(*) FROM sqlite_master"
                            " WHERE name IN ('evidence_item', 'erasure')"))
    return NULL;
  if (count < 2)
    return copy_sorted (needed);
  rows = kiroku_db_query (db, error, "ss",
                          "SELECT DISTINCT i.sha256, i.case_id FROM evidence_item i"
                          " WHERE i.sha256 IS NOT NULL AND NOT " ERASED ("i") " ORDER BY 2");
  if (rows == NULL || !add_needed (db, rows, own, needed, error))
    return NULL;
  return copy_sorted (needed);
}

gboolean
kiroku_evidence_is_needed (KirokuDb *db, const char *sha256, gboolean *needed, GError **error)
{
  gint64 cases;

  g_return_val_if_fail (db != NULL && sha256 != NULL && needed != NULL, FALSE);

  if (!kiroku_db_query_int (db, error, 0, &cases,
                            "SELECT count(*) FROM evidence_item i WHERE i.sha256 = :{sha256:s}"
                            " AND NOT " ERASED ("i"),
                            sha256))
    return FALSE;
  *needed = cases > 0;
  return TRUE;
}
