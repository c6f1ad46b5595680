/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-profile.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kiroku-files.h"

#define FACTS "profile"
#define KEY "key"

struct _KirokuProfile
{
  char *path;
  char *lock_path;
  GMutex changing; /* held while the disk is waited for */
  GMutex mutex;    /* of what follows: never held for long, for screens read it */
  GKeyFile *file;
};

/* (transfer full) */
static GKeyFile *
read_file (const KirokuProfile *self, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) failure = NULL;

  if (!g_key_file_load_from_file (file, self->path, G_KEY_FILE_KEEP_COMMENTS, &failure)
      && !g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&failure),
                                  _ ("the profile “%s” cannot be read: "), self->path);
      return NULL;
    }
  return g_steal_pointer (&file);
}

/* Takes @file. */
static void
put_file (KirokuProfile *self, GKeyFile *file)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_clear_pointer (&self->file, g_key_file_unref);
  self->file = file;
}

KirokuProfile *
kiroku_profile_load (const char *path, GError **error)
{
  g_autoptr (KirokuProfile) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (KirokuProfile, 1);
  g_mutex_init (&self->changing);
  g_mutex_init (&self->mutex);
  self->path = g_strdup (path);
  self->lock_path = g_strconcat (path, ".lock", NULL);
  self->file = read_file (self, error);
  return self->file != NULL ? g_steal_pointer (&self) : NULL;
}

void
kiroku_profile_free (KirokuProfile *self)
{
  g_clear_pointer (&self->file, g_key_file_unref);
  g_mutex_clear (&self->mutex);
  g_mutex_clear (&self->changing);
  g_free (self->lock_path);
  g_free (self->path);
  g_free (self);
}

char *
kiroku_profile_get (KirokuProfile *self, const char *key)
{
  g_autoptr (GMutexLocker) locker = NULL;
  char *value;

  g_return_val_if_fail (self != NULL && key != NULL, NULL);

  locker = g_mutex_locker_new (&self->mutex);
  value = g_key_file_get_string (self->file, FACTS, key, NULL);
  return value != NULL ? value : g_strdup ("");
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

char **
kiroku_profile_list (KirokuProfile *self)
{
  g_autoptr (GMutexLocker) locker = NULL;
  char **keys;
  gsize length;

  g_return_val_if_fail (self != NULL, NULL);

  locker = g_mutex_locker_new (&self->mutex);
  keys = g_key_file_get_keys (self->file, FACTS, &length, NULL);
  if (keys == NULL)
    return g_new0 (char *, 1);
  qsort (keys, length, sizeof *keys, compare_strings);
  return keys;
}

/* Reads the file again, changes it and writes it; nobody else does so meanwhile. */
static gboolean
change_file (
    KirokuProfile *self, const char *group, const char *key, const char *value, GError **error)
{
  g_autoptr (GKeyFile) file = read_file (self, error);
  g_autofree char *text = NULL;
  gsize length;

  if (file == NULL)
    return FALSE;
  if (value[0] != '\0')
    g_key_file_set_string (file, group, key, value);
  else
    g_key_file_remove_key (file, group, key, NULL);
  text = g_key_file_to_data (file, &length, NULL);
  if (!kiroku_files_replace (self->path, text, length, TRUE, error))
    return FALSE;
  put_file (self, g_steal_pointer (&file));
  return TRUE;
}

static gboolean
set_value (
    KirokuProfile *self, const char *group, const char *key, const char *value, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->changing);
  int lock = kiroku_files_lock (self->lock_path, error);
  gboolean changed = lock >= 0 && change_file (self, group, key, value, error);

  if (lock >= 0)
    close (lock);
  return changed;
}

gboolean
kiroku_profile_set (KirokuProfile *self, const char *key, const char *value, GError **error)
{
  g_return_val_if_fail (self != NULL && key != NULL && value != NULL, FALSE);

  return set_value (self, FACTS, key, value, error);
}

char *
kiroku_profile_get_author (KirokuProfile *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  locker = g_mutex_locker_new (&self->mutex);
  return g_key_file_get_string (self->file, KEY, "name", NULL);
}

gboolean
kiroku_profile_reload (KirokuProfile *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  GKeyFile *file;

  g_return_val_if_fail (self != NULL, FALSE);

  locker = g_mutex_locker_new (&self->changing);
  file = read_file (self, error);
  if (file != NULL)
    put_file (self, file);
  return file != NULL;
}

gboolean
kiroku_profile_set_author (KirokuProfile *self, const char *name, GError **error)
{
  g_return_val_if_fail (self != NULL && name != NULL, FALSE);

  return set_value (self, KEY, "name", name, error);
}
