/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-hold.h"

#include <glib/gi18n.h>

#include "kiroku-book-private.h"
#include "kiroku-legal-hold.h"
#include "kiroku-text.h"
#include "kiroku-trust.h"

typedef struct
{
  KirokuBook *book; /* (unowned): it outlives what it writes */
  char *case_id;
  gboolean set;
  char *reason;
  char *approver;
} Holding;

static void
holding_free (gpointer data)
{
  Holding *self = data;

  g_free (self->case_id);
  g_free (self->reason);
  g_free (self->approver);
  g_free (self);
}

static gboolean
is_trusted (GPtrArray *authors, const char *key)
{
  for (guint i = 0; i < authors->len; i++)
    {
      const KirokuAuthor *author = g_ptr_array_index (authors, i);

      if (g_str_equal (author->key, key))
        return author->vouched && author->revoked < 0;
    }
  return FALSE;
}

/* What would not count is not recorded. */
static gboolean
check_trusted (KirokuDb *db, const Holding *self, GError **error)
{
  g_autoptr (KirokuKey) key = kiroku_book_get_signing_key (self->book, db, self->case_id, error);
  g_autoptr (GPtrArray) authors
      = key != NULL ? kiroku_trust_read (db, self->case_id, KIROKU_NOW, error) : NULL;

  if (authors == NULL)
    return FALSE;
  if (is_trusted (authors, kiroku_key_get_id (key)))
    return TRUE;
  g_set_error_literal (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                       _ ("nobody vouches for you in this case, or your key is revoked: ask somebody who "
                          "writes in it to lift the legal hold"));
  return FALSE;
}

static GPtrArray *
make_draft (const Holding *self)
{
  GPtrArray *drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);

  g_ptr_array_add (drafts, kiroku_legal_hold_draft (self->set, self->reason, self->approver));
  return drafts;
}

static GPtrArray *
make_hold (KirokuDb *db, gpointer data, GError **error)
{
  const Holding *self = data;
  g_autoptr (KirokuLegalHold) hold
      = kiroku_legal_hold_read (db, self->case_id, KIROKU_NOW, error);

  if (hold == NULL)
    return NULL;
  if (hold->held != self->set)
    return self->set || check_trusted (db, self, error) ? make_draft (self) : NULL;
  g_set_error_literal (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                       self->set ? _ ("the legal hold of this case stands already: see kiroku-cli "
                                      "case show")
                                 : _ ("there is no legal hold on this case"));
  return NULL;
}

/* NULL without a reason. (transfer full) */
static KirokuWrite *
write_hold (KirokuBook *self,
            const char *case_id,
            gboolean set,
            const char *reason,
            const char *approver,
            GError **error)
{
  g_autofree char *stripped = reason != NULL ? kiroku_text_strip (reason) : NULL;
  Holding *holding;

  if (stripped == NULL || stripped[0] == '\0')
    {
      g_set_error_literal (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                           _ ("a legal hold needs a reason"));
      return NULL;
    }
  holding = g_new (Holding, 1);
  *holding = (Holding){ self, g_strdup (case_id), set, g_strdup (reason), g_strdup (approver) };
  return kiroku_write_new (self, case_id, make_hold, holding, holding_free);
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
kiroku_book_hold (KirokuBook *self,
                  const char *case_id,
                  gboolean set,
                  const char *reason,
                  const char *approver,
                  GError **error)
{
  KirokuWrite *write;

  g_return_val_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL, NULL);

  write = write_hold (self, case_id, set, reason, approver, error);
  return write != NULL ? take_first (kiroku_book_write (self, write, error)) : NULL;
}

void
kiroku_book_hold_async (KirokuBook *self,
                        const char *case_id,
                        gboolean set,
                        const char *reason,
                        const char *approver,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  KirokuWrite *write;
  GError *error = NULL;

  g_return_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL);

  write = write_hold (self, case_id, set, reason, approver, &error);
  if (write != NULL)
    kiroku_book_write_async (self, write, callback, user_data);
  else
    g_task_report_error (self, callback, user_data,
                         (gpointer) (guintptr) kiroku_book_hold_async, error);
}

KirokuEntry *
kiroku_book_hold_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  if (g_async_result_is_tagged (result, (gpointer) (guintptr) kiroku_book_hold_async))
    {
      g_task_propagate_pointer (G_TASK (result), error);
      return NULL;
    }
  return take_first (kiroku_book_write_finish (self, result, error));
}
