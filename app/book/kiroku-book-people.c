/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-people.h"

#include <string.h>

#include "kiroku-book-private.h"
#include "kiroku-further-key.h"

void
kiroku_person_free (KirokuPerson *self)
{
  g_free (self->name);
  g_free (self);
}

/* --- Reading --- */

typedef struct
{
  KirokuBook *book; /* (unowned): outlived by no job */
  char *author;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_free (reading->author);
  g_free (reading);
}

static KirokuPerson *
find_person (GPtrArray *people, const char *name)
{
  for (guint i = 0; i < people->len; i++)
    {
      KirokuPerson *person = g_ptr_array_index (people, i);

      if (g_str_equal (person->name, name))
        return person;
    }
  return NULL;
}

static KirokuPerson *
add_person (GPtrArray *people, const char *name)
{
  KirokuPerson *person = g_new0 (KirokuPerson, 1);

  person->name = g_strdup (name);
  g_ptr_array_add (people, person);
  return person;
}

static gpointer
read_people (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Reading *reading = data;
  g_autoptr (GPtrArray) keys
      = kiroku_people_list (kiroku_book_get_people (reading->book), NULL, error);
  g_autoptr (GPtrArray) people
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_person_free);
  KirokuPerson *present = add_person (people, reading->author);

  if (keys == NULL)
    return NULL;
  for (guint i = 0; i < keys->len; i++)
    {
      const KirokuPersonKey *key = g_ptr_array_index (keys, i);
      KirokuPerson *person = find_person (people, key->name);

      if (person == NULL)
        person = add_person (people, key->name);
      person->protected |= kiroku_person_key_is_protected (key);
    }
  present->present = TRUE;
  present->locked
      = present->protected && !kiroku_signer_is_unlocked (kiroku_book_get_signer (reading->book));
  return g_steal_pointer (&people);
}

/* Tells @data, a task, what a job of the store has answered. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GPtrArray *people = kiroku_store_run_finish (KIROKU_STORE (source), result, &error);

  if (people == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, people, (GDestroyNotify) g_ptr_array_unref);
}

void
kiroku_book_read_people_async (KirokuBook *self, GAsyncReadyCallback callback, gpointer user_data)
{
  Reading *reading;
  GTask *task;

  g_return_if_fail (KIROKU_IS_BOOK (self));

  reading = g_new (Reading, 1);
  *reading = (Reading){ self, g_strdup (kiroku_book_get_author (self)) };
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_book_read_people_async);
  kiroku_store_run_async (kiroku_book_get_store (self), KIROKU_STORE_WRITER,
                          KIROKU_STORE_PRIORITY_NOW, read_people, reading, reading_free,
                          (GDestroyNotify) g_ptr_array_unref, NULL, read_cb, task);
}

GPtrArray *
kiroku_book_read_people_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Protecting --- */

typedef struct
{
  KirokuPeople *people; /* of the book, which the task keeps */
  char *author;
  char *passphrase;     /* (nullable) */
  char *new_passphrase; /* (nullable) */
} Protection;

static void
forget (char *secret)
{
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

static void
protection_free (gpointer data)
{
  Protection *protection = data;

  g_free (protection->author);
  forget (protection->passphrase);
  forget (protection->new_passphrase);
  g_free (protection);
}

static gpointer
protect (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Protection *protection = data;

  return kiroku_further_key_protect (db, protection->people, protection->author,
                                     protection->passphrase, protection->new_passphrase, error)
             ? data
             : NULL;
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (kiroku_book_choose_person_finish (KIROKU_BOOK (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* A further key, should one be needed, is to be protected in the same way. */
static void
protected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  const Protection *protection = g_task_get_task_data (task);
  GError *error = NULL;

  if (kiroku_store_run_finish (KIROKU_STORE (source), result, &error) != NULL)
    {
      kiroku_book_choose_person_async (g_task_get_source_object (task), protection->author,
                                       protection->new_passphrase, chosen_cb, task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

void
kiroku_book_protect_key_async (KirokuBook *self,
                               const char *passphrase,
                               const char *new_passphrase,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  Protection *protection;
  GTask *task;

  g_return_if_fail (KIROKU_IS_BOOK (self));

  protection = g_new (Protection, 1);
  *protection
      = (Protection){ kiroku_book_get_people (self), g_strdup (kiroku_book_get_author (self)),
                      g_strdup (passphrase), g_strdup (new_passphrase) };
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_book_protect_key_async);
  g_task_set_task_data (task, protection, protection_free);
  kiroku_store_run_async (kiroku_book_get_store (self), KIROKU_STORE_WRITER,
                          KIROKU_STORE_PRIORITY_NOW, protect, protection, NULL, NULL, NULL,
                          protected_cb, task);
}

gboolean
kiroku_book_protect_key_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
