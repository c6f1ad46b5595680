/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-import.h"

#include <glib/gi18n.h>

#include "kiroku-book-erase.h"
#include "kiroku-book-private.h"
#include "kiroku-book-verify.h"
#include "kiroku-erasure.h"
#include "kiroku-relay.h"

/* One import. */
typedef struct
{
  KirokuBook *book; /* not a reference: whoever waits has one */
  char *path;
  KirokuImportOptions options;
  KirokuImported *imported;
  KirokuRelay *relay; /* NULL when somebody waits */
  GError *failure;
} Work;

static Work *
work_new (KirokuBook *book, const char *path)
{
  Work *self = g_new0 (Work, 1);

  self->book = book;
  self->path = g_strdup (path);
  self->imported = kiroku_imported_new ();
  kiroku_book_prepare_import (book, &self->options);
  return self;
}

static void
work_free (gpointer data)
{
  Work *self = data;

  g_clear_pointer (&self->relay, kiroku_relay_stop);
  g_clear_pointer (&self->imported, kiroku_imported_free);
  g_clear_error (&self->failure);
  g_free (self->path);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

static gpointer
count_erasures (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_erasure_count (db, data, error) ? data : NULL;
}

static gboolean
read_erasures (Work *self, gint64 *count)
{
  return kiroku_store_run (self->options.store, KIROKU_STORE_SCREEN, KIROKU_STORE_PRIORITY_NOW,
                           count_erasures, count, NULL, &self->failure)
         != NULL;
}

/* What came is told by its own entry, whatever happened then. */
static gboolean
needs_entry (const Work *self)
{
  return kiroku_imported_is_new (self->imported)
         && (self->imported->entries > 0 || self->failure == NULL);
}

/* Nothing came, and nothing is told of it. */
static gpointer
end_import (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *self = data;

  return kiroku_imported_settle (self->imported, db, FALSE, error) ? self : NULL;
}

static gpointer
read_next (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_db_query_int (db, error, 1, data, "SELECT max (arrival) + 1 FROM entry") ? data
                                                                                         : NULL;
}

static gboolean
read_beginning (Work *self)
{
  return kiroku_store_run (self->options.store, KIROKU_STORE_SCREEN, KIROKU_STORE_PRIORITY_NOW,
                           read_next, &self->imported->since, NULL, &self->failure)
         != NULL;
}

/* What stays due is told and done later: the package is in all the same. */
static void
clear_traces (Work *self)
{
  g_autoptr (GError) error = NULL;

  if (!kiroku_book_finish_erasures (self->book, &error))
    g_ptr_array_add (self->imported->warnings,
                     g_strdup_printf (_ ("traces of what others erased by law could not be cleared away "
                                         "yet (%s): kiroku-cli rebuild does it"),
                                      error->message));
}

static gpointer
check_foreign (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return kiroku_book_check_foreign (data, db, error) ? data : NULL;
}

static gboolean
may_import (Work *self)
{
  return kiroku_store_run (self->options.store, KIROKU_STORE_WRITER, KIROKU_STORE_PRIORITY_NOW,
                           check_foreign, self->book, NULL, &self->failure)
         != NULL;
}

/* Takes everything in, and clears away what the erasures of others left. */
static void
do_import (Work *self)
{
  gint64 before, after;
  GError **error = &self->failure;

  if (!may_import (self) || !read_erasures (self, &before) || !read_beginning (self)
      || !kiroku_import_package (self->path, &self->options, self->imported, error)
      || !read_erasures (self, &after))
    return;
  if (after > before)
    clear_traces (self);
  if (!needs_entry (self))
    kiroku_store_run (self->options.store, KIROKU_STORE_WRITER, KIROKU_STORE_PRIORITY_NOW, end_import,
                      self, NULL, error);
}

/* KirokuDraftsFunc */
static GPtrArray *
make_drafts (KirokuDb *db, gpointer data, GError **error)
{
  const Work *self = data;
  g_autoptr (GPtrArray) drafts
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);

  g_autoptr (GHashTable) own = kiroku_book_list_own (self->book, self->imported->case_id, error);
  KirokuDraft *draft;

  if (own == NULL || !kiroku_imported_settle (self->imported, db, self->failure != NULL, error)
      || (draft = kiroku_import_draft (self->imported, db, self->options.files, own, error)) == NULL)
    return NULL;
  g_ptr_array_add (drafts, draft);
  return g_steal_pointer (&drafts);
}

/* @work lives until it is done. */
static KirokuWrite *
write_entry (Work *work)
{
  return kiroku_write_new (work->book, work->imported->case_id, make_drafts, work, NULL);
}

KirokuImported *
kiroku_book_import (
    KirokuBook *self, const char *path, const KirokuEvidenceWatch *watch, GError **error)
{
  g_autoptr (Work) work = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) failure = NULL;

  g_return_val_if_fail (KIROKU_IS_BOOK (self) && path != NULL, NULL);

  work = work_new (self, path);
  work->options.watch = watch;
  do_import (work);
  if (needs_entry (work))
    entries = kiroku_book_write (self, write_entry (work), &failure);
  if (work->failure == NULL)
    work->failure = g_steal_pointer (&failure);
  if (work->failure == NULL)
    return g_steal_pointer (&work->imported);
  g_propagate_error (error, g_steal_pointer (&work->failure));
  return NULL;
}

/* --- Giving up --- */

typedef struct
{
  KirokuBook *book;
  const char *case_id;
} Abandoning;

static GPtrArray *
make_abandoning (KirokuDb *db, gpointer data, GError **error)
{
  const Abandoning *self = data;
  g_autoptr (GHashTable) own = kiroku_book_list_own (self->book, self->case_id, error);

  return own != NULL ? kiroku_import_abandon (db, kiroku_book_get_evidence_store (self->book),
                                              self->case_id, own, error)
                     : NULL;
}

/* What stands is a fork, a revoked key, or a file that the sender did not have. A value that nothing here
 * explains may have been destroyed: nobody is to sign that it never came. */
static gboolean
check_explained (KirokuBook *book, const char *case_id, GError **error)
{
  const KirokuBookVerify query = { .case_id = case_id };
  g_autoptr (KirokuVerification) found = kiroku_book_verify (book, &query, error);

  if (found == NULL)
    return FALSE;
  if (found->n_findings <= found->n_disowned + found->n_evidence)
    return TRUE;
  g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
               _ ("nothing was given up, for not everything that is absent is explained: %s. Ask the sender "
                  "for the package again, or for a newer one, and import that"),
               found->bad_what != NULL ? found->bad_what : "");
  return FALSE;
}

GPtrArray *
kiroku_book_abandon_imports (KirokuBook *self, const char *case_id, GError **error)
{
  Abandoning data = { self, case_id };

  g_return_val_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL, NULL);

  if (!check_explained (self, case_id, error))
    return NULL;
  return kiroku_book_write (self, kiroku_write_new (self, case_id, make_abandoning, &data, NULL),
                            error);
}

/* --- Without waiting --- */

static void
return_work (GTask *task)
{
  Work *work = g_task_get_task_data (task);

  g_clear_pointer (&work->relay, kiroku_relay_stop);
  if (work->failure != NULL)
    g_task_return_error (task, g_steal_pointer (&work->failure));
  else
    g_task_return_pointer (task, g_steal_pointer (&work->imported),
                           (GDestroyNotify) kiroku_imported_free);
}

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Work *work = g_task_get_task_data (task);
  g_autoptr (GPtrArray) entries = kiroku_book_write_finish (
      KIROKU_BOOK (source), result, work->failure == NULL ? &work->failure : NULL);

  return_work (task);
}

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Work *work = g_task_get_task_data (task);

  if (needs_entry (work))
    kiroku_book_write_async (work->book, write_entry (work), recorded_cb, g_steal_pointer (&task));
  else
    return_work (task);
}

static void
import_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  do_import (data);
  g_task_return_boolean (task, TRUE);
}

void
kiroku_book_import_async (KirokuBook *self,
                          const char *path,
                          const KirokuEvidenceWatch *watch,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task;
  Work *work;

  g_return_if_fail (KIROKU_IS_BOOK (self) && path != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_book_import_async);
  work = work_new (self, path);
  work->relay = kiroku_relay_new (watch);
  work->options.watch = kiroku_relay_get_watch (work->relay);
  g_task_set_task_data (task, work, work_free);
  kiroku_book_run_in_thread (task, import_in_thread, imported_cb);
}

KirokuImported *
kiroku_book_import_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
