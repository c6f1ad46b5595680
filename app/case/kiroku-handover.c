/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-handover.h"

#include "kiroku-case.h"
#include "kiroku-fold.h"
#include "kiroku-i18n.h"
#include "kiroku-text.h"
#include "kiroku-trust.h"

#define KIND "handover"

void
kiroku_handover_free (KirokuHandover *self)
{
  g_free (self->hash);
  g_free (self->key);
  g_free (self->author);
  g_free (self->to);
  g_free (self->text);
  g_clear_pointer (&self->acceptances, g_ptr_array_unref);
  g_free (self);
}

/* --- Reading --- */

/* (transfer full) */
static KirokuHandover *
handover_from_row (const KirokuRows *rows, guint row, GPtrArray *authors)
{
  KirokuHandover *self = g_new (KirokuHandover, 1);
  const char *key = kiroku_rows_text (rows, row, 1);

  *self = (KirokuHandover){ .hash = g_strdup (kiroku_rows_text (rows, row, 0)),
                            .key = g_strdup (key),
                            .author = g_strdup (kiroku_trust_find_name (authors, key)),
                            .to = g_strdup (kiroku_rows_text (rows, row, 2)),
                            .text = g_strdup (kiroku_rows_text (rows, row, 3)),
                            .rec = kiroku_rows_int (rows, row, 4),
                            .unvouched = !kiroku_trust_is_vouched (authors, key) };
  return self;
}

static gboolean
read_acceptances (KirokuHandover *self,
                  KirokuDb *db,
                  const char *case_id,
                  gint64 as_of,
                  GPtrArray *authors,
                  GError **error)
{
  const KirokuHandedOver what = { self->hash, self->key, self->author, self->to };

  self->acceptances = kiroku_acceptances_read (db, case_id, as_of, authors, &what, error);
  return self->acceptances != NULL;
}

GPtrArray *
kiroku_handover_list (KirokuDb *db, const char *case_id, gint64 as_of, GError **error)
{
  g_autoptr (GPtrArray) authors = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (KirokuRows) rows = NULL;

  g_return_val_if_fail (db != NULL && case_id != NULL, NULL);

  rows = kiroku_db_query (db, error, "ssssi",
                          "SELECT hash, key, recipient, text, rec FROM handover h"
                          " WHERE case_id = :{case:s} AND rec <= :{as_of:i} AND accepts IS NULL"
                          " AND " KIROKU_STANDS ("h") " ORDER BY " KIROKU_FOLD_ORDER,
                          case_id, as_of);
  if (rows == NULL)
    return NULL;
  list = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_handover_free);
  if (kiroku_rows_length (rows) == 0) /* as mostly: nobody's keys are asked for */
    return g_steal_pointer (&list);
  authors = kiroku_trust_read (db, case_id, as_of, error);
  if (authors == NULL)
    return NULL;
  for (guint i = 0; i < kiroku_rows_length (rows); i++)
    {
      KirokuHandover *self = handover_from_row (rows, i, authors);

      g_ptr_array_add (list, self);
      if (!read_acceptances (self, db, case_id, as_of, authors, error))
        return NULL;
    }
  return g_steal_pointer (&list);
}

const KirokuApproval *
kiroku_handover_get_acceptance (const KirokuHandover *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return kiroku_acceptances_find (self->acceptances);
}

char *
kiroku_handover_describe (const KirokuHandover *self, const char *language, GTimeZone *zone)
{
  g_auto (KirokuSpoken) spoken = { NULL };
  GString *out;

  g_return_val_if_fail (self != NULL && language != NULL && zone != NULL, NULL);

  spoken = kiroku_speak (language);
  out = g_string_new (kiroku_handover_get_acceptance (self) == NULL ? _ ("not accepted yet") : NULL);
  for (guint i = 0; i < self->acceptances->len; i++)
    {
      g_autofree char *word
          = kiroku_approval_describe (g_ptr_array_index (self->acceptances, i), zone);

      g_string_append_printf (out, "%s%s", out->len > 0 ? "\n" : "", word);
    }
  return g_string_free (out, FALSE);
}

/* --- Entries --- */

KirokuDraft *
kiroku_handover_draft (const char *to, const char *text)
{
  KirokuDraft *draft = kiroku_draft_new (KIND);

  kiroku_draft_set_text (draft, "to", to != NULL ? to : "");
  kiroku_draft_set_text (draft, "text", text != NULL ? text : "");
  return draft;
}

KirokuDraft *
kiroku_handover_draft_acceptance (const char *handover, const char *text)
{
  KirokuDraft *draft = kiroku_draft_new (KIND);

  g_return_val_if_fail (handover != NULL, draft);

  kiroku_draft_set_ref (draft, "accepts", handover);
  kiroku_draft_set_text (draft, "text", text != NULL ? text : "");
  return draft;
}

gboolean
kiroku_handover_check (const KirokuHandover *self, const char *name, GError **error)
{
  const KirokuApproval *accepted;

  g_return_val_if_fail (self != NULL && name != NULL, FALSE);

  accepted = kiroku_handover_get_acceptance (self);
  if (accepted != NULL)
    g_set_error (error, KIROKU_CASE_ERROR, KIROKU_CASE_ERROR_REFUSED,
                 _ ("%s has taken the case over already: nothing was recorded"),
                 accepted->approver != NULL ? accepted->approver : _ ("(withheld)"));
  else if (self->author != NULL && kiroku_text_is_same_name (self->author, name))
    g_set_error (error, KIROKU_CASE_ERROR, KIROKU_CASE_ERROR_REFUSED,
                 _ ("%s handed the case over: somebody else must take it over (--author=NAME)"), name);
  else if (self->to == NULL)
    g_set_error_literal (error, KIROKU_CASE_ERROR, KIROKU_CASE_ERROR_REFUSED,
                         _ ("to whom the case was handed over is withheld: it must be handed over "
                            "again"));
  else if (self->to[0] != '\0' && !kiroku_text_is_same_name (self->to, name))
    g_set_error (error, KIROKU_CASE_ERROR, KIROKU_CASE_ERROR_REFUSED,
                 _ ("the case was handed over to %s, not to %s: whoever it is meant for takes it over "
                    "(--author=NAME), or it is handed over again"),
                 self->to, name);
  else
    return TRUE;
  return FALSE;
}
