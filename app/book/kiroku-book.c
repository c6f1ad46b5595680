/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kiroku-book.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "kiroku-asset.h"
#include "kiroku-book-private.h"
#include "kiroku-case-fold.h"
#include "kiroku-contact.h"
#include "kiroku-decisions.h"
#include "kiroku-duty.h"
#include "kiroku-evidence.h"
#include "kiroku-files.h"
#include "kiroku-link.h"
#include "kiroku-core-resources.h"
#include "kiroku-indicator.h"
#include "kiroku-rebuild.h"

/* How long one job of a rebuild keeps appends waiting, in µs. */
#define SLICE (20 * 1000)

struct _KirokuBook
{
  GObject parent_instance;

  char *key_path;
  char *author;
  char *language;
  GTimeZone *zone;
  KirokuClockFunc clock;
  gpointer clock_data;
  KirokuProfile *profile;
  KirokuPack *pack;
  KirokuPins *pins;
  KirokuFolds *folds;
  KirokuStore *store;
  KirokuEvidenceStore *evidence;

  /* Only the writer's thread: */
  KirokuKey *key;
  KirokuJournal *journal;
};

G_DEFINE_FINAL_TYPE (KirokuBook, kiroku_book, G_TYPE_OBJECT)
G_DEFINE_QUARK (kiroku-book-error-quark, kiroku_book_error)

enum
{
  APPENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
kiroku_book_finalize (GObject *object)
{
  KirokuBook *self = KIROKU_BOOK (object);

  g_clear_object (&self->store); /* first: its threads use the rest */
  g_clear_pointer (&self->journal, kiroku_journal_free);
  g_clear_pointer (&self->key, kiroku_key_unref);
  g_clear_pointer (&self->folds, kiroku_folds_free);
  g_clear_pointer (&self->pins, kiroku_pins_free);
  g_clear_pointer (&self->pack, kiroku_pack_unref);
  g_clear_pointer (&self->profile, kiroku_profile_free);
  g_clear_pointer (&self->evidence, kiroku_evidence_store_unref);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_free (self->language);
  g_free (self->author);
  g_free (self->key_path);

  G_OBJECT_CLASS (kiroku_book_parent_class)->finalize (object);
}

static void
kiroku_book_class_init (KirokuBookClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kiroku_book_finalize;

  signals[APPENDED] = g_signal_new ("appended", KIROKU_TYPE_BOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_PTR_ARRAY);
}

static void
kiroku_book_init (KirokuBook *self)
{
}

/* --- Opening --- */

static gboolean
make_folder (const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
               _ ("the folder “%s” cannot be made (%s): check its permissions"), folder,
               g_strerror (errno));
  return FALSE;
}

static void
set_foreign_key (const char *owner, const char *wanted, GError **error)
{
  g_set_error (error, KIROKU_BOOK_ERROR, KIROKU_BOOK_ERROR_AUTHOR,
               _ ("the signing key here is that of “%s”, not of “%s”: leave out the name, or use "
                  "another data folder (XDG_DATA_HOME)"),
               owner, wanted);
}

/* The key's name stands once it is made; another author needs a key of their own. */
static gboolean
choose_author (KirokuBook *self, const char *wanted, GError **error)
{
  g_autofree char *known = kiroku_profile_get_author (self->profile);

  if (known == NULL || !g_file_test (self->key_path, G_FILE_TEST_EXISTS))
    {
      self->author = g_strdup (wanted != NULL && wanted[0] != '\0' ? wanted : g_get_real_name ());
      return TRUE;
    }
  if (wanted != NULL && !g_str_equal (wanted, known))
    {
      set_foreign_key (known, wanted, error);
      return FALSE;
    }
  self->author = g_steal_pointer (&known);
  return TRUE;
}

static void
register_folds (KirokuBook *self)
{
  self->folds = kiroku_folds_new ();
  kiroku_folds_add (self->folds, &kiroku_journal_fold);
  kiroku_folds_add (self->folds, &kiroku_case_fold);
  kiroku_folds_add (self->folds, &kiroku_asset_fold);
  kiroku_folds_add (self->folds, &kiroku_indicator_fold);
  kiroku_folds_add (self->folds, &kiroku_links_fold);
  kiroku_folds_add (self->folds, &kiroku_contact_fold);
  kiroku_folds_add (self->folds, &kiroku_decisions_fold);
  kiroku_folds_add (self->folds, &kiroku_duties_fold);
  kiroku_folds_add (self->folds, &kiroku_evidence_fold);
}

static gpointer
prepare_folds (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  KirokuFolds *folds = data;
  g_autoptr (KirokuRebuild) rebuild = NULL;
  gboolean needed;
  gint64 done = 0, total = 1;

  if (!kiroku_folds_need_rebuild (folds, db, &needed, error))
    return NULL;
  if (needed && (rebuild = kiroku_rebuild_start (folds, db, error)) == NULL)
    return NULL;
  while (needed && done < total)
    if (!kiroku_rebuild_step (rebuild, SLICE, &done, &total, error))
      return NULL;
  return folds;
}

KirokuBook *
kiroku_book_new (const KirokuBookOptions *options, GError **error)
{
  g_autoptr (KirokuBook) self = NULL;
  g_autofree char *database = NULL;
  g_autofree char *profile = NULL;
  g_autofree char *pins = NULL;
  g_autofree char *overlay = NULL;

  g_return_val_if_fail (options != NULL && options->folder != NULL, NULL);
  g_return_val_if_fail (options->zone != NULL && options->language != NULL, NULL);

  database = options->database != NULL ? g_strdup (options->database)
                                       : g_build_filename (options->folder, "kiroku.db", NULL);
  profile = g_build_filename (options->folder, "profile.ini", NULL);
  pins = g_build_filename (options->folder, "pins", NULL);
  overlay = g_build_filename (options->folder, "pack", NULL);

  self = g_object_new (KIROKU_TYPE_BOOK, NULL);
  self->key_path = g_build_filename (options->folder, "key.p8", NULL);
  self->language = g_strdup (options->language);
  self->zone = g_time_zone_ref (options->zone);
  self->clock = options->clock != NULL ? options->clock : kiroku_clock_read_system;
  self->clock_data = options->clock_data;
  if (!make_folder (options->folder, error)
      || (self->profile = kiroku_profile_load (profile, error)) == NULL
      || !choose_author (self, options->author, error))
    return NULL;
  g_resources_register (kiroku_core_get_resource ());
  self->pack = kiroku_pack_load (options->pack, overlay, error);
  if (self->pack == NULL)
    return NULL;
  self->pins = kiroku_pins_new (pins);
  register_folds (self);
  self->store = kiroku_store_new (database, error);
  if (self->store == NULL
      || kiroku_store_run (self->store, KIROKU_STORE_WRITER, KIROKU_STORE_PRIORITY_NOW,
                           prepare_folds, self->folds, NULL, error)
             == NULL)
    return NULL;
  self->evidence = kiroku_evidence_store_new (kiroku_store_get_path (self->store));
  return g_steal_pointer (&self);
}

KirokuStore *
kiroku_book_get_store (KirokuBook *self)
{
  return self->store;
}

KirokuPack *
kiroku_book_get_pack (KirokuBook *self)
{
  return self->pack;
}

KirokuProfile *
kiroku_book_get_profile (KirokuBook *self)
{
  return self->profile;
}

KirokuPins *
kiroku_book_get_pins (KirokuBook *self)
{
  return self->pins;
}

KirokuEvidenceStore *
kiroku_book_get_evidence_store (KirokuBook *self)
{
  return self->evidence;
}

GTimeZone *
kiroku_book_get_zone (KirokuBook *self)
{
  return self->zone;
}

const char *
kiroku_book_get_language (KirokuBook *self)
{
  return self->language;
}

gint64
kiroku_book_get_now (KirokuBook *self)
{
  KirokuClock clock;

  self->clock (&clock, self->clock_data);
  return clock.rec;
}

const char *
kiroku_book_get_author (KirokuBook *self)
{
  return self->author;
}

const char *
kiroku_book_get_key_path (KirokuBook *self)
{
  return self->key_path;
}

/* A pack of its own declares facts and types; one that is laid over another need not. */
static gboolean
is_whole_pack (const char *folder)
{
  g_autofree char *facts = g_build_filename (folder, "facts.xml", NULL);
  g_autofree char *types = g_build_filename (folder, "types.xml", NULL);

  return g_file_test (facts, G_FILE_TEST_EXISTS) && g_file_test (types, G_FILE_TEST_EXISTS);
}

GPtrArray *
kiroku_book_check_pack (const char *folder)
{
  g_resources_register (kiroku_core_get_resource ());
  if (folder != NULL && g_file_test (folder, G_FILE_TEST_IS_DIR) && !is_whole_pack (folder))
    return kiroku_pack_check (NULL, folder);
  return kiroku_pack_check (folder, NULL);
}

/* --- Writing --- */

/* A key with the present author's name. The name first: a key without one would be anybody's. */
static KirokuKey *
make_key (KirokuBook *self, GError **error)
{
  g_autoptr (KirokuKey) key = kiroku_key_generate (error);

  if (key == NULL || !kiroku_profile_set_author (self->profile, self->author, error)
      || !kiroku_key_save (key, self->key_path, NULL, error))
    return NULL;
  return g_steal_pointer (&key);
}

/* The key that is there must be the present author's: somebody else may have made it since the book
 * was opened. */
static gboolean
check_owner (KirokuBook *self, GError **error)
{
  g_autofree char *owner = NULL;

  if (!kiroku_profile_reload (self->profile, error))
    return FALSE;
  owner = kiroku_profile_get_author (self->profile);
  if (owner == NULL)
    return kiroku_profile_set_author (self->profile, self->author, error);
  if (g_str_equal (owner, self->author))
    return TRUE;
  set_foreign_key (owner, self->author, error);
  return FALSE;
}

static KirokuKey *
load_or_make_locked (KirokuBook *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (KirokuKey) key = kiroku_key_load (self->key_path, NULL, &failure);

  if (key != NULL)
    return check_owner (self, error) ? g_steal_pointer (&key) : NULL;
  if (g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return make_key (self, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/* Of two programs that make a key at once the second waits, and finds that of the first. */
static KirokuKey *
load_or_make_key (KirokuBook *self, GError **error)
{
  g_autofree char *path = g_strconcat (self->key_path, ".lock", NULL);
  int lock = kiroku_files_lock (path, error);
  KirokuKey *key;

  if (lock < 0)
    return NULL;
  key = load_or_make_locked (self, error);
  close (lock);
  return key;
}

static gboolean
ensure_journal (KirokuBook *self, GError **error)
{
  KirokuJournalConfig config;

  if (self->journal != NULL)
    return TRUE;
  self->key = load_or_make_key (self, error);
  if (self->key == NULL)
    return FALSE;
  config = (KirokuJournalConfig){ .key = self->key,
                                  .pins = self->pins,
                                  .folds = self->folds,
                                  .clock = self->clock,
                                  .clock_data = self->clock_data,
                                  .author = self->author,
                                  .app = "kiroku " KIROKU_VERSION };
  self->journal = kiroku_journal_new (&config);
  return TRUE;
}

static gpointer
show_key (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  KirokuBook *self = data;
  KirokuBookKey *key;

  if (!ensure_journal (self, error))
    return NULL;
  key = g_new (KirokuBookKey, 1);
  *key = (KirokuBookKey){ g_strdup (kiroku_key_get_id (self->key)),
                          g_strdup (kiroku_key_get_spki (self->key)) };
  return key;
}

KirokuBookKey *
kiroku_book_show_key (KirokuBook *self, GError **error)
{
  g_return_val_if_fail (KIROKU_IS_BOOK (self), NULL);

  return kiroku_store_run (self->store, KIROKU_STORE_WRITER, KIROKU_STORE_PRIORITY_NOW, show_key,
                           self, NULL, error);
}

void
kiroku_book_key_free (KirokuBookKey *key)
{
  g_free (key->id);
  g_free (key->spki);
  g_free (key);
}

KirokuWrite *
kiroku_write_new (KirokuBook *book,
                  const char *case_id,
                  KirokuDraftsFunc make,
                  gpointer data,
                  GDestroyNotify free_data)
{
  KirokuWrite *write = g_new (KirokuWrite, 1);

  *write = (KirokuWrite){ book, g_strdup (case_id), make, data, free_data };
  return write;
}

static void
write_free (gpointer data)
{
  KirokuWrite *write = data;

  write->free_data (write->data);
  g_free (write->case_id);
  g_free (write);
}

static gpointer
do_write (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  KirokuWrite *write = data;

  if (!ensure_journal (write->book, error))
    return NULL;
  return kiroku_journal_append_made (write->book->journal, db, write->case_id, write->make,
                                     write->data, error);
}

static void
tell_listeners (KirokuBook *self, const char *case_id, GPtrArray *entries)
{
  g_signal_emit (self, signals[APPENDED], 0, case_id, entries);
}

GPtrArray *
kiroku_book_write (KirokuBook *self, KirokuWrite *write, GError **error)
{
  GPtrArray *entries = kiroku_store_run (self->store, KIROKU_STORE_WRITER,
                                         KIROKU_STORE_PRIORITY_NOW, do_write, write, NULL, error);

  if (entries != NULL)
    tell_listeners (self, write->case_id, entries);
  write_free (write);
  return entries;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KirokuBook *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = kiroku_store_run_finish (self->store, result, &error);

  if (entries == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  tell_listeners (self, g_task_get_task_data (task), entries);
  g_task_return_pointer (task, g_steal_pointer (&entries), (GDestroyNotify) g_ptr_array_unref);
}

void
kiroku_book_write_async (KirokuBook *self,
                         KirokuWrite *write,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, (gpointer) (guintptr) kiroku_book_write_async);
  g_task_set_task_data (task, g_strdup (write->case_id), g_free);
  kiroku_store_run_async (self->store, KIROKU_STORE_WRITER, KIROKU_STORE_PRIORITY_NOW, do_write,
                          write, write_free, (GDestroyNotify) g_ptr_array_unref, NULL, written_cb,
                          task);
}

GPtrArray *
kiroku_book_write_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static GPtrArray *
use_drafts (KirokuDb *db, gpointer data, GError **error)
{
  return g_ptr_array_ref (data);
}

static KirokuWrite *
write_drafts (KirokuBook *self, const char *case_id, GPtrArray *drafts)
{
  return kiroku_write_new (self, case_id, use_drafts, g_ptr_array_ref (drafts),
                           (GDestroyNotify) g_ptr_array_unref);
}

GPtrArray *
kiroku_book_append (KirokuBook *self, const char *case_id, GPtrArray *drafts, GError **error)
{
  g_return_val_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL && drafts != NULL, NULL);

  return kiroku_book_write (self, write_drafts (self, case_id, drafts), error);
}

KirokuEntry *
kiroku_book_append_one (KirokuBook *self, const char *case_id, KirokuDraft *draft, GError **error)
{
  g_autoptr (GPtrArray) drafts
      = g_ptr_array_new_with_free_func ((GDestroyNotify) kiroku_draft_free);
  g_autoptr (GPtrArray) entries = NULL;

  g_ptr_array_add (drafts, draft);
  entries = kiroku_book_append (self, case_id, drafts, error);
  return entries != NULL ? kiroku_entry_ref (g_ptr_array_index (entries, 0)) : NULL;
}

void
kiroku_book_append_async (KirokuBook *self,
                          const char *case_id,
                          GPtrArray *drafts,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (KIROKU_IS_BOOK (self) && case_id != NULL && drafts != NULL);

  kiroku_book_write_async (self, write_drafts (self, case_id, drafts), callback, user_data);
}

GPtrArray *
kiroku_book_append_finish (KirokuBook *self, GAsyncResult *result, GError **error)
{
  return kiroku_book_write_finish (self, result, error);
}

/* --- Rebuilding --- */

typedef struct
{
  KirokuFolds *folds;
  KirokuRebuild *rebuild;
  gint64 done;
  gint64 total;
} Rebuild;

static gpointer
start_rebuild (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Rebuild *self = data;

  self->rebuild = kiroku_rebuild_start (self->folds, db, error);
  return self->rebuild;
}

static gpointer
rebuild_step (KirokuDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Rebuild *self = data;

  return kiroku_rebuild_step (self->rebuild, SLICE, &self->done, &self->total, error) ? self : NULL;
}

static gboolean
run_rebuild (KirokuBook *self, KirokuJobFunc job, Rebuild *rebuild, GError **error)
{
  return kiroku_store_run (self->store, KIROKU_STORE_WRITER, KIROKU_STORE_PRIORITY_BULK, job, rebuild,
                           NULL, error)
         != NULL;
}

gboolean
kiroku_book_rebuild (KirokuBook *self, gint64 *entries, GError **error)
{
  Rebuild rebuild = { .folds = self->folds, .total = 1 };
  gboolean going;

  g_return_val_if_fail (KIROKU_IS_BOOK (self) && entries != NULL, FALSE);

  going = run_rebuild (self, start_rebuild, &rebuild, error);
  while (going && rebuild.done < rebuild.total)
    going = run_rebuild (self, rebuild_step, &rebuild, error);
  g_clear_pointer (&rebuild.rebuild, kiroku_rebuild_free);
  *entries = rebuild.total - 1;
  return going;
}
