/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-anchor.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-ancestry.h"
#include "kiroku-archive.h"
#include "kiroku-journal-error.h"
#include "kiroku-names.h"
#include "kiroku-trust.h"

static const KirokuName type_names[KIROKU_N_ANCHOR_TYPES] = {
  [KIROKU_ANCHOR_TOKEN] = { "token", NC_ ("anchor", "Time stamp") },
  [KIROKU_ANCHOR_PRINTED] = { "printed", NC_ ("anchor", "Printed") },
  [KIROKU_ANCHOR_MAIL] = { "mail", NC_ ("anchor", "Sent by mail") },
  [KIROKU_ANCHOR_FILE] = { "file", NC_ ("anchor", "Saved elsewhere") },
  [KIROKU_ANCHOR_SEEN] = { "seen", NC_ ("anchor", "Seen by another") },
};

static const KirokuNames types = { type_names, KIROKU_N_ANCHOR_TYPES, "anchor" };

const char *
kiroku_anchor_type_id (KirokuAnchorType type)
{
  return kiroku_names_get_id (&types, type);
}

const char *
kiroku_anchor_type_name (KirokuAnchorType type)
{
  return kiroku_names_get_name (&types, type);
}

gboolean
kiroku_anchor_type_parse (const char *id, KirokuAnchorType *type, GError **error)
{
  guint value;

  if (!kiroku_names_parse (&types, id, &value, error))
    return FALSE;
  *type = value;
  return TRUE;
}

static const KirokuName purpose_names[] = {
  { "report", NC_ ("checkpoint", "for a paper") },
  { "export", NC_ ("checkpoint", "for a package") },
  { "file", NC_ ("checkpoint", "for a form that was filed") },
  { "handover", NC_ ("checkpoint", "for a hand-over") },
  { "daily", NC_ ("checkpoint", "of the day") },
  { "close", NC_ ("checkpoint", "at the close") },
};

static const KirokuNames purposes = { purpose_names, G_N_ELEMENTS (purpose_names), "checkpoint" };

const char *
kiroku_checkpoint_purpose_name (const char *purpose)
{
  guint value;

  g_return_val_if_fail (purpose != NULL, NULL);

  return kiroku_names_parse (&purposes, purpose, &value, NULL)
             ? kiroku_names_get_name (&purposes, value)
             : purpose;
}

KirokuDraft *
kiroku_anchor_draft (const KirokuAnchoring *anchoring)
{
  KirokuDraft *draft = kiroku_draft_new ("anchor");
  g_autofree char *text = kiroku_checkpoint_get_root_lines (anchoring->heads);
  g_autofree char *root = kiroku_checkpoint_get_root (anchoring->heads);

  kiroku_draft_set_text (draft, "type", kiroku_anchor_type_id (anchoring->type));
  kiroku_draft_set_text (draft, "text", text);
  kiroku_draft_set_text (draft, "root", root);
  kiroku_draft_set_text (draft, "token", anchoring->token);
  kiroku_draft_set_text (draft, "authority", anchoring->authority);
  kiroku_draft_set_text (draft, "note", anchoring->note);
  if (anchoring->checkpoint != NULL)
    kiroku_draft_set_ref (draft, "checkpoint", anchoring->checkpoint);
  return draft;
}

static gboolean
add_head (KirokuDb *db, KirokuCheckpoint *heads, const char *key, gint64 seq, GError **error)
{
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "s",
                         "SELECT hash FROM entry WHERE case_id = :{case:s} AND key = :{key:s}"
                         " AND seq = :{seq:i} ORDER BY hash LIMIT 1",
                         heads->case_id, key, seq);

  if (rows == NULL)
    return FALSE;
  if (kiroku_rows_length (rows) > 0)
    g_ptr_array_add (heads->heads, kiroku_head_new (key, seq, kiroku_rows_text (rows, 0, 0)));
  return TRUE;
}

/* The heads of all journals that lie before @witness, its own included. */
static KirokuCheckpoint *
read_seen_heads (KirokuDb *db, const KirokuEntry *witness, GError **error)
{
  g_autoptr (KirokuAncestry) ancestry = kiroku_ancestry_read (db, witness->case_id, error);
  g_autoptr (KirokuCheckpoint) heads = kiroku_checkpoint_new (witness->case_id, -1);
  g_autoptr (GHashTable) before = NULL;
  GHashTableIter iter;
  gpointer key, seq;

  if (ancestry == NULL)
    return NULL;
  before = kiroku_ancestry_get_before (ancestry, witness->key, witness->seq);
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &key, &seq))
    if (!add_head (db, heads, key, *(const gint64 *) seq, error))
      return NULL;
  return g_steal_pointer (&heads);
}

KirokuDraft *
kiroku_anchor_draft_seen (KirokuDb *db, const KirokuEntry *witness, GError **error)
{
  g_autoptr (KirokuCheckpoint) heads = NULL;
  KirokuAnchoring anchoring = { .type = KIROKU_ANCHOR_SEEN };
  KirokuDraft *draft;

  g_return_val_if_fail (db != NULL && witness != NULL, NULL);

  heads = read_seen_heads (db, witness, error);
  if (heads == NULL)
    return NULL;
  if (heads->heads->len < 2)
    {
      g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_UNKNOWN,
                   _ ("the entry %.12s has seen nobody else's journal: name a later one"),
                   witness->hash);
      return NULL;
    }
  anchoring.heads = heads;
  draft = kiroku_anchor_draft (&anchoring);
  kiroku_draft_set_ref (draft, "seen", witness->hash);
  return draft;
}

/* --- Folding --- */

/* The case root of @text, or NULL when it is withheld or no checkpoint of the entry's own case. */
static char *
read_root (const KirokuEntry *entry)
{
  const char *text = kiroku_entry_get_text (entry, "text");
  g_autoptr (KirokuCheckpoint) heads = text != NULL ? kiroku_checkpoint_parse (text, NULL) : NULL;

  if (heads == NULL || !g_str_equal (heads->case_id, entry->case_id))
    return NULL;
  return kiroku_checkpoint_get_root (heads);
}

static gboolean
fold_anchor (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  gboolean anchor = g_str_equal (entry->kind, "anchor");
  g_autofree char *root = NULL;

  if (!anchor && !g_str_equal (entry->kind, "checkpoint"))
    return TRUE;
  root = read_root (entry);
  if (!anchor)
    return kiroku_db_exec (
        db, error,
        "INSERT INTO checkpoint VALUES (" KIROKU_STAMP_PARAMETERS ", :{root:s}, :{text:s},"
        " :{purpose:s})",
        KIROKU_STAMP_VALUES (entry), root, kiroku_entry_get_text (entry, "text"),
        kiroku_entry_get_text (entry, "purpose"));
  return kiroku_db_exec (
      db, error,
      "INSERT INTO anchor VALUES (" KIROKU_STAMP_PARAMETERS ", :{type:s}, :{root:s}, :{text:s},"
      " :{token:s}, :{authority:s}, :{note:s})",
      KIROKU_STAMP_VALUES (entry), kiroku_entry_get_text (entry, "type"), root,
      kiroku_entry_get_text (entry, "text"), kiroku_entry_get_text (entry, "token"),
      kiroku_entry_get_text (entry, "authority"), kiroku_entry_get_text (entry, "note"));
}

static const char *const tables[] = { "checkpoint", "anchor", NULL };
static const char *const create[] = {
  "CREATE TABLE checkpoint (" KIROKU_STAMP_COLUMNS ", root TEXT, text TEXT, purpose TEXT) STRICT",
  "CREATE INDEX checkpoint_case ON checkpoint (case_id, " KIROKU_FOLD_ORDER ")",
  "CREATE TABLE anchor (" KIROKU_STAMP_COLUMNS ", type TEXT, root TEXT, text TEXT, token TEXT,"
  " authority TEXT, note TEXT) STRICT",
  "CREATE INDEX anchor_case ON anchor (case_id, " KIROKU_FOLD_ORDER ")",
  NULL,
};

const KirokuFold kiroku_anchor_fold = {
  .name = "anchor", .version = 1, .tables = tables, .create = create, .fold = fold_anchor
};

/* --- Anchors --- */

KirokuAnchorState
kiroku_anchor_judge (const KirokuAnchorFacts *facts)
{
  static const KirokuAnchorState of_tokens[] = { [KIROKU_TOKEN_TRUSTED] = KIROKU_ANCHOR_COVERS,
                                                 [KIROKU_TOKEN_UNTRUSTED] = KIROKU_ANCHOR_UNTRUSTED,
                                                 [KIROKU_TOKEN_WRONG] = KIROKU_ANCHOR_BAD };

  g_return_val_if_fail (facts != NULL, KIROKU_ANCHOR_BAD);

  switch (facts->type)
    {
    case KIROKU_ANCHOR_TOKEN:
      return of_tokens[facts->trust];
    case KIROKU_ANCHOR_SEEN:
      if (!facts->vouched || !facts->witnessed)
        return KIROKU_ANCHOR_UNVOUCHED;
      return facts->shown ? KIROKU_ANCHOR_COVERS : KIROKU_ANCHOR_UNSHOWN;
    case KIROKU_ANCHOR_PRINTED:
    case KIROKU_ANCHOR_MAIL:
    case KIROKU_ANCHOR_FILE:
    default:
      return KIROKU_ANCHOR_NOT_SHOWN;
    }
}

char *
kiroku_anchor_describe_unshown (const char *name)
{
  return g_strdup_printf (_ ("it counts once a time stamp, or a case root that is given, covers the "
                             "entry that vouches for “%s”"),
                          name != NULL ? name : "?");
}

void
kiroku_anchor_free (KirokuAnchor *self)
{
  g_free (self->root);
  g_clear_pointer (&self->heads, kiroku_checkpoint_free);
  g_free (self->authority);
  g_free (self->note);
  g_free (self->author);
  g_free (self->hash);
  g_clear_pointer (&self->token, kiroku_token_free);
  g_free (self->witness);
  g_free (self->unshown);
  g_free (self);
}

static gboolean
has_all_heads (KirokuDb *db, KirokuCheckpoint *heads, gboolean *all, GError **error)
{
  *all = TRUE;
  for (guint i = 0; *all && i < heads->heads->len; i++)
    {
      const KirokuHead *head = g_ptr_array_index (heads->heads, i);
      gint64 found;

      if (!kiroku_db_query_int (db, error, 0, &found,
                                "SELECT count(*) FROM entry WHERE hash = :{hash:s} AND"
                                " case_id = :{case:s} AND key = :{key:s} AND seq = :{seq:i}",
                                head->hash, heads->case_id, head->key, head->seq))
        return FALSE;
      *all = found > 0;
    }
  return TRUE;
}

/* The entry that an anchor of what was seen names, and whether it bears anything out. */
static gboolean
read_witness (
    KirokuDb *db, KirokuAnchor *self, GPtrArray *authors, KirokuAnchorFacts *facts, GError **error)
{
  const char *case_id = self->heads->case_id;
  g_autoptr (KirokuEntry) entry = kiroku_archive_find (db, case_id, self->hash, error);
  g_autoptr (KirokuRows) rows = NULL;

  if (entry == NULL)
    return FALSE;
  rows = kiroku_db_query (db, error, "sii",
                          "SELECT e.key, e.seq, " KIROKU_STANDS ("e") " FROM entry e"
                          " WHERE e.case_id = :{case:s} AND e.hash = :{hash:s}",
                          KIROKU_NOW, case_id, kiroku_entry_get_ref (entry, "seen"));
  if (rows == NULL || kiroku_rows_length (rows) == 0)
    return rows != NULL;
  self->witness = g_strdup (kiroku_rows_text (rows, 0, 0));
  self->witness_seq = kiroku_rows_int (rows, 0, 1);
  facts->witnessed = kiroku_rows_int (rows, 0, 2) != 0 && !g_str_equal (self->witness, self->author)
                     && kiroku_trust_is_vouched (authors, self->witness);
  return TRUE;
}

/* Sets the state of @self, whose root is @stated beside its heads. */
static gboolean
judge (KirokuDb *db, KirokuAnchor *self, GPtrArray *authors, const char *stated, GError **error)
{
  KirokuAnchorFacts facts
      = { .type = self->type, .vouched = kiroku_trust_is_vouched (authors, self->author) };
  g_autofree char *root = g_strdup_printf ("\"%s\"", self->root); /* as a value is stored */
  gboolean all;

  self->believed = self->believed && facts.vouched;
  self->state = KIROKU_ANCHOR_WITHHELD;
  if (stated == NULL || (self->type == KIROKU_ANCHOR_TOKEN && self->token == NULL))
    return TRUE;
  self->state = KIROKU_ANCHOR_BAD;
  if (self->heads->time >= 0 || !g_str_equal (stated, root))
    return TRUE;
  if (!has_all_heads (db, self->heads, &all, error)
      || (self->type == KIROKU_ANCHOR_SEEN && !read_witness (db, self, authors, &facts, error)))
    return FALSE;
  self->awaits = !all || (self->type == KIROKU_ANCHOR_SEEN && self->witness == NULL);
  if (self->awaits)
    return TRUE;
  facts.trust = self->token != NULL ? self->token->trust : KIROKU_TOKEN_WRONG;
  self->state = kiroku_anchor_judge (&facts);
  return TRUE;
}

/* The greatest number of each journal that a trusted token in @list covers. (transfer full) */
static GHashTable *
read_stamped (KirokuDb *db, const char *case_id, GPtrArray *list, GError **error)
{
  g_autoptr (KirokuAncestry) ancestry = kiroku_ancestry_read (db, case_id, error);
  GHashTable *stamped;

  if (ancestry == NULL)
    return NULL;
  stamped = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < list->len; i++)
    {
      const KirokuAnchor *anchor = g_ptr_array_index (list, i);

      if (anchor->type != KIROKU_ANCHOR_TOKEN || anchor->state != KIROKU_ANCHOR_COVERS)
        continue;
      for (guint j = 0; j < anchor->heads->heads->len; j++)
        {
          const KirokuHead *head = g_ptr_array_index (anchor->heads->heads, j);

          kiroku_ancestry_raise (ancestry, stamped, head->key, head->seq);
        }
    }
  return stamped;
}

/* @shown: keys, a set. */
static void
judge_shown (KirokuAnchor *self, GHashTable *shown)
{
  KirokuAnchorFacts facts = { .type = self->type, .vouched = TRUE, .witnessed = TRUE };
  gboolean own = g_hash_table_contains (shown, self->author);

  facts.shown = own && g_hash_table_contains (shown, self->witness);
  self->state = kiroku_anchor_judge (&facts);
  if (!facts.shown)
    self->unshown = g_strdup (own ? self->witness : self->author);
}

/* Judges what others have seen, now that it is known what tokens cover. */
static gboolean
judge_all_shown (
    KirokuDb *db, const char *case_id, GPtrArray *list, GPtrArray *authors, GError **error)
{
  g_autoptr (GHashTable) stamped = NULL;
  g_autoptr (GHashTable) shown = NULL;

  for (guint i = 0; i < list->len; i++)
    {
      KirokuAnchor *anchor = g_ptr_array_index (list, i);

      if (anchor->state != KIROKU_ANCHOR_UNSHOWN)
        continue;
      if (shown == NULL
          && ((stamped = read_stamped (db, case_id, list, error)) == NULL
              || (shown = kiroku_trust_list_shown (db, case_id, authors, stamped, error)) == NULL))
        return FALSE;
      judge_shown (anchor, shown);
    }
  return TRUE;
}

/* Row @row of a list. */
static KirokuAnchor *
read_anchor (KirokuRows *rows, guint row, const char *const *cas, GError **error)
{
  g_autoptr (KirokuAnchor) self = g_new0 (KirokuAnchor, 1);
  const char *token = kiroku_rows_text (rows, row, 3);

  if (!kiroku_anchor_type_parse (kiroku_rows_text (rows, row, 0), &self->type, error)
      || (self->heads = kiroku_checkpoint_parse (kiroku_rows_text (rows, row, 2), error)) == NULL)
    return NULL;
  self->root = g_strdup (kiroku_rows_text (rows, row, 1));
  self->authority = g_strdup (kiroku_rows_text (rows, row, 4));
  self->note = g_strdup (kiroku_rows_text (rows, row, 5));
  self->author = g_strdup (kiroku_rows_text (rows, row, 6));
  self->hash = g_strdup (kiroku_rows_text (rows, row, 7));
  self->rec = kiroku_rows_int (rows, row, 8);
  self->believed = kiroku_rows_int (rows, row, 9) != 0;
  if (self->type == KIROKU_ANCHOR_TOKEN && token != NULL
      && (self->token = kiroku_token_check (token, self->root, cas, error)) == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

GPtrArray *
kiroku_anchor_list (
    KirokuDb *db, const char *case_id, const char *const *cas, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_anchor_free);
  g_autoptr (GPtrArray) authors = kiroku_trust_read (db, case_id, KIROKU_NOW, error);
  g_autoptr (KirokuRows) rows = NULL;

  if (authors == NULL)
    return NULL;
  rows = kiroku_db_query (
      db, error, "ssssssssiis",
      "SELECT a.type, a.root, a.text, a.token, a.authority, a.note, a.key, a.hash, a.rec,"
      " " KIROKU_STANDS ("a") ","
      " (SELECT f.value FROM field f WHERE f.hash = a.hash AND f.name = 'root')"
      " FROM anchor a WHERE a.case_id = :{case:s} AND a.root IS NOT NULL"
      " AND a.type IN ('token', 'printed', 'mail', 'file', 'seen')"
      " ORDER BY " KIROKU_FOLD_ORDER,
      KIROKU_NOW, case_id);
  for (guint i = 0; rows != NULL && i < kiroku_rows_length (rows); i++)
    {
      KirokuAnchor *anchor = read_anchor (rows, i, cas, error);

      if (anchor == NULL)
        return NULL;
      g_ptr_array_add (list, anchor);
      if (!judge (db, anchor, authors, kiroku_rows_text (rows, i, 10), error))
        return NULL;
    }
  return rows != NULL && judge_all_shown (db, case_id, list, authors, error)
             ? g_steal_pointer (&list)
             : NULL;
}

/* --- Checkpoints --- */

void
kiroku_recorded_heads_free (KirokuRecordedHeads *self)
{
  g_clear_pointer (&self->heads, kiroku_checkpoint_free);
  g_free (self->hash);
  g_free (self);
}

/* The first of @rows: text, hash, time. (nullable) */
static KirokuRecordedHeads *
take_recorded (const KirokuRows *rows, GError **error)
{
  g_autoptr (KirokuRecordedHeads) found = NULL;

  if (kiroku_rows_length (rows) == 0)
    return NULL;
  found = g_new0 (KirokuRecordedHeads, 1);
  found->heads = kiroku_checkpoint_parse (kiroku_rows_text (rows, 0, 0), error);
  found->hash = g_strdup (kiroku_rows_text (rows, 0, 1));
  found->rec = kiroku_rows_int (rows, 0, 2);
  return found->heads != NULL ? g_steal_pointer (&found) : NULL;
}

KirokuRecordedHeads *
kiroku_anchor_read_checkpoint (KirokuDb *db, const char *case_id, const char *hash, GError **error)
{
  g_autoptr (KirokuRows) rows = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL && hash != NULL, NULL);

  rows = kiroku_db_query (db, error, "ssi",
                          "SELECT text, hash, rec FROM checkpoint WHERE case_id = :{case:s}"
                          " AND hash = :{hash:s} AND root IS NOT NULL",
                          case_id, hash);
  return rows != NULL ? take_recorded (rows, error) : NULL;
}

KirokuRecordedHeads *
kiroku_anchor_find_checkpoint (
    KirokuDb *db, const char *case_id, const char *root, GError **error)
{
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "ssi",
                         "SELECT text, hash, rec FROM checkpoint WHERE case_id = :{case:s}"
                         " AND root IS NOT NULL AND (root = :{root:s} OR :{root:s} IS NULL)"
                         " ORDER BY clock DESC, key DESC, seq DESC, hash DESC LIMIT 1",
                         case_id, root);

  return rows != NULL ? take_recorded (rows, error) : NULL;
}

gboolean
kiroku_anchor_find_token (
    KirokuDb *db, const char *case_id, const char *token, KirokuEntry **entry, GError **error)
{
  g_autoptr (KirokuRows) rows = NULL;

  g_return_val_if_fail (case_id != NULL && token != NULL && entry != NULL, FALSE);

  *entry = NULL;
  rows = kiroku_db_query (db, error, "s",
                          "SELECT hash FROM anchor WHERE case_id = :{case:s} AND token = :{token:s}"
                          " ORDER BY " KIROKU_FOLD_ORDER " LIMIT 1",
                          case_id, token);
  if (rows == NULL || kiroku_rows_length (rows) == 0)
    return rows != NULL;
  *entry = kiroku_archive_find (db, case_id, kiroku_rows_text (rows, 0, 0), error);
  return *entry != NULL;
}
