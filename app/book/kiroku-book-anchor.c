/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-anchor.h"

#include <glib/gi18n.h>

#include "kiroku-archive.h"
#include "kiroku-book-private.h"

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
    return kiroku_write_one_draft (draft_anchor (adding, heads, NULL));
  g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
               _ ("no checkpoint of this case has the case root %s: check the digits and the case"),
               adding->root);
  return NULL;
}

/* The heads of the package that was taken in and has @root; NULL, with no error, when there is
 * none. (transfer full) */
static KirokuCheckpoint *
find_imported (KirokuDb *db, const char *case_id, const char *root, GError **error)
{
  g_autoptr (KirokuRows) rows = kiroku_db_query (
      db, error, "s", "SELECT hash FROM entry WHERE case_id = :{case:s} AND kind = 'import'",
      case_id);

  for (guint i = 0; rows != NULL && i < kiroku_rows_length (rows); i++)
    {
      g_autoptr (KirokuEntry) entry
          = kiroku_archive_find (db, case_id, kiroku_rows_text (rows, i, 0), error);
      const char *text = entry != NULL ? kiroku_entry_get_text (entry, "checkpoint") : NULL;
      g_autoptr (KirokuCheckpoint) heads
          = text != NULL ? kiroku_checkpoint_parse (text, NULL) : NULL;
      g_autofree char *own = heads != NULL ? kiroku_checkpoint_get_root (heads) : NULL;

      if (entry == NULL)
        return NULL;
      if (g_strcmp0 (own, root) == 0 && g_str_equal (heads->case_id, case_id))
        return g_steal_pointer (&heads);
    }
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
    {
      g_autoptr (KirokuCheckpoint) imported
          = find_imported (db, adding->case_id, adding->root, &failure);

      if (imported != NULL)
        return kiroku_write_one_draft (draft_anchor (adding, imported, NULL));
      if (failure == NULL)
        return make_present_anchor (db, adding, error);
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return kiroku_write_one_draft (draft_anchor (adding, recorded->heads, recorded->hash));
}

KirokuWrite *
kiroku_book_write_anchor (KirokuBook *self, const char *case_id, const KirokuOutsideHead *outside)
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

  return kiroku_write_take_first (kiroku_book_write (self, kiroku_book_write_anchor (self, case_id, outside), error));
}

void
kiroku_book_add_anchor_async (KirokuBook *self,
                              const char *case_id,
                              const KirokuOutsideHead *outside,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL && outside != NULL);

  kiroku_book_write_async (self, kiroku_book_write_anchor (self, case_id, outside), callback, user_data);
}

KirokuEntry *
kiroku_book_add_anchor_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  return kiroku_write_take_first (kiroku_book_write_finish (self, result, error));
}
