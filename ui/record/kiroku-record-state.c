/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-record-state.h"

#include <glib/gi18n.h>

#include "kiroku-book-anchor.h"
#include "kiroku-page-write.h"

typedef struct
{
  KirokuPeople *people; /* the book's, which outlives what is queued */
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

static void
take_last (KirokuRecordState *self, GPtrArray *anchors)
{
  self->last = KIROKU_TIME_NONE;
  for (guint i = 0; i < anchors->len; i++)
    {
      const KirokuAnchor *anchor = g_ptr_array_index (anchors, i);

      if (anchor->token != NULL && anchor->token->trust == KIROKU_TOKEN_WRONG)
        continue;
      self->last_type = anchor->type;
      self->last = anchor->rec;
    }
}

/* Without an anchor it does not matter who had seen whom. */
static gboolean
count_unanchored (KirokuDb *db,
                  const char *case_id,
                  GPtrArray *anchors,
                  KirokuUnanchored *unanchored,
                  GError **error)
{
  g_autoptr (KirokuAncestry) ancestry = anchors->len > 0
                                            ? kiroku_ancestry_read (db, case_id, error)
                                            : kiroku_ancestry_new ();

  return ancestry != NULL
         && kiroku_anchor_read_unanchored (db, ancestry, case_id, anchors, unanchored, error);
}

static gboolean
read_anchors (KirokuRecordState *self, KirokuDb *db, const char *case_id, GError **error)
{
  g_autoptr (GPtrArray) anchors = kiroku_anchor_list (db, case_id, KIROKU_NOW, NULL, error);

  if (anchors == NULL)
    return FALSE;
  take_last (self, anchors);
  return count_unanchored (db, case_id, anchors, &self->unanchored, error);
}

static gboolean
read_queue (KirokuRecordState *self, const Query *query, GError **error)
{
  g_autoptr (GError) broken = NULL;
  g_autoptr (GPtrArray) waiting
      = kiroku_anchor_queue_list (query->queue, query->case_id, &broken, error);

  if (waiting == NULL)
    return FALSE;
  self->waiting = waiting->len + (broken != NULL);
  if (broken != NULL)
    self->failure = g_strdup (broken->message);
  for (guint i = 0; i < waiting->len && self->failure == NULL; i++)
    self->failure = g_strdup (((KirokuAnchorRequest *) g_ptr_array_index (waiting, i))->failure);
  return TRUE;
}

static gboolean
read_own (KirokuRecordState *self, const Query *query, GError **error)
{
  g_autoptr (GPtrArray) keys = kiroku_people_list (query->people, query->author, error);

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
  if (self->authors == NULL || !read_anchors (self, db, query->case_id, error)
      || !read_queue (self, query, error) || !read_own (self, query, error))
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
  *query = (Query){ kiroku_book_get_people (book), g_strdup (case_id),
                    g_strdup (kiroku_book_get_author (book)),
                    kiroku_book_get_anchor_folder (book) };
  kiroku_store_run_async (kiroku_book_get_store (book), KIROKU_STORE_WORKER,
                          KIROKU_STORE_PRIORITY_NOW, read_state, query, query_free,
                          (GDestroyNotify) kiroku_record_state_free, cancellable, callback,
                          user_data);
}

/* --- Only what nothing outside bears out --- */

static gpointer
read_unanchored (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const char *case_id = data;
  g_autoptr (GPtrArray) anchors = kiroku_anchor_list (db, case_id, KIROKU_NOW, NULL, error);
  g_autofree KirokuUnanchored *unanchored = g_new (KirokuUnanchored, 1);

  if (anchors == NULL || !count_unanchored (db, case_id, anchors, unanchored, error))
    return NULL;
  return g_steal_pointer (&unanchored);
}

void
kiroku_unanchored_read_async (KirokuBook *book,
                              const char *case_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (KIROKU_IS_BOOK (book) && case_id != NULL);

  kiroku_store_run_async (kiroku_book_get_store (book), KIROKU_STORE_WORKER,
                          KIROKU_STORE_PRIORITY_NOW, read_unanchored, g_strdup (case_id), g_free,
                          g_free, cancellable, callback, user_data);
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
