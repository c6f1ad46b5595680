/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-verify.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-archive.h"
#include "kiroku-journal-error.h"
#include "kiroku-key.h"
#include "kiroku-record.h"

#define PAGE 200
/* How far the wall clock may drift from the monotonic one within a boot, beyond its stated error. */
#define DRIFT_TOLERANCE G_USEC_PER_SEC

typedef struct
{
  KirokuDb *db;
  KirokuPins *pins;
  gint64 end; /* what arrived from here on is left for another run */
  KirokuVerification *result;
  GHashTable *places; /* hash → Place, of every entry read */
  GHashTable *unjudged; /* hashes, as stored, of entries of a later version */
  GPtrArray *linked;  /* of KirokuEntry: those that name heads of others */
  gboolean opened;    /* a case.open was seen */
} Run;

/* Where an entry stands. */
typedef struct
{
  const char *key;
  gint64 seq;
  gint64 clock;
} Place;

/* One journal while it is read. */
typedef struct
{
  const char *key;
  KirokuPublicKey *public_key;
  gint64 seq;            /* of the entry being read */
  GPtrArray *previous;   /* of KirokuEntry with seq − 1 (two when forked) */
  GPtrArray *current;    /* of KirokuEntry with seq */
} Journal;

static const char *const verdict_ids[]
    = { "anchored", "intact", "altered", "truncated", "evidence", "unknown" };

const char *
kiroku_verdict_id (KirokuVerdict verdict)
{
  g_return_val_if_fail ((guint) verdict < G_N_ELEMENTS (verdict_ids), NULL);

  return verdict_ids[verdict];
}

gboolean
kiroku_verdict_is_worse (KirokuVerdict a, KirokuVerdict b)
{
  static const int rank[] = {
    [KIROKU_VERDICT_ALTERED] = 5,  [KIROKU_VERDICT_TRUNCATED] = 4, [KIROKU_VERDICT_EVIDENCE] = 3,
    [KIROKU_VERDICT_UNKNOWN] = 2, [KIROKU_VERDICT_INTACT] = 1,    [KIROKU_VERDICT_ANCHORED] = 0,
  };

  return rank[a] > rank[b];
}

void
kiroku_verification_free (KirokuVerification *self)
{
  g_free (self->case_id);
  g_free (self->bad_journal);
  g_free (self->bad_hash);
  g_free (self->bad_what);
  g_ptr_array_unref (self->warnings);
  g_free (self);
}

static KirokuVerification *
verification_new (const char *case_id)
{
  KirokuVerification *self = g_new0 (KirokuVerification, 1);

  self->case_id = g_strdup (case_id);
  self->verdict = KIROKU_VERDICT_INTACT; /* until anchors exist, nothing is more than that */
  self->bad_seq = -1;
  self->warnings = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/* --- Findings --- */

/* The worst kind of finding is the verdict; of that kind the first is named. */
static void
found (Run *run, KirokuVerdict verdict, const char *key, gint64 seq, const char *hash, char *what)
{
  KirokuVerification *result = run->result;

  if (result->has_bad && !kiroku_verdict_is_worse (verdict, result->verdict))
    {
      g_free (what);
      return;
    }
  result->verdict = verdict;
  result->has_bad = TRUE;
  g_free (result->bad_journal);
  g_free (result->bad_hash);
  g_free (result->bad_what);
  result->bad_journal = g_strdup (key);
  result->bad_seq = seq;
  result->bad_hash = g_strdup (hash);
  result->bad_what = what;
}

static void
altered (Run *run, const KirokuStored *row, const char *what)
{
  found (run, KIROKU_VERDICT_ALTERED, row->key, row->seq, row->hash, g_strdup (what));
}

G_GNUC_PRINTF (2, 3)
static void
warn (Run *run, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (run->result->warnings, g_strdup_vprintf (format, args));
  va_end (args);
}

/* --- One row --- */

static gboolean
index_equals_bytes (const KirokuStored *row, const KirokuEntry *entry)
{
  return g_str_equal (row->hash, entry->hash) && g_str_equal (row->case_id, entry->case_id)
         && g_str_equal (row->key, entry->key) && row->seq == entry->seq
         && g_str_equal (row->prev, entry->prev) && g_str_equal (row->id, entry->id)
         && g_str_equal (row->kind, entry->kind) && row->clock == entry->clock
         && row->rec == entry->rec;
}

static gboolean
check_fields (Run *run, const KirokuStored *row, KirokuEntry *entry)
{
  for (guint i = 0; i < row->fields->len; i++)
    {
      const KirokuStoredField *field = g_ptr_array_index (row->fields, i);
      g_autoptr (GError) error = NULL;

      if (!kiroku_record_add_field (entry, field->name, field->salt, field->value, &error))
        {
          altered (run, row, error->message);
          return FALSE;
        }
    }
  if (entry->fields->len < entry->com->len)
    {
      altered (run, row, _ ("a value is missing that no erasure names"));
      return FALSE;
    }
  return TRUE;
}

/* Entry 0 carries the public key whose hash is the journal's name. */
static void
take_public_key (Run *run, Journal *journal, const KirokuStored *row, const KirokuEntry *entry)
{
  const char *spki = kiroku_entry_get_text (entry, "spki");

  g_clear_pointer (&journal->public_key, kiroku_public_key_free);
  if (!g_str_equal (entry->kind, "journal.open") || spki == NULL)
    {
      altered (run, row, _ ("the journal does not begin with its key"));
      return;
    }
  journal->public_key = kiroku_public_key_new (spki);
  if (journal->public_key != NULL
      && !g_str_equal (kiroku_public_key_get_id (journal->public_key), entry->key))
    g_clear_pointer (&journal->public_key, kiroku_public_key_free);
  if (journal->public_key == NULL)
    altered (run, row, _ ("the public key is not the one the journal is named by"));
}

/* The entry @entry says it follows. (nullable) (transfer none) */
static const KirokuEntry *
find_previous (const Journal *journal, const KirokuEntry *entry)
{
  for (guint i = 0; i < journal->previous->len; i++)
    {
      const KirokuEntry *previous = g_ptr_array_index (journal->previous, i);

      if (g_str_equal (previous->hash, entry->prev))
        return previous;
    }
  return NULL;
}

static void
check_times (Run *run, const KirokuEntry *previous, const KirokuEntry *entry)
{
  gint64 drift;

  if (entry->rec < previous->rec)
    warn (run, _ ("entry %.12s: the clock went back by %.3f s against the entry before"), entry->hash,
          (previous->rec - entry->rec) / (double) G_USEC_PER_SEC);
  if (entry->boot == NULL || previous->boot == NULL || entry->mono < 0 || previous->mono < 0
      || !g_str_equal (entry->boot, previous->boot))
    return;
  drift = (entry->rec - previous->rec) - (entry->mono - previous->mono);
  if (ABS (drift) > MAX (entry->maxerr, previous->maxerr) + DRIFT_TOLERANCE)
    warn (run, _ ("entry %.12s: the clock was set by %+.3f s since the entry before"), entry->hash,
          drift / (double) G_USEC_PER_SEC);
}

/* Without `seen` the logical clock follows from what is at hand; else it waits for the others. */
static void
check_clock (Run *run, const KirokuStored *row, const KirokuEntry *previous, KirokuEntry *entry)
{
  gint64 clock = previous != NULL ? MAX (entry->rec, previous->clock + 1) : entry->rec;

  if (entry->seen->len > 0)
    g_ptr_array_add (run->linked, kiroku_entry_ref (entry));
  else if (entry->clock != clock)
    altered (run, row, _ ("the logical clock does not follow from the entries before"));
}

static void
check_chain (Run *run, Journal *journal, const KirokuStored *row, KirokuEntry *entry)
{
  const KirokuEntry *previous = entry->seq > 0 ? find_previous (journal, entry) : NULL;

  if (g_hash_table_contains (run->unjudged, entry->prev))
    return;
  if (entry->seq > 0 && previous == NULL)
    {
      altered (run, row, _ ("the entry before it is missing or is not the one that was signed"));
      return;
    }
  if (previous != NULL)
    check_times (run, previous, entry);
  check_clock (run, row, previous, entry);
}

/* Makes the entries with the last number those before. */
static void
advance (Journal *journal, gint64 seq)
{
  if (seq == journal->seq)
    return;
  g_ptr_array_set_size (journal->previous, 0);
  if (seq == journal->seq + 1)
    {
      GPtrArray *old = journal->previous;

      journal->previous = journal->current;
      journal->current = old;
    }
  g_ptr_array_set_size (journal->current, 0);
  journal->seq = seq;
}

/* What a later version wrote cannot be judged, nor what hangs on it; the rest can. */
static void
refuse_row (Run *run, const KirokuStored *row, const GError *error)
{
  gboolean later = g_error_matches (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_VERSION);

  if (later)
    g_hash_table_add (run->unjudged, g_strdup (row->hash));
  found (run, later ? KIROKU_VERDICT_UNKNOWN : KIROKU_VERDICT_ALTERED, row->key, row->seq,
         row->hash, g_strdup (error->message));
}

static void
note_place (Run *run, const Journal *journal, const KirokuEntry *entry)
{
  Place *place = g_new (Place, 1);

  *place = (Place){ journal->key, entry->seq, entry->clock };
  g_hash_table_insert (run->places, g_strdup (entry->hash), place);
}

static void
check_row (Run *run, Journal *journal, const KirokuStored *row)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry = kiroku_record_read (row->header, &error);

  run->result->entries++;
  advance (journal, row->seq);
  if (entry == NULL)
    {
      refuse_row (run, row, error);
      return;
    }
  if (!index_equals_bytes (row, entry))
    {
      altered (run, row, _ ("the database's index does not agree with the signed bytes"));
      return;
    }
  if (journal->current->len > 0)
    found (run, KIROKU_VERDICT_TRUNCATED, row->key, row->seq, row->hash,
           g_strdup (_ ("the journal forks here: two entries carry one number")));
  if (!check_fields (run, row, entry))
    return;
  if (entry->seq == 0)
    take_public_key (run, journal, row, entry);
  check_chain (run, journal, row, entry);
  if (journal->public_key != NULL
      && !kiroku_public_key_verify (journal->public_key, entry->hash, row->sig))
    altered (run, row, _ ("the signature is not that of the journal's key"));
  run->opened = run->opened || g_str_equal (entry->kind, "case.open");

  g_ptr_array_set_size (entry->fields, 0); /* values are not needed any more */
  note_place (run, journal, entry);
  g_ptr_array_add (journal->current, g_steal_pointer (&entry));
}

/* --- Journals --- */

static gboolean
check_journal (Run *run, const char *key, GCancellable *cancellable, GError **error)
{
  Journal journal = { .key = key, .seq = -1 };
  g_autofree char *hash = g_strdup ("");
  gint64 seq = -1;
  gboolean read = TRUE;

  journal.previous = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_entry_unref);
  journal.current = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_entry_unref);
  for (;;)
    {
      g_autoptr (GPtrArray) rows = NULL;

      if (!g_cancellable_set_error_if_cancelled (cancellable, error))
        rows = kiroku_archive_read_journal (run->db, run->result->case_id, key, seq, hash, run->end,
                                            PAGE, error);
      read = rows != NULL;
      if (!read || rows->len == 0)
        break;
      for (guint i = 0; i < rows->len; i++)
        check_row (run, &journal, g_ptr_array_index (rows, i));
      seq = ((KirokuStored *) g_ptr_array_index (rows, rows->len - 1))->seq;
      g_free (hash);
      hash = g_strdup (((KirokuStored *) g_ptr_array_index (rows, rows->len - 1))->hash);
    }
  g_clear_pointer (&journal.public_key, kiroku_public_key_free);
  g_ptr_array_unref (journal.previous);
  g_ptr_array_unref (journal.current);
  return read;
}

/* --- What needs all journals --- */

/* The entry @pair of `seen` names; NULL, with a finding unless it cannot be judged, when there is
 * none. */
static const Place *
find_seen (Run *run, const KirokuEntry *entry, const KirokuPair *pair)
{
  const Place *place;
  const char *hash;
  gint64 seq;

  kiroku_record_parse_head (pair->value, &seq, &hash);
  place = g_hash_table_lookup (run->places, hash);
  if (place == NULL && !g_hash_table_contains (run->unjudged, hash))
    found (run, KIROKU_VERDICT_TRUNCATED, pair->name, seq, hash,
           g_strdup_printf (_ ("entry %.12s has seen this entry, which is not here"), entry->hash));
  if (place != NULL && (place->seq != seq || !g_str_equal (place->key, pair->name)))
    {
      found (run, KIROKU_VERDICT_ALTERED, entry->key, entry->seq, entry->hash,
             g_strdup (_ ("the entry it has seen stands elsewhere")));
      return NULL;
    }
  return place;
}

/* Every head an author has seen must be there, and the logical clock must lie after it. */
static void
check_seen (Run *run, const KirokuEntry *entry)
{
  const Place *previous = g_hash_table_lookup (run->places, entry->prev);
  gint64 clock = previous != NULL ? MAX (entry->rec, previous->clock + 1) : entry->rec;

  if (previous == NULL && entry->seq > 0)
    return; /* found already */
  for (guint i = 0; i < entry->seen->len; i++)
    {
      const Place *seen = find_seen (run, entry, g_ptr_array_index (entry->seen, i));

      if (seen == NULL)
        return;
      clock = MAX (clock, seen->clock + 1);
    }
  if (entry->clock != clock)
    found (run, KIROKU_VERDICT_ALTERED, entry->key, entry->seq, entry->hash,
           g_strdup (_ ("the logical clock does not follow from the entries before")));
}

static void
check_pins (Run *run, GPtrArray *pins)
{
  for (guint i = 0; i < pins->len; i++)
    {
      const KirokuPin *pin = g_ptr_array_index (pins, i);

      if (!g_hash_table_contains (run->places, pin->hash)
          && !g_hash_table_contains (run->unjudged, pin->hash))
        found (run, KIROKU_VERDICT_TRUNCATED, pin->key, pin->seq, pin->hash,
               g_strdup (_ ("this computer has written this entry, but it is not here: entries were "
                            "cut off, or the database was put back to an earlier state")));
    }
}

static gboolean
check_case (Run *run, GCancellable *cancellable, GError **error)
{
  /* Others may write meanwhile. What is pinned now has arrived, and what has arrived has seen nothing
   * that arrives later: so this is the order in which to look. */
  g_autoptr (GPtrArray) pins = kiroku_pins_list (run->pins, run->result->case_id, NULL, error);
  g_autoptr (GPtrArray) keys = NULL;

  if (pins == NULL
      || !kiroku_db_query_int (run->db, error, 0, &run->end, "SELECT max (arrival) + 1 FROM entry")
      || (keys = kiroku_archive_list_journals (run->db, run->result->case_id, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < keys->len; i++)
    if (!check_journal (run, g_ptr_array_index (keys, i), cancellable, error))
      return FALSE;
  for (guint i = 0; i < run->linked->len; i++)
    check_seen (run, g_ptr_array_index (run->linked, i));
  check_pins (run, pins);

  if (keys->len == 0 && pins->len == 0)
    found (run, KIROKU_VERDICT_UNKNOWN, NULL, -1, NULL, g_strdup (_ ("there is no such case")));
  else if (!run->opened)
    warn (run, _ ("no entry opens the case"));
  return TRUE;
}

KirokuVerification *
kiroku_verify_case (KirokuDb *db,
                    KirokuPins *pins,
                    const char *case_id,
                    GCancellable *cancellable,
                    GError **error)
{
  Run run = { .db = db, .pins = pins };
  gboolean checked;

  g_return_val_if_fail (db != NULL && pins != NULL && case_id != NULL, NULL);

  run.result = verification_new (case_id);
  run.places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  run.unjudged = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run.linked = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_entry_unref);
  checked = check_case (&run, cancellable, error);
  run.result->unanchored = run.result->entries;
  if (run.result->entries > 0)
    warn (&run, _ ("unanchored: no outside head covers the %d entries of this case"),
          (int) run.result->entries);
  g_hash_table_unref (run.places);
  g_hash_table_unref (run.unjudged);
  g_ptr_array_unref (run.linked);
  if (!checked)
    g_clear_pointer (&run.result, kiroku_verification_free);
  return run.result;
}
