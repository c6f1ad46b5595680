/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-admission.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-erasure.h"
#include "kiroku-journal-error.h"
#include "kiroku-key.h"
#include "kiroku-record.h"
#include "kiroku-wire.h"

/* How far a synchronised clock may be behind what others recorded before somebody is told. */
#define FUTURE (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)
/* Those in quarantine that are looked at between two looks at the clock. */
#define PAGE 20

struct _KirokuAdmission
{
  KirokuFolds *folds;
  KirokuClock clock;
  KirokuAdmissionTally tally;
  GHashTable *keys; /* id → KirokuPublicKey; a key's id is its digest, so no case matters */
  GQueue stored;    /* hashes (char *) for which somebody may be waiting */
  gboolean looked;  /* whoever waited at the start for what is here has been let in */
};

/* What the checks of one entry found out. */
typedef struct
{
  KirokuAdmissionResult result;
  char *waits;  /* hash of what is not here */
  char *reason; /* why it is refused */
} Finding;

static void
finding_clear (Finding *finding)
{
  g_free (finding->waits);
  g_free (finding->reason);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Finding, finding_clear)

KirokuAdmission *
kiroku_admission_new (KirokuFolds *folds, const KirokuClock *clock)
{
  KirokuAdmission *self;

  g_return_val_if_fail (folds != NULL && clock != NULL, NULL);

  self = g_new0 (KirokuAdmission, 1);
  self->folds = folds;
  self->clock = *clock;
  self->tally.refusals = g_ptr_array_new_with_free_func (g_free);
  self->tally.warnings = g_ptr_array_new_with_free_func (g_free);
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                      (GDestroyNotify) kiroku_public_key_free);
  g_queue_init (&self->stored);
  return self;
}

void
kiroku_admission_free (KirokuAdmission *self)
{
  g_ptr_array_unref (self->tally.refusals);
  g_ptr_array_unref (self->tally.warnings);
  g_hash_table_unref (self->keys);
  g_queue_clear_full (&self->stored, g_free);
  g_free (self);
}

const KirokuAdmissionTally *
kiroku_admission_get_tally (KirokuAdmission *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->tally;
}

/* Takes @text. */
static void
note (GPtrArray *list, char *text)
{
  if (list->len < KIROKU_ADMISSION_REASONS)
    g_ptr_array_add (list, text);
  else
    g_free (text);
}

/* --- Findings --- */

/* TRUE: the checks came to an end. */
static gboolean
refuse (Finding *finding, const char *reason)
{
  finding->result = KIROKU_REFUSED;
  finding->reason = g_strdup (reason);
  return TRUE;
}

static gboolean
wait_for (Finding *finding, const char *hash)
{
  finding->result = KIROKU_WAITING;
  finding->waits = g_strdup (hash);
  return TRUE;
}

/* --- The entry by itself --- */

/* The entry with those values that may be kept; NULL with a finding when it is none, or @error. */
static KirokuEntry *
read_stored (const KirokuStored *stored, Finding *finding)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry = kiroku_record_read (stored->header, &error);

  for (guint i = 0; entry != NULL && i < stored->fields->len; i++)
    {
      const KirokuStoredField *field = g_ptr_array_index (stored->fields, i);

      if (!kiroku_record_add_field (entry, field->name, field->salt, field->value, &error))
        break;
    }
  if (error != NULL)
    {
      refuse (finding, error->message);
      return NULL;
    }
  entry->sig = g_strdup (stored->sig);
  return g_steal_pointer (&entry);
}

static gboolean
is_stored (KirokuDb *db, const char *hash, gboolean *there, GError **error)
{
  gint64 count;

  if (!kiroku_db_query_int (db, error, 0, &count,
                            "SELECT count(*) FROM entry WHERE hash = :{hash:s}", hash))
    return FALSE;
  *there = count > 0;
  return TRUE;
}

static KirokuPublicKey *
key_of_opening (const KirokuEntry *entry)
{
  const char *spki = kiroku_entry_get_text (entry, "spki");
  g_autoptr (KirokuPublicKey) key = spki != NULL ? kiroku_public_key_new (spki) : NULL;

  if (key == NULL || !g_str_equal (entry->kind, "journal.open")
      || !g_str_equal (kiroku_public_key_get_id (key), entry->key))
    return NULL;
  return g_steal_pointer (&key);
}

/* The key of a journal whose entry 0 is stored, or *@key NULL. */
static gboolean
find_key (KirokuAdmission *self,
          KirokuDb *db,
          const KirokuEntry *entry,
          KirokuPublicKey **key,
          GError **error)
{
  g_autoptr (KirokuRows) rows = NULL;
  g_autoptr (KirokuEntry) opening = NULL;

  *key = g_hash_table_lookup (self->keys, entry->key);
  if (*key != NULL)
    return TRUE;
  rows = kiroku_db_query (db, error, "s",
                          "SELECT hash FROM entry WHERE case_id = :{case:s} AND key = :{key:s}"
                          " AND seq = 0 ORDER BY hash LIMIT 1",
                          entry->case_id, entry->key);
  if (rows == NULL)
    return FALSE;
  if (kiroku_rows_length (rows) == 0)
    return TRUE;
  opening = kiroku_archive_find (db, entry->case_id, kiroku_rows_text (rows, 0, 0), error);
  if (opening == NULL)
    return FALSE;
  *key = key_of_opening (opening);
  if (*key != NULL)
    g_hash_table_insert (self->keys, g_strdup (entry->key), *key);
  return TRUE;
}

/* Without entry 0 of its journal the entry before cannot be here either. */
static gboolean
wait_for_key (KirokuDb *db, const KirokuEntry *entry, Finding *finding, GError **error)
{
  gboolean there;

  if (!is_stored (db, entry->prev, &there, error))
    return FALSE;
  if (there)
    return refuse (finding, _ ("the journal as it is here does not begin with its key: run "
                               "kiroku-cli verify"));
  return wait_for (finding, entry->prev);
}

static gboolean
check_signature (KirokuAdmission *self,
                 KirokuDb *db,
                 const KirokuEntry *entry,
                 Finding *finding,
                 GError **error)
{
  g_autoptr (KirokuPublicKey) own = NULL;
  KirokuPublicKey *key;

  if (entry->seq == 0)
    key = own = key_of_opening (entry);
  else if (!find_key (self, db, entry, &key, error))
    return FALSE;
  if (entry->seq == 0 && key == NULL)
    return refuse (finding, _ ("the journal does not begin with its key"));
  if (key != NULL && !kiroku_public_key_verify (key, entry->hash, entry->sig))
    return refuse (finding, _ ("the signature is not that of the journal's key"));
  return key != NULL || wait_for_key (db, entry, finding, error);
}

/* --- Its place among the others --- */

/* What is stored under @hash, which the entry says stands in journal @key of its case as number @seq.
 * *@clock: its clock. */
static gboolean
look_up (KirokuDb *db,
         const KirokuEntry *entry,
         const char *hash,
         const char *key,
         gint64 seq,
         gint64 *clock,
         Finding *finding,
         GError **error)
{
  g_autoptr (KirokuRows) rows
      = kiroku_db_query (db, error, "ssii",
                         "SELECT case_id, key, seq, clock FROM entry WHERE hash = :{hash:s}", hash);

  if (rows == NULL)
    return FALSE;
  if (kiroku_rows_length (rows) == 0)
    return wait_for (finding, hash);
  if (!g_str_equal (kiroku_rows_text (rows, 0, 0), entry->case_id)
      || !g_str_equal (kiroku_rows_text (rows, 0, 1), key) || kiroku_rows_int (rows, 0, 2) != seq)
    return refuse (finding, _ ("an entry it builds on stands elsewhere"));
  *clock = kiroku_rows_int (rows, 0, 3);
  return TRUE;
}

static gboolean
is_open (const Finding *finding)
{
  return finding->result == KIROKU_ADMITTED;
}

/* Everything it builds on must be here, and its logical clock must follow. */
static gboolean
check_place (KirokuDb *db, const KirokuEntry *entry, Finding *finding, GError **error)
{
  gint64 clock = entry->rec, other = -1;

  if (entry->seq > 0
      && !look_up (db, entry, entry->prev, entry->key, entry->seq - 1, &other, finding, error))
    return FALSE;
  clock = MAX (clock, other + 1);
  for (guint i = 0; is_open (finding) && i < entry->seen->len; i++)
    {
      const KirokuPair *pair = g_ptr_array_index (entry->seen, i);
      const char *hash;
      gint64 seq;

      kiroku_record_parse_head (pair->value, &seq, &hash);
      if (!look_up (db, entry, hash, pair->name, seq, &other, finding, error))
        return FALSE;
      clock = MAX (clock, other + 1);
    }
  if (is_open (finding) && entry->clock != clock)
    refuse (finding, _ ("the logical clock does not follow from the entries before"));
  return TRUE;
}

/* --- Values --- */

static gboolean
has_field (const KirokuEntry *entry, const char *name)
{
  for (guint i = 0; i < entry->fields->len; i++)
    if (g_str_equal (((KirokuField *) g_ptr_array_index (entry->fields, i))->name, name))
      return TRUE;
  return FALSE;
}

/* What was erased here does not come back. */
static gboolean
drop_erased (KirokuDb *db, KirokuEntry *entry, GError **error)
{
  for (guint i = entry->fields->len; i > 0; i--)
    {
      const KirokuField *field = g_ptr_array_index (entry->fields, i - 1);
      gboolean erased;

      if (!kiroku_erasure_is_known (db, entry->hash, field->name, &erased, error))
        return FALSE;
      if (erased)
        g_ptr_array_remove_index (entry->fields, i - 1);
    }
  return TRUE;
}

/* Adds the values of @entry that @there, the same entry as it is stored, lacks. *@added: how many. */
static gboolean
add_missing (
    KirokuDb *db, const KirokuEntry *there, const KirokuEntry *entry, guint *added, GError **error)
{
  *added = 0;
  for (guint i = 0; i < entry->fields->len; i++)
    {
      const KirokuField *field = g_ptr_array_index (entry->fields, i);

      if (has_field (there, field->name))
        continue;
      if (!kiroku_archive_insert_field (db, entry->hash, field, error))
        return FALSE;
      (*added)++;
    }
  return TRUE;
}

static gboolean
complete (KirokuAdmission *self,
          KirokuDb *db,
          KirokuEntry *entry,
          KirokuAdmissionResult *result,
          GError **error)
{
  g_autoptr (KirokuEntry) before = kiroku_archive_find (db, entry->case_id, entry->hash, error);
  g_autoptr (KirokuEntry) now = NULL;
  guint added;

  *result = KIROKU_KNOWN;
  if (before == NULL || !drop_erased (db, entry, error)
      || !add_missing (db, before, entry, &added, error))
    return FALSE;
  if (added == 0)
    return TRUE;
  *result = KIROKU_COMPLETED;
  now = kiroku_archive_find (db, entry->case_id, entry->hash, error);
  return now != NULL && kiroku_folds_refold (self->folds, db, before, now, error)
         && kiroku_erasure_follow (db, self->folds, now, FALSE, error);
}

/* --- Storing --- */

static void
warn_of_future (KirokuAdmission *self, const KirokuEntry *entry)
{
  if (self->clock.sync == 1 && entry->rec > self->clock.rec + FUTURE)
    note (self->tally.warnings,
          g_strdup_printf (_ ("entry %.12s was recorded %.1f days ahead of this computer's clock"),
                           entry->hash,
                           (entry->rec - self->clock.rec) / (24.0 * 3600 * G_USEC_PER_SEC)));
}

static gboolean
store (KirokuAdmission *self, KirokuDb *db, KirokuEntry *entry, GError **error)
{
  if (!drop_erased (db, entry, error) || !kiroku_archive_insert (db, entry, error)
      || !kiroku_folds_apply (self->folds, db, entry, error)
      || !kiroku_erasure_follow (db, self->folds, entry, FALSE, error))
    return FALSE;
  warn_of_future (self, entry);
  g_queue_push_tail (&self->stored, g_strdup (entry->hash));
  return TRUE;
}

/* A signature that cannot be checked yet may be wrong, and values may be left out: so every reading of
 * an entry waits by itself. */
static gboolean
quarantine (KirokuAdmission *self,
            KirokuDb *db,
            const KirokuStored *stored,
            const KirokuEntry *entry,
            Finding *finding,
            GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *line = kiroku_wire_write (stored, NULL, &failure);
  char digest[KIROKU_HASH_HEX + 1];

  if (line == NULL)
    return refuse (finding, failure->message);
  kiroku_sha256_hex (line, strlen (line), digest);
  return kiroku_db_exec (db, error,
                         "INSERT OR REPLACE INTO quarantine VALUES (:{digest:s}, :{hash:s},"
                         " :{case:s}, :{waits:s}, :{reason:s}, :{since:i}, :{line:s})",
                         digest, entry->hash, entry->case_id, finding->waits,
                         g_str_equal (finding->waits, entry->prev) ? "prev" : "seen",
                         self->clock.rec, line);
}

/* Judges @entry and, if everything is in order, stores it. */
static gboolean
judge (KirokuAdmission *self, KirokuDb *db, KirokuEntry *entry, Finding *finding, GError **error)
{
  gboolean there;

  if (!is_stored (db, entry->hash, &there, error))
    return FALSE;
  if (there)
    return complete (self, db, entry, &finding->result, error);
  if (!check_signature (self, db, entry, finding, error)
      || (is_open (finding) && !check_place (db, entry, finding, error)))
    return FALSE;
  return !is_open (finding) || store (self, db, entry, error);
}

static void
count (KirokuAdmission *self, const KirokuStored *stored, const Finding *finding)
{
  KirokuAdmissionTally *tally = &self->tally;

  tally->admitted += finding->result == KIROKU_ADMITTED;
  tally->known += finding->result == KIROKU_KNOWN;
  tally->completed += finding->result == KIROKU_COMPLETED;
  tally->refused += finding->result == KIROKU_REFUSED;
  if (finding->result == KIROKU_REFUSED)
    note (tally->refusals,
          g_strdup_printf (_ ("entry %.12s (number %d of journal %.12s): %s"), stored->hash,
                           (int) stored->seq, stored->key, finding->reason));
}

static gboolean
admit (KirokuAdmission *self,
       KirokuDb *db,
       const KirokuStored *stored,
       gboolean keep,
       KirokuAdmissionResult *result,
       GError **error)
{
  g_auto (Finding) finding = { KIROKU_ADMITTED, NULL, NULL };
  g_autoptr (KirokuEntry) entry = read_stored (stored, &finding);

  if ((entry != NULL && !judge (self, db, entry, &finding, error))
      || (keep && finding.result == KIROKU_WAITING
          && !quarantine (self, db, stored, entry, &finding, error)))
    return FALSE;
  count (self, stored, &finding);
  *result = finding.result;
  return TRUE;
}

gboolean
kiroku_admission_take (KirokuAdmission *self,
                       KirokuDb *db,
                       const KirokuStored *stored,
                       KirokuAdmissionResult *result,
                       GError **error)
{
  g_return_val_if_fail (self != NULL && db != NULL && stored != NULL && result != NULL, FALSE);

  return admit (self, db, stored, TRUE, result, error);
}

gboolean
kiroku_admission_try (KirokuAdmission *self,
                      KirokuDb *db,
                      const KirokuStored *stored,
                      KirokuAdmissionResult *result,
                      GError **error)
{
  g_return_val_if_fail (self != NULL && db != NULL && stored != NULL && result != NULL, FALSE);

  return admit (self, db, stored, FALSE, result, error);
}

/* --- Quarantine --- */

/* Those that wait for @hash, or, without it, for anything that is here. */
static KirokuRows *
find_ready (KirokuDb *db, const char *hash, GError **error)
{
  if (hash != NULL)
    return kiroku_db_query (db, error, "ss",
                            "SELECT digest, line FROM quarantine WHERE waits = :{hash:s}"
                            " LIMIT :{limit:i}",
                            hash, (gint64) PAGE);
  return kiroku_db_query (db, error, "ss",
                          "SELECT q.digest, q.line FROM quarantine q JOIN entry e ON e.hash = q.waits"
                          " LIMIT :{limit:i}",
                          (gint64) PAGE);
}

/* Takes one out of quarantine; it may go straight back, to wait for something else. */
static gboolean
release (
    KirokuAdmission *self, KirokuDb *db, const char *digest, const char *line, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (KirokuStored) stored = kiroku_wire_read (line, strlen (line), &failure);
  KirokuAdmissionResult result;

  if (!kiroku_db_exec (db, error, "DELETE FROM quarantine WHERE digest = :{digest:s}", digest))
    return FALSE;
  if (stored != NULL)
    return admit (self, db, stored, TRUE, &result, error);
  self->tally.refused++;
  note (self->tally.refusals, g_strdup (failure->message));
  return TRUE;
}

/* Nobody waits: nothing needs to be looked up. */
static gboolean
skip_if_empty (KirokuAdmission *self, KirokuDb *db, GError **error)
{
  gint64 waiting;

  if (!kiroku_db_query_int (db, error, 0, &waiting, "SELECT 1 FROM quarantine LIMIT 1"))
    return FALSE;
  if (waiting == 0)
    {
      self->looked = TRUE;
      g_queue_clear_full (&self->stored, g_free);
    }
  return TRUE;
}

/* *@found: how many waited for @hash. */
static gboolean
release_some (
    KirokuAdmission *self, KirokuDb *db, const char *hash, guint *found, GError **error)
{
  g_autoptr (KirokuRows) rows = find_ready (db, hash, error);

  if (rows == NULL)
    return FALSE;
  *found = kiroku_rows_length (rows);
  for (guint i = 0; i < *found; i++)
    if (!release (self, db, kiroku_rows_text (rows, i, 0), kiroku_rows_text (rows, i, 1), error))
      return FALSE;
  return TRUE;
}

gboolean
kiroku_admission_settle (
    KirokuAdmission *self, KirokuDb *db, gint64 stop_at, gboolean *more, GError **error)
{
  guint found;

  g_return_val_if_fail (self != NULL && db != NULL && more != NULL, FALSE);

  if (!skip_if_empty (self, db, error))
    return FALSE;
  do
    {
      const char *hash = self->looked ? g_queue_peek_head (&self->stored) : NULL;

      *more = !self->looked || hash != NULL;
      if (!*more)
        return TRUE;
      if (!release_some (self, db, hash, &found, error))
        return FALSE;
      if (found == 0 && hash == NULL)
        self->looked = TRUE;
      else if (found == 0)
        g_free (g_queue_pop_head (&self->stored));
    }
  while (g_get_monotonic_time () < stop_at);
  return TRUE;
}

gboolean
kiroku_admission_count_waiting (
    KirokuDb *db, const char *case_id, gint64 *count, GError **error)
{
  return kiroku_db_query_int (db, error, 0, count,
                              "SELECT count(DISTINCT hash) FROM quarantine"
                              " WHERE :{case:s} IS NULL OR case_id = :{case:s}",
                              case_id);
}
