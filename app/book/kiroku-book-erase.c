/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book-erase.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "kiroku-archive.h"
#include "kiroku-book-private.h"
#include "kiroku-erasure.h"
#include "kiroku-evidence.h"
#include "kiroku-files.h"
#include "kiroku-legal-hold.h"
#include "kiroku-text.h"

/* Between two looks at whether another program still does it, µs. */
#define LOCK_PAUSE (100 * 1000)

static gboolean
is_blank (const char *text)
{
  g_autofree char *stripped = text != NULL ? kiroku_text_strip (text) : NULL;

  return stripped == NULL || stripped[0] == '\0';
}

/* --- What is erased --- */

typedef struct
{
  const char *case_id;
  const KirokuErasing *what;
} Erasing;

static GPtrArray *
draft_file (KirokuDb *db, const Erasing *self, GError **error)
{
  g_autofree char *sha256
      = kiroku_evidence_find_file (db, self->case_id, self->what->item, error);

  if (sha256 == NULL)
    return NULL;
  return kiroku_write_one_draft (kiroku_erasure_draft_file (sha256, self->what->law, self->what->reason,
                                                            self->what->approver));
}

static GPtrArray *
draft_field (KirokuDb *db, const Erasing *self, GError **error)
{
  g_autoptr (KirokuEntry) entry
      = kiroku_archive_find (db, self->case_id, self->what->entry, error);

  if (entry == NULL || !kiroku_erasure_check (entry, self->what->field, error))
    return NULL;
  return kiroku_write_one_draft (kiroku_erasure_draft_field (entry->hash, self->what->field, self->what->law,
                                                self->what->reason, self->what->approver));
}

static GPtrArray *
make_erasing (KirokuDb *db, gpointer data, GError **error)
{
  const Erasing *self = data;

  if (!kiroku_legal_hold_check_free (db, self->case_id, error))
    return NULL;
  return self->what->item != NULL ? draft_file (db, self, error) : draft_field (db, self, error);
}

/* Who asks once more for what was cut short is told that it is recorded: so the rest of it is done. */
static void
finish_earlier (KirokuBook *self)
{
  g_autoptr (GError) error = NULL;

  if (!kiroku_book_finish_erasures (self, &error))
    g_debug ("an earlier erasure is still due: %s", error->message);
}

KirokuEntry *
kiroku_book_erase (
    KirokuBook *self, const char *case_id, const KirokuErasing *erasing, GError **error)
{
  Erasing data = { case_id, erasing };
  g_autoptr (KirokuEntry) entry = NULL;

  g_return_val_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL && erasing != NULL, NULL);
  g_return_val_if_fail (erasing->item != NULL || (erasing->entry != NULL && erasing->field != NULL),
                        NULL);

  if (is_blank (erasing->law) || is_blank (erasing->reason))
    {
      g_set_error_literal (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_INPUT,
                           _ ("an erasure needs the law that requires it, and a reason"));
      return NULL;
    }
  entry = kiroku_write_take_first (
      kiroku_book_write (self, kiroku_write_new (self, case_id, make_erasing, &data, NULL), error));
  if (entry == NULL)
    {
      finish_earlier (self);
      return NULL;
    }
  if (!kiroku_book_finish_erasures (self, error))
    {
      g_prefix_error (error, _ ("the value was erased, but its traces could not be cleared away yet "
                                "(kiroku-cli rebuild does it): "));
      return NULL;
    }
  return g_steal_pointer (&entry);
}

/* --- What is left of it --- */

/* Finishing, in a thread that is none of the store's. */
typedef struct
{
  KirokuStore *store;
  KirokuEvidenceStore *evidence;
  KirokuFolds *folds;
  int priority;
  gint64 due;
} Finishing;

static gpointer
read_due (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Finishing *self = data;

  return kiroku_erasure_read_due (db, &self->due, error) ? self : NULL;
}

static gpointer
purge (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Finishing *self = data;

  return kiroku_folds_purge_indexes (self->folds, db, error)
         && kiroku_db_purge (db, cancellable, error) && kiroku_erasure_set_done (db, self->due, error)
             ? self
             : NULL;
}

/* The SHA-256 of files that no case needs any more. */
static gpointer
list_erased_files (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) files = kiroku_erasure_list_files (db, error);

  for (guint i = files != NULL ? files->len : 0; i > 0; i--)
    {
      gboolean needed;

      if (!kiroku_evidence_is_needed (db, g_ptr_array_index (files, i - 1), &needed, error))
        return NULL;
      if (needed)
        g_ptr_array_remove_index (files, i - 1);
    }
  return g_steal_pointer (&files);
}

/* KirokuEvidenceListFunc; not in a thread of the store. */
static GPtrArray *
ask_erased_files (gpointer data, GError **error)
{
  return kiroku_store_run (data, KIROKU_STORE_SCREEN, KIROKU_STORE_PRIORITY_NOW, list_erased_files,
                           NULL, NULL, error);
}

static gboolean
finish (Finishing *self, GCancellable *cancellable, GError **error)
{
  if (kiroku_store_run (self->store, KIROKU_STORE_SCREEN, self->priority, read_due, self,
                        cancellable, error)
      == NULL)
    return FALSE;
  return self->due == 0
         || (kiroku_evidence_store_erase (self->evidence, ask_erased_files, self->store, error)
             && kiroku_store_run (self->store, KIROKU_STORE_WRITER, self->priority, purge, self,
                                  cancellable, error)
                    != NULL);
}

/* Waits, unless it is cancelled, until no other program does it. */
static int
take_lock (const char *path, GCancellable *cancellable, GError **error)
{
  if (cancellable == NULL)
    return kiroku_files_lock (path, error);
  for (;;)
    {
      g_autoptr (GError) held = NULL;
      int lock = kiroku_files_try_lock (path, &held);

      if (lock >= 0)
        return lock;
      if (!g_error_matches (held, G_FILE_ERROR, G_FILE_ERROR_AGAIN))
        {
          g_propagate_error (error, g_steal_pointer (&held));
          return -1;
        }
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return -1;
      g_usleep (LOCK_PAUSE);
    }
}

/* Two programs that write the file anew would be in each other's way. */
static gboolean
finish_alone (KirokuBook *book, int priority, GCancellable *cancellable, GError **error)
{
  Finishing self = { kiroku_book_get_store (book), kiroku_book_get_evidence_store (book),
                     kiroku_book_get_folds (book), priority, 0 };
  g_autofree char *path = g_strconcat (kiroku_store_get_path (self.store), ".erasing.lock", NULL);
  int lock = take_lock (path, cancellable, error);
  gboolean finished = lock >= 0 && finish (&self, cancellable, error);

  if (lock >= 0)
    close (lock);
  return finished;
}

gboolean
kiroku_book_finish_erasures (KirokuBook *self, GError **error)
{
  g_return_val_if_fail (KIROKU_IS_BOOK (self), FALSE);

  return finish_alone (self, KIROKU_STORE_PRIORITY_NOW, NULL, error);
}

void
kiroku_book_finish_erasures_idly (KirokuBook *self, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  if (!finish_alone (self, KIROKU_STORE_PRIORITY_BULK, cancellable, &error))
    g_debug ("an erasure stays due: %s", error->message);
}
