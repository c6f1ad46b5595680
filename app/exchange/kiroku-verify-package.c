/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-verify-package.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-exchange-error.h"
#include "kiroku-journal-error.h"
#include "kiroku-text.h"

#define EVIDENCE "data/evidence/"

/* The package as verification reads it: the journals come one after the other, from the
 * beginning. */
typedef struct
{
  KirokuPackage *package;
  char *key; /* of the journal being read */
  KirokuPackageCursor *cursor;
  gint64 seq; /* of the last entry that stood in its place */
  char *hash;
} Feed;

static void
feed_clear (Feed *feed)
{
  g_clear_pointer (&feed->cursor, kiroku_package_cursor_free);
  g_clear_pointer (&feed->key, g_free);
  g_clear_pointer (&feed->hash, g_free);
}

static void
start_journal (Feed *feed, const char *key)
{
  feed_clear (feed);
  feed->key = g_strdup (key);
  feed->cursor = kiroku_package_cursor_new (feed->package, key);
  feed->seq = -1;
}

static GPtrArray *
list_journals (gpointer data, GError **error)
{
  const Feed *feed = data;

  return g_ptr_array_ref (kiroku_package_get_journals (feed->package));
}

/* Something that has no header is no entry: verification says that it was altered. */
static KirokuStored *
make_illegible (const Feed *feed)
{
  const KirokuStored row = { .case_id = g_strdup (""),
                             .key = g_strdup (feed->key),
                             .seq = kiroku_package_cursor_get_line (feed->cursor) - 1,
                             .header = g_strdup (""),
                             .sig = g_strdup ("") };

  return kiroku_stored_new (&row);
}

/* The lines of a journal stand in order of number and hash; one that does not is as good as
 * altered. */
static void
check_order (Feed *feed, KirokuStored *row)
{
  if (row->seq < 0)
    {
      row->seq = kiroku_package_cursor_get_line (feed->cursor) - 1;
      return;
    }
  if (row->seq < feed->seq || (row->seq == feed->seq && g_strcmp0 (row->hash, feed->hash) <= 0))
    {
      row->header[0] = '\0';
      return;
    }
  feed->seq = row->seq;
  g_free (feed->hash);
  feed->hash = g_strdup (row->hash);
}

/* NULL at the end, or with @error. */
static KirokuStored *
read_row (Feed *feed, GError **error)
{
  g_autoptr (GError) failure = NULL;
  KirokuStored *row = kiroku_package_cursor_next (feed->cursor, &failure);

  if (row != NULL)
    check_order (feed, row);
  else if (failure != NULL && failure->domain == KIROKU_JOURNAL_ERROR)
    return make_illegible (feed);
  else if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return row;
}

static GPtrArray *
read_journal (gpointer data,
              const char *key,
              gint64 seq,
              const char *hash,
              guint limit,
              GError **error)
{
  Feed *feed = data;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_stored_free);
  g_autoptr (GError) failure = NULL;
  KirokuStored *row;

  if (g_strcmp0 (feed->key, key) != 0)
    start_journal (feed, key);
  while (rows->len < limit && (row = read_row (feed, &failure)) != NULL)
    g_ptr_array_add (rows, row);
  if (failure == NULL)
    return g_steal_pointer (&rows);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static gboolean
check_file (gpointer files,
            const char *sha256,
            const char *sha512,
            gint64 size,
            GCancellable *cancellable,
            KirokuFileState *state,
            GError **error)
{
  g_autofree char *path = g_strconcat (EVIDENCE, sha256, NULL);
  const KirokuDigests *digests = kiroku_package_get_digest (files, path);

  if (digests == NULL)
    *state = KIROKU_FILE_MISSING;
  else
    *state = g_str_equal (digests->sha256, sha256)
                     && (sha512 == NULL || g_str_equal (digests->sha512, sha512))
                     && (size < 0 || digests->size == size)
                 ? KIROKU_FILE_INTACT
                 : KIROKU_FILE_CHANGED;
  return TRUE;
}

static GPtrArray *
list_extra (gpointer files, GHashTable *named, GError **error)
{
  GPtrArray *evidence = kiroku_package_get_evidence (files);
  GPtrArray *extra = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < evidence->len; i++)
    if (!g_hash_table_contains (named, g_ptr_array_index (evidence, i)))
      g_ptr_array_add (extra, g_strdup (g_ptr_array_index (evidence, i)));
  return extra;
}

/* --- The case it is of --- */

/* The case of the first entry that names one; "" without any. (transfer full) */
static char *
find_case_in (KirokuPackage *package, const char *key)
{
  g_autoptr (KirokuPackageCursor) cursor = kiroku_package_cursor_new (package, key);

  for (;;)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KirokuStored) row = kiroku_package_cursor_next (cursor, &error);

      if (row != NULL && kiroku_text_is_uuid (row->case_id))
        return g_strdup (row->case_id);
      if (row == NULL && (error == NULL || error->domain != KIROKU_JOURNAL_ERROR))
        return g_strdup ("");
    }
}

static char *
find_case (KirokuPackage *package)
{
  const KirokuCheckpoint *checkpoint = kiroku_package_get_checkpoint (package);
  GPtrArray *keys = kiroku_package_get_journals (package);
  char *found = g_strdup ("");

  if (checkpoint != NULL)
    {
      g_free (found);
      return g_strdup (checkpoint->case_id);
    }
  for (guint i = 0; i < keys->len && found[0] == '\0'; i++)
    {
      g_free (found);
      found = find_case_in (package, g_ptr_array_index (keys, i));
    }
  return found;
}

/* --- Verifying --- */

static KirokuVerification *
verify_entries (KirokuPackage *package,
                const char *case_id,
                const KirokuVerifyPackageOptions *options,
                GError **error)
{
  Feed feed = { .package = package };
  const KirokuVerifySource source = { .package = TRUE,
                                      .list_journals = list_journals,
                                      .read_journal = read_journal,
                                      .data = &feed,
                                      .check_file = check_file,
                                      .list_extra = list_extra,
                                      .files = package };
  const char *const cas[] = { options->ca, NULL };
  const KirokuVerifyOptions run = { .case_id = case_id,
                                    .heads = options->heads,
                                    .cas = cas,
                                    .checkpoint = kiroku_package_get_checkpoint (package),
                                    .progress = options->entries,
                                    .progress_data = options->progress_data,
                                    .cancellable = options->cancellable };
  KirokuVerification *result = kiroku_verify_run (&source, &run, error);

  feed_clear (&feed);
  return result;
}

/* Once the entries are in order, they must be those that the package's checkpoint names, and no
 * more. */
static void
compare_root (KirokuPackage *package, KirokuVerification *result)
{
  KirokuCheckpoint *checkpoint = kiroku_package_get_checkpoint (package);
  g_autofree char *root = NULL;

  if (checkpoint == NULL || (result->has_bad && result->verdict != KIROKU_VERDICT_EVIDENCE))
    return;
  root = kiroku_checkpoint_get_root (checkpoint);
  if (g_strcmp0 (root, result->root) != 0)
    kiroku_verification_add (result, KIROKU_VERDICT_ALTERED,
                             _ ("there are entries that the package's checkpoint does not cover"));
}

static gboolean
add_faults (KirokuPackage *package, KirokuVerification *result, GError **error)
{
  g_autoptr (GPtrArray) faults = kiroku_package_list_faults (package, error);

  for (guint i = 0; faults != NULL && i < faults->len; i++)
    {
      const KirokuPackageFault *fault = g_ptr_array_index (faults, i);

      kiroku_verification_add (
          result, fault->evidence ? KIROKU_VERDICT_EVIDENCE : KIROKU_VERDICT_ALTERED, fault->what);
    }
  return faults != NULL;
}

KirokuVerification *
kiroku_verify_package (KirokuPackage *package,
                       const KirokuVerifyPackageOptions *options,
                       GError **error)
{
  g_autoptr (KirokuVerification) result = NULL;
  g_autofree char *case_id = NULL;

  g_return_val_if_fail (package != NULL && options != NULL, NULL);

  if (!kiroku_package_digest (package, options->files, options->progress_data,
                              options->cancellable, error))
    return NULL;
  case_id = find_case (package);
  result = verify_entries (package, case_id, options, error);
  if (result == NULL)
    return NULL;
  if (kiroku_package_get_journals (package)->len > 0)
    compare_root (package, result);
  return add_faults (package, result, error) ? g_steal_pointer (&result) : NULL;
}

/* What @failure says of the file; NULL when it is about something else. */
static KirokuVerification *
judge_failure (const GError *failure)
{
  KirokuVerification *result;

  if (failure->domain != KIROKU_EXCHANGE_ERROR)
    return NULL;
  result = kiroku_verification_new_unknown ("", failure->message);
  kiroku_verification_add (result,
                           failure->code == KIROKU_EXCHANGE_ERROR_FORGED ? KIROKU_VERDICT_ALTERED
                                                                         : KIROKU_VERDICT_UNKNOWN,
                           failure->message);
  return result;
}

KirokuVerification *
kiroku_verify_package_file (const char *path,
                            const KirokuVerifyPackageOptions *options,
                            GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (KirokuPackage) package = NULL;
  KirokuVerification *result = NULL;

  g_return_val_if_fail (path != NULL && options != NULL, NULL);

  package = kiroku_package_open (path, &failure);
  if (package != NULL)
    result = kiroku_verify_package (package, options, &failure);
  if (result == NULL)
    result = judge_failure (failure);
  if (result == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return result;
}
