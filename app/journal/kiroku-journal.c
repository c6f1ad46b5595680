/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-journal.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-archive.h"
#include "kiroku-clock-check.h"
#include "kiroku-erasure.h"
#include "kiroku-legal-hold.h"
#include "kiroku-journal-error.h"
#include "kiroku-record.h"
#include "kiroku-trust.h"

struct _KirokuJournal
{
  KirokuJournalConfig config;
  char *author;
  char *role;
  char *app;
  char *reason;   /* (nullable) for entry 0 */
  char *previous; /* (nullable) for entry 0 */
  GHashTable *unforked; /* ids of cases whose own journal is known to have no fork */
};

/* Where the next entry goes; owns what its KirokuPlace points to. */
typedef struct
{
  char *case_id;
  gint64 seq;
  char *prev;
  gint64 clock;
  gboolean has_last;
  KirokuClock last; /* what the entry before says of the clock */
  gboolean begins;  /* the entry before opens the journal */
  gboolean opens;   /* what is written opens the case: in its midst nothing is said of the clock */
  GPtrArray *seen;
  gint64 seen_clock;
} Head;

KirokuJournal *
kiroku_journal_new (const KirokuJournalConfig *config)
{
  KirokuJournal *self;

  g_return_val_if_fail (config != NULL && config->key != NULL && config->pins != NULL, NULL);
  g_return_val_if_fail (config->folds != NULL && config->clock != NULL, NULL);
  g_return_val_if_fail (config->author != NULL && config->app != NULL, NULL);

  self = g_new0 (KirokuJournal, 1);
  self->config = *config;
  self->author = g_strdup (config->author);
  self->role = g_strdup (config->role);
  self->app = g_strdup (config->app);
  self->unforked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
kiroku_journal_free (KirokuJournal *self)
{
  g_free (self->author);
  g_free (self->role);
  g_free (self->app);
  g_free (self->reason);
  g_free (self->previous);
  g_hash_table_unref (self->unforked);
  g_free (self);
}

void
kiroku_journal_forget (KirokuJournal *self, const char *case_id)
{
  g_return_if_fail (self != NULL && case_id != NULL);

  g_hash_table_remove (self->unforked, case_id);
}

void
kiroku_journal_set_origin (KirokuJournal *self, const char *reason, const char *previous)
{
  g_return_if_fail (self != NULL);

  g_free (self->reason);
  g_free (self->previous);
  self->reason = g_strdup (reason);
  self->previous = g_strdup (previous);
}

gboolean
kiroku_journal_is_left (const GError *error)
{
  return g_error_matches (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_ROLLED_BACK)
         || g_error_matches (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORKED)
         || g_error_matches (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_REVOKED);
}

/* --- The fold: what was seen, and legal holds --- */

static gboolean
fold_seen (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  for (guint i = 0; i < entry->seen->len; i++)
    {
      const KirokuPair *pair = g_ptr_array_index (entry->seen, i);
      const char *hash;
      gint64 seq;

      if (kiroku_record_parse_head (pair->value, &seq, &hash)
          && !kiroku_db_exec (db, error,
                              "INSERT INTO seen VALUES (:{case:s}, :{key:s}, :{other:s}, :{seq:i},"
                              " :{hash:s}, :{oseq:i}, :{ohash:s})",
                              entry->case_id, entry->key, pair->name, entry->seq, entry->hash, seq,
                              hash))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fold (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  return fold_seen (db, entry, error) && kiroku_legal_hold_fold (db, entry, error);
}

static gboolean
unfold (KirokuDb *db, const KirokuEntry *entry, GError **error)
{
  return kiroku_db_exec (db, error,
                         "DELETE FROM seen WHERE case_id = :{case:s} AND key = :{key:s}"
                         " AND hash = :{hash:s}",
                         entry->case_id, entry->key, entry->hash)
         && kiroku_legal_hold_unfold (db, entry, error);
}

static const char *const fold_tables[] = { "seen", "hold", NULL };
static const char *const fold_create[] = {
  /* The primary key first, in its order: elsewise SQLite 3.40 takes a sound table without rowid for a
   * damaged one. */
  "CREATE TABLE seen (case_id TEXT NOT NULL, key TEXT NOT NULL, other TEXT NOT NULL,"
  " seq INTEGER NOT NULL, hash TEXT NOT NULL, other_seq INTEGER NOT NULL, other_hash TEXT NOT NULL,"
  " PRIMARY KEY (case_id, key, other, seq, hash)) STRICT, WITHOUT ROWID",
  KIROKU_LEGAL_HOLD_CREATE,
  NULL,
};

const KirokuFold kiroku_journal_fold = { .name = "journal",
                                         .version = 3,
                                         .tables = fold_tables,
                                         .create = fold_create,
                                         .fold = fold,
                                         .unfold = unfold };

/* --- The head --- */

static void
head_free (Head *head)
{
  g_free (head->case_id);
  g_free (head->prev);
  g_ptr_array_unref (head->seen);
  g_free (head);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Head, head_free)

/* The whole journal is looked through once; after that only this object appends to it, and what
 * others bring in can fork it at its head alone. */
static gboolean
check_fork (KirokuJournal *self, KirokuDb *db, const Head *head, GError **error)
{
  const char *key = kiroku_key_get_id (self->config.key);
  gint64 from = g_hash_table_contains (self->unforked, head->case_id) ? MAX (head->seq - 1, 0) : 0;
  gint64 entries;

  if (!kiroku_db_query_int (db, error, 0, &entries,
                            "SELECT count(*) FROM entry WHERE case_id = :{case:s}"
                            " AND key = :{key:s} AND seq >= :{from:i}",
                            head->case_id, key, from))
    return FALSE;
  if (entries == head->seq - from)
    {
      g_hash_table_add (self->unforked, g_strdup (head->case_id));
      return TRUE;
    }
  g_set_error_literal (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_FORKED,
                       _ ("the journal of this key holds two entries with one number, or lacks one"));
  return FALSE;
}

static gboolean
check_revoked (KirokuJournal *self, KirokuDb *db, const char *case_id, GError **error)
{
  gint64 standing;

  if (!kiroku_db_query_int (db, error, 1, &standing,
                            "SELECT " KIROKU_STANDS ("t") " FROM (SELECT :{case:s} AS case_id,"
                            " :{key:s} AS key, :{seq:i} AS seq, '' AS hash) t",
                            G_MAXINT64, case_id, kiroku_key_get_id (self->config.key), G_MAXINT64))
    return FALSE;
  if (standing != 0)
    return TRUE;
  g_set_error_literal (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_REVOKED,
                       _ ("this key was revoked in this case"));
  return FALSE;
}

/* A pin whose entry the database lacks says that the database is older than what was written. */
static gboolean
check_pin (KirokuJournal *self, KirokuDb *db, const char *case_id, GError **error)
{
  g_autoptr (GPtrArray) pins
      = kiroku_pins_list (self->config.pins, case_id, kiroku_key_get_id (self->config.key), error);

  if (pins == NULL)
    return FALSE;
  for (guint i = 0; i < pins->len; i++)
    {
      const KirokuPin *pin = g_ptr_array_index (pins, i);
      gint64 known;

      if (!kiroku_db_query_int (db, error, 0, &known,
                                "SELECT count(*) FROM entry WHERE hash = :{hash:s}", pin->hash))
        return FALSE;
      if (known > 0)
        continue;
      g_set_error (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_ROLLED_BACK,
                   _ ("the case book was put back to an earlier state: entry %d of the journal of "
                      "this key is missing"),
                   (int) pin->seq);
      return FALSE;
    }
  return TRUE;
}

/* Notes the head of journal @other, unless the own last word on it names the same. */
static gboolean
read_other_head (KirokuDb *db, Head *head, const char *key, const char *other, GError **error)
{
  g_autoptr (KirokuRows) last
      = kiroku_db_query (db, error, "isi",
                         "SELECT seq, hash, clock FROM entry WHERE case_id = :{case:s}"
                         " AND key = :{key:s} ORDER BY seq DESC, hash DESC LIMIT 1",
                         head->case_id, other);
  g_autoptr (KirokuRows) seen = NULL;
  g_autofree char *value = NULL;

  if (last == NULL)
    return FALSE;
  seen = kiroku_db_query (db, error, "s",
                          "SELECT other_hash FROM seen WHERE case_id = :{case:s} AND key = :{key:s}"
                          " AND other = :{other:s} ORDER BY seq DESC LIMIT 1",
                          head->case_id, key, other);
  if (seen == NULL)
    return FALSE;
  if (kiroku_rows_length (seen) > 0
      && g_str_equal (kiroku_rows_text (seen, 0, 0), kiroku_rows_text (last, 0, 1)))
    return TRUE;

  value = g_strdup_printf ("%" G_GINT64_FORMAT ":%s", kiroku_rows_int (last, 0, 0),
                           kiroku_rows_text (last, 0, 1));
  g_ptr_array_add (head->seen, kiroku_pair_new (other, value));
  head->seen_clock = MAX (head->seen_clock, kiroku_rows_int (last, 0, 2));
  return TRUE;
}

static gboolean
read_seen (KirokuDb *db, Head *head, const char *key, GError **error)
{
  g_autoptr (GPtrArray) keys = kiroku_archive_list_journals (db, head->case_id, error);

  if (keys == NULL)
    return FALSE;
  for (guint i = 0; i < keys->len; i++)
    {
      const char *other = g_ptr_array_index (keys, i);

      if (!g_str_equal (other, key) && !read_other_head (db, head, key, other, error))
        return FALSE;
    }
  return TRUE;
}

/* What the entry before, whose header bytes are @header, says of the clock. Damaged bytes say nothing;
 * kiroku_verify_case() tells of them. */
static void
read_last_clock (Head *head, const char *header)
{
  g_autoptr (KirokuEntry) last = kiroku_record_read (header, NULL);

  head->has_last = last != NULL;
  if (last != NULL)
    {
      kiroku_clock_from_entry (&head->last, last);
      head->begins = last->seq == 0;
    }
}

static Head *
read_head (KirokuJournal *self, KirokuDb *db, const char *case_id, GError **error)
{
  const char *key = kiroku_key_get_id (self->config.key);
  g_autoptr (Head) head = g_new0 (Head, 1);
  g_autoptr (KirokuRows) rows = NULL;

  head->case_id = g_strdup (case_id);
  head->seen = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_pair_free);
  head->seen_clock = -1;
  rows = kiroku_db_query (db, error, "isis",
                          "SELECT seq, hash, clock, header FROM entry WHERE case_id = :{case:s}"
                          " AND key = :{key:s} ORDER BY seq DESC LIMIT 1",
                          case_id, key);
  if (rows == NULL || !check_pin (self, db, case_id, error))
    return NULL;
  if (kiroku_rows_length (rows) > 0)
    {
      head->seq = kiroku_rows_int (rows, 0, 0) + 1;
      head->prev = g_strdup (kiroku_rows_text (rows, 0, 1));
      head->clock = kiroku_rows_int (rows, 0, 2);
      read_last_clock (head, kiroku_rows_text (rows, 0, 3));
    }
  if (!check_fork (self, db, head, error) || !check_revoked (self, db, case_id, error)
      || !read_seen (db, head, key, error))
    return NULL;
  return g_steal_pointer (&head);
}

/* --- Appending --- */

static KirokuEntry *
seal_and_store (KirokuJournal *self,
                KirokuDb *db,
                Head *head,
                const KirokuDraft *draft,
                const KirokuClock *clock,
                GError **error)
{
  KirokuPlace place = { head->case_id, head->seq, head->prev, head->clock, head->seen,
                        head->seen_clock };
  g_autoptr (KirokuEntry) entry
      = kiroku_record_seal (draft, &place, clock, self->config.key, self->app, error);

  if (entry == NULL || !kiroku_archive_insert (db, entry, error)
      || !kiroku_folds_apply (self->config.folds, db, entry, error)
      || !kiroku_erasure_follow (db, self->config.folds, entry, TRUE, error))
    return NULL;

  head->seq++;
  g_free (head->prev);
  head->prev = g_strdup (entry->hash);
  head->clock = entry->clock;
  head->last = *clock;
  head->has_last = TRUE;
  head->begins = entry->seq == 0;
  g_ptr_array_set_size (head->seen, 0); /* stated once */
  head->seen_clock = -1;
  return g_steal_pointer (&entry);
}

/* @anomaly: (nullable) */
static gboolean
append_anomaly (KirokuJournal *self,
                KirokuDb *db,
                Head *head,
                const KirokuDraft *anomaly,
                const KirokuClock *clock,
                GError **error)
{
  g_autoptr (KirokuEntry) noticed = NULL;

  if (anomaly != NULL)
    noticed = seal_and_store (self, db, head, anomaly, clock, error);
  return anomaly == NULL || noticed != NULL;
}

static KirokuEntry *
append_one (
    KirokuJournal *self, KirokuDb *db, Head *head, const KirokuDraft *draft, GError **error)
{
  g_autoptr (KirokuDraft) set = NULL;
  g_autoptr (KirokuDraft) unsynchronised = NULL;
  KirokuClock clock;

  self->config.clock (&clock, self->config.clock_data);
  if (head->has_last)
    set = kiroku_clock_check (&head->last, &clock);
  if (head->has_last && !head->opens)
    unsynchronised = kiroku_clock_check_sync (&head->last, head->begins, &clock);
  if (!append_anomaly (self, db, head, set, &clock, error)
      || !append_anomaly (self, db, head, unsynchronised, &clock, error))
    return NULL;
  return seal_and_store (self, db, head, draft, &clock, error);
}

/* Behind all that opens a case. */
static gboolean
append_unsynchronised (KirokuJournal *self, KirokuDb *db, Head *head, GError **error)
{
  g_autoptr (KirokuDraft) anomaly = NULL;
  KirokuClock clock;

  if (!head->opens)
    return TRUE;
  self->config.clock (&clock, self->config.clock_data);
  anomaly = kiroku_clock_check_sync (&head->last, TRUE, &clock);
  return append_anomaly (self, db, head, anomaly, &clock, error);
}

static gboolean
open_journal (KirokuJournal *self, KirokuDb *db, Head *head, GError **error)
{
  g_autoptr (KirokuDraft) draft = kiroku_draft_new ("journal.open");
  g_autoptr (KirokuEntry) entry = NULL;

  kiroku_draft_set_text (draft, "spki", kiroku_key_get_spki (self->config.key));
  kiroku_draft_set_text (draft, "name", self->author);
  kiroku_draft_set_text (draft, "role", self->role != NULL ? self->role : "");
  kiroku_draft_set_text (draft, "reason", self->reason);
  kiroku_draft_set_text (draft, "previous", self->previous);
  kiroku_draft_set_text (draft, "disk", self->config.disk);
  entry = append_one (self, db, head, draft, error);
  return entry != NULL;
}

/* Adds the entries of @drafts to @entries. */
static gboolean
append_drafts (KirokuJournal *self,
               KirokuDb *db,
               Head *head,
               GPtrArray *drafts,
               GPtrArray *entries,
               GError **error)
{
  for (guint i = 0; i < drafts->len; i++)
    {
      KirokuEntry *entry = append_one (self, db, head, g_ptr_array_index (drafts, i), error);

      if (entry == NULL)
        return FALSE;
      g_ptr_array_add (entries, entry);
    }
  return TRUE;
}

/* What is due once @entries are there. */
static gboolean
append_following (
    KirokuJournal *self, KirokuDb *db, Head *head, GPtrArray *entries, GError **error)
{
  g_autoptr (GPtrArray) drafts
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);

  if (self->config.follow == NULL || entries->len == 0)
    return TRUE;
  return self->config.follow (db, head->case_id, entries, drafts, self->config.follow_data, error)
         && append_drafts (self, db, head, drafts, entries, error);
}

static GPtrArray *
append_all (KirokuJournal *self, KirokuDb *db, Head *head, GPtrArray *drafts, GError **error)
{
  g_autoptr (GPtrArray) entries
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_entry_unref);

  head->opens = head->seq == 0 && drafts->len > 0
                && g_str_equal (((KirokuDraft *) g_ptr_array_index (drafts, 0))->kind, "case.open");
  if ((head->seq == 0 && !open_journal (self, db, head, error))
      || !append_drafts (self, db, head, drafts, entries, error)
      || !append_following (self, db, head, entries, error)
      || !append_unsynchronised (self, db, head, error))
    return NULL;
  return g_steal_pointer (&entries);
}

/* A COMMIT that reported an error may have committed all the same: after opening anew, the id of the
 * last entry tells. Then the disk has to confirm it a second time. */
static gboolean
commit (KirokuDb *db, const KirokuEntry *last, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 found = 0;

  if (kiroku_db_commit (db, &failure))
    return TRUE;
  kiroku_db_rollback (db);
  if (kiroku_db_reopen (db, NULL)
      && kiroku_db_query_int (db, NULL, 0, &found,
                              "SELECT count(*) FROM entry WHERE key = :{key:s} AND id = :{id:s}",
                              last->key, last->id)
      && found > 0 && kiroku_db_checkpoint (db, NULL))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static GPtrArray *
make_and_append (KirokuJournal *self,
                 KirokuDb *db,
                 const char *case_id,
                 KirokuDraftsFunc make,
                 gpointer data,
                 GError **error)
{
  g_autoptr (Head) head = read_head (self, db, case_id, error);
  g_autoptr (GPtrArray) drafts = head != NULL ? make (db, data, error) : NULL;

  return drafts != NULL ? append_all (self, db, head, drafts, error) : NULL;
}

GPtrArray *
kiroku_journal_append_made (KirokuJournal *self,
                            KirokuDb *db,
                            const char *case_id,
                            KirokuDraftsFunc make,
                            gpointer data,
                            GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) unpinned = NULL;
  const KirokuEntry *last;

  g_return_val_if_fail (self != NULL && db != NULL && case_id != NULL && make != NULL, NULL);

  if (!kiroku_db_begin (db, error))
    return NULL;
  entries = make_and_append (self, db, case_id, make, data, error);
  if (entries == NULL || entries->len == 0)
    {
      kiroku_db_rollback (db);
      return g_steal_pointer (&entries);
    }
  last = g_ptr_array_index (entries, entries->len - 1);
  if (!commit (db, last, error))
    return NULL;

  /* The entries are saved. A pin that is behind only protects less. */
  if (!kiroku_pins_raise (self->config.pins, case_id, last->key, last->seq, last->hash, &unpinned))
    g_message ("%s", unpinned->message);
  return g_steal_pointer (&entries);
}

static GPtrArray *
use_drafts (KirokuDb *db, gpointer data, GError **error)
{
  return g_ptr_array_ref (data);
}

GPtrArray *
kiroku_journal_append (
    KirokuJournal *self, KirokuDb *db, const char *case_id, GPtrArray *drafts, GError **error)
{
  g_return_val_if_fail (drafts != NULL && drafts->len > 0, NULL);

  return kiroku_journal_append_made (self, db, case_id, use_drafts, drafts, error);
}
