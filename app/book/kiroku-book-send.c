/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-send.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "kiroku-anchor.h"
#include "kiroku-archive.h"
#include "kiroku-book-anchor.h"
#include "kiroku-book-authority.h"
#include "kiroku-book-private.h"
#include "kiroku-book-request.h"
#include "kiroku-exchange-error.h"
#include "kiroku-files.h"

void
kiroku_anchor_outcome_free (KirokuAnchorOutcome *outcome)
{
  g_clear_pointer (&outcome->request, kiroku_anchor_request_free);
  g_clear_pointer (&outcome->entry, kiroku_entry_unref);
  g_free (outcome->why);
  g_free (outcome);
}

/* Sending, in a thread of its own: first everybody is asked, and every answer kept in its request; then
 * the answers are recorded; and what is recorded is taken out. Cut short anywhere, the next sending goes
 * on from there. */
typedef struct
{
  KirokuStore *store;
  char *folder;
  char *case_id; /* (nullable) all */
  GPtrArray *authorities;
  GPtrArray *outcomes; /* of KirokuAnchorOutcome */
  int lock;            /* only one program sends; -1 before */
  guint waiting;       /* to be recorded */
} Sending;

static Sending *
sending_new (KirokuBook *self, const char *case_id)
{
  Sending *sending = g_new0 (Sending, 1);

  sending->store = kiroku_book_get_store (self);
  sending->folder = kiroku_book_get_anchor_folder (self);
  sending->case_id = g_strdup (case_id);
  sending->authorities = kiroku_book_list_authorities (self);
  sending->outcomes
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_anchor_outcome_free);
  sending->lock = -1;
  return sending;
}

/* Before the end is told: who hears of it may send again at once. */
static void
unlock (Sending *sending)
{
  if (sending->lock >= 0)
    close (sending->lock);
  sending->lock = -1;
}

static void
sending_free (gpointer data)
{
  Sending *sending = data;

  unlock (sending);
  g_free (sending->folder);
  g_free (sending->case_id);
  g_ptr_array_unref (sending->authorities);
  g_ptr_array_unref (sending->outcomes);
  g_free (sending);
}

/* --- Asking --- */

/* The certificates that an answer to @request must lead to: as the profile has it now, else as it
 * was when the request was made. *@ca: (nullable) none are asked for. */
static gboolean
find_ca (
    GPtrArray *authorities, const KirokuAnchorRequest *request, const char **ca, GError **error)
{
  const char *asked = request->ca != NULL && request->ca[0] != '\0' ? request->ca : NULL;

  for (guint i = 0; i < authorities->len; i++)
    {
      const KirokuAuthority *authority = g_ptr_array_index (authorities, i);

      if (!g_str_equal (authority->url, request->url))
        continue;
      *ca = authority->ca != NULL ? authority->ca : asked;
      return TRUE;
    }
  *ca = asked;
  if (request->ca != NULL)
    return TRUE;
  g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
               _ ("“%s” is not in the profile any more, and the request does not say whom to "
                  "trust: set it again (kiroku-cli profile set tsa.1.url URL), or remove “%s”"),
               request->url, request->path);
  return FALSE;
}

/* The token that answers @request. (transfer full) */
static char *
ask (GPtrArray *authorities,
     const KirokuAnchorRequest *request,
     GCancellable *cancellable,
     GError **error)
{
  const char *ca;

  if (!find_ca (authorities, request, &ca, error))
    return NULL;
  return kiroku_book_ask_authority (request->url, ca, request->root, request->query, cancellable,
                                    error);
}

/* Why it was not answered is worth keeping, but no reason not to ask the next. */
static void
note_failure (KirokuAnchorOutcome *outcome, const GError *failure)
{
  g_autoptr (GError) unsaved = NULL;

  outcome->why = g_strdup (failure->message);
  outcome->refused
      = !g_error_matches (failure, KIROKU_EXCHANGE_ERROR, KIROKU_EXCHANGE_ERROR_UNREACHED);
  if (!kiroku_anchor_queue_fail (outcome->request, failure->message, &unsaved))
    g_debug ("%s", unsaved->message);
}

/* An answer is on the disk before anything else is done with it. */
static void
ask_one (Sending *sending, KirokuAnchorOutcome *outcome, GCancellable *cancellable)
{
  KirokuAnchorRequest *request = outcome->request;
  g_autoptr (GError) failure = NULL;
  g_autofree char *token = NULL;

  if (request->token != NULL || g_cancellable_is_cancelled (cancellable))
    return;
  token = ask (sending->authorities, request, cancellable, &failure);
  if (token == NULL && !g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    note_failure (outcome, failure);
  else if (token == NULL)
    return;
  else if (!kiroku_anchor_queue_answer (request, token, &failure))
    outcome->why = g_strdup (failure->message);
}

static gpointer
find_recorded (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  KirokuAnchorOutcome *outcome = data;

  return kiroku_anchor_find_token (db, outcome->request->case_id, outcome->request->token,
                                   &outcome->entry, error)
             ? outcome
             : NULL;
}

/* Nobody waits for a lock that is held as long as others do not answer. */
static gboolean
take_lock (Sending *sending, GError **error)
{
  g_autofree char *path = g_strconcat (sending->folder, ".lock", NULL);
  g_autoptr (GError) failure = NULL;

  sending->lock = kiroku_files_try_lock (path, &failure);
  if (sending->lock >= 0)
    return TRUE;
  if (g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_AGAIN))
    g_set_error_literal (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_BUSY,
                         _ ("time stamps are being asked for already, in this window or by another "
                            "program: wait until that is done"));
  else
    g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
take_requests (Sending *sending, GError **error)
{
  g_autoptr (GPtrArray) requests = NULL;

  if (!g_file_test (sending->folder, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!take_lock (sending, error))
    return FALSE;
  requests = kiroku_anchor_queue_list (sending->folder, sending->case_id, error);
  while (requests != NULL && requests->len > 0)
    {
      KirokuAnchorOutcome *outcome = g_new0 (KirokuAnchorOutcome, 1);

      outcome->request = g_ptr_array_steal_index (requests, 0);
      outcome->why = g_strdup (outcome->request->broken);
      g_ptr_array_add (sending->outcomes, outcome);
    }
  return requests != NULL;
}

/* The folder is of a person, not of a database: what is asked for cases of another one is left to it. A
 * job. */
static gpointer
leave_foreign (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Sending *sending = data;

  for (guint i = sending->outcomes->len; i > 0; i--)
    {
      const KirokuAnchorOutcome *outcome = g_ptr_array_index (sending->outcomes, i - 1);
      g_autoptr (GPtrArray) keys = NULL;

      if (outcome->request->case_id == NULL)
        continue;
      keys = kiroku_archive_list_journals (db, outcome->request->case_id, error);
      if (keys == NULL)
        return NULL;
      if (keys->len == 0)
        g_ptr_array_remove_index (sending->outcomes, i - 1);
    }
  return sending;
}

/* It waits. */
static gboolean
ask_all (Sending *sending, GCancellable *cancellable, GError **error)
{
  if (!take_requests (sending, error)
      || kiroku_store_run (sending->store, KIROKU_STORE_SCREEN, KIROKU_STORE_PRIORITY_NOW,
                           leave_foreign, sending, NULL, error)
             == NULL)
    return FALSE;
  for (guint i = 0; i < sending->outcomes->len; i++)
    {
      KirokuAnchorOutcome *outcome = g_ptr_array_index (sending->outcomes, i);

      if (outcome->request->broken != NULL)
        continue;
      ask_one (sending, outcome, cancellable);
      if (outcome->request->token != NULL
          && kiroku_store_run (sending->store, KIROKU_STORE_SCREEN, KIROKU_STORE_PRIORITY_NOW,
                               find_recorded, outcome, NULL, error)
                 == NULL)
        return FALSE;
    }
  return TRUE;
}

/* --- Recording --- */

static gboolean
is_to_be_recorded (const KirokuAnchorOutcome *outcome)
{
  return outcome->request->token != NULL && outcome->entry == NULL;
}

static KirokuWrite *
write_answer (KirokuBook *self, const KirokuAnchorOutcome *outcome)
{
  const KirokuOutsideHead outside = { .type = KIROKU_ANCHOR_TOKEN,
                                      .root = outcome->request->root,
                                      .token = outcome->request->token,
                                      .authority = outcome->request->authority };

  return kiroku_book_write_anchor (self, outcome->request->case_id, &outside);
}

/* Takes @entries; NULL is a failure, which does not keep the others from being recorded. */
static void
note_recorded (KirokuAnchorOutcome *outcome, GPtrArray *entries, const GError *failure)
{
  outcome->entry = kiroku_write_take_first (entries);
  g_clear_pointer (&outcome->why, g_free);
  if (outcome->entry == NULL)
    outcome->why = g_strdup (failure->message);
}

/* Only when it is recorded nobody waits for it any more. One that cannot be taken out is found to
 * be recorded by the next sending. */
static void
remove_recorded (Sending *sending)
{
  for (guint i = 0; i < sending->outcomes->len; i++)
    {
      KirokuAnchorOutcome *outcome = g_ptr_array_index (sending->outcomes, i);
      g_autoptr (GError) failure = NULL;

      if (outcome->entry == NULL)
        continue;
      g_clear_pointer (&outcome->why, g_free);
      if (!kiroku_anchor_queue_remove (outcome->request, &failure))
        outcome->why = g_strdup (failure->message);
    }
}

static gboolean
send_waiting (KirokuBook *self, Sending *sending, GCancellable *cancellable, GError **error)
{
  if (!ask_all (sending, cancellable, error))
    return FALSE;
  for (guint i = 0; i < sending->outcomes->len; i++)
    {
      KirokuAnchorOutcome *outcome = g_ptr_array_index (sending->outcomes, i);
      g_autoptr (GError) failure = NULL;
      GPtrArray *entries;

      if (!is_to_be_recorded (outcome))
        continue;
      entries = kiroku_book_write (self, write_answer (self, outcome), &failure);
      note_recorded (outcome, entries, failure);
    }
  remove_recorded (sending);
  return TRUE;
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

/* --- Without waiting --- */

static void
remove_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Sending *sending = data;

  remove_recorded (sending);
  unlock (sending);
  g_task_return_boolean (task, TRUE);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Sending *sending = g_task_get_task_data (task);

  g_task_return_pointer (task, g_ptr_array_ref (sending->outcomes),
                         (GDestroyNotify) g_ptr_array_unref);
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
  g_autoptr (GError) error = NULL;
  GPtrArray *entries = kiroku_book_write_finish (KIROKU_BOOK (source), result, &error);

  note_recorded (g_ptr_array_index (sending->outcomes, answer->index), entries, error);
  if (--sending->waiting == 0)
    kiroku_book_run_in_thread (g_steal_pointer (&task), remove_in_thread, removed_cb);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KirokuBook *self = g_task_get_source_object (task);
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
      const KirokuAnchorOutcome *outcome = g_ptr_array_index (sending->outcomes, i);
      Answer *answer;

      if (!is_to_be_recorded (outcome))
        continue;
      answer = g_new (Answer, 1);
      *answer = (Answer){ g_object_ref (task), i };
      sending->waiting++;
      kiroku_book_write_async (self, write_answer (self, outcome), recorded_cb, answer);
    }
  if (--sending->waiting == 0)
    kiroku_book_run_in_thread (g_steal_pointer (&task), remove_in_thread, removed_cb);
}

static void
ask_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (ask_all (data, cancellable, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  unlock (data);
  g_task_return_error (task, error);
}

void
kiroku_book_send_anchors_async (KirokuBook *self,
                                const char *case_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task;
  Sending *sending;

  g_return_if_fail (KIROKU_IS_BOOK (self));

  task = g_task_new (self, cancellable, callback, user_data);
  sending = sending_new (self, case_id);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_book_send_anchors_async);
  g_task_set_task_data (task, sending, sending_free);
  g_task_set_check_cancellable (task, FALSE); /* what was answered is recorded */
  kiroku_book_run_in_thread (task, ask_in_thread, asked_cb);
}

GPtrArray *
kiroku_book_send_anchors_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
