/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-anchor.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-archive.h"
#include "kiroku-authority.h"
#include "kiroku-book-private.h"
#include "kiroku-text.h"

#define DAY (24 * 3600 * (gint64) G_USEC_PER_SEC)
#define N_AUTHORITIES 9

/* --- Checkpoints that follow --- */

/* What is recorded here goes outside, or is an end: the heads are noted with it. */
static const struct
{
  const char *kind;
  const char *purpose;
} moments[] = { { "case.close", "close" }, { "form.file", "file" }, { "handover", "handover" } };

static const char *
find_moment (GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const KirokuEntry *entry = g_ptr_array_index (entries, i);

      for (guint j = 0; j < G_N_ELEMENTS (moments); j++)
        if (g_str_equal (entry->kind, moments[j].kind))
          return moments[j].purpose;
    }
  return NULL;
}

static void
note_checkpoint (GHashTable *known, const char *case_id, gint64 time)
{
  g_hash_table_insert (known, g_strdup (case_id), g_memdup2 (&time, sizeof time));
}

/* When the last checkpoint was made, by anybody, or else when the own journal of the case began. */
static gboolean
read_last (KirokuDb *db, const KirokuEntry *entry, gint64 *last, GError **error)
{
  return kiroku_db_query_int (db, error, G_MININT64, last,
                              "SELECT rec FROM checkpoint WHERE case_id = :{case:s}"
                              " ORDER BY clock DESC, key DESC, seq DESC LIMIT 1",
                              entry->case_id)
         && (*last != G_MININT64
             || kiroku_db_query_int (db, error, entry->rec, last,
                                     "SELECT rec FROM entry WHERE case_id = :{case:s}"
                                     " AND key = :{key:s} AND seq = 0",
                                     entry->case_id, entry->key));
}

static gboolean
is_day_over (
    KirokuDb *db, GHashTable *known, const KirokuEntry *entry, gboolean *over, GError **error)
{
  const gint64 *noted = g_hash_table_lookup (known, entry->case_id);
  gint64 last;

  *over = FALSE;
  if (noted != NULL && entry->rec - *noted <= DAY)
    return TRUE;
  if (!read_last (db, entry, &last, error))
    return FALSE;
  *over = entry->rec - last > DAY;
  note_checkpoint (known, entry->case_id, last);
  return TRUE;
}

static gboolean
holds_checkpoint (GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    if (g_str_equal (((KirokuEntry *) g_ptr_array_index (entries, i))->kind, "checkpoint"))
      return TRUE;
  return FALSE;
}

gboolean
kiroku_book_follow (KirokuDb *db,
                    const char *case_id,
                    GPtrArray *entries,
                    GPtrArray *drafts,
                    gpointer data,
                    GError **error)
{
  const KirokuEntry *last = g_ptr_array_index (entries, entries->len - 1);
  const char *purpose = find_moment (entries);
  g_autoptr (KirokuCheckpoint) heads = NULL;
  gboolean over;

  if (holds_checkpoint (entries))
    return TRUE;
  if (!is_day_over (db, data, last, &over, error))
    return FALSE;
  if (purpose == NULL && !over)
    return TRUE;
  heads = kiroku_checkpoint_read (db, case_id, last->rec, error);
  if (heads == NULL)
    return FALSE;
  g_ptr_array_add (drafts, kiroku_checkpoint_draft (heads, purpose != NULL ? purpose : "daily"));
  return TRUE;
}

/* --- Checkpoints that are asked for --- */

typedef struct
{
  char *case_id;
  char *purpose;
  gint64 now;
  KirokuCheckpoint *heads; /* NULL: as they are */
} Noting;

static void
noting_free (gpointer data)
{
  Noting *noting = data;

  g_free (noting->case_id);
  g_free (noting->purpose);
  g_clear_pointer (&noting->heads, kiroku_checkpoint_free);
  g_free (noting);
}

static GPtrArray *
make_one_draft (KirokuDraft *draft)
{
  GPtrArray *drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);

  g_ptr_array_add (drafts, draft);
  return drafts;
}

static GPtrArray *
make_checkpoint (KirokuDb *db, gpointer data, GError **error)
{
  Noting *noting = data;

  if (noting->heads == NULL)
    noting->heads = kiroku_checkpoint_read (db, noting->case_id, noting->now, error);
  if (noting->heads == NULL)
    return NULL;
  return make_one_draft (kiroku_checkpoint_draft (noting->heads, noting->purpose));
}

/* Takes @heads. */
static KirokuWrite *
write_checkpoint (
    KirokuBook *self, const char *case_id, KirokuCheckpoint *heads, const char *purpose)
{
  Noting *noting = g_new (Noting, 1);

  *noting = (Noting){ g_strdup (case_id), g_strdup (purpose), kiroku_book_get_now (self), heads };
  return kiroku_write_new (self, case_id, make_checkpoint, noting, noting_free);
}

static KirokuCheckpoint *
copy_heads (KirokuCheckpoint *heads)
{
  g_autofree char *text = kiroku_checkpoint_to_text (heads);

  return kiroku_checkpoint_parse (text, NULL);
}

/* Takes @entries. */
static KirokuEntry *
take_first (GPtrArray *entries)
{
  KirokuEntry *entry = entries != NULL ? kiroku_entry_ref (g_ptr_array_index (entries, 0)) : NULL;

  g_clear_pointer (&entries, g_ptr_array_unref);
  return entry;
}

KirokuEntry *
kiroku_book_checkpoint (
    KirokuBook *self, const char *case_id, const char *purpose, GError **error)
{
  g_return_val_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL && purpose != NULL, NULL);

  return take_first (
      kiroku_book_write (self, write_checkpoint (self, case_id, NULL, purpose), error));
}

void
kiroku_book_checkpoint_async (KirokuBook *self,
                              const char *case_id,
                              const char *purpose,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL && purpose != NULL);

  kiroku_book_write_async (self, write_checkpoint (self, case_id, NULL, purpose), callback,
                           user_data);
}

KirokuEntry *
kiroku_book_checkpoint_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  return take_first (kiroku_book_write_finish (self, result, error));
}

KirokuEntry *
kiroku_book_record_heads (
    KirokuBook *self, KirokuCheckpoint *heads, const char *purpose, GError **error)
{
  g_return_val_if_fail (KIROKU_IS_BOOK (self) && heads != NULL && purpose != NULL, NULL);

  return take_first (kiroku_book_write (
      self, write_checkpoint (self, heads->case_id, copy_heads (heads), purpose), error));
}

void
kiroku_book_record_heads_async (KirokuBook *self,
                                KirokuCheckpoint *heads,
                                const char *purpose,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (KIROKU_IS_BOOK (self) && heads != NULL && purpose != NULL);

  kiroku_book_write_async (
      self, write_checkpoint (self, heads->case_id, copy_heads (heads), purpose), callback,
      user_data);
}

KirokuEntry *
kiroku_book_record_heads_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  return take_first (kiroku_book_write_finish (self, result, error));
}

/* --- Anchors --- */

typedef struct
{
  char *case_id;
  KirokuAnchorType type;
  char *root;
  char *token;
  char *authority;
  char *note;
} Adding;

static void
adding_free (gpointer data)
{
  Adding *adding = data;

  g_free (adding->case_id);
  g_free (adding->root);
  g_free (adding->token);
  g_free (adding->authority);
  g_free (adding->note);
  g_free (adding);
}

static KirokuDraft *
draft_anchor (const Adding *adding, KirokuCheckpoint *heads, const char *checkpoint)
{
  KirokuAnchoring anchoring = { adding->type,  heads, checkpoint, adding->token, adding->authority,
                                adding->note };

  return kiroku_anchor_draft (&anchoring);
}

/* An anchor of the heads as they are, if their root is the one meant. */
static GPtrArray *
make_present_anchor (KirokuDb *db, const Adding *adding, GError **error)
{
  g_autoptr (KirokuCheckpoint) heads = kiroku_checkpoint_read (db, adding->case_id, -1, error);
  g_autofree char *root = heads != NULL ? kiroku_checkpoint_get_root (heads) : NULL;

  if (root == NULL)
    return NULL;
  if (g_str_equal (root, adding->root))
    return make_one_draft (draft_anchor (adding, heads, NULL));
  g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
               _ ("no checkpoint of this case has the case root %s: check the digits and the case"),
               adding->root);
  return NULL;
}

static GPtrArray *
make_anchor (KirokuDb *db, gpointer data, GError **error)
{
  const Adding *adding = data;
  g_autoptr (GError) failure = NULL;
  g_autoptr (KirokuRecordedHeads) recorded
      = kiroku_anchor_find_checkpoint (db, adding->case_id, adding->root, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (recorded == NULL)
    return make_present_anchor (db, adding, error);
  return make_one_draft (draft_anchor (adding, recorded->heads, recorded->hash));
}

static KirokuWrite *
write_anchor (KirokuBook *self, const char *case_id, const KirokuOutsideHead *outside)
{
  Adding *adding = g_new (Adding, 1);

  *adding = (Adding){ g_strdup (case_id),        outside->type,
                      g_strdup (outside->root),  g_strdup (outside->token),
                      g_strdup (outside->authority), g_strdup (outside->note) };
  return kiroku_write_new (self, case_id, make_anchor, adding, adding_free);
}

KirokuEntry *
kiroku_book_add_anchor (
    KirokuBook *self, const char *case_id, const KirokuOutsideHead *outside, GError **error)
{
  g_return_val_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL && outside != NULL, NULL);

  return take_first (kiroku_book_write (self, write_anchor (self, case_id, outside), error));
}

void
kiroku_book_add_anchor_async (KirokuBook *self,
                              const char *case_id,
                              const KirokuOutsideHead *outside,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL && outside != NULL);

  kiroku_book_write_async (self, write_anchor (self, case_id, outside), callback, user_data);
}

KirokuEntry *
kiroku_book_add_anchor_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  return take_first (kiroku_book_write_finish (self, result, error));
}

/* --- Authorities --- */

void
kiroku_book_authority_free (KirokuAuthority *authority)
{
  g_free (authority->url);
  g_free (authority->name);
  g_free (authority->ca);
  g_free (authority);
}

/* NULL when it is not set. */
static char *
read_profile (KirokuBook *self, guint number, const char *what)
{
  g_autofree char *key = g_strdup_printf ("tsa.%u.%s", number, what);
  g_autofree char *value = kiroku_profile_get (kiroku_book_get_profile (self), key);

  return value[0] != '\0' ? g_steal_pointer (&value) : NULL;
}

GPtrArray *
kiroku_book_list_authorities (KirokuBook *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_book_authority_free);

  for (guint i = 1; i <= N_AUTHORITIES; i++)
    {
      g_autofree char *url = read_profile (self, i, "url");
      KirokuAuthority *authority;

      if (url == NULL)
        continue;
      authority = g_new (KirokuAuthority, 1);
      *authority = (KirokuAuthority){ g_strdup (url), read_profile (self, i, "name"),
                                      read_profile (self, i, "ca") };
      if (authority->name == NULL)
        authority->name = g_strdup (url);
      g_ptr_array_add (list, authority);
    }
  return list;
}

gboolean
kiroku_book_is_authority_key (const char *key)
{
  g_return_val_if_fail (key != NULL, FALSE);

  return g_str_has_prefix (key, "tsa.") && key[4] >= '1' && key[4] <= '9'
         && (g_str_equal (key + 5, ".url") || g_str_equal (key + 5, ".name")
             || g_str_equal (key + 5, ".ca"));
}

char *
kiroku_book_check_authority_value (const char *key, const char *value, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (kiroku_book_is_authority_key (key) && value != NULL, NULL);

  text = kiroku_text_strip (value);
  if (text[0] == '\0' || g_str_has_suffix (key, ".name"))
    return g_steal_pointer (&text);
  if (g_str_has_suffix (key, ".url"))
    return kiroku_authority_check_url (text, error) ? g_steal_pointer (&text) : NULL;
  path = g_canonicalize_filename (text, NULL);
  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&path);
  g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
               _ ("there is no file “%s”: give the certificates of the authority as a PEM file"), path);
  return NULL;
}

/* --- Asking for time stamps --- */

char *
kiroku_book_get_anchor_folder (KirokuBook *self)
{
  return g_build_filename (kiroku_book_get_folder (self), "anchors", NULL);
}

/* A checkpoint that nothing but checkpoints and anchors has followed, or NULL: a job. */
static gpointer
find_present (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const char *case_id = data;
  g_autoptr (KirokuRecordedHeads) recorded
      = kiroku_anchor_find_checkpoint (db, case_id, NULL, error);
  g_autoptr (GPtrArray) keys = NULL;
  gint64 since = 0;

  if (recorded == NULL || (keys = kiroku_archive_list_journals (db, case_id, error)) == NULL)
    return NULL;
  for (guint i = 0; i < keys->len && since == 0; i++)
    {
      const char *key = g_ptr_array_index (keys, i);
      gint64 covered = -1;

      for (guint j = 0; j < recorded->heads->heads->len; j++)
        {
          const KirokuHead *head = g_ptr_array_index (recorded->heads->heads, j);

          if (g_str_equal (head->key, key))
            covered = head->seq;
        }
      if (!kiroku_db_query_int (db, error, 0, &since,
                                "SELECT count(*) FROM entry WHERE case_id = :{case:s} AND"
                                " key = :{key:s} AND seq > :{seq:i}"
                                " AND kind NOT IN ('checkpoint', 'anchor')",
                                case_id, key, covered))
        return NULL;
    }
  return since == 0 ? kiroku_checkpoint_get_root (recorded->heads) : NULL;
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
    kiroku_book_checkpoint_async (requesting->book, requesting->case_id, "report", root_made_cb,
                                  task);
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

/* --- Sending --- */

void
kiroku_anchor_outcome_free (KirokuAnchorOutcome *outcome)
{
  g_clear_pointer (&outcome->request, kiroku_anchor_request_free);
  g_clear_pointer (&outcome->entry, kiroku_entry_unref);
  g_free (outcome->why);
  g_free (outcome);
}

/* The certificates that an answer from @url must lead to, or NULL. */
static const char *
find_ca (GPtrArray *authorities, const char *url)
{
  for (guint i = 0; i < authorities->len; i++)
    {
      const KirokuAuthority *authority = g_ptr_array_index (authorities, i);

      if (g_str_equal (authority->url, url))
        return authority->ca;
    }
  return NULL;
}

static gboolean
check_trust (const char *token, const KirokuAnchorRequest *request, const char *ca, GError **error)
{
  g_autoptr (KirokuToken) checked = NULL;

  if (ca == NULL)
    return TRUE;
  checked = kiroku_token_check (token, request->root, ca, error);
  if (checked == NULL || checked->trust == KIROKU_TOKEN_TRUSTED)
    return checked != NULL;
  g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
               _ ("the time stamp was not taken: %s"), checked->why);
  return FALSE;
}

/* The token that answers @request. (transfer full) */
static char *
ask (const KirokuAnchorRequest *request, const char *ca, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) answer
      = kiroku_authority_ask (request->url, request->query, cancellable, error);
  g_autofree char *token
      = answer != NULL ? kiroku_token_take_response (request->query, answer, error) : NULL;

  return token != NULL && check_trust (token, request, ca, error) ? g_steal_pointer (&token) : NULL;
}

/* Sending, in a thread of its own: what came back, not yet recorded. */
typedef struct
{
  char *folder;
  char *case_id; /* (nullable) all */
  GPtrArray *authorities;
  GPtrArray *outcomes; /* of KirokuAnchorOutcome */
  GPtrArray *tokens;   /* of char, one an outcome, NULL without an answer */
  guint waiting;       /* to be recorded */
} Sending;

static void
free_token (gpointer token)
{
  g_free (token);
}

static Sending *
sending_new (KirokuBook *self, const char *case_id)
{
  Sending *sending = g_new0 (Sending, 1);

  sending->folder = kiroku_book_get_anchor_folder (self);
  sending->case_id = g_strdup (case_id);
  sending->authorities = kiroku_book_list_authorities (self);
  sending->outcomes
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_anchor_outcome_free);
  sending->tokens = g_ptr_array_new_with_free_func (free_token);
  return sending;
}

static void
sending_free (gpointer data)
{
  Sending *sending = data;

  g_free (sending->folder);
  g_free (sending->case_id);
  g_ptr_array_unref (sending->authorities);
  g_clear_pointer (&sending->outcomes, g_ptr_array_unref);
  g_ptr_array_unref (sending->tokens);
  g_free (sending);
}

/* Takes @request. */
static gboolean
ask_one (
    Sending *sending, KirokuAnchorRequest *request, GCancellable *cancellable, GError **error)
{
  KirokuAnchorOutcome *outcome = g_new0 (KirokuAnchorOutcome, 1);
  g_autoptr (GError) failure = NULL;
  char *token
      = ask (request, find_ca (sending->authorities, request->url), cancellable, &failure);

  outcome->request = request;
  g_ptr_array_add (sending->outcomes, outcome);
  g_ptr_array_add (sending->tokens, token);
  if (token != NULL)
    return TRUE;
  outcome->why = g_strdup (failure->message);
  outcome->refused
      = !g_error_matches (failure, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_UNREACHED);
  return kiroku_anchor_queue_fail (request, failure->message, error);
}

static gboolean
ask_all (Sending *sending, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) requests
      = kiroku_anchor_queue_list (sending->folder, sending->case_id, error);

  if (requests == NULL)
    return FALSE;
  while (requests->len > 0)
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !ask_one (sending, g_ptr_array_steal_index (requests, 0), cancellable, error))
      return FALSE;
  return TRUE;
}

static KirokuWrite *
write_answer (KirokuBook *self, Sending *sending, guint i)
{
  const KirokuAnchorOutcome *outcome = g_ptr_array_index (sending->outcomes, i);
  KirokuOutsideHead outside = { .type = KIROKU_ANCHOR_TOKEN,
                                .root = outcome->request->root,
                                .token = g_ptr_array_index (sending->tokens, i),
                                .authority = outcome->request->authority };

  return write_anchor (self, outcome->request->case_id, &outside);
}

/* Only when it is recorded nobody waits for it any more. */
static gboolean
remove_recorded (Sending *sending, GError **error)
{
  for (guint i = 0; i < sending->outcomes->len; i++)
    {
      const KirokuAnchorOutcome *outcome = g_ptr_array_index (sending->outcomes, i);

      if (outcome->entry != NULL && !kiroku_anchor_queue_remove (outcome->request, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
send_waiting (KirokuBook *self, Sending *sending, GCancellable *cancellable, GError **error)
{
  if (!ask_all (sending, cancellable, error))
    return FALSE;
  for (guint i = 0; i < sending->outcomes->len; i++)
    {
      KirokuAnchorOutcome *outcome = g_ptr_array_index (sending->outcomes, i);

      if (g_ptr_array_index (sending->tokens, i) == NULL)
        continue;
      outcome->entry = take_first (kiroku_book_write (self, write_answer (self, sending, i), error));
      if (outcome->entry == NULL)
        return FALSE;
    }
  return remove_recorded (sending, error);
}

GPtrArray *
kiroku_book_send_anchors (
    KirokuBook *self, const char *case_id, GCancellable *cancellable, GError **error)
{
  Sending *sending;
  GPtrArray *outcomes = NULL;

  g_return_val_if_fail (KIROKU_IS_BOOK (self), NULL);

  sending = sending_new (self, case_id);
  if (send_waiting (self, sending, cancellable, error))
    outcomes = g_ptr_array_ref (sending->outcomes);
  sending_free (sending);
  return outcomes;
}

static void
remove_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Sending *sending = data;
  GError *error = NULL;

  if (remove_recorded (sending, &error))
    g_task_return_pointer (task, g_ptr_array_ref (sending->outcomes),
                           (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

typedef struct
{
  GTask *task;
  guint index;
} Answer;

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Answer *answer = user_data;
  g_autoptr (GTask) task = answer->task;
  Sending *sending = g_task_get_task_data (task);
  KirokuAnchorOutcome *outcome = g_ptr_array_index (sending->outcomes, answer->index);
  g_autoptr (GError) error = NULL;

  outcome->entry
      = take_first (kiroku_book_write_finish (KIROKU_BOOK (source), result, &error));
  if (outcome->entry == NULL)
    outcome->why = g_strdup (error->message);
  if (--sending->waiting == 0)
    g_task_run_in_thread (task, remove_in_thread);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Sending *sending = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  sending->waiting = 1;
  for (guint i = 0; i < sending->outcomes->len; i++)
    {
      Answer *answer;

      if (g_ptr_array_index (sending->tokens, i) == NULL)
        continue;
      answer = g_new (Answer, 1);
      *answer = (Answer){ g_object_ref (task), i };
      sending->waiting++;
      kiroku_book_write_async (KIROKU_BOOK (source), write_answer (KIROKU_BOOK (source), sending, i),
                               recorded_cb, answer);
    }
  if (--sending->waiting == 0)
    g_task_run_in_thread (task, remove_in_thread);
}

static void
ask_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (ask_all (data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kiroku_book_send_anchors_async (KirokuBook *self,
                                const char *case_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task, *asking;
  Sending *sending;

  g_return_if_fail (KIROKU_IS_BOOK (self));

  task = g_task_new (self, cancellable, callback, user_data);
  sending = sending_new (self, case_id);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_book_send_anchors_async);
  g_task_set_task_data (task, sending, sending_free);
  /* The inner task only lends what the outer one owns: asked_cb() holds that. */
  asking = g_task_new (self, cancellable, asked_cb, task);
  g_task_set_task_data (asking, sending, NULL);
  g_task_run_in_thread (asking, ask_in_thread);
  g_object_unref (asking);
}

GPtrArray *
kiroku_book_send_anchors_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
