/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-verify.h"

#include "kiroku-archive.h"
#include "kiroku-book-authority.h"
#include "kiroku-book-private.h"
#include "kiroku-evidence.h"

typedef struct
{
  KirokuBook *book;   /* it and these three of its outlive what is queued */
  KirokuPins *pins;
  KirokuFolds *folds;
  KirokuPeople *people;
  KirokuEvidenceStore *evidence;
  KirokuDb *db; /* while it runs */
  char *case_id;
  char **heads;
  char *ca;
  KirokuVerifyProgress progress;
  gpointer progress_data;
} Query;

static Query *
query_new (KirokuBook *book, const KirokuBookVerify *query)
{
  Query *self = g_new0 (Query, 1);

  self->book = book;
  self->pins = kiroku_book_get_pins (book);
  self->folds = kiroku_book_get_folds (book);
  self->people = kiroku_book_get_people (book);
  self->evidence = kiroku_evidence_store_ref (kiroku_book_get_evidence_store (book));
  self->case_id = g_strdup (query->case_id);
  self->heads = g_strdupv ((char **) query->heads);
  self->ca = g_strdup (query->ca);
  self->progress = query->progress;
  self->progress_data = query->progress_data;
  return self;
}

static void
query_free (Query *self)
{
  kiroku_evidence_store_unref (self->evidence);
  g_free (self->case_id);
  g_strfreev (self->heads);
  g_free (self->ca);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Query, query_free)

/* --- Files --- */

static gboolean
check_file (gpointer files,
            const char *sha256,
            const char *sha512,
            gint64 size,
            GCancellable *cancellable,
            KirokuFileState *state,
            GError **error)
{
  const Query *query = files;
  const KirokuEvidenceWatch watch = { .cancellable = cancellable };
  KirokuEvidenceState found;

  if (!kiroku_evidence_store_check (query->evidence, sha256, sha512, size, &watch, &found, NULL,
                                    error))
    return FALSE;
  *state = found == KIROKU_EVIDENCE_INTACT    ? KIROKU_FILE_INTACT
           : found == KIROKU_EVIDENCE_CHANGED ? KIROKU_FILE_CHANGED
                                              : KIROKU_FILE_MISSING;
  return TRUE;
}

static GHashTable *
list_named (gpointer data, GError **error)
{
  const Query *query = data;

  return kiroku_evidence_list_named (query->db, error);
}

/* All cases share the folder. While somebody takes a file in, its entry is still to come. */
static GPtrArray *
list_extra (gpointer files, GHashTable *named, GError **error)
{
  const Query *query = files;
  gboolean busy = FALSE;
  GPtrArray *extra = kiroku_evidence_store_list_unnamed (query->evidence, list_named, files, &busy,
                                                         error);

  for (guint i = extra != NULL ? extra->len : 0; i-- > 0;)
    if (busy || g_hash_table_contains (named, g_ptr_array_index (extra, i)))
      g_ptr_array_remove_index (extra, i);
  return extra;
}

/* --- The job --- */

static KirokuVerification *
run (Query *query, const KirokuVerifyOptions *options, gboolean *outdated, GError **error)
{
  KirokuVerifySource source;
  KirokuVerification *result = NULL;

  if (!kiroku_verify_database_init (&source, query->db, query->case_id, error))
    return NULL;
  source.check_file = check_file;
  source.list_extra = list_extra;
  source.files = query;
  if (kiroku_verify_database_add_tables (&source, query->folds, error))
    result = kiroku_verify_run (&source, options, error);
  *outdated = kiroku_verify_database_is_outdated (&source);
  kiroku_verify_database_clear (&source);
  return result;
}

/* The authorities to trust: what was given, or what the profile names. (transfer full) */
static char **
list_trusted (const Query *query, char ***unread)
{
  const char *const given[] = { query->ca, NULL };

  *unread = NULL;
  return query->ca != NULL ? g_strdupv ((char **) given)
                           : kiroku_book_list_trusted (query->book, unread);
}

/* That an authority of the profile cannot be trusted matters when something is left uncovered. */
static void
warn_of_unread (KirokuVerification *result, char **unread)
{
  for (guint i = 0; result->unanchored > 0 && unread != NULL && unread[i] != NULL; i++)
    g_ptr_array_add (result->warnings, g_strdup (unread[i]));
}

/* Pins are read first: what is pinned then has arrived. */
static gpointer
verify_job (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Query *query = data;
  g_autoptr (GPtrArray) pins
      = kiroku_pins_list (query->pins, query->case_id, NULL, error);
  g_autoptr (GHashTable) own = pins != NULL ? kiroku_people_list_ids (query->people, error) : NULL;
  g_auto (GStrv) unread = NULL;
  g_auto (GStrv) cas = list_trusted (query, &unread);
  KirokuVerifyOptions options = { .case_id = query->case_id,
                                  .pins = pins,
                                  .own = own,
                                  .heads = (const char *const *) query->heads,
                                  .cas = (const char *const *) cas,
                                  .progress = query->progress,
                                  .progress_data = query->progress_data,
                                  .cancellable = cancellable };
  KirokuVerification *result = NULL;
  gboolean outdated = pins != NULL;

  if (own == NULL)
    return NULL;
  query->db = db;
  while (outdated)
    {
      g_clear_pointer (&result, kiroku_verification_free);
      result = run (query, &options, &outdated, error);
      outdated = outdated && result != NULL;
    }
  if (result != NULL)
    warn_of_unread (result, unread);
  return result;
}

KirokuVerification *
kiroku_book_verify (KirokuBook *self, const KirokuBookVerify *query, GError **error)
{
  g_autoptr (Query) copy = NULL;

  g_return_val_if_fail (KIROKU_IS_BOOK (self) && query != NULL && query->case_id != NULL, NULL);

  copy = query_new (self, query);
  return kiroku_store_run (kiroku_book_get_store (self), KIROKU_STORE_CHECKER,
                           KIROKU_STORE_PRIORITY_NOW, verify_job, copy, NULL, error);
}

void
kiroku_book_verify_async (KirokuBook *self,
                          const KirokuBookVerify *query,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (KIROKU_IS_BOOK (self) && query != NULL && query->case_id != NULL);

  kiroku_store_run_async (kiroku_book_get_store (self), KIROKU_STORE_CHECKER,
                          KIROKU_STORE_PRIORITY_NOW, verify_job, query_new (self, query),
                          (GDestroyNotify) query_free, (GDestroyNotify) kiroku_verification_free,
                          cancellable, callback, user_data);
}

KirokuVerification *
kiroku_book_verify_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  return kiroku_store_run_finish (kiroku_book_get_store (self), result, error);
}

static gpointer
list_job (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_archive_list_cases (db, error);
}

GPtrArray *
kiroku_book_list_case_ids (KirokuBook *self, GError **error)
{
  g_return_val_if_fail (KIROKU_IS_BOOK (self), NULL);

  return kiroku_store_run (kiroku_book_get_store (self), KIROKU_STORE_WORKER,
                           KIROKU_STORE_PRIORITY_NOW, list_job, NULL, NULL, error);
}
