/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-draft-saver.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "kiroku-files.h"

/* Half of what is allowed: the other half is for the disk. */
#define DELAY_MS 1000

struct _KirokuDraftSaver
{
  GObject parent_instance;

  char *path;
  char *text;
  gboolean loading;
  gboolean writing;
  gboolean unwritten; /* @text is newer than what was given to the disk */
  guint timer;
  GApplication *held;
};

G_DEFINE_FINAL_TYPE (KirokuDraftSaver, kiroku_draft_saver, G_TYPE_OBJECT)

enum
{
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  char *path;
  char *text;
} Job;

static Job *
job_new (KirokuDraftSaver *self)
{
  Job *job = g_new (Job, 1);

  *job = (Job){ g_strdup (self->path), g_strdup (self->text) };
  return job;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->path);
  g_free (job->text);
  g_free (job);
}

static void
hold (KirokuDraftSaver *self)
{
  if (self->held != NULL || g_application_get_default () == NULL)
    return;
  self->held = g_object_ref (g_application_get_default ());
  g_application_hold (self->held);
}

static void
release (KirokuDraftSaver *self)
{
  if (self->held == NULL)
    return;
  g_application_release (self->held);
  g_clear_object (&self->held);
}

static gboolean
write_file (const Job *job, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (job->path);

  if (job->text[0] == '\0')
    {
      if (g_unlink (job->path) == 0 || errno == ENOENT)
        return TRUE;
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   _ ("the file “%s” cannot be removed: %s"), job->path, g_strerror (errno));
      return FALSE;
    }
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   _ ("the folder “%s” cannot be made: %s"), folder, g_strerror (errno));
      return FALSE;
    }
  return kiroku_files_replace (job->path, job->text, strlen (job->text), TRUE, error);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (write_file (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KirokuDraftSaver *self = KIROKU_DRAFT_SAVER (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;

  self->writing = FALSE;
  if (self->timer == 0 && self->unwritten)
    kiroku_draft_saver_flush (self);
  else if (self->timer == 0)
    release (self);
  if (g_task_propagate_boolean (G_TASK (result), &error))
    return;
  message = g_strdup_printf (_ ("What you are typing could not be kept on the disk: %s"),
                             error->message);
  g_signal_emit (self, signals[FAILED], 0, message);
}

static gboolean
timer_cb (gpointer user_data)
{
  KirokuDraftSaver *self = user_data;

  self->timer = 0;
  kiroku_draft_saver_flush (self);
  return G_SOURCE_REMOVE;
}

static void
kiroku_draft_saver_finalize (GObject *object)
{
  KirokuDraftSaver *self = KIROKU_DRAFT_SAVER (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  release (self);
  g_free (self->text);
  g_free (self->path);

  G_OBJECT_CLASS (kiroku_draft_saver_parent_class)->finalize (object);
}

static void
kiroku_draft_saver_class_init (KirokuDraftSaverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kiroku_draft_saver_finalize;

  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kiroku_draft_saver_init (KirokuDraftSaver *self)
{
  self->text = g_strdup ("");
}

KirokuDraftSaver *
kiroku_draft_saver_new (const char *path)
{
  KirokuDraftSaver *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (KIROKU_TYPE_DRAFT_SAVER, NULL);
  self->path = g_strdup (path);
  return self;
}

static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  char *text = NULL;

  if (g_file_get_contents (data, &text, NULL, &error))
    g_task_return_pointer (task, g_utf8_make_valid (text, -1), g_free);
  else if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_task_return_pointer (task, g_strdup (""), g_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
  g_clear_error (&error);
  g_free (text);
}

void
kiroku_draft_saver_load_async (KirokuDraftSaver *self,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KIROKU_IS_DRAFT_SAVER (self));

  self->loading = TRUE;
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_draft_saver_load_async);
  g_task_set_task_data (task, g_strdup (self->path), g_free);
  g_task_run_in_thread (task, load_in_thread);
}

char *
kiroku_draft_saver_load_finish (KirokuDraftSaver *self, GAsyncResult *result, GError **error)
{
  char *text;

  g_return_val_if_fail (KIROKU_IS_DRAFT_SAVER (self), NULL);

  self->loading = FALSE;
  text = g_task_propagate_pointer (G_TASK (result), error);
  if (self->unwritten)
    kiroku_draft_saver_flush (self);
  else if (text != NULL)
    {
      g_free (self->text);
      self->text = g_strdup (text);
    }
  return text;
}

void
kiroku_draft_saver_set_text (KirokuDraftSaver *self, const char *text)
{
  g_return_if_fail (KIROKU_IS_DRAFT_SAVER (self) && text != NULL);

  if (g_str_equal (text, self->text))
    return;
  g_free (self->text);
  self->text = g_strdup (text);
  self->unwritten = TRUE;
  hold (self);
  if (text[0] == '\0')
    kiroku_draft_saver_flush (self);
  else if (self->timer == 0)
    self->timer = g_timeout_add (DELAY_MS, timer_cb, self);
}

void
kiroku_draft_saver_drop (KirokuDraftSaver *self, const char *part)
{
  const char *found;
  g_autofree char *rest = NULL;

  g_return_if_fail (KIROKU_IS_DRAFT_SAVER (self) && part != NULL);

  found = strstr (self->text, part);
  if (found == NULL)
    return;
  rest = g_strdup_printf ("%.*s%s", (int) (found - self->text), self->text, found + strlen (part));
  kiroku_draft_saver_set_text (self, rest);
}

void
kiroku_draft_saver_flush (KirokuDraftSaver *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KIROKU_IS_DRAFT_SAVER (self));

  g_clear_handle_id (&self->timer, g_source_remove);
  if (!self->unwritten || self->writing || self->loading)
    return;
  self->unwritten = FALSE;
  self->writing = TRUE;
  task = g_task_new (self, NULL, written_cb, NULL);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_draft_saver_flush);
  g_task_set_task_data (task, job_new (self), job_free);
  g_task_run_in_thread (task, write_in_thread);
}
