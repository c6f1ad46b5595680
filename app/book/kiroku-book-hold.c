/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-hold.h"

#include <glib/gi18n.h>

#include "kiroku-book-private.h"
#include "kiroku-legal-hold.h"
#include "kiroku-text.h"

typedef struct
{
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

static GPtrArray *
make_hold (KirokuDb *db, gpointer data, GError **error)
{
  const Holding *self = data;
  g_autoptr (KirokuLegalHold) hold
      = kiroku_legal_hold_read (db, self->case_id, KIROKU_NOW, error);

  if (hold == NULL)
    return NULL;
  if (hold->held != self->set)
    return kiroku_write_one_draft (
        kiroku_legal_hold_draft (self->set, self->reason, self->approver));
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
  *holding = (Holding){ g_strdup (case_id), set, g_strdup (reason), g_strdup (approver) };
  return kiroku_write_new (self, case_id, make_hold, holding, holding_free);
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
  return write != NULL ? kiroku_write_take_first (kiroku_book_write (self, write, error)) : NULL;
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
  return kiroku_write_take_first (kiroku_book_write_finish (self, result, error));
}
