/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-excused.h"
#include "kiroku-record.h"
#include "kiroku-verify-private.h"
#include "kiroku-vouching.h"

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

/* --- Who opened the case --- */

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

/* The journal whose key signed @checkpoint, if it did. (nullable) */
static const KirokuVerifyJournal *
find_signer (KirokuVerifyRun *run, KirokuCheckpoint *checkpoint)
{
  const KirokuVerifyJournal *journal;

  if (checkpoint->signer == NULL)
    return NULL;
  journal = g_hash_table_lookup (run->by_key, checkpoint->signer);
  return journal != NULL && journal->public_key != NULL
                 && kiroku_checkpoint_is_of (checkpoint, run->options->case_id,
                                             journal->public_key)
             ? journal
             : NULL;
}

/* Where in its journal whoever signed the package had first seen @opening; G_MAXINT64 when never. */
static gint64
find_first_seen (KirokuVerifyRun *run, const KirokuVerifyJournal *signer, const KirokuEntry *opening)
{
  gint64 low = 0, high;

  if (signer == NULL || signer->first == signer->end)
    return G_MAXINT64;
  high = kiroku_places_get (run->places, signer->end - 1)->seq;
  if (!kiroku_ancestry_has_seen (run->ancestry, signer->key, high, opening->key, opening->seq))
    return G_MAXINT64;
  while (low < high)
    {
      gint64 middle = low + (high - low) / 2;

      if (kiroku_ancestry_has_seen (run->ancestry, signer->key, middle, opening->key, opening->seq))
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

/* Leaves only those that a root that was given covers, if there are any: whoever signed the package
 * could have written one of the others, and say to have seen it first. A time stamp does not tell:
 * anybody can have one made of an opening of their own. */
static void
keep_given (const KirokuVerifyRun *run, GPtrArray *openings)
{
  guint given = 0;

  for (guint i = 0; i < openings->len; i++)
    given += kiroku_verify_is_covered (run->given, g_ptr_array_index (openings, i));
  for (guint i = openings->len; given > 0 && i > 0; i--)
    if (!kiroku_verify_is_covered (run->given, g_ptr_array_index (openings, i - 1)))
      g_ptr_array_remove_index (openings, i - 1);
}

/* Of several, a database knows the one that came first, and whoever signed a package the one they had
 * seen first: for times and clocks are what an author says. */
static void
choose_opening (KirokuVerifyRun *run, GPtrArray *openings)
{
  KirokuCheckpoint *checkpoint = run->options->checkpoint;
  const KirokuVerifyJournal *signer = checkpoint != NULL ? find_signer (run, checkpoint) : NULL;
  gint64 best = G_MAXINT64;

  for (guint i = 0; i < openings->len; i++)
    {
      const KirokuEntry *opening = g_ptr_array_index (openings, i);
      gint64 seen = openings->len > 1 ? find_first_seen (run, signer, opening) : G_MAXINT64;

      if (g_strcmp0 (run->source->opening, opening->hash) == 0)
        seen = -1;
      if (run->opening == NULL || seen < best
          || (seen == best && compare_in_fold_order (opening, run->opening) < 0))
        {
          run->opening = opening;
          best = seen;
        }
    }
}

/* Whose journal it is, for people: as the author says, and the first digits of the key. (transfer full) */
static char *
name_author (const KirokuVerifyRun *run, const char *key)
{
  const KirokuVerifyJournal *journal = g_hash_table_lookup (run->by_key, key);

  return g_strdup_printf ("“%s” (%.12s)",
                          journal != NULL && journal->name != NULL ? journal->name : "?", key);
}

static void
warn_of_openings (KirokuVerifyRun *run, GPtrArray *openings)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *counts = name_author (run, run->opening->key);
  g_autoptr (GString) people = g_string_new (NULL);

  for (guint i = 0; i < openings->len; i++)
    {
      const KirokuEntry *opening = g_ptr_array_index (openings, i);
      g_autofree char *name = name_author (run, opening->key);

      if (g_hash_table_add (keys, opening->key))
        g_string_append_printf (people, "%s%s", people->len > 0 ? ", " : "", name);
    }
  if (g_hash_table_size (keys) > 1)
    kiroku_verify_warn (run, _ ("%u people have opened this case, each apart, and only one can have: %s. What "
                                "follows takes the opening of %s for the one that counts"),
                        g_hash_table_size (keys), people->str, counts);
}

static void
find_opening (KirokuVerifyRun *run)
{
  g_autoptr (GPtrArray) openings = g_ptr_array_new ();
  g_autoptr (GPtrArray) candidates = NULL;

  for (guint i = 0; i < run->kept->len; i++)
    {
      const KirokuVerifyKept *kept = g_ptr_array_index (run->kept, i);

      if (is_kind (kept, "case.open"))
        g_ptr_array_add (openings, kept->entry);
    }
  candidates = g_ptr_array_copy (openings, NULL, NULL);
  keep_given (run, candidates);
  choose_opening (run, candidates);
  if (run->opening == NULL)
    {
      kiroku_verify_warn (run, _ ("no entry opens the case"));
      return;
    }
  warn_of_openings (run, openings);
  kiroku_verify_set (&run->result->opener, run->opening->key);
}

/* --- Revocation --- */

static gboolean
is_by_opener (const KirokuVerifyRun *run, const KirokuVerifyKept *kept)
{
  return run->opening != NULL && g_str_equal (run->opening->key, kept->entry->key);
}

/* The journal of whose key @kept is a revocation that counts. (nullable) */
static KirokuVerifyJournal *
find_revoked (const KirokuVerifyRun *run, const KirokuVerifyKept *kept)
{
  const char *key
      = is_kind (kept, "key.revoke") ? kiroku_entry_get_text (kept->entry, "key") : NULL;
  KirokuVerifyJournal *journal = key != NULL ? g_hash_table_lookup (run->by_key, key) : NULL;

  return journal != NULL
                 && (g_str_equal (key, kept->entry->key) || is_by_opener (run, kept))
             ? journal
             : NULL;
}

/* The last entry that counts, of a revocation of @journal. (nullable) */
static KirokuPlaceMark *
find_last (const KirokuVerifyRun *run, const KirokuVerifyKept *kept)
{
  const char *last = kiroku_entry_get_text (kept->entry, "last");
  const char *hash;
  gint64 seq;

  return last != NULL && kiroku_record_parse_head (last, &seq, &hash)
             ? kiroku_places_find (run->places, hash)
             : NULL;
}

/* Calls @func for every entry of @journal that is not @last and does not lie before it. */
static void
for_each_after (KirokuVerifyRun *run,
                const KirokuVerifyJournal *journal,
                KirokuPlaceMark *last,
                void (*func) (KirokuVerifyRun *run, KirokuPlaceMark *place))
{
  for (KirokuPlaceMark *place = last; place != NULL; place = place->prev)
    place->flags |= KIROKU_PLACE_COUNTS;
  for (gsize i = journal->first; i < journal->end; i++)
    {
      KirokuPlaceMark *place = kiroku_places_get (run->places, i);

      if (!(place->flags & (KIROKU_PLACE_COUNTS | KIROKU_PLACE_REVOKES)))
        func (run, place);
    }
  for (KirokuPlaceMark *place = last; place != NULL; place = place->prev)
    place->flags &= ~KIROKU_PLACE_COUNTS;
}

static void
disown (KirokuVerifyRun *run, KirokuPlaceMark *place)
{
  place->flags |= KIROKU_PLACE_DISOWNED;
}

/* Before anybody is believed. The keys that were revoked, as a set. (transfer container) */
static GHashTable *
apply_revocations (KirokuVerifyRun *run)
{
  GHashTable *revoked = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < run->kept->len; i++)
    {
      const KirokuVerifyKept *kept = g_ptr_array_index (run->kept, i);

      if (is_kind (kept, "key.revoke"))
        kept->place->flags |= KIROKU_PLACE_REVOKES;
    }
  for (guint i = 0; i < run->kept->len; i++)
    {
      const KirokuVerifyKept *kept = g_ptr_array_index (run->kept, i);
      KirokuVerifyJournal *journal = find_revoked (run, kept);
      KirokuPlaceMark *last = journal != NULL ? find_last (run, kept) : NULL;

      if (journal != NULL)
        {
          journal->revoked = TRUE;
          g_hash_table_add (revoked, journal->key);
        }
      if (last == NULL)
        continue;
      journal->settled |= is_by_opener (run, kept);
      for_each_after (run, journal, last, disown);
    }
  return revoked;
}

static void
find_disowned (KirokuVerifyRun *run, KirokuPlaceMark *place)
{
  run->result->n_disowned++;
  kiroku_verify_found_at (run, KIROKU_VERDICT_ALTERED, place,
                          g_strdup (_ ("the entry was written with a key that had been revoked")));
}

static void
check_revocation (KirokuVerifyRun *run,
                  const KirokuVerifyKept *kept,
                  const KirokuVerifyJournal *journal)
{
  const char *text = kiroku_entry_get_text (kept->entry, "last");
  KirokuPlaceMark *last = find_last (run, kept);
  const char *hash;
  gint64 seq;

  if (text == NULL)
    kiroku_verify_warn (run, _ ("entry %.12s: which entries of a revoked key count is withheld"),
                        kept->entry->hash);
  else if (!kiroku_record_parse_head (text, &seq, &hash))
    kiroku_verify_found_at (run, KIROKU_VERDICT_ALTERED, kept->place,
                            g_strdup (_ ("the revocation names no entry")));
  else if (last == NULL)
    kiroku_verify_found (run, KIROKU_VERDICT_TRUNCATED, KIROKU_POSITION_CASE, journal->key, seq,
                         hash, g_strdup (_ ("the last entry before the key was revoked is not "
                                            "here")));
  else
    for_each_after (run, journal, last, find_disowned);
}

void
kiroku_verify_check_revocations (KirokuVerifyRun *run)
{
  for (guint i = 0; i < run->kept->len; i++)
    {
      const KirokuVerifyKept *kept = g_ptr_array_index (run->kept, i);
      const KirokuVerifyJournal *journal = find_revoked (run, kept);

      if (journal != NULL)
        check_revocation (run, kept, journal);
    }
}

/* --- Vouching --- */

/* The vouches that stand, all or those that a head from outside covers. (transfer full)
 * (element-type KirokuVouch) */
static GArray *
list_vouches (const KirokuVerifyRun *run, gboolean shown)
{
  GArray *vouches = g_array_new (FALSE, FALSE, sizeof (KirokuVouch));

  for (guint i = 0; i < run->kept->len; i++)
    {
      const KirokuVerifyKept *kept = g_ptr_array_index (run->kept, i);
      KirokuVouch vouch = { kept->entry->key, kiroku_entry_get_text (kept->entry, "key") };

      if (is_kind (kept, "key.vouch") && !(kept->place->flags & KIROKU_PLACE_DISOWNED)
          && (!shown || kiroku_verify_is_covered (run->shown, kept->entry)))
        g_array_append_val (vouches, vouch);
    }
  return vouches;
}

/* Such as of somebody whose name was mistyped: what is here was looked at, and no more can come. A
 * stranger could revoke his own key; and a revoked key could be anybody's. */
static gboolean
is_settled (const KirokuVerifyRun *run, const KirokuVerifyJournal *journal, GHashTable *revoked)
{
  return journal->settled && !g_hash_table_contains (revoked, run->opening->key);
}

static void
name_strangers (KirokuVerifyRun *run, GHashTable *revoked)
{
  for (guint i = 0; i < run->journals->len; i++)
    {
      const KirokuVerifyJournal *journal = g_ptr_array_index (run->journals, i);
      const char *name = journal->name != NULL ? journal->name : "?";

      if (journal->trusted)
        continue;
      if (is_settled (run, journal, revoked))
        g_ptr_array_add (run->result->settled,
                         g_strdup_printf (_ ("journal %.12s (%s): nobody has vouched for its "
                                             "author, and whoever opened the case has revoked the "
                                             "key"),
                                          journal->key, name));
      else
        kiroku_verify_warn (
            run, _ ("journal %.12s (%s): whoever opened the case has not vouched for its author"),
            journal->key, name);
    }
}

/* (transfer container) */
static GHashTable *
follow_vouches (const KirokuVerifyRun *run, GArray *vouches, GHashTable *revoked)
{
  return kiroku_vouching_follow (run->opening->key, (const KirokuVouch *) vouches->data,
                                 vouches->len, revoked);
}

static void
check_vouching (KirokuVerifyRun *run)
{
  g_autoptr (GHashTable) revoked = NULL;
  g_autoptr (GHashTable) keys = NULL;
  g_autoptr (GHashTable) shown_keys = NULL;
  g_autoptr (GArray) vouches = NULL;
  g_autoptr (GArray) shown = NULL;

  find_opening (run);
  revoked = apply_revocations (run);
  if (run->opening == NULL)
    return;
  vouches = list_vouches (run, FALSE);
  shown = list_vouches (run, TRUE);
  keys = follow_vouches (run, vouches, revoked);
  shown_keys = follow_vouches (run, shown, revoked);
  for (guint i = 0; i < run->journals->len; i++)
    {
      KirokuVerifyJournal *journal = g_ptr_array_index (run->journals, i);

      journal->trusted = g_hash_table_contains (keys, journal->key);
      journal->shown = g_hash_table_contains (shown_keys, journal->key);
    }
  name_strangers (run, revoked);
}

/* --- What may be absent --- */

static void
permit_erasure (KirokuVerifyRun *run, const KirokuEntry *erasure)
{
  const char *entry = kiroku_entry_get_ref (erasure, "entry");
  const char *field = kiroku_entry_get_text (erasure, "field");
  const char *sha256 = kiroku_entry_get_text (erasure, "sha256");

  if (entry != NULL && field != NULL)
    g_hash_table_add (run->erased, g_strconcat (entry, " ", field, NULL));
  if (sha256 != NULL)
    g_hash_table_add (run->erased, g_strdup (sha256));
}

/* The entries that revoke the key of @journal. (transfer full) (element-type KirokuHead) */
static GPtrArray *
list_revocations (const KirokuVerifyRun *run, const KirokuVerifyJournal *journal)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_head_free);

  for (guint i = 0; journal->revoked && i < run->kept->len; i++)
    {
      const KirokuVerifyKept *kept = g_ptr_array_index (run->kept, i);

      if (find_revoked (run, kept) == journal)
        g_ptr_array_add (list, kiroku_head_new (kept->entry->key, kept->entry->seq,
                                                kept->entry->hash));
    }
  return list;
}

/* Whether what @checkpoint leaves out may be absent: who has signed it may say so. */
static gboolean
is_believed (KirokuVerifyRun *run, KirokuCheckpoint *checkpoint)
{
  const KirokuVerifyJournal *signer = find_signer (run, checkpoint);
  g_autoptr (GPtrArray) revocations = signer != NULL ? list_revocations (run, signer) : NULL;

  return signer != NULL && kiroku_excused_is_believed (checkpoint, signer->trusted, revocations);
}

static gboolean
may_be_withheld (const KirokuVerifyRun *run, const KirokuSealed *sealed)
{
  const KirokuPlaceMark *place = kiroku_places_find (run->places, sealed->digest);

  return kiroku_excused_may_be_withheld (
      place != NULL && (place->flags & KIROKU_PLACE_REVOKES), sealed->name);
}

/* @lines: (nullable) those of the checkpoint's lines that explain something. */
static void
permit_withheld (KirokuVerifyRun *run, const KirokuCheckpoint *checkpoint, GHashTable *lines)
{
  for (guint i = 0; i < checkpoint->withheld->len; i++)
    {
      const KirokuSealed *sealed = g_ptr_array_index (checkpoint->withheld, i);

      if (may_be_withheld (run, sealed)
          && (lines == NULL || kiroku_excused_has_field (lines, sealed->digest, sealed->name)))
        g_hash_table_add (run->permitted, g_strconcat (sealed->digest, " ", sealed->name, NULL));
    }
  for (guint i = 0; i < checkpoint->withheld_files->len; i++)
    {
      const KirokuSealed *sealed = g_ptr_array_index (checkpoint->withheld_files, i);

      if (lines == NULL || kiroku_excused_has_file (lines, sealed->digest))
        g_hash_table_add (run->permitted_files, g_strdup (sealed->digest));
    }
}

/* A package is the copy of whoever signed it, a database that of the keys kept beside it. */
static void
list_own (KirokuVerifyRun *run)
{
  const GPtrArray *pins = run->options->pins;
  KirokuCheckpoint *checkpoint = run->options->checkpoint;
  const KirokuVerifyJournal *signer = checkpoint != NULL ? find_signer (run, checkpoint) : NULL;
  GHashTableIter iter;
  gpointer key;

  if (signer != NULL)
    g_hash_table_add (run->own, g_strdup (signer->key));
  for (guint i = 0; pins != NULL && i < pins->len; i++)
    g_hash_table_add (run->own, g_strdup (((KirokuPin *) g_ptr_array_index (pins, i))->key));
  if (run->options->own == NULL)
    return;
  g_hash_table_iter_init (&iter, run->options->own);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (run->own, g_strdup (key));
}

static gboolean
is_own (const KirokuVerifyRun *run, const KirokuPlaceMark *place)
{
  return g_hash_table_contains (run->own, kiroku_verify_get_key (run, place));
}

gboolean
kiroku_verify_was_here (const KirokuVerifyRun *run, const KirokuPlaceMark *place)
{
  return (place->flags & KIROKU_PLACE_TAKEN_IN) || is_own (run, place);
}

static gboolean
is_finished (const KirokuVerifyRun *run, const KirokuCheckpoint *checkpoint)
{
  for (guint i = 0; i < checkpoint->heads->len; i++)
    if (kiroku_places_find (run->places,
                            ((KirokuHead *) g_ptr_array_index (checkpoint->heads, i))->hash)
        == NULL)
      return FALSE;
  return TRUE;
}

/* Notes what an import that speaks for this copy took in. */
static void
note_taken_in (KirokuVerifyRun *run, const KirokuVerifyKept *kept)
{
  g_autoptr (GHashTable) lines = NULL;
  g_autoptr (KirokuCheckpoint) checkpoint = NULL;

  if (!is_kind (kept, "import") || !is_own (run, kept->place)
      || (checkpoint = kiroku_excused_read_taken_in (kept->entry, &lines)) == NULL
      || !is_finished (run, checkpoint))
    return;
  for (guint i = 0; i < checkpoint->heads->len; i++)
    for (KirokuPlaceMark *place = kiroku_places_find (
             run->places, ((KirokuHead *) g_ptr_array_index (checkpoint->heads, i))->hash);
         place != NULL && !(place->flags & KIROKU_PLACE_TAKEN_IN); place = place->prev)
      place->flags |= KIROKU_PLACE_TAKEN_IN;
}

/* What was absent in the copy of whoever took the package in; in other copies that says nothing. */
static void
permit_import (KirokuVerifyRun *run, const KirokuVerifyKept *kept)
{
  const char *text = kiroku_entry_get_text (kept->entry, "checkpoint");
  g_autoptr (KirokuCheckpoint) checkpoint
      = text != NULL ? kiroku_checkpoint_parse (text, NULL) : NULL;
  g_autoptr (GHashTable) lines = NULL;

  if (checkpoint == NULL || !is_own (run, kept->place) || !is_believed (run, checkpoint))
    return;
  lines = kiroku_excused_read_lines (kept->entry);
  permit_withheld (run, checkpoint, lines);
}

static void
permit_package (KirokuVerifyRun *run)
{
  KirokuCheckpoint *checkpoint = run->options->checkpoint;
  const KirokuVerifyJournal *signer;
  g_autofree char *name = NULL;

  if (checkpoint == NULL)
    return;
  signer = find_signer (run, checkpoint);
  if (signer == NULL)
    {
      kiroku_verify_found (run, KIROKU_VERDICT_ALTERED, KIROKU_POSITION_CASE, NULL, -1, NULL,
                           g_strdup (_ ("the package's checkpoint is not signed by anybody who wrote "
                                        "in this case")));
      return;
    }
  name = name_author (run, signer->key);
  if (signer->revoked)
    kiroku_verify_found (
        run, KIROKU_VERDICT_ALTERED, KIROKU_POSITION_FIRST, NULL, -1, NULL,
        g_strdup_printf (_ ("the package is signed with a key that was revoked, that of %s: whoever has "
                            "the key may have made it, and what it leaves out is missing"),
                         name));
  else if (signer->trusted)
    permit_withheld (run, checkpoint, NULL);
  else
    kiroku_verify_warn (
        run, _ ("the package is signed by %s, for whom whoever opened the case has not vouched: its documents "
                "(PDF, case.json, verify.py) and what it leaves out rest on that person's word alone"),
        name);
}

/* What was here lacks nothing because a package leaves it out. */
static void
permit_foreign (KirokuVerifyRun *run, const KirokuCheckpoint *checkpoint)
{
  for (guint i = 0; i < checkpoint->withheld->len; i++)
    {
      const KirokuSealed *sealed = g_ptr_array_index (checkpoint->withheld, i);
      const KirokuPlaceMark *place = kiroku_places_find (run->places, sealed->digest);

      if (place != NULL && !kiroku_verify_was_here (run, place) && may_be_withheld (run, sealed))
        g_hash_table_add (run->permitted, g_strconcat (sealed->digest, " ", sealed->name, NULL));
    }
  for (guint i = 0; i < checkpoint->withheld_files->len; i++)
    g_hash_table_add (
        run->arriving_files,
        g_strdup (((KirokuSealed *) g_ptr_array_index (checkpoint->withheld_files, i))->digest));
}

/* A package that is being taken in explains what it withholds; what else explains an absence may be
 * among the entries that are still to come. Its row is no part of the record: it is believed only when
 * somebody who is vouched for has signed it. */
static void
permit_arriving (KirokuVerifyRun *run)
{
  const GPtrArray *arriving = run->source->arriving;

  for (guint i = 0; arriving != NULL && i < arriving->len; i++)
    {
      const KirokuArriving *one = g_ptr_array_index (arriving, i);
      g_autoptr (KirokuCheckpoint) checkpoint = kiroku_checkpoint_parse (one->checkpoint, NULL);
      gboolean believed = checkpoint != NULL && is_believed (run, checkpoint);

      if (believed)
        permit_foreign (run, checkpoint);
      if (checkpoint == NULL || is_finished (run, checkpoint))
        continue;
      kiroku_verify_warn (run, _ ("the package “%s” was not taken in to its end: import it again"),
                          one->file);
      if (believed)
        g_ptr_array_add (run->unfinished, g_steal_pointer (&checkpoint));
    }
}

gboolean
kiroku_verify_is_arriving (const KirokuVerifyRun *run, const KirokuPlaceMark *place)
{
  const char *key = kiroku_verify_get_key (run, place);

  for (guint i = 0; i < run->unfinished->len && !kiroku_verify_was_here (run, place); i++)
    {
      const KirokuCheckpoint *checkpoint = g_ptr_array_index (run->unfinished, i);

      if (kiroku_checkpoint_reaches (checkpoint, key, place->seq))
        return TRUE;
    }
  return FALSE;
}

/* What is missing of a package that somebody gave up, until it comes after all. */
static void
warn_of_abandoned (KirokuVerifyRun *run, const KirokuVerifyKept *kept)
{
  const char *text = kiroku_entry_get_text (kept->entry, "checkpoint");
  const char *file = kiroku_entry_get_text (kept->entry, "file");
  g_autoptr (KirokuCheckpoint) checkpoint
      = text != NULL ? kiroku_checkpoint_parse (text, NULL) : NULL;

  if (kiroku_entry_get_integer (kept->entry, "abandoned", 0) == 0
      || (checkpoint != NULL && is_finished (run, checkpoint)))
    return;
  kiroku_verify_warn (run, _ ("entry %.12s: the package “%s” was given up before it was taken in to its "
                              "end: entries are missing that others have"),
                      kept->entry->hash, file != NULL ? file : "?");
}

static void
list_permitted (KirokuVerifyRun *run)
{
  list_own (run);
  for (guint i = 0; i < run->kept->len; i++)
    note_taken_in (run, g_ptr_array_index (run->kept, i));
  permit_package (run);
  permit_arriving (run);
  for (guint i = 0; i < run->kept->len; i++)
    {
      const KirokuVerifyKept *kept = g_ptr_array_index (run->kept, i);

      /* Of an import it is the signature of the package that must be vouched for, not who took it in. */
      if (is_kind (kept, "import"))
        {
          permit_import (run, kept);
          warn_of_abandoned (run, kept);
        }
      else if (is_kind (kept, "erase") && journal_of (run, kept)->trusted
               && !(kept->place->flags & KIROKU_PLACE_DISOWNED))
        permit_erasure (run, kept->entry);
    }
}

gboolean
kiroku_verify_count_absent (KirokuVerifyRun *run, GHashTable *permitted, const char *name)
{
  gboolean erased = g_hash_table_contains (run->erased, name);

  if (!erased && !g_hash_table_contains (permitted, name))
    return FALSE;
  run->result->withheld++;
  run->result->erased += erased;
  return TRUE;
}

static void
check_absence (KirokuVerifyRun *run, const KirokuVerifyAbsence *absence, const char *hash)
{
  if (kiroku_verify_is_arriving (run, absence->place))
    kiroku_verify_found (
        run, KIROKU_VERDICT_UNKNOWN, absence->position,
        kiroku_verify_get_key (run, absence->place), absence->place->seq, hash,
        g_strdup_printf (_ ("the value of “%s” is missing, and the package it may be explained in was "
                            "not taken in to its end: import it again"),
                         absence->name));
  else
    kiroku_verify_found (
        run, KIROKU_VERDICT_ALTERED, absence->position,
        kiroku_verify_get_key (run, absence->place), absence->place->seq, hash,
        g_strdup_printf (_ ("the value of “%s” is missing, and nobody who may has erased or "
                            "withheld it"),
                         absence->name));
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
      if (!kiroku_verify_count_absent (run, run->permitted, name->str))
        check_absence (run, absence, hash);
    }
}

void
kiroku_verify_check_trust (KirokuVerifyRun *run)
{
  check_vouching (run);
  list_permitted (run);
  check_absences (run);
}
