/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-form.h"

#include "kiroku-book-checkpoint.h"
#include "kiroku-book-evidence.h"
#include "kiroku-book-private.h"

/* What the threads need, copied. */
typedef struct
{
  KirokuPack *pack;
  KirokuFolds *folds; /* the book's */
  GTimeZone *zone;
  char *case_id;
  char *form; /* (nullable) */
  char *language;
  char *author;
  gint64 now;
  GHashTable *seen; /* (nullable) */
  KirokuCheckpoint *shown; /* (nullable) */
  char *to, *by, *receipt; /* (nullable) */
  char **meets; /* (nullable) */
  char *file; /* (nullable): path */
  KirokuFilingMethod method;
  KirokuTime at;
  gboolean stated; /* @at counts */
  KirokuEntry *reading; /* (nullable): the filing that is corrected */
  KirokuDraft *draft;   /* (nullable): its correction */
  KirokuSubmission *submission;
  void (*next) (GTask *task); /* once the heads that the copy shows are recorded */
} Job;

static Job *
job_new (KirokuBook *book, const char *case_id, const char *form, const char *language)
{
  Job *job = g_new0 (Job, 1);

  job->pack = kiroku_pack_ref (kiroku_book_get_pack (book));
  job->folds = kiroku_book_get_folds (book);
  job->zone = g_time_zone_ref (kiroku_book_get_zone (book));
  job->case_id = g_strdup (case_id);
  job->form = g_strdup (form);
  job->language = g_strdup (language);
  job->author = g_strdup (kiroku_book_get_author (book));
  job->now = kiroku_book_get_now (book);
  return job;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  kiroku_pack_unref (job->pack);
  g_time_zone_unref (job->zone);
  g_free (job->case_id);
  g_free (job->form);
  g_free (job->language);
  g_free (job->author);
  g_clear_pointer (&job->seen, g_hash_table_unref);
  g_clear_pointer (&job->shown, kiroku_checkpoint_free);
  g_free (job->to);
  g_free (job->by);
  g_free (job->receipt);
  g_strfreev (job->meets);
  g_free (job->file);
  g_clear_pointer (&job->reading, kiroku_entry_unref);
  g_clear_pointer (&job->draft, kiroku_draft_free);
  g_clear_pointer (&job->submission, kiroku_submission_free);
  g_free (job);
}

static KirokuPaper
get_paper (const Job *job)
{
  return (KirokuPaper){ .pack = job->pack,
                        .case_id = job->case_id,
                        .language = job->language,
                        .zone = job->zone,
                        .now = job->now,
                        .author = job->author,
                        .folds = job->folds };
}

static GTask *
task_new (KirokuBook *self,
          GCancellable *cancellable,
          gpointer tag,
          Job *job,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, job_free);
  return task;
}

/* Runs @func in @thread with the job of @task, which lives as long; @callback gets @task. */
static void
run (GTask *task,
     KirokuStoreThread thread,
     KirokuJobFunc func,
     GDestroyNotify free_result,
     GAsyncReadyCallback callback)
{
  kiroku_store_run_async (kiroku_book_get_store (g_task_get_source_object (task)), thread,
                          KIROKU_STORE_PRIORITY_NOW, func, g_task_get_task_data (task), NULL,
                          free_result, g_task_get_cancellable (task), callback, task);
}

/* --- Reading --- */

static gpointer
read_filings (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Job *job = data;
  KirokuPaper paper = get_paper (job);
  g_autoptr (GHashTable) filings = NULL;
  KirokuFiling *filing;

  if (job->form == NULL)
    return kiroku_submission_read_all (db, &paper, error);
  filing = kiroku_submission_read (db, &paper, job->form, error);
  if (filing == NULL)
    return NULL;
  filings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                   (GDestroyNotify) kiroku_filing_free);
  g_hash_table_insert (filings, g_strdup (job->form), filing);
  return g_steal_pointer (&filings);
}

static void
filings_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GHashTable *filings = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);

  if (filings == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, filings, (GDestroyNotify) g_hash_table_unref);
}

void
kiroku_book_read_filings_async (KirokuBook *self,
                                const char *case_id,
                                const char *form,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL);

  run (task_new (self, cancellable, (gpointer) (guintptr) kiroku_book_read_filings_async,
                 job_new (self, case_id, form, kiroku_book_get_language (self)), callback,
                 user_data),
       KIROKU_STORE_SCREEN, read_filings, (GDestroyNotify) g_hash_table_unref, filings_cb);
}

GHashTable *
kiroku_book_read_filings_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Writing --- */

/* @draft: (transfer full) */
static void
append (GTask *task, KirokuDraft *draft, GAsyncReadyCallback callback)
{
  const Job *job = g_task_get_task_data (task);
  g_autoptr (GPtrArray) drafts
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);

  g_ptr_array_add (drafts, draft);
  kiroku_book_append_by_async (g_task_get_source_object (task), job->author, job->case_id, drafts,
                               callback, task);
}

static gpointer
make_approval (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Job *job = data;
  KirokuPaper paper = get_paper (job);

  return kiroku_submission_approve (db, &paper, job->form, job->seen, job->shown, cancellable, error);
}

static void
approved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) entries = kiroku_book_append_finish (KIROKU_BOOK (source), result, &error);

  if (entries == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, kiroku_entry_ref (g_ptr_array_index (entries, 0)),
                           (GDestroyNotify) kiroku_entry_unref);
}

/* What the copy shows is recorded by now. */
static void
append_approval (GTask *task)
{
  Job *job = g_task_get_task_data (task);

  append (task, kiroku_submission_take_draft (job->submission), approved_cb);
}

static void
heads_recorded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KirokuEntry) entry
      = kiroku_book_record_heads_finish (KIROKU_BOOK (source), result, &error);

  if (entry != NULL)
    {
      job->submission->checkpoint = g_strdup (entry->hash);
      job->next (task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

/* Records the heads whose case root the copy shows, if they are not yet, and goes on with @next. */
static void
record_heads (GTask *task, void (*next) (GTask *task))
{
  Job *job = g_task_get_task_data (task);

  job->next = next;
  if (job->submission->heads == NULL)
    next (task);
  else
    kiroku_book_record_heads_async (g_task_get_source_object (task), job->submission->heads, "report",
                                    heads_recorded_cb, task);
}

static void
approval_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  job->submission = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);
  if (job->submission != NULL)
    {
      record_heads (task, append_approval);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

void
kiroku_book_approve_form_async (KirokuBook *self,
                                const char *case_id,
                                const char *form,
                                const char *language,
                                GHashTable *seen,
                                const KirokuCheckpoint *shown,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  Job *job;

  g_return_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL && form != NULL && language != NULL);

  job = job_new (self, case_id, form, language);
  job->seen = seen != NULL ? g_hash_table_ref (seen) : NULL;
  job->shown = shown != NULL ? kiroku_checkpoint_copy_heads (shown) : NULL;
  run (task_new (self, NULL, (gpointer) (guintptr) kiroku_book_approve_form_async, job, callback,
                 user_data),
       KIROKU_STORE_WORKER, make_approval, (GDestroyNotify) kiroku_submission_free, approval_made_cb);
}

KirokuEntry *
kiroku_book_approve_form_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* @submission: (transfer full) (nullable). (transfer full) (nullable) */
static KirokuSubmission *
look_at_file (KirokuSubmission *submission, const Job *job)
{
  if (submission != NULL && job->file != NULL)
    submission->working_copy = kiroku_form_is_working_copy (job->file);
  return submission;
}

static gpointer
make_filing (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Job *job = data;
  KirokuPaper paper = get_paper (job);
  const KirokuFilingDetails details = { .form = job->form,
                                        .method = job->method,
                                        .to = job->to,
                                        .by = job->by,
                                        .receipt = job->receipt,
                                        .at = job->stated ? &job->at : NULL,
                                        .meets = (const char *const *) job->meets,
                                        .seen = job->seen };

  return look_at_file (kiroku_submission_file (db, &paper, &details, job->file == NULL, error), job);
}

static void
filed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) entries = kiroku_book_append_finish (KIROKU_BOOK (source), result, &error);

  if (entries == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->submission),
                           (GDestroyNotify) kiroku_submission_free);
}

static void
append_filing (GTask *task)
{
  Job *job = g_task_get_task_data (task);

  append (task, kiroku_submission_take_draft (job->submission), filed_cb);
}

static void
file_taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KirokuEntry) taken
      = kiroku_book_take_evidence_finish (KIROKU_BOOK (source), result, &error);

  if (taken != NULL)
    {
      kiroku_submission_set_file (job->submission, taken);
      append_filing (task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

/* With its file or the copy that was made of it, if there is one. */
static void
take_and_append (GTask *task)
{
  const Job *job = g_task_get_task_data (task);
  g_autoptr (GInputStream) input = kiroku_submission_open_copy (job->submission);
  g_autofree char *name = input != NULL ? kiroku_submission_dup_copy_name (job->form) : NULL;
  const KirokuTaking taking
      = { .path = job->file, .input = input, .name = input != NULL ? name : NULL };

  if (job->file == NULL && input == NULL)
    append_filing (task);
  else
    kiroku_book_take_evidence_async (g_task_get_source_object (task), job->case_id, &taking, NULL,
                                     file_taken_cb, task);
}

static void
filing_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  job->submission = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);
  if (job->submission != NULL)
    {
      record_heads (task, take_and_append);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

static Job *
filing_job_new (KirokuBook *self, const char *case_id, const KirokuFilingDetails *details)
{
  Job *job = job_new (self, case_id, details->form,
                      details->language != NULL ? details->language : kiroku_book_get_language (self));

  job->seen = details->seen != NULL ? g_hash_table_ref (details->seen) : NULL;
  job->method = details->method;
  job->to = g_strdup (details->to);
  job->by = g_strdup (details->by);
  job->receipt = g_strdup (details->receipt);
  job->meets = g_strdupv ((char **) details->meets);
  job->stated = details->at != NULL;
  if (job->stated)
    job->at = *details->at;
  return job;
}

void
kiroku_book_file_form_async (KirokuBook *self,
                             const char *case_id,
                             const KirokuFilingDetails *details,
                             const char *file,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  Job *job;

  g_return_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL && details != NULL);

  job = filing_job_new (self, case_id, details);
  job->file = g_strdup (file);
  run (task_new (self, NULL, (gpointer) (guintptr) kiroku_book_file_form_async, job, callback,
                 user_data),
       KIROKU_STORE_WORKER, make_filing, (GDestroyNotify) kiroku_submission_free, filing_made_cb);
}

/* --- Correcting a filing --- */

/* Those of @named that are not in it yet. */
static void
add_rules (GPtrArray *rules, GPtrArray *named)
{
  for (guint i = 0; i < named->len; i++)
    if (!g_ptr_array_find_with_equal_func (rules, named->pdata[i], g_str_equal, NULL))
      g_ptr_array_add (rules, g_strdup (named->pdata[i]));
}

/* Of a form that is withheld only what it met is known. (transfer full) */
static KirokuSubmission *
find_own_rules (KirokuDb *db,
                const KirokuPaper *paper,
                const KirokuFilingDetails *details,
                const KirokuEntry *reading,
                GError **error)
{
  g_autoptr (GPtrArray) before = NULL;
  KirokuSubmission *submission;

  if (details->form != NULL)
    return kiroku_submission_correct (db, paper, details, reading, error);
  before = kiroku_filing_list_rules (reading);
  submission = kiroku_submission_new (NULL);
  add_rules (submission->rules, before);
  return submission;
}

static gpointer
find_rules (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Job *job = data;
  KirokuPaper paper = get_paper (job);
  KirokuFilingDetails details = { .form = job->form };
  g_autoptr (KirokuSubmission) submission
      = find_own_rules (db, &paper, &details, job->reading, error);
  g_autoptr (KirokuSubmission) named = NULL;

  look_at_file (submission, job);
  if (submission == NULL || job->meets == NULL)
    return g_steal_pointer (&submission);
  details.meets = (const char *const *) job->meets;
  named = kiroku_submission_correct (db, &paper, &details, job->reading, error);
  if (named == NULL)
    return NULL;
  add_rules (submission->rules, named->rules);
  return g_steal_pointer (&submission);
}

static void
rules_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  job->submission = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);
  if (job->submission != NULL)
    {
      kiroku_filing_draft_set_rules (job->draft, job->submission->rules);
      job->submission->draft = g_steal_pointer (&job->draft);
      take_and_append (task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

void
kiroku_book_correct_filing_async (KirokuBook *self,
                                  const char *case_id,
                                  KirokuDraft *draft,
                                  KirokuEntry *reading,
                                  const char *const *meets,
                                  const char *file,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  Job *job;

  g_return_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL && draft != NULL && reading != NULL);

  job = job_new (self, case_id, kiroku_entry_get_text (reading, "form"),
                 kiroku_book_get_language (self));
  job->file = g_strdup (file);
  job->meets = g_strdupv ((char **) meets);
  job->reading = kiroku_entry_ref (reading);
  job->draft = draft;
  run (task_new (self, NULL, (gpointer) (guintptr) kiroku_book_correct_filing_async, job, callback,
                 user_data),
       KIROKU_STORE_WORKER, find_rules, (GDestroyNotify) kiroku_submission_free, rules_found_cb);
}

KirokuSubmission *
kiroku_book_file_form_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
