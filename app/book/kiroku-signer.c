/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-signer.h"

#include <glib/gi18n.h>
#include <string.h>

#include "kiroku-journal-error.h"

/* One key; @journal is NULL when its file is gone. */
typedef struct
{
  char *id;
  KirokuKey *key;
  KirokuJournal *journal;
} Pen;

struct _KirokuSigner
{
  KirokuSignerConfig config;
  char *name;
  char *passphrase;
  GPtrArray *pens; /* of Pen, oldest first; NULL while locked */
};

static void
pen_free (Pen *pen)
{
  g_clear_pointer (&pen->journal, kiroku_journal_free);
  g_clear_pointer (&pen->key, kiroku_key_unref);
  g_free (pen->id);
  g_free (pen);
}

KirokuSigner *
kiroku_signer_new (const KirokuSignerConfig *config)
{
  KirokuSigner *self;

  g_return_val_if_fail (config != NULL && config->people != NULL && config->name != NULL, NULL);

  self = g_new0 (KirokuSigner, 1);
  self->config = *config;
  self->name = g_strdup (config->name);
  self->passphrase = g_strdup (config->passphrase);
  return self;
}

void
kiroku_signer_free (KirokuSigner *self)
{
  g_clear_pointer (&self->pens, g_ptr_array_unref);
  if (self->passphrase != NULL)
    explicit_bzero (self->passphrase, strlen (self->passphrase));
  g_free (self->passphrase);
  g_free (self->name);
  g_free (self);
}

/* Takes @key. */
static Pen *
pen_new (KirokuSigner *self, KirokuKey *key)
{
  KirokuJournalConfig config = self->config.journal;
  Pen *pen = g_new0 (Pen, 1);

  config.key = key;
  config.author = self->name;
  pen->id = g_strdup (kiroku_key_get_id (key));
  pen->key = key;
  pen->journal = kiroku_journal_new (&config);
  return pen;
}

/* A key whose file is gone can sign no more, but must be remembered: it is why there is another. */
static Pen *
open_pen (KirokuSigner *self, const KirokuPersonKey *person, GError **error)
{
  g_autoptr (GError) failure = NULL;
  KirokuKey *key = kiroku_key_load (person->path, self->passphrase, &failure);
  Pen *pen;

  if (key != NULL)
    return pen_new (self, key);
  if (!g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  pen = g_new0 (Pen, 1);
  pen->id = g_strdup (person->id);
  return pen;
}

/* Opens the keys that are listed and not open yet, after making one if there are not @wanted. */
static gboolean
open_pens (KirokuSigner *self, GPtrArray *pens, guint wanted, GError **error)
{
  g_autoptr (GPtrArray) keys = NULL;

  if (!kiroku_people_ensure_keys (self->config.people, self->name, wanted, self->passphrase, error))
    return FALSE;
  keys = kiroku_people_list (self->config.people, self->name, error);
  if (keys == NULL)
    return FALSE;
  for (guint i = pens->len; i < keys->len; i++)
    {
      Pen *pen = open_pen (self, g_ptr_array_index (keys, i), error);

      if (pen == NULL)
        return FALSE;
      g_ptr_array_add (pens, pen);
    }
  return TRUE;
}

gboolean
kiroku_signer_unlock (KirokuSigner *self, GError **error)
{
  g_autoptr (GPtrArray) pens = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->pens != NULL)
    return TRUE;
  pens = g_ptr_array_new_with_free_func ((GDestroyNotify) pen_free);
  if (!open_pens (self, pens, 1, error))
    return FALSE;
  self->pens = g_steal_pointer (&pens);
  return TRUE;
}

const char *
kiroku_signer_get_name (KirokuSigner *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

gboolean
kiroku_signer_is_unlocked (KirokuSigner *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->pens != NULL;
}

/* Whether, after @failure, the next key is to be tried; moves what it says to @reason. */
static gboolean
take_reason (GError **failure, char **reason)
{
  if (!kiroku_journal_is_left (*failure))
    return FALSE;
  g_free (*reason);
  *reason = g_strdup ((*failure)->message);
  g_clear_error (failure);
  return TRUE;
}

/* A key that is at hand, rather than one that was lost. */
static gboolean
is_revocation (const Pen *pen, const GError *failure)
{
  return pen->journal != NULL
         && g_error_matches (failure, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_REVOKED);
}

/* The @i-th key, made if there are not as many. */
static Pen *
take_pen (KirokuSigner *self, guint i, GError **error)
{
  if (i >= self->pens->len && !open_pens (self, self->pens, i + 1, error))
    return NULL;
  return g_ptr_array_index (self->pens, i);
}

/* Who learned the passphrase of a key that was revoked would know that of the next, too. */
static gboolean
may_make_after (KirokuSigner *self, const Pen *revoked, GError **error)
{
  g_autoptr (GPtrArray) keys = kiroku_people_list (self->config.people, self->name, error);

  for (guint i = 0; keys != NULL && i < keys->len; i++)
    {
      const KirokuPersonKey *key = g_ptr_array_index (keys, i);

      if (!g_str_equal (key->id, revoked->id) || !kiroku_person_key_is_protected (key))
        continue;
      g_set_error_literal (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_LOCKED,
                           _ ("your key was revoked in this case, so its passphrase may be known to "
                              "others: choose another one first (kiroku-cli key protect "
                              "--new-passphrase-file=FILE), then record again with a new key"));
      return FALSE;
    }
  return keys != NULL;
}

static GPtrArray *
append_with (KirokuSigner *self,
             const Pen *pen,
             KirokuDb *db,
             const char *case_id,
             KirokuDraftsFunc make,
             gpointer data,
             GError **error)
{
  if (pen->journal != NULL)
    return kiroku_journal_append_made (pen->journal, db, case_id, make, data, error);
  g_set_error_literal (error, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_REVOKED,
                       _ ("the file of the key before is lost"));
  return NULL;
}

GPtrArray *
kiroku_signer_append (KirokuSigner *self,
                      KirokuDb *db,
                      const char *case_id,
                      KirokuDraftsFunc make,
                      gpointer data,
                      GError **error)
{
  g_autofree char *reason = NULL;
  const char *previous = NULL;
  const Pen *revoked = NULL;

  if (!kiroku_signer_unlock (self, error))
    return NULL;
  for (guint i = 0;; i++)
    {
      g_autoptr (GError) failure = NULL;
      GPtrArray *entries;
      Pen *pen;

      if ((i >= self->pens->len && revoked != NULL && !may_make_after (self, revoked, error))
          || (pen = take_pen (self, i, error)) == NULL)
        return NULL;
      if (pen->journal != NULL)
        kiroku_journal_set_origin (pen->journal, reason, previous);
      entries = append_with (self, pen, db, case_id, make, data, &failure);
      if (entries != NULL)
        return entries;
      revoked = is_revocation (pen, failure) ? pen : revoked;
      if (!take_reason (&failure, &reason))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
      previous = pen->id;
    }
}

/* Whether @pen has written in @case_id. */
static gboolean
has_written (KirokuDb *db, const char *case_id, const Pen *pen, gboolean *written, GError **error)
{
  gint64 found;

  if (!kiroku_db_query_int (db, error, 0, &found,
                            "SELECT EXISTS (SELECT 1 FROM entry WHERE case_id = :{case:s}"
                            " AND key = :{key:s})",
                            case_id, pen->id))
    return FALSE;
  *written = found != 0;
  return TRUE;
}

KirokuKey *
kiroku_signer_get_key (KirokuSigner *self, KirokuDb *db, const char *case_id, GError **error)
{
  Pen *chosen = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (!kiroku_signer_unlock (self, error))
    return NULL;
  for (guint i = 0; i < self->pens->len; i++)
    {
      Pen *pen = g_ptr_array_index (self->pens, i);
      gboolean written = FALSE;

      if (case_id != NULL && !has_written (db, case_id, pen, &written, error))
        return NULL;
      if (pen->key == NULL)
        continue;
      if (chosen == NULL || written)
        chosen = pen;
    }
  if (chosen == NULL)
    chosen = take_pen (self, self->pens->len, error);
  return chosen != NULL ? kiroku_key_ref (chosen->key) : NULL;
}

void
kiroku_signer_forget (KirokuSigner *self, const char *case_id)
{
  g_return_if_fail (self != NULL && case_id != NULL);

  for (guint i = 0; self->pens != NULL && i < self->pens->len; i++)
    {
      const Pen *pen = g_ptr_array_index (self->pens, i);

      if (pen->journal != NULL)
        kiroku_journal_forget (pen->journal, case_id);
    }
}
