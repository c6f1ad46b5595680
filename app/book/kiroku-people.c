/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-people.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "kiroku-files.h"
#include "kiroku-journal-error.h"

#define FIRST_FILE "key.p8"
#define FURTHER_FOLDER "keys"

struct _KirokuPeople
{
  char *folder;
  char *path;
  char *lock_path;
};

KirokuPersonKey *
kiroku_person_key_copy (const KirokuPersonKey *self)
{
  KirokuPersonKey *copy = g_new (KirokuPersonKey, 1);

  *copy = (KirokuPersonKey){ g_strdup (self->id), g_strdup (self->spki), g_strdup (self->path),
                             g_strdup (self->name) };
  return copy;
}

void
kiroku_person_key_free (KirokuPersonKey *self)
{
  g_free (self->id);
  g_free (self->spki);
  g_free (self->path);
  g_free (self->name);
  g_free (self);
}

KirokuPeople *
kiroku_people_new (const char *folder)
{
  KirokuPeople *self;

  g_return_val_if_fail (folder != NULL, NULL);

  self = g_new (KirokuPeople, 1);
  self->folder = g_strdup (folder);
  self->path = g_build_filename (folder, "people.ini", NULL);
  self->lock_path = g_strconcat (self->path, ".lock", NULL);
  return self;
}

void
kiroku_people_free (KirokuPeople *self)
{
  g_free (self->folder);
  g_free (self->path);
  g_free (self->lock_path);
  g_free (self);
}

/* --- people.ini: a group for each key, oldest first --- */

static GKeyFile *
read_file (KirokuPeople *self, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) failure = NULL;

  if (g_key_file_load_from_file (file, self->path, G_KEY_FILE_KEEP_COMMENTS, &failure)
      || g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return g_steal_pointer (&file);
  g_propagate_prefixed_error (error, g_steal_pointer (&failure),
                              _ ("the list of people “%s” cannot be read: "), self->path);
  return NULL;
}

static gboolean
write_file (KirokuPeople *self, GKeyFile *file, GError **error)
{
  gsize length;
  g_autofree char *text = g_key_file_to_data (file, &length, NULL);

  return kiroku_files_replace (self->path, text, length, TRUE, error);
}

/* NULL unless group @id says all there is to know. */
static KirokuPersonKey *
read_key (KirokuPeople *self, GKeyFile *file, const char *id)
{
  g_autofree char *name = g_key_file_get_string (file, id, "name", NULL);
  g_autofree char *spki = g_key_file_get_string (file, id, "spki", NULL);
  g_autofree char *relative = g_key_file_get_string (file, id, "file", NULL);
  KirokuPersonKey *key;

  if (name == NULL || spki == NULL || relative == NULL || !kiroku_hex_is_valid (id, KIROKU_HASH_HEX))
    return NULL;
  key = g_new (KirokuPersonKey, 1);
  *key = (KirokuPersonKey){ g_strdup (id), g_steal_pointer (&spki),
                            g_build_filename (self->folder, relative, NULL),
                            g_steal_pointer (&name) };
  return key;
}

static GPtrArray *
list_keys (KirokuPeople *self, GKeyFile *file, const char *name)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_person_key_free);
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_autoptr (KirokuPersonKey) key = read_key (self, file, groups[i]);

      if (key != NULL && (name == NULL || g_str_equal (key->name, name)))
        g_ptr_array_add (keys, g_steal_pointer (&key));
    }
  return keys;
}

GPtrArray *
kiroku_people_list (KirokuPeople *self, const char *name, GError **error)
{
  g_autoptr (GKeyFile) file = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  file = read_file (self, error);
  return file != NULL ? list_keys (self, file, name) : NULL;
}

GHashTable *
kiroku_people_list_ids (KirokuPeople *self, GError **error)
{
  g_autoptr (GPtrArray) keys = kiroku_people_list (self, NULL, error);
  GHashTable *ids;

  if (keys == NULL)
    return NULL;
  ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < keys->len; i++)
    g_hash_table_add (ids, g_strdup (((KirokuPersonKey *) g_ptr_array_index (keys, i))->id));
  return ids;
}

static void
note_key (GKeyFile *file, KirokuKey *key, const char *name, const char *relative)
{
  const char *id = kiroku_key_get_id (key);

  g_key_file_set_string (file, id, "name", name);
  g_key_file_set_string (file, id, "spki", kiroku_key_get_spki (key));
  g_key_file_set_string (file, id, "file", relative);
}

gboolean
kiroku_person_key_is_protected (const KirokuPersonKey *key)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *pem = NULL;
  gsize length;

  if (!g_file_get_contents (key->path, &pem, &length, &error))
    return !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  return kiroku_key_is_protected (pem, length);
}

/* --- Changing it, one program at a time --- */

static gboolean
adopt_locked (KirokuPeople *self, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, FIRST_FILE, NULL);
  g_autoptr (GKeyFile) file = read_file (self, error);
  g_autoptr (GPtrArray) known = NULL;
  g_autoptr (KirokuKey) key = NULL;
  g_autoptr (GError) failure = NULL;

  if (file == NULL)
    return FALSE;
  known = list_keys (self, file, NULL);
  for (guint i = 0; i < known->len; i++)
    if (g_str_equal (((KirokuPersonKey *) g_ptr_array_index (known, i))->path, path))
      return TRUE;
  key = kiroku_key_load (path, NULL, &failure);
  /* Protected, and on no list: a program was killed while it made the key, so it has signed nothing. */
  if (g_error_matches (failure, KIROKU_JOURNAL_ERROR, KIROKU_JOURNAL_ERROR_LOCKED))
    return TRUE;
  if (key == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  note_key (file, key, name, FIRST_FILE);
  return write_file (self, file, error);
}

gboolean
kiroku_people_adopt (KirokuPeople *self, const char *name, GError **error)
{
  g_autofree char *path = NULL;
  gboolean adopted;
  int lock;

  g_return_val_if_fail (self != NULL && name != NULL, FALSE);

  path = g_build_filename (self->folder, FIRST_FILE, NULL);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  lock = kiroku_files_lock (self->lock_path, error);
  if (lock < 0)
    return FALSE;
  adopted = adopt_locked (self, name, error);
  close (lock);
  return adopted;
}

/* Where a new key goes: the first of all has the name that everybody knows. (transfer full) */
static char *
choose_file (KirokuPeople *self, KirokuKey *key, GPtrArray *known)
{
  g_autofree char *first = g_build_filename (self->folder, FIRST_FILE, NULL);

  if (known->len == 0 && !g_file_test (first, G_FILE_TEST_EXISTS))
    return g_strdup (FIRST_FILE);
  return g_strdup_printf (FURTHER_FOLDER "/%s.p8", kiroku_key_get_id (key));
}

static gboolean
save_key (KirokuPeople *self,
          GKeyFile *file,
          KirokuKey *key,
          const char *name,
          const char *passphrase,
          GError **error)
{
  g_autoptr (GPtrArray) known = list_keys (self, file, NULL);
  g_autofree char *relative = choose_file (self, key, known);
  g_autofree char *path = g_build_filename (self->folder, relative, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  /* When the folder cannot be made, saving says so. */
  g_mkdir (folder, 0700);
  if (!kiroku_key_save (key, path, passphrase, error))
    return FALSE;
  note_key (file, key, name, relative);
  return write_file (self, file, error);
}

static gboolean
ensure_keys_locked (KirokuPeople *self,
                    const char *name,
                    guint wanted,
                    const char *passphrase,
                    GError **error)
{
  g_autoptr (GKeyFile) file = read_file (self, error);
  g_autoptr (GPtrArray) own = file != NULL ? list_keys (self, file, name) : NULL;
  g_autoptr (KirokuKey) key = NULL;

  if (own == NULL)
    return FALSE;
  if (own->len >= wanted)
    return TRUE;
  key = kiroku_key_generate (error);
  return key != NULL && save_key (self, file, key, name, passphrase, error);
}

gboolean
kiroku_people_ensure_keys (KirokuPeople *self,
                           const char *name,
                           guint wanted,
                           const char *passphrase,
                           GError **error)
{
  gboolean ensured;
  int lock;

  g_return_val_if_fail (self != NULL && name != NULL, FALSE);

  lock = kiroku_files_lock (self->lock_path, error);
  if (lock < 0)
    return FALSE;
  ensured = ensure_keys_locked (self, name, wanted, passphrase, error);
  close (lock);
  return ensured;
}

/* The keys of @name whose file is there. */
static GPtrArray *
list_present (KirokuPeople *self, const char *name, GError **error)
{
  GPtrArray *own = kiroku_people_list (self, name, error);

  for (guint i = own != NULL ? own->len : 0; i > 0; i--)
    if (!g_file_test (((KirokuPersonKey *) g_ptr_array_index (own, i - 1))->path,
                      G_FILE_TEST_EXISTS))
      g_ptr_array_remove_index (own, i - 1);
  return own;
}

/* Opens every key before the first is changed, so that a wrong passphrase changes nothing.
 * (transfer full) (element-type KirokuKey) */
static GPtrArray *
open_keys (GPtrArray *own, const char *passphrase, GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_key_unref);

  for (guint i = 0; i < own->len; i++)
    {
      const KirokuPersonKey *person = g_ptr_array_index (own, i);
      KirokuKey *key = kiroku_key_load (person->path, passphrase, error);

      if (key == NULL)
        return NULL;
      g_ptr_array_add (keys, key);
    }
  return g_steal_pointer (&keys);
}

gboolean
kiroku_people_protect (KirokuPeople *self,
                       const char *name,
                       const char *passphrase,
                       const char *new_passphrase,
                       GError **error)
{
  g_autoptr (GPtrArray) own = NULL;
  g_autoptr (GPtrArray) keys = NULL;

  g_return_val_if_fail (self != NULL && name != NULL, FALSE);

  own = list_present (self, name, error);
  if (own == NULL || (keys = open_keys (own, passphrase, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < keys->len; i++)
    if (!kiroku_key_replace (g_ptr_array_index (keys, i),
                             ((KirokuPersonKey *) g_ptr_array_index (own, i))->path,
                             new_passphrase, error))
      return FALSE;
  return TRUE;
}
