/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-verify.h"

#include <glib/gi18n.h>

#include "kiroku-time.h"
#include "kiroku-verify-private.h"

/* Beyond these more of the same is only counted. */
#define FINDINGS_MAX 100
#define WARNINGS_MAX 200

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

/* --- The answer --- */

static void
finding_free (KirokuFinding *finding)
{
  g_free (finding->journal);
  g_free (finding->hash);
  g_free (finding->what);
  g_free (finding);
}

static void
anchor_free (KirokuVerifiedAnchor *anchor)
{
  g_free (anchor->type);
  g_free (anchor->root);
  g_free (anchor->authority);
  g_free (anchor->why);
  g_free (anchor);
}

static KirokuVerification *
verification_new (const char *case_id)
{
  KirokuVerification *self = g_new0 (KirokuVerification, 1);

  self->case_id = g_strdup (case_id);
  self->verdict = KIROKU_VERDICT_INTACT; /* until everything is known to be covered */
  self->bad_seq = -1;
  self->unanchored_since = KIROKU_TIME_NONE;
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) finding_free);
  self->anchors = g_ptr_array_new_with_free_func ((GDestroyNotify) anchor_free);
  self->warnings = g_ptr_array_new_with_free_func (g_free);
  self->settled = g_ptr_array_new_with_free_func (g_free);
  return self;
}

KirokuVerification *
kiroku_verification_new_unknown (const char *case_id, const char *why)
{
  KirokuVerification *self;

  g_return_val_if_fail (why != NULL, NULL);

  self = verification_new (case_id);
  self->verdict = KIROKU_VERDICT_UNKNOWN;
  g_ptr_array_add (self->warnings, g_strdup (why));
  return self;
}

void
kiroku_verification_free (KirokuVerification *self)
{
  g_free (self->case_id);
  g_free (self->opener);
  g_free (self->number);
  g_free (self->bad_journal);
  g_free (self->bad_hash);
  g_free (self->bad_what);
  g_free (self->bad_author);
  g_free (self->root);
  g_ptr_array_unref (self->findings);
  g_ptr_array_unref (self->anchors);
  g_strfreev (self->cas);
  g_ptr_array_unref (self->warnings);
  g_ptr_array_unref (self->settled);
  g_free (self);
}

/* --- Findings --- */

void
kiroku_verify_set (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

static void
name_worst (KirokuVerification *self, const KirokuFinding *finding)
{
  self->verdict = finding->verdict;
  self->has_bad = TRUE;
  kiroku_verify_set (&self->bad_journal, finding->journal);
  kiroku_verify_set (&self->bad_hash, finding->hash);
  kiroku_verify_set (&self->bad_what, finding->what);
  g_clear_pointer (&self->bad_author, g_free);
  self->bad_seq = finding->seq;
}

/* Takes @finding. */
static void
keep_finding (KirokuVerification *self, KirokuFinding *finding)
{
  self->n_findings++;
  self->n_evidence += finding->verdict == KIROKU_VERDICT_EVIDENCE;
  if (self->findings->len < FINDINGS_MAX)
    g_ptr_array_add (self->findings, finding);
  else
    finding_free (finding);
}

/* The worst kind of finding is the verdict; of that kind the first is named. What is found late about
 * an early entry still comes first. */
void
kiroku_verify_found (KirokuVerifyRun *run,
                     KirokuVerdict verdict,
                     gint64 position,
                     const char *key,
                     gint64 seq,
                     const char *hash,
                     char *what)
{
  KirokuVerification *result = run->result;
  KirokuFinding *finding = g_new (KirokuFinding, 1);

  *finding = (KirokuFinding){ verdict, g_strdup (key), seq, g_strdup (hash), what };
  if (!result->has_bad || kiroku_verdict_is_worse (verdict, result->verdict)
      || (verdict == result->verdict && position < run->bad_position))
    {
      name_worst (result, finding);
      run->bad_position = position;
    }
  keep_finding (result, finding);
}

void
kiroku_verify_found_at (
    KirokuVerifyRun *run, KirokuVerdict verdict, const KirokuPlaceMark *place, char *what)
{
  char hash[KIROKU_HASH_HEX + 1];

  kiroku_hash_to_hex (place->hash, hash);
  kiroku_verify_found (run, verdict, KIROKU_POSITION_CASE, kiroku_verify_get_key (run, place),
                       place->seq, hash, what);
}

void
kiroku_verification_add (KirokuVerification *self, KirokuVerdict verdict, const char *what)
{
  KirokuFinding *finding;

  g_return_if_fail (self != NULL && what != NULL);

  finding = g_new0 (KirokuFinding, 1);
  *finding = (KirokuFinding){ .verdict = verdict, .seq = -1, .what = g_strdup (what) };
  if (!self->has_bad || kiroku_verdict_is_worse (verdict, self->verdict))
    name_worst (self, finding);
  keep_finding (self, finding);
}

void
kiroku_verify_warn (KirokuVerifyRun *run, const char *format, ...)
{
  va_list args;

  if (run->result->warnings->len >= WARNINGS_MAX)
    {
      run->suppressed++;
      return;
    }
  va_start (args, format);
  g_ptr_array_add (run->result->warnings, g_strdup_vprintf (format, args));
  va_end (args);
}

const char *
kiroku_verify_get_key (const KirokuVerifyRun *run, const KirokuPlaceMark *place)
{
  return ((KirokuVerifyJournal *) g_ptr_array_index (run->journals, place->journal))->key;
}

/* --- The steps --- */

/* Pins (step 11). */
static void
check_pins (KirokuVerifyRun *run)
{
  const GPtrArray *pins = run->options->pins;

  for (guint i = 0; pins != NULL && i < pins->len; i++)
    {
      const KirokuPin *pin = g_ptr_array_index (pins, i);

      if (kiroku_places_find (run->places, pin->hash) == NULL
          && !g_hash_table_contains (run->unjudged, pin->hash))
        kiroku_verify_found (
            run, KIROKU_VERDICT_TRUNCATED, KIROKU_POSITION_CASE, pin->key, pin->seq, pin->hash,
            g_strdup (_ ("this computer has written this entry, but it is not here: entries were "
                         "cut off, the database was put back to an earlier state, or it was written "
                         "into another database (--database)")));
    }
}

static gboolean
read_journals (KirokuVerifyRun *run, GError **error)
{
  g_autoptr (GPtrArray) keys = run->source->list_journals (run->source->data, error);

  for (guint i = 0; keys != NULL && i < keys->len; i++)
    if (!kiroku_verify_read_journal (run, g_ptr_array_index (keys, i), error))
      return FALSE;
  return keys != NULL;
}

/* People know cases by numbers, and journals by whose they are. */
static void
put_names (KirokuVerifyRun *run)
{
  KirokuVerification *result = run->result;
  const KirokuVerifyJournal *journal
      = result->bad_journal != NULL ? g_hash_table_lookup (run->by_key, result->bad_journal) : NULL;

  if (run->opening != NULL)
    kiroku_verify_set (&result->number, kiroku_entry_get_text (run->opening, "number"));
  if (journal != NULL)
    kiroku_verify_set (&result->bad_author, journal->name);
}

static void
conclude (KirokuVerifyRun *run)
{
  KirokuVerification *result = run->result;

  put_names (run);
  if (run->suppressed > 0)
    g_ptr_array_add (result->warnings,
                     g_strdup_printf (_ ("… and %d more warnings"), (int) run->suppressed));
  if (result->verdict == KIROKU_VERDICT_ALTERED || result->verdict == KIROKU_VERDICT_UNKNOWN)
    g_clear_pointer (&result->root, g_free); /* of what is left, it says nothing */
  if (!result->has_bad && result->unanchored == 0 && result->warnings->len == 0)
    result->verdict = KIROKU_VERDICT_ANCHORED;
}

static gboolean
check_case (KirokuVerifyRun *run, GError **error)
{
  if (!read_journals (run, error))
    return FALSE;
  if (run->journals->len == 0 && (run->options->pins == NULL || run->options->pins->len == 0))
    {
      kiroku_verify_found (run, KIROKU_VERDICT_UNKNOWN, KIROKU_POSITION_CASE, NULL, -1, NULL,
                           g_strdup (_ ("there is no such case")));
      return TRUE;
    }
  kiroku_verify_check_seen (run);
  if (!kiroku_verify_check_stated (run, error))
    return FALSE;
  kiroku_verify_check_trust (run);
  kiroku_verify_check_covered (run);
  kiroku_verify_check_revocations (run);
  check_pins (run);
  if (!kiroku_verify_check_files (run, error) || !kiroku_verify_check_tables (run, error))
    return FALSE;
  kiroku_verify_check_schema (run);
  conclude (run);
  return TRUE;
}

/* --- A run --- */

static void
journal_free (KirokuVerifyJournal *journal)
{
  g_free (journal->key);
  g_free (journal->name);
  g_clear_pointer (&journal->public_key, kiroku_public_key_free);
  g_free (journal);
}

static void
kept_free (KirokuVerifyKept *kept)
{
  kiroku_entry_unref (kept->entry);
  g_free (kept);
}

static void
run_init (KirokuVerifyRun *run)
{
  run->result = verification_new (run->options->case_id);
  run->result->cas = g_strdupv ((char **) run->options->cas);
  run->journals = g_ptr_array_new_with_free_func ((GDestroyNotify) journal_free);
  run->by_key = g_hash_table_new (g_str_hash, g_str_equal);
  run->places = kiroku_places_new ();
  run->unjudged = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run->names = g_string_chunk_new (4096);
  run->links = g_array_new (FALSE, FALSE, sizeof (KirokuVerifyLink));
  run->absences = g_array_new (FALSE, FALSE, sizeof (KirokuVerifyAbsence));
  run->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) kept_free);
  run->permitted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run->permitted_files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run->erased = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run->own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run->arriving_files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run->unfinished = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_checkpoint_free);
  run->ancestry = kiroku_ancestry_new ();
  run->covers = g_array_new (FALSE, FALSE, sizeof (KirokuVerifyCover));
  run->witnesses = g_array_new (FALSE, FALSE, sizeof (KirokuVerifyWitness));
  run->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  run->given = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
run_clear (KirokuVerifyRun *run)
{
  g_clear_pointer (&run->statements, g_ptr_array_unref);
  g_hash_table_unref (run->given);
  g_hash_table_unref (run->shown);
  g_array_unref (run->witnesses);
  g_array_unref (run->covers);
  kiroku_ancestry_free (run->ancestry);
  g_ptr_array_unref (run->unfinished);
  g_hash_table_unref (run->arriving_files);
  g_hash_table_unref (run->own);
  g_hash_table_unref (run->erased);
  g_hash_table_unref (run->permitted_files);
  g_hash_table_unref (run->permitted);
  g_ptr_array_unref (run->kept);
  g_array_unref (run->absences);
  g_array_unref (run->links);
  g_string_chunk_free (run->names);
  g_hash_table_unref (run->unjudged);
  kiroku_places_free (run->places);
  g_hash_table_unref (run->by_key);
  g_ptr_array_unref (run->journals);
}

KirokuVerification *
kiroku_verify_run (
    const KirokuVerifySource *source, const KirokuVerifyOptions *options, GError **error)
{
  KirokuVerifyRun run = { .source = source, .options = options };

  g_return_val_if_fail (source != NULL && options != NULL && options->case_id != NULL, NULL);

  run_init (&run);
  if (!check_case (&run, error))
    g_clear_pointer (&run.result, kiroku_verification_free);
  run_clear (&run);
  return run.result;
}

KirokuVerification *
kiroku_verify_case (KirokuDb *db,
                    KirokuPins *pins,
                    const char *case_id,
                    GCancellable *cancellable,
                    GError **error)
{
  KirokuVerifyOptions options = { .case_id = case_id, .cancellable = cancellable };
  KirokuVerifySource source;
  KirokuVerification *result = NULL;
  g_autoptr (GPtrArray) list = NULL;

  g_return_val_if_fail (db != NULL && pins != NULL && case_id != NULL, NULL);

  /* Others may write meanwhile. What is pinned now has arrived, and what has arrived has seen nothing
   * that arrives later: so this is the order in which to look. */
  list = kiroku_pins_list (pins, case_id, NULL, error);
  if (list == NULL || !kiroku_verify_database_init (&source, db, case_id, error))
    return NULL;
  options.pins = list;
  result = kiroku_verify_run (&source, &options, error);
  kiroku_verify_database_clear (&source);
  return result;
}
