/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-evidence.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-book-private.h"
#include "kiroku-book-target.h"
#include "kiroku-excused.h"
#include "kiroku-intake.h"
#include "kiroku-relay.h"
#include "kiroku-safe-archive.h"

static gpointer
list_named (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_evidence_list_named (db, error);
}

/* KirokuEvidenceNamedFunc; not in a thread of the store. */
static GHashTable *
ask_named (gpointer data, GError **error)
{
  return kiroku_store_run (data, KIROKU_STORE_SCREEN, KIROKU_STORE_PRIORITY_NOW, list_named, NULL,
                           NULL, error);
}

/* --- Taking in --- */

/* One intake; all copied. */
typedef struct
{
  KirokuStore *store;
  KirokuEvidenceStore *files;
  char *case_id;
  char *path;
  GInputStream *input;
  char *name;
  char *facts[KIROKU_N_EVIDENCE_FACTS];
  gboolean has_occ;
  KirokuTime occ;
  KirokuRelay *relay; /* NULL when somebody waits */

  KirokuIntake *intake; /* until the entries are written */
  KirokuDigests digests;
  char *replaced;    /* (nullable) path */
  GPtrArray *drafts; /* (nullable) what is to be said of those that had it, then what was added */
  KirokuEntry *added;
} Taking;

static Taking *
taking_new (KirokuBook *book, const char *case_id, const KirokuTaking *wanted)
{
  Taking *self = g_new0 (Taking, 1);

  self->store = g_object_ref (kiroku_book_get_store (book));
  self->files = kiroku_evidence_store_ref (kiroku_book_get_evidence_store (book));
  self->case_id = g_strdup (case_id);
  self->path = g_strdup (wanted->path);
  if (wanted->input != NULL)
    self->input = g_object_ref (wanted->input);
  self->name = kiroku_intake_name (wanted->name != NULL ? wanted->name : wanted->path);
  for (guint i = 0; i < KIROKU_N_EVIDENCE_FACTS; i++)
    self->facts[i] = g_strdup (wanted->facts[i]);
  self->has_occ = wanted->occ != NULL;
  if (self->has_occ)
    self->occ = *wanted->occ;
  return self;
}

static void
taking_free (gpointer data)
{
  Taking *self = data;

  g_clear_pointer (&self->relay, kiroku_relay_stop);
  g_clear_pointer (&self->intake, kiroku_intake_end);
  g_clear_pointer (&self->added, kiroku_entry_unref);
  g_clear_pointer (&self->drafts, g_ptr_array_unref);
  g_free (self->replaced);
  for (guint i = 0; i < KIROKU_N_EVIDENCE_FACTS; i++)
    g_free (self->facts[i]);
  g_clear_object (&self->input);
  g_free (self->path);
  g_free (self->name);
  g_free (self->case_id);
  kiroku_evidence_store_unref (self->files);
  g_object_unref (self->store);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Taking, taking_free)

static gpointer
list_holders (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Taking *self = data;

  return kiroku_evidence_list (db, self->case_id, KIROKU_NOW, error);
}

/* What was kept under the same digest was another file by now: nobody shall think that nothing was
 * amiss because it is whole again. */
static gboolean
draft_checks (Taking *self, const char *found, GError **error)
{
  g_autoptr (GPtrArray) items
      = kiroku_store_run (self->store, KIROKU_STORE_SCREEN, KIROKU_STORE_PRIORITY_NOW, list_holders,
                          self, NULL, error);

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const KirokuEvidence *item = g_ptr_array_index (items, i);

      if (!item->erased && g_strcmp0 (item->sha256, self->digests.sha256) == 0)
        g_ptr_array_add (self->drafts, kiroku_evidence_draft_check (
                                           item->hash, KIROKU_EVIDENCE_CHANGED, found));
    }
  return items != NULL;
}

/* All that is written at once. */
static gboolean
draft_entries (Taking *self, GError **error)
{
  const char *found;

  self->replaced = g_strdup (kiroku_intake_get_replaced (self->intake, &found));
  self->drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);
  if (self->replaced != NULL && !draft_checks (self, found, error))
    return FALSE;
  g_ptr_array_add (self->drafts,
                   kiroku_evidence_draft_add (&self->digests, self->name,
                                              self->facts[KIROKU_EVIDENCE_SOURCE],
                                              self->has_occ ? &self->occ : NULL));
  return TRUE;
}

/* @entries: of @self->drafts, and what followed. */
static void
take_added (Taking *self, GPtrArray *entries)
{
  self->added = kiroku_entry_ref (g_ptr_array_index (entries, self->drafts->len - 1));
}

static gboolean
take_file (Taking *self, const KirokuEvidenceWatch *watch, GError **error)
{
  gint64 total = -1;

  if (self->input == NULL)
    self->input = kiroku_intake_open (self->path, &total, error);
  if (self->input == NULL)
    return FALSE;
  self->intake = kiroku_intake_begin (self->files, ask_named, self->store, error);
  return self->intake != NULL
         && kiroku_intake_take (self->intake, self->input, self->name, total, NULL, watch,
                                &self->digests, error)
         && draft_entries (self, error);
}

/* What evidence.add has no field for; NULL when there is nothing. (transfer full) */
static GPtrArray *
draft_facts (Taking *self)
{
  const char *facts[KIROKU_N_EVIDENCE_FACTS] = { NULL };
  gboolean any = FALSE;

  for (guint i = 0; i < KIROKU_N_EVIDENCE_FACTS; i++)
    if (i != KIROKU_EVIDENCE_SOURCE && self->facts[i] != NULL)
      {
        facts[i] = self->facts[i];
        any = TRUE;
      }
  return any ? kiroku_write_one_draft (kiroku_evidence_draft_set (self->added->hash, facts))
             : NULL;
}

static void
explain_facts_error (Taking *self, GError **error)
{
  g_prefix_error (error, _ ("the file is taken in as %.12s, but not what is known of it (state it "
                            "again with evidence set): "),
                  self->added->hash);
}

KirokuEntry *
kiroku_book_take_evidence (KirokuBook *self,
                           const char *case_id,
                           const KirokuTaking *taking,
                           const KirokuEvidenceWatch *watch,
                           GError **error)
{
  g_autoptr (Taking) work = NULL;
  g_autoptr (GPtrArray) facts = NULL;
  g_autoptr (GPtrArray) added = NULL;
  g_autoptr (GPtrArray) set = NULL;

  g_return_val_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL, NULL);
  g_return_val_if_fail (taking->path != NULL || taking->name != NULL, NULL);

  work = taking_new (self, case_id, taking);
  if (!take_file (work, watch, error))
    return NULL;
  if (taking->replaced != NULL)
    *taking->replaced = g_strdup (work->replaced);
  added = kiroku_book_append (self, case_id, work->drafts, error);
  if (added == NULL)
    return NULL;
  take_added (work, added);
  facts = draft_facts (work);
  set = facts != NULL ? kiroku_book_append (self, case_id, facts, error) : NULL;
  if (facts == NULL || set != NULL)
    return g_steal_pointer (&work->added);
  explain_facts_error (work, error);
  return NULL;
}

static void
return_added (GTask *task)
{
  Taking *work = g_task_get_task_data (task);

  g_clear_pointer (&work->relay, kiroku_relay_stop);
  g_clear_pointer (&work->intake, kiroku_intake_end);
  g_task_return_pointer (task, g_steal_pointer (&work->added), (GDestroyNotify) kiroku_entry_unref);
}

static void
facts_set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (GPtrArray) set = kiroku_book_append_finish (KIROKU_BOOK (source), result, &error);

  if (set != NULL)
    {
      return_added (task);
      return;
    }
  explain_facts_error (g_task_get_task_data (task), &error);
  g_task_return_error (task, error);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Taking *work = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) added = kiroku_book_append_finish (KIROKU_BOOK (source), result, &error);
  g_autoptr (GPtrArray) facts = NULL;

  if (added == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  take_added (work, added);
  facts = draft_facts (work);
  if (facts == NULL)
    return_added (task);
  else
    kiroku_book_append_async (KIROKU_BOOK (source), work->case_id, facts, facts_set_cb,
                              g_steal_pointer (&task));
}

static void
take_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Taking *work = data;
  GError *error = NULL;

  if (take_file (work, kiroku_relay_get_watch (work->relay), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KirokuBook *self = g_task_get_source_object (task);
  Taking *work = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  kiroku_book_append_async (self, work->case_id, work->drafts, added_cb, g_steal_pointer (&task));
}

void
kiroku_book_take_evidence_async (KirokuBook *self,
                                 const char *case_id,
                                 const KirokuTaking *taking,
                                 const KirokuEvidenceWatch *watch,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task;
  Taking *work;

  g_return_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL);
  g_return_if_fail (taking->path != NULL || taking->name != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  work = taking_new (self, case_id, taking);
  work->relay = kiroku_relay_new (watch);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_book_take_evidence_async);
  g_task_set_task_data (task, work, taking_free);
  kiroku_book_run_in_thread (task, take_in_thread, taken_cb);
}

KirokuEntry *
kiroku_book_take_evidence_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
kiroku_book_get_replaced (GAsyncResult *result)
{
  const Taking *work;

  g_return_val_if_fail (G_IS_TASK (result), NULL);

  work = g_task_get_task_data (G_TASK (result));
  return work->replaced;
}

/* --- Listing --- */

static gboolean
is_here (KirokuEvidenceStore *files, const char *sha256)
{
  g_autofree char *path
      = g_build_filename (kiroku_evidence_store_get_folder (files), sha256, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

GPtrArray *
kiroku_book_list_evidence (
    KirokuBook *self, KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  KirokuEvidenceStore *files;
  g_autoptr (GHashTable) own = NULL, excused = NULL;
  g_autoptr (GPtrArray) items = NULL;

  g_return_val_if_fail (KIROKU_IS_BOOK (self) && db != NULL && case_id != NULL, NULL);

  files = kiroku_book_get_evidence_store (self);
  items = kiroku_evidence_list (db, case_id, as_of, error);
  own = items != NULL ? kiroku_people_list_ids (kiroku_book_get_people (self), error) : NULL;
  excused = own != NULL ? kiroku_excused_read (db, case_id, own, error) : NULL;
  for (guint i = 0; excused != NULL && i < items->len; i++)
    {
      KirokuEvidence *item = g_ptr_array_index (items, i);

      item->left_out = item->sha256 != NULL && !item->erased
                       && kiroku_excused_has_file (excused, item->sha256)
                       && !is_here (files, item->sha256);
    }
  return excused != NULL ? g_steal_pointer (&items) : NULL;
}

/* --- Checking --- */

typedef struct
{
  KirokuStore *store;
  KirokuEvidenceStore *files;
  KirokuPeople *people; /* the book's */
  char *case_id;
  char *evidence; /* (nullable) all */
  KirokuRelay *relay;

  const KirokuEvidenceWatch *watch;
  gint64 before; /* bytes of the files that are done */
  gint64 total;
  GPtrArray *findings;
  GPtrArray *drafts;
  GError *failure; /* the first file that could not be checked */
} Checking;

static void
finding_free (gpointer data)
{
  KirokuEvidenceFinding *finding = data;

  g_free (finding->evidence);
  g_free (finding->sha256);
  g_free (finding->name);
  g_free (finding->found);
  g_free (finding);
}

static Checking *
checking_new (KirokuBook *book, const char *case_id, const char *evidence)
{
  Checking *self = g_new0 (Checking, 1);

  self->store = g_object_ref (kiroku_book_get_store (book));
  self->files = kiroku_evidence_store_ref (kiroku_book_get_evidence_store (book));
  self->people = kiroku_book_get_people (book);
  self->case_id = g_strdup (case_id);
  self->evidence = g_strdup (evidence);
  self->findings = g_ptr_array_new_with_free_func (finding_free);
  self->drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);
  return self;
}

static void
checking_free (gpointer data)
{
  Checking *self = data;

  g_clear_pointer (&self->relay, kiroku_relay_stop);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_ptr_array_unref (self->drafts);
  g_clear_error (&self->failure);
  g_free (self->case_id);
  g_free (self->evidence);
  kiroku_evidence_store_unref (self->files);
  g_object_unref (self->store);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Checking, checking_free)

static gpointer
list_items (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Checking *self = data;
  GPtrArray *items = kiroku_evidence_list (db, self->case_id, KIROKU_NOW, error);

  for (guint i = items != NULL ? items->len : 0; i > 0; i--)
    {
      const KirokuEvidence *item = g_ptr_array_index (items, i - 1);

      if (self->evidence != NULL && !g_str_equal (self->evidence, item->hash))
        g_ptr_array_remove_index (items, i - 1);
      else if (!item->erased)
        self->total += MAX (item->size, 0);
    }
  return items;
}

static void
count_bytes (gint64 done, gint64 total, gpointer data)
{
  Checking *self = data;

  if (self->watch->progress != NULL)
    self->watch->progress (MIN (self->before + done, self->total), self->total,
                           self->watch->progress_data);
}

/* (transfer full) of kiroku_excused_read(). */
static gpointer
read_excused (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Checking *self = data;
  g_autoptr (GHashTable) own = kiroku_people_list_ids (self->people, error);

  return own != NULL ? kiroku_excused_read (db, self->case_id, own, error) : NULL;
}

/* A file that its sender left out is not missing, and nobody here can say more of it. */
static gboolean
note_withheld (Checking *self, KirokuEvidenceFinding *finding, GError **error)
{
  g_autoptr (GHashTable) excused = NULL;

  if (finding->sha256 == NULL || finding->state != KIROKU_EVIDENCE_MISSING)
    return TRUE;
  excused = kiroku_store_run (self->store, KIROKU_STORE_SCREEN, KIROKU_STORE_PRIORITY_NOW,
                              read_excused, self, NULL, error);
  if (excused == NULL)
    return FALSE;
  finding->withheld = kiroku_excused_has_file (excused, finding->sha256);
  return TRUE;
}

/* Said, so that nobody takes its absence for a loss or its silence for health. */
static void
add_erased (Checking *self, const KirokuEvidence *item)
{
  KirokuEvidenceFinding *finding = g_new0 (KirokuEvidenceFinding, 1);

  finding->evidence = g_strdup (item->hash);
  finding->sha256 = g_strdup (item->sha256);
  finding->name = g_strdup (item->name);
  finding->erased = TRUE;
  g_ptr_array_add (self->findings, finding);
}

static gboolean
check_item (Checking *self, const KirokuEvidence *item, GError **error)
{
  KirokuEvidenceWatch watch = { count_bytes, self, self->watch->cancellable };
  KirokuEvidenceFinding *finding;
  KirokuEvidenceState state = KIROKU_EVIDENCE_MISSING;
  KirokuDigests found = { .size = -1 };
  const char *changed;

  if (item->sha256 != NULL
      && !kiroku_evidence_store_check (self->files, item->sha256, item->sha512, item->size, &watch,
                                       &state, &found, error))
    return FALSE;
  changed = state == KIROKU_EVIDENCE_CHANGED ? found.sha256 : NULL;
  finding = g_new (KirokuEvidenceFinding, 1);
  *finding = (KirokuEvidenceFinding){ .evidence = g_strdup (item->hash),
                                      .sha256 = g_strdup (item->sha256),
                                      .name = g_strdup (item->name),
                                      .state = state,
                                      .found = g_strdup (changed) };
  g_ptr_array_add (self->findings, finding);
  if (!note_withheld (self, finding, error))
    return FALSE;
  if (item->sha256 != NULL && !finding->withheld)
    g_ptr_array_add (self->drafts, kiroku_evidence_draft_check (item->hash, state, changed));
  return TRUE;
}

/* FALSE without @failure: the items cannot be read. */
static gboolean
check_files (Checking *self, const KirokuEvidenceWatch *watch, GError **error)
{
  static const KirokuEvidenceWatch nobody = { 0 };
  g_autoptr (GPtrArray) items
      = kiroku_store_run (self->store, KIROKU_STORE_SCREEN, KIROKU_STORE_PRIORITY_NOW, list_items,
                          self, NULL, error);

  self->watch = watch != NULL ? watch : &nobody;
  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const KirokuEvidence *item = g_ptr_array_index (items, i);
      g_autoptr (GError) failure = NULL;

      if (item->erased)
        {
          add_erased (self, item);
          continue;
        }
      if (!check_item (self, item, &failure) && self->failure == NULL)
        self->failure = g_steal_pointer (&failure);
      if (g_cancellable_is_cancelled (self->watch->cancellable))
        break;
      self->before += MAX (item->size, 0);
    }
  return items != NULL;
}

/* (transfer full) */
static GPtrArray *
take_findings (Checking *self, GError **error)
{
  if (self->failure == NULL)
    return g_steal_pointer (&self->findings);
  g_propagate_error (error, g_steal_pointer (&self->failure));
  return NULL;
}

GPtrArray *
kiroku_book_check_evidence (KirokuBook *self,
                            const char *case_id,
                            const char *evidence,
                            const KirokuEvidenceWatch *watch,
                            GError **error)
{
  g_autoptr (Checking) work = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  g_return_val_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL, NULL);

  work = checking_new (self, case_id, evidence);
  if (!check_files (work, watch, error))
    return NULL;
  if (work->drafts->len > 0
      && (entries = kiroku_book_append (self, case_id, work->drafts, error)) == NULL)
    return NULL;
  return take_findings (work, error);
}

static void
return_findings (GTask *task)
{
  Checking *work = g_task_get_task_data (task);
  GError *error = NULL;
  GPtrArray *findings = take_findings (work, &error);

  g_clear_pointer (&work->relay, kiroku_relay_stop);
  if (findings != NULL)
    g_task_return_pointer (task, findings, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (GPtrArray) entries = kiroku_book_append_finish (KIROKU_BOOK (source), result, &error);

  if (entries != NULL)
    return_findings (task);
  else
    g_task_return_error (task, error);
}

static void
check_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Checking *work = data;
  GError *error = NULL;

  if (check_files (work, kiroku_relay_get_watch (work->relay), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KirokuBook *self = g_task_get_source_object (task);
  Checking *work = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, error);
  else if (work->drafts->len == 0)
    return_findings (task);
  else
    kiroku_book_append_async (self, work->case_id, work->drafts, recorded_cb,
                              g_steal_pointer (&task));
}

void
kiroku_book_check_evidence_async (KirokuBook *self,
                                  const char *case_id,
                                  const char *evidence,
                                  const KirokuEvidenceWatch *watch,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task;
  Checking *work;

  g_return_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  work = checking_new (self, case_id, evidence);
  work->relay = kiroku_relay_new (watch);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_book_check_evidence_async);
  g_task_set_task_data (task, work, checking_free);
  kiroku_book_run_in_thread (task, check_in_thread, checked_cb);
}

GPtrArray *
kiroku_book_check_evidence_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Copying out --- */

typedef struct
{
  KirokuEvidenceStore *files;
  char *sha256;
  char *sha512;
  gint64 size;
  gint64 at;
  char *passphrase;
  char *path;
  char *folder; /* of the book, and its database: neither is written over */
  char *database;
  KirokuRelay *relay;
} Copying;

static Copying *
copying_new (KirokuBook *book,
             const KirokuEvidenceCopy *copy,
             const char *path,
             const KirokuEvidenceWatch *watch)
{
  Copying *self = g_new (Copying, 1);

  *self = (Copying){ .files = kiroku_evidence_store_ref (kiroku_book_get_evidence_store (book)),
                     .sha256 = g_strdup (copy->sha256),
                     .sha512 = g_strdup (copy->sha512),
                     .size = copy->size,
                     .at = copy->at,
                     .passphrase = g_strdup (copy->passphrase),
                     .path = g_strdup (path),
                     .folder = g_strdup (kiroku_book_get_folder (book)),
                     .database = g_strdup (kiroku_store_get_path (kiroku_book_get_store (book))),
                     .relay = kiroku_relay_new (watch) };
  return self;
}

static void
copying_free (gpointer data)
{
  Copying *self = data;

  g_clear_pointer (&self->relay, kiroku_relay_stop);
  if (self->passphrase != NULL)
    explicit_bzero (self->passphrase, strlen (self->passphrase));
  g_free (self->passphrase);
  g_free (self->sha256);
  g_free (self->sha512);
  g_free (self->path);
  g_free (self->folder);
  g_free (self->database);
  kiroku_evidence_store_unref (self->files);
  g_free (self);
}

static gboolean
copy_file (const Copying *self, GError **error)
{
  const KirokuEvidenceWatch *watch = kiroku_relay_get_watch (self->relay);
  KirokuSafeArchive archive = { .sha256 = self->sha256,
                                .sha512 = self->sha512,
                                .size = self->size,
                                .at = self->at,
                                .passphrase = self->passphrase };

  if (!kiroku_book_check_target (self->folder, self->database, self->path, error))
    return FALSE;
  if (self->passphrase != NULL)
    return kiroku_safe_archive_write (self->files, &archive, self->path, watch, error);
  return kiroku_evidence_store_save (self->files, self->sha256, self->sha512, self->size,
                                     self->path, watch, error);
}

static void
copy_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (copy_file (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Copying *work = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean copied = g_task_propagate_boolean (G_TASK (result), &error);

  g_clear_pointer (&work->relay, kiroku_relay_stop);
  if (copied)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kiroku_book_copy_evidence_async (KirokuBook *self,
                                 const KirokuEvidenceCopy *copy,
                                 const char *path,
                                 const KirokuEvidenceWatch *watch,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KIROKU_IS_BOOK (self) && copy->sha256 != NULL && path != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_book_copy_evidence_async);
  g_task_set_task_data (task, copying_new (self, copy, path, watch), copying_free);
  kiroku_book_run_in_thread (task, copy_in_thread, copied_cb);
}

gboolean
kiroku_book_copy_evidence_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
