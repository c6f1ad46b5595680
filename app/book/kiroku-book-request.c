/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-request.h"

#include "kiroku-anchor-queue.h"
#include "kiroku-anchor.h"
#include "kiroku-book-authority.h"
#include "kiroku-book-checkpoint.h"

char *
kiroku_book_get_anchor_folder (KirokuBook *self)
{
  return g_build_filename (kiroku_book_get_folder (self), "anchors", NULL);
}

static gboolean
is_among (const KirokuCheckpoint *heads, const char *hash)
{
  for (guint i = 0; i < heads->heads->len; i++)
    if (g_str_equal (((const KirokuHead *) g_ptr_array_index (heads->heads, i))->hash, hash))
      return TRUE;
  return FALSE;
}

/* Whether nothing but checkpoints and anchors lies between @head and those that were @recorded. */
static gboolean
is_recorded (KirokuDb *db,
             const KirokuCheckpoint *recorded,
             const KirokuHead *head,
             gboolean *found,
             GError **error)
{
  g_autofree char *hash = g_strdup (head->hash);

  *found = is_among (recorded, hash);
  while (!*found)
    {
      g_autoptr (KirokuRows) rows
          = kiroku_db_query (db, error, "s",
                             "SELECT prev FROM entry WHERE hash = :{hash:s}"
                             " AND kind IN ('checkpoint', 'anchor')",
                             hash);

      if (rows == NULL || kiroku_rows_length (rows) == 0)
        return rows != NULL;
      g_free (hash);
      hash = g_strdup (kiroku_rows_text (rows, 0, 0));
      *found = is_among (recorded, hash);
    }
  return TRUE;
}

/* The root of a checkpoint that nothing but checkpoints and anchors has followed on any branch, or
 * NULL: a job. */
static gpointer
find_present (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const char *case_id = data;
  g_autoptr (KirokuRecordedHeads) recorded
      = kiroku_anchor_find_checkpoint (db, case_id, NULL, error);
  g_autoptr (KirokuCheckpoint) present
      = recorded != NULL ? kiroku_checkpoint_read (db, case_id, -1, error) : NULL;
  gboolean found = TRUE;

  for (guint i = 0; present != NULL && found && i < present->heads->len; i++)
    if (!is_recorded (db, recorded->heads, g_ptr_array_index (present->heads, i), &found, error))
      return NULL;
  return present != NULL && found ? kiroku_checkpoint_get_root (recorded->heads) : NULL;
}

/* The root of a checkpoint entry. (transfer full) */
static char *
read_root (const KirokuEntry *entry, GError **error)
{
  g_autoptr (KirokuCheckpoint) heads
      = kiroku_checkpoint_parse (kiroku_entry_get_text (entry, "text"), error);

  return heads != NULL ? kiroku_checkpoint_get_root (heads) : NULL;
}

/* The root of what the case holds, of a checkpoint that is made if need be. (transfer full) */
static char *
ensure_root (KirokuBook *self, const char *case_id, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (KirokuEntry) entry = NULL;
  g_autofree char *root
      = kiroku_store_run (kiroku_book_get_store (self), KIROKU_STORE_WORKER,
                          KIROKU_STORE_PRIORITY_NOW, find_present, (gpointer) case_id, NULL,
                          &failure);

  if (root != NULL)
    return g_steal_pointer (&root);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  entry = kiroku_book_checkpoint (self, case_id, "report", error);
  return entry != NULL ? read_root (entry, error) : NULL;
}

static gboolean
queue_request (KirokuBook *self,
               const char *case_id,
               const char *root,
               const KirokuAuthority *authority,
               GError **error)
{
  g_autofree char *folder = kiroku_book_get_anchor_folder (self);
  g_autoptr (KirokuAnchorRequest) request = g_new0 (KirokuAnchorRequest, 1);

  request->query = kiroku_token_make_request (root, error);
  if (request->query == NULL)
    return FALSE;
  request->case_id = g_strdup (case_id);
  request->root = g_strdup (root);
  request->url = g_strdup (authority->url);
  request->authority = g_strdup (authority->name);
  request->ca = g_strdup (authority->ca != NULL ? authority->ca : "");
  request->made = kiroku_book_get_now (self);
  return kiroku_anchor_queue_add (folder, request, error);
}

char *
kiroku_book_request_anchor (KirokuBook *self, const char *case_id, GError **error)
{
  g_autoptr (GPtrArray) authorities = NULL;
  g_autofree char *root = NULL;

  g_return_val_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL, NULL);

  root = ensure_root (self, case_id, error);
  authorities = kiroku_book_list_authorities (self);
  for (guint i = 0; root != NULL && i < authorities->len; i++)
    if (!queue_request (self, case_id, root, g_ptr_array_index (authorities, i), error))
      return NULL;
  return g_steal_pointer (&root);
}

/* --- Requesting without waiting: what is there, else a checkpoint, then the requests --- */

/* Data of the task, and of its jobs: the task lives as long. */
typedef struct
{
  KirokuBook *book; /* (unowned): the task's source */
  char *case_id;
  char *root; /* (nullable) until it is known */
} Requesting;

static void
requesting_free (gpointer data)
{
  Requesting *requesting = data;

  g_free (requesting->case_id);
  g_free (requesting->root);
  g_free (requesting);
}

static gpointer
queue_requests (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Requesting *requesting = data;
  g_autoptr (GPtrArray) authorities = kiroku_book_list_authorities (requesting->book);

  for (guint i = 0; i < authorities->len; i++)
    if (!queue_request (requesting->book, requesting->case_id, requesting->root,
                        g_ptr_array_index (authorities, i), error))
      return NULL;
  return g_strdup (requesting->root);
}

static void
queued_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  char *root = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);

  if (root != NULL)
    g_task_return_pointer (task, root, g_free);
  else
    g_task_return_error (task, error);
}

/* Takes @task. */
static void
start_queueing (GTask *task)
{
  Requesting *requesting = g_task_get_task_data (task);

  kiroku_store_run_async (kiroku_book_get_store (requesting->book), KIROKU_STORE_WORKER,
                          KIROKU_STORE_PRIORITY_NOW, queue_requests, requesting, NULL, g_free, NULL,
                          queued_cb, task);
}

static void
root_made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Requesting *requesting = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KirokuEntry) entry
      = kiroku_book_checkpoint_finish (KIROKU_BOOK (source), result, &error);

  requesting->root = entry != NULL ? read_root (entry, &error) : NULL;
  if (requesting->root != NULL)
    {
      start_queueing (task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
present_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Requesting *requesting = g_task_get_task_data (task);
  GError *error = NULL;

  requesting->root = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);
  if (requesting->root != NULL)
    start_queueing (task);
  else if (error == NULL)
    kiroku_book_checkpoint_async (requesting->book, requesting->case_id,
                                  "report", root_made_cb, task);
  else
    {
      g_task_return_error (task, error);
      g_object_unref (task);
    }
}

void
kiroku_book_request_anchor_async (KirokuBook *self,
                                  const char *case_id,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  Requesting *requesting;
  GTask *task;

  g_return_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL);

  requesting = g_new0 (Requesting, 1);
  requesting->book = self;
  requesting->case_id = g_strdup (case_id);
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_book_request_anchor_async);
  g_task_set_task_data (task, requesting, requesting_free);
  kiroku_store_run_async (kiroku_book_get_store (self), KIROKU_STORE_WORKER,
                          KIROKU_STORE_PRIORITY_NOW, find_present, requesting->case_id, NULL,
                          g_free, NULL, present_found_cb, task);
}

char *
kiroku_book_request_anchor_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
