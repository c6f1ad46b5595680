/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-draft-saver.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "kiroku-files.h"
#include "kiroku-hold.h"

/* Half of what is allowed: the other half is for the disk. */
#define DELAY_MS 1000
/* What a disk refused is offered to it again. */
#define AGAIN_SECONDS 2

struct _KirokuDraftSaver
{
  GObject parent_instance;

  KirokuCaseModel *model; /* hears what goes wrong */
  char *path;
  char *text;   /* what the file holds or shall hold */
  char *left;   /* what nobody shows: from an earlier run, or of a view that went */
  GList *parts; /* (element-type Part), the oldest first */
  gboolean loading;
  gboolean loaded;
  GPtrArray *waiting; /* (element-type GTask): who waits for the reading */
  gboolean writing;
  gboolean unwritten; /* @text is newer than what was given to the disk */
  guint timer;
  gboolean failing; /* and that was said */
  guint again; /* keeps it, if nobody else does, until the disk has taken what it refused */
  GApplication *held;
};

G_DEFINE_FINAL_TYPE (KirokuDraftSaver, kiroku_draft_saver, G_TYPE_OBJECT)

/* What one owner is typing, or has sent to the record. */
typedef struct
{
  gconstpointer owner;
  char *text;
} Part;

static void
part_free (Part *part)
{
  g_free (part->text);
  g_free (part);
}

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
  if (self->held == NULL)
    self->held = kiroku_hold_begin ();
}

static void
release (KirokuDraftSaver *self)
{
  kiroku_hold_end (g_steal_pointer (&self->held));
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

static gboolean
again_cb (gpointer user_data)
{
  KirokuDraftSaver *self = user_data;

  self->again = 0;
  kiroku_draft_saver_flush (self);
  return G_SOURCE_REMOVE;
}

/* The program does not stay for it: a disk may be full for days. */
static void
fail (KirokuDraftSaver *self, const char *why)
{
  /* Translators: why follows. */
  g_autofree char *message = g_strdup_printf (_ ("What you are typing could not be kept on the disk: %s"), why);

  self->unwritten = TRUE;
  if (self->again == 0)
    self->again = g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, AGAIN_SECONDS, again_cb,
                                              g_object_ref (self), g_object_unref);
  if (!self->failing)
    kiroku_case_model_report (self->model, message);
  self->failing = TRUE;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KirokuDraftSaver *self = KIROKU_DRAFT_SAVER (source);
  g_autoptr (GError) error = NULL;

  self->writing = FALSE;
  if (self->timer == 0 && self->unwritten)
    kiroku_draft_saver_flush (self);
  else if (self->timer == 0)
    release (self);
  if (g_task_propagate_boolean (G_TASK (result), &error))
    self->failing = FALSE;
  else
    fail (self, error->message);
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
  g_list_free_full (self->parts, (GDestroyNotify) part_free);
  g_ptr_array_unref (self->waiting);
  g_object_unref (self->model);
  g_free (self->left);
  g_free (self->text);
  g_free (self->path);

  G_OBJECT_CLASS (kiroku_draft_saver_parent_class)->finalize (object);
}

static void
kiroku_draft_saver_class_init (KirokuDraftSaverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kiroku_draft_saver_finalize;
}

static void
kiroku_draft_saver_init (KirokuDraftSaver *self)
{
  self->text = g_strdup ("");
  self->left = g_strdup ("");
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
free_weak_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/* Where the saver of @path is kept: two that write one file would write over each other. */
static GWeakRef *
find_place (const char *path)
{
  static GHashTable *savers;
  GWeakRef *place;

  if (savers == NULL)
    savers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_weak_ref);
  place = g_hash_table_lookup (savers, path);
  if (place != NULL)
    return place;
  place = g_new0 (GWeakRef, 1);
  g_weak_ref_init (place, NULL);
  g_hash_table_insert (savers, g_strdup (path), place);
  return place;
}

KirokuDraftSaver *
kiroku_draft_saver_get (KirokuCaseModel *model, const char *suffix)
{
  KirokuDraftSaver *self;
  GWeakRef *place;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (KIROKU_IS_CASE_MODEL (model) && suffix != NULL, NULL);

  name = g_strconcat (kiroku_case_model_get_case_id (model), suffix, NULL);
  path = g_build_filename (kiroku_book_get_folder (kiroku_case_model_get_book (model)), "drafts", name,
                           NULL);
  place = find_place (path);
  self = g_weak_ref_get (place);
  if (self == NULL)
    {
      self = g_object_new (KIROKU_TYPE_DRAFT_SAVER, NULL);
      self->path = g_steal_pointer (&path);
      g_weak_ref_set (place, self);
    }
  g_set_object (&self->model, model);
  return self;
}

/* --- What the file shall hold --- */

/* One under the other. */
static void
add_text (GString *all, const char *text)
{
  if (all->len > 0 && text[0] != '\0')
    g_string_append_c (all, '\n');
  g_string_append (all, text);
}

/* @text goes behind what is left already. */
static void
leave_text (KirokuDraftSaver *self, const char *text)
{
  GString *all = g_string_new (self->left);

  add_text (all, text);
  g_free (self->left);
  self->left = g_string_free (all, FALSE);
}

static void
update (KirokuDraftSaver *self)
{
  g_autoptr (GString) all = g_string_new (self->left);

  for (GList *l = self->parts; l != NULL; l = l->next)
    add_text (all, ((Part *) l->data)->text);
  if (g_str_equal (all->str, self->text))
    return;
  g_free (self->text);
  self->text = g_strdup (all->str);
  self->unwritten = TRUE;
  hold (self);
  if (all->len == 0)
    kiroku_draft_saver_flush (self);
  else if (self->timer == 0)
    self->timer = g_timeout_add (DELAY_MS, timer_cb, self);
}

static GList *
find_part (KirokuDraftSaver *self, gconstpointer owner)
{
  for (GList *l = self->parts; l != NULL; l = l->next)
    if (((Part *) l->data)->owner == owner)
      return l;
  return NULL;
}

/* (transfer full): "" when it has none. */
static char *
take_part (KirokuDraftSaver *self, gconstpointer owner)
{
  GList *link = find_part (self, owner);
  char *text;

  if (link == NULL)
    return g_strdup ("");
  text = g_steal_pointer (&((Part *) link->data)->text);
  part_free (link->data);
  self->parts = g_list_delete_link (self->parts, link);
  return text;
}

/* --- Reading what an earlier run left --- */

/* What cannot be read is not written over by what is typed from now on. */
static void
put_aside (const char *path)
{
  g_autofree char *aside = g_strconcat (path, ".unread", NULL);

  g_rename (path, aside);
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
    {
      put_aside (data);
      g_task_return_error (task, g_steal_pointer (&error));
    }
  g_clear_error (&error);
  g_free (text);
}

/* What the file had stands before what was typed meanwhile; only then may it be written again. */
static void
take_up (KirokuDraftSaver *self, const char *text)
{
  g_autofree char *typed = self->left;

  self->left = g_strdup (text);
  leave_text (self, typed);
  g_free (self->text);
  self->text = g_strdup (text);
  update (self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KirokuDraftSaver *self = KIROKU_DRAFT_SAVER (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->loading = FALSE;
  self->loaded = TRUE;
  if (text != NULL)
    take_up (self, text);
  else
    kiroku_case_model_report (self->model, error->message);
  kiroku_draft_saver_flush (self);
  for (guint i = 0; i < waiting->len; i++)
    g_task_return_boolean (g_ptr_array_index (waiting, i), TRUE);
}

void
kiroku_draft_saver_load_async (KirokuDraftSaver *self,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GTask) reading = NULL;

  g_return_if_fail (KIROKU_IS_DRAFT_SAVER (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_draft_saver_load_async);
  if (self->loaded)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  if (self->loading)
    return;
  self->loading = TRUE;
  reading = g_task_new (self, NULL, read_cb, NULL);
  g_task_set_source_tag (reading, (gpointer) (guintptr) kiroku_draft_saver_load_async);
  g_task_set_task_data (reading, g_strdup (self->path), g_free);
  g_task_run_in_thread (reading, load_in_thread);
}

/* --- What is typed --- */

char *
kiroku_draft_saver_take (KirokuDraftSaver *self)
{
  char *text;

  g_return_val_if_fail (KIROKU_IS_DRAFT_SAVER (self), NULL);

  if (!self->loaded)
    return g_strdup ("");
  text = self->left;
  self->left = g_strdup ("");
  return text;
}

void
kiroku_draft_saver_set_text (KirokuDraftSaver *self, gconstpointer owner, const char *text)
{
  GList *link;
  Part *part;

  g_return_if_fail (KIROKU_IS_DRAFT_SAVER (self) && owner != NULL && text != NULL);

  link = find_part (self, owner);
  if (text[0] == '\0')
    g_free (take_part (self, owner));
  else if (link != NULL)
    {
      part = link->data;
      g_free (part->text);
      part->text = g_strdup (text);
    }
  else
    {
      part = g_new (Part, 1);
      *part = (Part){ owner, g_strdup (text) };
      self->parts = g_list_append (self->parts, part);
    }
  update (self);
}

void
kiroku_draft_saver_leave (KirokuDraftSaver *self, gconstpointer owner)
{
  g_autofree char *text = NULL;

  g_return_if_fail (KIROKU_IS_DRAFT_SAVER (self) && owner != NULL);

  text = take_part (self, owner);
  leave_text (self, text);
  update (self);
  kiroku_draft_saver_flush (self);
}

void
kiroku_draft_saver_flush (KirokuDraftSaver *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KIROKU_IS_DRAFT_SAVER (self));

  g_clear_handle_id (&self->timer, g_source_remove);
  if (!self->unwritten || self->writing || !self->loaded)
    return;
  self->unwritten = FALSE;
  self->writing = TRUE;
  task = g_task_new (self, NULL, written_cb, NULL);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_draft_saver_flush);
  g_task_set_task_data (task, job_new (self), job_free);
  g_task_run_in_thread (task, write_in_thread);
}
