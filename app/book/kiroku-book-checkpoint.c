/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-checkpoint.h"

#include "kiroku-book-private.h"

#define DAY (24 * 3600 * (gint64) G_USEC_PER_SEC)

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
make_checkpoint (KirokuDb *db, gpointer data, GError **error)
{
  Noting *noting = data;

  if (noting->heads == NULL)
    noting->heads = kiroku_checkpoint_read (db, noting->case_id, noting->now, error);
  if (noting->heads == NULL)
    return NULL;
  return kiroku_write_one_draft (kiroku_checkpoint_draft (noting->heads, noting->purpose));
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

KirokuEntry *
kiroku_book_checkpoint (
    KirokuBook *self, const char *case_id, const char *purpose, GError **error)
{
  g_return_val_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL && purpose != NULL, NULL);

  return kiroku_write_take_first (
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
  return kiroku_write_take_first (kiroku_book_write_finish (self, result, error));
}

KirokuEntry *
kiroku_book_record_heads (
    KirokuBook *self, KirokuCheckpoint *heads, const char *purpose, GError **error)
{
  g_return_val_if_fail (KIROKU_IS_BOOK (self) && heads != NULL && purpose != NULL, NULL);

  return kiroku_write_take_first (kiroku_book_write (
      self,
      write_checkpoint (self, heads->case_id, kiroku_checkpoint_copy_heads (heads), purpose),
      error));
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
      self, write_checkpoint (self, heads->case_id, kiroku_checkpoint_copy_heads (heads), purpose),
      callback, user_data);
}

KirokuEntry *
kiroku_book_record_heads_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  return kiroku_write_take_first (kiroku_book_write_finish (self, result, error));
}
