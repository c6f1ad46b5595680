/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "kiroku-i18n.h"
#include "kiroku-time.h"
#include "kiroku-token.h"
#include "kiroku-verify-private.h"

/* How much later than a time stamp what it covers may say it was recorded: clocks differ. */
#define STAMP_TOLERANCE G_USEC_PER_SEC

/* --- Seen --- */

/* The entry @link names; NULL, with a finding unless it cannot be judged, when there is none. */
static const KirokuPlaceMark *
find_seen (KirokuVerifyRun *run, const KirokuVerifyLink *link)
{
  const KirokuPlaceMark *seen = kiroku_places_find_bytes (run->places, link->hash);
  char hash[KIROKU_HASH_HEX + 1];
  char own[KIROKU_HASH_HEX + 1];

  kiroku_hash_to_hex (link->hash, hash);
  kiroku_hash_to_hex (link->place->hash, own);
  if (seen == NULL && !g_hash_table_contains (run->unjudged, hash))
    kiroku_verify_found (
        run, KIROKU_VERDICT_TRUNCATED, KIROKU_POSITION_CASE, link->key, link->seq, hash,
        g_strdup_printf (_ ("entry %.12s has seen this entry, which is not here"), own));
  if (seen != NULL
      && (seen->seq != link->seq || !g_str_equal (kiroku_verify_get_key (run, seen), link->key)))
    {
      kiroku_verify_found_at (run, KIROKU_VERDICT_ALTERED, link->place,
                              g_strdup (_ ("the entry it has seen stands elsewhere")));
      return NULL;
    }
  return seen;
}

/* Every head an author has seen must be there, and the logical clock must lie after it. @links are
 * those of one entry. */
static void
check_links (KirokuVerifyRun *run, const KirokuVerifyLink *links, guint length)
{
  const KirokuPlaceMark *place = links[0].place;
  gint64 clock = place->rec;

  if (place->prev == NULL && place->seq > 0)
    return; /* found already */
  if (place->prev != NULL)
    clock = MAX (clock, place->prev->clock + 1);
  for (guint i = 0; i < length; i++)
    {
      const KirokuPlaceMark *seen = find_seen (run, &links[i]);

      if (seen == NULL)
        return;
      clock = MAX (clock, seen->clock + 1);
      kiroku_ancestry_add (run->ancestry, kiroku_verify_get_key (run, place), place->seq,
                           links[i].key, links[i].seq);
    }
  if (place->clock != clock)
    kiroku_verify_found_at (run, KIROKU_VERDICT_ALTERED, place,
                            g_strdup (_ ("the logical clock does not follow from the entries "
                                         "before")));
}

void
kiroku_verify_check_seen (KirokuVerifyRun *run)
{
  const KirokuVerifyLink *links = (const KirokuVerifyLink *) run->links->data;
  guint length;

  for (guint i = 0; i < run->links->len; i += length)
    {
      length = 1;
      while (i + length < run->links->len && links[i + length].place == links[i].place)
        length++;
      check_links (run, &links[i], length);
    }
}

/* --- Heads that somebody stated --- */

static void
statement_free (KirokuVerifyStatement *statement)
{
  g_free (statement->root);
  kiroku_checkpoint_free (statement->checkpoint);
  g_free (statement);
}

/* Takes @checkpoint. */
static void
add_statement (KirokuVerifyRun *run, KirokuCheckpoint *checkpoint, KirokuVerifiedAnchor *anchor)
{
  KirokuVerifyStatement *statement = g_new (KirokuVerifyStatement, 1);

  *statement
      = (KirokuVerifyStatement){ kiroku_checkpoint_get_root (checkpoint), checkpoint, anchor };
  g_ptr_array_add (run->statements, statement);
}

static gboolean
check_head (KirokuVerifyRun *run, const KirokuHead *head, const KirokuPlaceMark *stated)
{
  const KirokuPlaceMark *place = kiroku_places_find (run->places, head->hash);

  if (place == NULL && g_hash_table_contains (run->unjudged, head->hash))
    return FALSE;
  if (place == NULL)
    kiroku_verify_found (
        run, KIROKU_VERDICT_TRUNCATED, KIROKU_POSITION_CASE, head->key, head->seq, head->hash,
        g_strdup (_ ("a checkpoint names this entry, but it is not here: entries were cut off, or "
                     "replaced by others")));
  else if (place->seq != head->seq || !g_str_equal (kiroku_verify_get_key (run, place), head->key))
    {
      kiroku_verify_found_at (run, KIROKU_VERDICT_ALTERED, stated != NULL ? stated : place,
                              g_strdup (_ ("a checkpoint names an entry that stands elsewhere")));
      return FALSE;
    }
  return place != NULL;
}

/* Every head that @checkpoint names must be there. @stated: (nullable) where it stands. */
static gboolean
check_heads (KirokuVerifyRun *run, const KirokuCheckpoint *checkpoint, const KirokuPlaceMark *stated)
{
  gboolean there = TRUE;

  for (guint i = 0; i < checkpoint->heads->len; i++)
    there &= check_head (run, g_ptr_array_index (checkpoint->heads, i), stated);
  return there;
}

/* The checkpoint in @text of an entry; NULL, with a finding, when it is none of this case. */
static KirokuCheckpoint *
read_stated (KirokuVerifyRun *run, const KirokuVerifyKept *kept, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KirokuCheckpoint) checkpoint = kiroku_checkpoint_parse (text, &error);

  if (checkpoint != NULL && g_str_equal (checkpoint->case_id, run->options->case_id))
    return g_steal_pointer (&checkpoint);
  kiroku_verify_found_at (run, KIROKU_VERDICT_ALTERED, kept->place,
                          g_strdup (error != NULL ? error->message
                                                  : _ ("it is the checkpoint of another case")));
  return NULL;
}

static void
check_checkpoint (KirokuVerifyRun *run, const KirokuVerifyKept *kept)
{
  const char *text = kiroku_entry_get_text (kept->entry, "text");
  g_autoptr (KirokuCheckpoint) checkpoint = NULL;

  if (text == NULL)
    {
      kiroku_verify_warn (run, _ ("entry %.12s: the text of this checkpoint is withheld"),
                          kept->entry->hash);
      return;
    }
  checkpoint = read_stated (run, kept, text);
  if (checkpoint != NULL && check_heads (run, checkpoint, kept->place))
    add_statement (run, g_steal_pointer (&checkpoint), NULL);
}

static gboolean
has_head (KirokuVerifyRun *run, const KirokuHead *head)
{
  const KirokuPlaceMark *place = kiroku_places_find (run->places, head->hash);

  return place != NULL && place->seq == head->seq
         && g_str_equal (kiroku_verify_get_key (run, place), head->key);
}

/* The sender of a package told its case root, which is none of the record as it stands after it was
 * taken in. It says something once all of the package is here. */
static void
check_import (KirokuVerifyRun *run, const KirokuVerifyKept *kept)
{
  const char *text = kiroku_entry_get_text (kept->entry, "checkpoint");
  g_autoptr (KirokuCheckpoint) checkpoint
      = text != NULL ? kiroku_checkpoint_parse (text, NULL) : NULL;

  if (checkpoint == NULL || !g_str_equal (checkpoint->case_id, run->options->case_id))
    return;
  for (guint i = 0; i < checkpoint->heads->len; i++)
    if (!has_head (run, g_ptr_array_index (checkpoint->heads, i)))
      return;
  add_statement (run, g_steal_pointer (&checkpoint), NULL);
}

/* --- Covering --- */

static void
add_cover (KirokuVerifyRun *run, const char *key, gint64 seq, gint64 limit)
{
  KirokuVerifyCover cover = { key, seq, limit };

  g_array_append_val (run->covers, cover);
}

static void
cover_heads (KirokuVerifyRun *run, const KirokuCheckpoint *checkpoint, gint64 limit)
{
  for (guint i = 0; i < checkpoint->heads->len; i++)
    {
      const KirokuHead *head = g_ptr_array_index (checkpoint->heads, i);

      add_cover (run, head->key, head->seq, limit);
    }
}

/* --- Anchors --- */

static KirokuVerifiedAnchor *
add_anchor (KirokuVerifyRun *run, const char *type, const char *root, gint64 time)
{
  KirokuVerifiedAnchor *anchor = g_new0 (KirokuVerifiedAnchor, 1);

  anchor->type = g_strdup (type);
  anchor->root = g_strdup (root);
  anchor->time = time;
  g_ptr_array_add (run->result->anchors, anchor);
  return anchor;
}

static void
warn_of_withheld (KirokuVerifyRun *run, const KirokuVerifyKept *kept)
{
  kiroku_verify_warn (run, _ ("entry %.12s: values of this anchor are withheld, so it covers "
                              "nothing"),
                      kept->entry->hash);
}

static gboolean
check_token (KirokuVerifyRun *run,
             const KirokuVerifyKept *kept,
             const KirokuCheckpoint *checkpoint,
             KirokuVerifiedAnchor *anchor,
             KirokuAnchorFacts *facts,
             GError **error)
{
  g_autoptr (KirokuToken) token
      = kiroku_token_check (kiroku_entry_get_text (kept->entry, "token"), anchor->root,
                            run->options->cas, error);

  if (token == NULL)
    return FALSE;
  kiroku_verify_set (&anchor->authority, token->authority != NULL
                                     ? token->authority
                                     : kiroku_entry_get_text (kept->entry, "authority"));
  kiroku_verify_set (&anchor->why, token->why);
  anchor->time = token->time >= 0 ? token->time : anchor->time;
  facts->trust = token->trust;
  if (token->trust == KIROKU_TOKEN_WRONG)
    kiroku_verify_found_at (run, KIROKU_VERDICT_ALTERED, kept->place,
                            g_strdup_printf (_ ("the time stamp is not of this record: %s"),
                                             token->why != NULL ? token->why : ""));
  else if (token->trust == KIROKU_TOKEN_TRUSTED)
    cover_heads (run, checkpoint, token->time + token->accuracy + STAMP_TOLERANCE);
  return TRUE;
}

/* Somebody else has seen what lies before one of the own entries: that entry must be here. */
static void
find_witness (KirokuVerifyRun *run, const KirokuVerifyKept *kept, KirokuVerifiedAnchor *anchor)
{
  const char *hash = kiroku_entry_get_ref (kept->entry, "seen");
  const KirokuPlaceMark *seen = hash != NULL ? kiroku_places_find (run->places, hash) : NULL;
  KirokuVerifyWitness witness = { kept, anchor, seen };

  if (hash == NULL)
    kiroku_verify_found_at (run, KIROKU_VERDICT_ALTERED, kept->place,
                            g_strdup (_ ("the anchor names no entry")));
  else if (seen == NULL && !g_hash_table_contains (run->unjudged, hash))
    kiroku_verify_found (run, KIROKU_VERDICT_TRUNCATED, KIROKU_POSITION_CASE, NULL, -1, hash,
                         g_strdup (_ ("an anchor names this entry, but it is not here")));
  if (seen != NULL)
    g_array_append_val (run->witnesses, witness);
}

/* Whether it bears anything out: both must be people whom one may believe. */
static void
judge_witness (KirokuVerifyRun *run, const KirokuVerifyWitness *witness)
{
  const KirokuPlaceMark *place = witness->kept->place, *seen = witness->seen;
  const KirokuVerifyJournal *own = g_ptr_array_index (run->journals, place->journal);
  const KirokuVerifyJournal *other = g_ptr_array_index (run->journals, seen->journal);
  KirokuAnchorFacts facts = { .type = KIROKU_ANCHOR_SEEN, .vouched = own->trusted };

  facts.shown = own->shown && other->shown;
  facts.witnessed = other != own && other->trusted && !(seen->flags & KIROKU_PLACE_DISOWNED);
  witness->anchor->state = kiroku_anchor_judge (&facts);
  if (witness->anchor->state == KIROKU_ANCHOR_COVERS)
    add_cover (run, other->key, seen->seq, G_MAXINT64);
  if (witness->anchor->state == KIROKU_ANCHOR_UNSHOWN)
    witness->anchor->why = kiroku_anchor_describe_unshown (own->shown ? other->name : own->name);
}

/* What every anchor has: the lines, of this case, with the root stated, and heads that are here. */
static KirokuCheckpoint *
read_anchored (KirokuVerifyRun *run, const KirokuVerifyKept *kept, KirokuVerifiedAnchor *anchor)
{
  const char *text = kiroku_entry_get_text (kept->entry, "text");
  const char *stated = kiroku_entry_get_text (kept->entry, "root");
  g_autoptr (KirokuCheckpoint) checkpoint = NULL;

  anchor->state = KIROKU_ANCHOR_WITHHELD;
  if (text == NULL || stated == NULL || kiroku_entry_get_text (kept->entry, "type") == NULL)
    {
      warn_of_withheld (run, kept);
      return NULL;
    }
  anchor->state = KIROKU_ANCHOR_BAD;
  checkpoint = read_stated (run, kept, text);
  if (checkpoint == NULL)
    return NULL;
  g_free (anchor->root);
  anchor->root = kiroku_checkpoint_get_root (checkpoint);
  if (checkpoint->time >= 0 || !g_str_equal (anchor->root, stated))
    {
      kiroku_verify_found_at (run, KIROKU_VERDICT_ALTERED, kept->place,
                              g_strdup (_ ("the case root is not that of the heads beside it")));
      return NULL;
    }
  return check_heads (run, checkpoint, kept->place) ? g_steal_pointer (&checkpoint) : NULL;
}

/* What an anchor that fits the record is worth; one of what was seen is judged later. */
static gboolean
judge_anchor (KirokuVerifyRun *run,
              const KirokuVerifyKept *kept,
              const KirokuCheckpoint *checkpoint,
              KirokuVerifiedAnchor *anchor,
              GError **error)
{
  KirokuAnchorFacts facts = { 0 };

  anchor->state = KIROKU_ANCHOR_NOT_SHOWN;
  if (!kiroku_anchor_type_parse (anchor->type, &facts.type, NULL))
    return TRUE; /* of a later version */
  if (facts.type == KIROKU_ANCHOR_TOKEN && kiroku_entry_get_text (kept->entry, "token") == NULL)
    {
      anchor->state = KIROKU_ANCHOR_WITHHELD;
      warn_of_withheld (run, kept);
      return TRUE;
    }
  anchor->state = KIROKU_ANCHOR_BAD;
  if (facts.type == KIROKU_ANCHOR_TOKEN
      && !check_token (run, kept, checkpoint, anchor, &facts, error))
    return FALSE;
  if (facts.type == KIROKU_ANCHOR_SEEN)
    find_witness (run, kept, anchor);
  else
    anchor->state = kiroku_anchor_judge (&facts);
  return TRUE;
}

static gboolean
check_anchor (KirokuVerifyRun *run, const KirokuVerifyKept *kept, GError **error)
{
  const char *type = kiroku_entry_get_text (kept->entry, "type");
  KirokuVerifiedAnchor *anchor = add_anchor (run, type != NULL ? type : "",
                                             kiroku_entry_get_text (kept->entry, "root"),
                                             kept->entry->rec);
  g_autoptr (KirokuCheckpoint) checkpoint = NULL;
  gboolean checked;

  kiroku_verify_set (&anchor->authority, kiroku_entry_get_text (kept->entry, "authority"));
  checkpoint = read_anchored (run, kept, anchor);
  if (checkpoint == NULL)
    return TRUE;
  checked = judge_anchor (run, kept, checkpoint, anchor, error);
  add_statement (run, g_steal_pointer (&checkpoint), anchor);
  return checked;
}

/* --- Heads that were given --- */

/* What nobody has followed, in every journal. */
static KirokuCheckpoint *
make_present (const KirokuVerifyRun *run)
{
  KirokuCheckpoint *present = kiroku_checkpoint_new (run->options->case_id, -1);
  char hash[KIROKU_HASH_HEX + 1];

  for (gsize i = 0; i < kiroku_places_count (run->places); i++)
    {
      const KirokuPlaceMark *place = kiroku_places_get (run->places, i);

      if (place->flags & KIROKU_PLACE_FOLLOWED)
        continue;
      kiroku_hash_to_hex (place->hash, hash);
      g_ptr_array_add (present->heads, kiroku_head_new (kiroku_verify_get_key (run, place),
                                                        place->seq, hash));
    }
  return present;
}

static void
add_present (KirokuVerifyRun *run)
{
  g_autoptr (KirokuCheckpoint) present = make_present (run);

  if (present->heads->len == 0)
    return;
  run->result->root = kiroku_checkpoint_get_root (present);
  add_statement (run, g_steal_pointer (&present), NULL);
}

static void
add_package (KirokuVerifyRun *run)
{
  const KirokuCheckpoint *checkpoint = run->options->checkpoint;
  g_autofree char *text = NULL;

  if (checkpoint == NULL || !g_str_equal (checkpoint->case_id, run->options->case_id)
      || !check_heads (run, checkpoint, NULL))
    return;
  text = kiroku_checkpoint_get_root_lines (run->options->checkpoint);
  add_statement (run, kiroku_checkpoint_parse (text, NULL), NULL);
}

/* A head from outside must be what somebody has stated here at some time; it covers what it says. */
static void
check_given (KirokuVerifyRun *run, const char *root)
{
  KirokuVerifiedAnchor *given = add_anchor (run, "head", root, KIROKU_TIME_NONE);
  gboolean known = FALSE;

  for (guint i = 0; i < run->statements->len; i++)
    {
      const KirokuVerifyStatement *statement = g_ptr_array_index (run->statements, i);

      if (!g_str_equal (statement->root, root))
        continue;
      if (!known)
        cover_heads (run, statement->checkpoint, G_MAXINT64);
      known = TRUE;
      if (statement->anchor != NULL && statement->anchor->state == KIROKU_ANCHOR_NOT_SHOWN)
        statement->anchor->state = KIROKU_ANCHOR_COVERS;
    }
  given->state = known ? KIROKU_ANCHOR_COVERS : KIROKU_ANCHOR_BAD;
  if (!known)
    kiroku_verify_found (
        run, KIROKU_VERDICT_TRUNCATED, KIROKU_POSITION_CASE, NULL, -1, NULL,
        g_strdup_printf (_ ("the case root %.16s… that was given is not that of this record, now or "
                            "at any checkpoint: entries were cut off or replaced, or it belongs to "
                            "another case"),
                         root));
}

/* --- What needs nobody's word --- */

gboolean
kiroku_verify_is_covered (GHashTable *covered, const KirokuEntry *entry)
{
  const gint64 *greatest = g_hash_table_lookup (covered, entry->key);

  return greatest != NULL && *greatest >= entry->seq;
}

/* Raises the numbers in @covered by the covers from @first on. */
static void
note_covers (KirokuVerifyRun *run, GHashTable *covered, guint first)
{
  for (guint i = first; i < run->covers->len; i++)
    {
      const KirokuVerifyCover *cover = &g_array_index (run->covers, KirokuVerifyCover, i);

      kiroku_ancestry_raise (run->ancestry, covered, cover->key, cover->seq);
    }
}

/* --- What is covered --- */

static int
compare_limits (gconstpointer a, gconstpointer b)
{
  const KirokuVerifyCover *first = a;
  const KirokuVerifyCover *second = b;

  return (first->limit > second->limit) - (first->limit < second->limit);
}

/* Covers a journal up to @seq; entries that say they were recorded after @limit are counted, and the
 * first of them noted. */
static void
raise_cover (const KirokuVerifyRun *run,
             KirokuVerifyJournal *journal,
             gint64 seq,
             gint64 limit,
             gint64 *later,
             const KirokuPlaceMark **first)
{
  for (; journal->cursor < journal->end; journal->cursor++)
    {
      const KirokuPlaceMark *place = kiroku_places_get (run->places, journal->cursor);

      if (place->seq > seq)
        break;
      if (place->rec <= limit)
        continue;
      (*later)++;
      *first = *first != NULL ? *first : place;
    }
  journal->covered = MAX (journal->covered, seq);
}

static void
apply_cover (KirokuVerifyRun *run, const KirokuVerifyCover *cover)
{
  g_autoptr (GHashTable) before
      = kiroku_ancestry_get_before (run->ancestry, cover->key, cover->seq);
  const KirokuPlaceMark *first = NULL;
  char hash[KIROKU_HASH_HEX + 1];
  gint64 later = 0;

  for (guint i = 0; i < run->journals->len; i++)
    {
      KirokuVerifyJournal *journal = g_ptr_array_index (run->journals, i);
      const gint64 *seq = g_hash_table_lookup (before, journal->key);

      if (seq != NULL)
        raise_cover (run, journal, *seq, cover->limit, &later, &first);
    }
  if (later == 0)
    return;
  kiroku_hash_to_hex (first->hash, hash);
  kiroku_verify_warn (run,
                      _ ("entry %.12s and %d more say that they were recorded after the time stamp "
                         "that covers them: a clock was ahead"),
                      hash, (int) (later - 1));
}

/* The earliest stamp first: it says most about what it covers. */
static void
apply_covers (KirokuVerifyRun *run)
{
  g_array_sort (run->covers, compare_limits);
  for (guint i = 0; i < run->covers->len; i++)
    apply_cover (run, &g_array_index (run->covers, KirokuVerifyCover, i));
}

/* Checkpoints and anchors at the end of a journal are what covering is done with. */
static void
count_unanchored (KirokuVerifyRun *run, const KirokuVerifyJournal *journal)
{
  KirokuVerification *result = run->result;
  gboolean trailing = TRUE;

  for (gsize i = journal->end; i-- > journal->first;)
    {
      const KirokuPlaceMark *place = kiroku_places_get (run->places, i);

      trailing = trailing && (place->flags & KIROKU_PLACE_ATTESTS);
      if (trailing || place->seq <= journal->covered)
        continue;
      result->unanchored++;
      if (result->unanchored_since == KIROKU_TIME_NONE || place->rec < result->unanchored_since)
        result->unanchored_since = place->rec;
    }
}

static void
warn_of_untrusted (KirokuVerifyRun *run)
{
  for (guint i = 0; i < run->result->anchors->len; i++)
    {
      const KirokuVerifiedAnchor *anchor = g_ptr_array_index (run->result->anchors, i);

      if (anchor->state == KIROKU_ANCHOR_UNTRUSTED)
        kiroku_verify_warn (run, _ ("a time stamp covers nothing, for its authority is not among "
                                    "those you trust (--ca): %s"),
                            anchor->why != NULL ? anchor->why : "");
    }
}

char *
kiroku_verification_describe_unanchored (const KirokuVerification *self, GTimeZone *zone)
{
  g_autofree char *since = NULL;

  g_return_val_if_fail (self != NULL && zone != NULL, NULL);

  if (self->unanchored == 0)
    return NULL;
  since = kiroku_time_to_text (self->unanchored_since, KIROKU_PRECISION_SECOND, zone);
  return g_strdup_printf (_ ("unanchored since %s: no outside head covers %d of the %d entries"), since,
                          (int) self->unanchored, (int) self->entries);
}

static void
warn_of_unanchored (KirokuVerifyRun *run)
{
  KirokuVerification *result = run->result;
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *text = kiroku_verification_describe_unanchored (result, zone);
  guint before;

  if (text == NULL)
    return;
  warn_of_untrusted (run);
  before = result->warnings->len;
  kiroku_verify_warn (run, "%s", text);
  if (result->warnings->len > before)
    result->unanchored_warning = g_ptr_array_index (result->warnings, result->warnings->len - 1);
}

gboolean
kiroku_verify_check_stated (KirokuVerifyRun *run, GError **error)
{
  guint stamped;

  run->statements = g_ptr_array_new_with_free_func ((GDestroyNotify) statement_free);
  for (guint i = 0; i < run->kept->len; i++)
    {
      const KirokuVerifyKept *kept = g_ptr_array_index (run->kept, i);

      if (g_str_equal (kept->entry->kind, "checkpoint"))
        check_checkpoint (run, kept);
      else if (g_str_equal (kept->entry->kind, "import"))
        check_import (run, kept);
      else if (g_str_equal (kept->entry->kind, "anchor") && !check_anchor (run, kept, error))
        return FALSE;
    }
  add_package (run);
  add_present (run);
  stamped = run->covers->len;
  for (guint i = 0; run->options->heads != NULL && run->options->heads[i] != NULL; i++)
    check_given (run, run->options->heads[i]);
  note_covers (run, run->shown, 0);
  note_covers (run, run->given, stamped);
  return TRUE;
}

void
kiroku_verify_check_covered (KirokuVerifyRun *run)
{
  for (guint i = 0; i < run->witnesses->len; i++)
    judge_witness (run, &g_array_index (run->witnesses, KirokuVerifyWitness, i));
  apply_covers (run);
  for (guint i = 0; i < run->journals->len; i++)
    count_unanchored (run, g_ptr_array_index (run->journals, i));
  warn_of_unanchored (run);
}
