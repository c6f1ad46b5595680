/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-import.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "kiroku-arriving.h"
#include "kiroku-erasure.h"
#include "kiroku-evidence.h"
#include "kiroku-excused.h"
#include "kiroku-exchange-error.h"
#include "kiroku-intake.h"
#include "kiroku-verify-package.h"

/* Entries that are read at once, and how long one transaction keeps others waiting, in µs. */
#define PAGE 100
#define SLICE (20 * 1000)

/* A journal of the package on its way in. */
typedef struct
{
  KirokuPackageCursor *cursor;
  GPtrArray *rows; /* of KirokuStored, read and not yet all taken */
  guint next;      /* the first of them that is not taken */
  gboolean ended;  /* the cursor has no more */
} Lane;

typedef struct
{
  const KirokuImportOptions *options;
  KirokuImported *imported;
  KirokuPackage *package;
  KirokuIntake *intake;
  KirokuAdmission *admission;
  GPtrArray *lanes; /* of Lane */
  char *opener;     /* (nullable) key of whoever opened the case, as the sender knows it */
  gint64 total;     /* entries in the package */
  gint64 done;

  /* One job: */
  gboolean begun;  /* what arrives is noted */
  Lane *lane;      /* NULL only to settle */
  gboolean keep;   /* what has to wait goes into quarantine */
  gboolean waits;  /* the lane has to wait for another */
  gboolean more;   /* there are others in quarantine to be let in */
} Import;

KirokuImported *
kiroku_imported_new (void)
{
  KirokuImported *self = g_new0 (KirokuImported, 1);

  self->warnings = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
kiroku_imported_free (KirokuImported *self)
{
  g_free (self->case_id);
  g_free (self->file);
  g_free (self->sha256);
  g_free (self->checkpoint);
  g_ptr_array_unref (self->warnings);
  g_free (self);
}

gboolean
kiroku_imported_is_new (const KirokuImported *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->entries > 0 || self->completed > 0 || self->files > 0;
}

gboolean
kiroku_imported_settle (const KirokuImported *imported, KirokuDb *db, gboolean cut, GError **error)
{
  g_return_val_if_fail (imported != NULL && db != NULL, FALSE);

  if (imported->sha256 == NULL)
    return TRUE;
  return cut ? kiroku_arriving_set_entries (db, imported->sha256, 0, error)
             : kiroku_arriving_end (db, imported->sha256, error);
}

/* --- What is absent --- */

/* Which lines of a checkpoint stand for something that is absent. */
typedef struct
{
  KirokuDb *db;
  KirokuEvidenceStore *files;
  GHashTable *own; /* ids of the keys whose copy this is: what they had written lacks nothing because
                    * a package does */
  GPtrArray *taken_in; /* by them before, and what was absent then */
  gint64 since;    /* arrival of the first entry that came with it; G_MAXINT64 when nobody remembers */
  GString *lines;
} Absent;

/* Whether @rows, of keys, arrivals and numbers, tell of an entry that was written here before. */
static gboolean
is_own (const Absent *self, const KirokuRows *rows)
{
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    if (g_hash_table_contains (self->own, kiroku_rows_text (rows, i, 0))
        && kiroku_rows_int (rows, i, 1) < self->since)
      return TRUE;
  return FALSE;
}

/* Takes @line. What was here once, and is absent, was destroyed: nobody signs that it never
 * came. */
static void
add_line (Absent *self, const KirokuRows *rows, char *line)
{
  gboolean here = is_own (self, rows);

  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    here = here
           || kiroku_excused_was_here (self->taken_in, kiroku_rows_text (rows, i, 0),
                                       kiroku_rows_int (rows, i, 2),
                                       kiroku_rows_int (rows, i, 1), line);
  if (!here)
    g_string_append_printf (self->lines, "%s\n", line);
  g_free (line);
}

/* Adds the line unless the value is here. */
static gboolean
note_field (Absent *self, const KirokuSealed *sealed, GError **error)
{
  g_autoptr (KirokuRows) rows = NULL;
  gint64 there;

  if (!kiroku_db_query_int (self->db, error, 0, &there,
                            "SELECT count(*) FROM field WHERE hash = :{hash:s}"
                            " AND name = :{name:s}",
                            sealed->digest, sealed->name))
    return FALSE;
  if (there > 0)
    return TRUE;
  rows = kiroku_db_query (self->db, error, "sii",
                          "SELECT key, arrival, seq FROM entry WHERE hash = :{hash:s}",
                          sealed->digest);
  if (rows != NULL)
    add_line (self, rows, g_strdup_printf ("withheld %s %s", sealed->digest, sealed->name));
  return rows != NULL;
}

static gboolean
note_file (Absent *self, const KirokuSealed *sealed, GError **error)
{
  g_autofree char *path
      = g_build_filename (kiroku_evidence_store_get_folder (self->files), sealed->digest, NULL);
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", sealed->digest);
  g_autoptr (KirokuRows) rows = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  rows = kiroku_db_query (self->db, error, "sii",
                          "SELECT e.key, e.arrival, e.seq FROM field f"
                          " JOIN entry e ON e.hash = f.hash"
                          " WHERE f.name = 'sha256' AND f.value = :{sha256:s}"
                          " AND e.kind = 'evidence.add'",
                          quoted);
  if (rows != NULL)
    add_line (self, rows, g_strconcat ("withheld-file ", sealed->digest, NULL));
  return rows != NULL;
}

/* Which lines of the package's checkpoint stand for something that is absent here, now that it is in.
 * @own, @since: as in Absent. (transfer full) */
static char *
list_absent (const char *text,
             KirokuDb *db,
             KirokuEvidenceStore *files,
             GHashTable *own,
             gint64 since,
             GError **error)
{
  g_autoptr (KirokuCheckpoint) checkpoint = kiroku_checkpoint_parse (text, error);
  g_autoptr (GPtrArray) taken_in
      = checkpoint != NULL ? kiroku_excused_list_taken_in (db, checkpoint->case_id, own, error)
                           : NULL;
  g_autoptr (GString) lines = g_string_new (NULL);
  Absent absent = { db, files, own, taken_in, since, lines };

  if (taken_in == NULL)
    return NULL;
  for (guint i = 0; i < checkpoint->withheld->len; i++)
    if (!note_field (&absent, g_ptr_array_index (checkpoint->withheld, i), error))
      return NULL;
  for (guint i = 0; i < checkpoint->withheld_files->len; i++)
    if (!note_file (&absent, g_ptr_array_index (checkpoint->withheld_files, i), error))
      return NULL;
  return g_strdup (lines->str);
}

KirokuDraft *
kiroku_import_draft (const KirokuImported *imported,
                     KirokuDb *db,
                     KirokuEvidenceStore *files,
                     GHashTable *own,
                     GError **error)
{
  g_autofree char *absent
      = list_absent (imported->checkpoint, db, files, own, imported->since, error);
  KirokuDraft *draft;

  if (absent == NULL)
    return NULL;
  draft = kiroku_draft_new ("import");

  kiroku_draft_set_text (draft, "format", "package");
  kiroku_draft_set_text (draft, "file", imported->file);
  kiroku_draft_set_text (draft, "sha256", imported->sha256);
  kiroku_draft_set_integer (draft, "entries", imported->entries);
  kiroku_draft_set_integer (draft, "known", imported->known + imported->completed);
  kiroku_draft_set_integer (draft, "waiting", imported->waiting);
  kiroku_draft_set_text (draft, "checkpoint", imported->checkpoint);
  kiroku_draft_set_text (draft, "absent", absent);
  return draft;
}

/* --- What was cut short --- */

static gboolean
is_whole (KirokuDb *db, const KirokuArriving *arriving, gboolean *whole, GError **error)
{
  g_autoptr (KirokuCheckpoint) checkpoint = kiroku_checkpoint_parse (arriving->checkpoint, error);

  *whole = TRUE;
  for (guint i = 0; checkpoint != NULL && *whole && i < checkpoint->heads->len; i++)
    {
      const KirokuHead *head = g_ptr_array_index (checkpoint->heads, i);
      gint64 there;

      if (!kiroku_db_query_int (db, error, 0, &there,
                                "SELECT count(*) FROM entry WHERE hash = :{hash:s}", head->hash))
        return FALSE;
      *whole = there > 0;
    }
  return checkpoint != NULL;
}

/* What was there before and what waits, nobody remembers. Its row is no part of the record, and what is
 * signed here must not excuse what was written here. */
static KirokuDraft *
draft_left (const KirokuArriving *arriving,
            KirokuDb *db,
            KirokuEvidenceStore *files,
            GHashTable *own,
            GError **error)
{
  g_autofree char *absent = list_absent (arriving->checkpoint, db, files, own, G_MAXINT64, error);
  KirokuDraft *draft;

  if (absent == NULL)
    return NULL;
  draft = kiroku_draft_new ("import");

  kiroku_draft_set_text (draft, "format", "package");
  kiroku_draft_set_text (draft, "file", arriving->file);
  kiroku_draft_set_text (draft, "sha256", arriving->sha256);
  kiroku_draft_set_integer (draft, "entries", arriving->entries);
  kiroku_draft_set_text (draft, "checkpoint", arriving->checkpoint);
  kiroku_draft_set_text (draft, "absent", absent);
  return draft;
}

static gboolean
settle_one (KirokuDb *db,
            KirokuEvidenceStore *files,
            const KirokuArriving *arriving,
            GHashTable *own,
            GPtrArray *drafts,
            GError **error)
{
  KirokuDraft *draft;
  gboolean whole;

  if (!is_whole (db, arriving, &whole, error))
    return FALSE;
  if (!whole)
    {
      g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_CUT,
                   _ ("the package “%s” was not taken in to its end: import it again first"),
                   arriving->file);
      return FALSE;
    }
  if (drafts == NULL)
    return TRUE;
  draft = draft_left (arriving, db, files, own, error);
  if (draft == NULL)
    return FALSE;
  g_ptr_array_add (drafts, draft);
  return kiroku_arriving_end (db, arriving->sha256, error);
}

gboolean
kiroku_import_settle_left (KirokuDb *db,
                           KirokuEvidenceStore *files,
                           const char *case_id,
                           GHashTable *own,
                           GPtrArray *drafts,
                           guint *left,
                           GError **error)
{
  g_autoptr (GPtrArray) list = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL && own != NULL && left != NULL, FALSE);

  list = kiroku_arriving_list (db, case_id, error);
  for (guint i = 0; list != NULL && i < list->len; i++)
    if (!settle_one (db, files, g_ptr_array_index (list, i), own, drafts, error))
      return FALSE;
  *left = list != NULL ? list->len : 0;
  return list != NULL;
}

static gboolean
abandon_one (KirokuDb *db,
             KirokuEvidenceStore *files,
             const KirokuArriving *arriving,
             GHashTable *own,
             GPtrArray *drafts,
             GError **error)
{
  KirokuDraft *draft;
  gboolean whole;

  if (!is_whole (db, arriving, &whole, error)
      || (draft = draft_left (arriving, db, files, own, error)) == NULL)
    return FALSE;
  if (!whole)
    kiroku_draft_set_integer (draft, "abandoned", 1);
  g_ptr_array_add (drafts, draft);
  return kiroku_arriving_end (db, arriving->sha256, error);
}

GPtrArray *
kiroku_import_abandon (KirokuDb *db,
                       KirokuEvidenceStore *files,
                       const char *case_id,
                       GHashTable *own,
                       GError **error)
{
  g_autoptr (GPtrArray) drafts
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);
  g_autoptr (GPtrArray) list = NULL;

  g_return_val_if_fail (db != NULL && files != NULL && case_id != NULL && own != NULL, NULL);

  list = kiroku_arriving_list (db, case_id, error);
  for (guint i = 0; list != NULL && i < list->len; i++)
    if (!abandon_one (db, files, g_ptr_array_index (list, i), own, drafts, error))
      return NULL;
  if (list == NULL)
    return NULL;
  if (drafts->len > 0)
    return g_steal_pointer (&drafts);
  g_set_error_literal (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_USAGE,
                       _ ("no import into this case was cut short: there is nothing to give up"));
  return NULL;
}

static void
lane_free (Lane *lane)
{
  kiroku_package_cursor_free (lane->cursor);
  g_ptr_array_unref (lane->rows);
  g_free (lane);
}

static void
import_clear (Import *self)
{
  g_clear_pointer (&self->lanes, g_ptr_array_unref);
  g_clear_pointer (&self->admission, kiroku_admission_free);
  g_clear_pointer (&self->intake, kiroku_intake_end);
  g_clear_pointer (&self->package, kiroku_package_free);
  g_clear_pointer (&self->opener, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

static GCancellable *
get_cancellable (const Import *self)
{
  return self->options->watch != NULL ? self->options->watch->cancellable : NULL;
}

/* --- Checking --- */

/* What is recorded of the package is of the very file that is checked and read. */
static gboolean
digest_package (Import *self, GError **error)
{
  KirokuImported *imported = self->imported;
  KirokuDigests digests;

  if (!kiroku_package_digest_file (self->package, &digests, get_cancellable (self), error))
    return FALSE;
  imported->sha256 = g_strdup (digests.sha256);
  imported->file = kiroku_intake_name (kiroku_package_get_path (self->package));
  return TRUE;
}

static void
refuse (const KirokuImported *imported, const char *why, GError **error)
{
  g_set_error (error, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_FORGED,
               _ ("“%s” was not taken in and nothing was changed: %s. Ask the sender for it again"),
               imported->file, why);
}

/* What was found that is more than a fork, a revoked key, or a file that the sender did not have. */
static gboolean
check_findings (const KirokuImported *imported, const KirokuVerification *result, GError **error)
{
  if (result->n_findings <= result->n_disowned + result->n_evidence)
    return TRUE;
  refuse (imported, result->bad_what, error);
  return FALSE;
}

/* A file that the sender did not have keeps no entry out; it is told. */
static void
note_missing (const KirokuImported *imported, const KirokuVerification *result)
{
  for (guint i = 0; i < result->findings->len; i++)
    {
      const KirokuFinding *finding = g_ptr_array_index (result->findings, i);

      if (finding->verdict == KIROKU_VERDICT_EVIDENCE)
        g_ptr_array_add (imported->warnings,
                         g_strdup_printf (_ ("entry %.12s: %s"),
                                          finding->hash != NULL ? finding->hash : "?", finding->what));
    }
}

/* The bag must be what its sender signed, to the last file. */
static gboolean
check_bag (const KirokuImported *imported, KirokuPackage *package, GError **error)
{
  g_autoptr (GPtrArray) faults = kiroku_package_list_faults (package, error);

  if (faults == NULL)
    return FALSE;
  if (faults->len == 0)
    return TRUE;
  refuse (imported, ((KirokuPackageFault *) g_ptr_array_index (faults, 0))->what, error);
  return FALSE;
}

static gboolean
check_package (Import *self, GError **error)
{
  const KirokuVerifyPackageOptions options = { .cancellable = get_cancellable (self) };
  g_autoptr (KirokuVerification) result = kiroku_verify_package (self->package, &options, error);
  KirokuCheckpoint *checkpoint = kiroku_package_get_checkpoint (self->package);

  if (result == NULL)
    return FALSE;
  if (!check_bag (self->imported, self->package, error)
      || !check_findings (self->imported, result, error))
    return FALSE;
  note_missing (self->imported, result);
  if (checkpoint == NULL || checkpoint->signer == NULL)
    {
      refuse (self->imported, _ ("nobody has signed it"), error);
      return FALSE;
    }
  self->imported->case_id = g_strdup (checkpoint->case_id);
  self->imported->checkpoint = kiroku_checkpoint_to_text (checkpoint);
  self->opener = g_strdup (result->opener);
  self->imported->withheld = result->withheld;
  self->total = result->entries;
  return TRUE;
}

/* --- Evidence --- */

static gpointer
list_named (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_evidence_list_named (db, error);
}

/* KirokuEvidenceNamedFunc */
static GHashTable *
ask_named (gpointer data, GError **error)
{
  return kiroku_store_run (data, KIROKU_STORE_SCREEN, KIROKU_STORE_PRIORITY_NOW, list_named, NULL,
                           NULL, error);
}

/* Which files of the package are wanted: those erased here that no case needs are not. */
static gpointer
list_wanted (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray *evidence = data;
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < evidence->len; i++)
    {
      const char *sha256 = g_ptr_array_index (evidence, i);
      gboolean erased, needed;

      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !kiroku_erasure_is_known (db, sha256, "", &erased, error)
          || !kiroku_evidence_is_needed (db, sha256, &needed, error))
        return NULL;
      if (!erased || needed)
        g_ptr_array_add (wanted, g_strdup (sha256));
    }
  return g_steal_pointer (&wanted);
}

/* What somebody changed here does not become whole again in silence. */
static void
note_replaced (Import *self, const char *sha256)
{
  const char *found;
  const char *replaced = kiroku_intake_get_replaced (self->intake, &found);

  if (replaced != NULL)
    g_ptr_array_add (self->imported->warnings,
                     /* Translators: digits of a file's SHA-256, a path. */
                     g_strdup_printf (_ ("the copy of file %.12s that was kept here had been changed; it "
                                         "lies in “%s” now, and that of the package stands in its place"),
                                      sha256, replaced));
}

static gboolean
take_in (Import *self, const char *sha256, const char *path, GError **error)
{
  const KirokuEvidenceWatch watch = { .cancellable = get_cancellable (self) };
  gint64 size;
  g_autoptr (GInputStream) input = kiroku_intake_open (path, &size, error);
  KirokuDigests digests;

  if (input == NULL
      || !kiroku_intake_take (self->intake, input, sha256, size, sha256, &watch, &digests, error))
    return FALSE;
  note_replaced (self, sha256);
  return TRUE;
}

static gboolean
take_file (Import *self, const char *sha256, GError **error)
{
  const KirokuEvidenceWatch watch = { .cancellable = get_cancellable (self) };
  KirokuEvidenceState state;
  g_autofree char *path = NULL;
  gboolean taken;

  if (!kiroku_evidence_store_check (self->options->files, sha256, NULL, -1, &watch, &state, NULL,
                                    error))
    return FALSE;
  if (state == KIROKU_EVIDENCE_INTACT)
    return TRUE;
  path = kiroku_intake_build_path (self->intake);
  taken = kiroku_package_extract_evidence (self->package, sha256, path, get_cancellable (self),
                                           error)
          && take_in (self, sha256, path, error);
  g_unlink (path);
  self->imported->files += taken;
  return taken;
}

static gboolean
take_files (Import *self, GError **error)
{
  GPtrArray *evidence = kiroku_package_get_evidence (self->package);
  g_autoptr (GPtrArray) wanted = NULL;

  if (evidence->len == 0)
    return TRUE;
  wanted = kiroku_store_run (self->options->store, KIROKU_STORE_SCREEN, KIROKU_STORE_PRIORITY_NOW,
                             list_wanted, evidence, get_cancellable (self), error);
  if (wanted == NULL)
    return FALSE;
  self->intake
      = kiroku_intake_begin (self->options->files, ask_named, self->options->store, error);
  if (self->intake == NULL)
    return FALSE;
  for (guint i = 0; i < wanted->len; i++)
    if (!take_file (self, g_ptr_array_index (wanted, i), error))
      return FALSE;
  return TRUE;
}

/* --- Entries --- */

static gboolean
take_rows (Import *self, KirokuDb *db, gint64 stop_at, GError **error)
{
  Lane *lane = self->lane;

  while (lane != NULL && lane->next < lane->rows->len && g_get_monotonic_time () < stop_at)
    {
      const KirokuStored *row = g_ptr_array_index (lane->rows, lane->next);
      KirokuAdmissionResult result;

      if (!(self->keep ? kiroku_admission_take : kiroku_admission_try) (self->admission, db, row,
                                                                        &result, error))
        return FALSE;
      self->waits = result == KIROKU_WAITING && !self->keep;
      if (self->waits)
        break;
      lane->next++;
      self->done++;
    }
  return kiroku_admission_settle (self->admission, db, stop_at, &self->more, error);
}

/* Before the first entry, in its transaction. */
static gboolean
note_begin (Import *self, KirokuDb *db, GError **error)
{
  KirokuImported *imported = self->imported;
  KirokuArriving arriving = { imported->sha256, imported->case_id, imported->file,
                              imported->checkpoint, 0 };

  if (self->begun)
    return TRUE;
  self->begun = kiroku_arriving_begin (db, &arriving, error);
  imported->earlier = arriving.entries;
  return self->begun;
}

static gboolean
note_entries (Import *self, KirokuDb *db, GError **error)
{
  const KirokuAdmissionTally *tally = kiroku_admission_get_tally (self->admission);

  return kiroku_arriving_set_entries (db, self->imported->sha256,
                                      self->imported->earlier + tally->admitted, error);
}

/* KirokuJobFunc: one transaction. */
static gpointer
do_slice (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Import *self = data;

  self->waits = FALSE;
  if (!kiroku_db_begin (db, error))
    return NULL;
  if (!note_begin (self, db, error) || !take_rows (self, db, g_get_monotonic_time () + SLICE, error)
      || !note_entries (self, db, error) || !kiroku_db_commit (db, error))
    {
      kiroku_db_rollback (db);
      return NULL;
    }
  if (self->options->brought != NULL)
    self->options->brought (self->imported->case_id, self->options->brought_data);
  return self;
}

static void
note_tally (Import *self)
{
  const KirokuAdmissionTally *tally = kiroku_admission_get_tally (self->admission);

  self->imported->entries = self->imported->earlier + tally->admitted;
  self->imported->known = MAX (tally->known - self->imported->earlier, 0);
  self->imported->completed = tally->completed;
  self->imported->refused = tally->refused;
}

static gboolean
run_slice (Import *self, GError **error)
{
  const KirokuEvidenceWatch *watch = self->options->watch;

  if (g_cancellable_set_error_if_cancelled (get_cancellable (self), error)
      || kiroku_store_run (self->options->store, KIROKU_STORE_WRITER, KIROKU_STORE_PRIORITY_BULK,
                           do_slice, self, NULL, error)
             == NULL)
    return FALSE;
  note_tally (self);
  if (watch != NULL && watch->progress != NULL)
    watch->progress (self->done, self->total, watch->progress_data);
  return TRUE;
}

static gboolean
fill_lane (Lane *lane, GError **error)
{
  if (lane->next < lane->rows->len)
    return TRUE;
  g_ptr_array_set_size (lane->rows, 0);
  lane->next = 0;
  while (!lane->ended && lane->rows->len < PAGE)
    {
      g_autoptr (GError) failure = NULL;
      KirokuStored *row = kiroku_package_cursor_next (lane->cursor, &failure);

      lane->ended = row == NULL;
      if (row != NULL)
        g_ptr_array_add (lane->rows, row);
      if (failure == NULL)
        continue;
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return TRUE;
}

/* Takes from one journal until it ends or has to wait for another. *@moved: whether anything came. */
static gboolean
run_lane (Import *self, Lane *lane, gboolean *moved, GError **error)
{
  self->lane = lane;
  self->waits = FALSE;
  while (!self->waits)
    {
      guint before;

      if (!fill_lane (lane, error))
        return FALSE;
      if (lane->rows->len == 0)
        return TRUE;
      before = lane->next;
      if (!run_slice (self, error))
        return FALSE;
      *moved = *moved || lane->next > before;
    }
  return TRUE;
}

/* One round over all journals. */
static gboolean
run_lanes (Import *self, gboolean *moved, GError **error)
{
  *moved = FALSE;
  for (guint i = 0; i < self->lanes->len; i++)
    if (!run_lane (self, g_ptr_array_index (self->lanes, i), moved, error))
      return FALSE;
  return TRUE;
}

/* The opener's journal first: of several who say to have opened the case whoever comes first counts. */
static void
open_lanes (Import *self)
{
  GPtrArray *keys = kiroku_package_get_journals (self->package);

  self->lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) lane_free);
  for (guint i = 0; i < keys->len; i++)
    {
      const char *key = g_ptr_array_index (keys, i);
      Lane *lane = g_new0 (Lane, 1);

      lane->cursor = kiroku_package_cursor_new (self->package, key);
      lane->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_stored_free);
      g_ptr_array_insert (self->lanes, g_strcmp0 (key, self->opener) == 0 ? 0 : -1, lane);
    }
}

/* The journals take turns, so that hardly anything ever has to wait; what then still does lacks
 * something that is not in the package. */
static gboolean
take_entries (Import *self, GError **error)
{
  gboolean moved = TRUE;

  open_lanes (self);
  while (moved)
    if (!run_lanes (self, &moved, error))
      return FALSE;
  self->keep = TRUE;
  if (!run_lanes (self, &moved, error))
    return FALSE;
  self->lane = NULL;
  do
    if (!run_slice (self, error))
      return FALSE;
  while (self->more);
  return TRUE;
}

/* --- What came of it --- */

/* What is left to be told, of the case as it stands now. */
typedef struct
{
  const char *case_id;
  gint64 waiting;
  gint64 open; /* erasures */
} Rest;

static gpointer
read_rest (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Rest *rest = data;

  return kiroku_admission_count_waiting (db, rest->case_id, &rest->waiting, error)
                 && kiroku_erasure_count_open (db, rest->case_id, &rest->open, error)
             ? rest
             : NULL;
}

static void
add_all (GPtrArray *to, GPtrArray *from)
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, g_strdup (g_ptr_array_index (from, i)));
}

static gboolean
note_rest (Import *self, GError **error)
{
  KirokuImported *imported = self->imported;
  Rest rest = { .case_id = imported->case_id };

  if (kiroku_store_run (self->options->store, KIROKU_STORE_SCREEN, KIROKU_STORE_PRIORITY_NOW,
                        read_rest, &rest, NULL, error)
      == NULL)
    return FALSE;
  imported->waiting = rest.waiting;
  add_all (imported->warnings, kiroku_admission_get_tally (self->admission)->refusals);
  add_all (imported->warnings, kiroku_admission_get_tally (self->admission)->warnings);
  if (rest.open > 0)
    g_ptr_array_add (imported->warnings,
                     g_strdup_printf (g_dngettext (NULL,
                                                   "%d erasure was not carried out: the opener of "
                                                   "the case has not vouched for its author, or a "
                                                   "legal hold stands",
                                                   "%d erasures were not carried out: the opener of "
                                                   "the case has not vouched for their authors, or "
                                                   "a legal hold stands",
                                                   rest.open),
                                      (int) rest.open));
  return TRUE;
}

gboolean
kiroku_import_package (const char *path,
                       const KirokuImportOptions *options,
                       KirokuImported *imported,
                       GError **error)
{
  g_auto (Import) self = { .options = options, .imported = imported };
  g_autoptr (GError) failure = NULL;
  gboolean taken;

  g_return_val_if_fail (path != NULL && options != NULL && imported != NULL, FALSE);

  self.package = kiroku_package_open (path, error);
  if (self.package == NULL || !digest_package (&self, error)
      || !check_package (&self, error))
    return FALSE;
  self.admission = kiroku_admission_new (options->folds, &options->clock);
  taken = take_files (&self, &failure) && take_entries (&self, &failure);
  if (taken)
    return note_rest (&self, error);
  note_rest (&self, NULL);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}
