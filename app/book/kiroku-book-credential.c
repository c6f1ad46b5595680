/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-credential.h"

#include <glib/gi18n.h>

#include "kiroku-book-authority.h"
#include "kiroku-book-private.h"
#include "kiroku-token.h"

typedef struct
{
  KirokuBook *book; /* lives as long as its store's threads */
  char *case_id;
  char *author;
  char *organisation; /* "" when it is not known */
  gint64 now;
} Wanted;

static Wanted *
wanted_new (KirokuBook *self, const char *case_id)
{
  Wanted *wanted = g_new (Wanted, 1);

  *wanted = (Wanted){ .book = self,
                      .case_id = g_strdup (case_id),
                      .author = g_strdup (kiroku_book_get_author (self)),
                      .organisation
                      = kiroku_profile_get (kiroku_book_get_profile (self), "org.name"),
                      .now = kiroku_book_get_now (self) };
  return wanted;
}

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->case_id);
  g_free (wanted->author);
  g_free (wanted->organisation);
  g_free (wanted);
}

/* In the writer's thread, which has the keys. */
static gpointer
make_credential (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Wanted *wanted = data;
  g_autoptr (KirokuKey) key
      = kiroku_book_get_signing_key (wanted->book, db, wanted->case_id, error);

  return key != NULL ? kiroku_credential_new_own (key, wanted->author, wanted->organisation,
                                                  wanted->now, error)
                     : NULL;
}

KirokuCredential *
kiroku_book_get_credential (KirokuBook *self, const char *case_id, GError **error)
{
  Wanted *wanted;
  KirokuCredential *credential;

  g_return_val_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL, NULL);

  wanted = wanted_new (self, case_id);
  credential = kiroku_store_run (kiroku_book_get_store (self), KIROKU_STORE_WRITER,
                                 KIROKU_STORE_PRIORITY_NOW, make_credential, wanted, NULL, error);
  wanted_free (wanted);
  return credential;
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  KirokuCredential *credential
      = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);

  if (credential != NULL)
    g_task_return_pointer (task, credential, (GDestroyNotify) kiroku_credential_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
kiroku_book_get_credential_async (KirokuBook *self,
                                  const char *case_id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_book_get_credential_async);
  kiroku_store_run_async (kiroku_book_get_store (self), KIROKU_STORE_WRITER,
                          KIROKU_STORE_PRIORITY_NOW, make_credential,
                          wanted_new (self, case_id), wanted_free,
                          (GDestroyNotify) kiroku_credential_free, cancellable, made_cb, task);
}

KirokuCredential *
kiroku_book_get_credential_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Stamps --- */

/* (transfer full) */
static GBytes *
ask (const KirokuAuthority *authority, const char *digest, GError **error)
{
  g_autoptr (GBytes) query = kiroku_token_make_request (digest, error);
  g_autofree char *token = NULL;
  guint8 *der;
  gsize length;

  if (query == NULL
      || (token = kiroku_book_ask_authority (authority->url, authority->ca, digest, query, NULL,
                                             error))
             == NULL)
    return NULL;
  der = g_base64_decode (token, &length);
  return g_bytes_new_take (der, length);
}

/* The first that answers; when none does, what the last one said. */
static GBytes *
stamp_cb (const char *digest, gpointer user_data, GError **error)
{
  GPtrArray *authorities = user_data;
  GBytes *token = NULL;

  for (guint i = 0; token == NULL && i < authorities->len; i++)
    {
      g_clear_error (error);
      token = ask (g_ptr_array_index (authorities, i), digest, error);
    }
  if (token == NULL)
    g_prefix_error (error, "%s", _ ("the signature got no time stamp, and nothing was written: "));
  return token;
}

gboolean
kiroku_book_stamp_credential (KirokuBook *self, KirokuCredential *credential, GError **error)
{
  g_autoptr (GPtrArray) authorities = NULL;

  g_return_val_if_fail (KIROKU_IS_BOOK (self) && credential != NULL, FALSE);

  authorities = kiroku_book_list_authorities (self);
  if (authorities->len == 0)
    {
      g_set_error_literal (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                           _ ("the profile names no time-stamp authority: set one first "
                              "(kiroku-cli profile set tsa.1.url URL)"));
      return FALSE;
    }
  kiroku_credential_set_stamp (credential, stamp_cb, g_steal_pointer (&authorities),
                               (GDestroyNotify) g_ptr_array_unref);
  return TRUE;
}
