/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-record.h"
#include "kiroku-verify-private.h"

static KirokuVerifyJournal *
journal_of (const KirokuVerifyRun *run, const KirokuVerifyKept *kept)
{
  return g_ptr_array_index (run->journals, kept->place->journal);
}

static gboolean
is_kind (const KirokuVerifyKept *kept, const char *kind)
{
  return g_str_equal (kept->entry->kind, kind);
}

/* --- Vouching --- */

static int
compare_in_fold_order (const KirokuEntry *a, const KirokuEntry *b)
{
  int order = (a->clock > b->clock) - (a->clock < b->clock);

  if (order == 0)
    order = strcmp (a->key, b->key);
  if (order == 0)
    order = (a->seq > b->seq) - (a->seq < b->seq);
  return order != 0 ? order : strcmp (a->hash, b->hash);
}

/* The keys that open the case, as a set; notes the opening that counts. */
static GHashTable *
list_openers (KirokuVerifyRun *run)
{
  GHashTable *keys = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < run->kept->len; i++)
    {
      const KirokuVerifyKept *kept = g_ptr_array_index (run->kept, i);

      if (!is_kind (kept, "case.open"))
        continue;
      g_hash_table_add (keys, kept->entry->key);
      if (run->opening == NULL || compare_in_fold_order (kept->entry, run->opening) < 0)
        run->opening = kept->entry;
    }
  return keys;
}

/* One round: whom those in @keys vouch for. Whether somebody new came in. */
static gboolean
add_vouched (const KirokuVerifyRun *run, GHashTable *keys)
{
  gboolean added = FALSE;

  for (guint i = 0; i < run->kept->len; i++)
    {
      const KirokuVerifyKept *kept = g_ptr_array_index (run->kept, i);
      const char *key = kiroku_entry_get_text (kept->entry, "key");

      if (is_kind (kept, "key.vouch") && key != NULL
          && g_hash_table_contains (keys, kept->entry->key))
        added |= g_hash_table_add (keys, (gpointer) key);
    }
  return added;
}

/* Of several openers nobody can say which one is not an intruder: whoever is to be believed must be
 * vouched for by each. */
static void
trust_from (KirokuVerifyRun *run, const char *opener)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_add (keys, (gpointer) opener);
  while (add_vouched (run, keys))
    ;
  for (guint i = 0; i < run->journals->len; i++)
    {
      KirokuVerifyJournal *journal = g_ptr_array_index (run->journals, i);

      journal->trusted = journal->trusted && g_hash_table_contains (keys, journal->key);
    }
}

static void
warn_of_strangers (KirokuVerifyRun *run)
{
  for (guint i = 0; i < run->journals->len; i++)
    {
      const KirokuVerifyJournal *journal = g_ptr_array_index (run->journals, i);

      if (!journal->trusted)
        kiroku_verify_warn (
            run, _ ("journal %.12s: whoever opened the case has not vouched for its author"),
            journal->key);
    }
}

static void
check_vouching (KirokuVerifyRun *run)
{
  g_autoptr (GHashTable) openers = list_openers (run);
  GHashTableIter iter;
  gpointer opener;

  if (run->opening == NULL)
    {
      kiroku_verify_warn (run, _ ("no entry opens the case"));
      return;
    }
  for (guint i = 0; i < run->journals->len; i++)
    ((KirokuVerifyJournal *) g_ptr_array_index (run->journals, i))->trusted = TRUE;
  g_hash_table_iter_init (&iter, openers);
  while (g_hash_table_iter_next (&iter, &opener, NULL))
    trust_from (run, opener);
  if (g_hash_table_size (openers) > 1)
    kiroku_verify_warn (run, _ ("%u people have opened this case, each apart: only one can have"),
                        g_hash_table_size (openers));
  warn_of_strangers (run);
}

/* --- Revocation --- */

/* Marks what lies before @last in its own journal. */
static void
mark_before (KirokuPlaceMark *last)
{
  for (KirokuPlaceMark *place = last; place != NULL; place = place->prev)
    place->flags |= KIROKU_PLACE_COUNTS;
}

static void
find_after_revocation (KirokuVerifyRun *run, const KirokuVerifyJournal *journal)
{
  for (gsize i = journal->first; i < journal->end; i++)
    {
      KirokuPlaceMark *place = kiroku_places_get (run->places, i);

      if (!(place->flags & (KIROKU_PLACE_COUNTS | KIROKU_PLACE_REVOKES)))
        {
          run->result->n_disowned++;
          kiroku_verify_found_at (run, KIROKU_VERDICT_ALTERED, place,
                                  g_strdup (_ ("the entry was written with a key that had been "
                                               "revoked")));
        }
      place->flags &= ~KIROKU_PLACE_COUNTS;
    }
}

static void
apply_revocation (KirokuVerifyRun *run,
                  const KirokuVerifyKept *kept,
                  const KirokuVerifyJournal *journal)
{
  const char *last = kiroku_entry_get_text (kept->entry, "last");
  KirokuPlaceMark *place;
  const char *hash;
  gint64 seq;

  if (last == NULL)
    {
      kiroku_verify_warn (run, _ ("entry %.12s: which entries of a revoked key count is withheld"),
                          kept->entry->hash);
      return;
    }
  if (!kiroku_record_parse_head (last, &seq, &hash))
    {
      kiroku_verify_found_at (run, KIROKU_VERDICT_ALTERED, kept->place,
                              g_strdup (_ ("the revocation names no entry")));
      return;
    }
  place = kiroku_places_find (run->places, hash);
  if (place == NULL)
    {
      kiroku_verify_found (run, KIROKU_VERDICT_TRUNCATED, KIROKU_POSITION_CASE, journal->key, seq,
                           hash, g_strdup (_ ("the last entry before the key was revoked is not "
                                              "here")));
      return;
    }
  mark_before (place);
  find_after_revocation (run, journal);
}

void
kiroku_verify_check_revocations (KirokuVerifyRun *run)
{
  for (guint i = 0; i < run->kept->len; i++)
    {
      const KirokuVerifyKept *kept = g_ptr_array_index (run->kept, i);

      if (is_kind (kept, "key.revoke"))
        kept->place->flags |= KIROKU_PLACE_REVOKES;
    }
  for (guint i = 0; i < run->kept->len; i++)
    {
      const KirokuVerifyKept *kept = g_ptr_array_index (run->kept, i);
      const char *key = kiroku_entry_get_text (kept->entry, "key");
      const KirokuVerifyJournal *journal;

      if (!is_kind (kept, "key.revoke") || key == NULL)
        continue;
      journal = g_hash_table_lookup (run->by_key, key);
      if (journal != NULL
          && (g_str_equal (key, kept->entry->key)
              || (run->opening != NULL && g_str_equal (run->opening->key, kept->entry->key))))
        apply_revocation (run, kept, journal);
    }
}

/* --- What may be absent --- */

static void
permit_erasure (KirokuVerifyRun *run, const KirokuEntry *erasure)
{
  const char *entry = kiroku_entry_get_ref (erasure, "entry");
  const char *field = kiroku_entry_get_text (erasure, "field");
  const char *sha256 = kiroku_entry_get_text (erasure, "sha256");

  if (entry != NULL && field != NULL)
    g_hash_table_add (run->permitted, g_strconcat (entry, " ", field, NULL));
  if (sha256 != NULL)
    g_hash_table_add (run->permitted_files, g_strdup (sha256));
}

static void
permit_withheld (KirokuVerifyRun *run, const KirokuCheckpoint *checkpoint)
{
  for (guint i = 0; i < checkpoint->withheld->len; i++)
    {
      const KirokuSealed *sealed = g_ptr_array_index (checkpoint->withheld, i);

      g_hash_table_add (run->permitted, g_strconcat (sealed->digest, " ", sealed->name, NULL));
    }
  for (guint i = 0; i < checkpoint->withheld_files->len; i++)
    {
      const KirokuSealed *sealed = g_ptr_array_index (checkpoint->withheld_files, i);

      g_hash_table_add (run->permitted_files, g_strdup (sealed->digest));
    }
}

/* The journal whose key signed @checkpoint, if it did. (nullable) */
static const KirokuVerifyJournal *
find_signer (KirokuVerifyRun *run, KirokuCheckpoint *checkpoint)
{
  const KirokuVerifyJournal *journal;

  if (checkpoint->signer == NULL)
    return NULL;
  journal = g_hash_table_lookup (run->by_key, checkpoint->signer);
  return journal != NULL && journal->public_key != NULL
                 && g_str_equal (checkpoint->case_id, run->options->case_id)
                 && kiroku_checkpoint_verify (checkpoint, journal->public_key)
             ? journal
             : NULL;
}

static void
permit_import (KirokuVerifyRun *run, const KirokuEntry *import)
{
  const char *text = kiroku_entry_get_text (import, "checkpoint");
  g_autoptr (KirokuCheckpoint) checkpoint
      = text != NULL ? kiroku_checkpoint_parse (text, NULL) : NULL;
  const KirokuVerifyJournal *signer = checkpoint != NULL ? find_signer (run, checkpoint) : NULL;

  if (signer != NULL && signer->trusted)
    permit_withheld (run, checkpoint);
}

static void
permit_package (KirokuVerifyRun *run)
{
  KirokuCheckpoint *checkpoint = run->options->checkpoint;
  const KirokuVerifyJournal *signer;

  if (checkpoint == NULL)
    return;
  signer = find_signer (run, checkpoint);
  if (signer == NULL)
    kiroku_verify_found (run, KIROKU_VERDICT_ALTERED, KIROKU_POSITION_CASE, NULL, -1, NULL,
                         g_strdup (_ ("the package's checkpoint is not signed by anybody who wrote "
                                      "in this case")));
  else if (signer->trusted)
    permit_withheld (run, checkpoint);
}

static void
list_permitted (KirokuVerifyRun *run)
{
  permit_package (run);
  for (guint i = 0; i < run->kept->len; i++)
    {
      const KirokuVerifyKept *kept = g_ptr_array_index (run->kept, i);

      /* Of an import it is the signature of the package that counts, whoever took it in. */
      if (is_kind (kept, "import"))
        permit_import (run, kept->entry);
      else if (is_kind (kept, "erase") && journal_of (run, kept)->trusted)
        permit_erasure (run, kept->entry);
    }
}

static void
check_absences (KirokuVerifyRun *run)
{
  g_autoptr (GString) name = g_string_new (NULL);
  char hash[KIROKU_HASH_HEX + 1];

  for (guint i = 0; i < run->absences->len; i++)
    {
      const KirokuVerifyAbsence *absence = &g_array_index (run->absences, KirokuVerifyAbsence, i);

      kiroku_hash_to_hex (absence->place->hash, hash);
      g_string_printf (name, "%s %s", hash, absence->name);
      if (g_hash_table_contains (run->permitted, name->str))
        run->result->withheld++;
      else
        kiroku_verify_found (
            run, KIROKU_VERDICT_ALTERED, absence->position,
            kiroku_verify_get_key (run, absence->place), absence->place->seq, hash,
            g_strdup_printf (_ ("the value of “%s” is missing, and nobody who may has erased or "
                                "withheld it"),
                             absence->name));
    }
}

void
kiroku_verify_check_trust (KirokuVerifyRun *run)
{
  check_vouching (run);
  list_permitted (run);
  check_absences (run);
}
