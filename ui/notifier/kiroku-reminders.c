/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-reminders.h"

#include <string.h>

#include "kiroku-files.h"

#define FILE_NAME "reminders"
/* Beside the groups, each of which is a case. */
#define OF_ALL "book"
#define BACKUP "backup"

struct _KirokuReminders
{
  GKeyFile *said;
  gboolean changed;
};

static char *
dup_path (const char *folder)
{
  return g_build_filename (folder, FILE_NAME, NULL);
}

KirokuReminders *
kiroku_reminders_load (const char *folder)
{
  KirokuReminders *self = g_new0 (KirokuReminders, 1);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  path = dup_path (folder);
  self->said = g_key_file_new ();
  if (!g_key_file_load_from_file (self->said, path, G_KEY_FILE_NONE, &error)
      && !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_debug ("%s: %s", path, error->message);
  return self;
}

void
kiroku_reminders_free (KirokuReminders *self)
{
  if (self == NULL)
    return;
  g_key_file_unref (self->said);
  g_free (self);
}

guint
kiroku_reminders_get (KirokuReminders *self, const char *case_id, const char *rule)
{
  return (guint) g_key_file_get_uint64 (self->said, case_id, rule, NULL);
}

void
kiroku_reminders_set (KirokuReminders *self, const char *case_id, const char *rule, guint n)
{
  if (kiroku_reminders_get (self, case_id, rule) == n)
    return;
  g_key_file_set_uint64 (self->said, case_id, rule, n);
  self->changed = TRUE;
}

gint64
kiroku_reminders_get_backup (KirokuReminders *self)
{
  return g_key_file_get_int64 (self->said, OF_ALL, BACKUP, NULL);
}

void
kiroku_reminders_set_backup (KirokuReminders *self, gint64 us)
{
  g_key_file_set_int64 (self->said, OF_ALL, BACKUP, us);
  self->changed = TRUE;
}

char *
kiroku_reminders_take_changed (KirokuReminders *self)
{
  if (!self->changed)
    return NULL;
  self->changed = FALSE;
  return g_key_file_to_data (self->said, NULL, NULL);
}

gboolean
kiroku_reminders_write (const char *folder, const char *text, GError **error)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (folder != NULL && text != NULL, FALSE);

  path = dup_path (folder);
  return kiroku_files_replace (path, text, strlen (text), TRUE, error);
}
