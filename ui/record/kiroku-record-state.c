/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-record-state.h"

#include <glib/gi18n.h>

#include "kiroku-book-anchor.h"
#include "kiroku-erasure.h"
#include "kiroku-page-write.h"

typedef struct
{
  KirokuBook *book; /* it outlives what is queued */
  char *case_id;
  char *author;
  char *queue;
} Query;

static void
query_free (gpointer data)
{
  Query *query = data;

  g_free (query->case_id);
  g_free (query->author);
  g_free (query->queue);
  g_free (query);
}

void
kiroku_record_state_free (KirokuRecordState *self)
{
  g_clear_pointer (&self->authors, g_ptr_array_unref);
  g_clear_pointer (&self->own, g_ptr_array_unref);
  g_free (self->failure);
  g_free (self);
}

gboolean
kiroku_record_state_is_own (const KirokuRecordState *self, const char *key)
{
  return g_ptr_array_find_with_equal_func (self->own, key, g_str_equal, NULL);
}

static gboolean
read_queue (KirokuRecordState *self, const Query *query, GError **error)
{
  g_autoptr (GPtrArray) waiting
      = kiroku_anchor_queue_list (query->queue, query->case_id, error);

  if (waiting == NULL)
    return FALSE;
  self->waiting = waiting->len;
  for (guint i = 0; i < waiting->len && self->failure == NULL; i++)
    {
      const KirokuAnchorRequest *request = g_ptr_array_index (waiting, i);

      self->failure = g_strdup (request->broken != NULL ? request->broken : request->failure);
    }
  return TRUE;
}

static gboolean
read_own (KirokuRecordState *self, const Query *query, GError **error)
{
  g_autoptr (GPtrArray) keys = kiroku_people_list (kiroku_book_get_people (query->book), query->author, error);

  if (keys == NULL)
    return FALSE;
  self->own = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < keys->len; i++)
    g_ptr_array_add (self->own,
                     g_strdup (((KirokuPersonKey *) g_ptr_array_index (keys, i))->id));
  return TRUE;
}

static gpointer
read_state (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Query *query = data;
  g_autoptr (KirokuRecordState) self = g_new0 (KirokuRecordState, 1);

  self->authors = kiroku_trust_read (db, query->case_id, KIROKU_NOW, error);
  if (self->authors == NULL
      || !kiroku_book_read_anchored (query->book, db, query->case_id, &self->anchored, error)
      || !read_queue (self, query, error) || !read_own (self, query, error)
      || !kiroku_erasure_read_due (db, &self->erasures_due, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
kiroku_record_state_read_async (KirokuBook *book,
                                const char *case_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  Query *query;

  g_return_if_fail (KIROKU_IS_BOOK (book) && case_id != NULL);

  query = g_new (Query, 1);
  *query = (Query){ book, g_strdup (case_id),
                    g_strdup (kiroku_book_get_author (book)),
                    kiroku_book_get_anchor_folder (book) };
  kiroku_store_run_async (kiroku_book_get_store (book), KIROKU_STORE_WORKER,
                          KIROKU_STORE_PRIORITY_NOW, read_state, query, query_free,
                          (GDestroyNotify) kiroku_record_state_free, cancellable, callback,
                          user_data);
}

/* --- Only what nothing outside bears out --- */

typedef struct
{
  KirokuBook *book; /* it outlives what is queued */
  char *case_id;
} Short;

static void
short_free (gpointer data)
{
  Short *query = data;

  g_free (query->case_id);
  g_free (query);
}

static gpointer
read_unanchored (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Short *query = data;
  KirokuAnchored anchored;

  if (!kiroku_book_read_anchored (query->book, db, query->case_id, &anchored, error))
    return NULL;
  return g_memdup2 (&anchored, sizeof anchored);
}

void
kiroku_unanchored_read_async (KirokuBook *book,
                              const char *case_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  Short *query;

  g_return_if_fail (KIROKU_IS_BOOK (book) && case_id != NULL);

  query = g_new (Short, 1);
  *query = (Short){ book, g_strdup (case_id) };
  kiroku_store_run_async (kiroku_book_get_store (book), KIROKU_STORE_WORKER,
                          KIROKU_STORE_PRIORITY_NOW, read_unanchored, query, short_free, g_free,
                          cancellable, callback, user_data);
}

char *
kiroku_record_dup_unanchored (KirokuCaseModel *model, const KirokuUnanchored *unanchored)
{
  g_autofree char *since = NULL;

  if (unanchored->entries == 0)
    return g_strdup (_ ("Everything is anchored"));
  since = kiroku_page_dup_time (model, unanchored->since);
  /* Translators: a number of entries, and a time. */
  return g_strdup_printf (g_dngettext (NULL, "%d entry not anchored, since %s",
                                       "%d entries not anchored, since %s", unanchored->entries),
                          (int) unanchored->entries, since);
}

char *
kiroku_record_dup_stated (const KirokuUnanchored *unanchored)
{
  if (unanchored->stated == 0)
    return NULL;
  return g_strdup_printf (g_dngettext (NULL,
                                       "%d of them is said to be kept outside: it counts when the "
                                       "record is verified with those digits.",
                                       "%d of them are said to be kept outside: they count when the "
                                       "record is verified with those digits.",
                                       unanchored->stated),
                          (int) unanchored->stated);
}
