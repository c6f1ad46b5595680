/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-archive.h"
#include "kiroku-journal-error.h"
#include "kiroku-record.h"
#include "kiroku-verify-private.h"

#define PAGE 200
/* How far the wall clock may drift from the monotonic one within a boot, beyond its stated error. */
#define DRIFT_TOLERANCE G_USEC_PER_SEC

/* One journal while it is read. */
typedef struct
{
  KirokuVerifyRun *run;
  KirokuVerifyJournal *info;
  guint index;         /* of @info */
  gint64 seq;          /* of the entry being read */
  GPtrArray *previous; /* of KirokuEntry with seq − 1 (two when forked) */
  GPtrArray *current;  /* of KirokuEntry with seq */
  GError *failure;     /* (nullable) of folding */
} Reading;

static void
found (Reading *reading, KirokuVerdict verdict, const KirokuStored *row, const char *what)
{
  kiroku_verify_found (reading->run, verdict, reading->run->result->entries, reading->info->key,
                       row->seq, row->hash, g_strdup (what));
}

static void
altered (Reading *reading, const KirokuStored *row, const char *what)
{
  found (reading, KIROKU_VERDICT_ALTERED, row, what);
}

/* --- One row --- */

/* Entries of another case or journal are not what this one holds, whatever the index says. */
static gboolean
stands_here (const Reading *reading, const KirokuEntry *entry)
{
  return g_str_equal (entry->key, reading->info->key)
         && g_str_equal (entry->case_id, reading->run->options->case_id);
}

static gboolean
check_fields (Reading *reading, const KirokuStored *row, KirokuEntry *entry)
{
  for (guint i = 0; i < row->fields->len; i++)
    {
      const KirokuStoredField *field = g_ptr_array_index (row->fields, i);
      g_autoptr (GError) error = NULL;

      if (!kiroku_record_add_field (entry, field->name, field->salt, field->value, &error))
        {
          altered (reading, row, error->message);
          return FALSE;
        }
    }
  return TRUE;
}

/* Entry 0 carries the public key whose hash is the journal's name. */
static void
take_public_key (Reading *reading, const KirokuStored *row, const KirokuEntry *entry)
{
  KirokuVerifyJournal *info = reading->info;
  const char *spki = kiroku_entry_get_text (entry, "spki");

  kiroku_verify_set (&info->name, kiroku_entry_get_text (entry, "name"));
  g_clear_pointer (&info->public_key, kiroku_public_key_free);
  if (!g_str_equal (entry->kind, "journal.open") || spki == NULL)
    {
      altered (reading, row, _ ("the journal does not begin with its key"));
      return;
    }
  info->public_key = kiroku_public_key_new (spki);
  if (info->public_key != NULL
      && !g_str_equal (kiroku_public_key_get_id (info->public_key), entry->key))
    g_clear_pointer (&info->public_key, kiroku_public_key_free);
  if (info->public_key == NULL)
    altered (reading, row, _ ("the public key is not the one the journal is named by"));
}

/* The entry @entry says it follows. (nullable) (transfer none) */
static const KirokuEntry *
find_previous (const Reading *reading, const KirokuEntry *entry)
{
  for (guint i = 0; i < reading->previous->len; i++)
    {
      const KirokuEntry *previous = g_ptr_array_index (reading->previous, i);

      if (g_str_equal (previous->hash, entry->prev))
        return previous;
    }
  return NULL;
}

static void
check_times (Reading *reading, const KirokuEntry *previous, const KirokuEntry *entry)
{
  gint64 drift;

  if (entry->rec < previous->rec)
    kiroku_verify_warn (reading->run,
                        _ ("entry %.12s: the clock went back by %.3f s against the entry before"),
                        entry->hash, (previous->rec - entry->rec) / (double) G_USEC_PER_SEC);
  if (entry->boot == NULL || previous->boot == NULL || entry->mono < 0 || previous->mono < 0
      || !g_str_equal (entry->boot, previous->boot))
    return;
  drift = (entry->rec - previous->rec) - (entry->mono - previous->mono);
  if (ABS (drift) > MAX (entry->maxerr, previous->maxerr) + DRIFT_TOLERANCE)
    kiroku_verify_warn (reading->run,
                        _ ("entry %.12s: the clock was set by %+.3f s since the entry before"),
                        entry->hash, drift / (double) G_USEC_PER_SEC);
}

/* With `seen` this waits until all journals have been read. */
static void
check_clock (
    Reading *reading, const KirokuStored *row, const KirokuEntry *previous, const KirokuEntry *entry)
{
  gint64 clock = previous != NULL ? MAX (entry->rec, previous->clock + 1) : entry->rec;

  if (entry->seen->len == 0 && entry->clock != clock)
    altered (reading, row, _ ("the logical clock does not follow from the entries before"));
}

static void
check_chain (Reading *reading, const KirokuStored *row, const KirokuEntry *entry)
{
  const KirokuEntry *previous = entry->seq > 0 ? find_previous (reading, entry) : NULL;

  if (g_hash_table_contains (reading->run->unjudged, entry->prev))
    return;
  if (entry->seq > 0 && previous == NULL)
    {
      altered (reading, row, _ ("the entry before it is missing or is not the one that was signed"));
      return;
    }
  if (previous != NULL)
    check_times (reading, previous, entry);
  check_clock (reading, row, previous, entry);
}

/* What a later version wrote cannot be judged, nor what hangs on it; the rest can. Bytes that do not
 * have the hash of their row are not what was written. */
static gboolean
is_later (const KirokuStored *row, const GError *error)
{
  char hash[KIROKU_HASH_HEX + 1];

  kiroku_record_hash (row->header, hash);
  return g_error_matches (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_VERSION)
         && g_str_equal (hash, row->hash);
}

static void
refuse_row (Reading *reading, const KirokuStored *row, const GError *error)
{
  gboolean later = is_later (row, error);

  if (later)
    g_hash_table_add (reading->run->unjudged, g_strdup (row->hash));
  found (reading, later ? KIROKU_VERDICT_UNKNOWN : KIROKU_VERDICT_ALTERED, row, error->message);
}

/* --- What is kept of it --- */

static KirokuPlaceMark *
note_place (Reading *reading, const KirokuEntry *entry)
{
  KirokuPlaceMark *place = kiroku_places_add (reading->run->places, entry->hash);

  place->seq = entry->seq;
  place->clock = entry->clock;
  place->rec = entry->rec;
  place->journal = reading->index;
  place->prev = entry->seq > 0 ? kiroku_places_find (reading->run->places, entry->prev) : NULL;
  if (place->prev != NULL)
    place->prev->flags |= KIROKU_PLACE_FOLLOWED;
  if (g_str_equal (entry->kind, "checkpoint") || g_str_equal (entry->kind, "anchor"))
    place->flags |= KIROKU_PLACE_ATTESTS;
  return place;
}

static void
note_links (KirokuVerifyRun *run, const KirokuEntry *entry, KirokuPlaceMark *place)
{
  for (guint i = 0; i < entry->seen->len; i++)
    {
      const KirokuPair *pair = g_ptr_array_index (entry->seen, i);
      KirokuVerifyLink link = { .place = place };
      const char *hash;

      kiroku_record_parse_head (pair->value, &link.seq, &hash);
      kiroku_hex_to_bytes (hash, link.hash);
      link.key = g_string_chunk_insert_const (run->names, pair->name);
      g_array_append_val (run->links, link);
    }
}

static gboolean
has_field (const KirokuEntry *entry, const char *name)
{
  for (guint i = 0; i < entry->fields->len; i++)
    if (g_str_equal (((KirokuField *) g_ptr_array_index (entry->fields, i))->name, name))
      return TRUE;
  return FALSE;
}

static void
note_absences (KirokuVerifyRun *run, const KirokuEntry *entry, KirokuPlaceMark *place)
{
  if (entry->fields->len == entry->com->len)
    return;
  for (guint i = 0; i < entry->com->len; i++)
    {
      const char *name = ((KirokuPair *) g_ptr_array_index (entry->com, i))->name;
      KirokuVerifyAbsence absence = { place, run->result->entries, NULL };

      if (has_field (entry, name))
        continue;
      absence.name = g_string_chunk_insert_const (run->names, name);
      g_array_append_val (run->absences, absence);
    }
}

/* Whether the values of an entry say something about others. */
static gboolean
is_kept (const KirokuEntry *entry)
{
  static const char *const kinds[]
      = { "anchor",     "case.open",  "checkpoint", "erase", "evidence.add",
          "import", "key.revoke", "key.vouch",  NULL };

  return g_strv_contains (kinds, entry->kind);
}

static void
keep (KirokuVerifyRun *run, KirokuEntry *entry, KirokuPlaceMark *place)
{
  KirokuVerifyKept *kept;

  if (!is_kept (entry))
    {
      g_ptr_array_set_size (entry->fields, 0); /* values are not needed any more */
      return;
    }
  kept = g_new (KirokuVerifyKept, 1);
  *kept = (KirokuVerifyKept){ kiroku_entry_ref (entry), place };
  g_ptr_array_add (run->kept, kept);
}

/* Makes the entries with the last number those before. */
static void
advance (Reading *reading, gint64 seq)
{
  if (seq == reading->seq)
    return;
  g_ptr_array_set_size (reading->previous, 0);
  if (seq == reading->seq + 1)
    {
      GPtrArray *old = reading->previous;

      reading->previous = reading->current;
      reading->current = old;
    }
  g_ptr_array_set_size (reading->current, 0);
  reading->seq = seq;
}

/* Chain, signature, and what is remembered of an entry whose bytes are in order. */
static void
take_entry (Reading *reading, const KirokuStored *row, KirokuEntry *entry)
{
  KirokuVerifyRun *run = reading->run;
  KirokuPlaceMark *place;

  if (entry->seq == 0)
    take_public_key (reading, row, entry);
  check_chain (reading, row, entry);
  if (reading->info->public_key != NULL
      && !kiroku_public_key_verify (reading->info->public_key, entry->hash, row->sig))
    altered (reading, row, _ ("the signature is not that of the journal's key"));

  place = note_place (reading, entry);
  note_links (run, entry, place);
  note_absences (run, entry, place);
  keep (run, entry, place);
  g_ptr_array_add (reading->current, kiroku_entry_ref (entry));
}

static void
fold (Reading *reading, const KirokuStored *row, KirokuEntry *entry)
{
  const KirokuVerifySource *source = reading->run->source;

  if (source->fold == NULL || reading->failure != NULL)
    return;
  kiroku_verify_set (&entry->sig, row->sig);
  source->fold (source->tables, entry, &reading->failure);
}

static void
check_row (Reading *reading, const KirokuStored *row)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuEntry) entry = kiroku_record_read (row->header, &error);

  reading->run->result->entries++;
  advance (reading, row->seq);
  if (entry == NULL)
    {
      refuse_row (reading, row, error);
      return;
    }
  if (!kiroku_stored_agrees (row, entry))
    {
      altered (reading, row, _ ("the database's index does not agree with the signed bytes"));
      return;
    }
  if (!stands_here (reading, entry))
    {
      altered (reading, row, _ ("the entry belongs to another journal or case"));
      return;
    }
  if (reading->current->len > 0)
    {
      reading->run->result->n_disowned++;
      found (reading, KIROKU_VERDICT_TRUNCATED, row,
             _ ("the journal forks here: two entries carry one number"));
    }
  if (!check_fields (reading, row, entry))
    return;
  fold (reading, row, entry);
  take_entry (reading, row, entry);
}

/* --- A journal --- */

static KirokuVerifyJournal *
add_journal (KirokuVerifyRun *run, const char *key)
{
  KirokuVerifyJournal *info = g_new0 (KirokuVerifyJournal, 1);

  info->key = g_strdup (key);
  info->covered = -1;
  info->first = info->cursor = kiroku_places_count (run->places);
  g_ptr_array_add (run->journals, info);
  g_hash_table_insert (run->by_key, info->key, info);
  return info;
}

static gboolean
read_rows (Reading *reading, GError **error)
{
  const KirokuVerifySource *source = reading->run->source;
  const KirokuVerifyOptions *options = reading->run->options;
  g_autofree char *hash = g_strdup ("");
  gint64 seq = -1;

  for (;;)
    {
      g_autoptr (GPtrArray) rows = NULL;
      const KirokuStored *last;

      if (g_cancellable_set_error_if_cancelled (options->cancellable, error))
        return FALSE;
      rows = source->read_journal (source->data, reading->info->key, seq, hash, PAGE, error);
      if (rows == NULL || rows->len == 0)
        return rows != NULL;
      for (guint i = 0; i < rows->len; i++)
        check_row (reading, g_ptr_array_index (rows, i));
      if (reading->failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reading->failure));
          return FALSE;
        }
      last = g_ptr_array_index (rows, rows->len - 1);
      seq = last->seq;
      g_free (hash);
      hash = g_strdup (last->hash);
      if (options->progress != NULL)
        options->progress (reading->run->result->entries, source->total, options->progress_data);
    }
}

gboolean
kiroku_verify_read_journal (KirokuVerifyRun *run, const char *key, GError **error)
{
  Reading reading = { .run = run, .index = run->journals->len, .seq = -1 };
  gboolean read;

  reading.info = add_journal (run, key);
  reading.previous = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_entry_unref);
  reading.current = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_entry_unref);
  read = read_rows (&reading, error);
  reading.info->end = kiroku_places_count (run->places);
  run->result->journals++;
  g_ptr_array_unref (reading.previous);
  g_ptr_array_unref (reading.current);
  return read;
}
