/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-opening.h"

#include <string.h>

#include "kiroku-book-erase.h"
#include "kiroku-ui.h"

typedef struct
{
  char *folder;
  char *database;
  char *name; /* (nullable) */
  char *organisation;
  gboolean known;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_free (opening->folder);
  g_free (opening->database);
  g_free (opening->name);
  g_free (opening->organisation);
  g_free (opening);
}

static KirokuBook *
open_as (const Opening *opening, const char *author, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  KirokuBookOptions options = { .folder = opening->folder,
                                .database = opening->database,
                                .author = author,
                                .zone = zone,
                                .language = kiroku_ui_get_language (), /* as the window */
                                .looks_at_disk = TRUE };

  g_autoptr (KirokuBook) book = kiroku_book_new (&options, error);

  return book != NULL && kiroku_book_resume_erasures (book, error) ? g_steal_pointer (&book) : NULL;
}

static gboolean
keep_identity (KirokuBook *book, const Opening *opening, GError **error)
{
  KirokuProfile *profile = kiroku_book_get_profile (book);

  return kiroku_profile_set_author (profile, opening->name, error)
         && kiroku_profile_set (profile, "reporter.name", opening->name, error)
         && kiroku_profile_set (profile, "org.name", opening->organisation, error);
}

static gboolean
has_people (KirokuBook *book)
{
  g_autoptr (GPtrArray) keys = kiroku_people_list (kiroku_book_get_people (book), NULL, NULL);

  return keys != NULL && keys->len > 0;
}

/* Whether anything was ever kept there: on a computer where nothing is, nothing is made before
 * somebody has said who they are, so that a backup can still be restored. */
static gboolean
is_there (const Opening *opening)
{
  static const char *const names[]
      = { KIROKU_BOOK_DATABASE, "profile.ini", "people.ini", "key.p8" };
  gboolean there
      = opening->database != NULL && g_file_test (opening->database, G_FILE_TEST_EXISTS);

  for (guint i = 0; i < G_N_ELEMENTS (names) && !there; i++)
    {
      g_autofree char *path = g_build_filename (opening->folder, names[i], NULL);

      there = g_file_test (path, G_FILE_TEST_EXISTS);
    }
  return there;
}

/* (nullable) without an error: there is none yet. */
static KirokuBook *
open_known (Opening *opening, GError **error)
{
  g_autofree char *author = NULL;
  KirokuBook *book;

  if (!is_there (opening))
    return NULL;
  book = open_as (opening, NULL, error);
  if (book == NULL)
    return NULL;
  author = kiroku_profile_get_author (kiroku_book_get_profile (book));
  opening->known = author != NULL || has_people (book);
  return book;
}

static KirokuBook *
open_new (Opening *opening, GError **error)
{
  g_autoptr (KirokuBook) book = open_as (opening, opening->name, error);

  opening->known = TRUE;
  if (book == NULL || !keep_identity (book, opening, error))
    return NULL;
  return g_steal_pointer (&book);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Opening *opening = data;
  GError *error = NULL;
  KirokuBook *book
      = opening->name != NULL ? open_new (opening, &error) : open_known (opening, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, book, g_object_unref);
}

void
kiroku_opening_run_async (const char *folder,
                          const char *database,
                          const KirokuIdentity *identity,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Opening *opening;

  g_return_if_fail (folder != NULL);

  opening = g_new0 (Opening, 1);
  opening->folder = g_strdup (folder);
  opening->database = g_strdup (database);
  if (identity != NULL)
    {
      opening->name = g_strdup (identity->name);
      opening->organisation = g_strdup (identity->organisation);
    }
  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_opening_run_async);
  g_task_set_task_data (task, opening, opening_free);
  g_task_run_in_thread (task, run_in_thread);
}

KirokuBook *
kiroku_opening_run_finish (GAsyncResult *result, gboolean *known, GError **error)
{
  const Opening *opening;

  g_return_val_if_fail (g_task_is_valid (result, NULL) && known != NULL, NULL);

  opening = g_task_get_task_data (G_TASK (result));
  *known = opening->known;
  return g_task_propagate_pointer (G_TASK (result), error);
}
