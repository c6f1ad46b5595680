/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-mail.h"

#include "kiroku-book-private.h"
#include "kiroku-book-target.h"

typedef struct
{
  KirokuMailDraft draft;
  char *folder;
  char *database;
  char *path;
} Mail;

static void
mail_free (gpointer data)
{
  Mail *mail = data;

  g_free ((char *) mail->draft.to);
  g_free ((char *) mail->draft.subject);
  g_free ((char *) mail->draft.text);
  g_strfreev ((char **) mail->draft.attachments);
  g_free (mail->folder);
  g_free (mail->database);
  g_free (mail->path);
  g_free (mail);
}

static Mail *
mail_new (KirokuBook *book, const KirokuMailDraft *draft, const char *path)
{
  Mail *mail = g_new0 (Mail, 1);

  mail->draft = (KirokuMailDraft){
    .to = g_strdup (draft->to),
    .subject = g_strdup (draft->subject),
    .text = g_strdup (draft->text),
    .attachments = (const char *const *) g_strdupv ((char **) draft->attachments),
    .date = draft->date,
  };
  mail->folder = g_strdup (kiroku_book_get_folder (book));
  mail->database = g_strdup (kiroku_store_get_path (kiroku_book_get_store (book)));
  mail->path = g_strdup (path);
  return mail;
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Mail *mail = data;
  GError *error = NULL;

  if (kiroku_book_check_target (mail->folder, mail->database, mail->path, &error)
      && kiroku_mail_draft_write (&mail->draft, mail->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kiroku_book_write_mail_async (KirokuBook *self,
                              const KirokuMailDraft *draft,
                              const char *path,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KIROKU_IS_BOOK (self) && draft != NULL && path != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_book_write_mail_async);
  g_task_set_task_data (task, mail_new (self, draft, path), mail_free);
  kiroku_book_run_in_thread (task, write_in_thread, written_cb);
}

gboolean
kiroku_book_write_mail_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
